"""Lines of a page: running text, furniture, table rows and entries."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

Kind = Literal["text", "furniture", "table"]

_ROW = re.compile(r"^\s*\||\t|\S[ \u3000]{2,}\S.*[ \u3000]{2,}\S|\S\u3000+\S.*\S\u3000+\S")
_NUMBERED = re.compile(r"\d{1,3}[ \u3000]+\S")
_MARKER = re.compile(
    r"^\s*(?:[（(]?[一二三四五六七八九十百]{1,3}[)）、.．]|第[一二三四五六七八九十]+[章节条部分类]|[（(]\d{1,3}[)）]"
    r"|\d{1,3}\s*[.．、)）](?!\d)|[①-⑳]|[-*•·●◆■□▪○▶►]\s?|#{1,6}\s|【|▍|问[:：]|答[:：]|[QA]\d*[:：])"
)
_END = re.compile(r"[。！？!?；;…：:][”’」』）)]*$")
_STRONG_END = re.compile(r"[。！？!?…][”’」』）)]*$")


@dataclass(frozen=True, slots=True)
class PageLine:
    """A line without its outer white space; offsets are code points of the page, end exclusive.

    ``blank``: blank lines directly before it; ``indent``: white space that it begins with.
    """

    start: int
    end: int
    text: str
    kind: Kind
    blank: int
    indent: int

    @property
    def marked(self) -> bool:
        """Whether it begins with a number, a bullet or a heading's sign."""
        return _MARKER.match(self.text) is not None

    @property
    def numbered(self) -> bool:
        """Whether it begins with a number and white space, as a row of a table does."""
        return _NUMBERED.match(self.text) is not None

    @property
    def ended(self) -> bool:
        """Whether it ends with a mark that closes a sentence or opens a list."""
        return _END.search(self.text) is not None

    @property
    def closed(self) -> bool:
        """Whether it ends with a full stop or its like."""
        return _STRONG_END.search(self.text) is not None


@cache
def _furniture() -> re.Pattern[str]:
    data = tomllib.loads(files("mingdan.extract").joinpath("data/reading.toml").read_text("utf-8"))
    return re.compile("|".join(f"(?:{pattern})" for pattern in data["furniture"]))


def is_furniture(line: str) -> bool:
    """Whether a line is no part of an article: a credit, a caption with one, a page number, a turn, the staff.

    >>> is_furniture("本报记者 高远 摄"), is_furniture("（下转A6版）"), is_furniture("截至6月末，共3家。")
    (True, True, False)
    """
    return _furniture().fullmatch(line.strip()) is not None


def page_lines(text: str) -> list[PageLine]:
    """The lines that hold anything but white space.

    >>> [(line.text, line.kind, line.blank) for line in page_lines("甲银行公\\n\\n第7版\\n布名单")]
    [('甲银行公', 'text', 0), ('第7版', 'furniture', 1), ('布名单', 'text', 0)]
    """
    lines: list[PageLine] = []
    blank = 0
    for match in re.finditer(r"[^\n]*(?:\n|$)", text):
        content = match.group().rstrip("\n")
        bare = content.strip()
        if not bare:
            blank += 1
            continue
        indent = len(content) - len(content.lstrip())
        start = match.start() + indent
        lines.append(PageLine(start, start + len(bare), bare, _kind(content), blank, indent))
        blank = 0
    return lines


def _kind(content: str) -> Kind:
    if is_furniture(content):
        return "furniture"
    return "table" if _ROW.search(content.strip()) else "text"
