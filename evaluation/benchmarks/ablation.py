"""What each learned component brings: documents read with all of them, without each, and by rules alone.

``python -m mingdan.evaluation.benchmarks.ablation`` reads the documents of writers that the stored tagger has not seen,
with models of rows and counts trained without those writers (needs the extra ``train``; minutes). The judge of role
phrases is the stored one, which knows them.
"""

import argparse
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from importlib.resources import files
from typing import Any

from mingdan.core.records import Document
from mingdan.corpus.parts import RATED, load_training, writer_of
from mingdan.evaluation.scorer import document_tallies
from mingdan.evaluation.scores import Tally
from mingdan.evaluation.training import counts, pairs
from mingdan.evaluation.training.unlabelled import unlabelled
from mingdan.extract.annotate import annotate_all
from mingdan.extract.pipeline import Pipeline, load
from mingdan.extract.relations.pairs.judge import PairModels
from mingdan.extract.relations.read import LEARNED
from mingdan.models.linear import LinearModel
from mingdan.models.row_encoder import shipped_row_encoder

MEASURES = ("mentions.INST", "mentions.ROLE", "rows", "rows_with_role", "row_date", "stated_counts")
WITHOUT_ENCODER = "without the encoder of rows"
WAYS: Mapping[str, tuple[str, frozenset[str]]] = {
    "all": ("default", LEARNED),
    WITHOUT_ENCODER: ("default", LEARNED),
    "without the tagger": ("fast", LEARNED),
    "without the models of rows": ("default", LEARNED - {"pairs"}),
    "without the model of counts": ("default", LEARNED - {"counts"}),
    "without the judge of roles": ("default", LEARNED - {"roles"}),
    "rules alone": ("fast", frozenset[str]()),
}
"""Name, profile (``fast`` has no tagger), and what the readers of relations have learned."""


def unknown_writers() -> frozenset[str]:
    """The writers kept for the confidences whom the stored tagger has indeed not seen."""
    card = json.loads(files("mingdan.models").joinpath("weights/tagger.json").read_text("utf-8"))
    return RATED - frozenset(card["writers"])


def trained_without(writers: frozenset[str]) -> tuple[PairModels, LinearModel]:
    """Models of rows and of counts that have not seen the writers, as the encoder has not."""
    nlp = load().nlp
    known = [document for document in load_training() if writer_of(document.id) not in writers]
    rows = pairs.fit(page for page in pairs.pages() if page.author not in writers)
    return replace(rows, encoder=shipped_row_encoder()), counts.fit(counts.pages(nlp, known))


def measure(
    documents: Sequence[Document], models: PairModels, counted: LinearModel
) -> Iterator[tuple[str, dict[str, Tally], int]]:
    """For each way its sums, and how many rows it makes up in documents that state none."""
    for name, (profile, learned) in WAYS.items():
        pipeline = load(profile)
        relations: Any = pipeline.nlp.get_pipe("mingdan_relations")
        before = (relations.learned, relations.models, relations.counted)
        relations.learned, relations.counted = learned, counted
        relations.models = replace(models, encoder=None) if name == WITHOUT_ENCODER else models
        try:
            found = list(_read(pipeline, documents))
        finally:
            relations.learned, relations.models, relations.counted = before
        tallies: dict[str, Tally] = {measure: Tally() for measure in MEASURES}
        for gold, predicted in zip(documents, found, strict=True):
            told = document_tallies(gold, predicted)
            for key in MEASURES:
                tallies[key] += told[key]
        empty = (p for g, p in zip(documents, found, strict=True) if not g.partnerships)
        yield name, tallies, sum(len(predicted.partnerships) for predicted in empty)


def _read(pipeline: Pipeline, documents: Sequence[Document]) -> Iterator[Document]:
    given = (unlabelled(gold) for gold in documents)
    jobs = ((raw, None, known) for raw, known in given)
    return annotate_all(pipeline.nlp, jobs)


def lines(found: Iterator[tuple[str, dict[str, Tally], int]]) -> Iterator[str]:
    """A table in Markdown: F1, and the share of right dates."""
    yield "| | INST | ROLE | rows | rows with role | right dates of rows | stated counts | rows made up |"
    yield "|---|--:|--:|--:|--:|--:|--:|--:|"
    for name, tallies, made_up in found:
        shown = [tally.precision if key == "row_date" else tally.f1 for key, tally in tallies.items()]
        yield f"| {name} | " + " | ".join(f"{value or 0:.3f}" for value in shown) + f" | {made_up} |"


def main() -> int:
    """Print the table; returns 0."""
    argparse.ArgumentParser(description=__doc__).parse_args()
    writers = unknown_writers()
    documents = [document for document in load_training() if writer_of(document.id) in writers]
    models, counted = trained_without(writers)
    print(f"{len(documents)} documents of the writers {', '.join(sorted(writers))}")
    for line in lines(measure(documents, models, counted)):
        print(line, flush=True)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
