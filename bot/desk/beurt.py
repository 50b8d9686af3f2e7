"""Whose turn it is in the talk of a case: does the person wait for us, and since what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from bot.desk.zaak import reactie
from bot.intake.datum import wanneer
from bot.records import gesprekken, overdrachten
from bot.records.gesprekken import Bericht, Gesprek
from bot.records.overdrachten import Overdracht

#: Bubbles at the end of a talk among which the last words of a person are looked for first.
RECENT = 20


@dataclass(frozen=True)
class Beurt:
    """Whose turn it is, in words.

    *nieuw* tells what the person did last from what they did before; empty where nothing of
    theirs waits.
    """

    tekst: str
    aan_ons: bool = True
    nieuw: str = ""


def beurt(s: Session, overdracht: Overdracht, gesprek: Gesprek, vandaag: date) -> Beurt:
    """Return whose turn it is; what the chatbot said is no answer, and a button is a word."""
    gezegd = _gezegd(s, overdracht, gesprek.volgnr - RECENT) or _gezegd(s, overdracht, 0)
    if gezegd and gezegd[-1].inhoud["van"] == "jij":
        sinds = wanneer(gezegd[-1].inhoud, vandaag) or "kort"
        return Beurt(f"Wacht op antwoord sinds {sinds}.", nieuw=str(gezegd[-1].volgnr))
    if gezegd and gesprek.wacht_team is None:
        return Beurt("Laatste bericht is van ons.", aan_ons=False)
    opvolging = overdrachten.opvolging(s, overdracht)
    if gedrukt := reactie(opvolging):
        keren = sum(stap.get("van") == "jij" for een in opvolging for stap in een["stappen"])
        return Beurt(f"Wacht op antwoord. {gedrukt}", nieuw=f"knop{keren}")
    return Beurt("De persoon wacht op ons." if gezegd else "Nog niets gezegd. De persoon wacht.")


def _gezegd(s: Session, overdracht: Overdracht, na: int) -> list[Bericht]:
    """Return what people said in the case after bubble number *na*, in order."""
    found = gesprekken.berichten(
        s, overdracht.gesprek_id, lambda _: overdracht.key, na, overdracht_id=overdracht.id
    )
    return [bericht for bericht in found if bericht.inhoud["van"] != "bot"]
