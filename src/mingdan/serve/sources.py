"""Pages of sources, from the data folder alone."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from mingdan.core.errors import UsageError
from mingdan.report.pictures import PagePicture, page_pictures, read_source


def source_in(folder: Path, paper: Mapping[str, Any]) -> bytes | None:
    """The bytes of a document's source, where it lies in the folder and is what was read; links out of it count not."""
    if not paper["uri"]:
        return None
    try:
        path, home = Path(paper["uri"]), folder.resolve()
        places = [path.resolve(), (folder / path).resolve()]  # relative to here, as it was read, or to the folder
        real = next((place for place in places if place.is_relative_to(home) and place.is_file()), None)
    except (OSError, ValueError):
        return None
    return None if real is None else read_source(str(real), paper["sha256"])


def pages_of(paper: Mapping[str, Any]) -> list[int]:
    """Pages on which rows stand."""
    return sorted({int(row["page"]) for row in paper["rows"] if row["page"]})


def picture_of(folder: Path, paper: Mapping[str, Any], page: int) -> PagePicture:
    """The picture of a page. Raises :class:`UsageError` where its source is not there any more."""
    data = source_in(folder, paper)
    found = next(iter(page_pictures(data, [page])), None) if data is not None else None
    if found is None:
        hint = "start mingdan serve with --data and the folder that holds the sources"
        raise UsageError("the page cannot be shown", where=f"page {page}", hint=hint)
    return found
