"""``fpcache rollout run``: the phases one after the other, and back at the first that fails."""

import math
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from fpcache_ops.errors import FpcacheError, Refused, ServiceUnusable
from fpcache_ops.operations import runner
from fpcache_ops.operations.conclusion import Conclusion, Word
from fpcache_ops.operations.criteria import DEFAULT_FILE
from fpcache_ops.operations.journal import Journal
from fpcache_ops.operations.lock import holding
from fpcache_ops.operations.parameters import Value
from fpcache_ops.operations.rollout import ways
from fpcache_ops.operations.rollout.deploying import BLUE
from fpcache_ops.operations.rollout.local import LocalDeployer
from fpcache_ops.operations.rollout.record import (
    CHECKS,
    JOURNAL,
    PHASES,
    STOPPED_AT,
    Event,
    PhaseResult,
    Standing,
    result_of,
    standing,
)
from fpcache_ops.operations.rollout.rehearsing import TRAFFIC
from fpcache_ops.operations.rollout.where import INTENT, Intent, save
from fpcache_ops.operations.runbook import find
from fpcache_ops.operations.wording import seconds

Told = Callable[[str], None]


class RollOut:
    """A roll-out of ``intent`` on the deployment in ``folder``.

    Args:
        folder: of the deployment; what happens is noted there.
        intent: what is to be rolled out.
        runs: where the pages' runs go.
        api_key: a reference to the key; none for a rehearsal's own service.
        given: parameters of single pages, such as the evidence of phase 1.
        criteria: the file to judge by.
        progress: is told each record of the pages' journals.
        tell: is told, in a line, what happens between them.
        ask: is asked before a page's plan is applied; raises Refused to stop.
        minute: seconds of a minute of the budgets.
    """

    def __init__(
        self,
        folder: Path,
        intent: Intent,
        *,
        runs: Path,
        api_key: str = "",
        given: dict[str, dict[str, Value]] | None = None,
        criteria: Path = DEFAULT_FILE,
        progress: runner.Progress = lambda record: None,
        tell: Told = lambda line: None,
        ask: Callable[[Conclusion], None] = lambda planned: None,
        minute: float = 60.0,
    ) -> None:
        self.folder = folder.absolute()
        self._intent = intent
        self._runs = runs
        self._given = given or {}
        self._criteria = criteria
        self._progress = progress
        self._tell = tell
        self._ask = ask
        self._minute = minute
        self._deployer = LocalDeployer(folder)
        if (self.folder / JOURNAL).exists():
            raise Refused(
                f"{folder} holds the record of another roll-out ({JOURNAL}): move it away first"
            )
        save(self.folder, INTENT, intent)
        self._journal = Journal(self.folder / JOURNAL)
        self._common: dict[str, Value] = {
            "rollout": str(self.folder),
            "server": self._deployer.entry,
            "api_key": api_key,
            "environment": intent.environment,
        }

    def run(self, *, roll_back: bool, checks: bool = False) -> Standing:
        """Go through the phases; stop at the first that does not pass.

        Args:
            roll_back: send all requests back to blue by itself then.
            checks: go on with the checks of the first hour and day at once: for a rehearsal.
        """
        blue = self._deployer.instances()[BLUE].version.label
        self._journal.append(
            Event.OPENED,
            id=self._intent.id,
            blue=blue,
            green=self._intent.green.label,
            environment=self._intent.environment,
            entry=self._deployer.entry,
            who=self._intent.who,
            budgets=PHASES,
        )
        passed = False
        try:
            passed = all(self._phase(page) for page in PHASES)
        finally:
            # Also when it was interrupted: half a roll-out is no state to leave.
            if not passed and roll_back:
                self.roll_back()
            self._journal.append(Event.ENDED, passed=passed)
        if passed and checks:
            for page in CHECKS:
                result = self._page(page)
                self._tell(f"{page}: {result.conclusion or 'no conclusion'}  {result.reason}")
        return standing(self.folder, self._runs)

    def roll_back(self) -> ways.Returned:
        """All requests to blue, now; the seconds and what clients got are noted."""
        clients = self.folder / TRAFFIC
        who, target = self._intent.who, self._deployer.entry
        with holding(self._runs, target, run=self._intent.id, who=who):
            back = ways.flip_back(self._deployer, clients=clients if clients.exists() else None)
        self._journal.append(
            Event.ROLLED_BACK,
            seconds=back.seconds,
            failed=f"{back.failed} of {back.requests}",
            sure=not back.not_reporting,
        )
        if back.seconds is None:
            raise ServiceUnusable(
                "NOT rolled back: the proxy does not say that blue has all requests; send them "
                "there by hand"
            )
        self._tell(f"rolled back: all requests go to blue, after {back.seconds:.2g} s")
        return back

    def _phase(self, page: str) -> bool:
        budget = PHASES[page] * self._minute
        self._journal.append(Event.PHASE_STARTED, page=page, budget_seconds=budget)
        result = self._page(page, budget)
        self._journal.append(
            Event.PHASE_CONCLUDED,
            page=page,
            conclusion=result.conclusion,
            reason=result.reason,
            run=result.run,
            seconds=result.seconds,
            report=result.report,
            budget_seconds=budget,
        )
        self._tell(
            f"{page}: {result.conclusion or 'no conclusion'}  {result.reason}"
            + (f" It took {result.took} of {seconds(budget)}." if result.is_over else "")
        )
        return result.passed

    def _page(self, page: str, budget: float | None = None) -> PhaseResult:
        """Run a page, planned and applied if it changes something, within its budget."""
        clock = _Clock(budget)
        runbook = find(page)
        values = {**self._common, **self._given.get(page, {})}
        try:
            if runbook.declaration.changes:
                concluded = self._called(clock, runner.plan, page, values)
                if concluded.conclusion is Word.PASS and concluded.plan is not None:
                    with clock.stopped():
                        self._ask(concluded)
                    concluded = self._called(clock, runner.apply, page, concluded.plan)
            else:
                concluded = self._called(clock, runner.run, page, values)
        except FpcacheError as error:
            # It could not begin: there is no run to tell of.
            return PhaseResult(
                page=page,
                conclusion=Word.REFUSED if isinstance(error, Refused) else Word.ERROR,
                reason=str(error),
                run="",
                seconds=round(clock.seconds, 1),
            )
        return msgspec.structs.replace(result_of(concluded, clock.seconds), budget_seconds=budget)

    def _called(self, clock: "_Clock", how: Callable[..., Conclusion], *what: object) -> Conclusion:
        return how(
            *what,
            runs_dir=self._runs,
            criteria=self._criteria,
            progress=self._progress,
            minutes=clock.minutes_left,
        )


class _Clock:
    """What a phase has taken of its budget, while it is not waiting for somebody's answer."""

    def __init__(self, budget: float | None) -> None:
        self._allowed = math.inf if budget is None else budget * STOPPED_AT
        self._began = time.monotonic()

    @property
    def seconds(self) -> float:
        return time.monotonic() - self._began

    @property
    def minutes_left(self) -> float:
        return max(0.0, self._allowed - self.seconds) / 60

    @contextmanager
    def stopped(self) -> Iterator[None]:
        asked = time.monotonic()
        yield
        self._began += time.monotonic() - asked
