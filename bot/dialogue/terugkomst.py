"""Coming back with a terugkeercode: from seven typed words to the conversation's key."""

from __future__ import annotations

from bot import vault
from bot.dialogue.beeld import FouteCode
from bot.dialogue.coderem import Coderem, TeVaak
from bot.intake.teksten import zin
from bot.records import terugkeer
from bot.records.database import Database

#: Characters of a typed code that are looked at, and of a word that is named back.
_CODE_MAX, _WOORD_MAX = 500, 20


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
        with self._database.read() as s:
            found = terugkeer.kandidaten(s, words)
        try:
            key = await self._rem.probeer(
                words[: vault.FIND_WORDS], bool(found), lambda: terugkeer.probeer(words, found)
            )
        except TeVaak:
            raise FouteCode(zin("utter_code_te_vaak")) from None
        if key is None:
            raise FouteCode(zin("utter_code_klopt_niet"))
        return key


def _melding(fout: vault.BadCode) -> str:
    if fout.unknown:
        woord = fout.unknown[0][:_WOORD_MAX]
        return f"Het woord \u201c{woord}\u201d ken ik niet. Kijk de code nog een keer na."
    return f"De code heeft 7 woorden. Je typte er {fout.count}."
