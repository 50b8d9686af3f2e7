"""The router: owns who answers, and is the only door between a page and the talk.

In state `bot` Rasa answers; in `wacht` and `mens` Rasa is not called, only the crisis detector
reads along while somebody waits (design section 4). Typed text is never a command, a button is
looked up among those last offered, and a turn is sealed and written in one transaction.
"""

from __future__ import annotations

import asyncio
import base64
import binascii
import logging
import time
from collections.abc import Callable
from datetime import datetime
from typing import Any

from bot import vault
from bot.dialogue import knoppen
from bot.dialogue.agent import Bot, knop
from bot.dialogue.beeld import Beeld, FouteCode, GeenGesprek, SlechteInvoer
from bot.dialogue.beurt import Uitkomst, lees_beurt
from bot.dialogue.locks import Locks
from bot.dialogue.menskant import Menskant
from bot.dialogue.vertoning import vertoon
from bot.intake import getypt
from bot.intake.openingstijden import NEDERLAND, Openingstijden
from bot.intake.states import IllegalTransition, Staat, Stap
from bot.intake.teksten import bubbels
from bot.records import accounts, gesprekken, overdrachten, terugkeer
from bot.records.bell import Bell
from bot.records.database import Database

log = logging.getLogger("eerstjij")


def nu() -> datetime:
    """Return the time in the Netherlands."""
    return datetime.now(NEDERLAND)


#: Buttons after which the bot may have the word again.
_NAAR_BOT = ("verder_met_bot", "intrekken")


class Router:
    """One for each chat process. *bell* may be started later, by the app."""

    def __init__(
        self,
        database: Database,
        bot: Bot,
        openingstijden: Openingstijden,
        bell: Bell | None = None,
        klok: Callable[[], datetime] = nu,
    ) -> None:
        self.database = database
        self.bot = bot
        self.bell = bell or Bell(database)
        self._hours = openingstijden
        self._clock = klok
        self._locks = Locks(database)
        self._mens = Menskant(database, bot, klok)

    async def begin(self) -> str:
        """Start a conversation with the bot's first words; return the cookie's value."""
        key = vault.new_key()
        with self.database.begin() as s:
            gesprekken.begin(s, key, self._today())
        await self._bot_turn(key, knop("begin", ""), "", zichtbaar=None)
        return _cookie(key)

    async def beeld(self, cookie: str, na: int = 0) -> Beeld:
        """Return what the page shows, bubbles after number *na* only; raises `GeenGesprek`."""
        key = _key(cookie)
        with self.database.read() as s:
            try:
                return vertoon(s, key, na)
            except (gesprekken.Onbekend, vault.Unreadable):
                raise GeenGesprek from None

    async def bericht(
        self,
        cookie: str,
        tekst: str | None = None,
        keuze: str | None = None,
        regels: list[str] | None = None,
        client_id: str | None = None,
    ) -> None:
        """Take one message or one pressed button.

        *client_id* makes it count once, however often it is sent. Raises `GeenGesprek`, and
        `SlechteInvoer` with a sentence for the reader and the text they typed.
        """
        key = _key(cookie)
        async with self._locks.hold(vault.conversation_id(key)):
            gesprek, geheugen = self._open(key)
            with self.database.read() as s:
                if client_id and gesprekken.gezien(s, gesprek.id, client_id):
                    return
            if keuze is not None:
                await self._keuze(key, gesprek, geheugen, keuze, regels, client_id)
            else:
                await self._tekst(key, gesprek, self._keur(tekst or ""), client_id)

    async def wis(self, cookie: str) -> None:
        """Delete everything of this conversation, at once; an unknown one is no error."""
        try:
            key = _key(cookie)
        except GeenGesprek:
            return
        gesprek_id = vault.conversation_id(key)
        async with self._locks.hold(gesprek_id):
            with self.database.begin() as s:
                gesprekken.wis(s, gesprek_id)

    async def weg(self, cookie: str) -> None:
        """Quick exit: what no code and no team can open any more is deleted."""
        try:
            key = _key(cookie)
        except GeenGesprek:
            return
        gesprek_id = vault.conversation_id(key)
        async with self._locks.hold(gesprek_id):
            with self.database.begin() as s:
                try:
                    gesprek = gesprekken.get(s, gesprek_id)
                except gesprekken.Onbekend:
                    return
                if gesprek.overdracht_id is None and not terugkeer.bestaat(s, gesprek_id):
                    gesprekken.wis(s, gesprek_id)

    async def terug(self, code: str) -> str:
        """Open a conversation with its terugkeercode; return the cookie's value.

        Raises `FouteCode` with a sentence for the reader.
        """
        try:
            words = vault.normalise(code[:500])
        except vault.BadCode as error:
            raise FouteCode(_code_melding(error)) from None
        with self.database.read() as s:
            found = terugkeer.kandidaten(s, words)
        opened = await asyncio.to_thread(terugkeer.probeer, words, found)
        if opened is None:
            raise FouteCode("Deze code klopt niet. Kijk de woorden na. De volgorde telt ook.")
        key, record_id = opened
        with self.database.begin() as s:
            terugkeer.tel(s, record_id)
        await self._welkom_terug(key)
        return _cookie(key)

    async def wacht_op_nieuws(self, cookie: str, na: int, timeout: float) -> bool:
        """Wait at most *timeout* seconds for a bubble after number *na*; raises `GeenGesprek`."""
        gesprek_id = vault.conversation_id(_key(cookie))
        end = time.monotonic() + timeout
        while True:
            count = self.bell.count
            with self.database.read() as s:
                try:
                    if gesprekken.get(s, gesprek_id).volgnr > na:
                        return True
                except gesprekken.Onbekend:
                    raise GeenGesprek from None
            left = end - time.monotonic()
            if left <= 0:
                return False
            await self.bell.wait(count, left)

    # -- one message ---------------------------------------------------------------------------

    def _keur(self, tekst: str) -> str:
        clean = getypt.schoon(tekst)
        if not clean:
            raise SlechteInvoer(self._zin("utter_leeg"))
        if len(clean) > getypt.MAX_TEKENS:
            raise SlechteInvoer(self._zin("utter_te_lang"), clean)
        return clean

    async def _tekst(
        self, key: bytes, gesprek: gesprekken.Gesprek, tekst: str, client_id: str | None
    ) -> None:
        if gesprek.staat is not Staat.BOT:
            await self._mens.tekst(key, gesprek, tekst, client_id)
            return
        try:
            parsed = await self.bot.begrijp(tekst)
        except Exception as error:
            self._storing(key, gesprek, tekst, client_id, error)
            return
        await self._bot_turn(key, parsed, tekst, zichtbaar=tekst, client_id=client_id)

    async def _keuze(
        self,
        key: bytes,
        gesprek: gesprekken.Gesprek,
        geheugen: dict[str, Any],
        keuze: str,
        regels: list[str] | None,
        client_id: str | None,
    ) -> None:
        if keuze == "code":
            await self._geef_code(key, gesprek)
        elif gesprek.staat is not Staat.BOT or _is_opvolging(keuze):
            try:
                await self._mens.keuze(key, gesprek, geheugen, keuze, client_id)
            except (IllegalTransition, gesprekken.Verlopen):
                raise SlechteInvoer(self._zin("utter_oude_knop")) from None
            if keuze in _NAAR_BOT and self._open(key)[0].staat is Staat.BOT:
                await self._bot_turn(key, knop("hervat", ""), "", zichtbaar=None)
        elif keuze in {k.id for k in knoppen.ALTIJD_BOT}:
            titel = next(k.tekst for k in knoppen.ALTIJD_BOT if k.id == keuze)
            await self._bot_turn(
                key, knop(keuze, titel), titel, zichtbaar=titel, client_id=client_id
            )
        else:
            await self._geboden_knop(key, geheugen, keuze, regels, client_id)

    async def _geboden_knop(
        self,
        key: bytes,
        geheugen: dict[str, Any],
        keuze: str,
        regels: list[str] | None,
        client_id: str | None,
    ) -> None:
        record = next((k for k in geheugen.get("knoppen", []) if k["id"] == keuze), None)
        if record is None:
            if keuze in geheugen.get("vorige", []):
                return  # pressed twice: the first press was answered
            raise SlechteInvoer(self._zin("utter_oude_knop"))
        intent, entities = knoppen.ontleed(record["payload"])
        await self._bot_turn(
            key,
            knop(intent, record["titel"], entities),
            record["titel"],
            zichtbaar=record["titel"],
            client_id=client_id,
            regels=regels or [],
        )

    async def _bot_turn(
        self,
        key: bytes,
        parsed: dict[str, Any],
        tekst: str,
        *,
        zichtbaar: str | None,
        client_id: str | None = None,
        regels: list[str] | None = None,
    ) -> None:
        """Let Rasa answer, then write what the person said and the answer together."""
        gesprek, geheugen = self._open(key)
        wereld = {**self._wereld(), "regels": regels, "tekst": tekst}
        wereld["via"] = "tekst" if regels is None and zichtbaar else "knop"
        try:
            beurt = await self.bot.antwoord(gesprek.id, geheugen.get("rasa", {}), parsed, wereld)
            uitkomst = lees_beurt(beurt, geheugen)
        except Exception as error:
            self._storing(key, gesprek, zichtbaar, client_id, error)
            return
        if uitkomst.wissen:
            with self.database.begin() as s:
                gesprekken.wis(s, gesprek.id)
            return
        code = None
        if (uitkomst.code or uitkomst.overdracht) and not uitkomst.geheugen.get("code"):
            code = await asyncio.to_thread(terugkeer.trek, key)
        self._schrijf(key, gesprek, uitkomst, zichtbaar, client_id, code)

    def _schrijf(
        self,
        key: bytes,
        gesprek: gesprekken.Gesprek,
        uitkomst: Uitkomst,
        zichtbaar: str | None,
        client_id: str | None,
        code: terugkeer.NieuweCode | None,
    ) -> None:
        geheugen, gezegd = uitkomst.geheugen, list(uitkomst.bubbels)
        with self.database.begin() as s:
            now = gesprekken.get(s, gesprek.id)
            if (now.staat, now.versie) != (gesprek.staat, gesprek.versie):
                raise GeenGesprek  # cannot happen under the lock; never answer in a wrong state
            if zichtbaar is not None:
                self._zeg(s, key, gesprek.id, "jij", zichtbaar, client_id=client_id)
            if code is not None:
                terugkeer.bewaar(s, code)
                geheugen["code"] = code.woorden
            if uitkomst.overdracht is not None:
                gezegd += self._draag_over(s, key, now, uitkomst.overdracht, geheugen)
            elif uitkomst.code:
                gezegd += self._code_bubbels(geheugen["code"])
            for bubbel in gezegd:
                self._bubbel(s, key, gesprek.id, bubbel)
            gesprekken.onthoud(s, key, geheugen)

    def _draag_over(
        self,
        s: Any,
        key: bytes,
        gesprek: gesprekken.Gesprek,
        opdracht: dict[str, Any],
        geheugen: dict[str, Any],
    ) -> list[dict[str, Any]]:
        """Seal the samenvatting to the chosen team and start waiting; return what is said."""
        teams = accounts.teams(s)
        chosen = [t for t in teams if t.id in (opdracht.get("teams") or [])] or teams
        kop = {"sinds": self._clock().timestamp(), "gevaar": opdracht.get("gevaar")}
        overdracht = overdrachten.maak(
            s, key, chosen[0], kop, opdracht["samenvatting"], self._today()
        )
        gesprekken.zet_staat(s, gesprek, Stap.OVERDRAGEN, overdracht.id)
        geheugen.update(knoppen=[], wacht_gezegd=False)
        opent = self._hours.opent(self._clock())
        if opent is not None:
            texts = bubbels("utter_overdracht_niemand", opent=opent)
        elif overdrachten.iemand_aanwezig(s, [chosen[0].id], self._clock().timestamp()):
            texts = bubbels("utter_overdracht_klaar")
        else:
            texts = bubbels("utter_overdracht_wacht")
        return [_bot(t) for t in texts] + self._code_bubbels(geheugen["code"])

    async def _geef_code(self, key: bytes, gesprek: gesprekken.Gesprek) -> None:
        _, geheugen = self._open(key)
        code = None
        if not geheugen.get("code"):
            code = await asyncio.to_thread(terugkeer.trek, key)
            geheugen["code"] = code.woorden
        with self.database.begin() as s:
            if code is not None:
                terugkeer.bewaar(s, code)
                gesprekken.onthoud(s, key, geheugen)
            for bubbel in self._code_bubbels(geheugen["code"]):
                self._bubbel(s, key, gesprek.id, bubbel)

    def _code_bubbels(self, code: str) -> list[dict[str, Any]]:
        texts = [_bot(t) for t in bubbels("utter_code_uitleg")]
        return [*texts, {**_bot(""), "paneel": {"soort": "code", "woorden": code.split()}}]

    async def _welkom_terug(self, key: bytes) -> None:
        try:
            gesprek, _ = self._open(key)
        except GeenGesprek:
            raise FouteCode("Deze code klopt niet. Kijk de woorden na.") from None
        with self.database.begin() as s:
            for text in bubbels("utter_terug_welkom"):
                self._bubbel(s, key, gesprek.id, _bot(text))
        if gesprek.staat is Staat.BOT:
            await self._bot_turn(key, knop("hervat", ""), "", zichtbaar=None)

    # -- small things --------------------------------------------------------------------------

    def _open(self, key: bytes) -> tuple[gesprekken.Gesprek, dict[str, Any]]:
        with self.database.read() as s:
            try:
                gesprek = gesprekken.get(s, vault.conversation_id(key))
                return gesprek, gesprekken.geheugen(s, key)
            except (gesprekken.Onbekend, vault.Unreadable):
                raise GeenGesprek from None

    def _wereld(self) -> dict[str, Any]:
        """Return what the actions may know of the world around the talk."""
        moment = self._clock()
        with self.database.read() as s:
            teams = accounts.teams(s)
            there = overdrachten.iemand_aanwezig(s, [t.id for t in teams], moment.timestamp())
        is_open = self._hours.is_open(moment)
        return {
            "aanwezig": there and is_open,
            "open": is_open,
            "opent": self._hours.opent(moment),
            "teams": [{"id": t.id, "naam": t.naam} for t in teams],
        }

    def _storing(
        self,
        key: bytes,
        gesprek: gesprekken.Gesprek,
        zichtbaar: str | None,
        client_id: str | None,
        error: Exception,
    ) -> None:
        """Say that something broke; what the person said is kept."""
        log.error("turn failed: %s", type(error).__name__)
        with self.database.begin() as s:
            if zichtbaar is not None:
                self._zeg(s, key, gesprek.id, "jij", zichtbaar, client_id=client_id)
            for text in bubbels("utter_storing"):
                self._bubbel(s, key, gesprek.id, _bot(text))

    def _zeg(
        self, s: Any, key: bytes, gesprek_id: str, van: str, tekst: str, *, client_id: str | None
    ) -> None:
        bubbel = {"van": van, "tekst": tekst}
        self._bubbel(s, key, gesprek_id, bubbel, client_id=client_id)

    def _bubbel(
        self,
        s: Any,
        key: bytes,
        gesprek_id: str,
        bubbel: dict[str, Any],
        *,
        client_id: str | None = None,
    ) -> None:
        inhoud = {**bubbel, "tijd": self._clock().strftime("%H:%M")}
        try:
            gesprekken.voeg_toe(s, gesprek_id, key, inhoud, self._today(), client_id=client_id)
        except gesprekken.Onbekend:
            raise GeenGesprek from None

    def _zin(self, response: str) -> str:
        return " ".join(bubbels(response))

    def _today(self) -> Any:
        return self._clock().date()


def _bot(tekst: str) -> dict[str, Any]:
    return {"van": "bot", "tekst": tekst}


def _is_opvolging(keuze: str) -> bool:
    return keuze.split(":")[0] in ("klopt_niet", "nog_nodig")


def _cookie(key: bytes) -> str:
    return base64.urlsafe_b64encode(key).decode().rstrip("=")


def _key(cookie: str) -> bytes:
    try:
        key = base64.b64decode(cookie + "=", altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raise GeenGesprek from None
    if len(key) != 32:
        raise GeenGesprek
    return key


def _code_melding(error: vault.BadCode) -> str:
    if error.unknown:
        woord = error.unknown[0][:20]
        return f"Het woord \u201c{woord}\u201d ken ik niet. Kijk de code nog een keer na."
    return f"De code heeft 7 woorden. Je typte er {error.count}."
