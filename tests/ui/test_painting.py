"""What is painted again is what would be painted if every widget were asked for everything."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from rich.segment import Segment
from textual._compositor import ChopsUpdate, Compositor
from textual.app import App, ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.geometry import Region
from textual.screen import Screen
from textual.strip import Strip
from textual.widgets import Static

from tui_coder.ui.painting import NearCompositor

WIDTH, HEIGHT = 60, 20


class Page(Screen[None]):
    """Widgets beside, in and over one another, one of them scrolled and cut by its container."""

    CSS = """
    Page { layers: below above; }
    #left { width: 25; }
    #scrolled { height: 6; border: round white; }
    #long { height: 30; }
    #over { layer: above; offset: 10 4; width: 20; height: 5; background: blue; }
    """

    def compose(self) -> ComposeResult:
        with Horizontal():
            with Vertical(id="left"):
                yield Static("top left", id="top")
                with VerticalScroll(id="scrolled"):
                    yield Static("\n".join(f"line {n} of many" for n in range(30)), id="long")
            yield Static("\n".join(f"right {n}" for n in range(HEIGHT)), id="right")
        yield Static("over it all", id="over")


class Book(App[None]):
    def on_mount(self) -> None:
        self.push_screen(Page())


async def test_only_what_lies_there_is_asked() -> None:
    asked: list[tuple[str | None, int]] = []

    class Told(Static):
        def render_line(self, y: int) -> Strip:
            asked.append((self.id, y))
            return super().render_line(y)

    class Three(App[None]):
        CSS = "#above { height: 8; } #left, #right { width: 20; }"

        def compose(self) -> ComposeResult:
            with Horizontal(id="above"):
                yield Told("\n".join("abcdefgh"), id="left")
                yield Told("\n".join("abcdefgh"), id="right")
            yield Told("\n".join("ijklmnop"), id="lower")

    app = Three()
    async with app.run_test(size=(WIDTH, HEIGHT)):
        left, right = app.query_one("#left"), app.query_one("#right")
        assert left.region.right == right.region.x
        near = NearCompositor()
        near.reflow(app.screen, app.size)
        near.render_partial_update()
        for each in app.query(Told):
            each._styles_cache.clear()
        asked.clear()
        near._dirty_regions.add(Region(left.region.x, left.region.y + 2, left.region.width, 2))
        near.render_partial_update()
    assert sorted(asked) == [("left", 2), ("left", 3)]


async def test_a_part_is_painted_as_textual_s_own_would() -> None:
    app = Book()
    async with app.run_test(size=(WIDTH, HEIGHT)) as pilot:
        await pilot.pause()
        page = app.screen
        page.query_one("#scrolled").scroll_to(y=7, animate=False)
        await pilot.pause()
        stock, near = Compositor(), NearCompositor()
        for each in (stock, near):
            each.reflow(page, app.size)
            each.render_partial_update()

        @settings(deadline=None, max_examples=120)
        @given(
            st.builds(
                Region,
                st.integers(0, WIDTH - 1), st.integers(0, HEIGHT - 1), st.integers(1, WIDTH), st.integers(1, HEIGHT),
            )
        )  # fmt: skip
        def same(part: Region) -> None:
            part = part.intersection(Region(0, 0, WIDTH, HEIGHT))
            stock._dirty_regions.add(part)
            near._dirty_regions.add(part)
            one, other = stock.render_partial_update(), near.render_partial_update()
            assert one is not None
            assert other is not None
            assert list(one.spans) == list(other.spans)
            for y, first, last in one.spans:
                assert _cells(other, y, first, last) == _cells(one, y, first, last)

        same()


def _cells(update: ChopsUpdate, y: int, first: int, last: int) -> list[tuple[int, list[Segment]]]:
    """The pieces of a row that lie in the span, each with its column: what stands there, and in which colours."""
    ends = update.chop_ends[y]
    return [
        (column, list(strip) if strip is not None else [])
        for (column, strip), end in zip(update.chops[y].items(), ends, strict=True)
        if column < last and end > first
    ]
