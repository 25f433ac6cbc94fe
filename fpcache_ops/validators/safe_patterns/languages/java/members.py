"""Bodies of a source that run by a name, by a type, or with no call written at all."""

import re
from collections.abc import Iterator

from fpcache_ops.evidence.languages.scopes import words
from fpcache_ops.evidence.tree import SyntaxNode
from fpcache_ops.validators.safe_patterns.engine import ir
from fpcache_ops.validators.safe_patterns.engine.language import Member
from fpcache_ops.validators.safe_patterns.languages.java.classes import ClassOf
from fpcache_ops.validators.safe_patterns.languages.source_unit import field_of

SPECIAL = words(
    """
    toString equals hashCode compareTo compare iterator hasNext next close length charAt
    subSequence readObject readResolve readExternal readObjectNoData writeObject writeReplace
    writeExternal finalize uncaughtException
    """
)
"""Methods that the language and its library call where no call is written."""

FUNCTIONAL = words(
    """
    run call get accept apply test compare applyAsInt applyAsLong applyAsDouble getAsInt getAsLong
    getAsDouble getAsBoolean execute handle invoke
    """
)
"""What a function without a name is called by, most of all."""

LISTENERS = words(
    """
    EventListener TransactionalEventListener Subscribe Observes ObservesAsync Handler KafkaListener
    JmsListener RabbitListener SqsListener ConsumeEvent Incoming ServiceActivator StreamListener
    """
)
"""Annotations of methods that run where something is told to everybody."""

TELLING = words("publish fire post send emit notify dispatch put offer")
"""How the names of methods begin that tell something to everybody."""

TOLD = ("Listener", "Observer", "Subscriber")
"""How the names of types end whose objects are told when something happens."""

OF_SESSIONS = words("setAttribute removeAttribute invalidate getSession")
"""What else such objects are told of, where they are listeners of a web application."""

QUIET = re.compile(r"(?:get|is|has)[A-Z]\w*|log|debug|info|warn|error|trace|close|toString")
"""Methods that something inherits and that call none of its own."""

MADE_UP = words("newProxyInstance Enhancer ProxyFactory ByteBuddy InvocationHandler")
"""Mentions of what makes objects whose methods are all one function."""

_FUNCTION = re.compile(rb"->|::")
_FUNCTION_KINDS = frozenset({"lambda_expression", "method_reference"})
_GETTER = re.compile(r"(?:get|is)[A-Z]")
_METHODS = frozenset({"method_declaration"})


def method_at(node: SyntaxNode) -> SyntaxNode | None:
    """The method whose name stands here."""
    method = node.parent
    if method is None or method.type not in _METHODS or field_of(node) != "name":
        return None
    return method


def functions(root: SyntaxNode, source: bytes) -> Iterator[Member]:
    """Lambdas and references of methods."""
    for found in _FUNCTION.finditer(source):
        sign = root.descendant_for_byte_range(*found.span())
        node = sign.parent if sign is not None else None
        if node is not None and node.type in _FUNCTION_KINDS:
            yield Member(node.start_byte, node.end_byte, True)


def annotated(node: SyntaxNode) -> SyntaxNode | None:
    """The method that the annotation stands at, or at a parameter of, whose name this is."""
    around: SyntaxNode | None = node.parent
    while around is not None and around.type in ("scoped_identifier", "scoped_type_identifier"):
        around = around.parent
    if around is None or around.type not in ("marker_annotation", "annotation"):
        return None
    while around is not None and around.type not in (*_METHODS, "class_body"):
        around = around.parent
    return around if around is not None and around.type in _METHODS else None


def is_getter(name: str, method: SyntaxNode) -> bool:
    """Whether whoever shows an object part by part calls a method."""
    parameters = method.child_by_field_name("parameters")
    named = _GETTER.match(name) is not None
    return named and parameters is not None and not parameters.named_children


def is_open(method: SyntaxNode) -> bool:
    """Whether others may call a method of an object that they have."""
    words_of = (each for one in method.children if one.type == "modifiers" for each in one.children)
    return not {"private", "static"}.intersection(each.type for each in words_of)


def of_method(method: SyntaxNode) -> Member:
    """The body of a method."""
    return Member(method.start_byte, method.end_byte, True)


def loaded(root: SyntaxNode, one: ClassOf) -> Iterator[Member]:
    """What runs when a class is used for the first time, and when an object of it is made."""
    for each in one.chain():
        for member in each.fields.values():
            if member.scope is not None:
                yield _initial(root, member.scope)
        for scope in each.constants.values():
            yield Member(scope.start - 1, scope.end, True)
        for scope in (*each.static_initialisers, *each.initialisers):
            yield Member(scope.start, scope.end, True)
        for constructor in each.constructors:
            yield Member(constructor.scope.start, constructor.scope.end, True)


def _initial(root: SyntaxNode, scope: ir.Scope) -> Member:
    """The initialiser of a field, which begins where its declaration does."""
    node = root.descendant_for_byte_range(scope.start, scope.end)
    while node is not None and node.type not in ("field_declaration", "constant_declaration"):
        node = node.parent
    start = node.start_byte if node is not None else scope.start
    return Member(start - 1, scope.end, True)
