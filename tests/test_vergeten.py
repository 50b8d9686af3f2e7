"""Between turns the process holds no words (the whole of it is measured by bench/geheugen.py)."""

from __future__ import annotations

import asyncio
import gc
import os
import re
import resource
import subprocess
import sys
import time
import weakref
from pathlib import Path
from typing import Any

import pytest

from bot import __main__ as commandos
from bot import serve
from bot.dialogue import vergeten
from bot.dialogue.nlu import normaliser
from bot.geheugen import geen_afdruk
from bot.records.database import migrate
from bot.serve import VERGEET
from bot.settings import ROOT
from tests.nest import Nest, is_open, servers
from tests.servers import free_port


class Woorden:
    """Something that holds words, in a circle with itself."""

    def __init__(self) -> None:
        self.zelf = self


def test_caches_of_words_and_circles_are_gone_after_a_while(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Shortly after a message no word is cached, and what hangs in a circle is freed."""
    monkeypatch.setattr(vergeten, "NA_SECONDEN", 0.0)
    normaliser.klank("kwartsvlinder")
    assert normaliser.klank.cache_info().currsize > 0
    kring = weakref.ref(Woorden())
    gc.disable()
    try:

        async def message() -> None:
            vergeten.straks()
            await asyncio.sleep(0.01)

        asyncio.run(message())
        assert kring() is None
    finally:
        gc.enable()
    assert normaliser.klank.cache_info().currsize == 0


def test_many_who_write_at_once_cost_one_forgetting(monkeypatch: pytest.MonkeyPatch) -> None:
    """A hundred messages in a moment: forgotten once for the first, and once after the last."""
    monkeypatch.setattr(vergeten, "NA_SECONDEN", 0.05)
    keren: list[int] = []
    monkeypatch.setattr(vergeten, "vergeet", lambda: keren.append(1))

    async def messages() -> None:
        for _ in range(100):
            vergeten.straks()
        await asyncio.sleep(0.2)
        assert len(keren) == 2
        vergeten.straks()
        await asyncio.sleep(0.1)

    asyncio.run(messages())
    assert len(keren) == 3


_FREES = """
import ctypes
text = "kwartsvlinder" * 300
other = [text + str(n) for n in range(20)]
places = [(id(one), len(one)) for one in other]
del other
found = [b"kwartsvlinder" in ctypes.string_at(at, size) for at, size in places]
print(sum(found))
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the C library is not glibc")
def test_freed_words_are_written_over() -> None:
    """With what the servers are started with a freed text is unreadable; without, it is not."""
    without = {name: value for name, value in os.environ.items() if name not in VERGEET}

    def left(env: dict[str, str]) -> int:
        done = subprocess.run(
            [sys.executable, "-c", _FREES], cwd=ROOT, env=env, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr
        return int(done.stdout)

    assert left({**without, **VERGEET}) == 0
    assert left(without) > 0


def test_a_server_that_is_started_apart_has_it_too(tmp_path: Path) -> None:
    """It begins again once by itself, as the same process with the same pipe: what `serve` tells
    it still arrives, and it ends with `serve`."""
    url, port = f"sqlite:///{tmp_path / 'x.db'}", free_port()
    migrate(url)
    env = {name: value for name, value in os.environ.items() if name not in VERGEET}
    env |= {
        "DATABASE_URL": url,
        "SLEUTEL_DIR": str(tmp_path / "sleutels"),
        "DESK_PORT": str(port),
        serve.SAMEN: "1",
    }
    desk = subprocess.Popen(
        [sys.executable, "-m", "bot", "desk"], cwd=ROOT, env=env, stdin=subprocess.PIPE
    )
    assert desk.stdin is not None
    desk.stdin.write(b"\n")
    desk.stdin.flush()
    end = time.monotonic() + 60
    while not is_open(port):
        assert desk.poll() is None
        assert time.monotonic() < end
        time.sleep(0.05)
    heeft = Path(f"/proc/{desk.pid}/environ").read_bytes().decode().split("\0")
    assert {f"{naam}={waarde}" for naam, waarde in VERGEET.items()} <= set(heeft)
    desk.stdin.close()
    assert desk.wait(30) == 1


def test_a_crash_of_a_server_leaves_no_memory_on_the_disk(nest: Nest, tmp_path: Path) -> None:
    """Chat and desk let Linux make no core dump, neither in a file nor through a program."""
    url = f"sqlite:///{tmp_path / 'x.db'}"
    migrate(url)
    for server in servers(nest, url, tmp_path):
        server.start()
        grenzen = Path(f"/proc/{server.pid}/limits").read_text()
        server.kill()
        assert re.search(r"^Max core file size +1 +1 +bytes", grenzen, re.MULTILINE), grenzen


@pytest.mark.parametrize(
    ("hard", "top"), [(resource.RLIM_INFINITY, 1), (1 << 30, 1), (1, 1), (0, 0)]
)
def test_the_limit_of_a_core_dump_only_goes_down(
    hard: int, top: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the machine allows none at all already, nothing is asked that it would refuse."""
    keren: list[tuple[int, tuple[int, int]]] = []
    monkeypatch.setattr(resource, "getrlimit", lambda _wat: (0, hard))
    monkeypatch.setattr(resource, "setrlimit", lambda wat, paar: keren.append((wat, paar)))
    geen_afdruk()
    assert keren == [(resource.RLIMIT_CORE, (top, top))]


class _Opnieuw(Exception):
    """Where another program would take this one's place."""


@pytest.mark.parametrize("naam", ["chat", "desk"])
def test_it_begins_again_once_and_not_for_ever(naam: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both servers do, before anything is loaded; not where they have it, nor a second time."""
    gestart: list[Any] = []

    def execve(*alles: Any) -> None:
        gestart.append(alles)
        raise _Opnieuw

    monkeypatch.setattr(os, "execve", execve)
    monkeypatch.setattr(serve, f"run_{naam}", lambda _settings: 0)
    for variable in (*VERGEET, serve.OPNIEUW):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("MALLOC_PERTURB_", "1")
    with pytest.raises(_Opnieuw):
        commandos.main([naam])
    ((programma, woorden, omgeving),) = gestart
    assert (programma, woorden[1:]) == (sys.executable, ["-m", "bot", naam])
    assert {**os.environ, **VERGEET}.items() <= omgeving.items()
    for variable in VERGEET:  # where the machine took them away
        omgeving.pop(variable)
    monkeypatch.setattr(os, "environ", omgeving)
    assert commandos.main([naam]) == 0
    monkeypatch.setattr(os, "environ", {**os.environ, **VERGEET})
    del os.environ[serve.OPNIEUW]
    assert commandos.main([naam]) == 0
