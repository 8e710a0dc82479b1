"""Fits the network of rows and measures it on writers that it does not know."""

import random
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from mingdan.evaluation.training.encoder.rows.crops import crop
from mingdan.evaluation.training.encoder.rows.examples import Example
from mingdan.evaluation.training.encoder.rows.network import Batcher
from mingdan.evaluation.training.tagger.network import library
from mingdan.models.tagger import Floats

WEIGHTS = {"pairs": 1.0, "statuses": 1.0, "lenders": 0.5, "roles": 0.7, "dates": 0.7}
_SCALE = 40.0
"""Losses are sums over pairs; so many pairs of a batch have the weight of one step."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How to fit: highest rates of the encoder and of the rest; rates rise for ``rise`` steps, then fall to none.

    ``hide`` is the chance that a piece is hidden, ``dropout`` that a number between layers is, ``cropped``
    that a stretch of a document (:mod:`~mingdan.evaluation.training.encoder.rows.crops`) is read in its stead.
    """

    rounds: int = 7
    rate: float = 1.2e-4
    head_rate: float = 1e-3
    batch: int = 8
    rise: int = 60
    hide: float = 0.1
    dropout: float = 0.1
    cropped: float = 0.3
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Scores:
    """What a network gives for one example: as :meth:`Batcher.scores`, as arrays."""

    pairs: Floats
    roles: Sequence[Floats]
    dates: Sequence[Floats]


class Fitter:
    """Fits one network; the same examples, plan and number of threads give the same weights."""

    def __init__(self, network: Any, batcher: Batcher, plan: Plan) -> None:
        self._torch, self._net, self._batcher, self._plan = library("torch"), network, batcher, plan
        set_dropout(network, plan.dropout)

    def fit(self, given: Sequence[Example], tell: Callable[[int, dict[str, float]], None]) -> None:
        """Fit; ``tell`` is called after each round with its number and losses."""
        known = [example for example in given if example.pairs]
        batches = self._batches(known)
        optimizer, schedule = self._optimizer(self._plan.rounds * -(-len(known) // self._plan.batch))
        for number in range(self._plan.rounds):
            self._net.train()
            losses = dict.fromkeys(WEIGHTS, 0.0)
            for batch in next(batches):
                self._step(batch, optimizer, schedule, losses)
            self._net.eval()
            tell(number, losses)

    def _batches(self, known: Sequence[Example]) -> Iterator[list[list[Example]]]:
        """The batches of each round: examples of like length together, in another order each time."""
        chance, size = random.Random(self._plan.seed), self._plan.batch
        while True:
            order = sorted(known, key=lambda one: len(one.encoded.numbers) * chance.uniform(0.8, 1.2))
            found = [order[start : start + size] for start in range(0, len(order), size)]
            chance.shuffle(found)
            yield [[self._perhaps_cropped(example, chance) for example in batch] for batch in found]

    def _perhaps_cropped(self, example: Example, chance: random.Random) -> Example:
        return (crop(example, chance) if chance.random() < self._plan.cropped else None) or example

    def _optimizer(self, steps: int) -> tuple[Any, Any]:
        encoder = [weight for weight in self._net.encoder.parameters() if weight.requires_grad]
        ids = set(map(id, encoder))
        rest = [weight for weight in self._net.parameters() if weight.requires_grad and id(weight) not in ids]
        groups = [{"params": encoder, "lr": self._plan.rate}, {"params": rest, "lr": self._plan.head_rate}]
        optimizer = self._torch.optim.AdamW(groups, weight_decay=0.01)

        def share(step: int) -> float:
            return min(1.0, (step + 1) / self._plan.rise) * max(0.02, 1 - step / steps)

        return optimizer, self._torch.optim.lr_scheduler.LambdaLR(optimizer, share)

    def _step(self, batch: Sequence[Example], optimizer: Any, schedule: Any, losses: dict[str, float]) -> None:
        found: dict[str, Any] = {name: self._torch.zeros(()) for name in WEIGHTS}
        for example, states in zip(batch, self._batcher.states(batch, self._plan.hide), strict=True):
            for name, loss in self._losses(example, states):
                found[name] = found[name] + loss
        optimizer.zero_grad()
        total: Any = sum(WEIGHTS[name] * loss for name, loss in found.items())
        (total / _SCALE).backward()
        self._torch.nn.utils.clip_grad_norm_(self._net.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        for name, loss in found.items():
            losses[name] += float(loss.detach())

    def _losses(self, example: Example, states: Any) -> Iterator[tuple[str, Any]]:
        torch = self._torch
        loss = torch.nn.functional.binary_cross_entropy_with_logits
        pairs, roles, dates = self._batcher.scores(example, states)
        right = torch.tensor(example.statuses, dtype=torch.float32)
        rows = right.max(1)[0]
        yield "pairs", loss(pairs[:, 0], rows, reduction="sum")
        of_status = loss(pairs[:, 1:], right, reduction="none").sum(1)
        yield "statuses", (of_status * rows).sum()
        yield "lenders", self._likeliest(*_by_mention(example, pairs[:, 0]))
        for name, scored, choices in (("roles", roles, example.roles), ("dates", dates, example.dates)):
            if scored:
                told = torch.tensor([flag for choice in choices for flag in choice.right], dtype=torch.float32)
                each = loss(torch.cat(scored), told, reduction="sum")
                yield name, each + self._likeliest(scored, [choice.right for choice in choices])

    def _likeliest(self, scored: Sequence[Any], right: Sequence[Sequence[bool]]) -> Any:
        """How unlikely the right candidates are among all of their choice; choices without any do not count."""
        torch, total = self._torch, self._torch.zeros(())
        for odds, flags in zip(scored, right, strict=True):
            if any(flags) and not all(flags):
                total = total + torch.logsumexp(odds, 0) - torch.logsumexp(odds[list(flags)], 0)
        return total


def _by_mention(example: Example, odds: Any) -> tuple[list[Any], list[list[bool]]]:
    """The odds of each partner mention's pairs, a lender each, and which of them are rows."""
    groups: dict[int, list[int]] = defaultdict(list)
    for number, pair in enumerate(example.pairs):
        groups[pair.name].append(number)
    rows = [any(flags) for flags in example.statuses]
    return [odds[group] for group in groups.values()], [[rows[n] for n in group] for group in groups.values()]


def set_dropout(network: Any, share: float) -> None:
    """Drop that share of the numbers between the layers of a network's encoder, while it is fitted."""
    for name, part in network.encoder.named_modules():
        if name.endswith(("output.dropout", "embeddings.dropout")):
            part.p = share


def scores(batcher: Batcher, given: Sequence[Example], size: int = 8) -> Iterator[tuple[Example, Scores]]:
    """What the network gives for each example."""
    torch = library("torch")
    for start in range(0, len(given), size):
        batch = given[start : start + size]
        with torch.inference_mode():
            for example, states in zip(batch, batcher.states(batch), strict=True):
                pairs, roles, dates = batcher.scores(example, states)
                yield example, Scores(pairs.numpy(), [one.numpy() for one in roles], [one.numpy() for one in dates])


def figures(found: Sequence[tuple[Example, Scores]]) -> dict[str, float]:
    """Average precision of pairs, and shares of rows of right status, role and date, by the network alone."""
    odds = [float(score) for _, one in found for score in one.pairs[:, 0]]
    rows = [any(flags) for example, _ in found for flags in example.statuses]
    told = {"pairs": average_precision(odds, rows)}
    shares = {"statuses": list(_right_statuses(found))}
    for name in ("roles", "dates"):
        shares[name] = [
            choice.right[int(scored.argmax())]
            for example, one in found
            for choice, scored in zip(getattr(example, name), getattr(one, name), strict=True)
        ]
    return told | {name: sum(flags) / max(1, len(flags)) for name, flags in shares.items()}


def _right_statuses(found: Sequence[tuple[Example, Scores]]) -> Iterator[bool]:
    for example, one in found:
        for flags, scored in zip(example.statuses, one.pairs[:, 1:], strict=True):
            if any(flags):
                yield flags[int(scored.argmax())]


def average_precision(odds: Sequence[float], right: Sequence[bool]) -> float:
    """Mean over the right cases of the precision down to each, the surest first.

    >>> average_precision([3.0, 2.0, 1.0], [True, False, True])
    0.8333333333333333
    """
    order = sorted(range(len(odds)), key=lambda number: -odds[number])
    hits, total = 0, 0.0
    for rank, number in enumerate(order, 1):
        if right[number]:
            hits += 1
            total += hits / rank
    return total / hits if hits else 0.0
