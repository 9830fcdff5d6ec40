"""The tables, parted by what they keep. They never leave the store: what goes out is a frozen domain value.

All of them are imported here, so that the metadata is whole wherever one is asked for.
"""

from tui_coder.store.tables.charts import COPIED, document, document_read, encounter
from tui_coder.store.tables.coding import code_assignment, finding_override
from tui_coder.store.tables.columns import NO_DUE_DATE, ONE, Moment, key_of, listed, table_of
from tui_coder.store.tables.disputes import dispute, dispute_step
from tui_coder.store.tables.hand_offs import hand_off, hand_off_draft, hand_off_item
from tui_coder.store.tables.log import SEEN_EVENT, event
from tui_coder.store.tables.own import (
    bookmark,
    change,
    code_set,
    favourite,
    last_search,
    note,
    own_word,
    reading_place,
    saved_search,
    saved_view,
    stopping_point,
)
from tui_coder.store.tables.people import client, facility, person, person_client, routing
from tui_coder.store.tables.work import (
    CO_SIGN,
    HELD,
    IN_WORK,
    IS_DISPUTED,
    IS_LIVE,
    IS_POOL,
    IS_UNFINISHED,
    OPEN,
    SUBMITTED,
    broken_glass,
    hold,
    skip,
    work_item,
    work_tally,
)

__all__ = [
    "COPIED",
    "CO_SIGN",
    "HELD",
    "IN_WORK",
    "IS_DISPUTED",
    "IS_LIVE",
    "IS_POOL",
    "IS_UNFINISHED",
    "NO_DUE_DATE",
    "ONE",
    "OPEN",
    "SEEN_EVENT",
    "SUBMITTED",
    "Moment",
    "bookmark",
    "broken_glass",
    "change",
    "client",
    "code_assignment",
    "code_set",
    "dispute",
    "dispute_step",
    "document",
    "document_read",
    "encounter",
    "event",
    "facility",
    "favourite",
    "finding_override",
    "hand_off",
    "hand_off_draft",
    "hand_off_item",
    "hold",
    "key_of",
    "last_search",
    "listed",
    "note",
    "own_word",
    "person",
    "person_client",
    "reading_place",
    "routing",
    "saved_search",
    "saved_view",
    "skip",
    "stopping_point",
    "table_of",
    "work_item",
    "work_tally",
]
