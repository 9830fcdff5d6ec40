"""Emergency access to a chart of another client: with a reason, to read, for an hour, and a lead looks at it."""

from __future__ import annotations

import psycopg
import pytest

from tests.team import Team, TeamOnServer
from tui_coder.domain.refusals import HeldByOther, IllegalMove, Malformed, NotAllowed, NotFound
from tui_coder.domain.roles import Role
from tui_coder.services import assigning, chart, claiming, clients, glass, people, queue
from tui_coder.services.desk import Desk

OURS, THEIRS = 1, 2
WHY = "the floor asks for the allergy list"


@pytest.fixture
def team_of_two_clients(team: Team) -> Team:
    """Chart A1 is of ours, B1 of theirs; Ann sees ours alone."""
    team.arrive("A1", facility="ours")
    team.arrive("B1", facility="theirs")
    clients.let_see(team.lena, "ann", ["ours"])
    return team


@pytest.fixture
def team_with_glass(team_of_two_clients: Team) -> Team:
    """Ann has broken the glass for B1."""
    assert glass.break_glass(team_of_two_clients.ann, "B1", WHY).id == THEIRS
    return team_of_two_clients


def forget(team: Team) -> None:
    """Two hours go by, on the clock that counts."""
    if isinstance(team, TeamOnServer):
        team.server.sql(team.database, "UPDATE broken_glass SET until = until - interval '2 hours'")
    team.clock.turn(hours=2)


def test_a_search_for_the_exact_account_finds_nothing_and_offers_it(team_of_two_clients: Team) -> None:
    ann = team_of_two_clients.ann
    assert queue.page(ann, queue.listing(ann, "all", filter="B1")) == ()
    assert glass.behind(ann, "B1").client == "theirs"
    assert [glass.behind(ann, each) for each in ("B", "A1", "zz")] == [None, None, None]
    assert glass.behind(team_of_two_clients.bob, "B1") is None
    with pytest.raises(NotFound, match=r"chart of theirs, .*glass break B1 --reason"):
        queue.find(ann, "B1")
    last = team_of_two_clients.events()[-1]
    assert (last.person, last.what, last.after["account"]) == ("ann", "denied", "B1")


def test_the_chart_is_read_and_the_log_says_why(team_with_glass: Team) -> None:
    team = team_with_glass
    assert chart.open_chart(team.ann, THEIRS).documents[0].text.startswith("Essential")
    told = [each for each in team.events(THEIRS) if each.what == "glass broken"]
    assert [(each.person, each.after["reason"]) for each in told] == [("ann", WHY)]
    assert queue.find(team.ann, "B1").id == THEIRS
    with pytest.raises(NotFound):
        chart.open_chart(_restricted(team, "cy"), THEIRS)


def _restricted(team: Team, name: str) -> Desk:
    clients.let_see(team.lena, name, ["ours"])
    return team.desk(name)


def test_it_is_read_only_and_never_served(team_with_glass: Team) -> None:
    team = team_with_glass
    with pytest.raises(NotAllowed):
        claiming.claim(team.ann, THEIRS)
    for act in (
        lambda: assigning.give(team.ann, [THEIRS], "bob"),
        lambda: assigning.release(team.ann, [THEIRS]),
    ):
        outcome = act()
        assert outcome.changed == ()
        assert "you may read it, not work on it" in outcome.refused[0].reason
    assert claiming.claim_next(team.ann).id == OURS
    assert claiming.upcoming(team.ann) is None
    assert team.item(THEIRS).assignee is None
    claiming.claim(team.bob, THEIRS)
    with pytest.raises(HeldByOther):
        claiming.claim(team.ann, THEIRS)


def test_it_ends(team_with_glass: Team) -> None:
    forget(team_with_glass)
    with pytest.raises(NotFound):
        chart.look_again(team_with_glass.ann, THEIRS)
    assert glass.break_glass(team_with_glass.ann, "B1", WHY).id == THEIRS


@pytest.mark.parametrize("reason", ["", "urgent", "1234567890 !!", "   need it   "])
def test_a_reason_says_something(team_of_two_clients: Team, reason: str) -> None:
    with pytest.raises(Malformed, match="10 letters"):
        glass.break_glass(team_of_two_clients.ann, "B1", reason)
    assert glass.broken(team_of_two_clients.lena) == ()


def test_only_what_is_behind_glass_is_broken_into(team_of_two_clients: Team) -> None:
    team = team_of_two_clients
    with pytest.raises(IllegalMove, match="you see anyway"):
        glass.break_glass(team.ann, "A1", WHY)
    with pytest.raises(NotFound, match="exact"):
        glass.break_glass(team.ann, "B", WHY)
    team.arrive("B1", facility="elsewhere")
    with pytest.raises(NotFound, match="several clients"):
        glass.break_glass(team.ann, "B1", WHY)


def test_a_lead_sees_it_and_says_so_once(team_with_glass: Team) -> None:
    team = team_with_glass
    assert (queue.counts(team.lena).glass, queue.counts(team.bob).glass) == (1, 0)
    (entry,) = glass.broken(team.lena)
    assert (entry.person, entry.account, entry.client, entry.reason) == ("ann", "B1", "theirs", WHY)
    assert [each.id for each in glass.broken(team.ann)] == [entry.id]
    assert glass.broken(team.bob) == ()
    for desk in (team.ann, team.omar):
        with pytest.raises(NotAllowed):
            glass.mark_seen(desk, [entry.id])
    (seen,) = glass.mark_seen(team.lena, [entry.id])
    assert (seen.seen_by, queue.counts(team.lena).glass, glass.broken(team.lena)) == ("lena", 0, ())
    assert [each.seen_by for each in glass.broken(team.lena, seen_too=True)] == ["lena"]
    assert team.said()[-1] == "lena broken glass seen"
    with pytest.raises(IllegalMove, match="lena has looked"):
        glass.mark_seen(team.lena, [entry.id])
    with pytest.raises(NotFound):
        glass.mark_seen(team.lena, [99])


def test_nobody_looks_after_their_own(team_of_two_clients: Team) -> None:
    team = team_of_two_clients
    people.add(team.lena, "bob", Role.LEAD)
    clients.let_see(team.lena, "bob", ["ours"])
    glass.break_glass(team.bob, "B1", WHY)
    half = people.sign_in(team.store_of("bob"), "bob", team.clock)
    with pytest.raises(NotAllowed, match="another lead"):
        glass.mark_seen(half, [glass.broken(half)[0].id])
    assert (queue.counts(half).glass, queue.counts(team.lena).glass) == (0, 1)


@pytest.mark.parametrize("team", ["postgresql"], indirect=True)
@pytest.mark.parametrize(
    ("who", "statement"),
    [
        ("ann", "INSERT INTO broken_glass (item_id, person_id, reason, at, until, seen_by) "
                "VALUES (2, tc_me(), 'I have to read this now', now(), '2999-01-01', 'lena')"),
        ("bob", "INSERT INTO broken_glass (item_id, person_id, reason, at, until, seen_by) "
                "SELECT 2, id, 'I have to read this now', now(), now(), '' FROM person WHERE name = 'ann'"),
        ("ann", "UPDATE broken_glass SET seen_by = 'ann'"),
        ("ann", "UPDATE broken_glass SET until = '2999-01-01'"),
        ("lena", "UPDATE broken_glass SET reason = 'routine'"),
        ("ann", "DELETE FROM broken_glass"),
        ("lena", "DELETE FROM broken_glass"),
        ("ann", "INSERT INTO person_client SELECT tc_me(), id FROM client"),
        ("ann", "UPDATE person SET every_client = true WHERE id = tc_me()"),
        ("ann", "UPDATE work_item SET assignee_id = tc_me() WHERE id = 2"),
    ],
)  # fmt: skip
def test_no_statement_breaks_the_glass_quietly(team_with_glass: Team, who: str, statement: str) -> None:
    team = team_with_glass
    assert isinstance(team, TeamOnServer)
    before = team.contents()
    with psycopg.connect(host=team.server.socket, dbname=team.database, user=who, autocommit=True) as line:
        try:
            changed = line.execute(statement).rowcount
        except psycopg.errors.InsufficientPrivilege:
            changed = 0
    assert changed == 0
    assert team.contents() == before
