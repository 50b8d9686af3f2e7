"""The end of the talk: the summary, what of it may be shared and with whom, and what comes then.

Nothing is handed over without a yes to exactly those lines, or to a human without any line.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace

from bot.intake.begrip import onthoud
from bot.intake.crisis import JONGER
from bot.intake.erbij import vertelt
from bot.intake.intake import WENS, Intake
from bot.intake.invoer import Gevaar, Invoer, Wereld
from bot.intake.regels import EIGEN_TEKST, GEVAAR, LIEVER_NIET_EIGEN, regels
from bot.intake.samenvatting import samenvatting
from bot.intake.schrappen import schrap, tekst_van
from bot.intake.stappen import Stap
from bot.intake.stil import KIJKT_MEE
from bot.intake.teamkeuze import genoemde, ontvangers
from bot.intake.uitkomst import Bericht, Neem, Uitkomst, doe, zeg
from bot.intake.veld import EIGEN, KNOP, Veld
from bot.intake.verwijzen import adressen, adressen_gevraagd
from bot.intake.wensen import DELEN

WEG = "weg:"
VERANDER = "verander:"
_NEE = ("nee", "overslaan", "weet_niet")
#: A yes or a no in more words than this may say something else.
_KAAL = 4
#: Steps with several answers in one question: asked again, their fields start empty.
_MEERVOUD = {
    "onveilig_waar": ("veilig.binnen", "veilig.buiten", "veilig.telefoon"),
    "liever_niet": ("liever_niet", LIEVER_NIET_EIGEN),
}
#: The most urgent first.
_ERNST = ("acuut_gevaar", "medische_nood", "zelfdoding")


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
    leeg = intake.haal_weg(*_MEERVOUD.get(stap, ()))
    return intake.beantwoord("samenvatting", leeg, sluit=False).zij(f"opnieuw:{stap}")


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
    niet = _liever_niet(intake, invoer)
    if niet is None and not _genoeg_teams(invoer):
        return None
    nieuw = niet or intake
    over = ontvangers(nieuw)
    nieuw = intake.beantwoord(stap.naam, nieuw, sluit=niet is None or not over)
    return zeg(nieuw) if over else _geen_team(nieuw)


def _teams_mens(intake: Intake, _stap: Stap, invoer: Invoer, wereld: Wereld) -> Uitkomst | None:
    """Leave teams out before a human comes; with one left there is nothing more to choose."""
    niet = _liever_niet(intake, invoer)
    if niet is None and not _mag_door(intake, invoer):
        return _niet_door(intake, invoer)
    nieuw = intake.beantwoord("teams", niet or intake)
    if niet is not None and len(ontvangers(nieuw)) > 1:
        return zeg(nieuw)
    return mens_nu(nieuw, wereld)


def _mag_door(intake: Intake, invoer: Invoer) -> bool:
    """Tell whether the teams that are left may come, by what was asked.

    "Is dat goed?" on a watched screen wants a yes; "welk team liever niet?" a no, or no answer.
    """
    if invoer.keuze in ("klaar", "allemaal"):
        return True
    if len(invoer.getypt.split()) > _KAAL:
        return False
    geen_uitleg = () if intake.is_("stil") else ("overslaan", "weet_niet")
    if len(ontvangers(intake)) < len(intake.teams):  # "Nog een team liever niet?"
        return invoer.intent in ("nee", *geen_uitleg)
    return invoer.intent == "ja" or (not intake.is_("stil") and invoer.intent in _NEE)


def _niet_door(intake: Intake, invoer: Invoer) -> Uitkomst | None:
    """Go back to the talk after a no; a yes to "nog een team?" does not say which."""
    if invoer.intent == "ja":
        return zeg(intake)
    return zeg(intake.zij(None)) if invoer.intent in _NEE else None


def _genoeg_teams(invoer: Invoer) -> bool:
    return invoer.keuze in ("klaar", "allemaal") or invoer.intent in (*_NEE, "ja")


def _liever_niet(intake: Intake, invoer: Invoer) -> Intake | None:
    """Return an intake without the teams that were chosen or typed, None where none was.

    "Alleen Team Noord" leaves out the others.
    """
    tekst = invoer.getypt.lower()
    gekozen = [t.id for t in intake.teams if t.id == invoer.keuze or t.naam.lower() in tekst]
    if gekozen and re.search(r"\b(alleen|wel)\b", tekst) and not re.search(r"\bniet\b", tekst):
        gekozen = [t.id for t in intake.teams if t.id not in gekozen]
    if not gekozen:
        return None
    al = intake.veld("teams_niet").waarde or ()
    return intake.zet("teams_niet", Veld(tuple(dict.fromkeys((*al, *gekozen))), invoer.bron))


def _geen_team(intake: Intake) -> Uitkomst:
    return zeg(intake.zij(None), "utter_geen_team")


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
    if invoer.keuze == "deel_niets" or getypt in ("deel niets", "niets") or invoer.intent in _NEE:
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
    if invoer.intent in _NEE and intake.is_("stil"):
        return zeg(zonder)  # each line was asked about already
    if invoer.intent in _NEE:
        return zeg(zonder.heropen("toestemming"))
    if not invoer.duidelijk_ja:
        return None
    nu = {regel.id: regel.tekst for regel in regels(intake)}
    if any(nu.get(naam) != tekst for naam, tekst in intake.deel.items()):
        return zeg(zonder.heropen("toestemming", "stil_deel"), "utter_deel_veranderd")
    return overdracht(
        intake.beantwoord(stap.naam, zonder.met("gedeeld")), tuple(intake.deel), wereld
    )


def overdracht(intake: Intake, gedeeld: Collection[str], wereld: Wereld) -> Uitkomst:
    """Hand over the lines *gedeeld*; the router says the rest, and no question follows.

    That somebody looks along goes with them: each question before this said so (decision 0029).
    """
    teams = genoemde(intake)
    if not teams:
        return _geen_team(intake)
    gedeeld = [*gedeeld, KIJKT_MEE] if intake.is_("stil") else gedeeld
    open_ = intake.is_("stil") and intake.veld(KIJKT_MEE).waarde is None
    # Taken back or skipped, on a screen that is still short: possibly, then.
    gelezen = intake.zet(KIJKT_MEE, Veld("weet_niet", KNOP)) if open_ else intake
    genoemd = [g.soort for g in intake.gevaar if GEVAAR + g.soort in gedeeld]
    gevaar = min(genoemd, key=_ERNST.index) if genoemd else None
    inhoud = samenvatting(gelezen, gedeeld, [team.naam for team in teams], wereld.vandaag)
    bericht = doe(
        "overdracht", samenvatting=inhoud, teams=[team.id for team in teams], gevaar=gevaar
    )
    vast = replace(intake, tellers={**intake.tellers, "vast": len(intake.gedaan)})
    return Uitkomst(vast.zij(None).met("zwijg"), (bericht,))


def mens_nu(intake: Intake, wereld: Wereld) -> Uitkomst:
    """Get a human and share nothing but that; danger goes along only after a yes to that line."""
    if not ontvangers(intake):
        nieuw = intake.zij(None)
        return Uitkomst(nieuw, (Bericht("utter_geen_team"), *adressen(nieuw, wereld)))
    gevraagd = f"gevaar_gevraagd:{len(intake.gevaar)}"  # asked again after new danger
    if intake.veld("leeftijdsgroep").waarde == JONGER and not intake.is_(f"jong_{gevraagd}"):
        # One question for somebody young: what goes along, the danger too, and to which teams.
        return zeg(_met_gehoord(intake).met(f"jong_{gevraagd}", gevraagd).zij("jong_delen"))
    if set(ontvangers(intake)) - set(genoemde(intake)):
        return zeg(intake.zij("teams_mens"))
    if intake.gevaar and not intake.is_(gevraagd):
        return zeg(intake.met(gevraagd).zij("gevaar_delen"))
    return overdracht(intake, _mee(intake), wereld)


def _mee(intake: Intake) -> list[str]:
    """Return the lines that go along with a human, as the question before it says.

    The language of who read the page in it; the age, after a yes to that alone.
    """
    jong = ["leeftijdsgroep"] if intake.is_("jong_mee") else []
    taal = intake.is_("taal_mee") or (intake.is_("simpel") and not intake.is_("stil"))
    return [*jong, "hoe.taal", "hoe.tolk"] if taal else jong


def _gevaar_delen(intake: Intake, _stap: Stap, invoer: Invoer, wereld: Wereld) -> Uitkomst | None:
    if invoer.duidelijk_ja:
        gevaar = [GEVAAR + g.soort for g in intake.gevaar]
        return overdracht(intake, [*gevaar, *_mee(intake)], wereld)
    return overdracht(intake, _mee(intake), wereld) if invoer.intent in _NEE else None


def _met_gehoord(intake: Intake) -> Intake:
    """Return an intake in which what was heard but not confirmed stands in the person's words."""
    for gehoord in intake.gehoord:
        if not any(gehoord.woorden in tekst for tekst in intake.eigen_tekst):
            intake = intake.bewaar(gehoord.woorden)
    return intake


def _jong_delen(intake: Intake, stap: Stap, invoer: Invoer, wereld: Wereld) -> Uitkomst | None:
    """Take the one answer about what goes along, and to which teams.

    With several teams a no is a no to all of it: then only those teams are asked about.
    """
    if set(ontvangers(intake)) - set(genoemde(intake)):
        return zeg(intake)  # a team came after the question: asked again with its name
    zonder = intake.zonder("jong_mee")
    niet = _liever_niet(intake, invoer) if len(intake.teams) > 1 else None
    if niet is not None:
        nieuw = intake.beantwoord("teams", niet)
        return zeg(nieuw) if ontvangers(nieuw) else mens_nu(nieuw, wereld)
    if invoer.duidelijk_ja:
        gezegd = intake.met("jong_mee") if intake.is_("stil") else intake
        return overdracht(gezegd, _jong_mee(intake), wereld)
    if invoer.keuze == "alleen_mens" or (invoer.intent in _NEE and len(ontvangers(intake)) == 1):
        return overdracht(zonder, _mee(zonder), wereld)
    return zeg(zonder.zij("teams_mens")) if invoer.intent in _NEE else None


def jong_regels(intake: Intake) -> list[str]:
    """Return the lines that somebody young is asked about: all, or those with a neutral word."""
    kort = ("leeftijdsgroep", *dict.fromkeys(GEVAAR + g.soort for g in intake.gevaar))
    return list(kort) if intake.is_("stil") else [regel.id for regel in regels(intake)]


def _jong_mee(intake: Intake) -> list[str]:
    return list(dict.fromkeys((*jong_regels(intake), *_mee(intake))))


# -- afterwards ----------------------------------------------------------------------------------


def _na_overdracht(intake: Intake, stap: Stap, invoer: Invoer, _wereld: Wereld) -> Uitkomst | None:
    if invoer.behoeften:
        return _erbij(intake, stap, invoer)
    if invoer.keuze == "erbij" or invoer.intent == "ja":
        return zeg(intake.zij("nog_iets"))
    if invoer.intent in _NEE:
        return zeg(intake.zij("gestopt"))
    return _erbij(intake, stap, invoer)


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
    if invoer.intent in _NEE:
        return zeg(intake.zij("gestopt"))
    return _erbij(intake, stap, invoer)


SOORTEN: dict[str, Neem] = {
    "samenvatting": _samenvatting,
    "verander": _verander,
    "teams": _teams,
    "teams_mens": _teams_mens,
    "toestemming": _toestemming,
    "bevestig": _bevestig,
    "gevaar_delen": _gevaar_delen,
    "jong_delen": _jong_delen,
    "na_overdracht": _na_overdracht,
    "niets_gedeeld": _niets_gedeeld,
}
