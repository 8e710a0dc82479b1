"""First version."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_TABLES = (
    "decisions",
    "ingests",
    "names",
    "aliases",
    "documents",
    "lineages",
    "counts",
    "policies",
    "versions",
    "observations",
)


def upgrade() -> None:
    """Go up."""
    _decisions()
    _ingests()
    _names()
    _aliases()
    _documents()
    _lineages()
    _counts()
    _policies()
    _versions()
    _observations()


def downgrade() -> None:
    """Go down."""
    for name in reversed(_TABLES):
        op.drop_table(name)


def _decisions() -> None:
    op.create_table(
        "decisions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("document", sa.Text(), nullable=True),
        sa.Column("start", sa.Integer(), nullable=True),
        sa.Column("end", sa.Integer(), nullable=True),
        sa.Column("signature", sa.Text(), nullable=True),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("other", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("time", sa.Text(), nullable=False),
        sa.Column("undone_time", sa.Text(), nullable=True),
        sa.Column("undone_by", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_decisions"),
    )
    op.create_index("ix_decisions_document_signature", "decisions", ["document", "signature"], unique=False)
    op.create_index("ix_decisions_signature", "decisions", ["signature"], unique=False)


def _ingests() -> None:
    op.create_table(
        "ingests",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("time", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("documents", sa.Integer(), nullable=False),
        sa.Column("observations", sa.Integer(), nullable=False),
        sa.Column("superseded", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_ingests"),
    )


def _names() -> None:
    op.create_table(
        "names",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("type", sa.Text(), nullable=True),
        sa.Column("group_name", sa.Text(), nullable=True),
        sa.Column("possible_companies", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_names"),
        sa.UniqueConstraint("name", name="uq_names_name"),
    )
    op.create_index("ix_names_group_name", "names", ["group_name"], unique=False)
    op.create_index("ix_names_key", "names", ["key"], unique=False)


def _aliases() -> None:
    op.create_table(
        "aliases",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("name_id", sa.Integer(), nullable=False),
        sa.Column("alias", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["name_id"], ["names.id"], name="fk_aliases_name_id"),
        sa.PrimaryKeyConstraint("key", "name_id", name="pk_aliases"),
    )


def _documents() -> None:
    op.create_table(
        "documents",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=True),
        sa.Column("config", sa.Text(), nullable=False),
        sa.Column("uri", sa.Text(), nullable=True),
        sa.Column("media_type", sa.Text(), nullable=True),
        sa.Column("published", sa.Text(), nullable=True),
        sa.Column("publisher", sa.Text(), nullable=True),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("genre", sa.Text(), nullable=True),
        sa.Column("story", sa.Text(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("map", sa.Text(), nullable=False),
        sa.Column("ingest_id", sa.Integer(), nullable=False),
        sa.Column("written", sa.Text(), nullable=False),
        sa.Column("current", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["ingest_id"], ["ingests.id"], name="fk_documents_ingest_id"),
        sa.PrimaryKeyConstraint("id", name="pk_documents"),
        sa.UniqueConstraint("name", "sha256", "config", name="uq_documents_name_sha256_config"),
    )
    op.create_index("ix_documents_uri", "documents", ["uri"], unique=False)
    op.create_index("ix_documents_name_current", "documents", ["name", "current"], unique=False)


def _lineages() -> None:
    op.create_table(
        "lineages",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("discloser_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("title_key", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["discloser_id"], ["names.id"], name="fk_lineages_discloser_id"),
        sa.PrimaryKeyConstraint("id", name="pk_lineages"),
    )
    op.create_index("ix_lineages_discloser_id", "lineages", ["discloser_id"], unique=False)


def _counts() -> None:
    op.create_table(
        "counts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("discloser_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("date", sa.Text(), nullable=True),
        sa.Column("found", sa.Integer(), nullable=True),
        sa.Column("agrees", sa.Boolean(), nullable=True),
        sa.Column("remark", sa.Text(), nullable=True),
        sa.Column("start", sa.Integer(), nullable=True),
        sa.Column("end", sa.Integer(), nullable=True),
        sa.Column("current", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["discloser_id"], ["names.id"], name="fk_counts_discloser_id"),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name="fk_counts_document_id"),
        sa.PrimaryKeyConstraint("id", name="pk_counts"),
    )
    op.create_index("ix_counts_document_id", "counts", ["document_id"], unique=False)


def _policies() -> None:
    op.create_table(
        "policies",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("policy", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=True),
        sa.Column("issued", sa.Text(), nullable=True),
        sa.Column("effective", sa.Text(), nullable=True),
        sa.Column("start", sa.Integer(), nullable=True),
        sa.Column("end", sa.Integer(), nullable=True),
        sa.Column("current", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name="fk_policies_document_id"),
        sa.PrimaryKeyConstraint("id", name="pk_policies"),
    )
    op.create_index("ix_policies_document_id", "policies", ["document_id"], unique=False)


def _versions() -> None:
    op.create_table(
        "versions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("lineage_id", sa.Integer(), nullable=False),
        sa.Column("discloser_id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("list", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("roles", sa.Text(), nullable=False),
        sa.Column("as_of", sa.Text(), nullable=True),
        sa.Column("published", sa.Text(), nullable=True),
        sa.Column("effective", sa.Text(), nullable=True),
        sa.Column("retrieved", sa.Text(), nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("completeness", sa.Text(), nullable=False),
        sa.Column("replaces", sa.Text(), nullable=True),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=True),
        sa.Column("end", sa.Integer(), nullable=True),
        sa.Column("current", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["discloser_id"], ["names.id"], name="fk_versions_discloser_id"),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name="fk_versions_document_id"),
        sa.ForeignKeyConstraint(["lineage_id"], ["lineages.id"], name="fk_versions_lineage_id"),
        sa.PrimaryKeyConstraint("id", name="pk_versions"),
    )
    op.create_index(
        "ix_versions_discloser_id_current_day", "versions", ["discloser_id", "current", "day"], unique=False
    )
    op.create_index("ix_versions_document_id", "versions", ["document_id"], unique=False)
    op.create_index("ix_versions_lineage_id", "versions", ["lineage_id"], unique=False)


def _texts(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text(), nullable=True) for name in names]


def _observations() -> None:
    op.create_table(
        "observations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=True),
        sa.Column("discloser_id", sa.Integer(), nullable=False),
        sa.Column("partner_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("date", sa.Text(), nullable=True),
        sa.Column("day", sa.Text(), nullable=True),
        *_texts("policy", "product", "term_start", "term_end", "contact"),
        *_texts("discloser_text", "partner_text", "role_text"),
        sa.Column("confidence", sa.Float(), nullable=True),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("page", sa.Integer(), nullable=True),
        *_texts("box", "element", "cells"),
        sa.Column("signature", sa.Text(), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=True),
        sa.Column("current", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["discloser_id"], ["names.id"], name="fk_observations_discloser_id"),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name="fk_observations_document_id"),
        sa.ForeignKeyConstraint(["partner_id"], ["names.id"], name="fk_observations_partner_id"),
        sa.ForeignKeyConstraint(["version_id"], ["versions.id"], name="fk_observations_version_id"),
        sa.PrimaryKeyConstraint("id", name="pk_observations"),
    )
    op.create_index(
        "ix_observations_discloser_id_partner_id_current",
        "observations",
        ["discloser_id", "partner_id", "current"],
        unique=False,
    )
    op.create_index("ix_observations_document_id", "observations", ["document_id"], unique=False)
    op.create_index("ix_observations_partner_id_current", "observations", ["partner_id", "current"], unique=False)
    op.create_index("ix_observations_version_id", "observations", ["version_id"], unique=False)
