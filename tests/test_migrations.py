"""Migrations with rows in the tables: nothing is lost, on the way up and on the way down."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Any

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import (
    Boolean,
    Column,
    Date,
    LargeBinary,
    MetaData,
    String,
    Table,
    select,
    text,
)

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


#: What a step back cannot keep, because the older schema has no place for it: tables, columns, and
#: links for an account that is there already.
WEG_NA_TERUG = {
    "0002": {"kluis", "gesprek.wacht_jij", "gesprek.wacht_team", "gesprek.gewaarschuwd"},
    "0003": {"herstel", "logboek", "logboekstand", "uitnodiging"},
    "0004": {"sessie.gedaan", "sessie.geluid"},
    "0005": {"team.merk", "hulpverlener.merk"},
    "0006": {"gesprek.wacht_team"},
    "0007": {"postbeurt"},
}
#: What the step itself changes in rows that are there, or drops.
ANDERS = {"0002": {"terugkeer.gebruikt"}, "0006": {"gesprek.wacht_team"}}
Rijen = dict[str, list[dict[str, Any]]]


def _tabellen(database: Database) -> list[Table]:
    """Return the tables of the revision that it has, each after those to which it refers."""
    with database.engine.connect() as connection:
        revisie = connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one()
    return _tabellen_van(database, revisie)


@lru_cache(maxsize=20)
def _tabellen_van(database: Database, _revisie: str) -> list[Table]:
    er = MetaData()
    er.reflect(database.engine)
    return [table for table in er.sorted_tables if table.name != "alembic_version"]


def _waarde(kolom: Column[Any], nr: int) -> Any:
    """Return something for a column: an id of row *nr*, and in every second row nothing."""
    if nr == 2 and kolom.nullable:
        return None
    if kolom.name == "staat":
        return "mens"
    soorten = {
        String: f"r{nr}",
        Boolean: nr == 1,
        Date: date(2026, 11, nr),
        LargeBinary: b"%d" % nr,
    }
    return next((v for soort, v in soorten.items() if isinstance(kolom.type, soort)), nr)


def _vul(database: Database) -> Rijen:
    """Put two rows into every table of now, and nothing else; return all that stands there."""
    tabellen = _tabellen(database)
    with database.engine.begin() as connection:
        for table in reversed(tabellen):
            connection.execute(table.delete())
        for table in tabellen:
            rijen = [{k.name: _waarde(k, nr) for k in table.columns} for nr in (1, 2)]
            connection.execute(table.insert(), rijen)
    return _alles(database)


def _alles(database: Database) -> Rijen:
    with database.engine.connect() as connection:
        return {
            table.name: [dict(rij) for rij in connection.execute(select(table)).mappings()]
            for table in _tabellen(database)
        }


def _zonder(rijen: Rijen, weg: set[str], ook: Rijen) -> Rijen:
    """Return the rows without what may differ, and without what *ook* has no place for."""
    return {
        table: sorted(
            (
                {k: v for k, v in rij.items() if f"{table}.{k}" not in weg and k in ook[table][0]}
                for rij in inhoud
            ),
            key=repr,
        )
        for table, inhoud in rijen.items()
        if table not in weg and ook.get(table)
    }


def _stappen() -> list[tuple[str, str]]:
    """Return each revision with the one before it, oldest first; the first has none."""
    alle = ScriptDirectory.from_config(alembic_config("sqlite://")).walk_revisions()
    return [(r.revision, r.down_revision) for r in reversed(list(alle)) if r.down_revision]


def test_every_migration_keeps_every_row_both_ways(database: Database) -> None:
    """With two rows in each table, one of them with nothing where nothing may stand: up and down
    again gives what there was, down and up again too, but for what is listed. No row is lost.
    """
    config = alembic_config(database.url)
    command.downgrade(config, "0001")
    stappen = _stappen()
    assert {nieuw for nieuw, _ in stappen} == set(WEG_NA_TERUG)
    for nieuw, oud in stappen:
        anders = ANDERS.get(nieuw, set())
        voor = _vul(database)
        command.upgrade(config, nieuw)
        op = _alles(database)
        assert _zonder(voor, anders, op) == _zonder(op, anders, voor), nieuw
        assert {t: len(op[t]) for t in voor} == {t: len(r) for t, r in voor.items()}, nieuw
        command.downgrade(config, oud)
        terug = _alles(database)
        assert _zonder(terug, anders, voor) == _zonder(voor, anders, terug), nieuw

        command.upgrade(config, nieuw)
        voor, weg = _vul(database), WEG_NA_TERUG[nieuw]
        command.downgrade(config, oud)
        command.upgrade(config, nieuw)
        weer = _alles(database)
        assert _zonder(weer, weg, voor) == _zonder(voor, weg, weer), nieuw


def test_what_a_migration_fills_in(database: Database) -> None:
    """An open session was last used when it was last seen, no key is marked, and who has a
    hulpverlener waits since the last day on which something happened, unless they have a date.
    """
    config = alembic_config(database.url)
    command.downgrade(config, "0003")
    _vul(database)
    command.upgrade(config, "head")
    er = _alles(database)
    assert [r["gedaan"] for r in er["sessie"]] == [r["gezien"] for r in er["sessie"]] == [1, 2]
    assert {r["merk"] for r in er["team"] + er["hulpverlener"]} == {None}
    gesprek = sorted(er["gesprek"], key=lambda r: str(r["id"]))
    assert [r["wacht_team"] for r in gesprek] == [date(2026, 11, 1), gesprek[1]["laatst"]]
    assert er["postbeurt"] == [{"id": 1, "dag": date(1970, 1, 1), "minuut": 0}]
