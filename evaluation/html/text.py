"""Pieces of HTML from untrusted text: everything is escaped, control and direction characters are made visible."""

import html
import tomllib
import unicodedata
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

_KEPT = "\n\t"


def escape(text: object) -> str:
    """Text as HTML, safe in element content and in quoted attributes.

    >>> escape('<b> "江州\\u202e"')
    '&lt;b&gt; &quot;江州�&quot;'
    """
    return html.escape("".join(char if char in _KEPT else _visible(char) for char in str(text)), quote=True)


def _visible(char: str) -> str:
    return "�" if unicodedata.category(char) in ("Cc", "Cf", "Cs", "Zl", "Zp") else char


def tag(name: str, content: str = "", **attributes: object) -> str:
    """An element; ``content`` is HTML already, attribute values are escaped, ``class_`` stands for ``class``.

    >>> tag("td", escape("a<b"), class_="num")
    '<td class="num">a&lt;b</td>'
    """
    pairs = (
        f' {key.rstrip("_").replace("_", "-")}="{escape(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    return f"<{name}{''.join(pairs)}>{content}</{name}>"


def table(head: Iterable[str], rows: Iterable[Iterable[str]], class_: str = "") -> str:
    """A table of cells that are HTML already; a cell that begins with ``<td`` or ``<th`` stands for itself."""
    top = "".join(tag("th", cell, scope="col") for cell in head)
    body = "".join(tag("tr", "".join(_cell(cell) for cell in row)) for row in rows)
    return tag("div", tag("table", tag("thead", tag("tr", top)) + tag("tbody", body), class_=class_), class_="wide")


def number(value: str, order: float | None = None) -> str:
    """A right-aligned cell; ``order`` is what it sorts by."""
    return tag("td", value, class_="num", data_order=None if order is None else f"{order:.6f}")


def _cell(cell: str) -> str:
    return cell if cell.startswith(("<td", "<th")) else tag("td", cell)


@cache
def _titles() -> dict[str, dict[str, str]]:
    return tomllib.loads(files("mingdan.evaluation.html").joinpath("titles.toml").read_text("utf-8"))


def title(measure: str) -> str:
    """What a measure is called; its code where it has no other name.

    >>> title("mentions.INST"), title("none")
    ('Institutions', 'none')
    """
    return _titles()["measures"].get(measure, measure)


def hint(measure: str) -> str:
    """A few words that explain the measure; empty where its name says it."""
    return _titles()["hints"].get(measure, "")
