"""Of whom somebody speaks who came for another person: of that one, or plainly of themselves.

In doubt it is the other. "Ik" alone tells little: "ik zie dat hij haar slaat".
"""

from __future__ import annotations

import re

from bot.intake.invoer import Gehoord, Invoer, zinsdelen
from bot.intake.situaties import kaal

_WIE = (
    r"(?:hij|zij|ze|hem|haar|hun|hen|iemand|man|vrouw|baas|vriend(?:in|je)?|zus\w*|broer\w*|"
    r"moeder|mama|vader|papa|nicht\w*|neef\w*|dochter\w*|zoon\w*|kind\w*|leerling\w*|collega\w*|"
    r"buur\w*|client\w*|patient\w*|meisje|jongen|mevrouw|meneer)"
)
_MIJ = r"(?:mij|me|mezelf|mijzelf|ons)"
_DOET = r"(?:wil|wou|ga|kan|word|ben|heb|moet|zit|zoek|lig|sta|val|bloed|slaap|durf)"
#: What only tells how somebody knows it, or asks: what comes beside it is judged.
_MELDT = re.compile(
    r"\bik (?:zie|zag|hoor|hoorde|weet|wist|denk(?! aan)|dacht|merk|vermoed|geloof|vind|ken|vrees)"
    r"\b(?: (?:zelf|ook|wel|niet|nu|steeds|vaak|er|het))*(?: (?:dat|of|hoe))?"
    r"|\bik heb (?:\w+ ){0,3}(?:gezien|gehoord|gemerkt)\b"
    r"|\b(?:vertel\w*|zegt?|zei|appt?\w*|belt?|belde|schrijft|stuur\w*|vraagt|help\w*|geef|lijkt)"
    rf" (?:het )?(?:tegen |aan )?{_MIJ}\b"
    rf"|\b{_MIJ} (?:\w+ )?(?:verteld|gezegd|geappt|gestuurd|helpen|zeggen|zorgen|ongerust)\b"
    rf"|\b(?:bij|met|van) {_MIJ}\b"
)
#: What happens to somebody, or what they wish, whoever else is named beside it.
_DUIDELIJK = re.compile(
    rf"\b{_WIE} (?:\w+ ){{0,4}}{_MIJ}\b|\b{_MIJ} ook\b|\book {_MIJ}\b"
    r"|\b(?:(?:ik|wij|we) worden|worden (?:wij|we))\b"
    r"|\b(?:ik word|word ik)\b(?! (?:\w+ )?(?:bang|ongerust|gek|verdrietig|moe|boos))"
    rf"|\bik (?:wil|wou|ga|kan|zou|denk)(?: (?!(?:dat|of|{_WIE})\b)\w+){{0,5}}"
    r" (?:leven|dood|doodgaan|sterven|zelfmoord|springen|eind\w*|er niet meer zijn)\b"
    r"|\bik (?:heb|wil|ga|zit|lig|bloed) (?:zelf )?ook\b(?! (?:niet|geen))"
)
_IK = re.compile(rf"\bik {_DOET}\b|\b{_DOET} ik\b|\b{_MIJ}\b")
_ANDER = re.compile(rf"\b{_WIE}\b")
#: Somebody says of whom it is, and may say no more than that.
_NOEMT = re.compile(
    r"\b(?:ikzelf|mijzelf|mezelf|mij zelf)\b|\bbedoel (?:mij|me|ik)\b|^(?:en )?ik (?:zelf )?ook$"
    r"|\b(?:over|om|voor) (?:mij|me)$"
)
#: A clause in which somebody who speaks of another says that they need something too.
_OOK_ZELF = re.compile(
    r"\b(?:ik|wij|we) (?:\w+ ){0,2}(?:zelf|ook)\b|\bikzelf\b"
    rf"|\b{_MIJ} ook\b|\book (?:voor )?(?:ik|{_MIJ})\b"
)
_NIET = re.compile(r"\bniet (?:over|om|voor|met)\b|\bgeen\b.*\bnodig\b|\bniet nodig\b|\bhoef\b")
#: It is turned down; "ik heb zelf ook geen bed" is not.
_WIL_NIET = re.compile(rf"{_NIET.pattern}|\b(?:wil|zoek|moet)\b.*\b(?:geen|niet)\b")


def over_zich(tekst: str) -> bool:
    """Tell whether *tekst* is plainly about the person who typed it."""
    delen = [_MELDT.sub(" ", deel) for deel in _delen(tekst)]
    if any(map(_DUIDELIJK.search, delen)):
        return True
    return not _ANDER.search(kaal(tekst)) and any(map(_IK.search, delen))


def noemt_ander(tekst: str) -> bool:
    """Tell whether *tekst* names another person: "mijn zusje van 15", "hij"."""
    return bool(_ANDER.search(kaal(tekst)))


def eigen(behoeften: tuple[Gehoord, ...]) -> tuple[Gehoord, ...]:
    """Return those of *behoeften* that the person has themselves."""
    return tuple(b for b in behoeften if over_zich(b.woorden) and not _NIET.search(kaal(b.woorden)))


def ook_zelf(invoer: Invoer) -> tuple[Gehoord, ...]:
    """Return the needs in a message about another that somebody plainly says to have as well.

    Their clause says "zelf" or "ook" of the person; in doubt the need is the other's.
    """
    zelf = [deel for deel in _delen(invoer.getypt) if _is_van_zich(_MELDT.sub(" ", deel))]
    return tuple(b for b in invoer.behoeften if any(kaal(b.woorden) in deel for deel in zelf))


def _is_van_zich(deel: str) -> bool:
    """Tell whether a clause says "I too", names nobody else and turns nothing down."""
    ander = _ANDER.search(deel) or _WIL_NIET.search(deel)
    return bool(_OOK_ZELF.search(deel)) and not ander


def noemt_zich(invoer: Invoer) -> bool:
    """Tell whether *invoer* says that it is about the person, or a need or an age of their own."""
    if invoer.intent == "minderjarig" and over_zich(invoer.getypt):
        return True
    delen = (deel for deel in _delen(invoer.getypt) if _NOEMT.search(deel))
    noemt = any(not _NIET.search(deel) and not _ANDER.search(deel) for deel in delen)
    return noemt or bool(eigen(invoer.behoeften))


def _delen(tekst: str) -> list[str]:
    """Return the clauses of *tekst* in bare words, "k" written out."""
    return [re.sub(r"\bk\b", "ik", kaal(deel)) for deel in zinsdelen(tekst)]
