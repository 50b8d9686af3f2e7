"""Needs: how the question about them ends, and how what was heard is put right."""

from __future__ import annotations

import pytest

from tests.praat import Gesprek
from tests.test_intake_gesprek import tot_wat_nodig


@pytest.mark.parametrize("hoe", ["weet niet", "plaatjes"])
def test_the_question_what_is_needed_ends(hoe: str) -> None:
    """Who does not know it, in words and in pictures, is not asked again (invariant 8)."""
    gesprek = tot_wat_nodig()
    if hoe == "plaatjes":
        gesprek.drukt("Laat plaatjes zien")
        gesprek.drukt("Klaar met kiezen")
    else:
        gesprek.zegt("weet niet", "weet_niet")
        assert gesprek.stap == "menu"
        gesprek.zegt("weet niet", "weet_niet")
    assert gesprek.stap == "hoe"
    gesprek.altijd("terug")
    assert gesprek.stap == "wat_nodig"


BED, DOKTER = ("onderdak", "bed"), ("medisch", "dokter")


def gehoord(*needs: tuple[str, str]) -> Gesprek:
    """Return a talk in which *needs* were heard and are to be confirmed."""
    gesprek = tot_wat_nodig()
    woorden = " en ".join(f"ik zoek een {woord}" for _, woord in needs)
    gesprek.zegt(woorden, "behoefte", needs)
    assert gesprek.stap == "gehoord"
    return gesprek


def labels(gesprek: Gesprek) -> set[str]:
    """Return the needs that are to be confirmed; none counts yet."""
    assert gesprek.intake.wensen == ()
    return {g.label for g in gesprek.intake.gehoord}


@pytest.mark.parametrize("woorden", ["bed", "alleen een bed"])
def test_a_no_with_alone_keeps_only_what_it_names(woorden: str) -> None:
    """ "Nee, alleen een bed" strikes the doctor and keeps the bed."""
    gesprek = gehoord(DOKTER, BED)
    gesprek.zegt("nee, alleen een bed", "nee", [("onderdak", woorden)])
    assert labels(gesprek) == {"onderdak"}
    gesprek.drukt("Ja, klopt")
    assert gesprek.intake.wensen == ("onderdak",)


def test_a_no_that_names_the_need_more_closely_loses_nothing() -> None:
    """ "Nee, een bed voor vannacht" is the same need in better words: both are asked about."""
    gesprek = gehoord(BED)
    gesprek.zegt("nee, een bed voor vannacht", "nee", [BED])
    assert labels(gesprek) == {"onderdak"}
    assert "een bed voor vannacht" in gesprek.beurt.tekst
    assert "ik zoek een bed" in gesprek.beurt.tekst


@pytest.mark.parametrize("eerst", [(DOKTER,), (DOKTER, BED)], ids=["doctor", "both"])
@pytest.mark.parametrize("act", ["nee", "ja"])
def test_only_what_is_turned_down_is_struck(act: str, eerst: tuple[tuple[str, str], ...]) -> None:
    """ "Nee geen dokter maar een bed" strikes the doctor, and hears the bed."""
    gesprek = gehoord(*eerst)
    gesprek.zegt(f"{act} geen dokter maar een bed", act, [DOKTER, BED])
    assert labels(gesprek) == {"onderdak"}


@pytest.mark.parametrize("gelezen", [True, False], ids=["heard", "not heard"])
def test_a_yes_with_a_reservation_confirms_nothing_blindly(gelezen: bool) -> None:
    """ "Ja maar geen dokter" strikes the doctor, or is asked again with what can be struck."""
    gesprek = gehoord(DOKTER, BED)
    beurt = gesprek.zegt("ja maar geen dokter", "ja", [DOKTER] if gelezen else [])
    assert gesprek.stap == "gehoord"
    if gelezen:
        assert labels(gesprek) == {"onderdak"}
        return
    assert labels(gesprek) == {"medisch", "onderdak"}
    assert any(titel.startswith("Niet: ") for titel in beurt.titels())
    assert gesprek.intake.eigen_tekst == ("ja maar geen dokter",)
    gesprek.zegt("ja maar geen dokter", "ja")
    assert gesprek.stap == "vastgelopen"


@pytest.mark.parametrize("tekst", ["ja", "ja doe maar", "ja hoor dat klopt", "ja, graag een bed"])
def test_a_yes_stays_a_yes(tekst: str) -> None:
    """A yes that takes nothing back confirms all that was heard."""
    gesprek = gehoord(DOKTER, BED)
    gesprek.zegt(tekst, "ja", [BED] if "bed" in tekst else [])
    assert set(gesprek.intake.wensen) == {"medisch", "onderdak"}


@pytest.mark.parametrize(
    "tekst",
    [
        "nee ik heb geen bed",
        "nee, ik ben alleen en zoek een bed",
        "nee ik wil niet meer op dat bed",
    ],
)
def test_what_is_lacking_is_not_turned_down(tekst: str) -> None:
    """ "Ik heb geen bed" is a need, and "ik ben alleen" strikes nothing."""
    gesprek = gehoord(DOKTER, BED)
    gesprek.zegt(tekst, "nee", [BED])
    assert labels(gesprek) == {"medisch", "onderdak"}


@pytest.mark.parametrize(
    "tekst",
    ["nee ik hoef geen dokter", "nee ik bedoel niet een dokter", "nee een dokter hoeft niet",
     "nee ik heb geen dokter nodig", "nee, die dokter wil ik niet"],
)  # fmt: skip
def test_a_need_is_turned_down_in_many_ways(tekst: str) -> None:
    """Whatever the order of the words, only that need is struck."""
    gesprek = gehoord(DOKTER, BED)
    gesprek.zegt(tekst, "nee", [DOKTER])
    assert labels(gesprek) == {"onderdak"}
