"""The turn to write: one after the other, and nobody waits for who failed, died or stands at another file."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType

import pytest
from sqlalchemy import text

from tui_coder.store.unit_of_work import Store

_WRITING = ("turn.py", "embedded.py", "prepared.py", "unit_of_work.py", "contextlib.py", "settling.py", "default.py")
_DIES_IN_ITS_TURN = """
import os, sys
from pathlib import Path
from tui_coder.store.unit_of_work import Store
store = Store.open(Path(sys.argv[1]))
with store.writing(store.now()) as unit:
    unit.people.facility("Lost", "Lost")
    os.kill(os.getpid(), 9)
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "team.db"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    store = Store.open(path)
    yield store
    store.close()


def write(store: Store, name: str) -> None:
    with store.writing(store.now()) as unit:
        unit.people.facility(name, name)


def facilities(store: Store) -> list[str]:
    with store.reading(store.now()) as unit:
        return list(unit.connection.execute(text("SELECT name FROM facility ORDER BY id")).scalars())


def test_the_files_to_wait_at_are_for_the_owner_alone(store: Store, path: Path) -> None:
    write(store, "A")
    assert [path.with_name(f"team.db.{each}").stat().st_mode & 0o777 for each in ("next", "lock")] == [0o600] * 2


def test_who_gives_up_leaves_nothing_and_lets_the_next_write(store: Store, path: Path) -> None:
    other = Store.open(path)
    with pytest.raises(ValueError), store.writing(store.now()) as unit:  # noqa: PT011, PT012
        unit.people.facility("Given up", "Given up")
        raise ValueError
    write(other, "A")
    write(store, "B")
    assert facilities(store) == ["A", "B"]
    other.close()


def test_who_dies_in_its_turn_is_waited_for_by_nobody(store: Store, path: Path) -> None:
    died = subprocess.run([sys.executable, "-c", _DIES_IN_ITS_TURN, str(path)], check=False, timeout=60)
    assert died.returncode == -9
    write(store, "A")
    assert facilities(store) == ["A"]


@pytest.mark.parametrize("goes_on", [True, False], ids=["goes on", "ends"])
def test_who_is_interrupted_at_any_moment_holds_up_nobody(path: Path, goes_on: bool) -> None:
    """Ctrl-C comes while it writes: that is done or not, and once it goes on, or ends, all it waited at is free."""
    store, other = Store.open(path), Store.open(path)
    write(store, "0")
    write(other, "1")
    done, moment = ["0", "1"], 0
    while True:
        moment += 1
        with suppress(KeyboardInterrupt):
            with interrupted_at(moment):
                write(store, f"{moment}")
            break
        found = facilities(other)
        assert found in (done, [*done, f"{moment}"])
        done = [*found, f"{moment} again", f"{moment} other"]
        if goes_on:
            in_time(write, store, done[-2])
        else:
            in_time(store.close)
            store = Store.open(path)
            write(store, done[-2])
        in_time(write, other, done[-1])
    assert moment > 30
    store.close()
    other.close()


@contextmanager
def interrupted_at(step: int) -> Iterator[None]:
    """Interrupts the program at this one of the moments when Python looks for signals while it writes: when a function
    of ours begins or goes on, and when one of C has returned."""
    left = step

    def profile(frame: FrameType, event: str, _: object) -> None:
        nonlocal left
        if event in ("call", "c_return") and Path(frame.f_code.co_filename).name in _WRITING:
            left -= 1
            if left == 0:
                raise KeyboardInterrupt

    sys.setprofile(profile)
    try:
        yield
    finally:
        sys.setprofile(None)


def in_time(act: Callable[..., None], *on: object) -> None:
    acting = threading.Thread(target=act, args=on, daemon=True)
    acting.start()
    acting.join(20)
    assert not acting.is_alive(), "somebody is waited for in vain"


def test_many_threads_of_two_sessions_lose_no_write(store: Store, path: Path) -> None:
    other = Store.open(path)
    threads = [
        threading.Thread(target=write, args=(session, f"{number}{name}"))
        for number in range(8)
        for name, session in (("a", store), ("b", other))
    ]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert sorted(facilities(store)) == sorted(f"{number}{name}" for number in range(8) for name in "ab")
    other.close()


def test_files_that_somebody_cleared_away_are_made_anew_and_waited_at(store: Store, path: Path) -> None:
    write(store, "A")
    for each in ("next", "lock"):
        path.with_name(f"team.db.{each}").unlink()
    write(store, "B")
    assert path.with_name("team.db.next").exists() and path.with_name("team.db.lock").exists()
    assert facilities(store) == ["A", "B"]
