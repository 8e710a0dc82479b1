"""The two parts of the corpus, and that the locked one has a single door."""

import ast
from collections import Counter
from pathlib import Path

import pytest

import mingdan
from mingdan.core.errors import RecordError, UsageError
from mingdan.core.jsonio import write_jsonl
from mingdan.core.records import Document
from mingdan.corpus.compiler import SUFFIX, compile_folder
from mingdan.corpus.lock import EXPOSED, choose_locked
from mingdan.corpus.parts import LOCKED_FOLDER, UNSEEN_FOLDER, load_documents, load_locked, load_part

OPEN_FOLDER = LOCKED_FOLDER.parent / "open"
PACKAGE = Path(mingdan.__file__).parent
DOORS = {
    "load_locked": {"corpus/parts.py", "evaluation/locked.py", "evaluation/benchmark/materials.py"},
    "LOCKED_FOLDER": {"corpus/parts.py", "evaluation/locked.py"},
    "UNSEEN_FOLDER": {"corpus/parts.py", "corpus/dated.py", "corpus/rowless.py", "evaluation/locked.py"},
    "load_unseen_dated": {"corpus/dated.py", "evaluation/benchmarks/published.py"},
    "load_unseen_rowless": {"corpus/rowless.py", "evaluation/benchmarks/rowless.py"},
}


def names(folder: Path) -> set[str]:
    return {path.name.removesuffix(SUFFIX) for path in folder.glob(f"*{SUFFIX}")}


def modules() -> list[Path]:
    top = sorted(PACKAGE.glob("*.py"))
    return top + [path for child in sorted(PACKAGE.iterdir()) if child.is_dir() for path in sorted(child.rglob("*.py"))]


def mentioned(path: Path) -> set[str]:
    """Every name, attribute, import and string of a module."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Name):
            found.add(node.id)
        elif isinstance(node, ast.Attribute):
            found.add(node.attr)
        elif isinstance(node, ast.alias):
            found.update(node.name.split("."))
        elif isinstance(node, ast.FunctionDef):
            found.add(node.name)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            found.add(node.value)
    return found


@pytest.mark.parametrize("door", sorted(DOORS))
def test_only_the_measurement_mentions_the_locked_part(door: str) -> None:
    users = {path.relative_to(PACKAGE).as_posix() for path in modules() if door in mentioned(path)}
    assert users == DOORS[door]


def test_the_search_for_doors_sees_every_layer() -> None:
    seen = {path.relative_to(PACKAGE).parts[0] for path in modules()}
    assert {"core", "extract", "models", "corpus", "evaluation"} <= seen


def test_open_part_is_free_of_findings() -> None:
    documents, findings = compile_folder(OPEN_FOLDER)
    assert findings == []
    assert {document.id for document in documents} == names(OPEN_FOLDER)
    assert load_part("open") == documents


def test_parts_are_disjoint_and_chosen_by_the_program() -> None:
    opened, locked = names(OPEN_FOLDER), names(LOCKED_FOLDER)
    assert not opened & locked
    assert sorted(locked) == choose_locked(opened | locked)
    assert opened >= EXPOSED


def test_locked_part_opens_for_nothing_but_a_measurement() -> None:
    with pytest.raises(UsageError, match="--locked"):
        load_part("locked")
    with pytest.raises(UsageError, match="--locked"):
        load_locked("curiosity")
    with pytest.raises(UsageError, match="--locked"):
        load_documents(LOCKED_FOLDER)
    with pytest.raises(UsageError, match="--locked"):
        load_part("unseen")
    with pytest.raises(UsageError, match="--locked"):
        load_documents(UNSEEN_FOLDER)
    with pytest.raises(UsageError, match="open"):
        load_part("test")


def test_locked_faults_are_told_without_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "x.doc.md").write_text("genre: [\n===\n{机密|DATE}\n===\n", "utf-8")
    monkeypatch.setattr("mingdan.corpus.parts.LOCKED_FOLDER", tmp_path)
    with pytest.raises(RecordError) as caught:
        load_locked("measurement")
    assert str(caught.value).startswith("corpus/locked: faulty labels: date_value 1, genre 1, yaml 1")
    assert "机密" not in str(caught.value)


def test_the_unseen_part_is_of_seven_other_writers_and_has_no_faults() -> None:
    assert Counter(name[0] for name in names(UNSEEN_FOLDER)) == Counter(h=37, k=26, n=24, w=30, Y=34, Z=34, y=34)
    assert {d.id for d in load_locked("measurement", "unseen")} == names(UNSEEN_FOLDER)


def test_files_and_folders_load_alike(tmp_path: Path) -> None:
    path = tmp_path / "open.jsonl"
    write_jsonl(path, load_part("open"))
    assert load_documents(path) == load_documents(OPEN_FOLDER)


def test_an_id_twice_in_a_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "twice.jsonl"
    write_jsonl(path, [Document("d", ""), Document("d", "")])
    with pytest.raises(RecordError, match="twice"):
        load_documents(path)
