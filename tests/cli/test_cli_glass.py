"""`glass break`, `glass list`, `glass seen`."""

from __future__ import annotations

from office import Office


def test_a_chart_of_another_client_in_an_emergency(office: Office) -> None:
    office.json("people", "clients", "ann", "--only", "south")
    hidden = office.run("--as", "ann", "item", "show", "STAY1")
    assert hidden.code == 2
    assert "tui-coder glass break STAY1" in hidden.err
    short = office.run("--as", "ann", "glass", "break", "STAY1", "--reason", "need it")
    assert (short.code, "10 letters" in short.err) == (2, True)
    broken = office.json("--as", "ann", "glass", "break", "STAY1", "--reason", "the floor asks for allergies")
    assert (broken["person"], broken["client"], broken["seen_by"]) == ("ann", "north", None)
    assert office.json("--as", "ann", "item", "show", "STAY1")["account"] == "STAY1"
    assert office.run("--as", "ann", "item", "add", "STAY1", "I10").code == 5
    assert [each["id"] for each in office.json("--as", "lena", "glass", "list")] == [broken["id"]]
    assert office.run("--as", "bob", "glass", "seen", str(broken["id"])).code == 5
    (seen,) = office.json("--as", "lena", "glass", "seen", str(broken["id"]))
    assert seen["seen_by"] == "lena"
    assert office.json("--as", "lena", "glass", "list") == []
    assert "the floor asks" in office.run("--as", "lena", "glass", "list", "--all").out
