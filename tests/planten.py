"""Faults that can be planted in the bot, to see whether the judges of the talk find them.

Where the content can be wrong, a copy of it is spoiled; else one function of the bot is replaced.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from rasa.shared.core.domain import Domain
from sqlalchemy import delete, false

from bot.content.beurt import Begrip
from bot.content.oor import Oor
from bot.dialogue.agent import Bot
from bot.dialogue.beeld import GeenGesprek
from bot.dialogue.botkant import Botkant
from bot.dialogue.menskant import Menskant
from bot.dialogue.router import Router
from bot.intake import (
    antwoord,
    naar_mens,
    rechten,
    sociale_kaart,
    stappen,
    teksten,
    tussendoor,
    vraag,
    wensen,
)
from bot.intake.intake import Intake
from bot.intake.regels import regels
from bot.intake.uitkomst import Uitkomst, zeg
from bot.records import models as m
from bot.records import wissen
from bot.settings import ROOT

Plant = Callable[[pytest.MonkeyPatch, Bot, Path], None]
Patch = pytest.MonkeyPatch
DANK = "utter_dank"

# -- how to plant --------------------------------------------------------------------------------


def in_tekst(**vervang: tuple[str, str]) -> Plant:
    """Return a fault in a copy of the content: in these responses the one text for the other."""

    def verander(responses: dict[str, Any]) -> None:
        for naam, (oud, nieuw) in vervang.items():
            (response,) = responses[naam]
            assert re.search(oud, response["text"]), naam
            response["text"] = re.sub(oud, nieuw, response["text"])

    return in_domein(verander)


def in_domein(verander: Callable[[dict[str, Any]], None]) -> Plant:
    """Return a fault in a copy of the content: what *verander* does to its responses."""

    def plant(patch: Patch, bot: Bot, folder: Path) -> None:
        domein = yaml.load((ROOT / "domain.yml").read_text(encoding="utf-8"), yaml.CSafeLoader)
        verander(domein["responses"])
        kopie = folder / "domain.yml"
        kopie.write_text(
            yaml.dump(domein, Dumper=yaml.CSafeDumper, allow_unicode=True), encoding="utf-8"
        )
        fout = Domain.from_dict(domein).responses
        patch.setattr(bot._agent.processor.nlg, "responses", fout)
        patch.setattr(teksten, "teksten", lambda: teksten.laad(kopie))

    return plant


def zonder_knop(response: str, payload: str) -> Plant:
    """Return a fault in the content: the question has no button for this."""

    def verander(responses: dict[str, Any]) -> None:
        (vraag_,) = responses[response]
        over = [k for k in vraag_["buttons"] if payload not in k["payload"]]
        assert len(over) < len(vraag_["buttons"])
        vraag_["buttons"] = over

    return in_domein(verander)


def op_knop(response: str, titel: str) -> Plant:
    """Return a fault in the content: this stands on the first button of the question."""

    def verander(responses: dict[str, Any]) -> None:
        responses[response][0]["buttons"][0]["title"] = titel

    return in_domein(verander)


def zet(waar: object, **namen: Any) -> Plant:
    """Return a fault in the code: these names of *waar* are something else."""

    def plant(patch: Patch, _bot: Bot, _folder: Path) -> None:
        for naam, wat in namen.items():
            patch.setattr(waar, naam, wat)

    return plant


def hoort(tekst: str, intent: str, *behoeften: str) -> Plant:
    """Return a fault of the understanding: in *tekst* it hears this."""
    echt = Oor.begrijp

    async def mis(self: Oor, typed: str) -> dict[str, Any]:
        parsed = await echt(self, typed)
        if typed != tekst:
            return parsed
        self._begrip = Begrip(intent, 0.9, behoeften)
        vondsten = [
            {"entity": "behoefte", "value": label, "start": 0, "end": len(typed)}
            for label in behoeften
        ]
        return {**parsed, "intent": {"name": intent, "confidence": 0.9}, "entities": vondsten}

    return zet(Oor, begrijp=mis)


def inval(naam: str, doe: Callable[[Intake], Uitkomst] = lambda i: zeg(i, DANK)) -> Plant:
    """Return a fault: who asks for this is only thanked, or gets what *doe* makes."""
    return zet(tussendoor, INVALLEN={**tussendoor.INVALLEN, naam: lambda i, _v, _w: doe(i)})


def in_samenvatting(verander: Callable[[Intake, dict[str, Any]], None]) -> Plant:
    """Return a fault in what leaves the talk: what *verander* does to a samenvatting."""
    echt = naar_mens.samenvatting

    def fout(i: Intake, gedeeld: Any, aan: Any, dag: str) -> dict[str, Any]:
        inhoud = echt(i, gedeeld, aan, dag)
        verander(i, inhoud)
        return inhoud

    return zet(naar_mens, samenvatting=fout)


# -- the faults ----------------------------------------------------------------------------------


def wissen_stopt() -> Plant:
    """Asked to wipe, the bot only stops."""
    return inval("wissen", lambda i: zeg(i.zij("gestopt"), DANK))


def wist_niet() -> Plant:
    """A yes to wiping is only thanked for."""
    dankt = {**antwoord.SOORTEN, "wissen": lambda i, *_: zeg(i.zij(None), DANK)}
    return zet(antwoord, SOORTEN=dankt)


def deelt_alles() -> Plant:
    """Whatever was ticked, every line goes along."""
    echt = naar_mens.samenvatting
    return zet(
        naar_mens, samenvatting=lambda i, _g, aan, dag: echt(i, [r.id for r in regels(i)], aan, dag)
    )


def blijft_in_gevaar() -> Plant:
    """After danger no press leads on."""
    zij = Intake.zij
    return zet(
        Intake, zij=lambda self, n: self if n is None and self.tussen == "crisis" else zij(self, n)
    )


def zwijgt_op(tekst: str) -> Plant:
    """To this nothing is answered."""
    echt = Botkant._jij

    def jij(self: Any, s: Any, key: bytes, zegt: Any, gezegd: Any = ()) -> None:
        echt(self, s, key, zegt, () if zegt.tekst == tekst else gezegd)

    return zet(Botkant, _jij=jij)


def nee_is_ja() -> Plant:
    """Whatever the answer, a human is fetched."""
    ja = {**antwoord.SOORTEN, "hulpverlener": lambda i, _s, _v, w: naar_mens.mens_nu(i, w)}
    return zet(antwoord, SOORTEN=ja)


def met_aangifte() -> Plant:
    """Every address says what it thinks of aangifte."""
    echt = sociale_kaart.Adres.naar_dict
    return zet(
        sociale_kaart.Adres, naar_dict=lambda self, _met=False, dag=None: echt(self, True, dag)
    )


def recht_zegt(tekst: str) -> Plant:
    """Return a fault in the rights: each says this."""
    echt = rechten.rechten
    return zet(rechten, rechten=lambda: tuple(replace(recht, tekst=tekst) for recht in echt()))


def vraagt_eerst() -> Plant:
    """Where it is not safe is asked before whether it is."""
    meekijken, veilig, gevaar, waar = stappen.BEGIN
    return zet(stappen, BEGIN=(meekijken, waar, veilig, gevaar))


def vraagt_leeftijd() -> Plant:
    """The age is asked after the first questions, said or not."""
    leeftijd = next(stap for stap in stappen.OMGAAN if stap.naam == "leeftijd")
    altijd = replace(leeftijd, geldt=lambda _intake: True)
    return zet(stappen, BEGIN=(*stappen.BEGIN[:2], altijd))


def nooit_genoeg() -> Plant:
    """That it is enough is not taken in."""
    met = Intake.met
    return zet(Intake, met=lambda self, *wat: met(self, *(een for een in wat if een != "genoeg")))


def biedt_weer_aan(patch: Patch, _bot: Bot, _folder: Path) -> None:
    """The pictures show what was chosen too."""
    for waar in (vraag, wensen):
        patch.setattr(waar, "te_kiezen", lambda _intake: ("onderdak", "basis"))


def lekt_liever_niet(intake: Intake, inhoud: dict[str, Any]) -> None:
    """What somebody rather not wants, in their own words, goes along with any handover."""
    inhoud["liever_niet_woorden"] = intake.veld("liever_niet.woorden").naar_dict()


def lekt_elders(_intake: Intake, inhoud: dict[str, Any]) -> None:
    """A place of the samenvatting that nobody knows of holds words."""
    inhoud["verhaal"] = {"waarde": "ik slaap op straat", "bron": "eigen_woorden"}


def ander_team(_intake: Intake, inhoud: dict[str, Any]) -> None:
    """The samenvatting tells of a team that was not named."""
    inhoud["toestemming"]["aan"].append("Team Zuid")


def half_gezegd(_intake: Intake, inhoud: dict[str, Any]) -> None:
    """Of somebody's words a part goes along."""
    inhoud["wensen"][0]["eigen_woorden"]["waarde"] = ["op straat"]


def anders_gezegd() -> Plant:
    """What was heard is kept in the bot's own words, on the page too."""
    hoor = Intake.hoor
    return zet(
        Intake,
        hoor=lambda self, bij: hoor(self, [replace(b, woorden="is dakloos") for b in bij]),
    )


def gevaar_in_rij() -> Plant:
    """The queue reads of danger that was not spoken of."""
    echt = naar_mens.doe
    return zet(naar_mens, doe=lambda wat, **met: echt(wat, **{**met, "gevaar": "acuut_gevaar"}))


def team_leest_mee() -> Plant:
    """The team reads more than was typed to it."""
    echt = Menskant._bubbel

    def meer(self: Any, s: Any, zaak: Any, van: str, tekst: str, *rest: Any) -> None:
        echt(self, s, zaak, van, f"{tekst} (thuis)" if van == "jij" else tekst, *rest)

    return zet(Menskant, _bubbel=meer)


def rijen_blijven() -> Plant:
    """Wiping leaves the row of the talk, though no key opens it."""
    return zet(
        wissen,
        delete=lambda tabel: delete(tabel).where(false()) if tabel is m.Gesprek else delete(tabel),
    )


def cookie_opent() -> Plant:
    """Who looks twice with the old cookie comes in."""
    echt, geweest = Router.beeld, set[str]()

    async def beeld(self: Router, cookie: str, na: int = 0) -> Any:
        with suppress(GeenGesprek):
            return await echt(self, cookie, na)
        if cookie not in geweest:
            geweest.add(cookie)
            raise GeenGesprek

    return zet(Router, beeld=beeld)


async def code_opent(_router: Router, _code: str) -> str:
    """Every code opens something."""
    return ""
