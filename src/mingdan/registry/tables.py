"""Tables of the registry. The same on SQLite and PostgreSQL; every change of them needs a migration.

What documents state is appended and never changed. ``current`` marks what the newest reading of a document states, and
``verdict`` what people decided; both can be derived anew at any time. Dates are ISO 8601 texts, times are UTC. JSON is
text, so that both databases, and whoever opens the file, read the same. ``meanings.csv`` says what each column is.
"""

from sqlalchemy import (
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

ingests = Table(
    "ingests",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("time", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("version", Text, nullable=False),
    Column("documents", Integer, nullable=False),
    Column("observations", Integer, nullable=False),
    Column("superseded", Integer, nullable=False),
)

documents = Table(
    "documents",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", Text, nullable=False),
    Column("sha256", Text),
    Column("config", Text, nullable=False),
    Column("uri", Text, index=True),
    Column("media_type", Text),
    Column("published", Text),
    Column("publisher", Text),
    Column("title", Text),
    Column("genre", Text),
    Column("story", Text),
    Column("text", Text, nullable=False),
    Column("map", Text, nullable=False),
    Column("ingest_id", Integer, ForeignKey("ingests.id"), nullable=False),
    Column("written", Text, nullable=False),
    Column("current", Boolean, nullable=False),
    UniqueConstraint("name", "sha256", "config"),
    Index(None, "name", "current"),
)

names = Table(
    "names",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", Text, nullable=False, unique=True),
    Column("key", Text, nullable=False, index=True),
    Column("type", Text),
    Column("group_name", Text, index=True),
    Column("possible_companies", Text, nullable=False),
)

aliases = Table(
    "aliases",
    metadata,
    Column("key", Text, primary_key=True),
    Column("name_id", Integer, ForeignKey("names.id"), primary_key=True),
    Column("alias", Text, nullable=False),
    Column("source", Text, nullable=False),
)

lineages = Table(
    "lineages",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("discloser_id", Integer, ForeignKey("names.id"), nullable=False, index=True),
    Column("kind", Text, nullable=False),
    Column("title_key", Text, nullable=False),
)

versions = Table(
    "versions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("lineage_id", Integer, ForeignKey("lineages.id"), nullable=False, index=True),
    Column("discloser_id", Integer, ForeignKey("names.id"), nullable=False),
    Column("document_id", Integer, ForeignKey("documents.id"), nullable=False, index=True),
    Column("list", Text, nullable=False),
    Column("title", Text),
    Column("kind", Text, nullable=False),
    Column("roles", Text, nullable=False),
    Column("as_of", Text),
    Column("published", Text),
    Column("effective", Text),
    Column("retrieved", Text, nullable=False),
    Column("day", Text, nullable=False),
    Column("completeness", Text, nullable=False),
    Column("replaces", Text),
    Column("rows", Integer, nullable=False),
    Column("start", Integer),
    Column("end", Integer),
    Column("current", Boolean, nullable=False),
    Index(None, "discloser_id", "current", "day"),
)

observations = Table(
    "observations",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("document_id", Integer, ForeignKey("documents.id"), nullable=False, index=True),
    Column("version_id", Integer, ForeignKey("versions.id"), index=True),
    Column("discloser_id", Integer, ForeignKey("names.id"), nullable=False),
    Column("partner_id", Integer, ForeignKey("names.id"), nullable=False),
    Column("role", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("basis", Text, nullable=False),
    Column("date", Text),
    Column("day", Text),
    Column("policy", Text),
    Column("product", Text),
    Column("term_start", Text),
    Column("term_end", Text),
    Column("contact", Text),
    Column("discloser_text", Text),
    Column("partner_text", Text),
    Column("role_text", Text),
    Column("confidence", Float),
    Column("evidence", Text, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("page", Integer),
    Column("box", Text),
    Column("element", Text),
    Column("cells", Text),
    Column("signature", Text, nullable=False),
    Column("verdict", Text),
    Column("current", Boolean, nullable=False),
    Column("decision_id", Integer, ForeignKey("decisions.id"), index=True),
    Index(None, "discloser_id", "partner_id", "current"),
    Index(None, "partner_id", "current"),
)

counts = Table(
    "counts",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("document_id", Integer, ForeignKey("documents.id"), nullable=False, index=True),
    Column("discloser_id", Integer, ForeignKey("names.id"), nullable=False),
    Column("role", Text, nullable=False),
    Column("count", Integer, nullable=False),
    Column("date", Text),
    Column("found", Integer),
    Column("agrees", Boolean),
    Column("remark", Text),
    Column("start", Integer),
    Column("end", Integer),
    Column("current", Boolean, nullable=False),
)

policies = Table(
    "policies",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("document_id", Integer, ForeignKey("documents.id"), nullable=False, index=True),
    Column("policy", Text, nullable=False),
    Column("number", Text),
    Column("issued", Text),
    Column("effective", Text),
    Column("start", Integer),
    Column("end", Integer),
    Column("current", Boolean, nullable=False),
)

decisions = Table(
    "decisions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("verdict", Text, nullable=False),
    Column("document", Text),
    Column("start", Integer),
    Column("end", Integer),
    Column("signature", Text, index=True),
    Column("name", Text),
    Column("other", Text),
    Column("reason", Text, nullable=False),
    Column("who", Text, nullable=False),
    Column("time", Text, nullable=False),
    Column("undone_time", Text),
    Column("undone_by", Text),
    Column("value", Text),
    Index(None, "document", "signature"),
)

lender_names, partner_names = names.alias("lender"), names.alias("partner")
stated = (
    observations.join(documents, documents.c.id == observations.c.document_id)
    .join(lender_names, lender_names.c.id == observations.c.discloser_id)
    .join(partner_names, partner_names.c.id == observations.c.partner_id)
)
"""Observations with their document and both names, to select from."""
