"""The brake on logging in: guessing gets slow, without remembering anybody's address.

Attempts are counted per name, and per browser that has logged in under that name before. So
somebody who tries codes for a name cannot lock its owner out: their own browser has its own count.
All of it lives in memory only.
"""

from __future__ import annotations

import asyncio
import secrets
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

VRIJ = 4
UITSTEL_MAX = 4.0
WACHT_MAX = 8.0
VERGEET_NA = 900.0
TEGELIJK = 2
IN_DE_RIJ = 40
_BANEN = 5000
_BROWSERS = 2000


class TeDruk(Exception):
    """There are too many attempts now; nothing was checked."""


@dataclass
class _Baan:
    """Attempts since the last success, and when the next one may be checked."""

    pogingen: int
    volgende: float


class Rem:
    """One for each process. *klok* gives seconds that only rise; *slaap* waits that long."""

    def __init__(
        self,
        klok: Callable[[], float],
        slaap: Callable[[float], object] = asyncio.sleep,
    ) -> None:
        self._klok = klok
        self._slaap = slaap
        self._banen: OrderedDict[str, _Baan] = OrderedDict()
        self._browsers: OrderedDict[str, str] = OrderedDict()
        self._tegelijk: asyncio.Semaphore | None = None
        self._in_de_rij = 0

    @asynccontextmanager
    async def beurt(self, naam: str, browser: str | None) -> AsyncIterator[None]:
        """Wait for a turn to check one attempt; raises `TeDruk`.

        Every attempt counts when it comes in, not when it fails: sending many at once gains
        nothing. At most `TEGELIJK` are checked at a time, because each takes 64 MB.
        """
        bekend = self._is_bekend(naam, browser)
        if self._in_de_rij >= IN_DE_RIJ and not bekend:
            raise TeDruk
        uitstel = self._uitstel(self._baan_naam(naam, browser))
        if self._tegelijk is None:
            self._tegelijk = asyncio.Semaphore(TEGELIJK)
        self._in_de_rij += 1
        try:
            if uitstel:
                await self._slaap(uitstel)  # type: ignore[misc]
            async with self._tegelijk:
                yield
        finally:
            self._in_de_rij -= 1

    def gelukt(self, naam: str, browser: str | None) -> str:
        """Forget the attempts that led to a right one; return the mark of this known browser."""
        self._banen.pop(self._baan_naam(naam, browser), None)
        merk = browser if browser and self._is_bekend(naam, browser) else secrets.token_hex(16)
        self._browsers[merk] = naam
        self._browsers.move_to_end(merk)
        if len(self._browsers) > _BROWSERS:
            self._browsers.popitem(last=False)
        return merk

    def _baan_naam(self, naam: str, browser: str | None) -> str:
        return f"browser {browser}" if self._is_bekend(naam, browser) else f"naam {naam}"

    def _is_bekend(self, naam: str, browser: str | None) -> bool:
        return browser is not None and self._browsers.get(browser) == naam

    def _uitstel(self, baan_naam: str) -> float:
        """Count one attempt; return how many seconds it must wait."""
        nu = self._klok()
        baan = self._banen.pop(baan_naam, None)
        if baan is None or nu - baan.volgende > VERGEET_NA:
            baan = _Baan(0, nu)
        self._banen[baan_naam] = baan
        if len(self._banen) > _BANEN:
            self._banen.popitem(last=False)
        begin = max(nu, baan.volgende)
        if begin - nu > WACHT_MAX:
            raise TeDruk
        baan.pogingen += 1
        over = baan.pogingen - VRIJ
        baan.volgende = begin + (min(UITSTEL_MAX, 0.5 * 2.0 ** min(over, 9)) if over > 0 else 0)
        return begin - nu
