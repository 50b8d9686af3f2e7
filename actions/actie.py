"""What every action does: read the intake, let the domain answer, say that and keep the intake."""

from __future__ import annotations

import logging
from abc import ABC, abstractmethod
from dataclasses import replace
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.intake.ingang import als_invoer, als_wereld
from bot.intake.intake import Intake
from bot.intake.invoer import Invoer, Wereld
from bot.intake.stappen import huidige
from bot.intake.toon import pas_aan
from bot.intake.uitkomst import Bericht, Knop, Uitkomst

log = logging.getLogger("eerstjij")

Gebeurtenissen = list[dict[str, Any]]


class Actie(Action, ABC):
    """An action of the talk; a subclass only says which answer of the domain it gives."""

    @abstractmethod
    def beurt(self, intake: Intake, invoer: Invoer, wereld: Wereld) -> Uitkomst:
        """Return the outcome of this turn."""

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Gebeurtenissen:
        """Answer kindly whatever happens: an error never carries the talk into a log."""
        try:
            uitkomst = self._uitkomst(tracker)
            berichten = [als_bericht(bericht) for bericht in uitkomst.berichten]
            stap = huidige(uitkomst.intake).naam
        except Exception as fout:
            log.error("%s: %s", self.name(), type(fout).__name__)
            dispatcher.utter_message(response="utter_storing")
            return []
        for bericht in berichten:
            dispatcher.utter_message(**bericht)
        return [SlotSet("intake", uitkomst.intake.naar_dict()), SlotSet("stap", stap)]

    def _uitkomst(self, tracker: Tracker) -> Uitkomst:
        wereld = lees_wereld(tracker)
        intake = replace(Intake.van_dict(tracker.get_slot("intake")), teams=wereld.teams)
        return pas_aan(self.beurt(intake, lees_invoer(tracker), wereld))


def lees_wereld(tracker: Tracker) -> Wereld:
    """Return what the router told with the message (its metadata)."""
    return als_wereld(tracker.latest_message.get("metadata") or {})


def lees_invoer(tracker: Tracker) -> Invoer:
    """Return the message as the intake sees it; the words stand as they were typed."""
    return als_invoer(tracker.latest_message)


def als_bericht(bericht: Bericht) -> dict[str, Any]:
    """Return the arguments with which the dispatcher says *bericht*."""
    if bericht.json is not None:
        return {"json_message": _met_payloads(bericht.json)}
    return {
        "response": bericht.response,
        "buttons": [als_knop(knop) for knop in bericht.knoppen],
        **bericht.velden,
    }


def als_knop(knop: Knop) -> dict[str, str]:
    """Return *knop* as a button of Rasa; the router turns its payload into an opaque id."""
    payload = f'/keuze{{"keuze": "{knop.keuze}"}}'
    rasa = {"title": knop.tekst, "payload": payload}
    return rasa | ({"icoon": knop.icoon} if knop.icoon else {})


def _met_payloads(waarde: Any) -> Any:
    """Return *waarde* with every button in it as a button of Rasa."""
    if isinstance(waarde, Knop):
        return als_knop(waarde)
    if isinstance(waarde, dict):
        return {naam: _met_payloads(deel) for naam, deel in waarde.items()}
    return [_met_payloads(deel) for deel in waarde] if isinstance(waarde, list) else waarde
