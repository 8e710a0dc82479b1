"""Patterns of single date expressions on compact text (half-width, no white space inside)."""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from mingdan.extract.entities.dates.words import relatives

CN = "〇零○一二三四五六七八九十廿卅"
NUM = r"(?:\d{1,2}|[一二三四五六七八九十廿卅]{1,3})"
YEAR4 = r"(?:(?:19|20)\d\d|[一二][〇零○O0九][〇零○O0一二三四五六七八九]{2})"
YEAR2 = r"(?:\d\d|[〇零九八二][〇零一二三四五六七八九])"
CONNECT = r"[^\S\n]{0,2}(?:起?至|到|[-~]|[—–―－]{1,2})[^\S\n]{0,2}"
_EDGE = "(?:[底末]|初(?![一二三四五六七八九十]))"
_YEAR_TAIL = rf"""(?P<year_edge>年?{_EDGE}(?![层级])|年终(?![审身])|年中(?!期)|年?伊始) | (?P<fiscal>年?度(?!过))"""
_MONTH_TAIL = rf"""(?: (?P<day>{NUM})[日号](?!文) | (?P<third>上中|中下|[上中下])旬 | (?P<fortnight>[上下])半月
    | 的?第(?P<nth>[1-5一二三四五])个?(?:周(?![年期岁])|星期)(?![一二三四五六日天])
    | 月?(?P<month_edge>{_EDGE})(?![层线级]) )"""
_FIRST = "(?<![当目此之以提日天月面从])前"
_BODY = rf"""(?: (?P<half>[上下])半年(?P<half_edge>[末底])?
    | 第?(?P<quarter>[一二三四首1-4])季度(?P<quarter_edge>{_EDGE})? | (?P<first_quarter>首季)(?!度)
    | {_FIRST}(?P<quarters>[两二三23])个?季度?(?P<quarters_edge>末)?
    | {_FIRST}(?P<months>两|{NUM})(?P<counted>个)?月(?!\d)
    | (?P<month>{NUM}|(?<![\d万亿千百十几多余美欧港日])元)月(?:份(?!额))?{_MONTH_TAIL}? )"""


Places = Sequence[int]
_YEAR_FIRST = re.compile(r"\(\?<!\[[^]]*]\)\(\?P<year>")
"""How the source of a pattern begins that matches nothing but what a written-out year opens."""


@cache
def _starts() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Characters that a written-out year begins with, and those that any expression begins with."""
    words = "".join(word[0] for entry in relatives() for word in entry.words)
    return re.compile(r"[12](?=[09])|[一二](?=[〇零○O0九])"), re.compile(rf"[\d{CN}'第上下前首元今年季月{words}]")


def places(text: str) -> tuple[Places, Places]:
    """Where in ``text`` a written-out year may begin, and where any expression may."""
    years, all_starts = ([match.start() for match in pattern.finditer(text)] for pattern in _starts())
    return years, all_starts


def find_all(pattern: re.Pattern[str], text: str, at: tuple[Places, Places]) -> Iterator[re.Match[str]]:
    """What ``pattern.finditer(text)`` gives, tried only where a date may begin (``at``, by :func:`places`)."""
    reached = 0
    match = pattern.match
    for place in at[not _YEAR_FIRST.match(pattern.pattern)]:
        if place >= reached and (found := match(text, place)):
            reached = found.end()
            yield found


def _words(unit: str) -> str:
    return "|".join(relative.pattern for relative in relatives() if relative.unit == unit)


_AFTER_SHORT = r"度|[底末初]|[上下]半|第?[一二三四]季|(?:1[0-2]|0?[1-9]|[一二三四五六七八九十]{1,2})月"


def _year() -> str:
    short = rf"(?P<short>'?(?<!\d){YEAR2})年(?={_AFTER_SHORT})"
    return rf"(?: (?<![\d.])(?P<year>{YEAR4})年 | {short} | (?P<year_word>{_words('year')}) )"


def _start() -> str:
    return rf"(?: (?<!\d)(?=\d) | (?<![{CN}百第])(?=\D) )"


@cache
def atoms() -> tuple[re.Pattern[str], ...]:
    """Patterns of one expression, each with the named groups that :mod:`.parts` reads."""
    sources = (
        rf"{_year()} (?: 的?{_BODY} | {_YEAR_TAIL} )?",
        rf"{_start()} {_BODY}",
        r"(?<![A-Za-z\d'])(?P<year>20\d\d)年?(?:Q(?P<quarter>[1-4])|H(?P<half>[12]))(?![A-Za-z\d])",
        rf"(?P<month_word>{_words('month')}){_MONTH_TAIL}?",
        rf"(?P<quarter_word>{_words('quarter')})(?P<quarter_edge>{_EDGE})?",
        rf"(?P<week_word>{_words('week')})(?:周|星期)?(?P<weekday>[一二三四五六日天末](?![个家款项次]))?",
        rf"(?P<day_word>{_words('day')})",
        r"(?<![A-Za-z\d_.\-/])(?P<year>(?:19|20)\d\d)(?P<sep>[-/.])[ ]?(?P<month>\d{1,2})"
        r"(?P=sep)[ ]?(?P<day>\d{1,2})(?![A-SU-Za-z\d_/]|[-.]\d)",
        r"(?<![A-Za-z\d_.\-/])(?P<year>(?:19|20)\d\d)(?P<loose>[-/.])(?P<month>\d{1,2})(?![A-Za-z\d_/%‰]|[-.]\d)",
        r"(?<![A-Za-z\d_.\-/])(?P<year>(?:19|20)\d\d)(?P<packed>)(?P<month>[01]\d)(?P<day>[0-3]\d)(?![A-Za-z\d_.\-/])",
        r"(?<![A-Za-z\d_.\-/])(?P<year>(?:19|20)\d\d)(?P<alone>)(?![A-Za-z\d_.\-/%年])",
        rf"(?<![\d.])(?P<year>{YEAR4})(?P<listed>)(?=(?:[、和及与]{YEAR4}){{0,8}}[、和及与]{YEAR4}年(?!第))",
        rf"(?<![\d.第一二三四五六七八九十])(?P<bare_day>{NUM})日(?![前间])",
        rf"(?<![\d.第一二三四五六七八九十])(?P<bare_day>{NUM})(?P<numbered>号)(?![文线楼店机院厅门桥车床铺令])",
        rf"(?<![{CN}\d年])(?P<bare_edge>年[末底初]|季末|月[末底])",
    )
    return tuple(re.compile(source, re.VERBOSE) for source in sources)


@cache
def pairs() -> tuple[re.Pattern[str], ...]:
    """Two neighbours that share their unit (一、二季度, 7、8月, 8月28、29日), written as one expression."""
    year, start, join = _year(), _start(), "(?P<to>[、和及])"
    prefix = rf"(?: {year}的? | {start} )"
    return tuple(
        re.compile(source, re.VERBOSE)
        for source in (
            rf"{prefix}第?(?P<quarter>[一二三四]){join}第?(?P<quarter_b>[一二三四])季度(?![{CN}末])",
            rf"{prefix}(?P<month>{NUM}){join}(?P<month_b>{NUM})月份?(?!\d|[{CN}底末初上中下])",
            rf"{prefix}(?P<month>{NUM})月(?P<day>\d{{1,2}}){join}(?P<day_b>\d{{1,2}})日",
        )
    )


@cache
def ranges() -> tuple[re.Pattern[str], ...]:
    """Patterns of ranges whose first end leaves out its unit (2025—2028年, 3至5月, 6月3-17日)."""
    year, start = _year(), _start()
    prefix = rf"(?: {year}的? | {start} )"
    return tuple(
        re.compile(source, re.VERBOSE)
        for source in (
            r"(?P<pair>今明)两?年",
            rf"(?<![\d.\-/])(?P<year>{YEAR4})(?P<years>{CONNECT})(?P<year_b>{YEAR4}|\d\d)年(?:度)?(?!第?\d|[底末初])",
            rf"(?<![A-Za-z\d_.\-/])(?P<year>(?:19|20)\d\d)(?P<sep>[./])(?P<month>\d{{1,2}})(?P<to>{CONNECT})"
            r"(?P<year_b>(?:19|20)\d\d)(?P=sep)(?P<month_b>\d{1,2})(?![A-Za-z\d_.\-/])",
            r"(?<![A-Za-z\d_.\-/])(?P<year>(?:19|20)\d\d)(?P<sep>[-./])(?P<month>\d{1,2})(?P=sep)(?P<day>\d{1,2})"
            rf"(?P<to>{CONNECT})(?P<year_b>(?:19|20)\d\d)(?P=sep)(?P<month_b>\d{{1,2}})(?P=sep)(?P<day_b>\d{{1,2}})"
            r"(?![A-Za-z\d_./])",
            rf"{prefix}(?P<month>{NUM})(?P<to>{CONNECT})(?P<month_b>{NUM})月份?(?!\d|[底末初上中下])",
            rf"{prefix}第?(?P<quarter>[一二三四1-4])(?P<to>{CONNECT})(?P<quarter_b>[一二三四1-4])季度",
            rf"{prefix}(?P<month>{NUM})月(?P<day>\d{{1,2}})(?P<to>{CONNECT})(?P<day_b>\d{{1,2}})[日号]",
            rf"{start}(?P<bare_day>\d{{1,2}})(?P<to>{CONNECT})(?P<day_b>\d{{1,2}})日",
            r"(?<![A-Za-z\d_.\-/])(?P<year>(?:19|20)\d\d)(?P<sep>[./])(?P<month>\d{1,2})(?P=sep)(?P<day>\d{1,2})"
            rf"(?P<to>{CONNECT})(?P<month_b>\d{{1,2}})(?P=sep)(?P<day_b>\d{{1,2}})(?![A-Za-z\d_.\-/])",
        )
    )
