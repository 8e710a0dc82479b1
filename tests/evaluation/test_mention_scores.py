"""Mentions: label, start and end equal; values on the mentions found."""

import pytest

from mingdan.core.records import Document, Entity
from mingdan.evaluation.mentions import found_pairs, mention_tallies
from mingdan.evaluation.scores import Tally

TEXT = "江州银行去年公布助贷类机构"
BANK = Entity(0, 4, "INST", "江州银行", "江州银行")
DATE = Entity(4, 6, "DATE", "去年", "2024")
ROLE = Entity(8, 13, "ROLE", "助贷类机构", "platform.facilitation")
GOLD = Document("d", TEXT, entities=(BANK, DATE, ROLE))


def tallies(*predicted: Entity) -> dict[str, Tally]:
    return mention_tallies(GOLD, Document("d", TEXT, entities=predicted))


def test_equal_mentions_are_right() -> None:
    found = tallies(ROLE, DATE, BANK)
    assert found["mentions"] == Tally(3, 3, 3)
    assert found["date_value"] == found["role_code"] == Tally(1, 1, 1)


@pytest.mark.parametrize(
    "wrong",
    [Entity(0, 3, "INST", "江州银"), Entity(1, 4, "INST", "州银行"), Entity(0, 4, "PRODUCT", "江州银行")],
)
def test_another_span_or_label_is_wrong(wrong: Entity) -> None:
    found = tallies(wrong)
    assert found["mentions"] == Tally(0, 1, 3)
    assert found["mentions.INST"].gold == 1
    assert found[f"mentions.{wrong.label}"].predicted == 1


def test_value_is_scored_only_on_found_mentions() -> None:
    found = tallies(Entity(4, 6, "DATE", "去年", "2023"), Entity(8, 11, "ROLE", "助贷类", "platform.facilitation"))
    assert found["mentions.DATE"] == Tally(1, 1, 1)
    assert found["date_value"] == Tally(0, 1, 1)
    assert found["role_code"] == Tally(0, 0, 0)


def test_institution_value_does_not_count() -> None:
    assert tallies(Entity(0, 4, "INST", "江州银行", "别的银行"))["mentions.INST"] == Tally(1, 1, 1)


def test_a_mention_predicted_twice_is_right_once() -> None:
    assert tallies(BANK, BANK)["mentions.INST"] == Tally(1, 2, 1)
    assert len(found_pairs([BANK], [BANK, BANK])) == 1
