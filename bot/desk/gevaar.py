"""Danger that was spoken of after the samenvatting was made, on screen, paper, PDF and in JSON."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.desk.woorden import GEVAAR, LET_OP
from bot.records import overdrachten
from bot.records.gesprekken import Bericht


@dataclass(frozen=True)
class Later:
    """One such danger: its kind, and the message in which it was said where that is known."""

    soort: str
    woorden: str | None
    nr: int | None

    @property
    def kop(self) -> str:
        """The kind in words."""
        return {**GEVAAR, **LET_OP}.get(self.soort, "Gevaar nu")


def later(
    samenvatting: Mapping[str, Any], kop: Mapping[str, Any], bubbels: Iterable[Bericht]
) -> tuple[Later, ...]:
    """Return every danger since the handoff, oldest first; *kop* is what the queue knows."""
    found = _gezegd(kop, "later", bubbels)
    bekend = {een.soort for een in found}
    bekend |= {een["soort"] for een in samenvatting["gevaar_nu"]["waarde"] or ()}
    if kop.get("gevaar") and kop["gevaar"] not in bekend:
        found.append(Later(kop["gevaar"], None, None))
    return tuple(found)


def let_op(kop: Mapping[str, Any], bubbels: Iterable[Bericht]) -> tuple[Later, ...]:
    """Return what else was said since the handoff that must stand on top: an age, a pregnancy."""
    return tuple(_gezegd(kop, "let_op", bubbels))


def _gezegd(kop: Mapping[str, Any], wat: str, bubbels: Iterable[Bericht]) -> list[Later]:
    """Return what the queue keeps under *wat*, each with the message in which it was said."""
    alle = list(bubbels)
    return [
        _met_bericht(een["soort"], overdrachten.bericht_bij(een["nr"], alle))
        for een in kop.get(wat, ())
    ]


def _met_bericht(soort: str, bericht: Bericht | None) -> Later:
    if bericht is None:
        return Later(soort, None, None)
    return Later(soort, bericht.inhoud["tekst"], bericht.volgnr)


def aangevuld(samenvatting: dict[str, Any], laters: Iterable[Later]) -> dict[str, Any]:
    """Return the *samenvatting* with these in it, by the same schema: dangers, being young, and
    that somebody reads along."""
    laters = tuple(laters)
    if any(een.soort == "jong" for een in laters):
        jong = {"waarde": "<18", "bron": "eigen_woorden"}
        samenvatting = {**samenvatting, "leeftijdsgroep": jong}
    if any(een.soort == "meelezer" for een in laters):
        mee = {"waarde": "ja", "bron": "eigen_woorden"}
        samenvatting = {**samenvatting, "veilig": {**samenvatting["veilig"], "kijkt_mee": mee}}
    laters = tuple(een for een in laters if een.soort not in LET_OP)
    erbij = [{"soort": een.soort, "eigen_woorden": een.woorden} for een in laters]
    if not erbij:
        return samenvatting
    waarde = [*(samenvatting["gevaar_nu"]["waarde"] or ()), *erbij]
    return {**samenvatting, "gevaar_nu": {"waarde": waarde, "bron": "eigen_woorden"}}
