"""The first schema. Literal, so that it stays what it was whatever the tables become."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    _make_tables()
    _make_indexes()
    for trigger in (*_LOG_TRIGGERS, *_TALLY_TRIGGERS):
        op.execute(trigger)


def _make_tables() -> None:
    op.create_table(
        "client",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("name"),
    )
    op.create_table(
        "event",
        sa.Column("sequence", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("os_account", sa.String(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.Column("item", sa.String(), nullable=False),
        sa.Column("before", sa.String(), nullable=False),
        sa.Column("after", sa.String(), nullable=False),
        sa.Column("previous", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("sequence"),
        sa.UniqueConstraint("previous"),
    )
    op.create_table(
        "hand_off",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sender", sa.String(), nullable=False),
        sa.Column("receiver", sa.String(), nullable=False),
        sa.Column("severity", sa.String(), nullable=False),
        sa.Column("summary", sa.String(), nullable=False),
        sa.Column("actions", sa.String(), nullable=False),
        sa.Column("contingencies", sa.String(), nullable=False),
        sa.Column("written_at", sa.DateTime(), nullable=False),
        sa.Column("accepted_at", sa.DateTime(), nullable=True),
        sa.Column("readback", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("credentials", sa.String(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("name"),
    )
    op.create_table(
        "work_tally",
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("assignee_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("charts", sa.Integer(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("returned", sa.Integer(), nullable=False),
        sa.Column("disputed", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("state", "assignee_id", "due"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("scope", sa.String(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("parts", sa.String(), nullable=False),
        sa.Column("undone", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"]),
    )
    op.create_table(
        "facility",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("name"),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"]),
    )
    op.create_table(
        "saved_view",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("definition", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("person_id", "name"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"]),
    )
    op.create_table(
        "encounter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("facility_id", sa.Integer(), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("mrn", sa.String(), nullable=False),
        sa.Column("patient", sa.String(), nullable=False),
        sa.Column("birth_date", sa.Date(), nullable=True),
        sa.Column("sex", sa.String(), nullable=False),
        sa.Column("setting", sa.String(), nullable=False),
        sa.Column("service_from", sa.Date(), nullable=False),
        sa.Column("service_to", sa.Date(), nullable=False),
        sa.Column("payer", sa.String(), nullable=False),
        sa.Column("attending", sa.String(), nullable=False),
        sa.Column("charges_cents", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("facility_id", "account"),
        sa.ForeignKeyConstraint(["facility_id"], ["facility.id"]),
    )
    op.create_table(
        "document",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("encounter_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("superseded", sa.Boolean(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("authored_at", sa.DateTime(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("encounter_id", "name", "version"),
        sa.ForeignKeyConstraint(["encounter_id"], ["encounter.id"]),
    )
    op.create_table(
        "work_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("encounter_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("assignee_id", sa.Integer(), nullable=True),
        sa.Column("arrived_at", sa.DateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("lease_until", sa.DateTime(), nullable=True),
        sa.Column("returned", sa.Boolean(), nullable=False),
        sa.Column("changed_documents", sa.Boolean(), nullable=False),
        sa.Column("open_disputes", sa.Integer(), nullable=False),
        sa.Column("held_reason", sa.String(), nullable=False),
        sa.Column("held_until", sa.Date(), nullable=True),
        sa.Column("changed_by", sa.String(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=True),
        sa.Column("patient", sa.String(), nullable=False),
        sa.Column("service_to", sa.Date(), nullable=False),
        sa.Column("charges_cents", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.CheckConstraint("priority BETWEEN 0 AND 9", name="ck_item_priority"),
        sa.CheckConstraint("state IN ('open', 'in_work', 'held', 'submitted')", name="ck_item_state"),
        sa.CheckConstraint("state <> 'in_work' OR assignee_id IS NOT NULL", name="ck_item_worker"),
        sa.CheckConstraint("state <> 'held' OR held_reason <> ''", name="ck_item_hold"),
        sa.CheckConstraint("open_disputes >= 0", name="ck_item_disputes"),
        sa.UniqueConstraint("encounter_id"),
        sa.ForeignKeyConstraint(["encounter_id"], ["encounter.id"]),
        sa.ForeignKeyConstraint(["assignee_id"], ["person.id"]),
    )
    op.create_table(
        "code_assignment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("system", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("poa", sa.String(), nullable=False),
        sa.Column("modifiers", sa.String(), nullable=False),
        sa.Column("units", sa.Integer(), nullable=False),
        sa.Column("pointers", sa.String(), nullable=False),
        sa.Column("service_date", sa.Date(), nullable=True),
        sa.Column("evidence", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.ForeignKeyConstraint(["item_id"], ["work_item.id"]),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "dispute",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("closed", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("raised_by", sa.String(), nullable=False),
        sa.Column("raised_at", sa.DateTime(), nullable=False),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("amount_cents", sa.Integer(), nullable=False),
        sa.Column("carc", sa.String(), nullable=False),
        sa.Column("rarc", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.ForeignKeyConstraint(["item_id"], ["work_item.id"]),
    )
    op.create_table(
        "document_read",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("person_id", "document_id"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"]),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"]),
    )
    op.create_table(
        "finding_override",
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("codes", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("item_id", "rule", "codes"),
        sa.ForeignKeyConstraint(["item_id"], ["work_item.id"]),
    )
    op.create_table(
        "hand_off_item",
        sa.Column("hand_off_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("hand_off_id", "item_id"),
        sa.ForeignKeyConstraint(["hand_off_id"], ["hand_off.id"]),
        sa.ForeignKeyConstraint(["item_id"], ["work_item.id"]),
    )
    op.create_table(
        "hold",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.ForeignKeyConstraint(["item_id"], ["work_item.id"]),
    )
    op.create_table(
        "note",
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("draft", sa.String(), nullable=True),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("item_id", "person_id"),
        sa.ForeignKeyConstraint(["item_id"], ["work_item.id"]),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"]),
    )
    op.create_table(
        "reading_place",
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("code_line", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("item_id", "person_id"),
        sa.ForeignKeyConstraint(["item_id"], ["work_item.id"]),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"]),
    )
    op.create_table(
        "dispute_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dispute_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.ForeignKeyConstraint(["dispute_id"], ["dispute.id"]),
    )


def _make_indexes() -> None:
    asked = ("state", "assignee_id", "due", "returned", "open_disputes")
    for key in ("patient", "service_to", "charges_cents", "arrived_at"):
        op.create_index(f"ix_item_by_{key}", "work_item", [key, "id", *asked])
    op.create_index("ix_event_item", "event", ["item_id", "sequence"])
    op.create_index("ix_event_person", "event", ["person", "sequence"])
    op.create_index("ix_hand_off_receiver", "hand_off", ["receiver", "accepted_at"])
    op.create_index("ix_change", "change", ["scope", "person_id", "id"])
    op.create_index("ix_encounter_account", "encounter", ["account"])
    op.create_index(
        "ix_item_assigned",
        "work_item",
        ["assignee_id", *_WORKING_ORDER, "state", "returned"],
        sqlite_where=sa.text("state <> 'submitted'"),
    )
    _in_working_order("ix_item_disputed", where="open_disputes > 0")
    _in_working_order("ix_item_held", where="state = 'held'")
    _in_working_order("ix_item_order")
    _in_working_order("ix_item_pool", where="state = 'open' AND assignee_id IS NULL")
    _in_working_order("ix_item_submitted", where="state = 'submitted'")
    _in_working_order("ix_item_unfinished", where="state <> 'submitted'")
    op.create_index("ix_item_wakes", "work_item", ["held_until"], sqlite_where=sa.text("state = 'held'"))
    op.create_index("ix_code_item", "code_assignment", ["item_id", "sequence"])
    op.create_index("ix_dispute_due", "dispute", ["closed", "due", "id"])
    op.create_index("ix_dispute_item", "dispute", ["item_id"])
    op.create_index("ix_hand_off_item", "hand_off_item", ["item_id"])
    op.create_index("ix_hold_item", "hold", ["item_id"])
    op.create_index("ix_dispute_step", "dispute_step", ["dispute_id", "id"])


def _in_working_order(name: str, where: str | None = None) -> None:
    op.create_index(name, "work_item", _WORKING_ORDER, sqlite_where=None if where is None else sa.text(where))


_WORKING_ORDER: list[str | sa.TextClause] = [sa.text("priority DESC"), "due", "arrived_at", "id"]


_LOG_TRIGGERS = (
    "CREATE TRIGGER event_no_update BEFORE UPDATE ON event BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END",
    "CREATE TRIGGER event_no_delete BEFORE DELETE ON event BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END",
)

_COUNT_IN = """
INSERT INTO work_tally (state, assignee_id, due, charts, minutes, returned, disputed)
VALUES (NEW.state, coalesce(NEW.assignee_id, 0), CASE NEW.state WHEN 'submitted' THEN '9999-12-31' ELSE NEW.due END,
1, NEW.minutes, NEW.returned, NEW.open_disputes > 0)
ON CONFLICT (state, assignee_id, due) DO UPDATE SET charts = charts + 1, minutes = minutes + excluded.minutes,
returned = returned + excluded.returned, disputed = disputed + excluded.disputed;
"""
_COUNT_OUT = """
UPDATE work_tally SET charts = charts - 1, minutes = minutes - OLD.minutes, returned = returned - OLD.returned,
disputed = disputed - (OLD.open_disputes > 0) WHERE (state, assignee_id, due) =
(OLD.state, coalesce(OLD.assignee_id, 0), CASE OLD.state WHEN 'submitted' THEN '9999-12-31' ELSE OLD.due END);
DELETE FROM work_tally WHERE (state, assignee_id, due) =
(OLD.state, coalesce(OLD.assignee_id, 0), CASE OLD.state WHEN 'submitted' THEN '9999-12-31' ELSE OLD.due END)
AND charts = 0;
"""
_TALLY_TRIGGERS = (
    f"CREATE TRIGGER work_item_counted_in AFTER INSERT ON work_item BEGIN {_COUNT_IN} END",
    f"CREATE TRIGGER work_item_counted_out AFTER DELETE ON work_item BEGIN {_COUNT_OUT} END",
    "CREATE TRIGGER work_item_counted_anew "
    "AFTER UPDATE OF state, assignee_id, due, minutes, returned, open_disputes ON work_item "
    f"BEGIN {_COUNT_OUT} {_COUNT_IN} END",
)
