"""Dictionary tagger: longest matches, blind to width and script, never inside Latin runs."""

import itertools
import pickle

from hypothesis import given
from hypothesis import strategies as st

from mingdan.models.gazetteer import DictionaryTagger


def test_longest_match_wins() -> None:
    tagger = DictionaryTagger([("中国银行", "a"), ("中国银行业协会", "b")])
    assert [(h.start, h.end, h.key) for h in tagger.find("中国银行业协会")] == [(0, 7, "b")]


def test_digits_do_not_match_inside_longer_numbers() -> None:
    tagger = DictionaryTagger([("360", "x")])
    assert [h.key for h in tagger.find("360借条，3600户，a360")] == ["x"]


def test_empty_dictionary_finds_nothing() -> None:
    assert list(DictionaryTagger([]).find("微众银行")) == []


def test_width_and_script_do_not_matter() -> None:
    tagger = DictionaryTagger([("徽商银行", "a"), ("OPPO", "b")])
    assert [h.key for h in tagger.find("徽商銀行ＯＰＰＯ")] == ["a", "b"]


def test_tagger_can_be_sent_to_a_worker() -> None:
    tagger = pickle.loads(pickle.dumps(DictionaryTagger([("蚂蚁", "a")])))
    assert [h.key for h in tagger.find("蚂蚁")] == ["a"]


@given(st.text(alphabet="甲乙丙银行A1（） \n", max_size=60))
def test_hits_never_overlap_and_lie_in_the_text(text: str) -> None:
    hits = list(DictionaryTagger([("甲银行", "a"), ("银行", "b"), ("A1", "c")]).find(text))
    assert all(0 <= h.start < h.end <= len(text) for h in hits)
    assert all(a.end <= b.start for a, b in itertools.pairwise(hits))
