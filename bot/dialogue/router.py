"""The router: owns who answers, and is the only door between a page and the talk.

In state `bot` Rasa answers; in `wacht` and `mens` Rasa is not called, only the crisis detector
reads along while somebody waits (design section 4). Typed text is never a command, a button is
looked up among those last offered, and a turn is sealed and written in one transaction.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime

from bot import vault
from bot.dialogue import knoppen, wisvraag
from bot.dialogue.aangeboden import geboden, keur
from bot.dialogue.agent import Bot, knop
from bot.dialogue.beeld import Beeld, FouteCode, GeenGesprek, SlechteInvoer
from bot.dialogue.botkant import Botkant, Zegt
from bot.dialogue.geopend import Open, open_gesprek
from bot.dialogue.locks import Locks
from bot.dialogue.menskant import Menskant
from bot.dialogue.terugkomst import Terugkomst
from bot.dialogue.vertoning import vertoon
from bot.intake.openingstijden import NEDERLAND, Openingstijden
from bot.intake.states import IllegalTransition, Staat
from bot.intake.teksten import zin
from bot.records import accounts, gesprekken, termijnen, terugkeer, wissen
from bot.records.bell import Bell
from bot.records.database import Database
from bot.records.volgnummers import Volgnummers
from bot.vault.tokens import lees_token, schrijf_token


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
        escalatie_uren: int = 4,
    ) -> None:
        self.database = database
        self.bell = bell or Bell(database)
        self._volgnummers = Volgnummers(database)
        self._locks = Locks(database)
        self._bot = Botkant(database, bot, openingstijden, klok)
        self._terugkomst = Terugkomst(database)
        self._mens = Menskant(database, bot, klok, self._bot.wereld, escalatie_uren)
        self._clock = klok

    def gezond(self) -> None:
        """Read the database once; raises where it is away."""
        with self.database.read() as s:
            accounts.heeft_leden(s)

    async def begin(self) -> str:
        """Start a conversation with the bot's first words; return the cookie's value."""
        key = vault.new_key()
        await self._bot.begin(key)
        return schrijf_token(key)

    async def beeld(self, cookie: str, na: int = 0) -> Beeld:
        """Return what the page shows, bubbles after number *na* only; raises `GeenGesprek`."""
        key = _key(cookie)
        gesprek, beeld, achter = self._kijk(key, na)
        if achter:
            await self._werk_bij(key)
            gesprek, beeld, _ = self._kijk(key, na)
        if gesprek.wacht_jij is not None:
            self._zag(gesprek.id)
        return beeld

    def _kijk(self, key: bytes, na: int) -> tuple[gesprekken.Gesprek, Beeld, bool]:
        """Return the talk, its page, and whether the person is to be told something."""
        vandaag = self._clock().date()
        with self.database.read() as s:
            try:
                gesprek, geheugen = gesprekken.geopend(s, key)
                achter = self._mens.loopt_achter(s, key, gesprek, geheugen)
                return gesprek, vertoon(s, key, gesprek, geheugen, na, vandaag), achter
            except (gesprekken.Onbekend, vault.Unreadable):
                raise GeenGesprek from None

    async def bericht(
        self,
        cookie: str,
        tekst: str | None = None,
        keuze: str | None = None,
        regels: list[str] | None = None,
        client_id: str | None = None,
        gezien: int | None = None,
    ) -> None:
        """Take one message or one pressed button.

        *client_id* makes it count once, however often it is sent; *gezien* is the last bubble on
        the page of the button, None where it does not say. Raises `GeenGesprek`, and
        `SlechteInvoer` with a sentence for the reader and the text they typed.
        """
        key = _key(cookie)
        async with self._locks.hold(vault.conversation_id(key)):
            van = open_gesprek(self.database, key, client_id)
            if van.gezien:
                return
            try:
                if (
                    keuze in knoppen.OP_DE_VRAAG
                    and gezien is not None
                    and gezien < van.gesprek.volgnr
                ):
                    raise SlechteInvoer(zin("utter_oude_knop"))
                if keuze is not None:
                    await self._keuze(key, van, keuze, regels, client_id)
                else:
                    await self._tekst(key, van, keur(tekst or ""), client_id)
            except gesprekken.Onbekend:  # expired or wiped under our hands
                raise GeenGesprek from None

    async def wis(self, cookie: str) -> None:
        """Delete everything of this conversation, at once; an unknown one is no error."""
        try:
            key = _key(cookie)
        except GeenGesprek:
            return
        gesprek_id = vault.conversation_id(key)
        async with self._locks.hold(gesprek_id):
            with self.database.begin() as s:
                wissen.wis(s, gesprek_id)

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
                    wissen.wis(s, gesprek_id)

    async def terug(self, code: str) -> str:
        """Open a conversation with its terugkeercode; return the cookie's value.

        Raises `FouteCode` with a sentence for the reader.
        """
        key = await self._terugkomst.sleutel(code)
        await self._welkom_terug(key)
        return schrijf_token(key)

    async def wacht_op_nieuws(self, cookie: str, na: int, timeout: float) -> bool:
        """Wait at most *timeout* seconds for a bubble after number *na*; raises `GeenGesprek`."""
        key = _key(cookie)
        gesprek_id = vault.conversation_id(key)
        await self._bij(key)
        end = time.monotonic() + timeout
        ring = None
        with self._volgnummers.wachter(gesprek_id):
            while True:
                count = self.bell.count
                try:
                    if self._volgnummers.laatste(gesprek_id, ring) > na:
                        return True
                except gesprekken.Onbekend:
                    raise GeenGesprek from None
                left = end - time.monotonic()
                if left <= 0 or self.bell.closed:
                    return False
                ring = self.bell.count if await self.bell.wait(count, left) else None

    async def _bij(self, key: bytes) -> None:
        """Bring the talk up to date: tell who is left alone or waits too long that it is so."""
        with self.database.read() as s:
            try:
                achter = self._mens.loopt_achter(s, key, *gesprekken.geopend(s, key))
            except (gesprekken.Onbekend, vault.Unreadable):
                return
        if achter:
            await self._werk_bij(key)

    async def _werk_bij(self, key: bytes) -> None:
        async with self._locks.hold(vault.conversation_id(key)):
            with self.database.begin() as s:
                self._mens.werk_bij(s, key)

    def _zag(self, gesprek_id: str) -> None:
        """Keep that the person has seen what a hulpverlener wrote."""
        with self.database.begin() as s:
            termijnen.zag(s, gesprek_id, "jij", self._clock().date())

    async def _tekst(
        self,
        key: bytes,
        van: Open,
        tekst: str,
        client_id: str | None,
    ) -> None:
        gesprek = van.gesprek
        if gesprek.staat is Staat.BOT:
            await self._bot.tekst(key, tekst, client_id, van)
            return
        keuze = knoppen.getypt(tekst, gesprek.staat, wisvraag.staat_open(gesprek, van.geheugen))
        if keuze is not None:
            await self._keuze(key, van, keuze, None, client_id, getypt=tekst)
            return
        await self._mens.tekst(key, gesprek, tekst, client_id)

    async def _keuze(
        self,
        key: bytes,
        van: Open,
        keuze: str,
        regels: list[str] | None,
        client_id: str | None,
        getypt: str | None = None,
    ) -> None:
        altijd = {k.id: k.tekst for k in knoppen.ALTIJD_BOT}
        if keuze == "code":
            await self._bot.geef_code(key, client_id, getypt)
        elif keuze == knoppen.BEWAARD.id:
            self._bot.code_bewaard(key)
        elif van.gesprek.staat is not Staat.BOT or _is_opvolging(keuze):
            await self._mens_keuze(key, van, keuze, client_id, getypt)
        elif keuze in _NAAR_BOT:
            # An old page; or the process ended between this step and its question.
            self._mens.meld_bot(key, van.gesprek.id)
            await self._bot.hervat(key)
        elif keuze in altijd:
            titel = altijd[keuze]
            await self._bot.turn(key, Zegt(knop(keuze, titel), titel, client_id=client_id), van)
        else:
            zegt = geboden(van.geheugen, keuze, regels, client_id)
            if zegt is not None:
                await self._bot.turn(key, zegt, van)

    async def _mens_keuze(
        self,
        key: bytes,
        van: Open,
        keuze: str,
        client_id: str | None,
        getypt: str | None,
    ) -> None:
        try:
            await self._mens.keuze(key, van.gesprek, van.geheugen, keuze, client_id, getypt)
        except (IllegalTransition, gesprekken.Verlopen):
            raise SlechteInvoer(zin("utter_oude_knop")) from None
        if keuze in _NAAR_BOT and open_gesprek(self.database, key).gesprek.staat is Staat.BOT:
            await self._bot.hervat(key)

    async def _welkom_terug(self, key: bytes) -> None:
        async with self._locks.hold(vault.conversation_id(key)):
            try:
                gesprek = open_gesprek(self.database, key).gesprek
                with self.database.begin() as s:
                    nu_ = gesprekken.geopend(s, key)
                    lang = self._mens.wacht_te_lang(s, key, *nu_, opnieuw=True)
                    self._bot.welkom_terug(s, key, groet=not lang)
                    self._mens.meld_wachten(s, key, opnieuw=True)
            except (GeenGesprek, gesprekken.Onbekend):
                raise FouteCode(zin("utter_code_klopt_niet")) from None
            if gesprek.staat is Staat.BOT:
                await self._bot.hervat(key)


def _is_opvolging(keuze: str) -> bool:
    return keuze.split(":")[0] in ("klopt_niet", "nog_nodig")


def _key(cookie: str) -> bytes:
    key = lees_token(cookie)
    if key is None:
        raise GeenGesprek
    return key
