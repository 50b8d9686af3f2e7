"""Walks one talk, or makes the moves of one again, and judges every turn."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.content.balie import Onspeelbaar
from bot.content.beurt import Beurt, Stand, Zet
from bot.content.invarianten import keur
from bot.content.mensen import Wandelaar
from bot.content.oor import Oor
from bot.content.proefhuis import Proefhuis
from bot.content.verloop import Verloop


@dataclass
class Gang:
    """One talk that was walked: where, its turns, and what was broken as (number, complaint)."""

    teams: int
    uur: int
    aanwezig: bool
    beurten: list[Beurt] = field(default_factory=list)
    klachten: list[tuple[int, str]] = field(default_factory=list)

    @property
    def zetten(self) -> list[Zet]:
        """The moves after the beginning."""
        return [b.zet for b in self.beurten[1:]]


class Straat:
    """A house for each number of teams, with one model; talks are walked one after another."""

    def __init__(self, oor: Oor) -> None:
        self._oor = oor
        self._huizen: dict[int, Proefhuis] = {}
        #: How many talks broke each invariant: only the first ones are made short.
        self.gebroken = Counter[int]()

    def huis(self, teams: int) -> Proefhuis:
        """Return the house with this many teams."""
        if teams not in self._huizen:
            self._huizen[teams] = Proefhuis(self._oor, teams)
        return self._huizen[teams]

    def sluit(self) -> None:
        """Remove every house."""
        for huis in self._huizen.values():
            huis.sluit()

    async def wandel(self, seed: str) -> Gang:
        """Let the person of this *seed* talk to the end; stops at the first thing broken."""
        wie = Wandelaar(seed)
        gang = Gang(wie.teams, wie.uur, wie.aanwezig)
        huis, verloop = self.huis(gang.teams), Verloop()
        beurt = await huis.begin(gang.uur, gang.aanwezig)
        while _neem_op(gang, verloop, beurt) and len(gang.beurten) <= wie.turns:
            wie.zie(list(verloop.regels))
            beurt = await _speelbaar(huis, wie, beurt.na)
        await huis.ruim_op()
        return gang

    async def herhaal(self, gang: Gang, zetten: Sequence[Zet]) -> Gang:
        """Make these moves in the place of *gang*; moves that cannot be made are left out."""
        nieuw = Gang(gang.teams, gang.uur, gang.aanwezig)
        huis, verloop = self.huis(gang.teams), Verloop()
        beurt = await huis.begin(gang.uur, gang.aanwezig)
        gaat = _neem_op(nieuw, verloop, beurt)
        for zet in zetten:
            if not gaat:
                break
            try:
                beurt = await huis.speel(zet, beurt.na)
            except Onspeelbaar:
                continue
            gaat = _neem_op(nieuw, verloop, beurt)
        await huis.ruim_op()
        return nieuw


def _neem_op(gang: Gang, verloop: Verloop, beurt: Beurt) -> bool:
    """Judge a turn; tell whether the talk can go on."""
    gang.beurten.append(beurt)
    gang.klachten += keur(verloop, beurt)
    return not gang.klachten and beurt.na.staat != "weg"


async def _speelbaar(huis: Proefhuis, wie: Wandelaar, stand: Stand) -> Beurt:
    while True:
        try:
            return await huis.speel(wie.zet(stand), stand)
        except Onspeelbaar:
            continue
