"""A browser that does not say whose form it sends: the mark in form and cookie."""

from __future__ import annotations

import html
import re
from types import SimpleNamespace

import pytest
from starlette.testclient import TestClient

from bot.chat.app import create_app
from bot.koekjes import naam
from tests.chat_pages import zet_op
from tests.chat_steps import CODE
from tests.chat_stub import SETTINGS, StubRouter

pytest_plugins = ["tests.chat_fixtures"]

NOG_EENS = "Dat kwam niet goed aan."
#: What an old browser says of anybody's form under `Referrer-Policy: no-referrer`.
NIETS = {"origin": "null"}


def browser(router: StubRouter, https: bool = False) -> TestClient:
    """Return a browser from before `Sec-Fetch-Site`."""
    settings = SimpleNamespace(**{**vars(SETTINGS), "https": https})
    return TestClient(
        create_app(settings, router),
        base_url="https://testserver" if https else "http://testserver",
        follow_redirects=False,
        headers=NIETS,
    )


@pytest.fixture(params=[False, True], ids=["http", "https"])
def oud(request: pytest.FixtureRequest, router: StubRouter) -> TestClient:
    """An old browser."""
    return browser(router, request.param)


def merk_voor(pagina: str, adres: str) -> str:
    """Return the mark in the form that goes to *adres*; empty where there is none."""
    (form,) = re.findall(rf'<form method="post" action="{adres}".*?</form>', pagina, re.S)
    found = re.search(r'<input type="hidden" name="merk" value="([^"]*)">', form)
    return found[1] if found else ""


def test_eigen_formulieren_werken_zonder_script(oud: TestClient, router: StubRouter) -> None:
    """Begin, wipe, and back with the code, each by the form on our own page; a talk has one cookie
    and the mark goes when it begins."""
    merk = merk_voor(oud.get("/").text, "/gesprek")
    assert merk == merk_voor(oud.get("/terug").text, "/terug")
    assert oud.post("/gesprek", data={"merk": merk}).headers["location"] == "/gesprek#einde"
    assert list(oud.cookies) == [naam("s", oud.base_url.scheme == "https")]
    merk = merk_voor(oud.get("/").text, "/gesprek/wissen")
    assert oud.post("/gesprek/wissen", data={"merk": merk}).headers["location"] == "/?gewist"
    assert router.gesprekken == {}
    assert list(oud.cookies) == []
    merk = merk_voor(oud.get("/terug").text, "/terug")
    fout = oud.post("/terug", data={"code": "brood kaas", "merk": merk})
    assert fout.status_code == 422
    goed = oud.post("/terug", data={"code": CODE, "merk": merk_voor(fout.text, "/terug")})
    assert goed.headers["location"] == "/gesprek?stand#einde"
    assert len(router.gesprekken) == 1


@pytest.mark.parametrize("eigen_merk", [True, False])
@pytest.mark.parametrize("stuurt", ["eigen", "niets", "leeg", "raar"])
def test_een_andere_site_opent_geen_gesprek(
    oud: TestClient, router: StubRouter, stuurt: str, eigen_merk: bool
) -> None:
    """The attack: a page of somebody else posts its own code, with a mark that it fetched for
    itself, and the victim would type into a talk that the attacker reads. Nothing opens; whoever
    did type that code sees it stand there and needs one more tap."""
    aanvaller = browser(router, oud.base_url.scheme == "https")
    gehaald = merk_voor(aanvaller.get("/terug").text, "/terug")
    if eigen_merk:
        assert merk_voor(oud.get("/").text, "/gesprek") not in ("", gehaald)
    velden = {"eigen": {"merk": gehaald}, "niets": {}, "leeg": {"merk": ""}, "raar": {"merk": "é"}}
    antwoord = oud.post("/terug", data={"code": CODE, **velden[stuurt]})
    assert antwoord.status_code == 403
    assert NOG_EENS in antwoord.text
    assert CODE in antwoord.text
    assert router.gesprekken == {}
    assert not {"s", "__Host-s"} & set(oud.cookies)
    vers = merk_voor(antwoord.text, "/terug")
    assert vers != gehaald
    assert oud.post("/terug", data={"code": CODE, "merk": vers}).status_code == 303


@pytest.mark.parametrize("waarde", ["", "a" * 31, "a" * 33, "A" * 32, "é" * 32])
def test_een_merk_dat_geen_merk_is(router: StubRouter, waarde: str) -> None:
    """The same odd value, or none, in form and cookie is no mark."""
    oud = browser(router)
    kop = {"cookie": f"t={waarde}".encode()}
    assert oud.post("/gesprek", data={"merk": waarde}, headers=kop).status_code == 403
    assert router.gesprekken == {}


def test_begin_van_elders(oud: TestClient, router: StubRouter) -> None:
    """No talk begins: the start page says so calmly, and its button works."""
    antwoord = oud.post("/gesprek")
    assert antwoord.status_code == 403
    assert NOG_EENS in antwoord.text
    assert "Begin</button>" in antwoord.text
    assert router.gesprekken == {}
    merk = merk_voor(antwoord.text, "/gesprek")
    assert oud.post("/gesprek", data={"merk": merk}).status_code == 303


def test_getypte_tekst_blijft(oud: TestClient, router: StubRouter) -> None:
    """Text for a talk that is gone stands on each page on the way to a new one."""
    tekst = "Ik wil <slapen>"
    weg = oud.post("/gesprek/bericht", data={"tekst": tekst})
    assert weg.status_code == 410
    assert merk_voor(weg.text, "/gesprek")
    oud.cookies.clear()  # such as by a link of another site in between
    nog_eens = oud.post("/gesprek", data={"tekst": tekst, "merk": merk_voor(weg.text, "/gesprek")})
    assert nog_eens.status_code == 403
    assert html.escape(tekst) in nog_eens.text
    merk = merk_voor(nog_eens.text, "/gesprek")
    router.kapot = True
    kapot = oud.post("/gesprek", data={"tekst": tekst, "merk": merk})
    assert kapot.status_code == 503
    router.kapot = False
    merk = merk_voor(kapot.text, "/gesprek")
    nieuw = oud.post("/gesprek", data={"tekst": tekst, "merk": merk})
    assert nieuw.status_code == 200
    assert html.escape(tekst) in nieuw.text


def test_een_storing_geeft_de_code_terug(oud: TestClient, router: StubRouter) -> None:
    """The page that keeps the code has a mark that works."""
    merk = merk_voor(oud.get("/terug").text, "/terug")
    router.terug = None  # type: ignore[assignment,method-assign]
    kapot = oud.post("/terug", data={"code": CODE, "merk": merk})
    del router.terug
    assert kapot.status_code == 503
    merk = merk_voor(kapot.text, "/terug")
    assert oud.post("/terug", data={"code": CODE, "merk": merk}).status_code == 303


def test_wissen_van_elders(oud: TestClient, router: StubRouter) -> None:
    """Another site wipes nothing and takes no key; one tap more of one's own does wipe."""
    zet_op(oud, router, "mens")
    antwoord = oud.post("/gesprek/wissen")
    assert antwoord.status_code == 403
    assert NOG_EENS in antwoord.text
    assert "clear-site-data" not in antwoord.headers
    assert len(router.gesprekken) == 1
    merk = merk_voor(antwoord.text, "/gesprek/wissen")
    assert oud.post("/gesprek/wissen", data={"merk": merk}).status_code == 303
    assert router.gesprekken == {}


@pytest.mark.parametrize("adres", ["/weg", "/weg?js"])
def test_weg_neemt_het_merk_mee(oud: TestClient, adres: str) -> None:
    """After the exit no cookie of ours is left, also from a page before the talk."""
    oud.get("/")
    assert len(oud.cookies) == 1
    oud.post(adres)
    assert len(oud.cookies) == 0


def test_het_koekje(router: StubRouter) -> None:
    """It goes when the browser closes, no script and no other site gets it, and with HTTPS no
    neighbouring site can set it. The start page tells of it."""
    for https, heet in ((False, "t"), (True, "__Host-t")):
        antwoord = browser(router, https).get("/")
        eerste, *rest = antwoord.headers["set-cookie"].split("; ")
        assert eerste == f"{heet}={merk_voor(antwoord.text, '/gesprek')}"
        assert set(rest) == {"HttpOnly", "Path=/", "SameSite=strict", *(["Secure"] * https)}
        assert "Soms komen er 2." in antwoord.text


def test_een_browser_van_nu_heeft_geen_merk_nodig(client: TestClient) -> None:
    """It says itself whose form it sends: it keeps to one cookie, as the start page says."""
    for adres in ("/", "/terug"):
        antwoord = client.get(adres)
        assert "merk" not in antwoord.text
        assert "set-cookie" not in antwoord.headers
    assert "Op je telefoon komt 1 cookie," in client.get("/").text
