"""What somebody sends with psql: a change, and an entry about it."""

from __future__ import annotations

import json

import psycopg

from tests.team import TeamOnServer


def with_entry(team: TeamOnServer, user: str, change: str, what: str, after: str, **more: object) -> None:
    """A change and an entry about it, sent with psql in one transaction."""
    told = [{"what": what, "item_id": None, "item": "", "before": "{}", "after": after, **more}]
    with psycopg.connect(host=team.server.socket, dbname=team.database, user=user) as line:
        line.execute(change)
        line.execute("SELECT tc_log_append(%s::json)", [json.dumps(told)])


E119 = '{"codes":[["icd10cm","E11.9","secondary","","",1,""]]}'
