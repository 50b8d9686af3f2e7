"""The door of the desk: headers everywhere, bounded bodies, no foreign posts, no failure shown."""

from __future__ import annotations

import logging
import re

import pytest
from starlette.datastructures import FormData
from starlette.requests import Request

from bot.desk import bezoek
from bot.desk.balie import Moment
from bot.desk.routes import rij
from bot.deur import BODY_MAX, UITLEZEN_MAX
from bot.records import accounts
from tests.desk_cases import NU
from tests.desk_world import Wereld, tekst


@pytest.mark.parametrize(
    "pad", ["/inloggen", "/", "/bestaat-niet", "/static/desk.css", "/gezond", "/stroom"]
)
def test_every_answer_has_the_headers(wereld: Wereld, pad: str) -> None:
    """Pages, files, redirects and mistakes: nothing is kept, framed, or loaded from elsewhere."""
    koppen = wereld.browser().get(pad).headers

    assert koppen["cache-control"] == "no-store"
    assert "default-src 'none'" in koppen["content-security-policy"]
    assert "unsafe" not in koppen["content-security-policy"]
    assert "frame-ancestors 'none'" in koppen["content-security-policy"]
    assert koppen["x-content-type-options"] == "nosniff"
    assert koppen["referrer-policy"] == "no-referrer"
    assert "strict-transport-security" not in koppen
    assert "server" not in koppen


def test_pages_hold_nothing_inline(wereld: Wereld) -> None:
    """No script, style or handler stands in a page: the policy forbids it and nothing needs it."""
    browser, zaak = wereld.browser(wereld.sanne), wereld.zaak()
    for pad in ("/", f"/overdracht/{zaak.id}", "/team", "/sociale-kaart", "/inloggen"):
        page = browser.get(pad).text
        assert "<style" not in page
        assert " style=" not in page
        assert " on" + "click=" not in page
        scripts = re.findall(r"<script([^>]*)>(.*?)</script>", page, re.DOTALL)
        assert len(scripts) == page.count("<script") > 0
        assert all(' src="/' in kop and not inhoud for kop, inhoud in scripts)


@pytest.mark.parametrize(
    "koppen",
    [
        {"origin": "https://elders.example"},
        {"origin": "http://testserver.elders.example"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": "https://elders.example", "sec-fetch-site": "same-origin"},
    ],
)
def test_a_post_from_another_site_is_refused(wereld: Wereld, koppen: dict[str, str]) -> None:
    """Also with the right cookie and token."""
    browser, zaak = wereld.browser(wereld.sanne), wereld.zaak()

    answer = browser.post(f"/overdracht/{zaak.id}/oppakken", koppen=koppen)

    assert answer.status_code == 403
    assert wereld.staat(zaak) == "wacht"


@pytest.mark.parametrize(
    "koppen",
    [
        {"origin": "null", "sec-fetch-site": "same-origin"},
        {"origin": "null"},
        {"origin": "http://testserver", "sec-fetch-site": "same-origin"},
        {"origin": "http://testserver", "host": "achter-een-proxy:8001"},
        {},
    ],
)
def test_our_own_forms_pass(wereld: Wereld, koppen: dict[str, str]) -> None:
    """Browsers send `Origin: null` with our forms, because pages say no-referrer."""
    browser, zaak = wereld.browser(wereld.sanne), wereld.zaak()

    assert browser.post(f"/overdracht/{zaak.id}/oppakken", koppen=koppen).status_code == 303


@pytest.mark.parametrize("grootte", [BODY_MAX + 1, UITLEZEN_MAX + 1])
def test_a_body_that_is_too_large_gets_a_calm_page(wereld: Wereld, grootte: int) -> None:
    """Nothing of it is kept or read further than needed."""
    browser, zaak = wereld.browser(wereld.sanne), wereld.zaak()

    answer = browser.post(f"/overdracht/{zaak.id}/notitie", tekst="x" * grootte)

    assert answer.status_code == 413
    assert "Dit is te veel tekst" in tekst(answer)


@pytest.mark.parametrize(
    ("soort", "inhoud"),
    [
        ("application/json", b'{"tekst": "dag"}'),
        ("multipart/form-data; boundary=x", b"--x\r\nkapot"),
        ("multipart/form-data", b"zonder grens"),
        ("application/x-www-form-urlencoded", b"%ff%fe=%00&tekst"),
        ("", b"\x00\x01"),
    ],
)
def test_a_body_that_is_no_form_is_refused(wereld: Wereld, soort: str, inhoud: bytes) -> None:
    """Whatever is sent in place of a form ends in a calm refusal."""
    browser, zaak = wereld.browser(wereld.sanne), wereld.zaak()

    answer = browser.client.post(
        f"/overdracht/{zaak.id}/notitie", content=inhoud, headers={"content-type": soort}
    )

    assert answer.status_code in (400, 403)
    assert "<h1>" in answer.text


def test_a_failure_shows_and_logs_no_content(
    wereld: Wereld, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """An error inside ends in a calm page; the log knows its type and the route, no words."""

    def kapot(*_: object) -> None:
        raise RuntimeError("geheim verhaal")

    browser = wereld.browser(wereld.sanne)
    monkeypatch.setattr(rij.lijsten, "verzamel", kapot)
    with caplog.at_level(logging.DEBUG):
        answer = browser.get("/")

    assert answer.status_code == 500
    assert "Er ging hier iets mis" in tekst(answer)
    assert "geheim" not in answer.text + caplog.text
    assert "GET / failed (RuntimeError)" in caplog.text


def test_a_database_that_is_away_gives_a_calm_page_that_keeps_the_text(
    wereld: Wereld, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who typed something gets it back, and hears to try again in a minute."""
    from sqlalchemy.exc import OperationalError

    def weg() -> None:
        raise OperationalError("SELECT", {}, Exception("weg"))

    browser, zaak = wereld.browser(wereld.sanne), wereld.zaak()
    monkeypatch.setattr(wereld.database, "begin", weg)
    monkeypatch.setattr(wereld.database, "read", weg)

    answer = browser.post(f"/overdracht/{zaak.id}/notitie", tekst="lang getypt")

    assert answer.status_code == 503
    assert "lang getypt" in tekst(answer)
    assert browser.get("/gezond").status_code == 503


def test_paths_that_are_none_of_ours_get_a_calm_page(wereld: Wereld) -> None:
    """Wrong methods and wrong paths are answered in Dutch."""
    browser = wereld.browser(wereld.sanne)
    for pad in ("/bestaat-niet", "/overdracht/", "/overdracht/x", f"/overdracht/{'0' * 32}",
                "/overdracht/%00", "/static/../app.py", "/static/bestaat-niet"):  # fmt: skip
        answer = browser.get(pad)
        assert answer.status_code == 404
        assert "Deze pagina is er niet" in tekst(answer)
    assert browser.get(f"/overdracht/{'0' * 32}/oppakken").status_code == 405


def test_the_desk_is_healthy_without_login(wereld: Wereld) -> None:
    """A monitor needs no account, and no cookie is set for it."""
    answer = wereld.browser().get("/gezond")

    assert (answer.status_code, answer.text) == (200, "goed\n")
    assert "set-cookie" not in answer.headers
    assert wereld.klok.nu == NU


@pytest.mark.parametrize("tekst_", ["", "a" * 42, "é" * 43, "!" * 43, "a" * 42 + "="])
def test_what_is_no_token_is_none(tekst_: str) -> None:
    """A cookie of the wrong length or alphabet stands for nobody."""
    assert bezoek.lees_token(tekst_) is None


def test_nobody_is_somebody_without_a_login(wereld: Wereld) -> None:
    """A page that needs no login cannot ask who it is; a login that is refused starts anew."""
    app = wereld.app
    vraag = Request({"type": "http", "method": "GET", "path": "/", "headers": [], "app": app})
    leeg = bezoek.Bezoek(vraag, wereld.app.state.balie, FormData(), b"", Moment(NU))
    with pytest.raises(bezoek.Uitgelogd):
        _ = leeg.wie
    with pytest.raises(bezoek.Uitgelogd):
        bezoek.wie_is(leeg)
    answer = bezoek._op_fout(leeg, accounts.Geweigerd())
    assert (answer.status_code, answer.headers["location"]) == (303, "/inloggen")
