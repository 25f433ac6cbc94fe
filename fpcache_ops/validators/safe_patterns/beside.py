"""What stands beside the sinks of marked statements, and may do what they do."""

from collections.abc import Iterator

from fpcache_ops.validators.safe_patterns import callees, takes, texts
from fpcache_ops.validators.safe_patterns.answers import Answer, Unproven
from fpcache_ops.validators.safe_patterns.engine import ir
from fpcache_ops.validators.safe_patterns.engine.frames import Seen
from fpcache_ops.validators.safe_patterns.engine.values import (
    CHOSEN,
    NUMBER,
    Atom,
    Literal,
    Number,
    Routine,
    Symbol,
    Text,
    Unknown,
)
from fpcache_ops.validators.safe_patterns.knowledge.model import Sink, holes_of, user_input
from fpcache_ops.validators.safe_patterns.places import Place
from fpcache_ops.validators.safe_patterns.reading import Reading

PLAIN = frozenset({NUMBER, CHOSEN})
"""Kinds of what nobody outside puts into a text."""


def only_sinks(places: list[Place], sinks: list[ir.Call]) -> bool:
    """Whether a statement holds no call and no text but those of its sinks."""
    for place in places:
        covered = {id(inner) for sink in sinks for inner in ir.inside(sink)}
        for node in place.inside():
            literal = isinstance(node, ir.Constant) and isinstance(node.value, (str, bytes))
            built = isinstance(node, (ir.Call, ir.Interpolated))
            if (literal or built) and id(node) not in covered:
                return False
    return True


def harm(reading: Reading, places: list[Place], sinks: list[ir.Call]) -> Iterator[Unproven]:
    """Other calls of the statement that do what the family is about in another way."""
    for place in places if reading.family.beside else ():
        for call in place.calls():
            reached = reading.seen(call) if call not in sinks else []
            for seen in (one for each in reached for one in (each, *each.inside)):
                yield from harm_of(reading, seen)


def harm_of(reading: Reading, seen: Seen) -> Iterator[Unproven]:
    """Whether a call that is no sink does what the family is about in another way."""
    if seen.followed and callees.is_in_view(reading, seen):
        # What it runs is looked at itself.
        return
    for sink in reading.family.beside:
        if _is_called(sink, seen) and all(
            form.why_not(seen, reading.machine) is not None for form in sink.forms
        ):
            name = reading.says(seen.call.callee)
            why = f"what reaches `{name}` beside it is not proven"
            yield Unproven(why, reading.from_user(seen))


def results(reading: Reading, places: list[Place]) -> list[Answer]:
    """What the marked expressions give, where that is read as code itself."""
    check = reading.family.result
    if check is None:
        return []
    answers: list[Answer] = []
    for place in places:
        for node in place.inside():
            for atom in reading.value(node):
                if isinstance(atom, Text) and atom.flavour == reading.family.result_flavour:
                    reason = check(atom)
                    if reason is not None:
                        answers.append(Unproven(reason))
    return answers


def substitutes(reading: Reading, places: list[Place], sinks: list[ir.Call]) -> Iterator[Unproven]:
    """Other ways to the value that a sink gives: ``secure ? randomUUID() : Date.now()``."""
    known = {id(sink) for sink in sinks}
    for place in places if reading.family.worse or reading.family.replaced else ():
        for node in place.inside():
            ways = _ways(node)
            if not any(id(inner) in known for way in ways for inner in _run_by(way)):
                continue
            for call in (inner for way in ways for inner in _run_by(way)):
                if isinstance(call, ir.Call) and _is_worse(reading, call):
                    yield Unproven(f"`{reading.says(call)}` may stand for what is proven")
            for call in _own_instead(reading, node, known) if reading.family.replaced else ():
                yield Unproven(f"`{reading.says(call)}` of this program may stand for it")


_DEFAULTS = frozenset({"get", "pop", "setdefault", "next", "max", "min"})
"""Calls that give one of what they are given, or of what they are asked of."""


def _ways(node: ir.Expression) -> tuple[ir.Expression, ...]:
    """The expressions of which one is what an expression gives."""
    match node:
        case ir.Choice(then=then, orelse=orelse):
            return (then, orelse)
        case ir.Logical(op=op, items=items) if op != "and":
            return items
        case ir.Subscript(value=value):
            return _shown(value)
        case ir.Call(callee=ir.Attribute(name=name, value=owner), arguments=given):
            others = tuple(argument.value for argument in given[1:])
            return (*_shown(owner), *others) if name in _DEFAULTS else ()
        case ir.Call(callee=ir.Name(name=name), arguments=given) if name in _DEFAULTS:
            return tuple(argument.value for argument in given)
        case _:
            return ()


def _shown(node: ir.Expression) -> tuple[ir.Expression, ...]:
    """What stands in a list or mapping that is written out."""
    match node:
        case ir.Sequence(items=items):
            return items
        case ir.Mapping(items=pairs):
            return tuple(value for _, value in pairs)
        case _:
            return ()


def _is_worse(reading: Reading, call: ir.Call) -> bool:
    """Whether a call, or what code in view does for it, gives what is known to be worse."""
    worse = reading.family.worse
    for seen in reading.seen(call):
        for one in (seen, *seen.inside):
            if any(isinstance(atom, Symbol) and atom.path in worse for atom in one.callee):
                return True
            callee = one.call.callee
            # Of an object that is not known: by the name of its method.
            if isinstance(callee, ir.Attribute) and f"?.{callee.name}" in worse:
                return True
    return False


def _own_instead(reading: Reading, node: ir.Expression, sinks: set[int]) -> Iterator[ir.Call]:
    """Functions of the program out of sight that give a value in place of a sink.

    What is asked for first (``kept(id) || randomUUID()``) is what was there before.
    """
    if not isinstance(node, ir.Choice):
        return
    for way in (node.then, node.orelse):
        inner: ir.Expression | None = None if _holds(way, sinks) else way
        while inner is not None:
            match inner:
                case ir.Call(callee=callee):
                    called = [atom for seen in reading.seen(inner) for atom in seen.callee]
                    if any(isinstance(atom, Symbol) and takes.is_own(atom.path) for atom in called):
                        yield inner
                    inner = callee
                case ir.Attribute(value=value) | ir.Cast(value=value):
                    inner = value
                case _:
                    inner = None


def _run_by(node: ir.Expression) -> Iterator[ir.Expression]:
    """What an expression holds, and what functions in it do."""
    for inner in ir.inside(node):
        yield inner
        if isinstance(inner, ir.Lambda):
            for statement in ir.statements(inner.scope.body):
                for expression in ir.expressions(statement):
                    yield from _run_by(expression)


def neighbours(reading: Reading, places: list[Place], sinks: list[ir.Call]) -> Iterator[Answer]:
    """Calls and texts that are no part of a sink: they may come to one by another name."""
    if not reading.family.neighbours:
        return
    inside = {id(node) for sink in sinks for node in ir.inside(sink)}
    # How a program is run is worked out by code that may run another one.
    judged = {id(sink) for sink in sinks} if reading.family.flag else inside
    owners = {
        sink.callee.value.name
        for sink in sinks
        if isinstance(sink.callee, ir.Attribute) and isinstance(sink.callee.value, ir.Name)
    }
    running = [place.runs_in for place in places if any(one in sinks for one in place.calls())]
    for place in places:
        apart = place.runs_in not in running and _is_apart(reading, place, sinks)
        drawn = drawn_from(place, sinks)
        for call in place.calls():
            if id(call) in judged or (id(call) in inside and not _of_program(reading, call)):
                continue
            if apart and isinstance(call.callee, ir.Attribute) and not _of_library(reading, call):
                continue
            if not any(takes.may_take(reading, seen) for seen in reading.seen(call)):
                continue
            given = [argument.value for argument in call.arguments]
            if any(_brings_input(reading, node, judged, drawn) for node in given):
                why = f"`{reading.says(call.callee)}` is given user input beside what is proven"
                yield Unproven(why, source=True)
            elif _of_program(reading, call) and any(
                _brings_unknown(reading, node, judged, drawn | owners) for node in given
            ):
                why = f"`{reading.says(call.callee)}` is given a parameter beside what is proven"
                yield Unproven(why)
        if reading.family.fragment is not None and not apart:
            for node in _texts_apart(reading, place, inside):
                value = reading.value(node)
                if not all(isinstance(atom, (Number, Literal)) for atom in value):
                    yield texts.harmless(reading, value)


def _is_apart(reading: Reading, place: Place, sinks: list[ir.Call]) -> bool:
    """Whether what a function inside asks of objects is no matter of the marked line.

    It asks on lines of its own, or when a sink that it is given to has done its work.
    """
    unit, scope = reading.opened.unit, place.runs_in
    given = any(
        isinstance(node, ir.Lambda) and node.scope is scope
        for sink in sinks
        for node in ir.inside(sink)
    )
    on_its_own_line = b"\n" in unit.source[scope.start : place.statement.start]
    return unit.runs_on_its_own and (given or on_its_own_line)


def _texts_apart(reading: Reading, place: Place, sinks: set[int]) -> Iterator[ir.Expression]:
    """The texts that a statement builds and that no sink is in, and such parts of the others."""
    pending = list(place.expressions)
    while pending:
        node = pending.pop()
        if id(node) in sinks:
            continue
        if _holds(node, sinks):
            pending += ir.children(node)
            ways = texts.ways(node)
            if any(texts.may_be(reading, way) for way in ways):
                # One of them is a text: so are the others.
                yield from (way for way in ways if not _holds(way, sinks))
        else:
            yield from texts.built(reading, (node,))


def _holds(node: ir.Expression, sinks: set[int]) -> bool:
    return any(id(inner) in sinks for inner in ir.inside(node))


def within(reading: Reading, sinks: list[ir.Call]) -> Iterator[Answer]:
    """Pieces of statements that code out of sight is given for a value that a sink is given."""
    if reading.family.spelt is None:
        return
    known = {id(sink) for sink in sinks}
    for call in (inner for sink in sinks for inner in ir.inside(sink)):
        if not isinstance(call, ir.Call) or id(call) in known:
            continue
        if not any(takes.may_take(reading, seen) for seen in reading.seen(call)):
            continue
        for argument in call.arguments:
            for node in texts.built(reading, (argument.value, *_made_by(reading, argument.value))):
                if reading.family.spelt.search(_spelt(node)):
                    yield _piece(reading, argument.value, node)


def _piece(reading: Reading, argument: ir.Expression, node: ir.Expression) -> Answer:
    # What stands in a function is not watched: what comes of it is.
    return texts.harmless(reading, reading.value(node) or reading.value(argument))


def _made_by(reading: Reading, node: ir.Expression) -> Iterator[ir.Expression]:
    """What functions in view give that are called for a value."""
    for call in ir.inside(node):
        for seen in reading.seen(call) if isinstance(call, ir.Call) else ():
            for atom in seen.callee:
                if isinstance(atom, Routine):
                    for statement in ir.statements(atom.scope.body):
                        if isinstance(statement, ir.Return) and statement.value is not None:
                            yield statement.value


def _spelt(node: ir.Expression) -> str:
    """The constant letters of what builds a text."""
    letters: list[str] = []
    for inner in ir.inside(node):
        if isinstance(inner, ir.Constant) and isinstance(inner.value, str):
            letters.append(inner.value)
        elif isinstance(inner, ir.Interpolated):
            letters += [part for part in inner.parts if isinstance(part, str)]
    return "\n".join(letters)


def _of_program(reading: Reading, call: ir.Call) -> bool:
    """Whether a function is imported from the program itself, and may do anything.

    What is told by the family's own flag to do no harm is taken at its word. A package that only
    is not known to be another's counts where it may run a program; nearly all code calls some.
    """
    unit, flag = reading.opened.unit, reading.family.flag
    several = reading.seen(call)
    told = [seen.given.get(None, flag) for seen in several] if flag else []
    if told and all(value and all(map(_is_false, value)) for value in told):
        return False
    called = [atom for seen in several for atom in seen.callee]
    is_own = unit.may_be_program if flag else takes.is_own
    return any(isinstance(atom, Symbol) and is_own(atom.path) for atom in called)


def _is_false(atom: Atom) -> bool:
    return isinstance(atom, Literal) and atom.value is False


def _brings_unknown(
    reading: Reading, node: ir.Expression, inside: set[int], names: set[str]
) -> bool:
    """Whether a variable of which nothing is known is in an expression, other than by these names.

    What sinks are methods of, such as an answer, is no data.
    """
    if id(node) in inside or isinstance(node, ir.Lambda):
        return False
    value = reading.value(node)
    if value and all(isinstance(atom, (Number, Literal)) for atom in value):
        return False
    if isinstance(node, ir.Name):
        return node.name not in names and any(isinstance(atom, Unknown) for atom in value)
    if isinstance(node, ir.Call) and isinstance(node.callee, ir.Lambda):
        return any(isinstance(atom, Unknown) for atom in value)
    return any(_brings_unknown(reading, child, inside, names) for child in ir.children(node))


def _of_library(reading: Reading, call: ir.Call) -> bool:
    """Whether a method is one of what is imported."""
    called = [atom for seen in reading.seen(call) for atom in seen.callee]
    return bool(called) and all(isinstance(atom, Symbol) for atom in called)


def _brings_input(reading: Reading, node: ir.Expression, inside: set[int], drawn: set[str]) -> bool:
    """Whether user input is in an expression, other than by way of a sink."""
    if id(node) in inside or (isinstance(node, ir.Name) and node.name in drawn):
        return False
    value = reading.value(node)
    if any(id(inner) in inside for inner in ir.inside(node)):
        value = ()
    elif user_input((value,), reading.machine):
        return True
    elif value and all(isinstance(atom, (Text, Number, Literal)) for atom in value):
        return any(isinstance(atom, Text) and _holds_more(reading, atom) for atom in value)
    return any(_brings_input(reading, child, inside, drawn) for child in ir.children(node))


def _holds_more(reading: Reading, text: Text) -> bool:
    """Whether more than constants, numbers and what is harmless in any case is in a text."""
    if holes_of((text,)) <= PLAIN:
        return False
    check = reading.family.fragment
    return check is None or check(text) is not None


def drawn_from(place: Place, sinks: list[ir.Call]) -> set[str]:
    """Variables of comprehensions that stand for what a sink gives."""
    known = {id(sink) for sink in sinks}
    return {
        name.name
        for node in place.inside()
        if isinstance(node, ir.Comprehension)
        for clause in node.clauses
        if any(id(inner) in known for inner in ir.inside(clause.iterable))
        for name in ir.inside(clause.target)
        if isinstance(name, ir.Name)
    }


def _is_called(sink: Sink, seen: Seen) -> bool:
    """Whether a call is this sink, by its path or by its name."""
    paths = {atom.path for atom in seen.callee if isinstance(atom, Symbol)}
    names = {path.rpartition(".")[2] for path in paths}
    if isinstance(seen.call.callee, (ir.Name, ir.Attribute)):
        names.add(seen.call.callee.name)
    return bool(paths & sink.calls or names & sink.names)
