"""What the runbooks ``clear-cache`` and ``restore`` do: withdraw verdicts, and take that back.

Withdrawing never hides anything: what is withdrawn is judged again. It costs one validation for
every finding that comes back, so what would be withdrawn is counted first, and bounded.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from fpcache_ops.client import OperatorClient
from fpcache_ops.errors import Refused, UnusableInput
from fpcache_ops.operations.plan import Cap, Change, Fact, Plan
from fpcache_ops.operations.rehearsal import API_KEY
from fpcache_ops.operations.session import Run
from fpcache_ops.operations.specimens import REPOSITORIES, asked
from fpcache_ops.operations.tables import Table
from fpcache_ops.wire.management import EntryNote, InvalidationNote, SelectorBody

SLACK = 0.1
"""Entries come and go while somebody reads a plan."""

LOOKED_AT = 200
"""Entries that are looked at one by one when a change is verified."""

_SELECTED = ("repository", "file", "type", "entry", "validator_version")


@dataclass(frozen=True)
class Clearing:
    """What is to be withdrawn: how many of how many entries, and a few of them."""

    selector: SelectorBody
    count: int
    entries: int
    sample: list[EntryNote]

    @property
    def facts(self) -> dict[str, object]:
        """What to note about it."""
        return {
            "selector": msgspec.to_builtins(self.selector),
            "would_be_withdrawn": self.count,
            "entries": self.entries,
        }

    @property
    def share(self) -> float:
        """Of all entries."""
        return self.count / self.entries if self.entries else 0.0

    def table(self) -> Table:
        """A few of the entries, for a person to say whether these are the ones that are meant."""
        rows = [
            {"place": one.locator, "verdict": one.verdict, "cached": one.cached_at[:16]}
            for one in self.sample
        ]
        title = f"{len(self.sample)} of the {self.count} entries that would be withdrawn"
        return Table.of(title, rows or [{"place": "none", "verdict": "-", "cached": "-"}])


def prepare(run: Run) -> Mapping[str, object]:
    """Fill the service of a rehearsal; a given server is left as it is."""
    if run.parameters["server"]:
        return {"server": run.parameters["server"]}
    stored = [len(asked(run.reader(), repository).validated) for repository in REPOSITORIES]
    return {"rehearsal": True, "specimens": sum(stored)}


def diagnose(run: Run) -> Clearing:
    """Count what the parameters select; nothing is changed.

    Raises:
        UnusableInput: nothing is selected: to clear all, that has to be said.
    """
    selector = _selector(run)
    reader = run.reader()
    found = reader.preview(selector)
    return Clearing(selector, found.count, reader.stats().entries, found.sample)


def plan(run: Run, clearing: Clearing) -> Plan:
    """One invalidation of what was counted."""
    parameters = run.parameters
    change = Change(
        key="invalidate",
        title=f"Withdraw the verdicts on {told(clearing.selector)}",
        kind="invalidate",
        arguments={
            "selector": msgspec.to_builtins(clearing.selector),
            "why": str(parameters["why"]),
        },
        undo="fpcache runbook plan restore -p invalidation={invalidation}",
    )
    return run.plan(
        [change] if clearing.count else [],
        facts=[Fact(name="entries to withdraw", value=clearing.count, slack=SLACK)],
        caps=[
            Cap(
                name="the number of entries to withdraw",
                value=clearing.count,
                limit=float(parameters["max_entries"]),
                parameter="max_entries",
            ),
            Cap(
                name="their share of the cache",
                value=round(clearing.share, 4),
                limit=float(parameters["max_share"]),
                parameter="max_share",
            ),
        ],
    )


@dataclass(frozen=True)
class Cleared:
    """What is seen after the change: entries not covered, and covered ones that would be served."""

    planned: int
    left: int
    served: int
    looked_at: int

    @property
    def facts(self) -> dict[str, object]:
        """What to note about it."""
        return {"left": self.left, "would_be_served": self.served, "looked_at": self.looked_at}


def verify(run: Run, clearing: Clearing, plan: Plan) -> Cleared:
    """Count again what is not withdrawn, and ask of each entry what a lookup would say now.

    How many there were says the plan: a run that is taken up again counts them too late.
    """
    reader = run.reader()
    left = reader.preview(clearing.selector).count
    entries = reader.entries(
        repository=clearing.selector.repository,
        file=clearing.selector.file,
        vulnerability_type=clearing.selector.type,
        entry=clearing.selector.entry,
        validator_version=clearing.selector.validator_version,
        limit=LOOKED_AT,
    ).entries
    # What was judged since is new: it is not what was withdrawn.
    covered = [one for one in entries if one.withdrawn_by is not None]
    served = sum(one.outcome in ("hit", "overridden") for one in covered)
    planned = next(cap.value for cap in plan.caps if cap.parameter == "max_entries")
    return Cleared(int(planned), left, served, len(covered))


# --- restore -----------------------------------------------------------------------------


@dataclass(frozen=True)
class Withdrawn:
    """An invalidation that is in force, and the entries that it covers."""

    note: InvalidationNote
    covered: list[EntryNote]

    @property
    def facts(self) -> dict[str, object]:
        """What to note about it."""
        return {
            "invalidation": self.note.id,
            "selector": msgspec.to_builtins(self.note.selector),
            "reason": self.note.reason,
            "who": self.note.who,
            "at": self.note.at,
            "covered": len(self.covered),
        }


def prepare_restore(run: Run) -> Mapping[str, object]:
    """In a rehearsal: fill the service of our own, and withdraw something there."""
    facts = dict(prepare(run))
    if not run.parameters["server"]:
        with OperatorClient(run.rehearsal().url, API_KEY) as operator:
            done = operator.invalidate(SelectorBody(repository=REPOSITORIES[0]), "a rehearsal")
        facts["withdrawn_for_the_rehearsal"] = done.count
    return facts


def withdrawn(run: Run) -> Withdrawn:
    """The invalidation to restore: the one that is named, or the newest that is in force.

    Raises:
        UnusableInput: there is no such invalidation.
        Refused: it was restored before.
    """
    wanted = run.parameters["invalidation"]
    reader = run.reader()
    notes = reader.invalidations()
    found = next((one for one in notes if one.id == wanted), None)
    if not wanted:
        found = next((one for one in notes if one.revoked_at is None), None)
    if found is None:
        known = ", ".join(str(one.id) for one in notes[:5]) or "none"
        raise UnusableInput(f"there is no invalidation {wanted or 'in force'}; newest: {known}")
    if found.revoked_at is not None:
        raise Refused(f"invalidation {found.id} was restored at {found.revoked_at}")
    return Withdrawn(found, _covered(run, found))


def plan_restore(run: Run, found: Withdrawn) -> Plan:
    """Revoke one invalidation."""
    note = found.note
    return run.plan(
        [
            Change(
                key="restore",
                title=f"Restore what invalidation {note.id} withdrew: {told(note.selector)}",
                kind="restore",
                arguments={"invalidation": note.id},
                undo="fpcache runbook plan clear-cache, with the same selection",
            )
        ],
        facts=[
            Fact(name="invalidation", value=note.id),
            Fact(name="its reason", value=note.reason),
            Fact(name="entries that it covers", value=len(found.covered), slack=SLACK),
        ],
    )


def verify_restore(run: Run, found: Withdrawn) -> tuple[int, int]:
    """How many of the entries it covered it still covers, and how many were looked at."""
    still = {one.digest for one in _covered(run, found.note)}
    digests = {one.digest for one in found.covered}
    return len(still & digests), len(digests)


def _covered(run: Run, note: InvalidationNote) -> list[EntryNote]:
    selector = note.selector
    entries = run.reader().entries(
        repository=selector.repository,
        file=selector.file,
        vulnerability_type=selector.type,
        entry=selector.entry,
        validator_version=selector.validator_version,
        limit=LOOKED_AT,
    )
    return [one for one in entries.entries if one.withdrawn_by == note.id]


def _selector(run: Run) -> SelectorBody:
    given: dict[str, Any] = {
        name: value for name in _SELECTED if (value := str(run.parameters[_parameter(name)]))
    }
    everything = bool(run.parameters["everything"])
    if everything and given:
        raise UnusableInput("everything goes with no other selection: leave one of them out")
    if not everything and not given:
        if run.parameters["server"]:
            names = ", ".join(map(_parameter, _SELECTED))
            raise UnusableInput(f"nothing is selected: give one or more of {names}, or everything")
        given = {"type": "sql-injection"}
    return SelectorBody(**given, everything=everything)


def _parameter(name: str) -> str:
    return "vulnerability_type" if name == "type" else name


def told(selector: SelectorBody) -> str:
    """A selector in words."""
    named = [f"{name} {value}" for name in _SELECTED if (value := getattr(selector, name))]
    return ", ".join(named) or "everything"
