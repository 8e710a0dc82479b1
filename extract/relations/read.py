"""Relations of one document: rows, counts and lists into the draft."""

import re
from collections.abc import Sequence

from mingdan.core.records import Issue
from mingdan.extract.draft import Draft, RoleWord, RowHints
from mingdan.extract.relations.context import Context, is_lender
from mingdan.extract.relations.counted import shipped_counts
from mingdan.extract.relations.counts import find_counts
from mingdan.extract.relations.cues import cues
from mingdan.extract.relations.lists import find_lists, link_rows
from mingdan.extract.relations.owner import lists_partners
from mingdan.extract.relations.pairs.judge import PairModels, weigh_pairs
from mingdan.extract.relations.role_features import RULE_LIKE, sentence_of
from mingdan.extract.relations.role_judge import judge_roles, judge_used
from mingdan.extract.relations.rows import Fact, build_row, unique_rows
from mingdan.extract.relations.walk import collect
from mingdan.extract.segment.cells import Table
from mingdan.models.linear import LinearModel

_NO_LENDER = "the text lists partners but no lender whose list it is; give the publisher with the input"


LEARNED = frozenset({"pairs", "counts", "roles"})
"""What models read beside the rules: rows and numbers of running text, and which role phrases are mentions."""


def read_relations(
    draft: Draft,
    tables: list[Table],
    *,
    learned: frozenset[str] = LEARNED,
    models: PairModels | None = None,
    counted: LinearModel | None = None,
) -> None:
    """Fill ``draft.rows``, ``draft.counts``, ``draft.lists`` and mark the role phrases that are mentions.

    ``learned`` names what models read (of :data:`LEARNED`): ``models`` and ``counted``, or those of the package.
    """
    context, facts = read_by_rules(draft, tables)
    draft.hints = RowHints(context.notice)
    weighed = weigh_pairs(context, facts, models) if "pairs" in learned else facts
    seen = judge_roles(context, facts) if "roles" in learned else None
    if learned & {"pairs", "counts"}:
        _fill(draft, context, weighed, counted or shipped_counts() if "counts" in learned else None)
    if seen is not None:
        judge_used(context, seen)


def read_by_rules(draft: Draft, tables: list[Table]) -> tuple[Context, list[Fact]]:
    """Rows, counts and lists into the draft; ``used`` of its role phrases is what the rules say."""
    context, found = collect(draft, tables)
    facts = [fact for fact in found if _is_borne_out(context, fact)]
    _fill(draft, context, facts)
    if not draft.rows and context.signer is None and lists_partners(context):
        draft.issues.append(Issue("warning", "discloser_unknown", _NO_LENDER))
    _mark_table_roles(context, tables)
    _mark_enumerations(context)
    _mark_in_lists(context)
    _mark_plans(context)
    return context, facts


def _fill(draft: Draft, context: Context, facts: Sequence[Fact], counted: LinearModel | None = None) -> None:
    """Rows, counts and lists into the draft; the role phrases of the rows are used."""
    rows = unique_rows(build_row(draft, fact) for fact in facts)
    counts = find_counts(context, rows, counted)
    lists = find_lists(context, rows, counts)
    draft.rows, draft.counts, draft.lists = link_rows(rows, lists), counts, lists


def _is_borne_out(context: Context, fact: Fact) -> bool:
    """Whether a listed partner has a role, or a name that a rule knows as well as the tagger."""
    if fact.role is not None or fact.status != "listed" or fact.partner.rule != "learned":
        return True
    return any(n.value == fact.partner.value and n.rule != "learned" for n in context.draft.names)


def _mark_table_roles(context: Context, tables: list[Table]) -> None:
    """Every cell of a role column that lists a partner is a role mention."""
    used = {role.text for role in context.draft.roles if role.used}
    for table in tables:
        column = table.column("role")
        if column is None:
            continue
        for row in table.rows:
            for role in context.roles_in(row[column].start, row[column].end):
                role.used = role.used or role.text in used


_PLACE_AFTER = re.compile(
    r"^[”\"」]?(?:[（(][^()（）]{0,8}[)）])?(?:一栏|方面|部分|一页|一类|项下|之列|名单|名录|占|则|共|达|侧|里|中|也|均|都|就列|仅|只|"
    r"[是为有][“\"「]?[\u3400-\u9fff]|的?(?:\d+|[一二两三四五六七八九十]+)家|合作)"
)
_PLACE_BEFORE = re.compile(
    r"(?:类别(?:为|是|写作|依次为)?|列为|列在|归入|归在|归为|属于|作为|身份|角色(?:为|是|写作|统一写作)?|写作|超过|依次为|其中|原|"
    r"该行|该公司|我行|我司|本行|我公司|名单(?:里|上|中)(?:的|是)?|一栏|唯一的?|做|的)[“\"「]?$"
)


def _mark_in_lists(context: Context) -> None:
    """Role phrases that speak of a named lender's list count even where no partner stands beside them."""
    if not context.draft.rows and not context.draft.counts:
        return
    text = context.draft.folded
    for role in context.draft.roles:
        if role.used or role.kind == "weak":
            continue
        line = context.line_at(role.start)
        speaker, _ = context.speaker(role.start)
        if line is None or speaker is None:
            continue
        left, right = sentence_of(context, role)
        sentence = text[left:right]
        lenders = any(is_lender(n) for n in context.names_in(line.start, line.end)) or context.notice
        near = _PLACE_AFTER.match(text[role.end : role.end + 14]) or _PLACE_BEFORE.search(text[left : role.start])
        if lenders and near and not RULE_LIKE.search(sentence):
            role.used = True


def _mark_enumerations(context: Context) -> None:
    """Role phrases in one coordination, in a sentence about a lender's list, list its partners' roles."""
    text = context.draft.folded
    chain: list[RoleWord] = []
    for role in [*context.draft.roles, None]:
        if (
            chain
            and role is not None
            and re.fullmatch(r"[、,，和与及以及\s“”\"]{1,4}", text[chain[-1].end : role.start])
        ):
            chain.append(role)
            continue
        if len(chain) > 2 and _lists_roles(context, chain):
            for word in chain:
                word.used = True
        chain = [role] if role is not None else []


def _lists_roles(context: Context, chain: list[RoleWord]) -> bool:
    line = context.line_at(chain[0].start)
    if line is None:
        return False
    left, _ = sentence_of(context, chain[0])
    lead = context.draft.folded[left : chain[0].start]
    lenders = [n for n in context.names_in(left, line.end) if is_lender(n)]
    return bool(lenders) and bool(re.search(r"分别|分为|名单|细化|几类|类[,，:：]", lead)) and "应当" not in lead


def _mark_plans(context: Context) -> None:
    """A role word between two named parties counts also in a plan, question or denial (GUIDELINES 4.2)."""
    text = context.draft.folded
    for role in context.draft.roles:
        if role.used or role.kind == "weak":
            continue
        line = context.line_at(role.start)
        if line is None:
            continue
        left, right = sentence_of(context, role)
        parties = {
            n.value for n in context.names_in(left, right) if n.type not in {"regulator", "media", "association"}
        }
        near = re.search(r"[与和跟同由][^，。]{2,24}$|曾|拟|谈", text[left : role.start])
        if len(parties) >= 2 and near and cues().plan.search(text[left:right]):
            role.used = True
