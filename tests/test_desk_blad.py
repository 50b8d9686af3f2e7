"""The sheet: what of a samenvatting is shown, in which order, and where each field comes from."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.desk import blad
from bot.desk.bladdelen import Blad, Regel, Stap
from bot.desk.woorden import BRON, STATUS, STATUS_KEUZES, STATUS_KLAAR
from tests import desk_cases as cases


def opvolging(samenvatting: dict[str, Any], *stappen: dict[str, Any]) -> list[dict[str, Any]]:
    begin = {"status": "ontvangen", "dag": "2026-11-23"}
    return [
        {"nr": nr, "behoefte": wens["behoefte"], "stappen": [begin, *stappen]}
        for nr, wens in enumerate(samenvatting["wensen"], 1)
    ]


def maak(samenvatting: dict[str, Any], *stappen: dict[str, Any]) -> Blad:
    return blad.maak(samenvatting, opvolging(samenvatting, *stappen))


def alle_regels(een: Blad) -> list[Regel]:
    return [
        *een.grenzen, *een.veilig, *een.omgang, *een.verder, een.eigen_tekst,
        *(regel for wens in een.wensen for regel in (wens.woorden, *wens.regels)),
    ]  # fmt: skip


def velden(deel: Any) -> list[dict[str, Any]]:
    """Return every field of a samenvatting, wherever it stands."""
    if isinstance(deel, dict):
        if set(deel) == {"waarde", "bron"}:
            return [deel]
        return [veld for waarde in deel.values() for veld in velden(waarde)]
    return [veld for een in deel for veld in velden(een)] if isinstance(deel, list) else []


def test_every_field_of_a_samenvatting_is_on_the_sheet() -> None:
    """Nothing that somebody said is left out: as many lines as fields, danger apart."""
    for vorm in (cases.in_gevaar, cases.zonder_loon, cases.minderjarig, cases.met_kinderen):
        samenvatting = vorm()
        gevaar = samenvatting["gevaar_nu"]
        rest = [veld for veld in velden(samenvatting) if veld is not gevaar]
        een = maak(samenvatting)

        assert len(alle_regels(een)) == len(rest)
        assert len(een.gevaar) == len(gevaar["waarde"] or [])


@settings(max_examples=200, deadline=None)
@given(st.lists(st.text(min_size=1), min_size=1, max_size=3), st.sampled_from(list(BRON)))
def test_own_words_stand_exactly_as_they_were(woorden: list[str], bron: str) -> None:
    """Own words are never translated into ours, whatever they are; they are marked as own."""
    regel = maak(
        cases.samenvatting(
            liever_niet={"waarde": woorden, "bron": "eigen_woorden"},
            wie_niet={"waarde": woorden[0], "bron": "eigen_woorden"},
            wat_helpt={"waarde": None, "bron": bron},
        )
    )

    assert regel.grenzen[0].teksten == tuple(woorden)
    assert regel.grenzen[1].teksten == (woorden[0],)
    assert regel.grenzen[0].eigen
    assert regel.verder[2].teksten == ()
    assert regel.verder[2].bron == BRON[bron]
    assert not regel.verder[2].eigen


def test_a_word_that_is_also_ours_stays_a_word() -> None:
    """Typed "nu" is shown as it was typed; the button "nu" gets our capital."""
    een = maak(
        cases.samenvatting(
            wie_niet={"waarde": "nu", "bron": "eigen_woorden"},
            wensen=[cases.wens("onderdak", 1, "nu", urgentie="nu")],
        )
    )

    assert een.grenzen[1].tekst == "nu"
    assert een.wensen[0].woorden.tekst == "nu"
    assert een.wensen[0].regels[0].tekst == "Nu"


def test_empty_fields_say_why_they_are_empty() -> None:
    """Not asked, would not say, not shared: three different things."""
    een = maak(
        cases.samenvatting(
            hoe_met_mij={
                "taal": cases.F("Pools"),
                "tolk": cases.F(None, "wil_niet_zeggen"),
                "tempo": cases.F(None, "niet_gedeeld"),
            }
        )
    )

    assert [regel.kop for regel in blad.gevuld(een.omgang)] == ["Taal"]
    assert blad.leeg(een.omgang) == [
        ("Wil niet zeggen", "tolk"),
        ("Niet gevraagd", "hulpverlener, korte of lange hulp, anders"),
        ("Niet gedeeld", "tempo"),
    ]


def test_a_wens_is_open_until_it_has_an_outcome() -> None:
    """Done, failed and referred are outcomes; the person's own answer opens it again."""
    samenvatting = cases.met_kinderen()
    for status in STATUS:
        een = maak(samenvatting, {"status": status, "dag": "2026-11-24"})
        assert een.wensen[0].open is (status not in STATUS_KLAAR)
        assert een.wensen[0].nu.status == STATUS[status]
    assert set(STATUS_KLAAR) < set(STATUS_KEUZES) < set(STATUS)


def test_a_need_that_this_version_does_not_know_is_shown_all_the_same() -> None:
    """A label, a source or a status from a later version stands as it is and breaks nothing."""
    samenvatting = cases.samenvatting(
        wensen=[cases.wens("iets_nieuws", 1, "woorden")],
        gevaar_nu={"waarde": [{"soort": "nieuw", "eigen_woorden": None}], "bron": "nieuw"},
    )

    een = maak(samenvatting, {"status": "nieuw", "dag": "2026-11-24", "wie": "Sanne"})

    assert een.wensen[0].kop == "iets_nieuws"
    assert een.wensen[0].nu == Stap("nieuw", "24 november 2026", "Sanne", None)
    assert een.gevaar[0].kop == "Gevaar nu"
    assert een.gevaar_regel.bron == "nieuw"


def test_a_step_tells_its_reason_and_where_to() -> None:
    """What the person is told about an outcome stands in one line."""
    stap = {"status": "niet_gelukt", "dag": "2026-11-24", "reden": "Vol.", "toelichting": "Ik bel."}

    assert maak(cases.met_kinderen(), stap).wensen[0].nu.wat == "Reden: Vol. · Ik bel."
