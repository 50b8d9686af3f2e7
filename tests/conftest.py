"""Fixtures that several test modules share, and how hypothesis runs."""

import gc
from functools import cache
from pathlib import Path

import httpx
import pytest
from hypothesis import Phase, settings

from tests.databases import (  # noqa: F401
    backup,
    database,
    database_url,
    own_cluster,
    postgres_cluster,
    sqlite_database,
    sqlite_template,
    sqlite_url,
)
from tests.desk_world import wereld, wereld_op_beide  # noqa: F401
from tests.geduld import leer_geduld
from tests.locks import snelle_sloten  # noqa: F401
from tests.nest import nest  # noqa: F401

# How long an example takes says something of the machine, nothing of the code.
settings.register_profile("huis", deadline=None)
# For `make mutatie`: the same few examples each time, and a failure is not made smaller first.
settings.register_profile(
    "mutatie",
    deadline=None,
    max_examples=25,
    phases=(Phase.explicit, Phase.generate),
    derandomize=True,
    database=None,
)
settings.load_profile("huis")

leer_geduld()

# Each client would read every certificate of the machine anew, to ask a server of our own.
httpx._transports.default.create_ssl_context = cache(httpx._transports.default.create_ssl_context)

#: What takes longest: a run on several workers then does not end with one that waits.
LANGE = (
    "test_e2e.py", "test_kill.py", "test_kanarie.py", "test_verkenner.py", "test_vijandig.py",
    "test_logregels.py", "test_andere_browsers.py", "test_storing.py", "test_desk_routes.py",
    "test_serve.py", "test_rasa.py", "test_nakijken.py", "test_vijandig_postgres.py",
    "test_nlu_gewoon.py", "test_router.py", "test_desk_zaken.py", "test_desk_browser.py",
    "test_chat_browser_exit.py", "test_chat_browser_looks.py", "test_kapot.py", "test_schild.py",
)  # fmt: skip


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put files that need the model last, and before them those with a browser.

    Of each kind the long ones go first; the order within a file stays.
    """
    assert all((Path(__file__).parent / naam).is_file() for naam in LANGE)
    for item in items:
        if "nest" in getattr(item, "fixturenames", ()):
            item.add_marker("model")
    met = {
        soort: {item.path for item in items if item.get_closest_marker(soort)}
        for soort in ("model", "browser")
    }

    def plaats(item: pytest.Item) -> tuple[bool, bool, int]:
        lang = LANGE.index(item.path.name) if item.path.name in LANGE else len(LANGE)
        return item.path in met["model"], item.path in met["browser"], lang

    items.sort(key=plaats)


def pytest_collection_finish() -> None:
    """Nothing of what was loaded is looked through again where a test collects garbage."""
    gc.collect()
    gc.freeze()


@cache
def _trained() -> int:
    """Return the status of the training, once: where it failed, no other test tries again."""
    from bot.dialogue.train import train_if_changed
    from bot.settings import load

    return train_if_changed(load().model_dir)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """What needs the model waits until it is trained: the others run while that goes on."""
    if item.get_closest_marker("model"):
        assert _trained() == 0, "the model could not be trained"
