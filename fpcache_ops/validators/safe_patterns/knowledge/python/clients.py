"""Clients that send requests, and what is done with them beside: some of it changes who is asked.

A client is told by the name that it is kept under: each mention of it must be one that is known.
"""

import re

from fpcache_ops.validators.safe_patterns.engine import ir
from fpcache_ops.validators.safe_patterns.engine.language import Unit

_WORDS = (
    *("proxies", "mount", "base_url", "trust_env", "mounts", "transport", "event_hooks", "hooks"),
    *("adapters", "get_adapter", "middlewares", "trace_configs", "get_redirect_target"),
)
"""What makes clients ask somebody else, or run code that may."""
_VERBS = frozenset(
    {
        *("get", "post", "put", "patch", "delete", "head", "options", "request", "send"),
        *("close", "aclose", "stream", "build_request", "ws_connect"),
    }
)
_PLAIN = frozenset(
    {"headers", "cookies", "params", "timeout", "verify", "cert", "max_redirects", "closed"}
)
_AUTH = re.compile(
    rb"\s*=(?!=)\s*(?:\([^()\n]*,[^()\n]*\)|None\b"
    rb"|(?:[\w.]+\.)?(?:HTTP)?(?:Basic|Digest)(?:Auth)?\()"
)
"""Names and passwords; a function would be called with the request."""
_NEXT = re.compile(rb"\s*\.\s*(\w+)(\s*\()?")
_BEFORE = re.compile(
    rb"(?:\b(?:as|return|with|global|nonlocal|del|await|import)\s+|^[ \t]*)\Z", re.MULTILINE
)
_BOUND = re.compile(rb"\s*(?::[^=\n]+)?=(?!=)\s*(?:await\s+)?(?:(?:\w+\s*\.\s*)*(\w+)\s*\()?")
_ENTERED = re.compile(rb"(?:with|,)\s+(?:\w+\s*\.\s*)*(\w+)\s*\([^\n]*\)\s*as\s+\Z")
_MENTIONS = 200


def is_changed(unit: Unit, call: ir.Call | None) -> bool:
    """Whether the client whose method is called may be told to ask somebody else."""
    if any(map(unit.mentions, _WORDS)):
        return True
    owner = (
        call.callee.value if call is not None and isinstance(call.callee, ir.Attribute) else None
    )
    if isinstance(owner, ir.Call) and isinstance(owner.callee, ir.Name):
        # What makes it in view may have told it more.
        return unit.defines(owner.callee.name)
    if not isinstance(owner, (ir.Name, ir.Attribute)):
        return False
    code, name = unit.code, re.escape(owner.name.encode())
    spots = re.finditer(rb"(?<![\w'\"])%s\b(?!\s*['\"])" % name, code)
    for number, spot in enumerate(spots):
        if number >= _MENTIONS:
            return True
        start = spot.start()
        if code.endswith(b".", 0, start):
            if isinstance(owner, ir.Name):
                # Something else has it as an attribute.
                continue
            if code.endswith(b"self.", 0, start):
                start -= len(b"self.")
        after = _NEXT.match(code, spot.end())
        if after is None:
            line = code.rfind(b"\n", 0, start) + 1
            bound = _BOUND.match(code, spot.end())
            made = bound or _ENTERED.search(code, line, start)
            if made is not None and made[1] and unit.defines(made[1].decode()):
                return True
            if not (_BEFORE.search(code, line, start) or bound):
                return True
        elif after[2]:
            if after[1].decode() not in _VERBS:
                return True
        elif after[1] == b"auth":
            if not _AUTH.match(code, after.end(1)):
                return True
        elif after[1].decode() not in _PLAIN:
            return True
    return False
