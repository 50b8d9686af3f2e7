"""An open tab of the desk, in a real Chromium: what it drops at once, and what it keeps."""

from __future__ import annotations

import re
import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Dialog, Page, Route, expect

from bot.records import accounts, gesprekken, overdrachten, wissen
from bot.records import models as m
from tests import desk_cases as cases
from tests.chat_fixtures import chromium  # noqa: F401
from tests.test_desk_browser import Huis, huis  # noqa: F401

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("snelle_sloten")]

WOORDEN = "hij staat beneden en belt steeds aan"
WEG = "De persoon wiste de zaak of trok die in, of jij kunt er niet meer bij."


def wis(huis: Huis, zaak: cases.Zaak) -> None:  # noqa: F811
    with huis.database.begin() as s:
        wissen.wis(s, zaak.overdracht.gesprek_id)


def trek_in(huis: Huis, zaak: cases.Zaak) -> None:  # noqa: F811
    with huis.database.begin() as s:
        overdrachten.trek_in(s, zaak.id)


def log_uit(huis: Huis, zaak: cases.Zaak) -> None:  # noqa: F811
    with huis.database.begin() as s:
        s.query(m.Sessie).delete()


def zet_uit(huis: Huis, zaak: cases.Zaak) -> None:  # noqa: F811
    """Switch Sanne off, as her colleague Bram does; the team's key is renewed."""
    with huis.database.begin() as s:
        accounts.zet_uit(s, huis.team.id, huis.team.pair, huis.sanne.id, huis.bram.id)


def _is_leeg(page: Page, kop: str) -> None:
    """Wait until nothing of the case stands on the page, in the title or in any box."""
    begonnen = time.monotonic()
    expect(page.locator("h1")).to_have_text(kop, timeout=2000)
    assert time.monotonic() - begonnen < 2
    over = page.evaluate(
        """() => document.body.textContent + document.title
            + Array.from(document.querySelectorAll("input, textarea"), e => e.value).join()"""
    )
    assert WOORDEN not in over
    assert "Zaak van" not in over
    assert "een bed in Delft" not in over


@pytest.mark.parametrize(
    ("doe", "kop", "zin"),
    [
        (wis, "Deze zaak is er niet meer", WEG),
        (trek_in, "Deze zaak is er niet meer", WEG),
        (log_uit, "Je bent niet meer ingelogd", "Log opnieuw in. Daarna kun je verder."),
        (zet_uit, "Je bent niet meer ingelogd", "Log opnieuw in. Daarna kun je verder."),
    ],
    ids=["gewist", "ingetrokken", "uitgelogd", "uitgezet"],
)
@pytest.mark.parametrize("blad", ["", "/afdruk"], ids=["zaak", "papier"])
def test_what_may_no_longer_be_shown_is_gone_within_two_seconds(
    huis: Huis,  # noqa: F811
    doe: Callable[[Huis, cases.Zaak], None],
    kop: str,
    zin: str,
    blad: str,
) -> None:
    """The open tab drops the case by itself and says in one sentence what happened; what is
    opened again, also from the history, shows none of it."""
    zaak = huis.zaak(gevaar="acuut_gevaar")
    page = huis.pagina(f"/overdracht/{zaak.id}{blad}", huis.sanne)
    expect(page.locator("main")).to_contain_text(WOORDEN)

    doe(huis, zaak)

    _is_leeg(page, kop)
    expect(page.locator("main p").first).to_have_text(zin)
    assert page.locator("main p").count() == 1
    for soort in ("", "/afdruk", "/deel"):
        page.goto(f"{huis.adres}/overdracht/{zaak.id}{soort}")
        assert WOORDEN not in page.content()
    for soort in (".pdf", ".json"):
        answer = page.request.get(f"{huis.adres}/overdracht/{zaak.id}{soort}")
        assert WOORDEN not in answer.text()
        assert answer.headers["cache-control"] == "no-store"
    page.go_back()
    page.go_back()
    assert WOORDEN not in page.content()
    huis.klachten.clear()  # the browser itself tells of requests that were refused


def test_a_draft_for_a_wiped_case_goes_too_and_one_for_an_ended_session_stays(
    huis: Huis,  # noqa: F811
) -> None:
    """Wiping is the person's; being logged off eats nobody's text."""
    zaak, page = huis.gepakt()
    page.fill("#tekst", "een bed in Delft")
    wis(huis, zaak)
    _is_leeg(page, "Deze zaak is er niet meer")

    _, page = huis.gepakt()
    page.fill("#tekst", "een bed in Delft")
    log_uit(huis, zaak)
    expect(page.locator("h1")).to_have_text("Je bent niet meer ingelogd")
    assert WOORDEN not in page.inner_text("body")
    assert page.input_value("#tekst") == "een bed in Delft"
    huis.klachten.clear()


def test_an_outcome_that_is_half_typed_is_kept_and_asked_about(huis: Huis) -> None:  # noqa: F811
    """What stands in "Zeg wat ermee gebeurt" is a text like any other: nothing eats it."""
    zaak, page = huis.gepakt()
    page.locator("#wens-2").get_by_text("Zeg wat ermee gebeurt").click()
    page.locator("#wens-2 [value=niet_gelukt]").check()
    page.fill("#reden-2", "de opvang is vol")
    gevraagd: list[str] = []

    def blijf(vraag: Dialog) -> None:
        gevraagd.append(vraag.type)
        vraag.dismiss()

    page.on("dialog", blijf)
    page.get_by_role("link", name="Sociale kaart", exact=True).click(no_wait_after=True)
    page.wait_for_timeout(500)
    assert gevraagd == ["beforeunload"]
    assert page.input_value("#reden-2") == "de opvang is vol"

    log_uit(huis, zaak)
    expect(page.locator("h1")).to_have_text("Je bent niet meer ingelogd")
    expect(page.locator("#reden-2")).to_be_visible()
    assert page.input_value("#reden-2") == "de opvang is vol"
    huis.klachten.clear()


def test_who_lost_one_case_is_still_there_for_the_others(huis: Huis) -> None:  # noqa: F811
    """The page of a wiped case goes on telling that its hulpverlener is there, and hears news."""
    zaak, page = huis.gepakt()
    page.add_init_script(
        "const echt = setInterval; setInterval = (f, ms) => echt(f, ms === 30000 ? 500 : ms);"
    )
    page.reload()
    wis(huis, zaak)
    _is_leeg(page, "Deze zaak is er niet meer")
    nog = huis.zaak(gevaar="zelfdoding")
    expect(page.locator("#telling")).to_have_text("1 wacht, 1 in gevaar", timeout=10_000)
    expect(page).to_have_title("(1 · 1 in gevaar) Balie")
    with page.expect_response("**/hier") as antwoord:
        pass
    assert antwoord.value.status == 204
    log_uit(huis, nog)
    expect(page.locator("h1")).to_have_text("Je bent niet meer ingelogd", timeout=10_000)
    huis.klachten.clear()


def test_the_queue_drops_its_cases_when_the_session_ends(huis: Huis) -> None:  # noqa: F811
    """What the lists tell is for who is logged in."""
    zaak = huis.zaak(gevaar="acuut_gevaar")
    page = huis.pagina("/", huis.sanne)
    expect(page.locator(".wacht .zaak")).to_have_count(1)
    log_uit(huis, zaak)
    expect(page.locator("h1")).to_have_text("Je bent niet meer ingelogd", timeout=10_000)
    assert page.locator(".zaak").count() == 0
    huis.klachten.clear()


# --- half-typed text ------------------------------------------------------------------------------


def _typ(page: Page) -> None:
    page.fill("#tekst", "ik wilde net zeggen")
    page.fill("#notitie", "nog navragen")
    page.locator("#wens-3").get_by_text("Zeg wat ermee gebeurt").click()
    page.check("#wens-3 [value=doorverwezen]")
    page.fill("#wens-3 [name=naar]", "de wijkagent niet")


def _staat_er_nog(page: Page, notitie: str = "nog navragen") -> None:
    assert page.input_value("#tekst") == "ik wilde net zeggen"
    assert page.input_value("#notitie") == notitie
    assert page.is_checked("#wens-3 [value=doorverwezen]")
    assert page.is_visible("#wens-3 [name=naar]")
    assert page.input_value("#wens-3 [name=naar]") == "de wijkagent niet"


def test_what_is_half_typed_survives_every_other_action_on_the_case(
    huis: Huis,  # noqa: F811
) -> None:
    """An outcome, a note, a mistake, being away, and drawing the case anew: each leaves the other
    boxes as they were."""
    zaak, page = huis.gepakt(gevaar="acuut_gevaar")
    _typ(page)

    page.locator("#wens-1").get_by_text("Zeg wat ermee gebeurt").click()
    page.check("#wens-1 [value=opgepakt]")
    page.locator("#wens-1").get_by_role("button", name="Bewaar").click()
    expect(page.locator("#wens-1 .stap").first).to_contain_text("Opgepakt")
    _staat_er_nog(page)
    expect(page.locator("#wens-1")).to_be_focused()

    page.locator("#wens-2").get_by_text("Zeg wat ermee gebeurt").click()
    page.check("#wens-2 [value=niet_gelukt]")
    page.fill("#wens-2 [name=reden]", " ")
    page.locator("#wens-2").get_by_role("button", name="Bewaar").click()
    expect(page.locator("#wens-2 .fout")).to_be_visible()
    _staat_er_nog(page)

    page.get_by_role("button", name="Bewaar notitie").click()
    expect(page.locator("#notities li")).to_contain_text("nog navragen")
    _staat_er_nog(page, notitie="")

    page.get_by_role("button", name="Zet op even weg").click()
    expect(page.get_by_role("button", name="Zet op aanwezig")).to_be_visible()
    _staat_er_nog(page, notitie="")

    cases.schrijf(huis.database, zaak, "ben je er nog?")
    expect(page.locator("#log")).to_contain_text("ben je er nog?")
    _staat_er_nog(page, notitie="")
    page.locator("#tekst").press("Enter")
    expect(page.locator("#log [data-van=hulpverlener]")).to_contain_text("ik wilde net zeggen")
    assert page.input_value("#wens-3 [name=naar]") == "de wijkagent niet"
    huis.klachten.clear()  # the refused form is told by the browser too


def test_two_things_pressed_in_a_row_count_in_that_order(huis: Huis) -> None:  # noqa: F811
    """Closing right after an outcome, on a slow line: the outcome counts for the closing."""
    zaak, page = huis.gepakt()

    def traag(route: object) -> None:
        time.sleep(0.6)
        route.continue_()  # type: ignore[attr-defined]

    page.route("**/opvolging", traag)
    page.evaluate(
        """() => {
            const kies = (wat, waarde) => { document.querySelector(wat).value = waarde; };
            document.querySelector("#wens-1 [value=geregeld]").checked = true;
            kies("#sluit-tekst", "Alles staat.");
            document.querySelectorAll("#sluiten [name=open]").forEach(
                (vak) => { vak.checked = vak.value !== "1"; });
            document.querySelector("#wens-1 .stapform").requestSubmit();
            document.querySelector("#sluiten form").requestSubmit();
        }"""
    )
    expect(page.locator("h1")).to_have_text("Wachtrij")
    with huis.database.read() as s:
        assert gesprekken.get(s, zaak.overdracht.gesprek_id).staat.value == "dicht"


def test_a_text_for_a_case_that_somebody_else_has_now_stays_to_be_copied(
    huis: Huis,  # noqa: F811
) -> None:
    """Drawing the case anew after losing it gives the text back where its box is gone."""
    zaak, page = huis.gepakt()
    page.fill("#tekst", "Ik typ nog")
    with huis.database.begin() as s:
        teams = {huis.team.id: huis.team.pair}
        overdrachten.geef_terug(s, overdrachten.voor_team(s, zaak.id, teams), huis.sanne.id)
    page.get_by_text("Laad de pagina opnieuw").click()
    expect(page.locator("#getypt")).to_have_value("Ik typ nog")
    expect(page.get_by_role("button", name="Oppakken")).to_be_visible()


def test_a_note_that_does_not_arrive_says_so_in_sight_and_counts_once(
    huis: Huis,  # noqa: F811
) -> None:
    """Also where somebody else has the talk: a line to be seen, and the next try is no second."""
    zaak, _ = huis.gepakt()
    page = huis.pagina(f"/overdracht/{zaak.id}", huis.bram)
    page.fill("#notitie", "Bel de opvang.")

    def weg(route: Route) -> None:
        route.fetch()
        route.abort()

    page.route("**/notitie", weg)
    page.get_by_role("button", name="Bewaar notitie").click()
    expect(page.locator(".zaakkop [role=alert]")).to_be_in_viewport()
    expect(page.locator(".zaakkop [role=alert]")).to_contain_text("Geen verbinding")
    page.unroute("**/notitie")
    page.get_by_role("button", name="Bewaar notitie").click()
    expect(page.locator("#notities li")).to_have_count(1)
    expect(page.locator(".zaakkop [role=alert]")).to_be_hidden()
    huis.klachten.clear()


def test_the_browser_asks_before_a_half_typed_text_is_thrown_away(
    huis: Huis,  # noqa: F811
) -> None:
    """A reload by hand asks first; without a text it does not."""
    _, page = huis.gepakt()
    gevraagd: list[str] = []
    page.on("dialog", lambda vraag: (gevraagd.append(vraag.type), vraag.accept()))
    page.locator("#tekst").press_sequentially("ik")
    page.reload()
    assert gevraagd == ["beforeunload"]
    page.reload()
    assert gevraagd == ["beforeunload"]


# --- the talk -------------------------------------------------------------------------------------


def test_a_cry_that_came_in_unseen_stops_the_closing(huis: Huis) -> None:  # noqa: F811
    """Below the edge of the talk it was not shown: it is read first, and what was typed stays.

    One that comes in where it is seen stops nothing.
    """
    zaak, page = huis.gepakt()
    for nr in range(8):
        cases.schrijf(huis.database, zaak, f"bericht nummer {nr}")
    page.reload()
    gezien = page.locator("#sluiten [name=gezien]")
    nr = cases.schrijf(huis.database, zaak, "ben je er?")
    expect(gezien).to_have_value(str(nr))
    page.evaluate("document.querySelector('#log').scrollTop = -1e6")
    cases.schrijf(huis.database, zaak, "hij is binnen")
    expect(page.locator("#log")).to_contain_text("hij is binnen")
    page.get_by_text("Zaak sluiten").click()
    page.fill("#sluit-tekst", "Alles staat.")
    for vak in page.locator("#sluiten [name=open]").all():
        vak.check()
    page.fill("#tekst", "half")
    expect(gezien).to_have_value(str(nr))

    page.click("text=Sluit de zaak")
    expect(page.locator("#fout-sluiten")).to_have_text(
        "Er is net een nieuw bericht gekomen. Lees dat eerst."
    )
    expect(page.get_by_text("hij is binnen")).to_be_in_viewport()
    expect(page.locator("#sluit-tekst")).to_have_value("Alles staat.")
    expect(page.locator("#tekst")).to_have_value("half")
    with huis.database.read() as s:
        assert gesprekken.get(s, zaak.overdracht.gesprek_id).staat.value == "mens"

    page.click("text=Sluit de zaak")
    expect(page.locator("h1")).to_have_text("Wachtrij")
    huis.klachten.clear()  # the refused form is told by the browser too


@pytest.mark.parametrize("js", [True, False], ids=["js", "no-js"])
def test_the_talk_opens_at_the_newest_message(huis: Huis, js: bool) -> None:  # noqa: F811
    """The last thing said is in sight, and one key leads to where danger was spoken of."""
    zaak = huis.zaak(cases.zonder_loon())
    cases.schrijf(huis.database, zaak, "ik bloed heel erg")
    with huis.database.begin() as s:
        own = overdrachten.voor_gesprek(s, zaak.sleutel, zaak.id)
        overdrachten.zet_kop(s, own, gevaar="medische_nood")
    for nr in range(30):
        cases.schrijf(huis.database, zaak, f"bericht nummer {nr}")
    page = huis.pagina(f"/overdracht/{zaak.id}", huis.sanne, java_script_enabled=js)
    expect(page.get_by_text("bericht nummer 29", exact=True)).to_be_in_viewport()
    expect(page.get_by_text("bericht nummer 0", exact=True)).not_to_be_in_viewport()
    nood = page.locator("#log").get_by_text("ik bloed heel erg")
    expect(nood).not_to_be_in_viewport()
    if js:
        page.keyboard.press("h")
    else:
        page.get_by_role("link", name="Lees het in het gesprek").click()
    expect(nood).to_be_in_viewport()


def test_the_title_tells_of_a_new_message_in_my_own_case(huis: Huis) -> None:  # noqa: F811
    """On the case while one looks elsewhere, and on the queue; it ends when one looks."""
    zaak, page = huis.gepakt()
    rij = huis.pagina("/", huis.sanne)
    expect(rij).to_have_title("Wachtrij")
    page.evaluate("document.hasFocus = () => false")
    cases.schrijf(huis.database, zaak, "ik ben er weer")
    expect(page).to_have_title(re.compile(r"^\(1\) Nieuw bericht"))
    expect(rij).to_have_title("Nieuw bericht · Wachtrij")
    page.evaluate("document.hasFocus = () => true; dispatchEvent(new Event('focus'))")
    expect(page).to_have_title(re.compile("^Zaak van"))
    page.fill("#tekst", "Dag")
    page.locator("#tekst").press("Enter")
    expect(rij).to_have_title("Wachtrij")
