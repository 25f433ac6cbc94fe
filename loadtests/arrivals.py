"""Open arrivals for Locust: requests are sent when they are due, whatever became of the last.

Locust's users wait for their answers, so a service that freezes is asked less, and the freeze
hardly shows. Here one user per process sends at the times of a :class:`~loadtests.schedule.Load`,
each request in a greenlet of its own, and writes a row for every arrival: when it was due, when it
was really sent, when it was answered and how. One that could not be sent has a row that says so.

A scenario is a subclass with its ``profiles``, an ``arrive`` that does one request, and perhaps a
``prepare``. Its module also names :class:`UntilSent`, which tells Locust when the run is over.
"""

import json
import os
import time
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, ClassVar, TextIO

import gevent
from gevent.pool import Group
from locust import FastHttpUser, LoadTestShape, events, task
from locust.env import Environment
from locust.exception import StopUser
from locust.runners import WorkerRunner

from loadtests import conclusion
from loadtests.schedule import SHAPES, Load, arrivals

DONE = "arrivals-done"
HOPELESS_AFTER = 50
_BEHIND_AT_MOST = 5.0
_STARTED = datetime.now(UTC)


@dataclass
class Seen:
    """What one request was answered. ``wrong`` is an answer that must not be, ``error`` is none."""

    tag: str
    outcome: str = ""
    findings: int = 0
    hits: int = 0
    wrong: str = ""
    error: str = ""


class NotPrepared(Exception):
    """What a scenario needs could not be made, so it says nothing."""


class Scenario(FastHttpUser):
    """One process's share of the arrivals."""

    abstract = True
    profiles: ClassVar[Mapping[str, Load]]
    patient: ClassVar[bool] = False
    """Whether it comes again when the service says that it is busy; else that is a failure."""

    def __init__(self, environment: Environment) -> None:
        options: Any = environment.parsed_options
        self.options = options
        self.network_timeout = self.connection_timeout = options.timeout
        self.concurrency = options.max_open
        self.refused = 0
        super().__init__(environment)
        self.headers = {"x-api-key": options.api_key}

    @classmethod
    def load(cls, options: Any) -> Load:
        """The profile with what the command line changes of it."""
        name = options.profile or "smoke"
        if name not in cls.profiles:
            raise SystemExit(f"--profile {name} is not one of {', '.join(cls.profiles)}")
        given = {"rate": options.rate, "seconds": options.seconds}
        given |= {"shape": options.arrivals, "seed": options.seed, "late_after": options.late}
        return replace(cls.profiles[name], **{k: v for k, v in given.items() if v is not None})

    @classmethod
    def due(cls, options: Any) -> list[float]:
        """When requests are to arrive."""
        return arrivals(cls.load(options))

    @property
    def index(self) -> int:
        """Which of the processes this is, from 0."""
        runner = self.environment.runner
        if not isinstance(runner, WorkerRunner):
            return 0
        return int(runner.worker_index) % int(self.options.processes)

    def prepare(self) -> None:
        """What has to be there before the first arrival; it is not measured.

        Raises:
            NotPrepared: it cannot be had.
        """

    def arrive(self, number: int) -> Seen:
        """Send the request of this arrival and say what was seen."""
        raise NotImplementedError

    def finish(self) -> dict[str, tuple[float, int]]:
        """Figures of the scenario's own, with the sample that each rests on."""
        return {}

    @task
    def send(self) -> None:
        """All arrivals of this process, once."""
        runner = self.environment.runner
        try:
            self.prepare()
            with _Rows(folder(self.options) / f"rows-{os.getpid()}.jsonl") as rows:
                self._send_when_due(rows)
            own = folder(self.options) / f"own-{os.getpid()}.json"
            own.write_text(json.dumps(self.finish()))
        except NotPrepared as error:
            print(f"nothing was sent: {error}", flush=True)
        finally:
            runner.send_message(DONE)
        raise StopUser

    def _send_when_due(self, rows: "_Rows") -> None:
        due = self.due(self.options)
        last = due[-1] + _BEHIND_AT_MOST if due else 0.0
        sent = Group()
        rows.start()
        for number, at in self._share(due):
            gevent.sleep(0)  # what was sent has its turn, however far behind this is
            while (wait := at - rows.now()) > 0:
                gevent.sleep(wait)
            unsent = ""
            if rows.hopeless:
                unsent = "aborted"
            elif len(sent) >= self.options.max_open:
                unsent = f"{self.options.max_open} requests are open"
            elif rows.now() > last:
                unsent = "too late"
            if unsent:
                rows.write(number, at, None, Seen(""), unsent)
            else:
                sent.spawn(self._one, rows, number, at)
        sent.join()

    def _share(self, due: list[float]) -> Iterator[tuple[int, float]]:
        mine = range(self.index, len(due), self.options.processes or 1)
        return ((number, due[number]) for number in mine)

    def _one(self, rows: "_Rows", number: int, at: float) -> None:
        sent = rows.now()
        try:
            seen = self.arrive(number)
        except Exception as error:  # noqa: BLE001
            # A fault of the scenario must not look like an answer.
            seen = Seen("", error=f"{type(error).__name__}: {error}")
        rows.write(number, at, sent, seen)


class UntilSent(LoadTestShape):
    """One user per process until every one has sent its arrivals."""

    abstract = False

    def tick(self) -> tuple[int, float] | None:
        """How many users there are to be now."""
        assert self.runner is not None
        options: Any = self.runner.environment.parsed_options
        workers = options.processes or 1
        return None if _run.done >= workers else (workers, workers)


class _Rows:
    """The rows of this process, a line each."""

    def __init__(self, file: Path) -> None:
        self._out: TextIO = file.open("w", encoding="utf-8")
        self._began = self._told = time.perf_counter()
        self._answers = self._errors = 0

    def __enter__(self) -> "_Rows":
        return self

    def __exit__(self, *_raised: object) -> None:
        self._out.close()

    def start(self) -> None:
        self._began = time.perf_counter()

    def now(self) -> float:
        return time.perf_counter() - self._began

    @property
    def hopeless(self) -> bool:
        """Whether there is no point in going on: most requests get no answer."""
        return self._errors >= HOPELESS_AFTER and 2 * self._errors > self._answers

    def write(
        self, number: int, at: float, sent: float | None, seen: Seen, unsent: str = ""
    ) -> None:
        ended = None if sent is None else self.now()
        self._answers += sent is not None
        self._errors += bool(seen.error)
        row = {"number": number, "intended": at, "actual": sent, "ended": ended, "unsent": unsent}
        self._out.write(json.dumps({**row, **asdict(seen)}) + "\n")
        if time.perf_counter() - self._told > 0.5:
            self._out.flush()
            self._told = time.perf_counter()


@dataclass
class _Run:
    """The run as the process sees it that concludes it."""

    done: int = 0
    concluded: bool = False


_run = _Run()


def folder(options: Any) -> Path:
    """Where this run's rows go."""
    if options.run_folder:
        return Path(options.run_folder)
    return Path(".fpcache/loadtests") / f"{_STARTED:%Y%m%dT%H%M%S}-{Path(options.locustfile).stem}"


@events.init_command_line_parser.add_listener
def _arguments(parser: Any) -> None:
    add = parser.add_argument
    key = {"default": "dev", "is_secret": True, "env_var": "FPCACHE_API_KEY"}
    add("--api-key", help="Key for the service", **key)
    add("--rate", type=float, help="Arrivals a second, instead of the profile's")
    add("--seconds", type=float, help="How long, instead of the profile's")
    add("--arrivals", choices=SHAPES, help="How they are spread, instead of the profile's")
    add("--seed", type=int, help="Of the arrivals' chance")
    add("--timeout", type=float, default=60.0, help="Seconds until a request counts as failed")
    add("--max-open", type=int, default=5000, help="Requests that may be open at once, per process")
    add("--late", type=float, help="Seconds after which a send is late, instead of the profile's")
    add("--run-folder", default="", help="Where the rows of the run go")
    add("--account", default="local", help="Of phase data: a forge account of the key's tenant")
    add("--metrics-url", default="", help="The service's metrics, for scenarios that count calls")
    add("--upstream-url", default="", help="Of slow_upstream, for those that count its calls")
    # Locust's own: a port that anyone could steer the load by is not opened unasked.
    parser.set_defaults(master_bind_host="127.0.0.1", web_host="127.0.0.1")


@events.init.add_listener
def _init(environment: Environment, runner: Any, **_: object) -> None:
    if isinstance(runner, WorkerRunner):
        options: Any = environment.parsed_options
        if not options.processes:
            raise SystemExit("rows are written to this machine's disk: use --processes N")
        return
    runner.register_message(DONE, _one_is_done)


def _one_is_done(**_: object) -> None:
    _run.done += 1


@events.test_start.add_listener
def _start(environment: Environment, **_: object) -> None:
    if isinstance(environment.runner, WorkerRunner):
        return
    options: Any = environment.parsed_options
    (scenario,) = environment.user_classes
    assert issubclass(scenario, Scenario)
    place = folder(options)
    place.mkdir(parents=True, exist_ok=True)
    for old in (*place.glob("rows-*.jsonl"), *place.glob("own-*.json")):
        old.unlink()
    _run.done, _run.concluded = 0, False
    plan = {
        "scenario": Path(options.locustfile).stem,
        "profile": options.profile or "smoke",
        **asdict(scenario.load(options)),
        "arrivals": len(scenario.due(options)),
        "host": environment.host,
        "processes": options.processes or 1,
        "started_at": datetime.now(UTC).isoformat(timespec="seconds"),
    }
    (place / "plan.json").write_text(json.dumps(plan, indent=1) + "\n")


@events.test_stop.add_listener
def _stop(environment: Environment, **_: object) -> None:
    options: Any = environment.parsed_options
    if isinstance(environment.runner, WorkerRunner):
        return
    _run.concluded = _run.done >= (options.processes or 1)
    if _run.concluded:
        figures = conclusion.measure(folder(options))
        environment.process_exit_code, lines = conclusion.told(figures)
        print("\n".join(["", *lines]), flush=True)


@events.quitting.add_listener
def _quit(environment: Environment, **_: object) -> None:
    if isinstance(environment.runner, WorkerRunner):
        environment.process_exit_code = 0  # the one that concludes says how it went
    elif not _run.concluded:
        environment.process_exit_code = conclusion.ABORTED
