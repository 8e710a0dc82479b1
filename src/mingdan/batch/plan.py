"""From archives to tasks: what is known is passed over, what is new is put into parts, always in the same way.

The parts depend on the archives and the ledger alone, so that any engine and any number of workers read the same ones.
"""

import hashlib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace

from mingdan.batch.archives import Archives
from mingdan.batch.ledger import ItemRow, Ledger, SourceRow
from mingdan.batch.work import Task
from mingdan.core.errors import DuplicateIdError, LimitError, MingdanError, MissingFileError
from mingdan.extract.bundles import groups
from mingdan.extract.inputs import Input

PART_INPUTS = 64
PART_BYTES = 8 << 20
_NOTES = 1_000
"""A part holds so many inputs and bytes at most; a larger notice is a part of its own."""


@dataclass(slots=True)
class Counts:
    """Inputs met so far: ``new`` are to be read, ``known`` were read before, ``copies`` lie elsewhere as well."""

    seen: int = 0
    new: int = 0
    known: int = 0
    copies: int = 0
    rejected: int = 0
    passed: int = 0
    notes: list[str] = field(default_factory=list[str])


@dataclass(slots=True)
class _Part:
    number: int
    groups: list[tuple[Input, ...]] = field(default_factory=list[tuple[Input, ...]])
    items: list[int] = field(default_factory=list[int])
    inputs: int = 0
    size: int = 0

    def add(self, group: Sequence[Input], item: int) -> None:
        self.groups.append(tuple(group))
        self.items.append(item)
        self.inputs += len(group)
        self.size += sum(map(_held, group))

    @property
    def full(self) -> bool:
        return self.inputs >= PART_INPUTS or self.size >= PART_BYTES


class Plan:
    """The tasks of one run; :attr:`counts` grows while they are drawn.

    ``retry`` reads once more what was set aside; ``largest`` is the size in bytes from which on an input is refused.
    """

    def __init__(
        self, archives: Archives, ledger: Ledger, run: int, config: str, *, retry: bool = False, largest: int = 1 << 28
    ) -> None:
        self._archives, self._ledger = archives, ledger
        self._run, self._config = run, config
        self._retry, self._largest = retry, largest
        self._wanted = ledger.waiting()
        self._gathered: dict[tuple[int, int], list[tuple[int, int, tuple[Input, ...]]]] = {}
        self._part = _Part(ledger.next_part())
        self.counts = Counts()

    def tasks(self) -> Iterator[Task]:
        """The tasks in order. Each is in the ledger, as pending, when it is given out."""
        for stretch in self._archives.stretches():
            self._ledger.begin()
            self.counts.notes += stretch.notes[: max(_NOTES - len(self.counts.notes), 0)]
            for rejected in stretch.rejected:
                where = rejected.error.where or rejected.where
                self._reject(rejected.where, where, None, rejected.error)
            share = stretch.size / max(len(stretch.inputs), 1)
            for group in groups(stretch.inputs):
                self._ledger.begin()
                yield from self._group(group)
                self.counts.passed += round(share * len(group))
                self.counts.seen += len(group)
            self._ledger.commit()
        yield from self._rest()

    def _rest(self) -> Iterator[Task]:
        if self._part.groups:
            yield self._given_out()
        for part, piece in sorted(self._gathered):
            members = self._gathered[part, piece]
            if len(members) < self._wanted[part, piece]:  # the others were not met: they keep the old piece
                self._ledger.begin()
                fresh = self._ledger.apart([item for _, item, _ in members], part)
                self._gathered[part, fresh] = self._gathered.pop((part, piece))
                piece = fresh
            yield self._task(part, piece)

    def _group(self, group: Sequence[Input]) -> Iterator[Task]:
        loaded = [found for item in group if (found := self._load(item)) is not None]
        loaded = [found for one in loaded if (found := self._placed(one)) is not None]
        known = self._ledger.item(_key(loaded), self._config) if loaded else None
        if known is None and loaded:
            loaded = self._without_copies(loaded)
            known = self._ledger.item(_key(loaded), self._config) if loaded else None
        if known is not None:
            self._meet(known, loaded)
        elif loaded := [one for one in loaded if self._has_own_id(one)]:
            self._add(loaded)
        yield from self._ready(known)

    def _ready(self, known: ItemRow | None) -> Iterator[Task]:
        if self._part.full:
            yield self._given_out()
        if known is not None:
            key = (known.part, known.piece)
            if key in self._gathered and len(self._gathered[key]) >= self._wanted[key]:
                yield self._task(*key)

    def _load(self, item: Input) -> "_Loaded | None":
        try:
            data = self._bytes(item)
        except MingdanError as error:
            self._reject(_source_key(item), item.where, None, error)
            return None
        digest = hashlib.sha256(data).hexdigest()
        about = (digest, item.id, item.published, item.publisher)
        print_ = hashlib.sha256(repr(about).encode("utf-8", "surrogatepass")).hexdigest()
        stated = item.text is not None or item.publisher is not None
        own = print_[:16] if stated and item.id is None and (item.published or item.publisher) else item.id
        held = replace(item, id=own, data=None if item.text is not None else data)
        return _Loaded(held, SourceRow(_source_key(item), item.where, digest, print_, item.id))

    def _placed(self, one: "_Loaded") -> "_Loaded | None":
        """The input with a place of its own, where this run has met another one there; none where it met this one."""
        number, key = 1, one.source.key
        while (there := self._ledger.source(key)) is not None and there.run == self._run:
            if there.print == one.source.print:
                self.counts.copies += 1
                return None
            if one.source.given is not None:
                return one
            number += 1
            key = f"{one.source.key}~{number}"
        return one if number == 1 else replace(one, source=replace(one.source, key=key))

    def _bytes(self, item: Input) -> bytes:
        if item.text is not None:
            return item.text.encode("utf-8", "surrogatepass")
        if item.data is not None:
            return item.data
        try:
            if item.path is None:
                return b""
            size = item.path.stat().st_size
            if size > self._largest:
                hint = f"--limit member_bytes={size} lets it in"
                raise LimitError(f"has {size} bytes, the limit is {self._largest}", where=item.where, hint=hint)
            return item.path.read_bytes()
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or "cannot be opened"
            raise MissingFileError(reason, where=item.where, hint="check the path and its rights") from error

    def _without_copies(self, loaded: Sequence["_Loaded"]) -> list["_Loaded"]:
        """Those that lie nowhere else. What lies in a notice that has changed here since the last run counts anew."""
        before = [self._ledger.source(one.source.key) for one in loaded]
        changed = {
            row.item
            for one, row in zip(loaded, before, strict=True)
            if row is not None and not row.copy and row.print != one.source.print
        }
        return [one for one in loaded if not self._is_copy(one, changed)]

    def _is_copy(self, one: "_Loaded", changed: Collection[int] = ()) -> bool:
        home = self._ledger.home(one.source.print, self._config)
        if home is None or home.key == one.source.key or home.item in changed:
            return False
        self._ledger.add_copy(one.source, home.item, self._run)
        self.counts.copies += 1
        return True

    def _has_own_id(self, one: "_Loaded") -> bool:
        name = one.source.given
        other = None if name is None else self._ledger.given(name, one.source.key, self._run)
        if other is None:
            return True
        error = DuplicateIdError(f"id {name!r} is taken by {other}", where=one.input.where, hint="give it another id")
        self._reject(one.input.where, one.input.where, one.source.sha256, error)
        return False

    def _add(self, loaded: Sequence["_Loaded"]) -> None:
        item = self._ledger.add_item(_key(loaded), self._config, self._part.number, len(self._part.items))
        self._sources(loaded, item)
        self._part.add([one.input for one in loaded], item)
        self.counts.new += len(loaded)

    def _sources(self, loaded: Sequence["_Loaded"], item: int) -> None:
        self._ledger.add_sources([one.source for one in loaded], item, self._run)

    def _meet(self, known: ItemRow, loaded: Sequence["_Loaded"]) -> None:
        """An item of the ledger: pending ones go into the part that they were put in before."""
        home = self._ledger.home(loaded[0].source.print, self._config)
        if home is not None and home.item == known.id and home.key != loaded[0].source.key:
            for one in loaded:
                self._ledger.add_copy(one.source, known.id, self._run)
            self.counts.copies += len(loaded)
            return
        inputs = tuple(one.input for one in loaded)
        self._sources(loaded, known.id)
        if known.state == "pending":
            self._gathered.setdefault((known.part, known.piece), []).append((known.place, known.id, inputs))
            self.counts.new += len(loaded)
        elif known.error is not None and self._retry:
            self._ledger.again(known.id, self._part.number, len(self._part.items))
            self._part.add(inputs, known.id)
            self.counts.new += len(loaded)
        else:
            self.counts.known += len(loaded)

    def _given_out(self) -> Task:
        part = self._part
        self._part = _Part(part.number + 1)
        self._ledger.commit()
        return Task(part.number, 0, tuple(part.groups), tuple(part.items))

    def _task(self, part: int, piece: int) -> Task:
        members = sorted(self._gathered.pop((part, piece)), key=lambda member: member[0])
        self._ledger.commit()
        return Task(part, piece, tuple(group for _, _, group in members), tuple(item for _, item, _ in members))

    def _reject(self, key: str, uri: str, digest: str | None, error: MingdanError) -> None:
        self._ledger.reject(key, uri, digest, error, self._run)
        self.counts.rejected += 1


@dataclass(frozen=True, slots=True)
class _Loaded:
    input: Input
    source: SourceRow


def _held(item: Input) -> int:
    return len(item.data or b"") + len(item.text or "")


def _key(loaded: Sequence[_Loaded]) -> str:
    """Of the item that inputs make: of one input its print."""
    if len(loaded) == 1:
        return loaded[0].source.print
    return hashlib.sha256("\n".join(one.source.print for one in loaded).encode()).hexdigest()


def _source_key(item: Input) -> str:
    """What tells a place from others in every run: its id in its manifest, else its path, member or line."""
    if item.id is None:
        return item.where
    manifest = item.where.split(": ")[0].rpartition(":")[0]
    return f"{manifest}#id={item.id}"
