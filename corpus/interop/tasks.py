"""Tasks of a Label Studio export to documents."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from mingdan.core.errors import RecordError
from mingdan.core.records import Document, Entity
from mingdan.corpus.interop.payload import (
    KEY,
    LabelMap,
    as_items,
    as_object,
    is_list,
    joined_value,
    known_label,
    mention,
    rebuild,
)

_LINE_BREAK = re.compile(r"\\n|\r\n|[\r\n]")


@dataclass(slots=True)
class _Region:
    """One region's results. ``shown`` is its text as Label Studio saw it, null where the export leaves that out."""

    where: str
    start: object = None
    end: object = None
    labels: list[object] = field(default_factory=list[object])
    shown: str | None = None
    score: float | None = None
    source: str | None = None
    values: dict[str, str] = field(default_factory=dict[str, str])


def task_list(data: object, where: str) -> list[dict[str, Any]]:
    """The tasks of a file's JSON; raises :class:`RecordError` where it is no list of objects."""
    if not is_list(data):
        raise RecordError("is no list of tasks", where=where, hint="export from Label Studio as JSON")
    return [as_object(task, "the task", f"{where}: task {number}") for number, task in enumerate(as_items(data), 1)]


def read_task(task: dict[str, Any], path: Path, number: int, labels: LabelMap | None) -> Document:
    """The document of one task; its id is the record's, else the file's name with the task's id."""
    where = f"{path}: task {number}"
    data = as_object(task.get("data"), "data of the task", where)
    text = _text(data, where)
    regions = [region for region in _regions(task, where) if region.labels]
    to_code_point = _offsets(text, regions)
    entities = [entity for region in regions for entity in _entities(region, text, to_code_point, labels)]
    fallback_id = f"{path.stem}-{task.get('id', number)}"
    return rebuild(data.get(KEY), text, entities, fallback_id=fallback_id, where=where)


def _text(data: dict[str, Any], where: str) -> str:
    texts = [value for value in data.values() if isinstance(value, str)]
    text = data.get("text", texts[0] if len(texts) == 1 else None)
    if not isinstance(text, str):
        raise RecordError("data holds no text", where=where, hint="name the field of the text 'text'")
    return text


def _regions(task: dict[str, Any], where: str) -> list[_Region]:
    regions: dict[str, _Region] = {}
    for number, item in enumerate(_chosen_result(task, where)):
        result = as_object(item, "a result", where)
        key = str(result.get("id", f"result {number}"))
        if result.get("type") in ("labels", "choices", "textarea"):
            _take(regions.setdefault(key, _Region(f"{where}, region {key}")), result)
    return list(regions.values())


def _chosen_result(task: dict[str, Any], where: str) -> list[Any]:
    made = [as_object(item, "an annotation", where) for item in as_items(task.get("annotations"))]
    made = made or [as_object(item, "an annotation", where) for item in as_items(task.get("completions"))]
    valid = [item for item in made if not item.get("was_cancelled")]
    if not made:
        valid = [as_object(item, "a prediction", where) for item in as_items(task.get("predictions"))]
    chosen = next((item for item in valid if item.get("ground_truth")), valid[0] if valid else {})
    return as_items(chosen.get("result"))


def _take(region: _Region, result: dict[str, Any]) -> None:
    value = as_object(result.get("value"), "the value", region.where)
    if result["type"] == "labels":
        region.start, region.end = value.get("start"), value.get("end")
        region.labels = as_items(value.get("labels"))
        region.shown = value["text"] if isinstance(value.get("text"), str) else None
        region.score = result.get("score")
        meta = result.get("meta")
        region.source = as_object(meta, "meta", region.where).get("source") if meta is not None else None
        return
    found = as_items(value.get("choices") if result["type"] == "choices" else value.get("text"))
    if found and isinstance(found[0], str):
        region.values[str(result.get("from_name"))] = found[0]


def _offsets(text: str, regions: Sequence[_Region]) -> Sequence[int] | None:
    """Code points by UTF-16 code unit where only that makes all regions fit, else null."""
    if len(text.encode("utf-16-le", "surrogatepass")) == 2 * len(text):
        return None
    by_unit = [place for place, char in enumerate(text) for _ in range(2 if ord(char) > 0xFFFF else 1)]
    by_unit.append(len(text))
    seen = [region for region in regions if region.shown is not None]
    if all(_fits(region, text, None) for region in seen):
        return None
    return by_unit if all(_fits(region, text, by_unit) for region in seen) else None


def _places(region: _Region, to_code_point: Sequence[int] | None) -> tuple[object, object]:
    def place(offset: object) -> object:
        if to_code_point is None or not isinstance(offset, int) or not 0 <= offset < len(to_code_point):
            return offset
        return to_code_point[offset]

    return place(region.start), place(region.end)


def _fits(region: _Region, text: str, to_code_point: Sequence[int] | None) -> bool:
    start, end = _places(region, to_code_point)
    if not isinstance(start, int) or not isinstance(end, int) or region.shown is None:
        return False
    return _LINE_BREAK.sub("\n", text[start:end]) == _LINE_BREAK.sub("\n", region.shown)


def _entities(region: _Region, text: str, to_code_point: Sequence[int] | None, labels: LabelMap | None) -> list[Entity]:
    start, end = _places(region, to_code_point)
    found: list[Entity] = []
    for raw in region.labels:
        label = known_label(raw, labels, region.where)
        if label is None:
            continue
        place = mention(text, start, end, label, region.where)
        if region.shown is not None and not _fits(region, text, to_code_point):
            message = f"{region.shown!r} does not stand at {start}-{end}, but {place.text!r}"
            raise RecordError(message, where=region.where, hint="check that data.text is the text that was labelled")
        values = region.values
        value = joined_value(label, values.get("role", values.get("value")), values.get("canonical"))
        found.append(Entity(place.start, place.end, label, place.text, value, region.score, region.source))
    return found
