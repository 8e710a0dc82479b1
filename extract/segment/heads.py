"""Column heads that nothing parts, cut into heads by the words that end them."""

import re
from functools import cache, lru_cache

from mingdan.core.fold import fold
from mingdan.extract.entities.roles import is_role_phrase
from mingdan.extract.knowledge import read_rules
from mingdan.extract.segment.cells import column_kind, column_rules
from mingdan.extract.segment.words import cut

Run = tuple[int, int]

_MAX_HEAD, _WIDEST, _KEPT, _TRIED = 18, 24, 2, 8
_MODIFIER, _COST, _SAME_KIND, _OTHER_KIND = 0.6, 1.0, 4.0, 2.0
_UNKNOWN, _UNKNOWN_CHAR, _INSIDE_WORD = 1.2, 0.3, 0.8
_FUNCTION = re.compile(r"[的中与和及]")
_FUNCTION_FIRST, _KNOWN_MODIFIER = 2.0, 0.2
_BRACKET = re.compile(r"[（(][^（）()]{1,8}[)）]")

_Split = tuple[float, str, tuple[Run, ...]]


def head_splits(line: str) -> list[tuple[float, list[Run]]]:
    """Ways to cut a line of heads, the likeliest first, each with its score (below 0: its heads are not known).

    >>> line = "序号银行自报总数最近更新"
    >>> score, runs = head_splits(line)[0]
    >>> [line[a:b] for a, b in runs], score > 0
    (['序号', '银行', '自报总数', '最近更新'], True)
    """
    edges = _word_edges(line)
    best: list[dict[int, list[_Split]]] = [{0: [(0.0, "", ())]}, *({} for _ in line)]
    for end in range(1, len(line) + 1):
        ways: dict[int, list[_Split]] = {}
        for start in range(max(0, end - _WIDEST), end):
            value = _head_value(line[start:end]) if best[start] else None
            if value is None:
                continue
            kind, is_role = column_kind(line[start:end]), _is_role(line[start:end])
            value -= _INSIDE_WORD * (len({start, end} - edges) if value < 0 else 0)
            for count, splits in best[start].items():
                for score, last, runs in splits:
                    again = kind == last not in {"", "index"} and not is_role
                    found = (score + value - _SAME_KIND * again, kind, (*runs, (start, end)))
                    ways.setdefault(count + 1, []).append(found)
        best[end] = {count: sorted(splits, reverse=True)[:_KEPT] for count, splits in ways.items()}
    splits = sorted((split for splits in best[-1].values() for split in splits), key=_few, reverse=True)[:_TRIED]
    return [(score, list(runs)) for score, _, runs in sorted(splits, reverse=True)]


def _few(split: _Split) -> float:
    """The score of a split less one for each head: of few heads as well as of many some are kept."""
    return split[0] - len(split[2])


def _word_edges(line: str) -> frozenset[int]:
    places, position = {0}, 0
    for word in cut(line):
        position += len(word)
        places.add(position)
    return frozenset(places)


def _is_role(head: str) -> bool:
    return is_role_phrase(fold(_BRACKET.sub("", head)))


@cache
def _ends() -> tuple[str, ...]:
    kinds = column_rules()["kinds"].values()
    words = [word for words in kinds for word in words] + list(read_rules("head_ends.toml")["ends"])
    return tuple(sorted({fold(word) for word in words}, key=len, reverse=True))


@lru_cache(maxsize=1 << 12)
def _head_value(head: str) -> float | None:
    """What a head is worth: the length of the known word that ends it, less for what stands before that word."""
    bare = fold(_BRACKET.sub("", head) if not _BRACKET.match(head) else head)
    if (
        not 1 < len(bare) <= _MAX_HEAD
        or not (head[:1].isalnum() or head[:1] in "“「")
        or head.count("（") != head.count("）")
    ):
        return 0.0 if bare in {"序", "号"} else None
    known = [len(word) for word in _ends() if bare.endswith(word)][:1]
    if is_role_phrase(bare):
        known.append(len(bare))
    unknown = -_UNKNOWN - _UNKNOWN_CHAR * len(bare) - _FUNCTION_FIRST * bool(_FUNCTION.match(bare))
    if not known:
        return unknown - (_OTHER_KIND if column_kind(bare) else 0.0)
    size = max(known)
    before = column_kind(bare[: len(bare) - size])
    other = _OTHER_KIND if before not in {"", column_kind(bare[len(bare) - size :])} else 0.0
    rest = bare[: len(bare) - size]
    inner = next((len(word) for word in _ends() if rest.endswith(word)), 0)
    modifiers = _MODIFIER * (len(rest) - inner) + _KNOWN_MODIFIER * inner
    return max(float(size) - _COST - modifiers, unknown) - other
