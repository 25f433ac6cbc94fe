"""Encoders that several families know: ESAPI, OWASP Java Encoder, Spring, Apache Commons, Guava."""

from collections.abc import Mapping

from fpcache_ops.validators.safe_patterns.engine.machine import Calling, MethodModel, Model
from fpcache_ops.validators.safe_patterns.engine.values import Atom, Instance, Value
from fpcache_ops.validators.safe_patterns.knowledge.model import Returns, made

ESAPI = "org.owasp.esapi.Encoder"
ENCODER: Mapping[str, Model] = {
    "org.owasp.esapi.ESAPI.encoder": made(ESAPI),
    "org.owasp.esapi.reference.DefaultEncoder.getInstance": made(ESAPI),
}


def encoder_methods(known: Mapping[str, Returns]) -> MethodModel:
    """What methods of ESAPI's encoder give, by name."""

    def methods(call: Calling, receiver: Atom, name: str) -> Value | None:
        if not isinstance(receiver, Instance) or receiver.kind != ESAPI or name not in known:
            return None
        return known[name](call)

    methods.__doc__ = f"ESAPI's encoder: {', '.join(f'``{name}``' for name in known)}."
    return methods
