"""The matrix of `tests.desk_matrix`, cell by cell with real requests, and the token on every post.

Nothing here names a route: a new one is tested the moment it has its line.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import Any

import pytest
from starlette.routing import Mount, Route

from bot.desk.app import ROUTES, create_app
from bot.desk.bezoek import csrf
from bot.intake.states import Stap
from bot.records import accounts, gesprekken, logboek
from bot.records import models as m
from tests import desk_cases as cases
from tests.desk_matrix import MATRIX, STIL, WIE
from tests.desk_server import instellingen
from tests.desk_world import Browser, Wereld

POSTS = [route.name for route in ROUTES if route.name.startswith("POST ")]


@dataclass(frozen=True)
class Toneel:
    """A case of two teams, and a browser for each visitor."""

    wereld: Wereld
    zaak: cases.Zaak
    kim: cases.Collega
    browsers: dict[str, Browser]


@pytest.fixture
def toneel(wereld: Wereld) -> Toneel:
    return maak_toneel(wereld)


def maak_toneel(wereld: Wereld) -> Toneel:
    """Sanne, Bram, Kim and Pim are of Noord, Zoë of Zuid, Wim of West; Pim was switched off."""
    west = cases.maak_team(wereld.database, "Team West")
    wim = cases.maak_collega(wereld.database, west, "wim", "Wim")
    kim, pim = (
        cases.maak_collega(wereld.database, wereld.noord, naam, naam.title())
        for naam in ("kim", "pim")
    )
    zaak = cases.draag_over(wereld.database, wereld.noord, cases.in_gevaar(), wereld.zuid)
    uitgezet = wereld.browser(pim)
    with wereld.database.begin() as s:
        accounts.zet_uit(s, wereld.noord.id, wereld.noord.pair, pim.id, wereld.sanne.id)
    browsers = {
        "niemand": wereld.browser(),
        "uitgezet": uitgezet,
        "lid": wereld.browser(wereld.bram),
        "eigenaar": wereld.browser(wereld.sanne),
        "lid tweede team": wereld.browser(wereld.zoe),
        "ander team": wereld.browser(wim),
    }
    return Toneel(wereld, zaak, kim, browsers)


def test_every_route_is_in_the_matrix(wereld: Wereld) -> None:
    """A route without a line, a line without a route, a line without a cell: a mistake."""
    app = create_app(instellingen(), wereld.database)
    routes = [route for route in app.routes if not isinstance(route, Mount)]

    assert [mount.path for mount in app.routes if isinstance(mount, Mount)] == ["/static"]
    for lijnen in MATRIX.values():
        assert {route.name for route in routes} == set(lijnen)
        assert all(set(lijn) == set(WIE) for lijn in lijnen.values())
    for route in routes:
        assert isinstance(route, Route)
        methode, pad = route.name.split(" ")
        assert route.path == pad
        assert route.methods == ({"GET", "HEAD"} if methode == "GET" else {"POST"})


def _cellen() -> list[tuple[str, str, tuple[str, ...]]]:
    """Return (route, state of the case, visitors): each visitor of a post has a world of its own,
    but where the case lies still.

    A route that has nothing to do with a case is tried in one state.
    """
    namen = [(route.name, stand) for route in ROUTES for stand in MATRIX]
    nodig = [(n, stand) for n, stand in namen if "{id}" in n or stand == "in handen"]
    gets = [(n, stand, WIE) for n, stand in nodig if n.startswith("GET ")]
    posts = [(n, stand) for n, stand in nodig if n in POSTS]
    los = [(n, stand, (wie,)) for n, stand in posts if stand not in STIL for wie in WIE]
    return gets + los + [(n, stand, WIE) for n, stand in posts if stand in STIL]


@pytest.mark.parametrize(("naam", "stand", "bezoekers"), _cellen())
def test_every_route_answers_each_visitor_as_the_matrix_says(
    toneel: Toneel, naam: str, stand: str, bezoekers: tuple[str, ...]
) -> None:
    """Each cell by a real request; what is another's looks like what does not exist."""
    _breng_in(toneel, stand)
    for wie in bezoekers:
        _controleer(toneel, naam, stand, wie)


def _breng_in(toneel: Toneel, stand: str) -> None:
    """Bring the case, which waits, into this state."""
    wereld, zaak, eigenaar = toneel.wereld, toneel.zaak, toneel.browsers["eigenaar"]
    if stand != "wacht":
        assert eigenaar.post(f"/overdracht/{zaak.id}/oppakken").status_code == 303
    if stand in STIL:
        sluit = "POST /overdracht/{id}/sluiten"
        assert _vraag(toneel, eigenaar, sluit, zaak.id, "").status_code == 303
    if stand == "bij de bot":
        with wereld.database.begin() as s:
            gesprek = gesprekken.get(s, zaak.overdracht.gesprek_id)
            gesprekken.zet_staat(s, gesprek, Stap.VERDER_MET_BOT)


def test_the_matrix_holds_on_both_databases(wereld_op_beide: Wereld) -> None:
    """Every cell that leaves all as it is: what is looked at, and all that is refused."""
    toneel = maak_toneel(wereld_op_beide)
    for (naam, lijn), wie in itertools.product(MATRIX["wacht"].items(), WIE):
        if naam.startswith("GET ") or lijn[wie] == 404 or wie in ("niemand", "uitgezet"):
            _controleer(toneel, naam, "wacht", wie)


def _controleer(toneel: Toneel, naam: str, stand: str, wie: str) -> None:
    browser, verwacht = toneel.browsers[wie], MATRIX[stand][naam][wie]
    answer = _vraag(toneel, browser, naam, toneel.zaak.id, toneel.wereld.noord.id)

    if verwacht == "in":
        assert (answer.status_code, answer.headers["location"]) == (303, "/inloggen")
    else:
        assert answer.status_code == verwacht
    if answer.status_code == 303:
        assert answer.headers["location"].startswith("/")
        assert not answer.headers["location"].startswith("//")
    if wie == "ander team" and verwacht == 404:
        assert toneel.zaak.id not in answer.text
        weg = _vraag(toneel, browser, naam, "0" * 32, "0" * 32)
        assert (answer.status_code, answer.content) == (weg.status_code, weg.content)


@pytest.mark.parametrize("naam", [r.name for r in ROUTES if r.name.startswith("GET /overdracht/")])
def test_every_way_to_look_at_a_case_is_written_down(toneel: Toneel, naam: str) -> None:
    """A page, part or file of a case leaves a line in the log and one for the person.

    What answers without a body shows nothing: then there is no line either.
    """
    answer = _vraag(toneel, toneel.browsers["lid"], naam, toneel.zaak.id, "")

    with toneel.wereld.database.read() as s:
        query = s.query(m.Logboek).filter_by(zaak=logboek.zaakmerk(toneel.zaak.id))
        lijnen = [(lijn.wie, lijn.team_id) for lijn in query]
    gezien = [wie for wie, *_ in toneel.wereld.inzagen(toneel.zaak)]
    if answer.content:
        assert lijnen == [(toneel.wereld.bram.id, toneel.wereld.noord.id)]
        assert gezien == ["Bram"]
    else:
        assert (answer.status_code, lijnen, gezien) == (204, [], [])


@pytest.mark.parametrize("naam", POSTS)
def test_no_post_does_anything_without_its_own_token(toneel: Toneel, naam: str) -> None:
    """No token, an invented one, another session's and a form page's: refused, nothing changes."""
    eigenaar = toneel.browsers["eigenaar"]
    eigenaar.post(f"/overdracht/{toneel.zaak.id}/oppakken")
    vreemd = csrf(toneel.browsers["lid"].token or b"")
    tokens = ["", "0" * 32, "é" * 99, vreemd]
    if not naam.startswith(("POST /inloggen", "POST /uitnodiging", "POST /herstel")):
        tokens.append(eigenaar.formulier())
    voor = _inhoud(toneel.wereld)
    for token in tokens:
        answer = _vraag(toneel, eigenaar, naam, toneel.zaak.id, toneel.wereld.noord.id, token=token)
        assert answer.status_code == 403
    assert _inhoud(toneel.wereld) == voor


def _inhoud(wereld: Wereld) -> dict[str, list[Any]]:
    """Return every row of every table."""
    with wereld.database.read() as s:
        return {
            table.name: sorted(map(str, s.execute(table.select()).all()))
            for table in m.Base.metadata.sorted_tables
        }


def _vraag(
    toneel: Toneel,
    browser: Browser,
    naam: str,
    zaak_id: str,
    team_id: str,
    token: str | None = None,
) -> Any:
    methode, pad = naam.split(" ")
    pad = pad.replace("{id}", zaak_id).replace("{token}", "A" * 43)
    if pad == "/stroom":
        return browser.client.head(pad, follow_redirects=False)
    if methode == "GET":
        return browser.get(pad)
    velden: dict[str, Any] = {
        "naam": "sanne", "wachtwoord": "verkeerd", "code": "000000", "beschikbaar": "ja",
        "nr": "1", "status": "geregeld", "open": ["1", "2", "3"], "team": team_id,
        "lid": toneel.kim.id, "nieuw": "een zin van woorden", "geheim": "A" * 32,
        "blad1": "water " * 7, "blad2": "tafel " * 7,
    }  # fmt: skip
    if pad.endswith(("bericht", "notitie", "sluiten")):
        velden["tekst"] = "dag"
    if token is not None:
        velden["csrf"] = token
    elif pad.startswith(("/inloggen", "/uitnodiging", "/herstel")):
        # Forms that need no login have a token of their own, also when somebody is logged in.
        velden["csrf"] = browser.formulier()
    return browser.post(pad, **velden)
