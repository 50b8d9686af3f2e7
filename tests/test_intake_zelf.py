"""Who came for another person, and speaks of themselves: heard, and helped as any other."""

from __future__ import annotations

import pytest

from bot.intake.invoer import Gevaar
from bot.intake.zelf import over_zich
from tests.praat import CRISES, Gesprek

VAN_ZICH = (
    "ik wil zelf ook niet meer leven",
    "ik wil niet meer leven. mijn zus ook niet",
    "ik denk aan zelfmoord",
    "ik wil er niet meer zijn",
    "hij slaat mij",
    "ik weet dat hij me straks gaat slaan",
    "ik word geslagen door haar man",
    "hij slaat haar en mij ook",
    "ik bloed en kan niet opstaan",
    "nee ik bedoel ikzelf, ik heb geen plek",
    "ik heb zelf ook een bed nodig vannacht",
    "mijn man slaat ons",
    "mijn zus en ik worden geslagen",
    "'k wil dood",
    "iemand volgt mij",
)
VAN_EEN_ANDER = (
    "hij wordt nu geslagen",
    "ik zie dat hij haar slaat",
    "ik hoor hem schreeuwen tegen haar",
    "ik maak me zorgen dat hij haar slaat",
    "ze zei tegen mij dat ze dood wil",
    "ik wil niet dat ze dood gaat",
    "ik ben bang dat ze niet meer wil leven",
    "ik ben arts, zij bloedt",
    "help me, hij slaat haar",
    "zij is nu bij mij en ze bloedt",
    "ik heb gezien dat hij een leerling sloeg",
    "ik kan zelf niet naar haar toe, hij slaat haar",
    "mijn zus wil niet meer leven",
    "ik denk dat ze zichzelf iets aandoet",
    "er is iets ergs aan de hand",
)


def voor_een_ander(stap: str) -> Gesprek:
    """Return a talk of who worries about a sister, in this step."""
    gesprek = Gesprek()
    gesprek.zegt("ik maak me zorgen om mijn zus", "zorg_om_ander")
    if stap == "ander_kaart":
        gesprek.drukt("Ik ken iemand")
    assert gesprek.stap == stap
    return gesprek


@pytest.mark.parametrize("tekst", VAN_ZICH)
def test_a_clear_first_person_is_about_oneself(tekst: str) -> None:
    """What somebody wishes or undergoes themselves is theirs, whoever else is named."""
    assert over_zich(tekst)


@pytest.mark.parametrize("tekst", VAN_EEN_ANDER)
def test_in_doubt_it_is_the_other(tekst: str) -> None:
    """Who sees, hears or fears it tells of the other."""
    assert not over_zich(tekst)


@pytest.mark.parametrize("stap", ["ander_wie", "ander_kaart"])
def test_own_danger_is_answered_as_that(stap: str) -> None:
    """It is noted in their words, with the number, the question and a human for them."""
    gesprek = voor_een_ander(stap)
    tekst = "ik wil zelf ook niet meer leven"
    beurt = gesprek.zegt(tekst, "zelfdoding")
    assert beurt.responses[0] == "utter_crisis_zelfdoding"
    assert "113" in beurt.tekst
    assert gesprek.intake.gevaar == (Gevaar("zelfdoding", tekst),)
    assert "Ja, met een mens" in gesprek.drukt("Ja").titels()


@pytest.mark.parametrize("soort", CRISES)
@pytest.mark.parametrize("tekst", ["hij wordt nu geslagen", "ik zie dat hij haar slaat"])
def test_danger_of_the_other_stays_theirs(tekst: str, soort: str) -> None:
    """In doubt nothing is noted of who worries; the number is said in any case."""
    gesprek = voor_een_ander("ander_kaart")
    beurt = gesprek.zegt(tekst, soort)
    assert "112" in beurt.tekst
    assert gesprek.intake.gevaar == ()
    assert gesprek.stap == "ander_kaart"


def test_danger_that_is_said_to_be_of_another_is_so_in_the_first_person_too() -> None:
    """What is heard beside the danger counts: worry about another."""
    gesprek = voor_een_ander("ander_kaart")
    gesprek.zegt("mijn zus zegt: ik wil niet meer leven", "zelfdoding", ook="zorg_om_ander")
    assert gesprek.intake.gevaar == ()


@pytest.mark.parametrize("stap", ["ander_wie", "ander_kaart"])
def test_an_own_need_is_heard_and_the_talk_is_about_oneself(stap: str) -> None:
    """ "Ik heb zelf ook een bed nodig" is a need of who says it, and no card for the other."""
    gesprek = voor_een_ander(stap)
    beurt = gesprek.zegt(
        "ik heb zelf ook een bed nodig vannacht", "behoefte", [("onderdak", "bed")]
    )
    assert beurt.responses == ["utter_ook_jij", "utter_vraag_meekijken"]
    assert [g.label for g in gesprek.intake.gehoord] == ["onderdak"]


@pytest.mark.parametrize("stap", ["ander_wie", "ander_kaart"])
def test_who_says_that_it_is_about_themselves_is_believed(stap: str) -> None:
    """Without a need that was heard as well; the words are kept."""
    gesprek = voor_een_ander(stap)
    tekst = "nee ik bedoel ikzelf, ik heb geen plek"
    assert gesprek.zegt(tekst, "nee").responses[0] == "utter_ook_jij"
    assert gesprek.stap == "meekijken"
    assert gesprek.intake.eigen_tekst == (tekst,)


@pytest.mark.parametrize("tekst", ["zij zorgt altijd voor mij", "het gaat niet over mij"])
def test_who_only_names_themselves_still_speaks_of_the_other(tekst: str) -> None:
    """ "Mij" at the end of what the other does, or denied, changes nothing."""
    gesprek = voor_een_ander("ander_kaart")
    assert gesprek.zegt(tekst).responses[0] == "utter_ander_luister"
    assert gesprek.stap == "ander_kaart"


@pytest.mark.parametrize(
    "tekst",
    ["zij heeft geen bed", "ik zoek een bed voor haar", "ik heb zelf geen bed nodig"],
)
def test_a_need_of_the_other_is_not_noted(tekst: str) -> None:
    """Nothing is noted of somebody who did not come themselves, nor what is not needed."""
    gesprek = voor_een_ander("ander_kaart")
    gesprek.zegt(tekst, "behoefte", [("onderdak", "bed")])
    assert gesprek.stap == "ander_kaart"
    assert gesprek.intake.gehoord == ()


def test_only_the_own_need_of_two_is_heard() -> None:
    """What the other needs stays out of it."""
    gesprek = voor_een_ander("ander_kaart")
    tekst = "zij moet naar een dokter, en ik heb zelf een bed nodig"
    gesprek.zegt(tekst, "behoefte", [("medisch", "dokter"), ("onderdak", "bed")])
    assert [g.label for g in gesprek.intake.gehoord] == ["onderdak"]


def test_who_asks_a_human_for_themselves_is_offered_one() -> None:
    """On this path a human is for the other; "voor mijzelf" ends it."""
    gesprek = voor_een_ander("ander_kaart")
    gesprek.zegt("ik wil met iemand praten, voor mijzelf", "hulpverlener")
    assert gesprek.stap == "hulpverlener"


def test_who_is_young_themselves_hears_of_a_human() -> None:
    """ "Ik ben zelf ook pas 15" is an age of their own."""
    gesprek = voor_een_ander("ander_kaart")
    gesprek.zegt("ik ben zelf ook pas 15", "minderjarig")
    assert gesprek.intake.veld("leeftijdsgroep").waarde == "<18"


@pytest.mark.parametrize(
    ("tekst", "behoeften", "van_zich"),
    [
        ("mijn zus wordt geslagen en ik heb zelf ook een bed nodig",
         [("veiligheid", "wordt geslagen"), ("onderdak", "bed nodig")], ["onderdak"]),
        ("een meisje hier moet naar een dokter, ik ook", [("medisch", "dokter")], []),
        ("ze heeft een slaapplek nodig en ik zelf een dokter",
         [("onderdak", "slaapplek nodig"), ("medisch", "dokter")], ["medisch"]),
        ("ik zoek ook een bed voor haar", [("onderdak", "bed")], []),
        ("ik wil zelf geen dokter maar zij wel", [("medisch", "dokter")], []),
        ("zij is weg. ik heb zelf ook geen bed", [("onderdak", "geen bed")], ["onderdak"]),
        ("ik maak me zorgen, ze heeft een bed nodig", [("onderdak", "bed nodig")], []),
        ("ik heb zelf gezien hoe hij haar slaat", [("veiligheid", "hij haar slaat")], []),
        ("ik zoek ook een bed zodat ze veilig is", [("onderdak", "een bed")], []),
        ("ik kan zelf geen bed regelen voor mijn vriendin", [("onderdak", "geen bed")], []),
        ("ze is weg. ook ik heb een bed nodig", [("onderdak", "een bed nodig")], ["onderdak"]),
        ("ze is weg. wij hebben ook een bed nodig", [("onderdak", "een bed")], ["onderdak"]),
    ],
)  # fmt: skip
def test_a_need_beside_a_worry_is_heard_where_it_is_plainly_theirs(
    tekst: str, behoeften: list[tuple[str, str]], van_zich: list[str]
) -> None:
    """In the first message about another; what is in doubt is the other's. Done with the card,
    the talk goes on with what they need themselves; without such a need it stops, as before."""
    gesprek = Gesprek()
    gesprek.zegt(tekst, "zorg_om_ander", behoeften)
    assert gesprek.stap == "ander_wie"
    assert [g.label for g in gesprek.intake.gehoord] == van_zich
    gesprek.drukt("Ik ken iemand")
    beurt = gesprek.zegt("nee", "nee")
    assert ("utter_ook_jij" in beurt.responses) is bool(van_zich)
    assert (gesprek.stap == "gestopt") is not bool(van_zich)
