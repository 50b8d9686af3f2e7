"""The routes of the chat as plain HTML: the talk, its errors, the exit, and back with the code."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from starlette.testclient import TestClient

from bot.chat.app import create_app
from bot.dialogue.beeld import Knop
from tests.chat_stub import ALTIJD, BEHOEFTEN, CODE, SETTINGS, STAPPEN, TE_LANG, StubRouter

DEEL = {"x-deel": "1"}


@pytest.fixture
def router() -> StubRouter:
    """A router of our own."""
    return StubRouter()


@pytest.fixture
def client(router: StubRouter) -> TestClient:
    """A browser that follows redirects by hand."""
    return TestClient(create_app(SETTINGS, router), follow_redirects=False)


def _staat(client: TestClient, router: StubRouter, stap: str) -> Any:
    """Let the browser have a conversation at *stap*; return it."""
    cookie = router.maak(stap)
    client.cookies.set("s", cookie)
    return router.gesprekken[cookie]


def _knop(pagina: str, tekst: str) -> str:
    """Return the value of the button with these words."""
    for value, inhoud in re.findall(
        r'<button[^>]*name="keuze" value="([^"]+)"[^>]*>(.*?)</button>', pagina, re.S
    ):
        if re.sub(r"<[^>]+>", "", inhoud).strip() == tekst:
            return str(value)
    raise AssertionError(f"no button {tekst!r}")


def _client_id(pagina: str) -> str:
    found = re.search(r'name="client_id" value="([0-9a-f]+)"', pagina)
    assert found
    return found[1]


# --- start ---


def test_eerlijk_voor_het_begin(client: TestClient) -> None:
    """Before anything is asked the start page says what it cannot hide, and what it is."""
    pagina = client.get("/").text
    voor, _, na = pagina.partition('action="/gesprek"')
    for woord in ("browser onthoudt", "meekijken", "wifi", "telefoon of account", "112"):
        assert woord in voor
    for woord in ("Dat is een computer", "Weg van deze pagina", "geschiedenis wist de knop niet"):
        assert woord in voor
    assert "Begin" in na
    assert 'href="/terug"' in na


def test_licht(client: TestClient) -> None:
    """The first page with all that it needs weighs under 60 KB."""
    bytes_ = len(client.get("/").content)
    for bestand in ("chat.css", "chat.js", "icoon.svg"):
        bytes_ += len(client.get(f"/static/{bestand}").content)
    assert 10_000 < bytes_ < 60_000


def test_niets_ingebed(client: TestClient, router: StubRouter) -> None:
    """No page carries a script, a style or a handler of its own, and none points elsewhere."""
    for stap in STAPPEN:
        _staat(client, router, stap)
        pagina = client.get("/gesprek").text
        assert re.findall(r"<script(?![^>]*src=\"/static/)", pagina) == []
        assert re.findall(r"<style|\sstyle=|\son[a-z]+=", pagina) == []
        assert re.findall(r"(?:src|action)=\"(?!/)", pagina) == []


def test_begin(client: TestClient, router: StubRouter) -> None:
    """Begin gives a session cookie that no script and no other site can use."""
    antwoord = client.post("/gesprek")
    assert antwoord.status_code == 303
    assert antwoord.headers["location"] == "/gesprek#einde"
    cookie = antwoord.headers["set-cookie"]
    (waarde,) = router.gesprekken
    assert cookie.startswith(f"s={waarde}; ")
    assert {"HttpOnly", "Path=/", "SameSite=strict"} <= set(cookie.split("; "))
    assert "Max-Age" not in cookie
    assert "expires" not in cookie.lower()


def test_twee_keer_begin(client: TestClient, router: StubRouter) -> None:
    """A second Begin goes on with the conversation that is open; nothing is lost."""
    client.post("/gesprek")
    client.post("/gesprek")
    assert len(router.gesprekken) == 1
    assert "Verder met mijn gesprek" in client.get("/").text


def test_begin_met_script(client: TestClient) -> None:
    """The page's script gets the address instead of a redirect: it replaces the page."""
    antwoord = client.post("/gesprek", headers=DEEL)
    assert (antwoord.status_code, antwoord.headers["x-naar"]) == (204, "/gesprek#einde")


def test_begin_mislukt(client: TestClient, router: StubRouter) -> None:
    """Where beginning fails, the text that was to be taken along is given back."""
    router.kapot = True
    antwoord = client.post("/gesprek", data={"tekst": "Ik wil slapen"})
    assert antwoord.status_code == 503
    assert "Ik wil slapen" in antwoord.text
    assert 'action="/gesprek"' in antwoord.text


@pytest.mark.parametrize("cookie", [None, "vervalst", "a" * 5000, "\x01;s=1"])
def test_zonder_gesprek(client: TestClient, cookie: str | None) -> None:
    """No cookie, a forged one or a giant one leads to the start page."""
    koppen = {"cookie": f"s={cookie}"} if cookie else {}
    antwoord = client.get("/gesprek", headers=koppen)
    assert (antwoord.status_code, antwoord.headers["location"]) == (303, "/")


# --- the talk ---


def test_de_merken(client: TestClient, router: StubRouter) -> None:
    """One log, every bubble marked by who speaks, every button a submit called keuze, one exit."""
    _staat(client, router, "mens")
    pagina = client.get("/gesprek").text
    assert pagina.count('role="log"') == 1
    assert re.findall(r'data-van="(\w+)"', pagina) == [
        *("bot", "bot", "jij", "bot"),
        *("hulpverlener", "hulpverlener"),
    ]
    assert pagina.count("data-snel-weg") == 1
    knoppen = re.findall(r"<button([^>]*)>", pagina)
    andere = [k for k in knoppen if 'name="keuze"' not in k]
    assert all("stuur" in k or "data-lees" in k for k in andere)
    eerste = re.search(r"<(?:a|button|input|textarea|summary)[^>]*>", pagina.partition("<body>")[2])
    assert eerste
    assert "data-snel-weg" in eerste[0]


def test_altijd_in_bereik(client: TestClient, router: StubRouter) -> None:
    """A human, skip, stop and wipe are one tap away in every state; the rest stands under Meer."""
    for stap in STAPPEN:
        _staat(client, router, stap)
        pagina = client.get("/gesprek").text
        assert {knop.id for knop in ALTIJD} <= set(re.findall(r'value="(\w+)"', pagina))
        if stap != "stil":
            voor_meer = pagina.partition('<details class="meer">')[0]
            for keuze in ("hulpverlener", "overslaan", "stoppen", "wissen"):
                assert f'value="{keuze}"' in voor_meer


def test_menu_met_plaatjes(client: TestClient, router: StubRouter) -> None:
    """Every need is a picture with its word, each picture different."""
    _staat(client, router, "menu")
    pagina = client.get("/gesprek").text
    lijnen = re.findall(
        r'class="plaatje".*?<path d="([^"]+)"/></svg>\s*<span>([^<]+)</span>', pagina, re.S
    )
    assert [woord for _, woord in lijnen] == list(BEHOEFTEN.values())
    assert len({lijn for lijn, _ in lijnen}) == len(BEHOEFTEN)


def test_onbekend_plaatje(client: TestClient, router: StubRouter) -> None:
    """A picture that we do not have is drawn as "iets anders", not as a failure."""
    _staat(client, router, "vraag").zet(knoppen=[Knop("k", "Nieuw", icoon="onbekend")])
    assert client.get("/gesprek").status_code == 200


def test_gewone_beurt(client: TestClient, router: StubRouter) -> None:
    """A typed message and a pressed button lead back to the talk, at the newest words."""
    gesprek = _staat(client, router, "begin")
    antwoord = client.post(
        "/gesprek/bericht", data={"keuze": _knop(client.get("/gesprek").text, "Nee")}
    )
    assert (antwoord.status_code, antwoord.headers["location"]) == (303, "/gesprek#einde")
    client.post("/gesprek/bericht", data={"tekst": "ik wil slapen"})
    assert [b.tekst for b in gesprek.beeld.bubbels if b.van == "jij"] == ["Nee", "ik wil slapen"]
    pagina = client.get("/gesprek").text
    assert re.findall(r'data-seq="(\d+)" id="einde"', pagina) == ["5"]


def test_deel_voor_het_script(client: TestClient, router: StubRouter) -> None:
    """The page's script gets only what is new, with all that stands around it."""
    gesprek = _staat(client, router, "vraag")
    na = gesprek.beeld.laatste_seq
    antwoord = client.post(f"/gesprek/bericht?na={na}", data={"tekst": "slapen"}, headers=DEEL)
    assert antwoord.status_code == 200
    assert "<html" not in antwoord.text
    assert re.findall(r'data-van="(\w+)"', antwoord.text) == ["jij", "bot", "bot"]
    assert f'data-deel data-seq="{na + 3}"' in antwoord.text
    assert antwoord.text == antwoord.text.replace('id="einde"', "")
    vakken = re.findall(r'data-vak="(\w+)"', antwoord.text)
    assert vakken == ["stand", "staat", "keuzes", "fout", "altijd"]


def test_nieuws(client: TestClient, router: StubRouter) -> None:
    """News is what came after the last bubble that the page has; 410 where the talk is gone."""
    gesprek = _staat(client, router, "mens")
    na = gesprek.beeld.laatste_seq
    gesprek.zeg("hulpverlener", "ik ben er", naam="Sam")
    antwoord = client.get(f"/gesprek/nieuws?na={na}")
    assert re.findall(r'data-van="(\w+)"', antwoord.text) == ["hulpverlener"]
    client.cookies.clear()
    assert client.get("/gesprek/nieuws?na=0").status_code == 410


def test_dubbel_verzonden(client: TestClient, router: StubRouter) -> None:
    """The same form sent twice counts once: it carries its own number."""
    gesprek = _staat(client, router, "vraag")
    data = {"tekst": "ik wil slapen", "client_id": _client_id(client.get("/gesprek").text)}
    for _ in range(2):
        assert client.post("/gesprek/bericht", data=data).status_code == 303
    assert [b.tekst for b in gesprek.beeld.bubbels if b.van == "jij"] == ["Nee", "ik wil slapen"]


def test_toestemming(client: TestClient, router: StubRouter) -> None:
    """Every line has its own box, none is ticked, and exactly the ticked ones are sent along."""
    gesprek = _staat(client, router, "toestemming")
    pagina = client.get("/gesprek").text
    vinkjes = re.findall(r'<input type="checkbox" name="regel" value="([^"]+)"([^>]*)>', pagina)
    assert [id_ for id_, _ in vinkjes] == ["wens.onderdak", "veilig.nu", "wie_niet"]
    assert all("checked" not in rest and 'form="keuzes"' in rest for _, rest in vinkjes)
    keuze = _knop(pagina, "Ja, deel dit")
    client.post("/gesprek/bericht", data={"keuze": keuze, "regel": ["veilig.nu", "wie_niet"]})
    assert gesprek.regels == ["veilig.nu", "wie_niet"]


def test_hulp(client: TestClient, router: StubRouter) -> None:
    """Help is shown with number, source and date, and says where nobody has called it yet."""
    _staat(client, router, "hulp")
    pagina = re.sub(r"\s+", " ", client.get("/gesprek").text)
    assert 'href="tel:08000113"' in pagina
    assert "Bron: 113.nl, 3 oktober 2025. Nog niet nagebeld." in pagina
    assert "Nagebeld op 20 november 2026." in pagina
    assert 'href="https://fairwork.nu"' in pagina


def test_stil(client: TestClient, router: StubRouter) -> None:
    """Silent mode sends only the last words of the bot: the talk is not in the page at all."""
    gesprek = _staat(client, router, "stil")
    gesprek.zeg("jij", "hij kijkt mee")
    gesprek.zeg("bot", "Goed. Ik ben kort.")
    pagina = client.get("/gesprek").text
    assert "Ik ben kort" in pagina
    assert "hij kijkt mee" not in pagina
    assert "scherm" not in pagina
    assert pagina.index("data-snel-weg") < pagina.index("Ik ben kort")


def test_stand(client: TestClient, router: StubRouter) -> None:
    """Where things stand, and who opened the story: open after coming back, folded otherwise."""
    _staat(client, router, "dicht")
    terug = client.get("/gesprek?stand").text
    assert '<details class="stand" open>' in terug
    assert '<details class="stand">' in client.get("/gesprek").text
    assert "Sam is hiermee bezig." in terug
    assert "Sam, team Veilige Plek" in terug
    assert "22 november 2026" in terug
    assert _knop(terug, "Dit klopt niet: Slapen en wonen") == "klopt_niet:1"


def test_alles_is_tekst(client: TestClient, router: StubRouter) -> None:
    """Whatever is typed stands in the page as text, never as markup or template."""
    gesprek = _staat(client, router, "mens")
    tekst = '<script>alert(1)</script>{{ 7*7 }}"\'&\n/restart /intent{"a":1}'
    client.post("/gesprek/bericht", data={"tekst": tekst})
    gesprek.zeg("hulpverlener", tekst, naam="<i>Sam</i>")
    gesprek.zeg("bot", tekst)
    pagina = client.get("/gesprek").text
    assert "<script>alert" not in pagina
    assert "<i>Sam" not in pagina
    assert "49" not in pagina
    assert html.unescape(pagina).count(tekst.replace("\r", "")) == 3


# --- bad input ---


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
    gesprek = _staat(client, router, "vraag")
    voor = gesprek.beeld
    antwoord = client.post("/gesprek/bericht", data={"tekst": tekst}, headers=koppen)
    assert antwoord.status_code == 422
    assert re.search(rf'<p class="fout" id="fout">{re.escape(zin)}', antwoord.text)
    zichtbaar = tekst.replace("\x00", "\ufffd")
    assert zichtbaar in html.unescape(antwoord.text).replace("\x00", "\ufffd")
    assert gesprek.beeld == voor


def test_alleen_emoji(client: TestClient, router: StubRouter) -> None:
    """Emoji only is a message like any other."""
    gesprek = _staat(client, router, "mens")
    assert client.post("/gesprek/bericht", data={"tekst": "😢"}).status_code == 303
    assert gesprek.beeld.bubbels[-1].tekst == "😢"


@pytest.mark.parametrize("keuze", ["oud", "", "/restart", "x" * 5000, "<b>"])
def test_oude_knop(client: TestClient, router: StubRouter, keuze: str) -> None:
    """A button that is not on offer any more is refused in a calm sentence; nothing changes."""
    gesprek = _staat(client, router, "vraag")
    voor = gesprek.beeld
    antwoord = client.post("/gesprek/bericht", data={"keuze": keuze})
    assert antwoord.status_code == 422
    assert "Die knop hoort bij een vraag van eerder." in antwoord.text
    assert gesprek.beeld == voor


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
    gesprek = _staat(client, router, "toestemming")
    pagina = client.get("/gesprek").text
    data: dict[str, Any] = {
        "keuze": _knop(pagina, "Ja, deel dit"),
        "regel": ["wie_niet"],
        "client_id": _client_id(pagina),
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
    _staat(client, router, "vraag")
    antwoord = client.post("/gesprek/bericht", headers=koppen, content=body)
    assert antwoord.status_code in (400, 422)
    assert "data-snel-weg" in antwoord.text


# --- away, wiped, back ---


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_weg(client: TestClient, router: StubRouter, method: str) -> None:
    """The exit clears the cookie, goes to the neutral page, and tells the router."""
    _staat(client, router, "vraag")
    antwoord = client.request(method, "/weg")
    assert antwoord.status_code == 303
    assert antwoord.headers["location"] == SETTINGS.weg_adres
    assert antwoord.headers["set-cookie"].startswith('s=""; ')
    assert antwoord.headers["clear-site-data"] == '"cookies", "storage"'
    assert len(router.weggegaan) == 1


def test_weg_door_het_script(client: TestClient, router: StubRouter) -> None:
    """The script's beacon is not sent on to another host."""
    _staat(client, router, "vraag")
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
    _staat(client, router, "vraag")
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
    _staat(client, router, "wissen")
    keuze = _knop(client.get("/gesprek").text, "Ja, wis alles")
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
        _staat(client, router, "mens")
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
