"""What is said in between: an answer of its own, after which the talk goes on where it was."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from bot.intake.behoeften import catalogus
from bot.intake.crisis import ANDER, jong
from bot.intake.delen import liever_niet_met, mens_nu
from bot.intake.intake import Intake
from bot.intake.invoer import Invoer, Wereld
from bot.intake.stappen import huidige, ontvangers
from bot.intake.uitkomst import Bericht, Uitkomst, doe, zeg
from bot.intake.veld import Veld

#: Side questions in which going back undoes an answer; the others it only closes.
_MET_ANTWOORD = ("menu", "nog_iets")
#: Side questions about a human: asking for one here is a yes.
_MENS = ("crisis", "crisis_zelfdoding", "mens", "hulpverlener", "teams_mens")

#: Needs that such a message does not ask for, though it has their words: somebody else's, or what
#: the person does not want.
NIET_GEHOORD = {"zorg_om_ander": tuple(catalogus()), "geen_politie": ("aangifte",)}

Inval = Callable[[Intake, Invoer, Wereld], Uitkomst]


def ga_in_op(intake: Intake, invoer: Invoer, wereld: Wereld) -> Uitkomst:
    """Answer an act: by its own rule, or with the fixed text of its name.

    Needs that are heard in the same message are never lost: they are noted, to be confirmed.
    """
    if intake.tussen not in ANDER:
        niet = NIET_GEHOORD.get(invoer.intent, ())
        intake = intake.hoor(b for b in invoer.behoeften if b.label not in niet)
    intake = intake.vergeet("misverstaan")
    inval = INVALLEN.get(invoer.intent)
    return inval(intake, invoer, wereld) if inval else zeg(intake, f"utter_{invoer.intent}")


def _begin(intake: Intake, _invoer: Invoer, _wereld: Wereld) -> Uitkomst:
    if intake.is_("begonnen"):
        return zeg(intake)
    return zeg(intake.met("begonnen"), "utter_begin")


def _hervat(intake: Intake, _invoer: Invoer, _wereld: Wereld) -> Uitkomst:
    return zeg(intake.zij(None) if intake.tussen == "gestopt" else intake)


def _geen_politie(intake: Intake, invoer: Invoer, _wereld: Wereld) -> Uitkomst:
    zonder = tuple(gehoord for gehoord in intake.gehoord if gehoord.label != "aangifte")
    nieuw = replace(intake, gehoord=zonder).zet("aangifte", Veld("wil_niet", invoer.bron))
    if invoer.getypt:
        nieuw = nieuw.zet("liever_niet", liever_niet_met(nieuw, invoer.getypt, invoer.bron))
    return zeg(nieuw, "utter_geen_politie")


def _hulpverlener(intake: Intake, _invoer: Invoer, wereld: Wereld) -> Uitkomst:
    """Offer a human; about somebody else only the helpdesk, for no case opens without them."""
    if intake.tussen in ANDER:
        return zeg(intake.zij("ander_kaart"), "utter_ander_hulpverlener")
    if intake.tussen in _MENS:
        return mens_nu(intake, wereld)
    return Uitkomst(intake.zij("hulpverlener"), (_aanwezig(intake, wereld),))


def _aanwezig(intake: Intake, wereld: Wereld) -> Bericht:
    """Say whether somebody is there; who was excluded does not count."""
    niet = [team for team in intake.teams if team not in ontvangers(intake)]
    if wereld.aanwezig and not (niet and not any(t.aanwezig for t in ontvangers(intake))):
        return Bericht("utter_mens_aanwezig")
    if wereld.opent:
        return Bericht("utter_mens_opent", {"opent": wereld.opent})
    return Bericht("utter_mens_niet_aanwezig")


def _zorg_om_ander(intake: Intake, _invoer: Invoer, _wereld: Wereld) -> Uitkomst:
    if intake.tussen == "ander_kaart":
        return zeg(intake, "utter_ander_luister")
    return zeg(intake.zij("ander_wie"), "utter_zorg_om_ander")


def _minderjarig(intake: Intake, _invoer: Invoer, _wereld: Wereld) -> Uitkomst:
    if intake.tussen in ANDER:
        return zeg(intake, "utter_ander_luister")
    return jong(intake)


def _andere_taal(intake: Intake, _invoer: Invoer, _wereld: Wereld) -> Uitkomst:
    """Say honestly that this is Dutch only, and offer a human, who can bring an interpreter."""
    if intake.tussen is not None or intake.tel("andere_taal"):
        return zeg(intake, "utter_andere_taal")
    return zeg(intake.tel_op("andere_taal").zij("mens"), "utter_andere_taal")


def _stoppen(intake: Intake, _invoer: Invoer, _wereld: Wereld) -> Uitkomst:
    return zeg(intake.zij("gestopt"), "utter_stoppen")


def _wissen(intake: Intake, _invoer: Invoer, _wereld: Wereld) -> Uitkomst:
    return zeg(intake.zij("wissen"))


def _terug(intake: Intake, _invoer: Invoer, _wereld: Wereld) -> Uitkomst:
    if intake.tussen is not None and intake.tussen not in _MET_ANTWOORD:
        return zeg(intake.zij(None))
    vast = len(intake.gedaan) <= intake.tel("vast")
    vorige = None if vast else intake.terug()
    return zeg(vorige, "utter_terug") if vorige else zeg(intake.zij(None), "utter_terug_niets")


def _uitleg(intake: Intake, _invoer: Invoer, _wereld: Wereld) -> Uitkomst:
    return zeg(intake, f"utter_uitleg_{huidige(intake).response}")


def _code(intake: Intake, _invoer: Invoer, _wereld: Wereld) -> Uitkomst:
    return Uitkomst(intake, (doe("code"),))


INVALLEN: Mapping[str, Inval] = {
    "begin": _begin,
    "hervat": _hervat,
    "geen_politie": _geen_politie,
    "hulpverlener": _hulpverlener,
    "zorg_om_ander": _zorg_om_ander,
    "minderjarig": _minderjarig,
    "andere_taal": _andere_taal,
    "stoppen": _stoppen,
    "afscheid": _stoppen,
    "wissen": _wissen,
    "terug": _terug,
    "uitleg": _uitleg,
    "code": _code,
}
