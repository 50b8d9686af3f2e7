"""The brake on logging in: guessing gets slow, without remembering anybody's address.

Attempts are counted per name, and per browser that has logged in under that name before. So
somebody who tries codes for a name cannot lock its owner out: their own browser has its own count.
Counts live in memory only. A browser is known by a mark that is signed with a key of the servers:
of browsers nothing is remembered, and a restart or another replica forgets nobody.
"""

from __future__ import annotations

import asyncio
import hmac
import secrets
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from hashlib import blake2b

VRIJ = 4
UITSTEL_MAX = 4.0
WACHT_MAX = 8.0
VERGEET_NA = 900.0
TEGELIJK = 2
IN_DE_RIJ = 40
_BANEN = 5000
#: Hex digits of a mark that are drawn; as many again sign them.
_LOT = 16


class TeDruk(Exception):
    """There are too many attempts now; nothing was checked."""


@dataclass
class _Baan:
    """Attempts since the last success, and when the next one may be checked."""

    pogingen: int
    volgende: float


class Rem:
    """One for each process. *klok* gives seconds that only rise; *slaap* waits that long.

    *sleutel* (32 bytes) signs the marks of browsers; without one it is drawn anew.
    """

    def __init__(
        self,
        klok: Callable[[], float],
        slaap: Callable[[float], object] = asyncio.sleep,
        sleutel: bytes | None = None,
    ) -> None:
        self._klok = klok
        self._slaap = slaap
        self._banen: OrderedDict[str, _Baan] = OrderedDict()
        self._sleutel = sleutel or secrets.token_bytes(32)
        self._tegelijk: asyncio.Semaphore | None = None
        self._in_de_rij = 0

    @asynccontextmanager
    async def beurt(self, naam: str, browser: str | None) -> AsyncIterator[None]:
        """Wait for a turn to check one attempt; raises `TeDruk`.

        Every attempt counts when it comes in, not when it fails: sending many at once gains
        nothing. At most `TEGELIJK` are checked at a time, because each takes 64 MB.
        """
        bekend = self._is_bekend(naam, browser)
        self._eis_plaats(bekend)
        uitstel = self._uitstel(self._baan_naam(naam, browser))
        if uitstel:
            # Who waits for its own delay takes no place in the line meanwhile.
            await self._slaap(uitstel)  # type: ignore[misc]
            self._eis_plaats(bekend)
        if self._tegelijk is None:
            self._tegelijk = asyncio.Semaphore(TEGELIJK)
        self._in_de_rij += 1
        try:
            async with self._tegelijk:
                yield
        finally:
            self._in_de_rij -= 1

    def _eis_plaats(self, bekend: bool) -> None:
        if self._in_de_rij >= IN_DE_RIJ and not bekend:
            raise TeDruk

    def gelukt(self, naam: str, browser: str | None) -> str:
        """Forget the attempts that led to a right one; return the mark of this known browser."""
        self._banen.pop(self._baan_naam(naam, browser), None)
        if browser and self._is_bekend(naam, browser):
            return browser
        lot = secrets.token_hex(_LOT // 2)
        return lot + self._teken(naam, lot)

    def _baan_naam(self, naam: str, browser: str | None) -> str:
        return f"browser {browser}" if self._is_bekend(naam, browser) else f"naam {naam}"

    def _is_bekend(self, naam: str, browser: str | None) -> bool:
        if browser is None:
            return False
        lot, teken = browser[:_LOT], browser[_LOT:]
        return hmac.compare_digest(teken.encode(), self._teken(naam, lot).encode())

    def _teken(self, naam: str, lot: str) -> str:
        inhoud = f"{lot} {naam}".encode()
        return blake2b(inhoud, key=self._sleutel, digest_size=_LOT // 2).hexdigest()

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
