"""`import`: charts in, whole or not at all."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import time
from pathlib import Path

from office import WORKLIST, Office, program, write_charts

FIELDS = {"files", "encounters", "documents", "updated", "unchanged", "rejected"}


def test_a_folder_and_the_same_again(empty_office: Office, tmp_path: Path) -> None:
    charts = write_charts(tmp_path / "charts")
    first = empty_office.json("import", str(charts))
    assert set(first) >= FIELDS
    assert (first["files"], first["encounters"], first["documents"], first["rejected"]) == (1, 6, 6, [])
    again = empty_office.json("import", str(charts))
    assert (again["encounters"], again["documents"], again["updated"], again["unchanged"]) == (0, 0, 0, 6)


def test_a_changed_document_updates(office: Office, tmp_path: Path) -> None:
    charts = write_charts(tmp_path / "charts")
    (charts / "stay.txt").write_text("DISCHARGE SUMMARY\nAmended.\n")
    report = office.json("import", str(charts))
    assert (report["updated"], report["documents"], report["unchanged"]) == (1, 1, 5)
    assert "changed" in office.json("queue", "list", "--as", "ann", "--filter", "STAY1")["items"][0]["flags"]


def test_bad_rows_are_listed_and_the_rest_is_taken(empty_office: Office, tmp_path: Path) -> None:
    heading, *rows = WORKLIST.splitlines()
    rows[1] = rows[1].replace("1980-05-05", "1980-13-05")
    rows[2] = rows[2].replace("clinic.txt", "absent.txt")
    charts = write_charts(tmp_path / "charts", "\n".join([heading + ",colour", *(row + ",red" for row in rows)]) + "\n")
    report = empty_office.json("import", str(charts), expect=3)
    assert report["encounters"] == 4
    assert len(report["rejected"]) == 2
    for rejection, word in zip(report["rejected"], ("birth_date", "absent.txt"), strict=True):
        assert set(rejection) == {"file", "where", "reason"}
        assert rejection["file"].endswith("worklist.csv")
        assert word in rejection["reason"]
    assert report["ignored_columns"] == ["colour"]
    spoken = empty_office.run("import", str(charts))
    assert spoken.code == 3
    assert spoken.out.count("\n") == 1
    assert "row 3" in spoken.err and "absent.txt" in spoken.err and "colour" in spoken.err


def test_the_format_behind_and_the_person_in_front(office: Office, tmp_path: Path) -> None:
    charts = write_charts(tmp_path / "charts")
    assert office.run("--as", "lena", "import", str(charts), "--as", "worklist").code == 0
    assert office.run("--as", "lena", "import", "--as", "worklist", str(charts)).code == 0
    ran = office.run("--as", "ann", "import", str(charts), "--as", "worklist")
    assert (ran.code, ran.out) == (5, "")
    ran = office.run("import", str(charts), "--as", "lena")
    assert ran.code == 2
    assert "worklist" in ran.err and "jsonl" in ran.err


def test_facility_priority_and_us_dates(empty_office: Office, tmp_path: Path) -> None:
    worklist = "account,setting,service_date,documents\nUS1,outpatient,05/01/2026,clinic.txt\n"
    charts = write_charts(tmp_path / "charts", worklist)
    refused = empty_office.json("import", str(charts), expect=3)
    assert (refused["encounters"], len(refused["rejected"])) == (0, 1)
    argv = ["import", str(charts), "--dates", "us", "--facility", "west", "--priority", "9"]
    assert empty_office.json(*argv)["encounters"] == 1
    item = empty_office.json("queue", "list")["items"][0]
    assert (item["service_date"], item["priority"]) == ("2026-05-01", 9)
    assert empty_office.json("item", "show", "west/US1")["encounter"]["facility"] == "west"


def test_there_is_one_queue(office: Office, tmp_path: Path) -> None:
    ran = office.run("import", str(write_charts(tmp_path / "charts")), "--queue", "cardiology")
    assert (ran.code, ran.out) == (2, "")
    assert "--queue" in ran.err


def test_a_path_that_is_not_there_is_rejected(office: Office, tmp_path: Path) -> None:
    report = office.json("import", str(tmp_path / "absent"), expect=3)
    assert len(report["rejected"]) == 1
    assert report["encounters"] == 0


def test_interrupting_leaves_whole_encounters(empty_office: Office, tmp_path: Path) -> None:
    rows = 20_000
    lines = (f"BIG{number},outpatient,2026-05-01,clinic.txt" for number in range(rows))
    charts = write_charts(tmp_path / "charts", "\n".join(["account,setting,service_date,documents", *lines]) + "\n")
    assert empty_office.run("people", "list").code == 0
    importing = subprocess.Popen(
        [*program(), "import", str(charts)], env=empty_office.environ, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    with sqlite3.connect(f"file:{empty_office.store}?mode=ro", uri=True) as looking:
        until = time.monotonic() + 60
        while time.monotonic() < until and importing.poll() is None:
            if looking.execute("SELECT count(*) FROM encounter").fetchone()[0]:
                break
    importing.send_signal(signal.SIGINT)
    out, err = importing.communicate(timeout=60)
    assert (importing.returncode, out) == (130, b""), err
    assert b"Interrupted" in err
    with sqlite3.connect(f"file:{empty_office.store}?mode=ro", uri=True) as looking:
        taken = looking.execute("SELECT count(*) FROM encounter").fetchone()[0]
        whole = looking.execute(
            "SELECT count(*) FROM encounter e JOIN document d ON d.encounter_id = e.id "
            "JOIN work_item w ON w.encounter_id = e.id JOIN event v ON v.item_id = w.id AND v.what = 'imported'"
        ).fetchone()[0]
    looking.close()
    assert 0 < taken == whole < rows
    assert empty_office.json("db", "check")["ok"] is True
