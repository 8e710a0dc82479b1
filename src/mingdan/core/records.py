"""The record: one :class:`Document` for each input document, gold and predictions alike.

All offsets are code points into ``Document.text``, end exclusive. Values inside are trusted; JSON from outside goes
through :func:`mingdan.core.jsonio.parse_document`, which validates it.

``IN_GOLD`` / ``PREDICTED`` in a field's metadata say who fills it (``../shared/SCHEMA.md``'s columns G and P); the
generated JSON Schema carries the same marks.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from mingdan.core.codes import (
    SCHEMA_VERSION,
    Basis,
    Completeness,
    CountRole,
    Genre,
    InstitutionType,
    Label,
    Layout,
    Level,
    Role,
    Status,
)

IN_GOLD: Mapping[str, Any] = {"in": ("gold", "predicted")}
PREDICTED: Mapping[str, Any] = {"in": ("predicted",)}


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Half-open stretch ``[start, end)`` of the document's text, in code points."""

    start: int
    end: int

    def overlaps(self, other: "Span") -> bool:
        """Whether the two share a character.

        >>> Span(0, 2).overlaps(Span(2, 3)), Span(0, 3).overlaps(Span(2, 3))
        (False, True)
        """
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Source:
    """Where the document came from. ``sha256`` is of the raw bytes; ``part`` tells articles of one input apart."""

    uri: str
    sha256: str
    media_type: str
    retrieved: str | None = None
    parent: str | None = None
    part: str | None = None


@dataclass(frozen=True, slots=True)
class Header:
    """Spans from which found header values were read; null where the value was given or is missing."""

    published: Span | None = None
    publisher: Span | None = None
    title: Span | None = None


@dataclass(frozen=True, slots=True)
class MapPiece:
    """A piece of ``text`` and its place in the raw source.

    ``box`` is ``(x0, top, x1, bottom)`` in PDF points, origin top left, on 1-based ``page``; ``element`` is a locator
    for inputs without pages: ``raw:N`` (code point N of the decoded source) or an element path.
    """

    start: int
    end: int
    page: int | None = None
    box: tuple[float, float, float, float] | None = None
    element: str | None = None


@dataclass(frozen=True, slots=True)
class ReadingPiece:
    """A piece of a scrambled text in reading order; ``cut_start`` / ``cut_end`` mark ends that dangle."""

    start: int
    end: int
    article: int = 0
    cut_start: bool = False
    cut_end: bool = False


@dataclass(frozen=True, slots=True)
class Entity:
    """A mention. ``value``: canonical name (INST, POLICY), role code, ISO 8601 date, or null (PRODUCT)."""

    start: int
    end: int
    label: Label
    text: str
    value: str | None = None
    confidence: float | None = field(default=None, metadata=PREDICTED)
    source: str | None = field(default=None, metadata=PREDICTED)


@dataclass(frozen=True, slots=True)
class Institution:
    """What is known of one canonical name. ``how`` names the rule and the source of the resolution."""

    type: InstitutionType = "other"
    aliases: tuple[str, ...] = ()
    ids: Mapping[str, str] = field(default_factory=dict[str, str], metadata=PREDICTED)
    group: str | None = field(default=None, metadata=PREDICTED)
    possible_companies: tuple[str, ...] = field(default=(), metadata=PREDICTED)
    how: str | None = field(default=None, metadata=PREDICTED)


@dataclass(frozen=True, slots=True)
class Policy:
    """A rule of a public authority; each fact only if the document states it. Dates are ISO 8601."""

    aliases: tuple[str, ...] = ()
    issuers: tuple[str, ...] = ()
    number: str | None = None
    issued: str | None = None
    effective: str | None = None


@dataclass(frozen=True, slots=True)
class PublishedList:
    """One published list or version of it. ``roles`` are the codes that it speaks for."""

    id: str
    discloser: str | None
    title: str | None
    kind: str
    roles: tuple[Role, ...]
    as_of: str | None
    published: str | None
    effective: str | None
    completeness: Completeness
    replaces: str | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Cells:
    """For each cell of a row the spans that it was read from; empty where the cell is null."""

    discloser: tuple[Span, ...] = ()
    partner: tuple[Span, ...] = ()
    role: tuple[Span, ...] = ()
    status: tuple[Span, ...] = ()
    date: tuple[Span, ...] = ()
    policy: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Partnership:
    """A row: *discloser* cooperates with *partner* in *role*. ``start``/``end`` delimit ``evidence`` in the text."""

    discloser: str
    partner: str
    role: Role
    status: Status
    basis: Basis
    date: str | None
    policy: str | None
    evidence: str
    start: int
    end: int
    discloser_text: str | None = field(default=None, metadata=PREDICTED)
    partner_text: str | None = field(default=None, metadata=PREDICTED)
    role_text: str | None = field(default=None, metadata=PREDICTED)
    list: str | None = field(default=None, metadata=PREDICTED)
    product: str | None = field(default=None, metadata=PREDICTED)
    term_start: str | None = field(default=None, metadata=PREDICTED)
    term_end: str | None = field(default=None, metadata=PREDICTED)
    contact: str | None = field(default=None, metadata=PREDICTED)
    cells: Cells = field(default=Cells(), metadata=PREDICTED)
    confidence: float | None = field(default=None, metadata=PREDICTED)


@dataclass(frozen=True, slots=True)
class StatedCount:
    """How many partners the document says there are. ``found``/``agrees`` hold the extracted list against it."""

    discloser: str
    role: CountRole
    count: int
    date: str | None
    start: int | None = field(default=None, metadata=PREDICTED)
    end: int | None = field(default=None, metadata=PREDICTED)
    found: int | None = field(default=None, metadata=PREDICTED)
    agrees: bool | None = field(default=None, metadata=PREDICTED)
    remark: str | None = field(default=None, metadata=PREDICTED)


@dataclass(frozen=True, slots=True)
class Issue:
    """Something that could not be read, resolved or trusted. Offsets are null where it concerns the whole document."""

    level: Level
    code: str
    message: str
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """One document with all that is known of it."""

    id: str
    text: str
    schema: str = field(default=SCHEMA_VERSION, metadata=PREDICTED)
    source: Source | None = field(default=None, metadata=PREDICTED)
    genre: Genre | None = None
    layout: Layout | None = None
    published: str | None = None
    publisher: str | None = None
    title: str | None = None
    header: Header = field(default=Header(), metadata=PREDICTED)
    reading: tuple[ReadingPiece, ...] | None = field(default=None, metadata=PREDICTED)
    map: tuple[MapPiece, ...] = field(default=(), metadata=PREDICTED)
    entities: tuple[Entity, ...] = ()
    institutions: Mapping[str, Institution] = field(default_factory=dict[str, Institution])
    policies: Mapping[str, Policy] = field(default_factory=dict[str, Policy])
    lists: tuple[PublishedList, ...] = field(default=(), metadata=PREDICTED)
    partnerships: tuple[Partnership, ...] = ()
    stated_counts: tuple[StatedCount, ...] = ()
    issues: tuple[Issue, ...] = field(default=(), metadata=PREDICTED)
