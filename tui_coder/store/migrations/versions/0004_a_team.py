"""What a team on one queue needs: leases with a fence, clients and routing, skips, broken glass, why an item came."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _add_columns()
    _make_tables()
    op.execute("UPDATE work_item SET setting = (SELECT e.setting FROM encounter e WHERE e.id = encounter_id)")
    op.execute(
        "UPDATE work_item SET client_id = (SELECT f.client_id FROM encounter e JOIN facility f ON f.id = e.facility_id "
        "WHERE e.id = encounter_id)"
    )
    _make_indexes()
    _count_by_client()
    for trigger in (*_HAND_OFF_TRIGGERS, _LOG_TRIGGER):
        op.execute(trigger)
    _let_items_wait_for_a_co_sign()


def _add_columns() -> None:
    op.add_column("person", sa.Column("every_client", sa.Boolean(), server_default="1", nullable=False))
    op.add_column("person", sa.Column("away_until", sa.Date(), nullable=True))
    for column in (
        sa.Column("setting", sa.String(), server_default="", nullable=False),
        sa.Column("client_id", sa.Integer(), server_default="0", nullable=False),
        sa.Column("fence", sa.Integer(), server_default="0", nullable=False),
        sa.Column("leased_at", sa.DateTime(), nullable=True),
        sa.Column("from_pool", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("given_by", sa.String(), server_default="", nullable=False),
        sa.Column("given_why", sa.String(), server_default="", nullable=False),
    ):
        op.add_column("work_item", column)


def _make_tables() -> None:
    op.create_table(
        "hand_off_draft",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("form", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"]),
        sa.PrimaryKeyConstraint("person_id"),
    )
    op.create_table(
        "person_client",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"]),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"]),
        sa.PrimaryKeyConstraint("person_id", "client_id"),
    )
    op.create_table(
        "routing",
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("setting", sa.String(), nullable=False),
        sa.Column("credentials", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"]),
        sa.PrimaryKeyConstraint("client_id", "setting"),
    )
    op.create_table(
        "skip",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["work_item.id"]),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "broken_glass",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("until", sa.DateTime(), nullable=False),
        sa.Column("seen_by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["work_item.id"]),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "stopping_point",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("session", sa.String(), nullable=False),
        sa.Column("point", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("beat_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"]),
        sa.PrimaryKeyConstraint("person_id", "session"),
    )
    op.create_index("ix_skip_person", "skip", ["person_id", "at"])
    op.create_index("ix_skip_item", "skip", ["item_id"])
    op.create_index("ix_broken_glass", "broken_glass", ["person_id", "item_id"])


def _make_indexes() -> None:
    """The client stands in each index, so that a walk past the charts of others stays in it."""
    order: list[str | sa.TextClause] = [sa.text("priority DESC"), "due", "arrived_at", "id"]
    for name, where, also in (
        ("ix_item_order", None, ["client_id"]),
        ("ix_item_pool", "state = 'open' AND assignee_id IS NULL", ["setting", "client_id"]),
        ("ix_item_in_work", "state = 'in_work'", []),
        ("ix_item_unfinished", "state <> 'submitted'", ["client_id"]),
        ("ix_item_held", "state = 'held'", ["client_id"]),
        ("ix_item_co_sign", "state = 'co_sign'", ["client_id"]),
        ("ix_item_submitted", "state = 'submitted'", ["client_id"]),
        ("ix_item_disputed", "open_disputes > 0", ["client_id"]),
    ):
        op.execute(f"DROP INDEX IF EXISTS {name}")
        only = None if where is None else sa.text(where)
        op.create_index(name, "work_item", [*order, *also], sqlite_where=only, postgresql_where=only)
    asked = ["state", "assignee_id", "due", "returned", "open_disputes", "client_id"]
    for key in ("patient", "service_to", "charges_cents", "arrived_at"):
        op.drop_index(f"ix_item_by_{key}", "work_item")
        op.create_index(f"ix_item_by_{key}", "work_item", [key, "id", *asked])


def _count_by_client() -> None:
    """The figures of the queue anew, now by client too."""
    for name in ("in", "out", "anew"):
        op.execute(f"DROP TRIGGER work_item_counted_{name}")
    op.drop_table("work_tally")
    op.create_table(
        "work_tally",
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("assignee_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("client_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("charts", sa.Integer(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("returned", sa.Integer(), nullable=False),
        sa.Column("disputed", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("state", "assignee_id", "due", "client_id"),
        sqlite_with_rowid=False,
    )
    op.execute(
        "INSERT INTO work_tally SELECT state, coalesce(assignee_id, 0), "
        "CASE state WHEN 'submitted' THEN '9999-12-31' ELSE due END AS day, client_id, count(*), sum(minutes), "
        "sum(returned), sum(open_disputes > 0) FROM work_item GROUP BY 1, 2, 3, 4"
    )
    for trigger in _TALLY_TRIGGERS:
        op.execute(trigger)


def _let_items_wait_for_a_co_sign() -> None:
    """One state more in a check of the items, written into the schema itself.

    SQLite cannot change a check, and the table is not made anew for it: that drops its triggers and rewrites every
    row. A check has no part in how rows are stored (sqlite.org/lang_altertable.html, section 7, the shorter way).
    """
    states = "'open', 'in_work', 'held', {more}'submitted'"
    op.execute("PRAGMA writable_schema = ON")
    op.get_bind().exec_driver_sql(
        "UPDATE sqlite_master SET sql = replace(sql, ?, ?) WHERE type = 'table' AND name = 'work_item'",
        (states.format(more=""), states.format(more="'co_sign', ")),
    )
    op.execute("PRAGMA writable_schema = RESET")


_PLACE = (
    "{row}.state, coalesce({row}.assignee_id, 0), CASE {row}.state WHEN 'submitted' THEN '9999-12-31' "
    "ELSE {row}.due END, {row}.client_id"
)
_NEW, _OLD = _PLACE.format(row="NEW"), _PLACE.format(row="OLD")
_COUNT_IN = (
    "INSERT INTO work_tally (state, assignee_id, due, client_id, charts, minutes, returned, disputed) "
    f"VALUES ({_NEW}, 1, NEW.minutes, NEW.returned, NEW.open_disputes > 0) "
    "ON CONFLICT (state, assignee_id, due, client_id) DO UPDATE SET charts = charts + 1, "
    "minutes = minutes + excluded.minutes, returned = returned + excluded.returned, "
    "disputed = disputed + excluded.disputed;"
)
_COUNT_OUT = (
    "UPDATE work_tally SET charts = charts - 1, minutes = minutes - OLD.minutes, returned = returned - OLD.returned, "
    f"disputed = disputed - (OLD.open_disputes > 0) WHERE (state, assignee_id, due, client_id) = ({_OLD}); "
    f"DELETE FROM work_tally WHERE (state, assignee_id, due, client_id) = ({_OLD}) AND charts = 0;"
)
_TALLY_TRIGGERS = (
    f"CREATE TRIGGER work_item_counted_in AFTER INSERT ON work_item BEGIN {_COUNT_IN} END",
    f"CREATE TRIGGER work_item_counted_out AFTER DELETE ON work_item BEGIN {_COUNT_OUT} END",
    "CREATE TRIGGER work_item_counted_anew "
    "AFTER UPDATE OF state, assignee_id, due, client_id, minutes, returned, open_disputes ON work_item "
    f"BEGIN {_COUNT_OUT} {_COUNT_IN} END",
)
_HAND_OFF_TRIGGERS = (
    "CREATE TRIGGER hand_off_no_delete BEFORE DELETE ON hand_off "
    "BEGIN SELECT RAISE(ABORT, 'the hand-off log is append-only'); END",
    "CREATE TRIGGER hand_off_accepted_once BEFORE UPDATE ON hand_off WHEN OLD.accepted_at IS NOT NULL "
    "OR NEW.accepted_at IS NULL OR (OLD.id, OLD.sender, OLD.receiver, OLD.severity, OLD.summary, OLD.actions, "
    "OLD.contingencies, OLD.written_at) IS NOT (NEW.id, NEW.sender, NEW.receiver, NEW.severity, NEW.summary, "
    "NEW.actions, NEW.contingencies, NEW.written_at) "
    "BEGIN SELECT RAISE(ABORT, 'the hand-off log is append-only'); END",
)
_LOG_TRIGGER = (
    "CREATE TRIGGER event_follows BEFORE INSERT ON event "
    "WHEN NEW.sequence <> (SELECT coalesce(max(sequence), 0) + 1 FROM event) OR NEW.previous <> "
    f"coalesce((SELECT digest FROM event ORDER BY sequence DESC LIMIT 1), '{'0' * 64}') "
    "BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END"
)
