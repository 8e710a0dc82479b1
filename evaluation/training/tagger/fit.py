"""Fits the network to examples."""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from mingdan.evaluation.training.tagger.examples import TAGS, UNKNOWN, Example
from mingdan.evaluation.training.tagger.network import PLAIN, STORED, Shape, Start, build, library
from mingdan.extract.entities.hints import HINTS
from mingdan.models.onnx_tagger import character_numbers
from mingdan.models.windows import windows

Piece = tuple[list[int], list[int], list[int]]
"""Numbers of characters, hints and tags of one window."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How to train.

    ``made`` and ``swapped`` are how many variants with made and with other documents' names a round takes of each
    document, ``finre`` is the share of its sentences; ``drop`` is the chance that a rule's finding is left out,
    ``blind`` that all of a window's are.
    """

    rounds: int = 6
    made: int = 1
    swapped: int = 1
    finre: float = 0.33
    drop: float = 0.15
    blind: float = 0.15
    rate: float = 1.5e-3
    batch: int = 32
    window: int = 160
    seed: int = 0


class Course:
    """The pieces of each round: every document, some of its variants, some sentences of FinRE."""

    def __init__(self, examples: Sequence[Example], characters: str, plan: Plan) -> None:
        self._plan = plan
        self._chance = random.Random(plan.seed)
        self._numbers = {char: number for number, char in enumerate(characters, 2)}
        self._by_id: dict[str, dict[str, list[Example]]] = {}
        self._finre = [example for example in examples if example.kind == "finre"]
        for example in examples:
            if example.kind != "finre":
                self._by_id.setdefault(example.id.split("+")[0], {}).setdefault(example.kind, []).append(example)

    def pieces(self) -> list[Piece]:
        """The pieces of one round."""
        found = [piece for example in self._chosen() for piece in self._cut(example)]
        self._chance.shuffle(found)
        return found

    def read(self, text: str) -> list[int]:
        """The number of each character."""
        return character_numbers(text, self._numbers)

    def _chosen(self) -> Iterator[Example]:
        for kinds in self._by_id.values():
            yield from kinds.get("plain", ())
            for kind, wanted in (("swapped", self._plan.swapped), ("made", self._plan.made)):
                known = kinds.get(kind, [])
                yield from self._chance.sample(known, min(wanted, len(known)))
        yield from self._chance.sample(self._finre, int(self._plan.finre * len(self._finre)))

    def _cut(self, example: Example) -> Iterator[Piece]:
        characters = self.read(example.text)
        hints, words = example.hints(self._chance, self._plan.drop), example.words()
        tags = example.numbers()
        nothing = [0] * len(hints)
        for window in windows(example.text, self._plan.window):
            part = slice(window.start, window.end)
            chance = self._chance.random()
            shown = nothing if chance < self._plan.blind / 2 else words if chance < self._plan.blind else hints
            yield characters[part], shown[part], tags[part]


def batches(pieces: Sequence[Piece], size: int, chance: random.Random) -> list[list[Piece]]:
    """Pieces of like length together, in chance order."""
    order = sorted(pieces, key=lambda piece: (len(piece[0]) // 24, chance.random()))
    found = [order[first : first + size] for first in range(0, len(order), size)]
    chance.shuffle(found)
    return found


Loss = Callable[[Any, Any, Any, Any], Any]
"""Of a network, on characters, hints and tags ``[rows, characters]``."""


def fit(
    examples: Sequence[Example],
    start: Start,
    plan: Plan,
    tell: Callable[[str], None] = print,
    *,
    shape: Shape = STORED,
    loss: Loss | None = None,
) -> Any:
    """Train a network; the same plan, examples and thread count give the same weights."""
    return train(Course(examples, start.characters, plan).pieces, start, plan, shape=shape, loss=loss, tell=tell)


def tag_loss(network: Any, characters: Any, hints: Any, tags: Any) -> Any:
    """Cross entropy over the characters whose tag is known."""
    scores = network(characters, hints)
    entropy = library("torch").nn.functional.cross_entropy
    return entropy(scores.flatten(0, 1), tags.flatten(), ignore_index=UNKNOWN, label_smoothing=0.02)


def train(
    pieces: Callable[[], list[Piece]],
    start: Start,
    plan: Plan,
    tags: int = len(TAGS),
    hints: int = HINTS,
    shape: Shape = PLAIN,
    loss: Loss | None = None,
    tell: Callable[[str], None] = print,
) -> Any:
    """Train a network on what ``pieces`` gives for each round; ``loss`` is :func:`tag_loss` unless given."""
    torch = library("torch")
    torch.manual_seed(plan.seed)
    chance = random.Random(plan.seed)
    network = build(start, tags, hints=hints, shape=shape)
    rounds = [batches(pieces(), plan.batch, chance) for _ in range(plan.rounds)]
    optimizer, schedule = _optimizer(torch, network, plan, sum(map(len, rounds)))
    for number, round_ in enumerate(rounds, 1):
        network.train()
        losses = [_step(torch, network, optimizer, schedule, batch, loss or tag_loss) for batch in round_]
        tell(f"round {number} of {plan.rounds}: loss {sum(losses) / len(losses):.4f}, {len(losses)} batches")
    network.eval()
    return network


def _optimizer(torch: Any, network: Any, plan: Plan, steps: int) -> tuple[Any, Any]:
    named = list(network.named_parameters())
    table = [weight for name, weight in named if name == "characters.weight"]
    groups = [
        {"params": [weight for name, weight in named if name != "characters.weight"]},
        {"params": table},
    ]
    optimizer = torch.optim.AdamW(groups, lr=plan.rate, weight_decay=1e-3)
    rates = [plan.rate, plan.rate / 5]
    return optimizer, torch.optim.lr_scheduler.OneCycleLR(optimizer, rates, total_steps=steps + 1)


def _step(torch: Any, network: Any, optimizer: Any, schedule: Any, batch: Sequence[Piece], of: Loss) -> float:
    characters, hints, tags = (_table(torch, [piece[part] for piece in batch], fill) for part, fill in _PARTS)
    loss = of(network, characters, hints, tags)
    optimizer.zero_grad()
    loss.backward()
    torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
    optimizer.step()
    schedule.step()
    return float(loss.item())


_PARTS = ((0, 0), (1, 0), (2, UNKNOWN))


def _table(torch: Any, rows: Sequence[Sequence[int]], fill: int) -> Any:
    width = max(map(len, rows))
    return torch.tensor([[*row, *[fill] * (width - len(row))] for row in rows], dtype=torch.long)
