"""What people decided about rows, as far as it was not undone."""

from collections.abc import Collection

from sqlalchemy import Connection, select

from mingdan.core.parts import parts
from mingdan.registry.tables import decisions


def verdicts_of(connection: Connection, documents: Collection[str]) -> dict[tuple[str, str], str]:
    """The last verdict on each row of these documents, by document and signature; what was corrected is rejected."""
    c = decisions.c
    found: dict[tuple[str, str], str] = {}
    for names in parts(sorted(documents), 500):
        query = (
            select(c.document, c.signature, c.verdict)
            .where(c.kind == "row", c.undone_time.is_(None), c.document.in_(names))
            .order_by(c.id)
        )
        for document, signature, verdict in connection.execute(query):
            if verdict != "add":
                found[document, signature] = "reject" if verdict == "correct" else verdict
    return found
