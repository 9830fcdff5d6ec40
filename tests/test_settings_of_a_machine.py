"""Settings that hold for every account of a machine, and the code book that its accounts share."""

from __future__ import annotations

from pathlib import Path

import pytest

from tui_coder.settings import SettingsError, load


@pytest.fixture
def shared(tmp_path: Path) -> Path:
    folder = tmp_path / "shared"
    for name in ("built", "loaded"):
        (folder / name).mkdir(parents=True)
    return folder


def test_a_person_s_own_settings_stand_above_the_machine_s(
    tmp_path: Path, shared: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = tmp_path / "site.toml"
    site.write_text(
        f'db = "/srv/clinic.db"\ncode_book = "{shared}"\n[keys]\n"app.undo" = "Z"\n"app.redo" = "Y"\n', encoding="utf-8"
    )
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    own = tmp_path / "tui-coder" / "settings.toml"
    environ = {"XDG_CONFIG_HOME": str(tmp_path)}
    settings = load(environ=environ, site_file=site)
    assert (settings.db, settings.keymap["app.undo"], settings.source) == ("/srv/clinic.db", "Z", str(site))
    own.parent.mkdir()
    own.write_text('[keys]\n"app.undo" = "X"\n', encoding="utf-8")
    settings = load(environ=environ, site_file=site)
    assert settings.keymap == {"app.undo": "X", "app.redo": "Y"}
    assert settings.source == f"{site} and {own}"
    assert (settings.built_books, settings.loaded_books) == (shared / "built", shared / "loaded")


def test_one_file_that_is_named_stands_alone(tmp_path: Path) -> None:
    site, named = tmp_path / "site.toml", tmp_path / "named.toml"
    site.write_text('theme = "dracula"\n', encoding="utf-8")
    named.write_text('db = "x.db"\n', encoding="utf-8")
    settings = load(environ={"TUI_CODER_CONFIG": str(named)}, site_file=site)
    assert (settings.db, settings.theme) == ("x.db", "")
    with pytest.raises(SettingsError, match="cannot be read"):
        load(environ={"TUI_CODER_CONFIG": str(tmp_path / "gone.toml")}, site_file=site)


def test_a_shared_code_book_that_is_not_there_says_who_makes_it(tmp_path: Path) -> None:
    site = tmp_path / "site.toml"
    site.write_text(f'code_book = "{tmp_path}/nowhere"\n', encoding="utf-8")
    with pytest.raises(SettingsError, match="install -d -m 0755"):
        load(environ={"TUI_CODER_CONFIG": str(site)})
