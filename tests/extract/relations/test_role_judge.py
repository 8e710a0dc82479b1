"""Which role phrases are mentions."""

from mingdan.extract.pipeline import load
from mingdan.extract.relations.role_features import RoleView, role_features
from mingdan.extract.relations.role_judge import judge_roles
from mingdan.models.linear import LinearModel

TEXT = (
    "安澜银行股份有限公司互联网贷款合作机构名单\n\n一、增信服务机构\n1. 苏州衡石融资担保有限公司\n\n"
    "银行应当对助贷机构实行名单制管理。\n\n安澜银行股份有限公司\n2026年3月5日\n"
)


def roles(text: str) -> list[str]:
    return [entity.text for entity in load()(text).entities if entity.label == "ROLE"]


def test_a_heading_counts_and_a_rule_does_not() -> None:
    assert roles(TEXT) == ["增信服务机构"]


def test_features_stand_for_names_by_signs_not_by_their_words() -> None:
    from mingdan.extract.annotate import read_rules_only
    from mingdan.extract.state import Given
    from mingdan.extract.texts import raw_text

    context, facts, _ = read_rules_only(load().nlp, raw_text(TEXT), Given())
    view = RoleView(context, facts)
    listed = {role.text: role_features(view, role) for role in context.draft.roles}
    assert "after=<P" in listed["增信服务机构"]
    assert "rule=True" in listed["助贷机构"]
    features = {name for found in listed.values() for name in found}
    assert not [name for name in features if "衡石" in name or "安澜" in name]


def test_the_model_has_the_last_word() -> None:
    from mingdan.extract.annotate import read_rules_only
    from mingdan.extract.state import Given
    from mingdan.extract.texts import raw_text

    context, facts, _ = read_rules_only(load().nlp, raw_text(TEXT), Given())
    judge_roles(context, facts, LinearModel(-5.0, {"rule=True": 10.0}))
    assert [role.text for role in context.draft.roles if role.used] == ["助贷机构"]
