"""The publication date that a document states, chosen among its days by a small model."""

import re
from collections.abc import Sequence
from datetime import date

from mingdan.core.fold import fold
from mingdan.core.records import Span
from mingdan.extract.header.days import Day, StatedDate, days_of
from mingdan.extract.header.lines import Line
from mingdan.extract.header.published_features import day_features
from mingdan.extract.header.statements import DatedLines, forms_of
from mingdan.models.linear import LinearModel, shipped_model

THRESHOLD = 0.3
MODEL = "published"
_FORMS = ("label", "masthead", "byline", "dateline", "signature")


def stated_date(text: str, lines: Sequence[Line], model: LinearModel | None = None) -> StatedDate | None:
    """The best statement of the publication date in ``text``, or None.

    Report periods, effective dates and dates of rules do not count.
    """
    page = DatedLines(lines, days_of(text, lines))
    judge = model or shipped_model(MODEL)
    scored = [(judge.probability(day_features(page, day)), day) for day in page.days]
    best = max(scored, key=lambda item: item[0], default=(0.0, None))
    return None if best[1] is None or best[0] < THRESHOLD else _stated(page, best[1])


def _stated(page: DatedLines, day: Day) -> StatedDate:
    forms = set(forms_of(page, day))
    at_end = 2 * day.line >= len(page.lines)
    order = _FORMS if not at_end else ("label", "signature", *_FORMS)
    form = next((form for form in order if form in forms), "other")
    return StatedDate(day.value, day.start, day.end, form)


def hinted_date(hint: str | None) -> str | None:
    """The day that a format's own field (HTML meta, PDF info) holds, or None.

    >>> hinted_date("2025-10-09T08:30:00+08:00"), hinted_date("D:20251009083000+08'00'"), hinted_date("上周")
    ('2025-10-09', '2025-10-09', None)
    """
    match = re.search(r"(20\d\d|19\d\d)\D{0,2}([01]?\d)\D{0,2}([0-3]?\d)", fold(hint or ""))
    if not match:
        return None
    try:
        return date(*(int(part) for part in match.groups())).isoformat()
    except ValueError:
        return None


def span_of(stated: StatedDate | None) -> Span | None:
    """The statement's span."""
    return Span(stated.start, stated.end) if stated else None
