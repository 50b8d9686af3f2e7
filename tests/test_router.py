"""bot.dialogue.router, with a scripted bot in Rasa's place, on both databases."""

from __future__ import annotations

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pyotp
import pytest
from sqlalchemy import text as sql

from bot import vault
from bot.chat.pages import Pages
from bot.dialogue.beeld import Beeld, FouteCode, GeenGesprek, SlechteInvoer
from bot.dialogue.router import Router, _key
from bot.dialogue.vertoning import _wens
from bot.intake.datum import dag_in_woorden, stempel
from bot.intake.intake import Intake
from bot.intake.invoer import Gevaar
from bot.intake.openingstijden import NEDERLAND, Openingstijden
from bot.intake.regels import regels
from bot.intake.states import Staat
from bot.intake.talen import talen
from bot.records import accounts, gesprekken, overdrachten, termijnen, wissen
from bot.records.database import Database
from bot.records.models import Ontvanger
from tests.fake_bot import FakeBot, name_of
from tests.praat import domein

pytestmark = pytest.mark.usefixtures("snelle_sloten")

SAMENVATTING = {"versie": "1", "wensen": [{"behoefte": "onderdak"}, {"behoefte": "medisch"}]}
OVERDRACHT = {"doe": "overdracht", "samenvatting": SAMENVATTING, "gevaar": None}


class Desk:
    """A hulpverlener behind the records layer."""

    def __init__(self, database: Database, router: Router) -> None:
        self.database = database
        with database.begin() as s:
            token = accounts.eerste_link(s, "Team Proef")
        assert token is not None
        secret = pyotp.random_base32()
        with database.begin() as s:
            accounts.maak_account(
                s, token, naam="noor", roepnaam="Noor", wachtwoord="lang genoeg hoor", totp=secret
            )
        self.token = b""
        self._secret = secret

    def log_in(self) -> None:
        with self.database.begin() as s:
            code = pyotp.TOTP(self._secret).now()
            self.token = accounts.meld_aan(s, "noor", "lang genoeg hoor", code)

    def claim(self) -> None:
        with self.database.begin() as s:
            me = accounts.aangemeld(s, self.token)
            (overdracht, _), *_ = overdrachten.wachtrij(s, me.teams)
            overdrachten.pak_op(s, overdracht, me.hulpverlener)

    def away(self) -> None:
        with self.database.begin() as s:
            accounts.zet_beschikbaar(s, accounts.aangemeld(s, self.token).sessie_id, False)

    def writes(self, tekst: str) -> None:
        case, today = self.case(), datetime.now(NEDERLAND).date()
        inhoud = {"van": "hulpverlener", "naam": "Noor", "tekst": tekst}
        with self.database.begin() as s:
            gesprekken.voeg_toe(s, case.gesprek_id, case.key, inhoud, today, overdracht_id=case.id)

    def give_back(self, now: float | None = None) -> None:
        with self.database.begin() as s:
            case = self.case()
            overdrachten.geef_terug(s, case, case.eigenaar_id, now)

    def close(self) -> None:
        with self.database.begin() as s:
            overdrachten.sluit(s, self.case(), accounts.aangemeld(s, self.token).hulpverlener.id)

    def case(self) -> Any:
        with self.database.read() as s:
            me = accounts.aangemeld(s, self.token)
            (overdracht, _), *_ = overdrachten.wachtrij(s, me.teams, tuple(Staat))
            return overdracht

    def reads(self) -> list[str]:
        case = self.case()
        with self.database.read() as s:
            found = gesprekken.berichten(
                s, case.gesprek_id, lambda _id: case.key, overdracht_id=case.id
            )
            return [b.inhoud["tekst"] for b in found]


@pytest.fixture
def bot(monkeypatch: pytest.MonkeyPatch) -> FakeBot:
    for module in ("bot.dialogue.botkant", "bot.dialogue.schrijver", "bot.intake.teksten"):
        monkeypatch.setattr(f"{module}.bubbels", name_of)
    return FakeBot()


@pytest.fixture
def router(database: Database, bot: FakeBot) -> Router:
    return Router(database, bot, Openingstijden.lees("ma-zo 00:00-24:00"))  # type: ignore[arg-type]


@pytest.fixture
def desk(database: Database, router: Router) -> Desk:
    return Desk(database, router)


def said(beeld: Beeld, van: str | None = None) -> list[str]:
    return [b.tekst for b in beeld.bubbels if van in (None, b.van)]


def hand_over(bot: FakeBot, *regels: str) -> None:
    inhoud = {**SAMENVATTING, "toestemming": {"regels": list(regels)}}

    def answer(_parsed: Any, wereld: dict[str, Any]) -> list[dict[str, Any]]:
        teams = [team["id"] for team in wereld["teams"]]
        opdracht = {**OVERDRACHT, "samenvatting": inhoud, "teams": teams}
        return [{"text": "dank"}, {"custom": opdracht}]

    bot.answer = answer


def hand_over_to_zuid(bot: FakeBot, database: Database) -> list[dict[str, Any]]:
    """Make Team Zuid and hand over to it alone; return the teams that the talk is told of then."""
    with database.begin() as s:
        token = accounts.link_voor_team(s, "Team Zuid")
    with database.begin() as s:
        accounts.maak_account(
            s, token, naam="zoe", roepnaam="Zoë", wachtwoord="lang genoeg hoor", totp="A" * 32
        )
    verteld: list[dict[str, Any]] = []

    def answer(_parsed: Any, wereld: dict[str, Any]) -> list[dict[str, Any]]:
        verteld[:] = wereld["teams"]
        ids = [team["id"] for team in verteld if team["naam"] == "Team Zuid"]
        return [{"text": "dank"}, {"custom": {**OVERDRACHT, "teams": ids}}]

    bot.answer = answer
    return verteld


def run(coroutine: Any) -> Any:
    return asyncio.run(coroutine)


def test_begins_with_the_bots_first_words(router: Router) -> None:
    """A new conversation opens with what the bot says first, and nothing from the person."""
    beeld = run(router.beeld(run(router.begin())))
    assert said(beeld) == ["antwoord op begin"]
    assert beeld.staat == "bot"


def test_a_handoff_reaches_the_teams_that_were_agreed_to_and_no_other(
    router: Router, bot: FakeBot, desk: Desk, database: Database
) -> None:
    """Of two teams that the talk is told of, the one that was left out gets nothing at all."""
    desk.log_in()
    verteld = hand_over_to_zuid(bot, database)
    cookie = run(router.begin())
    run(router.bericht(cookie, tekst="deel het"))

    zuid = next(team["id"] for team in verteld if team["naam"] == "Team Zuid")
    assert {t["naam"]: t["aanwezig"] for t in verteld} == {"Team Proef": True, "Team Zuid": False}
    with database.read() as s:
        assert [row.team_id for row in s.query(Ontvanger).all()] == [zuid]
        assert overdrachten.wachtrij(s, accounts.aangemeld(s, desk.token).teams) == []
    # Only the team that was left out has somebody there: nobody is said to be there.
    assert "utter_overdracht_wacht" in said(run(router.beeld(cookie)))


def test_while_waiting_only_the_teams_of_the_case_are_there(
    router: Router, bot: FakeBot, desk: Desk, database: Database
) -> None:
    """Somebody of a team that was left out is nobody to who waits: they cannot read it."""
    desk.log_in()
    hand_over_to_zuid(bot, database)
    cookie = run(router.begin())
    run(router.bericht(cookie, tekst="deel het"))
    bot.acts = {"ik wil een mens": "hulpverlener"}
    run(router.bericht(cookie, tekst="ik wil een mens"))
    assert said(run(router.beeld(cookie)))[-1] == "utter_wacht_niemand"
    with database.begin() as s:
        code = pyotp.TOTP("A" * 32).now()
        assert accounts.meld_aan(s, "zoe", "lang genoeg hoor", code)
    run(router.bericht(cookie, tekst="ik wil een mens"))
    assert said(run(router.beeld(cookie)))[-1] == "utter_wacht_er_is_iemand"


def test_before_the_first_account_the_talk_knows_no_team(
    router: Router, bot: FakeBot, database: Database
) -> None:
    """While nobody could ever open it nothing can be handed over; from the first account on it can.

    That the talk then says so and shows addresses: `test_intake_zijpad.py`.
    """
    cookie = run(router.begin())
    with database.begin() as s:
        accounts.eerste_link(s, "Team Proef")
    run(router.bericht(cookie, tekst="ik wil iemand spreken"))
    assert bot.turns[-1][1]["teams"] == []

    Desk(database, router)
    run(router.bericht(cookie, tekst="ik wil iemand spreken"))
    assert [team["naam"] for team in bot.turns[-1][1]["teams"]] == ["Team Proef"]


def test_the_person_reads_who_looked_and_how_often(
    router: Router, bot: FakeBot, desk: Desk, database: Database
) -> None:
    """ "Wie heeft mijn verhaal geopend": who, what, when; with the team where there are several."""
    desk.log_in()
    cookie = run(router.begin())
    hand_over(bot)
    run(router.bericht(cookie, tekst="deel het"))
    blik = {"id": "n", "wie": "Noor", "team": "Team Proef", "wanneer": "23-11-2026 14:05"}
    for wat in ("gelezen", "gelezen", "afgedrukt"):
        with database.begin() as s:
            overdrachten.noteer_inzage(s, desk.case(), {**blik, "wat": wat})

    gezien = run(router.beeld(cookie)).inzage
    assert [(i.wie, i.wat, i.wanneer) for i in gezien] == [
        ("Noor", "gelezen, 2 keer", "23-11-2026 14:05"),
        ("Noor", "afgedrukt", "23-11-2026 14:05"),
    ]
    with database.begin() as s:
        ander, _ = accounts.maak_team(s, "Team Zuid")
        s.add(Ontvanger(overdracht_id=desk.case().id, team_id=ander.id, sleutel=b"", dossier=b""))
    assert [i.wie for i in run(router.beeld(cookie)).inzage] == ["Noor, Team Proef"] * 2


def test_typed_text_is_understood_and_answered(router: Router, bot: FakeBot) -> None:
    """What is typed reaches the bot verbatim and stands in the talk with its answer, in order."""
    cookie = run(router.begin())
    run(router.bericht(cookie, tekst="kan nie slape"))
    assert said(run(router.beeld(cookie)))[1:] == ["kan nie slape", "antwoord op kan nie slape"]
    assert bot.turns[-1][1]["tekst"] == "kan nie slape"
    assert bot.turns[-1][1]["via"] == "tekst"


def test_the_talk_remembers_between_turns(router: Router, bot: FakeBot) -> None:
    """What Rasa keeps of a talk comes back at the next turn."""
    cookie = run(router.begin())
    run(router.bericht(cookie, tekst="een"))
    run(router.bericht(cookie, tekst="twee"))
    key = _key(cookie)
    with router.database.read() as s:
        assert gesprekken.geheugen(s, key)["rasa"] == {"beurten": 3}


@pytest.mark.parametrize("cookie", ["", "x", "A" * 43, "é" * 43, "A" * 5000, "../../etc"])
def test_a_forged_cookie_opens_nothing(router: Router, cookie: str) -> None:
    """A cookie that we did not give finds no conversation, on every call."""
    for call in (
        router.beeld(cookie),
        router.bericht(cookie, tekst="hoi"),
        router.wacht_op_nieuws(cookie, 0, 0),
    ):
        with pytest.raises(GeenGesprek):
            run(call)
    run(router.wis(cookie))
    run(router.weg(cookie))


@pytest.mark.parametrize("tekst", ["", "   ", "\n\t", "\x00\x07", "\u202e"])
def test_nothing_typed_is_said_kindly(router: Router, tekst: str) -> None:
    """An empty message is refused with a sentence and changes nothing."""
    cookie = run(router.begin())
    with pytest.raises(SlechteInvoer) as caught:
        run(router.bericht(cookie, tekst=tekst))
    assert caught.value.melding == "utter_leeg"
    assert len(run(router.beeld(cookie)).bubbels) == 1


def test_too_long_gives_the_text_back(router: Router) -> None:
    """A message over 2,000 characters is refused and handed back whole: nothing is lost."""
    cookie, long = run(router.begin()), "woord " * 1700
    with pytest.raises(SlechteInvoer) as caught:
        run(router.bericht(cookie, tekst=long))
    assert caught.value.tekst == long.strip()


@pytest.mark.parametrize("tekst", ["/restart", "  /ja", '/keuze{"keuze":"x"}', "<b>hoi</b>", "😢"])
def test_typed_commands_are_only_text(router: Router, bot: FakeBot, tekst: str) -> None:
    """Nothing that is typed becomes a payload; it stands in the talk as it was typed."""
    cookie = run(router.begin())
    run(router.bericht(cookie, tekst=tekst))
    assert said(run(router.beeld(cookie)), "jij") == [tekst.strip()]
    assert bot.understood == [tekst.strip()]


def offer(bot: FakeBot) -> None:
    button = {"title": "Ja", "payload": '/keuze{"keuze":"rang:onderdak"}'}
    bot.answer = lambda *_: [{"text": "vraag", "buttons": [button]}]


def test_a_button_goes_in_past_the_nlu(router: Router, bot: FakeBot) -> None:
    """A pressed button becomes its intent and entities; the page only ever saw an opaque id."""
    offer(bot)
    cookie = run(router.begin())
    (knop,) = run(router.beeld(cookie)).knoppen
    assert "keuze" not in knop.id
    assert knop.tekst == "Ja"
    run(router.bericht(cookie, keuze=knop.id))
    parsed, wereld = bot.turns[-1]
    assert parsed["intent"]["name"] == "keuze"
    assert parsed["entities"][0]["value"] == "rang:onderdak"
    assert wereld["via"] == "knop"
    assert bot.understood == []


def test_buttons_that_are_always_there_are_no_typed_words(router: Router, bot: FakeBot) -> None:
    """A pressed "Overslaan" reaches the talk as a button, not as words of the person."""
    cookie = run(router.begin())
    run(router.bericht(cookie, keuze="overslaan"))
    parsed, wereld = bot.turns[-1]
    assert parsed["intent"]["name"] == "overslaan"
    assert wereld["via"] == "knop"
    assert said(run(router.beeld(cookie)), "jij") == ["Overslaan"]


def test_a_stale_button_says_so(router: Router, bot: FakeBot) -> None:
    """A button of two turns ago, or one never offered, gives a sentence and changes nothing."""
    offer(bot)
    cookie = run(router.begin())
    (knop,) = run(router.beeld(cookie)).knoppen
    run(router.bericht(cookie, tekst="een"))
    run(router.bericht(cookie, tekst="twee"))
    turns = len(bot.turns)
    for keuze in (knop.id, "deadbeef", "rang:onderdak", "/ja"):
        with pytest.raises(SlechteInvoer) as caught:
            run(router.bericht(cookie, keuze=keuze))
        assert caught.value.melding == "utter_oude_knop"
    assert len(bot.turns) == turns


def test_a_button_of_the_turn_before_says_so_too(router: Router, bot: FakeBot) -> None:
    """In an old tab the press has an id of its own: it is told, and nothing happens."""
    offer(bot)
    cookie = run(router.begin())
    (knop,) = run(router.beeld(cookie)).knoppen
    run(router.bericht(cookie, keuze=knop.id, client_id="a" * 32))
    run(router.bericht(cookie, keuze=knop.id, client_id="a" * 32))
    turns = len(bot.turns)
    with pytest.raises(SlechteInvoer) as caught:
        run(router.bericht(cookie, keuze=knop.id, client_id="b" * 32))
    assert caught.value.melding == "utter_oude_knop"
    assert len(bot.turns) == turns


@pytest.mark.parametrize("keuze", ["overslaan", "terug"])
def test_an_old_page_skips_nothing_unread(router: Router, bot: FakeBot, keuze: str) -> None:
    """What answers the question that stands there is told to be old, on a page before it."""
    cookie = run(router.begin())
    gezien = run(router.beeld(cookie)).laatste_seq
    run(router.bericht(cookie, tekst="een"))
    nu, turns = run(router.beeld(cookie)), len(bot.turns)
    with pytest.raises(SlechteInvoer) as caught:
        run(router.bericht(cookie, keuze=keuze, gezien=gezien))
    assert caught.value.melding == "utter_oude_knop"
    assert (run(router.beeld(cookie)), len(bot.turns)) == (nu, turns)
    run(router.bericht(cookie, keuze="hulpverlener", gezien=gezien))  # works everywhere
    gezien = run(router.beeld(cookie)).laatste_seq
    run(router.bericht(cookie, keuze=keuze, gezien=gezien))
    assert len(bot.turns) == turns + 2


def test_a_double_click_counts_once(router: Router, bot: FakeBot) -> None:
    """Pressing a button twice at the same time gives one turn and no complaint."""
    offer(bot)

    async def twice() -> int:
        cookie = await router.begin()
        (knop,) = (await router.beeld(cookie)).knoppen
        await asyncio.gather(*(router.bericht(cookie, keuze=knop.id) for _ in range(2)))
        return len(bot.turns)

    assert run(twice()) == 2


def test_a_message_sent_again_counts_once(router: Router, bot: FakeBot) -> None:
    """The same client id is one message, however often and however parallel it arrives."""

    async def resend() -> Beeld:
        cookie = await router.begin()
        await asyncio.gather(
            *(router.bericht(cookie, tekst="hallo", client_id="a" * 32) for _ in range(5))
        )
        return await router.beeld(cookie)

    assert said(run(resend()), "jij") == ["hallo"]


def test_two_tabs_at_once_stay_in_order(router: Router) -> None:
    """Messages from two tabs are answered one after the other; numbers are unique and rise."""

    async def race() -> Beeld:
        cookie = await router.begin()
        await asyncio.gather(*(router.bericht(cookie, tekst=f"bericht {n}") for n in range(8)))
        return await router.beeld(cookie)

    beeld = run(race())
    assert [b.seq for b in beeld.bubbels] == list(range(1, 18))
    texts = said(beeld)[1:]
    for question, answer in zip(texts[::2], texts[1::2], strict=True):
        assert answer == f"antwoord op {question}"


def test_a_failing_turn_keeps_what_was_typed(router: Router, bot: FakeBot) -> None:
    """When the bot breaks the person reads a kind sentence and their words are still there."""
    cookie = run(router.begin())

    def fail(*_: Any) -> Any:
        raise RuntimeError("kapot")

    bot.answer = fail
    run(router.bericht(cookie, tekst="luister"))
    assert said(run(router.beeld(cookie)))[1:] == ["luister", "utter_storing"]


def test_silence_is_never_an_answer(router: Router, bot: FakeBot) -> None:
    """A turn in which Rasa says nothing at all is told as a failure, not shown as a dead end."""
    cookie = run(router.begin())
    bot.answer = lambda *_: []
    run(router.bericht(cookie, tekst="hallo?"))
    assert said(run(router.beeld(cookie)))[-1] == "utter_storing"


def test_handing_over_starts_waiting_with_a_code(router: Router, bot: FakeBot, desk: Desk) -> None:
    """After an overdracht the person waits, with a code; each wens is received."""
    cookie = run(router.begin())
    hand_over(bot)
    run(router.bericht(cookie, tekst="deel het"))
    beeld = run(router.beeld(cookie))
    assert beeld.staat == "wacht"
    assert beeld.heeft_code
    panel = beeld.bubbels[-1].paneel
    assert panel is not None
    assert len(panel["woorden"]) == 7
    assert [(w.behoefte, w.status) for w in beeld.wensen] == [
        ("onderdak", "ontvangen"),
        ("medisch", "ontvangen"),
    ]
    assert said(beeld)[-2] == "utter_overdracht_wacht"


def test_presence_decides_what_is_said(router: Router, bot: FakeBot, desk: Desk) -> None:
    """With a hulpverlener at the desk the person hears that somebody can come now."""
    desk.log_in()
    cookie = run(router.begin())
    hand_over(bot)
    run(router.bericht(cookie, tekst="deel het"))
    assert "utter_overdracht_klaar" in said(run(router.beeld(cookie)))
    assert bot.turns[-1][1]["aanwezig"] is True


def test_outside_hours_presence_is_not_promised(database: Database, bot: FakeBot) -> None:
    """Outside opening hours the bot says when the team is there, also if somebody is logged in."""
    night = datetime(2026, 11, 23, 3, 0, tzinfo=NEDERLAND)
    router = Router(
        database,
        bot,
        Openingstijden.lees("ma-vr 09:00-17:00"),
        klok=lambda: night,  # type: ignore[arg-type]
    )
    Desk(database, router).log_in()
    cookie = run(router.begin())
    hand_over(bot)
    run(router.bericht(cookie, tekst="deel het"))
    assert "utter_overdracht_niemand vandaag om 9.00 uur" in said(run(router.beeld(cookie)))


def test_rasa_is_silent_while_waiting_and_with_a_human(
    router: Router, bot: FakeBot, desk: Desk
) -> None:
    """In wacht and mens no turn reaches Rasa, not even for /restart; the team reads every line."""
    cookie = run(router.begin())
    hand_over(bot)
    run(router.bericht(cookie, tekst="deel het"))
    turns = len(bot.turns)
    run(router.bericht(cookie, tekst="ben je daar"))
    run(router.bericht(cookie, tekst="/restart"))
    desk.log_in()
    desk.claim()
    run(router.bericht(cookie, tekst="hallo mens"))
    assert len(bot.turns) == turns
    assert [t for t in desk.reads() if not t.startswith("utter")] == [
        "ben je daar",
        "/restart",
        "hallo mens",
    ]
    assert run(router.beeld(cookie)).staat == "mens"


def test_waiting_is_acknowledged_once(router: Router, bot: FakeBot, desk: Desk) -> None:
    """The first line while waiting is acknowledged, the next ones are simply kept."""
    cookie = run(router.begin())
    hand_over(bot)
    run(router.bericht(cookie, tekst="deel het"))
    for text in ("een", "twee", "drie"):
        run(router.bericht(cookie, tekst=text))
    assert said(run(router.beeld(cookie)), "bot").count("utter_wacht_ontvangen") == 1


def test_who_waits_again_is_acknowledged_again(router: Router, bot: FakeBot, desk: Desk) -> None:
    """Once a hulpverlener gave the case back, the first line is acknowledged anew, and once."""
    cookie = run(router.begin())
    hand_over(bot)
    run(router.bericht(cookie, tekst="deel het"))
    run(router.bericht(cookie, tekst="een"))
    desk.log_in()
    desk.claim()
    run(router.bericht(cookie, tekst="twee"))
    desk.give_back()
    for text in ("drie", "vier"):
        run(router.bericht(cookie, tekst=text))
    beeld = run(router.beeld(cookie))
    assert said(beeld, "bot").count("utter_wacht_ontvangen") == 2
    assert said(beeld)[-3:] == ["drie", "utter_wacht_ontvangen", "vier"]


@pytest.mark.parametrize("kind", ["acuut_gevaar", "zelfdoding", "medische_nood"])
def test_a_crisis_while_waiting_is_answered_and_raises_the_case(
    router: Router, bot: FakeBot, desk: Desk, kind: str
) -> None:
    """A crisis in wacht is answered on that turn and moves the case to the front of the queue."""
    cookie = run(router.begin())
    hand_over(bot)
    run(router.bericht(cookie, tekst="deel het"))
    run(router.bericht(cookie, tekst=f"nu {kind}"))
    assert said(run(router.beeld(cookie)))[-1] == f"utter_wacht_crisis_{kind}"
    desk.log_in()
    assert desk.case().kop["gevaar"] == kind


def test_a_crisis_in_another_country_while_waiting_says_that_the_number_may_not_work(
    router: Router, bot: FakeBot, desk: Desk
) -> None:
    """Right after the number, in wacht too, it is said that 112 may not work there (B17)."""
    cookie = run(router.begin())
    hand_over(bot)
    run(router.bericht(cookie, tekst="deel het"))
    bot.acts = {"ik zit opgesloten in dubai": "acuut_gevaar"}
    run(router.bericht(cookie, tekst="ik zit opgesloten in dubai"))
    gezegd = said(run(router.beeld(cookie)))
    assert gezegd[-2:] == ["utter_wacht_crisis_acuut_gevaar", "utter_crisis_land_elders"]


def waits(router: Router, bot: FakeBot, *typed: tuple[str, str]) -> str:
    """Return the cookie of somebody who waits and typed these texts, each heard as an act."""
    cookie: str = run(router.begin())
    hand_over(bot)
    run(router.bericht(cookie, tekst="deel het"))
    bot.acts = dict(typed)
    for text, _ in typed:
        run(router.bericht(cookie, tekst=text))
    return cookie


@pytest.mark.parametrize(
    ("typed", "act", "answer"),
    [
        ("kost dit geld", "kosten", "utter_kosten"),
        ("gaan jullie naar de politie", "politie_vraag", "utter_politie_vraag"),
        ("wil liever een andere taal", "andere_taal", "utter_wacht_andere_taal"),
        ("wis alles wat ik zei", "wissen", "utter_wis_vraag"),
        ("ik moet weg er komt iemand aan", "stoppen", "utter_stop_mens"),
        ("snap het niet", "uitleg", "utter_wacht_uitleg"),
        ("ik ben 15", "minderjarig", "utter_wacht_minderjarig"),
        ("stomme bot", "schelden", "utter_wacht_schelden"),
        ("ik wil een mens", "hulpverlener", "utter_wacht_niemand"),
        ("adressen", "buiten_bereik", "utter_wacht_adressen"),
    ],
)
def test_waiting_is_no_dead_box(
    router: Router, bot: FakeBot, desk: Desk, typed: str, act: str, answer: str
) -> None:
    """While somebody waits every act is answered, without Rasa, and the team reads the words."""
    cookie = waits(router, bot, ("hallo daar", "behoefte"), (typed, act))
    turns = len(bot.turns)
    assert said(run(router.beeld(cookie)))[-1] == answer
    assert len(bot.turns) == turns
    desk.log_in()
    assert typed in desk.reads()


@pytest.mark.parametrize("yes", ["ja", "Ja wis alles"])
def test_all_can_be_wiped_by_typing_while_waiting(
    router: Router, bot: FakeBot, desk: Desk, yes: str
) -> None:
    """It asks once; a short yes wipes at once, with the team's copy."""
    cookie = waits(router, bot, ("wis alles", "behoefte"))
    assert [k.id for k in run(router.beeld(cookie)).knoppen] == ["wis_ja", "wis_nee"]
    bot.acts = {yes: "ja"}
    run(router.bericht(cookie, tekst=yes))
    with pytest.raises(GeenGesprek):
        run(router.beeld(cookie))


def test_another_message_closes_the_question_about_wiping(
    router: Router, bot: FakeBot, desk: Desk
) -> None:
    """A yes that comes later, to something else, wipes nothing."""
    cookie = waits(router, bot, ("wis alles", "wissen"), ("hoe lang nog", "duur"), ("ja", "ja"))
    assert run(router.beeld(cookie)).staat == "wacht"


def test_stopping_to_wait_can_be_typed(router: Router, bot: FakeBot, desk: Desk) -> None:
    """The title of the button, typed, gives the talk back to the bot."""
    bot.acts = {}
    cookie = waits(router, bot)
    bot.answer = lambda *_: [{"text": "hier ben ik weer"}]
    run(router.bericht(cookie, tekst="Stop met wachten."))
    assert run(router.beeld(cookie)).staat == "bot"
    assert said(run(router.beeld(cookie)))[-1] == "hier ben ik weer"


def test_the_code_can_be_asked_by_typing_while_waiting(
    router: Router, bot: FakeBot, desk: Desk
) -> None:
    """The same seven words come again."""
    cookie = waits(router, bot, ("mijn code", "behoefte"))
    panels = [b.paneel for b in run(router.beeld(cookie)).bubbels if b.paneel]
    assert panels[-1] == panels[0]


@pytest.mark.parametrize(
    ("eerst", "typed", "breekt", "blijkt"),
    [
        ("", "Stop met wachten", (overdrachten, "trek_in"), lambda b: b.staat == "bot"),
        ("", "mijn code", (gesprekken, "onthoud"), lambda b: b.bubbels[-1].paneel is not None),
        ("wis alles", "Ja, wis alles", (wissen, "wis"), None),
    ],
)
def test_a_typed_command_is_kept_with_what_it_does(
    router: Router, bot: FakeBot, desk: Desk, monkeypatch: pytest.MonkeyPatch,
    eerst: str, typed: str, breekt: tuple[Any, str], blijkt: Any,
) -> None:  # fmt: skip
    """Where the step fails the words are not taken in either: sent again, they do it, once."""
    cookie = waits(router, bot, *([(eerst, "wissen")] if eerst else []))
    voor = len(run(router.beeld(cookie)).bubbels)
    bot.answer = lambda *_: [{"text": "hier ben ik weer"}]

    def kapot(*_: Any, **__: Any) -> None:
        raise OSError("disk full")

    with monkeypatch.context() as stuk:
        stuk.setattr(*breekt, kapot)
        with pytest.raises(OSError, match="disk full"):
            run(router.bericht(cookie, tekst=typed, client_id="c0ffee00"))
    assert len(run(router.beeld(cookie)).bubbels) == voor
    run(router.bericht(cookie, tekst=typed, client_id="c0ffee00"))
    if blijkt is None:
        with pytest.raises(GeenGesprek):
            run(router.beeld(cookie))
        return
    assert blijkt(run(router.beeld(cookie)))
    run(router.bericht(cookie, tekst=typed, client_id="c0ffee00"))
    assert said(run(router.beeld(cookie)), "jij").count(typed) == 1


def test_addresses_are_one_tap_away_while_waiting(router: Router, bot: FakeBot, desk: Desk) -> None:
    """Who waits where nobody is can read whom they can turn to themselves."""
    cookie = waits(router, bot)
    assert {"adressen", "intrekken"} <= {k.id for k in run(router.beeld(cookie)).knoppen}
    run(router.bericht(cookie, keuze="adressen"))
    bubble = run(router.beeld(cookie)).bubbels[-1]
    assert bubble.tekst == "utter_wacht_adressen"
    assert bubble.paneel is not None
    assert bubble.paneel["adressen"]


@pytest.mark.parametrize(
    ("typed", "act", "hint"),
    [
        ("wis alles aub", "wissen", "utter_mens_wissen"),
        ("ik moet stoppen", "stoppen", "utter_mens_stoppen"),
    ],
)
def test_a_human_is_not_talked_through_but_the_button_is_named(
    router: Router, bot: FakeBot, desk: Desk, typed: str, act: str, hint: str
) -> None:
    """With a human there the bot only says which button wipes or stops; nothing else at all."""
    cookie = waits(router, bot)
    desk.log_in()
    desk.claim()
    bot.acts = {typed: act, "wat kost dit": "kosten"}
    before = said(run(router.beeld(cookie)), "bot")
    run(router.bericht(cookie, tekst="wat kost dit"))
    run(router.bericht(cookie, tekst=typed))
    assert said(run(router.beeld(cookie)), "bot")[len(before) :] == [hint]
    assert typed in desk.reads()


@pytest.mark.parametrize("kind", ["acuut_gevaar", "zelfdoding", "medische_nood"])
def test_danger_is_answered_and_marked_while_a_human_has_the_case(
    router: Router, bot: FakeBot, desk: Desk, kind: str
) -> None:
    """Each time the case is raised and the message marked; the bot speaks once to each kind."""
    cookie = with_human(router, bot, desk)
    before = said(run(router.beeld(cookie)), "bot")
    for text in (f"nu {kind}", f"weer {kind}", "hallo"):
        run(router.bericht(cookie, tekst=text))
    assert said(run(router.beeld(cookie)), "bot")[len(before) :] == [f"utter_mens_crisis_{kind}"]
    case = desk.case()
    assert case.kop["gevaar"] == kind
    assert [een["soort"] for een in case.kop["later"]] == [kind, kind]
    assert run(router.beeld(cookie)).staat == "mens"


def test_danger_is_answered_again_after_somebody_else_picks_up(
    router: Router, bot: FakeBot, desk: Desk
) -> None:
    """Another kind gets its own answer, and so does the same kind with whoever comes next."""
    cookie = with_human(router, bot, desk)
    run(router.bericht(cookie, tekst="nu zelfdoding"))
    run(router.bericht(cookie, tekst="nu medische_nood"))
    with router.database.begin() as s:
        me = accounts.aangemeld(s, desk.token).hulpverlener.id
        overdrachten.geef_terug(s, desk.case(), me)
    desk.claim()
    run(router.bericht(cookie, tekst="nog eens zelfdoding"))
    found = [t for t in said(run(router.beeld(cookie)), "bot") if t.startswith("utter_mens_crisis")]
    assert found == [
        "utter_mens_crisis_zelfdoding",
        "utter_mens_crisis_medische_nood",
        "utter_mens_crisis_zelfdoding",
    ]


def test_danger_says_that_nobody_may_look_while_the_hulpverlener_is_away(
    router: Router, bot: FakeBot, desk: Desk
) -> None:
    """ "Even weg": danger and "is er iemand" are answered as it is, once; also after the other."""
    cookie = with_human(router, bot, desk)
    run(router.bericht(cookie, tekst="nu zelfdoding"))
    desk.away()
    before = said(run(router.beeld(cookie)), "bot")
    for text in ("toch zelfdoding", "is er nog iemand", "is er iemand?"):
        run(router.bericht(cookie, tekst=text))
    assert said(run(router.beeld(cookie)), "bot")[len(before) :] == [
        "utter_mens_weg_crisis_zelfdoding",
        "utter_mens_even_weg",
    ]


def with_human(router: Router, bot: FakeBot, desk: Desk) -> str:
    """Return the cookie of somebody whose case a hulpverlener has picked up."""
    cookie = waits(router, bot)
    desk.log_in()
    desk.claim()
    return cookie


def test_a_greeting_after_danger_asks_whether_anybody_is_there(
    router: Router, bot: FakeBot, desk: Desk
) -> None:
    """Never "fijn dat je er bent" to somebody who just said they want to die."""
    cookie = waits(router, bot, ("nu zelfdoding", "zelfdoding"), ("hallo", "groet"))
    assert said(run(router.beeld(cookie)))[-1] == "utter_wacht_niemand"


def test_a_body_that_gets_worse_repeats_the_number(
    router: Router, bot: FakeBot, desk: Desk
) -> None:
    """After medical need in this talk, "erger" is medical need again, on the desk too."""
    cookie = waits(
        router, bot, ("nu medische_nood", "medische_nood"), ("het wordt erger", "behoefte")
    )
    assert said(run(router.beeld(cookie)))[-1] == "utter_wacht_crisis_medische_nood"
    desk.log_in()
    assert len(desk.case().kop["later"]) == 2


def stopped(router: Router, bot: FakeBot, desk: Desk) -> str:
    """Return the cookie of somebody who stopped waiting for a case that was read."""
    cookie = closed(router, bot, desk)
    with router.database.begin() as s:
        overdrachten.noteer_inzage(s, desk.case(), {"wie": "Noor", "wat": "x", "wanneer": "y"})
    run(router.bericht(cookie, keuze="heropenen"))
    run(router.bericht(cookie, keuze="intrekken"))
    return cookie


def test_who_stopped_waiting_is_asked_and_not_put_back(
    router: Router, bot: FakeBot, desk: Desk
) -> None:
    """Typing asks once whether to wait again; only a yes, the button or danger does it."""
    cookie = stopped(router, bot, desk)
    bot.acts = {"ja": "ja", "nee": "nee"}
    for text in ("en mijn vraag dan", "nog een vraag", "nee"):
        run(router.bericht(cookie, tekst=text))
    beeld = run(router.beeld(cookie))
    assert beeld.staat == "dicht"
    found = [t for t in said(beeld, "bot") if t.startswith("utter_weer")]
    assert found == [
        "utter_weer_wachten_vraag",
        "utter_weer_wachten_nog",
        "utter_weer_wachten_nee",
    ]
    run(router.bericht(cookie, tekst="ja"))
    assert run(router.beeld(cookie)).staat == "wacht"
    desk.claim()
    desk.close()
    run(router.bericht(cookie, tekst="toch nog iets"))
    assert run(router.beeld(cookie)).staat == "wacht"  # closed by the team: that is another thing


def test_who_stopped_waiting_is_answered_first(router: Router, bot: FakeBot, desk: Desk) -> None:
    """A question about the bot gets its answer, then whether to wait again."""
    cookie = stopped(router, bot, desk)
    bot.acts = {"ben je een robot?": "bot_vraag", "ik ben 15": "minderjarig"}
    for text in bot.acts:
        run(router.bericht(cookie, tekst=text))
    beeld = run(router.beeld(cookie))
    assert beeld.staat == "dicht"
    assert said(beeld, "bot")[-4:] == [
        "utter_bot_vraag",
        "utter_weer_wachten_vraag",
        "utter_minderjarig",
        "utter_weer_wachten_nog",
    ]


def test_distress_while_nobody_comes_gets_the_number_again(
    router: Router, bot: FakeBot, desk: Desk
) -> None:
    """At the third message of distress after the line, it is said once more."""
    bang = [(f"ik ben zo bang {nr}", "behoefte") for nr in range(1, 5)]
    cookie = waits(router, bot, *bang)
    gezegd = said(run(router.beeld(cookie)), "bot")
    assert gezegd.count("utter_wacht_zwaar") == 2
    assert gezegd[-1] == "utter_wacht_zwaar"


def test_danger_after_stopping_to_wait_is_never_left_lying(
    router: Router, bot: FakeBot, desk: Desk
) -> None:
    """Danger puts the case back into the queue, and says so."""
    cookie = stopped(router, bot, desk)
    run(router.bericht(cookie, tekst="nu acuut_gevaar"))
    beeld = run(router.beeld(cookie))
    assert beeld.staat == "wacht"
    assert said(beeld)[-2:] == ["utter_heropend", "utter_wacht_crisis_acuut_gevaar"]
    assert desk.case().kop["gevaar"] == "acuut_gevaar"


def test_thanks_after_closing_keep_it_closed(router: Router, bot: FakeBot, desk: Desk) -> None:
    """A thank-you asks nothing of anybody; wiping can be asked without opening the case again."""
    cookie = closed(router, bot, desk)
    bot.acts = {"dank je": "dank", "wis alles": "wissen", "ja": "ja"}
    run(router.bericht(cookie, tekst="dank je"))
    run(router.bericht(cookie, tekst="wis alles"))
    assert run(router.beeld(cookie)).staat == "dicht"
    run(router.bericht(cookie, tekst="ja"))
    with pytest.raises(GeenGesprek):
        run(router.beeld(cookie))


def test_taking_back_before_anybody_came(router: Router, bot: FakeBot, desk: Desk) -> None:
    """Stopping to wait deletes what was shared and gives the talk back to the bot."""
    cookie = run(router.begin())
    hand_over(bot)
    run(router.bericht(cookie, tekst="deel het"))
    bot.answer = lambda *_: [{"text": "hier ben ik weer"}]
    run(router.bericht(cookie, keuze="intrekken"))
    beeld = run(router.beeld(cookie))
    assert beeld.staat == "bot"
    assert beeld.wensen == []
    assert said(beeld)[-1] == "hier ben ik weer"
    assert bot.turns[-1][0]["intent"]["name"] == "hervat"
    desk.log_in()
    with router.database.read() as s:
        assert overdrachten.wachtrij(s, accounts.aangemeld(s, desk.token).teams) == []


@pytest.mark.parametrize("eerder", [False, True])
def test_the_bot_knows_what_was_taken_back(
    router: Router, bot: FakeBot, desk: Desk, eerder: bool
) -> None:
    """It does not say that a destroyed case can be read; a case of before still can."""
    cookie = closed(router, bot, desk, "wens.medisch") if eerder else run(router.begin())
    if eerder:
        bot.answer = lambda *_: [{"text": "daar ben ik"}]
        run(router.bericht(cookie, keuze="verder_met_bot"))
    hand_over(bot, "wens.onderdak")
    run(router.bericht(cookie, tekst="deel het"))
    gedeeld, key = Intake().met("gedeeld").naar_dict(), _key(cookie)
    with router.database.begin() as s:
        geheugen = {**gesprekken.geheugen(s, key), "rasa": {"slots": {"intake": gedeeld}}}
        gesprekken.onthoud(s, key, geheugen)
    bot.answer = lambda *_: [{"text": "hier ben ik weer"}]
    run(router.bericht(cookie, keuze="intrekken"))
    assert ("gedeeld" in bot.kept["slots"]["intake"]["merken"]) is eerder


def test_danger_and_age_said_while_waiting_stay_after_taking_back(
    router: Router, bot: FakeBot, desk: Desk
) -> None:
    """The case in which they stood is gone: the bot knows both, in the person's words, unshared."""
    cookie = run(router.begin())
    hand_over(bot, "wens.onderdak")
    run(router.bericht(cookie, tekst="deel het"))
    run(router.bericht(cookie, tekst="acuut_gevaar: hij staat voor de deur"))
    bot.acts["ik ben 15"] = "minderjarig"
    run(router.bericht(cookie, tekst="ik ben 15"))
    bot.answer = lambda *_: [{"text": "hier ben ik weer"}]
    run(router.bericht(cookie, keuze="intrekken"))
    intake = Intake.van_dict(bot.kept["slots"]["intake"])
    assert intake.gevaar == (Gevaar("acuut_gevaar", "acuut_gevaar: hij staat voor de deur"),)
    assert intake.veld("leeftijdsgroep").waarde == "<18"
    assert {"gevaar.acuut_gevaar", "leeftijdsgroep"} <= {regel.id for regel in regels(intake)}


@pytest.mark.parametrize("zin", ["hij leest nu mee", "stop, he is watching me"])
def test_reading_along_while_waiting_warns_the_team_and_makes_it_short(
    router: Router, bot: FakeBot, desk: Desk, zin: str
) -> None:
    """In any language with a page: the way out is named once, what is said from there on is
    neutral, the team reads it on top, and the bot knows it when it has the word again."""
    cookie = run(router.begin())
    hand_over(bot)
    run(router.bericht(cookie, tekst="deel het"))
    desk.log_in()
    for _ in range(2):
        run(router.bericht(cookie, tekst=zin))
    assert said(run(router.beeld(cookie))).count("utter_stil_erbij") == 1
    case = desk.case()
    assert case.kop["stil"] is True
    assert [een["soort"] for een in case.kop["let_op"]] == ["meelezer"]
    run(router.bericht(cookie, tekst="ben je er"))
    nieuw = [t for t in said(run(router.beeld(cookie)), "bot") if t.startswith("utter_wacht")]
    assert nieuw == []
    bot.answer = lambda *_: [{"text": "hier ben ik weer"}]
    run(router.bericht(cookie, keuze="intrekken"))
    intake = Intake.van_dict(bot.kept["slots"]["intake"])
    assert intake.is_("stil")
    assert intake.veld("veilig.kijkt_mee").waarde == "ja"


def test_danger_goes_before_the_way_out_while_waiting(
    router: Router, bot: FakeBot, desk: Desk
) -> None:
    """Who reads along and hurts them at once: the number, and both stand on top for the team."""
    cookie = run(router.begin())
    hand_over(bot)
    run(router.bericht(cookie, tekst="deel het"))
    run(router.bericht(cookie, tekst="acuut_gevaar! hij leest mee en slaat me"))
    gezegd = said(run(router.beeld(cookie)), "bot")
    assert gezegd[-2:] == ["utter_wacht_crisis_acuut_gevaar", "utter_stil_erbij"]
    desk.log_in()
    kop = desk.case().kop
    assert kop["stil"] is True
    assert [een["soort"] for een in kop["later"]] == ["acuut_gevaar"]


def test_silence_while_waiting_ends_when_nobody_looks_along(
    router: Router, bot: FakeBot, desk: Desk
) -> None:
    """The person says so: the line for the team goes, the bot knows it, and texts are whole."""
    cookie = run(router.begin())
    hand_over(bot)
    run(router.bericht(cookie, tekst="deel het"))
    desk.log_in()
    for tekst in ("hij leest nu mee", "kijkt er nog iemand mee?", "niemand kijkt meer mee"):
        stil = desk.case().kop.get("stil")
        run(router.bericht(cookie, tekst=tekst))
    assert stil is True  # a question ends nothing
    assert "utter_stil_voorbij" in said(run(router.beeld(cookie)))
    kop = desk.case().kop
    assert kop["stil"] is False
    assert kop["let_op"] == []
    bot.answer = lambda *_: [{"text": "hier ben ik weer"}]
    run(router.bericht(cookie, keuze="intrekken"))
    intake = Intake.van_dict(bot.kept["slots"]["intake"])
    assert not intake.is_("stil")
    assert intake.veld("veilig.kijkt_mee").waarde == "nee"


def test_who_reads_along_counts_from_when_it_was_said_last(
    router: Router, bot: FakeBot, desk: Desk
) -> None:
    """The team reads the newest message that says so; of an age the first one stays."""
    cookie = run(router.begin())
    hand_over(bot)
    run(router.bericht(cookie, tekst="deel het"))
    desk.log_in()
    bot.acts["ik ben 15"] = "minderjarig"
    for tekst in ("hij leest nu mee", "ik ben 15"):
        run(router.bericht(cookie, tekst=tekst))
    eerst = {een["soort"]: een["nr"] for een in desk.case().kop["let_op"]}
    for tekst in ("hij leest weer mee", "ik ben 15"):
        run(router.bericht(cookie, tekst=tekst))
    later = {een["soort"]: een["nr"] for een in desk.case().kop["let_op"]}
    assert later["meelezer"] > eerst["meelezer"]
    assert later["jong"] == eerst["jong"]


@pytest.mark.parametrize("stil", [True, False])
def test_a_case_that_opens_again_is_as_silent_as_the_talk(
    router: Router, bot: FakeBot, desk: Desk, stil: bool
) -> None:
    """What was said to the bot meanwhile about who looks along holds for the case too."""
    cookie = closed(router, bot, desk, "wens.medisch")
    bot.answer = lambda *_: [{"text": "daar ben ik"}, {"custom": {"doe": "stil", "aan": stil}}]
    run(router.bericht(cookie, keuze="verder_met_bot"))
    run(router.bericht(cookie, tekst="hallo"))
    run(router.bericht(cookie, keuze="nog_nodig:1"))
    assert desk.case().kop["stil"] is stil


def test_danger_of_another_stays_anothers_after_taking_back(
    router: Router, bot: FakeBot, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who worries about a sister of fifteen is not fifteen and in danger themselves."""
    cookie = run(router.begin())
    hand_over(bot, "wens.onderdak")
    run(router.bericht(cookie, tekst="deel het"))
    monkeypatch.setattr("bot.dialogue.menskant.let_op.van_ander", lambda _invoer: True)
    monkeypatch.setattr("bot.dialogue.menskant.let_op.let_op", lambda _invoer: ("jong",))
    run(router.bericht(cookie, tekst="acuut_gevaar: mijn zusje van 15 wordt nu geslagen"))
    desk.log_in()
    assert desk.case().kop["later"][0]["ander"] is True
    bot.answer = lambda *_: [{"text": "hier ben ik weer"}]
    run(router.bericht(cookie, keuze="intrekken"))
    intake = Intake.van_dict(bot.kept.get("slots", {}).get("intake"))
    assert intake.gevaar == ()
    assert intake.veld("leeftijdsgroep").waarde is None


def test_of_anothers_screen_nothing_is_concluded_while_waiting(
    router: Router, bot: FakeBot, desk: Desk
) -> None:
    """Who worries about somebody else goes on as before."""
    cookie = run(router.begin())
    hand_over(bot)
    run(router.bericht(cookie, tekst="deel het"))
    bot.acts["hij leest mee bij mijn zus"] = "zorg_om_ander"
    run(router.bericht(cookie, tekst="hij leest mee bij mijn zus"))
    desk.log_in()
    assert "stil" not in desk.case().kop


Opgepakt = tuple[Router, Desk, str, list[float]]


@pytest.fixture
def opgepakt(database: Database, bot: FakeBot) -> Opgepakt:
    """A talk that a hulpverlener has, its cookie, and how many seconds the clock runs ahead."""
    late = [0.0]
    router = Router(
        database,
        bot,  # type: ignore[arg-type]
        Openingstijden.lees("ma-zo 00:00-24:00"),
        klok=lambda: datetime.fromtimestamp(time.time() + late[0], NEDERLAND),
    )
    desk = Desk(database, router)
    cookie = run(router.begin())
    hand_over(bot)
    run(router.bericht(cookie, tekst="deel het"))
    desk.log_in()
    desk.claim()
    return router, desk, cookie, late


def test_a_hulpverlener_who_is_gone_loses_the_case(opgepakt: Opgepakt) -> None:
    """Who was not seen for two minutes no longer holds a talk: the person is told and waits."""
    router, desk, cookie, late = opgepakt
    run(router.bericht(cookie, tekst="hallo"))
    assert run(router.beeld(cookie)).staat == "mens"
    late[0] = overdrachten.AFWEZIG_NA + 5
    run(router.bericht(cookie, tekst="nu zelfdoding"))
    beeld = run(router.beeld(cookie))
    assert beeld.staat == "wacht"
    assert said(beeld)[-2:] == ["utter_mens_weg", "utter_wacht_crisis_zelfdoding"]
    assert desk.case().eigenaar_id is None
    # Waiting too long counts from here, and is told as it is: somebody did read it.
    blik = {
        "id": "n",
        "wie": "Noor",
        "team": "Proef",
        "wat": "gelezen",
        "wanneer": "23-11-2026 14:05",
    }
    with router.database.begin() as s:
        overdrachten.noteer_inzage(s, desk.case(), blik)
    late[0] += 5 * 3600
    later = said(run(router.beeld(cookie)))
    assert "utter_niemand_las" not in later
    assert later[-1] == "utter_niemand_pakte_op"


@pytest.mark.parametrize("page", ["beeld", "nieuws"])
def test_who_is_left_without_a_word_hears_so_on_an_open_page(opgepakt: Opgepakt, page: str) -> None:
    """Claimed, nothing said, laptop closed: nobody types, and still the person waits again."""
    router, desk, cookie, late = opgepakt

    def look() -> None:
        if page == "nieuws":
            run(router.wacht_op_nieuws(cookie, 10_000, 0.0))

    late[0] = overdrachten.AFWEZIG_NA - 5
    look()
    assert run(router.beeld(cookie)).staat == "mens"
    late[0] = overdrachten.AFWEZIG_NA + 5
    look()
    if page == "nieuws":
        assert desk.case().eigenaar_id is None
    beeld = run(router.beeld(cookie))
    assert beeld.staat == "wacht"
    assert said(beeld)[-1] == "utter_mens_weg"
    assert desk.case().eigenaar_id is None
    look()
    assert said(run(router.beeld(cookie))).count("utter_mens_weg") == 1
    late[0] += 5 * 3600
    look()
    assert said(run(router.beeld(cookie)))[-1] == "utter_niemand_las"
    desk.claim()


def test_somebody_gone_for_long_is_told_in_one_go(opgepakt: Opgepakt) -> None:
    """Back after hours with nobody there: the answer comes alone, without "je wacht al lang"."""
    router, _, cookie, late = opgepakt
    late[0] = 9 * 3600.0
    run(router.bericht(cookie, tekst="nu zelfdoding"))
    assert said(run(router.beeld(cookie)))[-2:] == [
        "utter_mens_weg",
        "utter_wacht_crisis_zelfdoding",
    ]


@pytest.mark.parametrize("ends", ["closed", "given back", "unseen"])
def test_a_yes_to_the_hulpverlener_wipes_nothing(
    opgepakt: Opgepakt, bot: FakeBot, ends: str
) -> None:
    """The question about wiping is open only while it is the last thing that was said.

    Whoever ignored it and says yes to something else, in whatever state by then, keeps all; its
    buttons are gone too.
    """
    router, desk, cookie, late = opgepakt
    run(router.bericht(cookie, keuze="wissen"))
    run(router.bericht(cookie, tekst="wacht, ik wil nog iets vertellen"))
    assert "wis_ja" not in {k.id for k in run(router.beeld(cookie)).knoppen}
    with pytest.raises(SlechteInvoer):
        run(router.bericht(cookie, keuze="wis_ja"))
    if ends == "unseen":
        late[0] = overdrachten.AFWEZIG_NA + 5
    else:
        {"closed": desk.close, "given back": desk.give_back}[ends]()
    bot.acts = {"ja": "ja"}
    run(router.bericht(cookie, tekst="ja"))
    assert run(router.beeld(cookie)).staat == "wacht"
    assert "ja" in desk.reads()


def test_what_the_hulpverlener_asks_closes_the_question_about_wiping(
    opgepakt: Opgepakt, bot: FakeBot
) -> None:
    """Asked whether all may be wiped, then "Red je het zo?": a yes is an answer to the last."""
    router, desk, cookie, _ = opgepakt
    run(router.bericht(cookie, keuze="wissen"))
    desk.writes("Red je het zo?")
    desk.close()
    assert "wis_ja" not in {k.id for k in run(router.beeld(cookie)).knoppen}
    bot.acts = {"ja": "ja"}
    run(router.bericht(cookie, tekst="ja"))
    assert "ja" in said(run(router.beeld(cookie)), "jij")


def test_a_yes_wipes_nothing_where_the_hulpverlener_turns_out_to_be_gone(
    opgepakt: Opgepakt, bot: FakeBot
) -> None:
    """What is typed with a human there is for them, also where they left a while ago."""
    router, desk, cookie, late = opgepakt
    run(router.bericht(cookie, keuze="wissen"))
    late[0] = overdrachten.AFWEZIG_NA + 5
    bot.acts = {"ja": "ja"}
    run(router.bericht(cookie, tekst="ja"))
    assert run(router.beeld(cookie)).staat == "wacht"
    assert "ja" in desk.reads()


def until_it_waits(database: Database, bot: FakeBot, tekst: str) -> None:
    """Return once the message is understood and its transaction waits for the one that runs."""
    busy = sql("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'")
    end = time.monotonic() + 20
    while time.monotonic() < end:
        time.sleep(0.05)
        if tekst in bot.understood and database.is_sqlite:
            return
        with database.read() as s:
            if not database.is_sqlite and s.execute(busy).scalar_one():
                return
    raise AssertionError("it waits for nothing")


def test_danger_typed_while_the_case_is_being_closed_opens_it_again(
    router: Router, bot: FakeBot, desk: Desk, database: Database
) -> None:
    """What crosses the closing on its way comes after it: the person waits again."""
    cookie, tekst = with_human(router, bot, desk), "nu acuut_gevaar"
    with ThreadPoolExecutor(1) as pool:
        with database.begin() as s:
            overdrachten.sluit(s, desk.case(), accounts.aangemeld(s, desk.token).hulpverlener.id)
            typed = pool.submit(run, router.bericht(cookie, tekst=tekst))
            until_it_waits(database, bot, tekst)
        typed.result()
    beeld = run(router.beeld(cookie))
    assert beeld.staat == "wacht"
    assert said(beeld)[-2:] == ["utter_heropend", "utter_wacht_crisis_acuut_gevaar"]
    assert desk.case().kop["gevaar"] == "acuut_gevaar"


@pytest.mark.parametrize("unread", [False, True], ids=["read", "unread"])
def test_a_second_case_that_is_taken_back_leaves_the_first_as_it_was(
    router: Router, bot: FakeBot, desk: Desk, database: Database, unread: bool
) -> None:
    """What nobody opened waits for nobody once it is taken back; what lay unread before still does.

    The team of the first case, which the second may have left out, reads of no words that were not
    for them, and the talk can be wiped in time.
    """
    cookie = with_human(router, bot, desk)
    desk.writes("Je hebt een plek.")
    desk.close()
    if unread:
        bot.acts = {"dankjewel": "dank"}
        run(router.bericht(cookie, tekst="dankjewel"))
    bot.answer = lambda *_: [{"text": "daar ben ik"}]
    run(router.bericht(cookie, keuze="verder_met_bot"))
    hand_over_to_zuid(bot, database)
    run(router.bericht(cookie, tekst="deel het"))
    bot.answer = lambda *_: [{"text": "hier ben ik weer"}]
    run(router.bericht(cookie, keuze="intrekken"))
    with database.read() as s:
        gesprek = gesprekken.get(s, vault.conversation_id(_key(cookie)))
    assert gesprek.staat is Staat.BOT
    assert (gesprek.wacht_team is not None) is unread


def test_waiting_too_long_counts_from_handing_back(opgepakt: Opgepakt) -> None:
    """A minute after they talked "je wacht al lang" is not true; hours later it is, each time.

    The queue goes on counting from the handover.
    """
    router, desk, cookie, late = opgepakt
    sinds = desk.case().kop["sinds"]

    def told() -> int:
        return said(run(router.beeld(cookie))).count("utter_niemand_las")

    for keer in range(2):
        late[0] += 5 * 3600
        desk.give_back(time.time() + late[0])
        assert told() == keer
        late[0] += 4 * 3600 - 60
        assert told() == keer
        late[0] += 120
        assert told() == keer + 1
        desk.claim()
    assert desk.case().kop["sinds"] == sinds


def test_taking_back_too_late_is_refused(router: Router, bot: FakeBot, desk: Desk) -> None:
    """Once a hulpverlener has the case, an old "stop met wachten" changes nothing."""
    cookie = run(router.begin())
    hand_over(bot)
    run(router.bericht(cookie, tekst="deel het"))
    desk.log_in()
    desk.claim()
    with pytest.raises(SlechteInvoer):
        run(router.bericht(cookie, keuze="intrekken"))
    assert run(router.beeld(cookie)).staat == "mens"


def closed(router: Router, bot: FakeBot, desk: Desk, *regels: str) -> str:
    cookie: str = run(router.begin())
    hand_over(bot, *regels)
    run(router.bericht(cookie, tekst="deel het"))
    desk.log_in()
    desk.claim()
    desk.close()
    return cookie


@pytest.mark.parametrize("soort", ["klopt_niet", "nog_nodig"])
def test_saying_it_is_not_right_opens_the_case_again(
    router: Router, bot: FakeBot, desk: Desk, soort: str
) -> None:
    """After closing, "dit klopt niet" and "ik heb dit nog nodig" are kept and reopen the case."""
    cookie = closed(router, bot, desk)
    beeld = run(router.beeld(cookie))
    assert f"{soort}:2" in {k.id for k in beeld.wensen[1].knoppen}
    run(router.bericht(cookie, keuze=f"{soort}:2"))
    beeld = run(router.beeld(cookie))
    assert beeld.staat == "wacht"
    assert [w.status for w in beeld.wensen] == ["ontvangen", soort]


@pytest.mark.parametrize("keuze", ["klopt_niet:9", "klopt_niet:", "klopt_niet:x", "nog_nodig:²"])
def test_a_reaction_to_nothing_is_refused(
    router: Router, bot: FakeBot, desk: Desk, keuze: str
) -> None:
    """A reaction to a wens that does not exist gives a sentence and changes nothing."""
    cookie = closed(router, bot, desk)
    with pytest.raises(SlechteInvoer):
        run(router.bericht(cookie, keuze=keuze))
    assert run(router.beeld(cookie)).staat == "dicht"


def test_typing_after_closing_reaches_the_team(router: Router, bot: FakeBot, desk: Desk) -> None:
    """A closed talk is no dead box: what is typed opens it again and is not lost."""
    cookie = closed(router, bot, desk)
    run(router.bericht(cookie, tekst="toch nog iets"))
    assert run(router.beeld(cookie)).staat == "wacht"
    assert "toch nog iets" in desk.reads()


def test_going_on_with_the_bot_after_closing(router: Router, bot: FakeBot, desk: Desk) -> None:
    """After closing the person may go on with the bot; what was arranged stays visible."""
    cookie = closed(router, bot, desk)
    bot.answer = lambda *_: [{"text": "daar ben ik"}]
    run(router.bericht(cookie, keuze="verder_met_bot"))
    beeld = run(router.beeld(cookie))
    assert beeld.staat == "bot"
    assert len(beeld.wensen) == 2


@pytest.mark.parametrize("soort", ["klopt_niet", "nog_nodig"])
def test_a_reaction_beside_the_bot_reaches_the_team(
    router: Router, bot: FakeBot, desk: Desk, soort: str
) -> None:
    """Who went on with the bot and still needs something stands in the team's queue again."""
    cookie = closed(router, bot, desk)
    bot.answer = lambda *_: [{"text": "daar ben ik"}]
    run(router.bericht(cookie, keuze="verder_met_bot"))
    run(router.bericht(cookie, keuze=f"{soort}:1"))
    beeld = run(router.beeld(cookie))
    assert beeld.staat == "wacht"
    assert [w.status for w in beeld.wensen] == [soort, "ontvangen"]
    with router.database.read() as s:
        assert len(overdrachten.wachtrij(s, accounts.aangemeld(s, desk.token).teams)) == 1


def test_stopping_to_wait_keeps_a_case_in_hand(router: Router, bot: FakeBot, desk: Desk) -> None:
    """A case that a hulpverlener already opened is not deleted when the person stops waiting."""
    cookie = closed(router, bot, desk)
    with router.database.begin() as s:
        overdrachten.noteer_inzage(s, desk.case(), {"wie": "Noor", "wat": "x", "wanneer": "y"})
    run(router.bericht(cookie, keuze="heropenen"))
    run(router.bericht(cookie, keuze="intrekken"))
    beeld = run(router.beeld(cookie))
    assert beeld.staat == "dicht"
    assert len(beeld.wensen) == 2


def test_the_code_leads_back(router: Router, bot: FakeBot) -> None:
    """The words that were shown open the same talk on another device, typed in any form."""
    cookie = run(router.begin())
    run(router.bericht(cookie, tekst="bewaar dit"))
    run(router.bericht(cookie, keuze="code"))
    panel = run(router.beeld(cookie)).bubbels[-1].paneel
    assert panel is not None
    other = run(router.terug("- " + ", ".join(panel["woorden"]).upper()))
    beeld = run(router.beeld(other))
    assert "bewaar dit" in said(beeld)
    (welkom,) = [t for t in said(beeld) if t.startswith(("utter_terug", "utter_code_sinds"))]
    assert welkom == f"utter_code_sinds {dag_in_woorden(datetime.now(NEDERLAND).date())}"
    assert bot.turns[-1][0]["intent"]["name"] == "hervat"


def test_the_same_code_is_shown_again(router: Router) -> None:
    """Asking for the code twice gives the same words: the first note stays good."""
    cookie = run(router.begin())
    run(router.bericht(cookie, keuze="code"))
    run(router.bericht(cookie, keuze="code"))
    panels = [b.paneel for b in run(router.beeld(cookie)).bubbels if b.paneel]
    assert panels[0] == panels[1]


@pytest.mark.parametrize("code", ["", "aap", "een twee drie vier vijf zes zeven acht", "zzzz " * 7])
def test_a_code_of_the_wrong_form_is_explained(router: Router, code: str) -> None:
    """What cannot be a code is refused with a sentence that says what is wrong."""
    with pytest.raises(FouteCode) as caught:
        run(router.terug(code))
    assert caught.value.melding.endswith(".")


def test_a_wrong_code_opens_nothing(router: Router) -> None:
    """Seven good words that belong to nobody are refused, and so are right find-words alone."""
    cookie = run(router.begin())
    run(router.bericht(cookie, keuze="code"))
    panel = run(router.beeld(cookie)).bubbels[-1].paneel
    assert panel is not None
    for code in (
        vault.new_code(),
        " ".join(panel["woorden"][:2]) + " " + " ".join(vault.new_code().split()[2:]),
    ):
        with pytest.raises(FouteCode):
            run(router.terug(code))


def test_wiping_leaves_no_row(router: Router, bot: FakeBot, desk: Desk, database: Database) -> None:
    """After wiping, no row of the conversation is left in any table, the team's copy included."""
    from bot.dialogue.router import _key
    from bot.records.logboek import zaakmerk
    from bot.records.models import Base, Logboek

    with database.read() as s:  # the one row of postbeurt is there from the start
        eerder = {t.name: s.execute(t.select()).all() for t in Base.metadata.sorted_tables}
    cookie = run(router.begin())
    hand_over(bot)
    run(router.bericht(cookie, tekst="deel het"))
    desk.log_in()
    zaak = desk.case().id
    run(router.wis(cookie))
    with pytest.raises(GeenGesprek):
        run(router.beeld(cookie))
    staff = {"team", "hulpverlener", "lidmaatschap", "sessie", "uitnodiging", "logboekstand"}
    with database.read() as s:
        # The team's log keeps that a case was wiped, by a mark that leads to no id.
        (line,) = s.query(Logboek).all()
        assert (line.wie, line.wat, line.zaak) == ("persoon", "gewist", zaakmerk(zaak))
        assert not any(x in str(vars(line)) for x in (zaak, vault.conversation_id(_key(cookie))))
        for table in Base.metadata.sorted_tables:
            if table.name not in {*staff, "logboek"}:
                assert s.execute(table.select()).all() == eerder[table.name], table.name
                assert eerder[table.name] == [] or table.name == "postbeurt"


def test_wiping_asks_once_while_a_human_has_it(router: Router, bot: FakeBot, desk: Desk) -> None:
    """While waiting, "alles wissen" asks first; no keeps everything, yes wipes it."""
    cookie = run(router.begin())
    hand_over(bot)
    run(router.bericht(cookie, tekst="deel het"))
    run(router.bericht(cookie, keuze="wissen"))
    assert [k.id for k in run(router.beeld(cookie)).knoppen] == ["wis_ja", "wis_nee"]
    run(router.bericht(cookie, keuze="wis_nee"))
    with pytest.raises(SlechteInvoer):
        run(router.bericht(cookie, keuze="wis_ja"))
    run(router.bericht(cookie, keuze="wissen"))
    run(router.bericht(cookie, keuze="wis_ja"))
    with pytest.raises(GeenGesprek):
        run(router.beeld(cookie))


def test_the_bot_can_wipe(router: Router, bot: FakeBot) -> None:
    """When the talk itself decides to wipe, nothing is left."""
    cookie = run(router.begin())
    bot.answer = lambda *_: [{"custom": {"doe": "wissen"}}]
    run(router.bericht(cookie, tekst="ja wis alles"))
    with pytest.raises(GeenGesprek):
        run(router.beeld(cookie))


def test_leaving_deletes_what_nobody_can_open(router: Router, bot: FakeBot, desk: Desk) -> None:
    """The quick exit wipes a talk without code or overdracht, and keeps one with either."""
    plain, coded, shared = run(router.begin()), run(router.begin()), run(router.begin())
    run(router.bericht(coded, keuze="code"))
    hand_over(bot)
    run(router.bericht(shared, tekst="deel het"))
    for cookie in (plain, coded, shared):
        run(router.weg(cookie))
    with pytest.raises(GeenGesprek):
        run(router.beeld(plain))
    assert run(router.beeld(coded)).heeft_code
    assert run(router.beeld(shared)).staat == "wacht"


def test_panels_of_earlier_turns_have_no_live_buttons(router: Router, bot: FakeBot) -> None:
    """A samenvatting shows its buttons and ticks only as long as it is the current question."""
    line = {"id": "wens.onderdak", "kop": "Slapen", "tekst": "x", "bron": "jouw woorden"}
    line["knoppen"] = [{"title": "Weghalen", "payload": '/keuze{"keuze":"weg:x"}'}]  # type: ignore[assignment]
    panel = {"soort": "samenvatting", "delen": True, "regels": [line]}
    bot.answer = lambda *_: [{"text": "dit deel je"}, {"custom": {"paneel": panel}}]
    cookie = run(router.begin())
    shown = run(router.beeld(cookie)).bubbels[0].paneel
    assert shown is not None
    assert shown["delen"] is True
    assert shown["regels"][0]["knoppen"][0]["tekst"] == "Weghalen"
    bot.answer = lambda *_: [{"text": "iets anders"}]
    run(router.bericht(cookie, keuze=shown["regels"][0]["knoppen"][0]["id"]))
    old = run(router.beeld(cookie)).bubbels[0].paneel
    assert old is not None
    assert old["delen"] is False
    assert old["regels"][0]["knoppen"] == []


def test_ticked_lines_reach_the_action(router: Router, bot: FakeBot) -> None:
    """The lines that were ticked go along with the button, exactly those."""
    offer(bot)
    cookie = run(router.begin())
    (knop,) = run(router.beeld(cookie)).knoppen
    run(router.bericht(cookie, keuze=knop.id, regels=["wens.onderdak", "liever_niet"]))
    assert bot.turns[-1][1]["regels"] == ["wens.onderdak", "liever_niet"]


def test_silent_mode_is_remembered(router: Router, bot: FakeBot) -> None:
    """Once the talk goes silent the page stays silent until the talk says otherwise."""
    cookie = run(router.begin())
    bot.answer = lambda *_: [{"text": "stil"}, {"custom": {"doe": "stil", "aan": True}}]
    run(router.bericht(cookie, tekst="ja"))
    bot.answer = lambda *_: [{"text": "verder"}]
    run(router.bericht(cookie, tekst="nee"))
    assert run(router.beeld(cookie)).stil


def test_what_was_hidden_stays_hidden_with_a_human(
    router: Router, bot: FakeBot, desk: Desk
) -> None:
    """After silent mode the page knows up to where somebody looked along, the own words too; not
    after an ordinary talk."""
    cookie = run(router.begin())
    bot.answer = lambda *_: [{"text": "stil"}, {"custom": {"doe": "stil", "aan": True}}]
    run(router.bericht(cookie, tekst="ja"))
    hand_over(bot)
    run(router.bericht(cookie, tekst="deel het"))
    beeld = run(router.beeld(cookie))
    assert not beeld.stil
    assert [b.tekst for b in beeld.bubbels if b.van == "jij" and b.seq > beeld.bedekt] == []
    assert not [b for b in beeld.bubbels if b.paneel]  # nor is the code: who asks for it sees it
    gewoon = run(router.begin())
    run(router.bericht(gewoon, tekst="deel het"))
    assert run(router.beeld(gewoon)).bedekt == 0


@pytest.mark.parametrize("naar", ["Fier opvang", "Fier opvang. "])
def test_a_referral_says_only_where_one_can_turn_to(naar: str) -> None:
    """Overview and talk name the place, promise nothing, and never say that another knows."""
    stap = {"status": "doorverwezen", "dag": "2026-11-23", "naar": naar, "toelichting": "Bel zelf."}
    wens = _wens({"nr": 1, "behoefte": "onderdak", "stappen": [stap]}, laatste=False)
    assert wens.status_tekst == "Hiervoor kun je terecht bij: Fier opvang. Bel zelf."
    (gezegd,) = domein()["responses"]["utter_opvolging_doorverwezen"]
    assert gezegd["text"] == "Over “{behoefte}”: hiervoor kun je terecht bij {naar}. {toelichting}"


def test_news_wakes_whoever_waits(router: Router) -> None:
    """A waiting page hears of a new bubble well within a second, and of none without one."""

    async def wait() -> tuple[bool, float, bool]:
        await router.bell.start()
        try:
            cookie = await router.begin()
            last = (await router.beeld(cookie)).laatste_seq
            waiting = asyncio.create_task(router.wacht_op_nieuws(cookie, last, 5))
            await asyncio.sleep(0.4)
            start = time.monotonic()
            await router.bericht(cookie, tekst="hallo")
            heard = await waiting
            took = time.monotonic() - start
            last = (await router.beeld(cookie)).laatste_seq
            return heard, took, await router.wacht_op_nieuws(cookie, last, 0.3)
        finally:
            await router.bell.stop()

    heard, took, nothing = run(wait())
    assert heard
    assert took < 2
    assert not nothing


def test_only_new_bubbles_are_given(router: Router) -> None:
    """A page that has seen number N gets what came after it, and nothing twice."""
    cookie = run(router.begin())
    run(router.bericht(cookie, tekst="een"))
    seen = run(router.beeld(cookie)).laatste_seq
    run(router.bericht(cookie, tekst="twee"))
    assert said(run(router.beeld(cookie, na=seen))) == ["twee", "antwoord op twee"]


@pytest.mark.parametrize(
    ("tekst", "gezegd"),
    [("wissen", "utter_wis_vraag"), ("Wis alles", "utter_wis_vraag"), ("stop", "utter_stop_mens")],
)
def test_the_ways_out_can_be_typed_while_waiting(
    router: Router, bot: FakeBot, desk: Desk, tekst: str, gezegd: str
) -> None:
    """Typed word for word, wiping and stopping work in wacht as their buttons do; no team reads it.

    (Invariant 3; found by the exploration.)
    """
    hand_over(bot)
    cookie = run(router.begin())
    desk.log_in()
    run(router.bericht(cookie, tekst=tekst))
    assert said(run(router.beeld(cookie)))[-2:] == [tekst, gezegd]
    assert desk.reads() == []


def test_wiping_can_be_typed_to_the_end(router: Router, bot: FakeBot, desk: Desk) -> None:
    """The words of the buttons are the buttons: "Ja, wis alles" typed wipes."""
    hand_over(bot)
    cookie = run(router.begin())
    run(router.bericht(cookie, tekst="alles wissen"))
    run(router.bericht(cookie, tekst="ja, wis alles."))
    with pytest.raises(GeenGesprek):
        run(router.beeld(cookie))


def test_stop_said_to_a_hulpverlener_is_for_them(router: Router, bot: FakeBot, desk: Desk) -> None:
    """With a human there, "stop" is a message to the human; "wissen" stays the person's own."""
    hand_over(bot)
    cookie = run(router.begin())
    desk.log_in()
    desk.claim()
    run(router.bericht(cookie, tekst="stop"))
    run(router.bericht(cookie, tekst="wissen"))
    assert desk.reads() == ["stop"]
    assert said(run(router.beeld(cookie)))[-1] == "utter_wis_vraag"


def test_asked_while_waiting_it_says_that_it_is_a_computer(
    router: Router, bot: FakeBot, desk: Desk
) -> None:
    """Whoever asks in wacht whether this is a computer is told so (invariant 11), and then whether
    somebody is there."""
    hand_over(bot)
    cookie = run(router.begin())
    run(router.bericht(cookie, tekst="bot_vraag"))
    assert said(run(router.beeld(cookie)))[-2:] == ["utter_bot_vraag", "utter_wacht_niemand"]


def test_a_handover_is_at_most_three_bubbles(router: Router, bot: FakeBot, desk: Desk) -> None:
    """The code stands in the bubble that explains it, not in one of its own (invariant 7)."""
    hand_over(bot)
    beeld = run(router.beeld(run(router.begin())))
    assert [b.tekst for b in beeld.bubbels[-1:]] == ["utter_code_uitleg"]
    assert beeld.bubbels[-1].paneel is not None
    assert all(b.tekst for b in beeld.bubbels)


class Klok:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.nu = datetime(2026, 11, 23, 14, 5, tzinfo=NEDERLAND)

    def __call__(self) -> datetime:
        return self.nu


@pytest.fixture
def klok() -> Klok:
    return Klok()


@pytest.fixture
def wachtend(database: Database, bot: FakeBot, klok: Klok) -> tuple[Router, str]:
    """A router under a moving clock, and somebody who waits."""
    hours = Openingstijden.lees("ma-zo 00:00-24:00")
    router = Router(database, bot, hours, klok=klok, escalatie_uren=4)  # type: ignore[arg-type]
    Desk(database, router)
    cookie = run(router.begin())
    hand_over(bot)
    run(router.bericht(cookie, tekst="deel het"))
    return router, cookie


def test_when_nobody_reads_the_person_is_told_with_what_else_helps(
    wachtend: tuple[Router, str], klok: Klok
) -> None:
    """After the agreed hours, once, an honest line and other places of help; not before (A22)."""
    router, cookie = wachtend
    klok.nu += timedelta(hours=4, seconds=-1)
    assert "utter_niemand_las" not in said(run(router.beeld(cookie)))
    assert not run(router.wacht_op_nieuws(cookie, run(router.beeld(cookie)).laatste_seq, 0))
    klok.nu += timedelta(seconds=1)
    # Somebody who sits and waits hears of it by itself.
    assert run(router.wacht_op_nieuws(cookie, run(router.beeld(cookie)).laatste_seq - 2, 0))
    for _ in range(2):
        beeld = run(router.beeld(cookie))
        assert said(beeld).count("utter_niemand_las") == 1
    panel = beeld.bubbels[-1].paneel
    assert panel is not None
    assert panel["soort"] == "hulp"
    assert 1 <= len(panel["adressen"]) <= 3
    assert beeld.staat == "wacht"


def test_a_page_that_waits_gets_the_line_as_news(wachtend: tuple[Router, str], klok: Klok) -> None:
    """The stream rings for the line about waiting too long as for any other bubble."""
    router, cookie = wachtend
    seen = run(router.beeld(cookie)).laatste_seq
    klok.nu += timedelta(hours=5)
    assert run(router.wacht_op_nieuws(cookie, seen, 0))


def test_read_but_not_picked_up_is_said_as_it_is(wachtend: tuple[Router, str], klok: Klok) -> None:
    """Once the team has seen it, the line does not say that nobody read it."""
    router, cookie = wachtend
    with router.database.begin() as s:
        termijnen.zag(s, vault.conversation_id(_key(cookie)), "team", klok.nu.date())
    klok.nu += timedelta(hours=5)
    texts = said(run(router.beeld(cookie)))
    assert "utter_niemand_pakte_op" in texts
    assert "utter_niemand_las" not in texts


def test_coming_back_with_the_code_says_again_that_nobody_read_it(
    wachtend: tuple[Router, str], klok: Klok
) -> None:
    """On return the honest line stands at the end, however often it was said."""
    router, cookie = wachtend
    panel = next(b.paneel for b in run(router.beeld(cookie)).bubbels if b.paneel)
    seen = run(router.beeld(cookie)).laatste_seq
    klok.nu += timedelta(hours=30)
    for times in (1, 2):
        back = run(router.terug(" ".join(panel["woorden"])))
        beeld = run(router.beeld(back))
        assert said(beeld).count("utter_niemand_las") == times
        assert len([b for b in beeld.bubbels if b.seq > seen]) <= 3
        seen = beeld.laatste_seq


ID = "ab" * 16


@pytest.mark.parametrize("keuze", ["code", "klopt_niet:1", "nog_nodig:1", "stoppen", "wissen"])
def test_a_button_of_the_router_counts_once(
    router: Router, bot: FakeBot, desk: Desk, keuze: str
) -> None:
    """Sent again with its client id, because its answer was lost, it says and does nothing more."""
    cookie = run(router.begin())
    hand_over(bot)
    run(router.bericht(cookie, "help"))
    run(router.bericht(cookie, keuze=keuze, client_id=ID))
    once = run(router.beeld(cookie))
    run(router.bericht(cookie, keuze=keuze, client_id=ID))
    assert run(router.beeld(cookie)) == once
    run(router.bericht(cookie, keuze=keuze, client_id="cd" * 16))
    assert run(router.beeld(cookie)) != once


def test_back_to_the_bot_asks_again_where_the_process_ended(
    router: Router, bot: FakeBot, desk: Desk, database: Database
) -> None:
    """Killed after the step back to the bot and before its question: pressed again, it is asked.

    Also on an old page: the answer says that the bot has the word, then asks the question of now.
    """
    cookie = run(router.begin())
    asked = len(bot.turns)
    run(router.bericht(cookie, keuze="verder_met_bot", client_id=ID))
    assert bot.turns[asked:][0][0]["intent"]["name"] == "hervat"
    assert said(run(router.beeld(cookie)))[-2] == "utter_weer_bot"


def test_a_page_shows_the_last_of_a_talk_without_end(
    router: Router, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a page costs does not grow for ever: the last bubbles stand there, in order."""
    monkeypatch.setattr(gesprekken, "TOON_MAX", 5)
    cookie = run(router.begin())
    for nr in range(10):
        run(router.bericht(cookie, f"bericht {nr}"))
    beeld = run(router.beeld(cookie))
    last = beeld.laatste_seq
    assert [b.seq for b in beeld.bubbels] == list(range(last - 4, last + 1))
    assert "bericht 9" in said(beeld, "jij")


def fill(database: Database, cookie: str, count: int) -> None:
    """Put *count* bubbles of the bot into a talk."""
    with database.begin() as s:
        bubbels = [{"van": "bot", "tekst": f"bubbel {nr}"} for nr in range(count)]
        gesprekken.voeg_alle_toe(s, _key(cookie), bubbels, datetime.now(NEDERLAND).date())


def test_coming_back_and_sharing_cost_no_more_in_a_long_talk(
    router: Router, bot: FakeBot, database: Database, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of a talk of four thousand bubbles nothing is opened that the page does not show: coming
    back by code opens as little as in a new talk, a handover no more than one page."""
    opened: list[str] = []
    real = vault.unseal_json

    def counted(key: bytes, sealed: bytes, *, where: str, was: str | None = None) -> Any:
        opened.append(where.partition(":")[0].removesuffix(".nr"))
        return real(key, sealed, where=where, was=was)

    monkeypatch.setattr(vault, "unseal_json", counted)
    costs, times = [], []
    for count in (1, 4000):
        cookie = run(router.begin())
        run(router.bericht(cookie, keuze="code"))
        panel = run(router.beeld(cookie)).bubbels[-1].paneel
        fill(database, cookie, count)
        opened.clear()
        begun = time.process_time()
        run(router.terug(" ".join(panel["woorden"])))
        times.append(time.process_time() - begun)
        costs.append(len(opened))
    assert costs[0] == costs[1]
    assert times[1] < 2 * times[0] + 0.1
    hand_over(bot)
    opened.clear()
    run(router.bericht(cookie, tekst="deel het"))
    assert opened.count("bericht.inhoud") <= gesprekken.TOON_MAX
    opened.clear()
    assert run(router.beeld(cookie)).bubbels[0].seq > 1  # and then the page says so
    assert opened.count("bericht.inhoud") <= gesprekken.TOON_MAX


def test_the_page_of_a_long_talk_says_that_older_words_are_not_shown(
    router: Router, database: Database
) -> None:
    """Where the first bubbles are left out, a sentence above the others tells."""
    cookie = run(router.begin())
    fill(database, cookie, gesprekken.TOON_MAX + 10)
    settings = SimpleNamespace(
        https=False, weg_adres="https://weer.example", naam="Eerst jij", organisatie=""
    )
    page = bytes(Pages(settings).gesprek(run(router.beeld(cookie))).body).decode()
    assert "Alleen de laatste berichten staan hier." in page


# -- in the language of the person, and on a watched screen, after the handover --------------------


def test_an_age_said_while_waiting_stands_on_top_of_the_case(
    router: Router, bot: FakeBot, desk: Desk
) -> None:
    """The person reads the right numbers at once, the team sees it on top, and once."""
    cookie = waits(
        router, bot, ("ik ben 15", "minderjarig"), ("echt waar ik ben 15", "minderjarig")
    )
    beeld = run(router.beeld(cookie))
    assert said(beeld).count("utter_wacht_minderjarig") == 2
    panel = beeld.bubbels[-1].paneel
    assert panel is not None
    assert {a["id"] for a in panel["adressen"]} == {"kindertelefoon", "veiligthuis"}
    desk.log_in()
    kop = desk.case().kop
    assert [een["soort"] for een in kop["let_op"]] == ["jong"]
    assert kop["gevaar"] is None


def test_an_age_or_a_pregnancy_told_to_a_human_stands_on_top_too(
    router: Router, bot: FakeBot, desk: Desk
) -> None:
    """With a human there the bot adds nothing; the case itself does not forget it."""
    cookie = waits(router, bot)
    desk.log_in()
    desk.claim()
    before = said(run(router.beeld(cookie)), "bot")
    bot.acts = {"ben 16": "minderjarig"}
    run(router.bericht(cookie, tekst="ben 16"))
    run(router.bericht(cookie, tekst="en ik ben zwanger"))
    assert said(run(router.beeld(cookie)), "bot") == before
    assert [een["soort"] for een in desk.case().kop["let_op"]] == ["jong", "zwanger"]


@pytest.mark.parametrize("staat", ["wacht", "mens", "dicht"])
@pytest.mark.parametrize("typed", ["polski", "Polski proszę", "nie rozumiem"])
def test_a_language_is_answered_in_every_state(
    router: Router, bot: FakeBot, desk: Desk, staat: str, typed: str
) -> None:
    """Whoever names their language, or says in it that they do not understand, reads it at once,
    with 112 and the interpreter; the desk sees which. A closed talk stays closed."""
    cookie = waits(router, bot)
    desk.log_in()
    if staat != "wacht":
        desk.claim()
    if staat == "dicht":
        desk.close()
    bot.acts = {typed: "zelfdoding"}  # what the understanding makes of it does not matter
    run(router.bericht(cookie, tekst=typed))
    beeld = run(router.beeld(cookie))
    assert said(beeld)[-1] == f"utter_vraag_in_taal {getattr(talen()['pl'], staat)}"
    assert beeld.staat == staat
    assert desk.case().kop["taal"] == "Pools"
    assert desk.case().kop["gevaar"] is None
    run(router.bericht(cookie, keuze="andere_taal"))
    assert said(run(router.beeld(cookie)))[-1] == said(beeld)[-1]


def test_the_button_names_the_languages_to_who_chose_none(
    router: Router, bot: FakeBot, desk: Desk
) -> None:
    """While waiting too the way to one's own language is a press away; nothing goes to the desk."""
    cookie = waits(router, bot)
    assert "andere_taal" in [k.id for k in run(router.beeld(cookie)).altijd]
    run(router.bericht(cookie, keuze="andere_taal"))
    namen = said(run(router.beeld(cookie)))[-1]
    assert namen.startswith("utter_wacht_talen ")
    assert all(taal.zelf in namen for taal in talen().values())
    desk.log_in()
    assert "taal" not in desk.case().kop


def silently(router: Router, bot: FakeBot, *typed: tuple[str, str]) -> str:
    """Return the cookie of somebody who waits on a watched screen and typed these texts."""
    cookie: str = run(router.begin())
    bot.answer = lambda *_: [{"text": "stil"}, {"custom": {"doe": "stil", "aan": True}}]
    run(router.bericht(cookie, tekst="ja"))
    hand_over(bot)
    run(router.bericht(cookie, tekst="deel het"))
    bot.acts = dict(typed)
    for text, _ in typed:
        run(router.bericht(cookie, tekst=text))
    return cookie


def test_what_is_said_after_a_silent_handover_stays_short(
    router: Router, bot: FakeBot, desk: Desk
) -> None:
    """The handover and every answer have their neutral form; danger alone is aloud.

    The code opens all of it: on a watched screen it is shown to who asks for it, and then short.
    """
    cookie = silently(
        router,
        bot,
        ("ik ben 15", "minderjarig"),
        ("iets", "behoefte"),
        ("politie?", "politie_vraag"),
    )
    beeld = run(router.beeld(cookie))
    assert said(beeld, "bot")[-4:] == [
        "utter_stil_overdracht_wacht",
        "utter_stil_minderjarig",
        "utter_stil_opgeschreven",
        "utter_stil_politie_vraag",
    ]
    assert not [b for b in beeld.bubbels if b.paneel]
    assert "code" in {k.id for k in beeld.altijd}
    assert "code_bewaard" not in {k.id for k in beeld.knoppen}
    run(router.bericht(cookie, keuze="code"))
    beeld = run(router.beeld(cookie))
    assert said(beeld)[-1] == "utter_stil_code_uitleg"
    assert [b.paneel["soort"] for b in beeld.bubbels if b.paneel] == ["code"]
    run(router.bericht(cookie, tekst="zelfdoding"))
    assert said(run(router.beeld(cookie)))[-1] == "utter_wacht_crisis_zelfdoding"


def test_the_desk_knows_that_a_talk_is_silent(router: Router, bot: FakeBot, desk: Desk) -> None:
    """So that what it lets the bot say is short as well."""
    silently(router, bot)
    desk.log_in()
    assert desk.case().kop["stil"] is True
    waits(router, bot)
    with desk.database.read() as s:
        me = accounts.aangemeld(s, desk.token)
        koppen = [o.kop for o, _ in overdrachten.wachtrij(s, me.teams)]
    assert [bool(kop.get("stil")) for kop in koppen].count(True) == 1


def test_what_was_said_on_another_day_has_its_day(
    wachtend: tuple[Router, str], database: Database, klok: Klok
) -> None:
    """Who comes back reads of which day a message is: "vanavond" may be over. Of a human time and
    day, of others the day; on a page of today the human's time alone, as ever."""
    router, cookie = wachtend
    key = _key(cookie)
    with database.begin() as s:
        case = overdrachten.van_gesprek(s, key)[-1]
        inhoud = {
            "van": "hulpverlener",
            "naam": "Noor",
            "tekst": "Kom vanavond.",
            **stempel(klok()),
        }
        gesprekken.voeg_toe(
            s, case.gesprek_id, case.key, inhoud, klok().date(), overdracht_id=case.id
        )
    settings = SimpleNamespace(weg_adres="/", https=False, naam="Eerst jij", organisatie="")
    for dagen, noor, anders in (
        (0, "14:05", None),
        (1, "gisteren om 14:05", "gisteren"),
        (4, "maandag 23 november om 14:05", "maandag 23 november"),
    ):
        klok.nu = datetime(2026, 11, 23 + dagen, 0, 10, tzinfo=NEDERLAND)
        beeld = run(router.beeld(cookie))
        toen = [b for b in beeld.bubbels if b.tekst != "utter_niemand_las"]
        assert {b.tijd for b in toen if b.van == "hulpverlener"} == {noor}
        assert {b.tijd for b in toen[:3] if b.van != "hulpverlener"} == {anders}
        pagina = Pages(settings).gesprek(beeld).body.decode()
        assert f'Noor, hulpverlener <span class="tijd">{noor}</span>' in pagina
        assert (f'jij <span class="tijd">{anders}</span>' in pagina) is (anders is not None)
