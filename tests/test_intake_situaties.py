"""What is said about what somebody is going through: only where it is true."""

from __future__ import annotations

import pytest

from bot.intake.situaties import gehoord
from tests.praat import Gesprek
from tests.test_intake_gesprek import tot_wat_nodig


def naam(tekst: str, *behoeften: str) -> str | None:
    """Return the name of the situation that is heard in *tekst*."""
    situatie = gehoord(tekst, behoeften)
    return situatie.naam if situatie else None


@pytest.mark.parametrize(
    "tekst",
    ["ik leende mijn bankpas uit aan een vriend", "ik gaf hem mijn pinpas voor 100 euro",
     "ik heb mijn bankpas aan die jongen gegeven", "pasje afgegeven", "ze gebruiken mijn rekening",
     "ze hebben mijn rekening gebruikt"],
)  # fmt: skip
def test_who_gave_a_card_away_hears_that_there_is_no_punishment_here(tekst: str) -> None:
    """Who gave or lent a card or an account may fear punishment."""
    assert naam(tekst) == "gedwongen"


@pytest.mark.parametrize(
    "tekst",
    ["hij heeft mijn bankpas", "mijn bankpas is gestolen", "ze pakten mijn pinpas af",
     "hij gaf mijn bankpas niet terug", "mag mijn baas mijn bankpas houden",
     "ik kreeg mijn pasje niet, hij gaf mij ook geen eten"],
)  # fmt: skip
def test_who_was_robbed_of_a_card_is_not_told_about_punishment(tekst: str) -> None:
    """A robbed person did nothing: nothing is said of punishment."""
    assert naam(tekst) is None


@pytest.mark.parametrize(
    "tekst",
    ["ik moest pakketten ophalen voor ze", "ze laten me stelen", "moest op de uitkijk staan",
     "ze sturen me rond met spul", "ze vroegen of ik wil uithalen"],
)  # fmt: skip
def test_who_was_made_to_do_crime_hears_that_no_details_are_asked(tekst: str) -> None:
    """Bringing, stealing, keeping a lookout for others: no details are asked."""
    assert naam(tekst) == "gedwongen"


@pytest.mark.parametrize(
    "tekst",
    ["ik kan niet eens een pakket ophalen", "ik moet mijn kind ophalen van school",
     "ik moet medicijnen bezorgen voor oma", "mijn tas is gestolen", "ik moet iets eten",
     "ik moet een pakje afgeven bij de post", "zij stelen mijn geld"],
)  # fmt: skip
def test_who_brings_or_fetches_something_plain_is_not_told_about_punishment(tekst: str) -> None:
    """Fetching a child or a parcel is no crime, and neither is being robbed."""
    assert naam(tekst) is None


@pytest.mark.parametrize(
    ("tekst", "verwacht"),
    [("ik moet elke dag bedelen bij het station", "bedelen"), ("ze laten me bedelen", "bedelen"),
     ("ze zetten me neer bij de lidl", "bedelen"), ("ze willen mijn nier kopen", "orgaan"),
     ("ik moet een stuk van mijn lever geven", "orgaan"),
     ("mijn neefje moet bedelen van zijn oom", None), ("ik hoef niet te bedelen", None),
     ("hij zette me thuis neer", None), ("mijn zus geeft een nier aan mijn moeder", None),
     ("de dokter wil mijn nier eruit halen", None), ("ik lever alles in wat ze geven", None)],
)  # fmt: skip
def test_who_must_beg_or_give_of_their_body_hears_that_it_is_theirs(
    tekst: str, verwacht: str | None
) -> None:
    """Only who must do it: not of another, not at a doctor's, not a way of speaking."""
    assert naam(tekst) == verwacht


def test_of_another_who_must_beg_nothing_is_said_as_if_it_were_oneself() -> None:
    """Who worries about another gets the path for that, without a line meant for the person."""
    gesprek = tot_wat_nodig()
    beurt = gesprek.zegt("bij de kerk moet een kind bedelen", "zorg_om_ander")
    assert "utter_situatie_bedelen" not in beurt.responses
    gesprek = tot_wat_nodig()
    assert "utter_situatie_bedelen" in gesprek.zegt("ik moet bedelen", "behoefte").responses
    assert gesprek.stap == "menu"


@pytest.mark.parametrize(
    "tekst",
    ["ik heb een klacht over mijn begeleider", "klacht indienen tegen de vorige opvang",
     "ik wil klagen over mijn hulpverlener", "over de opvang heb ik een klacht",
     "een klacht over jullie hulp"],
)  # fmt: skip
def test_a_complaint_about_help_is_one(tekst: str) -> None:
    """Whom a complaint is about has to be somebody who helps."""
    assert naam(tekst) == "klacht"


@pytest.mark.parametrize(
    ("tekst", "behoeften"),
    [
        ("een klacht indienen tegen madame", ()),
        ("een klacht aan mijn rug", ()),
        ("ik heb een klacht tegen mijn baas, en ik heb hulp nodig", ()),
        ("mijn begeleider heeft een klacht over mij", ()),
        ("een klacht over de opvang bij de politie", ("aangifte",)),
        ("een klacht over mijn buik, zegt de begeleider", ("medisch",)),
    ],
)
def test_no_other_complaint_is_one_about_help(tekst: str, behoeften: tuple[str, ...]) -> None:
    """Against who exploits, about a body, or beside aangifte: nothing is noted of earlier help."""
    assert naam(tekst, *behoeften) is None


def test_a_complaint_against_madame_notes_no_earlier_help() -> None:
    """No line of the summary says what the person did not say."""
    gesprek = tot_wat_nodig()
    zin = "ik wil een klacht indienen tegen madame"
    gesprek.zegt(zin, "behoefte", [("aangifte", zin)])
    assert "utter_situatie_klacht" not in gesprek.beurt.responses
    assert gesprek.stap != "klacht"
    assert gesprek.intake.veld("eerder_misgegaan").waarde is None
    assert gesprek.intake.veld("liever_niet.woorden").waarde is None


def bij_klacht() -> Gesprek:
    """Return a talk that asks over which place a complaint is."""
    gesprek = tot_wat_nodig()
    gesprek.zegt("ik heb een klacht over de opvang")
    assert gesprek.stap == "klacht"
    return gesprek


@pytest.mark.parametrize("tekst", ["ik heb een bed nodig", "ik zoek nu een bed"])
def test_a_need_is_no_place_of_a_complaint(tekst: str) -> None:
    """It goes to the talk, and into no field about earlier help."""
    gesprek = bij_klacht()
    gesprek.zegt(tekst, "behoefte", [("onderdak", "bed")])
    assert gesprek.stap == "gehoord"
    assert [g.label for g in gesprek.intake.gehoord] == ["onderdak"]
    assert gesprek.intake.veld("eerder_misgegaan").waarde is None
    assert gesprek.intake.veld("liever_niet.woorden").waarde is None


def test_a_place_of_a_complaint_stays_one_and_a_need_beside_it_is_heard() -> None:
    """ "De opvang in Utrecht" sounds like a need, and is the place; both can be said."""
    gesprek = bij_klacht()
    gesprek.zegt("de opvang in Utrecht", "behoefte", [("onderdak", "opvang")])
    assert gesprek.intake.veld("eerder_misgegaan").waarde == "de opvang in Utrecht"
    assert gesprek.intake.gehoord == ()
    gesprek = bij_klacht()
    tekst = "Team Noord, en ik heb een bed nodig"
    gesprek.zegt(tekst, "behoefte", [("onderdak", "bed")])
    assert gesprek.intake.veld("eerder_misgegaan").waarde == tekst
    assert gesprek.intake.veld("teams_niet").waarde == ("t1",)
    assert [g.label for g in gesprek.intake.gehoord] == ["onderdak"]


def test_a_check_at_the_doctor_is_no_raid() -> None:
    """After a check somebody chooses what they need; a check of a body is another thing."""
    assert naam("na een controle op de bouw") == "inval"
    assert naam("na een controle in het ziekenhuis") is None
    assert naam("na een controle heb ik pijn", "medisch") is None
    assert naam("na een inval heb ik pijn", "medisch") == "inval"


@pytest.mark.parametrize(
    "land",
    ["Polen", "Roemenie", "Roemenië", "Bulgarije", "België", "Oekraïne", "Tsjechië", "Hongarije",
     "Turkije", "Marokko", "Syrië", "Bosnië", "Noord-Macedonië", "Groot-Brittannië", "Nigeria"],
)  # fmt: skip
def test_who_is_in_another_country_hears_that_the_help_is_dutch(land: str) -> None:
    """All of Europe, and where the languages of the chat are spoken, however it is typed."""
    for zin in ("ik ben in {}", "Ik zit nu in {}.", "ik woon hier in {} met een kind",
                "hoi. nu ben ik in {} en ik wil weg", "ik ben nog steeds in {}"):  # fmt: skip
        assert naam(zin.format(land)) == "ander_land", zin
        assert naam(zin.format(land.lower())) == "ander_land", zin


@pytest.mark.parametrize(
    "tekst",
    ["ik ben Roemeens", "ik ben Pools en ik woon in Utrecht", "ik kom uit Polen",
     "ik ben in Polen geboren", "ik ben in Bulgarije opgegroeid", "ik was in Polen",
     "mijn kinderen zijn in Polen", "ik ben hier, mijn kinderen zijn in Polen",
     "ik wil terug naar Roemenië", "ik ben niet in Nederland geboren",
     "ik woon in Polen maar ik ben nu in Nederland", "hij woont in het buitenland"],
)  # fmt: skip
def test_where_somebody_comes_from_is_not_where_they_are(tekst: str) -> None:
    """An origin, a birth, or a family elsewhere says nothing of where the person is."""
    assert naam(tekst) is None


def test_rights_asked_for_too_early_come_when_they_are_asked_for_again() -> None:
    """Before safety was asked only the text is said; asked again after it the card comes."""
    gesprek = Gesprek()
    gesprek.drukt("Nee")
    assert gesprek.zegt("welke rechten heb ik", "behoefte").panelen == []
    gesprek.drukt("Ja")
    (kaart,) = gesprek.zegt("welke rechten heb ik", "behoefte").panelen
    assert kaart["soort"] == "rechten"


@pytest.mark.parametrize(
    "tekst",
    ["ik ben vannacht verkracht", "gisteren verkracht door die man", "hij heeft me net verkracht",
     "eergisteren ben ik misbruikt", "twee dagen geleden verkracht",
     "deze week weer verkracht"],
)  # fmt: skip
def test_who_was_raped_days_ago_reads_where_the_days_count(tekst: str) -> None:
    """Within a week traces and medicines count: the Centrum Seksueel Geweld is named at once."""
    assert naam(tekst, "psychisch") == "seksueel_geweld"


@pytest.mark.parametrize(
    "tekst",
    ["ik ben vroeger verkracht", "twee jaar geleden ben ik verkracht", "ik ben verkracht",
     "vannacht droomde ik dat ik verkracht werd", "gisteren een film over een verkrachting",
     "mijn vriendin is gisteren verkracht"],
)  # fmt: skip
def test_what_was_long_ago_or_of_another_is_not_hurried(tekst: str) -> None:
    """Who was hurt long ago, or does not say when, is not told that days count."""
    assert naam(tekst, "psychisch") is None


@pytest.mark.parametrize(
    ("tekst", "gehoord"),
    [("ze hebben me uit de opvang gezet en nu slaap ik op een bankje", "opvang_kwijt"),
     ("uit de opvang gegooid", "opvang_kwijt"), ("ik ben weggelopen uit de opvang", "opvang_kwijt"),
     ("ik moet vrijdag uit de opvang", "uit_opvang"), ("de opvang stopt", "uit_opvang")],
)  # fmt: skip
def test_who_lost_a_place_is_not_told_of_later(tekst: str, gehoord: str) -> None:
    """Who was put out sleeps somewhere tonight; who must leave on Friday can prepare."""
    assert naam(tekst, "onderdak") == gehoord


@pytest.mark.parametrize(
    ("tekst", "gehoord"),
    [("morgen word ik uitgezet", "uitzetting"), ("ze gaan mij het land uitzetten", None),
     ("ik word het land uitgezet", "uitzetting"), ("ik moet het land uit voor vrijdag", None),
     ("ik moet het land uit morgen", "uitzetting"), ("ik word uit huis gezet", None),
     ("ik word mijn woning uitgezet", None), ("they will deport me", "uitzetting")],
)  # fmt: skip
def test_who_is_to_be_sent_away_reads_that_a_lawyer_comes_today(
    tekst: str, gehoord: str | None
) -> None:
    """A day on which somebody must leave the country cannot wait; a house is another matter."""
    assert naam(tekst, "verblijf") == gehoord
