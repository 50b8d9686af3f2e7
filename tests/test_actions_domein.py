"""The texts of the domain: all there, none too many, and plain Dutch."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from bot.content import namen
from bot.intake.behoeften import catalogus
from tests.praat import ROOT, domein, regels

#: Cards with three numbered steps and names of languages: lists, not running text.
LIJST = ("utter_ander_", "utter_andere_taal")


def bubbels() -> Iterator[tuple[str, str]]:
    """Yield every bubble of the domain with the name of its response."""
    for naam, varianten in domein()["responses"].items():
        for bubbel in varianten[0]["text"].split("\n\n"):
            yield naam, bubbel.strip()


def zinnen(tekst: str) -> list[str]:
    """Split a text into sentences."""
    delen = re.split(r"(?<=[.?:])\s+|\n", tekst)
    return [deel for deel in delen if re.search(r"\w", deel)]


def test_every_text_that_can_be_said_exists_and_no_other() -> None:
    """No name leads to silence, and no text lies about that nobody can hear."""
    nodig = set(namen.nodig(ROOT))
    assert nodig <= set(domein()["responses"])
    # The router and the desk make some names from a state: f"utter_opvolging_{status}".
    over = set(domein()["responses"]) - nodig - namen.REACTIES
    assert [naam for naam in over if not naam.startswith(namen.beginselen(ROOT))] == []


def test_every_text_has_one_variant() -> None:
    """The bot says the same thing the same way: nothing is left to chance."""
    assert all(len(varianten) == 1 for varianten in domein()["responses"].values())


def test_every_button_is_an_intent_of_the_domain() -> None:
    """A payload that Rasa does not know would be logged as text."""
    for varianten in domein()["responses"].values():
        for knop in varianten[0].get("buttons", []):
            assert re.fullmatch(r'/(\w+)(\{\{"keuze": "[^"{}]+"\}\})?', knop["payload"])
            assert knop["payload"][1:].split("{")[0] in domein()["intents"]


@pytest.mark.parametrize(("naam", "tekst"), list(bubbels()))
def test_every_bubble_is_plain_and_short(naam: str, tekst: str) -> None:
    """At most 45 words; four sentences of at most 12 words; one question; no shouting (A2-B1)."""
    assert len(tekst.split()) <= 45
    assert tekst.count("?") <= 1
    assert "!" not in tekst
    if not naam.startswith(LIJST):
        assert len(zinnen(tekst)) <= 4
        assert max(len(zin.split()) for zin in zinnen(tekst)) <= 12


#: What is never said to anybody: survivor.md 2.6, as whole words.
VERBODEN = (
    r"waarom", r"slachtoffers?", r"mensenhandel", r"uitbuiting", r"je moet", r"u", r"uw", r"dient",
    r"ik beloof", r"beloofd?", r"komt goed", r"weet je zeker", r"kalm", r"alleen wij",
    r"je bent nu veilig", r"snap precies", r"doe aangifte", r"wordt ge\w+", r"jammer",
)  # fmt: skip


@pytest.mark.parametrize(("naam", "tekst"), list(bubbels()))
def test_no_bubble_says_what_must_never_be_said(naam: str, tekst: str) -> None:
    """No why, no label, no order, no promise, no blame."""
    for verboden in VERBODEN:
        assert not re.search(rf"\b{verboden}\b", tekst.lower()), (naam, verboden)


def test_aangifte_is_spoken_of_only_where_somebody_began() -> None:
    """Of all texts only the card, its question and its line have the word."""
    met = {naam for naam, tekst in bubbels() if "aangifte" in tekst.lower()}
    assert met == {"utter_aangifte", "utter_vraag_aangifte"}


def test_the_questions_about_needs_are_as_plain_as_the_rest() -> None:
    """The catalogue keeps to the same length."""
    for behoefte in catalogus().values():
        for vraag in behoefte.vragen:
            assert len(vraag.tekst.split()) <= 10
            assert vraag.tekst.count("?") == 1


def test_the_rules_stay_far_below_where_rasa_slows_down() -> None:
    """A rule of three steps makes three lookup keys; above 1,000 a turn takes 100 ms."""
    assert sum(len(acties) + 1 for acties in regels().values()) < 900
