"""worklist.csv as a file: its header, its encoding, its size, and the documents that it names."""

from __future__ import annotations

import hashlib
import os
import tracemalloc
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from import_folder import TODAY, VISIT, ImportFolder, csv_text, take

from tui_coder.domain.intake import IncomingEncounter, Rejection
from tui_coder.interchange.source import Progress, read


def test_columns_in_any_order_and_the_unknown_told_once(folder: ImportFolder) -> None:
    columns = [*reversed(VISIT), "ward", "", "Mood\x1b[2J"]
    rows = [VISIT | {"account": f"A{number}", "ward": "3"} for number in range(500)]
    folder.put("worklist.csv", csv_text(rows, columns))
    taken = take(folder.path)
    assert len(taken.encounters) == 500
    assert taken.ignored_columns == ["ward", "Mood\ufffd[2J"]


def test_a_header_may_be_written_as_people_write(folder: ImportFolder) -> None:
    folder.put("worklist.csv", " Account ,SETTING,Service Date\nA1,OutPatient,2026-09-14\n")
    assert take(folder.path).accounts == ["A1"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "the file is empty"),
        ("\n\n", "the header lacks account and setting"),
        ("A1,outpatient,2026-09-14\n", "the first row must be a header"),
        ("account,service_date\nA1,2026-09-14\n", "the header lacks setting"),
        ("account,setting,admit_date\n", "the header lacks service_date; give it, or admit_date and discharge_date"),
        ("account,setting,service_date,Account\n", "the header names account twice"),
        ("account;setting;service_date\nA1;payer;2026-09-14\n", "separated by semicolons"),
        ("account\tsetting\tservice_date\n", "separated by tabs"),
        ('account,"setting,service_date\n', "the header cannot be read"),
        ("account,setting,service_date\rA1,payer,2026-09-14\r", "carriage return"),
        ("a\0c\0c\0o\0u\0n\0t\0", "the header lacks account"),
    ],
)
def test_a_header_that_cannot_be_used_rejects_the_file(folder: ImportFolder, text: str, said: str) -> None:
    folder.put("worklist.csv", text)
    rejection = take(folder.path).only_rejection
    assert rejection.where == "row 1"
    assert said in rejection.reason


def test_a_patient_in_the_place_of_the_header_is_not_repeated(folder: ImportFolder) -> None:
    folder.put("worklist.csv", 'A1,"Ellery, Ada",1961-04-30\n')
    taken = take(folder.path)
    assert "Ellery" not in taken.only_rejection.reason
    assert taken.ignored_columns == []


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_encodings_that_say_what_they_are(folder: ImportFolder, encoding: str) -> None:
    mark = "" if encoding in ("utf-8", "utf-8-sig", "utf-16") else "\ufeff"
    note = "Zoë said: “better” · 37 °C 😀\r\nSecond line"
    rows = [VISIT | {"account": f"A{each}", "patient": "Müller, Zoë", "documents": "n.txt"} for each in range(700)]
    folder.put("n.txt", (mark + note).encode(encoding))
    folder.put("worklist.csv", (mark + csv_text(rows)).encode(encoding))
    taken = take(folder.path)
    assert taken.rejections == []
    assert len(taken.encounters) == 700
    assert {each.encounter.patient for each in taken.encounters} == {"Müller, Zoë"}
    assert taken.encounters[0].documents[0].text == note.replace("\r\n", "\n")


def test_rows_in_another_encoding_are_rejected_each(folder: ImportFolder) -> None:
    rows = [VISIT | {"account": "A1", "payer": "Müller"}, VISIT | {"account": "A2"}]
    content = csv_text(rows).encode("cp1252")
    folder.put("worklist.csv", content)
    taken = take(folder.path)
    assert taken.accounts == ["A2"]
    position = content.index(b"\xfc") + 1
    assert f"byte 0xFC at position {position}" in taken.rejections[0].reason
    assert "save it as UTF-8" in taken.rejections[0].reason


def test_utf16_that_breaks_off_is_said(folder: ImportFolder) -> None:
    folder.put("worklist.csv", csv_text([VISIT]).encode("utf-16")[:-1])
    rejection = take(folder.path).rejections[-1]
    assert "from here on this is not UTF-16" in rejection.reason


@pytest.mark.parametrize(
    ("start", "said"),
    [
        (b"PK\x03\x04", "Excel"),
        (b"%PDF-1.7", "PDF"),
        (b"{\\rtf1", "RTF"),
        (b"\x1f\x8b\x08", "gzip"),
        ("\ufeffaccount".encode("utf-32-le"), "UTF-32"),
    ],
)
def test_another_kind_of_file_is_called_by_its_name(folder: ImportFolder, start: bytes, said: str) -> None:
    folder.put("n.txt", start)
    folder.put("other.csv", start)
    folder.worklist(VISIT | {"documents": "n.txt"})
    assert said in take(folder.path).only_rejection.reason
    assert said in take(folder.path / "other.csv").only_rejection.reason
    assert said in take(folder.path / "other.csv", as_format="worklist").only_rejection.reason


def sparse(file: Path, size: int) -> None:
    """A file of that size that takes no room."""
    file.touch()
    os.truncate(file, size)


def test_files_that_are_too_large_are_not_read(folder: ImportFolder) -> None:
    sparse(folder.path / "n.txt", 200 * 1024 * 1024)
    sparse(folder.path / "vast.csv", 513 * 1024 * 1024)
    folder.worklist(VISIT | {"documents": "n.txt"})
    tracemalloc.start()
    try:
        assert "n.txt: the file has 200.0 MB and at most 16 MB are taken" in take(folder.path).only_rejection.reason
        assert "at most 512 MB" in take(folder.path / "vast.csv").only_rejection.reason
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 4 * 1024 * 1024


def test_a_chart_of_too_many_megabytes_together(folder: ImportFolder) -> None:
    for number in range(5):
        folder.put(f"{number}.txt", b"word " * (3 * 1024 * 1024))
    folder.worklist(VISIT | {"documents": "0.txt;1.txt;2.txt;3.txt;4.txt"})
    assert "more than 64 MB together" in take(folder.path).only_rejection.reason


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("lost.txt", None, "lost.txt: there is no such file"),
        ("empty.txt", b"", "empty.txt: the document is empty"),
        ("blank.txt", b" \r\n\t\n \xc2\xa0 - - -\n\x0c", "blank.txt: the document is empty"),
        ("bom.txt", b"\xef\xbb\xbf", "bom.txt: the document is empty"),
        (
            "latin.txt",
            b"caf\xe9 visit",
            "latin.txt: this is not UTF-8 text (byte 0xE9 at position 4); save it as UTF-8",
        ),
        ("marked.txt", b"\xef\xbb\xbfab\xff", "marked.txt: this is not UTF-8 text (byte 0xFF at position 6)"),
        ("odd.txt", b"\xff\xfea", "odd.txt: this is not UTF-16 text"),
        ("nul.txt", b"ab\0cd", "nul.txt: character 3 is NUL"),
        ("wide.txt", "visit".encode("utf-16-le"), "wide.txt: character 2 is NUL"),
        ("folder/", None, "folder: this is a folder, not a file"),
        (".", None, "this is a folder"),
        ("../out.txt", b"secret", "leads out of the folder"),
        ("sub/../../out.txt", b"secret", "leads out of the folder"),
        ("/etc/hostname", None, "leads out of the folder"),
        ("C:/notes.txt", None, "leads out of the folder"),
        ("C:\\notes.txt", None, "leads out of the folder"),
        ("notes\\visit.txt", None, "write folders with '/'"),
        ("n" * 300, None, "cannot be found"),
        ("a\x07b.txt", None, "U+0007"),
        ("a" * 30_000, None, "documents has 30,009 characters"),
    ],
    ids=lambda value: value[:20] if isinstance(value, str) else "",
)
def test_a_bad_document_rejects_its_whole_row(
    folder: ImportFolder, name: str, content: bytes | None, said: str
) -> None:
    (folder.path / "sub").mkdir()
    folder.put("good.txt", "Good note")
    if content is not None:
        folder.put(name, content)
    if name == "folder/":
        (folder.path / name).mkdir()
    folder.worklist(VISIT | {"documents": f"good.txt;{name}"}, VISIT | {"account": "NEXT", "documents": "good.txt"})
    taken = take(folder.path)
    assert taken.accounts == ["NEXT"]
    [rejection] = taken.rejections
    assert rejection.where == "row 2"
    assert said in rejection.reason


def test_links_may_lead_anywhere_inside_and_nowhere_else(folder: ImportFolder, tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("not for import")
    folder.put("real/visit.txt", "A visit")
    (folder.path / "near.txt").symlink_to("real/visit.txt")
    (folder.path / "far.txt").symlink_to(tmp_path / "secret.txt")
    (folder.path / "away").symlink_to(tmp_path)
    (folder.path / "loop.txt").symlink_to("loop.txt")
    names = ["near.txt", "far.txt", "away/secret.txt", "loop.txt"]
    folder.worklist(*(VISIT | {"account": name, "documents": name} for name in names))
    taken = take(folder.path)
    assert taken.accounts == ["near.txt"]
    reasons = [each.reason for each in taken.rejections]
    assert "far.txt: the link leads out of the folder" in reasons[0]
    assert "away/secret.txt: the link leads out of the folder" in reasons[1]
    assert "loop.txt: the file cannot be found" in reasons[2]


def test_a_pipe_is_refused_and_not_waited_for(folder: ImportFolder) -> None:
    os.mkfifo(folder.path / "pipe.txt")
    folder.worklist(VISIT | {"documents": "pipe.txt"})
    assert "pipe.txt: this is a device or a pipe" in take(folder.path).only_rejection.reason
    assert "this is a device or a pipe" in take(folder.path / "pipe.txt").only_rejection.reason


@pytest.mark.skipif(os.getuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read(folder: ImportFolder) -> None:
    folder.put("n.txt", "A visit").chmod(0)
    folder.worklist(VISIT | {"documents": "n.txt"})
    assert "n.txt: the file cannot be opened (Permission denied)" in take(folder.path).only_rejection.reason


def test_documents_keep_their_order_their_types_and_their_names(folder: ImportFolder) -> None:
    for name in ("charts/op_note.txt", "day 1.txt", "day  2.txt"):
        folder.put(name, f"Text of {name}")
    row = VISIT | {
        "documents": " ./charts/op_note.txt ; day 1.txt;day  2.txt;",
        "document_type": "Operative report; Progress note; Progress note; ",
    }
    folder.worklist(row | {"document_type": "Operative report; Progress note; Progress note"})
    taken = take(folder.path).only_encounter
    assert [(each.name, each.title, each.type) for each in taken.documents] == [
        ("charts/op_note.txt", "Operative report", "Operative report"),
        ("day 1.txt", "day 1", "Progress note"),
        ("day  2.txt", "day  2", "Progress note"),
    ]
    folder.worklist(row | {"document_type": "Progress note"})
    assert {each.type for each in take(folder.path).only_encounter.documents} == {"Progress note"}
    folder.worklist(row | {"document_type": ""})
    assert {each.type for each in take(folder.path).only_encounter.documents} == {""}
    folder.worklist(row | {"document_type": "Progress note; Operative report"})
    assert "document_type has 2 types and documents 3 files" in take(folder.path).only_rejection.reason
    folder.worklist(row | {"documents": "day 1.txt; ./day 1.txt", "document_type": ""})
    assert "day 1.txt: the document is named twice" in take(folder.path).only_rejection.reason


def test_hostile_text_is_shown_and_counted_and_its_digest_proves_what_is_kept(folder: ImportFolder) -> None:
    folder.put("n.txt", "Seen\x1b]0;owned\x07 today\u202e.\r\nNext line")
    folder.worklist(VISIT | {"documents": "n.txt"})
    [document] = take(folder.path).only_encounter.documents
    assert document.text == "Seen\u241b]0;owned\u2407 today\ufffd.\nNext line"
    assert document.controls == 3
    assert document.sha256 == hashlib.sha256(document.text.encode()).hexdigest()


def long_worklist(file: Path, rows: int) -> Path:
    with file.open("w", encoding="utf-8") as list_:
        list_.write("account,setting,service_date,patient,payer,facility,charges\n")
        for number in range(rows):
            list_.write(f'{number:08},professional,2026-09-14,"Ellery, Ada",Harbor Mutual,Lakeside,125.50\n')
    return file


def test_a_long_worklist_streams_and_tells_how_far_it_is(folder: ImportFolder) -> None:
    file = long_worklist(folder.path / "worklist.csv", 6_000)
    seen, reports = 0, []
    tracemalloc.start()
    try:
        for each in read([file], today=TODAY):
            seen += isinstance(each, IncomingEncounter)
            if isinstance(each, Progress):
                reports.append(each)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert seen == 6_000
    assert peak < 6 * 1024 * 1024
    done = [report.done for report in reports]
    assert done == sorted(done)
    assert len(reports) > 15
    assert reports[-1].done == reports[-1].total == file.stat().st_size
    assert reports[-1].rows == 6_000


def test_nothing_is_read_ahead_of_what_is_asked_for(folder: ImportFolder) -> None:
    file = long_worklist(folder.path / "worklist.csv", 20_000)
    readings = read([file], today=TODAY)
    first = next(each for each in readings if isinstance(each, IncomingEncounter))
    assert first.encounter.account == "00000000"
    report = next(each for each in readings if isinstance(each, Progress))
    assert report.done < report.total / 4


NAMES = st.text(st.characters(categories=("L", "N", "P", "S", "Zs")), max_size=30).map(
    lambda text: " ".join(text.split())
)
ROWS = st.fixed_dictionaries(
    {
        "account": st.text(st.characters(categories=("L", "N", "P", "S")), min_size=1, max_size=20),
        "setting": st.sampled_from(["inpatient", "outpatient", "professional", "payer"]),
        "service_date": st.dates(date(1990, 1, 1), TODAY).map(date.isoformat),
        "patient": NAMES,
        "payer": NAMES,
        "facility": NAMES,
        "attending": NAMES,
        "charges": st.one_of(st.just(""), st.decimals(0, 999_999, places=2).map(str)),
        "priority": st.one_of(st.just(""), st.integers(0, 9).map(str)),
    }
)


@given(rows=st.lists(ROWS, max_size=8, unique_by=lambda row: (row["account"], row["facility"])), order=st.randoms())
def test_what_was_written_is_what_is_read(
    tmp_path_factory: pytest.TempPathFactory, rows: list[Mapping[str, str]], order: object
) -> None:
    file = tmp_path_factory.getbasetemp() / "round_trip.csv"
    columns = [*VISIT, "attending", "charges", "priority"]
    order.shuffle(columns)  # type: ignore[attr-defined]
    file.write_bytes(csv_text(rows, columns).encode())
    taken = take(file, as_format="worklist")
    assert taken.rejections == []
    for row, each in zip(rows, taken.encounters, strict=True):
        encounter = each.encounter
        told = (encounter.account, encounter.patient, encounter.payer, encounter.facility, encounter.attending)
        assert told == tuple(row[name] for name in ("account", "patient", "payer", "facility", "attending"))
        assert encounter.service_to.isoformat() == row["service_date"]
        assert ("" if encounter.charges is None else str(encounter.charges)) == row["charges"]
        assert ("" if each.priority is None else str(each.priority)) == row["priority"]


def texts_of(incoming: IncomingEncounter) -> Iterator[str]:
    encounter = incoming.encounter
    yield from (encounter.account, encounter.mrn, encounter.patient, encounter.payer, encounter.facility)
    yield encounter.attending
    for document in incoming.documents:
        yield from (document.name, document.title, document.type, document.author)
        yield document.text.replace("\n", "").replace("\t", "")


HEADER = b"account,setting,service_date,patient,documents\n"
PIECES = st.sampled_from(
    [
        b"A1",
        b"payer",
        b"2026-09-14",
        b",",
        b'"',
        b"\n",
        b"\r\n",
        b"n.txt",
        b";",
        b"\0",
        b"\x1b[2J",
        b"\xff",
        b"\xe2\x80\xae",
    ]
)


@settings(max_examples=300)
@given(
    head=st.sampled_from([b"", HEADER, b"\xef\xbb\xbf" + HEADER, b"\xff\xfe", b"\xfe\xff"]),
    body=st.one_of(st.binary(max_size=400), st.lists(PIECES, max_size=60).map(b"".join)),
    note=st.binary(min_size=1, max_size=60),
)
@example(head=HEADER, body=b"A1,payer,2026-09-14,\x1b[2J,n.txt\nA2,payer,2026-09-14,x,n.txt\n", note=b"a\x9b\x1bb")
def test_no_bytes_raise_or_bring_a_control_character_in(
    tmp_path_factory: pytest.TempPathFactory, head: bytes, body: bytes, note: bytes
) -> None:
    folder = ImportFolder(tmp_path_factory.getbasetemp() / "any_bytes")
    folder.put("n.txt", note)
    file = folder.put("worklist.csv", head + body)
    for each in read([file, folder.path], today=TODAY, as_format="worklist"):
        if isinstance(each, IncomingEncounter):
            assert all(text.isprintable() or not any(map(is_control, text)) for text in texts_of(each))
        elif isinstance(each, Rejection):
            assert each.reason
            assert each.reason.isprintable()


def is_control(char: str) -> bool:
    return ord(char) < 0x20 or 0x7F <= ord(char) < 0xA0 or char in "\u200e\u200f\u202a\u202b\u202c\u202d\u202e"
