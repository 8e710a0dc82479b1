"""Pre-training: the network learns to tell hidden characters of plain text from those around them."""

import gzip
import json
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from mingdan.evaluation.training.tagger.fit import Piece, Plan, train
from mingdan.evaluation.training.tagger.network import Start, library
from mingdan.models.onnx_tagger import character_numbers
from mingdan.models.windows import windows

HIDDEN = 0.15
"""Share of the characters that are hidden."""
_OUT = 1
_NOT_ASKED = -100
_KEPT = ("characters.", "gru.")


def texts_of(folder: Path, names: Sequence[str]) -> Iterator[str]:
    """The field ``text`` of each line of gzipped JSONL files; files that are not there are left out."""
    for name in names:
        path = folder / name
        if path.is_file():
            with gzip.open(path, "rt", encoding="utf-8") as lines:
                yield from (json.loads(line)["text"] for line in lines)


def pretrain(texts: Sequence[str], start: Start, plan: Plan, tell: Callable[[str], None] = print) -> Start:
    """The start with characters and layers trained on ``texts``; each round hides other characters."""
    numbers = {char: number for number, char in enumerate(start.characters, 2)}
    chance = random.Random(plan.seed)
    read = [character_numbers(text[w.start : w.end], numbers) for text in texts for w in windows(text, plan.window)]

    def pieces() -> list[Piece]:
        return [_hidden(piece, chance) for piece in read]

    network = train(pieces, start, plan, len(start.characters) + 2, loss=asked_loss, tell=tell)
    state = {name: value.numpy() for name, value in network.state_dict().items() if name.startswith(_KEPT)}
    return replace(start, weights=state)


def asked_loss(network: Any, characters: Any, hints: Any, tags: Any) -> Any:
    """Cross entropy over the hidden characters."""
    asked = tags != _NOT_ASKED
    states = network.states(network.dropout(network.characters(characters) + network.hints(hints)))
    scores = network.tags(network.dropout(states[asked]))
    return library("torch").nn.functional.cross_entropy(scores, tags[asked])


def _hidden(piece: Sequence[int], chance: random.Random) -> Piece:
    asked = [chance.random() < HIDDEN for _ in piece]
    shown = [_OUT if hide else char for char, hide in zip(piece, asked, strict=True)]
    return shown, [0] * len(piece), [char if hide else _NOT_ASKED for char, hide in zip(piece, asked, strict=True)]
