"""Generated blocks of README.md: the text between ``<!-- NAME: made by ... -->`` and ``<!-- end NAME -->``."""

import re
from pathlib import Path

README = Path(__file__).resolve().parent.parent / "README.md"


def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(rf"(<!-- {name}: [^>]*-->\n).*?(<!-- end {name} -->)", re.DOTALL)


def read_block(name: str, text: str) -> str:
    r"""Return the text of a block.

    >>> read_block("sizes", "<!-- sizes: made by make -->\n1 MB\n<!-- end sizes -->\n")
    '1 MB\n'
    """
    found = _pattern(name).search(text)
    if found is None:
        raise LookupError(f"README.md has no block {name}")
    return text[found.end(1) : found.start(2)]


def replace_block(name: str, content: str, text: str) -> str:
    r"""Return ``text`` with the block's text replaced.

    >>> replace_block("sizes", "2 MB\n", "<!-- sizes: made by make -->\n1 MB\n<!-- end sizes -->\n")
    '<!-- sizes: made by make -->\n2 MB\n<!-- end sizes -->\n'
    """
    read_block(name, text)
    return _pattern(name).sub(lambda found: found[1] + content + found[2], text)


def write_block(name: str, content: str, readme: Path = README) -> None:
    """Replace a block in the file."""
    readme.write_text(replace_block(name, content, readme.read_text(encoding="utf-8")), encoding="utf-8")
