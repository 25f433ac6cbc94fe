"""What must come back, and the findings that were not answered so."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from fpcache_ops.core.finding import Finding
from fpcache_ops.core.verdict import Judgement
from fpcache_ops.operations.tables import Table
from fpcache_ops.operations.validate_cache.asking import Pass
from fpcache_ops.operations.validate_cache.edit import Edit
from fpcache_ops.wire import Validated


@dataclass(frozen=True)
class Deviation:
    """A finding that was not answered as it must be."""

    place: str
    type: str
    what: str

    @property
    def row(self) -> dict[str, Any]:
        """Its row of a table."""
        return {"Finding": self.place, "Type": self.type, "What is wrong": self.what}


@dataclass(frozen=True)
class Deviations:
    """The findings that were not answered as they must be, of how many."""

    title: str
    found: tuple[Deviation, ...]
    sample: int

    @property
    def count(self) -> int:
        """How many."""
        return len(self.found)

    @property
    def facts(self) -> dict[str, object]:
        """What to note about them."""
        return {
            self.title: f"{self.count} of {self.sample}",
            **({"first_of_them": [d.row for d in self.found[:20]]} if self.found else {}),
        }

    def _repr_html_(self) -> str:
        if not self.found:
            return ""
        return self._table()._repr_html_()

    def __repr__(self) -> str:
        return repr(self._table()) if self.found else f"{self.title}: 0 of {self.sample}"

    def _table(self) -> Table:
        title = f"{self.title}: {self.count} of {self.sample}"
        return Table.of(title, [deviation.row for deviation in self.found])


def unchanged_hits(first: Pass, again: Pass) -> tuple[int, int]:
    """How many findings that were judged at first are hits now, and of how many.

    A finding that could not be judged (``undetermined``) is not stored, so it is no promise.
    """
    count = len(again.answers)
    kept = [n for n in first.looked_up if n < count and _is_judged(first.answers[n])]
    return sum(again.answers[n].outcome == "hit" for n in kept), len(kept)


def different_answers(first: Pass, again: Pass) -> Deviations:
    """Findings whose answer is not the same as before: isValid, confidence or reason differs."""
    found = []
    for number, (before, now) in enumerate(zip(first.answers, again.answers, strict=False)):
        for name in ("is_valid", "confidence", "reason"):
            old, new = getattr(before, name), getattr(now, name)
            if old != new:
                found.append(_deviation(again, number, f"{name} was {old!r} and is {new!r}"))
                break
    return Deviations("answers that differ from the first", tuple(found), len(again.answers))


def misjudged_edit(before: Pass, after: Pass, edit: Edit) -> Deviations:
    """Findings that are on the wrong side of the edit.

    Changed evidence must be ``changed`` and judged, unchanged evidence a ``hit`` with the same
    answer. Which evidence changed is taken from the digests, and these are not trusted either: by
    the policy ``file`` it must be that of exactly the findings of the edited file, by any policy
    that of the findings in the edited function, and by ``scope`` none of another file.
    """
    found = []
    seen: set[tuple[str, str]] = set()
    for number, finding in enumerate(before.case.findings):
        old, new = before.answers[number], after.answers[number]
        if old.evidence is None or new.evidence is None:
            if old.evidence is not new.evidence:
                found.append(_deviation(before, number, "it has evidence in one pass only"))
            continue
        changed = old.evidence.digest != new.evidence.digest
        expected = _must_change(finding, new.evidence.policy, edit)
        question = (finding.primary.path, new.evidence.digest)
        repeated, wanted = question in seen, "changed" if changed else "hit"
        seen.add(question)
        if expected is not None and changed != expected:
            what = "did not change, and must have" if expected else "changed, and cannot have"
            found.append(_deviation(before, number, f"its evidence {what}"))
        elif not changed and not _is_judged(old):
            continue
        elif new.outcome != wanted and not (changed and repeated and new.outcome == "hit"):
            evidence = "changed" if changed else "unchanged"
            found.append(_deviation(before, number, f"{evidence} evidence was a {new.outcome}"))
        elif not changed and (old.is_valid, old.confidence) != (new.is_valid, new.confidence):
            found.append(_deviation(before, number, "unchanged evidence has another answer"))
    return Deviations("on the wrong side of the edit", tuple(found), len(before.looked_up))


def hidden(passes: Sequence[Pass]) -> Deviations:
    """Known real vulnerabilities that were called a false positive in any pass."""
    found = []
    for number in sorted(passes[0].case.real):
        where = [p.title for p in passes if number in p.real and not p.answers[number].is_valid]
        if where:
            found.append(_deviation(passes[0], number, f"a false positive, {'; '.join(where)}"))
    sample = len(passes[0].case.real)
    return Deviations("real vulnerabilities called false positives", tuple(found), sample)


def _must_change(finding: Finding, policy: str, edit: Edit) -> bool | None:
    """Whether the edit must change this finding's evidence; ``None``: it may or may not."""
    if policy == "file":
        return edit.touches(finding)
    if edit.is_within(finding):
        return True
    if policy == "scope" and not edit.touches(finding):
        return False
    return None


def _is_judged(answer: Validated) -> bool:
    return answer.verdict != Judgement.UNDETERMINED


def _deviation(one: Pass, number: int, what: str) -> Deviation:
    finding = one.case.findings[number]
    at = finding.primary
    return Deviation(f"{at.path}:{at.region.start_line}", finding.type, what)
