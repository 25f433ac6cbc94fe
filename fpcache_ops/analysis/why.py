"""Why was this very finding missed: the misses one by one, with what was asked before."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

import pandas as pd

from fpcache_ops.analysis.log import Log
from fpcache_ops.analysis.wording import span


class Missed(NamedTuple):
    """A miss, and the nearest earlier lookup of the same finding, if the log has one.

    ``differs`` is what of the evidence is another since then: the name of the part, ``evidence`` if
    no cause names it, or ``nothing``.
    """

    occurred_at: datetime
    tenant: str
    repository: str
    path: str
    vulnerability_type: str
    rule_id: str
    cause: str
    judging_us: int
    earlier_at: datetime | None
    earlier_outcome: str | None
    differs: str | None


def missed_findings(log: Log, *, cause: str | None = None, most: int = 20) -> list[Missed]:
    """The ``most`` dearest misses, of one ``cause`` or of any.

    The nearest earlier lookup is the last one with equal evidence. Without one it is the last one
    about the same rule in the same file, under the same policy, and, if a request asked about the
    rule several times there, about the same one of them in its order.
    """
    return log.ask("missed_findings", Missed, cause=cause, most=most)


def dearest_misses(log: Log, *, cause: str | None = None, most: int = 10) -> pd.DataFrame:
    """:func:`missed_findings` as a table to read."""
    return dearest_table(missed_findings(log, cause=cause, most=most))


def dearest_table(found: Sequence[Missed]) -> pd.DataFrame:
    """Misses as a table to read."""
    return pd.DataFrame(
        [
            (
                one.path,
                one.vulnerability_type,
                one.cause,
                span(one.judging_us),
                f"{one.earlier_at:%Y-%m-%d}: {one.earlier_outcome}" if one.earlier_at else "none",
                one.differs or "-",
            )
            for one in found
        ],
        columns=["path", "type", "cause", "judging", "earlier lookup", "what differs"],
    )
