"""Builds what the page shows from the sealed rows of one conversation."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from bot.dialogue import knoppen, wisvraag
from bot.dialogue.beeld import Beeld, Bubbel, Inzage, Knop, Wens
from bot.intake.behoeften import catalogus
from bot.intake.datum import dag_erbij, wanneer
from bot.intake.states import Staat
from bot.intake.teksten import zin
from bot.intake.vervolg import geldend
from bot.records import gesprekken, overdrachten, terugkeer

STATUS = {
    "ontvangen": "Dit kwam aan. Nog niemand is bezig.",
    "opgepakt": "Iemand pakte dit op en kijkt ernaar.",
    "mee_bezig": "Iemand is hiermee bezig.",
    "geregeld": "Geregeld.",
    "niet_gelukt": "Niet gelukt.",
    "doorverwezen": "Hiervoor kun je terecht bij:",
    "klopt_niet": "Jij zei: dit klopt niet.",
    "nog_nodig": "Jij zei: ik heb dit nog nodig.",
}
REACTIES = (("klopt_niet", "Dit klopt niet"), ("nog_nodig", "Ik heb dit nog nodig"))


def vertoon(
    s: Session,
    key: bytes,
    gesprek: gesprekken.Gesprek,
    geheugen: dict[str, Any],
    na: int,
    vandaag: date,
) -> Beeld:
    """Return the page as it is *vandaag*; raises `gesprekken.Onbekend` and `vault.Unreadable`."""
    mijn = {o.id: o for o in overdrachten.van_gesprek(s, key)}

    def key_for(overdracht_id: str | None) -> bytes | None:
        if overdracht_id is None:
            return key
        return mijn[overdracht_id].key if overdracht_id in mijn else None

    in_bot = gesprek.staat is Staat.BOT
    geboden = {k["id"] for k in geheugen.get("knoppen", [])} if in_bot else set()
    beurt = geheugen.get("beurt") if in_bot else None
    na = max(na, gesprek.volgnr - gesprekken.TOON_MAX)
    berichten = gesprekken.berichten(s, gesprek.id, key_for, na)
    return Beeld(
        staat=gesprek.staat.value,
        stil=bool(geheugen.get("stil")) and in_bot,
        bubbels=[_bubbel(b, geboden, beurt, vandaag) for b in berichten],
        knoppen=_knoppen(gesprek, geheugen),
        altijd=list(knoppen.ALTIJD_BOT if in_bot else knoppen.ALTIJD_MENS),
        wensen=[w for o in mijn.values() for w in _wensen(s, o, o.id == list(mijn)[-1])],
        inzage=[
            _inzage(i, len(o.team_ids) > 1)
            for o in mijn.values()
            for i in overdrachten.inzagen(s, o)
        ],
        laatste_seq=gesprek.volgnr,
        heeft_code=terugkeer.bestaat(s, gesprek.id),
        bedekt=geheugen.get("bedekt", 0) if geheugen.get("stil") else 0,
    )


def _knoppen(gesprek: gesprekken.Gesprek, geheugen: dict[str, Any]) -> list[Knop]:
    bewaard = [knoppen.BEWAARD] if geheugen.get("code_vraag") else []
    if gesprek.staat is Staat.BOT:
        return bewaard + [knoppen.toon(k) for k in geheugen.get("knoppen", []) if not k["los"]]
    if wisvraag.staat_open(gesprek, geheugen):
        return list(knoppen.WIS_VRAAG)
    return bewaard + list(knoppen.van_staat(gesprek.staat, False))


def _bubbel(
    bericht: gesprekken.Bericht, geboden: set[str], beurt: int | None, vandaag: date
) -> Bubbel:
    inhoud = bericht.inhoud
    return Bubbel(
        seq=bericht.volgnr,
        van=inhoud["van"],
        tekst=inhoud["tekst"],
        naam=inhoud.get("naam"),
        tijd=(wanneer if inhoud["van"] == "hulpverlener" else dag_erbij)(inhoud, vandaag) or None,
        paneel=_paneel(inhoud.get("paneel"), geboden, beurt),
    )


def _paneel(
    paneel: dict[str, Any] | None, geboden: set[str], beurt: int | None
) -> dict[str, Any] | None:
    """Take buttons and ticks out of a panel of an earlier turn: they would no longer work."""
    if paneel is None or "regels" not in paneel:
        return paneel
    regels = [
        {**r, "knoppen": [k for k in r.get("knoppen", []) if k["id"] in geboden]}
        for r in paneel["regels"]
    ]
    delen = bool(paneel.get("delen")) and beurt is not None and paneel.get("beurt") == beurt
    return {**paneel, "regels": regels, "delen": delen}


def _inzage(inzage: dict[str, Any], met_team: bool) -> Inzage:
    """Return who opened the case, with their team where there are several, and how often."""
    wie, keer = inzage["wie"], inzage.get("keer", 1)
    if met_team and inzage.get("team"):
        wie = f"{wie}, {inzage['team']}"
    return Inzage(
        wie, inzage["wanneer"], f"{inzage['wat']}, {keer} keer" if keer > 1 else inzage["wat"]
    )


def _wensen(s: Session, overdracht: overdrachten.Overdracht, laatste: bool) -> list[Wens]:
    return [_wens(row, laatste) for row in overdrachten.opvolging(s, overdracht)]


def _wens(row: dict[str, Any], laatste: bool) -> Wens:
    stap = row["stappen"][-1]
    naar = stap["naar"].rstrip(" .") + "." if stap.get("naar") else None
    extra = [naar, stap.get("reden"), stap.get("toelichting")]
    tekst = " ".join([STATUS[stap["status"]], *filter(None, extra)])
    vervolg = geldend(row["stappen"])
    return Wens(
        behoefte=row["behoefte"],
        kop=_kop(row["behoefte"]),
        status=stap["status"],
        status_tekst=tekst,
        datum=stap.get("dag"),
        knoppen=tuple(Knop(f"{r}:{row['nr']}", t) for r, t in REACTIES) if laatste else (),
        vervolg=zin("utter_opvolging_vervolg", **vervolg.velden()) if vervolg else None,
    )


def _kop(label: str) -> str:
    behoefte = catalogus().get(label)
    return behoefte.kop if behoefte else label
