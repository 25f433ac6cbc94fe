"""``/metrics`` as text: added up over addresses, and counted since an earlier reading."""

import pytest

from fpcache_ops.errors import ServiceUnusable
from fpcache_ops.operations.sources import Exposition

ONE = """# TYPE fpcache_lookups_total counter
fpcache_lookups_total{outcome="hit",type="xss"} 70.0
fpcache_lookups_total{outcome="hit",type="ssrf"} 5.0
fpcache_lookups_total{outcome="miss",type="xss"} 25.0
"""


def test_samples_are_added_up():
    """Over labels that are not named, and over addresses; what is not there is not zero."""
    read = Exposition.of(ONE, ONE)
    assert read.total("fpcache_lookups_total") == 200
    assert read.total("fpcache_lookups_total", outcome="hit") == 150
    assert read.total("fpcache_lookups_total", outcome="hit", type="ssrf") == 10
    assert read.total("fpcache_lookups_total", outcome="expired") is None


def test_since_an_earlier_reading():
    """A counter that went back was started anew."""
    before, now = Exposition.of(ONE), Exposition.of(ONE.replace("70.0", "75.0"))
    assert now.since(before).total("fpcache_lookups_total", outcome="hit") == 5
    anew = Exposition.of(ONE.replace("70.0", "3.0"))
    assert anew.since(before).total("fpcache_lookups_total", outcome="hit", type="xss") == 3


@pytest.mark.parametrize("address", ["http://127.0.0.1:9/metrics", "nonsense", "http://[x"])
def test_one_that_does_not_answer_is_not_left_out(address):
    """Part of the truth would look like all of it."""
    with pytest.raises(ServiceUnusable, match="gave no metrics"):
        Exposition.read(address)
