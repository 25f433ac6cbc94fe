"""The Grafana dashboard: plain JSON, which Grafana 10 and newer import."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from fpcache_ops.monitoring.queries import Watched
from fpcache_ops.wire import metrics as names

_SCHEMA = 39
_SOURCE = {"type": "prometheus", "uid": "${datasource}"}
_NOW = "$__rate_interval"
_SHOWN = "$__range"
_WIDTH = 24
_HEIGHT = 8


@dataclass(frozen=True, slots=True)
class _Panel:
    """``queries`` are pairs of a legend and an expression; ``limits`` are drawn as lines."""

    title: str
    about: str
    unit: str
    queries: Sequence[tuple[str, str]]
    kind: str = "timeseries"
    width: int = 8
    highest: float | None = None
    limits: Sequence[float] = ()


def uid(watched: Watched) -> str:
    """The dashboard's own id, by which links find it."""
    return f"fpcache-{watched.environment}" if watched.environment else "fpcache"


def dashboard(watched: Watched, *, cost_per_call: float, currency: str) -> dict[str, Any]:
    """The dashboard of an environment.

    Args:
        watched: the figures.
        cost_per_call: what one validator call costs, to begin with: it can be changed on the page.
        currency: the money's ISO code.
    """
    environment = f" ({watched.environment})" if watched.environment else ""
    return {
        "uid": uid(watched),
        "title": f"fpcache{environment}",
        "description": "Verdicts of false positives, remembered: made by `fpcache monitoring`.",
        "tags": ["fpcache", *([watched.environment] if watched.environment else [])],
        "schemaVersion": _SCHEMA,
        "version": 1,
        "editable": True,
        "graphTooltip": 1,
        "timezone": "utc",
        "time": {"from": "now-6h", "to": "now"},
        "refresh": "30s",
        "templating": {"list": _variables(cost_per_call)},
        "annotations": {"list": _markers(watched)},
        "panels": _placed(_panels(watched, currency)),
    }


def _panels(watched: Watched, currency: str) -> list[_Panel]:
    hit_rate = watched.hit_rate(_NOW)
    return [
        _Panel(
            "Hit rate",
            "Findings answered from the cache, of those that it was asked about.",
            "percentunit",
            [("hit rate", hit_rate)],
            width=12,
            highest=1,
            limits=(0.5, 0.7),
        ),
        _Panel(
            "Time of a lookup",
            "What one finding took, without its validation.",
            "s",
            [(f"p{q * 100:g}", watched.lookup_seconds(q, _NOW)) for q in (0.5, 0.95, 0.99)],
            width=12,
            limits=(0.1, 0.2),
        ),
        _Panel(
            "Calls saved",
            "Validator calls that were not made in the time shown.",
            "short",
            [("calls", watched.calls_saved(_SHOWN))],
            kind="stat",
            width=6,
        ),
        _Panel(
            "Validator time saved",
            "Calls saved, each as long as a call took on average.",
            "s",
            [("time", watched.seconds_saved(_SHOWN))],
            kind="stat",
            width=6,
        ),
        _Panel(
            "Money saved",
            "Calls saved, at the cost of a call that is set above. `fpcache savings` and the "
            "savings endpoint know what was really paid.",
            f"currency{currency}",
            [("money", f"({watched.calls_saved(_SHOWN)}) * $cost_per_call")],
            kind="stat",
            width=6,
        ),
        _Panel(
            "Cache",
            "1 while the cache may answer in every process.",
            "short",
            [("on", watched.lowest(names.SWITCH_ON))],
            kind="stat",
            width=6,
        ),
        _Panel(
            "Operations by type",
            "Findings a second, by what the cache answered.",
            "ops",
            [("{{outcome}}", watched.by_outcome(_NOW))],
        ),
        _Panel(
            "Top patterns",
            "The vulnerability types that are looked up most, in an hour.",
            "short",
            [("{{type}}", watched.top_types("1h"))],
        ),
        _Panel(
            "Judged false",
            "Findings that are false positives, of all that were answered.",
            "percentunit",
            [("share", watched.false_share(_NOW))],
            highest=1,
        ),
        _Panel(
            "Invalidations per hour",
            "Issued over HTTP (manual), and verdicts that were found overtaken.",
            "short",
            [("{{reason}}", watched.invalidations("1h"))],
        ),
        _Panel(
            "Errors",
            "Requests answered 5xx, of all but probes.",
            "percentunit",
            [("share", watched.error_share(_NOW))],
            limits=(0.01, 0.05),
        ),
        _Panel(
            "Requests",
            "A second, by status.",
            "reqps",
            [("{{status}}", watched.by_status(_NOW))],
        ),
        _Panel(
            "Time of a request",
            "From its headers to the answer, for requests to validate, with their validations.",
            "s",
            [(f"p{q * 100:g}", watched.request_seconds(q, _NOW)) for q in (0.5, 0.95, 0.99)],
        ),
        _Panel(
            "Entries",
            "Stored verdicts.",
            "short",
            [("entries", watched.highest(names.ENTRIES))],
        ),
        _Panel(
            "Memory and store",
            "Of the largest process, and of the store on disk.",
            "bytes",
            [
                ("memory", watched.highest(names.RESIDENT_BYTES)),
                ("store", watched.highest(names.STORE_BYTES)),
            ],
            limits=(1e9,),
        ),
        _Panel(
            "Database connections",
            "In use, of those that there may be, where it is the highest.",
            "percentunit",
            [("pool", watched.connection_share())],
            highest=1,
            limits=(0.8,),
        ),
        _Panel(
            "Versions",
            "How many instances run each version.",
            "short",
            [("{{version}}", watched.versions())],
        ),
        _Panel(
            "Troubles",
            "The breaker to the validator, and rows that the lookup log lost in an hour.",
            "short",
            [
                ("breaker open", watched.highest(names.BREAKER_OPEN)),
                ("rows dropped", watched.rows_dropped("1h")),
            ],
        ),
    ]


def _placed(panels: Sequence[_Panel]) -> list[dict[str, Any]]:
    """From left to right, row by row."""
    placed, x, y = [], 0, 0
    for number, panel in enumerate(panels, 1):
        if x + panel.width > _WIDTH:
            x, y = 0, y + _HEIGHT
        placed.append(_drawn(panel, number, {"x": x, "y": y, "w": panel.width, "h": _HEIGHT}))
        x += panel.width
    return placed


def _drawn(panel: _Panel, number: int, place: dict[str, int]) -> dict[str, Any]:
    is_stat = panel.kind == "stat"
    steps: list[dict[str, Any]] = [{"color": "green", "value": None}]
    steps += [{"color": "orange", "value": limit} for limit in panel.limits]
    defaults: dict[str, Any] = {
        "unit": panel.unit,
        "min": 0,
        **({"max": panel.highest} if panel.highest is not None else {}),
        "thresholds": {"mode": "absolute", "steps": steps},
    }
    if panel.limits:
        defaults["custom"] = {"thresholdsStyle": {"mode": "dashed"}}
    return {
        "id": number,
        "type": panel.kind,
        "title": panel.title,
        "description": panel.about,
        "datasource": _SOURCE,
        "gridPos": place,
        "fieldConfig": {"defaults": defaults, "overrides": []},
        "options": {"reduceOptions": {"calcs": ["lastNotNull"]}} if is_stat else {},
        "targets": [
            {
                "refId": chr(ord("A") + place_in_panel),
                "datasource": _SOURCE,
                "expr": expr,
                "legendFormat": legend,
                "instant": is_stat,
                "range": not is_stat,
            }
            for place_in_panel, (legend, expr) in enumerate(panel.queries)
        ],
    }


def _variables(cost_per_call: float) -> list[dict[str, Any]]:
    return [
        {"name": "datasource", "type": "datasource", "query": "prometheus", "label": "Prometheus"},
        {
            "name": "cost_per_call",
            "type": "textbox",
            "label": "Cost of a validator call",
            "query": f"{cost_per_call:g}",
            "current": {"text": f"{cost_per_call:g}", "value": f"{cost_per_call:g}"},
        },
    ]


def _markers(watched: Watched) -> list[dict[str, Any]]:
    """Roll-outs: a version that appears, and the switch."""
    return [
        {
            "name": name,
            "datasource": _SOURCE,
            "enable": True,
            "iconColor": color,
            "expr": expr,
            "step": "60s",
            "titleFormat": title,
        }
        for name, color, expr, title in (
            ("Roll-outs", "blue", watched.version_appeared(), "version {{version}} appeared"),
            ("Switch", "purple", watched.switched(), "the cache was switched"),
        )
    ]
