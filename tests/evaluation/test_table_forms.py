"""Tables of the readable corpus give the same rows in other forms of plain text."""

from collections.abc import Mapping

import pytest

from mingdan.corpus.parts import load_part
from mingdan.corpus.table_forms import TABLE_FORMS, has_tables, in_form
from mingdan.evaluation.benchmarks.tables import measure, row_keys
from mingdan.extract.pipeline import load

LEFT_OUT: Mapping[str, Mapping[str, str]] = {
    "numbered": {
        "i002": "four columns of names with blank cells: which column a lone name stands in is lost",
        "l012": "five columns with blank cells: which column a lone name stands in is lost",
        "u007": "ticks in columns of roles with blank cells: which column a tick stands in is lost",
        "f016": "a partner that goes and stays in two roles is as likely to go in both as not",
        "i018": "a denial beside the table is a little less likely where names of the table count as running text",
    },
}
"""Form -> document -> what the form loses. Glued rows are held to a floor."""
GLUED_EQUAL = 18


def test_rows_are_those_of_the_original() -> None:
    documents = [document for part in ("open", "own") for document in load_part(part) if has_tables(document)]
    figures = {found.form: found for found in measure(documents[::2])}  # evaluation.benchmarks.tables measures all
    different = {form: set(figures[form].different) - set(LEFT_OUT.get(form, {})) for form in TABLE_FORMS[:-1]}
    assert different == {form: set() for form in TABLE_FORMS[:-1]}
    assert figures["glued"].equal >= GLUED_EQUAL


@pytest.mark.parametrize("form", TABLE_FORMS)
def test_labels_keep_their_words(form: str) -> None:
    for document in filter(has_tables, load_part("own")):
        other = in_form(document, next(f for f in TABLE_FORMS if f == form))
        assert [e.text for e in other.entities] == [e.text for e in document.entities]
        assert all(row.evidence for row in other.partnerships)


def test_a_record_of_a_tabbed_text_points_into_that_text() -> None:
    rows = "机构名称\t合作类型\n望川科技有限公司\t助贷类\n江州融资担保有限公司\t担保类"
    text = f"微山银行合作机构名单\n\n{rows}\n\n微山银行\n2025年3月1日"
    document = load()(text)
    assert document.text == text
    assert all(text[e.start : e.end] == e.text for e in document.entities)
    assert len(row_keys(document)) == 2
