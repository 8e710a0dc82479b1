"""Gold labels on a text whose characters were moved: where each character went, and what is left of the labels."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from mingdan.core.records import Document, Entity, Institution, Partnership, Policy, Span
from mingdan.core.runs import runs_of

_ENDS = re.compile(r"[。！？!?；;…]+[”’」』）)]*")


def sentence_ends(text: str) -> frozenset[int]:
    """Offsets behind each end of a sentence.

    >>> sorted(sentence_ends("甲。“乙！”丙"))
    [2, 6]
    """
    return frozenset(match.end() for match in _ENDS.finditer(text))


class Origins:
    """A page made of pieces ``(text, article, offset)``; offset -1 is what the page adds.

    ``of[i]`` is the article and offset that character ``i`` comes from, ``place`` the way back.
    """

    def __init__(self, parts: Iterable[tuple[str, int, int]]) -> None:
        texts: list[str] = []
        self.of: list[tuple[int, int] | None] = []
        for text, article, offset in parts:
            texts.append(text)
            self.of += [(article, offset + i) if offset >= 0 else None for i in range(len(text))]
        self.text = "".join(texts)
        self.place = {origin: i for i, origin in enumerate(self.of) if origin is not None}

    def neighbours(self, article: int, text: str) -> Iterator[tuple[int, int]]:
        """Offsets of neighbouring characters of one paragraph, both left on the page."""
        for offset in range(1, len(text)):
            broken = "\n" in text[offset - 1 : offset + 1]
            if not broken and (article, offset - 1) in self.place and (article, offset) in self.place:
                yield offset - 1, offset

    def runs(self, article: int, start: int, end: int) -> list[Span]:
        """Stretches of the page that hold ``[start, end)`` of an article, each in order and with white space only
        between the characters."""
        kept = (self.place.get((article, offset)) for offset in range(start, end))
        return runs_of((place for place in kept if place is not None), self.text)

    def whole(self, article: int, text: str, start: int, end: int) -> Span | None:
        """Where ``[start, end)`` stands on the page, if it does so in one piece."""
        runs = self.runs(article, start, end)
        lost = any((article, o) not in self.place for o in range(start, end) if not text[o].isspace())
        return runs[0] if len(runs) == 1 and not lost else None


def mapped_gold(documents: Sequence[Document], origins: Origins) -> Document:
    """The gold record of a page: what is left of its documents' labels; other facts are those of the first document."""
    institutions: dict[str, Institution] = {}
    policies: dict[str, Policy] = {}
    entities: list[Entity] = []
    rows: list[Partnership] = []
    for article, document in enumerate(documents):
        policies |= document.policies
        entities += _entities(article, document, origins)
        rows += _rows(article, document, origins)
        for name, known in document.institutions.items():
            aliases = institutions[name].aliases if name in institutions else ()
            institutions[name] = replace(known, aliases=tuple(dict.fromkeys((*aliases, *known.aliases))))
    return replace(
        documents[0],
        id=f"{'+'.join(d.id for d in documents)}+page",
        text=origins.text,
        entities=tuple(sorted(entities, key=lambda e: e.start)),
        institutions=institutions,
        policies=policies,
        partnerships=tuple(rows),
        stated_counts=tuple(count for d in documents for count in d.stated_counts),
    )


def _entities(article: int, document: Document, origins: Origins) -> Iterator[Entity]:
    for entity in document.entities:
        span = origins.whole(article, document.text, entity.start, entity.end)
        if span is not None:
            yield replace(entity, start=span.start, end=span.end, text=origins.text[span.start : span.end])


def _rows(article: int, document: Document, origins: Origins) -> Iterator[Partnership]:
    for row in document.partnerships:
        runs = origins.runs(article, row.start, row.end)
        named = [
            run
            for e in document.entities
            if e.value == row.partner and row.start <= e.start and e.end <= row.end
            for run in origins.runs(article, e.start, e.end)
        ]
        whole = all((article, o) in origins.place for o in range(row.start, row.end))
        if not runs or not (named or whole):
            continue
        holds = [run for run in runs if any(run.start <= n.start and n.end <= run.end for n in named)]
        best = max(holds or runs, key=lambda run: run.end - run.start)
        yield replace(row, start=best.start, end=best.end, evidence=origins.text[best.start : best.end])
