"""The score of a validator: what it hides, which must be nothing, and what it spares people."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from fpcache_ops.core.finding import Finding
from fpcache_ops.core.verdict import Judgement
from fpcache_ops.scoring.judging import Answered


@dataclass(slots=True)
class Tally:
    """Counts over findings. ``hidden`` are real ones that were answered as false positives."""

    findings: int = 0
    real: int = 0
    false: int = 0
    recognised: int = 0
    hidden: int = 0
    undetermined: int = 0
    unlabelled: int = 0
    seconds: float = 0.0

    def add(self, answered: Answered, *, real: bool | None) -> None:
        """Count one answer."""
        excused = not answered.verdict.is_real
        self.findings += 1
        self.seconds += answered.seconds
        self.undetermined += answered.verdict.judgement is Judgement.UNDETERMINED
        self.unlabelled += real is None
        if real is not None:
            self.real += real
            self.false += not real
            self.hidden += real and excused
            self.recognised += not real and excused

    def as_json(self) -> dict[str, Any]:
        """The counts, and the mean time."""
        return {
            "findings": self.findings,
            "real": self.real,
            "false": self.false,
            "recognised": self.recognised,
            "hidden": self.hidden,
            "undetermined": self.undetermined,
            "unlabelled": self.unlabelled,
            "seconds_per_finding": round(self.seconds / self.findings, 6) if self.findings else 0.0,
        }


@dataclass(slots=True)
class Score:
    """The counts in all and by type, and every real finding that was answered as false positive."""

    total: Tally = field(default_factory=Tally)
    by_type: dict[str, Tally] = field(default_factory=dict)
    hidden: list[tuple[Finding, Answered]] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """What programs read; the keys are stable."""
        return {
            **self.total.as_json(),
            "by_type": {name: tally.as_json() for name, tally in sorted(self.by_type.items())},
            "hidden_findings": [
                {
                    "path": finding.primary.path,
                    "line": finding.primary.region.start_line,
                    "type": finding.type,
                    "rule": finding.rule_id,
                    "reason": answered.verdict.reason,
                }
                for finding, answered in self.hidden
            ],
        }


def score(
    findings: Sequence[Finding],
    answered: Iterable[Answered],
    labels: Sequence[bool | None],
    unplaced: int = 0,
) -> Score:
    """Put answers and labels together, by the number of the finding.

    ``unplaced`` results name no place at all: nobody judged them, and no label is about them.
    """
    result = Score()
    if unplaced:
        for tally in (result.total, result.by_type.setdefault("unknown", Tally())):
            tally.findings = tally.undetermined = tally.unlabelled = unplaced
    for one in answered:
        finding, real = findings[one.number], labels[one.number]
        result.total.add(one, real=real)
        result.by_type.setdefault(finding.type, Tally()).add(one, real=real)
        if real and not one.verdict.is_real:
            result.hidden.append((finding, one))
    return result
