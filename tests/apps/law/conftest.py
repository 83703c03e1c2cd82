"""Three officials of one province, one of a commune of it, two of another province, and a decree in a file."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from tests.apps.people.factories import HERE, unit

from ansinh.apps.accounts.models import Role

PDF = b"%PDF-1.4\n1 0 obj << /Type /Catalog >> endobj\ntrailer << /Root 1 0 R >>\n%%EOF\n"


@pytest.fixture
def officials(seed_provinces: Callable[..., int], make_user: Callable[..., Any], tmp_path: Any, settings: Any) -> Any:
    """Who reads for Huế, who may not, and who reads for Sơn La."""
    settings.MEDIA_ROOT = tmp_path
    seed_provinces("46", "14")
    return SimpleNamespace(
        first=make_user("mot", Role.DEPARTMENT_OFFICER, scope_unit=unit("46")),
        second=make_user("hai", Role.COORDINATOR, scope_unit=unit("46")),
        third=make_user("ba", Role.CHAIR, scope_unit=unit("46")),
        commune=make_user("xa", Role.COMMUNE_OFFICER, scope_unit=unit(HERE)),
        commune_chair=make_user("lanhdaoxa", Role.CHAIR, scope_unit=unit(HERE)),
        elsewhere=make_user("sonla", Role.COORDINATOR, scope_unit=unit("14")),
        nowhere=make_user("khongxa", Role.DEPARTMENT_OFFICER),
    )
