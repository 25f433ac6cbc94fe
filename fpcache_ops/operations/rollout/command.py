"""What ``fpcache rollout`` does; the command line only hands over its arguments."""

import getpass
import signal
import sys
import threading
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

import msgspec
from rich.table import Table

from fpcache_ops.errors import ExitStatus, Refused, UnusableInput
from fpcache_ops.operations import criteria as criteria_file
from fpcache_ops.operations.conclusion import Conclusion
from fpcache_ops.operations.files import write_atomically
from fpcache_ops.operations.rollout import kubernetes, summary
from fpcache_ops.operations.rollout.deploying import Version
from fpcache_ops.operations.rollout.record import (
    JOURNAL,
    PHASES,
    PhaseResult,
    Standing,
    State,
    standing,
)
from fpcache_ops.operations.rollout.rehearsing import RehearsedDeployment
from fpcache_ops.operations.rollout.running import RollOut
from fpcache_ops.operations.rollout.where import Intent, next_version
from fpcache_ops.operations.terminal import TerminalProgress, console_for, print_summary
from fpcache_ops.operations.wording import seconds

_STATUS = {
    State.COMPLETE: ExitStatus.PASS,
    State.PROVISIONAL: ExitStatus.PASS,
    State.UNFINISHED: ExitStatus.ERROR,
    State.STOPPED: ExitStatus.FAIL,
    State.ROLLED_BACK: ExitStatus.FAIL,
    State.FAILED_LATER: ExitStatus.FAIL,
}
_STYLES = {
    ExitStatus.PASS: "bold white on green4",
    ExitStatus.FAIL: "bold white on red3",
    ExitStatus.ERROR: "bold black on orange3",
}


class RolloutCommands:
    """One call of ``fpcache rollout``; with ``json`` the standing is all of the standard output."""

    def __init__(
        self, runs: Path, criteria: Path | None, output_format: Literal["table", "json"]
    ) -> None:
        self._runs = runs.absolute()
        self._places = self._runs.parent / "rollouts"
        self._criteria = criteria or criteria_file.DEFAULT_FILE
        self._json = output_format == "json"
        self._console = console_for(stderr=self._json)

    def rehearse(
        self,
        *,
        rate: float,
        look_seconds: float,
        roll_back: bool,
        evidence: Mapping[str, str],
    ) -> ExitStatus:
        """All phases and both checks on a deployment of its own, which ends with this."""
        now = datetime.now(UTC)
        folder = self._places / f"{now:%Y%m%dT%H%M%SZ}-rehearsal"
        with ExitStack() as held:
            deployment = held.enter_context(RehearsedDeployment(folder))
            deployment.send_traffic(rate)
            intent = Intent(
                id=folder.name,
                green=next_version(folder / "next"),
                environment="rehearsal",
                who=getpass.getuser(),
                started_at=now.isoformat(),
                look_seconds=look_seconds,
            )
            came = self._carried_out(folder, intent, "", evidence, roll_back=roll_back, checks=True)
        return self._told(came)

    def run(
        self,
        deployment: Path,
        *,
        green: str,
        source: str,
        environment: str,
        api_key: str,
        roll_back: bool,
        evidence: Mapping[str, str],
    ) -> ExitStatus:
        """All phases on a deployment that is in use."""
        now = datetime.now(UTC)
        intent = Intent(
            id=f"{now:%Y%m%dT%H%M%SZ}-{green}",
            green=Version(label=green, source=source),
            environment=environment,
            who=getpass.getuser(),
            started_at=now.isoformat(),
        )
        came = self._carried_out(
            deployment, intent, api_key, evidence, roll_back=roll_back, checks=False
        )
        return self._told(came)

    def status(self, deployment: Path | None) -> ExitStatus:
        """How a roll-out stands."""
        return self._told(standing(self._folder(deployment), self._runs))

    def summary(
        self, deployment: Path | None, *, html: Path | None, md: Path | None, links: bool
    ) -> ExitStatus:
        """Write the page for the people who decide."""
        if html is None and md is None:
            raise UnusableInput("say where to: --html FILE, --md FILE, or both")
        came = standing(self._folder(deployment), self._runs)
        page = summary.summarise(came, self._runs, criteria_file.load(self._criteria))
        for file, text in (
            (html, summary.html(page, html.absolute().parent if html and links else None)),
            (md, summary.markdown(page)),
        ):
            if file is not None:
                try:
                    write_atomically(file, text.encode())
                except OSError as error:
                    raise UnusableInput(f"{file} cannot be written ({error.strerror})") from None
                self._console.print(f"  {file}", soft_wrap=True)
        return _STATUS[came.state]

    def _carried_out(
        self,
        folder: Path,
        intent: Intent,
        api_key: str,
        evidence: Mapping[str, str],
        *,
        roll_back: bool,
        checks: bool,
    ) -> Standing:
        progress = TerminalProgress(self._console)
        try:
            return RollOut(
                folder,
                intent,
                runs=self._runs,
                api_key=api_key,
                given={"phase-1-prepare": dict(evidence)},
                criteria=self._criteria,
                progress=progress,
                tell=lambda line: self._console.print(f"  {line}\n", soft_wrap=True, markup=False),
                ask=self._ask(intent),
            ).run(roll_back=roll_back, checks=checks)
        finally:
            progress.close()

    def _ask(self, intent: Intent) -> Callable[[Conclusion], None]:
        def ask(planned: Conclusion) -> None:
            if intent.environment != "production":
                return
            if not (sys.stdin.isatty() and self._console.is_terminal):
                raise Refused(
                    "nobody can be asked here, and this is production: nothing was changed; run "
                    "the pages by hand, with `fpcache runbook plan` and `apply`"
                )
            print_summary(self._console, planned)
            answer = self._console.input("\n  Make these changes in production? Type yes: ")
            if answer.strip().lower() != "yes":
                raise Refused("not confirmed: nothing more was changed")

        return ask

    def _folder(self, given: Path | None) -> Path:
        if given is not None:
            if not (given / JOURNAL).is_file():
                raise UnusableInput(f"there is no record of a roll-out ({JOURNAL}) in {given}")
            return given.absolute()
        found = sorted(self._places.glob(f"*/{JOURNAL}"))
        if not found:
            raise UnusableInput(
                f"there is no roll-out in {self._places} yet; name its folder: --deployment DIR"
            )
        return found[-1].parent

    def _told(self, came: Standing) -> ExitStatus:
        status = _STATUS[came.state]
        if self._json:
            raw = msgspec.json.format(msgspec.json.encode(came))
            sys.stdout.write(raw.decode() + "\n")
            sys.stdout.flush()
            return status
        out = self._console
        out.print(f"\n[{_STYLES[status]}] {came.state.upper()} [/]  ", end="")
        out.print(came.reason, style="bold", markup=False, soft_wrap=True)
        out.print(f"  {came.blue} to {came.green}, {came.environment}, {came.folder}", markup=False)
        table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
        for name in ("phase", "came to", "took", "of", "run"):
            table.add_column(name)
        for one in (*came.phases, *came.checks):
            table.add_row(*_row(one))
        out.print(table)
        if came.rolled_back is not None:
            back = came.rolled_back
            out.print(
                f"  rolled back in {seconds(back['seconds'])}; requests failed meanwhile: "
                f"{back['failed']}",
                markup=False,
            )
        for step in came.next_steps:
            out.print(f"  next: {step}", markup=False, soft_wrap=True)
        return status


def _row(one: PhaseResult) -> tuple[str, ...]:
    budget = f"{PHASES[one.page]} min" if one.page in PHASES else "-"
    return one.page, one.conclusion or "no conclusion", one.took, budget, one.run or "-"


def serve_until_stopped(
    folder: Path,
    *,
    blue: str,
    source: str,
    port: int,
    store: str | None,
    options: list[str],
    told: Callable[[str], object],
) -> None:
    """Hold a deployment until SIGTERM or Ctrl-C."""
    stopped = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopped.set())
    with RehearsedDeployment(
        folder,
        Version(label=blue, source=source),
        port=port,
        store=store or str(folder / "cache.db"),
        serve=options,
    ) as running:
        told(f"{blue} serves {running.url} (deployment {folder}); stop with Ctrl-C")
        stopped.wait()


def show_cluster_plan(
    namespace: str,
    version: Version,
    output_format: Literal["table", "json"],
) -> ExitStatus:
    """Print what a roll-out in a cluster would type, and the manifests; no cluster is asked."""
    deployer = kubernetes.KubernetesDeployer(kubernetes.checked_namespace(namespace), "")
    steps, manifests = deployer.plan(version), kubernetes.rendered()
    if output_format == "json":
        plan = {
            "steps": [{"title": title, "commands": commands} for title, commands in steps],
            "manifests": manifests,
        }
        sys.stdout.write(msgspec.json.format(msgspec.json.encode(plan)).decode() + "\n")
        return ExitStatus.PASS
    lines = [
        f"# {version.label} in the namespace {namespace}: nothing was changed, nobody was asked."
    ]
    for title, commands in steps:
        lines += ["", f"# {title}", *commands]
    lines += ["", "# The manifests, as kubectl renders them", manifests.rstrip()]
    sys.stdout.write("\n".join(lines) + "\n")
    return ExitStatus.PASS
