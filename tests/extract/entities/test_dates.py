"""DATE mentions: a table of cases, and properties of the offsets."""

from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mingdan.core.fold import fold
from mingdan.core.records import Span
from mingdan.extract.entities.dates import find_dates

_TABLE = Path(__file__).with_name("dates_cases.tsv")
_PUBLISHED = date(2025, 10, 20)


def _cases() -> list[tuple[date | None, str, str]]:
    rows: list[tuple[date | None, str, str]] = []
    for line in _TABLE.read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            published, text, expected = line.split("\t")
            day = None if published == "-" else date.fromisoformat(published)
            rows.append((day, text.replace("\\n", "\n"), expected.replace("\\n", "\n")))
    return rows


CASES = _cases()


def _shown(text: str, published: date | None) -> str:
    return " ; ".join(f"{e.text}={e.value}" for e in find_dates(text, published))


@pytest.mark.parametrize(("published", "text", "expected"), CASES, ids=[text[:24] for _, text, _ in CASES])
def test_case(published: date | None, text: str, expected: str) -> None:
    assert _shown(text, published) == expected


def test_table_is_large_enough() -> None:
    assert len(CASES) >= 120
    assert sum(not expected for _, _, expected in CASES) >= 20


def test_blocked_spans_keep_their_dates() -> None:
    text = "海风2025年基金于6月5日清算"
    assert [e.text for e in find_dates(text, _PUBLISHED, blocked=[Span(0, 9)])] == ["6月5日"]


def test_source_and_confidence_are_given() -> None:
    found = find_dates("2025年4月1日印发,10月1日起施行,同时废止去年的办法。", _PUBLISHED)
    assert [e.source for e in found] == ["date:day", "date:day_no_year", "date:year_offset"]
    assert all(e.confidence is not None and 0.5 < e.confidence < 1 for e in found)
    assert found[0].confidence != found[1].confidence


def test_extreme_publication_dates_do_not_fail() -> None:
    assert _shown("明年3月", date(9998, 1, 1)) == "明年3月=9999-03"
    assert find_dates("明年3月,12月", date(9999, 12, 31))[0].value is not None
    assert find_dates("前年", date(1, 1, 1)) == []


_PIECES = st.sampled_from(
    [
        *(text for _, text, _ in CASES),
        "2025年",
        "10月",
        "1日",
        "至",
        "-",
        "/",
        ".",
        "上",
        "周",
        "末",
        " ",
        "\n",
        "|",
        "《",
        "》",
    ]
)
_TEXTS = st.lists(_PIECES, max_size=6).map("".join)


@settings(max_examples=150, deadline=None)
@given(_TEXTS)
def test_spans_are_sorted_disjoint_and_show_their_text(text: str) -> None:
    found = find_dates(text, _PUBLISHED)
    assert all(text[e.start : e.end] == e.text and e.text.strip() == e.text for e in found)
    assert all(left.end <= right.start for left, right in pairwise(found))
    assert all(e.label == "DATE" and e.value for e in found)


@settings(max_examples=80, deadline=None)
@given(st.sampled_from(CASES), st.sampled_from(["海风银行公告。\n\n", "一、总则\n\n", "\n\n"]))
def test_a_prefix_only_moves_the_spans(case: tuple[date | None, str, str], prefix: str) -> None:
    published, text, _ = case
    plain = [(e.start + len(prefix), e.end + len(prefix), e.value) for e in find_dates(text, published)]
    assert [(e.start, e.end, e.value) for e in find_dates(prefix + text, published)] == plain


@settings(max_examples=80, deadline=None)
@given(st.sampled_from(CASES))
def test_full_width_digits_change_nothing(case: tuple[date | None, str, str]) -> None:
    published, text, _ = case
    wide = "".join(chr(ord(char) + 0xFEE0) if char in "0123456789" else char for char in text)
    plain = [(e.start, e.end, e.value) for e in find_dates(text, published)]
    assert [(e.start, e.end, e.value) for e in find_dates(wide, published)] == plain
    assert [(e.start, e.end, e.value) for e in find_dates(fold(text), published)] == plain
