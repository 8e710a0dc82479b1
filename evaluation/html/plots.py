"""Small SVG plots, drawn without any library: an interval on a line, a reliability plot."""

from collections.abc import Sequence

from mingdan.evaluation.html.text import escape, tag
from mingdan.evaluation.measures.confidence import Bin
from mingdan.evaluation.scores import Estimate

_WIDTH, _HEIGHT = 120, 14
_SIDE, _EDGE = 240, 34


def interval_bar(figure: Estimate) -> str:
    """A line from 0 to 1 with the interval as a bar and the value as a stroke; empty without a value."""
    if figure.value is None:
        return ""
    low = figure.value if figure.low is None else figure.low
    high = figure.value if figure.high is None else figure.high
    told = f"{figure.value:.3f}, 95 % interval {low:.3f} to {high:.3f}"
    bar = _line("track", 0, _HEIGHT / 2, _WIDTH, _HEIGHT / 2)
    bar += _rect("range", low * _WIDTH, 3, max(1.5, (high - low) * _WIDTH), _HEIGHT - 6)
    bar += _rect("value", min(figure.value * _WIDTH, _WIDTH - 2), 1, 2, _HEIGHT - 2)
    return _svg(_WIDTH, _HEIGHT, bar, told, "bar")


def difference_bar(figure: Estimate, widest: float) -> str:
    """The interval of a difference, from ``-widest`` to ``widest`` around a middle line; empty without one."""
    if figure.value is None or figure.low is None or figure.high is None:
        return ""
    low, value, high = ((end / widest + 1) / 2 * _WIDTH for end in (figure.low, figure.value, figure.high))
    bar = _line("track", 0, _HEIGHT / 2, _WIDTH, _HEIGHT / 2) + _line("middle", _WIDTH / 2, 0, _WIDTH / 2, _HEIGHT)
    bar += _rect("range", low, 3, max(1.5, high - low), _HEIGHT - 6)
    bar += _rect("value", min(value, _WIDTH - 2), 1, 2, _HEIGHT - 2)
    told = f"difference {figure.value:+.3f}, from {figure.low:+.3f} to {figure.high:+.3f}"
    return _svg(_WIDTH, _HEIGHT, bar, told, "bar")


def reliability_plot(bins: Sequence[Bin], what: str) -> str:
    """Share of right predictions over confidence, equal on the diagonal; the area of a dot is its weight."""
    total = sum(bin.predictions for bin in bins) or 1
    plot = _axes() + _line("diagonal", *_point(0, 0), *_point(1, 1))
    known = [(b.confidence, b.right, b) for b in bins if b.confidence is not None and b.right is not None]
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in (_point(c, r) for c, r, _ in known))
    plot += f'<polyline class="curve" points="{path}"/>'
    for confidence, right, group in known:
        x, y = _point(confidence, right)
        told = f"{group.predictions} predictions, confidence {confidence:.2f}, right {right:.2f}"
        size = 3 + 9 * (group.predictions / total) ** 0.5
        plot += f'<circle class="dot" cx="{x:.1f}" cy="{y:.1f}" r="{size:.1f}">{tag("title", escape(told))}</circle>'
    return _svg(_SIDE + 2 * _EDGE, _SIDE + 2 * _EDGE, plot, f"reliability of {what}", "plot")


def _point(x: float, y: float) -> tuple[float, float]:
    return _EDGE + x * _SIDE, _EDGE + (1 - y) * _SIDE


def _axes() -> str:
    lines = ""
    for step in range(0, 11, 2):
        at = step / 10
        lines += _line("grid", *_point(at, 0), *_point(at, 1)) + _line("grid", *_point(0, at), *_point(1, at))
        x, y = _point(at, 0)
        lines += _label(x, y + 14, f"{at:.1f}", "middle")
        x, y = _point(0, at)
        lines += _label(x - 5, y + 4, f"{at:.1f}", "end")
    x, y = _point(0.5, 0)
    return lines + _label(x, y + 30, "confidence", "middle") + _label(_EDGE - 26, _EDGE - 12, "share right", "start")


def _label(x: float, y: float, text: str, anchor: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(text)}</text>'


def _line(name: str, x1: float, y1: float, x2: float, y2: float) -> str:
    return f'<line class="{name}" x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"/>'


def _rect(name: str, x: float, y: float, width: float, height: float) -> str:
    return f'<rect class="{name}" x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}"/>'


def _svg(width: float, height: float, content: str, told: str, name: str) -> str:
    text = escape(told)
    return (
        f'<svg class="{name}" width="{width}" height="{height}" viewBox="0 0 {width} {height}" role="img" '
        f'aria-label="{text}"><title>{text}</title>{content}</svg>'
    )
