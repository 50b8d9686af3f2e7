"""What one turn of a talk looked like from outside: the move, and all that could be seen of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

from bot.dialogue.beeld import Bubbel
from bot.intake.crisis import SOORTEN as CRISES
from bot.intake.intake import Intake
from bot.intake.stappen import huidige

Soort = Literal[
    "begin", "typ", "dubbel", "knop", "altijd", "oud", "mens_knop",
    "weg", "code", "foute_code", "wis", "tijd", "desk",
]  # fmt: skip


@dataclass(frozen=True)
class Zet:
    """One move of a person or of a hulpverlener, as it can be made again.

    *wat* is the text, the payload of a button or its id, the words of a code, what the desk does
    or how many seconds pass; *regels* are the ticked lines; *label* is how data/nlu labels the
    text (an act or a crisis), None where it does not.
    """

    soort: Soort
    wat: str = ""
    regels: tuple[str, ...] = ()
    label: str | None = None


@dataclass(frozen=True)
class Aanbod:
    """An offered button: what it stands for, its words, and the id by which it is pressed."""

    payload: str
    titel: str
    id: str


@dataclass(frozen=True)
class Begrip:
    """What the NLU heard in a typed message."""

    intent: str
    zeker: float
    behoeften: tuple[str, ...]


@dataclass(frozen=True)
class Stand:
    """Where the talk stands; *staat* is "weg" when there is no conversation any more."""

    staat: str
    intake: Intake = field(default_factory=Intake)
    aanbod: tuple[Aanbod, ...] = ()
    altijd: tuple[str, ...] = ()
    seq: int = 0
    zaken: tuple[str, ...] = ()
    code: str | None = None

    @cached_property
    def stap(self) -> str:
        """The name of the step that the talk is in; empty outside the bot's part."""
        return huidige(self.intake).naam if self.staat == "bot" else ""


@dataclass(frozen=True)
class Gedeeld:
    """One overdracht as it was sealed: the samenvatting, and the teams that can open it."""

    samenvatting: Mapping[str, Any]
    teams: frozenset[str]
    kop: Mapping[str, Any]


@dataclass(frozen=True)
class Beurt:
    """One turn: the move, where the talk stood before and after, and what was said and done.

    *responses* are the fixed texts by name, *stappen* the intent and the actions that Rasa ran;
    *melding* is why a message was refused; *leest* is what a team can read of the person's words;
    *resten* is what was found after wiping.
    """

    zet: Zet
    voor: Stand
    na: Stand
    bubbels: tuple[Bubbel, ...] = ()
    responses: tuple[str, ...] = ()
    stappen: tuple[str, ...] = ()
    begrip: Begrip | None = None
    melding: str | None = None
    gedeeld: tuple[Gedeeld, ...] = ()
    leest: tuple[str, ...] = ()
    resten: tuple[str, ...] = ()

    @property
    def bot(self) -> tuple[Bubbel, ...]:
        """The bubbles of the bot."""
        return tuple(b for b in self.bubbels if b.van == "bot")

    @property
    def tekst(self) -> str:
        """All that the bot said, as one text."""
        return "\n".join(b.tekst for b in self.bot)

    @property
    def getypt(self) -> str:
        """What the person typed, or nothing."""
        return self.zet.wat.strip() if self.zet.soort in ("typ", "dubbel") else ""

    @property
    def druk(self) -> str:
        """What the pressed button stands for, or nothing."""
        return self.zet.wat if self.zet.soort in ("knop", "altijd", "mens_knop") else ""

    @property
    def crisis(self) -> str | None:
        """The danger that was heard in this turn, None where none was."""
        heard = self.begrip.intent if self.begrip and self.melding is None else None
        return heard if heard in CRISES else None

    @cached_property
    def gevraagd(self) -> str | None:
        """The step whose question was asked in this turn."""
        if self.na.staat != "bot":
            return None
        vraag = re.compile(rf"utter_(vraag|stil|simpel)_{huidige(self.na.intake).response}(_|$)")
        return self.na.stap if any(map(vraag.match, self.responses)) else None

    def deed(self, intent: str) -> bool:
        """Tell whether the person did *intent*: pressed it, or typed what was heard as it."""
        return self.druk in (intent, f"/{intent}") or bool(
            self.begrip and self.begrip.intent == intent
        )
