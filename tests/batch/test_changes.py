"""What changes between runs, or is met twice in one: nothing is lost or doubled or at a wrong place."""

import json
import tarfile
import zipfile
from io import BytesIO
from pathlib import Path

import pandas as pd
import pytest
from batch_runs import Run, assert_same, folder_of, frames, notice, write_lines

from mingdan.batch.engines import Event, NextTask
from mingdan.batch.work import Worker

A, B = "澄溪农村商业银行股份有限公司", "望川银行股份有限公司"


def texts(out: Path) -> list[str]:
    return sorted(frames(out)["documents"]["text"])


class Broken:
    """An engine that ends before it reads anything."""

    def run(self, next_task: NextTask) -> "list[Event]":
        """Draw one task and break."""
        assert next_task() is not None
        raise KeyboardInterrupt

    def close(self) -> None:
        """Nothing to end."""


def test_what_was_pending_may_come_back_in_parts(run: Run, tmp_path: Path) -> None:
    """A run over two folders breaks off; the next one reads one of them, the last one both."""
    one = folder_of(tmp_path / "a", {f"{number}.txt": f"甲{number}银行。" for number in range(10)})
    two = folder_of(tmp_path / "b", {f"{number}.txt": f"乙{number}银行。" for number in range(10)})
    with pytest.raises(KeyboardInterrupt):
        run(tmp_path / "o", one, two, engine=Broken())
    run(tmp_path / "o", one, resume=True)
    assert len(texts(tmp_path / "o")) == 10
    run(tmp_path / "o", one, two, resume=True)
    assert len(texts(tmp_path / "o")) == 20


@pytest.mark.parametrize("cut", [False, True])
def test_the_same_line_twice_is_one_document(run: Run, tmp_path: Path, cut: bool) -> None:
    lines = [{"id": "x", "text": "甲银行。"}, {"id": "y", "text": "乙银行。"}, {"id": "x", "text": "甲银行。"}]
    path = write_lines(tmp_path / "a.jsonl", lines)
    if cut:
        with pytest.raises(KeyboardInterrupt):
            run(tmp_path / "o", path, engine=Broken())
    run(tmp_path / "o", path, resume=True)
    assert texts(tmp_path / "o") == ["乙银行。", "甲银行。"]


def test_a_file_that_is_named_twice_is_read_once(run: Run, tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "in", {"1.txt": "甲银行。", "2.txt": "乙银行。"})
    run(tmp_path / "o", folder, folder / "1.txt", folder)
    assert texts(tmp_path / "o") == ["乙银行。", "甲银行。"]
    assert frames(tmp_path / "o")["documents"]["copies"].tolist() == [0, 0]


def test_members_of_one_name_are_documents_of_their_own(run: Run, tmp_path: Path) -> None:
    with tarfile.open(tmp_path / "a.tar", "w") as archive:
        for text in ("甲银行。", "乙银行。", "甲银行。"):
            info = tarfile.TarInfo("l.txt")
            info.size = len(text.encode())
            archive.addfile(info, BytesIO(text.encode()))  # pyright: ignore[reportUnknownMemberType]
    with zipfile.ZipFile(tmp_path / "b.zip", "w") as other:
        other.writestr("../l.txt", "丙银行。")
        other.writestr("l.txt", "丁银行。")
    for resume in (False, True):
        run(tmp_path / "o", tmp_path / "a.tar", tmp_path / "b.zip", resume=resume)
        assert texts(tmp_path / "o") == ["丁银行。", "丙银行。", "乙银行。", "甲银行。"]


def test_names_and_ids_that_are_no_text_stop_nothing(run: Run, tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "in", {"1.txt": "甲银行。"})
    name = bytes(folder) + b"/" + "名单".encode("gbk") + b".txt"
    Path(name.decode("utf-8", "surrogateescape")).write_text("乙银行。", "utf-8")
    lines = [{"id": "\ud800", "text": "丙银行。"}, {"id": "p", "text": "丁银行。", "publisher": "\ud800"}]
    path = tmp_path / "a.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    summary = run(tmp_path / "o", folder, path, tmp_path / "no\udcff")
    assert summary.quarantined == 1
    assert texts(tmp_path / "o") == ["丁银行。", "丙银行。", "乙银行。", "甲银行。"]


def test_a_copy_stays_when_the_first_place_changes_and_tells_its_own(run: Run, tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "in", {"a.txt": notice(A, ["蚂蚁"]), "b.txt": notice(A, ["蚂蚁"])})
    run(tmp_path / "o", folder)
    folder_of(folder, {"a.txt": notice(B, ["美团"])})
    run(tmp_path / "o", folder, resume=True)
    found = frames(tmp_path / "o")
    places = found["documents"].set_index("uri")["text"].to_dict()
    assert places == {f"{folder}/a.txt": notice(B, ["美团"]), f"{folder}/b.txt": notice(A, ["蚂蚁"])}
    rows = found["partnerships"].set_index("partner")["sources"].map(json.loads).to_dict()
    assert rows == {"蚂蚁": [f"{folder}/b.txt"], "美团": [f"{folder}/a.txt"]}


def test_a_line_put_in_front_moves_the_others(run: Run, tmp_path: Path) -> None:
    path = write_lines(tmp_path / "s.jsonl", [{"text": "甲银行。"}, {"text": "乙银行。"}])
    run(tmp_path / "o", path)
    write_lines(path, [{"text": "丙银行。"}, {"text": "甲银行。"}, {"text": "乙银行。"}])
    run(tmp_path / "o", path, resume=True)
    places = frames(tmp_path / "o")["documents"].set_index("text")["uri"].to_dict()
    assert places == {f"{text}银行。": f"{path}:{number}" for number, text in enumerate("丙甲乙", 1)}


def test_an_attachment_that_lies_twice_does_not_keep_the_old_notice(run: Run, tmp_path: Path) -> None:
    page = (
        "<html><body><p>{}关于合作机构名单的公告</p><p>现公布名单，平台运营机构见附件。</p>"
        '<a href="att.csv">附件1</a></body></html>'
    )
    table = "序号,机构名称,合作类型\n1,蚂蚁,平台运营\n"
    folder = folder_of(tmp_path / "in", {"z/page.html": page.format(A), "z/att.csv": table})
    run(tmp_path / "o", folder)
    folder_of(folder, {"a/att2.csv": table})
    run(tmp_path / "o", folder, resume=True)
    folder_of(folder, {"z/page.html": page.format(B)})
    run(tmp_path / "o", folder, resume=True)
    found = frames(tmp_path / "o")
    assert found["documents"]["document"].is_unique
    assert set(found["partnerships"]["discloser"]) == {B}
    run(tmp_path / "whole", folder)
    assert len(found["documents"]) == len(frames(tmp_path / "whole")["documents"])


def test_the_quarantine_holds_only_what_is_set_aside_now(run: Run, tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "in", {"x.txt": "", "y.txt": "甲银行。"})
    path = tmp_path / "m.jsonl"
    path.write_text("{no\n", "utf-8")
    (tmp_path / "t.tar").write_bytes(b"no tar")
    archives = (folder, path, tmp_path / "t.tar", tmp_path / "later.txt")
    assert run(tmp_path / "o", *archives).quarantined == 4
    folder_of(folder, {"x.txt": "乙银行。"})
    write_lines(path, [{"id": "k", "text": "丙银行。"}])
    with tarfile.open(tmp_path / "t.tar", "w"):
        pass
    folder_of(tmp_path, {"later.txt": "丁银行。"})
    summary = run(tmp_path / "o", *archives, resume=True)
    assert (summary.quarantined, summary.exit_code) == (0, 0)
    assert len(pd.read_parquet(tmp_path / "o" / "quarantine")) == 0
    assert len(texts(tmp_path / "o")) == 4


def test_nothing_is_written_anew_where_nothing_changed(run: Run, worker: Worker, tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "in", {"a.txt": "甲银行。", "bad.pdf": "no"})
    run(tmp_path / "o", folder)
    (place,) = (tmp_path / "o" / "documents").rglob("*.parquet")
    before = place.stat().st_mtime_ns
    run(tmp_path / "o", folder, resume=True)
    assert place.stat().st_mtime_ns == before


def test_runs_in_steps_end_with_the_documents_of_one_run(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    for step in range(3):
        folder_of(folder, {f"{step}{number}.txt": notice(A, [f"第{step}{number}科技有限公司"]) for number in range(4)})
        run(tmp_path / "steps", folder, resume=True)
    run(tmp_path / "whole", folder)
    assert_same(tmp_path / "whole", tmp_path / "steps")
