"""False rows in texts that state none."""

import json
from pathlib import Path

import pytest

from mingdan.corpus.rowless import RowlessText, load_rowless
from mingdan.evaluation.benchmarks import rowless
from mingdan.evaluation.benchmarks.rowless import FalseRows, extracted, report, sums
from mingdan.extract.pipeline import load

LIST = RowlessText(
    "z1", "z", "云岫银行互联网贷款合作机构名单\n\n助贷机构：\n1. 杭州听涛网络科技有限公司\n\n云岫银行\n2025年9月30日"
)
NEWS = RowlessText("z2", "z", "记者从多家银行获悉，名单制10月起实行。")


def test_false_rows_are_summed_by_writer() -> None:
    found = sums(extracted(load("fast"), [LIST, NEWS]))
    assert found == {"z": FalseRows(1, 1, 2)}
    assert list(report(found))[-1] == "all     1 rows in 1 of 2 texts, 0.50 a text"


@pytest.mark.slow
def test_the_readable_texts_give_few_rows() -> None:
    total = sum(sums(extracted(load(), load_rowless())).values(), FalseRows())
    assert total.rows <= total.texts / 10


def test_a_measurement_of_unseen_texts_logs_sums_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def few(purpose: str) -> list[RowlessText]:
        assert purpose == "measurement"
        return [LIST, NEWS]

    monkeypatch.setattr(rowless, "load_unseen_rowless", few)
    log = tmp_path / "log.jsonl"
    rowless.unseen(load("fast"), log)
    line = json.loads(log.read_text("utf-8"))
    assert line["writers"] == {"z": {"rows": 1, "texts_with_rows": 1, "texts": 2}}
    assert "听涛" not in log.read_text("utf-8")
