"""Whom somebody can turn to by themselves: addresses that fit what they said."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from bot.intake import sociale_kaart
from bot.intake.afwijzing import afgewezen, genoemd
from bot.intake.intake import Intake
from bot.intake.invoer import Wereld
from bot.intake.regels import LIEVER_NIET_EIGEN
from bot.intake.sociale_kaart import Adres
from bot.intake.uitkomst import Bericht, Uitkomst, toon, zeg
from bot.intake.veld import Waarde

#: So many addresses at a time, or nobody reads them.
_ADRESSEN = 4
#: Needs for which somebody is there day and night.
_ALTIJD = ("veiligheid", "sociaal")
#: Where somebody names a place that they do not want.
_NIET = ("liever_niet", LIEVER_NIET_EIGEN, "eerder_misgegaan")


def adressen(
    intake: Intake, wereld: Wereld, over: tuple[str, ...] = (), nu: bool = False
) -> tuple[Bericht, ...]:
    """Return the panel with whom one can turn to oneself, for the first needs or those *over*.

    *nu* puts in front who is there day and night.
    """
    vandaag = date.fromisoformat(wereld.vandaag)
    leeftijd = leeftijdsgroep(intake)
    labels = over or intake.rang or intake.wensen
    labels = (*labels, *_ALTIJD) if nu or not labels else labels
    gevonden = [
        gewenst(intake, sociale_kaart.voor_behoefte(label, vandaag, leeftijd)) for label in labels
    ]
    om_beurten = [a for plek in range(_ADRESSEN) for rij in gevonden for a in rij[plek : plek + 1]]
    keus = list({adres.id: adres for adres in om_beurten}.values())
    if nu:
        keus.sort(key=lambda adres: not adres.altijd_open)
    gevraagd = intake.veld("aangifte").waarde == "zelf_gevraagd"
    return (toon(sociale_kaart.paneel(keus[:_ADRESSEN], vandaag, gevraagd)),)


def adressen_gevraagd(intake: Intake, wereld: Wereld, *kop: str, nu: bool = False) -> Uitkomst:
    """Return the answer to a press on "Adressen": the texts *kop* and the panel.

    Pressed again at the same point of the talk, the same cards are not printed twice.
    """
    gevonden = adressen(intake, wereld, nu=nu)
    merk = _merk(intake, gevonden)
    if intake.is_(merk):
        return zeg(intake, "utter_adressen_hierboven")
    return Uitkomst(intake.met(merk), (*(Bericht(response) for response in kop), *gevonden))


def leeftijdsgroep(intake: Intake) -> str | None:
    """Return the age group that the person named: "<18", "rond 18", "18+", or None."""
    waarde = intake.veld("leeftijdsgroep").waarde
    return waarde if isinstance(waarde, str) else None


def _merk(intake: Intake, gevonden: tuple[Bericht, ...]) -> str:
    """Return the mark of these cards at this point: further on they may stand far above."""
    ids = [a["id"] for b in gevonden if b.json for a in b.json["paneel"]["adressen"]]
    return f"adressen:{len(intake.gedaan)}:{','.join(ids)}"


def gewenst(intake: Intake, keus: Iterable[Adres]) -> list[Adres]:
    """Leave out what the person said they rather not want (seed statement A18).

    Where they were asked for it or told what went wrong, naming a place is enough; in everything
    else they said, it takes a denial. Who is there in an emergency always stays.
    """
    velden = (intake.veld(naam).waarde for naam in _NIET)
    gezegd = (woord for waarde in velden for woord in _teksten(waarde))
    niet = " / ".join((*gezegd, *map(afgewezen, intake.alle_woorden()))).lower()
    overheid = "gemeente" in niet or "overheid" in niet
    return [
        adres
        for adres in keus
        if adres.crisis or not (genoemd(adres, niet) or (adres.overheid and overheid))
    ]


def _teksten(waarde: Waarde) -> tuple[str, ...]:
    return waarde if isinstance(waarde, tuple) else (waarde,) if waarde else ()


def kaart(
    intake: Intake, keus: Iterable[Adres], vandaag: date | None = None
) -> tuple[Bericht, ...]:
    """Return the panel with the wanted ones of *keus*; nothing where none is left."""
    over = gewenst(intake, keus)
    return (toon(sociale_kaart.paneel(over, vandaag)),) if over else ()
