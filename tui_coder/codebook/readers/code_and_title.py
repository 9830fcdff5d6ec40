"""CMS code files: one line per complete code, the code, blanks, the long title."""

from __future__ import annotations

from tui_coder.codebook.blanks import plain
from tui_coder.codebook.edition import Edition, Listed


def read_codes(content: bytes, encoding: str) -> Edition:
    """ICD-10-PCS, ICD-9-CM diagnoses (Latin-1) and procedures. Such files name no headers and no notes."""
    edition = Edition()
    for line in content.decode(encoding).splitlines():
        code, _, title = line.partition(" ")
        if code:
            edition.codes.append(Listed(code=code, title=plain(title)))
    return edition
