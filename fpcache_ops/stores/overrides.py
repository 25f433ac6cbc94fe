"""Overrides in the tables of a store: recording, listing and removing what people decided."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from msgspec.structs import replace
from sqlalchemy import Connection, delete, exists, select
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from fpcache_ops.core.entry import Seal, Selector
from fpcache_ops.core.overrides import Override
from fpcache_ops.errors import UnusableInput
from fpcache_ops.stores.audit import note_down
from fpcache_ops.stores.instep import newest_seq
from fpcache_ops.stores.rows import OVERRIDE, is_storable, override, override_row
from fpcache_ops.stores.schema import overrides
from fpcache_ops.stores.sql import SqlStore
from fpcache_ops.stores.statements import withdraws_override

_KEY = ("tenant", "repository", "path", "evidence_digest")

REMOVED = "override removed"
"""Why the evidence of a removed override is invalidated."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """An override as it is stored: whether its seal is good, and whether it was withdrawn."""

    override: Override
    genuine: bool
    withdrawn: bool


class SqlOverrides:
    """Records sealed decisions. Every method raises StoreUnusable when it cannot."""

    def __init__(self, store: SqlStore, seal: Seal) -> None:
        self._store = store
        self._seal = seal

    def add(self, given: Override) -> Override:
        """Record a decision; it replaces an earlier one on the same evidence and place.

        Durable when it returns, and used by every lookup that starts later. Raises UnusableInput
        for what no finding can be called.
        """
        if not (
            is_storable(given.tenant, given.repository, given.path)
            and is_storable(given.who, given.why, limit=None)
        ):
            raise UnusableInput("the path and the reason of an override are text without NUL")

        def work(connection: Connection) -> Override:
            done = self._seal.seal(replace(given, seq=newest_seq(connection)))
            upsert(connection, [override_row(done)])
            _note_down(connection, "override", done, done.who, done.at)
            return done

        return self._store.write(work, tenant=given.tenant)

    def list(self, tenant: str | None) -> list[Recorded]:
        """Those of a tenant, or of all for ``None``, newest first."""
        columns = [overrides.c[name] for name in OVERRIDE]
        withdrawn = exists().where(withdraws_override())
        statement = select(*columns, withdrawn).order_by(
            overrides.c.at.desc(), *(overrides.c[name] for name in _KEY)
        )
        if tenant is not None:
            statement = statement.where(overrides.c.tenant == tenant)

        def work(connection: Connection) -> list[Recorded]:
            found = []
            for *row, is_withdrawn in connection.execute(statement):
                with suppress(ValueError, TypeError, OverflowError):
                    one = override(row)
                    genuine = self._seal.is_genuine(one)
                    found.append(Recorded(one, genuine, bool(is_withdrawn)))
            return found

        return self._store.read(work, tenant=tenant)

    def remove(self, one: Override, *, who: str, at: datetime) -> None:
        """Take a decision back: what it was about is judged again.

        Its evidence is invalidated first, so that no backup and no other process brings it back.
        """
        selector = Selector(
            tenant=one.tenant,
            repository=one.repository,
            path=one.path,
            evidence_digest=one.evidence_digest,
        )
        self._store.invalidate(selector, who=who, why=REMOVED, at=at)
        this = [overrides.c[name] == getattr(one, name) for name in _KEY]

        def work(connection: Connection) -> None:
            connection.execute(delete(overrides).where(*this, overrides.c.seq == one.seq))
            _note_down(connection, "remove override", one, who, at)

        self._store.write(work, tenant=one.tenant)


def upsert(connection: Connection, rows: Sequence[dict[str, Any]]) -> None:
    """Put overrides into the table, in the place of those that are there."""
    insert = postgresql_insert if connection.dialect.name == "postgresql" else sqlite_insert
    statement = insert(overrides)
    changed = {name: statement.excluded[name] for name in OVERRIDE if name not in _KEY}
    connection.execute(
        statement.on_conflict_do_update(
            index_elements=[overrides.c[name] for name in _KEY], set_=changed
        ),
        list(rows),
    )


def _note_down(connection: Connection, action: str, done: Override, who: str, at: datetime) -> None:
    note_down(
        connection,
        who=who,
        tenant=done.tenant,
        action=action,
        detail={
            "repository": done.repository,
            "path": done.path,
            "evidence_digest": done.evidence_digest.hex(),
            "verdict": done.judgement.value,
            "why": done.why,
        },
        at=at,
    )
