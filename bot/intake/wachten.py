"""What is answered while somebody waits for a human: for every act a fixed text of its own.

Rasa is not called then. What was typed is only understood, and each answer is one fixed text; what
is not understood is kept for the hulpverlener and gets one honest line, once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from bot.intake import sociale_kaart
from bot.intake.acten import ZEKER
from bot.intake.begrip import dank
from bot.intake.gesprek import GOK
from bot.intake.herken import kaal, opdracht
from bot.intake.intake import Intake
from bot.intake.invoer import Invoer, Wereld
from bot.intake.talen import gevraagd
from bot.intake.teksten import teksten
from bot.intake.uitkomst import Bericht, toon
from bot.intake.verwijzen import adressen

#: What can be typed only while somebody waits, beside the titles of the buttons.
OPDRACHTEN = {"adressen": "adressen"}
#: Acts that the router itself does.
DOEN = {"stoppen": "stoppen", "afscheid": "stoppen", "wissen": "wissen"}
#: What can be typed to a human without being meant for them; the bot then only names the button.
HINT = {"wissen": "utter_mens_wissen", "stoppen": "utter_mens_stoppen"}
#: After a talk was closed, these do not open it again: nothing is asked of anybody.
BLIJFT_DICHT = frozenset({"wissen", "stoppen", "afscheid", "dank", "adressen"})
#: Acts that ask nothing here: there is no question to answer.
_GEEN_ANTWOORD = frozenset({"ja", "nee", "weet_niet", "overslaan", "behoefte", "nlu_fallback"})
#: Somebody asks for a place or a person for now, rather than telling what they need.
_NU = re.compile(
    r"\?|\b(waar|wie|nu|vannacht|vanavond|vandaag|direct|meteen|terecht|bellen|adres\w*)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Antwoord:
    """*berichten* to say, *doe* what the router does, *eenmaal* a line not to be said again."""

    berichten: tuple[Bericht, ...] = ()
    doe: str | None = None
    eenmaal: str | None = None


def versta(invoer: Invoer) -> Invoer:
    """Return *invoer* as the command that it is, or without an act that was only guessed."""
    bevel = OPDRACHTEN.get(kaal(invoer.getypt)) or opdracht(invoer.getypt)
    if bevel is not None:
        return replace(invoer, intent=bevel, behoeften=(), zeker=1.0)
    if invoer.intent not in _GEEN_ANTWOORD and invoer.zeker < GOK:
        return replace(invoer, intent="nlu_fallback")
    return invoer


def antwoord(
    intake: Intake,
    invoer: Invoer,
    wereld: Wereld,
    gezegd: tuple[str, ...] = (),
    vraagt_wissen: bool = False,
) -> Antwoord:
    """Return the answer to what was typed while somebody waits; *invoer* as `versta` gave it.

    *gezegd* are the lines that were said once already; *vraagt_wissen*: the question whether all
    may be wiped stands open, and only a plain yes or a no answers it.
    """
    if vraagt_wissen and (invoer.duidelijk_ja or invoer.intent == "nee"):
        return Antwoord(doe="wis_ja" if invoer.intent == "ja" else "wis_nee")
    if invoer.intent in DOEN:
        return Antwoord(doe=DOEN[invoer.intent])
    taal = gevraagd(kaal(invoer.getypt)) if invoer.intent == "andere_taal" else None
    if taal is not None:
        return Antwoord((Bericht("utter_vraag_in_taal", {"tekst": taal.wacht}),))
    maak = _EIGEN.get(invoer.intent)
    if maak is not None:
        return Antwoord(maak(intake, wereld))
    if invoer.intent not in _GEEN_ANTWOORD:
        return Antwoord((Bericht(_tekst(invoer.intent)),))
    if invoer.behoeften and _NU.search(invoer.getypt):
        labels = tuple(dict.fromkeys(gehoord.label for gehoord in invoer.behoeften))
        return Antwoord(wat_helpt_nu(intake, wereld, labels))
    regel = "utter_wacht_zwaar" if dank(invoer) == "utter_zwaar" else "utter_wacht_ontvangen"
    return Antwoord() if regel in gezegd else Antwoord((Bericht(regel),), eenmaal=regel)


def hint(invoer: Invoer) -> str | None:
    """Return the text that names the button for what was typed to a human, if it is one."""
    return HINT.get(invoer.intent) if invoer.zeker >= ZEKER else None


def blijft_dicht(invoer: Invoer, vraagt_wissen: bool) -> bool:
    """Tell whether what was typed into a closed talk leaves it closed."""
    sluit = invoer.intent in BLIJFT_DICHT and invoer.zeker >= ZEKER
    return sluit or (vraagt_wissen and invoer.intent in ("ja", "nee"))


def wat_helpt_nu(
    intake: Intake, wereld: Wereld, labels: tuple[str, ...] = ()
) -> tuple[Bericht, ...]:
    """Return whom one can turn to oneself while nobody is there; who is always open stands first.

    *labels* are the needs it is about; without them the needs of the talk.
    """
    return (Bericht("utter_wacht_adressen"), *adressen(intake, wereld, labels, nu=True))


def _tekst(act: str) -> str:
    """Return the text for *act*: that for waiting where the ordinary one would not be true."""
    eigen = f"utter_wacht_{act}"
    return eigen if eigen in teksten() else f"utter_{act}"


def _aanwezig(_intake: Intake, wereld: Wereld) -> tuple[Bericht, ...]:
    if wereld.aanwezig:
        return (Bericht("utter_wacht_er_is_iemand"),)
    if wereld.opent:
        return (Bericht("utter_wacht_opent", {"opent": wereld.opent}),)
    return (Bericht("utter_wacht_niemand"),)


def _minderjarig(_intake: Intake, _wereld: Wereld) -> tuple[Bericht, ...]:
    kaart = sociale_kaart.paneel(sociale_kaart.bij_id(*sociale_kaart.JONG))
    return (Bericht("utter_wacht_minderjarig"), toon(kaart))


_EIGEN: Mapping[str, Callable[[Intake, Wereld], tuple[Bericht, ...]]] = {
    "adressen": wat_helpt_nu,
    "hulpverlener": _aanwezig,
    "duur": _aanwezig,
    "minderjarig": _minderjarig,
}
