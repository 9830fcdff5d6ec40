"""The encounter as a coder knows it: who was treated, where, when, and the documents that say so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum


class Setting(StrEnum):
    INPATIENT = "inpatient"
    OUTPATIENT = "outpatient"
    PROFESSIONAL = "professional"
    PAYER = "payer"

    @property
    def short(self) -> str:
        return {"inpatient": "IP", "outpatient": "OP", "professional": "PRO", "payer": "PAY"}[self.value]


class Sex(StrEnum):
    FEMALE = "F"
    MALE = "M"
    OTHER = "X"
    UNKNOWN = "U"


LONGEST_SPECIALTY = 64
"""Characters."""


def specialty_named(typed: str) -> str:
    """A specialty as it is kept and compared: small letters, single blanks, no marks of a list (`,` and `;`).

    Sites name theirs as they like; there is no list of them. Empty: none is known.
    """
    return " ".join(typed.replace(",", " ").replace(";", " ").casefold().split())


@dataclass(frozen=True, slots=True)
class Encounter:
    """One stay or visit. `service_from`..`service_to` are admit..discharge for a stay, equal for a visit.

    `specialty` is written as `specialty_named` does; empty: a chart for anybody.
    """

    account: str
    setting: Setting
    service_from: date
    service_to: date
    mrn: str = ""
    patient: str = ""
    birth_date: date | None = None
    sex: Sex = Sex.UNKNOWN
    payer: str = ""
    facility: str = ""
    client: str = ""
    attending: str = ""
    charges: Decimal | None = None
    specialty: str = ""

    @property
    def coding_date(self) -> date:
        """The date that picks the code set: discharge for a stay, service for a visit (R1, R2, R4)."""
        return self.service_to

    def age_on(self, day: date) -> int | None:
        """Completed years on `day`; None where the birth date is unknown or later."""
        return completed_years(self.birth_date, day)


def completed_years(birth_date: date | None, day: date) -> int | None:
    """Completed years from birth to `day`; a 29 February birthday counts from 1 March in common years."""
    if birth_date is None or birth_date > day:
        return None
    before_birthday = (day.month, day.day) < (birth_date.month, birth_date.day)
    return day.year - birth_date.year - before_birthday


@dataclass(frozen=True, slots=True)
class Document:
    """One version of a document of the chart; `text` is canonical and evidence offsets point into it.

    The versions of a document share its `name`, under which it came in.
    """

    id: int
    title: str
    type: str
    text: str
    sha256: str
    version: int = 1
    author: str = ""
    authored_at: datetime | None = None
    unread: bool = False
    superseded: bool = False
    name: str = ""

    @property
    def line_count(self) -> int:
        return self.text.count("\n") + 1 if self.text else 0
