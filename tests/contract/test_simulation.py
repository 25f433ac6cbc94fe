"""Whole requests against invalidations, in seeded schedules; ``make prove`` runs 20,000."""

import pytest

from tests.contract.faults import FAULTS
from tests.contract.places import Place, SqlitePlace
from tests.contract.simulation import simulate
from tests.faults import promises

SCHEDULES = 25
CAUGHT = (
    "the seq is not checked",
    "the seq is taken when a verdict is stored",
    "an entry gets the number of when it is stored",
    "a withdrawal is read and not heeded",
)


def test_no_answer_is_stale(place: Place):
    """And everything that matters comes about: hits, judging, deaths."""
    counted = simulate(place, range(SCHEDULES))
    assert counted.schedules == SCHEDULES
    assert counted.judged > SCHEDULES
    assert counted.served > 0
    assert counted.deaths > 0


@pytest.mark.parametrize("name", CAUGHT)
def test_a_fault_makes_answers_stale(sqlite: SqlitePlace, name: str):
    """Within a few schedules."""
    planted = [one.plant for one in (*FAULTS, *promises.FAULTS) if one.name == name]
    assert len(planted) == 1
    with planted[0](), pytest.raises(AssertionError, match="stale"):
        simulate(sqlite, range(200))
