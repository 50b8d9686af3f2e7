"""The way in: a parsed message and what the router told with it, as the intake sees them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.intake.invoer import Gehoord, Invoer, Team, Wereld, zinsdeel
from bot.intake.ontkenning import alleen, ontkend
from bot.intake.openingstijden import NEDERLAND

#: Below this a need that was heard is a guess. Measured: vague lines lie at 0.6-0.8, needs that
#: were said in so many words above 0.9.
GOK_BEHOEFTE = 0.8


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


def als_invoer(bericht: Mapping[str, Any]) -> Invoer:
    """Return a parsed message as the intake sees it; the words stand as they were typed."""
    gegevens = bericht.get("metadata") or {}
    tekst = gegevens.get("tekst") or bericht.get("text") or ""
    entiteiten = bericht.get("entities") or []
    rangorde = bericht.get("intent_ranking") or []
    genoemd = [e for e in entiteiten if e["entity"] == "behoefte"]
    plekken = [(e["value"], e["start"], e["end"]) for e in genoemd]
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
            for e in genoemd
        ),
        ook=rangorde[1].get("name") if len(rangorde) > 1 else None,
        knop=gegevens.get("via") == "knop" or bool(keuzes),
        regels=tuple(gegevens.get("regels") or ()),
        zeker=float(bericht["intent"].get("confidence") or 1.0),
        ontkend=ontkend(tekst, plekken),
        alleen=alleen(tekst, plekken),
    )
