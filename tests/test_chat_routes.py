"""The routes of the chat as plain HTML: the start page and the talk."""

from __future__ import annotations

import html
import re

import pytest
from starlette.testclient import TestClient

from bot.dialogue.beeld import Knop
from tests.chat_pages import DEEL, client_id_van, knop_met, zet_op
from tests.chat_steps import ALTIJD, BEHOEFTEN, STAPPEN
from tests.chat_stub import StubRouter

pytest_plugins = ["tests.chat_fixtures"]


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
        zet_op(client, router, stap)
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


@pytest.mark.parametrize("cookie", ["vervalst", "a" * 5000, "\x01;s=1"])
def test_zonder_gesprek(client: TestClient, cookie: str) -> None:
    """A forged cookie or a giant one leads to the start page, which says so in one sentence."""
    antwoord = client.get("/gesprek", headers={"cookie": f"s={cookie}"})
    assert (antwoord.status_code, antwoord.headers["location"]) == (303, "/?verlopen")
    assert "Dit gesprek is er niet meer" in client.get("/?verlopen").text
    assert "Dit gesprek is er niet meer" not in client.get("/").text


def test_de_merken(client: TestClient, router: StubRouter) -> None:
    """One log, every bubble marked by who speaks, every button a submit called keuze, one exit."""
    zet_op(client, router, "mens")
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
        zet_op(client, router, stap)
        pagina = client.get("/gesprek").text
        assert {knop.id for knop in ALTIJD} <= set(re.findall(r'value="(\w+)"', pagina))
        if stap != "stil":
            voor_meer = pagina.partition('<details class="meer">')[0]
            for keuze in ("hulpverlener", "overslaan", "stoppen", "wissen"):
                assert f'value="{keuze}"' in voor_meer


def test_menu_met_plaatjes(client: TestClient, router: StubRouter) -> None:
    """Every need is a picture with its word, each picture different."""
    zet_op(client, router, "menu")
    pagina = client.get("/gesprek").text
    lijnen = re.findall(
        r'class="plaatje".*?<path d="([^"]+)"/></svg>\s*<span>([^<]+)</span>', pagina, re.S
    )
    assert [woord for _, woord in lijnen] == list(BEHOEFTEN.values())
    assert len({lijn for lijn, _ in lijnen}) == len(BEHOEFTEN)


def test_onbekend_plaatje(client: TestClient, router: StubRouter) -> None:
    """A picture that we do not have is drawn as "iets anders", not as a failure."""
    zet_op(client, router, "vraag").zet(knoppen=[Knop("k", "Nieuw", icoon="onbekend")])
    assert client.get("/gesprek").status_code == 200


def test_gewone_beurt(client: TestClient, router: StubRouter) -> None:
    """A typed message and a pressed button lead back to the talk, at the newest words."""
    gesprek = zet_op(client, router, "begin")
    antwoord = client.post(
        "/gesprek/bericht", data={"keuze": knop_met(client.get("/gesprek").text, "Nee")}
    )
    assert (antwoord.status_code, antwoord.headers["location"]) == (303, "/gesprek#einde")
    client.post("/gesprek/bericht", data={"tekst": "ik wil slapen"})
    assert [b.tekst for b in gesprek.beeld.bubbels if b.van == "jij"] == ["Nee", "ik wil slapen"]
    pagina = client.get("/gesprek").text
    assert re.findall(r'data-seq="(\d+)" id="einde"', pagina) == ["5"]


def test_deel_voor_het_script(client: TestClient, router: StubRouter) -> None:
    """The page's script gets only what is new, with all that stands around it."""
    gesprek = zet_op(client, router, "vraag")
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
    gesprek = zet_op(client, router, "mens")
    na = gesprek.beeld.laatste_seq
    gesprek.zeg("hulpverlener", "ik ben er", naam="Sam")
    antwoord = client.get(f"/gesprek/nieuws?na={na}")
    assert re.findall(r'data-van="(\w+)"', antwoord.text) == ["hulpverlener"]
    client.cookies.clear()
    assert client.get("/gesprek/nieuws?na=0").status_code == 410


def test_dubbel_verzonden(client: TestClient, router: StubRouter) -> None:
    """The same form sent twice counts once: it carries its own number."""
    gesprek = zet_op(client, router, "vraag")
    data = {"tekst": "ik wil slapen", "client_id": client_id_van(client.get("/gesprek").text)}
    for _ in range(2):
        assert client.post("/gesprek/bericht", data=data).status_code == 303
    assert [b.tekst for b in gesprek.beeld.bubbels if b.van == "jij"] == ["Nee", "ik wil slapen"]


def test_toestemming(client: TestClient, router: StubRouter) -> None:
    """Every line has its own box, none is ticked, and exactly the ticked ones are sent along."""
    gesprek = zet_op(client, router, "toestemming")
    pagina = client.get("/gesprek").text
    vinkjes = re.findall(r'<input type="checkbox" name="regel" value="([^"]+)"([^>]*)>', pagina)
    assert [id_ for id_, _ in vinkjes] == ["wens.onderdak", "veilig.nu", "wie_niet"]
    assert all("checked" not in rest and 'form="keuzes"' in rest for _, rest in vinkjes)
    keuze = knop_met(pagina, "Ja, deel dit")
    client.post("/gesprek/bericht", data={"keuze": keuze, "regel": ["veilig.nu", "wie_niet"]})
    assert gesprek.regels == ["veilig.nu", "wie_niet"]


def test_hulp(client: TestClient, router: StubRouter) -> None:
    """Help is shown with number, source and date, and says where nobody has called it yet."""
    zet_op(client, router, "hulp")
    pagina = re.sub(r"\s+", " ", client.get("/gesprek").text)
    assert 'href="tel:08000113"' in pagina
    assert "Bron: 113.nl. Van 3 oktober 2025. We keken nog niet of dit klopt." in pagina
    assert "Op 20 november 2026 keken we of dit klopt." in pagina
    assert 'href="https://fairwork.nu"' in pagina


def test_stil(client: TestClient, router: StubRouter) -> None:
    """Silent mode sends only the last words of the bot: the talk is not in the page at all."""
    gesprek = zet_op(client, router, "stil")
    gesprek.zeg("jij", "hij kijkt mee")
    gesprek.zeg("bot", "Goed. Ik ben kort.")
    pagina = client.get("/gesprek").text
    assert "Ik ben kort" in pagina
    assert "hij kijkt mee" not in pagina
    assert "scherm" not in pagina
    assert pagina.index("data-snel-weg") < pagina.index("Ik ben kort")


def test_stand(client: TestClient, router: StubRouter) -> None:
    """Where things stand, and who opened the story: open after coming back, folded otherwise."""
    zet_op(client, router, "dicht")
    terug = client.get("/gesprek?stand").text
    assert '<details class="stand" open>' in terug
    assert '<details class="stand">' in client.get("/gesprek").text
    assert "Sam is hiermee bezig." in terug
    assert "Sam, team Veilige Plek" in terug
    assert "22 november 2026" in terug
    assert knop_met(terug, "Dit klopt niet: Slapen en wonen") == "klopt_niet:1"


def test_stand_bekeken(client: TestClient, router: StubRouter) -> None:
    """Where somebody looked along, coming back opens nothing: the needs too stay folded."""
    zet_op(client, router, "dicht").zet(bedekt=1)
    terug = client.get("/gesprek?stand").text
    assert '<details class="stand">' in terug
    assert "Mijn overzicht" in terug


def test_alles_is_tekst(client: TestClient, router: StubRouter) -> None:
    """Whatever is typed stands in the page as text, never as markup or template."""
    gesprek = zet_op(client, router, "mens")
    tekst = '<script>alert(1)</script>{{ 7777*7777 }}"\'&\n/restart /intent{"a":1}'
    client.post("/gesprek/bericht", data={"tekst": tekst})
    gesprek.zeg("hulpverlener", tekst, naam="<i>Sam</i>")
    gesprek.zeg("bot", tekst)
    pagina = client.get("/gesprek").text
    assert "<script>alert" not in pagina
    assert "<i>Sam" not in pagina
    assert "60481729" not in pagina
    assert html.unescape(pagina).count(tekst.replace("\r", "")) == 3
