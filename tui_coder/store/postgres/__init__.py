"""A team's store in PostgreSQL: the same tables and units of work; the server itself keeps identity, rows and log."""
