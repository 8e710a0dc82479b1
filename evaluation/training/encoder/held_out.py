"""Fine-tunes an encoder to tag characters, and measures it on writers that it did not learn from.

``python -m mingdan.evaluation.training.encoder.held_out ENCODER KEEP`` learns from what the default tagger learns from
(documents, documents with other names, FinRE), without the writers ``--hold``; after each round it prints what the
tagger finds on their documents, with and without hints, and stores the weights in ``KEEP``. Needs the environment of
``make train-env``.
"""

import argparse
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from mingdan.core.records import Document
from mingdan.corpus.parts import load_part, writer_of
from mingdan.evaluation.scores import Tally
from mingdan.evaluation.training.encoder.over_pieces import (
    NAMES,
    PieceReader,
    PieceTagger,
    build,
    load_parts,
    torch_scores,
)
from mingdan.evaluation.training.tagger.__main__ import FINRE, MADE
from mingdan.evaluation.training.tagger.examples import UNKNOWN, Example, Maker
from mingdan.evaluation.training.tagger.fit import Course, Piece, Plan, batches
from mingdan.evaluation.training.tagger.measure import tallies
from mingdan.evaluation.training.tagger.network import library
from mingdan.extract.pipeline import load

HEAD_RATE = 1e-3
"""Highest learning rate of what is new; the plan's ``rate`` is the encoder's."""
_RISE = 0.1
_DECAY = 0.01


class TextCourse(Course):
    """A course whose characters are code points, so that an encoder can cut its pieces itself."""

    def __init__(self, examples: Sequence[Example], plan: Plan) -> None:
        super().__init__(examples, "", plan)

    def read(self, text: str) -> list[int]:
        """Code points."""
        return [ord(char) for char in text]


@dataclass(frozen=True, slots=True)
class Trainer:
    """Fits a network; ``half`` computes the encoder in bfloat16 (weights stay in single precision)."""

    network: Any
    reader: PieceReader
    plan: Plan
    half: bool = True

    def fit(self, course: Course, after: Callable[[int, float], None]) -> None:
        """Train; ``after`` is called with the number and the loss of each round."""
        chance = random.Random(self.plan.seed)
        rounds = [batches(course.pieces(), self.plan.batch, chance) for _ in range(self.plan.rounds)]
        optimizer, schedule = self._optimizer(sum(map(len, rounds)))
        for number, round_ in enumerate(rounds, 1):
            self.network.train()
            losses = [self._step(optimizer, schedule, batch) for batch in round_]
            self.network.eval()
            after(number, sum(losses) / len(losses))

    def _optimizer(self, steps: int) -> tuple[Any, Any]:
        torch = library("torch")
        named = [(name, weight) for name, weight in self.network.named_parameters() if weight.requires_grad]
        old = [weight for name, weight in named if name.startswith("encoder.")]
        new = [weight for name, weight in named if not name.startswith("encoder.")]
        optimizer = torch.optim.AdamW([{"params": old}, {"params": new}], lr=self.plan.rate, weight_decay=_DECAY)
        rates = [self.plan.rate, HEAD_RATE]
        options = {"pct_start": _RISE, "anneal_strategy": "linear", "cycle_momentum": False}
        return optimizer, torch.optim.lr_scheduler.OneCycleLR(optimizer, rates, total_steps=steps + 1, **options)

    def _step(self, optimizer: Any, schedule: Any, batch: Sequence[Piece]) -> float:
        torch = library("torch")
        scores = self._scores(torch, batch)
        width = scores.shape[1]
        tags = torch.tensor([[*row, *[UNKNOWN] * (width - len(row))] for _, _, row in batch])
        loss = torch.nn.functional.cross_entropy(
            scores.flatten(0, 1), tags.flatten(), ignore_index=UNKNOWN, label_smoothing=0.02
        )
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        return float(loss.item())

    def _scores(self, torch: Any, batch: Sequence[Piece]) -> Any:
        texts = ["".join(map(chr, points)) for points, _, _ in batch]
        arrays = self.reader.read(texts, [hints for _, hints, _ in batch])
        pieces, mask, *rest = (torch.from_numpy(arrays[name]) for name in NAMES)
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=self.half):
            states = self.network.states(pieces, mask)
        return self.network.head(states.float(), *rest)


def to_learn(maker: Maker, hold: str, finre: Path) -> list[Example]:
    """The readable documents of all writers but ``hold``, also with other names, and FinRE where its file is there."""
    documents = [document for document in _readable() if writer_of(document.id) not in hold]
    sentences = maker.finre(finre) if finre.is_file() else ()
    return [*maker.documents(documents, MADE), *sentences]


def to_measure(maker: Maker, hold: str) -> list[Example]:
    """The readable documents of the writers ``hold``."""
    return list(maker.documents([document for document in _readable() if writer_of(document.id) in hold], 0, 0))


def _readable() -> list[Document]:
    return [*load_part("open"), *load_part("own")]


def figures(found: Mapping[str, Tally]) -> str:
    """Precision, recall and F1 of each way of finding names in which the tagger takes part."""
    return "; ".join(f"{way} {_shown(tally)}" for way, tally in found.items() if way != "rules")


def _shown(tally: Tally) -> str:
    numbers = (tally.precision or 0, tally.recall or 0, tally.f1 or 0)
    return " / ".join(f"{number:.3f}".removeprefix("0") for number in numbers)


def main() -> None:
    """Train, and print a line after each round."""
    options = _options()
    torch = library("torch")
    torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)
    plan = replace(Plan(), rounds=options.rounds, rate=options.rate, seed=options.seed)
    maker = Maker(load("fast"))
    learn, held = to_learn(maker, options.hold, options.finre), to_measure(maker, options.hold)
    print(f"{len(learn)} texts to learn from, {len(held)} to measure on", flush=True)
    tokenizer, encoder = load_parts(options.encoder)
    network, reader = build(encoder), PieceReader(tokenizer)
    options.keep.mkdir(parents=True, exist_ok=True)

    def after(number: int, loss: float) -> None:
        torch.save(network.state_dict(), str(options.keep / f"{number}.pt"))
        found = tallies(PieceTagger(reader, torch_scores(network)), held)
        print(f"round {number} of {plan.rounds}: loss {loss:.4f}; {figures(found)}", flush=True)

    Trainer(network, reader, plan).fit(TextCourse(learn, plan), after)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("encoder", type=Path, help="folder of an encoder with a fast tokenizer")
    parser.add_argument("keep", type=Path, help="folder for the weights of each round")
    parser.add_argument("--finre", type=Path, default=FINRE, help="FinRE; without it the corpus alone is learned from")
    parser.add_argument("--hold", default="ij", help="writers to hold out")
    parser.add_argument("--rounds", type=int, default=Plan().rounds)
    parser.add_argument("--rate", type=float, default=1e-4, help="highest learning rate of the encoder")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--threads", type=int, default=1, help="threads of torch; the weights depend on it")
    return parser.parse_args()


if __name__ == "__main__":
    main()
