"""Addresses that were read from a text, and what is known of them where their host is."""

import re

from fpcache_ops.validators.safe_patterns.engine import ir
from fpcache_ops.validators.safe_patterns.engine.frames import Frame
from fpcache_ops.validators.safe_patterns.engine.values import (
    REST,
    Hole,
    Instance,
    Text,
    Value,
)

ADDRESS = "address"
"""A ``URL`` or ``URI``: whoever connects to it connects to the host that it names."""

_HOST = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9-]+)+")
"""A host of more than one word: ``file://localhost/`` is a file, ``file://a.b/`` is not."""


def asked(node: ir.Expression) -> ir.Name | None:
    """The variable whose host an expression is."""
    while isinstance(node, ir.Cast):
        node = node.value
    match node:
        case ir.Call(callee=ir.Method(value=ir.Name() as name, name="getHost"), arguments=()):
            return name
        case _:
            return None


def of_hosts(value: Value, hosts: Value) -> Value | None:
    """An address whose host is one of these."""
    texts: list[Text] = []
    for host in hosts:
        constant = host.constant if isinstance(host, Text) else None
        if constant is None or not _HOST.fullmatch(constant):
            return None
        texts.append(Text((f"https://{constant}/", Hole(REST))))
    if not value or not texts:
        return None
    if not all(isinstance(atom, Instance) and atom.kind == ADDRESS for atom in value):
        return None
    kinds = tuple(dict.fromkeys(a.details[1:] for a in value if isinstance(a, Instance)))
    return tuple(Instance(ADDRESS, (tuple(texts), *kind)) for kind in kinds)


def origin(frame: Frame, name: ir.Name) -> ir.Name | None:
    """The variable whose host another one is: each is bound once, so that both belong together."""
    bindings = frame.scope.bindings.get(name.name, ())
    if len(bindings) != 1 or bindings[0].kind != "assign" or bindings[0].value is None:
        return None
    found = asked(bindings[0].value)
    if found is None or len(frame.scope.bindings.get(found.name, ())) != 1:
        return None
    return found
