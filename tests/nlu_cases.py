"""A small understanding, trained in a second on a handful of lines, for the NLU tests."""

from functools import lru_cache

from bot.dialogue.nlu.begrip import Begrijper
from bot.dialogue.nlu.kenmerken import Kenmerken
from bot.dialogue.nlu.lexicon import Lexicon
from bot.dialogue.nlu.normaliser import Normaliser
from bot.dialogue.nlu.voorbeelden import Voorbeeld

# text, act, need of the whole text, crisis
LINES = (
    ("ik zoek een bed voor vannacht", "behoefte", "onderdak", None),
    ("ik slaap op straat", "behoefte", "onderdak", None),
    ("waar kan ik slapen", "behoefte", "onderdak", None),
    ("ik heb honger", "behoefte", "basis", None),
    ("geen eten in huis", "behoefte", "basis", None),
    ("ik heb geen schoenen", "behoefte", "basis", None),
    ("mijn rug doet pijn", "behoefte", "medisch", None),
    ("ik moet naar de dokter", "behoefte", "medisch", None),
    ("hoi", "groet", None, None),
    ("hallo daar", "groet", None, None),
    ("ajax heeft gewonnen", "buiten_bereik", None, None),
    ("pizza met kaas", "buiten_bereik", None, None),
    ("mijn vriendin wordt uitgebuit", "zorg_om_ander", None, None),
    ("ik maak me zorgen om een leerling", "zorg_om_ander", None, None),
    ("hij staat voor de deur met een mes", "behoefte", "veiligheid", "acuut_gevaar"),
    ("hij slaat me nu", "behoefte", "veiligheid", "acuut_gevaar"),
    ("ik wil dood", "behoefte", "psychisch", "zelfdoding"),
    ("ik wil niet meer leven", "behoefte", "psychisch", "zelfdoding"),
    ("ik bloed heel erg", "behoefte", "medisch", "medische_nood"),
    ("ze ademt niet meer", "behoefte", "medisch", "medische_nood"),
)


@lru_cache(maxsize=1)
def begrijper() -> Begrijper:
    """The small understanding; every line was said by three voices."""
    normaliser = Normaliser.load()
    kenmerken = Kenmerken(normaliser, Lexicon.load(normaliser))
    said = [(stem, *line) for stem in ("a", "b", "c") for line in LINES]
    kenmerken.fit([line[1] for line in said])
    return Begrijper.train(
        kenmerken,
        [
            Voorbeeld(
                kenmerken(text), act, ((need, 0, len(text)),) if need else (), crisis, stem
            )
            for stem, text, act, need, crisis in said
        ],
    )  # fmt: skip
