"""The exploration of the talk: a small run, and twelve planted faults that it must find."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import yaml
from rasa.shared.core.domain import Domain
from rasa.shared.core.training_data.story_reader.yaml_story_reader import YAMLStoryReader

from bot.content import verkenner
from bot.content.beurt import Begrip, Zet
from bot.content.gang import Gang, Straat
from bot.content.invarianten import INVARIANTEN, computer
from bot.content.oor import Oor
from bot.content.proefhuis import goedkope_sloten
from bot.content.verhaal import bestand, krimp, verhaal
from bot.content.verloop import Verloop
from bot.dialogue.agent import Bot
from bot.intake import antwoord, begrip, naar_mens, teksten, tussendoor
from bot.intake.intake import Intake
from bot.intake.regels import regels
from bot.intake.uitkomst import zeg
from bot.settings import ROOT, load
from bot.vault.kluis import Kluis

pytestmark = pytest.mark.model
#: So many talks must do to find a planted fault.
HOOGSTENS = 60
#: Which talks to walk: those in which the rarer faults come by soon.
ZAAD = {6: "p1", 11: "p5"}


@pytest.fixture(scope="module")
def bot() -> Bot:
    return Bot.newest(load().model_dir)


@pytest.fixture(scope="module")
def straat(bot: Bot) -> Iterator[Straat]:
    with pytest.MonkeyPatch.context() as patch:
        goedkope_sloten(patch.setattr)
        straat = Straat(Oor(bot))
        yield straat
        straat.sluit()


def run(coroutine: Any) -> Any:
    return asyncio.run(coroutine)


def zoek(straat: Straat, nr: int) -> Gang:
    """Walk until something breaks invariant *nr*."""
    for n in range(HOOGSTENS):
        gang: Gang = run(straat.wandel(f"{ZAAD.get(nr, 'p46')}:{n}"))
        if nr in {gebroken for gebroken, _ in gang.klachten}:
            return gang
    raise AssertionError(f"invariant {nr} was not seen to be broken in {HOOGSTENS} talks")


def test_a_small_run_breaks_nothing(straat: Straat) -> None:
    """In generated talks all twelve invariants hold on every turn, and every state is reached."""
    verslag = run(verkenner.verken(straat, [f"klein:{n}" for n in range(50)]))
    assert [(v.nr, v.klacht, v.verhaal) for v in verslag.vondsten] == []
    assert verslag.beurten > 600
    assert {"bot", "wacht", "mens", "weg"} <= set(verslag.staten)


def test_the_same_seed_walks_the_same_talk(straat: Straat) -> None:
    """A talk can be made again from its seed: the same moves, the same answers."""
    een, twee = (run(straat.wandel("klein:3")) for _ in range(2))
    assert len(een.zetten) > 5
    assert een.zetten == twee.zetten
    assert [b.responses for b in een.beurten] == [b.responses for b in twee.beurten]


def test_the_words_of_a_button_are_no_question(straat: Straat) -> None:
    """Who types the words of a button presses it, also where the NLU hears "are you a bot" in them.

    Where that button is not offered, the same words are a question to be answered.
    """
    zetten = [Zet("altijd", "hulpverlener"), Zet("typ", "Nee, verder met de chatbot")]
    gang = run(straat.herhaal(Gang(1, 4, True), zetten))
    beurt = replace(gang.beurten[-1], begrip=Begrip("bot_vraag", 0.9, ()))
    assert gang.klachten == []
    assert list(computer(Verloop(), beurt)) == []
    elders = replace(beurt, voor=replace(beurt.voor, aanbod=()))
    assert list(computer(Verloop(), elders)) == ["asked in “hulpverlener”, and not said"]


# -- planted faults ------------------------------------------------------------------------------

Plant = Callable[[pytest.MonkeyPatch, Bot, Path], None]


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

    def plant(patch: pytest.MonkeyPatch, bot: Bot, folder: Path) -> None:
        domein = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))
        verander(domein["responses"])
        kopie = folder / "domain.yml"
        kopie.write_text(yaml.safe_dump(domein, allow_unicode=True), encoding="utf-8")
        fout = Domain.from_file(str(kopie)).responses
        patch.setattr(bot._agent.processor.nlg, "responses", fout)
        patch.setattr(teksten, "teksten", lambda: teksten.laad(kopie))

    return plant


def wissen_stopt(patch: pytest.MonkeyPatch, _bot: Bot, _folder: Path) -> None:
    """Asked to wipe, the bot only stops."""
    stopt = {**tussendoor.INVALLEN, "wissen": lambda i, _v, _w: zeg(i.zij("gestopt"), "utter_dank")}
    patch.setattr(tussendoor, "INVALLEN", stopt)


def deelt_alles(patch: pytest.MonkeyPatch, _bot: Bot, _folder: Path) -> None:
    """Whatever was ticked, every line goes along."""
    echt = naar_mens.samenvatting
    patch.setattr(
        naar_mens,
        "samenvatting",
        lambda i, _g, aan, dag: echt(i, [r.id for r in regels(i)], aan, dag),
    )


def geen_mens(patch: pytest.MonkeyPatch, _bot: Bot, _folder: Path) -> None:
    """However often it misunderstands, the bot says only that, and never changes its course."""
    patch.setattr(begrip, "HOOGSTENS", 99)
    patch.setattr(begrip, "dank", lambda _: "utter_niet_begrepen")


def sluit_niet(patch: pytest.MonkeyPatch, _bot: Bot, _folder: Path) -> None:
    """What was skipped stays open."""
    patch.setattr(
        Intake, "sla_over", lambda self, stap, *_velden: self.beantwoord(stap, self, sluit=False)
    )


def laat_liggen(patch: pytest.MonkeyPatch, _bot: Bot, _folder: Path) -> None:
    """Wiping leaves the key files where they are."""
    patch.setattr(Kluis, "vernietig", lambda *_: None)


FOUTEN: dict[int, Plant] = {
    1: in_tekst(utter_vraag_veilig_nu=("Ben je nu op een veilige plek", "Waar wil je hulp bij")),
    2: in_tekst(utter_vraag_onveilig_waar=("Je kunt er meer kiezen", "De politie helpt ook")),
    3: wissen_stopt,
    4: in_tekst(utter_crisis_zelfdoding=("113 of 0800-0113", "ons")),
    5: deelt_alles,
    6: geen_mens,
    7: in_tekst(utter_begin=(r"Ik kan geen hulp sturen\.", "Is dat goed?")),
    8: sluit_niet,
    9: in_tekst(utter_vraag_wat_nodig=("Wat heb jij nu nodig", "Wat is er gebeurd")),
    10: in_tekst(utter_vraag_meer=("dat je nodig hebt", "dat slachtoffers nodig hebben")),
    11: in_tekst(utter_bot_vraag=("een chatbot, een computer", "er voor jou")),
    12: laat_liggen,
}


def test_every_invariant_has_its_planted_fault() -> None:
    """None of the twelve is taken on trust."""
    assert set(FOUTEN) == set(INVARIANTEN)


@pytest.mark.parametrize("nr", FOUTEN)
def test_a_planted_fault_is_found(
    nr: int, straat: Straat, bot: Bot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A fault against each invariant is found within a few talks; without it that talk is clean."""
    with monkeypatch.context() as patch:
        FOUTEN[nr](patch, bot, tmp_path)
        gang = zoek(straat, nr)
    assert run(straat.herhaal(gang, gang.zetten)).klachten == []


# -- a fault against each clause of a rule, in the talk that comes by it -----------------------

NA_VEILIG = (Zet("knop", "/nee"), Zet("typ", "ik slaap op straat"), Zet("knop", "/ja"))
Woorden, Knop, Altijd = partial(Zet, "typ"), partial(Zet, "knop"), partial(Zet, "altijd")
BIJ_MEER = (*NA_VEILIG, Knop('/keuze{"keuze": "nergens"}'), Knop("/ja"))
VERDER = Knop('/keuze{"keuze": "verder"}')
MES = Woorden("hij staat voor de deur met een mes")
DANK = "utter_dank"


def zonder_mens(responses: dict[str, Any]) -> None:
    """The question after danger offers no human."""
    (vraag,) = responses["utter_vraag_crisis"]
    vraag["buttons"] = [k for k in vraag["buttons"] if k["payload"] != "/ja"]


def blijft_in_gevaar(patch: pytest.MonkeyPatch, _bot: Bot, _folder: Path) -> None:
    """After danger no press leads on."""
    zij = Intake.zij
    patch.setattr(
        Intake, "zij",
        lambda self, n: self if n is None and self.tussen == "crisis" else zij(self, n),
    )  # fmt: skip


def begrijpt_geen_nood(patch: pytest.MonkeyPatch, _bot: Bot, _folder: Path) -> None:
    """Distress is told that it was not understood."""
    patch.setattr(begrip, "_straks", lambda *_: "utter_niet_begrepen")


def nee_is_ja(patch: pytest.MonkeyPatch, _bot: Bot, _folder: Path) -> None:
    """Whatever the answer, a human is fetched."""
    ja = {**antwoord.SOORTEN, "hulpverlener": lambda i, _s, _v, w: naar_mens.mens_nu(i, w)}
    patch.setattr(antwoord, "SOORTEN", ja)


def slaat_niet_over(patch: pytest.MonkeyPatch, _bot: Bot, _folder: Path) -> None:
    """What is skipped is asked at once again."""
    patch.setattr(Intake, "sla_over", lambda self, *_: self)


def stopt_niet(patch: pytest.MonkeyPatch, _bot: Bot, _folder: Path) -> None:
    """Asked to stop, the bot goes on."""
    door = {**tussendoor.INVALLEN, "stoppen": lambda i, _v, _w: zeg(i, DANK)}
    patch.setattr(tussendoor, "INVALLEN", door)


def vraagt_op_knop(responses: dict[str, Any]) -> None:
    """A button asks where somebody is."""
    (vraag,) = responses["utter_vraag_meer"]
    vraag["buttons"][0]["title"] = "Zeg waar je bent"


#: Rule, what is broken of it, how, and the talk.
DELEN: tuple[tuple[int, str, Plant, tuple[Zet, ...]], ...] = (
    (2, "unasked: “Ik maak me zorgen",
     in_tekst(utter_crisis_acuut_gevaar=("Bel 112", "112, politie")),
     (Woorden("112"), MES)),
    (2, "unasked: “Wie mag dit niet weten",
     in_tekst(utter_vraag_wie_niet=("Een naam hoeft niet", "De politie ook niet")),
     (*BIJ_MEER, Knop("/nee"), Altijd("overslaan"), Altijd("overslaan"),
      Knop("/ja"), Knop('/keuze{"keuze": "Politie"}'), Knop('/keuze{"keuze": "klaar"}'))),
    (3, "overslaan was not taken", slaat_niet_over, (Knop("/nee"), Altijd("overslaan"))),
    (3, "stoppen was not taken", stopt_niet, (Knop("/nee"), Altijd("stoppen"))),
    (3, "stoppen was not taken", stopt_niet, (Knop("/nee"), Woorden("stop"))),
    (4, "acuut_gevaar without a human", in_domein(zonder_mens), (MES,)),
    (4, "acuut_gevaar without a human", in_domein(zonder_mens),
     (Knop("/nee"), Knop("/nee"), Woorden("ja"))),
    (4, "does not go on after danger", blijft_in_gevaar, (MES, VERDER)),
    (5, "without a yes", nee_is_ja, (Knop("/ja"), Altijd("hulpverlener"), Knop("/nee"))),
    (6, "distress got the fallback", begrijpt_geen_nood, (Woorden("ik huil de hele tijd"),)),
    (9, "asks: “Zeg waar je bent", in_domein(vraagt_op_knop), BIJ_MEER),
)  # fmt: skip


@pytest.mark.parametrize(("nr", "klacht", "plant", "zetten"), DELEN)
def test_every_clause_has_its_planted_fault(
    nr: int,
    klacht: str,
    plant: Plant,
    zetten: tuple[Zet, ...],
    straat: Straat,
    bot: Bot,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    """A fault against one clause is found in the first talk that comes by it, and only with it."""
    with monkeypatch.context() as patch:
        plant(patch, bot, tmp_path)
        gang = run(straat.herhaal(Gang(1, 4, True), zetten))
    eerste = gang.klachten[0] if gang.klachten else (0, gang.beurten[-1].tekst)
    assert (eerste[0], klacht in eerste[1]) == (nr, True), eerste
    assert run(straat.herhaal(Gang(1, 4, True), zetten)).klachten == []


# -- what was found and mended -------------------------------------------------------------------


def test_a_guess_is_asked_about_in_the_plainest_dutch_too(straat: Straat) -> None:
    """Who chose a language after a need was guessed is asked about it: no turn without a word."""
    zetten = (*NA_VEILIG, Zet("typ", "Pools"), Zet("knop", '/keuze{"keuze": "verder"}'))
    gang = run(straat.herhaal(Gang(1, 4, True), zetten))
    assert gang.klachten == []
    assert gang.beurten[-1].responses == ("utter_simpel_gehoord",)


# -- telling what was found ----------------------------------------------------------------------


def test_what_is_found_is_told_in_the_shortest_talk(
    straat: Straat, bot: Bot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Turns that do not matter are left out, and no turn of what stays can be left out."""
    FOUTEN[11](monkeypatch, bot, tmp_path)
    zetten = [Zet("typ", t) for t in ("hoi", "ik slaap op straat", "ben je een robot", "dank je")]
    lang = run(straat.herhaal(Gang(1, 4, True), zetten))
    assert lang.klachten[0][0] == 11
    kort = run(krimp(straat, lang))
    assert [zet.wat for zet in kort.zetten] == ["ben je een robot"]


def test_a_found_talk_is_a_test_story_of_rasa(straat: Straat, tmp_path: Path) -> None:
    """What is printed can be read by Rasa as a test story, whatever was typed in it."""
    talks = [run(straat.wandel(f"verhaal:{n}")) for n in range(6)]
    path = tmp_path / "test_gevonden.yml"
    path.write_text(bestand([verhaal(gang) for gang in talks]), encoding="utf-8")
    domain = Domain.from_file(str(ROOT / "domain.yml"))
    steps = YAMLStoryReader(domain).read_from_file(path)
    assert len(steps) == len(talks)
    for gang, step in zip(talks, steps, strict=True):
        acties = [s for b in gang.beurten for s in b.stappen if s.startswith("action_")]
        gelezen = [e.action_name for e in step.events if hasattr(e, "action_name")]
        assert [naam for naam in gelezen if naam in acties] == acties


def test_the_report_lists_what_was_never_reached(straat: Straat) -> None:
    """A response, a rule's step or a button that no talk came to stands in the report by name."""
    verslag = run(verkenner.verken(straat, ["klein:1"]))
    gezegd = {naam for soort, naam in verslag.dekking.geteld if soort == "response"}
    nooit = set(verslag.dekking.nooit("response"))
    assert "utter_begin" in gezegd
    assert not gezegd & nooit
    assert "never: utter_opvolging_geregeld" in verkenner.schrijf(verslag)


class Werkers:
    """A pool that walks at once, in this process."""

    def __init__(self, *_args: Any, **_kwargs: Any) -> None:
        self.af = False

    def __enter__(self) -> Werkers:
        return self

    def __exit__(self, *_args: Any) -> None:
        assert self.af

    def submit(self, doe: Callable[..., Any], *wat: Any) -> Future[Any]:
        future: Future[Any] = Future()
        future.set_result(doe(*wat))
        return future

    def shutdown(self, *, cancel_futures: bool) -> None:
        self.af = cancel_futures


def test_a_run_that_is_cut_off_tells_what_it_found(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Ctrl-C gives the report of the talks walked so far, and an exit code that says so."""

    def een_dan_stop(futures: list[Future[Any]]) -> Iterator[Future[Any]]:
        yield futures[0]
        raise KeyboardInterrupt

    monkeypatch.setattr(verkenner, "ProcessPoolExecutor", Werkers)
    monkeypatch.setattr(verkenner, "as_completed", een_dan_stop)
    monkeypatch.setattr(verkenner, "_taak", lambda _, n: verkenner.Verslag(len(n), 200))
    assert verkenner.main(["--conversations", "30"]) == verkenner.AFGEBROKEN
    gezegd = capsys.readouterr().out
    assert "10 conversations, 200 turns, cut off before the end" in gezegd
    assert "holds  12." in gezegd
