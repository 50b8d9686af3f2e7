"""A storm: people chat, hand over, claim and talk live while servers are killed at random.

Every request is sent again until it is answered, so whatever was said in the end was acknowledged.
Afterwards everything must stand there exactly once (`check`). *seed* draws the moments; what they
hit depends on the machine.
"""

from __future__ import annotations

import base64
import os
import random
import threading
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import text

from bot import serve, settings
from bot.records.database import Database, migrate
from tests.databases import Cluster
from tests.nest import Nest, Server, servers
from tests.robots import Hulpverlener, Overlever

OVERLEVERS = 3
#: How many steps in the database, or commits, a server with a fuse lives. About fifteen steps
#: belong to a turn, and one commit.
LONT = {"step": (5, 250), "commit": (1, 9)}
WANNEER = {"step": "at a step in the database", "commit": "between a commit and its answer"}


class Storm:
    """Two servers on one database, the people at them, and who kills."""

    def __init__(
        self, nest: Nest, url: str, folder: Path, seed: int, cluster: Cluster | None = None
    ) -> None:
        self._random = random.Random(seed)
        self._url, self._cluster = url, cluster
        self._over = threading.Event()
        self._faults: list[BaseException] = []
        self.kills: Counter[str] = Counter()
        self._fuses: dict[Server, str] = {}
        self.overlevers: list[Overlever] = []
        self.won: dict[str, list[str]] = {}
        migrate(url)
        self.chat, self.desk = servers(nest, url, folder)
        self.hulpverleners = self._team()

    def _team(self) -> list[Hulpverlener]:
        self.chat.start()
        self.desk.start()
        noor = eerste_hulpverlener(self.desk)
        bram = Hulpverlener(self.desk.url, "bram", "Bram")
        bram.maak_account(noor.nodig_uit())
        return [noor, bram]

    def rage(self, kills: int) -> None:
        """Let everybody talk while *kills* processes are killed; then let them finish."""
        people: list[Callable[[], None]] = [self._talk] * OVERLEVERS
        people += [lambda wie=wie: self._help(wie) for wie in self.hulpverleners]
        threads = [threading.Thread(target=self._safely, args=(one,)) for one in people]
        for thread in threads:
            thread.start()
        while not self._faults and (sum(self.kills.values()) < kills or not self._answered()):
            time.sleep(self._random.uniform(0.05, 1.5))
            self._kill_one()
        for server in (self.chat, self.desk):
            server.kill()
            server.start()
        self._over.set()
        for thread in threads:
            thread.join()
        if self._faults:
            raise self._faults[0]

    def _answered(self) -> bool:
        """Tell whether a hulpverlener claimed a case and wrote in it."""
        return any(wie.gezegd for wie in self.hulpverleners)

    def _safely(self, what: Callable[[], None]) -> None:
        try:
            what()
        except BaseException as fault:
            self._faults.append(fault)

    def _kill_one(self) -> None:
        """Kill one process, or see whose fuse has burnt; start again what is down."""
        if self._cluster is not None and self._random.random() < 0.12:
            self._break_database(self._cluster)
            return
        server = self._random.choice((self.chat, self.chat, self.desk))
        if server.alive() and server not in self._fuses:
            server.kill()
            self.kills[f"{server.kind}, at any moment"] += 1
        for one in (self.chat, self.desk):
            if not one.alive():
                if one in self._fuses:
                    self.kills[f"{one.kind}, {WANNEER[self._fuses.pop(one)]}"] += 1
                self._start(one)

    def _start(self, server: Server) -> None:
        fuse = self._random.choice((None, "step", "commit", "commit"))
        if fuse is None:
            server.start()
            return
        self._fuses[server] = fuse
        server.start(FUSE=f"{fuse}:{self._random.randint(*LONT[fuse])}")

    def _break_database(self, cluster: Cluster) -> None:
        if self._random.random() < 0.5:
            cluster.kill_backend()
            self.kills["a process of PostgreSQL"] += 1
        else:
            cluster.down()
            time.sleep(self._random.uniform(0, 1))
            cluster.up()
            self.kills["PostgreSQL"] += 1

    def _talk(self) -> None:
        while not self._over.is_set():
            wie = Overlever(self.chat.url)
            self.overlevers.append(wie)
            nr = len(self.overlevers)
            wie.begin()
            wie.zeg(f"woord {nr}-1 ik wil slapen")
            wie.naar_een_mens()
            for deel in range(2, 7):
                wie.zeg(f"woord {nr}-{deel} ben je er")

    def _help(self, wie: Hulpverlener) -> None:
        mijn: list[str] = []
        keer = 0
        while not self._over.is_set():
            time.sleep(0.05)
            for zaak in wie.zaken():
                if zaak not in self.won.get(wie.naam, []) and wie.pak_op(zaak):
                    self.won.setdefault(wie.naam, []).append(zaak)
                    mijn.append(zaak)
            if mijn:
                keer += 1
                assert wie.zeg(mijn[-1], f"{wie.naam} {mijn[-1]} {keer}")

    def check(self) -> dict[str, int]:
        """Look at everything that was acknowledged; return how much it was.

        Raises AssertionError for what is lost, doubled, out of order or half written.
        """
        answers: Counter[str] = Counter()
        for wie in self.overlevers:
            bubbels = wie.bubbels()
            assert [b.seq for b in bubbels] == list(range(1, len(bubbels) + 1))
            said = [b.tekst for b in bubbels if b.tekst.startswith("woord ")]
            assert said == wie.gezegd, (said, wie.gezegd)
            answers.update(b.tekst for b in bubbels if b.van == "hulpverlener")
            assert sum(b.tekst.startswith("Dit is jouw code") for b in bubbels) == 1
        written = [t for h in self.hulpverleners for texts in h.gezegd.values() for t in texts]
        assert answers == Counter(written)
        claimed = [zaak for zaken in self.won.values() for zaak in zaken]
        assert len(claimed) == len(set(claimed)), "a case was won twice"
        check_database(self._url, self.overlevers, self.won)
        return {
            "talks": len(self.overlevers),
            "messages of overlevers": sum(len(o.gezegd) for o in self.overlevers),
            "messages of hulpverleners": len(written),
            "claims": len(claimed),
            "sent again": sum(p.browser.opnieuw for p in (*self.overlevers, *self.hulpverleners)),
        }


def eerste_hulpverlener(desk: Server) -> Hulpverlener:
    """Return Noor, with the first account of a new desk."""
    token = serve.first_link(settings.load({**os.environ, **desk.env}))
    assert token is not None
    noor = Hulpverlener(desk.url)
    noor.maak_account(base64.urlsafe_b64encode(token).decode().rstrip("="))
    return noor


def check_database(url: str, overlevers: list[Overlever], won: dict[str, list[str]]) -> None:
    """Check that no row is missing, doubled or left behind."""
    database = Database(url)
    with database.read() as s:

        def rows(query: str) -> list[tuple[str, ...]]:
            return [tuple(row) for row in s.execute(text(query))]

        if database.is_sqlite:
            assert rows("PRAGMA integrity_check") == [("ok",)]
            assert rows("PRAGMA foreign_key_check") == []
        # The numbers of a talk run from 1 to the counter, without a hole.
        assert not rows(
            "SELECT g.id FROM gesprek g LEFT JOIN bericht b ON b.gesprek_id = g.id "
            "GROUP BY g.id, g.volgnr HAVING COUNT(b.id) <> g.volgnr OR MAX(b.volgnr) <> g.volgnr"
        )
        # Each talk was handed over once, with its code, and points at that overdracht.
        handed = rows(
            "SELECT g.id FROM gesprek g JOIN overdracht o ON o.id = g.overdracht_id "
            "AND o.gesprek_id = g.id JOIN terugkeer t ON t.gesprek_id = g.id "
            "WHERE g.staat IN ('wacht', 'mens')"
        )
        assert len(handed) == len(overlevers) == len(rows("SELECT id FROM overdracht"))
        owned = rows(
            "SELECT o.id, h.naam, g.staat FROM overdracht o JOIN gesprek g ON g.id = o.gesprek_id "
            "LEFT JOIN hulpverlener h ON h.id = o.eigenaar_id"
        )
        owner = {zaak: naam for naam, zaken in won.items() for zaak in zaken}
        for zaak, naam, staat in owned:
            assert (naam, staat) == ((owner[zaak], "mens") if zaak in owner else (None, "wacht"))
        # Who claimed is told once: to the person, and in the list of who looked.
        opened = rows("SELECT overdracht_id FROM inzage GROUP BY overdracht_id HAVING COUNT(*) > 1")
        assert not opened
    database.close()
