"""What an instance has counted so far, read from its metrics."""

from dataclasses import dataclass, fields

import httpx
from prometheus_client.parser import text_string_to_metric_families

from fpcache_ops.errors import ServiceUnusable
from fpcache_ops.operations.rollout.judging import Counts
from fpcache_ops.wire import addresses, metrics

SLOW_SECONDS = 0.1
"""A lookup that takes longer is slow; a bound of the metrics' buckets."""

_TIMEOUT = 2.0
_ENDPOINTS = (addresses.VALIDATE, addresses.VALIDATE_ALIAS)


@dataclass(frozen=True, slots=True)
class Totals:
    """Counted since the instance started; ``seconds`` are all lookups' together."""

    requests: float
    errors: float
    lookups: float
    hits: float
    slow: float
    seconds: float
    buckets: tuple[tuple[float, float], ...]
    """Of the lookups' time: upper bound in seconds, and how many took no longer."""

    def since(self, before: "Totals") -> Counts:
        """What was counted between two readings. An instance that began anew counts from zero."""
        base = before if self.requests >= before.requests else None
        counted = {
            field.name: int(getattr(self, field.name) - (getattr(base, field.name) if base else 0))
            for field in fields(Counts)
        }
        return Counts(**counted)


def read(url: str, *, slow_seconds: float) -> Totals:
    """Read the metrics at ``url``; ``slow_seconds`` has to be a bucket's bound.

    Raises:
        ServiceUnusable: they cannot be read, or are not this service's.
    """
    try:
        answer = httpx.get(url, timeout=_TIMEOUT, trust_env=False)
        answer.raise_for_status()
        return _totals(answer.text, slow_seconds)
    except (httpx.HTTPError, ValueError) as error:
        raise ServiceUnusable(f"the metrics at {url} cannot be read: {error}") from error


def _totals(text: str, slow_seconds: float) -> Totals:
    requests = errors = lookups = hits = seconds = count = 0.0
    buckets: dict[float, float] = {}
    seen = False
    for family in text_string_to_metric_families(text):
        for sample in family.samples:
            labels, value = sample.labels, sample.value
            match sample.name:
                case metrics.BUILD_INFO.name:
                    seen = True
                case metrics.REQUESTS.name if labels["endpoint"] in _ENDPOINTS:
                    requests += value
                    errors += value if labels["status"].startswith("5") else 0.0
                case metrics.LOOKUPS.name:
                    lookups += value
                    hits += value if labels["outcome"] in ("hit", "overridden") else 0.0
                case "fpcache_lookup_seconds_bucket":
                    bound = float(labels["le"])
                    buckets[bound] = buckets.get(bound, 0.0) + value
                case "fpcache_lookup_seconds_sum":
                    seconds += value
                case "fpcache_lookup_seconds_count":
                    count += value
                case _:
                    pass
    if not seen:
        raise ValueError("they are not this service's")
    if buckets and slow_seconds not in buckets:
        raise ValueError(f"lookups are not counted by the limit of {slow_seconds:g} s")
    return Totals(
        requests,
        errors,
        lookups,
        hits,
        count - buckets.get(slow_seconds, 0.0),
        seconds,
        tuple(sorted(buckets.items())),
    )
