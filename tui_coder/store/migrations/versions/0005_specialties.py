"""Which specialty a chart is of, and whose charts a person is served; what lapsed is found by when."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table, column in (("person", "specialties"), ("encounter", "specialty"), ("work_item", "specialty")):
        op.add_column(table, sa.Column(column, sa.String(), server_default="", nullable=False))
    # The pool's index has all that says whether an item is served, so that a walk past the others' stays in it.
    op.drop_index("ix_item_pool", "work_item")
    _index(
        "ix_item_pool",
        "state = 'open' AND assignee_id IS NULL",
        [sa.text("priority DESC"), "due", "arrived_at", "id", "setting", "client_id", "specialty"],
    )
    # Of all that is in work what lapsed is little, and every claim asks for it.
    op.drop_index("ix_item_in_work", "work_item")
    _index(
        "ix_item_lapse",
        "state = 'in_work'",
        [
            "lease_until", "assignee_id", "from_pool", "priority", "due", "arrived_at", "setting", "client_id",
            "specialty",
        ],
    )  # fmt: skip


def _index(name: str, where: str, columns: list[str | sa.TextClause]) -> None:
    only = sa.text(where)
    op.create_index(name, "work_item", columns, sqlite_where=only, postgresql_where=only)
