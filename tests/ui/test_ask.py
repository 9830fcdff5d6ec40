"""Questions at the bottom of the screen: answered by keys alone, also when all of them come at once."""

from __future__ import annotations

from collections.abc import Coroutine
from typing import Any

import pytest
from bench import Bench, until
from hypothesis import given
from hypothesis import strategies as st
from textual import events
from textual.binding import BindingType
from textual.content import Content
from textual.pilot import Pilot
from textual.widgets import Static

from tui_coder.domain.shares import Share, Wanted, fit
from tui_coder.ui.widgets import ask
from tui_coder.ui.widgets.ask_lines import LineInput

REASONS = [
    ask.Choice("c", "coding_incomplete", "coding incomplete"),
    ask.Choice("d", "missing_document", "missing document"),
    ask.Choice("q", "unanswered_query", "unanswered query"),
    ask.Choice("e", "system_edit", "system edit"),
    ask.Choice("m", "charge_missing", "charge missing"),
]
PEOPLE = [
    ask.PersonChoice("ann", "CPC · 12 open"),
    ask.PersonChoice("bob.okafor", "CCS · 3 open"),
    ask.PersonChoice("carla", "CPC-A"),
    ask.PersonChoice("dmitri", "lead"),
    ask.PersonChoice("abena"),
]


class Desk(Bench):
    """Lines of work, and a key of its own for each letter that a question could lose to it."""

    BINDINGS: list[BindingType] = [  # noqa: RUF012
        ("h", "start"),
        *((key, f"stray('{key}')") for key in ("a", "b", "c", "d", "e", "enter", "escape", "space", "down", "j", "q")),
    ]

    def __init__(self, *questions: Coroutine[Any, Any, Any]) -> None:
        self.work = Static("\n".join(f"line {number} of the work" for number in range(40)), markup=False)
        super().__init__(self.work)
        self.answers: list[Any] = []
        self.stray: list[str] = []
        self.ask = self.answers.append

    def conversation(self) -> Any:
        raise NotImplementedError

    def action_start(self) -> None:
        self.errand(self.conversation())

    def action_stray(self, key: str) -> None:
        self.stray.append(key)


def desk(conversation: Any) -> Desk:
    """A desk on which `h` starts a conversation; what it returns is kept."""

    class Talking(Desk):
        async def conversation(self) -> None:
            self.answers.append(await conversation(self.screen))

    return Talking()


async def type_all(pilot: Pilot[Any], app: Desk, *keys: str | events.Paste) -> None:
    """All keys at once; returns when they have acted and are drawn."""
    await app.chunk(*keys)
    await until(pilot, lambda: app.gate.idle)
    await pilot.pause()


# ---- text ------------------------------------------------------------------------------------------------------------


async def test_a_line_of_text_is_asked_for_at_the_bottom_and_the_work_stays_in_sight() -> None:
    app = desk(lambda screen: ask.text(screen, "Reason", hint="what you wait for"))
    async with app.run_test(size=(80, 24)) as pilot:
        await type_all(pilot, app, "h")
        frame = app.frame()
        assert frame[20] == "line 20 of the work"
        assert set(frame[21]) == {"─"}
        assert frame[22].split() == ["Reason"]
        assert frame[23].strip() == "what you wait for   Enter takes it, Esc leaves"
        await type_all(pilot, app, *" no echo ", "enter")
        assert app.answers == ["no echo"]
        assert app.frame()[23] == "line 23 of the work"
        assert app.stray == []


async def test_esc_leaves_without_an_answer() -> None:
    app = desk(lambda screen: ask.text(screen, "Reason", initial="something"))
    async with app.run_test() as pilot:
        await type_all(pilot, app, "h", "x", "escape")
        assert app.answers == [None]
        assert app.stray == []


async def test_what_stands_there_is_kept_by_enter_and_replaced_by_typing() -> None:
    app = desk(lambda screen: ask.text(screen, "Wake", initial="3"))
    async with app.run_test() as pilot:
        await type_all(pilot, app, "h", "enter", "h", "1", "4", "enter", "h", "end", "1", "enter")
        assert app.answers == ["3", "14", "31"]


async def test_a_required_line_is_not_taken_empty_and_an_optional_one_is() -> None:
    app = desk(lambda screen: ask.text(screen, "Reason"))
    async with app.run_test(size=(80, 24)) as pilot:
        await type_all(pilot, app, "h", " ", "enter")
        assert app.answers == []
        assert app.frame()[23].strip() == "! Something must stand here; Esc leaves."
        await type_all(pilot, app, "x", "enter")
        assert app.answers == ["x"]
    app = desk(lambda screen: ask.text(screen, "Note", required=False))
    async with app.run_test() as pilot:
        await type_all(pilot, app, "h", "enter")
        assert app.answers == [""]


async def test_the_sentence_of_a_check_is_shown_and_typing_goes_on() -> None:
    def check(typed: str) -> str | None:
        return None if typed.isdigit() else f"'{typed}' is not a number of days."

    app = desk(lambda screen: ask.text(screen, "Wake", hint="days", check=check))
    async with app.run_test(size=(80, 24)) as pilot:
        await type_all(pilot, app, "h", "9", "[", "b", "]", "enter")
        assert app.frame()[23].strip() == "! '9[b]' is not a number of days."
        await type_all(pilot, app, "backspace")
        assert app.frame()[23].strip().startswith("days")
        await type_all(pilot, app, "backspace", "backspace", "enter")
        assert app.answers == ["9"]


async def test_every_change_is_heard_while_typing() -> None:
    heard: list[str] = []
    app = desk(lambda screen: ask.text(screen, "Filter", initial="ca", on_change=heard.append))
    async with app.run_test() as pilot:
        await type_all(pilot, app, "h", "end", "r", "d")
        assert heard == ["car", "card"]


async def test_pasted_control_characters_are_data_and_all_lines_are_kept() -> None:
    app = desk(lambda screen: ask.text(screen, "Reason"))
    async with app.run_test(size=(80, 24)) as pilot:
        await type_all(pilot, app, "h", "a")
        await type_all(pilot, app, events.Paste("first\x1b[2J\x03\r\nsecond\x9b\tthird\r\n"), "z")
        assert app.answers == []
        assert "\x1b" not in "".join(app.frame())
        await type_all(pilot, app, "enter")
        assert app.answers == ["afirst␛[2J␃ second� thirdz"]


async def test_nothing_is_sent_while_nobody_types() -> None:
    app = desk(lambda screen: ask.text(screen, "Reason"))
    async with app.run_test() as pilot:
        await type_all(pilot, app, "h")
        assert app.screen.query_one(LineInput).cursor_blink is False


# ---- choice ----------------------------------------------------------------------------------------------------------


async def test_one_key_picks() -> None:
    app = desk(lambda screen: ask.choice(screen, "Hold because", REASONS))
    async with app.run_test(size=(80, 24)) as pilot:
        await type_all(pilot, app, "h")
        assert app.frame()[21:] == [
            "─" * 80,
            " Hold because  ▸c coding incomplete   d missing document   q unanswered query",
            "                e system edit   m charge missing",
        ]
        await type_all(pilot, app, "z", "q")
        assert app.answers == ["unanswered_query"]
        assert app.stray == []


@pytest.mark.parametrize(
    ("keys", "picked"),
    [
        (["enter"], "coding_incomplete"),
        (["right", "right", "left", "enter"], "missing_document"),
        (["left", "enter"], "charge_missing"),
        (["right", "down", "enter"], "charge_missing"),
        (["right", "right", "down", "down", "enter"], "charge_missing"),
        (["down", "up", "up", "enter"], "coding_incomplete"),
        (["down", "escape"], None),
    ],
)
async def test_arrows_and_enter_pick_too(keys: list[str], picked: str | None) -> None:
    app = desk(lambda screen: ask.choice(screen, "Hold because", REASONS))
    async with app.run_test(size=(80, 24)) as pilot:
        await type_all(pilot, app, "h", *keys)
        assert app.answers == [picked]
        assert app.stray == []


async def test_a_long_or_hostile_label_neither_breaks_the_line_nor_acts() -> None:
    labels = ["[b]bold[/]", "\x1b[31mred", "東京" * 60, "[@click=app.quit]x[/]"]
    choices = [ask.Choice(str(number), number, label) for number, label in enumerate(labels)]
    app = desk(lambda screen: ask.choice(screen, "[x]", choices))
    async with app.run_test(size=(80, 24)) as pilot:
        await type_all(pilot, app, "h")
        text = "\n".join(app.frame())
        assert "[b]bold[/]" in text
        assert "[@click=app.quit]x[/]" in text
        assert "\x1b" not in text
        await type_all(pilot, app, "3")
        assert app.answers == [3]


async def test_two_choices_with_one_key_are_a_mistake_of_the_program() -> None:
    with pytest.raises(ValueError, match="same key: a a"):
        await ask.choice(Static(), "?", [ask.Choice("a", 1, "one"), ask.Choice("a", 2, "two")])


# ---- person ----------------------------------------------------------------------------------------------------------


async def test_letters_filter_people_and_enter_takes_the_best() -> None:
    app = desk(lambda screen: ask.person(screen, "Give to", PEOPLE))
    async with app.run_test(size=(80, 24)) as pilot:
        await type_all(pilot, app, "h")
        assert app.frame()[18].split() == ["▸", "ann", "CPC", "·", "12", "open"]
        await type_all(pilot, app, "a")
        names = [line.replace("▸", " ").split()[0] for line in app.frame()[18:23] if line.strip()]
        assert names == ["ann", "abena", "bob.okafor", "carla"], "those that start so come first"
        await type_all(pilot, app, "b", "enter")
        assert app.answers == ["abena"]
        await type_all(pilot, app, "h", "down", "down", "up", "enter")
        assert app.answers[1:] == ["bob.okafor"]
        assert app.stray == []


async def test_nobody_fits_is_said_and_typing_goes_on() -> None:
    app = desk(lambda screen: ask.person(screen, "Give to", PEOPLE))
    async with app.run_test(size=(80, 24)) as pilot:
        await type_all(pilot, app, "h", "z", "enter")
        assert app.answers == []
        assert app.frame()[23].strip() == "! Nobody here has these letters; Esc leaves."
        await type_all(pilot, app, "backspace", "c", "enter")
        assert app.answers == ["carla"]


@pytest.mark.parametrize(
    ("keys", "wanted"),
    [
        (["enter"], Wanted((Share("ann"),))),
        ([*"ca", "enter"], Wanted((Share("carla"),))),
        (["down", "enter"], Wanted((Share("bob.okafor"),))),
        (
            [*"10", "space", *"ok", "space", *"30%d", "enter"],
            Wanted((Share("bob.okafor", 10), Share("dmitri", None, 30))),
        ),
        ([*"5", "space", *"to", "space", *"ca", "enter"], Wanted((Share("carla", 5),))),
        (["down", "space", "down", "down", "down", "space", "enter"], Wanted((Share("bob.okafor"), Share("abena")))),
        ([*"an,", "space", *"ca", "enter"], Wanted((Share("ann"), Share("carla")))),
        ([*"an: on", "space", *"leave, sick", "enter"], Wanted((Share("ann"),), "on leave, sick")),
        ([*"an", "escape"], None),
    ],
)
async def test_shares_are_typed_and_names_completed(keys: list[str], wanted: Wanted | None) -> None:
    app = desk(lambda screen: ask.shares(screen, "Give 12 items to", PEOPLE))
    async with app.run_test(size=(80, 24)) as pilot:
        await type_all(pilot, app, "h", *keys)
        assert app.answers == [wanted]
        assert app.stray == []


async def test_enter_alone_can_mean_everyone_and_faults_are_told() -> None:
    app = desk(lambda screen: ask.shares(screen, "Balance over", PEOPLE, if_empty="*"))
    async with app.run_test(size=(80, 24)) as pilot:
        await type_all(pilot, app, "h", *"zz", "enter")
        assert app.frame()[23].strip().startswith("! 'zz' fits nobody")
        await type_all(pilot, app, "backspace", "backspace", "enter")
        assert app.answers == [Wanted(tuple(Share(each.name) for each in PEOPLE))]


async def test_more_people_than_lines_scroll() -> None:
    people = [ask.PersonChoice(f"coder{number:02}") for number in range(30)]
    app = desk(lambda screen: ask.person(screen, "Give to", people))
    async with app.run_test(size=(80, 24)) as pilot:
        await type_all(pilot, app, "h", *["down"] * 20)
        shown = [line for line in app.frame() if "coder" in line]
        assert len(shown) == 8
        assert [line for line in shown if "▸" in line] == [" ▸  coder20"]
        await type_all(pilot, app, *["down"] * 20, "enter")
        assert app.answers == ["coder29"]


@given(name=st.text(min_size=1, max_size=20), places=st.sets(st.integers(0, 19)))
def test_the_letters_of_a_name_in_their_order_fit_it(name: str, places: set[int]) -> None:
    folded = name.casefold()
    letters = "".join(folded[place] for place in sorted(places) if place < len(folded))
    assert fit(letters, name) is not None
    assert fit(name, name) == 0


def test_the_better_the_fit_the_lower() -> None:
    fits = [fit("an", name) for name in ("an", "ann", "okafor, ann", "joanne", "alan", "bob")]
    assert fits == [0, 1, 2, 3, 3, None]
    assert fit("obk", "bob okafor") == 4


# ---- confirm ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("key", "answer"), [("enter", True), ("escape", False)])
async def test_a_preview_is_shown_and_enter_does_it(key: str, answer: bool) -> None:
    app = desk(lambda screen: ask.confirm(screen, Content("ann  ████ → █\nbob  █ → ████"), "move them"))
    async with app.run_test(size=(80, 24)) as pilot:
        await type_all(pilot, app, "h", "j", "a")
        assert app.frame()[19:] == [
            "line 19 of the work",
            "─" * 80,
            " ann  ████ → █",
            " bob  █ → ████",
            " Enter: move them   Esc: leave it as it is",
        ]
        await type_all(pilot, app, key)
        assert app.answers == [answer]
        assert app.stray == []


async def test_a_preview_taller_than_the_terminal_scrolls() -> None:
    preview = "\n".join(f"person {number}" for number in range(60))
    app = desk(lambda screen: ask.confirm(screen, preview, "move them"))
    async with app.run_test(size=(80, 24)) as pilot:
        await type_all(pilot, app, "h")
        assert any("Enter: move them" in line for line in app.frame())
        assert "line 0 of the work" in app.frame()[0]
        await type_all(pilot, app, *["pagedown"] * 9)
        assert any("person 59" in line for line in app.frame())
        await type_all(pilot, app, "enter")
        assert app.answers == [True]


# ---- typed ahead -----------------------------------------------------------------------------------------------------


async def _long_conversation(screen: Any) -> tuple[Any, ...]:
    """As a hand-off: each question comes when the one before is answered."""
    return (
        await ask.person(screen, "Hand to", PEOPLE),
        await ask.text(screen, "Summary"),
        await ask.choice(screen, "Severity", REASONS),
        await ask.confirm(screen, "so be it", "do it"),
    )


async def test_a_whole_conversation_typed_at_once_loses_and_leaks_no_key() -> None:
    app = desk(_long_conversation)
    once = ("h", *"bo", "enter", *"abcde j q", "enter", "e", "enter")
    async with app.run_test(size=(80, 24)) as pilot:
        await type_all(pilot, app, *once, "c", *once, "d")
        answer = ("bob.okafor", "abcde j q", "system_edit", True)
        assert app.answers == [answer, answer]
        assert app.stray == ["c", "d"], "keys behind a conversation act where it began"


async def test_keys_after_esc_act_on_the_screen_below() -> None:
    app = desk(lambda screen: ask.choice(screen, "Hold because", REASONS))
    async with app.run_test(size=(80, 24)) as pilot:
        await type_all(pilot, app, "h", "escape", "c", "h", "c", "c")
        assert app.answers == [None, "coding_incomplete"]
        assert app.stray == ["c", "c"]


async def test_a_resize_keeps_what_was_typed() -> None:
    app = desk(lambda screen: ask.text(screen, "Reason"))
    async with app.run_test(size=(120, 40)) as pilot:
        await type_all(pilot, app, "h", *"half a re")
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        assert app.frame()[22].split() == ["Reason", "half", "a", "re"]
        await type_all(pilot, app, *"ason", "enter")
        assert app.answers == ["half a reason"]
