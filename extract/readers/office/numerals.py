"""Counting words: Chinese numerals, circled numbers, Roman numbers and letters, as Word and Excel write them."""

from collections.abc import Callable

_DIGITS = "零一二三四五六七八九"
_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"))
_ROMAN_LOW = ((9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


def chinese(value: int, digits: str = _DIGITS, units: str = "十百千") -> str:
    """Counting form below 10,000; other values digit by digit.

    >>> chinese(10), chinese(12), chinese(20), chinese(105), chinese(2025)
    ('十', '十二', '二十', '一百零五', '二千零二十五')
    """
    if not 0 < value < 10_000:
        return spelled(value, digits)
    parts: list[str] = []
    for power in range(len(str(value)) - 1, -1, -1):
        digit = value // 10**power % 10
        if digit:
            parts.append(digits[digit] + (units[power - 1] if power else ""))
        elif parts and parts[-1] != digits[0] and value % 10**power:
            parts.append(digits[0])
    text = "".join(parts)
    return text[1:] if digits is _DIGITS and 10 <= value < 20 else text


def spelled(value: int, digits: str = "〇一二三四五六七八九") -> str:
    """Digit by digit.

    >>> spelled(2025)
    '二〇二五'
    """
    return "".join(digits[int(char)] if char.isdigit() else char for char in str(value))


def roman(value: int) -> str:
    """Lower-case Roman number.

    >>> roman(14), roman(1999)
    ('xiv', 'mcmxcix')
    """
    parts: list[str] = []
    for size, sign in (*_ROMAN, *_ROMAN_LOW):
        count, value = divmod(value, size)
        parts.append(sign * min(count, 50))
    return "".join(parts)


def letters(value: int) -> str:
    """Letters as Word counts them: a ... z, aa, bb ...

    >>> letters(3), letters(28)
    ('c', 'bb')
    """
    return chr(ord("a") + (value - 1) % 26) * min((value - 1) // 26 + 1, 50) if value > 0 else ""


def column_name(index: int) -> str:
    """Name of a spreadsheet column by its index from 0.

    >>> column_name(0), column_name(26), column_name(701)
    ('A', 'AA', 'ZZ')
    """
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def _circled(value: int) -> str:
    if 1 <= value <= 20:
        return chr(0x2460 + value - 1)
    return chr(0x3251 + value - 21) if value <= 35 else str(value)


def _cycle(signs: str) -> Callable[[int], str]:
    return lambda value: signs[(value - 1) % len(signs)]


_FORMS: dict[str, Callable[[int], str]] = {
    "decimalZero": lambda value: f"{value:02d}",
    "upperLetter": lambda value: letters(value).upper(),
    "lowerLetter": letters,
    "upperRoman": lambda value: roman(value).upper(),
    "lowerRoman": roman,
    "chineseCounting": chinese,
    "chineseCountingThousand": chinese,
    "taiwaneseCounting": chinese,
    "taiwaneseCountingThousand": chinese,
    "japaneseCounting": chinese,
    "koreanCounting": chinese,
    "japaneseDigitalTenThousand": spelled,
    "taiwaneseDigital": spelled,
    "ideographDigital": spelled,
    "chineseLegalSimplified": lambda value: chinese(value, _LEGAL, "拾佰仟"),
    "ideographLegalTraditional": lambda value: chinese(value, _LEGAL, "拾佰仟"),
    "ideographTraditional": _cycle(_STEMS),
    "ideographZodiac": _cycle(_BRANCHES),
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "decimalEnclosedFullstop": lambda value: f"{value}.",
    "decimalEnclosedParen": lambda value: f"({value})",
    "ideographEnclosedCircle": lambda value: f"({chinese(value)})",
    "decimalFullWidth": lambda value: str(value).translate({48 + n: 0xFF10 + n for n in range(10)}),
    "decimalFullWidth2": lambda value: str(value).translate({48 + n: 0xFF10 + n for n in range(10)}),
    "bullet": lambda value: "",
    "none": lambda value: "",
}


def counted(value: int, form: str) -> str:
    """A number in a format of Word's list levels (``w:numFmt``); formats not known count in decimals.

    >>> counted(3, "chineseCounting"), counted(3, "ideographTraditional"), counted(3, "decimalEnclosedCircle")
    ('三', '丙', '③')
    """
    return _FORMS.get(form, str)(value)
