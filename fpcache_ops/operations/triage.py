"""What the runbook ``triage`` does: asks for evidence, and says which incident it is.

Each incident is held against the checks that would show it. One check that failed shows it; with
all of them passed it is ruled out; anything else is unknown, and unknown is not healthy.
"""

import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from fpcache_ops.operations import escalation, evidence
from fpcache_ops.operations.criteria import Result
from fpcache_ops.operations.escalation import Severity
from fpcache_ops.operations.session import Checked, Run
from fpcache_ops.operations.sources import Figure, Observation, in_words
from fpcache_ops.operations.tables import Cell, Table


class Standing(StrEnum):
    """What the evidence says of a suspect."""

    SHOWN = "shown"
    UNKNOWN = "unknown"
    RULED_OUT = "ruled out"


@dataclass(frozen=True)
class Suspect:
    """An incident, the page for it, and the checks that would show it."""

    page: str
    what: str
    severity: Severity
    checks: tuple[str, ...]
    parameters: tuple[str, ...]


_CORRUPTION = Suspect(
    "cache-corruption",
    "the cache answers wrongly",
    Severity.CRITICAL,
    ("real_hidden", "known_accuracy", "accuracy"),
    ("server", "api_key", "environment", "off_file", "store", "metrics"),
)
_DOWN = Suspect(
    "performance-degradation",
    "the service or its database is down",
    Severity.CRITICAL,
    ("answers_failed",),
    ("server", "api_key", "metrics", "prometheus", "log"),
)
SUSPECTS = (
    _CORRUPTION,
    _DOWN,
    Suspect(
        "performance-degradation",
        "requests fail or are slow, memory or connections run out",
        Severity.HIGH,
        (
            "alert_errors_critical",
            "alert_p95_critical",
            "alert_memory_warning",
            "alert_connections_warning",
        ),
        ("server", "api_key", "metrics", "prometheus", "log"),
    ),
    Suspect(
        "high-miss-rate",
        "less than half of the findings are hits",
        Severity.HIGH,
        ("alert_hit_rate_critical",),
        ("server", "api_key", "metrics", "prometheus", "log"),
    ),
    Suspect(
        "high-miss-rate",
        "less than 70 % of the findings are hits",
        Severity.MEDIUM,
        ("alert_hit_rate_warning",),
        ("server", "api_key", "metrics", "prometheus", "log"),
    ),
    Suspect(
        "feature-flag",
        "the switch is not as it is wanted",
        Severity.LOW,
        ("switch_unwanted",),
        ("server", "api_key", "environment", "off_file", "store", "metrics"),
    ),
)
"""The worst first."""

_UNKNOWN = (
    "It is not known to be healthy. Give the sources that are missing: -p metrics=, "
    "-p prometheus=, -p log=, or a longer -p over=, and run triage again"
)

HIDDEN = "hidden-vulnerability"
"""The symptom that is an incident by itself."""


@dataclass(frozen=True)
class Case:
    """All that was asked, before it is judged."""

    service: evidence.Standing
    known: evidence.Known
    sources: evidence.Sources

    def of(self, figure: Figure) -> Observation:
        """What the sources know of a figure."""
        return self.sources.observe(figure)[0]

    @property
    def accuracy(self) -> Observation:
        """Shadow checks, if there were any, and the known findings."""
        shadow = self.of(Figure.ACCURACY)
        return Observation(
            (shadow.value or 0) + self.known.agreeing, shadow.sample + self.known.compared
        )


def ask(run: Run) -> Case:
    """Ask the service, the known findings, and then the sources."""
    service = evidence.standing(run)
    known = evidence.ask_known(run)
    return Case(service, known, evidence.sources(run))


def facts(case: Case) -> dict[str, object]:
    """What to note, before anything is judged."""
    return {**case.service.facts, **case.sources.facts, "known": dict(case.known.facts)}


def figures(case: Case) -> Table:
    """Every figure that was asked for, and where it is from."""
    rows = []
    for figure in Figure:
        found, where = case.sources.observe(figure)
        told = in_words(figure, found)
        rows.append({"figure": figure.value, "value": told, "of": found.sample, "from": where})
    return Table.of("What the sources say", rows)


def unwanted(run: Run, case: Case) -> tuple[int, int]:
    """Answers of a switch that is on, or off, against what the parameter ``wanted`` says."""
    on, asked = case.service.on, case.service.switches
    return (asked - on if run.parameters["wanted"] == "on" else on), asked


@dataclass(frozen=True)
class Finding:
    """A suspect, what is said of it, and why."""

    suspect: Suspect
    standing: Standing
    why: str

    @property
    def row(self) -> dict[str, Cell]:
        """Its row of the table."""
        return {
            "incident": self.suspect.what,
            "severity": self.suspect.severity,
            "evidence": self.standing,
            "why": self.why,
        }


def rank(run: Run, checks: Sequence[Checked]) -> list[Finding]:
    """The suspects: those that are shown, then those that are unknown; each the worst first."""
    by_name = {one.check.name: one.check for one in checks}
    ranked = []
    for suspect in SUSPECTS:
        known = [by_name[name] for name in suspect.checks if name in by_name]
        failed = [check for check in known if check.result is Result.FAIL]
        unsure = [check for check in known if check.result is Result.INCONCLUSIVE]
        if suspect is _CORRUPTION and run.parameters["symptom"] == HIDDEN:
            found = Finding(suspect, Standing.SHOWN, "somebody saw a hidden vulnerability")
        elif failed:
            why = f"{failed[0].title}: {failed[0].value_text}, wanted {failed[0].limit_text}"
            found = Finding(suspect, Standing.SHOWN, why)
        elif unsure or not known:
            why = unsure[0].because if unsure else "nothing was checked"
            title = unsure[0].title if unsure else "no check"
            found = Finding(suspect, Standing.UNKNOWN, f"{title}: {why}")
        else:
            found = Finding(suspect, Standing.RULED_OUT, _passed(len(known)))
        ranked.append(found)
    order = list(Standing)
    return sorted(ranked, key=lambda found: order.index(found.standing))


def conclude(run: Run, ranked: Sequence[Finding]) -> Table:
    """The suspects as a table, the next command, and whom to call."""
    run.table("Suspects, the likeliest first", [found.row for found in ranked])
    first = ranked[0]
    severity = first.suspect.severity if first.standing is Standing.SHOWN else Severity.MEDIUM
    escalation.whom_to_call(run, severity)
    return run.table("What to do next", [{"do": text} for text in next_steps(run, first)])


def next_steps(run: Run, first: Finding) -> list[str]:
    """Lines for somebody who has just been woken."""
    match first.standing:
        case Standing.SHOWN:
            steps = [command(run, first.suspect)]
            if first.suspect is _CORRUPTION:
                steps.insert(0, "fpcache off, on the service's host: at once, it is safe")
            return steps
        case Standing.UNKNOWN:
            return [
                _UNKNOWN,
                f"If it cannot wait, the first not ruled out: {command(run, first.suspect)}",
            ]
        case Standing.RULED_OUT:
            return ["Nothing: every incident of this list is ruled out by its checks"]


def command(run: Run, suspect: Suspect) -> str:
    """The command line for a suspect's page, with the parameters that this run was given."""
    from fpcache_ops.operations.runbook import find

    verb = "plan" if find(suspect.page).declaration.changes else "run"
    words = ["fpcache", "runbook", verb, suspect.page]
    for name in suspect.parameters:
        if value := run.parameters.get(name):
            words += ["-p", f"{name}={value}"]
    return shlex.join(words)


def _passed(checks: int) -> str:
    return "1 check passed" if checks == 1 else f"{checks} checks passed"
