"""Danger: answered on the turn in which it is said, with the number and a human.

What may and may not be said: 113's practice and the C-SSRS limits (no score, no question about
how, no promise, never an end of the talk). One direct question at most; after the same block
twice a softer one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from bot.intake import situaties, sociale_kaart
from bot.intake.elders import ANDER as ELDERS_ANDER
from bot.intake.elders import elders
from bot.intake.intake import Intake
from bot.intake.invoer import Gevaar, Invoer
from bot.intake.talen import gekozen
from bot.intake.teksten import zin
from bot.intake.uitkomst import Bericht, Uitkomst, toon
from bot.intake.veld import EIGEN, Veld
from bot.intake.verwijzen import gewenst, kaart
from bot.intake.zelf import over_zich

SOORTEN = ("acuut_gevaar", "zelfdoding", "medische_nood")
#: The same block at most so often, then the softer one.
HOOGSTENS = 2
JONGER = "<18"
#: The steps in which somebody speaks of another person.
ANDER = ("ander_wie", "ander_kaart")
GEEN_DETAILS = "utter_crisis_geen_details"
#: On after a no to what goes along, while only the teams are still asked about: until the handover,
#: or until danger is spoken of again.
NIETS_MEE = "niets_mee"


def crisis(intake: Intake, invoer: Invoer) -> Uitkomst:
    """Return the answer to danger; *invoer.intent* is its kind, *invoer.ook* what else was heard.

    The question that follows (a human, or go on) is the side step it opens.
    """
    soort = invoer.intent
    op_pad = intake.tussen in ANDER and not over_zich(invoer.getypt)
    ander = invoer.ook == "zorg_om_ander" or op_pad
    nieuw = intake.tel_op(f"crisis_{soort}").vergeet("misverstaan").vergeet("luister")
    if invoer.ook == "minderjarig" and not ander:
        nieuw = is_jong(nieuw)
    if not ander:
        nieuw = _noteer(nieuw, soort, invoer)
    teksten = (Bericht(_tekst(nieuw, soort, ander)), _nummers(nieuw, soort, ander))
    namen = _erbij(intake, invoer, ander)
    if GEEN_DETAILS in namen:
        nieuw = nieuw.met(GEEN_DETAILS)
    return Uitkomst(_vervolg(nieuw, soort, ander), (*teksten, *_een_bubbel(nieuw, namen)))


def _erbij(intake: Intake, invoer: Invoer, ander: bool) -> list[str]:
    """Return what is said beside the number: that it may not work there, that no details are asked.

    The last one once, and not on a watched screen: it tells that something happened.
    """
    land = elders(intake, invoer.getypt)
    namen = [ELDERS_ANDER if ander else land.gevaar or ELDERS_ANDER] if land else []
    gezegd = situaties.gehoord(invoer.getypt)
    gedwongen = gezegd is not None and gezegd.naam == "gedwongen" and not ander
    al = intake.is_(GEEN_DETAILS) or intake.is_("stil") or (gezegd and intake.is_(gezegd.merk))
    return [*namen, GEEN_DETAILS] if gedwongen and not al else namen


def _een_bubbel(intake: Intake, namen: list[str]) -> tuple[Bericht, ...]:
    """Return *namen*, and the numbers in the language whose page was read: one bubble for all."""
    taal = gekozen(intake.merken)
    regels = [*map(zin, namen), *([taal.nood] if taal else ())]
    if len(namen) == 1 == len(regels):
        return (Bericht(namen[0]),)
    return (Bericht("utter_vraag_in_taal", {"tekst": "\n".join(regels)}),) if regels else ()


def _noteer(intake: Intake, soort: str, invoer: Invoer) -> Intake:
    """Note the danger as the last that was said, also where it was said before in these words."""
    nu = Gevaar(soort, invoer.getypt or None)
    eerder = (gevaar for gevaar in intake.gevaar if gevaar != nu)
    return replace(intake, gevaar=(*eerder, nu)).zonder(NIETS_MEE).hoor(invoer.behoeften)


def terug_van_mens(intake: Intake, gezegd: Iterable[Gevaar], *, jong: bool) -> Intake:
    """Return an intake with the danger and the age that were said to a human who never read it.

    The case in which they stood is gone: from here on they are lines of the talk, to be shared.
    """
    gevaren = tuple(dict.fromkeys((*intake.gevaar, *gezegd)))
    nieuw = replace(intake, gevaar=gevaren)
    if gevaren != intake.gevaar:
        nieuw = nieuw.zonder(NIETS_MEE)
    return is_jong(nieuw) if jong else nieuw


def _tekst(intake: Intake, soort: str, ander: bool) -> str:
    if ander:
        return f"utter_crisis_ander_{soort}"
    if intake.tel(f"crisis_{soort}") > HOOGSTENS:
        return f"utter_crisis_zacht_{soort}"
    jong_ = intake.veld("leeftijdsgroep").waarde == JONGER
    return f"utter_crisis_{'jong_' if jong_ else ''}{soort}"


def _nummers(intake: Intake, soort: str, ander: bool) -> Bericht:
    adressen = sociale_kaart.crisis(soort)
    if intake.veld("leeftijdsgroep").waarde == JONGER and not ander:
        adressen += gewenst(intake, sociale_kaart.bij_id(*sociale_kaart.JONG))
    return toon(sociale_kaart.paneel(adressen, nood=True))


def _vervolg(intake: Intake, soort: str, ander: bool) -> Intake:
    if ander:
        return intake.zij("ander_kaart")
    # The direct question is neither for a watched screen nor for who may not understand it.
    vraagt = not any(intake.is_(merk) for merk in ("direct_gevraagd", "stil", "simpel"))
    if soort == "zelfdoding" and vraagt:
        return intake.met("direct_gevraagd").zij("crisis_zelfdoding")
    return intake.zij("crisis")


def geen_gevaar(intake: Intake, soort: str | None = None) -> Intake:
    """Return an intake without the danger answered last, of this kind: it was not meant.

    The words stay, as words that were not understood; nothing is concluded from them.
    """
    laatste = next((g for g in reversed(intake.gevaar) if soort in (None, g.soort)), None)
    if laatste is None:
        return intake
    over = tuple(gevaar for gevaar in intake.gevaar if gevaar != laatste)
    return replace(intake, gevaar=over).bewaar(laatste.woorden or "")


def is_jong(intake: Intake) -> Intake:
    """Return an intake in which the person is under 18: as long as that stands, the short route."""
    if intake.veld("leeftijdsgroep").waarde == JONGER:
        return intake
    return intake.zet("leeftijdsgroep", Veld(JONGER, EIGEN))


def jong(intake: Intake, verhaal: str = "") -> Uitkomst:
    """Return the answer to somebody under 18: the right numbers, and a human at once (B19).

    *verhaal* is what they told beside their age: it is kept, and met with a word of its own.
    """
    adressen = sociale_kaart.bij_id(*sociale_kaart.JONG)
    gezegd = "utter_minderjarig_verhaal" if verhaal else "utter_minderjarig"
    berichten = (Bericht(gezegd), *kaart(intake, adressen))
    return Uitkomst(is_jong(intake.bewaar(verhaal)).zij("mens"), berichten)
