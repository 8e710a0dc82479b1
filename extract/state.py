"""What the components share about one document while the pipeline runs."""

from dataclasses import dataclass
from datetime import date
from typing import cast

from spacy.tokens import Doc

from mingdan.core.records import Document, Header, Institution, Issue, Source
from mingdan.extract.assemble import assemble
from mingdan.extract.draft import Draft
from mingdan.extract.genre import guess_genre, guess_layout
from mingdan.extract.header import FoundHeader
from mingdan.extract.rating.rate import rate
from mingdan.extract.readers.base import RawDocument
from mingdan.extract.respan import respan
from mingdan.extract.segment.drawn import draw_tables
from mingdan.extract.segment.tables import find_tables
from mingdan.extract.texts import document_id, raw_text

STATE = "mingdan.state"


@dataclass(frozen=True, slots=True)
class Given:
    """What the user or a manifest says of the document; wins over what is found in it."""

    id: str | None = None
    published: date | None = None
    publisher: str | None = None


class State:
    """Draft, raw document and given facts of one document.

    The draft reads the text with its tables drawn in Markdown; :func:`finish` carries offsets back to the raw text.
    """

    def __init__(self, raw: RawDocument, given: Given, source: Source | None) -> None:
        self.raw = raw
        self.given = given
        self.source = source
        self.tables = find_tables(raw.text)
        self.drawn = draw_tables(raw.text, self.tables)
        text = raw.text
        if self.drawn:
            text = self.drawn.text
            self.tables = find_tables(text)
        self.draft = Draft(text, given.published, given.publisher)
        self.header: FoundHeader | None = None
        self.institutions: dict[str, Institution] = {}

    def take_header(self) -> None:
        """Use found header values where none were given."""
        if self.header is None:
            return
        draft, found = self.draft, self.header
        if draft.published is None and found.published:
            draft.published = date.fromisoformat(found.published)
        draft.publisher = draft.publisher or found.publisher
        draft.title = found.title

    def issues(self) -> tuple[Issue, ...]:
        """Issues of the reader, and of the header finder for what was not given."""
        if self.header is None:
            return self.raw.issues
        given = {"published": self.given.published, "publisher": self.given.publisher}
        kept = [issue for issue in self.header.issues if not given.get(issue.code.split("_")[0])]
        return (*self.raw.issues, *kept)

    def header_spans(self) -> Header:
        """Spans of the header values that were found in the text and used."""
        if self.header is None:
            return Header()
        found = self.header.header
        return Header(
            None if self.given.published else found.published,
            None if self.given.publisher else found.publisher,
            found.title,
        )


def state_of(doc: Doc) -> State:
    """The document's state, made on first use (plain spaCy users call ``nlp(text)``)."""
    state = doc.user_data.get(STATE)
    if state is None:
        state = doc.user_data[STATE] = State(raw_text(doc.text), Given(), None)
    return cast(State, state)


def finish(state: State, *, rated: bool = True) -> Document:
    """The record of a document whose components have all run; unless ``rated``, with its finders' confidences."""
    draft = state.draft
    record = assemble(
        draft,
        state.institutions,
        id=state.given.id or document_id(state.raw.text, state.source),
        source=state.source,
        pieces=state.raw.map,
        header=state.header_spans(),
        issues=state.issues(),
        genre=guess_genre(draft),
        layout=guess_layout(draft, state.tables),
    )
    if rated:
        record = rate(record, draft.hints)
    return respan(record, state.raw.text, state.drawn.place) if state.drawn else record
