"""Several receiving teams, links for existing accounts, recovery sheets, the log

Revision ID: 0003
Revises: 0002
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_ID = sa.String(length=32)


def upgrade() -> None:
    """Move each overdracht's one team to the table of receivers; nothing has to be opened."""
    _make_ontvanger()
    _make_herstel()
    _make_logboek()
    with op.batch_alter_table("uitnodiging") as batch:
        batch.add_column(sa.Column("hulpverlener_id", _ID, nullable=True))
        batch.create_foreign_key(
            "fk_uitnodiging_hulpverlener", "hulpverlener", ["hulpverlener_id"], ["id"],
            ondelete="CASCADE",
        )  # fmt: skip
    with op.batch_alter_table("notitie") as batch:
        batch.add_column(sa.Column("team_id", _ID, nullable=True))
    op.execute(
        "UPDATE notitie SET team_id = (SELECT team_id FROM overdracht"
        " WHERE overdracht.id = notitie.overdracht_id)"
    )
    with op.batch_alter_table("notitie") as batch:
        batch.alter_column("team_id", existing_type=_ID, nullable=False)
        batch.create_foreign_key("fk_notitie_team", "team", ["team_id"], ["id"], ondelete="CASCADE")
    with op.batch_alter_table("overdracht") as batch:
        batch.drop_index("ix_overdracht_team_id")
        for column in ("team_id", "sleutel_team", "sleutel_dossier"):
            batch.drop_column(column)


def _make_ontvanger() -> None:
    op.create_table(
        "ontvanger",
        sa.Column("overdracht_id", _ID, nullable=False),
        sa.Column("team_id", _ID, nullable=False),
        sa.Column("sleutel", sa.LargeBinary(), nullable=False),
        sa.Column("dossier", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["overdracht_id"], ["overdracht.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("overdracht_id", "team_id"),
    )
    op.create_index("ix_ontvanger_team_id", "ontvanger", ["team_id"])
    op.execute(
        "INSERT INTO ontvanger (overdracht_id, team_id, sleutel, dossier)"
        " SELECT id, team_id, sleutel_team, sleutel_dossier FROM overdracht"
    )


def _make_herstel() -> None:
    sealed = ("zout", "paar_12", "paar_13", "paar_23")
    op.create_table(
        "herstel",
        sa.Column("team_id", _ID, nullable=False),
        sa.Column("dag", sa.Date(), nullable=False),
        *(sa.Column(name, sa.LargeBinary(), nullable=False) for name in sealed),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("team_id"),
    )


def _make_logboek() -> None:
    op.create_table(
        "logboek",
        sa.Column("nr", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("dag", sa.Date(), nullable=False),
        sa.Column("wie", _ID, nullable=False),
        sa.Column("wat", sa.String(length=16), nullable=False),
        sa.Column("team_id", _ID, nullable=True),
        sa.Column("zaak", _ID, nullable=True),
        sa.Column("merk", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("nr"),
    )
    op.create_index("ix_logboek_team_id", "logboek", ["team_id"])
    stand = op.create_table(
        "logboekstand",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("nr", sa.Integer(), nullable=False),
        sa.Column("merk", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.bulk_insert(stand, [{"id": 1, "nr": 0, "merk": "0" * 64}])


def downgrade() -> None:
    """Keep, of several teams, the first by id: the older schema knows one."""
    with op.batch_alter_table("overdracht") as batch:
        batch.add_column(sa.Column("team_id", _ID, nullable=True))
        batch.add_column(sa.Column("sleutel_team", sa.LargeBinary(), nullable=True))
        batch.add_column(sa.Column("sleutel_dossier", sa.LargeBinary(), nullable=True))
    first = (
        "(SELECT {} FROM ontvanger o WHERE o.overdracht_id = overdracht.id AND o.team_id ="
        " (SELECT MIN(team_id) FROM ontvanger p WHERE p.overdracht_id = overdracht.id))"
    )
    for column, source in (
        ("team_id", "team_id"), ("sleutel_team", "sleutel"), ("sleutel_dossier", "dossier"),
    ):  # fmt: skip
        op.execute(f"UPDATE overdracht SET {column} = {first.format('o.' + source)}")  # noqa: S608
    op.execute(
        "DELETE FROM notitie WHERE team_id <>"
        " (SELECT team_id FROM overdracht WHERE overdracht.id = notitie.overdracht_id)"
    )
    op.execute("DELETE FROM uitnodiging WHERE hulpverlener_id IS NOT NULL")
    with op.batch_alter_table("overdracht") as batch:
        batch.alter_column("team_id", existing_type=_ID, nullable=False)
        for column in ("sleutel_team", "sleutel_dossier"):
            batch.alter_column(column, existing_type=sa.LargeBinary(), nullable=False)
        batch.create_foreign_key(
            "fk_overdracht_team", "team", ["team_id"], ["id"], ondelete="CASCADE"
        )
        batch.create_index("ix_overdracht_team_id", ["team_id"])
    with op.batch_alter_table("notitie") as batch:
        batch.drop_constraint("fk_notitie_team", type_="foreignkey")
        batch.drop_column("team_id")
    with op.batch_alter_table("uitnodiging") as batch:
        batch.drop_constraint("fk_uitnodiging_hulpverlener", type_="foreignkey")
        batch.drop_column("hulpverlener_id")
    for table in ("logboekstand", "logboek", "herstel", "ontvanger"):
        op.drop_table(table)
