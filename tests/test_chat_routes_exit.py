"""Away, wiped, and back with the code, as plain HTML."""

from __future__ import annotations

import html

import pytest
from starlette.testclient import TestClient

from tests.chat_pages import DEEL, knop_met, zet_op
from tests.chat_steps import CODE
from tests.chat_stub import SETTINGS, StubRouter

pytest_plugins = ["tests.chat_fixtures"]


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_weg(client: TestClient, router: StubRouter, method: str) -> None:
    """The exit clears the cookie, goes to the neutral page, and tells the router."""
    zet_op(client, router, "vraag")
    antwoord = client.request(method, "/weg")
    assert antwoord.status_code == 303
    assert antwoord.headers["location"] == SETTINGS.weg_adres
    assert antwoord.headers["set-cookie"].startswith('s=""; ')
    assert antwoord.headers["clear-site-data"] == '"cookies", "storage"'
    assert len(router.weggegaan) == 1


def test_weg_door_het_script(client: TestClient, router: StubRouter) -> None:
    """The script's beacon is not sent on to another host."""
    zet_op(client, router, "vraag")
    antwoord = client.post("/weg?js")
    assert antwoord.status_code == 204
    assert antwoord.headers["set-cookie"].startswith('s=""; ')
    assert len(router.weggegaan) == 1


@pytest.mark.parametrize("cookie", [None, "vervalst", "kapot"])
def test_weg_lukt_altijd(client: TestClient, router: StubRouter, cookie: str | None) -> None:
    """The exit works without a conversation, and while everything else fails."""
    router.kapot = cookie == "kapot"
    koppen = {"cookie": f"s={cookie}"} if cookie else {}
    assert client.get("/weg", headers=koppen).status_code == 303


def test_stop_weg(client: TestClient, router: StubRouter) -> None:
    """The safe word gives an empty page that leaves by itself, and ends the conversation."""
    zet_op(client, router, "vraag")
    antwoord = client.post("/gesprek/bericht", data={"tekst": "stop weg"})
    assert antwoord.status_code == 200
    assert f'content="0;url={SETTINGS.weg_adres}"' in antwoord.text
    assert "bubbel" not in antwoord.text
    assert len(router.weggegaan) == 1


@pytest.mark.parametrize("koppen", [{}, DEEL])
def test_wissen_in_het_gesprek(
    client: TestClient, router: StubRouter, koppen: dict[str, str]
) -> None:
    """After the yes to wiping, the cookie goes and the start page says that all is gone."""
    zet_op(client, router, "wissen")
    keuze = knop_met(client.get("/gesprek").text, "Ja, wis alles")
    antwoord = client.post("/gesprek/bericht", data={"keuze": keuze}, headers=koppen)
    naar = antwoord.headers["x-naar" if koppen else "location"]
    assert naar == "/?gewist"
    assert antwoord.headers["set-cookie"].startswith('s=""; ')
    assert router.gesprekken == {}
    assert "Alles is gewist." in client.get(naar).text


@pytest.mark.parametrize("cookie", [None, "echt", "vervalst"])
def test_wissen(client: TestClient, router: StubRouter, cookie: str | None) -> None:
    """Wiping from the start page works, also twice and without a conversation."""
    if cookie == "echt":
        zet_op(client, router, "mens")
    elif cookie:
        client.cookies.set("s", cookie)
    antwoord = client.post("/gesprek/wissen")
    assert (antwoord.status_code, antwoord.headers["location"]) == (303, "/?gewist")
    assert router.gesprekken == {}


def test_terug(client: TestClient, router: StubRouter) -> None:
    """The right code opens the conversation, with where things stand unfolded."""
    antwoord = client.post("/terug", data={"code": CODE.upper()})
    assert (antwoord.status_code, antwoord.headers["location"]) == (303, "/gesprek?stand")
    assert "Sam is hiermee bezig." in client.get("/gesprek?stand").text


@pytest.mark.parametrize("code", ["", "brood kaas", "<b>", "x" * 100_000])
def test_foute_code(client: TestClient, code: str) -> None:
    """A wrong code is answered in a calm sentence; what was typed stands there to be mended."""
    antwoord = client.post("/terug", data={"code": code})
    assert antwoord.status_code == 422
    assert "Deze woorden passen niet." in antwoord.text
    assert html.escape(code[:400]) in antwoord.text
    assert "set-cookie" not in antwoord.headers


def test_gezond(client: TestClient) -> None:
    """The health address answers without a conversation."""
    antwoord = client.get("/gezond")
    assert (antwoord.status_code, antwoord.text) == (200, "goed")
