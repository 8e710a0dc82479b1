"""The pipeline as an object and as plain spaCy components."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, cast

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st

import mingdan
from mingdan.core.errors import UsageError
from mingdan.core.jsonio import dumps, parse_document, to_plain
from mingdan.core.records import Document
from mingdan.corpus.parts import load_part
from mingdan.extract.pipeline import Pipeline
from mingdan.extract.segment.words import fast_tokens, tokens

NEWS = "2025年9月12日，海棠湾银行公布名单，助贷平台包括蚂蚁、“小鹿分期”，共2家。"


@pytest.fixture(scope="module")
def pipeline() -> Pipeline:
    return mingdan.load()


def spans_hold(document: Document) -> bool:
    text = document.text
    return all(text[e.start : e.end] == e.text for e in document.entities) and all(
        text[r.start : r.end] == r.evidence for r in document.partnerships
    )


def test_document_carries_everything(pipeline: Pipeline) -> None:
    document = pipeline(NEWS, published="2025-09-12", publisher="海棠日报", id="x1")
    assert (document.id, document.published, document.publisher) == ("x1", "2025-09-12", "海棠日报")
    assert {e.label for e in document.entities} == {"INST", "ROLE", "DATE"}
    assert [(c.role, c.count, c.found, c.agrees) for c in document.stated_counts] == [("all", 2, 2, True)]
    assert spans_hold(document)


def test_map_covers_every_character_once(pipeline: Pipeline) -> None:
    document = pipeline(NEWS)
    assert [(piece.start, piece.end) for piece in document.map] == [(0, len(NEWS))]


def test_id_depends_on_the_content_alone(pipeline: Pipeline) -> None:
    assert pipeline(NEWS).id == pipeline(NEWS, published="2025-01-01").id != pipeline(NEWS + "。").id


def test_plain_spacy_gives_the_same_record(pipeline: Pipeline) -> None:
    nlp = spacy.blank("zh", config={"nlp": {"tokenizer": {"@tokenizers": "mingdan.JiebaTokenizer.v1"}}})
    nlp.add_pipe("mingdan")
    doc = next(iter(nlp.pipe([NEWS])))
    assert to_plain(doc._.mingdan) == to_plain(pipeline(NEWS))
    spans: list[Any] = list(cast(Any, doc.spans)["mingdan"])
    assert [span.text for span in spans] == [e.text for e in pipeline(NEWS).entities]


def test_each_component_is_registered_by_name(pipeline: Pipeline) -> None:
    nlp = spacy.blank("zh", config={"nlp": {"tokenizer": {"@tokenizers": "mingdan.JiebaTokenizer.v1"}}})
    for name in pipeline.nlp.pipe_names:
        nlp.add_pipe(name)
    assert to_plain(nlp(NEWS)._.mingdan) == to_plain(pipeline(NEWS))


def test_processes_share_the_work() -> None:
    nlp = spacy.blank("zh", config={"nlp": {"tokenizer": {"@tokenizers": "mingdan.JiebaTokenizer.v1"}}})
    nlp.add_pipe("mingdan")
    texts = [NEWS, "没有名单。", NEWS]
    one = [to_plain(doc._.mingdan) for doc in nlp.pipe(texts)]
    two = [to_plain(doc._.mingdan) for doc in nlp.pipe(texts, n_process=2, batch_size=1)]
    assert one == two


def test_pipe_takes_texts_and_options(pipeline: Pipeline) -> None:
    documents = list(pipeline.pipe([NEWS, (NEWS, {"id": "second"})]))
    assert [d.id for d in documents] == [pipeline(NEWS).id, "second"]


def test_pipe_gives_what_each_text_gives_alone(pipeline: Pipeline) -> None:
    texts = [document.text for document in load_part("own")[:40]]
    texts[7:7] = ["", "无", "\ud800😀", "第 一 行 换\n行 甲 银 行\n"]
    assert [to_plain(d) for d in pipeline.pipe(texts)] == [to_plain(pipeline(text)) for text in texts]


def test_profile_fast_gives_the_same_mentions(pipeline: Pipeline) -> None:
    fast = mingdan.load("fast")(NEWS, published="2025-09-12")
    assert fast.entities == pipeline(NEWS, published="2025-09-12").entities


def test_an_unknown_profile_says_what_to_do() -> None:
    with pytest.raises(UsageError, match="use one of default"):
        mingdan.load("best")


def test_impossible_date_is_refused(pipeline: Pipeline) -> None:
    with pytest.raises(UsageError, match="YYYY-MM-DD"):
        pipeline(NEWS, published="2025-02-30")


def test_user_names_and_roles_are_applied_and_visible(tmp_path: Path) -> None:
    names = tmp_path / "names.csv"
    names.write_text("name,aliases,type,group,ids\n海棠湾银行股份有限公司,棠银,bank,,9131\n", encoding="utf-8")
    roles = tmp_path / "roles.csv"
    roles.write_text("word,role\n陪跑,other\n", encoding="utf-8")
    own = mingdan.load(names=names, roles=roles)
    document = own("棠银公布名单，陪跑机构包括蚂蚁。", published="2025-09-12")
    assert [(r.discloser, r.partner, r.role) for r in document.partnerships] == [
        ("海棠湾银行股份有限公司", "蚂蚁", "other")
    ]
    assert {e.source for e in document.entities} >= {"dictionary:user", "role:user"}
    assert document.institutions["海棠湾银行股份有限公司"].ids == {"user": "9131"}
    assert own.config_hash != mingdan.load().config_hash


def test_wrong_user_files_name_line_and_remedy(tmp_path: Path) -> None:
    bad = tmp_path / "names.csv"
    bad.write_text("name,type\n甲,bankk\n", encoding="utf-8")
    with pytest.raises(UsageError, match=r"names\.csv:2: unknown type 'bankk'; use one of bank"):
        mingdan.load(names=bad)
    bad.write_text("title\n甲\n", encoding="utf-8")
    with pytest.raises(UsageError, match="column 'name' is missing"):
        mingdan.load(names=bad)


Cutter = Callable[[str], Sequence[str]]


@pytest.mark.parametrize("cutter", [tokens, fast_tokens], ids=["jieba", "rjieba"])
def test_no_gold_span_is_cut_by_a_token_boundary(cutter: Cutter) -> None:
    cut: list[tuple[str, str]] = []
    for document in load_part("open"):
        bounds = _bounds(cutter(document.text))
        assert max(bounds) == len(document.text)
        cut += [(document.id, e.text) for e in document.entities if not {e.start, e.end} <= bounds]
    assert cut == []


def _bounds(words: Sequence[str]) -> frozenset[int]:
    ends, position = {0}, 0
    for word in words:
        position += len(word)
        ends.add(position)
    return frozenset(ends)


PIECES = [
    *[
        "海棠湾银行",
        "蚂蚁",
        "有限公司",
        "助贷平台",
        "、",
        "，",
        "。",
        "\n",
        "（",
        "）",
        "“",
        "”",
        "包括",
        "2025年9月1日",
    ],
    *["| 机构名称 | 合作类型 |\n|---|---|\n", "| 甲 | 催收 |\n", "《", "》", "以下简称", "\t", "1. ", "\ud800", "😀"],
    *["共3家", "退出"],
]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
def test_any_text_gives_a_valid_record(text: str) -> None:
    document = _shared()(text, published="2025-09-12")
    assert spans_hold(document)
    assert parse_document(to_plain(document)) == document
    assert dumps(document)
    assert all(a.end <= b.start for a, b in zip(document.entities, document.entities[1:], strict=False))


_PIPELINE: list[Pipeline] = []


def _shared() -> Pipeline:
    if not _PIPELINE:
        _PIPELINE.append(mingdan.load())
    return _PIPELINE[0]
