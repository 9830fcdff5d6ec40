"""How values are written on screen: short dates, ages, money, durations in the coder's units."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from tui_coder.domain.carried import WordsState
from tui_coder.domain.encounter import Encounter, Setting, completed_years
from tui_coder.domain.queue_row import QueueRow
from tui_coder.domain.roles import Person

if TYPE_CHECKING:
    from tui_coder.services.backing import Backed


def day(value: date | None, today: date) -> str:
    """11-19 this year, 2014-03-02 in any other, - where unknown."""
    if value is None:
        return "-"
    return value.strftime("%m-%d") if value.year == today.year else value.isoformat()


def due(value: date | None, today: date) -> str:
    return "today" if value == today else day(value, today)


def money(amount: Decimal | None) -> str:
    return "-" if amount is None else f"{amount:,.2f}"


def age(years: int | None, birth_date: date | None, on: date) -> str:
    """Years; months below two years, days below two months."""
    if years is None or birth_date is None:
        return "-"
    if years >= 2:
        return str(years)
    days = (on - birth_date).days
    months = (on.year - birth_date.year) * 12 + on.month - birth_date.month - (on.day < birth_date.day)
    return f"{days} d" if days < 61 else f"{months} mo"


def row_age(row: QueueRow) -> str:
    return age(row.age, row.birth_date, row.service_to)


def service(first: date, last: date, today: date) -> str:
    """One day, or admission to discharge, as short as can be read: `11-18`, `11-14–19`, `10-30–11-02`."""
    if first == last:
        return day(first, today)
    if first.year != last.year:
        return f"{first.isoformat()}–{last.isoformat()}"
    return f"{day(first, today)}–{last.strftime('%d' if first.month == last.month else '%m-%d')}"


def minutes(value: int) -> str:
    """6 min, 2 h 05."""
    return f"{value} min" if value < 60 else f"{value // 60} h {value % 60:02}"


def moment(at: datetime | None) -> str:
    """Local time: 11-23 14:05."""
    return "" if at is None else at.astimezone().strftime("%m-%d %H:%M")


def stay(encounter: Encounter) -> str:
    """`inpatient 2026-11-14 to 11-19`, `professional cardiology 2026-11-18`."""
    first, last = encounter.service_from, encounter.service_to
    kind = f"{encounter.setting} {encounter.specialty}" if encounter.specialty else encounter.setting.value
    if first == last:
        return f"{kind} {first}"
    end = last.strftime("%m-%d") if last.year == first.year else last.isoformat()
    return f"{kind} {first} to {end}"


def person_line(encounter: Encounter) -> str:
    """`F 67 (1959-03-02)`."""
    years = completed_years(encounter.birth_date, encounter.service_to)
    born = f" ({encounter.birth_date})" if encounter.birth_date else ""
    return f"{encounter.sex} {age(years, encounter.birth_date, encounter.service_to)}{born}"


def stands_for(person: Person) -> str:
    """`CPC CCS · cardiology, oncology`: a person's credentials and specialties."""
    return " · ".join(filter(None, [" ".join(person.credentials), ", ".join(person.specialties)]))


def behind(backed: Backed) -> str:
    """`I10 ¶ Progress note line 5, 12; H&P line 3 (changed!)`: the documents and lines where its words stand."""
    if not backed.places:
        return f"{backed.code} has no words of the chart behind it"
    lines: dict[tuple[str, str], list[str]] = {}
    for each in backed.places:
        lines.setdefault((each.document, _BECAME[each.state]), []).append(str(each.line))
    told = (f"{document} line {', '.join(numbers)}{became}" for (document, became), numbers in lines.items())
    return f"{backed.code} ¶ {'; '.join(told)}"


_BECAME = {WordsState.STAND: "", WordsState.CARRIED: " (new version)", WordsState.CHANGED: " (changed!)"}


def needs_pointers(setting: Setting) -> bool:
    """Whether the claim links lines to diagnoses by letters (CMS-1500 and 837P)."""
    return setting in (Setting.PROFESSIONAL, Setting.PAYER)
