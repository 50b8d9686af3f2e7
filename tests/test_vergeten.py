"""Between turns the process holds no words (the whole of it is measured by bench/geheugen.py)."""

from __future__ import annotations

import asyncio
import gc
import os
import subprocess
import sys
import weakref

import pytest

from bot.dialogue import vergeten
from bot.dialogue.nlu import normaliser
from bot.serve import VERGEET
from bot.settings import ROOT


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
