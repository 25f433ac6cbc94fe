"""Certificates, time limits and debug switches in Python: settings that one argument decides."""

from collections.abc import Iterator

from fpcache_ops.core.verdict import Justification
from fpcache_ops.validators.safe_patterns.engine import ir
from fpcache_ops.validators.safe_patterns.engine.calls import OWN_OBJECT
from fpcache_ops.validators.safe_patterns.engine.values import (
    Class,
    Instance,
    Literal,
    Series,
    Text,
)
from fpcache_ops.validators.safe_patterns.knowledge.model import (
    Family,
    Form,
    Look,
    Need,
    Sink,
    blame,
    false,
    literal_is,
    number,
    one_of,
    symbol_is,
    true,
)
from fpcache_ops.validators.safe_patterns.knowledge.python import environment

_VERBS = ("get", "post", "put", "patch", "delete", "head", "options", "request")
_CLIENTS = frozenset(f"{library}.{verb}" for library in ("requests", "httpx") for verb in _VERBS)


def _authority_file(look: Look) -> str | None:
    """A constant file of certificate authorities."""
    for atom in look.value:
        if not (isinstance(atom, Text) and atom.constant and atom.flavour == "str"):
            return blame(look.value, "verification is not the constant True or a constant file")
    return None if look.value else "nothing is known of it"


_AUTHORITIES = (b"REQUESTS_CA_BUNDLE", b"CURL_CA_BUNDLE", b"SSL_CERT_FILE", b"SSL_CERT_DIR")
"""What the environment is asked for the authorities that are trusted."""


def _verified(look: Look) -> str | None:
    """Certificates are verified, by authorities that the environment does not name."""
    named = environment.variables_set(look.calling.machine.unit)
    if any(name is None or name in _AUTHORITIES for name in named):
        return "the environment names other authorities"
    return one_of(true, _authority_file)(look)


_verify = Need(_verified, keyword="verify")

CERTIFICATES = Family(
    type="certificate-validation",
    module=__name__,
    about="Proven: ``verify`` is true or a file of certificates, or unknown host keys are refused.",
    beyond=(
        "Contexts of ``ssl`` that are made by hand, adapters, and what a session was told "
        "elsewhere."
    ),
    apart="Which certificates a constant file holds.",
    sinks=(
        Sink(
            (
                Form(
                    "certificates are verified",
                    (_verify,),
                    proves="certificate-validation/verify_true, verify_file",
                    any_other=True,
                    justification=Justification.INLINE_MITIGATIONS,
                ),
            ),
            calls=_CLIENTS,
        ),
        Sink(
            (
                Form(
                    "unknown host keys are refused",
                    (Need(symbol_is("paramiko.RejectPolicy", "paramiko.client.RejectPolicy"), 0),),
                    proves="certificate-validation/reject_policy",
                    justification=Justification.INLINE_MITIGATIONS,
                ),
            ),
            names=frozenset({"set_missing_host_key_policy"}),
        ),
        Sink(
            (),
            names=frozenset(
                {
                    *_VERBS,
                    "wrap_socket",
                    "SSLContext",
                    "_create_unverified_context",
                    "create_default_context",
                    "Context",
                    "Client",
                    "AsyncClient",
                    "send",
                    "stream",
                    "urlopen",
                    "PoolManager",
                    "ProxyManager",
                    "HTTPSConnectionPool",
                    "HTTPSConnection",
                }
            ),
        ),
    ),
    pattern="verified certificates",
    untouched=frozenset(
        {"Session", "HTTPAdapter", "SSLContext", "PoolManager", "RejectPolicy", "api"}
    ),
)


def _limit(look: Look) -> str | None:
    """A positive number, or a pair of them."""
    for atom in look.value:
        content = look.content(atom)
        if isinstance(content, Series) and content.kind == "tuple" and not content.rest:
            for item in content.items:
                if (reason := number(look.at(item))) is not None:
                    return reason
            if len(content.items) != 2:
                return "it is no pair of limits"
        elif (reason := number(look.at((atom,)))) is not None:
            return reason
    return None if look.value else "nothing is known of it"


_WITHOUT_LIMIT = (
    "urlopen",
    "send",
    "Client",
    "AsyncClient",
    "create_connection",
    "HTTPConnection",
    "HTTPSConnection",
    "FTP",
    "FTP_TLS",
    "SMTP",
    "SMTP_SSL",
    "IMAP4",
    "IMAP4_SSL",
    "POP3",
    "POP3_SSL",
    "Telnet",
)
"""Other calls that wait for ever unless they are told not to."""

TIMEOUTS = Family(
    type="missing-timeout",
    module=__name__,
    about="Proven: a time limit is set that is not ``None`` and not zero.",
    beyond="Limits that a session, an adapter or ``socket.setdefaulttimeout`` sets for all.",
    apart="Whether the limit is a good one: any positive number is one.",
    sinks=(
        Sink(
            (
                Form(
                    "a time limit is set",
                    (Need(_limit, keyword="timeout"),),
                    proves="missing-timeout/constant_timeout, spread_constants",
                    any_other=True,
                    justification=Justification.INLINE_MITIGATIONS,
                ),
            ),
            calls=_CLIENTS,
        ),
        Sink((), names=frozenset({*_VERBS, *_WITHOUT_LIMIT})),
    ),
    harmless=frozenset({"flask.request.args.get", "flask.request.form.get", "os.environ.get"}),
    pattern="time limit",
    untouched=frozenset({"Session", "HTTPAdapter", "api"}),
)


def _off(look: Look) -> str | None:
    for atom in look.value:
        if not (isinstance(atom, Literal) and atom.value is False):
            return blame(look.value, "it is not the constant False")
    return None if look.value else "nothing is known of it"


_off_or_none = literal_is(None, False)
_SERVERS = frozenset({"run", "run_simple", "run_server", "serve", "DebuggedApplication"})
_SETTINGS = frozenset({"update", "from_mapping", "from_object", "configure"})


def _is_plain_class(scope: ir.Scope) -> str | None:
    """Whether no method of a class starts a server, or hands on what it is told of debugging."""
    told = {id(inner): _told(inner) for inner in scope.inner}
    grown = True
    while grown:
        grown = False
        for inner in scope.inner:
            for call in _calls_of(inner):
                other = _own_method_called(call, scope)
                passed = _passed_on(call, other, told[id(inner)]) if other is not None else set()
                if other is not None and not passed <= told[id(other)]:
                    told[id(other)] |= passed
                    grown = True
    for inner in scope.inner:
        for statement in ir.statements(inner.body):
            if isinstance(statement, ir.Assign) and any(map(_switches, statement.targets)):
                return "a method of its class sets a debug switch"
        for call in _calls_of(inner):
            if _own_method_called(call, scope) is None and _hands_on(call, told[id(inner)]):
                return "a method of its class may start a server"
        if (reason := _is_plain_class(inner)) is not None:
            return reason
    return None


def _told(scope: ir.Scope) -> set[str]:
    """The parameters that may say whether to debug."""
    return {
        one.name
        for one in scope.parameters
        if "debug" in one.name.lower() or one.kind == "named-rest"
    }


def _calls_of(scope: ir.Scope) -> Iterator[ir.Call]:
    for statement in ir.statements(scope.body):
        for part in ir.expressions(statement):
            yield from (node for node in ir.inside(part) if isinstance(node, ir.Call))


def _own_method_called(call: ir.Call, owner: ir.Scope) -> ir.Scope | None:
    """The method of the same class that is called on the same object."""
    match call.callee:
        case ir.Attribute(value=ir.Name(name="self"), name=name):
            return next((one for one in owner.inner if one.name == name), None)
        case _:
            return None


def _passed_on(call: ir.Call, method: ir.Scope, told: set[str]) -> set[str]:
    """The parameters of a method that are given what says whether to debug."""
    names = [one.name for one in method.parameters[1:]]
    passed: set[str] = set()
    for position, argument in enumerate(call.arguments):
        inside = (node for node in ir.inside(argument.value) if isinstance(node, ir.Name))
        if any(node.name in told for node in inside):
            known = argument.name is None and not argument.spread and position < len(names)
            passed |= {names[position]} if known else {*names}
    return passed


def _is_given(call: ir.Call, told: set[str]) -> bool:
    given = (node for argument in call.arguments for node in ir.inside(argument.value))
    return any(isinstance(node, ir.Name) and node.name in told for node in given)


def _switches(target: ir.Expression) -> bool:
    """Whether ``app.debug`` or ``settings["DEBUG"]`` is set; a field of its own is none."""
    match target:
        case ir.Attribute(value=ir.Name(name="self")):
            return False
        case ir.Attribute(name=name) | ir.Subscript(key=ir.Constant(value=str(name))):
            return "debug" in name.lower()
        case _:
            return False


def _hands_on(call: ir.Call, told: set[str]) -> bool:
    callee = call.callee
    name = callee.name if isinstance(callee, (ir.Attribute, ir.Name)) else ""
    if name in _SERVERS or name in _SETTINGS:
        return True
    silent = name in ("print", "debug", "info", "warning", "error")
    return not silent and _is_given(call, told)


def _no_debugger(look: Look) -> str | None:
    """Debugging is off, and no debugger is put around the application by hand."""
    if look.calling.machine.unit.mentions("DebuggedApplication"):
        return "a debugger is put around the application"
    return false(look)


def _own_method(look: Look) -> str | None:
    """A method that a class in view defines, of an object that it made."""
    unit = look.calling.machine.unit
    replaced = any(unit.attribute_written(name) for name in (look.callee, "__class__"))
    if replaced or unit.mentions("__getattribute__"):
        return "the method may be another one"
    for atom in look.value:
        if not (isinstance(atom, Instance) and atom.kind == OWN_OBJECT):
            return blame(look.value, "the object is not one that is known")
        (made,) = atom.details[0]
        bindings = made.scope.bindings.get(look.callee, []) if isinstance(made, Class) else []
        if len(bindings) != 1 or bindings[0].kind != "def" or not isinstance(made, Class):
            return "its class does not define the method once"
        if (reason := _is_plain_class(made.scope)) is not None:
            return reason
    return None if look.value else "nothing is known of it"


DEBUG = Family(
    type="debug-enabled",
    module=__name__,
    about=(
        "Proven: debugging is off by a constant, or the method belongs to a class in view that "
        "is no web application."
    ),
    beyond="Settings that come from a file or from the environment.",
    sinks=(
        Sink(
            (
                Form(
                    "debugging is off",
                    (
                        Need(_no_debugger, keyword="debug"),
                        *(
                            Need(_off_or_none, keyword=switch, optional=True)
                            for switch in ("use_debugger", "use_evalex", "dev")
                        ),
                    ),
                    proves="debug-enabled/debug_false",
                    any_other=True,
                    justification=Justification.INLINE_MITIGATIONS,
                ),
                Form(
                    "a method of a class in view, not of a web framework",
                    (Need(_own_method, receiver=True),),
                    proves="debug-enabled/own_class",
                    any_other=True,
                    spreads=True,
                    justification=Justification.CODE_NOT_PRESENT,
                ),
            ),
            names=frozenset({"run", "run_simple", "run_server", "serve"}),
        ),
        Sink((), names=frozenset({"DebuggedApplication", "from_mapping", "from_object", "update"})),
    ),
    assigned=_off,
    own_methods=False,
    pattern="debugging off",
)

FAMILIES = (CERTIFICATES, TIMEOUTS, DEBUG)
