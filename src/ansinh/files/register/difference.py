"""What a changed list says that the earlier one did not: rows added, taken away, changed, by a key."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ansinh.files.register.rows import PersonRow


@dataclass(frozen=True, slots=True)
class Change:
    """A person whom both lists have: per field what stood before and what stands now."""

    key: str
    fields: Mapping[str, tuple[Any, Any]]


@dataclass(frozen=True, slots=True)
class Difference:
    """Keys added and taken away, changes, and keys that one list has twice, which are not compared."""

    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    changed: tuple[Change, ...] = ()
    doubled: tuple[str, ...] = field(default=())

    @property
    def is_empty(self) -> bool:
        """Whether taking the list would change nothing."""
        return not (self.added or self.removed or self.changed or self.doubled)


def key_of(person: PersonRow) -> str:
    """Return by what a person is known from list to list: the personal number, else name, birth and household."""
    if person.personal_id:
        return person.personal_id
    birth = f"{person.birth.start}/{person.birth.end}" if person.birth else ""
    return "|".join((person.full_name.casefold(), birth, person.household_code or ""))


def digest_of(persons: Iterable[PersonRow]) -> str:
    """Return a digest of what a list says, the same in whatever order and file it says so."""
    lines = sorted(json.dumps(each.model_dump(mode="json"), ensure_ascii=False, sort_keys=True) for each in persons)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def difference(
    before: Iterable[PersonRow], after: Iterable[PersonRow], *, key: Callable[[PersonRow], str] = key_of
) -> Difference:
    """Return what differs between two lists."""
    old: dict[str, PersonRow] = {}
    new: dict[str, PersonRow] = {}
    doubled = set[str]()
    for into, persons in ((old, before), (new, after)):
        for person in persons:
            name = key(person)
            if name in into:
                doubled.add(name)
            into[name] = person
    changed = []
    for name in sorted((old.keys() & new.keys()) - doubled):
        was, now = old[name].model_dump(), new[name].model_dump()
        fields = {each: (was[each], now[each]) for each in was if was[each] != now[each]}
        if fields:
            changed.append(Change(name, fields))
    return Difference(
        tuple(sorted(new.keys() - old.keys() - doubled)),
        tuple(sorted(old.keys() - new.keys() - doubled)),
        tuple(changed),
        tuple(sorted(doubled)),
    )
