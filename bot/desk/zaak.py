"""A case as one hulpverlener sees it: the sheet, the talk, the notes, and what they may do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from bot.desk import blad
from bot.desk.balie import Moment
from bot.desk.bladdelen import Blad
from bot.desk.gevaar import Later, later, let_op
from bot.desk.woorden import STATUS
from bot.intake.bewaren import verloopt
from bot.intake.datum import stempel, wanneer, zonder_jaar
from bot.intake.openingstijden import NEDERLAND
from bot.intake.states import Staat
from bot.intake.vervolg import geldend
from bot.intake.wachtrij import wachttijd
from bot.records import accounts, gesprekken, logboek, overdrachten
from bot.records.gesprekken import Bericht
from bot.records.overdrachten import Overdracht

#: What somebody can do with a case without changing it, as the log has it.
GELEZEN, AFGEDRUKT, PDF, JSON = "gelezen", "afgedrukt", "pdf", "json"
#: Who stops waiting closes a case that nobody has: it was only read.
NIET_MEER = "De persoon wacht niet meer."
#: What the overlever reads of it, where that word is a hard one.
_VOOR_DE_PERSOON = {
    AFGEDRUKT: "op papier gezet",
    PDF: "op de computer gezet",
    JSON: "op de computer gezet",
    "teruggegeven": "gaf het terug",
}


@dataclass(frozen=True)
class Stand:
    """Where a case stands for one hulpverlener, in a word, in words, and what they may do."""

    staat: str
    tekst: str
    eigenaar: str | None
    van_mij: bool
    mag_oppakken: bool
    mag_praten: bool
    mag_opvolgen: bool
    #: When the case is wiped if nothing happens; None while it waits for the team.
    gewist: date | None


@dataclass(frozen=True)
class Zaak:
    """Everything the page of a case shows."""

    overdracht: Overdracht
    team: str
    stand: Stand
    blad: Blad
    later: tuple[Later, ...]
    let_op: tuple[Later, ...]
    bubbels: list[Bericht]
    notities: list[dict[str, Any]]
    inzagen: list[dict[str, Any]]
    vandaag: date

    @property
    def id(self) -> str:
        """The overdracht's id."""
        return self.overdracht.id

    @property
    def gevaar_nrs(self) -> set[int]:
        """The numbers of the messages in which danger was spoken of."""
        return bericht_nrs(self.later + self.let_op)

    @property
    def logmerk(self) -> str:
        """What the page of the log calls this case."""
        return logboek.zaakmerk(self.id)[:8]

    @property
    def laatste(self) -> int:
        """The number of the last bubble."""
        return self.bubbels[-1].volgnr if self.bubbels else 0


def bericht_nrs(laters: tuple[Later, ...]) -> set[int]:
    """Return the numbers of the messages in which these dangers were spoken of."""
    return {een.nr for een in laters if een.nr is not None}


def stand(s: Session, wie: accounts.Aangemeld, overdracht: Overdracht, moment: Moment) -> Stand:
    """Return where the case stands for *wie* at this *moment*."""
    gesprek = gesprekken.get(s, overdracht.gesprek_id)
    actueel = gesprek.overdracht_id == overdracht.id
    staat = gesprek.staat if actueel else Staat.DICHT
    eigenaar_id = None if staat is Staat.WACHT else overdracht.eigenaar_id
    van_mij = eigenaar_id == wie.hulpverlener.id
    eigenaar = overdrachten.eigenaar(s, overdracht) if eigenaar_id else None
    weg = "" if staat is Staat.WACHT or van_mij else _weg(s, overdracht, moment)
    tekst = _stand_tekst(staat, actueel, eigenaar, van_mij, weg, overdracht, moment)
    if actueel:
        opvolging = overdrachten.opvolging(s, overdracht)
        erbij = (reactie(opvolging), voorbij(opvolging, moment.dag))
        tekst = " ".join(filter(None, (tekst, *erbij)))
    return Stand(
        staat=staat.value,
        tekst=tekst,
        eigenaar=eigenaar,
        van_mij=van_mij,
        mag_oppakken=staat is Staat.WACHT or (staat is Staat.MENS and bool(weg)),
        mag_praten=van_mij and staat is Staat.MENS,
        mag_opvolgen=actueel and (van_mij or (staat is Staat.DICHT and bool(weg))),
        gewist=verloopt(gesprek.bewaarstand),
    )


def _weg(s: Session, overdracht: Overdracht, moment: Moment) -> str:
    """Return in words how who has the case is gone, so that another may take it; else empty."""
    eigenaar_id, nu = overdracht.eigenaar_id, moment.seconden
    if not overdrachten.is_weg(s, eigenaar_id, overdracht.kop, nu):
        return ""
    return "even weg" if overdrachten.aanwezig(s, eigenaar_id, nu) else "weg"


def _stand_tekst(
    staat: Staat,
    actueel: bool,
    eigenaar: str | None,
    van_mij: bool,
    weg: str,
    overdracht: Overdracht,
    moment: Moment,
) -> str:
    if not actueel:
        return "Deze zaak is dicht. De persoon is verdergegaan in de chat."
    if staat is Staat.DICHT:
        return f"Deze zaak is dicht. {_wie_volgt_op(eigenaar, van_mij, weg)}"
    if staat is Staat.WACHT:
        wacht = wachttijd(float(overdracht.kop["sinds"]), moment.seconden)
        weer = teruggegeven(overdracht.kop, moment.dag)
        return f"De persoon wacht {wacht}. {weer or 'Nog niemand heeft deze zaak.'}"
    if van_mij:
        return "Jij hebt deze zaak."
    if weg:
        return f"{eigenaar} heeft deze zaak, maar is {weg}. Je kunt de zaak overnemen."
    return f"{eigenaar} heeft deze zaak."


def teruggegeven(kop: Mapping[str, Any], vandaag: date) -> str:
    """Say when a case that waits was given back; empty where nobody had it since it waits."""
    weer = float(kop.get("weer") or 0)
    if weer < float(kop["sinds"]):
        return ""
    toen = wanneer(stempel(datetime.fromtimestamp(weer, NEDERLAND)), vandaag)
    return f"Teruggegeven {toen if ' om ' in toen else f'om {toen}'}. Nu heeft niemand deze zaak."


def _wie_volgt_op(eigenaar: str | None, van_mij: bool, weg: str) -> str:
    if eigenaar is None:
        return NIET_MEER
    if weg:
        return f"{eigenaar} is {weg}. Je kunt de opvolging doen."
    return f"{'Jij' if van_mij else eigenaar} doet de opvolging."


def bubbels(s: Session, overdracht: Overdracht, na: int = 0) -> list[Bericht]:
    """Return the bubbles of the case after number *na*: what was said after the handoff."""
    na = max(na, gesprekken.get(s, overdracht.gesprek_id).volgnr - gesprekken.TOON_MAX)
    return gesprekken.berichten(
        s,
        overdracht.gesprek_id,
        lambda _: overdracht.key,
        na,
        overdracht_id=overdracht.id,
    )


def reactie(opvolging: list[dict[str, Any]]) -> str:
    """Return what the person said last about an outcome, if nobody answered it yet; else empty."""
    gezegd = [
        f"{STATUS[een['stappen'][-1]['status']]} ({blad.woord_desk(een['behoefte'])})."
        for een in opvolging
        if een["stappen"][-1].get("van") == "jij"
    ]
    return " ".join(gezegd)


def voorbij(opvolging: list[dict[str, Any]], vandaag: date) -> str:
    """Return which next steps should have been done before *vandaag*; empty if none."""
    gepland = ((geldend(een["stappen"]), blad.woord_desk(een["behoefte"])) for een in opvolging)
    return " ".join(
        f"Volgende stap had {zonder_jaar(vervolg.dag)} moeten zijn ({woord})."
        for vervolg, woord in gepland
        if vervolg and vervolg.is_voorbij(vandaag)
    )


def lees(s: Session, wie: accounts.Aangemeld, overdracht: Overdracht, moment: Moment) -> Zaak:
    """Return everything the page of a case shows."""
    samenvatting = overdrachten.samenvatting(s, overdracht)
    gesprek = bubbels(s, overdracht)
    laters = later(samenvatting, overdracht.kop, gesprek)
    return Zaak(
        overdracht=overdracht,
        team=wie_mogen(team_namen(s), overdracht),
        stand=stand(s, wie, overdracht, moment),
        blad=blad.maak(
            samenvatting, overdrachten.opvolging(s, overdracht), bool(laters), overdracht.kop
        ),
        later=laters,
        let_op=let_op(overdracht.kop, gesprek),
        bubbels=gesprek,
        notities=overdrachten.notities(s, overdracht),
        inzagen=overdrachten.inzagen(s, overdracht),
        vandaag=moment.dag,
    )


def bovenaan(s: Session, overdracht: Overdracht) -> dict[str, Any]:
    """Return what stands on top of a case: danger and what else was said since, and the sheet.

    The sheet is without its wensen.
    """
    samenvatting, kop = overdrachten.samenvatting(s, overdracht), overdracht.kop
    gesprek = bubbels(s, overdracht) if kop.get("later") or kop.get("let_op") else []
    laters = later(samenvatting, kop, gesprek)
    vel = blad.maak(samenvatting, [], bool(laters), kop)
    return {"later": laters, "let_op": let_op(kop, gesprek), "blad": vel}


def team_namen(s: Session) -> dict[str, str]:
    """Return the name of every team by its id."""
    return {team.id: team.naam for team in accounts.teams(s)}


def wie_mogen(namen: dict[str, str], overdracht: Overdracht) -> str:
    """Return the names of the teams that may open a case, as one line."""
    return ", ".join(sorted(namen[team_id] for team_id in overdracht.team_ids))


def moet_noteren(
    s: Session, wie: accounts.Aangemeld, overdracht: Overdracht, wat: str, moment: Moment
) -> bool:
    """Tell whether *wie* did this with the case on this day for the first time."""
    dag = moment.voluit.split()[0]
    return not any(
        inzage["wat"] == wat
        and inzage.get("id") == wie.hulpverlener.id
        and inzage["wanneer"].startswith(dag)
        for inzage in overdrachten.inzagen(s, overdracht)
    )


def noteer_inzage(
    s: Session, wie: accounts.Aangemeld, overdracht: Overdracht, wat: str, moment: Moment
) -> None:
    """Keep that *wie* did *wat* with the case: for the overlever in words, and in the log.

    *wat* is a word of the log; the overlever reads one word for both kinds of download.
    """
    inhoud = {
        "id": wie.hulpverlener.id,
        "wie": wie.hulpverlener.roepnaam,
        "team": team_namen(s)[overdracht.team_id or ""],
        "wat": _VOOR_DE_PERSOON.get(wat, wat),
        "wanneer": moment.voluit,
    }
    overdrachten.noteer_inzage(s, overdracht, inhoud)
    logboek.schrijf(
        s, wat, inhoud["id"], moment.dag, team_id=overdracht.team_id, zaak=overdracht.id
    )
