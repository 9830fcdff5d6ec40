"""While a lead works, the log is anchored beside it; that it was altered is said where they look."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.app.station import Station
from tui_coder.services import anchor_keys, anchoring
from tui_coder.settings import CheckpointSettings


@pytest.fixture
def where(home: Path) -> CheckpointSettings:
    """A key and a file for checkpoints, named in the settings of whoever works here."""
    anchor_keys.make(home / "key")
    (home / "config").mkdir()
    told = f'[checkpoints]\nfile = "{home}/points"\nkey = "{home}/key"\n'
    (home / "config" / "settings.toml").write_text(told, encoding="utf-8")
    return CheckpointSettings(home / "points", home / "key")


async def test_the_log_is_anchored_while_a_lead_works_and_when_they_leave(
    open_station: Callable[..., Station], where: CheckpointSettings, clinic: Path
) -> None:
    async with open_station("lena") as station:
        await station.press("6", "enter")
        await station.press("esc")
    known = anchoring.known(where)
    with sqlite3.connect(clinic) as raw:
        (entries,) = raw.execute("SELECT max(sequence) FROM event").fetchone()
    raw.close()
    assert known.faults == () and known.last is not None
    assert (known.last.last, known.last.by) == (entries, "lena")


async def test_a_coder_s_window_anchors_nothing(
    open_station: Callable[..., Station], where: CheckpointSettings
) -> None:
    async with open_station("ann") as station:
        assert station.app.at_work.anchoring is None
    assert where.file is not None and not where.file.exists()


async def test_a_lead_is_told_that_the_log_was_altered(
    open_station: Callable[..., Station], where: CheckpointSettings, clinic: Path
) -> None:
    async with open_station("lena"):
        pass
    with sqlite3.connect(clinic) as raw:
        raw.execute("DROP TRIGGER event_no_delete")
        raw.execute("DELETE FROM event WHERE sequence > 3")
    raw.close()
    async with open_station("lena") as station:
        await station.until(lambda: "was altered" in station.said, "the warning")
        assert "its end was cut off" in station.said
