"""Whether a partner is on a lender's list on a day: listed, not listed or unknown, and on which version that rests."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Literal

from sqlalchemy import Connection, bindparam, select

from mingdan.registry.doubts import doubt_of
from mingdan.registry.lineage import LENDING, UNSPECIFIED, family, fits
from mingdan.registry.matching import DIRECT, How, Match, matches
from mingdan.registry.tables import documents, observations
from mingdan.registry.validity import Version, by_list, held, standing, versions_of

Status = Literal["listed", "not_listed", "unknown"]


@dataclass(frozen=True, slots=True)
class Evidence:
    """A row of a document: where it stands (code points, end exclusive; page and box of a PDF) and what it says.

    ``match`` says how the partner's name was found, ``verdict`` what was decided about the row.
    """

    document: str
    uri: str | None
    sha256: str | None
    start: int
    end: int
    page: int | None
    box: str | None
    evidence: str
    lender: str
    partner: str
    role: str
    status: str
    basis: str
    date: str | None
    confidence: float | None
    verdict: str | None
    match: How
    version: int | None
    day: str | None


@dataclass(frozen=True, slots=True)
class Answer:
    """What :func:`check` found. ``reason`` is one line for people; ``version`` is the list that the status rests on.

    ``denials`` and ``reports`` are further evidence and never change the status.
    """

    status: Status
    reason: str
    lender: str
    partner: str
    role: str | None
    on: str
    match: How | None
    version: Version | None
    evidence: tuple[Evidence, ...]
    denials: tuple[Evidence, ...]
    reports: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """A question with its names looked up."""

    lender: str
    partner: str
    role: str | None
    on: str
    lenders: tuple[Match, ...]
    partners: tuple[Match, ...]
    families: frozenset[str]


def check(
    connection: Connection, lender: str, partner: str, role: str | None, on: str, *, rejected: bool = False
) -> Answer:
    """Answer a question; ``on`` is an ISO date. ``rejected`` lets rows in that people rejected."""
    lenders = _lenders(matches(connection, lender, direct=True))
    partners = tuple(matches(connection, partner))
    families = _families(connection, partners, role)
    question = Question(lender, partner, role, on, lenders, partners, families)
    known = versions_of(connection, [one.id for one in lenders]) if lenders else []
    found = [row for row in _rows(connection, question) if rejected or row.verdict != "reject"]
    return _sure(connection, Judge(question, known, found).answer())


def _sure(connection: Connection, answer: Answer) -> Answer:
    """``not_listed`` as it is, or ``unknown`` where the list may name the partner all the same."""
    removed = any(row.status == "removed" for row in answer.evidence)
    if answer.status != "not_listed" or answer.version is None or removed:
        return answer
    told = {row.document for row in (*answer.evidence, *answer.denials)}
    doubt = doubt_of(connection, answer.version, answer.partner, told)
    return replace(answer, status="unknown", reason=doubt) if doubt else answer


def _lenders(found: Sequence[Match]) -> tuple[Match, ...]:
    """Those that are the lender for sure, where there are such; an alias may be one of several lenders too."""
    sure = tuple(one for one in found if one.how != "alias")
    return sure or tuple(found)


def _families(connection: Connection, partners: Sequence[Match], role: str | None) -> frozenset[str]:
    """What the question is about: the role asked for, else those that the partner is known to have, else lending."""
    if role is not None:
        return frozenset({family(role)})
    own = [one.id for one in partners if one.how in DIRECT]
    known = {family(found) for (found,) in connection.execute(_roles(), {"partners": own})} - {UNSPECIFIED}
    return frozenset(known or LENDING)


@cache
def _roles() -> Any:
    """Roles of ``partners`` anywhere; made once, as :func:`_stated`, since making costs most."""
    o = observations.c
    own = o.partner_id.in_(bindparam("partners", expanding=True))
    return select(o.role).where(own, (o.verdict != "reject") | o.verdict.is_(None)).distinct()


@cache
def _stated() -> Any:
    """Rows of ``lenders`` and ``partners``."""
    o, d = observations.c, documents.c
    columns = (
        *(d.name, d.uri, d.sha256, o.start, o.end, o.page, o.box, o.evidence, o.discloser_id, o.partner_id, o.role),
        *(o.status, o.basis, o.date, o.confidence, o.verdict, o.version_id, o.day),
    )
    made: Any = bindparam
    lenders, partners = (made(name, expanding=True) for name in ("lenders", "partners"))
    where = (o.discloser_id.in_(lenders), o.partner_id.in_(partners), o.current)
    return select(*columns).join(documents, d.id == o.document_id).where(*where).order_by(o.day, o.id)


def _rows(connection: Connection, question: Question) -> Iterator[Evidence]:
    lenders = {one.id: one for one in question.lenders}
    partners = {one.id: one for one in question.partners}
    row: Any
    for row in connection.execute(_stated(), {"lenders": list(lenders), "partners": list(partners)}):
        who, whom = lenders[row[8]], partners[row[9]]
        values: tuple[Any, ...] = (*row[:8], who.name, whom.name, *row[10:16], whom.how, *row[16:])
        yield Evidence(*values)


class Judge:
    """Weighs the rows about one question against the versions that hold."""

    def __init__(self, question: Question, known: Sequence[Version], rows: Sequence[Evidence]) -> None:
        self._question = question
        self._known = known
        self._valid = [one for one in known if one.day <= question.on]
        self._rows = [row for row in rows if row.day is None or row.day <= question.on]
        self._lists = by_list(self._valid)
        self._by_version: dict[int, list[Evidence]] = {}
        for row in self._rows:
            if row.version is not None:
                self._by_version.setdefault(row.version, []).append(row)

    def answer(self) -> Answer:
        """The answer: listed where any list says so, not listed where full ones speak for all that was asked."""
        question = self._question
        if self._several():
            return self._made("unknown", f"{question.lender} stands for several lenders: {self._several()}", None, None)
        listed = [found for own in self._lists for found in self._standing(own)]
        if listed:
            row, version = max(listed, key=lambda found: (found[0].match in DIRECT, found[1].day, found[1].id))
            return self._made("listed", self._listed_reason(row, version), version, row)
        bases = list(self._bases())
        spoken = {wanted for wanted, _ in bases}
        if bases and spoken >= question.families:
            base = max((base for _, base in bases), key=lambda version: (version.day, version.id))
            return self._made("not_listed", self._absent_reason(base), base, None)
        return self._made("unknown", self._unknown_reason(spoken), None, None)

    def _several(self) -> str:
        """Names of lenders, where an alias stands for more than one."""
        named = [one.name for one in self._question.lenders if one.how == "alias"]
        return "、".join(named) if len(named) == len(self._question.lenders) and len(named) > 1 else ""

    def _standing(self, own: Sequence[Version]) -> Iterator[tuple[Evidence, Version]]:
        """Rows of one list that hold and answer the question."""
        families = self._question.families
        more: frozenset[str] = frozenset({UNSPECIFIED}) if families & LENDING else frozenset()
        for wanted in sorted(families | more):
            for row, version in standing(held(own, wanted), self._by_version, wanted, self._question.on):
                if self._fits(row):
                    yield row, version

    def _bases(self) -> Iterator[tuple[str, Version]]:
        """Full versions that hold, with the families asked for of which they say everything."""
        for own in self._lists:
            for wanted in sorted(self._question.families):
                base = held(own, wanted).base
                if base is not None:
                    yield wanted, base

    def _fits(self, row: Evidence) -> bool:
        role = self._question.role
        return role is None or fits(row.role, role)

    def _listed_reason(self, row: Evidence, version: Version) -> str:
        text = f"listed as {row.partner} ({row.role}) in {_named(version)}"
        if row.match == "brand":
            text += "; the list names a brand, which of its companies is meant it does not say"
        elif row.match == "group":
            text += "; the list names the group, not this company"
        elif row.match == "renamed":
            text += "; one of the two names is a former one"
        return text + ("; the row is disputed" if row.verdict == "dispute" else "")

    def _absent_reason(self, base: Version) -> str:
        gone = [row for row in self._rows if row.status == "removed" and self._fits(row)]
        if gone:
            return f"removed by {gone[-1].document} ({gone[-1].date or gone[-1].day}), and not in {_named(base)}"
        return f"in no list that speaks for {_list(self._question.families)}; the last one is {_named(base)}"

    def _unknown_reason(self, spoken: Collection[str]) -> str:
        question = self._question
        if not question.lenders:
            return f"the registry knows no lender {question.lender}"
        if not self._known:
            return "no published list of this lender is known"
        if not self._valid:
            return f"the first known list is of {self._known[0].day}"
        if not any(one.full for one in self._valid):
            return "only partial lists of this lender are known"
        return f"no full list of this lender speaks for {_list(question.families - set(spoken))}"

    def _made(self, status: Status, reason: str, version: Version | None, row: Evidence | None) -> Answer:
        question = self._question
        own = [one for one in self._rows if one.status != "denied" and one.basis == "list" and one.version is not None]
        shown = [row, *(one for one in own if one is not row)] if row else own
        denials = tuple(one for one in self._rows if one.status == "denied")
        reports = tuple(one for one in self._rows if one.status != "denied" and one not in own)
        names = (question.lender, question.partner, question.role, question.on)
        match = row.match if row else None
        return Answer(status, reason, *names, match, version, tuple(shown), denials, reports)


def _named(version: Version) -> str:
    title = f"“{version.title}”" if version.title else f"a list of {version.document}"
    return f"{title} of {version.day} (version {version.id})"


def _list(families: Collection[str]) -> str:
    return ", ".join(sorted(families))
