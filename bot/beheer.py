"""What whoever runs the servers does by hand: making a team, checking the log."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from bot.intake.openingstijden import NEDERLAND
from bot.records import accounts, logboek, sleutels
from bot.records.database import Database, migrate
from bot.settings import Settings, SettingsError
from bot.vault import Kluis, KluisBezet
from bot.vault.tokens import schrijf_token

NAAM_MAX = 80
_STAND = re.compile(r"(\d{1,10}) ([0-9a-f]{64})")


def maak_team(settings: Settings, naam: str) -> int:
    """Make a team beside the first and print the one-time link of its first member.

    Returns 0, or 1 with a sentence when it cannot be made.
    """
    naam = " ".join(naam.split())
    if not naam or len(naam) > NAAM_MAX or not naam.isprintable():
        print(f"A team needs a name of at most {NAAM_MAX} characters.")
        return 1
    try:
        with _database(settings) as database, database.begin() as s:
            token = accounts.link_voor_team(s, naam)
            team = next(team for team in accounts.teams(s) if team.naam == naam)
            vandaag = datetime.now(NEDERLAND).date()
            logboek.schrijf(s, "team", logboek.SYSTEEM, vandaag, team_id=team.id)
    except accounts.GeenLid:
        print("Make the first account first: its link is printed when the servers start.")
        return 1
    except accounts.NaamBezet:
        print("There is already a team with this name that has members.")
        return 1
    print(f"Make the first account of {naam} (once): {link(settings, token)}")
    return 0


def merk_sleutels(settings: Settings) -> int:
    """Mark keys and names from before there were marks of them, once, and tell whose.

    Returns 0; 1 with the names where a key or a name without our mark came later, which is never
    marked.
    """
    with _database(settings) as database, database.begin() as s:
        gemerkt = sleutels.is_gemerkt(database.kluis)
        rijen = sleutels.niet_van_ons(s, lock=True)
        for rij in rijen:
            print(f"{rij.naam}: {rij.publiek.hex()[:16]}")
        vreemd = rijen if gemerkt else [rij for rij in rijen if not sleutels.merk_alsnog(s, rij)]
        if not gemerkt:
            sleutels.zet_gemerkt(database.kluis)
    if not gemerkt:
        print(f"{len(rijen) - len(vreemd)} keys marked.")
    if vreemd:
        print(f"NOT RIGHT: {', '.join(rij.naam for rij in vreemd)}. Key or name are not as this")
        print("house made them. Nothing is shared with them. Somebody else may be able to write")
        print("to the database.")
        return 1
    if gemerkt:
        print("All keys are ours.")
    return 0


def controleer_logboek(settings: Settings) -> int:
    """Check every line of the log, print the verdict, and note the last line outside the database.

    Returns 0 when every line fits, with the last one and with those that were noted at earlier
    checks (`LOGBOEK_STANDEN`); 1 with the first broken line otherwise, and then notes nothing.
    """
    bestand = settings.logboek_standen
    with _database(settings) as database, database.read() as s:
        oordeel = logboek.controleer(s, lees_standen(bestand))
    if oordeel.fout is not None:
        print(f"NOT RIGHT: {oordeel.fout}. The first {oordeel.nr} lines are as written.")
        return 1
    print(f"{oordeel.nr} lines, all as written. Last mark: {oordeel.merk}")
    if oordeel.nr and oordeel.nr not in lees_standen(bestand):
        bestand.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with bestand.open("a", encoding="ascii") as f:
            f.write(f"{oordeel.nr} {oordeel.merk}\n")
    return 0


def lees_standen(bestand: Path) -> dict[int, str]:
    """Return number and mark of every last line that was noted at earlier checks."""
    if not bestand.exists():
        return {}
    regels = _STAND.findall(bestand.read_text(encoding="ascii", errors="replace"))
    return {int(nr): merk for nr, merk in regels}


def link(settings: Settings, token: bytes) -> str:
    """Return the address of a one-time link."""
    return f"{settings.desk_adres}/uitnodiging/{schrijf_token(token)}"


def verbind(settings: Settings) -> Database:
    """Return the database with its kluis; raises `SettingsError` for another's kluis."""
    database = Database(settings.database_url, Kluis(settings.sleutel_dir))
    try:
        sleutels.koppel(database)
    except KluisBezet:
        raise SettingsError(
            "DATABASE_URL must name the database that belongs to the keys in SLEUTEL_DIR: this one "
            "is new, and the folder holds keys of conversations. Nothing was changed. To begin "
            "anew, set SLEUTEL_DIR to an empty folder and keep this one."
        ) from None
    except OSError:
        raise SettingsError(
            "SLEUTEL_DIR must be the folder of key files that belongs to this database: "
            "without it no conversation opens. Is its disk mounted?"
        ) from None
    return database


@contextmanager
def _database(settings: Settings) -> Iterator[Database]:
    migrate(settings.database_url)
    database = verbind(settings)
    try:
        yield database
    finally:
        database.close()
