"""``POST /api/v1/vulnerabilities/validate``."""

import time

from starlette.responses import Response

from fpcache_ops.bootstrap import Assembly
from fpcache_ops.core.access import Scope
from fpcache_ops.core.validation import Request
from fpcache_ops.evidence.sources import SubmittedSources
from fpcache_ops.service.gate import Call, Handler
from fpcache_ops.service.telemetry import Telemetry
from fpcache_ops.wire import (
    CacheStats,
    InvalidRequest,
    declared_mismatches,
    encode,
    read_request,
    respond,
)

FINDINGS_LIMIT = 10_000


def validating(assembly: Assembly, telemetry: Telemetry) -> Handler:
    """The handler over an assembled cache."""

    async def validate(call: Call) -> Response:
        body = await call.body()
        return await call.blocking(_answer, assembly, telemetry, call, body)

    return validate


def _answer(assembly: Assembly, telemetry: Telemetry, call: Call, body: bytes) -> Response:
    began = time.perf_counter()
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
