"""Other ways to build and to train the tagger's network, side by side on writers that none of them saw.

``python -m mingdan.evaluation.training.tagger.trials KEEP [TRIAL ...]`` trains each trial without the writers
``--hold``, stores it in ``KEEP`` and prints what it finds on their documents. ``distilled`` learns from the stored
networks of the other trials. Needs the environment of ``make train-env``; reads FinRE and the public sets of ``--data``
where they are there.
"""

import argparse
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from mingdan.corpus.parts import load_part, writer_of
from mingdan.evaluation.scores import Tally
from mingdan.evaluation.training.tagger.__main__ import FINRE, MADE
from mingdan.evaluation.training.tagger.examples import TAGS, Example, Maker
from mingdan.evaluation.training.tagger.fit import Loss, Plan, fit, tag_loss
from mingdan.evaluation.training.tagger.measure import report, tallies
from mingdan.evaluation.training.tagger.network import PLAIN, Shape, Start, build, lac_start, library
from mingdan.evaluation.training.tagger.pretrain import pretrain, texts_of
from mingdan.extract.pipeline import load
from mingdan.models.onnx_tagger import character_numbers
from mingdan.models.tagger import Floats
from mingdan.models.windowed import Job, WindowedTagger

SHAPES = {"upper": Shape(upper=1), "upper_seed1": Shape(upper=1), "side": Shape(side=128)}
SEEDS = {"seed1": 1, "seed2": 2, "upper_seed1": 1}
MAY_SHIP = ("finre_train.jsonl.gz",)
ALL_TEXT = (*MAY_SHIP, "msra_train.jsonl.gz", "cluener_train.jsonl.gz")
TRIALS = ("base", "seed1", "seed2", *SHAPES, "pretrained", "pretrained_all", "distilled")
_TEACHERS = ("base", "seed1", "seed2", *SHAPES)
_PRETRAINING = {"rounds": 2, "rate": 1e-3}
_SHARE = 0.7
"""Weight of the teachers beside the labels."""


class TorchTagger(WindowedTagger):
    """A network of torch as a tagger, window by window."""

    def __init__(self, network: Any, characters: str) -> None:
        super().__init__(TAGS, "trial", 256, 32, 1)
        self._network, self._numbers = network, {char: number for number, char in enumerate(characters, 2)}

    def _read(
        self, batch: Sequence[Job], texts: Sequence[str], hints: Sequence[Sequence[int]] | None
    ) -> Iterable[Floats]:
        torch = library("torch")
        for number, window in batch:
            part = slice(window.start, window.end)
            characters = torch.tensor([character_numbers(texts[number][part], self._numbers)])
            marks = torch.tensor([list(hints[number][part])]) if hints else torch.zeros_like(characters)
            with torch.inference_mode():
                yield torch.log_softmax(self._network(characters, marks)[0], dim=-1).numpy()


@dataclass(frozen=True, slots=True)
class Bench:
    """What all trials share."""

    learn: Sequence[Example]
    held: Sequence[Example]
    data: Path
    keep: Path
    start: Start

    def run(self, name: str, plan: Plan) -> Mapping[str, Tally]:
        """Train one trial, store it, measure it."""
        torch = library("torch")
        start = self._pretrained(name, plan) if name.startswith("pretrained") else self.start
        loss = taught_loss(list(self._teachers())) if name == "distilled" else None
        plan = replace(plan, seed=SEEDS.get(name, plan.seed))
        network = fit(self.learn, start, plan, shape=SHAPES.get(name, PLAIN), loss=loss)
        torch.save(network.state_dict(), str(self.keep / f"{name}.pt"))
        return tallies(TorchTagger(network, start.characters), self.held)

    def _pretrained(self, name: str, plan: Plan) -> Start:
        names = ALL_TEXT if name == "pretrained_all" else MAY_SHIP
        own = [example.text for example in self.learn if example.kind == "plain"]
        return pretrain([*own, *texts_of(self.data, names)], self.start, replace(plan, **_PRETRAINING))

    def _teachers(self) -> Iterator[Any]:
        torch = library("torch")
        for name in _TEACHERS:
            path = self.keep / f"{name}.pt"
            if path.is_file():
                network = build(self.start, len(TAGS), shape=SHAPES.get(name, PLAIN))
                network.load_state_dict(torch.load(str(path), weights_only=True))
                yield network.eval()


def taught_loss(teachers: Sequence[Any]) -> Loss:
    """Loss of the labels, and the distance from the mean of the teachers' probabilities, which know every character."""
    torch = library("torch")

    def loss(network: Any, characters: Any, hints: Any, tags: Any) -> Any:
        with torch.inference_mode():
            each = [torch.softmax(teacher(characters, hints), dim=-1) for teacher in teachers]
            told = torch.stack(each).mean(dim=0)
        there = characters != 0
        found = torch.log_softmax(network(characters, hints), dim=-1)
        distance = torch.nn.functional.kl_div(found[there], told.clone()[there], reduction="batchmean")
        return (1 - _SHARE) * tag_loss(network, characters, hints, tags) + _SHARE * distance

    return loss


def bench(hold: str, data: Path, keep: Path) -> Bench:
    """Examples of the readable documents: those of the writers ``hold`` to measure on, the others to learn from."""
    maker = Maker(load("fast"))
    documents = [*load_part("open"), *load_part("own")]
    seen = [document for document in documents if writer_of(document.id) not in hold]
    kept = [document for document in documents if writer_of(document.id) in hold]
    finre = list(maker.finre(FINRE)) if FINRE.is_file() else []
    learn = [*maker.documents(seen, MADE), *finre]
    return Bench(learn, list(maker.documents(kept, 0, 0)), data, keep, lac_start())


def main() -> None:
    """Run the trials and print a line for each."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("keep", type=Path, help="folder for the weights")
    parser.add_argument("trials", nargs="*", default=TRIALS, metavar="TRIAL", help=", ".join(TRIALS))
    parser.add_argument("--hold", default="ijtu", help="writers to hold out")
    parser.add_argument("--data", type=Path, default=FINRE.parent, help="folder of the public sets")
    parser.add_argument("--rounds", type=int, default=Plan().rounds)
    options = parser.parse_args()
    if unknown := set(options.trials) - set(TRIALS):
        parser.error(f"no trial {', '.join(sorted(unknown))}")
    library("torch").set_num_threads(1)
    options.keep.mkdir(parents=True, exist_ok=True)
    shared = bench(options.hold, options.data, options.keep)
    print(f"{len(shared.learn)} texts to learn from, {len(shared.held)} to measure on", flush=True)
    plan = replace(Plan(), rounds=options.rounds)
    for name in options.trials:
        print("\n".join(report({name: shared.run(name, plan)})), flush=True)


if __name__ == "__main__":
    main()
