"""JSON lines: what is taken from a line, and each way in which a line can be wrong."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from import_folder import TODAY, VISIT, ImportFolder, take

from tui_coder.domain.intake import IncomingEncounter, Rejection
from tui_coder.interchange.source import read

NOTE = {"title": "Visit note", "text": "Seen today."}


def lines(*objects: object) -> str:
    return "\n".join(each if isinstance(each, str) else json.dumps(each) for each in objects) + "\n"


def test_every_key_reaches_the_encounter(folder: ImportFolder) -> None:
    note: dict[str, Any] = NOTE | {
        "name": "n-1", "type": "Progress note", "author": "Marlow, I", "authored_at": "2026-09-14T08:30:00Z",
    }  # fmt: skip
    given_: dict[str, Any] = VISIT | {"charges": 1234.5, "priority": 9, "minutes": "7", "due": None}
    file = folder.put("day.jsonl", lines(given_ | {"documents": [note, NOTE | {"authored_at": "2026-09-14"}]}))
    taken = take(file).only_encounter
    assert (taken.encounter.account, taken.encounter.patient) == ("A1001", "Ellery, Ada")
    assert taken.encounter.birth_date == date(1961, 4, 30)
    assert taken.encounter.charges == Decimal("1234.5")
    assert (taken.priority, taken.minutes, taken.due) == (9, 7, None)
    first, second = taken.documents
    assert (first.name, first.title, first.type, first.author) == ("n-1", "Visit note", "Progress note", "Marlow, I")
    assert first.authored_at == datetime(2026, 9, 14, 8, 30, tzinfo=UTC)
    assert (second.name, second.authored_at) == ("Visit note", datetime(2026, 9, 14))
    assert (taken.origin_file, taken.origin_where) == (str(file), "line 1")


def nested(depth: int) -> str:
    return "[" * depth + "]" * depth


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("not json", "this is not JSON (at character 1 of the line)"),
        ('{"account": "A1"', "this is not JSON"),
        ("[1, 2]", "the line holds no JSON object"),
        ('"text"', "the line holds no JSON object"),
        ("null", "the line holds no JSON object"),
        (nested(100_000), "nested too deeply"),
        ('{"account": ' + nested(100_000) + "}", "nested too deeply"),
        ('{"x": ' + "9" * 10_000 + "}", "a number has 10,000 digits"),
        ('{"x": 1.' + "9" * 10_000 + "}", "a number has 10,002 digits"),
        ('{"charges": NaN}', "NaN is not a JSON number"),
        ('{"charges": -Infinity}', "-Infinity is not a JSON number"),
        ('{"account": "A1", "account": "A2"}', "a key stands twice"),
        ('{"account": "A1\\ud800"}', "account holds half of a character"),
        (VISIT | {"account": 1001}, "account is a number; write it in quotation marks"),
        (VISIT | {"account": True}, "account is neither a string nor null"),
        (VISIT | {"patient": ["Ellery"]}, "patient is neither a string nor null"),
        (VISIT | {"priority": True}, "priority is neither a string nor null"),
        (VISIT | {"priority": 1e1}, "priority 10.0 is not a whole number from 0 to 9"),
        (VISIT | {"charges": -3}, "charges -3 is negative"),
        (
            '{"account": "A1", "setting": "payer", "service_date": "2026-09-14", "charges": 1e99999999999}',
            "not an amount",
        ),
        (VISIT | {"service_date": "01/05/2026"}, "service_date 01/05/2026 is not an ISO date"),
        (VISIT | {"patient": "Ellery\x1b"}, "U+001B"),
        (VISIT | {"documents": "n.txt"}, "documents is not a list"),
        (VISIT | {"documents": [NOTE, "n.txt"]}, "document 2: this is not an object"),
        (VISIT | {"documents": [NOTE] * 1001}, "documents is not a list of at most 1,000"),
        (VISIT | {"documents": [{"title": "Note"}]}, "document 1: the document is empty"),
        (VISIT | {"documents": [NOTE | {"text": " \n"}]}, "document 1: the document is empty"),
        (VISIT | {"documents": [NOTE | {"text": 7}]}, "document 1: text is a number"),
        (VISIT | {"documents": [NOTE | {"text": "a\0b"}]}, "document 1: character 2 is NUL"),
        (VISIT | {"documents": [NOTE | {"text": "a\ud800"}]}, "document 1: text holds half of a character"),
        (VISIT | {"documents": [{"text": "Seen"}]}, "document 1: title is empty"),
        (VISIT | {"documents": [NOTE, NOTE]}, "document 2: another has the same name"),
        (VISIT | {"documents": [NOTE | {"authored_at": "yesterday"}]}, "document 1: authored_at is no date and time"),
        (VISIT | {"documents": [NOTE | {"authored_at": "2026-02-30"}]}, "document 1: authored_at"),
        (VISIT | {"documents": [NOTE | {"authored_at": "0001-01-01"}]}, "document 1: authored_at"),
        (VISIT | {"documents": [NOTE | {"authored_at": "2029-01-01"}]}, "document 1: authored_at"),
        (VISIT | {"documents": [NOTE | {"authored_at": "2026-W07-1"}]}, "document 1: authored_at"),
    ],
)
def test_a_bad_line_says_what_is_wrong_and_the_next_is_taken(
    folder: ImportFolder, line: str | dict[str, Any], said: str
) -> None:
    file = folder.put("day.jsonl", lines(line, "", VISIT | {"account": "NEXT"}))
    taken = take(file, as_format="jsonl")
    assert taken.accounts == ["NEXT"]
    assert taken.encounters[0].origin_where == "line 3"
    [rejection] = taken.rejections
    assert (rejection.file, rejection.where) == (str(file), "line 1")
    assert said in rejection.reason
    assert rejection.reason.endswith(".")
    assert rejection.reason.isprintable()
    assert "Ellery" not in rejection.reason


def test_a_second_line_for_an_account(folder: ImportFolder) -> None:
    taken = take(folder.put("day.jsonl", lines(VISIT, VISIT)))
    assert taken.accounts == ["A1001"]
    assert "account A1001 stands in line 1 too" in taken.rejections[0].reason


def test_a_line_in_another_encoding(folder: ImportFolder) -> None:
    content = b"\n" + lines(VISIT | {"payer": "M?ller"}).encode().replace(b"?", b"\xfc")
    position = content.index(b"\xfc") + 1
    reason = take(folder.put("day.jsonl", content)).only_rejection.reason
    assert f"not UTF-8 text (byte 0xFC at position {position})" in reason


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm(folder: ImportFolder) -> None:
    content = "\ufeff" + lines(VISIT, VISIT | {"account": "A2"}).replace("\n", "\r\n")
    assert take(folder.put("day.jsonl", content)).accounts == ["A1001", "A2"]


def test_a_line_longer_than_16_megabytes_is_passed_over(folder: ImportFolder) -> None:
    long = b'{"account": "' + b"A" * (17 * 1024 * 1024) + b'"}\n'
    taken = take(folder.put("day.jsonl", long + lines(VISIT).encode()))
    assert taken.accounts == ["A1001"]
    assert "the line has more than 16 MB" in taken.rejections[0].reason


def test_an_empty_file_is_said(folder: ImportFolder) -> None:
    assert "the file is empty" in take(folder.put("day.jsonl", "")).only_rejection.reason


def test_unknown_keys_are_told_once_and_ignored(folder: ImportFolder) -> None:
    rows = [VISIT | {"account": f"A{number}", "ward": "3", "bed\x1b": {"x": [1, None]}} for number in range(5)]
    taken = take(folder.put("day.jsonl", lines(*rows, VISIT | {"mood": ""})))
    assert len(taken.encounters) == 6
    assert taken.ignored_columns == ["bed\ufffd", "ward", "mood"]


TEXT = st.text(max_size=80)
JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=8,
)
DOCUMENT = st.fixed_dictionaries({"title": TEXT | JSON, "text": TEXT}, optional={"name": TEXT, "authored_at": JSON})
ANY_LINE = st.one_of(
    st.binary(max_size=200),
    JSON.map(json.dumps).map(str.encode),
    st.fixed_dictionaries(
        {"account": TEXT, "setting": st.just("payer"), "service_date": st.just("2026-09-14")},
        optional={"patient": TEXT, "charges": JSON, "documents": st.lists(DOCUMENT, max_size=3)},
    ).map(json.dumps).map(str.encode),
)  # fmt: skip


@settings(max_examples=300)
@given(content=st.lists(ANY_LINE, max_size=5).map(b"\n".join))
def test_no_bytes_raise_or_bring_a_control_character_in(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    file = ImportFolder(tmp_path_factory.getbasetemp()).put("any_bytes.jsonl", content)
    for each in read([file], today=TODAY, as_format="jsonl"):
        if isinstance(each, IncomingEncounter):
            assert each.encounter.account.isprintable()
            assert each.encounter.patient.isprintable()
            for document in each.documents:
                assert document.title.isprintable()
                assert document.name.isprintable()
                assert not any(
                    (ord(char) < 32 and char not in "\n\t") or 0x7F <= ord(char) < 0xA0 for char in document.text
                )
        elif isinstance(each, Rejection):
            assert each.reason.isprintable()
