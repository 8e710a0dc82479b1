"""Trains the models that read rows in running text (``mingdan.extract.relations.pairs``), and measures them.

``python -m mingdan.evaluation.training.pairs`` prints figures on writers that the models did not learn from;
``--write`` stores the weights too. Needs the extra ``train``.
"""

import argparse
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from zlib import crc32

from spacy.language import Language

from mingdan.core.fold import name_key
from mingdan.core.records import Document, Partnership
from mingdan.corpus.parts import READABLE, load_part, writer_of
from mingdan.corpus.rowless import load_rowless
from mingdan.evaluation.matching import institution_forms
from mingdan.evaluation.rows import row_tallies
from mingdan.evaluation.scores import Tally
from mingdan.evaluation.training.logistic import model_lines, train
from mingdan.evaluation.training.unlabelled import unlabelled
from mingdan.extract.annotate import Place, read_rules_only
from mingdan.extract.draft import RoleWord
from mingdan.extract.pipeline import load
from mingdan.extract.relations.pairs.dates import date_candidates, date_features
from mingdan.extract.relations.pairs.features import pair_features
from mingdan.extract.relations.pairs.judge import (
    MODELS,
    PairModels,
    for_status,
    told_candidates,
    told_fact,
    told_role_features,
    weigh_pairs,
)
from mingdan.extract.relations.pairs.status import STATUSES, status_features, told_status
from mingdan.extract.relations.pairs.told import UNKNOWN, Told, date_feature
from mingdan.extract.relations.pairs.view import Pair, PairView
from mingdan.extract.relations.rows import Fact, build_row, unique_rows
from mingdan.extract.state import Given
from mingdan.extract.texts import raw_text

WEIGHTS = Path(__file__).resolve().parents[2] / "models" / "weights"
STRENGTHS = {"pairs": 0.03, "pair_roles": 0.1, "pair_status": 0.2, "pair_dates": 0.03}
KNOWN = ("open", "own")
"""Parts with whose documents the rules were written."""
BLIND = 6
"""In so many of ten of their pairs it is hidden what the rules read, which there is righter than on other texts."""
FOLDS = 7
LEAST = 2
"""A feature that fewer cases have is left out."""


@dataclass(frozen=True, slots=True)
class Case:
    """Features and the answer."""

    features: tuple[str, ...]
    gold: bool


@dataclass(slots=True)
class Page:
    """A document: its writer, what the rules read, and the cases of each model.

    ``gold`` is None where no row is stated.
    """

    author: str
    gold: Document | None
    view: PairView
    facts: list[Fact]
    cases: dict[str, list[Case]] = field(default_factory=lambda: defaultdict(list))


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of a labelled document with the forms of their names."""

    rows: Sequence[tuple[frozenset[str], frozenset[str], Partnership]]

    @classmethod
    def of(cls, gold: Document) -> "Rows":
        """Look the forms up once for all pairs."""
        forms = institution_forms(gold)

        def all_forms(name: str) -> frozenset[str]:
            return forms.get(name, frozenset((name_key(name),)))

        return cls([(all_forms(row.discloser), all_forms(row.partner), row) for row in gold.partnerships])

    def of_pair(self, lender: Iterable[str], partner: Iterable[str]) -> list[Partnership]:
        """The rows of a lender and a partner, each given by all its names."""
        lenders, partners = ({name_key(name) for name in names} for names in (lender, partner))
        return [row for first, second, row in self.rows if lenders & first and partners & second]


def pages() -> Iterator[Page]:
    """All labelled documents that may be read, and the texts that state no row."""
    nlp = load().nlp
    for part in READABLE:
        yield from labelled_pages(nlp, load_part(part), blind=BLIND if part in KNOWN else 0)
    for text in load_rowless():
        context, facts, _ = read_rules_only(nlp, raw_text(text.text), Given(text.id, None, None))
        page = Page(text.author, None, PairView(context), facts)
        told = Told.of(facts)
        for pair in page.view.pairs():
            found = (*pair_features(page.view, pair), *told.features(pair))
            page.cases["pairs"].append(Case(found, False))
        yield page


def labelled_pages(nlp: Language, documents: Iterable[Document], *, blind: int = 0) -> Iterator[Page]:
    """Labelled documents as the rules read them, with their cases.

    In ``blind`` of ten pairs it is hidden what the rules read, where models tell whether a pair is a row and in which
    status.
    """
    for gold in documents:
        context, facts, place = read_rules_only(nlp, *unlabelled(gold))
        page = Page(writer_of(gold.id), gold, PairView(context), facts)
        _add_cases(page, gold, place, blind)
        yield page


def _add_cases(page: Page, gold: Document, place: Place, blind: int) -> None:
    told = Told.of(page.facts)
    for pair, shown, sure in shown_rows(page.view, gold, place):
        hidden = crc32(f"{gold.id} {pair.partner.start} {pair.lender}".encode()) % 10 < blind
        said = (UNKNOWN,) if hidden else tuple(told.features(pair))
        if sure:
            page.cases["pairs"].append(Case((*pair_features(page.view, pair), *said), bool(shown)))
        if shown:
            page.cases["pair_roles"] += _role_cases(page.view, told, pair, shown, place)
            page.cases["pair_status"] += _status_cases(page.view, pair, shown, said)
            page.cases["pair_dates"] += [case for row in shown for case in _date_cases(page.view, told, pair, row)]


def shown_rows(view: PairView, gold: Document, place: Place) -> Iterator[tuple[Pair, list[Partnership], bool]]:
    """Each pair with the rows whose evidence holds its name, and whether it is known to be right or wrong.

    A mention elsewhere than in the evidence of a stated row is neither.
    """
    rows = Rows.of(gold)
    surfaces: dict[str, set[str]] = defaultdict(set)
    for name in view.names:
        surfaces[name.value].add(name.text)
    for pair in view.pairs():
        stated = rows.of_pair({pair.lender, *surfaces[pair.lender]}, {pair.partner.value, pair.partner.text})
        start, end = place(pair.partner.start, pair.partner.end)
        shown = [row for row in stated if row.start < end and start < row.end]
        yield pair, shown, bool(shown) or not stated


def _role_cases(view: PairView, told: Told, pair: Pair, rows: Sequence[Partnership], place: Place) -> Iterator[Case]:
    for row in rows:
        for role in told_candidates(view, told, pair):
            features = tuple(told_role_features(view, told, pair, row.status, role))
            yield Case(features, tells_role(row, role, place))


def tells_role(row: Partnership, role: RoleWord | None, place: Place) -> bool:
    """Whether a phrase of a row's evidence, or none, is the one that gives the row its role."""
    if role is None or row.role != role.code:
        return role is None and row.role == "unspecified"
    start, end = place(role.start, role.end)
    return row.start <= start and end <= row.end


def _status_cases(view: PairView, pair: Pair, rows: Sequence[Partnership], said: Sequence[str]) -> Iterator[Case]:
    found = [*status_features(view, pair, told_status(view, pair)[0]), *said]
    right = {row.status for row in rows}
    return (Case(tuple(for_status(found, status)), status in right) for status in STATUSES)


def _date_cases(view: PairView, told: Told, pair: Pair, row: Partnership) -> Iterator[Case]:
    fact, by_rule = told_fact(view, told, pair, row.status)
    for found in date_candidates(view, pair):
        value = found.value if found else None
        features = (*date_features(view, pair, row.status, found), date_feature(fact.date, by_rule, found))
        yield Case(features, value == row.date)


def fit(examples: Iterable[Page]) -> PairModels:
    """Train the models."""
    cases: dict[str, list[Case]] = defaultdict(list)
    for page in examples:
        for name, found in page.cases.items():
            cases[name] += found
    pairs, roles, status, dates = (train(cases[name], STRENGTHS[name], LEAST) for name in MODELS)
    return PairModels(pairs, roles, status, dates)


def cross_validated(examples: Sequence[Page]) -> Iterator[tuple[Page, list[Partnership], list[Partnership]]]:
    """Each page with the rows of the rules, and those of rules and models trained on other writers."""
    for fold in folds(page.author for page in examples):
        models = fit(page for page in examples if page.author not in fold)
        for page in (page for page in examples if page.author in fold):
            yield page, *judged(page, models)


def folds(authors: Iterable[str]) -> list[frozenset[str]]:
    """The writers in at most so many (``FOLDS``) parts that are held out together."""
    known = sorted(set(authors))
    return [frozenset(known[number::FOLDS]) for number in range(min(FOLDS, len(known)))]


def judged(page: Page, models: PairModels) -> tuple[list[Partnership], list[Partnership]]:
    """The rows of the rules, and those of rules and models."""
    return _rows(page, page.facts), _rows(page, weigh_pairs(page.view.context, page.facts, models))


def _rows(page: Page, facts: Iterable[Fact]) -> list[Partnership]:
    return unique_rows(build_row(page.view.context.draft, replace(fact)) for fact in facts)


def report(judged: Iterable[tuple[Page, list[Partnership], list[Partnership]]]) -> Iterator[str]:
    """Rows with role and dates of rows by genre and writer, and rows made up in texts that state none."""
    tallies: dict[str, list[Tally]] = defaultdict(lambda: [Tally() for _ in range(4)])
    made_up = [0, 0]
    for page, *found in judged:
        for number, rows in enumerate(found):
            if page.gold is None:
                made_up[number] += len(rows)
                continue
            told = row_tallies(page.gold, replace(page.gold, partnerships=tuple(rows)))
            for key in ("all", str(page.gold.genre), f"writer {page.author}"):
                tallies[key][number] += told["rows_with_role"]
                tallies[key][2 + number] += told["row_date"]
    yield "rows with role (precision, recall, F1), right dates: rules | rules and models trained on other writers"
    for key, (*rows, first, second) in sorted(tallies.items()):
        figures = [f"{t.precision or 0:.3f} {t.recall or 0:.3f} {t.f1 or 0:.3f}" for t in rows]
        yield f"{key:<14}{figures[0]}  {first.precision or 0:.3f} | {figures[1]}  {second.precision or 0:.3f}"
    yield f"rows made up in texts that state none: {made_up[0]} | {made_up[1]}"


def main() -> None:
    """Print the cross-validated figures and, with ``--write``, store models trained on all writers."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="store the weights")
    options = parser.parse_args()
    examples = list(pages())
    print("\n".join(report(cross_validated(examples))))
    if options.write:
        models = fit(examples)
        for name, model in zip(MODELS, (models.pairs, models.roles, models.status, models.dates), strict=True):
            WEIGHTS.joinpath(f"{name}.tsv").write_text("\n".join(model_lines(model)) + "\n", "utf-8")


if __name__ == "__main__":
    main()
