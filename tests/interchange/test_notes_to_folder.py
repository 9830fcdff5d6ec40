"""Real notes come in whole, through the folder that the script makes of them."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from pathlib import Path

from import_folder import take

from tui_coder.domain.encounter import Setting

CHECKOUT = Path(__file__).resolve().parents[2]
SCRIPT = CHECKOUT / "tests" / "tools" / "notes_to_folder.py"


def make(source: Path, target: Path, *options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(SCRIPT), str(source), str(target), *options]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def invented_notes(folder: Path) -> Path:
    notes = [
        {"id": 7, "specialties": ["Cardiology", "Discharge Summary"], "text": "Went home."},
        {"id": 8, "specialties": ["Radiology"], "text": "Two views."},
        {"encounter_id": "X1", "note": "A visit.", "meta": {"patient_age": "50", "patient_gender": "male"}},
        {"encounter_id": "X2", "note": "A visit.", "meta": {"patient_age": "", "patient_gender": ""}},
    ]
    source = folder / "notes.jsonl.gz"
    with gzip.open(source, "wt", encoding="utf-8") as lines:
        lines.writelines(json.dumps(note) + "\n" for note in notes)
    return source


def test_each_kind_of_note_becomes_an_encounter_of_its_setting(tmp_path: Path) -> None:
    source = invented_notes(tmp_path)
    assert make(source, tmp_path / "one").returncode == 0
    taken = take(tmp_path / "one")
    assert taken.rejections == []
    assert [each.encounter.setting for each in taken.encounters] == [
        Setting.INPATIENT, Setting.OUTPATIENT, Setting.PROFESSIONAL, Setting.PROFESSIONAL,
    ]  # fmt: skip
    man = taken.encounters[2].encounter
    assert (man.sex, man.age_on(man.service_to)) == ("M", 50)
    assert all(each.encounter.service_to.year == 2026 for each in taken.encounters)
    assert [each.documents[0].text for each in taken.encounters] == ["Went home.", "Two views.", "A visit.", "A visit."]


def test_the_same_notes_make_the_same_folder(tmp_path: Path) -> None:
    source = invented_notes(tmp_path)
    make(source, tmp_path / "one")
    make(source, tmp_path / "two", "--limit", "2")
    whole = (tmp_path / "one" / "worklist.csv").read_text().splitlines()
    assert (tmp_path / "two" / "worklist.csv").read_text().splitlines() == whole[:3]


def test_it_refuses_to_write_notes_into_the_checkout(tmp_path: Path) -> None:
    refused = make(invented_notes(tmp_path), CHECKOUT / "tests" / "notes")
    assert refused.returncode == 2
    assert "must never be committed" in refused.stderr
    assert not (CHECKOUT / "tests" / "notes").exists()


def test_every_real_note_is_taken(real_notes: list[Path], tmp_path: Path) -> None:
    for number, source in enumerate(real_notes):
        folder = tmp_path / str(number)
        assert make(source, folder).returncode == 0
        with gzip.open(source, "rt", encoding="utf-8") as lines:
            expected = sum(1 for _ in lines)
        taken = take(folder)
        assert taken.rejections == []
        assert len(taken.encounters) == expected
        assert all(each.documents[0].controls == 0 for each in taken.encounters)
