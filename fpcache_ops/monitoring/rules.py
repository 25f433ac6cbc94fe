"""Alert rules. What is good enough, for how long it may be worse and whom it wakes are criteria."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fpcache_ops.errors import UnusableInput
from fpcache_ops.monitoring.queries import Watched
from fpcache_ops.operations.criteria import Criterion, Direction, Measure
from fpcache_ops.wire import metrics as names

_OVER = "5m"
_WORSE = {
    Direction.AT_LEAST: "<",
    Direction.ABOVE: "<=",
    Direction.AT_MOST: ">",
    Direction.BELOW: ">=",
}


@dataclass(frozen=True, slots=True)
class Links:
    """Where alerts point to: folders of runbooks and of dashboards, each ending with a slash."""

    runbooks: str = "runbooks/incidents/"
    dashboards: str = "/d/"


@dataclass(frozen=True, slots=True)
class _Watch:
    """An alert on a criterion. ``enough`` says how much was seen, where a criterion wants that."""

    alert: str
    criterion: str
    figure: str
    runbook: str
    shown: str
    enough: str = ""


def rules(
    watched: Watched, criteria: Mapping[str, Criterion], links: Links, dashboard: str
) -> dict[str, Any]:
    """The content of a rule file. ``dashboard`` is the dashboard's uid.

    Raises:
        UnusableInput: a criterion is missing, or says neither how severe nor for how long.
    """
    common = {"environment": watched.environment} if watched.environment else {}

    def rule(
        alert: str, expr: str, held: str, severity: str, runbook: str, summary: str, said: str
    ) -> dict[str, Any]:
        return {
            "alert": alert,
            "expr": expr,
            "for": held,
            "labels": {"severity": severity, "service": "fpcache", **common},
            "annotations": {
                "summary": summary,
                "description": said,
                "runbook_url": f"{links.runbooks}{runbook}.ipynb",
                "runbook": f"fpcache runbook run {runbook}",
                "dashboard_url": f"{links.dashboards}{dashboard}",
            },
        }

    made = [_judged(watch, criteria, rule) for watch in _watches(watched)]
    made += [
        rule(
            "FpcacheAbsent",
            watched.absent(),
            "5m",
            "critical",
            "triage",
            "fpcache is not there",
            "No instance was scraped for five minutes: it is down, or Prometheus cannot reach it.",
        ),
        rule(
            "FpcacheSwitchedOff",
            f"{watched.lowest(names.SWITCH_ON)} == 0",
            "15m",
            "info",
            "feature-flag",
            "The cache is switched off",
            "Every finding is validated. `fpcache doctor` says which rule decided that.",
        ),
    ]
    name = f"fpcache-{watched.environment}" if watched.environment else "fpcache"
    return {"groups": [{"name": name, "interval": "30s", "rules": made}]}


def _watches(watched: Watched) -> list[_Watch]:
    hit_rate, asked = watched.hit_rate(_OVER), watched.asked(_OVER)
    return [
        _Watch(
            "FpcacheHitRateCritical",
            "alert_hit_rate_critical",
            hit_rate,
            "high-miss-rate",
            "{{ $value | humanizePercentage }} of lookups are hits",
            asked,
        ),
        _Watch(
            "FpcacheLatencyCritical",
            "alert_p95_critical",
            watched.lookup_seconds(0.95, _OVER),
            "performance-degradation",
            "95 % of findings take less than {{ $value | humanizeDuration }}, validation apart",
            asked,
        ),
        _Watch(
            "FpcacheErrorsCritical",
            "alert_errors_critical",
            # A shorter window: it is to fire after two minutes.
            watched.error_share("2m"),
            "triage",
            "{{ $value | humanizePercentage }} of requests fail",
        ),
        _Watch(
            "FpcacheAccuracyCritical",
            "accuracy",
            watched.accuracy("1h"),
            "cache-corruption",
            "fresh validations agree with {{ $value | humanizePercentage }} of the hits",
        ),
        _Watch(
            "FpcacheHitRateWarning",
            "alert_hit_rate_warning",
            hit_rate,
            "high-miss-rate",
            "{{ $value | humanizePercentage }} of lookups are hits",
            asked,
        ),
        _Watch(
            "FpcacheMemoryWarning",
            "alert_memory_warning",
            watched.highest(names.RESIDENT_BYTES),
            "performance-degradation",
            "a process holds {{ $value | humanize1024 }}B",
        ),
        _Watch(
            "FpcacheConnectionsWarning",
            "alert_connections_warning",
            watched.connection_share(),
            "performance-degradation",
            "{{ $value | humanizePercentage }} of the database connections are in use",
        ),
    ]


def _judged(watch: _Watch, criteria: Mapping[str, Criterion], rule: Any) -> dict[str, Any]:
    criterion = criteria.get(watch.criterion)
    if criterion is None or not criterion.severity:
        raise UnusableInput(
            f"the criteria lack {watch.criterion} with a severity: see operations/criteria.toml"
        )
    limit = criterion.limit / 1000 if criterion.measure is Measure.MILLISECONDS else criterion.limit
    expr = f"{watch.figure} {_WORSE[criterion.direction]} {limit:.12g}"
    if criterion.minimum_sample > 1 and watch.enough:
        # With fewer the criterion is inconclusive.
        expr = f"({expr}) and {watch.enough} * {_SECONDS} >= {criterion.minimum_sample}"
    made: dict[str, Any] = rule(
        watch.alert,
        expr,
        criterion.held_for or "0s",
        criterion.severity,
        watch.runbook,
        f"{criterion.title}: wanted {criterion.limit_text}",
        f"{watch.shown}; wanted: {criterion.limit_text}.",
    )
    return made


_SECONDS = 300
"""Of the window ``_OVER``."""
