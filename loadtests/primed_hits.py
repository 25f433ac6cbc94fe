"""Are verdicts that are known answered at once, all of them?

Primes the service with false positives, then asks for the same ones again: every answer must be a
hit with the verdict that it was primed with. Black box: it knows the HTTP API and nothing else.

    locust -f loadtests/primed_hits.py --headless --users 2 --run-time 10s \
        --host http://127.0.0.1:8080 --api-key dev

Limits: 100 % hits, no errors, p95 < 50 ms from 100 requests on. Users wait for their answers
(a closed loop), so a service that freezes is asked less: the figure is what one client sees, not
what arrivals at a fixed rate would. Exit status: 0 pass, 1 a limit was missed, 3 too few requests
to say anything, 7 a wrong answer.
"""

import statistics
import uuid
from dataclasses import dataclass, field

from locust import FastHttpUser, between, events, task
from locust.env import Environment
from locust.exception import StopUser

PATH = "/api/v1/vulnerabilities/validate"
MINIMUM_REQUESTS = 100
P95_LIMIT_MS = 50.0
PASS, FAIL, NO_DATA, WRONG_ANSWER = 0, 1, 3, 7

SOURCE = """\
import sqlite3

COLUMNS = "id, name, price"


def newest(connection: sqlite3.Connection) -> list:
    return connection.execute("SELECT " + COLUMNS + " FROM product ORDER BY id DESC").fetchall()


def by_id(connection: sqlite3.Connection, product: int) -> list:
    query = "SELECT " + COLUMNS + " FROM product WHERE id = ?"
    return connection.execute(query, (product,)).fetchall()
"""
LINES = (7, 12)


@dataclass
class Measured:
    """What was seen, unrounded."""

    milliseconds: list[float] = field(default_factory=list)
    failures: int = 0
    findings: int = 0
    hits: int = 0
    wrong: list[str] = field(default_factory=list)

    @property
    def p95(self) -> float:
        """The 95th percentile of the request times."""
        return statistics.quantiles(self.milliseconds, n=100, method="inclusive")[94]

    def exit_status(self) -> int:
        """What this run may claim."""
        if self.wrong:
            return WRONG_ANSWER
        if len(self.milliseconds) < MINIMUM_REQUESTS:
            return FAIL if self.failures else NO_DATA
        missed = self.failures or self.hits < self.findings or self.p95 >= P95_LIMIT_MS
        return FAIL if missed else PASS

    def lines(self) -> list[str]:
        """The same in words."""
        asked = len(self.milliseconds)
        said = [
            f"hits            {self.hits} of {self.findings} findings (limit: all)",
            f"failed          {self.failures} of {asked + self.failures} requests (limit: 0)",
            f"wrong answers   {len(self.wrong)} of {self.findings} findings (limit: 0)",
        ]
        if asked >= MINIMUM_REQUESTS:
            said.append(f"p95             {self.p95:.1f} ms of {asked} requests (limit: < 50 ms)")
        else:
            said.append(f"p95             not shown: {asked} requests, {MINIMUM_REQUESTS} wanted")
        return said + [f"wrong: {what}" for what in self.wrong[:5]]


measured = Measured()


@events.init_command_line_parser.add_listener
def _arguments(parser) -> None:
    parser.add_argument("--api-key", default="dev", is_secret=True, help="Key for the service")


@events.test_start.add_listener
def _start(**_: object) -> None:
    measured.__init__()  # type: ignore[misc]  # a second run from the web page starts at nothing


@events.request.add_listener
def _request(response_time: float, exception: Exception | None, name: str, **_: object) -> None:
    if name != "hit":
        return
    if exception is None:
        measured.milliseconds.append(response_time)
    else:
        measured.failures += 1


@events.quitting.add_listener
def _conclude(environment: Environment, **_: object) -> None:
    environment.process_exit_code = measured.exit_status()
    verdict = {PASS: "pass", FAIL: "FAIL", NO_DATA: "NO DATA", WRONG_ANSWER: "WRONG ANSWER"}
    print("\n".join(["", *measured.lines(), f"primed_hits: {verdict[measured.exit_status()]}"]))


class Client(FastHttpUser):
    """A scanner's client that scans the same code again and again."""

    wait_time = between(0.001, 0.01)

    def on_start(self) -> None:
        """Prime: a repository of this user's own, so that the first sight is really one."""
        self.body = {
            "repository": f"loadtest/{uuid.uuid4()}",
            "vulnerabilities": [
                {"id": f"finding-{line}", "type": "sql-injection", "file": "shop.py", "line": line}
                for line in LINES
            ],
            "files": {"shop.py": {"content": SOURCE}},
        }
        self.primed = self._ask("prime", "miss")
        if self.primed is None:
            raise StopUser

    @task
    def hit(self) -> None:
        """The same findings again."""
        again = self._ask("hit", "hit")
        if again is not None and again != self.primed:
            measured.wrong.append(f"primed {self.primed}, then answered {again}")

    def _ask(self, name: str, outcome: str) -> list[tuple] | None:
        """The verdicts, or None when the request failed."""
        headers = {"x-api-key": self.environment.parsed_options.api_key}
        with self.client.post(
            PATH, json=self.body, headers=headers, name=name, catch_response=True
        ) as answer:
            if answer.status_code != 200:
                answer.failure(f"status {answer.status_code}")
                return None
            try:
                found = answer.json()["validated"]
                verdicts = [(f["id"], f["isValid"], f["confidence"], f["reason"]) for f in found]
                outcomes = [f["outcome"] for f in found]
            except (ValueError, KeyError, TypeError) as error:
                answer.failure(f"not the contract: {error!r}")
                return None
        if name == "hit":
            measured.findings += len(outcomes)
            measured.hits += outcomes.count("hit")
        wanted = [(f"finding-{line}", False) for line in LINES]
        if [verdict[:2] for verdict in verdicts] != wanted:
            measured.wrong.append(f"{name}: {[verdict[:2] for verdict in verdicts]}")
        elif outcomes != [outcome] * len(LINES) and name == "prime":
            measured.wrong.append(f"a first sight was answered as {outcomes}")
        return verdicts
