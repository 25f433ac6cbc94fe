"""The gate: what every request goes through, whatever it asks."""

import secrets
import time
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any, ParamSpec, TypeVar

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from fpcache_ops.core.access import Scope
from fpcache_ops.errors import StoreUnusable, UnusableInput
from fpcache_ops.service.auth import Authenticator, Caller, key_of
from fpcache_ops.service.bodies import Room, read_body
from fpcache_ops.service.drain import Drain
from fpcache_ops.service.lanes import Lanes
from fpcache_ops.service.logs import Log, Quiet, where
from fpcache_ops.service.problems import Problem, invalid, unauthorized, unavailable
from fpcache_ops.service.quota import Quota
from fpcache_ops.service.telemetry import Telemetry
from fpcache_ops.wire import InvalidRequest

_T = TypeVar("_T")
_P = ParamSpec("_P")
_PAYLOAD_SHOWN = 10_000
_IDS = 256


@dataclass(frozen=True, slots=True)
class Limits:
    """What requests may take. Seconds; ``body_idle`` is between two pieces of a body.

    ``requests_per_minute`` is the share of a tenant that has none of its own, ``None`` for any
    number.
    """

    fast_requests: int = 16
    all_requests: int = 256
    body_bytes_at_once: int = 128 * 1024 * 1024
    body_idle: float = 1.5
    body_whole: float = 60.0
    answer: float = 115.0
    requests_per_minute: int | None = None


@dataclass(slots=True)
class Call:
    """One request by an authenticated caller."""

    request: Request
    caller: Caller
    id: str
    started: float
    gate: "Gate"
    room_taken: int = 0
    told: dict[str, Any] = field(default_factory=dict)
    """What the log line says beside the usual."""

    async def body(self) -> bytes:
        """The body. Raises Problem."""
        limits = self.gate.limits
        body, self.room_taken = await read_body(
            self.request, self.gate.room, idle_seconds=limits.body_idle, seconds=limits.body_whole
        )
        if self.gate.log_payloads:
            shown = body[:_PAYLOAD_SHOWN].decode("utf-8", "backslashreplace")
            self.gate.log.info("payload", request_id=self.id, body=shown, bytes=len(body))
        return body

    async def blocking(self, work: Callable[_P, _T], *args: _P.args, **named: _P.kwargs) -> _T:
        """Do what takes a while, in a thread. Raises Problem when that takes too long."""
        return await self.gate.lanes.run(partial(work, *args, **named))

    def query(self, name: str, *, may_be_empty: bool = False) -> str | None:
        """One parameter of the address, ``None`` if it is not given.

        Raises:
            Problem: it is given twice, or empty: a filter that selects everything by mistake.
        """
        given = self.request.query_params.getlist(name)
        if len(given) > 1:
            raise invalid(f"the parameter {name!r} is given {len(given)} times")
        if given and not given[0] and not may_be_empty:
            raise invalid(f"the parameter {name!r} is empty")
        return given[0] if given else None


Handler = Callable[[Call], Awaitable[Response]]
OpenHandler = Callable[[Request], Awaitable[Response]]
Endpoint = Callable[[Request], Awaitable[Response]]


class Gate:
    """Lets callers in: their key, its scope, their share; and puts every error into words."""

    def __init__(
        self,
        authenticator: Authenticator,
        telemetry: Telemetry,
        *,
        limits: Limits,
        quota: Quota,
        drain: Drain,
        log: Log | None = None,
        log_payloads: bool = False,
    ) -> None:
        self.limits = limits
        self.log: Log = log or Quiet()
        self.log_payloads = log_payloads
        self.lanes = Lanes(
            fast=limits.fast_requests, threads=limits.all_requests, seconds=limits.answer
        )
        self.room = Room(limits.body_bytes_at_once)
        self.drain = drain
        self._authenticator = authenticator
        self._telemetry = telemetry
        self._quota = quota
        # Who is asking is found out beside everything else: it takes one quick query.
        self._asking = Lanes(fast=8, threads=64, seconds=10.0)
        self._ids = request_ids()

    def guarded(self, name: str, handler: Handler, scope: Scope) -> Endpoint:
        """An endpoint for callers whose key has the scope; ``name`` is its address's pattern."""

        async def endpoint(request: Request) -> Response:
            started, request_id = time.perf_counter(), next(self._ids)
            call: Call | None = None
            try:
                if self.drain.over:
                    raise unavailable("this process is being stopped: try again")
                caller = await self._caller(request)
                call = Call(request, caller, request_id, started, self)
                if not caller.may(scope):
                    raise forbidden(f"this key lacks the scope {scope.value!r}")
                self._share(caller)
                response = await handler(call)
            except Exception as error:  # noqa: BLE001  every error becomes a document
                response = self._answer_to(error, request_id)
            finally:
                if call is not None and call.room_taken:
                    self.room.leave(call.room_taken)
            self._finish(request, response, name, request_id, started, call)
            return response

        return endpoint

    def open(self, name: str, handler: OpenHandler) -> Endpoint:
        """An endpoint that wants no key."""

        async def endpoint(request: Request) -> Response:
            started, request_id = time.perf_counter(), next(self._ids)
            try:
                response = await handler(request)
            except Exception as error:  # noqa: BLE001  every error becomes a document
                response = self._answer_to(error, request_id)
            self._finish(request, response, name, request_id, started, None)
            return response

        return endpoint

    def close(self) -> None:
        """Let nobody in any more."""
        self.lanes.close()
        self._asking.close()

    async def _caller(self, request: Request) -> Caller:
        key = key_of(request)
        if key is None:
            raise unauthorized(
                "AUTH_REQUIRED",
                "An API key is required: send x-api-key or Authorization: Bearer",
            )
        caller = self._authenticator.recent(key)
        if caller is None:
            caller = await self._asking.run(partial(self._authenticator.caller, key))
        if caller is None:
            raise unauthorized("INVALID_API_KEY", "The API key is not valid")
        return caller

    def _share(self, caller: Caller) -> None:
        share = caller.requests_per_minute or self.limits.requests_per_minute
        if share is None:
            return
        wait = self._quota.wait(caller.tenant, share, time.monotonic())
        if wait > 0:
            detail = f"the tenant's share is {share} requests a minute"
            headers = {"retry-after": str(int(wait) + 1)}
            raise Problem(429, "Too many requests", detail, headers)

    def _answer_to(self, error: Exception, request_id: str) -> Response:
        problem = problem_of(error)
        if not isinstance(error, Problem | InvalidRequest | UnusableInput):
            self.log.error(
                "a request failed",
                request_id=request_id,
                error=type(error).__name__,
                # Ours names the store and what to do; others may quote what was sent.
                why=str(error) if isinstance(error, StoreUnusable) else None,
                where=where(error),
            )
        return problem.response(request_id)

    def _finish(
        self,
        request: Request,
        response: Response,
        name: str,
        request_id: str,
        started: float,
        call: Call | None,
    ) -> None:
        seconds = time.perf_counter() - started
        response.headers["x-request-id"] = request_id
        if "server-timing" not in response.headers:
            response.headers["server-timing"] = f"total;dur={1000 * seconds:.1f}"
        if self.drain.begun:
            response.headers["connection"] = "close"
        self._telemetry.request(name, response.status_code, seconds)
        told: dict[str, Any] = {
            "request_id": request_id,
            "method": request.method,
            "endpoint": name,
            "status": response.status_code,
            "ms": round(1000 * seconds, 2),
        }
        if call is None:
            # Probes and scrapes, every few seconds; and whoever has no key.
            quiet = response.status_code < 400
            (self.log.debug if quiet else self.log.info)("request", **told)
        else:
            told |= {"tenant": call.caller.tenant, "key": call.caller.key_id, **call.told}
            self.log.info("request", **told)


def request_ids() -> Iterator[str]:
    """Names of requests that nobody else gives; randomness is fetched for many at a time."""
    while True:
        many = secrets.token_hex(8 * _IDS)
        yield from (many[at : at + 16] for at in range(0, len(many), 16))


def problem_of(error: Exception) -> Problem:
    """Any error as what the client is told; what went wrong inside stays inside."""
    match error:
        case Problem():
            return error
        case InvalidRequest() | UnusableInput():
            return invalid(str(error))
        case StoreUnusable():
            return unavailable("the store cannot be used now; see /health")
        case _:
            return Problem(500, "Internal error", "see the service's log")


def forbidden(detail: str) -> Problem:
    """403: the caller is known, and may not."""
    return Problem(403, f"Forbidden: {detail}", detail)


def answered(body: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """A JSON answer."""
    return Response(
        msgspec.json.encode(body),
        status_code=status,
        media_type="application/json",
        headers=dict(headers) if headers else None,
    )
