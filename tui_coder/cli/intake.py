"""`tui-coder import`: charts in."""

from __future__ import annotations

from pathlib import Path

from tui_coder.cli.call import Call
from tui_coder.cli.exit_codes import DONE, INTERRUPTED, REJECTED
from tui_coder.cli.failures import WrongUse
from tui_coder.domain.counting import count_of
from tui_coder.interchange.reading import Progress
from tui_coder.services.intake import ImportReport, import_charts


def take(call: Call) -> int:
    """Take what is good and list what is not. Raises WrongUse for --queue, NotAllowed, StoreError."""
    args = call.args
    if args.queue is not None:
        raise WrongUse("This store has one queue: leave --queue out; --facility and --priority sort what comes in.")
    try:
        with call.as_owner() as house, call.progress() as show:
            report = import_charts(
                house.desk, [Path(each) for each in args.paths], as_format=args.as_format, dates=args.dates,
                facility=args.facility, client=args.client, priority=args.priority,
                on_progress=lambda step: show(_how_far(step)),
            )  # fmt: skip
    except KeyboardInterrupt:
        call.say("Interrupted: what was taken stays, each encounter whole; the same import again takes the rest.")
        return INTERRUPTED
    _tell(call, report)
    return REJECTED if report.rejected else DONE


def _how_far(step: Progress) -> str:
    share = f"{100 * step.done // step.total} % " if step.total else ""
    return f"{share}read, {count_of(step.rows, 'row')} of {step.file}"


def _tell(call: Call, report: ImportReport) -> None:
    rejected = [{"file": each.file, "where": each.where, "reason": each.reason} for each in report.rejected]
    document = {
        "files": report.files, "encounters": report.encounters, "documents": report.documents,
        "updated": report.updated, "unchanged": report.unchanged, "rejected": rejected,
        "ignored_columns": report.ignored_columns,
    }  # fmt: skip
    told = (
        f"{count_of(report.encounters, 'encounter')} with {count_of(report.documents, 'document')} taken, "
        f"{report.updated:,} updated, {report.unchanged:,} unchanged, {len(rejected):,} rejected."
    )
    call.answer(document, lambda: [told])
    if call.args.as_json:
        return
    for each in report.rejected:
        call.say(f"{each.file}: {each.where}: {each.reason}" if each.where else f"{each.file}: {each.reason}")
    if report.ignored_columns:
        call.say(f"Columns nobody knows were ignored: {', '.join(report.ignored_columns)}.")
