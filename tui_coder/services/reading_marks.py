"""Bookmarks on a chart and searches for every chart, each person's own."""

from __future__ import annotations

from tui_coder.domain.bookmark import Bookmark
from tui_coder.domain.refusals import Malformed
from tui_coder.domain.roles import Right
from tui_coder.services.desk import Desk, clean


def bookmarks(desk: Desk, item_id: int) -> tuple[Bookmark, ...]:
    desk.may(Right.READ)
    with desk.reading() as unit:
        return unit.reading_marks.bookmarks(item_id, desk.actor.id)


def set_bookmark(desk: Desk, item_id: int, document_id: int, position: int, note: str) -> tuple[Bookmark, ...]:
    """Keep a place with a note, in place of one that stood there; returns all of the item. No event: it says nothing
    of the chart to others."""
    desk.may(Right.READ)
    with desk.writing() as unit:
        unit.reading_marks.set_bookmark(item_id, desk.actor.id, document_id, position, clean(note).strip())
        return unit.reading_marks.bookmarks(item_id, desk.actor.id)


def drop_bookmark(desk: Desk, item_id: int, document_id: int, position: int) -> tuple[Bookmark, ...]:
    desk.may(Right.READ)
    with desk.writing() as unit:
        unit.reading_marks.drop_bookmark(item_id, desk.actor.id, document_id, position)
        return unit.reading_marks.bookmarks(item_id, desk.actor.id)


def searches(desk: Desk) -> tuple[str, ...]:
    desk.may(Right.READ)
    with desk.reading() as unit:
        return unit.reading_marks.searches(desk.actor.id)


def last_search(desk: Desk) -> str:
    """What this person searched for last, in whatever chart and session."""
    desk.may(Right.READ)
    with desk.reading() as unit:
        return unit.reading_marks.last_search(desk.actor.id)


def remember_search(desk: Desk, term: str) -> None:
    """Remember the words for the next chart and session; none forget them. No event: it says nothing of a chart."""
    with desk.writing() as unit:
        unit.reading_marks.remember_search(desk.actor.id, clean(term).strip())


def keep_search(desk: Desk, term: str) -> None:
    """Keep the words of a search for every chart. Raises Malformed without words."""
    term = clean(term).strip()
    if not term:
        raise Malformed("Nothing was searched for, so there is nothing to keep.")
    with desk.writing() as unit:
        unit.reading_marks.keep_search(desk.actor.id, term)


def drop_search(desk: Desk, term: str) -> None:
    with desk.writing() as unit:
        unit.reading_marks.drop_search(desk.actor.id, term)
