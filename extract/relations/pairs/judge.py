"""Rows of running text as the models weigh them, with what the rules read as one of their features."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from mingdan.core.codes import Basis, Status
from mingdan.core.records import Span
from mingdan.extract.draft import RoleWord, RowHints
from mingdan.extract.relations.context import Context
from mingdan.extract.relations.dated import Dated
from mingdan.extract.relations.fact_dates import dated
from mingdan.extract.relations.pairs.dates import date_candidates, date_features
from mingdan.extract.relations.pairs.encoded_odds import EncodedOdds
from mingdan.extract.relations.pairs.features import pair_features
from mingdan.extract.relations.pairs.roles import role_candidates, role_features
from mingdan.extract.relations.pairs.status import STATUSES, status_features, told_status
from mingdan.extract.relations.pairs.told import Told, date_feature
from mingdan.extract.relations.pairs.unstated import hosted, left_open
from mingdan.extract.relations.pairs.view import Pair, PairView
from mingdan.extract.relations.prose import about_list, change_date
from mingdan.extract.relations.rows import Fact
from mingdan.extract.relations.scope import Scope
from mingdan.models.linear import LinearModel, shipped_model
from mingdan.models.row_encoder import RowEncoder, shipped_row_encoder

SURE, READ, ALONE = 0.0, -1.1, 2.0
"""Log odds from which on a pair is a row, and one that a rule read. One whose partner is in another row of the rules
must reach the third, and so must the surest pair of a text in which they read nothing."""
TOLD_STATUS, TOLD_ROLE = 2.0, 1.5
"""So much likelier is the status, and the role phrase, that a rule gives the pair."""
FURTHER = -0.5
"""Log odds from which on a pair has a status beside the likeliest one."""
UNDATED = 0.2
"""So much less likely is it that a row has no date than the model says."""
ASKED = -1.0
"""Log odds of its likeliest pair from which on the encoder reads a text in which the rules read no row."""
RIVAL = 2.0
"""So far may a lender's log odds lie behind those of another lender of the same mention."""
SEVERAL = 2
"""So many partners in one role, and none in another, tell the role of a lender's other partners."""
_ONLY = 9.0
"""The lead of an only choice."""
MODELS = ("pairs", "pair_roles", "pair_status", "pair_dates")


@dataclass(frozen=True, slots=True)
class PairModels:
    """Whether a pair is a row, which role phrase tells its role, its status, and which date is its own.

    An encoder that has read the whole document is asked beside each of them.
    """

    pairs: LinearModel
    roles: LinearModel
    status: LinearModel
    dates: LinearModel
    encoder: RowEncoder | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """A row that the models read: its pair, status and role phrase, and the log odds.

    ``leads``: by how much status and role are likelier than the next.
    """

    pair: Pair
    status: Status
    role: RoleWord | None
    odds: float
    leads: tuple[float, float] = (0.0, 0.0)


@cache
def shipped_pair_models() -> PairModels:
    """The models that are part of the package."""
    pairs, roles, status, dates = map(shipped_model, MODELS)
    return PairModels(pairs, roles, status, dates, shipped_row_encoder())


def weigh_pairs(context: Context, facts: Sequence[Fact], models: PairModels | None = None) -> list[Fact]:
    """The facts of the rules that stand in no pair, and for the pairs what the models read.

    The draft's ``hints`` tell what the models hold of each lender and partner.
    """
    judge = models or shipped_pair_models()
    view, told = PairView(context), Told.of(facts)
    scored = [(pair, judge.pairs.score([*pair_features(view, pair), *told.features(pair)])) for pair in view.pairs()]
    asked = bool(facts) or any(odds >= ASKED for _, odds in scored)
    encoded = EncodedOdds(view, judge.encoder) if asked and judge.encoder else None
    if encoded is not None:
        scored = _blended(scored, encoded)
    places = {(pair.partner.start, pair.lender) for pair, _ in scored}
    kept = [fact for fact in facts if fact.firm or (fact.partner.start, fact.discloser.value) not in places]
    stated = [(pair, odds) for pair, odds in scored if not left_open(view, pair)]
    sure = list(unrivalled(list(_sure(stated, facts, told))))
    read = [reading for pair, odds in sure for reading in _readings(view, told, pair, odds, judge, encoded)]
    new = [reading for reading in chosen(read) if not _is_known(reading, kept)]
    further = [_as_fact(view, told, reading, judge, encoded) for reading in new]
    leads = _leads(scored, new)
    context.draft.hints = _hints(context, scored, facts, further, leads)
    return list(_completed(sorted([*kept, *further], key=lambda fact: fact.partner.start)))


def _blended(scored: Sequence[tuple[Pair, float]], encoded: EncodedOdds) -> list[tuple[Pair, float]]:
    """Pairs with the log odds of logistic model and encoder that they are rows."""
    pairs = [pair for pair, _ in scored]
    read = [float(encoded.of_pair(pair)[0]) for pair in pairs]
    return list(zip(pairs, encoded.blended("pairs", [odds for _, odds in scored], read), strict=True))


def _completed(facts: Sequence[Fact]) -> Iterator[Fact]:
    """The facts; one without a role takes the only role that the lender's other partners have, if several have it."""
    roles: dict[str, list[RoleWord]] = defaultdict(list)
    for fact in facts:
        if fact.role is not None:
            roles[fact.discloser.value].append(fact.role)
    for fact in facts:
        told = roles[fact.discloser.value]
        sole = len(told) >= SEVERAL and len({role.code for role in told}) == 1
        if fact.role is not None or not sole or fact.status == "denied" or fact.firm:
            yield fact
        else:
            yield replace(fact, role=min(told, key=lambda role: abs(role.start - fact.partner.start)))


def _sure(scored: Sequence[tuple[Pair, float]], facts: Sequence[Fact], told: Told) -> Iterator[tuple[Pair, float]]:
    """The pairs that are rows; none whose partner the rules read in a list or give to a lender of its sentence."""
    if not facts and max((odds for _, odds in scored), default=ALONE) < ALONE:
        return
    firm = {fact.partner.start for fact in facts if fact.firm}
    lenders = {fact.partner.start: fact.discloser.start for fact in facts}
    used = {*lenders, *(fact.discloser.start for fact in facts)}
    disclosers, listed = {fact.discloser.value for fact in facts}, hosted(facts)
    for pair, odds in scored:
        place, given = pair.partner.start, told.here(pair) is not None
        near = pair.sentence.start <= lenders.get(place, -1) < pair.sentence.end
        if place in firm or (near and not given) or pair.lender in listed:
            continue
        elsewhere = place in used or pair.partner.value in disclosers
        if odds >= (READ if given else ALONE if elsewhere else SURE):
            yield pair, odds


def unrivalled(sure: Sequence[tuple[Pair, float]]) -> Iterator[tuple[Pair, float]]:
    """The pairs but those of a mention that another lender has by far more likely."""
    best: dict[int, float] = {}
    for pair, odds in sure:
        best[pair.partner.start] = max(odds, best.get(pair.partner.start, odds))
    return ((pair, odds) for pair, odds in sure if odds >= best[pair.partner.start] - RIVAL)


def _hints(
    context: Context,
    scored: Sequence[tuple[Pair, float]],
    facts: Iterable[Fact],
    further: Iterable[Fact],
    leads: Mapping[tuple[str, str, str], tuple[float, float, float]],
) -> RowHints:
    odds: dict[tuple[str, str], float] = {}
    for pair, score in scored:
        key = (pair.lender, pair.partner.value)
        odds[key] = max(score, odds.get(key, score))
    by_rules = {(fact.discloser.value, fact.partner.value, fact.status) for fact in facts}
    by_models = {(fact.discloser.value, fact.partner.value, fact.status) for fact in further}
    return RowHints(context.notice, odds, frozenset(by_models - by_rules), leads)


def _leads(
    scored: Sequence[tuple[Pair, float]], readings: Iterable[Reading]
) -> dict[tuple[str, str, str], tuple[float, float, float]]:
    """By how much status, role and lender of each reading are likelier than the next."""
    rivals: dict[int, dict[str, float]] = defaultdict(dict)
    for pair, odds in scored:
        rivals[pair.partner.start][pair.lender] = odds
    leads: dict[tuple[str, str, str], tuple[float, float, float]] = {}
    for reading in readings:
        pair, by_lender = reading.pair, rivals[reading.pair.partner.start]
        others = [odds for lender, odds in by_lender.items() if lender != pair.lender]
        over = by_lender[pair.lender] - max(others, default=by_lender[pair.lender] - _ONLY)
        leads[pair.lender, pair.partner.value, reading.status] = (*reading.leads, over)
    return leads


def _readings(
    view: PairView, told: Told, pair: Pair, odds: float, judge: PairModels, encoded: EncodedOdds | None = None
) -> Iterator[Reading]:
    scores = status_scores(view, told, pair, judge.status, encoded)
    fact = told.here(pair)
    if fact is not None:
        scores[fact.status] += TOLD_STATUS
    best = max(STATUSES, key=lambda status: scores[status])
    for status in STATUSES:
        if status == best or scores[status] > FURTHER:
            role, lead = pair_role(view, told, pair, status, judge.roles, encoded)
            over = scores[status] - max(scores[other] for other in STATUSES if other != status)
            yield Reading(pair, status, role, odds if status == best else odds - 1, (over, lead))


def chosen(readings: Iterable[Reading]) -> list[Reading]:
    """Of each lender and partner the surest reading of each status and role.

    Who came, left or is denied in a role is not listed in it besides; no role yields to a role.
    """
    by_pair: dict[tuple[str, str], list[Reading]] = defaultdict(list)
    for reading in sorted(readings, key=lambda reading: -reading.odds):
        have = by_pair[reading.pair.lender, reading.pair.partner.value]
        alike = [other for other in have if _same_role(other.role, reading.role)]
        if any(other.status == reading.status or reading.status == "listed" for other in alike):
            continue
        listed = next((other for other in alike if other.status == "listed"), None)
        if listed is not None:
            have.remove(listed)
            reading = replace(reading, role=reading.role or listed.role)
        have.append(reading)
    return [reading for have in by_pair.values() for reading in have]


def _same_role(one: RoleWord | None, other: RoleWord | None) -> bool:
    return one is None or other is None or one.code == other.code


def _is_known(reading: Reading, facts: Iterable[Fact]) -> bool:
    """Whether a fact that stands in no pair says the same; what it says in any status is not listed besides."""
    own = (reading.pair.lender, reading.pair.partner.value)
    statuses = {fact.status for fact in facts if (fact.discloser.value, fact.partner.value) == own}
    return reading.status in statuses or (reading.status == "listed" and bool(statuses))


def status_scores(
    view: PairView, told: Told, pair: Pair, model: LinearModel, encoded: EncodedOdds | None = None
) -> dict[Status, float]:
    """Log odds of each status, given that the pair is a row."""
    found = [*status_features(view, pair, told_status(view, pair)[0]), *told.features(pair)]
    odds = [model.score(for_status(found, status)) for status in STATUSES]
    if encoded is not None:
        odds = encoded.blended("statuses", odds, encoded.of_pair(pair)[1:].tolist())
    return dict(zip(STATUSES, odds, strict=True))


def for_status(features: Iterable[str], status: Status) -> Iterator[str]:
    """The features of a pair as features of the question whether it has this status."""
    return (f"{status}:{name}" for name in ("", *features))


def pair_role(
    view: PairView,
    told: Told,
    pair: Pair,
    status: Status,
    model: LinearModel,
    encoded: EncodedOdds | None = None,
) -> tuple[RoleWord | None, float]:
    """The likeliest role phrase, None where none is likelier, and by how much it is likelier than another role."""
    fact, candidates = told.here(pair, status), told_candidates(view, told, pair)
    odds = [model.score(told_role_features(view, told, pair, status, role)) for role in candidates]
    if encoded is not None:
        odds = encoded.blended("roles", odds, encoded.roles(pair, status, candidates))
    given = [TOLD_ROLE if fact is not None and fact.role is role else 0.0 for role in candidates]
    scored = [(one + more, role) for one, more, role in zip(odds, given, candidates, strict=True)]
    most, best = max(scored, key=lambda item: item[0])
    others = [score for score, role in scored if _code(role) != _code(best)]
    return best, most - max(others, default=most - _ONLY)


def told_candidates(view: PairView, told: Told, pair: Pair) -> list[RoleWord | None]:
    """Candidates near the pair, and the role phrases that rules give it."""
    candidates = role_candidates(view, pair)
    given = [fact.role for fact in told.of_pair(pair) if fact.role is not None]
    return [*candidates, *(role for role in given if not any(role is other for other in candidates))]


def _code(role: RoleWord | None) -> str | None:
    return role.code if role else None


_OF_STATUS = ("where=", "names between=", "none")


def told_role_features(view: PairView, told: Told, pair: Pair, status: Status, role: RoleWord | None) -> list[str]:
    """Features of a candidate, those of its place also with the status, and what the rules say of it."""
    found = role_features(view, pair, role)
    placed = (f"{status},{name}" for name in found if name.startswith(_OF_STATUS))
    return [*found, *placed, told.role_feature(pair, status, role)]


def pair_date(
    view: PairView,
    pair: Pair,
    status: Status,
    told: Dated | None,
    model: LinearModel,
    encoded: EncodedOdds | None = None,
    *,
    by_rule: bool,
) -> Dated | None:
    """The likeliest date of a row; ``told`` is the one that a rule gives it, or would."""
    candidates = date_candidates(view, pair)
    listed = view.context.notice and pair.line.marker > 0  # the whole list has one date
    if told is not None and (listed or not any(date and date.value == told.value for date in candidates)):
        return told
    odds = [
        model.score([*date_features(view, pair, status, date), date_feature(told, by_rule, date)])
        for date in candidates
    ]
    if encoded is not None:
        odds = encoded.blended("dates", odds, encoded.dates(pair, status, candidates))
    scored = [(one - (0.0 if date else UNDATED), date) for one, date in zip(odds, candidates, strict=True)]
    likeliest = max(scored, key=lambda item: item[0])[1]
    best = Dated.of(likeliest) if likeliest else None
    return told if best is not None and told is not None and best.value == told.value else best


def _as_fact(
    view: PairView, told: Told, reading: Reading, judge: PairModels, encoded: EncodedOdds | None = None
) -> Fact:
    """The rule's fact with the status, role and date of the models, or a fact of their own."""
    fact, by_rule = told_fact(view, told, reading.pair, reading.status, reading.odds)
    date = pair_date(view, reading.pair, reading.status, fact.date, judge.dates, encoded, by_rule=by_rule)
    return replace(fact, role=reading.role, date=date)


def told_fact(view: PairView, told: Told, pair: Pair, status: Status, odds: float = 0.0) -> tuple[Fact, bool]:
    """What the rules say of a pair in this status, with their role and date, and whether they read it so themselves."""
    same = told.here(pair, status)
    if same is not None:
        return same, True
    other = told.here(pair)
    if other is not None:
        return replace(other, status=status, status_span=_cue(view, pair, status)), False
    return _fact(view, pair, status, odds), False


def _fact(view: PairView, pair: Pair, status: Status, odds: float) -> Fact:
    told, span = told_status(view, pair)
    speaker, day = view.context.speaker(pair.partner.start)
    spoken = speaker is not None and speaker.value == pair.lender
    lender = view.lender_near(pair)
    scope = Scope(lender, date=day if spoken else None, policy=view.context.policy)
    basis: Basis = "list" if about_list(view.context, pair.sentence, scope) else "report"
    fact = Fact(
        lender,
        pair.partner,
        None,
        status,
        basis,
        _date(view, pair, status, scope),
        scope.policy if spoken else None,
        span if told == status else _cue(view, pair, status),
        confidence=0.6 if odds < 1 else 0.65 if odds < 2 else 0.7,
    )
    return dated(view.context, fact)


def _date(view: PairView, pair: Pair, status: Status, scope: Scope) -> Dated | None:
    following = next((name.start for name in view.names if name.start >= pair.group.end), pair.sentence.end)
    return change_date(view.context, pair.sentence, pair.group, following, status, scope)


_FOLLOWING = 40


def _cue(view: PairView, pair: Pair, status: Status) -> Span | None:
    """The word of the sentence or the next one that tells the status."""
    if status == "listed":
        return None
    behind = Span(pair.sentence.end, min(len(view.text), pair.sentence.end + _FOLLOWING))
    return next((cue for span in (pair.sentence, behind) for cue in view.cues_of(status, span)), None)
