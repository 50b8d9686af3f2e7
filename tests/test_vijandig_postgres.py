"""Hostile input on PostgreSQL: it refuses what SQLite takes, such as a zero byte in a text."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.databases import Cluster
from tests.nest import Nest
from tests.vijandig import FORMULIEREN, ROUTES, Huis, bestook, bewoond, vul_in

pytestmark = [pytest.mark.model, pytest.mark.postgres]


@pytest.fixture(scope="module")
def huis(
    nest: Nest, postgres_cluster: Cluster, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Huis]:
    """Both servers on a database of their own, in PostgreSQL."""
    yield from bewoond(nest, tmp_path_factory.mktemp("vijandig"), postgres_cluster.new_url())


@pytest.mark.parametrize(("app", "method", "route"), ROUTES)
def test_every_route_answers_whatever_comes(huis: Huis, app: str, method: str, route: str) -> None:
    """Whatever is sent: never a failure, always our headers, and the servers stay up."""
    bestook(huis, app, method, route)


@pytest.mark.parametrize(("app", "route"), FORMULIEREN)
def test_forms_of_ones_own_page_with_odd_fields(huis: Huis, app: str, route: str) -> None:
    """With a right token, at home and logged in: every field may hold anything."""
    vul_in(huis, app, route)
