"""Locking, waking and ending a session: entries of the log, and the right to go on asked anew, on both kinds of store."""

from __future__ import annotations

import pytest

from tests.team import Team
from tui_coder.domain.refusals import NotAllowed, NothingEligible
from tui_coder.services import assigning, claiming, people, queue, session
from tui_coder.services.failures import StoreError


def test_locking_waking_and_ending_are_entries_and_give_nothing_back(office: Team) -> None:
    before = office.item(1)
    session.lock(office.ann)
    session.unlock(office.ann)
    session.log_off(office.ann)
    assert office.said()[-3:] == [
        "ann screen locked", "ann screen unlocked", "ann logged off for want of a key"
    ]  # fmt: skip
    assert office.item(1) == before


def test_who_was_removed_meanwhile_is_told_so_where_nothing_is_served(office: Team) -> None:
    assigning.give(office.lena, list(range(1, 7)), "bob")
    at_work = office.ann
    assert queue.counts(at_work).mine == 0
    people.remove(office.lena, "ann")
    with pytest.raises(NothingEligible, match="your sign-in name is switched off; ask a lead"):
        claiming.claim_next(at_work)


def test_who_was_removed_meanwhile_is_not_let_in_again(office: Team) -> None:
    session.lock(office.ann)
    people.remove(office.lena, "ann")
    with pytest.raises((NotAllowed, StoreError)):
        session.unlock(office.ann)
