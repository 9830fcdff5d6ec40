"""Deadlines: months, month ends, weekends, federal holidays."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui_coder.domain.deadlines import days_after, filing_deadline, is_federal_holiday, months_after, next_workday

DAYS = st.dates(date(1990, 1, 1), date(2090, 1, 1))


@pytest.mark.parametrize(
    ("start", "months", "then"),
    [
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 2, 29), 48, date(2028, 2, 29)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
        (date(2026, 5, 4), 0, date(2026, 5, 4)),
    ],
)
def test_months_end_where_the_month_does(start: date, months: int, then: date) -> None:
    assert months_after(start, months) == then


@pytest.mark.parametrize(
    "holiday",
    [
        date(2026, 1, 1), date(2026, 1, 19), date(2026, 2, 16), date(2026, 5, 25), date(2026, 6, 19), date(2026, 7, 3),
        date(2026, 9, 7), date(2026, 10, 12), date(2026, 11, 11), date(2026, 11, 26), date(2026, 12, 25),
        date(2027, 12, 31),  # 1 January 2028 is a Saturday
    ],
)  # fmt: skip
def test_federal_holidays(holiday: date) -> None:
    assert is_federal_holiday(holiday)
    assert next_workday(holiday) > holiday


@pytest.mark.parametrize("day", [date(2026, 7, 6), date(2020, 6, 19), date(2026, 11, 27), date(2026, 12, 31)])
def test_other_days_are_none(day: date) -> None:
    assert not is_federal_holiday(day)


@pytest.mark.parametrize(
    ("start", "days", "last"),
    [
        (date(2026, 11, 23), 3, date(2026, 11, 27)),  # Thanksgiving
        (date(2026, 7, 1), 2, date(2026, 7, 6)),  # the 4th is a Saturday, kept on Friday
        (date(2028, 2, 26), 3, date(2028, 2, 29)),
        (date(2026, 5, 4), 3, date(2026, 5, 7)),
    ],
)
def test_a_term_of_days_ends_on_a_workday(start: date, days: int, last: date) -> None:
    assert days_after(start, days) == last


def test_a_deadline_on_a_holiday_weekend_moves_to_the_next_workday() -> None:
    # 2026-07-04 is a Saturday: Friday the 3rd is the holiday, Monday the 6th the next workday.
    assert filing_deadline(date(2025, 7, 3), 12) == date(2026, 7, 6)
    assert filing_deadline(date(2025, 12, 25), 12) == date(2026, 12, 28)


@given(DAYS)
def test_the_next_workday_is_one_and_near(day: date) -> None:
    then = next_workday(day)
    assert then.weekday() < 5 and not is_federal_holiday(then)
    assert 0 <= (then - day).days <= 5
    assert next_workday(then) == then


@given(DAYS, st.integers(0, 60))
def test_months_never_go_back(day: date, months: int) -> None:
    assert months_after(day, months) >= day
    assert months_after(day, months + 1) > months_after(day, months)
