"""A disk that is full: what was acknowledged stands, and the last words are kept in the room that was set aside."""

from __future__ import annotations

import shutil
import stat
from pathlib import Path

import pytest

from tests.conftest import Fault
from tests.small_disk import fill, small_disk
from tests.team import Team
from tui_coder.domain.stopping import InHand, StoppingPoint
from tui_coder.services import chart, stopping
from tui_coder.services.failures import StoreFull
from tui_coder.store.embedded import RESERVE
from tui_coder.store.soundness import trials

__all__ = ["small_disk"]


def note_until_full(team: Team) -> int:
    """Save notes until there is no room; the number of the last one that was acknowledged."""
    for n in range(1, 2_000):
        try:
            chart.save_note(team.bob, 1, f"{n} " * 400)
        except StoreFull:
            return n - 1
    raise AssertionError("the disk was never full")


def test_a_full_disk_costs_nothing_that_was_acknowledged_nor_the_last_words(
    founded: Path, small_disk: Path, fault: Fault
) -> None:
    with Team(Path(shutil.copy2(founded, small_disk / "team.db"))) as team:
        team.arrive("A1")
        stopping.set_room_aside(team.ann)
        reserve = small_disk / "team.db.reserve"
        assert stat.S_IMODE(reserve.stat().st_mode) == 0o600
        chart.save_note(team.bob, 1, "0")
        fill(small_disk)
        written = note_until_full(team)
        with pytest.raises(StoreFull, match="Nothing of that was written"):
            chart.save_note(team.bob, 1, "once more " * 400)
        words = "the last words " * 20
        hand = InHand(StoppingPoint("workbench", 1), note=words)
        assert stopping.keep(team.ann, "here", hand) == stopping.FULL
        assert chart.look_again(team.ann, 1).draft == words
        assert chart.look_again(team.bob, 1).note.split()[0] == str(written)
        assert stopping.keep(team.ann, "here", InHand(StoppingPoint("workbench", 1), note="b")) == stopping.FULL
        assert not reserve.exists()
        (small_disk / "filler").unlink()
        assert stopping.keep(team.ann, "here", InHand(StoppingPoint("workbench", 1), note="more")) == ""
        assert reserve.stat().st_size == RESERVE, "the next full disk finds room for the last words again"
        fault("disk full", lost=0, unit="acknowledged writes", times=1)
        assert [each.name for each in trials(team.path) if each.faults] == []
