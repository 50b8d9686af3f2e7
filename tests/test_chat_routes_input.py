"""Bad input on every route: a calm sentence, and nothing lost."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.chat_pages import DEEL, client_id_van, knop_met, zet_op
from tests.chat_stub import TE_LANG, StubRouter

pytest_plugins = ["tests.chat_fixtures"]


@pytest.mark.parametrize(
    ("tekst", "zin"),
    [
        ("", "Ik zie nog geen woorden."),
        ("   \n ", "Ik zie nog geen woorden."),
        ("\x00\x07", "Ik zie nog geen woorden."),
        ("a" * 10_000, TE_LANG),
        ("😀" * 10_000, TE_LANG),
    ],
)
@pytest.mark.parametrize("koppen", [{}, DEEL])
def test_geweigerd(
    client: TestClient, router: StubRouter, tekst: str, zin: str, koppen: dict[str, str]
) -> None:
    """A text that cannot be taken is answered in a calm sentence and stands in the box again."""
    gesprek = zet_op(client, router, "vraag")
    voor = gesprek.beeld
    antwoord = client.post("/gesprek/bericht", data={"tekst": tekst}, headers=koppen)
    assert antwoord.status_code == 422
    assert re.search(rf'<p class="fout" id="fout">{re.escape(zin)}', antwoord.text)
    zichtbaar = tekst.replace("\x00", "\ufffd")
    assert zichtbaar in html.unescape(antwoord.text).replace("\x00", "\ufffd")
    assert gesprek.beeld == voor


def test_alleen_emoji(client: TestClient, router: StubRouter) -> None:
    """Emoji only is a message like any other."""
    gesprek = zet_op(client, router, "mens")
    assert client.post("/gesprek/bericht", data={"tekst": "😢"}).status_code == 303
    assert gesprek.beeld.bubbels[-1].tekst == "😢"


@pytest.mark.parametrize("keuze", ["oud", "", "/restart", "x" * 5000, "<b>"])
def test_oude_knop(client: TestClient, router: StubRouter, keuze: str) -> None:
    """A button that is not on offer any more is refused in a calm sentence; nothing changes."""
    gesprek = zet_op(client, router, "vraag")
    voor = gesprek.beeld
    antwoord = client.post("/gesprek/bericht", data={"keuze": keuze})
    assert antwoord.status_code == 422
    assert "Die knop hoort bij een vraag van eerder." in antwoord.text
    assert antwoord.text.count("Dank je. Wat heb je nodig?") == 2  # the question of now, once more
    assert gesprek.beeld == voor


def test_overslaan_op_een_oude_bladzij(client: TestClient, router: StubRouter) -> None:
    """Skipping, on an old page, leaves no question unread."""
    gesprek = zet_op(client, router, "begin")
    (oud,) = re.findall(r'name="gezien" value="(\d+)"', client.get("/gesprek").text)
    client.post("/gesprek/bericht", data={"tekst": "slapen"})
    voor = gesprek.beeld
    overslaan = {"keuze": "overslaan", "gezien": oud}
    antwoord = client.post("/gesprek/bericht", data=overslaan)
    assert antwoord.status_code == 422
    assert antwoord.text.count("Kies een plaatje.") == 2
    assert gesprek.beeld == voor
    (nu,) = re.findall(r'name="gezien" value="(\d+)"', antwoord.text)
    assert client.post("/gesprek/bericht", data={**overslaan, "gezien": nu}).status_code == 303
    assert gesprek.beeld != voor


@pytest.mark.parametrize("cookie", ["", "vervalst"])
def test_gesprek_is_weg(client: TestClient, cookie: str) -> None:
    """A message to a conversation that is gone is given back, and can be taken along."""
    client.cookies.set("s", cookie)
    antwoord = client.post("/gesprek/bericht", data={"tekst": "Ik wil <b>slapen</b>"})
    assert antwoord.status_code == 410
    assert "Dit gesprek is er niet meer" in antwoord.text
    assert "Ik wil &lt;b&gt;slapen&lt;/b&gt;" in antwoord.text
    nieuw = client.post("/gesprek", data={"tekst": "Ik wil slapen"})
    assert nieuw.status_code == 200
    assert "Ik wil slapen</textarea>" in nieuw.text
    assert "set-cookie" in nieuw.headers


def test_storing_bewaart_alles(client: TestClient, router: StubRouter) -> None:
    """Where the server fails, a pressed button with its ticks can be sent once more, as itself."""
    gesprek = zet_op(client, router, "toestemming")
    pagina = client.get("/gesprek").text
    data: dict[str, Any] = {
        "keuze": knop_met(pagina, "Ja, deel dit"),
        "regel": ["wie_niet"],
        "client_id": client_id_van(pagina),
    }
    router.kapot = True
    antwoord = client.post("/gesprek/bericht", data=data)
    assert antwoord.status_code == 503
    velden = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', antwoord.text)
    assert ("client_id", data["client_id"]) in velden
    router.kapot = False
    client.post("/gesprek/bericht", data=dict(velden))
    assert gesprek.regels == ["wie_niet"]


@pytest.mark.parametrize(
    ("method", "adres", "status"),
    [
        ("GET", "/bestaat-niet", 404),
        ("GET", "/static/../app.py", 404),
        ("GET", "/static/%2e%2e/app.py", 404),
        ("DELETE", "/gesprek", 405),
        ("POST", "/", 405),
        ("POST", "/gezond", 405),
    ],
)
def test_rustige_foutpagina(client: TestClient, method: str, adres: str, status: int) -> None:
    """What is not there is said on a page like the others, with the exit and the way back."""
    antwoord = client.request(method, adres)
    assert antwoord.status_code == status
    assert "Deze pagina is er niet" in antwoord.text
    assert "data-snel-weg" in antwoord.text
    assert 'href="/gesprek"' in antwoord.text


@pytest.mark.parametrize("adres", ["/gesprek/bericht", "/gesprek/wissen"])
def test_herladen_na_een_fout(client: TestClient, adres: str) -> None:
    """Reloading an address that only takes posts leads back to the talk."""
    antwoord = client.get(adres)
    assert (antwoord.status_code, antwoord.headers["location"]) == (303, "/gesprek")


@pytest.mark.parametrize(
    ("koppen", "body"),
    [
        ({"content-type": "multipart/form-data"}, b"x"),
        ({"content-type": "multipart/form-data; boundary=a"}, b"--a\r\nonzin"),
        ({"content-type": "application/json"}, b'{"tekst": "x"}'),
        ({"content-type": "application/x-www-form-urlencoded"}, b"&".join([b"a=1"] * 500)),
        ({}, b"\x00\xff"),
    ],
)
def test_vreemd_formulier(
    client: TestClient, router: StubRouter, koppen: dict[str, str], body: bytes
) -> None:
    """A form that cannot be read is refused calmly, never with a traceback."""
    zet_op(client, router, "vraag")
    antwoord = client.post("/gesprek/bericht", headers=koppen, content=body)
    assert antwoord.status_code in (400, 422)
    assert "data-snel-weg" in antwoord.text
