"""Serving: the chat and the desk, each a process of its own, started and ended together."""

from __future__ import annotations

import logging
import signal
import socket
import subprocess
import sys
import time
from types import FrameType

import uvicorn

from bot.beheer import link
from bot.records import accounts
from bot.records.bell import Bell
from bot.records.database import Database, migrate
from bot.settings import ROOT, Settings

STOP_SECONDS = 10


class Stop(Exception):
    """Somebody asked the servers to end."""


def serve(settings: Settings) -> int:
    """Migrate, tell the addresses, and run both servers until a signal or until one ends.

    Returns 0 after a signal, 1 when a port is taken or a server ended by itself.
    """
    taken = [p for p in (settings.chat_port, settings.desk_port) if not is_free(settings.host, p)]
    if taken:
        ports = " and ".join(str(p) for p in taken)
        print(f"Port {ports} is already in use: stop what runs there or set CHAT_PORT / DESK_PORT.")
        return 1
    migrate(settings.database_url)
    token = first_link(settings)
    signal.signal(signal.SIGTERM, _stop)
    signal.signal(signal.SIGINT, _stop)
    servers = [
        subprocess.Popen(  # noqa: S603
            [sys.executable, "-m", "bot", name], cwd=ROOT, start_new_session=True
        )
        for name in ("chat", "desk")
    ]
    try:
        for port in (settings.chat_port, settings.desk_port):
            _wait_for(settings.host, port, servers)
        if all(server.poll() is None for server in servers):
            _tell(settings, token)
        while all(server.poll() is None for server in servers):
            time.sleep(0.2)
        print("One of the two servers ended by itself; stopping the other.", flush=True)
        return 1
    except Stop:
        return 0
    finally:
        _end(servers)


def run_chat(settings: Settings) -> int:
    """Run the chat server in this process."""
    from bot.chat.app import create_app
    from bot.dialogue.agent import Bot
    from bot.dialogue.router import Router

    database = Database(settings.database_url)
    bot = Bot.newest(settings.model_dir)
    bell = Bell(database)
    app = create_app(settings, Router(database, bot, settings.openingstijden, bell))
    return _run(app, bell, settings.host, settings.chat_port)


def run_desk(settings: Settings) -> int:
    """Run the desk server in this process; Rasa is not loaded."""
    from bot.desk.app import create_app

    app = create_app(settings, Database(settings.database_url))
    return _run(app, app.state.balie.bel, settings.host, settings.desk_port)


def first_link(settings: Settings) -> bytes | None:
    """Make the team when there is none and return the token of the first account's link."""
    database = Database(settings.database_url)
    with database.begin() as s:
        token = accounts.eerste_link(s, settings.team_naam)
    database.close()
    return token


def is_free(host: str, port: int) -> bool:
    """Tell whether a server can listen on this port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


class _Server(uvicorn.Server):
    """Ends its open streams when it is told to stop, instead of cutting them off."""

    def __init__(self, config: uvicorn.Config, bell: Bell) -> None:
        super().__init__(config)
        self._bell = bell

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        self._bell.close()
        super().handle_exit(sig, frame)


def _run(app: object, bell: Bell, host: str, port: int) -> int:
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s %(message)s")
    config = uvicorn.Config(
        app,  # type: ignore[arg-type]
        host=host,
        port=port,
        access_log=False,
        server_header=False,
        date_header=False,
        log_level="warning",
        timeout_graceful_shutdown=2,
        proxy_headers=False,
        ws="none",
    )
    _Server(config, bell).run()
    return 0


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
