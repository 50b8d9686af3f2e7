"""The team page, the way back in, the sheets and the log, as hulpverleners use them."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pyotp
import pytest

from bot import vault
from bot.desk import rem
from bot.records import accounts, logboek, overdrachten
from bot.records import models as m
from tests.desk_cases import NU, Collega
from tests.desk_world import Browser, Wereld, tekst

NIEUW = "heel andere woorden 8"


def link_op(pagina: str) -> str:
    found = re.search('id="link"[^>]*value="http://testserver([^"]+)"', pagina)
    assert found is not None
    return unescape(found[1])


def open_link(wereld: Wereld, pad: str, **velden: str) -> tuple[Browser, Any, str]:
    """Fill in the page of a one-time link; return the browser, the answer and the secret."""
    browser = wereld.browser()
    pagina = browser.get(pad)
    found = re.search('name="geheim" value="([A-Z2-7]{32})"', pagina.text)
    assert found is not None
    code = pyotp.TOTP(found[1]).at(int(wereld.klok.nu))
    velden = {"geheim": found[1], "wachtwoord": NIEUW, "code": code, **velden}
    return browser, browser.post(pad, **velden), found[1]


def wat(wereld: Wereld) -> list[tuple[str, str]]:
    """Return who did what, in order, as the log has it."""
    with wereld.database.read() as s:
        namen = accounts.roepnamen(s, {r.wie for r in s.query(m.Logboek)})
        rijen = s.query(m.Logboek).order_by(m.Logboek.nr).all()
        return [(namen.get(rij.wie, rij.wie), rij.wat) for rij in rijen]


def bladen_op(pagina: str) -> list[str]:
    """Return the words of each sheet on the page."""
    lijsten = re.findall("<ol>(.*?)</ol>", pagina)
    return [" ".join(re.findall("<li>([a-z]+)</li>", lijst)) for lijst in lijsten]


# --- back in -------------------------------------------------------------------------------------


def test_a_colleague_who_is_locked_out_comes_back_by_a_link(wereld_op_beide: Wereld) -> None:
    """From the button to the case: one link, a new password and app, and the case opens."""
    wereld = wereld_op_beide
    zaak, sanne = wereld.zaak(), wereld.browser(wereld.sanne)
    oud = wereld.browser(wereld.bram)
    assert oud.get("/").status_code == 200

    antwoord = sanne.post("/team/link", team=wereld.noord.id, lid=wereld.bram.id)
    assert "Link voor Bram" in tekst(antwoord)
    pad = link_op(antwoord.text)
    pagina = tekst(wereld.browser().get(pad))
    assert "weer binnen als bram" in pagina
    assert "Wie ben je?" not in pagina
    browser, gemaakt, _ = open_link(wereld, pad)

    assert (gemaakt.status_code, gemaakt.headers["location"]) == (303, "/")
    assert "Bram, je staat op aanwezig" in tekst(browser.get("/"))
    assert browser.get(f"/overdracht/{zaak.id}").status_code == 200
    assert oud.get("/").headers["location"] == "/inloggen"
    assert wereld.browser().get(pad).status_code == 404
    assert wat(wereld)[-4:] == [
        ("Sanne", "link"), ("Bram", "link_voor"), ("Bram", "account_terug"), ("Bram", "gelezen")
    ]  # fmt: skip
    assert "Bram kreeg een nieuwe link van een collega" in tekst(sanne.get("/logboek"))


def test_a_mistake_on_the_way_back_loses_nothing(wereld: Wereld) -> None:
    """A short password or a wrong code is told, and the link stays good."""
    sanne = wereld.browser(wereld.sanne)
    pad = link_op(sanne.post("/team/link", team=wereld.noord.id, lid=wereld.bram.id).text)

    for velden, melding in (
        ({"wachtwoord": "kort"}, "Neem een wachtwoord van 12 tekens of meer."),
        ({"code": "000000"}, "Deze code klopt niet."),
        ({"geheim": "x"}, "Koppel een app voor codes"),
    ):
        _, antwoord, _ = open_link(wereld, pad, **velden)
        assert melding in tekst(antwoord)
        assert "weer binnen als bram" in tekst(antwoord)
    _, antwoord, _ = open_link(wereld, pad)
    assert antwoord.status_code == 303


@pytest.mark.parametrize("naam", ["Sanne", "sanne", "SÁNNE", " Sanne", "Sa nne", "Sanne.", "Bram"])
def test_nobody_takes_the_first_name_of_a_colleague(wereld_op_beide: Wereld, naam: str) -> None:
    """A person sees first names and the log has them: a name of somebody of the team, or of who was
    switched off, is refused without losing what was typed; another letter makes it good.
    """
    wereld = wereld_op_beide
    sanne = wereld.browser(wereld.sanne)
    sanne.post("/team/uitzetten", team=wereld.noord.id, lid=wereld.bram.id)
    pad = link_op(sanne.post("/team/uitnodigen", team=wereld.noord.id).text)

    _, antwoord, geheim = open_link(wereld, pad, naam="noor", roepnaam=naam)

    assert antwoord.status_code == 422
    assert "Iemand in het team heet al zo. Zet er een letter bij." in tekst(antwoord)
    for getypt in ("noor", naam.strip(), geheim):
        assert f'value="{getypt}"' in antwoord.text
    # Another team's names are free: nobody is known by them there.
    zoe = wereld.browser(wereld.zoe)
    vrij = (
        (sanne, wereld.noord, f"{naam} V"),
        (sanne, wereld.noord, "Zoe"),
        (zoe, wereld.zuid, "Sanne"),
    )
    for nr, (wie, team, roepnaam) in enumerate(vrij):
        pad = link_op(wie.post("/team/uitnodigen", team=team.id).text)
        _, antwoord, _ = open_link(wereld, pad, naam=f"noor{nr}", roepnaam=roepnaam)
        assert antwoord.status_code == 303


def test_nobody_makes_a_link_into_an_account_of_another_team(wereld: Wereld) -> None:
    """A member of my team only: another's id, or none, is not found."""
    sanne = wereld.browser(wereld.sanne)
    for lid in (wereld.zoe.id, "0" * 32, "", "'"):
        antwoord = sanne.post("/team/link", team=wereld.noord.id, lid=lid)
        assert antwoord.status_code == 404
        assert 'id="link"' not in antwoord.text


# --- leaving -------------------------------------------------------------------------------------


def test_switching_a_colleague_off_ends_everything_of_theirs(wereld_op_beide: Wereld) -> None:
    """They are out at once, the team reads on with its new key, and the page says what to do."""
    wereld = wereld_op_beide
    zaak, sanne, bram = wereld.zaak(), wereld.browser(wereld.sanne), wereld.browser(wereld.bram)

    antwoord = sanne.post("/team/uitzetten", team=wereld.noord.id, lid=wereld.bram.id)

    assert "Bram kan er niet meer in." in tekst(antwoord)
    assert "Zet Bram uit" not in tekst(antwoord)
    assert bram.get("/").headers["location"] == "/inloggen"
    assert bram.post(f"/overdracht/{zaak.id}/notitie", tekst="nog iets").status_code == 401
    assert sanne.get(f"/overdracht/{zaak.id}").status_code == 200
    assert sanne.post(f"/overdracht/{zaak.id}/oppakken").status_code == 303
    assert wat(wereld)[:2] == [("Sanne", "uitgezet"), ("Sanne", "sleutel")]


def test_where_no_account_is_ours_nobody_is_switched_off(wereld_op_beide: Wereld) -> None:
    """Somebody put a key of their own into the database: a calm page, and nothing has changed."""
    wereld = wereld_op_beide
    sanne, bram = wereld.browser(wereld.sanne), wereld.browser(wereld.bram)
    with wereld.database.begin() as s:
        s.get(m.Hulpverlener, wereld.sanne.id).publiek = vault.Keypair.new().public

    antwoord = sanne.post("/team/uitzetten", team=wereld.noord.id, lid=wereld.bram.id)

    assert antwoord.status_code == 409
    assert "Er is niets veranderd." in tekst(antwoord)
    assert bram.get("/").status_code == 200
    assert wat(wereld) == []


def test_nobody_switches_themselves_off(wereld: Wereld) -> None:
    """The page does not offer it, and the route refuses it."""
    sanne = wereld.browser(wereld.sanne)
    assert "Zet Sanne uit" not in tekst(sanne.get("/team"))
    antwoord = sanne.post("/team/uitzetten", team=wereld.noord.id, lid=wereld.sanne.id)
    assert antwoord.status_code == 404
    assert sanne.get("/").status_code == 200


def test_a_key_that_was_renewed_meanwhile_is_a_calm_page(
    wereld: Wereld, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A request that still held the old key changes nothing and gives the typed text back."""
    zaak, sanne = wereld.zaak(), wereld.browser(wereld.sanne)
    echt = overdrachten.voor_team

    def te_laat(s: Any, overdracht_id: str, teams: dict[str, vault.Keypair]) -> Any:
        return echt(s, overdracht_id, dict.fromkeys(teams, vault.Keypair.new()))

    monkeypatch.setattr(overdrachten, "voor_team", te_laat)
    antwoord = sanne.post(f"/overdracht/{zaak.id}/notitie", tekst="net getypt")

    assert antwoord.status_code == 409
    assert "nieuwe sleutel" in tekst(antwoord)
    assert "net getypt" in tekst(antwoord)


# --- sheets --------------------------------------------------------------------------------------


def test_two_sheets_bring_back_a_team_that_nobody_can_log_in_to(wereld_op_beide: Wereld) -> None:
    """From the paper to the case, with nobody's password; the log tells of it."""
    wereld = wereld_op_beide
    zaak, sanne = wereld.zaak(), wereld.browser(wereld.sanne)
    pagina = sanne.post("/team/herstelbladen", team=wereld.noord.id)
    bladen = bladen_op(pagina.text)
    assert [len(blad.split()) for blad in bladen] == [7, 7, 7]
    assert not any(blad in sanne.get("/team").text for blad in bladen)

    vreemd = wereld.browser()
    assert "Team Zuid" in tekst(vreemd.get("/herstel"))
    antwoord = vreemd.post(
        "/herstel",
        team=wereld.noord.id,
        blad1=bladen[2].upper(),
        blad2=bladen[0].replace(" ", ", "),
    )
    assert antwoord.status_code == 303
    browser, gemaakt, _ = open_link(
        wereld, antwoord.headers["location"], naam="nieuw", roepnaam="Nieuw"
    )

    assert gemaakt.status_code == 303
    assert browser.get(f"/overdracht/{zaak.id}").status_code == 200
    assert wat(wereld) == [
        ("Sanne", "bladen"), ("bladen", "herstel"), ("Nieuw", "account"), ("Nieuw", "gelezen"),
    ]  # fmt: skip
    assert "iemand met twee bladen gebruikte twee herstelbladen" in tekst(sanne.get("/logboek"))


def test_one_sheet_or_wrong_words_open_nothing(wereld: Wereld) -> None:
    """One sheet twice, another team, a typing error: a sentence, no link, no line in the log."""
    sanne = wereld.browser(wereld.sanne)
    een, twee, _ = bladen_op(sanne.post("/team/herstelbladen", team=wereld.noord.id).text)
    vreemd, team = wereld.browser(), wereld.noord.id
    for velden, status, melding in (
        ({"team": team, "blad1": een, "blad2": een}, 401, "Deze twee bladen openen niets."),
        ({"team": wereld.zuid.id, "blad1": een, "blad2": twee}, 401, "openen niets."),
        ({"team": "", "blad1": een, "blad2": twee}, 401, "openen niets."),
        ({"team": team, "blad1": een, "blad2": ""}, 422, "Op een blad staan 7 woorden."),
        ({"team": team, "blad1": een, "blad2": "xqzt " * 7}, 422, "staat op geen blad."),
    ):
        antwoord = vreemd.post("/herstel", **velden)
        assert (antwoord.status_code, "location" in antwoord.headers) == (status, False)
        assert melding in tekst(antwoord)
    with wereld.database.read() as s:
        assert s.query(m.Uitnodiging).count() == 0
    assert wat(wereld) == [("Sanne", "bladen")]


def test_sheets_and_logging_in_have_each_their_own_line(
    wereld: Wereld, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A flood at one of the two doors does not close the other; beyond it nothing is checked."""
    balie, vreemd, blad = wereld.app.state.balie, wereld.browser(), vault.new_code()
    bladen = {"team": wereld.noord.id, "blad1": blad, "blad2": blad}
    for vol, herstel, inloggen in ((balie.rem, 401, 429), (balie.herstelrem, 429, 401)):
        monkeypatch.setattr(vol, "_in_de_rij", rem.IN_DE_RIJ)
        antwoord = vreemd.post("/herstel", **bladen)
        assert antwoord.status_code == herstel
        assert ("Er zijn nu te veel pogingen." in tekst(antwoord)) is (herstel == 429)
        assert vreemd.post("/inloggen", naam="sanne").status_code == inloggen
        monkeypatch.setattr(vol, "_in_de_rij", 0)


def test_a_team_with_sheets_and_one_without_give_the_same_bytes(wereld: Wereld) -> None:
    """Whether a team has sheets cannot be asked of the page."""
    sanne = wereld.browser(wereld.sanne)
    een, *_ = bladen_op(sanne.post("/team/herstelbladen", team=wereld.noord.id).text)
    vreemd = wereld.browser()

    paginas = [
        re.sub("(value=.[0-9a-f]{32}.)( required)?( checked)?", "",
               vreemd.post("/herstel", team=team.id, blad1=een, blad2=een).text)
        for team in (wereld.noord, wereld.zuid)
    ]  # fmt: skip

    assert paginas[0] == paginas[1]


# --- the log -------------------------------------------------------------------------------------


def test_every_view_and_export_counts_for_the_log_and_for_the_person(wereld: Wereld) -> None:
    """Each page, print, PDF and JSON is one line; the person reads how often, on each day."""
    zaak, sanne = wereld.zaak(), wereld.browser(wereld.sanne)
    for pad in ("", "", "/deel", "/afdruk", ".pdf", ".pdf", ".json", ""):
        assert sanne.get(f"/overdracht/{zaak.id}{pad}").status_code == 200
    sanne.post(f"/overdracht/{zaak.id}/oppakken")

    gelezen = ["gelezen", "gelezen", "afgedrukt", "pdf", "pdf", "json", "gelezen", "opgepakt"]
    assert wat(wereld) == [("Sanne", een) for een in gelezen]
    with wereld.database.read() as s:
        own = overdrachten.voor_gesprek(s, zaak.sleutel, zaak.id)
        keren = [(i["wie"], i["wat"], i["keer"], i["team"]) for i in overdrachten.inzagen(s, own)]
        regels = s.query(m.Logboek).all()
    assert keren == [
        ("Sanne", "gelezen", 3, "Team Noord"), ("Sanne", "op papier gezet", 1, "Team Noord"),
        ("Sanne", "op de computer gezet", 3, "Team Noord"), ("Sanne", "opgepakt", 1, "Team Noord"),
    ]  # fmt: skip
    assert {(r.team_id, r.zaak) for r in regels} == {(wereld.noord.id, logboek.zaakmerk(zaak.id))}


def test_whoever_fetches_only_the_talk_is_counted_too(wereld: Wereld) -> None:
    """The part that the page's script asks for is no way around the list."""
    zaak, sanne = wereld.zaak(), wereld.browser(wereld.sanne)
    for _ in range(3):
        sanne.get(f"/overdracht/{zaak.id}/deel")

    assert wat(wereld) == [("Sanne", "gelezen")]
    assert [een for _, een, _ in wereld.inzagen(zaak)] == ["gelezen"]


def test_a_view_that_cannot_be_written_down_shows_nothing(
    wereld: Wereld, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No line, no page: nobody looks unseen."""
    from bot.desk import zaak as zaken

    zaak, sanne = wereld.zaak(), wereld.browser(wereld.sanne)

    def kapot(*_: object, **__: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(zaken.logboek, "schrijf", kapot)
    for pad in ("", "/deel", "/afdruk", ".pdf", ".json"):
        antwoord = sanne.get(f"/overdracht/{zaak.id}{pad}")
        assert antwoord.status_code == 500
        assert "belt steeds aan" not in antwoord.text
    assert wereld.inzagen(zaak) == []


def test_the_log_shows_my_teams_and_no_other(wereld: Wereld) -> None:
    """Who, what and on which day; another team's lines are not there, nor anybody's words."""
    zaak = wereld.zaak()
    wereld.browser(wereld.sanne).get(f"/overdracht/{zaak.id}")
    wereld.browser(wereld.zoe).post("/team/uitnodigen", team=wereld.zuid.id)

    bram, merk = wereld.browser(wereld.bram), logboek.zaakmerk(zaak.id)[:8]
    noord = tekst(bram.get("/logboek"))
    zuid = tekst(wereld.browser(wereld.zoe).get("/logboek"))

    assert f"1 23 november 2026 Sanne las de zaak {merk}" in noord
    assert f"In het logboek heet deze zaak {merk}." in tekst(bram.get(f"/overdracht/{zaak.id}"))
    assert "nieuwe collega" not in noord
    assert "2 23 november 2026 Zoë maakte een link voor een nieuwe collega" in zuid
    assert "Sanne" not in zuid
    assert "belt steeds aan" not in noord + zuid


def test_the_log_holds_no_time_and_no_words(wereld: Wereld) -> None:
    """A line has a day, ids and one word of the list: nothing that a person said, no hour."""
    zaak, sanne = wereld.zaak(), wereld.browser(wereld.sanne)
    sanne.post(f"/overdracht/{zaak.id}/oppakken")
    sanne.post(f"/overdracht/{zaak.id}/bericht", tekst="kom om drie uur")

    kolommen = {kolom.name for kolom in m.Logboek.__table__.columns}
    assert kolommen == {"nr", "dag", "wie", "wat", "team_id", "zaak", "merk"}
    with wereld.database.read() as s:
        inhoud = str([vars(rij) for rij in s.query(m.Logboek).all()])
    assert "14:05" not in inhoud
    assert "drie uur" not in inhoud


# --- my own account ------------------------------------------------------------------------------


def _account(wereld: Wereld, wie: Collega, **velden: str) -> dict[str, str]:
    from tests.desk_cases import WACHTWOORD

    return {"wachtwoord": WACHTWOORD, "code": wie.code(wereld.klok.nu), **velden}


def test_another_password_logs_me_out_everywhere_but_here(wereld_op_beide: Wereld) -> None:
    """The page says so, this browser goes on, the other is out, and only the new one opens."""
    wereld = wereld_op_beide
    ander, hier = wereld.browser(wereld.sanne), wereld.browser(wereld.sanne)
    wereld.klok.nu += 30

    antwoord = hier.post("/account/wachtwoord", **_account(wereld, wereld.sanne, nieuw=NIEUW))

    assert "Je wachtwoord is veranderd." in tekst(antwoord)
    assert hier.get("/").status_code == 200
    assert ander.get("/").headers["location"] == "/inloggen"
    wereld.klok.nu += 60
    code = wereld.sanne.code(wereld.klok.nu)
    for wachtwoord, status in (("lange groene fiets 7", 401), (NIEUW, 303)):
        browser = wereld.browser()
        antwoord = browser.post("/inloggen", naam="sanne", wachtwoord=wachtwoord, code=code)
        assert antwoord.status_code == status
    assert wat(wereld) == [("Sanne", "wachtwoord")]


def test_the_page_after_a_change_has_the_token_of_the_new_session(wereld: Wereld) -> None:
    """Its own buttons work: logging off, going away for a moment."""
    sanne = wereld.browser(wereld.sanne)
    wereld.klok.nu += 30
    pagina = sanne.post("/account/wachtwoord", **_account(wereld, wereld.sanne, nieuw=NIEUW))
    token = re.search('name="csrf" value="([0-9a-f]+)"', pagina.text)
    assert token is not None

    antwoord = sanne.post("/beschikbaar", csrf=token[1], beschikbaar="nee")

    assert antwoord.status_code == 303
    assert "je staat op even weg" in tekst(sanne.get("/"))


@pytest.mark.parametrize(
    ("pad", "velden", "melding"),
    [
        ("wachtwoord", {"wachtwoord": "iets anders 12"}, "Je wachtwoord of je code klopt niet."),
        ("wachtwoord", {"code": "000000"}, "Je wachtwoord of je code klopt niet."),
        ("wachtwoord", {"nieuw": "kort"}, "Neem een wachtwoord van 12 tekens of meer."),
        ("wachtwoord", {"nieuw": "x" * 201}, "Neem hoogstens 200 tekens."),
        ("toestel", {"wachtwoord": "iets anders 12"}, "Je wachtwoord of je code klopt niet."),
        ("toestel", {"code": "000000"}, "Je wachtwoord of je code klopt niet."),
        ("toestel", {"nieuwe_code": "000000"}, "Deze code klopt niet."),
    ],
)
def test_a_mistake_changes_nothing(
    wereld: Wereld, pad: str, velden: dict[str, str], melding: str
) -> None:
    """The old lock still opens, and every session goes on."""
    ander, sanne = wereld.browser(wereld.sanne), wereld.browser(wereld.sanne)
    wereld.klok.nu += 30
    geheim = "A" * 32
    alles = {
        "nieuw": NIEUW,
        "geheim": geheim,
        "nieuwe_code": pyotp.TOTP(geheim).at(int(wereld.klok.nu)),
        **velden,
    }

    antwoord = sanne.post(f"/account/{pad}", **_account(wereld, wereld.sanne, **alles))

    assert antwoord.status_code == 422
    assert melding in tekst(antwoord)
    assert ander.get("/").status_code == sanne.get("/").status_code == 200
    assert "veranderd" not in tekst(antwoord)
    assert wat(wereld) == []
    code = wereld.sanne.code(wereld.klok.nu)
    antwoord = wereld.browser().post(
        "/inloggen", naam="sanne", wachtwoord="lange groene fiets 7", code=code
    )
    assert antwoord.status_code == 303


def test_another_device_gives_the_codes_from_now_on(wereld: Wereld) -> None:
    """The old device's codes are refused after it, the new one's open; others are logged out."""
    ander, sanne = wereld.browser(wereld.sanne), wereld.browser(wereld.sanne)
    wereld.klok.nu += 30
    pagina = sanne.get("/account").text
    geheim = re.search('name="geheim" value="([A-Z2-7]{32})"', pagina)
    assert geheim is not None
    totp = pyotp.TOTP(geheim[1])
    velden = {"geheim": geheim[1], "nieuwe_code": totp.at(int(wereld.klok.nu))}

    antwoord = sanne.post("/account/toestel", **_account(wereld, wereld.sanne, **velden))

    assert "Je codes komen nu van je nieuwe toestel." in tekst(antwoord)
    assert ander.get("/").headers["location"] == "/inloggen"
    wereld.klok.nu += 60
    for code, status in (
        (wereld.sanne.code(wereld.klok.nu), 401), (totp.at(int(wereld.klok.nu)), 303),
    ):  # fmt: skip
        antwoord = wereld.browser().post(
            "/inloggen", naam="sanne", wachtwoord="lange groene fiets 7", code=code
        )
        assert antwoord.status_code == status
    assert wat(wereld) == [("Sanne", "toestel")]


def test_a_device_is_linked_by_a_secret_that_was_shown(wereld: Wereld) -> None:
    """A form that had shown none changes nothing: the page comes back with one to link."""
    sanne = wereld.browser(wereld.sanne)
    antwoord = sanne.post(
        "/account/toestel", **_account(wereld, wereld.sanne, geheim="zelf bedacht")
    )
    assert antwoord.status_code == 200
    assert re.search('name="geheim" value="[A-Z2-7]{32}"', antwoord.text)
    assert wat(wereld) == []


def test_guessing_the_password_in_an_open_session_is_slowed(
    wereld: Wereld, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever finds a desk open cannot try passwords at will."""
    slot = wereld.app.state.balie.rem
    gewacht: list[float] = []

    async def slaap(seconden: float) -> None:
        gewacht.append(seconden)

    monkeypatch.setattr(slot, "_slaap", slaap)
    monkeypatch.setattr(slot, "_klok", lambda: 0.0)
    sanne = wereld.browser(wereld.sanne)

    statussen = [
        sanne.post("/account/wachtwoord", wachtwoord=f"gok {nr}", code="000000", nieuw=NIEUW)
        for nr in range(12)
    ]

    assert {a.status_code for a in statussen} == {422, 429}
    assert gewacht
    assert wereld.klok.nu >= NU
