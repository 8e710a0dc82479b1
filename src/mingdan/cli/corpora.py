"""Bodies of ``mingdan corpus …``. Each returns its exit code and raises what :mod:`mingdan.core.errors` names."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from mingdan.cli.console import note, say, say_json, visible
from mingdan.core.errors import UsageError
from mingdan.core.jsonio import to_plain, write_jsonl
from mingdan.core.records import Document

if TYPE_CHECKING:
    from mingdan.corpus.findings import Finding


def _documents(source: str) -> list[Document]:
    """Documents of a readable part of the corpus (``open``, ``own``, ``more``, or ``all``), of a folder or a JSONL."""
    from mingdan.corpus.parts import load_readable, load_training

    return load_training() if source == "all" else load_readable(source)


def check(folder: Path, out: Path | None, *, json: bool) -> int:
    """List the findings; 4 where one is an error, and then nothing is written."""
    from mingdan.corpus.stats import statistics, statistics_lines

    documents, findings = _checked(folder)
    faulty = any(finding.level == "error" for finding in findings)
    if json:
        say_json({"findings": to_plain(findings), "statistics": to_plain(statistics(documents))})
    else:
        _say([*(str(finding) for finding in findings), *statistics_lines(statistics(documents))])
    if out is not None and not faulty:
        write_jsonl(out, documents)
    return 4 if faulty else 0


def _checked(path: Path) -> tuple[list[Document], "list[Finding]"]:
    """Documents of a folder of sources or of a JSONL file of records, with what is wrong with them."""
    from mingdan.core.jsonio import read_jsonl
    from mingdan.corpus.compiler import compile_folder
    from mingdan.corpus.parts import refuse_locked
    from mingdan.corpus.record_check import check_records

    refuse_locked(path)
    if path.is_file():
        records = read_jsonl(path)
        return records, check_records(records)
    documents, findings = compile_folder(path)
    if not documents:
        hint = "give the folder that holds them, or a JSONL file of records"
        raise UsageError("no *.doc.md there", where=str(path), hint=hint)
    return documents, findings


def stats(source: str, *, json: bool) -> int:
    """Count."""
    from mingdan.corpus.stats import statistics, statistics_lines

    found = statistics(_documents(source))
    if json:
        say_json(to_plain(found))
    else:
        _say(statistics_lines(found))
    return 0


def export(source: str, out: Path, to: str) -> int:
    """Write the documents in another format."""
    from mingdan.corpus.interop import export_documents

    documents = _documents(source)
    export_documents(documents, out, to)
    note(f"{len(documents)} documents: {out}")
    return 0


def take_in(path: Path, out: Path, source: str, labels: Sequence[str]) -> int:
    """Read documents from another format and write them as JSONL."""
    from mingdan.corpus.interop import import_documents

    documents = import_documents(path, source, labels=_label_map(labels))
    write_jsonl(out, documents)
    note(f"{len(documents)} documents: {out}")
    return 0


def _label_map(labels: Sequence[str]) -> dict[str, str | None] | None:
    if not labels:
        return None
    pairs = [label.partition("=") for label in labels]
    wrong = next((old for old, sign, _ in pairs if not sign or not old), None)
    if wrong is not None:
        raise UsageError(f"--label {wrong!r} renames nothing", hint="write it as OLD=NEW, or OLD= to drop it")
    return {old: new or None for old, _, new in pairs}


def render_all(source: str, out: Path, to: str, seed: int, limit: int | None) -> int:
    """Render each document in one format or in all; their gold goes to ``gold.jsonl``."""
    from mingdan.corpus.render.rendered import FORMATS, Format, render

    formats: list[Format] = [name for name in FORMATS if to in ("all", name)]
    if not formats:
        raise UsageError(f"unknown format {to!r}", hint=f"use one of {', '.join(FORMATS)}, or all")
    documents = _documents(source)[:limit]
    for document in documents:
        for name in formats:
            note(str(render(document, name, out, seed).path))
    write_jsonl(out / "gold.jsonl", documents)
    return 0


def variants(source: str, out: Path, kind: str, seed: int) -> int:
    """Write variants of the documents."""
    from mingdan.core.fold import name_key
    from mingdan.corpus.variants import names_of, vary
    from mingdan.extract.knowledge import default_knowledge

    documents = _documents(source)
    real = default_knowledge().by_key
    names = names_of(documents, lambda name: name_key(name) in real)
    write_jsonl(out, [vary(document, kind, seed, names) for document in documents])
    note(f"{len(documents)} documents: {out}")
    return 0


def agree(first: str, second: str, *, json: bool) -> int:
    """Compare two annotations."""
    from mingdan.evaluation.agreement import agreement, agreement_lines

    found = agreement(_documents(first), _documents(second))
    if json:
        say_json(to_plain(found))
    else:
        _say(agreement_lines(found))
    return 0


def _say(lines: Iterable[str]) -> None:
    for line in lines:
        say(visible(line))
