"""JSON lines: one encounter per line, a JSON object in UTF-8, at most 16 MB.

    {"account": "A1001", "setting": "outpatient", "service_date": "2026-06-03", "patient": "Family, Given",
     "charges": 310.50, "documents": [{"title": "Visit note", "type": "Progress note", "text": "..."}]}

The keys are the columns of worklist.csv, with the same rules: `account` and `setting` are required, and
`service_date` or both `admit_date` and `discharge_date`. Values are strings; `charges`, `priority` and
`minutes` may be numbers; null and a missing key mean "not known". Unknown keys are reported and ignored.

`documents` is a list of objects (missing: an encounter without a chart):

- `text` (required): the document itself.
- `title` (required).
- `name`: the document's identity in its encounter; the same name again is a new version. Default: the title.
- `type`, `author`.
- `authored_at`: 2026-06-03, 2026-06-03T14:05 or with seconds, and with an offset (Z, -05:00) or without one,
  which means the clock of the importing machine.
"""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import BinaryIO, NoReturn

from tui_coder.domain.intake import IncomingDocument, IncomingEncounter, Rejection
from tui_coder.domain.refusals import Malformed
from tui_coder.interchange import cells
from tui_coder.interchange.files import MEGABYTE, open_ordinary, shown, size_of
from tui_coder.interchange.lines import byte_lines
from tui_coder.interchange.plain_text import bad_byte, must_be_text
from tui_coder.interchange.reading import REPORT_EVERY, Conventions, Progress, Reading
from tui_coder.interchange.registrar import FACTS, Registrar

LONGEST_LINE = 16 * MEGABYTE
LARGEST_FILE = 4096 * MEGABYTE
_MAY_BE_NUMBERS = ("charges", "priority", "minutes")
_DOCUMENT_LINES = ("name", "title", "type", "author", "authored_at")
_LONGEST_NUMERAL = 40
_MOST_DOCUMENTS = 1000
_MOST_NAMES_TOLD = 20
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:\d\d)?)?", re.ASCII)
_SURROGATE = re.compile("[\ud800-\udfff]")


def read_json_lines(path: Path, conventions: Conventions) -> Iterator[Reading]:
    """Each line of the file as an encounter or a rejection, in order, and progress in between.

    Raises Malformed where the file as a whole cannot be used, OSError where the disk fails.
    """
    with open_ordinary(path, "the JSON lines", LARGEST_FILE) as source:
        yield from _JsonLines(path, source, conventions).read()


class _JsonLines:
    def __init__(self, path: Path, source: BinaryIO, conventions: Conventions) -> None:
        self._file = shown(path)
        self._source = source
        self._total = size_of(path)
        self._registrar = Registrar(self._file, conventions)
        self._latest = conventions.latest
        self._told: set[str] = set()
        self._ignored: tuple[str, ...] = ()

    def read(self) -> Iterator[Reading]:
        must_be_text(self._source.read(8), "the JSON lines")
        self._source.seek(0)
        number = 0
        for number, line in enumerate(byte_lines(self._source, LONGEST_LINE), 1):
            if line is None or not line.isspace():
                yield self._line(number, line)
            if self._ignored or number % REPORT_EVERY == 0:
                yield self._progress(number)
        if not self._total:
            yield Rejection(self._file, "file", "the file is empty; it must hold one JSON object per line.")
        yield self._progress(number)

    def _line(self, number: int, line: bytes | None) -> IncomingEncounter | Rejection:
        try:
            if line is None:
                raise Malformed(f"the line has more than {LONGEST_LINE // MEGABYTE} MB; split the chart.")
            given = _object(line, self._source.tell() - len(line))
            self._note_unknown(given)
            facts = {name: _text(name, given.get(name)) for name in FACTS}
            admitted = self._registrar.admit(facts, "line", number)
            return replace(admitted, documents=_documents(given.get("documents"), self._latest))
        except Malformed as fault:
            return Rejection(self._file, f"line {number}", str(fault))

    def _note_unknown(self, given: Mapping[str, object]) -> None:
        unknown = {cells.visible(key) for key in given if key not in FACTS and key != "documents"}
        self._ignored = tuple(sorted(unknown - self._told))[: _MOST_NAMES_TOLD - len(self._told)]
        self._told.update(self._ignored)

    def _progress(self, number: int) -> Progress:
        ignored, self._ignored = self._ignored, ()
        return Progress(self._file, min(self._source.tell(), self._total), self._total, number, ignored)


class _Numeral(str):
    """A JSON number as it was written: never a float, and no arithmetic on what strangers send."""


def _object(line: bytes, start: int) -> dict[str, object]:
    """The object on a line that begins at byte `start` of the file. Raises Malformed."""
    if start == 0:
        line = line.removeprefix(codecs.BOM_UTF8)
    try:
        found = json.loads(
            line.decode("utf-8"),
            object_pairs_hook=_no_key_twice,
            parse_int=_numeral,
            parse_float=_numeral,
            parse_constant=_no_constant,
        )
    except UnicodeDecodeError as fault:
        raise Malformed(bad_byte(line[fault.start], start + fault.start)) from None
    except json.JSONDecodeError as fault:
        place = f"character {fault.pos + 1:,} of the line"
        raise Malformed(f"this is not JSON (at {place}); export the line again.") from None
    except RecursionError:
        raise Malformed("objects or lists are nested too deeply; an encounter needs three levels.") from None
    if not isinstance(found, dict):
        raise Malformed("the line holds no JSON object; write one encounter, in braces, on each line.")
    return found


def _no_key_twice(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise Malformed("a key stands twice in one object; keep the one that is true.")
    return found


def _numeral(text: str) -> _Numeral:
    if len(text) > _LONGEST_NUMERAL:
        raise Malformed(f"a number has {len(text):,} digits, and {_LONGEST_NUMERAL} are taken; correct it.")
    return _Numeral(text)


def _no_constant(name: str) -> NoReturn:
    raise Malformed(f"{name} is not a JSON number; write null where the value is not known.")


def _text(key: str, value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, _Numeral) and key not in _MAY_BE_NUMBERS:
        raise Malformed(f"{key} is a number; write it in quotation marks, so that leading zeros survive.")
    if not isinstance(value, str):
        raise Malformed(f"{key} is neither a string nor null; write it in quotation marks.")
    if _SURROGATE.search(value):
        raise Malformed(f"{key} holds half of a character (a lone surrogate); export the line again.")
    return value


def _documents(given: object, latest: date) -> tuple[IncomingDocument, ...]:
    if given is None:
        return ()
    if not isinstance(given, list) or len(given) > _MOST_DOCUMENTS:
        raise Malformed(f"documents is not a list of at most {_MOST_DOCUMENTS:,} objects; write it as one.")
    chart: dict[str, IncomingDocument] = {}
    for place, each in enumerate(given, 1):
        try:
            document = _document(each, latest)
        except Malformed as fault:
            raise Malformed(f"document {place}: {fault}") from None
        if document.name in chart:
            raise Malformed(f"document {place}: another has the same name; give each its own `name`.")
        chart[document.name] = document
    return tuple(chart.values())


def _document(given: object, latest: date) -> IncomingDocument:
    if not isinstance(given, dict):
        raise Malformed("this is not an object; it needs at least `title` and `text`.")
    fields = {key: cells.one_line(key, _text(key, given.get(key))) for key in _DOCUMENT_LINES}
    if not fields["title"]:
        raise Malformed("title is empty; every document needs one.")
    return IncomingDocument.of(
        fields["name"] or fields["title"],
        _text("text", given.get("text")),
        title=fields["title"],
        type=fields["type"],
        author=fields["author"],
        authored_at=_moment(fields["authored_at"], latest) if fields["authored_at"] else None,
    )


def _moment(text: str, latest: date) -> datetime:
    try:
        moment = datetime.fromisoformat(text) if _MOMENT.fullmatch(text) else None
    except ValueError:
        moment = None
    if moment is None or moment.year < 1900 or moment.date() > latest:
        raise Malformed("authored_at is no date and time such as 2026-06-03T14:05, or far off; correct it.")
    return moment
