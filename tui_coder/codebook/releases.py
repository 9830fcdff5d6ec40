"""Which release a publisher's file holds, and on which days it is in force: told by the person, else by its name.

The days follow the publishers' calendars: ICD-10-CM and -PCS run with the fiscal year of the US government, 1 October
to 30 September, with an update on 1 April that stands until the year ends; HCPCS Level II is published by quarter,
CPT by calendar year.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from tui_coder.codebook.errors import CodeBookError
from tui_coder.codebook.handed_out import HandedOut, Stated
from tui_coder.domain.codes import CodeSystem

_YEAR = re.compile(r"(?<!\d)(20[0-4]\d)(?!\d)")
_MONTHS = {
    "jan": 1, "feb": 2, "mar": 3, "apr": 4, "may": 5, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "oct": 10, "nov": 11,
    "dec": 12,
}  # fmt: skip
_MONTH = re.compile(rf"(?<![a-z])({'|'.join(_MONTHS)})[a-z]*(?![a-z])", re.IGNORECASE)
_YEAR_AND_MONTH = re.compile(r"(?<!\d)20[0-4]\d-(0[1-9]|1[0-2])(?!\d)")
_V32 = re.compile(r"(?<![a-z0-9])(?:cms|v)(\d\d)(?!\d)", re.IGNORECASE)


@dataclass(frozen=True)
class Dated:
    """A release by name, and the first and last days on which it is in force."""

    name: str
    first: date
    last: date


def dated(system: CodeSystem, handed: HandedOut, content_year: str = "") -> Dated:
    """The release of a file; `content_year` is what its content says ("2026").

    A name may say more than the content ("April 2026"), but where the two differ in the year the content holds. What
    a person states goes before both. Raises CodeBookError where nothing tells, with the options that do.
    """
    found = _from_content_and_name(system, handed, content_year)
    stated = handed.stated
    if found is not None:
        return _stated(stated, found)
    if stated.release and stated.first and stated.last:
        return _stated(stated, Dated(stated.release, stated.first, stated.last))
    raise CodeBookError(
        f"{handed.place} is {system.label}, but neither its content nor its name tells the release: load it with "
        "--release NAME --from DATE --to DATE."
    )


def _from_content_and_name(system: CodeSystem, handed: HandedOut, content_year: str) -> Dated | None:
    content = _from_name(system, content_year)
    for name in (handed.name, handed.place):
        named = _from_name(system, name)
        if named is not None and (content is None or named.last.year == content.last.year):
            return named
    return content


def _stated(stated: Stated, found: Dated) -> Dated:
    first, last = stated.first or found.first, stated.last or found.last
    if last < first:
        raise CodeBookError(f"A release cannot end on {last} before it begins on {first}: state --from and --to.")
    return Dated(stated.release or found.name, first, last)


def _from_name(system: CodeSystem, told: str) -> Dated | None:
    if system in (CodeSystem.ICD9CM, CodeSystem.ICD9PCS):
        return _icd9(told)
    year = _YEAR.search(told)
    if year is None:
        return None
    number, month = int(year[1]), _month(told)
    match system:
        case CodeSystem.ICD10CM | CodeSystem.ICD10PCS:
            return _fiscal(number, month)
        case CodeSystem.HCPCS if month:
            return _quarter(number, month)
        case _:
            return Dated(year[1], date(number, 1, 1), date(number, 12, 31))


def _icd9(told: str) -> Dated | None:
    """Version 32 was that of fiscal year 2015, the last; each year had the next number."""
    version = _V32.search(told)
    if version is None:
        return None
    ends = 1983 + int(version[1])
    return Dated(f"v{version[1]}", date(ends - 1, 10, 1), date(ends, 9, 30))


def _month(told: str) -> int | None:
    numbered = _YEAR_AND_MONTH.search(told)
    if numbered:
        return int(numbered[1])
    named = _MONTH.search(told)
    return _MONTHS[named[1].lower()] if named else None


def _fiscal(year: int, month: int | None) -> Dated:
    """The April update carries the calendar year in which its fiscal year ends, and so does the yearly release."""
    if month == 4:
        return Dated(f"{year}-04", date(year, 4, 1), date(year, 9, 30))
    return Dated(str(year), date(year - 1, 10, 1), date(year, 9, 30))


def _quarter(year: int, month: int) -> Dated:
    last = month + 2 - (month - 1) % 3
    return Dated(f"{year}-{month:02}", date(year, month, 1), date(year, last, monthrange(year, last)[1]))
