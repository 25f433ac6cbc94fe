"""A plan: what a runbook would change, and the facts that this rests on.

A plan is made by reading. Its digest names it: what is applied is what was shown. Before anything
is changed the plan is made anew, and whatever differs by more than was allowed is *drift*: the
world is no longer the one that somebody agreed to change.
"""

import hashlib
import math
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec

from fpcache_ops.errors import Refused, UnusableInput
from fpcache_ops.operations.files import write_atomically
from fpcache_ops.operations.journal import plain
from fpcache_ops.operations.parameters import Value, shown
from fpcache_ops.operations.tables import Cell, Table

FILE = "plan.json"
LIFETIME = timedelta(minutes=30)
"""How long a plan may be applied: what it was made from does not stay true."""

_SCHEMA = 1
_SHORTEST = 8


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that is changed.

    ``kind`` names the function that does it (see :mod:`fpcache_ops.operations.changes`), and
    ``arguments`` are all that it is given. ``key`` is unique in the plan; ``title`` and ``undo``
    are for people: what is in braces in ``undo`` is known only when the change was made.
    """

    key: str
    title: str
    kind: str
    arguments: dict[str, Any]
    undo: str

    def undone_by(self, facts: Mapping[str, object]) -> str:
        """How to take it back, given what was noted when it was made."""
        undo = self.undo
        for name, value in facts.items():
            undo = undo.replace(f"{{{name}}}", str(value))
        return undo


class Fact(msgspec.Struct, frozen=True, kw_only=True):
    """Something that was read and that the plan rests on.

    A number may differ by ``slack``, as a share of what was planned with, when it is applied.
    """

    name: str
    value: str | int | float | bool | None
    slack: float = 0.0

    def holds(self, now: object) -> bool:
        """Whether a later reading is near enough."""
        if isinstance(self.value, (int, float)) and not isinstance(self.value, bool):
            if isinstance(now, bool) or not isinstance(now, (int, float)) or not math.isfinite(now):
                return False
            return abs(now - self.value) <= abs(self.value) * self.slack
        return type(now) is type(self.value) and now == self.value


class Cap(msgspec.Struct, frozen=True, kw_only=True):
    """A bound that a plan may not exceed; ``parameter`` is how somebody can raise it."""

    name: str
    value: float
    limit: float
    parameter: str

    @property
    def exceeded(self) -> bool:
        """Whether it does; a value that is no number does."""
        return not self.value <= self.limit


class Plan(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What would be changed, by which runbook and code, for which parameters."""

    schema: int
    runbook: str
    notebook_sha256: str
    code_sha256: str
    parameters: dict[str, Any]
    environment: str
    target: str
    changes: list[Change]
    facts: list[Fact]
    caps: list[Cap]
    made_at: str
    expires_at: str

    @property
    def digest(self) -> str:
        """The SHA-256 of all of it."""
        return hashlib.sha256(msgspec.json.encode(self, order="sorted")).hexdigest()

    def check_caps(self) -> None:
        """Raise Refused when a bound is exceeded."""
        for cap in self.caps:
            if cap.exceeded:
                raise Refused(
                    f"{cap.name} is {cap.value:g}, and at most {cap.limit:g} is allowed; if that "
                    f"is meant, give -p {cap.parameter}=... and plan again"
                )

    def check_age(self, now: datetime) -> None:
        """Raise Refused when it may no longer be applied, or is from a time to come."""
        made = datetime.fromisoformat(self.made_at)
        if not made - timedelta(minutes=1) <= now < datetime.fromisoformat(self.expires_at):
            raise Refused(
                f"the plan of {self.made_at} expired at {self.expires_at}: make a new one with "
                f"`fpcache runbook plan {self.runbook}`"
            )

    def check_still(self, now: "Plan") -> None:
        """Raise Refused when the world drifted: a plan made now would be another.

        ``now`` is the plan as it is made again, right before it is applied.
        """
        before, after = _named(self.changes), _named(now.changes)
        for key in before.keys() | after.keys():
            if before.get(key) != after.get(key):
                what = "is no longer called for" if key not in after else "was not in the plan"
                if key in before and key in after:
                    what = "would now be made otherwise"
                raise self._drifted(f"the change {key} {what}")
        facts = {fact.name: fact.value for fact in now.facts}
        for fact in self.facts:
            if fact.name not in facts or not fact.holds(facts[fact.name]):
                raise self._drifted(
                    f"{fact.name} was {_told(fact.value)}, and now is {_told(facts.get(fact.name))}"
                )

    def _drifted(self, what: str) -> Refused:
        return Refused(
            f"the world is no longer as it was planned for: {what}; look, and plan again with "
            f"`fpcache runbook plan {self.runbook}`"
        )

    def tables(self) -> list[Table]:
        """The plan for people: the changes, and what they rest on."""
        rows: list[dict[str, Cell]] = [
            {"change": change.key, "what": change.title, "undo": change.undo}
            for change in self.changes
        ]
        facts: list[dict[str, Cell]] = [
            {
                "fact": fact.name,
                "value": _told(fact.value),
                "may differ by": f"{fact.slack:.0%}" if fact.slack else "nothing",
            }
            for fact in self.facts
        ]
        return [
            Table.of("Changes", rows or [{"change": "none", "what": "-", "undo": "-"}]),
            Table.of("Facts that the plan rests on", facts or [{"fact": "none", "value": "-"}]),
        ]


def make_plan(
    *,
    opened: dict[str, Any],
    changes: Sequence[Change],
    facts: Sequence[Fact],
    caps: Sequence[Cap],
    now: datetime,
) -> Plan:
    """The plan of a run whose journal began with ``opened``.

    Raises:
        ValueError: when two changes or two facts have one name.
    """
    for what, names in (("change", [c.key for c in changes]), ("fact", [f.name for f in facts])):
        twice = {name for name in names if names.count(name) > 1}
        if twice:
            raise ValueError(f"two of the plan's {what}s are called {min(twice)}")
    return Plan(
        schema=_SCHEMA,
        runbook=opened["runbook"],
        notebook_sha256=opened["notebook_sha256"],
        code_sha256=opened["code_sha256"],
        parameters=opened["parameters"],
        environment=opened["environment"],
        target=opened["target"],
        changes=[msgspec.structs.replace(c, arguments=plain(c.arguments)) for c in changes],
        facts=list(facts),
        caps=list(caps),
        made_at=now.isoformat(timespec="seconds"),
        expires_at=(now + LIFETIME).isoformat(timespec="seconds"),
    )


def save_plan(plan: Plan, folder: Path) -> None:
    """Keep a plan in the folder of the run that made it."""
    raw = msgspec.json.format(msgspec.json.encode(plan), indent=2)
    write_atomically(folder / FILE, raw + b"\n")


def load_plan(path: Path) -> Plan:
    """A plan that was kept.

    Raises:
        UnusableInput: when the file is none.
    """
    try:
        return msgspec.json.decode(path.read_bytes(), type=Plan)
    except OSError as error:
        raise UnusableInput(f"the plan {path} cannot be read ({error.strerror})") from None
    except msgspec.DecodeError as error:
        raise UnusableInput(f"{path} is no plan: {error}") from None


def find_plan(runs: Path, runbook: str, digest: str) -> Plan:
    """The plan of a runbook whose digest begins so, among those that were made.

    Raises:
        UnusableInput: when there is none, or more than one; then nothing was done.
    """
    wanted = digest.strip().lower()
    if len(wanted) < _SHORTEST or not set(wanted) <= set("0123456789abcdef"):
        raise UnusableInput(
            f"{shown(digest)} is no digest of a plan: give {_SHORTEST} of its characters or more, "
            f"as `fpcache runbook plan {runbook}` printed them"
        )
    found: dict[str, Plan] = {}
    for path in sorted(runs.glob(f"*/{FILE}")):
        plan = load_plan(path)
        if plan.runbook == runbook and plan.digest.startswith(wanted):
            found[plan.digest] = plan
    if len(found) != 1:
        many = "more than one plan" if found else "no plan"
        raise UnusableInput(
            f"{many} of {runbook} in {runs} has a digest that begins with {wanted}: make one with "
            f"`fpcache runbook plan {runbook}`"
        )
    return next(iter(found.values()))


def values_of(plan: Plan) -> dict[str, Value]:
    """The parameters that it was made with, as the notebook sees them."""
    return dict(plan.parameters)


def _named(changes: Sequence[Change]) -> dict[str, Change]:
    return {change.key: change for change in changes}


def _told(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.6g}"
    return "unknown" if value is None else str(value)
