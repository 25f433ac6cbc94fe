"""A feature flag with a gate: for everyone, a stable share of the tenants, or named ones."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

CACHING = "false_positive_caching"
"""The flag that decides whether the cache may answer."""

EVERYONE = ""
"""Stands for all tenants, where a setting names one."""


@dataclass(frozen=True, slots=True)
class FlagSetting:
    """What was set: on for ``percentage`` of the tenants; of one tenant 0 or 100."""

    percentage: int

    def __post_init__(self) -> None:
        if not 0 <= self.percentage <= 100:
            raise ValueError("a percentage is from 0 to 100")


def bucket(flag: str, tenant: str) -> int:
    """The place of a tenant among a hundred; the same in every process, for ever.

    A tenant that is let in at some percentage stays in at every greater one.
    """
    digest = hashlib.sha256(f"{flag}\x00{tenant}".encode("utf-8", "surrogatepass")).digest()
    return int.from_bytes(digest[:8]) % 100


def evaluate(flag: str, settings: Mapping[str, FlagSetting], tenant: str) -> bool | None:
    """Whether the flag is on for a tenant; ``None`` if nobody has set it.

    Off for everyone is off, whatever a tenant's own setting says: any off wins. Otherwise a
    tenant's own setting comes before the gate.
    """
    general, own = settings.get(EVERYONE), settings.get(tenant)
    if general is not None and general.percentage == 0:
        return False
    if own is not None:
        return own.percentage > 0
    if general is None:
        return None
    return bucket(flag, tenant) < general.percentage
