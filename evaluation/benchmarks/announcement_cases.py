"""Announcements drawn case by case with reportlab, and how many of their rows are read back.

``python -m mingdan.evaluation.benchmarks.announcement_cases``. Names are invented; a row counts as found where partner
and role are right, others that come out are false.
"""

import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mingdan.corpus.render import fonts, libraries
from mingdan.extract.pipeline import Pipeline, load

LENDER = "望川农村商业银行股份有限公司"
_PLACES = ("江州", "海州", "云岭", "青川", "临泽", "南浦")
_CORES = ("微山", "守信", "云帆", "麦禾", "星桥", "橙石", "竹叶", "河图", "知远", "百川")
_ROLES = {
    "助贷类": ("platform.facilitation", "数字科技有限公司"),
    "融资担保": ("credit_enhancement.guarantee", "融资担保有限公司"),
    "催收": ("collection", "信用管理有限公司"),
}
Row = tuple[str, str]


@dataclass(frozen=True, slots=True)
class CaseFigures:
    """Rows expected, found and false in one case."""

    case: str
    expected: int
    found: int
    false: int


def partners(count: int, long: bool = False) -> list[Row]:
    """Invented partners with the words of their roles, roles in runs."""
    size = -(-count // len(_ROLES))
    rows: list[Row] = []
    for number in range(count):
        role = list(_ROLES)[number // size]
        core = _CORES[number % len(_CORES)] + _CORES[(number // len(_CORES) + number) % len(_CORES)]
        middle = "互联网普惠金融信息咨询" if long else ""
        rows.append((_PLACES[number % len(_PLACES)] + core + middle + _ROLES[role][1], role))
    return rows


class _Page:
    """Styles and shortcuts of one document."""

    def __init__(self, font: str) -> None:
        self.platypus = libraries.platypus()
        self.font = fonts.register(font)
        style = libraries.styles().ParagraphStyle
        look = {"fontName": self.font, "wordWrap": "CJK"}
        self.body = style("body", fontSize=10.5, leading=17, firstLineIndent=21, **look)
        self.head = style("head", fontSize=15, leading=22, alignment=1, spaceAfter=10, **look)
        self.cell = style("cell", fontSize=9, leading=12, **look)
        self.note = style("note", fontSize=7.5, leading=10, **look)

    def table(
        self, rows: Sequence[Sequence[str]], widths: Sequence[float], *, ruled: bool = True, spans: Sequence[Any] = ()
    ) -> Any:
        """A table with a repeated header."""
        look: list[Any] = [("VALIGN", (0, 0), (-1, -1), "MIDDLE"), *spans]
        look += [("GRID", (0, 0), (-1, -1), 0.5, "#333333")] if ruled else []
        cells = [[self.platypus.Paragraph(text, self.cell) for text in row] for row in rows]
        return self.platypus.Table(cells, colWidths=widths, repeatRows=1, style=self.platypus.TableStyle(look))

    def write(self, path: Path, inner: Sequence[Any], foot: str = "") -> None:
        """The announcement around ``inner``; ``foot`` stands in small type at the foot of every page."""
        paragraph = self.platypus.Paragraph

        def draw(canvas: Any, made: Any) -> None:
            canvas.setFont(self.font, 7.5)
            canvas.drawString(64, 44, foot)
            canvas.drawCentredString(297, 28, f"- {canvas.getPageNumber()} -")

        story = [
            paragraph(f"{LENDER}关于互联网贷款合作机构名单的公告", self.head),
            paragraph("按照监管要求，现将我行互联网贷款业务合作机构名单公示如下，供广大客户查询。", self.body),
            self.platypus.Spacer(1, 8),
            *inner,
            self.platypus.Spacer(1, 8),
            paragraph("名单以外的机构以我行名义开展业务的，均与我行无关，请客户注意甄别。", self.body),
            paragraph(LENDER, self.body),
            paragraph("2025年11月3日", self.body),
        ]
        made = self.platypus.SimpleDocTemplate(str(path), invariant=1, leftMargin=64, rightMargin=64)
        made.build(story, onFirstPage=draw, onLaterPages=draw)


def _numbered(rows: Sequence[Row]) -> list[list[str]]:
    return [["序号", "机构名称", "合作类型"], *([str(n), name, role] for n, (name, role) in enumerate(rows, 1))]


def _long(page: _Page, path: Path, *, ruled: bool) -> list[Row]:
    rows = partners(60)
    page.write(path, [page.table(_numbered(rows), (50, 270, 120), ruled=ruled)])
    return rows


def _wrapped(page: _Page, path: Path, *, ruled: bool) -> list[Row]:
    rows = partners(24, long=True)
    page.write(path, [page.table(_numbered(rows), (50, 130, 120), ruled=ruled)])
    return rows


def _merged(page: _Page, path: Path) -> list[Row]:
    rows = partners(54)
    size = len(rows) // len(_ROLES)
    cells = [[role if n % size == 0 else "", str(n + 1), name] for n, (name, role) in enumerate(rows)]
    spans = [("SPAN", (0, 1 + k * size), (0, (k + 1) * size)) for k in range(len(_ROLES))]
    inner = [page.table([["合作类型", "序号", "机构名称"], *cells], (120, 50, 270), spans=spans)]
    page.write(path, inner)
    return rows


def _sections(page: _Page, path: Path) -> list[Row]:
    rows = partners(30)
    cells: list[list[str]] = []
    spans: list[Any] = []
    for number, (name, role) in enumerate(rows, 1):
        if number == 1 or rows[number - 2][1] != role:
            cells.append([f"{role}机构", ""])
            spans.append(("SPAN", (0, len(cells)), (1, len(cells))))
        cells.append([str(number), name])
    page.write(path, [page.table([["序号", "机构名称"], *cells], (80, 300), spans=spans)])
    return rows


def _twin(page: _Page, path: Path, *, ruled: bool) -> list[Row]:
    rows = [(name, "催收") for name, _ in partners(40)]
    half = len(rows) // 2
    cells = [[str(n + 1), rows[n][0], str(n + 1 + half), rows[n + half][0]] for n in range(half)]
    table = page.table([["序号", "机构名称", "序号", "机构名称"], *cells], (36, 190, 36, 190), ruled=ruled)
    page.write(path, [page.platypus.Paragraph("催收合作机构", page.body), table])
    return rows


def _pairs(rows: Sequence[Row]) -> list[tuple[int, int]]:
    """Numbers of the partners that stand side by side, the first half on the left."""
    half = len(rows) // 2
    return [(n, n + half) for n in range(half)]


def _twin_names(page: _Page, path: Path, *, headed: bool) -> list[Row]:
    """Two columns of names, nothing else."""
    rows = [(name, "催收") for name, _ in partners(40)]
    cells = [[rows[a][0], rows[b][0]] for a, b in _pairs(rows)]
    table = page.table([["机构名称"] * 2, *cells] if headed else cells, (220, 220), ruled=False)
    page.write(path, [page.platypus.Paragraph("催收合作机构名单如下：", page.body), table])
    return rows


def _twin_roles(page: _Page, path: Path) -> list[Row]:
    rows = partners(40)
    cells = [[str(a + 1), *rows[a], str(b + 1), *rows[b]] for a, b in _pairs(rows)]
    page.write(path, [page.table([["序号", "机构名称", "合作类型"] * 2, *cells], (30, 160, 50) * 2, ruled=False)])
    return rows


def _twin_wrapped(page: _Page, path: Path) -> list[Row]:
    rows = [(name, "催收") for name, _ in partners(40, long=True)]
    cells = [[str(a + 1), rows[a][0], str(b + 1), rows[b][0]] for a, b in _pairs(rows)]
    table = page.table([["序号", "机构名称"] * 2, *cells], (36, 130) * 2, ruled=False)
    page.write(path, [page.platypus.Paragraph("催收合作机构", page.body), table])
    return rows


def _twin_items(page: _Page, path: Path) -> list[Row]:
    """A numbered list set in two columns."""
    rows = [(name, "催收") for name, _ in partners(30)]
    cells = [[f"{a + 1}. {rows[a][0]}", f"{b + 1}. {rows[b][0]}"] for a, b in _pairs(rows)]
    page.write(
        path, [page.platypus.Paragraph("催收合作机构名单如下：", page.body), page.table(cells, (220, 220), ruled=False)]
    )
    return rows


def _noted(page: _Page, path: Path) -> list[Row]:
    rows = partners(36)
    inner = [
        page.table(_numbered(rows), (50, 270, 120)),
        page.platypus.Paragraph("注：1. 表中机构排名不分先后。2. 更名的机构按新名称列示。", page.note),
    ]
    page.write(path, inner, foot="注：本名单由我行个人金融部负责解释，如有疑问请拨打客服热线。")
    return rows


CASES: Mapping[str, Callable[[_Page, Path], list[Row]]] = {
    "ruled, 60 rows, repeated header": lambda page, path: _long(page, path, ruled=True),
    "borderless, 60 rows, repeated header": lambda page, path: _long(page, path, ruled=False),
    "ruled, wrapped names": lambda page, path: _wrapped(page, path, ruled=True),
    "borderless, wrapped names": lambda page, path: _wrapped(page, path, ruled=False),
    "merged roles over pages": _merged,
    "merged section rows": _sections,
    "two columns of partners, ruled": lambda page, path: _twin(page, path, ruled=True),
    "two columns of partners, borderless": lambda page, path: _twin(page, path, ruled=False),
    "two columns of names, borderless": lambda page, path: _twin_names(page, path, headed=True),
    "two columns of names without a header": lambda page, path: _twin_names(page, path, headed=False),
    "two columns of partners with roles, borderless": _twin_roles,
    "two columns of wrapped names, borderless": _twin_wrapped,
    "two columns of a numbered list": _twin_items,
    "footnotes": _noted,
}


def measure(font: str = "stsong", pipeline: Pipeline | None = None) -> Iterator[CaseFigures]:
    """Figures of every case in a font."""
    pipeline = pipeline or load()
    for case, draw in CASES.items():
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "case.pdf"
            expected = {(name, _ROLES[role][0]) for name, role in draw(_Page(font), path)}
            found = [(row.partner, row.role) for document in pipeline.read(path) for row in document.partnerships]
        yield CaseFigures(case, len(expected), len(expected & set(found)), len(set(found) - expected))


def main() -> None:
    """Measure and print."""
    for font in ("stsong", "zenhei"):
        if fonts.is_installed(font):
            print(f"{font + ':':<48}{'expected':>9}{'found':>7}{'false':>7}")
            for f in measure(font):
                print(f"{f.case:<48}{f.expected:>9}{f.found:>7}{f.false:>7}")


if __name__ == "__main__":
    main()
