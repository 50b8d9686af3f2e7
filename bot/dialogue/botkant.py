"""The talk while the bot answers: one turn of Rasa, sealed and written in one transaction."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot import vault
from bot.dialogue.agent import Bot, knop
from bot.dialogue.beeld import GeenGesprek
from bot.dialogue.beurt import Uitkomst, lees_beurt
from bot.dialogue.geopend import Open, open_gesprek
from bot.dialogue.wachtmelding import intake_van
from bot.intake import toon
from bot.intake.behoeften import waarover
from bot.intake.datum import dag_in_woorden, stempel
from bot.intake.openingstijden import Openingstijden
from bot.intake.states import Stap
from bot.intake.teksten import bubbels
from bot.records import accounts, gesprekken, ontvangst, overdrachten, terugkeer, wissen
from bot.records.database import Database

log = logging.getLogger("eerstjij")

#: Uses of a code that are remembered for its owner.
GEBRUIK_MAX = 50


@dataclass(frozen=True)
class Zegt:
    """What the person did: *parsed* for Rasa, *tekst* as it stands in the talk (None: nothing).

    *getypt* tells words from a button; *regels* are the lines ticked with it.
    """

    parsed: dict[str, Any] = field(repr=False)
    tekst: str | None = field(default=None, repr=False)
    getypt: bool = False
    client_id: str | None = None
    regels: tuple[str, ...] = ()


class Botkant:
    """Lets Rasa answer, and does what the answer asks for: hand over, give the code, wipe."""

    def __init__(
        self,
        database: Database,
        bot: Bot,
        openingstijden: Openingstijden,
        klok: Callable[[], datetime],
    ) -> None:
        self._database = database
        self._bot = bot
        self._hours = openingstijden
        self._clock = klok

    async def begin(self, key: bytes) -> None:
        """Say the first words of a new conversation."""
        with self._database.begin() as s:
            gesprekken.begin(s, key, self._clock().date())
        await self.turn(key, Zegt(knop("begin", "")))

    async def hervat(self, key: bytes) -> None:
        """Ask the current question again, after somebody came back."""
        await self.turn(key, Zegt(knop("hervat", "")))

    async def tekst(self, key: bytes, tekst: str, client_id: str | None, van: Open) -> None:
        """Answer what somebody typed; *van* is the talk as it stands."""
        try:
            parsed = await self._bot.begrijp(tekst)
        except Exception as error:
            self._storing(key, Zegt({}, tekst, client_id=client_id), error)
            return
        await self.turn(key, Zegt(parsed, tekst, getypt=True, client_id=client_id), van)

    async def turn(self, key: bytes, zegt: Zegt, van: Open | None = None) -> None:
        """Let Rasa answer, then write what the person said and the answer together.

        *van* is the talk as it stands, where the caller has it open.
        """
        van = van or open_gesprek(self._database, key)
        gesprek, geheugen = van.gesprek, van.geheugen
        wereld = {
            **self.wereld(),
            "regels": list(zegt.regels),
            "tekst": zegt.tekst or "",
            "via": "tekst" if zegt.getypt else "knop",
        }
        try:
            beurt = await self._bot.antwoord(
                gesprek.id, geheugen.get("rasa", {}), zegt.parsed, wereld
            )
            uitkomst = lees_beurt(beurt, geheugen)
        except Exception as error:
            self._storing(key, zegt, error)
            return
        if uitkomst.wissen:
            with self._database.begin() as s:
                wissen.wis(s, gesprek.id)
            return
        code = None
        if (uitkomst.code or uitkomst.overdracht) and not uitkomst.geheugen.get("code"):
            code = await asyncio.to_thread(terugkeer.trek, self._database.kluis, key)
        self._schrijf(key, gesprek, uitkomst, zegt, code)

    async def geef_code(self, key: bytes, client_id: str | None, getypt: str | None) -> None:
        """Show the terugkeercode, always the same; *getypt* asked for it, None for a button."""
        van = open_gesprek(self._database, key)
        gesprek, geheugen = van.gesprek, van.geheugen
        code = None
        if not geheugen.get("code"):
            code = await asyncio.to_thread(terugkeer.trek, self._database.kluis, key)
            geheugen["code"] = code.woorden
        geheugen["code_vraag"] = not geheugen.get("code_bewaard")
        with self._database.begin() as s:
            if code is not None:
                terugkeer.bewaar(s, code)
            gesprekken.onthoud(s, key, geheugen)
            self._jij(s, key, Zegt({}, getypt, client_id=client_id), _code_bubbels(geheugen))
            if client_id is not None and getypt is None:
                ontvangst.merk(s, gesprek.id, client_id)

    def code_bewaard(self, key: bytes) -> None:
        """Take it that the person kept the words; the button is not shown again."""
        geheugen = open_gesprek(self._database, key).geheugen
        with self._database.begin() as s:
            gesprekken.onthoud(s, key, {**geheugen, "code_bewaard": True, "code_vraag": False})
            self._zeg(s, key, "utter_code_bewaard")

    def welkom_terug(self, s: Any, key: bytes, *, groet: bool) -> None:
        """Welcome who came back, and say how often the code was used before, and when last.

        Without *groet* where more is said: three bubbles a turn are enough to read.
        So they can see whether somebody else looked. Every use counts: a message since then may be
        the stranger's own. When it was used is sealed with the rest.
        """
        geheugen, nu = gesprekken.geheugen(s, key), self._clock()
        gebruikt = geheugen.get("code_gebruik", [])
        if groet:
            self._groet(s, key, geheugen)
        if gebruikt:
            keer = f"{len(gebruikt)} keer" + (" of meer" if len(gebruikt) == GEBRUIK_MAX else "")
            wanneer = gebruikt[-1]["wanneer"]
            self._zeg(s, key, "utter_code_gebruikt", keer=keer, wanneer=wanneer)
        else:
            self._zeg(s, key, "utter_code_alleen_nu")
        nieuw = {"wanneer": f"{nu.day}-{nu.month}-{nu.year} om {nu:%H:%M}"}
        geheugen["code_gebruik"] = [*gebruikt, nieuw][-GEBRUIK_MAX:]
        gesprekken.onthoud(s, key, geheugen)

    def _groet(self, s: Any, key: bytes, geheugen: Mapping[str, Any]) -> None:
        """Welcome who came back, and say which talk this is: since which day, and over what.

        Neither stands on a watched screen.
        """
        wensen = waarover(intake_van(geheugen).wensen)
        dag = dag_in_woorden(gesprekken.get(s, vault.conversation_id(key)).begonnen)
        if geheugen.get("stil"):
            self._zeg(s, key, "utter_terug_welkom")
        elif wensen:
            self._zeg(s, key, "utter_code_wensen", dag=dag, wensen=wensen)
        else:
            self._zeg(s, key, "utter_code_sinds", dag=dag)

    def _laatste_eigen(self, s: Any, key: bytes) -> int:
        """Return the number of the person's own last message on the page, 0 where none is there.

        No further back than the page shows: what it costs does not grow with the talk.
        """
        gesprek_id = vault.conversation_id(key)
        keys = {o.id: o.key for o in overdrachten.van_gesprek(s, key)}
        na = gesprekken.get(s, gesprek_id).volgnr - gesprekken.TOON_MAX
        getoond = gesprekken.berichten(s, gesprek_id, lambda id_: keys.get(id_) if id_ else key, na)
        return max((b.volgnr for b in getoond if b.inhoud["van"] == "jij"), default=0)

    def _zeg(self, s: Any, key: bytes, response: str, /, **velden: str) -> None:
        """Say a fixed text that only the overlever reads."""
        gezegd = bubbels(_in_toon(gesprekken.geheugen(s, key), response), **velden)
        self._voeg_toe(s, key, [_bot(text) for text in gezegd])

    def _schrijf(
        self,
        key: bytes,
        gesprek: gesprekken.Gesprek,
        uitkomst: Uitkomst,
        zegt: Zegt,
        code: terugkeer.NieuweCode | None,
    ) -> None:
        geheugen, gezegd = uitkomst.geheugen, list(uitkomst.bubbels)
        with self._database.begin() as s:
            now = gesprekken.get(s, gesprek.id)
            if (now.staat, now.versie) != (gesprek.staat, gesprek.versie):
                raise GeenGesprek  # cannot happen under the lock; never answer in a wrong state
            if code is not None:
                terugkeer.bewaar(s, code)
                geheugen["code"] = code.woorden
            if uitkomst.overdracht is not None:
                self._jij(s, key, zegt)  # first: what is said up to here stays covered
                zegt, overdracht = Zegt({}), uitkomst.overdracht
                gezegd += self._draag_over(s, key, now, overdracht, geheugen)
            elif uitkomst.code:
                gezegd += _code_bubbels(geheugen)
            getoond = uitkomst.code or (uitkomst.overdracht and not geheugen.get("stil"))
            geheugen["code_vraag"] = bool(getoond) and not geheugen.get("code_bewaard")
            self._jij(s, key, zegt, gezegd)
            gesprekken.onthoud(s, key, geheugen)

    def _draag_over(
        self,
        s: Any,
        key: bytes,
        gesprek: gesprekken.Gesprek,
        opdracht: dict[str, Any],
        geheugen: dict[str, Any],
    ) -> list[dict[str, Any]]:
        """Seal the samenvatting to each team that was agreed to; return what is said."""
        moment, teams = self._clock(), list(opdracht["teams"])
        kop = {"sinds": moment.timestamp(), "gevaar": opdracht.get("gevaar")}
        kop |= {"stil": True} if geheugen.get("stil") else {}
        overdracht = overdrachten.maak(s, key, teams, kop, opdracht["samenvatting"], moment.date())
        gesprekken.zet_staat(s, gesprek, Stap.OVERDRAGEN, overdracht.id)
        bedekt = self._laatste_eigen(s, key)
        geheugen.update(knoppen=[], afgezien=None, bedekt=bedekt)
        opent = self._hours.opent(moment)
        if opent is not None:
            naam = "utter_overdracht_niemand"
        elif overdrachten.iemand_aanwezig(s, teams, moment.timestamp()):
            naam = "utter_overdracht_klaar"
        else:
            naam = "utter_overdracht_wacht"
        velden = {"opent": opent} if opent is not None else {}
        texts = bubbels(_in_toon(geheugen, naam), **velden)
        # On a watched screen the key to it all is shown to who asks for it.
        code = [] if geheugen.get("stil") else _code_bubbels(geheugen)
        return [_bot(t) for t in texts] + code

    def wereld(self) -> dict[str, Any]:
        """Return what an answer may know of the world around the talk."""
        moment = self._clock()
        with self._database.read() as s:
            teams = accounts.ontvangende_teams(s)
            there = overdrachten.aanwezige_teams(s, moment.timestamp())
            there &= {t.id for t in teams}
        is_open = self._hours.is_open(moment)
        return {
            "aanwezig": bool(there) and is_open,
            "open": is_open,
            # Without a team nobody comes at the opening hour either.
            "opent": self._hours.opent(moment) if teams else None,
            "teams": [
                {"id": t.id, "naam": t.naam, "aanwezig": t.id in there and is_open} for t in teams
            ],
        }

    def _storing(self, key: bytes, zegt: Zegt, error: Exception) -> None:
        """Say that something broke; what the person said is kept."""
        log.error("turn failed: %s", type(error).__name__)
        gezegd = [_bot(text) for text in bubbels("utter_storing")]
        with self._database.begin() as s:
            self._jij(s, key, zegt, gezegd)

    def _jij(self, s: Any, key: bytes, zegt: Zegt, gezegd: Sequence[dict[str, Any]] = ()) -> None:
        """Append what the person said, if anything, and what is answered."""
        if zegt.tekst:
            eigen = {"van": "jij", "tekst": zegt.tekst}
            self._voeg_toe(s, key, [eigen, *gezegd], zegt.client_id)
        elif gezegd:
            self._voeg_toe(s, key, gezegd)

    def _voeg_toe(
        self, s: Any, key: bytes, gezegd: Sequence[dict[str, Any]], client_id: str | None = None
    ) -> None:
        """Append bubbles; *client_id* belongs to the first."""
        moment = self._clock()
        inhoud = [{**bubbel, **stempel(moment)} for bubbel in gezegd]
        try:
            gesprekken.voeg_alle_toe(s, key, inhoud, moment.date(), client_id)
        except gesprekken.Onbekend:
            raise GeenGesprek from None


def _bot(tekst: str) -> dict[str, Any]:
    return {"van": "bot", "tekst": tekst}


def _in_toon(geheugen: Mapping[str, Any], response: str) -> str:
    return toon.stil(response) if geheugen.get("stil") else response


def _code_bubbels(geheugen: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the code that the talk remembers, with what it is for."""
    *eerst, laatste = [_bot(t) for t in bubbels(_in_toon(geheugen, "utter_code_uitleg"))]
    paneel = {"soort": "code", "woorden": geheugen["code"].split()}
    return [*eerst, {**laatste, "paneel": paneel}]
