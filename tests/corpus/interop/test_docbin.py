"""spaCy DocBin: what spaCy itself sees in an exported file, and foreign files."""

from pathlib import Path

import pytest
import spacy
from spacy.tokens import Doc, DocBin, Span

from mingdan.core.errors import RecordError
from mingdan.core.records import Document, Entity
from mingdan.corpus.interop import export_documents, import_documents, write_docbin


def load(path: Path) -> Doc:
    (doc,) = DocBin().from_disk(path).get_docs(spacy.blank("zh").vocab)
    return doc


def test_spacy_reads_it(sample: Document, tmp_path: Path) -> None:
    export_documents([sample], tmp_path / "a.spacy", "spacy")
    doc = load(tmp_path / "a.spacy")
    assert doc.text == sample.text
    assert len(doc) == len(sample.text)
    assert [(e.start_char, e.end_char, e.label_) for e in doc.ents] == [
        (entity.start, entity.end, entity.label) for entity in sample.entities
    ]
    assert [ent.kb_id_ for ent in doc.ents] == ["江州银行股份有限公司", "云桥科技", "", ""]
    assert doc.user_data["mingdan"]["partnerships"][0]["partner"] == "云桥科技"  # pyright: ignore[reportUnknownMemberType]


def test_values_are_custom_attributes(sample: Document, tmp_path: Path) -> None:
    export_documents([sample], tmp_path / "a.spacy", "spacy")
    for name in ("value", "canonical"):
        Span.set_extension(name, default=None)
    try:
        ents = load(tmp_path / "a.spacy").ents
        assert [ent._.value for ent in ents] == [None, None, "2025-10", "platform.facilitation"]
        assert ents[0]._.canonical == "江州银行股份有限公司"
    finally:
        for name in ("value", "canonical"):
            Span.remove_extension(name)


def test_a_tokenizer_whose_tokens_cut_a_mention(tmp_path: Path) -> None:
    document = Document("d", "甲行 乙司", entities=(Entity(0, 2, "INST", "甲行"), Entity(3, 4, "INST", "乙")))
    write_docbin([document], tmp_path / "a.spacy", spacy.blank("xx").tokenizer)
    assert [ent.text for ent in load(tmp_path / "a.spacy").ents] == ["甲行"]
    assert import_documents(tmp_path / "a.spacy", "spacy") == [document]


def test_a_tokenizer_that_changes_the_text(tmp_path: Path) -> None:
    with pytest.raises(RecordError, match="d: the tokenizer changes the text"):
        write_docbin([Document("d", "甲行 ")], tmp_path / "a.spacy", lambda text: spacy.blank("xx")(text.strip()))


@pytest.mark.parametrize("group", [True, False])
def test_a_foreign_file(group: bool, tmp_path: Path) -> None:
    doc = spacy.blank("en")("Jiang Bank works")
    span = Span(doc, 0, 2, "ORG", kb_id="" if group else "Q1")
    if group:
        doc.spans["sc"] = [span]
    else:
        doc.ents = [span]
    DocBin(docs=[doc]).to_disk(tmp_path / "other.spacy")
    value = None if group else "Q1"
    assert import_documents(tmp_path / "other.spacy", "spacy", labels={"ORG": "INST"}) == [
        Document("other-1", "Jiang Bank works", entities=(Entity(0, 10, "INST", "Jiang Bank", value),))
    ]
