"""A cell's number as the sheet shows it: dates, percentages, leading zeros; other formats give the plain number.

Built-in formats are those of a Chinese Excel (``number_formats.tsv``); its forms with two-digit years and English month
names are given with the full year.
"""

import re
from datetime import datetime, timedelta
from functools import cache
from importlib.resources import files

from mingdan.extract.readers.office.numerals import chinese, spelled

_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|[_*].|\[(?P<bracket>[^\]]*)\]|(?P<half>AM/PM|A/P|上午/下午)'
    r"|(?P<date>y+|m+|d+|h+|s+|a{3,4}|e+|g+)|(?P<digits>[0#?,.]+)|(?P<percent>%)|(?P<other>.)",
    re.I | re.S,
)
_EPOCH = datetime(1899, 12, 30)
_EPOCH_1904 = datetime(1904, 1, 1)
_MAX_SERIAL = 2958466
_WEEKDAYS = "一二三四五六日"


@cache
def builtin_formats() -> dict[int, str]:
    """Codes of the built-in number formats by their id."""
    lines = files("mingdan.extract.readers.office").joinpath("number_formats.tsv").read_text("utf-8").splitlines()[1:]
    return {int(key): code for key, code in (line.split("\t") for line in lines)}


def plain(value: float) -> str:
    """A number without a format: whole ones in full, others with up to 15 digits, never in powers of ten.

    >>> plain(13800000000.0), plain(0.1 + 0.2), plain(-2.50)
    ('13800000000', '0.3', '-2.5')
    """
    if value == int(value) and abs(value) < 1e18:
        return str(int(value))
    text = f"{value:.15g}"
    return f"{value:.15f}".rstrip("0") if "e" in text and abs(value) < 1 else text


def shown(value: float, code: str, *, from_1904: bool = False) -> str:
    """``value`` in a number format.

    >>> shown(45930, 'yyyy"年"m"月"d"日"'), shown(45930, "[DBNum1]yyyy年m月d日"), shown(2112345678, "00000000000")
    ('2025年9月30日', '二〇二五年九月三十日', '02112345678')
    >>> shown(0.125, "0.0%"), shown(12345.5, "#,##0.00"), shown(3, '"第"0"期"'), shown(7, "General")
    ('12.5%', '12,345.50', '第3期', '7')
    """
    section = _section(code, value)
    tokens = [(match.lastgroup or "", match.group(match.lastgroup or 0)) for match in _TOKEN.finditer(section)]
    if not section.strip() or section.strip().lower() in ("general", "@", "g/通用格式"):
        return plain(value)
    if any(kind == "date" and not text.lower().startswith("g") for kind, text in tokens):
        return _date(value, tokens, section, from_1904)
    return _number(value, tokens) if any(kind == "digits" for kind, _ in tokens) else plain(value)


def _section(code: str, value: float) -> str:
    sections = re.split(r';(?=(?:[^"]*"[^"]*")*[^"]*$)', code)
    if value < 0 and len(sections) > 1 and sections[1]:
        return sections[1] if re.search(r"[(\-]", sections[1]) else f"-{sections[1]}"
    return sections[2] if value == 0 and len(sections) > 2 and sections[2] else sections[0]


def _date(value: float, tokens: list[tuple[str, str]], section: str, from_1904: bool) -> str:
    if not 0 <= value < _MAX_SERIAL:
        return plain(value)
    start = _EPOCH_1904 if from_1904 else _EPOCH if value >= 60 else _EPOCH + timedelta(days=1)
    moment = start + timedelta(seconds=round(value * 86400))
    words = any(kind == "bracket" and text.lower().startswith("dbnum") for kind, text in tokens)
    half = any(kind == "half" for kind, _ in tokens)
    parts: list[str] = []
    for index, (kind, text) in enumerate(tokens):
        if kind == "date":
            parts.append(_field(moment, text.lower(), _is_minute(tokens, index), words, half))
        elif kind == "half":
            parts.append("上午" if moment.hour < 12 else "下午")
        elif kind in ("quoted", "escaped", "other", "digits"):
            parts.append(text)
    return "".join(parts).replace(";@", "").strip()


def _is_minute(tokens: list[tuple[str, str]], index: int) -> bool:
    """Whether ``m`` stands for minutes: after hours or before seconds."""
    fields = [(i, text.lower()[0]) for i, (kind, text) in enumerate(tokens) if kind == "date"]
    place = next(n for n, (i, _) in enumerate(fields) if i == index)
    before = fields[place - 1][1] if place else ""
    after = fields[place + 1][1] if place + 1 < len(fields) else ""
    return fields[place][1] == "m" and (before == "h" or after == "s")


def _field(moment: datetime, text: str, minute: bool, words: bool, half: bool) -> str:
    if text[0] == "a":
        return ("星期" if len(text) > 3 else "") + _WEEKDAYS[moment.weekday()]
    if text[0] == "d" and len(text) > 2:
        return "星期" + _WEEKDAYS[moment.weekday()]
    if text[0] in "ye":
        return spelled(moment.year) if words else str(moment.year)
    hour = (moment.hour % 12 or 12) if half else moment.hour
    fields = {"m": moment.minute if minute else moment.month, "d": moment.day, "h": hour, "s": moment.second}
    value = fields.get(text[0])
    if value is None:
        return ""
    if words:
        return chinese(value) if value else "零"
    return f"{value:02d}" if len(text) == 2 else str(value)


def _number(value: float, tokens: list[tuple[str, str]]) -> str:
    pattern = "".join(text for kind, text in tokens if kind == "digits")
    percent = sum(kind == "percent" for kind, _ in tokens)
    whole, _, decimals = pattern.partition(".")
    scaled = abs(value) * 100**percent
    least, most = decimals.count("0"), len(decimals.replace(",", ""))
    text = f"{scaled:{',' if ',' in whole.rstrip(',') else ''}.{most}f}"
    head, _, tail = text.partition(".")
    tail = tail[:least] + tail[least:].rstrip("0")
    body = head.rjust(whole.count("0"), "0") + (f".{tail}" if tail else "")
    return _placed(body, value, tokens)


def _placed(body: str, value: float, tokens: list[tuple[str, str]]) -> str:
    parts: list[str] = []
    done = False
    for kind, text in tokens:
        if kind == "digits":
            parts.append("" if done else body)
            done = True
        elif kind in ("quoted", "escaped", "percent", "other"):
            parts.append(text)
    shown_sign = any(part.strip().startswith(("-", "(")) for part in parts[:2])
    return ("-" if value < 0 and not shown_sign else "") + "".join(parts).strip()
