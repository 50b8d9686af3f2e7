"""Several teams: only those that were agreed to open or see a case, and one of all wins it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import pytest

from bot import vault
from bot.intake.states import Staat
from bot.records import accounts, gesprekken, ontvangers, overdrachten, wissen
from bot.records import models as m
from bot.records.database import Database
from tests import desk_cases as cases
from tests.desk_cases import NU

pytestmark = pytest.mark.usefixtures("snelle_sloten")


@dataclass(frozen=True)
class Wereld:
    """Three teams; the case was shared with the first two."""

    database: Database
    noord: cases.Team
    zuid: cases.Team
    west: cases.Team
    zaak: cases.Zaak

    def open(self, s: object, team: cases.Team) -> overdrachten.Overdracht:
        return overdrachten.voor_team(s, self.zaak.id, {team.id: team.pair})


@pytest.fixture
def wereld(database: Database) -> Wereld:
    noord, zuid, west = (
        cases.maak_team(database, f"Team {naam}") for naam in ("Noord", "Zuid", "West")
    )
    zaak = cases.draag_over(database, noord, cases.in_gevaar(), zuid)
    return Wereld(database, noord, zuid, west, zaak)


def test_each_agreed_team_opens_the_case(wereld: Wereld) -> None:
    """Both read the same summary, and each finds it in its queue."""
    with wereld.database.read() as s:
        for team in (wereld.noord, wereld.zuid):
            case = wereld.open(s, team)
            assert overdrachten.samenvatting(s, case) == cases.in_gevaar()
            assert [o.id for o, _ in overdrachten.wachtrij(s, {team.id: team.pair})] == [case.id]
            assert set(case.team_ids) == {wereld.noord.id, wereld.zuid.id}


def test_an_excluded_team_neither_opens_nor_sees_the_case(wereld: Wereld) -> None:
    """For it the case is not there; nothing in the rows of the others opens with its key."""
    west = {wereld.west.id: wereld.west.pair}
    with wereld.database.read() as s:
        with pytest.raises(gesprekken.Onbekend):
            overdrachten.voor_team(s, wereld.zaak.id, west)
        assert overdrachten.wachtrij(s, west, tuple(Staat)) == []
        for row in s.query(m.Ontvanger).all():
            assert row.team_id != wereld.west.id
            for box in (row.sleutel, row.dossier):
                for veld in ("sleutel_team", "sleutel_dossier"):
                    where = f"overdracht.{veld}:{wereld.zaak.id}"
                    with pytest.raises(vault.Unreadable):
                        vault.open_with(wereld.west.pair, bytes(box), where=where)


def test_what_an_excluded_team_sees_does_not_move_when_the_case_does(wereld: Wereld) -> None:
    """Not even that something happened reaches it."""
    with wereld.database.read() as s:
        before = {t.id: overdrachten.stand(s, [t.id], NU) for t in (wereld.zuid, wereld.west)}
    with wereld.database.begin() as s:
        overdrachten.zet_kop(s, wereld.open(s, wereld.noord), gevaar="zelfdoding")

    with wereld.database.read() as s:
        assert overdrachten.stand(s, [wereld.west.id], NU) == before[wereld.west.id]
        assert overdrachten.stand(s, [wereld.zuid.id], NU) != before[wereld.zuid.id]


def test_a_row_moved_to_an_excluded_team_opens_nothing(wereld: Wereld) -> None:
    """Whoever can write to the database cannot give a team access."""
    with wereld.database.begin() as s:
        row = s.get(m.Ontvanger, (wereld.zaak.id, wereld.zuid.id))
        row.team_id = wereld.west.id

    with wereld.database.read() as s, pytest.raises(vault.Unreadable):
        wereld.open(s, wereld.west)


def test_each_team_has_its_own_notes(wereld: Wereld) -> None:
    """What one organisation notes for itself, the other does not read."""
    with wereld.database.begin() as s:
        overdrachten.noteer(s, wereld.open(s, wereld.noord), {"wie": "S", "tekst": "van noord"})
        overdrachten.noteer(s, wereld.open(s, wereld.zuid), {"wie": "Z", "tekst": "van zuid"})

    with wereld.database.read() as s:
        noord, zuid = wereld.open(s, wereld.noord), wereld.open(s, wereld.zuid)
        assert [n["tekst"] for n in overdrachten.notities(s, noord)] == ["van noord"]
        assert [n["tekst"] for n in overdrachten.notities(s, zuid)] == ["van zuid"]
        assert noord.dossier != zuid.dossier


def test_of_twenty_claims_by_two_teams_one_wins(wereld: Wereld) -> None:
    """Whatever team they are of, exactly one hulpverlener gets the case."""
    people = [
        cases.maak_collega(wereld.database, team, f"naam{nr}", f"Naam {nr}")
        for nr, team in enumerate((wereld.noord, wereld.zuid) * 10)
    ]
    for nr, person in enumerate(people):
        cases.log_in(wereld.database, person, NU + 30 * nr)

    def claim(nr: int) -> bool:
        team = (wereld.noord, wereld.zuid)[nr % 2]
        try:
            with wereld.database.begin() as s:
                who = s.get(m.Hulpverlener, people[nr].id)
                return overdrachten.pak_op(s, wereld.open(s, team), who, NU)
        except (overdrachten.NietVanJou, gesprekken.Verlopen):
            return False

    with ThreadPoolExecutor(20) as pool:
        won = list(pool.map(claim, range(20)))

    assert sum(won) == 1
    with wereld.database.read() as s:
        assert wereld.open(s, wereld.zuid).eigenaar_id == people[won.index(True)].id


def test_wiping_takes_the_copies_of_every_team(wereld: Wereld) -> None:
    """After wiping no team has a row left."""
    with wereld.database.begin() as s:
        wissen.wis(s, wereld.zaak.overdracht.gesprek_id)

    with wereld.database.read() as s:
        assert s.query(m.Ontvanger).count() == 0


def test_taking_the_consent_back_takes_it_from_every_team(wereld: Wereld) -> None:
    """A withdrawn overdracht leaves no row with any team."""
    with wereld.database.begin() as s:
        overdrachten.trek_in(s, wereld.zaak.id)

    with wereld.database.read() as s:
        assert s.query(m.Ontvanger).count() == 0


def test_an_overdracht_to_nobody_is_not_made(database: Database) -> None:
    """A case that no team can open would be lost: it is an error, and nothing is written."""
    weg = cases.Team("0" * 32, "Team Weg", vault.Keypair.new())
    with pytest.raises(ValueError, match="no team"):
        cases.draag_over(database, weg, cases.in_gevaar())

    with database.read() as s:
        assert s.query(m.Overdracht).count() == 0


def test_a_person_chooses_among_the_teams_with_members(database: Database) -> None:
    """A team that nobody is in yet is not offered, not even when it is the only one."""
    noord = cases.maak_team(database)
    with database.read() as s:
        assert accounts.ontvangende_teams(s) == []
    cases.maak_collega(database, noord, "sanne", "Sanne")
    cases.maak_team(database, "Team Zuid")

    with database.read() as s:
        assert [t.naam for t in accounts.ontvangende_teams(s)] == ["Team Noord"]


def test_a_second_team_gets_a_link_for_its_first_member(database: Database) -> None:
    """The link makes an account in that team alone; its key is stored under the link only."""
    noord = cases.maak_team(database)
    with database.begin() as s, pytest.raises(accounts.GeenLid):
        accounts.link_voor_team(s, "Team Zuid", NU)
    cases.maak_collega(database, noord, "sanne", "Sanne")

    with database.begin() as s:
        oud = accounts.link_voor_team(s, "Team Zuid", NU)
    with database.begin() as s:
        token = accounts.link_voor_team(s, "team zuid", NU)
    with database.read() as s, pytest.raises(accounts.Verlopen):
        accounts.uitnodiging(s, oud, NU)
    with database.begin() as s:
        zoe = accounts.maak_account(
            s, token, naam="zoe", roepnaam="Zoë", wachtwoord=cases.WACHTWOORD, totp="A" * 32, now=NU
        )
        assert [lid.naam for lid in accounts.leden(s, noord.id)] == ["sanne"]
        assert [t.naam for t in accounts.ontvangende_teams(s)] == ["Team Noord", "team zuid"]
        with pytest.raises(accounts.NaamBezet):
            accounts.link_voor_team(s, "Team Zuid", NU)
        row = s.query(m.Lidmaatschap).filter_by(hulpverlener_id=zoe.id).one()
        assert row.team_id != noord.id


def test_the_receivers_are_found_without_opening_anything(wereld: Wereld) -> None:
    """Which teams may open a case is readable; nothing else of it is."""
    with wereld.database.read() as s:
        found = ontvangers.team_ids(s, wereld.zaak.id)

    assert set(found) == {wereld.noord.id, wereld.zuid.id}
