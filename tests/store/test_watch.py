"""Waiting until somebody wrote to a file: nothing that was written is missed, also where the file could not be read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tui_coder.resources import sqlite_module
from tui_coder.store.engine import StoreError
from tui_coder.store.watch import FileWatch


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "store.db"


@pytest.fixture
def writer(file: Path) -> Iterator[Any]:
    line = sqlite_module().connect(file, isolation_level=None)
    line.execute("CREATE TABLE written (at INTEGER)")
    yield line
    line.close()


def test_each_write_is_told_once(file: Path, writer: Any) -> None:
    watch = FileWatch(file)
    assert not watch.wait(0)
    writer.execute("INSERT INTO written VALUES (1)")
    assert watch.wait(0)
    assert not watch.wait(0)


def test_what_was_written_while_it_could_not_look_is_told(file: Path, writer: Any) -> None:
    watch = FileWatch(file)
    sound = file.read_bytes()
    file.write_bytes(bytes(len(sound)))
    with pytest.raises(StoreError, match="cannot be read"):
        watch.wait(0)
    file.write_bytes(sound)
    writer.execute("INSERT INTO written VALUES (1)")
    assert watch.wait(0)
    assert not watch.wait(0)
