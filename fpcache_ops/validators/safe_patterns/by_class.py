"""Code in view that marked statements run, in a language whose objects have classes.

What is called is told by its class where that is seen, and else by its name and how much it is
given. An object, or a function, that is handed on has its methods called by whoever has it. A class
that is mentioned is loaded, and what values have for the language's own use may run anywhere.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from fpcache_ops.validators.safe_patterns import beside, callees, handed, reached
from fpcache_ops.validators.safe_patterns.answers import Unproven
from fpcache_ops.validators.safe_patterns.engine import ir
from fpcache_ops.validators.safe_patterns.engine.frames import Seen
from fpcache_ops.validators.safe_patterns.engine.language import Member
from fpcache_ops.validators.safe_patterns.engine.state import held
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
)
from fpcache_ops.validators.safe_patterns.places import Place, scope_at
from fpcache_ops.validators.safe_patterns.reading import Reading
from fpcache_ops.validators.safe_patterns.running import Running

_UNSEEN = "?"
"""Begins the path of what is declared nowhere in view."""

_BY_NAME = frozenset({"invoke", "invokeExact", "invokeWithArguments", "invokeMethod"})
"""Methods that call what they are told the name of."""

_LOADING = frozenset({"forName", "loadClass"})
"""Methods that load the class that they are told the name of."""


def harm(reading: Reading, places: list[Place], sinks: list[ir.Call]) -> Iterator[Unproven]:
    """What code in view may do that the marked statements run, and is not proven."""
    if not _may_do_harm(reading, places):
        return
    machine = reading.machine
    watched, seen = set(machine.watched), {key: list(each) for key, each in machine.seen.items()}
    yield from ByClass(reading, places, frozenset(id(sink) for sink in sinks)).harm()
    machine.watched, machine.seen = watched, seen


def _may_do_harm(reading: Reading, places: list[Place]) -> bool:
    """Whether anything outside of the places has the name of a sink."""
    family = reading.family
    if family.compared is not None or family.stored is not None or family.shown is not None:
        return True
    names = set(callees.names(family))
    for sink in family.beside:
        names |= sink.names | {path.rpartition(".")[2] for path in sink.calls}
    spans = [(node.start, node.end) for place in places for node in place.expressions]
    return reading.opened.unit.stands_apart(frozenset(names), spans)


@dataclass(slots=True)
class ByClass(Running):
    """One look at marked places, by what classes say."""

    def harm(self) -> Iterator[Unproven]:
        """What they run beside what is followed."""
        yield from self._further(self.places)
        yield from self._unasked()

    def _further(self, places: list[Place]) -> Iterator[Unproven]:
        for place in places:
            for call in place.calls():
                for seen in self.reading.seen(call):
                    yield from self._called(seen, 0)

    # Calls

    def _called(self, seen: Seen, depth: int) -> Iterator[Unproven]:
        if seen.followed:
            for inner in seen.inside if depth == 0 else ():
                if not inner.followed:
                    yield from self._called(inner, 1)
            return
        # Whether a sink is one of another class is judged with it.
        known = callees.matched(self.reading, seen) is not None
        for atom in () if known else seen.callee:
            match atom:
                case Routine(scope=scope) | Bound(receiver=Routine(scope=scope)):
                    yield from self._run(scope.start, scope.end)
                case Class(scope=scope):
                    yield from self._loaded(scope.name)
                case _ if self._may_be_ours(atom, seen):
                    yield from self._method(seen, depth)
                case _:
                    pass
            if _name(seen.call) in _BY_NAME and isinstance(atom, (Unknown, Symbol)):
                yield Unproven("code in view may be run by its name")
        if _name(seen.call) in _LOADING and not _is_spelt(seen):
            yield from self._loaded("")
        if not known and self._is_told(seen):
            yield from self._called_back(None)
        yield from self._given(seen)

    def _may_be_ours(self, atom: Atom, seen: Seen) -> bool:
        """Whether what is called may be a method in view."""
        unit = self.reading.opened.unit
        match atom:
            case Symbol(path=path):
                return path.startswith(_UNSEEN) or unit.may_hold_ours(path)
            case Bound(receiver=Class()):
                return True
            case Bound(receiver=Instance(kind=kind) as receiver):
                return _class_of(receiver) is not None or (
                    "." in kind and unit.may_be_in_view(kind)
                )
            case Bound(receiver=Text() | Literal() | Number() | Reference() | Series() | Table()):
                return False
            case Unknown(cause=cause) if cause.source and not cause.made:
                return False
            case _:
                call = seen.call
                return unit.may_be_function(unit.receiver_of(call.start, call.end))

    def _is_told(self, seen: Seen) -> bool:
        """Whether the object whose method is called is told of what is in view."""
        callee = seen.call.callee
        node = callee.value if isinstance(callee, ir.Attribute) else None
        while isinstance(node, ir.Cast):
            node = node.value
        if not isinstance(node, (ir.Name, ir.Attribute)):
            return False
        return self.reading.opened.unit.is_told(node.name)

    def _method(self, seen: Seen, depth: int) -> Iterator[Unproven]:
        unit = self.reading.opened.unit
        if not (name := _name(seen.call)):
            return
        found = list(unit.members(name))
        functions = [] if found else list(unit.functions())
        if isinstance(seen.call.callee, ir.Attribute):
            found = found or functions
        for member in found:
            yield from self._member(member, seen, depth)
        if not found or found is functions:
            # What it inherits out of view may call what it has in view.
            for atom in seen.callee:
                made = _class_of(atom.receiver) if isinstance(atom, Bound) else None
                if made is not None:
                    yield from self._called_back(made)
            for member in list(unit.overriding(seen.call.start, seen.call.end)):
                if not self._holds_mark(member):
                    yield from self._run(member.start, member.end)

    def _member(self, member: Member, seen: Seen, depth: int) -> Iterator[Unproven]:
        scope = scope_at(self.reading.opened.unit.module, member.start, member.end)
        if scope is not None and scope in self.stack:
            # Called by itself, it is given something else.
            yield from self._run(member.start, member.end)
        elif scope is None or self._takes(scope, seen):
            yield from Running._member(self, member, seen, depth)

    def _takes(self, scope: ir.Scope, seen: Seen) -> bool:
        """Whether a function may be given as much as a call is."""
        kinds = [one.kind for one in scope.parameters if one.kind != "receiver"]
        return (
            "rest" in kinds
            or len(kinds) == len(seen.call.arguments)
            or (scope.kind == "lambda" and self.reading.opened.unit.is_made_up())
        )

    def _simulated(
        self, scope: ir.Scope, member: Member, seen: Seen, depth: int
    ) -> Iterator[Unproven]:
        reading = self.reading
        run = self._applied(scope, seen)
        if not run.followed:
            yield from self._run(member.start, member.end)
            return
        for inner in run.inside:
            if handed.hands_on(reading, inner):
                yield Unproven(f"`{reading.says(inner.call)}` hands a sink on")
            if callees.is_inner_sink(reading, inner):
                answer = reached.judged_once(reading, inner)
                if isinstance(answer, Unproven):
                    yield answer
            yield from beside.harm_of(reading, inner)
            if not inner.followed:
                yield from self._called(inner, depth + 1)

    def _unasked(self) -> Iterator[Unproven]:
        """What runs with no call written, and what the classes do that are mentioned."""
        unit = self.reading.opened.unit
        anything = any(self._may_read_anything(place) for place in self.places)
        spelt = b"\n".join(unit.source[start:end] for start, end in self._texts())
        for name, member in list(unit.unasked()):
            runs = name.encode() in spelt if name else anything
            if runs and not self._holds_mark(member):
                yield from self._run(member.start, member.end)

    def _may_read_anything(self, place: Place) -> bool:
        return isinstance(place.statement, ir.For) or Running._may_read_anything(self, place)

    def _texts(self) -> Iterator[tuple[int, int]]:
        """The places, and the code in view that is followed from there."""
        for place in self.places:
            yield place.statement.start, place.statement.end
            for call in place.calls():
                for seen in self.reading.seen(call):
                    for one in (seen, *seen.inside):
                        for scope in self._followed(one):
                            yield scope.start, scope.end

    def _followed(self, seen: Seen) -> Iterator[ir.Scope]:
        machine = self.reading.machine
        for atom in seen.callee if seen.followed else ():
            match atom:
                case Routine(scope=scope) | Class(scope=scope):
                    yield scope
                case Bound(receiver=receiver, name=name):
                    found = machine.language.member(machine, receiver, name, seen.given)
                    if found is not None:
                        yield found
                case _:
                    pass

    def _loaded(self, kind: str) -> Iterator[Unproven]:
        """What a class, or any of them, does where it is loaded or an object of it is made."""
        for name, member in list(self.reading.opened.unit.unasked()):
            if name and name == (kind or name) and not self._holds_mark(member):
                yield from self._run(member.start, member.end)

    # What is handed on

    def _given(self, seen: Seen) -> Iterator[Unproven]:
        unit = self.reading.opened.unit
        nodes = [argument.value for argument in seen.call.arguments]
        scope: ir.Scope | None = None
        for node, value in zip(nodes, seen.given.positional, strict=False):
            for atom in held(value, [seen.state]):
                match atom:
                    case Routine(scope=function):
                        if not self._is_marked(function):
                            yield from self._run(function.start, function.end)
                    case Unknown(cause=cause) if not cause.source or cause.made:
                        scope = scope or _around(unit.module, node.start, node.end)
                        if unit.may_be_in_view(unit.type_of(node, scope)):
                            yield from self._called_back(None)
                    case _ if (made := _class_of(atom)) is not None:
                        yield from self._called_back(made)
                    case _:
                        pass

    def _called_back(self, scope: ir.Scope | None) -> Iterator[Unproven]:
        for member in list(self.reading.opened.unit.called_back(scope)):
            if not self._holds_mark(member):
                yield from self._run(member.start, member.end)

    def _is_marked(self, scope: ir.Scope) -> bool:
        """Whether a function is written in a marked statement: it is marked with it."""
        return any(
            place.statement.start <= scope.start and scope.end <= place.statement.end
            for place in self.places
        )


def _name(call: ir.Call) -> str:
    match call.callee:
        case ir.Attribute(name=name):
            return name
        case ir.Library(path=path):
            return path.rpartition(".")[2]
        case _:
            return ""


def _is_spelt(seen: Seen) -> bool:
    """Whether the first text that a call is given is written there."""
    first = seen.given.positional[:1]
    return any(
        value and all(isinstance(atom, Text) and atom.constant is not None for atom in value)
        for value in first
    )


def _class_of(atom: Atom) -> ir.Scope | None:
    """The class in view that an object is of."""
    if not isinstance(atom, Instance):
        return None
    kinds = (inner for value in atom.details[:1] for inner in value)
    return next((inner.scope for inner in kinds if isinstance(inner, Class)), None)


def _around(scope: ir.Scope, start: int, end: int) -> ir.Scope:
    """The innermost scope around these bytes."""
    inner: ir.Scope | None = scope
    while inner is not None:
        scope = inner
        _ = scope.body
        inner = next((one for one in scope.inner if one.start <= start and end <= one.end), None)
    return scope
