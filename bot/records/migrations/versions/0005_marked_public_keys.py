"""The public key of a team or an account carries a mark made with a key from the kluis

Revision ID: 0005
Revises: 0004
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Leave keys that are there unmarked: whether they are ours is for the operator to say.

    `python -m bot merk` does so. Done here, a database made old again would mark any key.
    """
    for table in ("team", "hulpverlener"):
        with op.batch_alter_table(table) as batch:
            batch.add_column(sa.Column("merk", sa.LargeBinary(), nullable=True))


def downgrade() -> None:
    """Forget the marks."""
    for table in ("team", "hulpverlener"):
        with op.batch_alter_table(table) as batch:
            batch.drop_column("merk")
