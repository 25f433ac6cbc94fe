"""The tests of the stores can fail: each planted fault is caught, and nothing without one."""

import pytest

from tests.contract.faults import FAULTS, Fault
from tests.contract.places import BOTH, Place

FITTING = [
    pytest.param(kind, fault, id=f"{kind}-{fault.name}", marks=marks)
    for kind, marks in (("sqlite", ()), ("postgresql", pytest.mark.postgres))
    for fault in FAULTS
    if kind in fault.kinds
]

RACES = {"in_flight", "in_order", "sweep_races"}
"""These pass in test_interleavings."""

CHECKS = {
    fault.caught_by.__name__: fault for fault in FAULTS if fault.caught_by.__name__ not in RACES
}


@pytest.mark.parametrize(("kind", "fault"), FITTING)
def test_a_planted_fault_is_caught(request: pytest.FixtureRequest, kind: str, fault: Fault):
    """Its check fails, and not because the fault broke something else."""
    place: Place = request.getfixturevalue(kind)
    with fault.plant(), pytest.raises(AssertionError) as caught:
        fault.caught_by(place)
    assert caught.value.__cause__ is None, "somebody failed, rather than the check"


@pytest.mark.parametrize("kind", BOTH)
@pytest.mark.parametrize("fault", CHECKS.values(), ids=CHECKS)
def test_a_check_passes_without_a_fault(request: pytest.FixtureRequest, kind: str, fault: Fault):
    """It is the fault that is caught."""
    if kind in fault.kinds:
        fault.caught_by(request.getfixturevalue(kind))
