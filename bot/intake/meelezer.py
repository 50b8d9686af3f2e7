"""Somebody who reads along, said in the middle of a talk: the person never has to be asked again.

Only what is so now and on this screen (decision 0041): not what could be, was or often is, not
what somebody sees on a telephone or a camera of theirs, and not another person's screen.
"""

from __future__ import annotations

import re

from bot.intake.crisis import ANDER
from bot.intake.herken import kaal
from bot.intake.intake import Intake
from bot.intake.invoer import Invoer
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
_ZIN = re.compile(r"[.!?;,\n]+")
#: So many words more may stand behind a sentence of another language: "now", "with me".
_ERACHTER = 2


def leest_mee(tekst: str) -> bool:
    """Tell whether *tekst* says that somebody reads along now, on the person's own screen."""
    van_ver = _TOESTEL.search(kaal(tekst))
    zinnen = [zin for zin in map(kaal, _ZIN.split(tekst)) if _LEEST_MEE.search(zin)]
    nu = [zin for zin in zinnen if "nu" in zin.split() or not van_ver]
    hier = "camera" not in tekst.casefold() and any(not _NIET_NU.search(zin) for zin in nu)
    return hier or in_taal(tekst)


def in_taal(tekst: str) -> bool:
    """Tell whether a sentence of *tekst* says so in another language, and little else."""
    zinnen = [kaal(zin) for zin in _ZIN.split(tekst)]
    return any(
        zin == bekend or (zin.startswith(f"{bekend} ") and _extra(zin, bekend) <= _ERACHTER)
        for taal in talen().values()
        for bekend in taal.kijkt
        for zin in zinnen
    )


def _extra(zin: str, bekend: str) -> int:
    return len(zin.split()) - len(bekend.split())


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
