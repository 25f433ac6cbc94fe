"""Flags in the tables of a store, and the OpenFeature provider over them."""

import threading
from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

from openfeature.evaluation_context import EvaluationContext
from openfeature.exception import FlagNotFoundError, GeneralError, TypeMismatchError
from openfeature.flag_evaluation import FlagResolutionDetails, FlagValueType, Reason
from openfeature.provider import AbstractProvider, Metadata
from sqlalchemy import Connection, delete, select
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from fpcache_ops.core.flags import EVERYONE, FlagSetting, evaluate
from fpcache_ops.core.ports import Clock
from fpcache_ops.errors import StoreUnusable, UnusableInput
from fpcache_ops.stores.audit import note_down
from fpcache_ops.stores.rows import is_storable, micros
from fpcache_ops.stores.schema import flags
from fpcache_ops.stores.sql import SqlStore

STALE_SECONDS = 0.5
"""How long what was read is believed: a flag acts in every process within a second."""

Settings = Mapping[str, FlagSetting]


class SqlFlags:
    """The settings of each flag, by tenant."""

    def __init__(self, store: SqlStore) -> None:
        self._store = store

    def settings(self, flag: str) -> dict[str, FlagSetting]:
        """What is set, by tenant. Raises StoreUnusable."""
        statement = select(flags.c.tenant, flags.c.percentage).where(flags.c.name == flag)
        rows = self._store.read(lambda connection: connection.execute(statement).all(), tenant=None)
        return {tenant: FlagSetting(percentage) for tenant, percentage in rows}

    def set(
        self, flag: str, tenant: str, setting: FlagSetting | None, *, who: str, at: datetime
    ) -> None:
        """Set a flag for a tenant or for everyone; ``None`` takes the setting away.

        Durable when it returns. Raises StoreUnusable, and UnusableInput for a name no tenant has.
        """
        if not is_storable(flag, tenant, who):
            raise UnusableInput("a flag and a tenant are text without NUL")

        def work(connection: Connection) -> None:
            if setting is None:
                connection.execute(
                    delete(flags).where(flags.c.name == flag, flags.c.tenant == tenant)
                )
            else:
                insert = (
                    postgresql_insert if connection.dialect.name == "postgresql" else sqlite_insert
                )
                row = {"percentage": setting.percentage, "set_at": micros(at), "set_by": who}
                statement = insert(flags).values(name=flag, tenant=tenant, **row)
                connection.execute(
                    statement.on_conflict_do_update(
                        index_elements=[flags.c.name, flags.c.tenant], set_=row
                    )
                )
            percentage = setting.percentage if setting is not None else None
            note_down(
                connection,
                who=who,
                tenant=tenant or None,
                action="set flag",
                detail={"flag": flag, "percentage": percentage},
                at=at,
            )

        self._store.write(work, tenant=tenant or None)


class Readable(Protocol):
    """Where the settings of a flag are read."""

    def settings(self, flag: str) -> Settings:
        """What is set, by tenant. Raises StoreUnusable."""


class TableProvider(AbstractProvider):
    """Answers OpenFeature from the table of flags; the tenant is the targeting key.

    What was read is believed for ``STALE_SECONDS`` and no longer: if it cannot be read again the
    flag is unreadable, and nothing is pinned from before. Safe to share between threads.
    """

    def __init__(self, source: Readable, clock: Clock) -> None:
        super().__init__()
        self._source = source
        self._clock = clock
        self._lock = threading.Lock()
        self._read: dict[str, tuple[float, Settings | StoreUnusable]] = {}

    def get_metadata(self) -> Metadata:
        """Its name."""
        return Metadata(name="fpcache-flags-table")

    def resolve_boolean_details(
        self,
        flag_key: str,
        default_value: bool,
        evaluation_context: EvaluationContext | None = None,
    ) -> FlagResolutionDetails[bool]:
        """The flag for the tenant in the context.

        Raises:
            FlagNotFoundError: nobody has set it.
            GeneralError: the table cannot be read.
        """
        tenant = (evaluation_context.targeting_key if evaluation_context else None) or EVERYONE
        settings = self._settings(flag_key)
        if isinstance(settings, StoreUnusable):
            raise GeneralError(str(settings))
        value = evaluate(flag_key, settings, tenant)
        if value is None:
            raise FlagNotFoundError(f"nobody has set {flag_key}")
        reason = Reason.TARGETING_MATCH if tenant in settings else Reason.SPLIT
        return FlagResolutionDetails(value=value, reason=reason)

    def _settings(self, flag: str) -> Settings | StoreUnusable:
        now = self._clock.elapsed()
        with self._lock:
            known = self._read.get(flag)
            if known is not None and now - known[0] < STALE_SECONDS:
                return known[1]
        found: Settings | StoreUnusable
        try:
            found = self._source.settings(flag)
        except StoreUnusable as trouble:
            found = trouble
        with self._lock:
            # The age counts from before the reading.
            self._read[flag] = (now, found)
        return found

    def resolve_string_details(
        self,
        flag_key: str,
        default_value: str,
        evaluation_context: EvaluationContext | None = None,
    ) -> FlagResolutionDetails[str]:
        """No flag holds a text."""
        raise TypeMismatchError(_ONLY_BOOLEAN)

    def resolve_integer_details(
        self,
        flag_key: str,
        default_value: int,
        evaluation_context: EvaluationContext | None = None,
    ) -> FlagResolutionDetails[int]:
        """No flag holds a number."""
        raise TypeMismatchError(_ONLY_BOOLEAN)

    def resolve_float_details(
        self,
        flag_key: str,
        default_value: float,
        evaluation_context: EvaluationContext | None = None,
    ) -> FlagResolutionDetails[float]:
        """No flag holds a number."""
        raise TypeMismatchError(_ONLY_BOOLEAN)

    def resolve_object_details(
        self,
        flag_key: str,
        default_value: object,
        evaluation_context: EvaluationContext | None = None,
    ) -> FlagResolutionDetails[Mapping[str, FlagValueType]]:
        """No flag holds an object."""
        raise TypeMismatchError(_ONLY_BOOLEAN)


_ONLY_BOOLEAN = "every flag is on or off"
