"""What can be undone: a handover taken back, an answer taken back, a line changed or struck."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.intake.delen import teruggenomen
from bot.intake.regels import regels
from bot.intake.samenvatting import samenvatting
from bot.intake.veld import KNOP, Veld
from tests.praat import Gesprek
from tests.test_intake_gesprek import regel_knop, tot_samenvatting, tot_wat_nodig

# -- a handover that was taken back, and one that stands -----------------------------------------


def gedeeld(**opties: object) -> Gesprek:
    """Return a talk in which the whole list was shared, with the bot in it again."""
    gesprek = tot_samenvatting(**opties)
    for titel in ("Zo klopt het", "Deel alles", "Ja, deel dit"):
        gesprek.drukt(titel)
    assert gesprek.beurt.overdracht is not None
    return gesprek


def neem_terug(gesprek: Gesprek, alles: bool = True) -> None:
    """Let the router take the handover back."""
    gesprek.slots["intake"] = teruggenomen(gesprek.intake, alles=alles).naar_dict()
    gesprek.hervat()


def test_after_taking_back_the_list_comes_again() -> None:
    """Nobody can read what was taken back: the bot does not say so, and asks for a new yes."""
    gesprek = gedeeld()
    neem_terug(gesprek)
    assert "kan lezen" not in gesprek.beurt.tekst
    assert gesprek.stap == "samenvatting"
    assert "Nog niemand heeft ze gezien" in gesprek.altijd("uitleg").tekst
    gesprek.drukt("Zo klopt het")
    assert gesprek.stap == "toestemming"
    assert gesprek.drukt("Deel alles").overdracht is None
    beurt = gesprek.drukt("Ja, deel dit")
    assert beurt.overdracht is not None
    assert beurt.overdracht["samenvatting"]["wensen"]


def test_what_another_handover_holds_stays_shared() -> None:
    """With an older handover standing, only the lines of the newest can be shared again."""
    gesprek = gedeeld()
    neem_terug(gesprek, alles=False)
    assert gesprek.stap == "samenvatting"
    assert "kan een hulpverlener lezen" in gesprek.altijd("uitleg").tekst


def test_a_human_without_lines_taken_back_asks_nothing_again() -> None:
    """Who shared nothing answered nothing about it that must be asked again."""
    gesprek = tot_samenvatting()
    gesprek.drukt("Zo klopt het")
    gesprek.drukt("Deel niets")
    gesprek.altijd("hulpverlener")
    assert gesprek.drukt("Nu, en ik deel verder niets").overdracht is not None
    neem_terug(gesprek)
    assert gesprek.stap == "niets_gedeeld"


def test_of_lines_that_were_shared_nobody_says_that_only_you_see_them() -> None:
    """With a handover standing, the explanation of the list and "wie ziet dit?" say what holds."""
    gesprek = gedeeld()
    gesprek.hervat()
    assert gesprek.stap == "na_overdracht"
    gesprek.zegt("en een dokter graag", "behoefte", [("medisch", "dokter")])
    while gesprek.stap != "samenvatting":
        gesprek.drukt("Ja, klopt" if gesprek.stap == "gehoord" else "Nee, dit is het")
    for beurt in (gesprek.altijd("uitleg"), gesprek.zegt("wie ziet dit?", "anoniem")):
        assert "kan een hulpverlener lezen" in beurt.tekst
        assert "Nog niemand" not in beurt.tekst
        assert "Nu zie alleen jij dit" not in beurt.tekst


# -- a correction that sounds like going back ----------------------------------------------------


def tot_na_nu() -> Gesprek:
    """Return a talk in which a bed is needed now."""
    gesprek = tot_wat_nodig()
    for titel in ("Laat plaatjes zien", "Slapen en wonen", "Klaar met kiezen", "Nu"):
        gesprek.drukt(titel)
    assert gesprek.intake.veld("wens.onderdak.urgentie") == Veld("nu", KNOP)
    return gesprek


def test_a_correction_of_safety_asks_that_again_and_undoes_nothing() -> None:
    """Not being safe after all is asked at once, danger after it; no other answer is lost."""
    gesprek = tot_na_nu()
    woorden = "niet ja, ik wil nee zeggen bij eerste, het is hier niet veilig"
    beurt = gesprek.zegt(woorden, "terug")
    assert gesprek.stap == "veilig_nu"
    assert "utter_bewaard" in beurt.responses
    assert gesprek.intake.eigen_tekst == (woorden,)
    gesprek.drukt("Nee")
    assert gesprek.intake.veld("veilig.nu").waarde == "nee"
    assert gesprek.stap == "gevaar_nu"
    assert gesprek.intake.veld("wens.onderdak.urgentie").waarde == "nu"


def test_a_correction_of_an_age_asks_that_again() -> None:
    """Who says that the age was not true is asked the age, and their words are kept."""
    gesprek = tot_wat_nodig()
    gesprek.zegt("ik ben 16", "minderjarig")
    assert gesprek.stap == "mens"
    woorden = "ik loog net over die leeftijd, ik ben 22"
    gesprek.zegt(woorden, "terug")
    assert gesprek.stap == "leeftijd"
    assert gesprek.intake.eigen_tekst == (woorden,)
    assert gesprek.intake.veld("veilig.kijkt_mee").waarde == "nee"
    gesprek.drukt("18 of ouder")
    assert gesprek.intake.veld("leeftijdsgroep") == Veld("18+", KNOP)


def test_what_is_typed_beside_going_back_is_kept() -> None:
    """Words that say more than "terug" stand in the list; a bare one leaves nothing."""
    gesprek = tot_na_nu()
    woorden = "nee wacht dat van dat bed is niet goed"
    gesprek.zegt(woorden, "terug")
    assert gesprek.intake.eigen_tekst == (woorden,)
    assert gesprek.intake.veld("wens.onderdak.urgentie").waarde is None
    gesprek = tot_na_nu()
    gesprek.zegt("wacht ik wil nog een vraag terug", "terug")
    assert gesprek.intake.eigen_tekst == ()


def test_of_another_nothing_is_asked_again() -> None:
    """Beside somebody else's trouble, safety and age are not the person's own."""
    gesprek = tot_wat_nodig()
    gesprek.zegt("mijn vriendin zit vast bij die man", "zorg_om_ander")
    gesprek.zegt("nee terug, zij is daar niet veilig", "terug")
    assert gesprek.stap == "wat_nodig"
    assert gesprek.intake.eigen_tekst == ()


# -- enough, and the short route -----------------------------------------------------------------


def test_enough_is_taken_back_by_going_back() -> None:
    """The question at which it was said is asked again; no answer of before is lost unseen."""
    gesprek = tot_na_nu()
    gevraagd = gesprek.stap
    gesprek.drukt("Genoeg gevraagd")
    assert gesprek.stap == "samenvatting"
    gesprek.altijd("terug")
    assert gesprek.stap == gevraagd
    assert gesprek.intake.veld("wens.onderdak.urgentie").waarde == "nu"


def test_a_misclick_on_young_leaves_nothing() -> None:
    """Once the age is open again there is room for all questions, as before."""
    gesprek = tot_na_nu()
    while gesprek.stap != "hoe":
        gesprek.altijd("overslaan")
    gesprek.drukt("Ja")
    while gesprek.stap != "leeftijd":
        gesprek.altijd("overslaan")
    gesprek.drukt("Jonger dan 18")
    gesprek.altijd("terug")
    gesprek.altijd("terug")
    assert gesprek.stap == "leeftijd"
    gesprek.drukt("18 of ouder")
    assert gesprek.stap == "misgegaan"


def test_another_age_brings_the_questions_that_were_left_out() -> None:
    """The short route is that of who is young, not of who once said so."""
    gesprek = tot_wat_nodig()
    for titel in ("Laat plaatjes zien", "Slapen en wonen", "Klaar met kiezen"):
        gesprek.drukt(titel)
    gesprek.zegt("ik ben 16", "minderjarig")
    gesprek.drukt("Nee, liever verder")
    assert gesprek.stap == "samenvatting"
    gesprek.drukt_op(regel_knop(gesprek, "Veranderen", "leeftijdsgroep"))
    gesprek.drukt("18 of ouder")
    assert gesprek.stap == "wens.onderdak.wanneer"


def test_the_list_first_can_be_taken_back() -> None:
    """Who wanted the list first and goes back gets all questions, like anybody."""
    gesprek = tot_wat_nodig()
    gesprek.altijd("hulpverlener")
    gesprek.drukt("Eerst mijn lijst maken")
    gesprek.altijd("terug")
    for titel in ("Nee, nergens", "Laat plaatjes zien", "Slapen en wonen", "Klaar met kiezen"):
        gesprek.drukt(titel)
    assert gesprek.stap == "wens.onderdak.wanneer"


def test_the_list_is_not_called_empty_when_something_was_noted() -> None:
    """A safe place, own words or a need that was heard stand on it, or wait for a yes."""
    gesprek = Gesprek()
    gesprek.drukt("Nee")
    gesprek.zegt("ik heb geen bed", "behoefte", [("onderdak", "geen bed")])
    gesprek.altijd("hulpverlener")
    assert "utter_nog_niets" not in gesprek.drukt("Eerst mijn lijst maken").responses


# -- a line changed or struck --------------------------------------------------------------------


def met_plekken() -> Gesprek:
    """Return a talk at its list, not safe at home, with two things that are not wanted."""
    gesprek = Gesprek()
    for titel in ("Nee", "Ja", "In huis", "Klaar", "Laat plaatjes zien", "Slapen en wonen"):
        gesprek.drukt(titel)
    gesprek.drukt("Klaar met kiezen")
    while gesprek.stap != "hoe":
        gesprek.altijd("overslaan")
    for titel in ("Ja", "Politie"):
        gesprek.drukt(titel)
    gesprek.zegt("niet via mijn oom in Zwolle", "nlu_fallback")
    gesprek.drukt("Klaar")
    while gesprek.stap != "samenvatting":
        gesprek.altijd("overslaan")
    return gesprek


@pytest.mark.parametrize("regel", ["liever_niet", "liever_niet.woorden", "veilig.binnen"])
@pytest.mark.parametrize("weg", ["terug", "overslaan", "stoppen", "hulpverlener"])
def test_a_line_that_gets_no_other_answer_stays(regel: str, weg: str) -> None:
    """ "Veranderen" empties nothing by itself: however the question is left, the lines stand."""
    gesprek = met_plekken()
    voor = gesprek.intake.velden
    gesprek.drukt_op(regel_knop(gesprek, "Veranderen", regel))
    gesprek.altijd(weg)
    assert gesprek.intake.velden == voor
    gesprek.hervat()
    assert gesprek.intake.eigen_tekst == ()


def test_a_changed_line_has_the_new_answer_alone_until_it_is_undone() -> None:
    """The first new answer takes the place of all that stood there; going back brings it again."""
    gesprek = met_plekken()
    voor = gesprek.intake.velden
    gesprek.drukt_op(regel_knop(gesprek, "Veranderen", "veilig.binnen"))
    gesprek.drukt("Buiten")
    gesprek.drukt("Klaar")
    assert gesprek.stap == "samenvatting"
    assert gesprek.intake.veld("veilig.binnen").waarde is None
    assert gesprek.intake.veld("veilig.buiten").waarde == "nee"
    gesprek.altijd("terug")
    assert gesprek.intake.velden == voor


def test_danger_at_a_changed_line_loses_nothing() -> None:
    """What stood in the list stands there after it."""
    gesprek = met_plekken()
    gesprek.drukt_op(regel_knop(gesprek, "Veranderen", "liever_niet"))
    gesprek.zegt("hij slaat me nu", "acuut_gevaar")
    assert gesprek.intake.veld("liever_niet").waarde == ("Politie",)


def test_own_words_at_a_changed_line_are_never_lost() -> None:
    """Where something else came in their place without an answer, they stand as own words."""
    gesprek = met_plekken()
    gesprek.drukt_op(regel_knop(gesprek, "Veranderen", "liever_niet"))
    gesprek.zegt("ik wil echt helemaal geen politie erbij als dat kan", "geen_politie")
    gesprek.altijd("terug")
    assert gesprek.intake.veld("liever_niet").waarde == ("Politie",)
    assert "niet via mijn oom in Zwolle" in gesprek.intake.alle_woorden()


@pytest.mark.parametrize("eerst", [("Slapen en wonen",), ()])
def test_striking_a_need_opens_no_new_question(eerst: tuple[str, ...]) -> None:
    """The needs that move up were asked about no more, and going back leads to no such question."""
    gesprek = tot_wat_nodig()
    namen = ("Slapen en wonen", "Geld en werk", "Mijn lijf en de dokter", "Veilig zijn")
    gesprek.drukt("Laat plaatjes zien")
    for naam in namen:
        gesprek.drukt(naam)
    gesprek.drukt("Klaar met kiezen")
    for naam in eerst:
        gesprek.drukt(naam)
    while gesprek.stap != "samenvatting":
        gesprek.altijd("overslaan")
    gesprek.drukt_op(regel_knop(gesprek, "Weghalen", "wens.onderdak"))
    assert gesprek.stap == "samenvatting"
    gesprek.altijd("terug")
    assert not gesprek.stap.startswith("wens.")


def test_what_was_struck_and_said_again_is_shared_alone() -> None:
    """A line that goes along does not stand among those that were held back."""
    intake = replace(tot_samenvatting().intake, geschrapt=("leeftijdsgroep",))
    intake = intake.zet("leeftijdsgroep", Veld("18+", KNOP))
    inhoud = samenvatting(intake, [r.id for r in regels(intake)], ["Team Noord"], "2026-11-23")
    assert "leeftijdsgroep" in inhoud["toestemming"]["regels"]
    assert inhoud["toestemming"]["geschrapt"] == []
