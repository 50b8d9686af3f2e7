"""Ctrl-C at any moment of a start, and ports that the machine refuses: one calm line."""

from __future__ import annotations

import errno
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from bot import __main__ as commandos
from bot import poort
from bot.settings import ROOT, SettingsError


def hoort_ctrl_c() -> None:
    """Let a Ctrl-C arrive, also where the tests run in the background of a shell."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.mark.parametrize("command", ["serve", "train", "chat", "migrate"])
def test_ctrl_c_ends_a_command_with_one_line(
    command: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Wherever a command is, also while it loads: no traceback, and the status of a Ctrl-C."""

    def druk(_rest: list[str]) -> int:
        raise KeyboardInterrupt

    monkeypatch.setitem(commandos.COMMANDS, command, ("", druk))
    assert commandos.main([command]) == 130
    assert capsys.readouterr().err == f"Stopped: {command} was ended by Ctrl-C.\n"


def test_ctrl_c_while_everything_is_loaded(tmp_path: Path) -> None:
    """The real command, stopped at its first line: then Rasa and the rest are being imported."""
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", "serve"],
        cwd=ROOT,
        env={"PATH": "/usr/bin", "DATABASE_URL": f"sqlite:///{tmp_path / 'x.db'}"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        preexec_fn=hoort_ctrl_c,
    )
    assert process.stderr is not None
    assert process.stderr.readline() == "Starting chat and desk ...\n"
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=60) in (0, 130)
    assert "Traceback" not in process.stderr.read()


def test_ctrl_c_ends_the_set_up_with_one_line(tmp_path: Path) -> None:
    """The set-up ends, says so, and says how to go on."""
    (tmp_path / "scripts").mkdir()
    script = tmp_path / "scripts" / "setup.py"
    wacht = "def install():\n    print('bezig', flush=True)\n    __import__('time').sleep(60)\n"
    text = (ROOT / "scripts" / "setup.py").read_text()
    script.write_text(
        text.replace('if __name__ == "__main__":', f'{wacht}\n\nif __name__ == "__main__":')
    )
    process = subprocess.Popen(
        [sys.executable, str(script)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=hoort_ctrl_c,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "bezig\n"
    time.sleep(0.1)
    process.send_signal(signal.SIGINT)
    _, fout = process.communicate(timeout=30)
    assert process.returncode == 1
    assert fout == "Stopped: the set-up was ended by Ctrl-C. Run make again to finish it.\n"


def test_a_port_that_is_refused_is_told_with_the_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    """Port 80 without the right to it is not "already in use"."""

    class Geweigerd(socket.socket):
        def bind(self, _address: object) -> None:
            raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(poort.socket, "socket", Geweigerd)
    with pytest.raises(SettingsError, match=r"CHAT_PORT .* refuses 80 \(Permission denied\)"):
        poort.is_vrij("127.0.0.1", 80)
