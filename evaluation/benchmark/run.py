"""One run of the benchmark: systems over test sets, then their speed."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from mingdan.core.errors import MissingExtraError
from mingdan.core.jsonio import to_plain
from mingdan.evaluation.benchmark.machine import Origin, origin
from mingdan.evaluation.benchmark.materials import (
    DOCUMENTS,
    TestSet,
    check_set,
    gold_set,
    hidden_set,
    load_set,
    set_names,
)
from mingdan.evaluation.benchmark.pdf import MISSING, PdfScore, measure_pdf, truths
from mingdan.evaluation.benchmark.quality import SystemScores, measure, silence
from mingdan.evaluation.benchmark.speed import ROUNDS, Speed, measure_speed
from mingdan.evaluation.benchmark.systems import Predict, SystemInfo, get_info, get_reader, get_system, infos, packages
from mingdan.evaluation.commands import bare
from mingdan.evaluation.locked import LOG, UNSEEN_LOG

SCHEMA = "mingdan-benchmark/1"

PDF = "pdf"
PDF_ROUNDS = 3
SENTENCES = "cluener"
SENTENCES_TIMED = 500
_Loaded = list[tuple[SystemInfo, Predict]]


@dataclass(frozen=True, slots=True)
class Plan:
    """What to measure. ``part`` is null, ``locked`` or ``unseen``; empty ``systems`` and ``sets`` mean all.

    ``gold`` or ``part`` stands in for the set ``documents``; ``rounds`` 0 leaves speed out.
    """

    systems: tuple[str, ...] = ()
    sets: tuple[str, ...] = ()
    gold: Path | None = None
    part: str | None = None
    rounds: int = ROUNDS
    limit: int | None = None


@dataclass(frozen=True, slots=True)
class SystemEntry:
    """A system of the run: versions of its packages, and why it was left out where it was."""

    name: str
    title: str
    packages: Mapping[str, str | None]
    missing: str | None


@dataclass(frozen=True, slots=True)
class SetEntry:
    """A test set of the run; ``scores`` are by system."""

    name: str
    title: str
    documents: int
    characters: int
    measures: tuple[str, ...]
    note: str
    missing: str | None
    scores: Mapping[str, SystemScores]


@dataclass(frozen=True, slots=True)
class SpeedEntry:
    """Speeds by system, over how many documents and characters, best of how many rounds."""

    name: str
    title: str
    documents: int
    characters: int
    rounds: int
    systems: Mapping[str, Speed]


@dataclass(frozen=True, slots=True)
class PdfEntry:
    """PDF files of known content: number of files, why there are none, scores by system."""

    files: int
    missing: str | None
    systems: Mapping[str, PdfScore]


@dataclass(frozen=True, slots=True)
class Result:
    """Everything that a run found."""

    schema: str
    origin: Origin
    systems: tuple[SystemEntry, ...]
    sets: tuple[SetEntry, ...]
    pdf: PdfEntry | None
    speed: tuple[SpeedEntry, ...]


def run(plan: Plan, told: Callable[[str], None] = lambda text: None) -> Result:
    """Measure; ``told`` hears what is going on. A hidden part gets a line in its log.

    Raises UsageError for an unknown system or set.
    """
    for name in set(plan.sets) - {PDF}:
        check_set(name)
    loaded, entries = _load([get_info(name) for name in plan.systems or infos()], told)
    sets: list[SetEntry] = []
    names = [*set_names(), PDF]
    for name in [name for name in plan.sets or names if name != PDF]:
        tests = _tests(name, plan)
        told(f"measuring {tests.title}" if tests.missing is None else f"left out: {tests.title}: {tests.missing}")
        sets.append(_set(tests, loaded))
    pdf = _pdf(loaded, plan, told) if PDF in (plan.sets or names) else None
    result = Result(SCHEMA, origin(), entries, tuple(sets), pdf, _speed(loaded, plan, told))
    if plan.part:
        _log(plan.part, result)
    return result


def _load(wanted: Sequence[SystemInfo], told: Callable[[str], None]) -> tuple[_Loaded, tuple[SystemEntry, ...]]:
    loaded: _Loaded = []
    entries: list[SystemEntry] = []
    for info in wanted:
        missing = None
        try:
            with silence():
                loaded.append((info, get_system(info.name)))
        except MissingExtraError as error:
            missing = str(error)
            told(f"left out: {info.title}: {missing}")
        entries.append(SystemEntry(info.name, info.title, packages(info), missing))
    return loaded, tuple(entries)


def _tests(name: str, plan: Plan) -> TestSet:
    if name == DOCUMENTS and plan.part:
        return hidden_set(plan.part)
    if name == DOCUMENTS and plan.gold:
        return gold_set(plan.gold, plan.limit)
    return load_set(name, plan.limit)


def _set(tests: TestSet, loaded: _Loaded) -> SetEntry:
    able = [(info, predict) for info, predict in loaded if tests.documents]
    characters = sum(len(document.text) for document in tests.documents)
    return SetEntry(
        tests.name,
        tests.title,
        len(tests.documents),
        characters,
        tests.measures,
        tests.note,
        tests.missing,
        measure(able, tests) if able else {},
    )


def _pdf(loaded: _Loaded, plan: Plan, told: Callable[[str], None]) -> PdfEntry:
    files = truths()
    if not files:
        told(f"left out: PDF files: {MISSING}")
        return PdfEntry(0, MISSING, {})
    told("reading PDF files")
    readers = {info.name: get_reader(info.name) for info, _ in loaded if "PDF" in info.gives}
    return PdfEntry(len(files), None, measure_pdf(readers, files, min(plan.rounds, PDF_ROUNDS)))


def _speed(loaded: _Loaded, plan: Plan, told: Callable[[str], None]) -> tuple[SpeedEntry, ...]:
    """Speed on the open documents or the gold that was given, and on single sentences; never on a hidden part."""
    if not plan.rounds or not loaded:
        return ()
    chosen = plan.sets or set_names()
    whole = gold_set(plan.gold, plan.limit) if plan.gold else load_set(DOCUMENTS, plan.limit)
    single = [load_set(SENTENCES, min(plan.limit or SENTENCES_TIMED, SENTENCES_TIMED))] if SENTENCES in chosen else []
    systems = {info.name: predict for info, predict in loaded}
    return tuple(_timed(systems, tests, plan.rounds, told) for tests in (whole, *single) if tests.documents)


def _timed(systems: Mapping[str, Predict], tests: TestSet, rounds: int, told: Callable[[str], None]) -> SpeedEntry:
    told(f"timing {len(tests.documents)} texts, {rounds} rounds: {tests.title}")
    documents = [bare(document) for document in tests.documents]
    speeds = measure_speed(systems, documents, rounds)
    return SpeedEntry(tests.name, tests.title, len(documents), sum(len(d.text) for d in documents), rounds, speeds)


def _log(part: str, result: Result) -> None:
    hidden = [entry for entry in result.sets if entry.name == part]
    line = {"kind": "benchmark", **to_plain(result.origin), "sets": to_plain(hidden)}
    with (UNSEEN_LOG if part == "unseen" else LOG).open("a", encoding="utf-8") as handle:
        handle.write(json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n")
