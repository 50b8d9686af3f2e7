"""Who can only write to the database gets nothing sealed to a key of their own."""

from __future__ import annotations

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


def test_a_new_key_of_a_team_is_not_given_to_a_swapped_account(
    database: Database, team: Team, sanne: Collega, bram: Collega
) -> None:
    """After a member left, who put their own key into an account's row holds nothing new."""
    cases.maak_collega(database, team, "weg", "Weg")
    ruil(database, m.Hulpverlener, bram.id)
    with database.begin() as s:
        oud = s.get(m.Lidmaatschap, (team.id, bram.id)).sleutel
        vernieuw_sleutel(s, s.get(m.Team, team.id), team.pair)
    with database.read() as s:
        assert s.get(m.Lidmaatschap, (team.id, bram.id)).sleutel == oud
        assert s.get(m.Lidmaatschap, (team.id, sanne.id)).sleutel != oud


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


@pytest.fixture
def oud(sqlite_database: Database, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """The settings of a house whose team is from before there were marks."""
    team = cases.maak_team(sqlite_database)
    cases.maak_collega(sqlite_database, team, "sanne", "Sanne")
    with sqlite_database.begin() as s:
        for table in (m.Team, m.Hulpverlener):
            s.query(table).update({"merk": None})
    sleutels.koppel(sqlite_database)
    monkeypatch.setenv("DATABASE_URL", sqlite_database.url)
    monkeypatch.setenv("SLEUTEL_DIR", str(sqlite_database.kluis.map))
    return load()


def test_after_an_upgrade_the_operator_marks_the_keys_once(
    oud: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    """The servers do not start with an unmarked key and say what to do; then they do."""
    with pytest.raises(SettingsError, match="python -m bot merk"):
        serve.open_database(oud)
    assert merk_sleutels(oud) == 0
    gezegd = capsys.readouterr().out
    assert "Team Noord" in gezegd
    assert "2 keys marked." in gezegd
    serve.open_database(oud).close()
    assert merk_sleutels(oud) == 0
    assert "0 keys marked." in capsys.readouterr().out
