"""The people of the register, and the days off of the year, by which the clocks go."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace

import pytest
from django.test import Client
from tests.apps.people.conftest import world as _people_world

from ansinh.apps.reporting.services.days import seed_days

people_world = _people_world


@pytest.fixture
def world(people_world: SimpleNamespace) -> SimpleNamespace:
    """Three people who work with the register, and a household of two."""
    seed_days()
    return people_world


@pytest.fixture
def client(world: SimpleNamespace, browser_of: Callable[..., Client]) -> Client:
    return browser_of(world.officer)
