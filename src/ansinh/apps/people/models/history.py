"""Every change of a row is kept by the database itself, however it came: page, import, COPY or SQL by hand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import pghistory
import pgtrigger
from django.db import models

Table = TypeVar("Table", bound=type[models.Model])


def tracked() -> Callable[[Table], Table]:
    """Keep what a table's rows were: one statement of the database writes one statement of history."""
    keep: Callable[[Table], Table] = pghistory.track(
        pghistory.InsertEvent(level=pgtrigger.Statement),
        pghistory.UpdateEvent(level=pgtrigger.Statement),
        pghistory.DeleteEvent(level=pgtrigger.Statement),
        # Who did it stands in the row itself, from what accounts.scope sets for the transaction.
        context_field=pghistory.ContextJSONField(),
        context_id_field=cast(Any, None),  # the library takes None here; its annotation does not say so
    )
    return keep
