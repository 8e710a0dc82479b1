"""Body of ``mingdan evaluate``."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from mingdan.cli.console import note, say, say_json, visible
from mingdan.core.errors import MissingFileError, UsageError
from mingdan.core.jsonio import to_plain
from mingdan.core.records import Document

if TYPE_CHECKING:
    from mingdan.evaluation.baseline import Change
    from mingdan.evaluation.commands import Evaluation, Predictor
    from mingdan.evaluation.compare import Comparison
    from mingdan.evaluation.floors import FloorCheck
    from mingdan.extract.pipeline import Pipeline

_HINT = "give --gold and --pred, --run, --open, --layout and --pred, --locked or --unseen"


@dataclass(frozen=True, slots=True)
class Options:
    """What the user asked for; see ``mingdan evaluate --help``."""

    gold: Path | None = None
    pred: Path | None = None
    locked: bool = False
    unseen: bool = False
    open_part: bool = False
    profile: str = "default"
    errors: bool = False
    json: bool = False
    json_file: Path | None = None
    run: str | None = None
    html: Path | None = None
    compare: Path | None = None
    baseline: Path | None = None
    layout: Path | None = None
    nfkc: bool = False
    model: Path | None = None

    @property
    def part(self) -> str | None:
        """What the pipeline runs over: ``open``, ``own`` or a path; null where predictions are given."""
        return "open" if self.open_part else self.run

    @property
    def json_on_stdout(self) -> bool:
        """Whether stdout holds JSON and nothing else."""
        return self.json and self.json_file is None


def run(options: Options) -> int:
    """Score and print; returns 0. Raises :class:`UsageError` for a wrong choice of options."""
    _check(options)
    _keep_inputs(options)
    if options.locked or options.unseen:
        return _locked(options)
    if options.layout is not None:
        return _layout(options)
    return _measure(options)


def _check(options: Options) -> None:
    files = options.layout is None and (options.gold is not None or options.pred is not None)
    chosen = (files, options.locked, options.unseen, options.open_part, options.run is not None)
    if sum(chosen) + (options.layout is not None) != 1:
        raise UsageError("choose one measurement", hint=_HINT)
    if options.json_file is not None and not options.json:
        raise UsageError(f"unexpected argument {str(options.json_file)!r}", hint="a file for JSON follows --json")
    if options.nfkc and options.layout is None:
        raise UsageError("--nfkc is for --layout only", hint="leave it out")
    given = [name for name in ("errors", "html", "compare") if getattr(options, name)]
    if given and (options.locked or options.unseen):
        raise UsageError(f"--{given[0]} would show locked text", hint="use --open for single differences")
    if options.layout is not None and (given or options.baseline is not None or options.gold is not None):
        wrong = [*given, *(name for name in ("baseline", "gold") if getattr(options, name) is not None)]
        raise UsageError(f"--{wrong[0]} is not for --layout", hint="give --layout and --pred alone")


def _keep_inputs(options: Options) -> None:
    """Refuse an output file that is one of the inputs."""
    inputs = [path.resolve() for path in (options.gold, options.pred, options.compare) if path is not None]
    for name, path in (("--html", options.html), ("--json", options.json_file)):
        if path is not None and path.resolve() in inputs:
            raise UsageError(f"{name} would overwrite an input", where=str(path), hint="choose another file")


def _measure(options: Options) -> int:
    from mingdan.evaluation.commands import evaluate_fully

    gold, predicted = _predict(options) if options.part is not None else _files(options)
    evaluation = evaluate_fully(gold, predicted)
    comparison = None if options.compare is None else _compare(options.compare, evaluation)
    plain = _plain(evaluation, comparison, options)
    changes = _changes(options, plain)
    if changes is not None:
        plain["changes"] = to_plain(changes)
    floors = _floors(options, evaluation)
    if options.html is not None:
        _write_page(options, evaluation, comparison, changes, floors)
    _write_json(options, plain)
    if not options.json_on_stdout:
        _print(_lines(options, evaluation, comparison, changes, floors))
    return 0


def _files(options: Options) -> tuple[list[Document], list[Document]]:
    if options.gold is None or options.pred is None:
        missing = "--gold" if options.gold is None else "--pred"
        raise UsageError(f"{missing} is missing", hint="give both --gold and --pred")
    return _load(options.gold), _load(options.pred)


def _load(path: Path) -> list[Document]:
    from mingdan.corpus.parts import load_documents

    try:
        return load_documents(path)
    except MissingFileError as error:
        raise UsageError(error.message, where=error.where, hint=error.hint) from error


def _predict(options: Options) -> tuple[list[Document], list[Document]]:
    from mingdan.evaluation.commands import predict_part

    predict, _ = _predictor(options.profile, options.model)
    try:
        return predict_part(options.part or "open", predict)
    except MissingFileError as error:
        raise UsageError(error.message, where=error.where, hint="give open, own, more or labelled documents") from error


def _compare(path: Path, evaluation: "Evaluation") -> "list[Comparison]":
    from mingdan.evaluation.commands import pair_documents
    from mingdan.evaluation.compare import compare

    gold, ours = [g for g, _ in evaluation.pairs], [p for _, p in evaluation.pairs]
    theirs = [p for _, p in pair_documents(gold, _load(path))]
    return compare(gold, ours, theirs)


def _plain(evaluation: "Evaluation", comparison: "list[Comparison] | None", options: Options) -> dict[str, Any]:
    plain = cast(dict[str, Any], to_plain(evaluation.report))
    differences = plain.pop("differences")
    plain["analysis"] = to_plain(evaluation.analysis)
    if comparison is not None:
        plain["comparison"] = to_plain(comparison)
    if options.errors:
        plain["differences"] = differences
    return plain


def _changes(options: Options, now: dict[str, Any]) -> "list[Change] | None":
    if options.baseline is None:
        return None
    from mingdan.evaluation.baseline import changes, read_report

    return changes(read_report(options.baseline), now)


def _floors(options: Options, evaluation: "Evaluation") -> "list[FloorCheck]":
    from mingdan.evaluation.floors import check_floors

    return check_floors(evaluation.report.scores, options.part) if options.part in ("open", "own") else []


def _write_page(
    options: Options,
    evaluation: "Evaluation",
    comparison: "Sequence[Comparison] | None",
    changes: "Sequence[Change] | None",
    floors: "Sequence[FloorCheck]",
) -> None:
    from mingdan.evaluation.html.page import Extras, write_page

    assert options.html is not None
    what = f"pipeline {options.profile} on {options.part}" if options.part else f"{options.pred} against {options.gold}"
    other = "" if options.compare is None else options.compare.name
    write_page(options.html, evaluation, Extras(what, comparison, other, changes, floors))
    note(f"report: {options.html}")


def _lines(
    options: Options,
    evaluation: "Evaluation",
    comparison: "Sequence[Comparison] | None",
    changes: "Sequence[Change] | None",
    floors: "Sequence[FloorCheck]",
) -> Iterator[str]:
    """The whole report as text, the list of errors last."""
    from mingdan.evaluation.analysis_report import analysis_lines
    from mingdan.evaluation.baseline import change_lines
    from mingdan.evaluation.compare import compare_lines
    from mingdan.evaluation.errors import cause_line, error_lines
    from mingdan.evaluation.report import floor_lines

    differences = evaluation.report.differences
    blocks: list[Iterable[str]] = [evaluation.report.lines(), analysis_lines(evaluation.analysis)]
    blocks += [floor_lines(floors)] if floors else []
    blocks += [compare_lines(comparison)] if comparison is not None else []
    blocks += [change_lines(changes)] if changes is not None else []
    blocks += [[cause_line(differences)]]
    blocks += [error_lines(differences)] if options.errors else []
    for number, block in enumerate(blocks):
        yield from [""] * (number > 0)
        yield from block


def _layout(options: Options) -> int:
    from mingdan.evaluation.layout_scores import evaluate_layout

    if options.pred is None or options.layout is None:
        raise UsageError("--pred is missing", hint="give --layout and --pred")
    try:
        report = evaluate_layout(options.layout, options.pred, nfkc=options.nfkc)
    except MissingFileError as error:
        raise UsageError(error.message, where=error.where, hint=error.hint) from error
    _write_json(options, to_plain(report))
    if not options.json_on_stdout:
        _print(report.lines())
    return 0


def _locked(options: Options) -> int:
    from mingdan.evaluation.locked import evaluate_locked, evaluate_locked_published

    predict, pipeline = _predictor(options.profile, options.model)
    part = "unseen" if options.unseen else "locked"
    config = f"{options.profile} {pipeline.config_hash}"
    result = evaluate_locked(predict, config=config, part=part)
    found = evaluate_locked_published(predict, config=config, part=part)
    plain: dict[str, Any] = {}
    if options.json or options.baseline is not None:
        plain = {"extraction": to_plain(result), "published": to_plain(found)}
    changes = _changes(options, plain)
    if changes is not None:
        plain["changes"] = to_plain(changes)
    _write_json(options, plain)
    if options.json_on_stdout:
        return 0
    _print(_locked_lines(result, found))
    if changes is not None:
        from mingdan.evaluation.baseline import change_lines

        _print(change_lines(changes))
    return 0


def _locked_lines(result: Any, found: Any) -> Iterator[str]:
    """Sums only."""
    from mingdan.evaluation.floors import check_floors
    from mingdan.evaluation.report import floor_lines, published_lines, report_lines
    from mingdan.evaluation.slices import slice_lines

    yield from report_lines(result.scores)
    yield from slice_lines(result.slices)
    for name, figures in result.more.items():
        shown = ", ".join(f"{key} {'-' if value is None else f'{value:.3f}'}" for key, value in figures.items())
        yield f"{name}: {shown}"
    yield from published_lines(found.scores)
    yield from floor_lines(check_floors(result.scores))
    for error, count in result.failures.items():
        yield f"failed with {error}: {count} documents"


def _predictor(profile: str, model: Path | None) -> "tuple[Predictor, Pipeline]":
    from mingdan.extract.pipeline import load

    pipeline = load(profile, model=model)

    def predict(document: Document) -> Document:
        return pipeline(document.text, published=document.published, publisher=document.publisher, id=document.id)

    return predict, pipeline


def _print(lines: Iterable[str]) -> None:
    for line in lines:
        say(visible(line))


def _write_json(options: Options, value: object) -> None:
    """Print JSON or write it to the file, where it is wanted."""
    if options.json_on_stdout:
        say_json(value)
    elif options.json_file is not None:
        import json

        text = json.dumps(value, ensure_ascii=False, indent=2).encode("utf-8", "backslashreplace")
        try:
            options.json_file.write_bytes(text + b"\n")
        except OSError as error:
            hint = "choose another file for --json"
            message = error.strerror or "cannot be written"
            raise UsageError(message, where=str(options.json_file), hint=hint) from error
