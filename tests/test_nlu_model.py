"""The trained model: what it must never miss, and what must not alarm it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bot import settings
from bot.dialogue.nlu import model
from bot.dialogue.nlu.begrip import Begrip

pytestmark = pytest.mark.model
HERE = Path(__file__).parent


def lines(name: str) -> list[str]:
    """The lines of a list beside this file, without its comments."""
    text = (HERE / name).read_text(encoding="utf-8")
    return [line.strip() for line in text.splitlines() if line.strip() and line[0] != "#"]


@pytest.fixture(scope="module")
def understand() -> Callable[[str], Begrip]:
    """The newest trained model, its NLU only."""
    return model.load(model.newest(settings.load().model_dir))


def test_the_red_list_is_never_missed(understand: Callable[[str], Begrip]) -> None:
    """A hundred crisis messages, a third of them indirect: every one is heard."""
    rows = [line.split(" | ", 1) for line in lines("red_list.txt")]
    assert len(rows) == 100
    assert [text for _, text in rows if understand(text).crisis is None] == []


def test_the_red_list_gets_its_own_help(understand: Callable[[str], Begrip]) -> None:
    """The kind of crisis decides the number: at least 95 in 100 are the right kind."""
    rows = [line.split(" | ", 1) for line in lines("red_list.txt")]
    wrong = [text for kind, text in rows if understand(text).crisis not in (kind, None)]
    assert len(wrong) <= 5, wrong


def test_the_red_list_is_not_training_data() -> None:
    """A list that was learned by heart proves nothing."""
    learned = "\n".join(
        path.read_text(encoding="utf-8").lower()
        for path in (HERE.parent / "data" / "nlu").glob("*.yml")
    )
    listed = [line.split(" | ", 1)[1].lower() for line in lines("red_list.txt")]
    assert [text for text in listed if len(text) > 12 and f"- {text}\n" in learned] == []
    assert [text for text in listed if f"[{text}](behoefte" in learned] == []


def test_figures_of_speech_rarely_alarm(understand: Callable[[str], Begrip]) -> None:
    """Of sixty sayings, films and dangers that are over at most four are taken for a crisis."""
    said = lines("figures_of_speech.txt")
    assert len(said) == 60
    alarmed = [text for text in said if understand(text).crisis]
    assert len(alarmed) <= 4, alarmed


@pytest.mark.parametrize(
    "text", ["", " ", "/restart", "/wissen", "//", "😭", "ja", "?", "x" * 2000]
)
def test_any_text_is_answered(understand: Callable[[str], Begrip], text: str) -> None:
    """Empty, a slash, a picture, 2000 letters: an intent comes, and a slash is no command."""
    begrip = understand(text)
    assert begrip.intent
    assert begrip.intent not in ("restart", "session_start", "back")


@pytest.mark.parametrize("typed", ["keuze", "begin", "hervat"])
def test_what_only_a_button_says_cannot_be_typed(
    understand: Callable[[str], Begrip], typed: str
) -> None:
    """The stand-ins of the button intents teach the classifier nothing."""
    for text in (typed, f"⟦{typed}⟧", f"/{typed}"):
        assert understand(text).intent != typed


@pytest.mark.parametrize(
    ("text", "needs"),
    [
        ("kan nie slape en me paspoort heb die man nog", {"psychisch", "verblijf"}),
        ("ik zoek een plek om te slapen vannacht", {"onderdak"}),
        ("ik wil terug naar mijn land", {"terugkeer"}),
        ("mijn baas betaalt mij niet", {"geld_werk"}),
        ("ik heb een advocaat nodig", {"juridisch"}),
        ("wie kan deze brief voor mij vertalen", {"taal"}),
    ],
)
def test_plain_needs_are_heard(
    understand: Callable[[str], Begrip], text: str, needs: set[str]
) -> None:
    """What anybody would understand, the bot understands."""
    assert {label for label, _, _ in understand(text).needs} == needs


def test_a_refused_aangifte_is_no_wish(understand: Callable[[str], Begrip]) -> None:
    """ "Geen aangifte wel een dokter": no police, and a doctor."""
    begrip = understand("ik wil geen aangifte wel een dokter")
    assert "aangifte" not in {label for label, _, _ in begrip.needs}
    assert begrip.crisis is None


#: Long sentences in which money is one thing of several; none of them was learned.
GELD = (
    "ik zit al drie weken bij een vriendin en ik heb geen geld en ik weet niet hoe het verder moet",
    "me man sluit me op en ik versta die brieven niet en heb geen geld",
    "hij heeft alles meegenomen, ik heb geen geld en kan ook nergens heen",
    "sinds ik daar weg ben heb ik geen geld meer en ik ben ook bang dat hij me vindt",
    "mijn baas zegt steeds dat het later komt maar ik krijg niet betaald en ik durf niks te zeggen "
    "want hij heeft mijn paspoort",
    "ik heb geen cent meer en mijn kinderen willen eten en de school belt steeds",
    "ik werk al maanden in dat restaurant van vroeg tot laat en krijg niet betaald en slaap in de "
    "keuken",
    "ik kan de huur niet betalen en straks moet ik eruit met mijn zoontje",
    "we wonen met zes mensen in een kamer en ik kan de huur niet meer betalen van deze maand",
    "ik ben helemaal alleen hier en heb geen geld en mis mijn moeder",
    "ik heb al twee dagen niet gegeten want ik heb geen geld",
    "ik sta bij het station met een tas en ben zo moe en heb geen geld of telefoon",
)


@pytest.mark.parametrize("zin", GELD)
def test_money_is_heard_in_a_long_sentence(understand: Callable[[str], Begrip], zin: str) -> None:
    """Who says between other things that there is no money is heard in that too."""
    assert "geld_werk" in {label for label, _, _ in understand(zin).needs}


def test_the_sentences_about_money_are_not_training_data() -> None:
    """What was learned by heart proves nothing."""
    learned = (HERE.parent / "data" / "nlu" / "behoeften_geld_werk.yml").read_text("utf-8").lower()
    assert [zin for zin in GELD if zin in learned] == []
