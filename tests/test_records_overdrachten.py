"""Overdrachten: who can open one, exactly one winner of a claim, what happens with each wens."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import pytest

from bot import vault
from bot.intake.states import IllegalTransition, Staat, Stap
from bot.records import accounts, gesprekken, overdrachten, wissen
from bot.records import models as m
from bot.records.database import Database
from tests import desk_cases as cases
from tests.desk_cases import NU, VANDAAG

pytestmark = pytest.mark.usefixtures("snelle_sloten")


@dataclass(frozen=True)
class Wereld:
    database: Database
    noord: cases.Team
    zuid: cases.Team
    sanne: cases.Collega
    bram: cases.Collega
    zaak: cases.Zaak

    def open(self, s: object, team: cases.Team | None = None) -> overdrachten.Overdracht:
        team = team or self.noord
        return overdrachten.voor_team(s, self.zaak.id, {team.id: team.pair})

    def pak_op(self, wie: cases.Collega, now: float = NU) -> bool:
        with self.database.begin() as s:
            person = s.get(m.Hulpverlener, wie.id)
            return overdrachten.pak_op(s, self.open(s), person, now)

    def staat(self) -> Staat:
        with self.database.read() as s:
            return gesprekken.get(s, self.zaak.overdracht.gesprek_id).staat


@pytest.fixture
def wereld(database: Database) -> Wereld:
    noord, zuid = cases.maak_team(database), cases.maak_team(database, "Team Zuid")
    sanne = cases.maak_collega(database, noord, "sanne", "Sanne")
    bram = cases.maak_collega(database, noord, "bram", "Bram")
    zaak = cases.draag_over(database, noord, cases.in_gevaar(), gevaar="acuut_gevaar")
    return Wereld(database, noord, zuid, sanne, bram, zaak)


def test_the_chosen_team_and_the_person_open_it_and_nobody_else(wereld: Wereld) -> None:
    """Both sides read the same samenvatting; another team cannot tell it from one that is not."""
    with wereld.database.read() as s:
        theirs = wereld.open(s)
        own = overdrachten.voor_gesprek(s, wereld.zaak.sleutel, wereld.zaak.id)
        assert overdrachten.samenvatting(s, theirs) == cases.in_gevaar()
        assert overdrachten.samenvatting(s, own) == cases.in_gevaar()
        with pytest.raises(gesprekken.Onbekend):
            wereld.open(s, wereld.zuid)
        with pytest.raises(gesprekken.Onbekend):
            overdrachten.voor_team(s, "0" * 32, {wereld.noord.id: wereld.noord.pair})
        with pytest.raises(vault.Unreadable):
            overdrachten.voor_gesprek(s, vault.new_key(), wereld.zaak.id)
        with pytest.raises(vault.Unreadable):
            overdrachten.voor_team(s, wereld.zaak.id, {wereld.noord.id: wereld.zuid.pair})


def test_each_wens_starts_as_received(wereld: Wereld) -> None:
    """An overdracht has one opvolging for each wens, in order."""
    with wereld.database.read() as s:
        found = overdrachten.opvolging(s, wereld.zaak.overdracht)

    assert [(o["nr"], o["behoefte"]) for o in found] == [
        (1, "veiligheid"),
        (2, "onderdak"),
        (3, "medisch"),
    ]
    assert all(o["stappen"] == [{"status": "ontvangen", "dag": VANDAAG.isoformat()}] for o in found)


def test_steps_of_the_opvolging_are_kept_in_order(wereld: Wereld) -> None:
    """Each new step is added after the ones before, and only to a wens that exists."""
    for status in ("opgepakt", "geregeld"):
        with wereld.database.begin() as s:
            overdrachten.volg_op(s, wereld.open(s), 2, {"status": status, "dag": "2026-11-24"})

    with wereld.database.begin() as s, pytest.raises(gesprekken.Onbekend):
        overdrachten.volg_op(s, wereld.open(s), 4, {"status": "geregeld", "dag": "2026-11-24"})
    with wereld.database.read() as s:
        steps = overdrachten.opvolging(s, wereld.zaak.overdracht)[1]["stappen"]
    assert [step["status"] for step in steps] == ["ontvangen", "opgepakt", "geregeld"]


def test_of_fifty_who_claim_at_once_one_wins(wereld: Wereld) -> None:
    """Fifty claims at the same moment: one gets the case, all others hear who has it."""
    people = [wereld.sanne, wereld.bram] + [
        cases.maak_collega(wereld.database, wereld.noord, f"collega{nr}", f"Collega {nr}")
        for nr in range(48)
    ]
    # All are there, so that nobody counts as away and is taken over from.
    with wereld.database.begin() as s:
        for wie in people:
            accounts.nieuwe_sessie(s, wie.id, b"k" * 32, NU)

    def claim(wie: cases.Collega) -> str | None:
        try:
            wereld.pak_op(wie)
        except overdrachten.NietVanJou as error:
            return error.eigenaar
        return None

    with ThreadPoolExecutor(50) as pool:
        results = dict(zip(people, pool.map(claim, people), strict=True))

    winners = [wie for wie, other in results.items() if other is None]
    assert len(winners) == 1
    assert {other for other in results.values() if other} == {winners[0].roepnaam}
    assert wereld.staat() is Staat.MENS
    with wereld.database.read() as s:
        assert wereld.open(s).eigenaar_id == winners[0].id


def test_claiming_twice_changes_nothing(wereld: Wereld) -> None:
    """A double click of the owner is not a second claim."""
    assert wereld.pak_op(wereld.sanne) is True
    assert wereld.pak_op(wereld.sanne) is False


def test_a_case_is_taken_over_only_from_somebody_who_is_away(wereld: Wereld) -> None:
    """Until two minutes after the owner was last seen others hear who has it, then it is free."""
    cases.log_in(wereld.database, wereld.sanne, NU)
    wereld.pak_op(wereld.sanne)

    with pytest.raises(overdrachten.NietVanJou) as refused:
        wereld.pak_op(wereld.bram, NU + 119)
    assert refused.value.eigenaar == "Sanne"
    assert wereld.pak_op(wereld.bram, NU + 121) is True
    with wereld.database.begin() as s, pytest.raises(overdrachten.NietVanJou) as lost:
        overdrachten.eis_eigenaar(s, wereld.open(s), wereld.sanne.id)
    assert lost.value.eigenaar == "Bram"


def test_a_case_of_somebody_who_is_gone_goes_back_to_the_queue(wereld: Wereld) -> None:
    """When the person writes and nobody is there, the case is let go, once and only then."""
    cases.log_in(wereld.database, wereld.sanne, NU)
    wereld.pak_op(wereld.sanne)

    def laat_los(now: float) -> bool:
        with wereld.database.begin() as s:
            return overdrachten.laat_los(s, wereld.open(s), now)

    assert laat_los(NU + 119) is False
    assert wereld.staat() is Staat.MENS
    assert laat_los(NU + 121) is True
    assert wereld.staat() is Staat.WACHT
    assert laat_los(NU + 122) is False


def test_handing_back_and_closing_are_for_the_owner(wereld: Wereld) -> None:
    """Who does not have the case can neither hand it back nor close it."""
    for step in (overdrachten.geef_terug, overdrachten.sluit):
        with wereld.database.begin() as s, pytest.raises(overdrachten.NietVanJou):
            step(s, wereld.open(s), wereld.bram.id)
    wereld.pak_op(wereld.sanne)
    for step in (overdrachten.geef_terug, overdrachten.sluit):
        with wereld.database.begin() as s, pytest.raises(overdrachten.NietVanJou):
            step(s, wereld.open(s), wereld.bram.id)
    assert wereld.staat() is Staat.MENS


def test_a_case_handed_back_can_be_claimed_again(wereld: Wereld) -> None:
    """After handing back nobody has it, and the next one gets it."""
    wereld.pak_op(wereld.sanne)
    with wereld.database.begin() as s:
        overdrachten.geef_terug(s, wereld.open(s), wereld.sanne.id)

    with wereld.database.read() as s:
        assert wereld.open(s).eigenaar_id is None
    assert wereld.staat() is Staat.WACHT
    assert wereld.pak_op(wereld.bram) is True


def test_a_closed_case_cannot_be_claimed_and_an_old_owner_is_no_owner_after_reopening(
    wereld: Wereld,
) -> None:
    """Closing ends the claim; when the person opens it again, everybody starts alike."""
    wereld.pak_op(wereld.sanne)
    with wereld.database.begin() as s:
        overdrachten.sluit(s, wereld.open(s), wereld.sanne.id)
    with pytest.raises(IllegalTransition):
        wereld.pak_op(wereld.bram)

    with wereld.database.begin() as s:
        gesprek = gesprekken.get(s, wereld.zaak.overdracht.gesprek_id)
        gesprekken.zet_staat(s, gesprek, Stap.HEROPENEN)
    with wereld.database.begin() as s, pytest.raises(gesprekken.Verlopen):
        overdrachten.eis_eigenaar(s, wereld.open(s), wereld.sanne.id)
    assert wereld.pak_op(wereld.bram) is True


def test_a_case_that_the_person_withdrew_cannot_be_claimed(wereld: Wereld) -> None:
    """Who stops waiting is no longer in the queue."""
    with wereld.database.begin() as s:
        gesprek = gesprekken.get(s, wereld.zaak.overdracht.gesprek_id)
        gesprekken.zet_staat(s, gesprek, Stap.INTREKKEN)

    with pytest.raises(gesprekken.Onbekend):
        wereld.pak_op(wereld.sanne)
    with wereld.database.read() as s:
        assert overdrachten.wachtrij(s, {wereld.noord.id: wereld.noord.pair}) == []


def test_the_queue_of_a_team_holds_its_own_cases_in_the_asked_state(wereld: Wereld) -> None:
    """A case stands in the list of its team and of its state only."""
    teams = {wereld.noord.id: wereld.noord.pair}
    other = {wereld.zuid.id: wereld.zuid.pair}

    def ids(keys: dict[str, vault.Keypair], *staten: Staat) -> list[str]:
        with wereld.database.read() as s:
            return [o.id for o, _ in overdrachten.wachtrij(s, keys, staten)]

    assert ids(teams, Staat.WACHT) == [wereld.zaak.id]
    assert ids(teams, Staat.MENS) == []
    assert ids(other, Staat.WACHT) == []
    wereld.pak_op(wereld.sanne)
    assert ids(teams, Staat.WACHT) == []
    assert ids(teams, Staat.MENS, Staat.DICHT) == [wereld.zaak.id]


def test_the_mark_changes_with_every_change_and_with_nothing_else(wereld: Wereld) -> None:
    """What a team sees has a mark; other teams' cases do not touch it."""

    def mark(team: cases.Team, now: float = NU) -> str:
        with wereld.database.read() as s:
            return overdrachten.stand(s, [team.id], now)

    marks = [mark(wereld.noord)]
    elsewhere = mark(wereld.zuid)
    assert mark(wereld.noord) == marks[0]

    cases.schrijf(wereld.database, wereld.zaak, "ben je er al?")
    marks.append(mark(wereld.noord))
    with wereld.database.begin() as s:
        overdrachten.zet_kop(s, wereld.open(s), gevaar="zelfdoding")
    marks.append(mark(wereld.noord))
    with wereld.database.begin() as s:
        overdrachten.volg_op(s, wereld.open(s), 1, {"status": "geregeld", "dag": "2026-11-24"})
    marks.append(mark(wereld.noord))
    wereld.pak_op(wereld.sanne)
    marks.append(mark(wereld.noord))
    assert len(set(marks)) == len(marks)
    assert mark(wereld.zuid) == elsewhere

    cases.log_in(wereld.database, wereld.sanne, NU)
    here = mark(wereld.noord)
    assert here != marks[-1]
    assert mark(wereld.noord, NU + 121) == marks[-1]


def test_the_head_can_be_changed(wereld: Wereld) -> None:
    """A crisis while waiting changes what the queue knows, and nothing else."""
    with wereld.database.begin() as s:
        overdrachten.zet_kop(s, wereld.open(s), gevaar="zelfdoding")

    with wereld.database.read() as s:
        assert wereld.open(s).kop == {"sinds": NU, "gevaar": "zelfdoding"}


def test_notes_are_for_the_team_alone(wereld: Wereld) -> None:
    """The overlever's key opens no internal note and can write none."""
    own = wereld.zaak.overdracht
    with wereld.database.begin() as s:
        for tekst in ("een", "twee"):
            overdrachten.noteer(s, wereld.open(s), {"wie": "Sanne", "tekst": tekst})
        with pytest.raises(overdrachten.NietVanJou):
            overdrachten.noteer(s, own, {"wie": "?", "tekst": "drie"})

    with wereld.database.read() as s:
        assert [n["tekst"] for n in overdrachten.notities(s, wereld.open(s))] == ["een", "twee"]
        assert overdrachten.notities(s, own) == []
        row = s.query(m.Notitie).first()
        with pytest.raises(vault.Unreadable):
            vault.unseal(own.key, row.inhoud, where=f"notitie.inhoud.nr:{row.id}:{row.nr}")


def test_the_person_sees_who_opened_the_case(wereld: Wereld) -> None:
    """Every inzage is kept in order and readable on both sides."""
    with wereld.database.begin() as s:
        for wat in ("gelezen", "afgedrukt"):
            overdrachten.noteer_inzage(s, wereld.open(s), {"wie": "Sanne", "wat": wat})

    with wereld.database.read() as s:
        own = overdrachten.voor_gesprek(s, wereld.zaak.sleutel, wereld.zaak.id)
        assert [i["wat"] for i in overdrachten.inzagen(s, own)] == ["gelezen", "afgedrukt"]


def test_numbers_of_notes_do_not_collide(wereld: Wereld) -> None:
    """Ten colleagues who note something at once all keep their note."""

    def note(nr: int) -> None:
        with wereld.database.begin() as s:
            overdrachten.noteer(s, wereld.open(s), {"wie": "Sanne", "tekst": str(nr)})

    with ThreadPoolExecutor(10) as pool:
        list(pool.map(note, range(10)))

    with wereld.database.read() as s:
        found = overdrachten.notities(s, wereld.open(s))
    assert [n["nr"] for n in found] == list(range(1, 11))
    assert {n["tekst"] for n in found} == {str(nr) for nr in range(10)}


def test_presence_of_a_team_needs_somebody_who_is_available(wereld: Wereld) -> None:
    """Somebody counts as there when seen in the last two minutes and available."""
    token = cases.log_in(wereld.database, wereld.sanne, NU)

    def there(team: cases.Team, now: float = NU) -> bool:
        with wereld.database.read() as s:
            return overdrachten.iemand_aanwezig(s, [team.id], now)

    assert there(wereld.noord)
    assert not there(wereld.zuid)
    assert not there(wereld.noord, NU + 121)
    with wereld.database.read() as s:
        assert overdrachten.aanwezige_teams(s, NU) == {wereld.noord.id}
    with wereld.database.begin() as s:
        who = accounts.aangemeld(s, token, NU)
        accounts.zet_beschikbaar(s, who.sessie_id, False)
    assert not there(wereld.noord)


def test_wiping_leaves_nothing_on_either_side(wereld: Wereld) -> None:
    """After the person wipes, no row of the case is left, the team's copy included."""
    cases.schrijf(wereld.database, wereld.zaak, "dag")
    with wereld.database.begin() as s:
        overdrachten.noteer(s, wereld.open(s), {"wie": "Sanne", "tekst": "een"})
        overdrachten.noteer_inzage(s, wereld.open(s), {"wie": "Sanne", "wat": "gelezen"})
    with wereld.database.begin() as s:
        wissen.wis(s, wereld.zaak.overdracht.gesprek_id)

    with wereld.database.read() as s:
        for table in (m.Gesprek, m.Bericht, m.Overdracht, m.Opvolging, m.Inzage, m.Notitie):
            assert s.query(table).count() == 0
