"""Body of ``mingdan evaluate``."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from mingdan.cli.console import say, say_json, visible
from mingdan.core.errors import MissingFileError, UsageError
from mingdan.core.jsonio import to_plain
from mingdan.core.records import Document

if TYPE_CHECKING:
    from mingdan.evaluation.commands import Predictor
    from mingdan.extract.pipeline import Pipeline


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


def run(options: Options) -> int:
    """Score and print; returns 0. Raises :class:`UsageError` for a wrong choice of options."""
    files = options.gold is not None or options.pred is not None
    if files + options.locked + options.unseen + options.open_part != 1:
        raise UsageError("choose one measurement", hint="give --gold and --pred, or --open, --locked or --unseen")
    if options.locked or options.unseen:
        return _locked(options)
    report: Any = _open(options) if options.open_part else _files(options)
    if options.json:
        say_json(to_plain(report) if options.errors else _without_differences(report))
    else:
        _print(report.lines(errors=options.errors))
    return 0


def _files(options: Options) -> object:
    from mingdan.evaluation.commands import evaluate_files

    if options.gold is None or options.pred is None:
        missing = "--gold" if options.gold is None else "--pred"
        raise UsageError(f"{missing} is missing", hint="give both --gold and --pred")
    try:
        return evaluate_files(options.gold, options.pred)
    except MissingFileError as error:
        raise UsageError(error.message, where=error.where, hint=error.hint) from error


def _open(options: Options) -> object:
    from mingdan.evaluation.commands import evaluate_open

    predict, _ = _predictor(options.profile)
    return evaluate_open(predict)


def _locked(options: Options) -> int:
    if options.errors:
        raise UsageError("--errors would show locked text", hint="use --open for single differences")
    from mingdan.evaluation.locked import evaluate_locked, evaluate_locked_published

    predict, pipeline = _predictor(options.profile)
    part = "unseen" if options.unseen else "locked"
    config = f"{options.profile} {pipeline.config_hash}"
    result = evaluate_locked(predict, config=config, part=part)
    found = evaluate_locked_published(predict, config=config, part=part)
    if options.json:
        say_json({"extraction": to_plain(result), "published": to_plain(found)})
        return 0
    from mingdan.evaluation.floors import check_floors
    from mingdan.evaluation.report import floor_lines, published_lines, report_lines
    from mingdan.evaluation.slices import slice_lines

    _print(report_lines(result.scores))
    _print(slice_lines(result.slices))
    _print(published_lines(found.scores))
    _print(floor_lines(check_floors(result.scores)))
    for error, count in result.failures.items():
        say(f"failed with {error}: {count} documents")
    return 0


def _predictor(profile: str) -> "tuple[Predictor, Pipeline]":
    from mingdan.extract.pipeline import load

    pipeline = load(profile)

    def predict(document: Document) -> Document:
        return pipeline(document.text, published=document.published, publisher=document.publisher, id=document.id)

    return predict, pipeline


def _print(lines: Iterable[str]) -> None:
    for line in lines:
        say(visible(line))


def _without_differences(report: object) -> object:
    plain = cast(dict[str, object], to_plain(report))
    return {name: value for name, value in plain.items() if name != "differences"}
