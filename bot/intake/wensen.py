"""How needs are heard, confirmed, chosen and put in order.

What was heard counts only after the person said yes to it; what was not understood is kept in
their own words.
"""

from __future__ import annotations

from dataclasses import replace

from bot.intake.acten import NEE
from bot.intake.begrip import dank, niet_begrepen, onthoud, troost
from bot.intake.behoeften import catalogus
from bot.intake.intake import Intake
from bot.intake.invoer import Invoer, Wereld, met_voorbehoud, ontkent, rest
from bot.intake.keuze import inhoud
from bot.intake.schrappen import schrap_gehoord
from bot.intake.stappen import EERST, Stap
from bot.intake.uitkomst import Neem, Uitkomst, zeg
from bot.intake.veld import EIGEN, KNOP, Veld
from bot.intake.voorkeur import ja_maar

NIET = "niet:"
#: What is open again when something is added after the summary was agreed.
DELEN = ("samenvatting", "toestemming", "stil_deel", "bevestig")


def _wat_nodig(intake: Intake, stap: Stap, invoer: Invoer, wereld: Wereld) -> Uitkomst | None:
    if invoer.behoeften:
        return zeg(intake.beantwoord(stap.naam, onthoud(intake.zij(None), invoer)))
    if invoer.keuze in te_kiezen(intake):
        return _menu(intake.zij("menu"), stap, invoer, wereld)
    if invoer.getypt and invoer.intent in ("nee", "weet_niet") and troost(invoer):
        return _bewaar_en_toon(intake, stap, invoer)  # "ik weet het niet, het is te veel"
    if invoer.intent in ("overslaan", "nee"):
        naam = "meer" if stap.naam == "nog_iets" else stap.naam
        return zeg(intake.beantwoord(naam, intake.zij(None)))
    if invoer.intent == "weet_niet":
        return zeg(intake.zij("menu"), "utter_weet_niet_nodig")
    if invoer.intent == "ja":
        return zeg(intake, "utter_typ_maar")
    return _bewaar_en_toon(intake, stap, invoer) if invoer.getypt else None


def _bewaar_en_toon(intake: Intake, stap: Stap, invoer: Invoer) -> Uitkomst:
    """Keep words that name no need, and offer the pictures; the second time a human.

    Distress is met first, and never told that it is not understood (invariant 6).
    """
    if intake.tel("misverstaan"):
        return niet_begrepen(intake.zij(None), invoer)
    bewaard = intake.beantwoord(stap.naam, intake.bewaar(invoer.getypt))
    gezegd = troost(invoer) or "utter_woorden_bewaard"
    return zeg(bewaard.tel_op("misverstaan").zij("menu"), gezegd)


def _gehoord(intake: Intake, stap: Stap, invoer: Invoer, _wereld: Wereld) -> Uitkomst | None:
    if invoer.keuze and invoer.keuze.startswith(NIET):
        return _niet(intake, {invoer.keuze.removeprefix(NIET)})
    if invoer.getypt and invoer.intent in ("ja", "nee"):
        beter = _verbeterd(intake, stap, invoer)
        if beter is not None:
            return beter
        invoer = _gevraagd(invoer)
    if invoer.intent == "ja":
        uitkomst = bevestig(intake, stap)
        return replace(uitkomst, intake=uitkomst.intake.hoor(invoer.behoeften))
    if invoer.intent in NEE or invoer.keuze == "anders":
        anders = invoer.intent == "nee" or invoer.keuze == "anders"
        return _laat_los(intake, stap, invoer, anders)
    nieuw = intake.hoor(invoer.behoeften)
    if nieuw.gehoord == intake.gehoord:
        return None
    return zeg(intake.beantwoord(stap.naam, nieuw, sluit=False))


def _verbeterd(intake: Intake, stap: Stap, invoer: Invoer) -> Uitkomst | None:
    """Return the outcome of a yes or a no that says which of it is so, None where it says no more.

    What it turns down is struck, and what it does not keep beside "alleen"; the rest is asked
    again, and so is a yes with a reservation: nothing counts blindly.
    """
    over = _gevraagd(invoer)
    gehoord, genoemd = {g.label for g in intake.gehoord}, {b.label for b in over.behoeften}
    weg = gehoord & invoer.ontkend
    if invoer.alleen & genoemd:
        weg |= gehoord - genoemd
    if weg:
        return _niet(intake.hoor(over.behoeften), weg)
    if invoer.intent == "ja" and _met_voorbehoud(intake, stap, over):
        bewaard = onthoud(intake, over)
        if over.behoeften:
            return zeg(intake.beantwoord(stap.naam, bewaard, sluit=False))
        return niet_begrepen(bewaard, over, "utter_genoteerd")
    if invoer.intent == "nee" and genoemd & gehoord:
        return zeg(intake.beantwoord(stap.naam, intake.hoor(over.behoeften), sluit=False))
    return None


def _gevraagd(invoer: Invoer) -> Invoer:
    """Return *invoer* without the needs that it names to turn them down."""
    over = tuple(b for b in invoer.behoeften if b.label not in invoer.ontkend)
    return replace(invoer, behoeften=over)


def _met_voorbehoud(intake: Intake, stap: Stap, invoer: Invoer) -> bool:
    """Tell whether a yes takes something back or narrows it.

    Whom they do not want beside it is no reservation about a need.
    """
    if invoer.duidelijk_ja or ja_maar(intake, invoer.getypt):
        return False
    over = rest(invoer.getypt, invoer.behoeften)
    return ontkent(over) or (met_voorbehoud(over) and bool(inhoud(stap, over)))


def bevestig(intake: Intake, stap: Stap) -> Uitkomst:
    """Return an intake in which everything heard counts, because the person said yes to it."""
    nieuw = replace(intake, gehoord=())
    for gehoord in intake.gehoord:
        nieuw = nieuw.wens(gehoord.label, (gehoord.woorden,), EIGEN)
    vraagt_aangifte = any(gehoord.label == "aangifte" for gehoord in intake.gehoord)
    if vraagt_aangifte:
        nieuw = nieuw.zet("aangifte", Veld("zelf_gevraagd", EIGEN))
    nieuw = intake.beantwoord(stap.naam, nieuw, sluit=False).heropen(*DELEN)
    return zeg(nieuw, "utter_aangifte") if vraagt_aangifte else zeg(nieuw)


def _niet(intake: Intake, labels: set[str]) -> Uitkomst:
    """Strike what was heard wrongly, for good: going back does not bring it again."""
    nieuw = schrap_gehoord(intake, labels).vergeet("misverstaan")
    return zeg(nieuw) if nieuw.gehoord else zeg(nieuw.zij("nog_iets"), "utter_gehoord_anders")


def _laat_los(intake: Intake, stap: Stap, invoer: Invoer, anders: bool) -> Uitkomst:
    """Keep the words of what was heard wrongly, and ask again; the second time by pictures."""
    nieuw = replace(intake, gehoord=())
    for gehoord in intake.gehoord:
        nieuw = nieuw.bewaar(gehoord.woorden)
    nieuw = intake.beantwoord(stap.naam, nieuw.hoor(invoer.behoeften), sluit=False)
    if not anders or nieuw.gehoord:
        return zeg(nieuw)
    if nieuw.tel("anders"):
        return zeg(nieuw.zij("menu"), "utter_weet_niet_nodig")
    return zeg(nieuw.tel_op("anders").zij("nog_iets"), "utter_gehoord_anders")


def _meer(intake: Intake, stap: Stap, invoer: Invoer, _wereld: Wereld) -> Uitkomst | None:
    if invoer.behoeften:
        nieuw = onthoud(intake, invoer)
        return zeg(intake.beantwoord(stap.naam, nieuw, sluit=invoer.intent == "nee"))
    if invoer.intent in NEE:
        return zeg(intake.beantwoord(stap.naam, intake))
    if invoer.intent == "ja":
        return zeg(intake.zij("nog_iets"))
    if not invoer.getypt:
        return None
    bewaard = intake.beantwoord(stap.naam, intake.bewaar(invoer.getypt), sluit=False)
    gezegd = dank(invoer)
    return zeg(bewaard, "utter_erbij" if gezegd == "utter_niet_begrepen" else gezegd)


def _menu(intake: Intake, _stap: Stap, invoer: Invoer, _wereld: Wereld) -> Uitkomst | None:
    if invoer.keuze in te_kiezen(intake):
        nieuw = intake.wens(invoer.keuze, bron=KNOP)
        return zeg(intake.beantwoord("wat_nodig", nieuw).heropen(*DELEN).met("erbij_gezet"))
    if invoer.keuze == "iets_anders":
        return zeg(intake.zij("nog_iets"))
    if invoer.behoeften:
        return zeg(intake.beantwoord("wat_nodig", onthoud(intake.zij(None), invoer)))
    if invoer.keuze == "klaar" or invoer.intent in NEE:
        klaar = intake.zij(None)
        genoeg = klaar.beantwoord("wat_nodig", klaar)
        return zeg(genoeg.beantwoord("meer", genoeg))
    return None


def te_kiezen(intake: Intake) -> tuple[str, ...]:
    """Return the needs of the menu that were not chosen yet."""
    wensen = intake.wensen
    return tuple(b.label for b in catalogus().values() if b.menu and b.label not in wensen)


def _rang(intake: Intake, stap: Stap, invoer: Invoer, _wereld: Wereld) -> Uitkomst | None:
    if invoer.keuze == "klaar" or invoer.intent in NEE:
        return zeg(intake.beantwoord(stap.naam, intake))
    over = [label for label in intake.wensen if label not in intake.rang]
    erbij = [label for label in _genoemd(invoer) if label in over]
    if not erbij:
        return None
    nieuw = replace(intake, rang=(*intake.rang, *erbij)[:EERST])
    vol = len(nieuw.rang) >= min(EERST, len(intake.wensen))
    return zeg(intake.beantwoord(stap.naam, nieuw, sluit=vol))


def _genoemd(invoer: Invoer) -> list[str]:
    """Return the needs that were pressed or typed, by what they are called or by what was heard."""
    if invoer.knop:
        return [invoer.keuze] if invoer.keuze else []
    tekst = invoer.getypt.lower()
    op_naam = [b.label for b in catalogus().values() if b.kop.lower() in tekst]
    return list(dict.fromkeys((*op_naam, *(b.label for b in invoer.behoeften))))


SOORTEN: dict[str, Neem] = {
    "wat_nodig": _wat_nodig,
    "gehoord": _gehoord,
    "meer": _meer,
    "menu": _menu,
    "rang": _rang,
}
