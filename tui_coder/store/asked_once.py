"""What is made when it is first asked for and kept with its owner, for one thread."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar

_Kept = TypeVar("_Kept")


class asked_once(Generic[_Kept]):
    """`functools.cached_property` without its lock, which costs more than most of what is made in a unit of work."""

    def __init__(self, make: Callable[[Any], _Kept]) -> None:
        self._make = make

    def __set_name__(self, owner: type[object], name: str) -> None:
        self._name = name

    def __get__(self, owner: Any, kind: type[object] | None = None) -> _Kept:
        made = owner.__dict__[self._name] = self._make(owner)
        return made
