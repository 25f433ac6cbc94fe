"""Metrics, filled: from what was answered, never from inside the cache.

With several workers each keeps its numbers in files of ``PROMETHEUS_MULTIPROC_DIR``, and whichever
is scraped adds them up.
"""

import collections
import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    disable_created_metrics,
    generate_latest,
)
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from fpcache_ops import __version__
from fpcache_ops.core.lookup import name_of
from fpcache_ops.core.taxonomy import TYPES
from fpcache_ops.core.validation import Report
from fpcache_ops.wire import metrics as names
from fpcache_ops.wire.metrics import METRICS, OTHER_TYPE, Metric

MULTIPROCESS = "PROMETHEUS_MULTIPROC_DIR"

_OVERTAKEN = {"changed": "file_changed", "outdated": "validator_changed"}
"""What a lookup found to be over, by its outcome."""

_TYPES = frozenset(known.name for known in TYPES)
# Of one process at a time, so that a sum or a maximum over processes is the truth about them all.
_MODES = {
    names.BREAKER_OPEN.name: "livesum",
    names.DB_CONNECTIONS.name: "livesum",
    names.DB_CONNECTIONS_MAX.name: "livesum",
    names.PROCESSES.name: "livesum",
    names.PROCESSES_ON.name: "livesum",
    names.RESIDENT_BYTES.name: "livemax",
    names.SWITCH_ON.name: "livemin",
}
_ASKED_AT_A_SCRAPE = (names.ENTRIES, names.STORE_BYTES, names.BUILD_INFO)

Held = Callable[[], tuple[int, int] | None]
"""Entries and bytes of the store, or ``None`` when it cannot tell."""


class Telemetry:
    """The metrics of one process."""

    def __init__(self, held: Held) -> None:
        disable_created_metrics()  # type: ignore[no-untyped-call]
        self._own = CollectorRegistry()
        self._held = _Held(held)
        made: dict[str, Any] = {
            metric.name: self._made(metric)
            for metric in METRICS
            if metric not in _ASKED_AT_A_SCRAPE
        }
        self._of = made
        self._lookups = _Children(made[names.LOOKUPS.name])
        self._findings = _Children(made[names.FINDINGS.name])
        self._invalidations = _Children(made[names.INVALIDATIONS.name])
        self._requests = _Children(made[names.REQUESTS.name])
        self._request_seconds = _Children(made[names.REQUEST_SECONDS.name])
        self._lookup_seconds: Histogram = made[names.LOOKUP_SECONDS.name]
        self._validation_seconds: Histogram = made[names.VALIDATION_SECONDS.name]
        self._log_dropped: Counter = made[names.LOG_DROPPED.name]
        self._dropped = 0
        for reason in ("manual", "file_changed", "validator_changed"):
            self._invalidations(reason)

    def answered(self, report: Report) -> None:
        """Findings were answered."""
        verdicts = collections.Counter(one.verdict.judgement for one in report.answers)
        for said, many in verdicts.items():
            self._findings(said.value).inc(many)
        asked = [one for one in report.answers if not one.duplicate]
        looked = collections.Counter((name_of(one.outcome), one.finding.type) for one in asked)
        for (outcome, kind), many in looked.items():
            self._lookups(outcome, kind if kind in _TYPES else OTHER_TYPE).inc(many)
            if outcome in _OVERTAKEN:
                self._invalidations(_OVERTAKEN[outcome]).inc(many)
        for one in asked:
            self._lookup_seconds.observe(max(one.seconds - one.validation_seconds, 0))
            if one.validation_seconds > 0:
                self._validation_seconds.observe(one.validation_seconds)

    def invalidated(self) -> None:
        """An invalidation was issued."""
        self._invalidations("manual").inc()

    def request(self, endpoint: str, status: int, seconds: float) -> None:
        """A request was answered. ``endpoint`` is the address's pattern, or ``other``."""
        self._requests(endpoint, str(status)).inc()
        self._request_seconds(endpoint).observe(seconds)

    def look_around(
        self, *, dropped: int, connections: tuple[int, int], breaker_open: bool, switch_on: bool
    ) -> None:
        """What is measured from time to time rather than counted."""
        self._log_dropped.inc(dropped - self._dropped)
        self._dropped = dropped
        used, most = connections
        self._of[names.DB_CONNECTIONS.name].set(used)
        self._of[names.DB_CONNECTIONS_MAX.name].set(most)
        self._of[names.BREAKER_OPEN.name].set(breaker_open)
        self._of[names.SWITCH_ON.name].set(switch_on)
        self._of[names.PROCESSES.name].set(1)
        self._of[names.PROCESSES_ON.name].set(switch_on)
        self._of[names.RESIDENT_BYTES.name].set(_resident_bytes())

    def exposition(self) -> bytes:
        """All numbers of all processes, as Prometheus scrapes them."""
        registry = CollectorRegistry()
        if os.environ.get(MULTIPROCESS):
            MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
        else:
            registry.register(_Everything(self._own))
        registry.register(self._held)
        return generate_latest(registry)

    def _made(self, metric: Metric) -> Counter | Gauge | Histogram:
        given = {"labelnames": metric.labels, "registry": self._own}
        match metric.kind:
            case "counter":
                return Counter(metric.name, metric.help, **given)  # type: ignore[arg-type]
            case "gauge":
                mode = _MODES[metric.name]
                return Gauge(metric.name, metric.help, multiprocess_mode=mode, **given)  # type: ignore[arg-type]
            case "histogram":
                return Histogram(metric.name, metric.help, buckets=metric.buckets, **given)  # type: ignore[arg-type]


class _Children:
    """The children of a metric by the values of its labels, looked for once."""

    def __init__(self, parent: Any) -> None:
        self._parent = parent
        self._known: dict[tuple[str, ...], Any] = {}

    def __call__(self, *values: str) -> Any:
        child = self._known.get(values)
        if child is None:
            child = self._known[values] = self._parent.labels(*values)
        return child


class _Everything(Collector):
    def __init__(self, registry: CollectorRegistry) -> None:
        self._registry = registry

    def collect(self) -> Iterable[Any]:
        return self._registry.collect()


class _Held(Collector):
    """What the store holds, asked for when somebody scrapes."""

    def __init__(self, held: Held) -> None:
        self._asked = held

    def describe(self) -> Iterable[Any]:
        return []

    def collect(self) -> Iterable[Any]:
        info = names.BUILD_INFO
        family = GaugeMetricFamily(info.name, info.help, labels=info.labels)
        family.add_metric([__version__], 1)
        yield family
        held = self._asked()
        # Nothing rather than a number that is not known.
        for metric, value in zip((names.ENTRIES, names.STORE_BYTES), held or (), strict=False):
            yield GaugeMetricFamily(metric.name, metric.help, value=value)


def _resident_bytes() -> int:
    try:
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    except (OSError, ValueError, IndexError):
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")
