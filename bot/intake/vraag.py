"""The question of the step that the talk is in: its text, its buttons, what it shows."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from bot.intake.behoeften import catalogus
from bot.intake.delen import VERANDER
from bot.intake.intake import Intake
from bot.intake.naar_mens import jong_regels
from bot.intake.paneel import paneel, regel_van
from bot.intake.regels import regels, stil_woord
from bot.intake.stappen import Stap, huidige
from bot.intake.stil import woord
from bot.intake.talen import gekozen, talen
from bot.intake.teamkeuze import GENOEMD, NOEMEN, ontvangers
from bot.intake.toon import simpel
from bot.intake.uitkomst import Bericht, Knop, Uitkomst, doe, toon
from bot.intake.veld import EIGEN, KNOP, Veld
from bot.intake.wensen import NIET, te_kiezen

#: The fields of "where are you not safe", as they are said back.
WAAR = {
    "veilig.binnen": "in huis",
    "veilig.buiten": "buiten",
    "veilig.telefoon": "op je telefoon",
}

Maak = Callable[[Intake, Stap, str], tuple[Bericht, ...]]
#: These two come after the buttons that depend on the talk; fixed ones would stand before them.
IETS_ANDERS = Knop("Iets anders", "iets_anders", "iets_anders")
#: Steps that show the list of what was said; it is not printed again while it stands above.
LIJSTEN = ("samenvatting", "toestemming")
RECHTEN = Knop("Lees over je rechten", "rechten")
#: Needs beside whose questions the rights can be read.
MET_RECHTEN = ("juridisch", "verblijf")
GENOEG = Knop("Genoeg gevraagd", "genoeg")
ANDERE_TEAMS = Knop("Teams veranderen", "andere_teams")
ZONDER_LIJST = Knop("Zonder lijstje", "zonder_lijst")


def vraag(intake: Intake) -> Uitkomst:
    """Return the current question; nothing where the router speaks this turn."""
    if intake.is_("zwijg"):
        return Uitkomst(intake.zonder("zwijg"))
    stap = huidige(intake)
    response = _response(intake, stap)
    maak = MAKERS.get(stap.response, _vast)
    berichten = _met_taal(intake, stap, maak(intake, stap, response))
    intake = _onthoud_namen(intake, stap)
    lijst = _afdruk(berichten) if stap.naam in LIJSTEN and not intake.is_("stil") else ""
    if lijst and lijst == intake.lijst:  # nothing changed: the list above is still the one
        boven = replace(berichten[0], response=f"utter_{stap.naam}_boven")
        return Uitkomst(intake, (boven, doe("lijst_blijft")))
    return Uitkomst(replace(intake, lijst=lijst), berichten)


def _response(intake: Intake, stap: Stap) -> str:
    """Return the name of the question in the tone of the talk (`bot.intake.toon`)."""
    stil = intake.is_("stil")
    naam = f"utter_{'stil' if stil and stap.stil else 'vraag'}_{stap.response}"
    return simpel(naam) if intake.is_("simpel") and not stil else naam


def _met_taal(intake: Intake, stap: Stap, berichten: tuple[Bericht, ...]) -> tuple[Bericht, ...]:
    """Return the question with the way back to the page in somebody's own language."""
    taal = gekozen(intake.merken)
    if taal is None or stap.naam == "in_taal":
        return berichten
    eerste, *rest = berichten
    knop = Knop(taal.zelf, "mijn_taal")
    return (replace(eerste, knoppen=(*eerste.knoppen, knop)), *rest)


def _afdruk(berichten: tuple[Bericht, ...]) -> str:
    """Return a mark that changes with anything in these messages, and tells nothing of it."""
    return hashlib.sha256(repr(berichten).encode()).hexdigest()[:16]


def _onthoud_namen(intake: Intake, stap: Stap) -> Intake:
    """Keep which teams this question names: nothing goes to a team that came after it.

    Somebody young reads no name where there is one team.
    """
    naamloos = stap.naam == "jong_delen" and len(intake.teams) < 2
    if stap.naam not in NOEMEN or naamloos:
        return intake
    return intake.zet(GENOEMD, Veld(tuple(team.id for team in intake.teams), KNOP))


def _vast(_intake: Intake, _stap: Stap, response: str) -> tuple[Bericht, ...]:
    return (Bericht(response),)


def leesbaar(woorden: str) -> str:
    """Return own words on one line, fit to stand in a response of Rasa.

    Rasa's interpolation gives up on a text with "0[" in it.
    """
    return " ".join(woorden.split()).replace("0[", "0 [")


def _gehoord(intake: Intake, _stap: Stap, response: str) -> tuple[Bericht, ...]:
    per_label: dict[str, list[str]] = {}
    for gehoord in intake.gehoord:
        per_label.setdefault(gehoord.label, []).append(leesbaar(gehoord.woorden))
    stil = intake.is_("stil")
    kort = stil or intake.is_("simpel")  # a guess has no short question of its own
    if len(intake.gehoord) == 1 and intake.gehoord[0].gok and not kort:
        kop = catalogus()[intake.gehoord[0].label].kop.lower()
        woorden_ = leesbaar(intake.gehoord[0].woorden)
        return (Bericht(f"{response}_gok", {"woorden": woorden_, "kop": kop}),)
    regels_ = [
        f"• {catalogus()[label].hoor} ({' / '.join(f'“{w}”' for w in woorden)})"
        for label, woorden in per_label.items()
    ]
    knoppen = tuple(Knop(f"Niet: {catalogus()[label].kop}", NIET + label) for label in per_label)
    velden = {"gehoord": "\n".join(regels_)}
    return (Bericht(response, velden, knoppen if len(knoppen) > 1 and not stil else ()),)


def _plaatjes(labels: Iterable[str]) -> tuple[Knop, ...]:
    behoeften = (catalogus()[label] for label in labels)
    return tuple(Knop(b.kop, b.label, b.icoon) for b in behoeften)


def _wat_nodig(intake: Intake, _stap: Stap, response: str) -> tuple[Bericht, ...]:
    """Ask for own words; to who has little Dutch with the pictures at once."""
    simpel_ = intake.is_("simpel")
    return (Bericht(response, knoppen=_plaatjes(te_kiezen(intake)) if simpel_ else ()),)


def _menu(intake: Intake, _stap: Stap, response: str) -> tuple[Bericht, ...]:
    net = response + "_meer" if intake.is_("erbij_gezet") else response
    return (Bericht(net, knoppen=(*_plaatjes(te_kiezen(intake)), IETS_ANDERS)),)


def _rang(intake: Intake, _stap: Stap, response: str) -> tuple[Bericht, ...]:
    over = [label for label in intake.wensen if label not in intake.rang]
    return (Bericht(response + "_meer" if intake.rang else response, knoppen=_plaatjes(over)),)


def _meervoud(intake: Intake, stap: Stap, response: str) -> tuple[Bericht, ...]:
    """Say back what was chosen; what only something else filled is no choice made here."""
    gekozen_ = _gekozen(intake, stap)
    hier = any(gedaan.stap == stap.naam for gedaan in intake.gedaan)
    if not (gekozen_ and hier):
        return (Bericht(response),)
    return (Bericht(response + "_meer", {"gekozen": gekozen_}),)


def _gekozen(intake: Intake, stap: Stap) -> str:
    """Return in words what was chosen already in a question with several answers.

    What was typed stands in quotes: a question in it is none of ours.
    """
    if stap.naam == "onveilig_waar":
        waar = [woord for naam, woord in WAAR.items() if intake.veld(naam).waarde == "nee"]
        return ", ".join(waar)
    velden = [intake.veld(naam) for naam in stap.velden]
    woorden = ((veld.bron, leesbaar(str(w))) for veld in velden for w in veld.waarde or ())
    return ", ".join(f"“{woord}”" if bron == EIGEN else woord for bron, woord in woorden)


def _wens(_intake: Intake, stap: Stap, response: str) -> tuple[Bericht, ...]:
    _, label, vraag_id = stap.naam.split(".")
    gevraagd = next(v for v in catalogus()[label].vragen if v.id == vraag_id)
    keuzes = list(gevraagd.knoppen)
    if gevraagd.gelijk:
        random.shuffle(keuzes)
    knoppen = tuple(Knop(tekst, tekst) for tekst in keuzes)
    genoeg = (GENOEG,) if gevraagd.soort == "vertel" else ()
    lezen = (RECHTEN,) if label in MET_RECHTEN else ()
    return (Bericht(response, {"vraag": gevraagd.tekst}, (*knoppen, *genoeg, *lezen)),)


def _samenvatting(intake: Intake, _stap: Stap, response: str) -> tuple[Bericht, ...]:
    return (Bericht(response), toon(paneel(intake, delen=False)))


def _toestemming(intake: Intake, _stap: Stap, response: str) -> tuple[Bericht, ...]:
    anders = (ANDERE_TEAMS,) if len(intake.teams) > 1 else ()
    bericht = Bericht(response, {"teams": _teamnamen(intake)}, anders)
    return (bericht, toon(paneel(intake, delen=True)))


def _bevestig(intake: Intake, _stap: Stap, response: str) -> tuple[Bericht, ...]:
    aantal = len(intake.deel)
    velden = {"aantal": f"{aantal} {'regel' if aantal == 1 else 'regels'}"}
    return (Bericht(response, {**velden, "teams": _teamnamen(intake)}),)


def _teamnamen(intake: Intake) -> str:
    namen = [leesbaar(team.naam) for team in ontvangers(intake)]
    return " en ".join(filter(None, (", ".join(namen[:-1]), *namen[-1:])))


def _teams(intake: Intake, _stap: Stap, response: str) -> tuple[Bericht, ...]:
    if len(ontvangers(intake)) < len(intake.teams):
        return (Bericht(response + "_meer", knoppen=_niet_knoppen(intake)),)
    return (Bericht(response, {"teams": _teamnamen(intake)}, _niet_knoppen(intake)),)


def _niet_knoppen(intake: Intake) -> tuple[Knop, ...]:
    return tuple(Knop(f"Liever niet: {team.naam}", team.id) for team in ontvangers(intake))


def _jong_delen(intake: Intake, _stap: Stap, response: str) -> tuple[Bericht, ...]:
    """Ask about exactly the lines that are shown below the question; several teams by name.

    While somebody looks along nothing is shown: the age and the danger are asked about in a word.
    """
    meer, knoppen = "", tuple[Knop, ...]()
    if len(intake.teams) > 1:
        meer, knoppen = "_teams", _niet_knoppen(intake)
    elif intake.is_("stil") and intake.gevaar:
        meer = "_meer"
    wat = " en ".join(map(stil_woord, jong_regels(intake))) if intake.is_("stil") else ""
    vraag_ = Bericht(response + meer, {"teams": _teamnamen(intake), "wat": wat}, knoppen)
    if intake.is_("stil"):
        return (vraag_,)
    gezien = {
        "soort": "samenvatting",
        "delen": False,
        "regels": [regel_van(r, True) for r in regels(intake)],
    }
    return (vraag_, toon(gezien))


def _hulpverlener(intake: Intake, _stap: Stap, response: str) -> tuple[Bericht, ...]:
    later = intake.is_("niemand") and not any(intake.is_(m) for m in ("stil", "simpel"))
    return (Bericht(f"{response}_later" if later else response),)


def _stil_wens(_intake: Intake, stap: Stap, response: str) -> tuple[Bericht, ...]:
    return (Bericht(response, {"vraag": catalogus()[stap.naam.partition(".")[2]].stil}),)


def _stil_deel(_intake: Intake, stap: Stap, response: str) -> tuple[Bericht, ...]:
    return (Bericht(response, {"woord": woord(stap.naam)}),)


def _gestopt(intake: Intake, _stap: Stap, response: str) -> tuple[Bericht, ...]:
    """Offer to go on without the list to who would not see it while somebody looks along."""
    zonder = intake.is_("stil") and huidige(intake.zij(None)).naam == "stil_lijst"
    return (Bericht(response, knoppen=(ZONDER_LIJST,) if zonder else ()),)


def _andere_taal(_intake: Intake, _stap: Stap, response: str) -> tuple[Bericht, ...]:
    return (Bericht(response, knoppen=tuple(Knop(t.zelf, t.code) for t in talen().values())),)


def _in_taal(intake: Intake, _stap: Stap, response: str) -> tuple[Bericht, ...]:
    """Say what this is in the chosen language, with the way to a human in that language."""
    taal = talen()[(intake.tussen or "").partition(":")[2]]
    knoppen = (Knop(taal.knop, "taal_mens"), Knop("Nederlands", "verder"))
    tekst = taal.stil if intake.is_("stil") else taal.bubbel
    return (Bericht(response, {"tekst": tekst}, knoppen),)


def _verander(intake: Intake, _stap: Stap, response: str) -> tuple[Bericht, ...]:
    naam = (intake.tussen or "").removeprefix(VERANDER)
    kop = next((regel.kop for regel in regels(intake) if regel.id == naam), "")
    return (Bericht(response, {"kop": kop}),)


MAKERS: Mapping[str, Maak] = {
    "gehoord": _gehoord,
    "wat_nodig": _wat_nodig,
    "menu": _menu,
    "rang": _rang,
    "onveilig_waar": _meervoud,
    "liever_niet": _meervoud,
    "wens_urgentie": _wens,
    "wens_hulp": _wens,
    "wens_vertel": _wens,
    "samenvatting": _samenvatting,
    "toestemming": _toestemming,
    "bevestig": _bevestig,
    "teams": _teams,
    "jong_delen": _jong_delen,
    "hulpverlener": _hulpverlener,
    "stil_wens": _stil_wens,
    "stil_deel": _stil_deel,
    "gestopt": _gestopt,
    "andere_taal": _andere_taal,
    "in_taal": _in_taal,
    "teams_mens": _teams,
    "verander": _verander,
}
