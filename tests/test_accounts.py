"""Accounts of the desk: invitations, passwords, TOTP, sessions."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pyotp
import pytest
from sqlalchemy import event

from bot import vault
from bot.records import accounts, sleutels
from bot.records import models as m
from bot.records.accounts import sloten
from bot.records.database import Database
from tests.desk_cases import (
    NU,
    WACHTWOORD,
    Collega,
    Team,
    draag_over,
    in_gevaar,
    log_in,
    maak_collega,
    maak_team,
)

pytestmark = pytest.mark.usefixtures("snelle_sloten")


@pytest.fixture
def team(database: Database) -> Team:
    return maak_team(database)


@pytest.fixture
def sanne(database: Database, team: Team) -> Collega:
    return maak_collega(database, team, "sanne", "Sanne")


def test_an_invitation_makes_one_account_that_holds_the_teams_key(
    database: Database, team: Team, sanne: Collega
) -> None:
    """Who came in by an invitation opens what is sealed to the team."""
    token = log_in(database, sanne, NU)

    with database.read() as s:
        who = accounts.aangemeld(s, token, NU + 1)

    assert who.hulpverlener.roepnaam == "Sanne"
    assert who.teams == {team.id: team.pair}
    assert who.beschikbaar


def test_an_invitation_works_once(database: Database, team: Team) -> None:
    """A used link makes no second account."""
    with database.begin() as s:
        token = accounts.nodig_uit(s, team.id, team.pair.private)
        _account(s, token, "een")

    with pytest.raises(accounts.Verlopen), database.begin() as s:
        _account(s, token, "twee")


def test_an_invitation_runs_out_after_a_week(database: Database, team: Team) -> None:
    """A link older than seven days makes no account, one of seven days still does."""
    with database.begin() as s:
        token = accounts.nodig_uit(s, team.id, team.pair.private, NU)

    with database.read() as s:
        assert accounts.uitnodiging(s, token, NU + accounts.UITNODIGING_DUUR).team_id == team.id
        with pytest.raises(accounts.Verlopen):
            accounts.uitnodiging(s, token, NU + accounts.UITNODIGING_DUUR + 1)


def test_of_twenty_who_use_one_invitation_one_gets_an_account(
    database: Database, team: Team
) -> None:
    """A link that several people follow at once is used up by exactly one of them."""
    with database.begin() as s:
        token = accounts.nodig_uit(s, team.id, team.pair.private)

    def take(nr: int) -> bool:
        try:
            with database.begin() as s:
                _account(s, token, f"naam{nr}")
        except accounts.Verlopen:
            return False
        return True

    with ThreadPoolExecutor(20) as pool:
        won = list(pool.map(take, range(20)))

    assert sum(won) == 1
    with database.read() as s:
        assert len(accounts.leden(s, team.id)) == 1


def test_a_name_is_given_once(database: Database, team: Team, sanne: Collega) -> None:
    """A second account with the same name is refused, and the invitation stays good."""
    with database.begin() as s:
        token = accounts.nodig_uit(s, team.id, team.pair.private)

    with pytest.raises(accounts.NaamBezet), database.begin() as s:
        _account(s, token, "sanne")
    with database.begin() as s:
        _account(s, token, "sanne2")


def test_a_lost_first_link_is_replaced_whatever_happened_meanwhile(database: Database) -> None:
    """Until somebody has an account each start gives a link that works: nobody is shut out."""
    with database.begin() as s:
        lost = accounts.eerste_link(s, "Team Zuid", NU)
        (row,) = accounts.teams(s)
        row.merk = sleutels.merk(s, row)  # else nothing would be sealed to it at all
        oud = Team(row.id, row.naam, vault.Keypair.new())
    draag_over(database, oud, in_gevaar())

    with database.begin() as s:
        new = accounts.eerste_link(s, "Team Zuid", NU)
        assert lost is not None
        assert new is not None
        with pytest.raises(accounts.Verlopen):
            accounts.uitnodiging(s, lost, NU)
        _account(s, new, "eerste")
        assert [t.naam for t in accounts.ontvangende_teams(s)] == ["Team Zuid"]


def test_the_first_link_is_made_anew_until_somebody_used_it(database: Database) -> None:
    """The newest first link works, an older one does not, and there is none after an account."""
    with database.begin() as s:
        old = accounts.eerste_link(s, "Team Zuid", NU)
    with database.begin() as s:
        new = accounts.eerste_link(s, "Team Zuid", NU)
    assert old is not None
    assert new is not None

    with database.read() as s, pytest.raises(accounts.Verlopen):
        accounts.uitnodiging(s, old, NU)
    with database.begin() as s:
        _account(s, new, "eerste")
    with database.begin() as s:
        assert accounts.eerste_link(s, "Team Zuid", NU) is None
        assert [t.naam for t in accounts.teams(s)] == ["Team Zuid"]


@pytest.mark.parametrize(
    ("naam", "wachtwoord", "code"),
    [
        ("sanne", "lange groene fiets 8", None),
        ("sanne", WACHTWOORD, "000000"),
        ("piet", None, None),
    ],
)
def test_whatever_is_wrong_is_refused_alike(
    database: Database, sanne: Collega, naam: str, wachtwoord: str | None, code: str | None
) -> None:
    """Wrong name, wrong password and wrong code raise the same refusal."""
    given = code or sanne.code(NU)
    if code is not None and code == sanne.code(NU):
        given = "000001"

    with pytest.raises(accounts.Geweigerd) as refused, database.begin() as s:
        accounts.meld_aan(s, naam, wachtwoord or WACHTWOORD, given, NU)

    assert refused.value.args == ()


@pytest.mark.parametrize(
    ("naam", "wachtwoord", "code"),
    [("piet", WACHTWOORD, "000000"), ("sanne", "x" * 20, "000000"), ("sanne", WACHTWOORD, "0")],
)
def test_whatever_is_wrong_costs_the_same_hashes(
    database: Database,
    sanne: Collega,
    monkeypatch: pytest.MonkeyPatch,
    naam: str,
    wachtwoord: str,
    code: str,
) -> None:
    """Time does not tell a wrong name from a wrong password or a wrong code."""
    slow: list[str] = []
    key, verify = vault.password_key, sloten._is_wachtwoord
    monkeypatch.setattr(vault, "password_key", lambda *a: slow.append("key") or key(*a))
    monkeypatch.setattr(sloten, "_is_wachtwoord", lambda *a: slow.append("verify") or verify(*a))

    with database.read() as s:
        found = accounts.vind(s, naam)
    with pytest.raises(accounts.Geweigerd):
        accounts.controleer(found, wachtwoord, code, NU)

    assert slow == ["verify", "key"]


def test_a_known_and_an_unknown_name_are_looked_up_alike(
    database: Database, sanne: Collega
) -> None:
    """The same question to the database, one answer of the same size, and no object made of it.

    So little differs that `make timing` cannot tell them apart.
    """
    gevraagd: list[str] = []
    event.listen(database.engine, "before_cursor_execute", lambda *a: gevraagd.append(a[2]))
    gezien, gemaakt = [], []

    def maakt(*_: object) -> None:
        gemaakt.append(naam)

    event.listen(m.Hulpverlener, "load", maakt)
    for naam in ("sanne", "sanna"):
        gevraagd.clear()
        with database.read() as s:
            een = accounts.vind(s, naam)
        sizes = [len(x) for x in (een.wachtwoord, een.zout, een.totp, een.privaat)]
        gezien.append((tuple(gevraagd), sizes))
        assert (een.id == sanne.id) is (naam == "sanne")
    event.remove(m.Hulpverlener, "load", maakt)
    assert gezien[0] == gezien[1]
    assert gemaakt == []


def test_sessions_that_ran_out_are_removed(database: Database, sanne: Collega) -> None:
    """A new login clears away what nobody can use any more."""
    log_in(database, sanne, NU)
    log_in(database, sanne, NU + accounts.SESSIE_DUUR + 1)

    with database.read() as s:
        assert s.query(m.Sessie).count() == 1


def test_somebody_inactive_cannot_log_in_nor_go_on(database: Database, sanne: Collega) -> None:
    """An account that was switched off opens no session and ends the ones it had."""
    token = log_in(database, sanne, NU)
    with database.begin() as s:
        s.get(m.Hulpverlener, sanne.id).actief = False

    with database.read() as s, pytest.raises(accounts.Verlopen):
        accounts.aangemeld(s, token, NU)
    with pytest.raises(accounts.Geweigerd):
        log_in(database, sanne, NU + 60)


def test_a_changed_password_undoes_a_check_that_was_made_before(
    database: Database, sanne: Collega
) -> None:
    """Between check and session the password may change: then the old one opens nothing."""
    with database.read() as s:
        found = accounts.vind(s, "sanne")
    proof = accounts.controleer(found, WACHTWOORD, sanne.code(NU), NU)
    with database.begin() as s:
        s.get(m.Hulpverlener, sanne.id).wachtwoord = "iets anders"

    with pytest.raises(accounts.Geweigerd), database.begin() as s:
        accounts.open_sessie(s, proof, NU)


def test_a_code_counts_once_under_twenty_at_a_time(database: Database, sanne: Collega) -> None:
    """Of twenty logins at once with one TOTP code exactly one gets a session."""
    with database.read() as s:
        found = accounts.vind(s, "sanne")
    proof = accounts.controleer(found, WACHTWOORD, sanne.code(NU), NU)

    def enter(_: int) -> bool:
        try:
            with database.begin() as s:
                accounts.open_sessie(s, proof, NU)
        except accounts.Geweigerd:
            return False
        return True

    with ThreadPoolExecutor(20) as pool:
        won = list(pool.map(enter, range(20)))

    assert sum(won) == 1


def test_a_code_of_one_step_away_counts_and_one_of_two_does_not() -> None:
    """Clocks may differ by one step of 30 seconds (RFC 6238 section 5.2)."""
    secret = pyotp.random_base32()
    totp = pyotp.TOTP(secret)
    step = int(NU) // 30

    for away in (-1, 0, 1):
        assert accounts.totp_stap(secret, totp.at((step + away) * 30), NU) == step + away
    for away in (-2, 2):
        with pytest.raises(accounts.Geweigerd):
            accounts.totp_stap(secret, totp.at((step + away) * 30), NU)


@pytest.mark.parametrize("code", ["", "12345", "1234567", "één twee", "１２３４５６", "a" * 5000])
def test_what_is_no_code_is_refused(code: str) -> None:
    """Odd input in place of a code is refused, never an error."""
    with pytest.raises(accounts.Geweigerd):
        accounts.totp_stap(pyotp.random_base32(), code, NU)


def test_a_code_may_be_typed_with_spaces() -> None:
    """Apps show a code as two groups of three digits."""
    secret = pyotp.random_base32()
    code = pyotp.TOTP(secret).at(int(NU))

    assert accounts.totp_stap(secret, f" {code[:3]} {code[3:]} ", NU) == int(NU) // 30


def test_a_session_in_which_nothing_is_done_ends_after_an_hour(
    database: Database, sanne: Collega
) -> None:
    """What somebody does begins the hour anew; what their open page says by itself does not."""
    token = log_in(database, sanne, NU)
    with database.begin() as s:
        wie = accounts.aangemeld(s, token, NU + accounts.STIL_MAX)
        accounts.gezien(s, wie.sessie_id, NU + 600)
        accounts.gezien(s, wie.sessie_id, NU + 3000, vanzelf=True)
    with database.read() as s:
        assert accounts.aangemeld(s, token, NU + 600 + accounts.STIL_MAX).gezien == NU + 3000
        with pytest.raises(accounts.Verlopen):
            accounts.aangemeld(s, token, NU + 601 + accounts.STIL_MAX)


def test_a_session_ends_after_ten_hours_and_when_it_is_closed(
    database: Database, sanne: Collega
) -> None:
    """A token opens nothing after its time, after logging off, or when it is a guess."""
    token = log_in(database, sanne, NU)
    with database.read() as s:
        who = accounts.aangemeld(s, token, NU)
    with database.begin() as s:
        accounts.gezien(s, who.sessie_id, NU + accounts.SESSIE_DUUR)
    with database.read() as s:
        who = accounts.aangemeld(s, token, NU + accounts.SESSIE_DUUR)
        for bad, moment in ((token, NU + accounts.SESSIE_DUUR + 1), (b"x" * 32, NU)):
            with pytest.raises(accounts.Verlopen):
                accounts.aangemeld(s, bad, moment)

    with database.begin() as s:
        accounts.meld_af(s, who.sessie_id)
    with database.read() as s, pytest.raises(accounts.Verlopen):
        accounts.aangemeld(s, token, NU)


def test_the_members_of_a_team_are_there_until_two_minutes_after_they_were_seen(
    database: Database, team: Team, sanne: Collega
) -> None:
    """Presence and availability are told apart, and both end when nobody is seen any more."""
    maak_collega(database, team, "bram", "Bram")
    token = log_in(database, sanne, NU)
    with database.begin() as s:
        who = accounts.aangemeld(s, token, NU)
        accounts.zet_beschikbaar(s, who.sessie_id, False)

    def seen(now: float) -> dict[str, tuple[bool, bool]]:
        with database.read() as s:
            found = accounts.leden(s, team.id, now)
        return {lid.roepnaam: (lid.aanwezig, lid.beschikbaar) for lid in found}

    assert seen(NU + 119) == {"Bram": (False, False), "Sanne": (True, False)}
    assert seen(NU + 121)["Sanne"] == (False, False)
    with database.begin() as s:
        accounts.gezien(s, who.sessie_id, NU + 100)
        accounts.zet_beschikbaar(s, who.sessie_id, True)
    assert seen(NU + 121)["Sanne"] == (True, True)


def test_a_session_key_is_not_in_the_database(database: Database, sanne: Collega) -> None:
    """The stored session opens only with the token, of which the row's id is a one-way mark."""
    token = log_in(database, sanne, NU)

    with database.read() as s:
        row = s.get(m.Sessie, vault.token_id(token))
        stored = bytes(row.sleutel)

    assert token not in stored
    with pytest.raises(vault.Unreadable):
        vault.unseal(vault.session_key(b"y" * 32), stored, where=f"sessie.sleutel:{row.id}")


def _account(s: object, token: bytes, naam: str) -> None:
    accounts.maak_account(
        s, token, naam=naam, roepnaam="Naam", wachtwoord=WACHTWOORD, totp=pyotp.random_base32()
    )
