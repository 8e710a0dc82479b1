"""Rows that people correct or add: what they stated, and which rows stand for it."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up."""
    op.add_column("decisions", sa.Column("value", sa.Text(), nullable=True))
    with op.batch_alter_table("observations") as table:
        table.add_column(sa.Column("decision_id", sa.Integer(), nullable=True))
        table.create_foreign_key("fk_observations_decision_id", "decisions", ["decision_id"], ["id"])
        table.create_index("ix_observations_decision_id", ["decision_id"])


def downgrade() -> None:
    """Go down: rows that people made go, what they decided stays without its value."""
    op.execute("DELETE FROM observations WHERE decision_id IS NOT NULL")
    op.execute("DELETE FROM decisions WHERE value IS NOT NULL OR kind = 'document'")
    with op.batch_alter_table("observations") as table:
        table.drop_index("ix_observations_decision_id")
        table.drop_constraint("fk_observations_decision_id", type_="foreignkey")
        table.drop_column("decision_id")
    op.drop_column("decisions", "value")
