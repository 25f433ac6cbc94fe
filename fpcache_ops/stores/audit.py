"""The audit log: who withdrew, restored or removed what, written in the same transaction."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert

from fpcache_ops.stores.rows import micros
from fpcache_ops.stores.schema import audit_log


def note_down(
    connection: Connection,
    *,
    who: str,
    tenant: str | None,
    action: str,
    detail: Mapping[str, Any],
    at: datetime,
) -> None:
    """Add a row. ``tenant`` is ``None`` for what is done to every tenant."""
    connection.execute(
        insert(audit_log).values(
            at=micros(at),
            who=who,
            tenant=tenant,
            action=action,
            detail=json.dumps(detail, sort_keys=True),
        )
    )
