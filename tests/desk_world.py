"""Two teams with a desk in front of them, and browsers (without JavaScript) to drive it."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from html import unescape
from typing import Any

import httpx
import pytest
from starlette.testclient import TestClient

from bot.desk.app import create_app
from bot.desk.bezoek import csrf, schrijf_token
from bot.records import gesprekken, overdrachten
from bot.records.database import Database
from tests import desk_cases as cases
from tests.desk_cases import NU, Collega, Team, Zaak
from tests.desk_server import instellingen


class Klok:
    """A clock that stands still until a test moves it."""

    def __init__(self) -> None:
        self.nu = NU

    def __call__(self) -> float:
        return self.nu


@dataclass(frozen=True)
class Browser:
    """A browser in which somebody may be logged in."""

    client: TestClient
    token: bytes | None

    def get(self, pad: str, **koppen: str | bytes) -> httpx.Response:
        return self.client.get(pad, headers=koppen, follow_redirects=False)

    def post(self, pad: str, *, koppen: dict[str, str] | None = None, **velden: Any) -> Any:
        """Post a form as our own pages would, with its token."""
        sleutel = self.token
        data = {"csrf": csrf(sleutel) if sleutel else self.formulier(), **velden}
        return self.client.post(pad, data=data, headers=koppen, follow_redirects=False)

    def formulier(self) -> str:
        """Return the token of the form on the login page."""
        found = re.search('name="csrf" value="([0-9a-f]+)"', self.get("/inloggen").text)
        return found[1] if found else ""


@dataclass
class Wereld:
    """Everything a test of the desk needs. Sanne and Bram are one team, Zoë is another."""

    database: Database
    klok: Klok
    app: Any
    noord: Team
    zuid: Team
    sanne: Collega
    bram: Collega
    zoe: Collega
    _keren: Counter[str] = field(default_factory=Counter)

    def browser(self, wie: Collega | None = None) -> Browser:
        """Return a browser of its own; logged in where *wie* is given."""
        client = TestClient(self.app, raise_server_exceptions=False)
        if wie is None:
            return Browser(client, None)
        # Every login of one person needs a TOTP step of its own: the clock goes on by one.
        self._keren[wie.naam] += 1
        self.klok.nu = NU + 30 * (self._keren[wie.naam] - 1)
        token = cases.log_in(self.database, wie, self.klok.nu)
        client.cookies.set("d", schrijf_token(token), domain="testserver.local")
        return Browser(client, token)

    def zaak(self, samenvatting: dict[str, Any] | None = None, **meer: Any) -> Zaak:
        """Hand a case over to the team of Sanne and Bram."""
        return cases.draag_over(
            self.database, self.noord, samenvatting or cases.in_gevaar(), **meer
        )

    def bubbels(self, zaak: Zaak) -> list[dict[str, Any]]:
        """Return what the overlever sees of the case's talk."""
        with self.database.read() as s:
            found = gesprekken.berichten(
                s, zaak.overdracht.gesprek_id, lambda _: zaak.overdracht.key
            )
        return [b.inhoud for b in found]

    def staat(self, zaak: Zaak) -> str:
        """Return the state of the case's conversation."""
        with self.database.read() as s:
            return gesprekken.get(s, zaak.overdracht.gesprek_id).staat.value

    def stand(self) -> str:
        """Return the mark by which the open pages of the team know that something changed."""
        with self.database.read() as s:
            return overdrachten.stand(s, [self.noord.id], self.klok.nu)

    def inzagen(self, zaak: Zaak) -> list[tuple[str, str, str]]:
        """Return what the overlever reads about who looked."""
        with self.database.read() as s:
            own = overdrachten.voor_gesprek(s, zaak.sleutel, zaak.id)
            return [(i["wie"], i["wat"], i["wanneer"]) for i in overdrachten.inzagen(s, own)]

    def stappen(self, zaak: Zaak, nr: int) -> list[dict[str, Any]]:
        """Return the steps of a wens as the overlever can read them."""
        with self.database.read() as s:
            own = overdrachten.voor_gesprek(s, zaak.sleutel, zaak.id)
            steps: list[dict[str, Any]] = overdrachten.opvolging(s, own)[nr - 1]["stappen"]
            return steps


def maak_wereld(database: Database) -> Wereld:
    """Make the teams, their members and the desk on *database*."""
    klok = Klok()
    noord, zuid = cases.maak_team(database), cases.maak_team(database, "Team Zuid")
    return Wereld(
        database,
        klok,
        create_app(instellingen(), database, klok),
        noord,
        zuid,
        cases.maak_collega(database, noord, "sanne", "Sanne"),
        cases.maak_collega(database, noord, "bram", "Bram"),
        cases.maak_collega(database, zuid, "zoe", "Zoë"),
    )


@pytest.fixture
def wereld(sqlite_database: Database, snelle_sloten: None) -> Wereld:
    """The desk on SQLite."""
    return maak_wereld(sqlite_database)


@pytest.fixture
def wereld_op_beide(database: Database, snelle_sloten: None) -> Wereld:
    """The desk, once on SQLite and once on PostgreSQL."""
    return maak_wereld(database)


def gezien_op(browser: Browser, zaak: Zaak) -> str:
    """Open the case; return the number that its forms send: of the last bubble that it shows."""
    nrs = re.findall('name="gezien" value="([0-9]+)"', browser.get(f"/overdracht/{zaak.id}").text)
    assert len(nrs) == 3
    assert len(set(nrs)) == 1
    return str(nrs[0])


def tekst(answer: httpx.Response) -> str:
    """Return the words of a page as a reader sees them."""
    return woorden(answer.text)


def woorden(html: str) -> str:
    """Return the words of a piece of a page."""
    zonder = re.sub(r"<(head|svg|script).*?</\1>", " ", html, flags=re.S)
    return " ".join(unescape(re.sub("<[^>]+>", " ", zonder)).split())
