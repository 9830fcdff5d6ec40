"""Charts in: each encounter is taken whole or rejected with a reason; the same files again change nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path

from tui_coder.domain.audit import canonical_json
from tui_coder.domain.encounter import Encounter
from tui_coder.domain.intake import IncomingEncounter, Rejection
from tui_coder.domain.refusals import NotAllowed
from tui_coder.domain.roles import Right
from tui_coder.domain.work import DEFAULT_MINUTES, DEFAULT_PRIORITY, WorkState
from tui_coder.interchange.source import Progress, read
from tui_coder.services import waking
from tui_coder.services.desk import Desk, clean
from tui_coder.store.unit_of_work import UnitOfWork

_BATCH = 200
"""Encounters per transaction: few enough that nobody waits, enough that a sync to disk is not paid for each."""


@dataclass(slots=True)
class ImportReport:
    """What became of an import. `documents` counts new documents and new versions."""

    files: int = 0
    encounters: int = 0
    documents: int = 0
    updated: int = 0
    unchanged: int = 0
    rejected: list[Rejection] = field(default_factory=list)
    ignored_columns: list[str] = field(default_factory=list)

    def count(self, taken: ImportReport) -> None:
        """Add what a transaction took, once it is committed."""
        self.encounters += taken.encounters
        self.documents += taken.documents
        self.updated += taken.updated
        self.unchanged += taken.unchanged


def import_charts(
    desk: Desk,
    paths: Sequence[Path],
    *,
    as_format: str | None = None,
    dates: str = "iso",
    facility: str = "",
    client: str = "",
    priority: int | None = None,
    on_progress: Callable[[Progress], None] | None = None,
) -> ImportReport:
    """Read the files and take what is good; bad encounters are in the report, the rest goes on.

    A facility that is new is the client's, or a client of its own. Interrupting leaves whole encounters only.
    Raises NotAllowed.
    """
    desk.may(Right.IMPORT)
    report = ImportReport(files=len(paths))
    incoming = _sorted_out(
        read(paths, today=desk.today, dates=dates, as_format=as_format, default_facility=facility), report, on_progress
    )
    try:
        while batch := list(islice(incoming, _BATCH)):
            taken = ImportReport()
            with desk.writing() as unit:
                for each in batch:
                    _take(desk, unit, each, taken, priority, clean(client).strip())
            report.count(taken)
    finally:
        _log_report(desk, paths, report)
    return report


def _sorted_out(
    stream: Iterable[IncomingEncounter | Rejection | Progress],
    report: ImportReport,
    on_progress: Callable[[Progress], None] | None,
) -> Iterator[IncomingEncounter]:
    for each in stream:
        if isinstance(each, Rejection):
            report.rejected.append(each)
        elif isinstance(each, Progress):
            report.ignored_columns += (name for name in each.ignored_columns if name not in report.ignored_columns)
            if on_progress is not None:
                on_progress(each)
        else:
            yield each


def _take(
    desk: Desk, unit: UnitOfWork, incoming: IncomingEncounter, report: ImportReport, priority: int | None, client: str
) -> None:
    new = incoming.encounter
    facility_name = new.facility or "unnamed facility"
    facility_id = unit.people.facility(facility_name, new.client or client or facility_name)
    if not unit.viewer.sight.owns(unit.clients.of_facility(facility_id)):
        raise NotAllowed(f"{facility_name} belongs to a client that is not yours; nothing of it was taken in.")
    found = unit.encounters.find(facility_id, new.account)
    if found is None:
        _add(desk, unit, incoming, facility_id, report, priority)
        return
    encounter_id, old = found
    changed_documents = _new_versions(unit, encounter_id, incoming, report)
    facts_changed = _facts(old) != _facts(new)
    if not changed_documents and not facts_changed:
        report.unchanged += 1
        return
    report.updated += 1
    if facts_changed:
        unit.encounters.change(encounter_id, new)
    item = unit.items.of_encounter(encounter_id)
    flagged = unit.items.write(
        item, desk.actor.name, changed_documents=item.changed_documents or changed_documents,
        **({"returned": True} if changed_documents and item.state is WorkState.SUBMITTED else {}),
    )  # fmt: skip
    told: dict[str, object] = {"documents": changed_documents, "facts": facts_changed}
    desk.note(unit, "import updated", flagged, after=told)
    if changed_documents:
        waking.by_document(desk, unit, flagged)


def _add(
    desk: Desk, unit: UnitOfWork, incoming: IncomingEncounter, facility_id: int, report: ImportReport,
    priority: int | None,
) -> None:  # fmt: skip
    encounter_id = unit.encounters.add(facility_id, incoming.encounter)
    for document in incoming.documents:
        unit.encounters.add_document(encounter_id, document)
    given = incoming.priority if incoming.priority is not None else priority
    item_id = unit.items.add(
        encounter_id,
        DEFAULT_PRIORITY if given is None else given,
        incoming.due,
        incoming.minutes or DEFAULT_MINUTES,
    )
    report.encounters += 1
    report.documents += len(incoming.documents)
    desk.note(unit, "imported", unit.items.get(item_id), after={"documents": len(incoming.documents)})


def _new_versions(unit: UnitOfWork, encounter_id: int, incoming: IncomingEncounter, report: ImportReport) -> bool:
    known = unit.encounters.current_digests(encounter_id)
    changed = False
    for document in incoming.documents:
        _, version, digest = known.get(document.name, (0, 0, ""))
        if digest != document.sha256:
            unit.encounters.add_document(encounter_id, document, version + 1)
            report.documents += 1
            changed = True
    return changed


def _facts(encounter: Encounter) -> Encounter:
    """What a second import may correct; where it was treated is part of its identity."""
    return replace(encounter, facility="", client="")


def _log_report(desk: Desk, paths: Sequence[Path], report: ImportReport) -> None:
    told: dict[str, object] = {
        "files": [clean(path.name) for path in paths],
        "encounters": report.encounters,
        "updated": report.updated,
        "unchanged": report.unchanged,
        "rejected": len(report.rejected),
    }
    reasons = canonical_json([[each.file, each.where, each.reason] for each in report.rejected])
    told["report_sha256"] = hashlib.sha256(reasons.encode("utf-8", "replace")).hexdigest()
    with desk.writing() as unit:
        desk.note(unit, "import", after=told)
