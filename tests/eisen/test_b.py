"""Table B: signals, aangifte, and help across borders."""

from __future__ import annotations

import json
import random
import re
from collections import Counter
from dataclasses import replace
from datetime import date

import jsonschema
import pytest
import yaml

from bot.desk.blad import maak as maak_blad
from bot.intake import rechten, sociale_kaart, teksten
from bot.intake.behoeften import catalogus
from bot.intake.samenvatting import schema
from bot.intake.zijpad import ADRESSEN
from bot.settings import ROOT
from tests.eisen.mensen import (
    DAG,
    Echt,
    deel_alles,
    echte_wandelingen,
    ga_naar,
    gaat_verder,
    getraind,
    hoort,
    tot_omgaan,
    tot_wat_nodig,
    wandelingen,
)
from tests.praat import Beurt, Gesprek, domein

VANDAAG = DAG
WERKT_112 = "In gevaar kun je ook daar 112 bellen."
ELDERS = "Waar jij bent, werkt 112 misschien niet."
#: Texts that never stand where somebody says something that matters.
FALLBACK = {"utter_niet_begrepen", "utter_buiten_bereik"}


def kies_wens(label: str) -> Gesprek:
    """Return a talk in which somebody chose the need *label* from the pictures."""
    gesprek = tot_wat_nodig()
    for titel in ("Laat plaatjes zien", catalogus()[label].kop, "Klaar met kiezen"):
        gesprek.drukt(titel)
    return gesprek


VORMEN = {
    "seks": "ik moet van hem met klanten naar bed en ik wil daar weg, ik heb een slaapplek nodig",
    "werk": "ik werk 14 uur per dag in de kas en de baas betaalt mijn loon niet",
    "criminaliteit": "ik moet drugs voor ze wegbrengen en ik ben bang voor die jongens",
    "bedelen": "ik moet elke dag bedelen en al het geld afgeven, ik heb honger",
    "huishouden": "ik mag het huis van die familie niet uit en mijn paspoort is afgepakt",
    "orgaan": "ze willen mijn nier kopen en ik heb pijn, ik wil een dokter",
}


@pytest.mark.model
@pytest.mark.parametrize("vorm", VORMEN)
def test_b1_elke_vorm_wordt_gehoord_zonder_de_term(vorm: str) -> None:
    """Sex, work, crime, begging, a household, an organ: something is heard, no label is said."""
    gehoord = hoort(VORMEN[vorm])
    crisis = gehoord["intent"]["name"] in ("acuut_gevaar", "medische_nood", "zelfdoding")
    assert crisis or any(e["entity"] == "behoefte" for e in gehoord["entities"])
    beurt = tot_wat_nodig(Echt).typt(VORMEN[vorm])
    assert not re.search("slachtoffer|mensenhandel|uitbuit", beurt.tekst, re.I)
    assert not FALLBACK & set(beurt.responses)


#: Each form of exploitation as somebody may say it, with no other need beside it.
ALLEEN_DE_VORM = {
    "seks": (
        "ik moet elke dag klanten doen van mijn vriend",
        "ik moet foto's zonder kleren maken anders stuurt hij ze rond",
        "ze zetten een advertentie van mij online en dan komen er mannen",
    ),
    "werk": (
        "ik werk zeven dagen per week en mag nooit vrij",
        "ik moet werken tot de reis is terugbetaald",
        "we werken op de boot en mogen er niet af",
    ),
    "criminaliteit": (
        "ik moet tasjes wegbrengen en weet niet wat erin zit",
        "ze laten mij stelen in winkels",
        "ik moest op de plantjes passen in een huis",
    ),
    "bedelen": (
        "ik moet elke dag bedelen bij het station",
        "ze zetten mij neer bij de supermarkt en ik moet om geld vragen",
        "alles wat ik op straat krijg moet ik afgeven",
    ),
    "huishouden": (
        "ik doe het hele huis voor die familie en ik mag niet weg",
        "ik pas dag en nacht op hun kinderen en krijg niets",
        "ik ben als au pair gekomen maar ik moet alles doen",
    ),
    "orgaan": (
        "ze willen mijn nier kopen",
        "ik moet een nier geven om mijn schuld te betalen",
        "een man vroeg of ik een stuk van mijn lever wil verkopen",
    ),
}


def wijze(gesprek: Gesprek) -> str:
    """Return how the last turn answered what was just typed."""
    beurt = gesprek.beurt
    if any(r.startswith("utter_crisis") for r in beurt.responses):
        return "gevaar"
    if "Ja, klopt" in beurt.titels():
        return "gehoord"
    if "utter_schaamte" in beurt.responses:
        return "schaamte"
    if gesprek.stap == "menu" and gesprek.intake.eigen_tekst:
        return "bewaard"
    return "anders"


@pytest.mark.model
@pytest.mark.parametrize("vorm", ALLEEN_DE_VORM)
def test_b1_de_vorm_alleen_gaat_niet_verloren(vorm: str) -> None:
    """With no other need said, a form is never lost: a need is asked about, or the card of danger
    comes, or the words are kept literally and the pictures stand there, without "not understood".
    No label is said.
    """
    for zin in ALLEEN_DE_VORM[vorm]:
        gesprek = tot_wat_nodig(Echt)
        beurt = gesprek.typt(zin)
        assert wijze(gesprek) in ("gehoord", "gevaar", "bewaard"), (zin, beurt.responses)
        if wijze(gesprek) == "bewaard":
            assert gesprek.intake.eigen_tekst == (zin,)
            assert not re.search("begrijp|snap|versta", beurt.tekst), zin
            assert {b.kop for b in catalogus().values() if b.menu} <= set(beurt.titels())
        van_de_bot = beurt.tekst.replace(f"“{zin}”", "")
        assert not re.search("slachtoffer|mensenhandel|uitbuit", van_de_bot, re.I)
        assert gesprek.intake.wensen == ()


@pytest.mark.model
def test_b1_hoeveel_er_zonder_plaatje_gehoord_wordt() -> None:
    """Of the 18 bare forms a third or more leads to a need that is asked about; the rest does not
    name one, so the person picks it from the pictures.
    """
    wijzen = []
    for zin in (z for zinnen in ALLEEN_DE_VORM.values() for z in zinnen):
        gesprek = tot_wat_nodig(Echt)
        gesprek.typt(zin)
        wijzen.append(wijze(gesprek))
    assert len(wijzen) == 18
    assert wijzen.count("gehoord") >= 6, wijzen


#: The same forms told by somebody who saw no line of the training; the file says how.
VORMEN_VERTELD = [
    tuple(deel.strip() for deel in regel.split("|", 1))
    for regel in (ROOT / "tests/eisen/vormen.txt").read_text(encoding="utf-8").splitlines()
    if not regel.startswith("#")
]


@pytest.mark.model
def test_b1_een_verteld_verhaal_over_een_vorm_gaat_niet_verloren() -> None:
    """Twenty lines of each form, half of them sideways, on which nobody trained: never "not
    understood", no label. Three of four are asked about as a need, or kept literally with the
    pictures; the others get the card of danger, which can be taken back.
    """
    assert {vorm for vorm, _ in VORMEN_VERTELD} == set(VORMEN)
    assert len({zin.casefold() for _, zin in VORMEN_VERTELD} - getraind()) == 120
    wijzen = []
    for _, zin in VORMEN_VERTELD:
        gesprek = tot_wat_nodig(Echt)
        beurt = gesprek.typt(zin)
        wijzen.append(wijze(gesprek))
        assert gaat_verder(beurt), zin
        assert not FALLBACK & set(beurt.responses), zin
        assert not re.search(
            r"slachtoffer|mensenhandel|uitbuit", beurt.tekst.replace(f"“{zin}”", ""), re.I
        ), zin
    past = wijzen.count("gehoord") + wijzen.count("bewaard")
    assert past >= 90, Counter(wijzen)
    assert past + wijzen.count("gevaar") >= 114, Counter(wijzen)


@pytest.mark.parametrize(
    "zin",
    ["er was een inval op mijn werk", "na de inval van gister", "na een controle weet ik niks"],
)
def test_b2_na_een_inval_kiest_iemand_zelf_wat_nodig_is(zin: str) -> None:
    """After a raid a bed, wages, papers and a doctor stand there to choose; nothing is filled."""
    gesprek = tot_wat_nodig()
    beurt = gesprek.zegt(zin, "behoefte")
    assert "een bed, je loon, papieren of een dokter" in beurt.tekst
    koppen = {catalogus()[label].kop for label in ("onderdak", "geld_werk", "verblijf", "medisch")}
    assert koppen <= set(beurt.titels())
    assert gesprek.intake.wensen == ()
    assert gesprek.intake.gehoord == ()


def test_b4_geen_veld_voor_verblijf_en_niets_naar_politie_of_ind() -> None:
    """No field of the summary can hold a nationality, permit, name or birth date; it is said so."""
    namen = set(re.findall(r'"(\w+)": \{', json.dumps(schema())))
    for verboden in (
        "nationaliteit",
        "vergunning",
        "naam",
        "geboortedatum",
        "adres",
        "bsn",
        "land",
    ):
        assert verboden not in namen
    tekst = tot_wat_nodig().zegt("vertel je dit aan de politie", "politie_vraag").tekst
    assert "Ik vertel niets aan de politie" in tekst
    assert "IND" in tekst
    for w in wandelingen():
        assert all(d["doe"] in ("overdracht", "code", "wissen", "stil")
                   for beurt in w.beurten for d in beurt.doe)  # fmt: skip


@pytest.mark.model
def test_b4_een_gesprek_maakt_nooit_verbinding(monkeypatch: pytest.MonkeyPatch) -> None:
    """From the first word to the handover nothing is looked up and no connection is made: what is
    typed is understood on the machine itself.
    """

    def geen_netwerk(*_: object, **__: object) -> None:
        raise AssertionError("a talk looked for the network")

    monkeypatch.setattr("socket.socket.connect", geen_netwerk)
    monkeypatch.setattr("socket.getaddrinfo", geen_netwerk)
    gesprek = tot_wat_nodig(Echt)
    gesprek.typt("ik heb geen verblijfsvergunning en ik zoek een slaapplek")
    gesprek.drukt("Ja, klopt")
    gedeeld = deel_alles(gesprek)["samenvatting"]
    assert {"onderdak", "verblijf"} <= {w["behoefte"] for w in gedeeld["wensen"]}
    jsonschema.validate(gedeeld, schema())


#: Ten people who help, with what they say and press, and a place that must be named.
HELPERS = [
    ("een leerling komt steeds met dure spullen", "Ik werk op een school", "veiligthuis"),
    ("een meisje in mijn klas durft niet naar huis", "Ik werk op een school", "veiligthuis"),
    ("mijn leerling wordt opgehaald door oudere mannen", "Ik werk op een school", "comensha"),
    ("een patiente komt altijd met een man die praat", "Ik werk in de zorg", "comensha"),
    ("op de spoed zag ik een vrouw met brandplekken", "Ik werk in de zorg", "zorgcoordinator"),
    ("mijn client krijgt geen loon", "Ik werk bij een stichting die helpt", "comensha"),
    ("in de inloop komt een jongen die moet dealen", "Ik werk bij een stichting die helpt",
     "zorgcoordinator"),
    ("bij ons bedrijf slapen mensen in de loods", "Ik zie het op werk of in de buurt", "fairwork"),
    ("een uitzendbureau houdt paspoorten in", "Ik zie het op werk of in de buurt",
     "arbeidsinspectie"),
    ("mijn buurvrouw mag nooit naar buiten", "Ik ken iemand", "veiligthuis"),
]  # fmt: skip


#: What somebody who helps types next where the first sentence was taken for their own need.
NIET_IK = "het gaat niet over mij, ik help iemand"


def pad_van_een_helper(zin: str, rol: str) -> Gesprek:
    """Return a talk of somebody who helps, as the model hears it, after they said who they are."""
    gesprek = Echt()
    gesprek.typt(zin)
    if gesprek.stap != "ander_wie":
        gesprek.typt(NIET_IK)
    gesprek.drukt(rol)
    return gesprek


@pytest.mark.model
def test_b5_wie_iemand_helpt_wordt_gehoord() -> None:
    """Of ten people who help, typing freely, nine are heard at once; the other after one more
    sentence, that it is about somebody else.
    """
    gehoord = [hoort(zin)["intent"]["name"] for zin, _, _ in HELPERS]
    assert gehoord.count("zorg_om_ander") >= 9
    assert hoort(NIET_IK)["intent"]["name"] == "zorg_om_ander"


@pytest.mark.model
@pytest.mark.parametrize(("zin", "rol", "plek"), HELPERS)
def test_b5_wie_iemand_helpt_ziet_wie_wat_doet(zin: str, rol: str, plek: str) -> None:
    """The card names places and what each is for, without the name of the person."""
    beurt = pad_van_een_helper(zin, rol).beurt
    adressen = {a["id"]: a for paneel in beurt.panelen for a in paneel["adressen"]}
    assert plek in adressen
    assert all(a["voor"] for a in adressen.values())
    assert "naam hoeft niet" in beurt.tekst


#: What somebody needs, and an address that must be among the first three.
GOUD = [
    ("onderdak", None, "comensha"), ("onderdak", "<18", "fier"), ("veiligheid", None, "comensha"),
    ("veiligheid", "<18", "kindertelefoon"), ("medisch", None, "dvdw"), ("psychisch", None, "113"),
    ("geld_werk", None, "fairwork"), ("juridisch", None, "juridischloket"),
    ("verblijf", None, "los"), ("terugkeer", None, "iom"), ("sociaal", None, "luisterlijn"),
    ("sociaal", "<18", "kindertelefoon"), ("kinderen", None, "fier"),
    ("basis", None, "legerdesheils"),
    ("aangifte", None, "slachtofferhulp"), ("psychisch", "<18", "kindertelefoon"),
    ("taal", None, "vluchtelingenwerk"), ("geld_werk", "rond 18", "fairwork"),
    ("juridisch", "18+", "juridischloket"), ("verblijf", "18+", "los"),
]  # fmt: skip


def _fout() -> list[tuple[str, str | None, str]]:
    """Return the questions of which the right place is not among the first three."""
    return [
        (label, leeftijd, plek)
        for label, leeftijd, plek in GOUD
        if plek not in [a.id for a in sociale_kaart.voor_behoefte(label, VANDAAG, leeftijd)[:3]]
    ]


def test_b6_elke_behoefte_gaat_naar_de_juiste_plek(monkeypatch: pytest.MonkeyPatch) -> None:
    """On 20 questions 18 or more have the right place in the first three, as the addresses stand
    today and once somebody called every address; the coordinator is for coordination alone, and a
    full place says so.
    """
    assert len(GOUD) == 20
    assert len(_fout()) <= 2, _fout()
    gebeld = tuple(replace(adres, nagebeld=VANDAAG) for adres in sociale_kaart.kaart())
    monkeypatch.setattr(sociale_kaart, "kaart", lambda: gebeld)
    assert len(_fout()) <= 2, _fout()
    for label in ("geld_werk", "medisch", "psychisch", "sociaal", "taal", "basis"):
        assert "zorgcoordinator" not in [a.id for a in sociale_kaart.voor_behoefte(label, VANDAAG)]
    assert sociale_kaart.bij_id("comensha")[0].naar_dict()["wacht"]


@pytest.mark.model
def test_b7_een_melder_krijgt_drie_stappen() -> None:
    """Typed "mijn buurmeisje wordt gedwongen", and one press: ask the person first, 112 in danger,
    then whom to call.
    """
    gesprek = pad_van_een_helper("mijn buurmeisje wordt gedwongen", "Ik ken iemand")
    assert len(gesprek.alles) <= 3
    stappen = re.findall(r"^(\d)\. (.+)$", gesprek.beurt.tekst, flags=re.M)
    assert [nr for nr, _ in stappen] == ["1", "2", "3"]
    assert "Vraag eerst wat die persoon zelf wil" in stappen[0][1]
    assert "112" in stappen[1][1]


def test_b8_de_kaart_over_aangifte_is_neutraal_en_noemt_eerst_de_advocaat() -> None:
    """It may, it need not, a first talk is none yet, a case can stop; lawyer before police."""
    gesprek = tot_wat_nodig()
    gesprek.zegt("hoe gaat aangifte", "behoefte", [("aangifte", "hoe gaat aangifte")])
    tekst = gesprek.drukt("Ja, klopt").tekst
    for deel in ("Aangifte mag, het hoeft niet", "nog geen aangifte", "kan later ook stoppen"):
        assert deel in tekst
    assert tekst.index("advocaat") < tekst.index("politie")


@pytest.mark.parametrize("leeftijd", ["Jonger dan 18", "Rond de 18", "18 of ouder"])
def test_b9_eerlijk_als_het_vol_is_met_wat_dan_helpt(leeftijd: str) -> None:
    """Of every place to sleep it is said that there may be no place, what to ask for tonight, and
    to ask how long the wait is; at every age; other places stand beside it."""
    gesprek = kies_wens("onderdak")
    gesprek.drukt("Nu")
    ga_naar(gesprek, "hoe").drukt("Ja")
    ga_naar(gesprek, "leeftijd").drukt(leeftijd)
    if gesprek.stap == "mens":
        gesprek.drukt("Nee, liever verder")
    ga_naar(gesprek, "samenvatting")
    gesprek.drukt("Zo klopt het")
    adressen = [a for p in gesprek.drukt("Deel niets").panelen for a in p["adressen"]]
    assert any("niet meteen een plek" in a["wacht"] for a in adressen)
    assert all("vannacht" in a["wacht"] for a in adressen)
    assert all("Vraag hoe lang het wachten duurt." in a["wacht"] for a in adressen)
    assert len(adressen) >= 3
    assert "{reden}" in domein()["responses"]["utter_opvolging_niet_gelukt"][0]["text"]


def test_b9_een_wachttijd_staat_er_met_zijn_dag_en_dertig_dagen() -> None:
    """A waiting time that somebody asked for stands beside the place with its day; after 30 days
    the person reads to ask for it.
    """
    (plek,) = sociale_kaart.bij_id("comensha")
    plek = replace(plek, wachttijd="ongeveer 2 weken", wachttijd_op=date(2026, 11, 20))

    def leest(dag: date) -> str:
        return str(sociale_kaart.paneel([plek], dag)["adressen"][0]["wacht"])

    for dag in (date(2026, 11, 20), date(2026, 12, 20)):
        assert "Wachttijd: ongeveer 2 weken. Dat was op 20 november 2026." in leest(dag)
        assert "Vraag hoe lang" not in leest(dag)
    assert "Vraag hoe lang het wachten duurt." in leest(date(2026, 12, 21))
    assert "2 weken" not in leest(date(2026, 12, 21))
    for te_slapen in (a for a in sociale_kaart.kaart() if "onderdak" in a.behoeften):
        assert te_slapen.wachten(DAG)


@pytest.mark.model
def test_b10_na_elk_antwoord_komt_er_iets_om_te_doen() -> None:
    """In every turn of 500 talks, and of 200 of the trained model, there is a question of the talk,
    a choice, or a handover; after each need that is told, it is said back with a button to go on.
    """
    dood = Beurt([{"response": "utter_dank", "buttons": [{"title": "x", "payload": "/stoppen"}]}])
    assert not gaat_verder(dood)
    for w in (*wandelingen(), *echte_wandelingen()):
        for beurt in w.beurten:
            assert gaat_verder(beurt), (beurt.responses, beurt.tekst)
    for label, behoefte in catalogus().items():
        gesprek = tot_wat_nodig()
        beurt = gesprek.zegt("dit heb ik nodig", "behoefte", [(label, "dit heb ik nodig")])
        assert behoefte.hoor in beurt.tekst
        gesprek.drukt("Ja, klopt")
        assert label in gesprek.intake.wensen
        assert gaat_verder(gesprek.beurt)


def test_b11_zorgcoordinator_staat_er_nooit_zonder_uitleg() -> None:
    """Each text with the word says in one line what it is; the card says who finds the one of
    one's own region, with a number and a link to the page with the regions.
    """
    for varianten in domein()["responses"].values():
        tekst = varianten[0]["text"]
        if "zorgcoördinator" in tekst.lower():
            assert "iemand die hulp voor een ander regelt" in tekst
    adres = sociale_kaart.bij_id("zorgcoordinator")[0]
    assert "regio" in adres.naam
    assert "regelt" in adres.voor
    assert "zoekt wie dat is" in adres.voor
    kaart = adres.naar_dict()
    assert kaart["web"] == "https://www.wegwijzermensenhandel.nl/zorgcoordinatoren"
    assert kaart["tel"]


#: A question what scares somebody of police or aangifte.
ANGST = re.compile(r"[^.!?\n]*\bbang\b[^.!?\n]*\b(?:politie|aangifte)\b[^.!?\n]*\?", re.I)


def test_b12_hulp_hangt_niet_van_aangifte_af() -> None:
    """Who wants no police is told that this is fine, and reaches the same handover. In 500 talks
    nobody who did not begin about it is asked what scares them of police or aangifte.
    """
    gesprek = tot_wat_nodig()
    assert "Je hoeft niet naar de politie" in gesprek.zegt("geen politie", "geen_politie").tekst
    gesprek.zegt("ik zoek een bed", "behoefte", [("onderdak", "ik zoek een bed")])
    gesprek.drukt("Ja, klopt")
    gedeeld = deel_alles(gesprek)["samenvatting"]
    assert gedeeld["wensen"][0]["behoefte"] == "onderdak"
    assert gedeeld["aangifte"]["waarde"] == "wil_niet"
    assert not any(ANGST.search(beurt.tekst) for beurt in gesprek.alles)
    for w in wandelingen():
        for beurt, vroeg in zip(w.beurten, w.vroeg, strict=True):
            assert vroeg or not ANGST.search(beurt.tekst), beurt.tekst


#: What youth say of what they were made to do, in lines of our own; the marks stand in the file.
STRAAT = [
    tuple(regel.split(" ", 1))
    for regel in (ROOT / "tests/eisen/straat.txt").read_text(encoding="utf-8").splitlines()
    if not regel.startswith("#")
]


@pytest.mark.model
def test_b13_straattaal_wordt_gehoord_zonder_verdenking() -> None:
    """A hundred and fifty lines of youth who were made to do crime, by hand, on which nobody
    trained: no suspicion, no order to tell, never "not understood". Four of five are answered
    fittingly: the need is said back, or the words stand literally with the pictures, or the shame
    is answered, or there is danger and its card comes; the others get that card without danger, or
    not where there is, or are taken for somebody else's. Of fifty who say what they had to do more
    than twenty read that no details are needed, also beside the card of danger.
    """
    assert len({z.casefold() for _, z in STRAAT} - getraind()) == 150
    wijzen, zonder_details = [], 0
    for merk, zin in STRAAT:
        gesprek = tot_wat_nodig(Echt)
        beurt = gesprek.typt(zin)
        van_de_bot = beurt.tekst.replace(f"“{zin}”", "")
        assert not re.search(
            r"strafbaar|waarom|wat heb je gedaan|verdacht|dader", van_de_bot, re.I
        ), zin
        assert gaat_verder(beurt), zin
        assert not FALLBACK & set(beurt.responses), zin
        wijzen.append(wijze(gesprek))
        past = ("gevaar",) if merk == "112" else ("gehoord", "bewaard", "schaamte")
        if wijzen[-1] not in past:
            wijzen[-1] = "past niet"
        zonder_details += merk == "!" and "hoef je hier niet te zeggen" in beurt.tekst
    assert wijzen.count("past niet") <= 30, wijzen
    assert wijzen.count("gehoord") >= 50, wijzen
    assert sum(merk == "!" for merk, _ in STRAAT) == 50
    assert zonder_details > 20


@pytest.mark.model
def test_b13_ook_bij_gevaar_hoeven_er_geen_details() -> None:
    """Where the card of danger comes with what somebody was made to do: once, right after the
    number, that no details are needed; not to who was not made to do anything, and not while
    somebody looks along.
    """
    details, zin = "Wat er precies gebeurde, hoef je hier niet te zeggen.", "ze laten me stelen"
    gesprek = tot_wat_nodig(Echt)
    beurt = gesprek.typt(f"{zin} en nu willen ze me vermoorden")
    assert gesprek.stap == "crisis"
    assert "112" in beurt.teksten[0]
    assert beurt.teksten[1] == details
    assert len(beurt.teksten) <= 3
    assert details not in gesprek.typt(f"{zin}, ze gaan me vermoorden").tekst
    assert details not in tot_wat_nodig(Echt).typt("hij gaat me vermoorden").tekst
    stil = Echt()
    stil.drukt("Ja")
    beurt = stil.typt(f"{zin} en nu willen ze me vermoorden")
    assert "112" in beurt.tekst
    assert details not in beurt.tekst


@pytest.mark.parametrize("zin", ["ik ga volgende week uit de opvang", "mijn opvang stopt straks"])
def test_b15_uit_de_opvang_met_een_lijst_om_mee_te_nemen(zin: str) -> None:
    """Leaving a shelter: what is needed then is asked, and the list can be seen and copied."""
    gesprek = tot_wat_nodig()
    beurt = gesprek.zegt(zin, "behoefte", [("onderdak", zin)])
    assert "Die lijst kun je zelf meenemen" in beurt.tekst
    gesprek.drukt("Ja, klopt")
    gesprek.altijd("stoppen")
    beurt = gesprek.drukt("Mijn lijst zien")
    assert "print het. Op papier kan een ander het ook lezen" in beurt.tekst
    lijst = beurt.panelen[0]
    assert [
        zin in regel["tekst"] for regel in lijst["regels"] if regel["id"] == "wens.onderdak"
    ] == [True]
    assert all(regel["knoppen"] == [] for regel in lijst["regels"])


def test_b16_met_zonder_papieren_of_eu_zonder_te_bewaren() -> None:
    """Three own choices, three different cards, all in one answer that is the same for everybody:
    nothing is asked, no button names a status, and the intake does not change.
    """
    gesprek = kies_wens("verblijf")
    eerst = gesprek.intake.naar_dict()
    beurt = gesprek.drukt("Lees over je rechten")
    (kaart,) = beurt.panelen
    groepen = [[r["tekst"] for r in kaart["rechten"] if g in r["voor"]] for g in rechten.GROEPEN]
    assert all(groepen)
    assert len({tuple(groep) for groep in groepen}) == 3
    assert gesprek.intake.naar_dict() == eerst
    assert not re.search("papieren|EU-land", " ".join(beurt.titels()))
    assert "papieren" not in json.dumps(deel_alles(gesprek), ensure_ascii=False).lower()
    getypt = tot_wat_nodig().zegt("wat zijn mijn rechten", "behoefte")
    assert getypt.panelen == [kaart]


@pytest.mark.model
def test_b16_geen_papieren_blijft_gehoord() -> None:
    """Who types it themselves is heard, as what they need."""
    gehoord = hoort("ik heb geen papieren")
    assert [e["value"] for e in gehoord["entities"]] == ["verblijf"]


@pytest.mark.parametrize(
    ("zin", "zegt"),
    [
        ("ik ben in Polen", WERKT_112), ("ik zit in Roemenië", WERKT_112),
        ("ik zit vast in Zwitserland", WERKT_112),
        ("ik ben in Nigeria", ELDERS), ("ik woon in Marokko", ELDERS),
        ("ik zit in Servië", ELDERS), ("ik ben nu in Dubai", ELDERS),
        ("ik zit buiten Nederland", "112 in de hele EU. Daarbuiten werkt het soms niet."),
        ("ik ben in het buitenland", "112 in de hele EU. Daarbuiten werkt het soms niet."),
    ],
)  # fmt: skip
@pytest.mark.model
def test_b17_per_land_zegt_hij_of_112_daar_werkt(zin: str, zegt: str) -> None:
    """It holds in the Netherlands. Where 112 works it is named; where it may not, that is said,
    and whom to ask then; without a country both are said. No other number is named.
    """
    gesprek = tot_wat_nodig(Echt)
    tekst = gesprek.typt(zin).tekst
    if gesprek.stap == "crisis":
        tekst += gesprek.drukt("Verder met het gesprek").tekst
    assert "geldt in Nederland" in tekst
    assert zegt in tekst
    assert ("iemand die je vertrouwt" in tekst) == (zegt != WERKT_112)
    assert set(re.findall(r"\d{3,}", tekst)) == {"112"}
    assert "geldt in Nederland" not in gesprek.typt(zin).tekst


@pytest.mark.parametrize(
    ("zin", "lijn"),
    [
        ("Ik woon in België nu", "078 05 58 00"), ("ik zit in Antwerpen", "078 05 58 00"),
        ("ik ben in duitsland", "116 016"), ("ik werk in keulen", "116 016"),
        ("i live in England", "08000 121 700"), ("ik woon nu in londen", "08000 121 700"),
    ],
)  # fmt: skip
@pytest.mark.model
def test_b17_een_land_met_een_hulplijn_noemt_die(zin: str, lijn: str) -> None:
    """Belgium, Germany and the United Kingdom have a line of their own with a source: it is named,
    with 112, and that the rest holds here; in danger 112 comes first, and the line after "Verder".
    Of each such number the page it stands on is given.
    """
    gesprek = tot_wat_nodig(Echt)
    tekst = gesprek.typt(zin).tekst
    if gesprek.stap == "crisis":
        tekst += gesprek.drukt("Verder met het gesprek").tekst
    assert "geldt in Nederland" in tekst
    assert lijn in tekst
    assert WERKT_112 in tekst
    in_nood = tot_wat_nodig(Echt)
    beurt = in_nood.typt(f"{zin} en hij gaat me vermoorden")
    assert "112" in beurt.teksten[0]
    assert lijn not in beurt.tekst
    groepen = yaml.load(
        (ROOT / "data" / "landen.yml").read_text(encoding="utf-8"), yaml.CSafeLoader
    )
    met_lijn = [
        g
        for g in groepen
        if re.search(r"\d{3}.*\d{3}", domein()["responses"][g["zegt"]][0]["text"])
    ]
    assert {g["groep"] for g in met_lijn} == {"belgie", "duitsland", "engeland"}
    assert all(g["bron"]["url"].startswith("https://") for g in met_lijn)


#: Danger, typed, with where the person is, and what is said right after the number.
GEVAAR_ELDERS = (
    ("ik zit vast in Zwitserland", WERKT_112, "Ik ken alleen hulp in Nederland."),
    ("ik zit opgesloten in dubai, hij slaat me", ELDERS, ELDERS),
    ("ze hebben mij naar Turkije gebracht, help hij gaat me vermoorden", ELDERS, ELDERS),
    ("ik zit in Marokko en ik wil dood", ELDERS, ELDERS),
)


@pytest.mark.model
@pytest.mark.parametrize(("zin", "zegt", "erna"), GEVAAR_ELDERS)
def test_b17_in_gevaar_elders_staat_het_bij_het_nummer(zin: str, zegt: str, erna: str) -> None:
    """As the model hears it: the number, right after it whether it works there and whom to ask,
    what the bot cannot do, and a human; three bubbles at most. After "Verder" it is said once more.
    """
    gesprek = tot_wat_nodig(Echt)
    beurt = gesprek.typt(zin)
    assert gesprek.stap.startswith("crisis"), beurt.responses
    assert "112" in beurt.teksten[0]
    assert zegt in beurt.teksten[1]
    assert ("iemand die je vertrouwt" in beurt.teksten[1]) == (zegt == ELDERS)
    assert ("ambassade" in beurt.teksten[1]) == (zegt == ELDERS)
    assert "Ik kan zelf geen hulp sturen" in beurt.tekst
    assert len(beurt.teksten) <= 3
    if gesprek.stap == "crisis_zelfdoding":
        gesprek.drukt("Ja")
    else:
        assert "Ja, met een mens" in beurt.titels()
    beurt = gesprek.drukt("Verder met het gesprek")
    assert not gesprek.stap.startswith("crisis")
    assert erna in beurt.tekst
    assert "geldt in Nederland" in beurt.tekst
    assert len(beurt.teksten) <= 3


@pytest.mark.model
@pytest.mark.parametrize(
    "eerst", ["ik ben in Nigeria", "ik zoek een bed want ik zit nu alleen in Dubai"]
)
def test_b17_ook_als_het_land_eerder_gezegd_is(eerst: str) -> None:
    """Said in a message before the danger: the answer to danger has it, also the second time and
    while somebody looks along; without any other country it does not.
    """
    gesprek = tot_wat_nodig(Echt)
    gesprek.typt(eerst)
    for _ in range(2):
        beurt = gesprek.typt("hij gaat me vermoorden")
        assert ELDERS in beurt.teksten[1]
    stil = Echt()
    stil.drukt("Ja")
    assert ELDERS in stil.typt("ik zit opgesloten in dubai, hij slaat me").tekst
    for hier in ("hij gaat me vermoorden", "ik kom uit Nigeria en hij slaat me nu"):
        beurt = tot_wat_nodig(Echt).typt(hier)
        assert "112" in beurt.tekst
        assert ELDERS not in beurt.tekst


@pytest.mark.model
def test_b17_over_een_ander_weet_hij_niet_waar_jij_bent() -> None:
    """Somebody else in danger in another country: in general what holds, not where you are."""
    gesprek = Echt()
    gesprek.typt(NIET_IK)
    beurt = gesprek.typt("mijn vriendin zit opgesloten in dubai, hij slaat haar")
    assert "112 in de hele EU" in beurt.tekst
    assert ELDERS not in beurt.tekst


def test_b18_blijven_of_teruggaan_in_gelijke_volgorde() -> None:
    """Stay, go back, do not know: each stands on each place about as often, whatever the seed, and
    none is recommended.
    """
    keuzes = {"Hier blijven", "Terug naar mijn land", "Dat weet ik nog niet"}
    for zaad in range(3):
        random.seed(zaad)
        volgordes = [tuple(t for t in kies_wens("verblijf").beurt.titels() if t in keuzes)
                     for _ in range(120)]  # fmt: skip
        for plek in range(3):
            op_plek = Counter(volgorde[plek] for volgorde in volgordes)
            assert set(op_plek) == keuzes
            assert min(op_plek.values()) >= 120 / 3 / 2, op_plek


@pytest.mark.model
@pytest.mark.parametrize(
    "zin",
    [
        "ik ben 15 en alleen hier", "ik ben 16 jaar oud en ik ben hier zonder ouders",
        "ik ben 14 en helemaal alleen in nederland", "ik ben nog minderjarig en ken hier niemand",
    ],
)  # fmt: skip
def test_b19_een_kind_alleen_is_in_drie_beurten_bij_een_mens(zin: str) -> None:
    """Who types that they are under 18 and alone: at once the numbers for children and a human; no
    long intake.
    """
    gesprek = Echt()
    beurt = gesprek.typt(zin)
    assert "0800-0432" in beurt.tekst
    gesprek.drukt("Ja, met een mens")
    beurt = gesprek.drukt("Ja, dat mag")
    assert beurt.overdracht is not None
    assert len(gesprek.alles) - 1 <= 3  # the first turn is the bot's own


#: Where somebody is from; the adjectives ("Roemeens") are names of languages as well.
HERKOMST = (
    "ik ben Roma", "ik ben Sinti", "ik kom uit Marokko", "ik kom uit Nigeria", "ik kom uit China",
    "ik kom uit Roemenië", "ik kom uit Syrië", "ik kom uit Suriname", "ik kom uit Utrecht",
    "ik ben Roemeens", "ik ben een Roemeense", "ik ben Marokkaans", "ik ben Pools",
    "ik ben een Nigeriaanse vrouw", "ik ben Chinees", "ik ben Bulgaars", "ik ben Syrisch",
    "ik ben Turks", "ik ben Hongaars",
)  # fmt: skip


#: Every origin of these in all its forms, a slur, and the words for it. A language has its own name
#: in its own page, and stands in no text of the bot.
_HERKOMST = (
    r"roma\b|sinti|zigeuner|marokka?|nigeria|chin(?:a|ees|ese)\b|roemee?n|roemeni|syri|suri|utrecht|"
    r"pools|polen|bulgaar|turk|hongaar|afkomst|ras\b"
)


@pytest.mark.model
def test_b20_afkomst_maakt_geen_verschil_en_komt_nooit_terug() -> None:
    """The same need is heard for 19 origins, told as a country, a people or an adjective, and for
    four needs; no text of the bot names an origin.
    """
    for zin in (
        "ik zoek een slaapplek voor vannacht",
        "ik heb geen eten",
        "mijn baas betaalt mijn loon niet",
        "mijn kind is ziek, ik wil een dokter",
    ):
        gehoord = {
            frozenset(e["value"] for e in hoort(f"{uit}. {zin}")["entities"]) for uit in HERKOMST
        }
        assert len(gehoord) == 1, (zin, gehoord)
        assert gehoord != {frozenset()}
    alles = "\n".join(v[0]["text"] for v in domein()["responses"].values())
    assert not re.search(rf"\b(?:{_HERKOMST})", alles, re.I)
    for uit in HERKOMST:
        assert re.search(rf"\b(?:{_HERKOMST})", uit, re.I), uit


def test_b22_bang_dat_het_weer_gebeurt_is_een_vraag_en_geen_score() -> None:
    """The question may be skipped, its answer stands as it was given, in the same words in the
    question, the summary and the desk. Only after a yes the bot says a line of a safety plan and
    what a code word is for; it asks no name and no word. The hulpverlener has a question for one.
    """
    zegt = teksten.bubbels("utter_veilig_plan")
    heel = " ".join(zegt)
    for woord in ("iemand die je vertrouwt", "een plek", "112", "codewoord", "Mij hoef je het"):
        assert woord in heel
    assert "?" not in heel
    for anders in ("Nee", "Weet ik niet"):
        gesprek = ga_naar(tot_omgaan(plek="Buiten"), "bang")
        gesprek.drukt(anders)
        assert not set(zegt) & set(gesprek.beurt.teksten)
    for act in ("nlu_fallback", "weet_niet", "ja"):
        gesprek = ga_naar(tot_omgaan(plek="Buiten"), "bang")
        gesprek.zegt("een beetje", act)
        assert gesprek.beurt.teksten[:2] == zegt
    gesprek = ga_naar(tot_omgaan(plek="Buiten"), "bang")
    assert gesprek.beurt.teksten[-1] == "Ben je bang dat het weer gebeurt?"
    gesprek.altijd("overslaan")
    assert gesprek.stap != "bang"
    gedeeld = deel_alles(gesprek)["samenvatting"]["veilig"]["bang_voor_herhaling"]
    assert gedeeld["waarde"] is None
    gesprek = ga_naar(tot_omgaan(plek="Buiten"), "bang")
    gesprek.drukt("Ja")
    assert gesprek.beurt.teksten[:2] == zegt
    assert len(gesprek.beurt.teksten) == 3
    assert gesprek.beurt.teksten[-1].endswith("?")
    assert gesprek.stap != "bang"
    ga_naar(gesprek, "samenvatting")
    koppen = [regel["kop"] for p in gesprek.beurt.panelen for regel in p["regels"]]
    assert "Bang dat het weer gebeurt" in koppen
    samenvatting = deel_alles(gesprek)["samenvatting"]
    assert samenvatting["veilig"]["bang_voor_herhaling"] == {"waarde": "ja", "bron": "knop"}
    blad = maak_blad(samenvatting, [])
    assert "Bang dat het weer gebeurt" in [regel.kop for regel in blad.veilig]
    assert any("Welk woord" in vraag for vraag in catalogus()["veiligheid"].vragen_desk)


@pytest.mark.model
@pytest.mark.parametrize(("zin", "rol", "_plek"), HELPERS)
def test_b24_elk_pad_eindigt_met_een_daad_en_een_plek_om_te_vragen(
    zin: str, rol: str, _plek: str
) -> None:
    """School, care, an ngo, an employer: three steps, what to do today, and a human to consult."""
    gesprek = pad_van_een_helper(zin, rol)
    stappen = re.findall(r"^\d\. (.+)$", gesprek.beurt.tekst, flags=re.M)
    assert len(stappen) == 3
    assert re.search(r"^(Bel|Vraag) ", stappen[2])
    assert re.search(r"CoMensha|Veilig Thuis", stappen[2])
    assert gesprek.beurt.panelen[0]["adressen"][0]["tel"]
    gesprek.drukt("Klaar")
    assert gesprek.intake.velden == {}
    assert set(ADRESSEN) == {"bekende", "school", "zorg", "ngo", "werk"}
