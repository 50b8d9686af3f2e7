"""The desk in a real Chromium: live without reload, by keyboard, without JavaScript, on paper."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pyotp
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

from bot.desk.bezoek import schrijf_token
from bot.desk.pagina import STATIC
from bot.intake.behoeften import catalogus
from bot.records import accounts, overdrachten
from bot.records.database import Database
from tests import desk_cases as cases
from tests.chat_fixtures import chromium  # noqa: F401
from tests.desk_server import desk_server
from tests.geduld import wacht_tot

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("snelle_sloten")]


@dataclass
class Huis:
    """The served desk with one team, and browsers in front of it."""

    adres: str
    database: Database
    team: cases.Team
    sanne: cases.Collega
    bram: cases.Collega
    chromium: Browser
    contexten: list[BrowserContext]
    klachten: list[str]

    def browser(self, wie: cases.Collega | None = None, **opties: object) -> BrowserContext:
        """Return a fresh browser; logged in where *wie* is given."""
        opties = {"viewport": {"width": 1280, "height": 860}, **opties}
        context = self.chromium.new_context(**opties)
        context.set_default_timeout(8000)
        self.contexten.append(context)
        if wie is not None:
            with self.database.begin() as s:
                person = accounts.vind(s, wie.naam)
                proof = accounts.controleer(person, cases.WACHTWOORD, wie.code(cases.NU), cases.NU)
                token = accounts.nieuwe_sessie(s, wie.id, proof.privaat, time.time())
            context.add_cookies([{"name": "d", "value": schrijf_token(token), "url": self.adres}])
        return context

    def pagina(self, pad: str, wie: cases.Collega | None = None, **opties: object) -> Page:
        """Open a page; what the browser complains about is kept."""
        page = self.browser(wie, **opties).new_page()
        page.on("pageerror", lambda fout: self.klachten.append(str(fout)))
        page.on(
            "console",
            lambda regel: (
                self.klachten.append(regel.text)
                if regel.type in ("error", "warning") and "status of" not in regel.text
                else None
            ),
        )
        page.goto(self.adres + pad)
        return page

    def zaak(self, samenvatting: dict[str, object] | None = None, **meer: object) -> cases.Zaak:
        """Hand a case over to the team; it waits since four minutes."""
        meer = {"sinds": time.time() - 240, **meer}
        return cases.draag_over(self.database, self.team, samenvatting or cases.in_gevaar(), **meer)

    def gepakt(self, **meer: object) -> tuple[cases.Zaak, Page]:
        """Return a case that Sanne has, on her screen."""
        zaak = self.zaak(**meer)
        page = self.pagina(f"/overdracht/{zaak.id}", self.sanne)
        page.get_by_role("button", name="Oppakken").click()
        expect(page.locator("#tekst")).to_be_visible()
        return zaak, page


@pytest.fixture
def huis(sqlite_database: Database, chromium: Browser) -> Iterator[Huis]:  # noqa: F811
    """The desk on SQLite, served as it really is."""
    team = cases.maak_team(sqlite_database)
    sanne = cases.maak_collega(sqlite_database, team, "sanne", "Sanne")
    bram = cases.maak_collega(sqlite_database, team, "bram", "Bram")
    with desk_server(sqlite_database) as adres:
        huis = Huis(adres, sqlite_database, team, sanne, bram, chromium, [], [])
        yield huis
        for context in huis.contexten:
            context.close()
    assert huis.klachten == []


# --- how it looks --------------------------------------------------------------------------------


def _uitnodiging(huis: Huis, voor: str | None = None) -> str:
    with huis.database.begin() as s:
        token = accounts.nodig_uit(s, huis.team.id, huis.team.pair.private, voor=voor)
    return f"/uitnodiging/{schrijf_token(token)}"


def _vol(huis: Huis) -> None:
    huis.zaak(cases.zonder_loon(), sinds=time.time() - 75 * 60)
    huis.zaak(cases.minderjarig())
    huis.zaak(cases.in_gevaar(), gevaar="acuut_gevaar")
    huis.zaak(cases.met_kinderen())


def _druk(knop: str) -> Callable[[Page], None]:
    """Return what presses *knop* and waits until the page that it leads to stands there whole."""

    def druk(page: Page) -> None:
        with page.expect_navigation():
            page.click(knop)

    return druk


def _open_alles(page: Page) -> None:
    for lijst in page.locator("details > summary").all():
        lijst.click()


def _verkeerde_bladen(page: Page) -> None:
    page.fill("#blad1", "een woord te weinig")
    page.fill("#blad2", "en nog een")
    page.click("text=Verder")
    expect(page.locator("#fout")).to_be_visible()


def _verkeerd_wachtwoord(page: Page) -> None:
    page.fill("#oud-1", "niet mijn wachtwoord")
    page.fill("#code-1", "000000")
    page.fill("#nieuw", "een zin van woorden")
    page.click("text=Verander mijn wachtwoord")
    expect(page.locator("#fout-wachtwoord-oud")).to_be_visible()


def _staten(huis: Huis) -> Iterator[tuple[str, Callable[[Page], None] | None, bool]]:
    """Yield (path, what to do there, logged in) for every page in every state."""
    yield "/inloggen", lambda page: page.click("text=Inloggen >> nth=-1"), False
    yield _uitnodiging(huis), None, False
    yield _uitnodiging(huis, huis.bram.id), None, False
    yield "/herstel", _verkeerde_bladen, False
    yield "/bestaat-niet", None, True
    yield "/", None, True
    _vol(huis)
    yield "/", None, True
    yield "/team", _druk("text=Nodig een collega uit"), True
    yield "/team", _druk("text=Maak drie herstelbladen"), True
    yield "/team", _open_alles, True
    yield "/account", _verkeerd_wachtwoord, True
    yield "/logboek", None, True
    yield "/sociale-kaart?behoefte=onderdak", None, True
    wacht = huis.zaak(gevaar="zelfdoding")
    yield f"/overdracht/{wacht.id}", _open_alles, True
    zaak, page = huis.gepakt(gevaar="acuut_gevaar")
    cases.schrijf(huis.database, zaak, "ben je er?")
    yield f"/overdracht/{zaak.id}", _open_alles, True
    yield f"/overdracht/{zaak.id}/afdruk", None, True
    page.goto(f"{huis.adres}/overdracht/{zaak.id}")
    page.locator("#sluiten summary").click()
    page.fill("#sluit-tekst", "Je hebt een plek.")
    page.click("text=Sluit de zaak")
    expect(page.locator("#fout-sluiten")).to_be_visible()
    for vak in page.locator("#sluiten [name=open]").all():
        vak.check()
    page.click("text=Sluit de zaak")
    expect(page.locator("h1")).to_have_text("Wachtrij")
    yield f"/overdracht/{zaak.id}", _open_alles, True
    yield "/", None, True


def test_what_cannot_be_undone_takes_two_steps(huis: Huis) -> None:
    """Switching a colleague off, or sheets that make the old ones worthless: first a tick box."""
    page = huis.pagina("/team", huis.sanne)
    _druk("text=Maak drie herstelbladen")(page)  # the first sheets replace none
    page.goto(f"{huis.adres}/team")
    _open_alles(page)
    for knop in ("Zet Bram uit", "Maak drie herstelbladen"):
        page.get_by_role("button", name=knop).click()
        page.wait_for_timeout(300)
        expect(page.locator("h1")).to_have_text("Team")
    assert page.locator("tbody tr").count() == 2
    page.get_by_label("Ja, zet Bram uit").check()
    page.get_by_role("button", name="Zet Bram uit").click()
    expect(page.locator(".gelukt")).to_contain_text("Bram kan er niet meer in.")


#: In ms: by the news itself, and not by the look that a page takes after half a minute.
GAUW = 10_000
KIJKEN = [(1280, "light"), (1280, "dark"), (390, "light"), (320, "dark")]
#: Of what axe finds in order it need not make a list: that takes longer than the looking.
ALLEEN_FOUTEN = {"resultTypes": ["violations"]}


def test_no_page_has_a_barrier(huis: Huis) -> None:
    """axe finds nothing on any page in any state, and no page scrolls sideways, wide and narrow,
    light and dark."""
    for pad, doe, ingelogd in _staten(huis):
        page = huis.pagina(pad, huis.sanne if ingelogd else None)
        if doe is not None:
            doe(page)
        for breedte, kleur in KIJKEN:
            page.set_viewport_size({"width": breedte, "height": 800})
            page.emulate_media(color_scheme=kleur)
            found = Axe().run(page, options=ALLEEN_FOUTEN)
            wat = f"{pad}, {breedte} px, {kleur}"
            assert found.violations_count == 0, f"{wat}: {found.generate_report()}"
            te_breed = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            assert te_breed <= 0, f"{wat}: {te_breed} px too wide"
        page.context.close()


def test_the_danger_and_the_own_words_are_the_largest_on_a_case(huis: Huis) -> None:
    """Design section 9: they are larger than all else, the page's own heading included."""
    zaak = huis.zaak(gevaar="acuut_gevaar")
    page = huis.pagina(f"/overdracht/{zaak.id}", huis.sanne)

    def grootte(wat: str) -> float:
        return float(
            page.locator(wat).first.evaluate("el => parseFloat(getComputedStyle(el).fontSize)")
        )

    gevaar, woorden = grootte(".gevaarblok h2"), grootte(".gevaarblok q")
    wens = grootte(".wens .citaat q")
    assert gevaar >= woorden > grootte("h1")
    assert wens > grootte(".wens h3") + 3
    assert grootte(".grenzen q") > grootte("body") + 2


def test_a_look_without_news_leaves_the_danger_where_it_is(huis: Huis) -> None:
    """What somebody reads, or stands on with the keyboard, is not put there anew."""
    zaak = huis.zaak(gevaar="acuut_gevaar")
    page = huis.pagina(f"/overdracht/{zaak.id}", huis.sanne)
    page.evaluate("window.was = document.querySelector('#gevaar')")
    page.locator("#gevaar .gevaarblok").focus()
    page.evaluate("window.balie.kijk()")
    assert page.evaluate("was.isConnected && was.contains(document.activeElement)")


def test_nothing_blinks() -> None:
    """No animation and no transition anywhere."""
    css = (STATIC / "desk.css").read_text(encoding="utf-8")

    assert not re.search("animation|transition|@keyframes|blink", css)


def test_the_script_is_small_and_keeps_nothing() -> None:
    """Each file under 12 KB; nothing of a case is stored in the browser."""
    for naam in ("desk.js", "zaak.js"):
        script = (STATIC / naam).read_text(encoding="utf-8")

        assert len(script.encode()) < 12 * 1024
        assert not re.search("localStorage|sessionStorage|indexedDB|innerHTML|eval", script)


def test_the_paper_is_one_a4(huis: Huis, tmp_path: object) -> None:
    """An ordinary case prints on one page."""
    for vorm in (cases.in_gevaar, cases.zonder_loon, cases.met_kinderen):
        page = huis.pagina(f"/overdracht/{huis.zaak(vorm()).id}/afdruk", huis.sanne)
        inhoud = page.pdf(prefer_css_page_size=True)
        assert len(re.findall(rb"/Type /Page\b", inhoud)) == 1


# --- live ----------------------------------------------------------------------------------------


def test_a_new_case_appears_within_two_seconds_without_reload(huis: Huis) -> None:
    """The list, the title and the live region tell of it; the page and the focus stay."""
    huis.zaak(cases.zonder_loon())
    page = huis.pagina("/", huis.sanne)
    expect(page.locator(".wacht .zaak")).to_have_count(1)
    page.wait_for_timeout(600)
    page.evaluate("window.zelfde = true")
    link = page.locator(".wacht h3 a")
    link.focus()
    naam = link.get_attribute("id")

    begonnen = time.monotonic()
    huis.zaak(cases.in_gevaar(), gevaar="acuut_gevaar")
    expect(page.locator(".wacht .zaak")).to_have_count(2, timeout=2000)
    assert time.monotonic() - begonnen < 2

    expect(page.locator(".wacht .zaak").first).to_contain_text("Bovenaan: gevaar nu")
    expect(page).to_have_title("(2 · 1 in gevaar) Wachtrij")
    expect(page.locator("#nieuws")).to_have_text("Er is een nieuwe zaak.")
    assert page.evaluate("window.zelfde && document.activeElement.id") == naam


def test_a_case_that_somebody_else_took_leaves_the_list(huis: Huis) -> None:
    """Both desks show the same: what Bram takes is no longer offered to Sanne."""
    zaak = huis.zaak()
    page = huis.pagina("/", huis.sanne)
    bram = huis.pagina("/", huis.bram)
    expect(page.locator(".wacht .zaak")).to_have_count(1)

    bram.get_by_role("button", name="Oppakken").click()

    expect(page.locator(".wacht .zaak")).to_have_count(0, timeout=GAUW)
    expect(page.locator(f"#zie-{zaak.id}")).to_be_visible()
    expect(page.locator("#lijsten")).to_contain_text("Bij Bram.")


def test_messages_go_both_ways_without_reload(huis: Huis) -> None:
    """Enter sends; the answer of the person comes by itself and is announced once."""
    zaak, page = huis.gepakt()
    page.evaluate("window.zelfde = true")

    page.fill("#tekst", "Ik ben er.")
    page.keyboard.press("Enter")
    expect(page.locator("#log [data-van=hulpverlener]")).to_have_text(re.compile("Ik ben er."))
    expect(page.locator("#tekst")).to_have_value("")
    cases.schrijf(huis.database, zaak, "fijn\ndat je er bent")
    expect(page.locator("#log [data-van=jij] .zegt")).to_have_text(
        "fijn\ndat je er bent", timeout=2500
    )
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("tweede regel")
    assert page.input_value("#tekst") == "\ntweede regel"

    assert page.locator("#log").get_attribute("role") == "log"
    assert page.evaluate("window.zelfde") is True


@pytest.mark.parametrize("breedte", [320, 900])
def test_on_a_narrow_screen_a_link_leads_to_the_talk(huis: Huis, breedte: int) -> None:
    """The talk stands under the whole sheet there: the link brings the box with what was said
    last above it, and stays in sight with a count while something new is below; a wide screen,
    where the talk stands beside the sheet, has no such link."""
    zaak, page = huis.gepakt()
    naar = page.locator("#naar-gesprek")
    expect(naar).to_be_hidden()
    page.set_viewport_size({"width": breedte, "height": 640})
    page.evaluate("scrollTo(0, 0)")
    expect(naar).to_have_text("Naar het gesprek")

    cases.schrijf(huis.database, zaak, "ben je er?")
    expect(naar).to_have_text("Naar het gesprek · 1 nieuw", timeout=GAUW)
    page.evaluate("scrollTo(0, 900)")
    expect(naar).to_be_in_viewport()
    naar.click()
    expect(page.locator("#log [data-van=jij]").last).to_be_in_viewport()
    expect(page.locator("#tekst")).to_be_in_viewport()
    expect(naar).to_have_text("Naar het gesprek")


def test_a_message_is_sent_once_whatever_the_line_does(huis: Huis) -> None:
    """Offline the text stays; an answer that gets lost does not double it."""
    zaak, page = huis.gepakt()
    page.fill("#tekst", "Hallo daar")
    page.context.set_offline(True)
    page.keyboard.press("Enter")
    expect(page.locator("#niet-verstuurd")).to_contain_text("Geen verbinding")
    expect(page.get_by_role("button", name="Stuur")).to_be_enabled()
    assert page.input_value("#tekst") == "Hallo daar"
    page.context.set_offline(False)

    # The server gets it, the browser never hears of that.
    def weg(route: object) -> None:
        route.fetch()  # type: ignore[attr-defined]
        route.abort()  # type: ignore[attr-defined]

    page.route("**/bericht", weg)
    with page.expect_event("requestfailed", lambda vraag: vraag.url.endswith("/bericht")):
        page.locator("#tekst").press("Enter")
    expect(page.get_by_role("button", name="Stuur")).to_be_enabled()
    assert page.input_value("#tekst") == "Hallo daar"
    page.unroute("**/bericht")
    page.locator("#tekst").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#tekst")).to_have_value("")

    expect(page.locator("#log [data-van=hulpverlener]")).to_have_count(1)
    huis.klachten.clear()  # the browser itself tells of requests that failed
    assert _gezegd(huis, zaak) == ["Hallo daar"]


def _gezegd(huis: Huis, zaak: cases.Zaak) -> list[str]:
    from bot.records import gesprekken

    with huis.database.read() as s:
        found = gesprekken.berichten(s, zaak.overdracht.gesprek_id, lambda _: zaak.overdracht.key)
    return [b.inhoud["tekst"] for b in found if b.inhoud["van"] == "hulpverlener"]


def test_a_double_press_sends_once(huis: Huis) -> None:
    """Enter pressed quickly several times is one message."""
    zaak, page = huis.gepakt()
    page.fill("#tekst", "Een keer")
    page.evaluate(
        """() => { for (let i = 0; i < 5; i += 1) document.querySelector('#tekst').dispatchEvent(
            new KeyboardEvent('keydown', {key: 'Enter', bubbles: true, cancelable: true})); }"""
    )
    expect(page.locator("#tekst")).to_have_value("")

    assert _gezegd(huis, zaak) == ["Een keer"]


def test_a_case_that_changed_is_told_and_the_text_is_kept(huis: Huis) -> None:
    """Who lost a case while typing hears so, and keeps what was typed."""
    zaak, page = huis.gepakt()
    page.fill("#tekst", "Ik typ nog")
    with huis.database.begin() as s:
        teams = {huis.team.id: huis.team.pair}
        overdrachten.geef_terug(s, overdrachten.voor_team(s, zaak.id, teams), huis.sanne.id)

    expect(page.locator("#veranderd")).to_be_visible(timeout=GAUW)
    expect(page.locator("#stand")).to_contain_text("Nu heeft niemand deze zaak.")
    page.locator("#tekst").press("Enter")
    expect(page.locator("#niet-verstuurd")).to_have_text("Niet verstuurd. Deze zaak is veranderd.")
    assert page.input_value("#tekst") == "Ik typ nog"


def test_who_is_logged_off_meanwhile_hears_so(huis: Huis) -> None:
    """A session that ended elsewhere does not eat the text."""
    _, page = huis.gepakt()
    page.fill("#tekst", "Nog niet weg")
    with huis.database.begin() as s:
        from bot.records import models as m

        s.query(m.Sessie).delete()

    page.locator("#tekst").press("Enter")

    expect(page.locator("#niet-verstuurd")).to_contain_text("Je bent niet meer ingelogd.")
    assert page.input_value("#tekst") == "Nog niet weg"


def _klonk(page: Page, keer: int) -> None:
    """Wait for so many tones, and for no more: a tone comes after what it tells of."""
    wacht_tot(page, f"window.tonen >= {keer}")
    assert page.evaluate("window.tonen") == keer


def test_sound_is_off_until_it_is_asked_for(huis: Huis) -> None:
    """The toggle tells its state; nothing sounds before it was pressed."""
    page = huis.pagina("/", huis.sanne)
    page.evaluate(
        """() => { window.tonen = 0; const echt = AudioContext.prototype.createOscillator;
        AudioContext.prototype.createOscillator = function () {
            window.tonen += 1; return echt.call(this); }; }"""
    )
    knop = page.locator("#geluid")
    expect(knop).to_have_attribute("aria-pressed", "false")
    huis.zaak()
    expect(page.locator(".wacht .zaak")).to_have_count(1, timeout=GAUW)
    assert page.evaluate("window.tonen") == 0

    knop.click()
    expect(knop).to_have_attribute("aria-pressed", "true")
    huis.zaak()
    expect(page.locator(".wacht .zaak")).to_have_count(2, timeout=GAUW)
    _klonk(page, 2)
    huis.klachten.clear()  # a machine without a sound card says so


def test_new_danger_is_seen_and_heard_on_every_page(huis: Huis) -> None:
    """Bar, title and sound tell of who waits, also with one tab on another case; once each."""
    _, page = huis.gepakt()
    knop = page.locator("#geluid")
    knop.click()
    expect(knop).to_have_text("Geluid aan")
    account = huis.pagina("/account", huis.sanne)
    for een in (page, account):
        expect(een.locator("#telling")).to_have_text("Niemand wacht")
    page.goto(f"{huis.adres}/sociale-kaart")
    page.go_back()
    expect(knop).to_have_attribute("aria-pressed", "true")
    page.wait_for_timeout(600)
    page.evaluate(
        """() => { window.tonen = 0; const echt = AudioContext.prototype.createOscillator;
        AudioContext.prototype.createOscillator = function () {
            window.tonen += 1; return echt.call(this); }; }"""
    )
    page.fill("#tekst", "een half bericht")
    page.evaluate("window.zelfde = true")

    wacht = huis.zaak(cases.zonder_loon())
    for een in (page, account):
        expect(een.locator("#telling")).to_have_text("1 wacht", timeout=GAUW)
    with huis.database.begin() as s:
        overdrachten.zet_kop(s, wacht.overdracht, gevaar="zelfdoding")
    for een in (page, account):
        expect(een.locator("#telling")).to_have_text("1 wacht, 1 in gevaar", timeout=GAUW)
        expect(een.locator("#nieuws")).to_have_text("Iemand is nu in gevaar.")
    expect(account).to_have_title("(1 · 1 in gevaar) Mijn account")
    expect(page).to_have_title(re.compile(r"^\(1 · 1 in gevaar\) Zaak van"))
    _klonk(page, 2)
    assert page.evaluate("window.zelfde")
    assert page.input_value("#tekst") == "een half bericht"
    assert account.locator("#geluid").get_attribute("aria-pressed") == "false"
    huis.klachten.clear()  # a machine without a sound card says so


def test_a_message_in_my_own_case_is_heard_once_on_every_page(huis: Huis) -> None:
    """The bar tells of it and the sound goes, wherever I am; on the case itself once, not twice."""
    zaak, page = huis.gepakt()
    page.locator("#geluid").click()
    expect(page.locator("#geluid")).to_have_attribute("aria-pressed", "true")
    account = page.context.new_page()
    account.goto(f"{huis.adres}/account")
    account.locator("h1").click()
    for een in (page, account):
        een.wait_for_timeout(600)
        een.evaluate(
            """() => { window.tonen = 0; const echt = AudioContext.prototype.createOscillator;
            AudioContext.prototype.createOscillator = function () {
                window.tonen += 1; return echt.call(this); }; }"""
        )
    cases.schrijf(huis.database, zaak, "ben je er nog")
    for een in (page, account):
        expect(een.locator("#telling")).to_have_text("Niemand wacht, 1 nieuw bericht")
        _klonk(een, 1)
    expect(account.locator("#nieuws")).to_have_text("Er is een nieuw bericht in een zaak van jou.")
    huis.klachten.clear()  # a machine without a sound card says so


# --- by keyboard, and without JavaScript ---------------------------------------------------------


def test_every_action_has_a_key(huis: Huis) -> None:
    """Each key of the list leads to its button, box or page, and the list names each key."""
    huis.zaak(cases.zonder_loon())
    page = huis.pagina("/", huis.sanne)
    page.keyboard.press("?")
    lijst = page.locator("#toetsen")
    expect(lijst).to_have_attribute("open", "")
    genoemd = set(lijst.locator("kbd").all_inner_texts())

    page.keyboard.press("1")
    _staat(page, "Zaak van")
    gevonden = {"?", *_toetsen(page)}
    page.keyboard.press("o")
    expect(page.get_by_role("button", name="Oppakken")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#tekst")).to_be_visible()
    gevonden |= set(_toetsen(page))
    for toets, doel in (("b", "#tekst"), ("n", "#notitie"), ("2", "#wens-2")):
        page.locator("h1").click()
        page.keyboard.press(toets)
        expect(page.locator(doel)).to_be_focused()
    page.locator("h1").click()
    page.keyboard.press("s")
    expect(page.locator("#sluiten")).to_have_attribute("open", "")
    page.keyboard.press("w")
    _staat(page, "Wachtrij")
    gevonden |= set(_toetsen(page))
    page.keyboard.press("m")
    _staat(page, "Team")
    gevonden |= set(_toetsen(page))

    cijfers = {toets for toets in gevonden if toets.isdigit()}
    assert gevonden - cijfers == genoemd - {"1", "9"}
    assert cijfers


def _staat(page: Page, kop: str) -> None:
    """Wait for the page with this heading and for its script: before that no key is heard."""
    expect(page.locator("h1")).to_contain_text(kop)
    page.wait_for_load_state()


def _toetsen(page: Page) -> list[str]:
    """Return every key of a page; each stands on one element only and is also an access key."""
    found = [
        (el.get_attribute("data-toets"), el.get_attribute("accesskey"))
        for el in page.locator("[data-toets]").all()
    ]
    toetsen = [str(toets) for toets, _ in found]
    assert len(toetsen) == len(set(toetsen))
    assert all(access in (toets, None) for toets, access in found)
    return toetsen


def test_letters_type_in_a_box_and_can_be_switched_off(huis: Huis) -> None:
    """A letter in a box is a letter; without the switch no single letter does anything."""
    _, page = huis.gepakt()
    page.locator("#tekst").focus()
    page.keyboard.type("wnbos?")
    assert page.input_value("#tekst") == "wnbos?"

    page.locator("#toetsen summary").click()
    page.locator("#letters").uncheck()
    page.locator("h1").click()
    page.keyboard.press("w")
    expect(page.locator("h1")).to_contain_text("Zaak van")


def test_a_question_is_put_into_the_box_and_never_sent_by_itself(huis: Huis) -> None:
    """A suggested question can be changed before it goes."""
    zaak, page = huis.gepakt()
    page.locator("#wens-2 summary", has_text="Vragen die je kunt stellen").click()
    page.locator("#wens-2 [data-zet]").first.click()

    expect(page.locator("#tekst")).to_be_focused()
    expect(page.locator("#tekst")).to_have_value(catalogus()["onderdak"].vragen_desk[0])
    assert _gezegd(huis, zaak) == []


def test_the_whole_work_goes_without_javascript(huis: Huis) -> None:
    """From an invitation to a closed case by plain forms."""
    zaak = huis.zaak(gevaar="acuut_gevaar")
    page = huis.pagina(_uitnodiging(huis), java_script_enabled=False)
    geheim = "".join(page.locator(".geheim code").inner_text().split())
    page.fill("#naam", "noor")
    page.fill("#roepnaam", "Noor")
    page.fill("#wachtwoord", "een zin van woorden")
    page.fill("#code", pyotp.TOTP(geheim).now())
    page.click("text=Maak mijn account")

    page.click("text=Oppakken")
    page.fill("#tekst", "Dag, ik ben Noor.")
    page.get_by_role("button", name="Stuur").click()
    expect(page.locator("#log")).to_contain_text("Dag, ik ben Noor.")
    page.fill("#notitie", "Eerste contact.")
    page.click("text=Bewaar notitie")
    expect(page.locator("#notities")).to_contain_text("Eerste contact.")
    wens = page.locator("#wens-2")
    wens.get_by_text("Zeg wat ermee gebeurt").click()
    wens.locator("[value=niet_gelukt]").check()
    wens.locator("[name=reden]").fill("Alles is vol.")
    wens.get_by_role("button", name="Bewaar").click()
    expect(page.locator("#wens-2")).to_contain_text("Reden: Alles is vol.")
    page.get_by_text("Zaak sluiten").click()
    page.fill("#sluit-tekst", "Ik zoek morgen verder.")
    for nr in (1, 3):
        page.check(f"#sluiten [name=open][value='{nr}']")
    page.click("text=Sluit de zaak")
    expect(page.locator("h1")).to_have_text("Wachtrij")
    page.click("text=Uitloggen")
    expect(page.locator("h1")).to_have_text("Inloggen")

    assert _gezegd(huis, zaak)[0] == "Dag, ik ben Noor."
    assert "Dit is nog open" in _gezegd(huis, zaak)[1]


# --- the policy, by effect -----------------------------------------------------------------------


@contextmanager
def _elders() -> Iterator[tuple[str, list[str]]]:
    """Somebody else's server, and what reaches it."""
    gevraagd: list[str] = []

    class Vang(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            gevraagd.append(self.path)
            self.send_response(204)
            self.end_headers()

        do_POST = do_GET

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Vang)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", gevraagd
    server.shutdown()
    server.server_close()


def test_injected_code_does_nothing(huis: Huis) -> None:
    """Image, style, frame, fetch and form put into a page reach nobody; script does not run."""
    page = huis.pagina("/", huis.sanne)
    with _elders() as (elders, gevraagd):
        page.evaluate(
            """elders => {
                const maak = (naam, velden) => document.body.append(
                    Object.assign(document.createElement(naam), velden));
                maak('img', {src: elders + '/img'});
                maak('iframe', {src: elders + '/frame'});
                maak('link', {rel: 'stylesheet', href: elders + '/css'});
                maak('form', {action: elders + '/form', method: 'post'});
                document.forms[document.forms.length - 1].submit();
                fetch(elders + '/fetch').catch(() => {});
                const script = document.createElement('script');
                script.append(document.createTextNode('window.kwaad = 1'));
                document.body.append(script);
            }""",
            elders,
        )
        page.wait_for_timeout(500)
    mislukt = page.evaluate(
        """() => { try { document.body.innerHTML = '<b>x</b>'; return false; }
                   catch { return true; } }"""
    )

    assert mislukt
    assert gevraagd == []
    assert page.url == huis.adres + "/"
    assert page.evaluate("window.kwaad") is None
    huis.klachten.clear()  # the browser tells of all that it blocked


def test_no_page_asks_anything_of_another_host(huis: Huis) -> None:
    """Every request of every page goes to the desk itself."""
    zaak = huis.zaak()
    context = huis.browser(huis.sanne)
    vragen: list[str] = []
    context.on("request", lambda vraag: vragen.append(vraag.url))
    page = context.new_page()
    for pad in (
        "/",
        f"/overdracht/{zaak.id}",
        "/team",
        "/sociale-kaart",
        f"/overdracht/{zaak.id}/afdruk",
    ):
        page.goto(huis.adres + pad)

    assert vragen
    assert all(url.startswith(huis.adres) for url in vragen)
