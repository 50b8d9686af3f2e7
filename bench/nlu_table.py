"""The understanding beside what else could be had from the same data: `make bench-nlu`.

Every row learns from the same lines of `data/nlu` (`--lines`: whole voices, always the same) and is
measured on the same messages of `bench/toets`, whose voices nobody trained on, in one run.
Rows that give a score have their borders chosen on voices held out from those lines, as ours are.
Prints the table of docs/model-card.md.
"""

from __future__ import annotations

import argparse
import asyncio
import dataclasses
import logging
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import structlog
import yaml

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "bench")]

from nlu_voices import examples, learn, stem  # noqa: E402
from sklearn.feature_extraction.text import TfidfVectorizer  # noqa: E402
from sklearn.linear_model import LogisticRegression  # noqa: E402
from sklearn.pipeline import make_union  # noqa: E402
from sklearn.svm import LinearSVC  # noqa: E402

from bot.dialogue import evaluate  # noqa: E402
from bot.dialogue.nlu import components  # noqa: E402
from bot.dialogue.nlu.acts import LABELS  # noqa: E402
from bot.dialogue.nlu.begrip import Begrijper, Begrip  # noqa: E402
from bot.dialogue.nlu.behoeften import thresholds  # noqa: E402
from bot.dialogue.nlu.crisis import border  # noqa: E402
from bot.dialogue.nlu.kenmerken import Kenmerken  # noqa: E402
from bot.dialogue.nlu.labels import BEHOEFTE, BEHOEFTEN, CRISES  # noqa: E402
from bot.dialogue.nlu.lexicon import Lexicon  # noqa: E402
from bot.dialogue.nlu.lineair import folds, matrix  # noqa: E402
from bot.dialogue.nlu.normaliser import Normaliser  # noqa: E402
from bot.dialogue.nlu.voorbeelden import Voorbeeld  # noqa: E402

HEAD = (
    "", "needs F1", "crisis recall", "false alarms", "kind", "acts", "out of reach", "ms p95",
    "s to train",
)  # fmt: skip
Understand = Callable[[str], Begrip]
TOETS = ROOT / "bench" / "toets"
DIET = {"name": "DIETClassifier", "constrain_similarities": True, "random_seed": 7}
#: Of Rasa's default pipeline what stands before its classifier; what stands behind it (synonyms,
#: responses, a fallback) is left out: there are no synonyms and no responses to choose from, and a
#: fallback would take acts and dangers away.
COUNTS = [
    {"name": "WhitespaceTokenizer"},
    {"name": "RegexFeaturizer"},
    {"name": "LexicalSyntacticFeaturizer"},
    {"name": "CountVectorsFeaturizer"},
    {"name": "CountVectorsFeaturizer", "analyzer": "char_wb", "min_ngram": 1, "max_ngram": 4},
]


def zeg(needs: Sequence[str], crisis: str | None, act: str | None) -> Begrip:
    """What a row says of a message, in the form the evaluation reads."""
    return Begrip(crisis or act or BEHOEFTE, act, [(n, 0, 0) for n in needs], crisis, 1.0, [])


# -- one SVM or regression per label, on one matrix of features ----------------------------------


class PerLabel:
    """A classifier per need and crisis, one for the act, with borders from held-out voices."""

    def __init__(self, features: Any, make: Callable[[], Any]) -> None:
        self._features, self._make = features, make

    def fit(self, found: Sequence[Voorbeeld]) -> PerLabel:
        """Learn from examples."""
        rows = self._features.fit_transform([e.analyse.text for e in found])
        needs = np.array([[label in e.behoeften for label in BEHOEFTEN] for e in found])
        danger = np.array([[e.crisis is not None, *(e.crisis == c for c in CRISES)] for e in found])
        acts = np.array([LABELS.index(e.act) for e in found])
        held = np.zeros((len(found), len(BEHOEFTEN) + 1), np.float32)
        for out in folds([e.stem for e in found], 3):
            held[out, :-1] = self._scores(self._columns(rows[~out], needs[~out]), rows[out])
            held[out, -1] = self._scores(self._columns(rows[~out], danger[~out, :1]), rows[out])[
                :, 0
            ]
        self._borders = thresholds(held[:, :-1], needs)
        self._danger_at = border(held[:, -1], np.zeros(len(found), bool), danger[:, 0])
        self._needs, self._danger = self._columns(rows, needs), self._columns(rows, danger)
        self._acts = self._make().fit(rows, acts)
        return self

    def _columns(self, rows: Any, targets: Any) -> list[Any]:
        return [self._make().fit(rows, t) if t.any() else None for t in targets.T]

    @staticmethod
    def _scores(columns: Sequence[Any], rows: Any) -> Any:
        n = rows.shape[0]
        found = [np.full(n, -9.0) if c is None else c.decision_function(rows) for c in columns]
        return np.stack(found, axis=1).astype(np.float32)

    def __call__(self, text: str) -> Begrip:
        """Understand one message."""
        row = self._features.transform([text])
        over = self._scores(self._needs, row)[0] - self._borders
        danger = self._scores(self._danger, row)[0]
        act = LABELS[int(self._acts.predict(row)[0])]
        crisis = CRISES[int(danger[1:].argmax())] if danger[0] > self._danger_at else None
        needs = [] if act == "zorg_om_ander" else [BEHOEFTEN[i] for i in np.flatnonzero(over > 0)]
        return zeg(needs, crisis, None if act == BEHOEFTE else act)


class Ours:
    """Our features as a scikit-learn vectoriser."""

    def fit_transform(self, texts: Sequence[str]) -> Any:
        """Learn which features exist, and return the rows."""
        normaliser = Normaliser.load()
        self._kenmerken = Kenmerken(normaliser, Lexicon.load(normaliser))
        self._kenmerken.fit(texts)
        return self.transform(texts)

    def transform(self, texts: Sequence[str]) -> Any:
        """Return the rows."""
        return matrix([self._kenmerken(t).vector for t in texts], len(self._kenmerken))


def counts() -> Any:
    """Words and pairs of words, and letters in words."""
    return make_union(
        TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True),
        TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), min_df=2, sublinear_tf=True),
    )


def regression() -> Any:
    """A logistic regression that weighs rare labels up."""
    return LogisticRegression(C=10, class_weight="balanced", solver="liblinear")


def svm() -> Any:
    """A linear SVM."""
    return LinearSVC(C=0.5, tol=0.1, max_iter=300)


# -- Rasa's own ----------------------------------------------------------------------------------


def rasa_row(pipeline: list[Any], normal: bool = False) -> Callable[[list[Any]], Understand]:
    """A row that Rasa trains; *normal*: on normalised words, with our begrippen behind them."""
    normaliser = Normaliser.load()
    lexicon = Lexicon.load(normaliser)

    def text_of(text: str) -> str:
        if not normal:
            return text
        words = normaliser(text)
        names = sorted({n for found in lexicon.concepts(words) for n in found})
        return " ".join([*(w.vorm for w in words), *(f"xx{n}" for n in names)]) or text

    def train(messages: list[Any]) -> Understand:
        from rasa.core.agent import Agent
        from rasa.model_training import train_nlu

        folder = Path(tempfile.mkdtemp(prefix="eerstjij-bench-"))
        (folder / "nlu.yml").write_text(_rasa_data(messages, text_of), encoding="utf-8")
        config = {
            "recipe": "default.v1",
            "language": "nl",
            "assistant_id": "b",
            "pipeline": pipeline,
        }
        (folder / "config.yml").write_text(yaml.safe_dump(config), encoding="utf-8")
        model = train_nlu(str(folder / "config.yml"), str(folder / "nlu.yml"), str(folder))
        agent = Agent.load(model)
        loop = asyncio.new_event_loop()

        def understand(text: str) -> Begrip:
            found = loop.run_until_complete(agent.parse_message(text_of(text)))
            intent = found["intent"]["name"]
            kind = intent.split("-")[-1]
            crisis = kind if kind in CRISES else None
            act = intent.split("-")[0]
            needs = sorted({e["entity"] for e in found["entities"] if e["entity"] in BEHOEFTEN})
            return zeg(needs, crisis, act if act not in (BEHOEFTE, *CRISES) else None)

        return understand

    return train


def _rasa_data(messages: list[Any], text_of: Callable[[str], str]) -> str:
    """The lines as Rasa's data: the need is the entity, a crisis beside an act is one intent."""
    lines: dict[str, list[str]] = {}
    for message in messages:
        found, text = components.voorbeeld(message), message.get("text")
        intent = found.crisis if found.act == BEHOEFTE and found.crisis else found.act
        if found.act != BEHOEFTE and found.crisis:
            intent = f"{found.act}-{found.crisis}"
        stretches, at = [], 0
        for label, start, end in sorted(found.spans, key=lambda s: s[1]):
            said = text_of(text[start:end])
            stretches += [
                text_of(text[at:start]) if text[at:start].strip() else "",
                f"[{said}]({label})",
            ]
            at = end
        stretches.append(text_of(text[at:]) if text[at:].strip() else "")
        lines.setdefault(intent, []).append(" ".join(" ".join(stretches).split()))
    nlu = [
        {"intent": i, "examples": "".join(f"- {t}\n" for t in found)} for i, found in lines.items()
    ]
    return yaml.safe_dump({"version": "3.1", "nlu": nlu}, allow_unicode=True, width=10_000)


# -- rows on top of ours -------------------------------------------------------------------------


@dataclasses.dataclass
class Ensemble:
    """Ours, with the regression on our features as a second ear for needs and for crisis."""

    ours: Begrijper
    second: PerLabel

    def __call__(self, text: str) -> Begrip:
        """Both must hear a need; either may hear a crisis that both find likely."""
        mine, other = self.ours(text), self.second(text)
        needs = {n for n, _, _ in mine.needs} & {n for n, _, _ in other.needs}
        return zeg(sorted(needs), mine.crisis, mine.act)


def self_trained(messages: list[Any], rest: list[Any], ours: Begrijper) -> Begrijper:
    """Ours, learned anew with what it hears itself in lines whose labels it does not see."""
    from rasa.shared.nlu.training_data.message import Message

    extra = []
    for message in rest:
        text = message.get("text")
        heard = ours(text)
        if heard.confidence < 0.9 and heard.crisis is None:
            continue
        spans = [{"entity": BEHOEFTE, "value": n, "start": a, "end": b} for n, a, b in heard.needs]
        about = {"intent": {"stem": f"zelf-{stem(message)}", "crisis": heard.crisis}}
        intent = heard.crisis if heard.crisis and heard.act is None else heard.act or BEHOEFTE
        extra.append(
            Message({"text": text, "intent": intent, "entities": spans, "metadata": about})
        )
    return learn([*messages, *extra])


# -- the table -----------------------------------------------------------------------------------


def pick(messages: list[Any], lines: int) -> tuple[list[Any], list[Any]]:
    """Whole voices, at random but always the same ones, up to about *lines*; and the rest."""
    names = sorted({stem(m) for m in messages})
    random.Random(7).shuffle(names)  # noqa: S311
    chosen: set[str] = set()
    for name in names:
        if sum(stem(m) in chosen for m in messages) >= lines:
            break
        chosen.add(name)
    return [m for m in messages if stem(m) in chosen], [
        m for m in messages if stem(m) not in chosen
    ]


def rows(
    messages: list[Any], rest: list[Any], epochs: int
) -> Iterator[tuple[str, Callable[[], Understand]]]:
    """Every row of the table, by name: a function that trains it."""
    found: list[Voorbeeld] = []

    def ours() -> Begrijper:
        made = learn(messages)
        found.extend(components.voorbeeld(m) for m in messages)
        return made

    kept: dict[str, Any] = {}

    def keep(name: str, make: Callable[[], Any]) -> Callable[[], Any]:
        def made() -> Any:
            kept[name] = make()
            return kept[name]

        return made

    yield "the multi-label design (what runs)", keep("ours", ours)
    yield (
        "words and letters, logistic regression",
        lambda: PerLabel(counts(), regression).fit(found),
    )
    yield "words and letters, linear SVM", lambda: PerLabel(counts(), svm).fit(found)
    yield "our features, linear SVM, whole messages", lambda: PerLabel(Ours(), svm).fit(found)
    yield (
        "our features, logistic regression",
        keep("lr", lambda: PerLabel(Ours(), regression).fit(found)),
    )
    yield "ensemble: a need that both hear", lambda: Ensemble(kept["ours"], kept["lr"])
    yield (
        "self-training on the other lines",
        lambda: self_trained(messages, rest[: len(messages)], kept["ours"]),
    )
    lr = [*COUNTS, {"name": "LogisticRegressionClassifier"}, {"name": "CRFEntityExtractor"}]
    yield "Rasa: LogisticRegressionClassifier, CRFEntityExtractor", lambda: rasa_row(lr)(messages)
    diet = [*COUNTS, {**DIET, "epochs": epochs}]
    yield f"Rasa: DIET, {epochs} epochs", lambda: rasa_row(diet)(messages)
    yield (
        f"DIET on our words and begrippen, {epochs} epochs",
        lambda: rasa_row(diet, True)(messages),
    )


def line(name: str, results: Sequence[evaluate.Uitslag], seconds: float) -> str:
    """One row in Markdown."""
    found = evaluate.report(results)
    figures = (
        found["needs"]["micro"]["f1"], found["crisis"]["recall"],
        found["crisis"]["false_positive_rate"], found["crisis"]["kind_accuracy"],
        found["act"]["accuracy"], found["out_of_reach"]["taken_for_need_or_crisis"],
    )  # fmt: skip
    shown = " | ".join("-" if f is None else f"{f:.3f}" for f in figures)
    return f"| {name} | {shown} | {found['ms_per_message']['p95']:.1f} | {seconds:.0f} |"


def main(argv: list[str] | None = None) -> int:
    """Print the table; returns 0."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lines", type=int, default=8000)
    parser.add_argument("--epochs", type=int, default=30)
    parser.add_argument("--only", help="only rows with this in their name (the first always runs)")
    args = parser.parse_args(argv)
    messages, rest = pick(examples(ROOT / "data" / "nlu"), args.lines)
    gold = [row for path in sorted(TOETS.glob("*.jsonl")) for row in evaluate.read(path)]
    voices = len({stem(m) for m in messages})
    print(f"{len(messages)} lines of {voices} voices; {len(gold)} messages\n")
    print(f"| {' | '.join(HEAD)} |")
    print("|---" * len(HEAD) + "|", flush=True)
    for nr, (name, make) in enumerate(rows(messages, rest, args.epochs)):
        if nr and args.only and args.only not in name:
            continue
        start = time.monotonic()
        understand = make()
        seconds = time.monotonic() - start
        print(line(name, evaluate.measure(gold, understand), seconds), flush=True)
    return 0


if __name__ == "__main__":
    os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    sys.exit(main())
