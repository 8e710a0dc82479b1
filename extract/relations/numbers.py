"""Small numbers as Chinese texts write them."""

import re

NUMBER = r"(?:\d{1,4}|[零一二两三四五六七八九十百]{1,5})"
"""A regular expression for them."""
RESPECTIVELY = re.compile(rf"分别(?:共?有|为|是|达|达到|共)?(?P<counts>{NUMBER}家(?:[、,，和与及]{{1,2}}{NUMBER}家)+)")
"""Several numbers, of as many things."""
_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0}


def chinese_number(text: str) -> int:
    """Value of a small Chinese or Arabic numeral.

    >>> chinese_number("二十一"), chinese_number("十"), chinese_number("135"), chinese_number("一百零三")
    (21, 10, 135, 103)
    """
    if text.isdigit():
        return int(text)
    total = unit = 0
    for char in text:
        if char == "百":
            total, unit = total + (unit or 1) * 100, 0
        elif char == "十":
            total, unit = total + (unit or 1) * 10, 0
        else:
            unit = _DIGITS.get(char, 0)
    return total + unit
