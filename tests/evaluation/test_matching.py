"""Names and facts that count as equal, and the best one-to-one pairing."""

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingdan.core.records import Document, Entity, Institution, Policy
from mingdan.evaluation.matching import Edge, assign, fact_key, institution_forms, is_named, name_key, policy_forms

EDGES = st.dictionaries(st.tuples(st.integers(0, 4), st.integers(0, 4)), st.integers(1, 9), max_size=14)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("蚂蚁智信（杭州）", "蚂蚁智信(杭州)"),
        ("度小满 金融", "度小满\n金融"),
        ("VIVO钱包", "ｖｉｖｏ钱包"),
        ("Ａ　１", "a1"),
    ],
)
def test_white_space_width_and_case_are_aside(left: str, right: str) -> None:
    assert name_key(left) == name_key(right)


@pytest.mark.parametrize(
    ("left", "right"), [("徽商銀行", "徽商银行"), ("江州银行", "江洲银行"), ("〔杭州〕", "(杭州)")]
)
def test_other_differences_count(left: str, right: str) -> None:
    assert name_key(left) != name_key(right)


def test_facts_leave_brackets_aside() -> None:
    same = ["金规〔2025〕9号", "金规[2025]9号", "金规（２０２５）9号", "金规【2025】9 号"]
    assert len(set(map(fact_key, same))) == 1
    assert fact_key("金规〔2025〕9号") != fact_key("金规〔2025〕8号")


def test_forms_are_name_aliases_and_surfaces() -> None:
    gold = Document(
        "d",
        "江州行、江州 银行",
        entities=(Entity(0, 3, "INST", "江州行", "江州银行股份有限公司"), Entity(4, 9, "INST", "江州 银行", "甲")),
        institutions={"江州银行股份有限公司": Institution("bank", ("江行",)), "甲": Institution()},
    )
    forms = institution_forms(gold)
    assert forms == {"江州银行股份有限公司": {"江州银行股份有限公司", "江行", "江州行"}, "甲": {"甲", "江州银行"}}
    assert is_named(forms, "江州银行股份有限公司", "别名", "江 行")
    assert not is_named(forms, "江州银行股份有限公司", "江州银行", None)
    assert is_named(forms, "乙", "乙")


def test_policy_forms_are_name_and_aliases() -> None:
    policies = {"贷款办法": Policy(aliases=("办法", "新办法"))}
    assert policy_forms("贷款办法", policies) == {"贷款办法", "办法", "新办法"}
    assert policy_forms("无", policies) == {"无"}


def best_weight(weights: dict[Edge, int]) -> int:
    """Largest sum by trying every order of the right side."""
    rights = range(5)
    return max(
        sum(weights.get((left, right), 0) for left, right in zip(range(5), order, strict=True))
        for order in permutations(rights)
    )


@given(EDGES)
def test_pairing_is_one_to_one_and_best(weights: dict[Edge, int]) -> None:
    pairs = assign(weights)
    assert len({left for left, _ in pairs}) == len({right for _, right in pairs}) == len(pairs)
    assert all(pair in weights for pair in pairs)
    assert sum(weights[pair] for pair in pairs) == best_weight(weights)


@given(EDGES)
def test_pairing_is_symmetric(weights: dict[Edge, int]) -> None:
    turned = assign({(right, left): weight for (left, right), weight in weights.items()})
    assert sum(weights[left, right] for right, left in turned) == best_weight(weights)


def test_a_large_block_is_paired_in_full() -> None:
    assert len(assign({(left, right): 1 for left in range(60) for right in range(80)})) == 60
