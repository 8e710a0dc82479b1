"""The tables of a run as plain text."""

from collections.abc import Iterator, Mapping, Sequence

from mingdan.evaluation.benchmark.materials import measure_titles
from mingdan.evaluation.benchmark.quality import Score
from mingdan.evaluation.benchmark.run import PdfEntry, Result, SetEntry, SpeedEntry, SystemEntry

_NONE = "–"


def lines(result: Result) -> Iterator[str]:
    """Every table of the run: F1 with its 95 % interval, then speed."""
    missing = [entry.name for entry in result.systems if entry.missing]
    for entry in result.sets:
        yield from _set_lines(entry, result.systems, missing)
        yield ""
    if result.pdf is not None:
        yield from _pdf_lines(result.pdf, result.systems, missing)
        yield ""
    for speed in result.speed:
        yield from _speed_lines(speed, result.systems, missing)
        yield ""
    place = result.origin
    yield (
        f"mingdan {place.version}, commit {(place.commit or 'unknown')[:12]}, {place.date}, "
        f"Python {place.machine.python}, {place.machine.cores} cores, {place.machine.processor}"
    )


def _set_lines(entry: SetEntry, systems: Sequence[SystemEntry], missing: Sequence[str]) -> Iterator[str]:
    yield f"{entry.title}: {entry.documents} documents, {entry.characters} characters"
    if entry.missing is not None:
        yield f"  left out: {entry.missing}"
        return
    if entry.note:
        yield f"  {entry.note}"
    titles = measure_titles()
    head = ["F1 [95 %]", *(titles[name] for name in entry.measures)]
    rows = [[system.name, *_cells(entry, system.name, missing)] for system in systems]
    yield from _table([head, *rows])
    for name, scores in entry.scores.items():
        if scores.failures:
            yield f"  {name} failed on {sum(scores.failures.values())} documents: {', '.join(scores.failures)}"


def _cells(entry: SetEntry, system: str, missing: Sequence[str]) -> list[str]:
    if system in missing:
        return ["not installed", *[""] * (len(entry.measures) - 1)]
    scores: Mapping[str, Score] = entry.scores[system].scores if system in entry.scores else {}
    return [show(scores.get(name)) for name in entry.measures]


def show(score: Score | None) -> str:
    """F1 with its interval, a dash where the system gives no such thing."""
    if score is None or score.f1.value is None:
        return _NONE
    return f"{score.f1.value:.3f} [{score.f1.low:.2f},{score.f1.high:.2f}]"


def _pdf_lines(pdf: PdfEntry, systems: Sequence[SystemEntry], missing: Sequence[str]) -> Iterator[str]:
    yield f"{pdf.files} PDF files of known content"
    if pdf.missing is not None:
        yield f"  left out: {pdf.missing}"
        return
    rows = [["right of all", "sentences", "table rows", "partners in rows", "pages per CPU-second"]]
    for system in systems:
        found = pdf.systems.get(system.name)
        if found is not None:
            shares = [f"{right} of {total}" for right, total in (found.sentences, found.rows, found.partners)]
            rows.append([system.name, *shares, f"{found.pages_per_second:.1f}"])
        elif system.name in missing:
            rows.append([system.name, "not installed", "", "", ""])
    yield from _table(rows)


def _speed_lines(speed: SpeedEntry, systems: Sequence[SystemEntry], missing: Sequence[str]) -> Iterator[str]:
    what = f"{speed.documents} documents, {speed.characters} characters"
    yield f"speed on {speed.title}: {what}, one thread, best of {speed.rounds} rounds"
    first = next(iter(speed.systems))
    rows = [["", "characters per CPU-second", f"times faster than {first} (in single rounds)"]]
    for system in systems:
        if system.name in missing:
            rows.append([system.name, "not installed", ""])
            continue
        found = speed.systems[system.name]
        ratio = f"{1 / found.ratio:.2f} ({1 / found.ratio_high:.2f} to {1 / found.ratio_low:.2f})"
        rows.append([system.name, f"{found.characters_per_second:,.0f}", ratio])
    yield from _table(rows)


def _table(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    widths = [max(len(row[column]) for row in rows) + 2 for column in range(len(rows[0]))]
    for row in rows:
        yield "  " + "".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
