"""Cookies without flags in Python: Flask, Django, Starlette and what is like them.

Reports of a missing ``Secure`` and of a missing ``HttpOnly`` are of one type. Proven: both are
set to true by the call itself.
"""

from fpcache_ops.core.verdict import Justification
from fpcache_ops.validators.safe_patterns.knowledge.model import (
    Family,
    Form,
    Need,
    Sink,
    true,
)

FAMILY = Family(
    type="insecure-cookie",
    module=__name__,
    beyond=(
        "Flags that an application sets for all its cookies in its configuration or in middleware."
    ),
    apart="``SameSite``, the domain, the path, and what the cookie holds.",
    sinks=(
        Sink(
            (
                Form(
                    "cookie with both flags",
                    (Need(true, keyword="secure"), Need(true, keyword="httponly")),
                    proves="insecure-cookie/both_flags",
                    any_other=True,
                    justification=Justification.CODE_NOT_PRESENT,
                ),
            ),
            names=frozenset({"set_cookie", "set_signed_cookie"}),
        ),
        Sink((), names=frozenset({"SimpleCookie", "Morsel", "dump_cookie"})),
    ),
    pattern="cookie with both flags",
)
