"""Fixtures that several test modules share, and how hypothesis runs."""

from pathlib import Path

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

#: What takes longest goes first: a run on two workers then does not end with one that waits.
LANGE = (
    "test_e2e.py", "test_kill.py", "test_kanarie.py", "test_verkenner.py", "test_vijandig.py",
    "test_logregels.py", "test_andere_browsers.py", "test_storing.py", "test_desk_browser.py",
    "test_serve.py", "test_rasa.py", "test_nakijken.py", "test_vijandig_postgres.py",
    "test_nlu_gewoon.py", "test_router.py", "test_desk_routes.py", "test_chat_browser_looks.py",
    "test_desk_einde.py", "test_chat_browser_exit.py", "test_schild.py", "test_terugkomst.py",
)  # fmt: skip


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the long files first; within a file the order stays."""
    assert all((Path(__file__).parent / naam).is_file() for naam in LANGE)
    items.sort(key=lambda item: LANGE.index(n) if (n := item.path.name) in LANGE else len(LANGE))
