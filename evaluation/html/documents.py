"""Every document with gold and prediction side by side: marked text, rows, counts."""

from collections.abc import Iterable, Iterator, Sequence

from mingdan.core.records import Document, Partnership
from mingdan.evaluation.html.judging import STATES, Judged, judge
from mingdan.evaluation.html.text import escape, number, table, tag
from mingdan.evaluation.rows import RowFacts, match_rows
from mingdan.evaluation.scorer import Pair, document_tallies
from mingdan.evaluation.scores import Tally

_CELLS = ("discloser", "partner", "role", "status", "basis", "date", "policy", "evidence")


def document_index(pairs: Sequence[Pair], errors: Sequence[int]) -> str:
    """A sortable table of all documents with a link to each; ``errors`` holds the number of differences of each."""
    head = ("document", "genre", "layout", "published", "publisher", "mentions F1", "rows F1", "gold rows", "errors")
    rows = (_index_row(at, gold, predicted, errors[at]) for at, (gold, predicted) in enumerate(pairs))
    return table(head, rows, "figures sortable")


def worst_documents(pairs: Sequence[Pair], errors: Sequence[int], most: int = 10) -> str:
    """The documents with the most differences, with links."""
    chosen = sorted(range(len(pairs)), key=lambda at: -errors[at])[:most]
    rows = (
        (tag("th", tag("a", escape(pairs[at][0].id), href=f"#d{at}"), scope="row"), number(str(errors[at])))
        for at in chosen
        if errors[at]
    )
    return table(("document", "errors"), rows, "figures")


def _index_row(at: int, gold: Document, predicted: Document, errors: int) -> Iterator[str]:
    tallies = document_tallies(gold, predicted)
    yield tag("th", tag("a", escape(gold.id), href=f"#d{at}"), scope="row")
    yield from (escape(value or "–") for value in (gold.genre, gold.layout, gold.published, gold.publisher))
    yield from (_f1(tallies[measure]) for measure in ("mentions", "rows_with_role"))
    yield number(str(len(gold.partnerships)), len(gold.partnerships))
    yield number(str(errors), errors)


def _f1(tally: Tally) -> str:
    return number("–", -1) if tally.f1 is None else number(f"{tally.f1:.2f}", tally.f1)


def document_section(at: int, gold: Document, predicted: Document, errors: int) -> str:
    """One document, closed until it is opened."""
    wanted, given = judge(gold, predicted)
    about = " · ".join(escape(part) for part in (gold.genre, gold.layout, gold.published, gold.publisher) if part)
    head = tag("summary", f"{tag('b', escape(gold.id))} <span>{about}</span> {_errors(errors)}")
    differs = tag("p", "The predicted text differs from gold: offsets mean nothing.", class_="warning")
    panes = _pane("Gold", gold, wanted) + _pane("Predicted", predicted, given)
    body = (differs if gold.text != predicted.text else "") + tag("div", panes, class_="panes")
    return tag("details", head + body + _rows(gold, predicted) + _rest(gold, predicted), id=f"d{at}", class_="document")


def _errors(count: int) -> str:
    return tag("span", f"{count} errors" if count != 1 else "1 error", class_="bad" if count else "good")


def _pane(name: str, document: Document, mentions: Sequence[Judged]) -> str:
    text, hidden = marked(document.text, mentions)
    more = tag("p", f"{hidden} overlapping mentions are not shown.", class_="warning") if hidden else ""
    return tag("div", tag("h4", name) + tag("div", text, class_="text", lang="zh") + more)


def marked(text: str, mentions: Iterable[Judged]) -> tuple[str, int]:
    """The escaped text with its mentions as marks, and how many were left out because they overlap an earlier one."""
    parts: list[str] = []
    at = hidden = 0
    for judged in sorted(mentions, key=lambda j: (j.entity.start, -j.entity.end)):
        entity = judged.entity
        if entity.start < at:
            hidden += 1
            continue
        parts += [escape(text[at : entity.start]), _mark(judged, text[entity.start : entity.end])]
        at = entity.end
    return "".join([*parts, escape(text[at:])]), hidden


def _mark(judged: Judged, text: str) -> str:
    entity = judged.entity
    told = [entity.label, STATES[judged.state]]
    told += [entity.value] if entity.value else []
    told += [f"confidence {entity.confidence:.2f}"] if entity.confidence is not None else []
    told += [f"rule {entity.source}"] if entity.source else []
    return tag("mark", escape(text), class_=f"{entity.label} {judged.state}", title=" · ".join(told))


def _rows(gold: Document, predicted: Document) -> str:
    """Rows of both sides: matched ones one below the other where they differ, then missed and invented ones."""
    if not gold.partnerships and not predicted.partnerships:
        return tag("p", "No rows on either side.")
    match = match_rows(gold, predicted)
    lines: list[str] = []
    for g, p in match.pairs:
        lines += _matched(gold.partnerships[g], predicted.partnerships[p], match.facts[g, p])
    found, used = {g for g, _ in match.pairs}, {p for _, p in match.pairs}
    lines += [_row("missed", row) for g, row in enumerate(gold.partnerships) if g not in found]
    lines += [_row("invented", row) for p, row in enumerate(predicted.partnerships) if p not in used]
    head = tag("tr", "".join(tag("th", name, scope="col") for name in ("", *_CELLS, "confidence")))
    return tag("div", tag("table", tag("thead", head) + tag("tbody", "".join(lines)), class_="rows"), class_="wide")


def _matched(wanted: Partnership, given: Partnership, facts: RowFacts) -> list[str]:
    wrong = {name for name in ("date", "policy", "basis", "evidence") if not getattr(facts, name)}
    wrong |= {"role"} if wanted.role != given.role else set()
    wrong |= {
        name for name in ("discloser", "partner") if not facts.names and getattr(wanted, name) != getattr(given, name)
    }
    if not wrong:
        return [_row("right", given)]
    return [_row("gold", wanted, wrong), _row("predicted", given, wrong)]


def _row(kind: str, row: Partnership, wrong: Iterable[str] = ()) -> str:
    cells = [tag("th", kind, scope="row")]
    for name in _CELLS:
        cells.append(tag("td", escape(getattr(row, name) or "–"), class_="wrong" if name in set(wrong) else None))
    cells.append(tag("td", "" if row.confidence is None else f"{row.confidence:.2f}", class_="num"))
    return tag("tr", "".join(cells), class_=kind)


def _rest(gold: Document, predicted: Document) -> str:
    """Policies and stated counts of both sides."""
    parts = [("Policies", _policies(gold), _policies(predicted)), ("Stated counts", _counts(gold), _counts(predicted))]
    shown = [(name, one, other) for name, one, other in parts if one or other]
    if not shown:
        return ""
    rows = ((tag("th", name, scope="row"), _list(one), _list(other)) for name, one, other in shown)
    return table(("", "gold", "predicted"), rows, "facts")


def _list(lines: Iterable[str]) -> str:
    return "<br>".join(escape(line) for line in lines) or "–"


def _policies(document: Document) -> list[str]:
    return [
        " · ".join(filter(None, (name, policy.number, policy.issued, policy.effective)))
        for name, policy in document.policies.items()
    ]


def _counts(document: Document) -> list[str]:
    return [f"{c.discloser} · {c.role} · {c.count}{f' · {c.date}' if c.date else ''}" for c in document.stated_counts]
