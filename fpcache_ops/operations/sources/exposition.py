"""The text of ``/metrics``, of one process group or of several: counted since they started."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Self

import httpx
from prometheus_client.parser import text_string_to_metric_families

from fpcache_ops.errors import ServiceUnusable
from fpcache_ops.operations.criteria import UNBOUNDED
from fpcache_ops.operations.sources.observation import (
    NOTHING,
    Figure,
    Observation,
    quantile_of_buckets,
)
from fpcache_ops.wire import addresses, metrics
from fpcache_ops.wire.metrics import Metric

_LARGEST = 8_000_000
_SECONDS = 10.0
_PROBES = (addresses.HEALTH, addresses.READY, addresses.METRICS)
_NOT_ASKED = ("bypass", "overridden")

Labels = frozenset[tuple[str, str]]
Wanted = Callable[[dict[str, str]], bool]


@dataclass(frozen=True)
class Exposition:
    """Samples by name and labels, those of several addresses added up; ``largest`` are the largest
    single ones of each name.
    """

    samples: dict[tuple[str, Labels], float]
    largest: dict[str, float]
    name: str = "/metrics"

    @classmethod
    def read(cls, addresses: str) -> Self:
        """Scrape addresses, separated by commas.

        Raises:
            ServiceUnusable: one of them does not answer, or not with metrics. Part of the truth
                would look like all of it.
        """
        texts = []
        for address in filter(None, map(str.strip, addresses.split(","))):
            try:
                answer = httpx.get(address, timeout=_SECONDS, trust_env=False)
                answer.raise_for_status()
            except (httpx.HTTPError, httpx.InvalidURL) as error:
                raise ServiceUnusable(f"{address} gave no metrics: {error}") from None
            texts.append(answer.text[:_LARGEST])
        try:
            return cls.of(*texts)
        except ValueError as error:
            raise ServiceUnusable(f"{addresses} answered something else: {error}") from None

    @classmethod
    def of(cls, *texts: str) -> Self:
        """Read texts. Raises ValueError for what is none."""
        found: dict[tuple[str, Labels], float] = {}
        largest: dict[str, float] = {}
        for text in texts:
            for family in text_string_to_metric_families(text):
                for sample in family.samples:
                    key = sample.name, frozenset(sample.labels.items())
                    found[key] = found.get(key, 0.0) + sample.value
                    largest[sample.name] = max(largest.get(sample.name, 0.0), sample.value)
        return cls(found, largest)

    def total(self, name: str, **labels: str) -> float | None:
        """The sum of the samples of this name that have these labels; ``None`` if there is none."""
        wanted = set(labels.items())
        found = [
            value for (known, own), value in self.samples.items() if known == name and wanted <= own
        ]
        return sum(found) if found else None

    def since(self, before: "Exposition") -> "Exposition":
        """What was counted since an earlier reading; gauges as they are now.

        A counter that is lower now was started anew: all of it was counted since.
        """
        gauges = {metric.name for metric in metrics.METRICS if metric.kind == "gauge"}
        counted = {}
        for key, value in self.samples.items():
            earlier = 0.0 if key[0] in gauges else before.samples.get(key, 0.0)
            counted[key] = value - earlier if earlier <= value else value
        return Exposition(counted, self.largest, self.name)

    def observe(self, figure: Figure) -> Observation:
        """See :class:`~fpcache_ops.operations.sources.observation.Source`."""
        match figure:
            case Figure.HIT_RATE:
                asked = self._counted(metrics.LOOKUPS, lambda of: of["outcome"] not in _NOT_ASKED)
                return self._share(
                    self._counted(metrics.LOOKUPS, lambda of: of["outcome"] == "hit"), asked
                )
            case Figure.BYPASSED:
                bypassed = self._counted(metrics.LOOKUPS, lambda of: of["outcome"] == "bypass")
                return self._share(bypassed, self._counted(metrics.LOOKUPS))
            case Figure.ERRORS:
                every = self._counted(metrics.REQUESTS, lambda of: of["endpoint"] not in _PROBES)
                failed = self._counted(
                    metrics.REQUESTS,
                    lambda of: of["endpoint"] not in _PROBES and of["status"].startswith("5"),
                )
                return self._share(failed, every)
            case Figure.LOOKUP_P95:
                return self._p95(metrics.LOOKUP_SECONDS)
            case Figure.LOOKUP_MEAN:
                return self._mean(metrics.LOOKUP_SECONDS)
            case Figure.VALIDATION_MEAN:
                return self._mean(metrics.VALIDATION_SECONDS)
            case Figure.ACCURACY:
                compared = self._counted(metrics.SHADOW_CHECKS)
                wrong = self._counted(metrics.SHADOW_DISAGREEMENTS)
                return self._share(compared - wrong, compared)
            case Figure.MEMORY:
                most = self.largest.get(metrics.RESIDENT_BYTES.name)
                return Observation(most, 1) if most else NOTHING
            case Figure.CONNECTIONS:
                used, most = (
                    self._gauge(metrics.DB_CONNECTIONS),
                    self._gauge(metrics.DB_CONNECTIONS_MAX),
                )
                return self._share(used, most)
            case Figure.PROCESSES_ON:
                on, all_ = self._gauge(metrics.PROCESSES_ON), self._gauge(metrics.PROCESSES)
                return self._share(on, all_)
            case Figure.ROWS_LOST:
                lost = self._counted(metrics.LOG_DROPPED)
                return self._share(lost, max(self._counted(metrics.LOOKUPS), lost))

    def _counted(self, metric: Metric, wanted: Wanted = lambda labels: True) -> float:
        return sum(
            value
            for (name, labels), value in self.samples.items()
            if name == metric.name and wanted(dict(labels))
        )

    def _gauge(self, metric: Metric) -> float:
        return self.total(metric.name) or 0.0

    def _share(self, count: float, of: float) -> Observation:
        # Prometheus extrapolates: a part of a finding is none.
        return Observation(min(round(count), round(of)), round(of)) if round(of) > 0 else NOTHING

    def _p95(self, metric: Metric) -> Observation:
        counts: dict[float, float] = {}
        for (name, labels), value in self.samples.items():
            if name == f"{metric.name}_bucket":
                bound = float(dict(labels)["le"])
                counts[bound] = counts.get(bound, 0.0) + value
        buckets = sorted((bound, round(count)) for bound, count in counts.items())
        found = quantile_of_buckets(buckets, 0.95)
        if found is None:
            return NOTHING
        value, (low, high) = found
        return Observation(
            value * 1000, int(buckets[-1][1]), (low * 1000, min(high * 1000, UNBOUNDED))
        )

    def _mean(self, metric: Metric) -> Observation:
        count = round(self.total(f"{metric.name}_count") or 0)
        seconds = self.total(f"{metric.name}_sum")
        if count <= 0 or seconds is None or not math.isfinite(seconds):
            return NOTHING
        return Observation(1000 * seconds / count, count)
