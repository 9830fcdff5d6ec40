"""Bytes to text without guessing: UTF-8, or UTF-16 that says so; everything else is named for what it is."""

from __future__ import annotations

import codecs

from tui_coder.domain.refusals import Malformed

_NOT_TEXT = {
    b"%PDF-": "a PDF; export its text as a .txt file",
    b"PK\x03\x04": "a zip, Word or Excel file; save it as plain text, a worklist as CSV UTF-8",
    b"{\\rtf": "an RTF document; save it as plain text",
    b"\x1f\x8b": "a gzip archive; unpack it first",
    b"\xd0\xcf\x11\xe0": "an old Word or Excel file; save it as plain text, a worklist as CSV UTF-8",
}
UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_UTF32_MARKS = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)


def must_be_text(start: bytes, called: str) -> None:
    """Raises Malformed where the first bytes of a file show that it is some other kind of file."""
    for mark, kind in _NOT_TEXT.items():
        if start.startswith(mark):
            raise Malformed(f"{called}: this is {kind}.")
    if start.startswith(_UTF32_MARKS):
        raise Malformed(f"{called}: this is UTF-32 text; save it as UTF-8 and import again.")


def decode(data: bytes, called: str) -> str:
    """A whole file as text, without its byte order mark. Raises Malformed with the place of a bad byte."""
    must_be_text(data, called)
    encoding = "utf-16" if data.startswith(UTF16_MARKS) else "utf-8-sig"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as fault:
        position = fault.start + (len(codecs.BOM_UTF8) if data.startswith(codecs.BOM_UTF8) else 0)
        raise Malformed(f"{called}: {bad_byte(data[position], position, encoding)}") from None


def bad_byte(byte: int, position: int, encoding: str = "utf-8") -> str:
    """The sentence for bytes in another encoding; `position` counts from 0 in the file."""
    name = "UTF-16" if encoding == "utf-16" else "UTF-8"
    place = f"byte 0x{byte:02X} at position {position + 1:,}"
    return f"this is not {name} text ({place}); save it as UTF-8 and import again."
