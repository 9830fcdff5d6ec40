"""The exit codes of the contract."""

from __future__ import annotations

from typing import Final

DONE: Final = 0
NO: Final = 1
"""The answer is no: nothing to claim, blocking findings, something refused, a check that fails."""
WRONG_USE: Final = 2
REJECTED: Final = 3
"""Input was rejected in part or whole; what was good was taken."""
UNREACHABLE: Final = 4
"""The store or the code book cannot be reached."""
NOT_ALLOWED: Final = 5
INTERRUPTED: Final = 130
