"""The count on every page of the desk: who waits, who is in danger, what is new in my cases."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass

from sqlalchemy.orm import Session

from bot import vault
from bot.desk.balie import Moment
from bot.desk.beurt import beurt
from bot.intake.states import Staat
from bot.records import accounts, overdrachten
from bot.records.gesprekken import Gesprek
from bot.records.overdrachten import Overdracht

#: Characters of a case's id by which the page's script knows it again.
_MERK = 8


@dataclass(frozen=True)
class Telling:
    """Marks of the cases that nobody has, of those in danger, and of one's own in danger.

    *nieuw*: of one's own in which the person waits for an answer, each with what they did last.
    """

    wacht: tuple[str, ...] = ()
    gevaar: tuple[str, ...] = ()
    eigen: tuple[str, ...] = ()
    nieuw: tuple[str, ...] = ()

    @property
    def voluit(self) -> str:
        """What the bar says: "3 wachten, 1 in gevaar, 1 nieuw bericht"."""
        wacht = len(self.wacht)
        hoofd = f"{wacht or 'Niemand'} {'wacht' if wacht < 2 else 'wachten'}"
        gevaar = f"{len(self.gevaar)} in gevaar" if self.gevaar else ""
        aantal = len(self.nieuw)
        nieuw = f"{aantal} {'nieuw bericht' if aantal == 1 else 'nieuwe berichten'}"
        return ", ".join(filter(None, (hoofd, gevaar, nieuw if aantal else "")))

    @property
    def kort(self) -> str:
        """What stands before the title of a page: "(3 · 1 in gevaar) ", empty without anybody."""
        if not self.wacht:
            return ""
        gevaar = f" · {len(self.gevaar)} in gevaar" if self.gevaar else ""
        return f"({len(self.wacht)}{gevaar}) "


def tel(s: Session, wie: accounts.Aangemeld, moment: Moment) -> Telling:
    """Return the count for *wie*: cases that wait, or whose hulpverlener is gone."""
    wacht, gevaar, eigen, nieuw = [], [], [], []
    for overdracht, gesprek in overdrachten.wachtrij(s, wie.teams, (Staat.WACHT, Staat.MENS)):
        merk, in_gevaar = overdracht.id[:_MERK], bool(overdracht.kop.get("gevaar"))
        if gesprek.staat is Staat.WACHT or _is_vrij(s, wie, overdracht, moment):
            wacht.append(merk)
            gevaar += [merk] * in_gevaar
        elif overdracht.eigenaar_id == wie.hulpverlener.id:
            eigen += [merk] * in_gevaar
            nieuw += [f"{merk}:{een}" for een in _nieuw(s, overdracht, gesprek, moment)]
    return Telling(*(tuple(sorted(merken)) for merken in (wacht, gevaar, eigen, nieuw)))


def _nieuw(s: Session, overdracht: Overdracht, gesprek: Gesprek, moment: Moment) -> list[str]:
    """Return what the person did last in a case that waits for us; a talk that opens not has none.

    The lists tell of that one: the count stands on every page, and none may fail by it.
    """
    with suppress(vault.Unreadable, ValueError):
        nieuw = gesprek.wacht_team and beurt(s, overdracht, gesprek, moment.dag).nieuw
        return [nieuw] if nieuw else []
    return []


def _is_vrij(s: Session, wie: accounts.Aangemeld, overdracht: Overdracht, moment: Moment) -> bool:
    eigenaar_id = overdracht.eigenaar_id
    return eigenaar_id != wie.hulpverlener.id and overdrachten.is_weg(
        s, eigenaar_id, overdracht.kop, moment.seconden
    )
