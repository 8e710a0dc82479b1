"""Names of the shipped data against names that no data has."""

from dataclasses import replace

from mingdan.core.records import Document, Entity, Institution, Partnership
from mingdan.evaluation.measures.known import is_real, known_tallies
from mingdan.evaluation.scores import Tally

REAL, INVENTED = "微众银行", "江州云桥科技"
TEXT = f"{REAL}与{INVENTED}合作"
BANK = Entity(0, 4, "INST", REAL, "深圳前海微众银行股份有限公司")
TECH = Entity(5, 11, "INST", INVENTED, INVENTED)
ROW = Partnership(INVENTED, REAL, "data", "listed", "list", None, None, TEXT, 0, len(TEXT))
GOLD = Document(
    "d", TEXT, entities=(BANK, TECH), partnerships=(ROW,), institutions={INVENTED: Institution(), REAL: Institution()}
)


def test_real_is_what_the_data_has() -> None:
    assert is_real(REAL)
    assert is_real("深圳前海微众银行股份有限公司")
    assert not is_real(INVENTED)
    assert not is_real(None)


def test_each_mention_and_row_counts_in_one_kind() -> None:
    found = known_tallies(GOLD, GOLD)
    assert found["inst_real"] == found["inst_invented"] == found["rows_real"] == Tally(1, 1, 1)
    assert found["rows_invented"] == Tally()


def test_a_short_form_of_a_real_institution_is_real() -> None:
    short = Entity(0, 2, "INST", "微众", "深圳前海微众银行股份有限公司")
    gold = replace(GOLD, entities=(short,), partnerships=())
    assert known_tallies(gold, gold)["inst_real"] == Tally(1, 1, 1)
    unresolved = replace(gold, entities=(replace(short, value="微众"),))
    assert known_tallies(gold, unresolved)["inst_real"] == Tally(1, 1, 1)


def test_missed_and_wrong_ones_count_in_their_kind() -> None:
    wrong = Entity(4, 6, "INST", "与江", "与江")
    found = known_tallies(GOLD, Document("d", TEXT, entities=(BANK, wrong), partnerships=(replace(ROW, role="other"),)))
    assert found["inst_real"] == Tally(1, 1, 1)
    assert found["inst_invented"] == Tally(0, 1, 1)
    assert found["rows_real"] == Tally(0, 1, 1)
