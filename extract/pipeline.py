"""The pipeline: a spaCy ``Language`` whose components turn a text into a record.

:func:`load` gives a :class:`Pipeline`. Plain spaCy users build the same from the component factories::

    nlp = spacy.blank("zh", config={"nlp": {"tokenizer": {"@tokenizers": "mingdan.JiebaTokenizer.v1"}}})
    nlp.add_pipe("mingdan")
    doc = nlp("微众银行公布名单，助贷平台有蚂蚁。")
    doc._.mingdan          # the record
    doc.spans["mingdan"]   # the mentions
"""

import hashlib
from collections.abc import Iterable, Iterator
from datetime import date
from functools import cached_property
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mingdan.core.errors import ModelError, UsageError
from mingdan.core.records import Document, Source
from mingdan.extract.knowledge import Knowledge, load_names, load_roles
from mingdan.extract.readers.base import RawDocument
from mingdan.extract.texts import raw_text, source_of, without_surrogates

if TYPE_CHECKING:
    from spacy.language import Language

    from mingdan.extract.state import Given
    from mingdan.models.transformers_tagger import TransformersTagger

PROFILES = ("default", "fast", "accurate")


def load(
    profile: str = "default", *, names: Path | None = None, roles: Path | None = None, model: Path | None = None
) -> "Pipeline":
    """Build the pipeline of a profile.

    ``fast`` reads by rules, ``default`` by models too, ``accurate`` with a tagger of the user's own, if one is given.
    ``names`` and ``roles`` are the user's own CSV files (see :mod:`mingdan.extract.knowledge`); ``model`` is the folder
    of a token classifier that ``accurate`` takes in place of the shipped tagger (``mingdan train --encoder`` writes
    one). Raises :class:`UsageError` for an unknown profile or a model that the profile does not use,
    :class:`MissingExtraError` where that model lacks a package, and :class:`ModelError` where the folder holds no
    model.
    """
    if profile not in PROFILES:
        raise UsageError(f"unknown profile {profile!r}", hint=f"use one of {', '.join(PROFILES)}")
    if profile != "accurate" and model is not None:
        raise UsageError(f"profile {profile} takes no model", where=str(model), hint="add --profile accurate")
    return Pipeline(profile, names=names, roles=roles, model=model)


class Pipeline:
    """Documents in, records out. Use it from one thread; make one for each process."""

    def __init__(
        self,
        profile: str = "default",
        *,
        names: Path | None = None,
        roles: Path | None = None,
        model: Path | None = None,
    ) -> None:
        self.profile = profile
        self._names = names
        self._roles = roles
        self._tagger = folder_tagger(model) if model else None
        self.knowledge = Knowledge(load_names(names) if names else (), load_roles(roles) if roles else ())

    @cached_property
    def nlp(self) -> "Language":
        """The spaCy pipeline that does the work."""
        from mingdan.extract.components import build

        return build(self.knowledge, self.profile, self._tagger)

    @property
    def version(self) -> str:
        """Version of mingdan."""
        return version("mingdan")

    @cached_property
    def config_hash(self) -> str:
        """Hash over version, profile, data files, weights and the user's files: equal hashes give equal records."""
        from mingdan.models.row_encoder import CARD, shipped_rows

        digest = hashlib.sha256(f"{self.version}|{self.profile}".encode())
        weights = files("mingdan.models").joinpath("weights")
        for path in sorted([*files("mingdan.extract").joinpath("data").iterdir(), *weights.iterdir()], key=str):
            if path.is_file():
                digest.update(path.name.encode())
                digest.update(path.read_bytes())
        if self.profile != "fast":  # the card holds the hashes of the encoder's files
            digest.update(shipped_rows().joinpath(CARD).read_bytes())
        if self._tagger is not None:
            digest.update(self._tagger.digest.encode())
        for path in (self._names, self._roles):
            digest.update(path.read_bytes() if path else b"-")
        return digest.hexdigest()[:16]

    def __call__(
        self,
        text_or_path: str | Path,
        *,
        published: str | date | None = None,
        publisher: str | None = None,
        id: str | None = None,
    ) -> Document:
        """Extract one document from a text, or the first document of a file when given a ``Path``.

        Raises :class:`UsageError` where ``published`` is no date and an ``InputError`` where a file cannot be read.
        """
        if isinstance(text_or_path, Path):
            return self.read(text_or_path, published=published, publisher=publisher)[0]
        return self.process(raw_text(text_or_path), id=id, published=published, publisher=publisher)

    def read(self, path: Path, *, published: str | date | None = None, publisher: str | None = None) -> list[Document]:
        """Extract every document (article, attachment) of a file."""
        from mingdan.extract.readers import read_path

        data, raws = read_path(path)
        digest = hashlib.sha256(data).hexdigest()
        return [
            self.process(raw, source=source_of(raw, str(path), digest), published=published, publisher=publisher)
            for raw in raws
        ]

    def pipe(self, items: Iterable[str | tuple[str, dict[str, Any]]]) -> Iterator[Document]:
        """Extract many texts; an item is a text or ``(text, {"id", "published", "publisher"})``.

        Models read some texts at a time, which is faster than one by one and gives the same records.
        """
        from mingdan.extract.annotate import annotate_all

        yield from annotate_all(self.nlp, map(_job, items))

    def process(
        self,
        raw: RawDocument,
        *,
        source: Source | None = None,
        id: str | None = None,
        published: str | date | None = None,
        publisher: str | None = None,
    ) -> Document:
        """Extract one document that a reader gave."""
        from mingdan.extract.annotate import annotate

        raw, _, given = _prepared(raw, id=id, published=published, publisher=publisher)
        return annotate(self.nlp, raw, source=source, given=given)


def _job(item: str | tuple[str, dict[str, Any]]) -> "tuple[RawDocument, None, Given]":
    text, options = item if isinstance(item, tuple) else (item, dict[str, Any]())
    return _prepared(raw_text(text), **options)


def _prepared(
    raw: RawDocument, *, id: str | None = None, published: str | date | None = None, publisher: str | None = None
) -> "tuple[RawDocument, None, Given]":
    from mingdan.extract.state import Given

    return without_surrogates(raw), None, Given(id, iso_date(published), publisher)


def folder_tagger(folder: Path) -> "TransformersTagger":
    """The tagger in a folder; raises :class:`ModelError` where there is none that knows institutions."""
    from mingdan.models.transformers_tagger import TransformersTagger

    tagger = TransformersTagger(folder)
    if "INST" not in tagger.labels:
        found = ", ".join(tagger.labels)
        hint = "give a folder that mingdan train wrote"
        raise ModelError(f"it marks no institutions (INST), only {found}", where=str(folder), hint=hint)
    return tagger


def iso_date(value: str | date | None) -> date | None:
    """Parse an ISO date; raises :class:`UsageError` where there is none such.

    >>> iso_date("2025-10-01")
    datetime.date(2025, 10, 1)
    """
    if value is None or isinstance(value, date):
        return value
    try:
        return date.fromisoformat(value) if value else None
    except ValueError as error:
        raise UsageError(f"impossible date {value!r}", hint="write it as YYYY-MM-DD") from error
