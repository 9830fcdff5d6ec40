"""Deadlines in months and days from a day, moved off weekends and federal holidays (R35)."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

_DAY = timedelta(days=1)
_MONDAY, _THURSDAY = 0, 3


def months_after(start: date, months: int) -> date:
    """The same day of a later month, its last day where that month is shorter: 29 February -> 28 February."""
    month = start.month - 1 + months
    year, month = start.year + month // 12, month % 12 + 1
    return date(year, month, min(start.day, monthrange(year, month)[1]))


def next_workday(day: date) -> date:
    """The day itself, else the first after it that is neither a Saturday, a Sunday nor a federal holiday."""
    while day.weekday() >= 5 or is_federal_holiday(day):
        day += _DAY
    return day


def filing_deadline(service: date, months: int) -> date:
    """The last day on which a claim may be received."""
    return next_workday(months_after(service, months))


def days_after(start: date, days: int) -> date:
    """The last day of a term of calendar days."""
    return next_workday(start + timedelta(days=days))


def is_federal_holiday(day: date) -> bool:
    """Whether federal offices are closed (5 U.S.C. 6103): on the day or, of a weekend holiday, the workday beside."""
    return day in _holidays(day.year) or ((day.month, day.day) == (12, 31) and day in _holidays(day.year + 1))


def _holidays(year: int) -> frozenset[date]:
    fixed = [date(year, 1, 1), date(year, 7, 4), date(year, 11, 11), date(year, 12, 25)]
    if year >= 2021:
        fixed.append(date(year, 6, 19))
    floating = [
        _nth(year, 1, _MONDAY, 3), _nth(year, 2, _MONDAY, 3), _last_monday(year, 5), _nth(year, 9, _MONDAY, 1),
        _nth(year, 10, _MONDAY, 2), _nth(year, 11, _THURSDAY, 4),
    ]  # fmt: skip
    return frozenset([*(_observed(each) for each in fixed), *floating])


def _observed(day: date) -> date:
    return day - _DAY if day.weekday() == 5 else day + _DAY if day.weekday() == 6 else day


def _nth(year: int, month: int, weekday: int, number: int) -> date:
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (number - 1))


def _last_monday(year: int, month: int) -> date:
    last = date(year, month, monthrange(year, month)[1])
    return last - timedelta(days=last.weekday())
