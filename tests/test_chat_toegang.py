"""What each route of the chat gives to who has no talk: no cookie, a forged one, a wiped one's.

With the real router: in its database stands somebody else's talk, whose words nobody may see.
"""

from __future__ import annotations

import asyncio
import re

import pytest
from starlette.routing import Route
from starlette.testclient import TestClient

from bot import vault
from bot.chat.app import create_app
from bot.chat.routes import ROUTES
from bot.dialogue.router import Router
from bot.intake.openingstijden import Openingstijden
from bot.records.database import Database
from bot.vault.tokens import schrijf_token
from tests.chat_stub import SETTINGS
from tests.fake_bot import FakeBot
from tests.robots import VAN_HIER

pytestmark = pytest.mark.usefixtures("snelle_sloten")

GEHEIM = "kwartsvlinder"
#: Route: what comes back without a cookie, and with one that opens nothing.
TABEL = {
    "GET /": (200, 200),
    "GET /gesprek": (200, 303),  # an empty page; a cookie that opens nothing is told so
    "POST /gesprek": (200, 200),  # a talk of one's own, with what was typed in its box
    "POST /gesprek/bericht": (410, 410),
    "GET /gesprek/bericht": (303, 303),
    "POST /gesprek/wissen": (303, 303),
    "GET /gesprek/wissen": (303, 303),
    "GET /gesprek/nieuws": (410, 410),
    "GET /gesprek/stroom": (204, 204),
    "GET /terug": (200, 200),
    "POST /terug": (422, 422),
    "GET /uitleg": (200, 200),
    "GET /uitleg/{nr}": (200, 200),
    "GET /weg": (303, 303),
    "POST /weg": (303, 303),
    "GET /gezond": (200, 200),
}
COOKIES = ("geen", "vervalst", "onzin", "gewist")


def _routes() -> set[str]:
    assert all(isinstance(route, Route) for route in ROUTES)
    return {f"{m} {r.path}" for r in ROUTES for m in r.methods or () if m != "HEAD"}


def test_every_route_is_in_the_table() -> None:
    """A route without a line here, or a line without a route: a mistake."""
    assert _routes() == set(TABEL)


@pytest.mark.parametrize("cookie", COOKIES)
def test_without_a_talk_of_ones_own_no_route_shows_or_changes_one(
    sqlite_database: Database, cookie: str
) -> None:
    """The status of the table, no word or key of anybody's talk, and the talk stays as it was."""
    router = _router(sqlite_database)
    van_een_ander, weg = (asyncio.run(_praat(router)) for _ in range(2))
    asyncio.run(router.wis(weg))
    voor = asyncio.run(router.beeld(van_een_ander))
    client = TestClient(create_app(SETTINGS, router), headers=VAN_HIER)
    vervalst = schrijf_token(vault.new_key())
    waarde = {"vervalst": vervalst, "onzin": "é%00" * 9, "gewist": weg}.get(cookie)
    koppen = {"cookie": f"s={waarde}".encode()} if waarde else {}
    for naam, statussen in TABEL.items():
        methode, pad = naam.split(" ")
        velden = {"tekst": "hallo", "code": "appel peer boom"} if methode == "POST" else None
        client.cookies.clear()
        antwoord = client.request(
            methode, pad.replace("{nr}", "1"), headers=koppen, data=velden, follow_redirects=False
        )
        assert antwoord.status_code == statussen[waarde is not None], naam
        assert GEHEIM not in antwoord.text, naam
        gekregen = re.findall(r"\bs=([\w-]+)", antwoord.headers.get("set-cookie", ""))
        assert not set(gekregen) & {van_een_ander, weg, vervalst}, naam
    assert asyncio.run(router.beeld(van_een_ander)) == voor


def _router(database: Database) -> Router:
    return Router(database, FakeBot(), Openingstijden.lees("ma-zo 00:00-24:00"))  # type: ignore[arg-type]


async def _praat(router: Router) -> str:
    cookie = await router.begin()
    await router.bericht(cookie, tekst=f"ik slaap bij {GEHEIM}")
    return cookie


def test_the_same_talk_is_shown_to_its_own_cookie(sqlite_database: Database) -> None:
    """The table looks for words that do stand there: with its own cookie the talk opens."""
    router = _router(sqlite_database)
    cookie = asyncio.run(_praat(router))
    client = TestClient(create_app(SETTINGS, router), headers=VAN_HIER)
    assert GEHEIM in client.get("/gesprek", headers={"cookie": f"s={cookie}"}).text
