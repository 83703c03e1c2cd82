"""What the rooms bring to the frame of a page, found by the name of their module."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from importlib import import_module
from typing import Any

from django.apps import apps
from django.utils.module_loading import module_has_submodule

Bringer = Callable[..., Iterable[Any]]


@cache
def brought_by_rooms(module_name: str, function: str, constant: str = "") -> tuple[Bringer, ...]:
    """Return ``function`` of every room's ``module_name``, or one that gives its ``constant``, in order of installation."""
    found: list[Bringer] = []
    for config in apps.get_app_configs():
        if not config.name.startswith("ansinh.") or not module_has_submodule(config.module, module_name):
            continue
        module = import_module(f"{config.name}.{module_name}")
        if hasattr(module, function):
            found.append(getattr(module, function))
        elif constant and hasattr(module, constant):
            found.append(_giver(tuple(getattr(module, constant))))
    return tuple(found)


def _giver(things: tuple[Any, ...]) -> Bringer:
    def give(**_: Any) -> Iterable[Any]:
        return things

    return give
