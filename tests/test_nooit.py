"""What is never said: each kind of sentence is stopped, and what only looks like it is not."""

from __future__ import annotations

import pytest

from bot.content import leestekst, nooit, zegt_nooit
from bot.settings import ROOT

#: No text of ours says any of these: the patterns are of the kind, not of the sentence.
VERBODEN = (
    "Dan moet je de politie bellen.",
    "Het komt allemaal goed.",
    "We snappen precies hoe dit voelt.",
    "Hoe vaak had je seks met hem?",
    "Hoe kwam je hier?",
    "Eerst moet u een formulier invullen.",
    "Je zult moeten wachten.",
    "Jij moet dit eerst vertellen.",
    "Daarna moeten jullie weg.",
    "Alles komt vast weer goed.",
    "Het loopt heus goed af.",
    "Wij regelen alles voor je.",
    "Hier ben je helemaal veilig.",
    "De politie is er binnen 10 minuten.",
    "Ik begrijp helemaal hoe jij je voelt.",
    "Wij weten precies wat je meemaakt.",
    "Ik weet hoe je je voelt.",
    "Weet jij dat wel zeker?",
    "Maak je maar geen zorgen.",
    "Blijf rustig.",
    "Doe nu aangifte.",
    "Bel vandaag nog de politie.",
    "Had je dat niet eerder gezegd?",
    "Je had weg kunnen lopen.",
    "Hoe kon je dat geloven?",
    "Heb je klanten gehad?",
    "Met hoeveel mannen was dat?",
    "Met wie ben je gekomen?",
    "Wie bracht je naar Nederland?",
    "Hoe heet die man?",
    "Wat is zijn naam?",
)
#: The same words, said of something else.
MAG = (
    "Niets moet, alles mag.",
    "Typ wat er moet staan.",
    "Je bericht komt goed aan.",
    "Ik weet niet precies waar je bent.",
    "Ik snap het nog niet helemaal.",
    "Ik bewaar je woorden precies zo.",
    "Hoe vaak wil je met iemand praten?",
    "Wil je hulp na seks die je niet wilde?",
    "Hulp over seks en gezondheid.",
    "Hoe kom je veilig weg?",
    "Hoe heet deze taal bij jou?",
    "Ben je nu op een veilige plek?",
    "Het is niet jouw schuld.",
    "Ik maak me zorgen om jou.",
    "Vraag rustig wat die persoon wil.",
    "Een eerste gesprek bij de politie is nog geen aangifte.",
    "Je hoeft niet naar de politie.",
    "Of je mag blijven, kan ik niet beloven.",
    "Dit beloven wij.",
    "Een dokter, ook zonder verzekering.",
    "Is er een plek waar je niet veilig bent?",
    "Je had gelijk.",
    "Hulp is er dag en nacht.",
)


@pytest.mark.parametrize("zin", VERBODEN)
def test_what_hurts_is_stopped(zin: str) -> None:
    """An order, a promise, knowing better, hushing, blame, steering to aangifte, and questions on
    sex, the way here and names: also in words that nobody listed.
    """
    assert [woorden for woorden, _ in nooit.gevonden(zin)]


@pytest.mark.parametrize("zin", MAG)
def test_what_only_looks_like_it_may_be_said(zin: str) -> None:
    """The same words in an innocent sentence pass."""
    assert [woorden for woorden, _ in nooit.gevonden(zin)] == []


def test_the_sentences_are_not_ours() -> None:
    """None of what is stopped is a text of the talk; half of all cases and more are innocent."""
    teksten = [t.tekst for t in leestekst.alle(ROOT)]
    assert [zin for zin in VERBODEN if any(zin in tekst for tekst in teksten)] == []
    assert len(MAG) >= 20


@pytest.mark.parametrize(
    "zin", ["Dan moet je bellen.", "Moet u dat doen?", "Je had kunnen bellen."]
)
def test_the_judge_of_talks_knows_an_order_by_the_same_pattern(zin: str) -> None:
    """Invariant 10 stops what the gate stops: an order, whichever word is in front, and blame."""
    assert zegt_nooit._ETIKET.search(zin)
