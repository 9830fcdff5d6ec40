"""A disk that is full: what was acknowledged stands, and the last words are kept in the room that was set aside."""

from __future__ import annotations

import errno
import os
import shutil
import stat
from pathlib import Path

import pytest

from tests.conftest import Fault
from tests.small_disk import fill, small_disk
from tests.team import Team
from tui_coder.domain.stopping import InHand, StoppingPoint
from tui_coder.services import anchor_keys, chart, claiming, stopping
from tui_coder.services.anchoring import Anchor
from tui_coder.services.failures import StoreFull
from tui_coder.settings import CheckpointSettings
from tui_coder.store.embedded import RESERVE
from tui_coder.store.engine import StoreError
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


def test_a_disk_that_does_not_confirm_a_write_is_told_and_nothing_is_signed(
    embedded_team: Team, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a checkpoint knows would be missed after a power cut, as if somebody had cut the log."""
    team = embedded_team
    team.arrive("A1")
    anchor_keys.make(tmp_path / "lead")
    anchor = Anchor(team.lena, CheckpointSettings(tmp_path / "checkpoints", tmp_path / "lead"))

    def failing(_: int) -> None:
        raise OSError(errno.EIO, "Input/output error")

    with monkeypatch.context() as broken:
        broken.setattr(os, "fdatasync", failing)
        with pytest.raises(StoreError, match="does not confirm what was written"):
            claiming.claim_next(team.ann)
        with pytest.raises(StoreError, match="does not confirm what was written"):
            anchor.make()
    assert (tmp_path / "checkpoints").read_text() == ""
    assert team.item(1).assignee == "ann", "it was written, and only its safety is in doubt"
    made = anchor.make()
    assert made is not None and made.head == team.events()[-1].digest
