"""A bot that says what a test tells it to, in place of Rasa."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bot.dialogue.agent import Beurt
from bot.intake.crisis import SOORTEN as CRISES


class FakeBot:
    """Answers every turn with `answer`; counts how often it was asked."""

    def __init__(self) -> None:
        self.answer: Callable[[dict[str, Any], dict[str, Any]], list[dict[str, Any]]] = (
            lambda parsed, _wereld: [{"text": f"antwoord op {parsed['text'] or 'begin'}"}]
        )
        self.turns: list[tuple[dict[str, Any], dict[str, Any]]] = []
        self.understood: list[str] = []
        #: What came along of the turn before.
        self.kept: dict[str, Any] = {}
        #: What a message is heard as, where that is no statement of needs.
        self.acts: dict[str, str] = {}

    async def begrijp(self, tekst: str) -> dict[str, Any]:
        self.understood.append(tekst)
        intent = next((kind for kind in CRISES if kind in tekst), self.acts.get(tekst, "behoefte"))
        intent = "bot_vraag" if "bot_vraag" in tekst else intent
        return {"text": tekst, "intent": {"name": intent}, "intent_ranking": [], "entities": []}

    async def antwoord(
        self, gesprek_id: str, kept: dict[str, Any], parsed: dict[str, Any], wereld: dict[str, Any]
    ) -> Beurt:
        self.turns.append((parsed, wereld))
        self.kept = kept
        return Beurt(self.answer(parsed, wereld), {"beurten": kept.get("beurten", 0) + 1})


def name_of(response: str, /, **values: str) -> list[str]:
    """Say the name of a fixed text and its fields, in place of the text itself."""
    return [" ".join([response, *values.values()])]
