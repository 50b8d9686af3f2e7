"""The lists of the first page: who waits, what is free to take over, mine, the team's, closed."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy.orm import Session

from bot import vault
from bot.desk.balie import Moment
from bot.desk.beurt import Beurt, beurt
from bot.desk.blad import jong_daarna, taal_nodig, woord_desk
from bot.desk.woorden import STATUS_KLAAR
from bot.desk.zaak import reactie, team_namen, teruggegeven, voorbij, wie_mogen
from bot.intake.bewaren import BEWAAR_DAGEN, verloopt, wisdag
from bot.intake.datum import dag_in_woorden
from bot.intake.states import Staat
from bot.intake.vervolg import geldend
from bot.intake.wachtrij import GEVAAR, MISSCHIEN, Plaats, Wachtende, volgorde
from bot.records import accounts, overdrachten
from bot.records.gesprekken import Gesprek
from bot.records.overdrachten import Overdracht

log = logging.getLogger("eerstjij.desk")

#: Days that a closed case stays in the list; with a step that should have been done until it is
#: wiped.
GESLOTEN_DAGEN = 14
Paar = tuple[Overdracht, Gesprek]


@dataclass(frozen=True)
class Rij:
    """One case in a list. *plaats* only in the queue; *merken* is what helps to choose.

    *overnemen*: it stands in the queue because its hulpverlener is gone. *einde*: when a closed
    case is wiped. *voorbij*: which next steps should have been done by now. *beurt*: whose turn it
    is in the talk, of a case that somebody has.
    """

    id: str
    gevaar: str | None
    behoeften: tuple[str, ...]
    merken: tuple[str, ...]
    team: str | None
    eigenaar: str | None
    dag: str
    stand: str
    plaats: Plaats | None = None
    overnemen: bool = False
    einde: str = ""
    voorbij: str = ""
    beurt: Beurt | None = None


@dataclass(frozen=True)
class Lijsten:
    """Every list of the first page."""

    wacht: list[Rij]
    vrij: list[Rij]
    mij: list[Rij]
    team: list[Rij]
    gesloten: list[Rij]
    #: Cases that do not open: a damaged key or row. They stand in no list.
    mis: int = 0


def verzamel(s: Session, wie: accounts.Aangemeld, moment: Moment, uren: int) -> Lijsten:
    """Return what *wie* sees at this *moment*; after *uren* hours waiting is too long."""
    return _Verzameling(s, wie, moment, uren).lijsten()


class _Verzameling:
    def __init__(self, s: Session, wie: accounts.Aangemeld, moment: Moment, uren: int) -> None:
        self.s, self.wie, self.moment, self.uren = s, wie, moment, uren
        self.teams = team_namen(s)
        self.mis: set[str] = set()

    def _zaken(self, *staten: Staat, sinds: date | None = None) -> list[Paar]:
        """Return the cases in *staten* of which every part opens; the others are counted."""
        found = []
        for paar in overdrachten.wachtrij(self.s, self.wie.teams, staten, sinds, self.mis):
            try:
                overdrachten.samenvatting(self.s, paar[0])
                overdrachten.opvolging(self.s, paar[0])
                self._beurt(*paar)
                found.append(paar)
            except (vault.Unreadable, ValueError) as fout:
                log.error("case left out (%s)", type(fout).__name__)
                self.mis.add(paar[0].id)
        return found

    def lijsten(self) -> Lijsten:
        vrij, mij, team, nood = [], [], [], []
        for overdracht, gesprek in self._zaken(Staat.MENS):
            if overdracht.eigenaar_id == self.wie.hulpverlener.id:
                mij.append((overdracht, gesprek))
            elif not self._is_weg(overdracht):
                team.append((overdracht, gesprek))
            elif overdracht.kop.get("gevaar"):
                nood.append((overdracht, gesprek))
            else:
                vrij.append((overdracht, gesprek))
        wacht, gesloten = self._wacht(nood), self._gesloten()
        bezig = self._bezig(vrij), self._bezig(mij), self._bezig(team)
        return Lijsten(wacht, *bezig, gesloten, len(self.mis))

    def _is_weg(self, o: Overdracht) -> bool:
        return overdrachten.is_weg(self.s, o.eigenaar_id, o.kop, self.moment.seconden)

    def _bezig(self, paren: list[Paar]) -> list[Rij]:
        """Return cases that were picked up: danger first, then who waits for an answer longest.

        Then those of which a next step should have been done by now.
        """
        paren = sorted(paren, key=lambda paar: (float(paar[0].kop["sinds"]), paar[0].id))
        met_beurt = [(o, g, self._beurt(o, g)) for o, g in paren]
        rijen = [
            (replace(self._rij(o, nu.tekst + _wisdag(g)), beurt=nu), nu.aan_ons)
            for o, g, nu in met_beurt
        ]
        rijen.sort(key=lambda een: (een[0].gevaar is None, not een[1], not een[0].voorbij))
        return [rij for rij, _ in rijen]

    def _wacht(self, nood: list[Paar]) -> list[Rij]:
        """Return the queue; *nood*: cases in danger whose hulpverlener is gone."""
        paren = {o.id: (o, g) for o, g in self._zaken(Staat.WACHT) + nood}
        bladen = {id_: overdrachten.samenvatting(self.s, o) for id_, (o, _) in paren.items()}
        cases = [
            replace(
                wachtende(o, bladen[o.id]),
                gezien=g.wacht_team is None,
                weer=bool(teruggegeven(o.kop, self.moment.dag)),
                uren=self.uren,
            )
            for o, g in paren.values()
        ]
        return [
            self._rij(o, self._reden(p, o, g), p, bladen[o.id], overnemen=g.staat is Staat.MENS)
            for p in volgorde(cases, self.moment.seconden)
            for o, g in (paren[p.wachtende.id],)
        ]

    def _reden(self, plaats: Plaats, o: Overdracht, gesprek: Gesprek) -> str:
        """Say why a case stands where it stands, and what the person said of an outcome."""
        if gesprek.staat is Staat.MENS:
            return self._beurt(o, gesprek).tekst + _wisdag(gesprek)
        gezegd = reactie(overdrachten.opvolging(self.s, o))
        weer = teruggegeven(o.kop, self.moment.dag)
        return " ".join(filter(None, (plaats.reden, weer, gezegd)))

    def _gesloten(self) -> list[Rij]:
        """Return what was closed lately, and before it what was written after closing, unread.

        Of who went on with the bot only that, and cases with a next step that was promised.
        """
        kort, alle = (self.moment.dag - timedelta(days=d) for d in (GESLOTEN_DAGEN, BEWAAR_DAGEN))
        found = [
            (o, g)
            for o, g in self._zaken(Staat.DICHT, Staat.BOT, sinds=alle)
            if g.staat is Staat.DICHT or g.wacht_team or self._beloofd(o)
        ]
        found.sort(key=lambda paar: (not paar[1].wacht_team, -paar[0].dag.toordinal(), paar[0].id))
        rijen = (
            replace(
                self._rij(o, _ongelezen(g) + self._open_wensen(o)), gevaar=None, einde=_einde(g)
            )
            for o, g in found
        )
        return [
            rij
            for rij, (_, g) in zip(rijen, found, strict=True)
            if g.laatst >= kort or g.wacht_team or rij.voorbij
        ]

    def _rij(
        self,
        o: Overdracht,
        stand: str,
        plaats: Plaats | None = None,
        blad: dict[str, Any] | None = None,
        *,
        overnemen: bool = False,
    ) -> Rij:
        blad = blad or overdrachten.samenvatting(self.s, o)
        return Rij(
            id=o.id,
            gevaar=GEVAAR.get(o.kop["gevaar"], "gevaar nu") if o.kop.get("gevaar") else None,
            behoeften=tuple(woord_desk(wens["behoefte"]) for wens in blad["wensen"]),
            merken=merken(blad, o.kop),
            team=self._team(o),
            eigenaar=overdrachten.eigenaar(self.s, o),
            dag=dag_in_woorden(o.dag),
            stand=stand,
            plaats=plaats,
            overnemen=overnemen,
            voorbij=voorbij(overdrachten.opvolging(self.s, o), self.moment.dag),
        )

    def _team(self, o: Overdracht) -> str | None:
        """Return who may open the case, where that is not simply the one team of *wie*."""
        if len(o.team_ids) == len(self.wie.teams) == 1:
            return None
        return wie_mogen(self.teams, o)

    def _beurt(self, o: Overdracht, gesprek: Gesprek) -> Beurt:
        return beurt(self.s, o, gesprek, self.moment.dag)

    def _beloofd(self, o: Overdracht) -> bool:
        """Tell whether a next step was promised that no later step of the team ended."""
        return any(geldend(een["stappen"]) for een in overdrachten.opvolging(self.s, o))

    def _open_wensen(self, o: Overdracht) -> str:
        open_nu = [
            woord_desk(een["behoefte"])
            for een in overdrachten.opvolging(self.s, o)
            if een["stappen"][-1]["status"] not in STATUS_KLAAR
        ]
        return (
            f"Nog open: {', '.join(open_nu).lower()}." if open_nu else "Alles heeft een uitkomst."
        )


def _wisdag(gesprek: Gesprek) -> str:
    """Say when a case is wiped if nothing happens, once the warning runs."""
    if gesprek.gewaarschuwd is None:
        return ""
    return _gewist_op(wisdag(gesprek.gewaarschuwd))


def _ongelezen(gesprek: Gesprek) -> str:
    return "De persoon deed nog iets. Dat las nog niemand. " if gesprek.wacht_team else ""


def _einde(gesprek: Gesprek) -> str:
    """Say when a closed case is wiped; nothing of one that stays, while something lies unread."""
    dag = verloopt(gesprek.bewaarstand)
    return "" if dag is None else _gewist_op(dag)


def _gewist_op(dag: date) -> str:
    return f" Gebeurt er niets, dan wordt deze zaak op {dag_in_woorden(dag)} gewist."


def wachtende(overdracht: Overdracht, blad: dict[str, Any]) -> Wachtende:
    """Return what the order of the queue looks at."""
    gevaar, veilig = blad["gevaar_nu"], blad["veilig"]
    soort = overdracht.kop.get("gevaar")
    soorten = {een["soort"] for een in gevaar["waarde"] or ()}
    return Wachtende(
        id=overdracht.id,
        sinds=float(overdracht.kop["sinds"]),
        gevaar=soort,
        gevaar_bron=gevaar["bron"] if soort in soorten else None,
        onveilig="nee" in (veilig["nu"]["waarde"], veilig["binnen"]["waarde"])
        or MISSCHIEN in soorten,
        jong=blad["leeftijdsgroep"]["waarde"] == "<18" or jong_daarna(overdracht.kop),
        haast=any(wens["urgentie"]["waarde"] == "nu" for wens in blad["wensen"]),
    )


def merken(blad: dict[str, Any], kop: Mapping[str, Any]) -> tuple[str, ...]:
    """Return what helps to choose who takes a case; never a person's own words.

    *kop* is what the queue knows: what was said since the handoff.
    """
    hoe, taal, jong = blad["hoe_met_mij"], taal_nodig(blad, kop), jong_daarna(kop)
    later = [een["soort"] for een in kop.get("let_op", ())]
    kenmerken = {
        "jonger dan 18": jong or blad["leeftijdsgroep"]["waarde"] == "<18",
        "rond de 18": not jong and blad["leeftijdsgroep"]["waarde"] == "rond 18",
        "zegt zwanger te zijn": "zwanger" in later,
        "iemand kijkt mogelijk mee": blad["veilig"]["kijkt_mee"]["waarde"] == "ja"
        or "meelezer" in later,
        taal or "": taal is not None,
        "liefst een vrouw": hoe["hulpverlener"]["waarde"] == "vrouw",
        "liefst een man": hoe["hulpverlener"]["waarde"] == "man",
    }
    return tuple(woord for woord, klopt in kenmerken.items() if klopt)
