"""What is answered while somebody waits for a human: for every act a fixed text of its own.

Rasa is not called then. What was typed is only understood, and each answer is one fixed text; what
is not understood is kept for the hulpverlener and gets one honest line, once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace

from bot.intake import sociale_kaart
from bot.intake.acten import ALTIJD, ANTWOORD, GOK, ZEKER
from bot.intake.begrip import dank
from bot.intake.crisis import SOORTEN
from bot.intake.herken import kaal, opdracht
from bot.intake.intake import Intake
from bot.intake.invoer import Invoer, Wereld
from bot.intake.states import Staat
from bot.intake.talen import Taal, gevraagd, talen, woordelijk
from bot.intake.teksten import teksten
from bot.intake.uitkomst import Bericht
from bot.intake.verwijzen import adressen, kaart

#: What can be typed only while somebody waits, beside the titles of the buttons.
OPDRACHTEN = {"adressen": "adressen"}
#: Acts that the router itself does.
DOEN = {"stoppen": "stoppen", "afscheid": "stoppen", "wissen": "wissen"}
#: What can be typed to a human without being meant for them; the bot then only names the button.
HINT = {"wissen": "utter_mens_wissen", "stoppen": "utter_mens_stoppen"}
#: Whether somebody is there at all, with nothing else in the message.
_IEMAND = re.compile(
    r"(?:(?:hallo|hoi|hey?|joehoe|en|maar) )*(?:"
    r"(?:is|zit|leest|kijkt|luistert|hoort|komt) "
    r"(?:er|daar|hier|dit)?\b ?(?:nu|nog|al|ook|wel)?\b ?"
    r"(?:dan )?(?:iemand|een mens|een hulpverlener)"
    r"(?: (?:er|daar|hier|dit|mee|nog|nu|al|aanwezig|wakker|online|me|mij))*"
    r"|(?:ben|zijn) (?:je|jij|jullie|u) (?:er|daar)(?: (?:nog|al|nu|wel))*"
    r"|(?:nog )?iemand(?: (?:er|daar|hier|nog|aanwezig|online))*"
    r"|waar (?:blijf|blijven|ben|zijn) (?:je|jij|jullie)(?: nou| nu)?"
    r")(?: (?:hallo|alsjeblieft|aub|a u b|of niet))*"
)
#: What became of what was shared: only a hulpverlener knows, and the overview shows it.
_ZAAK = re.compile(
    r"\b(?:m[e']?n|mijn|me) (?:\w+ )?(?:vra+g|vragen|zaak|verzoek|wens|wensen|lijst|aanvraag)\b"
    r"|\b(?:iets|wat|al|nieuws) (?:\w+ )?(?:gehoord|bekend|geregeld)\b|\b(?:is er|nog) nieuws\b"
)
_VRAAGT = re.compile(
    r"^(?:en |maar )?"
    r"(?:wat|hoe|weet|weten|heb|hebben|heeft|hebt|is|zijn|kun|kan|wanneer|waar|nog)\b"
)
#: A body that gets worse; said after a medische_nood it is one again.
_ERGER = re.compile(
    r"(?<!niet )\b(?:erger|heviger|bewusteloos)\b|\b(?:stopt|stopte|houdt?) (?:maar )?niet\b"
    r"|(?<!niet )\b(?:flauw\w*|val (?:bijna )?weg)\b"
    r"|\b(?:blijft?|nog steeds|steeds meer|zo ?veel|heel veel|meer) "
    r"(?:\w+ ){0,2}(?:bloed\w*|pijn)\b"
    r"|\bbloed\w* (?:\w+ )?(?:nog|door|steeds|harder|meer)\b"
)
#: Said when somebody is in distress, with the number to call now.
ZWAAR = "utter_wacht_zwaar"
#: It is said again to new distress after so many seconds, or so many messages without an answer.
_OPNIEUW = 300
_ZONDER_ANTWOORD = 2
#: What is answered to who stopped waiting, before the question: it is true then too.
_OOK_DICHT = frozenset({
    "bot_vraag", "anoniem", "politie_vraag", "geen_politie", "ben_ik_slachtoffer", "schaamte",
    "zorg_om_ander", "kosten", "overzicht", "groet",
})  # fmt: skip
#: After a talk was closed, these do not open it again: nothing is asked of anybody.
BLIJFT_DICHT = frozenset({"wissen", "stoppen", "afscheid", "dank", "adressen"})
#: Somebody asks for a place or a person for now, rather than telling what they need.
_NU = re.compile(
    r"\?|\b(waar|wie|nu|vannacht|vanavond|vandaag|direct|meteen|terecht|bellen|adres\w*)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Antwoord:
    """*berichten* to say, *doe* what the router does, *eenmaal* a line not to be said again.

    *genoemd* are marks of the needs for which places of help were shown.
    """

    berichten: tuple[Bericht, ...] = ()
    doe: str | None = None
    eenmaal: str | None = None
    genoemd: tuple[str, ...] = ()


def versta(invoer: Invoer) -> Invoer:
    """Return *invoer* as the command that it is, or without an act that was only guessed."""
    if woordelijk(kaal(invoer.getypt)) is not None:
        return replace(invoer, intent="andere_taal", behoeften=(), zeker=1.0)
    bevel = OPDRACHTEN.get(kaal(invoer.getypt)) or opdracht(invoer.getypt)
    if bevel is not None:
        return replace(invoer, intent=bevel, behoeften=(), zeker=1.0)
    eigen = _eigen_vraag(invoer)
    if eigen is not None:
        return replace(invoer, intent=eigen, zeker=1.0)
    if invoer.intent not in ANTWOORD | ALTIJD and invoer.zeker < GOK:
        return replace(invoer, intent="nlu_fallback")
    return invoer


def _eigen_vraag(invoer: Invoer) -> str | None:
    """Return what is asked of the waiting itself, which the understanding hears as a greeting."""
    woorden = kaal(invoer.getypt)
    groet = invoer.intent == "groet" and "?" in invoer.getypt
    if groet or (_IEMAND.fullmatch(woorden) and invoer.intent != "bot_vraag"):
        return "hulpverlener"
    if _ZAAK.search(woorden) and (_VRAAGT.search(woorden) or "?" in invoer.getypt):
        return "overzicht"
    return None


def in_gevaar(invoer: Invoer, gevaren: Collection[str | None]) -> Invoer:
    """Return *invoer* as it is heard after *gevaren* were spoken of in this talk.

    Who was in medical need and says that it gets worse is in need again; a greeting after danger
    asks whether anybody is there.
    """
    if invoer.intent in SOORTEN:
        return invoer
    if "medische_nood" in gevaren and _ERGER.search(kaal(invoer.getypt)):
        return replace(invoer, intent="medische_nood", zeker=1.0)
    if invoer.intent == "groet" and any(gevaren):
        return replace(invoer, intent="hulpverlener", zeker=1.0)
    return invoer


def weer_wachten(invoer: Invoer, afgezien: str | None, wis_vraag: bool) -> str | None:
    """Return what who stopped waiting is told in place of waiting again; None: the talk goes on.

    *afgezien*: "ja" once they stopped, "gevraagd" once they were asked; None for all others.
    """
    if not afgezien or invoer.intent in SOORTEN or blijft_dicht(invoer, wis_vraag):
        return None
    if afgezien != "gevraagd":
        return "utter_weer_wachten_vraag"
    if invoer.duidelijk_ja:
        return None
    return "utter_weer_wachten_nee" if invoer.intent == "nee" else "utter_weer_wachten_nog"


def eerst(intake: Intake, invoer: Invoer) -> tuple[Bericht, ...]:
    """Return what who stopped waiting is answered before that: an act of its own goes first.

    Texts that speak of waiting, or of who reads along, would not be true then.
    """
    if invoer.intent == "minderjarig":
        return _jong(intake, "utter_minderjarig")
    return (Bericht(_tekst(invoer.intent)),) if invoer.intent in _OOK_DICHT else ()


def nog_gezegd(gezegd: tuple[str, ...], stil: int, sinds: float) -> tuple[str, ...]:
    """Return the lines of *gezegd* that are not said again yet.

    *stil* are the messages without an answer, *sinds* the seconds since the line for distress.
    """
    opnieuw = stil >= _ZONDER_ANTWOORD or sinds >= _OPNIEUW
    return tuple(regel for regel in gezegd if not (opnieuw and regel == ZWAAR))


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
    maak = _EIGEN.get(invoer.intent)
    if maak is not None:
        return Antwoord(maak(intake, wereld))
    if invoer.intent not in ANTWOORD:  # here nothing is asked that they could answer
        return Antwoord((Bericht(_tekst(invoer.intent)),))
    regel = ZWAAR if dank(invoer) == "utter_zwaar" else "utter_wacht_ontvangen"
    labels = tuple(dict.fromkeys(gehoord.label for gehoord in invoer.behoeften))
    nieuw = tuple(label for label in labels if f"hulp:{label}" not in gezegd)
    # While somebody looks along no addresses come unasked.
    stil = intake.is_("stil")
    if labels and not stil and (_NU.search(invoer.getypt) or (nieuw and not wereld.aanwezig)):
        zwaar = regel == ZWAAR and regel not in gezegd
        eerst = (Bericht(regel),) if zwaar else ()
        hulp = (*eerst, *wat_helpt_nu(intake, wereld, labels))
        return Antwoord(hulp, None, regel if zwaar else None, tuple(f"hulp:{een}" for een in nieuw))
    return Antwoord() if regel in gezegd else Antwoord((Bericht(regel),), eenmaal=regel)


def vraagt_taal(invoer: Invoer) -> Taal | None:
    """Return the language that is asked for, None where none or not one is."""
    return gevraagd(kaal(invoer.getypt)) if invoer.intent == "andere_taal" else None


def in_taal(taal: Taal | None, staat: Staat) -> Bericht:
    """Return what is said in *taal* in this *staat*; without one the names to choose from."""
    if taal is None:
        namen = ", ".join(een.zelf for een in talen().values())
        return Bericht("utter_wacht_talen", {"tekst": namen})
    tekst = {Staat.MENS: taal.mens, Staat.DICHT: taal.dicht}.get(staat, taal.wacht)
    return Bericht("utter_vraag_in_taal", {"tekst": tekst})


def hint(invoer: Invoer) -> str | None:
    """Return the text that names the button for what was typed to a human, if it is one."""
    return HINT.get(invoer.intent) if invoer.zeker >= ZEKER else None


def bij_mens(invoer: Invoer, kijkt: bool) -> str | None:
    """Return what is said although a human has the case: to danger, and when nobody may look.

    *kijkt*: the hulpverlener is there and not "even weg".
    """
    if invoer.intent in SOORTEN:
        return f"utter_mens_{'' if kijkt else 'weg_'}crisis_{invoer.intent}"
    return "utter_mens_even_weg" if invoer.intent == "hulpverlener" and not kijkt else None


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


def _minderjarig(intake: Intake, _wereld: Wereld) -> tuple[Bericht, ...]:
    return _jong(intake, "utter_wacht_minderjarig")


def _jong(intake: Intake, response: str) -> tuple[Bericht, ...]:
    """Return *response* with who is there for the young; no cards stand on a watched screen."""
    if intake.is_("stil"):
        return (Bericht(response),)
    return (Bericht(response), *kaart(intake, sociale_kaart.bij_id(*sociale_kaart.JONG)))


_EIGEN: Mapping[str, Callable[[Intake, Wereld], tuple[Bericht, ...]]] = {
    "adressen": wat_helpt_nu,
    "hulpverlener": _aanwezig,
    # Who asks whether this is a computer while they wait also asks whether somebody is there.
    "bot_vraag": lambda intake, wereld: (Bericht("utter_bot_vraag"), *_aanwezig(intake, wereld)),
    "duur": _aanwezig,
    "minderjarig": _minderjarig,
}
