"""Folding keeps the length; squeezing maps every character back."""

from hypothesis import given
from hypothesis import strategies as st

from mingdan.core.fold import fold, name_key, squeeze

TEXT = st.text(alphabet="银銀行（）ＡA1１ \n\u3000、。|x", max_size=80)


@given(st.text(max_size=80))
def test_folding_keeps_the_length(text: str) -> None:
    assert len(fold(text)) == len(text)


@given(TEXT)
def test_squeezing_maps_back(text: str) -> None:
    squeezed = squeeze(text)
    assert len(squeezed.index) == len(squeezed.text)
    assert all(text[offset] == char for offset, char in zip(squeezed.index, squeezed.text, strict=True))
    assert list(squeezed.index) == sorted(set(squeezed.index))


@given(TEXT)
def test_squeezing_drops_only_white_space(text: str) -> None:
    kept = set(squeeze(text).index)
    assert all(text[i].isspace() for i in range(len(text)) if i not in kept)


def test_name_key_joins_spellings() -> None:
    assert name_key("徽商銀行 股份（中国）ＡＢ") == name_key("徽商银行股份(中国)ab")
