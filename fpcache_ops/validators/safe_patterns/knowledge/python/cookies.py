"""Cookies without flags in Python: Flask, Django, Starlette and what is like them.

Reports of a missing ``Secure`` and of a missing ``HttpOnly`` are of one type. Proven: both are
set to true by the call itself.
"""

import re

from fpcache_ops.core.verdict import Justification
from fpcache_ops.validators.safe_patterns.knowledge.model import (
    Family,
    Form,
    Look,
    Need,
    Sink,
    true,
)

_FLAGS_AFTERWARDS = re.compile(
    rb"set-cookie|[\"'](?:secure|httponly)[\"']\s*\]\s*=|\bcookies\b[^\n]*\.\s*(?:update|load)\s*\("
    # A flag or a header by a name that is not written out, and all cookies at once.
    rb"|\.\s*cookies\s*=(?!=)|\bcookies\s*\[[^\]\n]*\]\s*\[\s*[^\"'\s\]][^\]\n]*\]\s*=(?!=)"
    rb"|\bheaders\s*\[\s*[^\"'\s\]][^\]\n]*\]\s*=(?!=)"
    rb"|\bdef\s+set_(?:signed_)?cookie\b",
    re.IGNORECASE,
)
"""Where a source writes what is sent by other means than the call, or has such a call itself."""


def _sent_as_said(look: Look) -> str | None:
    """Nothing else in the source writes cookies, or takes their flags away again."""
    if _FLAGS_AFTERWARDS.search(look.calling.machine.unit.code):
        return "the flags of a cookie are written elsewhere, too"
    return None


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
                    (
                        Need(true, keyword="secure"),
                        Need(true, keyword="httponly"),
                        Need(_sent_as_said, receiver=True),
                    ),
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
