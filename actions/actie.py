"""What every action does: read the intake, let the domain answer, say that and keep the intake."""

from __future__ import annotations

import logging
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.intake.intake import Intake
from bot.intake.invoer import Gehoord, Invoer, Team, Wereld, zinsdeel
from bot.intake.openingstijden import NEDERLAND
from bot.intake.stappen import huidige
from bot.intake.toon import pas_aan
from bot.intake.uitkomst import Bericht, Knop, Uitkomst

log = logging.getLogger("eerstjij")

#: Below this a need that was heard is a guess. Measured: vague lines lie at 0.6-0.8, needs that
#: were said in so many words above 0.9.
GOK_BEHOEFTE = 0.8

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


def als_wereld(gegevens: Mapping[str, Any]) -> Wereld:
    """Return what the router told as the intake sees it."""
    return Wereld(
        aanwezig=bool(gegevens.get("aanwezig")),
        opent=gegevens.get("opent"),
        teams=tuple(
            Team(team["id"], team["naam"], bool(team.get("aanwezig")))
            for team in gegevens.get("teams") or ()
        ),
        vandaag=datetime.now(NEDERLAND).date().isoformat(),
    )


def lees_invoer(tracker: Tracker) -> Invoer:
    """Return the message as the intake sees it; the words stand as they were typed."""
    return als_invoer(tracker.latest_message)


def als_invoer(bericht: Mapping[str, Any]) -> Invoer:
    """Return a parsed message as the intake sees it; the words stand as they were typed."""
    gegevens = bericht.get("metadata") or {}
    tekst = gegevens.get("tekst") or bericht.get("text") or ""
    entiteiten = bericht.get("entities") or []
    rangorde = bericht.get("intent_ranking") or []
    keuzes = [e["value"] for e in entiteiten if e["entity"] == "keuze"]
    return Invoer(
        intent=bericht["intent"].get("name") or "nlu_fallback",
        tekst=tekst,
        keuze=keuzes[0] if keuzes else None,
        behoeften=tuple(
            Gehoord(
                e["value"],
                zinsdeel(tekst, e["start"], e["end"]),
                e.get("confidence_entity", 1.0) < GOK_BEHOEFTE,
            )
            for e in entiteiten
            if e["entity"] == "behoefte"
        ),
        ook=rangorde[1].get("name") if len(rangorde) > 1 else None,
        knop=gegevens.get("via") == "knop" or bool(keuzes),
        regels=tuple(gegevens.get("regels") or ()),
        zeker=float(bericht["intent"].get("confidence") or 1.0),
    )


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
