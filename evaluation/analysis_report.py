"""The figures of an :class:`~mingdan.evaluation.analysis.Analysis` as plain text."""

from collections.abc import Iterator

from mingdan.evaluation.analysis import Analysis
from mingdan.evaluation.measures.confidence import WANTED_PRECISION, Calibration
from mingdan.evaluation.measures.confusion import NOTHING, Confusion
from mingdan.evaluation.measures.parts import PART_MEASURES, Part
from mingdan.evaluation.report import found_line, share_line, show

_WORST = 12


def analysis_lines(analysis: Analysis) -> Iterator[str]:
    """All tables: spans, names, means over documents, parts, confidences, mixed-up roles."""
    yield f"{'looser spans':<18}{'F1':<19}{'precision':<19}{'recall':<19}{'right':>6}{'pred.':>6}{'gold':>6}"
    for name, found in analysis.found.items():
        yield found_line(name, found)
    yield ""
    yield f"{'nervaluate':<18}{'F1':<8}{'correct':>9}{'incorrect':>10}{'partial':>9}{'missed':>8}{'spurious':>9}"
    for name, counts in analysis.schemes.items():
        figure = "-" if counts.f1 is None else f"{counts.f1:.3f}"
        told = f"{counts.correct:>9}{counts.incorrect:>10}{counts.partial:>9}{counts.missed:>8}{counts.spurious:>9}"
        yield f"{name:<18}{figure:<8}{told}"
    yield ""
    yield from _name_lines(analysis)
    yield ""
    yield f"{'rows by kind':<36}{'F1':<19}{'precision':<19}{'recall':<19}{'right':>6}{'pred.':>6}{'gold':>6}"
    for name, found in analysis.kinds.items():
        yield found_line(f"{name:<36}", found)
    yield ""
    yield "mean F1 over documents"
    for name, figure in analysis.macro.items():
        yield f"{name:<18}{show(figure)}"
    yield ""
    yield from _part_lines(analysis.parts)
    yield from _confidence_lines("rows", analysis.row_confidence)
    yield from _confidence_lines("mentions", analysis.mention_confidence)
    yield ""
    yield from _mixed_lines(analysis.row_roles)


def _name_lines(analysis: Analysis) -> Iterator[str]:
    yield f"{'names':<18}{'share':<19}{'right':>6}{'of':>6}"
    types = {name: share for name, share in analysis.shares.items() if name.startswith("inst_found.")}
    for name, share in analysis.shares.items():
        if name not in types:
            yield share_line(name, share)
    for name, score in analysis.clusters.items():
        yield f"{name:<18}{show(score.f1):<19}precision {show(score.precision)}  recall {show(score.recall)}"
    yield ""
    yield f"{'found by type':<18}{'share':<19}{'right':>6}{'of':>6}"
    for name, share in types.items():
        yield share_line(name.partition(".")[2], share)


def _part_lines(parts: tuple[Part, ...]) -> Iterator[str]:
    if not parts:
        return
    yield f"{'F1 of parts':<28}{'docs':>5}" + "".join(f"{name:>16}" for name in PART_MEASURES)
    for part in parts:
        figures = (part.found[name].f1.value for name in PART_MEASURES)
        yield f"{part.name:<28}{part.documents:>5}" + "".join(f"{_plain(figure):>16}" for figure in figures)
    yield ""


def _confidence_lines(name: str, found: Calibration) -> Iterator[str]:
    if not found.predictions:
        yield f"confidence of {name}: none given"
        return
    yield (
        f"confidence of {name}: ECE {_plain(found.ece)}, AUROC {_plain(found.auroc)}, "
        f"recall at precision {WANTED_PRECISION}: {_plain(found.recall)} (confidence from {_plain(found.threshold)})"
    )


def _mixed_lines(found: Confusion) -> Iterator[str]:
    """The most frequent mix-ups of roles, gold to predicted."""
    mixed = [
        (count, gold, predicted)
        for gold, row in found.counts.items()
        for predicted, count in row.items()
        if gold != predicted and NOTHING not in (gold, predicted)
    ]
    yield f"roles taken for another: {sum(count for count, _, _ in mixed)}"
    for count, gold, predicted in sorted(mixed, key=lambda case: (-case[0], case[1:]))[:_WORST]:
        yield f"  {count:>4}  {gold} taken for {predicted}"


def _plain(figure: float | None) -> str:
    return "-" if figure is None else f"{figure:.3f}"
