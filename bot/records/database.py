"""The database: SQLite by default, PostgreSQL by `DATABASE_URL`; transactions and migrations."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session, sessionmaker
from sqlalchemy.pool import QueuePool

from bot.vault import Kluis

MIGRATIONS = Path(__file__).with_name("migrations")
CHANNEL = "eerstjij"
_NOTIFY = text(f"NOTIFY {CHANNEL}")


def new_id() -> str:
    """Return a fresh row id (32 hex digits)."""
    return uuid4().hex


class Database:
    """An engine and its transactions. *url* is a SQLAlchemy URL.

    *kluis* holds the key files of what stands in it (None: the folder `sleutels` beside a SQLite
    file, or in `var`). Every session carries it: `bot.records.sleutels`. *geduldig* waits for
    PostgreSQL as long as it takes: for migrations.
    """

    def __init__(self, url: str, kluis: Kluis | None = None, *, geduldig: bool = False) -> None:
        self.url = url
        self.is_sqlite = make_url(url).get_backend_name() == "sqlite"
        beside = Path(make_url(url).database).parent if self.is_sqlite else Path("var")
        self.kluis = kluis or Kluis(beside / "sleutels")
        options: dict[str, Any] = {"hide_parameters": True}
        if self.is_sqlite:
            # SQLAlchemy opens a file anew for each transaction otherwise: 7 times a turn.
            options |= {"poolclass": QueuePool, "pool_size": 5, "max_overflow": 60}
            options["connect_args"] = {"check_same_thread": False}
        else:
            options |= {"pool_size": 5, "max_overflow": 10, "pool_pre_ping": True}
            if not geduldig:
                from bot.records.postgres import CONNECT_ARGS

                # A database that is away is told within seconds: nobody waits for it in silence.
                options |= {"pool_timeout": 10, "connect_args": CONNECT_ARGS}
        self.engine = create_engine(url, **options)
        if self.is_sqlite:
            event.listen(self.engine, "connect", _sqlite_connect)
            event.listen(self.engine, "begin", _sqlite_begin)
        self._sessions = sessionmaker(
            self.engine, expire_on_commit=False, info={"kluis": self.kluis}
        )

    @contextmanager
    def begin(self) -> Iterator[Session]:
        """Yield a session in one write transaction: committed at the end, undone on an error.

        Everybody who waits for news (`bot.records.bell`) wakes when it is committed.
        """
        with self._sessions.begin() as session:
            yield session
            if not self.is_sqlite:
                session.execute(_NOTIFY)

    @contextmanager
    def read(self) -> Iterator[Session]:
        """Yield a session for reading; nothing in it is committed."""
        with self._sessions() as session:
            if self.is_sqlite:
                session.connection(execution_options={"sqlite_read": True})
            yield session

    def close(self) -> None:
        """Give back every connection."""
        self.engine.dispose()


def _sqlite_connect(connection: sqlite3.Connection, _record: Any) -> None:
    """Set what SQLite keeps per connection.

    `secure_delete` does not persist, and in WAL mode deleted rows stay in the -wal file (measured,
    trust.md section 5): hence the rollback journal. isolation_level None hands BEGIN to us.
    """
    connection.isolation_level = None
    for pragma in (
        "journal_mode=DELETE",
        "secure_delete=ON",
        "foreign_keys=ON",
        "busy_timeout=10000",
        "temp_store=MEMORY",
        "synchronous=FULL",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _sqlite_begin(connection: Any) -> None:
    """Take the write lock at the start: two writers queue up instead of failing halfway."""
    reading = connection.get_execution_options().get("sqlite_read")
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")


def alembic_config(url: str) -> Config:
    """Return Alembic's configuration for the database at *url*."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["url"] = url
    return config


def migrate(url: str) -> None:
    """Bring the database at *url* to the newest schema; makes a SQLite file's folder first."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite" and parsed.database:
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    command.upgrade(alembic_config(url), "head")
