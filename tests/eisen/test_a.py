"""Table A: what overlevers and hulpverleners said about help that does not follow."""

from __future__ import annotations

import re
from datetime import date, timedelta
from html import unescape
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from bot.chat.app import create_app
from bot.chat.beloften import beloften
from bot.content import leestekst, poorten
from bot.content.woordenschat import Taal
from bot.desk.blad import maak as maak_blad
from bot.desk.bladdelen import Blad
from bot.desk.pdf.maker import maak_pdf
from bot.dialogue.beeld import FouteCode, GeenGesprek
from bot.dialogue.vertoning import REACTIES
from bot.intake import rechten, sociale_kaart
from bot.intake.behoeften import HOOGSTENS, catalogus
from bot.intake.paneel import paneel as lijst_van
from bot.intake.samenvatting import schema
from bot.intake.veld import EIGEN, KNOP, Veld
from bot.settings import ROOT, load
from tests.chat_stub import SETTINGS, StubRouter
from tests.desk_cases import VERVOLG
from tests.desk_world import Wereld
from tests.eisen.mensen import (
    DAG,
    Echt,
    deel_alles,
    echte_wandelingen,
    ga_naar,
    gaat_verder,
    getraind,
    noemt_politie,
    tot_omgaan,
    tot_wat_nodig,
    wandelingen,
)
from tests.praat import TEAMS, Gesprek, domein
from tests.test_desk_zaken import pak_op
from tests.test_router import bot, klok, run, said, wachtend  # noqa: F401

pytest_plugins = ["tests.chat_fixtures"]
VANDAAG = DAG
#: Whose sites are of an authority, those with the weather among them.
OVERHEID = (*sociale_kaart.OVERHEID, "overheid.nl", "knmi.nl", "rivm.nl", "ind.nl")
#: The data as it is, on later days too: sources grow old, and nobody may be left with nothing.
LATER = (DAG, date(2027, 1, 2), date(2030, 6, 1))
BED = "ik zoek een bed"


def alle_teksten() -> str:
    """Return every text of the domain as one."""
    return "\n".join(v["text"] for varianten in domein()["responses"].values() for v in varianten)


def kies_wens(label: str, **opties: Any) -> Gesprek:
    """Return a talk in which somebody chose the need *label* from the pictures."""
    gesprek = tot_wat_nodig(**opties)
    for titel in ("Laat plaatjes zien", catalogus()[label].kop, "Klaar met kiezen"):
        gesprek.drukt(titel)
    return gesprek


def test_a1_een_maatje_of_coach_is_te_kiezen_en_blijft_staan() -> None:
    """Somebody to talk to is on the menu; who picks it can choose somebody who knows it
    themselves, a maatje or a coach, and that stands in the summary.
    """
    menu = tot_wat_nodig().drukt("Laat plaatjes zien")
    assert catalogus()["sociaal"].kop in menu.titels()
    for titel in ("Iemand die dit zelf ook kent", "Een maatje", "Een coach"):
        gesprek = kies_wens("sociaal")
        assert titel in gesprek.beurt.titels()
        gesprek.drukt(titel)
        gedeeld = deel_alles(gesprek)["samenvatting"]["wensen"][0]
        assert gedeeld["meer"]["waarde"] == titel


def test_a2_geen_belofte_over_straf_en_een_zaak_kan_stoppen() -> None:
    """No text promises that the dader gets punished; who asks reads that a case can stop."""
    assert not re.search(r"dader (wordt|krijgt)|wordt gestraft|gaat naar de cel", alle_teksten())
    for tekst in ("De dader wordt gestraft.", "De dader krijgt straf."):
        klachten = poorten.klachten(leestekst.Leestekst("x", 1, "x", tekst), Taal())
        assert "verboden" in {k.poort for k in klachten}
    gesprek = tot_wat_nodig()
    gesprek.zegt("ik wil aangifte doen", "behoefte", [("aangifte", "ik wil aangifte doen")])
    assert "kan later ook stoppen" in gesprek.drukt("Ja, klopt").tekst


def test_a3_eerlijk_over_blijven_en_hulp_zonder_papieren() -> None:
    """Staying is not promised; the places shown help without papers, by their own word."""
    gesprek = kies_wens("verblijf")
    beurt = gesprek.drukt("Lees over je rechten")
    assert "kan ik niet beloven" in beurt.tekst
    getoond = [a["id"] for a in beurt.panelen[0]["adressen"]]
    assert getoond
    assert all(a.papieren_nodig is False for a in sociale_kaart.bij_id(*getoond))
    assert all(re.search("papieren|verzeker", a["voor"]) for a in beurt.panelen[0]["adressen"])


def test_a4_wat_wil_jij_later_gaat_letterlijk_mee() -> None:
    """The wish for later is asked, and handed over word for word."""
    gesprek = kies_wens("toekomst")
    assert gesprek.beurt.teksten[-1].startswith("Wat wil jij later?")
    gesprek.zegt("ik wil kapster worden in Zwolle!!", "behoefte")
    wens = deel_alles(gesprek)["samenvatting"]["wensen"][0]
    assert wens["meer"] == {"waarde": "ik wil kapster worden in Zwolle!!", "bron": EIGEN}


def test_a5_elk_recht_heeft_een_bron_en_een_datum_van_nakijken() -> None:
    """A right names its page, and is hidden 180 days after its check; unchecked ones say so."""
    gesprek = kies_wens("juridisch")
    kaart = gesprek.drukt("Lees over je rechten").panelen[0]
    assert kaart["soort"] == "rechten"
    assert len(kaart["rechten"]) >= 4
    assert all(r["bron"].startswith("https://") for r in kaart["rechten"])
    oud = rechten.Recht("x", "x", (), (), date(2026, 1, 1))
    assert oud.te_zien(date(2026, 6, 30))
    assert not oud.te_zien(date(2026, 7, 1))
    pagina = (ROOT / "bot/chat/templates/delen.html").read_text(encoding="utf-8")
    assert "We keken nog niet of dit klopt." in pagina.split("macro recht(")[1]
    assert [t for t in leestekst.rechten(ROOT) if t.soort != "kern"] == []


def test_a6_geen_behoefte_die_niemand_noemde() -> None:
    """In 500 generated talks every need in the summary was said, or pressed, by the person."""
    bevestigd = 0
    for w in wandelingen():
        wensen = set(w.gesprek.intake.wensen)
        bevestigd += len(wensen)
        assert wensen <= w.gekozen | w.teruggezegd
    assert bevestigd > 100


@pytest.mark.model
def test_a6_de_bot_vult_ook_bij_getypte_woorden_niets_in() -> None:
    """In 200 talks of plain typed messages, as the model hears them, no need counts before a yes,
    and the list has none that was not said; what the bot says back is wrong at most one in ten
    times, and a no takes it away.
    """
    gevraagd = mis = bevestigd = 0
    for w in echte_wandelingen():
        assert w.vanzelf == set()
        assert set(w.gesprek.intake.wensen) <= w.teruggezegd
        gevraagd, mis = gevraagd + w.gevraagd, mis + w.mis
        regels = lijst_van(w.gesprek.intake, False)["regels"]
        lijst = {r["id"].split(".")[1] for r in regels if r["id"].startswith("wens.")}
        bevestigd += len(lijst)
        assert lijst <= w.teruggezegd
    assert mis * 10 <= gevraagd
    assert gevraagd > 100
    assert bevestigd > 100


def test_a7_zegt_wie_het_maakte_zonder_inlog_en_overheid_niet_vooraan(client: TestClient) -> None:
    """The start page says who made it and who runs it, or that nobody does yet; it asks no login;
    the one address outside in it is the exit, which is of no government. A page that the phone
    itself contacts is never of one: nothing of the chat comes from elsewhere (see A26 and B4). Who
    wants nothing of the gemeente is shown no place of the government.
    """
    pagina = client.get("/").text
    assert re.search(r'<p class="naam">\w', pagina)
    met_wie = pagina.split("Met wie praat ik?")[1].split("</details>")[0]
    assert "De makers van Eerst jij maakten dit." in met_wie
    assert "Dit is nog een proef. Er is nog geen stichting die ervoor zorgt." in met_wie
    van = SimpleNamespace(**{**vars(SETTINGS), "organisatie": "Stichting <X>"})
    pagina_van = TestClient(create_app(van, StubRouter())).get("/").text
    assert "Stichting &lt;X&gt; zorgt voor deze chat." in pagina_van
    assert "nog een proef" not in pagina_van
    assert load({"ORGANISATIE": "Stichting X"}).organisatie == "Stichting X"
    assert load({}).organisatie == ""
    assert not re.search(r'type="(password|email)"|inloggen', pagina)
    assert "politie.nl" not in pagina
    vanzelf = SimpleNamespace(**{**vars(SETTINGS), "weg_adres": load({}).weg_adres})
    start = TestClient(create_app(vanzelf, StubRouter())).get("/").text
    (buiten,) = {urlsplit(adres).hostname for adres in re.findall(r"https?://[^\s\"'<>]+", start)}
    assert str(buiten).endswith("wikipedia.org")
    assert not str(buiten).endswith(OVERHEID)
    assert "Je hoeft niet naar de politie" in pagina
    gesprek = tot_omgaan()
    for titel in ("Gemeente", "Klaar"):
        gesprek.drukt(titel)
    getoond = _getoond(gesprek)
    assert getoond
    assert not {a.naam for a in sociale_kaart.kaart() if a.overheid} & set(getoond)
    for label in catalogus():
        overheid = [a.overheid for a in sociale_kaart.voor_behoefte(label, VANDAAG)]
        assert overheid == sorted(overheid)


def test_a8_binnen_buiten_en_telefoon_apart() -> None:
    """Three places, three answers, never merged; danger in own words comes first of the page."""
    gesprek = Gesprek()
    for titel in ("Nee", "Ja", "Buiten", "Klaar"):
        gesprek.drukt(titel)
    assert gesprek.intake.veld("veilig.buiten") == Veld("nee", KNOP)
    assert gesprek.intake.veld("veilig.binnen").waarde is None
    assert gesprek.intake.veld("veilig.telefoon").waarde is None
    assert {"binnen", "buiten", "telefoon"} <= set(schema()["properties"]["veilig"]["properties"])
    gesprek.zegt("hij staat voor de deur", "acuut_gevaar")
    gesprek.drukt("Verder met het gesprek")
    ga_naar(gesprek, "samenvatting")
    eerste = gesprek.beurt.panelen[0]["regels"][0]
    assert eerste["tekst"] == "hij staat voor de deur"


def test_a9_loon_en_schuld_gaan_naar_fairwork_of_een_advocaat() -> None:
    """Wages and debts are choices, and lead to FairWork, then to a lawyer; damages have no button:
    typed, they lead to a lawyer and to the fund. Who investigates is not among the addresses,
    and neither the bot nor a hulpverlener does.
    """
    adressen = [a.id for a in sociale_kaart.voor_behoefte("geld_werk", VANDAAG)]
    assert adressen[0] == "fairwork"
    assert "juridischloket" in adressen[:4]
    assert {"Mijn loon", "Schulden of boetes"} <= set(catalogus()["geld_werk"].vragen[0].knoppen)
    for zin in ("ik wil schadevergoeding", "ik wil dat mijn schade wordt betaald"):
        gesprek = tot_wat_nodig(Echt)
        gesprek.typt(zin)
        assert "juridisch" in {g.label for g in gesprek.intake.gehoord}, zin
    assert "juridischloket" in [a.id for a in sociale_kaart.voor_behoefte("juridisch", VANDAAG)[:4]]
    assert any("Schadefonds" in r.tekst and not r.voor for r in rechten.rechten())
    for label in set(catalogus()) - {"aangifte"}:
        ids = [a.id for a in sociale_kaart.voor_behoefte(label, VANDAAG)]
        assert not {"arbeidsinspectie", "politie"} & set(ids)
    assert "Ik kan geen hulp sturen" in Gesprek().beurt.tekst
    uitleg = ga_naar(kies_wens("geld_werk"), "wens.geld_werk.wat").altijd("uitleg").tekst
    assert "Ik onderzoek niets. Ik zoek geen bewijs." in uitleg
    assert any("hulpverlener hier zoekt geen bewijs" in zin for zin in beloften().kunnen_niet)


def test_a10_wat_iemand_wil_houden_staat_in_de_samenvatting() -> None:
    """Work, school or an animal: what may stay is asked. Own family or friends, and a place near
    work or school, are there to choose. All of it is handed over.
    """
    gesprek = ga_naar(tot_omgaan(), "wil_houden")
    assert "werk, school of een dier" in gesprek.beurt.tekst
    gesprek.zegt("mijn hond en mijn school", "behoefte")
    gedeeld = deel_alles(gesprek)["samenvatting"]["wil_houden"]
    assert gedeeld == {"waarde": "mijn hond en mijn school", "bron": EIGEN}
    for label, titel in (
        ("sociaal", "Mijn familie of vrienden"),
        ("onderdak", "Dicht bij mijn werk of school"),
    ):
        gesprek = ga_naar(kies_wens(label), f"wens.{label}.wat")
        gesprek.drukt(titel)
        wens = deel_alles(gesprek)["samenvatting"]["wensen"][0]
        assert wens["meer"] == {"waarde": titel, "bron": KNOP}


def test_a11_zonder_hulpvraag_tot_een_samenvatting_zonder_etiket() -> None:
    """ "Weet niet" and pictures are enough to reach a summary, and no label is said on the way."""
    gesprek = Gesprek()
    for titel in ("Weet ik niet", "Weet ik niet", "Weet ik niet", "Nee, nergens"):
        gesprek.drukt(titel)
    gesprek.zegt("weet ik niet", "weet_niet")
    for titel in ("Slapen en wonen", "Klaar met kiezen"):
        gesprek.drukt(titel)
    ga_naar(gesprek, "samenvatting")
    gezegd = "\n".join(beurt.tekst for beurt in gesprek.alles)
    assert not re.search("slachtoffer|mensenhandel|uitbuit", gezegd, re.I)
    assert gesprek.beurt.panelen[0]["regels"]


#: Shame, and what somebody was made to do: never a word of blame in the answer.
VERWIJT = re.compile(
    r"\b(waarom|had je|je had|dom van|eigen schuld|jouw fout|fout van jou|strafbaar|misdaad|"
    r"crimineel|dader|verdacht|aangeven|medeplichtig|beter moeten|je moet|weet je zeker|"
    r"hoe kon je|schaam je|slachtoffer|mensenhandel|uitbuiting|prostitu\w*)\b",
    re.I,
)
#: In which sentences of our own: nobody trained on them.
SCHAAMTE = ROOT / "tests" / "eisen" / "schaamte.txt"


@pytest.mark.model
def test_a12_schaamte_en_gedwongen_misdaad_krijgen_nooit_een_verwijt() -> None:
    """A hundred own sentences on which nobody trained, 60 of shame, 40 of forced crime: no blame,
    no why, no label, never "not understood"; 25 or more read that it is not their fault. Raters
    have not judged the tone yet.
    """
    zinnen = [z for z in SCHAAMTE.read_text(encoding="utf-8").splitlines() if not z.startswith("#")]
    assert len({z.casefold() for z in zinnen} - getraind()) == 100
    troost = 0
    for zin in zinnen:
        beurt = tot_wat_nodig(Echt).typt(zin)
        # The own words come back letter for letter; what stands around them is the bot's.
        assert not VERWIJT.search(beurt.tekst.replace(f"“{zin}”", "")), zin
        assert not {"utter_niet_begrepen", "utter_buiten_bereik"} & set(beurt.responses), zin
        troost += "niet jouw schuld" in beurt.tekst
    assert troost >= 25


@pytest.mark.model
def test_a13_elk_einde_heeft_een_stap_of_een_mens(wachtend: Any) -> None:  # noqa: F811
    """Wherever 500 talks stop, and 200 of the trained model, there is a choice, a question of the
    talk, a handover, or nothing left; and who handed over sees of every need where it stands.
    """
    for w in (*wandelingen(), *echte_wandelingen()):
        assert gaat_verder(w.beurten[-1]), w.beurten[-1].tekst
    router, cookie = wachtend
    beeld = run(router.beeld(cookie))
    assert beeld.wensen
    assert {w.status_tekst for w in beeld.wensen} == {"Dit kwam aan. Nog niemand is bezig."}


def test_a14_een_klacht_gaat_niet_naar_dezelfde_plek() -> None:
    """Whom a complaint is about gets nothing, and is not proposed; other places are."""
    gesprek = tot_wat_nodig(teams=TEAMS)
    gesprek.zegt("ik heb een klacht over mijn begeleider", "behoefte")
    assert gesprek.stap == "klacht"
    beurt = gesprek.zegt("Team Noord en het Juridisch Loket", "behoefte")
    getoond = [a["naam"] for paneel in beurt.panelen for a in paneel["adressen"]]
    assert getoond
    assert "Het Juridisch Loket" not in getoond
    gesprek.zegt(BED, "behoefte", [("onderdak", BED)])
    for titel in ("Ja, klopt", "Nee, dit is het"):
        gesprek.drukt(titel)
    overdracht = deel_alles(gesprek)
    assert overdracht["teams"] == ["t2"]
    gedeeld = overdracht["samenvatting"]
    assert "Team Noord en het Juridisch Loket" in gedeeld["liever_niet_woorden"]["waarde"]


@pytest.mark.parametrize("dag", LATER)
def test_a15_rond_18_is_er_altijd_iemand(dag: date) -> None:
    """Neither just below nor just above 18 does any need lead to an empty list, in later years
    either; around 18 both sides are shown, and who is for adults says "vanaf 18 jaar"."""
    for label in catalogus():
        jong, rond, oud = (
            {a.id: a for a in sociale_kaart.voor_behoefte(label, dag, leeftijd)}
            for leeftijd in ("<18", "rond 18", "18+")
        )
        assert jong
        assert oud
        assert set(rond) == set(jong) | set(oud)
        alleen_oud = [a for naam, a in rond.items() if naam not in jong]
        assert all("vanaf 18 jaar" in a.naar_dict()["voor"].lower() for a in alleen_oud)
    rond_ = [a.id for a in sociale_kaart.voor_behoefte("veiligheid", dag, "rond 18")]
    assert {"comensha", "kindertelefoon"} <= set(rond_)


def test_a16_een_kleine_eerste_stap_van_de_persoon_zelf() -> None:
    """The first step is asked, and handed over as it was said."""
    gesprek = ga_naar(tot_omgaan(), "eerste_stap")
    gesprek.zegt("een keer bellen met mijn zus", "behoefte")
    gedeeld = deel_alles(gesprek)["samenvatting"]["eerste_stap"]
    assert gedeeld == {"waarde": "een keer bellen met mijn zus", "bron": EIGEN}


def _eigen_woorden(woorden: str) -> None:
    gesprek = tot_wat_nodig()
    gesprek.zegt(woorden, "behoefte", [("veiligheid", woorden)])
    for titel in ("Ja, klopt", "Nee, dit is het"):
        gesprek.drukt(titel)
    gesprek.altijd("stoppen")
    regels = gesprek.drukt("Mijn lijst zien").panelen[0]["regels"]
    (eigen,) = (r for r in regels if r["id"] == "wens.veiligheid")
    assert f"“{woorden}”" in eigen["tekst"]
    assert eigen["bron"] == "jouw woorden"
    gesprek.drukt("Verder praten")
    wens = deel_alles(gesprek)["samenvatting"]["wensen"][0]
    assert wens["eigen_woorden"] == {"waarde": [woorden], "bron": EIGEN}


@pytest.mark.parametrize(
    "woorden", ["ik wil NIET terug!!", "me mama\nen ik", "{teams} 0[x] <b>", "зачем", "🙈🙈 help"]
)
def test_a17_de_eigen_woorden_staan_letterlijk(woorden: str) -> None:
    """What was typed stands in the person's own copy and in the summary, letter for letter."""
    _eigen_woorden(woorden)


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1))
def test_a17_ik_blijft_ik(rest: str) -> None:
    """Whatever follows "ik": it stays "ik" in the copy and in the summary, nothing is reworded."""
    _eigen_woorden(f"ik wil {rest}")


#: A need that the understanding hears in part of a message, and what may stand around it.
_BEHOEFTE = "ik wil een dokter"
_KEERT = ("geen man", "niet daar", "nooit meer zo", "alleen overdag", "liever chat", "zonder naam")


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(_KEERT),
    st.sampled_from((" maar ", ", maar ", ", ", " en ")),
    st.sampled_from(("", "hoi ", "nou ")),
    st.sampled_from(("wat_nodig", "meer", "gehoord")),
)
def test_a17_wat_naast_een_behoefte_staat_gaat_mee(
    keert: str, tussen: str, voor: str, stap: str
) -> None:
    """Only part of a message is heard as a need: few words beside it that deny or narrow it are
    handed over too, letter for letter, whatever was asked.
    """
    zin = f"{voor}{_BEHOEFTE}{tussen}{keert}"
    gesprek = tot_wat_nodig()
    if stap != "wat_nodig":
        gesprek.zegt(BED, "behoefte", [("onderdak", BED)])
    if stap == "meer":
        gesprek.drukt("Ja, klopt")
    assert gesprek.stap == stap
    gesprek.zegt(zin, "behoefte", [("medisch", _BEHOEFTE)])
    gesprek.drukt("Ja, klopt")
    gedeeld = deel_alles(gesprek)["samenvatting"]
    woorden = [w for wens in gedeeld["wensen"] for w in wens["eigen_woorden"]["waarde"]]
    assert any(zin in w for w in (*woorden, *(gedeeld["eigen_tekst"]["waarde"] or ())))


@pytest.mark.model
@pytest.mark.parametrize(
    "zin",
    [
        "ik wil een dokter maar geen man",
        "ik zoek een bed, nooit meer daar",
        "alleen geld, geen huis",
    ],
)
def test_a17_ook_zoals_het_echt_gehoord_wordt(zin: str) -> None:
    """Typed, with the spans that the model hears: all of it is handed over as it was typed."""
    gesprek = tot_wat_nodig(Echt)
    gesprek.typt(zin)
    gesprek.drukt("Ja, klopt")
    gedeeld = deel_alles(gesprek)["samenvatting"]
    woorden = [w for wens in gedeeld["wensen"] for w in wens["eigen_woorden"]["waarde"]]
    assert zin in (*woorden, *(gedeeld["eigen_tekst"]["waarde"] or ()))


#: Said at the question what is needed, or beside a yes to what was heard; then the place is gone.
_NOOIT_FIER = (
    ("ik zoek een slaapplek maar niet bij fier daar ging het mis", ""),
    ("ik zoek een slaapplek. nooit meer naar Fier", ""),
    ("ik zoek een slaapplek, fier wil ik niet", ""),
    ("ik zoek een slaapplek", "ja maar niet bij fier"),
    ("ik zoek een slaapplek", "klopt, maar geen fier aub"),
)


@pytest.mark.model
@pytest.mark.parametrize(("zin", "erna"), _NOOIT_FIER)
def test_a18_ook_wie_het_zelf_typt_krijgt_die_plek_niet(zin: str, erna: str) -> None:
    """A place that is turned down in the first words, or while confirming, is never proposed, and
    the words stay; who only names it is shown it.
    """
    gesprek = tot_wat_nodig(Echt)
    gesprek.typt(zin)
    if erna:
        gesprek.typt(erna)
    else:
        gesprek.drukt("Ja, klopt")
    assert gesprek.intake.wensen == ("onderdak",)
    assert erna in gesprek.intake.eigen_tekst or zin in gesprek.intake.alle_woorden()
    assert "Fier" not in _getoond(gesprek)
    gesprek = tot_wat_nodig(Echt)
    gesprek.typt("ik zoek een slaapplek, bij fier was het fijn")
    gesprek.drukt("Ja, klopt")
    assert "Fier" in _getoond(gesprek)


def _getoond(gesprek: Gesprek) -> list[str]:
    """Return the places that somebody sees who shares nothing."""
    ga_naar(gesprek, "samenvatting")
    gesprek.drukt("Zo klopt het")
    return [a["naam"] for p in gesprek.drukt("Deel niets").panelen for a in p["adressen"]]


def test_a18_wie_iemand_niet_wil_wordt_nooit_voorgesteld() -> None:
    """Whether help went wrong is asked only after a yes to more questions, and then told only by
    choice; an unwanted place is not shown, whatever is needed.
    """
    gesprek = ga_naar(tot_omgaan(), "misgegaan")
    assert "Vertel alleen wat je wilt" in gesprek.beurt.tekst
    assert "Ja, ik wil iets zeggen" in gesprek.beurt.titels()
    gesprek = kies_wens("onderdak")
    ga_naar(gesprek, "hoe")
    gesprek.drukt("Nee")
    ga_naar(gesprek, "samenvatting")
    assert not any("eerder mis" in beurt.tekst for beurt in gesprek.alles)
    for w in wandelingen():
        gevraagd = any("utter_vraag_misgegaan" in beurt.responses for beurt in w.beurten)
        assert not gevraagd or w.gesprek.intake.veld("poort.hoe").waarde == "ja"
    for label in ("onderdak", "veiligheid", "psychisch", "kinderen"):
        gesprek = ga_naar(kies_wens(label), "hoe")
        gesprek.drukt("Ja")
        gesprek.zegt("niet naar Fier", "behoefte")
        ga_naar(gesprek, "samenvatting")
        gesprek.drukt("Zo klopt het")
        adressen = [a["naam"] for p in gesprek.drukt("Deel niets").panelen for a in p["adressen"]]
        assert adressen
        assert "Fier" not in adressen


def _zonder_bron(deel: Any) -> Any:
    """Return plain data without why a field is empty: it was not asked, or skipped."""
    if isinstance(deel, list):
        return [_zonder_bron(een) for een in deel]
    if isinstance(deel, dict):
        return {naam: _zonder_bron(een) for naam, een in deel.items() if naam != "bron"}
    return deel


def test_a19_dezelfde_samenvatting_voor_jeugd_en_wmo() -> None:
    """The export of three ages has the same fields and values in everything but the age (a child
    is asked less, B19), and every need has its ZRM tag without a score. Who is around 18 reads of
    a place for adults and of one for the young.
    """
    gedeeld = {}
    for leeftijd in ("Jonger dan 18", "Rond de 18", "18 of ouder"):
        gesprek = ga_naar(tot_omgaan(), "leeftijd")
        gesprek.drukt(leeftijd)
        if gesprek.stap == "mens":
            gesprek.drukt("Nee, liever verder")
        gedeeld[leeftijd] = deel_alles(gesprek)["samenvatting"]
        jsonschema.validate(gedeeld[leeftijd], schema())
    leeftijden = [deel.pop("leeftijdsgroep")["waarde"] for deel in gedeeld.values()]
    assert leeftijden == ["<18", "rond 18", "18+"]
    jong, rond, oud = (_zonder_bron(deel) for deel in gedeeld.values())
    assert jong == rond == oud
    assert gedeeld["Rond de 18"] == gedeeld["18 of ouder"]
    gesprek = ga_naar(kies_wens("veiligheid"), "hoe")
    gesprek.drukt("Ja")
    ga_naar(gesprek, "leeftijd").drukt("Rond de 18")
    ga_naar(gesprek, "samenvatting")
    gesprek.drukt("Zo klopt het")
    adressen = [a["id"] for p in gesprek.drukt("Deel niets").panelen for a in p["adressen"]]
    assert {"comensha", "kindertelefoon"} <= set(adressen)
    for label in (b.label for b in catalogus().values() if b.menu):
        (wens,) = deel_alles(kies_wens(label))["samenvatting"]["wensen"]
        assert (wens["behoefte"], wens["zrm"]) == (label, catalogus()[label].zrm)
        assert not {"score", "niveau"} & set(wens)
    assert not re.search("score|niveau", str(sorted(schema()["properties"])))


def test_a20_korte_of_lange_hulp_en_later_terug(wachtend: Any) -> None:  # noqa: F811
    """Short or long help is asked; with the seven words of the code somebody comes back on another
    browser, reads what stood there, and can wipe it: then the code opens nothing.
    """
    gesprek = ga_naar(tot_omgaan(), "duur_hulp")
    gesprek.drukt("Lang")
    assert deel_alles(gesprek)["samenvatting"]["hoe_met_mij"]["duur"]["waarde"] == "Lang"
    router, cookie = wachtend
    run(router.bericht(cookie, keuze="code"))
    paneel = run(router.beeld(cookie)).bubbels[-1].paneel
    assert len(paneel["woorden"]) == 7
    code = " ".join(paneel["woorden"])
    elders = run(router.terug(code))
    assert "deel het" in said(run(router.beeld(elders)))
    run(router.wis(elders))
    with pytest.raises(GeenGesprek):
        run(router.beeld(elders))
    with pytest.raises(FouteCode):
        run(router.terug(code))


@pytest.mark.model
@pytest.mark.parametrize(
    "zin",
    [
        "ik heb geen bed, mijn baas betaalt mijn loon niet en ik mis mijn kind",
        "ik slaap op straat, mijn loon is niet betaald en mijn dochter heeft een school nodig",
        "ik zoek een slaapplek en ik krijg geen salaris en ik maak me zorgen om mijn kinderen",
    ],
)
def test_a21_drie_behoeften_blijven_drie_behoeften(zin: str) -> None:
    """Bed, wages and a child typed in one message: three needs are heard, and handed over."""
    gesprek = tot_wat_nodig(Echt)
    gesprek.typt(zin)
    gesprek.drukt("Ja, klopt")
    wensen = deel_alles(gesprek)["samenvatting"]["wensen"]
    assert {w["behoefte"] for w in wensen} == {"onderdak", "geld_werk", "kinderen"}


def test_a22_als_niemand_leest_hoort_de_persoon_wat_wel_kan(wachtend: Any, klok: Any) -> None:  # noqa: F811
    """After the agreed hours without an answer the person is told so, with other places."""
    router, cookie = wachtend
    klok.nu += timedelta(hours=4)
    beeld = run(router.beeld(cookie))
    assert "utter_niemand_las" in said(beeld)
    paneel = beeld.bubbels[-1].paneel
    assert paneel is not None
    assert paneel["adressen"]


def test_a23_hoe_we_met_iemand_omgaan_staat_in_de_samenvatting() -> None:
    """Language, man or woman, pace, contact: chosen by the person, handed over as chosen."""
    gesprek = tot_omgaan()
    for stap, titel in (
        ("taal", "Polski"), ("tolk", "Ja"), ("man_vrouw", "Een vrouw"), ("tempo", "Rustig aan"),
        ("contact", "Alleen hier met code"),
    ):  # fmt: skip
        ga_naar(gesprek, stap)
        gesprek.drukt(titel)
    gedeeld = deel_alles(gesprek)["samenvatting"]
    hoe = {naam: veld["waarde"] for naam, veld in gedeeld["hoe_met_mij"].items()}
    assert (hoe["taal"], hoe["tolk"], hoe["hulpverlener"], hoe["tempo"]) == (
        "Pools", "ja", "vrouw", "Rustig aan",
    )  # fmt: skip
    assert gedeeld["contact"]["manier"]["waarde"] == "alleen hier met code"


@pytest.mark.model
@pytest.mark.parametrize(
    ("zin", "wens"),
    [
        ("ik wil geen man als hulpverlener", "ik wil geen man als hulpverlener"),
        ("ik wil liever een vrouw als hulpverlener", "vrouw"),
        ("ik praat liever met een vrouw", "vrouw"),
        ("ik wil een dokter maar geen man", "geen man"),
    ],
)
def test_a23_ook_getypt_is_een_man_of_vrouw_een_wens(zin: str, wens: str) -> None:
    """Typed at any moment, as the model hears it: the wish for a man or a woman stands where the
    button puts it, as it was said where it is not one of ours, beside the words; it is said that
    it was written down, and not asked again.
    """
    gesprek = tot_wat_nodig(Echt)
    beurt = gesprek.typt(zin)
    assert "Ik schrijf het op" in beurt.tekst
    assert len(beurt.teksten) <= 3
    if gesprek.stap == "hulpverlener":
        gesprek.altijd("terug")
    if "Ja, klopt" in gesprek.beurt.titels():
        gesprek.drukt("Ja, klopt")
    if gesprek.stap in ("wat_nodig", "menu"):
        gesprek.altijd("overslaan")
    ga_naar(gesprek, "hoe").drukt("Ja")
    gedeeld = deel_alles(gesprek)["samenvatting"]
    assert gedeeld["hoe_met_mij"]["hulpverlener"] == {"waarde": wens, "bron": EIGEN}
    assert zin in gedeeld["eigen_tekst"]["waarde"]
    assert not any("utter_vraag_man_vrouw" in b.responses for b in gesprek.alles)


@pytest.mark.parametrize(
    "zin",
    [
        "mijn hulpverlener is een man", "ik wil niet met mijn man praten",
        "ik heb geen huis, geen man, geen kind", "ik moet met een man praten",
        "ik ben een vrouw en zoek een hulpverlener", "een man wil met mij praten",
    ],
)  # fmt: skip
def test_a23_niemand_krijgt_een_wens_die_niet_gezegd_is(zin: str) -> None:
    """A man or a woman who is only spoken of is no wish."""
    gesprek = tot_wat_nodig()
    gesprek.zegt(zin, "behoefte")
    assert gesprek.intake.veld("hoe.hulpverlener").waarde is None


def test_a24_elke_stap_van_opvolging_heeft_wie_en_wanneer(wereld: Wereld) -> None:
    """No step without its owner and day; a refusal needs its reason, a referral its place. Where
    something still has to happen it needs the next step, its day, and what if that does not work.
    The person reads all of it, and says "nog nodig" if they want.
    """
    zaak = wereld.zaak()
    browser = pak_op(wereld, zaak)
    pad = f"/overdracht/{zaak.id}/opvolging"
    assert browser.post(pad, nr="1", status="niet_gelukt").status_code == 422
    assert browser.post(pad, nr="1", status="doorverwezen", **VERVOLG).status_code == 422
    for status in ("mee_bezig", "doorverwezen"):
        for weg in VERVOLG:
            half = {naam: w for naam, w in VERVOLG.items() if naam != weg}
            assert browser.post(pad, nr="1", status=status, naar="Fier", **half).status_code == 422
    assert len(wereld.stappen(zaak, 1)) == 1
    browser.post(pad, nr="1", status="mee_bezig", toelichting="Ik bel vandaag.", **VERVOLG)
    stap = wereld.stappen(zaak, 1)[-1]
    assert stap["wie"] == "Sanne"
    assert date.fromisoformat(stap["dag"])
    assert [b["tekst"] for b in wereld.bubbels(zaak)[-2:]] == [
        "Volgende stap: Ik bel de opvang. Wie: Sanne.",
        "Wanneer: woensdag 25 november. Lukt dat niet: Dan bel ik een andere opvang.",
    ]
    browser.post(pad, nr="1", status="niet_gelukt", reden="Alles is vol.")
    assert "Alles is vol." in wereld.bubbels(zaak)[-1]["tekst"]
    browser.post(pad, nr="1", status="doorverwezen", naar="Het Leger des Heils", **VERVOLG)
    assert "Het Leger des Heils" in wereld.bubbels(zaak)[-3]["tekst"]
    assert {"klopt_niet", "nog_nodig"} == {naam for naam, _ in REACTIES}


#: Everything somebody can say: three needs with what was asked of each, and every last question.
VERHAAL = {
    "onderdak": "ik zoek een plek om te slapen voor mij en mijn dochter, want ik kan niet terug",
    "geld_werk": "mijn baas betaalt al drie maanden niets en ik heb schulden bij de verzekering",
    "medisch": "ik heb veel pijn aan mijn rug en ik durf niet naar de dokter zonder papieren",
}
_WOORDEN = {
    "wie_niet": "mijn familie en de mensen van het werk",
    "tijden": "als hij werkt, dus overdag tot vijf uur",
    "misgegaan": "ze geloofden mij niet en stuurden mij terug naar huis",
    "wat_helpt": "muziek, buiten lopen en iemand die rustig met mij praat",
    "wil_houden": "mijn hond, de school van mijn dochter en mijn fiets",
    "eerste_stap": "een keer slapen zonder bang te zijn",
}
_KEUZES = {
    "taal": "Polski", "tolk": "Ja", "man_vrouw": "Een vrouw", "tempo": "Rustig aan",
    "duur_hulp": "Lang", "contact": "Alleen hier met code", "bang": "Ja", "leeftijd": "18 of ouder",
}  # fmt: skip


def vol_gesprek() -> Gesprek:
    """Return a talk at its list, in which every question was answered."""
    gesprek = tot_wat_nodig(plek="Ja, overal")
    gesprek.zegt("hij staat beneden bij de deur te schreeuwen", "acuut_gevaar")
    gesprek.drukt("Verder met het gesprek")
    zin = ", ".join(VERHAAL.values())
    gesprek.zegt(zin, "behoefte", list(VERHAAL.items()))
    gesprek.drukt("Ja, klopt")
    while gesprek.stap != "samenvatting":
        stap = gesprek.stap
        if stap in _WOORDEN:
            gesprek.zegt(_WOORDEN[stap], "behoefte")
        elif stap.startswith("wens.") or stap == "rang":
            gesprek.drukt(gesprek.beurt.titels()[0])
        elif stap == "liever_niet":
            gesprek.zegt("geen man en niet naar de gemeente", "behoefte")
            if gesprek.stap == "liever_niet":
                gesprek.drukt("Klaar")
        else:
            gesprek.drukt({"meer": "Nee, dit is het", "hoe": "Ja", **_KEUZES}[stap])
    return gesprek


def _blad(gedeeld: dict[str, Any]) -> Blad:
    stappen = [{"status": "ontvangen", "dag": "2026-03-02"}]
    wensen = [w["behoefte"] for w in gedeeld["wensen"]]
    opvolging = [{"nr": n, "behoefte": w, "stappen": stappen} for n, w in enumerate(wensen, 1)]
    return maak_blad(gedeeld, opvolging)


def _bladen(blad: Blad) -> int:
    pdf = maak_pdf(blad, "Eerst jij", "Team Noord")
    return len(re.findall(rb"/Type /Page\b(?!s)", pdf))


def test_a25_de_samenvatting_past_op_een_blad_en_leest_in_twee_minuten() -> None:
    """One need: one page. With danger, three needs in own words and an answer to every question:
    two pages, and no more words than somebody reads in 2 minutes (200 a minute).
    """
    gesprek = tot_omgaan()
    for titel in ("Politie", "Klaar"):
        gesprek.drukt(titel)
    assert _bladen(_blad(deel_alles(gesprek)["samenvatting"])) == 1
    blad = _blad(deel_alles(vol_gesprek())["samenvatting"])
    assert len(blad.wensen) == 3
    assert blad.gevaar
    assert _bladen(blad) <= 2
    van_wensen = [r for w in blad.wensen for r in (w.woorden, *w.regels)]
    regels = [
        *blad.grenzen,
        *blad.veilig,
        *van_wensen,
        blad.eigen_tekst,
        *blad.omgang,
        *blad.verder,
    ]
    gevuld = " ".join(f"{r.kop} {' '.join(r.teksten)}" for r in regels)
    gevaar = " ".join(f"{g.kop} {g.woorden or ''}" for g in blad.gevaar)
    koppen = " ".join(w.kop for w in blad.wensen)
    woorden = f"{blad.let_op} {gevaar} {koppen} {gevuld}".split()
    assert 150 < len(woorden) <= 400


#: "Je koos: ..." says back whom the person themselves picked as somebody they do not want.
#: Between “ and ” stand the person's own words. Else only what the design allows (invariant 2).
MAG = re.compile(r"“[^”]*”|^je koos: .*$|je hoeft (daarvoor )?niet naar de politie", re.I | re.M)


def over_politie(beurt: Any) -> list[str]:
    """Return what in a turn speaks of police or aangifte: bubbles, panels and buttons.

    The card of 112 says what 112 is. What an address says of who is told (its line "politie") may
    stand, and police among those whom a person can exclude (decision 0019).
    """
    teksten = [MAG.sub("", t) for t in beurt.teksten]
    for paneel in beurt.panelen:
        for adres in (a for a in paneel.get("adressen", ()) if a["id"] != "112"):
            teksten += [adres["naam"], adres["voor"], adres["aangifte"] or ""]
        teksten += [MAG.sub("", recht["tekst"]) for recht in paneel.get("rechten", ())]
        teksten += [regel["kop"] for regel in paneel.get("regels", ())]
    if not any(r.startswith("utter_vraag_liever_niet") for r in beurt.responses):
        teksten += beurt.titels()
    return [t for t in teksten if noemt_politie(t)]


def test_a26_niemand_krijgt_ongevraagd_aangifte_of_politie() -> None:
    """In 500 talks no one who did not begin about it reads of aangifte or police, in a text, on a
    card or on a button, but that they need not go there, and whom they can exclude.
    """
    gezien = panelen = 0
    for w in wandelingen():
        for beurt, vroeg in zip(w.beurten, w.vroeg, strict=True):
            if vroeg:
                continue
            gezien += 1
            panelen += len(beurt.panelen)
            assert over_politie(beurt) == [], beurt.responses
    assert gezien > 2000
    assert panelen > 100
    gesprek = tot_wat_nodig()
    gesprek.zegt(
        "kan ik 112 bellen of niet", "behoefte", [("veiligheid", "kan ik 112 bellen of niet")]
    )
    gesprek.drukt("Ja, klopt")
    ga_naar(gesprek, "samenvatting")
    assert [over_politie(beurt) for beurt in gesprek.alles if over_politie(beurt)] == []


@pytest.mark.model
def test_a26_ook_wie_echt_typt_krijgt_geen_politie() -> None:
    """In 200 talks of plain typed messages, as the model hears them, nobody who did not begin about
    it reads of aangifte or police; that they need not go there, they read once at most.
    """
    gezien = 0
    for w in echte_wandelingen():
        ongevraagd = [b for b, over in zip(w.beurten, w.vroeg, strict=True) if not over]
        gezien += len(ongevraagd)
        for beurt in ongevraagd:
            assert over_politie(beurt) == [], beurt.responses
        assert sum(beurt.tekst.count("niet naar de politie") for beurt in ongevraagd) <= 1
    assert gezien > 400


def test_a27_de_hulpverlener_leest_zachte_vragen_bij_elke_behoefte(wereld: Wereld) -> None:
    """On the page of a real case: with each wens the gentle questions of that need, all of them."""
    samenvatting = deel_alles(vol_gesprek())["samenvatting"]
    zaak = wereld.zaak(samenvatting)
    pagina = unescape(pak_op(wereld, zaak).get(f"/overdracht/{zaak.id}").text)
    for wens in samenvatting["wensen"]:
        vragen = catalogus()[wens["behoefte"]].vragen_desk
        assert len(vragen) >= 2
        assert all(vraag in pagina for vraag in vragen), wens["behoefte"]
    (anders,) = catalogus()["terugkeer"].vragen_desk[:1]
    assert anders not in pagina


def test_a27_hoogstens_twee_zachte_vragen_per_behoefte_en_overslaan_werkt() -> None:
    """Two follow-ups at most, and each can be skipped."""
    for label, behoefte in catalogus().items():
        assert 1 <= len(behoefte.vragen) <= HOOGSTENS == 2
        if not behoefte.menu:
            continue
        gesprek = kies_wens(label)
        gevraagd = []
        while gesprek.stap.startswith(f"wens.{label}."):
            gevraagd.append(gesprek.stap)
            gesprek.altijd("overslaan")
        assert len(gevraagd) == len(behoefte.vragen)
        assert len(set(gevraagd)) == len(gevraagd)
