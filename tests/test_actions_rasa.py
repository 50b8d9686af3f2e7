"""Rasa itself, with the trained model: it says what the rules, actions and texts say."""

from __future__ import annotations

import asyncio
import json
import random
from collections.abc import Sequence
from typing import Any

import pytest

from bot.dialogue.agent import Bot
from bot.settings import load
from tests.praat import ALTIJD, CRISES, Beurt, Gesprek, regels

pytestmark = pytest.mark.model

ACTS = sorted(set(regels()) - {"begin", "hervat", "keuze"} - set(CRISES))


class MetRasa(Gesprek):
    """A talk that goes through Rasa too, and notes where the two differ."""

    def __init__(self, bot: Bot) -> None:
        self.bot = bot
        self.kept: dict[str, Any] = {}
        self.loop = asyncio.new_event_loop()
        self.verschil: list[tuple[Any, Any]] = []
        super().__init__()

    def _stuur(
        self,
        intent: str,
        tekst: str = "",
        entiteiten: Sequence[dict[str, Any]] = (),
        via: str = "tekst",
        regels: Sequence[str] = (),
        ook: str | None = None,
        zeker: float = 1.0,
    ) -> Beurt:
        beurt = super()._stuur(intent, tekst, entiteiten, via, regels, ook, zeker)
        namen = [naam for naam in (intent, ook) if naam]
        gehoord = {
            "text": tekst,
            "intent": {"name": intent, "confidence": zeker},
            "intent_ranking": [{"name": naam, "confidence": zeker} for naam in namen],
            "entities": list(entiteiten),
        }
        wereld = {**self.wereld, "via": via, "tekst": tekst, "regels": list(regels)}
        antwoord = self.loop.run_until_complete(
            self.bot.antwoord("gesprek", self.kept, gehoord, wereld)
        )
        self.kept = antwoord.kept
        rasa, hier = _gezegd(antwoord.messages), (beurt.teksten, sorted(beurt.titels()))
        if rasa != hier:
            self.verschil.append((rasa, hier))
        return beurt


def _gezegd(berichten: list[dict[str, Any]]) -> tuple[list[str], list[str]]:
    """Return the bubbles and the titles of the buttons in Rasa's messages."""
    teksten = [b for m in berichten if m.get("text") for b in m["text"].strip().split("\n\n")]
    panelen = [m["custom"]["paneel"] for m in berichten if "paneel" in m.get("custom", {})]
    los = [k for p in panelen for regel in p.get("regels", []) for k in regel["knoppen"]]
    vast = [k for m in berichten for k in m.get("buttons") or []]
    return teksten, sorted(knop["title"] for knop in (*vast, *los))


@pytest.fixture(scope="module")
def bot() -> Bot:
    return Bot.newest(load().model_dir)


@pytest.mark.parametrize("zaad", range(4))
def test_rasa_says_what_the_talk_says(bot: Bot, zaad: int) -> None:
    """Bubbles and buttons are the same in wandering talks, odd characters and all."""
    kans = random.Random(zaad)
    gesprek = MetRasa(bot)
    for _ in range(30):
        worp = kans.random()
        if worp < 0.6 and gesprek.beurt.knoppen:
            gesprek.drukt_op(kans.choice(gesprek.beurt.knoppen), ["wens.onderdak"])
        elif worp < 0.8:
            behoeften = [("onderdak", "bed")] if kans.random() < 0.5 else []
            gesprek.zegt("een {x} 0[ bed en \n\n /eten", kans.choice(ACTS), behoeften)
        elif worp < 0.85:
            gesprek.zegt("help", kans.choice(CRISES))
        else:
            gesprek.altijd(kans.choice(ALTIJD))
        if gesprek.beurt.overdracht:
            gesprek.hervat()
    assert gesprek.verschil == []


def test_rasa_keeps_no_words_and_as_much_after_one_as_after_two_hundred(bot: Bot) -> None:
    """Of a turn stays how it was understood and the names of our texts: nothing that was typed or
    that stood on a button, and so nothing that is longer after a long answer."""
    bewaard = []
    for woorden in ("ja", "vandaag " * 200):
        gesprek = MetRasa(bot)
        for _ in range(4):
            gesprek.zegt(woorden, "dank", [("onderdak", woorden)])
        assert "vandaag" not in json.dumps(gesprek.kept["events"])
        bewaard.append([_zonder_tijd(e) for e in gesprek.kept["events"] if e["event"] == "user"])
    assert bewaard[0] == bewaard[1]
    assert bewaard[0]


def _zonder_tijd(event: dict[str, Any]) -> dict[str, Any]:
    return {naam: waarde for naam, waarde in event.items() if naam not in ("timestamp", "metadata")}


def test_what_rasa_keeps_of_a_long_talk_stays_small(bot: Bot) -> None:
    """After 80 turns with a long summary, what is sealed at each turn is still under 100 kB."""
    gesprek = MetRasa(bot)
    for nummer in range(40):
        gesprek.zegt(f"nog een verhaal, nummer {nummer}", "behoefte")
        gesprek.altijd("overslaan")
    assert len(json.dumps(gesprek.kept)) < 100_000
