"""The list of differences for rule writers."""

from dataclasses import replace

from mingdan.core.records import Document, Entity, Institution, Partnership, Policy, StatedCount
from mingdan.corpus.parts import load_part
from mingdan.evaluation.errors import CAUSES, by_cause, cause_line, differences, error_lines, grouped, quote

TEXT = "江州银行去年公布助贷类机构：云桥科技、海渡科技\n共2家。"
BANK = Entity(0, 4, "INST", "江州银行", "江州银行")
DATE = Entity(4, 6, "DATE", "去年", "2024")
BRIDGE = Entity(14, 18, "INST", "云桥科技", "云桥科技")
ROW = Partnership("江州银行", "云桥科技", "platform.facilitation", "listed", "list", "2024", None, "云桥科技", 14, 18)
GOLD = Document(
    "d",
    TEXT,
    entities=(BANK, DATE, BRIDGE),
    institutions={"江州银行": Institution("bank"), "云桥科技": Institution(), "海渡科技": Institution()},
    policies={"贷款办法": Policy(issued="2025")},
    partnerships=(ROW,),
    stated_counts=(StatedCount("江州银行", "all", 2, None),),
)


def kinds(predicted: Document, gold: Document = GOLD) -> list[tuple[str, str]]:
    return [(item.label, item.kind) for item in differences(gold, predicted)]


def test_no_differences_where_all_is_right() -> None:
    assert [item for document in load_part("open") for item in differences(document, document)] == []


def test_everything_is_missed_by_an_empty_prediction() -> None:
    found = kinds(Document("d", TEXT))
    assert found == [
        ("INST", "missed"),
        ("DATE", "missed"),
        ("INST", "missed"),
        ("ROW", "missed"),
        ("POLICY_FACTS", "missed"),
        ("COUNT", "missed"),
    ]


def test_everything_is_spurious_against_an_empty_gold() -> None:
    assert {kind for _, kind in kinds(GOLD, Document("d", TEXT))} == {"spurious"}


def test_mention_kinds_tell_what_is_wrong() -> None:
    given = (
        Entity(0, 2, "INST", "江州", "江州", source="short"),
        replace(DATE, value="2023"),
        replace(BRIDGE, label="PRODUCT", value=None),
    )
    assert kinds(replace(GOLD, entities=given)) == [
        ("DATE", "wrong_value"),
        ("INST", "wrong_span"),
        ("INST/PRODUCT", "wrong_label"),
    ]
    told = [str(item) for item in differences(GOLD, replace(GOLD, entities=given))]
    assert told[1] == "d: gold 江州银行 | predicted 江州  <short>  ⟦江州银行⟧去年公布助贷类机构：云桥科技、海渡科技⏎"
    assert told[0].startswith("d: gold 去年=2024 | predicted 去年=2023")


def test_an_institution_resolved_to_another_is_told() -> None:
    given = (replace(BANK, value="海渡科技"), DATE, BRIDGE)
    assert kinds(replace(GOLD, entities=given)) == [("INST", "wrong_value")]


def test_the_right_institution_by_a_wrong_name_is_told_apart() -> None:
    gold = replace(GOLD, institutions={**GOLD.institutions, "江州银行": Institution("bank", ("江行",))})
    given = (replace(BANK, value="江行"), DATE, BRIDGE)
    assert kinds(replace(GOLD, entities=given), gold) == [("INST", "wrong_name")]


def test_a_wrong_status_comes_before_a_wrong_discloser() -> None:
    gold = replace(GOLD, partnerships=(ROW, replace(ROW, discloser="海渡科技", role="data")))
    given = replace(GOLD, partnerships=(replace(ROW, status="added"),))
    assert kinds(given, gold) == [("ROW", "wrong_status"), ("ROW", "missed")]


def test_every_kind_has_a_cause() -> None:
    given = replace(ROW, role="data", date=None, basis="report", policy="贷款办法", start=0, end=4)
    found = differences(GOLD, replace(GOLD, entities=(), partnerships=(given,), policies={"贷款办法": Policy()}))
    assert {item.cause for item in found} <= set(CAUSES)
    assert next(iter(by_cause(found))) == "missed"
    assert cause_line(found).startswith("differences by cause: missed 3, wrong role 1, wrong date 1")
    places = {item.cause: (item.start, item.end) for item in found}
    assert places["wrong_role"] == (14, 18)


def test_row_kinds_tell_what_is_wrong() -> None:
    given = replace(ROW, role="data", date=None, basis="report", policy="贷款办法", start=0, end=4)
    assert kinds(replace(GOLD, partnerships=(given,))) == [
        ("ROW", "wrong_role"),
        ("ROW", "wrong_date"),
        ("ROW", "wrong_policy"),
        ("ROW", "wrong_basis"),
        ("ROW", "wrong_evidence"),
    ]
    assert kinds(replace(GOLD, partnerships=(replace(ROW, status="added"),))) == [("ROW", "wrong_status")]
    by_other = replace(ROW, discloser="海渡科技", status="added")
    assert kinds(replace(GOLD, partnerships=(by_other,))) == [("ROW", "wrong_discloser")]
    assert kinds(replace(GOLD, partnerships=(replace(ROW, partner="云桥"),))) == [("ROW", "wrong_partner")]
    other = replace(ROW, partner="海渡科技")
    assert kinds(replace(GOLD, partnerships=(other,))) == [("ROW", "missed"), ("ROW", "spurious")]


def test_policy_facts_and_counts_are_told() -> None:
    given = replace(GOLD, policies={"贷款办法": Policy(issued="2024")}, stated_counts=())
    assert kinds(given) == [("POLICY_FACTS", "wrong_issued"), ("COUNT", "missed")]


def test_groups_stand_by_label_and_size() -> None:
    items = differences(GOLD, replace(Document("d", TEXT), entities=(Entity(20, 22, "INST", "渡科", None),)))
    assert list(grouped(items))[:4] == [
        ("COUNT", "missed"),
        ("DATE", "missed"),
        ("INST", "missed"),
        ("INST", "spurious"),
    ]
    lines = list(error_lines(items))
    assert lines[0] == "== COUNT missed: 1"
    assert lines[1] == "  d: gold 江州银行 · all · 2 · - | predicted -  "


def test_long_places_lose_their_middle() -> None:
    text = "一" * 30 + "二" * 100 + "三" * 30
    assert quote(text, 30, 130) == "一" * 20 + "⟦" + "二" * 40 + "…" + "二" * 40 + "⟧" + "三" * 20
