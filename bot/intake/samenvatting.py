"""The summary that leaves the conversation: what was agreed to, and nothing else.

Its form is `samenvatting.schema.json`, version 1. Every field says where it comes from; own words
stand verbatim or not at all; there is no score, no diagnosis and no label.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from bot.intake.behoeften import catalogus
from bot.intake.intake import WENS, Intake
from bot.intake.regels import EIGEN_TEKST, GEVAAR, LIEVER_NIET_EIGEN, regels
from bot.intake.veld import EIGEN, KNOP, NIET_GEDEELD, ONBEKEND, Veld
from bot.intake.wachtrij import MISSCHIEN

SCHEMA = Path(__file__).with_name("samenvatting.schema.json")
VERSIE = "1"
LET_OP = "Geen diagnose, geen identificatie, geen aangifte. Alleen wat de persoon zelf zei."

#: Lines whose mere name would tell what the person chose not to share.
_ZWIJGEND = (WENS, GEVAAR, EIGEN_TEKST, "gevaar_nu", "aangifte", "veilig.")

_VEILIG = ("nu", "binnen", "buiten", "telefoon", "kijkt_mee", "bang_voor_herhaling")
_HOE = ("taal", "tolk", "hulpverlener", "tempo", "duur", "anders")


@lru_cache(maxsize=1)
def schema() -> Any:
    """Return the JSON schema of a summary."""
    return json.loads(SCHEMA.read_text(encoding="utf-8"))


def samenvatting(
    intake: Intake, gedeeld: Collection[str], aan: Sequence[str], vandaag: str
) -> dict[str, Any]:
    """Return the summary with the lines *gedeeld*, for the teams named *aan*.

    Where anything is held back, every field without a shared line says only "niet_gedeeld",
    asked or not: otherwise an empty place would tell what is behind it.
    """
    kies = _Keuze(intake, frozenset(gedeeld))
    return {
        "versie": VERSIE,
        "gemaakt": vandaag,
        "let_op": LET_OP,
        "gevaar_nu": kies.gevaar(),
        "veilig": kies.velden("veilig", _VEILIG),
        "wensen": kies.wensen(),
        "eigen_tekst": kies.eigen_tekst(),
        "liever_niet": kies.veld("liever_niet"),
        "liever_niet_woorden": kies.veld(LIEVER_NIET_EIGEN),
        "wie_niet": kies.veld("wie_niet"),
        "hoe_met_mij": kies.velden("hoe", _HOE),
        "leeftijdsgroep": kies.veld("leeftijdsgroep"),
        "eerder_misgegaan": kies.veld("eerder_misgegaan"),
        "wat_helpt": kies.veld("wat_helpt"),
        "wil_houden": kies.veld("wil_houden"),
        "eerste_stap": kies.veld("eerste_stap"),
        "contact": kies.velden("contact", ("manier", "veilige_tijden")),
        "aangifte": kies.veld("aangifte"),
        "toestemming": {
            "regels": list(kies.gedeeld),
            "aan": list(aan),
            "wanneer": vandaag,
            "geschrapt": list(kies.geschrapt),
        },
    }


class _Keuze:
    """What of an intake was agreed to."""

    def __init__(self, intake: Intake, gekozen: frozenset[str]) -> None:
        namen = [regel.id for regel in regels(intake)]
        self.intake = intake
        self.gedeeld = tuple(naam for naam in namen if naam in gekozen)
        weg = dict.fromkeys((*intake.geschrapt, *(n for n in namen if n not in gekozen)))
        self.alles = bool(self.gedeeld) and not weg
        # What was struck and then said again and shared is not held back.
        over = (naam for naam in weg if naam not in self.gedeeld)
        self.geschrapt = tuple(naam for naam in over if not naam.startswith(_ZWIJGEND))

    def veld(self, naam: str) -> dict[str, Any]:
        """Return the field *naam*, without its value where it is not shared."""
        mag = self.alles or naam in self.gedeeld
        return self._of_niets(self.intake.veld(naam) if mag else None)

    def velden(self, groep: str, namen: Sequence[str]) -> dict[str, Any]:
        """Return the fields *namen* of a group, by their name in it."""
        return {naam: self.veld(f"{groep}.{naam}") for naam in namen}

    def _of_niets(self, veld: Veld | None) -> dict[str, Any]:
        if veld is not None:
            return veld.naar_dict()
        return (ONBEKEND if self.alles else Veld(None, NIET_GEDEELD)).naar_dict()

    def gevaar(self) -> dict[str, Any]:
        """Return the danger that was spoken of, its kind and the words for it."""
        genoemd = [g for g in self.intake.gevaar if GEVAAR + g.soort in self.gedeeld]
        if genoemd:
            bron = EIGEN if any(g.woorden for g in genoemd) else KNOP
            waarde = [{"soort": g.soort, "eigen_woorden": g.woorden} for g in genoemd]
            return {"waarde": waarde, "bron": bron}
        veld = self.veld("gevaar_nu")
        waarden = {"nee": [], "weet_niet": [{"soort": MISSCHIEN, "eigen_woorden": None}]}
        return {**veld, "waarde": waarden.get(veld["waarde"])}

    def wensen(self) -> list[dict[str, Any]]:
        """Return the shared needs, those that come first in front."""
        rang = self.intake.rang
        labels = (*rang, *(label for label in self.intake.wensen if label not in rang))
        genoemd = {naam.split(".")[1] for naam in self.gedeeld if naam.startswith(WENS)}
        return [self._wens(label) for label in labels if label in genoemd]

    def _wens(self, label: str) -> dict[str, Any]:
        """Return a need: its line and the line with more about it are shared apart.

        Its ZRM domain orders needs for who works with that; never a score (seed statement A19).
        """
        naam, rang = WENS + label, self.intake.rang
        zelf = naam in self.gedeeld
        return {
            "rang": rang.index(label) + 1 if zelf and label in rang else None,
            "behoefte": label,
            "zrm": catalogus()[label].zrm,
            "eigen_woorden": self.veld(naam),
            "urgentie": self._of_niets(self.intake.veld(f"{naam}.urgentie") if zelf else None),
            "heeft_al_hulp": self._of_niets(self.intake.veld(f"{naam}.hulp") if zelf else None),
            "meer": self.veld(f"{naam}.meer"),
        }

    def eigen_tekst(self) -> dict[str, Any]:
        """Return the shared words that the bot did not understand."""
        teksten = [
            tekst
            for nummer, tekst in enumerate(self.intake.eigen_tekst, 1)
            if f"{EIGEN_TEKST}{nummer}" in self.gedeeld
        ]
        return Veld(tuple(teksten), EIGEN).naar_dict() if teksten else self._of_niets(None)
