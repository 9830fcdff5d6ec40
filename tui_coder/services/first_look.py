"""What a person sees first, before the store is open: their own work, by the name they start with."""

from __future__ import annotations

from datetime import datetime

from tui_coder.domain.queue_row import QueueRow
from tui_coder.places import EmbeddedFile
from tui_coder.services.accounts import operating_system_account
from tui_coder.settings import Settings
from tui_coder.store.first_look import rows_of

MOST_ROWS = 60


def my_work(settings: Settings) -> tuple[QueueRow, ...]:
    """The first rows of the queue as it will open; empty where that is not known without opening the store."""
    place = settings.place
    if not isinstance(place, EmbeddedFile):
        return ()
    name = settings.acting_as or operating_system_account()
    return rows_of(place.path, name, datetime.now().astimezone().date(), MOST_ROWS)
