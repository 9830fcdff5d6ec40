"""`dispute` and `handoff`: flags and hand-offs on the command line."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from office import Office

DISPUTE = {
    "id", "item", "code", "kind", "state", "raised_by", "owner", "due", "amount", "carc", "rarc", "history", "codes",
}  # fmt: skip
HANDOFF = {
    "id", "from", "to", "items", "severity", "summary", "actions", "contingencies", "written_at", "accepted_at",
    "readback",
}  # fmt: skip
RAISE = ["--as", "ann", "dispute", "raise"]


def test_a_dispute_from_flag_to_outcome(office: Office) -> None:
    office.json("--as", "ann", "item", "add", "STAY1", "I50.23")
    reason = [
        "--reason",
        "needs a query",
        "--due",
        "2999-01-31",
        "--amount",
        "1,182.50",
        "--carc",
        "50",
        "--rarc",
        "N10",
    ]
    (raised,) = office.json(*RAISE, "STAY1", "--code", "i5023", "--kind", "clinical-validation", *reason)
    assert set(raised) >= DISPUTE
    assert raised["codes"] == [{"code": "I50.23", "evidence": []}]
    assert (raised["item"], raised["code"], raised["kind"]) == ("STAY1", "I50.23", "clinical_validation")
    assert (raised["state"], raised["raised_by"], raised["owner"]) == ("open", "ann", "lena")
    assert (raised["due"], raised["amount"], raised["carc"], raised["rarc"]) == ("2999-01-31", 1182.5, "50", "N10")
    key = str(raised["id"])
    assert office.json("--as", "bob", "dispute", "list") == [raised]
    assert office.run(*RAISE[:2], "dispute", "resolve", key, "--outcome", "upheld", "--note", "mine").code == 5
    (reviewed,) = office.json("--as", "lena", "dispute", "review", key)
    assert reviewed["state"] == "under_review"
    (closed,) = office.json("--as", "lena", "dispute", "resolve", key, "--outcome", "overturned", "--note", "it stands")
    assert [each["state"] for each in closed["history"]] == ["open", "under_review", "overturned"]
    assert [each["by"] for each in closed["history"]] == ["ann", "lena", "lena"]
    assert office.json("--as", "ann", "dispute", "list") == []
    assert office.json("--as", "ann", "dispute", "list", "--all") == [closed]
    assert office.run("--as", "lena", "dispute", "resolve", key, "--outcome", "upheld", "--note", "again").code == 1


def test_defaults_of_a_dispute(office: Office) -> None:
    (raised,) = office.json(*RAISE, "STAY1", "--kind", "technical", "--reason", "no bill type")
    days = date.fromisoformat(raised["due"]) - date.today()
    assert timedelta(days=2) <= days <= timedelta(days=7)  # midnight may pass, and the due day is a workday
    assert (raised["code"], raised["amount"], raised["carc"]) == (None, None, None)
    assert "whole item" in office.run("--as", "ann", "dispute", "list").out
    assert "disputed" in office.json("--as", "ann", "item", "show", "STAY1")["flags"]


@pytest.mark.parametrize(
    "argv",
    [
        ["NOPE", "--kind", "coding", "--reason", "x"],
        ["STAY1", "--kind", "coding", "--reason", "  "],
        ["STAY1", "--kind", "coding", "--reason", "x", "--code", "I10"],
        ["STAY1", "--kind", "coding", "--reason", "x", "--owner", "zoe"],
        ["STAY1", "--kind", "coding", "--reason", "x", "--amount", "much"],
        ["STAY1", "--kind", "coding", "--reason", "x", "--amount", "1.234"],
        ["STAY1", "--kind", "coding", "--reason", "x", "--amount", "NaN"],
        ["STAY1", "--kind", "coding", "--reason", "x", "--amount", "1e400"],
        ["STAY1", "--kind", "coding", "--reason", "x", "--amount", "-5"],
    ],
)
def test_what_is_no_dispute(office: Office, argv: list[str]) -> None:
    ran = office.run(*RAISE, *argv)
    assert (ran.code, ran.out) == (2, "")
    assert office.json("--as", "ann", "dispute", "list", "--all") == []


def test_a_dispute_that_is_not_there(office: Office) -> None:
    ran = office.run("--as", "lena", "dispute", "resolve", "7", "--outcome", "upheld", "--note", "x")
    assert (ran.code, ran.out) == (2, "")


# ---- hand-offs -------------------------------------------------------------------------------------------------------


def test_a_hand_off_from_hand_to_hand(office: Office) -> None:
    argv = ["--as", "ann", "handoff", "write", "--to", "bob", "STAY1", "south/TWIN", "--summary", "both half coded"]
    more = ["--severity", "watcher", "--action", "call Dr Ash @bob tomorrow noon", "--if", "echo comes -> recode"]
    (written,) = office.json(*argv, *more)
    assert set(written) >= HANDOFF
    assert (written["from"], written["to"], written["items"]) == ("ann", "bob", ["STAY1", "south/TWIN"])
    assert (written["severity"], written["summary"]) == ("watcher", "both half coded")
    assert written["actions"] == [{"what": "call Dr Ash", "owner": "bob", "when": "tomorrow noon"}]
    assert written["contingencies"] == [{"if": "echo comes", "then": "recode"}]
    assert (written["accepted_at"], written["readback"]) == (None, None)
    assert office.json("--as", "bob", "queue", "list", "--mine")["total"] == 2
    key = str(written["id"])
    assert office.json("--as", "bob", "handoff", "list", "--open") == [written]
    assert office.run("--as", "cy", "handoff", "accept", key, "--readback", "mine").code == 1
    assert office.run("--as", "bob", "handoff", "accept", key, "--readback", " ").code == 2
    (accepted,) = office.json("--as", "bob", "handoff", "accept", key, "--readback", "two charts, call Dr Ash")
    assert accepted["readback"] == "two charts, call Dr Ash"
    assert accepted["accepted_at"] >= accepted["written_at"]
    assert office.json("--as", "bob", "handoff", "list", "--open") == []
    assert office.json("--as", "bob", "handoff", "list") == [accepted]
    told = office.run("--as", "bob", "handoff", "list").out
    for words in (
        "ann to bob",
        "watcher",
        "both half coded",
        "call Dr Ash @bob tomorrow noon",
        "if echo comes: recode",
    ):
        assert words in told


def test_an_item_that_cannot_be_given_is_told(office: Office) -> None:
    office.json("--as", "cy", "queue", "next")
    argv = ["--as", "ann", "handoff", "write", "--to", "bob", "STAY1", "CLINIC1", "NOPE", "--summary", "s"]
    (written,) = office.json(*argv, expect=1)
    assert written["items"] == ["CLINIC1"]
    assert [each["item"] for each in written["refused"]] == ["STAY1", "NOPE"]


@pytest.mark.parametrize(
    ("argv", "code"),
    [
        (["--to", "zoe", "STAY1", "--summary", "s"], 2),
        (["--to", "ann", "STAY1", "--summary", "s"], 2),
        (["--to", "bob", "NOPE", "--summary", "s"], 2),
        (["--to", "bob", "STAY1", "--summary", " "], 2),
        (["--to", "bob", "STAY1", "--summary", "s", "--action", " "], 2),
        (["--to", "bob", "STAY1", "--summary", "s", "--if", "no halves"], 2),
    ],
)
def test_what_is_no_hand_off(office: Office, argv: list[str], code: int) -> None:
    ran = office.run("--as", "ann", "handoff", "write", *argv)
    assert (ran.code, ran.out) == (code, "")
    assert office.json("--as", "ann", "handoff", "list") == []
    assert office.json("--as", "bob", "queue", "list", "--mine")["total"] == 0


def test_a_shift_is_drafted_edited_sent_shown_and_exported(office: Office, tmp_path: Path) -> None:
    office.json("--as", "ann", "queue", "next")
    draft = office.json("--as", "ann", "handoff", "draft", "--to", "bob")
    assert (draft["to"], draft["items"], draft["severity"]) == ("bob", ["STAY1"], "unstable")
    form = tmp_path / "form.txt"
    form.write_text(draft["form"].replace("Summary: ", "Summary: Leaving at noon. "), encoding="utf-8")
    (sent,) = office.json("--as", "ann", "handoff", "send", str(form))
    assert sent["summary"].startswith("Leaving at noon. 1 opened without a code")
    assert {each["owner"] for each in sent["actions"]} == {"bob"}
    assert office.json("--as", "bob", "handoff", "show", str(sent["id"])) == [sent]
    told = office.run("--as", "bob", "handoff", "export")
    assert (told.code, "not accepted yet by bob" in told.out, "to do: finish STAY1" in told.out) == (0, True, True)
    assert office.json("--as", "lena", "handoff", "list", "--late") == []
    assert office.run("--as", "ann", "handoff", "send", str(tmp_path / "none")).code == 2
    form.write_text("To: bob\nhello\n", encoding="utf-8")
    ran = office.run("--as", "ann", "handoff", "send", str(form))
    assert (ran.code, ran.err.startswith("Line 2: it begins with none of To:")) == (2, True)
    assert office.run("--as", "ann", "handoff", "show", "99").code == 2
