"""``check``: listed, not listed, or unknown, and on what that rests."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from papers import ALPHA, BANK, BETA, GAMMA, OTHER, Row, news, output, paper

from mingdan.core.records import Document, Institution, StatedCount
from mingdan.extract.job import keep_confident
from mingdan.registry import Registry

Fill = Callable[..., None]
ON = "2026-01-15"


@pytest.fixture
def fill(registry: Registry, tmp_path: Path) -> Fill:
    """Take papers in."""

    def take(*papers: Document) -> None:
        folder = output(tmp_path / f"out{len(list(tmp_path.iterdir()))}", papers)
        registry.ingest(folder)

    return take


PLATFORMS: list[Row] = [(ALPHA, "platform.facilitation"), (GAMMA, "platform.co_lending")]


def test_listed_and_not_listed_by_a_full_list(registry: Registry, fill: Fill) -> None:
    fill(paper("a", BANK, PLATFORMS, "2025-09-30"), paper("b", OTHER, [(BETA, "platform.facilitation")], "2025-09-30"))
    answer = registry.check(BANK, ALPHA, on=ON)
    assert (answer.status, answer.match) == ("listed", "exact")
    assert answer.version is not None
    assert (answer.version.document, answer.version.day) == ("a", "2025-09-30")
    assert answer.evidence[0].evidence == ALPHA
    answer = registry.check(BANK, BETA, on=ON)
    assert answer.status == "not_listed"
    assert answer.version is not None
    assert answer.version.document == "a"


def test_unknown_before_the_first_version_and_without_any(registry: Registry, fill: Fill) -> None:
    fill(paper("a", BANK, PLATFORMS, "2025-09-30"), news("n", OTHER, (ALPHA, "platform.facilitation"), "2025-10-05"))
    before = registry.check(BANK, ALPHA, on="2025-09-29")
    assert (before.status, before.reason) == ("unknown", "the first known list is of 2025-09-30")
    without = registry.check(OTHER, ALPHA, on=ON)
    assert (without.status, without.reason) == ("unknown", "no published list of this lender is known")
    assert [row.document for row in without.reports] == ["n"]
    assert "knows no lender" in registry.check("无此银行", ALPHA, on=ON).reason


def test_a_list_speaks_only_for_its_roles(registry: Registry, fill: Fill) -> None:
    collection = paper("c", BANK, [(BETA, "collection")], "2025-12-31", kind="collection", title="催收机构名单")
    fill(paper("a", BANK, PLATFORMS, "2025-09-30"), collection)
    assert registry.check(BANK, ALPHA, on=ON).status == "listed"
    assert registry.check(BANK, ALPHA, "collection", ON).status == "not_listed"
    assert registry.check(BANK, BETA, "platform.facilitation", ON).status == "not_listed"
    answer = registry.check(BANK, BETA, "data", ON)
    assert (answer.status, answer.reason) == ("unknown", "no full list of this lender speaks for data")


def test_a_new_version_ends_what_it_no_longer_names(registry: Registry, fill: Fill) -> None:
    fill(
        paper("a", BANK, PLATFORMS, "2025-09-30"),
        paper("b", BANK, PLATFORMS[:1], "2025-12-31"),
    )
    assert registry.check(BANK, GAMMA, on="2025-10-31").status == "listed"
    assert registry.check(BANK, GAMMA, on=ON).status == "not_listed"


def test_partial_updates_add_and_remove(registry: Registry, fill: Fill) -> None:
    update: list[Row] = [(BETA, "platform.facilitation", "added"), (GAMMA, "platform.co_lending", "removed")]
    fill(
        paper("a", BANK, PLATFORMS, "2025-09-30"),
        paper("u", BANK, update, "2025-11-30", completeness="partial", title="调整公告"),
    )
    assert registry.check(BANK, BETA, on="2025-10-31").status == "not_listed"
    assert registry.check(BANK, BETA, on=ON).status == "listed"
    gone = registry.check(BANK, GAMMA, on=ON)
    assert gone.status == "not_listed"
    assert gone.reason.startswith("removed by u")
    assert registry.check(BANK, ALPHA, on=ON).status == "listed"


def test_only_partial_lists_never_say_that_somebody_is_not_listed(registry: Registry, fill: Fill) -> None:
    update: list[Row] = [(BETA, "platform.facilitation", "added"), (GAMMA, "platform.co_lending", "removed")]
    fill(paper("u", BANK, update, "2025-11-30", completeness="partial"))
    assert registry.check(BANK, BETA, on=ON).status == "listed"
    for partner in (GAMMA, ALPHA):
        answer = registry.check(BANK, partner, on=ON)
        assert (answer.status, answer.reason) == ("unknown", "only partial lists of this lender are known")


def test_an_emptied_list_is_a_fact(registry: Registry, fill: Fill) -> None:
    fill(paper("a", BANK, PLATFORMS, "2025-09-30"), paper("e", BANK, [], "2025-12-31"))
    answer = registry.check(BANK, ALPHA, on=ON)
    assert answer.status == "not_listed"
    assert answer.version is not None
    assert answer.version.document == "e"
    assert registry.check(BANK, ALPHA, "collection", ON).status == "unknown"


def test_a_press_report_deletes_nobody_and_lists_nobody(registry: Registry, fill: Fill) -> None:
    fill(
        paper("a", BANK, PLATFORMS, "2025-09-30"),
        news("n", BANK, (ALPHA, "platform.facilitation", "removed"), "2025-12-01"),
        news("m", BANK, (BETA, "platform.facilitation"), "2025-12-01"),
    )
    answer = registry.check(BANK, ALPHA, on=ON)
    assert answer.status == "listed"
    assert [row.document for row in answer.reports] == ["n"]
    answer = registry.check(BANK, BETA, on=ON)
    assert answer.status == "not_listed"
    assert [row.document for row in answer.reports] == ["m"]


def test_a_denial_is_evidence_of_its_own(registry: Registry, fill: Fill) -> None:
    fill(paper("a", BANK, PLATFORMS, "2025-09-30"), news("d", BANK, (ALPHA, "unspecified", "denied"), "2025-12-01"))
    answer = registry.check(BANK, ALPHA, on=ON)
    assert answer.status == "listed"
    assert [row.document for row in answer.denials] == ["d"]


def test_aliases_brands_groups_and_former_names_say_what_they_are(registry: Registry, fill: Fill) -> None:
    known = {ALPHA: Institution("platform", aliases=("甲山",), group="甲山集团")}
    rows: list[Row] = [
        (ALPHA, "platform.facilitation"),
        ("58同城", "platform.facilitation"),
        ("甲山集团", "platform.co_lending"),
    ]
    fill(paper("a", BANK, rows, "2025-09-30", institutions=known))
    assert registry.check(BANK, "甲山", on=ON).match == "alias"
    brand = registry.check(BANK, "北京五八信息技术有限公司", on=ON)
    assert (brand.status, brand.match) == ("listed", "brand")
    assert "names a brand" in brand.reason
    group = registry.check(BANK, ALPHA, "platform.co_lending", ON)
    assert (group.status, group.match) == ("listed", "group")
    assert "names the group" in group.reason


def test_decisions_about_names_join_and_part(registry: Registry, fill: Fill) -> None:
    fill(
        paper("a", BANK, PLATFORMS, "2025-09-30"),
        paper("b", OTHER, [("甲山云", "platform.facilitation")], "2025-09-30"),
    )
    assert registry.check(BANK, "甲山云", on=ON).status == "not_listed"
    number = registry.decide_names("甲山云", ALPHA, "same", reason="工商登记", who="lin")
    answer = registry.check(BANK, "甲山云", on=ON)
    assert (answer.status, answer.match) == ("listed", "decided")
    registry.undo(number, who="lin")
    assert registry.check(BANK, "甲山云", on=ON).status == "not_listed"


def test_rejected_rows_count_only_where_they_are_asked_for(registry: Registry, fill: Fill) -> None:
    fill(paper("a", BANK, PLATFORMS, "2025-09-30"))
    row = next(one for one in registry.partners(BANK, ON) if one["partner"] == ALPHA)
    number = registry.decide_row(row["id"], "reject", reason="误读", who="lin")
    assert registry.check(BANK, ALPHA, "platform.facilitation", ON).status == "not_listed"
    assert registry.check(BANK, ALPHA, on=ON).status == "unknown"  # now nobody knows what it is
    assert registry.check(BANK, ALPHA, on=ON, rejected=True).status == "listed"
    registry.undo(number, who="lin")
    registry.decide_row(row["id"], "dispute", reason="待查", who="lin")
    answer = registry.check(BANK, ALPHA, on=ON)
    assert answer.status == "listed"
    assert answer.reason.endswith("the row is disputed")


def test_a_list_that_gives_no_roles_speaks_for_lending(registry: Registry, fill: Fill) -> None:
    fill(paper("a", BANK, [(ALPHA, "unspecified")], "2025-09-30"))
    assert registry.check(BANK, ALPHA, "platform.facilitation", ON).status == "listed"
    assert registry.check(BANK, BETA, "platform.facilitation", ON).status == "not_listed"
    assert registry.check(BANK, BETA, "collection", ON).status == "unknown"


def test_names_that_are_different_are_kept_apart(registry: Registry, fill: Fill) -> None:
    fill(paper("a", BANK, [("58同城", "platform.facilitation")], "2025-09-30"))
    company = "北京五八信息技术有限公司"
    assert registry.check(BANK, company, "platform.facilitation", ON).status == "listed"
    registry.decide_names("58同城", company, "different", reason="另一家公司", who="lin")
    assert registry.check(BANK, company, "platform.facilitation", ON).status == "not_listed"


def test_two_lists_of_one_family_on_one_day_stand_beside_each_other(registry: Registry, fill: Fill) -> None:
    fill(
        paper("co", BANK, [(ALPHA, "platform.co_lending")], "2025-09-30", title="联合贷款合作机构名单"),
        paper("fa", BANK, [(GAMMA, "platform.facilitation")], "2025-09-30", title="助贷平台运营机构名单"),
    )
    assert registry.check(BANK, ALPHA, on=ON).status == "listed"
    assert registry.check(BANK, GAMMA, on=ON).status == "listed"
    assert {row["partner"] for row in registry.partners(BANK, ON)} == {ALPHA, GAMMA}


def test_two_papers_of_one_list_and_day_are_both_read(registry: Registry, fill: Fill) -> None:
    fill(paper("a", BANK, PLATFORMS[:1], "2025-09-30"), paper("b", BANK, PLATFORMS[1:], "2025-09-30"))
    assert {row["partner"] for row in registry.partners(BANK, ON)} == {ALPHA, GAMMA}
    assert registry.check(BANK, ALPHA, on=ON).status == registry.check(BANK, GAMMA, on=ON).status == "listed"


def test_updates_without_a_role_come_to_the_list_that_they_mean(registry: Registry, fill: Fill) -> None:
    added: list[Row] = [(BETA, "unspecified", "added")]
    removed: list[Row] = [(GAMMA, "unspecified", "removed")]
    fill(
        paper("old", BANK, added, "2024-03-10", completeness="partial", title="新增合作机构公告"),
        paper("a", BANK, PLATFORMS, "2025-09-30"),
        paper("u", BANK, removed, "2025-11-10", completeness="partial", title="终止合作公告"),
    )
    assert registry.check(BANK, BETA, "platform.facilitation", ON).status == "not_listed"
    assert registry.check(BANK, GAMMA, on="2025-11-01").status == "listed"
    assert registry.check(BANK, GAMMA, on=ON).status == "not_listed"
    assert {row["partner"] for row in registry.partners(BANK, ON)} == {ALPHA}


def test_an_update_of_the_same_day_counts_whatever_came_in_first(registry: Registry, fill: Fill) -> None:
    removed: list[Row] = [(GAMMA, "platform.co_lending", "removed")]
    fill(paper("0u", BANK, removed, "2025-09-30", completeness="partial", title="调整公告"))
    fill(paper("a", BANK, PLATFORMS, "2025-09-30"))
    assert registry.check(BANK, GAMMA, on=ON).status == "not_listed"


def test_a_removal_in_one_role_leaves_the_others(registry: Registry, fill: Fill) -> None:
    rows: list[Row] = [(ALPHA, "platform.facilitation"), (ALPHA, "collection"), (ALPHA, "platform.co_lending")]
    removed: list[Row] = [(ALPHA, "collection", "removed"), (ALPHA, "platform.co_lending", "removed")]
    fill(paper("a", BANK, rows, "2025-09-30"), paper("u", BANK, removed, "2025-11-10", completeness="partial"))
    assert registry.check(BANK, ALPHA, on=ON).status == "listed"
    assert registry.check(BANK, ALPHA, "platform.facilitation", ON).status == "listed"
    assert registry.check(BANK, ALPHA, "collection", ON).status == "not_listed"
    assert [row["role"] for row in registry.partners(BANK, ON)] == ["platform.facilitation"]


def test_a_sibling_of_a_group_is_not_the_company_asked_for(registry: Registry, fill: Fill) -> None:
    known = {name: Institution("platform", group="甲山集团") for name in (ALPHA, GAMMA)}
    fill(paper("a", BANK, PLATFORMS[:1], "2025-09-30", institutions=known), paper("b", OTHER, PLATFORMS, "2025-09-30"))
    assert registry.check(BANK, GAMMA, on=ON).status == "not_listed"
    assert registry.check(BANK, "甲山集团", on=ON).status == "unknown"


def test_no_lender_answers_for_another(registry: Registry, fill: Fill) -> None:
    known = {name: Institution("bank", aliases=("农商行",)) for name in (BANK, OTHER)}
    fill(
        paper("a", BANK, PLATFORMS, "2025-09-30", institutions=known),
        paper("b", OTHER, [(BETA, "platform.facilitation")], "2025-09-30", institutions=known),
    )
    registry.decide_names(BANK, OTHER, "group", reason="同一集团", who="lin")
    assert registry.check(BANK, BETA, "platform.facilitation", ON).status == "not_listed"
    answer = registry.check("农商行", BETA, "platform.facilitation", ON)
    assert (answer.status, answer.match) == ("unknown", None)
    assert "several lenders" in answer.reason


def test_a_row_without_a_date_is_of_the_day_of_its_list(registry: Registry, fill: Fill) -> None:
    document = paper("a", BANK, PLATFORMS, "2025-09-30", published="2025-10-20")
    rows = tuple(replace(row, date=None) for row in document.partnerships)
    fill(replace(document, partnerships=rows))
    assert registry.check(BANK, ALPHA, on="2025-10-05").status == "listed"


def test_a_list_whose_rows_were_left_out_says_nothing(registry: Registry, fill: Fill) -> None:
    fill(keep_confident(paper("a", BANK, PLATFORMS, "2025-09-30"), 0.95))
    answer = registry.check(BANK, ALPHA, "platform.facilitation", ON)
    assert (answer.status, answer.reason) == ("unknown", "only partial lists of this lender are known")


def test_forms_of_one_known_name_are_one_lender(registry: Registry, fill: Fill) -> None:
    fill(
        paper("a", "四川锦程消费金融有限责任公司", PLATFORMS[:1], "2025-09-30"),
        paper("b", "锦程消金", PLATFORMS[1:], "2025-09-30", title="另一份名单"),
    )
    assert registry.check("锦程消费金融", ALPHA, on=ON).status == "listed"
    assert registry.check("锦程消费金融", GAMMA, on=ON).status == "listed"


def test_a_list_that_lacks_rows_of_low_confidence_is_not_full(registry: Registry, fill: Fill) -> None:
    sure = paper("a", BANK, [*PLATFORMS, (BETA, "platform.facilitation")], "2025-09-30")
    rows = (*sure.partnerships[:-1], replace(sure.partnerships[-1], confidence=0.3))
    fill(keep_confident(replace(sure, partnerships=rows), 0.5), paper("b", OTHER, [(BETA, "platform")], "2025-09-30"))
    assert registry.check(BANK, ALPHA, on=ON).status == "listed"
    answer = registry.check(BANK, BETA, on=ON)
    assert answer.status == "unknown"


def test_a_list_of_one_role_that_is_empty_ends_nobody_in_another(registry: Registry, fill: Fill) -> None:
    collectors: list[Row] = [(ALPHA, "platform.facilitation"), (BETA, "collection")]
    empty = paper("c", BANK, [], "2025-12-31", kind="collection", title="催收合作机构名单", roles=["collection"])
    fill(paper("a", BANK, collectors, "2025-09-30"), empty)
    assert registry.check(BANK, ALPHA, on=ON).status == "listed"
    assert registry.check(OTHER, BETA, "collection", ON).status == "unknown"
    answer = registry.check(BANK, GAMMA, "collection", ON)
    assert answer.status == "not_listed"
    assert answer.version is not None
    assert answer.version.document == "c"


def test_a_list_in_the_press_is_a_report(registry: Registry, fill: Fill) -> None:
    told = replace(paper("n", BANK, PLATFORMS, "2025-09-30"), genre="news", publisher=None)
    fill(told, paper("b", OTHER, PLATFORMS, "2025-09-30"))
    answer = registry.check(BANK, ALPHA, on=ON)
    assert (answer.status, [row.document for row in answer.reports]) == ("unknown", ["n"])


def test_a_removal_holds_for_other_brackets(registry: Registry, fill: Fill) -> None:
    wide, narrow = "鑫海（上海）信息科技有限公司", "鑫海(上海)信息科技有限公司"
    rows: list[Row] = [(narrow, "platform"), (GAMMA, "platform")]
    gone: list[Row] = [(wide, "platform", "removed")]
    fill(
        paper("j", BANK, [(wide, "platform"), (GAMMA, "platform")], "2025-06-30"),
        paper("s", BANK, rows, "2025-09-30"),
        paper("u", BANK, gone, "2025-11-01", completeness="partial"),
    )
    assert registry.check(BANK, wide, on="2025-10-01").status == "listed"
    assert registry.check(BANK, wide, on=ON).status == "not_listed"
    first, second = (row["id"] for row in registry.history(BANK)[:2])
    found = registry.diff(first, second)
    assert (found.added, found.removed, found.renamed) == ((), (), ())


def test_a_name_that_the_list_holds_in_a_longer_one_is_not_said_to_be_off_it(registry: Registry, fill: Fill) -> None:
    fill(paper("a", BANK, [("北京三快小额贷款有限公司", "platform"), (ALPHA, "platform")], "2025-09-30"))
    answer = registry.check(BANK, "三快", "platform", ON)
    assert (answer.status, answer.reason) == ("unknown", "the list names 北京三快小额贷款有限公司, which may be meant")
    assert registry.check(BANK, BETA, "platform", ON).status == "not_listed"


def test_a_list_that_states_more_partners_than_were_read_leaves_it_open(registry: Registry, fill: Fill) -> None:
    stated = StatedCount(BANK, "platform", 5, None, 0, 1, 2, False)
    fill(paper("a", BANK, PLATFORMS, "2025-09-30", counts=[stated]))
    answer = registry.check(BANK, BETA, "platform", ON)
    assert (answer.status, answer.reason) == ("unknown", "the list states 5 partners, of which 2 were read")


def test_a_lender_without_its_legal_form(registry: Registry, fill: Fill) -> None:
    fill(paper("a", OTHER, PLATFORMS, "2025-09-30"), news("n", "望川银行", (BETA, "platform"), "2025-12-01"))
    assert registry.check("望川银行", ALPHA, on=ON).status == "listed"
    kinds = {(alert.kind, alert.lender) for alert in registry.alerts(ON)}
    assert kinds == {("off_list", "望川银行")}


def test_decisions_hold_for_other_brackets_and_through_each_other(registry: Registry, fill: Fill) -> None:
    old, new = "鑫海（上海）信息科技有限公司", "鑫河（上海）信息科技有限公司"
    fill(
        paper("a", BANK, [(new, "platform"), (ALPHA, "platform")], "2025-09-30"),
        news("n", OTHER, (old, "platform"), "2025-05-01"),
    )
    registry.decide_names("鑫海", old, "same", reason="简称", who="lin")
    registry.decide_names(old, new, "same", reason="更名公告", who="lin")
    assert registry.check(BANK, "鑫海(上海)信息科技有限公司", on=ON).status == "listed"
    assert registry.check(BANK, "鑫海", on=ON).status == "listed"


def test_a_name_that_the_paper_writes_without_a_row_may_be_listed(registry: Registry, fill: Fill) -> None:
    fill(paper("a", BANK, PLATFORMS, "2025-09-30", text="花呗\n蚂蚁集团旗下部分公司\n"))
    for asked, told in (("花呗", "花呗"), ("蚂蚁集团", "蚂蚁集团"), ("借呗", "蚂蚁集团"), ("度小满", "")):
        answer = registry.check(BANK, asked, "platform.facilitation", ON)
        assert answer.status == ("unknown" if told else "not_listed"), answer.reason
        assert told in answer.reason


def test_what_a_row_states_of_a_partner_is_no_doubt(registry: Registry, fill: Fill) -> None:
    denied: list[Row] = [*PLATFORMS, (BETA, "platform.facilitation", "denied")]
    fill(paper("a", BANK, denied, "2025-09-30"))
    assert registry.check(BANK, BETA, "platform.facilitation", ON).status == "not_listed"
