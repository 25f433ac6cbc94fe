"""What was observed, told to people."""

import pytest

from fpcache_ops.operations.sources import Figure, Observation, in_words


@pytest.mark.parametrize(
    ("figure", "found", "told"),
    [
        (Figure.MEMORY, Observation(98_549_760, 1), "98.5 MB"),
        (Figure.LOOKUP_P95, Observation(4.2641, 140), "4.26 ms"),
        (Figure.HIT_RATE, Observation(110, 140), "78.6 %"),
        (Figure.CONNECTIONS, Observation(32, 100), "32"),
        (Figure.ERRORS, Observation(0, 0), "no data"),
        (Figure.ACCURACY, Observation(None, 10), "no data"),
    ],
)
def test_an_observation_is_told_with_its_unit(figure, found, told):
    """No data is never a figure."""
    assert in_words(figure, found) == told
