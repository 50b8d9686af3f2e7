"""Coming back with a terugkeercode: from seven typed words to the conversation's key."""

from __future__ import annotations

import asyncio
import math
import time

from bot import vault
from bot.dialogue.beeld import FouteCode
from bot.dialogue.coderem import Coderem, TeVaak
from bot.intake.teksten import zin
from bot.records import terugkeer
from bot.records.database import Database

#: Characters of a typed code that are looked at, and of a word that is named back.
_CODE_MAX, _WOORD_MAX = 500, 20
#: Seconds. A refusal is given at a whole number of these after the question: the microseconds that
#: somebody's find words cost more than nobody's do not show in it (`bench/timing.py`).
RASTER = 0.25


class Terugkomst:
    """One for each chat process."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._rem = Coderem()

    async def sleutel(self, code: str) -> bytes:
        """Return the key of the conversation that *code* opens.

        Raises `FouteCode` with a sentence for the reader: the same, and after the same time, for
        find words that somebody has and for those of nobody.
        """
        try:
            words = vault.normalise(code[:_CODE_MAX])
        except vault.BadCode as fout:
            raise FouteCode(_melding(fout)) from None
        begonnen, melding = time.monotonic(), "utter_code_klopt_niet"
        with self._database.read() as s:
            found = terugkeer.kandidaten(s, words)
        try:
            key = await self._rem.probeer(
                words[: vault.FIND_WORDS], bool(found), lambda: terugkeer.probeer(words, found)
            )
        except TeVaak:
            key, melding = None, "utter_code_te_vaak"
        if key is None:
            duurde = time.monotonic() - begonnen
            await asyncio.sleep(math.ceil(duurde / RASTER) * RASTER - duurde)
            raise FouteCode(zin(melding))
        return key


def _melding(fout: vault.BadCode) -> str:
    if fout.unknown:
        woord = fout.unknown[0][:_WOORD_MAX]
        return f"Het woord \u201c{woord}\u201d ken ik niet. Kijk de code nog een keer na."
    return f"De code heeft 7 woorden. Je typte er {fout.count}."
