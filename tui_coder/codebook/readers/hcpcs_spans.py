"""The HCPCS Level II file of this program: code, first day, last day, short title, separated by tabs."""

from __future__ import annotations

from datetime import date

from tui_coder.codebook.edition import Edition, Listed, Span


def read_spans(content: bytes) -> Edition:
    """Lines stand in code order; a code that ended and came back has one line per span."""
    edition = Edition()
    for line in content.decode("ascii").splitlines():
        code, first, last, title = line.split("\t")
        span = Span(_day(first), _day(last))
        if edition.codes and edition.codes[-1].code == code:
            edition.codes[-1].spans += (span,)
        else:
            edition.codes.append(Listed(code=code, title=title, spans=(span,)))
    return edition


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
