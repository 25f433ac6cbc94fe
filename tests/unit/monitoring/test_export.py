"""Dashboard and rules: made of known names only, and each alert fires and ends when it should."""

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
import typer
import yaml
from typer.testing import CliRunner

from fpcache_ops.cli import monitoring
from fpcache_ops.errors import ExitStatus, UnusableInput
from fpcache_ops.monitoring.export import DASHBOARD, RULES, SCRAPE, as_yaml
from fpcache_ops.monitoring.queries import Watched
from fpcache_ops.monitoring.rules import Links, rules
from fpcache_ops.operations.criteria import load
from fpcache_ops.wire.metrics import METRICS
from tests.programs import program

APP = typer.Typer()
monitoring.register(APP)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What `fpcache monitoring export DIR --environment production` writes."""
    made = tmp_path_factory.mktemp("monitoring") / "new" / "folder"
    run(made, "--environment", "production")
    return made


def run(folder: Path, *words: str, status: int = ExitStatus.PASS) -> str:
    result = CliRunner().invoke(APP, ["monitoring", "export", str(folder), *words])
    assert result.exit_code == status, result.output
    return result.output


def page(folder: Path) -> dict[str, Any]:
    return json.loads((folder / DASHBOARD).read_text())


def rules_of(folder: Path) -> list[dict[str, Any]]:
    (group,) = yaml.safe_load((folder / RULES).read_text())["groups"]
    return group["rules"]


def expressions(folder: Path) -> Iterator[str]:
    dashboard = page(folder)
    yield from (target["expr"] for panel in dashboard["panels"] for target in panel["targets"])
    yield from (marker["expr"] for marker in dashboard["annotations"]["list"])
    yield from (rule["expr"] for rule in rules_of(folder))


# --- names ----------------------------------------------------------------------------------------


def unknown(expression: str) -> set[str]:
    """The metrics and labels that the service does not have."""
    series: dict[str, set[str]] = {}
    for metric in METRICS:
        ends = ("_bucket", "_sum", "_count") if metric.kind == "histogram" else ("",)
        series |= {metric.name + end: {*metric.labels, "environment", "le"} for end in ends}
    bad = set()
    for name, chosen in re.findall(r"\b(fpcache\w*)(?:\{([^}]*)\})?", expression):
        if name not in series:
            bad.add(name)
        else:
            bad |= set(re.findall(r'(\w+)[=!]=?~?"', chosen)) - series[name]
    every = set().union(*series.values())
    return bad | set(re.findall(r"by \((\w+)\)", expression)) - every


def test_every_name_is_one_of_the_service(folder: Path):
    """Metrics, their series, and the labels they are chosen and added up by."""
    found = list(expressions(folder))
    assert len(found) > 25
    assert {name for expression in found for name in unknown(expression)} == set()
    assert all('environment="production"' in expression for expression in found)


@pytest.mark.parametrize(
    ("expression", "bad"),
    [
        ("rate(fpcache_hits_total[5m])", "fpcache_hits_total"),
        ("rate(fpcache_lookup_seconds[5m])", "fpcache_lookup_seconds"),
        ('fpcache_lookups_total{tenant="acme"}', "tenant"),
        ("sum by (repository) (fpcache_lookups_total)", "repository"),
    ],
)
def test_an_unknown_name_is_found(expression: str, bad: str):
    """The check above can fail."""
    assert unknown(expression) == {bad}


def test_without_an_environment_nothing_is_chosen(tmp_path: Path):
    """All that Prometheus knows is watched together."""
    run(tmp_path)
    assert not any("environment" in expression for expression in expressions(tmp_path))
    assert page(tmp_path)["uid"] == "fpcache"


def test_an_odd_name_of_an_environment_is_refused(tmp_path: Path):
    """It would become part of queries."""
    said = run(tmp_path, "--environment", 'x"} or vector(1)', status=ExitStatus.UNUSABLE_INPUT)
    assert said.startswith("fpcache: --environment")
    assert run(tmp_path, "--currency", "dollars", status=ExitStatus.UNUSABLE_INPUT)
    (tmp_path / "file").touch()
    assert "name another" in run(tmp_path / "file" / "x", status=ExitStatus.REFUSED)


# --- the dashboard --------------------------------------------------------------------------------


def test_the_dashboard_shows_what_was_asked_for(folder: Path):
    """Panel by panel; none covers another."""
    panels = page(folder)["panels"]
    titles = {panel["title"] for panel in panels}
    assert titles >= WANTED
    assert len(titles) == len({panel["id"] for panel in panels}) == len(panels)
    taken: set[tuple[int, int]] = set()
    for place in (panel["gridPos"] for panel in panels):
        mine = {
            (x, y)
            for x in range(place["x"], place["x"] + place["w"])
            for y in range(place["y"], place["y"] + place["h"])
        }
        assert max(x for x, _ in mine) < 24
        assert not mine & taken
        taken |= mine
    quantiles = [t["legendFormat"] for t in panels[1]["targets"]]
    assert quantiles == ["p50", "p95", "p99"]
    assert [m["name"] for m in page(folder)["annotations"]["list"]] == ["Roll-outs", "Switch"]


WANTED = {
    "Hit rate",
    "Time of a lookup",
    "Entries",
    "Memory and store",
    "Invalidations per hour",
    "Operations by type",
    "Top patterns",
    "Judged false",
    "Errors",
    "Database connections",
    "Calls saved",
    "Money saved",
}


# --- rules ----------------------------------------------------------------------------------------


def test_every_alert_says_how_severe_it_is_and_what_to_do(folder: Path):
    """A runbook that may be opened and run, and the dashboard that was exported with it."""
    for rule in rules_of(folder):
        assert rule["labels"]["severity"] in ("critical", "warning", "info")
        assert rule["labels"]["environment"] == "production"
        notes = rule["annotations"]
        assert notes["dashboard_url"] == f"/d/{page(folder)['uid']}"
        name = notes["runbook"].removeprefix("fpcache runbook run ")
        assert notes["runbook_url"] == f"runbooks/incidents/{name}.ipynb"
        assert name in RUNBOOKS
        assert all(notes.values())


RUNBOOKS = {
    "cache-corruption",
    "performance-degradation",
    "high-miss-rate",
    "feature-flag",
    "triage",
}


def test_the_limits_are_those_of_the_criteria(folder: Path):
    """With the times and severities of DESIGN's alerts."""
    said = {
        rule["alert"]: (re.sub(r".* ([<>=]+ \S+)$", r"\1", rule["expr"]), rule["for"])
        for rule in rules_of(folder)
    }
    assert said == {
        "FpcacheHitRateCritical": ("< 0.5", "5m"),
        "FpcacheLatencyCritical": ("> 0.2", "10m"),
        "FpcacheErrorsCritical": ("> 0.05", "2m"),
        "FpcacheAccuracyCritical": ("< 0.95", "0s"),
        "FpcacheHitRateWarning": ("< 0.7", "15m"),
        "FpcacheMemoryWarning": ("> 1000000000", "30m"),
        "FpcacheConnectionsWarning": ("> 0.8", "10m"),
        "FpcacheAbsent": (said["FpcacheAbsent"][0], "5m"),
        "FpcacheSwitchedOff": ("== 0", "15m"),
    }


def test_another_file_of_criteria_changes_the_rules(tmp_path: Path):
    """A limit, and how much must have been seen."""
    criteria = load()
    name = "alert_hit_rate_critical"
    changed = msgspec.structs.replace(criteria[name], limit=0.4, minimum_sample=20)
    made = rules(Watched(), criteria | {name: changed}, Links(), "x")["groups"][0]["rules"][0]
    assert "< 0.4) and " in made["expr"]
    assert made["expr"].endswith("* 300 >= 20")
    del criteria[name]
    with pytest.raises(UnusableInput, match="lack alert_hit_rate_critical"):
        rules(Watched(), criteria, Links(), "x")


def promtool(*words: str, at: Path) -> str:
    found = subprocess.run(
        [program("promtool", "prometheus"), *words], cwd=at, capture_output=True, text=True
    )
    assert found.returncode == 0, found.stdout + found.stderr
    return found.stdout


@pytest.mark.promtool
def test_promtool_reads_the_rules(folder: Path):
    """And the scrape configuration that names them; and it would find a fault."""
    assert "9 rules found" in promtool("check", "rules", RULES, at=folder)
    assert "SUCCESS" in promtool("check", "config", SCRAPE, at=folder)
    broken = folder / "broken.yml"
    broken.write_text((folder / RULES).read_text().replace("sum(", "sum((", 1))
    with pytest.raises(AssertionError, match="unclosed"):
        promtool("check", "rules", broken.name, at=folder)


GOOD, BAD, END = 10, 20, 100
"""Minutes: until when all is well, how long it then is not, and how long all is well again."""

HITS = 'fpcache_lookups_total{outcome="hit",type="xss"}'
MISSES = 'fpcache_lookups_total{outcome="miss",type="xss"}'
BYPASSED = 'fpcache_lookups_total{outcome="bypass",type="xss"}'
VALIDATE = "/api/v1/vulnerabilities/validate"
REQUESTS = f'fpcache_requests_total{{endpoint="{VALIDATE}",status="200"}}'
FAILURES = f'fpcache_requests_total{{endpoint="{VALIDATE}",status="500"}}'
PROBES = 'fpcache_requests_total{endpoint="/ready",status="503"}'

# For each alert: what each series adds in a good and in a bad minute (a gauge: what it is), and the
# minutes in which it fires first and no more. Rates look back five minutes, so with an incident of
# the 10th minute, and ended by the 30th:
SCENARIOS: dict[str, tuple[dict[str, tuple[float, float]], int, int]] = {
    # 90 % hits, then 10 %: below 50 % when 3 of 5 minutes are bad, 13; and above again at 33.
    "FpcacheHitRateCritical": ({HITS: (9, 1), MISSES: (1, 9), BYPASSED: (50, 50)}, 13 + 5, 33),
    # Below 70 % when 2 of 5 are.
    "FpcacheHitRateWarning": ({HITS: (9, 1), MISSES: (1, 9)}, 12 + 15, 34),
    # One bad minute of five is more than 5 % of the findings.
    "FpcacheLatencyCritical": (
        {
            'fpcache_lookup_seconds_bucket{le="0.1"}': (100, 0),
            'fpcache_lookup_seconds_bucket{le="0.2"}': (100, 0),
            'fpcache_lookup_seconds_bucket{le="0.5"}': (100, 100),
            'fpcache_lookup_seconds_bucket{le="+Inf"}': (100, 100),
        },
        11 + 10,
        35,
    ),
    # Two minutes back; probes that fail do not count.
    "FpcacheErrorsCritical": (
        {REQUESTS: (99, 80), FAILURES: (1, 20), PROBES: (500, 500)},
        11 + 2,
        32,
    ),
    # An hour back: over 5 % as soon as two bad minutes are among twelve; until 7 are among 60.
    "FpcacheAccuracyCritical": (
        {
            "fpcache_shadow_checks_total": (10, 10),
            "fpcache_shadow_disagreements_total": (0, 4),
        },
        12,
        83,
    ),
    "FpcacheMemoryWarning": ({"fpcache_resident_bytes": (9e8, 1.1e9)}, 0, 0),
    "FpcacheConnectionsWarning": (
        {"fpcache_db_connections": (6, 7), "fpcache_db_connections_max": (8, 8)},
        10 + 10,
        30,
    ),
    "FpcacheSwitchedOff": ({"fpcache_switch_on": (1, 0)}, 10 + 15, 30),
    "FpcacheAbsent": ({}, 10 + 5, 30),
}
GAUGES = ("resident_bytes", "db_connections", "switch_on")


def series(name: str, good: float, bad: float, bad_minutes: int) -> dict[str, str]:
    """In promtool's notation: a value a minute."""
    values, value = [], 0.0
    for minute in range(END):
        is_bad = GOOD <= minute < GOOD + bad_minutes
        step = bad if is_bad else good
        if any(gauge in name for gauge in GAUGES):
            values.append(step)
        else:
            values.append(value)
            value += step
    label = 'environment="production"'
    named = name.replace("{", "{" + label + ",") if "{" in name else f"{name}{{{label}}}"
    return {"series": named, "values": " ".join(f"{one:g}" for one in values)}


def scenario(alert: str) -> dict[str, Any]:
    """A unit test for promtool: silent, firing, firing still, over."""
    given_series, fires, over = SCENARIOS[alert]
    bad_minutes = BAD
    if alert == "FpcacheMemoryWarning":
        bad_minutes, fires, over = 40, GOOD + 30, GOOD + 40
    present = f"1x{GOOD - 1} stale _x{BAD - 1} 1x{END - GOOD - BAD}"
    info = {
        "series": 'fpcache_build_info{environment="production",version="1"}',
        "values": present if alert == "FpcacheAbsent" else f"1x{END}",
    }
    severity = {"Critical": "critical", "Warning": "warning"}
    (end,) = [word for word in severity if alert.endswith(word)] or ["Critical"]
    wakes = "info" if alert == "FpcacheSwitchedOff" else severity[end]
    firing = (
        f'ALERTS{{alertname="{alert}", alertstate="firing", environment="production", '
        f'service="fpcache", severity="{wakes}"}}'
    )
    expected = {fires - 1: False, fires: True, over - 1: True, over: False}
    return {
        "interval": "1m",
        "input_series": [info]
        + [series(name, good, bad, bad_minutes) for name, (good, bad) in given_series.items()],
        "promql_expr_test": [
            {
                "expr": f'ALERTS{{alertname="{alert}", alertstate="firing"}}',
                "eval_time": f"{minute}m",
                "exp_samples": [{"labels": firing, "value": 1}] if does else [],
            }
            for minute, does in expected.items()
        ],
    }


def unit_tests(folder: Path, *tests: dict[str, Any]) -> str:
    (folder / "tests.yml").write_text(
        as_yaml({"rule_files": [RULES], "evaluation_interval": "1m", "tests": list(tests)})
    )
    return promtool("test", "rules", "tests.yml", at=folder)


@pytest.mark.promtool
def test_each_alert_fires_and_ends_at_its_minute(folder: Path):
    """Every rule has a scenario; silent a minute earlier, on until its end."""
    assert set(SCENARIOS) == {rule["alert"] for rule in rules_of(folder)}
    assert "SUCCESS" in unit_tests(folder, *(scenario(alert) for alert in SCENARIOS))


@pytest.mark.promtool
@pytest.mark.parametrize("alert", ["FpcacheHitRateCritical", "FpcacheErrorsCritical"])
def test_a_rule_that_fires_late_is_found(folder: Path, tmp_path: Path, alert: str):
    """The scenarios can fail."""
    shutil.copytree(folder, tmp_path, dirs_exist_ok=True)
    text = (tmp_path / RULES).read_text()
    (tmp_path / RULES).write_text(
        re.sub(f'({alert}"(?:.|\n)*?for: )"\\d+m"', r'\1"7m"', text, count=1)
    )
    with pytest.raises(AssertionError, match="FAILED"):
        unit_tests(tmp_path, scenario(alert))


@pytest.mark.promtool
def test_no_traffic_raises_no_alert(folder: Path):
    """0 of 0 is neither a low hit rate nor an error."""
    quiet = {name: (0, 0) for given_series, _, _ in SCENARIOS.values() for name in given_series}
    quiet |= {"fpcache_switch_on": (1, 1), "fpcache_db_connections_max": (8, 8)}
    test = scenario("FpcacheSwitchedOff") | {
        "input_series": [
            {"series": 'fpcache_build_info{environment="production"}', "values": f"1x{END}"},
            *(series(name, *steps, BAD) for name, steps in quiet.items()),
        ],
        "promql_expr_test": [{"expr": "ALERTS", "eval_time": "60m", "exp_samples": []}],
    }
    assert "SUCCESS" in unit_tests(folder, test)


def test_what_is_written_is_what_is_read():
    """As YAML, whatever is in it."""
    texts = [
        "a: b # c",
        "quotes \" and \\ and '",
        "two\nlines\t",
        "{{ $value }}",
        "no",
        "1",
        "é",
        "",
    ]
    value = {"texts": texts, "deep": [[1, [], {}], {"x": {"y": [True, None, 0.5]}}], "empty": {}}
    assert yaml.safe_load(as_yaml(value)) == value
