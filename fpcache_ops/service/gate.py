"""The gate: what every request goes through, whatever it asks."""

import secrets
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, ParamSpec, TypeVar

import anyio
import msgspec
from starlette.requests import Request
from starlette.responses import Response

from fpcache_ops.core.access import Scope
from fpcache_ops.errors import StoreUnusable, UnusableInput
from fpcache_ops.service.auth import Authenticator, Caller, key_of
from fpcache_ops.service.bodies import read_body
from fpcache_ops.service.problems import Problem, invalid, unauthorized, unavailable
from fpcache_ops.wire import InvalidRequest

_T = TypeVar("_T")
_P = ParamSpec("_P")


@dataclass(frozen=True, slots=True)
class Limits:
    """What a request may take. Seconds; ``body_idle`` between two pieces of a body."""

    concurrent_requests: int = 16
    body_idle: float = 1.5
    body_whole: float = 60.0
    answer: float = 115.0


@dataclass(slots=True)
class Call:
    """One request by an authenticated caller."""

    request: Request
    caller: Caller
    id: str
    started: float
    limits: Limits
    limiter: anyio.CapacityLimiter

    async def body(self) -> bytes:
        """The body. Raises Problem."""
        return await read_body(
            self.request,
            idle_seconds=self.limits.body_idle,
            seconds=self.limits.body_whole,
        )

    async def blocking(self, work: Callable[_P, _T], *args: _P.args, **named: _P.kwargs) -> _T:
        """Do what takes a while, in a thread; it is not waited for longer than the limit.

        Raises:
            Problem: it took too long.
        """
        try:
            with anyio.fail_after(self.limits.answer):
                return await anyio.to_thread.run_sync(
                    lambda: work(*args, **named), limiter=self.limiter, abandon_on_cancel=True
                )
        except TimeoutError:
            raise unavailable("there was no answer in time: try again") from None

    def query(self, name: str, *, needed: bool = False) -> str | None:
        """One parameter of the address. Raises Problem if it is given twice, or lacking."""
        given = self.request.query_params.getlist(name)
        if len(given) > 1:
            raise invalid(f"the parameter {name!r} is given {len(given)} times")
        if not given or not given[0]:
            if needed:
                raise invalid(f"the parameter {name!r} is needed")
            return None
        return given[0]


Handler = Callable[[Call], Awaitable[Response]]
Endpoint = Callable[[Request], Awaitable[Response]]


@dataclass(frozen=True)
class Gate:
    """Lets callers in: their key, its scope, their share; and puts every error into words."""

    authenticator: Authenticator
    limits: Limits = field(default_factory=Limits)
    limiter: anyio.CapacityLimiter = field(init=False)

    def __post_init__(self) -> None:
        limiter = anyio.CapacityLimiter(self.limits.concurrent_requests)
        object.__setattr__(self, "limiter", limiter)

    def guarded(self, handler: Handler, scope: Scope) -> Endpoint:
        """An endpoint for callers whose key has the scope."""

        async def endpoint(request: Request) -> Response:
            started, request_id = time.perf_counter(), secrets.token_hex(8)
            try:
                caller = await self._caller(request)
                if not caller.may(scope):
                    raise forbidden(f"this key lacks the scope {scope.value!r}")
                call = Call(request, caller, request_id, started, self.limits, self.limiter)
                response = await handler(call)
            except Exception as error:  # noqa: BLE001  every error becomes a document
                response = problem_of(error).response(request_id)
            response.headers["x-request-id"] = request_id
            return response

        return endpoint

    async def _caller(self, request: Request) -> Caller:
        key = key_of(request)
        if key is None:
            raise unauthorized(
                "AUTH_REQUIRED",
                "An API key is required: send x-api-key or Authorization: Bearer",
            )
        caller = self.authenticator.recent(key)
        if caller is None:
            caller = await anyio.to_thread.run_sync(
                self.authenticator.caller, key, limiter=self.limiter
            )
        if caller is None:
            raise unauthorized("INVALID_API_KEY", "The API key is not valid")
        return caller


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
