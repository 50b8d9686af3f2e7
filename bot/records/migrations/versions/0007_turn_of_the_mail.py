"""Which replica sends the mail that always comes

Revision ID: 0007
Revises: 0006
"""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table, and its one row with a moment long ago."""
    table = op.create_table(
        "postbeurt",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("dag", sa.Date(), nullable=False),
        sa.Column("minuut", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.bulk_insert(table, [{"id": 1, "dag": date(1970, 1, 1), "minuut": 0}])


def downgrade() -> None:
    """Take the table away: at worst one mail comes twice."""
    op.drop_table("postbeurt")
