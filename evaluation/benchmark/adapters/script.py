"""A script of regular expressions, as people write it for this task today.

Institutions by their endings, dates, titles in 《》, role words in headings, cells and before enumerations, and rows
from Markdown tables, numbered lists and enumerations. PDF text and tables come from pdfplumber with its defaults.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from typing import Any

from mingdan.core.records import Document
from mingdan.evaluation.benchmark.adapters.findings import Found, tagged
from mingdan.evaluation.benchmark.adapters.script_rows import rows
from mingdan.evaluation.benchmark.systems import Predict, Read, SystemInfo

_DATE = re.compile(
    r"(?P<y>20\d\d)[年./-](?P<m>\d{1,2})[月./-](?P<d>\d{1,2})日?|(?P<y2>20\d\d)年(?P<m2>\d{1,2})月|(?P<y3>20\d\d)年"
    r"|(?P<m4>\d{1,2})月(?P<d4>\d{1,2})日"
)


class Script:
    """The compiled expressions."""

    def __init__(self, words: Mapping[str, Any]) -> None:
        self.words = words
        names = words["names"]
        char = f"[^{names['not_in_name']}]"
        body, company = "|".join(names["body"]), "|".join(names["company"])
        endings = "|".join(names["ending"])
        known = "|".join(map(re.escape, names["known"]))
        self._name = re.compile(f"(?:{known})|{char}{{2,18}}?(?:(?:{body})?(?:{company})|(?:{endings})(?:{company})?)")
        self._no_name = re.compile(f"(?:{names['no_name']})(?:{char}{{0,4}})$")
        self._lead = re.compile(f"^(?:{'|'.join(names['lead'])}|\\d)+(?={char}{{4}})")
        self._title = re.compile(f"《([^《》]*(?:{'|'.join(words['policies']['title_end'])}))》")
        self._number = re.compile(words["policies"]["number"])
        self.roles: Mapping[str, str] = words["roles"]
        self.role = re.compile("|".join(map(re.escape, sorted(self.roles, key=len, reverse=True))))
        self._assigns = re.compile(f"[^。；]{{0,12}}?(?:{words['rows']['lists']})")

    def names(self, text: str) -> Iterator[tuple[int, int]]:
        """Offsets of names of institutions."""
        for found in self._name.finditer(text):
            lead = self._lead.match(found.group())
            if not self._no_name.match(found.group()):
                yield found.start() + (lead.end() if lead else 0), found.end()

    def policies(self, text: str) -> Iterator[tuple[int, int]]:
        """Offsets of titles in 《》 that end like rules, and of document numbers."""
        yield from (found.span(1) for found in self._title.finditer(text))
        yield from (found.span() for found in self._number.finditer(text))

    def role_words(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Offsets and code of role words in headings, cells and before an enumeration."""
        start = 0
        for line in text.splitlines(keepends=True):
            heading = line.startswith(("|", "#")) or (len(line) <= 40 and "。" not in line and "，" not in line)
            for found in self.role.finditer(line):
                if heading or self._assigns.match(line, found.end()):
                    yield start + found.start(), start + found.end(), self.roles[found.group()]
            start += len(line)

    def find(self, document: Document) -> Document:
        """The document with mentions and rows."""
        text, year = document.text, (document.published or "")[:4]
        policies = list(self.policies(text))
        roles = list(self.role_words(text))
        taken = [(start, end) for start, end, *_ in (*policies, *roles)]
        names = [span for span in self.names(text) if not _inside(span, taken)]
        found: list[Found] = [(start, end, "INST", None) for start, end in names]
        found += [(start, end, "POLICY", None) for start, end in policies]
        found += [(start, end, "ROLE", code) for start, end, code in roles]
        found += [(start, end, "DATE", value) for start, end, value in dates(text, year)]
        labels = {label: label for label in ("INST", "POLICY", "ROLE", "DATE")}
        document = tagged(document, found, labels)
        return replace(document, partnerships=tuple(rows(self, document, names)))


def _inside(span: tuple[int, int], others: Sequence[tuple[int, int]]) -> bool:
    return any(start <= span[0] and span[1] <= end for start, end in others)


def dates(text: str, year: str) -> Iterator[tuple[int, int, str | None]]:
    """Offsets and ISO value of dates; ``year`` stands in where a date has none.

    >>> list(dates("自2025年4月1日起，10月1日", "2025"))
    [(1, 10, '2025-04-01'), (12, 17, '2025-10-01')]
    """
    for found in _DATE.finditer(text):
        part = {name.rstrip("234"): value for name, value in found.groupdict().items() if value}
        stated = part.get("y") or year
        pieces = [stated, *(f"{int(part[name]):02}" for name in ("m", "d") if name in part)]
        yield found.start(), found.end(), "-".join(pieces) if stated else None


def load_script() -> Script:
    """The script with its word lists."""
    path = files("mingdan.evaluation.benchmark").joinpath("adapters/script.toml")
    return Script(tomllib.loads(path.read_text("utf-8")))


def make(info: SystemInfo) -> Predict:
    """Compile the expressions."""
    script = load_script()

    def predict(documents: Sequence[Document]) -> list[Document]:
        return [script.find(document) for document in documents]

    return predict


def make_reader(info: SystemInfo) -> Read:
    """Read files with pdfplumber: the text of each page, then its tables as Markdown."""
    script = load_script()

    def read(path: Path) -> list[Document]:
        return [script.find(Document(path.stem, plain_text(path)))]

    return read


def plain_text(path: Path) -> str:
    """Text of a PDF file as pdfplumber gives it by default; a merged cell's rows take the value above."""
    import pdfplumber

    parts: list[str] = []
    above: list[str] = []
    with pdfplumber.open(path) as pdf:
        for page in pdf.pages:
            parts.append(page.extract_text())
            for table in page.extract_tables():
                lines: list[str] = []
                for row in table:
                    above = filled(row, above)
                    lines.append(f"| {' | '.join(above)} |")
                parts.append("\n".join([*lines[:1], "|---|", *lines[1:]]))
    return "\n\n".join(parts)


def filled(row: Sequence[str | None], above: Sequence[str]) -> list[str]:
    """Cells of a row without white space; those that pdfplumber leaves out take the cell above.

    >>> filled(["甲 乙", None, ""], ["一", "二", "三"])
    ['甲乙', '二', '']
    """
    cells: list[str] = []
    for number, cell in enumerate(row):
        kept = above[number] if number < len(above) else ""
        cells.append(kept if cell is None else "".join(cell.split()))
    return cells
