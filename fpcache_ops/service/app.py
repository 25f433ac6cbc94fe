"""The ASGI application."""

import secrets

import anyio
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from fpcache_ops import __version__
from fpcache_ops.bootstrap import Assembly, SystemClock
from fpcache_ops.core.access import Scope
from fpcache_ops.errors import StoreUnusable
from fpcache_ops.service.auth import Authenticator
from fpcache_ops.service.bodies import BODY_LIMIT
from fpcache_ops.service.gate import Gate, Limits, answered
from fpcache_ops.service.management import ManagementHandlers
from fpcache_ops.service.phases import PhaseHandlers
from fpcache_ops.service.problems import INVALID_REQUEST, Problem
from fpcache_ops.service.validating import FINDINGS_LIMIT, validating
from fpcache_ops.wire import addresses

__all__ = ["BODY_LIMIT", "FINDINGS_LIMIT", "create_app"]


def create_app(
    assembly: Assembly,
    authenticator: Authenticator,
    limits: Limits = Limits(),  # noqa: B008
) -> Starlette:
    """The service over an assembled cache."""
    gate, clock = Gate(authenticator, limits), SystemClock()
    validate = gate.guarded(validating(assembly), Scope.VALIDATE)
    phases = PhaseHandlers(assembly.phases, clock)
    manage = ManagementHandlers(assembly, clock, assembly.log.folder)
    resource = addresses.PHASE_DATA + "/{owner}/{name}/{issue_number}"

    async def health(_request: Request) -> Response:
        return await anyio.to_thread.run_sync(_health, assembly)

    guarded = [
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
    return Starlette(
        routes=[
            Route(addresses.VALIDATE, validate, methods=["POST"]),
            Route(addresses.VALIDATE_ALIAS, validate, methods=["POST"]),
            Route(addresses.HEALTH, health, methods=["GET"]),
            *(
                Route(path, gate.guarded(handler, scope), methods=[method])
                for path, method, handler, scope in guarded
            ),
        ],
        exception_handlers={HTTPException: _refused, Exception: _failed},
    )


def _health(assembly: Assembly) -> Response:
    try:
        assembly.store.invalidations("")
        database = "ok"
    except StoreUnusable as trouble:
        database = str(trouble)
    return answered(
        {
            "status": "ok" if database == "ok" else "degraded",
            "database": database,
            "cache": "on" if assembly.switch.state("").on else "off",
            "version": __version__,
        }
    )


async def _refused(_request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    status = error.status_code
    text = error.detail if status in (404, 405) else INVALID_REQUEST
    headers = error.headers
    return Problem(status, text, error.detail, headers).response(secrets.token_hex(8))


async def _failed(_request: Request, _error: Exception) -> Response:
    problem = Problem(500, "Internal error", "see the service's log")
    return problem.response(secrets.token_hex(8))
