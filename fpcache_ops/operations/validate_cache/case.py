"""What is asked about: a report's findings, their files, and which of them are known to be real."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from fpcache_ops.core.finding import Finding, Location
from fpcache_ops.core.taxonomy import canonical_type
from fpcache_ops.errors import UnusableInput
from fpcache_ops.sarif import read as read_sarif

_CONTENT_LIMIT = 20_000_000


@dataclass(frozen=True)
class Case:
    """Findings, the files they are in, and which of them are known to be real (by number)."""

    findings: tuple[Finding, ...]
    files: Mapping[str, str]
    real: frozenset[int]
    unmatched_labels: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()

    @property
    def facts(self) -> dict[str, object]:
        """What to note about it."""
        missing = {f.primary.path for f in self.findings} - set(self.files)
        return {
            "findings": len(self.findings),
            "files": len(self.files),
            "files_missing": sorted(missing)[:10],
            "known_real": len(self.real),
            "labels_without_finding": list(self.unmatched_labels[:10]),
            **({"remarks": list(self.remarks[:10])} if self.remarks else {}),
        }


def read_case(sarif: str, root: str, labels: str) -> Case:
    """Read a scanner's report, the tree it is about, and what is known to be real in it.

    ``labels`` is a CSV file with the columns ``path,line,type,real,why``; it may be empty.

    Raises:
        UnusableInput: when one of them cannot be used.
    """
    try:
        raw = Path(sarif).read_bytes()
    except OSError as error:
        raise UnusableInput(f"the report {sarif} cannot be read ({error.strerror})") from None
    roots = (Path(root), Path(root).resolve())
    report = read_sarif(raw, tenant="local", repository="", roots=roots)
    findings = report.findings
    if not findings:
        raise UnusableInput(f"{sarif} reports nothing: there is nothing to validate")
    paths = sorted({at.path for f in findings for at in places(f)})
    files = {path: text for path in paths if (text := _content(Path(root), path)) is not None}
    if not files:
        raise UnusableInput(
            f"none of the {len(paths)} files that {sarif} names is in {root}: give the folder that "
            "its paths are relative to with -p root=FOLDER"
        )
    real, unmatched = _known_real(Path(labels), findings) if labels else (frozenset[int](), ())
    remarks = (*report.warnings, *(result.reason for result in report.not_judged))
    return Case(tuple(findings), files, real, unmatched, remarks)


def _known_real(
    labels: Path, findings: Sequence[Finding]
) -> tuple[frozenset[int], tuple[str, ...]]:
    wanted: dict[tuple[str, int, str], str] = {}
    try:
        with labels.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                if row["real"].strip().lower() == "true":
                    key = (row["path"], int(row["line"]), canonical_type(row["type"]))
                    wanted[key] = f"{row['path']}:{row['line']} {row['type']}"
    except OSError as error:
        raise UnusableInput(f"the labels {labels} cannot be read ({error.strerror})") from None
    except (KeyError, ValueError, AttributeError, csv.Error):
        raise UnusableInput(
            f"the labels {labels} are not usable: they want the columns path,line,type,real,why"
        ) from None
    found: dict[tuple[str, int, str], list[int]] = {}
    for number, finding in enumerate(findings):
        at = finding.primary
        found.setdefault((at.path, at.region.start_line, finding.type), []).append(number)
    return (
        frozenset(number for key in wanted for number in found.get(key, ())),
        tuple(name for key, name in wanted.items() if key not in found),
    )


def _content(root: Path, path: str) -> str | None:
    """A file below the root as text; ``None`` when it is not there, elsewhere, or no UTF-8."""
    try:
        full = (root / path).resolve()
        if not full.is_relative_to(root.resolve()) or full.stat().st_size > _CONTENT_LIMIT:
            return None
        return full.read_bytes().decode("utf-8")
    except (OSError, ValueError):
        return None


def places(finding: Finding) -> Iterator[Location]:
    """Every place of a finding: its locations and the steps of its flows."""
    yield from finding.locations
    for flow in finding.flows:
        yield from flow
