"""The HTML report: complete, self-contained, and safe against what documents hold."""

import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from mingdan.core.errors import UsageError
from mingdan.core.records import Document, Entity, Institution, Partnership, Policy, StatedCount
from mingdan.corpus.parts import load_part
from mingdan.evaluation.baseline import Change
from mingdan.evaluation.commands import Evaluation, evaluate_fully
from mingdan.evaluation.compare import compare
from mingdan.evaluation.floors import FloorCheck
from mingdan.evaluation.html.documents import marked
from mingdan.evaluation.html.judging import Judged, judge
from mingdan.evaluation.html.page import Extras, page, write_page

EVIL = "<script>alert(1)</script>\"'&<img src=x onerror=alert(1)>\u202e"
ALLOWED = {
    *("html", "head", "meta", "title", "style", "body", "header", "nav", "main", "section", "script", "input", "div"),
    *("h1", "h2", "h3", "h4", "p", "a", "b", "br", "small", "span", "mark", "details", "summary"),
    *("table", "thead", "tbody", "tr", "th", "td", "svg", "line", "rect", "circle", "polyline", "text"),
}


class Seen(HTMLParser):
    """What a browser would find: elements, attributes, ids, links, text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.words: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def values(self, name: str) -> list[str]:
        return [value or "" for key, value in self.attributes if key == name]


def hostile() -> tuple[Document, Document]:
    """A document whose every string is hostile, and a prediction of it that is wrong in many ways."""
    end = len(EVIL)
    row = Partnership(EVIL, EVIL + "甲", "data", "listed", "list", None, EVIL, EVIL, 0, end)
    gold = Document(
        EVIL,
        EVIL + "文",
        publisher=EVIL,
        entities=(Entity(0, end, "INST", EVIL, EVIL),),
        institutions={EVIL: Institution()},
        policies={EVIL: Policy(number=EVIL)},
        partnerships=(row, replace(row, partner="乙")),
        stated_counts=(StatedCount(EVIL, "all", 2, None),),
    )
    given = replace(
        gold,
        entities=(Entity(0, end, "INST", EVIL, EVIL + "乙", 0.5, EVIL), Entity(end, end + 1, "DATE", "文", EVIL)),
        partnerships=(replace(row, role="other", confidence=0.5), replace(row, partner=EVIL + "丙")),
        policies={EVIL: Policy(number="1")},
    )
    return gold, given


def rendered(gold: list[Document], given: list[Document], extras: Extras | None = None) -> Seen:
    return Seen(page(evaluate_fully(gold, given), extras or Extras()))


@pytest.fixture(scope="module")
def evaluation() -> Evaluation:
    gold = load_part("open")[:5]
    given = [replace(d, entities=d.entities[:-1], partnerships=d.partnerships[1:]) for d in gold]
    return evaluate_fully(gold, given)


def test_hostile_text_stays_text() -> None:
    gold, given = hostile()
    comparison = compare([gold], [given], [gold], replicates=2, exchanges=2)
    extras = Extras(EVIL, comparison, EVIL, [Change(EVIL, 0.5, 0.6)], [FloorCheck(EVIL, 0.5, 0.4)])
    seen = rendered([gold], [given], extras)
    assert set(seen.tags) <= ALLOWED
    assert seen.tags.count("script") == 1
    assert not [name for name, _ in seen.attributes if name.startswith("on") or name in ("src", "style")]
    assert "\u202e" not in "".join(seen.words)
    assert "".join(seen.words).count("<script>alert(1)</script>") >= 10


def test_nothing_is_loaded_and_nothing_else_may_run(evaluation: Evaluation) -> None:
    html = page(evaluation, Extras())
    seen = Seen(html)
    assert not re.search(r"https?:|url\(|@import|@font-face", html)
    assert all(link.startswith("#") for link in seen.values("href"))
    policy = seen.values("content")[0]
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy


def test_every_link_leads_to_a_place_and_places_are_unique(evaluation: Evaluation) -> None:
    seen = Seen(page(evaluation, Extras()))
    ids = seen.values("id")
    assert len(ids) == len(set(ids))
    assert {link[1:] for link in seen.values("href")} <= set(ids)
    assert {f"d{at}" for at in range(5)} <= set(ids)


def test_figures_errors_and_documents_are_there(evaluation: Evaluation) -> None:
    text = "\n".join(Seen(page(evaluation, Extras("gold against itself"))).words)
    scores = evaluation.report.scores
    assert f"{scores.value('rows_with_role'):.3f}" in text
    assert "5 documents" in text
    assert "gold against itself" in text
    assert all(gold.id in text for gold, _ in evaluation.pairs)
    assert all(item.context.split("⟦")[0][:5] in text for item in evaluation.report.differences)


def test_sections_that_were_not_asked_for_are_left_out(evaluation: Evaluation) -> None:
    ids = Seen(page(evaluation, Extras())).values("id")
    assert "comparison" not in ids
    assert "changes" not in ids
    assert "changes" in Seen(page(evaluation, Extras(changes=[]))).values("id")


def test_no_documents_make_a_page() -> None:
    seen = rendered([], [])
    assert "0 documents · 0 differences · predictions" in "".join(seen.words)


def test_each_mention_has_its_state() -> None:
    text = "江州银行去年云桥科技海渡"
    bank, year = Entity(0, 4, "INST", "江州银行", "江州银行"), Entity(4, 6, "DATE", "去年", "2024")
    tech, ferry = Entity(6, 10, "INST", "云桥科技"), Entity(10, 12, "INST", "海渡")
    gold = Document("d", text, entities=(bank, year, tech))
    given = Document("d", text, entities=(bank, replace(year, value="2023"), Entity(6, 8, "INST", "云桥"), ferry))
    wanted, found = judge(gold, given)
    assert [judged.state for judged in wanted] == ["right", "value", "near"]
    assert [judged.state for judged in found] == ["right", "value", "near", "invented"]


def test_marks_keep_the_text_and_overlaps_are_counted() -> None:
    mentions = [Judged(Entity(0, 3, "INST", "a<b"), "right"), Judged(Entity(2, 4, "INST", "bc"), "right")]
    html, hidden = marked("a<bc", mentions)
    assert (Seen(html).words, hidden) == (["a<b", "c"], 1)


def test_a_file_that_cannot_be_written_is_a_usage_error(evaluation: Evaluation, tmp_path: Path) -> None:
    write_page(tmp_path / "report.html", evaluation, Extras())
    assert (tmp_path / "report.html").read_text("utf-8").startswith("<!DOCTYPE html>")
    with pytest.raises(UsageError):
        write_page(tmp_path / "none" / "report.html", evaluation, Extras())
