"""The small province stands in every test of this room."""

from __future__ import annotations

import pytest
from tests.apps.reporting.factories import World, make_world


@pytest.fixture
def world(db: None) -> World:
    """A province with three communes, an open period, and its people."""
    return make_world()
