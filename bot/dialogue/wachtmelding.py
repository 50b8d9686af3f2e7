"""Tells who is left alone, or waits too long, that it is so, and what else helps now."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any

from bot import vault
from bot.dialogue.schrijver import Schrijver
from bot.intake import sociale_kaart
from bot.intake.bewaren import te_lang
from bot.intake.intake import Intake
from bot.intake.states import Staat
from bot.intake.verwijzen import gewenst, leeftijdsgroep
from bot.records import gesprekken, overdrachten

#: Other places of help that are shown to somebody who waits too long.
ELDERS = 3


class Wachtmelding(Schrijver):
    """Knows since when nobody is there; after *uren* hours that is too long."""

    def __init__(self, klok: Callable[[], datetime], uren: int) -> None:
        super().__init__(klok)
        self._uren = uren

    def loopt_achter(
        self, s: Any, key: bytes, gesprek: gesprekken.Gesprek, geheugen: dict[str, Any]
    ) -> bool:
        """Tell whether the person must hear something that they do not ask for: see `werk_bij`.

        Nobody waits on an overdracht that was destroyed.
        """
        nu = self._clock().timestamp()
        with suppress(gesprekken.Onbekend):
            if overdrachten.is_verlaten(s, gesprek, nu):
                return overdrachten.leeft(s, gesprek.overdracht_id or "")
        return self.wacht_te_lang(s, key, gesprek, geheugen)

    def werk_bij(self, s: Any, key: bytes) -> None:
        """Say that the hulpverlener is gone, where that is so, or that waiting takes too long."""
        gesprek = gesprekken.get(s, vault.conversation_id(key), lock=True)
        if gesprek.staat is Staat.MENS:
            overdracht = overdrachten.voor_gesprek(s, key, gesprek.overdracht_id or "")
            self.laat_los(s, key, overdracht)
        self.meld_wachten(s, key)

    def laat_los(self, s: Any, key: bytes, overdracht: overdrachten.Overdracht) -> bool:
        """Put the case of a hulpverlener who is gone back and say so; tell whether it was.

        From here on nobody is there: waiting too long counts from now.
        """
        nu = self._clock().timestamp()
        if not overdrachten.laat_los(s, overdracht, nu):
            return False
        self._zeg(s, overdracht, "utter_mens_weg")
        return True

    def wacht_te_lang(
        self,
        s: Any,
        key: bytes,
        gesprek: gesprekken.Gesprek,
        geheugen: dict[str, Any],
        *,
        opnieuw: bool = False,
    ) -> bool:
        """Tell whether the person waits longer than agreed and (but *opnieuw*) was not told so.

        Nobody waits on an overdracht that was destroyed.
        """
        try:
            return self._te_lang(s, key, gesprek, geheugen, opnieuw=opnieuw) is not None
        except (gesprekken.Onbekend, vault.Unreadable):
            return False

    def meld_wachten(self, s: Any, key: bytes, *, opnieuw: bool = False) -> None:
        """Say once (with *opnieuw* again) that waiting takes too long, and what else helps now."""
        gesprek = gesprekken.get(s, vault.conversation_id(key), lock=True)
        geheugen = gesprekken.geheugen(s, key)
        overdracht = self._te_lang(s, key, gesprek, geheugen, opnieuw=opnieuw)
        if overdracht is None:
            return
        gesprekken.onthoud(s, key, {**geheugen, "wacht_gemeld": _sinds(overdracht)})
        gezien = gesprek.wacht_team is None or overdrachten.inzagen(s, overdracht)
        response = "utter_niemand_pakte_op" if gezien else "utter_niemand_las"
        elders = None if geheugen.get("stil") else self._elders(s, overdracht, intake_van(geheugen))
        self._zeg(s, overdracht, response, elders)

    def _te_lang(
        self,
        s: Any,
        key: bytes,
        gesprek: gesprekken.Gesprek,
        geheugen: dict[str, Any],
        *,
        opnieuw: bool = False,
    ) -> overdrachten.Overdracht | None:
        if gesprek.staat is not Staat.WACHT:
            return None
        overdracht = overdrachten.voor_gesprek(s, key, gesprek.overdracht_id or "")
        sinds = _sinds(overdracht)
        gezegd = geheugen.get("wacht_gemeld") == sinds
        lang = te_lang(sinds, self._clock().timestamp(), self._uren)
        return overdracht if lang and (opnieuw or not gezegd) else None

    def _elders(
        self, s: Any, overdracht: overdrachten.Overdracht, intake: Intake
    ) -> dict[str, Any] | None:
        """Return the panel with other places of help for what the person needs most."""
        wensen = overdrachten.opvolging(s, overdracht)
        if not wensen:
            return None
        vandaag = self._clock().date()
        passend = sociale_kaart.voor_behoefte(
            wensen[0]["behoefte"], vandaag, leeftijdsgroep(intake)
        )
        adressen = gewenst(intake, passend)
        return sociale_kaart.paneel(adressen[:ELDERS], vandaag) if adressen else None


def intake_van(geheugen: Mapping[str, Any]) -> Intake:
    """Return what the person said to the bot before."""
    intake = Intake.van_dict(geheugen.get("rasa", {}).get("slots", {}).get("intake"))
    return intake.met("stil") if geheugen.get("stil") else intake


def zet_intake(geheugen: Mapping[str, Any], maak: Callable[[Intake], Intake]) -> dict[str, Any]:
    """Return *geheugen* with the intake that *maak* makes of it, for when the bot has the word."""
    rasa = geheugen.get("rasa") or {}
    slots = rasa.get("slots", {})
    intake = maak(Intake.van_dict(slots.get("intake")))
    return {**geheugen, "rasa": {**rasa, "slots": {**slots, "intake": intake.naar_dict()}}}


def _sinds(overdracht: overdrachten.Overdracht) -> float:
    """Return since when nobody is there: since the handover, or since the last who had the case."""
    return max(float(overdracht.kop["sinds"]), float(overdracht.kop.get("weer", 0.0)))
