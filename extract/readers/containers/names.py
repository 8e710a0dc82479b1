"""Names of files inside containers: labels for people and ids, never paths."""

import re
import unicodedata

from mingdan.core.errors import InputError
from mingdan.extract.readers.encoding import decode

_MAX = 200


def decode_name(raw: bytes) -> str:
    """A name without a declared encoding: UTF-8, else GB 18030 or Big5, else each byte by itself.

    >>> decode_name("名单.pdf".encode("gbk"))
    '名单.pdf'
    """
    try:
        return decode(raw, "")
    except InputError:
        pass
    try:
        return raw.decode("gb18030")
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def clean_name(name: str) -> str:
    """The name with ``/`` between folders and nothing that leads out of its container, cut to 200 characters.

    >>> clean_name("..\\\\..\\\\C:/etc//名单.txt\\0")
    'C/etc/名单.txt'
    """
    plain = "".join(" " if unicodedata.category(char) in {"Cc", "Cf", "Cs", "Zl", "Zp"} else char for char in name)
    steps = (step.strip().rstrip(":") for step in re.split(r"[/\\]+", plain))
    kept = "/".join(step for step in steps if step not in {"", ".", ".."})
    return kept[-_MAX:].lstrip("/") or "unnamed"


def is_junk(name: str) -> bool:
    """Whether a file is hidden or left behind by a file manager.

    >>> is_junk("__MACOSX/._名单.pdf"), is_junk("名单.pdf")
    (True, False)
    """
    steps = name.split("/")
    return "__MACOSX" in steps or any(step.startswith(".") for step in steps) or steps[-1].lower() == "thumbs.db"
