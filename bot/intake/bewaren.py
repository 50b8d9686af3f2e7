"""How long what was said is kept: pure rules over dates; `bot.records.keeper` applies them.

Source of the terms: the bar of the trust comparison (30 days, 7 more after a warning; the clock
restarts on a new message; what nobody saw is never thrown away, it escalates), and the promise of
the page to who waits for a human: while nobody answers, nothing is thrown away. Decision 0011.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from bot.intake.states import Staat

#: Days without anything happening after which a conversation is wiped.
BEWAAR_DAGEN = 30
#: Days that follow on the warning where something still waits for somebody.
NA_WAARSCHUWING_DAGEN = 7


class Besluit(Enum):
    """What must happen with a conversation today."""

    BEWAREN = "bewaren"
    WAARSCHUWEN = "waarschuwen"
    ESCALEREN = "escaleren"
    WISSEN = "wissen"


@dataclass(frozen=True)
class Bewaarstand:
    """What the database shows of a conversation without any key; dates only.

    *laatst*: when something last happened. *wacht_team*: since when the overdracht or a message
    waits for the team: to be answered where a hulpverlener has the case, else to be seen.
    *wacht_jij*: since when a message of a hulpverlener waits that the overlever has not seen.
    *gewaarschuwd*: when the warning began.
    """

    staat: Staat
    laatst: date
    wacht_team: date | None = None
    wacht_jij: date | None = None
    gewaarschuwd: date | None = None


def besluit(stand: Bewaarstand, vandaag: date) -> Besluit:
    """Return what must happen today.

    A person who waits for a human is never wiped, read or not; nor is what they wrote and nobody
    answered or, where nobody has the case, saw. Who was answered and has a hulpverlener, or for
    whom a message lies unread, gets a warning first.
    """
    if _wacht(stand):
        return Besluit.ESCALEREN
    if vandaag < stand.laatst + timedelta(days=BEWAAR_DAGEN):
        return Besluit.BEWAREN
    if not _krijgt_waarschuwing(stand):
        return Besluit.WISSEN
    if stand.gewaarschuwd is None:
        return Besluit.WAARSCHUWEN
    return Besluit.WISSEN if vandaag >= wisdag(stand.gewaarschuwd) else Besluit.BEWAREN


def _wacht(stand: Bewaarstand) -> bool:
    return stand.staat is Staat.WACHT or stand.wacht_team is not None


def _krijgt_waarschuwing(stand: Bewaarstand) -> bool:
    return stand.staat is Staat.MENS or stand.wacht_jij is not None


def verloopt(stand: Bewaarstand) -> date | None:
    """Return the day on which it is wiped if nothing happens; None for what waits for the team."""
    if _wacht(stand):
        return None
    eind = stand.laatst + timedelta(days=BEWAAR_DAGEN)
    return wisdag(stand.gewaarschuwd or eind) if _krijgt_waarschuwing(stand) else eind


def wisdag(gewaarschuwd: date) -> date:
    """Return the day on which a warning of that day runs out."""
    return gewaarschuwd + timedelta(days=NA_WAARSCHUWING_DAGEN)


def te_lang(sinds: float, nu: float, uren: int) -> bool:
    """Tell whether somebody who waits since *sinds* has waited the agreed hours.

    Both in seconds since 1970.
    """
    return nu - sinds >= uren * 3600
