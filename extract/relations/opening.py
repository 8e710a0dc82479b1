"""Reads what the whole document says about its list before its lines are walked."""

import re

from mingdan.core.records import Entity, Span
from mingdan.extract.draft import Draft
from mingdan.extract.relations.context import Context
from mingdan.extract.relations.cues import cues
from mingdan.extract.relations.list_dates import list_date, own_date
from mingdan.extract.relations.signer import find_signer
from mingdan.extract.segment.cells import Table
from mingdan.extract.segment.units import split_lines


def read_context(draft: Draft, tables: list[Table]) -> Context:
    """Read the document-level facts."""
    kept = [e.span for e in (*draft.names, *draft.roles)]
    kept += [Span(d.start, d.end) for d in (*draft.dates, *draft.policies)]
    context = Context(draft, split_lines(draft.text, kept), tables)
    context.signer = find_signer(context)
    context.notice = context.signer is not None
    context.list_date = list_date(draft, context.lines) if context.notice else None
    context.page_date = own_date(draft, context.lines)
    context.policy = _policy(context)
    return context


_REQUIRED = re.compile(
    r"^[》”\"]?(?:\s*[(（][^()（）]*(?:[(（][^()（）]*[)）])?[^()（）]*[)）])?(?:等[^，,。]{0,10})?的?(?:有关|相关|最新|监管|上述)*(?:要求|规定|精神|部署)"
)
_PUBLISHES = re.compile(r"名单|合作机构|合作方|公示|披露|名录|公布|制定|公告|通告|现将|如下")


def _policy(context: Context) -> Entity | None:
    """The rule on which a lender's own paper bases its list (根据 / 依据 / 按照 … 公示)."""
    if not context.notice:
        return None
    return next((p for p in context.draft.policies if bases_list(context, p)), None)


def bases_list(context: Context, policy: Entity) -> bool:
    """Whether the text ties the publication of a list to the rule."""
    draft = context.draft
    line = context.line_at(policy.start)
    if line is None:
        return False
    before = draft.folded[max(line.start, policy.start - 60) : policy.start]
    after = draft.folded[policy.end : policy.end + 60]
    tied = cues().basis.search(before) or _REQUIRED.match(after)
    return bool(tied) and bool(_PUBLISHES.search(draft.folded[line.start : line.end]))
