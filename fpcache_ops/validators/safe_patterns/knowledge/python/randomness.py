"""Weak randomness in Python.

Proven only where the number comes from the operating system after all, or where the marked
statement does nothing with it but wait.
"""

from fpcache_ops.core.verdict import Justification
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
    ]
)

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
        Sink((), names=frozenset({"Random", "seed"})),
    ),
    harmless=frozenset({"secrets.choice", "secrets.randbelow"}),
    calls={
        "random.SystemRandom": made(SYSTEM, limit=0),
        "secrets.SystemRandom": made(SYSTEM, limit=0),
    },
    pattern="operating system randomness",
    waits=frozenset({"time.sleep", "asyncio.sleep"}),
)
