"""What of a talk can be shared while somebody looks along: a line by its neutral word.

Nothing that was said is shown before a yes to that: a list on a watched screen tells everything.
What has no neutral word (own words, for one) goes along only once the list was seen, and only
after a yes to "the rest of it" (decision 0029).
"""

from __future__ import annotations

from collections.abc import Mapping

from bot.intake.intake import WENS, Intake
from bot.intake.regels import regels, stil_woord

#: Tells the hulpverlener that somebody looks along; each question before a handover says so.
KIJKT_MEE = "veilig.kijkt_mee"
REST = "rest"
DEEL = "stil_deel."


def lijst_gezien(intake: Intake) -> bool:
    """Tell whether the person said yes to seeing the list."""
    return intake.veld("poort.lijst").waarde == "ja"


def te_delen(intake: Intake) -> Mapping[str, tuple[str, ...]]:
    """Return what is asked: a line with a neutral word, or `REST`, and the lines it stands for.

    That somebody looks along is no question of its own.
    """
    namen = [regel.id for regel in regels(intake) if regel.id != KIJKT_MEE]
    los = {naam: (naam,) for naam in namen if is_neutraal(intake, naam)}
    rest = tuple(naam for naam in namen if naam not in los)
    return {**los, REST: rest} if rest and lijst_gezien(intake) else los


def is_neutraal(intake: Intake, naam: str) -> bool:
    """Tell whether a word says what the line says: a need in own words says more than its word."""
    eigen = naam.startswith(WENS) and intake.veld(naam).waarde is not None
    return bool(stil_woord(naam)) and not eigen


def woord(stap_naam: str) -> str:
    """Return the words by which the step *stap_naam* asks about its lines."""
    return stil_woord(stap_naam.removeprefix(DEEL)) or "de rest van het lijstje"
