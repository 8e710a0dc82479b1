"""DATE mentions against labelled text: the open documents, and public date expressions where they are present."""

import gzip
import json
import re
from calendar import monthrange
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from mingdan.extract.entities.dates import find_dates
from mingdan.extract.header import find_header

_ROOT = Path(__file__).resolve().parents[3]
_OPEN = sorted((_ROOT / "corpus" / "open").glob("*.doc.md"))
_PUBLIC = _ROOT.parent / "shared" / "data" / "dates_jionlp.jsonl.gz"
_MARK = re.compile(r"\{([^{}]*)\|(INST|ROLE|POLICY|PRODUCT|DATE)(?:=([^{}|]*))?\}")

OUT_OF_SCOPE = (
    ("offset_or_duration", r"后$|之后|以来|以内|内$|未来|今后|过去|近|前两|年前$|个月前|几十?年|半前|月前$|这一年"),
    ("open_interval", r"[之以]?前$|起$|至今|到现在"),
    ("edge_as_span", r"[初末底]|伊始"),
    (
        "season_term_lunar",
        r"年第.{1,3}(?:周|个?礼拜|个?星期)|寒|春|夏|暑|腊|闰|八月十五|二月十五|四月十三|首月|个月$|最后|前\d天",
    ),
)
"""Expressions whose public labels follow other rules than these guidelines; see ``docs/dates.md``."""


def _document(path: Path) -> tuple[date | None, str, dict[tuple[int, int], str]]:
    head, marked, _ = path.read_text("utf-8").split("\n===\n", 2)
    stated = re.search(r"^published: (\d{4}-\d\d-\d\d)", head, re.MULTILINE)
    gold: dict[tuple[int, int], str] = {}
    text, position = "", 0
    for mark in _MARK.finditer(marked):
        text += marked[position : mark.start()]
        if mark[2] == "DATE":
            gold[len(text), len(text) + len(mark[1])] = mark[3]
        text += mark[1]
        position = mark.end()
    return date.fromisoformat(stated[1]) if stated else None, text + marked[position:], gold


@pytest.mark.skipif(not _OPEN, reason="the open documents are not part of this checkout")
def test_open_documents() -> None:
    counts: Counter[str] = Counter()
    for path in _OPEN:
        published, text, gold = _document(path)
        found = {(e.start, e.end): e.value for e in find_dates(text, published)}
        counts["both"] += len(found.keys() & gold.keys())
        counts["found"] += len(found)
        counts["gold"] += len(gold)
        counts["value"] += sum(gold.get(span) == value for span, value in found.items())
    print(f"open documents: {dict(counts)}")
    assert 2 * counts["both"] / (counts["found"] + counts["gold"]) >= 0.97
    assert counts["value"] / counts["both"] >= 0.98


@pytest.mark.skipif(not _OPEN, reason="the open documents are not part of this checkout")
@pytest.mark.parametrize("path", _OPEN, ids=lambda path: path.name[:4])
def test_withheld_publication_date_is_found_or_null(path: Path) -> None:
    published, text, _ = _document(path)
    found = find_header(text).published
    assert found in (None, published.isoformat() if published else None)
    signed = text.rstrip().rsplit("\n", 1)[-1]
    assert found is not None or not re.fullmatch(r"\d{4}年\d{1,2}月\d{1,2}日", signed)


def _days(value: str | None) -> tuple[str, str]:
    first, _, last = (value or "").partition("/")
    last = last or first
    if len(last) == 4:
        last += "-12"
    if len(last) == 7:
        last += f"-{monthrange(int(last[:4]), int(last[5:]))[1]}"
    return (first + "-01-01")[:10] if len(first) == 4 else (first + "-01")[:10], last


def _right(row: dict[str, Any]) -> bool:
    reference = date.fromisoformat(row["reference"]) if row["reference"] else None
    found = find_dates(row["text"], reference)
    expected = [item for item in row["expected"] if item["type"] != "duration"]
    if not expected or not found:
        return not expected and not found
    return _days(found[0].value) == _days(expected[0]["value"])


@pytest.mark.skipif(not _PUBLIC.is_file(), reason="the public date expressions lie outside this repository")
def test_public_expressions() -> None:
    counts: Counter[str] = Counter()
    with gzip.open(_PUBLIC, "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            if not row["relevant"]:
                continue
            right = _right(row)
            reason = next((name for name, words in OUT_OF_SCOPE if re.search(words, row["text"])), None)
            place = "in_scope" if reason is None or right else reason
            counts[place] += 1
            counts["right"] += right
    print(f"public expressions: {dict(counts)}")
    assert counts["right"] / counts["in_scope"] >= 0.8
    assert counts["right"] >= 95
