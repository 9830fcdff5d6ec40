"""The first schema."""

from alembic import op
from sqlmodel import SQLModel

from tui_coder.store import tables
from tui_coder.store.event_log import TRIGGERS

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    SQLModel.metadata.create_all(op.get_bind(), tables=list(tables.SQLModel.metadata.tables.values()))
    for trigger in TRIGGERS:
        op.execute(trigger)
