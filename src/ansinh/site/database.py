"""A database address as Django wants it."""

from __future__ import annotations

from typing import Any

from psycopg.conninfo import conninfo_to_dict

NAMES = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}


def database_from(url: str) -> dict[str, Any]:
    """Return the Django settings of a PostgreSQL address (``postgresql://user@/name?host=/socket&passfile=…``).

    Every parameter that the PostgreSQL client library knows is allowed. Raises
    ``psycopg.ProgrammingError`` for an address that is none.
    """
    given = conninfo_to_dict(url)
    database: dict[str, Any] = {"ENGINE": "django.db.backends.postgresql", "OPTIONS": {}}
    for name, value in given.items():
        if name in NAMES:
            database[NAMES[name]] = value
        else:
            database["OPTIONS"][name] = value
    return database
