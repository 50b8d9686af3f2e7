"""One-time links: a token that was left somewhere opens nothing once its link is over."""

from __future__ import annotations

from collections.abc import Callable

import pyotp
import pytest

from bot import vault
from bot.records import accounts, keeper, overdrachten, sleutels
from bot.records import models as m
from bot.records.accounts import uitnodigingen
from bot.records.database import Database
from bot.vault.kluis import UITNODIGING
from tests import desk_cases as cases
from tests.aanval import Aanvaller, delen_van, tabellen
from tests.desk_cases import NU, WACHTWOORD, Collega, Team

pytestmark = pytest.mark.usefixtures("snelle_sloten")

Backup = Callable[[], Callable[[], str]]
OVER_TIJD = NU + accounts.UITNODIGING_DUUR + 1


@pytest.fixture
def team(database: Database) -> Team:
    return cases.maak_team(database)


@pytest.fixture
def noor(database: Database, team: Team) -> Collega:
    noor = cases.maak_collega(database, team, "noor", "Noor")
    cases.draag_over(database, team, cases.in_gevaar())
    return noor


def _gebruik(database: Database, _team: Team, noor: Collega, token: bytes) -> None:
    with database.begin() as s:
        accounts.open_account(s, token, wachtwoord=WACHTWOORD, totp=noor.totp, now=NU)


def _maak_nieuwe(database: Database, team: Team, noor: Collega, _token: bytes) -> None:
    with database.begin() as s:
        accounts.nodig_uit(s, team.id, team.pair.private, NU, voor=noor.id)


def _zet_uit(database: Database, team: Team, noor: Collega, _token: bytes) -> None:
    ander = cases.maak_collega(database, team, "bram", "Bram")
    with database.begin() as s:
        accounts.zet_uit(s, team.id, team.pair, noor.id, ander.id)


def _laat_verlopen(database: Database, _team: Team, _noor: Collega, _token: bytes) -> None:
    cases.ronde(database, OVER_TIJD)


@pytest.mark.parametrize("einde", [_gebruik, _maak_nieuwe, _zet_uit, _laat_verlopen])
def test_the_token_of_a_link_that_is_over_opens_no_copy_of_its_row(
    database: Database,
    team: Team,
    noor: Collega,
    backup: Backup,
    einde: Callable[[Database, Team, Collega, bytes], None],
) -> None:
    """A backup from before, the token, and every file of the disk of after: no case opens.

    The same attack while the link is open opens the team's cases: it is its end that closes them.
    """
    with database.begin() as s:
        token = accounts.nodig_uit(s, team.id, team.pair.private, NU, voor=noor.id)
    restore = backup()

    def aanval(bron: Database) -> set[str]:
        delen = delen_van(database.kluis)
        wie = Aanvaller(bron, delen)
        wie.krijg(token, *delen)
        return tabellen(wie.val_aan())

    assert {"uitnodiging.sleutel", "overdracht.samenvatting"} <= aanval(database)
    einde(database, team, noor, token)

    terug = Database(restore(), database.kluis)
    assert aanval(terug) == set()
    assert aanval(database) == set()
    with terug.read() as s, pytest.raises(accounts.Verlopen):
        accounts.uitnodiging(s, token, NU)


def test_a_link_stays_good_when_making_the_account_fails(
    database: Database, team: Team, noor: Collega, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The key file is destroyed last: an error on the way leaves a link that still works."""
    with database.begin() as s:
        token = accounts.nodig_uit(s, team.id, team.pair.private, NU, voor=noor.id)

    with monkeypatch.context() as stuk:
        stuk.setattr(uitnodigingen.sloten, "wikkel_voor", lambda *_: 1 // 0)
        with pytest.raises(ZeroDivisionError):
            _gebruik(database, team, noor, token)
    _gebruik(database, team, noor, token)

    with pytest.raises(accounts.Verlopen):
        _gebruik(database, team, noor, token)


def test_the_keeper_sweeps_the_key_file_of_a_link_without_a_row(
    database: Database, team: Team
) -> None:
    """A file that a killed process left behind goes in the end; that of an open link stays."""
    with database.begin() as s:
        accounts.nodig_uit(s, team.id, team.pair.private, NU + keeper.WEES_NA)
    (open_,) = [id_ for id_, _ in database.kluis.ids(UITNODIGING)]
    database.kluis.maak(UITNODIGING, "a" * 32)
    database.kluis.raak_aan(UITNODIGING, "a" * 32, NU)

    cases.ronde(database, NU + keeper.WEES_NA + 1)

    assert [id_ for id_, _ in database.kluis.ids(UITNODIGING)] == [open_]


def _eerste_team(database: Database, soort: str) -> bytes:
    """Return the token of the first link of Team Zuid: the first team of all, or one beside it."""
    if soort == "later":
        cases.maak_collega(database, cases.maak_team(database), "sanne", "Sanne")
    with database.begin() as s:
        token = (accounts.link_voor_team if soort == "later" else accounts.eerste_link)(
            s, "Team Zuid", NU
        )
        assert token is not None
        return token


def _eerste_lid(database: Database, token: bytes, naam: str = "zoe") -> None:
    with database.begin() as s:
        accounts.maak_account(
            s, token, naam=naam, roepnaam=naam.title(), wachtwoord=WACHTWOORD, totp="A" * 32, now=NU
        )


def _zuid(database: Database) -> m.Team:
    with database.read() as s:
        return next(team for team in accounts.teams(s) if team.naam == "Team Zuid")


@pytest.mark.parametrize("soort", ["eerste", "later"])
def test_no_single_administrator_can_open_a_case_with_the_first_link(
    database: Database, backup: Backup, soort: str
) -> None:
    """Who printed a team's first link and kept it, with copies of all that was stored, opens none.

    While the link is open it holds a key. From its use on the team has another one: what that key
    opens, with the disk of before and of after, is no cell of a case that was handed over later.
    """
    token = _eerste_team(database, soort)
    toen, delen = Database(backup()(), database.kluis), delen_van(database.kluis)
    dief = Aanvaller(toen, delen)
    dief.krijg(token, *delen)
    buit = [tekst for cel, tekst in dief.val_aan().items() if cel.tabel == "uitnodiging"]
    assert [vault.Keypair.of(sleutel).public for sleutel in buit] == [_zuid(toen).publiek]

    _eerste_lid(database, token)
    team = _zuid(database)
    assert team.publiek != _zuid(toen).publiek
    cases.draag_over(
        database, cases.Team(team.id, team.naam, vault.Keypair.new()), cases.in_gevaar()
    )

    later = Aanvaller(database, [*delen, *delen_van(database.kluis)])
    later.krijg(token, *buit, *later.delen)
    assert tabellen(later.val_aan()) == set()
    with database.begin() as s, pytest.raises(accounts.Verlopen):
        accounts.nodig_uit(s, team.id, buit[0], NU)
    _terug_in_de_rij(database, toen)
    with pytest.raises(ValueError, match="no team"):
        cases.draag_over(database, cases.Team(team.id, "", vault.Keypair.new()), cases.in_gevaar())


def _terug_in_de_rij(database: Database, toen: Database) -> None:
    """Put the key and the mark of before back: to those of a team without members nothing goes."""
    oud = _zuid(toen)
    with database.begin() as s:
        rij = s.get(m.Team, oud.id)
        rij.publiek, rij.merk = oud.publiek, oud.merk
        assert sleutels.niet_van_ons(s) == [rij]


def test_what_was_sealed_to_a_team_before_its_first_member_came_is_not_lost(
    database: Database,
) -> None:
    """It goes over to the key that the first member gets."""
    token = _eerste_team(database, "eerste")
    with database.begin() as s:
        rij = s.get(m.Team, _zuid(database).id)
        rij.merk = sleutels.merk(s, rij)  # as no code of ours does: else nothing is sealed to it
    team = cases.Team(rij.id, rij.naam, vault.Keypair.new())
    zaak = cases.draag_over(database, team, cases.in_gevaar())

    _eerste_lid(database, token)

    with database.begin() as s:
        code = pyotp.TOTP("A" * 32).at(int(NU))
        wie = accounts.aangemeld(s, accounts.meld_aan(s, "zoe", WACHTWOORD, code, NU), NU)
        case = overdrachten.voor_team(s, zaak.id, wie.teams)
        assert overdrachten.samenvatting(s, case) == cases.in_gevaar()
        assert sleutels.is_van_ons(s, s.get(m.Team, team.id))


def test_an_ordinary_link_never_changes_the_teams_key(
    database: Database, team: Team, noor: Collega
) -> None:
    """Nor does one that was made to look like a first one: colleagues keep what they have."""
    for naam, eerste in (("bram", False), ("kim", True)):
        with database.begin() as s:
            token = accounts.nodig_uit(s, team.id, team.pair.private, NU, eerste=eerste)
        _eerste_lid(database, token, naam)
    with database.begin() as s:
        wie = accounts.aangemeld(s, accounts.meld_aan(s, "noor", WACHTWOORD, noor.code(NU), NU), NU)
        assert wie.teams == {team.id: team.pair}
        assert s.get(m.Team, team.id).publiek == team.pair.public
