"""Page layout: small pages by hand, and the same numbers as the scorer that lies beside the public truth."""

import json
import random
import subprocess
import sys
from dataclasses import astuple
from pathlib import Path
from typing import Any

import pytest

from mingdan.core.errors import MissingFileError, RecordError, UsageError
from mingdan.evaluation.layout_scores import LayoutScores, evaluate_layout

FIRST = ["江州银行昨日公布了合作机构名单。", "名单上共有十二家助贷平台和三家担保公司。"]
SECOND = ["海西银行同日更新了催收机构名单，退出两家。", "记者注意到，名单不再列出联系电话。"]
CAPTION = "图为江州银行总行大楼外景"


def article(headline: str, sentences: list[str]) -> dict[str, Any]:
    text = "".join(sentences)
    lines = [[1, text[at : at + 12]] for at in range(0, len(text), 12)]
    paragraphs = [{"type": "body", "text": text}]
    return {
        "id": headline,
        "kicker": None,
        "headline": headline,
        "deck": None,
        "byline": None,
        "paras": paragraphs,
        "sentences": sentences,
        "tables": [],
        "lines": lines,
    }


PAGE: dict[str, Any] = {
    "page": "p1",
    "articles": [article("助贷名单出炉", FIRST), article("催收名单更新", SECOND)],
    "furniture": [{"kind": "caption", "text": CAPTION}, {"kind": "pageno", "text": "A07"}],
}
WHOLE = ["助贷名单出炉\n" + "".join(FIRST), "催收名单更新\n" + "".join(SECOND)]


def written(folder: Path, *articles: str, page: dict[str, Any] = PAGE) -> tuple[Path, Path]:
    """A folder of truth with one page, and a prediction of it."""
    (folder / "p1.json").write_text(json.dumps(page), "utf-8")
    (folder / "other.json").write_text('{"page": "x"}', "utf-8")
    predicted = folder / "predicted.jsonl"
    predicted.write_text(json.dumps({"page": "p1.pdf", "articles": articles}) + "\n", "utf-8")
    return folder, predicted


def score(folder: Path, *articles: str) -> LayoutScores:
    return evaluate_layout(*written(folder, *articles)).mean


def test_the_truth_in_any_order_is_right_in_everything(tmp_path: Path) -> None:
    assert score(tmp_path, *reversed(WHOLE)) == LayoutScores(*[1.0] * 8)


def test_one_text_for_all_can_match_one_article(tmp_path: Path) -> None:
    found = score(tmp_path, "".join(WHOLE))
    assert (found.adjacency, found.sentences, found.assigned, found.articles) == (1.0, 1.0, 0.5, 0.5)
    assert found.headlines == 0.5


def test_a_caption_inside_a_sentence_leaks(tmp_path: Path) -> None:
    torn = WHOLE[0].replace("十二家助贷平台", f"十二家助{CAPTION}贷平台")
    found = score(tmp_path, torn, WHOLE[1])
    assert (found.clean, found.furniture, found.sentences) == (0.75, 0.5, 0.75)
    between = WHOLE[0].replace(FIRST[1], CAPTION + FIRST[1])
    assert score(tmp_path, between, WHOLE[1]).clean == 1.0


def test_a_caption_in_two_ends_leaks_too(tmp_path: Path) -> None:
    torn = WHOLE[0].replace("十二家助贷平台", f"十二家助{CAPTION[:6]}—{CAPTION[-6:]}贷平台")
    assert score(tmp_path, torn, WHOLE[1]).clean == 0.75


def test_a_short_page_number_leaks(tmp_path: Path) -> None:
    torn = WHOLE[1].replace("不再列出", "不A07再列出")
    found = score(tmp_path, WHOLE[0], torn)
    assert (found.clean, found.furniture) == (0.75, 0.5)


def test_columns_read_across_break_lines_and_sentences(tmp_path: Path) -> None:
    first, second = ("".join(part) for part in (FIRST, SECOND))
    across = "".join(first[at : at + 6] + second[at : at + 6] for at in range(0, len(second), 6))
    found = score(tmp_path, across)
    assert found.adjacency == 0.0
    assert found.sentences == 0.0


def test_a_headline_after_its_text_is_wrong(tmp_path: Path) -> None:
    found = score(tmp_path, "".join(FIRST) + "助贷名单出炉", WHOLE[1])
    assert (found.headlines, found.assigned) == (0.5, 1.0)


def test_nothing_predicted_finds_nothing(tmp_path: Path) -> None:
    found = score(tmp_path)
    assert (found.adjacency, found.sentences, found.assigned, found.clean) == (0.0, 0.0, 0.0, 1.0)


def test_width_counts_unless_folded(tmp_path: Path) -> None:
    wide = [text.replace("，", ",") for text in WHOLE]
    paths = written(tmp_path, *wide)
    assert evaluate_layout(*paths).mean.sentences == 0.5
    assert evaluate_layout(*paths, nfkc=True).mean.sentences == 1.0


def test_missing_and_unknown_pages_are_told(tmp_path: Path) -> None:
    folder, predicted = written(tmp_path)
    predicted.write_text('{"page": "p2", "text": "江州"}\n', "utf-8")
    report = evaluate_layout(folder, predicted)
    assert (report.missing, report.extra) == (("p1",), ("p2",))
    lines = list(report.lines())
    assert lines[1].split() == ["p1", "0.000", "0.000", "0.000", "0.000", "1.000", "1.000", "0.000", "0.500"]
    assert lines[-2:] == ["without a prediction, counted as empty: p1", "not in the truth: p2"]


def test_faulty_files_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        evaluate_layout(tmp_path, tmp_path / "none.jsonl")
    folder, predicted = written(tmp_path)
    with pytest.raises(MissingFileError):
        evaluate_layout(folder, tmp_path / "none.jsonl")
    predicted.write_text('{"text": "江州"}\n', "utf-8")
    with pytest.raises(RecordError):
        evaluate_layout(folder, predicted)
    (folder / "bad.json").write_text('{"articles": [{}], "page": "b", "furniture": []}', "utf-8")
    with pytest.raises(RecordError):
        evaluate_layout(folder, predicted)


def scrambled(page: dict[str, Any], rng: random.Random) -> list[str]:
    """The articles of a page with furniture at random places, some split, some joined."""
    articles: list[str] = []
    for part in page["articles"]:
        heads: list[Any] = [part.get("kicker"), part["headline"], *(part.get("deck") or []), part.get("byline")]
        text = "\n".join([*filter(None, heads), *(p["text"] for p in part["paras"])])
        for item in page["furniture"]:
            at = rng.randrange(len(text))
            text = text[:at] + item["text"] + text[at:] if rng.random() < 0.4 else text
        at = rng.randrange(len(text)) if rng.random() < 0.5 else 0
        articles += filter(None, (text[:at], text[at:]))
    rng.shuffle(articles)
    return [articles[0] + articles[-1], *articles[1:-1]] if rng.random() < 0.5 else articles


@pytest.fixture(scope="module")
def public(root: Path) -> Path:
    """The folder with the public pages and their scorer."""
    folder = root.parent / "shared" / "pdf"
    if not (folder / "score_layout.py").is_file():
        pytest.skip("the public page truth lies outside this repository: ../shared/pdf is absent")
    return folder


@pytest.mark.parametrize("seed", range(4))
def test_the_numbers_are_those_of_the_public_scorer(public: Path, tmp_path: Path, seed: int) -> None:
    rng = random.Random(seed)
    predicted = tmp_path / "predicted.jsonl"
    pages = [json.loads(path.read_text("utf-8")) for path in sorted(public.glob("news_*.json"))]
    lines = [json.dumps({"page": page["page"], "articles": scrambled(page, rng)}) for page in pages]
    predicted.write_text("\n".join(lines), "utf-8")
    command = [sys.executable, str(public / "score_layout.py"), "--truth", str(public), str(predicted), "--json"]
    theirs = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    report = evaluate_layout(public, predicted)
    ours = {**report.pages, "ALL": report.mean}
    assert set(ours) == set(theirs)
    for page, scores in ours.items():
        assert astuple(scores) == pytest.approx(tuple(theirs[page].values())), page
