"""The end of the talk: the summary, what of it may be shared and with whom, and what comes then.

Nothing is handed over without a yes to exactly those lines; a human without any line is asked for
in `naar_mens`.
"""

from __future__ import annotations

from dataclasses import replace

from bot.intake.acten import NEE
from bot.intake.begrip import onthoud
from bot.intake.erbij import vertelt
from bot.intake.intake import OPNIEUW, WENS, Intake
from bot.intake.invoer import Gevaar, Invoer, Wereld
from bot.intake.naar_mens import geen_team, overdracht
from bot.intake.regels import EIGEN_TEKST, GEVAAR, LIEVER_NIET_EIGEN, regels
from bot.intake.schrappen import schrap, tekst_van
from bot.intake.stappen import Stap
from bot.intake.teamkeuze import laat_weg, ontvangers
from bot.intake.toon import MEE
from bot.intake.uitkomst import Neem, Uitkomst, zeg
from bot.intake.veld import EIGEN, Veld
from bot.intake.verwijzen import adressen_gevraagd
from bot.intake.wensen import DELEN

WEG = "weg:"
VERANDER = "verander:"
#: Steps with several answers in one question: asked again, their fields start empty, until they get
#: a new answer or the question closes without one.
_MEERVOUD = {
    "onveilig_waar": ("veilig.binnen", "veilig.buiten", "veilig.telefoon"),
    "liever_niet": ("liever_niet", LIEVER_NIET_EIGEN),
}


# -- the summary ---------------------------------------------------------------------------------


def _samenvatting(intake: Intake, stap: Stap, invoer: Invoer, _wereld: Wereld) -> Uitkomst | None:
    wat, _, naam = (invoer.keuze or "").partition(":")
    regel = next((r for r in regels(intake) if r.id == naam), None)
    if regel and wat + ":" == WEG:
        weg = replace(schrap(intake, naam), geschrapt=(*intake.geschrapt, naam))
        return zeg(weg.vergeet("misverstaan"), "utter_weggehaald")
    if regel and wat + ":" == VERANDER:
        return zeg(_verander_regel(intake, naam, regel.stap))
    if invoer.behoeften or (invoer.intent == "nee" and vertelt(stap, invoer)):
        return _erbij(intake, stap, invoer)
    if invoer.keuze == "klopt" or invoer.intent in ("ja", "overslaan"):
        return zeg(intake.beantwoord(stap.naam, intake))
    if invoer.intent in ("nee", "weet_niet"):
        return zeg(intake, "utter_samenvatting_hoe")
    return _erbij(intake, stap, invoer)


def _erbij(intake: Intake, stap: Stap, invoer: Invoer) -> Uitkomst | None:
    """Add what was typed to the summary: needs to confirm, other words as they are."""
    if not invoer.getypt:
        return None
    nieuw = intake.beantwoord(stap.naam, onthoud(intake, invoer), sluit=False).heropen(*DELEN)
    return zeg(nieuw) if invoer.behoeften else zeg(nieuw, "utter_erbij")


def _verander_regel(intake: Intake, naam: str, stap: str | None) -> Intake:
    if stap is None:
        return intake.zij(VERANDER + naam)
    velden = _MEERVOUD.get(stap, ())
    leeg = intake.beantwoord(stap if velden else "samenvatting", intake.haal_weg(*velden), False)
    return leeg.zij(OPNIEUW + stap)


def _verander(intake: Intake, _stap: Stap, invoer: Invoer, _wereld: Wereld) -> Uitkomst | None:
    naam = (intake.tussen or "").removeprefix(VERANDER)
    terug = intake.zij(None)
    if invoer.intent in ("overslaan", "nee") or naam not in {r.id for r in regels(intake)}:
        return zeg(terug)
    if not invoer.getypt:
        return None
    nieuw = _met_woorden(terug, naam, invoer.getypt)
    return zeg(terug.beantwoord("samenvatting", nieuw, sluit=False), "utter_veranderd")


def _met_woorden(intake: Intake, naam: str, woorden: str) -> Intake:
    """Return an intake in which the line *naam* says *woorden*."""
    if naam.startswith(GEVAAR):
        zonder = schrap(intake, naam)
        gevaar = Gevaar(naam.removeprefix(GEVAAR), woorden)
        return replace(zonder, gevaar=(*zonder.gevaar, gevaar))
    if naam.startswith(EIGEN_TEKST):
        oud = tekst_van(intake, naam)
        teksten = tuple(woorden if t == oud else t for t in intake.eigen_tekst)
        return replace(intake, eigen_tekst=tuple(dict.fromkeys(teksten)))
    waarde = (woorden,) if naam.startswith(WENS) and naam.count(".") == 1 else woorden
    return intake.zet(naam, Veld(waarde, EIGEN))


# -- who may see it ------------------------------------------------------------------------------


def _teams(intake: Intake, stap: Stap, invoer: Invoer, _wereld: Wereld) -> Uitkomst | None:
    niet = laat_weg(intake, invoer)
    if niet is None and not _genoeg_teams(invoer):
        return None
    nieuw = niet or intake
    over = ontvangers(nieuw)
    nieuw = intake.beantwoord(stap.naam, nieuw, sluit=niet is None or not over)
    return zeg(nieuw) if over else geen_team(nieuw)


def _genoeg_teams(invoer: Invoer) -> bool:
    return invoer.keuze in ("klaar", "allemaal") or invoer.intent in (*NEE, "ja")


def _toestemming(intake: Intake, stap: Stap, invoer: Invoer, wereld: Wereld) -> Uitkomst | None:
    if invoer.keuze == "andere_teams":
        return zeg(intake.haal_weg("teams_niet").heropen("teams"))
    getypt = invoer.getypt.lower()
    alle = tuple(regel.id for regel in regels(intake))
    if invoer.keuze == "deel_alles" or getypt in ("deel alles", "alles"):
        return _kies(intake, stap, alle)
    if invoer.keuze == "deel_gekozen":
        gekozen = tuple(naam for naam in alle if naam in invoer.regels)
        return _kies(intake, stap, gekozen) if gekozen else zeg(intake, "utter_niets_gekozen")
    if invoer.keuze == "deel_niets" or getypt in ("deel niets", "niets") or invoer.intent in NEE:
        return niets_gedeeld(intake, stap, wereld)
    if invoer.intent == "ja" and not invoer.behoeften:
        return zeg(intake, "utter_niets_gekozen")
    return _erbij(intake, stap, invoer)


def _kies(intake: Intake, stap: Stap, namen: tuple[str, ...]) -> Uitkomst:
    deel = {regel.id: regel.tekst for regel in regels(intake) if regel.id in namen}
    return zeg(intake.beantwoord(stap.naam, replace(intake, deel=deel)))


def niets_gedeeld(intake: Intake, stap: Stap, wereld: Wereld) -> Uitkomst:
    """Return the answer to a no: that is fine, and what else there is."""
    nieuw = intake.beantwoord(stap.naam, replace(intake, deel={}))
    return adressen_gevraagd(nieuw, wereld, "utter_niets_gedeeld")


def liever_niet_met(intake: Intake, woord: str, bron: str) -> Intake:
    """Return an intake in which the person rather not wants *woord* either.

    What was pressed and what was typed are two fields: a button is never quoted as own words.
    """
    naam = LIEVER_NIET_EIGEN if bron == EIGEN else "liever_niet"
    oud = intake.veld(naam).waarde
    woorden = oud if isinstance(oud, tuple) else ()
    return intake.zet(naam, Veld(tuple(dict.fromkeys((*woorden, woord))), bron))


def _bevestig(intake: Intake, stap: Stap, invoer: Invoer, wereld: Wereld) -> Uitkomst | None:
    zonder = replace(intake, deel={})
    if invoer.intent in NEE and intake.is_("stil"):
        return zeg(zonder)  # each line was asked about already
    if invoer.intent in NEE:
        return zeg(zonder.heropen("toestemming"))
    if not invoer.duidelijk_ja:
        return None
    nu = {regel.id: regel.tekst for regel in regels(intake)}
    if any(nu.get(naam) != tekst for naam, tekst in intake.deel.items()):
        return zeg(zonder.heropen("toestemming", "stil_deel"), "utter_deel_veranderd")
    return overdracht(
        intake.beantwoord(stap.naam, zonder.met("gedeeld")), tuple(intake.deel), wereld
    )


# -- afterwards ----------------------------------------------------------------------------------


def _na_overdracht(intake: Intake, stap: Stap, invoer: Invoer, _wereld: Wereld) -> Uitkomst | None:
    if invoer.behoeften:
        return _erbij(intake, stap, invoer)
    if invoer.keuze == "erbij" or invoer.intent == "ja":
        return zeg(intake.zij("nog_iets"))
    if invoer.intent in NEE:
        return zeg(intake.zij("gestopt"))
    return _erbij(intake, stap, invoer)


def teruggenomen(intake: Intake, *, alles: bool) -> Intake:
    """Return an intake of who took a handover back: what was in it can be shared again.

    That takes a new yes. *alles*: no other handover stands with lines in it.
    """
    open_ = intake.heropen(*DELEN) if intake.is_("gedeeld") else intake
    return open_.zonder("gedeeld", MEE, "jong_mee").vergeet("vast") if alles else open_


def _niets_gedeeld(intake: Intake, stap: Stap, invoer: Invoer, wereld: Wereld) -> Uitkomst | None:
    if invoer.keuze == "toch_delen":
        open_ = intake.heropen(*DELEN, "teams")
        if not ontvangers(open_):
            open_ = open_.haal_weg("teams_niet")
        return zeg(open_) if regels(intake) else zeg(open_.zij("nog_iets"), "utter_nog_niets")
    if invoer.behoeften:
        return _erbij(intake, stap, invoer)
    if invoer.keuze == "adressen" or invoer.intent == "ja":
        return adressen_gevraagd(intake, wereld)
    if invoer.intent in NEE:
        return zeg(intake.zij("gestopt"))
    return _erbij(intake, stap, invoer)


SOORTEN: dict[str, Neem] = {
    "samenvatting": _samenvatting,
    "verander": _verander,
    "teams": _teams,
    "toestemming": _toestemming,
    "bevestig": _bevestig,
    "na_overdracht": _na_overdracht,
    "niets_gedeeld": _niets_gedeeld,
}
