"""Rows: each rule of the guidelines' section on scoring, by hand-made cases."""

from dataclasses import replace

import pytest

from mingdan.core.records import Document, Entity, Institution, Partnership, Policy
from mingdan.evaluation.rows import RowFacts, match_rows, row_tallies
from mingdan.evaluation.scores import Tally

TEXT = "江州银行公布名单：助贷类为云桥（云桥科技）和海渡科技，依据办法。"
BANK, BRIDGE, FERRY = "江州银行股份有限公司", "云桥科技", "海渡科技"


def place(part: str) -> tuple[int, int]:
    start = TEXT.index(part)
    return start, start + len(part)


def row(partner: str, evidence: str, discloser: str = BANK) -> Partnership:
    start, end = place(evidence)
    role = "platform.facilitation"
    return Partnership(discloser, partner, role, "listed", "list", "2025", "贷款办法", evidence, start, end)


def mention(surface: str, value: str) -> Entity:
    return Entity(*place(surface), "INST", surface, value)


ROWS = (row(BRIDGE, "助贷类为云桥（云桥科技"), row(FERRY, "助贷类为云桥（云桥科技）和海渡科技"))
GOLD = Document(
    "d",
    TEXT,
    entities=(
        mention("江州银行", BANK),
        mention("云桥", BRIDGE),
        mention("云桥科技", BRIDGE),
        mention("海渡科技", FERRY),
    ),
    institutions={BANK: Institution("bank", ("江行",)), BRIDGE: Institution("technology"), FERRY: Institution()},
    policies={"贷款办法": Policy(aliases=("办法",))},
    partnerships=ROWS,
)


def predicted(*rows: Partnership, policies: dict[str, Policy] | None = None) -> Document:
    return Document("d", TEXT, partnerships=rows, policies=policies or {})


def tallies(*rows: Partnership) -> dict[str, Tally]:
    return row_tallies(GOLD, predicted(*rows))


def facts(given: Partnership, policies: dict[str, Policy] | None = None) -> RowFacts:
    return match_rows(GOLD, predicted(given, policies=policies)).facts[0, 0]


def test_equal_rows_are_right_in_everything() -> None:
    found = tallies(*reversed(ROWS))
    assert found.pop("clean_documents") == Tally()
    assert set(found.values()) == {Tally(2, 2, 2)}


@pytest.mark.parametrize("discloser", [BANK, "江行", "江州银行", "江 州银行", "江州银行股份\n有限公司"])
def test_name_alias_and_surface_count_as_the_discloser(discloser: str) -> None:
    found = tallies(replace(ROWS[0], discloser=discloser))
    assert found["rows"] == found["rows_with_role"] == Tally(1, 1, 2)


def test_surface_of_the_prediction_counts_where_its_canonical_name_differs() -> None:
    other = replace(ROWS[0], discloser="江州商业银行", partner="杭州云桥科技有限公司")
    assert tallies(other)["rows"] == Tally(0, 1, 2)
    assert tallies(replace(other, discloser_text="江行"))["rows"] == Tally(0, 1, 2)
    both = replace(other, discloser_text="江行", partner_text="云桥")
    assert tallies(both)["rows"] == Tally(1, 1, 2)
    assert not facts(both).names


@pytest.mark.parametrize("change", [{"status": "added"}, {"partner": BANK}, {"discloser": BRIDGE}])
def test_another_status_or_name_is_another_row(change: dict[str, str]) -> None:
    assert tallies(replace(ROWS[0], **change))["rows"] == Tally(0, 1, 2)


@pytest.mark.parametrize("role", ["platform", "platform.co_lending", "unspecified"])
def test_role_counts_in_full_and_only_with_role(role: str) -> None:
    found = tallies(replace(ROWS[0], role=role))
    assert (found["rows"], found["rows_with_role"]) == (Tally(1, 1, 2), Tally(0, 1, 2))


def test_one_gold_row_matches_one_predicted_row() -> None:
    assert tallies(ROWS[0], ROWS[0])["rows"] == Tally(1, 2, 2)


def test_facts_belong_to_the_row_of_the_same_role() -> None:
    other = replace(ROWS[0], role="data", date=None)
    gold = replace(GOLD, partnerships=(ROWS[0], other))
    found = row_tallies(gold, predicted(other, ROWS[0]))
    assert found["rows"] == found["rows_with_role"] == found["row_date_all"] == Tally(2, 2, 2)


def test_as_many_rows_as_possible_are_matched() -> None:
    gold = replace(
        GOLD, institutions={BANK: Institution(), BRIDGE: Institution(), FERRY: Institution(aliases=("共用",))}
    )
    shared = replace(ROWS[1], partner_text="云桥")
    only = replace(ROWS[0], partner="共用")
    assert row_tallies(gold, predicted(shared, only))["rows"] == Tally(2, 2, 2)
    assert row_tallies(gold, predicted(shared, ROWS[0]))["rows"] == Tally(2, 2, 2)


def test_date_counts_where_one_side_has_one_and_over_all() -> None:
    gold = replace(GOLD, partnerships=(replace(ROWS[0], date=None), ROWS[1]))
    found = row_tallies(gold, predicted(replace(ROWS[0], date=None), replace(ROWS[1], date="2024")))
    assert (found["row_date"], found["row_date_all"]) == (Tally(0, 1, 1), Tally(1, 2, 2))
    found = row_tallies(gold, predicted(*ROWS))
    assert (found["row_date"], found["row_date_all"]) == (Tally(1, 2, 2), Tally(1, 2, 2))


@pytest.mark.parametrize(
    ("policy", "aliases", "right"),
    [
        ("贷款办法", (), True),
        ("办法", (), True),
        ("贷款 办法", (), True),
        ("贷款管理办法", ("办法",), True),
        ("存款办法", (), False),
        (None, (), False),
    ],
)
def test_policy_counts_by_name_or_alias(policy: str | None, aliases: tuple[str, ...], right: bool) -> None:
    known = {} if policy is None else {policy: Policy(aliases)}
    assert facts(replace(ROWS[0], policy=policy), known).policy is right


def test_policy_counts_over_rows_that_have_one_and_over_all() -> None:
    bare = [replace(r, policy=None) for r in ROWS]
    gold = replace(GOLD, partnerships=(bare[0], ROWS[1]))
    found = row_tallies(gold, predicted(bare[0], ROWS[1]))
    assert (found["row_policy"], found["row_policy_all"]) == (Tally(1, 1, 1), Tally(2, 2, 2))


def test_basis_is_scored_apart() -> None:
    found = tallies(replace(ROWS[0], basis="report"))
    assert (found["rows_with_role"], found["row_basis"]) == (Tally(1, 1, 2), Tally(0, 1, 1))


@pytest.mark.parametrize(
    ("evidence", "right"),
    [
        ("助贷类为云桥（云桥科技", True),
        ("云桥", True),
        ("（云桥科技）和海", True),
        ("云桥科", False),
        ("桥科技）和海渡科技", False),
        ("助贷类", False),
        ("依据办法", False),
        ("江州银行", False),
    ],
)
def test_evidence_covers_a_partner_mention_and_overlaps_gold(evidence: str, right: bool) -> None:
    start, end = place(evidence)
    assert facts(replace(ROWS[0], evidence=evidence, start=start, end=end)).evidence is right


def test_evidence_of_another_mention_apart_from_gold_is_wrong() -> None:
    gold = replace(GOLD, partnerships=(row(BRIDGE, "助贷类为云桥"),))
    start, end = place("云桥科技")
    given = replace(ROWS[0], start=start, end=end)
    assert not match_rows(gold, predicted(given)).facts[0, 0].evidence


def test_rows_in_a_document_without_rows_are_false() -> None:
    empty = replace(GOLD, partnerships=())
    assert row_tallies(empty, predicted(*ROWS))["clean_documents"] == Tally(0, 1, 1)
    assert row_tallies(empty, predicted())["clean_documents"] == Tally(1, 1, 1)
    assert row_tallies(empty, predicted(*ROWS))["rows"] == Tally(0, 2, 0)
