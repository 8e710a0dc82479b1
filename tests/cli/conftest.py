"""A small reader and a small pipeline in place of the real ones."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from mingdan.cli import main
from mingdan.core.errors import EmptyInputError, EncryptedDocumentError, UndecodableTextError, UnknownTypeError
from mingdan.core.records import Document, Entity, Institution, MapPiece, Partnership, Source
from mingdan.extract.readers.base import RawDocument


def fake_read(data: bytes, uri: str) -> list[RawDocument]:
    """Text as it is; ``===`` parts articles; a few telling first bytes stand for faulty inputs."""
    if not data.strip():
        raise EmptyInputError("the file is empty", where=uri, hint="remove it from the input")
    if data.startswith(b"%PDF locked"):
        raise EncryptedDocumentError("the document asks for a password", where=uri, hint="save it without one")
    if data == b"nothing":
        return []
    if data.startswith(b"PK"):
        raise UnknownTypeError("no reader knows this type", where=uri, hint="convert it to PDF")
    try:
        texts = data.decode("utf-8").split("===")
    except UnicodeDecodeError as error:
        raise UndecodableTextError("no known encoding", where=uri, hint="save it as UTF-8") from error
    names = [str(n) if len(texts) > 1 else None for n in range(1, len(texts) + 1)]
    return [
        RawDocument(text, (MapPiece(0, len(text), element="raw:0"),), "text/plain", part=name)
        for text, name in zip(texts, names, strict=True)
    ]


class FakePipeline:
    """One mention and one row for each document, of its first four characters; fails on ``BUG``."""

    version = "0"
    config_hash = "cafe"

    def process(
        self,
        raw: RawDocument,
        *,
        source: Source | None,
        id: str | None = None,
        published: str | None = None,
        publisher: str | None = None,
    ) -> Document:
        if "BUG" in raw.text:
            raise ZeroDivisionError("division by zero")
        name, end = raw.text[:4], min(4, len(raw.text))
        row = Partnership(name, "乙公司", "platform", "listed", "list", published, None, name, 0, end, confidence=0.4)
        return Document(
            id=id or "none",
            text=raw.text,
            source=source,
            published=published,
            publisher=publisher,
            map=raw.map,
            entities=(Entity(0, end, "INST", name, name, 0.9), Entity(0, 1, "INST", name[:1], name[:1], 0.1)),
            institutions={name: Institution("bank")},
            partnerships=(row,),
        )


@dataclass(frozen=True)
class Outcome:
    """Exit code and both streams of one run."""

    code: int
    out: str
    err: str


Run = Callable[..., Outcome]


@pytest.fixture
def fakes(monkeypatch: pytest.MonkeyPatch) -> FakePipeline:
    pipeline = FakePipeline()

    def load(profile: str = "default", **options: Any) -> FakePipeline:
        return pipeline

    monkeypatch.setattr("mingdan.extract.pipeline.load", load)
    monkeypatch.setattr("mingdan.extract.readers.read_bytes", fake_read, raising=False)
    return pipeline


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run the command line in this process."""

    def call(*arguments: str | Path) -> Outcome:
        with pytest.raises(SystemExit) as stop:
            main([str(argument) for argument in arguments])
        streams = capsys.readouterr()
        return Outcome(int(stop.value.code or 0), streams.out, streams.err)

    return call
