"""Accounts by the second: where each term ends, and what counts when no moment is given."""

from __future__ import annotations

import pyotp
import pytest
from argon2.low_level import Type, hash_secret_raw

from bot import vault
from bot.records import accounts
from bot.records import models as m
from bot.records.accounts import herstel, namen, sloten
from bot.records.accounts.teams import houd
from bot.records.database import Database
from tests import desk_cases as cases
from tests.desk_cases import NU, VANDAAG, WACHTWOORD, Collega, Team

pytestmark = pytest.mark.usefixtures("snelle_sloten")


@pytest.fixture
def database(sqlite_database: Database) -> Database:
    return sqlite_database


@pytest.fixture
def team(database: Database) -> Team:
    return cases.maak_team(database)


@pytest.fixture
def sanne(database: Database, team: Team) -> Collega:
    return cases.maak_collega(database, team, "sanne", "Sanne")


class Klok:
    """The machine's own clock, as a test sets it."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.nu = NU + 0.9
        monkeypatch.setattr("time.time", lambda: self.nu)


@pytest.fixture
def klok(monkeypatch: pytest.MonkeyPatch) -> Klok:
    return Klok(monkeypatch)


def test_without_a_moment_the_clock_of_the_machine_counts(
    database: Database, team: Team, klok: Klok
) -> None:
    """Links, codes, sessions and presence begin and end by it, in whole seconds."""
    geheim = pyotp.random_base32()
    with database.begin() as s:
        link = accounts.nodig_uit(s, team.id, team.pair.private)
        assert accounts.uitnodiging(s, link).verloopt == NU + accounts.UITNODIGING_DUUR
        accounts.maak_account(
            s, link, naam="bram", roepnaam="Bram", wachtwoord=WACHTWOORD, totp=geheim
        )
    with database.begin() as s:
        token = accounts.meld_aan(s, "bram", WACHTWOORD, pyotp.TOTP(geheim).at(int(NU)))
        wie = accounts.aangemeld(s, token)
        row = s.get(m.Sessie, wie.sessie_id)
        assert (row.gezien, row.verloopt) == (NU, NU + accounts.SESSIE_DUUR)
        assert (wie.gezien, wie.beschikbaar, wie.hulpverlener.naam) == (NU, True, "bram")
        assert [lid.aanwezig for lid in accounts.leden(s, team.id)] == [True]

    klok.nu = NU + accounts.SESSIE_DUUR + 0.9
    with database.begin() as s:
        assert [lid.aanwezig for lid in accounts.leden(s, team.id)] == [False]
        accounts.gezien(s, wie.sessie_id)
        s.expire_all()
        assert accounts.aangemeld(s, token).gezien == NU + accounts.SESSIE_DUUR
        assert [lid.aanwezig for lid in accounts.leden(s, team.id)] == [True]
    klok.nu += 1
    with database.read() as s, pytest.raises(accounts.Verlopen):
        accounts.aangemeld(s, token)


def test_a_link_ends_by_the_clock_of_the_machine(
    database: Database, team: Team, klok: Klok
) -> None:
    """A week after it was made a link opens no account, and one back in opens none either."""
    bram = cases.maak_collega(database, team, "bram", "Bram")
    with database.begin() as s:
        nieuw = accounts.nodig_uit(s, team.id, team.pair.private)
        terug = accounts.nodig_uit(s, team.id, team.pair.private, voor=bram.id)

    klok.nu = NU + accounts.UITNODIGING_DUUR + 1
    with database.begin() as s:
        with pytest.raises(accounts.Verlopen):
            accounts.uitnodiging(s, nieuw)
        with pytest.raises(accounts.Verlopen):
            _account(s, nieuw, "kim")
        with pytest.raises(accounts.Verlopen):
            accounts.open_account(s, terug, wachtwoord=WACHTWOORD, totp="A" * 32)
        with pytest.raises(accounts.Verlopen):
            accounts.open_account(s, terug, wachtwoord=WACHTWOORD, totp="A" * 32, now=klok.nu)
        accounts.open_account(s, terug, wachtwoord=WACHTWOORD, totp="A" * 32, now=NU)
        _account(s, nieuw, "kim", NU)


def test_the_first_link_of_a_team_does_not_run_out(database: Database, klok: Klok) -> None:
    """Whoever sets a server up may make the first account when it suits them, even years later."""
    with database.begin() as s:
        eerste = accounts.eerste_link(s, "Team Noord")
        assert eerste is not None
        row = accounts.uitnodiging(s, eerste, NU + 50 * 365 * 24 * 3600)
        assert row.eerste
        assert row.verloopt == NU + 100 * 365 * 24 * 3600
        _account(s, eerste, "sanne")
        tweede = accounts.link_voor_team(s, "Team Zuid")
        row = accounts.uitnodiging(s, tweede)
        assert row.eerste
        assert row.verloopt == NU + 100 * 365 * 24 * 3600
        with pytest.raises(accounts.Verlopen):
            accounts.uitnodiging(s, tweede, row.verloopt + 1)


def test_an_ordinary_link_is_no_first_one(database: Database, team: Team, sanne: Collega) -> None:
    """A colleague's link runs out after a week, and knows for whom it is."""
    with database.begin() as s:
        nieuw = accounts.nodig_uit(s, team.id, team.pair.private, NU)
        terug = accounts.nodig_uit(s, team.id, team.pair.private, NU, voor=sanne.id)
        for token, voor in ((nieuw, None), (terug, sanne.id)):
            row = accounts.uitnodiging(s, token, NU)
            assert (row.eerste, row.hulpverlener_id, row.team_id) == (False, voor, team.id)
            assert row.verloopt == NU + 7 * 24 * 3600


def test_presence_ends_to_the_second(database: Database, team: Team, sanne: Collega) -> None:
    """Seen less than two minutes ago is there; two minutes ago is not."""
    cases.log_in(database, sanne, NU)
    with database.read() as s:
        for later, er in ((119, True), (119.9, True), (120, False)):
            [lid] = accounts.leden(s, team.id, NU + later)
            assert (lid.aanwezig, lid.beschikbaar) == (er, er)


def test_a_new_login_leaves_a_session_of_this_second(database: Database, sanne: Collega) -> None:
    """Only sessions that nobody can use any more are cleared away."""
    eerste = cases.log_in(database, sanne, NU)
    cases.log_in(database, sanne, NU + accounts.SESSIE_DUUR + 0.9)
    with database.read() as s:
        assert s.query(m.Sessie).count() == 2
        sessie_id = accounts.aangemeld(s, eerste, NU).sessie_id
    with database.begin() as s:
        accounts.gezien(s, sessie_id, NU + accounts.SESSIE_DUUR)
    with database.read() as s:
        assert accounts.aangemeld(s, eerste, NU + accounts.SESSIE_DUUR + 0.9)


def test_seen_and_available_are_of_one_session(database: Database, sanne: Collega) -> None:
    """What one browser says does not change another, nor does its end."""
    een, twee = cases.log_in(database, sanne, NU), cases.log_in(database, sanne, NU + 30)
    with database.begin() as s:
        wie = accounts.aangemeld(s, een, NU + 30)
        accounts.gezien(s, wie.sessie_id, NU + 60)
        accounts.zet_beschikbaar(s, wie.sessie_id, False)
    with database.read() as s:
        found = [accounts.aangemeld(s, token, NU + 60) for token in (een, twee)]
        assert [(wie.gezien, wie.beschikbaar) for wie in found] == [
            (NU + 60, False),
            (NU + 30, True),
        ]
    with database.begin() as s:
        accounts.meld_af(s, wie.sessie_id)
    with database.read() as s:
        assert accounts.aangemeld(s, twee, NU + 60)


def test_ending_the_sessions_of_one_leaves_those_of_others(
    database: Database, team: Team, sanne: Collega
) -> None:
    """Another password logs me out everywhere, and nobody else anywhere."""
    bram = cases.maak_collega(database, team, "bram", "Bram")
    token = cases.log_in(database, bram, NU)
    cases.log_in(database, sanne, NU)
    with database.begin() as s:
        accounts.beeindig(s, sanne.id)
    with database.read() as s:
        assert accounts.aangemeld(s, token, NU)
        assert s.query(m.Sessie).count() == 1


def test_a_first_name_is_taken_in_its_team_and_by_who_was_switched_off(
    database: Database, team: Team
) -> None:
    """Only letters and digits count. Another team may have a colleague of that name; the name of
    somebody who was switched off stands in logs, and is nobody's again in any team."""
    ander = cases.maak_team(database, "Team Zuid")
    sanne = cases.maak_collega(database, team, "sanne", "Sanne B.")
    joost = cases.maak_collega(database, team, "joost", "Joost")
    with database.read() as s:
        for roepnaam in ("Sanne B.", "SÁNNE-b"):
            assert namen.is_bezet(s, team.id, roepnaam)
            assert not namen.is_bezet(s, ander.id, roepnaam)
        assert not namen.is_bezet(s, team.id, "Sanne")
    with database.begin() as s:
        accounts.zet_uit(s, team.id, team.pair, joost.id, sanne.id)
    with database.read() as s:
        assert namen.is_bezet(s, ander.id, "joost")
        assert not namen.is_bezet(s, ander.id, "Sanne B.")


def test_lists_stand_in_order(database: Database, team: Team) -> None:
    """Teams by name; members by first name, and by login name where that is equal: of old it is."""
    for naam, roepnaam in (("zus", "Kim"), ("aagje", "Kim A"), ("bram", "Bram")):
        cases.maak_collega(database, team, naam, roepnaam)
    with database.begin() as s:
        s.query(m.Hulpverlener).filter_by(naam="aagje").update({"roepnaam": "Kim"})
    cases.maak_team(database, "Team Aa")
    with database.read() as s:
        assert [lid.naam for lid in accounts.leden(s, team.id, NU)] == ["bram", "aagje", "zus"]
        assert [lid.roepnaam for lid in accounts.leden(s, team.id, NU)] == ["Bram", "Kim", "Kim"]
        assert [t.naam for t in accounts.teams(s)] == ["Team Aa", "Team Noord"]


def test_names_are_of_the_account_that_is_asked_for(
    database: Database, team: Team, sanne: Collega
) -> None:
    """First names of some accounts, also of who was switched off; and one's own login name."""
    bram = cases.maak_collega(database, team, "bram", "Bram")
    cases.maak_collega(database, team, "kim", "Kim")
    with database.begin() as s:
        s.get(m.Hulpverlener, bram.id).actief = False
    with database.read() as s:
        found = accounts.roepnamen(s, {sanne.id, bram.id})
        assert found == {sanne.id: "Sanne", bram.id: "Bram"}
        assert accounts.naam_van(s, bram.id) == "bram"
        assert [lid.naam for lid in accounts.leden(s, team.id, NU)] == ["kim", "sanne"]


def test_a_team_has_members_or_not(database: Database, team: Team, sanne: Collega) -> None:
    """Asked of one team only its own members count."""
    zuid = cases.maak_team(database, "Team Zuid")
    with database.read() as s:
        assert accounts.heeft_leden(s) is True
        assert accounts.heeft_leden(s, team.id) is True
        assert accounts.heeft_leden(s, zuid.id) is False


def test_nobody_holds_a_team_that_is_not_there(database: Database, team: Team) -> None:
    """Only with its own key, whoever reads or writes it."""
    with database.begin() as s:
        for schrijf in (True, False):
            assert houd(s, team.id, team.pair.private, schrijf=schrijf).naam == "Team Noord"
            with pytest.raises(accounts.Verlopen):
                houd(s, "0" * 32, team.pair.private, schrijf=schrijf)
            with pytest.raises(accounts.Verlopen):
                houd(s, team.id, vault.new_key(), schrijf=schrijf)


def test_sheets_on_paper_open_in_every_later_version(database: Database, team: Team) -> None:
    """The key of two sheets is what another library makes of their words, a sheet on each line."""
    woorden, row = herstel.maak_bladen(team.id, team.pair.private)
    assert len(set(woorden)) == 3
    for een, twee in ((1, 2), (1, 3), (2, 3)):
        zin = "\n".join(sorted((woorden[een - 1], woorden[twee - 1])))
        key = hash_secret_raw(zin.encode(), row.zout, 1, 8, 1, 32, Type.ID)
        sealed, where = getattr(row, f"paar_{een}{twee}"), f"herstel.paar_{een}{twee}:{team.id}"
        assert vault.unseal(key, sealed, where=where) == team.pair.private
    with database.begin() as s:
        herstel.bewaar(s, row, team.pair.private, VANDAAG)
    with database.read() as s:
        found = herstel.van_team(s, team.id)
        assert found is not None
        assert found.dag == VANDAAG
        assert herstel.van_team(s, "0" * 32) is None


def test_sheets_of_one_team_outlive_those_of_another(database: Database, team: Team) -> None:
    """New sheets, or none, are a matter of one team."""
    zuid = cases.maak_team(database, "Team Zuid")
    for een in (team, zuid):
        _, row = herstel.maak_bladen(een.id, een.pair.private)
        with database.begin() as s:
            herstel.bewaar(s, row, een.pair.private, VANDAAG)
    with database.begin() as s:
        herstel.vergeet(s, zuid.id)
    with database.read() as s:
        assert herstel.van_team(s, team.id) is not None
        assert herstel.van_team(s, zuid.id) is None


def test_an_account_that_is_stored_opens_in_every_later_version(sanne: Collega) -> None:
    """A lock is what another library makes of the password, and its two cells are bound by name."""
    prive, zin = vault.new_key(), "een zin met een é"
    slot = accounts.maak_slot(sanne.id, prive, zin, sanne.totp)
    key = hash_secret_raw(zin.encode(), slot["zout"], 1, 8, 1, 32, Type.ID)
    for kolom, inhoud in (("privaat", prive), ("totp", sanne.totp.encode())):
        where = f"hulpverlener.{kolom}:{sanne.id}"
        assert vault.unseal(key, slot[kolom], where=where) == inhoud


def test_of_two_steps_at_a_time_the_nearest_counts() -> None:
    """The code of now is the step of now; a code counts in seconds since 1970, rounded down."""
    geheim = pyotp.random_base32()
    for nu in (0.0, 29.9, 30.0, NU, NU + 29.9):
        stap = accounts.totp_stap(geheim, pyotp.TOTP(geheim).at(int(nu)), nu)
        assert (stap, type(stap)) == (int(nu // 30), int)


def test_a_used_step_is_written_down_in_the_same_update(
    database: Database, team: Team, sanne: Collega
) -> None:
    """The step that a login uses up stands with its account alone, with whatever came along."""
    bram = cases.maak_collega(database, team, "bram", "Bram")
    with database.read() as s:
        bewijs = accounts.controleer(accounts.vind(s, "sanne"), WACHTWOORD, sanne.code(NU), NU)
    assert bewijs.hulpverlener_id == sanne.id
    assert bewijs.totp == sanne.totp
    with database.begin() as s:
        sloten.gebruik_code(s, bewijs, roepnaam="San")
        row = s.get(m.Hulpverlener, sanne.id)
        assert (row.totp_laatst, row.roepnaam) == (int(NU) // 30, "San")
        ander = s.get(m.Hulpverlener, bram.id)
        assert (ander.totp_laatst, ander.roepnaam) == (0, "Bram")
    with pytest.raises(accounts.Geweigerd), database.begin() as s:
        sloten.gebruik_code(s, bewijs)


def test_who_is_switched_off_between_check_and_session_gets_none(
    database: Database, sanne: Collega
) -> None:
    """Password and code were right a moment ago; the account is not there any more."""
    with database.read() as s:
        bewijs = accounts.controleer(accounts.vind(s, "sanne"), WACHTWOORD, sanne.code(NU), NU)
    with database.begin() as s:
        s.get(m.Hulpverlener, sanne.id).actief = False
    with pytest.raises(accounts.Geweigerd), database.begin() as s:
        accounts.open_sessie(s, bewijs, NU)
    with database.read() as s:
        assert accounts.vind(s, "sanne").id == ""


def test_a_hash_that_is_none_is_no_password(database: Database, sanne: Collega) -> None:
    """A damaged row refuses, as a wrong password does."""
    with database.begin() as s:
        s.get(m.Hulpverlener, sanne.id).wachtwoord = "kapot"
    with pytest.raises(accounts.Geweigerd):
        cases.log_in(database, sanne, NU)


def test_who_comes_back_by_a_link_may_use_any_code_again(
    database: Database, team: Team, sanne: Collega
) -> None:
    """The new device begins at nothing used; other members keep what they had."""
    bram = cases.maak_collega(database, team, "bram", "Bram")
    cases.log_in(database, sanne, NU)
    oud = cases.log_in(database, bram, NU)
    with database.begin() as s:
        token = accounts.nodig_uit(s, team.id, team.pair.private, NU, voor=sanne.id)
        person = accounts.open_account(s, token, wachtwoord="nieuwe woorden 9", totp="A" * 32,
                                       now=NU)  # fmt: skip
        assert person.totp_laatst == 0
        assert s.get(m.Hulpverlener, bram.id).totp_laatst == int(NU) // 30
    with database.read() as s:
        assert accounts.aangemeld(s, oud, NU).teams == {team.id: team.pair}
        assert s.query(m.Sessie).count() == 1


def test_a_first_link_counts_from_the_moment_that_was_given(database: Database) -> None:
    """Also where the clock of the machine says something else."""
    with database.begin() as s:
        eerste = accounts.eerste_link(s, "Team Noord", NU)
        assert eerste is not None
        assert accounts.uitnodiging(s, eerste, NU).verloopt == NU + 100 * 365 * 24 * 3600
        _account(s, eerste, "sanne", NU)
        tweede = accounts.link_voor_team(s, "Team Zuid", NU)
        assert accounts.uitnodiging(s, tweede, NU).verloopt == NU + 100 * 365 * 24 * 3600


def test_open_links_of_a_leaver_go_and_those_of_others_stay(
    database: Database, team: Team, sanne: Collega
) -> None:
    """Whoever is switched off has no way back left, not by a link of another team of theirs."""
    zuid = cases.maak_team(database, "Team Zuid")
    bram, zoe = (
        cases.maak_collega(database, team, "bram", "Bram"),
        cases.maak_collega(database, zuid, "zoe", "Zoë"),
    )
    with database.begin() as s:
        s.add(m.Lidmaatschap(team_id=zuid.id, hulpverlener_id=bram.id, sleutel=b"gesloten"))
        s.flush()
        weg = [
            accounts.nodig_uit(s, team.id, team.pair.private, NU),
            accounts.nodig_uit(s, zuid.id, zuid.pair.private, NU, voor=bram.id),
        ]
        blijft = [
            accounts.nodig_uit(s, zuid.id, zuid.pair.private, NU),
            accounts.nodig_uit(s, zuid.id, zuid.pair.private, NU, voor=zoe.id),
        ]
    with database.begin() as s:
        accounts.zet_uit(s, team.id, team.pair, bram.id, sanne.id)
    with database.read() as s:
        for token in weg:
            with pytest.raises(accounts.Verlopen):
                accounts.uitnodiging(s, token, NU)
        for token in blijft:
            assert accounts.uitnodiging(s, token, NU).team_id == zuid.id


def test_what_changed_since_it_was_read_is_read_again(
    database: Database, team: Team, sanne: Collega
) -> None:
    """A key, a name and sheets that another changed in between are not taken from memory."""
    _, row = herstel.maak_bladen(team.id, team.pair.private)
    with database.begin() as s:
        herstel.bewaar(s, row, team.pair.private, VANDAAG)
    with database.begin() as s:
        gelezen = [
            houd(s, team.id, team.pair.private),
            *s.query(m.Hulpverlener),
            *s.query(m.Herstel),
        ]
        for tabel, waarden in (
            (m.Hulpverlener, {"roepnaam": "San"}),
            (m.Herstel, {"zout": b"anders"}),
            (m.Team, {"publiek": vault.new_key()}),
        ):
            s.connection().execute(tabel.__table__.update().values(**waarden))
        assert len(gelezen) == 3
        assert [lid.roepnaam for lid in accounts.leden(s, team.id, NU)] == ["San"]
        assert herstel.van_team(s, team.id).zout == b"anders"
        with pytest.raises(accounts.Verlopen):
            houd(s, team.id, team.pair.private)


def test_another_lock_uses_up_the_newest_of_two_codes(database: Database, sanne: Collega) -> None:
    """Of the old device's code and the new one's the later step counts, and the session begins."""
    for keer, (erbij, laatst) in enumerate(((None, 0), (1, 1), (-1, 0))):
        nu = NU + 3000 * keer
        with database.read() as s:
            bewijs = accounts.controleer(accounts.vind(s, "sanne"), WACHTWOORD, sanne.code(nu), nu)
        slot = accounts.maak_slot(sanne.id, bewijs.privaat, WACHTWOORD, sanne.totp)
        stap = None if erbij is None else bewijs.stap + erbij
        with database.begin() as s:
            token = accounts.verander_slot(s, bewijs, slot, nu, stap)
        with database.read() as s:
            assert s.get(m.Hulpverlener, sanne.id).totp_laatst == bewijs.stap + laatst
            [row] = s.query(m.Sessie).all()
            assert (row.gezien, row.verloopt) == (nu, nu + accounts.SESSIE_DUUR)
            assert accounts.aangemeld(s, token, nu).sessie_id == row.id


def _account(s: object, token: bytes, naam: str, now: float | None = None) -> None:
    accounts.maak_account(
        s,
        token,
        naam=naam,
        roepnaam=naam.title(),
        wachtwoord=WACHTWOORD,
        totp=pyotp.random_base32(),
        now=now,
    )
