"""The changes of a roll-out: a side started, requests shared out, instances started anew."""

import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from fpcache_ops.client import OperatorClient, ReadClient
from fpcache_ops.operations.changes import KINDS, Facts, Kind, Trace
from fpcache_ops.operations.rollout.deploying import Version
from fpcache_ops.operations.rollout.local import LocalDeployer

DEPLOY, ROUTE, RESTART, OFF_FILE_AWAY = "deploy", "route", "restart", "off_file_away"
"""The kinds of change."""

VARIABLE = "FORCE_CACHE_CONTROLLER"
Arguments = Mapping[str, Any]


def _deploy(_operator: OperatorClient, arguments: Arguments, _token: str) -> Facts:
    deployer = _deployer(arguments)
    began = time.monotonic()
    instance = deployer.start(arguments["side"], msgspec.convert(arguments["version"], Version))
    return {"url": instance.url, "healthy_after_s": round(time.monotonic() - began, 2)}


def _find_deployed(_reader: ReadClient, arguments: Arguments, _token: str) -> tuple[Trace, Facts]:
    running = _deployer(arguments).instances().get(arguments["side"])
    wanted = msgspec.convert(arguments["version"], Version)
    # Started again it is the same; so a side that may have died counts as not made.
    there = running is not None and running.version == wanted
    return (Trace.MADE if there else Trace.NOT_MADE), {}


def _route(_operator: OperatorClient, arguments: Arguments, _token: str) -> Facts:
    deployer = _deployer(arguments)
    began = time.monotonic()
    deployer.route(arguments["percent"])
    return {"switched_in_s": round(time.monotonic() - began, 3)}


def _find_routed(_reader: ReadClient, arguments: Arguments, _token: str) -> tuple[Trace, Facts]:
    percent = _deployer(arguments).routed()
    made = percent == arguments["percent"]
    return (Trace.MADE if made else Trace.NOT_MADE), {"green_percent": percent}


def _take_off_file_away(_operator: OperatorClient, arguments: Arguments, _token: str) -> Facts:
    file = Path(arguments["off_file"])
    file.unlink(missing_ok=True)
    return {"off_file": str(file)}


def _find_off_file_away(
    _reader: ReadClient, arguments: Arguments, _token: str
) -> tuple[Trace, Facts]:
    there = Path(arguments["off_file"]).exists()
    return (Trace.NOT_MADE if there else Trace.MADE), {}


def _restart(_operator: OperatorClient, arguments: Arguments, _token: str) -> Facts:
    """A variable is read when an instance starts: one after the other begins anew."""
    deployer = _deployer(arguments)
    for side, instance in deployer.instances().items():
        deployer.start(side, _with_variable(instance.version, off=arguments["off"]))
    # They have other addresses now.
    deployer.route(arguments["percent"])
    return {"instances": len(deployer.instances())}


def _find_restarted(_reader: ReadClient, arguments: Arguments, _token: str) -> tuple[Trace, Facts]:
    instances = _deployer(arguments).instances().values()
    made = all(
        one.version == _with_variable(one.version, off=arguments["off"]) for one in instances
    )
    return (Trace.MADE if made else Trace.NOT_MADE), {}


def _with_variable(version: Version, *, off: bool) -> Version:
    settings = {name: value for name, value in version.settings.items() if name != VARIABLE}
    return msgspec.structs.replace(
        version, settings={**settings, VARIABLE: "false"} if off else settings
    )


def _deployer(arguments: Arguments) -> LocalDeployer:
    return LocalDeployer(Path(arguments["deployment"]))


KINDS.update(
    {
        DEPLOY: Kind(_deploy, _find_deployed),
        ROUTE: Kind(_route, _find_routed),
        OFF_FILE_AWAY: Kind(_take_off_file_away, _find_off_file_away),
        RESTART: Kind(_restart, _find_restarted),
    }
)
