"""Arabic and Chinese numerals of dates."""

_DIGITS = {
    char: value
    for value, chars in enumerate(("〇零○O0", "一", "二", "三", "四", "五", "六", "七", "八", "九"))
    for char in chars
}
_DIGITS["两"] = 2
_DIGITS["首"] = _DIGITS["元"] = 1


def number(text: str) -> int:
    """Value of a day, month or count: Arabic, or Chinese up to ninety-nine.

    >>> [number(t) for t in ("07", "十", "十二", "二十一", "廿九", "三十")]
    [7, 10, 12, 21, 29, 30]
    """
    if text.isdecimal():
        return int(text)
    text = text.replace("廿", "二十").replace("卅", "三十")
    tens, ten, ones = text.partition("十")
    if not ten:
        return int("".join(str(_DIGITS[char]) for char in text))
    return (_DIGITS[tens] if tens else 1) * 10 + (_DIGITS[ones] if ones else 0)


def year_number(text: str) -> int:
    """Value of a year written in digits of either kind; two digits mean 1970–2069.

    >>> [year_number(t) for t in ("2025", "二〇二五", "一九九八", "98", "零七", "25")]
    [2025, 2025, 1998, 1998, 2007, 2025]
    """
    value = int("".join(char if char.isdecimal() else str(_DIGITS[char]) for char in text))
    if len(text) > 2:
        return value
    return value + (1900 if value >= 70 else 2000)
