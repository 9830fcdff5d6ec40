"""A folder to import from, and what came out of it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from tui_coder.domain.intake import IncomingEncounter, Rejection
from tui_coder.interchange.source import Progress, read

TODAY = date(2026, 11, 23)

VISIT = {
    "account": "A1001",
    "mrn": "0042",
    "patient": "Ellery, Ada",
    "birth_date": "1961-04-30",
    "sex": "F",
    "setting": "outpatient",
    "service_date": "2026-09-14",
    "payer": "Harbor Mutual",
    "facility": "Lakeside Hospital",
}
"""A row with which nothing is wrong."""


@dataclass
class Taken:
    """Everything that one import gave, sorted."""

    encounters: list[IncomingEncounter] = field(default_factory=list)
    rejections: list[Rejection] = field(default_factory=list)
    progress: list[Progress] = field(default_factory=list)

    @property
    def accounts(self) -> list[str]:
        return [each.encounter.account for each in self.encounters]

    @property
    def ignored_columns(self) -> list[str]:
        return [name for each in self.progress for name in each.ignored_columns]

    @property
    def only_encounter(self) -> IncomingEncounter:
        assert self.rejections == []
        [encounter] = self.encounters
        return encounter

    @property
    def only_rejection(self) -> Rejection:
        assert self.encounters == []
        [rejection] = self.rejections
        return rejection


def take(
    *paths: Path, dates: str = "iso", as_format: str | None = None, default_facility: str = "", today: date = TODAY
) -> Taken:
    taken = Taken()
    for each in read(paths, today=today, dates=dates, as_format=as_format, default_facility=default_facility):
        if isinstance(each, IncomingEncounter):
            taken.encounters.append(each)
        elif isinstance(each, Rejection):
            taken.rejections.append(each)
        else:
            taken.progress.append(each)
    return taken


def csv_text(rows: Sequence[Mapping[str, str]], columns: Iterable[str] = ()) -> str:
    """The rows under a header that names every column of any row."""
    names = list(columns) or list(dict.fromkeys(name for row in rows for name in row))
    text = io.StringIO()
    writer = csv.DictWriter(text, names, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


@dataclass(frozen=True)
class ImportFolder:
    path: Path

    def put(self, name: str, content: str | bytes) -> Path:
        file = self.path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        return file

    def worklist(self, *rows: Mapping[str, str]) -> Path:
        return self.put("worklist.csv", csv_text(rows))
