"""Lines of one cell: where a line break parts two names, and where a long name only wraps."""

import re
from functools import cache

from mingdan.extract.segment.cells import column_rules

_REMARK = r"\s*(?:[（(][^（()）]*[)）])?\s*"


def are_names(above: str, below: str) -> bool:
    """Whether the text above a break ends as a whole name and the line below it is a name of its own.

    >>> are_names("云岫有限公司", "蓝鲸有限公司"), are_names("云岫有限公司", "上海浦东分公司")
    (True, False)
    >>> are_names("云岫科技", "有限公司"), are_names("溪麓银行", "股份有限公司")
    (False, False)
    """
    return any(upper.search(above) and lower.fullmatch(below) for upper, lower in _patterns())


@cache
def _patterns() -> list[tuple[re.Pattern[str], re.Pattern[str]]]:
    rules = column_rules()["lines"]
    rest, parts = "|".join(rules["rest"]), "".join(rules["parts"])
    ends = [f"(?:{'|'.join(words)}){_REMARK}" for words in rules["ends"]]
    return [(re.compile(f"{end}$"), re.compile(rf"\s*(?!{rest}|[（(]).{{2,}}(?<![{parts}]){end}")) for end in ends]
