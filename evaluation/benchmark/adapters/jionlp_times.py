"""jionlp's ``extract_time``: calendar expressions with values, resolved against the publication date."""

import io
import re
from calendar import monthrange
from collections.abc import Iterator, Mapping, Sequence
from contextlib import redirect_stdout
from typing import Any, cast

from mingdan.core.records import Document
from mingdan.evaluation.benchmark.adapters.findings import Found, tagged
from mingdan.evaluation.benchmark.systems import Predict, SystemInfo

_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def make(info: SystemInfo) -> Predict:
    """Load the package, whose greeting on stdout is dropped."""
    with redirect_stdout(io.StringIO()):
        import jionlp  # pyright: ignore[reportMissingImports, reportMissingTypeStubs]
    jio: Any = jionlp
    mapping, day = info.settings["map"], str(info.settings["day"])

    def predict(documents: Sequence[Document]) -> list[Document]:
        found = [jio.ner.extract_time(document.text, time_base=_base(document, day)) for document in documents]
        return [tagged(d, _spans(times), mapping) for d, times in zip(documents, found, strict=True)]

    return predict


def _base(document: Document, day: str) -> dict[str, int]:
    parts = (document.published or day).split("-")
    return dict(zip(("year", "month", "day"), map(int, parts), strict=False))


def _spans(times: Sequence[Mapping[str, Any]]) -> Iterator[Found]:
    for time in times:
        start, end = time["offset"]
        yield start, end, time["type"], _value(time["detail"]["time"])


def _value(moments: Any) -> str | None:
    """ISO value of a pair of moments; durations and recurring times are given in other shapes and have none."""
    if isinstance(moments, list) and all(isinstance(moment, str) for moment in cast(list[Any], moments)):
        return iso_value(*cast(list[str], moments))
    return None


def iso_value(first: str, last: str) -> str | None:
    """ISO 8601 value of the moments from ``first`` to ``last``; null where an end is open or before our era.

    >>> iso_value("2025-04-01 00:00:00", "2025-04-30 23:59:59"), iso_value("2025-10-13 20:00:00", "2025-10-13 23:59:59")
    ('2025-04', '2025-10-13')
    >>> iso_value("2025-01-01 00:00:00", "2025-03-31 23:59:59"), iso_value("2025-01-01 00:00:00", "inf")
    ('2025-01-01/2025-03-31', None)
    >>> iso_value("-700-01-01 00:00:00", "-601-12-31 23:59:59")
    """
    start, end = first[:10], last[:10]
    if not (_DAY.fullmatch(start) and _DAY.fullmatch(end)):
        return None
    if start == end:
        return start
    if start[:4] == end[:4] and start.endswith("-01-01") and end.endswith("-12-31"):
        return start[:4]
    year, month = int(start[:4]), int(start[5:7])
    whole = start.endswith("-01") and end == f"{start[:7]}-{monthrange(year, month)[1]:02}"
    return start[:7] if whole else f"{start}/{end}"
