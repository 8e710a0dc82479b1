"""All six formats: what can be read back holds every mention of the document."""

import json
from collections import Counter
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import docx  # pyright: ignore[reportMissingTypeStubs]
import pytest
from openpyxl import load_workbook
from PIL import Image
from selectolax.lexbor import LexborHTMLParser

from mingdan.core.errors import MissingExtraError, UnreadableTextError, UsageError
from mingdan.core.records import Document
from mingdan.corpus.parts import load_part
from mingdan.corpus.render import FORMATS, Rendered, align_gold, render
from mingdan.corpus.render.rendered import Format
from mingdan.extract.readers.html import HtmlReader
from mingdan.extract.readers.options import ReadOptions, use_options
from mingdan.extract.readers.pdf import PdfReader

OWN = {document.id: document for document in load_part("own")}
CHOSEN = ("d012", "d016", "d034", "e004", "e012", "f014", "g002")
FONT = "stsong"


def of_pdf(path: Path) -> str:
    return "\n".join(part.text for part in PdfReader().read(path.read_bytes(), path.name))


def of_html(path: Path) -> str:
    tree = LexborHTMLParser(path.read_text("utf-8"))
    return tree.text(separator="\n")


def of_docx(path: Path) -> str:
    lines: list[str] = []
    opened: Any = docx.Document(str(path))  # pyright: ignore[reportUnknownMemberType]
    for part in opened.iter_inner_content():
        if hasattr(part, "rows"):
            lines += ["\t".join(cell.text for cell in row.cells) for row in part.rows]
        else:
            lines.append(part.text)
    return "\n".join(lines)


def of_xlsx(path: Path) -> str:
    book = load_workbook(path)
    rows = (row for sheet in book.worksheets for row in sheet.iter_rows(values_only=True))
    return "\n".join("\t".join(str(value) for value in row if value is not None) for row in rows)


READERS: dict[str, Callable[[Path], str]] = {"pdf": of_pdf, "html": of_html, "docx": of_docx, "xlsx": of_xlsx}


def read_back(made: Rendered) -> str:
    """The text in a file; of a scan and of a newspaper page the truth's."""
    reader = READERS.get(made.format)
    return reader(made.path) if reader else made.truth["text"]


def rendered(name: str, format: Format, folder: Path) -> tuple[Document, Rendered]:
    return OWN[name], render(OWN[name], format, folder, seed=3, producer="reportlab", font=FONT)


@pytest.mark.parametrize("name", CHOSEN)
@pytest.mark.parametrize("format", FORMATS)
def test_every_label_is_found_in_every_format(name: str, format: Format, tmp_path: Path) -> None:
    document, made = rendered(name, format, tmp_path)
    for text in (made.truth["text"], read_back(made)):
        mapped = align_gold(document, text)
        assert mapped.unmapped == ()
        assert len(mapped.document.entities) == len(document.entities)
        assert len(mapped.document.partnerships) == len(document.partnerships)
        assert Counter(e.value for e in mapped.document.entities) == Counter(e.value for e in document.entities)


@pytest.mark.parametrize("format", FORMATS)
def test_the_same_seed_gives_the_same_bytes(format: Format, tmp_path: Path) -> None:
    _, first = rendered("d016", format, tmp_path / "a")
    _, second = rendered("d016", format, tmp_path / "b")
    assert first.path.read_bytes() == second.path.read_bytes()
    assert first.truth == second.truth


def test_marks_of_html_and_formulas_are_text() -> None:
    assert "&lt;script&gt;" in page_of("甲<script>&乙\n\n<b>丙</b> 有限公司")
    assert "<script>&乙" not in page_of("甲<script>&乙")


def page_of(text: str) -> str:
    from mingdan.corpus.render.html import page

    return page(Document("d", text, title="<t>"))


@pytest.mark.parametrize("format", FORMATS)
def test_angle_brackets_and_ampersands_come_back(format: Format, tmp_path: Path) -> None:
    text = "关于<合作机构>的公告\n\n甲&乙银行与<丙>公司合作。\n\n| 机构<名> | 类型 |\n|---|---|\n| =丁&戊公司 | 助贷 |"
    made = render(Document("x", text), format, tmp_path, producer="reportlab", font=FONT)
    found = align_gold(Document("x", text), read_back(made))
    assert found.coverage == 1.0


def test_the_reader_takes_the_article_out_of_the_web_page(tmp_path: Path) -> None:
    document, made = rendered("d016", "html", tmp_path)
    (read,) = HtmlReader().read(made.path.read_bytes(), "d016")
    assert align_gold(document, read.text).unmapped == ()
    assert "本页由脚本生成" not in read.text


def test_a_scan_is_images_without_a_text_layer(tmp_path: Path) -> None:
    _, made = rendered("g002", "scan", tmp_path)
    with use_options(ReadOptions(ocr="never")), pytest.raises(UnreadableTextError, match="scan"):
        PdfReader().read(made.path.read_bytes(), "scan")
    pages = sorted(tmp_path.glob("g002.scan_p*.jpg"))
    assert pages
    with Image.open(pages[0]) as image:
        darkest, brightest = image.convert("L").getextrema()  # pyright: ignore[reportGeneralTypeIssues]
        assert image.width > 1000
        assert int(str(darkest)) < 120 < 200 < int(str(brightest))


def test_a_workbook_keeps_tables_as_cells(tmp_path: Path) -> None:
    _, made = rendered("d016", "xlsx", tmp_path)
    sheet = load_workbook(BytesIO(made.path.read_bytes())).worksheets[0]
    rows = [[cell for cell in row if cell] for row in sheet.iter_rows(values_only=True)]
    assert ["合作类型", "序号", "机构全称", "合作产品", "客服电话"] in rows


def test_the_truth_of_a_newspaper_page_lies_beside_it(tmp_path: Path) -> None:
    document, made = rendered("d002", "newspaper", tmp_path)
    truth = json.loads(made.path.with_suffix(".json").read_text("utf-8"))
    assert [a["document"] for a in truth["articles"]].count(document.id) == 1
    assert truth == made.truth


@pytest.mark.parametrize("producer", ["weasyprint", "chromium"])
def test_another_producer_prints_or_says_what_to_install(producer: str, tmp_path: Path) -> None:
    document = OWN["g002"]
    try:
        made = render(document, "pdf", tmp_path, producer=producer, font="zenhei")
    except MissingExtraError as error:
        missing = error
    else:
        assert align_gold(document, of_pdf(made.path)).unmapped == ()
        return
    assert missing.hint


def test_an_unknown_format_or_producer_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="unknown format"):
        render(OWN["g002"], "odt", tmp_path)  # pyright: ignore[reportArgumentType]
    with pytest.raises(UsageError, match="unknown producer"):
        render(OWN["g002"], "pdf", tmp_path, producer="latex", font=FONT)
