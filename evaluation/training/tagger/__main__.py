"""Trains the default tagger.

``python -m mingdan.evaluation.training.tagger`` shows cross-validated figures over writers; ``--write`` trains on the
readable documents but those that the confidences are learned from, and stores the weights. Needs the training
environment (``make train-env``) and FinRE in ``../shared/data``; without FinRE it trains on the corpus alone.
"""

import argparse
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path

from mingdan.core.records import Document
from mingdan.corpus.parts import CORPUS_FOLDER, RATED, load_training, writer_of
from mingdan.evaluation.commit import current_commit
from mingdan.evaluation.scores import Tally
from mingdan.evaluation.training.tagger.examples import Maker
from mingdan.evaluation.training.tagger.export import export
from mingdan.evaluation.training.tagger.fit import Plan, fit
from mingdan.evaluation.training.tagger.measure import report, tallies
from mingdan.evaluation.training.tagger.network import lac_start, library
from mingdan.extract.pipeline import load
from mingdan.models.onnx_tagger import OnnxTagger

WEIGHTS = Path(__file__).resolve().parents[3] / "models" / "weights"
FINRE = CORPUS_FOLDER.resolve().parents[1] / "shared" / "data" / "finre_train.jsonl.gz"
Learn = Callable[[Sequence[Document], Path], Path]
FOLDS = ("a,b,c", "d,e", "f,g", "i,j", "l", "t,u")
"""Writers that are held out together, with commas between."""
MADE = 6


def held_out(
    folds: Iterable[str], documents: Sequence[Document], learn: Learn, maker: Maker, keep: Path
) -> Mapping[str, Mapping[str, Tally]]:
    """For each fold the tallies of a tagger that saw neither its documents nor its names; stored in ``keep/FOLD``."""
    figures: dict[str, Mapping[str, Tally]] = {}
    for fold in folds:
        writers = fold.split(",")
        learn([document for document in documents if writer_of(document.id) not in writers], keep / fold)
        held = [document for document in documents if writer_of(document.id) in writers]
        figures[fold] = tallies(OnnxTagger(keep / fold), list(maker.documents(held, 0, 0)))
    return figures


def main() -> None:
    """Print cross-validated figures or, with ``--write``, train on all these documents and store the weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="train on all these documents and store the weights")
    parser.add_argument("--folds", nargs="*", default=FOLDS, help="writers to hold out, a fold each")
    parser.add_argument("--keep", type=Path, help="folder for the weights of the folds; a temporary one unless given")
    parser.add_argument("--rounds", type=int, default=Plan().rounds)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--threads", type=int, default=1, help="threads of torch; the weights depend on it")
    options = parser.parse_args()
    library("torch").set_num_threads(options.threads)
    plan, start = replace(Plan(), rounds=options.rounds, seed=options.seed), lac_start()
    maker = Maker(load("fast"))
    documents = [document for document in load_training() if writer_of(document.id) not in RATED]
    finre = list(maker.finre(FINRE)) if FINRE.is_file() else []

    def learn(chosen: Sequence[Document], folder: Path) -> Path:
        network = fit([*maker.documents(chosen, MADE), *finre], start, plan)
        writers = sorted({writer_of(document.id) for document in chosen})
        data = {"documents": len(chosen), "writers": writers, "finre_sentences": len(finre)}
        day = datetime.now(UTC).date().isoformat()
        about = {
            "trained": day,
            "commit": current_commit(),
            **data,
            "plan": {**asdict(plan), "threads": options.threads},
        }
        return export(network, start.characters, folder, about=about)

    if options.write:
        print(learn(documents, WEIGHTS))
        return
    with tempfile.TemporaryDirectory() as folder:
        figures = held_out(options.folds, documents, learn, maker, options.keep or Path(folder))
    print("\n".join(report(figures)))


if __name__ == "__main__":
    main()
