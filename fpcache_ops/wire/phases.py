"""Phase data: what clients send, and the body they get (ADR-020)."""

import re
from dataclasses import dataclass
from typing import Any

import msgspec

from fpcache_ops.core.phases import Phase, Phases
from fpcache_ops.wire.strict import InvalidRequest, decode_object

DATA_LIMIT = 8 * 1024 * 1024
"""Bytes of one phase's data."""

PHASE_MISSING = "Phase is required"
REPOSITORY_MISSING = "Repository is required"
COMMIT_MISSING = "Commit SHA is required"
ISSUE_MISSING = "Issue number is required for validation and mitigation phases"
PHASE_INVALID = "Invalid phase. Must be scan, validation, or mitigation"
ISSUE_INVALID = "Invalid issue number format"
REPOSITORY_INVALID = "Invalid repository format. Must be owner/name"
COMMIT_INVALID = "Invalid commit SHA format"

_ALIASES = {"validate": Phase.VALIDATION, "mitigate": Phase.MITIGATION}
_PHASES = {phase.value: phase for phase in Phase} | _ALIASES
_PULL = re.compile(r"/pull/([0-9]{1,18})(?![0-9])", re.ASCII)
_REPOSITORY = re.compile(r"[^/\s\x00-\x1f\x7f]{1,100}/[^/\s\x00-\x1f\x7f]{1,100}")
_COMMIT = re.compile(r"[^\s\x00-\x1f\x7f]{1,200}")
_MOST = 2**63 - 1


class InvalidPhase(InvalidRequest):
    """A request about phase data that cannot be understood; the text is the body's ``error``."""


class PhaseTooLarge(InvalidRequest):
    """More data than is kept for one phase."""


class Stored(msgspec.Struct):
    """What a stored execution is answered with."""

    success: bool
    id: int
    phase: Phase


class Deleted(msgspec.Struct):
    """What a deletion is answered with."""

    success: bool
    deleted: int


class PhasesBody(msgspec.Struct, omit_defaults=True):
    """What is known; only the phases that exist, each issue under ``issue-N``."""

    scan: msgspec.Raw | msgspec.UnsetType = msgspec.UNSET
    validation: dict[str, msgspec.Raw] = {}
    mitigation: dict[str, msgspec.Raw] = {}


@dataclass(frozen=True, slots=True)
class PhaseRequest:
    """An execution to be stored, as understood; ``data`` is JSON as it was sent."""

    phase: Phase
    repository: str
    issue_number: int | None
    commit_sha: str
    data: str
    pr_url: str | None
    pr_number: int | None
    files_changed: str | None
    pipeline_run_id: str | None


class _AsSent(msgspec.Struct):
    data: msgspec.Raw = msgspec.Raw(b"{}")


def read_phase(body: bytes) -> PhaseRequest:
    """Understand a body.

    Raises:
        InvalidPhase: with the text that clients look for.
        PhaseTooLarge: its data are.
    """
    try:
        sent = decode_object(body)
    except InvalidRequest as error:
        raise InvalidPhase(f"Invalid request format: {error}") from error
    name = sent.get("phase")
    if not name:
        raise InvalidPhase(PHASE_MISSING)
    if not sent.get("repo"):
        raise InvalidPhase(REPOSITORY_MISSING)
    commit = _first(sent, "commitSha", "commit_sha")
    if not commit:
        raise InvalidPhase(COMMIT_MISSING)
    phase = _PHASES.get(name.casefold()) if isinstance(name, str) else None
    issue = _first(sent, "issueNumber", "issue_number")
    if phase not in (None, Phase.SCAN) and issue in (None, ""):
        raise InvalidPhase(ISSUE_MISSING)
    if phase is None:
        raise InvalidPhase(PHASE_INVALID)
    given = sent.get("data")
    data = bytes(msgspec.json.decode(body, type=_AsSent).data) if given is not None else b"{}"
    if len(data) > DATA_LIMIT:
        raise PhaseTooLarge(f"the data of a phase have at most {DATA_LIMIT >> 20} MB")
    told = given if isinstance(given, dict) and phase is Phase.MITIGATION else {}
    pr_url = _text(_first(told, "pr_url", "prUrl"))
    files = _first(told, "files_changed", "filesChanged")
    return PhaseRequest(
        phase=phase,
        repository=repository_of(sent.get("repo")),
        issue_number=issue_of(issue) if issue not in (None, "") else None,
        commit_sha=commit_of(commit),
        data=data.decode(),
        pr_url=pr_url,
        pr_number=_pull_number(pr_url),
        files_changed=msgspec.json.encode(files).decode() if isinstance(files, list) else None,
        pipeline_run_id=_text(_first(sent, "pipeline_run_id", "pipelineRunId")),
    )


def repository_of(value: Any) -> str:
    """A repository ``owner/name``. Raises InvalidPhase."""
    if not value:
        raise InvalidPhase(REPOSITORY_MISSING)
    if not isinstance(value, str) or not _REPOSITORY.fullmatch(value):
        raise InvalidPhase(REPOSITORY_INVALID)
    return value


def commit_of(value: Any) -> str:
    """A commit. Raises InvalidPhase."""
    if not value:
        raise InvalidPhase(COMMIT_MISSING)
    if not isinstance(value, str) or not _COMMIT.fullmatch(value):
        raise InvalidPhase(COMMIT_INVALID)
    return value


def issue_of(value: Any) -> int:
    """An issue's number, also as text. Raises InvalidPhase."""
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 20:
        value = int(value)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, int) and not isinstance(value, bool) and 0 < value <= _MOST:
        return value
    raise InvalidPhase(ISSUE_INVALID)


def phases_body(known: Phases) -> PhasesBody:
    """The body for what is known."""
    return PhasesBody(
        _raw(known.scan) if known.scan is not None else msgspec.UNSET,
        {f"issue-{number}": _raw(data) for number, data in known.validation.items()},
        {f"issue-{number}": _raw(data) for number, data in known.mitigation.items()},
    )


def _raw(data: str) -> msgspec.Raw:
    return msgspec.Raw(data.encode())


def _first(sent: dict[str, Any], *names: str) -> Any:
    return next((sent[name] for name in names if sent.get(name) is not None), None)


def _text(value: Any) -> str | None:
    """A text that a database can keep, else nothing."""
    return value if isinstance(value, str) and "\0" not in value and len(value) <= 2_000 else None


def _pull_number(url: str | None) -> int | None:
    found = _PULL.search(url or "")
    return int(found[1]) if found else None
