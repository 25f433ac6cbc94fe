"""Nightly jobs: ``python -m shop.jobs --instance var``."""

import argparse
import ftplib
import marshal
import random
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import requests
import yaml
from flask import current_app

try:
    from yaml import CSafeLoader as ScheduleLoader
except ImportError:
    from yaml import SafeLoader as ScheduleLoader

from shop.app import create_app
from shop.reports import exports

Job = Callable[[], object]

STATUS_PAGE = "http://127.0.0.1:9200/status"
DEFAULTS = {"attempts": 3, "pause": 30.0, "jobs": ["snapshot", "status"]}


class Scheduler:
    """Run jobs one after the other, each a few times if it fails."""

    def __init__(self, jobs: dict[str, Job], attempts: int, pause: float) -> None:
        self.jobs = jobs
        self.attempts = attempts
        self.pause = pause

    def run(self, debug: bool = False) -> list[str]:
        """Return the names of the jobs that failed to the end."""
        return [name for name in self.jobs if not self._succeeds(name, debug)]

    def _succeeds(self, name: str, debug: bool) -> bool:
        for attempt in range(self.attempts):
            if debug:
                print(f"{name}: attempt {attempt + 1}")
            try:
                self.jobs[name]()
                return True
            except OSError as error:
                print(f"{name}: {error}")
                time.sleep(self.pause * random.uniform(0.5, 1.5))
        return False


def settings(instance: Path) -> dict[str, Any]:
    """Return the schedule of this deployment over a fresh copy of our own."""
    schedule = marshal.loads(marshal.dumps(DEFAULTS))
    path = instance / "schedule.yaml"
    if path.exists():
        schedule.update(yaml.load(path.read_text(encoding="utf-8"), Loader=ScheduleLoader))
    return schedule


def upload_snapshot() -> None:
    """Bring the stock list to the wholesaler."""
    exports.snapshot()
    account = current_app.config["WHOLESALER"]
    with ftplib.FTP(account["host"], account["user"], account["password"]) as server:
        with open(exports.SNAPSHOT, "rb") as file:
            server.storbinary("STOR stock.csv", file)


def status() -> None:
    """Ask the status page on this machine to refresh itself."""
    requests.post(STATUS_PAGE).raise_for_status()


JOBS: dict[str, Job] = {"snapshot": exports.snapshot, "upload": upload_snapshot, "status": status}


def main() -> None:
    parser = argparse.ArgumentParser(prog="shop.jobs", description=__doc__)
    parser.add_argument("--instance", default="instance")
    instance = Path(parser.parse_args().instance)
    schedule = settings(instance)
    chosen = {name: JOBS[name] for name in schedule["jobs"]}
    with create_app(instance).app_context():
        scheduler = Scheduler(chosen, schedule["attempts"], schedule["pause"])
        raise SystemExit(1 if scheduler.run(debug=True) else 0)


if __name__ == "__main__":
    main()
