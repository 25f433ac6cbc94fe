"""Weak randomness in Java.

Proven only where ``SecureRandom`` gives the numbers, unseeded.
"""

import re

from fpcache_ops.core.verdict import Justification
from fpcache_ops.validators.safe_patterns.engine.language import Unit
from fpcache_ops.validators.safe_patterns.engine.machine import Calling
from fpcache_ops.validators.safe_patterns.engine.values import Instance, Value
from fpcache_ops.validators.safe_patterns.knowledge.java.common import FACTORIES, RANDOM
from fpcache_ops.validators.safe_patterns.knowledge.java.settings import (
    brings_algorithms,
    sets_properties,
)
from fpcache_ops.validators.safe_patterns.knowledge.model import (
    Family,
    Form,
    Look,
    Need,
    Sink,
    anything,
    instance_is,
    made,
)

_NUMBERS = frozenset(
    {
        "nextInt",
        "nextLong",
        "nextDouble",
        "nextFloat",
        "nextBoolean",
        "nextGaussian",
        "nextBytes",
        "ints",
        "longs",
        "doubles",
        "generateSeed",
    }
)
_is_secure = instance_is(RANDOM)


def _made(call: Calling) -> Value | None:
    """``new SecureRandom()``; one that is made of a seed is another thing."""
    call.state.escape(*call.given.all())
    return (Instance(RANDOM if not call.given.all() else "seeded generator"),)


def _no_seed(look: Look) -> str | None:
    """A generator that is given a seed before its first number may be predictable."""
    if look.calling.machine.unit.mentions("setSeed"):
        return "a generator is given a seed somewhere"
    return None


_SEEDED = re.compile(
    rb"\bSecurity\s*(?:\.|::)\s*setProperty\b|\bstatic\s+java\.security\.Security\b"
)


def _drawn_elsewhere(unit: Unit, start: int, end: int) -> str | None:
    """Where numbers come from is a property, and generators are brought by providers."""
    if sets_properties(unit) or (unit.mentions("setProperty") and _SEEDED.search(unit.code)):
        return "the program may say where random numbers come from"
    return brings_algorithms(unit, start, end)


def _unseeded(look: Look) -> str | None:
    return _no_seed(look) or _is_secure(look)


_secure = Form(
    "random numbers of the operating system",
    (Need(_unseeded, receiver=True),),
    proves="weak-random/secure_numbers",
    any_other=True,
    justification=Justification.CODE_NOT_PRESENT,
)
_new = Form(
    "random numbers of the operating system",
    (Need(_no_seed, receiver=True),),
    proves="weak-random/secure_made, seeded_later",
    justification=Justification.CODE_NOT_PRESENT,
)
_by_name = Form(
    "random numbers of the operating system",
    (
        Need(_no_seed, receiver=True),
        Need(anything, 0, optional=True),
        Need(anything, 1, optional=True),
    ),
    proves="weak-random/secure_by_name",
    justification=Justification.CODE_NOT_PRESENT,
)
_FACTORY = frozenset({f"{RANDOM}.getInstance", f"{RANDOM}.getInstanceStrong"})


FAMILY = Family(
    type="weak-random",
    module=__name__,
    about=(
        "Proven: the numbers come from the operating system, or the marked statement only waits "
        "for that long."
    ),
    beyond="Generators that are handed in or seeded; what a number is for is not read.",
    apart="How many random bits are drawn.",
    sinks=(
        Sink((_secure,), names=_NUMBERS),
        Sink((_new,), calls=frozenset({RANDOM})),
        Sink((_by_name,), calls=_FACTORY),
        Sink(
            (),
            calls=frozenset({"java.lang.Math.random", "java.util.Random"}),
            names=frozenset(
                {
                    "Random",
                    "random",
                    "setSeed",
                    "ThreadLocalRandom",
                    "SplittableRandom",
                    "randomAlphanumeric",
                    "randomAlphabetic",
                    "randomNumeric",
                    "randomAscii",
                    "randomPrint",
                    "randomGraph",
                    "insecure",
                    "nextAlphanumeric",
                    "nextAlphabetic",
                    "nextNumeric",
                    "nextAscii",
                    "nextPrint",
                    "nextGraph",
                    "shuffle",
                }
            ),
        ),
    ),
    harmless=FACTORIES - _FACTORY,
    calls={RANDOM: _made, **{path: made(RANDOM) for path in _FACTORY}},
    refuses=_drawn_elsewhere,
    worse=frozenset(
        {
            "java.lang.System.nanoTime",
            "java.lang.System.currentTimeMillis",
            "java.lang.System.identityHashCode",
            "java.time.Instant.now",
            "java.util.Date",
            "java.util.Objects.hash",
            "java.util.UUID.nameUUIDFromBytes",
            "java.time.Clock.systemUTC",
            "java.time.Clock.systemDefaultZone",
            "java.time.LocalDateTime.now",
            *("?.hashCode", "?.millis", "?.getTime", "?.toEpochMilli", "?.nanoTime"),
        }
    ),
    waits=frozenset({"java.lang.Thread.sleep"}),
    pattern="operating system randomness",
)
