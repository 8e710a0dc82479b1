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
