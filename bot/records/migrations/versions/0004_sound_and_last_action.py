"""A session knows its sound switch, and when something was last done in it

Revision ID: 0004
Revises: 0003
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Count the last moment at which an open session was seen as the last thing done in it."""
    with op.batch_alter_table("sessie") as batch:
        batch.add_column(sa.Column("gedaan", sa.BigInteger(), nullable=False, server_default="0"))
        batch.add_column(
            sa.Column("geluid", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    op.execute("UPDATE sessie SET gedaan = gezien")


def downgrade() -> None:
    """Forget both."""
    with op.batch_alter_table("sessie") as batch:
        batch.drop_column("geluid")
        batch.drop_column("gedaan")
