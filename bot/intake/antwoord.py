"""How an answer is taken: by the kind of the step that the talk is in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from bot.intake import delen, elders, naar_mens, stil_antwoord, wensen, zijpad
from bot.intake.acten import KORT, NEE, STERK, VRIJ, VRIJ_KORT, ZEKER
from bot.intake.begrip import is_zwaar, niet_begrepen
from bot.intake.crisis import crisis, jong
from bot.intake.erbij import behoeften, met_erbij
from bot.intake.intake import OPNIEUW, Intake
from bot.intake.invoer import Invoer, Wereld
from bot.intake.keuze import gekozen, genoemd, plekken, zegt_meer
from bot.intake.stappen import Stap, huidige
from bot.intake.talen import gekozen as gekozen_taal
from bot.intake.uitkomst import Bericht, Neem, Uitkomst, doe, zeg
from bot.intake.veld import CODES, Veld

JA_NEE = ("ja", "nee", "weet_niet")
#: Kinds of steps that take a few typed words only where they name a choice; so these can be tried
#: before the act that the NLU saw in them ("thuis", "19", "een vrouw").
_KEUZES = (
    "keuze", "leeftijd", "onveilig_waar", "rang", "teams", "teams_mens", "jong_delen",
    "hulpverlener",
)  # fmt: skip
#: An age, and not another number: "ik ben 17", "17", "17 jaar"; not "al 3 jaar hier".
_JAREN = re.compile(
    r"\bben\s+(?:\w+\s+)?(\d{1,2})\b|^\W*(\d{1,2})(?:\s+jaar)?(?:\s+oud)?\W*$", re.I
)
#: From so many typed words an answer is something told.
_VERTELD = 5
#: Side steps that any message closes, and is then taken as an answer to the talk itself.
_DOORLATEN = ("gestopt", "vastgelopen", "mens")


def beantwoord(intake: Intake, invoer: Invoer, wereld: Wereld) -> Uitkomst:
    """Take *invoer* as the answer to the current question; words that do not fit are kept."""
    uitkomst = neem(intake, invoer, wereld)
    if uitkomst is not None:
        return uitkomst
    if intake.tussen in _DOORLATEN:
        return beantwoord(intake.zij(None), invoer, wereld)
    return met_erbij(huidige(intake), invoer, niet_begrepen(intake, invoer))


def neem(intake: Intake, invoer: Invoer, wereld: Wereld) -> Uitkomst | None:
    """Take *invoer* as an answer, or return None where it is none; what it says more is kept."""
    stap = huidige(intake)
    if invoer.keuze == "genoeg":
        return zeg(zijpad.genoeg(intake))
    if invoer.keuze == "plaatjes":
        # Safety comes first, whatever else can be chosen; the pictures come after it by themselves.
        veilig = "veilig_nu" in intake.gesloten
        return zeg(intake.zij("menu")) if veilig else zeg(intake.zij(None), "utter_eerst_veilig")
    if invoer.keuze == "verder":
        return elders.verder(intake) if stap.soort == "crisis" else zeg(intake.zij(None))
    if invoer.keuze == "rechten":
        rechten = (Bericht("utter_rechten"), zijpad.rechtenkaart(intake, wereld))
        return Uitkomst(intake, rechten)
    if invoer.keuze == "lijst":
        return zijpad.lijst(intake)
    taal = gekozen_taal(intake.merken) if invoer.keuze == "mijn_taal" else None
    if taal is not None:
        return zeg(zijpad.in_taal(intake, taal))
    uitkomst = SOORTEN[stap.soort](intake, stap, invoer, wereld)
    return uitkomst and met_erbij(stap, invoer, _sluit_opnieuw(intake, uitkomst))


def _sluit_opnieuw(intake: Intake, uitkomst: Uitkomst) -> Uitkomst:
    """Go back to the summary once the question that was asked again has its answer."""
    nieuw = uitkomst.intake
    opnieuw = (nieuw.tussen or "").startswith(OPNIEUW) and nieuw.tussen == intake.tussen
    beantwoord_ = len(nieuw.gedaan) > len(intake.gedaan) and nieuw.gedaan[-1].sluit
    return replace(uitkomst, intake=nieuw.zij(None)) if opnieuw and beantwoord_ else uitkomst


def is_antwoord(intake: Intake, invoer: Invoer) -> bool:
    """Tell whether an act, typed in this step, is what was asked for and no interruption."""
    stap = huidige(intake)
    if invoer.knop or not invoer.getypt or invoer.getypt.endswith("?"):
        return False
    kort = len(invoer.getypt.split()) <= KORT
    if invoer.intent in stap.ook:
        return True
    if invoer.intent in STERK and invoer.zeker >= ZEKER:
        return False
    if kort and (stap.soort in _KEUZES or genoemd(stap, invoer)):
        return True
    onzeker = invoer.intent in VRIJ_KORT or invoer.zeker < ZEKER
    return stap.vrij and (invoer.intent in VRIJ or (kort and onzeker))


def sla_over(intake: Intake, stap: Stap) -> Uitkomst:
    """Return an intake in which the person would not say what *stap* asked.

    Skipped when it is asked once more, the answer stands as it was.
    """
    if (intake.tussen or "").startswith(OPNIEUW):
        return zeg(intake.zij(None))
    open_ = [naam for naam in stap.velden if intake.veld(naam).waarde is None]
    return zeg(intake.sla_over(stap.naam, *open_))


def vul(intake: Intake, stap: Stap, waarde: str, invoer: Invoer) -> Intake:
    """Return an intake with *waarde* as the answer to *stap*, and what was said beside it.

    Needs are heard; words that say more than the choice stay as the person's own.
    """
    nieuw = intake.zet(stap.velden[0], Veld(waarde, invoer.bron))
    if waarde in CODES and zegt_meer(stap, invoer):
        nieuw = nieuw.bewaar(invoer.getypt)
    if stap.naam == "aangifte" and waarde == "wil_niet":
        nieuw = nieuw.schrap_wens("aangifte")
    return intake.beantwoord(stap.naam, nieuw.hoor(behoeften(invoer)))


# -- the kinds of steps --------------------------------------------------------------------------


def _ja_nee(intake: Intake, stap: Stap, invoer: Invoer, _wereld: Wereld) -> Uitkomst | None:
    if invoer.intent == "overslaan":
        return sla_over(intake, stap)
    waarde = genoemd(stap, invoer)
    if invoer.intent in JA_NEE and waarde != "nee":
        waarde = invoer.intent  # "nou ja, niet veilig" is a no, whatever it begins with
    return zeg(vul(intake, stap, waarde, invoer)) if waarde else None


def _bang(intake: Intake, stap: Stap, invoer: Invoer, wereld: Wereld) -> Uitkomst | None:
    """Take the answer; after a yes or a bit, a line of a safety plan and the idea of a code word.

    Nothing is asked: no name, and never the word itself.
    """
    uitkomst = _ja_nee(intake, stap, invoer, wereld)
    if uitkomst is None:
        return None
    waarde = uitkomst.intake.veld(stap.velden[0]).waarde
    beetje = waarde == "weet_niet" and genoemd(stap, invoer)
    return zeg(uitkomst.intake, "utter_veilig_plan") if waarde == "ja" or beetje else uitkomst


def _meekijken(intake: Intake, stap: Stap, invoer: Invoer, wereld: Wereld) -> Uitkomst | None:
    uitkomst = _ja_nee(intake, stap, invoer, wereld)
    if uitkomst is None:
        return None
    nieuw, waarde = uitkomst.intake, uitkomst.intake.veld(stap.velden[0]).waarde
    if waarde == "ja":
        gezegd = zeg(nieuw.met("stil"), "utter_stil_aan")
        return Uitkomst(gezegd.intake, (doe("stil", aan=True), *gezegd.berichten))
    if waarde == "weet_niet":
        return zeg(nieuw, "utter_meekijken_weet_niet")
    if intake.is_("stil"):
        return Uitkomst(nieuw.zonder("stil"), (doe("stil", aan=False),))
    return uitkomst


def _gevaar_nu(intake: Intake, stap: Stap, invoer: Invoer, wereld: Wereld) -> Uitkomst | None:
    uitkomst = _ja_nee(intake, stap, invoer, wereld)
    if uitkomst is None:
        return None
    if invoer.intent == "ja":
        woorden = "" if _kaal_ja(invoer) else invoer.getypt
        gevaar = crisis(intake, Invoer("acuut_gevaar", woorden, behoeften=invoer.behoeften))
        return replace(gevaar, intake=intake.beantwoord(stap.naam, gevaar.intake))
    if invoer.intent == "weet_niet":
        return zeg(uitkomst.intake, "utter_gevaar_misschien")
    return uitkomst


def _onveilig_waar(intake: Intake, stap: Stap, invoer: Invoer, _wereld: Wereld) -> Uitkomst | None:
    bezig = any(intake.veld(naam).waarde for naam in stap.velden)
    if invoer.intent == "overslaan" and not bezig:
        return sla_over(intake, stap)
    klaar = invoer.keuze == "klaar" or invoer.intent in ("overslaan", "weet_niet")
    if klaar or (bezig and invoer.intent == "nee"):
        return zeg(intake.beantwoord(stap.naam, intake))
    if invoer.keuze in ("overal", "nergens") or invoer.intent == "nee":
        waarde = "nee" if invoer.keuze == "overal" else "ja"
        waarden = dict.fromkeys((n for n in stap.velden if not intake.veld(n).waarde), waarde)
    else:
        waarden = {f"veilig.{plek}": "nee" for plek in plekken(stap, invoer)}
    nieuw = intake
    for naam, waarde in waarden.items():
        nieuw = nieuw.zet(naam, Veld(waarde, invoer.bron))
    vol = all(nieuw.veld(naam).waarde for naam in stap.velden)
    return zeg(intake.beantwoord(stap.naam, nieuw, sluit=vol)) if waarden else None


def _keuze(intake: Intake, stap: Stap, invoer: Invoer, _wereld: Wereld) -> Uitkomst | None:
    if invoer.intent == "overslaan":
        return sla_over(intake, stap)
    waarde = gekozen(stap, invoer)
    if waarde is None and invoer.intent == "weet_niet":
        if "weet_niet" not in stap.opties:
            return zeg(intake.beantwoord(stap.naam, intake))
        waarde = "weet_niet"
    if waarde is None and stap.soort == "keuze" and genoemd(stap, invoer):
        waarde = invoer.getypt  # "een man mag ook": not one of ours, so their own words
    return zeg(vul(intake, stap, waarde, invoer)) if waarde else None


def _leeftijd(intake: Intake, stap: Stap, invoer: Invoer, wereld: Wereld) -> Uitkomst | None:
    jaren = _JAREN.search(invoer.getypt)
    if jaren and not invoer.knop:
        groep = "<18" if int(jaren[1] or jaren[2]) < 18 else "18+"
        invoer = Invoer("keuze", invoer.tekst, keuze=groep)
        uitkomst: Uitkomst | None = zeg(vul(intake, stap, groep, invoer))
    else:
        uitkomst = _keuze(intake, stap, invoer, wereld)
    if uitkomst and uitkomst.intake.veld("leeftijdsgroep").waarde == "<18":
        return jong(uitkomst.intake)
    return uitkomst


def _woorden(intake: Intake, stap: Stap, invoer: Invoer, _wereld: Wereld) -> Uitkomst | None:
    if invoer.intent == "overslaan":
        return sla_over(intake, stap)
    if invoer.keuze == "vertel" or (_kaal_ja(invoer) and not intake.tel("typ_maar")):
        return zeg(intake.tel_op("typ_maar"), "utter_typ_maar")
    waarde = invoer.keuze if invoer.knop else invoer.getypt
    if not waarde:
        return None
    nieuw = _eigen_woorden(intake, stap, waarde, invoer)
    return zeg(nieuw, *_woord_terug(stap, invoer))


def _woord_terug(stap: Stap, invoer: Invoer) -> tuple[str, ...]:
    """Return a word for what somebody told; a short answer needs none."""
    if len(invoer.getypt.split()) < _VERTELD:
        return ()
    if stap.naam == "misgegaan":
        return ("utter_misgegaan_gehoord",)
    return ("utter_zwaar_genoteerd" if is_zwaar(invoer.getypt) else "utter_genoteerd",)


def _kaal_ja(invoer: Invoer) -> bool:
    """Tell whether the message says only yes, where more was asked for."""
    return invoer.intent == "ja" and len(invoer.getypt.split()) <= 3


def _eigen_woorden(intake: Intake, stap: Stap, waarde: str, invoer: Invoer) -> Intake:
    nieuw = intake.zet(stap.velden[0], Veld(waarde, invoer.bron))
    return intake.beantwoord(stap.naam, nieuw).vergeet("typ_maar")


def _hoe(intake: Intake, stap: Stap, invoer: Invoer, wereld: Wereld) -> Uitkomst | None:
    if invoer.intent in NEE:
        return zeg(intake.beantwoord(stap.naam, intake.zet("poort.hoe", Veld("nee", invoer.bron))))
    ja = intake.zet("poort.hoe", Veld("ja", invoer.bron))
    if invoer.knop or _kaal_ja(invoer):
        return zeg(intake.beantwoord(stap.naam, ja)) if invoer.intent == "ja" else None
    if not invoer.getypt:
        return None
    gezegd = ja.zet("hoe.anders", Veld(invoer.getypt, invoer.bron))
    return zeg(intake.beantwoord(stap.naam, gezegd), "utter_genoteerd")


def _liever_niet(intake: Intake, stap: Stap, invoer: Invoer, _wereld: Wereld) -> Uitkomst | None:
    al = any(intake.veld(naam).waarde for naam in stap.velden)
    klaar = invoer.keuze in ("klaar", "niets") or invoer.intent in NEE
    if klaar and al:
        return zeg(intake.beantwoord(stap.naam, intake))
    if invoer.keuze == "niets" or invoer.intent == "nee":
        niets = intake.zet("liever_niet", Veld((), invoer.bron))
        return zeg(intake.beantwoord(stap.naam, niets))
    if klaar:
        return sla_over(intake, stap)
    if invoer.keuze == "vertel" or _kaal_ja(invoer):
        return zeg(intake, "utter_typ_maar")
    woord = invoer.keuze if invoer.knop else invoer.getypt
    if not woord or (invoer.knop and woord not in stap.opties):
        return None
    nieuw = delen.liever_niet_met(intake, woord, invoer.bron)
    return zeg(intake.beantwoord(stap.naam, nieuw, sluit=False))


SOORTEN: Mapping[str, Neem] = {
    "ja_nee": _ja_nee,
    "bang": _bang,
    "meekijken": _meekijken,
    "gevaar_nu": _gevaar_nu,
    "onveilig_waar": _onveilig_waar,
    "keuze": _keuze,
    "leeftijd": _leeftijd,
    "woorden": _woorden,
    "hoe": _hoe,
    "liever_niet": _liever_niet,
    **wensen.SOORTEN,
    **stil_antwoord.SOORTEN,
    **delen.SOORTEN,
    **naar_mens.SOORTEN,
    **zijpad.SOORTEN,
}
