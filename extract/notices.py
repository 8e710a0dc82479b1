"""Pages and attachments of one notice as one text. :mod:`mingdan.extract.notice_parts` takes its record apart again."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from mingdan.core.records import Issue, MapPiece, Span
from mingdan.extract.readers.base import RawDocument
from mingdan.extract.readers.cut import keep, kept
from mingdan.extract.segment.cells import is_header

_GAP = "\n\n"


@dataclass(frozen=True, slots=True)
class Whole:
    """Several documents as one; ``spans`` are their places in its text (code points), ``raws`` the documents."""

    raw: RawDocument
    raws: tuple[RawDocument, ...]
    spans: tuple[Span, ...]


def combine(raws: Sequence[RawDocument], names: Sequence[str]) -> Whole:
    """Put documents one after another; places in all but the first are marked with the document's name.

    The map keeps every character's place; issues of the documents stay with them.
    """
    text = ""
    pieces: list[MapPiece] = []
    spans: list[Span] = []
    for number, (raw, name) in enumerate(zip(raws, names, strict=True)):
        if pieces:
            pieces[-1] = replace(pieces[-1], end=pieces[-1].end + len(_GAP))
            text += _GAP
        start = len(text)
        pieces += [_moved(piece, start, f"{name}!" if number else "") for piece in raw.map]
        text += raw.text
        spans.append(Span(start, len(text)))
    return Whole(replace(raws[0], text=text, map=tuple(pieces), issues=()), tuple(raws), tuple(spans))


def _moved(piece: MapPiece, offset: int, prefix: str) -> MapPiece:
    element = f"{prefix}{piece.element or ''}" if prefix else piece.element
    return replace(piece, start=piece.start + offset, end=piece.end + offset, element=element)


def join_pages(raws: Sequence[RawDocument], names: Sequence[str], missing: Sequence[int] = ()) -> RawDocument:
    """The pages of one list as one document; what later pages repeat from the first is left out.

    An issue names the pages with the offsets at which they begin; ``missing`` page numbers are a warning.
    """
    seen = {block.strip() for block in raws[0].text.split(_GAP)}
    pages = [raws[0], *(_without(raw, seen) for raw in raws[1:])]
    whole = combine(pages, names)
    text, pieces, starts = _sew(whole)
    places = ", ".join(f"{name} from character {start}" for name, start in zip(names, starts, strict=True))
    issues = [issue for raw in raws for issue in raw.issues if issue.start is None]
    issues.append(Issue("info", "pages_joined", f"{len(raws)} pages of one list: {places}"))
    if missing:
        numbers = ", ".join(map(str, missing))
        issues.append(Issue("warning", "pages_missing", f"pages {numbers} of the list are not among the inputs"))
    return replace(whole.raw, text=text, map=pieces, issues=tuple(dict.fromkeys(issues)))


def _without(raw: RawDocument, seen: set[str]) -> RawDocument:
    ranges: list[Span] = []
    position = 0
    for block in raw.text.split(_GAP):
        if block.strip() and (block.lstrip().startswith("|") or block.strip() not in seen):
            ranges.append(Span(position, position + len(block)))
        position += len(block) + len(_GAP)
    return keep(raw, ranges, _GAP)


def _sew(whole: Whole) -> tuple[str, tuple[MapPiece, ...], list[int]]:
    """Make tables that go on over a page break one: the repeated head goes, a row that stands as head stays."""
    cuts: list[Span] = []
    text = whole.raw.text
    for before, span in zip(whole.spans, whole.spans[1:], strict=False):
        last = text[before.start : before.end].rpartition(_GAP)[2]
        first = text[span.start : span.end].partition(_GAP)[0]
        drop = _continues(last, first)
        if drop is not None:
            cuts += [Span(before.end + 1, span.start), *(Span(span.start + a, span.start + b) for a, b in drop)]
    sewn = keep(whole.raw, kept(cuts, len(text)))
    lost = [sum(min(cut.end, span.start) - cut.start for cut in cuts if cut.start < span.start) for span in whole.spans]
    return sewn.text, sewn.map, [span.start - gone for span, gone in zip(whole.spans, lost, strict=True)]


def _continues(last: str, first: str) -> list[tuple[int, int]] | None:
    """What to drop from the table ``first`` so that it goes on with the table ``last``; ``None`` where it does not."""
    upper, lower = last.split("\n"), first.split("\n")
    heads = [number for number, line in enumerate(upper) if line.startswith("|--")]
    if not heads or heads[0] == 0 or len(lower) < 2 or not lower[1].startswith("|--"):
        return None
    head = upper[heads[0] - 1]
    if lower[1].count("|") != upper[heads[0]].count("|"):
        return None
    end = len(lower[0]) + 1 + len(lower[1])
    if lower[0] == head:
        return [(0, end + 1 if len(lower) > 2 else end)]
    cells = [cell.strip() for cell in lower[0].strip("| ").split("|")]
    return None if is_header(cells) else [(len(lower[0]), end)]
