"""The panel with the summary, as the page shows it: to change, or to choose from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.intake.delen import VERANDER, WEG
from bot.intake.intake import Intake
from bot.intake.regels import Regel, regels
from bot.intake.stappen import OPNIEUW
from bot.intake.uitkomst import Knop

#: The words of the two buttons beside a line of the summary, as the domain has them.
REGEL_KNOPPEN = (("Weghalen", WEG), ("Veranderen", VERANDER))


def paneel(intake: Intake, delen: bool) -> Mapping[str, Any]:
    """Return the panel with the summary, to change or (*delen*) to choose from."""
    return {
        "soort": "samenvatting",
        "delen": delen,
        "regels": [regel_van(regel, delen, intake.is_("stil")) for regel in regels(intake)],
    }


def regel_van(regel: Regel, delen: bool, stil: bool = False) -> Mapping[str, Any]:
    """Return a line of the panel; in silence a question in full is not asked once more."""
    mag = REGEL_KNOPPEN if not stil or _kort_te_vragen(regel) else REGEL_KNOPPEN[:1]
    knoppen = [] if delen else [Knop(tekst, wat + regel.id) for tekst, wat in mag]
    return {
        "id": regel.id,
        "kop": regel.kop,
        "tekst": regel.tekst,
        "bron": regel.bron,
        "knoppen": knoppen,
    }


def _kort_te_vragen(regel: Regel) -> bool:
    return regel.stap is None or OPNIEUW[regel.stap].stil
