"""Labelled programs before the validator: what it answers, counted by construction."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache

from fpcache_ops.core.evidence import Built, Evidence
from fpcache_ops.core.finding import Finding, Location, Region
from fpcache_ops.core.ports import EvidenceBuilder
from fpcache_ops.evidence.file_policy import FilePolicy
from fpcache_ops.evidence.scope_policy import ScopePolicy
from fpcache_ops.evidence.sources import SubmittedSources
from fpcache_ops.validators.safe_patterns import SafePatterns
from tests.generated import java, python
from tests.generated.programs import Labelled, program

MARK = "<-- finding"
LANGUAGES = ("java", "python")
_PATHS = {"java": "shop/Handler.java", "python": "shop/views.py"}
_POLICIES: tuple[EvidenceBuilder, ...] = (FilePolicy(), ScopePolicy())


@dataclass
class Tally:
    """What was answered on labelled programs. ``hidden`` are real ones that were called safe."""

    real: int = 0
    hidden: list[int] = field(default_factory=list)
    safe: Counter[str] = field(default_factory=Counter)
    recognised: Counter[str] = field(default_factory=Counter)

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            self.real + other.real,
            self.hidden + other.hidden,
            self.safe + other.safe,
            self.recognised + other.recognised,
        )

    def share(self, construction: str = "") -> float:
        """The share of safe programs that was recognised, in all or of a construction."""
        return self.recognised[construction] / max(1, self.safe[construction])

    def lines(self) -> list[str]:
        """A line for each construction, the numbers that decide last."""
        told = [
            f"{name:24} safe {self.safe[name]:6} recognised {self.recognised[name]:6} "
            f"{100 * self.share(name):5.1f} %"
            for name in sorted(self.safe)
            if name
        ]
        last = (
            f"real answered as false positive: {len(self.hidden)} of {self.real}; "
            f"safe recognised: {self.recognised['']} of {self.safe['']}"
        )
        return [*told, last]


def spelled(labelled: Labelled, language: str) -> str:
    """The program in a language."""
    write = java.source if language == "java" else python.source
    return write(labelled.program)


def answers(labelled: Labelled, language: str) -> list[bool]:
    """Whether the marked line is called safe, for each policy."""
    text = spelled(labelled, language)
    (line,) = [n for n, each in enumerate(text.split("\n"), 1) if MARK in each]
    path = _PATHS[language]
    finding = Finding("t", "o/r", labelled.kind.type, "", (Location(path, Region(line)),))
    found: list[bool] = []
    for policy in _POLICIES:
        built = policy.build(finding, SubmittedSources({path: text.encode()}))
        assert isinstance(built, Built), built
        found.append(not _validator().judge(Evidence.decode(built.canonical)).is_real)
    return found


@cache
def _validator() -> SafePatterns:
    return SafePatterns()


def tally(language: str, seeds: Iterable[int]) -> Tally:
    """Write and judge programs."""
    count = Tally()
    for seed in seeds:
        labelled = program(seed, java=language == "java")
        said = answers(labelled, language)
        if labelled.real:
            count.real += 1
            count.hidden += [seed] if any(said) else []
            continue
        for name in ("", labelled.kind.type, *labelled.program.used):
            count.safe[name] += 1
            count.recognised[name] += all(said)
    return count
