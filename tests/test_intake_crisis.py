"""Danger, in every step of the talk."""

from __future__ import annotations

import copy

import pytest

from bot.intake.invoer import Gevaar
from tests.praat import CRISES, TEAMS, Beurt, Gesprek
from tests.test_intake_gesprek import tot_samenvatting, tot_wat_nodig

NUMMER = {"acuut_gevaar": "112", "zelfdoding": "113", "medische_nood": "112"}
KAN_NIET = "Ik kan zelf geen hulp sturen. Ik weet niet waar je bent."


def volledig(beurt: Beurt, soort: str) -> bool:
    """Tell whether the turn has the number, the limits, the panel and a human in it."""
    adressen = [a["id"] for p in beurt.panelen for a in p["adressen"]]
    mens = {"Ja, met een mens", "Ik wil met een mens praten"} & set(beurt.titels())
    gezegd = all(deel in beurt.tekst for deel in (NUMMER[soort], KAN_NIET))
    return gezegd and NUMMER[soort] in adressen and bool(mens)


def elke_stap() -> list[Gesprek]:
    """Return one talk in every step that skipping leads through, and in every side step."""
    gesprekken = []
    for aantal in range(12):
        gesprek = Gesprek()
        for _ in range(aantal):
            gesprek.altijd("overslaan")
        gesprekken.append(gesprek)
    for act in ("hulpverlener", "wissen", "stoppen"):
        gesprek = Gesprek()
        gesprek.altijd(act)
        gesprekken.append(gesprek)
    gesprekken += [tot_wat_nodig(), tot_samenvatting()]
    gesprekken[-2].drukt("Laat plaatjes zien")
    return gesprekken


@pytest.mark.parametrize("soort", CRISES)
def test_danger_is_answered_on_that_turn_in_every_step(soort: str) -> None:
    """Number, limits, help and a human come at once, and the talk can go on afterwards."""
    for gesprek in elke_stap():
        voor = gesprek.stap
        beurt = gesprek.zegt("het gaat mis", soort)
        assert volledig(beurt, soort), voor
        assert len(beurt.teksten) <= 3
        beurt = gesprek.drukt("Verder met het gesprek")
        assert beurt.responses, voor
        assert not gesprek.stap.startswith("crisis")


@pytest.mark.parametrize("soort", CRISES)
def test_the_question_of_before_is_not_repeated_in_the_same_turn(soort: str) -> None:
    """After danger only danger is spoken of."""
    gesprek = tot_wat_nodig()
    beurt = gesprek.zegt("help", soort)
    assert "utter_vraag_wat_nodig" not in beurt.responses
    gesprek.drukt("Verder met het gesprek")
    assert gesprek.stap == "wat_nodig"


def test_danger_is_noted_in_the_persons_words() -> None:
    """What was said stands verbatim, and its need is kept to be confirmed."""
    gesprek = tot_wat_nodig()
    gesprek.zegt("hij staat voor de deur", "acuut_gevaar", [("veiligheid", "voor de deur")])
    assert gesprek.intake.gevaar == (Gevaar("acuut_gevaar", "hij staat voor de deur"),)
    assert [g.label for g in gesprek.intake.gehoord] == ["veiligheid"]


@pytest.mark.parametrize("soort", CRISES)
def test_the_same_block_comes_at_most_twice(soort: str) -> None:
    """The third time the words are softer; the number stays."""
    gesprek = tot_wat_nodig()
    keren = [gesprek.zegt("nog steeds", soort) for _ in range(4)]
    gezegd = [beurt.responses[0] for beurt in keren]
    assert gezegd[0] == gezegd[1] == f"utter_crisis_{soort}"
    assert gezegd[2] == gezegd[3] == f"utter_crisis_zacht_{soort}"
    assert all(NUMMER[soort] in beurt.tekst for beurt in keren)


def test_suicide_gets_one_direct_question_and_never_a_second() -> None:
    """Asked once, never how; a second time a human is offered instead."""
    gesprek = tot_wat_nodig()
    assert "Denk je aan zelfmoord?" in gesprek.zegt("ik wil er niet meer zijn", "zelfdoding").tekst
    gesprek.drukt("Verder met het gesprek")
    assert "Denk je aan zelfmoord?" not in gesprek.zegt("toch weer", "zelfdoding").tekst


@pytest.mark.parametrize("titel", ["Ja", "Weet ik niet", None])
def test_anything_but_a_no_gets_the_full_answer(titel: str | None) -> None:
    """Yes, not knowing and silence are met alike: 113, 112, and a human."""
    gesprek = tot_wat_nodig()
    gesprek.zegt("ik wil er niet meer zijn", "zelfdoding")
    beurt = gesprek.drukt(titel) if titel else gesprek.altijd("overslaan")
    assert "113" in beurt.tekst
    assert "112" in beurt.tekst
    assert "Ja, met een mens" in beurt.titels()


def test_a_no_leaves_113_open() -> None:
    """Somebody who says no still hears whom they can call."""
    gesprek = tot_wat_nodig()
    gesprek.zegt("ik wil er niet meer zijn", "zelfdoding")
    assert "113" in gesprek.drukt("Nee").tekst


def test_danger_of_somebody_else_is_answered_for_them() -> None:
    """Calling is for the other; nothing is noted about the person who worries."""
    gesprek = tot_wat_nodig()
    beurt = gesprek.zegt("mijn vriendin bloedt", "medische_nood", ook="zorg_om_ander")
    assert "112 voor die persoon" in beurt.tekst
    assert gesprek.intake.gevaar == ()
    assert gesprek.stap == "ander_kaart"


def test_danger_on_the_way_for_somebody_else_stays_theirs() -> None:
    """Also where only the earlier message said that it is about another."""
    gesprek = Gesprek()
    gesprek.zegt("ik maak me zorgen om een leerling", "zorg_om_ander")
    gesprek.zegt("hij wordt nu geslagen", "acuut_gevaar", [("veiligheid", "geslagen")])
    assert gesprek.intake.gevaar == ()
    assert gesprek.intake.gehoord == ()


def test_a_child_in_danger_hears_of_those_for_children_too() -> None:
    """Danger and a young age in one message get the answer that fits both: in the words who is
    there day and night, and the Kindertelefoon, which is not, on a card with its hours."""
    gesprek = Gesprek()
    beurt = gesprek.zegt("ik ben 15 en hij slaat", "acuut_gevaar", ook="minderjarig")
    assert "0800-2000" in beurt.tekst
    assert "112" in beurt.tekst
    assert {"kindertelefoon", "veiligthuis"} <= {a["id"] for a in beurt.panelen[0]["adressen"]}
    assert gesprek.intake.veld("leeftijdsgroep").waarde == "<18"


def test_a_human_in_danger_comes_without_detours() -> None:
    """One yes for the human and one for the line with the danger, and it is handed over."""
    gesprek = tot_wat_nodig()
    gesprek.zegt("hij staat voor de deur", "acuut_gevaar")
    gesprek.drukt("Ja, met een mens")
    beurt = gesprek.drukt("Ja")
    assert beurt.overdracht is not None
    assert beurt.overdracht["gevaar"] == "acuut_gevaar"
    gedeeld = beurt.overdracht["samenvatting"]["gevaar_nu"]["waarde"]
    assert gedeeld == [{"soort": "acuut_gevaar", "eigen_woorden": "hij staat voor de deur"}]


def test_new_danger_is_asked_about_again() -> None:
    """A no to sharing one danger is no answer about the next."""
    gesprek = tot_wat_nodig()
    gesprek.zegt("hij staat voor de deur", "acuut_gevaar")
    gesprek.drukt("Ja, met een mens")
    gesprek.drukt("Nee")
    gesprek.hervat()
    gesprek.zegt("ik bloed", "medische_nood")
    gesprek.drukt("Ja, met een mens")
    assert gesprek.stap == "gevaar_delen"


def test_danger_is_not_shared_without_a_yes_to_it() -> None:
    """A human can come without knowing about the danger."""
    gesprek = tot_wat_nodig()
    gesprek.zegt("hij staat voor de deur", "acuut_gevaar")
    gesprek.altijd("hulpverlener")
    beurt = gesprek.drukt("Nee")
    assert beurt.overdracht is not None
    assert beurt.overdracht["gevaar"] is None
    assert "deur" not in str(beurt.overdracht)


def test_what_was_not_meant_is_the_danger_answered_last() -> None:
    """ "Dat bedoelde ik niet" leaves other danger, also where the last words were said before."""
    gesprek = tot_wat_nodig()
    gesprek.zegt("hij slaat me", "acuut_gevaar")
    gesprek.zegt("ik wil niet meer leven", "zelfdoding")
    gesprek.drukt("Ja")
    gesprek.zegt("hij slaat me", "acuut_gevaar")
    gesprek.drukt("Dat bedoelde ik niet")
    assert gesprek.intake.gevaar == (Gevaar("zelfdoding", "ik wil niet meer leven"),)
    assert gesprek.intake.eigen_tekst == ("hij slaat me",)


def test_a_no_to_the_direct_question_takes_back_nothing_else() -> None:
    """Whatever danger was noted last, the no is about suicide alone."""
    gesprek = tot_wat_nodig()
    gesprek.zegt("ik wil niet meer leven", "zelfdoding")
    later = {"soort": "acuut_gevaar", "woorden": "hij slaat me"}
    gesprek.slots["intake"]["gevaar"].append(later)
    gesprek.drukt("Nee")
    assert gesprek.intake.gevaar == (Gevaar("acuut_gevaar", "hij slaat me"),)


def test_who_goes_on_talking_after_danger_is_listened_to() -> None:
    """The words are kept, a human stays offered, and the second time the talk goes on."""
    gesprek = tot_wat_nodig()
    gesprek.zegt("hij staat voor de deur", "acuut_gevaar")
    assert gesprek.zegt("ik weet niet wat ik moet", "behoefte").responses[0] == "utter_luister"
    assert gesprek.stap == "crisis"
    gesprek.zegt("ik tril helemaal", "behoefte")
    assert gesprek.stap == "wat_nodig"
    assert "ik tril helemaal" in gesprek.intake.eigen_tekst


DRIE = (*TEAMS, {"id": "t3", "naam": "Team West"})


def jong(stil: bool, gevaar: bool, teams: tuple[dict[str, str], ...]) -> Gesprek:
    """Return a talk in which somebody young says so, beside danger or not: their first turn."""
    gesprek = Gesprek(teams=teams)
    if stil:
        gesprek.drukt("Ja")
    if gevaar:
        gesprek.zegt("ik ben 15 en hij slaat mij", "acuut_gevaar", ook="minderjarig")
    else:
        gesprek.zegt("ik ben 15", "minderjarig")
    return gesprek


def zegt_ja(gesprek: Gesprek) -> Beurt:
    return gesprek.drukt(next(t for t in gesprek.beurt.titels() if t.startswith("Ja")))


@pytest.mark.parametrize("teams", [DRIE[:1], DRIE], ids=["one team", "three teams"])
@pytest.mark.parametrize("gevaar", [False, True], ids=["", "danger"])
@pytest.mark.parametrize("stil", [False, True], ids=["aloud", "silent"])
def test_who_is_young_has_a_human_in_three_turns(
    stil: bool, gevaar: bool, teams: tuple[dict[str, str], ...]
) -> None:
    """The age, yes to a human, yes to what goes along and to whom: all in three turns."""
    gesprek = jong(stil, gevaar, teams)
    vraag = zegt_ja(gesprek)
    assert gesprek.stap == "jong_delen"
    assert vraag.overdracht is None
    assert all(team["naam"] in vraag.tekst for team in teams[1:])
    over = zegt_ja(gesprek).overdracht
    assert over is not None
    assert over["teams"] == [team["id"] for team in teams]
    regels_ = set(over["samenvatting"]["toestemming"]["regels"])
    assert "leeftijdsgroep" in regels_
    assert ("gevaar.acuut_gevaar" in regels_) is gevaar


@pytest.mark.parametrize("stil", [False, True], ids=["aloud", "silent"])
def test_a_no_of_who_is_young_to_several_teams_hands_over_nothing(stil: bool) -> None:
    """No is a no to all of it; a human with no line at all is a choice of its own."""
    gesprek = jong(stil, True, DRIE)
    zegt_ja(gesprek)
    alleen = copy.deepcopy(gesprek).drukt("Alleen praten").overdracht
    assert alleen is not None
    assert not set(alleen["samenvatting"]["toestemming"]["regels"]) - {"veilig.kijkt_mee"}
    assert gesprek.drukt("Nee").overdracht is None
    assert gesprek.stap == "teams_mens"


@pytest.mark.parametrize("stil", [False, True], ids=["aloud", "silent"])
def test_who_is_young_leaves_a_team_out_in_the_same_question(stil: bool) -> None:
    """One tap leaves a team out, by name; what is asked stays the same."""
    gesprek = jong(stil, False, DRIE)
    zegt_ja(gesprek)
    beurt = gesprek.drukt("Liever niet: Team Noord")
    assert beurt.overdracht is None
    assert "Team Noord" not in beurt.teksten[-1]
    over = zegt_ja(gesprek).overdracht
    assert over is not None
    assert over["teams"] == ["t2", "t3"]


def bij_de_vraag(stap: str) -> Gesprek:
    """Return a talk with danger in it that is at the question what a human may read."""
    gesprek = tot_wat_nodig()
    ook = "minderjarig" if stap == "jong_delen" else None
    gesprek.zegt("hij staat voor de deur", "acuut_gevaar", ook=ook)
    gesprek.drukt("Ja, met een mens")
    assert gesprek.stap == stap
    return gesprek


@pytest.mark.parametrize("anders", ["hulpverlener", "terug"])
@pytest.mark.parametrize("stap", ["gevaar_delen", "jong_delen"])
def test_nobody_is_handed_over_without_their_danger_for_want_of_an_answer(
    stap: str, anders: str
) -> None:
    """Whoever asks for a human instead of answering, or goes back, is asked again, and waits.

    Asked at the question itself it comes with what each answer does; a yes then takes the danger
    along, a no ends the asking.
    """
    gesprek = bij_de_vraag(stap)
    for _ in range(3):
        beurt = gesprek.altijd(anders)
        if anders == "hulpverlener":
            assert beurt.responses == [f"utter_uitleg_{stap}", f"utter_vraag_{stap}"]
        else:
            gesprek.altijd("hulpverlener")
            beurt = gesprek.drukt("Nu, en ik deel verder niets")
        assert beurt.overdracht is None
        assert gesprek.stap == stap
    nee = copy.deepcopy(gesprek)
    nee.drukt(next(t for t in nee.beurt.titels() if t.startswith("Nee")))
    assert nee.beurt.overdracht is not None
    assert nee.beurt.overdracht["gevaar"] is None
    over = zegt_ja(gesprek).overdracht
    assert over is not None
    assert over["gevaar"] == "acuut_gevaar"


@pytest.mark.parametrize("antwoord", ["Ja", "Nee"])
@pytest.mark.parametrize("stap", ["gevaar_delen", "jong_delen"])
def test_each_handover_asks_about_danger_anew(stap: str, antwoord: str) -> None:
    """A yes or a no was for that case: taken back unread, the next human is asked about again."""
    gesprek = bij_de_vraag(stap)
    gesprek.drukt(next(t for t in gesprek.beurt.titels() if t.startswith(antwoord)))
    assert gesprek.beurt.overdracht is not None
    gesprek.hervat()
    gesprek.altijd("hulpverlener")
    assert gesprek.drukt("Nu, en ik deel verder niets").overdracht is None
    assert gesprek.stap == stap


def test_the_same_danger_said_again_is_asked_about_again() -> None:
    """Danger in the words of before is new danger: the no was to sharing the first."""
    gesprek = jong(False, True, DRIE)
    zegt_ja(gesprek)
    gesprek.drukt("Nee")
    assert gesprek.stap == "teams_mens"
    gesprek.zegt("ik ben 15 en hij slaat mij", "acuut_gevaar", ook="minderjarig")
    assert zegt_ja(gesprek).overdracht is None
    assert gesprek.stap == "jong_delen"


@pytest.mark.parametrize("stil", [False, True], ids=["aloud", "silent"])
def test_after_a_no_of_who_is_young_only_the_teams_are_asked_about(stil: bool) -> None:
    """The no is to all that goes along: with the teams chosen a human comes, without the danger."""
    gesprek = jong(stil, True, DRIE)
    zegt_ja(gesprek)
    gesprek.drukt("Nee")
    gesprek.drukt("Liever niet: Team Noord")
    over = gesprek.zegt("klaar zo", "nee").overdracht
    assert over is not None
    assert over["gevaar"] is None
    assert over["teams"] == ["t2", "t3"]


def test_a_team_that_came_after_the_question_gets_nothing_of_who_is_young() -> None:
    """With one team no name was read: when another joins, both are named first."""
    gesprek = jong(False, False, DRIE[:1])
    zegt_ja(gesprek)
    gesprek.wereld["teams"] = list(TEAMS)
    assert gesprek.drukt("Ja, dat mag").overdracht is None
    assert "Team Noord en Team Zuid" in gesprek.beurt.tekst
    assert gesprek.drukt("Ja, dat mag").overdracht is not None
