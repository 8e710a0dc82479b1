"""Role phrases: stems, heads, classes in brackets, and words that are none."""

import pytest

from mingdan.core.fold import fold, squeeze
from mingdan.extract.entities.roles import find_roles
from mingdan.extract.knowledge import Knowledge, RoleStem, default_knowledge


def roles_of(text: str, knowledge: Knowledge | None = None) -> list[tuple[str, str]]:
    found = find_roles(squeeze(fold(text)), text, knowledge or default_knowledge(), [])
    return [(role.text, role.code) for role in found]


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("平台运营机构（助贷类）", [("平台运营机构（助贷类）", "platform.facilitation")]),
        ("增信服务机构-担保类", [("增信服务机构-担保类", "credit_enhancement.guarantee")]),
        ("催收合作机构（14家）", [("催收合作机构", "collection")]),
        ("营销获客类", [("营销获客类", "marketing")]),
        ("支付结算机构", [("支付结算机构", "payment")]),
        ("联合贷款方面", [("联合贷款", "platform.co_lending")]),
        ("担保费率、担保余额", []),
        ("社交平台上", []),
        ("引流\n平台", [("引流\n平台", "platform.facilitation")]),
    ],
)
def test_roles(text: str, roles: list[tuple[str, str]]) -> None:
    assert roles_of(text) == roles


def test_user_words_come_first_and_are_visible() -> None:
    knowledge = Knowledge(roles=[RoleStem("陪跑", "other", "strong", "user")])
    assert roles_of("陪跑机构", knowledge) == [("陪跑机构", "other")]
    found = find_roles(squeeze("陪跑机构"), "陪跑机构", knowledge, [])
    assert found[0].source == "role:user"
