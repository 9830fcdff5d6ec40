"""How values are written: short, and never two things alike."""

from __future__ import annotations

from datetime import date

import pytest

from tui_coder.ui import phrases

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("first", "last", "written"),
    [
        ("2026-11-18", "2026-11-18", "11-18"),
        ("2026-11-14", "2026-11-19", "11-14–19"),
        ("2026-10-30", "2026-11-02", "10-30–11-02"),
        ("2025-12-30", "2026-01-02", "2025-12-30–2026-01-02"),
        ("2014-03-02", "2014-03-05", "2014-03-02–05"),
        ("2014-03-02", "2014-03-02", "2014-03-02"),
    ],
)
def test_service_dates(first: str, last: str, written: str) -> None:
    assert phrases.service(date.fromisoformat(first), date.fromisoformat(last), TODAY) == written


@pytest.mark.parametrize(
    ("born", "on", "written"),
    [
        ("1959-03-02", "2026-05-14", "67"),
        ("2024-05-14", "2026-05-14", "2"),
        ("2024-05-15", "2026-05-14", "23 mo"),
        ("2026-05-01", "2026-05-14", "13 d"),
        ("2026-05-14", "2026-05-14", "0 d"),
    ],
)
def test_ages_in_the_unit_that_matters(born: str, on: str, written: str) -> None:
    birth, day = date.fromisoformat(born), date.fromisoformat(on)
    years = day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))
    assert phrases.age(years, birth, day) == written


@pytest.mark.parametrize(("minutes", "written"), [(6, "6 min"), (59, "59 min"), (60, "1 h 00"), (125, "2 h 05")])
def test_minutes(minutes: int, written: str) -> None:
    assert phrases.minutes(minutes) == written
