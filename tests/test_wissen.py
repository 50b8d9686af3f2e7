"""Wiping destroys keys: last night's backup stays closed, and what lives is unharmed."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import select

from bot import vault
from bot.beheer import verbind
from bot.records import accounts, gesprekken, overdrachten, sleutels, terugkeer, wissen
from bot.records import models as m
from bot.records.database import Database, migrate
from bot.settings import SettingsError, load
from bot.vault.kluis import GESPREK, OVERDRACHT
from tests import desk_cases as cases
from tests.aanval import Aanvaller, Cel, cellen, delen_van
from tests.desk_cases import VANDAAG

pytestmark = pytest.mark.usefixtures("snelle_sloten")

Backup = Callable[[], Callable[[], str]]


@dataclasses.dataclass(frozen=True)
class Wereld:
    """A team, and two people with everything that can hang on a conversation."""

    database: Database
    team: cases.Team
    zaken: tuple[cases.Zaak, cases.Zaak]
    codes: tuple[str, str]

    def rijen(self, nr: int) -> set[str]:
        """Return the row ids of one of the two."""
        gesprek_id, overdracht_id = self.zaken[nr].overdracht.gesprek_id, self.zaken[nr].id
        ids = {gesprek_id, overdracht_id}
        with self.database.read() as s:
            for table in (m.Bericht, m.Terugkeer):
                ids |= set(s.execute(select(table.id).filter_by(gesprek_id=gesprek_id)).scalars())
            for table in (m.Opvolging, m.Inzage, m.Notitie):
                query = select(table.id).filter_by(overdracht_id=overdracht_id)
                ids |= set(s.execute(query).scalars())
        return ids

    def aanvaller(self, url: str, nr: int) -> Aanvaller:
        """Return who holds that database, everything of person *nr*, the team key, every file."""
        wie = Aanvaller(Database(url, self.database.kluis), delen_van(self.database.kluis))
        wie.krijg(self.zaken[nr].sleutel, self.team.pair.private, *wie.delen)
        wie.krijg_code(self.codes[nr])
        wie.krijg_wachtwoord(cases.WACHTWOORD)
        return wie


def _zaak(database: Database, team: cases.Team) -> tuple[cases.Zaak, str]:
    zaak = cases.draag_over(database, team, cases.in_gevaar())
    code = terugkeer.trek(database.kluis, zaak.sleutel)
    with database.begin() as s:
        gesprekken.voeg_toe(s, zaak.overdracht.gesprek_id, zaak.sleutel, {"tekst": "a"}, VANDAAG)
        team_kant = overdrachten.voor_team(s, zaak.id, {team.id: team.pair})
        overdrachten.noteer(s, team_kant, {"wie": "Noor", "tekst": "eerst bellen"})
        overdrachten.noteer_inzage(s, team_kant, {"wie": "Noor", "wat": "gelezen"})
        terugkeer.bewaar(s, code)
    cases.schrijf(database, zaak, "ik wacht beneden")
    return zaak, code.woorden


@pytest.fixture
def wereld(database: Database) -> Wereld:
    team = cases.maak_team(database)
    cases.maak_collega(database, team, "noor", "Noor")
    (een, code_een), (twee, code_twee) = _zaak(database, team), _zaak(database, team)
    return Wereld(database, team, (een, twee), (code_een, code_twee))


def _van(open_: dict[Cel, bytes], rijen: set[str]) -> set[Cel]:
    return {cel for cel in open_ if cel.van in rijen}


def test_last_nights_backup_is_unreadable_after_wiping(wereld: Wereld, backup: Backup) -> None:
    """With cookie, code, team key, password and every file of the server nothing of it opens.

    The same attack before the wiping opens every cell, and afterwards still every cell of the
    other person: it is the wiping that closes the backup.
    """
    rijen, andere = wereld.rijen(0), wereld.rijen(1)
    restore = backup()
    voor = wereld.aanvaller(wereld.database.url, 0).val_aan()
    alle = {cel for cel in cellen(wereld.database) if cel.van in rijen}
    assert _van(voor, rijen) == alle
    assert {cel.tabel for cel in alle} == {
        "bericht", "notitie", "opvolging", "inzage", "overdracht", "ontvanger", "terugkeer",
        "gesprek",
    }  # fmt: skip

    with wereld.database.begin() as s:
        wissen.wis(s, wereld.zaken[0].overdracht.gesprek_id)

    url = restore()
    teruggezet = {cel for cel in cellen(Database(url)) if cel.van in rijen}
    assert len(teruggezet) == len(alle)
    geopend = _van(wereld.aanvaller(url, 0).val_aan(), rijen)
    # The wrapped halves open for who holds the team key; they are no key without the file.
    assert {f"{cel.tabel}.{cel.kolom}" for cel in geopend} == {
        "ontvanger.sleutel",
        "ontvanger.dossier",
    }
    levend = {cel for cel in cellen(wereld.database) if cel.van in andere}
    assert _van(wereld.aanvaller(url, 1).val_aan(), andere) >= levend
    assert len(levend) == len(alle)


def test_withdrawn_consent_is_unreadable_in_the_backup(wereld: Wereld, backup: Backup) -> None:
    """Taking back a handoff closes it in the backup for the team; the talk itself goes on."""
    zaak, restore = wereld.zaken[0], backup()
    with wereld.database.begin() as s:
        overdrachten.trek_in(s, zaak.id)
        assert gesprekken.geheugen(s, zaak.sleutel) == {}

    url = restore()
    geopend = wereld.aanvaller(url, 0).val_aan()
    assert {cel.kolom for cel in geopend if cel.van == zaak.id} == {
        "sleutel", "dossier", "sleutel_gesprek",
    }  # fmt: skip
    terug = Database(url, wereld.database.kluis)
    with terug.read() as s, pytest.raises(gesprekken.Onbekend):
        overdrachten.voor_team(s, zaak.id, {wereld.team.id: wereld.team.pair})
    with terug.read() as s:
        assert gesprekken.geheugen(s, zaak.sleutel) == {}


def test_a_restored_backup_shows_a_wiped_conversation_to_nobody(
    wereld: Wereld, backup: Backup
) -> None:
    """After restoring, cookie, code and desk find nothing, without a crash; the others go on."""
    een, twee = wereld.zaken
    restore = backup()
    with wereld.database.begin() as s:
        wissen.wis(s, een.overdracht.gesprek_id)

    terug = Database(restore(), wereld.database.kluis)
    words = [vault.normalise(code) for code in wereld.codes]
    with terug.read() as s:
        with pytest.raises(gesprekken.Onbekend):
            gesprekken.get(s, een.overdracht.gesprek_id)
        with pytest.raises(gesprekken.Onbekend):
            gesprekken.geheugen(s, een.sleutel)
        assert terugkeer.kandidaten(s, words[0]) == []
        assert len(terugkeer.kandidaten(s, words[1])) == 1
        rij = overdrachten.wachtrij(s, {wereld.team.id: wereld.team.pair})
        assert [o.id for o, _ in rij] == [twee.id]
        assert overdrachten.van_gesprek(s, een.sleutel) == []


@pytest.mark.parametrize("soort", [GESPREK, OVERDRACHT])
def test_killed_between_file_and_rows_nothing_is_readable_and_nothing_breaks(
    wereld: Wereld, soort: str
) -> None:
    """Only the key file is gone: whoever looks gets what an unknown conversation gives."""
    zaak = wereld.zaken[0]
    id_ = zaak.overdracht.gesprek_id if soort == GESPREK else zaak.id
    wereld.database.kluis.vernietig(soort, id_)

    teams = {wereld.team.id: wereld.team.pair}
    with wereld.database.read() as s:
        with pytest.raises(gesprekken.Onbekend):
            overdrachten.voor_team(s, zaak.id, teams)
        assert [o.id for o, _ in overdrachten.wachtrij(s, teams)] == [wereld.zaken[1].id]
        assert overdrachten.van_gesprek(s, zaak.sleutel) == []
    geopend = wereld.aanvaller(wereld.database.url, 0).val_aan()
    assert not {c for c in geopend if c.tabel in ("notitie", "opvolging", "inzage")} & {
        c for c in cellen(wereld.database) if c.rij in wereld.rijen(0)
    }


def test_a_cut_off_withdrawal_is_finished_and_the_talk_goes_on(wereld: Wereld) -> None:
    """The key file of the overdracht is gone, its rows stand: they go, and the bot answers."""
    zaak, gesprek_id = wereld.zaken[0], wereld.zaken[0].overdracht.gesprek_id
    wereld.database.kluis.vernietig(OVERDRACHT, zaak.id)
    with wereld.database.begin() as s:
        assert overdrachten.maak_af(s, gesprek_id)
        assert not overdrachten.maak_af(s, gesprek_id)

    with wereld.database.read() as s:
        gesprek = gesprekken.get(s, gesprek_id)
        assert (gesprek.staat.value, gesprek.overdracht_id) == ("bot", None)
        assert s.get(m.Overdracht, zaak.id) is None
        assert gesprekken.geheugen(s, zaak.sleutel) == {}


def test_a_rolled_back_wipe_leaves_nothing_readable(wereld: Wereld) -> None:
    """The database fails after the file is destroyed: the rows stay, and nobody opens them."""
    zaak = wereld.zaken[0]
    with pytest.raises(ZeroDivisionError), wereld.database.begin() as s:  # noqa: PT012
        wissen.wis(s, zaak.overdracht.gesprek_id)
        raise ZeroDivisionError
    with wereld.database.read() as s:
        assert s.get(m.Gesprek, zaak.overdracht.gesprek_id) is not None
        with pytest.raises(gesprekken.Onbekend):
            gesprekken.get(s, zaak.overdracht.gesprek_id)


def test_a_database_insists_on_its_own_kluis(database: Database, tmp_path: Path) -> None:
    """Coupled once, another folder is refused at the start; the first stays good."""
    sleutels.koppel(database)
    sleutels.koppel(Database(database.url, vault.Kluis(database.kluis.map)))
    with pytest.raises(vault.AndereKluis):
        sleutels.koppel(Database(database.url, vault.Kluis(tmp_path / "andere")))


@pytest.mark.parametrize("soort", [GESPREK, OVERDRACHT])
def test_a_new_database_is_never_bound_to_keys_of_another(
    soort: str, database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A server that is started on an empty database by mistake stops, names the two settings and
    touches nothing: the keeper would take every key for nobody's. Its own database still starts.
    """
    sleutels.koppel(database)
    database.kluis.maak(soort, "a" * 32)
    leeg = tmp_path / "leeg.db"
    migrate(f"sqlite:///{leeg}")
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{leeg}")
    monkeypatch.setenv("SLEUTEL_DIR", str(database.kluis.map))
    was = {pad.name: pad.read_bytes() for pad in database.kluis.map.iterdir()}

    with pytest.raises(vault.AndereKluis):
        sleutels.koppel(Database(f"sqlite:///{leeg}", vault.Kluis(database.kluis.map)))
    for _ in range(2):
        with pytest.raises(SettingsError, match=r"DATABASE_URL must .* SLEUTEL_DIR") as fout:
            verbind(load())
    assert "set SLEUTEL_DIR to an empty folder" in str(fout.value)
    assert {pad.name: pad.read_bytes() for pad in database.kluis.map.iterdir()} == was

    monkeypatch.setenv("DATABASE_URL", database.url)
    verbind(load()).close()


def test_a_database_that_is_bound_starts_again_beside_its_keys(database: Database) -> None:
    """Only the first start looks for keys; the first links of a new house are none of them."""
    with database.begin() as s:
        assert accounts.eerste_link(s, "Team Noord") is not None
    for _ in range(2):
        sleutels.koppel(Database(database.url, vault.Kluis(database.kluis.map)))
        database.kluis.maak(GESPREK, vault.new_key().hex()[:32])


def test_equal_codes_in_two_records_give_unrelated_rows(
    wereld: Wereld, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same seven words twice: salt, ciphertext and key differ; only the find tag is equal."""
    monkeypatch.setattr(vault, "new_code", lambda: wereld.codes[0])
    nieuw = terugkeer.trek(wereld.database.kluis, wereld.zaken[1].sleutel)
    with wereld.database.begin() as s:
        terugkeer.bewaar(s, nieuw)
        een, twee = s.execute(select(m.Terugkeer)).scalars()
        assert een.vind == twee.vind
        assert een.zout != twee.zout
        assert een.sleutel[:57] != twee.sleutel[:57]
    words = vault.normalise(wereld.codes[0])
    assert vault.code_key(words, een.zout) != vault.code_key(words, twee.zout)
    # Both people still come back to their own talk.
    with wereld.database.read() as s:
        found = terugkeer.kandidaten(s, words)
    assert {terugkeer.probeer(words, [one]) for one in found} == {
        zaak.sleutel for zaak in wereld.zaken
    }


def test_a_turn_costs_one_small_read(wereld: Wereld) -> None:
    """Reading a key file takes far less than a millisecond: it may be done at every turn."""
    gesprek_id = wereld.zaken[0].overdracht.gesprek_id
    times = []
    for _ in range(200):
        begun = time.perf_counter()
        wereld.database.kluis.lees(GESPREK, gesprek_id)
        times.append(time.perf_counter() - begun)
    assert sorted(times)[100] < 0.001
