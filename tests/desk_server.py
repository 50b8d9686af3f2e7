"""The desk as a real server in a thread, for streams and browsers."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import SimpleNamespace

import uvicorn

from bot.desk.app import create_app
from bot.records.database import Database


def instellingen(adres: str = "http://testserver") -> SimpleNamespace:
    """Return settings of the desk for tests."""
    return SimpleNamespace(https=False, naam="Eerst jij", desk_adres=adres, escalatie_uren=4)


@contextmanager
def desk_server(database: Database, klok: Callable[[], float] = time.time) -> Iterator[str]:
    """Serve the desk on a free port of this machine; yield its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    adres = f"http://127.0.0.1:{port}"
    app = create_app(instellingen(adres), database, klok)
    config = uvicorn.Config(
        app, host="127.0.0.1", port=port, log_level="error", ws="none", timeout_graceful_shutdown=1
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while thread.is_alive() and not server.started:
        time.sleep(0.01)
    try:
        yield adres
    finally:
        server.should_exit = True
        thread.join(10)
