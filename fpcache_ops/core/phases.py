"""Phase data: what the jobs that scan, validate and mitigate leave for each other (ADR-020)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Phase(StrEnum):
    """The three phases of a vulnerability's life in a pipeline."""

    SCAN = "scan"
    VALIDATION = "validation"
    MITIGATION = "mitigation"


@dataclass(frozen=True, slots=True)
class Execution:
    """One execution of a phase. ``data`` is JSON as it was sent, byte for byte.

    ``key_id`` names the key that wrote it. The last four are told by mitigations (``files_changed``
    as JSON) and by pipelines.
    """

    tenant: str
    repository: str
    phase: Phase
    issue_number: int | None
    commit_sha: str
    data: str
    key_id: str
    created_at: datetime
    pr_url: str | None = None
    pr_number: int | None = None
    files_changed: str | None = None
    pipeline_run_id: str | None = None


@dataclass(frozen=True, slots=True)
class Phases:
    """What is known of a repository: the scan, and for each issue the newest of the others."""

    scan: str | None
    validation: dict[int, str]
    mitigation: dict[int, str]
