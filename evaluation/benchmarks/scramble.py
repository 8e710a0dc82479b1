"""How well scrambled pages of the readable corpus are put in order, and what extraction loses on them.

``python -m mingdan.evaluation.benchmarks.scramble [--seed 1] [--no-extraction] [--layout prose]``. The repair is
learned anew without the writers of each fold (needs the extra ``train``), so no page is judged by its own writer's
model. Extraction is compared with that on the documents as they are; its rules were written with these documents.
"""

import argparse
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from mingdan.core.records import Document, ReadingPiece
from mingdan.corpus.parts import load_part, writer_of
from mingdan.corpus.scramble import Scrambled, scramble
from mingdan.evaluation.scorer import score
from mingdan.evaluation.scores import ratio
from mingdan.evaluation.training.joins import pages, train
from mingdan.extract import annotate
from mingdan.extract.pipeline import Pipeline, load
from mingdan.extract.reading.offsets import articles_of
from mingdan.extract.reading.repair import Language, repair

FOLDS = ("abc", "d", "e", "fg", "ijl")
"""Writers that are judged together by what was learned from all others."""
MEASURES = ("mentions", "mentions.INST", "mentions.ROLE", "mentions.DATE", "rows", "rows_with_role")


def glued(text: str, pieces: Sequence[ReadingPiece]) -> set[tuple[int, int]]:
    """Neighbours in a reading (offsets of the page) that the page itself parts by a line end or more."""
    found: set[tuple[int, int]] = set()
    for article in articles_of(text, pieces):
        before: int | None = None
        for char, place in zip(article.text, article.index, strict=True):
            if char == "\n":
                before = None
            elif not char.isspace():
                if before is not None and (place < before or "\n" in text[before:place]):
                    found.add((before, place))
                before = place
    return found


def join_counts(page: Scrambled, pieces: Sequence[ReadingPiece]) -> Counter[str]:
    """Joins restored and wrong, cut-off ends and starts marked, of one page."""
    counts: Counter[str] = Counter({"pages": 1, "pages repaired": int(bool(pieces))})
    made = glued(page.document.text, pieces)
    for join in page.joins:
        counts.update({f"join {join.kind}": 1, f"restored {join.kind}": int((join.left, join.right) in made)})
    true = {(join.left, join.right) for join in page.joins}
    counts.update({"glued": len(made), "wrong": len(made - true)})
    starts = {piece.start for piece in pieces if piece.cut_start}
    ends = {piece.end - 1 for piece in pieces if piece.cut_end}
    for cut in page.cuts:
        marked = cut.offset in (starts if cut.side == "start" else ends)
        counts.update({f"cut {cut.side}": 1, f"marked {cut.side}": int(marked)})
    loose = {join.left for join in page.joins if (join.left, join.right) not in made}
    gone = {cut.offset for cut in page.cuts if cut.side == "end"}
    counts.update({"marks": len(ends), "marks right": len(ends & gone), "marks at lost joins": len(ends & loose)})
    return counts + article_counts(page, pieces)


def article_counts(page: Scrambled, pieces: Sequence[ReadingPiece]) -> Counter[str]:
    """Characters that stand with the article that most of their piece group is of."""
    owner = {i: f.article for f in page.fragments for i in range(f.start, f.end)}
    groups: dict[int, Counter[int]] = {}
    for piece in pieces:
        found = (owner[i] for i in range(piece.start, piece.end) if i in owner)
        groups.setdefault(piece.article, Counter()).update(found)
    true = len({f.article for f in page.fragments})
    counts = Counter({f"articles {true} read as {len(groups)}": 1} if groups else {})
    counts["assigned right"] = sum(max(c.values(), default=0) for c in groups.values())
    counts["assigned"] = sum(sum(c.values()) for c in groups.values())
    return counts


def _with(pipeline: Pipeline, document: Document, language: Language | None) -> Document:
    """The record of a document, its lines joined by ``language``; None: taken as it stands."""
    real = annotate.repair
    annotate.repair = (lambda text: repair(text, language)) if language else (lambda text: None)  # pyright: ignore
    try:
        return pipeline(document.text, published=document.published, publisher=document.publisher, id=document.id)
    finally:
        annotate.repair = real


def lines(counts: Counter[str]) -> Iterator[str]:
    """The figures of the repair."""
    kinds = ("line", "furniture", "moved")
    for kind in kinds:
        yield share(f"joins restored, {kind}", counts[f"restored {kind}"], counts[f"join {kind}"])
    restored, joins = (sum(counts[f"{name} {kind}"] for kind in kinds) for name in ("restored", "join"))
    yield share("joins restored, all", restored, joins)
    yield share("joins wrong", counts["wrong"], counts["glued"])
    for side in ("end", "start"):
        yield share(f"cut {side}s marked", counts[f"marked {side}"], counts[f"cut {side}"])
    yield share("end marks at sentences cut off", counts["marks right"], counts["marks"])
    yield share("end marks at joins not restored", counts["marks at lost joins"], counts["marks"])
    yield share("characters with their article", counts["assigned right"], counts["assigned"])
    yield share("pages repaired", counts["pages repaired"], counts["pages"])
    yield from (f"{name}: {n}" for name, n in sorted(counts.items()) if name.startswith("articles"))


def share(name: str, part: int, whole: int) -> str:
    """One figure with the counts behind it."""
    value = ratio(part, whole)
    return f"{name:<34}{'-' if value is None else format(value, '.3f'):>7}  ({part}/{whole})"


def scored(name: str, pairs: Sequence[tuple[Document, Document]]) -> str:
    """F1 of extraction as a line."""
    scores = score(pairs, replicates=1)
    return f"{name:<22}" + "".join(f"{scores.value(measure) or 0:>16.3f}" for measure in MEASURES)


def measure(documents: Sequence[Document], seed: int, *, layout: str, extraction: bool) -> Iterator[str]:
    """All lines of the report."""
    counts: Counter[str] = Counter()
    changed: list[str] = []
    runs: dict[str, list[tuple[Document, Document]]] = {"clean": [], "scrambled": [], "without repair": []}
    pipeline = load()
    for fold in FOLDS:
        language = train([d for d in documents if writer_of(d.id) not in fold])
        held = [d for d in documents if writer_of(d.id) in fold]
        changed += [d.id for d in held if repair(d.text, language)]
        chosen = [d for d in held if layout in {"all", d.layout}]
        for page in pages(chosen, (seed,)):
            counts += join_counts(page, repair(page.document.text, language) or ())
        if extraction:
            _extract(pipeline, chosen, seed, language, runs)
    yield f"ordinary documents changed: {len(changed)} of {len(documents)} {' '.join(changed)}"
    yield from lines(counts)
    if extraction:
        yield f"{'F1':<22}" + "".join(f"{name.removeprefix('mentions.'):>16}" for name in MEASURES)
        yield from (scored(name, pairs) for name, pairs in runs.items())


def _extract(
    pipeline: Pipeline,
    documents: Iterable[Document],
    seed: int,
    language: Language,
    runs: dict[str, list[tuple[Document, Document]]],
) -> None:
    for document in documents:
        page = scramble([document], seed).document
        runs["clean"].append((document, _with(pipeline, document, None)))
        runs["scrambled"].append((page, _with(pipeline, page, language)))
        runs["without repair"].append((page, _with(pipeline, page, None)))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--layout", default="prose", help="layout of the documents, or all")
    parser.add_argument("--no-extraction", action="store_true")
    told = parser.parse_args()
    documents = [*load_part("open"), *load_part("own")]
    for line in measure(documents, told.seed, layout=told.layout, extraction=not told.no_extraction):
        print(line, flush=True)


if __name__ == "__main__":
    main()
