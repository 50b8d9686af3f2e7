"""bot.dialogue.evaluate."""

import json
from pathlib import Path
from typing import Any

import pytest

from bot.dialogue import evaluate
from bot.dialogue.nlu import model
from bot.dialogue.nlu.begrip import Begrip


def heard(needs: tuple[str, ...] = (), crisis: str | None = None, act: str | None = None) -> Begrip:
    """A Begrip with these labels."""
    intent = crisis or act or "behoefte"
    return Begrip(intent, act, [(n, 0, 1) for n in needs], crisis, 0.9, [(intent, 0.9)])


def line(text: str, **labels: Any) -> dict[str, Any]:
    """A labelled message."""
    return {"text": text, "needs": [], "crisis": None, "act": None, **labels}


def figures(*pairs: tuple[dict[str, Any], Begrip]) -> dict[str, Any]:
    """The report on messages that were heard so."""
    said = {row["text"]: begrip for row, begrip in pairs}
    return evaluate.report(evaluate.measure([row for row, _ in pairs], said.__getitem__))


def test_needs_are_counted_over_all_labels() -> None:
    """Micro figures add up hits, said and gold; a label has its own."""
    found = figures(
        (line("a", needs=["basis", "taal"]), heard(("basis", "medisch"))),
        (line("b", needs=["basis"]), heard(("basis",))),
    )["needs"]
    assert found["micro"]["precision"] == found["micro"]["recall"] == round(2 / 3, 4)
    assert found["per_label"]["basis"]["f1"] == 1.0
    assert found["per_label"]["taal"]["recall"] == 0.0
    assert found["per_label"]["kinderen"]["f1"] is None


def test_crisis_of_any_kind_counts_as_found() -> None:
    """Recall asks whether danger was heard; the kind is measured where it was."""
    found = figures(
        (line("a", crisis="zelfdoding"), heard(crisis="zelfdoding")),
        (line("b", crisis="zelfdoding"), heard(crisis="medische_nood")),
        (line("c", crisis="acuut_gevaar"), heard()),
        (line("d"), heard(crisis="acuut_gevaar")),
        (line("e"), heard()),
    )["crisis"]
    assert found["recall"] == round(2 / 3, 4)
    assert found["precision"] == round(2 / 3, 4)
    assert found["false_positive_rate"] == 0.5
    assert found["kind_accuracy"] == 0.5
    assert found["by_kind"]["zelfdoding"]["recall"] == 1.0
    assert found["by_kind"]["acuut_gevaar"]["recall"] == 0.0


def test_no_act_is_a_label_too() -> None:
    """A statement of needs has act null, and hearing an act there is a mistake."""
    found = figures(
        (line("a"), heard(act="groet")),
        (line("b"), heard()),
        (line("c", act="ja"), heard(act="ja")),
    )["act"]
    assert found["accuracy"] == round(2 / 3, 4)
    assert found["per_label"]["null"]["recall"] == 0.5
    assert found["per_label"]["ja"]["f1"] == 1.0


def test_out_of_reach_taken_for_a_need_is_counted() -> None:
    """A need heard in a message about football is a false acceptance."""
    found = figures(
        (line("a", act="buiten_bereik"), heard(("basis",))),
        (line("b", act="buiten_bereik"), heard(act="buiten_bereik")),
    )["out_of_reach"]
    assert found == {"gold": 2, "taken_for_need_or_crisis": 0.5}


def test_nothing_to_measure_gives_null_not_an_error() -> None:
    """A ratio without cases is null."""
    found = evaluate.report([])
    assert found["messages"] == 0
    assert found["crisis"]["recall"] is found["act"]["accuracy"] is None


@pytest.mark.parametrize(
    "bad",
    ['{"text": "a", "needs": ["huis"]}', '{"needs": []}', "geen json", '{"text": 1}',
     '{"text": "a", "act": "roepen"}'],
)  # fmt: skip
def test_a_bad_line_is_named(tmp_path: Path, bad: str) -> None:
    """File and line number say where the mistake is."""
    file = tmp_path / "x.jsonl"
    file.write_text('{"text": "goed"}\n' + bad + "\n", encoding="utf-8")
    with pytest.raises(evaluate.SlechteRegel, match="line 2"):
        list(evaluate.read(file))


def test_the_command_prints_json_and_writes_predictions(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """One JSON object on stdout; a line per message, with the words of each need."""
    monkeypatch.setattr(model, "newest", lambda folder: folder)
    monkeypatch.setattr(model, "load", lambda path: lambda text: heard(("basis",)))
    file, out = tmp_path / "x.jsonl", tmp_path / "out.jsonl"
    file.write_text(json.dumps(line("honger", needs=["basis"])) + "\n", encoding="utf-8")
    assert evaluate.main([str(file), "--json", "--predictions", str(out)]) == 0
    assert json.loads(capsys.readouterr().out)["needs"]["micro"]["f1"] == 1.0
    [written] = [json.loads(text) for text in out.read_text(encoding="utf-8").splitlines()]
    assert (written["text"], written["needs"], written["spans"]) == (
        "honger", ["basis"], [["basis", "h"]],
    )  # fmt: skip


def test_a_missing_file_is_a_sentence_not_a_traceback(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The command says what is wrong and returns 2."""
    assert evaluate.main([str(tmp_path / "weg.jsonl")]) == 2
    assert "weg.jsonl" in capsys.readouterr().out
