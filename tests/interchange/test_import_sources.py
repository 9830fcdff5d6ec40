"""Which reader a path needs, and several paths as one stream."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from import_folder import TODAY, VISIT, ImportFolder, csv_text, take

from tui_coder.domain.refusals import Malformed
from tui_coder.interchange.source import read

LIST = csv_text([VISIT])
LINE = json.dumps(VISIT)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("list.csv", LIST),
        ("list.txt", LIST),
        ("list", LIST),
        ("list.CSV", LIST),
        ("day.jsonl", LINE),
        ("day.ndjson", LINE),
        ("day.json", LINE),
        ("day", "\n " + LINE),
        ("day.csv", LINE),
        ("wide.csv", LIST.encode("utf-16")),
    ],
)
def test_a_file_is_known_by_what_it_holds(folder: ImportFolder, name: str, content: str | bytes) -> None:
    assert take(folder.put(name, content)).only_encounter.encounter.account == "A1001"


def test_the_format_may_be_said(folder: ImportFolder) -> None:
    file = folder.put("day", csv_text([{"setting": "payer", "service_date": "2026-09-14", "account": "A1"}]))
    assert take(file, as_format="worklist").accounts == ["A1"]
    assert "this is not JSON" in take(file, as_format="jsonl").rejections[0].reason


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("day.json", f"[{LINE}]", "write one object per line"),
        ("letter.txt", "Dear colleague", "neither a worklist (CSV) nor JSON lines"),
        ("picture.png", b"\x89PNG\r\n\x1a\n", "neither a worklist (CSV) nor JSON lines"),
        ("list.xlsx", b"PK\x03\x04....", "Excel"),
    ],
)
def test_what_is_neither_is_one_rejection(folder: ImportFolder, name: str, content: str | bytes, said: str) -> None:
    file = folder.put(name, content)
    rejection = take(file).only_rejection
    assert (rejection.file, rejection.where) == (str(file), "file")
    assert said in rejection.reason


def test_a_folder_without_a_worklist_says_what_is_expected(folder: ImportFolder) -> None:
    folder.put("visit.txt", "A visit")
    rejection = take(folder.path).only_rejection
    assert (rejection.file, rejection.where) == (str(folder.path), "folder")
    assert "holds no worklist.csv" in rejection.reason


def test_one_bad_path_does_not_keep_the_others_out(folder: ImportFolder) -> None:
    folder.worklist(VISIT)
    paths = [Path("nowhere.csv"), Path("a\0b"), folder.path, folder.put("day.jsonl", LINE), folder.path / "bell\x07"]
    taken = take(*paths)
    assert taken.accounts == ["A1001", "A1001"]
    assert [each.file for each in taken.rejections] == ["nowhere.csv", "a\ufffdb", f"{folder.path}/bell\ufffd"]
    assert "there is no such file" in taken.rejections[0].reason
    assert taken.progress[-1].done == taken.progress[-1].total == len(LIST) + len(LINE)


@pytest.mark.parametrize("wrong", [{"as_format": "xml"}, {"dates": "uk"}, {"default_facility": "a\x1bb"}])
def test_a_wrong_argument_is_refused_before_anything_is_read(folder: ImportFolder, wrong: dict[str, str]) -> None:
    with pytest.raises(Malformed):
        read([folder.path], today=TODAY, **wrong)  # type: ignore[arg-type]
