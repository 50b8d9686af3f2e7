"""Who has a hulpverlener waits until they are answered, no longer until they are read

Revision ID: 0006
Revises: 0005
"""

from __future__ import annotations

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Let every open case wait for an answer: no column tells whether the last word got one.

    Not where an answer lies unread by the person. The next answer, or closing, ends the waiting.
    """
    op.execute(
        "UPDATE gesprek SET wacht_team = laatst"
        " WHERE staat = 'mens' AND wacht_team IS NULL AND wacht_jij IS NULL"
    )


def downgrade() -> None:
    """Leave the dates: whoever waits by them is kept, which loses nothing."""
