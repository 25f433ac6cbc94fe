"""Lookup, record, invalidate and sweep at the same time: nothing is served that was withdrawn.

PostgreSQL runs these at READ COMMITTED, where each statement sees what was committed when it began.
"""

from collections.abc import Iterator

import pytest

from tests.contract.places import Place
from tests.contract.races import (
    Theatre,
    against_a_sweep,
    against_withdrawals,
    of_two_verdicts,
    theatre_on,
)
from tests.contract.stepping import every_interleaving


@pytest.fixture
def theatre(place: Place) -> Iterator[Theatre]:
    """For both kinds of store."""
    with theatre_on(place) as theatre:
        yield theatre


def test_a_validation_against_an_invalidation(theatre: Theatre):
    """Every interleaving; somebody else looks up after every step."""
    schedules = list(every_interleaving(against_withdrawals(theatre, 1)))
    # Three steps each; in SQLite only one of them writes at a time.
    assert len(schedules) >= (20 if theatre.place.kind == "postgresql" else 6)
    assert len(schedules) == len({tuple(schedule) for schedule in schedules})


def test_a_validation_against_two_invalidations(theatre: Theatre):
    """Every interleaving: the numbers of invalidations become visible in their order."""
    schedules = list(every_interleaving(against_withdrawals(theatre, 2, fine=False)))
    assert len(schedules) >= 24
    assert len(schedules) == len({tuple(schedule) for schedule in schedules})


def test_two_verdicts_on_one_question(theatre: Theatre):
    """Every interleaving of a false and a true positive: "real" counts."""
    assert len(list(every_interleaving(of_two_verdicts(theatre)))) >= 2


def test_a_sweep_against_a_new_verdict(theatre: Theatre):
    """Every interleaving: what was replaced after it was chosen is not deleted."""
    assert len(list(every_interleaving(against_a_sweep(theatre)))) >= 2
