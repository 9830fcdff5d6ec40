"""The folders of the program: config, data, state and cache; made when asked for, never at import."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

_APP = "tui-coder"


@dataclass(frozen=True, slots=True)
class Paths:
    """Where things are kept. TUI_CODER_HOME puts all four folders under one."""

    config: Path
    data: Path
    state: Path
    cache: Path

    @classmethod
    def of(cls, environ: Mapping[str, str] = os.environ) -> Paths:
        home = environ.get("TUI_CODER_HOME")
        if home:
            root = Path(home).expanduser()
            return cls(root / "config", root / "data", root / "state", root / "cache")
        from platformdirs import PlatformDirs

        dirs = PlatformDirs(_APP, appauthor=False)
        return cls(dirs.user_config_path, dirs.user_data_path, dirs.user_state_path, dirs.user_cache_path)

    def made(self, folder: Path) -> Path:
        """The folder, made with mode 0700 where it is missing."""
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        return folder
