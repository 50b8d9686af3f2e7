"""Somebody who reads along, said in the middle of a talk: the person never has to be asked again.

Only what is so now and on this screen (decision 0041): not what could be, was or often is, not
what somebody sees on a telephone or a camera of theirs, and not another person's screen.
"""

from __future__ import annotations

import re
from functools import lru_cache

from bot.intake.crisis import ANDER
from bot.intake.herken import kaal
from bot.intake.intake import Intake
from bot.intake.invoer import Invoer
from bot.intake.situaties import kaal as _plat
from bot.intake.stappen import huidige
from bot.intake.stil import KIJKT_MEE
from bot.intake.talen import talen
from bot.intake.veld import EIGEN, Veld

_MIJN = r"(?:mijn|mn|m n|me)"
_EEN = rf"(?:hij|ie|ze|zij|iemand|die(?: \w+)?|{_MIJN} \w+|de (?:baas|man|vrouw))"
_WIE = rf"(?:{_EEN} (?:er )?(?:leest|kijkt)|(?:ze|zij) (?:lezen|kijken))"
_TUSSEN = r"(?:(?:nu|nou|net|hier|er|dit|alles|ook|weer|gewoon|al) ){0,3}"
_LEEST_MEE = re.compile(
    rf"\b{_WIE} {_TUSSEN}mee\b(?! (?:in|vanuit|via|naar|of|met|hoe)\b)"
    rf"|\b(?:er|nu|hier) (?:leest|kijkt) {_EEN} {_TUSSEN}mee\b"
    rf"|^(?:leest|kijkt) (?:nu |net |hier )?mee(?: nu)?$"
    rf"|\b(?:{_WIE}|{_EEN} (?:hangt|staat|zit)) {_TUSSEN}(?:mee )?over (?:{_MIJN}|mij) schouder\b"
    rf"|\b{_EEN} (?:staat|zit|ligt|hangt) {_TUSSEN}naast (?:me|mij) (?:en |te |mee |nu )*"
    r"(?:leest|kijkt|lezen|kijken)(?: (?:mee|nu|dit|alles|wat)\b|$)"
    rf"|\b{_EEN} (?:leest|ziet) (?:nu |net )?(?:dit|wat ik (?:typ|schrijf|stuur))\b"
    r"(?! (?:\w+ )?(?:niet|nooit))"
    rf"|\b{_EEN} (?:ziet|kijkt (?:naar|op)) (?:nu )?{_MIJN} scherm\b"
    rf"|\b{_EEN} zit (?:nu |hier )?mee te (?:lezen|kijken)\b"
)
_NIET_MEER = re.compile(
    r"\bniemand (?:kijkt|leest) (?:nu |meer |hier )*mee\b"
    rf"|\b{_EEN} (?:kijkt|leest) (?:nu )?niet (?:meer )?mee\b"
    r"|\bik ben (?:nu |weer )+alleen\b(?! (?:met|bij|maar))"
)
#: With one of these it may be so, was so, or is somebody else's.
_NIET_NU = re.compile(
    r"\b(?:als|of|wanneer|toen|vroeger|gister\w*|eerst|soms|altijd|vaak|elke|iedere|steeds|"
    r"meestal|straks|misschien|denk|wie|haar|hun)\b"
)
#: Beside one of these, somewhere in the message, a screen is read from afar: only "nu" is now.
_TOESTEL = re.compile(
    r"\b(?:tel|telefoon\w*|mobiel\w*|laptop|computer|\w*apps?|appjes|\w*mail\w*|post|insta\w*|"
    r"snap\w*|telegram|facebook|digid|wachtwoord\w*|account\w*|agenda|locatie|gps)\b"
)
#: A clause, and the sign behind it: who asks whether anybody reads along does not say so.
_ZIN = re.compile(r"([^.!?؟;,\n]+)([.!?؟;,\n]*)")
_VRAAGT = re.compile(r"\b(?:mu|mı|mü|ли|هل|czy)\b")
#: Words that may stand before or behind a sentence of another language: "now", "careful", "please".
_ERBIJ = frozenset({
    "now", "right", "here", "stop", "careful", "please", "wait", "nu", "teraz", "acum", "сега",
    "ahora", "maintenant", "şimdi", "simdi", "الآن", "الان",
})  # fmt: skip


def leest_mee(tekst: str) -> bool:
    """Tell whether *tekst* says that somebody reads along now, on the person's own screen."""
    van_ver = _TOESTEL.search(kaal(tekst))
    gezegd = [zin for zin, teken in _ZIN.findall(tekst) if not {"?", "؟"} & set(teken)]
    zinnen = [zin for zin in map(kaal, gezegd) if _LEEST_MEE.search(zin)]
    nu = [zin for zin in zinnen if "nu" in zin.split() or not van_ver]
    hier = "camera" not in tekst.casefold() and any(not _NIET_NU.search(zin) for zin in nu)
    return hier or any(map(in_taal, gezegd))


def in_taal(zin: str) -> bool:
    """Tell whether *zin* says so in another language, and nothing but "now" beside it."""
    woorden = _plat(zin).split()
    if _VRAAGT.search(" ".join(woorden)):
        return False
    while woorden and woorden[0] in _ERBIJ:
        woorden.pop(0)
    while woorden and woorden[-1] in _ERBIJ:
        woorden.pop()
    return " ".join(woorden) in _zinnen()


@lru_cache(maxsize=1)
def _zinnen() -> frozenset[str]:
    return frozenset(_plat(zin) for taal in talen().values() for zin in taal.kijkt)


def leest_niet_meer(tekst: str) -> bool:
    """Tell whether *tekst* says that nobody looks along any more; a question does not."""
    gezegd = (kaal(zin) for zin, teken in _ZIN.findall(tekst) if not {"?", "؟"} & set(teken))
    return any(map(_NIET_MEER.search, gezegd))


def word_gewoon(intake: Intake) -> Intake:
    """Return an intake in which nobody looks along any more, as the person said by themselves."""
    return intake.zonder("stil").zet(KIJKT_MEE, Veld("nee", EIGEN))


def word_stil(intake: Intake) -> Intake:
    """Return an intake in which somebody looks along, as the person said by themselves.

    An answer of before does not hold any more: the hulpverlener is warned by this line.
    """
    return intake.met("stil").zet(KIJKT_MEE, Veld("ja", EIGEN))


def betrapt(intake: Intake, invoer: Invoer) -> bool:
    """Tell whether the talk must fall silent by what was typed: nobody was known to look along.

    Where that is the question, it is an answer; of another's screen nothing is concluded.
    """
    over_ander = intake.tussen in ANDER or "zorg_om_ander" in (invoer.intent, invoer.ook)
    al = intake.is_("stil") or huidige(intake).naam == "meekijken"
    return not al and not over_ander and leest_mee(invoer.getypt)
