"""Label Studio: one JSON file of tasks, each with ``data.text`` and one annotation.

``value.start`` and ``value.end`` are code points, as the Label Studio of today stores them. Older versions
stored UTF-16 code units: where a task's regions fit their ``value.text`` by that count only, they are read so.

A mention is a ``labels`` region; its role code a per-region ``choices`` result named ``role``, its canonical name or
other value a per-region ``textarea`` result named ``canonical`` or ``value``; ``score`` is the confidence and
``meta.source`` the source. A row is a ``relation`` from a mention of its discloser to one of its partner, labelled
with role and status. The relations are for reading: rows come back from ``data.mingdan``, the rest of the record,
which Label Studio keeps with the task. :func:`labeling_config` gives the labelling interface that fits.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from mingdan.core.codes import ROLES
from mingdan.core.records import Document, Entity
from mingdan.corpus.interop.files import package_text, read_json, write_json
from mingdan.corpus.interop.payload import KEY, LabelMap, canonical_of, rest_of, value_of
from mingdan.corpus.interop.rows import linked_rows
from mingdan.corpus.interop.tasks import read_task, task_list


def labeling_config() -> str:
    """The XML of a labelling interface for exported tasks.

    >>> labeling_config().startswith("<View>")
    True
    """
    return package_text("label_studio.xml")


def write_tasks(documents: Sequence[Document], path: Path) -> None:
    """Write one task for each document."""
    write_json(path, [_task(document) for document in documents])


def _task(document: Document) -> dict[str, Any]:
    result = [item for number, entity in enumerate(document.entities, 1) for item in _region(number, entity)]
    for row, discloser, partner in linked_rows(document):
        ends = {"from_id": f"e{discloser + 1}", "to_id": f"e{partner + 1}"}
        result.append({**ends, "type": "relation", "direction": "right", "labels": [row.role, row.status]})
    return {
        "data": {"text": document.text, KEY: rest_of(document)},
        "annotations": [{"result": result, "was_cancelled": False, "ground_truth": False}],
    }


def _region(number: int, entity: Entity) -> Iterator[dict[str, Any]]:
    place = {"start": entity.start, "end": entity.end}
    value, canonical = value_of(entity), canonical_of(entity)
    extra: dict[str, Any] = {} if entity.confidence is None else {"score": entity.confidence}
    if entity.source is not None:
        extra["meta"] = {"source": entity.source}
    item = {"id": f"e{number}", "to_name": "text", "origin": "manual"}
    region = {**place, "text": entity.text, "labels": [entity.label]}
    yield {**item, "from_name": "label", "type": "labels", "value": region, **extra}
    if entity.label == "ROLE" and value in ROLES:
        yield {**item, "from_name": "role", "type": "choices", "value": {**place, "choices": [value]}}
        value = None
    for name, written in (("canonical", canonical), ("value", value)):
        if written is not None:
            yield {**item, "from_name": name, "type": "textarea", "value": {**place, "text": [written]}}


def read_tasks(path: Path, labels: LabelMap | None = None) -> list[Document]:
    """Read a JSON export of Label Studio.

    Of several annotations of a task the ground truth is read, else the first that was not cancelled; of a task
    without annotations, its first prediction.
    """
    tasks = task_list(read_json(path), str(path))
    return [read_task(task, path, number, labels) for number, task in enumerate(tasks, 1)]
