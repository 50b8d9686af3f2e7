"""Can the time of a refusal tell whether an account or a code exists? Run by `make timing`.

2,000 refusals of each kind, in turns, by chance which comes first:

- *login*: a known name with a wrong password, and an unknown name, through the real routes;
- *code*: a terugkeercode with somebody's two find words, and one with nobody's, both checked;
- *code spared*: the same, where those of nobody are beyond their budget: the brake answers without
  the work, after a time that must not tell.

For the first two the cost of Argon2id is lowered so that the rest of the work, where a difference
would hide, is the larger part, and the raster of refused codes from 250 to 5 ms with it; the third
keeps both as they are (some seventeen minutes). Two clocks: the wall's, which an attacker has, and
the processor's, which a busy machine does not blur; of codes only the first, for a refusal waits
for its raster whatever the work was. Prints the area under the ROC curve of each: 0.5 is "cannot be
told apart", 1.0 is "always". Ends with 1 when one is further than three standard errors from 0.5,
which chance alone does once in some hundred runs.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import random
import sys
import tempfile
import time
from bisect import bisect_left, bisect_right
from collections.abc import Awaitable, Callable
from pathlib import Path
from statistics import median

from argon2 import PasswordHasher

sys.path.insert(0, str(Path(__file__).parents[1]))

from bot import vault
from bot.desk import rem
from bot.dialogue import terugkomst
from bot.dialogue.beeld import FouteCode
from bot.dialogue.coderem import Coderem
from bot.dialogue.terugkomst import Terugkomst
from bot.records.accounts import sloten
from bot.records.database import Database, migrate
from bot.vault import keys
from tests import desk_cases as cases
from tests.desk_world import maak_wereld
from tests.test_terugkomst import code_of, maak_router, wrong

FOUTEN = 3.0
KLOKKEN = {"wall": time.perf_counter, "processor": time.process_time}
KLEIN = {"time_cost": 1, "memory_cost": 8, "parallelism": 1}
#: So many codes that nobody's find words are tried more than ten times in a run.
CODES = 400

Poging = Callable[[bool], Awaitable[object]]
Tijden = dict[bool, list[list[float]]]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--aantal", type=int, default=2000, help="refusals of each kind")
    aantal = parser.parse_args().aantal
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/timing.db"
        migrate(url)
        database = Database(url)
        codes = _codes(database)
        tijden = {"code spared": asyncio.run(meet(_code(database, codes, vast=True), aantal))}
        _maak_goedkoop()
        tijden["code"] = asyncio.run(meet(_code(database, codes, vast=False), aantal))
        tijden["login"] = asyncio.run(meet(_login(database), aantal))
        database.close()
    ver = max(_vertel(wat, gemeten, aantal) for wat, gemeten in tijden.items())
    return 0 if ver <= FOUTEN else 1


async def meet(poging: Poging, aantal: int) -> Tijden:
    """Return the seconds of each refusal by every clock, for what exists and what does not."""
    tijden: Tijden = {True: [], False: []}
    for ronde in range(aantal + 20):
        for bestaat in random.sample([True, False], 2):
            begin = [klok() for klok in KLOKKEN.values()]
            await poging(bestaat)
            duur = [klok() - toen for klok, toen in zip(KLOKKEN.values(), begin, strict=True)]
            if ronde >= 20:  # the first ones warm up
                tijden[bestaat].append(duur)
    return tijden


def _vertel(wat: str, tijden: Tijden, aantal: int) -> float:
    """Print what was measured; return how many standard errors the furthest is from 0.5."""
    fout = (6 * aantal) ** -0.5  # of the area, where the two are alike (Mann-Whitney)
    ver = []
    for nr, klok in enumerate(KLOKKEN):
        if wat.startswith("code") and klok == "processor":
            continue  # what waits or is spared: only who reads the machine's own clock sees it
        een, twee = ([meting[nr] for meting in tijden[bestaat]] for bestaat in (True, False))
        auc = oppervlak(een, twee)
        ver.append(abs(auc - 0.5) / fout)
        mid = f"medians {median(een) * 1000:.3f} {median(twee) * 1000:.3f} ms"
        print(f"{wat:12} {klok:9} n={aantal} {mid} area {auc:.3f}, {ver[-1]:.1f} errors off")
    return max(ver)


def _codes(database: Database) -> list[str]:
    router = maak_router(database)
    return [code_of(router) for _ in range(CODES)]


def _code(database: Database, codes: list[str], *, vast: bool) -> Poging:
    """Refused codes. With a clock that stands still what is nobody's is soon beyond its budget."""
    terug = Terugkomst(database)
    minuten = itertools.count(step=61)
    terug._rem = Coderem(lambda: 0.0 if vast else float(next(minuten)))
    beurt = itertools.cycle(codes)

    async def poging(bestaat: bool) -> None:
        code = wrong(next(beurt)) if bestaat else vault.new_code()
        try:
            await terug.sleutel(code)
        except FouteCode:
            return
        raise AssertionError("a wrong code opened something")

    return poging


def _login(database: Database) -> Poging:
    browser = maak_wereld(database).browser()
    token = browser.formulier()
    wachtwoord = "x" + cases.WACHTWOORD

    async def poging(bestaat: bool) -> None:
        naam = "sanne" if bestaat else "sanna"
        answer = browser.post(
            "/inloggen", csrf=token, naam=naam, wachtwoord=wachtwoord, code="000000"
        )
        assert answer.status_code == 401

    return poging


def _maak_goedkoop() -> None:
    hasher = PasswordHasher(**KLEIN)
    sloten._hasher, sloten._NIEMAND = hasher, hasher.hash("niemand")
    keys.ARGON2_OPS, keys.ARGON2_MEM = 1, 8192
    terugkomst.RASTER = 0.005
    rem.VRIJ = rem.VEEL = 10**9  # the brake slows all names alike: it is not what is measured


def oppervlak(een: list[float], twee: list[float]) -> float:
    """Return how often a draw of *een* is above one of *twee*, ties counted half (Mann-Whitney)."""
    rij = sorted(twee)
    onder = sum(bisect_left(rij, t) + bisect_right(rij, t) for t in een) / 2
    return onder / (len(een) * len(twee))


if __name__ == "__main__":
    sys.exit(main())
