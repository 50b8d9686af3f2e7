"""Transactions, the schema, and the bell."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import LargeBinary, create_engine, inspect

from bot import vault
from bot.records import gesprekken
from bot.records import models as m
from bot.records.bell import Bell
from bot.records.database import Database, alembic_config, migrate
from tests.desk_cases import VANDAAG


def _begin(database: Database) -> bytes:
    key = vault.new_key()
    with database.begin() as s:
        gesprekken.begin(s, key, VANDAAG)
    return key


def test_every_column_is_sealed_or_reviewed() -> None:
    """A column that can be read without a key stands in the list; words go into sealed ones."""
    for table in m.Base.metadata.sorted_tables:
        readable = m.AAN_DE_BUITENKANT[table.name]
        assert readable <= {column.name for column in table.columns}
        for column in table.columns:
            assert column.name in readable or isinstance(column.type, LargeBinary)


def test_the_migrations_make_what_the_models_say(database_url: str) -> None:
    """After migrating, no difference is left between the database and the models."""
    engine = create_engine(database_url)
    with engine.connect() as connection:
        found = compare_metadata(MigrationContext.configure(connection), m.Base.metadata)
    engine.dispose()

    assert found == []


def test_the_migrations_go_down_and_up_again(database_url: str) -> None:
    """Downgrading leaves no table of ours; migrating again, also twice, makes them all."""
    command.downgrade(alembic_config(database_url), "base")
    engine = create_engine(database_url)
    assert set(inspect(engine).get_table_names()) <= {"alembic_version"}
    migrate(database_url)
    migrate(database_url)
    assert set(m.Base.metadata.tables) <= set(inspect(engine).get_table_names())
    engine.dispose()


def test_migrating_makes_the_folder_of_a_new_sqlite_file(tmp_path: Path) -> None:
    """A first start needs no folder made by hand, and others cannot look into it."""
    path = tmp_path / "var" / "nieuw.db"
    migrate(f"sqlite:///{path}")

    assert path.exists()
    assert path.parent.stat().st_mode & 0o077 == 0


def test_an_error_undoes_the_whole_transaction(database: Database) -> None:
    """Nothing of a transaction that fails is kept."""
    key = _begin(database)
    gesprek_id = vault.conversation_id(key)
    with pytest.raises(ZeroDivisionError), database.begin() as s:  # noqa: PT012
        gesprekken.voeg_toe(s, gesprek_id, key, {"tekst": "een"}, VANDAAG)
        raise ZeroDivisionError

    with database.read() as s:
        assert gesprekken.get(s, gesprek_id).volgnr == 0
        assert gesprekken.berichten(s, gesprek_id, lambda _: key) == []


def test_reading_does_not_wait_for_somebody_who_writes(database: Database) -> None:
    """While a write is open, a reader gets the earlier state at once."""
    key = _begin(database)
    gesprek_id = vault.conversation_id(key)
    with database.begin() as writer:
        gesprekken.voeg_toe(writer, gesprek_id, key, {"tekst": "een"}, VANDAAG)
        begun = time.monotonic()
        with database.read() as reader:
            assert gesprekken.get(reader, gesprek_id).volgnr == 0
        assert time.monotonic() - begun < 2


def test_reading_commits_nothing(database: Database) -> None:
    """What is changed in a session for reading is gone afterwards."""
    key = _begin(database)
    gesprek_id = vault.conversation_id(key)
    with database.read() as s:
        gesprekken.voeg_toe(s, gesprek_id, key, {"tekst": "een"}, VANDAAG)

    with database.read() as s:
        assert gesprekken.get(s, gesprek_id).volgnr == 0


def test_an_error_of_the_database_tells_no_content(database: Database) -> None:
    """The text of a database error holds no parameter of the statement."""
    key = _begin(database)
    database.kluis.vernietig("gesprek", vault.conversation_id(key))
    with pytest.raises(Exception) as failed, database.begin() as s:  # noqa: PT011
        gesprekken.begin(s, key, VANDAAG)

    assert vault.conversation_id(key) not in str(failed.value).split("DETAIL")[0]


def test_the_bell_rings_when_another_connection_writes(database: Database) -> None:
    """Who waits hears of a commit well within two seconds, and of nothing when nothing happens."""
    other = Database(database.url, database.kluis)

    async def listen() -> tuple[bool, bool, float]:
        bell = Bell(database)
        await bell.start()
        await asyncio.sleep(0.5)
        quiet = await bell.wait(bell.count, 0.6)
        before, begun = bell.count, time.monotonic()
        waiting = asyncio.create_task(bell.wait(before, 5))
        await asyncio.to_thread(_begin, other)
        rang = await waiting
        took = time.monotonic() - begun
        await bell.stop()
        return quiet, rang, took

    quiet, rang, took = asyncio.run(listen())
    other.close()

    assert not quiet
    assert rang
    assert took < 1.5


def test_a_bell_that_was_not_started_says_so(sqlite_database: Database) -> None:
    """Waiting on it would hang: it is an error of the caller."""

    async def wait() -> None:
        await Bell(sqlite_database).wait(0, 1)

    with pytest.raises(RuntimeError, match="not started"):
        asyncio.run(wait())
