"""Table A: what overlevers and hulpverleners said about help that does not follow."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import jsonschema
import pytest
from starlette.testclient import TestClient

from bot.chat.beloften import beloften
from bot.content import leestekst, poorten
from bot.content.woordenschat import Taal
from bot.desk.blad import maak as maak_blad
from bot.desk.pdf.maker import maak_pdf
from bot.intake import rechten, sociale_kaart
from bot.intake.behoeften import HOOGSTENS, catalogus
from bot.intake.samenvatting import schema
from bot.intake.veld import EIGEN, KNOP, Veld
from bot.settings import ROOT
from tests.desk_world import Wereld
from tests.eisen.mensen import (
    Echt,
    deel_alles,
    ga_naar,
    tot_omgaan,
    tot_wat_nodig,
    voorbeelden,
    wandelingen,
)
from tests.praat import TEAMS, Gesprek, domein
from tests.test_desk_zaken import pak_op
from tests.test_router import bot, klok, run, said, wachtend  # noqa: F401

pytest_plugins = ["tests.chat_fixtures"]
VANDAAG = date.today()
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
    """Somebody who knows it themselves, a maatje, a coach: on the menu, and in the summary."""
    for titel in ("Iemand die dit zelf ook kent", "Een maatje", "Een coach"):
        gesprek = kies_wens("sociaal")
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
    gesprek.drukt("Lees over je rechten")
    beurt = gesprek.drukt("Zonder papieren")
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
    gesprek.drukt("Lees over je rechten")
    kaart = gesprek.drukt("Met papieren").panelen[0]
    assert kaart["soort"] == "rechten"
    assert len(kaart["rechten"]) >= 4
    assert all(r["bron"].startswith("https://") for r in kaart["rechten"])
    oud = rechten.Recht("x", "x", (), (), date(2026, 1, 1))
    assert oud.te_zien(date(2026, 6, 30))
    assert not oud.te_zien(date(2026, 7, 1))
    pagina = (ROOT / "bot/chat/templates/delen.html").read_text(encoding="utf-8")
    assert "We keken nog niet of dit klopt." in pagina.split("macro rechten")[1]
    assert [t for t in leestekst.rechten(ROOT) if t.soort != "kern"] == []


def test_a6_geen_behoefte_die_niemand_noemde() -> None:
    """In 500 generated talks every need in the summary was said, or pressed, by the person."""
    bevestigd = 0
    for w in wandelingen():
        wensen = set(w.gesprek.intake.wensen)
        bevestigd += len(wensen)
        assert wensen <= w.gekozen | w.teruggezegd
    assert bevestigd > 100


def test_a7_zegt_wie_het_maakte_zonder_inlog_en_overheid_niet_vooraan(client: TestClient) -> None:
    """The start page names who is behind it, asks no login, and links to no government."""
    pagina = client.get("/").text
    assert re.search(r'<p class="naam">\w', pagina)
    assert not re.search(r'type="(password|email)"|inloggen', pagina)
    assert "politie.nl" not in pagina
    assert "Je hoeft niet naar de politie" in pagina
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
    """Money that was kept back leads to who helps with wages or rights; nobody investigates."""
    adressen = [a.id for a in sociale_kaart.voor_behoefte("geld_werk", VANDAAG)]
    assert adressen[0] == "fairwork"
    assert {"Mijn loon", "Schulden of boetes"} <= set(catalogus()["geld_werk"].vragen[0].knoppen)
    assert "Ik kan geen hulp sturen" in Gesprek().beurt.tekst
    uitleg = ga_naar(kies_wens("geld_werk"), "wens.geld_werk.wat").altijd("uitleg").tekst
    assert "Ik onderzoek niets. Ik zoek geen bewijs." in uitleg
    assert any("hulpverlener hier zoekt geen bewijs" in zin for zin in beloften().kunnen_niet)


def test_a10_wat_iemand_wil_houden_staat_in_de_samenvatting() -> None:
    """Work, school or an animal: what may stay is asked and handed over."""
    gesprek = ga_naar(tot_omgaan(), "wil_houden")
    assert "werk, school of een dier" in gesprek.beurt.tekst
    gesprek.zegt("mijn hond en mijn school", "behoefte")
    gedeeld = deel_alles(gesprek)["samenvatting"]["wil_houden"]
    assert gedeeld == {"waarde": "mijn hond en mijn school", "bron": EIGEN}


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
    r"\b(waarom|had je|je had|dom van|eigen schuld|strafbaar|fout van jou)\b", re.I
)


@pytest.mark.model
def test_a12_schaamte_en_gedwongen_misdaad_krijgen_nooit_een_verwijt() -> None:
    """A hundred shameful messages: no blame, no why; raters have not judged the tone yet."""
    schaamte = [t for intent, t, _ in voorbeelden() if intent == "schaamte"][:80]
    gedwongen = [
        f"ik {deed} en nu ben ik bang"
        for deed in (
            "moest stelen van hem", "moest drugs brengen", "gaf mijn bankpas weg",
            "moest inbreken", "heb wiet geknipt voor hem", "moest pinnen met een pas",
            "heb pakketjes gebracht", "moest liegen tegen klanten", "deed alles wat hij zei",
            "heb meegedaan met die jongens",
        )
        for _ in range(2)
    ]  # fmt: skip
    zinnen = [*schaamte, *gedwongen]
    assert len(zinnen) == 100
    for zin in zinnen:
        beurt = tot_wat_nodig(Echt).typt(zin)
        assert not VERWIJT.search(beurt.tekst), zin
    assert "niet jouw schuld" in tot_wat_nodig().zegt("ik ben zo stom", "schaamte").tekst


def test_a13_elk_einde_heeft_een_stap_of_een_mens() -> None:
    """Wherever 500 talks stop there is a next step, a human, a handover, or nothing left."""
    for w in wandelingen():
        laatste = w.beurten[-1]
        uit = any(d["doe"] in ("overdracht", "wissen", "code") for d in laatste.doe)
        assert uit or laatste.knoppen or laatste.teksten[-1].count("?") == 1, laatste.tekst
        assert uit or laatste.tekst


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


def test_a15_rond_18_is_er_altijd_iemand() -> None:
    """Neither just below nor just above 18 does any need lead to an empty list; around 18 both
    sides are shown, but no place whose minimum age would send the person away."""
    volwassen = {a.id for a in sociale_kaart.kaart() if (a.vanaf or 0) >= 18}
    for label in catalogus():
        jong = {a.id for a in sociale_kaart.voor_behoefte(label, VANDAAG, "<18")}
        oud = {a.id for a in sociale_kaart.voor_behoefte(label, VANDAAG, "18+")}
        rond = {a.id for a in sociale_kaart.voor_behoefte(label, VANDAAG, "rond 18")}
        assert jong
        assert oud
        assert rond
        assert (jong | oud) - volwassen == rond


def test_a16_een_kleine_eerste_stap_van_de_persoon_zelf() -> None:
    """The first step is asked, and handed over as it was said."""
    gesprek = ga_naar(tot_omgaan(), "eerste_stap")
    gesprek.zegt("een keer bellen met mijn zus", "behoefte")
    gedeeld = deel_alles(gesprek)["samenvatting"]["eerste_stap"]
    assert gedeeld == {"waarde": "een keer bellen met mijn zus", "bron": EIGEN}


@pytest.mark.parametrize(
    "woorden", ["ik wil NIET terug!!", "me mama\nen ik", "{teams} 0[x] <b>", "зачем", "🙈🙈 help"]
)
def test_a17_de_eigen_woorden_staan_letterlijk(woorden: str) -> None:
    """What was typed stands in the summary letter for letter, and in the person's own copy."""
    gesprek = tot_wat_nodig()
    gesprek.zegt(woorden, "behoefte", [("veiligheid", woorden)])
    for titel in ("Ja, klopt", "Nee, dit is het"):
        gesprek.drukt(titel)
    wens = deel_alles(gesprek)["samenvatting"]["wensen"][0]
    assert wens["eigen_woorden"] == {"waarde": [woorden], "bron": EIGEN}


def test_a18_wie_iemand_niet_wil_wordt_nooit_voorgesteld() -> None:
    """Whether help went wrong is asked only after a yes; an unwanted place is not shown."""
    gesprek = ga_naar(tot_omgaan(), "misgegaan")
    assert "Vertel alleen wat je wilt" in gesprek.beurt.tekst
    gesprek = tot_omgaan()
    gesprek.zegt("niet naar Fier", "behoefte")
    ga_naar(gesprek, "samenvatting")
    gesprek.drukt("Zo klopt het")
    adressen = [a["naam"] for p in gesprek.drukt("Deel niets").panelen for a in p["adressen"]]
    assert adressen
    assert "Fier" not in adressen


@pytest.mark.parametrize("leeftijd", ["Jonger dan 18", "Rond de 18", "18 of ouder"])
def test_a19_dezelfde_samenvatting_voor_jeugd_en_wmo(leeftijd: str) -> None:
    """The export has one form for every age, and every need has its ZRM tag without a score."""
    gesprek = ga_naar(tot_omgaan(), "leeftijd")
    gesprek.drukt(leeftijd)
    if gesprek.stap == "mens":
        gesprek.drukt("Nee, liever verder")
    gedeeld = deel_alles(gesprek)["samenvatting"]
    jsonschema.validate(gedeeld, schema())
    assert set(gedeeld) == set(schema()["required"]) | (set(gedeeld) & set(schema()["properties"]))
    assert all(b.zrm for b in catalogus().values())
    assert not re.search("score|niveau", str(sorted(schema()["properties"])))


def test_a20_korte_of_lange_hulp_en_later_terug() -> None:
    """Short or long help is asked; with the code somebody comes back, and can wipe."""
    gesprek = ga_naar(tot_omgaan(), "duur_hulp")
    gesprek.drukt("Lang")
    assert deel_alles(gesprek)["samenvatting"]["hoe_met_mij"]["duur"]["waarde"] == "Lang"
    gesprek = tot_wat_nodig()
    gesprek.altijd("stoppen")
    assert gesprek.hervat().responses == ["utter_vraag_wat_nodig"]
    gesprek.altijd("wissen")
    assert gesprek.drukt("Ja, wis alles").doe == [{"doe": "wissen"}]
    assert gesprek.intake.velden == {}


def test_a21_drie_behoeften_blijven_drie_behoeften() -> None:
    """Bed, wages and a child in one message: three needs are heard, and three handed over."""
    gesprek = tot_wat_nodig()
    gesprek.zegt(
        "geen bed, geen loon en ik mis mijn kind",
        "behoefte",
        [("onderdak", "geen bed"), ("geld_werk", "geen loon"), ("kinderen", "ik mis mijn kind")],
    )
    gesprek.drukt("Ja, klopt")
    wensen = deel_alles(gesprek)["samenvatting"]["wensen"]
    assert {w["behoefte"] for w in wensen} == {"onderdak", "geld_werk", "kinderen"}


def test_a22_als_niemand_leest_hoort_de_persoon_wat_wel_kan(wachtend: Any, klok: Any) -> None:  # noqa: F811
    """After the agreed hours without an answer the person is told so, with other places."""
    from datetime import timedelta

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


def test_a24_elke_stap_van_opvolging_heeft_wie_en_wanneer(wereld: Wereld) -> None:
    """No step without its owner and day; a refusal needs its reason, a referral its place."""
    zaak = wereld.zaak()
    browser = pak_op(wereld, zaak)
    pad = f"/overdracht/{zaak.id}/opvolging"
    assert browser.post(pad, nr="1", status="niet_gelukt").status_code == 422
    assert browser.post(pad, nr="1", status="doorverwezen").status_code == 422
    browser.post(pad, nr="1", status="mee_bezig", toelichting="Ik bel vandaag.")
    stap = wereld.stappen(zaak, 1)[-1]
    assert stap["wie"] == "Sanne"
    assert date.fromisoformat(stap["dag"])


def test_a25_de_samenvatting_past_op_een_blad_en_leest_in_twee_minuten() -> None:
    """One page, and no more words than somebody reads in 2 minutes (200 a minute)."""
    gesprek = tot_omgaan()
    for titel in ("Politie", "Klaar"):
        gesprek.drukt(titel)
    blad = maak_blad(deel_alles(gesprek)["samenvatting"], [])
    pdf = maak_pdf(blad, "Eerst jij", "Team Noord")
    assert len(re.findall(rb"/Type /Page\b(?!s)", pdf)) == 1
    regels = [*blad.grenzen, *blad.veilig, *blad.omgang, *blad.verder]
    gevuld = " ".join(f"{r.kop} {' '.join(r.teksten)}" for r in regels)
    assert len(gevuld.split()) <= 400


def test_a26_niemand_krijgt_ongevraagd_aangifte_of_politie() -> None:
    """In 500 talks no one who did not begin about it reads of aangifte, or of going to police."""
    # "Je koos: ..." says back whom the person themselves picked as somebody they do not want.
    mag = re.compile(
        r"^je koos: |je hoeft (daarvoor )?niet naar de politie"
        r"|voor praten of een dokter hoef je niet|112",
        re.I,
    )
    gezien = 0
    for w in wandelingen():
        for beurt, vroeg in zip(w.beurten, w.vroeg, strict=True):
            if vroeg:
                continue
            gezien += 1
            assert "aangifte" not in beurt.tekst.lower()
            zinnen = [z for z in re.split(r"(?<=[.?])\s", beurt.tekst) if "politie" in z.lower()]
            assert all(mag.search(z) for z in zinnen), beurt.tekst
    assert gezien > 2000


def test_a27_hoogstens_twee_zachte_vragen_per_behoefte_en_overslaan_werkt() -> None:
    """Two follow-ups at most, each can be skipped, and the hulpverlener gets gentle questions."""
    for label, behoefte in catalogus().items():
        assert 1 <= len(behoefte.vragen) <= HOOGSTENS == 2
        assert len(behoefte.vragen_desk) >= 2
        if not behoefte.menu:
            continue
        gesprek = kies_wens(label)
        gevraagd = []
        while gesprek.stap.startswith(f"wens.{label}."):
            gevraagd.append(gesprek.stap)
            gesprek.altijd("overslaan")
        assert len(gevraagd) == len(behoefte.vragen)
        assert len(set(gevraagd)) == len(gevraagd)
