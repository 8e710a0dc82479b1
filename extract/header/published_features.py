"""What tells the day of publication from the other days of a document, as named features."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cache

from mingdan.extract.header.days import Day
from mingdan.extract.header.lines import Line, either, rules, words
from mingdan.extract.header.statements import DatedLines, forms_of, head_of, is_institution, is_timed, rest_of, tail_of

_PLACES = ((0, "0"), (1, "1"), (3, "2-3"), (7, "4-7"), (15, "8-15"))
_SIZES = ((0, "0"), (4, "1-4"), (10, "5-10"), (20, "11-20"), (40, "21-40"))
_PERIOD_ENDS = frozenset({"03-31", "06-30", "09-30", "12-31"})
_FLAGS = frozenset({"sentence", "tabbed", "opens", "several", "period_end", "chronology", "line=where", "below:where"})
_SENTENCE_END = ("。", ";", "!", "?", "；")
_LABEL_END = re.compile(r"(?:于|为|是|在|[:：|(（]|\s)+$")
_WORD = re.compile(r"[\u4e00-\u9fff]{1,4}")
_OPENED = {"(": "round", "[": "square", "【": "square", "<": "angle", "〈": "angle", "《": "title", "〔": "square"}


@cache
def _where_cue() -> re.Pattern[str]:
    return dict(_cues("line"))["where"]


@cache
def _cues(side: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """The named patterns for the text on one side of a day or for its line, from the rules."""
    return tuple((name, re.compile(pattern)) for name, pattern in rules()["cues"][side].items())


def _bucket(value: int, steps: tuple[tuple[int, str], ...]) -> str:
    return next((name for limit, name in steps if value <= limit), "more")


def day_features(page: DatedLines, day: Day) -> list[str]:
    """The names of all features that hold for a day where it stands."""
    line = page.lines[day.line]
    forms = sorted(forms_of(page, day))
    where = [*_where(page, day)]
    said = [*_said(line, day)]
    order = [*_order(page, day)]
    single = [f"form={form}" for form in forms] or ["form=none"]
    opens = "dateline" in forms or "before=desk" in said
    around = [*_around(page, day, line, opens)]
    single += where + said + order + around + [*_words(line, day)]
    flags = [name for name in around if name in _FLAGS]
    pairs = [f"{a}&{b}" for a in [*where, *(f"form={f}" for f in forms)] for b in [*said, *order[:3]]]
    pairs += [f"{a}&{b}" for a in [*said, *(f"form={f}" for f in forms)] for b in flags]
    return [*single, *pairs, f"forms={'+'.join(forms)}", f"kind={day.kind}"]


def _where(page: DatedLines, day: Day) -> Iterator[str]:
    """Place in the document and on the line."""
    line = page.lines[day.line]
    top = _bucket(day.line, _PLACES)
    bottom = _bucket(len(page.lines) - 1 - day.line, _PLACES)
    yield f"top={top}"
    yield f"bottom={bottom}"
    yield f"rest={_bucket(len(rest_of(line, day)), _SIZES)}"
    if line.table:
        yield "table"
    if page.place(day) >= page.closing:
        yield "closing"


def _said(line: Line, day: Day) -> Iterator[str]:
    """Cue words directly before and behind the day."""
    head, tail = head_of(line, day).rstrip(), tail_of(line, day)
    before = next((name for name, cue in _cues("before") if cue.search(head)), _mark(head[-1:]))
    behind = next((name for name, cue in _cues("behind") if cue.match(tail)), _mark(tail.lstrip()[:1]))
    yield f"before={before}"
    yield f"behind={behind}"
    label = re.sub(r"(?:于|为|是|[:：]|\s)+$", "", head)
    yield from (f"version={name}" for name, cue in _cues("version") if cue.search(label))


def _words(line: Line, day: Day) -> Iterator[str]:
    """The characters that end the label before the day and those that begin what stands behind it."""
    label = _LABEL_END.sub("", head_of(line, day))
    yield from (f"label={label[-size:]}" for size in (2, 3, 4) if _WORD.fullmatch(label[-size:]) and len(label) >= size)
    following = tail_of(line, day).lstrip(" )]】）")
    yield from (f"next={following[:size]}" for size in (1, 2) if _WORD.fullmatch(following[:size]))


def _mark(char: str) -> str:
    """The kind of a neighbouring character."""
    if not char:
        return "edge"
    if char in _OPENED:
        return _OPENED[char]
    if char.isalpha():
        return "letter"
    return "digit" if char.isdigit() else "mark"


def _order(page: DatedLines, day: Day) -> Iterator[str]:
    """Rank in time among the days of the document."""
    yield f"later={min(page.later(day), 3)}"
    yield f"claimed={min(2, len(page.claims) - bisect_right(page.claims, day.value))}"
    yield f"days={_bucket(len(page.values), _PLACES)}"
    yield f"claims={min(3, len(page.claims))}"
    if page.times[day.value] > 1:
        yield "repeated"
    if day is page.days[0]:
        yield "first"
    if day is page.days[-1]:
        yield "last"


def _around(page: DatedLines, day: Day, line: Line, opens: bool) -> Iterator[str]:
    """The rest of the line and the lines above and below; what follows a dateline tells nothing (``opens``)."""
    rest = rest_of(line, day)
    if opens:
        yield "opens"
    else:
        yield from _on_line(page, day, line, rest)
    if is_timed(line, day):
        yield "timed"
    if page.chronology:
        yield "chronology"
    if rest.endswith(words("publisher", "ends")):
        yield "signer=same"
    if day.value[5:] in _PERIOD_ENDS:
        yield "period_end"
    yield from (f"{name}:where" for step, name in ((-1, "above"), (1, "below")) if _tells_where(page.near(day, step)))
    for step, name in ((-1, "above"), (-2, "above2"), (1, "below")):
        yield from (f"{name}:{cue}" for cue in _neighbour(page.near(day, step)))


def _on_line(page: DatedLines, day: Day, line: Line, rest: str) -> Iterator[str]:
    yield from (f"line={name}" for name, cue in _cues("line") if cue.search(rest))
    if line.folded.endswith(_SENTENCE_END):
        yield "sentence"
    if len(page.on(day)) > 1:
        yield "several"
    if "\t" in line.text:
        yield "tabbed"


def _tells_where(line: Line | None) -> bool:
    """Whether a line goes on with what belongs to a meeting or a bid rather than to a publication."""
    return line is not None and _where_cue().search(line.folded[:10]) is not None


def _neighbour(line: Line | None) -> Iterator[str]:
    if line is None:
        yield "none"
    elif is_institution(line):
        yield "institution"
    elif re.fullmatch(rf"[\w·]{{1,14}}?(?:{either('publisher', 'media_ends')})", line.folded):
        yield "medium"
    else:
        yield "sentence" if line.folded.endswith(_SENTENCE_END) else f"short={len(line.folded) <= 30}"
