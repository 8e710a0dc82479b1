"""An output folder: records, tables, what was set aside, and the summary of the run."""

import json
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from mingdan.core.errors import MingdanError
from mingdan.extract.job import JobResult, staged, write_records

if TYPE_CHECKING:
    from mingdan.extract.pipeline import Pipeline


def write_output(
    folder: Path, result: JobResult, pipeline: "Pipeline", profile: str, *, excel_safe: bool = False
) -> dict[str, object]:
    """Write all files at once and return the summary, which is also ``run.json``. Raises :class:`MingdanError`."""
    from mingdan.extract.table import to_frames, write_tables

    frames = to_frames(result.documents)
    try:
        with staged(folder) as stage:
            files = write_records(stage, result.documents, result.quarantined)
            files += write_tables(stage, frames, excel_safe=excel_safe)
            summary: dict[str, object] = {
                "documents": len(result.documents),
                "rows": {name: len(frame) for name, frame in frames.items()},
                "quarantined": len(result.quarantined),
                "issues": issue_counts(result),
                "notes": result.notes,
                "profile": profile,
                "version": pipeline.version,
                "config_hash": pipeline.config_hash,
                "exit_code": result.exit_code,
                "files": [*files, "run.json"],
            }
            text = json.dumps(summary, ensure_ascii=False, indent=2) + "\n"
            (stage / "run.json").write_bytes(text.encode("utf-8", "backslashreplace"))
    except OSError as error:
        reason = error.strerror or str(error)
        raise MingdanError(
            f"cannot write: {reason}", where=str(folder), hint="check the space and the rights"
        ) from error
    return {"out": str(folder)} | summary


def issue_counts(result: JobResult) -> dict[str, int]:
    """How many issues the records hold, by level."""
    return dict(Counter(issue.level for document in result.documents for issue in document.issues))
