"""The proofs about the lookup log: writers and compactions that are killed."""

import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from fpcache_ops.analysis import open_log
from fpcache_ops.lookuplog import encode
from fpcache_ops.lookuplog.compacting import compact
from fpcache_ops.lookuplog.row import row_of
from tests.unit.lookuplog.rows import a_row

KILLS = 100
BEGUN = datetime(2026, 11, 2, 10, tzinfo=UTC)
LATER = datetime(2026, 12, 1, tzinfo=UTC)

_WRITER = """
import sys, time
from datetime import UTC, datetime
from fpcache_ops.lookuplog import LookupLog
from fpcache_ops.lookuplog.row import row_of
from tests.unit.lookuplog.rows import a_row

class Clock:
    def now(self): return datetime(2026, 11, 2, 10, tzinfo=UTC)

folder, instance = sys.argv[1:]
log = LookupLog(folder, instance, clock=Clock(), rotate_bytes=500_000)
number = 0
while True:
    time.sleep(0.002)
    log.write(
        [row_of(a_row(instance=instance, from_request=str(number + n))) for n in range(20)]
    )
    number += 20
    if number % 100 == 0:
        log.flush()
        print(number, flush=True)
"""
_COMPACTION = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from fpcache_ops.lookuplog.compacting import compact

def told(stage):
    print(stage, flush=True)

compact(Path(sys.argv[1]), now=datetime(2026, 12, 1, tzinfo=UTC), stage=told)
"""


def writers() -> dict[str, Any]:
    """Of 100 writers killed, none loses a row that was flushed, and no reader fails meanwhile."""
    chance = random.Random(2026)
    kills = flushed_rows = beyond = torn = readings = compactions = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "log"
        folder.mkdir()
        promised: dict[str, int] = {}
        while kills < KILLS:
            pair = [f"writer-{kills + n}" for n in (0, 1)]
            running = [_child(_WRITER, folder, instance) for instance in pair]
            for process in running:
                assert process.stdout is not None
                process.stdout.readline()
            time.sleep(chance.uniform(0, 0.2))
            # Beside the writers: somebody reads, and now and then somebody compacts.
            if kills % 10 == 0:
                compact(folder, now=LATER, present=True)
                compactions += 1
            with open_log(folder) as log:
                readings += 1
                assert log.rows >= sum(promised.values()), "a reader missed rows"
            for instance, process in zip(pair, running, strict=True):
                time.sleep(chance.uniform(0, 0.05))
                process.send_signal(signal.SIGKILL)
                said, _ = process.communicate()
                assert process.returncode == -signal.SIGKILL, "it ended by itself"
                # The first was read above; a line that is cut off promises nothing.
                promised[instance] = max([100, *map(int, said.split("\n")[:-1])])
                kills += 1
        with open_log(folder) as log:
            found = log.sql(
                "SELECT instance, from_request::BIGINT AS number, count(*) AS times FROM lookups"
                " GROUP BY ALL"
            )
            torn = log.skipped
        assert (found["times"] == 1).all(), "a row is there twice"
        for name_, rows in found.groupby("instance"):
            instance = str(name_)
            numbers = set(rows["number"])
            assert numbers == set(range(len(numbers))), f"{instance} lost rows in between"
            assert len(numbers) >= promised[instance], f"{instance} lost what was flushed"
            flushed_rows += promised[instance]
            beyond += len(numbers) - promised[instance]
    assert len(set(found["instance"])) == KILLS
    assert torn <= KILLS, f"{torn} torn lines of {KILLS} writers"
    return {
        "writers_killed": kills,
        "rows_flushed": flushed_rows,
        "flushed_rows_lost": 0,
        "rows_beyond_the_last_flush": beyond,
        "torn_lines": torn,
        "readings_meanwhile": readings,
        "readings_failed": 0,
        "compactions_meanwhile": compactions,
    }


def compactions() -> dict[str, Any]:
    """Killed at 100 random moments and run again, a compaction gives equal content."""
    chance = random.Random(2026)
    killed = half_way = 0
    with tempfile.TemporaryDirectory() as name:
        whole = Path(name) / "whole"
        rows = _a_log(whole, chance)
        before = _content(whole)
        stages = 30
        while killed < KILLS:
            copy = Path(name) / "copy"
            shutil.copytree(whole, copy)
            with _child(_COMPACTION, copy) as process:
                assert process.stdout is not None
                # Wherever the machine is slow: after so many steps, and a little.
                wanted = chance.randrange(stages)
                done = sum(1 for _ in zip(range(wanted), process.stdout, strict=False))
                time.sleep(chance.uniform(0, 0.02))
                process.send_signal(signal.SIGKILL)
                killed += process.wait() == -signal.SIGKILL
            if done < wanted:
                assert process.returncode == 0, "it ended by itself"
                stages = done
            days = len(list(copy.glob("day=*/*.parquet")))
            half_way += bool(days and list(copy.glob("*.jsonl")))
            assert _content(copy) == before, "half-way, a reader sees something else"
            compact(copy, now=LATER)
            assert _content(copy) == before, "run again, it gives something else"
            assert not list(copy.glob("*.jsonl"))
            shutil.rmtree(copy)
    assert half_way >= KILLS / 4, f"only {half_way} were between the first and the last file"
    return {"compactions_killed": killed, "half_way": half_way, "rows": rows, "of_other_content": 0}


def _a_log(folder: Path, chance: random.Random) -> int:
    """Twelve segments over nine days; one in four ends in a torn line."""
    folder.mkdir()
    total = 0
    for number in range(12):
        lines = []
        for n in range(chance.randrange(200, 400)):
            at = BEGUN + timedelta(seconds=chance.randrange(9 * 86400))
            row = a_row(
                occurred_at=at.strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
                from_request=f"{number}-{n // 3}",
                path=f"src/{chance.randrange(50)}.py",
                evidence_digest=f"{chance.randrange(200):064x}",
            )
            lines.append(encode(row_of(row)))
        total += len(lines)
        if number % 4 == 0:
            lines.append(lines[0][:50])
        file = folder / f"lookups-20261102T10-host{number}-0001.jsonl"
        file.write_bytes(b"".join(lines))
    return total


def _content(folder: Path) -> tuple[object, ...]:
    """Equal for logs that tell the same."""
    with open_log(folder) as log:
        query = "SELECT count(*) AS n, sum(hash(one)::HUGEINT) AS hash FROM lookups AS one"
        row = log.sql(query).iloc[0]
        return int(row["n"]), int(row["hash"]), log.skipped, log.dropped


def _child(script: str, *arguments: object) -> "subprocess.Popen[str]":
    command = [sys.executable, "-c", script, *map(str, arguments)]
    root = Path(__file__).resolve().parents[2]
    return subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, text=True)
