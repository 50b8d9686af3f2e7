"""The intake as a value: what was said, what was answered, and the way back."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from bot.intake.intake import Intake
from bot.intake.invoer import Gehoord, Gevaar, Team
from bot.intake.veld import EIGEN, KNOP, ONBEKEND, Veld


def test_what_was_not_said_is_unknown_and_not_no() -> None:
    """A field that nobody filled has no value and says that it was not asked."""
    assert Intake().veld("veilig.nu") == ONBEKEND
    assert ONBEKEND.naar_dict() == {"waarde": None, "bron": "niet_gevraagd"}


def test_a_change_leaves_the_old_intake_as_it_was() -> None:
    """An intake is a value: changing one never changes another."""
    oud = Intake()
    nieuw = oud.zet("wat_helpt", Veld("muziek", EIGEN)).bewaar("hm").met("stil")
    assert oud == Intake()
    assert nieuw.veld("wat_helpt").waarde == "muziek"


def test_a_need_counts_only_after_it_was_confirmed() -> None:
    """What was heard is no wish yet."""
    gehoord = Intake().hoor([Gehoord("onderdak", "een bed")])
    assert gehoord.wensen == ()
    assert gehoord.wens("onderdak", ["een bed"], EIGEN).wensen == ("onderdak",)


def test_the_same_words_are_heard_once() -> None:
    """Hearing a need twice in the same words, or after it was confirmed, adds nothing."""
    bed = Gehoord("onderdak", "een bed")
    intake = Intake().hoor([bed]).hoor([bed])
    assert intake.gehoord == (bed,)
    bevestigd = Intake().wens("onderdak", ["een bed"], EIGEN)
    assert bevestigd.hoor([bed]).gehoord == ()


def test_more_words_for_a_need_are_added() -> None:
    """A need that is named twice keeps both."""
    intake = Intake().wens("onderdak", bron=KNOP).wens("onderdak", ["een bed"], EIGEN)
    assert intake.veld("wens.onderdak") == Veld(("een bed",), EIGEN)


def test_going_back_puts_everything_as_it_was() -> None:
    """Undoing an answer restores the fields and lists that it changed."""
    voor = Intake().zet("veilig.nu", Veld("ja", KNOP)).hoor([Gehoord("medisch", "een dokter")])
    na = voor.beantwoord("gehoord", voor.wens("medisch", ["een dokter"], EIGEN))
    terug = na.terug()
    assert terug is not None
    assert terug.wensen == ()
    assert terug.gesloten == frozenset()
    assert terug.gehoord == voor.gehoord


def test_going_back_keeps_what_was_heard_in_between() -> None:
    """A need that an interruption brought is not lost when an earlier answer is undone."""
    voor = Intake()
    na = voor.beantwoord("wat_nodig", voor.hoor([Gehoord("basis", "eten")]))
    terug = na.hoor([Gehoord("medisch", "pijn")]).terug()
    assert terug is not None
    assert terug.gehoord == (Gehoord("medisch", "pijn"),)


def test_going_back_reopens_a_question_of_several_answers_at_once() -> None:
    """All taps of one question are one answer."""
    leeg = Intake()
    een = leeg.beantwoord("rang", Intake(rang=("basis",)), sluit=False)
    twee = een.beantwoord("rang", Intake(rang=("basis", "taal"), gedaan=een.gedaan))
    terug = twee.terug()
    assert terug is not None
    assert terug.rang == ()


def test_at_the_start_there_is_nothing_to_go_back_to() -> None:
    """Without an answer there is no way back."""
    assert Intake().terug() is None


def test_a_reopened_step_keeps_its_value_until_the_new_answer() -> None:
    """Asking again does not empty the field."""
    leeg = Intake()
    intake = leeg.beantwoord("taal", leeg.zet("hoe.taal", Veld("Pools", KNOP)))
    open_ = intake.heropen("taal")
    assert "taal" not in open_.gesloten
    assert open_.veld("hoe.taal").waarde == "Pools"


def test_striking_a_need_takes_everything_about_it() -> None:
    """With a need go its questions and its rank."""
    intake = Intake(rang=("basis",)).wens("basis").zet("wens.basis.urgentie", Veld("nu", KNOP))
    leeg = intake.schrap_wens("basis")
    assert leeg.velden == {}
    assert leeg.rang == ()


woorden = st.text(min_size=1, max_size=20)
gehoorden = st.builds(Gehoord, st.sampled_from(["onderdak", "basis"]), woorden)


@given(
    st.lists(gehoorden),
    st.lists(woorden),
    st.dictionaries(st.sampled_from(["wie_niet", "hoe.taal"]), st.builds(Veld, woorden)),
)
def test_an_intake_survives_as_plain_data(
    gehoord: list[Gehoord], teksten: list[str], velden: dict[str, Veld]
) -> None:
    """Writing an intake as JSON and reading it back gives the same intake, history included."""
    voor = Intake(gevaar=(Gevaar("zelfdoding", None),), teams=(Team("t", "Noord"),), tussen="menu")
    nieuw = voor.hoor(gehoord)
    for tekst in teksten:
        nieuw = nieuw.bewaar(tekst)
    for naam, veld in velden.items():
        nieuw = nieuw.zet(naam, veld)
    intake = voor.beantwoord("wat_nodig", nieuw).tel_op("misverstaan").met("stil")
    assert Intake.van_dict(json.loads(json.dumps(intake.naar_dict()))) == intake
    assert intake.terug() == Intake.van_dict(intake.naar_dict()).terug()


def test_nothing_kept_is_a_new_intake() -> None:
    """A new conversation starts empty."""
    assert Intake.van_dict(None) == Intake()
