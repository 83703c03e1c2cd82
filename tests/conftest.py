"""What every test may use: the shared material, when it lies beside the checkout."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# The same examples in every run, so that a red run is red for everybody; `HYPOTHESIS_PROFILE=wide` looks for new ones.
settings.register_profile("same", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("wide", deadline=None, max_examples=2000, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))

# Tests open pages faster than people read; how that is held back has its own test.
os.environ.setdefault("ANSINH_PAGES_A_MINUTE", "1000000")

pytest_plugins = ["tests.plugins.database", "tests.plugins.servers", "tests.plugins.people", "tests.plugins.units"]

ROOT = Path(__file__).resolve().parent.parent


def shared_dir() -> Path | None:
    """Return the folder of reference material (ANSINH_SHARED, else ../shared), or None."""
    place = Path(os.environ.get("ANSINH_SHARED", ROOT.parent / "shared"))
    return place if (place / "documents").is_dir() else None


@pytest.fixture(scope="session")
def shared() -> Path:
    """The shared material; the test is skipped, saying why, where it is missing."""
    place = shared_dir()
    if place is None:
        pytest.skip("không có ../shared (hoặc ANSINH_SHARED): bỏ qua phép thử trên năm văn bản")
    return place
