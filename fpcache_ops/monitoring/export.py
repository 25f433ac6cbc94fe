"""Writing it all to a folder."""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from fpcache_ops.errors import Refused
from fpcache_ops.monitoring.dashboard import dashboard, uid
from fpcache_ops.monitoring.queries import Watched
from fpcache_ops.monitoring.rules import Links, rules
from fpcache_ops.operations.criteria import Criterion

DASHBOARD, RULES, SCRAPE = "dashboard.json", "rules.yml", "prometheus.yml"
RULE_OBJECT = "prometheusrule.yaml"


def exported(
    environment: str,
    criteria: Mapping[str, Criterion],
    *,
    links: Links,
    targets: Sequence[str],
    cost_per_call: float,
    currency: str,
    in_cluster: bool = False,
) -> dict[str, str]:
    """The files by their names.

    ``in_cluster``: the rules as an object of Kubernetes, and no scrape configuration, for there a
    ServiceMonitor says what is scraped.

    Raises:
        UnusableInput: the environment cannot be called like that, or criteria are missing.
    """
    watched = Watched(environment)
    page = dashboard(watched, cost_per_call=cost_per_call, currency=currency)
    judged = rules(watched, criteria, links, uid(watched))
    files = {DASHBOARD: json.dumps(page, indent=2) + "\n"}
    if in_cluster:
        return files | {RULE_OBJECT: as_yaml(_rule_object(judged))}
    labels = {"environment": environment} if environment else {}
    scrape = {
        "global": {"scrape_interval": "15s", "evaluation_interval": "30s"},
        "rule_files": [RULES],
        "scrape_configs": [
            {
                "job_name": "fpcache",
                "static_configs": [{"targets": list(targets), "labels": labels}],
            }
        ],
    }
    return files | {RULES: as_yaml(judged), SCRAPE: as_yaml(scrape)}


def _rule_object(judged: Mapping[str, Any]) -> dict[str, Any]:
    """Rules as Prometheus' operator takes them."""
    return {
        "apiVersion": "monitoring.coreos.com/v1",
        "kind": "PrometheusRule",
        "metadata": {"name": "fpcache"},
        "spec": judged,
    }


def write(folder: Path, files: Mapping[str, str]) -> None:
    """Write them, each whole or not at all. Raises Refused."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in files.items():
            draft = folder / f".{name}.draft"
            draft.write_text(text, "utf-8")
            draft.replace(folder / name)
    except OSError as error:
        raise Refused(f"{folder} cannot be written ({error.strerror}): name another one") from error


def as_yaml(value: Mapping[str, Any]) -> str:
    """Mappings, lists, texts and numbers as YAML; every text is quoted, as JSON does it."""
    return "\n".join(_lines(value)) + "\n"


def _lines(value: Any) -> Iterator[str]:
    match value:
        case dict() if value:
            for key, of in value.items():
                yield from _under(f"{key}:", of)
        case list() if value:
            for of in value:
                first, *rest = _lines(of)
                yield f"- {first}"
                yield from (f"  {line}" for line in rest)
        case _:
            yield json.dumps(value)


def _under(key: str, value: Any) -> Iterator[str]:
    if isinstance(value, dict | list) and value:
        yield key
        yield from (f"  {line}" for line in _lines(value))
    else:
        yield f"{key} {json.dumps(value)}"
