"""At once, or not at all.

An answer that is in the cache can be given where nothing may wait, such as an event loop. Whatever
is about to wait (for another process, a lock, a database elsewhere, a validator) calls
:func:`may_wait` first; in work that is :func:`hurried` this ends it, before it had any effect, and
it is done again where waiting harms nobody.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar


class WouldWait(BaseException):
    """Not now. No ``Exception``: it is no failure of a finding or a store, and none may hide it."""


_hurried = ContextVar("hurried", default=False)


def is_hurried() -> bool:
    """Whether the work at hand must not wait."""
    return _hurried.get()


def may_wait() -> None:
    """To be called before anything that may wait. Raises WouldWait in hurried work."""
    if _hurried.get():
        raise WouldWait


@contextmanager
def hurried() -> Iterator[None]:
    """In this block nothing waits."""
    token = _hurried.set(True)
    try:
        yield
    finally:
        _hurried.reset(token)
