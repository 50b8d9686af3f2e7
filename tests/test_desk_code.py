"""One TOTP code, many at the same moment: over HTTP, to the desk as it is served."""

from __future__ import annotations

import re
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from bot.desk import rem
from bot.records import models as m
from bot.records.database import Database
from tests import desk_cases as cases
from tests.desk_server import desk_server

pytestmark = pytest.mark.usefixtures("snelle_sloten")
TEGELIJK = 50


def _formulier(client: httpx.Client) -> str:
    found = re.search('name="csrf" value="([0-9a-f]+)"', client.get("/inloggen").text)
    assert found is not None
    return found[1]


def test_of_fifty_posts_of_one_right_code_one_gets_in(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Name, password and code are right in all fifty; one session is made, 49 are refused.

    The brake is off here: all fifty must reach the check, so that it is the code that counts once.
    """
    monkeypatch.setattr(rem, "IN_DE_RIJ", TEGELIJK)
    monkeypatch.setattr(rem, "VRIJ", TEGELIJK)
    monkeypatch.setattr(rem, "VEEL", TEGELIJK)
    team = cases.maak_team(database)
    sanne = cases.maak_collega(database, team, "sanne", "Sanne")
    poort = threading.Barrier(TEGELIJK)

    with desk_server(database) as adres:
        code = sanne.code(time.time())

        def log_in(_: int) -> int:
            with httpx.Client(base_url=adres, timeout=60) as client:
                velden = {"csrf": _formulier(client), "naam": "sanne", "code": code}
                poort.wait()
                antwoord = client.post("/inloggen", data={**velden, "wachtwoord": cases.WACHTWOORD})
                return antwoord.status_code

        with ThreadPoolExecutor(TEGELIJK) as pool:
            statussen = list(pool.map(log_in, range(TEGELIJK)))

    assert sorted(statussen) == [303] + [401] * (TEGELIJK - 1)
    with database.read() as s:
        assert s.query(m.Sessie).count() == 1


def test_with_the_brake_on_one_gets_in_as_well(sqlite_database: Database) -> None:
    """As it really runs: of twelve at once one gets in, the others are refused or told to wait."""
    team = cases.maak_team(sqlite_database)
    sanne = cases.maak_collega(sqlite_database, team, "sanne", "Sanne")
    with desk_server(sqlite_database) as adres:
        code = sanne.code(time.time())

        def log_in(_: int) -> int:
            with httpx.Client(base_url=adres, timeout=60) as client:
                velden = {"csrf": _formulier(client), "naam": "sanne", "code": code}
                antwoord = client.post("/inloggen", data={**velden, "wachtwoord": cases.WACHTWOORD})
                return antwoord.status_code

        with ThreadPoolExecutor(12) as pool:
            statussen = list(pool.map(log_in, range(12)))

    assert statussen.count(303) == 1
    assert set(statussen) <= {303, 401, 429}
