"""A demo is thrown away also when it is ended from outside: nothing of it is left on the disk."""

from __future__ import annotations

import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.terminal.terminal import Terminal

Open = Callable[..., Terminal]


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Where the program finds room for what it throws away."""
    folder = tmp_path / "throwaway"
    folder.mkdir()
    return folder


def test_a_demo_whose_terminal_is_closed_leaves_nothing(open_terminal: Open, place: Path) -> None:
    terminal = open_terminal("demo", TMPDIR=str(place))
    terminal.see("noor", "HS-26-1101")
    assert list(place.glob("*/demo.db"))
    terminal.hang_up()
    terminal.seconds_until_gone()
    assert list(place.iterdir()) == []


def test_a_demo_that_is_ended_while_it_is_set_up_leaves_nothing_and_says_so(open_terminal: Open, place: Path) -> None:
    terminal = open_terminal("demo", TMPDIR=str(place))
    terminal.wait_until(lambda _: any(place.glob("*/demo.db")), "its store is being made")
    terminal.signal(signal.SIGTERM)
    terminal.leave()
    told = terminal.bytes_received.decode(errors="replace")
    assert "tui-coder was ended (SIGTERM). The demo is thrown away." in told
    assert list(place.iterdir()) == []
