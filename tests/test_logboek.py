"""The log: every line hangs on the one before, and whatever is done to it shows."""

from __future__ import annotations

import ast
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from hashlib import blake2b
from pathlib import Path

import pytest
from sqlalchemy import delete, text, update
from sqlalchemy.orm import Session

from bot.records import gesprekken, logboek, overdrachten, wissen
from bot.records import models as m
from bot.records.database import Database
from bot.settings import ROOT
from tests import desk_cases as cases
from tests.desk_cases import VANDAAG

pytestmark = pytest.mark.usefixtures("snelle_sloten")
LIJN = m.Logboek.__table__


def vul(database: Database, aantal: int = 6) -> None:
    """Write some lines, each in a transaction of its own."""
    for nr in range(aantal):
        with database.begin() as s:
            logboek.schrijf(s, "gelezen", f"wie{nr}", VANDAAG, team_id="t1", zaak=f"z{nr}")


def oordeel(database: Database, eerder: dict[int, str] | None = None) -> logboek.Oordeel:
    with database.read() as s:
        return logboek.controleer(s, eerder)


def test_a_log_that_nobody_touched_is_right(database: Database) -> None:
    """An empty log and a full one fit, and the verdict names the last line."""
    assert oordeel(database) == logboek.Oordeel(0, logboek.BEGIN)
    vul(database)

    found = oordeel(database)

    assert (found.nr, found.fout) == (6, None)
    with database.read() as s:
        assert s.get(m.Logboek, 6).merk == found.merk


def _verander(kolom: str, waarde: object) -> Callable[[Session], object]:
    return lambda s: s.execute(update(LIJN).where(LIJN.c.nr == 3).values({kolom: waarde}))


def _wissel(s: Session) -> None:
    """Let lines 3 and 4 change places, with their marks."""
    for oud, nieuw in ((3, 99), (4, 3), (99, 4)):
        s.execute(update(LIJN).where(LIJN.c.nr == oud).values(nr=nieuw))


def _haal_weg_en_schuif(s: Session) -> None:
    s.execute(delete(LIJN).where(LIJN.c.nr == 3))
    for nr in (4, 5, 6):
        s.execute(update(LIJN).where(LIJN.c.nr == nr).values(nr=nr - 1))


def _dubbel(s: Session) -> None:
    lijn = dict(s.execute(LIJN.select().where(LIJN.c.nr == 2)).mappings().one())
    for nr in (6, 5, 4, 3):
        s.execute(update(LIJN).where(LIJN.c.nr == nr).values(nr=nr + 1))
    s.execute(LIJN.insert().values({**lijn, "nr": 3}))


AANVALLEN: dict[str, tuple[Callable[[Session], object], str]] = {
    "who": (_verander("wie", "iemand anders"), "line 3"),
    "what": (_verander("wat", "afgedrukt"), "line 3"),
    "day": (_verander("dag", date(2020, 1, 1)), "line 3"),
    "case": (_verander("zaak", None), "line 3"),
    "team": (_verander("team_id", "t2"), "line 3"),
    "mark": (_verander("merk", "f" * 64), "line 3"),
    "taken out": (lambda s: s.execute(delete(LIJN).where(LIJN.c.nr == 3)), "line 3"),
    "taken out, the rest moved up": (_haal_weg_en_schuif, "line 3"),
    "changed places": (_wissel, "line 3"),
    "put in twice": (_dubbel, "line 3"),
    "the first taken out": (lambda s: s.execute(delete(LIJN).where(LIJN.c.nr == 1)), "line 1"),
    "the last cut off": (lambda s: s.execute(delete(LIJN).where(LIJN.c.nr == 6)), "line 6"),
    "all cut off": (lambda s: s.execute(delete(LIJN)), "line 1"),
    "the count taken away": (lambda s: s.execute(text("DELETE FROM logboekstand")), "line 7"),
}


@pytest.mark.parametrize("aanval", AANVALLEN)
def test_whatever_is_done_to_a_line_shows(database: Database, aanval: str) -> None:
    """Changed in any column, taken out, moved, doubled, cut off: the first bad line is named."""
    vul(database)
    doe, eerste = AANVALLEN[aanval]
    with database.begin() as s:
        doe(s)

    fout = oordeel(database).fout

    assert fout is not None
    assert re.search(rf"\b{eerste}\b", fout)


def _kort_in(s: Session) -> None:
    """Cut off the last two lines as somebody would who knows how the log is made."""
    s.execute(delete(LIJN).where(LIJN.c.nr > 4))
    merk = s.get(m.Logboek, 4).merk
    s.execute(update(m.Logboekstand.__table__).values(nr=4, merk=merk))


def test_cutting_off_lines_and_their_count_shows_by_what_was_noted_elsewhere(
    database: Database,
) -> None:
    """In the database alone it does not show; against a last line noted before, it does."""
    vul(database)
    eerder = oordeel(database)
    with database.begin() as s:
        _kort_in(s)

    assert oordeel(database).fout is None
    fout = oordeel(database, {eerder.nr: eerder.merk}).fout
    assert fout == "line 6 was noted before and is missing"
    vul(database)
    fout = oordeel(database, {eerder.nr: eerder.merk}).fout
    assert fout == "line 6 is not the one that was noted before"


def _maak_opnieuw(s: Session, tot: int) -> None:
    """Write the lines up to *tot* anew as somebody would who has the database and the code."""
    vorige = logboek.BEGIN
    for nr in range(1, tot + 1):
        rij = s.get(m.Logboek, nr)
        velden = [vorige, nr, rij.dag.isoformat(), "iemand anders", rij.wat, rij.team_id, rij.zaak]
        vorige = blake2b(json.dumps(velden).encode(), digest_size=32).hexdigest()
        rij.wie, rij.merk = "iemand anders", vorige
    s.flush()
    s.execute(delete(LIJN).where(LIJN.c.nr > tot))
    s.execute(update(m.Logboekstand.__table__).values(nr=tot, merk=vorige))


def test_who_can_only_write_to_the_database_makes_no_log(database: Database) -> None:
    """A line's mark hangs on a key from the kluis: a log made wholly anew does not fit."""
    vul(database)
    with database.begin() as s:
        _maak_opnieuw(s, 6)

    assert oordeel(database).fout == "line 1 is not what was written"


def test_lines_from_before_the_key_still_fit_and_no_later_one_passes_for_them(
    database: Database,
) -> None:
    """An older log goes on under the key; the kluis knows where that began."""
    vul(database, 3)
    with database.begin() as s:
        _maak_opnieuw(s, 3)  # as it was written then
    (database.kluis.map / "logboek-vanaf").unlink()
    assert oordeel(database).fout is None
    vul(database, 3)
    assert (oordeel(database).nr, oordeel(database).fout) == (6, None)
    with database.begin() as s:
        _maak_opnieuw(s, 6)
    assert oordeel(database).fout == "line 4 is not what was written"


def test_what_the_kluis_noted_shows_that_lines_were_cut_off(database: Database) -> None:
    """The keeper notes the last line each hour: cut off later, it is missed, and stays missed."""
    for _ in range(2):  # an empty log too
        with database.read() as s:
            assert logboek.noteer(s)
    vul(database)
    with database.read() as s:
        assert logboek.noteer(s)
    vul(database, 2)
    with database.read() as s:
        assert logboek.noteer(s)
    with database.begin() as s:
        _kort_in(s)
    for _ in range(2):
        with database.read() as s:
            assert not logboek.noteer(s)
    assert oordeel(database).fout == "line 8 was noted before and is missing"


def test_lines_written_at_once_come_one_after_the_other(database: Database) -> None:
    """Twenty writers at a time leave an unbroken log of twenty lines."""
    with ThreadPoolExecutor(20) as pool:
        list(pool.map(lambda _: vul(database, 1), range(20)))

    assert (oordeel(database).nr, oordeel(database).fout) == (20, None)


def test_a_line_is_there_exactly_when_what_it_tells_of_happened(database: Database) -> None:
    """A transaction that fails leaves no line and no gap."""
    vul(database, 2)
    with pytest.raises(ZeroDivisionError), database.begin() as s:  # noqa: PT012
        logboek.schrijf(s, "gelezen", "wie", VANDAAG)
        raise ZeroDivisionError
    vul(database, 1)

    assert (oordeel(database).nr, oordeel(database).fout) == (3, None)


def test_without_its_count_the_log_goes_on_and_tells_of_it(database: Database) -> None:
    """The desk must work; what happened stands in the log itself."""
    vul(database, 2)
    with database.begin() as s:
        s.execute(text("DELETE FROM logboekstand"))
    vul(database, 1)

    assert oordeel(database).fout is None
    with database.read() as s:
        nieuwste = logboek.regels(s, ["t1"])[0]
        assert (nieuwste.nr, nieuwste.wie, nieuwste.wat) == (4, "wie0", "gelezen")
        assert s.get(m.Logboek, 3).wat == "stand_weg"


def test_only_words_of_the_list_can_be_written(database: Database) -> None:
    """No line can hold what a person said."""
    with pytest.raises(ValueError, match="mijn verhaal"), database.begin() as s:
        logboek.schrijf(s, "mijn verhaal", "wie", VANDAAG)
    assert all(len(wat) <= 16 for wat in logboek.WAT)


@pytest.mark.parametrize("wat", logboek.WAT)
def test_every_word_of_the_list_is_written_by_something(wat: str) -> None:
    """No line is promised that nothing writes."""
    assert wat in _geschreven()


def _geschreven() -> set[str]:
    """Return every text that is given, somewhere in the program, as the *wat* of a function that
    writes the log, or chosen as one there."""
    bomen = [
        ast.parse(p.read_text(encoding="utf-8"))
        for map_ in ("records", "desk", ".")
        for p in (ROOT / "bot" / map_).glob("**/*.py" if map_ != "." else "*.py")
    ]
    knopen = [knoop for boom in bomen for knoop in ast.walk(boom)]
    plaats, waarden, vast = {}, [], {}
    for k in knopen:
        if isinstance(k, ast.FunctionDef | ast.AsyncFunctionDef):
            namen = [a.arg for a in k.args.args]
            if "wat" in namen:
                plaats[k.name] = namen.index("wat")
                waarden += k.args.defaults
        elif isinstance(k, ast.Assign) and isinstance(k.targets[0], ast.Tuple | ast.Name):
            doel, uit = k.targets[0], k.value
            namen_ = doel.elts if isinstance(doel, ast.Tuple) else [doel]
            delen = uit.elts if isinstance(uit, ast.Tuple) else [uit] * len(namen_)
            vast |= {ast.unparse(n): d for n, d in zip(namen_, delen, strict=False)}
            waarden += [d for n, d in zip(namen_, delen, strict=False) if ast.unparse(n) == "wat"]
    for k in knopen:
        if isinstance(k, ast.Call):
            naam = k.func.attr if isinstance(k.func, ast.Attribute) else ast.unparse(k.func)
            waarden += k.args[plaats[naam] : plaats[naam] + 1] if naam in plaats else []
            waarden += [w.value for w in k.keywords if w.arg == "wat"]
    waarden += [vast[naam] for w in waarden if (naam := ast.unparse(w)) in vast]
    return {
        d.value
        for w in waarden
        for d in ([w.body, w.orelse] if isinstance(w, ast.IfExp) else [w])
        if isinstance(d, ast.Constant)
    }


def test_a_word_that_only_stands_somewhere_is_not_written() -> None:
    """The search above does not take a word for written because it stands in the program."""
    assert len(_geschreven() & set(logboek.WAT)) == len(logboek.WAT)
    assert not _geschreven() & {"bot", "tekst", "naam", "code", "dicht"}


def test_wiping_and_withdrawing_are_told_to_each_team_that_had_the_case(database: Database) -> None:
    """The person's own deletions stand in the log, by a mark that does not give the case's id."""
    noord, zuid = cases.maak_team(database), cases.maak_team(database, "Team Zuid")
    een = cases.draag_over(database, noord, cases.in_gevaar(), zuid)
    twee = cases.draag_over(database, noord, cases.in_gevaar())
    with database.begin() as s:
        wissen.wis(s, een.overdracht.gesprek_id)
        overdrachten.trek_in(s, twee.id)

    with database.read() as s:
        lijnen = {(r.wat, r.wie, r.team_id, r.zaak) for r in s.query(m.Logboek).all()}
    assert lijnen == {
        ("gewist", "persoon", noord.id, logboek.zaakmerk(een.id)),
        ("gewist", "persoon", zuid.id, logboek.zaakmerk(een.id)),
        ("ingetrokken", "persoon", noord.id, logboek.zaakmerk(twee.id)),
    }


def test_wiping_a_talk_that_nobody_got_leaves_no_line(database: Database) -> None:
    """What was never shared leaves no trace in the log either."""
    with database.begin() as s:
        gesprek = gesprekken.begin(s, b"k" * 32, VANDAAG)
        wissen.wis(s, gesprek.id)

    assert oordeel(database).nr == 0


def _bot(
    url: str, standen: Path, *woorden: str, sleutels: Path | None = None
) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "DATABASE_URL": url, "LOGBOEK_STANDEN": str(standen)}
    return subprocess.run(
        [sys.executable, "-m", "bot", *woorden],
        cwd=ROOT,
        env=env | ({"SLEUTEL_DIR": str(sleutels)} if sleutels else {}),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_the_command_checks_notes_and_names_the_first_broken_line(
    sqlite_database: Database, tmp_path: Path
) -> None:
    """`python -m bot logboek`: right and noted, then cut short by somebody who knows how: told."""
    vul(sqlite_database)
    standen = tmp_path / "elders" / "standen"

    sleutels = sqlite_database.kluis.map
    goed = _bot(sqlite_database.url, standen, "logboek", sleutels=sleutels)
    assert goed.returncode == 0
    assert goed.stdout.startswith("6 lines, all as written. Last mark: ")
    assert len(standen.read_text().splitlines()) == 1
    with sqlite_database.begin() as s:
        _kort_in(s)

    kort = _bot(sqlite_database.url, standen, "logboek", sleutels=sleutels)

    assert kort.returncode == 1
    assert kort.stdout == (
        "NOT RIGHT: line 6 was noted before and is missing. The first 4 lines are as written.\n"
    )
    assert len(standen.read_text().splitlines()) == 1


def test_the_command_makes_a_team_and_prints_one_link(
    sqlite_database: Database, tmp_path: Path
) -> None:
    """`python -m bot team NAAM` refuses before the first account, then prints a working link."""
    url, standen = sqlite_database.url, tmp_path / "standen"
    te_vroeg = _bot(url, standen, "team", "Team", "Zuid")
    assert (te_vroeg.returncode, "first account first" in te_vroeg.stdout) == (1, True)
    cases.maak_collega(sqlite_database, cases.maak_team(sqlite_database), "sanne", "Sanne")

    gemaakt = _bot(url, standen, "team", "Team", "Zuid")

    assert gemaakt.returncode == 0
    assert re.fullmatch(
        r"Make the first account of Team Zuid \(once\): \S+/uitnodiging/[\w-]{43}\n", gemaakt.stdout
    )
    assert _bot(url, standen, "team").returncode == 1
    with sqlite_database.read() as s:
        assert [r.wat for r in s.query(m.Logboek).all()] == ["team"]
