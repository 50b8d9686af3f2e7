"""How an answer is taken while somebody looks along: a yes or a no to a word."""

from __future__ import annotations

from dataclasses import replace

from bot.intake.acten import NEE
from bot.intake.begrip import onthoud
from bot.intake.intake import Intake
from bot.intake.invoer import Invoer, Wereld
from bot.intake.regels import regels
from bot.intake.stappen import Stap
from bot.intake.stil import DEEL, KIJKT_MEE, is_neutraal, lijst_gezien, te_delen
from bot.intake.uitkomst import Neem, Uitkomst, zeg
from bot.intake.veld import Veld
from bot.intake.wensen import DELEN


def _wens(intake: Intake, stap: Stap, invoer: Invoer, _wereld: Wereld) -> Uitkomst | None:
    """Take a yes or a no to one word; what is typed is kept and not said back."""
    label = stap.naam.partition(".")[2]
    if invoer.intent == "ja":
        nieuw = intake.wens(label).hoor(invoer.behoeften)
        return zeg(intake.beantwoord(stap.naam, nieuw))
    if invoer.intent in NEE:
        return zeg(intake.beantwoord(stap.naam, intake.hoor(invoer.behoeften)))
    return _opgeschreven(intake, stap, invoer) if invoer.behoeften else None


def _lijst(intake: Intake, stap: Stap, invoer: Invoer, _wereld: Wereld) -> Uitkomst | None:
    """Show what was said only after a yes; with a no the talk waits, and asks again later."""
    if invoer.intent == "ja":
        return zeg(zie_lijst(intake, "ja", invoer.bron))
    if invoer.intent in NEE:
        return zeg(intake.zij("gestopt"))
    iets = invoer.behoeften or invoer.intent != "nlu_fallback"
    return _opgeschreven(intake, stap, invoer) if invoer.getypt and iets else None


def zie_lijst(intake: Intake, waarde: str, bron: str) -> Intake:
    """Return an intake in which the list is seen ("ja"), or the talk goes on without ("nee")."""
    return intake.beantwoord("stil_lijst", intake.zet("poort.lijst", Veld(waarde, bron)))


def _opgeschreven(intake: Intake, stap: Stap, invoer: Invoer) -> Uitkomst:
    nieuw = intake.beantwoord(stap.naam, onthoud(intake, invoer), sluit=False)
    return zeg(nieuw, "utter_stil_opgeschreven")


def _deel(intake: Intake, stap: Stap, invoer: Invoer, _wereld: Wereld) -> Uitkomst | None:
    """Take a yes or a no to sharing one line, or the rest of a list that was seen."""
    if invoer.intent not in ("ja", *NEE):
        return None
    if invoer.intent == "ja" and not invoer.duidelijk_ja:
        return zeg(intake)
    namen = te_delen(intake)[stap.naam.removeprefix(DEEL)]
    deel = {naam: tekst for naam, tekst in intake.deel.items() if naam not in namen}
    if invoer.intent == "ja":
        deel |= {regel.id: regel.tekst for regel in regels(intake) if regel.id in namen}
    return zeg(intake.beantwoord(stap.naam, replace(intake, deel=deel)))


SOORTEN: dict[str, Neem] = {"stil_wens": _wens, "stil_lijst": _lijst, "stil_deel": _deel}


def lees_opnieuw(voor: Intake, na: Intake) -> Intake:
    """Return *na* with the list to be read again where a line came or changed after it was seen.

    Only what was read is "the rest of it".
    """
    nieuw = {regel.id: regel.tekst for regel in regels(na) if not is_neutraal(na, regel.id)}
    oud = {regel.id: regel.tekst for regel in regels(voor)}
    erbij = any(oud.get(naam) != tekst for naam, tekst in nieuw.items() if naam != KIJKT_MEE)
    return na.heropen(*DELEN) if erbij and lijst_gezien(voor) else na
