"""scripts/mutatie.py: the score that `make mutatie` ends with."""

import importlib.util
import json
from pathlib import Path
from types import ModuleType

import pytest

from bot.settings import ROOT


@pytest.fixture
def mutatie() -> ModuleType:
    spec = importlib.util.spec_from_file_location("mutatie", ROOT / "scripts" / "mutatie.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _meta(folder: Path, naam: str, *codes: int | None) -> None:
    path = folder / "bot" / "kluis" / f"{naam}.py.meta"
    path.parent.mkdir(parents=True, exist_ok=True)
    inhoud = {"exit_code_by_key": {f"{naam}.{nr}": code for nr, code in enumerate(codes)}}
    path.write_text(json.dumps(inhoud))


def test_what_no_test_noticed_lowers_the_score(mutatie: ModuleType, tmp_path: Path) -> None:
    """Killed and hung count as noticed; survived, without a test, and anything odd do not."""
    _meta(tmp_path, "a", 1, 3, -24, 0, 33, -11)
    _meta(tmp_path, "leeg")
    found = mutatie.counted(tmp_path)
    assert list(found) == ["bot.kluis.a"]
    een = found["bot.kluis.a"]
    assert een == {"killed": 2, "timeout": 1, "survived": 1, "no test": 1, "other": 1}
    assert mutatie.score(een) == 50
    assert mutatie.table(found)[-1] == "| all | 6 | 2 | 1 | 1 | 1 | 0 | 1 | 50.0% |"


@pytest.mark.parametrize(
    ("codes", "status"), [([1] * 9 + [0], 0), ([1] * 8 + [0], 1), ([1] * 19 + [None], 1), ([], 1)]
)
def test_below_the_bar_it_ends_with_an_error(
    mutatie: ModuleType,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    codes: list[int | None],
    status: int,
) -> None:
    """90% is enough, less is not, nor is a run that was cut off or never made."""
    monkeypatch.setattr(mutatie, "MUTANTS", tmp_path)
    _meta(tmp_path, "a", *codes)
    assert mutatie.main() == status
