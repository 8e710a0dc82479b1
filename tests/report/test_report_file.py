"""The file itself: it loads nothing, and documents are data in it."""

import html
import re
from pathlib import Path

import pytest
from report_papers import FORMULA, HOSTILE, SCRIPT

from mingdan.core.errors import UsageError
from mingdan.report import write_report
from mingdan.report.payload import pack, unpack


def own(text: str) -> str:
    """The page without its script."""
    return re.sub(r"<script>.*?</script>", "", text, flags=re.DOTALL)


def test_nothing_is_loaded_and_nothing_else_may_run(report: Path) -> None:
    text = report.read_text("utf-8")
    assert not re.search(r"""(?:src|href)\s*=\s*["']?(?:https?:)?//""", own(text))
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', text)
    assert policy is not None
    assert html.unescape(policy[1]).startswith("default-src 'none'; script-src 'sha256-")
    assert "unsafe-eval" not in policy[1]


def test_documents_are_data(report: Path) -> None:
    text = own(report.read_text("utf-8"))
    assert HOSTILE not in text
    assert SCRIPT not in text
    assert "harmed" not in text
    table = unpack(re.findall(r'id="data-table">([^<]*)<', text)[0])
    assert any(HOSTILE in row and SCRIPT in row for row in table["rows"])
    assert any(FORMULA in row for row in table["rows"])


def test_the_same_output_gives_the_same_data(report: Path, folder: Path, tmp_path: Path) -> None:
    write_report(folder, tmp_path / "again.html")
    one, other = (
        re.findall(r'id="data-(?:table|\d+)">([^<]*)<', p.read_text("utf-8")) for p in (report, tmp_path / "again.html")
    )
    assert one == other
    assert len(one) > 5


def test_letters_that_no_file_holds_come_through() -> None:
    assert unpack(pack({"a": "\ud800"})) == {"a": "\ud800"}


def test_a_path_that_cannot_be_written_is_an_error(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        write_report(folder, tmp_path / "none" / "report.html")
    (tmp_path / "taken").mkdir()
    with pytest.raises(UsageError):
        write_report(folder, tmp_path / "taken")
    assert [one.name for one in tmp_path.iterdir()] == ["taken"]
