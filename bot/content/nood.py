"""Whether somebody writes in distress, by words of which the bot's own answers know nothing.

What weighs on the mind and what speaks of dying come from the lexicon of the understanding
(psychisch, zelfdoding); some plain words of fear and violence stand here.
"""

from __future__ import annotations

import re
from functools import lru_cache

from bot.content.uitingen import rustig
from bot.dialogue.nlu.lexicon import Lexicon
from bot.dialogue.nlu.normaliser import Normaliser

_PLAT = re.compile(
    r"\b(ik ben (zo )?bang|help me|kan niet meer|hou(d)? het niet (meer )?vol|ik huil|"
    r"slaat mij|slaat me|zit opgesloten|dwingt me|verkracht|bedreigt)\b",
    re.I,
)
#: One word of the mind ("hoofd", "drinken") is a hint; a phrase of several says it.
_ZEGT = frozenset({"behoeften:psychisch", "crisis:zelfdoding"})
_HINTS = frozenset({"psychisch", "huilen", "zelfmoord"})
#: Words among the hints that are said of anything, or of the help for it.
_GEWOON = frozenset({"hoofd", "koppie", "droom", "dromen", "drinken", "drinkt", "beelden",
                     "stemmen", "gevoel", "gedachten", "gek", "leeg", "lege", "therapie",
                     "therapeut", "psycholoog", "psychiater", "emdr", "ggz", "afkicken",
                     "gevoelens", "check"})  # fmt: skip
_GRENS = "crisis:geen_crisis"


@lru_cache(maxsize=1)
def _lezer() -> tuple[Normaliser, Lexicon]:
    normaliser = Normaliser.load()
    return normaliser, Lexicon.load(normaliser)


@lru_cache(maxsize=20_000)
def in_nood(tekst: str) -> bool:
    """Tell whether *tekst* has words of distress, and is no figure of speech.

    Whoever wrote it down as a story without any need was not in distress.
    """
    if tekst in rustig():
        return False
    normaliser, lexicon = _lezer()
    woorden = normaliser(tekst)
    begrippen = lexicon.concepts(woorden)
    labels = {vondst.label for vondst in lexicon.phrases(woorden, begrippen)}
    if _GRENS in labels:
        return False
    hint = any(
        _HINTS & namen and woord.vorm not in _GEWOON
        for woord, namen in zip(woorden, begrippen, strict=True)
    )
    return hint or bool(_ZEGT & labels) or bool(_PLAT.search(tekst))
