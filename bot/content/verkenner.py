"""Explores the talk: many generated people, every turn judged, and a report of what was found.

`python -m bot explore --conversations N --seed S`. The same seed walks the same talks, however
many processes walk them. See docs/bewijs.md.
"""

from __future__ import annotations

import argparse
import asyncio
import multiprocessing
import signal
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass, field
from pathlib import Path

from bot.content.beurt import Beurt
from bot.content.dekking import SOORTEN, Dekking
from bot.content.gang import Straat
from bot.content.invarianten import INVARIANTEN
from bot.content.oor import Oor
from bot.content.proefhuis import goedkope_sloten
from bot.content.verhaal import bestand, krimp, verhaal
from bot.dialogue.agent import Bot
from bot.dialogue.vergeten import houd_model
from bot.intake.crisis import SOORTEN as CRISES
from bot.settings import load

#: So many talks are one task of a worker.
STUK = 10
#: So many stories of one invariant are made short by each process; the rest is only counted.
VERHALEN = 3
#: The exit code of a run that was cut off, as shells have it for Ctrl-C.
AFGEBROKEN = 130


@dataclass
class Vondst:
    """Something broken: the invariant, the complaint, the seed, and the shortest talk found."""

    nr: int
    klacht: str
    seed: str
    verhaal: str | None


@dataclass
class Verslag:
    """What walking some talks gave; *gemist* are labelled messages that the NLU did not hear.

    These are counted; one of the red list breaks invariant 4 besides.
    """

    gesprekken: int = 0
    beurten: int = 0
    dekking: Dekking = field(default_factory=Dekking)
    vondsten: list[Vondst] = field(default_factory=list)
    gemist: Counter[str] = field(default_factory=Counter)
    staten: Counter[str] = field(default_factory=Counter)
    afgebroken: bool = False

    def erbij(self, ander: Verslag) -> None:
        """Add the report of other talks."""
        self.gesprekken += ander.gesprekken
        self.beurten += ander.beurten
        self.dekking.erbij(ander.dekking.geteld)
        self.vondsten += ander.vondsten
        self.gemist += ander.gemist
        self.staten += ander.staten

    def tel(self, beurten: Iterable[Beurt]) -> None:
        """Count the turns of one talk."""
        self.gesprekken += 1
        for beurt in beurten:
            self.beurten += 1
            self.dekking.tel(beurt)
            self.staten[beurt.na.staat] += 1
            self.gemist.update(_gemist(beurt))


def _gemist(beurt: Beurt) -> Iterator[str]:
    """Yield what is labelled as danger or as asking for the computer, and was not heard as it."""
    label, begrip = beurt.zet.label, beurt.begrip
    if begrip is None or label not in (*CRISES, "bot_vraag") or begrip.intent == label:
        return
    ander = label in CRISES and begrip.intent in CRISES
    yield f"{label} heard as {begrip.intent}" if ander else f"{label} not heard"


async def verken(straat: Straat, seeds: Iterable[str]) -> Verslag:
    """Walk the talk of every seed; what is broken is made short for the first of its kind."""
    verslag = Verslag()
    for seed in seeds:
        gang = await straat.wandel(seed)
        verslag.tel(gang.beurten)
        for nr, klacht in gang.klachten[:1]:
            straat.gebroken[nr] += 1
            kort = await krimp(straat, gang) if straat.gebroken[nr] <= VERHALEN else None
            verslag.vondsten.append(Vondst(nr, klacht, seed, verhaal(kort) if kort else None))
    return verslag


_straat: Straat | None = None


def _begin(model_dir: Path) -> None:
    global _straat
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever asked for the walk answers to Ctrl-C
    goedkope_sloten()
    _straat = Straat(Oor(Bot.newest(model_dir)))
    houd_model()


def _taak(seed: str, nummers: range) -> Verslag:
    assert _straat is not None  # noqa: S101
    return asyncio.run(verken(_straat, [f"{seed}:{n}" for n in nummers]))


def verken_alles(seed: str, aantal: int, processen: int, meld: bool = True) -> Verslag:
    """Walk *aantal* talks in some processes of their own, each with its own model and database.

    Cut off (Ctrl-C), it returns what was walked so far, with a mark that it was.
    """
    verslag, begin = Verslag(), time.monotonic()
    taken = [range(n, min(n + STUK, aantal)) for n in range(0, aantal, STUK)]
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(
        processen, context, initializer=_begin, initargs=(load().model_dir,)
    ) as pool:
        try:
            futures = [pool.submit(_taak, seed, taak) for taak in taken]
            for gedaan, future in enumerate(as_completed(futures), 1):
                deel = future.result()
                verslag.erbij(deel)
                if meld:
                    _meld_vondsten(deel.vondsten)
                if meld and (gedaan % 10 == 0 or gedaan == len(taken)):
                    _meld(verslag, time.monotonic() - begin)
        except KeyboardInterrupt:
            verslag.afgebroken = True
            pool.shutdown(cancel_futures=True)
    return verslag


def _meld_vondsten(vondsten: Iterable[Vondst]) -> None:
    # At once, with its talk: a walk of an hour may be killed before it can report.
    for vondst in vondsten:
        kop = f"broken in {vondst.seed}: invariant {vondst.nr}: {vondst.klacht}"
        print(kop, vondst.verhaal or "", sep="\n", file=sys.stderr, flush=True)


def _meld(verslag: Verslag, seconden: float) -> None:
    print(
        f"{verslag.gesprekken} talks, {verslag.beurten} turns in {seconden:.0f} s, "
        f"{len(verslag.vondsten)} broken",
        file=sys.stderr,
        flush=True,
    )


def schrijf(verslag: Verslag) -> str:
    """Return the report to read."""
    af = ", cut off before the end" if verslag.afgebroken else ""
    regels = [f"{verslag.gesprekken} conversations, {verslag.beurten} turns{af}"]
    regels += [f"  turns that ended in {s}: {n}" for s, n in sorted(verslag.staten.items())]
    per = Counter(v.nr for v in verslag.vondsten)
    for nr, check in INVARIANTEN.items():
        naam = (check.__doc__ or "").splitlines()[0]
        regels.append(f"  {'BROKEN ' + str(per[nr]) if per[nr] else 'holds':>9}  {naam}")
    for soort in SOORTEN:
        gehaald, totaal = verslag.dekking.stand(soort)
        regels.append(f"reached {soort}: {gehaald} of {totaal}")
        regels += [f"  never: {naam}" for naam in verslag.dekking.nooit(soort)]
    if verslag.gemist:
        regels.append("labelled messages that the NLU did not hear (no invariant of the talk):")
        regels += [f"  {wat}: {n}" for wat, n in verslag.gemist.most_common()]
    for (nr, klacht), n in Counter((v.nr, v.klacht) for v in verslag.vondsten).most_common():
        eerste = next(v for v in verslag.vondsten if (v.nr, v.klacht) == (nr, klacht))
        regels.append(f"invariant {nr}, {n} times: {klacht} (first: {eerste.seed})")
    verhalen = kortste(verslag.vondsten)
    return "\n".join(regels) + ("\n\n" + bestand(verhalen) if verhalen else "")


def kortste(vondsten: Iterable[Vondst]) -> list[str]:
    """Return the shortest story of each invariant that was broken."""
    per: dict[int, str] = {}
    for vondst in vondsten:
        if vondst.verhaal is not None:
            oud = per.get(vondst.nr)
            if oud is None or vondst.verhaal.count("\n") < oud.count("\n"):
                per[vondst.nr] = vondst.verhaal
    return [per[nr] for nr in sorted(per)]


def main(argv: list[str]) -> int:
    """Explore and print the report; 1 when an invariant is broken or something is never reached.

    `AFGEBROKEN` when it was cut off: the report is of the talks walked until then.
    """
    parser = argparse.ArgumentParser(prog="python -m bot explore", description=__doc__)
    parser.add_argument("--conversations", type=int, default=20_000)
    parser.add_argument("--seed", default="1")
    parser.add_argument("--processes", type=int, default=multiprocessing.cpu_count())
    args = parser.parse_args(argv)
    begin = time.monotonic()
    verslag = verken_alles(args.seed, args.conversations, args.processes)
    print(schrijf(verslag))
    print(f"{time.monotonic() - begin:.0f} s on {args.processes} processes")
    if verslag.afgebroken:
        return AFGEBROKEN
    dood = [naam for soort in SOORTEN for naam in verslag.dekking.nooit(soort)]
    return 1 if verslag.vondsten or dood else 0
