"""Locked measurement: labels never reach the predictor, text never leaves, every run is logged."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from mingdan.core.records import Document
from mingdan.corpus.parts import load_part
from mingdan.evaluation.commands import bare
from mingdan.evaluation.commit import current_commit
from mingdan.evaluation.floors import FloorCheck, check_floors, floors
from mingdan.evaluation.locked import evaluate_locked, evaluate_locked_published
from mingdan.evaluation.published import score_published
from mingdan.evaluation.report import floor_lines, published_lines
from mingdan.evaluation.scorer import score

GOLD = {document.id: document for document in load_part("open")}


@pytest.fixture(autouse=True)
def stand_in(monkeypatch: pytest.MonkeyPatch) -> None:
    """The open part stands in for the locked one."""

    def load(purpose: str, part: str) -> list[Document]:
        assert (purpose, part) == ("measurement", "locked")
        return list(GOLD.values())

    monkeypatch.setattr("mingdan.evaluation.locked.load_locked", load)


def test_predictor_sees_no_label_and_scores_like_the_open_part(tmp_path: Path) -> None:
    seen: list[Document] = []

    def predict(document: Document) -> Document:
        seen.append(document)
        return GOLD[document.id]

    result = evaluate_locked(predict, config="abc", log=tmp_path / "log.jsonl")
    assert seen == [bare(document) for document in GOLD.values()]
    assert result.scores == score([(document, document) for document in GOLD.values()])
    assert (result.kind, result.config, result.documents) == ("extraction", "abc", len(GOLD))
    assert result.failures == {}


def test_every_run_appends_a_line_of_figures_without_text(tmp_path: Path) -> None:
    log = tmp_path / "log.jsonl"
    evaluate_locked(lambda document: GOLD[document.id], log=log)
    evaluate_locked_published(lambda document: GOLD[document.id], log=log)
    lines = [json.loads(line) for line in log.read_text("utf-8").splitlines()]
    assert [line["kind"] for line in lines] == ["extraction", "published"]
    assert set(lines[0]) == {
        "kind",
        "date",
        "commit",
        "version",
        "config",
        "documents",
        "failures",
        "scores",
        "slices",
        "more",
    }
    assert lines[0]["commit"] == current_commit()
    assert lines[0]["scores"]["found"]["rows_with_role"]["f1"] == {"value": 1.0, "low": 1.0, "high": 1.0}
    assert lines[1]["scores"]["accuracy"]["share"]["value"] == 1.0
    assert log.read_text("utf-8").isascii()


def test_a_failing_predictor_is_counted_by_type_and_its_message_is_dropped(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    def predict(document: Document) -> Document:
        print(document.text)
        raise ValueError(document.text)

    result = evaluate_locked(predict, log=tmp_path / "log.jsonl")
    assert result.failures == {"ValueError": len(GOLD)}
    assert result.scores.value("mentions") == 0.0
    assert capfd.readouterr() == ("", "")


def test_a_changed_text_is_counted(tmp_path: Path) -> None:
    def predict(document: Document) -> Document:
        return replace(document, text=document.text + " ")

    assert evaluate_locked(predict, log=tmp_path / "log.jsonl").failures == {"text_differs": len(GOLD)}


def test_publication_date_is_withheld(tmp_path: Path) -> None:
    def predict(document: Document) -> Document:
        assert document.published is None
        return document

    scores = evaluate_locked_published(predict, log=tmp_path / "log.jsonl").scores
    undated = sum(document.published is None for document in GOLD.values())
    assert (scores.accuracy.right, scores.accuracy.total) == (0, len(GOLD) - undated)
    assert (scores.null_precision.right, scores.null_precision.total) == (undated, len(GOLD))
    assert scores.null_recall.right == scores.null_recall.total == undated


def test_publication_dates_are_scored_by_hand_made_cases() -> None:
    cases = [
        ("2025-04-01", "2025-04-01"),
        ("2025-04-01", "2025-04-02"),
        ("2025-04-01", None),
        (None, None),
        (None, "2025"),
    ]
    pairs = [(Document("d", "", published=g), Document("d", "", published=p)) for g, p in cases]
    scores = score_published(pairs)
    assert (scores.accuracy.right, scores.accuracy.total) == (1, 3)
    assert (scores.null_precision.right, scores.null_precision.total) == (1, 2)
    assert (scores.null_recall.right, scores.null_recall.total) == (1, 2)
    assert (scores.stated.total, scores.unstated.right, scores.unstated.total) == (0, 3, 5)


def test_floors_hold_for_gold_and_fail_for_nothing() -> None:
    perfect = score([(document, document) for document in GOLD.values()], replicates=1)
    assert all(check.holds for check in check_floors(perfect))
    nothing = score([(document, bare(document)) for document in GOLD.values()], replicates=1)
    assert not any(check.holds for check in check_floors(nothing))
    assert not any(check.holds for check in check_floors(score([])))


def test_figures_of_a_measurement_print_as_lines(tmp_path: Path) -> None:
    result = evaluate_locked_published(lambda document: document, log=tmp_path / "log.jsonl")
    lines = list(published_lines(result.scores))
    assert lines[0].startswith(f"{len(GOLD)} documents, publication date withheld")
    assert lines[3].split()[:2] == ["accuracy", "0.000"]
    perfect = score([(document, document) for document in GOLD.values()], replicates=1)
    assert all(line.endswith("value 1.000  holds") for line in floor_lines(check_floors(perfect)))


def test_floors_are_those_agreed() -> None:
    assert floors() == {
        "mentions.DATE": 0.92,
        "mentions.POLICY": 0.92,
        "mentions.ROLE": 0.80,
        "mentions.INST": 0.75,
        "rows_with_role": 0.55,
    }


def test_a_floor_reached_exactly_holds() -> None:
    assert FloorCheck("rows", 0.55, 0.55).holds
    assert not FloorCheck("rows", 0.55, 0.5499).holds
