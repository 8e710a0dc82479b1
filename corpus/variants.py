"""Variants of labelled documents made by program: stress tests, counted apart from documents that people wrote.

Each variant changes the text in one way and takes the labels along. The same seed makes the same variant.
"""

import random
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib import import_module
from importlib.resources import files
from typing import Any

from mingdan.core.errors import MissingExtraError, UsageError
from mingdan.core.records import Document, Institution
from mingdan.corpus.edits import Edit, edit_document

_SWAPPED = frozenset(
    {"bank", "consumer_finance", "microloan", "platform", "guarantor", "insurer", "trust", "technology", "collection"}
)
"""Kinds of institutions whose names are swapped."""
_NOISE, _BREAKS = 0.01, 0.02
"""Share of characters that are misread, and chance of a line break behind a character."""

Names = Mapping[str, Sequence[tuple[str, Institution]]]
"""Kind of institution -> canonical names with what is known of them."""


@dataclass(frozen=True, slots=True)
class Stock:
    """What variants draw from: chance, and the names of other documents."""

    chance: random.Random
    names: Names


def names_of(documents: Iterable[Document], real: Callable[[str], bool]) -> Names:
    """Invented names of documents by kind; ``real`` says which canonical names are those of real institutions."""
    names: dict[str, list[tuple[str, Institution]]] = {}
    for document in documents:
        for canonical, known in document.institutions.items():
            if known.type in _SWAPPED and not real(canonical):
                names.setdefault(known.type, []).append((canonical, known))
    return names


def vary(document: Document, kind: str, seed: int, names: Names | None = None) -> Document:
    """One variant; its id ends with the kind. ``names`` are the invented names that ``names`` swaps.

    Raises :class:`UsageError` for an unknown kind and MissingExtraError where ``traditional`` lacks its converter.
    """
    if kind not in VARIANTS:
        raise UsageError(f"unknown variant {kind!r}", hint=f"use one of {', '.join(VARIANTS)}")
    stock = Stock(random.Random(f"{seed}|{kind}|{document.id}"), names or {})
    return replace(VARIANTS[kind](document, stock), id=f"{document.id}+{kind}")


def _semicolons(document: Document, _: Stock) -> Document:
    """Every full stop inside a paragraph is a semicolon."""
    stops = re.finditer(r"。(?=[^\n”」』）)])", document.text)
    return edit_document(document, [Edit(m.start(), m.end(), "；") for m in stops])


def _full_width(document: Document, _: Stock) -> Document:
    """Digits and Latin letters are full-width."""
    found = re.finditer(r"[0-9A-Za-z]", document.text)
    return edit_document(document, [Edit(m.start(), m.end(), chr(ord(m.group()) + 0xFEE0)) for m in found])


def _breaks(document: Document, stock: Stock) -> Document:
    """Line breaks stand in running text, also inside names, as copied pages have them."""
    edits: list[Edit] = []
    for match in re.finditer(r"(?<=[\u3400-\u9fff])(?=[\u3400-\u9fff])", document.text):
        if stock.chance.random() < _BREAKS and "|" not in _line(document.text, match.start()):
            edits.append(Edit(match.start(), match.start(), "\n"))
    return edit_document(document, edits)


def _line(text: str, offset: int) -> str:
    stop = text.find("\n", offset)
    return text[text.rfind("\n", 0, offset) + 1 : stop if stop >= 0 else len(text)]


def _traditional(document: Document, _: Stock) -> Document:
    """The text is in traditional characters."""
    convert = _converter()
    found = re.finditer(r"[\u3400-\u9fff]+", document.text)
    pieces = [(m.start(), m.group(), convert(m.group())) for m in found]
    edits = [
        Edit(start + i, start + i + 1, new)
        for start, old, text in pieces
        if len(old) == len(text)
        for i, new in enumerate(text)
        if old[i] != new
    ]
    return edit_document(document, edits)


@cache
def _converter() -> Callable[[str], str]:
    try:
        library: Any = import_module("opencc")
    except ImportError as error:
        hint = "pip install 'mingdan[corpus]'"
        raise MissingExtraError("variant traditional needs opencc-python-reimplemented", hint=hint) from error
    return library.OpenCC("s2t").convert


def _misread(document: Document, stock: Stock) -> Document:
    """Characters are misread and stray spaces stand between others, as recognition of scans gives them."""
    edits: list[Edit] = []
    for offset, char in enumerate(document.text):
        lot = stock.chance.random()
        if char in _confusable() and lot < _NOISE * 4:
            edits.append(Edit(offset, offset + 1, _confusable()[char]))
        elif "\u3400" <= char <= "\u9fff" and lot < _NOISE / 2:
            edits.append(Edit(offset, offset + 1, f"{char} "))
    return edit_document(document, _outside_edges(document, edits))


def _outside_edges(document: Document, edits: Sequence[Edit]) -> list[Edit]:
    """The edits without spaces added at the very end of a mention."""
    ends = {entity.end for entity in document.entities} | {row.end for row in document.partnerships}
    return [edit for edit in edits if not (edit.text.endswith(" ") and edit.end in ends)]


@cache
def _confusable() -> Mapping[str, str]:
    lines = files("mingdan.corpus").joinpath("data/confusable.tsv").read_text("utf-8").splitlines()
    return dict(line.split("\t") for line in lines if not line.startswith("#"))


def _swapped(document: Document, stock: Stock) -> Document:
    """Invented institutions bear the names of others of their kind, from other documents."""
    known = {canonical for found in stock.names.values() for canonical, _ in found}
    renamed: dict[str, tuple[str, str]] = {}
    for canonical, institution in document.institutions.items():
        taken = {*document.institutions, *(name for name, _ in renamed.values())}
        others = [item for item in stock.names.get(institution.type, ()) if item[0] not in taken]
        if canonical in known and institution.type in _SWAPPED and others:
            name, other = stock.chance.choice(others)
            renamed[canonical] = name, (other.aliases or (name,))[0]
    return rename(document, renamed)


def rename(document: Document, renamed: Mapping[str, tuple[str, str]]) -> Document:
    """The document with other names: old canonical name -> new full and short name; labels are taken along."""
    edits: list[Edit] = []
    for entity in document.entities:
        new = renamed.get(entity.value or "") if entity.label == "INST" else None
        if new is not None:
            edits.append(Edit(entity.start, entity.end, new[0] if entity.text == entity.value else new[1]))
    edited = edit_document(document, edits)

    def name(old: str) -> str:
        return renamed[old][0] if old in renamed else old

    return replace(
        edited,
        entities=tuple(
            replace(e, value=name(e.value)) if e.label == "INST" and e.value else e for e in edited.entities
        ),
        institutions={
            name(old): replace(known, aliases=(renamed[old][1],)) if old in renamed else known
            for old, known in edited.institutions.items()
        },
        partnerships=tuple(
            replace(row, discloser=name(row.discloser), partner=name(row.partner)) for row in edited.partnerships
        ),
        stated_counts=tuple(replace(count, discloser=name(count.discloser)) for count in edited.stated_counts),
    )


VARIANTS: Mapping[str, Callable[[Document, Stock], Document]] = {
    "names": _swapped,
    "semicolons": _semicolons,
    "breaks": _breaks,
    "fullwidth": _full_width,
    "traditional": _traditional,
    "misread": _misread,
}
"""Kind of variant -> the function that makes it."""
