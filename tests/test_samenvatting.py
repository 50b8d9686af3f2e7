"""The summary that leaves the conversation."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.intake.crisis import SOORTEN
from bot.intake.intake import Intake
from bot.intake.invoer import Gevaar
from bot.intake.regels import VELDEN, VELDEN_DAARNA, regels, woorden
from bot.intake.samenvatting import samenvatting, schema
from bot.intake.veld import EIGEN, GEEN_ANTWOORD, KNOP, Veld

DAG = "2026-11-23"


def vol() -> Intake:
    """Return an intake with something in every kind of line."""
    intake = (
        Intake(rang=("medisch",), eigen_tekst=("het is te veel", "ik ben moe"))
        .zet("veilig.nu", Veld("nee", KNOP))
        .zet("veilig.buiten", GEEN_ANTWOORD)
        .wens("onderdak", ["een bed"], EIGEN)
        .wens("medisch")
        .zet("wens.medisch.urgentie", Veld("nu", KNOP))
        .zet("wens.medisch.meer", Veld("liefst een vrouw", EIGEN))
        .zet("liever_niet", Veld(("Politie",), KNOP))
        .zet("hoe.hulpverlener", Veld("vrouw", KNOP))
        .zet("contact.manier", Veld("alleen hier met code", KNOP))
        .zet("aangifte", Veld("wil_niet", EIGEN))
    )
    gevaar = (Gevaar("zelfdoding", "ik wil niet meer"), Gevaar("acuut_gevaar", None))
    return replace(intake, gevaar=gevaar)


def alles(intake: Intake) -> tuple[str, ...]:
    """Return the ids of all lines."""
    return tuple(regel.id for regel in regels(intake))


def deel(intake: Intake, *namen: str) -> dict[str, Any]:
    """Return the summary with these lines, checked against its schema."""
    inhoud = samenvatting(intake, namen, ["Team Noord"], DAG)
    jsonschema.validate(inhoud, schema())
    return inhoud


def test_the_schema_is_a_schema() -> None:
    """It is valid itself, and strict: an unknown field is refused."""
    jsonschema.Draft7Validator.check_schema(schema())
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**deel(vol()), "score": 3}, schema())


def test_a_value_needs_a_source_that_can_give_one() -> None:
    """The schema refuses a value of which is said that it was not asked."""
    inhoud = deel(vol(), *alles(vol()))
    inhoud["wie_niet"] = {"waarde": "mijn broer", "bron": "niet_gevraagd"}
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(inhoud, schema())


def test_danger_comes_first_in_the_lines() -> None:
    """What is most urgent stands on top."""
    assert [naam.split(".")[0] for naam in alles(vol())][:3] == ["gevaar", "gevaar", "veilig"]


def test_everything_shared_says_of_every_field_where_it_is_from() -> None:
    """Own words, button, not asked and would not say are kept apart."""
    inhoud = deel(vol(), *alles(vol()))
    assert inhoud["veilig"]["nu"] == {"waarde": "nee", "bron": "knop"}
    assert inhoud["veilig"]["buiten"] == {"waarde": None, "bron": "wil_niet_zeggen"}
    assert inhoud["veilig"]["binnen"] == {"waarde": None, "bron": "niet_gevraagd"}
    assert inhoud["eigen_tekst"]["waarde"] == ["het is te veel", "ik ben moe"]
    assert [w["behoefte"] for w in inhoud["wensen"]] == ["medisch", "onderdak"]
    assert inhoud["wensen"][0]["rang"] == 1
    assert inhoud["wensen"][0]["eigen_woorden"] == {"waarde": None, "bron": "knop"}
    assert inhoud["gevaar_nu"]["waarde"][1] == {"soort": "acuut_gevaar", "eigen_woorden": None}


def test_what_is_held_back_cannot_be_told_from_what_was_never_said() -> None:
    """With one line withheld every empty field says the same, and no need or danger is named."""
    iets = vol()
    niets = Intake().wens("onderdak", ["een bed"], EIGEN).zet("wie_niet", Veld("tante", EIGEN))
    een, twee = deel(iets, "wens.onderdak"), deel(niets, "wens.onderdak")
    for inhoud in (een, twee):
        inhoud["toestemming"].pop("geschrapt")
    assert een == twee


def test_the_list_of_what_was_withheld_gives_nothing_away() -> None:
    """Needs, danger, safety, aangifte and own words are never named in it."""
    geschrapt = deel(vol(), "wens.onderdak")["toestemming"]["geschrapt"]
    assert geschrapt == ["liever_niet", "hoe.hulpverlener", "contact.manier"]


def test_every_line_has_a_name_in_plain_words() -> None:
    """Whatever can be in the summary has its heading and its words."""
    koppen = woorden()["koppen"]
    assert {*VELDEN, *VELDEN_DAARNA} <= set(koppen)
    assert {f"gevaar.{soort}" for soort in SOORTEN} <= set(koppen)


def test_sharing_no_line_shares_nothing() -> None:
    """Not even that a question was not answered."""
    inhoud = deel(vol())
    assert inhoud["wensen"] == []
    assert inhoud["veilig"]["buiten"]["bron"] == "niet_gedeeld"
    assert inhoud["toestemming"]["regels"] == []


def test_no_danger_is_an_answer_too() -> None:
    """A no to danger is an empty list with a source, which is not the same as not asked."""
    intake = Intake().zet("gevaar_nu", Veld("nee", KNOP))
    assert deel(intake, "gevaar_nu")["gevaar_nu"] == {"waarde": [], "bron": "knop"}


def test_not_knowing_about_danger_is_an_answer_too() -> None:
    """Who does not know whether there is danger did not say no, and was not left unasked."""
    intake = Intake().zet("gevaar_nu", Veld("weet_niet", KNOP))
    inhoud = deel(intake, "gevaar_nu")
    jsonschema.validate(inhoud, schema())
    waarde = [{"soort": "misschien", "eigen_woorden": None}]
    assert inhoud["gevaar_nu"] == {"waarde": waarde, "bron": "knop"}
    assert deel(intake)["gevaar_nu"]["waarde"] is None


def test_own_words_are_not_translated_by_the_catalogue() -> None:
    """Somebody's own "later" stays "later"; the answer later reads "Later"."""
    intake = Intake().zet("wat_helpt", Veld("later", EIGEN)).zet("veilig.nu", Veld("nee", KNOP))
    assert [regel.tekst for regel in regels(intake)] == ["Nee", "later"]


@given(st.sets(st.sampled_from(alles(vol()))))
def test_any_choice_of_lines_gives_exactly_those(gekozen: set[str]) -> None:
    """The summary holds the chosen lines, in order, and the words of no other."""
    intake = vol()
    inhoud = deel(intake, *gekozen)
    assert set(inhoud["toestemming"]["regels"]) == gekozen
    tekst = str({k: v for k, v in inhoud.items() if k != "toestemming"})
    eigen = {
        "wens.onderdak": "een bed",
        "wens.medisch.meer": "liefst een vrouw",
        "eigen_tekst.1": "het is te veel",
        "eigen_tekst.2": "ik ben moe",
        "liever_niet": "Politie",
        "contact.manier": "alleen hier",
        "aangifte": "'wil_niet'",
        "gevaar.zelfdoding": "ik wil niet meer",
    }
    for naam, gezegd in eigen.items():
        assert (gezegd in tekst) is (naam in gekozen)


def test_more_about_a_need_can_be_shared_without_its_first_line() -> None:
    """The line that is held back stays behind: its words, its rank, its urgency."""
    wens = deel(vol(), "wens.medisch.meer")["wensen"][0]
    assert wens["meer"]["waarde"] == "liefst een vrouw"
    assert wens["rang"] is None
    assert wens["urgentie"] == {"waarde": None, "bron": "niet_gedeeld"}
