"""What is never said to an overlever, as patterns: the deny-list of the design (section 2.6).

Each pattern is of a kind of sentence, not of one: "moet je", "moet u" and "jij moet" are one order.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Nooit:
    """One kind of what is never said, with the reason and the remedy for the inhoudsteam."""

    patroon: re.Pattern[str]
    reden: str
    doe: str
    #: Only in a sentence that asks.
    vraag: bool = False


#: Up to three words that may stand between; "niet" turns the sense around.
_TUSSEN = r"(?: (?!niet\b|nooit\b|niets\b|geen\b|nog\b)[\w’'-]+){0,3}"
_IEMAND = r"(?:je|jij|u|jullie)"
_WIJ = r"(?:ik|we|wij|iedereen)"
_WEET = r"(?:weet|weten|snapt?|snappen|begrijpt?|begrijpen|voelt?|voelen)"

BEVEL = (
    rf"\b(?:{_IEMAND}(?: \w+)? moe(?:t|st|sten)|moe(?:t|st|ten|sten) {_IEMAND}|"
    rf"{_IEMAND} (?:zult?|zou|zal) moeten|dient|hoort {_IEMAND} te|{_IEMAND} hoort te|"
    rf"verplicht (?:bent|om)|(?:ben|bent) {_IEMAND} verplicht|{_IEMAND} (?:ben|bent) verplicht)\b"
)
VERWIJT = (
    r"\b(?:(?<!niet je )(?<!niet jouw )eigen schuld|(?<!niet )(?:je|jouw) eigen keuze|"
    rf"had {_IEMAND}(?: \w+){{0,2}} (?:maar|niet|moeten|kunnen)|"
    rf"{_IEMAND} had(?: [\w’'-]+){{0,4}} (?:moeten|kunnen)|"
    rf"hoe kon {_IEMAND}|dom van (?:je|jou))\b"
)
_BELOFTE = (
    rf"\bkom(?:t|en){_TUSSEN} goed(?! (?:aan|over|uit|van|op)\b)|\blo(?:opt|pen){_TUSSEN} goed af|"
    r"\balles wordt (?:weer )?(?:goed|beter)|"
    r"\b(?:we|wij|ik) (?:regel(?:en)?|los(?:sen)?) (?:het|dat|alles)\b|"
    r"\bje bent (?:nu|hier|straks|bij ons)(?: \w+)? veilig|"
    r"\b(?:hier|nu|bij ons) ben je(?: \w+)? veilig|\balleen (?:wij|ik)\b|"
    r"\bniemand anders (?:kan je helpen|helpt)|\b(?:ge)?garande\w+|"
    r"\b(?:hulp|politie|ambulance|iemand) (?:is|komt)(?: er| bij je)? (?:binnen|over) \d+"
)
_GEVOEL = (
    rf"\b(?:{_WIJ} {_WEET}|{_WEET} {_WIJ}){_TUSSEN} "
    r"(?:precies|helemaal|exact|heel goed) (?:hoe|wat)\b|"
    rf"\b(?:snap|begrijp)(?:pen|en)?{_TUSSEN} (?:precies|helemaal|exact)\b|"
    rf"\b{_WIJ} {_WEET} (?:hoe|wat) {_IEMAND} (?:je )?(?:voelt|meemaakt)\b"
)
_SUSSEN = (
    r"\bweet (?:je|jij|u|jullie)(?: (?:dat|het|dit))?(?: \w+)? zeker|"
    r"\bben (?:je|jij) (?:er )?(?:\w+ )?zeker van|\bkalm|\brustig maar|"
    r"\b(?:blijf|wees|doe)(?: maar| even| nu)? rustig|\bmaak je (?:maar )?geen zorgen|"
    r"\bstel je niet aan|\bvalt (?:het )?(?:vast |wel |best )+mee"
)
_STUREN = (
    r"\bdoet?(?: \w+)? aangifte|\b(?:bel|ga|meld|loop)\b[^.?]{0,25}\bde politie|"
    r"\bdader (?:wordt|krijgt)|\bwordt gestraft"
)
_SEKS = (
    r"\b(?:had|hebt?|hadden|deed|moest|doe|wilde)\b[^.?]*\b(?:seks|sex|seksueel|klanten)\b|"
    r"\b(?:seks|sex|seksueel|klanten)\b[^.?]*\b(?:had|gehad|deed|gedaan|moest)\b|"
    r"\bhoe vaak (?:had|deed|moest|heeft|heb|sliep)|\bmet hoeveel (?:mannen|mensen|klanten)"
)
_REIS = (
    r"\b(?:hoe|met wie|via|waarmee|langs|wie)\b[^.?]*\b(?:kwam|kwamen|gekomen|beland|reisden?|"
    r"gereisd|bracht|gebracht|meegenomen|binnengekomen)\b"
)
_NAAM = (
    r"\bhoe heet(?:te|ten|en)? (?:hij|zij|ze|die|dat|(?:de|deze|je|jouw) "
    r"(?:man|vrouw|mannen|vriend|baas|klant|persoon|mensen|ander))\b|"
    r"\bwat (?:is|was) (?:zijn|haar|hun) (?:naam|adres|nummer)\b|"
    r"\bwie (?:is|was|waren) (?:hij|zij|ze|dat|die)\b"
)

_LIJST = (
    (r"\b(?:waarom|hoezo)\b", "Een waarom-vraag klinkt als een verwijt.",
     "Vraag wat iemand nodig heeft."),
    (r"\b(?:slachtoffers?|mensenhandel|uitbuiting|uitgebuite?)\b", "Dit is een etiket.",
     "Laat de persoon zelf een woord kiezen."),
    (BEVEL, "Dit is een bevel.", "Schrijf “je kunt” of “je mag”."),
    (r"\b(?:ik beloof|(?:wij|we) beloven (?:je|jou|u|jullie|dat)|beloofd?)\b",
     "De chatbot belooft niets.", "Haal de belofte weg."),
    (_BELOFTE, "Dit belooft te veel.", "Zeg alleen wat zeker is."),
    (_GEVOEL, "Niemand weet precies hoe dit voor een ander is.", "Zeg wat je las, niet meer."),
    (_SUSSEN, "Dit klinkt alsof iemand zich aanstelt.", "Haal het weg."),
    (_STUREN, "Dit stuurt naar aangifte of straf.", "Schrijf wat iemand kan kiezen."),
    (rf"\b(?:jammer|helaas)\b|{VERWIJT}", "Dit doet pijn of wijst een schuldige aan.",
     "Haal het weg."),
    (r"\b(?:m46|dag en nacht bereikbaar bij comensha|altijd drie maanden|zeker een vergunning|"
     r"niemand hoort dit ooit)\b", "Dit is niet zeker, dus de chatbot zegt het niet.",
     "Haal het weg."),
)  # fmt: skip
_VRAGEN = (
    (_SEKS, "Naar seks vragen we niet.", "Vraag alleen wat iemand nodig heeft."),
    (_REIS, "Naar de reis of wie erbij was, vragen we niet.",
     "Vraag alleen wat iemand nodig heeft."),
    (_NAAM, "Naar de naam van een ander vragen we niet.", "Vraag alleen wat iemand nodig heeft."),
)  # fmt: skip
NOOIT = tuple(
    Nooit(re.compile(patroon, re.IGNORECASE), reden, doe, vraag)
    for lijst, vraag in ((_LIJST, False), (_VRAGEN, True))
    for patroon, reden, doe in lijst
)


def gevonden(zin: str) -> Iterator[tuple[str, Nooit]]:
    """Yield the words of *zin* that are never said, each with its kind."""
    for nooit in NOOIT:
        vondst = nooit.patroon.search(zin)
        if vondst and (not nooit.vraag or "?" in zin):
            yield vondst[0].strip(), nooit
