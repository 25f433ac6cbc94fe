"""A glance: a lookup that reads no entry again which was found to be genuine before.

A seal covers all of an entry, so whoever has checked one knows by the seal alone what a row must
hold. Most rows of a lookup are such ones, and to read their twenty columns takes longer than to
find them. What somebody without the key wrote over a row changes nothing: what was sealed is
answered.
"""

from collections.abc import Sequence
from typing import Any

import msgspec

from fpcache_ops.core.entry import Entry, Question
from fpcache_ops.core.lookup import Candidate
from fpcache_ops.core.overrides import Override
from fpcache_ops.core.ports import Genuine


class Read(msgspec.Struct):
    """What the rows of a lookup hold of each question, and the newest number of their snapshot.

    ``unreadable`` counts rows that no version of this program can have written.
    """

    newest: int
    candidates: list[list[Candidate]]
    decided: list[Override | None]
    unreadable: list[int]

    @classmethod
    def nothing(cls, questions: int) -> "Read":
        """Of so many."""
        return cls(0, [[] for _ in range(questions)], [None] * questions, [0] * questions)


def read_at_a_glance(
    rows: Sequence[Sequence[Any]], asked: Sequence[Question], genuine: Genuine
) -> Read | None:
    """What the rows of a glance say (:class:`fpcache_ops.stores.statements.Lookup`); ``None`` if
    one of them must be read as a whole.

    That is one that is not known, withdrawn, or beside a decision; and one that was changed where
    the database itself looks to tell whether it is withdrawn.
    """
    read = Read.nothing(len(asked))
    for number, newest, mac, seq, kind, version, withdrawn_by, override in rows:
        read.newest = newest
        if override is not None or withdrawn_by is not None:
            return None
        if mac is None:
            continue
        entry = genuine(bytes(mac))
        if (
            not isinstance(entry, Entry)
            or entry.seq != seq
            or seq > newest
            or entry.vulnerability_type != kind
            or entry.verdict.judged_by.version != version
            or not (entry.question == asked[number] or _answers(entry.question, asked[number]))
        ):
            return None
        read.candidates[number].append(Candidate(entry, genuine=True))
    return read


def _answers(known: Question, asked: Question) -> bool:
    """Whether both ask the same; ``neighbour`` only explains a miss."""
    return (
        known.evidence_digest == asked.evidence_digest
        and known.path == asked.path
        and known.repository == asked.repository
        and known.tenant == asked.tenant
        and known.policy == asked.policy
    )
