"""What lapsed is found by when: of all that is in work it is little, and every claim asks for it."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_index("ix_item_in_work", "work_item")
    columns = ["lease_until", "assignee_id", "from_pool", "priority", "due", "arrived_at", "setting", "client_id"]
    only = sa.text("state = 'in_work'")
    op.create_index("ix_item_lapse", "work_item", columns, sqlite_where=only, postgresql_where=only)
