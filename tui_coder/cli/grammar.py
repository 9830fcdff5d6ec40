"""The command line in one place: every command, its words, and the function that does it.

`--help` and `--version` are answered from here alone, so nothing is imported but argparse: names that the domain
also knows (roles, reasons) stand here as words, and a test compares the two.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Collection
from typing import TYPE_CHECKING

from tui_coder import __version__
from tui_coder.cli.options import (
    Parser,
    add_command,
    add_group,
    comma_names,
    everywhere,
    from_one_up,
    iso_day,
    iso_moment,
    iso_moment_after,
    one_word,
    priority,
)

if TYPE_CHECKING:
    from tui_coder.cli.options import Commands

ROLES = ("coder", "lead", "auditor", "admin")
HOLD_REASONS = (
    "coding_incomplete", "missing_document", "unanswered_query", "system_edit", "charge_missing", "combined_account",
    "pre_bill_audit", "late_report", "unsigned",
)  # fmt: skip
ORDERS = ("working", "patient", "service", "charges", "age")
DISPUTE_KINDS = ("coding", "clinical_validation", "technical")
OUTCOMES = ("upheld", "overturned", "withdrawn")
SETTINGS = ("inpatient", "outpatient", "professional", "payer")
SEVERITIES = ("stable", "watcher", "unstable")
SYSTEMS = ("icd10cm", "icd10pcs", "icd9cm", "icd9pcs", "hcpcs", "cpt")
ENTRY_ORDERS = ("sequence", "at", "person", "os_account", "what", "item", "before", "after")
SYSTEM_LOG = "/dev/log"
EXPORTS = ("837p", "837i", "fhir", "csv", "xlsx", "json")

_EPILOG = """\
Without a command the workstation opens.

ITEM is an account, FACILITY/ACCOUNT, or #ID. Dates are ISO: 2026-10-01. Codes may be typed with or without dots.
Exit codes: 0 done; 1 the answer is no; 2 wrong use; 3 input rejected in part or whole; 4 the store or code book
cannot be reached; 5 not allowed; 130 interrupted.
Environment: TUI_CODER_DB, TUI_CODER_CONFIG, TUI_CODER_HOME, NO_COLOR, TEXTUAL_THEME.
"""


def parser(words: Collection[str]) -> Parser:
    """The command line; of the groups only those that `words` name are spelled out, or the start would take longer.

    A parsed line carries `run`: "module.function" within this package.
    """
    top = Parser(
        prog="tui-coder",
        description="A terminal workstation for professional medical coders.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    top.add_argument("--version", action="version", version=f"tui-coder {__version__}")
    everywhere(top, outermost=True)
    top.set_defaults(run="workstation.open_store")
    commands = top.add_subparsers(title="commands", metavar="COMMAND", parser_class=Parser)
    _program(commands)
    _import(commands)
    _export(commands)
    for name, (sentence, spell_out) in _GROUPS.items():
        group = add_group(commands, name, sentence)
        if name in words:
            spell_out(group)
    return top


# ---- the commands, group by group ------------------------------------------------------------------------------------


def _program(commands: Commands) -> None:
    add_command(commands, "demo", "workstation.demo", "Open the workstation on a throwaway demo team.")
    add_command(commands, "keys", "keys.show", "List every key of the workstation.")
    add_command(commands, "doctor", "doctor.examine", "Say what this installation, its store and this terminal are.")
    add_command(commands, "version", "program.version", "Print the version.")
    asked = add_command(commands, "help", "program.help_on", "Explain a command.")
    asked.add_argument("words", nargs="*", metavar="COMMAND", help="for example: queue hold")


def _people(group: Commands) -> None:
    _put_person(add_command(group, "add", "people.add", "Add a person, or change the one of that name."))
    add_command(group, "list", "people.list_all", "List the people of this store.")
    away = add_command(group, "away", "people.away", "Say that a person is away: no work is offered to them.")
    away.add_argument("name", metavar="NAME")
    away.add_argument("--until", required=True, type=iso_day, metavar="DATE", help="the day on which they are back")
    add_command(group, "back", "people.back", "Say that a person is back.").add_argument("name", metavar="NAME")

    see = add_command(group, "clients", "people.see", "Say whose charts a person sees, or show it.")
    see.add_argument("name", metavar="NAME")
    which = see.add_mutually_exclusive_group()
    which.add_argument("--only", type=comma_names, metavar="CLIENT,...", help="the charts of these clients alone")
    which.add_argument("--all", action="store_true", help="the charts of every client")

    special = add_command(group, "specialties", "people.specialise", "Say whose charts a person is served, or show it.")
    special.add_argument("name", metavar="NAME")
    which = special.add_mutually_exclusive_group()
    which.add_argument("--only", type=comma_names, metavar="SPECIALTY,...", help="of these, and those of none")
    which.add_argument("--all", action="store_true", help="of every specialty")


def _clients(group: Commands) -> None:
    add_command(group, "list", "clients.list_all", "List clients, their facilities, and the credentials they want.")
    route = add_command(group, "route", "clients.route", "Say which credentials a client wants for a setting.")
    route.add_argument("name", metavar="CLIENT")
    route.add_argument("--setting", required=True, type=one_word, choices=SETTINGS)
    wanted = route.add_mutually_exclusive_group(required=True)
    wanted.add_argument("--credential", type=comma_names, metavar="CPC,...", help="these, with commas")
    wanted.add_argument("--anyone", action="store_true", help="no credential is asked for")
    wanted.add_argument("--usual", action="store_true", help="the usual ones again")
    facility = add_command(group, "facility", "clients.facility", "Say whose a facility is, with all its charts.")
    facility.add_argument("name", metavar="FACILITY")
    facility.add_argument("--client", required=True, metavar="NAME")


def _team(group: Commands) -> None:
    add_command(group, "init", "team.init", "Make a team's store in a PostgreSQL database, or renew its guards.")
    _put_person(add_command(group, "add", "people.add", "Add a person and their sign-in name, or change one."))
    add_command(group, "board", "team.board", "Show who has how much: items, minutes, due today, overdue, absences.")
    remove = add_command(group, "remove", "team.remove", "Let a person go: their unfinished work is the pool's again.")
    remove.add_argument("name", metavar="NAME")


def _put_person(add: argparse.ArgumentParser) -> None:
    add.add_argument("name", metavar="NAME", help="the sign-in name: a-z 0-9 . _ -; on one host that of the account")
    add.add_argument("--role", required=True, type=one_word, choices=ROLES)
    add.add_argument("--credential", type=comma_names, default=[], metavar="CPC,...", help="credentials, with commas")
    add.add_argument("--title", default="", metavar="TEXT", help="the full name")


def _import(commands: Commands) -> None:
    # Behind `import`, --as means the format; whoever acts as someone says so before the command.
    take = add_command(
        commands, "import", "intake.take", "Take charts in: folders with a worklist.csv, CSV files, JSON lines.",
        acting=False,
    )  # fmt: skip
    take.add_argument("paths", nargs="+", metavar="PATH")
    take.add_argument("--as", dest="as_format", metavar="FORMAT", help="worklist or jsonl; else the file's name tells")
    take.add_argument("--queue", metavar="NAME", help="not yet: this store has one queue")
    take.add_argument("--facility", default="", metavar="NAME", help="the facility of rows that name none")
    take.add_argument("--client", default="", metavar="NAME", help="whose the facilities are that are new")
    take.add_argument("--priority", type=priority, metavar="0-9", help="the priority of rows that name none")
    take.add_argument("--dates", choices=("iso", "us"), default="iso", help="us: 01/05/2026 is 5 January")


def _queue(group: Commands) -> None:
    listing = add_command(group, "list", "queue.list_items", "List items, in the order in which they are served.")
    _which(listing)
    listing.add_argument("--limit", type=from_one_up, default=100, metavar="N", help="rows of a page (100)")
    listing.add_argument("--after", metavar="CURSOR", help="the page behind the one that told this as `next`")
    add_command(group, "next", "queue.claim_next", "Claim the next item that you may take.")
    assign = add_command(group, "assign", "queue.assign", "Give items to a person.")
    assign.add_argument("items", nargs="+", metavar="ITEM")
    assign.add_argument("--to", required=True, metavar="NAME")
    assign.add_argument("--reason", default="", metavar="TEXT")
    release = add_command(group, "release", "queue.release", "Give items back to the pool; take them off hold.")
    release.add_argument("items", nargs="+", metavar="ITEM")
    hold = add_command(group, "hold", "queue.hold", "Put an item on hold.")
    hold.add_argument("item", metavar="ITEM")
    hold.add_argument("--reason", required=True, type=one_word, choices=HOLD_REASONS, metavar="CODE",
                      help=", ".join(HOLD_REASONS))  # fmt: skip
    hold.add_argument("--until", type=iso_day, metavar="DATE", help="the day on which it wakes")
    hold.add_argument("--note", default="", metavar="TEXT")
    take = add_command(group, "take", "queue.take", "Take a chart out of its holder's hands, as a lead.")
    take.add_argument("item", metavar="ITEM")
    take.add_argument("--reason", required=True, metavar="TEXT", help="its holder reads it")
    wake = add_command(group, "wake", "queue.wake", "Take items off hold, back to whose they were.")
    wake.add_argument("items", nargs="+", metavar="ITEM")
    wake.add_argument("--answered", action="store_true", help="because the query they wait for was answered")
    wake.add_argument("--note", default="", metavar="TEXT", help="for example the answer; it stands on the chart")
    skip = add_command(group, "skip", "queue.skip", "Pass an item over: it is not served to you again today.")
    skip.add_argument("item", metavar="ITEM")
    skip.add_argument("--reason", required=True, metavar="TEXT", help="why; leads see it")
    add_command(group, "undo", "queue.undo", "Take back your last change of the queue.")
    balance = add_command(group, "balance", "queue.balance", "Spread one person's items over others, by minutes.")
    balance.add_argument("--from", dest="sender", required=True, metavar="NAME")
    balance.add_argument("--to", required=True, type=comma_names, metavar="NAME,NAME")
    balance.add_argument("--reason", default="", metavar="TEXT", help="why; it stands on the items")
    spread = add_command(group, "spread", "queue.spread", "Share items out: by number, by percent, or by minutes.")
    spread.add_argument("items", nargs="*", metavar="ITEM", help="or those of a view and filter")
    _which(spread)
    spread.add_argument(
        "--to", required=True, metavar="SHARES", help="'10 bob, 30%% cy, dee'; a bare name shares the rest"
    )
    spread.add_argument("--reason", default="", metavar="TEXT", help="why; it stands on the items")
    for each in (balance, spread):
        each.add_argument("--dry-run", action="store_true", help="show the plan, change nothing")


def _which(listing: argparse.ArgumentParser) -> None:
    """Which items of the queue."""
    which = listing.add_mutually_exclusive_group()
    which.add_argument("--mine", action="store_true", help="what is assigned to me")
    which.add_argument("--pool", action="store_true", help="what nobody holds")
    which.add_argument("--assignee", metavar="NAME", help="what is assigned to NAME")
    which.add_argument(
        "--view",
        metavar="NAME",
        help="my, pool, overdue, held, co_sign, returned, disputed, submitted, all; or one of yours",
    )
    listing.add_argument("--filter", metavar="TEXT", help="only items with these words")
    listing.add_argument("--order", choices=ORDERS)


def _item(group: Commands) -> None:
    show = add_command(group, "show", "item.show", "Show an item with its codes, findings and history.")
    show.add_argument("item", metavar="ITEM")
    show.add_argument("--text", action="store_true", help="the words of the documents too")
    add = add_command(group, "add", "item.add", "Post a code.")
    add.add_argument("item", metavar="ITEM")
    add.add_argument("code", metavar="CODE", help="'E11.9 poa=Y', 'G0463-25 x2 @AB', 'N18.32 as=secondary'")
    add.add_argument("--system", type=one_word, choices=SYSTEMS, help="where a code stands in two systems")
    remove = add_command(group, "remove", "item.remove", "Take a code off.")
    remove.add_argument("item", metavar="ITEM")
    remove.add_argument("code", metavar="CODE")
    move = add_command(group, "move", "item.move", "Move a code to another place in the sequence.")
    move.add_argument("item", metavar="ITEM")
    move.add_argument("code", metavar="CODE")
    move.add_argument("--to", required=True, type=from_one_up, metavar="N", help="the place, counted from 1")
    check = add_command(group, "check", "item.check", "Check the codes; says no (1) when an error fails.")
    check.add_argument("item", metavar="ITEM")
    complete = add_command(group, "complete", "item.complete", "Check and submit.")
    complete.add_argument("item", metavar="ITEM")
    complete.add_argument("--override", action="append", default=[], metavar="RULE", help="accept what this rule finds")
    complete.add_argument("--reason", default="", metavar="TEXT", help="why, for leads and auditors")

    sign = add_command(group, "co-sign", "co_signs.sign", "Sign apprentices' work; it counts as submitted then.")
    sign.add_argument("items", nargs="+", metavar="ITEM")
    back = add_command(group, "send-back", "co_signs.send_back", "Send apprentices' work back to be mended.")
    back.add_argument("items", nargs="+", metavar="ITEM")
    back.add_argument("--reason", required=True, metavar="TEXT", help="what is to be mended")


def _dispute(group: Commands) -> None:
    flag = add_command(group, "raise", "disputes.flag", "Flag an item, or one of its codes, as disputed.")
    flag.add_argument("item", metavar="ITEM")
    flag.add_argument("--code", default="", metavar="CODE", help="only this code")
    flag.add_argument("--kind", required=True, type=one_word, choices=DISPUTE_KINDS)
    flag.add_argument("--reason", required=True, metavar="TEXT")
    flag.add_argument("--owner", metavar="NAME", help="who resolves it; else the first lead")
    flag.add_argument("--due", type=iso_day, metavar="DATE", help="else three days from today, or the next workday")
    flag.add_argument("--amount", metavar="MONEY", help="what is at stake, for example 182.50")
    flag.add_argument("--carc", default="", metavar="CODE", help="the payer's claim adjustment reason code")
    flag.add_argument("--rarc", default="", metavar="CODE", help="the payer's remittance advice remark code")
    listing = add_command(group, "list", "disputes.list_flags", "List open disputes by days left.")
    listing.add_argument("--all", dest="closed_too", action="store_true", help="closed ones too")
    review = add_command(group, "review", "disputes.review", "Take a dispute under review.")
    review.add_argument("id", type=from_one_up, metavar="ID")
    resolve = add_command(group, "resolve", "disputes.resolve", "Close a dispute.")
    resolve.add_argument("id", type=from_one_up, metavar="ID")
    resolve.add_argument("--outcome", required=True, type=one_word, choices=OUTCOMES)
    resolve.add_argument("--note", required=True, metavar="TEXT")


def _handoff(group: Commands) -> None:
    write = add_command(group, "write", "handoffs.write", "Hand items to a colleague.")
    write.add_argument("items", nargs="+", metavar="ITEM")
    write.add_argument("--to", required=True, metavar="NAME")
    write.add_argument("--summary", required=True, metavar="TEXT", help="the state of the work in a line or two")
    write.add_argument("--severity", type=one_word, choices=SEVERITIES, default="stable")
    write.add_argument("--action", action="append", default=[], metavar="TEXT", help="'call Dr Ash @bob tomorrow'")
    write.add_argument("--if", dest="contingency", action="append", default=[], metavar="TEXT",
                       help="'path report comes -> recode the principal diagnosis'")  # fmt: skip
    listing = add_command(
        group, "list", "handoffs.list_entries", "List the hand-off log: what is open first, then the newest."
    )
    listing.add_argument("--open", dest="open_only", action="store_true", help="only what nobody has accepted yet")
    listing.add_argument("--late", action="store_true", help="only what waits for longer than the setting late_hours")
    show = add_command(group, "show", "handoffs.show", "Show one hand-off.")
    show.add_argument("id", type=from_one_up, metavar="ID")
    export = add_command(group, "export", "handoffs.export", "Print the hand-off log as text; the log tells that.")
    export.add_argument("--open", dest="open_only", action="store_true", help="only what nobody has accepted yet")
    draft = add_command(group, "draft", "handoffs.draft", "Draft the hand-off of my shift, to edit and send.")
    draft.add_argument("--to", default="", metavar="NAME")
    send = add_command(group, "send", "handoffs.send", "Send a hand-off that was drafted and edited.")
    send.add_argument("file", metavar="FILE", help="- reads standard input")
    accept = add_command(group, "accept", "handoffs.accept", "Accept a hand-off by reading it back.")
    accept.add_argument("id", type=from_one_up, metavar="ID")
    accept.add_argument("--readback", required=True, metavar="TEXT")


def _glass(group: Commands) -> None:
    broken = add_command(group, "break", "glass.break_it", "Read a chart of a client that is not yours; leads see it.")
    broken.add_argument("account", metavar="ACCOUNT", help="the exact account number")
    broken.add_argument("--reason", required=True, metavar="TEXT", help="ten letters or more")
    listing = add_command(group, "list", "glass.list_all", "List charts that were read so, the newest first.")
    listing.add_argument("--all", action="store_true", help="also what a lead has looked at")
    seen = add_command(group, "seen", "glass.seen", "Say that you, a lead, have looked at it.")
    seen.add_argument("ids", nargs="+", type=from_one_up, metavar="ID")


def _codes(group: Commands) -> None:
    search = add_command(group, "search", "codes.search", "Find codes by code, words, abbreviation or misspelling.")
    search.add_argument("text", nargs="+", metavar="TEXT")
    search.add_argument("--limit", type=from_one_up, default=20, metavar="N")
    show = add_command(group, "show", "codes.show", "Show the whole entry of a code.")
    show.add_argument("code", metavar="CODE")
    for command in (search, show):
        command.add_argument("--system", type=one_word, choices=SYSTEMS)
        command.add_argument("--on", type=iso_day, metavar="DATE", help="as of this date of service")
    crosswalk = add_command(group, "crosswalk", "codes.crosswalk", "Show the codes of the other ICD, by the GEMs.")
    crosswalk.add_argument("code", metavar="CODE")
    crosswalk.add_argument("--system", type=one_word, choices=SYSTEMS)
    index = add_command(group, "index", "codes.index", "Find terms of the alphabetic indexes that are loaded.")
    index.add_argument("text", nargs="+", metavar="TEXT")
    index.add_argument("--on", type=iso_day, metavar="DATE", help="as of this date of service")
    index.add_argument("--limit", type=from_one_up, default=20, metavar="N")
    modifiers = add_command(group, "modifiers", "codes.modifiers", "Find modifiers by their characters or words.")
    modifiers.add_argument("text", nargs="*", metavar="TEXT")
    modifiers.add_argument("--on", type=iso_day, metavar="DATE", help="as of this date of service")
    places = add_command(group, "places", "codes.places", "Find place of service codes by number or words.")
    places.add_argument("text", nargs="*", metavar="TEXT")
    add_command(group, "list", "codes.list_releases", "List the releases in the code book.")
    add_command(group, "build", "codes.build", "Build what is missing of the code book.")
    load = add_command(
        group, "load", "codes.load", "Load what a publisher handed out: a file, a zip or a folder of them."
    )
    load.add_argument("path", metavar="PATH")
    load.add_argument("--system", type=one_word, choices=SYSTEMS, help="refuse files of any other code system")
    load.add_argument("--release", metavar="NAME", help="the release, where neither content nor name tells it")
    load.add_argument("--from", dest="first", type=iso_day, metavar="DATE", help="its first day in force")
    load.add_argument("--to", dest="last", type=iso_day, metavar="DATE", help="its last day in force")


def _rules(group: Commands) -> None:
    add_command(group, "list", "rules.list_rules", "List the rules and what the settings make of them.")
    add_command(group, "accepted", "rules.list_accepted", "List the findings that were accepted, with who and why.")
    trial = add_command(group, "try", "rules.try_rule", "Try a rule over finished work before it is switched on.")
    trial.add_argument("rule", metavar="RULE=SETTING", help="R16=error, R9=off, R31=warning")
    trial.add_argument("--client", metavar="NAME", help="only the work of this client or facility")


def _export(commands: Commands) -> None:
    # As behind `import`, --as means the format here.
    export = add_command(commands, "export", "program.not_yet", "Write items to a file (not yet).", acting=False)
    export.set_defaults(name="export")
    export.add_argument("items", nargs="+", metavar="ITEM")
    export.add_argument("--as", dest="as_format", required=True, choices=EXPORTS)
    export.add_argument("-o", dest="file", required=True, metavar="FILE", help="- prints it")


def _log(group: Commands) -> None:
    show = add_command(group, "show", "log.show", "Show entries of the log, oldest first.")
    show.add_argument("--item", metavar="ITEM")
    show.add_argument("--person", metavar="NAME")
    show.add_argument("--kind", metavar="WHAT", help="what was done, or its first words: codes, person, denied")
    show.add_argument("--since", type=iso_moment, metavar="TIME", help="from this day or moment on")
    show.add_argument("--until", type=iso_moment_after, metavar="TIME", help="to the end of this day, or this moment")
    show.add_argument("--sort", type=one_word, choices=ENTRY_ORDERS, default="sequence", help="else by sequence")
    show.add_argument("--reverse", action="store_true", help="the other way round")
    show.add_argument("--limit", type=from_one_up, metavar="N", help="only the last N")
    show.add_argument("--csv", dest="as_csv", action="store_true", help="print CSV that spreadsheets open safely")
    verify = add_command(group, "verify", "log.verify", "Recompute the chain of the log; compare it with checkpoints.")
    verify.add_argument("--checkpoints", metavar="FILE", help="of log anchor, or the system's log that got them")
    verify.add_argument("--public-key", metavar="FILE", help="the key that checks their signatures")
    anchor = add_command(group, "anchor", "log.anchor", "Sign a checkpoint of the log and put it out of reach.")
    anchor.add_argument("--key", metavar="FILE", help="the key that signs")
    anchor.add_argument("--to", metavar="FILE", help="the file that the checkpoint is added to")
    anchor.add_argument(
        "--syslog", nargs="?", const=SYSTEM_LOG, metavar="SOCKET", help=f"the system's log too ({SYSTEM_LOG})"
    )
    anchor.add_argument("--watch", action="store_true", help="go on: never 100 entries or 5 minutes without")
    key = add_command(group, "key", "log.make_key", "Make the pair of keys that sign and check checkpoints.")
    key.add_argument("file", metavar="FILE", help="gets the key that signs; FILE.pub the one that checks")


def _db(group: Commands) -> None:
    add_command(group, "upgrade", "db.upgrade", "Bring the store to the schema of this program.")
    add_command(group, "check", "db.check", "Look the store through: file or guards, schema, references, figures, log.")
    backup = add_command(group, "backup", "db.backup", "Copy the store to a file, while people work in it.")
    backup.add_argument("file", metavar="FILE", help="a file that is not there yet")
    restore = add_command(group, "restore", "db.restore", "Put a backup where no store is; checks it first.")
    restore.add_argument("file", metavar="FILE", help="what db backup wrote")
    move = add_command(group, "move", "db.move", "Take a store from its file to a team's empty database, whole.")
    move.add_argument("source", metavar="SOURCE", help="the file of an embedded store")
    move.add_argument("target", metavar="TARGET", help="postgresql+psycopg://HOST/DATABASE")


_GROUPS: dict[str, tuple[str, Callable[[Commands], None]]] = {
    "people": ("Who works in this store.", _people),
    "clients": ("Whom the team codes for, and which credentials they want.", _clients),
    "team": ("A team on one store: make it, add people, let them go.", _team),
    "queue": ("The work queue: look, take, give, hold.", _queue),
    "item": ("One chart: show, code, check, complete.", _item),
    "dispute": ("Flags on an item or on one of its codes.", _dispute),
    "handoff": ("Handing work to a colleague, with what they must know.", _handoff),
    "glass": ("Reading a chart of another client in an emergency.", _glass),
    "codes": ("The code book.", _codes),
    "rules": ("What is checked, and what your settings make of it.", _rules),
    "log": ("Who did what, and proof that nothing was altered.", _log),
    "db": ("The store: look it through, bring it up, back it up, put it back, move it.", _db),
}
