"""Encounters and the versions of their documents."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple

from sqlalchemy import Connection, FromClause, Row, Select, and_, func, insert, select, update

from tui_coder.domain.encounter import Document, Encounter, Setting, Sex
from tui_coder.domain.intake import IncomingDocument
from tui_coder.domain.refusals import NotFound
from tui_coder.domain.text import fold
from tui_coder.store import tables


class ListedDocument(NamedTuple):
    """A document as a list names it."""

    title: str
    type: str
    authored_at: datetime | None
    unread: bool


class Encounters:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def find(self, facility_id: int, account: str) -> tuple[int, Encounter] | None:
        """The encounter's id and facts, or None."""
        found = self._connection.execute(
            _select_encounter()
            .where(tables.encounter.c.facility_id == facility_id)
            .where(tables.encounter.c.account == account)
        ).first()
        return None if found is None else (found.id, encounter_of(found))

    def get(self, encounter_id: int) -> Encounter:
        """Raises NotFound."""
        row = self._connection.execute(_select_encounter().where(tables.encounter.c.id == encounter_id)).first()
        if row is None:
            raise NotFound("There is no such encounter in this store.")
        return encounter_of(row)

    def add(self, facility_id: int, encounter: Encounter) -> int:
        values = {"facility_id": facility_id, **_columns(encounter)}
        return tables.key_of(self._connection.execute(insert(tables.encounter).values(values)))

    def change(self, encounter_id: int, encounter: Encounter) -> None:
        columns = _columns(encounter)
        self._connection.execute(update(tables.encounter).where(tables.encounter.c.id == encounter_id).values(columns))
        copied = {key: columns[key] for key in tables.COPIED}
        self._connection.execute(
            update(tables.work_item).where(tables.work_item.c.encounter_id == encounter_id).values(copied)
        )

    def current_digests(self, encounter_id: int) -> dict[str, tuple[int, int, str]]:
        """Per document name: (id, version, sha256) of the version in force."""
        d = tables.document.c
        rows = self._connection.execute(
            select(d.name, d.id, d.version, d.sha256).where(d.encounter_id == encounter_id, d.superseded.is_(False))
        )
        return {row.name: (row.id, row.version, row.sha256) for row in rows}

    def add_document(self, encounter_id: int, incoming: IncomingDocument, version: int = 1) -> int:
        """Store a document; an earlier version of the same name is marked superseded, never changed."""
        d = tables.document.c
        self._connection.execute(
            update(tables.document)
            .where(d.encounter_id == encounter_id, d.name == incoming.name, d.superseded.is_(False))
            .values(superseded=True)
        )
        made = self._connection.execute(
            insert(tables.document).values(
                encounter_id=encounter_id, name=incoming.name, version=version, superseded=False,
                title=incoming.title, type=incoming.type, author=incoming.author,
                authored_at=incoming.authored_at, text=incoming.text, sha256=incoming.sha256,
            )
        )  # fmt: skip
        return tables.key_of(made)

    def earlier_versions(self, encounter_id: int, name: str) -> tuple[int, ...]:
        """The ids of the superseded versions of a document, the newest first."""
        d = tables.document.c
        rows = self._connection.execute(
            select(d.id)
            .where(d.encounter_id == encounter_id, d.name == name, d.superseded.is_(True))
            .order_by(d.version.desc())
        )
        return tuple(row.id for row in rows)

    def documents(self, encounter_id: int, reader_id: int, also: Sequence[int] = ()) -> tuple[Document, ...]:
        """The documents in force, in order of time; plus superseded ones whose ids stand in `also` (evidence)."""
        d, read, words = tables.document, tables.document_read, self._words(encounter_id)
        rows = self._connection.execute(
            select(
                d.c.id,
                d.c.title,
                d.c.type,
                d.c.sha256,
                d.c.version,
                d.c.author,
                d.c.authored_at,
                d.c.superseded,
                d.c.name,
                words.c.text,
                read.c.at.label("read_at"),
            )
            .join(words, words.c.id == d.c.id)
            .outerjoin(read, and_(read.c.document_id == d.c.id, read.c.person_id == reader_id))
            .where(d.c.encounter_id == encounter_id)
            .where(d.c.superseded.is_(False) | d.c.id.in_(also))
            .order_by(d.c.superseded, func.coalesce(d.c.authored_at, datetime.max), d.c.id)
        )
        return tuple(
            Document(
                id=row.id, title=row.title, type=row.type, text=row.text, sha256=row.sha256, version=row.version,
                author=row.author, authored_at=row.authored_at, unread=row.read_at is None,
                superseded=bool(row.superseded), name=row.name,
            )
            for row in rows
        )  # fmt: skip

    def _words(self, encounter_id: int) -> FromClause:
        """The ids and texts of a chart's documents."""
        d = tables.document.c
        return select(d.id, d.text).where(d.encounter_id == encounter_id).subquery("words")

    def list_of_documents(self, encounter_id: int, reader_id: int) -> tuple[ListedDocument, ...]:
        """The documents in force, in order of time, without their text: a chart can hold megabytes of it."""
        d, read = tables.document.c, tables.document_read
        rows = self._connection.execute(
            select(d.title, d.type, d.authored_at, read.c.at.label("read_at"))
            .outerjoin(read, and_(read.c.document_id == d.id, read.c.person_id == reader_id))
            .where(d.encounter_id == encounter_id, d.superseded.is_(False))
            .order_by(func.coalesce(d.authored_at, datetime.max), d.id)
        )
        return tuple(ListedDocument(row.title, row.type, row.authored_at, row.read_at is None) for row in rows)

    def mark_read(self, person_id: int, document_id: int, at: datetime) -> bool:
        """Note that the person opened the document; False where that was noted before."""
        r = tables.document_read.c
        known = self._connection.execute(
            select(r.at).where(r.person_id == person_id, r.document_id == document_id)
        ).first()
        if known is None:
            self._connection.execute(
                insert(tables.document_read).values(person_id=person_id, document_id=document_id, at=at)
            )
        return known is None


def _select_encounter() -> Select[tuple[Any, ...]]:
    return (
        select(
            tables.encounter,
            tables.facility.c.name.label("facility_name"),
            tables.client.c.name.label("client_name"),
        )
        .join(tables.facility, tables.facility.c.id == tables.encounter.c.facility_id)
        .join(tables.client, tables.client.c.id == tables.facility.c.client_id)
    )


def _columns(encounter: Encounter) -> dict[str, object]:
    spoken = (encounter.account, encounter.patient, encounter.mrn, encounter.payer, encounter.attending,
              encounter.facility, encounter.setting.value, encounter.setting.short, encounter.specialty)  # fmt: skip
    return {
        "account": encounter.account,
        "mrn": encounter.mrn,
        "patient": encounter.patient,
        "birth_date": encounter.birth_date,
        "sex": encounter.sex.value,
        "setting": encounter.setting.value,
        "service_from": encounter.service_from,
        "service_to": encounter.service_to,
        "payer": encounter.payer,
        "attending": encounter.attending,
        "charges_cents": cents(encounter.charges),
        "specialty": encounter.specialty,
        "words": fold(" ".join(spoken)),
    }


def cents(amount: Decimal | None) -> int:
    """Money as whole cents; -1 stands for "not known"."""
    return -1 if amount is None else int((amount * 100).to_integral_value())


def amount(stored: int) -> Decimal | None:
    """Whole cents back to money."""
    return None if stored < 0 else Decimal(stored) / 100


def encounter_of(row: Row[tuple[object, ...]]) -> Encounter:
    return Encounter(
        account=row.account, setting=Setting(row.setting), service_from=row.service_from, service_to=row.service_to,
        mrn=row.mrn, patient=row.patient, birth_date=row.birth_date, sex=Sex(row.sex), payer=row.payer,
        facility=row.facility_name, client=row.client_name, attending=row.attending,
        charges=amount(row.charges_cents), specialty=row.specialty,
    )  # fmt: skip
