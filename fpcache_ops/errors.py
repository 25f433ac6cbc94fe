"""The few errors of this package, each named for what its reader can do about it.

Every message is one line that says what is wrong and what to do. The command line prints that line
and leaves with :attr:`FpcacheError.exit_status`; the service answers a problem document.
"""

from enum import IntEnum


class ExitStatus(IntEnum):
    """What a command's exit status means; the same for every command, and stable."""

    PASS = 0
    FAIL = 1
    UNUSABLE_INPUT = 2
    INCONCLUSIVE = 3
    REFUSED = 4
    ERROR = 5
    GENERATOR_TOO_WEAK = 6
    WRONG_ANSWER = 7
    ABORTED = 130


class FpcacheError(Exception):
    """Something the caller can act on; its text is one line that says how."""

    exit_status = ExitStatus.ERROR


class UnusableInput(FpcacheError):
    """The input or a parameter cannot be used; nothing was changed."""

    exit_status = ExitStatus.UNUSABLE_INPUT


class Refused(FpcacheError):
    """The request was understood and is not allowed as things stand; nothing was changed."""

    exit_status = ExitStatus.REFUSED


class StoreUnusable(FpcacheError):
    """The store cannot be read or written now; findings can still be judged without it."""


class ServiceUnusable(FpcacheError):
    """The service cannot be reached, or answered something that is not its contract."""
