"""Fine-tunes an encoder to a token classifier."""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mingdan.core.errors import ModelError, UsageError
from mingdan.core.records import Document
from mingdan.evaluation.training.encoder.pieces import TAGS, Piece, pieces
from mingdan.evaluation.training.tagger.network import library
from mingdan.models.transformers_tagger import UNREAD, character_window, first_pieces, transformers_library

UNMARKED = -100


@dataclass(frozen=True, slots=True)
class Plan:
    """How to fine-tune: ``rate`` rises for the share ``warmup`` of the steps and then falls to none."""

    rounds: int = 4
    rate: float = 5e-5
    batch: int = 16
    window: int = 160
    warmup: float = 0.1
    seed: int = 0


def load_encoder(folder: Path) -> tuple[Any, Any]:
    """The tokenizer and the model with a new head for :data:`TAGS`.

    Raises :class:`ModelError` where the folder holds none, :class:`MissingExtraError` without transformers or torch.
    """
    transformers = transformers_library()
    names = {"id2label": dict(enumerate(TAGS)), "label2id": {tag: n for n, tag in enumerate(TAGS)}}
    try:
        tokenizer: Any = transformers.AutoTokenizer.from_pretrained(str(folder), local_files_only=True)
        model: Any = transformers.AutoModelForTokenClassification.from_pretrained(
            str(folder), local_files_only=True, num_labels=len(TAGS), ignore_mismatched_sizes=True, **names
        )
    except UNREAD as error:
        hint = "give a folder with config.json, a tokenizer and weights, as save_pretrained writes them"
        raise ModelError("no encoder that transformers can read", where=str(folder), hint=hint) from error
    if not tokenizer.is_fast:
        hint = "save it with a fast tokenizer (tokenizer.json)"
        raise ModelError("its tokenizer gives no places of its pieces", where=str(folder), hint=hint)
    return tokenizer, model


class Fitter:
    """Fine-tunes one model; the same folder, documents, plan and thread count give the same weights."""

    def __init__(self, encoder: Path, plan: Plan) -> None:
        self._torch = library("torch")
        self._torch.manual_seed(plan.seed)
        self.tokenizer, self.model = load_encoder(encoder)
        self._plan = plan
        self._window = min(plan.window, character_window(self.tokenizer, self.model))

    def fit(self, documents: Sequence[Document], tell: Callable[[str], None]) -> None:
        """Fine-tune on labelled documents. Raises :class:`UsageError` where they hold no text."""
        batches = list(self._batches(list(pieces(documents, self._window))))
        if not batches:
            raise UsageError("no text to learn from", hint="give labelled documents")
        optimizer, schedule = self._optimizer(len(batches))
        each = len(batches) // self._plan.rounds
        self.model.train()
        for number in range(self._plan.rounds):
            losses = [self._step(optimizer, schedule, batch) for batch in batches[number * each : (number + 1) * each]]
            tell(f"round {number + 1} of {self._plan.rounds}: loss {sum(losses) / len(losses):.4f}, {each} batches")
        self.model.eval()

    def _batches(self, found: list[Piece]) -> Iterator[list[Piece]]:
        """The batches of all rounds, each round in another order."""
        chance, size = random.Random(self._plan.seed), self._plan.batch
        for _ in range(self._plan.rounds if found else 0):
            chance.shuffle(found)
            yield from (found[first : first + size] for first in range(0, len(found), size))

    def _optimizer(self, steps: int) -> tuple[Any, Any]:
        optimizer = self._torch.optim.AdamW(self.model.parameters(), lr=self._plan.rate, weight_decay=0.01)
        rise = max(1, int(self._plan.warmup * steps))

        def share(step: int) -> float:
            return min((step + 1) / rise, max(0.0, (steps - step) / max(1, steps - rise)))

        return optimizer, self._torch.optim.lr_scheduler.LambdaLR(optimizer, share)

    def _step(self, optimizer: Any, schedule: Any, batch: Sequence[Piece]) -> float:
        words = [list(text) for text, _ in batch]
        encoded: Any = self.tokenizer(words, is_split_into_words=True, padding=True, return_tensors="pt")
        tags = self._torch.full(encoded["input_ids"].shape, UNMARKED)
        for row, (_, numbers) in enumerate(batch):
            for piece, place in first_pieces(encoded, row):
                tags[row, piece] = numbers[place]
        loss = self.model(**encoded, labels=tags).loss
        optimizer.zero_grad()
        loss.backward()
        self._torch.nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        return float(loss.item())
