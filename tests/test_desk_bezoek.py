"""bot.desk.bezoek: one request to the desk, piece by piece, on routes of the tests' own."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from hashlib import blake2b
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient

from bot import vault
from bot.desk import bezoek
from bot.desk.bezoek import Bezoek, async_route, csrf, lees_token, route, schrijf_token
from bot.intake.states import IllegalTransition, Staat, Stap
from bot.records import accounts, gesprekken, overdrachten
from bot.records import models as m
from tests import desk_cases as cases
from tests.desk_cases import NU
from tests.desk_world import Wereld, tekst

ID = "a" * 32
SOORTEN = ["draad", "lus"]


def _draait_in_de_lus() -> bool:
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return False
    return True


def _maak(soort: str, doel: Callable[[Bezoek], Response], *hoe: str, **meer: Any) -> Route:
    """Return a route of either kind to the same *doel*, at /proef/<id>."""
    if soort == "draad":
        return route("/proef/{id}", doel, *hoe, **meer)

    async def wacht(een: Bezoek) -> Response:
        return doel(een)

    return async_route("/proef/{id}", wacht, *hoe, **meer)


def _client(wereld: Wereld, een: Route, token: bytes | None = None) -> TestClient:
    app = Starlette(routes=[een])
    app.state.balie = wereld.app.state.balie
    app.state.settings = app.state.balie.settings
    client = TestClient(app, raise_server_exceptions=False, follow_redirects=False)
    if token is not None:
        client.cookies.set("d", schrijf_token(token))
    return client


def _ingelogd(wereld: Wereld) -> bytes:
    return cases.log_in(wereld.database, wereld.sanne, NU)


def _faal(fout: Exception) -> Callable[[Bezoek], Response]:
    def doel(_een: Bezoek) -> Response:
        raise fout

    return doel


@pytest.mark.parametrize("soort", SOORTEN)
def test_a_route_is_for_who_is_logged_in(wereld: Wereld, soort: str) -> None:
    """Without a session it leads to the login page; with one it knows who it is, and where."""
    gezien: list[tuple[str, str, str, bool]] = []

    def doel(een: Bezoek) -> Response:
        gezien.append((een.roepnaam, een.id, een.veld("tekst"), _draait_in_de_lus()))
        return PlainTextResponse("goed")

    een = _maak(soort, doel)
    assert (een.path, een.name) == ("/proef/{id}", "GET /proef/{id}")
    answer = _client(wereld, een).get(f"/proef/{ID}")
    assert (answer.status_code, answer.headers["location"]) == (303, "/inloggen")

    client = _client(wereld, een, _ingelogd(wereld))
    assert client.get(f"/proef/{ID}").text == "goed"
    assert client.post(f"/proef/{ID}").status_code == 405
    assert gezien == [("Sanne", ID, "", soort == "lus")]


@pytest.mark.parametrize("soort", SOORTEN)
def test_a_route_for_posts_takes_a_form_with_its_token(wereld: Wereld, soort: str) -> None:
    """It has no page; without the token of this session nothing happens and the text comes back."""
    token, gezien = _ingelogd(wereld), []

    def doel(een: Bezoek) -> Response:
        gezien.append((een.veld("tekst"), een.velden("vink")))
        return PlainTextResponse("goed")

    een = _maak(soort, doel, "POST")
    assert een.name == "POST /proef/{id}"
    client = _client(wereld, een, token)
    assert client.get(f"/proef/{ID}").status_code == 405
    for fout in ("", "0" * 32, csrf(b"iets anders")):
        answer = client.post(f"/proef/{ID}", data={"csrf": fout, "tekst": "mijn woorden"})
        assert answer.status_code == 403
        assert "Dit formulier kwam niet van hier" in tekst(answer)
        assert "mijn woorden" in tekst(answer)
    assert gezien == []
    data = {"csrf": csrf(token), "tekst": "mijn\x00 woorden", "vink": ["1", "2"]}
    assert client.post(f"/proef/{ID}", data=data).text == "goed"
    assert gezien == [("mijn woorden", ["1", "2"])]


@pytest.mark.parametrize("soort", SOORTEN)
def test_a_free_route_gives_its_form_a_key(wereld: Wereld, soort: str) -> None:
    """Who is not logged in gets a cookie with the page, and posts with the token that fits it."""

    def pagina(een: Bezoek) -> Response:
        assert een.ingelogd is None
        return een.toon("fout.html", 201, kop="hallo", uitleg="", getypt="", zaak_id=None,
                        opnieuw_inloggen=False)  # fmt: skip

    client = _client(wereld, _maak(soort, pagina, vrij=True))
    answer = client.get(f"/proef/{ID}")
    assert answer.status_code == 201
    [cookie] = answer.headers.get_list("set-cookie")
    assert re.fullmatch(r"f=[\w-]{43}; HttpOnly; Path=/; SameSite=strict", cookie)
    sleutel = lees_token(client.cookies["f"])
    assert sleutel is not None
    assert "set-cookie" not in client.get(f"/proef/{ID}").headers

    def doel(een: Bezoek) -> Response:
        return PlainTextResponse("goed" if een.sleutel == sleutel else "fout")

    post = _client(wereld, _maak(soort, doel, "POST", vrij=True))
    assert post.post(f"/proef/{ID}", data={"csrf": csrf(sleutel)}).status_code == 403
    post.cookies.set("f", schrijf_token(sleutel))
    assert post.post(f"/proef/{ID}", data={"csrf": csrf(sleutel)}).text == "goed"
    assert post.post(f"/proef/{ID}", data={"csrf": csrf(b"x" * 32)}).status_code == 403


def test_only_a_page_gives_a_key_for_its_form(wereld: Wereld) -> None:
    """What is no page has no form: no cookie is left behind with it."""
    een = route("/proef/{id}", lambda _: PlainTextResponse("goed"), vrij=True)
    assert "set-cookie" not in _client(wereld, een).get(f"/proef/{ID}").headers


@pytest.mark.parametrize("soort", SOORTEN)
@pytest.mark.parametrize(
    ("fout", "status", "zegt", "getypt", "zaak"),
    [
        (gesprekken.Onbekend(), 404, "Deze pagina is er niet", True, False),
        (accounts.GeenLid(), 404, "Deze pagina is er niet", True, False),
        (accounts.Verlopen(), 404,
         "Deze link werkt niet meer Vraag je collega om een nieuwe.", False, False),
        (overdrachten.NietVanJou(None), 409,
         "Deze zaak heeft nog niemand Pak de zaak eerst op. Daarna kun je dit doen.", True, True),
        (overdrachten.NietVanJou("Bram"), 409, "Bram heeft deze zaak Alleen Bram kan dit nu doen. "
         "Je kunt wel lezen en een notitie maken.", True, True),
        (accounts.VreemdeSleutel(), 409, "Dit team krijgt nu geen nieuwe sleutel "
         "De accounts van dit team kloppen niet. Er is niets veranderd. "
         "Zeg dit tegen de beheerder.", True, False),
        (vault.Unreadable(), 409, "Het team kreeg net een nieuwe sleutel "
         "Laad de pagina opnieuw. Probeer het dan nog eens.", True, False),
        (IllegalTransition(Staat.BOT, Stap.OPPAKKEN), 409,
         "Deze zaak is intussen veranderd", True, True),
        (gesprekken.Verlopen(), 409, "Deze zaak is intussen veranderd", True, True),
        (OperationalError("geheim", {}, Exception("geheim")), 503,
         "De gegevens zijn even niet te bereiken", True, False),
        (OSError(5, "geheim"), 503, "De gegevens zijn even niet te bereiken", True, False),
        (ValueError("geheim"), 500, "Er ging hier iets mis", True, False),
    ],
)  # fmt: skip
def test_what_stops_a_request_becomes_a_calm_page(
    wereld: Wereld,
    caplog: pytest.LogCaptureFixture,
    soort: str,
    fout: Exception,
    status: int,
    zegt: str,
    getypt: bool,
    zaak: bool,
) -> None:
    """Each with its own words, the typed text where there is any, and the way back to the case.

    Only what nobody foresaw is logged, by its kind and the name of the route.
    """
    token = _ingelogd(wereld)
    client = _client(wereld, _maak(soort, _faal(fout), "POST"), token)
    data = {"csrf": csrf(token), "tekst": "mijn woorden", "reden": "mijn reden", "los": "niet"}
    answer = client.post(f"/proef/{ID}", data=data)
    assert answer.status_code == status
    assert zegt in tekst(answer)
    assert ("mijn woorden\nmijn reden</textarea>" in answer.text) is getypt
    assert "niet</textarea>" not in answer.text
    assert (f'href="/overdracht/{ID}"' in answer.text) is zaak
    assert "geheim" not in answer.text + caplog.text
    onvoorzien = status in (500, 503)
    regel = f"POST /proef/{{id}} failed ({type(fout).__name__})"
    assert caplog.messages == ([regel] if onvoorzien else [])


@pytest.mark.parametrize("soort", SOORTEN)
def test_who_was_let_out_while_a_page_was_read_hears_that(wereld: Wereld, soort: str) -> None:
    """The key was renewed because of them: they are logged out, and are not told to try again."""

    def doel(_een: Bezoek) -> Response:
        with wereld.database.begin() as s:
            s.query(m.Sessie).delete()
        raise vault.Unreadable

    client = _client(wereld, _maak(soort, doel), _ingelogd(wereld))
    answer = client.get(f"/proef/{ID}", headers={"x-script": "1"})
    assert (answer.status_code, "nieuwe sleutel" in answer.text) == (401, False)


@pytest.mark.parametrize("soort", SOORTEN)
@pytest.mark.parametrize("fout", [accounts.Geweigerd(), bezoek.Uitgelogd()])
def test_a_login_that_is_over_starts_anew(wereld: Wereld, soort: str, fout: Exception) -> None:
    """Without typed text the browser is sent on; what was typed, and a script, hear it instead."""
    token = _ingelogd(wereld)
    client = _client(wereld, _maak(soort, _faal(fout)), token)
    answer = client.get(f"/proef/{ID}")
    assert (answer.status_code, answer.headers["location"]) == (303, "/inloggen")
    if isinstance(fout, accounts.Geweigerd):
        return
    for waarde, status in (("1", 401), ("0", 303), ("", 303)):
        answer = client.get(f"/proef/{ID}", headers={"x-script": waarde})
        assert answer.status_code == status
    client = _client(wereld, _maak(soort, _faal(fout), "POST"), token)
    answer = client.post(f"/proef/{ID}", data={"csrf": csrf(token), "toelichting": "woorden"})
    assert answer.status_code == 401
    assert "Je bent niet meer ingelogd" in tekst(answer)
    assert "woorden</textarea>" in answer.text


@pytest.mark.parametrize("id_", ["x", "A" * 32, "a" * 31, "a" * 33, "g" * 32, "a" * 32 + "%0A"])
def test_what_can_be_no_id_is_not_looked_for(wereld: Wereld, id_: str) -> None:
    """An id is 32 hex digits; anything else is a page that is not there."""
    een = route("/proef/{id}", lambda b: PlainTextResponse(b.id))
    assert _client(wereld, een, _ingelogd(wereld)).get(f"/proef/{id_}").status_code == 404


def test_a_file_or_a_form_without_end_is_refused(wereld: Wereld) -> None:
    """No form of ours sends a file, or more than a hundred fields."""
    token = _ingelogd(wereld)
    een = route("/proef/{id}", lambda _: PlainTextResponse("goed"), "POST")
    client = _client(wereld, een, token)

    def stuur(velden: int, **meer: Any) -> int:
        data = {"csrf": csrf(token), **{f"veld{nr}": "x" for nr in range(velden - 1)}}
        return client.post(f"/proef/{ID}", data=data, **meer).status_code

    vorm = {"files": {"los": (None, b"x")}}  # a form in parts, the last of them no file
    assert stuur(99, **vorm) == 200
    assert stuur(100, **vorm) == 400
    assert stuur(3, files={"bestand": ("x.txt", b"x")}) == 400


def test_a_field_that_is_no_text_is_none(wereld: Wereld) -> None:
    """Fields that were not sent, and those of a page that is fetched, are empty."""
    een = route("/proef/{id}", lambda b: PlainTextResponse(repr((b.veld("x"), b.velden("x")))))
    assert _client(wereld, een, _ingelogd(wereld)).get(f"/proef/{ID}?x=1").text == "('', [])"


def test_being_seen_is_written_down_every_twenty_seconds(wereld: Wereld) -> None:
    """A page that is read writes nothing within that time: readers do not wait for each other."""
    token = _ingelogd(wereld)
    client = _client(wereld, route("/proef/{id}", lambda _: PlainTextResponse("goed")), token)
    for later, gezien in ((0, 0), (19.9, 0), (20, 20), (39, 20), (45.5, 45)):
        wereld.klok.nu = NU + later
        assert client.get(f"/proef/{ID}").status_code == 200
        with wereld.database.read() as s:
            assert s.query(m.Sessie).one().gezien == NU + gezien


def test_a_session_that_ran_out_leads_to_the_login_page(wereld: Wereld) -> None:
    """By the clock of the desk; and a cookie that was never one of ours does so too."""
    client = _client(wereld, route("/proef/{id}", _faal(ValueError())), _ingelogd(wereld))
    wereld.klok.nu = NU + accounts.SESSIE_DUUR + 1
    assert client.get(f"/proef/{ID}").headers["location"] == "/inloggen"
    client.cookies.set("d", schrijf_token(b"x" * 32))
    assert client.get(f"/proef/{ID}").headers["location"] == "/inloggen"


def test_a_page_knows_who_it_is_for_and_what_the_service_is_called(
    wereld: Wereld, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every page gets these, and the token of the session it is in: the new one after a login."""
    gegeven: list[dict[str, Any]] = []

    def toon(sjabloon: str, status: int, **velden: Any) -> Response:
        gegeven.append({"sjabloon": sjabloon, "status": status, **velden})
        return PlainTextResponse("goed")

    monkeypatch.setattr(bezoek.pagina, "toon", toon)

    def doel(een: Bezoek) -> Response:
        een.verder(b"n" * 32).toon("los.html", 202, hier="rij", extra=1)
        assert een.moment.seconden == NU
        return een.toon("los.html")

    token = _ingelogd(wereld)
    _client(wereld, route("/proef/{id}", doel), token).get(f"/proef/{ID}")
    nieuw, gewoon = gegeven
    assert (nieuw["sjabloon"], nieuw["status"], nieuw["hier"], nieuw["extra"]) == (
        "los.html", 202, "rij", 1,
    )  # fmt: skip
    assert nieuw["csrf"] == csrf(b"n" * 32)
    assert (gewoon["status"], gewoon["hier"], gewoon["csrf"]) == (200, None, csrf(token))
    assert gewoon["naam"] == "Eerst jij"
    assert gewoon["wie"].hulpverlener.roepnaam == "Sanne"


@pytest.mark.parametrize(("https", "duur"), [(False, None), (True, 60), (True, 0)])
def test_a_cookie_of_ours_comes_back_to_us_alone(
    wereld: Wereld, https: bool, duur: int | None
) -> None:
    """No script reads it, no other site sends it, and over https no open line carries it."""
    wereld.app.state.balie.settings.https = https

    def doel(een: Bezoek) -> Response:
        answer = PlainTextResponse(repr(een.cookie("d")))
        een.zet_cookie(answer, "proef", "waarde", duur)
        return answer

    token, prefix = _ingelogd(wereld), "__Host-" * https
    client = _client(wereld, route("/proef/{id}", doel))
    answer = client.get(f"/proef/{ID}", headers={"cookie": f"{prefix}d={schrijf_token(token)}"})
    verwacht = [f"{prefix}proef=waarde", "HttpOnly", "Path=/", "SameSite=strict"]
    verwacht += ["Secure"] * https + ([f"Max-Age={duur}"] if duur is not None else [])
    gezet = re.sub("expires=[^;]+; ", "", answer.headers["set-cookie"])
    assert sorted(gezet.split("; ")) == sorted(verwacht)
    assert answer.text == repr(token)


def test_a_token_reads_back_what_was_written() -> None:
    """43 letters of base64url stand for 32 bytes, the two odd letters among them; more do not."""
    for token in (bytes(range(32)), b"\xfb\xff" * 16, b"\x00" * 32):
        assert lees_token(schrijf_token(token)) == token
        assert len(schrijf_token(token)) == 43
    assert schrijf_token(b"\xfb\xff" * 16).startswith("-__7")
    for geen in ("A" * 42, "A" * 44, "A" * 42 + " ", "A" * 42 + "\n"):
        assert lees_token(geen) is None


def test_the_token_of_a_form_is_what_another_library_makes() -> None:
    """It is the same in every process and after an update: an open page keeps working."""
    assert csrf(b"k" * 32) == blake2b(b"k" * 32, digest_size=16, person=b"desk-csrf").hexdigest()


def test_who_is_not_logged_in_is_told_of_nobody(wereld: Wereld) -> None:
    """The count in the bar needs a login: without one there is none."""
    geteld: list[object] = []

    def doel(een: Bezoek) -> Response:
        geteld.append(een.telling())
        return PlainTextResponse("goed")

    wereld.zaak()
    _client(wereld, route("/proef/{id}", doel, vrij=True)).get(f"/proef/{ID}")
    assert geteld == [bezoek.Telling()]
