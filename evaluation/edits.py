"""Edit distance of texts, the measure of recognition: characters wrong, missing or too many."""

import unicodedata

import numpy as np


def distance(truth: str, text: str, *, within: bool = False) -> int:
    """Least number of insertions, deletions and replacements that turn ``text`` into ``truth``.

    With ``within`` the best stretch of ``text`` counts, and what stands around it costs nothing.

    >>> distance("合作机构", "合作几构名"), distance("机构", "合作机构名单", within=True)
    (2, 0)
    """
    codes = np.array([ord(char) for char in text], dtype=np.int64)
    steps = np.arange(len(codes) + 1)
    row = np.zeros_like(steps) if within else steps.copy()
    for char in truth:
        changed = row + 1
        changed[1:] = np.minimum(changed[1:], row[:-1] + (codes != ord(char)))
        row = np.minimum.accumulate(changed - steps) + steps
    return int(row.min()) if within else int(row[-1])


def bare(text: str) -> str:
    """The text without white space, table marks and differences of width.

    >>> bare("| ＡＰＰ | 名称 |\\n|---|---|")
    'APP名称'
    """
    lines = (line for line in text.split("\n") if not line.startswith("|---"))
    return "".join(unicodedata.normalize("NFKC", "".join(lines)).replace("|", "").split())


def error_rate(truth: str, text: str) -> float:
    """Distance of the bare texts over the length of the truth, in reading order; 0 for an empty truth.

    >>> error_rate("合作机构", "合作\\n几构")
    0.25
    """
    known = bare(truth)
    return distance(known, bare(text)) / len(known) if known else 0.0
