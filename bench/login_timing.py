"""Can the time of a refused login tell whether an account exists? Run by `make timing`.

2,000 refused logins of each kind, in turns, through the real routes: a known name with a wrong
password, and an unknown name. The cost of Argon2id is lowered so that the rest of the work, where
a difference would hide, is the larger part. Two clocks: the wall's, which an attacker has, and the
processor's, which a busy machine does not blur. Prints the area under the ROC curve of each: 0.5 is
"cannot be told apart", 1.0 is "always". Ends with 1 when one is further than three standard errors
from 0.5, which chance alone does once in some two hundred runs.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from bisect import bisect_left, bisect_right
from pathlib import Path
from statistics import median

from argon2 import PasswordHasher

sys.path.insert(0, str(Path(__file__).parents[1]))

from bot.desk import rem
from bot.records.accounts import sloten
from bot.records.database import Database, migrate
from bot.vault import keys
from tests import desk_cases as cases
from tests.desk_world import Browser, maak_wereld

FOUTEN = 3.0
KLOKKEN = {"wall": time.perf_counter, "processor": time.process_time}
KLEIN = {"time_cost": 1, "memory_cost": 8, "parallelism": 1}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--aantal", type=int, default=2000, help="logins of each kind")
    aantal = parser.parse_args().aantal
    with tempfile.TemporaryDirectory() as folder:
        tijden = meet(f"sqlite:///{folder}/timing.db", aantal)
    fout = (6 * aantal) ** -0.5  # of the area, where the two are alike (Mann-Whitney)
    ver = 0.0
    for nr, klok in enumerate(KLOKKEN):
        een, twee = ([meting[nr] for meting in gemeten] for gemeten in tijden.values())
        auc = oppervlak(een, twee)
        ver = max(ver, abs(auc - 0.5) / fout)
        print(f"{klok:9} n={aantal} medians {median(een) * 1000:.3f} {median(twee) * 1000:.3f} ms")
        print(f"{klok:9} area under the curve {auc:.3f}, {abs(auc - 0.5) / fout:.1f} errors off")
    return 0 if ver <= FOUTEN else 1


def meet(url: str, aantal: int) -> dict[str, list[list[float]]]:
    """Return the seconds of each refused login by every clock, per kind; in an order by chance."""
    _maak_goedkoop()
    migrate(url)
    database = Database(url)
    wereld = maak_wereld(database)
    browser = wereld.browser()
    token = browser.formulier()
    namen = {"bekend": "sanne", "onbekend": "sanna"}
    tijden: dict[str, list[list[float]]] = {soort: [] for soort in namen}
    for ronde in range(aantal + 20):
        for soort in random.sample(list(namen), 2):
            duur = _poging(browser, token, namen[soort])
            if ronde >= 20:  # the first ones warm up
                tijden[soort].append(duur)
    database.close()
    return tijden


def _poging(browser: Browser, token: str, naam: str) -> list[float]:
    begin = [klok() for klok in KLOKKEN.values()]
    answer = browser.post(
        "/inloggen", csrf=token, naam=naam, wachtwoord="x" + cases.WACHTWOORD, code="000000"
    )
    duur = [klok() - toen for klok, toen in zip(KLOKKEN.values(), begin, strict=True)]
    assert answer.status_code == 401
    return duur


def _maak_goedkoop() -> None:
    hasher = PasswordHasher(**KLEIN)
    sloten._hasher, sloten._NIEMAND = hasher, hasher.hash("niemand")
    keys.ARGON2_OPS, keys.ARGON2_MEM = 1, 8192
    rem.VRIJ = rem.VEEL = 10**9  # the brake slows all names alike: it is not what is measured


def oppervlak(een: list[float], twee: list[float]) -> float:
    """Return how often a draw of *een* is above one of *twee*, ties counted half (Mann-Whitney)."""
    rij = sorted(twee)
    onder = sum(bisect_left(rij, t) + bisect_right(rij, t) for t in een) / 2
    return onder / (len(een) * len(twee))


if __name__ == "__main__":
    sys.exit(main())
