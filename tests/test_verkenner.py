"""The exploration of the talk: a small run, and planted faults that it must find."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.training_data.story_reader.yaml_story_reader import YAMLStoryReader

from bot.content import verkenner
from bot.content.beurt import Begrip, Zet
from bot.content.gang import Gang, Straat
from bot.content.invarianten import INVARIANTEN, computer
from bot.content.nood import in_nood
from bot.content.oor import Oor
from bot.content.proefhuis import goedkope_sloten
from bot.content.verhaal import bestand, krimp, lees, verhaal
from bot.content.verloop import Verloop
from bot.dialogue.agent import Bot
from bot.settings import ROOT, load
from tests.geplant import DELEN, FOUTEN, NA_VEILIG, VERDER
from tests.planten import Plant

pytestmark = pytest.mark.model
#: So many talks must do to find a planted fault.
HOOGSTENS = 60
#: Which talks to walk: those in which the rarer faults come by soon.
ZAAD = {4: "p3", 6: "p70", 10: "p7", 11: "p87"}


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


@pytest.mark.parametrize(
    ("tekst", "nood"),
    [("ik kan niet slapen", True), ("het hoeft niet meer van mij", True), ("hij slaat me", True),
     ("hoef niet ergens anders te slapen hoor lig weer in me eigen bedje thuis", False),
     ("ik lach me dood", False), ("waar kan ik slapen", False),
     ("Ik heb veel verdriet gehad, nu gaat het", False)],
)  # fmt: skip
def test_the_judge_knows_distress_by_its_words(tekst: str, nood: bool) -> None:
    """What weighs on the mind, dying and violence; no saying, and no story of data/nlu."""
    assert in_nood(tekst) is nood


def run(coroutine: Any) -> Any:
    return asyncio.run(coroutine)


def zoek(straat: Straat, nr: int) -> Gang:
    """Walk until something breaks invariant *nr* as its planted fault does."""
    for n in range(HOOGSTENS):
        gang: Gang = run(straat.wandel(f"{ZAAD.get(nr, 'p46')}:{n}"))
        if any(n_ == nr and FOUTEN[nr].klacht in klacht for n_, klacht in gang.klachten):
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


def test_every_invariant_has_its_planted_fault() -> None:
    """None of the twelve is taken on trust."""
    assert set(FOUTEN) == set(INVARIANTEN)


@pytest.mark.parametrize("nr", FOUTEN)
def test_a_planted_fault_is_found(
    nr: int, straat: Straat, bot: Bot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A fault against each invariant is found within a few talks, and for what it is.

    Without it that talk is clean.
    """
    with monkeypatch.context() as patch:
        FOUTEN[nr].plant(patch, bot, tmp_path)
        gang = zoek(straat, nr)
    assert [klacht for n, klacht in gang.klachten if n == nr and FOUTEN[nr].klacht in klacht], (
        gang.klachten
    )
    assert run(straat.herhaal(gang, gang.zetten)).klachten == []


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
    """A fault against one clause is found for what it is in the first talk that comes by it.

    It breaks no rule before that one, and without it the same talk is clean.
    """
    with monkeypatch.context() as patch:
        plant(patch, bot, tmp_path)
        gang = run(straat.herhaal(Gang(1, 4, True), zetten))
    gezegd = [een for n, een in gang.klachten if n == nr and klacht in een]
    assert gezegd, (gang.klachten, gang.beurten[-1].tekst)
    assert gang.klachten[0][0] == nr, gang.klachten
    assert run(straat.herhaal(Gang(1, 4, True), zetten)).klachten == []


# -- what was found and mended -------------------------------------------------------------------


def test_a_guess_is_asked_about_in_the_plainest_dutch_too(straat: Straat) -> None:
    """Who chose a language after a need was guessed is asked about it: no turn without a word."""
    zetten = (*NA_VEILIG, Zet("typ", "Pools"), VERDER)
    gang = run(straat.herhaal(Gang(1, 4, True), zetten))
    assert gang.klachten == []
    assert gang.beurten[-1].responses == ("utter_simpel_gehoord",)


# -- telling what was found ----------------------------------------------------------------------


def test_what_is_found_is_told_in_the_shortest_talk(
    straat: Straat, bot: Bot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Turns that do not matter are left out, and no turn of what stays can be left out."""
    FOUTEN[11].plant(monkeypatch, bot, tmp_path)
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


VERKEND = {
    naam: verteld
    for pad in sorted((ROOT / "tests/stories").glob("test_*.yml"))
    for naam, verteld in lees(pad).items()
}


@pytest.mark.parametrize("naam", VERKEND)
def test_what_was_found_once_stays_mended(straat: Straat, naam: str) -> None:
    """Every move of a story that was pasted into tests/stories can be made, and breaks nothing."""
    plek, zetten = VERKEND[naam]
    gang = run(straat.herhaal(plek, zetten))
    assert gang.klachten == []
    assert len(gang.zetten) == len(zetten)


def test_a_pasted_story_breaks_again_with_its_fault(
    straat: Straat, bot: Bot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """What is printed of a fault, read back from the file, still shows that fault and no other."""
    with monkeypatch.context() as patch:
        FOUTEN[11].plant(patch, bot, tmp_path)
        zet = Zet("typ", "ben je een robot")
        gang = run(straat.herhaal(Gang(2, 4, True), [Zet("knop", "Nee"), zet]))
        pad = tmp_path / "test_gevonden.yml"
        pad.write_text(bestand([verhaal(gang)]), encoding="utf-8")
        ((plek, zetten),) = lees(pad).values()
        assert (plek.teams, plek.uur, plek.aanwezig) == (2, 4, True)
        assert zetten == gang.zetten
        assert run(straat.herhaal(plek, zetten)).klachten == gang.klachten != []
    assert run(straat.herhaal(plek, zetten)).klachten == []


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
