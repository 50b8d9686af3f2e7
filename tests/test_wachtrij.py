"""The order of the queue."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.intake.wachtrij import (
    GEVAAR,
    VOORSPRONG_MAX,
    Plaats,
    Wachtende,
    volgorde,
    voorsprong,
    wachttijd,
)

NU = 1_795_439_100.0

_WACHTENDE = st.builds(
    Wachtende,
    id=st.uuids().map(lambda u: u.hex),
    sinds=st.integers(0, 72 * 3600).map(lambda s: NU - s),
    gevaar=st.sampled_from([None, None, *GEVAAR]),
    gevaar_bron=st.sampled_from([None, "eigen_woorden", "knop"]),
    onveilig=st.booleans(),
    jong=st.booleans(),
    haast=st.booleans(),
)
_RIJ = st.lists(_WACHTENDE, max_size=25, unique_by=lambda w: w.id)


def ids(rij: list[Plaats]) -> list[str]:
    return [plaats.wachtende.id for plaats in rij]


@settings(max_examples=1000, deadline=None)
@given(_RIJ, st.randoms())
def test_a_thousand_queues_keep_the_promises(cases: list[Wachtende], shuffle: object) -> None:
    """Danger first, first come first within danger, nobody starves, nobody lost, one order only."""
    rij = volgorde(cases, NU)
    found = [plaats.wachtende for plaats in rij]

    assert sorted(ids(rij)) == sorted(case.id for case in cases)
    assert [plaats.nr for plaats in rij] == list(range(1, len(cases) + 1))

    shuffled = list(cases)
    shuffle.shuffle(shuffled)  # type: ignore[attr-defined]
    assert volgorde(shuffled, NU) == rij

    danger = [case for case in found if case.gevaar]
    assert found[: len(danger)] == danger
    assert [case.sinds for case in danger] == sorted(case.sinds for case in danger)

    for place, earlier in enumerate(found):
        for later in found[place + 1 :]:
            # Whoever stands behind somebody who came later is overtaken by danger, or by at most
            # the head start.
            if later.sinds < earlier.sinds and not earlier.gevaar:
                assert earlier.sinds - later.sinds <= VOORSPRONG_MAX * 60
                assert voorsprong(earlier) > voorsprong(later)

    for plaats in rij:
        assert plaats.reden.endswith(".")
        assert plaats.wacht


@settings(max_examples=200, deadline=None)
@given(_RIJ.filter(bool), st.integers(0, 3600))
def test_the_order_of_two_never_turns_as_time_goes_by(cases: list[Wachtende], later: int) -> None:
    """Waiting longer changes no order by itself: who stood in front stays in front."""
    assert ids(volgorde(cases, NU)) == ids(volgorde(cases, NU + later))


def test_the_queue_says_why_in_words() -> None:
    """Each place is explained: danger and who said so, the head start, and a long wait."""
    rij = volgorde(
        [
            Wachtende("lang", NU - 75 * 60),
            Wachtende("jong", NU - 12 * 60, jong=True, onveilig=True),
            Wachtende("gevaar", NU - 4 * 60, "acuut_gevaar", "eigen_woorden"),
            Wachtende("later", NU - 60, "zelfdoding", "knop"),
        ],
        NU,
    )

    assert [(p.wachtende.id, p.reden, p.wacht) for p in rij] == [
        ("gevaar", "Bovenaan: gevaar nu (gezegd door de persoon).", "4 minuten"),
        (
            "later",
            "Vooraan, na wie langer in gevaar wacht: gedachten aan zelfdoding "
            "(aangeklikt door de persoon).",
            "1 minuut",
        ),
        (
            "jong",
            "Na wie in gevaar is. Telt 90 minuten extra: "
            "voelt zich nu niet veilig, is jonger dan 18.",
            "12 minuten",
        ),
        ("lang", "Na wie in gevaar is. Wacht al lang.", "1 uur en 15 minuten"),
    ]


def test_without_danger_the_longest_wait_is_first() -> None:
    """Equal cases stand in the order in which they came."""
    rij = volgorde([Wachtende("b", NU - 60), Wachtende("a", NU - 120)], NU)

    assert ids(rij) == ["a", "b"]
    assert [p.reden for p in rij] == ["Bovenaan: niemand wacht langer.", "Op volgorde van wachten."]


def test_an_unknown_kind_of_danger_is_still_danger() -> None:
    """A kind that this version does not know stands in front all the same."""
    rij = volgorde([Wachtende("a", NU - 3600), Wachtende("b", NU, "iets_nieuws")], NU)

    assert ids(rij) == ["b", "a"]
    assert rij[0].reden == "Bovenaan: gevaar nu."


def test_a_wait_is_told_in_words() -> None:
    """Minutes, hours and days; a clock that runs ahead counts as no wait at all."""
    waits = [-30, 59, 60, 120, 3600, 3660, 3720, 7200, 47 * 3600, 49 * 3600, 8 * 24 * 3600]

    assert [wachttijd(NU - seconds, NU) for seconds in waits] == [
        "minder dan 1 minuut",
        "minder dan 1 minuut",
        "1 minuut",
        "2 minuten",
        "1 uur",
        "1 uur en 1 minuut",
        "1 uur en 2 minuten",
        "2 uur",
        "47 uur",
        "2 dagen",
        "8 dagen",
    ]
