"""Keys, warming, upgrades and the weekly look: rehearsed, and with what must be seen planted."""

import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from fpcache_ops.client import OperatorClient, ReadClient
from fpcache_ops.core.access import Scope
from fpcache_ops.errors import ServiceUnusable
from fpcache_ops.operations import changes, upgrading
from fpcache_ops.operations.sources import Figure, LookupLogSource, Observation
from tests.pages import Pages, Service, pages_fixture, results

__all__ = ["pages_fixture"]
DEMO = Path(__file__).resolve().parents[2] / "data/demo"


def evidence(done: Any, step: str) -> dict[str, Any]:
    return next(s.evidence for s in done.steps if s.key == step)


# --- rotate-keys -------------------------------------------------------------------------


@pytest.fixture
def minding(tmp_path) -> Iterator[Service]:
    """A service that minds its keys."""
    with Service(tmp_path, keys=True) as running:
        yield running


@pytest.mark.parametrize("part", ["make", "end"])
def test_a_rehearsal_of_each_part(part, pages: Pages):
    """On a service of its own, with a key of its own to replace."""
    done = pages.run("rotate-keys", part=part)
    assert done.conclusion == "pass", done.reason


def test_a_key_is_rotated(pages: Pages, minding: Service, tmp_path, monkeypatch):
    """Made like the old one, written where only its owner reads it, and then the old one ends."""
    with OperatorClient(minding.url, minding.key) as operator:
        old = operator.create_key([Scope.READ, Scope.ADMIN], label="of somebody who left")
    monkeypatch.setenv("A_KEY", minding.key)
    given = {
        "server": minding.url,
        "api_key": "env:A_KEY",
        "environment": "staging",
        "old": old.note.id,
    }
    file = tmp_path / "new.key"
    made = pages.run("rotate-keys", **given, new_key_file=str(file))
    assert made.conclusion == "pass", made.reason
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    new = file.read_text().strip()
    with ReadClient(minding.url, new) as known:
        scopes = {one.id: one.scopes for one in known.api_keys()}
    assert scopes[evidence(made, "make-key")["key_id"]] == [Scope.ADMIN, Scope.READ]

    monkeypatch.setenv("A_KEY", old.key)
    refused = pages.plan("rotate-keys", **given, part="end")
    assert (refused.conclusion, "the key this run uses" in refused.reason) == ("refused", True)
    monkeypatch.setenv("A_KEY", new)
    ended = pages.run("rotate-keys", **given, part="end")
    assert ended.conclusion == "pass", ended.reason
    with ReadClient(minding.url, new) as known:
        assert {o.id: o.state for o in known.api_keys()}[old.note.id] == "revoked"
    for path in pages.runs.rglob("*"):
        if path.is_file():
            text = path.read_text(encoding="utf-8", errors="replace")
            assert not any(key in text for key in (new, old.key, minding.key)), path


@pytest.mark.parametrize(("part", "kind"), [("make", "create_key"), ("end", "revoke_key")])
def test_a_key_that_was_not_changed_is_seen(part, kind, pages: Pages, monkeypatch):
    """The change said it was made: neither is the new key there, nor the old one ended."""
    good = changes.KINDS[kind]
    monkeypatch.setitem(changes.KINDS, kind, changes.Kind(lambda *_: {"key_id": "x"}, good.find))
    done = pages.run("rotate-keys", part=part)
    assert results(done)["keys_not_as_planned"] == "fail"
    assert (results(done)["new_key_refused"] == "fail") == (part == "make")


def test_a_key_whose_text_was_lost_is_not_made_again(minding: Service, tmp_path):
    """It broke off between making and writing: a person has to look."""
    arguments = {"scopes": ["read"], "label": "x", "days": 1, "file": str(tmp_path / "lost.key")}
    kind = changes.kind("create_key")
    with OperatorClient(minding.url, minding.key) as operator:
        assert kind.find(operator, arguments, "run/make-key")[0] == changes.Trace.NOT_MADE
        kind.make(operator, arguments, "run/make-key")
        assert kind.find(operator, arguments, "run/make-key")[0] == changes.Trace.MADE
        Path(arguments["file"]).write_text("")  # type: ignore[arg-type]
        trace, facts = kind.find(operator, arguments, "run/make-key")
    assert trace == changes.Trace.UNKNOWN
    assert "its text is lost: revoke it" in facts["why"]


# --- warm-cache --------------------------------------------------------------------------


def test_warming_from_a_report_a_log_and_a_history(pages: Pages, tmp_path):
    """What the log says is asked about comes first; the files are those of a revision."""
    warmed = pages.run("warm-cache", most=30)
    assert warmed.conclusion == "pass", warmed.reason
    assert evidence(warmed, "prepare")["left_out"] > 0
    log = next(pages.runs.glob("*-warm-cache/log"))
    again = pages.run("warm-cache", log=str(log), most=30, revision="HEAD")
    assert again.conclusion == "pass", again.reason
    assert evidence(again, "prepare")["asked_about_before"] == 30


def test_a_report_of_another_tree_is_not_warm(pages: Pages, tmp_path):
    """Most of its files are not there: that is said, and no revision helps."""
    (tmp_path / "some").mkdir()
    name = "app.py" if (DEMO / "src/app.py").exists() else None
    one = DEMO / "src" / name if name else next((DEMO / "src").rglob("*.py"))
    target = tmp_path / "some" / one.relative_to(DEMO / "src")
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(one.read_bytes())
    done = pages.run("warm-cache", root=str(tmp_path / "some"))
    assert results(done)["warm_without_file"] == "fail"
    for revision in ("--output=x", "no-such-branch"):
        refused = pages.run("warm-cache", revision=revision)
        assert refused.conclusion == "error", refused.reason


def test_what_is_not_stored_is_not_warm(pages: Pages, monkeypatch):
    """And an answer that differs is said to differ."""
    validate = ReadClient.validate
    seen: list[int] = []

    def forgetful(self: Any, *asked: Any) -> Any:
        answer = validate(self, *asked)
        seen.append(1)
        for one in answer.validated if len(seen) > 1 else ():
            one.outcome, one.reason = "miss", "another"
        return answer

    monkeypatch.setattr(ReadClient, "validate", forgetful)
    done = pages.run("warm-cache", most=20)
    assert results(done)["unchanged_hit_rate"] == "fail"
    assert results(done)["unchanged_verdict_differs"] == "fail"


# --- upgrade-validator -------------------------------------------------------------------


def test_an_upgrade_that_changes_nothing(pages: Pages):
    """Both are this installation: every verdict stays, every entry is kept."""
    done = pages.run("upgrade-validator")
    assert done.conclusion == "pass", done.reason
    told = evidence(done, "predict")
    assert (told["outdated"], told["unknown"]) == ({}, 0)
    assert told["kept"] > 90


def test_a_validator_that_calls_everything_false(pages: Pages, monkeypatch):
    """It hides what is real, changes verdicts, and is another version: all three are seen."""
    ask = upgrading.ask

    def planted(both: Any, case: Any) -> Any:
        now, then = ask(both, case)
        for one in then.answers:
            one.is_valid = False
            one.validator.version = "2"
        return now, then

    monkeypatch.setattr(upgrading, "ask", planted)
    done = pages.run("upgrade-validator")
    assert set(results(done).values()) == {"fail"}
    assert sum(evidence(done, "predict")["outdated"].values()) > 90


# --- weekly-review -----------------------------------------------------------------------


def test_a_weekly_review(pages: Pages):
    """Everything but the time, which a busy machine decides, is well in a rehearsal."""
    done = pages.run("weekly-review")
    assert {step.status for step in done.steps} == {"finished"}, done.reason
    wrong = {name for name, result in results(done).items() if result != "pass"}
    assert wrong <= {"alert_p95_critical"}


def test_what_a_weekly_review_must_see(pages: Pages, minding: Service, monkeypatch):
    """A low rate, slow lookups, a log with holes, a key that ends."""
    with OperatorClient(minding.url, minding.key) as operator:
        operator.create_key([Scope.READ], label="ends soon", days=3)
    monkeypatch.setenv("A_KEY", minding.key)
    minding.lookups.mkdir(exist_ok=True)
    planted = {
        Figure.HIT_RATE: Observation(100, 300),
        Figure.LOOKUP_P95: Observation(400.0, 300, (350.0, 500.0)),
        Figure.ROWS_LOST: Observation(5, 300),
    }
    monkeypatch.setattr(
        LookupLogSource, "observe", lambda self, figure: planted.get(figure, Observation(None, 0))
    )
    causes = [("expired", "expired", 150, 2), ("miss", "first_seen", 50, 2)]
    monkeypatch.setattr(LookupLogSource, "causes", lambda self, most: causes)
    given = {"server": minding.url, "api_key": "env:A_KEY", "log": str(minding.lookups)}
    done = pages.run("weekly-review", **given)
    assert set(results(done).values()) == {"fail"}, done.checks
    assert "ends soon" in evidence(done, "look")["keys_ending"][0]

    def may_not(self: Any) -> Any:
        raise ServiceUnusable("refused the API key (status 403)")

    monkeypatch.setattr(ReadClient, "api_keys", may_not)
    unknown = pages.run("weekly-review", **given)
    assert results(unknown)["keys_ending"] == "inconclusive"
