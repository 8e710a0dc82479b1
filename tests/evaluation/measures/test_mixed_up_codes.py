"""Confusion matrices of roles and labels."""

from dataclasses import replace

from mingdan.core.records import Document, Entity, Partnership
from mingdan.evaluation.measures.confusion import NOTHING, confusion, mention_labels, mention_roles, row_roles

ROW = Partnership("江州银行", "云桥", "data", "listed", "list", None, None, "云桥", 0, 2)
OTHER = replace(ROW, partner="海渡", role="payment")
ROLE = Entity(0, 2, "ROLE", "助贷", "platform.facilitation")


def rows(*partnerships: Partnership) -> Document:
    return Document("d", "云桥", partnerships=partnerships)


def mentions(*entities: Entity) -> Document:
    return Document("d", "助贷", entities=entities)


def test_matched_rows_meet_and_the_rest_meets_nothing() -> None:
    found = row_roles([(rows(ROW, OTHER), rows(replace(ROW, role="technology"), replace(ROW, partner="甲")))])
    assert found.count("data", "technology") == 1
    assert found.count("payment", NOTHING) == 1
    assert found.count(NOTHING, "data") == 1
    assert found.codes == ("payment", "data", "technology", NOTHING)


def test_roles_of_mentions_found_are_compared() -> None:
    found = mention_roles([(mentions(ROLE), mentions(replace(ROLE, value="platform")))])
    assert found.counts == {"platform.facilitation": {"platform": 1}}


def test_labels_are_compared_at_equal_boundaries() -> None:
    gold, given = mentions(ROLE), mentions(replace(ROLE, label="INST"), Entity(0, 1, "DATE", "助"))
    found = mention_labels([(gold, given)])
    assert found.counts == {"ROLE": {"INST": 1}, NOTHING: {"DATE": 1}}


def test_unknown_codes_come_last() -> None:
    assert confusion([("z", "a"), ("data", "z")], ["data"]).codes == ("data", "a", "z")
    assert confusion([], ["data"]).codes == ()
