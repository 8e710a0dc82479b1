"""Texts that are labelled with their day of publication alone."""

import pytest

from mingdan.core.errors import RecordError, UsageError
from mingdan.corpus.dated import load_dated, load_unseen_dated, parse_dated


def test_readable_texts_carry_the_place_of_their_statement() -> None:
    texts = load_dated()
    stated = [text for text in texts if text.published]
    assert len({text.id for text in texts}) == len(texts) >= 100
    assert len(stated) < len(texts)
    assert all(0 <= text.start < text.end <= len(text.text) for text in stated)
    assert all(any(char.isdigit() or char in "一二三四五六七八九十〇" for char in text.text[text.start : text.end])
               for text in stated)  # fmt: skip


@pytest.mark.parametrize(
    "content",
    ["=== 1 | 2025-09-31\n⟦2025年9月31日⟧", "=== 1 | 2025-09-03\n没有标记", "=== 1 | null\n⟦2025年9月3日⟧",
     "=== 1 | 2025-09-03\n⟧2025年9月3日⟦", "=== 1 | 2025-09-03\n⟦甲⟧⟦乙⟧"],
)  # fmt: skip
def test_a_wrong_mark_or_day_is_an_error_that_names_the_text(content: str) -> None:
    with pytest.raises(RecordError, match=r"p\.txt: p1"):
        parse_dated(content, "p", "p.txt")


def test_unseen_texts_are_for_measurement_only() -> None:
    with pytest.raises(UsageError, match="not for 'training'"):
        load_unseen_dated("training")
