"""A house to try talks in: the real router, model, database and keys, with a clock of its own.

Everything lies in one throwaway folder. Argon2id is made cheap in this process: what is tried
here is the talk, not the strength of a code.
"""

from __future__ import annotations

import secrets
import shutil
import tempfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, cast

from argon2 import PasswordHasher

from bot import vault
from bot.content.balie import Balie, Onspeelbaar
from bot.content.beurt import Aanbod, Beurt, Gedeeld, Stand, Zet
from bot.content.oor import Oor
from bot.dialogue import terugkomst
from bot.dialogue.agent import Bot
from bot.dialogue.beeld import Beeld, FouteCode, GeenGesprek, Knop, SlechteInvoer
from bot.dialogue.coderem import PER_VIND
from bot.dialogue.router import Router, _key
from bot.intake.intake import Intake
from bot.intake.openingstijden import NEDERLAND, Openingstijden
from bot.records import accounts, gesprekken, overdrachten
from bot.records import models as m
from bot.records.accounts import sloten
from bot.records.database import Database, migrate
from bot.vault import keys

#: Wrong codes that are made of one's own: two words changed about, once, or tried over and over.
VERWISSELD, STEEDS = "verwisseld", "steeds"
BEGIN = datetime(2026, 3, 2, 8, tzinfo=NEDERLAND)
OPEN = "ma-vr 09:00-17:00"
#: So long is what is searched for in files after wiping: shorter words stand in any of them.
WOORD = 10


def goedkope_sloten(zet: Callable[[object, str, object], None] = setattr) -> None:
    """Make Argon2id and the wait of a refused code cheap in this process.

    *zet* sets an attribute, so that a test can undo it.
    """
    zet(terugkomst, "RASTER", 0.001)
    zet(keys, "ARGON2_OPS", 1)
    zet(keys, "ARGON2_MEM", 8192)
    zet(sloten, "_hasher", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))


class Proefhuis:
    """A chat with *aantal* teams. One talk at a time: `begin`, then `speel` move after move."""

    def __init__(self, oor: Oor, aantal: int) -> None:
        self.map = Path(tempfile.mkdtemp(prefix="eerstjij-", dir=_snel()))
        url = f"sqlite:///{self.map / 'proef.db'}"
        migrate(url)
        self.database = Database(url)
        self.nu = BEGIN
        self.oor = oor
        self.router = Router(
            self.database, cast(Bot, oor), Openingstijden.lees(OPEN), klok=lambda: self.nu
        )
        self.balie = Balie(self, aantal)
        self.cookie = ""
        self._vorige: tuple[Aanbod, ...] = ()
        self._woorden: set[bytes] = set()

    def sluit(self) -> None:
        """Remove the folder."""
        self.database.close()
        shutil.rmtree(self.map, ignore_errors=True)

    # -- one talk --------------------------------------------------------------------------------

    async def begin(self, uur: int, aanwezig: bool) -> Beurt:
        """Start a new talk *uur* hours after a Monday morning, with or without somebody there."""
        self.nu, self._vorige = BEGIN + timedelta(hours=uur), ()
        self._woorden = set()
        self.balie.is_er(aanwezig)
        leeg = Stand("bot")
        self.oor.neem()
        with self.oor.luistert():
            self.cookie = await self.router.begin()
        return await self._na(Zet("begin"), leeg, None)

    async def ruim_op(self) -> None:
        """Forget the talk, so that the database stays small."""
        await self.router.wis(self.cookie)

    async def speel(self, zet: Zet, voor: Stand) -> Beurt:
        """Make one move; raises `Onspeelbaar`."""
        if zet.soort == "knop":  # it may be named by its words
            zet = replace(zet, wat=_zoek(voor.aanbod, zet.wat).payload)
        melding = None
        # One word can be the name of a table: "hulpverlener".
        lang = len(zet.wat.strip()) >= WOORD and " " in zet.wat.strip()
        if zet.soort in ("typ", "dubbel") and lang:
            self._woorden.add(zet.wat.strip().encode())
        self.oor.neem()
        with self.oor.luistert():
            try:
                await self._doe(zet, voor)
            except SlechteInvoer as fout:
                melding = fout.melding
            except FouteCode as fout:
                melding = fout.melding
            except GeenGesprek:
                melding = ""  # gone between two presses
        self._vorige = voor.aanbod
        return await self._na(zet, voor, melding)

    async def _doe(self, zet: Zet, voor: Stand) -> None:
        if zet.soort in ("typ", "dubbel"):
            client = secrets.token_hex(16)
            for _ in range(2 if zet.soort == "dubbel" else 1):
                await self.router.bericht(self.cookie, tekst=zet.wat, client_id=client)
        elif zet.soort == "knop":
            knop = _zoek(voor.aanbod, zet.wat)
            await self.router.bericht(self.cookie, keuze=knop.id, regels=list(zet.regels))
        elif zet.soort in ("altijd", "mens_knop"):
            await self.router.bericht(self.cookie, keuze=zet.wat)
        elif zet.soort == "oud":
            oud = [k for k in self._vorige if k.id not in {n.id for n in voor.aanbod}]
            await self.router.bericht(self.cookie, keuze=oud[0].id if oud else zet.wat)
        elif zet.soort == "tijd":
            self.nu += timedelta(seconds=int(zet.wat))
        elif zet.soort == "desk":
            self.balie.doe(zet.wat)
        else:
            await self._weg(zet, voor)

    async def _weg(self, zet: Zet, voor: Stand) -> None:
        """Leave, wipe, or come back on another browser."""
        if zet.soort == "weg":
            await self.router.weg(self.cookie)
        elif zet.soort == "wis":
            await self.router.wis(self.cookie)
        elif zet.soort == "foute_code":
            await self._foute_code(zet.wat, voor)
        elif voor.code is None:
            raise Onspeelbaar
        else:
            self.cookie = await self.router.terug(voor.code)

    async def _foute_code(self, wat: str, voor: Stand) -> None:
        """Try a code that opens nothing: as typed, or one's own with two words changed about."""
        if wat not in (VERWISSELD, STEEDS):
            await self.router.terug(wat)
            return
        if voor.code is None:
            raise Onspeelbaar
        *eerst, een, ander = voor.code.split()
        fout = " ".join((*eerst, ander, een))
        for _ in range(PER_VIND if wat == STEEDS else 0):
            with suppress(FouteCode):
                await self.router.terug(fout)
        await self.router.terug(fout)

    # -- looking ---------------------------------------------------------------------------------

    async def _na(self, zet: Zet, voor: Stand, melding: str | None) -> Beurt:
        begrip, responses, stappen = self.oor.neem()
        try:
            beeld = await self.router.beeld(self.cookie, voor.seq)
        except GeenGesprek:
            resten = tuple(await self._resten(voor))
            return Beurt(zet, voor, Stand("weg"), (), responses, stappen, begrip, melding,
                         resten=resten)  # fmt: skip
        na = self._stand(beeld)
        nieuw = [z for z in na.zaken if z not in voor.zaken]
        return Beurt(
            zet, voor, na, tuple(beeld.bubbels), responses, stappen, begrip, melding,
            gedeeld=tuple(self._gedeeld(z) for z in nieuw),
            leest=tuple(self.balie.leest()) if zet.soort == "desk" else (),
        )  # fmt: skip

    @property
    def key(self) -> bytes:
        """The conversation's key."""
        return _key(self.cookie)

    def _stand(self, beeld: Beeld) -> Stand:
        with self.database.read() as s:
            gesprek, geheugen = gesprekken.geopend(s, self.key)
            zaken = tuple(overdrachten.ids_van(s, gesprek.id))
        slots = geheugen.get("rasa", {}).get("slots", {})
        records = {k["id"]: k for k in geheugen["knoppen"]} if beeld.staat == "bot" else {}
        los = [Aanbod(k["payload"], k["titel"], k["id"]) for k in records.values() if k["los"]]
        extra = [k for wens in beeld.wensen for k in wens.knoppen]
        aanbod = [_aanbod(k, records) for k in (*beeld.knoppen, *extra)] + los
        return Stand(
            beeld.staat,
            Intake.van_dict(slots.get("intake")),
            tuple(aanbod),
            tuple(k.id for k in beeld.altijd),
            beeld.laatste_seq,
            zaken,
            geheugen.get("code"),
        )

    def _gedeeld(self, zaak: str) -> Gedeeld:
        with self.database.read() as s:
            overdracht = overdrachten.voor_gesprek(s, self.key, zaak)
            namen = {t.id: t.naam for t in accounts.teams(s)}
            inhoud = overdrachten.samenvatting(s, overdracht)
            teams = frozenset(namen[team_id] for team_id in overdracht.team_ids)
            return Gedeeld(inhoud, teams, overdracht.kop)

    async def _resten(self, voor: Stand) -> list[str]:
        """Return what is left of a talk that is gone: rows, bytes in files, doors that open."""
        gesprek_id, found = vault.conversation_id(self.key), []
        marks = [x.encode() for x in (gesprek_id, *voor.zaken)] + [self.key]
        for path in sorted(p for p in self.map.rglob("*") if p.is_file()):
            content = path.read_bytes()
            if any(mark in content or mark in path.name.encode() for mark in marks):
                found.append(f"bestand {path.suffix or path.name}")
            if any(woorden in content for woorden in self._woorden):
                found.append(f"woorden in {path.suffix or path.name}")
        with self.database.read() as s:
            for table in m.Base.metadata.sorted_tables:
                for column in table.c:
                    query = table.select().where(column.in_([gesprek_id, *voor.zaken]))
                    if str(column.type) == "VARCHAR(32)" and s.execute(query).first():
                        found.append(f"rij in {table.name}.{column.name}")
        for wat, deur in (("cookie", self.router.beeld(self.cookie)),
                          ("code", self.router.terug(voor.code or ""))):  # fmt: skip
            try:
                await deur
                found.append(f"{wat} opent nog")
            except (GeenGesprek, FouteCode):
                pass
        return found


def _aanbod(knop: Knop, records: dict[str, Any]) -> Aanbod:
    """Return what a shown button stands for: its payload, or its id where it is the router's."""
    return Aanbod(records.get(knop.id, {}).get("payload", knop.id), knop.tekst, knop.id)


def _zoek(aanbod: tuple[Aanbod, ...], wat: str) -> Aanbod:
    """Return the button with this payload, or with these words: a payload may name a team's id."""
    found = next((k for k in aanbod if wat in (k.payload, k.titel)), None)
    if found is None:
        raise Onspeelbaar
    return found


def _snel() -> str | None:
    """Return a folder in memory, where there is one."""
    return "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108
