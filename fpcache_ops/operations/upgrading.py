"""What the runbook ``upgrade-validator`` does: the same findings, judged by the validator in use
and by the one to come; and which stored verdicts the change would make outdated.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from fpcache_ops.client import ReadClient
from fpcache_ops.operations.parameters import read_secret
from fpcache_ops.operations.rehearsal import Rehearsal
from fpcache_ops.operations.session import Run
from fpcache_ops.operations.tables import Cell, Table
from fpcache_ops.operations.validate_cache import (
    Case,
    Connection,
    Deviation,
    Deviations,
    Pass,
    hidden,
    read_case,
)

_LISTED = 1_000


@dataclass(frozen=True)
class Both:
    """The service in use, and the one with the validator to come."""

    current: Connection
    candidate: Connection

    @property
    def facts(self) -> dict[str, object]:
        """What to note about them."""
        return {"current": self.current.where, "candidate": self.candidate.where}

    def close(self) -> None:
        """Leave the candidate; one of our own ends."""
        self.candidate.close()


def prepare(run: Run) -> Case:
    """The sample: findings, their files, and which are known to be real."""
    given = (str(run.parameters[name]) for name in ("sarif", "root", "labels"))
    return read_case(*given)


def reach(run: Run) -> Both:
    """Both services, each asked under a name of this run alone, so that nothing is served.

    Without a candidate, this very installation is it.
    """
    parameters = run.parameters
    where = str(parameters["server"]) or "a rehearsal"
    run.reader().health()
    current = Connection(run.reader(), f"fpcache/upgrade-{run.id}", where)
    if parameters["candidate"]:
        url, key = str(parameters["candidate"]), read_secret(str(parameters["candidate_key"]))
        client = ReadClient(url, key)
        return Both(current, Connection(client, current.repository, url, client.close))
    folder = run.folder / "candidate"
    folder.mkdir()
    own = Rehearsal(folder)
    client = ReadClient(own.url, own.key)

    def close() -> None:
        client.close()
        own.close()

    return Both(current, Connection(client, current.repository, f"{own.url} (here)", close))


def ask(both: Both, case: Case) -> tuple[Pass, Pass]:
    """The same findings to both."""
    return both.current.ask("in use", case), both.candidate.ask("to come", case)


def differences(current: Pass, candidate: Pass) -> Deviations:
    """Findings that the two call differently: real, or a false positive."""
    found = []
    for number, (now, then) in enumerate(zip(current.answers, candidate.answers, strict=True)):
        if now.is_valid != then.is_valid:
            finding = current.case.findings[number]
            at = finding.primary
            words = {True: "real", False: "false positive"}
            what = f"{words[now.is_valid]} now, {words[then.is_valid]} then: {then.reason}"
            place = f"{at.path}:{at.region.start_line}"
            found.append(Deviation(place, finding.type, what))
    return Deviations("verdicts that would change", tuple(found), len(current.answers))


def hidden_then(candidate: Pass) -> Deviations:
    """Known real vulnerabilities that the validator to come calls false positives."""
    return hidden([candidate])


@dataclass(frozen=True)
class Prediction:
    """What becomes of the stored entries that were looked at."""

    outdated: Mapping[str, int]
    kept: int
    unknown: int
    all_: int

    @property
    def facts(self) -> dict[str, object]:
        """What to note about it."""
        return {
            "entries": self.all_,
            "outdated": dict(self.outdated),
            "kept": self.kept,
            "unknown": self.unknown,
        }

    @property
    def share(self) -> tuple[int, int]:
        """Entries that become outdated, and those nobody can tell of, of those looked at."""
        looked_at = sum(self.outdated.values()) + self.kept + self.unknown
        return looked_at - self.kept, looked_at

    def table(self) -> Table:
        """By type."""
        rows: list[dict[str, Cell]] = [
            {"type": kind, "entries": count} for kind, count in sorted(self.outdated.items())
        ]
        rows.append({"type": "unknown: not in the sample", "entries": self.unknown})
        rows.append({"type": "kept, of any type", "entries": self.kept})
        return Table.of(f"What becomes of the entries ({self.all_} stored)", rows)


def predict(run: Run, candidate: Pass) -> Prediction:
    """Hold the versions that entries were judged by against those that the candidate judges by."""
    versions: dict[tuple[str, str], str] = {}
    for finding, answer in zip(candidate.case.findings, candidate.answers, strict=True):
        if answer.validator is not None:
            versions[finding.type, _suffix(finding.primary.path)] = answer.validator.version
    outdated: Counter[str] = Counter()
    kept = unknown = 0
    entries = run.reader().entries(limit=_LISTED).entries
    count = run.reader().stats().entries
    for entry in entries:
        version = versions.get((entry.type, _suffix(entry.path)))
        if version is None:
            unknown += 1
        elif version == entry.validator.version:
            kept += 1
        else:
            outdated[entry.type] += 1
    return Prediction(outdated, kept, unknown, count)


def _suffix(path: str) -> str:
    return path.rpartition(".")[2].lower()
