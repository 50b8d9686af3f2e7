"""The cookies of both servers: what each is called, and which ones are not ours."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from starlette.testclient import TestClient

from bot import koekjes
from bot.chat.app import create_app
from tests.chat_pages import zet_op
from tests.chat_stub import SETTINGS, StubRouter
from tests.robots import VAN_HIER

pytest_plugins = ["tests.chat_fixtures"]
BOT = Path(koekjes.__file__).parent
VERDER = "Verder met mijn gesprek"


@pytest.fixture
def veilig(router: StubRouter) -> Iterator[TestClient]:
    """A browser that reaches the chat over https."""
    app = create_app(SimpleNamespace(**{**vars(SETTINGS), "https": True}), router)
    with TestClient(
        app, base_url="https://testserver", headers=VAN_HIER, follow_redirects=False
    ) as client:
        yield client


def test_a_neighbouring_site_opens_no_talk_of_its_own(
    veilig: TestClient, router: StubRouter
) -> None:
    """The attack: it sets `s` with a key of its own for the whole domain, and the victim would
    type into a talk that the attacker reads. Over https no page, message or stream knows it."""
    vreemd = {"cookie": f"s={router.maak('vraag')}"}
    assert VERDER not in veilig.get("/", headers=vreemd).text
    assert veilig.get("/gesprek/nieuws", headers=vreemd).status_code == 410
    assert veilig.get("/gesprek/stroom", headers=vreemd).status_code == 204
    antwoord = veilig.post("/gesprek/bericht", data={"tekst": "ik zit vast"}, headers=vreemd)
    assert antwoord.status_code == 410
    begonnen = veilig.post("/gesprek", headers=vreemd)
    assert begonnen.headers["location"] == "/gesprek#einde"
    assert "__Host-s" in veilig.cookies
    assert len(router.gesprekken) == 2


def test_a_neighbouring_site_ends_no_talk(veilig: TestClient, router: StubRouter) -> None:
    """A bare `w` is no exit of ours over https; the one of our script is."""
    zet_op(veilig, router, "vraag")
    veilig.cookies.set("w", "1")
    assert VERDER in veilig.get("/").text
    assert router.weggegaan == []
    veilig.cookies.set("__Host-w", "1")
    assert VERDER not in veilig.get("/").text
    assert len(router.weggegaan) == 1


@pytest.mark.parametrize("wit", ["\x85", "\xa0", "\x1c", "\x0b", "\x0c"])
def test_a_name_with_odd_white_space_is_not_ours(
    veilig: TestClient, router: StubRouter, wit: str
) -> None:
    """A browser lets a neighbouring site set such a name, and Python would strip it to ours."""
    kop = f"{wit}__Host-s={router.maak('vraag')}".encode("latin-1")
    assert VERDER not in veilig.get("/", headers={"cookie": kop}).text


def test_of_two_cookies_with_one_name_neither_counts(
    veilig: TestClient, router: StubRouter
) -> None:
    """One of them is somebody else's."""
    een, twee = router.maak("vraag"), router.maak("vraag")
    kop = {"cookie": f"__Host-s={een}; __Host-s={twee}"}
    assert VERDER not in veilig.get("/", headers=kop).text
    assert veilig.get("/gesprek", headers=kop).headers["location"] == "/?verlopen"
    assert VERDER in veilig.get("/", headers={"cookie": f"a=b;  __Host-s={een} ; c"}).text


def test_every_cookie_over_https_is_for_us_alone(veilig: TestClient) -> None:
    """Set or taken away: with the prefix and all that a browser asks for it, by page and script."""
    gezet = veilig.post("/gesprek").headers.get_list("set-cookie")
    veilig.cookies.set("__Host-w", "1")
    gezet += veilig.get("/").headers.get_list("set-cookie")
    assert [kop.partition("=")[0] for kop in gezet] == ["__Host-s", "__Host-s", "__Host-w"]
    for kop in gezet:
        assert {"Secure", "Path=/", "HttpOnly", "SameSite=strict"} <= set(kop.split("; "))
        assert "domain" not in kop.lower()
    van_script = re.findall('data-koekje="([^"]*)"', veilig.get("/").text)
    assert van_script == ["__Host-w=1; path=/; samesite=strict; secure"]


def test_over_http_the_names_are_bare(client: TestClient) -> None:
    """A browser refuses the prefix there; a trial on one's own machine goes on working."""
    assert client.post("/gesprek").headers["set-cookie"].startswith("s=")
    assert 'data-koekje="w=1; path=/; samesite=strict"' in client.get("/").text


def test_one_module_alone_names_and_reads_cookies() -> None:
    """Whoever reads or sets one elsewhere would forget the prefix."""
    zelf = re.compile(r"\.cookies\b|set_cookie|delete_cookie|__Host-|document\.cookie = [^w]")
    elders = {
        pad.relative_to(BOT).as_posix()
        for pad in [*BOT.rglob("*.py"), *BOT.rglob("*.js"), *BOT.rglob("*.html")]
        if zelf.search(re.sub(r"^(from|import) .*", "", pad.read_text("utf-8"), flags=re.M))
    }
    assert elders == {"koekjes.py"}
