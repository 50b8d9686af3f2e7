"""Whom somebody wants to help them, or not, said in free words at any moment of the talk.

A place that is turned down keeps its words (seed statement A18); a man or a woman is the wish that
the question of it would have filled (A23).
"""

from __future__ import annotations

import re
from dataclasses import replace

from bot.intake.afwijzing import afgewezen
from bot.intake.crisis import ANDER
from bot.intake.intake import Intake
from bot.intake.invoer import Invoer, zinsdelen
from bot.intake.keuze import gekozen
from bot.intake.opties import MAN_VROUW
from bot.intake.situaties import kaal
from bot.intake.stappen import Stap, huidige
from bot.intake.teksten import bubbels
from bot.intake.uitkomst import Bericht, Uitkomst
from bot.intake.veld import EIGEN, Veld

VELD = "hoe.hulpverlener"
#: Acts in which nothing is told of oneself.
_NIET = frozenset({"zorg_om_ander", "wissen"})
_MENS = r"(?:man|mannen|meneer|vrouw|vrouwen|mevrouw|dame)"
_HULP = r"(?:hulpverlen\w*|begeleid\w*|medewerk\w*|coach\w*|maatje)"
_LIEVER = r"(?:liever|liefst|graag|alleen|nooit|niet|geen|wil|mag|kan|zoek)"
#: The wish in a clause. Somebody's own husband, or a man whom they have to meet, is none.
_IN_DEEL = re.compile(
    rf"\b(?:een|geen|liever|alleen|nooit|niet) {_MENS} (?:\w+ )?als {_HULP}"
    rf"|\b{_LIEVER}\b.*\b(?:mannelijke?|vrouwelijke?) {_HULP}"
    rf"|\b{_HULP} (?:\w+ ){{0,2}}(?:mag|moet|liever|liefst|alleen|die) (?:\w+ ){{0,2}}g?een {_MENS}"
    rf"|^(?!.*\b(?:moet|moest|hij|zij|ze|die)\b).*\b{_LIEVER}\b.*\bmet g?een {_MENS} "
    rf"(?:\w+ )?(?:praten|spreken)\b"
    rf"|^(?:ik |k )?(?:praat|spreek) (?:{_LIEVER} )+met (?:g?een )?{_MENS}\b"
)
#: The wish as the end of a message, or all of it: "ik wil een dokter maar geen man".
_AAN_EIND = re.compile(
    rf"(?:^|\bmaar )(?:ja |nee |ook |dan |wel )*(?:(?:liever |liefst |nooit )?(?:met |door )?"
    rf"geen {_MENS}|(?:liever|liefst|alleen) (?:met |door )?(?:een )?{_MENS})"
    rf"(?: aub| alsjeblieft| graag)?$"
)
_JA_MAAR = re.compile(r"^(?:ja|jawel|klopt|ja klopt|dat klopt|goed|oke|ok)\b.*\w")
_VRAAG = Stap("man_vrouw", "keuze", opties=MAN_VROUW)


def wens(tekst: str) -> Veld | None:
    """Return the wish for a man or a woman in *tekst*: one of ours where it is clear, else as said.

    "Geen man" is not "een vrouw": nothing is concluded from it.
    """
    deel = next((d for d in zinsdelen(tekst) if _IN_DEEL.search(kaal(d))), None)
    if deel is None and _AAN_EIND.search(kaal(tekst)):
        deel = zinsdelen(tekst)[-1]
    if deel is None:
        return None
    return Veld(gekozen(_VRAAG, Invoer("keuze", deel)) or deel, EIGEN)


def ja_maar(intake: Intake, tekst: str) -> bool:
    """Tell whether *tekst* is a yes to what was heard, with whom they do not want beside it."""
    zegt_ja = huidige(intake).naam == "gehoord" and _JA_MAAR.search(kaal(tekst))
    return bool(zegt_ja and (afgewezen(tekst) or wens(tekst)))


def met_voorkeur(intake: Intake, invoer: Invoer, uitkomst: Uitkomst) -> Uitkomst:
    """Return *uitkomst* with the wish that *invoer* says, and its words; *intake* is from before.

    Whatever act was heard in it: "ik wil geen man als hulpverlener" asks for a human as well.
    """
    over_ander = invoer.intent in _NIET or {intake.tussen, uitkomst.intake.tussen} & set(ANDER)
    if not invoer.getypt or over_ander or _gewist(uitkomst):
        return uitkomst
    stap, nieuw = huidige(intake), uitkomst.intake
    gevraagd = stap.vrij or stap.naam == _VRAAG.naam
    gewenst = None if gevraagd else wens(invoer.getypt)
    if gewenst is None and not afgewezen(invoer.getypt):
        return uitkomst
    nieuw = nieuw.houd_vast((invoer.getypt,))
    if gewenst is None:
        return replace(uitkomst, intake=nieuw)
    return _zeg_het(replace(uitkomst, intake=nieuw.zet(VELD, gewenst)))


def _zeg_het(uitkomst: Uitkomst) -> Uitkomst:
    """Say that it is written down, where there is room for it (three bubbles a turn)."""
    namen = [b.response for b in uitkomst.berichten]
    if len(namen) > 1 or any(naam is None or len(bubbels(naam)) > 1 for naam in namen):
        return uitkomst
    return replace(uitkomst, berichten=(Bericht("utter_genoteerd"), *uitkomst.berichten))


def _gewist(uitkomst: Uitkomst) -> bool:
    return any(b.json and b.json.get("doe") == "wissen" for b in uitkomst.berichten)
