"""What holds under load: long runs of `fpcache loadtest run` against services that it starts."""

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

EVIDENCE = Path(__file__).parents[2] / "docs" / "evidence"
_SHARE = 0.7
_TRY_SECONDS = 60
_LOWEST, _HIGHEST = 1.0, 512.0


def mixed_sqlite() -> dict[str, Any]:
    """Staging's mix for 10 minutes at 70 % of the rate that this machine holds, on SQLite."""
    return _mixed("--local", "sqlite")


def mixed_postgres() -> dict[str, Any]:
    """The same on PostgreSQL, by two workers."""
    return _mixed("--local", "postgres", "--workers", "2")


def stampede() -> dict[str, Any]:
    """1,000 clients that ask the same new question at once: one validator call."""
    ended = _run("stampede", "--profile", "staging")
    assert ended["exit_status"] == 0, ended["reason"]
    beyond, at_once = ended["figures"]["own"]["calls_beyond_one_each"]
    return {
        "clients_answered": ended["figures"]["same"]["findings"][0],
        "asked_before_the_first_answer": at_once,
        "validator_calls_beyond_one": int(beyond),
        "wrong_answers": ended["figures"]["*"]["wrong"][0],
    }


def soak() -> dict[str, Any]:
    """Staging's mix for 20 minutes; its report is soak.html beside this."""
    report = str(EVIDENCE / "soak.html")
    ended = _run("mixed", "--profile", "soak", "--html", report)
    assert ended["exit_status"] == 0, ended["reason"]
    return _figures(ended)


def _mixed(*where: str) -> dict[str, Any]:
    rate = _SHARE * _held(where)
    long = ("--profile", "staging", "--rate", f"{rate:.3f}", "--seconds", "600")
    ended = _run("mixed", *where, *long)
    assert ended["exit_status"] == 0, (rate, ended["reason"], ended["errors"])
    figures = _figures(ended)
    assert figures["memory_grown_in_second_half_bytes"] < 30_000_000, figures
    return {"rate_held": rate / _SHARE, "rate": rate} | figures


def _held(where: tuple[str, ...]) -> float:
    """The greatest rate, within a tenth, whose arrivals are answered in time for a minute."""
    low, high = _LOWEST, _HIGHEST
    while high / low > 1.1:
        rate = (low * high) ** 0.5
        tried = ("--rate", f"{rate:.3f}", "--seconds", str(_TRY_SECONDS))
        results = {c["name"]: c["result"] for c in _run("mixed", *where, *tried)["checks"]}
        kept = all(results[name] == "pass" for name in ("rate_reached", "errors", "generator"))
        low, high = (rate, high) if kept else (low, rate)
    assert low > _LOWEST, f"not even {_LOWEST} a second is held"
    return low


def _figures(ended: dict[str, Any]) -> dict[str, Any]:
    every, hit = ended["figures"]["*"], ended["figures"]["hit"]
    return {
        "requests": every["due"][0],
        "errors": every["errors"][0],
        "wrong_answers": every["wrong"][0],
        "hit_p95_ms_from_due": hit["p95"][0],
        "hit_p99_ms_from_due": hit["p99"][0],
        "memory_bytes": ended["figures"]["own"]["memory"][0],
        "memory_grown_in_second_half_bytes": ended["figures"]["own"]["memory_grown"][0],
    }


def _run(scenario: str, *words: str) -> dict[str, Any]:
    """The conclusion; a run that the generator was too weak for proves nothing either way."""
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(
            [
                *(sys.executable, "-P", "-m", "fpcache_ops.cli", "loadtest", "run", scenario),
                *("--format", "json", *words),
            ],
            cwd=folder,
            capture_output=True,
            text=True,
        )
    assert done.returncode in (0, 1, 3, 6), done.stderr or done.stdout
    concluded: dict[str, Any] = json.loads(done.stdout)
    return concluded
