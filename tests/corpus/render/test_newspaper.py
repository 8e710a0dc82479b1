"""Newspaper pages: every option gives a page, nothing overlaps, nothing is lost, and the truth is what is drawn."""

import dataclasses
import json
import random
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pdfplumber
import pytest

from mingdan.core.errors import MissingExtraError, UsageError
from mingdan.core.records import Document
from mingdan.corpus.parts import load_part
from mingdan.corpus.render import (
    NewsOptions,
    align_gold,
    article_text,
    draw_options,
    is_locked_layout,
    newspaper,
    split,
    truth_prediction,
    write_truth,
)
from mingdan.corpus.render.news.compose import Issue, compose
from mingdan.corpus.render.news.content import briefs, fillers
from mingdan.corpus.render.news.geometry import Run, Sheet
from mingdan.corpus.render.news.measure import NO_END, NO_START, advance, wrap
from mingdan.evaluation.layout_scores import LayoutScores, evaluate_layout

OWN = load_part("own")
FONT: dict[str, Any] = {"font": "stsong", "head_font": "stsong", "producer": "reportlab"}
SEEDS = range(1, 25)
ON = [f.name for f in dataclasses.fields(NewsOptions) if f.default is False]
VALUES: list[tuple[str, Any]] = [
    *((name, True) for name in ON),
    *(("columns", n) for n in range(2, 8)),
    *(("articles", n) for n in (1, 2, 5, 9)),
    *(("gutter", g) for g in (0.8, 3.0)),
    *(("headline", mode) for mode in ("full", "part", "beside", "vertical", "mixed")),
    *(("order", order) for order in ("good", "frame", "font", "line", "random")),
    ("shape", "L"),
    ("shape", "U"),
    ("caption", "over"),
    ("pictures", 3),
    ("ads", 2),
    ("rules", False),
    ("furniture", False),
    ("subheads", False),
]


def easy(**given: Any) -> NewsOptions:
    """Options of an easy page that needs no installed font, with those given."""
    return NewsOptions(**{**FONT, **given})


def glyphs_of(pdf: bytes) -> list[dict[str, Any]]:
    """The glyphs of the first page in the order of the content stream."""
    with pdfplumber.open(BytesIO(pdf)) as opened:
        return list(opened.pages[0].chars)


def chars(pdf: bytes) -> list[str]:
    return [glyph["text"] for glyph in glyphs_of(pdf)]


def issue_of(seed: int) -> Issue:
    return compose([OWN[seed % len(OWN)]], draw_options(seed, **FONT), seed)


def boxes(sheet: Sheet) -> Iterator[tuple[Run, tuple[float, float, float, float]]]:
    for run in sheet.runs:
        if run.vertical:
            long = len(run.text) * (run.size + run.extra) - run.extra
            yield run, (run.x, run.top, run.x + run.size, run.top + long)
        else:
            wide = advance(run.text, run.size, run.font) + run.extra * (len(run.text) - 1)
            yield run, (run.x, run.top, run.x + wide, run.top + run.size)


def clash(a: tuple[float, float, float, float], b: tuple[float, float, float, float]) -> bool:
    return a[0] < b[2] - 0.8 and b[0] < a[2] - 0.8 and a[1] < b[3] - 0.8 and b[1] < a[3] - 0.8


@pytest.mark.parametrize(("name", "value"), VALUES)
def test_every_option_gives_a_page_with_the_whole_document(name: str, value: Any) -> None:
    gold = OWN[1]
    options = easy(**{"pictures": 1, name: value})
    page = newspaper([gold], 4, options)
    assert page.pdf.startswith(b"%PDF")
    (own,) = [a for a in page.truth["articles"] if a["document"] == gold.id]
    assert align_gold(gold, article_text(own)).unmapped == ()


@pytest.mark.parametrize("seed", SEEDS)
def test_no_line_lies_on_another_or_leaves_the_page(seed: int) -> None:
    for sheet in issue_of(seed).sheets:
        placed = [box for run, box in boxes(sheet) if run.text.strip()]
        assert not [(a, b) for n, a in enumerate(placed) for b in placed[n + 1 :] if clash(a, b)]
        assert all(b[0] > 20 and b[1] > 20 and b[2] < sheet.width - 20 and b[3] < sheet.height for b in placed)


@pytest.mark.parametrize("seed", SEEDS)
def test_no_line_lies_on_a_picture_but_a_caption(seed: int) -> None:
    for sheet in issue_of(seed).sheets:
        pictures = [s.rect for s in sheet.shapes if s.kind == "picture"]
        for run, box in boxes(sheet):
            on = [p for p in pictures if clash(box, (p.x0, p.top, p.x1, p.bottom))]
            assert bool(on) == run.white


@pytest.mark.parametrize("seed", SEEDS)
def test_every_character_of_every_story_is_set_once(seed: int) -> None:
    issue = issue_of(seed)
    for number, story in enumerate(issue.stories):
        lines = [line for sheet in issue.sheets for line in sheet.lines if line.story == number]
        assert "".join(line.text for line in lines) == "".join(item.text for item in story.items)


def test_lines_keep_the_rules_of_punctuation() -> None:
    lines = [line.text for seed in SEEDS for sheet in issue_of(seed).sheets for line in sheet.lines]
    wrong = [line for line in lines if line[0] in NO_START or line[-1] in NO_END]
    assert len(wrong) < len(lines) * 0.005


def test_wrapped_lines_are_no_wider_than_asked() -> None:
    rng = random.Random(1)
    text = "".join(rng.choice("银行公司，。（“A1 ") for _ in range(300))
    lines = wrap(text, 93.0, 9.0, "stsong")
    assert "".join(lines) == text
    assert all(advance(line, 9.0, "stsong") <= 93.01 for line in lines)


def test_bytes_and_truth_repeat() -> None:
    first, second = (newspaper(OWN[:2], 11, draw_options(11, **FONT)) for _ in range(2))
    assert first.pdf == second.pdf
    assert first.truth == second.truth
    assert newspaper(OWN[:2], 12, draw_options(11, **FONT)).truth != first.truth


def self_scores(folder: Path, seeds: range) -> LayoutScores:
    predicted: list[str] = []
    for seed in seeds:
        truth = newspaper([OWN[seed % len(OWN)]], seed, draw_options(seed, **FONT)).truth
        write_truth(truth, folder / f"news_{seed}.json")
        predicted.append(json.dumps(truth_prediction(truth)))
    (folder / "predicted.jsonl").write_text("\n".join(predicted), encoding="utf-8")
    return evaluate_layout(folder, folder / "predicted.jsonl").mean


def test_a_truth_scored_against_itself_is_perfect(tmp_path: Path) -> None:
    assert self_scores(tmp_path, range(1, 40)) == LayoutScores(*[1.0] * 8)


def test_an_easy_page_reads_back_line_by_line() -> None:
    page = newspaper([], 3, easy(columns=2, articles=1, rules=False, furniture=False))
    drawn = "".join(chars(page.pdf))
    (article,) = page.truth["articles"]
    assert "".join(text for _, text in article["lines"]) in drawn
    assert drawn == f"{article['headline']}{article['byline']}" + "".join(p["text"] for p in article["paras"])


@pytest.mark.parametrize("order", ["frame", "font", "line", "random"])
def test_the_content_stream_is_in_another_order_with_the_same_glyphs(order: Any) -> None:
    def glyphs(chosen: Any) -> list[str]:
        return chars(newspaper([], 3, easy(columns=3, articles=3, order=chosen)).pdf)

    good, other = glyphs("good"), glyphs(order)
    assert good != other
    assert sorted(good) == sorted(other)


def test_glyphs_placed_one_by_one_stand_where_lines_had_them() -> None:
    def places(glyphs: bool) -> list[tuple[str, int]]:
        page = newspaper([], 3, easy(columns=3, articles=2, glyphs=glyphs))
        return [(char["text"], round(char["x0"])) for char in glyphs_of(page.pdf)]

    lines, single = places(False), places(True)
    assert [text for text, _ in lines] == [text for text, _ in single]
    assert all(abs(a - b) <= 1 for (_, a), (_, b) in zip(lines, single, strict=True))


def test_a_jump_goes_on_overleaf_and_stays_one_article() -> None:
    gold = OWN[0]
    page = newspaper([gold], 5, easy(jump=True, articles=2))
    (jumped,) = [a for a in page.truth["articles"] if {number for number, _ in a["lines"]} == {1, 2}]
    notes = [f["text"] for f in page.truth["furniture"] if f["kind"] == "jump"]
    assert [note[:3] for note in notes] == ["（下转", "（上接"]
    assert "".join(text for _, text in jumped["lines"]) == "".join(p["text"] for p in jumped["paras"])


def test_two_documents_stand_on_one_page() -> None:
    page = newspaper(OWN[:3], 2, easy(articles=2))
    assert {a["document"] for a in page.truth["articles"]} == {d.id for d in OWN[:3]}


@pytest.mark.parametrize("producer", ["weasyprint", "chromium"])
def test_browsers_print_the_same_page_or_say_what_to_install(producer: str) -> None:
    options = NewsOptions(columns=3, articles=2, font="zenhei", head_font="zenhei", producer=producer)  # pyright: ignore[reportArgumentType]
    try:
        page = newspaper([], 3, options)
    except MissingExtraError as error:
        missing = error
    else:
        drawn = "".join(chars(page.pdf))
        assert all(text in drawn for article in page.truth["articles"] for _, text in article["lines"])
        return
    assert missing.hint


def test_a_seed_draws_the_same_options_and_given_ones_stand() -> None:
    assert draw_options(9) == draw_options(9)
    drawn, given = draw_options(9), draw_options(9, columns=2, jump=True)
    assert (given.columns, given.jump) == (2, True)
    assert dataclasses.replace(given, columns=drawn.columns, jump=drawn.jump) == drawn


@pytest.mark.parametrize(
    ("name", "value"), [("columns", 8), ("gutter", 0.1), ("headline", "circle"), ("colour", "red"), ("articles", 0)]
)
def test_options_out_of_range_are_told(name: str, value: Any) -> None:
    with pytest.raises(UsageError, match=name):
        draw_options(1, **{name: value})


def test_a_third_of_the_layouts_is_locked() -> None:
    locked = [seed for seed in range(3000) if is_locked_layout(seed)]
    assert 0.28 < len(locked) / 3000 < 0.39
    assert split(locked[0]) == "locked"


def test_fillers_are_many_and_share_no_sentence() -> None:
    texts = [item.text for story in (*fillers(), *briefs()) for item in story.items if item.text]
    assert len(fillers()) >= 12
    assert len(set(texts)) == len(texts)


def test_a_page_without_documents_has_fillers_only() -> None:
    page = newspaper([], 1, easy(articles=4))
    assert [a["document"] for a in page.truth["articles"]] == [None] * 4


def test_the_document_of_an_article_is_named() -> None:
    gold = Document("x1", "甲银行公布名单\n\n名单上共有两家平台。")
    page = newspaper([gold], 1, easy(articles=2))
    (own,) = [a for a in page.truth["articles"] if a["document"] == "x1"]
    assert (own["headline"], own["sentences"]) == ("甲银行公布名单", ["名单上共有两家平台。"])
