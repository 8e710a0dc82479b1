"""``mingdan train --encoder``: fine-tunes, measures on held-out documents, writes the folder with its card."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from mingdan.core.errors import ModelError, UsageError
from mingdan.core.records import Document
from mingdan.evaluation.scores import Tally
from mingdan.evaluation.training.encoder.fit import Fitter, Plan
from mingdan.evaluation.training.encoder.pieces import LABELS, divided
from mingdan.models.tagger import Tagger
from mingdan.models.transformers_tagger import CARD, FORMAT, TransformersTagger, weight_hashes


@dataclass(frozen=True, slots=True)
class Trained:
    """What training gave: the folder and, for each label and over all, the tally on held-out documents."""

    folder: Path
    learned: int
    held_out: int
    tallies: Mapping[str, Tally]


def train_encoder(
    documents: Sequence[Document],
    encoder: Path,
    folder: Path,
    plan: Plan,
    share: float = 0.1,
    tell: Callable[[str], None] = print,
) -> Trained:
    """Fine-tune the encoder on all but a ``share`` of the documents, measure on those, and write ``folder``.

    Raises :class:`UsageError` where there are too few documents or the folder is in use, :class:`ModelError` where the
    encoder cannot be read or learns nothing that can be written, and :class:`MissingExtraError`.
    """
    _check(documents, folder, share)
    learn, held = divided(documents, share, plan.seed)
    fitter = Fitter(encoder, plan)
    fitter.fit(learn, tell)
    try:
        fitter.model.save_pretrained(str(folder))
        fitter.tokenizer.save_pretrained(str(folder))
    except (OSError, ValueError) as error:
        raise ModelError(f"cannot be written ({error})", where=str(folder), hint="check space and rights") from error
    found = span_tallies(TransformersTagger(folder), held)
    _write_card(folder, encoder, plan, found, learn, held)
    return Trained(folder, len(learn), len(held), found)


def _check(documents: Sequence[Document], folder: Path, share: float) -> None:
    if not 0 <= share < 1:
        raise UsageError(f"{share} is no share", where="--held-out", hint="give a number from 0 on and below 1")
    if len(documents) < 2:
        raise UsageError(f"{len(documents)} labelled documents", hint="give two at least")
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError("there is something already", where=str(folder), hint="name a new folder")


def span_tallies(tagger: Tagger, documents: Sequence[Document]) -> dict[str, Tally]:
    """Strict tallies of spans by label, and of all under ``all``."""
    found = {label: Tally() for label in (*LABELS, "all")}
    for document, spans in zip(documents, tagger.tag([document.text for document in documents]), strict=True):
        gold = {(e.start, e.end, e.label) for e in document.entities if e.label in LABELS}
        given = {(span.start, span.end, span.label) for span in spans}
        for label in found:
            wanted = {item for item in gold if label in ("all", item[2])}
            seen = {item for item in given if label in ("all", item[2])}
            found[label] += Tally(len(wanted & seen), len(seen), len(wanted))
    return found


def _write_card(
    folder: Path,
    encoder: Path,
    plan: Plan,
    found: Mapping[str, Tally],
    learn: Sequence[Document],
    held: Sequence[Document],
) -> None:
    card: dict[str, Any] = {
        "format": FORMAT,
        "mingdan": version("mingdan"),
        "trained": datetime.now(UTC).date().isoformat(),
        "encoder": encoder.name,
        "plan": asdict(plan),
        "documents": [document.id for document in learn],
        "held_out": [document.id for document in held],
        "scores": {label: figures(tally) for label, tally in found.items()},
        "sha256": weight_hashes(folder),
    }
    (folder / CARD).write_text(json.dumps(card, ensure_ascii=False, indent=1) + "\n", "utf-8")


def figures(tally: Tally) -> dict[str, float | None]:
    """Precision, recall and F1 of a tally, to four places."""
    names = ("precision", "recall", "f1")
    return {name: None if getattr(tally, name) is None else round(getattr(tally, name), 4) for name in names}


def lines(trained: Trained) -> Iterator[str]:
    """The result as a table."""
    yield f"{trained.folder}: learned from {trained.learned} documents, measured on {trained.held_out} others"
    if trained.held_out:
        yield f"{'':<10}{'P':>8}{'R':>8}{'F1':>8}"
    for label, tally in trained.tallies.items() if trained.held_out else ():
        shown = ("-" if value is None else f"{value:.3f}" for value in figures(tally).values())
        yield f"{label:<10}" + "".join(f"{value:>8}" for value in shown)
