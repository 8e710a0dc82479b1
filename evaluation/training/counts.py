"""Trains the model that reads how many partners a text says there are, and measures it.

``python -m mingdan.evaluation.training.counts`` prints figures on writers that the model did not learn from;
``--write`` stores the weights too. Needs the extra ``train``.
"""

import argparse
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from spacy.language import Language

from mingdan.core.fold import name_key
from mingdan.core.records import Document
from mingdan.corpus.parts import load_training, writer_of
from mingdan.evaluation.counts import count_tallies
from mingdan.evaluation.matching import institution_forms
from mingdan.evaluation.scores import Tally
from mingdan.evaluation.training.logistic import model_lines, train
from mingdan.evaluation.training.pairs import Case, folds
from mingdan.evaluation.training.unlabelled import unlabelled
from mingdan.extract.annotate import read_rules_only
from mingdan.extract.pipeline import load
from mingdan.extract.relations.context import Context
from mingdan.extract.relations.counted import MODEL, Counted, candidates, count_features
from mingdan.extract.relations.counts import counts_by_rules, find_counts
from mingdan.extract.relations.pairs.view import PairView
from mingdan.models.linear import LinearModel

WEIGHTS = Path(__file__).resolve().parents[2] / "models" / "weights"
STRENGTH = 0.1


@dataclass(frozen=True, slots=True)
class Page:
    """A labelled document as the rules read it, with the cases of its numbers."""

    gold: Document
    context: Context
    cases: Sequence[Case]

    @property
    def author(self) -> str:
        """Its writer."""
        return writer_of(self.gold.id)


def pages(nlp: Language, documents: Iterable[Document]) -> Iterator[Page]:
    """Read labelled documents with the rules."""
    for gold in documents:
        context, _, _ = read_rules_only(nlp, *unlabelled(gold))
        yield Page(gold, context, list(_cases(gold, context)))


def _cases(gold: Document, context: Context) -> Iterator[Case]:
    forms = institution_forms(gold)
    wanted = {
        (name, count.role, count.count)
        for count in gold.stated_counts
        for name in forms.get(count.discloser, frozenset((name_key(count.discloser),)))
    }
    view, stated = PairView(context), counts_by_rules(context)
    for options in candidates(view):
        for option in options:
            yield Case(tuple(count_features(view, option, stated)), _is_wanted(view, option, wanted))


def _is_wanted(view: PairView, option: Counted, wanted: Iterable[tuple[str, str, int]]) -> bool:
    names = {name_key(option.lender.value), name_key(option.lender.text)}
    code = option.code(view.context)
    return any(name in names and role == code and number == option.number for name, role, number in wanted)


def fit(examples: Iterable[Page]) -> LinearModel:
    """Train the model."""
    return train([case for page in examples for case in page.cases], STRENGTH)


def report(examples: Sequence[Page]) -> Iterator[str]:
    """Counts of the rules, and those of rules and a model trained on other writers, by writer."""
    tallies: dict[str, list[Tally]] = defaultdict(lambda: [Tally(), Tally()])
    for fold in folds(page.author for page in examples):
        model = fit(page for page in examples if page.author not in fold)
        for page in (page for page in examples if page.author in fold):
            for number, known in enumerate((None, model)):
                counts = find_counts(page.context, page.context.draft.rows, known)
                found = count_tallies(page.gold, replace(page.gold, stated_counts=tuple(counts)))["stated_counts"]
                for key in ("all", f"writer {page.author}"):
                    tallies[key][number] += found
    yield "stated counts (precision, recall, F1): rules | rules and a model trained on other writers"
    for key, pair in sorted(tallies.items()):
        yield f"{key:<10}" + " | ".join(f"{t.precision or 0:.3f} {t.recall or 0:.3f} {t.f1 or 0:.3f}" for t in pair)


def main() -> None:
    """Print the cross-validated figures and, with ``--write``, store the model trained on all writers."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="store the weights")
    options = parser.parse_args()
    examples = list(pages(load().nlp, load_training()))
    print("\n".join(report(examples)))
    if options.write:
        (WEIGHTS / f"{MODEL}.tsv").write_text("\n".join(model_lines(fit(examples))) + "\n", "utf-8")


if __name__ == "__main__":
    main()
