"""THE command table: every key the workstation knows stands here once.

Bindings, footer, help screen, palette, `tui-coder keys` and the README's key table are all made from it.
It imports nothing of Textual, so the command line can print it without starting the terminal app.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Command:
    """One thing a person can do with a key.

    `id` is stable and is what a keymap file names; `keys` are Textual key names, the first one is shown;
    `scope` says where the key acts (see SCOPES); `writes` tells whether it changes the store;
    `footer` orders the at most eight hints at the bottom of a screen (0 = not shown there).
    """

    id: str
    keys: tuple[str, ...]
    label: str
    help: str
    group: str
    scope: str
    writes: bool = False
    footer: int = 0

    @property
    def action(self) -> str:
        """The Textual action: the part of the id after the dot."""
        return self.id.split(".", 1)[1]


SCOPES: dict[str, str] = {
    "app": "everywhere",
    "table": "in every list",
    "queue": "in the work queue",
    "workbench": "with a chart open",
    "chart": "while reading the chart",
    "codeline": "in the code line",
    "entry": "in a code's entry",
    "index": "in the alphabetic index",
    "findings": "in the findings",
    "disputes": "in the disputes",
    "handoffs": "in the hand-off log",
    "team": "in the team board",
    "glass": "in the list of broken glass",
}

# Scopes whose keys are live at the same time, the innermost first: no key may stand twice in one of these.
LIVE_TOGETHER: tuple[tuple[str, ...], ...] = (
    ("table", "queue", "app"),
    ("chart", "workbench", "app"),
    ("findings", "workbench", "app"),
    ("codeline",),
    ("chart", "entry", "app"),
    ("index",),
    ("table", "disputes", "app"),
    ("table", "handoffs", "app"),
    ("table", "team", "app"),
    ("table", "glass", "app"),
)


def _commands(
    scope: str, group: str, *rows: tuple[str, str, str, str, int] | tuple[str, str, str, str, int, bool]
) -> Iterable[Command]:
    for row in rows:
        name, keys, label, sentence, footer = row[:5]
        writes = len(row) == 6 and bool(row[5])
        yield Command(f"{scope}.{name}", tuple(keys.split()), label, sentence, group, scope, writes, footer)


W = True

COMMANDS: tuple[Command, ...] = (
    *_commands(
        "app",
        "everywhere",
        ("help", "question_mark", "all keys", "Show every key that acts here; type to filter.", 99),
        ("palette", "ctrl+p colon", "commands", "Find any command by a few letters of its name.", 0),
        ("go", "g", "go to", "Go to queue, disputes, hand-offs, team, broken glass or code book.", 0),
        ("undo", "u", "undo", "Take back the last change of yours on this screen.", 0, W),
        ("redo", "U", "redo", "Do again what was last undone.", 0, W),
        ("back", "q", "back", "Back to the queue; from the queue, leave. Nothing is lost either way.", 0),
        ("redraw", "ctrl+l", "redraw", "Draw the whole screen anew.", 0),
    ),
    *_commands(
        "table",
        "lists",
        ("cursor_down", "j down", "down", "Next row.", 0),
        ("cursor_up", "k up", "up", "Row before.", 0),
        ("page_down", "pagedown ctrl+d", "page down", "A page further.", 0),
        ("page_up", "pageup ctrl+u", "page up", "A page back.", 0),
        ("top", "home", "first", "First row.", 0),
        ("bottom", "end G", "last", "Last row.", 0),
        ("open", "enter", "open", "Open the highlighted row.", 20),
        ("toggle_tag", "space", "tag", "Tag or untag the row and go down.", 30),
        ("tag_range", "V", "tag to here", "Tag every row from the last tagged one to this one.", 0),
        ("tag_all", "asterisk", "tag all", "Tag every row that the filter shows.", 0),
        ("clear_tags", "backslash", "untag all", "Take all tags off.", 0),
    ),
    *_commands(
        "queue",
        "work queue",
        ("next", "n", "next", "Claim the next item in working order and open it.", 10, W),
        ("go_on", "c", "go on", "Go on exactly where your last session was cut off.", 5),
        ("give", "A", "give to", "Give the tagged items (or this one) to a colleague.", 40, W),
        ("hold", "h", "hold", "Put the item on hold with a reason and a wake date.", 50, W),
        ("release", "r", "release", "Give the item back to the pool, or take it off hold.", 0, W),
        ("wake", "W", "wake", "Take the item off hold, back to whose it was: a query was answered, or by hand.", 0, W),
        ("skip", "z", "skip", "Pass the item over with a reason; it is not served to you again today.", 0, W),
        ("dispute", "d", "dispute", "Flag the item as disputed.", 60, W),
        ("handoff", "H", "hand off", "Hand the tagged items (or this one) to a colleague, with a summary.", 70, W),
        ("recall", "R", "recall", "Take a submitted item back into work, with a reason.", 0, W),
        ("take_over", "O", "take over", "As a lead, take the chart out of its holder's hands, with a reason.", 0, W),
        ("break_glass", "X", "break glass", "Read a chart of a client that is not yours; leads see the reason.", 0, W),
        ("why", "w", "why here", "Say why this item stands where it stands, or why it is not served.", 0),
        ("filter", "slash", "filter", "Show only rows with these words; Esc clears.", 80),
        ("sort", "o", "sort", "Choose the order of the rows.", 0),
        ("view_my", "1", "my work", "Items assigned to me.", 0),
        ("view_pool", "2", "pool", "Items nobody holds that I may take.", 0),
        ("view_overdue", "3", "overdue", "Items past their due date.", 0),
        ("view_held", "4", "held", "Items on hold.", 0),
        ("view_returned", "5", "sent back", "Submitted items that came back to me.", 0),
        ("view_all", "6", "all", "Every item, finished ones too.", 0),
        ("view_co_sign", "8", "to co-sign", "Apprentices' finished work that waits for a second signature.", 0),
        ("view_saved", "7", "saved views", "Choose one of the views you saved.", 0),
        ("save_view", "S", "save view", "Keep this view, filter and order under a name.", 0, W),
        ("preview", "p", "preview", "Show or hide the preview of the highlighted chart.", 0),
    ),
    *_commands(
        "workbench",
        "chart",
        ("code", "c", "code", "Go to the code line: type words or a code, Enter posts it.", 10),
        ("submit", "s ctrl+f", "submit", "Check, submit and open the next chart.", 60, W),
        ("co_sign", "Y", "co-sign", "Sign an apprentice's work, which counts as submitted then; u undoes.", 61, W),
        ("send_back", "Z", "send back", "Send an apprentice's work back with what is to be mended; u undoes.", 62, W),
        ("findings", "f", "findings", "Go to the findings; Enter jumps to the cause.", 50),
        ("find", "slash", "find", "Search all documents of this chart.", 40),
        ("next_document", "right_square_bracket", "next document", "Next document of the chart.", 30),
        ("previous_document", "left_square_bracket", "document before", "Document before.", 0),
        ("document", "D", "documents", "Choose a document of the chart from a list.", 0),
        ("searches", "F", "searches", "Find a search you kept, or keep or forget the one at hand.", 0),
        ("bookmark", "B", "bookmark", "Bookmark this line with a note; the same note again takes it off.", 0, W),
        ("bookmarks", "Q", "bookmarks", "Choose a bookmarked line of this chart.", 0),
        ("arrivals", "W", "what arrived", "Show documents that arrived since the chart was opened.", 0),
        ("compare", "equals_sign", "compare", "Compare this document with an earlier version or another one.", 0),
        ("hits", "apostrophe", "hit list", "List the places of the searched words in all documents; one key jumps.", 0),
        ("hold", "h", "hold", "Put the chart on hold with a reason and a wake date, and go back.", 0, W),
        ("release", "r", "release", "Give the chart back to the pool.", 0, W),
        ("take_over", "O", "take over", "As a lead, take the chart out of its holder's hands, with a reason.", 0, W),
        ("skip", "z", "skip", "Pass the chart over with a reason, and take the next one.", 0, W),
        ("dispute", "d", "dispute", "Flag the highlighted code, or the whole chart, as disputed.", 0, W),
        ("handoff", "H", "hand off", "Hand this chart to a colleague, with a summary.", 0, W),
        ("note", "t", "note", "Write the chart's note; every letter is kept.", 0, W),
        ("history", "L", "history", "Show what happened to this item, newest first.", 0),
        ("switch", "tab", "chart / codes", "Chart alone or beside the codes; on a narrow terminal chart or codes.", 0),
        ("leave", "escape", "back", "Leave what is open here; from the chart, back to the queue.", 0),
    ),
    *_commands(
        "workbench",
        "codes",
        ("code_down", "J shift+down", "code down", "Highlight the next code.", 0),
        ("code_up", "K shift+up", "code up", "Highlight the code before.", 0),
        ("principal", "P", "principal", "Make it the principal (inpatient) or first-listed diagnosis.", 0, W),
        ("secondary", "S", "secondary", "Make it a secondary diagnosis.", 0, W),
        ("admitting", "M", "admitting", "Make it the admitting diagnosis.", 0, W),
        ("reason_for_visit", "R", "reason for visit", "Make it a patient's reason for visit.", 0, W),
        ("external_cause", "X", "external cause", "Make it an external cause.", 0, W),
        ("poa", "y", "POA", "Turn present on admission: Y, N, U, W, exempt.", 0, W),
        ("move_up", "plus", "move up", "Move the code up in the sequence.", 0, W),
        ("move_down", "minus", "move down", "Move the code down in the sequence.", 0, W),
        ("remove", "x delete", "remove", "Remove the code; u brings it back.", 0, W),
        ("amend", "i", "amend", "Put the code on the code line to change modifiers, units, pointers or POA.", 0, W),
        ("attach", "a", "attach words", "Attach the selected words (or this line) to the code as evidence.", 0, W),
        ("evidence", "e", "evidence", "To the words behind the code (or the finding's), to its next, and back.", 20),
        ("carry_over", "E", "carry words over", "Attach the code's words where the new version has them.", 0, W),
        ("code_title", "T", "code entry", "Show the whole title and the notes of the code.", 0),
        ("sets", "ctrl+g", "code sets", "Post a code set: several codes at once.", 0, W),
        ("index", "I", "index", "Look up the alphabetic index; from a term to its code.", 0),
        ("keep_set", "C", "keep code set", "Keep the codes of this chart under a name, to post them together.", 0, W),
    ),
    *_commands(
        "chart",
        "reading",
        ("cursor_down", "j down", "down", "Next line.", 0),
        ("cursor_up", "k up", "up", "Line before.", 0),
        ("page_down", "space pagedown ctrl+d", "page down", "A page further.", 0),
        ("page_up", "b pageup ctrl+u", "page up", "A page back.", 0),
        ("top", "home", "top", "Start of the document.", 0),
        ("bottom", "end G", "bottom", "End of the document.", 0),
        ("next_section", "right_curly_bracket", "next section", "Next heading.", 0),
        ("previous_section", "left_curly_bracket", "section before", "Heading before.", 0),
        ("word_right", "right", "next word", "Next word of the line; with v, words are marked, not lines.", 0),
        ("word_left", "left", "word before", "Word before.", 0),
        ("toggle_mark", "v", "mark", "Start or end marking words for evidence.", 0),
        ("find_next", "n", "next hit", "Next place where the searched words stand.", 0),
        ("find_previous", "N", "hit before", "Place before where the searched words stand.", 0),
    ),
    *_commands(
        "codeline",
        "code line",
        ("post", "enter", "post", "Post the highlighted code; the line stays ready.", 10, W),
        ("post_here", "ctrl+e", "post with words", "Post it with the words at the chart's cursor as evidence.", 15, W),
        ("hit_down", "down", "next hit", "Highlight the next hit.", 20),
        ("hit_up", "up", "hit before", "Highlight the hit before.", 0),
        ("chart_down", "pagedown", "chart down", "Scroll the chart without leaving the line.", 30),
        ("chart_up", "pageup", "chart up", "Scroll the chart back without leaving the line.", 0),
        ("entry", "tab", "code entry", "Show the whole title and the notes of the highlighted hit.", 40),
        ("walk", "ctrl+t", "PCS table", "Walk ICD-10-PCS by table: one key for each character; again ends it.", 0),
        ("index", "ctrl+y", "index", "Look up the alphabetic index with what is typed; from a term to its code.", 0),
        ("favourite", "ctrl+o", "favourite", "Make the highlighted code a favourite of yours, or no longer one.", 0, W),
        ("own_word", "ctrl+n", "own word", "Keep letters of your own that find the highlighted code.", 0, W),
        ("sets", "ctrl+g", "code sets", "Post a code set: several codes at once.", 0, W),
        ("leave", "escape", "to the chart", "Back to the chart; what you typed stays.", 50),
        ("submit", "ctrl+f", "submit", "Check, submit and open the next chart.", 60, W),
    ),
    *_commands(
        "entry",
        "code entry",
        ("follow", "enter", "open code", "Open the entry of the code on this line.", 10),
        ("take", "c", "code it", "Take the code of this line, or of this entry, to the code line.", 20, W),
        ("leave", "escape backspace", "back", "Back to the entry before, then to where you came from.", 30),
        ("put_away", "tab", "put away", "Back to where you came from at once.", 0),
    ),
    *_commands(
        "index",
        "alphabetic index",
        ("open", "enter", "open", 'Open the term\'s code in the list, follow its "see", or show what is below it.', 10),
        ("below", "tab", "below", "Show the terms below the highlighted one.", 20),
        ("next", "down", "next term", "Highlight the next term.", 0),
        ("previous", "up", "term before", "Highlight the term before.", 0),
        ("leave", "escape", "back", "Back to the terms before, then to where you came from.", 30),
    ),
    *_commands(
        "findings",
        "findings",
        ("cursor_down", "j down", "down", "Next finding.", 0),
        ("cursor_up", "k up", "up", "Finding before.", 0),
        ("jump", "enter", "jump", "Go to the code the finding is about; again: apply the mend offered.", 10),
        ("mend", "m", "mend", "Apply what mends it: complete, add, move, lead with another, remove; u undoes.", 15, W),
        (
            "override",
            "o",
            "override",
            "Accept a finding, with a reason leads and auditors see; again changes it.",
            20,
            W,
        ),
    ),
    *_commands(
        "disputes",
        "disputes",
        ("review", "t", "take up", "Take the dispute under review.", 10, W),
        ("uphold", "H", "uphold", "Resolve: the flag was right.", 30, W),
        ("overturn", "O", "overturn", "Resolve: the code stands.", 40, W),
        ("withdraw", "W", "withdraw", "Take the flag back.", 50, W),
        ("owner", "A", "give to", "Give the dispute to another owner.", 60, W),
        ("closed", "c", "open / all", "Show open disputes only, or all.", 70),
        ("filter", "slash", "filter", "Show only rows with these words; Esc clears.", 80),
    ),
    *_commands(
        "handoffs",
        "hand-offs",
        ("accept", "a", "accept", "Accept with a read-back line in your own words.", 10, W),
        ("draft", "w", "write", "Draft the hand-off of your shift from what you leave open; edit and send it.", 20, W),
        ("closed", "c", "open / all", "Show open hand-offs only, or all.", 70),
        ("filter", "slash", "filter", "Show only rows with these words; Esc clears.", 80),
    ),
    *_commands(
        "glass",
        "broken glass",
        ("seen", "t", "looked at", "Say that you, a lead, have looked at it.", 10, W),
        ("closed", "c", "open / all", "Show what no lead has looked at, or all.", 70),
    ),
    *_commands(
        "team",
        "team",
        (
            "balance",
            "B",
            "balance",
            "Spread this person's items over others by expected minutes, with a preview.",
            10,
            W,
        ),
        ("give", "A", "give to", "Give this person's open items to colleagues: 10 ann, 30% bo, cy.", 40, W),
        ("away", "a", "away", "Say until when this person is away, or that they are back.", 50, W),
    ),
)

BY_ID: dict[str, Command] = {command.id: command for command in COMMANDS}

_PRINTED_KEYS = {
    "question_mark": "?", "colon": ":", "slash": "/", "asterisk": "*", "backslash": "\\",
    "right_square_bracket": "]", "left_square_bracket": "[", "right_curly_bracket": "}",
    "left_curly_bracket": "{", "apostrophe": "'", "equals_sign": "=", "plus": "+", "minus": "-", "enter": "Enter",
    "escape": "Esc", "space": "Space", "tab": "Tab", "pagedown": "PgDn", "pageup": "PgUp", "home": "Home",
    "end": "End", "delete": "Del",
    "up": "↑", "down": "↓", "left": "←", "right": "→",
}  # fmt: skip


def printed_key(key: str) -> str:
    """A key as people read it: `question_mark` -> `?`, `ctrl+f` -> `Ctrl+F`, `shift+down` -> `Shift+↓`."""
    *modifiers, last = key.split("+")
    name = _PRINTED_KEYS.get(last, last.upper() if modifiers and len(last) == 1 else last)
    return "+".join([*(modifier.capitalize() for modifier in modifiers), name])


def of_scope(scope: str) -> tuple[Command, ...]:
    """The commands of one scope, in table order."""
    return tuple(command for command in COMMANDS if command.scope == scope)
