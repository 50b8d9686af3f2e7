"""A talk that breaks something, made short, and written as a test story of Rasa."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import asdict, fields, replace
from pathlib import Path

import yaml

from bot.content.beurt import Beurt, Zet
from bot.content.gang import Gang, Straat
from bot.content.verloop import waarde

#: So many talks are walked at most to make one short.
GEDULD = 250
_ID = re.compile(r"\b[0-9a-f]{32}\b")


async def krimp(straat: Straat, gang: Gang) -> Gang:
    """Return the shortest talk found that breaks the same invariant: moves are left out.

    First halves, then quarters and so on down to single moves, until no single one can be left
    out (delta debugging). Every try starts a new talk in the same place.
    """
    nr = gang.klachten[0][0]
    kort, stuk, over = gang, max(1, len(gang.zetten) // 2), GEDULD
    while stuk >= 1 and over > 0:
        korter = None
        for start in range(0, len(kort.zetten), stuk):
            zetten = kort.zetten[:start] + kort.zetten[start + stuk :]
            poging = await straat.herhaal(gang, zetten)
            over -= 1
            if any(klacht[0] == nr for klacht in poging.klachten):
                korter = poging
                break
            if over <= 0:
                break
        if korter is not None and len(korter.zetten) < len(kort.zetten):
            kort, stuk = korter, min(stuk, max(1, len(korter.zetten) // 2))
        elif stuk == 1:
            break
        else:
            stuk //= 2
    return kort


def verhaal(gang: Gang) -> str:
    """Return a talk as a story that can stand in tests/stories.

    Rasa tests what happens while the bot answers; what a hulpverlener does, time that passes and
    buttons outside the bot's part stand there as comments, and so does what was broken. The place
    and every move stand in the story's metadata, so that `lees` can give them back.
    """
    nr, klacht = gang.klachten[0] if gang.klachten else (0, "")
    kop = f"invariant {nr}" if nr else "een gesprek"
    regels = [f"  - story: {_plat(kop)}", *_plek(gang), "    steps:"]
    for beurt in gang.beurten:
        regels += [f"      {regel}" for regel in _beurt(beurt)]
    regels += [f"      # {klacht}"] if klacht else []
    return "\n".join(regels)


def _plek(gang: Gang) -> list[str]:
    """The metadata of a story: JSON on every line, which is YAML too."""
    plek = {"teams": gang.teams, "uur": gang.uur, "aanwezig": gang.aanwezig}
    regels = ["    metadata:", *(f"      {naam}: {json.dumps(w)}" for naam, w in plek.items())]
    return [*regels, "      zetten:", *(f"      - {_zet(beurt)}" for beurt in gang.beurten[1:])]


def _zet(beurt: Beurt) -> str:
    """A move; the button of a team by its words, because its id is another in every house."""
    zet = beurt.zet
    if zet.soort == "knop" and _ID.search(zet.wat):
        zet = replace(zet, wat=_titel(beurt))
    anders = {f.name: f.default for f in fields(Zet) if f.name != "soort"}
    gezegd = {naam: w for naam, w in asdict(zet).items() if w != anders.get(naam, "")}
    return json.dumps(gezegd, ensure_ascii=False)


def lees(pad: Path) -> dict[str, tuple[Gang, list[Zet]]]:
    """Return the stories of a file that hold their moves: the place and the moves, by name."""
    gelezen = yaml.load(pad.read_text(encoding="utf-8"), yaml.CSafeLoader)
    gevonden = {}
    for story in gelezen["stories"]:
        plek = dict(story.get("metadata") or {})
        if zetten := plek.pop("zetten", None):
            gemaakt = [Zet(**{**zet, "regels": tuple(zet.get("regels", ()))}) for zet in zetten]
            gevonden[story["story"]] = (Gang(**plek), gemaakt)
    return gevonden


def _beurt(beurt: Beurt) -> list[str]:
    if not beurt.stappen:
        return [f"# {_buiten(beurt.zet)}"]
    intent, *acties = beurt.stappen
    regels = _mens(beurt, intent)
    for stap in acties:
        kind = "action" if stap.startswith("action_") else "intent"
        regels.append(f"- {kind}: {stap}")
    return regels


def _mens(beurt: Beurt, intent: str) -> list[str]:
    tekst = beurt.getypt.lstrip("/ ")
    if tekst and beurt.begrip is not None and beurt.begrip.behoeften:
        # Rasa would ask for the marks of the needs as well, and those may move with the examples.
        return [f"- intent: {intent}  # typed: {_plat(tekst)}"]
    if tekst and beurt.begrip is not None:
        return ["- user: |", *(f"    {r}" for r in tekst.splitlines()), f"  intent: {intent}"]
    regels = [f"- intent: {intent}" + _uitleg(beurt)]
    if beurt.druk.startswith("/keuze"):
        regels += [
            "  entities:",
            f"  - keuze: {json.dumps(waarde(beurt.druk), ensure_ascii=False)}",
        ]
    return regels


def _titel(beurt: Beurt) -> str:
    return next((k.titel for k in beurt.voor.aanbod if k.payload == beurt.druk), "")


def _uitleg(beurt: Beurt) -> str:
    titel = _titel(beurt)
    ticks = f" ticked: {', '.join(beurt.zet.regels)}" if beurt.zet.regels else ""
    return f"  # {_plat(titel)}{ticks}" if titel or ticks else ""


def _buiten(zet: Zet) -> str:
    woorden = {
        "typ": "types: {}", "dubbel": "types: {}", "mens_knop": "presses: {}",
        "altijd": "presses: {}", "oud": "presses an old button", "weg": "leaves at once",
        "code": "comes back with the code", "foute_code": "tries a wrong code: {}",
        "wis": "wipes everything", "tijd": "{} seconds pass", "desk": "hulpverlener: {}",
    }  # fmt: skip
    return woorden.get(zet.soort, zet.soort).format(_plat(zet.wat))


def _plat(tekst: str) -> str:
    return " ".join(tekst.split())[:200]


def bestand(verhalen: Sequence[str]) -> str:
    """Return a file for tests/stories with these stories."""
    return "\n\n".join(['version: "3.1"\n\nstories:', *verhalen]) + "\n"
