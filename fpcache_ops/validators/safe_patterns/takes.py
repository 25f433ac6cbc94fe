"""Whether a call may do with what it is given what a sink does, under another name."""

from collections.abc import Iterator

from fpcache_ops.validators.safe_patterns import callees
from fpcache_ops.validators.safe_patterns.engine import ir
from fpcache_ops.validators.safe_patterns.engine.calls import OWN_OBJECT
from fpcache_ops.validators.safe_patterns.engine.frames import Actuals, Frame, Seen
from fpcache_ops.validators.safe_patterns.engine.language import Member
from fpcache_ops.validators.safe_patterns.engine.state import State
from fpcache_ops.validators.safe_patterns.engine.values import (
    Atom,
    Bound,
    Class,
    Instance,
    Literal,
    Number,
    Reference,
    Routine,
    Series,
    Symbol,
    Table,
    Text,
    Unknown,
    Value,
)
from fpcache_ops.validators.safe_patterns.places import scope_at
from fpcache_ops.validators.safe_patterns.reading import Reading

_DEPTH = 4
"""Classes deriving from classes, and methods calling methods, are looked at this far."""

_LOGGING = frozenset(
    ["log", "info", "warn", "error", "debug", "trace", "verbose", "notice", "assert"]
)
"""Methods of what writes logs, whoever wrote that."""

_SELF = ("this", "self")

_RUNNING = frozenset(
    f"builtins.{name}" for name in ("open", "eval", "exec", "compile", "__import__", "getattr")
)
"""Built-in functions that are not plain ones: each runs, opens or reaches what it is told to."""


def may_take(reading: Reading, seen: Seen, depth: int = _DEPTH) -> bool:
    """Whether one of the things that a call may be is not known to leave its arguments alone."""
    return any(_may_take(reading, atom, seen, depth) for atom in seen.callee)


def _may_take(reading: Reading, atom: Atom, seen: Seen, depth: int) -> bool:
    match atom:
        case Symbol(path=path):
            plain = path.startswith("builtins.") and path not in _RUNNING
            known = path in reading.machine.calls or path in reading.family.harmless
            known = known or _is_spared_by_name(reading, path)
            return not (plain or known or reading.machine.is_source(path))
        case Unknown(cause=cause):
            # A method of a text that a user gives is one of texts.
            return not ((cause.source and not cause.made) or _is_spared(reading, seen, depth))
        case Class(scope=scope) if _is_run(reading, scope, depth):
            return False
        case Routine() | Class():
            return _runs(reading, seen)
        case Bound(receiver=Instance(kind=kind), name=name) if kind != OWN_OBJECT:
            return f"{kind}.{name}" in reading.family.takes
        case Bound(receiver=Text() | Literal() | Number() | Series() | Table() | Reference()):
            # What they have of their own only makes other values.
            return False
        case Bound():
            return _runs(reading, seen)
        case _:
            return True


def _is_spared_by_name(reading: Reading, path: str) -> bool:
    """Whether something of a library does no harm; of the program's own only what writes logs."""
    name = path.rpartition(".")[2]
    return name in reading.family.spared and not (is_own(path) and name not in _LOGGING)


def is_own(path: str) -> bool:
    """Whether something is imported from the program itself, as far as its name tells."""
    return path.startswith((".", "@/", "~"))


def _runs(reading: Reading, seen: Seen) -> bool:
    """Whether code in view hands it on, or is not followed."""
    return not seen.followed or any(may_take(reading, inner) for inner in seen.inside)


def _is_run(reading: Reading, scope: ir.Scope, depth: int) -> bool:
    """Whether a class derives from classes in view, and their constructors are run to be judged."""
    if not reading.opened.unit.runs_on_its_own or depth == 0:
        return False
    bases = [_settled(reading, argument.value) for argument in scope.bases]
    return (
        bool(bases)
        and not _hands_on(reading, scope, depth)
        and all(
            isinstance(atom, Class)
            and not _hands_on(reading, atom.scope, depth)
            and (not atom.scope.bases or _is_run(reading, atom.scope, depth - 1))
            for base in bases
            for atom in base or (None,)
        )
    )


def _hands_on(reading: Reading, scope: ir.Scope, depth: int) -> bool:
    """Whether code in view calls what may take what it is given; its sinks are judged elsewhere."""
    for call, around in _calls(scope):
        frame = Frame(around, settled=True, counted=False)
        callee = reading.machine.evaluate(call.callee, State(), frame)
        seen = Seen(call, callee, Actuals(), State())
        if callees.matched(reading, seen) is None and may_take(reading, seen, depth - 1):
            return True
    return False


def _calls(scope: ir.Scope) -> Iterator[tuple[ir.Call, ir.Scope]]:
    """The calls of a scope and of all inside it."""
    pending = [scope]
    while pending:
        around = pending.pop()
        for statement in ir.statements(around.body):
            for expression in ir.expressions(statement):
                for node in ir.inside(expression):
                    if isinstance(node, ir.Call) and not _makes_parent(node):
                        yield node, around
        pending.extend(around.inner)


def _makes_parent(call: ir.Call) -> bool:
    """``super(line)``: the constructor of a class that is looked at itself."""
    return isinstance(call.callee, ir.Name) and call.callee.name == "super"


def _settled(reading: Reading, node: ir.Expression) -> Value:
    """What a name of the module stands for."""
    module = reading.opened.unit.module
    if not isinstance(node, ir.Name) or not module.binds(node.name):
        return ()
    return reading.machine.settled(module, node.name)


def _is_spared(reading: Reading, seen: Seen, depth: int) -> bool:
    """Whether a method of something that is not known does no harm, or is judged by its code."""
    callee = seen.call.callee
    if not isinstance(callee, ir.Attribute):
        return False
    if callee.name in reading.family.spared:
        return True
    found = list(reading.opened.unit.members(callee.name))
    return (
        bool(found)
        and depth > 0
        and _is_of_this_file(reading, callee.value)
        and all(member.is_function and _keeps(reading, member, depth) for member in found)
    )


def _keeps(reading: Reading, member: Member, depth: int) -> bool:
    """Whether a function in view hands nothing on to code out of sight."""
    scope = scope_at(reading.opened.unit.module, member.start, member.end)
    return scope is not None and not _hands_on(reading, scope, depth)


def _is_of_this_file(reading: Reading, owner: ir.Expression) -> bool:
    """Whether an object is ``this``, or one that the source itself makes and gives a name."""
    if isinstance(owner, ir.Receiver) or (isinstance(owner, ir.Name) and owner.name in _SELF):
        return True
    if not isinstance(owner, ir.Name):
        return False
    pending, homes = [reading.opened.unit.module], []
    while pending:
        scope = pending.pop()
        _ = scope.body
        homes += [one.value for one in scope.bindings.get(owner.name, ())]
        pending += scope.inner
    if reading.opened.unit.written_elsewhere(owner.name) or _is_given_away(reading, owner.name):
        return False
    return bool(homes) and all(
        isinstance(home, ir.Mapping) and all(key is not None for key, _ in home.items)
        for home in homes
    )


def _is_given_away(reading: Reading, name: str) -> bool:
    """Whether an object is mentioned other than to be asked for what it has: others may fill it.

    What a file exports is taken to be left as it is by those that import it.
    """
    pending = [reading.opened.unit.module]
    while pending:
        scope = pending.pop()
        for statement in ir.statements(scope.body):
            apart = set(map(id, _bound_or_exported(statement)))
            for expression in ir.expressions(statement):
                for node in ir.inside(expression):
                    if isinstance(node, ir.Attribute):
                        apart.add(id(node.value))
                    elif isinstance(node, ir.Name) and node.name == name and id(node) not in apart:
                        return True
        pending += scope.inner
    return False


def _bound_or_exported(statement: ir.Statement) -> Iterator[ir.Expression]:
    if isinstance(statement, ir.Assign):
        yield from statement.targets
        if any(isinstance(t, ir.Attribute) and t.name == "exports" for t in statement.targets):
            yield statement.value
