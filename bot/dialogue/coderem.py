"""The brake on terugkeercodes: counters, no delays, no addresses, and no word is kept.

At most `PER_VIND` tries a minute for the same two find words, known or not, reach Argon2id, and at
most `LOOS` a minute for find words that belong to nobody: those can never be right, so beyond that
their answer is given without the work, after as long as the work and the wait for it take: several
at once for one pair stand in one line, whether it is somebody's or not. Sending many at once gains
nothing. Who knows somebody's two find words can hold up that code for minutes, not guess it.

Counts are per process: N replicas let through at most N times as many.
"""

from __future__ import annotations

import asyncio
import random
import secrets
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import blake2b
from itertools import islice
from typing import TypeVar

T = TypeVar("T")

PER_VIND = 10
LOOS = 4
MINUUT = 60.0
#: Argon2id takes 64 MB: so many at a time, and of one pair of find words only one: the right code
#: of somebody else stands behind at most a few of a flood.
TEGELIJK = 2
_VAKKEN = 1 << 16
_METINGEN = 20


@dataclass
class _Vak:
    """Tries of the last minute, oldest first, and the one that is checked now."""

    tijden: deque[float] = field(default_factory=deque)
    beurt: asyncio.Lock = field(default_factory=asyncio.Lock)


class TeVaak(Exception):
    """These find words were tried too often in the last minute; nothing was checked."""


class Coderem:
    """One for each process. *klok* gives seconds that only rise."""

    def __init__(self, klok: Callable[[], float] = time.monotonic) -> None:
        self._klok = klok
        self._geheim = secrets.token_bytes(16)
        self._vakken: dict[int, _Vak] = {}
        self._loos = _Vak()
        self._duur: deque[float] = deque([0.1], maxlen=_METINGEN)
        self._tegelijk: asyncio.Semaphore | None = None
        self._bezig = 0

    async def probeer(self, vind: list[str], bekend: bool, werk: Callable[[], T]) -> T | None:
        """Do the *werk* for these find words; None where they are nobody's and it was spared.

        Counted when it comes in, so that many at once count as many. Raises `TeVaak`.
        """
        nu = self._klok()
        vak = self._vak(vind, nu)
        if not _neem(vak, PER_VIND, nu):
            # As long as one that was checked lately: the time tells nothing either.
            await asyncio.sleep(random.choice(self._duur))  # noqa: S311
            raise TeVaak
        echt = bekend or _neem(self._loos, LOOS, nu)
        async with vak.beurt:
            if echt:
                return await self._doe(werk)
            rondes = 1 + self._bezig // TEGELIJK  # who is checked waits for those before it
            await asyncio.sleep(rondes * random.choice(self._duur))  # noqa: S311
            return None

    async def _doe(self, werk: Callable[[], T]) -> T:
        """Do the *werk* when there is a place for it, and remember how long it took."""
        if self._tegelijk is None:
            self._tegelijk = asyncio.Semaphore(TEGELIJK)
        self._bezig += 1
        try:
            async with self._tegelijk:
                begonnen = time.monotonic()
                gedaan = await asyncio.to_thread(werk)
                self._duur.append(time.monotonic() - begonnen)
                return gedaan
        finally:
            self._bezig -= 1

    def _vak(self, vind: list[str], nu: float) -> _Vak:
        """Return the counter of these words: one of a fixed number, found by a secret of ours.

        What was asked for longest ago stands first; up to two whose budget is full again go. So
        there are never more than were asked for in one minute, and nobody waits for a sweep.
        """
        digest = blake2b(" ".join(vind).encode(), key=self._geheim, digest_size=8).digest()
        nummer = int.from_bytes(digest, "big") % _VAKKEN
        vak = self._vakken.pop(nummer, None) or _Vak()
        for oudste in list(islice(self._vakken, 2)):
            if not _is_stil(self._vakken[oudste], nu):
                break
            del self._vakken[oudste]
        self._vakken[nummer] = vak
        return vak


def _is_stil(vak: _Vak, nu: float) -> bool:
    """Tell whether *vak* has its whole budget and nobody's try is in it: a new one is the same."""
    return not vak.beurt.locked() and (not vak.tijden or vak.tijden[-1] <= nu - MINUUT)


def _neem(vak: _Vak, most: int, nu: float) -> bool:
    """Count one in *vak* if fewer than *most* were counted in the last minute; tell whether."""
    while vak.tijden and vak.tijden[0] <= nu - MINUUT:
        vak.tijden.popleft()
    if len(vak.tijden) >= most:
        return False
    vak.tijden.append(nu)
    return True
