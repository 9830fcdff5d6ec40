"""A disk that refuses to write and says so once: what is acknowledged later does not stand on what was lost."""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults import power
from tests.faults.disk import Disk
from tests.team import Team
from tui_coder.services import anchor_keys, claiming
from tui_coder.services.anchoring import Anchor
from tui_coder.services.desk import Desk
from tui_coder.settings import CheckpointSettings
from tui_coder.store.engine import StoreError


@pytest.fixture
def before(founded: Path, tmp_path: Path) -> Path:
    """The store as it lies on the disk at first."""
    with Team(Path(shutil.copy2(founded, tmp_path / "before.db"))) as team:
        team.arrive("A1", "A2", "A3", "A4")
    return tmp_path / "before.db"


@pytest.fixture
def path(before: Path, tmp_path: Path) -> Path:
    (tmp_path / "disk").mkdir(mode=0o700)
    return Path(shutil.copy2(before, tmp_path / "disk" / "team.db"))


@pytest.fixture
def disk(path: Path) -> Iterator[Disk]:
    remembering = Disk()
    with remembering.plugged_in():
        yield remembering


def claim(disk: Disk, desk: Desk) -> None:
    claiming.claim_next(desk)
    with desk.reading() as unit:
        disk.acknowledged(("entry", *unit.log.head()))


def nothing_lost(disk: Disk, before: Path) -> bool:
    """Whether all that was acknowledged so far is there when the power goes now."""
    notes = [power.named_shortly(note) for note in disk.notes]
    found = power.cut(before, notes, 5, random.Random(5), at_the_end=True)
    return found.acknowledged > 0 and found.nothing


def test_what_was_refused_once_is_written_anew_before_it_is_acknowledged(disk: Disk, path: Path, before: Path) -> None:
    with Team(path) as team:
        claim(disk, team.ann)
        disk.refuse(1)
        claim(disk, team.bob)
        assert nothing_lost(disk, before)


@pytest.mark.parametrize("is_open_before", [True, False], ids=["opened before", "opened afterwards"])
def test_another_window_does_not_stand_on_what_was_refused(
    disk: Disk, path: Path, before: Path, is_open_before: bool
) -> None:
    with Team(path) as team, Team(path) as early:
        claim(disk, team.ann)
        disk.refuse(2)
        with pytest.raises(StoreError, match="does not confirm what was written"):
            claim(disk, team.bob)
        with Team(path) as late:
            claim(disk, (early if is_open_before else late).cy)
            assert nothing_lost(disk, before)


def test_who_was_told_acknowledges_nothing_before_it_is_written_anew(disk: Disk, path: Path, before: Path) -> None:
    with Team(path) as team:
        claim(disk, team.ann)
        disk.refuse(2)
        with pytest.raises(StoreError, match="does not confirm what was written"):
            claim(disk, team.bob)
        claim(disk, team.cy)
        assert nothing_lost(disk, before)


def test_nothing_is_signed_that_a_power_cut_could_take(disk: Disk, path: Path, before: Path, tmp_path: Path) -> None:
    """What a checkpoint knows would be missed after it, as if somebody had cut the log."""
    anchor_keys.make(tmp_path / "lead")
    with Team(path) as team:
        anchor = Anchor(team.lena, CheckpointSettings(tmp_path / "checkpoints", tmp_path / "lead"))
        claim(disk, team.cy)
        disk.refuse(3)
        with pytest.raises(StoreError, match="does not confirm what was written"):
            claiming.claim_next(team.ann)
        with pytest.raises(StoreError, match="does not confirm what was written"):
            anchor.make()
        assert (tmp_path / "checkpoints").read_text() == ""
        assert team.item(2).assignee == "ann", "it was written, and only its safety is in doubt"
        made = anchor.make()
        assert made is not None and made.head == team.events()[-1].digest
        disk.acknowledged(("entry", made.last, made.head))
        assert nothing_lost(disk, before)
