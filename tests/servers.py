"""The two servers as `make run` starts them, on free ports and a database of their own."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

from bot.settings import ROOT

START_SECONDS = 60


def free_port() -> int:
    """Return a port of the loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Servers:
    """`python -m bot serve` as a process; `link` is the first account's."""

    def __init__(self, database_url: str, log: Path, **settings: str) -> None:
        self.chat_port, self.desk_port = free_port(), free_port()
        self.chat = f"http://127.0.0.1:{self.chat_port}"
        self.desk = f"http://127.0.0.1:{self.desk_port}"
        self.log = log
        self.output: list[str] = []
        self.link = ""
        self._env = {
            **os.environ,
            "HOST": "127.0.0.1",
            "CHAT_PORT": str(self.chat_port),
            "DESK_PORT": str(self.desk_port),
            "DESK_ADRES": self.desk,
            "DATABASE_URL": database_url,
            "SLEUTEL_DIR": str(log.parent / "sleutels"),
            "PYTHONUNBUFFERED": "1",
            **settings,
        }
        self.process: subprocess.Popen[str] | None = None

    def start(self) -> Servers:
        """Start and wait until both addresses are told; raises RuntimeError with the output."""
        self.process = subprocess.Popen(
            [sys.executable, "-m", "bot", "serve"],
            cwd=ROOT,
            env=self._env,
            stdout=subprocess.PIPE,
            stderr=self.log.open("a"),
            text=True,
            start_new_session=True,
        )
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.output.append(line.rstrip())
            if "/uitnodiging/" in line:
                self.link = line.split()[-1]
            if line.startswith("Ctrl-C"):
                return self
        raise RuntimeError(f"did not start: {self.output}\n{self.log.read_text()}")

    def stop(self, number: int = signal.SIGINT) -> int:
        """Send a signal as Ctrl-C does and return the exit status."""
        assert self.process is not None
        self.process.send_signal(number)
        status = self.process.wait(timeout=30)
        assert self.process.stdout is not None
        self.process.stdout.close()
        return status
