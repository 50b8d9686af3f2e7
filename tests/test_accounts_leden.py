"""Members who are locked out, leave, or change their lock; and the key that goes with it."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pyotp
import pytest

from bot import vault
from bot.records import accounts, gesprekken, ontvangers, overdrachten
from bot.records import models as m
from bot.records.accounts import herstel
from bot.records.database import Database
from tests import desk_cases as cases
from tests.desk_cases import NU, VANDAAG, WACHTWOORD, Collega, Team, Zaak

pytestmark = pytest.mark.usefixtures("snelle_sloten")
NIEUW = "heel andere woorden 8"


@pytest.fixture
def team(database: Database) -> Team:
    return cases.maak_team(database)


@pytest.fixture
def sanne(database: Database, team: Team) -> Collega:
    return cases.maak_collega(database, team, "sanne", "Sanne")


@pytest.fixture
def bram(database: Database, team: Team) -> Collega:
    return cases.maak_collega(database, team, "bram", "Bram")


@pytest.fixture
def zaak(database: Database, team: Team) -> Zaak:
    return cases.draag_over(database, team, cases.in_gevaar())


def leest(database: Database, token: bytes, zaak: Zaak, now: float = NU) -> bool:
    """Tell whether whoever holds this session reads the case."""
    with database.read() as s:
        wie = accounts.aangemeld(s, token, now)
        case = overdrachten.voor_team(s, zaak.id, wie.teams)
        return overdrachten.samenvatting(s, case) == cases.in_gevaar()


def zet_uit(database: Database, team: Team, wie: Collega, door: Collega) -> vault.Keypair:
    """Switch *wie* off and return the team's new pair, as *door* gets it."""
    with database.begin() as s:
        accounts.zet_uit(s, team.id, team.pair, wie.id, door.id)
    token = cases.log_in(database, door, NU + 6000)
    with database.read() as s:
        return accounts.aangemeld(s, token, NU + 6000).teams[team.id]


# --- a lost password -----------------------------------------------------------------------------


def test_a_colleague_lets_somebody_who_lost_their_password_back_in(
    database: Database, team: Team, sanne: Collega, bram: Collega, zaak: Zaak
) -> None:
    """The same account opens the same cases again with a new password and a new device."""
    oud = cases.log_in(database, bram, NU)
    with database.begin() as s:
        token = accounts.nodig_uit(s, team.id, team.pair.private, NU, voor=bram.id)
    geheim = pyotp.random_base32()
    with database.begin() as s:
        person = accounts.open_account(s, token, wachtwoord=NIEUW, totp=geheim, now=NU)
        assert person.id == bram.id

    code = pyotp.TOTP(geheim).at(int(NU))
    with database.begin() as s:
        nieuw = accounts.meld_aan(s, "bram", NIEUW, code, NU)
    assert leest(database, nieuw, zaak)
    with database.read() as s, pytest.raises(accounts.Verlopen):
        accounts.aangemeld(s, oud, NU)
    with pytest.raises(accounts.Geweigerd):
        cases.log_in(database, bram, NU + 60)


def test_what_the_old_password_wrapped_is_gone(
    database: Database, team: Team, sanne: Collega, bram: Collega
) -> None:
    """The old password, on last week's row, opens a key that opens nothing of the team."""
    with database.read() as s:
        oud = s.get(m.Hulpverlener, bram.id)
        key = vault.password_key(WACHTWOORD, oud.zout)
        where = f"hulpverlener.privaat:{bram.id}"
        oud_privaat = vault.unseal(key, oud.privaat, where=where)
    with database.begin() as s:
        token = accounts.nodig_uit(s, team.id, team.pair.private, NU, voor=bram.id)
    with database.begin() as s:
        accounts.open_account(s, token, wachtwoord=NIEUW, totp="A" * 32, now=NU)

    with database.read() as s:
        lid = s.get(m.Lidmaatschap, (team.id, bram.id))
        where = f"lidmaatschap.sleutel:{team.id}:{bram.id}"
        with pytest.raises(vault.Unreadable):
            vault.open_with(vault.Keypair.of(oud_privaat), lid.sleutel, where=where)


def test_a_link_back_in_works_once_and_only_the_newest(
    database: Database, team: Team, sanne: Collega, bram: Collega
) -> None:
    """An earlier link for the same account, and a used one, open nothing; it makes no account."""
    with database.begin() as s:
        eerste = accounts.nodig_uit(s, team.id, team.pair.private, NU, voor=bram.id)
    with database.begin() as s:
        tweede = accounts.nodig_uit(s, team.id, team.pair.private, NU, voor=bram.id)

    with pytest.raises(accounts.Verlopen), database.begin() as s:
        accounts.open_account(s, eerste, wachtwoord=NIEUW, totp="A" * 32, now=NU)
    with pytest.raises(accounts.Verlopen), database.begin() as s:
        accounts.maak_account(
            s, tweede, naam="ander", roepnaam="A", wachtwoord=NIEUW, totp="A" * 32, now=NU
        )

    def gebruik(_: int) -> bool:
        try:
            with database.begin() as s:
                accounts.open_account(s, tweede, wachtwoord=NIEUW, totp="A" * 32, now=NU)
        except accounts.Verlopen:
            return False
        return True

    with ThreadPoolExecutor(10) as pool:
        assert sum(pool.map(gebruik, range(10))) == 1


def test_only_a_member_can_be_let_back_in(database: Database, team: Team, sanne: Collega) -> None:
    """A link leads into an account of the same team, not into another's, and no key makes none."""
    zuid = cases.maak_team(database, "Team Zuid")
    zoe = cases.maak_collega(database, zuid, "zoe", "Zoë")

    with pytest.raises(accounts.GeenLid), database.begin() as s:
        accounts.nodig_uit(s, team.id, team.pair.private, NU, voor=zoe.id)
    with pytest.raises(accounts.Verlopen), database.begin() as s:
        accounts.nodig_uit(s, zuid.id, team.pair.private, NU, voor=zoe.id)


def test_a_link_for_a_new_account_opens_no_old_one(database: Database, team: Team) -> None:
    """An invitation is one or the other."""
    with database.begin() as s:
        token = accounts.nodig_uit(s, team.id, team.pair.private, NU)
    with pytest.raises(accounts.Verlopen), database.begin() as s:
        accounts.open_account(s, token, wachtwoord=NIEUW, totp="A" * 32, now=NU)


# --- two of three sheets -------------------------------------------------------------------------


def _bladen(database: Database, team: Team) -> list[list[str]]:
    woorden, row = herstel.maak_bladen(team.id, team.pair.private)
    with database.begin() as s:
        herstel.bewaar(s, row, team.pair.private, VANDAAG)
    return [vault.normalise(blad) for blad in woorden]


@pytest.mark.parametrize("paar", [(0, 1), (0, 2), (1, 2), (2, 0)])
def test_any_two_sheets_open_the_team_key(
    database: Database, team: Team, paar: tuple[int, int]
) -> None:
    """Whichever two, in whichever order; the key makes an account that reads the cases."""
    bladen = _bladen(database, team)
    with database.read() as s:
        row = herstel.van_team(s, team.id)

    assert herstel.open_met(row, [bladen[nr] for nr in paar]) == team.pair.private


def test_one_sheet_with_the_whole_database_and_every_server_file_opens_nothing(
    database: Database, team: Team
) -> None:
    """One sheet, alone, twice, with guesses, and with the words of another team's: refused.

    The server's settings hold no key at all (`tests/test_settings.py` lists them), so whoever has
    disk and settings has what is tried here: the rows, and one sheet.
    """
    bladen = _bladen(database, team)
    ander = _bladen(database, cases.maak_team(database, "Team Zuid"))
    with database.read() as s:
        row = herstel.van_team(s, team.id)
        kolommen = {c: bytes(getattr(row, c)) for c in ("paar_12", "paar_13", "paar_23", "zout")}
    for blad in bladen:
        gokken = [[blad], [blad, blad], [blad, []], [blad, ander[0]], [blad, ["water"] * 7]]
        for gok in gokken:
            with pytest.raises(accounts.Geweigerd):
                herstel.open_met(row, gok)
        sleutels = [
            vault.password_key(" ".join(blad), kolommen["zout"]),
            vault.password_key("\n".join([" ".join(blad)] * 2), kolommen["zout"]),
            kolommen["zout"] * 2,
        ]
        for kolom in ("paar_12", "paar_13", "paar_23"):
            for sleutel in sleutels:
                with pytest.raises(vault.Unreadable):
                    vault.unseal(sleutel, kolommen[kolom], where=f"herstel.{kolom}:{team.id}")
    opgeslagen = b"".join(kolommen.values())
    assert team.pair.private not in opgeslagen
    assert not any(woord.encode() in opgeslagen for blad in bladen for woord in blad)


def test_new_sheets_make_the_old_ones_worthless(database: Database, team: Team) -> None:
    """Old sheets, and an old one with a new one, open nothing any more."""
    oud, nieuw = _bladen(database, team), _bladen(database, team)
    with database.read() as s:
        row = herstel.van_team(s, team.id)

    for paar in ([oud[0], oud[1]], [oud[0], nieuw[1]]):
        with pytest.raises(accounts.Geweigerd):
            herstel.open_met(row, paar)
    assert herstel.open_met(row, nieuw[:2]) == team.pair.private


def test_a_team_without_sheets_costs_the_same_work(
    database: Database, team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whether a team has sheets does not show in the time: one slow hash, either way."""
    bladen, slow = _bladen(database, team), []
    key = vault.password_key
    monkeypatch.setattr(vault, "password_key", lambda *a: slow.append(1) or key(*a))
    with database.read() as s:
        row = herstel.van_team(s, team.id)

    for een in (row, None):
        slow.clear()
        with pytest.raises(accounts.Geweigerd):
            herstel.open_met(een, [bladen[0], bladen[0]])
        assert len(slow) == 1


# --- leaving, and another key --------------------------------------------------------------------


def test_who_is_switched_off_is_out_at_once(
    database: Database, team: Team, sanne: Collega, bram: Collega, zaak: Zaak
) -> None:
    """Sessions end, the membership goes, logging in is refused; the colleague reads on."""
    token = cases.log_in(database, bram, NU)
    assert leest(database, token, zaak)

    nieuw = zet_uit(database, team, bram, door=sanne)

    with database.read() as s:
        with pytest.raises(accounts.Verlopen):
            accounts.aangemeld(s, token, NU)
        assert s.get(m.Lidmaatschap, (team.id, bram.id)) is None
        assert s.query(m.Sessie).filter_by(hulpverlener_id=bram.id).count() == 0
        assert [lid.naam for lid in accounts.leden(s, team.id)] == ["sanne"]
        case = overdrachten.voor_team(s, zaak.id, {team.id: nieuw})
        assert overdrachten.samenvatting(s, case) == cases.in_gevaar()
    with pytest.raises(accounts.Geweigerd):
        cases.log_in(database, bram, NU + 60)


def test_the_old_key_opens_no_row_any_more(
    database: Database, team: Team, sanne: Collega, bram: Collega, zaak: Zaak
) -> None:
    """With the key that a leaver may have kept, no case of before or after opens."""
    _bladen(database, team)
    with database.begin() as s:
        uitnodiging = accounts.nodig_uit(s, team.id, team.pair.private, NU)
        case = overdrachten.voor_team(s, zaak.id, {team.id: team.pair})
        overdrachten.noteer(s, case, {"wie": "Sanne", "tekst": "een notitie"})

    nieuw = zet_uit(database, team, bram, door=sanne)
    later = cases.draag_over(database, team, cases.zonder_loon())

    assert nieuw != team.pair
    for een in (zaak, later):
        with database.read() as s, pytest.raises(vault.Unreadable):
            overdrachten.voor_team(s, een.id, {team.id: team.pair})
    with database.read() as s:
        opened = overdrachten.voor_team(s, zaak.id, {team.id: nieuw})
        assert [n["tekst"] for n in overdrachten.notities(s, opened)] == ["een notitie"]
        assert overdrachten.voor_team(s, later.id, {team.id: nieuw}).team_ids == (team.id,)
        with pytest.raises(accounts.Verlopen):
            accounts.uitnodiging(s, uitnodiging, NU)
        assert herstel.van_team(s, team.id) is None


def test_an_old_key_is_given_to_nobody(
    database: Database, team: Team, sanne: Collega, bram: Collega
) -> None:
    """Who still holds the old key in a request makes no link, no sheets and no leaver with it."""
    kim = cases.maak_collega(database, team, "kim", "Kim")
    zet_uit(database, team, bram, door=sanne)
    _, row = herstel.maak_bladen(team.id, team.pair.private)

    with pytest.raises(accounts.Verlopen), database.begin() as s:
        accounts.nodig_uit(s, team.id, team.pair.private, NU)
    with pytest.raises(accounts.Verlopen), database.begin() as s:
        herstel.bewaar(s, row, team.pair.private, VANDAAG)
    with pytest.raises(accounts.Verlopen), database.begin() as s:
        accounts.zet_uit(s, team.id, team.pair, kim.id, sanne.id)


def test_of_two_who_switch_each_other_off_one_stays(
    database: Database, team: Team, sanne: Collega, bram: Collega
) -> None:
    """A team is never left without a member."""
    poort = threading.Barrier(2)

    def uit(paar: tuple[Collega, Collega]) -> bool:
        poort.wait()
        try:
            with database.begin() as s:
                accounts.zet_uit(s, team.id, team.pair, paar[0].id, paar[1].id)
        except accounts.Verlopen:
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        assert sum(pool.map(uit, [(sanne, bram), (bram, sanne)])) == 1
    with database.read() as s:
        assert len(accounts.leden(s, team.id)) == 1


def test_nobody_switches_off_themselves_or_a_stranger(
    database: Database, team: Team, sanne: Collega
) -> None:
    """The last member stays, and another team's members are none of mine."""
    zuid = cases.maak_team(database, "Team Zuid")
    zoe = cases.maak_collega(database, zuid, "zoe", "Zoë")
    for wie in (sanne.id, zoe.id, "0" * 32):
        with pytest.raises(accounts.GeenLid), database.begin() as s:
            accounts.zet_uit(s, team.id, team.pair, wie, sanne.id)

    with database.read() as s:
        assert len(accounts.leden(s, team.id)) == len(accounts.leden(s, zuid.id)) == 1
        assert s.get(m.Team, team.id).publiek == team.pair.public


def test_who_leaves_one_of_two_teams_keeps_the_other(
    database: Database, team: Team, sanne: Collega, bram: Collega
) -> None:
    """Switched off in one team, somebody stays a member of the other."""
    zuid = cases.maak_team(database, "Team Zuid")
    with database.begin() as s:
        s.add(m.Lidmaatschap(team_id=zuid.id, hulpverlener_id=bram.id, sleutel=b"gesloten"))
    zet_uit(database, team, bram, door=sanne)
    with database.read() as s:
        assert s.get(m.Hulpverlener, bram.id).actief
        assert s.get(m.Lidmaatschap, (team.id, bram.id)) is None


def test_another_team_keeps_its_key_and_its_copy(
    database: Database, team: Team, sanne: Collega, bram: Collega
) -> None:
    """A case of two teams stays open to the other one, unchanged."""
    zuid = cases.maak_team(database, "Team Zuid")
    zaak = cases.draag_over(database, team, cases.in_gevaar(), zuid)

    zet_uit(database, team, bram, door=sanne)

    with database.read() as s:
        case = overdrachten.voor_team(s, zaak.id, {zuid.id: zuid.pair})
        assert overdrachten.samenvatting(s, case) == cases.in_gevaar()


def test_no_handoff_is_lost_while_the_key_changes(
    database: Database, team: Team, sanne: Collega, bram: Collega
) -> None:
    """Handoffs that come in during several changes of the key all open with the last one."""
    zaken: list[Zaak] = []
    stop = threading.Event()

    def draag_over() -> None:
        while not stop.is_set() or len(zaken) < 12:
            zaken.append(cases.draag_over(database, team, cases.zonder_loon()))

    pair = team.pair
    with ThreadPoolExecutor(3) as pool:
        lopend = [pool.submit(draag_over) for _ in range(3)]
        try:
            for _ in range(5):
                with database.begin() as s:
                    rij = accounts.houd(s, team.id, pair.private, schrijf=True)
                    pair = accounts.vernieuw_sleutel(s, rij, pair)
        finally:
            stop.set()
        for een in lopend:
            een.result()

    with database.read() as s:
        for zaak in zaken:
            case = overdrachten.voor_team(s, zaak.id, {team.id: pair})
            assert overdrachten.samenvatting(s, case) == cases.zonder_loon()
        assert len(overdrachten.wachtrij(s, {team.id: pair})) == len(zaken)


def test_a_change_that_fails_changes_nothing(
    database: Database, team: Team, sanne: Collega, bram: Collega, zaak: Zaak
) -> None:
    """When one case cannot go over, all stays as it was: no half of a team's cases is lost."""
    ander = cases.draag_over(database, team, cases.zonder_loon())
    with database.begin() as s:
        s.get(m.Ontvanger, (ander.id, team.id)).dossier = b"kapot"

    with pytest.raises(vault.Unreadable), database.begin() as s:
        accounts.zet_uit(s, team.id, team.pair, bram.id, sanne.id)

    token = cases.log_in(database, bram, NU)
    assert leest(database, token, zaak)


def test_a_case_of_a_leaver_can_be_taken_over_at_once(
    database: Database, team: Team, sanne: Collega, bram: Collega, zaak: Zaak
) -> None:
    """Nobody waits two minutes for somebody who is gone for good."""
    cases.log_in(database, bram, NU)
    with database.begin() as s:
        case = overdrachten.voor_team(s, zaak.id, {team.id: team.pair})
        overdrachten.pak_op(s, case, s.get(m.Hulpverlener, bram.id), NU)

    nieuw = zet_uit(database, team, bram, door=sanne)

    with database.begin() as s:
        case = overdrachten.voor_team(s, zaak.id, {team.id: nieuw})
        assert overdrachten.pak_op(s, case, s.get(m.Hulpverlener, sanne.id), NU)
        assert gesprekken.get(s, case.gesprek_id).staat.value == "mens"
        assert ontvangers.team_ids(s, zaak.id) == (team.id,)


# --- another lock on one's own account -----------------------------------------------------------


def _bewijs(database: Database, wie: Collega, now: float) -> accounts.Bewijs:
    with database.read() as s:
        kandidaat = accounts.vind(s, wie.naam)
    return accounts.controleer(kandidaat, WACHTWOORD, wie.code(now), now)


def test_another_password_ends_every_session_and_opens_the_same_cases(
    database: Database, sanne: Collega, zaak: Zaak
) -> None:
    """Every browser is logged out but the one that did it; the old password opens nothing."""
    oud = [cases.log_in(database, sanne, NU + 30 * nr) for nr in range(3)]
    bewijs = _bewijs(database, sanne, NU + 120)
    slot = accounts.maak_slot(sanne.id, bewijs.privaat, NIEUW, bewijs.totp)
    with database.begin() as s:
        hier = accounts.verander_slot(s, bewijs, slot, NU + 120)

    for token in oud:
        with database.read() as s, pytest.raises(accounts.Verlopen):
            accounts.aangemeld(s, token, NU + 120)
    assert leest(database, hier, zaak, NU + 120)
    with pytest.raises(accounts.Geweigerd):
        cases.log_in(database, sanne, NU + 180)
    with database.begin() as s:
        later = accounts.meld_aan(s, "sanne", NIEUW, sanne.code(NU + 240), NU + 240)
    assert leest(database, later, zaak, NU + 240)


def test_of_many_changes_with_one_code_one_counts(database: Database, sanne: Collega) -> None:
    """The code that a change uses up opens nothing else: neither a change nor a session."""
    bewijs = _bewijs(database, sanne, NU)

    def verander(nr: int) -> bool:
        slot = accounts.maak_slot(sanne.id, bewijs.privaat, f"{NIEUW} {nr}", bewijs.totp)
        try:
            with database.begin() as s:
                accounts.verander_slot(s, bewijs, slot, NU)
        except accounts.Geweigerd:
            return False
        return True

    with ThreadPoolExecutor(10) as pool:
        assert sum(pool.map(verander, range(10))) == 1
    with pytest.raises(accounts.Geweigerd), database.begin() as s:
        accounts.open_sessie(s, bewijs, NU)


def test_another_device_takes_over_from_the_old_one(
    database: Database, sanne: Collega, zaak: Zaak
) -> None:
    """Codes of the old device count no more, and the new one's first code is used up."""
    geheim = pyotp.random_base32()
    bewijs = _bewijs(database, sanne, NU)
    slot = accounts.maak_slot(sanne.id, bewijs.privaat, WACHTWOORD, geheim)
    stap = accounts.totp_stap(geheim, pyotp.TOTP(geheim).at(int(NU)), NU)
    with database.begin() as s:
        hier = accounts.verander_slot(s, bewijs, slot, NU, stap)

    assert leest(database, hier, zaak)
    later = NU + 60
    for code in (sanne.code(later), pyotp.TOTP(geheim).at(int(NU))):
        with pytest.raises(accounts.Geweigerd), database.begin() as s:
            accounts.meld_aan(s, "sanne", WACHTWOORD, code, later)
    with database.begin() as s:
        code = pyotp.TOTP(geheim).at(int(later))
        nieuw = accounts.meld_aan(s, "sanne", WACHTWOORD, code, later)
    assert leest(database, nieuw, zaak, later)
