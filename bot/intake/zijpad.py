"""The side questions beside the talk: after danger, for a human, for somebody else, to stop."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.intake import sociale_kaart
from bot.intake.begrip import onthoud
from bot.intake.delen import mens_nu
from bot.intake.intake import Intake
from bot.intake.invoer import Invoer, Wereld
from bot.intake.stappen import Stap
from bot.intake.uitkomst import Bericht, Neem, Uitkomst, doe, toon, zeg

_NEE = ("nee", "overslaan", "weet_niet")


@dataclass(frozen=True)
class Rol:
    """Somebody who worries about another: the typed words for it, and whom to ask."""

    woorden: tuple[str, ...]
    adressen: tuple[str, ...]


#: Who somebody is that worries about another (seed statements B5, B7, B24).
ROLLEN = {
    "bekende": Rol(
        ("vriend", "vriendin", "familie", "zus", "broer", "ken", "buur", "buurt", "buurvrouw"),
        ("comensha", "veiligthuis", "chatmetfier"),
    ),
    "school": Rol(("school", "leraar", "docent", "mentor"), ("comensha", "veiligthuis")),
    "zorg": Rol(
        ("zorg", "arts", "huisarts", "verpleegkundige"),
        ("comensha", "zorgcoordinator", "veiligthuis"),
    ),
    "ngo": Rol(("ngo", "stichting", "hulporganisatie"), ("comensha", "zorgcoordinator")),
    "werk": Rol(("werk", "collega", "werkgever", "baas"), ("comensha", "fairwork")),
}


def _crisis(intake: Intake, _stap: Stap, invoer: Invoer, wereld: Wereld) -> Uitkomst | None:
    if invoer.intent == "ja":
        return mens_nu(intake, wereld)
    if invoer.intent in ("nee", "overslaan"):
        return zeg(intake.zij(None))
    return _luister(intake, invoer)


def _luister(intake: Intake, invoer: Invoer) -> Uitkomst:
    """Stay with somebody who goes on talking after danger; the second time the talk goes on."""
    nieuw = onthoud(intake, invoer).tel_op("luister")
    return zeg(nieuw if nieuw.tel("luister") < 2 else nieuw.zij(None), "utter_luister")


def _crisis_zelfdoding(
    intake: Intake, _stap: Stap, invoer: Invoer, _wereld: Wereld
) -> Uitkomst | None:
    """Take the answer to the one direct question: anything but a no is met as a yes."""
    if invoer.intent == "nee":
        return zeg(intake.zij("crisis"), "utter_crisis_zelfdoding_nee")
    if invoer.intent not in ("ja", "weet_niet", "overslaan"):
        intake = onthoud(intake, invoer)
    return zeg(intake.zij("crisis"), "utter_crisis_zelfdoding_ja")


def _mens(intake: Intake, _stap: Stap, invoer: Invoer, wereld: Wereld) -> Uitkomst | None:
    if invoer.intent == "ja":
        return mens_nu(intake, wereld)
    return zeg(intake.zij(None)) if invoer.intent in _NEE else None


def _hulpverlener(intake: Intake, _stap: Stap, invoer: Invoer, wereld: Wereld) -> Uitkomst | None:
    if invoer.keuze == "mens_nu" or invoer.intent == "ja":
        return mens_nu(intake, wereld)
    if invoer.keuze == "eerst_samenvatting" or "samenvatting" in invoer.getypt.lower():
        return _eerst_samenvatting(intake)
    return zeg(intake.zij(None)) if invoer.intent in _NEE else None


def _eerst_samenvatting(intake: Intake) -> Uitkomst:
    if intake.wensen:
        return zeg(intake.met("genoeg").zij(None))
    return zeg(intake.met("kort").zij(None), "utter_nog_niets")


def _ander_wie(intake: Intake, _stap: Stap, invoer: Invoer, _wereld: Wereld) -> Uitkomst | None:
    """Show the card; whoever does not say who they are gets the one for anybody."""
    rol = invoer.keuze if invoer.keuze in ROLLEN else _rol_in(invoer.getypt)
    adressen = sociale_kaart.bij_id(*ROLLEN[rol].adressen)
    kaart = (Bericht(f"utter_ander_{rol}"), toon(sociale_kaart.paneel(adressen)))
    return Uitkomst(intake.zij("ander_kaart"), kaart)


def _rol_in(tekst: str) -> str:
    for rol in ("school", "zorg", "ngo", "werk"):
        if any(re.search(rf"\b{woord}\b", tekst.lower()) for woord in ROLLEN[rol].woorden):
            return rol
    return "bekende"


def _ander_kaart(intake: Intake, _stap: Stap, invoer: Invoer, _wereld: Wereld) -> Uitkomst | None:
    if invoer.keuze == "ook_ik":
        return zeg(intake.zij(None), "utter_ook_jij")
    if invoer.keuze == "ander_gevaar":
        return zeg(intake, "utter_ander_gevaar")
    if invoer.keuze == "klaar" or invoer.intent in _NEE:
        return zeg(intake.zij("gestopt"))
    return zeg(intake, "utter_ander_luister")


def _wissen(intake: Intake, _stap: Stap, invoer: Invoer, _wereld: Wereld) -> Uitkomst | None:
    if invoer.intent == "ja":
        return Uitkomst(Intake().met("zwijg"), (doe("wissen"),))
    return zeg(intake.zij(None), "utter_niet_gewist") if invoer.intent in _NEE else None


def _gestopt(intake: Intake, _stap: Stap, invoer: Invoer, _wereld: Wereld) -> Uitkomst | None:
    if invoer.intent in ("ja", "overslaan"):
        return zeg(intake.zij(None))
    return zeg(intake) if invoer.intent == "nee" else None


def _vastgelopen(
    _intake: Intake, _stap: Stap, _invoer: Invoer, _wereld: Wereld
) -> Uitkomst | None:
    """Take nothing: what is said here is an answer to the talk itself."""
    return None


SOORTEN: dict[str, Neem] = {
    "crisis": _crisis,
    "crisis_zelfdoding": _crisis_zelfdoding,
    "mens": _mens,
    "hulpverlener": _hulpverlener,
    "ander_wie": _ander_wie,
    "ander_kaart": _ander_kaart,
    "wissen": _wissen,
    "gestopt": _gestopt,
    "vastgelopen": _vastgelopen,
}
