"""The links that are taken: a trained model weighs them, and the best set of them makes chains."""

from collections.abc import Sequence

import numpy as np

from mingdan.extract.layout.heads import Cluster
from mingdan.extract.layout.link_features import link_features
from mingdan.extract.layout.links import Link
from mingdan.extract.layout.matching import Edge, match
from mingdan.models.trees import shipped_trees

MODELS = {True: "links_head", False: "links_block"}
"""The weights of links that begin at a head, and of those that begin at a block."""
NEED = 4.0
"""How much better, in log odds, a link is than none: a block that nothing leads to is a loss, too."""
_CERTAIN = 9.0


def best_links(links: Sequence[Link]) -> dict[int, Link]:
    """The links taken, by the id of what they begin at: none twice, no circles, the best sum. Sets their scores."""
    rate(links)
    edges = {Edge(id(link.before), id(link.after), link.score + NEED): link for link in links if link.score > -NEED}
    taken = {before: edges[edge] for before, edge in match(list(edges)).items()}
    for link in sorted(taken.values(), key=lambda link: link.score):
        if id(link.before) in taken and _circle(link, taken):
            del taken[id(link.before)]
    return taken


def rate(links: Sequence[Link]) -> None:
    """Make the score of each link the log odds that it is right."""
    features = link_features(links)
    for heads, name in MODELS.items():
        own = [number for number, link in enumerate(links) if isinstance(link.before, Cluster) == heads]
        if own:
            odds = np.clip(shipped_trees(name).scores([features[number] for number in own]), -_CERTAIN, _CERTAIN)
            for number, value in zip(own, odds.tolist(), strict=True):
                links[number].score = value


def _circle(link: Link, taken: dict[int, Link]) -> bool:
    at = link.after
    seen: set[int] = set()
    while id(at) in taken and id(at) not in seen:
        seen.add(id(at))
        at = taken[id(at)].after
        if at is link.before:
            return True
    return False
