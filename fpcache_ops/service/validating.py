"""``POST /api/v1/vulnerabilities/validate``."""

import time

from starlette.responses import Response

from fpcache_ops.bootstrap import Assembly
from fpcache_ops.core.access import Scope
from fpcache_ops.core.validation import Request
from fpcache_ops.core.waiting import WouldWait, hurried
from fpcache_ops.evidence.sources import SubmittedSources
from fpcache_ops.service.gate import Call, Handler
from fpcache_ops.service.telemetry import Telemetry
from fpcache_ops.wire import (
    CacheStats,
    InvalidRequest,
    ValidateRequest,
    declared_mismatches,
    encode,
    read_request,
    respond,
)

FINDINGS_LIMIT = 10_000

_SMALL = 32 * 1024
"""Bytes of a body: some hundred findings, which take some ten milliseconds."""

_QUICK_SECONDS = 0.05
_SHARE = 20
"""What is not quick takes a twentieth of the event loop's time at most."""


def validating(assembly: Assembly, telemetry: Telemetry) -> Handler:
    """The handler over an assembled cache."""

    database = assembly.database
    loop = EventLoop(assembly.reading.apart and database is not None and database.at_once)

    async def validate(call: Call) -> Response:
        body = await call.body()
        began = time.perf_counter()
        if not loop.takes(body, began):
            return await call.blocking(
                lambda: _answer(assembly, telemetry, call, _read(body, call), began)
            )
        asked = _read(body, call)
        try:
            with hurried():
                return _answer(assembly, telemetry, call, asked, began)
        except WouldWait:
            pass
        finally:
            loop.took(began, time.perf_counter())
        return await call.blocking(_answer, assembly, telemetry, call, asked, began)

    return validate


class EventLoop:
    """Which requests are tried on the event loop: what the cache answers at once costs less there
    than to be handed to a thread and back. What would wait is handed over all the same.
    """

    def __init__(self, is_open: bool) -> None:
        """``is_open``: nothing that is done on it reads a stranger's code, and what the store says
        may be at hand.
        """
        self._is_open = is_open
        self._not_before = 0.0

    def takes(self, body: bytes, now: float) -> bool:
        """Whether to try: what is small, while the last one was quick."""
        return self._is_open and len(body) <= _SMALL and now >= self._not_before

    def took(self, began: float, ended: float) -> None:
        """A machine, or a disk, on which it takes long is left to threads for a while."""
        if ended - began > _QUICK_SECONDS:
            self._not_before = ended + _SHARE * (ended - began)


def _read(body: bytes, call: Call) -> ValidateRequest:
    asked = read_request(body, call.caller.tenant)
    if len(asked.submitted) > FINDINGS_LIMIT:
        raise InvalidRequest(f"a request has at most {FINDINGS_LIMIT} vulnerabilities")
    return asked


def _answer(
    assembly: Assembly, telemetry: Telemetry, call: Call, asked: ValidateRequest, began: float
) -> Response:
    report = assembly.validation.run(
        Request(
            tenant=call.caller.tenant,
            repository=asked.repository,
            findings=[one.finding for one in asked.submitted],
            sources=SubmittedSources(asked.files),
            may_store=call.caller.may(Scope.STORE),
            request_id=call.id,
        )
    )
    telemetry.answered(report)
    response = respond(report, [one.id for one in asked.submitted], declared_mismatches(asked))
    stats = response.cache_stats
    call.told |= {
        "findings": stats.total_requests,
        "hits": stats.cache_hits,
        "misses": stats.cache_misses,
        "real": response.stats.validated,
    }
    encoded = encode(response)
    ended = time.perf_counter()
    validation = sum(answer.validation_seconds for answer in report.answers)
    timing = (
        f"total;dur={1000 * (ended - call.started):.1f}, "
        f"read;dur={1000 * (began - call.started):.1f}, "
        f"validation;dur={1000 * validation:.1f}"
    )
    return Response(
        encoded,
        media_type="application/json",
        headers={
            "cache-status": _summary(stats),
            "server-timing": timing,
        },
    )


def _summary(stats: CacheStats) -> str:
    """RFC 9211, for the request as a whole; each finding's outcome is in the body."""
    asked = stats.cache_hits + stats.cache_misses
    word = "hit" if asked and stats.cache_hits == asked else "fwd=miss"
    return f'fpcache; {word}; detail="{stats.cache_hits} hits of {asked} asked"'
