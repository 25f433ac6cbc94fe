"""``POST /api/v1/vulnerabilities/validate``."""

import time

from starlette.responses import Response

from fpcache_ops.bootstrap import Assembly
from fpcache_ops.core.access import Scope
from fpcache_ops.core.validation import Request
from fpcache_ops.evidence.sources import SubmittedSources
from fpcache_ops.service.gate import Call, Handler
from fpcache_ops.wire import (
    CacheStats,
    InvalidRequest,
    declared_mismatches,
    encode,
    read_request,
    respond,
)

FINDINGS_LIMIT = 10_000


def validating(assembly: Assembly) -> Handler:
    """The handler over an assembled cache."""

    async def validate(call: Call) -> Response:
        body = await call.body()
        return await call.blocking(_answer, assembly, call, body)

    return validate


def _answer(assembly: Assembly, call: Call, body: bytes) -> Response:
    asked = read_request(body, call.caller.tenant)
    if len(asked.submitted) > FINDINGS_LIMIT:
        raise InvalidRequest(f"a request has at most {FINDINGS_LIMIT} vulnerabilities")
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
    response = respond(report, [one.id for one in asked.submitted], declared_mismatches(asked))
    took = 1000 * (time.perf_counter() - call.started)
    return Response(
        encode(response),
        media_type="application/json",
        headers={
            "cache-status": _summary(response.cache_stats),
            "server-timing": f"total;dur={took:.1f}",
        },
    )


def _summary(stats: CacheStats) -> str:
    """RFC 9211, for the request as a whole; each finding's outcome is in the body."""
    asked = stats.cache_hits + stats.cache_misses
    word = "hit" if asked and stats.cache_hits == asked else "fwd=miss"
    return f'fpcache; {word}; detail="{stats.cache_hits} hits of {asked} asked"'
