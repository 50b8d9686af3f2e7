"""The side paths: a human, somebody else, a young age, and leaving."""

from __future__ import annotations

import pytest

from bot.intake.intake import Intake
from bot.intake.invoer import Wereld
from bot.intake.opties import ROLLEN
from bot.intake.veld import KNOP, Veld
from bot.intake.verwijzen import adressen_gevraagd
from tests.praat import Gesprek
from tests.test_intake_gesprek import tot_samenvatting, tot_wat_nodig


def leeg(samenvatting: dict[str, object]) -> bool:
    """Tell whether a summary holds no value at all."""
    waarden = [veld["waarde"] for veld in _velden(samenvatting)]
    return not samenvatting["wensen"] and waarden == [None] * len(waarden)


def _velden(deel: object) -> list[dict[str, object]]:
    if isinstance(deel, dict):
        if set(deel) == {"waarde", "bron"}:
            return [deel]
        return [veld for waarde in deel.values() for veld in _velden(waarde)]
    return []


# -- a human -------------------------------------------------------------------------------------


def test_a_human_can_come_without_anything_being_shared() -> None:
    """The hulpverlener then learns only that somebody wants to talk."""
    gesprek = tot_samenvatting()
    gesprek.altijd("hulpverlener")
    beurt = gesprek.drukt("Nu, en ik deel verder niets")
    assert beurt.overdracht is not None
    assert leeg(beurt.overdracht["samenvatting"])
    assert beurt.overdracht["samenvatting"]["toestemming"]["regels"] == []
    assert beurt.responses == []


def test_a_summary_first_makes_the_talk_short() -> None:
    """Whoever wants to prepare goes straight to what was said so far."""
    gesprek = tot_wat_nodig()
    for titel in ("Laat plaatjes zien", "Veilig zijn", "Klaar met kiezen"):
        gesprek.drukt(titel)
    gesprek.altijd("hulpverlener")
    gesprek.drukt("Eerst mijn lijst maken")
    assert gesprek.stap == "samenvatting"


def test_a_summary_with_nothing_in_it_first_asks_a_little() -> None:
    """Without anything said there is nothing to hand over; the short questions come."""
    gesprek = Gesprek()
    gesprek.altijd("hulpverlener")
    beurt = gesprek.drukt("Eerst mijn lijst maken")
    assert beurt.responses == ["utter_nog_niets", "utter_vraag_meekijken"]


def test_no_human_after_all_goes_back_to_the_question() -> None:
    """The offer costs nothing."""
    gesprek = tot_wat_nodig()
    gesprek.altijd("hulpverlener")
    gesprek.drukt("Nee, verder met de chatbot")
    assert gesprek.stap == "wat_nodig"


def test_asking_twice_for_a_human_is_enough() -> None:
    """Who insists is not asked again."""
    gesprek = Gesprek()
    gesprek.zegt("ik wil een mens", "hulpverlener")
    assert gesprek.zegt("geef me een mens", "hulpverlener").overdracht is not None


@pytest.mark.parametrize(
    ("aanwezig", "opent", "tekst"),
    [
        (True, None, "Er is nu een hulpverlener"),
        (False, "maandag om 9 uur", "weer iemand maandag om 9 uur"),
        (False, None, "nu even geen hulpverlener"),
    ],
)
def test_it_says_honestly_whether_somebody_is_there(
    aanwezig: bool, opent: str | None, tekst: str
) -> None:
    """Presence and opening hours come from the router and are said as they are."""
    gesprek = Gesprek(aanwezig=aanwezig, opent=opent)
    assert tekst in gesprek.altijd("hulpverlener").tekst


def test_without_a_team_there_are_addresses() -> None:
    """Where no team can read, the bot says so and shows who can be reached."""
    gesprek = Gesprek(teams=())
    gesprek.altijd("hulpverlener")
    beurt = gesprek.drukt("Nu, en ik deel verder niets")
    assert beurt.overdracht is None
    assert beurt.responses[0] == "utter_geen_team"
    assert beurt.panelen[0]["adressen"]


def test_addresses_for_somebody_young_hold_no_place_for_adults() -> None:
    """Beside a human and while waiting: no card says "vanaf 18 jaar"."""
    jong = Intake().zet("leeftijdsgroep", Veld("<18", KNOP)).wens("onderdak", bron=KNOP)
    for nu in (True, False):
        uitkomst = adressen_gevraagd(jong, Wereld(vandaag="2026-11-23"), nu=nu)
        kaarten = (uitkomst.berichten[-1].json or {})["paneel"]["adressen"]
        assert kaarten
        assert [
            a["naam"] for a in kaarten if "18 jaar" in a["voor"] and "van 8" not in a["voor"]
        ] == []


def test_pressing_twice_does_not_print_the_same_cards_again() -> None:
    """The second press says where they stand; further on in the talk they are shown again."""
    gesprek = Gesprek(aanwezig=False)
    gesprek.altijd("hulpverlener")
    eerste = gesprek.drukt("Adressen zien")
    assert eerste.panelen
    tweede = gesprek.drukt("Adressen zien")
    assert tweede.panelen == []
    assert tweede.responses[0] == "utter_adressen_hierboven"
    gesprek.drukt("Nee, verder met de chatbot")
    gesprek.drukt("Nee")
    gesprek.altijd("hulpverlener")
    assert gesprek.drukt("Adressen zien").panelen


# -- somebody else ---------------------------------------------------------------------------------


@pytest.mark.parametrize("rol", ROLLEN)
def test_who_worries_gets_three_steps_and_a_place_to_call(rol: str) -> None:
    """In two turns: ask the person first, 112 in danger, and whom to ask without a name."""
    gesprek = Gesprek()
    gesprek.zegt("ik maak me zorgen om iemand", "zorg_om_ander")
    knop = next(k for k in gesprek.beurt.knoppen if f'"{rol}"' in k["payload"])
    kaart = gesprek.drukt_op(knop)
    assert [regel[:2] for regel in kaart.teksten[0].splitlines()] == ["1.", "2.", "3."]
    assert "112" in kaart.tekst
    assert "Een naam hoeft niet" in kaart.tekst
    assert "comensha" in [adres["id"] for adres in kaart.panelen[0]["adressen"]]


@pytest.mark.parametrize("rol", ["zorg", "ngo"])
def test_the_zorgcoordinator_is_explained_where_it_is_named(rol: str) -> None:
    """Nobody has to know the word (seed statement B11)."""
    gesprek = Gesprek()
    gesprek.zegt("ik maak me zorgen", "zorg_om_ander")
    gesprek.drukt_op(next(k for k in gesprek.beurt.knoppen if f'"{rol}"' in k["payload"]))
    assert "zorgcoördinator, iemand die hulp voor een ander regelt" in gesprek.beurt.tekst


def test_no_case_is_made_without_the_person() -> None:
    """On this path asking for a human leads to the helpdesk, and nothing is noted."""
    gesprek = Gesprek()
    gesprek.zegt("ik ken iemand", "zorg_om_ander")
    gesprek.zegt("ik werk op een school", "nlu_fallback")
    beurt = gesprek.altijd("hulpverlener")
    assert beurt.overdracht is None
    assert "033 448 11 86" in beurt.tekst
    gesprek.zegt("zij heeft geen bed", "behoefte", [("onderdak", "geen bed")])
    assert gesprek.intake.gehoord == ()
    assert gesprek.intake.eigen_tekst == ()


def test_who_also_needs_help_gets_the_ordinary_talk() -> None:
    """It can be about oneself as well."""
    gesprek = Gesprek()
    gesprek.zegt("ik ken iemand", "zorg_om_ander")
    gesprek.drukt("Ik ken iemand")
    gesprek.drukt("Het gaat ook over mij")
    assert gesprek.stap == "meekijken"


# -- a young age -----------------------------------------------------------------------------------


def test_somebody_under_18_is_offered_a_human_at_once() -> None:
    """At once the right numbers and a human, in at most three turns (seed statement B19)."""
    gesprek = Gesprek()
    beurt = gesprek.zegt("ik ben 16", "minderjarig")
    assert all(nummer in beurt.tekst for nummer in ("0800-0432", "0800-2000", "112"))
    assert "Ja, met een mens" in beurt.titels()
    gesprek.drukt("Ja, met een mens")
    assert gesprek.drukt("Ja, dat mag").overdracht is not None


def test_somebody_under_18_is_asked_what_may_be_passed_on() -> None:
    """What they told is met with a word, shown, and read by the human only after a yes to it."""
    gesprek = tot_wat_nodig()
    tekst = "ben 15 en me vriend laat me met andere mannen slapen"
    beurt = gesprek.zegt(tekst, "minderjarig", zeker=0.6)
    assert beurt.responses[0] == "utter_minderjarig_verhaal"
    vraag = gesprek.drukt("Ja, met een mens")
    assert vraag.overdracht is None
    getoond = {r["id"]: r["tekst"] for r in vraag.panelen[0]["regels"]}
    assert tekst in getoond.values()
    beurt = gesprek.drukt("Ja, dat mag")
    assert beurt.overdracht is not None
    inhoud = beurt.overdracht["samenvatting"]
    assert set(inhoud["toestemming"]["regels"]) == set(getoond)
    assert inhoud["leeftijdsgroep"]["waarde"] == "<18"
    assert inhoud["eigen_tekst"]["waarde"] == [tekst]


def test_a_no_of_somebody_under_18_shares_nothing() -> None:
    """The human comes all the same, and learns only that somebody wants to talk."""
    gesprek = tot_wat_nodig()
    gesprek.zegt("ik ben 15", "minderjarig")
    gesprek.drukt("Ja, met een mens")
    beurt = gesprek.drukt("Nee, liever niet")
    assert beurt.overdracht is not None
    assert leeg(beurt.overdracht["samenvatting"])


def test_where_nobody_is_there_the_button_says_waiting() -> None:
    """ "Nu" is not offered under the words that somebody comes on Monday, addresses are."""
    gesprek = Gesprek(aanwezig=False, opent="maandag om 9 uur")
    beurt = gesprek.altijd("hulpverlener")
    assert not any(titel.startswith("Nu") for titel in beurt.titels())
    beurt = gesprek.drukt("Adressen zien")
    assert beurt.panelen[0]["adressen"]
    assert gesprek.drukt("Ja, en ik deel verder niets").overdracht is not None


def test_who_worries_and_asks_what_to_do_gets_an_answer_for_them() -> None:
    """After danger of another, "wat moet ik doen" is not answered as to somebody themselves."""
    gesprek = Gesprek()
    gesprek.zegt("ik maak me zorgen om een leerling", "zorg_om_ander")
    gesprek.zegt("hij slaat haar nu buiten op het plein", "acuut_gevaar")
    beurt = gesprek.zegt("wat moet ik doen", "vervolg", zeker=0.81)
    assert beurt.responses[0] == "utter_ander_vervolg"
    assert "112" in beurt.tekst


def test_who_worries_about_a_child_reads_of_veilig_thuis() -> None:
    """For a child it is not "only what they want themselves": whom to call day and night."""
    gesprek = Gesprek()
    gesprek.zegt("ik maak me zorgen om mijn nichtje", "zorg_om_ander")
    gesprek.drukt("Ik ken iemand")
    beurt = gesprek.zegt("ze is 14", "minderjarig")
    assert beurt.responses[0] == "utter_ander_minderjarig"
    assert "0800-2000" in beurt.tekst
    assert gesprek.intake.veld("leeftijdsgroep").waarde is None


def test_the_route_for_somebody_under_18_is_short() -> None:
    """Safety, needs and the summary; no order, no long questions, and no age once more."""
    gesprek = tot_wat_nodig()
    gesprek.zegt("ik ben 16", "minderjarig")
    gesprek.drukt("Nee, liever verder")
    gesprek.drukt("Laat plaatjes zien")
    for titel in ("Veilig zijn", "Mijn hoofd en gevoel", "Klaar met kiezen"):
        gesprek.drukt(titel)
    assert gesprek.stap == "samenvatting"
    assert gesprek.intake.veld("leeftijdsgroep").waarde == "<18"


# -- leaving ---------------------------------------------------------------------------------------


def test_stopping_is_kind_and_names_the_exit_and_the_code() -> None:
    """The bot says how to leave and how to come back."""
    beurt = tot_wat_nodig().altijd("stoppen")
    assert "“Weg van deze pagina”" in beurt.tekst
    assert "Mijn code" in beurt.titels()


def test_typing_again_after_stopping_goes_on() -> None:
    """What is typed then is taken as an answer to where the talk was."""
    gesprek = tot_wat_nodig()
    gesprek.altijd("stoppen")
    gesprek.zegt("ik wil een bed", "behoefte", [("onderdak", "een bed")])
    assert gesprek.stap == "gehoord"


def test_wiping_asks_once_and_then_forgets_everything() -> None:
    """After the yes nothing is left, and nothing more is said."""
    gesprek = tot_samenvatting()
    assert gesprek.altijd("wissen").doe == []
    beurt = gesprek.drukt("Ja, wis alles")
    assert beurt.doe == [{"doe": "wissen"}]
    assert gesprek.intake.velden == Intake().velden
    assert "slapen" not in str(gesprek.slots)


def test_a_yes_that_is_a_guess_wipes_nothing_and_asks_again() -> None:
    """What cannot be undone needs the button, or words that are nothing but a yes."""
    gesprek = tot_samenvatting()
    gesprek.altijd("wissen")
    beurt = gesprek.zegt("bericht 100", "ja")
    assert beurt.doe == []
    assert gesprek.stap == "wissen"
    assert gesprek.zegt("ja hoor, wis maar alles", "ja").doe == [{"doe": "wissen"}]


def test_a_no_to_wiping_keeps_everything() -> None:
    """The talk goes on where it was."""
    gesprek = tot_samenvatting()
    gesprek.altijd("wissen")
    gesprek.drukt("Nee, laat het staan")
    assert gesprek.stap == "samenvatting"
    assert gesprek.intake.wensen == ("onderdak", "geld_werk")


def test_the_code_is_given_by_the_router_and_the_question_stays() -> None:
    """The bot only asks for it."""
    gesprek = tot_wat_nodig()
    beurt = gesprek.altijd("code")
    assert beurt.doe == [{"doe": "code"}]
    assert gesprek.stap == "wat_nodig"
