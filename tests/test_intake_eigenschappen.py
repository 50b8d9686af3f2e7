"""What holds in every talk, over many generated ones (the invariants of the design, section 5)."""

from __future__ import annotations

import os
from typing import Any

import jsonschema
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.intake.behoeften import catalogus
from bot.intake.regels import regels as regels_van
from bot.intake.samenvatting import schema
from bot.intake.stappen import huidige
from bot.intake.stil import DEEL, REST, te_delen
from bot.intake.talen import talen
from tests.praat import ALTIJD, CRISES, TEAM, TEAMS, Beurt, Gesprek, domein

NUMMER = {"acuut_gevaar": "112", "zelfdoding": "113", "medische_nood": "112"}
KEUZES = {
    "ja", "nee", "weet_niet", "nu", "deze_week", "later", "man", "vrouw", "maakt_niet_uit",
    "<18", "rond 18", "18+", "zelf_gevraagd", "wil_niet",
}  # fmt: skip
#: Acts and answers that typed text can be heard as.
GEHOORD = sorted(set(domein()["intents"]) - {"begin", "hervat", "keuze", "code"} - set(CRISES))
WOORDEN = ("appel", "zus", "{x}", "0[", "slaap", "bang", "een heel lang verhaal over vroeger")

knop = st.tuples(st.just("knop"), st.integers(0, 60))
altijd = st.tuples(st.just("altijd"), st.sampled_from(ALTIJD))
typt = st.tuples(
    st.just("typt"),
    st.sampled_from(GEHOORD),
    st.lists(st.sampled_from(list(catalogus())), max_size=2, unique=True),
    st.lists(st.sampled_from(WOORDEN), min_size=1, max_size=3),
)
gevaar = st.tuples(
    st.just("gevaar"),
    st.sampled_from(CRISES),
    st.sampled_from([None, "zorg_om_ander", "minderjarig", "behoefte"]),
)
#: Buttons lead deepest into the talk, so they come most often.
zetten = st.lists(st.one_of(knop, knop, knop, altijd, typt, gevaar), min_size=5, max_size=35)
veel = settings(
    max_examples=int(os.environ.get("GESPREKKEN", "25")),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)


class Wandeling:
    """A talk that remembers what was typed, pressed and ticked."""

    def __init__(self, teams: Any = (TEAM,)) -> None:
        self.gesprek = Gesprek(teams=teams)
        self.getypt: list[str] = []
        self.vorige: Beurt = self.gesprek.beurt
        self.knop: dict[str, str] | None = None
        self.regels: list[str] = []
        self.aangevinkt: set[str] | None = None
        self.lijst: list[str] = []
        self.gelezen: set[str] = set()
        self.ooit: set[str] = set()
        self.nummer = 0

    def zet(self, zet: tuple[Any, ...]) -> Beurt:
        """Make one move and return what the bot did."""
        self.vorige, self.knop = self.gesprek.beurt, None
        self._lees()
        if zet[0] == "knop" and self.vorige.knoppen:
            return self._druk(self.vorige.knoppen[zet[1] % len(self.vorige.knoppen)], zet[1])
        if zet[0] == "altijd":
            return self.gesprek.altijd(zet[1])
        if zet[0] == "gevaar":
            return self.gesprek.zegt(self._woorden(["help"]), zet[1], ook=zet[2])
        if zet[0] == "knop":
            return self.gesprek.hervat()
        labels = [(label, f"{label} {nr}") for nr, label in enumerate(zet[2])]
        tekst = self._woorden([*zet[3], *(woorden for _, woorden in labels)])
        return self.gesprek.zegt(tekst, zet[1], labels)

    def _lees(self) -> None:
        """Note the lines that stand before the person: a list is not printed again unchanged."""
        regels = [r["id"] for p in self.vorige.panelen for r in p.get("regels", ())]
        boven = any(naam.endswith("_boven") for naam in self.vorige.responses)
        self.lijst = self.lijst if boven else regels
        self.ooit |= set(regels)
        taal = {"hoe.taal", "hoe.tolk"} if "utter_vraag_in_taal" in self.vorige.responses else set()
        jong = {"utter_vraag_jong_delen", "utter_vraag_jong_delen_teams"}
        self.gelezen = set(regels) if jong & set(self.vorige.responses) else taal

    def _druk(self, knop: dict[str, str], nummer: int) -> Beurt:
        """Press a button; at the consent some lines are ticked."""
        self.knop = knop
        alle = self.lijst if self.gesprek.stap == "toestemming" else []
        self.regels = [naam for plek, naam in enumerate(alle) if (nummer + plek) % 2]
        if alle and "deel_gekozen" in knop["payload"]:
            self.aangevinkt = set(self.regels)
        elif alle and "deel_alles" in knop["payload"]:
            self.aangevinkt = set(alle)
        elif self.gesprek.stap.startswith(DEEL):
            self._kies_stil(self.gesprek.stap.removeprefix(DEEL), knop)
        return self.gesprek.drukt_op(knop, self.regels)

    def _kies_stil(self, naam: str, knop: dict[str, str]) -> None:
        """Answer a short question about lines; the rest of a list is what stood in one."""
        namen = set(te_delen(self.gesprek.intake)[naam])
        gezien = namen & self.ooit if naam == REST else namen
        if knop["title"] in ("Ja", "Nee"):
            over = (self.aangevinkt or set()) - namen
            self.aangevinkt = over | gezien if knop["title"] == "Ja" else over

    def mee(self) -> set[str]:
        """Return what goes along with every human, where the talk said so before."""
        intake = self.gesprek.intake
        gezegd = " ".join(eerder.tekst for eerder in self.gesprek.alles)
        paginas = [getattr(t, naam) for t in talen().values() for naam in ("bubbel", "stil")]
        taal = "jouw taal" in gezegd or any(pagina in gezegd for pagina in paginas)
        stil = "houd het kort" in gezegd or any(t.stil in gezegd for t in talen().values())
        return ({"hoe.taal", "hoe.tolk"} if taal else set()) | (
            {"veilig.kijkt_mee"} if stil and intake.is_("stil") else set()
        )

    def _woorden(self, delen: list[str]) -> str:
        self.nummer += 1
        tekst = f"z{self.nummer} " + " ".join(delen)
        self.getypt.append(tekst)
        return tekst


def velden(deel: Any) -> list[dict[str, Any]]:
    """Return every field of a summary."""
    if isinstance(deel, list):
        return [veld for waarde in deel for veld in velden(waarde)]
    if isinstance(deel, dict):
        if set(deel) == {"waarde", "bron"}:
            return [deel]
        return [veld for waarde in deel.values() for veld in velden(waarde)]
    return []


def losse(waarde: Any) -> list[str]:
    """Return the texts in the value of a field."""
    if isinstance(waarde, str):
        return [waarde]
    if isinstance(waarde, list):
        return [tekst for deel in waarde for tekst in losse(deel)]
    return losse(waarde["eigen_woorden"]) if isinstance(waarde, dict) else []


@veel
@given(zetten)
def test_every_message_gets_an_answer_of_at_most_three_bubbles_and_one_question(
    rij: list[tuple[Any, ...]],
) -> None:
    """No dead end and no flood, whatever is said in whatever order."""
    wandeling = Wandeling()
    for zet in rij:
        beurt = wandeling.zet(zet)
        assert beurt.responses or beurt.doe
        assert "utter_storing" not in beurt.responses
        assert len(beurt.teksten) <= 3
        sjablonen = [domein()["responses"][naam][0]["text"] for naam in beurt.responses]
        assert sum(sjabloon.count("?") + sjabloon.count("{vraag}") for sjabloon in sjablonen) <= 1


@veel
@given(zetten, st.sampled_from(CRISES))
def test_danger_always_wins(rij: list[tuple[Any, ...]], soort: str) -> None:
    """In any state the number stands in the very next turn, and a way to a human."""
    wandeling = Wandeling()
    for zet in rij:
        wandeling.zet(zet)
    beurt = wandeling.zet(("gevaar", soort, None))
    assert NUMMER[soort] in beurt.tekst
    assert any(adres["id"] == NUMMER[soort] for adres in beurt.panelen[0]["adressen"])
    assert "Ik kan zelf geen hulp sturen" in beurt.tekst
    assert beurt.knoppen


@veel
@given(zetten)
def test_from_anywhere_skipping_reaches_an_end_that_offers_a_human(
    rij: list[tuple[Any, ...]],
) -> None:
    """The talk always ends, nothing is asked twice on the way, and the end is no wall."""
    wandeling = Wandeling()
    for zet in rij:
        wandeling.zet(zet)
    gevraagd: list[str] = []
    for _ in range(60):
        if wandeling.gesprek.stap in ("niets_gedeeld", "na_overdracht", "gestopt"):
            break
        gevraagd.append(wandeling.gesprek.stap)
        wandeling.gesprek.altijd("overslaan")
    else:
        raise AssertionError(f"no end after {gevraagd}")
    hoofd = [stap for stap in gevraagd if stap not in ("gehoord", "niets_gedeeld")]
    assert len(hoofd) == len(set(hoofd))


@veel
@given(zetten, st.sampled_from([(TEAM,), TEAMS]))
def test_nothing_leaves_but_what_was_agreed_to(rij: list[tuple[Any, ...]], teams: Any) -> None:
    """A handover holds the lines that were ticked or just read, and no others (invariant 5)."""
    wandeling = Wandeling(teams)
    for zet in rij:
        beurt = wandeling.zet(zet)
        if beurt.overdracht is None:
            continue
        inhoud = beurt.overdracht["samenvatting"]
        jsonschema.validate(inhoud, schema())
        gedeeld = set(inhoud["toestemming"]["regels"])
        volledig = wandeling.knop is not None and any(
            naam.endswith("_bevestig") for naam in wandeling.vorige.responses
        )
        mag = wandeling.aangevinkt if volledig else wandeling.gelezen
        gevraagd = set(wandeling.vorige.responses)
        if not volledig and gevraagd & {"utter_vraag_gevaar_delen", "utter_stil_gevaar_delen"}:
            mag = {f"gevaar.{soort}" for soort in CRISES}
        met_gevaar = {"utter_stil_jong_delen_meer", "utter_stil_jong_delen_teams"}
        if not volledig and gevraagd & met_gevaar:
            mag = {f"gevaar.{soort}" for soort in CRISES}
        if wandeling.gesprek.intake.is_("jong_mee"):
            jong = {"utter_stil_jong_delen", *met_gevaar}
            assert any(jong & set(b.responses) for b in wandeling.gesprek.alles)
            mag = {*(mag or ()), "leeftijdsgroep"}
        assert gedeeld <= (mag or set()) | wandeling.mee()
        genoemd = {naam.split(".")[1] for naam in gedeeld if naam.startswith("wens.")}
        assert {wens["behoefte"] for wens in inhoud["wensen"]} == genoemd
        for veld in velden(inhoud):
            for tekst in losse(veld["waarde"]):
                eigen = veld["bron"] == "eigen_woorden" and tekst not in KEUZES
                assert not eigen or any(tekst in getypt for getypt in wandeling.getypt)
        teams_niet = wandeling.gesprek.intake.veld("teams_niet").waarde or ()
        assert not set(beurt.overdracht["teams"]) & set(teams_niet)
        gezegd = " ".join(eerder.tekst for eerder in wandeling.gesprek.alles)
        gekregen = [team["naam"] for team in teams if team["id"] in beurt.overdracht["teams"]]
        assert inhoud["toestemming"]["aan"] == gekregen
        assert len(teams) == 1 or all(naam in gezegd for naam in gekregen)


@veel
@given(zetten)
def test_no_field_is_filled_that_the_talk_did_not_touch(rij: list[tuple[Any, ...]]) -> None:
    """A field is only filled by the step that asked it, or by the few acts that say it."""
    altijd_mag = {"leeftijdsgroep", "aangifte", "liever_niet.woorden"}
    wandeling = Wandeling()
    for zet in rij:
        voor = wandeling.gesprek.intake
        stappen = (huidige(voor), huidige(voor.zij(None)))  # a side step can let an answer through
        wandeling.zet(zet)
        na = wandeling.gesprek.intake
        nieuw = {n for n, v in na.velden.items() if voor.velden.get(n) != v}
        wensen = {n for n in nieuw if n.startswith("wens.") and n.count(".") == 1}
        teruggezet = {n for g in voor.gedaan for n in g.velden}
        gevraagd = {naam for stap in stappen for naam in stap.velden}
        if "hoe" in {stap.naam for stap in stappen}:
            gevraagd.add("hoe.anders")
        gevraagd.add((voor.tussen or "").partition(":")[2])  # a line that is being changed
        assert nieuw - wensen - altijd_mag - teruggezet <= gevraagd


@veel
@given(zetten)
def test_own_words_stand_verbatim_or_not_at_all(rij: list[tuple[Any, ...]]) -> None:
    """Every line in somebody's own words is cut out of what they typed, letter for letter."""
    wandeling = Wandeling()
    for zet in rij:
        wandeling.zet(zet)
    intake = wandeling.gesprek.intake
    gezegd = [*intake.eigen_tekst, *(g.woorden for g in intake.gehoord)]
    gezegd += [g.woorden for g in intake.gevaar if g.woorden]
    for naam, veld in intake.velden.items():
        if naam.startswith("wens.") and veld.bron == "eigen_woorden":
            gezegd += losse(list(veld.waarde) if isinstance(veld.waarde, tuple) else veld.waarde)
    for woorden in gezegd:
        assert woorden in KEUZES or any(woorden in tekst for tekst in wandeling.getypt)


@veel
@given(zetten)
def test_after_wiping_nothing_is_left(rij: list[tuple[Any, ...]]) -> None:
    """No word that was typed survives in what Rasa keeps (invariant 12)."""
    wandeling = Wandeling()
    for zet in rij:
        wandeling.zet(zet)
    wandeling.gesprek.altijd("wissen")
    beurt = wandeling.gesprek.zegt("ja", "ja")
    assert beurt.doe == [{"doe": "wissen"}]
    assert not any(tekst in str(wandeling.gesprek.slots) for tekst in wandeling.getypt)
    assert not regels_van(wandeling.gesprek.intake)


VERBODEN = ("slachtoffer", "mensenhandel", "uitbuiting")


@veel
@given(st.lists(st.one_of(knop, knop, altijd, gevaar), min_size=5, max_size=50))
def test_the_police_and_aangifte_never_come_up_unasked(rij: list[tuple[Any, ...]]) -> None:
    """Who only presses buttons reads of the police among those one can exclude, and no label."""
    wandeling = Wandeling()
    for zet in rij:
        beurt = wandeling.zet(zet)
        tekst = beurt.tekst.lower()
        assert "aangifte" not in tekst
        assert "politie" not in tekst
        assert not any(woord in tekst for woord in VERBODEN)
