"""PDF documents of known content: tables row by row, articles sentence by sentence, glyph faults."""

import io
import itertools
import json
import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pypdfium2  # pyright: ignore[reportMissingTypeStubs]
import pytest

from mingdan.core.errors import UnreadableTextError
from mingdan.corpus.parts import load_part
from mingdan.corpus.render import align_gold, render
from mingdan.extract.layout import page as page_module
from mingdan.extract.layout.page import Glyph
from mingdan.extract.readers import RawDocument, pdf_pages, read_path
from mingdan.extract.readers.options import ReadOptions, use_options
from mingdan.extract.readers.pdf import PdfReader

PDF = Path(__file__).parents[2] / "fixtures" / "pdf"


def _truth(name: str) -> dict[str, Any]:
    return json.loads((PDF / f"{name}.json").read_text("utf-8"))


def _read(name: str) -> list[RawDocument]:
    return read_path(PDF / f"{name}.pdf")[1]


def _yes(*_: Any) -> bool:
    return True


def _bare(text: str) -> str:
    return re.sub(r"\s+", "", text)


def _rows(text: str) -> list[list[str]]:
    lines = [line for line in text.split("\n") if line.startswith("|") and not line.startswith("|---")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


@pytest.mark.parametrize("name", ["table_ruled", "table_borderless"])
def test_tables_come_out_row_by_row(name: str) -> None:
    truth = _truth(name)
    assert _rows(_read(name)[0].text) == [truth["header"], *truth["rows"]]


def test_text_around_a_table_keeps_its_paragraphs() -> None:
    blocks = _read("table_ruled")[0].text.split("\n\n")
    assert blocks[0] == "临海农村商业银行股份有限公司关于互联网贷款业务合作机构名单的公告"
    assert blocks[1].startswith("根据《商业银行互联网贷款管理暂行办法》")
    assert blocks[-2:] == ["临海农村商业银行股份有限公司", "2025年11月3日"]


@pytest.mark.parametrize("name", ["news_G_f", "news_L_f", "news_L_l"])
def test_articles_come_out_whole_and_apart(name: str) -> None:
    truth, documents = _truth(name), _read(name)
    assert [document.part for document in documents] == ["p1a1", "p1a2"]
    for article, document in zip(truth["articles"], documents, strict=True):
        text = _bare(document.text)
        assert text.startswith(_bare(article["headline"]))
        broken = [sentence for sentence in article["sentences"] if _bare(sentence) not in text]
        assert broken == []
        lines = [_bare(line) for _, line in article["lines"]]
        assert [pair for pair in itertools.pairwise(lines) if "".join(pair) not in text] == []


@pytest.mark.parametrize("name", ["news_L_f", "news_G_f"])
def test_furniture_stays_out_of_articles(name: str) -> None:
    texts = [_bare(document.text) for document in _read(name)]
    heads = [_bare(item["text"]) for item in _truth(name)["furniture"] if item["kind"] == "header"]
    assert [head for head in heads for text in texts if head in text] == []


@pytest.mark.parametrize(
    "name",
    [
        "g_chrome_noto",
        "g_chrome_wqy",
        "g_gbk_euc_noembed",
        "g_kangxi_tounicode",
        "g_notounicode_wqyTT",
        "g_unigb_ucs2_noembed",
        "g_vertical",
        "g_vertmix",
        "g_weasy_noto",
    ],
)
def test_glyph_faults_are_repaired(name: str) -> None:
    assert _bare(_read(name)[0].text) == _bare("".join(_truth(name).values()))


@pytest.mark.parametrize("name", ["g_notounicode_notoCFF", "g_notounicode_weasyCFF"])
def test_garbage_is_never_text(name: str) -> None:
    with use_options(ReadOptions(ocr="never")), pytest.raises(UnreadableTextError, match=r"wrong characters.*--ocr"):
        _read(name)


@pytest.mark.parametrize("name", ["table_ruled", "news_L_l", "g_vertmix"])
def test_every_character_has_a_page_and_a_box(name: str) -> None:
    for document in _read(name):
        edges = [0, *(piece.end for piece in document.map)]
        assert [piece.start for piece in document.map] == edges[:-1]
        assert edges[-1] == len(document.text)
        assert all(piece.page and piece.box and piece.box[0] < piece.box[2] for piece in document.map)


def test_a_page_whose_font_is_nowhere_is_read_by_its_own_tables(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = next(document for document in load_part("own") if document.id == "d016")
    made = render(document, "pdf", tmp_path, seed=3, producer="reportlab", font="stsong")
    monkeypatch.setattr(pdf_pages, "lacks_font", _yes)
    text = PdfReader().read(made.path.read_bytes(), "a.pdf")[0].text
    assert align_gold(document, text).unmapped == ()


def test_glyphs_without_height_show_that_a_font_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    glyphs = [Glyph("名", 0, 0, 10, 10, index=n) for n in range(3)]
    monkeypatch.setattr(page_module.pdfium, "FPDFText_GetCharBox", _yes)
    assert page_module.lacks_font(SimpleNamespace(raw=None), glyphs)
    assert not page_module.lacks_font(SimpleNamespace(raw=None), [Glyph("a", 0, 0, 5, 10, index=0)])


def test_a_long_file_that_is_opened_anew_reads_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    whole: Any = pypdfium2.PdfDocument.new()
    for name in ("news_L_f", "table_ruled", "news_G_f", "table_borderless", "news_L_l"):
        whole.import_pages(pypdfium2.PdfDocument(PDF / f"{name}.pdf"), [0])
    out = io.BytesIO()
    whole.save(out)
    once = [document.text for document in PdfReader().read(out.getvalue(), "a.pdf")]
    monkeypatch.setattr(pdf_pages, "_OPEN_FOR", 2)
    assert [document.text for document in PdfReader().read(out.getvalue(), "a.pdf")] == once
    assert "临海农村商业银行股份有限公司关于互联网贷款业务合作机构名单的公告" in "".join(once)
    assert len(once) > 2
