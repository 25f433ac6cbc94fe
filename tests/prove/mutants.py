"""Mutation run: would the tests see a small mistake in what decides whether a finding is hidden?

Those of the labelled cases and of the quick tests that run its line are tried on a mutant until
one notices (see `trial`). A run that is stopped goes on where it was: what was killed stays so
until its function is edited, what survived is tried again.
``python -m tests.prove.mutants --first 150`` tries a part and prints what became of each.
"""

import argparse
import hashlib
import json
import subprocess
import sys
import tomllib
from collections import Counter
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest

from fpcache_ops.core.evidence import Evidence
from tests.prove.corpus import POLICIES, evidence_of, labelled_cases
from tests.prove.mutating import Mutant, mutants_of
from tests.prove.trial import ROOT, Case, Trial, source_of

EXPLAINED = Path(__file__).with_name("survivors.toml")
KEPT = ROOT / ".fpcache" / "mutants.jsonl"
MOST = 500
SEED = "1"


@dataclass(frozen=True)
class Target:
    """Modules, how many of their mutants are tried at most, and the tests that must notice.

    ``cases``: the labelled cases must notice, too. ``skipped`` are functions that put things into
    words, for people and for the log.
    """

    modules: tuple[str, ...]
    most: int
    tests: tuple[str, ...]
    cases: bool = False
    skipped: frozenset[str] = frozenset()


_KERNEL = "fpcache_ops/validators/safe_patterns"
_PROVERS = (
    *("validator", "source", "places", "reading", "proof", "wide", "answers"),
    *("sinks", "callees", "reached", "beside", "joined", "chosen"),
    *("bare", "statements", "assigned", "fragments", "texts", "uses"),
    *("names", "kept", "fed", "lost", "takes", "handed", "aliases", "waiting", "documentation"),
    *("running", "by_class", "by_object"),
)
TARGETS = {
    "decide and the serving rule": Target(
        (
            *(f"fpcache_ops/core/{name}.py" for name in ("lookup", "overrides", "cache")),
            "fpcache_ops/stores/glance.py",
        ),
        100,
        (
            "tests/unit/core/test_lookup.py",
            "tests/unit/core/test_validation.py",
            "tests/unit/core/test_reckoning.py",
            "tests/unit/core/test_cache.py",
            "tests/contract/test_overrides.py",
            "tests/contract/test_glance.py",
        ),
        skipped=frozenset(
            {"reason_in_words", "cause_of", "cache_status", "first_difference"}
            | {"_about_the_clock", "record", "size", "standing"}
        ),
    ),
    "the pipeline": Target(
        ("fpcache_ops/core/validation.py",),
        40,
        (
            "tests/unit/core/test_validation.py",
            "tests/contract/test_overrides.py",
            "tests/contract/test_simulation.py",
        ),
        skipped=frozenset({"_row", "_numbered", "answered", "judged", "warn", "__init__"}),
    ),
    "the proof kernel": Target(
        tuple(f"{_KERNEL}/{name}.py" for name in _PROVERS),
        360,
        tuple(
            f"tests/unit/validators/test_{name}.py"
            for name in ("safe_patterns", "kernel", "java", "versions", "contract")
        ),
        cases=True,
        skipped=frozenset({"spelled", "justified", "_proven"}),
    ),
}
# The slow ones: they show that the rest would notice, that nothing hangs, or another store.
_NOT_RUN = "not postgresql and not hostile and not planted"


@dataclass(frozen=True)
class Tried:
    """What became of a mutant: ``by`` says what noticed it, and is empty if nothing did."""

    mutant: Mutant
    target: str
    by: str


def chosen(most: int = MOST) -> list[tuple[str, Mutant]]:
    """The mutants that are tried, in an order that a seed decides: fewer are the first of more."""
    found: list[tuple[str, Mutant]] = []
    for name, target in TARGETS.items():
        found += [(name, mutant) for mutant in _shared(target)[: target.most]]
    return sorted(found, key=lambda one: _rank(one[1]))[:most]


def _shared(target: Target) -> list[Mutant]:
    """Those of a target, in an order in which every module has its share from the beginning."""
    placed: list[tuple[float, bytes, Mutant]] = []
    for module in target.modules:
        possible = sorted(mutants_of(module, source_of(module), target.skipped), key=_rank)
        placed += [
            (number / len(possible), _rank(mutant), mutant)
            for number, mutant in enumerate(possible)
        ]
    return [mutant for *_, mutant in sorted(placed, key=lambda one: one[:2])]


def _rank(mutant: Mutant) -> bytes:
    return hashlib.sha256(f"{SEED}\x00{mutant.key}".encode()).digest()


def tried(most: int = MOST) -> list[Tried]:
    """Try those that nothing is known to notice, and say what became of all."""
    before = _known()
    pending = Counter(target for target, mutant in chosen(most) if not before.get(mutant.key))
    KEPT.parent.mkdir(exist_ok=True)
    # What survived before is tried again: it must have an answer of this run.
    left = [json.dumps({"key": key, "by": by}) for key, by in before.items() if by]
    KEPT.write_text("".join(f"{line}\n" for line in left))
    for target in pending:
        command = [sys.executable, "-m", "tests.prove.mutants", "--first", str(most)]
        done = subprocess.run(
            [*command, "--target", target], cwd=ROOT, capture_output=True, text=True, check=False
        )
        assert not done.returncode, f"{target}: not all could be tried\n{done.stdout[-2000:]}"
    known = _known()
    return [Tried(mutant, target, known[mutant.key]) for target, mutant in chosen(most)]


def _known() -> dict[str, str]:
    """What noticed each mutant that was tried."""
    if not KEPT.exists():
        return {}
    rows = [json.loads(line) for line in KEPT.read_text().splitlines()]
    return {row["key"]: row["by"] for row in rows}


# One process of the run


def _try(target_name: str, most: int) -> int:
    """Try those of a target that nothing is known of, as many at once as there are cores."""
    known = _known()
    mine = [
        mutant for name, mutant in chosen(most) if name == target_name and mutant.key not in known
    ]
    target = TARGETS[target_name]
    status = pytest.main(
        [
            "-q",
            "-p",
            "no:cacheprovider",
            "--override-ini",
            "addopts=",
            "-k",
            _NOT_RUN,
            *target.tests,
        ],
        plugins=[
            Trial(
                mine,
                _cases() if target.cases else [],
                {str(ROOT / module) for module in target.modules},
                keep,
            )
        ],
    )
    return int(status)


def keep(mutant: Mutant, by: str) -> None:
    """Write down what became of a mutant."""
    with KEPT.open("a") as kept:
        kept.write(json.dumps({"key": mutant.key, "by": by, "name": mutant.name}) + "\n")


def _cases() -> list[Case]:
    """Every labelled case as one policy shows it, in an order in which neighbours differ."""
    rows = [
        (case.kind, f"{case.language}/{case.type}/{case.path.name}", evidence_of(case, policy))
        for case, policy in zip(labelled_cases(), cycle(POLICIES), strict=False)
    ]
    rows.sort(key=lambda row: hashlib.sha256(row[2]).digest())
    return [
        Case(name, kind == "safe", Evidence.decode(canonical)) for kind, name, canonical in rows
    ]


# The proof


def explanations() -> dict[str, str]:
    """Why a survivor hides nothing, by its key."""
    return {
        row["key"]: row["why"] for row in tomllib.loads(EXPLAINED.read_text()).get("survivor", [])
    }


def mutation(most: int = MOST) -> dict[str, Any]:
    """A small mistake in what decides whether a finding is hidden is noticed, or hides nothing."""
    counts: dict[str, Counter[str]] = {name: Counter() for name in TARGETS}
    survivors: dict[str, str] = {}
    unexplained: list[str] = []
    all_tried = tried(most)
    explained = explanations()
    for one in all_tried:
        count = counts[one.target]
        count["mutants"] += 1
        count["killed"] += bool(one.by)
        count["survived"] += not one.by
        if not one.by:
            why = explained.get(one.mutant.key)
            survivors[one.mutant.name] = why or "not explained"
            if why is None:
                unexplained.append(f"{one.mutant.key} {one.mutant.name}")
    assert not unexplained, "\n".join(["survivors without an explanation:", *unexplained])
    return {
        "mutants": sum(count["mutants"] for count in counts.values()),
        "killed": sum(count["killed"] for count in counts.values()),
        "survived_and_explained": len(survivors),
        "by_target": {name: dict(count) for name, count in counts.items()},
        "survivors": survivors,
    }


def main() -> int:
    """Try the first ones; 1 if one survives that nobody has explained."""
    parser = argparse.ArgumentParser(prog="python -m tests.prove.mutants", description=__doc__)
    parser.add_argument("--first", type=int, default=MOST, help="so many of the seeded order")
    parser.add_argument("--target", choices=TARGETS, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.target is not None:
        return _try(asked.target, asked.first)
    explained = explanations()
    left = 0
    for one in tried(asked.first):
        fate = f"killed by {one.by}" if one.by else f"survived: {explained.get(one.mutant.key)}"
        left += not one.by and one.mutant.key not in explained
        print(f"{one.mutant.key} {one.mutant.name}\n             {fate}")
    print(f"{left} survived without an explanation")
    return int(left > 0)


if __name__ == "__main__":
    sys.exit(main())
