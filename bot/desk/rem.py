"""The brake on logging in: guessing gets slow, without remembering anybody's address.

Attempts are counted per name, and per browser that has logged in under that name before. So
somebody who tries codes for a name cannot lock its owner out: their own browser has its own count.
After many attempts in a row strangers wait minutes: six digits can be guessed by who has the
password. Counts live in the memory of one process only. A browser is known by a mark that is signed
with a key of the servers, never by its address; a restart or another replica forgets none.
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
#: From so many attempts of strangers under one name on, each further one waits as long as this.
VEEL = 30
LANG = 60.0
LANG_MAX = 900.0
LANG_VERGEET_NA = 24 * 3600.0
TEGELIJK = 2
IN_DE_RIJ = 40
_BANEN = 5000
#: Hex digits of a mark that are drawn; as many again sign them.
_LOT = 16


class TeDruk(Exception):
    """There are too many attempts now; nothing was checked. *lang*: for minutes."""

    def __init__(self, *, lang: bool = False) -> None:
        super().__init__()
        self.lang = lang


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
        #: Strangers' attempts, by two bytes of a hash of the name: whatever names somebody tries,
        #: none is pushed out, and the table stays small.
        self._reeksen: dict[bytes, _Baan] = {}
        self._mislukt: dict[str, int] = {}
        self._gelezen: OrderedDict[str, int] = OrderedDict()
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
        uitstel = self._uitstel(naam, browser)
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
        self._reeksen.pop(self._reeks(naam), None)
        lot = secrets.token_hex(_LOT // 2)
        return lot + self._teken(naam, lot)

    def mislukt(self, naam: str) -> None:
        """Count a wrong login, under the name of an account only: these counts are never dropped.

        Names that are nobody's count as one, "".
        """
        self._mislukt[naam] = self._mislukt.get(naam, 0) + 1

    def mislukt_sinds(self, naam: str, browser: str | None, merk: str) -> int:
        """Return how many logins were wrong since the previous right one in this browser.

        *merk* is what `gelukt` returned. For a new browser: since that in any. Who guessed right
        so takes nothing away from what the owner reads in a browser of their own.
        """
        totaal = self._mislukt.get(naam, 0)
        vorige = self._gelezen.get(merk if merk == browser else f"naam {naam}", 0)
        for wie in (merk, f"naam {naam}"):
            self._gelezen[wie] = totaal
            self._gelezen.move_to_end(wie)
        while len(self._gelezen) > _BANEN:
            self._gelezen.popitem(last=False)
        return totaal - vorige

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

    def _reeks(self, naam: str) -> bytes:
        return blake2b(naam.encode(), key=self._sleutel, digest_size=2).digest()

    def _uitstel(self, naam: str, browser: str | None) -> float:
        """Count one attempt; return how many seconds it must wait."""
        nu = self._klok()
        baan = self._baan(self._baan_naam(naam, browser), nu)
        reeks = _Baan(0, nu)
        if not self._is_bekend(naam, browser):
            reeks = self._reeksen.setdefault(self._reeks(naam), reeks)
            if nu - reeks.volgende > LANG_VERGEET_NA:
                reeks.pogingen = 0
        begin = max(nu, baan.volgende, reeks.volgende)
        if begin - nu > WACHT_MAX:
            raise TeDruk(lang=reeks.pogingen > VEEL)
        baan.pogingen += 1
        reeks.pogingen += 1
        baan.volgende = begin + _kort(baan.pogingen - VRIJ)
        reeks.volgende = begin + _lang(reeks.pogingen - VEEL)
        return begin - nu

    def _baan(self, baan_naam: str, nu: float) -> _Baan:
        baan = self._banen.pop(baan_naam, None)
        if baan is None or nu - baan.volgende > VERGEET_NA:
            baan = _Baan(0, nu)
        self._banen[baan_naam] = baan
        if len(self._banen) > _BANEN:
            self._banen.popitem(last=False)
        return baan


def _kort(over: int) -> float:
    return min(UITSTEL_MAX, 0.5 * 2.0 ** min(over, 9)) if over > 0 else 0


def _lang(over: int) -> float:
    """Return a minute, and twice as long after each ten further attempts."""
    return min(LANG_MAX, LANG * 2.0 ** min(over // 10, 9)) if over > 0 else 0
