"""``make corpus``: what the built-in validator answers on every labelled case.

Each case is judged under every policy; a real one that is answered as a false positive under any,
or a pair that is not told apart, makes it fail.
"""

import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from fpcache_ops.core.evidence import Built, Evidence
from fpcache_ops.core.finding import Finding, Location, Region
from fpcache_ops.core.ports import EvidenceBuilder
from fpcache_ops.evidence.file_policy import FilePolicy
from fpcache_ops.evidence.scope_policy import ScopePolicy
from fpcache_ops.evidence.sources import SubmittedSources
from fpcache_ops.validators.safe_patterns import SafePatterns

CASES = Path(__file__).parents[2] / "data" / "cases"
MARK = "<-- finding"
POLICIES: tuple[EvidenceBuilder, ...] = (FilePolicy(), ScopePolicy())


@dataclass(frozen=True, slots=True)
class LabelledCase:
    """A program with one marked line; ``kind`` is safe, gap (safe, not proven) or real."""

    path: Path
    language: str
    type: str
    kind: str


@dataclass(slots=True)
class Count:
    """Cases of one language and type."""

    real: int = 0
    hidden: int = 0
    safe: int = 0
    recognised: int = 0


@cache
def labelled_cases() -> tuple[LabelledCase, ...]:
    """All cases: ``<language>/<type>/<name>.<kind>.<extension>``."""
    return tuple(_cases())


def _cases() -> Iterator[LabelledCase]:
    for path in sorted(CASES.glob("*/*/*.*.*")):
        language, kind = path.parts[-3], path.name.split(".")[-2]
        if kind in ("safe", "gap", "real"):
            yield LabelledCase(path, language, path.parent.name, kind)


def is_called_safe(case: LabelledCase, builder: EvidenceBuilder) -> bool:
    """Whether the validator answers that the marked line is a false positive."""
    return not SafePatterns().judge(Evidence.decode(evidence_of(case, builder))).is_real


def evidence_of(case: LabelledCase, builder: EvidenceBuilder) -> bytes:
    """The canonical evidence of the marked line."""
    source = case.path.read_bytes()
    lines = [n for n, line in enumerate(source.decode().split("\n"), 1) if MARK in line]
    assert len(lines) == 1, f"{case.path} marks {len(lines)} lines"
    name = f"shop/{case.path.name}"
    finding = Finding("t", "o/r", case.type, "", (Location(name, Region(lines[0])),))
    built = builder.build(finding, SubmittedSources({name: source}))
    assert isinstance(built, Built), f"{case.path}: {built}"
    return built.canonical


def counted() -> tuple[dict[tuple[str, str], Count], list[str]]:
    """The counts by language and type, and what is wrong."""
    counts: dict[tuple[str, str], Count] = defaultdict(Count)
    wrong: list[str] = []
    for case in labelled_cases():
        count = counts[case.language, case.type]
        answers = [is_called_safe(case, policy) for policy in POLICIES]
        name = case.path.relative_to(CASES)
        if case.kind == "real":
            count.real += 1
            count.hidden += any(answers)
            if any(answers):
                wrong.append(f"HIDDEN {name}: real, and answered as a false positive")
            continue
        count.safe += 1
        count.recognised += all(answers)
        if case.kind == "safe" and not all(answers):
            wrong.append(f"MISSED {name}: safe, and not recognised")
        if not twin_of(case).exists():
            wrong.append(f"ALONE {name}: it has no real twin")
    return counts, wrong


def twin_of(case: LabelledCase) -> Path:
    """The real program that it differs from by one edit."""
    name = case.path.name.split(".")[0]
    return case.path.with_name(f"{name}.real{case.path.suffix}")


def main() -> int:
    """Print the numbers; the status is 1 unless no real case is answered as a false positive."""
    counts, wrong = counted()
    print(f"{'language':12} {'type':26} {'real':>5} {'hidden':>7} {'safe':>6} {'recognised':>11}")
    for (language, kind), count in sorted(counts.items()):
        print(
            f"{language:12} {kind:26} {count.real:5} {count.hidden:7} {count.safe:6} "
            f"{count.recognised:11}"
        )
    for line in wrong:
        print(line)
    print(last_line(counts))
    return int(any(count.hidden for count in counts.values()) or not counts)


def last_line(counts: dict[tuple[str, str], Count]) -> str:
    """The numbers that decide."""
    every = counts.values()
    return (
        f"real answered as false positive: {sum(c.hidden for c in every)} of "
        f"{sum(c.real for c in every)}; safe recognised: {sum(c.recognised for c in every)} of "
        f"{sum(c.safe for c in every)}"
    )


if __name__ == "__main__":
    sys.exit(main())
