"""Away, wiped, and back with the code, as plain HTML."""

from __future__ import annotations

import html
import re
import time

import pytest
from starlette.testclient import TestClient

from bot.chat.geschiedenis import VERS_SECONDEN
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


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize(
    ("site", "van_hier"),
    [
        (None, True),
        ("none", True),
        ("same-origin", True),
        ("same-site", False),
        ("cross-site", False),
        ("", False),
        ("iets nieuws", False),
    ],
)
def test_weg_van_een_andere_site(
    client: TestClient, router: StubRouter, method: str, site: str | None, van_hier: bool
) -> None:
    """Another site's link or picture of the exit leads on and takes nothing away; our own link, the
    address bar, and a browser that does not say where it comes from, leave."""
    zet_op(client, router, "vraag")
    koppen = {} if site is None else {"sec-fetch-site": site}
    antwoord = client.request(method, "/weg", headers=koppen)
    assert (antwoord.status_code, antwoord.headers["location"]) == (303, SETTINGS.weg_adres)
    assert ("clear-site-data" in antwoord.headers) is van_hier
    assert ("set-cookie" in antwoord.headers) is van_hier
    assert len(router.weggegaan) == van_hier
    assert ("Verder met mijn gesprek" in client.get("/").text) is not van_hier


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


def _is_leeg(pagina: str) -> bool:
    """Tell whether nothing of ours stands on the page."""
    woorden = re.sub(r"<head.*?</head>|<[^>]+>", " ", pagina, flags=re.S).split()
    return woorden == ["Hier", "staat", "niets", "Verder"]


def test_na_weg_is_het_gesprek_een_lege_pagina(client: TestClient) -> None:
    """The address of the talk, asked again after the exit, shows nothing of ours."""
    client.post("/gesprek")
    assert 'role="log"' in client.get("/gesprek").text
    client.get("/weg")
    antwoord = client.get("/gesprek")
    assert antwoord.status_code == 200
    assert _is_leeg(antwoord.text)


def test_de_lege_pagina_vraagt_een_keer_opnieuw(client: TestClient, router: StubRouter) -> None:
    """Without a cookie the empty page asks once more by itself, and no more: after Back from
    another site WebKit sends the cookie only then."""
    eerst = client.get("/gesprek").text
    (nog,) = re.findall(r'http-equiv="refresh" content="0;url=([^"#]+)', eerst)
    assert "refresh" not in client.get(nog).text
    client.cookies.set("s", router.maak("vraag"))
    assert "Wat heb je nodig?" in client.get(nog).text


@pytest.mark.parametrize("adres", ["/", "/?gewist", "/terug", "/uitleg", "/uitleg/1"])
def test_een_oude_pagina_is_leeg(client: TestClient, adres: str) -> None:
    """Without the script a page replaces itself by an address with the moment in it; asked for
    again much later, that is Back: nothing of ours. A reload shows it, and so does the plain one.
    """
    pagina = client.get(adres).text
    found = re.search(r'<noscript><meta http-equiv="refresh" content="0;url=([^"]+)">', pagina)
    assert found
    zelf = html.unescape(found[1])
    nu = client.get(zelf)
    assert "<h1>" in nu.text
    assert not _is_leeg(nu.text)
    assert "noscript" not in nu.text  # once only: no circle
    toen = re.sub("v=[0-9a-f]+", f"v={int(time.time()) - VERS_SECONDEN - 5:x}", zelf)
    assert _is_leeg(client.get(toen).text)
    assert not _is_leeg(client.get(toen, headers={"cache-control": "max-age=0"}).text)
    assert not _is_leeg(client.get(adres).text)


def test_een_open_gesprek_blijft_te_vinden(client: TestClient, router: StubRouter) -> None:
    """Who did not leave finds the way to the open talk on any start page."""
    zet_op(client, router, "vraag")
    assert "Verder met mijn gesprek" in client.get("/?v=1").text


@pytest.mark.parametrize("adres", ["/", "/gesprek", "/terug?v=1", "/uitleg", "/uitleg/1"])
def test_weg_die_niet_aankwam(client: TestClient, router: StubRouter, adres: str) -> None:
    """After an exit without a network the next page shows no word of the talk and ends it."""
    gesprek = zet_op(client, router, "vraag")
    client.cookies.set("w", "1")
    antwoord = client.get(adres)
    assert gesprek.beeld.bubbels[-1].tekst not in antwoord.text
    assert "Verder met mijn gesprek" not in antwoord.text
    weg = antwoord.headers.get_list("set-cookie")
    assert [kop.split(";")[0] for kop in weg] == ['s=""', 'w=""']
    assert all("Max-Age=0" in kop for kop in weg)
    assert len(router.weggegaan) == 1


def test_na_een_weg_die_niet_aankwam_kan_je_weer_beginnen(
    client: TestClient, router: StubRouter
) -> None:
    """Begin gives a new talk, not the one that was left; both marks of the old one go."""
    zet_op(client, router, "mens")
    client.cookies.set("w", "1")
    oud = client.cookies["s"]
    antwoord = client.post("/gesprek")
    assert antwoord.status_code == 303
    assert router.weggegaan == [oud]
    assert [kop.split(";")[0].partition("=")[0] for kop in antwoord.headers.get_list("set-cookie")]
    assert oud not in antwoord.headers["set-cookie"]
    assert 'w="";' in antwoord.headers["set-cookie"]
    client.cookies.delete("w")
    assert "Verder met mijn gesprek" in client.get("/").text


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
    assert (antwoord.status_code, antwoord.headers["location"]) == (303, "/gesprek?stand#einde")
    assert "Sam is hiermee bezig." in client.get("/gesprek?stand").text


@pytest.mark.parametrize("code", ["", "brood kaas", "<b>", "x" * 100_000])
def test_foute_code(client: TestClient, code: str) -> None:
    """A wrong code is answered in a calm sentence; what was typed stands there to be mended."""
    antwoord = client.post("/terug", data={"code": code})
    assert antwoord.status_code == 422
    assert "Deze woorden passen niet." in antwoord.text
    assert html.escape(code[:400]) in antwoord.text
    assert "set-cookie" not in antwoord.headers


def test_gezond(client: TestClient, router: StubRouter) -> None:
    """The health address answers without a conversation; with the database away it says so."""
    antwoord = client.get("/gezond")
    assert (antwoord.status_code, antwoord.text) == (200, "goed")
    router.kapot = True
    antwoord = client.get("/gezond")
    assert antwoord.status_code == 503
    assert "geheime" not in antwoord.text
