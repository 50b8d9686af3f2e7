"""One-time links: a token that was left somewhere opens nothing once its link is over."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.records import accounts, keeper
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
    keeper.ronde(database, OVER_TIJD)


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
    """A file that a killed process left behind goes after a day; that of an open link stays."""
    with database.begin() as s:
        accounts.nodig_uit(s, team.id, team.pair.private, NU)
    (open_,) = [id_ for id_, _ in database.kluis.ids(UITNODIGING)]
    database.kluis.maak(UITNODIGING, "a" * 32)
    database.kluis.raak_aan(UITNODIGING, "a" * 32, NU)

    keeper.ronde(database, NU + keeper.WEES_NA + 1)

    assert [id_ for id_, _ in database.kluis.ids(UITNODIGING)] == [open_]
