"""Plain text and Markdown: encodings, line ends, and the way back to the source."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingdan.core.errors import EmptyInputError, UndecodableTextError
from mingdan.extract.readers import locate, raw_offset, read_bytes
from mingdan.extract.readers.text import normalize_lines

SOURCE = st.text(st.sampled_from("甲乙。A1 |\r\n\t\U00020000"), min_size=1, max_size=60)


@given(SOURCE)
def test_every_character_leads_back_to_its_source(source: str) -> None:
    text, pieces = normalize_lines(source)
    assert "\r" not in text
    for offset, char in enumerate(text):
        raw = raw_offset(pieces, offset)
        assert raw is not None
        assert source[raw] == char or (char == "\n" and source[raw] == "\r")


@given(SOURCE)
def test_the_map_covers_every_character_once(source: str) -> None:
    text, pieces = normalize_lines(source)
    assert [piece.start for piece in pieces] == [0, *(piece.end for piece in pieces[:-1])]
    assert pieces[-1].end == len(text)


@given(st.text(st.sampled_from("徽商银行公布合作机构名单，。\n"), min_size=4, max_size=40).filter(str.strip))
def test_encodings_give_the_same_text(drawn: str) -> None:
    text = drawn + "银行公布合作机构名单，共有十家。"
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "gb18030"):
        assert read_bytes(text.encode(encoding), "a.txt")[0].text == text


def test_big5_is_told_from_gb18030() -> None:
    text = "徽商銀行公佈合作機構名單，共有十家。"
    assert read_bytes(text.encode("big5hkscs"), "a.txt")[0].text == text


def test_markdown_is_text_of_its_own_type() -> None:
    document = read_bytes("# 名单\r\n\r\n| 甲 |\r\n".encode(), "a.md")[0]
    assert document.media_type == "text/markdown"
    assert document.text == "# 名单\n\n| 甲 |\n"


@pytest.mark.parametrize("data", ["合作机构".encode()[:-1], "é è à ü".encode("latin-1"), b"\xff\xfe\x00\xd8\x00"])
def test_wrong_bytes_are_refused(data: bytes) -> None:
    with pytest.raises(UndecodableTextError, match=r"a\.txt: .*; save the file as UTF-8"):
        read_bytes(data, "a.txt")


@pytest.mark.parametrize("data", [b"", b" \n\t", "\ufeff　".encode()])
def test_nothing_to_read(data: bytes) -> None:
    with pytest.raises(EmptyInputError):
        read_bytes(data, "a.txt")


def test_no_piece_beyond_the_end() -> None:
    _, pieces = normalize_lines("甲")
    with pytest.raises(IndexError):
        locate(pieces, 1)
