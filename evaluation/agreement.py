"""Agreement of two annotations of the same texts: F1 of mentions and rows, kappa of role codes."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mingdan.core.codes import LABELS
from mingdan.core.errors import UsageError
from mingdan.core.records import Document
from mingdan.evaluation.scorer import document_tallies
from mingdan.evaluation.scores import Tally

NONE = "none"
"""Code of a span that one side did not mark as a role."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """F1 is symmetric: neither side is gold. ``kappa_codes`` is over role spans that both mark, ``kappa_marked`` also
    counts spans that only one marks, as the code ``none``; null where chance agreement is complete."""

    documents: int
    mentions: dict[str, Tally]
    rows: Tally
    rows_with_role: Tally
    kappa_codes: float | None
    kappa_marked: float | None


def agreement(first: Sequence[Document], second: Sequence[Document]) -> Agreement:
    """Compare documents with equal ids; every document of ``second`` must stand in ``first`` with the same text.

    Raises :class:`UsageError` where one is missing or its text differs.
    """
    by_id = {document.id: document for document in first}
    for document in second:
        if document.id not in by_id or by_id[document.id].text != document.text:
            raise UsageError("no document of that id and text in the first annotation", where=document.id)
    pairs = [(by_id[document.id], document) for document in second]
    tallies = [document_tallies(a, b) for a, b in pairs]
    total = {name: sum((t[name] for t in tallies), Tally()) for name in tallies[0]} if tallies else {}
    codes = [codes for a, b in pairs for codes in _role_codes(a, b)]
    return Agreement(
        documents=len(pairs),
        mentions={label: total.get(f"mentions.{label}", Tally()) for label in LABELS},
        rows=total.get("rows", Tally()),
        rows_with_role=total.get("rows_with_role", Tally()),
        kappa_codes=kappa([pair for pair in codes if NONE not in pair]),
        kappa_marked=kappa(codes),
    )


def _role_codes(first: Document, second: Document) -> list[tuple[str, str]]:
    """The two codes of every span that either side marks as a role."""
    a, b = (
        {(e.start, e.end): e.value or NONE for e in document.entities if e.label == "ROLE"}
        for document in (first, second)
    )
    return [(a.get(span, NONE), b.get(span, NONE)) for span in sorted({*a, *b})]


def kappa(pairs: Sequence[tuple[str, str]]) -> float | None:
    """Cohen's kappa of two codings; null where there is nothing to compare or chance alone would agree fully.

    >>> kappa([("a", "a"), ("a", "b"), ("b", "b"), ("b", "b")])
    0.5
    """
    if not pairs:
        return None
    same = sum(a == b for a, b in pairs) / len(pairs)
    left, right = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    chance = sum(left[code] * right[code] for code in left) / len(pairs) ** 2
    return (same - chance) / (1 - chance) if chance < 1 else None


def agreement_lines(found: Agreement) -> Iterator[str]:
    """The figures as plain text."""
    yield f"{found.documents} documents with two independent annotations"
    named = {f"mentions.{label}": tally for label, tally in found.mentions.items()}
    for name, tally in (*named.items(), ("rows", found.rows), ("rows_with_role", found.rows_with_role)):
        yield f"{name:<18}F1 {_show(tally.f1)}  ({tally.right} agree; {tally.gold} and {tally.predicted})"
    yield f"kappa of role codes, spans that both mark: {_show(found.kappa_codes)}"
    yield f"kappa of role codes, spans that either marks: {_show(found.kappa_marked)}"


def _show(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"
