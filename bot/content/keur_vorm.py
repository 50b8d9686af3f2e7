"""The form of each file of the inhoudsteam: which fields it has, and what stands in each.

The other checks read a file as if its form were right; what is wrong with the form is said here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from bot.content import bron, namen
from bot.content.bevinding import Bevinding

KAART = "data/sociale_kaart.yml"
LATER = "Vul dit veld in, of haal het blok weg. Kijk hoe de blokken ernaast het doen."
_ZO = "Kijk hoe de blokken ernaast het doen: inspringen, streepjes, namen van velden."
#: The fields by which a block is known to the reader.
_HEET = ("id", "label", "naam", "kop", "groep", "code", "tekst", "rule", "story", "intent", "title")


@dataclass(frozen=True)
class Waarde:
    """One value; *heet* says what belongs there, *leeg* whether nothing may stand there too."""

    heet: str
    soort: tuple[type, ...]
    leeg: bool = False

    def past(self, waarde: Any) -> bool:
        """Tell whether *waarde* is of this kind; "ja" is no number, though Python thinks so."""
        if waarde is None:
            return self.leeg
        echt = isinstance(waarde, self.soort) and (
            not isinstance(waarde, bool) or bool in self.soort
        )
        return echt and (waarde != "" or self.leeg)


@dataclass(frozen=True)
class Lijst:
    """A list with *van* in it; *leeg*: it may have none."""

    van: Vorm
    leeg: bool = False


@dataclass(frozen=True)
class Velden:
    """A block with the fields *nodig*, and if need be those of *ook*; others are not looked at."""

    nodig: Mapping[str, Vorm]
    ook: Mapping[str, Vorm] = field(default_factory=dict)


@dataclass(frozen=True)
class Namen:
    """A block in which each name has *van*, whichever names there are."""

    van: Vorm


@dataclass(frozen=True)
class Of:
    """One of two forms: a list or a single text."""

    een: Vorm
    ander: Vorm


Vorm = Waarde | Lijst | Velden | Namen | Of

TEKST = Waarde("een tekst", (str,))
LEEG_OF_TEKST = Waarde("een tekst, of null", (str,), leeg=True)
#: Another check says what a good day is.
DAG = Waarde("een dag, zoals 2026-11-23", (date, str), leeg=True)
GETAL = Waarde("een getal", (int,))
JA_NEE = Waarde("true of false", (bool,))
#: A word of the lexicon may look like a number or a yes.
WOORD = Waarde("een woord", (str, int, float, bool))
TEKSTEN = Lijst(TEKST)
MEER = Lijst(TEKST, leeg=True)
BRON = Velden({"url": TEKST, "datum": Waarde("een datum", (str, date), leeg=True)})
BRONNEN = Lijst(BRON)
_EEN_OF_MEER = Of(TEKST, TEKSTEN)

ADRES = Velden(
    {"id": TEKST, "naam": TEKST, "voor": TEKST, "behoeften": MEER, "overheid": JA_NEE,
     "bronnen": BRONNEN, "datum": DAG, "nagebeld": DAG},
    {"kort": MEER, "crisis": MEER, "vanaf": GETAL, "tot": GETAL, "ander": JA_NEE,
     "papieren_nodig": JA_NEE, "wachttijd": LEEG_OF_TEKST, "wachttijd_op": DAG,
     "wacht": LEEG_OF_TEKST, **dict.fromkeys(
         ("tel", "tel_ook", "web", "chat", "uren", "kosten", "talen", "politie", "aangifte"),
         TEKST)},
)  # fmt: skip
BEHOEFTEN = Lijst(Velden(
    {"label": TEKST, "kop": TEKST, "hoor": TEKST, "kort": TEKST, "icoon": TEKST, "volgorde": GETAL,
     "vragen": Lijst(Velden({"id": TEKST, "soort": TEKST, "tekst": TEKST},
                            {"knoppen": MEER, "gelijk": JA_NEE})),
     "woord_desk": TEKST, "vragen_desk": TEKSTEN, "zrm": TEKST},
    {"stil": TEKST, "menu": JA_NEE},
))  # fmt: skip
RECHTEN = Lijst(Velden(
    {"id": TEKST, "tekst": TEKST, "voor": MEER, "bronnen": BRONNEN, "nagekeken": DAG},
))  # fmt: skip
BELOFTEN = Velden({
    "beloven": Lijst(Velden({"kop": TEKST, "test": TEKST}, {"tekst": TEKST})),
    "kunnen_niet": TEKSTEN,
})  # fmt: skip
SITUATIES = Lijst(Velden(
    {"naam": TEKST, "zinnen": TEKSTEN, "zegt": TEKST},
    {"stap": TEKST, "niet": MEER, "niet_naast": MEER, "woorden": Namen(TEKSTEN),
     "rechten": JA_NEE},
))  # fmt: skip
LANDEN = Lijst(Velden({"groep": TEKST, "zegt": TEKST, "namen": TEKSTEN}, {"bron": BRON}))
TALEN = Lijst(Velden(
    {**dict.fromkeys(("code", "naam", "zelf", "tekst", "knop", "wacht", "mens", "dicht", "stil"),
                     TEKST), "woorden": TEKSTEN, "snapt": TEKSTEN, "kijkt": TEKSTEN},
))  # fmt: skip
TAAL = Velden({
    "uitleg": Namen(Velden({"uitleg": _EEN_OF_MEER}, {"eerst_in": _EEN_OF_MEER})),
    "gewoon": Namen(TEKST), "namen": TEKSTEN, "gewoner": Namen(TEKST), "stemmen": TEKSTEN,
    "uitzonderingen": Lijst(Velden({"tekst": TEKST, "poorten": TEKSTEN, "reden": TEKST}), True),
})  # fmt: skip
SAMENVATTING = Velden(
    dict.fromkeys(("koppen", "waarden", "stil", "bij_wens", "bron"), Namen(Of(TEKST, Namen(TEKST))))
    | dict.fromkeys(
        ("zonder_woorden", "gevaar_knop", "gevaar_nee", "gevaar_weet_niet", "niets", "meer"), TEKST
    )
)
_SESSIE = Velden({"session_expiration_time": GETAL, "carry_over_slots_to_new_session": JA_NEE})
DOMEIN = Velden({
    "version": TEKST, "session_config": _SESSIE, "intents": TEKSTEN, "actions": TEKSTEN,
    "entities": Lijst(Of(TEKST, Namen(Namen(JA_NEE)))),
    "slots": Namen(Velden({"type": TEKST}, {"influence_conversation": JA_NEE,
                                            "mappings": Lijst(Namen(WOORD))})),
    "responses": Namen(Lijst(Velden({}, {
        "text": TEKST, "buttons": Lijst(Velden({"title": TEKST, "payload": TEKST}), True)}))),
})  # fmt: skip
_STAPPEN = Lijst(Velden({}, {"intent": TEKST, "action": TEKST}))
VERHALEN = Velden({"version": TEKST}, {
    "rules": Lijst(Velden({"rule": TEKST, "steps": _STAPPEN})),
    "stories": Lijst(Velden({"story": TEKST, "steps": _STAPPEN})),
})  # fmt: skip
_OVER = Velden({"stem": TEKST}, {"crisis": TEKST, "lijkt_op_crisis": JA_NEE})
VOORBEELDEN = Velden({
    "version": TEKST,
    "nlu": Lijst(Velden({"intent": TEKST, "metadata": _OVER, "examples": TEKST})),
})  # fmt: skip
KNOPPEN = Velden({"version": TEKST, "nlu": Lijst(Velden({"intent": TEKST, "examples": TEKST}))})
ZINNEN = Namen(Lijst(WOORD))
BEGRIPPEN = Namen(WOORD)
NORMALISATIE = Namen(Namen(WOORD))

#: The files by name; those of a folder have the form of the folder.
VORMEN: Mapping[str, Vorm] = {
    "data/behoeften.yml": BEHOEFTEN,
    "data/beloften.yml": BELOFTEN,
    namen.LANDEN: LANDEN,
    "data/rechten.yml": RECHTEN,
    "data/samenvatting.yml": SAMENVATTING,
    namen.SITUATIES: SITUATIES,
    KAART: Lijst(ADRES),
    "data/taal.yml": TAAL,
    "data/talen.yml": TALEN,
    "domain.yml": DOMEIN,
    "data/lexicon/begrippen.yml": BEGRIPPEN,
    "data/lexicon/normalisatie.yml": NORMALISATIE,
    "data/lexicon": ZINNEN,
    "data/nlu/knoppen.yml": KNOPPEN,
    "data/nlu": VOORBEELDEN,
    "data/stories": VERHALEN,
}


def vormen(root: Path) -> Iterator[Bevinding]:
    """Every file has the fields that it needs, each with what belongs there."""
    bestanden = {"domain.yml", *VORMEN} - {"data/lexicon", "data/nlu", "data/stories"}
    bestanden |= {str(p.relative_to(root)) for p in (root / "data").rglob("*.yml")}
    for bestand in sorted(bestanden):
        vorm = VORMEN.get(bestand) or VORMEN.get(str(Path(bestand).parent))
        if vorm is None:
            continue
        try:
            yield from kijk(bestand, vorm, bron.lees(root, bestand), 1, "dit bestand")
        except bron.Kapot as kapot:
            yield kapot.bevinding


def kijk(bestand: str, vorm: Vorm, waarde: Any, regel: int, naam: str) -> Iterator[Bevinding]:
    """Yield where *waarde* is not as *vorm* says; *naam* is how the reader knows the place."""
    regel = bron.regel_van(waarde, regel)
    if isinstance(vorm, Waarde):
        if not vorm.past(waarde):
            yield _anders(bestand, regel, naam, vorm.heet)
    elif isinstance(vorm, Of):
        eerste = vorm.een if isinstance(waarde, str) or waarde is None else vorm.ander
        yield from kijk(bestand, eerste, waarde, regel, naam)
    elif isinstance(vorm, Lijst):
        yield from _lijst(bestand, vorm, waarde, regel, naam)
    elif not isinstance(waarde, dict):
        yield _anders(bestand, regel, naam, "een blok met velden")
    elif isinstance(vorm, Namen):
        if not waarde:
            yield _anders(bestand, regel, naam, "een blok met velden")
        for sleutel, deel in waarde.items():
            plek = bron.regel_van(sleutel, regel)
            yield from kijk(bestand, vorm.van, deel, plek, str(sleutel))
    else:
        yield from _velden(bestand, vorm, waarde, regel, naam)


def _lijst(bestand: str, vorm: Lijst, waarde: Any, regel: int, naam: str) -> Iterator[Bevinding]:
    if not isinstance(waarde, list):
        yield _anders(bestand, regel, naam, "een lijst")
    elif not waarde and not vorm.leeg:
        yield _anders(bestand, regel, naam, "een lijst met iets erin")
    else:
        for deel in waarde:
            yield from kijk(bestand, vorm.van, deel, regel, naam)


def _velden(
    bestand: str, vorm: Velden, blok: Mapping[Any, Any], regel: int, naam: str
) -> Iterator[Bevinding]:
    heet = next((str(blok[v]) for v in _HEET if isinstance(blok.get(v), str)), naam)
    for veld in vorm.nodig:
        if veld not in blok:
            yield Bevinding(bestand, regel, f"Bij “{heet}” mist het veld “{veld}”.", LATER)
    plekken = {str(sleutel): bron.regel_van(sleutel, regel) for sleutel in blok}
    for veld, deel in {**vorm.nodig, **vorm.ook}.items():
        if veld in blok:
            yield from kijk(bestand, deel, blok[veld], plekken[veld], f"{heet}, {veld}")


def _anders(bestand: str, regel: int, naam: str, hoort: str) -> Bevinding:
    wat = f"“{naam}” is niet opgebouwd zoals het hoort: hier hoort {hoort}."
    return Bevinding(bestand, regel, wat, _ZO)
