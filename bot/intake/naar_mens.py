"""The way to a human: what goes along with whom, and the handover itself.

Who asks for a human shares nothing but that; a line goes along only after a yes to it.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from bot.intake.acten import NEE
from bot.intake.crisis import JONGER, NIETS_MEE
from bot.intake.intake import Intake
from bot.intake.invoer import Invoer, Wereld
from bot.intake.regels import GEVAAR, regels
from bot.intake.samenvatting import samenvatting
from bot.intake.stappen import Stap
from bot.intake.stil import KIJKT_MEE
from bot.intake.teamkeuze import genoemde, laat_weg, ontvangers
from bot.intake.toon import MEE
from bot.intake.uitkomst import Bericht, Neem, Uitkomst, doe, zeg
from bot.intake.veld import KNOP, Veld
from bot.intake.verwijzen import adressen

#: A yes or a no in more words than this may say something else.
_KAAL = 4
#: The most urgent first.
_ERNST = ("acuut_gevaar", "medische_nood", "zelfdoding")


def mens_nu(intake: Intake, wereld: Wereld) -> Uitkomst:
    """Get a human and share nothing but that; danger goes along only after a yes to that line.

    Nobody is handed over without their danger for want of an answer: the question stays open until
    it has a yes or a no, and each handover asks anew.
    """
    if not ontvangers(intake):
        nieuw = intake.zij(None)
        return Uitkomst(nieuw, (Bericht("utter_geen_team"), *adressen(nieuw, wereld)))
    vraagt = not intake.is_(NIETS_MEE)
    if vraagt and intake.veld("leeftijdsgroep").waarde == JONGER:
        # One question for somebody young: what goes along, the danger too, and to which teams.
        return _vraag(_met_gehoord(intake), "jong_delen")
    if set(ontvangers(intake)) - set(genoemde(intake)):
        return zeg(intake.zij("teams_mens"))
    if vraagt and intake.gevaar:
        return _vraag(intake, "gevaar_delen")
    return overdracht(intake, _mee(intake), wereld)


def _vraag(intake: Intake, stap: str) -> Uitkomst:
    """Ask what goes along; to who asks for a human in its place, with what each answer does."""
    weer = (f"utter_uitleg_{stap}",) if intake.tussen == stap else ()
    return zeg(intake.zij(stap), *weer)


def overdracht(intake: Intake, gedeeld: Collection[str], wereld: Wereld) -> Uitkomst:
    """Hand over the lines *gedeeld*; the router says the rest, and no question follows.

    That somebody looks along goes with them: each question before this said so (decision 0029).
    """
    teams = genoemde(intake)
    if not teams:
        return geen_team(intake)
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
    mee = (MEE,) if gedeeld else ()
    return Uitkomst(vast.zij(None).zonder(NIETS_MEE).met("zwijg", *mee), (bericht,))


def geen_team(intake: Intake) -> Uitkomst:
    """Return the answer where no team is left to hand over to: the talk goes on."""
    return zeg(intake.zij(None), "utter_geen_team")


def _mee(intake: Intake) -> list[str]:
    """Return the lines that go along with a human, as the question before it says.

    The language of who read the page in it; the age, after a yes to that alone.
    """
    jong = ["leeftijdsgroep"] if intake.is_("jong_mee") else []
    taal = intake.is_("taal_mee") or (intake.is_("simpel") and not intake.is_("stil"))
    return [*jong, "hoe.taal", "hoe.tolk"] if taal else jong


def _teams_mens(intake: Intake, _stap: Stap, invoer: Invoer, wereld: Wereld) -> Uitkomst | None:
    """Leave teams out before a human comes; with one left there is nothing more to choose."""
    niet = laat_weg(intake, invoer)
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
    return invoer.intent == "ja" or (not intake.is_("stil") and invoer.intent in NEE)


def _niet_door(intake: Intake, invoer: Invoer) -> Uitkomst | None:
    """Go back to the talk after a no; a yes to "nog een team?" does not say which."""
    if invoer.intent == "ja":
        return zeg(intake)
    return zeg(intake.zij(None)) if invoer.intent in NEE else None


def _gevaar_delen(intake: Intake, _stap: Stap, invoer: Invoer, wereld: Wereld) -> Uitkomst | None:
    if invoer.duidelijk_ja:
        gevaar = [GEVAAR + g.soort for g in intake.gevaar]
        return overdracht(intake, [*gevaar, *_mee(intake)], wereld)
    return overdracht(intake, _mee(intake), wereld) if invoer.intent in NEE else None


def _jong_delen(intake: Intake, stap: Stap, invoer: Invoer, wereld: Wereld) -> Uitkomst | None:
    """Take the one answer about what goes along, and to which teams.

    With several teams a no is a no to all of it: then only those teams are asked about.
    """
    if set(ontvangers(intake)) - set(genoemde(intake)):
        return zeg(intake)  # a team came after the question: asked again with its name
    zonder = intake.zonder("jong_mee")
    niet = laat_weg(intake, invoer) if len(intake.teams) > 1 else None
    if niet is not None:
        nieuw = intake.beantwoord("teams", niet)
        return zeg(nieuw) if ontvangers(nieuw) else mens_nu(nieuw, wereld)
    if invoer.duidelijk_ja:
        gezegd = intake.met("jong_mee") if intake.is_("stil") else intake
        return overdracht(gezegd, _jong_mee(intake), wereld)
    if invoer.keuze == "alleen_mens" or (invoer.intent in NEE and len(ontvangers(intake)) == 1):
        return overdracht(zonder, _mee(zonder), wereld)
    return zeg(zonder.met(NIETS_MEE).zij("teams_mens")) if invoer.intent in NEE else None


def _met_gehoord(intake: Intake) -> Intake:
    """Return an intake in which what was heard but not confirmed stands in the person's words."""
    for gehoord in intake.gehoord:
        if not any(gehoord.woorden in tekst for tekst in intake.eigen_tekst):
            intake = intake.bewaar(gehoord.woorden)
    return intake


def jong_regels(intake: Intake) -> list[str]:
    """Return the lines that somebody young is asked about: all, or those with a neutral word."""
    kort = ("leeftijdsgroep", *dict.fromkeys(GEVAAR + g.soort for g in intake.gevaar))
    return list(kort) if intake.is_("stil") else [regel.id for regel in regels(intake)]


def _jong_mee(intake: Intake) -> list[str]:
    return list(dict.fromkeys((*jong_regels(intake), *_mee(intake))))


SOORTEN: dict[str, Neem] = {
    "teams_mens": _teams_mens,
    "gevaar_delen": _gevaar_delen,
    "jong_delen": _jong_delen,
}
