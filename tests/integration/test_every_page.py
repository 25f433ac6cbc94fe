"""What holds for every page: a plan changes nothing, and no secret is written anywhere."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from fpcache_ops.client import OperatorClient
from fpcache_ops.core.access import Scope
from fpcache_ops.operations import runner
from fpcache_ops.operations.conclusion import Conclusion
from fpcache_ops.operations.runbook import Runbook, list_runbooks
from fpcache_ops.operations.specimens import REPOSITORIES, asked
from fpcache_ops.wire.management import SelectorBody
from tests.pages import Pages, Service, pages_fixture, served
from tests.recording import recording

__all__ = ["pages_fixture"]
ROOT = Path(__file__).resolve().parents[2]
KEY = 'hunter2 "with quotes" \\ and more'
OURS = "fpc_" + "A1b2C3d4" * 4
"""As in an answer: somebody wrote it into a reason."""
STORE = "s3cr3t-of-the-store"

PAGES = [one for one in list_runbooks() if one.path.parent.name != "rollout"]
"""Those of the roll-out have a service of their own kind, and tests of their own."""


@dataclass
class Ran:
    """What a page did."""

    concluded: list[Conclusion]
    mutating: list[tuple[str, str]]
    asked: int
    runs: Path
    key: str


def given(page: Runbook, **known: str) -> dict[str, Any]:
    """What it takes of what there is."""
    names = {parameter.name for parameter in page.declaration.parameters}
    more: dict[str, dict[str, Any]] = {
        "clear-cache": {"repository": REPOSITORIES[0]},
        "cache-corruption": {"watch": 1},
        "warm-cache": {"repository": REPOSITORIES[0]},
    }
    return {**{n: v for n, v in known.items() if n in names}, **more.get(page.name, {})}


@pytest.fixture
def ran(page: Runbook, pages: Pages, tmp_path, monkeypatch) -> Ran:
    """The page, to its end, at a service that holds secrets and through a recording server."""
    monkeypatch.setenv("A_STORE", str(tmp_path / STORE / "rehearsal/cache.db"))
    # Keys are replaced where keys are minded; elsewhere any key opens.
    keys, old = page.name == "rotate-keys", ""
    with Service(tmp_path / STORE, keys=keys) as service, recording(service.url) as recorder:
        key = service.key if keys else KEY
        monkeypatch.setenv("A_KEY", key)
        with OperatorClient(service.url, key) as operator:
            for repository in REPOSITORIES:
                asked(operator, repository)
            operator.invalidate(SelectorBody(repository=REPOSITORIES[1]), f"leaked {OURS}")
            if keys:
                old = operator.create_key([Scope.READ], label="to be replaced").note.id
        parameters = given(
            page,
            server=recorder.url,
            api_key="env:A_KEY",
            environment="staging",
            store="env:A_STORE",
            metrics=f"{recorder.url}/metrics",
            old=old,
            new_key_file=str(tmp_path / "new-key"),
        )
        planning = runner.plan if page.declaration.changes else runner.run
        first = planning(page.path, parameters, runs_dir=pages.runs)
        mutating = recorder.mutating(but_validations=not page.declaration.changes)
        count = len(recorder.asked)
        concluded = [first]
        if first.plan is not None:
            concluded.append(runner.apply(page.path, first.plan, runs_dir=pages.runs))
    return Ran(concluded, mutating, count, pages.runs, key)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_plan_changes_nothing_and_no_secret_is_kept(page: Runbook, ran: Ran):
    """Before the changes: GET and dry runs alone; a page without changes may validate, as everybody
    does. And neither the key, nor the store's address, nor a key in an answer is in any file.
    """
    assert ran.mutating == []
    assert ran.asked >= 1
    assert len(ran.concluded) == (2 if page.declaration.changes else 1), ran.concluded[0].reason
    assert all(one.conclusion not in ("error", "refused") for one in ran.concluded), ran.concluded
    files = [path for path in ran.runs.rglob("*") if path.is_file()]
    assert len(files) >= 4
    for path in files:
        text = path.read_text(encoding="utf-8", errors="replace")
        for secret in ("hunter2", ran.key, OURS, STORE):
            assert secret not in text, f"{secret} in {path}"


@cache
def _words() -> str:
    return (ROOT / "docs/cache-issues.md").read_text(encoding="utf-8")


def test_a_plan_that_changed_something_would_be_seen(tmp_path):
    """The recorder itself can tell."""
    with served(tmp_path) as service, recording(service.url) as recorder:
        with OperatorClient(recorder.url, "any") as operator:
            operator.preview(SelectorBody(everything=True))
            assert recorder.mutating() == []
            operator.invalidate(SelectorBody(everything=True), "for a test")
        assert [method for method, _ in recorder.mutating()] == ["POST"]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_document_of_issues_names_every_page(page: Runbook):
    """With its command."""
    verb = "plan" if page.declaration.changes else "run"
    assert f"fpcache runbook {verb} {page.name}" in _words()


def test_every_alert_leads_to_a_page_that_is_there():
    """By its link and by its command; and the document of issues names each alert."""
    from fpcache_ops.monitoring.queries import Watched
    from fpcache_ops.monitoring.rules import Links, rules
    from fpcache_ops.operations import criteria

    made = rules(Watched(), criteria.load(), Links(), "uid")
    alerts = [rule for group in made["groups"] for rule in group["rules"] if "alert" in rule]
    assert len(alerts) >= 6
    names = {page.name for page in PAGES}
    for alert in alerts:
        notes = alert["annotations"]
        assert (ROOT / notes["runbook_url"]).is_file(), notes["runbook_url"]
        (name,) = re.findall(r"fpcache runbook \w+ ([\w-]+)", notes["runbook"])
        assert name in names
        row = next((line for line in _words().splitlines() if f"`{alert['alert']}`" in line), "")
        assert name in row, f"{alert['alert']} in docs/cache-issues.md does not lead to {name}"
