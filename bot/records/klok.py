"""Whether the day of this machine can be believed: what is wiped does not come back.

A machine that starts with a wrong clock, weeks ahead, would wipe every quiet talk at once. So the
day of the keeper's last round stands in the kluis. After a jump, or with no such day at all, the
day is believed only when the days have gone on one by one since (decision 0038).
"""

from __future__ import annotations

from datetime import date, timedelta
from enum import Enum, auto

from bot import vault

#: More days than this between two rounds is a jump, and so is a day back.
SPRONG = timedelta(days=3)
#: So long the days must then go on before anything is wiped: one whole day at least.
RUSTIG = timedelta(days=2)
STAND = "klok"


class Klok(Enum):
    """What the day is worth: it just jumped, it must first go on, or it can be believed."""

    SPRONG = auto()
    WACHT = auto()
    RUSTIG = auto()


def kijk(kluis: vault.Kluis, vandaag: date) -> Klok:
    """Note *vandaag* and tell what it is worth. Raises OSError, `AndereKluis`."""
    laatst, sinds = _lees(kluis.stand(STAND), vandaag)
    sprong = not laatst <= vandaag <= laatst + SPRONG
    if sprong:
        sinds = vandaag
    kluis.zet_stand(STAND, f"{vandaag} {sinds}")
    if sprong:
        return Klok.SPRONG
    return Klok.RUSTIG if vandaag - sinds >= RUSTIG else Klok.WACHT


def _lees(stand: str, vandaag: date) -> tuple[date, date]:
    """Return the day of the last round, and since when there was no jump: today without a note."""
    try:
        laatst, sinds = map(date.fromisoformat, stand.split())
    except ValueError:
        return vandaag, vandaag
    return laatst, sinds
