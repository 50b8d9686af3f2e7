"""What can be undone: a handover taken back, an answer taken back, a line changed or struck."""

from __future__ import annotations

from bot.intake.delen import teruggenomen
from tests.praat import Gesprek
from tests.test_intake_gesprek import tot_samenvatting

# -- a handover that was taken back, and one that stands -----------------------------------------


def gedeeld(**opties: object) -> Gesprek:
    """Return a talk in which the whole list was shared, with the bot in it again."""
    gesprek = tot_samenvatting(**opties)
    for titel in ("Zo klopt het", "Deel alles", "Ja, deel dit"):
        gesprek.drukt(titel)
    assert gesprek.beurt.overdracht is not None
    return gesprek


def neem_terug(gesprek: Gesprek, alles: bool = True) -> None:
    """Let the router take the handover back."""
    gesprek.slots["intake"] = teruggenomen(gesprek.intake, alles=alles).naar_dict()
    gesprek.hervat()


def test_after_taking_back_the_list_comes_again() -> None:
    """Nobody can read what was taken back: the bot does not say so, and asks for a new yes."""
    gesprek = gedeeld()
    neem_terug(gesprek)
    assert "kan lezen" not in gesprek.beurt.tekst
    assert gesprek.stap == "samenvatting"
    assert "Nog niemand heeft ze gezien" in gesprek.altijd("uitleg").tekst
    gesprek.drukt("Zo klopt het")
    assert gesprek.stap == "toestemming"
    assert gesprek.drukt("Deel alles").overdracht is None
    beurt = gesprek.drukt("Ja, deel dit")
    assert beurt.overdracht is not None
    assert beurt.overdracht["samenvatting"]["wensen"]


def test_what_another_handover_holds_stays_shared() -> None:
    """With an older handover standing, only the lines of the newest can be shared again."""
    gesprek = gedeeld()
    neem_terug(gesprek, alles=False)
    assert gesprek.stap == "samenvatting"
    assert "kan een hulpverlener lezen" in gesprek.altijd("uitleg").tekst


def test_a_human_without_lines_taken_back_asks_nothing_again() -> None:
    """Who shared nothing answered nothing about it that must be asked again."""
    gesprek = tot_samenvatting()
    gesprek.drukt("Zo klopt het")
    gesprek.drukt("Deel niets")
    gesprek.altijd("hulpverlener")
    assert gesprek.drukt("Nu, en ik deel verder niets").overdracht is not None
    neem_terug(gesprek)
    assert gesprek.stap == "niets_gedeeld"


def test_of_lines_that_were_shared_nobody_says_that_only_you_see_them() -> None:
    """With a handover standing, the explanation of the list and "wie ziet dit?" say what holds."""
    gesprek = gedeeld()
    gesprek.hervat()
    assert gesprek.stap == "na_overdracht"
    gesprek.zegt("en een dokter graag", "behoefte", [("medisch", "dokter")])
    while gesprek.stap != "samenvatting":
        gesprek.drukt("Ja, klopt" if gesprek.stap == "gehoord" else "Nee, dit is het")
    for beurt in (gesprek.altijd("uitleg"), gesprek.zegt("wie ziet dit?", "anoniem")):
        assert "kan een hulpverlener lezen" in beurt.tekst
        assert "Nog niemand" not in beurt.tekst
        assert "Nu zie alleen jij dit" not in beurt.tekst
