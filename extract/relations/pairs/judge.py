"""Adds the rows that models read in running text and no rule did."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from mingdan.core.codes import Basis, Status
from mingdan.core.records import Span
from mingdan.extract.draft import RoleWord, RowHints
from mingdan.extract.relations.context import Context
from mingdan.extract.relations.dated import Dated
from mingdan.extract.relations.fact_dates import dated
from mingdan.extract.relations.pairs.dates import date_candidates, date_features
from mingdan.extract.relations.pairs.features import pair_features
from mingdan.extract.relations.pairs.roles import role_candidates, role_features
from mingdan.extract.relations.pairs.status import STATUSES, status_features, told_status
from mingdan.extract.relations.pairs.view import Pair, PairView
from mingdan.extract.relations.prose import about_list, change_date
from mingdan.extract.relations.rows import Fact
from mingdan.extract.relations.scope import Scope
from mingdan.models.linear import LinearModel, shipped_model

ADDED, ALONE = 0.0, 2.0
"""Log odds from which on a pair that no rule read becomes a row, and the same where the rules read nothing at all or
give the name to another lender, or partners to the name."""
MENDED = 0.5
"""So much likelier is a role phrase than none that takes the place of no role in what a rule read."""
TOLD = 1.5
"""So much likelier makes it a date that a rule gives it to the row."""
MODELS = ("pairs", "pair_roles", "pair_status", "pair_dates")
Key = tuple[str, str, Status]
"""Lender and partner by canonical name, and status."""


@dataclass(frozen=True, slots=True)
class PairModels:
    """Whether a pair is a row, which role phrase tells its role, its status, and which date is its own."""

    pairs: LinearModel
    roles: LinearModel
    status: LinearModel
    dates: LinearModel


@cache
def shipped_pair_models() -> PairModels:
    """The models that are part of the package."""
    return PairModels(*(shipped_model(name) for name in MODELS))


def weigh_pairs(context: Context, facts: Sequence[Fact], models: PairModels | None = None) -> list[Fact]:
    """The facts of the rules with the roles and dates that the models know better, and further ones.

    The draft's ``hints`` tell what the models hold of each lender and partner.
    """
    judge = models or shipped_pair_models()
    view = PairView(context)
    scored = [(pair, judge.pairs.score(pair_features(view, pair))) for pair in view.pairs()]
    mended = _mended(view, facts, [pair for pair, _ in scored], judge)
    further = _further(view, mended, scored, judge)
    context.draft.hints = _hints(context, scored, further)
    return [*mended, *further]


def _hints(context: Context, scored: Sequence[tuple[Pair, float]], further: Sequence[Fact]) -> RowHints:
    odds: dict[tuple[str, str], float] = {}
    for pair, score in scored:
        key = (pair.lender, pair.partner.value)
        odds[key] = max(score, odds.get(key, score))
    by_models = frozenset((fact.discloser.value, fact.partner.value, fact.status) for fact in further)
    return RowHints(context.notice, odds, by_models)


def _mended(view: PairView, facts: Sequence[Fact], pairs: Sequence[Pair], judge: PairModels) -> list[Fact]:
    places = {(pair.partner.start, pair.lender): pair for pair in pairs}
    return [_mend(view, fact, places.get((fact.partner.start, fact.discloser.value)), judge) for fact in facts]


def _mend(view: PairView, fact: Fact, pair: Pair | None, judge: PairModels) -> Fact:
    if pair is None:
        return fact
    role = fact.role
    if role is None:
        role = pair_role(view, pair, judge.roles, MENDED)
    return replace(fact, role=role, date=pair_date(view, pair, fact.status, fact.date, judge.dates))


def pair_date(view: PairView, pair: Pair, status: Status, told: Dated | None, model: LinearModel) -> Dated | None:
    """The likeliest date of a row; ``told`` is the one that a rule gives it."""
    candidates = date_candidates(view, pair)
    listed = view.context.notice and pair.line.marker > 0  # the whole list has one date
    if told is not None and (listed or not any(date and date.value == told.value for date in candidates)):
        return told
    odds: list[tuple[float, Dated | None]] = []
    for date in candidates:
        agrees = date.value == told.value if date and told else date is told
        score = model.score(date_features(view, pair, status, date)) + TOLD * agrees
        odds.append((score, Dated.of(date) if date else None))
    best = max(odds, key=lambda item: item[0])[1]
    return told if best is not None and told is not None and best.value == told.value else best


def _further(
    view: PairView, facts: Sequence[Fact], scored: Sequence[tuple[Pair, float]], judge: PairModels
) -> list[Fact]:
    """Facts that no rule read: of each lender and partner in each status the surest pair."""
    known: set[Key] = {(fact.discloser.value, fact.partner.value, fact.status) for fact in facts}
    read = {(fact.partner.start, fact.discloser.value) for fact in facts}
    lenders = {fact.partner.start: fact.discloser.start for fact in facts}
    placed = {fact.partner.start for fact in facts} | {fact.discloser.start for fact in facts}
    best: dict[Key, tuple[float, Pair]] = {}
    for pair, odds in scored:
        least = ALONE if not facts or pair.partner.start in placed else ADDED
        decided = pair.sentence.start <= lenders.get(pair.partner.start, -1) < pair.sentence.end
        if odds < least or decided or (pair.partner.start, pair.lender) in read:
            continue
        key = (pair.lender, pair.partner.value, pair_status(view, pair, judge.status))
        if not _is_known(key, known) and odds > best.get(key, (ADDED - 1, pair))[0]:
            best[key] = odds, pair
    return [_fact(view, pair, key[2], odds, judge) for key, (odds, pair) in best.items()]


def _is_known(key: Key, known: Iterable[Key]) -> bool:
    """Whether the rules read this; what they read in any status is not listed besides."""
    return any(key == other or (key[2] == "listed" and key[:2] == other[:2]) for other in known)


def pair_status(view: PairView, pair: Pair, model: LinearModel) -> Status:
    """The likeliest status."""
    found = status_features(view, pair, told_status(view, pair)[0])
    return max(STATUSES, key=lambda status: model.score(for_status(found, status)))


def for_status(features: Iterable[str], status: Status) -> Iterator[str]:
    """The features of a pair as features of the question whether it has this status."""
    return (f"{status}:{name}" for name in ("", *features))


def pair_role(view: PairView, pair: Pair, model: LinearModel, least: float = 0.0) -> RoleWord | None:
    """The likeliest role phrase; None where none tells the role so much (``least``) likelier than that none does."""
    odds = [(model.score(role_features(view, pair, role)), role) for role in role_candidates(view, pair)]
    best = max(odds[1:], key=lambda item: item[0], default=odds[0])
    return best[1] if best[0] > odds[0][0] + least else None


def _fact(view: PairView, pair: Pair, status: Status, odds: float, judge: PairModels) -> Fact:
    told, span = told_status(view, pair)
    speaker, day = view.context.speaker(pair.partner.start)
    spoken = speaker is not None and speaker.value == pair.lender
    lender = view.lender_near(pair)
    scope = Scope(lender, date=day if spoken else None, policy=view.context.policy)
    basis: Basis = "list" if about_list(view.context, pair.sentence, scope) else "report"
    fact = Fact(
        lender,
        pair.partner,
        pair_role(view, pair, judge.roles),
        status,
        basis,
        _date(view, pair, status, scope),
        scope.policy if spoken else None,
        span if told == status else _cue(view, pair, status),
        confidence=0.6 if odds < 1 else 0.65 if odds < 2 else 0.7,
    )
    fact = dated(view.context, fact)
    return replace(fact, date=pair_date(view, pair, status, fact.date, judge.dates))


def _date(view: PairView, pair: Pair, status: Status, scope: Scope) -> Dated | None:
    following = next((name.start for name in view.names if name.start >= pair.group.end), pair.sentence.end)
    return change_date(view.context, pair.sentence, pair.group, following, status, scope)


def _cue(view: PairView, pair: Pair, status: Status) -> Span | None:
    """The word of the sentence that tells the status."""
    if status == "listed":
        return None
    return next(view.cues_of(status, pair.sentence), None)
