"""`make check`: each kind of mistake is found, and said with file, line and remedy."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import pytest

from bot.content import keur_gegevens, keur_kaart, leestekst, poorten, woordenschat
from bot.content.bevinding import Bevinding
from bot.content.leesmaat import flesch_douma, lengte, lettergrepen, volzinnen, zinnen
from bot.content.leestekst import Leestekst
from bot.content.nakijken import KEURDERS, main, nakijken
from bot.intake import sociale_kaart
from bot.intake.behoeften import catalogus
from bot.settings import ROOT

INHOUD = ("domain.yml", "data", "bot", "actions", "tests")


@pytest.fixture(scope="module")
def schoon(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of everything that the check reads."""
    root = tmp_path_factory.mktemp("inhoud")
    for naam in INHOUD:
        bron = ROOT / naam
        if bron.is_dir():
            shutil.copytree(bron, root / naam, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(bron, root / naam)
    return root


def plant(root: Path, bestand: str, oud: str, nieuw: str) -> tuple[str, int]:
    """Put a mistake in the copy; return the file as it was and the line of the mistake."""
    origineel, (regel,) = plant_samen(root, [(bestand, oud, nieuw)])
    return origineel[bestand], regel


def plant_samen(
    root: Path, fouten: Sequence[tuple[str, str, str]]
) -> tuple[dict[str, str], list[int]]:
    """Put mistakes (file, old, new) in the copy that do not touch each other; return the files as
    they were, and the line on which each mistake stands when all are there.
    """
    origineel = {b: (root / b).read_text(encoding="utf-8") for b, *_ in fouten}
    regels = [0] * len(fouten)
    for bestand, inhoud in origineel.items():
        op_rij = sorted(
            (*_plek(inhoud, oud), nr) for nr, (b, oud, _) in enumerate(fouten) if b == bestand
        )
        nieuw, tot = "", 0
        for begin, eind, nr in op_rij:
            assert tot <= begin, fouten[nr]
            nieuw += inhoud[tot:begin]
            regels[nr] = nieuw.count("\n") + 1
            nieuw, tot = nieuw + fouten[nr][2], eind
        (root / bestand).write_text(nieuw + inhoud[tot:], encoding="utf-8")
    return origineel, regels


def _plek(inhoud: str, oud: str) -> tuple[int, int]:
    """Return where *oud* begins and ends in the text of a file; it must be there."""
    begin = inhoud.find(oud)
    assert begin >= 0, oud
    return begin, begin + len(oud)


def zet_terug(root: Path, origineel: dict[str, str]) -> None:
    """Take every mistake out of these files of the copy."""
    for bestand, inhoud in origineel.items():
        (root / bestand).write_text(inhoud, encoding="utf-8")


Fout = tuple[str, str, str, str, int | None, str]

#: (what, file, old, new, lines below the first that the mistake stands on, words of the message).
FOUTEN: list[Fout] = [
    ("unknown intent", "data/stories/gevaar.yml", "intent: zelfdoding", "intent: zelfdodng", 0,
     "De intent “zelfdodng” bestaat niet"),
    ("unknown action", "data/stories/weg.yml", "action: action_antwoord", "action: action_antwort",
     0, "De actie of tekst “action_antwort” bestaat niet"),
    ("unknown response", "bot/intake/naar_mens.py", '"utter_geen_team"', '"utter_geen_teem"', 0,
     "De tekst “utter_geen_teem” bestaat niet"),
    ("text that nothing says", "domain.yml", "  utter_dank:\n", "  utter_danke:\n", 0,
     "Niets zegt ooit de tekst “utter_danke”"),
    ("story against a rule", "data/stories/weg.yml", "rules:\n", (
        "stories:\n  - story: anders\n    steps:\n      - intent: stoppen\n"
        "      - action: action_vraag\n\nrules:\n"), 3, "zegt na “stoppen” iets anders"),
    ("intent without a rule", "domain.yml", "  - begin\n", "  - begin\n  - verzonnen\n", 1,
     "Op de intent “verzonnen” volgt geen regel"),
    ("button without intent", "domain.yml", "{title: Mijn code, payload: /code}",
     "{title: Mijn code, payload: /kode}", 0, "De knop “Mijn code” leidt nergens heen"),
    ("button without choice", "domain.yml", '"keuze": "toch_delen"', '"keuze": "toch_deelen"', 0,
     "De knop “Toch iets delen” leidt nergens heen"),
    ("button with a choice of another question", "domain.yml", '"keuze": "toch_delen"',
     '"keuze": "ander_gevaar"', 0, "De knop “Toch iets delen” leidt nergens heen"),
    ("need without a question", "data/behoeften.yml", (
        "      tekst: Wanneer heb je een plek nodig?\n"), "      tekst: Een plek\n", 0,
     "Bij “onderdak” staat een vraag zonder vraag"),
    ("need without questions", "data/behoeften.yml", "  vragen:\n    - id: wanneer", (
        "  vragen: []\n  oud:\n    - id: wanneer"), -5, "“veiligheid” heeft geen vraag"),
    ("unknown need", "data/behoeften.yml", "label: kinderen", "label: kinderne", 0,
     "Het label “kinderne” bestaat niet"),
    ("address past its date", "data/sociale_kaart.yml", "  nagebeld: null\n",
     "  nagebeld: 2020-01-31\n", -17, "“112” is nagekeken op 2020-01-31"),
    ("address without a source", "data/sociale_kaart.yml", '  bronnen:\n    - {url: "https://www.politie',
     '  bronnen: []\n  oud:\n    - {url: "https://www.politie', -11, "“112” heeft geen bron"),
    ("right past its date", "data/rechten.yml", "  nagekeken: null\n", "  nagekeken: 2020-01-31\n",
     -6, "“praten” is nagekeken op 2020-01-31"),
    ("promise without its test", "data/beloften.yml", "::test_a_small_run_breaks_nothing",
     "::test_a_small_run_breaks", 0, "De test “test_verkenner.py::test_a_small_run_breaks” van"),
    ("tab", "data/behoeften.yml", "  kop: Veilig zijn\n", "\tkop: Veilig zijn\n", 0,
     "Deze regel begint met een tab"),
    ("quote not closed", "data/samenvatting.yml", 'rang: "Nummer {waarde}."',
     'rang: "Nummer {waarde}.', 0, "aanhalingsteken wordt hier niet gesloten"),
    ("colon in a text", "domain.yml", "    - text: Graag gedaan.\n",
     "    - text: Graag: gedaan.\n", 0, "Er staat een dubbele punt te veel"),
    ("field twice", "data/samenvatting.yml", "  ja: Ja\n", "  ja: Ja\n  ja: Jawel\n", 1,
     "“ja” staat hier voor de tweede keer"),
    ("unknown voice", "data/nlu/schelden.yml", "    stem: gewoon\n", "    stem: gewon\n", 0,
     "De stem “gewon” bestaat niet"),
    ("unknown label of an example", "data/nlu/behoeften_onderdak.yml", "(behoefte:onderdak)",
     "(behoefte:onderdka)", 0, "Het label “onderdka” bestaat niet"),
    ("unknown intent of an example", "data/nlu/schelden.yml", "- intent: schelden",
     "- intent: scheldn", 0, "De intent “scheldn” bestaat niet"),
    ("field of a block that is misspelled", "data/nlu/schelden.yml", "  examples: |\n",
     "  exampels: |\n", 0, "“exampels” hoort niet in een blok"),
    ("example under two intents", "data/nlu/schelden.yml", "  examples: |\n",
     "  examples: |\n    - dubbel staat niet\n", 1, "“dubbel staat niet” staat onder"),
    ("phrase with an unknown begrip", "data/lexicon/crisis.yml",
     "  - in de/een kofferbak\n", "  - in de <kofferbakken>\n", 0, "Deze zin is niet te lezen"),
    ("unknown label of phrases", "data/lexicon/behoeften.yml", "\nonderdak:\n", "\nonderdk:\n", 1,
     "Het label “onderdk” bestaat niet"),
    ("situation that opens nothing", "data/situaties.yml", "stap: klacht", "stap: klagt", 0,
     "De vraag “klagt” bestaat niet"),
    ("situation with an unknown list", "data/situaties.yml", "  zinnen: [inval,",
     "  zinnen: ['{plek} inval',", 0, "De lijst “plek” bestaat niet"),
    ("long sentence", "domain.yml", "Graag gedaan.", (
        "Ik vind het heel erg fijn dat jij nu hier bij mij op deze plek bent."), 0,
     "Deze zin heeft 16 woorden"),
    ("rare word", "domain.yml", "Graag gedaan.", "Graag geattendeerd.", 0,
     "“geattendeerd” is"),
    ("plainer word", "domain.yml", "Graag gedaan.", "Echter, graag gedaan.", 0,
     "Schrijf “maar”"),
    ("label", "domain.yml", "Graag gedaan.", "Jij bent slachtoffer.", 0,
     "“slachtoffer” zeggen we nooit"),
    ("text of a page", "bot/chat/templates/start.html", "Je naam is niet nodig.",
     "Waarom ben je hier gekomen?", 0, "“Waarom” zeggen we nooit"),
    ("text of the script", "bot/chat/static/chat.js", "Ik probeer het opnieuw.",
     "Helaas lukt het niet.", 0, "“Helaas” zeggen we nooit"),
    ("text in the code", "bot/dialogue/vertoning.py", "Iemand is hiermee bezig.",
     "Er wordt door iemand aan gewerkt.", 0, "zegt niet wie het doet"),
    ("block that is no block", "data/sociale_kaart.yml", '- id: "113"\n  naam: "113 Zelf',
     '- "113"\n\n- naam: "113 Zelf', 0, "niet opgebouwd zoals het hoort"),
    ("need that is a list", "data/behoeften.yml", "- label: kinderen\n",
     "- [dit, dat]\n- label: kinderen\n", 0, "niet opgebouwd zoals het hoort"),
    ("group of countries without names", "data/landen.yml", "  namen: [albanie,",
     "  landen: [albanie,", -3, "Bij de groep “elders” staan geen namen of geen tekst"),
    ("gloss taken away", "domain.yml", "Dat is een mens die helpt.", "Dat is een mens.", None,
     "De uitleg van “hulpverlener” staat niet in utter_begin"),
]  # fmt: skip


#: Of these the rest of the file, or of the block, is not read as it stands: planted alone.
ALLEEN = {
    "tab", "quote not closed", "colon in a text", "field twice", "block that is no block",
    "need that is a list", "address past its date",
}  # fmt: skip

#: The same words as in "example under two intents", under another intent.
DUBBEL = ("data/nlu/begroeten.yml", "  examples: |\n", "  examples: |\n    - dubbel staat niet\n")


def _samen(een: Fout, ander: Fout) -> bool:
    """Tell whether two mistakes can be planted at once: neither takes the words of the other."""
    raakt = een[1] == ander[1] and (een[2] in ander[2] or ander[2] in een[2])
    return not raakt and ALLEEN.isdisjoint({een[0], ander[0]})


def _rondes() -> list[list[Fout]]:
    """Return the mistakes in as few groups that can be planted at once as fit in their order."""
    rondes: list[list[Fout]] = []
    for fout in FOUTEN:
        ronde = next((r for r in rondes if all(_samen(fout, ander) for ander in r)), None)
        if ronde is None:
            rondes.append(ronde := [])
        ronde.append(fout)
    return rondes


@pytest.fixture(scope="module")
def nagekeken(schoon: Path) -> Callable[[int], tuple[list[int], list[Bevinding]]]:
    """Plant a group and check once; return the line of each mistake and all that was found."""

    @cache
    def kijk_na(nr: int) -> tuple[list[int], list[Bevinding]]:
        fouten = [(bestand, oud, nieuw) for _, bestand, oud, nieuw, *_ in _rondes()[nr]]
        origineel, regels = plant_samen(schoon, [*fouten, DUBBEL])
        try:
            return regels, nakijken(schoon)
        finally:
            zet_terug(schoon, origineel)

    return kijk_na


@pytest.mark.parametrize(
    ("ronde", "nr", "fout"),
    [
        pytest.param(r, nr, fout, id=fout[0])
        for r, ronde in enumerate(_rondes())
        for nr, fout in enumerate(ronde)
    ],
)
def test_each_kind_of_mistake_is_said_with_its_place_and_remedy(
    nagekeken: Callable[[int], tuple[list[int], list[Bevinding]]], ronde: int, nr: int, fout: Fout
) -> None:
    """One planted mistake gives a message with its file, its line, and what to do about it."""
    _, bestand, _, _, onder, zegt = fout
    regels, bevindingen = nagekeken(ronde)
    gevonden = [b for b in bevindingen if zegt in f"{b.wat} {b.doe}"]
    assert gevonden
    eerste = gevonden[0]
    assert eerste.doe.endswith(".")
    if onder is None:
        assert eerste.bestand == "data/taal.yml"
    else:
        assert (eerste.bestand, eerste.regel) == (bestand, regels[nr] + onder)


#: (what, file, old, new on the same line, lines below it of the message or None, its words).
TEGELIJK = [
    ("sentence after one word", "bot/dialogue/vertoning.py", "Dit kwam aan. Nog", "Helaas. Nog", 0,
     "[vertoning] “Helaas” zeggen we nooit"),
    ("button with a comma", "bot/dialogue/knoppen.py", "Ja, wis alles", "Ja, helaas alles", 0,
     "[knoppen] “helaas” zeggen we nooit"),
    ("button of one word", "bot/intake/paneel.py", "Weghalen", "Annuleren", 0,
     "“Annuleren” is lang"),
    ("choice of one word", "bot/intake/vraag.py", '"buiten"', '"buitenshuis"', 0,
     "“buitenshuis” is een zeldzaam woord"),
    ("heading of a card", "bot/chat/templates/delen.html", '("Wachten"', '("Capaciteit"', 0,
     "“Capaciteit” is"),
    ("word in a tag of a page", "bot/chat/templates/delen.html", '", hulpverlener"',
     '", medewerker"', 0, "[delen] Voor “medewerker” is er een gewoner woord"),
    ("opening hours", "bot/intake/openingstijden.py", 'return "morgen"',
     'return "eerstvolgende werkdag"', 0, "“eerstvolgende” is"),
    ("who looked", "bot/desk/zaak.py", '"gaf het terug"', '"gaf het terug helaas"', 0,
     "[zaak] “helaas” zeggen we nooit"),
    ("what was done, in a word", "bot/desk/routes/acties.py", '"opgepakt", "terug',
     '"geattendeerd", "terug', 0, "[acties] “geattendeerd” is"),
    ("name of an address", "data/sociale_kaart.yml", 'naam: "Helpwanted"',
     'naam: "Helpwanted voor slachtoffers"', 0, "“slachtoffers” zeggen we nooit"),
    ("name of a language", "data/talen.yml", "naam: Engels", "naam: Anglosaksisch", 0,
     "“Anglosaksisch” is een zeldzaam woord"),
    ("need without an address", "data/sociale_kaart.yml", "behoeften: [terugkeer]",
     "behoeften: [basis]", None, "Bij “terugkeer” is er geen adres voor wie geen leeftijd zei,"),
    ("day of a source without quotes", "data/sociale_kaart.yml", '  datum: "2024-04-19"',
     "  datum: 2024-04-19", -16, "De datum van de bron bij “112” is niet goed"),
    ("place to sleep without a word on waiting", "data/sociale_kaart.yml",
     '  wacht: "Als er geen plek is, vraag dan wat er vannacht wel kan."', "", -8,
     "Bij “fier” mist het veld “wacht”"),
    ("waiting time without its day", "data/sociale_kaart.yml", '  ander: true\n',
     '  ander: true\n  wachttijd: "ongeveer 2 weken"\n', 1,
     "De wachttijd bij “comensha” heeft geen goede dag"),
    ("misspelt field of an address", "data/sociale_kaart.yml", "  papieren_nodig: false",
     "  papiren_nodig: false", 0, "Bij “fairwork” bestaat het veld “papiren_nodig” niet"),
    ("country in two groups", "data/landen.yml", "  namen: [belgie,",
     "  namen: [Marokko, belgie,", 0, "“Marokko” staat er twee keer"),
]  # fmt: skip


def test_no_kind_of_place_where_words_are_shown_is_passed_over(schoon: Path) -> None:
    """A bad word in each kind of place, all at once, is named with its file and line: after a word
    and a full stop, in one word, on a card, in opening hours, in who looked, in a name.
    """
    fouten = [(bestand, oud, nieuw) for _, bestand, oud, nieuw, *_ in TEGELIJK]
    origineel, regels = plant_samen(schoon, fouten)
    try:
        gevonden = nakijken(schoon)
    finally:
        zet_terug(schoon, origineel)
    for regel, (wat, bestand, _, _, onder, zegt) in zip(regels, TEGELIJK, strict=True):
        plekken = [(b.bestand, b.regel) for b in gevonden if zegt in b.wat]
        assert (bestand, 1 if onder is None else regel + onder) in plekken, wat


def test_the_content_has_no_mistake() -> None:
    """What is in the repository passes every check."""
    assert nakijken(ROOT) == []


#: Words of Python, which say nothing to the inhoudsteam.
ENGELS = re.compile(r"object|attribute|indices|argument|subscript|iterable|NoneType|Error|KeyE")


def test_no_form_of_a_file_gives_a_traceback(schoon: Path) -> None:
    """Whatever stands in a file, the check answers in Dutch words and goes on with the others."""
    for bestand in ("domain.yml", "data/behoeften.yml", "data/taal.yml", "data/rechten.yml"):
        for inhoud in ("", "tekst", "- 3", "a: {b: ["):
            terug = (schoon / bestand).read_text(encoding="utf-8")
            (schoon / bestand).write_text(inhoud, encoding="utf-8")
            try:
                gevonden = nakijken(schoon)
            finally:
                (schoon / bestand).write_text(terug, encoding="utf-8")
            assert gevonden, (bestand, inhoud)
            assert all(isinstance(b, Bevinding) and b.doe for b in gevonden)
            assert not [b for b in gevonden if ENGELS.search(b.wat)]


def test_the_command_prints_the_mistakes_and_fails(schoon: Path) -> None:
    """`python -m bot check` prints file:line, message and remedy, and ends with status 1."""
    terug, regel = plant(schoon, "domain.yml", "Graag gedaan.", "Jammer, graag gedaan.")
    try:
        klaar = subprocess.run(
            [sys.executable, "-m", "bot", "check", str(schoon)],
            capture_output=True,
            text=True,
            timeout=120,
            cwd=ROOT,
        )
    finally:
        (schoon / "domain.yml").write_text(terug, encoding="utf-8")
    assert klaar.returncode == 1
    assert f"domain.yml:{regel}  [utter_dank] “Jammer” zeggen we nooit." in klaar.stdout
    assert "Doe dit: Haal het weg." in klaar.stdout
    assert "Traceback" not in klaar.stdout + klaar.stderr


# -- the gates -----------------------------------------------------------------------------------

TAAL = woordenschat.laad(ROOT)


def poort(tekst: str, soort: str = "kern") -> set[str]:
    """Return the gates that *tekst* does not pass."""
    return {k.poort for k in poorten.klachten(Leestekst("x", 1, "x", tekst, soort), TAAL)}


@pytest.mark.parametrize(
    ("tekst", "naam"),
    [
        ("Dit is een zin met meer dan twaalf woorden, en dat is te veel.", "zinslengte"),
        ("Dit is 1. Dit is 2. Dit is er nog een. Nog een zin. En nog een zin.", "omvang"),
        ("Hoe gaat het? En wat wil je?", "een_vraag"),
        ("Op basis van de triage krijg je misschien een indicatie.", "woordkeus"),
        ("Onafhankelijkheidsverklaringen zijn er ook.", "woordkeus"),
        ("Je wordt gebeld.", "lijdend"),
        ("Zonder jouw ja deel ik niets.", "dubbel_nee"),
        ("Je kunt bijv. bellen.", "afkorting"),
        ("U kunt hier typen.", "u_vorm"),
        ("Het duurt zeven dagen.", "cijfers"),
        ("Trek aan de bel.", "zegswijze"),
        ("Je moet naar de dokter.", "verboden"),
        ("Ik beloof dat het komt goed.", "verboden"),
        ("De zorgcoördinator belt.", "uitleg"),
    ],
)
def test_each_gate_stops_what_it_is_for(tekst: str, naam: str) -> None:
    """A text that breaks a gate is stopped by that gate."""
    assert naam in poort(tekst)


@pytest.mark.parametrize(
    "tekst",
    [
        "Wat heb jij nu nodig? Zeg het in je eigen woorden. Wat er gebeurd is, hoeft niet.",
        "Een zorgcoördinator is iemand die alle hulp voor je regelt.",
        "Bel CoMensha, 033 448 11 86, op werkdagen van 9 tot 17 uur.",
        "Dit geldt in Nederland. Regels veranderen soms.",
    ],
)
def test_a_plain_text_passes_every_gate(tekst: str) -> None:
    """Short sentences with everyday words pass."""
    assert poort(tekst) == set()


def test_policy_dutch_does_not_pass() -> None:
    """Ten lines in the style of policy all fail, though Flesch-Douma alone lets some through."""
    beleid = [
        "Op basis van de triage wordt bepaald of u in aanmerking komt.",
        "Bent u slachtoffer van mensenhandel in de zin van artikel 273f?",
        "U dient zich te melden bij de betreffende instantie.",
        "De aanvraag wordt binnen de wettelijke termijn beoordeeld.",
        "Wij verwerken uw persoonsgegevens conform de privacyverklaring.",
        "Het traject wordt in overleg met de ketenpartners vormgegeven.",
        "Indien u niet akkoord gaat, vervalt uw recht op opvang.",
        "Er kan sprake zijn van een indicatie voor beschermd wonen.",
        "De zorgcoördinator stemt af met de gemeente over de plaatsing.",
        "Voor nadere informatie kunt u contact opnemen met het loket.",
    ]
    assert [zin for zin in beleid if not poort(zin, "info")] == []


@pytest.mark.parametrize(
    ("woord", "aantal"),
    [("bed", 1), ("veilig", 2), ("ei", 1), ("hulpverlener", 4), ("zorgcoördinator", 6), ("uur", 1)],
)
def test_syllables_are_groups_of_vowels(woord: str, aantal: int) -> None:
    """Dutch double vowels count as one sound, a dieresis begins a new one."""
    assert lettergrepen(woord) == aantal


def test_flesch_douma_is_the_formula() -> None:
    """206.84 - 0.93 x words per sentence - 77 x syllables per word."""
    assert flesch_douma([["dit", "is", "kort"]]) == pytest.approx(206.84 - 0.93 * 3 - 77)
    assert zinnen("1. Bel 112. Dat mag.\n• Kom hier") == ["Bel 112.", "Dat mag.", "Kom hier"]
    assert lengte("Bel CoMensha, 033 448 11 86.") == 3


def test_a_tenth_is_a_tenth_and_one_less_common_word_may_always() -> None:
    """Of 11 words 1 may be less common, of 20 words 2; a short text may have one."""
    een, twee = "Je tolk belt.", "Een tolk is er voor jou en ook voor je tolk."
    lang = f"{twee} Wat jij wilt, dat doen wij dan ook."
    assert (lengte(twee), lengte(lang) >= 19) == (11, True)
    assert "woordkeus" not in poort(een)
    assert "woordkeus" in poort(twee)
    assert "woordkeus" not in poort(f"{lang} Dat is zo.")


def test_a_word_of_five_syllables_needs_its_gloss() -> None:
    """The list of common words helps a word of four, not one of five."""
    for woord, mag in (("verzekering", True), ("minderjarigen", False)):
        taal = woordenschat.Taal(gewoon=frozenset({woord}))
        poorten_ = {k.poort for k in poorten.klachten(Leestekst("x", 1, "x", woord), taal)}
        assert (poorten_ == set()) is mag, woord


def test_buttons_and_headings_do_not_shorten_the_mean() -> None:
    """The mean of the whole talk is that of sentences; what has no end is none."""
    assert volzinnen("Terug") == volzinnen("Iets anders") == []
    assert volzinnen("Bel 112. Dat mag") == ["Bel 112."]
    assert volzinnen("Hier. Typ “stop.”") == ["Hier.", "Typ “stop.”"]


def test_a_form_is_looked_up_with_its_lemma() -> None:
    """ "doorgeef" is as common as "doorgeven"; a made-up word stays rare."""
    assert woordenschat.zipf("doorgeef") >= 4
    assert woordenschat.zipf("triagist") < 3.5


def test_every_kind_of_text_is_read() -> None:
    """Domain, needs, summary, addresses, rights, pages, script and code are all in the count."""
    aantal = {}
    for tekst in leestekst.alle(ROOT):
        aantal[tekst.bestand] = aantal.get(tekst.bestand, 0) + 1
    for bestand, minst in {
        "domain.yml": 350, "data/behoeften.yml": 80, "data/samenvatting.yml": 40,
        "data/sociale_kaart.yml": 150, "data/talen.yml": 8, "data/rechten.yml": 10,
        "data/beloften.yml": 15,
        "bot/chat/static/chat.js": 5, "bot/chat/templates/start.html": 30,
        "bot/chat/templates/terug.html": 5, "bot/chat/templates/fout.html": 10,
        "bot/dialogue/vertoning.py": 10, "bot/dialogue/knoppen.py": 16,
        "bot/intake/openingstijden.py": 10, "bot/desk/zaak.py": 3, "bot/intake/paneel.py": 2,
        "bot/dialogue/terugkomst.py": 2,
    }.items():  # fmt: skip
        assert aantal.get(bestand, 0) >= minst, (bestand, aantal.get(bestand))


def test_an_address_is_refused_only_after_180_days(schoon: Path) -> None:
    """On day 180 it still counts, the day after it does not."""
    terug, _ = plant(schoon, "data/sociale_kaart.yml", "nagebeld: null", "nagebeld: 2026-01-01")
    try:
        nog_goed = list(keur_gegevens.adressen(schoon, date(2026, 6, 30)))
        te_oud = list(keur_gegevens.adressen(schoon, date(2026, 7, 1)))
    finally:
        (schoon / "data/sociale_kaart.yml").write_text(terug, encoding="utf-8")
    assert nog_goed == []
    assert len(te_oud) == 1


def letop(dag: date, root: Path = ROOT) -> dict[str, str]:
    """Return the warnings of the sociale kaart on a day, by the first name in them."""
    gevonden = [b.wat for b in keur_kaart.waarschuwingen(root, dag)]
    assert all(wat.startswith("Let op: ") for wat in gevonden)
    return {wat.split("“")[1].split("”")[0]: wat for wat in gevonden}


def test_hidden_addresses_are_named_now_and_half_a_year_before() -> None:
    """What the chat hides in silence stands in the check: at once, and half a year ahead."""
    for dag in (date(2026, 6, 1), date(2026, 11, 26), date(2027, 1, 1), date(2030, 6, 1)):
        weg = {a.id for a in sociale_kaart.kaart() if not a.te_zien(dag)}
        straks = {a.id for a in sociale_kaart.kaart() if not a.te_zien(dag + timedelta(days=183))}
        gezegd = letop(dag)
        assert {naam for naam, wat in gezegd.items() if "mag nu niet" in wat} == weg
        assert {naam for naam, wat in gezegd.items() if "in de lijst" in wat} == straks
    assert "langzs" in letop(date(2026, 11, 26))


@pytest.mark.parametrize(
    ("dag", "zegt"),
    [
        (date(2030, 6, 1), None),
        (date(2030, 11, 26), "bij “terugkeer” staat vanaf 2031-01-01 alleen een oud adres"),
        (date(2031, 1, 1), "bij “terugkeer” staat nu alleen een oud adres"),
    ],
)
def test_a_need_with_only_an_old_address_is_named_in_time(dag: date, zegt: str | None) -> None:
    """The only place for going back is known from 2024: half a year ahead the check says so, for
    every age; the list of the chat never becomes empty."""
    wat = letop(dag).get("terugkeer", "")
    assert (zegt in wat) if zegt else not wat
    assert not zegt or wat.count("wie ") == 4


def test_a_called_address_is_named_a_month_before_it_goes(schoon: Path) -> None:
    """It lasts 180 days, so half a year ahead would be always."""
    terug, _ = plant(schoon, "data/sociale_kaart.yml", "nagebeld: null", "nagebeld: 2026-01-01")
    try:
        assert "112" not in letop(date(2026, 5, 31), schoon)
        assert "nagekeken op 2026-01-01" in letop(date(2026, 6, 1), schoon)["112"]
    finally:
        (schoon / "data/sociale_kaart.yml").write_text(terug, encoding="utf-8")


WACHT = "  ander: true\n", '  ander: true\n  wachttijd: "2 weken"\n  wachttijd_op: {}\n'


def test_a_waiting_time_is_named_after_thirty_days(schoon: Path) -> None:
    """On day 30 it still stands in the chat; the day after it the check says with its line that
    nobody sees it; a day that is still to come is a mistake, and so is one without words.
    """
    oud, nieuw = WACHT
    terug, regel = plant(schoon, "data/sociale_kaart.yml", oud, nieuw.format("2026-11-01"))
    try:
        assert list(keur_gegevens.adressen(schoon, date(2026, 12, 1))) == []
        assert "wachttijd" not in " ".join(letop(date(2026, 12, 1), schoon).values())
        (te_oud,) = [
            b for b in keur_kaart.waarschuwingen(schoon, date(2026, 12, 2)) if "wachttijd" in b.wat
        ]
        assert (te_oud.regel, "“comensha” is van 2026-11-01" in te_oud.wat) == (regel + 1, True)
        (toekomst,) = keur_gegevens.adressen(schoon, date(2026, 10, 31))
        assert "geen goede dag" in toekomst.wat
    finally:
        (schoon / "data/sociale_kaart.yml").write_text(terug, encoding="utf-8")
    terug, _ = plant(
        schoon, "data/sociale_kaart.yml", oud, "  ander: true\n  wachttijd_op: 2026-11-01\n"
    )
    try:
        (leeg,) = keur_gegevens.adressen(schoon, date(2026, 12, 1))
        assert "een wachttijd zonder tekst" in leeg.wat
    finally:
        (schoon / "data/sociale_kaart.yml").write_text(terug, encoding="utf-8")


def test_a_warning_does_not_fail_the_check(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The command prints it with its line, and ends with status 0."""
    let_op = Bevinding("data/sociale_kaart.yml", 3, "Let op: “x” mag nu niet in de lijst.", "Bel.")
    monkeypatch.setattr("bot.content.nakijken.nakijken", lambda _root: [])
    monkeypatch.setattr("bot.content.nakijken.waarschuwingen", lambda _root: [let_op])
    assert main([str(ROOT)]) == 0
    gedrukt = capsys.readouterr().out
    assert "data/sociale_kaart.yml:3  Let op: “x” mag nu niet in de lijst." in gedrukt
    assert "Geen fouten." in gedrukt


def test_the_handbook_tells_how_to_use_the_check() -> None:
    """The handbook names the command early, and shows a message as it is really printed."""
    handboek = (ROOT / "docs" / "handboek-inhoudsteam.md").read_text(encoding="utf-8")
    assert "make check" in handboek.split("## Waar staat wat?")[0]
    voorbeeld = re.search(
        r"^domain\.yml:\d+  \[(\w+)\] (.+?) In: “(.+)”\n +Doe dit: (.+)$", handboek, re.M
    )
    assert voorbeeld
    klacht = next(iter(poorten.klachten(Leestekst("x", 1, voorbeeld[1], voorbeeld[3]), TAAL)))
    assert (klacht.wat, klacht.zin, klacht.doe) == (voorbeeld[2], voorbeeld[3], voorbeeld[4])


def test_every_check_reads_its_own_file() -> None:
    """No check of the list is left out or there twice."""
    functies: list[Callable[..., object]] = [keurder for _, keurder in KEURDERS]
    assert len(set(functies)) == len(functies) == 14


def test_no_text_looks_for_the_overview_above() -> None:
    """ "Mijn overzicht" stands at the bottom, at the box: only the way out stands on top."""
    boven = [t.tekst for t in leestekst.alle(ROOT) if "bovenaan" in t.tekst.lower()]
    assert boven == ["Bovenaan staat altijd: Weg van deze pagina."]


def test_the_short_words_on_a_watched_screen_are_read_by_the_gate() -> None:
    """What a watched person is asked ("Een bed?") is read as every other text."""
    gelezen = {t.tekst for t in leestekst.behoeften(ROOT)}
    stil = {b.stil for b in catalogus().values() if b.stil}
    assert stil
    assert stil <= gelezen
