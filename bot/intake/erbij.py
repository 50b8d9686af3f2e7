"""What is said beside an answer: needs are heard, and words that say more are kept.

"Ja, maar ik heb ook een dokter nodig" answers the question, and is more than an answer.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from bot.intake.crisis import ANDER
from bot.intake.intake import WENS, Intake
from bot.intake.invoer import Gehoord, Invoer, met_voorbehoud, rest
from bot.intake.keuze import inhoud
from bot.intake.stappen import Stap
from bot.intake.uitkomst import Uitkomst
from bot.intake.zelf import eigen

#: From so many typed words, so many of which say something, more was said than an answer.
_WOORDEN = 5
_INHOUD = 3
#: Words that deny or narrow something say more from so many on ("ja maar niet bij Fier"), and
#: beside a need always.
_VOORBEHOUD = 2
#: Steps that ask what somebody does not want or cannot bear: a need in it is none of theirs.
_GEEN_WENS = frozenset({"liever_niet", "wie_niet", "bang", "misgegaan", "klacht"})
#: Steps that take needs by themselves: a no to one of them takes it back.
_ZELF = frozenset({"gehoord"})


def vertelt(stap: Stap, invoer: Invoer) -> bool:
    """Tell whether more was typed than an answer to *stap*, outside the needs in it."""
    over = rest(invoer.getypt, invoer.behoeften)
    zegt = len(inhoud(stap, over))
    if met_voorbehoud(over) and (invoer.behoeften or zegt >= _VOORBEHOUD):
        return True
    return len(over.split()) >= _WOORDEN and zegt >= _INHOUD


def met_erbij(stap: Stap, invoer: Invoer, uitkomst: Uitkomst) -> Uitkomst:
    """Return *uitkomst* with all that *invoer* said beside the answer to *stap*.

    Not where it is about another person, and not after wiping.
    """
    over_ander = stap.naam in ANDER and uitkomst.intake.tussen is not None
    if not invoer.getypt or over_ander or _gewist(uitkomst):
        return uitkomst
    nieuw = uitkomst.intake
    if stap.naam not in _ZELF:
        nieuw = nieuw.hoor(_nieuwe(stap, invoer, nieuw))
    if vertelt(stap, invoer):
        nieuw = nieuw.houd_vast((invoer.getypt,))
    return replace(uitkomst, intake=nieuw)


def behoeften(invoer: Invoer) -> Iterator[Gehoord]:
    """Yield the needs said beside an answer; a word or two that answer are no need as well."""
    kaal = len(invoer.getypt.split()) <= 2
    yield from (b for b in invoer.behoeften if not (kaal and b.woorden == invoer.getypt))


def _nieuwe(stap: Stap, invoer: Invoer, intake: Intake) -> list[Gehoord]:
    """Return the needs that *stap* was not about itself.

    Told as the whole answer it is that answer: "met een slot op de deur".
    """
    if stap.naam in _GEEN_WENS:
        return []
    if stap.naam in ANDER:
        return list(eigen(invoer.behoeften))
    over = intake.wensen if stap.soort == "rang" else _van(stap)
    antwoord = invoer.getypt if stap.soort == "woorden" else None
    return [b for b in behoeften(invoer) if b.label not in over and b.woorden != antwoord]


def _van(stap: Stap) -> tuple[str, ...]:
    """Return the need that a question is about."""
    return (stap.naam.split(".")[1],) if stap.naam.startswith(WENS) else ()


def _gewist(uitkomst: Uitkomst) -> bool:
    return any(b.json and b.json.get("doe") == "wissen" for b in uitkomst.berichten)
