"""key files beside the database, and the dates that retention needs."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_DATES = ("wacht_jij", "wacht_team", "gewaarschuwd")


def upgrade() -> None:
    # Conversations of before this revision have no key file: they open no more, and the keeper
    # takes their rows away. No release ever wrote any.
    op.create_table(
        "kluis",
        sa.Column("nr", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("naam", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("nr"),
    )
    with op.batch_alter_table("gesprek", schema=None) as batch_op:
        for name in _DATES:
            batch_op.add_column(sa.Column(name, sa.Date(), nullable=True))
    with op.batch_alter_table("terugkeer", schema=None) as batch_op:
        batch_op.drop_column("gebruikt")


def downgrade() -> None:
    with op.batch_alter_table("terugkeer", schema=None) as batch_op:
        batch_op.add_column(sa.Column("gebruikt", sa.Integer(), nullable=False, server_default="0"))
    with op.batch_alter_table("gesprek", schema=None) as batch_op:
        for name in reversed(_DATES):
            batch_op.drop_column(name)
    op.drop_table("kluis")
