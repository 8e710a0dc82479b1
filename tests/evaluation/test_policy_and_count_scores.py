"""Policies with their facts, and stated counts."""

import pytest

from mingdan.core.codes import CountRole
from mingdan.core.records import Document, Institution, Policy, StatedCount
from mingdan.evaluation.counts import count_tallies
from mingdan.evaluation.policies import match_policies, policy_tallies
from mingdan.evaluation.scores import Tally

GOLD = Document(
    "d",
    "",
    institutions={"江州银行股份有限公司": Institution("bank", ("江州银行",))},
    policies={
        "贷款办法": Policy(("办法",), (), "金规〔2025〕9号", "2025-04-01", None),
        "征信条例": Policy((), (), None, None, "2013"),
    },
    stated_counts=(
        StatedCount("江州银行股份有限公司", "all", 15, "2025"),
        StatedCount("江州银行股份有限公司", "data", 2, None),
    ),
)


def tallies(policies: dict[str, Policy]) -> dict[str, Tally]:
    return policy_tallies(GOLD, Document("d", "", policies=policies))


@pytest.mark.parametrize(
    ("name", "aliases"), [("贷款办法", ()), ("办法", ()), ("贷款管理办法", ("办法",)), ("贷款 办法", ("别名",))]
)
def test_policy_counts_by_name_or_any_alias(name: str, aliases: tuple[str, ...]) -> None:
    assert tallies({name: Policy(aliases)})["policies"] == Tally(1, 1, 2)


def test_two_predictions_of_one_policy_match_once_by_the_better_facts() -> None:
    given = Document("d", "", policies={"办法": Policy(), "贷款办法": GOLD.policies["贷款办法"]})
    assert match_policies(GOLD, given) == [("贷款办法", "贷款办法")]
    assert policy_tallies(GOLD, given)["policies"] == Tally(1, 2, 2)


def test_equal_facts_leave_width_and_brackets_aside() -> None:
    found = tallies({"贷款办法": Policy((), (), "金规[２０２５]9号", "2025-04-01")})
    assert found["policy_number"] == found["policy_issued"] == Tally(1, 1, 1)
    assert found["policy_effective"] == Tally(0, 0, 0)


def test_a_wrong_fact_counts_against_precision_and_a_missing_one_against_recall() -> None:
    found = tallies({"贷款办法": Policy((), (), None, "2025-04-02", "2025-10-01")})
    assert found["policy_issued"] == Tally(0, 1, 1)
    assert found["policy_effective"] == Tally(0, 1, 0)
    assert found["policy_number"] == Tally(0, 0, 1)


def test_facts_of_unmatched_policies_do_not_count() -> None:
    found = tallies({"存款办法": Policy((), (), "金规〔2025〕9号", "2025-04-01", "2013")})
    assert found["policies"] == Tally(0, 1, 2)
    assert {found[f"policy_{fact}"] for fact in ("issued", "effective", "number")} == {Tally()}


@pytest.mark.parametrize(
    ("discloser", "role", "count", "right"),
    [
        ("江州银行股份有限公司", "all", 15, 1),
        ("江州 银行", "data", 2, 1),
        ("江洲银行", "all", 15, 0),
        ("江州银行", "all", 14, 0),
        ("江州银行", "platform", 15, 0),
    ],
)
def test_stated_count_needs_discloser_role_and_count(discloser: str, role: CountRole, count: int, right: int) -> None:
    given = Document("d", "", stated_counts=(StatedCount(discloser, role, count, None),))
    assert count_tallies(GOLD, given) == {"stated_counts": Tally(right, 1, 2)}


def test_a_count_stated_twice_matches_once() -> None:
    twice = (GOLD.stated_counts[0], GOLD.stated_counts[0])
    assert count_tallies(GOLD, Document("d", "", stated_counts=twice)) == {"stated_counts": Tally(1, 2, 2)}
