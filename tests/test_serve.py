"""bot.serve: the servers as `make run` really starts them."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest

from bot.settings import ROOT
from tests.servers import Servers

pytestmark = pytest.mark.model


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'eerst-jij.db'}"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_starts_answers_and_ends_cleanly(url: str, tmp_path: Path, number: int) -> None:
    """Both servers answer at the told addresses; one signal ends everything, without a trace."""
    log = tmp_path / "log"
    servers = Servers(url, log).start()
    for base in (servers.chat, servers.desk):
        assert httpx.get(f"{base}/gezond", timeout=10).status_code == 200
    assert httpx.get(servers.chat, timeout=10).status_code == 200
    assert httpx.get(servers.link, timeout=10).status_code == 200
    assert servers.stop(number) == 0
    for port in (servers.chat_port, servers.desk_port):
        with pytest.raises(OSError, match="refused"):
            socket.create_connection(("127.0.0.1", port), timeout=1)
    assert "Traceback" not in log.read_text()


def test_a_taken_port_is_named_in_one_sentence(url: str, tmp_path: Path) -> None:
    """When something listens on a port already, one sentence names it and what to set."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        servers = Servers(url, tmp_path / "log", CHAT_PORT=port)
        with pytest.raises(RuntimeError, match=f"Port {port} is already in use"):
            servers.start()
    assert len(servers.output) == 1


def test_a_bad_setting_is_named_in_one_sentence() -> None:
    """A setting that cannot be used ends the start with its name and no traceback."""
    done = subprocess.run(
        [sys.executable, "-m", "bot", "serve"],
        cwd=ROOT,
        env={"CHAT_PORT": "tachtig", "PATH": "/usr/bin"},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 2
    assert done.stderr == (
        "Setting not usable: CHAT_PORT must be a port number from 1 to 65535, not 'tachtig'.\n"
    )


def test_when_one_server_dies_the_other_is_stopped(url: str, tmp_path: Path) -> None:
    """A half-running system is not left standing: the end of one is told and ends both."""
    servers = Servers(url, tmp_path / "log").start()
    assert servers.process is not None
    pid = servers.process.pid
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    assert len(children) == 2
    subprocess.run(["kill", "-9", children[0]], check=True)
    assert servers.process.wait(timeout=30) == 1
    with pytest.raises(OSError, match="refused"):
        socket.create_connection(("127.0.0.1", servers.desk_port), timeout=1)


def test_starts_within_fifteen_seconds_when_nothing_changed(url: str, tmp_path: Path) -> None:
    """The set-up check, the training check and both servers together stay well under a minute.

    The bar for a person is 15 seconds on a quiet machine (measured by `make bench`); a test on a
    busy one only guards against installing or training again.
    """
    start = time.monotonic()
    subprocess.run([sys.executable, "scripts/setup.py"], cwd=ROOT, check=True)
    trained = subprocess.run(
        [sys.executable, "-m", "bot", "train"], cwd=ROOT, check=True, capture_output=True, text=True
    )
    servers = Servers(url, tmp_path / "log").start()
    took = time.monotonic() - start
    servers.stop()
    assert trained.stdout == ""
    assert took < 45
