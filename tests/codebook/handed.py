"""Files as a publisher might hand them out, for the tests of loading. Codes have the form of their system; all text
is invented."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

ORDER = (
    ("I10", 1, "Essential grinding", "Essential grinding"),
    ("I11", 0, "Grinding of the main spring", "Grinding of the main spring"),
    ("I110", 1, "Grinding, main spring, failure", "Grinding of the main spring with failure"),
    ("I119", 1, "Grinding, main spring, unsp", "Grinding of the main spring, unspecified"),
    ("I12", 0, "Broken cogwheel", "Broken cogwheel"),
    ("I120", 0, "Broken cogwheel, left", "Broken cogwheel, left"),
    ("I120XXA", 1, "Broken cogwheel, left, 1st repair", "Broken cogwheel, left, first repair"),
)


def order_file(entries: tuple[tuple[str, int, str, str], ...] = ORDER) -> str:
    """The fixed columns of an order file."""
    lines = (
        f"{n:05} {c:<7} {flag} {short:<60} {long}\r\n" for n, (c, flag, short, long) in enumerate(entries, start=1)
    )
    return "".join(lines)


def codes_file(entries: tuple[tuple[str, int, str, str], ...] = ORDER, width: int = 8) -> str:
    return "".join(f"{code:<{width}}{long}\r\n" for code, flag, _, long in entries if flag)


def hcpcs_record(code: str, recid: int, long: str, short: str = "", **fields: str) -> str:
    """One record of the 320 columns; `fields` are xref1, cov, adddt, acteffdt, termdt and actioncd."""
    line = list(f"{code:>5}00100{recid}{long:<80}{short:<28}".ljust(320))
    places = {"xref1": 204, "cov": 229, "adddt": 268, "acteffdt": 276, "termdt": 284, "actioncd": 292}
    for name, value in fields.items():
        line[places[name] : places[name] + len(value)] = value
    return "".join(line) + "\r\n"


def zipped(members: Mapping[str, bytes | str], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", method) as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return content.getvalue()


def put(folder: Path, name: str, content: bytes | str) -> Path:
    """Write a file and return its path."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path
