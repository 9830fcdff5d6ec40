"""What can go wrong with the code book, as one sentence a person can act on."""

from __future__ import annotations


class CodeBookError(Exception):
    """The code book cannot be built, opened or read; str() says what, where, why and what to do."""
