"""Every metric of the service: its name, what it counts, its labels and buckets.

The service fills them; dashboards and alert rules are made from the same names. None carries a
tenant, a repository or any other text that a client can choose.
"""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["counter", "gauge", "histogram"]


@dataclass(frozen=True, slots=True)
class Metric:
    """One metric. ``buckets`` (upper bounds in seconds) are those of a histogram."""

    name: str
    kind: Kind
    help: str
    labels: tuple[str, ...] = ()
    buckets: tuple[float, ...] = ()


OTHER_TYPE = "other"
"""The label of every vulnerability type that is not one of ours."""

# Around the limits that people set: 50, 100 and 200 ms.
_ANSWERS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.15, 0.2, 0.3, 0.5, 1.0, 2.5, 5.0)
_VALIDATIONS = (0.001, 0.005, 0.025, 0.05, 0.1, 0.2, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 120.0)

LOOKUPS = Metric(
    "fpcache_lookups_total",
    "counter",
    "Distinct findings that the cache was asked about, by outcome and vulnerability type",
    ("outcome", "type"),
)
LOOKUP_SECONDS = Metric(
    "fpcache_lookup_seconds",
    "histogram",
    "Time that one finding took, without its validation",
    buckets=_ANSWERS,
)
VALIDATION_SECONDS = Metric(
    "fpcache_validation_seconds",
    "histogram",
    "Time of one validator call",
    buckets=_VALIDATIONS,
)
FINDINGS = Metric(
    "fpcache_findings_total", "counter", "Findings answered, by what was said of them", ("verdict",)
)
ENTRIES = Metric("fpcache_entries", "gauge", "Stored verdicts")
STORE_BYTES = Metric("fpcache_store_bytes", "gauge", "Bytes of the store on disk")
INVALIDATIONS = Metric(
    "fpcache_invalidations_total",
    "counter",
    "Invalidations issued over HTTP (manual), and stored verdicts that lookups found overtaken "
    "(file_changed, validator_changed)",
    ("reason",),
)
SWITCH_ON = Metric("fpcache_switch_on", "gauge", "1 if the cache may answer, 0 if it is off")
PROCESSES = Metric("fpcache_processes", "gauge", "Processes of the service that live")
PROCESSES_ON = Metric(
    "fpcache_processes_on", "gauge", "Processes of the service whose cache may answer"
)
BREAKER_OPEN = Metric(
    "fpcache_breaker_open", "gauge", "Processes whose circuit breaker to the validator is open"
)
SHADOW_CHECKS = Metric(
    "fpcache_shadow_checks_total", "counter", "Hits that were validated again to compare"
)
SHADOW_DISAGREEMENTS = Metric(
    "fpcache_shadow_disagreements_total",
    "counter",
    "Hits that a validation made again did not agree with",
)
LOG_DROPPED = Metric("fpcache_log_dropped_total", "counter", "Rows that the lookup log lost")
DB_CONNECTIONS = Metric(
    "fpcache_db_connections", "gauge", "Connections to the database that are in use"
)
DB_CONNECTIONS_MAX = Metric(
    "fpcache_db_connections_max", "gauge", "Connections to the database that there may be"
)
BUILD_INFO = Metric("fpcache_build_info", "gauge", "1, with the running version", ("version",))
REQUESTS = Metric(
    "fpcache_requests_total",
    "counter",
    "HTTP requests answered, by endpoint and status",
    ("endpoint", "status"),
)
REQUEST_SECONDS = Metric(
    "fpcache_request_seconds",
    "histogram",
    "Time from a request's headers to its answer, by endpoint",
    ("endpoint",),
    (*_ANSWERS, 10.0, 30.0, 60.0, 120.0),
)
RESIDENT_BYTES = Metric(
    "fpcache_resident_bytes", "gauge", "Memory of the largest process of the service"
)

METRICS: tuple[Metric, ...] = (
    LOOKUPS,
    LOOKUP_SECONDS,
    VALIDATION_SECONDS,
    FINDINGS,
    ENTRIES,
    STORE_BYTES,
    INVALIDATIONS,
    SWITCH_ON,
    PROCESSES,
    PROCESSES_ON,
    BREAKER_OPEN,
    SHADOW_CHECKS,
    SHADOW_DISAGREEMENTS,
    LOG_DROPPED,
    DB_CONNECTIONS,
    DB_CONNECTIONS_MAX,
    BUILD_INFO,
    REQUESTS,
    REQUEST_SECONDS,
    RESIDENT_BYTES,
)
