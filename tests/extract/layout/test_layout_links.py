"""What follows what on a page: matching, joints, heads and columns in their places."""

from hypothesis import given
from hypothesis import strategies as st

from mingdan.extract.layout.article import Article
from mingdan.extract.layout.frames import has_grid, page_frames
from mingdan.extract.layout.joins import joins
from mingdan.extract.layout.jumps import stitch_articles
from mingdan.extract.layout.matching import Edge, match
from mingdan.extract.layout.news import is_newspaper, page_articles
from mingdan.extract.layout.page import Page, Segment

EDGES = st.lists(st.builds(Edge, st.integers(0, 5), st.integers(0, 5), st.floats(-2, 5, allow_nan=False)), max_size=20)
STORY = (
    "春天的早晨河边来了一群放风筝的孩子他们跑过木桥笑声传得很远。老人坐在长椅上看着想起自己小时候的事情。"
    "那时候的风筝是用旧报纸糊的骨架是竹篾线是母亲缝被子剩下的棉线飞不高却能飞一个下午。"
)


def _segment(text: str, x: float, y: float, em: float = 10.0) -> Segment:
    return Segment(text, x, y - em, x + em * len(text), y, em)


def _upright(text: str, x: float, top: float, em: float = 10.0) -> Segment:
    return Segment(text, x, top, x + em, top + em * len(text), em, vertical=True)


def _poured(text: str, places: list[tuple[float, float]], rows: int, width: int = 10) -> list[Segment]:
    """Text in columns at ``(x, top)``, the first line indented."""
    found: list[Segment] = []
    at = 0
    for x, top in places:
        for row in range(rows):
            skip = 2 if at == 0 else 0
            piece = text[at : at + width - skip]
            at += len(piece)
            if piece:
                found.append(_segment(piece, x + 10 * skip, top + 15 * row))
    return found


def _articles(
    segments: list[Segment], width: float = 400, number: int = 1, **more: list[tuple[float, ...]]
) -> list[Article]:
    return page_articles(Page(number, width, 500, segments, **more))  # pyright: ignore[reportArgumentType]


@given(EDGES)
def test_a_matching_takes_nothing_twice_and_is_no_worse_than_the_best_edge(edges: list[Edge]) -> None:
    found = list(match(edges).values())
    assert len({edge.before for edge in found}) == len({edge.after for edge in found}) == len(found)
    best = max((edge.weight for edge in edges if edge.weight > 0), default=0.0)
    assert sum(edge.weight for edge in found) >= best - 1e-6


def test_words_and_brackets_tell_the_joint() -> None:
    assert joins("依照《商业银行互联网贷", "款管理办法》的要求") > joins("依照《商业银行互联网贷", "要求。”他说")


def test_columns_are_read_one_after_the_other() -> None:
    heads = [_segment("放风筝的孩子", 0, 30, 20)]
    found = _articles(heads + _poured(STORY, [(0, 60), (108, 60), (216, 60)], 4))
    assert [(article.title, article.text) for article in found] == [("放风筝的孩子", STORY)]


def test_a_head_may_stand_beside_its_text() -> None:
    heads = [_segment("放风筝", 0, 68, 20), _segment("的孩子", 0, 93, 20)]
    found = _articles(heads + _poured(STORY, [(80, 60), (190, 60)], 5))
    assert [article.title for article in found] == ["放风筝的孩子"]
    assert found[0].text == STORY


def test_a_vertical_head_stands_left_of_its_text() -> None:
    heads = [_upright("放风筝的孩子", 0, 50, 20)]
    found = _articles(heads + _poured(STORY, [(30, 60), (140, 60)], 5))
    assert [(article.title, article.text) for article in found] == [("放风筝的孩子", STORY)]


def test_vertical_text_goes_from_right_to_left_in_tiers() -> None:
    lines = [STORY[at : at + 10] for at in range(0, 80, 10)]
    tiers = [_upright(line, 200 - 15 * (k % 4), 50 if k < 4 else 170) for k, line in enumerate(lines)]
    tiers[0] = Segment(STORY[:8], 200, 70, 210, 150, 10, vertical=True)
    lines[0] = STORY[:8]
    (article,) = _articles([_upright("放风筝的孩子", 225, 50, 20), *tiers])
    assert (article.title, article.text) == ("放风筝的孩子", "".join(lines))


def test_two_articles_side_by_side_stay_apart() -> None:
    other = STORY.replace("风筝", "纸船")
    segments = [_segment("放风筝的孩子", 0, 30, 20), *_poured(STORY, [(0, 60)], 10)]
    segments += [_segment("折纸船的孩子", 130, 30, 20), *_poured(other, [(130, 60)], 10)]
    assert [(article.title, article.text) for article in _articles(segments)] == [
        ("放风筝的孩子", STORY),
        ("折纸船的孩子", other),
    ]


def test_a_jump_is_joined_over_pages() -> None:
    first = [_segment("放风筝的孩子", 0, 30, 20), *_poured(STORY[:58], [(0, 60), (108, 60)], 3)]
    first.append(_segment("（下转A3版）", 138, 105))
    rest = [_segment("（上接A2版）", 0, 40), *[_segment(STORY[58 + 10 * k :][:10], 0, 60 + 15 * k) for k in range(4)]]
    (article,) = stitch_articles([*_articles(first), *_articles(rest, number=2)])
    assert article.text == STORY
    assert article.parts[-1].page == 2


def test_the_head_of_the_page_is_in_no_article() -> None:
    edge = [_segment("江北晨报", 0, 15, 15), _segment("2025年3月1日", 200, 15, 9)]
    found = _articles([*edge, _segment("放风筝的孩子", 0, 80, 20), *_poured(STORY, [(0, 110), (108, 110)], 5)])
    assert [(article.title, article.text) for article in found] == [("放风筝的孩子", STORY)]


def test_items_under_a_label_are_articles_of_their_own() -> None:
    segments = [_segment("简讯", 0, 30, 14)]
    for k, name in enumerate(("河边放风筝", "湖上赛龙舟")):
        y = 50 + 60 * k
        segments += [
            _segment(name, 0, y),
            _segment("昨天上午一群孩子", 20, y + 15),
            _segment("跑过木桥来到这里。", 0, y + 30),
        ]
    found = _articles(segments)
    assert [article.title for article in found] == ["河边放风筝", "湖上赛龙舟"]
    assert {article.text for article in found} == {"昨天上午一群孩子跑过木桥来到这里。"}


def test_rules_around_articles_are_no_table_and_cells_are() -> None:
    frame = [(0.0, 0.0, 100.0, 0.0), (0.0, 60.0, 100.0, 60.0)], [(0.0, 0.0, 0.0, 60.0), (100.0, 0.0, 100.0, 60.0)]
    assert page_frames(Page(1, 300, 300, [], *frame)) == [(0.0, 0.0, 100.0, 60.0)]
    assert not has_grid(Page(1, 300, 300, [], *frame))
    level = [(0.0, y, 100.0, y) for y in (0.0, 20.0, 40.0)]
    assert has_grid(Page(1, 300, 300, [], level, [(x, 0.0, x, 40.0) for x in (0.0, 50.0, 100.0)]))


def _story(head: str, y: float, signed: str) -> list[Segment]:
    rows = [_segment(head, 0, y, 20), _segment(signed, 0, y + 18)]
    lines = [("昨天上午一群孩子", 20), ("跑过木桥来到这里放", 0), ("风筝。", 0)]
    return rows + [_segment(line, x, y + 36 + 15 * at) for at, (line, x) in enumerate(lines)]


def test_two_signed_stories_below_each_other_make_a_newspaper() -> None:
    signed = [*_story("河边放风筝", 60, "本报记者 高远"), *_story("湖上赛龙舟", 200, "本报记者 周禾")]
    assert is_newspaper(Page(1, 400, 500, signed))
    assert [article.title for article in _articles(signed)] == ["河边放风筝", "湖上赛龙舟"]


def test_chapters_of_a_notice_make_no_newspaper() -> None:
    plain = [*_story("第一章总则", 60, "第一条"), *_story("第二章附则", 200, "第二条")]
    assert not is_newspaper(Page(1, 400, 500, plain))
