"""Real servers that start in a moment: one process loads the model once and forks them.

`python -m bot serve` needs ten seconds for Rasa; tests that kill or break a server again and again
take it from here. What runs is the same: bot.serve's own chat and desk, with the real model.
`python -m tests.nest` is that process; it ends, and its servers with it, when its stdin closes.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.settings import ROOT
from tests import breuken
from tests.servers import free_port

START_SECONDS = 120.0


class Nest:
    """The process that forks servers."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.nest"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        assert self._process.stdout is not None
        assert self._process.stdout.readline().strip() == "ready"

    def fork(self, kind: str, env: dict[str, str], log: Path) -> int:
        """Start a chat or a desk with *env* and return its process id."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        order = json.dumps({"kind": kind, "env": env, "log": str(log)})
        self._process.stdin.write(order + "\n")
        self._process.stdin.flush()
        return int(self._process.stdout.readline())

    def stop(self) -> None:
        """End it and its servers."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(30)


class Server:
    """A chat or a desk on a port of its own, that can be killed and started again."""

    def __init__(self, nest: Nest, kind: str, port: int, env: dict[str, str], log: Path) -> None:
        self.nest, self.kind, self.port, self.env, self.log = nest, kind, port, env, log
        self.url = f"http://127.0.0.1:{port}"
        self.pid = 0

    def start(self, **more: str) -> Server:
        """Start it and wait until it answers, or has ended already.

        Now and then a fork comes out wrong: it listens and never answers. It is made once more.
        """
        for _ in range(3):
            self.pid = self.nest.fork(self.kind, {**self.env, **more}, self.log)
            end = time.monotonic() + START_SECONDS
            while not is_open(self.port) and self.alive():
                assert time.monotonic() < end, self.log.read_text()
                time.sleep(0.01)
            if self._answers() or not self.alive():
                return self
            self.kill()
        raise AssertionError(f"{self.kind} listens and does not answer: {self.log.read_text()}")

    def _answers(self) -> bool:
        with suppress(httpx.TransportError):
            httpx.get(self.url + "/gezond", timeout=15)
            return True
        return False

    def alive(self) -> bool:
        """Tell whether the process runs."""
        try:
            stat = Path(f"/proc/{self.pid}/stat").read_text()
        except (FileNotFoundError, ProcessLookupError):
            return False
        return stat.rpartition(")")[2].split()[0] not in "ZX"

    def kill(self, number: int = signal.SIGKILL) -> None:
        """Send a signal and wait until the process is gone."""
        try:
            os.kill(self.pid, number)
        except ProcessLookupError:
            return
        end = time.monotonic() + START_SECONDS
        while self.alive():
            assert time.monotonic() < end
            time.sleep(0.005)

    def memory(self) -> int:
        """Return the memory that is this process's own, in kilobytes."""
        text = Path(f"/proc/{self.pid}/smaps_rollup").read_text()
        return sum(int(line.split()[1]) for line in text.splitlines() if line[:8] == "Private_")


@pytest.fixture(scope="session")
def nest() -> Iterator[Nest]:
    """The process that starts real servers in a moment, once for the whole run."""
    nest = Nest()
    yield nest
    nest.stop()


def servers(nest: Nest, url: str, folder: Path, **settings: str) -> tuple[Server, Server]:
    """Return a chat and a desk on the database at *url*, not started yet."""
    chat_port, desk_port = free_port(), free_port()
    env = {
        "HOST": "127.0.0.1",
        "CHAT_PORT": str(chat_port),
        "DESK_PORT": str(desk_port),
        "DESK_ADRES": f"http://127.0.0.1:{desk_port}",
        "DATABASE_URL": url,
        "SLEUTEL_DIR": str(folder / "sleutels"),
        **settings,
    }
    return (
        Server(nest, "chat", chat_port, env, folder / "chat.log"),
        Server(nest, "desk", desk_port, env, folder / "desk.log"),
    )


def is_open(port: int) -> bool:
    """Tell whether something listens on this port."""
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _fuse(fuse: str) -> None:
    """Kill this process at a step in the database ("step:120"), or just after it committed

    something and before it could say so ("commit:7").
    """
    from sqlalchemy import event
    from sqlalchemy.engine import Engine
    from sqlalchemy.orm import Session

    kind, _, most = fuse.partition(":")
    left = int(most)

    def step(*_args: Any) -> None:
        nonlocal left
        left -= 1
        if left <= 0:
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(Session, "after_commit", step)
    if kind == "step":
        event.listen(Engine, "before_cursor_execute", step)
        event.listen(Engine, "commit", step)


def _serve(order: dict[str, Any], bot: Any, alive: int) -> None:
    log = os.open(order["log"], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    for number, target in ((alive, 0), (log, 1), (log, 2)):
        os.dup2(number, target)
    sys.stdout, sys.stderr = os.fdopen(1, "w", 1), os.fdopen(2, "w", 1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.environ.update(order["env"])
    from bot import deur, serve, settings, verbinding
    from bot.desk import rem
    from tests import locks

    os.environ[serve.SAMEN] = "1"
    serve._wait_for_database = lambda: None  # the pipe says only that the nest lives
    if "FUSE" in order["env"]:
        _fuse(order["env"]["FUSE"])
    if "TRAAG" in order["env"]:
        deur.BODY_SECONDEN = verbinding.KOP_SECONDEN = float(order["env"]["TRAAG"])
    if "GOEDKOOP" in order["env"]:
        locks.goedkoop()
        rem.UITSTEL_MAX = rem.LANG_MAX = 0.0
    if "BREAK" in order["env"]:
        breuken.breek(order["env"]["BREAK"])
    if order["kind"] == "desk":
        serve.run_desk(settings.load())
    else:
        serve.run_chat(settings.load(), bot)


def main() -> None:
    """Load once, then fork a server for every line on stdin."""
    from bot.dialogue.agent import Bot
    from bot.settings import load

    model = Bot.newest(load().model_dir)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    alive, end = os.pipe()  # its other end closes with this process
    print("ready", flush=True)
    for line in sys.stdin:
        pid = os.fork()
        if pid == 0:
            os.close(end)
            try:
                _serve(json.loads(line), model, alive)
            finally:
                os._exit(0)
        print(pid, flush=True)
    os._exit(0)


if __name__ == "__main__":
    main()
