"""Turns clinical notes in JSON lines into an import folder: worklist.csv with a text file for each note.

    python tests/tools/notes_to_folder.py SOURCE.jsonl.gz TARGET_FOLDER [--limit N]

Understands two public collections: aci-bench (`note`, `meta`) and mtsamples (`text`, `specialties`). The
account tells which note it is; people, payers and dates are invented, for the same note the same every time.
The notes have licences of their own: the target must lie outside the checkout.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any

CHECKOUT = Path(__file__).resolve().parents[2]
FIRST_DAY, LAST_DAY = date(2026, 5, 1), date(2026, 9, 30)

COLUMNS = (
    "account", "mrn", "patient", "birth_date", "sex", "setting", "service_date", "admit_date",
    "discharge_date", "payer", "facility", "attending", "charges", "priority", "due", "minutes", "documents",
    "document_type",
)  # fmt: skip

FAMILY = ("Abernal", "Brookins", "Caldane", "Dunmoor", "Ellery", "Fairholt", "Granby", "Hollis", "Ingersay")
GIVEN = {
    "F": ("Ada", "Bea", "Clara", "Dora", "Edith", "Flora", "Greta", "Hanna"),
    "M": ("Alban", "Boris", "Cyril", "Dorian", "Emil", "Felix", "Gus", "Hugo"),
}
PAYERS = ("Harbor Mutual", "Northfield Health", "Prairie Benefit", "Self pay")
PHYSICIANS = ("Marlow, I", "Osgood, T", "Quill, R", "Stanhope, V")

# What an mtsamples specialty says about where the note was made; the first that fits counts.
KINDS = (
    ("Discharge Summary", "inpatient", "Discharge summary"),
    ("Emergency Room Reports", "outpatient", "Emergency department note"),
    ("Radiology", "outpatient", "Radiology report"),
    ("Lab Medicine - Pathology", "outpatient", "Pathology report"),
    ("Surgery", "outpatient", "Operative report"),
    ("Consult - History and Phy.", "professional", "Consultation"),
    ("SOAP / Chart / Progress Notes", "professional", "Progress note"),
)


@dataclass(frozen=True)
class Note:
    """One note as its collection tells it. `age` in years and `sex` are None where it does not."""

    account: str
    text: str
    setting: str
    type: str
    age: int | None = None
    sex: str | None = None


def main() -> int:
    parser = argparse.ArgumentParser(description="Clinical notes in JSON lines to an import folder.")
    parser.add_argument("source", type=Path, metavar="SOURCE.jsonl.gz")
    parser.add_argument("target", type=Path, metavar="TARGET_FOLDER")
    parser.add_argument("--limit", type=int, metavar="N", help="only the first N notes")
    given = parser.parse_args()
    if given.target.resolve().is_relative_to(CHECKOUT):
        parser.error(f"{given.target} lies inside the checkout: the notes must never be committed.")
    count = write_folder(islice(notes(given.source), given.limit), given.target)
    print(f"{count} encounters in {given.target / 'worklist.csv'}")
    return 0


def notes(source: Path) -> Iterator[Note]:
    with gzip.open(source, "rt", encoding="utf-8") as lines:
        for line in lines:
            told = json.loads(line)
            yield _aci_bench(told) if "note" in told else _mtsamples(told)


def write_folder(chosen: Iterator[Note], target: Path) -> int:
    """Write the charts, then the list that names them; returns how many."""
    (target / "charts").mkdir(parents=True, exist_ok=True)
    rows = []
    for note in chosen:
        row = _row(note)
        (target / row["documents"]).write_text(note.text, encoding="utf-8", newline="\n")
        rows.append(row)
    with (target / "worklist.csv").open("w", encoding="utf-8", newline="") as file:
        worklist = csv.DictWriter(file, COLUMNS, restval="")
        worklist.writeheader()
        worklist.writerows(rows)
    return len(rows)


def _aci_bench(told: dict[str, Any]) -> Note:
    meta = told["meta"]
    age = str(meta.get("patient_age") or "")
    sex = {"female": "F", "male": "M"}.get(meta.get("patient_gender") or "")
    years = int(age) if age.isdigit() else None
    return Note(told["encounter_id"], told["note"], "professional", "Clinic note", years, sex)


def _mtsamples(told: dict[str, Any]) -> Note:
    account = f"MT{told['id']:05}"
    for specialty, setting, kind in KINDS:
        if specialty in told["specialties"]:
            return Note(account, told["text"], setting, kind)
    return Note(account, told["text"], "professional", "Clinic note")


def _row(note: Note) -> dict[str, str]:
    chance = Random(note.account)
    sex = note.sex or chance.choice("FM")
    served = FIRST_DAY + timedelta(days=chance.randrange((LAST_DAY - FIRST_DAY).days + 1))
    age = chance.randrange(18, 90) if note.age is None else note.age
    born = served - timedelta(days=int(age * 365.25) + chance.randrange(1, 360))
    row = {
        "account": note.account,
        "mrn": f"{chance.randrange(10_000_000):07}",
        "patient": f"{chance.choice(FAMILY)}, {chance.choice(GIVEN[sex])}",
        "birth_date": born.isoformat(),
        "sex": sex,
        "setting": note.setting,
        "payer": chance.choice(PAYERS),
        "facility": "Lakeside Clinic" if note.setting == "professional" else "Lakeside Hospital",
        "attending": chance.choice(PHYSICIANS),
        "charges": f"{chance.randrange(8_000, 900_000) / 100:.2f}",
        "priority": str(chance.randrange(3, 8)),
        "due": (served + timedelta(days=chance.randrange(3, 60))).isoformat(),
        "minutes": str(4 + min(len(note.text) // 800, 26)),
        "documents": f"charts/{note.account}.txt",
        "document_type": note.type,
    }
    if note.setting == "inpatient":
        admitted = served - timedelta(days=chance.randrange(1, 9))
        return row | {"admit_date": admitted.isoformat(), "discharge_date": served.isoformat()}
    return row | {"service_date": served.isoformat()}


if __name__ == "__main__":
    sys.exit(main())
