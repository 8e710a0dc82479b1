"""Everything measured together, the parts, and the means over documents."""

from dataclasses import replace

from mingdan.core.records import Document, Entity, Institution, Source
from mingdan.corpus.parts import load_part
from mingdan.evaluation.analysis import MACRO, MORE_FOUND, analyse
from mingdan.evaluation.analysis_report import analysis_lines
from mingdan.evaluation.bootstrap import Bootstrap
from mingdan.evaluation.measures.macro import macro
from mingdan.evaluation.measures.parts import PART_MEASURES, part_names, type_tallies
from mingdan.evaluation.scores import Estimate, Tally

GOLD = load_part("open")
BANK = Entity(0, 4, "INST", "江州银行", "江州银行")


def test_gold_against_itself_is_right_in_everything() -> None:
    found = analyse([(document, document) for document in GOLD], replicates=5)
    assert set(found.found) == set(MORE_FOUND)
    assert {score.f1.value for score in found.found.values()} == {1.0}
    assert {share.share.value for share in found.shares.values()} == {1.0}
    assert {found.macro[measure].value for measure in MACRO} == {1.0}
    assert {score.f1 for score in found.clusters.values()} == {Estimate(1.0, 1.0, 1.0)}
    assert all(g == p for g, row in found.row_roles.counts.items() for p in row)
    assert all(score.f1.value in (1.0, None) for part in found.parts for score in part.found.values())


def test_nothing_predicted_has_no_precision_and_no_recall() -> None:
    found = analyse([(document, Document(document.id, document.text)) for document in GOLD], replicates=5)
    assert found.found["type"].recall.value == 0.0
    assert found.found["type"].precision.value is None
    assert found.clusters["b3"].recall.value == 0.0
    assert found.clusters["b3"].f1.value is None


def test_figures_print_as_text_with_every_part() -> None:
    found = analyse([(document, document) for document in GOLD], replicates=2)
    lines = list(analysis_lines(found))
    starts = {line.split()[0] for line in lines if line}
    assert {"type.INST", "strict", "inst_name_other", "b3", "rows_with_role", "genre:news", "author:a"} <= starts
    assert "roles taken for another: 0" in lines


def test_parts_tell_genre_layout_author_and_format() -> None:
    given = Document("Bx", "", source=Source("x.pdf", "", "application/pdf"))
    assert part_names(replace(given, genre="faq", layout="list", source=None), given) == (
        "genre:faq",
        "layout:list",
        "author:Bx",
        "format:application/pdf",
    )
    assert part_names(Document("7", ""), Document("7", ""))[2] == "author:unknown"


def test_a_part_that_holds_all_documents_is_left_out() -> None:
    documents = [Document("a", "", genre="news", layout="list"), Document("b", "", genre="news", layout="prose")]
    pairs = [(document, document) for document in documents]
    parts = analyse(pairs, replicates=1).parts
    assert [part.name for part in parts] == ["author:a", "author:b", "layout:list", "layout:prose"]
    assert all(part.documents == 1 and tuple(part.found) == PART_MEASURES for part in parts)


def test_found_institutions_count_by_their_type() -> None:
    gold = Document("d", "江州银行", entities=(BANK,), institutions={"江州银行": Institution("bank")})
    found = type_tallies(gold, Document("d", "江州银行"))
    assert found["inst_found.bank"] == Tally(0, 1, 1)
    assert found["inst_found.media"] == Tally()


def test_each_document_weighs_the_same_in_the_mean() -> None:
    found = macro([1.0, 0.0, None, 0.5], Bootstrap(4))
    assert found.value == 0.5
    assert found.low is not None
    assert found.high is not None
    assert found.low < 0.5 < found.high
    assert macro([None], Bootstrap(1)) == Estimate(None)
