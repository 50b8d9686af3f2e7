"""The fixed texts, read without Rasa."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.intake import teksten


@pytest.fixture
def domein(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "domain.yml"
    path.write_text(
        """
version: "3.1"
responses:
  utter_een:
    - text: "{naam} is er. {naam} leest mee."
    - text: Een ander.
  utter_drie:
    - text: "Een, {naam}.\\n\\nTwee.\\n\\n {leeg} \\n\\nDrie."
  utter_plaatje:
    - image: icoon.svg
""",
        encoding="utf-8",
    )
    monkeypatch.setattr(teksten, "teksten", lambda: teksten.laad(path))


def test_the_texts_of_a_response_are_found_by_name(domein: None) -> None:
    """Every text variant stands under the name of its response."""
    assert teksten.teksten() == {
        "utter_een": ["{naam} is er. {naam} leest mee.", "Een ander."],
        "utter_drie": ["Een, {naam}.\n\nTwee.\n\n {leeg} \n\nDrie."],
        "utter_plaatje": [],
    }


def test_fields_are_filled_in_and_their_values_are_left_alone(domein: None) -> None:
    """A value that looks like a field stays as it was typed; an unknown field stays visible."""
    assert teksten.tekst("utter_een", naam="Sanne") == "Sanne is er. Sanne leest mee."
    assert teksten.tekst("utter_een", naam="{naam}") == "{naam} is er. {naam} leest mee."
    assert teksten.tekst("utter_een") == "{naam} is er. {naam} leest mee."


def test_a_blank_line_begins_a_new_bubble(domein: None) -> None:
    """A response is as many bubbles as it has parts with words in them."""
    assert teksten.bubbels("utter_drie", naam="Sanne", leeg="") == ["Een, Sanne.", "Twee.", "Drie."]
    assert teksten.bubbels("utter_een", naam="Sanne") == ["Sanne is er. Sanne leest mee."]


def test_an_unknown_response_is_an_error_of_the_caller(domein: None) -> None:
    """A name that the domain lacks never becomes an empty bubble."""
    with pytest.raises(KeyError):
        teksten.tekst("utter_weg")
