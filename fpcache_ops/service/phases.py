"""Phase data, in both forms of its addresses (ADR-020)."""

from starlette.responses import Response

from fpcache_ops.core.phases import Execution
from fpcache_ops.core.ports import Clock, PhaseStore
from fpcache_ops.service.gate import Call, answered
from fpcache_ops.service.problems import Problem
from fpcache_ops.wire.phases import (
    Deleted,
    InvalidPhase,
    PhaseTooLarge,
    Stored,
    commit_of,
    issue_of,
    phases_body,
    read_phase,
    repository_of,
)


class PhaseHandlers:
    """Handlers over a store of phase data."""

    def __init__(self, phases: PhaseStore, clock: Clock) -> None:
        self._phases = phases
        self._clock = clock

    async def store(self, call: Call) -> Response:
        """Keep an execution."""
        body = await call.body()
        return await call.blocking(self._store, call, body)

    async def retrieve(self, call: Call) -> Response:
        """What is known, by repository, commit and perhaps issue."""
        repository, issue, commit = (
            call.query(name, may_be_empty=True) for name in ("repo", "issue", "commit")
        )
        try:
            asked = (
                repository_of(repository),
                issue_of(issue) if issue is not None else None,
                commit_of(commit),
            )
        except InvalidPhase as error:
            raise _invalid(error) from error
        return await call.blocking(self._retrieve, call, *asked)

    async def retrieve_resource(self, call: Call) -> Response:
        """What is known of an issue; a scan that carries its number, or the one of ``?commit=``."""
        repository, issue = _resource(call)
        commit = call.query("commit")
        return await call.blocking(self._retrieve, call, repository, issue, commit)

    async def delete_resource(self, call: Call) -> Response:
        """Forget all that is known of an issue."""
        repository, issue = _resource(call)
        _check_owned(call, repository)
        deleted = await call.blocking(self._phases.delete, call.caller.tenant, repository, issue)
        return answered(Deleted(True, deleted))

    def _store(self, call: Call, body: bytes) -> Response:
        try:
            asked = read_phase(body)
        except PhaseTooLarge as error:
            raise Problem(413, "Content too large", str(error)) from error
        except InvalidPhase as error:
            raise _invalid(error) from error
        _check_owned(call, asked.repository)
        number = self._phases.store(
            Execution(
                tenant=call.caller.tenant,
                repository=asked.repository,
                phase=asked.phase,
                issue_number=asked.issue_number,
                commit_sha=asked.commit_sha,
                data=asked.data,
                key_id=call.caller.key_id,
                created_at=self._clock.now(),
                pr_url=asked.pr_url,
                pr_number=asked.pr_number,
                files_changed=asked.files_changed,
                pipeline_run_id=asked.pipeline_run_id,
            )
        )
        return answered(Stored(True, number, asked.phase))

    def _retrieve(
        self, call: Call, repository: str, issue: int | None, commit: str | None
    ) -> Response:
        _check_owned(call, repository)
        known = self._phases.retrieve(call.caller.tenant, repository, issue=issue, commit=commit)
        return answered(phases_body(known))


def _resource(call: Call) -> tuple[str, int]:
    given = call.request.path_params
    try:
        return repository_of(f"{given['owner']}/{given['name']}"), issue_of(given["issue_number"])
    except InvalidPhase as error:
        raise _invalid(error) from error


def _check_owned(call: Call, repository: str) -> None:
    """The same answer for what is another tenant's and for what nobody has."""
    if not call.caller.owns(repository):
        error = "Unauthorized: no access to namespace"
        raise Problem(403, error, "the repository's owner is no forge account of this tenant")


def _invalid(error: InvalidPhase) -> Problem:
    """Here ``error`` itself says what is wrong: clients look for these texts."""
    return Problem(400, str(error), str(error))
