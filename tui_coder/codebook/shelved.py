"""Which of the tables and indexes on the shelf answers for a date."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from tui_coder.codebook.errors import CodeBookError
from tui_coder.codebook.shelf import Shelf, files, told


def nearest(shelf: Shelf, kind: str, part: str, form: int, on: date | None) -> Path | None:
    """The file of the release in force on a date, else of the nearest one, the newest without a date.

    None where no release of the kind was loaded. Raises CodeBookError where one is damaged or was written by
    another version of the program.
    """
    found = [(folder, told(folder)) for folder in shelf.releases(kind)]
    if not found:
        return None
    folder, manifest = min(found, key=lambda each: _distance(each[1], on))
    if manifest.get("format") != form:
        raise CodeBookError(f"{manifest.get('title', kind)} was loaded by another version of tui-coder: load it again.")
    return files(folder)[part]


def _distance(manifest: Mapping[str, object], on: date | None) -> tuple[int, int]:
    first, last = manifest.get("valid_from"), manifest.get("valid_to")
    if not isinstance(first, date) or not isinstance(last, date):
        return (10**9, 0)
    away = 0 if on is None else max((first - on).days, (on - last).days, 0)
    return away, -first.toordinal()
