"""News on the desk: within two seconds, about one's own teams only, without a word of content."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import pytest

from bot.desk.bezoek import csrf, schrijf_token
from bot.records import accounts
from bot.records.database import Database
from tests import desk_cases as cases
from tests.desk_server import desk_server

pytestmark = pytest.mark.usefixtures("snelle_sloten")


class Luisteraar:
    """Reads a stream in the background and keeps when each line came."""

    def __init__(self, response: httpx.Response) -> None:
        self.regels: list[tuple[float, str]] = []
        self._response = response
        threading.Thread(target=self._lees, daemon=True).start()

    def _lees(self) -> None:
        try:
            for regel in self._response.iter_lines():
                self.regels.append((time.monotonic(), regel))
        except httpx.HTTPError:
            pass

    def nieuws(self) -> int:
        return sum(regel == "event: nieuws" for _, regel in self.regels)

    def wacht(self, aantal: int, hoogstens: float) -> bool:
        """Wait until there was news *aantal* times."""
        einde = time.monotonic() + hoogstens
        while time.monotonic() < einde:
            if self.nieuws() >= aantal:
                return True
            time.sleep(0.02)
        return False


@contextmanager
def luister(adres: str, token: bytes) -> Iterator[Luisteraar]:
    cookies = {"d": schrijf_token(token)}
    with (
        httpx.Client(cookies=cookies, timeout=30) as client,
        client.stream("GET", f"{adres}/stroom") as response,
    ):
        assert response.headers["content-type"].startswith("text/event-stream")
        een = Luisteraar(response)
        assert een.wacht(1, 5)
        yield een


def test_a_new_case_is_news_within_two_seconds(database: Database) -> None:
    """Its team hears of it at once, the other team hears nothing; no word goes over the line."""
    noord, zuid = cases.maak_team(database), cases.maak_team(database, "Team Zuid")
    sanne = cases.maak_collega(database, noord, "sanne", "Sanne")
    zoe = cases.maak_collega(database, zuid, "zoe", "Zoë")
    nu = time.time()
    sessies = [cases.log_in(database, wie, nu) for wie in (sanne, zoe)]
    elders = Database(database.url, database.kluis)

    with (
        desk_server(database) as adres,
        luister(adres, sessies[0]) as bij_sanne,
        luister(adres, sessies[1]) as bij_zoe,
    ):
        time.sleep(0.7)
        voor, begonnen = bij_sanne.nieuws(), time.monotonic()
        bij_zoe_voor = bij_zoe.nieuws()
        zaak = cases.draag_over(elders, noord, cases.in_gevaar(), gevaar="acuut_gevaar")
        assert bij_sanne.wacht(voor + 1, 2.0)
        assert time.monotonic() - begonnen < 2.0

        cases.schrijf(elders, zaak, "ben je er al?")
        assert bij_sanne.wacht(voor + 2, 2.0)
        time.sleep(0.5)
        assert bij_zoe.nieuws() == bij_zoe_voor
        woorden = {regel for _, regel in bij_sanne.regels}
    elders.close()

    assert woorden <= {"retry: 2000", ": hallo", ": hier", "event: nieuws", "data: nieuws", ""}


def test_an_open_line_shows_nobody_as_present_and_a_session_that_ended_ends_the_stream(
    sqlite_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A laptop may sleep behind the line: only what its page posts counts as being there."""
    monkeypatch.setattr("bot.desk.routes.stroom.HARTSLAG_SECONDEN", 0.2)
    noord = cases.maak_team(sqlite_database)
    sanne = cases.maak_collega(sqlite_database, noord, "sanne", "Sanne")
    nu = time.time()
    token = cases.log_in(sqlite_database, sanne, nu - 300)

    def gezien() -> int:
        with sqlite_database.read() as s:
            return accounts.aangemeld(s, token).gezien

    with desk_server(sqlite_database) as adres, luister(adres, token) as een:
        time.sleep(1.0)
        assert gezien() == int(nu - 300)
        koekje = {"d": schrijf_token(token)}
        answer = httpx.post(f"{adres}/hier", cookies=koekje, data={"csrf": csrf(token)})
        assert answer.status_code == 204
        assert gezien() >= int(nu)

        with sqlite_database.begin() as s:
            accounts.meld_af(s, accounts.aangemeld(s, token).sessie_id)
        time.sleep(0.8)
        aantal = len(een.regels)
        time.sleep(0.6)
        assert len(een.regels) == aantal
        answer = httpx.get(f"{adres}/stroom", cookies={"d": schrijf_token(token)})
        assert answer.status_code == 204


def test_the_stream_survives_a_database_that_is_away_for_a_moment(
    sqlite_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An error while looking does not end the stream; the next news still comes."""
    from bot.desk.routes import stroom

    noord = cases.maak_team(sqlite_database)
    sanne = cases.maak_collega(sqlite_database, noord, "sanne", "Sanne")
    token = cases.log_in(sqlite_database, sanne, time.time())
    echt, kapot = stroom.overdrachten.stand, threading.Event()

    def stand(*args: object) -> str:
        if kapot.is_set():
            raise RuntimeError("weg")
        return str(echt(*args))

    monkeypatch.setattr(stroom.overdrachten, "stand", stand)
    with desk_server(sqlite_database) as adres, luister(adres, token) as een:
        time.sleep(0.5)
        voor = een.nieuws()
        kapot.set()
        cases.draag_over(sqlite_database, noord, cases.met_kinderen())
        time.sleep(0.7)
        kapot.clear()
        cases.draag_over(sqlite_database, noord, cases.met_kinderen())
        assert een.wacht(voor + 1, 3.0)
