"""kill -9 at any moment: 0 acknowledged invalidations lost, the store is intact and opens again."""

import shutil
from collections.abc import Iterator

import pytest

from fpcache_ops.core.entry import Selector
from tests.contract.kills import Killed, Writers, check_killed, plans, the_writers
from tests.contract.places import Place, SqlitePlace
from tests.contract.writer import POINTS, Plan
from tests.factories import NOW, a_question, an_entry


@pytest.fixture(scope="module")
def writers() -> Iterator[Writers]:
    """One program for all tests."""
    with the_writers() as writers:
        yield writers


def test_killed_writers(place: Place, writers: Writers):
    """At each point, and from outside; the full counts are in prove."""
    place.store().open()
    for plan, acknowledgements in plans(place, 2 * len(POINTS), seed=1):
        killed = writers.killed(plan, acknowledgements)
        store = place.store()
        check_killed(store, killed)
        store.close()
    assert {killed.plan.point for killed in [killed]} == {None}


def test_a_backup_from_before_the_kill_does_not_resurrect(sqlite: SqlitePlace, writers: Writers):
    """The file of before is put back by hand: what was acknowledged since stays withdrawn."""
    store = sqlite.store()
    repositories = [f"writer/{number}" for number in range(1, 4)]
    questions = [a_question(repository=repository) for repository in repositories]
    store.record([an_entry(question) for question in questions])
    store.close()
    before = sqlite.file.with_suffix(".before")
    shutil.copy(sqlite.file, before)
    plan = Plan(sqlite.url, str(sqlite.journal), name="writer", point=POINTS[5], nth=3)
    killed = writers.killed(plan)
    # The third was noted, and nobody was told any more.
    assert killed.withdrawn == set(repositories[:2])
    before.replace(sqlite.file)
    _, answers = sqlite.store().lookup(questions)
    assert [bool(found.candidates[0].withdrawn_by) for found in answers] == [True] * 3


def test_a_crash_between_commit_and_note_is_noted_later(sqlite: SqlitePlace, writers: Writers):
    """In force at once although nobody was told so; and then also in a restored backup."""
    store = sqlite.store()
    store.open()
    plan = Plan(sqlite.url, str(sqlite.journal), name="writer", point=POINTS[2])
    assert not writers.killed(plan).withdrawn
    assert not sqlite.journal.exists()
    _, (found,) = store.lookup([a_question(repository="writer/1")])
    assert found.candidates[0].withdrawn_by
    assert sqlite.journal.read_bytes().count(b"\n") == 1


def test_the_check_sees_an_acknowledgement_that_came_too_early(place: Place, writers: Writers):
    """The planted fault: it says so before the commit, and dies."""
    place.store().open()
    plan = Plan(place.url, str(place.journal), "writer", POINTS[1], nth=2, too_early=True)
    killed = writers.killed(plan)
    assert killed.withdrawn
    with pytest.raises(AssertionError, match="withdrawn"):
        check_killed(place.store(), killed)


def test_the_check_sees_a_lost_invalidation(place: Place):
    """The planted fault: acknowledged, and not there."""
    store = place.store()
    store.record([an_entry(a_question(repository="writer/1"))])
    store.invalidate(Selector(repository="writer/2"), who="x", why="y", at=NOW)
    for lost in (Killed(Plan("", "", ""), frozenset(), frozenset({"writer/1"})),):
        with pytest.raises(AssertionError):
            check_killed(store, lost)
