"""Migrations with rows in the tables: nothing is lost, on the way up and on the way down."""

from __future__ import annotations

from typing import Any

import pytest
from alembic import command
from sqlalchemy import text

from bot import vault
from bot.records import gesprekken, overdrachten, sleutels
from bot.records.database import Database, alembic_config
from bot.vault.kluis import GESPREK, OVERDRACHT

pytestmark = pytest.mark.usefixtures("snelle_sloten")
DAG = "2026-11-20"


def _old_rows(database: Database, pair: vault.Keypair) -> None:
    """Fill the tables of revision 0002 with one handed over case, as its code wrote them."""
    geheim = {"case": vault.new_key(), "dossier": vault.new_key()}
    with database.begin() as s:
        database.kluis.maak(GESPREK, "g1")
        database.kluis.maak(OVERDRACHT, "o1")
        keys = {n: sleutels.van_overdracht(s, "g1", "o1", g) for n, g in geheim.items()}
    rows: list[tuple[str, dict[str, Any]]] = [
        ("team", {"id": "t1", "naam": "Noord", "publiek": pair.public}),
        (
            "gesprek",
            {
                "id": "g1", "staat": "wacht", "versie": 1, "volgnr": 1, "begonnen": DAG,
                "laatst": DAG, "geheugen": b"x", "overdracht_id": "o1",
            },
        ),
        (
            "overdracht",
            {
                "id": "o1", "gesprek_id": "g1", "team_id": "t1", "dag": DAG,
                "sleutel_team": _wrapped(pair, geheim["case"], "sleutel_team"),
                "sleutel_gesprek": b"x",
                "sleutel_dossier": _wrapped(pair, geheim["dossier"], "sleutel_dossier"),
                "kop": vault.seal_json(keys["case"], {"sinds": 1}, where="overdracht.kop:o1"),
                "samenvatting": b"x",
            },
        ),
        (
            "bericht",
            {
                "id": "b1", "gesprek_id": "g1", "overdracht_id": "o1", "volgnr": 1,
                "inhoud": vault.seal_json(
                    keys["case"], {"van": "jij", "tekst": "hallo"}, where="bericht.inhoud:b1"
                ),
            },
        ),
        ("notitie", _sealed("n1", keys["dossier"], "notitie", {"tekst": "een notitie"})),
        ("opvolging", _sealed("v1", keys["case"], "opvolging", {"behoefte": "onderdak"})),
        ("inzage", _sealed("i1", keys["case"], "inzage", {"wie": "Sanne"})),
        (
            "uitnodiging",
            {"id": "u1", "team_id": "t1", "sleutel": b"x", "verloopt": 1, "eerste": True},
        ),
    ]  # fmt: skip
    with database.engine.begin() as connection:
        for table, row in rows:
            names, places = ", ".join(row), ", ".join(f":{name}" for name in row)
            insert = f"INSERT INTO {table} ({names}) VALUES ({places})"  # noqa: S608
            connection.execute(text(insert), row)


def _wrapped(pair: vault.Keypair, key: bytes, column: str) -> bytes:
    return vault.wrap_to(pair.public, key, where=f"overdracht.{column}:o1")


def _sealed(row_id: str, key: bytes, table: str, inhoud: dict[str, str]) -> dict[str, Any]:
    sealed = vault.seal_json(key, inhoud, where=f"{table}.inhoud:{row_id}")
    return {"id": row_id, "overdracht_id": "o1", "nr": 1, "inhoud": sealed}


def test_a_case_of_one_team_opens_after_the_migration(database: Database) -> None:
    """Its team reads queue line, notes, follow-up and views as before; no row is lost."""
    pair = vault.Keypair.new()
    command.downgrade(alembic_config(database.url), "0002")
    _old_rows(database, pair)

    command.upgrade(alembic_config(database.url), "head")

    with database.read() as s:
        case = overdrachten.voor_team(s, "o1", {"t1": pair})
        assert (case.team_ids, case.kop) == (("t1",), {"sinds": 1})
        assert [n["tekst"] for n in overdrachten.notities(s, case)] == ["een notitie"]
        assert [o["behoefte"] for o in overdrachten.opvolging(s, case)] == ["onderdak"]
        assert [i["wie"] for i in overdrachten.inzagen(s, case)] == ["Sanne"]
        bubbels = gesprekken.berichten(s, "g1", lambda _id: case.key, overdracht_id="o1")
        assert [b.inhoud["tekst"] for b in bubbels] == ["hallo"]
        assert s.execute(text("SELECT count(*) FROM uitnodiging")).scalar_one() == 1


def test_going_back_to_one_team_keeps_the_case(database: Database) -> None:
    """After up and down again the rows are what they were, byte for byte."""
    command.downgrade(alembic_config(database.url), "0002")
    _old_rows(database, vault.Keypair.new())
    before = _rows(database)

    command.upgrade(alembic_config(database.url), "head")
    command.downgrade(alembic_config(database.url), "0002")

    assert _rows(database) == before


def _rows(database: Database) -> dict[str, list[dict[str, Any]]]:
    tables = ("team", "gesprek", "overdracht", "notitie", "opvolging", "inzage", "bericht")
    with database.engine.connect() as connection:
        return {
            table: [
                {name: bytes(v) if isinstance(v, memoryview) else v for name, v in row.items()}
                for row in connection.execute(text(f"SELECT * FROM {table}")).mappings()  # noqa: S608
            ]
            for table in tables
        }
