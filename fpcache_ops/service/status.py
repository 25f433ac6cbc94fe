"""How the service is: ``/health``, ``/ready``, ``/metrics``; none of them wants a key."""

from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import Response

from fpcache_ops import __version__
from fpcache_ops.bootstrap import Assembly
from fpcache_ops.errors import StoreUnusable
from fpcache_ops.service.drain import Drain
from fpcache_ops.service.gate import answered
from fpcache_ops.service.lanes import Lanes
from fpcache_ops.service.problems import Problem
from fpcache_ops.service.telemetry import Telemetry
from fpcache_ops.wire.requests import Health

_EXPOSITION = "text/plain; version=0.0.4; charset=utf-8"

MetricsHere = Callable[[Request], bool]
"""Whether a request came to where the metrics are."""


class StatusHandlers:
    """Handlers over an assembled cache. ``detailed``: strangers may read what is wrong."""

    def __init__(
        self,
        assembly: Assembly,
        telemetry: Telemetry,
        drain: Drain,
        metrics_here: MetricsHere,
        *,
        detailed: bool,
    ) -> None:
        self._assembly = assembly
        self._telemetry = telemetry
        self._drain = drain
        self._metrics_here = metrics_here
        self._detailed = detailed
        # Probes get their answers whatever requests are doing.
        self._lanes = Lanes(fast=2, threads=8, seconds=10.0)

    async def health(self, _request: Request) -> Response:
        """Status, database, cache, version; 200 while the process can answer at all."""
        return answered(await self._lanes.run(self._health))

    async def ready(self, _request: Request) -> Response:
        """200 if requests should be sent here; 503 while draining, without a database, or while
        code cannot be read.
        """
        if self._drain.begun:
            raise _not_ready("draining")
        if await self._lanes.run(self._trouble):
            raise _not_ready("the database cannot be used")
        if why := await self._lanes.run(self._reading_trouble):
            raise _not_ready(f"code cannot be read: {why}")
        return answered({"status": "ready"})

    async def metrics(self, request: Request) -> Response:
        """The numbers of all processes; on the port for metrics only."""
        if not self._metrics_here(request):
            raise Problem(404, "Not Found", "metrics are on a port of their own")
        body = await self._lanes.run(self._telemetry.exposition)
        return Response(body, media_type=_EXPOSITION)

    def _health(self) -> Health:
        trouble = self._trouble()
        return Health(
            status="degraded" if trouble or self._reading_trouble() else "ok",
            database=(trouble if self._detailed else "unusable") if trouble else "ok",
            cache="on" if self._assembly.switch.state("").on else "off",
            version=__version__,
        )

    def _trouble(self) -> str | None:
        try:
            self._assembly.store.invalidations("")
        except StoreUnusable as trouble:
            return str(trouble)
        return None

    def _reading_trouble(self) -> str | None:
        return self._assembly.reading.trouble()


def _not_ready(why: str) -> Problem:
    return Problem(503, "Service unavailable", why, {"retry-after": "5"})
