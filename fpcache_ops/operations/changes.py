"""The functions that change something: the only ones that are given an OperatorClient.

A change is done by its kind and arguments alone, and can be *found out*: after a crash the service
is asked whether it was made. For that each one carries a token, which names the run and the change,
to where the service keeps it.
"""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from fpcache_ops.core.access import Scope
from fpcache_ops.core.flags import CACHING, FlagSetting
from fpcache_ops.errors import FpcacheError
from fpcache_ops.operations.parameters import read_secret

if TYPE_CHECKING:
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

    make: "Callable[[OperatorClient, Mapping[str, Any], str], Facts]"
    find: "Callable[[ReadClient, Mapping[str, Any], str], tuple[Trace, Facts]]"


def _invalidate(operator: "OperatorClient", arguments: Mapping[str, Any], token: str) -> Facts:
    from fpcache_ops.wire.management import SelectorBody

    selector = msgspec.convert(arguments["selector"], SelectorBody)
    done = operator.invalidate(selector, f"{arguments['why']} [{token}]")
    return {"invalidation": done.id, "withdrawn": done.count}


def _find_invalidation(
    reader: "ReadClient", _arguments: Mapping[str, Any], token: str
) -> tuple[Trace, Facts]:
    for one in reader.invalidations():
        if one.reason.endswith(f" [{token}]"):
            return Trace.MADE, {"invalidation": one.id}
    return Trace.NOT_MADE, {}


def _restore(operator: "OperatorClient", arguments: Mapping[str, Any], _token: str) -> Facts:
    done = operator.restore(arguments["invalidation"])
    return {"invalidation": done.id}


def _find_restored(
    reader: "ReadClient", arguments: Mapping[str, Any], _token: str
) -> tuple[Trace, Facts]:
    for one in reader.invalidations():
        if one.id == arguments["invalidation"]:
            return (Trace.MADE if one.revoked_at else Trace.NOT_MADE), {
                "revoked_at": one.revoked_at
            }
    return Trace.UNKNOWN, {"why": f"there is no invalidation {arguments['invalidation']}"}


def _make_off_file(_: "OperatorClient", arguments: Mapping[str, Any], _token: str) -> Facts:
    file = Path(arguments["off_file"])
    was_there = file.exists()
    try:
        # No content: an entry in a folder can often be made when the disk is full.
        os.close(os.open(file, os.O_WRONLY | os.O_CREAT, 0o644))
    except OSError as error:
        raise FpcacheError(
            f"{file} cannot be made ({error.strerror}), the cache is NOT off: make it as another "
            "user, or restart the service with FORCE_CACHE_CONTROLLER=false"
        ) from None
    return {"off_file": str(file), "was_there": was_there}


def _find_off_file(
    _: "ReadClient", arguments: Mapping[str, Any], _token: str
) -> tuple[Trace, Facts]:
    there = Path(arguments["off_file"]).exists()
    return (Trace.MADE if there else Trace.NOT_MADE), {"off_file": arguments["off_file"]}


def _remove_off_file(_: "OperatorClient", arguments: Mapping[str, Any], _token: str) -> Facts:
    file = Path(arguments["off_file"])
    try:
        file.unlink(missing_ok=True)
    except OSError as error:
        raise FpcacheError(
            f"{file} cannot be removed ({error.strerror}), the cache stays off"
        ) from None
    return {"removed": str(file)}


def _find_removed(
    _: "ReadClient", arguments: Mapping[str, Any], _token: str
) -> tuple[Trace, Facts]:
    there = Path(arguments["off_file"]).exists()
    return (Trace.NOT_MADE if there else Trace.MADE), {"off_file": arguments["off_file"]}


def _set_flag(_: "OperatorClient", arguments: Mapping[str, Any], token: str) -> Facts:
    from fpcache_ops import bootstrap, config

    tenant, wanted = arguments["tenant"], _setting(arguments["percentage"])
    with bootstrap.flag_settings(config.load(store=_store(arguments))) as flags:
        before = flags.settings(CACHING).get(tenant)
        flags.set(CACHING, tenant, wanted, who=token, at=bootstrap.now())
    return {"flag": CACHING, "before": in_words(before), "now": in_words(wanted)}


def _find_flag(_: "ReadClient", arguments: Mapping[str, Any], _token: str) -> tuple[Trace, Facts]:
    from fpcache_ops import bootstrap, config

    with bootstrap.flag_settings(config.load(store=_store(arguments))) as flags:
        now = flags.settings(CACHING).get(arguments["tenant"])
    same = now == _setting(arguments["percentage"])
    return (Trace.MADE if same else Trace.NOT_MADE), {"now": in_words(now)}


def _setting(percentage: int | None) -> FlagSetting | None:
    return None if percentage is None else FlagSetting(percentage)


def _store(arguments: Mapping[str, Any]) -> str:
    """The address of a store may hold a password, so a plan says where it is to be read."""
    store = str(arguments["store"])
    return read_secret(store) if store.startswith(("env:", "file:")) else store


def in_words(setting: FlagSetting | None) -> str:
    """A setting as ``fpcache flag set`` takes it."""
    if setting is None:
        return "unset"
    return {0: "off", 100: "on"}.get(setting.percentage, f"{setting.percentage}%")


def _create_key(operator: "OperatorClient", arguments: Mapping[str, Any], token: str) -> Facts:
    file = Path(arguments["file"])
    try:
        if file.exists() and file.stat().st_size:
            raise FpcacheError(f"{file} is there and not empty: name another new_key_file")
        # Before the key is made: what cannot be written would be lost.
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT, 0o600)
    except OSError as error:
        raise FpcacheError(f"{file} cannot be made ({error.strerror}): no key was made") from None
    with os.fdopen(descriptor, "w", encoding="utf-8") as out:
        os.fchmod(out.fileno(), 0o600)
        made = operator.create_key(
            [Scope(scope) for scope in arguments["scopes"]],
            label=f"{arguments['label']} [{token}]",
            days=arguments["days"],
        )
        out.write(made.key + "\n")
        out.flush()
        os.fsync(out.fileno())
    return {"key_id": made.note.id, "file": str(file), "ends": made.note.expires_at or "never"}


def _find_key(
    reader: "ReadClient", arguments: Mapping[str, Any], token: str
) -> tuple[Trace, Facts]:
    made = [one for one in reader.api_keys() if one.label.endswith(f" [{token}]")]
    if not made:
        return Trace.NOT_MADE, {}
    file = Path(arguments["file"])
    if file.exists() and file.stat().st_size:
        return Trace.MADE, {"key_id": made[0].id, "file": str(file)}
    why = f"key {made[0].id} was made and its text is lost: revoke it"
    return Trace.UNKNOWN, {"why": why}


def _revoke_key(operator: "OperatorClient", arguments: Mapping[str, Any], _token: str) -> Facts:
    done = operator.revoke_key(_key_id(operator, arguments))
    return {"key_id": done.id}


def _find_revoked(
    reader: "ReadClient", arguments: Mapping[str, Any], _token: str
) -> tuple[Trace, Facts]:
    wanted = _key_id(reader, arguments)
    states = {one.id: one.state for one in reader.api_keys()}
    gone = states.get(wanted) == "revoked"
    return (Trace.MADE if gone else Trace.NOT_MADE), {"key_id": wanted}


def _key_id(reader: "ReadClient", arguments: Mapping[str, Any]) -> str:
    """Of the key that is named, or that has this label."""
    if "key_id" in arguments:
        return str(arguments["key_id"])
    found = [one.id for one in reader.api_keys() if one.label == arguments["label"]]
    if len(found) != 1:
        raise FpcacheError(f"{len(found)} keys are labelled {arguments['label']!r}")
    return found[0]


KINDS: dict[str, Kind] = {
    "invalidate": Kind(_invalidate, _find_invalidation),
    "restore": Kind(_restore, _find_restored),
    "off_file": Kind(_make_off_file, _find_off_file),
    "no_off_file": Kind(_remove_off_file, _find_removed),
    "create_key": Kind(_create_key, _find_key),
    "revoke_key": Kind(_revoke_key, _find_revoked),
    "flag": Kind(_set_flag, _find_flag),
}
"""Every kind of change, by its name."""


def kind(name: str) -> Kind:
    """A kind of change by its name. Raises LookupError when there is none."""
    try:
        return KINDS[name]
    except KeyError:
        raise LookupError(f"no change of the kind {name!r} is known") from None
