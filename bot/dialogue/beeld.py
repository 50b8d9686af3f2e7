"""What the router shows of a conversation: the only thing the chat page ever gets to see.

Plain frozen values, made by the router and drawn by `bot.chat`. No keys, no payloads, no Rasa.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

Van = Literal["bot", "jij", "hulpverlener"]


@dataclass(frozen=True)
class Knop:
    """A button the person may press; *id* is opaque, *icoon* names a drawing (a need's label)."""

    id: str
    tekst: str
    icoon: str | None = None


@dataclass(frozen=True)
class Bubbel:
    """One message of the talk; *seq* counts up within the conversation, *paneel* is drawn below.

    *tijd* is when it was said, as the page shows it: of a hulpverlener time and day, of others the
    day alone; a day only where it is not today.
    """

    seq: int
    van: Van
    tekst: str
    naam: str | None = None
    tijd: str | None = None
    paneel: dict[str, Any] | None = None


@dataclass(frozen=True)
class Wens:
    """A shared need and what happened with it; *status_tekst* says the status in plain words.

    *vervolg*: what comes next, who does it, when, and what happens if that does not work.
    """

    behoefte: str
    kop: str
    status: str
    status_tekst: str
    datum: str | None = None
    knoppen: tuple[Knop, ...] = ()
    vervolg: str | None = None


@dataclass(frozen=True)
class Inzage:
    """One time that somebody opened what was shared: who, on what date, and what they saw."""

    wie: str
    wanneer: str
    wat: str


@dataclass(frozen=True)
class Beeld:
    """All that the page shows now; *fout* and *tekst_terug* give a refused message back.

    Up to the bubble *bedekt* somebody looked along: it stays out of sight until it is opened.
    """

    staat: str
    stil: bool
    bubbels: list[Bubbel]
    knoppen: list[Knop]
    altijd: list[Knop]
    wensen: list[Wens] = field(default_factory=list)
    inzage: list[Inzage] = field(default_factory=list)
    fout: str | None = None
    tekst_terug: str = ""
    laatste_seq: int = 0
    heeft_code: bool = False
    bedekt: int = 0


class GeenGesprek(Exception):
    """The cookie opens no conversation: unknown, wiped or forged."""


class SlechteInvoer(Exception):
    """A message that cannot be taken; *melding* is a Dutch sentence, *tekst* what was typed."""

    def __init__(self, melding: str, tekst: str = "") -> None:
        super().__init__()  # not the text: an exception's arguments end up in logs
        self.melding = melding
        self.tekst = tekst


class FouteCode(Exception):
    """A terugkeercode that opens nothing; *melding* is a Dutch sentence."""

    def __init__(self, melding: str) -> None:
        super().__init__(melding)
        self.melding = melding
