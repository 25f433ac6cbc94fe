"""What evidence for many files leaves behind: resident memory, in a process of its own."""

import resource
import subprocess
import sys

from fpcache_ops.core.finding import Finding, Location, Region
from fpcache_ops.evidence.scope_policy import ScopePolicy
from fpcache_ops.evidence.sources import SubmittedSources
from loadtests.bench.rows import WeightRow

FEW, MANY = 1_000, 10_000

_SOURCE = """\
import sqlite3

TABLE_{n} = "things"

{helpers}
def find_{n}(database, name):
    return database.execute("SELECT * FROM %s WHERE name = ?" % TABLE_{n}, (name,))
"""
_HELPER = """\
def helper_{n}_{m}(values, limit={m}):
    return [value for value in values if value > limit]


"""


def _source(number: int) -> str:
    helpers = "".join(_HELPER.format(n=number, m=m) for m in range(40))
    return _SOURCE.format(n=number, helpers=helpers)


def _build(policy: ScopePolicy, numbers: range) -> float:
    for number in numbers:
        text = _source(number)
        location = Location("a.py", Region(text.count("\n")))
        policy.build(
            Finding("t", "o/r", "sql-injection", "B608", (location,)),
            SubmittedSources({"a.py": text}),
        )
    # The peak so far: kilobytes, but on macOS bytes.
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1024 * 1024 if sys.platform == "darwin" else 1024)


def main() -> None:
    """Print the peak after few files, and after many."""
    policy = ScopePolicy()
    print(_build(policy, range(FEW)), _build(policy, range(FEW, MANY)))


def _weigh() -> tuple[float, float]:
    command = [sys.executable, "-m", "loadtests.bench.memory"]
    few, many = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    return float(many), float(few)


ROWS = [
    WeightRow(
        "scope_memory_many_files",
        f"What does memory peak at after slices in {MANY:,} files?",
        "MB",
        f"its peak after {FEW:,} files",
        1.3,
        _weigh,
    )
]

if __name__ == "__main__":
    main()
