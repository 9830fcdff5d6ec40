"""What [idle] in settings.toml may hold."""

from __future__ import annotations

from pathlib import Path

import pytest

from tui_coder.settings import IDLE_LOCK, Settings, SettingsError, load


def told(tmp_path: Path, text: str) -> Settings:
    file = tmp_path / "settings.toml"
    file.write_text(text, encoding="utf-8")
    return load(environ={"TUI_CODER_HOME": str(tmp_path), "TUI_CODER_CONFIG": str(file)})


def test_the_screen_is_locked_after_a_while_unless_told_otherwise(tmp_path: Path) -> None:
    usual = told(tmp_path, "")
    assert (usual.idle_lock, usual.idle_log_off) == (IDLE_LOCK, 0)
    chosen = told(tmp_path, "[idle]\nlock = 0\nlog_off = 240\n")
    assert (chosen.idle_lock, chosen.idle_log_off) == (0, 240)


@pytest.mark.parametrize("wrong", ["lock = -1", "lock = true", 'log_off = "never"', "minutes = 5"])
def test_what_is_no_count_of_minutes_is_refused(tmp_path: Path, wrong: str) -> None:
    with pytest.raises(SettingsError, match="minutes from 0"):
        told(tmp_path, f"[idle]\n{wrong}\n")
