"""Getting in and out of the desk."""

from __future__ import annotations

import re
from html import unescape

import pyotp
import pytest
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.testclient import TestClient

from bot.desk import slot
from bot.desk.balie import Moment
from bot.desk.bezoek import Bezoek, csrf, lees_token, schrijf_token
from bot.desk.routes.toegang import GEWEIGERD, HEEL_DRUK
from bot.records import accounts
from bot.records import models as m
from tests.desk_cases import NU, WACHTWOORD, Collega
from tests.desk_world import Browser, Wereld, tekst

#: What the page's script sends with what nobody did.
VANZELF = {"X-Script": "1", "X-Vanzelf": "1"}


def log_in(wereld: Wereld, browser: Browser, wie: Collega, **anders: str) -> object:
    velden = {"naam": wie.naam, "wachtwoord": WACHTWOORD, "code": wie.code(wereld.klok.nu)}
    return browser.post("/inloggen", **{**velden, **anders})


def uitnodiging(wereld: Wereld) -> str:
    with wereld.database.begin() as s:
        token = accounts.nodig_uit(s, wereld.noord.id, wereld.noord.pair.private, NU)
    return f"/uitnodiging/{schrijf_token(token)}"


def geheim_op(pagina: str) -> str:
    found = re.search('name="geheim" value="([A-Z2-7]{32})"', pagina)
    assert found is not None
    return found[1]


def test_name_password_and_code_open_the_desk(wereld_op_beide: Wereld) -> None:
    """Who logs in gets a session cookie that no script reads, and comes to the queue."""
    wereld = wereld_op_beide
    browser = wereld.browser()

    answer = log_in(wereld, browser, wereld.sanne)

    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    sessie = next(c for c in answer.headers.get_list("set-cookie") if c.startswith("d="))
    assert "HttpOnly" in sessie
    assert "SameSite=strict" in sessie
    assert "Sanne, je staat op aanwezig" in tekst(browser.get("/"))


def test_a_name_may_be_typed_with_capitals_and_spaces(wereld: Wereld) -> None:
    """Phones put capitals and spaces around a name."""
    answer = log_in(wereld, wereld.browser(), wereld.sanne, naam="  Sanne ")

    assert answer.status_code == 303


def test_whatever_is_wrong_gets_the_same_page(wereld_op_beide: Wereld) -> None:
    """Wrong name, password and code give the same bytes, but for the name that was typed.

    So does everything right of an account that was switched off.
    """
    wereld = wereld_op_beide
    with wereld.database.begin() as s:
        s.get(m.Hulpverlener, wereld.bram.id).actief = False
    uit = {"naam": "bram", "code": wereld.bram.code(wereld.klok.nu)}
    pages = []
    for anders in ({"naam": "niets"}, {"wachtwoord": "x" * 12}, {"code": "000000"}, uit):
        browser = wereld.browser()
        answer = log_in(wereld, browser, wereld.sanne, **anders)
        assert answer.status_code == 401
        assert "set-cookie" not in answer.headers
        assert GEWEIGERD in tekst(answer)
        kaal = re.sub('name="csrf" value="[0-9a-f]+"', "", answer.text)
        pages.append(re.sub('value="(niets|bram)"', 'value="sanne"', kaal))

    assert len(set(pages)) == 1


def test_a_wrong_login_is_counted_whether_or_not_there_is_an_account(wereld: Wereld) -> None:
    """As much is done for names that are nobody's: they count together, and fill nothing."""
    for naam in ("sanne", "niemand", "nobody", "sanne"):
        log_in(wereld, wereld.browser(), wereld.sanne, naam=naam, code="000000")
    assert wereld.app.state.balie.rem._mislukt == {"sanne": 2, "": 2}


@pytest.mark.parametrize(
    "velden",
    [
        {"naam": "", "wachtwoord": "", "code": ""},
        {"naam": "a" * 10_000, "wachtwoord": "b" * 10_000, "code": "c" * 10_000},
        {"naam": "\x00\x1b", "wachtwoord": "\x00", "code": "\ud83d"},
        {"naam": "' OR 1=1 --", "wachtwoord": "<script>", "code": "١٢٣٤٥٦"},
    ],
)
def test_odd_input_is_refused_calmly(wereld_op_beide: Wereld, velden: dict[str, str]) -> None:
    """Empty, long, control characters and markup end in the same refusal."""
    velden = {k: v.encode("utf-8", "replace").decode() for k, v in velden.items()}
    answer = wereld_op_beide.browser().post("/inloggen", **velden)

    assert answer.status_code == 401
    assert GEWEIGERD in tekst(answer)
    assert "<script>" not in answer.text.replace('<script src="/static', "")


def test_a_code_opens_one_session(wereld: Wereld) -> None:
    """The same code a second time is refused, also with the right password."""
    assert log_in(wereld, wereld.browser(), wereld.sanne).status_code == 303
    assert log_in(wereld, wereld.browser(), wereld.sanne).status_code == 401


def test_guessing_is_slowed_and_the_owner_still_gets_in(
    wereld: Wereld, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After many wrong tries strangers must wait; the browser that was here before need not."""
    rem = wereld.app.state.balie.rem
    gewacht: list[float] = []

    async def slaap(seconden: float) -> None:
        gewacht.append(seconden)

    monkeypatch.setattr(rem, "_slaap", slaap)
    monkeypatch.setattr(rem, "_klok", lambda: 0.0)
    eigen = wereld.browser()
    assert log_in(wereld, eigen, wereld.sanne).status_code == 303
    wereld.klok.nu += 30

    vreemd = wereld.browser()
    answers = [log_in(wereld, vreemd, wereld.sanne, code="000000") for _ in range(20)]
    assert {answer.status_code for answer in answers} == {401, 429}
    assert gewacht == sorted(gewacht)
    assert "Er zijn nu te veel pogingen." in tekst(answers[-1])
    assert 'value="sanne"' in answers[-1].text

    gewacht.clear()
    assert log_in(wereld, eigen, wereld.sanne).status_code == 303
    assert gewacht == []


def test_after_thirty_wrong_tries_strangers_read_what_the_owner_can_do(
    wereld: Wereld, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same for a name that nobody has; the owner's browser gets in and reads how many."""
    rem = wereld.app.state.balie.rem
    tijd = [0.0]
    monkeypatch.setattr(rem, "_klok", lambda: tijd[0])
    eigen = wereld.browser()
    assert log_in(wereld, eigen, wereld.sanne).status_code == 303
    assert "verkeerd ingelogd" not in tekst(eigen.get("/"))
    wereld.klok.nu += 30
    vreemd = wereld.browser()
    for naam in ("sanne", "niemand"):
        for _ in range(31):
            tijd[0] += 5
            assert log_in(wereld, vreemd, wereld.sanne, naam=naam, code="0").status_code == 401
        answer = log_in(wereld, vreemd, wereld.sanne, naam=naam)
        assert answer.status_code == 429
        assert HEEL_DRUK in tekst(answer)

    assert log_in(wereld, eigen, wereld.sanne).status_code == 303
    zin = "Sinds je vorige keer is 31 keer verkeerd ingelogd met jouw naam."
    assert zin in tekst(eigen.get("/"))
    assert zin not in tekst(eigen.get("/"))
    assert "niemand" not in rem._mislukt


@pytest.mark.parametrize("waarde", ["", "0", "-1", "x", "<b>", "9" * 20])
def test_what_is_no_number_of_wrong_logins_is_not_shown(wereld: Wereld, waarde: str) -> None:
    """The cookie holds a number or nothing."""
    browser = wereld.browser(wereld.sanne)
    browser.client.cookies.set("m", waarde)
    answer = browser.get("/")
    assert answer.status_code == 200
    assert "verkeerd ingelogd" not in tekst(answer)


def test_logging_off_ends_the_session(wereld: Wereld) -> None:
    """After logging off the cookie opens nothing any more, wherever it was copied to."""
    browser = wereld.browser(wereld.sanne)
    assert browser.get("/").status_code == 200

    answer = browser.post("/uitloggen")

    assert answer.headers["location"] == "/inloggen"
    assert "storage" in answer.headers["clear-site-data"]
    copy = wereld.browser()
    copy.client.cookies.set("d", schrijf_token(browser.token or b""))
    assert copy.get("/").headers["location"] == "/inloggen"


def test_a_login_that_is_left_alone_ends_and_closing_the_browser_ends_it_too(
    wereld: Wereld,
) -> None:
    """An hour without anything done, however often the open page asks; the cookie has no term."""
    browser, zaak = wereld.browser(wereld.sanne), wereld.zaak()
    for _ in range(3):
        wereld.klok.nu += 1200
        assert browser.get("/deel/wachtrij", **VANZELF).status_code == 200
    assert browser.post("/hier", koppen=VANZELF).status_code == 204
    wereld.klok.nu += 1
    assert browser.get("/deel/wachtrij", **VANZELF).status_code == 401
    answer = browser.post(f"/overdracht/{zaak.id}/notitie", tekst="dit typte ik net")
    assert answer.status_code == 401
    assert "dit typte ik net" in tekst(answer)

    nieuw = wereld.browser()
    wereld.klok.nu += 90
    koekjes = log_in(wereld, nieuw, wereld.sanne).headers.get_list("set-cookie")  # type: ignore[attr-defined]
    [sessie] = [koekje for koekje in koekjes if koekje.startswith("d=")]
    assert "max-age" not in sessie.lower()
    assert "expires" not in sessie.lower()


def test_a_session_ends_by_itself(wereld: Wereld) -> None:
    """Ten hours after logging in the session is over; what was typed then is not lost."""
    browser, zaak = wereld.browser(wereld.sanne), wereld.zaak()
    wereld.klok.nu += accounts.SESSIE_DUUR + 1

    assert browser.get("/").headers["location"] == "/inloggen"
    answer = browser.post(f"/overdracht/{zaak.id}/notitie", tekst="dit typte ik net")
    assert answer.status_code == 401
    assert "dit typte ik net" in tekst(answer)


@pytest.mark.parametrize("cookie", ["", "x", "A" * 43, "é" * 43, "A" * 5000, "../../etc", "A" * 42])
def test_a_forged_cookie_is_nobody(wereld: Wereld, cookie: str) -> None:
    """Any cookie that is not a live session leads to the login page."""
    answer = wereld.browser().get("/", cookie=f"d={cookie}".encode())

    assert (answer.status_code, answer.headers["location"]) == (303, "/inloggen")


def test_the_page_shows_a_session_as_seen(wereld: Wereld) -> None:
    """Without JavaScript too, whoever uses the desk counts as present."""
    browser = wereld.browser(wereld.sanne)
    wereld.klok.nu += 600
    with wereld.database.read() as s:
        assert not any(lid.aanwezig for lid in accounts.leden(s, wereld.noord.id, wereld.klok.nu))

    browser.get("/")

    with wereld.database.read() as s:
        leden = accounts.leden(s, wereld.noord.id, wereld.klok.nu)
    assert [lid.roepnaam for lid in leden if lid.aanwezig] == ["Sanne"]


def test_availability_is_told_and_changed(wereld: Wereld) -> None:
    """A hulpverlener says whether they can take a case; the page says how they stand."""
    browser = wereld.browser(wereld.sanne)

    browser.post("/beschikbaar", beschikbaar="nee")
    assert "je staat op even weg" in tekst(browser.get("/"))
    browser.post("/beschikbaar", beschikbaar="ja")
    assert "je staat op aanwezig" in tekst(browser.get("/"))


def test_an_invitation_makes_an_account_and_logs_in(wereld_op_beide: Wereld) -> None:
    """The whole way of a new colleague: form, QR and secret, code, and straight to the queue."""
    wereld = wereld_op_beide
    browser, pad = wereld.browser(), uitnodiging(wereld)
    pagina = browser.get(pad)
    geheim = geheim_op(pagina.text)
    assert "<svg" in pagina.text
    assert " ".join(geheim[i : i + 4] for i in range(0, 32, 4)) in tekst(pagina)

    answer = browser.post(
        pad,
        csrf=re.search('name="csrf" value="([0-9a-f]+)"', pagina.text)[1],  # type: ignore[index]
        geheim=geheim,
        naam="Fatima",
        roepnaam="Fatima",
        wachtwoord="een zin van woorden",
        code=pyotp.TOTP(geheim).at(int(wereld.klok.nu)),
    )

    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    merk = re.search(
        r"\bb=([0-9a-f]{32})[0-9a-f]{37};", ",".join(answer.headers.get_list("set-cookie"))
    )
    assert merk is not None  # from now on the brake knows this browser
    assert wereld.app.state.balie.rem.gelukt("fatima", merk[1]) == merk[1]
    assert "Fatima, je staat op aanwezig" in tekst(browser.get("/"))
    assert browser.get(pad).status_code == 404
    assert "Deze link werkt niet meer" in tekst(browser.get(pad))


@pytest.mark.parametrize(
    ("anders", "melding"),
    [
        ({"naam": "a b"}, "Neem 3 tot 40 letters of cijfers."),
        ({"naam": ""}, "Neem 3 tot 40 letters of cijfers."),
        ({"naam": "a" * 10_000}, "Neem 3 tot 40 letters of cijfers."),
        ({"naam": "sanne"}, "Er is al iemand met deze naam."),
        ({"roepnaam": ""}, "Vul je voornaam in"),
        ({"roepnaam": "x" * 41}, "Vul je voornaam in"),
        ({"wachtwoord": "elf tekens."}, "Neem een wachtwoord van 12 tekens of meer."),
        ({"wachtwoord": "x" * 201}, "Neem hoogstens 200 tekens."),
        ({"wachtwoord": "Wachtwoord 12"}, "Dit wachtwoord is makkelijk te raden."),
        ({"wachtwoord": "Team Noord 2026"}, "Neem vier woorden die niet bij elkaar horen."),
        ({"wachtwoord": "fatimafatima1"}, "Dit wachtwoord is makkelijk te raden."),
        ({"code": "000000"}, "Deze code klopt niet."),
        ({"geheim": "kort"}, "Koppel een app voor codes"),
    ],
)
def test_a_mistake_in_the_invitation_is_told_and_loses_nothing(
    wereld: Wereld, anders: dict[str, str], melding: str
) -> None:
    """The form comes back with a sentence, the names and the same secret; the link stays good."""
    browser, pad = wereld.browser(), uitnodiging(wereld)
    geheim = geheim_op(browser.get(pad).text)
    velden = {
        "geheim": geheim,
        "naam": "fatima",
        "roepnaam": "Fatima",
        "wachtwoord": "een zin van woorden",
        "code": pyotp.TOTP(geheim).at(int(wereld.klok.nu)),
        **anders,
    }

    answer = browser.post(pad, **velden)

    assert melding in tekst(answer)
    assert (geheim_op(answer.text) == geheim) is ("geheim" not in anders)
    if "roepnaam" not in anders:
        assert 'value="Fatima"' in answer.text
    assert browser.get(pad).status_code == 200


@pytest.mark.parametrize("token", ["x", "A" * 43, "%00", "A" * 500, "<script>"])
def test_a_wrong_invitation_is_no_page(wereld: Wereld, token: str) -> None:
    """A link that was never given says so calmly."""
    answer = wereld.browser().get(f"/uitnodiging/{token}")

    assert answer.status_code == 404
    assert "Traceback" not in answer.text


def test_a_colleague_is_invited_with_a_link_that_is_shown_once(wereld: Wereld) -> None:
    """The link stands on the answer to the invitation and on no page after it, and it works."""
    browser = wereld.browser(wereld.sanne)

    answer = browser.post("/team/uitnodigen", team=wereld.noord.id)

    link = unescape(re.search('id="link"[^>]*value="([^"]+)"', answer.text)[1])  # type: ignore[index]
    assert link.startswith("http://testserver/uitnodiging/")
    assert link not in browser.get("/team").text
    assert wereld.browser().get(link.removeprefix("http://testserver")).status_code == 200


def test_the_team_page_shows_who_is_there(wereld: Wereld) -> None:
    """Every member of my team stands there with how they are reached now; no other team does."""
    browser = wereld.browser(wereld.sanne)

    page = tekst(browser.get("/team"))

    assert "Bram bram niet ingelogd" in page
    assert "Sanne sanne aanwezig" in page
    assert "Zoë" not in page


def test_a_post_without_the_right_token_is_refused_and_keeps_its_text(wereld: Wereld) -> None:
    """No token, another's token and an old one change nothing; the typed text comes back."""
    browser, zaak = wereld.browser(wereld.sanne), wereld.zaak()
    ander = wereld.browser(wereld.bram)

    for token in ("", "0" * 32, csrf(ander.token or b""), "é" * 99):
        answer = browser.post(f"/overdracht/{zaak.id}/notitie", csrf=token, tekst="mijn notitie")
        assert answer.status_code == 403
        assert "mijn notitie" in tekst(answer)
    assert "mijn notitie" not in tekst(browser.get(f"/overdracht/{zaak.id}"))


def test_logging_in_needs_the_token_of_a_login_page(wereld: Wereld) -> None:
    """Another site cannot log somebody in with its own account."""
    answer = log_in(wereld, wereld.browser(), wereld.sanne, csrf="0" * 32)

    assert answer.status_code == 403


def test_a_csrf_token_does_not_tell_its_session(wereld: Wereld) -> None:
    """The token in a form is not the cookie, nor does it stay the same in another session."""
    een, twee = wereld.browser(wereld.sanne), wereld.browser(wereld.sanne)

    assert csrf(een.token or b"") != csrf(twee.token or b"")
    assert lees_token(csrf(een.token or b"")) is None
    assert schrijf_token(een.token or b"") not in een.get("/").text


def test_cookies_are_secure_where_the_desk_is_reached_over_https(wereld: Wereld) -> None:
    """With HTTPS on, no cookie of ours goes over an open line, and no other site sets one."""
    wereld.app.state.settings.https = True
    wereld.klok.nu = NU
    client = TestClient(wereld.app, base_url="https://testserver", follow_redirects=False)
    browser = Browser(client, None)
    gezet = browser.get("/inloggen").headers.get_list("set-cookie")
    log_in(wereld, browser, wereld.sanne, code="0")  # so that the next tells of it
    gezet += log_in(wereld, browser, wereld.sanne).headers.get_list("set-cookie")  # type: ignore[attr-defined]
    pagina = browser.get("/")
    assert "1 keer verkeerd ingelogd" in tekst(pagina)
    gezet += pagina.headers.get_list("set-cookie")
    token = re.search('name="csrf" value="([0-9a-f]+)"', pagina.text)
    gezet += browser.post("/uitloggen", csrf=token[1] if token else "").headers.get_list(
        "set-cookie"
    )

    namen = [kop.partition("=")[0] for kop in gezet]
    assert namen == [f"__Host-{kort}" for kort in ("f", "d", "b", "m", "m", "d")]
    for kop in gezet:
        assert {"Secure", "Path=/", "HttpOnly", "SameSite=strict"} <= set(kop.split("; "))
        assert "domain" not in kop.lower()


def test_over_https_a_bare_cookie_of_the_desk_is_nobody_s(wereld: Wereld) -> None:
    """A neighbouring site can set such a one: its login, form and mark are not looked at."""
    browser = wereld.browser(wereld.sanne)
    sleutel = schrijf_token(browser.token or b"")
    wereld.app.state.settings.https = True
    vreemd = wereld.browser()
    for naam, status in (("d", 303), ("__Host-d", 200)):
        kop = {"cookie": f"{naam}={sleutel}"}
        assert vreemd.get("/", **kop).status_code == status

    for naam, status in (("f", 403), ("__Host-f", 401)):
        kop = {"cookie": f"{naam}={sleutel}"}
        velden = {"csrf": csrf(browser.token or b""), "naam": "sanne"}
        assert vreemd.post("/inloggen", koppen=kop, **velden).status_code == status


def test_a_session_of_the_database_is_useless_without_its_cookie(wereld: Wereld) -> None:
    """What the database holds of a session is not what the cookie holds."""
    browser = wereld.browser(wereld.sanne)

    with wereld.database.read() as s:
        rows = s.query(m.Sessie).all()
        for row in rows:
            assert row.id != schrijf_token(browser.token or b"")
            assert (browser.token or b"") not in bytes(row.sleutel)


def bekend(wereld: Wereld, waarde: str, naam: str = "sanne") -> str | None:
    """Return the brake's mark of a browser with this cookie; None where it is a stranger."""
    kop = [(b"cookie", f"b={waarde}".encode())]
    request = Request({"type": "http", "app": wereld.app, "headers": kop})
    moment = Moment(wereld.klok.nu)
    een = Bezoek(request, wereld.app.state.balie, FormData(), b"", moment)
    return slot.browser_van(een, naam)


def test_a_known_browser_is_known_for_ninety_days(wereld: Wereld) -> None:
    """A copied cookie ends; who logs in meanwhile has the whole term again, as the same browser."""
    browser = wereld.browser()
    log_in(wereld, browser, wereld.sanne)
    kopie, begin = browser.client.cookies["b"], wereld.klok.nu
    merk = bekend(wereld, kopie)
    assert merk is not None
    wereld.klok.nu = begin + 90 * 86400
    assert bekend(wereld, kopie) == merk
    log_in(wereld, browser, wereld.sanne)
    nieuw = browser.client.cookies["b"]
    wereld.klok.nu += 86400
    assert bekend(wereld, kopie) is None
    assert bekend(wereld, nieuw) == merk
    wereld.klok.nu = begin - 86400
    assert bekend(wereld, kopie) is None


def test_nobody_makes_or_changes_the_cookie_of_a_known_browser(wereld: Wereld) -> None:
    """Not one letter of it: mark, day and name are signed; the brake's own mark is none."""
    browser = wereld.browser()
    log_in(wereld, browser, wereld.sanne)
    waarde = browser.client.cookies["b"]
    assert bekend(wereld, waarde[:32]) is None
    assert bekend(wereld, waarde, "bram") is None
    assert bekend(wereld, waarde, "niemand") is None
    for nr, letter in enumerate(waarde):
        anders = waarde[:nr] + ("0" if letter != "0" else "1") + waarde[nr + 1 :]
        assert bekend(wereld, anders) is None


@pytest.mark.parametrize("wat", ["wachtwoord", "toestel"])
def test_another_password_or_device_ends_every_known_browser_but_this(
    wereld: Wereld, wat: str
) -> None:
    """Whoever had the cookie and the old password is a stranger to the brake."""
    browser = wereld.browser()
    log_in(wereld, browser, wereld.sanne)
    kopie = browser.client.cookies["b"]
    merk = bekend(wereld, kopie)
    wereld.klok.nu += 30
    pagina = browser.get("/account").text
    token, geheim = re.search('name="csrf" value="([0-9a-f]+)"', pagina), geheim_op(pagina)
    velden = {"wachtwoord": WACHTWOORD, "code": wereld.sanne.code(wereld.klok.nu)}
    nieuw = {"nieuw": "een zin van woorden"} if wat == "wachtwoord" else {
        "geheim": geheim, "nieuwe_code": pyotp.TOTP(geheim).at(int(wereld.klok.nu))
    }  # fmt: skip
    answer = browser.post(f"/account/{wat}", csrf=token[1] if token else "", **velden, **nieuw)
    assert answer.status_code == 200
    assert bekend(wereld, kopie) is None
    assert bekend(wereld, browser.client.cookies["b"]) == merk
