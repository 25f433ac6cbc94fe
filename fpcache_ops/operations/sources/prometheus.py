"""What Prometheus knows of the service: counted over a window, of all instances together."""

import re
from functools import cached_property
from typing import Any

import httpx
import msgspec

from fpcache_ops.errors import ServiceUnusable, UnusableInput
from fpcache_ops.operations.sources.exposition import Exposition, Labels
from fpcache_ops.operations.sources.observation import Figure, Observation
from fpcache_ops.wire.metrics import METRICS, Metric

_SECONDS = 15.0
_MATCHERS = re.compile(r'[a-z_]+(=~|!~|!=|=)"[^"\\]*"(,[a-z_]+(=~|!~|!=|=)"[^"\\]*")*')


class Prometheus:
    """A Prometheus server, asked about the last ``seconds``; ``only`` are label matchers, such as
    ``environment="production"``.
    """

    name = "Prometheus"

    def __init__(
        self, address: str, *, seconds: float = 300.0, only: str = "", at: float | None = None
    ) -> None:
        if only and not _MATCHERS.fullmatch(only):
            raise UnusableInput(
                f'{only!r} is no selection of labels: write environment="production"'
            )
        self._address = address.rstrip("/")
        self._window = f"{max(1, round(seconds))}s"
        self._only = only
        self._at = at

    def ask(self) -> None:
        """Ask for everything, once.

        Raises:
            ServiceUnusable: it does not answer as a Prometheus does.
        """
        self._counted.total("")

    def observe(self, figure: Figure) -> Observation:
        """See :class:`~fpcache_ops.operations.sources.observation.Source`."""
        return self._counted.observe(figure)

    @cached_property
    def _counted(self) -> Exposition:
        """All that the service counts, each metric by one query."""
        samples: dict[tuple[str, Labels], float] = {}
        largest: dict[str, float] = {}
        for metric in METRICS:
            for name, labels in _series(metric):
                by = f" by ({', '.join(labels)})" if labels else ""
                selector = f"{name}{{{self._only}}}"
                if metric.kind == "gauge":
                    for _, value in self._ask(f"max({selector})"):
                        largest[name] = value
                else:
                    selector = f"increase({selector}[{self._window}])"
                for own, value in self._ask(f"sum{by} ({selector})"):
                    samples[name, own] = value
        return Exposition(samples, largest, self.name)

    def _ask(self, query: str) -> list[tuple[Labels, float]]:
        asked: dict[str, Any] = {"query": query}
        if self._at is not None:
            asked["time"] = self._at
        try:
            answer = httpx.get(
                f"{self._address}/api/v1/query", params=asked, timeout=_SECONDS, trust_env=False
            )
            answer.raise_for_status()
            told = msgspec.json.decode(answer.content, type=_Answer)
        except (httpx.HTTPError, httpx.InvalidURL, msgspec.DecodeError) as error:
            raise ServiceUnusable(
                f"{self._address} does not answer as a Prometheus: {error}"
            ) from None
        if told.status != "success":
            raise ServiceUnusable(f"{self._address} refused the query {query!r}")
        return [
            (frozenset(one.metric.items()), float(one.value[1]))
            for one in told.data.result
            if float(one.value[1]) == float(one.value[1])
        ]


class _Sample(msgspec.Struct):
    metric: dict[str, str]
    value: tuple[float, str]


class _Vector(msgspec.Struct):
    result: list[_Sample]


class _Answer(msgspec.Struct):
    status: str
    data: _Vector


def _series(metric: Metric) -> list[tuple[str, tuple[str, ...]]]:
    if metric.kind != "histogram":
        return [(metric.name, metric.labels)]
    return [
        (f"{metric.name}_bucket", ("le", *metric.labels)),
        (f"{metric.name}_sum", metric.labels),
        (f"{metric.name}_count", metric.labels),
    ]
