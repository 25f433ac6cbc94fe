"""The bench of the overview measures the program that answers, and nothing else."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]


def test_the_peak_is_not_that_of_the_process_which_started_the_program():
    """A program begins as a copy of its parent, whose memory some systems count as its peak."""
    parent = (
        "import subprocess, sys; fat = bytearray(b'1') * 300_000_000; "
        "child = 'from loadtests.bench import log_overview; print(log_overview._peak_mb())'; "
        "subprocess.run([sys.executable, '-c', child], check=True)"
    )
    told = subprocess.run(
        [sys.executable, "-c", parent], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    assert 5 < float(told) < 150
