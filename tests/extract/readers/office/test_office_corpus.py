"""Rendered documents of the corpus: the file gives the tables and the lines of the plain text."""

from pathlib import Path

import pytest

from mingdan.corpus.parts import load_part
from mingdan.corpus.render import align_gold, render
from mingdan.extract.readers import read_bytes
from mingdan.extract.segment.tables import find_tables


def _markdown_cells(text: str) -> list[list[str]]:
    """Cells of Markdown tables, header first, without the empty header that a table of data only is given."""
    found = [table for table in find_tables(text) if "|--" in text[table.start : table.end]]
    rows = [[cell.text for cell in row] for table in found for row in (table.header, *table.rows)]
    return [row for row in rows if any(row)]


@pytest.mark.parametrize("form", ["docx", "xlsx"])
def test_rendered_documents_keep_their_tables_and_all_text(form: str, tmp_path: Path) -> None:
    pytest.importorskip("docx", reason="python-docx writes the Word files")
    lost: dict[str, float] = {}
    documents = load_part("open") + load_part("own")
    for document in documents:
        path = render(document, "docx" if form == "docx" else "xlsx", tmp_path).path
        (read,) = read_bytes(path.read_bytes(), path.name)
        coverage = align_gold(document, read.text).coverage
        if coverage < 1 or _markdown_cells(read.text) != _markdown_cells(document.text):
            lost[document.id] = coverage
    assert len(documents) > 100
    assert lost == {}
