"""The settings: defaults < settings.toml < environment < command line."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tui_coder.paths import Paths


class SettingsError(Exception):
    """A setting cannot be used; str() names the file, the key and what is allowed."""


@dataclass(frozen=True, slots=True)
class Settings:
    """One frozen value that the whole program runs on."""

    paths: Paths
    db: str
    keymap: Mapping[str, str] = field(default_factory=dict)
    theme: str = ""
    acting_as: str | None = None
    source: str = "the built-in defaults"

    @property
    def store_path(self) -> Path:
        """The SQLite file of the store. Raises SettingsError for a store this program cannot open."""
        text = self.db
        if text.startswith("sqlite:///"):
            text = text.removeprefix("sqlite:///")
        elif "://" in text:
            scheme = text.split(":", 1)[0]
            raise SettingsError(
                f"The store is a {scheme} address, but this version opens SQLite files only. Name a path with --db."
            )
        return Path(text).expanduser()


def _keymap(chosen: object) -> dict[str, str]:
    return {str(name): str(keys) for name, keys in chosen.items()} if isinstance(chosen, dict) else {}


_KNOWN = {"db": str, "theme": str, "keys": dict}


def load(*, db: str | None = None, acting_as: str | None = None, environ: Mapping[str, str] = os.environ) -> Settings:
    """Read the settings.

    Raises SettingsError for a file that is not TOML, an unknown key, or a value of the wrong kind.
    """
    paths = Paths.of(environ)
    file = Path(environ.get("TUI_CODER_CONFIG") or paths.config / "settings.toml").expanduser()
    chosen = _read(file) if file.exists() or "TUI_CODER_CONFIG" in environ else {}
    return Settings(
        paths=paths,
        db=db or environ.get("TUI_CODER_DB") or str(chosen.get("db") or paths.data / "tui-coder.db"),
        keymap=_keymap(chosen.get("keys")),
        theme=environ.get("TEXTUAL_THEME") or str(chosen.get("theme", "")),
        acting_as=acting_as,
        source=str(file) if chosen else "the built-in defaults",
    )


def _read(file: Path) -> dict[str, object]:
    try:
        text = file.read_text(encoding="utf-8")
        chosen = tomllib.loads(text)
    except OSError as error:
        raise SettingsError(f"The settings file {file} cannot be read: {error.strerror}.") from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(f"The settings file {file} is not TOML: {error}.") from error
    for key, value in chosen.items():
        if key not in _KNOWN:
            raise SettingsError(
                f"{file}, line {_line_of(text, key)}: '{key}' is no setting; there are {', '.join(_KNOWN)}."
            )
        if not isinstance(value, _KNOWN[key]):
            raise SettingsError(f"{file}, line {_line_of(text, key)}: '{key}' must be a {_KNOWN[key].__name__}.")
    return chosen


def _line_of(text: str, key: str) -> int:
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip().strip("[").startswith(key):
            return number
    return 1
