"""Generated people: each with a temperament, who look at the page and make a move.

A move depends on the seed and on what the page shows, on nothing else, so that a talk can be
made again. Temperaments differ so that deep steps, crises, handovers and leavings all come often.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from random import Random

from bot.content.beurt import Aanbod, Stand, Zet
from bot.content.proefhuis import STEEDS, VERWISSELD
from bot.content.uitingen import ROMMEL, per_label
from bot.content.verloop import TYPEN, waarde
from bot.intake.crisis import SOORTEN as CRISES

_HOUDT_OP = frozenset({"genoeg", "geen_gevaar", "niets", "allemaal", "deel_niets", "mens_nu"})
_KORTE_ANTWOORDEN = (
    "thuis", "op straat", "ja", "nee", "weet ik niet", "19", "17 jaar", "een vrouw", "geen man",
    "maakt niet uit", "vandaag", "morgen", "later", "mijn zus", "niemand", "muziek", "mijn hond",
    "rustig", "Pools", "in de avond", "niet bellen", "de politie", "de gemeente", "dat was het",
    "deel alles", "deel niets", "alles", "Team Zuid", "slapen", "een dokter", "nergens veilig",
    "er was een inval", "ik ga uit de opvang", "ik ben in duitsland", "een klacht over hulp",
    "wat zijn mijn rechten", "ik moet drugs brengen", "ik moet bedelen",
    "ze willen mijn nier kopen", "ik ben in het buitenland", "ik zit nu in nigeria",
    "ze laten me stelen en nu willen ze me vermoorden", "ja maar niet alles", "nou ja liever niet",
    "ik weet het niet hoor", "nog niet", "ik woon in belgie", "mijn moeder is overleden",
    "ik wil een klacht indienen")  # fmt: skip
#: What is asked back where something is to be shared.
_BIJ_DELEN = ("wie ziet dit", "wat is die code", "kan ik dit later nog veranderen",
              "mag ik nee zeggen", "geen politie alsjeblieft",
              "en ook niet de wijkagent, geen politie")  # fmt: skip
_DELEN = ("samenvatting", "toestemming", "bevestig", "teams", "stil_lijst", "stil_deel",
          "gevaar_delen", "jong_delen")  # fmt: skip
#: What is told where a question asks for words.
_VERTELD = (
    "toen hebben ze niet naar mij geluisterd", "hij sloeg mij en ik was zo bang", "muziek",
    "mijn hond", "als iemand rustig met mij praat en niet te veel vraagt",
)  # fmt: skip
#: What is typed while a human answers, is awaited, or has closed the talk: words and labels.
_BUITEN = ("is er iemand", "weet je al iets over mijn vraag", "is er nieuws over mijn zaak", "nee",
           "nee", "ja", "ok", "dank je", "hij leest nu mee", "niemand kijkt mee")  # fmt: skip
_BUITEN_LABELS = ("hulpverlener", "hulpverlener", "wissen", "wissen", "wissen", "wissen",
                  "stoppen", "duur", "uitleg", "nee", "nee", "ja", "behoefte", "behoefte",
                  "minderjarig", "andere_taal", "anoniem", "terug", "vervolg",
                  "wantrouwen")  # fmt: skip
_OUDE_IDS = ("deadbeef", "/ja", "wis_ja", "heropenen", "nog_nodig:1")
_FOUTE_CODES = ("", "appel", "een twee drie vier vijf zes zeven", VERWISSELD, STEEDS)
_DESK = (
    "pak_op", "pak_op", "pak_op", "zeg:Hallo, ik ben er.", "zeg:Wat heb je nu nodig",
    "geef_terug", "sluit",
    "volg_op:opgepakt", "volg_op:mee_bezig", "volg_op:geregeld", "volg_op:niet_gelukt",
    "volg_op:doorverwezen", "komt", "gaat", "even_weg", "even_weg",
)  # fmt: skip


@dataclass(frozen=True)
class Mens:
    """A temperament: how often each kind of move is made, and which labels are typed.

    *mijdt* are choices that are seldom pressed, *zoekt* those that are pressed most where they
    are offered ("step: choice"); *turns* how long a talk may last, *vaak* how often they come.
    """

    naam: str
    zetten: Mapping[str, float]
    labels: Mapping[str, float] = field(default_factory=dict)
    mijdt: frozenset[str] = _HOUDT_OP
    turns: tuple[int, int] = (8, 19)
    zoekt: frozenset[str] = frozenset()
    vaak: int = 1


#: Choices that lead on to the questions about needs, and to the last ones.
_OPEN = frozenset({"meekijken: nee", "hoe: ja"})
_VERDER = _OPEN | {"meer: nee"}
#: Late lines of the summary, which only who answers everything has.
_LAAT = frozenset(
    f"samenvatting: {wat}"
    for wat in (
        "verander:eerder_misgegaan", "verander:eerste_stap", "verander:hoe.tempo",
        "verander:leeftijdsgroep", "verander:wat_helpt", "verander:wil_houden",
        "weg:contact.manier", "weg:contact.veilige_tijden", "weg:eerder_misgegaan", "weg:wat_helpt",
        "weg:eerste_stap", "weg:wil_houden",
    )
)  # fmt: skip
_GEWOON = {"behoefte": 6.0, "ja": 2.0, "nee": 2.0, "weet_niet": 1.0, "overslaan": 1.0}
MENSEN = (
    Mens("rustig", {"knop": 88, "kort": 6, "typ": 4, "altijd": 1, "knoptekst": 1}, _GEWOON,
         turns=(22, 34), zoekt=_OPEN, vaak=2),
    Mens("verteller", {"knop": 45, "typ": 35, "kort": 15, "altijd": 3, "knoptekst": 2}, _GEWOON,
         turns=(14, 24)),
    Mens("vrager", {"knop": 45, "typ": 40, "kort": 5, "altijd": 8, "uitgang": 2},
         mijdt=frozenset()),
    Mens("paniek", {"knop": 48, "typ": 40, "kort": 2, "altijd": 6, "uitgang": 2, "uitleg": 2},
         {"acuut_gevaar": 4, "zelfdoding": 4, "medische_nood": 3, "behoefte": 3, "ja": 2, "nee": 1,
          "zorg_om_ander": 1, "minderjarig": 1}, mijdt=frozenset(), turns=(12, 28)),
    Mens("klikker", {"knop": 60, "altijd": 22, "oud": 10, "rommel": 5, "uitgang": 3},
         mijdt=frozenset()),
    Mens("twijfelaar", {"knop": 51, "terug": 14, "typ": 12, "kort": 8, "uitgang": 6, "altijd": 5,
                        "uitleg": 4},
         {**_GEWOON, "terug": 3, "wissen": 1, "uitleg": 2, "stoppen": 1}, mijdt=frozenset()),
    Mens("deler", {"knop": 86, "kort": 4, "typ": 6, "altijd": 2, "knoptekst": 2}, _GEWOON,
         frozenset({"genoeg", "deel_niets", "geen_gevaar", "niets", "verder"}), (22, 36),
         _OPEN, 2),
    Mens("haast", {"knop": 70, "overslaan": 24, "typ": 4, "uitgang": 2}, _GEWOON,
         frozenset({"deel_niets"}), (16, 28)),
    Mens("stil", {"knop": 72, "altijd": 9, "tijd": 5, "weg": 1, "code": 4, "uitgang": 3,
                  "uitleg": 6, "kort": 5}, turns=(14, 26), zoekt=frozenset({"meekijken: ja"})),
    Mens("wachter", {"knop": 58, "uitgang": 14, "uitleg": 2, "typ": 12, "altijd": 4, "tijd": 4,
                     "code": 6},
         {"hulpverlener": 8, "behoefte": 3, "minderjarig": 2, "bot_vraag": 1},
         frozenset({"verder", "eerst_samenvatting"}), (15, 34)),
    Mens("bezorgd", {"knop": 55, "typ": 32, "altijd": 5, "kort": 4, "uitleg": 4},
         {"zorg_om_ander": 6, "hulpverlener": 1, "vervolg": 1, "acuut_gevaar": 1, "behoefte": 1,
          "nee": 1, "minderjarig": 1}, mijdt=frozenset(), turns=(8, 18)),
    Mens("mompelaar", {"rommel": 43, "kort": 12, "knop": 36, "altijd": 5, "uitleg": 4},
         mijdt=frozenset(), turns=(12, 22)),
    Mens("uitlegger", {"uitleg": 24, "knop": 42, "overslaan": 24, "kort": 5, "typ": 3,
                       "uitgang": 2}, _GEWOON, _HOUDT_OP - {"mens_nu"}, (30, 46), _VERDER),
    Mens("nauwkeurig", {"knop": 92, "kort": 3, "typ": 3, "uitleg": 2}, _GEWOON,
         turns=(40, 58), zoekt=_OPEN | _LAAT),
    Mens("moe", {"knop": 90, "overslaan": 3, "kort": 4, "typ": 3}, _GEWOON,
         _HOUDT_OP - {"genoeg"}, (20, 34), _OPEN, 2),
    Mens("politie", {"knop": 72, "typ": 14, "kort": 2, "altijd": 1, "uitleg": 11},
         {"aangifte": 8, "politie_vraag": 2, "geen_politie": 3, "ja": 1},
         _HOUDT_OP - {"deel_niets"}, (18, 30),
         frozenset({"samenvatting: verander:aangifte", "rang: aangifte"})),
    Mens("anderstalig", {"knop": 72, "typ": 16, "kort": 5, "altijd": 3, "uitleg": 4},
         {"andere_taal": 6, "behoefte": 3, "ja": 1, "hulpverlener": 1}, turns=(14, 30),
         zoekt=frozenset({"in_taal: verder", "samenvatting: klopt"})),
    Mens("chaos", {"knop": 28, "typ": 22, "kort": 8, "altijd": 10, "oud": 4, "rommel": 8, "tijd": 4,
                   "weg": 1, "code": 4, "uitgang": 6, "terug": 4, "knoptekst": 1},
         mijdt=frozenset()),
)  # fmt: skip


class Wandelaar:
    """One person: makes a move for what the page shows."""

    def __init__(self, seed: str) -> None:
        self.rng = Random(seed)  # noqa: S311
        self.mens = self.rng.choices(MENSEN, [mens.vaak for mens in MENSEN])[0]
        self.turns = self.rng.randint(*self.mens.turns)
        self.uur = self.rng.choice((0, 2, 4, 6, 9, 16, 24, 33, 100, 130, 150))
        self.aanwezig = self.rng.random() < 0.6
        self.teams = self.rng.choices((1, 2, 3, 0), (6, 3, 2, 0.5))[0]
        self._regels: list[str] = []
        self._uitgelegd: set[str] = set()
        self._vertelt = False
        self._gevaar = ""

    def zie(self, regels: Sequence[str]) -> None:
        """See which lines can be ticked now."""
        self._regels = list(regels)

    def zet(self, stand: Stand) -> Zet:
        """Return the next move."""
        gewichten = dict(self.mens.zetten)
        if stand.staat != "bot":
            gewichten = {"typ": 25, "kort": 6, "knop": 13, "altijd": 7, "desk": 36, "tijd": 7,
                         "code": 4, "uitgang": 3, "rommel": 1, "weg": 0.5}  # fmt: skip
        else:
            gewichten["uitleg"] = gewichten.get("uitleg", 0) + 1.2
        if stand.stap == "na_overdracht":
            gewichten |= {"desk": 10, "uitleg": 8}
        elif stand.stap == "bevestig" and self._gevaar:
            gewichten["typ"] = 60
        gewichten |= {"dubbel": 0.5, "wis": 0.3, "foute_code": 0.4}
        soort = self.rng.choices(list(gewichten), list(gewichten.values()))[0]
        if soort == "knop" and not stand.aanbod:
            soort = "overslaan" if stand.staat == "bot" else "typ"
        if soort == "knop" and self._vraagt_woorden(stand):
            soort = self.rng.choice(("vertel", "overslaan", "uitleg"))
        maak = getattr(self, f"_{soort}")
        gekozen: Zet = maak(stand)
        return gekozen

    def _vraagt_woorden(self, stand: Stand) -> bool:
        """Tell whether words are waited for: "vertel" was pressed, or one can only call it enough.

        Mostly: now and then they press what is there all the same.
        """
        vertelt, self._vertelt = self._vertelt, False
        los = {waarde(k.payload) for k in stand.aanbod} == {"genoeg"}
        return (vertelt or los) and stand.staat == "bot" and self.rng.random() < 0.8

    # -- one for each kind of move ---------------------------------------------------------------

    def _knop(self, stand: Stand) -> Zet:
        """Press a button; at the consent tick some lines."""
        mijdt = self.mens.mijdt
        # Some are shown in any order, and a team's payload is other in every house.
        aanbod = sorted(stand.aanbod, key=lambda k: (k.titel, k.payload))
        knop = self.rng.choices(aanbod, [self._trek(k, stand, mijdt) for k in aanbod])[0]
        if stand.staat != "bot" or not knop.payload.startswith("/"):
            return Zet("mens_knop", knop.payload)
        regels: tuple[str, ...] = ()
        self._vertelt = waarde(knop.payload) == "vertel"
        if waarde(knop.payload).startswith("deel_"):
            regels = tuple(r for r in self._regels if self.rng.random() < 0.6)
        return Zet("knop", knop.payload, regels)

    def _trek(self, knop: Aanbod, stand: Stand, mijdt: frozenset[str]) -> float:
        wat = waarde(knop.payload)
        if f"{stand.stap}: {wat}" in self.mens.zoekt:
            return 2.0 * len(stand.aanbod)
        if wat in mijdt or (wat == "wis_ja") or (stand.stap == "wissen" and wat == "ja"):
            return 0.2 if wat == "genoeg" else 0.12
        if wat.startswith(("weg:", "verander:")):
            return 1.6 / max(1, len(stand.aanbod))
        if wat == "genoeg":
            return 0.5
        if stand.stap == "vastgelopen":
            return 1.0
        return 0.5 if wat in ("stoppen", "wissen", "code", "plaatjes", "verder") else 1.0

    def _typ(self, stand: Stand) -> Zet:
        lines = per_label()
        gewicht = self.mens.labels or dict.fromkeys(lines, 1.0)
        label = self.rng.choices(list(gewicht), list(gewicht.values()))[0]
        if stand.staat != "bot" and self.rng.random() < 0.6:
            label = self.rng.choice(_BUITEN_LABELS)
        if self.rng.random() < (0.06 if stand.staat == "bot" else 0.15):
            label = self.rng.choice(CRISES)
        if self.rng.random() < 0.08:
            label = self.rng.choice(list(lines))
        if self._gevaar and stand.stap == "bevestig":
            label, self._gevaar = self._gevaar, ""  # it comes up once more, before it is shared
        elif label in CRISES:
            self._gevaar = label
        return Zet("typ", self.rng.choice(lines[label]), label=label)

    def _uitleg(self, stand: Stand) -> Zet:
        """Ask what a question means, once each; typed now and then."""
        if stand.stap in self._uitgelegd:
            return self._knop(stand) if stand.aanbod else self._overslaan(stand)
        self._uitgelegd.add(stand.stap)
        druk = "uitleg" in stand.altijd and self.rng.random() < 0.8
        return Zet("altijd", "uitleg") if druk else Zet("typ", "leg uit")

    def _kort(self, stand: Stand) -> Zet:
        woorden: Sequence[str] = _KORTE_ANTWOORDEN if stand.staat == "bot" else _BUITEN
        if stand.stap.startswith(_DELEN) and self.rng.random() < 0.5:
            woorden = _BIJ_DELEN
        return Zet("typ", self.rng.choice(woorden))

    def _vertel(self, _stand: Stand) -> Zet:
        return Zet("typ", self.rng.choice(_VERTELD))

    def _rommel(self, _stand: Stand) -> Zet:
        return Zet("typ", self.rng.choice(ROMMEL))

    def _knoptekst(self, stand: Stand) -> Zet:
        """Type the words of a button."""
        titels = sorted(k.titel for k in stand.aanbod) or ["ja"]
        return Zet("typ", self.rng.choice(titels).lower())

    def _dubbel(self, stand: Stand) -> Zet:
        return Zet("dubbel", self._typ(stand).wat)

    def _altijd(self, stand: Stand) -> Zet:
        return Zet("altijd", self.rng.choice(stand.altijd))

    def _uitgang(self, stand: Stand) -> Zet:
        """Take a way out, pressed or typed."""
        naam = self.rng.choice(("hulpverlener", "overslaan", "stoppen", "wissen"))
        if self.rng.random() < 0.5 and naam in stand.altijd:
            return Zet("altijd", naam)
        return Zet("typ", self.rng.choice(TYPEN[naam]))

    def _terug(self, _stand: Stand) -> Zet:
        return Zet("altijd", "terug") if self.rng.random() < 0.7 else Zet("typ", "terug")

    def _overslaan(self, stand: Stand) -> Zet:
        naam = "overslaan" if "overslaan" in stand.altijd else "stoppen"
        return Zet("altijd", naam)

    def _oud(self, _stand: Stand) -> Zet:
        return Zet("oud", self.rng.choice(_OUDE_IDS))

    def _tijd(self, _stand: Stand) -> Zet:
        return Zet("tijd", str(self.rng.choice((30, 200, 3600, 9 * 3600, 40 * 3600))))

    def _weg(self, _stand: Stand) -> Zet:
        return Zet("weg")

    def _wis(self, _stand: Stand) -> Zet:
        return Zet("wis")

    def _code(self, stand: Stand) -> Zet:
        return Zet("code") if stand.code else Zet("altijd", "code")

    def _foute_code(self, _stand: Stand) -> Zet:
        return Zet("foute_code", self.rng.choice(_FOUTE_CODES))

    def _desk(self, _stand: Stand) -> Zet:
        return Zet("desk", self.rng.choice(_DESK))
