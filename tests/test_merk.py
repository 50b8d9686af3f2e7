"""Who can only write to the database gets nothing sealed to a key of their own."""

from __future__ import annotations

from pathlib import Path

import pyotp
import pytest

from bot import serve, vault
from bot.beheer import merk_sleutels
from bot.records import accounts, overdrachten, sleutels
from bot.records import models as m
from bot.records.accounts.leden import vernieuw_sleutel
from bot.records.database import Database
from bot.settings import Settings, SettingsError, load
from tests import desk_cases as cases
from tests.desk_cases import Collega, Team

pytestmark = pytest.mark.usefixtures("snelle_sloten")
VREEMD = vault.Keypair.new()


@pytest.fixture
def team(database: Database) -> Team:
    return cases.maak_team(database)


@pytest.fixture
def sanne(database: Database, team: Team) -> Collega:
    return cases.maak_collega(database, team, "sanne", "Sanne")


@pytest.fixture
def bram(database: Database, team: Team) -> Collega:
    return cases.maak_collega(database, team, "bram", "Bram")


def ruil(database: Database, table: type, rij_id: str, *, merk: bytes | None = None) -> None:
    """Put another public key into a row, with the mark that stands there or with *merk*."""
    with database.begin() as s:
        rij = s.get(table, rij_id)
        rij.publiek = VREEMD.public
        rij.merk = rij.merk if merk is None else merk


@pytest.mark.usefixtures("sanne")
def test_a_team_with_a_key_that_is_not_ours_gets_nothing(database: Database, team: Team) -> None:
    """It is not among those that an overlever can choose, and a handoff to it is refused."""
    with database.read() as s:
        assert [t.id for t in accounts.ontvangende_teams(s)] == [team.id]
    for merk in (None, b"", bytes(32), VREEMD.public):
        ruil(database, m.Team, team.id, merk=merk)
        with database.read() as s:
            assert accounts.ontvangende_teams(s) == []
        with pytest.raises(ValueError, match="no team"):
            cases.draag_over(database, team, cases.in_gevaar())


def test_the_mark_of_another_row_is_no_mark(database: Database, team: Team) -> None:
    """A key that is ours, with its mark, is not ours in the row of another team."""
    with database.begin() as s:
        ander, _ = accounts.maak_team(s, "Team Zuid")
        rij = s.get(m.Team, team.id)
        assert sleutels.is_van_ons(s, rij)
        rij.publiek, rij.merk = ander.publiek, ander.merk
        assert not sleutels.is_van_ons(s, rij)


def test_the_mark_of_another_table_is_no_mark(
    database: Database, team: Team, sanne: Collega
) -> None:
    """An account's key and mark, in a team's row with that account's id, are not ours."""
    with database.begin() as s:
        wie = s.get(m.Hulpverlener, sanne.id)
        nep = m.Team(id=wie.id, naam="Nep", publiek=wie.publiek, merk=wie.merk)
        assert sleutels.is_van_ons(s, wie)
        assert not sleutels.is_van_ons(s, nep)


def test_a_new_key_of_a_team_is_not_given_to_a_swapped_account(
    database: Database, team: Team, sanne: Collega, bram: Collega
) -> None:
    """Who put their own key into an account's row holds nothing new, and is a member no more."""
    ruil(database, m.Hulpverlener, bram.id)
    with database.begin() as s:
        vernieuw_sleutel(s, s.get(m.Team, team.id), team.pair)
    with database.read() as s:
        leden = [lid.hulpverlener_id for lid in s.query(m.Lidmaatschap)]
        assert leden == [sanne.id]


def test_a_key_that_nobody_would_get_is_not_made(
    database: Database, team: Team, sanne: Collega
) -> None:
    """With no account left that is ours the team keeps the key it has, and its cases."""
    zaak = cases.draag_over(database, team, cases.in_gevaar())
    ruil(database, m.Hulpverlener, sanne.id)
    with pytest.raises(accounts.VreemdeSleutel), database.begin() as s:
        vernieuw_sleutel(s, s.get(m.Team, team.id), team.pair)
    with database.read() as s:
        case = overdrachten.voor_team(s, zaak.id, {team.id: team.pair})
        assert overdrachten.samenvatting(s, case) == cases.in_gevaar()
        assert s.query(m.Lidmaatschap).count() == 1


def test_who_came_back_with_a_new_password_gets_the_next_key(
    database: Database, team: Team, sanne: Collega, bram: Collega
) -> None:
    """An account that a colleague opened again has a new key with its mark."""
    with database.begin() as s:
        token = accounts.nodig_uit(s, team.id, team.pair.private, cases.NU, voor=bram.id)
    geheim = pyotp.random_base32()
    with database.begin() as s:
        woord = "heel andere woorden 8"
        accounts.open_account(s, token, wachtwoord=woord, totp=geheim, now=cases.NU)
    with database.begin() as s:
        vernieuw_sleutel(s, s.get(m.Team, team.id), team.pair)
        assert {lid.hulpverlener_id for lid in s.query(m.Lidmaatschap)} == {sanne.id, bram.id}


def test_every_key_that_is_made_or_renewed_has_its_mark(
    database: Database, team: Team, sanne: Collega
) -> None:
    """Of teams and accounts; and what is shared afterwards opens."""
    with database.begin() as s:
        nieuw = vernieuw_sleutel(s, s.get(m.Team, team.id), team.pair)
    with database.read() as s:
        rijen = [s.get(m.Team, team.id), s.get(m.Hulpverlener, sanne.id)]
        assert [sleutels.is_van_ons(s, rij) for rij in rijen] == [True, True]
    zaak = cases.draag_over(database, team, cases.in_gevaar())
    with database.read() as s:
        case = overdrachten.voor_team(s, zaak.id, {team.id: nieuw})
        assert overdrachten.samenvatting(s, case) == cases.in_gevaar()


def wissel(database: Database, een: m.Base, ander: m.Base, *velden: str) -> None:
    """Swap what two rows are called, as who can write to the database may."""
    waarden = [{veld: getattr(rij, veld) for veld in velden} for rij in (ander, een)]
    with database.begin() as s:
        tabel = type(een).__table__
        for rij, nieuw in ((een, {"naam": "even niemand"}), (ander, waarden[1]), (een, waarden[0])):
            s.execute(tabel.update().where(tabel.c.id == rij.id).values(**nieuw))


def test_teams_whose_names_were_swapped_get_nothing(
    database: Database, team: Team, sanne: Collega
) -> None:
    """Who leaves one organisation out never shares with it under the name of another."""
    zuid = cases.maak_team(database, "Team Zuid")
    cases.maak_collega(database, zuid, "zoe", "Zoë")
    with database.read() as s:
        rijen = [s.get(m.Team, one.id) for one in (team, zuid)]
    wissel(database, *rijen, "naam")
    with database.read() as s:
        assert accounts.ontvangende_teams(s) == []
        assert {rij.id for rij in sleutels.niet_van_ons(s)} == {team.id, zuid.id}
    for one in (team, zuid):
        with pytest.raises(ValueError, match="no team"):
            cases.draag_over(database, one, cases.in_gevaar())


def test_a_new_key_does_not_make_a_swapped_name_ours(
    database: Database, team: Team, sanne: Collega, bram: Collega
) -> None:
    """A colleague can leave such a team, and what it has still opens; new cases do not come."""
    zaak = cases.draag_over(database, team, cases.in_gevaar())
    with database.begin() as s:
        s.get(m.Team, team.id).naam = "Team Zuid"
    with database.begin() as s:
        accounts.zet_uit(s, team.id, team.pair, bram.id, sanne.id)
    with database.begin() as s:
        wie = accounts.aangemeld(
            s, accounts.meld_aan(s, "sanne", cases.WACHTWOORD, sanne.code(cases.NU), cases.NU),
            cases.NU,
        )  # fmt: skip
        case = overdrachten.voor_team(s, zaak.id, wie.teams)
        assert overdrachten.samenvatting(s, case) == cases.in_gevaar()
        assert wie.teams[team.id] != team.pair
        assert accounts.ontvangende_teams(s) == []


@pytest.mark.parametrize("veld", ["naam", "roepnaam"])
def test_an_account_under_another_name_gets_no_new_key(
    database: Database, team: Team, sanne: Collega, bram: Collega, veld: str
) -> None:
    """Neither the name of a login nor what a person reads can be another's."""
    with database.begin() as s:
        setattr(s.get(m.Hulpverlener, bram.id), veld, "iemand")
    with database.begin() as s:
        assert [rij.id for rij in sleutels.niet_van_ons(s)] == [bram.id]
        vernieuw_sleutel(s, s.get(m.Team, team.id), team.pair)
        assert [lid.hulpverlener_id for lid in s.query(m.Lidmaatschap)] == [sanne.id]


def test_where_one_name_ends_and_the_next_begins_is_marked(
    database: Database, sanne: Collega
) -> None:
    """The same letters, put elsewhere between login name and first name, are another account."""
    with database.read() as s:
        wie = s.get(m.Hulpverlener, sanne.id)
        assert sleutels.is_van_ons(s, wie)
        wie.naam, wie.roepnaam = "sanneS", "anne"
        assert not sleutels.is_van_ons(s, wie)


def test_a_team_that_waits_for_its_first_member_is_told_of_when_its_name_changes(
    database: Database, sanne: Collega
) -> None:
    """It is ours though nothing can be shared with it; renamed it stays without a right mark."""
    with database.begin() as s:
        token = accounts.link_voor_team(s, "Team Zuid", cases.NU)
        assert sleutels.niet_van_ons(s) == []
        (zuid,) = s.query(m.Team).filter_by(naam="Team Zuid")
        assert not sleutels.is_van_ons(s, zuid)
        zuid.naam = "Team Zuidoost"
        assert sleutels.niet_van_ons(s) == [zuid]
    with database.begin() as s:
        accounts.maak_account(
            s, token, naam="zoe", roepnaam="Zoë", wachtwoord=cases.WACHTWOORD, totp="A" * 32,
            now=cases.NU,
        )  # fmt: skip
        assert [t.naam for t in accounts.ontvangende_teams(s)] == ["Team Noord"]


@pytest.fixture
def huis(sqlite_database: Database, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """The settings of a house with a team and an account."""
    team = cases.maak_team(sqlite_database)
    cases.maak_collega(sqlite_database, team, "sanne", "Sanne")
    sleutels.koppel(sqlite_database)
    monkeypatch.setenv("DATABASE_URL", sqlite_database.url)
    monkeypatch.setenv("SLEUTEL_DIR", str(sqlite_database.kluis.map))
    return load()


def zonder_merk(database: Database) -> None:
    """Take the marks away, as in a database from before there were any."""
    with database.begin() as s:
        for table in (m.Team, m.Hulpverlener):
            s.query(table).update({"merk": None})


def test_after_an_upgrade_the_operator_marks_the_keys_once(
    huis: Settings, sqlite_database: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    """The servers do not start with unmarked keys and say what to do; then they do."""
    zonder_merk(sqlite_database)
    next(sqlite_database.kluis.map.glob("gemerkt-*")).unlink()
    with pytest.raises(SettingsError, match="python -m bot merk"):
        serve.open_database(huis)
    assert merk_sleutels(huis) == 0
    gezegd = capsys.readouterr().out
    assert "Team Noord" in gezegd
    assert "2 keys marked." in gezegd
    serve.open_database(huis).close()
    assert merk_sleutels(huis) == 0
    assert "All keys are ours." in capsys.readouterr().out


def test_a_key_without_a_mark_that_came_later_is_never_marked(
    huis: Settings,
    sqlite_database: Database,
    capsys: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Who takes the mark away gets nothing by it: the operator is warned, not asked to mark."""
    zonder_merk(sqlite_database)
    serve.open_database(huis).close()
    assert "public keys not ours: 2" in caplog.text
    assert merk_sleutels(huis) == 1
    assert "NOT RIGHT" in capsys.readouterr().out
    with sqlite_database.read() as s:
        assert accounts.ontvangende_teams(s) == []


def test_nothing_is_marked_without_the_right_kluis(
    huis: Settings, sqlite_database: Database, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """With the folder of key files not mounted, or another one, the command does nothing."""
    zonder_merk(sqlite_database)
    monkeypatch.setenv("SLEUTEL_DIR", str(tmp_path / "leeg"))
    with pytest.raises(SettingsError, match="SLEUTEL_DIR"):
        merk_sleutels(load())
    with sqlite_database.read() as s:
        assert {team.merk for team in s.query(m.Team)} == {None}


def met_oude_merken(database: Database, *tabellen: type) -> None:
    """Mark keys without the names, as an earlier version did, and take the newer key file away."""
    with database.begin() as s:
        for rij in (rij for tabel in tabellen for rij in s.query(tabel)):
            oud = f"{rij.__tablename__}:{rij.id}:".encode() + rij.publiek
            rij.merk = sleutels._merk(s, oud)
    for pad in database.kluis.map.glob("gemerkt-*"):
        pad.unlink()
    database.kluis.maak("gemerkt", "alles")


def test_marks_from_before_names_were_in_them_are_made_anew_once(
    huis: Settings, sqlite_database: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    """The servers say what to do; a team without members waits for its first one afterwards."""
    with sqlite_database.begin() as s:
        accounts.link_voor_team(s, "Team Zuid")
    met_oude_merken(sqlite_database, m.Team, m.Hulpverlener)
    with pytest.raises(SettingsError, match="names were marked: run `python -m bot merk` once"):
        serve.open_database(huis)
    assert merk_sleutels(huis) == 0
    assert "3 keys marked." in capsys.readouterr().out
    serve.open_database(huis).close()
    with sqlite_database.read() as s:
        noord, zuid = accounts.teams(s)
        assert (sleutels.is_van_ons(s, noord), sleutels.wacht_op_lid(s, zuid)) == (True, True)


def test_a_key_that_had_no_mark_before_gets_none_with_the_names(
    huis: Settings, sqlite_database: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    """Marking names is no way to have a key of somebody else marked; nor can it be done twice."""
    met_oude_merken(sqlite_database, m.Hulpverlener)
    with sqlite_database.begin() as s:
        (team,) = s.query(m.Team)
        team.publiek = VREEMD.public
    assert merk_sleutels(huis) == 1
    gezegd = capsys.readouterr().out
    assert "1 keys marked." in gezegd
    assert "NOT RIGHT: Team Noord." in gezegd
    assert merk_sleutels(huis) == 1
    assert "NOT RIGHT: Team Noord." in capsys.readouterr().out
    with sqlite_database.read() as s:
        assert accounts.ontvangende_teams(s) == []


def test_names_that_are_swapped_later_are_told_to_the_operator(
    huis: Settings,
    sqlite_database: Database,
    capsys: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    """The log says how many at each start, the command which."""
    with sqlite_database.begin() as s:
        s.query(m.Hulpverlener).one().roepnaam = "Iemand"
    serve.open_database(huis).close()
    assert "public keys not ours: 1" in caplog.text
    assert merk_sleutels(huis) == 1
    assert "NOT RIGHT: sanne." in capsys.readouterr().out
