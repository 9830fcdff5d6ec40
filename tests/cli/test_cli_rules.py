"""`tui-coder rules`: what is checked, and a rule tried over finished work."""

from __future__ import annotations

import pytest
from office import Office


def test_every_rule_is_listed_with_its_source_and_setting(office: Office) -> None:
    (office.home / "config").mkdir(exist_ok=True)
    (office.home / "config" / "settings.toml").write_text(
        '[rules]\nR9 = "off"\n[rules.clients."North"]\nR16 = "error"\n', encoding="utf-8"
    )
    listed = {each["rule"]: each for each in office.json("rules", "list")}
    assert (listed["R9"]["setting"], listed["R4"]["setting"]) == ("off", None)
    assert listed["R16"]["clients"] == {"North": "error"}
    assert all(each["source"] for each in listed.values())
    assert {"R1", "R14", "R25", "R28", "R31", "R35"} <= set(listed)


def test_a_rule_is_tried_over_finished_work_and_no_chart_is_changed(office: Office) -> None:
    office.json("--as", "ann", "item", "add", "OFFICE1", "I10")
    office.json("--as", "ann", "item", "add", "OFFICE1", "G0463")
    office.json("--as", "ann", "item", "complete", "OFFICE1")
    before = office.json("--as", "lena", "log", "show")["entries"]
    told = office.json("--as", "ann", "rules", "try", "R22=error", expect=1)
    (trial,) = told["differing"]
    assert (told["tried"], trial["account"], trial["would_block"]) == (1, "OFFICE1", True)
    assert [f["severity"] for f in trial["before"]] == ["warning"]
    assert [f["severity"] for f in trial["after"]] == ["error"]
    assert office.json("--as", "ann", "rules", "try", "R22=error", "--client", "NORTH", expect=1)["tried"] == 1
    assert office.json("--as", "ann", "rules", "try", "R22=off", "--client", "south")["tried"] == 0
    after = office.json("--as", "lena", "log", "show")["entries"]
    assert after[: len(before)] == before
    assert {each["what"] for each in after[len(before) :]} == {"rule tried"}, "it is told, and nothing else is"


@pytest.mark.parametrize("typed", ["R22", "R22=loud", "R99=error"])
def test_a_slip_is_a_sentence(office: Office, typed: str) -> None:
    ran = office.run("--as", "ann", "rules", "try", typed)
    assert (ran.code, ran.out) == (2, "")
    assert "R16=error" in ran.err
