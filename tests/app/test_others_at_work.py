"""What others do while one works: it shows itself at once, moves no cursor, and takes away nothing that was typed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.app.station import Station
from tests.server import INSTALLER, WHY_NOT, Server, programs, running_server
from tests.team import Team, TeamOnServer, found_on_server
from tui_coder.domain.refusals import HeldByOther, Stale
from tui_coder.domain.roles import Role
from tui_coder.services import assigning, chart, claiming, clients, coding, handoffs, people, stopping
from tui_coder.services.code_books import CodeBooks

ACCOUNTS = ("A1", "A2", "A3", "A4", "A5")


async def test_a_colleague_s_doing_is_seen_and_the_cursor_stays_on_its_row(team: Team, home: Path) -> None:
    team.arrive(*ACCOUNTS)
    async with Station(team.address("ann"), home, "ann") as station:
        await station.press("2", "j", "j", "space", "k")
        await station.see("5 items", "1 tagged")
        assert marked(station) == "A3"
        claiming.claim(team.bob, 1)
        await station.see("4 items", "pool 4")
        assert marked(station) == "A3"
        assert "1 tagged" in station.text


async def test_the_sender_of_a_hand_off_sees_it_read_back(team: Team, home: Path) -> None:
    (item,) = team.arrive("A1")
    claiming.claim(team.ann, item)
    async with Station(team.address("ann"), home, "ann") as station:
        await station.press("g", "h", "w")
        await station.type("bo")
        await station.press("enter", "ctrl+f")
        await station.see("1 item handed to bob", "waiting for bob to read it back")
        (entry,) = handoffs.all_hand_offs(team.bob)
        handoffs.accept(team.bob, entry.id, "A1 is mine now")
        await station.see("Read back", "A1 is mine now")
        assert "waiting for bob" not in station.text


async def test_a_hand_off_between_others_is_seen_by_who_reads_the_log_of_them(team: Team, home: Path) -> None:
    async with Station(team.address("ann"), home, "ann") as station:
        await station.press("g", "h")
        entry, _ = handoffs.write(team.bob, "cy", [], "the printer is out")
        await station.see("the printer is out", "waiting for cy")
        handoffs.accept(team.cy, entry.id, "I know of the printer")
        await station.see("Read back", "I know of the printer")


def marked(station: Station) -> str:
    """The account under the cursor."""
    (row,) = [line for line in station.text.splitlines() if line.startswith("▸")]
    return next(word for word in row.split() if word in ACCOUNTS)


async def test_a_chart_that_a_lead_takes_over_says_so_and_keeps_what_was_typed(
    team: Team, home: Path, code_books: CodeBooks
) -> None:
    (item,) = team.arrive("A1")
    async with Station(team.address("ann"), home, "ann") as station:
        await station.press("n", "c")
        await station.type("essential hyp")
        claiming.take_over(team.lena, item, "Ann is called to the floor")
        await station.see("lena took it out of your hands", "A1 is in work with lena")
        assert "essential hyp" in station.text
        await station.press("enter")
        await station.see("you are reading it", "essential hyp")
    assert (team.item(item).assignee, team.said(item)[-1]) == ("lena", "lena taken over")
    with pytest.raises(HeldByOther, match="in work with lena since"):
        coding.post(team.ann, code_books, item, "I10")


async def test_a_lead_takes_a_chart_over_by_key_and_gives_it_back_with_one_undo(team: Team, home: Path) -> None:
    (item,) = team.arrive("A1")
    claiming.claim(team.ann, item)
    async with Station(team.address("lena"), home, "lena") as station:
        await station.press("6", "O")
        await station.type("ann is ill")
        await station.press("enter")
        await station.see("A1 is in work with you now")
        assert team.item(item).assignee == "lena"
        await station.press("escape", "u")
        await station.see("undone")
        assert team.item(item).assignee == "ann"


async def test_a_coder_takes_nothing_over(team: Team, home: Path) -> None:
    (item,) = team.arrive("A1")
    claiming.claim(team.bob, item)
    async with Station(team.address("ann"), home, "ann") as station:
        await station.press("6", "O")
        await station.see("Only a lead")
        await station.press("enter", "O")
        await station.see("Only a lead")
    assert team.item(item).assignee == "bob"


async def test_who_is_removed_at_work_is_told_in_a_sentence_and_leaves_with_what_was_typed_kept(
    team: Team, home: Path
) -> None:
    (item,) = team.arrive("A1")
    async with Station(team.address("ann"), home, "ann") as station:
        await station.press("n", "t")
        await station.type("half a note")
        await station.until(lambda: chart.look_again(team.ann, item).draft == "half a note", "it is kept")
        people.remove(team.lena, "ann")
        await station.gone()
        assert str(station.app.trouble) == (
            "The sign-in name ann was switched off; ask a lead. What you typed is kept."
        )
    people.add(team.lena, "ann", Role.CODER)
    assert chart.look_again(team.ann, item).draft == "half a note"


async def test_what_a_look_at_the_store_is_refused_is_said(embedded_team: Team, home: Path) -> None:
    def look() -> None:
        raise Stale("Someone else changed the same at the same moment.")

    async with Station(embedded_team.address("ann"), home, "ann") as station:
        station.screen.look_up("wake", look, lambda _: None)
        await station.see("changed the same at the same moment")


async def test_a_list_that_cannot_be_read_is_told_once_and_the_keys_go_on(embedded_team: Team, home: Path) -> None:
    async with Station(embedded_team.address("lena"), home, "lena") as station:
        with embedded_team.store.engine.connect() as connection:
            for table in ("dispute", "hand_off", "broken_glass", "work_item"):
                connection.exec_driver_sql(f"ALTER TABLE {table} RENAME TO {table}_gone")
            connection.commit()
        for place in ("d", "h", "b", "t"):
            await station.press("g", place)
            assert "could not take that" in station.said
        await station.press("g", "q")
        await station.see("Queue")


async def test_a_note_on_a_chart_that_leaves_one_s_sight_keeps_no_later_words_from_the_store(
    team: Team, home: Path
) -> None:
    team.arrive("B1", facility="theirs", priority=9)
    (ours,) = team.arrive("A1", facility="ours")
    async with Station(team.address("ann"), home, "ann") as station:
        await station.press("n", "t")
        await station.type("half a note")
        clients.let_see(team.lena, "ann", ["ours"])
        station.app.live.look()
        await station.see("The chart was closed")
        if isinstance(team, TeamOnServer):
            await station.see("The last of your note on a chart could not be kept")
        await station.press("n", "t")
        await station.type("another note")
        await station.until(lambda: chart.look_again(team.ann, ours).draft == "another note", "it is kept")


async def test_charts_of_a_client_that_is_taken_away_leave_the_screen_by_themselves(team: Team, home: Path) -> None:
    team.arrive("B1", facility="theirs")
    team.arrive("A1", facility="ours")
    async with Station(team.address("ann"), home, "ann") as station:
        await station.press("2")
        await station.see("A1", "B1")
        clients.let_see(team.lena, "ann", ["ours"])
        await station.until(lambda: "B1" not in station.text, "it is gone")
        assert "A1" in station.text


async def test_news_from_before_a_failure_does_not_say_that_the_store_is_back(team: Team, home: Path) -> None:
    team.arrive("A1")
    async with Station(team.address("ann"), home, "ann") as station:
        live = station.app.live
        with station.app.gate.errand():
            claiming.claim(team.bob, 1)
            await station.until(lambda: live._waits, "the news is heard, and waits for the key")
            live.close()
            live.failed("The store does not answer.")
        await station.until(lambda: not live._waits, "the news is shown")
        assert live.is_down
        assert station.said.endswith("The store does not answer.")


async def test_a_server_that_restarts_costs_no_key_and_does_nothing_twice(home: Path) -> None:
    if programs() is None:
        pytest.skip(WHY_NOT)
    with (
        running_server(synchronous_commit="on") as server,
        TeamOnServer(server, found_on_server(server)) as team,
    ):
        (item,) = team.arrive("A1")
        async with Station(team.address("ann"), home, "ann") as station:
            await station.press("n", "c")
            await station.type("i10")
            await station.see("Essential")
            server.stop("immediate")
            told = ("is down", "cannot be reached")  # the watch and whoever keeps what is typed find out by themselves
            await station.until(lambda: any(each in station.text for each in told), "the line is down")
            await station.press("enter")
            await station.see("cannot be reached")
            assert "code: i10" in station.text
            server.start()
            await station.see("is back")
            await station.press("enter")
            await station.see("P I10")  # what is said of it may be followed by "kept again"
            await station.press("escape", "escape")
            await station.see("mine 1")
        team.leave()
        assert [each for each in team.again().said(item) if "posted" in each] == ["ann codes: I10 posted"]


async def test_a_list_comes_back_with_the_server(home: Path) -> None:
    if programs() is None:
        pytest.skip(WHY_NOT)
    with (
        running_server(synchronous_commit="on") as server,
        TeamOnServer(server, found_on_server(server)) as team,
    ):
        team.arrive(*ACCOUNTS)
        async with Station(team.address("ann"), home, "ann") as station:
            await station.press("2")
            await station.see("5 items")
            server.stop("immediate")
            await station.see("is down")
            await station.press("4", "2")
            server.start()
            await station.see("is back", "5 items", "A5")


async def test_given_work_arrives_while_a_question_is_open(team: Team, home: Path) -> None:
    items = team.arrive(*ACCOUNTS)
    async with Station(team.address("ann"), home, "ann") as station:
        await station.press("2", "A")
        await station.see("Give")
        assigning.give(team.lena, items[:2], "ann", "yours from yesterday")
        await station.see("mine 2")
        await station.type("bo")
        await station.see("bob")


async def test_what_is_said_while_a_question_or_a_note_covers_the_line_stands_on_it_whole(
    embedded_team: Team, home: Path
) -> None:
    embedded_team.arrive(*ACCOUNTS)
    async with Station(embedded_team.address("ann"), home, "ann", (80, 24)) as station:
        await station.press("2", "A")
        station.app.live.warn(stopping.FULL)
        await station.see("Give 1 item", "The disk under the store is full", "Have space made on it now.")
        await station.press("escape")
        await station.see("Have space made on it now.", "? all keys")
        await station.press("n", "t")
        await station.type("half a note")
        station.app.live.warn(stopping.FULL)
        await station.see("half a note", "The disk under the store is full", "Have space made on it now.")
        station.app.live.warn("It is back.")
        await station.see("half a note", "It is back.")
        assert "disk" not in station.text


async def test_a_server_that_is_slow_is_waited_for_and_the_keys_are_kept(home: Path, server: Server) -> None:
    import psycopg

    with TeamOnServer(server, found_on_server(server)) as team:
        (item,) = team.arrive("A1")
        async with Station(team.address("ann"), home, "ann") as station:
            with psycopg.connect(host=server.socket, dbname=team.database, user=INSTALLER) as blocking:
                blocking.execute("LOCK TABLE work_item IN EXCLUSIVE MODE")
                station.press_without_waiting("n", "c", "i", "1")
                await station.see("Waiting for the store")
            await station.see("A1 is in work with you", "code: i1")
        assert team.item(item).assignee == "ann"
