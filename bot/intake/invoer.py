"""What came in this turn, as the intake sees it: no Rasa, no tracker."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, replace

from bot.intake.veld import EIGEN, KNOP

#: Where a sentence can be cut so that every part still says something by itself.
_GRENS = re.compile(r"[.!?;,\n]+|\s(?:en|maar|want)\s", re.IGNORECASE)
#: The words of a yes that can be nothing else, and the words that may stand beside them.
_JA = frozenset({
    "ja", "jaa", "jawel", "jazeker", "zeker", "jep", "jup", "yes", "ok", "oke", "oké", "okay",
    "goed", "graag", "doe", "wis", "wissen", "verwijder", "weg",
})  # fmt: skip
_BIJ_JA = _JA | frozenset({
    "alles", "alle", "alstublieft", "alsjeblieft", "aub", "dat", "dit", "het", "t", "hoor", "ik",
    "wil", "is", "maar", "mag", "nu", "ermee", "please", "deel", "delen", "stuur", "door", "lezen",
    "best", "wel",
})  # fmt: skip
#: Words that deny, and those with which the words beside a need change what it asks for.
ONTKENNING = ("geen", "gn", "niet", "nie", "nooit", "zonder", "niks", "niets", "behalve")
VOORBEHOUD = (*ONTKENNING, "maar", "alleen", "liever", "liefst")
_VOORBEHOUD = re.compile(rf"\b(?:{'|'.join(VOORBEHOUD)})\b", re.IGNORECASE)
_ONTKENNING = re.compile(rf"\b(?:{'|'.join(ONTKENNING)})\b", re.IGNORECASE)
_KORTST = 3
_LANGST = 160


@dataclass(frozen=True)
class Gehoord:
    """A need that was heard in a message, with the words that said it, verbatim.

    *gok*: the NLU was not sure of it, so it is asked rather than said back.
    """

    label: str
    woorden: str
    gok: bool = False


@dataclass(frozen=True)
class Gevaar:
    """Danger that the person spoke of; *woorden* verbatim, None where a button said it."""

    soort: str
    woorden: str | None = None


@dataclass(frozen=True)
class Team:
    """A team of hulpverleners that can receive an overdracht; *aanwezig*: somebody is there now."""

    id: str
    naam: str
    aanwezig: bool = False


@dataclass(frozen=True)
class Wereld:
    """What the router knows at this moment and the talk does not."""

    aanwezig: bool = False
    opent: str | None = None
    teams: tuple[Team, ...] = ()
    vandaag: str = ""

    def met_teams(self, ids: Collection[str]) -> Wereld:
        """Return the world of who waits for these teams: nobody else can read what they type."""
        teams = tuple(team for team in self.teams if team.id in ids)
        er_is_iemand = any(team.aanwezig for team in teams)
        opent = self.opent if teams else None
        return replace(self, teams=teams, aanwezig=er_is_iemand, opent=opent)


@dataclass(frozen=True)
class Invoer:
    """One message or pressed button.

    *tekst* stands exactly as it was typed; *ook* is the act that was heard beside a crisis;
    *regels* are the ids of the ticked lines of the summary; *zeker* is how sure the NLU is;
    *ontkend* are the needs that it names to turn them down, *alleen* those that it keeps alone.
    """

    intent: str
    tekst: str = ""
    keuze: str | None = None
    behoeften: tuple[Gehoord, ...] = ()
    ook: str | None = None
    knop: bool = False
    regels: tuple[str, ...] = ()
    zeker: float = 1.0
    ontkend: frozenset[str] = frozenset()
    alleen: frozenset[str] = frozenset()

    @property
    def bron(self) -> str:
        """Where an answer in this message comes from."""
        return KNOP if self.knop else EIGEN

    @property
    def getypt(self) -> str:
        """The typed words, or nothing where a button was pressed."""
        return "" if self.knop else self.tekst.strip()

    @property
    def duidelijk_ja(self) -> bool:
        """Whether this is the button of a yes, or words that are nothing but a yes.

        For what cannot be undone, and for what may be passed on: a yes that the NLU guessed at, or
        heard in the middle of a sentence, is none.
        """
        if self.intent != "ja":
            return False
        woorden = set(re.findall(r"[^\W_]+", self.getypt.casefold()))
        return not self.getypt or bool(woorden & _JA and woorden <= _BIJ_JA)


def zinsdeel(tekst: str, start: int, eind: int) -> str:
    """Return the part of *tekst* around [start, eind) that says a need, verbatim.

    A bare keyword ("slapen") says little to the person and to the hulpverlener; the clause it
    stands in says what was meant. Too short a clause grows to the whole message, too long a one
    falls back to the words themselves.
    """
    links, rechts = stuk(tekst, start, eind)
    deel = tekst[links:rechts].strip()
    if len(deel.split()) < _KORTST:
        deel = tekst.strip()
    return deel if len(deel) <= _LANGST else tekst[start:eind].strip()


def stuk(tekst: str, start: int, eind: int) -> tuple[int, int]:
    """Return where the clause around [start, eind) begins and ends."""
    links = max([m.end() for m in _GRENS.finditer(tekst, 0, start)], default=0)
    rechts = next((m.start() for m in _GRENS.finditer(tekst, eind)), len(tekst))
    return links, rechts


def zinsdelen(tekst: str) -> list[str]:
    """Return the clauses of *tekst*: the parts that each say something by themselves."""
    return [deel.strip() for deel in _GRENS.split(tekst) if deel.strip()]


def rest(tekst: str, behoeften: tuple[Gehoord, ...]) -> str:
    """Return what of *tekst* lies outside the words of *behoeften*."""
    for behoefte in behoeften:
        tekst = tekst.replace(behoefte.woorden, " ", 1)
    return " ".join(tekst.split())


def ontkent(tekst: str) -> bool:
    """Tell whether *tekst* denies something."""
    return bool(_ONTKENNING.search(tekst))


def met_voorbehoud(tekst: str) -> bool:
    """Tell whether *tekst* takes something back or narrows it: few words, and they weigh."""
    return bool(_VOORBEHOUD.search(tekst))
