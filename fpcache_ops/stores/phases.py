"""Phase data in the tables of a store."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Connection, delete, func, insert, select

from fpcache_ops.core.phases import Execution, Phase, Phases
from fpcache_ops.stores.directory import Transactions, insert_unless_there
from fpcache_ops.stores.rows import micros
from fpcache_ops.stores.schema import phase_executions as executions
from fpcache_ops.stores.schema import repositories


class SqlPhases:
    """:class:`fpcache_ops.core.ports.PhaseStore` in the tables of a store."""

    def __init__(self, store: Transactions) -> None:
        self._store = store

    def store(self, execution: Execution) -> int:
        """See :class:`fpcache_ops.core.ports.PhaseStore`."""
        at = micros(execution.created_at)
        row = {
            "tenant": execution.tenant,
            "repository": execution.repository,
            "phase": execution.phase.value,
            "issue_number": execution.issue_number,
            "commit_sha": execution.commit_sha,
            "data": execution.data,
            "pr_url": execution.pr_url,
            "pr_number": execution.pr_number,
            "files_changed": execution.files_changed,
            "pipeline_run_id": execution.pipeline_run_id,
            "key_id": execution.key_id,
            "created_at": at,
        }

        def work(connection: Connection) -> int:
            seen = {"tenant": execution.tenant, "name": execution.repository, "created_at": at}
            insert_unless_there(connection, repositories, seen)
            statement = insert(executions).values(**row).returning(executions.c.id)
            number: int = connection.execute(statement).scalar_one()
            return number

        return self._store.write(work, tenant=execution.tenant)

    def retrieve(
        self, tenant: str, repository: str, *, issue: int | None, commit: str | None
    ) -> Phases:
        """See :class:`fpcache_ops.core.ports.PhaseStore`."""
        columns = executions.c
        mine = [columns.tenant == tenant, columns.repository == repository]
        at_commit = [columns.commit_sha == commit] if commit is not None else []
        of_issue = [columns.issue_number == issue] if issue is not None else []

        def work(connection: Connection) -> Phases:
            return Phases(
                _scan(connection, [*mine, *(at_commit or of_issue)]),
                *(
                    _newest(connection, phase, [*mine, *(of_issue or at_commit)])
                    for phase in (Phase.VALIDATION, Phase.MITIGATION)
                ),
            )

        return self._store.read(work, tenant=tenant)

    def delete(self, tenant: str, repository: str, issue: int) -> int:
        """See :class:`fpcache_ops.core.ports.PhaseStore`."""
        columns = executions.c
        statement = delete(executions).where(
            columns.tenant == tenant,
            columns.repository == repository,
            columns.issue_number == issue,
        )
        return self._store.write(
            lambda connection: connection.execute(statement).rowcount, tenant=tenant
        )


def _scan(connection: Connection, where: Sequence[ColumnElement[bool]]) -> str | None:
    return connection.execute(
        select(executions.c.data)
        .where(executions.c.phase == Phase.SCAN.value, *where)
        .order_by(executions.c.id.desc())
        .limit(1)
    ).scalar_one_or_none()


def _newest(
    connection: Connection, phase: Phase, where: Sequence[ColumnElement[bool]]
) -> dict[int, str]:
    """The newest data of each issue, by its number."""
    columns = executions.c
    ids = (
        select(func.max(columns.id))
        .where(columns.phase == phase.value, *where)
        .group_by(columns.issue_number)
    )
    statement = select(columns.issue_number, columns.data).where(columns.id.in_(ids), *where)
    return dict(sorted((number, data) for number, data in connection.execute(statement)))
