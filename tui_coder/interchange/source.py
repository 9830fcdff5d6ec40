"""Charts in: which reader a path needs, and several paths read as one stream."""

from __future__ import annotations

import codecs
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from tui_coder.domain.intake import Rejection
from tui_coder.domain.refusals import Malformed
from tui_coder.interchange import cells
from tui_coder.interchange.files import open_ordinary, said, shown, size_of
from tui_coder.interchange.json_lines import LARGEST_FILE, read_json_lines
from tui_coder.interchange.plain_text import UTF16_MARKS, must_be_text
from tui_coder.interchange.reading import DATE_FORMS, Conventions, Progress, Reading
from tui_coder.interchange.worklist import read_worklist

__all__ = ["FORMATS", "Progress", "Reading", "Source", "read", "recognise"]

Reader = Callable[[Path, Conventions], Iterator[Reading]]

FORMATS: dict[str, Reader] = {"worklist": read_worklist, "jsonl": read_json_lines}
"""By the name that `--as` takes."""

WORKLIST = "worklist.csv"
_GLANCE = 4096


@dataclass(frozen=True, slots=True)
class Source:
    """A file and the reader that understands it."""

    file: Path
    reader: Reader


def recognise(path: Path, as_format: str | None = None) -> Source:
    """The file behind a path (a folder stands for its worklist.csv) and its reader.

    What the file begins with counts for more than its name; `as_format`, a key of FORMATS, outweighs both.
    Raises Malformed where it is none of the formats.
    """
    file = path
    if os.path.isdir(path):
        file = path / WORKLIST
        if not os.path.exists(file):
            raise Malformed(f"the folder holds no {WORKLIST}; put one there with a row for each encounter.")
    if as_format is not None:
        return Source(file, FORMATS[as_format])
    return Source(file, FORMATS[_format_of(file)])


def _format_of(file: Path) -> str:
    with open_ordinary(file, "the file", LARGEST_FILE) as source:
        start = source.read(_GLANCE)
    must_be_text(start, "the file")
    text = _glance(start)
    if text.startswith("{"):
        return "jsonl"
    if text.startswith("["):
        raise Malformed("the file holds a JSON list; write one object per line (JSON lines) instead.")
    suffix = file.suffix.lower()
    if suffix in (".jsonl", ".ndjson"):
        return "jsonl"
    if suffix == ".csv" or "account" in text.partition("\n")[0].lower():
        return "worklist"
    raise Malformed("the file is neither a worklist (CSV) nor JSON lines; if it is, say so with --as FORMAT.")


def _glance(start: bytes) -> str:
    """The beginning of a text file, only to tell its kind by."""
    if start.startswith(UTF16_MARKS):
        return start.decode("utf-16", "replace").lstrip()
    return start.removeprefix(codecs.BOM_UTF8).decode("utf-8", "replace").lstrip()


def read(
    paths: Sequence[Path],
    *,
    today: date,
    dates: str = "iso",
    as_format: str | None = None,
    default_facility: str = "",
) -> Iterator[Reading]:
    """What the paths hold, in order: encounters and rejections as they come, and progress in between.

    Nothing is kept but the account numbers of the file being read, so a list may be of any length. `dates` is
    "iso" or "us"; `default_facility` is for rows that name none. A path that cannot be read is one rejection.
    Raises Malformed at once, before anything is read, where an argument is none of those.
    """
    if as_format is not None and as_format not in FORMATS:
        raise Malformed(f"There is no format '{as_format}'; use one of {', '.join(FORMATS)}.")
    if dates not in DATE_FORMS:
        raise Malformed(f"There is no form of dates '{dates}'; use one of {', '.join(DATE_FORMS)}.")
    conventions = Conventions(today, dates, cells.one_line("facility", default_facility))
    return _stream([_found(path, as_format) for path in paths], conventions)


def _found(path: Path, as_format: str | None) -> Source | Rejection:
    try:
        return recognise(path, as_format)
    except (Malformed, OSError) as fault:
        return _rejected(path, fault)


def _stream(found: Sequence[Source | Rejection], conventions: Conventions) -> Iterator[Reading]:
    sizes = [size_of(each.file) if isinstance(each, Source) else 0 for each in found]
    total = sum(sizes)
    for place, each in enumerate(found):
        if isinstance(each, Rejection):
            yield each
            continue
        before = sum(sizes[:place])
        for reading in _safely(each, conventions):
            if isinstance(reading, Progress):
                yield replace(reading, done=before + reading.done, total=total)
            else:
                yield reading


def _safely(source: Source, conventions: Conventions) -> Iterator[Reading]:
    """What the reader gives; what it raises is the file's rejection, so that the next file has its turn."""
    try:
        yield from source.reader(source.file, conventions)
    except (Malformed, OSError) as fault:
        yield _rejected(source.file, fault)


def _rejected(path: Path, fault: Malformed | OSError) -> Rejection:
    """A path of which nothing, or nothing more, can be taken."""
    reason = str(fault)
    if isinstance(fault, OSError):
        reason = f"reading stopped ({said(fault)}); import it again."
    return Rejection(shown(path), "folder" if os.path.isdir(path) else "file", reason)
