"""Who answers now: the four states of a gesprek and the one table of legal transitions.

The router (`bot.dialogue.router`) and the desk both change state only through `next_state`; the
change itself is one conditional update in `bot.records.gesprekken`.
"""

from __future__ import annotations

from enum import Enum


class Staat(str, Enum):
    """Who answers: the bot, nobody yet, a hulpverlener, or nobody any more."""

    BOT = "bot"
    WACHT = "wacht"
    MENS = "mens"
    DICHT = "dicht"


class Stap(str, Enum):
    """What can happen to a gesprek that changes who answers."""

    OVERDRAGEN = "overdragen"
    INTREKKEN = "intrekken"
    AFZIEN = "afzien"
    OPPAKKEN = "oppakken"
    OVERNEMEN = "overnemen"
    TERUGGEVEN = "teruggeven"
    SLUITEN = "sluiten"
    HEROPENEN = "heropenen"
    VERDER_MET_BOT = "verder_met_bot"


class IllegalTransition(Exception):
    """This cannot happen in this state; `staat` and `stap` say which."""

    def __init__(self, staat: Staat, stap: Stap) -> None:
        super().__init__(f"{stap.value} in {staat.value}")
        self.staat = staat
        self.stap = stap


#: The whole table; what is not in it is refused. Source: design section 4, and for handing back,
#: reopening and withdrawing the lifecycle goals of the helpline comparison (section 10). Who stops
#: waiting takes back what nobody opened yet (INTREKKEN); a case that a hulpverlener already worked
#: on stays, closed (AFZIEN). From the bot only a case that was closed before can open again.
TRANSITIONS: dict[tuple[Staat, Stap], Staat] = {
    (Staat.BOT, Stap.OVERDRAGEN): Staat.WACHT,
    (Staat.BOT, Stap.HEROPENEN): Staat.WACHT,
    (Staat.WACHT, Stap.INTREKKEN): Staat.BOT,
    (Staat.WACHT, Stap.AFZIEN): Staat.DICHT,
    (Staat.WACHT, Stap.OPPAKKEN): Staat.MENS,
    (Staat.MENS, Stap.OVERNEMEN): Staat.MENS,
    (Staat.MENS, Stap.TERUGGEVEN): Staat.WACHT,
    (Staat.MENS, Stap.SLUITEN): Staat.DICHT,
    (Staat.DICHT, Stap.HEROPENEN): Staat.WACHT,
    (Staat.DICHT, Stap.VERDER_MET_BOT): Staat.BOT,
}


def next_state(staat: Staat, stap: Stap) -> Staat:
    """Return the state after *stap*; raises `IllegalTransition`."""
    try:
        return TRANSITIONS[staat, stap]
    except KeyError:
        raise IllegalTransition(staat, stap) from None
