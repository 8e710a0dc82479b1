"""The header of a document: publication date, publisher and title, as far as the document states them."""

from dataclasses import dataclass

from mingdan.core.records import Header, Issue, Span
from mingdan.extract.header.lines import lines_of
from mingdan.extract.header.published import hinted_date, span_of, stated_date
from mingdan.extract.header.publisher import stated_publisher
from mingdan.extract.header.title import matching_line, stated_title


@dataclass(frozen=True, slots=True)
class FoundHeader:
    """Header values; ``header`` holds the spans of those read from the text, not of hints.

    ``published`` is an ISO day. ``issues`` says what is missing or contradicts a hint.
    """

    published: str | None
    publisher: str | None
    title: str | None
    header: Header
    issues: tuple[Issue, ...]


def _issues(published: str | None, hint: str | None, publisher: str | None, span: Span | None) -> tuple[Issue, ...]:
    issues: list[Issue] = []
    if published is None:
        issues.append(
            Issue("warning", "published_unknown", "the document states no publication date; give it with the input")
        )
    elif hint and hint != published and span:
        message = f"the text says {published}, the file's own field {hint}; the text is taken"
        issues.append(Issue("info", "published_differs", message, span.start, span.end))
    if publisher is None:
        issues.append(Issue("info", "publisher_unknown", "the document names no publisher"))
    return tuple(issues)


def find_header(
    text: str,
    *,
    title_hint: str | None = None,
    published_hint: str | None = None,
    publisher_hint: str | None = None,
) -> FoundHeader:
    """Read the header from ``text``; hints (HTML meta, PDF info) fill what the text leaves open.

    >>> found = find_header("名单公示\\n\\n共2家。\\n\\n溪麓银行\\n2025年10月31日\\n")
    >>> found.published, found.publisher, found.title
    ('2025-10-31', '溪麓银行', '名单公示')
    """
    lines = lines_of(text)
    stated = stated_date(text, lines)
    title = matching_line(title_hint, lines) or stated_title(text, lines)
    publisher = stated_publisher(lines, title, stated)
    hint = hinted_date(published_hint)
    published = stated.value if stated else hint
    name = publisher[0] if publisher else publisher_hint
    spans = Header(
        span_of(stated), publisher[1] if publisher else None, Span(title.start, title.end) if title else None
    )
    issues = _issues(published, hint, name, span_of(stated))
    return FoundHeader(published, name, title.text if title else title_hint, spans, issues)
