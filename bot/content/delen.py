"""Invariant 5: nothing leaves the conversation without an explicit yes for exactly those lines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from bot.content.beurt import Beurt, Gedeeld, Stand
from bot.content.plekken import gevuld, is_naam
from bot.content.verloop import Verloop, getypte_knoppen, waarde, wil
from bot.intake.herken import ALLES, kaal, opdracht
from bot.intake.intake import WENS
from bot.intake.regels import EIGEN_TEKST, EIGEN_WOORDEN, GEVAAR, LIEVER_NIET_EIGEN, waarde_tekst
from bot.intake.talen import talen
from bot.intake.teamkeuze import ontvangers

#: The steps in which somebody can ask for a human without sharing a line.
_ALLEEN_MENS = (
    "crisis", "crisis_zelfdoding", "mens", "hulpverlener", "gevaar_delen", "teams_mens",
    "andere_taal", "in_taal",
)  # fmt: skip
#: Values that an answer is kept as, whichever words it was typed in.
VASTE_WAARDEN = frozenset({
    "ja", "nee", "weet_niet", "nu", "deze_week", "later", "man", "vrouw", "maakt_niet_uit",
    "<18", "rond 18", "18+", "zelf_gevraagd", "wil_niet",
})  # fmt: skip
_NEE_MAG = "gevaar_delen"
#: Answers to "welk team liever niet?" by which none is left out.
_GEEN = ("nee", "overslaan", "weet_niet")
_KORT = 4
#: Between things that stand in one line: said in two places, or pressed after each other.
_SCHEIDT = (" / ", ", ")


def ongevraagd_gedeeld(verloop: Verloop, beurt: Beurt) -> Iterator[str]:
    """5. Nothing leaves without an explicit yes for exactly those lines.

    A samenvatting holds the lines that were ticked and confirmed, or the danger that was said yes
    to, or none; every text in it, in whichever place, is what a ticked line on the page said and
    what the person typed or pressed; a place that is not known is a leak. It is sealed to the teams
    that were named and not excluded. What a team can read of the talk was typed after the handover.
    """
    for gedeeld in beurt.gedeeld:
        mag = _mag(verloop, beurt)
        if mag is None:
            yield f"handed over in “{beurt.voor.stap}” without a yes"
        else:
            yield from _inhoud(verloop, beurt, gedeeld, {**mag, **_kijkt_mee(beurt)})
    buiten = {t for typed in verloop.buiten for t in (typed, typed.strip(), _zonder(typed))}
    yield from (f"a team reads “{t[:40]}”" for t in beurt.leest if t not in buiten)


def _zonder(tekst: str) -> str:
    """Return typed words as they are kept: without characters that nobody can see."""
    return "".join(c for c in tekst if c.isprintable() or c in "\n\t").strip()


def _mag(verloop: Verloop, beurt: Beurt) -> Mapping[str, str] | None:
    """Return the lines that may go along, by id with their text; None: nothing may go at all."""
    stap, ja = beurt.voor.stap, _ja(beurt)
    if stap == "bevestig":
        return verloop.gekozen if ja and verloop.gekozen else None
    if stap == "jong_delen":
        return _mag_jong(verloop, beurt, ja)
    taal = {**_taal(beurt), **verloop.jong}
    if stap == _NEE_MAG:
        return {**taal, **_gevaren(beurt.voor)} if ja else taal
    vraagt = _vraagt_mens(beurt) or (
        _teams_goed(beurt) if stap == "teams_mens" else _hoort_ja(beurt)
    )
    return taal if stap in _ALLEEN_MENS and vraagt else None


def _mag_jong(verloop: Verloop, beurt: Beurt, ja: bool) -> Mapping[str, str] | None:
    """Return what somebody young said yes to: all that was shown, or nothing but a human.

    In silence nothing was shown: the age, and the danger. To several teams a no hands over nothing.
    """
    taal = _taal(beurt)
    if ja and beurt.voor.intake.is_("stil"):
        return {**taal, "leeftijdsgroep": "<18", **_gevaren(beurt.voor)}
    if ja:
        return verloop.gelezen
    vraagt = _vraagt_mens(beurt) or "alleen_mens" in _keuzes(beurt)
    een = len(ontvangers(beurt.voor.intake)) == 1
    return {**taal, **(verloop.jong if _vraagt_mens(beurt) else {})} if een or vraagt else None


def _keuzes(beurt: Beurt) -> set[str]:
    """Return what was pressed, or typed as it stands on a button."""
    return {waarde(payload) for payload in (beurt.druk, *getypte_knoppen(beurt)) if payload}


def _vraagt_mens(beurt: Beurt) -> bool:
    """Tell whether a human was asked for, in this very turn."""
    gevraagd = beurt.deed("hulpverlener") or wil(beurt, "hulpverlener")
    return gevraagd or bool(_keuzes(beurt) & {"mens_nu", "taal_mens"})


def _hoort_ja(beurt: Beurt) -> bool:
    return _ja(beurt) or (beurt.begrip is not None and beurt.begrip.intent == "ja")


def _teams_goed(beurt: Beurt) -> bool:
    """Tell whether the named teams may come: a yes, that it is enough, or who is left out.

    Only in full a no says so too: there is asked which team not. After a team was left out it says
    that there is no other.
    """
    intake, keuzes = beurt.voor.intake, _keuzes(beurt)
    tekst = beurt.getypt.casefold()
    if any(team.id in keuzes or team.naam.casefold() in tekst for team in intake.teams):
        return True
    heard = keuzes | {beurt.begrip.intent if beurt.begrip and len(tekst.split()) <= _KORT else ""}
    heard |= {"overslaan"} if wil(beurt, "overslaan") else set()
    heard |= {"nee" if kaal(tekst) in ALLES else opdracht(tekst) or ""}  # typed word for word
    mag = {"klaar", "allemaal"} if intake.is_("stil") else {"klaar", "allemaal", *_GEEN}
    return bool(heard & (mag | {"nee" if len(ontvangers(intake)) < len(intake.teams) else "ja"}))


def _taal(beurt: Beurt) -> dict[str, str]:
    """Return the lines that the page in another language said would go along with a human."""
    intake = beurt.na.intake
    if not intake.is_("taal_mee") and (not intake.is_("simpel") or intake.is_("stil")):
        return {}
    velden_ = {n: intake.veld(n).waarde for n in ("hoe.taal", "hoe.tolk")}
    return {n: str(waarde_) for n, waarde_ in velden_.items() if waarde_ is not None}


def _kijkt_mee(beurt: Beurt) -> dict[str, str]:
    """Return the line of which every short question before a handover says that it goes along."""
    stil = beurt.voor.intake.is_("stil")
    return {"veilig.kijkt_mee": "ja / weet_niet"} if stil else {}


def _gevaren(stand: Stand) -> dict[str, str]:
    """Return the danger that was spoken of, a line for each kind with all its words."""
    regels: dict[str, str] = {}
    for gevaar in stand.intake.gevaar:
        naam = f"gevaar.{gevaar.soort}"
        regels[naam] = f"{regels.get(naam, '')} / {gevaar.woorden or ''}"
    return regels


def _ja(beurt: Beurt) -> bool:
    """Tell whether the person said a plain yes: the button, or typed words that are no more."""
    if beurt.druk:
        return beurt.druk == "/ja"
    titels = {k.titel.casefold() for k in beurt.voor.aanbod if k.payload == "/ja"}
    heard = beurt.begrip is not None and beurt.begrip.intent == "ja"
    kort = len(beurt.getypt.split()) <= _KORT and beurt.zet.label not in ("nee", "weet_niet")
    kort = kort or beurt.zet.label == "ja"  # "ik wil dat wel ja"
    return beurt.getypt.casefold() in titels or (heard and kort)


def _inhoud(
    verloop: Verloop, beurt: Beurt, gedeeld: Gedeeld, mag: Mapping[str, str]
) -> Iterator[str]:
    inhoud = gedeeld.samenvatting
    regels = set(inhoud["toestemming"]["regels"])
    anders = beurt.voor.stap == _NEE_MAG and beurt.gedeeld
    gevaren = {r for r in mag if r.startswith("gevaar.")}
    if regels != set(mag) and not (anders and regels - gevaren == set(mag) - gevaren):
        yield f"shares {sorted(regels ^ set(mag))[:3]} otherwise than ticked"
    if gedeeld.kop.get("gevaar") and f"gevaar.{gedeeld.kop['gevaar']}" not in regels:
        yield "tells the queue of a danger that was not shared"
    teams_niet = beurt.voor.intake.veld("teams_niet").waarde or ()
    namen = {t.naam for t in beurt.na.intake.teams if t.id not in teams_niet}
    if not gedeeld.teams <= namen or set(inhoud["toestemming"]["aan"]) != gedeeld.teams:
        yield f"sealed to {sorted(gedeeld.teams)}"
    for plek, naam, tekst in gevuld(inhoud):
        if naam is None:
            yield f"“{plek}” is no place of a samenvatting: “{tekst[:40]}”"
        elif naam not in regels:
            yield f"“{naam}” is filled and was not ticked"
        elif is_naam(plek):
            pass
        elif not _getoond(naam, tekst, mag.get(naam, "")):
            yield f"“{naam}” says other than was shown"
        elif not _gezegd(verloop, plek, naam, tekst):
            yield f"“{naam}” was never said: “{tekst[:40]}”"


def _getoond(naam: str, tekst: str, regel: str) -> bool:
    """Tell whether *regel*, as it stood on the page, says *tekst*: having it in it is not enough.

    A danger may go along by the words of this very turn: then there was no such line before.
    """
    if not regel:
        return naam.startswith(GEVAAR)
    plat, vormen = " ".join(regel.split()), {" ".join(tekst.split()), waarde_tekst(tekst)}
    if naam.startswith(WENS) and not naam.endswith(".meer"):
        return any(f"“{v}”" in plat or f": {v}." in plat or f"Nummer {v}." in plat for v in vormen)
    return any(f"{s}{v}{s}" in f"{s}{plat}{s}" for v in vormen for s in _SCHEIDT)


def _gezegd(verloop: Verloop, plek: str, naam: str, tekst: str) -> bool:
    """Tell whether the person pressed *tekst*, or typed it: a whole message, or whole words of it.

    What was said in two places of the talk stands in one line; a rank is the order of presses.
    """
    if plek.endswith(".rang") or tekst in verloop.waarden:
        return True
    if tekst in VASTE_WAARDEN and not _in_eigen_woorden(naam):
        return True
    if tekst in {taal.naam for taal in talen().values()}:
        return True  # pressed by the name of the language in itself
    delen = [tekst] if _getypt(verloop, tekst) else tekst.split(_SCHEIDT[0])
    return all(_getypt(verloop, deel) for deel in delen)


def _in_eigen_woorden(naam: str) -> bool:
    eigen = naam.startswith(EIGEN_TEKST) or naam.endswith(".meer")
    return eigen or naam in EIGEN_WOORDEN or naam == LIEVER_NIET_EIGEN


def _getypt(verloop: Verloop, tekst: str) -> bool:
    heel = re.compile(rf"(?<!\w){re.escape(tekst)}(?!\w)")
    return any(heel.search(typed) for typed in verloop.getypt)
