"""Tables of changes, tables with a lender in each column, cells with several classes, records as cards."""

from mingdan.extract.pipeline import load

Row = tuple[str, str, str, str | None]


def rows(text: str, **given: str) -> set[Row]:
    return {(r.partner, r.role, r.status, r.date) for r in load()(text, **given).partnerships}


def test_before_and_after_tell_who_comes_leaves_and_changes_class() -> None:
    text = (
        "合作机构变更登记表\n\n发布单位：安澜消费金融有限责任公司　发布日期：2026年3月6日\n\n"
        "| 变更类别 | 变更前 | 变更后 | 生效日 |\n|---|---|---|---|\n"
        "| 新增 | — | 上海星桥网络科技有限公司（助贷机构） | 2026/02/02 |\n"
        "| 退出 | 苏州衡石融资担保有限公司（增信机构） | — | 2026/02/10 |\n"
        "| 名称变更 | 北京青禾科技有限公司（助贷机构） | 北京青禾智能科技有限公司（助贷机构） | 2026/02/12 |\n"
        "| 类型调整 | 河西银行股份有限公司（助贷机构） | 河西银行股份有限公司（共同出资机构） | 2026/02/24 |\n"
    )
    assert rows(text) == {
        ("上海星桥网络科技有限公司", "platform.facilitation", "added", "2026-02-02"),
        ("苏州衡石融资担保有限公司", "credit_enhancement", "removed", "2026-02-10"),
        ("北京青禾智能科技有限公司", "platform.facilitation", "listed", "2026-03-06"),
        ("河西银行股份有限公司", "platform.facilitation", "removed", "2026-02-24"),
        ("河西银行股份有限公司", "platform.co_lending", "added", "2026-02-24"),
    }


def test_lenders_across_and_roles_down() -> None:
    text = (
        "合作机构说明\n\n安澜银行股份有限公司（“安澜银行”）与河西小额贷款有限公司（“河西小贷”）的合作机构如下：\n\n"
        "| | 安澜银行 | 河西小贷 |\n|---|---|---|\n"
        "| 助贷平台 | 上海星桥网络科技有限公司 | 无 |\n"
        "| 担保增信 | 苏州衡石融资担保有限公司 | 苏州衡石融资担保有限公司；海西融资担保有限公司 |\n"
    )
    found = {(r.discloser_text, r.partner, r.role) for r in load()(text).partnerships}
    assert found == {
        ("安澜银行", "上海星桥网络科技有限公司", "platform.facilitation"),
        ("安澜银行", "苏州衡石融资担保有限公司", "credit_enhancement.guarantee"),
        ("河西小贷", "苏州衡石融资担保有限公司", "credit_enhancement.guarantee"),
        ("河西小贷", "海西融资担保有限公司", "credit_enhancement.guarantee"),
    }


def test_records_as_cards_with_their_numbers_on_lines_between() -> None:
    text = (
        "安澜小贷外部合作单位信息卡\n\n▍01\n名称：上海星桥网络科技有限公司\n职责：营销获客\n\n"
        "▍02\n名称：苏州衡石融资担保有限公司\n职责：担保增信\n\n▍03\n名称：通付汇网络支付有限公司\n职责：支付结算\n"
    )
    assert rows(text, publisher="安澜小贷") == {
        ("上海星桥网络科技有限公司", "marketing", "listed", None),
        ("苏州衡石融资担保有限公司", "credit_enhancement.guarantee", "listed", None),
        ("通付汇网络支付有限公司", "payment", "listed", None),
    }


def test_a_bracket_that_excludes_leavers_removes_nobody() -> None:
    text = (
        "安澜银行股份有限公司合作机构名单更新\n\n调整后名单（不含调出机构）\n\n| 名称 | 类别 |\n|---|---|\n"
        "| 上海星桥网络科技有限公司 | 助贷 |\n| 苏州衡石融资担保有限公司 | 增信 |\n\n"
        "安澜银行股份有限公司\n2026年1月5日\n"
    )
    assert {row[2] for row in rows(text)} == {"listed"}


def test_the_day_on_which_cooperation_began_is_no_day_of_its_end() -> None:
    text = (
        "澜江银行股份有限公司合作机构信息披露\n\n截至2025年9月30日合作机构如下：\n\n"
        "| 合作机构名称 | 合作类型 | 合作起始日 | 合作状态 |\n|---|---|---|---|\n"
        "| 杭州木棉花网络科技有限公司 | 平台运营机构 | 2024年5月1日 | 合作中 |\n"
        "| 厦门小满仓科技有限公司 | 平台运营机构 | 2023年11月15日 | 合作中 |\n"
        "| 成都远帆财产保险股份有限公司 | 信用保证保险 | 2022年8月8日 | 已终止 |\n\n澜江银行股份有限公司\n"
    )
    document = load()(text)
    rows = {row.partner: row for row in document.partnerships}
    ended = rows["成都远帆财产保险股份有限公司"]
    assert (ended.status, ended.date, ended.term_start) == ("removed", "2025-09-30", "2022-08-08")
    assert [one.completeness for one in document.lists] == ["full"]


def test_a_page_of_a_platform_names_its_lenders_on_lines_of_their_own() -> None:
    text = (
        "栗子分期合作资金方公示\n\n栗子分期由深圳市栗子信息技术有限公司运营，现公示为用户提供贷款资金的合作金融机构"
        "（更新于2025年11月1日）：\n\n澜江银行股份有限公司\n松潭农村商业银行股份有限公司\n北岭消费金融有限公司\n"
        "武岭信托有限公司\n\n共4家。本平台不直接发放贷款。\n"
    )
    document = load()(text)
    assert document.publisher != "武岭信托有限公司"
    assert {row.basis for row in document.partnerships} == {"report"}
    assert {row.discloser for row in document.partnerships} == {
        "澜江银行股份有限公司",
        "松潭农村商业银行股份有限公司",
        "北岭消费金融有限公司",
        "武岭信托有限公司",
    }
    assert document.lists == ()
