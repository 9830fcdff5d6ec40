"""The blanks of titles and notes, which publishers set as their columns and lines want them."""

from __future__ import annotations


def plain(text: str) -> str:
    """A text on one line, with one blank between its words."""
    return text if is_plain(text) else " ".join(text.split())


def is_plain(text: str) -> bool:
    """Whether a text is as `plain` makes it, told in less time: all of it prints, and no blank is beside another or an
    end."""
    return text.isprintable() and "  " not in text and text[:1] != " " != text[-1:]
