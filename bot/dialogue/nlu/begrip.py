"""What the bot understood of one message, and how the parts are put together."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.dialogue.nlu.acts import Tolk
from bot.dialogue.nlu.behoeften import Gehoord, Oor
from bot.dialogue.nlu.crisis import Alarm, Wacht
from bot.dialogue.nlu.kenmerken import Analyse, Kenmerken
from bot.dialogue.nlu.labels import BEHOEFTE, BEHOEFTE_VAN, NIETS, ZONDER_BEHOEFTEN
from bot.dialogue.nlu.voorbeelden import Voorbeeld

UNSURE = 0.35  # below this confidence an act is a guess
BESIDE = 0.7  # how certain a need must be beside a crisis or an act: those seldom say one too
FAR_OVER = 0.3  # how clear a crisis must be in a message that seems out of reach
_NIET_TERUG = "wendingen:terug_geweigerd"
_POLICE = frozenset({"politie", "aangifte"})
_OFFICES = frozenset({"ind", "immigratie", "immigratiedienst", "vreemdelingendienst"})


@dataclass(frozen=True)
class Begrip:
    """A message understood.

    `intent` is what Rasa acts on: the crisis if there is one, else the act. `act` is the act
    beside it, None for a statement of needs; `needs` are (behoefte, start, end).
    """

    intent: str
    act: str | None
    needs: list[tuple[str, int, int]]
    crisis: str | None
    confidence: float
    ranking: list[tuple[str, float]]


def combine(
    analyse: Analyse,
    ranking: Sequence[tuple[str, float]],
    needs: Sequence[Gehoord],
    alarm: Alarm | None,
) -> Begrip:
    """Puts act, needs and crisis together: a crisis wins, and brings its own need."""
    ranking, needs = named(analyse, ranking, needs)
    first, sure = ranking[0]
    if not analyse.words:
        return _nothing(ranking)
    if alarm and first == "buiten_bereik" and not alarm.woorden and alarm.over < FAR_OVER:
        alarm = None  # a film, a game: not danger
    act = None if first == BEHOEFTE else first
    plain = alarm is None and act is None
    heard = [n for n in needs if plain or n.zekerheid > BESIDE]
    spans = [(n.behoefte, n.start, n.end) for n in heard] if act not in ZONDER_BEHOEFTEN else []
    if alarm is not None:
        if act == "buiten_bereik":
            ranking = [(name, c) for name, c in ranking if name != act]
            act = None
        own = BEHOEFTE_VAN[alarm.soort]
        if act not in ZONDER_BEHOEFTEN and own not in [label for label, _, _ in spans]:
            start, end = alarm.woorden or (analyse.words[0].start, analyse.words[-1].end)
            spans = sorted([*spans, (own, start, end)], key=lambda span: span[1:])
        return Begrip(alarm.soort, act, spans, alarm.soort, 1.0,
                      [(alarm.soort, 1.0), *ranking])  # fmt: skip
    if sure < UNSURE and not spans:
        return _nothing(ranking)
    return Begrip(first, act, spans, None, sure, list(ranking))


def named(
    analyse: Analyse, ranking: Sequence[tuple[str, float]], needs: Sequence[Gehoord]
) -> tuple[Sequence[tuple[str, float]], Sequence[Gehoord]]:
    """Leaves police and aangifte to who names them: the bot never brings them up itself (design
    section 5, invariant 2). Who asks whether somebody else is told, asks what is kept.
    """
    if not analyse.named & _POLICE:
        needs = [need for need in needs if need.behoefte != "aangifte"]
        if ranking[0][0] == "geen_politie":
            ranking = ranking[1:]
        elif ranking[0][0] == "politie_vraag" and not _OFFICES & {w.vorm for w in analyse.words}:
            rest = [row for row in ranking[1:] if row[0] != "anoniem"]
            ranking = [("anoniem", ranking[0][1]), *rest]
    return _wel_of_niet(ranking, _niet_terug(analyse, needs))


def _niet_terug(analyse: Analyse, needs: Sequence[Gehoord]) -> Sequence[Gehoord]:
    """Who will not go back to their country asks to stay: never say back that they want to go."""
    hit = next((hit for hit in analyse.phrases if hit.label == _NIET_TERUG), None)
    if hit is None:
        return needs
    blijft = [replace(n, behoefte="verblijf") if n.behoefte == "terugkeer" else n for n in needs]
    if all(need.behoefte != "verblijf" for need in blijft):
        start, end = analyse.words[hit.first].start, analyse.words[hit.last - 1].end
        blijft.append(Gehoord("verblijf", start, end, 1.0))
    return sorted(blijft, key=lambda need: (need.start, need.end))


def _wel_of_niet(
    ranking: Sequence[tuple[str, float]], needs: Sequence[Gehoord]
) -> tuple[Sequence[tuple[str, float]], Sequence[Gehoord]]:
    """Nobody wants aangifte and no police in one message: the surer of the two was said."""
    first, sure = ranking[0]
    wil = max((need.zekerheid for need in needs if need.behoefte == "aangifte"), default=0.0)
    if first != "geen_politie" or not wil:
        return ranking, needs
    if wil > sure:
        return [(BEHOEFTE, wil), *(row for row in ranking[1:] if row[0] != BEHOEFTE)], needs
    return ranking, [need for need in needs if need.behoefte != "aangifte"]


def _nothing(ranking: Sequence[tuple[str, float]]) -> Begrip:
    doubt = 1 - ranking[0][1]
    return Begrip(NIETS, None, [], None, doubt, [(NIETS, doubt), *ranking])


@dataclass(frozen=True)
class Begrijper:
    """All parts together, without Rasa: for tests, experiments and held-out voices."""

    kenmerken: Kenmerken
    tolk: Tolk
    oor: Oor
    wacht: Wacht

    @classmethod
    def train(cls, kenmerken: Kenmerken, examples: Sequence[Voorbeeld]) -> "Begrijper":
        """Learns every part from *examples*, which were analysed by *kenmerken*."""
        width = len(kenmerken)
        return cls(
            kenmerken,
            Tolk.train(examples, width),
            Oor.train(examples, width),
            Wacht.train(examples, width),
        )

    def __call__(self, text: str) -> Begrip:
        analyse = self.kenmerken(text)
        return combine(analyse, self.tolk(analyse), self.oor(analyse), self.wacht(analyse))
