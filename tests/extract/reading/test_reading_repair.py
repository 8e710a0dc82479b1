"""Scrambled text: what is joined, what is left alone, and that every offset leads back to the text as it came."""

import itertools

from hypothesis import example, given, settings
from hypothesis import strategies as st

import mingdan
from mingdan.core.records import ReadingPiece
from mingdan.corpus.parts import load_part
from mingdan.corpus.scramble import scramble
from mingdan.extract.reading.lines import is_furniture, page_lines
from mingdan.extract.reading.matching import best_matching
from mingdan.extract.reading.offsets import ArticleText, articles_of
from mingdan.extract.reading.repair import repair

DOCUMENTS = [*load_part("open"), *load_part("own")]
PROSE = [document for document in DOCUMENTS if document.layout == "prose"]
PAGE = """岚港银行公示合作名单
岚港银行昨日在官网公布互联网贷款合作机
构名单，列入名单的平台运营机构共有三家，
本报记者 高远 摄
分别是蚂蚁、度小满和美团，名单自十月一
日起生效。业内人士认为，名单公布以后，借

款人可以据此核对放款机构，不必再向中介打
听消息，也不必缴纳任何形式的手续费用。
"""


def test_ordinary_documents_are_left_alone() -> None:
    assert [document.id for document in DOCUMENTS if repair(document.text)] == []


def test_broken_lines_are_joined_and_furniture_left_out() -> None:
    pieces = repair(PAGE)
    assert pieces is not None
    (article,) = articles_of(PAGE, pieces)
    assert "互联网贷款合作机构名单" in article.text
    assert "共有三家，分别是蚂蚁" in article.text
    assert "借款人可以据此核对" in article.text
    assert "高远" not in article.text


def test_a_mention_broken_by_a_line_end_keeps_the_break() -> None:
    text = PAGE.replace(
        "分别是蚂蚁、度小满和美团，名单自十月一\n日起", "分别是蚂蚁、度小满和美团，名单自2025年10\n月1日起"
    )
    record = mingdan.load()(text, published="2025-10-08")
    assert record.text == text
    assert record.reading
    dates = [entity for entity in record.entities if entity.label == "DATE" and entity.value == "2025-10-01"]
    assert [entity.text for entity in dates] == ["2025年10\n月1日"]
    assert "scrambled_text" in {issue.code for issue in record.issues}


@settings(max_examples=15, deadline=None)
@example(seed=0, number=0, strength=0.7032357855796141)  # a column whose last line goes on in its first
@given(seed=st.integers(0, 5_000), number=st.integers(0, len(PROSE) - 1), strength=st.floats(0.2, 1))
def test_pieces_stand_in_the_text_and_never_overlap(seed: int, number: int, strength: float) -> None:
    text = scramble([PROSE[number], PROSE[number - 1]], seed, strength).document.text
    pieces = repair(text) or ()
    places = sorted((piece.start, piece.end) for piece in pieces)
    assert all(0 <= start < end <= len(text) for start, end in places)
    assert all(a[1] <= b[0] for a, b in itertools.pairwise(places))
    left = {i for start, end in places for i in range(start, end)}
    furniture = {i for line in page_lines(text) if line.kind == "furniture" for i in range(line.start, line.end)}
    if pieces:
        assert {i for i, char in enumerate(text) if not char.isspace()} == {
            i for i in left | furniture if not text[i].isspace()
        }
    assert [piece.article for piece in pieces] == sorted(piece.article for piece in pieces)


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 5_000), number=st.integers(0, len(PROSE) - 1))
def test_articles_lead_back_to_the_page(seed: int, number: int) -> None:
    text = scramble([PROSE[number]], seed, 0.8).document.text
    for article in articles_of(text, repair(text) or ()):
        assert len(article.text) == len(article.index)
        assert all(
            char == text[i] if i >= 0 else char == "\n" for char, i in zip(article.text, article.index, strict=True)
        )


@settings(max_examples=6, deadline=None)
@given(seed=st.integers(0, 5_000), number=st.integers(0, len(PROSE) - 1))
def test_everything_extracted_refers_to_the_stored_text(seed: int, number: int) -> None:
    text = scramble([PROSE[number], PROSE[number - 2]], seed, 0.8).document.text
    record = mingdan.load()(text, published="2025-10-08")
    assert record.text == text
    for entity in record.entities:
        assert text[entity.start : entity.end] == entity.text
    for row in record.partnerships:
        assert text[row.start : row.end] == row.evidence
    ends = [(entity.start, entity.end) for entity in record.entities]
    assert all(a[1] <= b[0] for a, b in itertools.pairwise(ends))


def test_a_cut_end_is_never_glued() -> None:
    pieces = [piece for piece in repair(PAGE) or () if piece.cut_end]
    assert pieces == []
    page = PAGE.replace(
        "款人可以据此核对放款机构，不必再向中介打\n听消息，也不必缴纳任何形式的手续费用。", "南桥镇雨后"
    )
    for article in articles_of(page, repair(page) or ()):
        assert "借南桥" not in article.text


def test_runs_tell_stretches_apart() -> None:
    text = "甲银\n\n第7版\n行公\n布"
    article = ArticleText(text, [ReadingPiece(0, 2), ReadingPiece(8, 10), ReadingPiece(11, 12)])
    assert article.text == "甲银行公布"
    assert [text[run.start : run.end] for run in article.runs(0, 3)] == ["甲银", "行"]
    assert article.whole(0, 3) is None
    assert article.whole(2, 5) is not None


def test_furniture_is_told_from_text() -> None:
    assert all(
        map(is_furniture, ["A6 银行", "— 3 —", "陈立夏/摄", "下转第八版", "责编/许静安 美编/罗一禾 校对/钱文博"])
    )
    assert not any(
        map(
            is_furniture, ["助贷类8家", "宁波银行", "2025年10月1日", "第八条 本办法", "联系人：李某 电话不详，请勿拨打"]
        )
    )


@given(st.dictionaries(st.tuples(st.integers(0, 3), st.integers(0, 3)), st.integers(-5, 9), max_size=12))
def test_no_matching_is_heavier(weights: dict[tuple[int, int], int]) -> None:
    def best(rows: list[int], taken: frozenset[int]) -> float:
        if not rows:
            return 0
        row, rest = rows[0], rows[1:]
        with_row = [
            w + best(rest, taken | {b}) for (a, b), w in weights.items() if a == row and b not in taken and w > 0
        ]
        return max([best(rest, taken), *with_row])

    found = best_matching({pair: float(weight) for pair, weight in weights.items()})
    assert len(set(found.values())) == len(found)
    assert sum(weights[pair] for pair in found.items()) == best([0, 1, 2, 3], frozenset())
