"""The workstation on a copy of the clinic's store, without a terminal."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.app.station import Station
from tests.terminal.conftest import built_cache, clinic, first_clinic, home

__all__ = ["built_cache", "clinic", "first_clinic", "home"]


@pytest.fixture
def open_station(clinic: Path, home: Path) -> Callable[..., Station]:
    """Make a workstation for a person; use it with `async with`."""

    def make(person: str = "ann", size: tuple[int, int] = (120, 40), keys: dict[str, str] | None = None) -> Station:
        return Station(clinic, home, person, size, keys)

    return make
