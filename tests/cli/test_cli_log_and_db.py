"""`log`, `db` and `doctor`: proof, upkeep and facts."""

from __future__ import annotations

import csv
import json
import sqlite3
import subprocess
from datetime import datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest
from office import Office, program

from tui_coder.services import upkeep
from tui_coder.store import soundness


def tamper(store: Path, *statements: str) -> None:
    """Change the file behind the program's back."""
    with sqlite3.connect(store) as connection:
        for statement in statements:
            connection.execute(statement)
    connection.close()


FORGE = (
    "DROP TRIGGER event_no_update",
    "UPDATE event SET person = 'bob' WHERE sequence = 3",
)


def test_show_and_verify(office: Office) -> None:
    shown = office.json("--as", "lena", "log", "show")
    assert set(shown) >= {"entries", "ok", "first_bad", "head"}
    assert [each["sequence"] for each in shown["entries"]] == list(range(1, len(shown["entries"]) + 1))
    proof = office.json("--as", "lena", "log", "verify")
    assert proof == {
        "entries": len(shown["entries"]), "ok": True, "first_bad": None, "head": shown["head"],
        "checkpoints": None, "anchored": None, "unanchored": None, "faults": [],
    }  # fmt: skip
    assert "compared with no checkpoints" in office.run("--as", "lena", "log", "verify").out
    assert shown["entries"][-1]["digest"] == proof["head"]
    last = office.json("--as", "lena", "log", "show", "--limit", "2")["entries"]
    assert last == shown["entries"][-2:]


def test_show_by_item_and_person(office: Office) -> None:
    office.json("--as", "ann", "queue", "next")
    mine = office.json("--as", "ann", "log", "show", "--person", "ann")
    assert [(each["what"], each["item"]) for each in mine["entries"]] == [("claimed", "STAY1")]
    assert mine["ok"] is None
    ours = office.json("--as", "bob", "log", "show", "--item", "STAY1")
    assert [each["what"] for each in ours["entries"]] == ["imported", "claimed"]
    assert "claimed" in office.run("--as", "ann", "log", "show", "--person", "ann").out
    assert office.run("--as", "ann", "log", "show", "--item", "NOPE").code == 2


def test_the_whole_log_is_not_for_everyone(office: Office) -> None:
    for argv in (["log", "show"], ["log", "verify"], ["log", "show", "--person", "bob"]):
        assert office.run("--as", "ann", *argv).code == 5
    assert office.run("--as", "vera", "log", "show").code == 0


def test_a_forged_log_is_found(office: Office) -> None:
    tamper(office.store, *FORGE)
    proof = office.json("--as", "lena", "log", "verify", expect=1)
    assert (proof["ok"], proof["first_bad"]) == (False, 3)
    assert "entry 3" in office.run("--as", "lena", "log", "verify").out
    shown = office.json("--as", "lena", "log", "show")
    assert (shown["ok"], shown["first_bad"]) == (False, 3)


# ---- log show: any period, person, item and kind, in any order -------------------------------------------------------


def shown(office: Office, *words: str) -> list[dict[str, object]]:
    entries: list[dict[str, object]] = office.json("--as", "lena", "log", "show", *words)["entries"]
    return entries


def test_show_by_kind_period_and_order(office: Office) -> None:
    office.json("--as", "ann", "queue", "next")
    office.json("--as", "bob", "item", "add", "CLINIC1", "E11.9")
    office.run("--as", "ann", "log", "show")
    whole = shown(office)
    assert {each["what"] for each in shown(office, "--kind", "person")} == {"person added"}
    assert [each["person"] for each in shown(office, "--kind", "codes")] == ["bob"]
    assert [each["person"] for each in shown(office, "--kind", "denied")] == ["ann"]
    assert shown(office, "--kind", "pers") == []
    for field in ("sequence", "at", "person", "os_account", "what", "item", "before", "after"):
        told = shown(office, "--sort", field)
        assert sorted(each["sequence"] for each in told) == [each["sequence"] for each in whole]
        assert list(reversed(told)) == shown(office, "--sort", field, "--reverse")
        if field not in ("before", "after"):
            keys = [(each[field] or "", each["sequence"]) for each in told]
            assert keys == sorted(keys)
    middle = str(whole[len(whole) // 2]["at"])
    earlier, later = shown(office, "--until", middle), shown(office, "--since", middle)
    assert earlier + later == whole and earlier and later
    today = datetime.fromisoformat(middle).astimezone().date()
    assert shown(office, "--since", str(today), "--until", str(today)) == whole
    assert shown(office, "--since", str(today + timedelta(days=1))) == []
    assert shown(office, "--until", str(today - timedelta(days=1))) == []
    assert shown(office, "--limit", "3", "--sort", "person") == sorted(whole[-3:], key=lambda each: str(each["person"]))
    assert office.run("--as", "lena", "log", "show", "--since", "yesterday").code == 2
    assert office.run("--as", "lena", "log", "show", "--csv", "--json").code == 2


def test_show_as_csv_obeys_nobody_and_is_logged(office: Office) -> None:
    tamper(office.store, "DROP TRIGGER event_no_update", "UPDATE event SET item = '=2+3' WHERE sequence = 3")
    ran = office.run("--as", "lena", "log", "show", "--csv", "--until", "2999-01-01")
    rows = list(csv.DictReader(StringIO(ran.out)))
    whole = shown(office)
    assert [int(each["sequence"]) for each in rows] == [each["sequence"] for each in whole]
    assert rows[2]["item"] == "'=2+3"
    assert json.loads(rows[3]["after"]) == whole[3]["after"]
    last = whole[-1]
    assert (last["person"], last["what"], last["after"]["until"][:4]) == ("lena", "log exported", "2999")  # type: ignore[index]
    assert office.run("--as", "ann", "log", "show", "--csv").code == 5
    assert "ann" in office.run("--as", "ann", "log", "show", "--csv", "--person", "ann").out


def test_an_edited_entry_is_still_shown(office: Office) -> None:
    edits = "UPDATE event SET at = 'never', before = '[', after = '[1]' WHERE sequence = 3"
    tamper(office.store, "DROP TRIGGER event_no_update", edits)
    entry = shown(office)[2]
    assert (entry["before"], entry["after"]) == ({"unreadable": "["}, {"unreadable": "[1]"})
    assert "does not hold from entry 3" in office.run("--as", "lena", "log", "show").err


# ---- checkpoints -----------------------------------------------------------------------------------------------------


@pytest.fixture
def anchored(office: Office) -> Office:
    """An office whose lead has a key and anchored the log once."""
    key = office.home / "anchor.key"
    made = office.json("log", "key", str(key))
    assert made == {"key": str(key), "public_key": f"{key}.pub"}
    done = office.json("--as", "lena", "log", "anchor", "--key", str(key), "--to", str(office.home / "points"))
    assert done["checkpoint"]["first"] == 1
    return office


def verified(office: Office, expect: int, *words: str) -> dict[str, object]:
    told: dict[str, object] = office.json("--as", "vera", "log", "verify", *words, expect=expect)
    return told


def test_a_cut_tail_and_a_chain_computed_anew_are_found(anchored: Office) -> None:
    where = ("--checkpoints", str(anchored.home / "points"), "--public-key", str(anchored.home / "anchor.key.pub"))
    proof = verified(anchored, 0, *where)
    assert (proof["checkpoints"], proof["unanchored"]) == (1, 0)
    tamper(anchored.store, "DROP TRIGGER event_no_delete", "DELETE FROM event WHERE sequence > 5")
    assert verified(anchored, 0)["ok"] is True
    proof = verified(anchored, 1, *where)
    assert (proof["ok"], proof["first_bad"]) == (False, None)
    told = anchored.run("--as", "vera", "log", "verify", *where)
    assert "its end was cut off" in told.out
    ran = anchored.run("--as", "lena", "log", "anchor", "--key", str(anchored.home / "anchor.key"), "--to", where[1])
    assert (ran.code, ran.out) == (1, "") and "Nothing was signed" in ran.err


def test_the_settings_name_them_once(anchored: Office) -> None:
    (anchored.home / "config").mkdir(exist_ok=True)
    (anchored.home / "config" / "settings.toml").write_text(
        f'[checkpoints]\nfile = "{anchored.home}/points"\npublic_key = "{anchored.home}/anchor.key.pub"\n'
    )
    assert verified(anchored, 0)["checkpoints"] == 1
    seen = {each["name"]: each["detail"] for each in anchored.json("db", "check")["checks"]}
    assert seen["checkpoints"].startswith("1 checkpoint, the last of ")
    tamper(anchored.store, "DROP TRIGGER event_no_delete", "DELETE FROM event WHERE sequence > 5")
    assert "its end was cut off" in failed(anchored)["checkpoints"]
    (anchored.home / "points").unlink()
    assert "not compared" in failed(anchored)["checkpoints"]
    assert anchored.run("--as", "vera", "log", "verify").code == 2


def test_anchoring_without_key_or_file_says_what_it_needs(office: Office) -> None:
    ran = office.run("--as", "lena", "log", "anchor")
    assert (ran.code, ran.out) == (2, "") and "--key FILE --to FILE" in ran.err
    ran = office.run("--as", "lena", "log", "verify", "--checkpoints", "nowhere", "--public-key", "nowhere")
    assert ran.code == 2 and "No such file" in ran.err


def test_watching_goes_on_until_it_is_told_to_end(anchored: Office) -> None:
    anchored.json("--as", "ann", "queue", "next")
    words = ["--as", "lena", "log", "anchor", "--watch", "--key", "anchor.key", "--to", "points"]
    watching = subprocess.Popen(
        [*program(), *words], cwd=anchored.home, env=anchored.environ, stderr=subprocess.PIPE, text=True
    )
    assert watching.stderr is not None
    first = watching.stderr.readline()  # what came before is anchored at once
    anchored.json("--as", "bob", "queue", "next")
    watching.terminate()
    _, rest = watching.communicate(timeout=30)
    assert (watching.returncode, "entries" in first, rest.count("\n")) == (0, True, 1), first + rest
    lines = (anchored.home / "points").read_text().splitlines()
    assert json.loads(lines[-1])["last"] == len(shown(anchored))


# ---- db check --------------------------------------------------------------------------------------------------------


def failed(office: Office, expect: int = 1) -> dict[str, str]:
    """The checks that say no, with what was seen."""
    checked = office.json("db", "check", expect=expect)
    assert checked["ok"] is (expect == 0)
    return {each["name"]: each["detail"] for each in checked["checks"] if not each["ok"]}


def test_a_sound_store(office: Office) -> None:
    assert failed(office, expect=0) == {}
    assert "the chain holds" in office.run("db", "check").out


def test_check_finds_the_forged_log_and_the_missing_trigger(office: Office) -> None:
    tamper(office.store, *FORGE)
    found = failed(office)
    assert set(found) == {"schema", "log"}
    assert "event_no_update is missing" in found["schema"]
    assert "entry 3" in found["log"]


def test_check_finds_what_points_nowhere(office: Office) -> None:
    tamper(office.store, "PRAGMA foreign_keys = OFF", "UPDATE work_item SET assignee_id = 999 WHERE id = 2")
    assert "work_item" in failed(office)["references"]


def test_check_finds_a_foreign_table(office: Office) -> None:
    tamper(office.store, "CREATE TABLE cuckoo (egg)")
    assert "cuckoo" in failed(office)["schema"]


def damage(store: Path, *pages: int) -> None:
    """Overwrite the beginning of these pages (the first is page 1)."""
    with store.open("r+b") as file:
        for page in pages:
            file.seek((page - 1) * 4096)
            file.write(b"\xff" * 64)


def test_check_finds_damaged_pages(office: Office) -> None:
    with sqlite3.connect(office.store) as connection:
        (root,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'event'").fetchone()
    connection.close()
    damage(office.store, root)
    assert "file" in failed(office)


def test_a_file_damaged_all_over_is_told_and_left(office: Office) -> None:
    damage(office.store, *range(2, office.store.stat().st_size // 4096))
    before = office.store.read_bytes()
    ran = office.run("db", "check")
    assert (ran.code, ran.out) == (4, "")
    assert "is damaged" in ran.err
    assert office.store.read_bytes() == before


def test_check_of_a_store_that_is_not_there_makes_none(empty_office: Office) -> None:
    ran = empty_office.run("db", "check")
    assert (ran.code, ran.out) == (4, "")
    assert str(empty_office.store) in ran.err
    assert not empty_office.store.exists()


def test_check_of_something_else(empty_office: Office, tmp_path: Path) -> None:
    for name, content in (("junk", b"no database " * 500), ("empty", b"")):
        file = tmp_path / name
        file.write_bytes(content)
        file.chmod(0o600)
        assert empty_office.run("--db", str(file), "db", "check").code == 4
    other = tmp_path / "other.db"
    tamper(other, "CREATE TABLE cookbook (recipe)")
    other.chmod(0o600)
    assert empty_office.run("--db", str(other), "db", "check").code == 4


# ---- db upgrade ------------------------------------------------------------------------------------------------------


def test_upgrade_makes_a_store_and_then_leaves_it(empty_office: Office) -> None:
    made = empty_office.json("db", "upgrade")
    assert (made["ok"], made["before"]) == (True, None)
    again = empty_office.json("db", "upgrade")
    assert (again["ok"], again["before"], again["schema"]) == (True, made["schema"], made["schema"])
    assert empty_office.json("db", "check")["ok"] is True


def test_a_newer_store_is_refused_everywhere(office: Office) -> None:
    tamper(office.store, "UPDATE alembic_version SET version_num = '9999'")
    for argv in (["db", "upgrade"], ["queue", "list"], ["people", "list"]):
        ran = office.run(*argv)
        assert (ran.code, ran.out) == (4, ""), argv
        assert "9999" in ran.err
    assert "9999" in failed(office)["schema"]
    facts = office.json("doctor", expect=1)
    assert facts["schema"] == "9999"


# ---- db backup, restore and move -------------------------------------------------------------------------------------


def test_a_store_is_backed_up_and_put_back(office: Office, tmp_path: Path) -> None:
    file, place = tmp_path / "evening.db", tmp_path / "fresh" / "again.db"
    kept = office.json("db", "backup", str(file))
    assert (kept["ok"], kept["rows"]["encounter"], file.stat().st_mode & 0o777) == (True, 6, 0o600)
    assert office.json("--as", "lena", "log", "show")["entries"][-1]["what"] == "store backed up"
    again = office.run("db", "backup", str(file))
    assert (again.code, again.out, "overwrites nothing" in again.err) == (4, "", True)
    refused = office.run("db", "restore", str(file))
    assert (refused.code, refused.out, "There is a store at" in refused.err) == (4, "", True)
    back = office.json("--db", str(place), "db", "restore", str(file))
    assert {name: back[name] for name in ("ok", "source", "target", "head")} == {
        "ok": True, "source": str(file), "target": str(place), "head": kept["head"],
    }  # fmt: skip
    assert office.json("--db", str(place), "--as", "lena", "log", "verify")["entries"] == kept["entries"] + 1
    assert "6 encounters" in office.run("--db", str(tmp_path / "third.db"), "db", "restore", str(file)).out


def test_a_backup_of_a_forged_store_says_so(office: Office, tmp_path: Path) -> None:
    tamper(office.store, *FORGE)
    ran = office.run("db", "backup", str(tmp_path / "evening.db"))
    assert (ran.code, "What is wrong: schema: trigger event_no_update is missing" in ran.err) == (1, True)
    assert (tmp_path / "evening.db").exists()


def test_a_store_moves_to_a_team_s_database_only(office: Office, tmp_path: Path) -> None:
    ran = office.run("db", "move", str(office.store), str(tmp_path / "other.db"))
    assert (ran.code, "postgresql+psycopg://HOST/DATABASE" in ran.err) == (2, True)
    ran = office.run("db", "move", str(office.store), "postgresql://db.example/coding")
    assert (ran.code, "verify-full" in ran.err) == (2, True)


# ---- doctor ----------------------------------------------------------------------------------------------------------


def checks(facts: dict[str, list[dict[str, object]]]) -> dict[object, object]:
    return {each["name"]: each["ok"] for each in facts["checks"]}


def test_doctor_tells_the_facts(office: Office) -> None:
    facts = office.json("doctor")
    assert set(facts) >= {"version", "store", "schema", "codebook", "terminal", "checks"}
    assert (facts["store"], facts["schema"]) == (str(office.store), soundness.schema_at(office.store))
    fields = {"system", "release", "codes", "billable", "valid_from", "valid_to"}
    assert len(facts["codebook"]) == 5 and all(set(each) >= fields for each in facts["codebook"])
    assert all(set(each) >= {"name", "ok", "detail"} for each in facts["checks"])
    assert set(checks(facts).values()) == {True}
    assert facts["terminal"]["interactive"] is False
    assert facts["encryption"]
    told = office.run("doctor").out
    assert facts["sqlite"]["version"] in told and "ICD-10-CM" in told


def test_doctor_makes_nothing(empty_office: Office) -> None:
    facts = empty_office.json("doctor")
    assert facts["schema"] is None
    assert not empty_office.store.parent.exists()


def test_doctor_sees_a_store_that_others_can_read(office: Office) -> None:
    office.store.chmod(0o640)
    assert checks(office.json("doctor", expect=1))["store"] is False


def test_doctor_sees_the_library_that_loses_writes(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    library = soundness.library()
    assert library.loses_writes is ((3, 7, 0) <= tuple(map(int, library.version.split("."))) <= (3, 51, 2))
    monkeypatch.setattr(soundness, "sqlite_module", lambda: sqlite3)
    affected = (3, 7, 0) <= sqlite3.sqlite_version_info <= (3, 51, 2)
    assert soundness.library().loses_writes is affected
    assert checks(office.json("doctor", expect=int(affected)))["sqlite"] is not affected


def test_encryption_is_never_claimed_without_sight(tmp_path: Path) -> None:
    seen = upkeep.encryption_of(tmp_path / "not" / "there")
    assert "dm-crypt" in seen or "cannot be told" in seen
