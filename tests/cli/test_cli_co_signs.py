"""`item complete` by an apprentice, `item co-sign`, `item send-back`."""

from __future__ import annotations

import pytest
from office import Office


@pytest.fixture
def presented(office: Office) -> Office:
    """Ann, an apprentice, has finished OFFICE1; Bob holds a CPC."""
    for name, held in (("ann", "CPC-A"), ("bob", "CPC")):
        office.json("people", "add", name, "--role", "coder", "--credential", held)
    office.run("--as", "ann", "item", "add", "OFFICE1", "I10")
    done = office.run("--as", "ann", "item", "complete", "OFFICE1")
    assert done.code == 0, done.err
    assert "OFFICE1 waits for co-sign" in done.out
    return office


def test_the_second_signature(presented: Office) -> None:
    listed = presented.json("--as", "bob", "queue", "list", "--view", "co_sign")["items"]
    assert [(each["item"], each["status"], each["assignee"]) for each in listed] == [("OFFICE1", "co_sign", "ann")]
    own = presented.run("--as", "ann", "item", "co-sign", "OFFICE1")
    assert (own.code, "their own" in own.err) == (1, True)
    (signed,) = presented.json("--as", "bob", "item", "co-sign", "OFFICE1")["changed"]
    assert (signed["status"], signed["assignee"]) == ("submitted", "ann")
    assert presented.json("--as", "bob", "queue", "undo")["undone"] == "co-signed"


def test_sending_back(presented: Office) -> None:
    (back,) = presented.json("--as", "bob", "item", "send-back", "OFFICE1", "--reason", "laterality")["changed"]
    assert (back["status"], back["assignee"]) == ("open", "ann")
    assert presented.run("--as", "bob", "item", "send-back", "OFFICE1", "--reason", "x").code == 1
