"""The real bot with an ear at it: what was understood, which texts were said, what Rasa ran."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from bot.content.beurt import Begrip
from bot.dialogue.agent import Beurt, Bot
from bot.intake import teksten

#: So many understood messages are kept: the lines of data/nlu, which come back all the time.
ONTHOUDEN = 30_000


class Oor:
    """Stands before a `Bot`; what it heard is emptied with `neem` after each turn.

    A text is understood once and then remembered: the NLU gives the same for the same text.
    """

    def __init__(self, bot: Bot) -> None:
        self._bot = bot
        self._begrepen: dict[str, dict[str, Any]] = {}
        self._begrip: Begrip | None = None
        self._responses: list[str] = []
        self._stappen: list[str] = []
        self._tekst = teksten.tekst

    async def begrijp(self, tekst: str) -> dict[str, Any]:
        """As `Bot.begrijp`."""
        if tekst not in self._begrepen:
            if len(self._begrepen) > ONTHOUDEN:
                self._begrepen.clear()
            self._begrepen[tekst] = await self._bot.begrijp(tekst)
        parsed = copy.deepcopy(self._begrepen[tekst])
        intent = parsed["intent"]
        needs = tuple(e["value"] for e in parsed["entities"] if e["entity"] == "behoefte")
        self._begrip = Begrip(intent["name"], float(intent["confidence"]), needs)
        return parsed

    async def antwoord(
        self, gesprek_id: str, kept: dict[str, Any], parsed: dict[str, Any], wereld: dict[str, Any]
    ) -> Beurt:
        """As `Bot.antwoord`."""
        beurt = await self._bot.antwoord(gesprek_id, kept, parsed, wereld)
        self._stappen.append(parsed["intent"]["name"])
        self._stappen += _acties(beurt.kept.get("events", []))
        self._responses += [m["utter_action"] for m in beurt.messages if "utter_action" in m]
        self._responses += _gezegd(beurt.kept.get("events", []))
        return beurt

    @contextmanager
    def luistert(self) -> Iterator[None]:
        """Also hear the fixed texts that are said outside Rasa."""
        teksten.tekst = self._hoor
        try:
            yield
        finally:
            teksten.tekst = self._tekst

    def neem(self) -> tuple[Begrip | None, tuple[str, ...], tuple[str, ...]]:
        """Return what was understood, said and run since the last time."""
        heard = self._begrip, tuple(self._responses), tuple(self._stappen)
        self._begrip, self._responses, self._stappen = None, [], []
        return heard

    def _hoor(self, response: str, /, **velden: str) -> str:
        self._responses.append(response)
        return self._tekst(response, **velden)


def _laatste(events: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the events after the last message of the person."""
    last = max((i for i, e in enumerate(events) if e["event"] == "user"), default=-1)
    return events[last + 1 :]


def _acties(events: list[dict[str, Any]]) -> list[str]:
    names = [e["name"] for e in _laatste(events) if e["event"] == "action"]
    return [name for name in names if name != "action_listen"]


def _gezegd(events: list[dict[str, Any]]) -> list[str]:
    said = [e.get("metadata", {}) for e in _laatste(events) if e["event"] == "bot"]
    return [m["utter_action"] for m in said if "utter_action" in m]
