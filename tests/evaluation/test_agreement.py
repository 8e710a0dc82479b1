"""Agreement of two annotations."""

from dataclasses import replace

import pytest

from mingdan.core.errors import UsageError
from mingdan.core.records import Document, Entity
from mingdan.corpus.compiler import load_folder
from mingdan.corpus.parts import CORPUS_FOLDER, load_part
from mingdan.evaluation.agreement import agreement, agreement_lines, kappa


def roles(*codes: str | None) -> Document:
    spans = [(i * 2, code) for i, code in enumerate(codes) if code]
    return Document("d", "催收" * len(codes), entities=tuple(Entity(s, s + 2, "ROLE", "催收", c) for s, c in spans))


def test_kappa_counts_codes_and_spans_of_one_side_only() -> None:
    found = agreement([roles("a", "b", "b", None)], [roles("a", "b", "a", "a")])
    assert found.mentions["ROLE"].f1 == pytest.approx(2 * 3 / 7)
    assert found.kappa_codes == pytest.approx((2 / 3 - 4 / 9) / (1 - 4 / 9))
    assert found.kappa_marked == pytest.approx((0.5 - 5 / 16) / (1 - 5 / 16))


def test_kappa_is_null_where_nothing_can_disagree() -> None:
    assert kappa([]) is None
    assert kappa([("a", "a"), ("a", "a")]) is None


def test_texts_must_be_the_same() -> None:
    with pytest.raises(UsageError, match="d: no document"):
        agreement([roles("a")], [replace(roles("a"), text="收催")])


def test_the_second_annotations_are_of_documents_of_the_corpus() -> None:
    second = load_folder(CORPUS_FOLDER / "second")
    found = agreement([*load_part("open"), *load_part("own")], second)
    assert found.documents >= 30
    assert next(agreement_lines(found)).startswith(f"{found.documents} documents")
