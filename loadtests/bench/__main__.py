"""``make bench [ROW=name]``: every row, a table, ``results.json`` and a history to compare with."""

import argparse
import json
import os
import platform
import sys
from datetime import UTC, datetime
from pathlib import Path

from loadtests.bench.evidence import ROWS as EVIDENCE
from loadtests.bench.log_cost import ROWS as LOG_COST
from loadtests.bench.log_overview import FULL as LOG_FULL
from loadtests.bench.log_overview import ROWS as LOG
from loadtests.bench.memory import ROWS as MEMORY
from loadtests.bench.rows import Measured, Row, WeightRow, chosen, measure
from loadtests.bench.runbooks import ROWS as RUNBOOKS
from loadtests.bench.safe_patterns import ROWS as SAFE_PATTERNS
from loadtests.bench.service import ROWS as SERVICE
from loadtests.bench.store import ROWS as STORE
from loadtests.bench.store_size import ROWS as STORE_SIZE

ROWS: list[Row | WeightRow] = [
    *EVIDENCE,
    *MEMORY,
    *RUNBOOKS,
    *SAFE_PATTERNS,
    *SERVICE,
    *STORE,
    *STORE_SIZE,
    *LOG_COST,
    *LOG,
]
FULL: list[Row | WeightRow] = [*LOG_FULL]
"""Only with ``--full``, or by name."""
RESULTS = Path(__file__).parent / "results.json"
HISTORY = Path(__file__).parent / "history.jsonl"
REGRESSION = 1.2


def main() -> int:
    """Measure, print, keep. A regression is pointed out and fails nothing."""
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--row", help="only this row", choices=[row.name for row in ROWS + FULL])
    parser.add_argument("--full", action="store_true", help="also what takes gigabytes and minutes")
    options = parser.parse_args()
    name = options.row
    measured = []
    print(f"{'row':34} {'time':>12} {'ratio':>7} {'limit':>6}  middle half of the ratios, peer")
    for row in chosen(ROWS + FULL if options.full or name else ROWS, name):
        found = measure(row)
        measured.append(found)
        print(_line(found), flush=True)
    _keep(measured)
    return 0


def _line(found: Measured) -> str:
    row = found.row
    low, high = found.spread
    verdict = "" if found.ratio_to_limit <= 1 else "  OVER ITS LIMIT"
    before = _before(row.name)
    if before and found.ratio_to_peer > REGRESSION * before:
        verdict += f"  slower than before ({before:.2f})"
    return (
        f"{row.name:34} {found.value:9.3f} {row.unit} {found.ratio_to_peer:7.2f} {row.limit:6.2f}"
        f"  {low:.2f} to {high:.2f}, {row.peer}{verdict}"
    )


def _before(name: str) -> float | None:
    """The median ratio of the last runs of this row."""
    if not HISTORY.exists():
        return None
    runs = [json.loads(line) for line in HISTORY.read_text().splitlines()]
    ratios = sorted(
        r["ratio_to_peer"] for run in runs[-5:] for r in run["rows"] if r["name"] == name
    )
    return ratios[len(ratios) // 2] if ratios else None


def _keep(measured: list[Measured]) -> None:
    """Rows that were not measured now keep their last figures."""
    fresh = {found.row.name: found.as_json() for found in measured}
    kept = json.loads(RESULTS.read_text())["rows"] if RESULTS.exists() else []
    rows = {
        row["name"]: row for row in kept if row["name"] in {row.name for row in ROWS + FULL}
    } | fresh
    machine = {
        "system": platform.system(),
        "machine": platform.machine(),
        "python": platform.python_version(),
        "cores": os.cpu_count(),
    }
    RESULTS.write_text(
        json.dumps({"machine": machine, "rows": list(rows.values())}, indent=2) + "\n"
    )
    with HISTORY.open("a") as history:
        at = datetime.now(UTC).isoformat(timespec="seconds")
        history.write(json.dumps({"at": at, "rows": list(fresh.values())}) + "\n")


if __name__ == "__main__":
    sys.exit(main())
