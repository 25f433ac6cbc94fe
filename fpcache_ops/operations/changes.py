"""The functions that change something: the only ones that are given an OperatorClient.

A change is done by its kind and arguments alone, and can be *found out*: after a crash the service
is asked whether it was made. For that each one carries a token, which names the run and the change,
to where the service keeps it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import msgspec

from fpcache_ops.client import OperatorClient, ReadClient
from fpcache_ops.wire.management import SelectorBody

Facts = dict[str, Any]
"""What is noted of a change, as evidence."""


class Trace(StrEnum):
    """What the service says of a change that was begun and whose end nobody noted."""

    MADE = "made"
    NOT_MADE = "not made"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Kind:
    """How one kind of change is made, and how to find out whether it was.

    ``make`` may raise; whether the change was made then is for ``find`` to say, which only reads.
    """

    make: Callable[[OperatorClient, Mapping[str, Any], str], Facts]
    find: Callable[[ReadClient, Mapping[str, Any], str], tuple[Trace, Facts]]


def _invalidate(operator: OperatorClient, arguments: Mapping[str, Any], token: str) -> Facts:
    selector = msgspec.convert(arguments["selector"], SelectorBody)
    done = operator.invalidate(selector, f"{arguments['why']} [{token}]")
    return {"invalidation": done.id, "withdrawn": done.count}


def _find_invalidation(
    reader: ReadClient, _arguments: Mapping[str, Any], token: str
) -> tuple[Trace, Facts]:
    for one in reader.invalidations():
        if one.reason.endswith(f" [{token}]"):
            return Trace.MADE, {"invalidation": one.id}
    return Trace.NOT_MADE, {}


def _restore(operator: OperatorClient, arguments: Mapping[str, Any], _token: str) -> Facts:
    done = operator.restore(arguments["invalidation"])
    return {"invalidation": done.id}


def _find_restored(
    reader: ReadClient, arguments: Mapping[str, Any], _token: str
) -> tuple[Trace, Facts]:
    for one in reader.invalidations():
        if one.id == arguments["invalidation"]:
            return (Trace.MADE if one.revoked_at else Trace.NOT_MADE), {
                "revoked_at": one.revoked_at
            }
    return Trace.UNKNOWN, {"why": f"there is no invalidation {arguments['invalidation']}"}


KINDS: dict[str, Kind] = {
    "invalidate": Kind(_invalidate, _find_invalidation),
    "restore": Kind(_restore, _find_restored),
}
"""Every kind of change, by its name."""


def kind(name: str) -> Kind:
    """A kind of change by its name. Raises LookupError when there is none."""
    try:
        return KINDS[name]
    except KeyError:
        raise LookupError(f"no change of the kind {name!r} is known") from None
