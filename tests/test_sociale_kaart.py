"""The directory of help."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import product
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import yaml
from jinja2 import Environment, FileSystemLoader

from bot.intake import sociale_kaart, wachten
from bot.intake.antwoord import neem
from bot.intake.behoeften import catalogus
from bot.intake.crisis import crisis, jong
from bot.intake.intake import Intake
from bot.intake.invoer import Invoer, Wereld
from bot.intake.regels import LIEVER_NIET_EIGEN
from bot.intake.sociale_kaart import kaart, laad
from bot.intake.veld import EIGEN, Veld
from bot.intake.verwijzen import gewenst
from bot.settings import ROOT

VANDAAG = date(2026, 11, 23)
#: Sources grow old by themselves: what must always hold is tried on later days too.
DAGEN = (VANDAAG, date(2027, 1, 1), date(2030, 6, 1), date(2040, 1, 1))
WERELD = Wereld(vandaag="2026-11-23")
PAGINAS = ROOT / "bot" / "chat" / "templates"
BRON = "bronnen: [{url: 'https://x.nl', datum: null}]"


def een(tmp_path: Path, nagebeld: str) -> sociale_kaart.Adres:
    """Return an entry that was checked on that day."""
    bestand = tmp_path / "kaart.yml"
    bestand.write_text(
        "- {id: x, naam: X, voor: Voor iedereen., behoeften: [taal], overheid: false, "
        f"{BRON}, datum: null, nagebeld: {nagebeld}}}",
        encoding="utf-8",
    )
    return laad(bestand)[0]


def test_every_entry_has_a_source_and_says_for_whom_it_is() -> None:
    """Nothing stands in the directory without a page on which it was read."""
    for adres in kaart():
        assert adres.naam
        assert adres.voor.endswith(".")
        assert adres.bronnen
        assert all(bron.url.startswith("http") for bron in adres.bronnen)


def test_every_entry_can_be_reached() -> None:
    """There is a number, a page or a chat; only one's own gemeente one finds oneself."""
    onbereikbaar = [a.id for a in kaart() if not (a.tel or a.web or a.chat)]
    assert onbereikbaar == ["gemeente"]


def test_every_need_has_somebody() -> None:
    """No need leads to an empty list, for no age group and in no year (seed statement A15)."""
    for label, dag in product(catalogus(), DAGEN):
        for leeftijd in (None, "<18", "rond 18", "18+"):
            assert sociale_kaart.voor_behoefte(label, dag, leeftijd), (label, dag, leeftijd)
    assert all(
        sociale_kaart.zonder_papieren(dag) and sociale_kaart.voor_ander(dag) for dag in DAGEN
    )


def test_where_nobody_else_is_left_the_newest_old_entry_stays_and_says_so() -> None:
    """Only IOM pays the way back, and its newest source is of 2024: from 2031 on it is shown as an
    old entry, with its real date; where a need has others an old one is gone."""
    (nu,) = sociale_kaart.voor_behoefte("terugkeer", date(2030, 12, 31))
    (later,) = sociale_kaart.voor_behoefte("terugkeer", date(2031, 1, 1))
    assert (nu.id, nu.oud, later.id, later.oud) == ("iom", False, "iom", True)
    assert (later.naar_dict()["datum"], later.naar_dict()["oud"]) == ("2024-04-19", True)
    sjabloon = Environment(loader=FileSystemLoader(PAGINAS), autoescape=True)
    sjabloon.filters |= {"datum": str, "kaal": str, "web": str, "taal": str, "bel": str}
    weten = sjabloon.get_template("delen.html").module.weten
    zin = "Dit kan oud zijn. Vraag eerst of het nog klopt."
    assert [zin in weten(a.naar_dict()) for a in (nu, later)] == [False, True]
    for label, dag in product(catalogus(), DAGEN):
        lijst = sociale_kaart.voor_behoefte(label, dag)
        assert len(lijst) == 1 or not any(a.oud for a in lijst)


def test_nobody_young_is_sent_to_a_place_for_adults() -> None:
    """No list for who is under 18 has a place that says "vanaf 18 jaar"; every entry that says so
    in words has it as a minimum age too."""
    for adres in kaart():
        assert ("vanaf 18" in adres.voor.lower()) == (adres.vanaf == 18), adres.id
    gezien = [
        *(a for label in catalogus() for a in sociale_kaart.voor_behoefte(label, VANDAAG, "<18")),
        *sociale_kaart.zonder_papieren(VANDAAG, "<18"),
    ]
    assert [a.id for a in gezien if (a.vanaf or 0) >= 18] == []
    for leeftijd in ("rond 18", "18+"):
        ids = [a.id for a in sociale_kaart.voor_behoefte("onderdak", VANDAAG, leeftijd)]
        assert "comensha" in ids


def test_around_18_both_sides_are_among_the_first() -> None:
    """Nobody reads on to the tenth card: CoMensha and the Kindertelefoon are among the four."""
    ids = [a.id for a in sociale_kaart.voor_behoefte("veiligheid", VANDAAG, "rond 18")]
    assert {"comensha", "kindertelefoon"} <= set(ids[:4])


def test_every_place_to_sleep_says_what_to_do_when_it_is_full() -> None:
    """No shelter is without a line on waiting; what nobody read of is not claimed."""
    for adres in kaart():
        assert ("onderdak" in adres.behoeften) == bool(adres.wacht), adres.id
        bekend = adres.id in ("comensha", "zorgcoordinator", "acm")  # CoMensha's pages of COSM
        assert ("niet meteen een plek" in (adres.wacht or "")) == bekend, adres.id


def test_the_government_never_comes_first() -> None:
    """Who is not of the government stands in front (seed statement A7)."""
    for label in catalogus():
        overheid = [a.overheid for a in sociale_kaart.voor_behoefte(label, VANDAAG)]
        assert overheid == sorted(overheid)


def test_police_and_reporting_stand_only_under_aangifte() -> None:
    """They never show up for somebody who did not ask for them (invariant 2)."""
    for label in catalogus():
        ids = {a.id for a in sociale_kaart.voor_behoefte(label, VANDAAG)}
        assert label == "aangifte" or ids.isdisjoint({"politie", "arbeidsinspectie", "mma", "mum"})


def test_what_an_entry_says_about_aangifte_is_shown_only_when_asked() -> None:
    """The panel is silent about it unless the person began."""
    comensha = sociale_kaart.bij_id("comensha")[0]
    assert comensha.naar_dict()["aangifte"] is None
    assert comensha.naar_dict(met_aangifte=True)["aangifte"]


@pytest.mark.parametrize("id_", ["fairwork", "fier", "juridischloket", "dvdw", "acm"])
def test_a_weak_number_is_nowhere(id_: str) -> None:
    """A number that was seen once, or that contradicts another, is left out."""
    assert sociale_kaart.bij_id(id_)[0].tel is None


def test_no_paid_or_old_number_stands_in_the_file() -> None:
    """Numbers that the research ruled out appear nowhere, not even in a note."""
    tekst = sociale_kaart.BESTAND.read_text(encoding="utf-8")
    for nummer in ("0900-0113", "058-215", "0800-8020", "0900-8020", "020-765", "0900-1450"):
        assert nummer not in tekst


@pytest.mark.parametrize(
    ("soort", "eerste"),
    [("acuut_gevaar", "112"), ("zelfdoding", "113"), ("medische_nood", "112")],
)
def test_a_crisis_has_its_number_in_front(soort: str, eerste: str) -> None:
    """The number that fits the danger is the first, and it can be dialled."""
    adres = sociale_kaart.crisis(soort)[0]
    assert adres.id == eerste
    assert adres.tel_link == f"tel:{eerste}"


def test_suicide_has_the_number_that_stays_off_the_phone_bill_too() -> None:
    """113 can also be called as 0800-0113."""
    assert sociale_kaart.crisis("zelfdoding")[0].naar_dict()["tel"] == "113 of 0800-0113"


def test_what_is_shown_has_a_date_that_is_not_too_old_or_is_a_crisis_number() -> None:
    """Nobody called yet: then the newest source decides, and one of 2019 is too old by itself."""
    for label in catalogus():
        for adres in sociale_kaart.voor_behoefte(label, VANDAAG):
            if adres.crisis or adres.id in sociale_kaart.JONG or not (adres.tel or adres.web):
                continue
            assert adres.datum, adres.id
            assert int(adres.datum[:4]) >= 2020, adres.id
    te_zien = {a.id: a.te_zien(VANDAAG) for a in kaart()}
    assert te_zien["112"]
    assert te_zien["kindertelefoon"]
    assert te_zien["gemeente"]
    assert not te_zien["dfc"]
    assert not te_zien["arbeidsinspectie"]
    (leger,) = sociale_kaart.bij_id("legerdesheils")
    assert leger.te_zien(VANDAAG)
    assert not replace(leger, datum="2018-10").te_zien(VANDAAG)


def test_the_date_of_an_entry_is_that_of_its_newest_source() -> None:
    """No entry is called newer or older than what was read; "~" marks a guess of the year."""
    for adres in kaart():
        gelezen = [b.datum.lstrip("~") for b in adres.bronnen if b.datum]
        assert (adres.datum or "") == max(gelezen, default="").split("-2021")[0], adres.id


@pytest.mark.parametrize(("id_", "datum"), [("kindertelefoon", "2019"), ("langzs", "2020")])
def test_an_old_source_is_shown_with_its_date(id_: str, datum: str) -> None:
    """What is known since long says so on its card, and that nobody called yet."""
    kaartje = sociale_kaart.bij_id(id_)[0].naar_dict()
    assert str(kaartje["datum"]).startswith(datum)
    assert kaartje["nagebeld"] is None


@pytest.mark.parametrize(
    ("id_", "bron"),
    [
        ("113", "https://www.113.nl"),
        ("comensha", "https://www.comensha.nl/"),
        ("kindertelefoon", "https://www.kindertelefoon.nl"),
        ("luisterlijn", None),
    ],
)
def test_a_news_site_is_never_shown_as_the_source(id_: str, bron: str | None) -> None:
    """Their own page or the government's that was read, else their own address, else none."""
    gevonden = sociale_kaart.bij_id(id_)[0].bron
    assert gevonden is bron or str(gevonden).startswith(str(bron))
    for adres in kaart():
        host = urlsplit(adres.bron or "").hostname or ""
        eigen = ".".join((urlsplit(adres.web or "").hostname or "").split(".")[-2:])
        assert not host or host.endswith((*sociale_kaart.OVERHEID, eigen)), (adres.id, host)


@pytest.mark.parametrize(
    ("nagebeld", "te_zien"), [("null", True), ("2026-10-01", True), ("2026-01-01", False)]
)
def test_what_was_checked_too_long_ago_is_not_shown(
    nagebeld: str, te_zien: bool, tmp_path: Path
) -> None:
    """After 180 days somebody has to call again; what was never called says so."""
    adres = een(tmp_path, nagebeld)
    assert adres.te_zien(VANDAAG) is te_zien
    assert adres.naar_dict()["nagebeld"] == (None if nagebeld == "null" else nagebeld)


def test_who_worries_about_another_finds_somebody_to_ask() -> None:
    """CoMensha and Veilig Thuis think along with anybody."""
    ids = [a.id for a in sociale_kaart.voor_ander(VANDAAG)]
    assert {"comensha", "veiligthuis"} <= set(ids)


def test_the_texts_for_the_person_carry_no_label() -> None:
    """What an entry says about itself never calls the reader a victim."""
    for regel in yaml.load(sociale_kaart.BESTAND.read_text(encoding="utf-8"), yaml.CSafeLoader):
        for veld in ("voor", "politie", "aangifte", "kosten"):
            assert "slachtoffer" not in str(regel.get(veld)).lower()
            assert "mensenhandel" not in str(regel.get(veld)).lower()


GEEN_NOOD = [adres for adres in kaart() if not adres.crisis]


def zonder(woorden: str) -> Intake:
    """Return the intake of who typed these words at what they rather not want."""
    return Intake().zet(LIEVER_NIET_EIGEN, Veld((woorden,), EIGEN))


@pytest.mark.parametrize("adres", GEEN_NOOD, ids=lambda adres: adres.id)
def test_a_no_to_a_short_name_is_a_no_to_the_place(adres: sociale_kaart.Adres) -> None:
    """Every place has a short name, and is not shown to who names it so, in whatever letters."""
    assert adres.kort
    for naam in (adres.naam, *adres.kort):
        for zin in (f"niet naar {naam}", f"liever geen {naam.upper()}, aub", naam.lower()):
            assert adres not in gewenst(zonder(zin), kaart()), zin


def test_a_no_takes_the_organisation_behind_a_place_along() -> None:
    """Who does not want CoMensha or Fier does not get their chat or coordinator."""
    weg = {naam: {a.id for a in kaart()} - {a.id for a in gewenst(zonder(f"niet {naam}"), kaart())}
           for naam in ("CoMensha", "Fier")}  # fmt: skip
    assert weg == {
        "CoMensha": {"comensha", "zorgcoordinator", "mum"},
        "Fier": {"fier", "chatmetfier", "keerpunt"},
    }


@pytest.mark.parametrize("woorden", ["", "niet naar mijn oom", "geen man", "koffie rond de middag"])
def test_other_words_take_no_place_away(woorden: str) -> None:
    """A place goes only where it is named."""
    assert gewenst(zonder(woorden), kaart()) == list(kaart())


def test_emergency_numbers_always_stay() -> None:
    """No police, no 112, no government: who is there in an emergency stands there all the same."""
    over = gewenst(zonder("geen politie, geen 112, geen 113, geen overheid"), kaart())
    assert {"112", "113"} <= {adres.id for adres in over}
    assert "politie" not in {adres.id for adres in over}
    nood = crisis(zonder("geen 112 of 113"), Invoer("zelfdoding", "ik wil dood")).berichten[1]
    assert [a["id"] for a in (nood.json or {})["paneel"]["adressen"]][:2] == ["113", "112"]
    assert [a.id for a in sociale_kaart.crisis("acuut_gevaar")] == ["112"]


def test_in_danger_a_child_gets_no_number_that_it_refused() -> None:
    """A no to Veilig Thuis or the Kindertelefoon holds in danger too (seed statement A18); the
    emergency number stays."""

    def nummers(woorden: str) -> list[str]:
        kind = zonder(woorden).zet("leeftijdsgroep", Veld("<18", EIGEN))
        paneel = crisis(kind, Invoer("acuut_gevaar", "hij slaat me")).berichten[1]
        return [a["id"] for a in (paneel.json or {})["paneel"]["adressen"]]

    assert nummers("") == ["112", "kindertelefoon", "veiligthuis"]
    assert nummers("niet naar veilig thuis") == ["112", "kindertelefoon"]
    assert nummers("geen Kindertelefoon, geen Veilig Thuis, geen 112") == ["112"]


def test_no_panel_shows_a_place_that_is_not_wanted() -> None:
    """Beside the rights, for another, for the young and while waiting the same no counts."""
    namen = [naam for adres in GEEN_NOOD for naam in adres.kort if naam != "kindertelefoon"]
    geen = zonder(", ".join(namen))
    ander = geen.zij("ander_wie")
    uitkomsten = [
        neem(geen, Invoer("keuze", keuze="rechten", knop=True), WERELD),
        neem(ander, Invoer("keuze", keuze="bekende", knop=True), WERELD),
        jong(geen),
    ]
    berichten = [b for uitkomst in uitkomsten if uitkomst for b in uitkomst.berichten]
    berichten += wachten.wat_helpt_nu(geen, WERELD)
    berichten += wachten.antwoord(geen, Invoer("minderjarig", "ik ben 15"), WERELD).berichten
    ids = {a["id"] for b in berichten if b.json for a in b.json["paneel"]["adressen"]}
    assert ids == {"112", "kindertelefoon"}
