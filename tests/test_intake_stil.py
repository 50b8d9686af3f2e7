"""The talk while somebody looks along: short, neutral, and shared word by word."""

from __future__ import annotations

import random
import re

import pytest

from bot.intake import sociale_kaart, toon
from bot.intake.meelezer import leest_mee
from bot.intake.regels import regels
from bot.intake.stappen import huidige
from bot.intake.talen import Taal, talen
from tests.praat import ALTIJD, TEAM, TEAMS, Beurt, Gesprek, domein

#: What must not stand on a watched screen unless the person opened it.
VERRAADT = re.compile(
    r"politie|gevaar|hulpverlener|aangifte|slachtoffer|zelfmoord|dood|papieren|\bIND\b|rechten|"
    r"advocaat|CoMensha|Kindertelefoon|Veilig Thuis|Luisterlijn|onveilig|bang|pijn|jonger|straf",
    re.IGNORECASE,
)
HARDOP = tuple(f"utter_{begin}" for begin in toon.HARDOP)


def stil(**opties: object) -> Gesprek:
    """Return a talk on which somebody looks along, in a safe place."""
    gesprek = Gesprek(**opties)  # type: ignore[arg-type]
    gesprek.drukt("Ja")
    gesprek.drukt("Ja")
    return gesprek


def tot_lijst(*wensen: str, **opties: object) -> Gesprek:
    """Return a silent talk at the question about the list, with a yes to the words *wensen*."""
    gesprek = stil(**opties)
    while gesprek.stap != "stil_lijst":
        gesprek.drukt("Ja" if gesprek.beurt.teksten[-1] in wensen else "Nee")
    return gesprek


def zonder_lijst(*wensen: str, **opties: object) -> Gesprek:
    """Return a silent talk in which the list stays out of view."""
    gesprek = tot_lijst(*wensen, **opties)
    gesprek.drukt("Nee, later")
    gesprek.drukt("Zonder lijstje")
    return gesprek


def neutraal(beurt: Beurt) -> None:
    """Fail where this turn tells something to who looks along."""
    if any(naam.startswith(HARDOP) for naam in beurt.responses):
        return  # danger is answered aloud
    for tekst in (*beurt.teksten, *beurt.titels()):
        assert not VERRAADT.search(tekst), tekst
    for tekst in beurt.teksten:
        assert len(tekst.split()) <= 25, tekst
    assert not [p for p in beurt.panelen if p["soort"] != "samenvatting"]


def test_every_question_to_the_handover_is_short_and_tells_nothing() -> None:
    """From the first word to the handover: a neutral question with a yes and a no, and no list."""
    gesprek = zonder_lijst("Een bed?", "Geld of werk?")
    gezien = []
    while gesprek.beurt.overdracht is None:
        gezien.append(gesprek.beurt.teksten[-1])
        neutraal(gesprek.beurt)
        assert gesprek.beurt.titels() == ["Ja", "Nee"]
        assert not gesprek.beurt.panelen
        gesprek.drukt("Ja")
    assert gezien == [
        "Mag dit mee: of je nu veilig bent?",
        "Mag dit mee: een bed?",
        "Mag dit mee: geld of werk?",
        "Ik stuur 3 regels naar Team Noord. Ik zeg erbij: houd het kort. Mag dat?",
    ]


def test_only_a_yes_to_its_own_word_lets_a_line_go() -> None:
    """What got a no stays; that somebody looks along goes with what got a yes."""
    gesprek = zonder_lijst("Een bed?", "Geld of werk?")
    for titel in ("Nee", "Ja", "Nee", "Ja"):
        gesprek.drukt(titel)
    assert gesprek.beurt.overdracht is not None
    inhoud = gesprek.beurt.overdracht["samenvatting"]
    assert set(inhoud["toestemming"]["regels"]) == {"wens.onderdak", "veilig.kijkt_mee"}
    assert [wens["behoefte"] for wens in inhoud["wensen"]] == ["onderdak"]
    assert inhoud["veilig"]["kijkt_mee"] == {"waarde": "ja", "bron": "knop"}
    assert inhoud["veilig"]["nu"] == {"waarde": None, "bron": "niet_gedeeld"}


def test_a_no_to_the_last_question_shares_nothing() -> None:
    """Also after a yes to every word; another time it is all asked again."""
    gesprek = zonder_lijst("Een bed?")
    for titel in ("Ja", "Ja", "Nee"):
        gesprek.drukt(titel)
    assert gesprek.stap == "niets_gedeeld"
    neutraal(gesprek.beurt)
    assert gesprek.intake.deel == {}
    gesprek.drukt("Toch iets sturen")
    assert gesprek.beurt.teksten[-1] == "Mag dit mee: of je nu veilig bent?"


def test_own_words_go_along_only_after_the_list_was_seen() -> None:
    """Words that nobody could read again are never asked about by a word that hides them."""
    gesprek = stil()
    gesprek.zegt("ik ben bang voor hem", "behoefte", [("veiligheid", "bang voor hem")])
    while gesprek.stap != "stil_lijst":
        gesprek.drukt("Nee")
    gesprek.drukt("Nee, later")
    gesprek.drukt("Zonder lijstje")
    assert [gesprek.stap] == ["stil_deel.veilig.nu"]
    gesprek.drukt("Ja")
    assert gesprek.stap == "bevestig"


def test_the_rest_of_a_list_that_was_seen_goes_with_one_yes() -> None:
    """Who opened the list knows what "the rest" is; it is not printed again."""
    gesprek = stil()
    gesprek.zegt("ik ben bang voor hem", "behoefte", [("veiligheid", "bang voor hem")])
    while gesprek.stap != "stil_lijst":
        gesprek.drukt("Nee")
    for titel in ("Ja", "Ja, klopt", "Zo klopt het", "Nee"):
        gesprek.drukt(titel)
    assert gesprek.beurt.teksten == ["Mag dit mee: de rest van het lijstje?"]
    assert not gesprek.beurt.panelen
    gesprek.drukt("Ja")
    beurt = gesprek.drukt("Ja")
    assert beurt.overdracht is not None
    inhoud = beurt.overdracht["samenvatting"]
    assert set(inhoud["toestemming"]["regels"]) == {"wens.veiligheid", "veilig.kijkt_mee"}
    assert inhoud["wensen"][0]["eigen_woorden"]["waarde"] == ["ik ben bang voor hem"]


def test_a_line_that_came_after_the_list_is_not_the_rest_of_it() -> None:
    """Something added opens the list again before anything of it can go."""
    gesprek = tot_lijst()
    for titel in ("Ja", "Zo klopt het", "Ja"):
        gesprek.drukt(titel)
    assert gesprek.stap == "bevestig"
    gesprek.zegt("ik wil naar een advocaat", "behoefte", [("juridisch", "een advocaat")])
    assert gesprek.stap == "gehoord"
    gesprek.drukt("Ja, klopt")
    assert gesprek.stap == "samenvatting"


def test_words_kept_after_the_list_are_not_the_rest_of_it_either() -> None:
    """A need that was heard wrongly stays as own words: the list is read once more before them."""
    gesprek = tot_lijst()
    for titel in ("Ja", "Zo klopt het", "Ja"):
        gesprek.drukt(titel)
    gesprek.zegt("lig altyd wekker", "behoefte", [("psychisch", "lig altyd wekker")])
    for titel in ("Nee", "Niets meer"):
        gesprek.drukt(titel)
    assert gesprek.stap == "samenvatting"
    assert "lig altyd wekker" in str(gesprek.beurt.panelen)


def test_an_answer_taken_back_still_warns() -> None:
    """Who goes back to "kijkt er iemand mee" and asks for a human: the warning goes along."""
    gesprek = Gesprek()
    gesprek.drukt("Ja")
    gesprek.altijd("terug")
    assert gesprek.stap == "meekijken"
    gesprek.altijd("hulpverlener")
    beurt = gesprek.drukt("Ja")
    assert beurt.overdracht is not None
    assert beurt.overdracht["samenvatting"]["veilig"]["kijkt_mee"]["waarde"] == "weet_niet"


@pytest.mark.parametrize("weg", ["hulpverlener", "crisis"])
def test_a_human_in_silence_brings_the_warning_and_nothing_else(weg: str) -> None:
    """Each question before it says "houd het kort"; that is what goes along."""
    gesprek = stil()
    if weg == "hulpverlener":
        gesprek.altijd("hulpverlener")
    else:
        gesprek.zegt("hij slaat", "acuut_gevaar")
    assert "houd het kort" in gesprek.beurt.teksten[-1]
    gesprek.drukt("Ja" if weg == "hulpverlener" else "Ja, een mens")
    if weg == "crisis":
        assert gesprek.beurt.teksten[-1] == "Je zei iets. Mag een mens dat lezen?"
        gesprek.drukt("Nee")
    assert gesprek.beurt.overdracht is not None
    regels_ = gesprek.beurt.overdracht["samenvatting"]["toestemming"]["regels"]
    assert regels_ == ["veilig.kijkt_mee"]


def test_the_young_are_asked_about_their_age_alone() -> None:
    """No list of theirs stands on the screen."""
    gesprek = stil()
    neutraal(gesprek.zegt("ik ben 15", "minderjarig"))
    neutraal(gesprek.drukt("Ja"))
    assert gesprek.beurt.teksten[-1] == "Mag een mens je leeftijd weten?"
    assert not gesprek.beurt.panelen
    beurt = gesprek.drukt("Ja")
    assert beurt.overdracht is not None
    regels_ = beurt.overdracht["samenvatting"]["toestemming"]["regels"]
    assert set(regels_) == {"leeftijdsgroep", "veilig.kijkt_mee"}


def test_a_suicidal_thought_is_met_without_the_word_on_the_screen() -> None:
    """The number stands there; the direct question waits until nobody looks along."""
    beurt = stil().zegt("ik wil niet meer", "zelfdoding")
    assert "113" in beurt.tekst
    assert "zelfmoord" not in beurt.tekst.lower()
    assert "Ja, een mens" in beurt.titels()


def test_danger_to_another_has_its_number_and_somebody_to_ask() -> None:
    """On a watched screen too a friend in danger is answered aloud, with a way on."""
    gesprek = stil()
    beurt = gesprek.zegt("ze zit al bij het spoor", "zelfdoding", ook="zorg_om_ander")
    assert "113" in beurt.tekst
    assert gesprek.stap == "ander_kaart"
    assert "112" in gesprek.drukt("Er is nu gevaar").tekst
    assert gesprek.stap != "ander_kaart"
    neutraal(gesprek.altijd("uitleg"))


@pytest.mark.parametrize("zin", ["mijn zus zit bij een foute man", "ik maak me zorgen om haar"])
def test_who_worries_about_another_gets_what_can_be_done(zin: str) -> None:
    """In a few neutral words: ask the other first, and whom to call; then the talk goes on."""
    gesprek = stil()
    stap = gesprek.stap
    beurt = gesprek.zegt(zin, "zorg_om_ander")
    neutraal(beurt)
    assert beurt.responses[0] == "utter_stil_zorg_om_ander"
    nummers = {a.tel for a in sociale_kaart.bij_id("comensha", "veiligthuis")}
    assert all(nummer in beurt.tekst for nummer in nummers if nummer)
    assert gesprek.stap == stap
    for naam in ("ander_luister", "ander_hulpverlener", "ander_vervolg", "wacht_zorg_om_ander"):
        assert toon.stil(f"utter_{naam}") == "utter_stil_zorg_om_ander"


def test_what_stands_on_the_screen_tells_nothing_whatever_is_done() -> None:
    """In random walks no turn shows a full text, an address or a list that was not opened."""
    for seed in range(150):
        _wandel(random.Random(seed))


def _wandel(rng: random.Random) -> None:
    gesprek = stil(teams=rng.choice(((TEAM,), TEAMS)))
    acten = sorted(set(domein()["intents"]) - {"begin", "hervat", "keuze", "code"})
    for _ in range(25):
        if gesprek.beurt.overdracht or not gesprek.intake.is_("stil"):
            return
        soort = rng.random()
        if soort < 0.6 and gesprek.beurt.knoppen:
            gesprek.drukt_op(rng.choice(gesprek.beurt.knoppen))
        elif soort < 0.75:
            gesprek.altijd(rng.choice(ALTIJD))
        else:
            gesprek.zegt(rng.choice(("bed", "waar blijf je?", "hm")), rng.choice(acten))
        if gesprek.beurt.doe and any(d["doe"] == "wissen" for d in gesprek.beurt.doe):
            return
        open_ = gesprek.intake.veld("poort.lijst").waarde == "ja" or gesprek.beurt.panelen
        if gesprek.intake.is_("stil") and not open_:
            neutraal(gesprek.beurt)
            assert "utter_vraag_menu" not in gesprek.beurt.responses


def test_every_short_text_is_neutral_and_short() -> None:
    """What is said in the place of a full text tells nothing itself; danger alone is named."""
    namen = [n for n in domein()["responses"] if n.startswith(("utter_stil_", "utter_vraag_stil_"))]
    assert len(namen) > 60
    for naam in [*namen, *(f"utter_{n}" for n in toon.NEUTRAAL)]:
        tekst = domein()["responses"][naam][0]["text"]
        assert not VERRAADT.search(re.sub(r"“[^”]*”|\{\w+\}", "", tekst)), naam


def test_a_text_without_a_short_form_is_not_said_in_full() -> None:
    """A text that somebody writes later is kept back until it has a short form."""
    assert toon.stil("utter_een_nieuwe_tekst") == "utter_stil_later"
    assert toon.stil("utter_politie_vraag") == "utter_stil_politie_vraag"
    assert toon.stil("utter_crisis_zelfdoding") == "utter_crisis_zelfdoding"


def test_veranderen_is_offered_only_where_the_question_is_short() -> None:
    """Asking a line once more never brings a full question onto the screen."""
    gesprek = tot_lijst()
    gesprek.drukt("Ja")
    for regel in gesprek.beurt.panelen[0]["regels"]:
        titels = [knop["title"] for knop in regel["knoppen"]]
        assert titels[0] == "Weghalen"
        assert ("Veranderen" in titels) == (regel["id"] in ("veilig.nu", "veilig.kijkt_mee"))


def test_without_silence_nothing_of_this_is_asked() -> None:
    """The ordinary talk has its list with ticks, and says that nobody looks along to nobody."""
    gesprek = Gesprek()
    for titel in ("Nee", "Ja", "Nee, nergens"):
        gesprek.drukt(titel)
    assert not huidige(gesprek.intake).naam.startswith("stil")
    assert next(regel.id for regel in regels(gesprek.intake)) == "veilig.nu"


@pytest.mark.parametrize("woorden", ["", "nee", "weet ik niet", "overslaan", "nee ik wil dit niet"])
def test_a_no_to_the_teams_hands_over_nothing(woorden: str) -> None:
    """ "Dit kan met A en B. Is dat goed?": without a yes the talk goes on where it was."""
    gesprek = stil(teams=TEAMS)
    voor = gesprek.stap
    gesprek.altijd("hulpverlener")
    gesprek.drukt("Ja")
    assert gesprek.stap == "teams_mens"
    if woorden:
        intent = {"weet ik niet": "weet_niet", "overslaan": "overslaan"}.get(woorden, "nee")
        beurt = gesprek.zegt(woorden, intent)
    else:
        beurt = gesprek.altijd("overslaan")
    assert beurt.overdracht is None
    assert gesprek.stap == voor


@pytest.mark.parametrize("hoe", ["Ja, goed", "ja", "Liever niet: Team Noord", "alleen Team Zuid"])
def test_a_yes_or_the_name_of_a_team_brings_a_human(hoe: str) -> None:
    """On a watched screen the way to a human stays two taps and a choice."""
    gesprek = stil(teams=TEAMS)
    gesprek.altijd("hulpverlener")
    beurt = gesprek.drukt("Ja")
    if hoe in beurt.titels():
        beurt = gesprek.drukt(hoe)
    else:
        beurt = gesprek.zegt(hoe, "ja" if hoe == "ja" else "nlu_fallback")
    assert beurt.overdracht is not None
    assert beurt.overdracht["teams"] == (["t2"] if "Team" in hoe else ["t1", "t2"])


DRIE = (*TEAMS, {"id": "t3", "naam": "Team West"})


@pytest.mark.parametrize(("antwoord", "over"), [("nee", True), ("weet_niet", False)])
def test_no_other_team_is_left_out_by_a_no(antwoord: str, over: bool) -> None:
    """ "Nog een team liever niet?": a no is an answer to that, not knowing hands over nothing."""
    gesprek = stil(teams=DRIE)
    gesprek.altijd("hulpverlener")
    gesprek.drukt("Ja")
    gesprek.drukt("Liever niet: Team Noord")
    assert (gesprek.zegt("hm", antwoord).overdracht is not None) is over


def test_yes_to_another_team_asks_which() -> None:
    """A yes to "is er nog een team dat je niet wilt?" is no yes to the teams that are left."""
    gesprek = Gesprek(teams=DRIE)
    gesprek.altijd("hulpverlener")
    gesprek.drukt("Nu, en ik deel verder niets")
    gesprek.drukt("Liever niet: Team Noord")
    assert gesprek.zegt("ja", "ja").overdracht is None
    assert gesprek.stap == "teams_mens"


# -- what has no long form there -----------------------------------------------------------------


def test_a_young_person_who_tells_more_gets_the_number() -> None:
    """Told with the age, a story gets the same short answer as the age alone: never "later"."""
    beurt = stil().zegt("ik ben 15 en hij laat mij bij mannen slapen", "minderjarig")
    neutraal(beurt)
    assert beurt.responses[0] == "utter_stil_minderjarig"


def test_not_knowing_who_looks_along_keeps_it_short() -> None:
    """Asked again, "weet niet" changes nothing, and is not put off until later."""
    gesprek = stil()
    for _ in range(2):
        gesprek.altijd("terug")
    assert gesprek.stap == "meekijken"
    assert gesprek.zegt("weet niet", "weet_niet").responses[0] == "utter_stil_aan"
    assert gesprek.intake.is_("stil")


@pytest.mark.parametrize("land", ["Frankrijk", "Marokko"])
def test_after_danger_abroad_it_says_shortly_whether_112_works(land: str) -> None:
    """Who goes on after danger in another country reads that, not that it cannot be said now."""
    gesprek = stil()
    gesprek.zegt(f"ik zit in {land} en hij slaat mij", "acuut_gevaar")
    beurt = gesprek.drukt("Verder met het gesprek")
    neutraal(beurt)
    assert "112 werkt daar" in beurt.teksten[0]


# -- somebody comes to read along ----------------------------------------------------------------


def in_de_lijst() -> Gesprek:
    """Return a talk that nobody looked along with, with a need in it."""
    gesprek = Gesprek()
    for titel in ("Nee", "Ja", "Nee, nergens", "Laat plaatjes zien", "Veilig zijn"):
        gesprek.drukt(titel)
    return gesprek


def test_somebody_who_comes_to_read_along_makes_it_short_at_once() -> None:
    """What was heard is not said back, the next question is short, and the warning goes along."""
    gesprek = in_de_lijst()
    beurt = gesprek.zegt("hij leest nu mee", "behoefte", [("veiligheid", "hij leest nu mee")])
    assert beurt.doe == [{"doe": "stil", "aan": True}]
    assert beurt.responses[0] == "utter_stil_aan"
    neutraal(beurt)
    assert gesprek.stap.startswith("stil.")
    assert "hij leest nu mee" in str(gesprek.intake.gehoord)
    gesprek.altijd("hulpverlener")
    assert "houd het kort" in gesprek.beurt.teksten[-1]
    beurt = gesprek.drukt("Ja")
    assert beurt.overdracht is not None
    assert beurt.overdracht["samenvatting"]["veilig"]["kijkt_mee"]["waarde"] == "ja"


@pytest.mark.parametrize(("land", "noemt"), [("", True), ("ik ben in Nigeria, en ", False)])
def test_danger_and_a_reader_in_one_message_stay_within_three_bubbles(
    land: str, noemt: bool
) -> None:
    """The way out is named after the card, but abroad, where the line about 112 has its place."""
    gesprek = in_de_lijst()
    beurt = gesprek.zegt(f"{land}hij slaat mij en hij leest nu mee", "acuut_gevaar")
    assert beurt.doe == [{"doe": "stil", "aan": True}]
    assert "utter_crisis_acuut_gevaar" in beurt.responses
    assert ("utter_stil_aan" in beurt.responses) is noemt
    assert any(r.startswith("utter_crisis_land") for r in beurt.responses) is not noemt
    assert gesprek.intake.is_("stil")
    assert len(beurt.teksten) <= 3


def test_who_stops_because_somebody_reads_along_comes_back_to_a_short_question() -> None:
    """ "Verder praten" asks nothing in full: nobody has to say it twice."""
    gesprek = in_de_lijst()
    beurt = gesprek.zegt("stop, iemand kijkt mee", "stoppen")
    neutraal(beurt)
    assert gesprek.stap == "gestopt"
    neutraal(gesprek.drukt("Verder praten"))
    assert gesprek.stap.startswith("stil.")


def test_a_no_with_it_answers_only_what_was_asked() -> None:
    """A no to the long question is no no to the short one in its place; to the same one it is."""
    gesprek = in_de_lijst()
    gesprek.drukt("Klaar met kiezen")
    gesprek.zegt("nee hij leest mee", "nee")
    assert gesprek.stap.startswith("stil.")
    eerste = gesprek.stap
    assert eerste not in gesprek.intake.gesloten
    gesprek = Gesprek()
    gesprek.drukt("Nee")
    gesprek.zegt("nee, hij leest nu mee", "nee")
    assert gesprek.intake.veld("veilig.nu").waarde == "nee"
    assert gesprek.stap == "gevaar_nu"
    neutraal(gesprek.beurt)


def test_danger_goes_before_silence() -> None:
    """In one message: first the number and a human, and the screen is short from there on."""
    beurt = in_de_lijst().zegt("hij leest mee en slaat me", "acuut_gevaar")
    assert beurt.responses[0].startswith("utter_crisis_")
    assert beurt.doe == [{"doe": "stil", "aan": True}]
    assert len(beurt.teksten) <= 3
    assert "Ja, een mens" in beurt.titels()


def test_of_another_screen_nothing_is_concluded() -> None:
    """Who worries about somebody else goes on as before."""
    gesprek = in_de_lijst()
    beurt = gesprek.zegt("hij leest mee bij mijn zus", "zorg_om_ander")
    assert not beurt.doe
    assert not gesprek.intake.is_("stil")


@pytest.mark.parametrize(
    "zin",
    [
        "hij leest nu mee", "mijn man kijkt mee", "er kijkt iemand mee", "stop, iemand kijkt mee",
        "ze kijken mee", "hij zit over mijn schouder te kijken", "Kijkt nu mee!",
        "mijn vriend staat naast me en leest", "m'n vriend leest dit mee", "nu leest hij mee",
        "hij leest mee dus ik kan niet praten", "hij kijkt nu mee op mijn telefoon",
        "he is watching me now", "Stop. On to czyta!", "quelqu'un lit", "he's reading this",
        "careful he is reading this", "ella esta leyendo esto", "elle lit ca", "şimdi bana bakıyor",
        "hij leest dit", "hij leest wat ik typ", "hij ziet mijn scherm", "hij zit mee te lezen",
    ],
)  # fmt: skip
def test_reading_along_now_is_heard(zin: str) -> None:
    """In the present, on this screen."""
    assert leest_mee(zin)


@pytest.mark.parametrize("zin", [zin for taal in talen().values() for zin in sorted(taal.kijkt)])
def test_reading_along_is_heard_in_each_language_with_a_page(zin: str) -> None:
    """The sentences of `data/talen.yml`, as they stand."""
    assert leest_mee(f"{zin.capitalize()}!")


@pytest.mark.parametrize("taal", talen().values(), ids=lambda taal: taal.code)
def test_a_language_with_a_page_says_that_somebody_reads_along(taal: Taal) -> None:
    """A language that gets a page without such a sentence fails here."""
    assert len(taal.kijkt) >= 5


@pytest.mark.parametrize(
    "zin",
    [
        "niemand kijkt mee", "hij kijkt niet mee", "hij kan meekijken", "hij kan nu meekijken",
        "kijkt er iemand mee?", "wie leest er mee?", "leest de politie mee?", "hij keek mee",
        "hij kijkt mee op mijn telefoon", "hij leest al mijn mail mee", "soms kijkt hij mee",
        "deurbelcamera, hij kijkt mee", "hij las mee over mijn schouder", "haar man leest mee",
        "als hij leest mee stop ik", "mijn advocaat kijkt mee naar mijn papieren",
        "he is watching me all day on his camera", "if he is watching me", "iemand leest mee?",
        "someone is reading this?", "ktoś to czyta?", "biri okuyor mu?", "هناك من يقرأ؟",
        "he is watching me with cameras", "someone is watching my house", "hij leest dit niet",
        "hij leest dit straks", "als hij dit leest ben ik weg",
        "hij zit naast mij en kijkt tv", "mijn man leest graag mee", "ik kijk over mijn schouder",
    ],
)  # fmt: skip
def test_what_could_be_or_was_or_is_elsewhere_is_not(zin: str) -> None:
    """Denied, possible, in the past or by habit, or a telephone that is read from afar."""
    assert not leest_mee(zin)
