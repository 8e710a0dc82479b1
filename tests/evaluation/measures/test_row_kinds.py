"""Rows by role, status and basis."""

from dataclasses import replace

from mingdan.core.records import Document, Partnership
from mingdan.evaluation.measures.kinds import KINDS, kind_tallies
from mingdan.evaluation.rows import row_tallies
from mingdan.evaluation.scores import Tally

ROW = Partnership("江州银行", "云桥", "data", "listed", "list", None, None, "云桥", 0, 2)
LEFT = replace(ROW, partner="海渡", status="removed", basis="report")


def rows(*partnerships: Partnership) -> Document:
    return Document("d", "云桥", partnerships=partnerships)


def test_each_side_counts_by_its_own_code() -> None:
    found = kind_tallies(rows(ROW, LEFT), rows(replace(ROW, role="payment", basis="report"), LEFT))
    assert found["role.data"] == Tally(1, 1, 2)
    assert found["role.payment"] == Tally(0, 1, 0)
    assert found["status.listed"] == found["status.removed"] == Tally(1, 1, 1)
    assert (found["basis.list"], found["basis.report"]) == (Tally(0, 0, 1), Tally(1, 2, 1))


def test_kinds_add_up_to_all_rows() -> None:
    gold, given = rows(ROW, LEFT, replace(ROW, partner="甲")), rows(LEFT, replace(ROW, status="added"), ROW)
    found, whole = kind_tallies(gold, given), row_tallies(gold, given)
    assert tuple(found) == KINDS
    assert sum((found[k] for k in KINDS if k.startswith("role.")), Tally()) == whole["rows_with_role"]
    assert sum((found[k] for k in KINDS if k.startswith("status.")), Tally()) == whole["rows"]
