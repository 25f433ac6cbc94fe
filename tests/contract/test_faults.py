"""The tests can fail: each planted fault is caught, and nothing without one."""

from contextlib import nullcontext
from pathlib import Path

import pytest

from tests.contract.faults import FAULTS, Fault
from tests.contract.places import BOTH, Place
from tests.faults import promises
from tests.faults.promises import catches

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


@pytest.mark.parametrize("fault", [pytest.param(fault, id=fault.name) for fault in promises.FAULTS])
def test_a_fault_of_the_pipeline_is_caught(tmp_path_factory, fault: promises.Fault):
    """Its check holds without it, and fails with it by its own word."""

    def fresh() -> None:
        fault.caught_by(tmp_path_factory.mktemp("place"))

    assert catches(fresh, fault.plant) == "yes"


def test_what_is_not_caught_is_told(tmp_path: Path):
    """A check that cannot fail, one that fails anyway, and a fault that finds nothing to change."""

    def holds() -> None:
        assert FAULTS

    def fails() -> None:
        assert not FAULTS

    assert catches(holds, nullcontext) == "NO"
    assert catches(fails, nullcontext).startswith("NO, it fails without the fault")
    gone = promises.words(holds, "these words", "others")
    assert "no longer says 'these words'" in catches(holds, gone)
