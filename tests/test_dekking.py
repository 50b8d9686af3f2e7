"""What the walkers must reach: also the buttons that no list in the domain names."""

from __future__ import annotations

import pytest

from bot.content.beurt import Beurt, Soort, Stand, Zet
from bot.content.dekking import Dekking, alles
from bot.intake.intake import Intake
from bot.intake.paneel import paneel
from bot.intake.regels import VELDEN, VELDEN_DAARNA
from bot.intake.veld import KNOP, Veld


def _keuze(keuze: str) -> str:
    return f'/keuze{{"keuze": "{keuze}"}}'


@pytest.mark.parametrize(
    ("soort", "druk", "tussen", "naam"),
    [
        ("knop", _keuze("andere_taal"), None, None),
        ("knop", _keuze("ar"), "andere_taal", "andere_taal: ar"),
        ("knop", _keuze("taal_mens"), "in_taal:ar", "in_taal: taal_mens"),
        ("knop", _keuze("verder"), "in_taal:pl", "in_taal: verder"),
        ("knop", _keuze("mijn_taal"), "menu", "elke vraag: mijn_taal"),
        ("knop", _keuze("zonder_lijst"), "gestopt", "gestopt: zonder_lijst"),
        ("mens_knop", "code_bewaard", None, "bot: code_bewaard"),
    ],
)
def test_a_button_that_depends_on_the_talk_is_counted(
    soort: Soort, druk: str, tussen: str | None, naam: str | None
) -> None:
    """Pressed, it counts under a name that is on the list; never pressed, it is told as dead. What
    is on no list counts for nothing."""
    intake = Intake().zij(tussen) if tussen else Intake()
    dekking, stand = Dekking(), Stand("bot", intake)
    assert naam is None or naam in dekking.nooit("knop")
    before, total = dekking.stand("knop")
    dekking.tel(Beurt(Zet(soort, druk), stand, stand))
    assert naam is None or naam not in dekking.nooit("knop")
    assert dekking.stand("knop") == (before + (naam is not None), total)


def test_every_kind_of_button_beside_the_domain_is_on_the_list() -> None:
    """Lines of the summary, rights, languages, pictures in the plain tone, the code, no list."""
    knoppen = alles()["knop"]
    assert {
        "samenvatting: weg:wens",
        "samenvatting: verander:wie_niet",
        "samenvatting: weg:gevaar",
        "samenvatting: verander:eigen_tekst",
        "wens.verblijf.wat: rechten",
        "wat_nodig: onderdak",
        "mens: code_bewaard",
        "gestopt: zonder_lijst",
    } <= knoppen
    assert len([naam for naam in knoppen if naam.startswith("andere_taal: ")]) >= 8


@pytest.mark.parametrize("naam", [*VELDEN, *VELDEN_DAARNA])
def test_every_button_beside_a_line_can_be_offered(naam: str) -> None:
    """A line that is on the list is no dead one: with an answer in its field the summary offers
    both its buttons."""
    intake = Intake().zet(naam, Veld("nee", KNOP))
    (regel,) = [r for r in paneel(intake, delen=False)["regels"] if r["id"] == naam]
    offered = {f"samenvatting: {knop.keuze}" for knop in regel["knoppen"]}
    assert offered == {f"samenvatting: {wat}:{naam}" for wat in ("weg", "verander")}
    assert offered <= alles()["knop"]
