"""Every route of the desk x who comes: a new route without a line here fails."""

from __future__ import annotations

import pytest
from starlette.routing import Mount, Route

from bot.desk.app import ROUTES, create_app
from tests.desk_server import instellingen
from tests.desk_world import Browser, Wereld

#: Route -> the answer to (nobody, a member who does not have the case, the owner, another team).
#: "in": sent on to the login page. Every post here carries the right token and fitting fields.
VERWACHT: dict[str, tuple[object, object, object, object]] = {
    "GET /inloggen": (200, 200, 200, 200),
    "POST /inloggen": (401, 401, 401, 401),
    "POST /uitloggen": ("in", "in", "in", "in"),
    "GET /uitnodiging/{token}": (404, 404, 404, 404),
    "POST /uitnodiging/{token}": (404, 404, 404, 404),
    "GET /": ("in", 200, 200, 200),
    "GET /deel/wachtrij": ("in", 200, 200, 200),
    "POST /beschikbaar": ("in", 303, 303, 303),
    "GET /gezond": (200, 200, 200, 200),
    "GET /overdracht/{id}.pdf": ("in", 200, 200, 404),
    "GET /overdracht/{id}.json": ("in", 200, 200, 404),
    "GET /overdracht/{id}": ("in", 200, 200, 404),
    "GET /overdracht/{id}/deel": ("in", 200, 200, 404),
    "GET /overdracht/{id}/afdruk": ("in", 200, 200, 404),
    "GET /sociale-kaart": ("in", 200, 200, 200),
    "POST /overdracht/{id}/oppakken": ("in", 409, 303, 404),
    "POST /overdracht/{id}/teruggeven": ("in", 409, 303, 404),
    "POST /overdracht/{id}/bericht": (401, 409, 303, 404),
    "POST /overdracht/{id}/notitie": (401, 303, 303, 404),
    "POST /overdracht/{id}/opvolging": ("in", 409, 303, 404),
    "POST /overdracht/{id}/sluiten": (401, 409, 303, 404),
    "GET /team": ("in", 200, 200, 200),
    "POST /team/uitnodigen": ("in", 200, 200, 404),
    "GET /stroom": (204, "stroom", "stroom", "stroom"),
}
WIE = ("niemand", "lid", "eigenaar", "ander team")


def test_every_route_is_in_the_matrix(wereld: Wereld) -> None:
    """A route without a line in the matrix, or a line without a route, is a mistake."""
    app = create_app(instellingen(), wereld.database)
    routes = [route for route in app.routes if not isinstance(route, Mount)]

    assert {route.name for route in routes} == set(VERWACHT)
    assert [m.path for m in app.routes if isinstance(m, Mount)] == ["/static"]
    for route in routes:
        assert isinstance(route, Route)
        methode, pad = route.name.split(" ")
        assert route.path == pad
        assert route.methods == ({"GET", "HEAD"} if methode == "GET" else {"POST"})


@pytest.mark.parametrize("naam", [route.name for route in ROUTES if route.name != "GET /stroom"])
@pytest.mark.parametrize("wie", WIE)
def test_every_route_answers_each_visitor_as_the_matrix_says(
    wereld: Wereld, naam: str, wie: str
) -> None:
    """Nobody gets to the login page, another team finds nothing, only the owner acts."""
    zaak = wereld.zaak()
    eigenaar = wereld.browser(wereld.sanne)
    assert eigenaar.post(f"/overdracht/{zaak.id}/oppakken").status_code == 303
    browser = {
        "niemand": lambda: wereld.browser(),
        "lid": lambda: wereld.browser(wereld.bram),
        "eigenaar": lambda: eigenaar,
        "ander team": lambda: wereld.browser(wereld.zoe),
    }[wie]()

    answer = _vraag(browser, naam, zaak.id, wereld.noord.id)

    verwacht = VERWACHT[naam][WIE.index(wie)]
    if verwacht == "in":
        assert (answer.status_code, answer.headers["location"]) == (303, "/inloggen")
    else:
        assert answer.status_code == verwacht
    if answer.status_code == 303:
        assert answer.headers["location"].startswith("/")
        assert not answer.headers["location"].startswith("//")
    if wie == "ander team" and verwacht == 404:
        assert zaak.id not in answer.text
        weg = _vraag(browser, naam, "0" * 32, "0" * 32)
        assert (answer.status_code, answer.content) == (weg.status_code, weg.content)


def _vraag(browser: Browser, naam: str, zaak_id: str, team_id: str) -> object:
    methode, pad = naam.split(" ")
    pad = pad.replace("{id}", zaak_id).replace("{token}", "A" * 43)
    if methode == "GET":
        return browser.get(pad)
    velden: dict[str, object] = {
        "naam": "sanne", "wachtwoord": "verkeerd", "code": "000000", "beschikbaar": "ja",
        "nr": "1", "status": "geregeld", "open": ["1", "2", "3"], "team": team_id,
    }  # fmt: skip
    if pad.endswith(("bericht", "notitie", "sluiten")):
        velden["tekst"] = "dag"
    return browser.post(pad, **_vrij(browser, pad, velden))


def _vrij(browser: Browser, pad: str, velden: dict[str, object]) -> dict[str, object]:
    """Give forms that need no login the token of such a form, also when somebody is logged in."""
    if pad.startswith(("/inloggen", "/uitnodiging")):
        return {**velden, "csrf": browser.formulier()}
    return velden
