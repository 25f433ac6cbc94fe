"""What each policy would have done on real histories: clones that the prover has at hand.

Each clone and selection is replayed in a process of its own, one on each core. What is done is kept
for the revision of this project, so a run that is stopped goes on where it was.
"""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path
from typing import Any

from tests.prove.revisions import ROOT, head_of, revision_here

KEPT = ROOT / ".fpcache" / "replays"
VARIABLE = "FPCACHE_PROVE_REPOSITORIES"

# Whole-file hit rates of an independent sketch, in percent.
REFERENCE = {
    "2ac89889": {"push": 91.9, "weekly": 82.5},  # flask
    "1f6589ec": {"push": 95.3, "weekly": 91.4},  # requests
    "407343d0": {"push": 99.5, "weekly": 94.4},  # locust
}
SELECTIONS = {"push": ("--last", "120"), "weekly": ("--weekly", "104")}
POLICIES = "file,scope"
CLOSURE = frozenset(os.environ.get("FPCACHE_PROVE_CLOSURE", "requests,healthchecks").split(","))
"""Clones of which ``closure`` is replayed, too: it takes several times as long."""

WITHIN = 0.5


class NotHere(Exception):
    """A proof lacks something that it needs and that no machine can be expected to have."""


def replays() -> dict[str, Any]:
    """Whole files land within 0.5 points of an independent sketch; a slice never hits less often.

    Of each clone its checked-out revision is replayed: bandit without B101; tests, docs, examples,
    migrations, vendored and minified files left out; hits counted from the second commit.
    Of some clones ``closure`` is replayed, too; what it should reach nobody has said.
    """
    folder = os.environ.get(VARIABLE)
    if not folder:
        raise NotHere(f"set {VARIABLE} to a folder of clones, checked out at what is replayed")
    clones = [found.parent for found in sorted(Path(folder).glob("*/.git"))]
    rows: dict[str, dict[str, Any]] = {selection: {} for selection in SELECTIONS}
    fallbacks: dict[str, dict[str, Any]] = {selection: {} for selection in SELECTIONS}
    wider: dict[str, dict[str, Any]] = {selection: {} for selection in SELECTIONS}
    for (clone, selection), found in _all_replayed(clones).items():
        name = f"{clone} at {found['head'][:8]}"
        policies = {policy["policy"]: policy for policy in found["policies"]}
        _compared(name, found["head"][:8], selection, policies["file"], policies["scope"])
        rows[selection][name] = {
            "commits": found["commits"],
            "unscanned": found["unscanned"],
            "findings": policies["file"]["findings"],
            "file_%": _percent(policies["file"]["hits"], policies["file"]["findings"]),
            "scope_%": _percent(policies["scope"]["hits"], policies["scope"]["findings"]),
            "scope_in_changed_files_%": _percent(
                policies["scope"]["changed_hits"], policies["scope"]["changed_findings"]
            ),
            "file_calls": policies["file"]["calls"],
            "scope_calls": policies["scope"]["calls"],
            "scope_fell_back_%": _percent(
                sum(policies["scope"]["fallbacks"].values()), policies["scope"]["findings"]
            ),
        }
        if "closure" in policies:
            closure = policies["closure"]
            wider[selection][name] = {
                "findings": closure["findings"],
                "closure_%": _percent(closure["hits"], closure["findings"]),
                "closure_in_changed_files_%": _percent(
                    closure["changed_hits"], closure["changed_findings"]
                ),
                "closure_calls": closure["calls"],
                "closure_fell_back_%": _percent(
                    sum(closure["fallbacks"].values()), closure["findings"]
                ),
            }
        fallbacks[selection][name] = {
            f"{n}_{reason}": _percent(count, of["findings"])
            for n, of in policies.items()
            for reason, count in sorted(of["fallbacks"].items())
        }
    assert clones, f"no clone in {folder}"
    reasons = {
        f"fallbacks_{selection}_in_%_of_findings": of
        for selection, of in fallbacks.items()
        if any(of.values())
    }
    return rows | {f"closure_{one}": of for one, of in wider.items() if of} | reasons


def _all_replayed(clones: list[Path]) -> Mapping[tuple[str, str], dict[str, Any]]:
    """Every clone and selection in their order; each is told when it is done."""
    # One selection after the other, for both of a clone would scan the same at the same time.
    asked = [(clone, selection) for selection in SELECTIONS for clone in clones]
    found: dict[tuple[str, str], dict[str, Any]] = {}
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        running = {pool.submit(_replayed, *one): one for one in asked}
        for done in as_completed(running):
            clone, selection = running[done]
            found[clone.name, selection] = done.result()
            print(
                f"\n  {len(found)} of {len(asked)}: {clone.name}, {selection}", end="", flush=True
            )
    print()
    return dict(sorted(found.items()))


def _replayed(clone: Path, selection: str) -> dict[str, Any]:
    """One replay; in a tree that is as it was committed, what was found before is the answer."""
    revision = revision_here()
    policies = f"{POLICIES},closure" if clone.name in CLOSURE else POLICIES
    asked = f"{clone.name}-{head_of(clone)}-{selection}-{policies}"
    kept = KEPT / f"{asked}-{revision}.json"
    if kept.exists():
        known: dict[str, Any] = json.loads(kept.read_text())
        return known
    command = [sys.executable, "-m", "fpcache_ops.cli", "replay", str(clone)]
    command += [*SELECTIONS[selection], "--policy", policies, "--format", "json"]
    command += ["--kept", str(KEPT / "scans")]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 0, f"{clone.name}: status {done.returncode}"
    found: dict[str, Any] = json.loads(done.stdout)
    if not revision.endswith("-changed"):
        kept.parent.mkdir(parents=True, exist_ok=True)
        draft = kept.with_suffix(".draft")
        draft.write_text(done.stdout)
        draft.replace(kept)
    return found


def _compared(
    name: str, head: str, selection: str, file: dict[str, Any], scope: dict[str, Any]
) -> None:
    assert scope["hits"] >= file["hits"], f"{name}: slices hit less often than whole files"
    if head in REFERENCE:
        wanted = REFERENCE[head][selection]
        rate = _percent(file["hits"], file["findings"])
        assert abs(rate - wanted) <= WITHIN, f"{name}: {rate} % by whole files, not {wanted} %"


def _percent(part: int, whole: int) -> float:
    return round(100 * part / whole, 2) if whole else 0.0
