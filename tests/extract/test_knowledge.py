"""The user's own files of names and roles."""

from pathlib import Path

import pytest

from mingdan.core.errors import UsageError
from mingdan.extract.knowledge import load_names, load_roles


def test_a_row_without_its_name_is_told_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "names.csv"
    path.write_text("name,type\n\n虎鲸数科,platform\n,bank\n", "utf-8")
    with pytest.raises(UsageError, match=r"names\.csv:4: the row has no name"):
        load_names(path)


def test_an_unknown_type_is_told_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "names.csv"
    path.write_text("name,type\n\n虎鲸数科,whale\n", "utf-8")
    with pytest.raises(UsageError, match=r"names\.csv:3: unknown type 'whale'"):
        load_names(path)


def test_a_missing_head_says_which_line_to_put_first(tmp_path: Path) -> None:
    path = tmp_path / "roles.csv"
    path.write_text("导流,platform\n", "utf-8")
    with pytest.raises(UsageError, match="begin the file with the line word,role"):
        load_roles(path)
