"""Which requests are answered on the event loop."""

from fpcache_ops.service.validating import EventLoop

SMALL, LARGE = b"x", b"x" * 40_000


def test_what_is_large_is_left_to_threads():
    """Some hundred findings hold up everybody else for too long."""
    assert EventLoop(is_open=True).takes(SMALL, 0.0)
    assert not EventLoop(is_open=True).takes(LARGE, 0.0)
    assert not EventLoop(is_open=False).takes(SMALL, 0.0)


def test_what_is_not_quick_takes_a_twentieth_of_the_time():
    """However slow the disk is; and a moment in which others had the processor is soon over."""
    loop = EventLoop(is_open=True)
    loop.took(began=10.0, ended=10.04)
    assert loop.takes(SMALL, 10.04)
    loop.took(began=20.0, ended=20.06)
    assert not loop.takes(SMALL, 21.2)
    assert loop.takes(SMALL, 21.3)
    loop.took(began=30.0, ended=32.0)
    assert not loop.takes(SMALL, 71.9)
    assert loop.takes(SMALL, 72.1)
