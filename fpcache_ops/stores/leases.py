"""Leases on work: rows that name a holder and an end."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, or_, select
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from fpcache_ops.stores.rows import micros
from fpcache_ops.stores.schema import leases
from fpcache_ops.stores.sql import SqlStore, give_back, in_pieces


class SqlLeases:
    """:class:`fpcache_ops.core.ports.Leases` in the tables of a store."""

    def __init__(self, store: SqlStore) -> None:
        self._store = store

    def claim(
        self, keys: Sequence[bytes], *, holder: str, now: datetime, until: datetime
    ) -> set[bytes]:
        """See :meth:`fpcache_ops.core.ports.Leases.claim`."""
        taken = self._store.read(
            lambda connection: _taken(connection, keys, holder, now), tenant=None
        )
        # Those who wait ask again and again: they must not write each time. In one order for
        # everybody: two that claim the same cannot wait for each other.
        wanted = sorted(set(keys) - taken)
        if not wanted:
            return set()

        def work(connection: Connection) -> set[bytes]:
            insert = postgresql_insert if connection.dialect.name == "postgresql" else sqlite_insert
            held: set[bytes] = set()
            for some in in_pieces(wanted):
                statement = insert(leases).values(
                    [{"key": key, "holder": holder, "until": micros(until)} for key in some]
                )
                won = connection.execute(
                    statement.on_conflict_do_update(
                        index_elements=[leases.c.key],
                        set_={
                            "holder": statement.excluded.holder,
                            "until": statement.excluded.until,
                        },
                        where=or_(leases.c.until <= micros(now), leases.c.holder == holder),
                    ).returning(leases.c.key)
                )
                held.update(won.scalars())
            return held

        return self._store.write(work, tenant=None)

    def ending(self, keys: Sequence[bytes], *, holder: str) -> None:
        """See :meth:`fpcache_ops.core.ports.Leases.ending`: a row gives no signs."""

    def release(self, keys: Sequence[bytes], *, holder: str) -> None:
        """See :meth:`fpcache_ops.core.ports.Leases.release`."""
        self._store.write(lambda connection: give_back(connection, keys, holder), tenant=None)


def _taken(connection: Connection, keys: Sequence[bytes], holder: str, now: datetime) -> set[bytes]:
    """The keys that somebody else holds now."""
    held: set[bytes] = set()
    for some in in_pieces(keys):
        statement = select(leases.c.key).where(
            leases.c.key.in_(some), leases.c.holder != holder, leases.c.until > micros(now)
        )
        held.update(connection.execute(statement).scalars())
    return held
