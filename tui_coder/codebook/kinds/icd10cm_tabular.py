"""The tabular list of ICD-10-CM as XML: chapters, blocks, categories and all notes, as NCHS publishes it.

Which seventh characters exist for a code, only the list of codes tells: where the order or codes file of the same
release is loaded, before or after, it completes the tabular list; until then the list's general notes do.
"""

from __future__ import annotations

import re

from tui_coder.codebook.handed_out import HandedOut, Loaded
from tui_coder.codebook.kinds import Hear
from tui_coder.codebook.kinds.keeping import keep_tabular
from tui_coder.codebook.releases import dated
from tui_coder.codebook.shelf import Shelf
from tui_coder.domain.codes import CodeSystem

_ROOT = re.compile(rb"<ICD10CM\.tabular[\s>]")
_VERSION = re.compile(rb"<version>\s*([^<]{1,40}?)\s*</version>")


def recognises(handed: HandedOut) -> bool:
    return _ROOT.search(handed.head) is not None


def load(handed: HandedOut, shelf: Shelf, on_progress: Hear) -> Loaded:
    version = _VERSION.search(handed.head)
    release = dated(CodeSystem.ICD10CM, handed, version[1].decode("utf-8", "replace") if version else "")
    with handed.open() as stream:
        tabular = stream.read()
    return keep_tabular(handed, shelf, release, tabular, on_progress)
