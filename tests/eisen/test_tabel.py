"""The page with the statements is what the tests say, and no statement is without its proof."""

from __future__ import annotations

import re

from bot.intake import rechten, sociale_kaart
from bot.settings import ROOT
from scripts.eisen import page, proeven, rijen


def test_the_page_is_what_the_tests_prove() -> None:
    """docs/eisen.md is up to date, with every test passed; after a change: `make eisen`."""
    alle = {naam for van_rij in proeven().values() for naam, _ in van_rij}
    assert (ROOT / "docs" / "eisen.md").read_text(encoding="utf-8") == page(alle)


def test_all_51_statements_have_a_test_or_a_reason() -> None:
    """A1-A27 and B1-B24 are all there; who has no test says why, and only four may."""
    namen = [rij["id"] for rij in rijen()]
    assert namen == [f"A{n}" for n in range(1, 28)] + [f"B{n}" for n in range(1, 25)]
    bewezen = proeven()
    assert set(bewezen) <= set(namen)
    later = {rij["id"] for rij in rijen() if rij["id"] not in bewezen}
    assert later == {"B3", "B14", "B21", "B23"}
    assert all(rij["later"] for rij in rijen() if rij["id"] in later)
    tabel = page({n for t in bewezen.values() for n, _ in t}).split("|---|")[-1]
    assert "**ontbreekt**" not in tabel


def test_a_statement_whose_test_failed_shows_as_missing() -> None:
    """Without a passing test the row says so; one of two that failed is enough for that."""
    alle = {naam for van_rij in proeven().values() for naam, _ in van_rij}
    for gezakt in ("test_a8_binnen_buiten_en_telefoon_apart", "test_a17_ik_blijft_ik"):
        rij = gezakt.split("_")[1].upper()
        assert gezakt in alle
        zonder = page(alle - {gezakt})
        assert re.search(rf"^\| {rij} \|.*\| \*\*ontbreekt\*\* \|  \|$", zonder, flags=re.M)
    assert len(proeven()["A17"]) == 4


def test_the_page_tells_what_no_human_checked_yet() -> None:
    """How many rights and addresses a human checked is counted in the data, and printed."""
    rechten_, kaart_ = len(rechten.rechten()), len(sociale_kaart.kaart())
    gekeken = sum(r.nagekeken is not None for r in rechten.rechten())
    gebeld = sum(a.nagebeld is not None for a in sociale_kaart.kaart())
    tabel = page({n for t in proeven().values() for n, _ in t})
    assert f"Door een mens nagekeken: {gekeken} van de {rechten_} rechten." in tabel
    assert f"Door een mens nagekeken: {gebeld} van de {kaart_} adressen." in tabel


def test_what_stands_in_part_says_what_is_missing() -> None:
    """Each row shows what its test has to show; a row that stands in part says what is missing,
    also when all its tests passed, and has tests that passed; none is in part and later at once.
    """
    alle = {naam for van_rij in proeven().values() for naam, _ in van_rij}
    tabel = page(alle)
    for rij in rijen():
        assert rij["proef"].replace("|", r"\|") in tabel
        assert not {"deels", "later"} <= set(rij)
        if "deels" in rij:
            assert proeven()[rij["id"]]
            regel = rf"^\| {rij['id']} \|.*\| deels: {re.escape(rij['deels'])}"
            assert re.search(regel, tabel, flags=re.M)
    deels = sum("deels" in rij for rij in rijen())
    assert f"Van de 51: {47 - deels} bewezen, {deels} deels, 4 later, 0 ontbreekt." in tabel


def test_a_row_of_which_a_human_has_to_check_the_data_is_partly_there() -> None:
    """As long as nobody checked every right and every address, A5 and A14 stand in part; so do
    those that ask the judgement of people, or what was not built.
    """
    deels = {rij["id"] for rij in rijen() if "deels" in rij}
    if any(r.nagekeken is None for r in rechten.rechten()):
        assert "A5" in deels
    if any(a.nagebeld is None for a in sociale_kaart.kaart()):
        assert "A14" in deels
    if all(a.wachttijd is None for a in sociale_kaart.kaart()):
        assert "B9" in deels
    assert {"A12", "A25", "A26", "B1", "B4", "B13", "B17"} <= deels


def test_no_proof_is_left_out_of_the_run() -> None:
    """No test of a statement is skipped, or expected to fail."""
    for bestand in ("test_a.py", "test_b.py", "test_papier.py"):
        inhoud = (ROOT / "tests" / "eisen" / bestand).read_text(encoding="utf-8")
        assert not re.search(r"skip\(|skipif|xfail|importorskip", inhoud)
