"""Trains the model that chooses the day of publication, and measures it on writers it did not learn from.

``python -m mingdan.evaluation.training.published`` prints the cross-validated figures; ``--write`` stores the weights
too. Needs the extra ``train``.
"""

import argparse
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from mingdan.core.records import Document
from mingdan.corpus.dated import DatedText, load_dated
from mingdan.corpus.parts import load_training, writer_of
from mingdan.evaluation.published import states_its_date
from mingdan.evaluation.training.dated_texts import made_texts
from mingdan.evaluation.training.logistic import model_lines, train
from mingdan.extract.header.days import Day, days_of
from mingdan.extract.header.lines import lines_of
from mingdan.extract.header.published import stated_date
from mingdan.extract.header.published_features import day_features
from mingdan.extract.header.statements import DatedLines
from mingdan.models.linear import LinearModel

WEIGHTS = Path(__file__).resolve().parents[2] / "models" / "weights" / "published.tsv"
STRENGTH = 1.0


@dataclass(frozen=True, slots=True)
class Case:
    """One day of one text: its writer, its features and whether it states the publication."""

    author: str
    features: tuple[str, ...]
    gold: bool


@dataclass(frozen=True, slots=True)
class Shares:
    """``stated``: right among the texts that state their day; ``others``: null among those that do not."""

    stated: tuple[int, int]
    others: tuple[int, int]

    def __add__(self, other: "Shares") -> "Shares":
        stated = self.stated[0] + other.stated[0], self.stated[1] + other.stated[1]
        return Shares(stated, (self.others[0] + other.others[0], self.others[1] + other.others[1]))


def examples() -> list[DatedText]:
    """The dated texts and the readable labelled documents."""
    documents = load_training()
    return [*load_dated(), *(from_document(document) for document in documents)]


def from_document(gold: Document) -> DatedText:
    """A labelled document as a dated text; the place of the statement is not known."""
    return DatedText(gold.id, writer_of(gold.id), gold.text, gold.published if states_its_date(gold) else None)


def cases(texts: Iterable[DatedText]) -> Iterator[Case]:
    """All days of the texts; days of the right value elsewhere than at the statement are left out."""
    for text in texts:
        lines = lines_of(text.text)
        page = DatedLines(lines, days_of(text.text, lines))
        for day in page.days:
            if day.value != text.published or _is_statement(page, day, text):
                yield Case(text.author, tuple(day_features(page, day)), day.value == text.published)


def _is_statement(page: DatedLines, day: Day, text: DatedText) -> bool:
    if text.start >= 0:
        return day.start < text.end and text.start < day.end
    same = [other for other in page.days if other.value == day.value]
    line = page.lines[day.line]
    return len(same) == 1 or (len(line.text) <= 60 and not line.table)


def shares(texts: Sequence[DatedText], model: LinearModel | None = None) -> Shares:
    """How often a model (the shipped one unless given) is right."""
    found = [(text.published, stated_date(text.text, lines_of(text.text), model)) for text in texts]
    stated = [said is not None and said.value == gold for gold, said in found if gold]
    others = [said is None for gold, said in found if not gold]
    return Shares((sum(stated), len(stated)), (sum(others), len(others)))


MADE = 1200
"""Texts put together by program that join every training."""


def cross_validated(texts: Sequence[DatedText]) -> Mapping[str, Shares]:
    """For each writer the shares of a model trained on the other writers."""
    known = learned_from(texts)
    return {
        author: shares(own, train([case for case in known if case.author != author], STRENGTH))
        for author, own in by_author(texts).items()
    }


def learned_from(texts: Sequence[DatedText]) -> list[Case]:
    """The cases of the texts and of those put together by program."""
    return [*cases(texts), *cases(made_texts(MADE))]


def by_author(texts: Sequence[DatedText]) -> Mapping[str, list[DatedText]]:
    """The texts of each writer, writers in order."""
    return {author: [text for text in texts if text.author == author] for author in sorted({t.author for t in texts})}


def report(figures: Mapping[str, Shares]) -> Iterator[str]:
    """Shares by writer and over all."""
    yield "writer  day right where stated  none where not stated  (model trained on the others)"
    total = sum(figures.values(), Shares((0, 0), (0, 0)))
    for author, found in (*figures.items(), ("all", total)):
        yield f"{author:<8}{found.stated[0]:>10} of {found.stated[1]:<10}{found.others[0]:>10} of {found.others[1]}"


def main() -> None:
    """Print the cross-validated figures and, with ``--write``, store the model trained on all writers."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="store the weights")
    options = parser.parse_args()
    texts = examples()
    print("\n".join(report(cross_validated(texts))))
    if options.write:
        WEIGHTS.write_text("\n".join(model_lines(train(learned_from(texts), STRENGTH))) + "\n", "utf-8")


if __name__ == "__main__":
    main()
