"""The two handbooks say only what is so: every name in them exists, and none is missing."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.content.keur_kaart import OOK
from bot.desk.woorden import BRON, STATUS
from bot.dialogue.nlu.labels import ACTS, BEHOEFTE, BEHOEFTEN, CRISES
from bot.dialogue.vertoning import STATUS as STATUS_CHAT
from bot.intake.behoeften import SOORTEN
from bot.intake.sociale_kaart import HOUDBAAR
from bot.intake.wachtrij import VOORSPRONG, VOORSPRONG_MAX
from bot.records.accounts import AFWEZIG_NA, SESSIE_DUUR, STIL_MAX, WACHTWOORD_MIN
from bot.settings import ROOT

INHOUD = ROOT / "docs" / "handboek-inhoudsteam.md"
HULP = ROOT / "docs" / "handboek-hulpverleners.md"
DESK = ROOT / "bot" / "desk"
#: Programs that the virtual environment brings.
VENV = (".venv/bin/rasa", ".venv/bin/python")
#: Words of YAML and Rasa that an editor meets, and keys on a keyboard.
VAKWOORDEN = {
    "responses", "title", "payload", "intent", "examples", "true", "false", "null", "menu: false",
    "Ctrl-C", "|-", "#", "{", "[", "[waar slaap ik vannacht]", "(behoefte:onderdak)", "...",
    "dit/dat", "slaap*", "ERROR", "nagebeld: 2026-11-23",
}  # fmt: skip
#: What a tool says itself; the other messages are looked up in our own code.
VAN_EEN_ANDER = {
    "not used in any story or rule", "mapping values are not allowed here", "assert 14 <= 12",
}  # fmt: skip


def tekst(pagina: Path) -> str:
    """Return a handbook without its blocks of code."""
    return re.sub(r"^```.*?^```", "", pagina.read_text(encoding="utf-8"), flags=re.M | re.S)


def woorden(pagina: Path) -> set[str]:
    """Return every word between backticks."""
    return {" ".join(woord.split()) for woord in re.findall(r"`([^`]+)`", tekst(pagina))}


def sectie(pagina: Path, kop: str) -> str:
    """Return the text under a heading, up to the next one of the same or a higher level."""
    hekjes, rest = re.split(rf"^(##+) {re.escape(kop)}$", tekst(pagina), flags=re.M)[1:]
    return re.split(rf"^#{{2,{len(hekjes)}}} ", rest, flags=re.M)[0]


def domein() -> dict[str, Any]:
    """Return the domain file."""
    inhoud: dict[str, Any] = yaml.load(
        (ROOT / "domain.yml").read_text(encoding="utf-8"), yaml.CSafeLoader
    )
    return inhoud


def bron(*patronen: str) -> str:
    """Return the source of every file that fits, as one text, with single spaces."""
    bestanden = [bestand for patroon in patronen for bestand in sorted(ROOT.glob(patroon))]
    inhoud = " ".join(bestand.read_text(encoding="utf-8") for bestand in bestanden)
    return " ".join(inhoud.split())


def velden() -> set[str]:
    """Return every name of a field in the files that the inhoudsteam edits."""
    namen: set[str] = set()
    for bestand in ("behoeften.yml", "sociale_kaart.yml", "samenvatting.yml"):
        inhoud = (ROOT / "data" / bestand).read_text(encoding="utf-8")
        namen |= set(re.findall(r"(?:^|[-{,]) *([a-z_]+):", inhoud, flags=re.M))
    return namen | set(OOK)


def toetsen() -> dict[str, str]:
    """Return what each key of the desk does, as its own list of keys says."""
    html = (DESK / "templates" / "basis.html").read_text(encoding="utf-8")
    regels = re.findall(r"<li>(<kbd>.+?)</li>", html)
    return {
        toets: re.sub(r".*</kbd> ", "", regel)
        for regel in regels
        for toets in re.findall(r"<kbd>(.)</kbd>", regel)
    }


def is_opdracht(woord: str) -> bool:
    """Tell whether the word is a command to type."""
    return woord.startswith((*VENV, "make ", "rasa "))


def is_bestand(woord: str) -> bool:
    """Tell whether the word is the path or name of a file or folder."""
    return not is_opdracht(woord) and bool(
        re.fullmatch(r"[\w./-]+\.(yml|py|md|log)|(bot|data|docs|tests)/[\w/]+", woord)
    )


def bekend() -> set[str]:
    """Return every name that a handbook may mention and that is no file, command or message."""
    stemmen = set(re.findall(r"stem: (\w+)", bron("data/nlu/*.yml")))
    invullen = set(re.findall(r"\{[a-z]+\}", bron("domain.yml", "data/samenvatting.yml")))
    return {
        *BEHOEFTEN, *CRISES, *ACTS, BEHOEFTE, *SOORTEN, *velden(), *stemmen, *invullen,
        *domein()["actions"],
        *VAKWOORDEN, *VAN_EEN_ANDER, *toetsen(), *STATUS.values(), *BRON.values(),
        "stem", "crisis", "geen_crisis", "_meer", "ff: even", "<slapen>",
        *re.findall(r'"([a-z]+)"', bron("bot/desk/zaak.py", "bot/desk/routes/acties.py")),
    }  # fmt: skip


@pytest.mark.parametrize("pagina", [INHOUD, HULP], ids=lambda p: p.stem)
def test_a_handbook_is_no_longer_than_somebody_reads(pagina: Path) -> None:
    """A handbook has 150 to 280 lines, no exclamation marks and no machine's own paths."""
    inhoud = pagina.read_text(encoding="utf-8")
    assert 150 <= len(inhoud.splitlines()) <= 280
    assert "!" not in inhoud
    assert not re.search(r"(?<![\w.])/(work|home|root|tmp|usr)/", inhoud)


@pytest.mark.parametrize("pagina", [INHOUD, HULP], ids=lambda p: p.stem)
def test_every_file_that_is_named_exists(pagina: Path) -> None:
    """A path leads somewhere; a bare name is a file of the content."""
    for woord in filter(is_bestand, woorden(pagina)):
        if woord.startswith("models/"):
            assert woord.removeprefix("models/") in bron("bot/dialogue/train.py")
        elif "/" in woord or (ROOT / woord).exists():
            assert (ROOT / woord).exists(), woord
        else:
            assert list((ROOT / "data").rglob(woord)), woord


@pytest.mark.parametrize("pagina", [INHOUD, HULP], ids=lambda p: p.stem)
def test_every_command_that_is_named_exists(pagina: Path) -> None:
    """A `make` word is a target; a program is one of the environment, and its test files exist."""
    doelen = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), flags=re.M))
    for woord in filter(is_opdracht, woorden(pagina)):
        eerste, *rest = woord.split()
        if eerste == "make":
            assert set(rest) <= doelen, woord
        elif rest[:1] == ["-m"]:
            assert rest[1] == "pytest"
            assert all((ROOT / deel).exists() for deel in rest if deel.endswith(".py")), woord
        else:
            assert rest == ["data", "validate"], woord


def test_every_response_that_is_named_exists() -> None:
    """A name is a response of the domain; one that ends in _ is how several begin."""
    namen = set(domein()["responses"])
    genoemd = {w for w in woorden(INHOUD) | woorden(HULP) if w.startswith("utter_")}
    assert genoemd
    for naam in genoemd:
        past = [n for n in namen if n.startswith(naam)] if naam.endswith("_") else {naam} & namen
        assert past, naam


def test_every_family_of_responses_is_explained() -> None:
    """No text of the domain has a name that the handbook does not explain.

    A text is of a family, or named after an intent or a step, or said once (its words tell).
    """
    families = tuple(w for w in woorden(INHOUD) if w.startswith("utter_") and w.endswith("_"))
    eerste = [naam.split("_")[1] for naam in domein()["responses"]]
    meervoud = {woord for woord in eerste if eerste.count(woord) >= 4}
    uitgelegd = {familie.split("_")[1] for familie in families}
    assert meervoud <= uitgelegd


@pytest.mark.parametrize("pagina", [INHOUD, HULP], ids=lambda p: p.stem)
def test_every_other_word_between_backticks_is_real(pagina: Path) -> None:
    """A label, field, status, key or message stands in the program exactly so."""
    code = bron("bot/**/*.py", "bot/desk/static/*.js", "bot/desk/templates/*.html", "domain.yml")
    kennen = bekend()
    for woord in woorden(pagina):
        if is_bestand(woord) or is_opdracht(woord) or woord.startswith("utter_"):
            continue
        if woord in kennen:
            continue
        # A message: the part that changes ("onderdak", "<slaap>") is not in the code.
        delen = re.split(r"onderdak: kop |<slaap>|models/", woord)
        assert " " in woord, woord
        assert all(deel.strip() in code for deel in delen), woord


def test_the_words_within_curly_brackets_are_all_there() -> None:
    """An editor finds every {field} of the domain in the handbook."""
    teksten = [v["text"] for een in domein()["responses"].values() for v in een]
    gebruikt = set(re.findall(r"\{[a-z]+\}", " ".join(teksten)))
    assert gebruikt <= woorden(INHOUD)


@pytest.mark.parametrize("label", BEHOEFTEN)
def test_every_need_is_explained_to_the_inhoudsteam(label: str) -> None:
    """Each of the 14 labels has a row that says what it means."""
    assert re.search(rf"^\| `{label}` \| \w.+ \|$", sectie(INHOUD, "De behoeften"), flags=re.M)


def test_every_act_and_crisis_is_named_to_the_inhoudsteam() -> None:
    """Nobody has to guess which intent an example belongs to."""
    genoemd = set(re.findall(r"`(\w+)`", sectie(INHOUD, "Wat iemand met een bericht doet")))
    assert {*ACTS, *CRISES, BEHOEFTE} <= genoemd


def test_every_file_of_examples_and_words_is_named() -> None:
    """The tables of data/nlu and data/lexicon are whole; the files per need go by one of them."""
    for map_, kop in (("nlu", "De voorbeelden"), ("lexicon", "De woordenlijsten")):
        namen = {p.name for p in (ROOT / "data" / map_).glob("*.yml")}
        per_behoefte = {f"behoeften_{label}.yml" for label in BEHOEFTEN}
        genoemd = sectie(INHOUD, kop)
        assert {n for n in namen - per_behoefte if f"`{n}`" not in genoemd} == set()


def test_every_field_of_the_sociale_kaart_is_explained() -> None:
    """Whoever adds an address finds each field in the table."""
    regels = yaml.load(
        (ROOT / "data" / "sociale_kaart.yml").read_text(encoding="utf-8"), yaml.CSafeLoader
    )
    gebruikt = {veld for regel in regels for veld in regel} | {"url", *OOK}
    assert {v for v in gebruikt if f"`{v}`" not in sectie(INHOUD, "De sociale kaart")} == set()


@pytest.mark.parametrize("status", ["ontvangen", "opgepakt", "mee_bezig", "geregeld"])
def test_every_simple_status_stands_beside_what_the_person_reads(status: str) -> None:
    """The table gives the desk's word and the chat's sentence for it."""
    rij = f"`{STATUS[status]}` | “{STATUS_CHAT[status]}”"
    assert rij in sectie(HULP, "Opvolging: wat er met een wens gebeurt")


def test_every_status_of_the_opvolging_is_named_to_hulpverleners() -> None:
    """The two that need a reason or a name, and the person's own, are explained too."""
    uitleg = sectie(HULP, "Opvolging: wat er met een wens gebeurt")
    assert {woord for woord in STATUS.values() if f"`{woord}`" not in uitleg} == set()
    assert STATUS_CHAT["niet_gelukt"] in uitleg
    assert STATUS_CHAT["doorverwezen"] in uitleg


def test_every_source_of_a_field_is_explained() -> None:
    """Each word that stands behind a line of the samenvatting has its row."""
    uitleg = sectie(HULP, "Waar het vandaan komt")
    assert {woord for woord in BRON.values() if f"| `{woord}` |" not in uitleg} == set()


def test_every_key_of_the_desk_is_named_with_what_it_does() -> None:
    """The handbook's keys are those of the desk's own list, with the same words."""
    uitleg = sectie(HULP, "Toetsen")
    gegeven = {
        toets: wat.strip() for toets, wat in re.findall(r"`(.)`(?: tot `9`)? \| ([^|]+) \|", uitleg)
    }
    echt = toetsen()
    assert set(gegeven) == set(echt) - {"9"}
    for toets, wat in gegeven.items():
        assert wat.startswith(echt[toets]) or toets == "?", toets


def test_the_words_on_the_buttons_are_the_desk_s_own() -> None:
    """What stands in bold in the handbook's running text can be found on the screen."""
    scherm = bron("bot/desk/templates/*.html", "bot/dialogue/knoppen.py", "bot/chat/templates/*")
    for knop in (
        "Oppakken", "Teruggeven", "Afdrukken", "PDF", "JSON", "Uitloggen", "Houd je hieraan",
        "Geluid", "Nodig een collega uit", "Vrij om over te nemen", "Van mij",
        "Van het team", "Kort geleden gesloten", "Zeg wat ermee gebeurt", "Notities van het team",
        "Vragen die je kunt stellen", "Hulp in de sociale kaart", "Wie deze zaak opende",
        "Ook gezegd", "Wie heeft mijn verhaal geopend?", "Stop met wachten", "Alles wissen",
        "Weg van deze pagina", "Toetsen", "Mijn account", "Een collega kan niet meer inloggen",
        "Een collega gaat weg", "Herstelbladen", "Logboek",
    ):  # fmt: skip
        assert f"**{knop}" in tekst(HULP), knop
        assert knop in scherm, knop


def test_the_numbers_in_the_handbooks_are_those_of_the_code() -> None:
    """Minutes, hours, lengths and days are what the program really uses."""
    rij = " ".join(sectie(HULP, "De wachtrij").split())
    assert f"krijgt {VOORSPRONG['onveilig']} minuten extra" in rij
    assert f"Jonger dan 18 is {VOORSPRONG['jong']} minuten" in rij
    assert f"Nu iets nodig is {VOORSPRONG['haast']} minuten" in rij
    assert f"nooit meer dan {VOORSPRONG_MAX}" in rij
    hulp = " ".join(tekst(HULP).split())
    assert f"je {AFWEZIG_NA // 60} minuten niet" in hulp
    assert f"Na {SESSIE_DUUR // 3600} uur log je vanzelf uit" in hulp
    assert f"na {STIL_MAX // 60} minuten niets doen ook" in hulp
    assert f"{WACHTWOORD_MIN} tekens of meer" in hulp
    assert f"**Na {HOUDBAAR} dagen**" in tekst(INHOUD)


@pytest.mark.parametrize("nummer", ["112", "113", "0800-0113", "0800-2000", "0800-0432"])
def test_the_crisis_numbers_of_the_handbook_are_in_the_sociale_kaart(nummer: str) -> None:
    """A number that a hulpverlener reads is one that has a source."""
    assert nummer in sectie(HULP, "Als er gevaar op je scherm staat")
    assert f'"{nummer}"' in (ROOT / "data" / "sociale_kaart.yml").read_text(encoding="utf-8")


def test_the_handbook_says_what_the_chatbot_does_in_danger() -> None:
    """While a human is there it names the number once, and the hulpverlener watches (0028)."""
    praten = " ".join(sectie(HULP, "Praten").split())
    assert "De chatbot noemt bij gevaar één keer het nummer. Verder zwijgt hij." in praten
    assert "Let zelf op gevaar." in praten
    assert "niet meer op gevaar" not in praten
