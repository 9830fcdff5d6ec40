"""`people`: who works in the store."""

from __future__ import annotations

import pytest
from office import Office


def test_add_and_list_on_a_store_with_nobody(empty_office: Office) -> None:
    assert empty_office.json("people", "list") == []
    added = empty_office.json(
        "people", "add", "ann", "--role", "coder", "--credential", "cpc,CCS-P", "--title", "Ann Ash"
    )
    assert added == [
        {
            "name": "ann", "role": "coder", "credentials": ["CPC", "CCS-P"], "title": "Ann Ash", "active": True,
            "away_until": None, "clients": None, "specialties": None,
        }
    ]  # fmt: skip
    assert empty_office.json("people", "list") == added
    table = empty_office.run("people", "list").out
    assert "Ann Ash" in table and "CPC, CCS-P" in table


def test_add_again_changes(office: Office) -> None:
    office.json("people", "add", "ann", "--role", "lead")
    roles = {each["name"]: each["role"] for each in office.json("people", "list")}
    assert roles["ann"] == "lead"
    assert len(roles) == 5


@pytest.mark.parametrize(
    ("argv", "word"),
    [
        (["Ann Ash", "--role", "coder"], "sign-in name"),
        (["", "--role", "coder"], "sign-in name"),
        (["zoe", "--role", "coder", "--credential", "PHD"], "PHD"),
    ],
)
def test_what_cannot_be_a_person(office: Office, argv: list[str], word: str) -> None:
    ran = office.run("people", "add", *argv)
    assert (ran.code, ran.out) == (2, "")
    assert word in ran.err
    assert len(office.json("people", "list")) == 5


def test_a_coder_may_not_add_people_and_the_log_says_so(office: Office) -> None:
    ran = office.run("--as", "ann", "people", "add", "zoe", "--role", "coder")
    assert (ran.code, ran.out) == (5, "")
    assert "ann" in ran.err
    assert [each["what"] for each in office.json("log", "show", "--as", "ann", "--person", "ann")["entries"]] == [
        "denied"
    ]


def test_specialties_are_said_shown_and_taken_back(office: Office) -> None:
    (ann,) = office.json("people", "specialties", "ann", "--only", "Cardiology,Pain  Medicine")
    assert ann["specialties"] == ["cardiology", "pain medicine"]
    assert office.json("people", "specialties", "ann") == [ann]
    assert "cardiol" in office.run("people", "list").out
    assert office.json("people", "specialties", "ann", "--all")[0]["specialties"] is None
    for argv in (["nobody"], ["ann", "--only", " , "], ["ann", "--only", "x", "--all"]):
        ran = office.run("people", "specialties", *argv)
        assert (ran.code, ran.out) == (2, "")
    assert office.run("--as", "ann", "people", "specialties", "ann", "--all").code == 5


def test_a_specialty_comes_with_an_import_and_stands_beside_the_setting(office: Office) -> None:
    charts = office.home / "more.csv"
    charts.write_text(
        "account,setting,service_date,specialty\nX9,professional,2026-05-02,Cardiology\n", encoding="utf-8"
    )
    lines = office.home / "more.jsonl"
    lines.write_text('{"account": "X8", "setting": "professional", "service_date": "2026-05-02", "specialty": "ENT"}\n')
    assert office.run("import", str(charts), str(lines)).code == 0
    listed = {each["item"]: each["specialty"] for each in office.json("queue", "list")["items"]}
    assert (listed["X9"], listed["X8"], listed["STAY1"]) == ("cardiology", "ent", None)
    assert office.json("item", "show", "X9")["encounter"]["specialty"] == "cardiology"
    assert "professional cardiology 2026-05-02" in office.run("item", "show", "X9").out
    charts.write_text(f"account,setting,service_date,specialty\nX9,professional,2026-05-02,{'x' * 65}\n")
    assert "specialty has 65 characters" in office.run("import", str(charts)).err


def test_the_board_tells_who_has_how_much(office: Office) -> None:
    office.json("queue", "assign", "STAY1", "CLINIC1", "OFFICE1", "--to", "ann")
    office.json("--as", "ann", "item", "add", "STAY1", "I10")
    office.json("--as", "ann", "queue", "hold", "OFFICE1", "--reason", "unsigned")
    office.json("people", "away", "bob", "--until", "2999-01-01")
    office.json("people", "specialties", "ann", "--only", "cardiology")
    board = {each["name"]: each for each in office.json("team", "board")}
    assert {"ann", "bob", "cy", "lena", "vera"} <= set(board)
    assert board["ann"] == {
        "name": "ann", "role": "coder", "title": "", "credentials": [], "specialties": ["cardiology"],
        "items": {"open": 1, "in_work": 1, "held": 1, "co_sign": 0}, "minutes": 25, "due_today": 0, "overdue": 1,
        "away_until": None, "skips": 0,
    }  # fmt: skip
    assert board["bob"]["away_until"] == "2999-01-01"
    assert {each["skips"] for each in office.json("--as", "vera", "team", "board")} == {0}
    seen = {each["name"]: each["skips"] for each in office.json("--as", "cy", "team", "board")}
    assert (seen["cy"], seen["ann"]) == (0, None)
    table = office.run("team", "board").out
    assert "2999-01-01" in table and "Overdue" in table
