"""What is said in between: an answer of its own, after which the talk goes on where it was."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from bot.intake.begrip import niet_begrepen, troost
from bot.intake.behoeften import catalogus
from bot.intake.crisis import ANDER, jong
from bot.intake.delen import liever_niet_met
from bot.intake.herken import kaal, opdracht, zegt_iets
from bot.intake.intake import OPNIEUW, Intake
from bot.intake.invoer import Invoer, Wereld
from bot.intake.naar_mens import mens_nu
from bot.intake.stappen import huidige
from bot.intake.talen import gekozen, gevraagd
from bot.intake.teamkeuze import ontvangers
from bot.intake.uitkomst import Bericht, Uitkomst, doe, zeg
from bot.intake.veld import Veld
from bot.intake.zelf import ook_zelf
from bot.intake.zijpad import in_taal

#: Side questions in which going back undoes an answer; the others it only closes.
_MET_ANTWOORD = ("menu", "nog_iets")
#: Side questions about a human: asking for one here is a yes.
_MENS = (
    "crisis", "crisis_zelfdoding", "mens", "hulpverlener", "andere_taal", "jong_delen",
    "gevaar_delen", "teams_mens",
)  # fmt: skip


def _niet_gehoord(intent: str) -> tuple[str, ...]:
    """Return the needs that such a message has the words of but does not ask for.

    They are somebody else's, or what the person does not want.
    """
    if intent == "zorg_om_ander":
        return tuple(catalogus())
    return ("aangifte",) if intent == "geen_politie" else ()


#: A message of so many words says an age and nothing else.
_ALLEEN_LEEFTIJD = 5
#: A typed way back in more words than this tells what was wrong.
_ALLEEN_TERUG = 4
#: What is asked again rather than undone, where a way back names it.
_VEILIG = re.compile(r"veilig|\bgevaar", re.IGNORECASE)
_LEEFTIJD = re.compile(
    r"leeftijd|\b(?:jonger|ouder|volwassen|(?:minder|meerder)jarig)\b"
    r"|\bben (?:\w+ )?\d{1,2}\b|\b\d{1,2} jaar\b",
    re.IGNORECASE,
)
#: Acts that ask something else of who worries about another than of who speaks of themselves.
OVER_ANDER = frozenset({"vervolg"})

Inval = Callable[[Intake, Invoer, Wereld], Uitkomst]


def ga_in_op(intake: Intake, invoer: Invoer, wereld: Wereld) -> Uitkomst:
    """Answer an act: by its own rule, or with the fixed text of its name.

    Needs that are heard in the same message are never lost: they are noted, to be confirmed.
    """
    if intake.tussen not in ANDER:
        niet = _niet_gehoord(invoer.intent)
        zelf = ook_zelf(invoer)
        intake = intake.hoor(b for b in invoer.behoeften if b.label not in niet or b in zelf)
    if invoer.intent != "buiten_bereik" and not _zegt_niets(invoer):
        intake = intake.vergeet("misverstaan")
        # Who was understood does not read once more that they were not.
        if intake.tussen == "vastgelopen" and invoer.intent != "uitleg":
            intake = intake.zij(None)
    inval = INVALLEN.get(invoer.intent)
    if inval is not None:
        return inval(intake, invoer, wereld)
    over_ander = intake.tussen in ANDER and invoer.intent in OVER_ANDER
    return zeg(intake, f"utter_{'ander_' if over_ander else ''}{invoer.intent}")


def _begin(intake: Intake, _invoer: Invoer, _wereld: Wereld) -> Uitkomst:
    if intake.is_("begonnen"):
        return zeg(intake)
    return zeg(intake.met("begonnen"), "utter_begin")


def _hervat(intake: Intake, _invoer: Invoer, _wereld: Wereld) -> Uitkomst:
    intake = replace(intake, lijst="")  # the list of before may stand far above
    return zeg(intake.zij(None) if intake.tussen == "gestopt" else intake)


def zonder_politie(intake: Intake, invoer: Invoer) -> Intake:
    """Return *intake* of who wants no police: the aangifte that they wanted before is out of it.

    Nor does the question stay open what may stand there about it.
    """
    nieuw = intake.schrap_wens("aangifte")
    if nieuw.tussen == OPNIEUW + "aangifte":
        nieuw = nieuw.zij(None)
    nieuw = nieuw.zet("aangifte", Veld("wil_niet", invoer.bron))
    return liever_niet_met(nieuw, invoer.getypt, invoer.bron) if invoer.getypt else nieuw


def _geen_politie(intake: Intake, invoer: Invoer, _wereld: Wereld) -> Uitkomst:
    return zeg(zonder_politie(intake, invoer), "utter_geen_politie")


def _hulpverlener(intake: Intake, _invoer: Invoer, wereld: Wereld) -> Uitkomst:
    """Offer a human; about somebody else only the helpdesk, for no case opens without them."""
    if intake.tussen in ANDER:
        return zeg(intake.zij("ander_kaart"), "utter_ander_hulpverlener")
    if intake.tussen in _MENS:
        return mens_nu(intake, wereld)
    er_is_iemand = _aanwezig(intake, wereld)
    nu = intake.zonder("niemand")
    if er_is_iemand.response != "utter_mens_aanwezig":
        nu = intake.met("niemand")
    return Uitkomst(nu.zij("hulpverlener"), (er_is_iemand,))


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


def _minderjarig(intake: Intake, invoer: Invoer, _wereld: Wereld) -> Uitkomst:
    if intake.tussen in ANDER:
        return zeg(intake, "utter_ander_minderjarig")
    meer = invoer.behoeften or len(invoer.getypt.split()) > _ALLEEN_LEEFTIJD
    return jong(intake, invoer.getypt if meer else "")


def _buiten_bereik(intake: Intake, invoer: Invoer, _wereld: Wereld) -> Uitkomst:
    """Say what is no use here; what may be misheard so twice in a row leads to a human.

    Distress is met as that, and its words are kept.
    """
    if not invoer.getypt or invoer.behoeften or intake.tussen in ANDER:
        return zeg(intake.vergeet("misverstaan"), "utter_buiten_bereik")
    zwaar = troost(invoer)
    gehouden = intake.bewaar(invoer.getypt) if zwaar else intake
    return niet_begrepen(gehouden, invoer, zwaar or "utter_buiten_bereik")


def _andere_taal(intake: Intake, invoer: Invoer, _wereld: Wereld) -> Uitkomst:
    """Show the short page in the language asked for; else offer these, and a human.

    In the middle of something else, and when asked again, only the sentence.
    """
    taal = gevraagd(kaal(invoer.getypt))
    if taal is not None:
        return zeg(in_taal(intake, taal))
    bezig = intake.tussen is not None and not invoer.knop
    if intake.is_("stil") or intake.is_("simpel"):  # the short question says it by itself
        return zeg(intake if bezig else intake.zij("andere_taal"))
    eerder = intake.tel("andere_taal") and not invoer.knop
    if eerder or bezig:
        return zeg(intake, "utter_andere_taal")
    return zeg(intake.tel_op("andere_taal").zij("andere_taal"), "utter_andere_taal")


def _stoppen(intake: Intake, _invoer: Invoer, _wereld: Wereld) -> Uitkomst:
    return zeg(intake.zij("gestopt"), "utter_stoppen")


def _wissen(intake: Intake, _invoer: Invoer, _wereld: Wereld) -> Uitkomst:
    return zeg(intake.zij("wissen"))


def _terug(intake: Intake, invoer: Invoer, _wereld: Wereld) -> Uitkomst:
    """Undo the last answer, or close the side question; what is typed beside it is kept.

    Who says that their safety or their age is not as they said is asked that again.
    """
    if _vertelt_erbij(intake, invoer.getypt):
        intake = intake.bewaar(invoer.getypt)
        weer = _weer(intake, invoer.getypt)
        if weer is not None:
            return zeg(intake.zij(OPNIEUW + weer), "utter_bewaard")
    if intake.tussen is not None and intake.tussen not in _MET_ANTWOORD:
        return zeg(intake.zij(None))
    vorige: Intake | None = intake
    while vorige is not None and _zelfde(vorige, intake):
        vorige = None if len(vorige.gedaan) <= intake.tel("vast") else vorige.terug()
    return zeg(vorige, "utter_terug") if vorige else zeg(intake.zij(None), "utter_terug_niets")


def _vertelt_erbij(intake: Intake, getypt: str) -> bool:
    """Tell whether a way back says more than that, of the person themselves."""
    kort = len(getypt.split()) <= _ALLEEN_TERUG or opdracht(getypt) is not None
    return not kort and intake.tussen not in ANDER


def _weer(intake: Intake, getypt: str) -> str | None:
    """Return the step about safety or age that *getypt* speaks of, where it has an answer."""
    if _VEILIG.search(getypt) and "veilig_nu" in intake.gesloten:
        return "veilig_nu"
    gezegd = intake.veld("leeftijdsgroep").waarde is not None
    return "leeftijd" if gezegd and _LEEFTIJD.search(getypt) else None


def _zelfde(een: Intake, ander: Intake) -> bool:
    """Tell whether somebody would see no difference: the same question over the same answers."""
    beide = [(huidige(i).naam, i.velden, i.gehoord, i.rang, i.gevaar) for i in (een, ander)]
    return beide[0] == beide[1]


def _zegt_niets(invoer: Invoer) -> bool:
    return bool(invoer.getypt) and not zegt_iets(invoer.getypt)


def _uitleg(intake: Intake, invoer: Invoer, _wereld: Wereld) -> Uitkomst:
    """Explain the question; to who has little Dutch in their own language.

    Who then types signs alone once more is not helped by it: a human and pictures are.
    """
    taal, huidig = gekozen(intake.merken), intake.tussen or ""
    if taal is not None and not huidig.startswith("in_taal"):
        return zeg(in_taal(intake, taal))
    uitleg = f"utter_uitleg_{huidige(intake).response}"
    if _zegt_niets(invoer) and intake.tussen is None:
        return niet_begrepen(intake, invoer, uitleg)
    return zeg(intake, uitleg)


def _code(intake: Intake, _invoer: Invoer, _wereld: Wereld) -> Uitkomst:
    return Uitkomst(intake, (doe("code"),))


INVALLEN: Mapping[str, Inval] = {
    "begin": _begin,
    "hervat": _hervat,
    "geen_politie": _geen_politie,
    "hulpverlener": _hulpverlener,
    "zorg_om_ander": _zorg_om_ander,
    "minderjarig": _minderjarig,
    "buiten_bereik": _buiten_bereik,
    "andere_taal": _andere_taal,
    "stoppen": _stoppen,
    "afscheid": _stoppen,
    "wissen": _wissen,
    "terug": _terug,
    "uitleg": _uitleg,
    "code": _code,
}
