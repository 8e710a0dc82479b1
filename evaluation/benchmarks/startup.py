"""Time of ``mingdan --help`` against a bare click program with as many commands, interleaved in one run.

Prints the least wall time of each in milliseconds and their ratio::

    python evaluation/benchmarks/startup.py [RUNS]
"""

import subprocess
import sys
import tempfile
import time
from pathlib import Path

BARE = """
import click

@click.group()
def app(): "A bare program."

@app.command()
@click.option("--one")
@click.option("--two", type=int, default=1)
def extract(one, two): "Does something."

for name in ("demo", "evaluate", "doctor", "schema"):
    app.command(name)(lambda: None)

app()
"""


def wall(command: list[str]) -> float:
    """Seconds that one run takes."""
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def measure(runs: int) -> tuple[float, float]:
    """Least seconds of mingdan and of the bare program over ``runs`` interleaved runs, after one to warm up."""
    with tempfile.TemporaryDirectory() as folder:
        bare = Path(folder) / "bare.py"
        bare.write_text(BARE, "utf-8")
        ours = [sys.executable, "-m", "mingdan", "--help"]
        theirs = [sys.executable, str(bare), "--help"]
        pairs = [(wall(ours), wall(theirs)) for _ in range(runs + 1)][1:]
    return min(pair[0] for pair in pairs), min(pair[1] for pair in pairs)


def main() -> None:
    """Measure and print."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    ours, theirs = measure(runs)
    print(
        f"mingdan --help {1000 * ours:.0f} ms, bare click {1000 * theirs:.0f} ms, "
        f"ratio {ours / theirs:.2f} (least of {runs} runs each)"
    )


if __name__ == "__main__":
    main()
