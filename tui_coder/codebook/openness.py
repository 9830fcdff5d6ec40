"""Who may read what lies in the code book's folders: whoever may read the folder that was given for it.

A person's own folder is theirs alone. Where the accounts of a machine share one, whoever looks after it makes the
folder and says by its mode who reads: others of its group, or everyone.
"""

from __future__ import annotations

import stat
from pathlib import Path


def make_within(root: Path, folder: Path) -> None:
    """Make a folder in `root`, as open as that is; the root and those above are made for the owner alone."""
    if folder.is_dir():
        return
    make_within(root, folder.parent)
    folder.mkdir(mode=0o700, exist_ok=True)
    if root in folder.parents:
        folder.chmod(0o700 | _others(folder.parent))


def lay_open(file: Path, folder: Path) -> None:
    """Let those read a file who may read in the folder; it is not written again."""
    file.chmod(0o400 | _others(folder) & 0o044)


def _others(folder: Path) -> int:
    """What the group and everyone may do there, but for writing."""
    return stat.S_IMODE(folder.stat().st_mode) & 0o055
