"""What is answered while somebody waits for a human."""

from __future__ import annotations

import pytest

from bot.intake import let_op, wachten
from bot.intake.intake import Intake
from bot.intake.invoer import Gehoord, Invoer, Team, Wereld
from bot.intake.teksten import bubbels, zin
from bot.settings import ROOT
from tests.praat import CRISES, domein

WERELD = Wereld(vandaag="2026-11-25")
#: Everything that typed text can be heard as.
ACTEN = sorted(set(domein()["intents"]) - {"begin", "hervat", "keuze", "code", *CRISES})
ZONDER = {"ja", "nee", "weet_niet", "overslaan", "behoefte", "nlu_fallback"}


def zegt(tekst: str, intent: str, **meer: object) -> wachten.Antwoord:
    """Return the answer to *tekst*, heard as *intent*."""
    invoer = wachten.versta(Invoer(intent, tekst, **meer))  # type: ignore[arg-type]
    return wachten.antwoord(Intake(), invoer, WERELD)


def tekst_van(antwoord: wachten.Antwoord) -> str:
    """Return all that is said."""
    return " ".join(zin(b.response, **b.velden) for b in antwoord.berichten if b.response)


@pytest.mark.parametrize("act", sorted(set(ACTEN) - ZONDER))
def test_every_act_is_answered_by_itself(act: str) -> None:
    """No act of the label guide meets silence or the line for what is not understood."""
    antwoord = zegt("iets wat iemand typt", act)
    assert antwoord.doe or antwoord.berichten
    assert antwoord.eenmaal is None
    assert sum(len(bubbels(b.response, **b.velden)) for b in antwoord.berichten if b.response) <= 3


def test_no_answer_while_waiting_promises_or_asks() -> None:
    """Nothing says that somebody reads soon, that a yes keeps words here, or asks a question."""
    for naam, varianten in domein()["responses"].items():
        if naam.startswith("utter_wacht_"):
            tekst = varianten[0]["text"].lower()
            assert not any(
                w in tekst for w in ("straks", "zo snel", "binnenkort", "zonder jouw ja")
            )
            assert "?" not in tekst


@pytest.mark.parametrize("act", sorted(ZONDER))
def test_what_is_not_understood_gets_one_line_once(act: str) -> None:
    """The line is honest about not knowing when, and is not repeated at each message."""
    antwoord = zegt("blauwe fiets", act)
    assert antwoord.eenmaal == "utter_wacht_ontvangen"
    assert "ik weet niet wanneer" in tekst_van(antwoord)
    nog_eens = wachten.antwoord(
        Intake(), Invoer(act, "rode fiets"), WERELD, ("utter_wacht_ontvangen",)
    )
    assert nog_eens == wachten.Antwoord()


def test_distress_gets_a_line_of_its_own() -> None:
    """Whoever is afraid reads whom they can call now."""
    assert "0767 000" in tekst_van(zegt("ik ben zo bang", "behoefte"))


@pytest.mark.parametrize("tekst", ["kan ik nu ergens terecht vannacht", "waar kan ik slapen?"])
def test_asking_for_a_place_now_shows_who_can_be_reached(tekst: str) -> None:
    """A typed question for tonight gives addresses for that need, the ever open ones first."""
    antwoord = zegt(tekst, "behoefte", behoeften=(Gehoord("onderdak", tekst),))
    paneel = antwoord.berichten[-1].json
    assert paneel is not None
    uren = [a["uren"] or "" for a in paneel["paneel"]["adressen"]]
    open_ = ["dag en nacht" in uur for uur in uren]
    assert open_ == sorted(open_, reverse=True)
    assert any(open_)


@pytest.mark.parametrize(
    ("wereld", "deel"),
    [
        (Wereld(aanwezig=True), "Er is nu een hulpverlener"),
        (Wereld(opent="morgen om 9 uur"), "weer open morgen om 9 uur"),
        (Wereld(), "nu even geen hulpverlener"),
    ],
)
def test_how_long_it_takes_is_said_as_it_is(wereld: Wereld, deel: str) -> None:
    """Presence and hours are told; a time never is."""
    assert deel in tekst_van(wachten.antwoord(Intake(), Invoer("duur", "hoe lang nog"), wereld))


def test_a_guess_is_not_answered() -> None:
    """An act of which the understanding is not sure is only kept."""
    assert zegt("soms", "schelden", zeker=0.4).eenmaal == "utter_wacht_ontvangen"


@pytest.mark.parametrize("tekst", ["ja maar ik wil eerst iets zeggen", "bericht 100", "denk ik"])
def test_a_yes_that_is_a_guess_wipes_nothing(tekst: str) -> None:
    """Only words that are a plain yes answer the question about wiping."""
    gok = Invoer("ja", tekst)
    assert wachten.antwoord(Intake(), gok, WERELD, vraagt_wissen=True).doe is None
    assert (
        wachten.antwoord(Intake(), Invoer("ja", "ja"), WERELD, vraagt_wissen=True).doe == "wis_ja"
    )


@pytest.mark.parametrize(
    "tekst",
    ["is er iemand?", "Is er nog iemand", "hallo is daar iemand", "ben je er nog?", "hallo?",
     "leest iemand dit", "waar blijven jullie"],
)  # fmt: skip
def test_asking_for_somebody_is_never_greeted(tekst: str) -> None:
    """Whatever the understanding takes it for, it is the question whether anybody is there."""
    assert tekst_van(zegt(tekst, "groet")).startswith("Er is nu even geen hulpverlener")


@pytest.mark.parametrize("tekst", ["er is iemand aan de deur", "is er iemand die eten heeft"])
def test_only_asking_for_somebody_is_taken_for_that(tekst: str) -> None:
    """Words about somebody else, or about a need, stay what they are."""
    assert wachten.versta(Invoer("behoefte", tekst)).intent == "behoefte"


@pytest.mark.parametrize(
    "tekst",
    ["wat is er met mn vragen gebeurd", "weet iemand wat er met mijn vraag is",
     "heb je iets gehoord over mijn dochter", "hoe staat het met mijn zaak?"],
)  # fmt: skip
def test_asking_after_ones_case_points_to_where_it_stands(tekst: str) -> None:
    """The bot does not know, says so, and names the place on the page as the page names it."""
    gezegd = tekst_van(zegt(tekst, "behoefte"))
    assert "weet ik niet" in gezegd
    naam = gezegd.partition("“")[2].partition("”")[0]
    pagina = (ROOT / "bot/chat/templates/delen.html").read_text()
    assert f"<summary>{naam}</summary>" in pagina


@pytest.mark.parametrize("tekst", ["mijn zaak is ingewikkeld", "ik heb mijn vrienden verloren"])
def test_telling_of_ones_case_asks_nothing(tekst: str) -> None:
    """A statement is kept for the team, not answered with where to look."""
    assert wachten.versta(Invoer("behoefte", tekst)).intent == "behoefte"


def test_a_need_while_nobody_is_there_gets_places_once() -> None:
    """Each need gets who helps now, the first time it is said; a team that is there reads it."""
    honger = Invoer("behoefte", "ik heb zon honger", behoeften=(Gehoord("basis", "honger"),))
    eerste = wachten.antwoord(Intake(), honger, WERELD, ("utter_wacht_ontvangen",))
    assert [b.response for b in eerste.berichten][:2] == [
        "utter_wacht_zwaar",
        "utter_wacht_adressen",
    ]
    gezegd = ("utter_wacht_ontvangen", "utter_wacht_zwaar", *eerste.genoemd)
    assert wachten.antwoord(Intake(), honger, WERELD, gezegd) == wachten.Antwoord()
    slapen = Invoer("behoefte", "en geen bed", behoeften=(Gehoord("onderdak", "geen bed"),))
    assert wachten.antwoord(Intake(), slapen, WERELD, gezegd).genoemd
    er_is_iemand = Wereld(aanwezig=True)
    assert not wachten.antwoord(Intake(), honger, er_is_iemand, gezegd[:2]).berichten


@pytest.mark.parametrize(
    ("tekst", "weer"),
    [
        ("het bloeden wordt erger", True),
        ("het stopt niet", True),
        ("ik val bijna flauw", True),
        ("heb nog steeds pijn", True),
        ("het wordt niet erger", False),
        ("de dokter is er", False),
    ],
)
def test_worse_is_medical_need_only_after_medical_need(tekst: str, weer: bool) -> None:
    """Such words are danger once medical need was spoken of, and plain words before."""
    invoer = Invoer("behoefte", tekst)
    assert (wachten.in_gevaar(invoer, {"medische_nood"}).intent == "medische_nood") is weer
    assert wachten.in_gevaar(invoer, {"zelfdoding", None}) == invoer


@pytest.mark.parametrize(
    ("soort", "nummer"), [("acuut_gevaar", "112"), ("zelfdoding", "113"), ("medische_nood", "112")]
)
def test_danger_with_a_human_there_names_the_number_and_the_limits(soort: str, nummer: str) -> None:
    """The number, what the bot cannot do, and whether anybody may look; never a promise."""
    invoer = Invoer(soort, "x")
    er, weg = (zin(str(wachten.bij_mens(invoer, kijkt))) for kijkt in (True, False))
    assert nummer in er
    assert nummer in weg
    assert "kan geen hulp sturen" in er
    assert "kan geen hulp sturen" in weg
    assert "De hulpverlener kan dit ook lezen" in er
    assert "Misschien kijkt er nu niemand" in weg


@pytest.mark.parametrize(
    ("tekst", "intent", "verwacht"),
    [
        ("ik ben 15", "minderjarig", ("jong",)),
        ("ik ben 16 weken zwanger", "minderjarig", ("zwanger",)),
        ("ben pas 14 en zwanger", "minderjarig", ("jong", "zwanger")),
        ("ik ben in verwachting van hem", "behoefte", ("zwanger",)),
        ("ik ben niet zwanger", "behoefte", ()),
        ("ik was vroeger zwanger", "behoefte", ()),
        ("mijn zusje is zwanger", "behoefte", ()),
        ("ik ben 34", "behoefte", ()),
    ],
)
def test_an_age_and_a_pregnancy_are_heard(
    tekst: str, intent: str, verwacht: tuple[str, ...]
) -> None:
    """What stands on top of a case is about the person and not denied; weeks are no years."""
    assert let_op.let_op(Invoer(intent, tekst)) == verwacht


def test_an_age_that_was_guessed_at_marks_nothing() -> None:
    """Nobody is called young on a guess; beside danger it counts as the danger does."""
    assert let_op.let_op(Invoer("minderjarig", "op school", zeker=0.5)) == ()
    assert let_op.let_op(Invoer("zorg_om_ander", "hij leest mee bij mijn zus")) == ()
    assert let_op.van_ander(Invoer("acuut_gevaar", "hij slaat mijn zus", ook="zorg_om_ander"))
    assert not let_op.van_ander(Invoer("acuut_gevaar", "hij slaat mij", ook="zorg_om_ander"))
    assert not let_op.van_ander(Invoer("acuut_gevaar", "hij slaat mijn zus"))
    assert let_op.let_op(Invoer("acuut_gevaar", "ben 15", ook="minderjarig")) == ("jong",)


def test_no_addresses_come_unasked_onto_a_watched_screen() -> None:
    """A need that is typed while waiting shows no cards; pressed for, they come."""
    stil = Intake().met("stil")
    honger = Invoer("behoefte", "waar kan ik eten", behoeften=(Gehoord("basis", "eten"),))
    assert all(b.json is None for b in wachten.antwoord(stil, honger, WERELD).berichten)
    gevraagd = wachten.versta(Invoer("behoefte", "adressen"))
    assert any(b.json for b in wachten.antwoord(stil, gevraagd, WERELD).berichten)


def test_who_asks_for_a_computer_while_waiting_reads_who_is_there() -> None:
    """It is a computer, and nobody is there yet; so too where "ben je daar" is heard as that."""
    for tekst in ("ben je een robot", "ben je daar"):
        antwoord = zegt(tekst, "bot_vraag")
        assert [b.response for b in antwoord.berichten] == [
            "utter_bot_vraag",
            "utter_wacht_niemand",
        ]
    zonder = zegt("ben je daar", "groet")
    assert [b.response for b in zonder.berichten] == ["utter_wacht_niemand"]


@pytest.mark.parametrize(
    ("tekst", "intent", "eerst"),
    [
        ("ben je een robot?", "bot_vraag", "Ik ben een chatbot, een computer"),
        ("ik ben 15", "minderjarig", "0800-0432"),
        ("vertel je dit de politie", "politie_vraag", "Bij groot gevaar kan dat anders zijn"),
        ("kost dit geld", "kosten", "kost niets"),
    ],
)
def test_who_stopped_waiting_is_answered_before_the_question(
    tekst: str, intent: str, eerst: str
) -> None:
    """A question or an age gets its own answer; three bubbles with the question at most."""
    berichten = wachten.eerst(Intake(), Invoer(intent, tekst))
    gezegd = [deel for b in berichten if b.response for deel in bubbels(b.response)]
    assert eerst in " ".join(gezegd)
    assert len(gezegd) < 3


@pytest.mark.parametrize("act", ACTEN)
def test_what_is_answered_to_who_stopped_waiting_is_true_then(act: str) -> None:
    """Nothing says that they wait, that somebody is there, or that nothing goes along."""
    gezegd = " ".join(zin(b.response) for b in wachten.eerst(Intake(), Invoer(act)) if b.response)
    for onwaar in ("wacht", "Er is nu", "pas iets na jouw ja", "ik schrijf op", "komt hier"):
        assert onwaar.lower() not in gezegd.lower()


def test_new_distress_gets_the_number_again() -> None:
    """The line with the number returns after some minutes, or at each third message."""
    gezegd = ("utter_wacht_ontvangen", wachten.ZWAAR)
    assert wachten.nog_gezegd(gezegd, stil=1, sinds=60) == gezegd
    assert wachten.nog_gezegd(gezegd, stil=2, sinds=60) == ("utter_wacht_ontvangen",)
    assert wachten.nog_gezegd(gezegd, stil=0, sinds=301) == ("utter_wacht_ontvangen",)


def test_opening_is_said_only_where_a_team_of_the_case_is_left() -> None:
    """Whose teams have nobody left hears of no hour at which somebody comes."""
    dicht = Wereld(opent="morgen om 9 uur", teams=(Team("t1", "Team Noord"),))
    vraagt = Invoer("duur", "hoe lang nog")
    wel, niet = dicht.met_teams(["t1"]), dicht.met_teams(["t2"])
    assert "morgen" in tekst_van(wachten.antwoord(Intake(), vraagt, wel))
    assert "morgen" not in tekst_van(wachten.antwoord(Intake(), vraagt, niet))
