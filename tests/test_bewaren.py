"""Retention: the rules, a simulated year under the keeper, and what the keeper sweeps."""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select, text

from bot import vault
from bot.intake.bewaren import (
    BEWAAR_DAGEN,
    NA_WAARSCHUWING_DAGEN,
    Besluit,
    Bewaarstand,
    besluit,
    te_lang,
    verloopt,
)
from bot.intake.openingstijden import NEDERLAND
from bot.intake.states import Staat, Stap
from bot.records import accounts, gesprekken, keeper, overdrachten, sleutels, termijnen
from bot.records import models as m
from bot.records.database import Database
from bot.vault.kluis import GESPREK, OVERDRACHT
from tests import desk_cases as cases
from tests.desk_cases import NU, VANDAAG

pytestmark = pytest.mark.usefixtures("snelle_sloten")

DAG = timedelta(days=1)
_DAGEN = st.integers(0, 400).map(lambda n: VANDAAG + n * DAG)


def om(dag: date, uur: int = 4) -> float:
    """Return a moment of that day in seconds since 1970."""
    return datetime.combine(dag, time(uur), NEDERLAND).timestamp()


@pytest.mark.parametrize(
    ("stand", "dagen", "wat"),
    [
        (Bewaarstand(Staat.BOT, VANDAAG), 29, Besluit.BEWAREN),
        (Bewaarstand(Staat.BOT, VANDAAG), 30, Besluit.WISSEN),
        (Bewaarstand(Staat.DICHT, VANDAAG), 29, Besluit.BEWAREN),
        (Bewaarstand(Staat.DICHT, VANDAAG), 30, Besluit.WISSEN),
        (Bewaarstand(Staat.DICHT, VANDAAG, wacht_jij=VANDAAG), 30, Besluit.WAARSCHUWEN),
        (Bewaarstand(Staat.DICHT, VANDAAG, wacht_team=VANDAAG), 4000, Besluit.ESCALEREN),
        (Bewaarstand(Staat.BOT, VANDAAG, wacht_team=VANDAAG), 4000, Besluit.ESCALEREN),
        (Bewaarstand(Staat.MENS, VANDAAG), 30, Besluit.WAARSCHUWEN),
        (Bewaarstand(Staat.WACHT, VANDAAG), 30, Besluit.ESCALEREN),
        (Bewaarstand(Staat.WACHT, VANDAAG), 4000, Besluit.ESCALEREN),
        (Bewaarstand(Staat.WACHT, VANDAAG, gewaarschuwd=VANDAAG), 4000, Besluit.ESCALEREN),
        (Bewaarstand(Staat.MENS, VANDAAG, gewaarschuwd=VANDAAG + 30 * DAG), 36, Besluit.BEWAREN),
        (Bewaarstand(Staat.MENS, VANDAAG, gewaarschuwd=VANDAAG + 30 * DAG), 37, Besluit.WISSEN),
        (Bewaarstand(Staat.WACHT, VANDAAG, wacht_team=VANDAAG), 0, Besluit.ESCALEREN),
        (Bewaarstand(Staat.WACHT, VANDAAG, wacht_team=VANDAAG), 4000, Besluit.ESCALEREN),
        (Bewaarstand(Staat.MENS, VANDAAG, wacht_team=VANDAAG), 4000, Besluit.ESCALEREN),
    ],
)
def test_each_rule_at_its_edge(stand: Bewaarstand, dagen: int, wat: Besluit) -> None:
    """30 days, 7 more after a warning, never for who waits, nor unseen: at the very day."""
    assert besluit(stand, VANDAAG + dagen * DAG) is wat


@given(
    st.sampled_from(Staat),
    _DAGEN,
    st.none() | _DAGEN,
    st.none() | _DAGEN,
    st.none() | _DAGEN,
    _DAGEN,
)
def test_nobody_is_wiped_early_or_unseen(
    staat: Staat,
    laatst: date,
    wacht_team: date | None,
    wacht_jij: date | None,
    gewaarschuwd: date | None,
    vandaag: date,
) -> None:
    """Whatever the dates: no wiping within 30 days, within a warning, of who waits, or unseen.

    In no state is anything wiped that waits for the team, and each case goes on the day that the
    desk shows.
    """
    stand = Bewaarstand(staat, laatst, wacht_team, wacht_jij, gewaarschuwd)
    if besluit(stand, vandaag) is Besluit.WISSEN:
        assert (vandaag - laatst).days >= BEWAAR_DAGEN
        assert staat is not Staat.WACHT
        assert wacht_team is None
        dag = verloopt(stand)
        assert dag is not None
        assert vandaag >= dag
        if wacht_jij or staat is Staat.MENS:
            assert gewaarschuwd is not None
            assert (vandaag - gewaarschuwd).days >= NA_WAARSCHUWING_DAGEN


def test_hours_of_waiting_are_counted_to_the_second() -> None:
    """Too long begins exactly when the agreed hours have passed."""
    assert not te_lang(NU, NU + 4 * 3600 - 1, 4)
    assert te_lang(NU, NU + 4 * 3600, 4)


@dataclass
class Leven:
    """One simulated conversation, with the test's own account of what must happen to it."""

    key: bytes
    laatst: date
    staat: Staat = Staat.BOT
    overdracht: overdrachten.Overdracht | None = None
    ongezien_team: bool = False
    ongezien_jij: bool = False
    laatste_woord: str = ""

    @property
    def id(self) -> str:
        return vault.conversation_id(self.key)


class Jaar:
    """People and a team over many days; everything by chance, from one seed."""

    def __init__(self, database: Database, seed: int) -> None:
        self.database, self.kans = database, random.Random(seed)
        self.team = cases.maak_team(database)
        self.noor = cases.maak_collega(database, self.team, "noor", "Noor")
        self.levens: list[Leven] = []
        self.gewist: list[Leven] = []
        self.gebeurd: set[str] = set()
        self.gebleven: set[tuple[Staat, bool]] = set()

    def begin(self, dag: date) -> None:
        leven = Leven(vault.new_key(), dag)
        with self.database.begin() as s:
            gesprekken.begin(s, leven.key, dag)
        self.levens.append(leven)

    def gebeurt(self, leven: Leven, dag: date) -> None:
        """Let one thing happen to a conversation."""
        opties = {
            Staat.BOT: ["typt", "draagt_over"],
            Staat.WACHT: ["typt", "team_kijkt", "pakt_op", "ziet_af"],
            Staat.MENS: ["typt", "team_kijkt", "antwoordt", "jij_kijkt", "sluit", "geeft_terug"],
            Staat.DICHT: ["typt", "bedankt", "jij_kijkt", "antwoordt", "team_kijkt", "gaat_verder"],
        }[leven.staat]
        wat = self.kans.choice(opties)
        self.gebeurd.add(wat)
        with self.database.begin() as s:
            getattr(self, wat)(s, leven, dag)

    def _stap(self, s: object, leven: Leven, stap: Stap, overdracht_id: str | None = None) -> None:
        gesprek = gesprekken.get(s, leven.id)
        leven.staat = gesprekken.zet_staat(s, gesprek, stap, overdracht_id)

    def _bubbel(self, s: object, leven: Leven, van: str, dag: date) -> None:
        o, inhoud = leven.overdracht, {"van": van, "tekst": "x"}
        key, id_ = (o.key, o.id) if o else (leven.key, None)
        gesprekken.voeg_toe(s, leven.id, key, inhoud, dag, overdracht_id=id_)
        leven.laatst = dag
        if van != "bot":
            leven.laatste_woord = van

    def typt(self, s: object, leven: Leven, dag: date) -> None:
        self.bedankt(s, leven, dag)
        if leven.staat is Staat.DICHT:
            self._stap(s, leven, Stap.HEROPENEN)

    def bedankt(self, s: object, leven: Leven, dag: date) -> None:
        self._bubbel(s, leven, "jij", dag)
        leven.ongezien_team |= leven.overdracht is not None

    def gaat_verder(self, s: object, leven: Leven, dag: date) -> None:
        self._stap(s, leven, Stap.VERDER_MET_BOT)
        leven.overdracht = None
        self._bubbel(s, leven, "bot", dag)

    def draagt_over(self, s: object, leven: Leven, dag: date) -> None:
        teams = [self.team.id]
        kop = {"sinds": om(dag), "gevaar": None}
        leven.overdracht = overdrachten.maak(s, leven.key, teams, kop, cases.zonder_loon(), dag)
        self._stap(s, leven, Stap.OVERDRAGEN, leven.overdracht.id)
        self._bubbel(s, leven, "bot", dag)
        leven.ongezien_team = True

    def team_kijkt(self, s: object, leven: Leven, dag: date) -> None:
        termijnen.zag(s, leven.id, "team", dag)
        if leven.ongezien_team and leven.staat is not Staat.MENS:
            leven.ongezien_team, leven.laatst = False, dag

    def jij_kijkt(self, s: object, leven: Leven, dag: date) -> None:
        termijnen.zag(s, leven.id, "jij", dag)
        if leven.ongezien_jij:
            leven.ongezien_jij, leven.laatst = False, dag

    def pakt_op(self, s: object, leven: Leven, dag: date) -> None:
        self.team_kijkt(s, leven, dag)
        overdrachten.pak_op(s, leven.overdracht, self.noor, om(dag))
        leven.staat, leven.ongezien_team = Staat.MENS, True
        self._bubbel(s, leven, "bot", dag)

    def ziet_af(self, s: object, leven: Leven, dag: date) -> None:
        self._stap(s, leven, Stap.AFZIEN)
        self._bubbel(s, leven, "bot", dag)

    def geeft_terug(self, s: object, leven: Leven, dag: date) -> None:
        self._stap(s, leven, Stap.TERUGGEVEN)
        self._bubbel(s, leven, "bot", dag)

    def antwoordt(self, s: object, leven: Leven, dag: date) -> None:
        self._bubbel(s, leven, "hulpverlener", dag)
        leven.ongezien_jij, leven.ongezien_team = True, False

    def sluit(self, s: object, leven: Leven, dag: date) -> None:
        self._stap(s, leven, Stap.SLUITEN)
        self.antwoordt(s, leven, dag)

    def controleer(self, dag: date) -> None:
        """After the round of this day: who had to go is gone, everybody else is there."""
        with self.database.read() as s:
            er = set(s.execute(select(m.Gesprek.id)).scalars())
        for leven in list(self.levens):
            wacht = leven.staat in (Staat.WACHT, Staat.MENS)
            zacht = wacht or leven.ongezien_jij
            term = BEWAAR_DAGEN + (NA_WAARSCHUWING_DAGEN if zacht else 0)
            oud = (dag - leven.laatst).days
            if leven.staat is Staat.MENS and leven.laatste_woord == "jij":
                assert leven.id in er, "lost without an answer"
            if leven.staat is Staat.WACHT or leven.ongezien_team:
                assert leven.id in er, "lost while waiting, or unseen"
                if oud > BEWAAR_DAGEN + NA_WAARSCHUWING_DAGEN:
                    self.gebleven.add((leven.staat, leven.ongezien_team))
            else:
                assert (leven.id in er) == (oud < term), f"{leven} after {oud} days"
            if leven.id not in er:
                assert not self.database.kluis.heeft(GESPREK, leven.id)
                self.levens.remove(leven)
                self.gewist.append(leven)


def _leef(database: Database, dagen: int, mensen: int, seed: int) -> Jaar:
    jaar = Jaar(database, seed)
    for n in range(dagen):
        dag = VANDAAG + n * DAG
        if len(jaar.levens) < mensen and jaar.kans.random() < 0.4:
            jaar.begin(dag)
        for leven in jaar.levens:
            if jaar.kans.random() < 0.05:
                jaar.gebeurt(leven, dag)
        assert keeper.ronde(database, om(dag, 23)) is not None
        jaar.controleer(dag)
    return jaar


def test_a_year_loses_nothing_unseen_and_keeps_nothing_too_long(sqlite_database: Database) -> None:
    """365 days of people and a team: each goes on the very day that it must, and no other.

    Who waits for a human stays, also when read, or given back and never picked up again. So does
    whatever somebody wrote that nobody answered, or nobody saw once the case was closed.
    """
    jaar = _leef(sqlite_database, 365, 30, seed=5)
    assert len(jaar.gewist) >= 30
    assert {leven.staat for leven in jaar.gewist} == set(Staat) - {Staat.WACHT}
    assert any(leven.ongezien_jij for leven in jaar.gewist)
    assert any(leven.ongezien_team and leven.staat is Staat.WACHT for leven in jaar.levens)
    lang = BEWAAR_DAGEN + NA_WAARSCHUWING_DAGEN
    slot = VANDAAG + 364 * DAG
    assert any(
        leven.staat is Staat.WACHT and not leven.ongezien_team and (slot - leven.laatst).days > lang
        for leven in jaar.levens
    )
    assert {(staat, True) for staat in Staat} <= jaar.gebleven
    assert len(jaar.gebeurd) == 11


def test_a_season_on_each_database(database: Database) -> None:
    """The same on SQLite and PostgreSQL, shorter; what is gone left no row in any table."""
    jaar = _leef(database, 100, 8, seed=5)
    assert jaar.gewist
    with database.read() as s:
        for table in (m.Bericht, m.Overdracht):
            owners = set(s.execute(select(table.gesprek_id)).scalars())
            assert owners <= {leven.id for leven in jaar.levens}


def test_a_consent_taken_back_leaves_nothing_that_waits(database: Database) -> None:
    """Without an overdracht no team can answer: the talk with the bot goes after its 30 days."""
    zaak = cases.draag_over(database, cases.maak_team(database), cases.in_gevaar())
    with database.begin() as s:
        gesprek = gesprekken.get(s, zaak.overdracht.gesprek_id)
        gesprekken.zet_staat(s, gesprek, Stap.INTREKKEN)
        overdrachten.trek_in(s, zaak.id)
    cases.ronde(database, om(VANDAAG + 29 * DAG))
    assert _rijen(database) == 1
    cases.ronde(database, om(VANDAAG + 30 * DAG))
    assert _rijen(database) == 0


def _rijen(database: Database) -> int:
    with database.read() as s:
        return int(s.execute(select(func.count()).select_from(m.Gesprek)).scalar_one())


def test_half_wiped_rows_are_swept_and_the_living_stay(database: Database) -> None:
    """Rows without a key file go at the next round; a cut-off withdrawal gives the bot the word."""
    team = cases.maak_team(database)
    dood, half, levend = (cases.draag_over(database, team, cases.in_gevaar()) for _ in range(3))
    database.kluis.vernietig(GESPREK, dood.overdracht.gesprek_id)
    database.kluis.vernietig(OVERDRACHT, half.id)

    done = cases.ronde(database, om(VANDAAG))

    assert done is not None
    assert done.opgeruimd == 2
    assert _rijen(database) == 2
    with database.read() as s:
        assert gesprekken.get(s, half.overdracht.gesprek_id).staat is Staat.BOT
        assert overdrachten.voor_gesprek(s, levend.sleutel, levend.id).id == levend.id
        assert s.get(m.Overdracht, half.id) is None


def test_files_of_no_row_go_in_the_end_and_not_while_somebody_begins(database: Database) -> None:
    """An orphan of a rolled-back transaction is destroyed, but none of less than two months."""
    zaak = cases.draag_over(database, cases.maak_team(database), cases.in_gevaar())
    oud, jong = "a" * 32, "b" * 32
    for id_ in (oud, jong):
        database.kluis.maak(GESPREK, id_)
    database.kluis.raak_aan(GESPREK, oud, NU - keeper.WEES_NA - 1)
    database.kluis.raak_aan(GESPREK, jong, NU - keeper.WEES_NA + 60)

    cases.ronde(database, NU)

    assert {id_ for id_, _ in database.kluis.ids(GESPREK)} == {jong, zaak.overdracht.gesprek_id}
    assert [id_ for id_, _ in database.kluis.ids(OVERDRACHT)] == [zaak.id]


def test_an_older_copy_of_the_database_costs_nobody_a_key(
    database: Database, backup: Callable[[], Callable[[], str]]
) -> None:
    """A dump of before somebody began, put back by mistake: for two months the keeper leaves the
    keys that have no row there, so that the right database opens when it is back.
    """
    team = cases.maak_team(database)
    sleutels.koppel(database)
    restore = backup()
    zaak = cases.draag_over(database, team, cases.in_gevaar())
    cases.ronde(database, om(VANDAAG))
    oud = Database(restore(), vault.Kluis(database.kluis.map))
    sleutels.koppel(oud)
    assert _rijen(oud) == 0
    for dag in range(1, 60):
        assert cases.ronde(oud, om(VANDAAG + dag * DAG)) is not None
    with database.read() as s:
        assert overdrachten.voor_gesprek(s, zaak.sleutel, zaak.id).key == zaak.overdracht.key
    cases.ronde(oud, om(VANDAAG + 61 * DAG))
    assert list(database.kluis.ids(GESPREK)) == []
    oud.close()


def test_key_files_do_not_tell_when_somebody_began(sqlite_database: Database) -> None:
    """After a round all key files carry one and the same time, also as the disk keeps it."""
    for uur in range(3):
        key = vault.new_key()
        with sqlite_database.begin() as s:
            gesprekken.begin(s, key, VANDAAG)
        sqlite_database.kluis.raak_aan(GESPREK, vault.conversation_id(key), om(VANDAAG, uur))
    before = om(VANDAAG, 0)
    cases.ronde(sqlite_database, NU)
    stats = [os.stat(p) for p in sqlite_database.kluis.map.glob("gesprek-*")]
    assert {s.st_mtime for s in stats} == {NU}
    assert all(s.st_ctime > before for s in stats)
    assert max(s.st_ctime for s in stats) - min(s.st_ctime for s in stats) < 5


def test_sessions_and_invitations_that_ran_out_are_swept(database: Database) -> None:
    """A session and a link that are over leave no row; those that still hold stay."""
    team = cases.maak_team(database)
    noor = cases.maak_collega(database, team, "noor", "Noor")
    cases.log_in(database, noor, NU)
    with database.begin() as s:
        accounts.nodig_uit(s, team.id, team.pair.private, NU)

    def over() -> list[int]:
        with database.read() as s:
            return [len(s.execute(select(t.id)).all()) for t in (m.Sessie, m.Uitnodiging)]

    cases.ronde(database, NU + 3600)
    assert over() == [1, 1]
    cases.ronde(database, NU + accounts.SESSIE_DUUR + 1)
    assert over() == [0, 1]
    cases.ronde(database, NU + accounts.UITNODIGING_DUUR + 1)
    assert over() == [0, 0]


def test_without_its_kluis_nothing_is_swept(database: Database) -> None:
    """A disk that is not mounted is no reason to throw rows away: the round stops at once."""
    sleutels.koppel(database)
    cases.draag_over(database, cases.maak_team(database), cases.in_gevaar())
    database.kluis.map.rename(database.kluis.map.with_name("weg"))
    for step in (lambda: None, lambda: Path.mkdir(database.kluis.map)):
        step()
        with pytest.raises(vault.AndereKluis):
            keeper.ronde(database, om(VANDAAG + 400 * DAG))
    assert _rijen(database) == 1


def test_of_ten_keepers_at_once_each_conversation_is_wiped_once(database: Database) -> None:
    """Replicas that make a round at the same moment do not hinder each other."""
    for _ in range(5):
        with database.begin() as s:
            gesprekken.begin(s, vault.new_key(), VANDAAG)
    moment = om(VANDAAG + 40 * DAG)
    with ThreadPoolExecutor(10) as pool:
        rounds = [r for r in pool.map(lambda _: cases.ronde(database, moment), range(10)) if r]
    assert sum(r.gewist for r in rounds) == 5
    assert _rijen(database) == 0


@pytest.mark.postgres
def test_one_replica_makes_the_round(postgres_cluster: object, tmp_path: Path) -> None:
    """While one holds the round, another passes it by."""
    url = postgres_cluster.new_url()  # type: ignore[attr-defined]
    database = Database(url, vault.Kluis(tmp_path / "sleutels"))
    with database.engine.connect() as other:
        other.execute(text("SELECT pg_advisory_lock(:n)"), {"n": keeper._SLOT})
        assert keeper.ronde(database, NU) is None
        # A session that ends lets go a moment later on a busy machine.
        other.execute(text("SELECT pg_advisory_unlock(:n)"), {"n": keeper._SLOT})
    assert keeper.ronde(database, NU) is not None
    database.close()


def test_a_visit_on_the_last_day_keeps_the_talk(database: Database) -> None:
    """Whoever comes back on day 29, or while the warning runs, has the whole term again."""
    team = cases.maak_team(database)
    zaak = cases.draag_over(database, team, cases.in_gevaar())
    gesprek_id = zaak.overdracht.gesprek_id
    with database.begin() as s:
        termijnen.zag(s, gesprek_id, "team", VANDAAG)
        gesprekken.zet_staat(s, gesprekken.get(s, gesprek_id), Stap.OPPAKKEN)
        inhoud = {"van": "hulpverlener", "tekst": "ik ben er"}
        gesprekken.voeg_toe(
            s, gesprek_id, zaak.overdracht.key, inhoud, VANDAAG, overdracht_id=zaak.id
        )
    cases.ronde(database, om(VANDAAG + 30 * DAG))
    with database.begin() as s:
        assert gesprekken.get(s, gesprek_id).gewaarschuwd == VANDAAG + 30 * DAG
        termijnen.zag(s, gesprek_id, "jij", VANDAAG + 36 * DAG)
    for dag, rijen in ((37, 1), (65, 1), (66, 1), (72, 1), (73, 0)):
        cases.ronde(database, om(VANDAAG + dag * DAG))
        assert _rijen(database) == rijen, dag
