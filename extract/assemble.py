"""From the working draft to the finished record."""

from collections.abc import Iterator

from mingdan.core.codes import Genre, Layout
from mingdan.core.records import Document, Entity, Header, Institution, Issue, MapPiece, Source
from mingdan.extract.draft import Draft, Name


def entities_of(draft: Draft) -> tuple[Entity, ...]:
    """All mentions in text order; role phrases only where they assign or list roles. Mentions never overlap."""
    kept: list[Entity] = []
    end = 0
    for entity in sorted(_mentions(draft), key=lambda e: (e.start, -e.end)):
        if entity.start >= end:
            kept.append(entity)
            end = entity.end
    return tuple(kept)


def _mentions(draft: Draft) -> Iterator[Entity]:
    for name in draft.names:
        yield Entity(name.start, name.end, "INST", name.text, name.value, name.confidence, name.rule)
    for role in draft.roles:
        if role.used:
            yield Entity(role.start, role.end, "ROLE", role.text, role.code, 0.85, role.source)
    yield from draft.dates
    yield from draft.policies
    yield from draft.products


def assemble(
    draft: Draft,
    institutions: dict[str, Institution],
    *,
    id: str,
    source: Source | None,
    pieces: tuple[MapPiece, ...],
    header: Header,
    issues: tuple[Issue, ...],
    genre: Genre,
    layout: Layout,
) -> Document:
    """Build the record of one document."""
    return Document(
        id=id,
        text=draft.text,
        source=source,
        genre=genre,
        layout=layout,
        published=draft.published.isoformat() if draft.published else None,
        publisher=draft.publisher,
        title=draft.title,
        header=header,
        map=pieces,
        entities=entities_of(draft),
        institutions=institutions | _given(draft),
        policies=draft.policy_facts,
        lists=tuple(draft.lists),
        partnerships=tuple(draft.rows),
        stated_counts=tuple(draft.counts),
        issues=(*issues, *draft.issues, *_given_issues(draft)),
    )


def _speaks(draft: Draft) -> Name | None:
    """The given publisher that the text never names, where rows rest on it."""
    given = draft.silent_publisher
    used = given is not None and any(not row.discloser_text and row.discloser == given.value for row in draft.rows)
    return given if used else None


def _given(draft: Draft) -> dict[str, Institution]:
    given = _speaks(draft)
    return {given.value: Institution(given.type, how="publisher given with the input")} if given else {}


def _given_issues(draft: Draft) -> tuple[Issue, ...]:
    message = "the text does not name the lender whose list it is; the given publisher is taken"
    return (Issue("info", "discloser_given", message),) if _speaks(draft) else ()
