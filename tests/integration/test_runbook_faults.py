"""The runner beside bare papermill, each with the same fault planted (`make runbook-faults`)."""

from dataclasses import replace

import pytest

from tests.faults.runbooks import FAULTS, rows

_CHOSEN = ("a cell exits with 0", "SIGKILL of the command")


@pytest.mark.parametrize("name", _CHOSEN)
def test_ours_never_says_pass_and_makes_each_change_once(name):
    """Papermill calls one of them a success; the other leaves nothing but a journal."""
    (row,) = rows(tuple(fault for fault in FAULTS if fault.name == name))
    assert row.ours != "pass"
    assert row.resumed == "pass"
    assert row.made == "1/1/1"
    assert row.honest


def test_a_pass_for_a_fault_would_be_seen():
    """The table's own judgement can fail."""
    (clean,) = rows(tuple(fault for fault in FAULTS if fault.name == "none"))
    assert (clean.ours, clean.honest) == ("pass", True)

    assert not replace(clean, fault="a fault").honest
    assert not replace(clean, made="1/2/1").honest
