"""What comes next with a wens: asked for at the desk, sealed, read by the person, followed up."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from bot import vault
from bot.desk.bezoek import schrijf_token
from bot.dialogue.vertoning import _wens
from bot.intake.vervolg import DAGEN_VOORUIT, eis_vervolg, geldend, lees_dag, vervolg_van
from bot.records import models as m
from bot.records import overdrachten
from tests import desk_cases as cases
from tests.desk_cases import VANDAAG, VERVOLG
from tests.desk_world import Browser, Wereld, tekst
from tests.test_desk_rij import onder_koppen
from tests.test_desk_zaken import pak_op

BEWAARD = {
    "stap": VERVOLG["volgende"], "dag": VERVOLG["wanneer"], "anders": VERVOLG["anders"],
}  # fmt: skip
LEEST = (
    "Volgende stap: Ik bel de opvang. Wie: Sanne.",
    "Wanneer: woensdag 25 november. Lukt dat niet: Dan bel ik een andere opvang.",
)
TE_LAAT = "Volgende stap had 25 november moeten zijn (Onderdak)."
STAP = {"status": "mee_bezig", "dag": "2026-11-23", "wie": "Sanne", "vervolg": BEWAARD}


def volg_op(browser: Browser, zaak: cases.Zaak, **velden: str) -> Any:
    velden = {"nr": "2", "status": "mee_bezig", **VERVOLG, **velden}
    return browser.post(f"/overdracht/{zaak.id}/opvolging", **velden)


def later(wereld: Wereld, dagen: int) -> Browser:
    """Let days pass; return a browser in which Sanne logs in again."""
    wereld.klok.nu += dagen * 24 * 3600
    token = cases.log_in(wereld.database, wereld.sanne, wereld.klok.nu)
    client = wereld.browser().client
    client.cookies.set("d", schrijf_token(token), domain="testserver.local")
    return Browser(client, token)


@pytest.mark.parametrize("extra", [{}, {"status": "doorverwezen", "naar": "Fier"}])
def test_what_comes_next_is_kept_and_told_to_the_person(
    wereld: Wereld, extra: dict[str, str]
) -> None:
    """With "mee bezig" and "doorverwezen" stand the step, who, when and what if it does not work:
    in the case, live in the talk, on the desk, on paper, and in the overview with the code.
    """
    zaak = wereld.zaak()
    browser = pak_op(wereld, zaak)

    assert volg_op(browser, zaak, **extra).status_code == 303  # type: ignore[attr-defined]

    assert wereld.stappen(zaak, 2)[-1] == {**STAP, **extra, "vervolg": BEWAARD}
    assert [b["tekst"] for b in wereld.bubbels(zaak)[-2:]] == list(LEEST)
    scherm = tekst(browser.get(f"/overdracht/{zaak.id}"))
    assert (
        "Volgende stap · woensdag 25 november · Sanne Ik bel de opvang. "
        "Lukt dat niet: Dan bel ik een andere opvang" in scherm
    )
    assert "Volgende stap · woensdag" in tekst(browser.get(f"/overdracht/{zaak.id}/afdruk"))
    rij = {"nr": 2, "behoefte": "onderdak", "stappen": wereld.stappen(zaak, 2)}
    assert _wens(rij, laatste=True).vervolg == " ".join(LEEST)


@pytest.mark.parametrize(
    ("velden", "melding"),
    [
        ({"volgende": ""}, "Schrijf wat de volgende stap is."),
        ({"volgende": "x" * 201}, "Je tekst is 1 tekens te lang."),
        ({"wanneer": ""}, "Kies de dag van de volgende stap."),
        ({"wanneer": "morgen"}, "Dit is geen dag."),
        ({"wanneer": "2026-11-22"}, "Deze dag is al voorbij."),
        ({"wanneer": "2027-11-24"}, "Deze dag is te ver weg."),
        ({"anders": ""}, "Schrijf wat er gebeurt als dat niet lukt."),
    ],
)
def test_a_step_that_leaves_open_what_comes_next_is_asked_for_again(
    wereld: Wereld, velden: dict[str, str], melding: str
) -> None:
    """Step, day and what else are required; the mistake stands at its field, all typed stays."""
    zaak = wereld.zaak()
    browser = pak_op(wereld, zaak)

    answer = volg_op(browser, zaak, **velden)

    assert answer.status_code == 422  # type: ignore[attr-defined]
    page = answer.text  # type: ignore[attr-defined]
    (veld,) = velden
    bij = page.partition(f'id="{veld}-2"')[2].partition("</p>")[0]
    assert melding in bij
    assert f'aria-describedby="fout-opvolging-{veld}"' in bij
    assert page.count(melding) == 1
    assert all(f'value="{w}"' in page for w in {**VERVOLG, **velden}.values() if w)
    assert 'value="mee_bezig" required checked' in page
    assert len(wereld.stappen(zaak, 2)) == 1


def test_the_last_days_that_can_be_chosen(wereld: Wereld) -> None:
    """Today and a year ahead are taken; the field offers exactly these days."""
    ver = VANDAAG + timedelta(days=DAGEN_VOORUIT)
    zaak = wereld.zaak()
    browser = pak_op(wereld, zaak)
    page = browser.get(f"/overdracht/{zaak.id}").text
    assert f'type="date" min="{VANDAAG}" max="{ver}"' in page
    for dag in (str(VANDAAG), str(ver), "27-11-2026"):
        assert volg_op(browser, zaak, wanneer=dag).status_code == 303  # type: ignore[attr-defined]
    gezegd = [vervolg_van(stap) for stap in wereld.stappen(zaak, 2)[1:]]
    assert [v.wanneer for v in gezegd if v] == [
        "maandag 23 november", "dinsdag 23 november 2027", "vrijdag 27 november",
    ]  # fmt: skip


def test_other_outcomes_need_nothing_next(wereld: Wereld) -> None:
    """What is done, or picked up only, has no next step, whatever stands in its hidden boxes."""
    zaak = wereld.zaak()
    browser = pak_op(wereld, zaak)
    volg_op(browser, zaak)
    volg_op(browser, zaak, status="geregeld", wanneer="gisteren")
    assert "vervolg" not in wereld.stappen(zaak, 2)[-1]
    assert geldend(wereld.stappen(zaak, 2)) is None
    rij = {"nr": 2, "behoefte": "onderdak", "stappen": wereld.stappen(zaak, 2)}
    assert _wens(rij, laatste=True).vervolg is None
    page = tekst(browser.get(f"/overdracht/{zaak.id}"))
    assert "Volgende stap · woensdag 25 november" in page.partition("Wat eerder gebeurde")[2]


@pytest.mark.parametrize("weg", ["vervolg", "wie", "stap", "dag", "anders"])
def test_the_records_take_no_half_step(weg: str) -> None:
    """However it comes in: without owner, step, day or what else, it is refused, without words."""
    vervolg = {naam: w for naam, w in BEWAARD.items() if naam != weg}
    half = {
        naam: w for naam, w in {**STAP, "vervolg": vervolg}.items() if naam != weg or weg == "dag"
    }
    eis_vervolg(STAP)
    with pytest.raises(ValueError, match="what comes next"):
        eis_vervolg(half)


def test_steps_from_before_still_read_well(wereld: Wereld) -> None:
    """A step that was sealed without what comes next opens, in the desk and for the person."""
    zaak = wereld.zaak()
    oud = {"status": "doorverwezen", "dag": "2026-11-20", "wie": "Sanne", "naar": "Fier"}
    with wereld.database.begin() as s:
        vraag = select(m.Opvolging).where(m.Opvolging.overdracht_id == zaak.id, m.Opvolging.nr == 2)
        row = s.execute(vraag).scalar_one()
        inhoud = {
            "behoefte": "onderdak",
            "stappen": [{"status": "ontvangen", "dag": "2026-11-20"}, oud],
        }
        where = f"opvolging.inhoud.nr:{row.id}:2"
        sealed = vault.seal_json(zaak.overdracht.key, inhoud, where=where)
        s.execute(update(m.Opvolging).where(m.Opvolging.id == row.id).values(inhoud=sealed))
    browser = pak_op(wereld, zaak)

    page = tekst(browser.get(f"/overdracht/{zaak.id}"))
    assert "Doorverwezen · 20 november 2026 · Sanne Naar: Fier" in page
    assert "moeten zijn" not in page + tekst(browser.get("/"))
    assert _wens({"nr": 2, **inhoud}, laatste=True).vervolg is None
    volg_op(browser, zaak)
    assert [stap["status"] for stap in wereld.stappen(zaak, 2)][1:] == ["doorverwezen", "mee_bezig"]


def test_a_next_step_whose_day_has_passed_is_said(wereld: Wereld) -> None:
    """On its day nothing; the day after it stands in the list, on top of the case and at the need.

    The person's own reaction takes it back no more than time does; a new step does.
    """
    zaak = wereld.zaak()
    browser = pak_op(wereld, zaak)
    volg_op(browser, zaak)
    browser = later(wereld, 2)
    assert "moeten zijn" not in tekst(browser.get("/")) + tekst(
        browser.get(f"/overdracht/{zaak.id}")
    )
    browser = later(wereld, 1)
    with wereld.database.begin() as s:
        stap = {"status": "nog_nodig", "van": "jij", "dag": "2026-11-26"}
        overdrachten.volg_op(s, zaak.overdracht, 2, stap)

    assert TE_LAAT in onder_koppen(browser.get("/").text)["Van mij 1"]
    page = tekst(browser.get(f"/overdracht/{zaak.id}"))
    assert TE_LAAT in page.partition("Houd je hieraan")[0]
    assert "Volgende stap had 25 november moeten zijn. Zeg wat ermee gebeurt." in page
    assert TE_LAAT in tekst(browser.get(f"/overdracht/{zaak.id}/deel?na=0"))

    volg_op(browser, zaak, wanneer="2026-12-01")
    assert "moeten zijn" not in tekst(browser.get("/")) + tekst(
        browser.get(f"/overdracht/{zaak.id}")
    )


def test_a_step_after_the_case_is_wiped_is_said(wereld: Wereld) -> None:
    """A step on the day of wiping or later asks for a message before; one day earlier does not.

    What was answered is wiped 30 days later, and 7 after a warning (`bot.intake.bewaren`).
    """
    zaak = wereld.zaak()
    browser = pak_op(wereld, zaak)
    wisdag = VANDAAG + timedelta(days=37)
    browser.post(f"/overdracht/{zaak.id}/bericht", tekst="Ik ben er.")
    vraagt = "op 30 december gewist, nog voor deze stap. Schrijf voor die dag iets"

    volg_op(browser, zaak, wanneer=(wisdag - timedelta(days=1)).isoformat())
    assert "nog voor deze stap" not in tekst(browser.get(f"/overdracht/{zaak.id}"))
    volg_op(browser, zaak, wanneer=wisdag.isoformat())
    assert vraagt in tekst(browser.get(f"/overdracht/{zaak.id}"))


def test_a_closed_case_with_a_passed_step_stays_listed(wereld: Wereld) -> None:
    """Also after the two weeks, until it is wiped; a case without one leaves the list."""
    zaken = [wereld.zaak(), wereld.zaak()]
    browser = wereld.browser(wereld.sanne)
    for zaak in zaken:
        browser.post(f"/overdracht/{zaak.id}/oppakken")
    volg_op(browser, zaken[0])
    for zaak in zaken:
        browser.post(f"/overdracht/{zaak.id}/sluiten", tekst="Klaar.", open=["1", "2", "3"])
    browser = later(wereld, 16)
    page = browser.get("/").text
    assert zaken[0].id in page
    assert zaken[1].id not in page
    assert TE_LAAT in page


def test_a_promised_step_stays_listed_when_the_person_goes_on_with_the_bot(
    wereld: Wereld,
) -> None:
    """At once and until it is wiped (decision 0035); not where there is none, or it was done."""
    zaken = [wereld.zaak(), wereld.zaak(), wereld.zaak()]
    browser = wereld.browser(wereld.sanne)
    for zaak in zaken:
        browser.post(f"/overdracht/{zaak.id}/oppakken")
    volg_op(browser, zaken[0])
    volg_op(browser, zaken[2])
    volg_op(browser, zaken[2], status="geregeld")
    for zaak in zaken:
        browser.post(f"/overdracht/{zaak.id}/sluiten", tekst="Klaar.", open=["1", "2", "3"])
        cases.verder_met_bot(wereld.database, zaak)
    for dagen in (0, 16):
        page = (later(wereld, dagen) if dagen else browser).get("/").text
        assert [zaak.id in page for zaak in zaken] == [True, False, False]
        assert (TE_LAAT in page) is bool(dagen)


def test_a_colleague_keeps_the_step_of_who_closed_the_case_and_is_gone(
    wereld_op_beide: Wereld,
) -> None:
    """While its owner is there nobody else may; after that who does it has the case."""
    wereld = wereld_op_beide
    zaak, open_nu = wereld.zaak(), wereld.zaak()
    bram, sanne = wereld.browser(wereld.bram), pak_op(wereld, zaak)
    sanne.post(f"/overdracht/{open_nu.id}/oppakken")
    volg_op(sanne, zaak)
    sanne.post(f"/overdracht/{zaak.id}/sluiten", tekst="Klaar.", open=["1", "2", "3"])
    pad = f"/overdracht/{zaak.id}"
    assert "Deze zaak is dicht. Sanne doet de opvolging." in tekst(bram.get(pad))
    assert volg_op(bram, zaak, status="geregeld").status_code == 409

    wereld.klok.nu += 121
    page = tekst(bram.get(pad))
    assert "Deze zaak is dicht. Sanne is weg. Je kunt de opvolging doen." in page
    assert "Zeg wat ermee gebeurt" in page
    assert volg_op(bram, zaak, status="geregeld").status_code == 303
    assert wereld.stappen(zaak, 2)[-1]["wie"] == "Bram"
    assert "Jij doet de opvolging." in tekst(bram.get(pad))
    assert volg_op(sanne, zaak, status="opgepakt").status_code == 409
    assert volg_op(bram, open_nu).status_code == 409  # that one is taken over, not followed up


def test_nothing_of_it_is_shown_where_somebody_looked_along(wereld: Wereld) -> None:
    """On a watched screen the talk says once that there is news, and nothing more."""
    zaak = wereld.zaak()
    with wereld.database.begin() as s:
        overdrachten.zet_kop(s, zaak.overdracht, stil=True)
    browser = pak_op(wereld, zaak)
    voor = len(wereld.bubbels(zaak))
    volg_op(browser, zaak)
    assert len(wereld.bubbels(zaak)) == voor + 1
    assert "opvang" not in str(wereld.bubbels(zaak))


def test_a_day_is_read_as_it_is_written() -> None:
    """A date field sends one form; where the browser has none, people type another."""
    assert lees_dag("2026-11-27") == lees_dag("27-11-2026") == date(2026, 11, 27)
    for odd in ("", "27/11/2026", "2026-02-30", "morgen", "٢٠٢٦-11-27x"):
        assert lees_dag(odd) is None
