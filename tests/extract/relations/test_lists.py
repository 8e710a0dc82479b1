"""Published lists: what they speak for, and whether they are complete."""

import pytest

import mingdan
from mingdan.extract.pipeline import Pipeline

SIGNED = "\n\n松潭银行股份有限公司\n2026年3月9日\n"


@pytest.fixture(scope="module")
def pipeline() -> Pipeline:
    return mingdan.load()


def test_an_empty_list_of_collectors_speaks_for_collectors(pipeline: Pipeline) -> None:
    text = f"催收合作机构名单\n\n截至2026年2月28日，我行催收合作机构为0家，目前我行无催收合作机构。{SIGNED}"
    found = pipeline(text).lists
    assert [(one.kind, one.roles, one.completeness) for one in found] == [("collection", ("collection",), "full")]


def test_a_role_that_nobody_has_is_spoken_for(pipeline: Pipeline) -> None:
    rows = "一、平台运营机构\n1. 远帆网络科技有限公司\n\n二、增信服务机构：无"
    found = pipeline(f"互联网贷款合作机构名单\n\n{rows}{SIGNED}").lists
    assert [one.completeness for one in found] == ["full"]
    assert {role.split(".")[0] for role in found[0].roles} == {"platform", "credit_enhancement"}


@pytest.mark.parametrize("title", ["互联网贷款合作机构部分名单", "互联网贷款合作机构名单（第1页/共2页）"])
def test_a_part_of_a_list_is_not_full(title: str, pipeline: Pipeline) -> None:
    rows = "平台运营机构\n1. 远帆网络科技有限公司\n2. 木棉花网络科技有限公司"
    assert [one.completeness for one in pipeline(f"{title}\n\n{rows}{SIGNED}").lists] == ["partial"]


@pytest.mark.parametrize("empty", ["二、增信服务机构 无", "二、增信服务机构\n无", "二、增信服务机构\n暂无。"])
def test_an_empty_role_is_seen_behind_a_space_and_on_the_next_line(empty: str, pipeline: Pipeline) -> None:
    rows = "一、平台运营机构\n1. 远帆网络科技有限公司\n2. 木棉花网络科技有限公司"
    document = pipeline(f"互联网贷款合作机构名单\n\n{rows}\n\n{empty}{SIGNED}")
    assert [(count.role, count.count) for count in document.stated_counts] == [("credit_enhancement", 0)]
    assert {role.split(".")[0] for role in document.lists[0].roles} == {"platform", "credit_enhancement"}
