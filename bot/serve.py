"""Serving: the chat and the desk, each a process of its own, started and ended together."""

from __future__ import annotations

import logging
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import suppress
from functools import partial
from types import FrameType
from typing import TYPE_CHECKING

import uvicorn
from sqlalchemy.exc import OperationalError

from bot import logs
from bot.beheer import link, verbind
from bot.geheugen import geen_afdruk
from bot.poort import bezet
from bot.postbode import postbode
from bot.records import accounts, postbeurt, sleutels
from bot.records.bell import Bell
from bot.records.database import Database, migrate
from bot.records.keeper import Keeper
from bot.settings import ROOT, Settings, SettingsError
from bot.verbinding import KOP_MAX, Verbinding, maak_ruimte

if TYPE_CHECKING:
    from bot.dialogue.agent import Bot

log = logging.getLogger("eerstjij")
STOP_SECONDS = 10
#: Tells a server that it was started by `serve`, at whose end it ends: its stdin is a pipe of ours.
SAMEN = "EERSTJIJ_SAMEN"
#: Python never wipes a string. glibc writes over what is given back to it: let it have every object
#: (PYTHONMALLOC), and keep no short list that is left out (tcache). See `bench/geheugen.py`.
VERGEET = {
    "PYTHONMALLOC": "malloc",
    "MALLOC_PERTURB_": "165",
    "GLIBC_TUNABLES": "glibc.malloc.tcache_count=0",
}
#: Where the machine takes VERGEET away (a Python with rights of its own) nothing goes round.
OPNIEUW = "EERSTJIJ_OPNIEUW"


class Stop(Exception):
    """Somebody asked the servers to end."""


def serve(settings: Settings) -> int:
    """Migrate, tell the addresses, and run both servers until a signal or until one ends.

    Both load what they need while the database is made ready, which they wait for.

    Returns 0 after a signal, 1 when a port is taken, the database cannot be used, or a server
    ended by itself. Raises `SettingsError`.
    """
    if bezet(settings.host, settings.chat_port, settings.desk_port):
        return 1
    eis_model(settings)
    signal.signal(signal.SIGTERM, _stop)
    signal.signal(signal.SIGINT, _stop)
    servers: list[subprocess.Popen[bytes]] = []
    try:
        servers += map(_start, ("chat", "desk"))
        migrate(settings.database_url)
        token = first_link(settings)
        for server in servers:
            _let_go(server)
        for port in (settings.chat_port, settings.desk_port):
            _wait_for(settings.host, port, servers)
        if all(server.poll() is None for server in servers):
            _tell(settings, token)
        while all(server.poll() is None for server in servers):
            time.sleep(0.2)
        print("One of the two servers ended by itself; stopping the other.", flush=True)
        return 1
    except OperationalError:
        print("The database cannot be used: look at DATABASE_URL, the disk, and whether it runs.")
        return 1
    except Stop:
        return 0
    finally:
        _end(servers)


def _start(name: str) -> subprocess.Popen[bytes]:
    """Start a server that loads what it needs, and waits until it is let go."""
    return subprocess.Popen(  # noqa: S603
        [sys.executable, "-m", "bot", name],
        cwd=ROOT,
        start_new_session=True,
        stdin=subprocess.PIPE,
        env={**os.environ, **VERGEET, SAMEN: "1"},
    )


def begin_opnieuw(name: str) -> None:
    """Start server *name* again in this process, once, where it was not started with `VERGEET`.

    The C library reads it only when a program begins. The process, its stdin and all else that it
    was given stay.
    """
    if OPNIEUW in os.environ or VERGEET.items() <= os.environ.items():
        return
    arguments = [sys.executable, "-m", "bot", name]
    os.execve(sys.executable, arguments, {**os.environ, **VERGEET, OPNIEUW: "1"})  # noqa: S606


def _let_go(server: subprocess.Popen[bytes]) -> None:
    """Tell a server that the database is ready."""
    if server.stdin is not None:
        with suppress(BrokenPipeError):  # it ended: the caller sees that
            server.stdin.write(b"\n")
            server.stdin.flush()


def _wait_for_database() -> None:
    """Wait until `serve` made the database ready; end when `serve` ended. Alone: do not wait."""
    if SAMEN in os.environ and not os.read(0, 1):
        os._exit(1)


def eis_model(settings: Settings) -> None:
    """Raise `SettingsError` where there is no trained model."""
    if not any(settings.model_dir.glob("*.tar.gz")):
        raise SettingsError(
            f"MODEL_DIR must be a folder with a trained model, and {settings.model_dir} has none: "
            "`make run` or `python -m bot train` makes one."
        )


def run_chat(settings: Settings, bot: Bot | None = None) -> int:
    """Run the chat server in this process; *bot* where a model is loaded already.

    Returns 1 when the port is taken.
    """
    if bezet(settings.host, settings.chat_port):
        return 1
    if bot is None:
        eis_model(settings)
    logs.only_vocabulary()
    from bot.chat.app import create_app
    from bot.dialogue import agent, vergeten
    from bot.dialogue.router import Router

    bot = bot or agent.Bot.newest(settings.model_dir)
    vergeten.houd_model()
    _wait_for_database()
    database = open_database(settings)
    bell = Bell(database)
    router = Router(
        database, bot, settings.openingstijden, bell, escalatie_uren=settings.escalatie_uren
    )
    app = create_app(settings, router)
    return _run(app, bell, database, settings.host, settings.chat_port)


def run_desk(settings: Settings) -> int:
    """Run the desk server in this process; Rasa is not loaded. Returns 1 for a taken port."""
    if bezet(settings.host, settings.desk_port):
        return 1
    logs.only_vocabulary()
    from bot.desk.app import create_app

    _wait_for_database()
    database = open_database(settings)
    app = create_app(settings, database)
    with postbode(settings.mail, partial(postbeurt.neem, database)):
        return _run(app, app.state.balie.bel, database, settings.host, settings.desk_port)


def open_database(settings: Settings) -> Database:
    """Return the migrated database with its kluis; tells of public keys that are not ours.

    Raises `SettingsError` for another's kluis, and where keys have no mark yet.
    """
    database = verbind(settings)
    with database.read() as s:
        vreemd = len(sleutels.niet_van_ons(s))
    if vreemd and not sleutels.is_gemerkt(database.kluis):
        raise SettingsError(
            f"{vreemd} teams and accounts of this database are from before their keys and names "
            "were marked: run `python -m bot merk` once, with the servers off. "
            "See docs/operators.md."
        )
    sleutels.zet_gemerkt(database.kluis)
    if vreemd:
        log.error("public keys not ours: %s", vreemd)
    return database


def first_link(settings: Settings) -> bytes | None:
    """Make the team when there is none and return the token of the first account's link."""
    database = open_database(settings)
    with database.begin() as s:
        token = accounts.eerste_link(s, settings.team_naam)
    database.close()
    return token


class _Server(uvicorn.Server):
    """Ends its open streams when it is told to stop, instead of cutting them off."""

    def __init__(self, config: uvicorn.Config, bell: Bell) -> None:
        super().__init__(config)
        self._bell = bell

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        self._bell.close()
        super().handle_exit(sig, frame)


def _run(app: object, bell: Bell, database: Database, host: str, port: int) -> int:
    _end_with_parent()
    geen_afdruk()
    maak_ruimte()
    config = uvicorn.Config(
        app,  # type: ignore[arg-type]
        host=host,
        port=port,
        http=Verbinding,
        loop="asyncio",  # uvloop keeps the last request in a buffer of its own
        h11_max_incomplete_event_size=KOP_MAX,
        log_config=None,
        access_log=False,
        server_header=False,
        date_header=False,
        log_level="warning",
        timeout_graceful_shutdown=2,
        proxy_headers=False,
        ws="none",
    )
    keeper = Keeper(database)
    keeper.start()
    try:
        _Server(config, bell).run()
    finally:
        keeper.stop()
    return 0


def _end_with_parent() -> None:
    """End at once when `serve` is gone, however it went: no server is left behind on its port.

    Nothing is lost by that: what was answered was committed before.
    """
    if SAMEN not in os.environ:
        return

    def wait() -> None:
        with suppress(OSError):
            while os.read(0, 1):
                pass
        os._exit(1)

    threading.Thread(target=wait, daemon=True).start()


def _wait_for(host: str, port: int, servers: list[subprocess.Popen[bytes]]) -> None:
    """Wait until something listens; returns early when a server ended."""
    while all(server.poll() is None for server in servers):
        try:
            socket.create_connection((host, port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return


def _tell(settings: Settings, token: bytes | None) -> None:
    print(f"chat  http://{settings.host}:{settings.chat_port}/")
    print(f"desk  {settings.desk_adres}/")
    if token is not None:
        print(f"Make the first desk account (once): {link(settings, token)}")
    print("Ctrl-C ends both.", flush=True)


def _stop(_number: int, _frame: FrameType | None) -> None:
    raise Stop


def _end(servers: list[subprocess.Popen[bytes]]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for server in servers:
        if server.poll() is None:
            server.terminate()
    end = time.monotonic() + STOP_SECONDS
    for server in servers:
        try:
            server.wait(max(0.1, end - time.monotonic()))
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()
