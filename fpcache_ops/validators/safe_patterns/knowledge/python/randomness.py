"""Weak randomness in Python.

Proven only where the number comes from the operating system after all, or where the marked
statement does nothing with it but wait.
"""

import re

from fpcache_ops.core.verdict import Justification
from fpcache_ops.validators.safe_patterns.engine.language import Unit
from fpcache_ops.validators.safe_patterns.knowledge.model import (
    Family,
    Form,
    Need,
    Sink,
    instance_is,
    made,
)

SYSTEM = "randomness of the operating system"
_NAMES = frozenset(
    [
        "random",
        "randint",
        "randrange",
        "choice",
        "choices",
        "shuffle",
        "sample",
        "uniform",
        "getrandbits",
        "randbytes",
        "triangular",
        "betavariate",
        "expovariate",
        "gammavariate",
        "gauss",
        "lognormvariate",
        "normalvariate",
        "vonmisesvariate",
        "paretovariate",
        "weibullvariate",
        "binomialvariate",
    ]
)

_SECRETS = frozenset(
    f"secrets.{name}"
    for name in ("choice", "randbelow", "token_hex", "token_urlsafe", "token_bytes")
)
_OF_SYSTEM = Form(
    "random numbers of the operating system",
    (),
    proves="weak-random/secrets",
    any_other=True,
    justification=Justification.CODE_NOT_PRESENT,
)

_OTHERS = re.compile(rb"\b(?:numpy|np|cupy|jax|torch|tf|tensorflow)\b")


def _refuses(unit: Unit, start: int, end: int) -> str | None:
    """What the system's randomness is made of is replaced, or other numbers stand beside."""
    if any(map(unit.attribute_written, ("_urandom", "urandom", "token_bytes", "_sysrand"))):
        return "the randomness of the system is replaced"
    if _OTHERS.search(unit.code, start, end):
        return "random numbers of another library stand there"
    return None


FAMILY = Family(
    type="weak-random",
    module=__name__,
    beyond=(
        "Shuffling, sampling, test data: what a number is for is not read, unless the marked "
        "statement only waits."
    ),
    apart="How many random bits are drawn.",
    sinks=(
        Sink(
            (
                Form(
                    "random numbers of the operating system",
                    (Need(instance_is(SYSTEM), receiver=True),),
                    proves="weak-random/system_random",
                    any_other=True,
                    justification=Justification.CODE_NOT_PRESENT,
                ),
            ),
            names=_NAMES,
        ),
        Sink((_OF_SYSTEM,), calls=_SECRETS),
        Sink((), names=frozenset({"Random", "seed"})),
    ),
    calls={
        "random.SystemRandom": made(SYSTEM, limit=0),
        "secrets.SystemRandom": made(SYSTEM, limit=0),
    },
    replaced=True,
    worse=frozenset(
        {
            *("time.time", "time.time_ns", "time.monotonic", "time.monotonic_ns"),
            *("time.perf_counter", "time.perf_counter_ns", "datetime.datetime.now"),
            *("datetime.datetime.utcnow", "uuid.uuid1", "uuid.uuid3", "uuid.uuid5", "os.getpid"),
            *("builtins.id", "builtins.hash", "time.process_time", "time.process_time_ns"),
            *("time.ctime", "time.strftime", "time.localtime", "time.gmtime"),
            *("datetime.datetime.today", "django.utils.timezone.now", "pendulum.now"),
            *("arrow.now", "arrow.utcnow", "os.getppid", "uuid.getnode", "platform.node"),
            *("socket.gethostname", "threading.get_ident", "zlib.crc32", "binascii.crc32"),
        }
    ),
    pattern="operating system randomness",
    refuses=_refuses,
    waits=frozenset({"time.sleep", "asyncio.sleep"}),
)
