"""Whether a server lets nobody of a name in because the name is switched off, in whatever language it says so.

The driver tells only the words of a server that lets nobody in, and those are in the server's language: no session is
there yet that could ask for another. The code beside the words is read by libpq and not told; its own record of the
line (PQtrace) has it.
"""

from __future__ import annotations

import os
import re
import select
import time
from typing import Any

_NAME_IS_OFF = "not permitted to log in"
_NO_SUCH_NAME = "does not exist"
_NOT_LET_IN = "connection failed"
"""The driver's own words where no line came about; of one that broke nothing more is asked."""
_FIELDS = re.compile(rb'ErrorResponse\t.* C "(\w{5})".* R "(\w+)"')
_NAME_IS_REFUSED = (b"28000", b"InitializeSessionUserId")
"""The code, and where the server looks up a name that has proved who it is (or need not): it is off, or is none."""


def is_switched_off(error: BaseException, asked: dict[str, Any], seconds: float) -> bool:
    """Whether that is why the way that was `asked` for is closed.

    A server that speaks no English is asked once more, for so many seconds at most; there a name that it does not know
    (any more) counts as switched off.
    """
    text = str(error)
    if _NAME_IS_OFF in text:
        return True
    is_answered = _NOT_LET_IN in text and _NO_SUCH_NAME not in text and "timeout" not in text
    return is_answered and _refusal(asked, seconds) == _NAME_IS_REFUSED


def _refusal(asked: dict[str, Any], seconds: float) -> tuple[bytes, bytes] | None:
    """Code and place of the server's refusal; None where it lets in, does not answer, or libpq keeps no record."""
    from psycopg import Error, pq
    from psycopg.conninfo import make_conninfo

    record = os.memfd_create("way to the server")  # never on a disk: a password may be part of it
    try:
        line = pq.PGconn.connect_start(make_conninfo(**asked).encode())
        line.trace(record)
        end = time.monotonic() + seconds
        while (state := line.connect_poll()) in (pq.PollingStatus.READING, pq.PollingStatus.WRITING):
            waits = ([line.socket], []) if state == pq.PollingStatus.READING else ([], [line.socket])
            if not any(select.select(*waits, [], max(0.0, end - time.monotonic()))):
                return None
        line.untrace()
        line.finish()
        found = _FIELDS.search(os.pread(record, 65_536, 0))
        return (found[1], found[2]) if found else None
    except (Error, OSError):
        return None
    finally:
        os.close(record)
