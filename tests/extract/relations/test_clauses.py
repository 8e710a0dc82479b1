"""Rows from frames of clauses, each on sentences of its own."""

import re

import pytest

import mingdan
from mingdan.extract.pipeline import Pipeline
from mingdan.extract.relations.clauses import frames

A, B, W = "松潭银行", "柳湾银行", "木棉花科技"


@pytest.fixture(scope="module")
def pipeline() -> Pipeline:
    return mingdan.load()


CASES: list[tuple[str, set[tuple[str, str, str, str]]]] = [
    (f"{A}10月9日更新名单。其中平台运营机构9家，记者注意到{W}榜上有名。", {(A, W, "platform", "listed")}),
    (
        f"{W}是{A}的助贷平台，也是{B}的技术服务商。",
        {(A, W, "platform.facilitation", "listed"), (B, W, "technology", "listed")},
    ),
    (
        f"{A}的平台运营机构依次为：1.度小满；2.{W}。",
        {(A, "度小满", "platform", "listed"), (A, W, "platform", "listed")},
    ),
    (
        f"{A}披露，为{A}提供支付服务的有通联支付，负责催收的有长信外包。",
        {(A, "通联支付网络服务股份有限公司", "payment", "listed"), (A, "长信外包", "collection", "listed")},
    ),
    (
        f"{W}在{A}的名单上属于引流类，在{B}则被列为技术服务类。",
        {(A, W, "platform.facilitation", "listed"), (B, W, "technology", "listed")},
    ),
    (f"{W}已从{A}的合作名单中消失，此前它是该行的助贷平台。", {(A, W, "platform.facilitation", "removed")}),
    (
        f"{A}的名单多了度小满（助贷类），少了{W}（助贷类）。",
        {(A, "度小满", "platform.facilitation", "added"), (A, W, "platform.facilitation", "removed")},
    ),
    (f"{A}证实，{W}自12月1日起成为该行助贷平台。", {(A, W, "platform.facilitation", "listed")}),
    (
        f"{A}与度小满、{W}合作开展助贷业务。",
        {(A, "度小满", "platform.facilitation", "listed"), (A, W, "platform.facilitation", "listed")},
    ),
    (f"{W}成为{A}的第五家助贷合作机构。", {(A, W, "platform.facilitation", "listed")}),
    (
        f"{W}同时出现在{A}、{B}两份名单中，角色均为助贷机构。",
        {(A, W, "platform.facilitation", "listed"), (B, W, "platform.facilitation", "listed")},
    ),
    (
        f"度小满的财报显示，公司合作的资金方包括{A}、{B}。",
        {(A, "度小满", "unspecified", "listed"), (B, "度小满", "unspecified", "listed")},
    ),
    (
        f"{A}和{B}把{W}列为助贷平台。",
        {(A, W, "platform.facilitation", "listed"), (B, W, "platform.facilitation", "listed")},
    ),
    (f"{A}2021年9月与木棉花小贷签订联合贷款协议。", {(A, "木棉花小贷", "platform.co_lending", "listed")}),
    (f"{W}于2021年接入{A}，担任助贷平台。", {(A, W, "platform.facilitation", "listed")}),
    (f"经核对，与柚米信息有联合贷款合作的是{A}。", {(A, "柚米信息", "platform.co_lending", "listed")}),
    (f"{W}是{A}唯一的获客渠道。", {(A, W, "marketing", "listed")}),
    (f"{A}已于6月30日停止由{W}引流。", {(A, W, "platform.facilitation", "removed")}),
    (
        f"{A}今年3月起不再与长沙静水法务咨询有限公司合作。",
        {(A, "长沙静水法务咨询有限公司", "unspecified", "removed")},
    ),
    (
        f"{W}称，其与{A}、{B}开展助贷合作。",
        {(A, W, "platform.facilitation", "listed"), (B, W, "platform.facilitation", "listed")},
    ),
    (f"{A}的名单上，{W}排在第七位，身份是助贷机构。", {(A, W, "platform.facilitation", "listed")}),
    (f"{A}的线上贷款由{W}引流。", {(A, W, "platform.facilitation", "listed")}),
    (
        f"{W}自去年起为{A}、{B}导流。",
        {(A, W, "platform.facilitation", "listed"), (B, W, "platform.facilitation", "listed")},
    ),
    (
        f"与{A}合作助贷的，还有度小满和{W}。",
        {(A, "度小满", "platform.facilitation", "listed"), (A, W, "platform.facilitation", "listed")},
    ),
    (
        f"{A}的助贷平台从{W}换成了度小满。",
        {(A, W, "platform.facilitation", "removed"), (A, "度小满", "platform.facilitation", "added")},
    ),
    (
        f"{A}新版名单中，助贷平台少了{W}，多了青枣数科。",
        {(A, W, "platform.facilitation", "removed"), (A, "青枣数科", "platform.facilitation", "added")},
    ),
    (
        f"青枣数科取代{W}，成为{A}新的助贷平台。",
        {(A, W, "platform.facilitation", "removed"), (A, "青枣数科", "platform.facilitation", "added")},
    ),
    (f"{W}出现在{A}的名单上，类别为营销获客机构。", {(A, W, "marketing", "listed")}),
]


@pytest.mark.parametrize(("sentence", "rows"), CASES)
def test_a_clause_states_its_rows(sentence: str, rows: set[tuple[str, str, str, str]], pipeline: Pipeline) -> None:
    found = pipeline(sentence, published="2025-12-10").partnerships
    assert {(row.discloser, row.partner, row.role, row.status) for row in found} == rows


@pytest.mark.parametrize(
    "sentence",
    [
        f"网传{A}把{W}列为助贷平台。",
        f"{A}拟与木棉花小贷签订联合贷款协议。",
        f"{A}是否把{W}列为助贷平台，尚无答案。",
        f"{W}有望接入{A}，担任助贷平台。",
        f"{A}的不良资产由{W}收购。",
    ],
)
def test_what_is_unsure_or_other_business_states_none(sentence: str, pipeline: Pipeline) -> None:
    assert pipeline(sentence, published="2025-12-10").partnerships == ()


def test_every_frame_names_partner_and_lender_or_speaks_of_a_list() -> None:
    assert len({frame.name for frame in frames()}) == len(frames()) > 20
    for frame in frames():
        assert "p" in frame.pattern.groupindex, frame.name
        assert frame.status == "listed" or "s" in frame.pattern.groupindex, frame.name
        assert not re.search(r"[LPFD_]", re.sub(r"\(\?P<\w>", "", frame.pattern.pattern)), frame.name
