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

from bot.dialogue.train import train_if_changed
from bot.serve import serve
from bot.settings import ROOT, SettingsError, load
from tests.nest import is_open
from tests.servers import Servers, free_port

pytestmark = pytest.mark.model


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'eerst-jij.db'}"


def test_starts_in_time_answers_and_ends_cleanly(url: str, tmp_path: Path) -> None:
    """Set-up check, training check and both servers together stay well under a minute; both answer
    at the told addresses; one SIGTERM ends everything, without a trace.

    The bar for a person is 15 seconds on a quiet machine (measured by `make bench`); a test on a
    busy one only guards against installing or training again. `tests/test_e2e.py` ends with Ctrl-C.
    """
    log = tmp_path / "log"
    start = time.monotonic()
    subprocess.run([sys.executable, "scripts/setup.py"], cwd=ROOT, check=True)
    trained = subprocess.run(
        [sys.executable, "-m", "bot", "train"], cwd=ROOT, check=True, capture_output=True, text=True
    )
    servers = Servers(url, log).start()
    took = time.monotonic() - start
    for base in (servers.chat, servers.desk):
        assert httpx.get(f"{base}/gezond", timeout=10).status_code == 200
    assert httpx.get(servers.chat, timeout=10).status_code == 200
    assert httpx.get(servers.link, timeout=10).status_code == 200
    assert servers.stop(signal.SIGTERM) == 0
    assert not is_open(servers.chat_port)
    assert not is_open(servers.desk_port)
    assert "Traceback" not in log.read_text()
    assert trained.stdout == ""
    assert took < 45


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


def test_taken_ports_are_named_together(capsys: pytest.CaptureFixture[str]) -> None:
    """Two ports that are in use are told in one right sentence."""
    with socket.socket() as one, socket.socket() as two:
        for other in (one, two):
            other.bind(("127.0.0.1", 0))
            other.listen()
        ports = [other.getsockname()[1] for other in (one, two)]
        settings = load({"CHAT_PORT": str(ports[0]), "DESK_PORT": str(ports[1])})
        assert serve(settings) == 1
    assert capsys.readouterr().out == (
        f"Ports {ports[0]} and {ports[1]} are already in use: "
        "stop what runs there or set CHAT_PORT / DESK_PORT.\n"
    )


@pytest.mark.parametrize(
    ("environ", "sentence"),
    [
        ({"MODEL_DIR": "/nergens"}, "MODEL_DIR must be a folder with a trained model, and /nerg"),
        ({"HOST": "192.0.2.1"}, "HOST must be an address of this machine, such as 127.0.0.1 or"),
        ({"HOST": "geen-machine.invalid"}, "HOST must be an address of this machine, such as 1"),
    ],
)
@pytest.mark.parametrize("command", ["serve", "chat"])
def test_a_setting_that_the_machine_refuses_is_named(
    environ: dict[str, str], sentence: str, command: str, url: str, tmp_path: Path
) -> None:
    """The name of the setting and what it must be, and no traceback."""
    port = {"CHAT_PORT": str(free_port()), "DESK_PORT": str(free_port())}
    done = subprocess.run(
        [sys.executable, "-m", "bot", command],
        cwd=ROOT,
        env={"PATH": "/usr/bin", "DATABASE_URL": url, **port, **environ},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 2
    assert f"Setting not usable: {sentence}" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    """MODEL_DIR that stands in the way of itself ends training in one sentence."""
    (tmp_path / "models").write_text("a file")
    with pytest.raises(SettingsError, match="MODEL_DIR must be a folder that can be made"):
        train_if_changed(tmp_path / "models")


def test_the_start_says_so_at_once() -> None:
    """The first line comes before anything heavy is loaded."""
    script = (
        "import sys; from bot.__main__ import main; import bot.settings as s\n"
        "s.load = lambda: None\n"
        "import builtins; echt = builtins.print\n"
        "def zeg(*a, **k): echt(*a, **k); sys.exit('bot.serve' in sys.modules)\n"
        "builtins.print = zeg; main(['serve'])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, timeout=60
    )
    assert (done.returncode, done.stderr) == (0, "Starting chat and desk ...\n")


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
    assert not is_open(servers.desk_port)
