"""Single values as people write them: checked, never guessed, refused with the column and the way out.

What a refusal repeats of a value is only what cannot be a name: dates other than birth dates, and numbers.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from tui_coder.domain.refusals import Malformed

LONGEST_CELL = 500
LONGEST_IDENTIFIER = 64

_ISO = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_US = re.compile(r"(\d\d?)/(\d\d?)/(\d{4})", re.ASCII)
_AMOUNT = re.compile(r"\$?(\d{1,9}|\d{1,3}(?:,\d{3}){1,2})(\.\d\d?)?", re.ASCII)
_HARMLESS = re.compile(r"[-+$(]?[\d.,/:\-]{1,20}\)?", re.ASCII)
_SHORTENED = re.compile(r"\d(\.\d+)?E\+\d+", re.ASCII)


def one_line(column: str, value: str, longest: int = LONGEST_CELL) -> str:
    """The value on one line, runs of blanks as one. Raises Malformed for length and hidden characters."""
    if len(value) > longest:
        raise Malformed(f"{column} has {len(value):,} characters, and {longest:,} are taken; shorten it.")
    return all_visible(column, " ".join(value.split()))


def all_visible(column: str, value: str) -> str:
    """The value as it is. Raises Malformed where it holds a character that nobody can see."""
    if not value.isprintable():
        hidden = next(char for char in value if not char.isprintable())
        name = "NUL" if hidden == "\0" else f"U+{ord(hidden):04X}"
        raise Malformed(f"{column} holds a character that cannot be seen ({name}); remove it.")
    return value


def identifier(column: str, value: str) -> str:
    """An account or record number, to the letter. Raises Malformed where it has not come through whole."""
    text = one_line(column, value, LONGEST_IDENTIFIER)
    if text != value.strip():
        raise Malformed(f"{column} holds a line break, a tab or a run of blanks; write it as one word.")
    if _SHORTENED.fullmatch(text):
        raise Malformed(
            f"{column} is a number that a spreadsheet has shortened (as in 1.23E+11); "
            "format the column as text and export again."
        )
    return text


def day(column: str, value: str, dates: str, *, private: bool = False) -> date:
    """A date: ISO, or the US form too where the file is said to use it. A `private` one is never repeated."""
    said = column if private else _said(column, value)
    us = _US.fullmatch(value)
    try:
        if _ISO.fullmatch(value):
            return date.fromisoformat(value)
        if us and dates == "us":
            return date(int(us[3]), int(us[1]), int(us[2]))
    except ValueError:
        raise Malformed(f"{said} is not a day of the calendar; correct it.") from None
    if us:
        raise Malformed(f"{said} is not an ISO date; if the file uses US dates, import with --dates us.")
    forms = "an ISO date (2026-10-01)" if dates == "iso" else "a date of the form 10/01/2026 or 2026-10-01"
    raise Malformed(f"{said} is not {forms}; write it so.")


def whole_number(column: str, value: str, least: int, most: int) -> int:
    """Raises Malformed outside `least`..`most`."""
    if not (value.isascii() and value.isdigit() and len(value) <= 9 and least <= int(value) <= most):
        said = f"{_said(column, value)} is not a whole number from {least} to {most}"
        raise Malformed(f"{said}; correct it or leave it empty.")
    return int(value)


def money(column: str, value: str) -> Decimal:
    """Dollars and cents; "1,234.50" and "$" are accepted. Raises Malformed, also where it is negative."""
    if value.startswith(("-", "(")):
        raise Malformed(f"{_said(column, value)} is negative; charges are zero or more.")
    amount = _AMOUNT.fullmatch(value)
    if amount is None:
        said = f"{_said(column, value)} is not an amount such as 1234.50"
        raise Malformed(f"{said}; correct it or leave it empty.")
    return Decimal(amount[1].replace(",", "") + (amount[2] or ""))


def _said(column: str, value: str) -> str:
    return f"{column} {value}" if _HARMLESS.fullmatch(value) else column


def visible(name: str, longest: int = 40) -> str:
    """A name that others chose, as it may be printed: on one line, cut, without control characters."""
    text = " ".join(name.split())[:longest]
    return "".join(char if char.isprintable() else "\ufffd" for char in text)
