"""Canonical names: full names for short ones where the document or the record gives them, brands left alone."""

from mingdan.extract.draft import Draft
from mingdan.extract.entities.institutions import find_institutions
from mingdan.extract.entities.resolve import is_short_of, resolve, tidy
from mingdan.extract.knowledge import Knowledge, KnownInstitution, default_knowledge


def values(text: str, knowledge: Knowledge | None = None) -> dict[str, str]:
    known = knowledge or default_knowledge()
    draft = Draft(text)
    find_institutions(draft, known, [])
    resolve(draft, known)
    return {name.text: name.value for name in draft.names}


def test_licensed_bodies_get_their_registered_name() -> None:
    assert values("微众银行和央行")["微众银行"] == "深圳前海微众银行股份有限公司"
    assert values("微众银行和央行")["央行"] == "中国人民银行"


def test_a_brand_stays_a_brand() -> None:
    found = values("该行与美团、360合作")
    assert found["美团"] == "美团"
    assert found["360"] == "360"


def test_short_form_takes_the_full_name_of_the_document() -> None:
    found = values("青麓农村商业银行股份有限公司公告。青麓农商行表示")
    assert found["青麓农商行"] == "青麓农村商业银行股份有限公司"


def test_short_form_rules() -> None:
    assert is_short_of("金秋担保", "金秋融资担保（海州）有限公司")
    assert not is_short_of("金秋担保", "银秋融资担保有限公司")


def test_renamed_company_is_one_institution_under_its_new_name() -> None:
    found = values("“深圳市旧名金融信息服务有限公司”已于9月更名为“深圳市新名数字科技有限公司”")
    assert set(found.values()) == {"深圳市新名数字科技有限公司"}


def test_regulators_branch_in_short_form() -> None:
    assert values("海州金融监管局批复")["海州金融监管局"] == "国家金融监督管理总局海州监管局"


def test_line_breaks_and_width_leave_the_name() -> None:
    assert tidy("海滨\n融资担保") == "海滨融资担保"
    assert tidy("ＯＰＰＯ钱包") == "OPPO钱包"


def test_user_names_win_and_say_so() -> None:
    own = KnownInstitution("海棠湾银行股份有限公司", "bank", ("海棠湾银行股份有限公司", "棠银"), True, "user")
    knowledge = Knowledge([own])
    assert values("棠银公布名单", knowledge) == {"棠银": "海棠湾银行股份有限公司"}
    draft = Draft("棠银公布名单")
    find_institutions(draft, knowledge, [])
    institutions = resolve(draft, knowledge)
    assert "user" in (institutions["海棠湾银行股份有限公司"].how or "")
    assert draft.names[0].rule == "dictionary:user"
