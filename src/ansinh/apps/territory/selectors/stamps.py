"""The mark under which the directory stands, for what a process keeps of it."""

from __future__ import annotations

from uuid import UUID

from ansinh.apps.territory.models import DirectoryStamp


def get_stamp() -> UUID:
    """Return the mark; it is another one after any change of units, agencies or successions. Read it before them."""
    return DirectoryStamp.objects.values_list("mark", flat=True).get()
