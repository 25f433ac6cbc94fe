"""The ASGI application."""

import secrets
import time
from collections.abc import Awaitable, Callable

import anyio
import msgspec
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from fpcache_ops import __version__
from fpcache_ops.bootstrap import Assembly
from fpcache_ops.client import VALIDATE_PATH
from fpcache_ops.core.validation import Request as ValidationRequest
from fpcache_ops.errors import StoreUnusable
from fpcache_ops.evidence.sources import SubmittedSources
from fpcache_ops.service.auth import Authenticator, Caller, key_of
from fpcache_ops.service.problems import problem, unauthorized
from fpcache_ops.wire import (
    CacheStats,
    InvalidRequest,
    declared_mismatches,
    encode,
    read_request,
    respond,
)

BODY_LIMIT = 64 * 1024 * 1024
FINDINGS_LIMIT = 10_000
_CONCURRENT_REQUESTS = 16

Handler = Callable[[Request, Caller, str], Awaitable[Response]]


class _TooLarge(Exception):
    pass


def create_app(assembly: Assembly, authenticator: Authenticator) -> Starlette:
    """The service over an assembled cache."""
    limiter = anyio.CapacityLimiter(_CONCURRENT_REQUESTS)

    async def validate(request: Request, caller: Caller, request_id: str) -> Response:
        started = time.perf_counter()
        try:
            body = await _body(request)
        except _TooLarge:
            return problem(413, "Content too large", "a body has at most 64 MB", request_id)
        try:
            return await anyio.to_thread.run_sync(
                _answer, assembly, body, caller, request_id, started, limiter=limiter
            )
        except InvalidRequest as error:
            return problem(400, "Invalid request format", str(error), request_id)

    async def health(_request: Request) -> Response:
        return await anyio.to_thread.run_sync(_health, assembly)

    return Starlette(
        routes=[
            Route(VALIDATE_PATH, _guarded(validate, authenticator), methods=["POST"]),
            Route("/api/v1/ast/validate", _guarded(validate, authenticator), methods=["POST"]),
            Route("/health", health, methods=["GET"]),
        ],
        exception_handlers={HTTPException: _refused, Exception: _failed},
    )


def _guarded(
    handler: Handler, authenticator: Authenticator
) -> Callable[[Request], Awaitable[Response]]:
    """A route that wants a key."""

    async def guarded(request: Request) -> Response:
        request_id = secrets.token_hex(8)
        key = key_of(request)
        if key is None:
            return unauthorized(
                "AUTH_REQUIRED",
                "An API key is required: send x-api-key or Authorization: Bearer",
                request_id,
            )
        caller = authenticator.caller(key)
        if caller is None:
            return unauthorized("INVALID_API_KEY", "The API key is not valid", request_id)
        return await handler(request, caller, request_id)

    return guarded


async def _body(request: Request) -> bytes:
    declared = request.headers.get("content-length", "")
    if declared.isdigit() and int(declared) > BODY_LIMIT:
        raise _TooLarge
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > BODY_LIMIT:
            raise _TooLarge
    return bytes(body)


def _answer(
    assembly: Assembly, body: bytes, caller: Caller, request_id: str, started: float
) -> Response:
    asked = read_request(body, caller.tenant)
    if len(asked.submitted) > FINDINGS_LIMIT:
        raise InvalidRequest(f"a request has at most {FINDINGS_LIMIT} vulnerabilities")
    report = assembly.validation.run(
        ValidationRequest(
            tenant=caller.tenant,
            repository=asked.repository,
            findings=[one.finding for one in asked.submitted],
            sources=SubmittedSources(asked.files),
            may_store=caller.may_store,
            request_id=request_id,
        )
    )
    response = respond(report, [one.id for one in asked.submitted], declared_mismatches(asked))
    took = 1000 * (time.perf_counter() - started)
    return Response(
        encode(response),
        media_type="application/json",
        headers={
            "cache-status": _summary(response.cache_stats),
            "server-timing": f"total;dur={took:.1f}",
            "x-request-id": request_id,
        },
    )


def _summary(stats: CacheStats) -> str:
    """RFC 9211, for the request as a whole; each finding's outcome is in the body."""
    asked = stats.cache_hits + stats.cache_misses
    word = "hit" if asked and stats.cache_hits == asked else "fwd=miss"
    return f'fpcache; {word}; detail="{stats.cache_hits} hits of {asked} asked"'


def _health(assembly: Assembly) -> Response:
    try:
        assembly.store.invalidations("")
        database = "ok"
    except StoreUnusable as trouble:
        database = str(trouble)
    body = {
        "status": "ok" if database == "ok" else "degraded",
        "database": database,
        "cache": "on" if assembly.switch.state("").on else "off",
        "version": __version__,
    }
    return Response(msgspec.json.encode(body), media_type="application/json")


async def _refused(_request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    request_id = secrets.token_hex(8)
    if error.status_code in (404, 405):
        return problem(error.status_code, error.detail, error.detail, request_id)
    return problem(400, "Invalid request format", error.detail, request_id)


async def _failed(_request: Request, _error: Exception) -> Response:
    return problem(500, "Internal error", "see the service's log", secrets.token_hex(8))
