"""Everything that may go wrong with a sentence: what a front end catches and shows."""

from __future__ import annotations

from tui_coder.codebook.errors import CodeBookError
from tui_coder.domain.refusals import NotAllowed, Refusal
from tui_coder.settings import SettingsError
from tui_coder.store.engine import StoreError, StoreFull, StoreUnreachable

FAILURES = (Refusal, StoreError, CodeBookError, SettingsError)

__all__ = [
    "FAILURES",
    "CodeBookError",
    "NotAllowed",
    "Refusal",
    "SettingsError",
    "StoreError",
    "StoreFull",
    "StoreUnreachable",
]
