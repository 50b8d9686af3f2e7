"""The short fixed page in another language."""

from __future__ import annotations

import pytest

from bot.intake.talen import gevraagd, talen
from tests.praat import Gesprek
from tests.test_intake_gesprek import tot_wat_nodig


@pytest.mark.parametrize("code", list(talen()))
def test_every_page_says_what_this_is_and_112_in_one_bubble(code: str) -> None:
    """All pages are complete, and leave room for the answer to a question beside them."""
    taal = talen()[code]
    assert "\n\n" not in taal.bubbel
    assert len(taal.bubbel.splitlines()) == 3
    assert "112" in taal.tekst
    assert "112" in taal.wacht
    assert "7" in taal.tekst
    assert "?" not in taal.tekst + taal.wacht


@pytest.mark.parametrize(
    ("tekst", "code"),
    [
        ("can we speak english please", "en"),
        ("czy mozemy po polsku", "pl"),
        ("هل يمكن بالعربية", "ar"),
        ("български моля", "bg"),
        ("puedo hablar español", "es"),
        ("on peut parler français", "fr"),
        ("Türkçe konuşabilir miyiz", "tr"),
        ("vorbiti romana", "ro"),
    ],
)
def test_who_asks_for_a_language_reads_it_at_once(tekst: str, code: str) -> None:
    """No Dutch stands between somebody without Dutch and the way to a human."""
    gesprek = Gesprek()
    beurt = gesprek.zegt(tekst, "andere_taal")
    assert beurt.teksten == [talen()[code].bubbel]
    assert beurt.titels() == [talen()[code].knop, "Nederlands"]


def test_a_human_with_an_interpreter_comes_with_the_language_and_nothing_else() -> None:
    """The page says that the language goes along; that is what goes along."""
    gesprek = tot_wat_nodig()
    gesprek.zegt("ik wil een bed", "behoefte", [("onderdak", "een bed")])
    gesprek.zegt("polski?", "andere_taal")
    beurt = gesprek.drukt("Człowiek i tłumacz")
    assert beurt.overdracht is not None
    inhoud = beurt.overdracht["samenvatting"]
    assert inhoud["toestemming"]["regels"] == ["hoe.taal", "hoe.tolk"]
    assert inhoud["hoe_met_mij"]["taal"]["waarde"] == "Pools"
    assert inhoud["hoe_met_mij"]["tolk"]["waarde"] == "ja"
    assert "bed" not in str(inhoud)


def test_danger_is_still_only_shared_after_a_yes() -> None:
    """The way by another language is the ordinary way."""
    gesprek = tot_wat_nodig()
    gesprek.zegt("he is at the door", "acuut_gevaar")
    gesprek.zegt("english please", "andere_taal")
    gesprek.drukt("A human and an interpreter")
    assert gesprek.stap == "gevaar_delen"
    beurt = gesprek.drukt("Nee")
    assert beurt.overdracht is not None
    assert beurt.overdracht["samenvatting"]["toestemming"]["regels"] == ["hoe.taal", "hoe.tolk"]
    assert "door" not in str(beurt.overdracht)


def test_the_button_offers_every_language_in_itself() -> None:
    """Whoever cannot ask in Dutch finds their own word."""
    gesprek = tot_wat_nodig()
    gesprek._stuur("andere_taal", "Andere taal", via="knop")
    assert {taal.zelf for taal in talen().values()} <= set(gesprek.beurt.titels())
    gesprek.drukt("العربية")
    assert gesprek.beurt.teksten[0].startswith("هذه")
    gesprek.drukt("Nederlands")
    assert gesprek.stap == "wat_nodig"


def test_two_languages_named_are_not_guessed() -> None:
    """Where it is not clear which, all are offered."""
    assert gevraagd("engels of pools") is None
