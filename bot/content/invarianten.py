"""The twelve invariants of the talk (design section 5), each a pure function on one turn.

Each takes what is remembered of the talk (what the person did in this turn included) and the
turn, and yields a complaint in words for everything that breaks it. What each counts as broken,
and what it lets pass, is told in its docstring and in docs/decisions/0019.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from bot.content.beurt import Beurt
from bot.content.delen import ongevraagd_gedeeld
from bot.content.gezegd import vraagt_paneel, vragen
from bot.content.nood import in_nood
from bot.content.uitingen import rode_lijst
from bot.content.verloop import (
    LIJSTEN,
    NIEMAND_KIJKT,
    Verloop,
    getypte_knoppen,
    misverstaan,
    waarde,
    wil,
    zei_ja,
)
from bot.content.zegt_nooit import geen_etiket, geen_politie, nooit_gevraagd
from bot.intake.stappen import OMGAAN

Check = Callable[[Verloop, Beurt], Iterator[str]]

NUMMER = {"acuut_gevaar": "112", "medische_nood": "112", "zelfdoding": "113"}
#: Said to who was not understood; none of it ever to somebody in distress.
_TERUGVAL = frozenset(f"utter_{naam}" for naam in (
    "niet_begrepen", "buiten_bereik", "woorden_bewaard", "vraag_vastgelopen",
    "wacht_buiten_bereik", "stil_buiten_bereik", "stil_vastgelopen",
))  # fmt: skip
#: What stands for a human, and for skipping, where the bot does not answer.
_BUITEN_BOT = {"wacht": ("intrekken", "adressen"), "dicht": ("heropenen", "verder_met_bot")}
_MENS_BUITEN = re.compile(
    r"utter_(stil_)?(wacht_(er_is_iemand|opent|niemand)|heropend|weer_wachten)")  # fmt: skip


def _in_elke_toon(*kernen: str) -> tuple[str, ...]:
    """Return the names of these texts: in full, on a watched screen, and in the plainest Dutch."""
    kort = [kern.removeprefix("vraag_") for kern in kernen]
    tonen = (f"utter_{toon}_{kern}" for kern in kort for toon in ("stil", "simpel"))
    return (*(f"utter_{kern}" for kern in kernen), *tonen)


_MENS_KOMT = _in_elke_toon(
    "mens_", "vraag_hulpverlener", "vraag_gevaar_delen", "geen_team", "ander_hulpverlener",
    "overdracht_", "vraag_teams_mens", "vraag_jong_delen",
)  # fmt: skip
_WIST = frozenset(_in_elke_toon("vraag_wissen", "wis_vraag"))
_NA_GENOEG = frozenset(stap.naam for stap in OMGAAN)
HOOGSTENS_BUBBELS, HOOGSTENS_VRAGEN = 3, 1


def eerst_veilig(verloop: Verloop, beurt: Beurt) -> Iterator[str]:
    """1. The first content question is about safety.

    Before "veilig_nu" was asked, nothing of the talk is asked but whether somebody looks along;
    side questions (a human, stopping, danger, another person) are no content, pictures of needs
    are. Both questions must also say so in their text.
    """
    stap = beurt.gevraagd
    inhoud = beurt.na.intake.tussen is None or stap in ("menu", "nog_iets")
    if stap is None or not inhoud or "veilig_nu" in verloop.gevraagd:
        return
    if stap not in ("meekijken", "veilig_nu"):
        yield f"“{stap}” is asked before safety"
    over = {"meekijken": r"\bkijkt\b.*\bmee\b", "veilig_nu": r"\bveilig"}.get(stap)
    if over and not re.search(over, " ".join(vragen(beurt)), re.I):
        yield f"the question “{stap}” does not speak of it"


def uitgangen(verloop: Verloop, beurt: Beurt) -> Iterator[str]:
    """3. Hulpverlener, overslaan, stoppen and wissen are offered and taken everywhere.

    Offered: they stand among the buttons that are always there (with a human, who cannot be
    skipped: stoppen and wissen). While one waits, addresses and the end of waiting stand there; in
    a closed talk a human and the bot. Taken: pressed or typed word for word, each does what it
    says.
    """
    if beurt.na.staat == "weg":
        return
    nodig: tuple[str, ...] = ("hulpverlener", "overslaan", "stoppen", "wissen")
    yield from _geboden(beurt, nodig)
    in_bot = beurt.voor.staat == "bot"
    for naam in nodig if beurt.crisis is None else ():
        typt = beurt.zet.soort != "altijd"
        if wil(beurt, naam) and not (typt and beurt.voor.staat == "mens"):
            yield from _genomen(naam, beurt, in_bot)


def _geboden(beurt: Beurt, nodig: tuple[str, ...]) -> Iterator[str]:
    """Yield what is missing among the buttons; a question whether to wipe stands alone."""
    altijd = nodig if beurt.na.staat == "bot" else ("stoppen", "wissen")
    yield from (f"{naam} is not offered" for naam in altijd if naam not in beurt.na.altijd)
    ids = {k.id for k in beurt.na.aanbod}
    if "wis_ja" not in ids:
        los = _BUITEN_BOT.get(beurt.na.staat, ())
        yield from (f"{naam} is not offered" for naam in los if naam not in ids)


def _genomen(naam: str, beurt: Beurt, in_bot: bool) -> Iterator[str]:
    zei = set(beurt.responses)
    gelukt = {
        "stoppen": bool(zei & {"utter_stoppen", "utter_stop_mens"}),
        "wissen": bool(zei & _WIST),
        "overslaan": not in_bot or beurt.gevraagd != beurt.voor.stap,
        "hulpverlener": _mens_genomen(beurt, zei, in_bot),
    }[naam]
    if not gelukt:
        yield f"{naam} was not taken in “{beurt.voor.stap or beurt.voor.staat}”"


def _mens_genomen(beurt: Beurt, zei: set[str], in_bot: bool) -> bool:
    """Tell whether asking for a human was answered; with one there, they answer."""
    if in_bot or beurt.voor.staat == "mens":
        # On a watched screen the two numbers of people to call about somebody else are the answer.
        ander = "utter_stil_zorg_om_ander" in zei
        return not in_bot or ander or any(r.startswith(_MENS_KOMT) for r in zei)
    return beurt.na.staat == "mens" or any(map(_MENS_BUITEN.match, zei))


def gevaar(verloop: Verloop, beurt: Beurt) -> Iterator[str]:
    """4. Danger is answered on that very turn, with the right number and a human.

    Heard danger (a yes to "Is er gevaar?", pressed or typed, too) is answered with its number and
    with what the bot cannot do; a human is one tap away (to somebody who worries about another:
    the helpdesk), or is awaited: a closed talk opens. With a hulpverlener there the number is said
    once for each danger and each who picks up (decision 0028), and who reads it. Afterwards
    "verder" leads on. A line of the red list is heard as danger, always.
    """
    soort = beurt.crisis
    ja = beurt.voor.stap == "gevaar_nu" and zei_ja(beurt)
    if soort is None and ja and beurt.melding is None:
        soort = "acuut_gevaar"
    if soort is None and beurt.melding is None and beurt.getypt in rode_lijst():
        yield f"a line of the red list was not heard: “{beurt.getypt[:60]}”"
    if soort and beurt.na.staat == "mens":
        yield from _gevaar_bij_mens(verloop, beurt, soort)
    elif soort:
        if NUMMER[soort] not in beurt.tekst:
            yield f"{soort} without {NUMMER[soort]}"
        dicht = beurt.na.staat == "dicht"
        if dicht or (beurt.na.staat == "bot" and not _mens_dichtbij(beurt)):
            yield f"{soort} without a human"
        if "kan zelf geen hulp sturen" not in beurt.tekst and beurt.na.stap != "ander_kaart":
            yield f"{soort} without what the bot cannot do"
    verder = beurt.voor.stap.startswith("crisis") and waarde(beurt.druk) == "verder"
    if verder and (beurt.na.stap.startswith("crisis") or not beurt.tekst):
        yield "the talk does not go on after danger"


def _gevaar_bij_mens(verloop: Verloop, beurt: Beurt, soort: str) -> Iterator[str]:
    """Yield what the first answer to this danger lacks; who is away may not be said to read it."""
    if {(soort, True), (soort, verloop.even_weg)} & verloop.gewaarschuwd:
        return
    leest = (NIEMAND_KIJKT,) if verloop.even_weg else (NIEMAND_KIJKT, "kan dit ook lezen")
    if NUMMER[soort] not in beurt.tekst:
        yield f"{soort} without {NUMMER[soort]} while a human is there"
    elif "kan geen hulp sturen" not in beurt.tekst:
        yield f"{soort} without what the bot cannot do, while a human is there"
    elif not any(zin in beurt.tekst for zin in leest):
        yield f"{soort} without who reads it, while a human is there"


def _mens_dichtbij(beurt: Beurt) -> bool:
    knop = any("mens" in k.titel.lower() for k in beurt.na.aanbod)
    return "hulpverlener" in beurt.na.altijd and (knop or beurt.na.stap == "ander_kaart")


def nooit_stil(verloop: Verloop, beurt: Beurt) -> Iterator[str]:
    """6. No dead end.

    Every message and every press gets an answer in words, in every state. While a human is
    awaited, and in a closed talk, typed words may be only kept once that was said; with a human
    they answer what is typed. A refused message says why. After two misunderstandings in a row, on
    a watched screen too, a human is offered, with pictures where nobody looks along. Words of
    distress never read that they were not understood, in any state or tone; that they were written
    down says no such thing.
    """
    if beurt.melding is not None:
        if not beurt.melding.strip():
            yield "refused without a word"
        return
    if "utter_storing" in beurt.responses:
        yield "something broke"
    if not beurt.tekst.strip() and not _mag_zwijgen(verloop, beurt):
        yield f"no answer in “{beurt.voor.stap or beurt.voor.staat}”"
    vast = beurt.gevraagd == "vastgelopen"
    weer = verloop.misverstaan and misverstaan(beurt) and beurt.voor.staat == "bot"
    if (weer or vast) and not _mens_dichtbij(beurt):
        yield "misunderstood twice, and no human offered"
    plaatjes = any(waarde(k.payload) == "plaatjes" for k in beurt.na.aanbod)
    if vast and not plaatjes and not beurt.na.intake.is_("stil"):
        yield "misunderstood twice, and no pictures offered"
    terugval = sorted(_TERUGVAL & set(beurt.responses))
    nood = terugval and beurt.zet.label != "buiten_bereik" and in_nood(beurt.getypt)
    if nood:
        yield f"distress got the fallback {terugval[0]}"


def _mag_zwijgen(verloop: Verloop, beurt: Beurt) -> bool:
    """Tell whether nothing need be said; a button pressed twice does nothing, and loses nothing."""
    if beurt.zet.soort in ("tijd", "desk", "weg", "oud") or beurt.na.staat == "weg":
        return True
    wacht = beurt.na.staat in ("wacht", "dicht") and verloop.ontvangen
    bewaard = beurt.na.staat == "mens" or wacht
    return bool(beurt.getypt) and bewaard


def kort(verloop: Verloop, beurt: Beurt) -> Iterator[str]:
    """7. At most one question and three bubbles a turn, whoever of us says them.

    A question mark in the person's own words, said back to them, is no question of the bot; one
    in a panel is.
    """
    bubbels = [b for b in beurt.bot if b.tekst.strip() or b.paneel]
    if len(bubbels) > HOOGSTENS_BUBBELS:
        yield f"{len(bubbels)} bubbles"
    gesteld = [*vragen(beurt), *vraagt_paneel(beurt)]
    if len(gesteld) > HOOGSTENS_VRAGEN:
        yield f"{len(gesteld)} questions: {gesteld[-1][:60]}"


def niet_nog_eens(verloop: Verloop, beurt: Beurt) -> Iterator[str]:
    """8. What was answered or skipped is not asked again.

    Unless the person goes back or changes a line. Said "genoeg": no question about how to treat
    them or about a need follows. A need that was chosen is not offered again.
    """
    stap, intake = beurt.gevraagd, beurt.na.intake
    if stap is None or intake.tussen is not None or wil(beurt, "terug") or beurt.deed("terug"):
        pass
    elif stap in verloop.klaar and stap not in LIJSTEN - {"onveilig_waar", "liever_niet", "rang"}:
        yield f"“{stap}” is asked again"
    elif verloop.genoeg and (stap in _NA_GENOEG or stap.startswith("wens.")):
        yield f"“{stap}” is asked after “genoeg”"
    elif stap == "leeftijd" and intake.veld("leeftijdsgroep").waarde is not None:
        yield "the age is asked though it was said"
    if stap == "menu":
        dubbel = {waarde(k.payload) for k in beurt.na.aanbod} & set(intake.wensen)
        yield from (f"{label} is offered again" for label in sorted(dubbel))


def computer(verloop: Verloop, beurt: Beurt) -> Iterator[str]:
    """11. It says that it is a computer when asked, always.

    Asked is what the NLU heard as that question, but for the words of a button, which press it;
    with a human there, the human answers. A closed talk is no excuse.
    """
    heard = beurt.begrip is not None and beurt.begrip.intent == "bot_vraag"
    heard = heard and not getypte_knoppen(beurt)
    asked = heard and beurt.melding is None and beurt.na.staat in ("bot", "wacht", "dicht")
    if asked and not re.search(r"\bcomputer\b", beurt.tekst, re.I):
        yield f"asked in “{beurt.voor.stap or beurt.voor.staat}”, and not said"


def niets_over(verloop: Verloop, beurt: Beurt) -> Iterator[str]:
    """12. After wiping, nothing is left.

    No row and no byte in any file of the house has the talk's id or key or a typed word, and the
    old cookie and the old code open nothing. A yes to "alles wissen?" wipes, pressed or typed;
    with a human there only pressed: what is typed is for them.
    """
    yield from (f"left after wiping: {rest}" for rest in beurt.resten)
    los = beurt.voor.staat != "mens" and any(k.id == "wis_ja" for k in beurt.voor.aanbod)
    ja = zei_ja(beurt) and (beurt.voor.stap == "wissen" or los)
    wist = ja or beurt.zet.soort == "wis" or beurt.druk == "wis_ja"
    if wist and beurt.melding is None and beurt.na.staat != "weg":
        yield "wiping did not wipe"


INVARIANTEN: Mapping[int, Check] = {
    1: eerst_veilig,
    2: geen_politie,
    3: uitgangen,
    4: gevaar,
    5: ongevraagd_gedeeld,
    6: nooit_stil,
    7: kort,
    8: niet_nog_eens,
    9: nooit_gevraagd,
    10: geen_etiket,
    11: computer,
    12: niets_over,
}


def keur(verloop: Verloop, beurt: Beurt) -> list[tuple[int, str]]:
    """Judge one turn and take it in; return (number, complaint) for everything that is broken."""
    verloop.voor(beurt)
    found = [(nr, klacht) for nr, check in INVARIANTEN.items() for klacht in check(verloop, beurt)]
    verloop.na(beurt)
    return found
