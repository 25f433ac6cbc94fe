"""What the runbook ``feature-flag`` does: the switch as it is wanted, and proven in every process.

Any *off* wins, so switching off always works by one of the ways; switching on may need several.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from fpcache_ops.errors import UnusableInput
from fpcache_ops.operations import evidence
from fpcache_ops.operations.plan import Change, Fact, Plan
from fpcache_ops.operations.rehearsal import IN_REHEARSAL
from fpcache_ops.operations.session import Run
from fpcache_ops.operations.tables import Table

_WAYS = {
    "off file": "a file cache.off is beside the store: find out who made it, and why",
    "FORCE_CACHE_CONTROLLER=false": (
        "the environment says off: change it in the deployment, and restart; nothing else helps"
    ),
    "FORCE_CACHE_CONTROLLER=true": "the environment says on, unless a file or the flag says off",
    "flag false_positive_caching is off": "the flag is off, for everyone or for this tenant",
    "flag false_positive_caching is on": "the flag is on for this tenant",
    "default": "nobody has said anything: off for the service, on with --dev",
}


@dataclass(frozen=True)
class Switch:
    """How the switch is, by every process that was met."""

    found: evidence.Standing

    @property
    def facts(self) -> dict[str, object]:
        """What to note about it."""
        return self.found.facts

    def table(self) -> Table:
        """The rules that decide, and what each means."""
        rows = [{"decided by": r, "which means": _WAYS.get(r, r)} for r in self.found.rules]
        title = f"{self.found.on} of {self.found.switches} answers: the cache is on"
        return Table.of(title, rows or [{"decided by": "-", "which means": "nobody answered"}])


def prepare(run: Run) -> Mapping[str, object]:
    """Reach the service, and see that its switch can be set from here.

    Raises:
        UnusableInput: nothing says how it could be.
    """
    facts = evidence.rehearse(run, workers=2)
    parameters = run.parameters
    if parameters["server"] and not (parameters["store"] or parameters["off_file"]):
        raise UnusableInput(
            "nothing says how to set it: give store, where the store's address is to be read "
            "(its flag is set), or off_file, the file cache.off beside the store"
        )
    return facts


def diagnose(run: Run) -> Switch:
    """What the switch is, and which rule decided it."""
    return Switch(evidence.standing(run, times=10))


def plan(run: Run, found: Switch) -> Plan:
    """The flag, the off file, or both."""
    parameters = run.parameters
    on = parameters["wanted"] == "on"
    store, file = str(parameters["store"]), str(parameters["off_file"])
    if not parameters["server"]:
        store = f"{IN_REHEARSAL}/cache.db"
    changes = []
    if store:
        changes.append(
            Change(
                key="flag",
                title=f"Set the flag false_positive_caching {parameters['wanted']} for everyone",
                kind="flag",
                arguments={"store": store, "tenant": "", "percentage": 100 if on else 0},
                undo="fpcache flag set {before}",
            )
        )
    if file:
        kind = "no_off_file" if on else "off_file"
        changes.append(
            Change(
                key="off-file",
                title="Remove the off file" if on else "Make the off file",
                kind=kind,
                arguments={"off_file": file},
                undo="fpcache off" if on else "fpcache on",
            )
        )
    return run.plan(
        changes,
        facts=[
            Fact(name="what decides", value=", ".join(found.found.rules)),
            Fact(name="answers that say on", value=found.found.on),
        ],
    )


def verify(run: Run) -> evidence.Switches:
    """Ask every process until all are as wanted, or the time is up."""
    return evidence.switches(run, wanted=run.parameters["wanted"] == "on")
