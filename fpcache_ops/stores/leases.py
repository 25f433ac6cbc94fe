"""Leases on work: rows that name a holder and an end."""

import json
from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    LargeBinary,
    Text,
    bindparam,
    func,
    or_,
    select,
    true,
)
from sqlalchemy.dialects.postgresql import ARRAY, BYTEA
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from fpcache_ops.stores.rows import micros
from fpcache_ops.stores.schema import leases
from fpcache_ops.stores.sql import SqlStore, give_back, in_pieces

_KEY_BYTES = 32
_REFUSALS = 10_000


class SqlLeases:
    """:class:`fpcache_ops.core.ports.Leases` in the tables of a store."""

    def __init__(self, store: SqlStore) -> None:
        self._store = store
        self._refused: set[bytes] = set()

    def claim(
        self, keys: Sequence[bytes], *, holder: str, now: datetime, until: datetime
    ) -> set[bytes]:
        """See :meth:`fpcache_ops.core.ports.Leases.claim`."""
        # Those who wait ask again and again: they must not write each time.
        again = self._refused.intersection(keys)
        taken = set()
        if again:
            taken = self._store.read(
                lambda connection: _taken(connection, list(again), holder, now), tenant=None
            )
        # In one order for everybody: two that claim the same cannot wait for each other.
        wanted = sorted(set(keys) - taken)
        if not wanted:
            return set()

        def work(connection: Connection) -> set[bytes]:
            dialect = connection.dialect.name
            given = {"holder": holder, "until": micros(until), "now": micros(now)}
            won = connection.execute(_claiming(dialect), given | _numbered(dialect, wanted))
            return set(won.scalars())

        held = self._store.write(work, tenant=None)
        self._refused -= held
        if len(self._refused) >= _REFUSALS:
            self._refused.clear()
        self._refused |= set(wanted) - held
        return held

    def ending(self, keys: Sequence[bytes], *, holder: str) -> None:
        """See :meth:`fpcache_ops.core.ports.Leases.ending`: a row gives no signs."""

    def release(self, keys: Sequence[bytes], *, holder: str) -> None:
        """See :meth:`fpcache_ops.core.ports.Leases.release`."""
        self._store.write(lambda connection: give_back(connection, keys, holder), tenant=None)


@cache
def _claiming(dialect: str) -> Any:
    """Take what is free, however many keys there are: compiled once."""
    key: ColumnElement[bytes]
    start: Any
    if dialect == "postgresql":
        keys = func.unnest(bindparam("keys", type_=ARRAY(BYTEA)))
        each = keys.table_valued("key", with_ordinality="number").render_derived()
        key, number = each.c.key, each.c.number
        start = postgresql_insert(leases)
    else:
        each = func.json_each(bindparam("numbers", type_=Text)).table_valued("value")
        number = each.c.value
        all_keys = bindparam("keys", type_=LargeBinary)
        key = func.substr(all_keys, number * _KEY_BYTES + 1, _KEY_BYTES)
        start = sqlite_insert(leases)
    free = or_(leases.c.until <= bindparam("now"), leases.c.holder == start.excluded.holder)
    # SQLite tells a join from what to do on a conflict by a condition.
    rows = select(key, bindparam("holder"), bindparam("until")).where(true()).order_by(number)
    return (
        start.from_select(["key", "holder", "until"], rows)
        .on_conflict_do_update(
            index_elements=[leases.c.key],
            set_={name: start.excluded[name] for name in ("holder", "until")},
            where=free,
        )
        .returning(leases.c.key)
    )


def _numbered(dialect: str, keys: Sequence[bytes]) -> dict[str, Any]:
    """The keys as :func:`_claiming` takes them."""
    if dialect == "postgresql":
        return {"keys": list(keys)}
    return {"keys": b"".join(keys), "numbers": json.dumps(list(range(len(keys))))}


def _taken(connection: Connection, keys: Sequence[bytes], holder: str, now: datetime) -> set[bytes]:
    """The keys that somebody else holds now."""
    held: set[bytes] = set()
    for some in in_pieces(keys):
        statement = select(leases.c.key).where(
            leases.c.key.in_(some), leases.c.holder != holder, leases.c.until > micros(now)
        )
        held.update(connection.execute(statement).scalars())
    return held
