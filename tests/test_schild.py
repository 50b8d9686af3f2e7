"""Every page of the chat and the desk with something hostile in its HTML: nothing of it works.

`test_bladen.py` tries each kind of attack on two open pages. Here the HTML is spoiled on its way to
a real Chromium, the headers stay as they were sent, and every page comes by: a route that gives a
page and is not visited fails.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from playwright.sync_api import Browser
from starlette.routing import Route

from bot.chat.app import create_app as chat_app
from bot.chat.routes import ROUTES as CHAT
from bot.desk.app import ROUTES as DESK
from bot.desk.app import create_app as desk_app
from bot.desk.bezoek import schrijf_token
from bot.records import accounts
from bot.records.database import Database
from tests import desk_cases as cases
from tests.bederf import GEWEERD, SCRIPT, WERKT, Elders, Proefhuis, proefhuis
from tests.chat_fixtures import chromium  # noqa: F401
from tests.chat_steps import STAPPEN
from tests.chat_stub import StubRouter
from tests.desk_server import instellingen
from tests.servers import free_port

pytestmark = pytest.mark.browser


@pytest.fixture
def router() -> StubRouter:
    """The talk's states, played."""
    return StubRouter()


@pytest.fixture
def chat(router: StubRouter, chromium: Browser) -> Iterator[Proefhuis]:  # noqa: F811
    """The chat; its exit leads to a site that lets the browser stay, to look at the exit page."""
    weg = Elders(204)
    settings = SimpleNamespace(https=False, weg_adres=weg.url, naam="Eerst jij", organisatie="")
    with proefhuis(chat_app(settings, router), free_port(), chromium) as huis:
        yield huis
    weg.shutdown()


def test_all_of_it_works_on_a_page_without_our_policy(chat: Proefhuis) -> None:
    """Nothing here is a blank: what the pages hold off does happen where the header is away."""
    chat.bederf.vrij = True
    page = chat.pagina("/uitleg")
    gezegd = page.evaluate(SCRIPT, chat.elders.url)
    assert gezegd == {**dict.fromkeys(GEWEERD, "did it"), "stijl": "99px 99px"}
    for _ in range(150):
        werkt = set(page.evaluate("kwaad")) | chat.elders.gevraagd
        if werkt >= WERKT:
            break
        page.wait_for_timeout(100)
    assert werkt >= WERKT
    assert "static/chat.css" in werkt  # the base moved what the page itself asks for


#: Routes of the chat that give no page.
CHAT_ZONDER = {
    "GET /gesprek/bericht", "GET /gesprek/wissen", "POST /gesprek/wissen", "GET /gesprek/stroom",
    "GET /weg", "POST /weg", "GET /gezond",
}  # fmt: skip


def test_every_page_of_the_chat(chat: Proefhuis, router: StubRouter) -> None:
    """Start, the talk in every state, back with a code, promises, exit, mistakes, parts."""
    for pad in ("/", "/?gewist", "/?verlopen", "/terug", "/uitleg", "/uitleg/1", "/gesprek?nog",
                "/bestaat-niet", "/gesprek/nieuws"):  # fmt: skip
        chat.onder_vuur(chat.pagina(pad))
    for stap in STAPPEN:
        chat.onder_vuur(chat.pagina("/gesprek?stand", ("s", router.maak(stap))))
    for pad in ("/", "/uitleg", "/gesprek/nieuws"):
        chat.onder_vuur(chat.pagina(pad, ("s", router.maak("samenvatting"))))
    for pad, velden in (
        ("/gesprek", {"tekst": "wat ik typte"}),
        ("/gesprek/bericht", {"tekst": "te lang " * 900}),
        ("/gesprek/bericht", {"tekst": "veel te lang " * 90_000}),
        ("/gesprek/bericht", {"tekst": "stop weg"}),
        ("/terug", {"code": "brood kaas"}),
    ):
        page = chat.pagina("/gesprek", ("s", router.maak("vraag")))
        chat.stuur(page, pad, **velden)
        chat.onder_vuur(page)
    page = chat.pagina("/gesprek", ("s", router.maak("vraag")))
    router.kapot = True
    chat.stuur(page, "/gesprek/bericht", tekst="wat ik typte")
    chat.onder_vuur(page)
    _is_alles_gezien(chat, CHAT, CHAT_ZONDER)


def _is_alles_gezien(huis: Proefhuis, routes: list[Route], zonder: set[str]) -> None:
    namen = {f"{m} {r.path}" for r in routes for m in (r.methods or set()) - {"HEAD"}}
    assert zonder <= namen
    # What is no page answers with one where it fails: that one is spoiled too.
    assert namen - zonder <= huis.bederf.gezien <= namen
    assert huis.elders.gevraagd == set()


#: Routes of the desk that give no page: files, streams, and posts that only send on.
DESK_ZONDER = {
    "GET /gezond", "GET /stroom", "POST /uitloggen", "POST /beschikbaar",
    "POST /hier", "POST /geluid",
    "GET /overdracht/{id}/er-nog", "GET /overdracht/{id}.pdf", "GET /overdracht/{id}.json",
}  # fmt: skip


def test_every_page_of_the_desk(
    sqlite_database: Database,
    snelle_sloten: None,
    chromium: Browser,  # noqa: F811
) -> None:
    """Login and its mistakes, queue, case, paper, team, account, log, directory, parts."""
    port = free_port()
    app = desk_app(instellingen(f"http://127.0.0.1:{port}"), sqlite_database)
    team = cases.maak_team(sqlite_database)
    sanne = cases.maak_collega(sqlite_database, team, "sanne", "Sanne")
    bram = cases.maak_collega(sqlite_database, team, "bram", "Bram")
    zaak = cases.draag_over(sqlite_database, team, cases.in_gevaar(), sinds=time.time() - 240)
    with sqlite_database.begin() as s:
        link = schrijf_token(accounts.nodig_uit(s, team.id, team.pair.private))
    hier = f"/overdracht/{zaak.id}"
    leeg, lid = {}, {"team": team.id, "lid": bram.id}
    with proefhuis(app, port, chromium) as desk:
        for pad in ("/inloggen", f"/uitnodiging/{link}", "/herstel"):
            page = desk.pagina(pad)
            desk.onder_vuur(page)
            desk.stuur(page, pad, naam="sanne", wachtwoord="kort", code="000000", blad1="een")
            desk.onder_vuur(page)
        wie = ("d", _sessie(sqlite_database, sanne))
        for pad in ("/", "/bestaat-niet", "/deel/wachtrij", "/account", "/logboek", "/team", hier,
                    f"{hier}/deel", f"{hier}/afdruk", "/sociale-kaart"):  # fmt: skip
            desk.onder_vuur(desk.pagina(pad, wie))
        desk.stuur(desk.pagina(hier, wie), f"{hier}/oppakken")
        desk.onder_vuur(desk.pagina(hier, wie))
        ander = ("d", _sessie(sqlite_database, bram))
        for bezoeker, van, pad, velden in (
            (ander, hier, f"{hier}/oppakken", leeg), (ander, hier, f"{hier}/teruggeven", leeg),
            (wie, hier, f"{hier}/bericht", leeg), (wie, hier, f"{hier}/notitie", leeg),
            (wie, hier, f"{hier}/opvolging", leeg), (wie, hier, f"{hier}/sluiten", leeg),
            (wie, "/account", "/account/wachtwoord", leeg),
            (wie, "/account", "/account/toestel", leeg),
            (wie, "/team", "/team/uitnodigen", lid), (wie, "/team", "/team/herstelbladen", lid),
            (wie, "/team", "/team/link", lid), (wie, "/team", "/team/uitzetten", lid),
        ):  # fmt: skip
            page = desk.pagina(van, bezoeker)
            desk.stuur(page, pad, **velden)
            desk.onder_vuur(page)
        _is_alles_gezien(desk, DESK, DESK_ZONDER)


def _sessie(database: Database, wie: cases.Collega) -> str:
    nu = time.time()
    return schrijf_token(cases.log_in(database, wie, nu))


def test_what_no_policy_holds_off(chat: Proefhuis) -> None:
    """docs/trust.md says so: a refresh that somebody got into a page leads away; it takes no

    address of ours along, and cannot run a script.
    """
    chat.bederf.lijf = ""
    chat.bederf.kop = '<meta http-equiv="refresh" content="0;url=javascript:kwaad.push(1)">'
    page = chat.pagina("/uitleg/1")
    page.wait_for_timeout(300)
    assert page.evaluate("[kwaad, location.pathname]") == [[], "/uitleg/1"]
    chat.bederf.kop = f'<meta http-equiv="refresh" content="0;url={chat.elders.url}/weg">'
    with page.expect_request(f"{chat.elders.url}/weg") as vraag:
        chat.pagina("/uitleg/1")
    assert "referer" not in vraag.value.all_headers()
