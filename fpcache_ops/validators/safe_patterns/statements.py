"""Statements that do something by themselves, without a call that could be judged.

A value is put into a session, two values are compared, a text is sent to a browser.
"""

import re
from collections.abc import Iterator

from fpcache_ops.core.verdict import Justification
from fpcache_ops.validators.safe_patterns.answers import (
    Answer,
    Proven,
    Unproven,
    justified,
    spelled,
    together,
)
from fpcache_ops.validators.safe_patterns.chosen import is_chosen
from fpcache_ops.validators.safe_patterns.engine import ir
from fpcache_ops.validators.safe_patterns.engine.flow import Flow
from fpcache_ops.validators.safe_patterns.engine.frames import Actuals
from fpcache_ops.validators.safe_patterns.engine.machine import Calling
from fpcache_ops.validators.safe_patterns.engine.state import State
from fpcache_ops.validators.safe_patterns.engine.values import (
    Instance,
    Literal,
    Number,
    Routine,
    Series,
    Symbol,
    Text,
    Unknown,
    Value,
)
from fpcache_ops.validators.safe_patterns.knowledge.model import (
    ANSWER,
    NO_PAGE,
    Family,
    Look,
    blame,
    user_input,
)
from fpcache_ops.validators.safe_patterns.places import Place

_NOTHING = Unproven("nothing that could be judged is found at the place")
_LENGTHS = frozenset({"length", "byteLength"})
_ROUTES = frozenset({"route", "get", "post", "put", "patch", "delete"})


def judged(place: Place, family: Family, machine: Flow) -> Answer:
    """What a statement without a sink does."""
    if family.stored is not None:
        return _stored(place, family, machine)
    if family.compared is not None:
        return _compared(place, family, machine)
    if family.shown is not None:
        return _shown(place, family, machine)
    return _NOTHING


def sent(
    places: list[Place], sinks: list[ir.Call], family: Family, machine: Flow
) -> Iterator[Answer]:
    """What marked statements send to a browser beside the sinks in them, or in place of them."""
    known = {id(sink) for sink in sinks}
    for place in places if family.shown is not None else ():
        statement, in_view = place.statement, is_view(place.runs_in, family)
        if family.answered:
            if in_view and isinstance(statement, ir.Return):
                yield _shown(place, family, machine)
            continue
        made = isinstance(statement, ir.Return) and _is_sink(statement.value, family, machine)
        shown = in_view and not made
        if isinstance(statement, ir.Return) and (shown or _builds_text(statement.value)):
            yield _shown(place, family, machine)
        for way in _ways(statement):
            value = _value(way, machine)
            given = isinstance(statement, ir.Return) and _builds_text(way)
            if not value:
                continue
            if not given and any(id(one) in known for one in ir.inside(way)):
                if not _is_sink(way, family, machine):
                    yield from _made_around(way, value, family, machine)
                continue
            if not in_view and not any(_builds_text(one) for one in ir.inside(way)):
                continue
            answer = _harmless(value, family, in_place=_is_in_place(place, family))
            if isinstance(answer, Unproven):
                yield answer


def _made_around(
    node: ir.Expression, value: Value, family: Family, machine: Flow
) -> Iterator[Unproven]:
    """What is made of what a sink gives: a text with user input in it, or one that does harm.

    What a function in view makes of it, and is not known, may be either.
    """
    assert family.shown is not None
    if user_input((value,), machine):
        yield Unproven("a text is made of user input beside what is proven", True)
    for atom in value:
        if isinstance(atom, Text) and (reason := family.shown(atom)) is not None:
            yield Unproven(f"the text is not proven: {reason}")
    called = [atom for seen in machine.seen.get(id(node), ()) for atom in seen.callee]
    if any(isinstance(atom, Unknown) for atom in value) and any(
        isinstance(atom, Routine) for atom in called
    ):
        yield Unproven("what a function in view makes is not known")


def _is_sink(node: ir.Expression | None, family: Family, machine: Flow) -> bool:
    """Whether this calls what certainly is a sink: what that makes is judged where it is made."""
    paths = frozenset(path for sink in family.sinks for path in sink.calls)
    called = [seen.callee for seen in machine.seen.get(id(node), ())] if node is not None else []
    return bool(called) and all(
        callee and all(isinstance(atom, Symbol) and atom.path in paths for atom in callee)
        for callee in called
    )


def beside(places: list[Place], family: Family, machine: Flow) -> Iterator[Answer]:
    """What marked statements compare or put into a container beside the sinks in them."""
    for place in places:
        if family.compared is not None:
            answer = _compared(place, family, machine)
            if isinstance(answer, Unproven) and answer is not _NOTHING:
                yield answer
        if family.stored is not None and _puts_into(place.statement):
            yield _stored(place, family, machine)


def is_view(scope: ir.Scope, family: Family) -> bool:
    """Whether a function answers requests: what it returns is sent as HTML."""
    if family.answered:
        return scope.answers == family.answered
    return scope.kind == "function" and any(
        isinstance(decorator, ir.Call)
        and isinstance(decorator.callee, ir.Attribute)
        and decorator.callee.name in _ROUTES
        for decorator in scope.decorators
    )


def _look(value: Value, machine: Flow) -> Look:
    return Look(value, Calling(machine, State(), 0, Actuals()))


def _value(node: ir.Expression | None, machine: Flow) -> Value:
    return machine.values.get(id(node), ()) if node is not None else ()


# container[key] = value


def _puts_into(statement: ir.Statement) -> bool:
    """Whether an assignment changes a container."""
    return isinstance(statement, ir.Assign) and any(
        isinstance(inner, ir.Subscript)
        for target in statement.targets
        for inner in ir.inside(target)
    )


def _led_by(target: ir.Expression) -> Iterator[ir.Expression]:
    """What decides where in a container something is put: ``x[a][b]``, ``x.of(a)[b]``."""
    for inner in ir.inside(target):
        if isinstance(inner, ir.Subscript):
            yield inner.key
        elif isinstance(inner, ir.Call):
            yield from (argument.value for argument in inner.arguments)


def _stored(place: Place, family: Family, machine: Flow) -> Answer:
    assert family.stored is not None
    statement = place.statement
    if not isinstance(statement, ir.Assign) or any(
        not isinstance(target, ir.Subscript) for target in statement.targets
    ):
        return _NOTHING
    if is_chosen(place, machine):
        return Unproven("which object it is stored in is asked for")
    values = [_value(node, machine) for target in statement.targets for node in _led_by(target)]
    values.append(machine.assigned.get(id(statement), ()))
    for value in values:
        if (reason := family.stored(_look(value, machine))) is not None:
            user = any(isinstance(atom, Unknown) and atom.cause.source for atom in value)
            return Unproven(f"what is stored is not proven: {reason}", user)
    return Proven(family.pattern, Justification.NOT_CONTROLLABLE)


# one == other


def _compared(place: Place, family: Family, machine: Flow) -> Answer:
    assert family.compared is not None
    found = [node for node in place.inside() if isinstance(node, ir.Compare)]
    for node in found:
        left = node.left
        for op, right in node.links:
            sides = (_value(left, machine), _value(right, machine))
            lengths = _is_length(left) and _is_length(right)
            if (
                not lengths
                and op not in ("is", "is not")
                and all(family.compared(_look(side, machine)) is not None for side in sides)
            ):
                return Unproven("two values are compared that may be secret")
            left = right
    return Proven(family.pattern, Justification.NOT_CONTROLLABLE) if found else _NOTHING


def _is_length(node: ir.Expression) -> bool:
    """``x.length``, which tells nothing of what ``x`` holds."""
    return isinstance(node, ir.Attribute) and node.name in _LENGTHS


# what a view returns


def _shown(place: Place, family: Family, machine: Flow) -> Answer:
    match place.statement:
        case ir.Return(value=node):
            value = _value(node, machine)
            written = _WRITES_BESIDE.search(machine.unit.code) is not None
            if family.answered == "page" and place.runs_in.answers == "data" and not written:
                return _NO_PAGE if _stays_data(machine) else _NOTHING
            if family.answered and (written or not is_view(place.runs_in, family)):
                return _NOTHING
        case _ if family.answered:
            return _NOTHING
        case ir.Assign(targets=(ir.Name(),)) | ir.Augment(target=ir.Name()):
            value = machine.assigned.get(id(place.statement), ())
        case _:
            return _NOTHING
    return _harmless(value, family, in_place=_is_in_place(place, family))


_NO_PAGE = Proven(NO_PAGE, Justification.INLINE_MITIGATIONS)
_WRITES_BESIDE = re.compile(
    rb"\b\w*(?:Servlet\w*Response|HttpResponse|ServerResponse|ContainerResponse\w*)\b"
    rb"|\b(?:ServerWebExchange|\w*WebRequest|\w*RequestAttributes|RequestContextHolder)\b"
    rb"|\bgetResponse\s*\("
)
"""Where an answer is at hand, too, that anybody may write to, or say what kind it is of."""
_SAYS_OTHERWISE = re.compile(
    rb"(?i)html|content[-_]?type(?![-_]options)|producible_media|ResponseBodyAdvice"
    rb"|WriterInterceptor|MessageBodyWriter|setMediaType|WebFilter|HandlerInterceptor"
    rb"|WebRequestInterceptor|(?:implements|extends)\b[^{;]*MessageConverter|ContentNegotiat"
)
_SAYS_BY_NAME = re.compile(
    rb"\b(?:setSupportedMediaTypes|defaultContentType)\s*\("
    rb"(?!\s*(?:\w+\s*\.\s*\w+\s*\(\s*)?MediaType\s*\.\s*[A-Z_]+\s*\))"
)
"""All answers get a kind that only its name tells; ``MediaType.APPLICATION_JSON`` tells."""


def _stays_data(machine: Flow) -> bool:
    """Whether nobody in view says that answers are pages.

    What a name of a kind of answers is, a slice does not tell.
    """
    unit = machine.unit
    told = unit.whole or not unit.mentions("MediaType")
    if any(said.search(unit.code) for said in (_SAYS_OTHERWISE, _SAYS_BY_NAME)):
        return False
    return told


def _is_in_place(place: Place, family: Family) -> bool:
    """Whether what a statement gives is put nowhere but where HTML reads it."""
    match place.statement:
        case ir.Assign(targets=(ir.Name(name=name),)) | ir.Augment(target=ir.Name(name=name)):
            return is_view(place.runs_in, family) and _is_only_sent(name, place.runs_in)
        case _:
            return is_view(place.runs_in, family)


def _ways(statement: ir.Statement) -> Iterator[ir.Expression]:
    """What a statement may give, whole or in a container: ``a if b else c``, ``[a, b][0]``."""
    pending: list[ir.Expression | None] = []
    if isinstance(statement, (ir.Return, ir.Assign, ir.Augment)):
        pending.append(statement.value)
    while pending:
        match pending.pop():
            case None:
                pass
            case ir.Choice(then=then, orelse=orelse):
                pending += [then, orelse]
            case ir.Logical(items=items):
                pending += items
            case ir.Subscript(value=ir.Sequence() | ir.Mapping() as display):
                pending.append(display)
            case ir.Sequence() | ir.Mapping() | ir.Spread() | ir.Bind() as holder:
                pending += ir.children(holder)
            case way:
                yield way


def _harmless(value: Value, family: Family, *, in_place: bool) -> Answer:
    """A constant is harmless wherever it goes; what is escaped where HTML reads it as text."""
    assert family.shown is not None
    answers: list[Answer] = []
    for atom in value:
        match atom:
            case Text() if in_place or _goes_anywhere(atom, family):
                reason = family.shown(atom)
                if reason is not None:
                    return Unproven(f"the text is not proven: {reason}")
            case Text():
                return Unproven("where the text is put is not seen")
            case Number() | Literal():
                pass
            case Instance(kind=kind) if kind == NO_PAGE:
                pass
            case Instance(kind=kind, details=body) if kind == ANSWER and family.answered == "page":
                answers += [_harmless(item, family, in_place=in_place) for item in body]
            case Series(kind="tuple", items=items, rest=()):
                # (body, status, headers)
                answers += [_harmless(item, family, in_place=in_place) for item in items]
            case _:
                user = isinstance(atom, Unknown) and atom.cause.source
                return Unproven(f"the text is not proven: {blame(value, 'it is not known')}", user)
    if not value:
        return _NOTHING
    proven = Proven(f"{family.pattern}{spelled((value,))}", justified((value,)))
    return together([*answers, proven])


def _goes_anywhere(text: Text, family: Family) -> bool:
    """A constant, or markup: wherever it is put, it is taken as it is."""
    return text.constant is not None or text.flavour == family.result_flavour


def _builds_text(node: ir.Expression | None) -> bool:
    return isinstance(node, (ir.Interpolated, ir.Binary))


def _is_only_sent(name: str, scope: ir.Scope) -> bool:
    """Whether a variable is only built and returned: nothing else sees what is in it."""
    if any(_binds_or_reads(inner, name) for inner in scope.inner):
        return False
    for statement in ir.statements(scope.body):
        match statement:
            case ir.Augment(target=ir.Name(name=target), value=value) if target == name:
                read = _reads(value, name)
            case ir.Assign(targets=(ir.Name(name=target),), value=value) if target == name:
                read = _reads(value, name)
            case ir.Return(value=ir.Name()):
                read = False
            case _:
                read = any(_reads(each, name) for each in ir.expressions(statement))
        if read:
            return False
    return True


def _reads(node: ir.Expression, name: str) -> bool:
    return any(isinstance(inner, ir.Name) and inner.name == name for inner in ir.inside(node))


def _binds_or_reads(scope: ir.Scope, name: str) -> bool:
    pending = [scope]
    while pending:
        inner = pending.pop()
        if name in inner.outer:
            return True
        for statement in ir.statements(inner.body):
            if any(_reads(each, name) for each in ir.expressions(statement)):
                return True
        pending.extend(inner.inner)
    return False
