"""Invented papers for the tests of the registry, as records and as an output folder."""

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from mingdan.core.codes import Completeness, Role, Status
from mingdan.core.jsonio import write_jsonl
from mingdan.core.records import (
    Cells,
    Document,
    Institution,
    Partnership,
    Policy,
    PublishedList,
    Source,
    Span,
    StatedCount,
)
from mingdan.extract.table import to_frames

Row = tuple[str, Role] | tuple[str, Role, Status]
BANK = "澄溪农村商业银行股份有限公司"
OTHER = "望川银行股份有限公司"
ALPHA, BETA, GAMMA = "甲山科技有限公司", "乙水融资担保有限公司", "丙火网络科技有限公司"


def paper(
    id: str,
    bank: str,
    rows: Sequence[Row],
    day: str | None,
    *,
    kind: str = "internet_loan",
    completeness: Completeness = "full",
    title: str = "合作机构名单",
    roles: Sequence[Role] | None = None,
    published: str | None = None,
    uri: str | None = None,
    confidence: float = 0.9,
    counts: Sequence[StatedCount] = (),
    institutions: dict[str, Institution] | None = None,
    text: str = "",
) -> Document:
    """A lender's own paper with one list."""
    body = f"{title}\n{bank}\n" + "\n".join(row[0] for row in rows) + f"\n{text}"
    named: Sequence[Role] = roles if roles is not None else [row[1] for row in rows]
    told: tuple[Role, ...] = tuple(dict.fromkeys(named))
    stated = PublishedList(f"l-{id}", bank, title, kind, told, day, published, None, completeness, None, 0, len(body))
    made = tuple(_row(bank, row, body, day, f"l-{id}", confidence) for row in rows)
    known = {bank: Institution("bank"), **{row[0]: Institution("platform") for row in rows}, **(institutions or {})}
    source = Source(uri or f"{id}.txt", hashlib.sha256((id + body).encode()).hexdigest(), "text/plain")
    return Document(
        id,
        body,
        source=source,
        published=published,
        publisher=bank,
        title=title,
        genre="announcement",
        institutions=known,
        lists=(stated,),
        partnerships=made,
        stated_counts=tuple(counts),
    )


def _span(body: str, name: str) -> Span:
    start = body.index(name)
    return Span(start, start + len(name))


def _row(bank: str, row: Row, body: str, day: str | None, list_: str | None, confidence: float) -> Partnership:
    start = body.index(row[0])
    status: Status = row[2] if len(row) == 3 else "listed"
    basis = "list" if list_ else "report"
    place = (row[0], start, start + len(row[0]))
    return Partnership(
        *(bank, row[0], row[1], status, basis, day, None, *place),
        discloser_text=bank,
        partner_text=row[0],
        list=list_,
        cells=Cells(discloser=(_span(body, bank),), partner=(_span(body, row[0]),)),
        confidence=confidence,
    )


def news(
    id: str, bank: str, row: Row, day: str, *, text: str = "", policies: dict[str, Policy] | None = None
) -> Document:
    """A press report with one row."""
    body = f"本报讯 {bank}与{row[0]}合作。{text}"
    source = Source(f"{id}.txt", hashlib.sha256((id + body).encode()).hexdigest(), "text/plain")
    return Document(
        id,
        body,
        source=source,
        published=day,
        publisher="某报",
        genre="news",
        institutions={bank: Institution("bank"), row[0]: Institution("platform")},
        policies=policies or {},
        partnerships=(_row(bank, row, body, day, None, 0.8),),
    )


def output(folder: Path, documents: Sequence[Document], config: str = "c1") -> Path:
    """Write documents as ``mingdan extract`` does."""
    folder.mkdir(parents=True, exist_ok=True)
    write_jsonl(folder / "documents.jsonl", documents)
    frames = to_frames(documents)
    for name, frame in frames.items():
        frame.to_parquet(folder / f"{name}.parquet", index=False)
    rows = {name: len(frame) for name, frame in frames.items()}
    summary: dict[str, Any] = {"config_hash": config, "version": "0", "rows": rows}
    (folder / "run.json").write_text(json.dumps(summary), "utf-8")
    return folder
