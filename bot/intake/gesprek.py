"""One turn of the talk: what was said is danger, something in between, or an answer."""

from __future__ import annotations

from dataclasses import replace

from bot.intake import situaties
from bot.intake.acten import ALTIJD, ANTWOORD, GOK
from bot.intake.antwoord import beantwoord, is_antwoord, neem
from bot.intake.begrip import onthoud
from bot.intake.correctie import corrigeer
from bot.intake.crisis import ANDER, SOORTEN, crisis
from bot.intake.herken import herken, kaal
from bot.intake.intake import Intake
from bot.intake.invoer import Invoer, Wereld
from bot.intake.meelezer import betrapt, word_stil
from bot.intake.stappen import huidige
from bot.intake.stil_antwoord import lees_opnieuw
from bot.intake.talen import woordelijk
from bot.intake.teksten import bubbels
from bot.intake.tussendoor import ga_in_op
from bot.intake.uitkomst import Bericht, Uitkomst, doe, zeg
from bot.intake.voorkeur import met_voorkeur
from bot.intake.wedervraag import wedervraag
from bot.intake.zelf import noemt_zich
from bot.intake.zijpad import rechtenkaart

#: What is said in answer to a question; everything else is said in between.
ANTWOORDEN = ANTWOORD | {"keuze"}
#: After stopping, these keep it stopped; anything else takes the talk up again.
_BLIJFT_GESTOPT = frozenset({"stoppen", "afscheid", "dank", "wissen", "code", "uitleg"})


#: Thanks for kept words; what is said about a situation stands in their place.
_DANK = frozenset({"utter_bewaard", "utter_woorden_bewaard", "utter_niet_begrepen", "utter_erbij",
                   "utter_gehoord_straks"})  # fmt: skip


def beurt(intake: Intake, invoer: Invoer, wereld: Wereld) -> Uitkomst:
    """Return the outcome of a message or a button, with what its situation asks to be said."""
    if betrapt(intake, invoer):
        return _word_stil(intake, invoer, wereld)
    uitkomst = _zeg_altijd(intake, invoer, _beurt(intake, invoer, wereld))
    uitkomst = met_voorkeur(intake, invoer, uitkomst)
    if uitkomst.intake.is_("stil"):
        uitkomst = replace(uitkomst, intake=lees_opnieuw(intake, uitkomst.intake))
        # After danger the way to somebody stands there at once, for another too.
        return uitkomst if invoer.intent in SOORTEN else _zonder_volle_vraag(uitkomst)
    return met_situatie(intake, invoer, wereld, uitkomst)


def _word_stil(intake: Intake, invoer: Invoer, wereld: Wereld) -> Uitkomst:
    """Return the outcome in silence of a message that says that somebody reads along.

    Danger in it is answered first. An answer to a question that silence does not ask is none to
    the one in its place: it is heard and kept.
    """
    stil = word_stil(intake)
    zelfde = huidige(stil).naam == huidige(intake).naam
    if zelfde or invoer.intent not in ANTWOORDEN:
        uitkomst = beurt(stil, invoer, wereld)
    else:
        uitkomst = _zonder_volle_vraag(zeg(onthoud(stil, invoer)))
    gezegd, aan = uitkomst.berichten, Bericht("utter_stil_aan")
    if invoer.intent not in SOORTEN:
        gezegd = (aan, *gezegd)
    elif not any((b.response or "").startswith("utter_crisis_land") for b in gezegd):
        gezegd = (*gezegd, aan)  # danger abroad fills the turn: the button stays in sight
    return replace(uitkomst, berichten=(doe("stil", aan=True), *gezegd))


def _zeg_altijd(intake: Intake, invoer: Invoer, uitkomst: Uitkomst) -> Uitkomst:
    """Return *uitkomst* with the answer to an act that is never held back, also when guessed.

    What was done with the words stays: as an answer, or kept as the person's own.
    """
    act = herken(intake, invoer).intent
    zegt = Bericht(f"utter_{act}")
    if act not in ALTIJD or not invoer.getypt or zegt in uitkomst.berichten:
        return uitkomst
    rest = (b for b in uitkomst.berichten if b.response not in _DANK)
    return replace(uitkomst, berichten=(zegt, *rest))


def _zonder_volle_vraag(uitkomst: Uitkomst) -> Uitkomst:
    """Open no side question that can only be asked in full while somebody looks along."""
    intake = uitkomst.intake
    vol = intake.tussen is not None and not huidige(intake).stil
    if not vol or (intake.tussen or "").startswith("in_taal"):
        return uitkomst
    return replace(uitkomst, intake=intake.zij(None))


def met_situatie(intake: Intake, invoer: Invoer, wereld: Wereld, uitkomst: Uitkomst) -> Uitkomst:
    """Return *uitkomst* with the fixed text of the situation that was heard, once in a talk."""
    situatie = situaties.gehoord(invoer.getypt, {b.label for b in invoer.behoeften})
    ander = intake.tussen in ANDER or uitkomst.intake.tussen in ANDER
    stil = invoer.intent in SOORTEN or ander or huidige(intake).vrij
    if situatie is None or stil or intake.is_(situatie.merk):
        return uitkomst
    rest = [b for b in uitkomst.berichten if b.response not in _DANK]
    if any(b.response is None or len(bubbels(b.response)) > 1 for b in rest) or len(rest) > 1:
        return uitkomst  # three bubbles a turn at most: what was asked for goes first
    nieuw = uitkomst.intake.met(situatie.merk)
    if nieuw.tussen == "vastgelopen":
        nieuw = nieuw.zij(None)
    gezegd = (*rest, Bericht(situatie.zegt))
    if not _plaats(nieuw, situatie):
        # Who asks for their rights again, once safety was asked, gets the card as well.
        return Uitkomst(nieuw.zonder(situatie.merk) if situatie.rechten else nieuw, gezegd)
    if situatie.rechten:
        return Uitkomst(nieuw, (*gezegd, rechtenkaart(nieuw, wereld)))
    return Uitkomst(nieuw.zij(situatie.stap) if situatie.stap else nieuw, gezegd)


def _plaats(intake: Intake, situatie: situaties.Situatie) -> bool:
    """Tell whether more may come with a situation: safety was asked, no side question is open.

    What was heard is confirmed before the pictures come.
    """
    bezig = intake.tussen not in (None, "menu") or (situatie.stap == "menu" and intake.gehoord)
    return not bezig and "veilig_nu" in intake.gesloten


def _beurt(intake: Intake, invoer: Invoer, wereld: Wereld) -> Uitkomst:
    """Return the outcome of a message or a button in this state of the talk."""
    vreemd = woordelijk(kaal(invoer.getypt)) is not None  # "не разбирам" sounds like anything
    if invoer.intent in SOORTEN and not vreemd:
        return crisis(intake, invoer)
    intake = intake.zonder("erbij_gezet")
    gevraagd = None if vreemd else wedervraag(intake, invoer)
    if gevraagd is not None:
        return gevraagd
    invoer = herken(intake, invoer)
    verbeterd = corrigeer(intake, invoer)
    if verbeterd is not None:
        return verbeterd
    if invoer.getypt and invoer.intent not in ANTWOORDEN and invoer.zeker < GOK:
        invoer = replace(invoer, intent="nlu_fallback")
    if invoer.intent in ANTWOORDEN:
        return beantwoord(intake, invoer, wereld)
    if is_antwoord(intake, invoer):
        uitkomst = neem(intake, invoer, wereld)
        if uitkomst is not None:
            return uitkomst
    door = intake.tussen == "gestopt" and invoer.intent not in _BLIJFT_GESTOPT
    if door or (intake.tussen in ANDER and noemt_zich(invoer)):
        intake = intake.zij(None)
    return ga_in_op(intake, invoer, wereld)
