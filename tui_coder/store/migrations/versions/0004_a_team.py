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
    op.drop_index("ix_item_pool", "work_item")
    order: list[str | sa.TextClause] = [sa.text("priority DESC"), "due", "arrived_at", "id"]
    for name, where, also in (
        ("ix_item_pool", "state = 'open' AND assignee_id IS NULL", ["setting", "client_id"]),
        ("ix_item_in_work", "state = 'in_work'", []),
    ):
        only = sa.text(where)
        op.create_index(name, "work_item", [*order, *also], sqlite_where=only, postgresql_where=only)
    for trigger in _HAND_OFF_TRIGGERS:
        op.execute(trigger)


def _add_columns() -> None:
    op.add_column("person", sa.Column("every_client", sa.Boolean(), server_default="1", nullable=False))
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
    op.create_index("ix_skip_person", "skip", ["person_id", "at"])
    op.create_index("ix_skip_item", "skip", ["item_id"])
    op.create_index("ix_broken_glass", "broken_glass", ["person_id", "item_id"])


_HAND_OFF_TRIGGERS = (
    "CREATE TRIGGER hand_off_no_delete BEFORE DELETE ON hand_off "
    "BEGIN SELECT RAISE(ABORT, 'the hand-off log is append-only'); END",
    "CREATE TRIGGER hand_off_accepted_once BEFORE UPDATE ON hand_off WHEN OLD.accepted_at IS NOT NULL "
    "OR NEW.accepted_at IS NULL OR (OLD.id, OLD.sender, OLD.receiver, OLD.severity, OLD.summary, OLD.actions, "
    "OLD.contingencies, OLD.written_at) IS NOT (NEW.id, NEW.sender, NEW.receiver, NEW.severity, NEW.summary, "
    "NEW.actions, NEW.contingencies, NEW.written_at) "
    "BEGIN SELECT RAISE(ABORT, 'the hand-off log is append-only'); END",
)
