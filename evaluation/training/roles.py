"""Trains the model that tells role mentions from mere words, and measures it on writers it did not learn from.

``python -m mingdan.evaluation.training.roles`` prints the cross-validated figures; ``--write`` stores the weights too.
Needs the extra ``train``.
"""

import argparse
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from mingdan.core.records import Document
from mingdan.corpus.parts import load_training, writer_of
from mingdan.evaluation.scores import Tally
from mingdan.evaluation.training.logistic import model_lines, train
from mingdan.evaluation.training.unlabelled import unlabelled
from mingdan.extract.annotate import read_rules_only
from mingdan.extract.pipeline import load
from mingdan.extract.relations.role_features import RoleView, role_features
from mingdan.extract.relations.role_judge import THRESHOLD

WEIGHTS = Path(__file__).resolve().parents[2] / "models" / "weights" / "roles.tsv"


@dataclass(frozen=True, slots=True)
class Case:
    """One role phrase: its writer, its features, whether gold has it as a mention and whether the rules do."""

    author: str
    features: tuple[str, ...]
    gold: bool
    rules: bool


def cases(documents: Iterable[Document]) -> Iterator[Case]:
    """All role phrases that the lexicon finds in labelled documents."""
    nlp = load("fast").nlp  # without the tagger, which knows these documents
    for gold in documents:
        mentions = {(e.start, e.end) for e in gold.entities if e.label == "ROLE"}
        context, facts, place = read_rules_only(nlp, *unlabelled(gold))
        view = RoleView(context, facts)
        for role in context.draft.roles:
            features = tuple(role_features(view, role))
            yield Case(writer_of(gold.id), features, place(role.start, role.end) in mentions, role.used)


def cross_validated(examples: Sequence[Case]) -> Mapping[str, tuple[Tally, Tally]]:
    """For each writer the tallies of the rules and of a model trained on the other writers."""
    figures: dict[str, tuple[Tally, Tally]] = {}
    for author in sorted({case.author for case in examples}):
        model = train([case for case in examples if case.author != author])
        held = [case for case in examples if case.author == author]
        learned = [model.probability(case.features) >= THRESHOLD for case in held]
        figures[author] = _tally(held, [case.rules for case in held]), _tally(held, learned)
    return figures


def _tally(held: Sequence[Case], marked: Sequence[bool]) -> Tally:
    right = sum(case.gold and mark for case, mark in zip(held, marked, strict=True))
    return Tally(right, sum(marked), sum(case.gold for case in held))


def report(figures: Mapping[str, tuple[Tally, Tally]]) -> Iterator[str]:
    """F1 among the phrases that the lexicon finds, by writer and over all."""
    yield "writer  rules  model  (F1 on this writer, the model trained on the others)"
    for author, (rules, model) in figures.items():
        yield f"{author:<8}{rules.f1 or 0:.3f}  {model.f1 or 0:.3f}"
    totals = [sum((pair[i] for pair in figures.values()), Tally()) for i in (0, 1)]
    yield f"{'all':<8}{totals[0].f1 or 0:.3f}  {totals[1].f1 or 0:.3f}"


def main() -> None:
    """Print the cross-validated figures and, with ``--write``, store the model trained on all writers."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="store the weights")
    options = parser.parse_args()
    examples = list(cases(load_training()))
    print("\n".join(report(cross_validated(examples))))
    if options.write:
        WEIGHTS.write_text("\n".join(model_lines(train(examples))) + "\n", "utf-8")


if __name__ == "__main__":
    main()
