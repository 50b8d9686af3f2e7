"""The keeper: applies the rules of retention, and sweeps what a killed process left behind.

Holds no key and opens nothing: it sees states, dates and which key files there are.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import delete, or_, select, text
from sqlalchemy.orm import Session

from bot.intake.bewaren import BEWAAR_DAGEN, Besluit, besluit
from bot.intake.openingstijden import NEDERLAND
from bot.intake.states import Staat
from bot.records import accounts, gesprekken, klok, logboek, overdrachten, termijnen, wissen
from bot.records import models as m
from bot.records.database import Database
from bot.records.klok import Klok
from bot.vault.kluis import GESPREK, OVERDRACHT, UITNODIGING

log = logging.getLogger("eerstjij")

ELKE_SECONDEN = 3600
#: Seconds after which a key file without a row is nobody's. Long, for the rows may be elsewhere: an
#: older copy of the database was put back by mistake. It costs no promise, as wiping destroys the
#: file itself: what is left without a row is what a killed process had only begun.
WEES_NA = 60 * 24 * 3600
_SLOT = 20261125


@dataclass
class Ronde:
    """What one round did, in numbers.

    *klok*: what the day was worth. Not to be believed, nothing went because it was old; what
    somebody had wiped, and a killed process left half, does go.
    *ongezien*: people who wait and whom nobody has seen. *onbeantwoord*: those whose case somebody
    has, without an answer. *gelezen*: those who were read, and whom nobody picked up since a month
    or longer. *logboek*: whether the line that was noted an hour ago still stands.
    """

    klok: Klok
    gewist: int = 0
    gewaarschuwd: int = 0
    ongezien: int = 0
    onbeantwoord: int = 0
    gelezen: int = 0
    opgeruimd: int = 0
    logboek: bool = True


def ronde(database: Database, now: float) -> Ronde | None:
    """Make one round at *now* (seconds since 1970); None while another replica makes one.

    Raises `vault.AndereKluis`, and touches nothing, when the folder of key files is not there.
    """
    with _alleen(database) as alleen:
        if not alleen:
            return None
        database.kluis.controleer()
        vandaag = datetime.fromtimestamp(now, NEDERLAND).date()
        done = Ronde(klok.kijk(database.kluis, vandaag))
        _bewaar(database, vandaag, done)
        _ruim_rijen_op(database, done)
        _ruim_sleutels_op(database, now, done)
        if done.klok is Klok.RUSTIG:
            _ruim_toegang_op(database, int(now))
        with database.read() as s:
            done.logboek = logboek.noteer(s)
        return done


class Keeper:
    """Makes a round at the start and every hour, in a thread of its own."""

    def __init__(self, database: Database, klok: Callable[[], float] = time.time) -> None:
        self._database = database
        self._klok = klok
        self._einde = threading.Event()
        self._draad = threading.Thread(target=self._loop, daemon=True, name="keeper")

    def start(self) -> None:
        """Begin."""
        self._draad.start()

    def stop(self) -> None:
        """End, after the round that is under way."""
        self._einde.set()
        self._draad.join(timeout=10)

    def _loop(self) -> None:
        while True:
            try:
                done = ronde(self._database, self._klok())
                if done is not None and done.klok is Klok.SPRONG:
                    log.warning("keeper: the day jumped, nothing is wiped for now")
                if done is not None and done.ongezien:
                    log.warning(
                        "keeper: %s waiting unseen since yesterday or longer", done.ongezien
                    )
                if done is not None and done.onbeantwoord:
                    log.warning(
                        "keeper: %s picked up but not answered since yesterday or longer",
                        done.onbeantwoord,
                    )
                if done is not None and not done.logboek:
                    log.error("keeper: lines of the log are gone or changed")
                if done is not None and done.gelezen:
                    log.warning("keeper: %s read but not picked up for a month", done.gelezen)
            except Exception as error:
                log.error("keeper failed (%s)", type(error).__name__)
            if self._einde.wait(ELKE_SECONDEN):
                return


@contextmanager
def _alleen(database: Database) -> Iterator[bool]:
    """Yield whether this process is the one to make the round (PostgreSQL: an advisory lock).

    SQLite needs none: each step is a transaction of its own, and doing it twice changes nothing.
    """
    if database.is_sqlite:
        yield True
        return
    with database.engine.connect() as connection:
        take = text("SELECT pg_try_advisory_lock(:n)")
        taken = bool(connection.execute(take, {"n": _SLOT}).scalar_one())
        try:
            yield taken
        finally:
            if taken:
                connection.execute(text("SELECT pg_advisory_unlock(:n)"), {"n": _SLOT})


def _bewaar(database: Database, vandaag: date, done: Ronde) -> None:
    grens = vandaag - timedelta(days=BEWAAR_DAGEN)
    with database.read() as s:
        query = select(m.Gesprek.id).where(
            or_(m.Gesprek.laatst <= grens, m.Gesprek.wacht_team < vandaag)
        )
        ids = s.execute(query).scalars().all()
    for gesprek_id in ids:
        with database.begin() as s:
            _pas_toe(s, gesprek_id, vandaag, done)


def _pas_toe(s: Session, gesprek_id: str, vandaag: date, done: Ronde) -> None:
    """Do what the rules say with one conversation, looked at anew under its lock."""
    try:
        g = gesprekken.get(s, gesprek_id, lock=True)
    except gesprekken.Onbekend:
        return  # wiped meanwhile, or half wiped: swept below
    wat = besluit(g.bewaarstand, vandaag)
    if wat in (Besluit.WISSEN, Besluit.WAARSCHUWEN) and done.klok is not Klok.RUSTIG:
        return
    if wat is Besluit.WISSEN:
        wissen.wis(s, gesprek_id, "verlopen")
        done.gewist += 1
    elif wat is Besluit.WAARSCHUWEN:
        termijnen.waarschuw(s, gesprek_id, vandaag)
        done.gewaarschuwd += 1
    elif wat is Besluit.ESCALEREN:
        if g.wacht_team is None:
            done.gelezen += 1  # nothing happened for the whole term: `_bewaar` asks for no other
        elif g.wacht_team < vandaag and g.staat is Staat.MENS:
            done.onbeantwoord += 1
        elif g.wacht_team < vandaag:
            done.ongezien += 1


def _ruim_rijen_op(database: Database, done: Ronde) -> None:
    """Take away rows whose key file was destroyed: nobody can read them any more."""
    kluis = database.kluis
    with database.read() as s:
        zonder = [
            i for i in s.execute(select(m.Gesprek.id)).scalars() if not kluis.heeft(GESPREK, i)
        ]
        half = {
            gesprek_id
            for id_, gesprek_id in s.execute(select(m.Overdracht.id, m.Overdracht.gesprek_id))
            if not kluis.heeft(OVERDRACHT, id_)
        } - set(zonder)
    for gesprek_id in zonder:
        with database.begin() as s:
            wissen.wis(s, gesprek_id, "opgeruimd")
    for gesprek_id in half:
        with database.begin() as s:
            overdrachten.maak_af(s, gesprek_id)
    done.opgeruimd += len(zonder) + len(half)


def _ruim_sleutels_op(database: Database, now: float, done: Ronde) -> None:
    """Destroy key files of no row, and give all others one and the same time.

    Destroyed only where the day can be believed. The files are listed before the rows are read, so
    that one that is just being begun is never taken for an orphan; nor is a young one.
    """
    for soort, table in (
        (GESPREK, m.Gesprek),
        (OVERDRACHT, m.Overdracht),
        (UITNODIGING, m.Uitnodiging),
    ):
        files = dict(database.kluis.ids(soort))
        with database.read() as s:
            rows = set(s.execute(select(table.id)).scalars())
        for id_, touched in files.items():
            if id_ in rows:
                database.kluis.raak_aan(soort, id_, now)
            elif done.klok is Klok.RUSTIG and touched < now - WEES_NA:
                database.kluis.vernietig(soort, id_)
                done.opgeruimd += 1


def _ruim_toegang_op(database: Database, now: int) -> None:
    with database.begin() as s:
        ended = delete(m.Sessie).where(m.Sessie.verloopt < now)
        s.execute(ended.execution_options(synchronize_session=False))
        accounts.vergeet_links(s, m.Uitnodiging.verloopt < now)
