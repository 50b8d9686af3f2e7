"""The side questions beside the talk: after danger, for a human, for somebody else, to stop."""

from __future__ import annotations

import re
from datetime import date

from bot.intake import rechten, sociale_kaart
from bot.intake.acten import NEE
from bot.intake.begrip import onthoud
from bot.intake.crisis import geen_gevaar
from bot.intake.delen import liever_niet_met
from bot.intake.elders import verder
from bot.intake.intake import Intake
from bot.intake.invoer import Invoer, Wereld, rest
from bot.intake.keuze import gekozen, inhoud
from bot.intake.naar_mens import mens_nu
from bot.intake.regels import regels
from bot.intake.stappen import Stap
from bot.intake.stil_antwoord import zie_lijst
from bot.intake.talen import TAAL, Taal, talen
from bot.intake.uitkomst import Bericht, Neem, Uitkomst, doe, toon, zeg
from bot.intake.veld import EIGEN, KNOP, Veld
from bot.intake.verwijzen import adressen, adressen_gevraagd, gewenst, kaart, leeftijdsgroep
from bot.intake.zelf import noemt_zich

#: Whom somebody who worries about another can ask, by who they are.
ADRESSEN = {
    "bekende": ("comensha", "veiligthuis", "chatmetfier"),
    "school": ("veiligthuis", "comensha"),
    "zorg": ("comensha", "zorgcoordinator", "veiligthuis"),
    "ngo": ("comensha", "zorgcoordinator"),
    "werk": ("comensha", "fairwork", "arbeidsinspectie"),
}
#: With these words a need is asked for; without them its word may be of a place: "de opvang".
_NODIG = re.compile(
    r"\b(?:nodig|zoek|(?:heb|krijg) (?:\w+ )?geen|wil (?:\w+ )?(?:een|graag))\b", re.IGNORECASE
)
#: A yes or no in so many words says nothing more.
_KAAL = 3


def _crisis(intake: Intake, _stap: Stap, invoer: Invoer, wereld: Wereld) -> Uitkomst | None:
    if invoer.intent == "ja":
        return mens_nu(intake, wereld)
    if invoer.keuze == "geen_gevaar":
        return zeg(geen_gevaar(intake).zij(None), "utter_geen_gevaar")
    if invoer.intent in ("nee", "overslaan"):
        return verder(intake)
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
        over = geen_gevaar(intake, "zelfdoding")
        return zeg(over.zij(None), "utter_crisis_zelfdoding_nee")
    if invoer.intent not in ("ja", "weet_niet", "overslaan"):
        intake = onthoud(intake, invoer)
    return zeg(intake.zij("crisis"), "utter_crisis_zelfdoding_ja")


def _mens(intake: Intake, _stap: Stap, invoer: Invoer, wereld: Wereld) -> Uitkomst | None:
    if invoer.intent == "ja":
        return mens_nu(intake, wereld)
    return zeg(intake.zij(None)) if invoer.intent in NEE else None


def _hulpverlener(intake: Intake, _stap: Stap, invoer: Invoer, wereld: Wereld) -> Uitkomst | None:
    if invoer.keuze == "mens_nu" or invoer.intent == "ja":
        return mens_nu(intake, wereld)
    if invoer.keuze == "adressen":
        return adressen_gevraagd(intake, wereld, "utter_adressen", nu=True)
    if invoer.keuze == "eerst_samenvatting" or "samenvatting" in invoer.getypt.lower():
        return _eerst_samenvatting(intake)
    return zeg(intake.zij(None)) if invoer.intent in NEE else None


def _eerst_samenvatting(intake: Intake) -> Uitkomst:
    """Go to what was noted until now; without a need that still takes the short questions."""
    nieuw = genoeg(intake, "genoeg" if intake.wensen else "lijst_eerst")
    leeg = not regels(intake) and not intake.gehoord
    return zeg(nieuw, "utter_nog_niets") if leeg else zeg(nieuw)


def genoeg(intake: Intake, merk: str = "genoeg") -> Intake:
    """Return an intake in which no more is asked than must be; going back asks it after all."""
    return intake.beantwoord("genoeg", intake.met(merk).zij(None), sluit=False)


def _andere_taal(intake: Intake, stap: Stap, invoer: Invoer, wereld: Wereld) -> Uitkomst | None:
    taal = talen().get(invoer.keuze or "")
    if taal is not None:
        return zeg(in_taal(intake, taal))
    return _mens(intake, stap, invoer, wereld)


def in_taal(intake: Intake, taal: Taal) -> Intake:
    """Return an intake at the page in *taal*; from now on the talk is in the plainest Dutch."""
    eerder = [merk for merk in intake.merken if merk.startswith(TAAL)]
    nieuw = intake.zonder(*eerder).met("simpel", TAAL + taal.code)
    return nieuw.zet("hoe.taal", Veld(taal.naam, KNOP)).zij(f"in_taal:{taal.code}")


def _in_taal(intake: Intake, _stap: Stap, invoer: Invoer, wereld: Wereld) -> Uitkomst | None:
    """Get a human and an interpreter: the page said that the language goes along."""
    if invoer.keuze == "taal_mens" or invoer.intent == "ja":
        taal = talen()[(intake.tussen or "").partition(":")[2]]
        nieuw = intake.beantwoord("taal", intake.zet("hoe.taal", Veld(taal.naam, KNOP)))
        nieuw = nieuw.beantwoord("tolk", nieuw.zet("hoe.tolk", Veld("ja", KNOP)))
        return mens_nu(nieuw.met("taal_mee"), wereld)
    return zeg(intake.zij(None)) if invoer.intent in NEE else None


def _ander_wie(intake: Intake, stap: Stap, invoer: Invoer, wereld: Wereld) -> Uitkomst | None:
    """Show the card; whoever does not say who they are gets the one for anybody."""
    if noemt_zich(invoer):
        return zeg(intake.zij(None), "utter_ook_jij")
    rol = gekozen(stap, invoer) or "bekende"
    wie = sociale_kaart.bij_id(*ADRESSEN[rol])
    stappen = Bericht(f"utter_ander_{rol}")
    return Uitkomst(
        intake.zij("ander_kaart"),
        (stappen, *kaart(intake, wie, date.fromisoformat(wereld.vandaag))),
    )


def _ander_kaart(intake: Intake, _stap: Stap, invoer: Invoer, _wereld: Wereld) -> Uitkomst | None:
    if invoer.keuze == "ook_ik" or noemt_zich(invoer):
        return zeg(intake.zij(None), "utter_ook_jij")
    if invoer.keuze == "ander_gevaar":
        return zeg(intake, "utter_ander_gevaar")
    if invoer.keuze == "klaar" or invoer.intent in NEE:
        if intake.gehoord:  # what they said to need themselves is not left lying
            return zeg(intake.zij(None), "utter_ook_jij")
        return zeg(intake.zij("gestopt"))
    return zeg(intake, "utter_ander_luister")


def _klacht(intake: Intake, stap: Stap, invoer: Invoer, wereld: Wereld) -> Uitkomst | None:
    """Keep where help went wrong, and show who helps elsewhere (seed statement A14).

    A need is no place: it goes to the talk. Where both are said, both are kept.
    """
    terug = intake.zij(None)
    nodig = tuple(b for b in invoer.behoeften if _NODIG.search(b.woorden))
    if nodig and not inhoud(stap, rest(invoer.getypt, nodig)):
        return zeg(onthoud(terug, invoer))
    terug = terug.hoor(nodig)
    if invoer.getypt and invoer.intent not in NEE:
        terug = intake.beantwoord(stap.naam, _zonder_plek(terug, invoer.getypt), sluit=False)
    elders = adressen(terug, wereld, ("juridisch",))
    return Uitkomst(terug, (Bericht("utter_klacht"), *elders))


def _zonder_plek(intake: Intake, plek: str) -> Intake:
    """Return an intake in which nobody of *plek* gets the summary, and *plek* is not proposed."""
    eerder = intake.veld("eerder_misgegaan").waarde
    woorden = f"{eerder} / {plek}" if isinstance(eerder, str) else plek
    teams = {t.id for t in intake.teams if t.naam.lower() in plek.lower()}
    niet = tuple(dict.fromkeys((*(intake.veld("teams_niet").waarde or ()), *teams)))
    nieuw = intake.zet("eerder_misgegaan", Veld(woorden, EIGEN))
    nieuw = liever_niet_met(nieuw, plek, EIGEN)
    return nieuw.zet("teams_niet", Veld(niet, EIGEN)) if teams else nieuw


def rechtenkaart(intake: Intake, wereld: Wereld) -> Bericht:
    """Return the panel with the rights of every group: nobody is asked who they are.

    So no answer to that stands in the talk (seed statement B16).
    """
    vandaag = date.fromisoformat(wereld.vandaag)
    hulp = sociale_kaart.zonder_papieren(vandaag, leeftijdsgroep(intake))
    return toon(rechten.paneel(vandaag, gewenst(intake, hulp)))


def lijst(intake: Intake) -> Uitkomst:
    """Show what was noted so far, to copy by hand (seed statement B15)."""
    kaal = [
        {"id": r.id, "kop": r.kop, "tekst": r.tekst, "bron": r.bron, "knoppen": []}
        for r in regels(intake)
    ]
    if not kaal:
        return zeg(intake, "utter_lijst_leeg")
    return Uitkomst(
        intake, (Bericht("utter_lijst"), toon({"soort": "samenvatting", "regels": kaal}))
    )


def _wissen(intake: Intake, _stap: Stap, invoer: Invoer, _wereld: Wereld) -> Uitkomst | None:
    if invoer.duidelijk_ja:
        return Uitkomst(Intake().met("zwijg"), (doe("wissen"),))
    if invoer.intent == "ja":
        return zeg(intake)  # asked once more: what is wiped does not come back
    return zeg(intake.zij(None), "utter_niet_gewist") if invoer.intent in NEE else None


def _gestopt(intake: Intake, _stap: Stap, invoer: Invoer, _wereld: Wereld) -> Uitkomst | None:
    if invoer.keuze == "zonder_lijst":
        return zeg(zie_lijst(intake.zij(None), "nee", invoer.bron))
    if invoer.intent in ("ja", "overslaan"):
        return zeg(intake.zij(None))
    return zeg(intake) if invoer.intent == "nee" else None


def _vastgelopen(intake: Intake, _stap: Stap, invoer: Invoer, _wereld: Wereld) -> Uitkomst | None:
    """Take nothing: what is said here is an answer to the talk itself, but for a bare yes or no.

    That cannot be meant for a question that does not stand there (invariant 5): it is asked again.
    """
    kaal = invoer.duidelijk_ja or len(invoer.getypt.split()) <= _KAAL
    return zeg(intake.zij(None)) if invoer.intent in ("ja", "nee") and kaal else None


SOORTEN: dict[str, Neem] = {
    "crisis": _crisis,
    "crisis_zelfdoding": _crisis_zelfdoding,
    "mens": _mens,
    "hulpverlener": _hulpverlener,
    "andere_taal": _andere_taal,
    "in_taal": _in_taal,
    "ander_wie": _ander_wie,
    "ander_kaart": _ander_kaart,
    "klacht": _klacht,
    "wissen": _wissen,
    "gestopt": _gestopt,
    "vastgelopen": _vastgelopen,
}
