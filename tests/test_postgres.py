"""PostgreSQL that is slow, silent or gone ends in an error within seconds."""

from __future__ import annotations

import time

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from bot.records import accounts, postgres
from bot.records.database import Database
from tests.databases import Cluster

pytestmark = pytest.mark.postgres


@pytest.fixture
def postgres_database(postgres_cluster: Cluster) -> Database:
    return Database(postgres_cluster.new_url())


def test_a_connection_knows_its_limits(postgres_database: Database) -> None:
    """Statements, silence and a host that is gone: each has a limit of about ten seconds."""
    with postgres_database.read() as s:
        raw = s.connection().connection.dbapi_connection
        assert s.execute(text("SHOW statement_timeout")).scalar_one() == "10s"
    given = raw.get_dsn_parameters()
    assert (given["keepalives"], given["tcp_user_timeout"]) == ("1", "10000")
    assert int(given["keepalives_idle"]) + 2 * int(given["keepalives_count"]) <= 15
    assert raw.antwoord_max == postgres.STATEMENT_MAX + 2
    postgres_database.close()


def test_a_migration_may_take_as_long_as_it_needs(postgres_cluster: Cluster) -> None:
    """A change of a large table is not cut off halfway."""
    database = Database(postgres_cluster.new_url(), geduldig=True)
    with database.read() as s:
        assert s.execute(text("SHOW statement_timeout")).scalar_one() == "0"
    database.close()


def test_a_statement_that_takes_too_long_is_ended(postgres_database: Database) -> None:
    """The server ends it, and the connection is good for the next."""
    with postgres_database.read() as s:
        s.execute(text("SET statement_timeout = 200"))
        with pytest.raises(OperationalError):
            s.execute(text("SELECT pg_sleep(20)"))
        s.rollback()
        assert s.execute(text("SELECT 1")).scalar_one() == 1
    postgres_database.close()


def test_a_database_that_says_nothing_holds_nobody_up(
    postgres_cluster: Cluster, postgres_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Stopped in the middle it still takes what is sent: the question ends in the error that the
    pages tell calmly (`test_storing.py`), and all goes on when it answers again."""
    monkeypatch.setattr(postgres.Verbinding, "antwoord_max", 0.5)
    with postgres_database.read() as s:
        assert not accounts.heeft_leden(s)
        with postgres_cluster.stil():
            begonnen = time.monotonic()
            with pytest.raises(OperationalError):
                accounts.heeft_leden(s)
            with pytest.raises(OperationalError), postgres_database.read() as nieuw:
                accounts.heeft_leden(nieuw)
            assert time.monotonic() - begonnen < 10
    with postgres_database.read() as s:
        assert not accounts.heeft_leden(s)
    postgres_database.close()
