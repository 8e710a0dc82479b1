"""Labelled documents: what compiles, and what each check finds."""

from pathlib import Path

import pytest

from mingdan.core.errors import MissingFileError, RecordError
from mingdan.core.records import Institution, Policy
from mingdan.corpus.compiler import compile_file, compile_folder, compile_text, load_folder

HEADER = "id: t1\ngenre: announcement\npublished: 2025-10-01\npublisher: 江州银行\nlayout: list"
BODY = (
    "{江州银行|INST=江州银行股份有限公司}{今日|DATE=2025-10-01}公布{助贷类|ROLE=platform.facilitation}机构："
    "{云桥科技|INST}，依据《{办法|POLICY=贷款办法}》，产品{桥贷|PRODUCT}。"
)
FACTS = """
institutions:
  江州银行股份有限公司: {type: bank, aliases: [江州银行]}
  云桥科技: {type: technology, aliases: []}
policies:
  贷款办法: {aliases: [办法], issuers: [央行], number: null, issued: 2024-04-01, effective: 2024}
partnerships:
  - {discloser: 江州银行股份有限公司, partner: 云桥科技, role: platform.facilitation, status: listed, basis: list,
     date: 2025-10-01, policy: 贷款办法, evidence: "助贷类机构：云桥科技"}
stated_counts:
  - {discloser: 江州银行股份有限公司, role: all, count: 1, date: 2025-10}
"""


def source(header: str = HEADER, body: str = BODY, facts: str = FACTS) -> str:
    return f"{header}\n===\n{body}\n===\n{facts}"


def codes(text: str) -> list[str]:
    return [f"{finding.level} {finding.code}" for finding in compile_text(text, "t1")[1]]


def test_a_sound_document_gives_a_full_record() -> None:
    document, findings = compile_text(source(), "t1")
    assert findings == []
    assert document.text == "江州银行今日公布助贷类机构：云桥科技，依据《办法》，产品桥贷。"
    assert (document.id, document.genre, document.layout) == ("t1", "announcement", "list")
    assert (document.published, document.publisher, document.title) == ("2025-10-01", "江州银行", None)
    assert document.institutions["江州银行股份有限公司"] == Institution("bank", ("江州银行",))
    assert document.policies["贷款办法"] == Policy(("办法",), ("央行",), None, "2024-04-01", "2024")
    assert document.stated_counts[0].date == "2025-10"
    (row,) = document.partnerships
    assert document.text[row.start : row.end] == row.evidence == "助贷类机构：云桥科技"
    assert (row.date, row.policy) == ("2025-10-01", "贷款办法")


def test_values_come_from_the_key_or_the_name_itself() -> None:
    document, _ = compile_text(source(), "t1")
    values = {entity.text: (entity.label, entity.value) for entity in document.entities}
    assert values == {
        "江州银行": ("INST", "江州银行股份有限公司"),
        "今日": ("DATE", "2025-10-01"),
        "助贷类": ("ROLE", "platform.facilitation"),
        "云桥科技": ("INST", "云桥科技"),
        "办法": ("POLICY", "贷款办法"),
        "桥贷": ("PRODUCT", None),
    }
    assert all(document.text[e.start : e.end] == e.text for e in document.entities)


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("|PRODUCT}", "|THING}", "label"),
        ("{桥贷|", "{ 桥贷|", "span_edge"),
        ("{桥贷|", "{“桥贷”|", "span_edge"),
        ("{桥贷|", "{|", "span_edge"),
        ("今日|DATE=2025-10-01", "今日|DATE=2025-02-30", "date_value"),
        ("今日|DATE=2025-10-01", "今日|DATE", "date_value"),
        ("今日|DATE=2025-10-01", "今日|DATE=2025-10-02/2025-10-01", "date_value"),
        ("|ROLE=platform.facilitation", "|ROLE=helper", "role_code"),
        ("|ROLE=platform.facilitation", "|ROLE", "role_code"),
        ("产品", "产品{", "stray_brace"),
        ("|INST=江州银行股份有限公司", "|INST=河州银行", "mention_institution"),
        ("|POLICY=贷款办法", "|POLICY=存款办法", "mention_policy"),
    ],
)
def test_each_faulty_mark_is_an_error(old: str, new: str, code: str) -> None:
    assert old in BODY
    assert f"error {code}" in codes(source(body=BODY.replace(old, new)))


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("type: technology", "type: shop", "institution_type"),
        ("issued: 2024-04-01", "issued: April", "policy_date"),
        ("effective: 2024", "effective: 2024-13", "policy_date"),
        ("discloser: 江州银行股份有限公司, partner", "discloser: 江州, partner", "row_discloser"),
        ("partner: 云桥科技", "partner: 云桥", "row_partner"),
        ("role: platform.facilitation", "role: helper", "row_role"),
        ("status: listed", "status: new", "row_status_basis"),
        ("basis: list", "basis: rumour", "row_status_basis"),
        ("date: 2025-10-01", "date: soon", "row_date"),
        ("policy: 贷款办法", "policy: 存款办法", "row_policy"),
        ("机构：云桥科技", "机构:云桥科技", "evidence_missing"),
        ("role: all", "role: some", "stated_count"),
        ("count: 1", "count: one", "stated_count"),
        ("count: 1", "count: true", "stated_count"),
        ("date: 2025-10}", "date: 10-2025}", "row_date"),
        ("partnerships:", "partnerships: [", "yaml"),
    ],
)
def test_each_faulty_fact_is_an_error(old: str, new: str, code: str) -> None:
    assert old in FACTS
    assert f"error {code}" in codes(source(facts=FACTS.replace(old, new)))


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("genre: announcement", "genre: novel", "genre"),
        ("layout: list", "layout: verse", "layout"),
        ("published: 2025-10-01", "published: 2025-10", "published"),
    ],
)
def test_each_faulty_header_value_is_an_error(old: str, new: str, code: str) -> None:
    assert codes(source(header=HEADER.replace(old, new))) == [f"error {code}"]


def test_a_missing_separator_is_an_error_and_gives_no_text() -> None:
    document, findings = compile_text("id: t1\n===\n正文", "t1")
    assert document.text == ""
    assert [finding.code for finding in findings] == ["parts"]


def test_evidence_that_stands_twice_is_a_warning_and_takes_the_first_place() -> None:
    document, findings = compile_text(source(body=BODY + "助贷类机构：云桥科技"), "t1")
    assert [f"{f.level} {f.code}" for f in findings] == ["error evidence_twice", "warning unmarked_name"]
    assert document.partnerships[0].start == document.text.index("助贷类")


def test_unmarked_names_and_dates_are_warnings_but_not_inside_marks() -> None:
    assert codes(source(body=BODY + "2025年3月，云桥科技称。")) == ["warning unmarked_name", "warning unmarked_date"]
    assert codes(source(body=BODY + "{2025年3月|DATE=2025-03}，{云桥科技|INST}称。")) == []


def test_markdown_tables_keep_their_cells() -> None:
    body = BODY + "\n| 名称 | 类别 |\n|---|---|\n| {云桥科技|INST} | {助贷类|ROLE=platform.facilitation} |"
    document, findings = compile_text(source(body=body), "t1")
    assert document.text.endswith("| 名称 | 类别 |\n|---|---|\n| 云桥科技 | 助贷类 |")
    assert findings == []


def test_an_id_used_twice_is_an_error(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.doc.md").write_text(source(), "utf-8")
    documents, findings = compile_folder(tmp_path)
    assert len(documents) == 2
    assert [finding.code for finding in findings] == ["id_twice"]


def test_windows_line_ends_compile_alike(tmp_path: Path) -> None:
    path = tmp_path / "t1.doc.md"
    path.write_bytes(source().replace("\n", "\r\n").encode())
    assert compile_file(path) == compile_text(source(), "t1")


def test_loading_refuses_faults_and_empty_folders(tmp_path: Path) -> None:
    with pytest.raises(MissingFileError):
        load_folder(tmp_path)
    with pytest.raises(MissingFileError):
        compile_file(tmp_path / "none.doc.md")
    (tmp_path / "t1.doc.md").write_text(source(header="id: t1"), "utf-8")
    with pytest.raises(RecordError, match="genre"):
        load_folder(tmp_path)
