"""The talk while a human answers, is awaited, or has closed it: Rasa is not called here."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime
from typing import Any

from bot.dialogue import wisvraag
from bot.dialogue.agent import Bot
from bot.dialogue.menskeuze import Menskeuze
from bot.dialogue.wachtmelding import intake_van, zet_intake
from bot.intake import let_op, wachten
from bot.intake.crisis import SOORTEN as CRISES
from bot.intake.elders import elders
from bot.intake.herken import kaal
from bot.intake.ingang import als_invoer, als_wereld
from bot.intake.intake import Intake
from bot.intake.invoer import Invoer, Wereld
from bot.intake.meelezer import leest_niet_meer, word_gewoon, word_stil
from bot.intake.states import Staat
from bot.intake.talen import woordelijk
from bot.intake.tussendoor import zonder_politie
from bot.intake.uitkomst import Bericht
from bot.records import gesprekken, overdrachten
from bot.records.database import Database

log = logging.getLogger("eerstjij")


class Menskant(Menskeuze):
    """Writes what the person says into the overdracht, and answers only with fixed texts."""

    def __init__(
        self,
        database: Database,
        bot: Bot,
        klok: Callable[[], datetime],
        wereld: Callable[[], dict[str, Any]],
        escalatie_uren: int,
    ) -> None:
        super().__init__(database, klok, wereld, escalatie_uren)
        self._bot = bot

    async def tekst(
        self, key: bytes, gesprek: gesprekken.Gesprek, tekst: str, client_id: str | None
    ) -> None:
        """Keep *tekst* for the hulpverlener, and answer it while nobody is there.

        What it answers is the talk as it stood before (`wisvraag.staat_open`). A hulpverlener who
        was not seen for a while loses the case here: the person is told, and stands in the queue
        with the time they waited already.
        """
        invoer = await self._versta(tekst)
        wereld = als_wereld(self._world())
        with self._database.begin() as s:
            # Held from here on: what the desk does meanwhile comes wholly before it, or after.
            gesprek = gesprekken.get(s, gesprek.id, lock=True)
            overdracht = overdrachten.voor_gesprek(s, key, gesprek.overdracht_id or "")
            self._bubbel(s, overdracht, "jij", tekst, client_id)
            if self.laat_los(s, key, overdracht):
                gesprek = gesprekken.get(s, gesprek.id)
            geheugen = gesprekken.geheugen(s, key)
            invoer = wachten.in_gevaar(invoer, _gevaren(intake_van(geheugen), overdracht))
            mee = let_op.MEELEZER in self._noteer(s, key, overdracht, invoer)
            overdracht = self._stil_of_niet(s, key, overdracht, invoer, mee=mee)
            if self._in_taal(s, key, gesprek, overdracht, invoer, zeg=not mee) and not mee:
                return
            if gesprek.staat is Staat.MENS:
                self._bij_mens(s, key, gesprek, overdracht, invoer)
            else:
                eigen = wereld.met_teams(overdracht.team_ids)
                self._antwoord(s, key, gesprek, overdracht, invoer, eigen)
            if mee and invoer.intent in CRISES and not geheugen.get("stil"):
                self._zeg_zelf(s, key, gesprek.id, "utter_stil_erbij")

    def _noteer(
        self, s: Any, key: bytes, overdracht: overdrachten.Overdracht, invoer: Invoer
    ) -> tuple[str, ...]:
        """Note what the team must see first; return what of it is no danger (`let_op`)."""
        if invoer.intent in CRISES:
            ander = let_op.van_ander(invoer)
            overdrachten.zet_kop(s, overdracht, gevaar=invoer.intent, ander=ander)
        if invoer.intent == "geen_politie":
            geheugen = gesprekken.geheugen(s, key)
            zonder = zet_intake(geheugen, lambda intake: zonder_politie(intake, invoer))
            gesprekken.onthoud(s, key, zonder)
        soorten = let_op.let_op(invoer)
        for soort in soorten:
            overdrachten.let_op(s, overdracht, soort)
        return soorten

    def _stil_of_niet(
        self,
        s: Any,
        key: bytes,
        overdracht: overdrachten.Overdracht,
        invoer: Invoer,
        *,
        mee: bool,
    ) -> overdrachten.Overdracht:
        """Make all that is said from here on short and neutral, or as before; return the case so.

        *mee*: somebody reads along now. The hulpverlener is warned by its head, the bot by what it
        remembers. The way out is named once, after the answer to danger where there is some. It
        ends when the person says that nobody looks along any more.
        """
        geheugen = gesprekken.geheugen(s, key)
        stil = bool(geheugen.get("stil"))
        if not mee and not (stil and leest_niet_meer(invoer.getypt)):
            return overdracht
        if stil is not mee:
            maak = word_stil if mee else word_gewoon
            gesprekken.onthoud(s, key, zet_intake({**geheugen, "stil": mee}, maak))
            if not mee:
                overdrachten.let_niet_meer_op(s, overdracht, let_op.MEELEZER)
            if invoer.intent not in CRISES:
                zegt = "utter_stil_erbij" if mee else "utter_stil_voorbij"
                self._zeg_zelf(s, key, overdracht.gesprek_id, zegt)
        overdrachten.zet_kop(s, overdracht, stil=mee)
        return overdrachten.voor_gesprek(s, key, overdracht.id)

    def _in_taal(
        self,
        s: Any,
        key: bytes,
        gesprek: gesprekken.Gesprek,
        overdracht: overdrachten.Overdracht,
        invoer: Invoer,
        *,
        zeg: bool,
    ) -> bool:
        """Answer who asks for a language in it, in any state; the desk sees which. Tell if so.

        A closed talk is not opened by it: asking for a language is not asking for a human. Without
        *zeg* it is only noted.
        """
        taal = wachten.vraagt_taal(invoer)
        if taal is None:
            return False
        overdrachten.zet_kop(s, overdracht, taal=taal.naam)
        gesprekken.onthoud(s, key, {**gesprekken.geheugen(s, key), "taal": taal.code})
        if zeg:
            self._zeg_alles(s, key, gesprek.id, (wachten.in_taal(taal, gesprek.staat),))
        return True

    def _antwoord(
        self,
        s: Any,
        key: bytes,
        gesprek: gesprekken.Gesprek,
        overdracht: overdrachten.Overdracht,
        invoer: Invoer,
        wereld: Wereld,
    ) -> None:
        """Answer what was typed while nobody is there; into a closed talk it may open it again."""
        geheugen = gesprekken.geheugen(s, key)
        heropend = False
        if gesprek.staat is Staat.DICHT:
            if self._blijft_dicht(s, key, gesprek, invoer):
                return
            vraagt = wisvraag.staat_open(gesprek, geheugen)
            heropend = not wachten.blijft_dicht(invoer, vraagt)
        if heropend:
            self._heropenen(s, key, gesprek, None)
            gesprek, geheugen = gesprekken.get(s, gesprek.id), gesprekken.geheugen(s, key)
        if invoer.intent in CRISES:
            self._in_gevaar(s, key, overdracht, f"utter_wacht_crisis_{invoer.intent}", invoer)
            return
        antwoord = self._wachtantwoord(s, key, gesprek, geheugen, invoer, wereld)
        if heropend and antwoord.eenmaal == "utter_wacht_ontvangen":
            return  # "je wacht weer" was said already
        self._zeg_alles(s, key, gesprek.id, antwoord.berichten)
        if antwoord.doe is not None:
            self._stappen()[antwoord.doe](s, key, gesprek, geheugen)

    def _blijft_dicht(
        self, s: Any, key: bytes, gesprek: gesprekken.Gesprek, invoer: Invoer
    ) -> bool:
        """Ask who stopped waiting whether they want to wait again; tell whether that is all.

        What they asked is answered first.
        Nobody is put back into the queue unasked, but for danger: that is never left lying.
        """
        geheugen = gesprekken.geheugen(s, key)
        vraagt = wisvraag.staat_open(gesprek, geheugen)
        vraag = wachten.weer_wachten(invoer, geheugen.get("afgezien"), vraagt)
        if vraag is None:
            return False
        gesprekken.onthoud(s, key, {**geheugen, "afgezien": "gevraagd"})
        eerst = wachten.eerst(intake_van(geheugen), invoer)
        self._zeg_alles(s, key, gesprek.id, (*eerst, Bericht(vraag)))
        return True

    def _bij_mens(
        self,
        s: Any,
        key: bytes,
        gesprek: gesprekken.Gesprek,
        overdracht: overdrachten.Overdracht,
        invoer: Invoer,
    ) -> None:
        """Answer danger once to each who picks up, and name buttons; the rest is for the human."""
        nu = self._clock().timestamp()
        kijkt = overdrachten.beschikbaar(s, overdracht.eigenaar_id, nu)
        response = wachten.bij_mens(invoer, kijkt)
        if response is None:
            self._hint(s, key, gesprek.id, invoer)
            return
        geheugen = gesprekken.geheugen(s, key)
        eerder = _eerder(geheugen, "mens_gezegd", gesprek)
        if response in eerder:
            return
        gezegd = _gezegd(gesprek, [*eerder, response])
        gesprekken.onthoud(s, key, {**geheugen, "mens_gezegd": gezegd})
        self._in_gevaar(s, key, overdracht, response, invoer)

    def _in_gevaar(
        self, s: Any, key: bytes, overdracht: overdrachten.Overdracht, response: str, invoer: Invoer
    ) -> None:
        """Say *response*; in danger in another country that the number may not work there too."""
        self._zeg(s, overdracht, response)
        land = elders(intake_van(gesprekken.geheugen(s, key)), invoer.getypt)
        if land is not None and land.gevaar and invoer.intent in CRISES:
            self._zeg(s, overdracht, land.gevaar)

    def _wachtantwoord(
        self,
        s: Any,
        key: bytes,
        gesprek: gesprekken.Gesprek,
        geheugen: dict[str, Any],
        invoer: Invoer,
        wereld: Wereld,
    ) -> wachten.Antwoord:
        """Return what `wachten` answers, and remember what is not said twice."""
        zwaar, nu = geheugen.get("zwaar") or {"om": 0.0, "stil": 0}, self._clock().timestamp()
        eerder = tuple(_eerder(geheugen, "wacht_gezegd", gesprek))
        gezegd = wachten.nog_gezegd(eerder, zwaar["stil"], nu - zwaar["om"])
        vraagt = wisvraag.staat_open(gesprek, geheugen)
        antwoord = wachten.antwoord(intake_van(geheugen), invoer, wereld, gezegd, vraagt)
        erbij = (*antwoord.genoemd, *((antwoord.eenmaal,) if antwoord.eenmaal else ()))
        stil = not antwoord.berichten and antwoord.doe is None
        if erbij or stil:
            lijst = list(dict.fromkeys((*eerder, *erbij)))
            nieuw = {**geheugen, "wacht_gezegd": _gezegd(gesprek, lijst)}
            nieuw["zwaar"] = {**zwaar, "stil": zwaar["stil"] + 1 if stil else zwaar["stil"]}
            if antwoord.eenmaal == wachten.ZWAAR:
                nieuw["zwaar"] = {"om": nu, "stil": 0}
            gesprekken.onthoud(s, key, nieuw)
        return antwoord

    def _hint(self, s: Any, key: bytes, gesprek_id: str, invoer: Invoer) -> None:
        """Name the button for what only a button does; say nothing to anything else."""
        response = wachten.hint(invoer)
        if response is not None:
            self._zeg_zelf(s, key, gesprek_id, response)

    def meld_bot(self, key: bytes, gesprek_id: str) -> None:
        """Say that the bot has the word: to who asks for that while it is so already."""
        with self._database.begin() as s:
            self._zeg_zelf(s, key, gesprek_id, "utter_weer_bot")

    async def _versta(self, tekst: str) -> Invoer:
        """Return what *tekst* says; where the understanding fails it is only kept."""
        try:
            gehoord = await self._bot.begrijp(tekst)
        except Exception as error:
            log.error("understanding failed: %s", type(error).__name__)
            gehoord = {"intent": {"name": "nlu_fallback"}}
        invoer = als_invoer({**gehoord, "metadata": {"tekst": tekst, "via": "tekst"}})
        vreemd = woordelijk(kaal(invoer.getypt)) is not None
        return invoer if invoer.intent in CRISES and not vreemd else wachten.versta(invoer)


def _eerder(geheugen: dict[str, Any], wat: str, gesprek: gesprekken.Gesprek) -> list[str]:
    """Return the lines that were said since the state of the talk last changed.

    Its version changes with each who picks up, gives back, takes over or leaves: who then waits,
    or talks with somebody else, is told anew what happens with what they type.
    """
    gezegd = geheugen.get(wat) or {}
    return gezegd["lijst"] if gezegd.get("versie") == gesprek.versie else []


def _gezegd(gesprek: gesprekken.Gesprek, lijst: list[str]) -> dict[str, Any]:
    """Return *lijst* as `_eerder` reads it."""
    return {"versie": gesprek.versie, "lijst": lijst}


def _gevaren(intake: Intake, overdracht: overdrachten.Overdracht) -> set[str | None]:
    """Return the kinds of danger that were spoken of in this talk."""
    later = (een["soort"] for een in overdracht.kop.get("later", ()))
    eerder = (gevaar.soort for gevaar in intake.gevaar)
    return {overdracht.kop.get("gevaar"), *later, *eerder}
