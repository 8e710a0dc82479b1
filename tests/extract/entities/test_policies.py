"""Policies: which titles and numbers are rules, what they are called, and what the text states of them."""

from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from mingdan.core.records import Entity
from mingdan.extract.entities.dates import find_dates
from mingdan.extract.entities.policies import find_policies, state_policies

CASES: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("policies_cases.yaml").read_text("utf-8"))
NOTICE_2025 = "关于加强商业银行互联网助贷业务管理 提升金融服务质效的通知"
NOTICE_2022 = "关于加强商业银行互联网贷款业务管理 提升金融服务质效的通知"


@pytest.mark.parametrize("case", CASES, ids=[case["text"][:20] for case in CASES])
def test_mentions(case: dict[str, Any]) -> None:
    wanted = [tuple(item.split("=")) if "=" in item else (item, item) for item in case["policies"]]
    assert [(e.text, e.value) for e in find_policies(case["text"])] == wanted


def test_two_notices_that_differ_by_one_character_stay_apart() -> None:
    found = find_policies(f"《{NOTICE_2025}》不同于《{NOTICE_2022}》")
    assert [e.value for e in found] == [NOTICE_2025, NOTICE_2022]


def facts(text: str, institutions: tuple[str, ...] = ()) -> dict[str, tuple[object, ...]]:
    insts = [Entity(text.index(i), text.index(i) + len(i), "INST", i, i) for i in institutions]
    dates = find_dates(text, date(2025, 10, 9))
    stated = state_policies(text, find_policies(text), insts, dates)
    return {name: (p.issuers, p.number, p.issued, p.effective) for name, p in stated.items()}


def test_issuer_number_and_days() -> None:
    text = f"2025年4月1日，国家金融监督管理总局印发《{NOTICE_2025}》（金规〔2025〕9号），自2025年10月1日起施行。"
    found = facts(text, ("国家金融监督管理总局",))
    wanted = (("国家金融监督管理总局",), "金规〔2025〕9号", "2025-04-01", "2025-10-01")
    assert found[NOTICE_2025] == wanted


def test_a_fact_that_is_not_stated_stays_empty() -> None:
    assert facts("《个人贷款管理办法》对此有规定。") == {"个人贷款管理办法": ((), None, None, None)}


def test_the_day_of_a_list_is_not_the_rules() -> None:
    found = facts("上述名单依据《个人贷款管理办法》制定，名单自2025年10月1日起执行。")
    assert found["个人贷款管理办法"][3] is None


def test_issued_since_then() -> None:
    found = facts("自2020年5月《信用保险和保证保险业务监管办法》出台以来，业务收缩。")
    assert found["信用保险和保证保险业务监管办法"][2] == "2020-05"


@given(st.text(alphabet="《》〈〉办法通知关于〔〕2025号（）以下简称“”我行\n ", max_size=60))
def test_spans_hold_on_any_text(text: str) -> None:
    found = find_policies(text)
    assert all(text[e.start : e.end] == e.text and e.value for e in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert set(state_policies(text, found, [], [])) == {e.value for e in found}
