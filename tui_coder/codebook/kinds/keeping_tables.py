"""Putting a reference table on the shelf, and telling from its name which quarter or year it is of."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path

from tui_coder.codebook.building_site import Progress
from tui_coder.codebook.errors import CodeBookError
from tui_coder.codebook.handed_out import HandedOut, Loaded, Rejections
from tui_coder.codebook.kinds import Hear
from tui_coder.codebook.kinds.keeping import US_WORK
from tui_coder.codebook.releases import Dated
from tui_coder.codebook.shelf import Shelf, Told
from tui_coder.codebook.tables.lookup_table import FORMAT, PART, write_table

_NCCI_VERSION = re.compile(r"(?<![a-z0-9])v(\d\d)([0-3])r\d", re.IGNORECASE)
_QUARTER = re.compile(r"(20[0-4]\d)[-_ ]?q([1-4])", re.IGNORECASE)
_DAY = re.compile(r"(?<!\d)(20[0-4]\d)-(\d\d)(?:-(\d\d))?(?!\d)")
_US_DAY = re.compile(r"(?<!\d)(\d\d)-(\d\d)-(20[0-4]\d)(?!\d)")
_YEAR = re.compile(r"(?<!\d)(20[0-4]\d)(?!\d)")
_FIRST_NCCI_YEAR = 1994
_BETWEEN_NOTICES = 50_000


def of_quarter(handed: HandedOut) -> Dated:
    """The quarter of a file: what the person states, else what its name says (`v322r0`, `2026q3`, `07-01-2026`).

    The versions of the NCCI count years from 1994 and quarters from 0. Raises CodeBookError where nothing tells.
    """
    stated = handed.stated
    if stated.release and stated.first and stated.last:
        return Dated(stated.release, stated.first, stated.last)
    for name in (handed.name, handed.place):
        found = _quarter_in(name)
        if found is not None:
            return found
    raise CodeBookError(
        f"{handed.place}: its name does not tell the quarter. Load it with --release NAME --from DATE --to DATE."
    )


def _quarter_in(name: str) -> Dated | None:
    if version := _NCCI_VERSION.search(name):
        return _quarter(_FIRST_NCCI_YEAR + int(version[1]), int(version[2]) + 1)
    if quarter := _QUARTER.search(name):
        return _quarter(int(quarter[1]), int(quarter[2]))
    if day := _DAY.search(name):
        return _quarter_of_month(int(day[1]), int(day[2]))
    if day := _US_DAY.search(name):
        return _quarter_of_month(int(day[3]), int(day[1]))
    if year := _YEAR.search(name):
        return Dated(year[1], date(int(year[1]), 1, 1), date(int(year[1]), 12, 31))
    return None


def _quarter_of_month(year: int, month: int) -> Dated | None:
    return _quarter(year, (month + 2) // 3) if 1 <= month <= 12 else None


def _quarter(year: int, number: int) -> Dated:
    last = number * 3
    return Dated(f"{year}q{number}", date(year, last - 2, 1), date(year, last, monthrange(year, last)[1]))


def keep_table(
    handed: HandedOut, shelf: Shelf, kind: str, label: str, release: Dated, columns: Sequence[str], key: Sequence[str],
    rows: Callable[[Rejections], Iterator[Sequence[str]]], on_progress: Hear, *, unit: str, publisher: str = "CMS",
) -> Loaded:  # fmt: skip
    """Write the rows of a file as one table and put it on the shelf; `rows` adds what it does not take."""
    rejections = Rejections()
    count = 0

    def told() -> Iterator[Sequence[str]]:
        for number, row in enumerate(rows(rejections), start=1):
            if number % _BETWEEN_NOTICES == 0:
                on_progress(Progress(label, number, 0, f"{label} {release.name}: {number:,} {unit}"))
            yield row

    def write(folder: Path) -> None:
        nonlocal count
        count = write_table(folder / f"{PART}.sqlite", columns, key, told())

    title = f"{label} {release.name}"
    manifest: Told = {
        "kind": kind, "release": release.name, "title": title, "format": FORMAT, "publisher": publisher,
        "licence": US_WORK, "source": handed.place, "valid_from": release.first, "valid_to": release.last,
    }  # fmt: skip
    shelf.keep(kind, release.name, manifest, write)
    return Loaded(
        place=handed.place, what=title, codes=count, rejections=rejections.count, rejected=rejections.first, unit=unit
    )
