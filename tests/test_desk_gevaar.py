"""Danger that is spoken of after the handoff: where it stands, and when it no longer decides."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from bot.desk.gevaar import later
from bot.intake.samenvatting import schema
from bot.intake.states import Stap
from bot.records import gesprekken, overdrachten
from tests import desk_cases as cases
from tests.desk_world import Wereld, gezien_op, tekst
from tests.test_pdf import lees

pytestmark = pytest.mark.usefixtures("snelle_sloten")

NOOD = "ik bloed heel erg"


def in_nood(wereld: Wereld) -> cases.Zaak:
    """Somebody who shared no danger and then wrote, while waiting, that they bleed."""
    zaak = wereld.zaak(cases.zonder_loon())
    cases.schrijf(wereld.database, zaak, "ben je er al")
    cases.schrijf(wereld.database, zaak, NOOD)
    meld(wereld, zaak, gevaar="medische_nood")
    cases.schrijf(wereld.database, zaak, "hallo?")
    return zaak


def meld(wereld: Wereld, zaak: cases.Zaak, **kop: Any) -> None:
    with wereld.database.begin() as s:
        own = overdrachten.voor_gesprek(s, zaak.sleutel, zaak.id)
        overdrachten.zet_kop(s, own, **kop)


def reageer(wereld: Wereld, zaak: cases.Zaak, status: str) -> None:
    """Let the person say something of the outcome of their first wens."""
    with wereld.database.begin() as s:
        own = overdrachten.voor_gesprek(s, zaak.sleutel, zaak.id)
        stap = {"status": status, "van": "jij", "dag": cases.VANDAAG.isoformat()}
        overdrachten.volg_op(s, own, 1, stap)


def heropen(wereld: Wereld, zaak: cases.Zaak) -> None:
    with wereld.database.begin() as s:
        gesprek = gesprekken.get(s, zaak.overdracht.gesprek_id)
        gesprekken.zet_staat(s, gesprek, Stap.HEROPENEN, zaak.id)


def test_screen_paper_pdf_and_json_hold_the_same_dangers(wereld: Wereld, tmp_path: Path) -> None:
    """What was said while waiting stands on all four, with the words in which it was said."""
    zaak = in_nood(wereld)
    browser = wereld.browser(wereld.sanne)
    scherm = browser.get(f"/overdracht/{zaak.id}").text
    boven = scherm.partition('class="grenzen"')[0]
    papier = tekst(browser.get(f"/overdracht/{zaak.id}/afdruk")).partition("Houd je hieraan")[0]
    pdf = lees(browser.get(f"/overdracht/{zaak.id}.pdf").content, tmp_path)
    inhoud = json.loads(browser.get(f"/overdracht/{zaak.id}.json").content)
    for plek in (boven, papier, pdf.partition("Houd je hieraan")[0]):
        assert "Medische nood" in plek
        assert NOOD in plek
        assert "hallo?" not in plek
    assert inhoud["gevaar_nu"] == {
        "waarde": [{"soort": "medische_nood", "eigen_woorden": NOOD}],
        "bron": "eigen_woorden",
    }
    jsonschema.validate(inhoud, schema())


def test_a_danger_leads_to_the_message_in_which_it_was_said(wereld: Wereld) -> None:
    """One link, one key; the message itself is marked in words, also when it comes by itself."""
    zaak = in_nood(wereld)
    browser = wereld.browser(wereld.sanne)
    pagina = browser.get(f"/overdracht/{zaak.id}").text
    assert '<a href="#bericht-2" data-toets="h" accesskey="h">' in pagina
    bubbel = pagina.partition('id="bericht-2"')[2].partition("</li>")[0]
    assert "<strong>gevaar</strong>" in bubbel
    assert NOOD in bubbel
    assert pagina.count("<strong>gevaar</strong>") == 1
    deel = browser.get(f"/overdracht/{zaak.id}/deel?na=1").text
    assert deel.count("<strong>gevaar</strong>") == 1


def test_an_older_case_still_tells_its_danger() -> None:
    """A danger that was kept without its message is told without words."""
    (een,) = later({"gevaar_nu": {"waarde": None}}, {"gevaar": "acuut_gevaar"}, [])
    assert (een.kop, een.woorden, een.nr) == ("Gevaar nu", None, None)
    genoemd = {"gevaar_nu": {"waarde": [{"soort": "acuut_gevaar", "eigen_woorden": None}]}}
    assert later(genoemd, {"gevaar": "acuut_gevaar"}, []) == ()


def test_what_the_head_knows_is_changed_and_not_written_over(wereld: Wereld) -> None:
    """Two changes by the same hand, with the head as it was before: both stay."""
    zaak = wereld.zaak()
    with wereld.database.begin() as s:
        own = overdrachten.voor_gesprek(s, zaak.sleutel, zaak.id)
        overdrachten.zet_kop(s, own, sinds=1.0)
        overdrachten.zet_kop(s, own, gevaar="zelfdoding")
    with wereld.database.read() as s:
        kop = overdrachten.voor_gesprek(s, zaak.sleutel, zaak.id).kop
    assert (kop["sinds"], kop["gevaar"]) == (1.0, "zelfdoding")


@pytest.mark.parametrize(
    ("status", "woorden"),
    [
        ("klopt_niet", "De persoon zegt: dit klopt niet (Geld en werk)."),
        ("nog_nodig", "De persoon zegt: ik heb dit nog nodig (Geld en werk)."),
    ],
)
def test_a_reopened_case_says_why_and_leaves_a_handled_danger(
    wereld: Wereld, status: str, woorden: str
) -> None:
    """Closing deals with the danger; what brings the case back stands in the queue and on it."""
    zaak = in_nood(wereld)
    browser = wereld.browser(wereld.sanne)
    assert "Bovenaan: medische nood" in tekst(browser.get("/"))
    browser.post(f"/overdracht/{zaak.id}/oppakken")
    velden = {"tekst": "De dokter kwam.", "open": ["1", "2", "3"]}
    gezien = gezien_op(browser, zaak)
    browser.post(f"/overdracht/{zaak.id}/sluiten", **velden, gezien=gezien)
    assert wereld.staat(zaak) == "dicht"
    reageer(wereld, zaak, status)
    heropen(wereld, zaak)
    rij = tekst(browser.get("/deel/wachtrij"))
    assert woorden in rij
    assert "medische nood" not in rij.lower()
    pagina = tekst(browser.get(f"/overdracht/{zaak.id}"))
    assert woorden in pagina
    assert "Medische nood" in pagina  # it was said, and still stands on the sheet


def test_a_case_that_shared_nothing_says_why_it_is_first(wereld: Wereld) -> None:
    """No line of the queue is without its reason."""
    wereld.zaak(cases.samenvatting())
    assert "Bovenaan: niemand wacht langer." in tekst(wereld.browser(wereld.sanne).get("/"))


def test_a_no_of_before_is_not_the_last_word(wereld: Wereld, tmp_path: Path) -> None:
    """Danger typed to a hulpverlener changes the banner, and stands in words under "Van mij"."""
    zaak = wereld.zaak(cases.samenvatting(gevaar_nu=cases.F([], "knop")))
    browser = wereld.browser(wereld.sanne)
    browser.post(f"/overdracht/{zaak.id}/oppakken")
    assert "Gevaar nu: Nee, zegt" in tekst(browser.get(f"/overdracht/{zaak.id}"))
    nr = cases.schrijf(wereld.database, zaak, "ik wil dood")
    meld(wereld, zaak, gevaar="zelfdoding")
    deel = browser.get(f"/overdracht/{zaak.id}/deel?na=0")
    scherm = browser.get(f"/overdracht/{zaak.id}")
    pdf = lees(browser.get(f"/overdracht/{zaak.id}.pdf").content, tmp_path)
    afdruk = tekst(browser.get(f"/overdracht/{zaak.id}/afdruk"))
    for plek in (tekst(deel), tekst(scherm), afdruk, pdf):
        assert "Nee, zegt de persoon zelf" not in plek
        assert "Ja, na het delen gezegd. Bij het delen: nee." in plek
        assert plek.index("Gedachten aan zelfdoding") < plek.index("Bij het delen: nee")
    for pagina in (deel.text, scherm.text):
        assert f'href="#bericht-{nr}"' in pagina.partition('id="gevaar"')[2]
        assert "<strong>gevaar</strong>" in pagina.partition(f'id="bericht-{nr}"')[2]
    mij = browser.get("/deel/wachtrij").text.partition('id="h-mij"')[2].partition("</section>")[0]
    assert '<li class="gevaar">' in mij
    assert "<strong>Gedachten aan zelfdoding.</strong> Wacht op antwoord" in mij


@pytest.mark.parametrize(
    ("leeftijd", "staat"), [("<18", "Jonger dan 18"), ("rond 18", "Rond de 18"), ("18+", None)]
)
def test_being_young_stands_on_top_of_a_case(
    wereld: Wereld, tmp_path: Path, leeftijd: str, staat: str | None
) -> None:
    """Under 18, or perhaps: on screen, paper and PDF above everything else; others have no line."""
    zaak = wereld.zaak(cases.samenvatting(leeftijdsgroep=cases.F(leeftijd, "knop")))
    browser = wereld.browser(wereld.sanne)
    for plek in (
        tekst(browser.get(f"/overdracht/{zaak.id}")),
        tekst(browser.get(f"/overdracht/{zaak.id}/afdruk")),
        lees(browser.get(f"/overdracht/{zaak.id}.pdf").content, tmp_path),
    ):
        boven = plek.partition("Gevaar nu")[0]
        woorden = [w for w in ("Jonger dan 18", "Rond de 18", "18 of ouder") if w in boven]
        assert woorden == ([staat] if staat else [])


MELDCODE = "Jonger dan 18: volg de meldcode van je team. Zeg eerst aan de persoon wat je doet."


@pytest.mark.parametrize(("leeftijd", "keer"), [("<18", 1), ("rond 18", 0), ("18+", 0)])
def test_the_next_step_stands_with_who_is_under_18(
    wereld: Wereld, tmp_path: Path, leeftijd: str, keer: int
) -> None:
    """Screen, paper and PDF say once what to do now, before the needs; who is older, or may be,
    gets no line."""
    zaak = wereld.zaak(cases.samenvatting(leeftijdsgroep=cases.F(leeftijd, "knop")))
    browser = wereld.browser(wereld.sanne)
    for plek in (
        tekst(browser.get(f"/overdracht/{zaak.id}")),
        tekst(browser.get(f"/overdracht/{zaak.id}/afdruk")),
        lees(browser.get(f"/overdracht/{zaak.id}.pdf").content, tmp_path),
    ):
        assert " ".join(plek.split()).count(MELDCODE) == keer
        assert MELDCODE not in plek.partition("Houd je hieraan")[2]


def test_the_next_step_comes_with_an_age_said_later(wereld: Wereld) -> None:
    """A page that is open gets the line with the news that the person is under 18."""
    zaak = wereld.zaak(cases.zonder_loon())
    browser = wereld.browser(wereld.sanne)
    assert MELDCODE not in tekst(browser.get(f"/overdracht/{zaak.id}/deel?na=0"))
    later_gezegd(wereld, zaak, "ik ben 15", "jong")
    assert MELDCODE in tekst(browser.get(f"/overdracht/{zaak.id}/deel?na=0"))


def test_words_that_were_understood_are_not_called_not_understood(wereld: Wereld) -> None:
    """Own words beside the wensen may have told an age: the desk says only what is true of all."""
    zaak = wereld.zaak(cases.samenvatting(eigen_tekst=cases.eigen("ben 16 jaar en bang")))
    pagina = tekst(wereld.browser(wereld.sanne).get(f"/overdracht/{zaak.id}"))
    assert "De chatbot maakte hier geen wens van." in pagina
    assert "begreep de chatbot niet" not in pagina


# -- what is no danger and still stands first ------------------------------------------------------


def later_gezegd(wereld: Wereld, zaak: cases.Zaak, tekst: str, soort: str) -> None:
    """Let the person write *tekst* after the handoff, heard as *soort*."""
    cases.schrijf(wereld.database, zaak, tekst)
    with wereld.database.begin() as s:
        overdrachten.let_op(s, overdrachten.voor_gesprek(s, zaak.sleutel, zaak.id), soort)


def test_an_age_said_later_is_on_top_everywhere(wereld: Wereld, tmp_path: Path) -> None:
    """Screen, paper, PDF and JSON say that somebody is under 18, with their words; so does the
    queue, where it counts as it does when it was shared."""
    zaak = wereld.zaak(cases.zonder_loon())
    browser = wereld.browser(wereld.sanne)
    eerst = tekst(browser.get("/"))
    assert "jonger dan 18" not in eerst
    later_gezegd(wereld, zaak, "ik ben 15", "jong")
    rij = tekst(browser.get("/"))
    assert "jonger dan 18" in rij
    assert "Telt 30 minuten extra: is jonger dan 18." in rij
    scherm = browser.get(f"/overdracht/{zaak.id}").text.partition('class="grenzen"')[0]
    assert '<strong class="tag">Jonger dan 18</strong>' in scherm
    papier = tekst(browser.get(f"/overdracht/{zaak.id}/afdruk")).partition("Houd je hieraan")[0]
    pdf = lees(browser.get(f"/overdracht/{zaak.id}.pdf").content, tmp_path)
    for plek in (scherm, papier, pdf.partition("Houd je hieraan")[0]):
        assert "Jonger dan 18" in plek
        assert "ik ben 15" in plek
    inhoud = json.loads(browser.get(f"/overdracht/{zaak.id}.json").content)
    assert inhoud["leeftijdsgroep"] == {"waarde": "<18", "bron": "eigen_woorden"}
    assert inhoud["gevaar_nu"]["waarde"] is None
    jsonschema.validate(inhoud, schema())


def test_reading_along_said_later_is_on_top_everywhere(wereld: Wereld, tmp_path: Path) -> None:
    """Screen, paper and PDF say it with the words, and the queue: before somebody writes."""
    zaak = wereld.zaak(cases.zonder_loon())
    browser = wereld.browser(wereld.sanne)
    assert "iemand kijkt mogelijk mee" not in tekst(browser.get("/"))
    later_gezegd(wereld, zaak, "hij leest nu mee", "meelezer")
    assert "iemand kijkt mogelijk mee" in tekst(browser.get("/"))
    for plek in (
        tekst(browser.get(f"/overdracht/{zaak.id}")),
        tekst(browser.get(f"/overdracht/{zaak.id}/afdruk")),
        lees(browser.get(f"/overdracht/{zaak.id}.pdf").content, tmp_path),
    ):
        boven = " ".join(plek.partition("Houd je hieraan")[0].split())
        assert "Iemand kijkt nu mee. Houd het kort." in boven
        assert "hij leest nu mee" in boven
    inhoud = json.loads(browser.get(f"/overdracht/{zaak.id}.json").content)
    assert inhoud["veilig"]["kijkt_mee"] == {"waarde": "ja", "bron": "eigen_woorden"}
    jsonschema.validate(inhoud, schema())


def test_a_pregnancy_said_later_is_on_top_and_links_to_its_message(wereld: Wereld) -> None:
    """It is no danger: the case does not move, and says where it was said; it comes by itself."""
    zaak = wereld.zaak(cases.zonder_loon())
    later_gezegd(wereld, zaak, "ik ben zwanger", "zwanger")
    browser = wereld.browser(wereld.sanne)
    for pad in (f"/overdracht/{zaak.id}", f"/overdracht/{zaak.id}/deel?na=9"):
        pagina = browser.get(pad).text
        boven = pagina.partition('class="geen-gevaar"')[0]
        assert "Zegt zwanger te zijn" in boven
        assert 'href="#bericht-1"' in boven
    assert "Bovenaan: " not in tekst(browser.get("/")).partition("Zegt")[0].replace(
        "Bovenaan: niemand wacht langer.", ""
    )


@pytest.mark.parametrize(
    ("taal", "tolk", "later", "merk"),
    [
        (cases.F("Pools"), cases.F("ja"), None, "tolk nodig: Pools"),
        (cases.F("Pools"), cases.F(), None, "taal: Pools"),
        (cases.F(), cases.F(), "Turks", "tolk nodig: Turks"),
        (
            {"waarde": "zoiets van thuis", "bron": "eigen_woorden"},
            cases.F("ja"),
            None,
            "tolk nodig",
        ),
        (cases.F(), cases.F(), None, None),
    ],
)
def test_the_language_that_was_chosen_is_seen_in_queue_and_case(
    wereld: Wereld, taal: dict[str, Any], tolk: dict[str, Any], later: str | None, merk: str | None
) -> None:
    """Whoever picks up knows which interpreter; a person's own words are no mark in the queue."""
    zaak = wereld.zaak(cases.samenvatting(hoe_met_mij={"taal": taal, "tolk": tolk}))
    if later:
        meld(wereld, zaak, taal=later)
    browser = wereld.browser(wereld.sanne)
    rij = browser.get("/").text
    kop = browser.get(f"/overdracht/{zaak.id}").text.partition("</h1>")[0]
    if merk is None:
        assert "tolk nodig" not in rij
        assert "olk nodig" not in kop
        return
    assert f'<span class="tag">{merk}</span>' in rij
    assert f'<strong class="tag">{merk[0].upper()}{merk[1:]}</strong>' in kop


def test_a_case_on_which_somebody_looks_along_warns_first(wereld: Wereld, tmp_path: Path) -> None:
    """Before anything else: yes and no, nothing that nobody may see, and what was not shared."""
    stil = cases.samenvatting(
        veilig={"kijkt_mee": cases.F("ja"), "nu": cases.F(None, "niet_gedeeld")},
        leeftijdsgroep=cases.F("18+"),
        contact={"manier": cases.F(None, "niet_gedeeld"), "veilige_tijden": cases.F()},
    )
    zaak = wereld.zaak(stil)
    browser = wereld.browser(wereld.sanne)
    assert '<span class="tag">iemand kijkt mogelijk mee</span>' in browser.get("/").text
    scherm = tekst(browser.get(f"/overdracht/{zaak.id}")).partition("Gevaar nu:")[0]
    papier = tekst(browser.get(f"/overdracht/{zaak.id}/afdruk")).partition("Gevaar nu:")[0]
    pdf = lees(browser.get(f"/overdracht/{zaak.id}.pdf").content, tmp_path)
    for plek in (scherm, papier, " ".join(pdf.partition("Houd je hieraan")[0].split())):
        assert "Iemand kijkt mogelijk mee" in plek
        assert "Stel ja/nee-vragen. Schrijf alleen wat een ander mag zien." in plek
        assert "veilig contact, veilige tijden" in plek
        assert "veilig nu" in plek.partition("Hierdoor niet gedeeld of niet gevraagd")[2]
        assert "leeftijd" not in plek.partition("Hierdoor niet gedeeld of niet gevraagd")[2]


def test_who_does_not_know_whether_somebody_looks_along_is_warned_for_too(wereld: Wereld) -> None:
    """ "Weet ik niet" is enough for care; a no, or not asked, warns for nothing."""
    for waarde, waarschuwt in (("weet_niet", True), ("nee", False), (None, False)):
        zaak = wereld.zaak(cases.samenvatting(veilig={"kijkt_mee": cases.F(waarde)}))
        pagina = tekst(wereld.browser(wereld.sanne).get(f"/overdracht/{zaak.id}"))
        assert ("Iemand kijkt mogelijk mee" in pagina) == waarschuwt
        assert ("weet het niet zeker" in pagina) == waarschuwt


def test_what_the_desk_lets_the_bot_say_on_a_watched_screen_is_short(wereld: Wereld) -> None:
    """An outcome is told without the need's name; the end names no list of what is still open."""
    zaak = wereld.zaak(cases.zonder_loon())
    meld(wereld, zaak, stil=True)
    browser = wereld.browser(wereld.sanne)
    pad = f"/overdracht/{zaak.id}"
    browser.post(f"{pad}/oppakken")
    browser.post(f"{pad}/opvolging", nr="1", status="geregeld")
    browser.post(f"{pad}/sluiten", tekst="Dag.", open=["2", "3"])
    gezegd = [b["tekst"] for b in wereld.bubbels(zaak)]
    assert gezegd == [
        "Sanne is er nu. Vanaf nu krijg je antwoord van een mens.",
        "Er is nieuws op je lijst. Kijk als het kan onderaan.",
        "Dag.",
        "Dit is klaar. Nog iets nodig, zeg het hier.",
    ]
