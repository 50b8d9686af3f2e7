"""The first page of the desk: the queue and the other lists."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import update

from bot.intake.states import Stap
from bot.records import gesprekken, overdrachten
from bot.records import models as m
from tests import desk_cases as cases
from tests.desk_cases import NU, VANDAAG
from tests.desk_world import Wereld, gezien_op, tekst, woorden


def secties(wereld: Wereld, wie: cases.Collega) -> dict[str, str]:
    """Return the words under each heading of the first page."""
    return onder_koppen(wereld.browser(wie).get("/").text)


def onder_koppen(page: str) -> dict[str, str]:
    """Return the words under each heading of a page."""
    stukken = re.split(r"<h2[^>]*>(.*?)</h2>", page, flags=re.S)[1:]
    koppen = [re.sub("<[^>]+>", "", kop).split("\n")[0].strip() for kop in stukken[::2]]
    return {kop: woorden(deel) for kop, deel in zip(koppen, stukken[1::2], strict=True)}


def test_an_empty_queue_says_so(wereld: Wereld) -> None:
    """Nobody waiting is good news, told in words."""
    page = tekst(wereld.browser(wereld.sanne).get("/"))

    assert "Niemand wacht. Nieuwe zaken komen hier vanzelf." in page
    assert "Je hebt nu geen zaak." in page


def test_the_queue_stands_in_order_and_says_why(wereld: Wereld) -> None:
    """Danger first and who said so; then waiting time with its head start, each in words."""
    wereld.zaak(cases.zonder_loon(), sinds=NU - 75 * 60)
    wereld.zaak(cases.in_gevaar(), sinds=NU - 4 * 60, gevaar="acuut_gevaar")
    wereld.zaak(cases.minderjarig(), sinds=NU - 12 * 60)

    page = tekst(wereld.browser(wereld.sanne).get("/"))

    stukken = [
        "Bovenaan: gevaar nu (gezegd door de persoon). Wacht 4 minuten.",
        "Veiligheid Onderdak Lichamelijke gezondheid tolk nodig liefst een vrouw",
        "Na wie in gevaar is. Wacht al lang. Wacht 1 uur en 15 minuten.",
        "Na wie in gevaar is. Telt 30 minuten extra: is jonger dan 18. Wacht 12 minuten.",
        "Psychische gezondheid Steun en contact jonger dan 18",
    ]
    plekken = [page.index(stuk) for stuk in stukken]
    assert plekken == sorted(plekken)


def test_the_lists_show_no_own_words(wereld: Wereld) -> None:
    """Who has not opened a case does not read a person's words, only what helps to choose."""
    wereld.zaak(cases.in_gevaar(), gevaar="acuut_gevaar")

    page = tekst(wereld.browser(wereld.sanne).get("/"))

    assert "belt steeds aan" not in page
    assert "oom" not in page


def test_danger_that_came_up_while_waiting_moves_a_case_to_the_front(wereld: Wereld) -> None:
    """The queue knows of a crisis that the samenvatting does not."""
    wereld.zaak(cases.zonder_loon(), sinds=NU - 3600)
    zaak = wereld.zaak(cases.minderjarig())
    with wereld.database.begin() as s:
        overdrachten.zet_kop(s, zaak.overdracht, gevaar="zelfdoding")

    page = wereld.browser(wereld.sanne).get("/")

    assert "Bovenaan: gedachten aan zelfdoding." in tekst(page)
    assert page.text.index(zaak.id) < page.text.index("Na wie in gevaar is")


def test_each_case_stands_in_the_list_where_it_belongs(wereld: Wereld) -> None:
    """Waiting, free to take over, mine, the team's, closed: one place for each."""
    wacht, mij, team, dicht = (wereld.zaak(cases.met_kinderen()) for _ in range(4))
    sanne, bram = wereld.browser(wereld.sanne), wereld.browser(wereld.bram)
    sanne.post(f"/overdracht/{mij.id}/oppakken")
    bram.post(f"/overdracht/{team.id}/oppakken")
    bram.post(f"/overdracht/{dicht.id}/oppakken")
    bram.post(f"/overdracht/{dicht.id}/sluiten", tekst="Klaar.", open=["1", "2"])
    cases.schrijf(wereld.database, mij, "ben je er?", "14:20")

    delen = secties(wereld, wereld.sanne)
    assert "Zaak 1." in delen["Wacht op hulp 1"]
    assert "Wacht op antwoord sinds 14:20." in delen["Van mij 1"]
    assert "Nog niets gezegd. De persoon wacht. Bij Bram." in delen["Van het team 1"]
    assert "Nog open: kinderen, taal en tolk. Bij Bram." in delen["Kort geleden gesloten"]

    wereld.klok.nu += 300
    with_sanne = sanne.get("/").text
    assert "Vrij om over te nemen" in with_sanne
    assert "Bram heeft deze zaak, maar is weg." in with_sanne
    assert with_sanne.count(wacht.id) > 0


def test_danger_stands_on_top_of_every_list(wereld: Wereld) -> None:
    """In my cases, the team's, and the queue: there also who is in danger and was left alone."""
    sanne, bram = wereld.browser(wereld.sanne), wereld.browser(wereld.bram)
    rustig = [wereld.zaak(cases.zonder_loon(), sinds=NU - nr * 3600) for nr in range(4)]
    gevaar = [wereld.zaak(cases.met_kinderen(), gevaar="zelfdoding") for _ in range(2)]
    for zaak in (*rustig[:2], gevaar[0]):
        sanne.post(f"/overdracht/{zaak.id}/oppakken")
    for zaak in (rustig[2], gevaar[1]):
        bram.post(f"/overdracht/{zaak.id}/oppakken")
    cases.schrijf(wereld.database, rustig[0], "ben je er?", "14:20")
    sanne.post(f"/overdracht/{rustig[1].id}/bericht", tekst="Hoi, ik ben er.")

    def volgorde(pagina: str, *zaken: cases.Zaak) -> bool:
        plekken = [pagina.index(f"zie-{zaak.id}") for zaak in zaken]
        return plekken == sorted(plekken)

    pagina = sanne.get("/").text
    assert volgorde(pagina, gevaar[0], rustig[0], rustig[1])
    assert volgorde(pagina, gevaar[1], rustig[2])

    wereld.klok.nu += 300
    delen = onder_koppen(sanne.get("/").text)
    wacht = delen["Wacht op hulp 2"]
    assert wacht.startswith(
        "1 Zaak 1. Gedachten aan zelfdoding. Bram heeft deze zaak, maar is weg."
    )
    assert "Overnemen zaak 1 2 Zaak 2. Na wie in gevaar is." in wacht
    assert "gevaar" not in delen["Vrij om over te nemen 1"]


@pytest.mark.parametrize("kolom", ["kop", "samenvatting", "sleutel"])
def test_one_case_that_does_not_open_hides_no_other(wereld: Wereld, kolom: str) -> None:
    """A damaged row or key leaves the others in the queue, and the page says that one is missing.

    The log has its kind alone.
    """
    heel, kapot = wereld.zaak(cases.zonder_loon()), wereld.zaak(gevaar="zelfdoding")
    tabel = m.Ontvanger if kolom == "sleutel" else m.Overdracht
    welke = tabel.overdracht_id if kolom == "sleutel" else tabel.id
    with wereld.database.begin() as s:
        s.execute(update(tabel).where(welke == kapot.id).values({kolom: b"x" * 80}))
    browser = wereld.browser(wereld.sanne)

    for pad in ("/", "/deel/wachtrij"):
        answer = browser.get(pad)
        assert answer.status_code == 200
        assert heel.id in answer.text
        assert kapot.id not in answer.text
        assert "1 zaak gaat niet open en staat nu in geen lijst." in tekst(answer)
    assert browser.get("/team").status_code == 200


def test_what_the_chatbot_says_is_no_answer(wereld: Wereld) -> None:
    """Who wrote something waits for a person, also when a fixed text came in between."""
    zaak = wereld.zaak(cases.met_kinderen())
    browser = wereld.browser(wereld.sanne)
    browser.post(f"/overdracht/{zaak.id}/oppakken")
    cases.schrijf(wereld.database, zaak, "ben je er?", "14:20")
    browser.post(f"/overdracht/{zaak.id}/opvolging", nr="1", status="opgepakt")
    assert "Wacht op antwoord sinds 14:20." in tekst(browser.get("/"))

    gezien = gezien_op(browser, zaak)
    browser.post(f"/overdracht/{zaak.id}/bericht", tekst="Ja, ik ben er.", gezien=gezien)
    assert "Laatste bericht is van ons." in tekst(browser.get("/"))


def test_a_case_waits_for_us_until_a_person_of_ours_wrote(wereld: Wereld) -> None:
    """Nothing said after the claim, a button, or a new claim: the list says that the person waits.

    Such a case stands above one in which the last word is ours, also with much of the chatbot.
    """
    stil, druk = wereld.zaak(cases.met_kinderen()), wereld.zaak(cases.zonder_loon(), sinds=NU - 60)
    browser = wereld.browser(wereld.sanne)
    for zaak in (stil, druk):
        browser.post(f"/overdracht/{zaak.id}/oppakken")
    browser.post(f"/overdracht/{stil.id}/bericht", tekst="Hoi, ik ben er.")
    for _ in range(21):
        browser.post(f"/overdracht/{stil.id}/opvolging", nr="1", status="opgepakt")

    page = browser.get("/").text
    assert "Laatste bericht is van ons." in woorden(page)
    assert "Nog niets gezegd. De persoon wacht." in woorden(page)
    assert page.index(f"zie-{druk.id}") < page.index(f"zie-{stil.id}")
    assert 'data-antwoord="0"' in page

    browser.post(f"/overdracht/{druk.id}/bericht", tekst="Hoi, ik ben er.")
    with wereld.database.begin() as s:
        stap = {"status": "klopt_niet", "dag": VANDAAG.isoformat(), "van": "jij"}
        overdrachten.volg_op(s, stil.overdracht, 1, stap)
    page = browser.get("/").text
    assert "Wacht op antwoord. De persoon zegt: dit klopt niet" in woorden(page)
    assert page.index(f"zie-{stil.id}") < page.index(f"zie-{druk.id}")
    assert 'data-antwoord="1"' in page

    browser.post(f"/overdracht/{druk.id}/teruggeven")
    browser.post(f"/overdracht/{druk.id}/oppakken")
    assert "De persoon wacht op ons." in tekst(browser.get("/"))


@pytest.mark.parametrize(
    ("dagen", "sinds"),
    [(0, "14:20"), (1, "gisteren om 14:20"), (4, "donderdag 19 november om 14:20")],
)
def test_waiting_since_another_day_is_said_with_that_day(
    wereld: Wereld, dagen: int, sinds: str
) -> None:
    """A time of day alone would hide that somebody waits since yesterday, or for longer."""
    zaak = wereld.zaak(cases.met_kinderen())
    browser = wereld.browser(wereld.sanne)
    browser.post(f"/overdracht/{zaak.id}/oppakken")
    toen = VANDAAG - timedelta(days=dagen)
    cases.schrijf(wereld.database, zaak, "ben je er?", "14:20", toen.isoformat())
    assert f"Wacht op antwoord sinds {sinds}." in tekst(browser.get("/"))


def test_another_team_sees_nothing(wereld: Wereld) -> None:
    """The lists of a team that a case was not shared with stay empty."""
    zaak = wereld.zaak(gevaar="acuut_gevaar")

    page = wereld.browser(wereld.zoe).get("/")

    assert "Niemand wacht." in tekst(page)
    assert zaak.id not in page.text


def test_a_case_closed_long_ago_is_no_longer_listed(wereld: Wereld) -> None:
    """After two weeks a closed case leaves the list; its page stays."""
    zaak = wereld.zaak(cases.met_kinderen())
    browser = wereld.browser(wereld.sanne)
    browser.post(f"/overdracht/{zaak.id}/oppakken")
    browser.post(f"/overdracht/{zaak.id}/sluiten", tekst="Klaar.", open=["1", "2"])
    assert zaak.id in browser.get("/").text
    wereld.klok.nu += 15 * 24 * 3600
    token = cases.log_in(wereld.database, wereld.sanne, wereld.klok.nu)
    from bot.desk.bezoek import schrijf_token

    browser.client.cookies.set("d", schrijf_token(token), domain="testserver.local")

    assert zaak.id not in browser.get("/").text
    assert browser.get(f"/overdracht/{zaak.id}").status_code == 200


def test_a_closed_case_says_when_it_is_wiped_and_stays_listed_while_unread(
    wereld: Wereld,
) -> None:
    """The day on which it goes stands with it; what was written after closing is found and read.

    Also when the person went on with the chatbot, and also after the two weeks.
    """
    zaak = wereld.zaak(cases.met_kinderen())
    browser = wereld.browser(wereld.sanne)
    browser.post(f"/overdracht/{zaak.id}/oppakken")
    browser.post(f"/overdracht/{zaak.id}/sluiten", tekst="Klaar.", open=["1", "2"])
    gewist = "Gebeurt er niets, dan wordt deze zaak op 30 december 2026 gewist."
    ongelezen = "De persoon deed nog iets. Dat las nog niemand."
    page = tekst(browser.get("/"))
    assert gewist in page
    assert ongelezen not in page

    cases.schrijf(wereld.database, zaak, "dank je")
    with wereld.database.begin() as s:
        gesprek = gesprekken.get(s, zaak.overdracht.gesprek_id)
        gesprekken.zet_staat(s, gesprek, Stap.VERDER_MET_BOT)
        s.execute(update(m.Gesprek).values(laatst=cases.VANDAAG - timedelta(days=100)))
    page = tekst(browser.get("/"))
    assert ongelezen in page
    assert gewist not in page

    browser.get(f"/overdracht/{zaak.id}")
    assert zaak.id not in browser.get("/").text


def test_a_case_whose_person_stopped_waiting_names_nobody(wereld: Wereld) -> None:
    """Read, never claimed, and closed by the person: list and case say that, and no name."""
    zaak = wereld.zaak(cases.met_kinderen())
    browser = wereld.browser(wereld.sanne)
    browser.get(f"/overdracht/{zaak.id}")
    with wereld.database.begin() as s:
        gesprek = gesprekken.get(s, zaak.overdracht.gesprek_id)
        gesprekken.zet_staat(s, gesprek, Stap.AFZIEN)

    lijst, blad = tekst(browser.get("/")), tekst(browser.get(f"/overdracht/{zaak.id}"))
    assert "Nog open: kinderen, taal en tolk. De persoon wacht niet meer." in lijst
    assert "Deze zaak is dicht. De persoon wacht niet meer." in blad
    assert "None" not in lijst + blad


def test_the_part_for_the_script_is_the_same_list(wereld: Wereld) -> None:
    """The page and its refreshed part come from one template."""
    wereld.zaak(gevaar="acuut_gevaar")
    browser = wereld.browser(wereld.sanne)

    deel = browser.get("/deel/wachtrij").text

    assert deel.strip() in browser.get("/").text
    assert 'data-wacht="1"' in deel


def test_every_page_counts_who_waits_and_who_is_in_danger(wereld: Wereld) -> None:
    """Who waits, and whose hulpverlener is gone; one's own and a colleague's case are no count."""
    browser, bram = wereld.browser(wereld.sanne), wereld.browser(wereld.bram)
    assert "Niemand wacht" in tekst(browser.get("/logboek"))
    wereld.zaak(cases.zonder_loon())
    mij, team = wereld.zaak(gevaar="zelfdoding"), wereld.zaak(gevaar="acuut_gevaar")
    assert "3 wachten, 2 in gevaar" in tekst(browser.get("/deel/telling"))
    browser.post(f"/overdracht/{mij.id}/oppakken")
    bram.post(f"/overdracht/{team.id}/oppakken")
    for pad in ("/", "/team", "/account", f"/overdracht/{mij.id}"):
        assert " 1 wacht Geluid" in tekst(browser.get(pad))

    wereld.klok.nu += 300
    assert "2 wachten, 1 in gevaar" in tekst(browser.get("/sociale-kaart"))
    assert "Niemand wacht" in tekst(wereld.browser(wereld.zoe).get("/sociale-kaart"))


def test_every_page_counts_my_own_cases_that_wait_for_an_answer(wereld: Wereld) -> None:
    """Each with a mark of what was said last, and no word of it; of a colleague's nothing.

    A talk that does not open takes no page along.
    """
    zaak = wereld.zaak(cases.met_kinderen())
    browser, bram = wereld.browser(wereld.sanne), wereld.browser(wereld.bram)
    browser.post(f"/overdracht/{zaak.id}/oppakken")
    assert "bericht" not in tekst(browser.get("/deel/telling"))
    nr = cases.schrijf(wereld.database, zaak, "ik ben bang")

    for pad in ("/", "/team", "/sociale-kaart", "/deel/telling"):
        page = browser.get(pad).text
        assert "Niemand wacht, 1 nieuw bericht" in woorden(page)
        assert f'data-nieuw="{zaak.id[:8]}:{nr}"' in page
        assert "ik ben bang" not in page
    assert tekst(bram.get("/deel/telling")) == "Niemand wacht"

    with wereld.database.begin() as s:
        s.execute(update(m.Bericht).values(inhoud=b"x" * 80))
    assert browser.get("/team").status_code == 200
    with wereld.database.begin() as s:
        s.execute(update(m.Gesprek).values(wacht_team=None))
    assert "bericht" not in tekst(browser.get("/deel/telling"))


def test_the_sound_is_remembered_for_the_session(wereld: Wereld) -> None:
    """Off until it is asked for; then on every page of this login, and of no other."""
    browser, ander = wereld.browser(wereld.sanne), wereld.browser(wereld.sanne)
    assert "Geluid uit" in tekst(browser.get("/"))
    browser.post("/geluid", geluid="ja")
    assert "Geluid aan" in tekst(browser.get("/team"))
    assert "Geluid uit" in tekst(ander.get("/team"))
    browser.post("/geluid", geluid="nee")
    assert "Geluid uit" in tekst(browser.get("/team"))


def test_the_sociale_kaart_shows_each_need(wereld: Wereld) -> None:
    """Every need has its page with sources; an unknown one falls back to the first."""
    browser = wereld.browser(wereld.sanne)

    page = tekst(browser.get("/sociale-kaart?behoefte=juridisch"))
    assert "Rechten en advocaat" in page
    assert "Bron:" in page
    for vreemd in ("", "<script>", "x" * 5000):
        answer = browser.get(f"/sociale-kaart?behoefte={vreemd}")
        assert answer.status_code == 200
        assert "<script>" not in answer.text.replace('<script src="/static', "")
