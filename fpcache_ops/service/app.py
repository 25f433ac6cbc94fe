"""The ASGI application."""

import asyncio
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from fpcache_ops.bootstrap import Assembly, SystemClock
from fpcache_ops.core.access import Scope
from fpcache_ops.errors import StoreUnusable
from fpcache_ops.service.auth import Authenticator
from fpcache_ops.service.bodies import BODY_LIMIT
from fpcache_ops.service.docs import docs_handler
from fpcache_ops.service.drain import Drain
from fpcache_ops.service.gate import Endpoint, Gate, Limits
from fpcache_ops.service.logs import Log, Quiet
from fpcache_ops.service.management import ManagementHandlers
from fpcache_ops.service.openapi import description_handler
from fpcache_ops.service.phases import PhaseHandlers
from fpcache_ops.service.problems import INVALID_REQUEST, Problem
from fpcache_ops.service.quota import Quota
from fpcache_ops.service.status import MetricsHere, StatusHandlers
from fpcache_ops.service.telemetry import Telemetry
from fpcache_ops.service.validating import FINDINGS_LIMIT, validating
from fpcache_ops.stores.health import held
from fpcache_ops.wire import addresses

__all__ = ["BODY_LIMIT", "FINDINGS_LIMIT", "Options", "create_app"]

_LOOKING_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Options:
    """How the service behaves apart from what it answers.

    ``detailed_health``: ``/health``, which wants no key, says what is wrong with the store.
    """

    limits: Limits = field(default_factory=Limits)
    quota: Quota | None = None
    drain: Drain = field(default_factory=Drain)
    log: Log = field(default_factory=Quiet)
    log_payloads: bool = False
    metrics_here: MetricsHere = lambda request: True
    detailed_health: bool = True


def create_app(
    assembly: Assembly, authenticator: Authenticator, options: Options | None = None
) -> Starlette:
    """The service over an assembled cache."""
    options = options or Options()
    clock = SystemClock()
    telemetry = Telemetry(lambda: held(assembly.database) if assembly.database else None)
    gate = Gate(
        authenticator,
        telemetry,
        limits=options.limits,
        quota=options.quota or Quota(),
        drain=options.drain,
        log=options.log,
        log_payloads=options.log_payloads,
    )
    phases = PhaseHandlers(assembly.phases, clock)
    manage = ManagementHandlers(assembly, telemetry, clock, assembly.log.folder)
    status = StatusHandlers(
        assembly,
        telemetry,
        options.drain,
        options.metrics_here,
        detailed=options.detailed_health,
    )
    validate = validating(assembly, telemetry)
    resource = addresses.PHASE_DATA + "/{owner}/{name}/{issue_number}"
    guarded = [
        (addresses.VALIDATE, "POST", validate, Scope.VALIDATE),
        (addresses.VALIDATE_ALIAS, "POST", validate, Scope.VALIDATE),
        (addresses.PHASES_STORE, "POST", phases.store, Scope.STORE),
        (addresses.PHASES_RETRIEVE, "GET", phases.retrieve, Scope.READ),
        (addresses.PHASE_DATA, "POST", phases.store, Scope.STORE),
        (resource, "GET", phases.retrieve_resource, Scope.READ),
        (resource, "DELETE", phases.delete_resource, Scope.STORE),
        (addresses.INVALIDATIONS, "POST", manage.invalidate, Scope.INVALIDATE),
        (addresses.INVALIDATIONS, "GET", manage.invalidations, Scope.READ),
        (addresses.INVALIDATIONS + "/{id}", "DELETE", manage.restore, Scope.INVALIDATE),
        (addresses.ENTRIES, "GET", manage.entries, Scope.READ),
        (addresses.STATS, "GET", manage.stats, Scope.READ),
        (addresses.EXPLAIN, "GET", manage.explain, Scope.READ),
        (addresses.SAVINGS, "GET", manage.savings, Scope.READ),
        (addresses.KEYS, "GET", manage.keys, Scope.ADMIN),
        (addresses.KEYS, "POST", manage.create_key, Scope.ADMIN),
        (addresses.KEYS + "/{id}", "DELETE", manage.revoke_key, Scope.ADMIN),
    ]
    open_to_all = [
        (addresses.HEALTH, status.health),
        (addresses.READY, status.ready),
        (addresses.METRICS, status.metrics),
        (addresses.OPENAPI, description_handler()),
        (addresses.DOCS, docs_handler()),
    ]

    async def refused(_request: Request, error: Exception) -> Response:
        """An address or a method that there is not."""
        assert isinstance(error, HTTPException)
        text = error.detail if error.status_code in (404, 405) else INVALID_REQUEST
        problem = Problem(error.status_code, text, error.detail, error.headers)
        telemetry.request("other", error.status_code, 0.0)
        return problem.response(secrets.token_hex(8))

    endpoints: dict[str, dict[str, Endpoint]] = {}
    for path, method, handler, scope in guarded:
        endpoints.setdefault(path, {})[method] = gate.guarded(path, handler, scope)
    for path, open_handler in open_to_all:
        endpoints.setdefault(path, {})["GET"] = gate.open(path, open_handler)
    app = Starlette(
        # One route for each address: so a method that it has not is told which ones it has.
        routes=[Route(path, _by_method(of), methods=list(of)) for path, of in endpoints.items()],
        exception_handlers={HTTPException: refused, Exception: _failed},
    )
    app.state.gate = gate
    app.state.look_around = lambda: _look_around(assembly, telemetry)
    return app


def _by_method(endpoints: Mapping[str, Endpoint]) -> Endpoint:
    if len(endpoints) == 1:
        return next(iter(endpoints.values()))

    async def endpoint(request: Request) -> Response:
        return await endpoints["GET" if request.method == "HEAD" else request.method](request)

    return endpoint


async def looking_around(app: Starlette) -> None:
    """Measure, every second, what is not counted; until cancelled."""
    while True:
        # In a thread: it asks the database what the flag is.
        await asyncio.to_thread(app.state.look_around)
        await asyncio.sleep(_LOOKING_SECONDS)


def _look_around(assembly: Assembly, telemetry: Telemetry) -> None:
    database = assembly.database
    try:
        used = database.in_use() if database is not None else (0, 0)
    except StoreUnusable:
        used = (0, 0)
    telemetry.look_around(
        dropped=assembly.log.dropped,
        connections=used,
        breaker_open=assembly.breaker_open(),
        switch_on=assembly.switch.state("").on,
    )


async def _failed(_request: Request, _error: Exception) -> Response:
    problem = Problem(500, "Internal error", "see the service's log")
    return problem.response(secrets.token_hex(8))
