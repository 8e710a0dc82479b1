"""What the formats share: the part of a record that no format has room for, values, labels, mentions.

The *rest* of a document is its plain record without the text and without those mentions that the format itself holds.
It travels in a place that the format's own tools keep but do not read.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import MISSING, Field, fields, is_dataclass, replace
from typing import Any, TypeAlias, cast

from mingdan.core.codes import LABELS, Label
from mingdan.core.errors import RecordError, UsageError
from mingdan.core.jsonio import parse_document, to_plain
from mingdan.core.records import Document, Entity

LabelMap: TypeAlias = Mapping[str, str | None]
"""Labels of foreign files to labels of the record; ``None`` leaves the mention out."""

KEY = "mingdan"
"""Name under which the rest of the record travels."""

NAMED: tuple[Label, ...] = ("INST", "POLICY")
"""Labels whose value is a canonical name."""


def rest_of(document: Document, left_out: Iterable[Entity] = ()) -> dict[str, Any]:
    """Plain record without the text, fields at their default dropped; of the mentions only those ``left_out``.

    >>> rest_of(Document("d1", "去年", genre="news"))
    {'id': 'd1', 'genre': 'news'}
    """
    rest: dict[str, Any] = _compact(replace(document, entities=tuple(left_out)))
    del rest["text"]
    return rest


def _compact(value: Any) -> Any:
    """Plain JSON values; fields at their default are dropped: reading puts them back."""
    if is_dataclass(value) and not isinstance(value, type):
        kept = [f for f in fields(value) if not _is_default(f, getattr(value, f.name))]
        return {f.name: _compact(getattr(value, f.name)) for f in kept}
    if isinstance(value, Mapping):
        return {str(k): _compact(v) for k, v in cast("Mapping[object, Any]", value).items()}
    if isinstance(value, list | tuple):
        return [_compact(item) for item in cast("Sequence[Any]", value)]
    return value


def _is_default(of: "Field[Any]", value: object) -> bool:
    if of.default_factory is not MISSING:
        return value == of.default_factory()
    return value == of.default


def rebuild(rest: object, text: str, entities: Iterable[Entity], *, fallback_id: str, where: str) -> Document:
    """The document of a text, its mentions and the rest of its record (``None`` in files of others).

    Mentions come sorted by start and end. Raises :class:`RecordError` where the parts do not fit the schema.
    """
    data = as_object(rest, "the rest of the record", where) if rest is not None else {}
    left = data.get("entities") or ()
    data = {"id": fallback_id} | data | {"text": text, "entities": [*to_plain(list(entities)), *left]}
    document = parse_document(data, where=where)
    ordered = sorted(document.entities, key=lambda entity: (entity.start, entity.end))
    return replace(document, entities=tuple(ordered))


def is_object(value: object) -> bool:
    """Whether ``value`` is a JSON object."""
    return isinstance(value, Mapping)


def is_list(value: object) -> bool:
    """Whether ``value`` is a JSON array."""
    return isinstance(value, list)


def as_object(value: object, what: str, where: str) -> dict[str, Any]:
    """``value`` where it is a JSON object; raises :class:`RecordError` otherwise."""
    if not isinstance(value, Mapping):
        raise RecordError(f"{what} is no JSON object", where=where, hint="export the file anew")
    return {str(k): v for k, v in cast("Mapping[object, Any]", value).items()}


def as_items(value: object) -> list[Any]:
    """``value`` as a list: itself where it is one, one item otherwise, empty for null."""
    if value is None:
        return []
    return list(cast("Sequence[Any]", value)) if isinstance(value, list | tuple) else [value]


def canonical_of(entity: Entity) -> str | None:
    """The canonical name of an institution or policy, null for other labels."""
    return entity.value if entity.label in NAMED else None


def value_of(entity: Entity) -> str | None:
    """Role code, date or other value; null for institutions and policies."""
    return None if entity.label in NAMED else entity.value


def joined_value(label: str, value: str | None, canonical: str | None) -> str | None:
    """The entity's value from the two places; the place that suits the label goes first.

    >>> joined_value("INST", "x", "江州银行"), joined_value("DATE", "2025", None), joined_value("INST", "x", None)
    ('江州银行', '2025', 'x')
    """
    first, second = (canonical, value) if label in NAMED else (value, canonical)
    return second if first is None else first


def known_label(raw: object, labels: LabelMap | None, where: str) -> Label | None:
    """The record's label for a file's label; null where ``labels`` leaves it out.

    Raises :class:`RecordError` for a label that is neither the record's own nor in ``labels``, :class:`UsageError`
    where ``labels`` itself gives an unknown one.

    >>> known_label("ORG", {"ORG": "INST"}, "a.ann:1")
    'INST'
    """
    label = labels[raw] if labels is not None and isinstance(raw, str) and raw in labels else raw
    if label is None:
        return None
    if label not in LABELS and label is not raw:
        message = f"the label map gives {label!r} for {raw!r}"
        raise UsageError(message, hint=f"give one of {', '.join(LABELS)}, or None to leave out")
    if label not in LABELS:
        hint = f"known are {', '.join(LABELS)}; rename others with labels={{{raw!r}: 'INST'}}, or None to leave out"
        raise RecordError(f"label {raw!r} is unknown", where=where, hint=hint)
    return label


def mention(text: str, start: object, end: object, label: Label, where: str) -> Entity:
    """The mention at ``start``-``end``; raises :class:`RecordError` where that does not lie in the text."""
    if not isinstance(start, int) or not isinstance(end, int) or not 0 <= start < end <= len(text):
        message = f"{start}-{end} is no place in the text of {len(text)} characters"
        raise RecordError(message, where=where, hint="offsets are code points, end exclusive; check that the text fits")
    return Entity(start, end, label, text[start:end])


def disjoint(entities: Iterable[Entity]) -> tuple[list[Entity], list[Entity]]:
    """Mentions that share no character, in order, and the others; of two that overlap the earlier, longer one stays.

    >>> a, b, c = (Entity(s, e, "INST", "") for s, e in ((0, 2), (0, 4), (4, 5)))
    >>> disjoint([a, b, c]) == ([b, c], [a])
    True
    """
    kept: list[Entity] = []
    others: list[Entity] = []
    for entity in sorted(entities, key=lambda entity: (entity.start, -entity.end)):
        (others if kept and entity.start < kept[-1].end else kept).append(entity)
    return kept, others
