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


def exported(
    environment: str,
    criteria: Mapping[str, Criterion],
    *,
    links: Links,
    targets: Sequence[str],
    cost_per_call: float,
    currency: str,
) -> dict[str, str]:
    """The files by their names.

    Raises:
        UnusableInput: the environment cannot be called like that, or criteria are missing.
    """
    watched = Watched(environment)
    page = dashboard(watched, cost_per_call=cost_per_call, currency=currency)
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
    return {
        DASHBOARD: json.dumps(page, indent=2) + "\n",
        RULES: as_yaml(rules(watched, criteria, links, uid(watched))),
        SCRAPE: as_yaml(scrape),
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
