"""Which paragraphs of a page are of one article, and in what order they are read."""

import itertools
import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from mingdan.extract.reading.features import Page
from mingdan.extract.reading.joins import Joins
from mingdan.extract.reading.language import Pairs

APART = 0.075
"""Articles are told apart where their likeness is below this."""
_RARE = 6.5
"""Pairs of characters with at least this weight tell topics apart."""


@dataclass(frozen=True, slots=True)
class Block:
    """Neighbouring lines of a page, by number, read one after the other; ``head``: it opens with a headline."""

    lines: tuple[int, ...]
    head: bool


def blocks_of(page: Page, joins: Joins) -> list[Block]:
    """Cut a page where a column, a sentence for good or an article ends."""
    blocks: list[Block] = []
    current: list[int] = []
    head = True
    for i in range(len(page.lines)):
        headline = is_headline(page, joins, i)
        if current and (headline or _parted(page, joins, i)):
            blocks.append(Block(tuple(current), head))
            current, head = [], headline
        current.append(i)
    return [*blocks, Block(tuple(current), head)] if current else blocks


def _parted(page: Page, joins: Joins, number: int) -> bool:
    """Whether a line starts a column: what stands before it goes on elsewhere or not at all, or it does."""
    before = number - 1
    if joins.follows.get(before) == number:
        return False
    taken = number in joins.follows.values()
    loose = before in joins.follows or taken or before in joins.cut_ends or number in joins.cut_starts
    return loose or page.furniture_before[number]


def is_headline(page: Page, joins: Joins, number: int) -> bool:
    """Whether a line stands alone as a headline does: no sentence, no entry of a list, text below it."""
    line = page.lines[number]
    if line.kind != "text" or line.marked or line.ended or not 7 <= len(line.text) <= 45:
        return False
    if number in joins.follows or number in joins.follows.values() or number in joins.cut_ends or "。" in line.text:
        return False
    below = page.lines[number + 1 : number + 4]
    return any(
        len(other.text) > 12 and (other.ended or i in joins.follows) for i, other in enumerate(below, number + 1)
    )


def order_articles(page: Page, joins: Joins, pairs: Pairs) -> list[list[int]]:
    """Numbers of the page's lines in reading order, one list an article."""
    blocks = blocks_of(page, joins)
    chains = _chains(blocks, joins)
    vectors = [topic(page, [i for b in chain for i in blocks[b].lines], pairs) for chain in chains]
    groups = _groups(chains, blocks, vectors)
    articles = [_ordered([chains[c] for c in group]) for group in groups]
    return [[i for b in article for i in blocks[b].lines] for article in sorted(articles, key=min)]


def _chains(blocks: Sequence[Block], joins: Joins) -> list[list[int]]:
    """Blocks that sentences run through, in their order."""
    first = {block.lines[0]: number for number, block in enumerate(blocks)}
    following = {
        number: first[joins.follows[block.lines[-1]]]
        for number, block in enumerate(blocks)
        if joins.follows.get(block.lines[-1]) in first
    }
    chains: list[list[int]] = []
    reached: set[int] = set()
    opening = [number for number in range(len(blocks)) if number not in following.values()]
    for number in [*opening, *range(len(blocks))]:  # a ring of blocks is opened at its first one
        chain: list[int] = []
        while number not in reached:
            reached.add(number)
            chain.append(number)
            number = following.get(number, number)
        chains += [chain] if chain else []
    return chains


def topic(page: Page, lines: Iterable[int], pairs: Pairs) -> Mapping[str, float]:
    """Weights of the rare pairs of characters in some lines."""
    counts: Counter[str] = Counter()
    for i in lines:
        text = page.lines[i].text
        counts.update(a + b for a, b in itertools.pairwise(text) if _han(a) and _han(b))
    found = {pair: (1 + math.log(n)) * rarity(pairs, pair) for pair, n in counts.items()}
    return {pair: weight for pair, weight in found.items() if rarity(pairs, pair) >= _RARE}


def _han(char: str) -> bool:
    return "\u3400" <= char <= "\u9fff"


def rarity(pairs: Pairs, pair: str) -> float:
    """Negative logarithm of how often a pair stands in our corpus."""
    return math.log((pairs.total + 1) / (pairs.counts.get(pair, 0) + 1))


def likeness(a: Mapping[str, float], b: Mapping[str, float]) -> float:
    """Cosine of two topics, in [0, 1]."""
    if not a or not b:
        return 0.0
    product = sum(weight * b[pair] for pair, weight in a.items() if pair in b)
    return product / math.sqrt(sum(w * w for w in a.values()) * sum(w * w for w in b.values()))


def _merged(vectors: Iterable[Mapping[str, float]]) -> dict[str, float]:
    total: Counter[str] = Counter()
    for vector in vectors:
        for pair, weight in vector.items():
            total[pair] += weight  # type: ignore[assignment]
    return dict(total)


def _groups(
    chains: Sequence[Sequence[int]], blocks: Sequence[Block], vectors: Sequence[Mapping[str, float]]
) -> list[list[int]]:
    """Chains by article: seeds are the chains that open with a headline, the others go where they are most alike."""
    seeds = [c for c, chain in enumerate(chains) if any(blocks[b].head for b in chain)] or [0]
    groups = {seed: [seed] for seed in seeds}
    before = seeds[0]
    for chain in range(len(chains)):
        if chain in groups:
            before = chain
            continue
        scores = {
            s: likeness(vectors[chain], _merged(vectors[c] for c in g)) + 0.02 * (s == before)
            for s, g in groups.items()
        }
        before = max(scores, key=lambda s: scores[s])
        groups[before].append(chain)
    return _united(list(groups.values()), vectors)


def _united(groups: list[list[int]], vectors: Sequence[Mapping[str, float]]) -> list[list[int]]:
    """Unite the groups that are most alike until all are apart."""
    while len(groups) > 1:
        topics = [_merged(vectors[c] for c in group) for group in groups]
        pairs = [(likeness(topics[i], topics[j]), i, j) for i in range(len(groups)) for j in range(i)]
        best, i, j = max(pairs)
        if best < APART:
            break
        groups[j] = groups[j] + groups.pop(i)
    return groups


def _ordered(chains: Sequence[Sequence[int]]) -> list[int]:
    """Blocks of an article: chains in the page's order of their first blocks."""
    return [block for chain in sorted(chains, key=lambda chain: chain[0]) for block in chain]
