"""The talk while a human answers, is awaited, or has closed it: Rasa is not called here."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from actions.actie import als_invoer, als_wereld
from bot import vault
from bot.dialogue.agent import CRISES, Bot
from bot.dialogue.beeld import SlechteInvoer
from bot.dialogue.schrijver import Schrijver
from bot.intake import sociale_kaart, wachten
from bot.intake.bewaren import te_lang
from bot.intake.intake import Intake
from bot.intake.invoer import Invoer, Wereld
from bot.intake.states import Staat, Stap
from bot.intake.teksten import zin
from bot.records import gesprekken, overdrachten
from bot.records.database import Database

log = logging.getLogger("eerstjij")

#: Other places of help that are shown to somebody who waits too long.
ELDERS = 3


class Menskant(Schrijver):
    """Writes what the person says into the overdracht, and answers only with fixed texts."""

    def __init__(
        self,
        database: Database,
        bot: Bot,
        klok: Callable[[], datetime],
        wereld: Callable[[], dict[str, Any]],
        escalatie_uren: int,
    ) -> None:
        super().__init__(klok)
        self._database = database
        self._bot = bot
        self._world = wereld
        self._uren = escalatie_uren

    async def tekst(
        self, key: bytes, gesprek: gesprekken.Gesprek, tekst: str, client_id: str | None
    ) -> None:
        """Keep *tekst* for the hulpverlener, and answer it while nobody is there.

        A hulpverlener who was not seen for a while loses the case here: the person is told, and
        stands in the queue with the time they waited already.
        """
        invoer = await self._versta(tekst)
        wereld = als_wereld(self._world())
        with self._database.begin() as s:
            gesprek = gesprekken.get(s, gesprek.id)
            overdracht = overdrachten.voor_gesprek(s, key, gesprek.overdracht_id or "")
            self._bubbel(s, overdracht, "jij", tekst, client_id)
            if overdrachten.laat_los(s, overdracht, self._clock().timestamp()):
                gesprek = gesprekken.get(s, gesprek.id)
                self._zeg(s, overdracht, "utter_mens_weg")
                weer = {"wacht_weer": self._clock().timestamp()}
                gesprekken.onthoud(s, key, {**gesprekken.geheugen(s, key), **weer})
            if gesprek.staat is Staat.MENS:
                self._hint(s, key, gesprek.id, invoer)
                return  # the hulpverlener reads it; more would talk through them
            geheugen = gesprekken.geheugen(s, key)
            dicht = wachten.blijft_dicht(invoer, bool(geheugen.get("wis_vraag")))
            heropend = gesprek.staat is Staat.DICHT and not dicht
            if heropend:
                self._heropenen(s, key, gesprek, None)
                gesprek = gesprekken.get(s, gesprek.id)
            if invoer.intent in CRISES:
                overdrachten.zet_kop(s, overdracht, gevaar=invoer.intent)
                self._zeg(s, overdracht, f"utter_wacht_crisis_{invoer.intent}")
                return
            antwoord = self._wachtantwoord(s, key, geheugen, invoer, wereld)
            if heropend and antwoord.eenmaal is not None:
                return  # "je wacht weer" was said already
            self._zeg_alles(s, key, gesprek.id, antwoord.berichten)
            if antwoord.doe is not None:
                self._stappen()[antwoord.doe](s, key, gesprek, geheugen)

    def _wachtantwoord(
        self, s: Any, key: bytes, geheugen: dict[str, Any], invoer: Invoer, wereld: Wereld
    ) -> wachten.Antwoord:
        """Return what `wachten` answers, and remember what is not said twice."""
        gezegd = tuple(geheugen.get("wacht_gezegd") or ())
        vraagt = bool(geheugen.get("wis_vraag"))
        antwoord = wachten.antwoord(_intake(geheugen), invoer, wereld, gezegd, vraagt)
        if antwoord.eenmaal is not None or vraagt:
            erbij = (antwoord.eenmaal,) if antwoord.eenmaal else ()
            nieuw = {**geheugen, "wacht_gezegd": [*gezegd, *erbij]}
            gesprekken.onthoud(s, key, {**nieuw, "wis_vraag": False})
        return antwoord

    def _hint(self, s: Any, key: bytes, gesprek_id: str, invoer: Invoer) -> None:
        """Name the button for what only a button does; say nothing to anything else."""
        response = wachten.hint(invoer)
        if response is not None:
            self._zeg_zelf(s, key, gesprek_id, response)

    def onthoud(self, key: bytes, gesprek_id: str, tekst: str, client_id: str | None) -> None:
        """Keep typed words that press a button: the person sees them, the team does not."""
        with self._database.begin() as s:
            self._zelf(s, key, gesprek_id, {"van": "jij", "tekst": tekst}, client_id)

    async def keuze(
        self,
        key: bytes,
        gesprek: gesprekken.Gesprek,
        geheugen: dict[str, Any],
        keuze: str,
        client_id: str | None,
    ) -> None:
        """Do what a button of the router says; raises `SlechteInvoer` for one it does not know.

        Also `IllegalTransition` and `Verlopen` when the talk has moved on. What is said carries
        the *client_id*: sent once more, the button does nothing.
        """
        soort, _, nr = keuze.partition(":")
        doen = self._stappen().get(soort)
        with self._database.begin() as s:
            if doen is not None:
                doen(s, key, gesprek, geheugen)
            elif soort in ("klopt_niet", "nog_nodig") and nr.isascii() and nr.isdigit():
                self._reactie(s, key, gesprek, soort, int(nr))
            else:
                raise SlechteInvoer(zin("utter_oude_knop"))
            if client_id is not None:
                gesprekken.merk(s, gesprek.id, client_id)

    def _stappen(self) -> Mapping[str, Callable[..., None]]:
        """Return what a button or a command does, by its name."""
        return {
            "adressen": self._adressen,
            "intrekken": self._intrekken,
            "heropenen": self._heropenen,
            "verder_met_bot": self._verder,
            "wissen": self._wis_vraag,
            "wis_ja": self._wis,
            "wis_nee": self._wis_nee,
            "stoppen": self._stoppen,
        }

    def _adressen(self, s: Any, key: bytes, gesprek: gesprekken.Gesprek, geheugen: Any) -> None:
        """Show whom one can turn to oneself while nobody is there."""
        berichten = wachten.wat_helpt_nu(_intake(geheugen), als_wereld(self._world()))
        self._zeg_alles(s, key, gesprek.id, berichten)

    def wacht_te_lang(self, s: Any, key: bytes, *, opnieuw: bool = False) -> bool:
        """Tell whether the person waits longer than agreed and (but *opnieuw*) was not told so."""
        try:
            gesprek = gesprekken.get(s, vault.conversation_id(key))
            return self._te_lang(s, key, gesprek, opnieuw=opnieuw) is not None
        except (gesprekken.Onbekend, vault.Unreadable):
            return False

    def meld_wachten(self, s: Any, key: bytes, *, opnieuw: bool = False) -> None:
        """Say once (with *opnieuw* again) that waiting takes too long, and what else helps now."""
        gesprek = gesprekken.get(s, vault.conversation_id(key), lock=True)
        overdracht = self._te_lang(s, key, gesprek, opnieuw=opnieuw)
        if overdracht is None:
            return
        geheugen = gesprekken.geheugen(s, key)
        gesprekken.onthoud(s, key, {**geheugen, "wacht_gemeld": _sinds(overdracht, geheugen)})
        gezien = gesprek.wacht_team is None or overdrachten.inzagen(s, overdracht)
        response = "utter_niemand_pakte_op" if gezien else "utter_niemand_las"
        self._zeg(s, overdracht, response, self._elders(s, overdracht))

    def _te_lang(
        self, s: Any, key: bytes, gesprek: gesprekken.Gesprek, *, opnieuw: bool = False
    ) -> overdrachten.Overdracht | None:
        if gesprek.staat is not Staat.WACHT:
            return None
        overdracht = overdrachten.voor_gesprek(s, key, gesprek.overdracht_id or "")
        geheugen = gesprekken.geheugen(s, key)
        sinds = _sinds(overdracht, geheugen)
        gezegd = geheugen.get("wacht_gemeld") == sinds
        lang = te_lang(sinds, self._clock().timestamp(), self._uren)
        return overdracht if lang and (opnieuw or not gezegd) else None

    def _elders(self, s: Any, overdracht: overdrachten.Overdracht) -> dict[str, Any] | None:
        """Return the panel with other places of help for what the person needs most."""
        wensen = overdrachten.opvolging(s, overdracht)
        vandaag = self._clock().date()
        adressen = sociale_kaart.voor_behoefte(wensen[0]["behoefte"], vandaag) if wensen else []
        return sociale_kaart.paneel(adressen[:ELDERS]) if adressen else None

    def _intrekken(self, s: Any, key: bytes, gesprek: gesprekken.Gesprek, geheugen: Any) -> None:
        """Stop waiting: what nobody opened yet is taken back, a case in hand stays closed."""
        overdracht = overdrachten.voor_gesprek(s, key, gesprek.overdracht_id or "")
        if overdrachten.inzagen(s, overdracht):
            gesprekken.zet_staat(s, gesprek, Stap.AFZIEN)
            self._zeg(s, overdracht, "utter_wacht_afzien")
            return
        gesprekken.zet_staat(s, gesprek, Stap.INTREKKEN)
        overdrachten.trek_in(s, overdracht.id)
        self._zeg_zelf(s, key, gesprek.id, "utter_wacht_stop")

    def _heropenen(self, s: Any, key: bytes, gesprek: gesprekken.Gesprek, geheugen: Any) -> None:
        """Put the newest case back into the queue."""
        mijn = overdrachten.van_gesprek(s, key)
        overdracht = next((o for o in mijn if o.id == gesprek.overdracht_id), mijn[-1])
        gesprekken.zet_staat(s, gesprek, Stap.HEROPENEN, overdracht.id)
        overdrachten.zet_kop(s, overdracht, sinds=self._clock().timestamp())
        gesprekken.wacht(s, gesprek.id, "team", self._clock().date())
        self._zeg(s, overdracht, "utter_heropend")

    def _verder(self, s: Any, key: bytes, gesprek: gesprekken.Gesprek, geheugen: Any) -> None:
        gesprekken.zet_staat(s, gesprek, Stap.VERDER_MET_BOT)
        self._zeg_zelf(s, key, gesprek.id, "utter_weer_bot")

    def _stoppen(self, s: Any, key: bytes, gesprek: gesprekken.Gesprek, geheugen: Any) -> None:
        self._zeg_zelf(s, key, gesprek.id, "utter_stop_mens")

    def _wis_vraag(self, s: Any, key: bytes, gesprek: gesprekken.Gesprek, geheugen: Any) -> None:
        gesprekken.onthoud(s, key, {**geheugen, "wis_vraag": True})
        self._zeg_zelf(s, key, gesprek.id, "utter_wis_vraag")

    def _wis_nee(self, s: Any, key: bytes, gesprek: gesprekken.Gesprek, geheugen: Any) -> None:
        gesprekken.onthoud(s, key, {**geheugen, "wis_vraag": False})
        self._zeg_zelf(s, key, gesprek.id, "utter_wis_nee")

    def _wis(self, s: Any, key: bytes, gesprek: gesprekken.Gesprek, geheugen: Any) -> None:
        if not geheugen.get("wis_vraag"):
            raise SlechteInvoer(zin("utter_oude_knop"))
        gesprekken.wis(s, gesprek.id)

    def _reactie(
        self, s: Any, key: bytes, gesprek: gesprekken.Gesprek, soort: str, nr: int
    ) -> None:
        """Keep the person's word on what happened with one wens; a closed case opens again."""
        mijn = overdrachten.van_gesprek(s, key)
        if not mijn:
            raise SlechteInvoer(zin("utter_oude_knop"))
        overdracht = next((o for o in mijn if o.id == gesprek.overdracht_id), mijn[-1])
        stap = {"status": soort, "van": "jij", "dag": self._clock().date().isoformat()}
        try:
            overdrachten.volg_op(s, overdracht, nr, stap)
        except gesprekken.Onbekend:
            raise SlechteInvoer(zin("utter_oude_knop")) from None
        self._zeg(s, overdracht, f"utter_{soort}")
        if gesprek.staat in (Staat.DICHT, Staat.BOT):
            self._heropenen(s, key, gesprek, None)

    async def _versta(self, tekst: str) -> Invoer:
        """Return what *tekst* says; where the understanding fails it is only kept."""
        try:
            gehoord = await self._bot.begrijp(tekst)
        except Exception as error:
            log.error("understanding failed: %s", type(error).__name__)
            gehoord = {"intent": {"name": "nlu_fallback"}}
        invoer = als_invoer({**gehoord, "metadata": {"tekst": tekst, "via": "tekst"}})
        return invoer if invoer.intent in CRISES else wachten.versta(invoer)


def _sinds(overdracht: overdrachten.Overdracht, geheugen: dict[str, Any]) -> float:
    """Return since when nobody is there: since the handover, or since a hulpverlener went away."""
    return max(float(overdracht.kop["sinds"]), float(geheugen.get("wacht_weer", 0.0)))


def _intake(geheugen: dict[str, Any]) -> Intake:
    """Return what the person said to the bot before."""
    return Intake.van_dict(geheugen.get("rasa", {}).get("slots", {}).get("intake"))
