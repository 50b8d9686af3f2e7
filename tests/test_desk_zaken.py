"""A case on the desk: reading it, claiming it, talking, noting, following up, closing."""

from __future__ import annotations

import json
import re
from concurrent.futures import ThreadPoolExecutor

import jsonschema
import pytest

from bot.desk.balie import Moment
from bot.intake.behoeften import catalogus
from bot.intake.samenvatting import schema
from bot.intake.sociale_kaart import voor_behoefte
from bot.intake.states import Stap
from bot.intake.teksten import bubbels as vaste_bubbels
from bot.intake.teksten import tekst as vaste_tekst
from bot.records import gesprekken, overdrachten, wissen
from tests import desk_cases as cases
from tests.desk_world import Browser, Wereld, gezien_op, tekst

#: When the tests speak.
NU_GEZEGD = {"tijd": "14:05", "dag": "2026-11-23"}
ACTIES = ("oppakken", "teruggeven", "bericht", "notitie", "opvolging", "sluiten")


def pak_op(wereld: Wereld, zaak: cases.Zaak, wie: cases.Collega | None = None) -> Browser:
    """Let *wie* (Sanne) claim the case; return the browser in which they did."""
    browser = wereld.browser(wie or wereld.sanne)
    answer = browser.post(f"/overdracht/{zaak.id}/oppakken")
    assert answer.status_code == 303
    return browser


# --- reading -------------------------------------------------------------------------------------


def test_the_samples_follow_the_published_schema() -> None:
    """What these tests show is what the talk really makes."""
    for maak in (cases.in_gevaar, cases.zonder_loon, cases.minderjarig, cases.met_kinderen):
        jsonschema.validate(maak(), schema())


def test_danger_and_own_words_stand_first_and_verbatim(wereld: Wereld) -> None:
    """The danger comes before all else, then what to respect, then the wensen in their order."""
    zaak = wereld.zaak()

    page = tekst(wereld.browser(wereld.sanne).get(f"/overdracht/{zaak.id}"))

    stukken = [
        "Gevaar nu hij staat beneden en belt steeds aan eigen woorden",
        "Houd je hieraan",
        "Liever niet geen politie aan de deur niet bellen, alleen typen eigen woorden",
        "Wie dit niet mag weten mijn oom, en niemand van de winkel eigen woorden",
        "Veilig contact alleen hier met code knop",
        "Veilige tijden na 22 uur, dan is hij weg eigen woorden",
        "Telefoon is veilig Weet het niet knop",
        "Wat de persoon nodig heeft",
        "Veiligheid hij staat beneden en belt steeds aan",
        "Onderdak ik kan vannacht niet hier blijven liefst ver weg van deze stad",
        "Lichamelijke gezondheid mijn pols doet zeer",
        "Wil niet zeggen: tempo.",
        "Leeg betekent niet nee.",
    ]
    plekken = [page.index(stuk) for stuk in stukken]
    assert plekken == sorted(plekken)


def test_every_letter_of_every_language_stands_as_it_was_typed(wereld: Wereld) -> None:
    """Polish, Arabic and emoji come through unharmed."""
    browser = wereld.browser(wereld.sanne)
    for maak, woorden in (
        (cases.zonder_loon, ["3 maanden geen loon 😞", "Żółć, łódź, źdźbło"]),
        (cases.met_kinderen, ["أريد أن يذهب أطفالي إلى المدرسة"]),
    ):
        page = tekst(browser.get(f"/overdracht/{wereld.zaak(maak()).id}"))
        assert all(woord in page for woord in woorden)


def test_html_in_own_words_is_shown_as_text(wereld: Wereld) -> None:
    """Markup that somebody typed is text on the screen, on paper and in the talk."""
    kwaad = "<script>alert(1)</script><img src=x onerror=alert(1)>"
    zaak = wereld.zaak(
        cases.samenvatting(
            wensen=[cases.wens("onderdak", 1, kwaad)], liever_niet=cases.eigen(kwaad)
        )
    )
    cases.schrijf(wereld.database, zaak, kwaad)
    browser = pak_op(wereld, zaak)
    browser.post(f"/overdracht/{zaak.id}/notitie", tekst=kwaad)

    for pad in ("", "/afdruk", "/deel"):
        page = browser.get(f"/overdracht/{zaak.id}{pad}").text
        assert "<script>alert" not in page
        assert "<img" not in page
        assert "&lt;script&gt;alert(1)" in page


def test_danger_that_came_up_while_waiting_is_shown(wereld: Wereld) -> None:
    """A crisis after the handoff stands on top, with where to read it."""
    zaak = wereld.zaak(cases.zonder_loon())
    with wereld.database.begin() as s:
        overdrachten.zet_kop(s, zaak.overdracht, gevaar="zelfdoding")

    page = tekst(wereld.browser(wereld.sanne).get(f"/overdracht/{zaak.id}"))

    assert "Gedachten aan zelfdoding Gezegd na het delen." in page
    assert page.index("Gedachten aan zelfdoding") < page.index("Houd je hieraan")


def test_a_denied_danger_and_an_unasked_one_are_told_apart(wereld: Wereld) -> None:
    """The person's own no is said to be theirs; nothing said says that empty is not no."""
    browser = wereld.browser(wereld.sanne)
    nee = wereld.zaak(cases.samenvatting(gevaar_nu=cases.F([], "knop")))
    niets = wereld.zaak(cases.samenvatting())

    assert "Gevaar nu: Nee, zegt de persoon zelf. knop" in tekst(
        browser.get(f"/overdracht/{nee.id}")
    )
    assert "Gevaar nu: niets over gezegd. niet gevraagd Leeg betekent niet nee." in tekst(
        browser.get(f"/overdracht/{niets.id}")
    )


def test_who_does_not_know_whether_there_is_danger_counts_as_unsafe(wereld: Wereld) -> None:
    """It stands on the sheet as it was said, and gives the head start of who is not safe."""
    waarde = [{"soort": "misschien", "eigen_woorden": None}]
    inhoud = cases.samenvatting(gevaar_nu=cases.F(waarde, "knop"))
    zaak = wereld.zaak(inhoud)
    browser = wereld.browser(wereld.sanne)
    assert "Weet niet of er nu gevaar is" in tekst(browser.get(f"/overdracht/{zaak.id}"))
    assert "voelt zich nu niet veilig" in tekst(browser.get("/"))


def test_questions_and_help_stand_with_each_wens(wereld: Wereld) -> None:
    """Gentle questions and places of help, with source and date, are at hand per need."""
    zaak = wereld.zaak()

    page = tekst(wereld.browser(wereld.sanne).get(f"/overdracht/{zaak.id}"))

    assert all(vraag in page for vraag in catalogus()["onderdak"].vragen_desk)
    assert all(a.naam in page for a in voor_behoefte("onderdak", cases.VANDAAG))
    assert "Bron:" in page


def test_the_person_sees_who_looked_once_a_day_for_each_kind(wereld: Wereld) -> None:
    """Reading, printing and downloading are kept for the person, without flooding the list."""
    zaak, browser = wereld.zaak(), wereld.browser(wereld.sanne)
    for _ in range(3):
        browser.get(f"/overdracht/{zaak.id}")
        browser.get(f"/overdracht/{zaak.id}/afdruk")
        browser.get(f"/overdracht/{zaak.id}.pdf")
        browser.get(f"/overdracht/{zaak.id}.json")
        browser.get(f"/overdracht/{zaak.id}/deel")
    wanneer = "23-11-2026 14:05"

    assert wereld.inzagen(zaak) == [
        ("Sanne", "gelezen", wanneer),
        ("Sanne", "op papier gezet", wanneer),
        ("Sanne", "op de computer gezet", wanneer),
    ]
    wereld.browser(wereld.bram).get(f"/overdracht/{zaak.id}")
    assert [wie for wie, *_ in wereld.inzagen(zaak)][-1] == "Bram"
    page = tekst(browser.get(f"/overdracht/{zaak.id}"))
    assert "23 november 2026, 14:05 · Sanne · gelezen" in page


def test_a_look_on_another_day_is_kept_again(wereld: Wereld) -> None:
    """A session that goes on past midnight counts anew on the new day, in Dutch time."""
    zaak, browser = wereld.zaak(), wereld.browser(wereld.sanne)
    for later in range(0, 9 * 3600 + 55 * 60 + 1, 35 * 60):
        wereld.klok.nu = cases.NU + later
        browser.get(f"/overdracht/{zaak.id}")

    assert [wanneer for *_, wanneer in wereld.inzagen(zaak)] == [
        "23-11-2026 14:05",
        "24-11-2026 00:00",
    ]


def test_the_json_is_the_samenvatting_by_its_schema(wereld: Wereld) -> None:
    """The download is exactly what the person agreed to share."""
    zaak = wereld.zaak()

    answer = wereld.browser(wereld.sanne).get(f"/overdracht/{zaak.id}.json")

    assert answer.headers["content-type"] == "application/json"
    assert "attachment" in answer.headers["content-disposition"]
    assert json.loads(answer.text) == cases.in_gevaar()
    jsonschema.validate(json.loads(answer.text), schema())


def test_the_pdf_is_a_download_with_a_neutral_name(wereld: Wereld) -> None:
    """The file's name tells nothing about the person."""
    zaak = wereld.zaak()

    answer = wereld.browser(wereld.sanne).get(f"/overdracht/{zaak.id}.pdf")

    assert answer.content.startswith(b"%PDF")
    assert answer.headers["content-type"] == "application/pdf"
    assert f'filename="samenvatting-{zaak.id[:8]}.pdf"' in answer.headers["content-disposition"]


def test_the_paper_holds_the_sheet_and_nothing_of_the_team(wereld: Wereld) -> None:
    """Notes and the talk are not on the paper that leaves the desk."""
    zaak = wereld.zaak()
    cases.schrijf(wereld.database, zaak, "dit zei ik in het gesprek")
    browser = wereld.browser(wereld.sanne)
    browser.post(f"/overdracht/{zaak.id}/notitie", tekst="alleen voor ons")

    page = tekst(browser.get(f"/overdracht/{zaak.id}/afdruk"))

    assert "ik kan vannacht niet hier blijven" in page
    assert "Geen diagnose, geen identificatie, geen aangifte." in page
    assert "alleen voor ons" not in page
    assert "dit zei ik in het gesprek" not in page


def test_a_wiped_case_is_gone_for_everybody(wereld: Wereld) -> None:
    """After the person wipes, the team finds nothing, in lists and by address."""
    zaak = wereld.zaak()
    browser = pak_op(wereld, zaak)
    with wereld.database.begin() as s:
        wissen.wis(s, zaak.overdracht.gesprek_id)

    assert browser.get(f"/overdracht/{zaak.id}").status_code == 404
    assert zaak.id not in browser.get("/").text
    for actie in ACTIES:
        velden = {"tekst": "dag", "status": "geregeld", "nr": "1"}
        assert browser.post(f"/overdracht/{zaak.id}/{actie}", **velden).status_code == 404


# --- claiming ------------------------------------------------------------------------------------


def test_a_claim_tells_the_person_who_is_there(wereld_op_beide: Wereld) -> None:
    """The winner gets the case, the person a bubble with their name and a line in the list."""
    wereld = wereld_op_beide
    zaak = wereld.zaak()

    pak_op(wereld, zaak)

    assert wereld.staat(zaak) == "mens"
    assert wereld.bubbels(zaak) == [
        {
            "van": "bot",
            "tekst": vaste_tekst("utter_mens_begint", naam="Sanne"),
            **NU_GEZEGD,
        }
    ]
    assert ("Sanne", "opgepakt", "23-11-2026 14:05") in wereld.inzagen(zaak)


def test_of_fifty_claims_at_once_one_wins(wereld_op_beide: Wereld) -> None:
    """Fifty browsers claim at the same moment: one 303, forty-nine 409 that say who has it."""
    wereld = wereld_op_beide
    zaak = wereld.zaak()
    browsers = [wereld.browser(wereld.sanne if nr % 2 else wereld.bram) for nr in range(50)]

    def claim(browser: Browser) -> tuple[int, str]:
        answer = browser.post(f"/overdracht/{zaak.id}/oppakken")
        return answer.status_code, tekst(answer)

    with ThreadPoolExecutor(16) as pool:
        results = list(pool.map(claim, browsers))

    winner = next(b["tekst"].split()[0] for b in wereld.bubbels(zaak))
    assert len(wereld.bubbels(zaak)) == 1
    verloren = [page for status, page in results if status == 409]
    # The winner's own other tabs are sent to the case that is already theirs.
    assert len(verloren) == 25
    assert {status for status, _ in results} == {303, 409}
    assert all(f"{winner} heeft deze zaak" in page for page in verloren)
    assert all("Bekijk de zaak" in page for page in verloren)


def test_claiming_twice_says_nothing_twice(wereld: Wereld) -> None:
    """A double click brings one bubble."""
    zaak = wereld.zaak()
    browser = pak_op(wereld, zaak)

    assert browser.post(f"/overdracht/{zaak.id}/oppakken").status_code == 303
    assert len(wereld.bubbels(zaak)) == 1


def test_a_case_of_somebody_who_is_away_can_be_taken_over(wereld: Wereld) -> None:
    """Two minutes after the owner was last seen the case is free; the person is told again."""
    zaak = wereld.zaak()
    bram = wereld.browser(wereld.bram)
    sanne = pak_op(wereld, zaak)
    assert "Sanne heeft deze zaak." in tekst(bram.get(f"/overdracht/{zaak.id}"))
    assert bram.post(f"/overdracht/{zaak.id}/oppakken").status_code == 409
    wereld.klok.nu += 121

    assert "is weg. Je kunt de zaak overnemen." in tekst(bram.get(f"/overdracht/{zaak.id}"))
    assert bram.post(f"/overdracht/{zaak.id}/oppakken").status_code == 303

    assert [b["tekst"] for b in wereld.bubbels(zaak)] == [
        vaste_tekst("utter_mens_begint", naam="Sanne"),
        vaste_tekst("utter_mens_begint", naam="Bram"),
    ]
    answer = sanne.post(f"/overdracht/{zaak.id}/bericht", tekst="ik ben er weer")
    assert answer.status_code == 409
    assert "Bram heeft deze zaak" in tekst(answer)
    assert "ik ben er weer" in tekst(answer)


def test_danger_with_somebody_who_is_even_weg_is_heard_and_can_be_taken_over(
    wereld_op_beide: Wereld,
) -> None:
    """In danger "even weg" is gone: it counts, stands in the queue, says so, and may be taken.

    Without danger the case stays with its owner.
    """
    wereld = wereld_op_beide
    zaak, rustig = wereld.zaak(cases.zonder_loon()), wereld.zaak(cases.met_kinderen())
    bram, sanne = wereld.browser(wereld.bram), pak_op(wereld, zaak)
    sanne.post(f"/overdracht/{rustig.id}/oppakken")
    with wereld.database.begin() as s:
        overdrachten.zet_kop(s, zaak.overdracht, gevaar="zelfdoding")
    pad = f"/overdracht/{zaak.id}"
    assert "Niemand wacht" in tekst(bram.get("/deel/telling"))
    voor = wereld.stand()

    sanne.post("/beschikbaar", beschikbaar="nee")

    assert wereld.stand() != voor  # the open pages of colleagues look again
    assert "1 wacht, 1 in gevaar" in tekst(bram.get("/deel/telling"))
    rij = tekst(bram.get("/deel/wachtrij"))
    assert "Gedachten aan zelfdoding. Sanne heeft deze zaak, maar is weg." in rij
    assert "Sanne heeft deze zaak, maar is even weg. Je kunt" in tekst(bram.get(pad))
    assert bram.post(f"/overdracht/{rustig.id}/oppakken").status_code == 409
    assert bram.post(f"{pad}/oppakken").status_code == 303
    assert wereld.bubbels(zaak)[-1]["tekst"] == vaste_tekst("utter_mens_begint", naam="Bram")


def test_a_withdrawn_case_cannot_be_claimed(wereld: Wereld) -> None:
    """Somebody who stopped waiting is not picked up after all."""
    zaak, browser = wereld.zaak(), wereld.browser(wereld.sanne)
    with wereld.database.begin() as s:
        gesprek = gesprekken.get(s, zaak.overdracht.gesprek_id)
        gesprekken.zet_staat(s, gesprek, Stap.INTREKKEN)

    assert browser.post(f"/overdracht/{zaak.id}/oppakken").status_code == 404
    assert wereld.bubbels(zaak) == []


def test_handing_back_tells_the_person_and_frees_the_case(wereld: Wereld) -> None:
    """The case is in the queue again and the person knows that they wait in front."""
    zaak = wereld.zaak(sinds=cases.NU - 3600)
    browser = pak_op(wereld, zaak)

    assert browser.post(f"/overdracht/{zaak.id}/teruggeven").headers["location"] == "/"

    assert wereld.staat(zaak) == "wacht"
    assert wereld.bubbels(zaak)[-1]["tekst"] == vaste_tekst("utter_mens_weg", naam="Sanne")
    with wereld.database.read() as s:  # from here on nobody is there
        kop = overdrachten.voor_gesprek(s, zaak.sleutel, zaak.id).kop
    assert kop["weer"] == wereld.klok.nu
    assert "Wacht 1 uur" in tekst(wereld.browser(wereld.bram).get("/"))


def test_a_case_given_back_says_when_and_its_newest_note_comes_first(wereld: Wereld) -> None:
    """Queue and case tell that somebody had it; a new note is news to an open page."""
    zaak = wereld.zaak(cases.met_kinderen(), sinds=cases.NU - 90 * 60)
    pad, bram, sanne = f"/overdracht/{zaak.id}", wereld.browser(wereld.bram), pak_op(wereld, zaak)
    sanne.post(f"{pad}/teruggeven")

    weer = "Teruggegeven om 14:05. Nu heeft niemand deze zaak."
    assert weer in tekst(bram.get("/"))
    assert "nog niet opgepakt" not in tekst(bram.get("/"))
    assert f"De persoon wacht 1 uur en 30 minuten. {weer}" in tekst(bram.get(pad))

    voor, deel = wereld.stand(), bram.get(f"{pad}/deel").text
    for notitie in ("eerst gebeld", "later gemaild"):
        sanne.post(f"{pad}/notitie", tekst=notitie)
    assert wereld.stand() != voor
    merk = re.compile('data-stand="([^"]+)"')
    assert merk.findall(bram.get(f"{pad}/deel").text) != merk.findall(deel)
    page = bram.get(pad).text
    assert page.index("later gemaild") < page.index("eerst gebeld")


# --- talking -------------------------------------------------------------------------------------


def test_messages_go_both_ways(wereld_op_beide: Wereld) -> None:
    """What the owner types reaches the person with their first name; the answer comes back."""
    wereld = wereld_op_beide
    zaak = wereld.zaak()
    cases.schrijf(wereld.database, zaak, "ben je er al?", "14:03")
    browser = pak_op(wereld, zaak)

    browser.post(f"/overdracht/{zaak.id}/bericht", tekst="Ja.\r\nIk lees mee. 😊")
    cases.schrijf(wereld.database, zaak, "fijn", "14:06")

    assert wereld.bubbels(zaak)[2:] == [
        {"van": "hulpverlener", "naam": "Sanne", "tekst": "Ja.\nIk lees mee. 😊", **NU_GEZEGD},
        {"van": "jij", "tekst": "fijn", "tijd": "14:06"},
    ]
    page = tekst(browser.get(f"/overdracht/{zaak.id}"))
    assert "De persoon 14:03 ben je er al?" in page
    assert "Sanne 14:05 Ja. Ik lees mee. 😊 De persoon 14:06 fijn" in page


@pytest.mark.parametrize(
    ("dag", "wanneer"),
    [
        ("2026-11-23", "14:03"),
        ("2026-11-22", "gisteren om 14:03"),
        ("2026-11-19", "donderdag 19 november om 14:03"),
        ("", "14:03"),
    ],
)
def test_what_was_said_on_another_day_stands_with_its_day(
    wereld: Wereld, dag: str, wanneer: str
) -> None:
    """On the page of the case and in what its script gets; a message of today has its time alone,
    as has one from before bubbles kept their day."""
    zaak = wereld.zaak()
    cases.schrijf(wereld.database, zaak, "ben je er?", "14:03", dag)
    browser = wereld.browser(wereld.sanne)
    for pad in ("", "/deel?na=0"):
        page = tekst(browser.get(f"/overdracht/{zaak.id}{pad}"))
        assert f"De persoon {wanneer} ben je er?" in page


def test_the_day_of_a_message_is_that_of_the_netherlands() -> None:
    """Half past midnight here is still the day before in London."""
    laat = cases.NU + 10 * 3600 + 25 * 60
    assert Moment(laat).stempel == {"tijd": "00:30", "dag": "2026-11-24"}


def test_the_script_gets_only_what_is_new(wereld: Wereld) -> None:
    """After number `na` come the later bubbles; odd numbers count as from the start."""
    zaak = wereld.zaak()
    browser = pak_op(wereld, zaak)
    nr = cases.schrijf(wereld.database, zaak, "een")
    cases.schrijf(wereld.database, zaak, "twee")

    nieuw = browser.get(f"/overdracht/{zaak.id}/deel?na={nr}").text
    assert "twee" in nieuw
    assert "een</p>" not in nieuw
    for na in ("", "x", "-1", "٣", "²", "9" * 40, "9" * 5000):
        assert browser.get(f"/overdracht/{zaak.id}/deel?na={na}").status_code == 200


@pytest.mark.parametrize("client_id", ["a" * 32, ""])
def test_a_message_that_comes_twice_stands_there_once(wereld: Wereld, client_id: str) -> None:
    """The same client id is one message, also when twenty copies come at once."""
    zaak = wereld.zaak()
    browser = pak_op(wereld, zaak)

    def stuur(_: int) -> int:
        velden = {"tekst": "hallo", "client_id": client_id}
        answer = browser.post(f"/overdracht/{zaak.id}/bericht", koppen={"x-script": "1"}, **velden)
        return int(answer.status_code)

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(stuur, range(20))) == {204}

    assert len(wereld.bubbels(zaak)) == (2 if client_id else 21)


@pytest.mark.parametrize(
    ("getypt", "melding"),
    [
        ("", "Typ eerst een bericht."),
        ("  \r\n ", "Typ eerst een bericht."),
        ("\x00\x07", "Typ eerst een bericht."),
        ("x" * 10_000, "Je tekst is 6000 tekens te lang."),
    ],
)
def test_a_message_that_cannot_be_sent_is_told_and_kept(
    wereld: Wereld, getypt: str, melding: str
) -> None:
    """Empty and too long messages come back in their box with a sentence."""
    zaak = wereld.zaak()
    browser = pak_op(wereld, zaak)

    answer = browser.post(f"/overdracht/{zaak.id}/bericht", tekst=getypt)

    assert answer.status_code == 422
    assert melding in tekst(answer)
    assert "x" * 10_000 in answer.text or not getypt.startswith("x")
    assert len(wereld.bubbels(zaak)) == 1


def test_control_characters_do_not_reach_the_talk(wereld: Wereld) -> None:
    """They are dropped; every other character stays."""
    zaak = wereld.zaak()
    browser = pak_op(wereld, zaak)

    browser.post(f"/overdracht/{zaak.id}/bericht", tekst="a\x00b\x1b[31m\u202ec /restart")

    assert wereld.bubbels(zaak)[-1]["tekst"] == "ab[31mc /restart"


@pytest.mark.parametrize("actie", ["bericht", "teruggeven", "opvolging", "sluiten"])
def test_before_a_claim_nobody_acts(wereld: Wereld, actie: str) -> None:
    """In the queue a case can be read and noted on, nothing else."""
    zaak, browser = wereld.zaak(), wereld.browser(wereld.sanne)

    answer = browser.post(
        f"/overdracht/{zaak.id}/{actie}", tekst="dag", nr="1", status="geregeld", open=["1", "2"]
    )

    assert answer.status_code == 409
    assert "Deze zaak heeft nog niemand" in tekst(answer)
    assert wereld.bubbels(zaak) == []
    assert wereld.staat(zaak) == "wacht"


def test_a_note_or_an_outcome_that_comes_twice_counts_once(wereld_op_beide: Wereld) -> None:
    """Sent again after no answer came: one note, one step, told once. Another mark is another."""
    wereld = wereld_op_beide
    zaak = wereld.zaak()
    browser = pak_op(wereld, zaak)
    pad, voor = f"/overdracht/{zaak.id}", len(wereld.bubbels(zaak))
    page = browser.get(pad).text
    merken = re.findall('name="client_id" value="([0-9a-f]{32})"', page)
    assert len(merken) == len(set(merken)) == 5  # the talk, three wensen, the notes

    for _ in range(2):
        een = browser.post(f"{pad}/notitie", tekst="Bel de opvang.", client_id=merken[0])
        twee = browser.post(f"{pad}/opvolging", nr="1", status="geregeld", client_id=merken[1])
        assert (een.status_code, twee.status_code) == (303, 303)
    assert browser.get(pad).text.count("Bel de opvang.") == 1
    assert len(wereld.stappen(zaak, 1)) == 2
    assert len(wereld.bubbels(zaak)) == voor + 1

    browser.post(f"{pad}/notitie", tekst="Bel de opvang.", client_id="f" * 32)
    assert browser.get(pad).text.count("Bel de opvang.") == 2


def test_notes_stay_with_the_team(wereld_op_beide: Wereld) -> None:
    """Every member may note in any state; the person's side never holds it."""
    wereld = wereld_op_beide
    zaak = wereld.zaak()
    browser = wereld.browser(wereld.bram)
    pak_op(wereld, zaak)

    answer = browser.post(f"/overdracht/{zaak.id}/notitie", tekst="Gebeld met opvang.")
    leeg = browser.post(f"/overdracht/{zaak.id}/notitie", tekst=" ")

    assert answer.headers["location"].endswith("#notities")
    assert "Typ eerst een notitie." in tekst(leeg)
    assert "Bram · 23 november 2026, 14:05 Gebeld met opvang." in tekst(
        browser.get(f"/overdracht/{zaak.id}")
    )
    assert "Gebeld" not in str(wereld.bubbels(zaak))


# --- following up and closing --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("velden", "stap"),
    [
        ({"status": "opgepakt"}, {"status": "opgepakt"}),
        ({"status": "opgepakt", "toelichting": "Ik bel."}, {"toelichting": "Ik bel."}),
        ({"status": "geregeld", "reden": "hoort hier niet"}, {"status": "geregeld"}),
        ({"status": "niet_gelukt", "reden": "Alles is vol."}, {"reden": "Alles is vol."}),
    ],
)
def test_each_outcome_is_kept_for_the_person(
    wereld: Wereld, velden: dict[str, str], stap: dict[str, str]
) -> None:
    """Every step has a status, a day and who said so, with its reason or where to."""
    zaak = wereld.zaak()
    browser = pak_op(wereld, zaak)

    answer = browser.post(f"/overdracht/{zaak.id}/opvolging", nr="2", **velden)

    assert answer.headers["location"] == f"/overdracht/{zaak.id}#wens-2"
    wanted = {"status": velden["status"], "dag": "2026-11-23", "wie": "Sanne", **stap}
    assert wereld.stappen(zaak, 2)[1:] == [wanted]
    assert len(wereld.stappen(zaak, 1)) == 1
    delen = {"reden": "", "naar": "", "toelichting": "", **stap}
    delen = {naam: delen[naam] for naam in ("reden", "naar", "toelichting")}
    gezegd = vaste_bubbels(
        f"utter_opvolging_{velden['status']}", behoefte=catalogus()["onderdak"].kop, **delen
    )
    assert [b["tekst"] for b in wereld.bubbels(zaak)[1:]] == gezegd
    assert all(waarde in gezegd[0] for waarde in delen.values())


@pytest.mark.parametrize(
    ("velden", "melding"),
    [
        ({"status": ""}, "Kies wat er met deze wens gebeurt."),
        ({"status": "ontvangen"}, "Kies wat er met deze wens gebeurt."),
        ({"status": "klopt_niet"}, "Kies wat er met deze wens gebeurt."),
        ({"status": "niet_gelukt"}, "Schrijf waarom het niet gelukt is."),
        ({"status": "niet_gelukt", "naar": "x"}, "Schrijf waarom het niet gelukt is."),
        ({"status": "doorverwezen"}, "Schrijf naar wie je doorverwijst."),
        ({"status": "geregeld", "toelichting": "x" * 201}, "Je tekst is 1 tekens te lang."),
    ],
)
def test_an_outcome_that_says_too_little_is_asked_for_again(
    wereld: Wereld, velden: dict[str, str], melding: str
) -> None:
    """A reason and a place are required where the person needs them; what was typed stays."""
    zaak = wereld.zaak()
    browser = pak_op(wereld, zaak)

    answer = browser.post(f"/overdracht/{zaak.id}/opvolging", nr="2", **velden)

    assert answer.status_code == 422
    assert melding in tekst(answer)
    assert all(velden.get(naam, "") in answer.text for naam in ("reden", "naar", "toelichting"))
    assert len(wereld.stappen(zaak, 2)) == 1


@pytest.mark.parametrize("nr", ["", "0", "4", "-1", "x", "٢", "9" * 30, "1; DROP TABLE"])
def test_a_wens_that_is_not_there_has_no_outcome(wereld: Wereld, nr: str) -> None:
    """A wrong number is not found, whatever it looks like."""
    zaak = wereld.zaak()
    browser = pak_op(wereld, zaak)

    answer = browser.post(f"/overdracht/{zaak.id}/opvolging", nr=nr, status="geregeld")

    assert answer.status_code == 404


def test_what_the_person_answers_on_an_outcome_is_shown(wereld: Wereld) -> None:
    """ "Ik heb dit nog nodig" opens the wens again on the desk."""
    zaak = wereld.zaak()
    browser = pak_op(wereld, zaak)
    browser.post(f"/overdracht/{zaak.id}/opvolging", nr="2", status="geregeld")
    with wereld.database.begin() as s:
        stap = {"status": "nog_nodig", "van": "jij", "dag": "2026-11-24"}
        overdrachten.volg_op(s, zaak.overdracht, 2, stap)

    page = tekst(browser.get(f"/overdracht/{zaak.id}"))

    assert "De persoon zegt: ik heb dit nog nodig · 24 november 2026" in page
    assert "Geregeld · 23 november 2026 · Sanne" in page


def test_closing_says_what_was_arranged_and_what_stays_open(wereld_op_beide: Wereld) -> None:
    """The person reads the words of the hulpverlener, the open needs, and what they can do."""
    wereld = wereld_op_beide
    zaak = wereld.zaak()
    browser = pak_op(wereld, zaak)
    browser.post(f"/overdracht/{zaak.id}/opvolging", nr="2", status="geregeld")

    answer = browser.post(
        f"/overdracht/{zaak.id}/sluiten", tekst="Je hebt een plek.", open=["1", "3"]
    )

    assert answer.headers["location"] == "/"
    assert wereld.staat(zaak) == "dicht"
    koppen = ", ".join(f"“{catalogus()[label].kop}”" for label in ("veiligheid", "medisch"))
    assert wereld.bubbels(zaak)[2:] == [
        {
            "van": "hulpverlener",
            "naam": "Sanne",
            "tekst": f"Je hebt een plek.\n\nDit is nog open: {koppen}.",
            **NU_GEZEGD,
        },
        {"van": "bot", "tekst": vaste_tekst("utter_gesloten", naam="Sanne"), **NU_GEZEGD},
    ]
    assert "Deze zaak is dicht. Jij doet de opvolging." in tekst(
        browser.get(f"/overdracht/{zaak.id}")
    )


def _wacht(wereld: Wereld, zaak: cases.Zaak) -> bool:
    """Tell whether something of the case waits for the team: it is then never wiped."""
    with wereld.database.read() as s:
        return gesprekken.get(s, zaak.overdracht.gesprek_id).wacht_team is not None


def test_a_case_is_not_closed_over_a_message_that_came_in_meanwhile(
    wereld_op_beide: Wereld,
) -> None:
    """A cry while the closing was typed, also without JavaScript: it is read first.

    Nothing is closed, the danger stays on top, and the text is kept. After reading it closes.
    """
    wereld = wereld_op_beide
    zaak = wereld.zaak()
    browser = pak_op(wereld, zaak)
    velden = {"tekst": "Je hebt een plek.", "open": ["1", "2", "3"]}
    gezien = gezien_op(browser, zaak)
    cases.schrijf(wereld.database, zaak, "hij is binnen")
    with wereld.database.begin() as s:
        overdrachten.zet_kop(s, zaak.overdracht, gevaar="acuut_gevaar")

    for oud in ({"gezien": gezien}, {}, {"gezien": "x"}, {"gezien": "9" * 40}):
        answer = browser.post(f"/overdracht/{zaak.id}/sluiten", **velden, **oud)
        assert answer.status_code == 409
        assert "Er is net een nieuw bericht gekomen. Lees dat eerst." in tekst(answer)
        assert '<details class="sluiten" id="sluiten" open>' in answer.text
        assert ">Je hebt een plek.</textarea>" in answer.text
        assert "hij is binnen" in tekst(answer)
    assert wereld.staat(zaak) == "mens"
    assert [b["van"] for b in wereld.bubbels(zaak)] == ["bot", "jij"]
    with wereld.database.read() as s:
        kop = overdrachten.voor_gesprek(s, zaak.sleutel, zaak.id).kop
    assert kop["gevaar"] == "acuut_gevaar"

    gezien = gezien_op(browser, zaak)
    assert (
        browser.post(f"/overdracht/{zaak.id}/sluiten", **velden, gezien=gezien).status_code == 303
    )
    assert wereld.staat(zaak) == "dicht"


def test_looking_is_no_answer_and_what_crossed_an_answer_still_waits(wereld: Wereld) -> None:
    """From claiming to answering somebody waits, whoever looks; so does what nobody read yet."""
    zaak = wereld.zaak()
    browser = wereld.browser(wereld.sanne)
    assert _wacht(wereld, zaak)
    browser.get(f"/overdracht/{zaak.id}")
    assert not _wacht(wereld, zaak)  # read; but who waits for a human is kept anyway
    browser.post(f"/overdracht/{zaak.id}/oppakken")
    gezien = gezien_op(browser, zaak)
    assert _wacht(wereld, zaak)

    cases.schrijf(wereld.database, zaak, "hij is binnen")
    bericht = f"/overdracht/{zaak.id}/bericht"
    browser.post(bericht, tekst="Ik ben er.", gezien=gezien)
    assert _wacht(wereld, zaak)
    browser.post(bericht, tekst="Ik bel nu.", gezien=gezien_op(browser, zaak))
    assert not _wacht(wereld, zaak)

    gezien = gezien_op(browser, zaak)
    cases.schrijf(wereld.database, zaak, "en nu?")
    browser.post(f"/overdracht/{zaak.id}/teruggeven", gezien=gezien)
    assert _wacht(wereld, zaak)
    browser.post(f"/overdracht/{zaak.id}/oppakken")
    browser.post(f"/overdracht/{zaak.id}/teruggeven", gezien=gezien_op(browser, zaak))
    assert not _wacht(wereld, zaak)


def test_looking_in_an_earlier_case_is_no_looking_in_the_one_that_waits(wereld: Wereld) -> None:
    """Closed, gone on, handed over to another team: only who opens the second case has seen it."""
    eerste = wereld.zaak()
    sanne = pak_op(wereld, eerste)
    sluiten = {"tekst": "Je hebt een plek.", "open": ["1", "2", "3"]}
    gezien = gezien_op(sanne, eerste)
    sanne.post(f"/overdracht/{eerste.id}/sluiten", **sluiten, gezien=gezien)
    tweede = cases.draag_weer_over(wereld.database, eerste, wereld.zuid)
    sanne.get(f"/overdracht/{eerste.id}")
    sanne.post(f"/overdracht/{eerste.id}/notitie", tekst="Nog bellen.")
    assert _wacht(wereld, tweede)
    wereld.browser(wereld.zoe).get(f"/overdracht/{tweede.id}")
    assert not _wacht(wereld, tweede)


def test_a_tab_that_nobody_looks_at_has_seen_nothing(wereld: Wereld) -> None:
    """What the page asks by itself is no looking: only who opens the case has seen it."""
    zaak, browser = wereld.zaak(), wereld.browser(wereld.sanne)
    vanzelf = {"x-script": "1", "x-vanzelf": "1"}
    assert browser.get(f"/overdracht/{zaak.id}/deel?na=0", **vanzelf).status_code == 200
    assert _wacht(wereld, zaak)
    browser.get(f"/overdracht/{zaak.id}")
    assert not _wacht(wereld, zaak)


def test_closing_when_all_has_an_outcome_names_nothing_open(wereld: Wereld) -> None:
    """With an outcome for each need the closing text stands by itself."""
    zaak = wereld.zaak(cases.met_kinderen())
    browser = pak_op(wereld, zaak)
    browser.post(f"/overdracht/{zaak.id}/opvolging", nr="1", status="geregeld")
    browser.post(f"/overdracht/{zaak.id}/opvolging", nr="2", status="niet_gelukt", reden="Vol.")

    browser.post(f"/overdracht/{zaak.id}/sluiten", tekst="Alles is geregeld.")

    assert wereld.bubbels(zaak)[-2]["tekst"] == "Alles is geregeld."


@pytest.mark.parametrize(
    ("velden", "melding"),
    [
        ({"tekst": "", "open": ["1", "2", "3"]}, "Schrijf wat er geregeld is."),
        ({"tekst": "Klaar.", "open": ["1"]}, "kruis aan dat het open blijft: Onderdak"),
    ],
)
def test_a_case_is_not_closed_over_somebodys_head(
    wereld: Wereld, velden: dict[str, object], melding: str
) -> None:
    """Without words, or with a need nobody spoke of, the case stays open and nothing is lost."""
    zaak = wereld.zaak()
    browser = pak_op(wereld, zaak)

    answer = browser.post(f"/overdracht/{zaak.id}/sluiten", **velden)

    assert answer.status_code == 422
    assert melding in tekst(answer)
    assert str(velden["tekst"]) in answer.text
    assert wereld.staat(zaak) == "mens"
    assert len(wereld.bubbels(zaak)) == 1


def test_after_closing_outcomes_can_be_added_but_nothing_be_said(wereld: Wereld) -> None:
    """What is arranged later still reaches the person; the talk itself is over."""
    zaak = wereld.zaak()
    browser = pak_op(wereld, zaak)
    browser.post(f"/overdracht/{zaak.id}/sluiten", tekst="Klaar.", open=["1", "2", "3"])

    later = browser.post(f"/overdracht/{zaak.id}/opvolging", nr="1", status="geregeld")
    assert later.status_code == 303
    gezegd = wereld.bubbels(zaak)
    for actie in ("bericht", "teruggeven", "sluiten", "oppakken"):
        answer = browser.post(f"/overdracht/{zaak.id}/{actie}", tekst="nog iets", open=["2", "3"])
        assert answer.status_code == 409
    assert wereld.bubbels(zaak) == gezegd


def test_a_case_whose_person_went_on_with_the_chatbot_is_closed_to_talk(wereld: Wereld) -> None:
    """The team can read what it had; it cannot speak into a talk that moved on."""
    zaak = wereld.zaak()
    browser = pak_op(wereld, zaak)
    browser.post(f"/overdracht/{zaak.id}/sluiten", tekst="Klaar.", open=["1", "2", "3"])
    with wereld.database.begin() as s:
        gesprek = gesprekken.get(s, zaak.overdracht.gesprek_id)
        gesprekken.zet_staat(s, gesprek, Stap.VERDER_MET_BOT)

    page = tekst(browser.get(f"/overdracht/{zaak.id}"))

    assert "Deze zaak is dicht. De persoon is verdergegaan in de chat." in page
    assert browser.post(f"/overdracht/{zaak.id}/bericht", tekst="hallo?").status_code == 409


def test_a_mistake_of_anybody_leaves_no_half_of_a_change(
    wereld: Wereld, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When the text for the person cannot be written, the claim does not happen either."""

    def kapot(*_: object, **__: object) -> list[str]:
        raise KeyError("utter_mens_begint")

    zaak, browser = wereld.zaak(), wereld.browser(wereld.sanne)
    monkeypatch.setattr("bot.desk.routes.acties.vaste_bubbels", kapot)

    assert browser.post(f"/overdracht/{zaak.id}/oppakken").status_code == 500
    assert wereld.staat(zaak) == "wacht"
    assert wereld.inzagen(zaak) == []
