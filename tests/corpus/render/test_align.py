"""Labels follow the text that was read back, wherever its pieces went."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingdan.core.records import Document, Entity, Partnership, Span, StatedCount
from mingdan.corpus.parts import load_part
from mingdan.corpus.render import align_gold, best_text, map_gold, place
from mingdan.corpus.render.blocks import blocks

OWN = load_part("own")


def entity(text: str, name: str) -> Entity:
    start = text.index(name)
    return Entity(start, start + len(name), "INST", name, name)


def row(evidence: str, text: str) -> Partnership:
    start = text.index(evidence)
    return Partnership(
        "江州银行", "乙公司", "platform", "listed", "list", None, None, evidence, start, start + len(evidence)
    )


def wrapped(text: str, width: int) -> str:
    return "\n".join(text[k : k + width] for k in range(0, len(text), width))


@given(st.text("银行公司名单助贷，。", min_size=0, max_size=60), st.integers(1, 9))
def test_every_character_is_found_again_in_a_wrapped_text(text: str, width: int) -> None:
    target = wrapped(text, width)
    places = place(text, target)
    assert [target[p] for p in places if p is not None] == list(text)
    assert len({p for p in places if p is not None}) == len(text)


@given(st.text(max_size=40), st.text(max_size=40))
def test_places_are_unique_and_hold_the_same_character(source: str, target: str) -> None:
    places = place(source, target)
    found = [p for p in places if p is not None]
    assert len(places) == len(source)
    assert len(set(found)) == len(found)
    assert all(0 <= p < len(target) for p in found)


@pytest.mark.parametrize("document", OWN[::9], ids=lambda d: d.id)
def test_blocks_in_another_order_with_strange_text_between_keep_all_labels(document: Document) -> None:
    parts = [
        wrapped(b.text, 11) if not b.rows else "\n".join("\t".join(r) for r in b.rows) for b in blocks(document.text)
    ]
    middle = len(parts) // 2
    target = "\n".join([*parts[middle:], "第3版 要闻", "图为江边的旧码头。", *parts[:middle]])
    mapped = align_gold(document, target)
    assert mapped.unmapped == ()
    assert mapped.coverage == 1.0
    assert len(mapped.document.entities) == len(document.entities)
    assert all(target[e.start : e.end] == e.text for e in mapped.document.entities)


def test_rows_and_counts_and_header_move_along() -> None:
    text = "江州银行公告\n合作方为乙公司，共一家。"
    gold = Document(
        "d",
        text,
        entities=(entity(text, "江州银行"),),
        partnerships=(row("合作方为乙公司", text),),
        stated_counts=(StatedCount("江州银行", "all", 1, None, 16, 18),),
        header=replace(Document("x", "").header, title=Span(0, 6)),
    )
    mapped = map_gold(gold, "页眉\n江州银行公告\n合作方为乙\n公司，共一家。")
    assert mapped.partnerships[0].evidence == "合作方为乙\n公司"
    assert mapped.text[mapped.partnerships[0].start : mapped.partnerships[0].end] == "合作方为乙\n公司"
    assert mapped.header.title == Span(3, 9)
    count = mapped.stated_counts[0]
    assert (count.start, count.end) == (20, 22)


def test_what_is_not_there_is_told() -> None:
    text = "江州银行的合作方为乙公司。"
    gold = Document("d", text, entities=(entity(text, "江州银行"), entity(text, "乙公司")))
    mapped = align_gold(gold, "江州银行的合作方为乙司。")
    assert [u.text for u in mapped.unmapped] == ["乙公司"]
    assert [e.text for e in mapped.document.entities] == ["江州银行"]


def test_a_mention_with_foreign_text_inside_is_not_mapped() -> None:
    text = "江州商业银行股份有限公司公告"
    gold = Document("d", text, entities=(entity(text, "江州商业银行股份有限公司"),))
    mapped = align_gold(gold, "江州商业银行图为码头股份有限公司公告")
    assert mapped.document.entities == ()
    assert [u.kind for u in mapped.unmapped] == ["entity"]


def test_a_row_without_a_trace_stays_without_evidence() -> None:
    text = "江州银行公告。合作方为乙公司"
    mapped = align_gold(Document("d", text, partnerships=(row("合作方为乙公司", text),)), "江州银行")
    assert [u.kind for u in mapped.unmapped] == ["partnership"]
    assert mapped.document.partnerships[0].evidence == ""
    assert mapped.document.partnerships[0].partner == "乙公司"


def test_table_marks_count_for_nothing() -> None:
    text = "| 机构 | 类型 |\n|---|---|\n| 乙公司 | 助贷 |"
    gold = Document("d", text, entities=(entity(text, "乙公司"),))
    assert map_gold(gold, "机构 类型\n乙公司 助贷").entities[0].start == 6


def test_the_text_with_most_of_the_document_is_chosen() -> None:
    assert best_text(Document("d", "江州银行合作机构"), ["天气预报", "江州银行", "江州银行合作机构"]) == 2
    assert best_text(Document("d", "甲"), []) == -1
