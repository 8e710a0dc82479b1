"""Evaluation of files: pairing by id, what does not pair, and the printed report."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from mingdan.core.errors import MissingFileError, UsageError
from mingdan.core.jsonio import write_jsonl
from mingdan.core.records import Document
from mingdan.corpus.parts import LOCKED_FOLDER, load_part
from mingdan.evaluation.__main__ import main
from mingdan.evaluation.commands import bare, evaluate_documents, evaluate_files, evaluate_open

OPEN_FOLDER = LOCKED_FOLDER.parent / "open"


@pytest.fixture
def predictions(tmp_path: Path) -> Path:
    """The open gold without its first document, with a stranger, and with one text that differs."""
    first, second, *rest = load_part("open")
    path = tmp_path / "predicted.jsonl"
    write_jsonl(path, [replace(second, text=second.text + "。"), *rest, replace(first, id="stranger")])
    return path


def test_documents_pair_by_id_and_the_rest_is_told(predictions: Path) -> None:
    report = evaluate_files(OPEN_FOLDER, predictions)
    gold = load_part("open")
    assert report.missing == (gold[0].id,)
    assert report.extra == ("stranger",)
    assert report.text_differs == (gold[1].id,)
    assert report.scores.documents == len(gold)
    found = report.scores.found["rows"]
    assert found.gold - found.right == len(gold[0].partnerships)
    assert {item.document for item in report.differences} == {gold[0].id}


def test_order_of_predictions_does_not_matter() -> None:
    gold = load_part("open")[:4]
    assert evaluate_documents(gold, gold[::-1]).scores == evaluate_documents(gold, gold).scores


def test_printed_report_names_every_measure_and_the_strays(
    predictions: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(OPEN_FOLDER), str(predictions), "--errors"]) == 0
    out = capsys.readouterr().out
    assert "mentions.INST" in out
    assert "row_evidence" in out
    assert "predicted but not in gold, not counted: stranger" in out
    assert "== ROW missed: " in out


def test_json_report_holds_scores_and_differences(predictions: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(OPEN_FOLDER), str(predictions), "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["extra"] == ["stranger"]
    assert report["scores"]["found"]["mentions.DATE"]["f1"]["value"] > 0.5
    assert report["differences"][0]["kind"] == "missed"


def test_missing_files_and_the_locked_folder_are_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(MissingFileError):
        evaluate_files(OPEN_FOLDER, "none.jsonl")
    with pytest.raises(UsageError):
        evaluate_files(LOCKED_FOLDER, "none.jsonl")
    assert main([str(OPEN_FOLDER), "none.jsonl"]) == MissingFileError.exit_code
    assert "none.jsonl" in capsys.readouterr().err


def test_bare_documents_hold_no_labels() -> None:
    for document in load_part("open"):
        given = bare(document)
        assert given == Document(
            document.id,
            document.text,
            genre=document.genre,
            published=document.published,
            publisher=document.publisher,
        )
        assert bare(document, published=False) == replace(given, published=None)


def test_a_predictor_sees_bare_documents_and_is_scored_on_the_open_part() -> None:
    gold = {document.id: document for document in load_part("open")}
    seen: list[Document] = []

    def predict(document: Document) -> Document:
        seen.append(document)
        return replace(gold[document.id], id="renamed")

    assert evaluate_open(predict).scores.value("rows_with_role") == 1.0
    assert seen == [bare(document) for document in gold.values()]
