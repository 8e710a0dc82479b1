"""Trains the tagger's network on a public set and measures it on another part of that set.

``python -m mingdan.evaluation.training.research msra`` in the training environment (``make train-env``). Nothing is
stored but the figures (``--json``): the sets' licences do not let such weights ship.
"""

import argparse
import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from mingdan.core.fold import fold
from mingdan.core.jsonio import to_plain
from mingdan.evaluation.benchmark.machine import origin
from mingdan.evaluation.scores import Tally
from mingdan.evaluation.training.research.sets import DATA, SETS, Sentence, Split, load_split
from mingdan.evaluation.training.research.words import NUMBERS, word_numbers
from mingdan.evaluation.training.tagger.fit import Piece, Plan, train
from mingdan.evaluation.training.tagger.network import Shape, Start, lac_start, library
from mingdan.models.decode import Decoder
from mingdan.models.onnx_tagger import character_numbers
from mingdan.models.windows import windows

PLAN = Plan(rounds=7, rate=2e-3, window=256)
PAIRS = 1 << 17
_MEASURED = 64
"""Sentences that are read together when measuring."""


class Coder:
    """Sentences as numbers of characters, words and tags."""

    def __init__(self, start: Start, tags: Sequence[str], lexicon: bool = True) -> None:
        self._characters = {char: number for number, char in enumerate(start.characters, 2)}
        self._tags = {tag: number for number, tag in enumerate(tags)}
        self._lexicon = lexicon

    def piece(self, sentence: Sentence) -> Piece:
        """One sentence whole."""
        characters = character_numbers(fold(sentence.text), self._characters)
        words = word_numbers(sentence.text) if self._lexicon else [0] * len(characters)
        tags = [0] * len(characters)
        for start, end, label in sentence.spans:
            tags[start] = self._tags[f"B-{label}"]
            tags[start + 1 : end] = [self._tags[f"I-{label}"]] * (end - start - 1)
        return characters, words, tags


def cut(piece: Piece, size: int) -> Iterator[Piece]:
    """A piece as windows of at most ``size`` characters."""
    for window in windows("x" * len(piece[0]), size):
        part = slice(window.start, window.end)
        yield piece[0][part], piece[1][part], piece[2][part]


def learn(split: Split, start: Start, plan: Plan, lexicon: bool, pairs: int) -> Any:
    """The trained network."""
    coder = Coder(start, split.tags, lexicon)
    pieces = [part for sentence in split.learn if sentence.text for part in cut(coder.piece(sentence), plan.window)]
    chance = random.Random(plan.seed)
    return train(lambda: chance.sample(pieces, len(pieces)), start, plan, len(split.tags), NUMBERS, Shape(pairs))


def measure(networks: Sequence[Any], split: Split, start: Start, lexicon: bool) -> dict[str, Tally]:
    """Strict tallies of the networks' mean on the held-out sentences, by label and over all (``all``)."""
    torch, decoder, coder = library("torch"), Decoder(split.tags), Coder(start, split.tags, lexicon)
    found = {label: Tally() for label in (*(tag[2:] for tag in split.tags if tag[0] == "B"), "all")}
    for sentence in split.held:
        characters, words, _ = coder.piece(sentence)
        if not characters:
            continue
        with torch.no_grad():
            inputs = torch.tensor([characters]), torch.tensor([words])
            scores = sum(torch.softmax(network(*inputs)[0], -1) for network in networks) / len(networks)
        spans = {(span.start, span.end, span.label) for span in decoder.spans(torch.log(scores).numpy())}
        for label in found:
            gold = {span for span in sentence.spans if label in ("all", span[2])}
            given = {span for span in spans if label in ("all", span[2])}
            found[label] += Tally(len(gold & given), len(given), len(gold))
    return found


def result(name: str, split: Split, plan: Plan, seeds: Sequence[int], found: dict[str, Tally]) -> dict[str, Any]:
    """The figures with all that they depend on, as plain JSON values."""
    figures = {label: {"precision": t.precision, "recall": t.recall, "f1": t.f1} for label, t in found.items()}
    return {
        "schema": "mingdan-convergence/1",
        "origin": to_plain(origin()),
        "set": name,
        "learned": len(split.learn),
        "held_out": len(split.held),
        "plan": asdict(plan),
        "seeds": list(seeds),
        "figures": figures,
    }


def lines(found: dict[str, Tally]) -> Iterator[str]:
    """Precision, recall and F1 of each label; the last line is micro-averaged over all."""
    for label, tally in found.items():
        yield f"{label:<14}{tally.precision or 0:8.4f}{tally.recall or 0:8.4f}{tally.f1 or 0:8.4f}"


def main() -> None:
    """Train, measure, print and, with ``--json``, store the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("set", choices=SETS)
    parser.add_argument("--data", type=Path, default=DATA, help="folder of the public sets")
    parser.add_argument("--rounds", type=int, default=PLAN.rounds)
    parser.add_argument("--rate", type=float, default=PLAN.rate)
    parser.add_argument("--seeds", type=int, nargs="+", default=[0], help="a network each; their mean is measured")
    parser.add_argument("--no-lexicon", action="store_true", help="without what jieba's dictionary says")
    parser.add_argument("--no-pairs", action="store_true", help="without pairs of characters")
    parser.add_argument("--share", type=float, default=1.0, help="share of the set's sentences")
    parser.add_argument("--json", type=Path, help="file for the figures, with machine and commit")
    options = parser.parse_args()
    library("torch").set_num_threads(1)
    split, start, lexicon = load_split(options.set, options.data), lac_start(), not options.no_lexicon
    split = split.part(options.share) if options.share < 1 else split
    plan = replace(PLAN, rounds=options.rounds, rate=options.rate)
    pairs = 0 if options.no_pairs else PAIRS
    networks = [learn(split, start, replace(plan, seed=seed), lexicon, pairs) for seed in options.seeds]
    found = measure(networks, split, start, lexicon)
    print("\n".join(lines(found)))
    if options.json:
        given = result(options.set, split, plan, options.seeds, found)
        options.json.write_text(json.dumps(given, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
