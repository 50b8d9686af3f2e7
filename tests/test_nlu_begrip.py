"""bot.dialogue.nlu.begrip, behoeften, crisis and acts, on a small understanding."""

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.dialogue.nlu.begrip import combine
from bot.dialogue.nlu.behoeften import Gehoord, thresholds
from bot.dialogue.nlu.crisis import FALSE_ALARMS, Alarm, border, lexicon
from bot.dialogue.nlu.kenmerken import Kenmerken, parts
from bot.dialogue.nlu.labels import ACTS, BEHOEFTE, BEHOEFTEN, NIETS
from bot.dialogue.nlu.lexicon import Lexicon
from bot.dialogue.nlu.lineair import folds
from bot.dialogue.nlu.normaliser import Normaliser
from tests.nlu_cases import begrijper

np = pytest.importorskip("numpy")
SAID = st.text(st.sampled_from("abcdehikmnorstuvw ik bed slaap dood .,!?😭🔪\n/é"), max_size=80)


def hear(text: str, act: str, alarm: Alarm | None = None, needs: tuple[str, ...] = ()):  # type: ignore[no-untyped-def]
    """What comes out when act, crisis and needs were heard so."""
    analyse = begrijper().kenmerken(text)
    heard = [Gehoord(need, 0, len(text), 0.9) for need in needs]
    return combine(analyse, [(act, 0.9), ("groet", 0.1)], heard, alarm)


def test_a_need_comes_with_its_words() -> None:
    """The stretch is what was typed, not the plain form of it."""
    text = "hallo. ik zoek n slaapplek voor vannach"
    [(label, start, end)] = begrijper()(text).needs
    assert (label, text[start:end]) == ("onderdak", "ik zoek n slaapplek voor vannach")


def test_two_needs_in_one_message_have_their_own_words() -> None:
    """Each need points at the part of the sentence that says it."""
    text = "ik heb echt honger, waar kan ik slapen"
    found = {label: text[start:end] for label, start, end in begrijper()(text).needs}
    assert found == {"basis": "ik heb echt honger", "onderdak": "waar kan ik slapen"}


@pytest.mark.parametrize(
    "tekst",
    [
        "ik wil NIET terug naar mijn land",
        "wil nie terug naar polen",
        "terug naar nigeria kan ik niet",
        "ik wil niet teruggestuurd worden",
    ],
)
@pytest.mark.parametrize("gehoord", [(), ("terugkeer",), ("terugkeer", "verblijf")])
def test_who_will_not_go_back_asks_to_stay(tekst: str, gehoord: tuple[str, ...]) -> None:
    """Whatever else was heard in it: never said back as the wish to go."""
    assert {need for need, _, _ in hear(tekst, BEHOEFTE, needs=gehoord).needs} == {"verblijf"}


def test_who_wants_to_go_back_is_left_that() -> None:
    """A "not" about something else turns no wish around."""
    tekst = "ik wil niet hier blijven, ik wil terug naar sofia"
    assert {need for need, _, _ in hear(tekst, BEHOEFTE, needs=("terugkeer",)).needs} == {
        "terugkeer"
    }


@pytest.mark.parametrize(("zeker", "hoort"), [(0.9, BEHOEFTE), (0.3, "geen_politie")])
def test_nobody_wants_aangifte_and_no_police_at_once(zeker: float, hoort: str) -> None:
    """Where both are heard the surer one stays, alone."""
    analyse = begrijper().kenmerken("de politie helpt zegt ze, ik wil een verklaring afleggen")
    heard = [Gehoord("aangifte", 0, 10, zeker), Gehoord("onderdak", 0, 10, 0.9)]
    begrip = combine(analyse, [("geen_politie", 0.5), ("groet", 0.2), (BEHOEFTE, 0.1)], heard, None)
    assert begrip.intent == hoort
    assert {need for need, _, _ in begrip.needs} == (
        {"aangifte", "onderdak"} if hoort == BEHOEFTE else {"onderdak"}
    )


@settings(max_examples=200, deadline=None)
@given(SAID)
def test_every_stretch_lies_inside_the_text(text: str) -> None:
    """Whatever is typed: offsets inside the text, never empty, labels and acts that exist."""
    begrip = begrijper()(text)
    assert all(0 <= start < end <= len(text) for _, start, end in begrip.needs)
    assert {label for label, _, _ in begrip.needs} <= set(BEHOEFTEN)
    assert begrip.act is None or begrip.act in ACTS


@pytest.mark.parametrize(
    ("text", "act", "hoort"),
    [
        ("krijgt school dit te horen?", "politie_vraag", "anoniem"),
        ("zeg je dit tegen de skotoe", "politie_vraag", "politie_vraag"),
        ("will you tell IND about me", "politie_vraag", "politie_vraag"),
        ("ik wil dat niet", "geen_politie", NIETS),
        ("gin plisie", "geen_politie", "geen_politie"),
    ],
)
def test_the_police_is_heard_where_it_is_named(text: str, act: str, hoort: str) -> None:
    """A guess of the classifiers brings up no police: who named nobody asks what is kept."""
    assert hear(text, act).intent == hoort


def test_aangifte_is_heard_where_it_is_named() -> None:
    """The bot never says "aangifte" to who did not speak of it; other needs stay."""
    needs = ("aangifte", "onderdak")
    assert [n for n, _, _ in hear("ik wil hier weg", BEHOEFTE, None, needs).needs] == ["onderdak"]
    gezegd = hear("ik wil em aangeve bij de poliesie", BEHOEFTE, None, needs).needs
    assert [n for n, _, _ in gezegd] == ["aangifte", "onderdak"]


@pytest.mark.parametrize("text", ["", "  ", "...", "\n"])
def test_nothing_typed_is_not_understood(text: str) -> None:
    """An empty message is nlu_fallback, never a need or a crisis."""
    begrip = begrijper()(text)
    assert (begrip.intent, begrip.needs, begrip.crisis) == (NIETS, [], None)


@pytest.mark.parametrize("text", ["/restart", "/wissen{", '/behoefte{"a":1}', "😭😭😭", "a" * 2000])
def test_odd_messages_are_read_like_any_other(text: str) -> None:
    """A slash, braces, pictures only or one endless word raise nothing."""
    assert begrijper()(text).intent in {*ACTS, BEHOEFTE, NIETS, "acuut_gevaar", "zelfdoding",
                                        "medische_nood"}  # fmt: skip


def test_a_crisis_wins_and_brings_its_need() -> None:
    """The crisis is the intent with confidence 1; what else was heard comes second."""
    begrip = hear("help", "hulpverlener", Alarm("acuut_gevaar", None, 1.0))
    assert (begrip.intent, begrip.confidence) == ("acuut_gevaar", 1.0)
    assert begrip.ranking[1][0] == begrip.act == "hulpverlener"
    assert begrip.needs == [("veiligheid", 0, 4)]


def test_a_crisis_of_somebody_else_has_no_need() -> None:
    """zorg_om_ander: danger is heard, the needs are another person's."""
    begrip = hear("ze slaan haar", "zorg_om_ander", Alarm("acuut_gevaar", None, 1.0), ("medisch",))
    assert (begrip.crisis, begrip.act, begrip.needs) == ("acuut_gevaar", "zorg_om_ander", [])


def test_what_is_out_of_reach_has_no_needs() -> None:
    """A film about hunger is no hunger."""
    assert hear("film over honger", "buiten_bereik", None, ("basis",)).needs == []


def test_a_doubtful_crisis_out_of_reach_is_none() -> None:
    """In a message about a game a classifier that is barely sure is not believed."""
    assert hear("dood in fortnite", "buiten_bereik", Alarm("zelfdoding", None, 0.1)).crisis is None
    assert hear("dood in fortnite", "buiten_bereik", Alarm("zelfdoding", None, 0.9)).crisis


def test_a_guess_without_needs_is_not_understood() -> None:
    """Low confidence, no need, no crisis: the bot says that it did not understand."""
    analyse = begrijper().kenmerken("blabla")
    assert combine(analyse, [("groet", 0.2), ("ja", 0.1)], [], None).intent == NIETS


def test_lexicon_alone_is_enough() -> None:
    """A phrase of crisis.yml is a crisis, without examples of it."""
    found = lexicon(
        begrijper().kenmerken("Ja. hij houdt een pistool bij zich, pistool op mijn hoofd")
    )
    assert found is not None
    assert found.soort == "acuut_gevaar"


def test_one_word_is_danger_only_from_the_list_of_words_alone() -> None:
    """ "Mes" as the whole message is danger, in a kitchen it is none; "morgen" never is."""
    lees = begrijper().kenmerken
    alleen = lexicon(lees("Mes!"))
    assert alleen is not None
    assert alleen.soort == "acuut_gevaar"
    assert lexicon(lees("het mes ligt in de la")) is None
    hoort = replace(begrijper().wacht, threshold=-5.0)
    assert hoort(lees("morgen")) is None
    assert hoort(lees("morgen dan")) is not None
    assert hoort(lees("ikwilnietmeerleven")) is not None


@pytest.mark.parametrize(
    "text",
    ["vroeger sneed hij met een mes op mijn keel, dat is jaren geleden", "ik lach me dood",
     "de batterij is dood en ik wil dood", "in die film zegt hij ik wil dood"],
)  # fmt: skip
def test_a_guard_silences_the_lexicon(text: str) -> None:
    """Past, film and figure of speech: the lexicon does not fire (the classifier still may)."""
    assert lexicon(begrijper().kenmerken(text)) is None


def test_a_message_is_cut_at_sentences_and_joints() -> None:
    """Sentence ends always cut; "en" and commas only between parts of three words and more."""
    words = begrijper().kenmerken("Hoi. ik heb honger en ik wil slapen, ja").words
    cut = [" ".join(w.vorm for w in words[a:b]) for a, b in parts(words)]
    assert cut == ["hallo", "ik heb honger", "en ik wil slapen ja"]


def test_a_voice_is_never_split() -> None:
    """Folds hold out whole voices, and each voice once."""
    voices = ["a"] * 5 + ["b"] * 3 + ["c"] * 2
    held = folds(voices, 2)
    assert np.sum(held, axis=0).tolist() == [1] * 10
    for out in held:
        inside = {v for v, o in zip(voices, out, strict=True) if o}
        assert inside.isdisjoint(v for v, o in zip(voices, out, strict=True) if not o)


def test_the_crisis_border_keeps_to_its_room() -> None:
    """No more calm messages lie above the border than there is room for."""
    scores = np.linspace(-1, 1, 200).astype(np.float32)
    gold = np.zeros(200, bool)
    assert (scores > border(scores, gold, gold)).mean() <= FALSE_ALARMS


def test_thresholds_part_needs_from_the_rest() -> None:
    """Where scores part gold from the rest, the threshold lies between."""
    gold = np.tile(np.arange(40)[:, None] < 10, (1, len(BEHOEFTEN)))
    scores = np.where(gold, 0.3, -0.5).astype(np.float32)
    assert np.all((thresholds(scores, gold) < 0.3) & (thresholds(scores, gold) >= -0.5))


def test_features_survive_storage() -> None:
    """What was learned of the features comes back the same from the model's files."""
    kept = begrijper().kenmerken
    normaliser = Normaliser.load()
    back = Kenmerken(normaliser, Lexicon.load(normaliser))
    names, arrays = kept.state()
    back.restore(json.loads(json.dumps(names)), arrays)
    for text in ("ik heb honger en geen bed", "hij slaat me nu"):
        assert np.array_equal(back(text).vector.columns, kept(text).vector.columns)
        assert np.allclose(back(text).vector.values, kept(text).vector.values)


def test_training_twice_gives_the_same_model() -> None:
    """Training is deterministic: the same lines give the same weights and thresholds."""
    begrijper.cache_clear()
    first = begrijper()
    begrijper.cache_clear()
    second = begrijper()
    assert np.array_equal(first.oor.thresholds, second.oor.thresholds)
    assert first.wacht.threshold == second.wacht.threshold
    assert np.array_equal(first.tolk.table.weights, second.tolk.table.weights)
