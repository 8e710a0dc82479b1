"""Texts that state no row."""

import pytest

from mingdan.core.errors import RecordError, UsageError
from mingdan.corpus.rowless import load_rowless, load_unseen_rowless, parse_rowless


def test_readable_texts_have_ids_of_their_own_and_text() -> None:
    texts = load_rowless()
    assert len({text.id for text in texts}) == len(texts) >= 50
    assert all(len(text.text) > 50 and "===" not in text.text for text in texts)


@pytest.mark.parametrize("content", ["=== 1\n甲\n=== 1\n乙", "=== 1\n\n=== 2\n乙"])
def test_a_doubled_id_or_an_empty_text_is_an_error(content: str) -> None:
    with pytest.raises(RecordError, match=r"p\.txt"):
        parse_rowless(content, "p", "p.txt")


def test_unseen_texts_are_for_measurement_only() -> None:
    with pytest.raises(UsageError, match="not for 'training'"):
        load_unseen_rowless("training")
