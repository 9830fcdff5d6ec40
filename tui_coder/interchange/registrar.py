"""One encounter from the fields of a row or a line, by the rules that are the same in every format."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from tui_coder.domain.encounter import LONGEST_SPECIALTY, Encounter, Setting, Sex, specialty_named
from tui_coder.domain.intake import IncomingEncounter
from tui_coder.domain.refusals import Malformed
from tui_coder.interchange import cells
from tui_coder.interchange.reading import Conventions

FACTS = (
    "account", "mrn", "patient", "birth_date", "sex", "setting", "service_date", "admit_date",
    "discharge_date", "payer", "facility", "attending", "charges", "priority", "due", "minutes",
    "specialty",
)  # fmt: skip
"""The fields of an encounter in every format; only the chart is told differently."""

_EARLIEST = date(1900, 1, 1)
_LONGEST_LIFE = timedelta(days=366 * 150)


class Registrar:
    """Registers the encounters of one file and sees that no account comes twice in a facility."""

    def __init__(self, file: str, conventions: Conventions) -> None:
        self._file = file
        self._conventions = conventions
        self._places: dict[str, dict[str, int]] = {}

    def admit(self, fields: Mapping[str, str], unit: str, number: int) -> IncomingEncounter:
        """The encounter in `fields`, without documents yet; it stands at `unit` ("row", "line") and `number`.

        Fields that are missing count as empty. Raises Malformed for the first thing that is not right.
        """
        account = cells.identifier("account", fields.get("account", ""))
        if not account:
            raise Malformed("account is empty; every encounter needs its account number.")
        facility = self._text(fields, "facility") or self._conventions.facility
        first = self._places.setdefault(facility, {}).setdefault(account, number)
        if first != number:
            raise Malformed(
                f"account {account} stands in {unit} {first} too; "
                f"keep one {unit} per encounter, or name the facilities where they differ."
            )
        service_from, service_to = self._service(fields)
        encounter = Encounter(
            account=account,
            setting=_setting(self._text(fields, "setting")),
            service_from=service_from,
            service_to=service_to,
            mrn=cells.identifier("mrn", fields.get("mrn", "")),
            patient=self._text(fields, "patient"),
            birth_date=self._birth(fields, service_to),
            sex=_sex(self._text(fields, "sex")),
            payer=self._text(fields, "payer"),
            facility=facility,
            attending=self._text(fields, "attending"),
            specialty=_specialty(fields.get("specialty", "")),
            charges=cells.money("charges", charges) if (charges := self._text(fields, "charges")) else None,
        )
        return IncomingEncounter(
            encounter=encounter,
            priority=self._number(fields, "priority", 0, 9),
            due=self._due(fields),
            minutes=self._number(fields, "minutes", 1, 999),
            documents=(),
            origin_file=self._file,
            origin_where=f"{unit} {number}",
        )

    def _service(self, fields: Mapping[str, str]) -> tuple[date, date]:
        """Admit and discharge of a stay, or the day of a visit twice."""
        visit = self._day(fields, "service_date")
        admit, discharge = self._day(fields, "admit_date"), self._day(fields, "discharge_date")
        if admit is None and discharge is None:
            if visit is None:
                raise Malformed("service_date is empty; give it, or admit_date and discharge_date.")
            return self._plausible("service_date", visit), visit
        if admit is None or discharge is None:
            missing = "admit_date" if admit is None else "discharge_date"
            raise Malformed(f"{missing} is empty; a stay needs both admit_date and discharge_date.")
        self._plausible("admit_date", admit)
        self._plausible("discharge_date", discharge)
        if discharge < admit:
            raise Malformed(f"discharge_date {discharge} is before admit_date {admit}; correct one of them.")
        if visit is not None and not admit <= visit <= discharge:
            stay = f"the stay {admit} to {discharge}"
            raise Malformed(f"service_date {visit} is outside {stay}; correct it or leave it empty.")
        return admit, discharge

    def _plausible(self, column: str, given: date) -> date:
        if given < _EARLIEST:
            raise Malformed(f"{column} {given} is before 1900; correct it.")
        if given > self._conventions.latest:
            raise Malformed(f"{column} {given} is more than a year ahead; correct it.")
        return given

    def _birth(self, fields: Mapping[str, str], service_to: date) -> date | None:
        birth = self._day(fields, "birth_date", private=True)
        if birth is not None and birth > service_to:
            raise Malformed(f"birth_date is after the service of {service_to}; correct one of them.")
        if birth is not None and service_to - birth > _LONGEST_LIFE:
            raise Malformed("birth_date is 150 years before the service; correct it or leave it empty.")
        return birth

    def _due(self, fields: Mapping[str, str]) -> date | None:
        due = self._day(fields, "due")
        if due is not None and abs(due.year - self._conventions.today.year) > 10:
            raise Malformed(f"due {due} is more than ten years away; correct it or leave it empty.")
        return due

    def _day(self, fields: Mapping[str, str], column: str, *, private: bool = False) -> date | None:
        text = self._text(fields, column)
        return cells.day(column, text, self._conventions.dates, private=private) if text else None

    def _number(self, fields: Mapping[str, str], column: str, least: int, most: int) -> int | None:
        text = self._text(fields, column)
        return cells.whole_number(column, text, least, most) if text else None

    def _text(self, fields: Mapping[str, str], column: str) -> str:
        return cells.one_line(column, fields.get(column, ""))


def _setting(text: str) -> Setting:
    try:
        return Setting(text.lower())
    except ValueError:
        allowed = ", ".join(Setting)
        # A lone word is repeated: it helps, and a patient is "Family, Given".
        said = f"setting '{text}' is unknown" if text.isalpha() and len(text) <= 20 else "setting is unknown"
        raise Malformed(f"{said if text else 'setting is empty'}; use one of {allowed}.") from None


def _specialty(told: str) -> str:
    return specialty_named(cells.one_line("specialty", told, LONGEST_SPECIALTY))


def _sex(text: str) -> Sex:
    try:
        return Sex(text.upper() or Sex.UNKNOWN)
    except ValueError:
        raise Malformed("sex is not F, M, X or U; correct it or leave it empty.") from None
