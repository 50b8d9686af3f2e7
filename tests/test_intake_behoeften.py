"""The catalogue of needs."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.intake.behoeften import HOOGSTENS, catalogus, laad

LABELS = {
    "veiligheid", "onderdak", "medisch", "psychisch", "basis", "geld_werk", "verblijf",
    "juridisch", "kinderen", "sociaal", "taal", "toekomst", "terugkeer", "aangifte",
}  # fmt: skip


def test_every_label_has_its_need() -> None:
    """The catalogue holds the 14 labels of the label guide and no other."""
    assert set(catalogus()) == LABELS


def test_safety_comes_first_and_the_police_never_unasked() -> None:
    """The menu begins with safety, and aangifte is not in it."""
    assert next(iter(catalogus())) == "veiligheid"
    assert [b.label for b in catalogus().values() if not b.menu] == ["aangifte"]


def test_every_need_can_be_shown_asked_and_followed() -> None:
    """A need has words for the person, for the desk, and gentle questions for both."""
    for behoefte in catalogus().values():
        assert behoefte.kop
        assert behoefte.hoor
        assert behoefte.icoon == behoefte.label
        assert len(behoefte.vragen) <= HOOGSTENS
        assert len({vraag.soort for vraag in behoefte.vragen}) == len(behoefte.vragen)
        assert 2 <= len(behoefte.vragen_desk) <= 4
        assert behoefte.woord_desk
        assert behoefte.zrm


def test_no_question_asks_what_happened_or_who_somebody_is() -> None:
    """Names, addresses, dates, papers, offenders and events are never asked (invariant 9)."""
    verboden = ("naam", "heet", "adres", "geboren", "wie deed", "gebeurde", "waarom")
    for behoefte in catalogus().values():
        for vraag in behoefte.vragen:
            assert not any(woord in vraag.tekst.lower() for woord in verboden), vraag.tekst


def test_coaching_is_a_need_one_can_ask_for() -> None:
    """A buddy, a coach and somebody who knows this are among the answers (seed statement A1)."""
    knoppen = " ".join(k for v in catalogus()["sociaal"].vragen for k in v.knoppen).lower()
    assert all(woord in knoppen for woord in ("coach", "maatje", "zelf ook kent"))


@pytest.mark.parametrize(
    ("regel", "melding"),
    [
        ("- label: x\n  kop: y\n", "x: vragen ontbreekt"),
        (
            "- {label: x, kop: y, hoor: z, icoon: x, volgorde: 1, woord_desk: x, vragen_desk: [],"
            " zrm: x, vragen: [{id: a, soort: iets, tekst: b}]}",
            "x: hoogstens 2 vragen, van soort urgentie, hulp, vertel",
        ),
    ],
)
def test_a_mistake_names_the_need_and_what_is_wrong(
    regel: str, melding: str, tmp_path: Path
) -> None:
    """Somebody who edits the catalogue reads where the mistake is."""
    bestand = tmp_path / "behoeften.yml"
    bestand.write_text(regel, encoding="utf-8")
    with pytest.raises(ValueError, match=melding):
        laad(bestand)
