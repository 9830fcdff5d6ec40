"""Whose process this is."""

from __future__ import annotations

import os
import pwd


def operating_system_account() -> str:
    """The account of this process from its user id: environment variables can be forged."""
    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        return f"uid-{os.getuid()}"
