"""Units for tests: an excerpt of the real tree, some of today's provinces with all that went into them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.plugins.people import NOW


@pytest.fixture
def seed_provinces(db: None) -> Callable[..., int]:
    """Load some provinces: ``seed_provinces("46", "14")`` loads Huế and Sơn La; no code loads the whole country."""
    from ansinh.apps.territory.services.units import seed_units  # noqa: PLC0415

    def seed(*codes: str) -> int:
        return seed_units(at=NOW, provinces=codes or None)

    return seed
