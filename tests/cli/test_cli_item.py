"""`item`: one chart shown, coded, checked and completed."""

from __future__ import annotations

import pytest
from office import CLINIC, Office

SHOWN = {"item", "encounter", "documents", "codes", "findings", "disputes", "handoffs", "history"}
CODE = {
    "system", "code", "title", "role", "sequence", "poa", "modifiers", "units", "pointers", "service_date", "evidence",
    "source", "by", "at",
}  # fmt: skip


def codes(shown: dict[str, list[dict[str, object]]]) -> list[object]:
    return [each["code"] for each in shown["codes"]]


def test_show_has_all_and_is_logged_as_an_opening(office: Office) -> None:
    shown = office.json("--as", "ann", "item", "show", "CLINIC1")
    assert set(shown) >= SHOWN
    assert shown["encounter"]["birth_date"] == "1980-05-05"
    (document,) = shown["documents"]
    assert set(document) >= {"id", "title", "type", "authored_at", "lines"}
    assert (document["type"], "text" in document) == ("clinic note", False)
    assert [each["what"] for each in shown["history"]] == ["imported", "opened"]
    assert shown["history"][-1]["person"] == "ann"
    assert office.json("--as", "ann", "item", "show", "CLINIC1", "--text")["documents"][0]["text"] == CLINIC


def test_the_table_form_says_the_same(office: Office) -> None:
    told = office.run("--as", "ann", "item", "show", "CLINIC1", "--text").out
    for words in ("Ruiz, Marco", "M 46", "MRN M2", "outpatient 2026-05-18", "Type 2 diabetes", "none yet", "History"):
        assert words in told


def test_hostile_text_is_shown_and_does_nothing(empty_office: Office, office: Office) -> None:
    office.json("--as", "ann", "queue", "next")
    note = "\x1b]0;owned\x07\u202ereversed\x9b31m"
    office.json("--as", "ann", "dispute", "raise", "STAY1", "--kind", "coding", "--reason", note)
    for argv in (["item", "show", "STAY1"], ["dispute", "list"]):
        told = office.run("--as", "ann", *argv).out
        assert "owned" in told
        assert not set(told) & set("\x1b\x07\u202e\x9b")
    kept = office.json("--as", "ann", "dispute", "list")[0]["reason"]
    assert "owned" in kept
    assert "reversed" in kept
    assert kept != note, "what a terminal would obey is not kept"
    assert office.run("--as", "ann", "--json", "dispute", "list").out.isascii()


def test_posting_takes_the_item_into_work(office: Office) -> None:
    ran = office.run("--as", "ann", "--json", "item", "add", "CLINIC1", "e11.9")
    assert ran.code == 0
    assert "CLINIC1 is in work with you now" in ran.err
    shown = ran.json
    assert set(shown) >= SHOWN
    assert (shown["status"], shown["assignee"]) == ("in_work", "ann")
    (posted,) = shown["codes"]
    assert set(posted) >= CODE
    assert (posted["system"], posted["code"], posted["role"], posted["by"]) == (
        "icd10cm",
        "E11.9",
        "first_listed",
        "ann",
    )
    assert "diabetes" in posted["title"].lower()


def test_a_line_with_everything(office: Office) -> None:
    office.json("--as", "ann", "item", "add", "CLINIC1", "E119")
    office.json("--as", "ann", "item", "add", "CLINIC1", "I10")
    shown = office.json("--as", "ann", "item", "add", "CLINIC1", "g0463-25 x2 @ab")
    line = shown["codes"][-1]
    assert (line["system"], line["code"], line["modifiers"], line["units"]) == ("hcpcs", "G0463", ["25"], 2)
    assert (line["pointers"], line["role"], line["service_date"]) == (["A", "B"], "procedure", "2026-05-18")
    assert "G0463-25 x2 @AB" in office.run("--as", "ann", "item", "show", "CLINIC1").out


def test_the_date_of_service_picks_the_system(office: Office) -> None:
    shown = office.json("--as", "ann", "item", "add", "OLD1", "4019")
    assert [(each["system"], each["code"]) for each in shown["codes"]] == [("icd9cm", "401.9")]


def test_poa_on_a_stay(office: Office) -> None:
    shown = office.json("--as", "ann", "item", "add", "STAY1", "I50.23 poa=Y")
    assert [(each["role"], each["poa"]) for each in shown["codes"]] == [("principal", "Y")]


@pytest.mark.parametrize(
    ("typed", "code"),
    [("Q99.Z9Z", 3), ("E11.9 maybe", 2), ("", 2), ("E11.9 poa=Q", 2), ("G0463-25-25", 2), ("((", 2)],
)
def test_what_cannot_be_posted_claims_nothing(office: Office, typed: str, code: int) -> None:
    ran = office.run("--as", "ann", "item", "add", "CLINIC1", typed)
    assert (ran.code, ran.out) == (code, "")
    assert office.json("--as", "ann", "item", "show", "CLINIC1")["status"] == "open"


def test_remove_and_move(office: Office) -> None:
    for code in ("E11.9", "I10", "J45.909"):
        office.json("--as", "ann", "item", "add", "CLINIC1", code)
    moved = office.json("--as", "ann", "item", "move", "CLINIC1", "J45909", "--to", "1")
    assert codes(moved) == ["J45.909", "E11.9", "I10"]
    assert [each["role"] for each in moved["codes"]] == ["first_listed", "secondary", "secondary"]
    assert codes(office.json("--as", "ann", "item", "move", "CLINIC1", "J45.909", "--to", "3"))[-1] == "J45.909"
    assert codes(office.json("--as", "ann", "item", "remove", "CLINIC1", "i10")) == ["E11.9", "J45.909"]
    for argv, code in (
        (["move", "CLINIC1", "E11.9", "--to", "9"], 1),
        (["move", "CLINIC1", "I10", "--to", "1"], 2),
        (["remove", "CLINIC1", "I10"], 2),
    ):
        ran = office.run("--as", "ann", "item", *argv)
        assert (ran.code, ran.out) == (code, ""), argv


def test_a_diagnosis_cannot_pass_a_procedure(office: Office) -> None:
    office.json("--as", "ann", "item", "add", "CLINIC1", "E11.9")
    office.json("--as", "ann", "item", "add", "CLINIC1", "G0463")
    assert office.run("--as", "ann", "item", "move", "CLINIC1", "E11.9", "--to", "2").code == 1
    assert codes(office.json("--as", "ann", "item", "show", "CLINIC1")) == ["E11.9", "G0463"]


def test_what_a_colleague_holds_stays_theirs(office: Office) -> None:
    office.json("--as", "ann", "item", "add", "CLINIC1", "E11.9")
    for argv in (["add", "CLINIC1", "I10"], ["remove", "CLINIC1", "E11.9"], ["complete", "CLINIC1"]):
        ran = office.run("--as", "bob", "item", *argv)
        assert (ran.code, ran.out) == (1, ""), argv
        assert "ann" in ran.err
    assert office.run("--as", "vera", "item", "add", "CLINIC1", "I10").code == 5


def test_check_says_no_when_an_error_fails(office: Office) -> None:
    blocked = office.json("--as", "ann", "item", "check", "CLINIC1", expect=1)
    assert blocked["clean"] is False
    fields = {"rule", "status", "severity", "message", "codes", "table", "source"}
    assert all(set(each) >= fields for each in blocked["findings"])
    assert ("fail", "error") in {(each["status"], each["severity"]) for each in blocked["findings"]}
    office.json("--as", "ann", "item", "add", "CLINIC1", "E11.9")
    office.json("--as", "ann", "item", "add", "CLINIC1", "G0463")
    checked = office.json("--as", "ann", "item", "check", "CLINIC1")
    assert not [each for each in checked["findings"] if (each["status"], each["severity"]) == ("fail", "error")]
    assert office.run("--as", "vera", "item", "check", "CLINIC1").code == 0
    assert office.run("--as", "ann", "item", "check", "NOPE").code == 2


def test_complete_blocks_then_passes_and_names_the_next(office: Office) -> None:
    assert office.json("--as", "ann", "queue", "next")["item"] == "STAY1"
    ran = office.run("--as", "ann", "item", "complete", "STAY1")
    assert (ran.code, ran.out) == (1, "")
    office.json("--as", "ann", "item", "add", "STAY1", "I50.23 poa=Y")
    done = office.json("--as", "ann", "item", "complete", "STAY1")
    assert done == {"item": "STAY1", "status": "submitted", "next": "CLINIC1"}
    assert office.json("--as", "ann", "item", "show", "CLINIC1")["status"] == "open"
    assert office.run("--as", "ann", "item", "complete", "STAY1").code == 1


def test_complete_with_an_override(office: Office) -> None:
    office.json("--as", "ann", "queue", "next")
    failing = office.json("--as", "ann", "item", "check", "STAY1", expect=1)["findings"]
    (rule,) = {each["rule"] for each in failing if (each["status"], each["severity"]) == ("fail", "error")}
    argv = ["--as", "ann", "item", "complete", "STAY1", "--override", rule]
    assert office.run(*argv).code == 2
    assert office.run(*argv[:-1], "R999", "--reason", "because").code == 2
    done = office.json(*argv, "--reason", "the client wants it empty")
    assert done["status"] == "submitted"
    shown = office.json("--as", "vera", "item", "show", "STAY1")
    assert ("the client wants it empty", "ann") in {(f["override"], f["override_by"]) for f in shown["findings"]}
    (accepted,) = office.json("--as", "vera", "rules", "accepted")
    assert (accepted["item"], accepted["rule"], accepted["by"]) == ("STAY1", rule, "ann")
    assert "the client wants it empty" in office.run("--as", "lena", "rules", "accepted").out
    assert office.run("--as", "ann", "rules", "accepted").code == 5


def test_the_check_names_table_source_and_the_keys_that_mend(office: Office) -> None:
    office.json("--as", "ann", "item", "add", "CLINIC1", "E11.9 as=secondary")
    office.json("--as", "ann", "item", "add", "CLINIC1", "E10.9")
    ran = office.run("--as", "ann", "item", "check", "CLINIC1")
    told = " ".join(ran.out.split())
    assert ran.code == 1
    assert "Excludes1 at E1" in told
    assert "[ICD-10-CM 2026-04; ICD-10-CM Tabular List, Excludes1]" in told
    assert "to mend: x removes one of them; o accepts it" in told


def test_the_last_item_has_no_next(office: Office) -> None:
    for other in ("STAY1", "OFFICE1", "OLD1", "north/TWIN", "south/TWIN"):
        office.json("--as", "lena", "queue", "assign", other, "--to", "bob")
    office.json("--as", "ann", "item", "add", "CLINIC1", "E11.9")
    office.json("--as", "ann", "item", "add", "CLINIC1", "G0463")
    assert office.json("--as", "ann", "item", "complete", "CLINIC1")["next"] is None
