"""What is said beside an answer is never lost, in whichever step."""

from __future__ import annotations

import copy
from collections.abc import Iterator

import pytest

from bot.intake.intake import Intake
from bot.intake.stappen import ZIJSTAPPEN, huidige
from tests.praat import TEAM, TEAMS, Gesprek

MEER = "mijn zusje woont daar nog steeds bij hem, en ik heb ook een dokter nodig"
#: How what was typed begins, by what it is heard as.
BEGIN = {
    "ja": "ja, maar",
    "nee": "nee, want",
    "weet_niet": "weet ik niet,",
    "overslaan": "sla maar over,",
    "behoefte": "kijk,",
    "nlu_fallback": "tja,",
}
#: Steps about another person; steps that ask what somebody does not want, which is no need.
ANDER = ("ander_wie", "ander_kaart")
LIEVER_NIET = ("liever_niet", "wie_niet", "bang", "misgegaan", "klacht")
JA = ("Ze mogen het allemaal zien", "Ja, goed", "Zo klopt het", "Deel alles", "Ja, deel dit", "Ja")


def begin(stil: bool, teams: tuple[dict[str, str], ...]) -> Iterator[Gesprek]:
    """Yield a talk in each of its first steps, up to and with the list."""
    gesprek = Gesprek(teams=teams)
    for titel in ("Ja" if stil else "Nee", "Nee", "Nee"):
        yield gesprek
        gesprek.drukt(titel)
    while gesprek.stap != "samenvatting":
        yield gesprek
        if gesprek.stap == "wat_nodig":
            heard = [("onderdak", "slapen"), ("geld_werk", "geld")]
            gesprek.zegt("ik wil slapen, en geld", "behoefte", heard)
        elif gesprek.stap in ("gehoord", "hoe", "stil.onderdak", "stil_lijst"):
            gesprek.drukt(next(t for t in gesprek.beurt.titels() if t.startswith("Ja")))
        else:
            gesprek.altijd("overslaan")
    yield gesprek


def eind(lijst: Gesprek) -> Iterator[Gesprek]:
    """Yield the talk in each step after the list: all shared, and nothing shared."""
    gesprek = copy.deepcopy(lijst)
    while gesprek.beurt.overdracht is None:
        yield gesprek
        gesprek.drukt(next(t for t in JA if t in gesprek.beurt.titels()))
    gesprek.hervat()
    yield gesprek
    gesprek = copy.deepcopy(lijst)
    while gesprek.stap != "niets_gedeeld":
        gesprek.altijd("overslaan")
    yield gesprek


def stappen(stil: bool, teams: tuple[dict[str, str], ...]) -> Iterator[Gesprek]:
    """Yield a talk in every step: as it comes on the way, and every side question."""
    for gesprek in begin(stil, teams):
        yield gesprek
    yield from eind(gesprek)
    for naam in ZIJSTAPPEN:
        yield naast(gesprek, naam)


def naast(gesprek: Gesprek, naam: str) -> Gesprek:
    """Return a copy of the talk with this side question open."""
    extra = {"in_taal": "in_taal:bg", "verander": "verander:wens.onderdak"}
    kopie = copy.deepcopy(gesprek)
    kopie.slots["intake"]["tussen"] = extra.get(naam, naam)
    kopie.slots["stap"] = naam
    return kopie


def bewaard(intake: Intake) -> str:
    """Return everything that stands in the intake, as one text."""
    return str(intake.naar_dict())


@pytest.mark.parametrize("intent", list(BEGIN))
@pytest.mark.parametrize("teams", [(TEAM,), TEAMS], ids=["one", "more"])
@pytest.mark.parametrize("stil", [False, True], ids=["aloud", "silent"])
def test_no_need_and_no_words_are_lost_in_any_step(
    stil: bool, teams: tuple[dict[str, str], ...], intent: str
) -> None:
    """A need said with an answer is asked about or counts; more words than an answer are kept."""
    gezien = set()
    for gesprek in stappen(stil, teams):
        stap = huidige(gesprek.intake).naam
        if stap in ANDER or (stap == "wissen" and intent == "ja"):
            continue
        gezien.add(stap)
        kopie = copy.deepcopy(gesprek)
        tekst = f"{BEGIN[intent]} {MEER}"
        kopie.zegt(tekst, intent, [("medisch", "dokter")])
        intake = kopie.intake
        assert tekst in bewaard(intake), (stap, intent)
        labels = {*intake.wensen, *(g.label for g in intake.gehoord)}
        assert stap in LIEVER_NIET or "medisch" in labels, (stap, intent)
    assert {"samenvatting", "bevestig", "niets_gedeeld", "na_overdracht", "crisis"} <= gezien
    assert len(gezien) > (30 if stil else 45)


@pytest.mark.parametrize("intent", ["ja", "nee"])
def test_a_need_at_the_list_is_asked_about_before_the_list_is_closed(intent: str) -> None:
    """ "Ja, maar ik heb ook een dokter nodig" is no yes to a list without the doctor."""
    *_, gesprek = begin(stil=False, teams=(TEAM,))
    tekst = f"{intent}, maar ik heb ook een dokter nodig"
    beurt = gesprek.zegt(tekst, intent, [("medisch", "dokter")])
    assert gesprek.stap == "gehoord"
    assert "dokter" in beurt.tekst
    gesprek.drukt("Ja, klopt")
    while gesprek.stap.startswith("wens.medisch"):
        gesprek.altijd("overslaan")
    assert gesprek.stap == "samenvatting"
    assert "medisch" in gesprek.intake.wensen


def test_a_need_after_sharing_nothing_does_not_end_the_talk() -> None:
    """ "Nee, maar ik zoek een dokter" at the end is a new need, and no goodbye."""
    *_, lijst = begin(stil=False, teams=(TEAM,))
    *_, gesprek = eind(lijst)
    gesprek.zegt("nee, maar ik zoek een dokter", "nee", [("medisch", "dokter")])
    assert gesprek.stap == "gehoord"


def test_where_it_is_not_safe_and_what_is_needed_in_one_message() -> None:
    """ "Ik zit op straat en zoek een bed" answers the question, and is a need as well."""
    gesprek = Gesprek()
    gesprek.drukt("Nee")
    gesprek.drukt("Ja")
    gesprek.zegt("ik zit op straat en zoek een bed", "behoefte", [("onderdak", "bed")])
    assert gesprek.intake.veld("veilig.buiten").waarde == "nee"
    assert [g.label for g in gesprek.intake.gehoord] == ["onderdak"]


@pytest.mark.parametrize(
    "woorden", ["ja", "ja dat is goed zo", "nee hoor laat het maar", "ja klopt"]
)
def test_a_plain_answer_adds_no_line(woorden: str) -> None:
    """A yes or a no in a few more words stands nowhere as something told."""
    *_, gesprek = begin(stil=False, teams=(TEAM,))
    gesprek.zegt(woorden, woorden.split()[0])
    assert gesprek.intake.eigen_tekst == ()
