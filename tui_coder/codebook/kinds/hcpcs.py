"""HCPCS Level II, annual and quarterly, as CMS hands it out: fixed columns of text, CSV or an Excel workbook.

The fixed layout has 320 columns (named in `_COLUMNS`, counted from 0); a description longer than 80 characters goes on
in further records of the same code. CSV and workbook have the same fields under the names of the record layout; a table
of codes and long descriptions alone is taken as well. Modifiers stand in the same files and are a table of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from tui_coder.codebook.edition import Edition, Listed, ListedNote, Span, Successor
from tui_coder.codebook.errors import CodeBookError
from tui_coder.codebook.handed_out import HandedOut, Loaded, Rejections
from tui_coder.codebook.kinds import Hear
from tui_coder.codebook.kinds.keeping import US_WORK, Publication, keep
from tui_coder.codebook.lines import head_lines, numbered_lines
from tui_coder.codebook.releases import dated
from tui_coder.codebook.sheets import column, found_header, head_rows, rows
from tui_coder.codebook.shelf import Shelf
from tui_coder.domain.codebook import NoteKind
from tui_coder.domain.codes import CodeSystem

_FULL, _TITLES = 2, 1
_CODE = re.compile(r"[A-CE-V]\d{4}")
_DENTAL = re.compile(r"D\d{4}")
_MODIFIER = re.compile(r"[A-Z][A-Z0-9]")
_FIRST_RECORDS = ("3", "7", "")
_RECORD = re.compile(r"(?:[A-V]\d{4}|   [A-Z][A-Z0-9])\d{5}[3478].{305,309}")
_COLUMNS = {
    "hcpc": (0, 5), "recid": (10, 11), "longdescription": (11, 91), "shortdescription": (91, 119),
    "xref1": (204, 209), "xref2": (209, 214), "xref3": (214, 219), "xref4": (219, 224), "xref5": (224, 229),
    "cov": (229, 230), "adddt": (268, 276), "acteffdt": (276, 284), "termdt": (284, 292), "actioncd": (292, 293),
}  # fmt: skip
_OTHER_NAMES = {
    "hcpc": ("hcpc", "hcpcs", "hcpcscode", "code"),
    "longdescription": ("longdescription", "description", "longdesc"),
    "shortdescription": ("shortdescription", "shortdesc"),
    "adddt": ("adddt", "adddate"),
    "acteffdt": ("acteffdt", "actioneffectivedate"),
    "termdt": ("termdt", "termdate", "terminationdate"),
    "actioncd": ("actioncd", "actioncode"),
    "cov": ("cov", "coverage", "coveragecode"),
}
_REFERRED = ("xref1", "xref2", "xref3", "xref4", "xref5")
# The meanings are those of the record layout that CMS hands out with the file.
_COVERAGE = {
    "C": "carrier judgment", "D": "special coverage instructions apply", "I": "not payable by Medicare",
    "M": "non-covered by Medicare", "S": "non-covered by Medicare statute",
}  # fmt: skip
_ACTIONS = {
    "A": "added", "B": "administrative data and long description changed", "C": "long description changed",
    "D": "discontinued", "F": "administrative data changed", "N": "no maintenance", "P": "payment changed",
    "R": "reactivated", "S": "short description changed", "T": "miscellaneous change",
}  # fmt: skip
_DAY = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)(?: 00:00:00)?|(\d{1,2})/(\d{1,2})/(\d{4})")

Fields = Mapping[str, str]


def recognises(handed: HandedOut) -> bool:
    return _is_fixed(handed) or _header(handed) is not None


def _is_fixed(handed: HandedOut) -> bool:
    lines = [line for line in head_lines(handed, 400) if not line.startswith(("*", "\t", "\xa0"))]
    return sum(1 for line in lines if _RECORD.fullmatch(line)) > len(lines) / 2


def _header(handed: HandedOut) -> Sequence[str] | None:
    """The header of a table whose first rows below it hold codes or modifiers of HCPCS."""
    told = head_rows(handed)
    header = found_header(told, lambda row: bool(_places(row)))
    if header is None:
        return None
    place = _places(header)["hcpc"]
    below = [row[place] for row in told[told.index(list(header)) + 1 :] if len(row) > place and row[place]]
    fitting = sum(1 for code in below if _CODE.fullmatch(code) or _DENTAL.fullmatch(code) or _MODIFIER.fullmatch(code))
    return header if below and fitting > len(below) / 2 else None


def _places(header: Sequence[str]) -> dict[str, int]:
    """Where each field stands; empty where the row is no header of such a table."""
    found = {name: column(header, *_OTHER_NAMES.get(name, (name,))) for name in _COLUMNS}
    places = {name: place for name, place in found.items() if place is not None}
    return places if {"hcpc", "longdescription"} <= places.keys() else {}


def load(handed: HandedOut, shelf: Shelf, on_progress: Hear) -> Loaded:
    release = dated(CodeSystem.HCPCS, handed)
    reading = _Reading()
    records = _fixed_records(handed) if _is_fixed(handed) else _table_records(handed, reading.rejections)
    for number, fields in records:
        reading.take(number, fields)
    edition = reading.edition()
    if not edition.codes and (left_out := reading.notices()):
        raise CodeBookError(f"{handed.place} holds no code that can be loaded: {' '.join(left_out)}")
    full = any(listed.spans for listed in edition.codes)
    publication = Publication(
        system=CodeSystem.HCPCS,
        dated=release,
        publisher="CMS",
        licence=US_WORK,
        form="HCPCS Level II file" if full else "HCPCS Level II long descriptions",
        edition=edition,
        fullness=_FULL if full else _TITLES,
        source=handed.place,
        rejections=reading.rejections,
        notices=reading.notices(),
    )
    return keep(handed, shelf, publication, on_progress)


def _fixed_records(handed: HandedOut) -> Iterator[tuple[int, Fields]]:
    """The records; what stands above them (the publisher's disclaimers) is none."""
    began = False
    for number, line in numbered_lines(handed):
        began = began or _RECORD.fullmatch(line) is not None
        if began and line.strip():
            yield number, {name: line[first:end].strip() for name, (first, end) in _COLUMNS.items()}


def _table_records(handed: HandedOut, rejections: Rejections) -> Iterator[tuple[int, Fields]]:
    places: dict[str, int] = {}
    for number, row in rows(handed):
        if not places:
            places = _places(row)
        elif len(row) <= max(places["hcpc"], places["longdescription"]):
            rejections.add(number, "has fewer cells than the header")
        else:
            yield number, {name: row[place] if place < len(row) else "" for name, place in places.items()}


@dataclass
class _Code:
    """A code while its records are read."""

    line: int
    fields: Fields
    text: list[str]


@dataclass
class _Reading:
    rejections: Rejections = field(default_factory=Rejections)
    _codes: dict[str, _Code] = field(default_factory=dict)
    _modifiers: set[str] = field(default_factory=set)
    _dental: set[str] = field(default_factory=set)

    def take(self, number: int, fields: Fields) -> None:
        code = fields["hcpc"].upper()
        if _DENTAL.fullmatch(code):
            self._dental.add(code)
        elif _MODIFIER.fullmatch(code):
            self._modifiers.add(code)
        elif not _CODE.fullmatch(code):
            self.rejections.add(number, f"'{code}' is no code of HCPCS Level II")
        elif fields.get("recid", "") in _FIRST_RECORDS:
            self._begin(number, code, fields)
        elif code in self._codes:
            self._codes[code].text.append(fields["longdescription"])
        else:
            self.rejections.add(number, f"continues {code}, which has not begun")

    def _begin(self, number: int, code: str, fields: Fields) -> None:
        stands = self._codes.get(code)
        if stands is None:
            self._codes[code] = _Code(number, fields, [fields["longdescription"]])
        else:
            self.rejections.add(number, f"{code} stands twice, first in line {stands.line:,}")

    def edition(self) -> Edition:
        edition = Edition()
        for code in sorted(self._codes):
            record = self._codes[code]
            try:
                spans = _spans(record.fields)
            except ValueError as error:
                self.rejections.add(record.line, f"{code}: {error}")
                continue
            fields = record.fields
            title = " ".join(" ".join(record.text).split()) or fields.get("shortdescription", "")
            short = fields.get("shortdescription", "")
            edition.codes.append(Listed(code, title, spans=spans, terms=(short,) if short not in ("", title) else ()))
            edition.notes.extend(ListedNote(code, NoteKind.NOTES, told) for told in _told(fields))
            edition.successors.extend(_successors(code, fields))
        return edition

    def notices(self) -> list[str]:
        told = []
        if self._dental:
            told.append(
                f"{len(self._dental):,} D codes were left out: they are CDT, licensed by the American Dental "
                "Association, whatever file they come in."
            )
        if self._modifiers:
            told.append(f"{len(self._modifiers):,} modifiers were left out: they are no codes, but a table of theirs.")
        return told


def _spans(fields: Fields) -> tuple[Span, ...]:
    first, last = _day(fields.get("adddt", "")), _day(fields.get("termdt", ""))
    if first and last and last < first:
        raise ValueError(f"ends on {last}, before it begins on {first}")
    return (Span(first, last),) if first or last else ()


def _day(text: str) -> date | None:
    """20020701, 2002-07-01 or 7/1/2002, as the files have them. Raises ValueError."""
    if not text.strip("0"):
        return None
    match = _DAY.fullmatch(text)
    if match is None:
        raise ValueError(f"'{text}' is no date")
    year, month, day = (match[1], match[2], match[3]) if match[1] else (match[6], match[4], match[5])
    return date(int(year), int(month), int(day))


def _told(fields: Fields) -> Iterator[str]:
    coverage, action = fields.get("cov", ""), fields.get("actioncd", "")
    if coverage:
        yield f"Medicare coverage {coverage}: {_COVERAGE.get(coverage, 'not described by the record layout')}"
    if action:
        since = fields.get("acteffdt", "")
        when = f", effective {_day(since)}" if _has_day(since) else ""
        yield f"Last action {action}: {_ACTIONS.get(action, 'not described by the record layout')}{when}"


def _has_day(text: str) -> bool:
    try:
        return _day(text) is not None
    except ValueError:
        return False


def _successors(code: str, fields: Fields) -> Iterator[Successor]:
    """Cross references of a code that ended lead to the codes reported in its place."""
    referred = (fields.get(name, "").upper() for name in _REFERRED)
    if _has_day(fields.get("termdt", "")):
        yield from (Successor(code, by) for by in referred if _CODE.fullmatch(by))
