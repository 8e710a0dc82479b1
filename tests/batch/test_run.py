"""A run from archives to tables: what is read once, what anew, what is linked, what is set aside."""

import json
import sqlite3
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from batch_runs import Run, assert_same, folder_of, frames, notice, write_lines

from mingdan.batch.engines import Died, Event, Finished, NextTask
from mingdan.batch.plan import PART_INPUTS
from mingdan.batch.run import CRASHED, republish
from mingdan.batch.status import read_status
from mingdan.batch.store import Store
from mingdan.batch.work import Setup, Worker
from mingdan.core.errors import DamagedDocumentError, UsageError
from mingdan.core.jsonio import parse_document
from mingdan.corpus.parts import load_part
from mingdan.extract.pipeline import load
from mingdan.extract.readers.limits import limited

A, B = "澄溪农村商业银行股份有限公司", "望川银行股份有限公司"


def two(folder: Path) -> Path:
    files = {"a.txt": notice(A, ["蚂蚁", "美团"]), "b.txt": notice(B, ["度小满科技（北京）有限公司"])}
    return folder_of(folder, files)


def test_records_are_those_of_the_single_documents(run: Run, tmp_path: Path) -> None:
    documents = load_part("open")[:8]
    lines = [{"id": d.id, "text": d.text, "published": d.published, "publisher": d.publisher} for d in documents]
    run(tmp_path / "out", write_lines(tmp_path / "a.jsonl", lines))
    pipeline = load("fast")
    found = pd.read_parquet(tmp_path / "out" / "documents").set_index("document")["record"]
    for document in documents:
        expected = pipeline(document.text, published=document.published, publisher=document.publisher)
        record = parse_document(json.loads(found[document.id]))
        assert record.entities == expected.entities
        assert record.partnerships == expected.partnerships


def test_tables_are_cut_by_month_and_keep_their_columns_without_rows(run: Run, tmp_path: Path) -> None:
    lines = [{"text": "今天天气好。", "published": "2025-09-30"}, {"text": "明天也好。"}]
    summary = run(tmp_path / "out", write_lines(tmp_path / "a.jsonl", lines))
    assert summary.exit_code == 0
    assert sorted(path.name for path in (tmp_path / "out" / "documents").iterdir()) == [
        "month=2025-09",
        "month=unknown",
    ]
    found = frames(tmp_path / "out")
    assert found["documents"]["month"].tolist() == ["2025-09", "unknown"]
    assert found["partnerships"].shape[0] == 0
    assert {"discloser", "partner", "story", "first", "sources", "month"} <= set(found["partnerships"].columns)


def test_a_folder_with_a_run_is_not_touched_without_resume(run: Run, tmp_path: Path) -> None:
    run(tmp_path / "out", two(tmp_path / "in"))
    with pytest.raises(UsageError, match="--resume"):
        run(tmp_path / "out", tmp_path / "in")


def test_what_was_read_is_not_read_again(run: Run, tmp_path: Path) -> None:
    run(tmp_path / "out", two(tmp_path / "in"))
    before = frames(tmp_path / "out")
    summary = run(tmp_path / "out", tmp_path / "in", resume=True)
    assert (summary.new, summary.known) == (0, 2)
    folder_of(tmp_path / "in", {"c.txt": notice(B, ["美团"], "2025年12月31日")})
    summary = run(tmp_path / "out", tmp_path / "in", resume=True)
    assert (summary.new, summary.known) == (1, 2)
    after = frames(tmp_path / "out")["partnerships"]
    assert len(after) == len(before["partnerships"]) + 1


def test_a_changed_file_takes_the_place_of_its_former_self(run: Run, tmp_path: Path) -> None:
    run(tmp_path / "out", two(tmp_path / "in"))
    folder_of(tmp_path / "in", {"a.txt": notice(A, ["美团"])})
    summary = run(tmp_path / "out", tmp_path / "in", resume=True)
    assert summary.new == 1
    rows = frames(tmp_path / "out")["partnerships"]
    assert rows[rows["discloser"] == A]["partner"].tolist() == ["美团"]
    folder_of(tmp_path / "in", {"a.txt": notice(A, ["蚂蚁", "美团"])})
    run(tmp_path / "out", tmp_path / "in", resume=True)
    rows = frames(tmp_path / "out")["partnerships"]
    assert rows[rows["discloser"] == A]["partner"].tolist() == ["蚂蚁", "美团"]


def test_the_same_bytes_in_two_places_are_read_once_and_keep_both(run: Run, tmp_path: Path) -> None:
    folder = two(tmp_path / "in")
    folder_of(folder, {"again/a.txt": notice(A, ["蚂蚁", "美团"])})
    summary = run(tmp_path / "out", folder)
    assert (summary.new, summary.copies) == (2, 1)
    found = frames(tmp_path / "out")
    assert found["documents"]["copies"].tolist() == [1, 0]
    own = found["partnerships"][found["partnerships"]["discloser"] == A]
    assert [json.loads(cell) for cell in own["sources"]] == [[f"{folder}/a.txt", f"{folder}/again/a.txt"]] * 2
    assert found["sources"][["uri", "kind"]].to_numpy().tolist() == [
        [f"{folder}/a.txt", "original"],
        [f"{folder}/again/a.txt", "copy"],
        [f"{folder}/b.txt", "original"],
    ]
    summary = run(tmp_path / "out", folder, resume=True)
    assert (summary.new, summary.known, summary.copies) == (0, 2, 1)


def test_one_story_in_several_papers_keeps_every_row_with_all_sources(run: Run, tmp_path: Path) -> None:
    text = next(
        d.text for d in load_part("open") if d.genre == "news" and len(d.partnerships) > 1 and len(d.text) > 300
    )
    papers = ["甲报", "乙报", "丙报"]
    lines = [
        {"text": f"{text}\n本文来自{paper}。", "published": "2025-10-01", "publisher": paper, "id": paper}
        for paper in papers
    ]
    run(tmp_path / "out", write_lines(tmp_path / "a.jsonl", lines))
    found = frames(tmp_path / "out")
    assert found["documents"]["story"].tolist() == ["甲报"] * 3
    rows = found["partnerships"]
    assert len(rows) >= 3
    first = rows[rows["first"]]
    assert first["document"].unique().tolist() == ["甲报"]
    places = [f"{tmp_path}/a.jsonl:{number}" for number in (1, 2, 3)]
    assert all(json.loads(cell) == places for cell in first["sources"])
    assert found["sources"]["kind"].tolist() == ["original", "near", "near"]


def test_lines_of_one_text_with_other_publishers_are_documents_of_their_own(run: Run, tmp_path: Path) -> None:
    lines = [{"text": notice(A, ["蚂蚁"]), "publisher": paper} for paper in ("甲报", "乙报")]
    run(tmp_path / "out", write_lines(tmp_path / "a.jsonl", lines))
    found = frames(tmp_path / "out")["documents"]
    assert found["document"].nunique() == 2
    assert found["sha256"].nunique() == found["story"].nunique() == 1


def test_an_id_given_twice_is_quarantined_and_stays_so(run: Run, tmp_path: Path) -> None:
    path = write_lines(tmp_path / "a.jsonl", [{"id": "x", "text": "甲银行。"}, {"id": "x", "text": "乙银行。"}])
    for resume in (False, True):
        summary = run(tmp_path / "out", path, resume=resume)
        assert summary.exit_code == 3
        found = frames(tmp_path / "out")
        assert found["documents"]["text"].tolist() == ["甲银行。"]
        assert found["quarantine"]["code"].tolist() == ["duplicate_id"]


def test_a_line_whose_text_changes_keeps_its_id(run: Run, tmp_path: Path) -> None:
    run(tmp_path / "out", write_lines(tmp_path / "a.jsonl", [{"id": "x", "text": "甲银行。"}]))
    path = write_lines(tmp_path / "a.jsonl", [{"id": "w", "text": "丙银行。"}, {"id": "x", "text": "乙银行。"}])
    assert run(tmp_path / "out", path, resume=True).exit_code == 0
    found = frames(tmp_path / "out")["documents"].set_index("document")["text"]
    assert found.to_dict() == {"w": "丙银行。", "x": "乙银行。"}


def test_what_cannot_be_read_is_in_the_quarantine_with_its_reason(run: Run, tmp_path: Path) -> None:
    folder = two(tmp_path / "in")
    (folder / "c.pdf").write_bytes(b"no PDF")
    (folder / "d.txt").write_bytes(b"")
    summary = run(tmp_path / "out", folder, tmp_path / "nowhere")
    assert (summary.exit_code, summary.quarantined) == (3, 3)
    found = frames(tmp_path / "out")["quarantine"]
    assert found["code"].tolist() == ["damaged", "empty", "missing_file"]
    assert found["hint"].notna().all()
    status = read_status(tmp_path / "out")
    assert (status.state, status.done, status.failed, status.pending) == ("done", 2, 2, 0)
    assert status.failures == {"damaged": 1, "empty": 1, "missing_file": 1}


PAGE = (
    "<html><body><p>{}关于合作机构名单的公告</p><p>现公布名单，平台运营机构见附件。</p>"
    '<a href="附件1.csv">附件1</a></body></html>'
)
HEAD = "序号,机构名称,合作类型\n1,蚂蚁,平台运营\n"


def test_a_notice_with_its_attachment_is_read_as_one_and_anew_when_either_changes(run: Run, tmp_path: Path) -> None:
    files = {"n/公告.html": PAGE.format(A), "n/附件1.csv": HEAD + "2,美团,平台运营\n"}
    folder = folder_of(tmp_path / "in", files)
    run(tmp_path / "out", folder)
    before = frames(tmp_path / "out")
    assert set(before["partnerships"]["discloser"]) == {A}
    assert len(before["documents"]) == 2
    folder_of(folder, {"n/附件1.csv": HEAD})
    run(tmp_path / "out", folder, resume=True)
    after = frames(tmp_path / "out")
    assert len(after["documents"]) == 2
    assert after["partnerships"]["partner"].tolist() == ["蚂蚁"]
    folder_of(folder, {"n/公告.html": PAGE.format(B)})
    run(tmp_path / "out", folder, resume=True)
    rows = frames(tmp_path / "out")["partnerships"]
    assert rows[["discloser", "partner"]].to_numpy().tolist() == [[B, "蚂蚁"]]


def test_a_new_configuration_reads_everything_anew_and_replaces_the_tables(run: Run, tmp_path: Path) -> None:
    folder = two(tmp_path / "in")
    run(tmp_path / "out", folder)
    summary = run(tmp_path / "out", folder, resume=True, setup=Setup(profile="fast", min_confidence=0.999))
    assert summary.new == 2
    found = frames(tmp_path / "out")
    assert len(found["documents"]) == 2
    assert len(found["partnerships"]) == 0


class Dying:
    """An engine whose workers die at some tasks: ``why`` gives the reason, or None."""

    def __init__(self, worker: Worker, why: Callable[[Any], str | None]) -> None:
        self._worker, self._why = worker, why
        self.deaths = 0

    def run(self, next_task: NextTask) -> Iterator[Event]:
        while (task := next_task()) is not None:
            reason = self._why(task)
            self.deaths += reason is not None
            yield Died(task, reason) if reason else Finished(task, self._worker.run(task))

    def close(self) -> None:
        """Nothing to end."""


def poisonous(task: Any) -> str | None:
    bad = any("毒" in (one.data or b"").decode() for group in task.groups for one in group)
    return "the worker was ended by SIGSEGV" if bad else None


def test_a_poisonous_document_is_tried_twice_alone_and_set_aside(run: Run, worker: Worker, tmp_path: Path) -> None:
    folder = two(tmp_path / "in")
    folder_of(folder, {"ab.txt": "毒"})
    engine = Dying(worker, poisonous)
    assert run(tmp_path / "out", folder, engine=engine).exit_code == 3
    assert engine.deaths == 4  # the part twice, the document twice
    found = frames(tmp_path / "out")
    assert [Path(uri).name for uri in found["documents"]["uri"]] == ["a.txt", "b.txt"]
    assert found["quarantine"][["uri", "code", "message"]].to_numpy().tolist() == [
        [f"{folder}/ab.txt", CRASHED, "the worker was ended by SIGSEGV, 2 times"]
    ]


def test_retry_reads_once_more_what_was_set_aside(run: Run, tmp_path: Path) -> None:
    folder = two(tmp_path / "in")
    with zipfile.ZipFile(folder / "more.zip", "w") as archive:
        archive.writestr("1.txt", notice(A, ["美团"], "2026年1月31日"))
        archive.writestr("2.txt", notice(B, ["美团"], "2026年1月31日"))
    with limited(members=1):
        assert run(tmp_path / "out", folder).quarantined == 1
    found = frames(tmp_path / "out")["quarantine"]
    assert found[["uri", "code"]].to_numpy().tolist() == [[f"{folder}/more.zip#2.txt", "limit"]]
    assert run(tmp_path / "out", folder, resume=True).new == 0
    summary = run(tmp_path / "out", folder, resume=True, retry=True)
    assert (summary.new, summary.quarantined) == (1, 0)
    assert len(frames(tmp_path / "out")["documents"]) == 4


def test_parts_do_not_depend_on_the_order_in_which_they_are_done(run: Run, worker: Worker, tmp_path: Path) -> None:
    lines = [{"text": notice(A, [f"机构{number}科技有限公司"])} for number in range(PART_INPUTS * 2 + 5)]
    path = write_lines(tmp_path / "a.jsonl", lines)
    run(tmp_path / "one", path)
    run(tmp_path / "two", path, engine=Dying(worker, lambda task: None))
    assert_same(tmp_path / "one", tmp_path / "two")


def test_a_run_that_was_interrupted_ends_with_the_same_tables(run: Run, worker: Worker, tmp_path: Path) -> None:
    lines = [{"text": notice(A, [f"机构{number}科技有限公司"])} for number in range(PART_INPUTS * 3 + 5)]
    path = write_lines(tmp_path / "a.jsonl", lines)
    run(tmp_path / "whole", path)

    class Stopping(Dying):
        def run(self, next_task: NextTask) -> Iterator[Event]:
            tasks = [next_task(), next_task(), next_task()]
            assert tasks[1] is not None
            yield Finished(tasks[1], worker.run(tasks[1]))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(tmp_path / "cut", path, engine=Stopping(worker, lambda task: None))
    status = read_status(tmp_path / "cut")
    assert (status.state, status.done) == ("interrupted", PART_INPUTS)
    assert status.pending >= 2 * PART_INPUTS
    assert republish(tmp_path / "cut")["documents"] == PART_INPUTS
    summary = run(tmp_path / "cut", path, resume=True)
    assert (summary.new, summary.known) == (len(lines) - PART_INPUTS, PART_INPUTS)
    assert_same(tmp_path / "whole", tmp_path / "cut")


def test_a_publication_that_was_interrupted_is_gone_on_with(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = two(tmp_path / "in")
    run(tmp_path / "out", folder)
    folder_of(folder, {"c.txt": notice(B, ["美团"], "2025年12月31日")})
    renamed: list[Path] = []
    rename = Path.rename

    def stop_at_third(self: Path, target: Path) -> Path:
        renamed.append(self)
        if len(renamed) == 3:
            raise KeyboardInterrupt
        return rename(self, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", stop_at_third)
        with pytest.raises(KeyboardInterrupt):
            run(tmp_path / "out", folder, resume=True)
    run(tmp_path / "out", folder, resume=True)
    run(tmp_path / "whole", folder)
    found, whole = frames(tmp_path / "out"), frames(tmp_path / "whole")
    for name in found:
        assert len(found[name]) == len(whole[name]), name


def test_a_ledger_of_another_version_and_a_damaged_one(run: Run, tmp_path: Path) -> None:
    run(tmp_path / "out", two(tmp_path / "in"))
    ledger = tmp_path / "out" / ".mingdan" / "ledger.sqlite"
    base = sqlite3.connect(ledger)
    base.execute("UPDATE meta SET value = '99' WHERE name = 'version'")
    base.commit()
    base.close()
    with pytest.raises(UsageError, match="another version"):
        run(tmp_path / "out", tmp_path / "in", resume=True)
    for path in ledger.parent.glob("ledger.sqlite*"):
        path.unlink()
    ledger.write_bytes(b"no database at all, and long enough to be taken for one" * 100)
    with pytest.raises(UsageError, match="cannot be read"):
        run(tmp_path / "out", tmp_path / "in", resume=True)


def test_a_part_that_is_gone_is_told(run: Run, tmp_path: Path) -> None:
    run(tmp_path / "out", two(tmp_path / "in"))
    for path in (tmp_path / "out" / ".mingdan" / "parts").rglob("*.zip"):
        path.unlink()
    with pytest.raises(DamagedDocumentError, match="a part cannot be read"):
        republish(tmp_path / "out")
    assert len(frames(tmp_path / "out")["documents"]) == 2  # the tables of before are still there


def test_two_runs_do_not_work_in_one_folder(run: Run, tmp_path: Path) -> None:
    run(tmp_path / "out", two(tmp_path / "in"))
    store = Store(tmp_path / "out")
    store.open()
    try:
        with pytest.raises(UsageError, match="another run is at work"):
            run(tmp_path / "out", tmp_path / "in", resume=True)
    finally:
        store.close()
    assert run(tmp_path / "out", tmp_path / "in", resume=True).exit_code == 0


def test_status_of_a_folder_without_a_run(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="holds no batch run"):
        read_status(tmp_path)
