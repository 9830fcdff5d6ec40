"""Nothing of the tables: a team's server takes its functions anew where its store is brought up, and only there.

Without a number of its own a store in use would keep the old ones, and nobody would be told.
"""

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Functions and grants are made by store.postgres.schema, behind the migrations."""
