"""Cells that no spreadsheet takes for a formula, and text that XML can hold."""

import re

FORMULA_STARTS = frozenset("=+-@|\t\r\n＝＋－＠")
"""First characters that make a spreadsheet read a CSV cell as a formula or a command."""

CELL_LIMIT = 32_767
"""Characters (UTF-16 units) that one XLSX cell can hold."""

_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")


def spreadsheet_safe(text: str) -> str:
    """Prefix ``'`` where a spreadsheet could take the cell for a formula.

    >>> spreadsheet_safe("=cmd|' /C calc'!A0"), spreadsheet_safe("海西银行")
    ("'=cmd|' /C calc'!A0", '海西银行')
    """
    bare = text.lstrip(" \u00a0\u3000\ufeff\"'\x00")
    return "'" + text if text[:1] in FORMULA_STARTS or bare[:1] in FORMULA_STARTS else text


def xml_text(text: str) -> str:
    """Write characters that XML forbids as the ``_xHHHH_`` escape of OOXML; the rest of the text stays.

    >>> xml_text("海西\\x0b银行"), xml_text("_x000B_")
    ('海西_x000B_银行', '_x005F_x000B_')
    """
    return _ILLEGAL.sub(lambda match: f"_x{ord(match[0]):04X}_", _ESCAPE.sub("_x005F_", text))


def fit_cell(text: str) -> str:
    """Cut text that an XLSX cell cannot hold; the cut ends in ``…``.

    >>> len(fit_cell("贷" * 40_000)), fit_cell("贷" * 40_000)[-1]
    (32767, '…')
    """
    if len(text.encode("utf-16-le")) // 2 <= CELL_LIMIT:
        return text
    units = text.encode("utf-16-le")[: 2 * (CELL_LIMIT - 1)]
    return units.decode("utf-16-le", "ignore") + "…"
