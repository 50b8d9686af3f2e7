"""Databases for tests: SQLite files, and a PostgreSQL of our own in a temp folder.

`database_url` runs a test once on each. PostgreSQL is started from its own binaries as an
unprivileged user; where they are missing it is skipped, but never in CI.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import lru_cache
from pathlib import Path
from uuid import uuid4

import psycopg2
import pytest

from bot.records.database import Database, migrate
from bot.vault import Kluis

_PLACES = ("/usr/lib/postgresql", "/usr/local/pgsql", "/opt/homebrew/opt/postgresql")


def _binary(name: str) -> str | None:
    found = [path for place in _PLACES for path in sorted(Path(place).glob(f"**/bin/{name}"))]
    return str(found[-1]) if found else shutil.which(name)


def _sein(pids: list[int], sein: signal.Signals) -> None:
    """Send *sein* to each process that is still there: some end by themselves."""
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, sein)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Cluster:
    """A PostgreSQL server of our own. Throwaway: nothing is flushed to disk for safety."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = _free_port()
        # PostgreSQL refuses to run as root: then it runs as the user that its package made.
        self._as = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        if self._as:
            shutil.chown(folder, "postgres")
        self._count = 0

    def start(self) -> None:
        """Make the cluster, start it, and migrate the template that every database copies."""
        data = str(self.folder / "data")
        self._run("initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync")
        self.up()
        self._sql("CREATE DATABASE leeg")
        migrate(self.url("leeg"))

    def stop(self) -> None:
        """Stop the server and remove its folder."""
        self.down()
        shutil.rmtree(self.folder, ignore_errors=True)

    def up(self) -> None:
        """Start the server on what stands in its folder."""
        options = (
            f"-p {self.port} -c listen_addresses=127.0.0.1 -c fsync=off "
            f"-c unix_socket_directories={self.folder} -c max_connections=200"
        )
        data = str(self.folder / "data")
        self._run("pg_ctl", "-D", data, "-w", "-o", options, "-l", f"{self.folder}/log", "start")

    def down(self) -> None:
        """Stop the server as a crash does: nothing is finished, nobody is told."""
        self._run("pg_ctl", "-D", str(self.folder / "data"), "-m", "immediate", "stop")

    @contextmanager
    def stil(self) -> Iterator[None]:
        """Stop all of its processes for a while: it is there, takes what is sent, says nothing."""
        hoofd = int((self.folder / "data" / "postmaster.pid").read_text().split()[0])
        kinderen = Path(f"/proc/{hoofd}/task/{hoofd}/children").read_text().split()
        pids = [hoofd, *map(int, kinderen)]
        _sein(pids, signal.SIGSTOP)
        try:
            yield
        finally:
            _sein(pids, signal.SIGCONT)

    def kill_backend(self) -> None:
        """Kill one of its processes that serve a connection: it drops all of them and recovers."""
        query = "SELECT pid FROM pg_stat_activity WHERE datname LIKE 'proef%' ORDER BY random()"
        found = self._sql(query, fetch=True)
        if found:
            with suppress(ProcessLookupError):
                os.kill(found[0][0], signal.SIGKILL)

    def url(self, name: str) -> str:
        """Return the SQLAlchemy URL of the database *name*."""
        return f"postgresql+psycopg2://postgres@127.0.0.1:{self.port}/{name}"

    def new_url(self) -> str:
        """Make a migrated, empty database and return its URL."""
        self._count += 1
        name = f"proef{self._count}"
        self._sql(f"CREATE DATABASE {name} TEMPLATE leeg")
        return self.url(name)

    def checkpoint(self) -> None:
        """Write everything that is still in memory to the data files."""
        self._sql("CHECKPOINT")

    def dump(self, url: str) -> Path:
        """Back up the database at *url* as an operator would; return the file."""
        name = url.rpartition("/")[2]
        path = self.folder / f"{name}-{len(list(self.folder.glob('*.sql')))}.sql"
        self._run("pg_dump", *self._here(name), "-f", str(path))
        return path

    def restore(self, path: Path) -> str:
        """Put a backup into a new database and return its URL."""
        self._count += 1
        name = f"terug{self._count}"
        self._sql(f"CREATE DATABASE {name}")
        self._run("psql", *self._here(name), "-q", "-v", "ON_ERROR_STOP=1", "-f", str(path))
        return self.url(name)

    def _here(self, name: str) -> tuple[str, ...]:
        return ("-h", "127.0.0.1", "-p", str(self.port), "-U", "postgres", "-d", name)

    def _sql(self, statement: str, *, fetch: bool = False) -> list[tuple[int]]:
        connection = psycopg2.connect(host="127.0.0.1", port=self.port, user="postgres")
        try:
            connection.autocommit = True
            cursor = connection.cursor()
            cursor.execute(statement)
            return list(cursor.fetchall()) if fetch else []
        finally:
            connection.close()

    def _run(self, name: str, *arguments: str) -> None:
        binary = _binary(name)
        assert binary is not None
        done = subprocess.run(
            [*self._as, binary, *arguments],
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(f"{name} failed: {done.stderr.decode(errors='replace')}")


def postgres_missing() -> str | None:
    """Tell why PostgreSQL cannot run here, or None when it can."""
    if _binary("initdb") is None or _binary("pg_ctl") is None:
        return "PostgreSQL's binaries (initdb, pg_ctl) are not installed"
    if os.geteuid() == 0 and shutil.which("runuser") is None:
        return "root cannot run PostgreSQL, and there is no runuser"
    return None


@pytest.fixture(scope="session")
def postgres_cluster() -> Iterator[Cluster]:
    """One PostgreSQL for the whole run."""
    missing = postgres_missing()
    if missing:
        if os.environ.get("CI"):
            pytest.fail(missing)
        pytest.skip(missing)
    cluster = Cluster(Path(tempfile.mkdtemp(prefix="eerstjij-pg-")))
    cluster.start()
    yield cluster
    cluster.stop()


@pytest.fixture(scope="module")
def own_cluster(postgres_cluster: Cluster) -> Iterator[Cluster]:
    """A PostgreSQL for one module alone, to break or to search; missing where the shared one is."""
    assert postgres_cluster is not None
    cluster = Cluster(Path(tempfile.mkdtemp(prefix="eerstjij-pg-")))
    cluster.start()
    yield cluster
    cluster.stop()


@lru_cache(maxsize=1)
def _leeg() -> bytes:
    """A migrated, empty SQLite file: made once, also for every fork of this process."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "leeg.db"
        migrate(f"sqlite:///{path}")
        return path.read_bytes()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated, empty SQLite file to copy."""
    path = tmp_path_factory.mktemp("sqlite") / "leeg.db"
    path.write_bytes(_leeg())
    return path


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """The URL of a migrated, empty SQLite database."""
    path = tmp_path / "proef.db"
    shutil.copy(sqlite_template, path)
    return f"sqlite:///{path}"


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest) -> str:
    """The URL of a migrated, empty database: the test runs once on SQLite, once on PostgreSQL."""
    if request.param == "sqlite":
        return str(request.getfixturevalue("sqlite_url"))
    return str(request.getfixturevalue("postgres_cluster").new_url())


@pytest.fixture
def backup(request: pytest.FixtureRequest, database: Database) -> Callable[[], Callable[[], str]]:
    """Call it to back up `database`; call what that returns to restore: gives the new URL."""
    if database.is_sqlite:
        original = Path(database.url.removeprefix("sqlite:///"))

        def of_sqlite() -> Callable[[], str]:
            copy = original.with_name(f"backup-{uuid4().hex}.db")
            shutil.copy(original, copy)
            return lambda: f"sqlite:///{copy}"

        return of_sqlite
    cluster: Cluster = request.getfixturevalue("postgres_cluster")

    def of_postgres() -> Callable[[], str]:
        path = cluster.dump(database.url)
        return lambda: cluster.restore(path)

    return of_postgres


@pytest.fixture
def database(database_url: str, tmp_path: Path) -> Iterator[Database]:
    """A database on each of both kinds."""
    database = Database(database_url, Kluis(tmp_path / "sleutels"))
    yield database
    database.close()


@pytest.fixture
def sqlite_database(sqlite_url: str) -> Iterator[Database]:
    """A SQLite database, for tests in which the kind does not matter."""
    database = Database(sqlite_url)
    yield database
    database.close()
