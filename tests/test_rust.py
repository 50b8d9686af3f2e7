"""At rest: cells that are swapped fail closed, only dates are readable, deleted bytes are gone."""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import BigInteger, Boolean, Date, Integer, LargeBinary, String, text, update

from bot import vault
from bot.records import accounts, gesprekken, overdrachten, terugkeer, wissen
from bot.records import models as m
from bot.records.accounts import herstel, uitnodigingen
from bot.records.database import Database
from tests import desk_cases as cases
from tests.aanval import Cel, cellen
from tests.desk_cases import NU, VANDAAG

pytestmark = pytest.mark.usefixtures("snelle_sloten")

#: Times of logging in and of links that run out: a hulpverlener's, no overlever's.
VAN_HULPVERLENERS = {
    "sessie.verloopt", "sessie.gezien", "sessie.gedaan", "uitnodiging.verloopt",
    "hulpverlener.totp_laatst",
}  # fmt: skip
#: Columns that hold a whole number: they count or number rows, one of each. `postbeurt.minuut` is
#: the hour of a mail that goes out every day, with news or without.
TELT = {
    "kluis.nr", "gesprek.versie", "gesprek.volgnr", "bericht.volgnr", "opvolging.nr", "inzage.nr",
    "notitie.nr", "logboek.nr", "logboekstand.id", "logboekstand.nr", "postbeurt.id",
    "postbeurt.minuut",
}  # fmt: skip


def test_only_dates_of_an_overlever_are_readable() -> None:
    """No column that can be read without a key can hold a time of what an overlever did.

    Dates, states, ids and yes or no; and whole numbers in the columns that are named here alone, of
    which none is a moment but for those of hulpverleners.
    """
    getallen = set()
    for table in m.Base.metadata.sorted_tables:
        for column in table.columns:
            naam = f"{table.name}.{column.name}"
            allowed: tuple[Any, ...] = (Date, Integer, String, Boolean, LargeBinary)
            assert type(column.type) in (*allowed, BigInteger), naam
            if isinstance(column.type, Integer):  # a BigInteger too
                getallen.add(naam)
    assert getallen == {*TELT, *VAN_HULPVERLENERS}


#: The recovery sheets that open a team's key, two of three.
PAREN = ((1, 2), (1, 3), (2, 3))
#: Every sealed column that there is.
VERZEGELD = {
    f"{table.name}.{column.name}"
    for table in m.Base.metadata.sorted_tables
    for column in table.columns
    if column.name not in m.AAN_DE_BUITENKANT[table.name]
}


@dataclass
class Wereld:
    """Two people with everything sealed that there is, and how each cell is read."""

    database: Database
    team: cases.Team
    zaken: list[cases.Zaak]
    codes: list[str]
    noor: cases.Collega
    token: bytes
    link: bytes
    bladen: list[str]

    def lezers(self) -> dict[str, Callable[[Any, str], Any]]:
        """Return for each sealed column how the program reads it, for a row id."""
        teams = {self.team.id: self.team.pair}
        by_gesprek = {z.overdracht.gesprek_id: z for z in self.zaken}
        by_overdracht = {z.id: z for z in self.zaken}

        def of_overdracht(lees: Callable[[Any, overdrachten.Overdracht], Any]) -> Any:
            return lambda s, id_: lees(s, overdrachten.voor_team(s, id_.split(":")[0], teams))

        def alles(lees: Callable[[Any, overdrachten.Overdracht], Any]) -> Any:
            return lambda s, _id: [
                lees(s, overdrachten.voor_team(s, i, teams)) for i in by_overdracht
            ]

        def bericht(s: Any, _id: str) -> Any:
            return [
                gesprekken.berichten(s, g, {None: z.sleutel, z.id: z.overdracht.key}.get)
                for g, z in by_gesprek.items()
            ]

        def code(s: Any, _id: str) -> list[bytes]:
            found = []
            for woorden in self.codes:
                words = vault.normalise(woorden)
                key = terugkeer.probeer(words, terugkeer.kandidaten(s, words))
                if key is None:
                    raise vault.Unreadable
                found.append(key)
            return found

        return {
            "gesprek.geheugen": lambda s, id_: gesprekken.geheugen(s, by_gesprek[id_].sleutel),
            "bericht.inhoud": bericht,
            "terugkeer.sleutel": code,
            "ontvanger.sleutel": of_overdracht(lambda s, o: o.key),
            "overdracht.sleutel_gesprek": lambda s, id_: (
                overdrachten.voor_gesprek(s, by_overdracht[id_].sleutel, id_).key
            ),
            "ontvanger.dossier": of_overdracht(overdrachten.notities),
            "overdracht.kop": of_overdracht(lambda s, o: o.kop),
            "overdracht.samenvatting": of_overdracht(overdrachten.samenvatting),
            "opvolging.inhoud": alles(overdrachten.opvolging),
            "inzage.inhoud": alles(overdrachten.inzagen),
            "notitie.inhoud": alles(overdrachten.notities),
            "hulpverlener.privaat": self._log_in,
            "hulpverlener.totp": self._log_in,
            "sessie.sleutel": lambda s, _id: accounts.aangemeld(s, self.token, NU + 60).teams,
            "lidmaatschap.sleutel": lambda s, _id: accounts.aangemeld(s, self.token, NU + 60).teams,
            # Nothing of it is committed: the link stays.
            "uitnodiging.sleutel": lambda s, id_: uitnodigingen._gebruik(
                s, s.get(m.Uitnodiging, id_), self.link
            ),
            **{f"herstel.paar_{een}{twee}": self._met_bladen(een, twee) for een, twee in PAREN},
        }

    def _met_bladen(self, een: int, twee: int) -> Callable[[Any, str], bytes]:
        bladen = [vault.normalise(self.bladen[nr - 1]) for nr in (een, twee)]
        return lambda s, id_: herstel.open_met(herstel.van_team(s, id_), bladen)

    def _log_in(self, s: Any, _id: str) -> bytes:
        kandidaat = accounts.vind(s, self.noor.naam)
        code = self.noor.code(NU + 90)
        return accounts.controleer(kandidaat, cases.WACHTWOORD, code, NU + 90).privaat


@pytest.fixture
def wereld(database: Database) -> Wereld:
    team = cases.maak_team(database)
    noor = cases.maak_collega(database, team, "noor", "Noor")
    zaken, codes = [], []
    for samenvatting in (cases.in_gevaar(), cases.minderjarig()):
        zaak = cases.draag_over(database, team, samenvatting)
        code = terugkeer.trek(database.kluis, zaak.sleutel)
        with database.begin() as s:
            inhoud = {"van": "jij", "tekst": "voor de bot"}
            gesprekken.voeg_toe(s, zaak.overdracht.gesprek_id, zaak.sleutel, inhoud, VANDAAG)
            kant = overdrachten.voor_team(s, zaak.id, {team.id: team.pair})
            overdrachten.noteer(s, kant, {"wie": "Noor", "tekst": "eerst bellen"})
            overdrachten.noteer_inzage(s, kant, {"wie": "Noor", "wat": "gelezen"})
            terugkeer.bewaar(s, code)
        cases.schrijf(database, zaak, "ik wacht beneden")
        zaken.append(zaak)
        codes.append(code.woorden)
    bladen, rij = herstel.maak_bladen(team.id, team.pair.private)
    with database.begin() as s:
        herstel.bewaar(s, rij, team.pair.private, VANDAAG)
        link = accounts.nodig_uit(s, team.id, team.pair.private, NU)
    token = cases.log_in(database, noor, NU)
    return Wereld(database, team, zaken, codes, noor, token, link, bladen)


def _lees(wereld: Wereld, cel: Cel) -> Any:
    """Read a cell as the program does; None when it fails closed."""
    try:
        with wereld.database.read() as s:
            return wereld.lezers()[f"{cel.tabel}.{cel.kolom}"](s, cel.van)
    except (vault.Unreadable, gesprekken.Onbekend, accounts.Geweigerd, accounts.Verlopen):
        return None


def _zet(database: Database, cel: Cel, inhoud: bytes) -> None:
    table = m.Base.metadata.tables[cel.tabel]
    where = [c == v for c, v in zip(table.primary_key, cel.rij.split(":"), strict=True)]
    with database.begin() as s:
        s.execute(update(table).where(*where).values({cel.kolom: inhoud}))


def test_every_swap_of_two_sealed_cells_fails_closed(wereld: Wereld) -> None:
    """What stands in the place of another cell, of any row, column and table, does not open there.

    Never another person's words, never another field's: an error, at each of the two ends by
    itself.
    """
    alle = cellen(wereld.database)
    soorten = {f"{cel.tabel}.{cel.kolom}" for cel in alle}
    assert soorten == set(wereld.lezers()) == VERZEGELD
    assert all(_lees(wereld, cel) is not None for cel in alle)
    paren = list(itertools.combinations(alle, 2))
    kans = random.Random(20261125)
    gekozen = kans.sample(paren, 120)
    # Of each two columns at least the pairs within one column, where a swap is likeliest.
    gekozen += [p for p in paren if (p[0].tabel, p[0].kolom) == (p[1].tabel, p[1].kolom)]
    for een, ander in gekozen:
        # One end at a time: a reader of many rows would not tell which of two did not open.
        for hier, daar in ((een, ander), (ander, een)):
            _zet(wereld.database, hier, daar.inhoud)
            assert _lees(wereld, hier) is None, (een, ander)
            _zet(wereld.database, hier, hier.inhoud)
    assert all(_lees(wereld, cel) is not None for cel in alle)


def test_all_messages_have_one_size_at_rest(database: Database) -> None:
    """One word or two hundred words: a bubble, a look and a note are rows of equal size."""
    team = cases.maak_team(database)
    zaak = cases.draag_over(database, team, cases.in_gevaar())
    for tekst in ("ja", "vandaag " * 200):
        cases.schrijf(database, zaak, tekst)
        with database.begin() as s:
            kant = overdrachten.voor_team(s, zaak.id, {team.id: team.pair})
            overdrachten.noteer_inzage(s, kant, {"wie": tekst, "wat": "gelezen"})
            overdrachten.noteer(s, kant, {"wie": "Noor", "tekst": tekst})
    rijen = [c for c in cellen(database) if c.tabel in ("bericht", "inzage", "notitie")]
    assert len(rijen) == 6
    assert len({len(c.inhoud) for c in rijen}) == 1


def test_the_steps_of_a_wens_have_one_size_at_rest(database: Database) -> None:
    """No step yet, one, or twelve with every field filled in: rows of equal size."""
    zaak = cases.draag_over(database, cases.maak_team(database), cases.in_gevaar())
    lang = "vandaag bellen wij de opvang in de buurt en het ziekenhuis " * 4
    vervolg = {"stap": lang, "dag": "2026-11-25", "anders": lang}
    stap = {"status": "mee_bezig", "dag": "2026-11-23", "wie": "Noor", "vervolg": vervolg}
    sizes = set()
    for keren in (0, 1, 11):
        with database.begin() as s:
            for _ in range(keren):
                overdrachten.volg_op(s, zaak.overdracht, 1, {**stap, "toelichting": lang})
        sizes |= {len(c.inhoud) for c in cellen(database) if c.tabel == "opvolging"}
    with database.read() as s:
        assert len(overdrachten.opvolging(s, zaak.overdracht)[0]["stappen"]) == 13
    assert len(sizes) == 1, sizes


def test_a_talk_and_a_case_have_one_size_after_short_and_after_long_answers(
    database: Database,
) -> None:
    """Memory, summary and head: nothing said yet, one word for each of three needs, or two hundred.

    Where it all comes to more than 16 KB (more long answers than this) a row does get longer.
    """
    team, groottes = cases.maak_team(database), set()
    for tekst in (None, "ja", "vandaag " * 200):
        samen = cases.in_gevaar()
        labels = ("veiligheid", "onderdak", "medisch")
        wensen = [cases.wens(label, nr, tekst or "ja") for nr, label in enumerate(labels, 1)]
        zaak = cases.draag_over(database, team, {**samen, "wensen": wensen})
        if tekst:
            with database.begin() as s:
                slots = {"intake": {"wensen": wensen, "vertelt": tekst}}
                gesprekken.onthoud(s, zaak.sleutel, {"rasa": {"slots": slots, "events": []}})
        van = (zaak.id, zaak.overdracht.gesprek_id)
        groottes.add(
            tuple(
                (c.kolom, len(c.inhoud))
                for c in cellen(database)
                if c.kolom in ("geheugen", "samenvatting", "kop") and c.rij in van
            )
        )
    assert len(groottes) == 1, groottes
    assert len(groottes.pop()) == 3


@pytest.mark.parametrize("kind", ["begin", "read"])
def test_every_sqlite_connection_is_set_to_forget(sqlite_database: Database, kind: str) -> None:
    """secure_delete and the rollback journal hold on each new connection, reading and writing."""
    wanted = {
        "journal_mode": "delete",
        "secure_delete": 1,
        "foreign_keys": 1,
        "temp_store": 2,
        "synchronous": 2,
    }
    for _ in range(3):
        with getattr(sqlite_database, kind)() as s:
            assert {n: s.execute(text(f"PRAGMA {n}")).scalar_one() for n in wanted} == wanted
        sqlite_database.close()


def test_deleted_rows_leave_no_bytes_in_the_sqlite_file(sqlite_database: Database) -> None:
    """Even the ciphertext of a wiped conversation is overwritten, and no journal stays."""
    key = vault.new_key()
    gesprek_id = vault.conversation_id(key)
    with sqlite_database.begin() as s:
        gesprekken.begin(s, key, VANDAAG)
        for nr in range(50):
            gesprekken.voeg_toe(s, gesprek_id, key, {"van": "jij", "tekst": f"{nr}"}, VANDAAG)
    path = Path(sqlite_database.url.removeprefix("sqlite:///"))
    pieces = [cel.inhoud[100:160] for cel in cellen(sqlite_database)]
    assert len(pieces) == 51
    assert all(piece in path.read_bytes() for piece in pieces)

    with sqlite_database.begin() as s:
        wissen.wis(s, gesprek_id)

    assert not any(piece in path.read_bytes() for piece in pieces)
    assert [p.name for p in path.parent.glob("proef.db*")] == ["proef.db"]


@pytest.mark.parametrize(
    ("table", "nummer", "cel"),
    [
        (m.Bericht, "volgnr", "bericht.inhoud"),
        (m.Opvolging, "nr", "opvolging.inhoud"),
        (m.Inzage, "nr", "inzage.inhoud"),
        (m.Notitie, "nr", "notitie.inhoud"),
    ],
)
def test_no_row_can_be_moved_to_another_place_in_its_talk_or_case(
    wereld: Wereld, table: Any, nummer: str, cel: str
) -> None:
    """A bubble, a step, a look or a note with another number does not open: order is not forged."""
    gevonden = [c for c in cellen(wereld.database) if f"{c.tabel}.{c.kolom}" == cel]
    for een in gevonden:
        assert _lees(wereld, een) is not None
        with wereld.database.begin() as s:
            was = getattr(s.get(table, een.rij), nummer)
            setattr(s.get(table, een.rij), nummer, was + 100)
        assert _lees(wereld, een) is None
        with wereld.database.begin() as s:
            setattr(s.get(table, een.rij), nummer, was)
        if not wereld.database.is_sqlite:
            continue
        # Nor by an id that says its old number (SQLite alone keeps an id of that length).
        anders = f"{een.rij}:{was}"
        with wereld.database.begin() as s:
            s.execute(update(table).where(table.id == een.rij).values({"id": anders, nummer: 900}))
        assert _lees(wereld, replace(een, rij=anders)) is None
        with wereld.database.begin() as s:
            s.execute(update(table).where(table.id == anders).values({"id": een.rij, nummer: was}))
    assert gevonden
