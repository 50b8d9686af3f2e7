"""The sheet: a samenvatting in the order and the words in which screen, paper and PDF show it.

Danger first, then what to respect at all times, then the wensen. Own words stay exactly as they
are; what is empty says why, because empty never means no.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from types import MappingProxyType
from typing import Any

from bot.desk.bladdelen import Blad, Gevaar, Meekijker, Regel, Stap, Wens
from bot.desk.woorden import BRON, GEVAAR, STATUS, STATUS_KLAAR, WAARDEN
from bot.intake.behoeften import catalogus
from bot.intake.datum import dag_in_woorden
from bot.intake.talen import talen
from bot.intake.vervolg import geldend, vervolg_van

#: Fields whose value is a person's own words even where it happens to equal one of our words.
_LETTERLIJK = "eigen_woorden"


#: Why a field is empty where somebody looked along.
_NIET_GEDEELD = (BRON["niet_gevraagd"], BRON["niet_gedeeld"])
#: A question that older summaries do not have.
_NIET_GEVRAAGD = {"waarde": None, "bron": "niet_gevraagd"}


def maak(
    samenvatting: dict[str, Any],
    opvolging: list[dict[str, Any]],
    gevaar_daarna: bool = False,
    kop: Mapping[str, Any] = MappingProxyType({}),
) -> Blad:
    """Return the sheet of a *samenvatting* (schema version 1) with what happened since.

    *gevaar_daarna*: danger was spoken of after it was shared; a no of before is not the last word.
    *kop* is what the queue knows: an age or a language that was named since.
    """
    s, veilig, toestemming = samenvatting, samenvatting["veilig"], samenvatting["toestemming"]
    blad = Blad(
        gemaakt=_dag(s["gemaakt"]),
        let_op=s["let_op"],
        jong=_jong(s["leeftijdsgroep"]["waarde"], kop),
        taal=taal_nodig(s, kop),
        meekijker=None,
        gevaar=_gevaar(s["gevaar_nu"]),
        gevaar_regel=_gevaar_regel(s["gevaar_nu"], gevaar_daarna),
        grenzen=_grenzen(s),
        veilig=_veiligheid(veilig),
        wensen=tuple(_wens(o, s["wensen"][o["nr"] - 1]) for o in opvolging),
        eigen_tekst=_regel("Ook gezegd", s["eigen_tekst"]),
        omgang=_omgang(s["hoe_met_mij"]),
        verder=(
            _keuze("Leeftijd", s["leeftijdsgroep"]),
            _regel("Eerste stap", s["eerste_stap"]),
            _regel("Wat helpt", s["wat_helpt"]),
            _regel("Wil houden", s["wil_houden"]),
            _regel("Ging eerder mis", s["eerder_misgegaan"]),
            _keuze("Aangifte", s["aangifte"]),
        ),
        aan=tuple(toestemming["aan"]),
        gedeeld_op=_dag(toestemming["wanneer"]),
    )
    return replace(blad, meekijker=_meekijker(veilig["kijkt_mee"]["waarde"], blad))


def _grenzen(s: dict[str, Any]) -> tuple[Regel, ...]:
    """Return what a hulpverlener keeps to: it stands where it cannot be overlooked."""
    veilig, contact = s["veilig"], s["contact"]
    return (
        _regel("Liever niet", s["liever_niet"]),
        *_liever_niet_woorden(s),
        _regel("Wie dit niet mag weten", s["wie_niet"]),
        _regel("Veilig contact", contact["manier"]),
        _regel("Veilige tijden", contact["veilige_tijden"]),
        _keuze("Telefoon is veilig", veilig["telefoon"]),
        _keuze("Iemand kijkt mee", veilig["kijkt_mee"]),
    )


def _veiligheid(veilig: dict[str, Any]) -> tuple[Regel, ...]:
    """Return where the person is safe, each place by itself."""
    return (
        _keuze("Veilig nu", veilig["nu"]),
        _keuze("Veilig binnen", veilig["binnen"]),
        _keuze("Veilig buiten", veilig["buiten"]),
        _keuze("Bang dat het weer gebeurt", veilig["bang_voor_herhaling"]),
    )


def _omgang(hoe: dict[str, Any]) -> tuple[Regel, ...]:
    """Return how the person wants to be dealt with."""
    return (
        _regel("Taal", hoe["taal"]),
        _keuze("Tolk", hoe["tolk"]),
        _keuze("Hulpverlener", hoe["hulpverlener"]),
        _regel("Tempo", hoe["tempo"]),
        _regel("Korte of lange hulp", hoe.get("duur", _NIET_GEVRAAGD)),
        _regel("Anders", hoe["anders"]),
    )


def taal_nodig(samenvatting: Mapping[str, Any], kop: Mapping[str, Any]) -> str | None:
    """Return which interpreter is needed, in words of ours; None where none was spoken of.

    *kop* knows the language that was asked for after the handoff.
    """
    hoe = samenvatting["hoe_met_mij"]
    gezegd, tolk = kop.get("taal") or hoe["taal"]["waarde"], hoe["tolk"]["waarde"]
    bekend = gezegd in {taal.naam for taal in talen().values()}
    if tolk == "ja" or kop.get("taal"):
        return f"tolk nodig: {gezegd}" if bekend else "tolk nodig"
    return f"taal: {gezegd}" if bekend else None


def gevuld(regels: tuple[Regel, ...]) -> list[Regel]:
    """Return the fields in which something was said."""
    return [regel for regel in regels if regel.teksten]


def leeg(regels: tuple[Regel, ...]) -> list[tuple[str, str]]:
    """Return why the other fields are empty: the reason, and the fields by name."""
    per_bron: dict[str, list[str]] = {}
    for regel in regels:
        if not regel.teksten:
            per_bron.setdefault(regel.bron, []).append(regel.kop.lower())
    return [(bron.capitalize(), ", ".join(koppen)) for bron, koppen in per_bron.items()]


def woord_desk(behoefte: str) -> str:
    """Return what the desk calls a need; a label that is not in the catalogue stands as it is."""
    bekend = catalogus().get(behoefte)
    return bekend.woord_desk if bekend else behoefte


def kop_persoon(behoefte: str) -> str:
    """Return what the overlever calls a need: the word at its picture in the chat."""
    bekend = catalogus().get(behoefte)
    return bekend.kop if bekend else behoefte


def _liever_niet_woorden(s: dict[str, Any]) -> Iterator[Regel]:
    """What somebody rather not wants in their own words, where they typed any."""
    veld = s.get("liever_niet_woorden")
    if veld and veld["waarde"]:
        yield _regel("Liever niet, eigen woorden", veld)


def _keuze(kop: str, veld: dict[str, Any]) -> Regel:
    """A field with choices of ours: one that was typed is told as typed, and never quoted."""
    if veld["bron"] == _LETTERLIJK and veld["waarde"] in WAARDEN:
        return Regel(kop, (WAARDEN[veld["waarde"]],), "getypt", False)
    return _regel(kop, veld)


def _regel(kop: str, veld: dict[str, Any]) -> Regel:
    waarde, bron = veld["waarde"], veld["bron"]
    eigen = bron == _LETTERLIJK
    delen = [] if waarde is None else waarde if isinstance(waarde, list) else [waarde]
    teksten = tuple(str(deel) if eigen else WAARDEN.get(deel, str(deel)) for deel in delen)
    return Regel(kop, teksten, BRON.get(bron, bron), eigen and bool(teksten))


def _gevaar(veld: dict[str, Any]) -> tuple[Gevaar, ...]:
    return tuple(
        Gevaar(GEVAAR.get(een["soort"], "Gevaar nu"), een["eigen_woorden"])
        for een in veld["waarde"] or ()
    )


def _meekijker(kijkt_mee: str | None, blad: Blad) -> Meekijker | None:
    """Return the warning for a case of which a message may be read by another.

    What was not shared is told by the names of the fields alone: asked or not, and said or not,
    they look the same.
    """
    if kijkt_mee not in ("ja", "weet_niet"):
        return None
    regels = (*blad.grenzen, *blad.veilig, *blad.omgang, *blad.verder, blad.eigen_tekst)
    niet = {r.kop.lower(): r for r in regels if not r.teksten and r.bron in _NIET_GEDEELD}
    return Meekijker(kijkt_mee == "ja", tuple(niet))


def jong_daarna(kop: Mapping[str, Any]) -> bool:
    """Tell whether somebody said after the handoff that they are under 18."""
    return any(een["soort"] == "jong" for een in kop.get("let_op", ()))


def _jong(leeftijdsgroep: str | None, kop: Mapping[str, Any]) -> str | None:
    """Return what stands on top of the case of somebody who is, or may be, under 18."""
    if jong_daarna(kop):
        return WAARDEN["<18"]
    return WAARDEN[leeftijdsgroep] if leeftijdsgroep in ("<18", "rond 18") else None


def _gevaar_regel(veld: dict[str, Any], daarna: bool) -> Regel:
    """Say where the danger comes from, or what its absence means."""
    bron = BRON.get(veld["bron"], veld["bron"])
    geen = ("Nee, zegt de persoon zelf.",) if veld["waarde"] == [] else ()
    if daarna:
        eerst = "nee" if geen else "niets over gezegd"
        geen = (f"Ja, na het delen gezegd. Bij het delen: {eerst}.",)
    return Regel("Gevaar nu", geen, bron, False)


def _wens(opvolging: dict[str, Any], wens: dict[str, Any]) -> Wens:
    stappen = tuple(_stap(stap) for stap in opvolging["stappen"])
    return Wens(
        nr=opvolging["nr"],
        behoefte=wens["behoefte"],
        kop=woord_desk(wens["behoefte"]),
        rang=wens["rang"],
        woorden=_regel("In eigen woorden", wens["eigen_woorden"]),
        regels=(
            _keuze("Wanneer", wens["urgentie"]),
            _keuze("Heeft al hulp", wens["heeft_al_hulp"]),
            _regel("Meer", wens["meer"]),
        ),
        stappen=stappen,
        open=opvolging["stappen"][-1]["status"] not in STATUS_KLAAR,
        vervolg=geldend(opvolging["stappen"]),
    )


def _stap(stap: dict[str, Any]) -> Stap:
    wat = [
        f"Reden: {stap['reden']}" if stap.get("reden") else "",
        f"Naar: {stap['naar']}" if stap.get("naar") else "",
        stap.get("toelichting") or "",
    ]
    return Stap(
        STATUS.get(stap["status"], stap["status"]),
        _dag(stap["dag"]),
        stap.get("wie"),
        " · ".join(filter(None, wat)) or None,
        vervolg_van(stap),
    )


def _dag(iso: str) -> str:
    return dag_in_woorden(date.fromisoformat(iso))
