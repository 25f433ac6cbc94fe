"""The functions that change something: the only ones that are given an OperatorClient.

A change is done by its kind and arguments alone, and can be *found out*: after a crash the service
is asked whether it was made. For that each one carries a token, which names the run and the change,
to where the service keeps it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from fpcache_ops.client import OperatorClient, ReadClient

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


KINDS: dict[str, Kind] = {}
"""Every kind of change, by its name."""


def kind(name: str) -> Kind:
    """A kind of change by its name. Raises LookupError when there is none."""
    try:
        return KINDS[name]
    except KeyError:
        raise LookupError(f"no change of the kind {name!r} is known") from None
