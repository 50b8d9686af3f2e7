"""Every text that an overlever can read, with the file and line on which it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from bot.content import bron, codetekst

PAGINAS = "bot/chat/templates"
SCRIPT = "bot/chat/static/chat.js"
#: What the chat shows of an address: these fields of the sociale kaart.
ADRES = ("naam", "voor", "uren", "kosten", "talen", "politie", "aangifte", "wacht",
         "wachttijd")  # fmt: skip
#: A value stands here; a number is read in its place.
_VELD = re.compile(r"\{[a-z_]+\}")


@dataclass(frozen=True)
class Leestekst:
    """One message as it is read at once; *naam* is what the inhoudsteam calls it.

    *soort* is "kern" (the talk, A2) or "info" (a page of explanation, B1).
    """

    bestand: str
    regel: int
    naam: str
    tekst: str
    soort: str = "kern"


def alle(root: Path) -> list[Leestekst]:
    """Return every text under *root*; raises `bron.Kapot` for a file that cannot be read."""
    return [
        *domein(root),
        *behoeften(root),
        *samenvatting(root),
        *adressen(root),
        *rechten(root),
        *beloften(root),
        *talen(root),
        *paginas(root),
        *script(root),
        *python(root),
    ]


def bubbels(tekst: str, regel: int) -> Iterator[tuple[int, str]]:
    """Yield the bubbles of a response with their lines: a blank line begins a new one."""
    for deel in re.split(r"(\n[ \t]*\n)", tekst):
        if deel.strip():
            yield regel, deel.strip()
        regel += deel.count("\n")


def domein(root: Path) -> Iterator[Leestekst]:
    """Yield the bubbles and buttons of domain.yml."""
    for naam, varianten in bron.lees(root, "domain.yml")["responses"].items():
        for variant in varianten:
            tekst = variant.get("text")
            for nr, (regel, bubbel) in enumerate(bubbels(str(tekst or ""), bron.regel_van(tekst))):
                naam_ = f"{naam}/{nr + 1}" if nr else str(naam)
                yield Leestekst("domain.yml", regel, naam_, _VELD.sub("1", bubbel))
            for knop in variant.get("buttons") or ():
                titel = knop.get("title")
                if titel:
                    naam_ = f"{naam}: knop"
                    yield Leestekst("domain.yml", bron.regel_van(titel), naam_, str(titel))


def behoeften(root: Path) -> Iterator[Leestekst]:
    """Yield the words of data/behoeften.yml that are shown: heads, questions and choices."""
    bestand = "data/behoeften.yml"
    for behoefte in bron.lees(root, bestand):
        label = behoefte.get("label", "?")
        getoond = [behoefte.get("kop"), behoefte.get("hoor")]
        getoond += [behoefte.get("kort"), behoefte.get("stil")]
        for vraag in behoefte.get("vragen") or ():
            getoond += [vraag.get("tekst"), *(vraag.get("knoppen") or ())]
        for tekst in filter(None, getoond):
            yield Leestekst(bestand, bron.regel_van(tekst, behoefte.regel), str(label), str(tekst))


def samenvatting(root: Path) -> Iterator[Leestekst]:
    """Yield the words of data/samenvatting.yml."""
    bestand = "data/samenvatting.yml"
    for tekst, naam in _bladeren(bron.lees(root, bestand), ""):
        yield Leestekst(bestand, bron.regel_van(tekst), naam, _VELD.sub("1", str(tekst)))


def _bladeren(waarde: Any, naam: str) -> Iterator[tuple[bron.Tekst, str]]:
    if isinstance(waarde, dict):
        for sleutel, deel in waarde.items():
            yield from _bladeren(deel, f"{naam}.{sleutel}".strip("."))
    elif isinstance(waarde, bron.Tekst):
        yield waarde, naam


def adressen(root: Path) -> Iterator[Leestekst]:
    """Yield what the chat shows of the sociale kaart, a field at a time."""
    bestand = "data/sociale_kaart.yml"
    for adres in bron.lees(root, bestand):
        for veld in ADRES:
            tekst = adres.get(veld)
            if isinstance(tekst, bron.Tekst):
                naam = f"{adres.get('id', '?')}.{veld}"
                yield Leestekst(bestand, tekst.regel, naam, str(tekst), "info")


def rechten(root: Path) -> Iterator[Leestekst]:
    """Yield the rights of data/rechten.yml."""
    bestand = "data/rechten.yml"
    for recht in bron.lees(root, bestand):
        tekst = recht.get("tekst")
        if tekst:
            yield Leestekst(bestand, bron.regel_van(tekst), str(recht.get("id", "?")), str(tekst))


def beloften(root: Path) -> Iterator[Leestekst]:
    """Yield the page of data/beloften.yml: each promise as it is read, each limit."""
    bestand = "data/beloften.yml"
    inhoud = bron.lees(root, bestand)
    for belofte in inhoud["beloven"]:
        delen = [str(belofte[veld]) for veld in ("kop", "tekst") if belofte.get(veld)]
        yield Leestekst(bestand, belofte.regel, "beloften", " ".join(delen))
    for zin in inhoud["kunnen_niet"]:
        yield Leestekst(bestand, bron.regel_van(zin), "beloften", str(zin))


def talen(root: Path) -> Iterator[Leestekst]:
    """Yield the Dutch of data/talen.yml: the names of the languages, and buttons that are named."""
    bestand = "data/talen.yml"
    for taal in bron.lees(root, bestand):
        for veld, tekst in taal.items():
            delen = [tekst] if veld == "naam" else re.findall("“(.+?)”", str(tekst))
            for deel in delen:
                naam = f"taal {taal.get('code', '?')}"
                yield Leestekst(bestand, bron.regel_van(tekst, taal.regel), naam, str(deel))


# -- pages ---------------------------------------------------------------------------------------

_JINJA = re.compile(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
#: A text in a tag of Jinja: what begins with a capital, and what is shown as it stands.
_UIT_JINJA = re.compile(r'"([A-ZÀ-Ý][a-zà-ÿ][^"{}<>]*)"|(?:{{|else|~) *"([^"{}<>]*[a-z][^"{}<>]*)"')
#: Stands where Jinja chooses: what is before and after it is never read as one text.
_GRENS = "\x1f"
_BLOK = frozenset({
    "p", "li", "h1", "h2", "h3", "dt", "dd", "label", "button", "summary", "div", "ul", "ol", "dl",
    "title", "textarea", "form", "header", "main",
})  # fmt: skip


class _Pagina(HTMLParser):
    """Collects the texts of a page, a block at a time."""

    def __init__(self) -> None:
        super().__init__()
        self.gevonden: list[tuple[int, str]] = []
        self._tekst, self._regel, self._stil = "", 1, 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A new block ends the text so far; a title or label of its own is a text."""
        self._stil += tag in ("script", "style", "svg")
        if tag in _BLOK:
            self._klaar()
        for naam, waarde in attrs:
            if naam in ("aria-label", "placeholder") and waarde:
                self.gevonden.append((self.getpos()[0], waarde))

    def handle_endtag(self, tag: str) -> None:
        """The end of a block ends its text; links beside each other are words apart."""
        self._tekst += " " if tag == "a" else ""
        self._stil -= tag in ("script", "style", "svg")
        if tag in _BLOK:
            self._klaar()

    def handle_data(self, data: str) -> None:
        """Words of the page."""
        regel = self.getpos()[0]
        for nr, stuk in enumerate(data.split(_GRENS)):
            if nr:
                self._klaar()
            if stuk.strip() and not self._stil:
                if not self._tekst.strip():
                    voor = stuk[: len(stuk) - len(stuk.lstrip())]
                    self._regel = regel + voor.count("\n")
                self._tekst += stuk
            regel += stuk.count("\n")

    def _klaar(self) -> None:
        tekst = " ".join(self._tekst.split())
        if re.search(r"[^\W\d_]", tekst):
            self.gevonden.append((self._regel, tekst))
        self._tekst = ""


def _wis_jinja(vondst: re.Match[str]) -> str:
    """Return what stands in the place of a tag of Jinja: a number for a value, else a border."""
    soort = vondst[0][:2]
    teken = {"{{": "1", "{%": _GRENS}.get(soort, "")
    return teken + "\n" * vondst[0].count("\n")


def paginas(root: Path) -> Iterator[Leestekst]:
    """Yield the texts of the chat's pages."""
    for pad in sorted((root / PAGINAS).glob("*.html")):
        inhoud = pad.read_text(encoding="utf-8")
        bestand = str(pad.relative_to(root))
        for tag in _JINJA.finditer(inhoud):
            if not tag[0].startswith("{#"):
                for stuk in _UIT_JINJA.finditer(tag[0]):
                    regel = inhoud.count("\n", 0, tag.start() + stuk.start()) + 1
                    yield Leestekst(bestand, regel, pad.stem, stuk[1] or stuk[2])
        lezer = _Pagina()
        lezer.feed(_JINJA.sub(_wis_jinja, inhoud))
        lezer.close()
        for regel, tekst in lezer.gevonden:
            yield Leestekst(bestand, regel, pad.stem, tekst)


_JS = re.compile(r"(?<![\w=])[\"`>]([A-Z][^\"`<>]*? [^\"`<>]*?)[\"`<]")


def script(root: Path) -> Iterator[Leestekst]:
    """Yield what chat.js says itself."""
    inhoud = (root / SCRIPT).read_text(encoding="utf-8")
    for stuk in _JS.finditer(inhoud):
        regel = inhoud.count("\n", 0, stuk.start()) + 1
        yield Leestekst(SCRIPT, regel, "chat.js", re.sub(r"\$\{[^}]*\}", "1", stuk[1]))


# -- Python --------------------------------------------------------------------------------------


def python(root: Path) -> Iterator[Leestekst]:
    """Yield the sentences that stand in the code itself."""
    for bestand, regel, tekst in codetekst.teksten(root):
        yield Leestekst(bestand, regel, Path(bestand).stem, tekst)
