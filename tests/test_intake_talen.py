"""The short fixed page in another language."""

from __future__ import annotations

import re

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


def test_who_asked_for_an_interpreter_is_not_asked_about_one() -> None:
    """Where no team is left to come, the language is known and nothing of it is asked again."""
    gesprek = tot_wat_nodig(teams=())
    gesprek.zegt("polski?", "andere_taal")
    gesprek.drukt("Człowiek i tłumacz")
    assert {"taal", "tolk"} <= gesprek.intake.gesloten


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


@pytest.mark.parametrize("code", list(talen()))
def test_the_page_has_the_numbers_and_a_human_in_every_state(code: str) -> None:
    """112 and 113 stand on the page; waiting, with a human, closed and in silence 112 stays."""
    taal = talen()[code]
    for nummer in ("112", "113", "0800-0113"):
        assert nummer in taal.nood
    for tekst in (taal.wacht, taal.mens, taal.dicht, taal.stil):
        assert "112" in tekst
        assert "?" not in tekst
    assert "Ik heb nog hulp nodig" in taal.dicht
    assert len(taal.stil.split()) <= 25
    assert len({taal.wacht, taal.mens, taal.dicht, taal.stil, taal.bubbel}) == 5


ZINNEN = [(zin, taal.code) for taal in talen().values() for zin in sorted(taal.snapt)]


@pytest.mark.parametrize(("zin", "code"), ZINNEN)
def test_not_understanding_in_a_language_opens_the_page_in_it(zin: str, code: str) -> None:
    """ "Nie rozumiem" is no danger and asks for no simpler Dutch, whatever the NLU made of it."""
    for intent in ("uitleg", "zelfdoding", "behoefte"):
        beurt = Gesprek().zegt(zin, intent)
        assert beurt.teksten == [talen()[code].bubbel]


@pytest.mark.parametrize("code", list(talen()))
def test_the_way_back_to_the_page_stands_at_every_question(code: str) -> None:
    """After the page every question has the language's own name on a button; typed it works too."""
    taal = talen()[code]
    gesprek = Gesprek()
    gesprek.zegt(taal.zelf, "nlu_fallback")
    gesprek.drukt("Nederlands")
    for titel in ("Nee", "Ja", "Klaar met kiezen", "Ja"):
        assert taal.zelf in gesprek.beurt.titels()
        gesprek.zegt(taal.zelf, "nlu_fallback")
        assert gesprek.beurt.teksten == [taal.bubbel]
        gesprek.drukt("Nederlands")
        if gesprek.stap == "wat_nodig":
            gesprek.drukt("Geld en werk")
        gesprek.drukt(titel)
    gesprek.drukt(taal.zelf)
    assert gesprek.beurt.teksten == [taal.bubbel]


def na_pagina(code: str = "pl") -> Gesprek:
    """Return a talk after the page in a language."""
    gesprek = Gesprek()
    gesprek.zegt(talen()[code].zelf, "andere_taal")
    gesprek.drukt("Nederlands")
    return gesprek


def test_after_the_page_every_question_is_in_the_plainest_dutch() -> None:
    """To the handover: pictures at once, no long questions, at most 8 words in a sentence."""
    gesprek = na_pagina()
    gezien = []
    for titel in ("Nee", "Ja", "Geld en werk", "Klaar met kiezen", "Ja", "Ja, goed", "Alles"):
        gezien.append(gesprek.beurt)
        gesprek.drukt(titel)
    gezien.append(gesprek.beurt)
    namen = [beurt.responses[-1] for beurt in gezien]
    assert namen == [
        "utter_simpel_meekijken", "utter_simpel_veilig_nu", "utter_simpel_wat_nodig",
        "utter_vraag_menu_meer", "utter_simpel_tolk", "utter_simpel_samenvatting",
        "utter_simpel_toestemming", "utter_simpel_bevestig",
    ]  # fmt: skip
    for beurt in gezien:
        for zin in re.split(r"(?<=[.?])\s", beurt.teksten[-1]):
            assert len(zin.split()) <= 9, zin
    assert any("icoon" in knop for knop in gezien[2].knoppen)
    beurt = gesprek.drukt("Ja")
    assert beurt.overdracht is not None
    hoe = beurt.overdracht["samenvatting"]["hoe_met_mij"]
    assert hoe["taal"] == {"waarde": "Pools", "bron": "knop"}
    assert hoe["tolk"] == {"waarde": "ja", "bron": "knop"}


def test_a_human_by_another_way_brings_the_language_because_it_says_so() -> None:
    """Each question before it says that the language goes along; nothing else does."""
    gesprek = na_pagina()
    gesprek.altijd("hulpverlener")
    assert "Ik zeg dan ook jouw taal" in gesprek.beurt.tekst
    beurt = gesprek.drukt("Ja")
    assert beurt.overdracht is not None
    assert beurt.overdracht["samenvatting"]["toestemming"]["regels"] == ["hoe.taal"]


def test_danger_after_the_page_has_its_numbers_in_the_language() -> None:
    """The number is in Dutch and in the person's own language, before the question."""
    gesprek = na_pagina("tr")
    beurt = gesprek.zegt("ik wil dood", "zelfdoding")
    assert "113" in beurt.teksten[0]
    assert beurt.teksten[1] == talen()["tr"].nood
    assert beurt.teksten[2].startswith("Ik kan zelf geen hulp sturen.")
    assert len(beurt.teksten) == 3


def test_asking_for_an_explanation_after_the_page_opens_it_again() -> None:
    """Simpler Dutch helps nobody who has none."""
    gesprek = na_pagina("ro")
    assert gesprek.altijd("uitleg").teksten == [talen()["ro"].bubbel]


def test_on_a_watched_screen_the_page_is_short_and_says_what_goes_along() -> None:
    """The language and "be brief" go along, in so many words, and nothing else."""
    gesprek = Gesprek()
    gesprek.drukt("Ja")
    beurt = gesprek.zegt("english", "andere_taal")
    assert beurt.teksten == [talen()["en"].stil]
    beurt = gesprek.drukt("A human and an interpreter")
    assert beurt.overdracht is not None
    regels = beurt.overdracht["samenvatting"]["toestemming"]["regels"]
    assert set(regels) == {"hoe.taal", "hoe.tolk", "veilig.kijkt_mee"}


@pytest.mark.parametrize("stil", [True, False])
def test_another_language_is_asked_in_one_question(stil: bool) -> None:
    """On a watched screen and after a page the button asks once, and offers every language."""
    gesprek = Gesprek() if stil else na_pagina()
    if stil:
        gesprek.drukt("Ja")
    for _ in range(2):
        beurt = gesprek._stuur("andere_taal", "Andere taal", via="knop")
        assert len(beurt.teksten) == 1
        assert beurt.tekst.count("?") == 1
        assert {taal.zelf for taal in talen().values()} <= set(beurt.titels())
