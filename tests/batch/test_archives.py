"""Archives: what each kind gives, and what becomes of broken ones."""

import gzip
import io
import json
import tarfile
import zipfile
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from mingdan.batch.archives import Archives
from mingdan.batch.archives.base import STRETCH_BYTES, stretches
from mingdan.batch.archives.folders import MARK
from mingdan.extract.inputs import Input, Rejected
from mingdan.extract.readers.limits import limited


def read(*names: Path | str, published: str | None = None) -> tuple[list[Input], list[Rejected], list[str]]:
    """Everything that archives give."""
    found = list(Archives(tuple(map(str, names)), published).stretches())
    inputs = [item for stretch in found for item in stretch.inputs]
    rejected = [item for stretch in found for item in stretch.rejected]
    return inputs, rejected, [text for stretch in found for text in stretch.notes]


def tar_of(path: Path, members: dict[str, bytes], mode: str = "w") -> Path:
    with tarfile.open(path, mode) as archive:  # type: ignore[call-overload]
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))  # pyright: ignore[reportUnknownMemberType]
    return path


def test_a_folder_gives_its_files_in_order_and_notes_the_others(tmp_path: Path) -> None:
    for name in ("b/2.txt", "a/1.html", "b/x.bin", ".hidden/3.txt", "b/.4.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("甲", "utf-8")
    inputs, rejected, notes = read(tmp_path)
    assert [item.path and item.path.name for item in inputs] == ["1.html", "2.txt"]
    assert not rejected
    assert notes == [f"{tmp_path}: files of other types skipped: .bin 1"]


def test_the_output_of_a_run_is_no_archive(tmp_path: Path) -> None:
    (tmp_path / "out" / MARK).mkdir(parents=True)
    (tmp_path / "out" / "x.txt").write_text("甲", "utf-8")
    (tmp_path / "y.txt").write_text("乙", "utf-8")
    assert [item.where for item in read(tmp_path)[0]] == [str(tmp_path / "y.txt")]


def test_a_glob_and_a_file_named_outright(tmp_path: Path) -> None:
    for name in ("1.txt", "2.txt", "3.odd"):
        (tmp_path / name).write_text("甲", "utf-8")
    inputs, _, _ = read(tmp_path / "*.txt", tmp_path / "3.odd")
    assert [Path(item.where).name for item in inputs] == ["1.txt", "2.txt", "3.odd"]


def test_a_path_that_leads_nowhere_is_rejected() -> None:
    inputs, rejected, _ = read("nowhere/at/all", "nowhere/*.txt")
    assert not inputs
    assert [item.error.code for item in rejected] == ["missing_file", "missing_file"]


@pytest.mark.parametrize("mode", ["w", "w:gz", "w:bz2", "w:xz"])
def test_a_tar_gives_its_members_one_by_one(tmp_path: Path, mode: str) -> None:
    name = "a.tar" + mode[1:].replace(":", ".")
    path = tar_of(tmp_path / name, {"x/1.txt": b"1", "x/.2.txt": b"2", "3.exe": b"3", "../../4.txt": b"4"}, mode)
    inputs, rejected, notes = read(path)
    assert [(item.where, item.data) for item in inputs] == [(f"{path}#x/1.txt", b"1"), (f"{path}#4.txt", b"4")]
    assert not rejected
    assert notes == [f"{path}: files of other types skipped: .exe 1"]


def test_a_tar_that_breaks_off_gives_what_comes_before(tmp_path: Path) -> None:
    path = tar_of(tmp_path / "a.tar", {"1.txt": b"1" * 2000, "2.txt": b"2" * 200_000})
    path.write_bytes(path.read_bytes()[:20_000])
    inputs, rejected, _ = read(path)
    assert [item.where for item in inputs] == [f"{path}#1.txt"]
    assert [(item.where, item.error.code) for item in rejected] == [(str(path), "damaged")]


def test_a_member_over_the_limit_is_rejected_by_name(tmp_path: Path) -> None:
    path = tar_of(tmp_path / "a.tar", {"1.txt": b"1" * 2000, "2.txt": b"2"})
    with limited(member_bytes=1000):
        inputs, rejected, _ = read(path)
    assert [item.where for item in inputs] == [f"{path}#2.txt"]
    assert [(item.where, item.error.code) for item in rejected] == [(f"{path}#1.txt", "limit")]


def test_a_zip_gives_its_members_and_rejects_bombs(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("名单/1.txt", "甲")
        archive.writestr("bomb.txt", b"0" * 20_000_000)
        archive.writestr("__MACOSX/1.txt", "乙")
    inputs, rejected, _ = read(path)
    assert [(item.where, item.data) for item in inputs] == [(f"{path}#名单/1.txt", "甲".encode())]
    assert [(item.where, item.error.code) for item in rejected] == [(f"{path}#bomb.txt", "limit")]


def test_what_is_no_zip_is_rejected_as_a_whole(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(b"no zip")
    inputs, rejected, _ = read(tmp_path / "a.zip")
    assert not inputs
    assert [item.error.code for item in rejected] == ["damaged"]


def lines() -> list[str]:
    return [
        json.dumps({"id": "x1", "text": "甲", "published": "2025-09-30", "publisher": "某报", "odd": 1}),
        "",
        "{no json",
        json.dumps({"text": "乙"}),
        json.dumps({"id": "x3"}),
        json.dumps({"path": "b/1.txt"}),
    ]


@pytest.mark.parametrize("packed", [False, True])
def test_jsonl_gives_a_document_a_line(tmp_path: Path, packed: bool) -> None:
    data = ("\ufeff" + "\n".join(lines())).encode()
    path = tmp_path / ("a.jsonl.gz" if packed else "a.jsonl")
    path.write_bytes(gzip.compress(data) if packed else data)
    inputs, rejected, notes = read(path, published="2024-01-01")
    assert [(item.id, item.text, item.published, item.publisher) for item in inputs] == [
        ("x1", "甲", "2025-09-30", "某报"),
        (None, "乙", "2024-01-01", None),
        (None, None, "2024-01-01", None),
    ]
    assert inputs[2].path == tmp_path / "b/1.txt"
    assert [(item.where, item.error.code) for item in rejected] == [(f"{path}:3", "usage"), (f"{path}:5", "usage")]
    assert notes == [f"{path}: field 'odd' is unknown and left out (1 lines)"]


def test_a_gzip_that_breaks_off_is_rejected_after_its_lines(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(gzip.compress("".join(json.dumps({"text": str(n)}) + "\n" for n in range(5)).encode())[:-12])
    _, rejected, _ = read(path)
    assert [item.error.code for item in rejected] == ["damaged"]


def test_parquet_gives_a_document_a_row(tmp_path: Path) -> None:
    rows = {
        "id": ["a", None, "c"],
        "text": ["甲", "乙", None],
        "published": [date(2025, 9, 30), None, date(2025, 10, 1)],
        "score": [1.0, 2.0, 3.0],
    }
    path = tmp_path / "a.parquet"
    pd.DataFrame(rows).to_parquet(path)
    inputs, rejected, notes = read(path)
    assert [(item.id, item.text, item.published) for item in inputs] == [("a", "甲", "2025-09-30"), (None, "乙", None)]
    assert [(item.where, item.error.code) for item in rejected] == [(f"{path}:3", "usage")]
    assert notes == [f"{path}: columns left out: score"]


def test_parquet_without_text_and_what_is_no_parquet(tmp_path: Path) -> None:
    pd.DataFrame({"body": ["甲"]}).to_parquet(tmp_path / "a.parquet")
    (tmp_path / "b.parquet").write_bytes(b"PAR1 no")
    _, rejected, _ = read(tmp_path)
    assert [(Path(item.where).name, item.error.code) for item in rejected] == [
        ("a.parquet", "usage"),
        ("b.parquet", "damaged"),
    ]


def test_record_files_inside_folders_are_archives(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("甲", "utf-8")
    (tmp_path / "b.jsonl").write_text('{"text": "乙"}\n', "utf-8")
    (tmp_path / "c.txt").write_text("丙", "utf-8")
    assert [Path(item.where).name for item in read(tmp_path)[0]] == ["a.txt", "b.jsonl:1", "c.txt"]


def test_sizes_add_up_to_the_size_of_the_archives(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("甲" * 100, "utf-8")
    (tmp_path / "b.jsonl").write_text('{"text": "乙"}\n' * 50, "utf-8")
    pd.DataFrame({"text": ["丙"] * 7}).to_parquet(tmp_path / "c.parquet")
    archives = Archives((str(tmp_path),))
    passed = sum(stretch.size for stretch in archives.stretches())
    assert passed == archives.size() > 0


def test_a_stretch_holds_no_more_bytes_than_fit(tmp_path: Path) -> None:
    large = [(Input(str(number), data=bytes(STRETCH_BYTES // 2)), 1) for number in range(5)]
    assert [len(stretch.inputs) for stretch in stretches(large)] == [2, 2, 1]
