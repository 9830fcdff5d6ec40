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
            "away_until": None, "clients": None,
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
