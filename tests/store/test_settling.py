"""What is acknowledged is on the disk, by whatever name the store was opened."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tui_coder.domain.roles import Role
from tui_coder.services import people
from tui_coder.store.unit_of_work import Store


@pytest.mark.parametrize("is_link", [False, True])
def test_the_log_beside_the_file_itself_is_synced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_link: bool
) -> None:
    folder = tmp_path / "disk"
    folder.mkdir()
    path = file = folder / "team.db"
    if is_link:
        path = tmp_path / "team.db"
        path.symlink_to(file)
    store = Store.open(path)
    owner = people.owner(store)
    synced: list[str] = []
    sync = os.fdatasync

    def synced_now(number: int) -> None:
        sync(number)
        synced.append(os.readlink(f"/proc/self/fd/{number}"))

    monkeypatch.setattr(os, "fdatasync", synced_now)
    people.add(owner, "ann", Role.CODER)
    assert synced == [f"{file}-wal"]
    assert [each.name for each in tmp_path.iterdir() if each.name != "disk"] == (["team.db"] if is_link else [])
    store.close()
