"""Code in view that marked statements run beside the calls that are followed.

A method of an object that is not known may be one in view. A function that is handed on is run by
whoever has it, and one inside another by whoever the other hands it to. Properties that are read
or set, and values that become texts, may run code where no call is written.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from fpcache_ops.validators.safe_patterns import beside, callees, handed, reached, statements
from fpcache_ops.validators.safe_patterns.answers import Unproven
from fpcache_ops.validators.safe_patterns.engine import ir
from fpcache_ops.validators.safe_patterns.engine.frames import Frame, Seen
from fpcache_ops.validators.safe_patterns.engine.language import ANY, Member
from fpcache_ops.validators.safe_patterns.engine.values import (
    Class,
    Routine,
    Symbol,
    Unknown,
    Value,
)
from fpcache_ops.validators.safe_patterns.places import Place, located, scope_at
from fpcache_ops.validators.safe_patterns.reading import Reading
from fpcache_ops.validators.safe_patterns.sinks import UNKNOWN_CALLEE, sinks_in
from fpcache_ops.validators.safe_patterns.standing import standing

_DEPTH = 4
"""Methods calling methods are looked at this far."""

_OPEN = tuple(
    f"builtins.{name}." for name in ("exports", "module.exports", "globalThis", "window", "global")
)
"""Objects that the source itself gives functions."""


def harm(reading: Reading, places: list[Place], sinks: list[ir.Call]) -> Iterator[Unproven]:
    """What code in view may do that the marked statements run, and is not proven."""
    if reading.opened.unit.runs_on_its_own:
        yield from Running(reading, places, frozenset(id(sink) for sink in sinks)).harm()


@dataclass(slots=True)
class Running:
    """One look at marked places; what was looked at once is not looked at again."""

    reading: Reading
    places: list[Place]
    sinks: frozenset[int]
    done: set[tuple[int, int]] = field(default_factory=set)
    stack: list[ir.Scope] = field(default_factory=list)

    def harm(self) -> Iterator[Unproven]:
        """What they run beside what is followed."""
        for place in self.places:
            called = {id(call.callee) for call in place.calls()}
            for node in place.inside():
                if isinstance(node, ir.Call):
                    for seen in self.reading.seen(node):
                        yield from self._called(seen, 0)
                elif isinstance(node, (ir.Name, ir.Attribute)) and id(node) not in called:
                    yield from self._handed(node)
        yield from self._unasked()

    # Calls

    def _called(self, seen: Seen, depth: int) -> Iterator[Unproven]:
        yield from self._announced(seen)
        for atom in seen.callee:
            match atom:
                case Routine(scope=scope):
                    yield from self._nested(scope)
                    for inner in seen.inside:
                        for one in inner.callee:
                            if isinstance(one, Routine):
                                yield from self._nested(one.scope)
                            elif isinstance(one, Class):
                                yield from self._nested_in_makers(one.scope)
                case Class(scope=scope):
                    yield from self._nested_in_makers(scope)
                    yield from self._made(scope, depth)
                case Unknown(cause=cause) if not cause.source or cause.made:
                    yield from self._method(seen, depth)
                case Symbol(path=path) if path.startswith(_OPEN):
                    yield from self._method(seen, depth)
                case _:
                    pass
        if depth == 0:
            for inner in seen.inside:
                if any(isinstance(one, Unknown) for one in inner.callee):
                    yield from self._called(inner, 1)

    def _announced(self, seen: Seen) -> Iterator[Unproven]:
        """What waits for the call to make something happen."""
        callee = seen.call.callee
        if isinstance(callee, ir.Attribute) and callee.name in ("call", "apply"):
            callee = callee.value
        if not isinstance(callee, ir.Attribute):
            return
        for member in list(self.reading.opened.unit.listeners(callee.name)):
            yield from self._given_on(member, self.reading.says(callee))

    def _method(self, seen: Seen, depth: int) -> Iterator[Unproven]:
        """A method of something that is not known: all of its name in view."""
        callee = seen.call.callee
        if not isinstance(callee, ir.Attribute):
            return
        for member in list(self.reading.opened.unit.members(callee.name)):
            yield from self._member(member, seen, depth)

    def _member(self, member: Member, seen: Seen, depth: int) -> Iterator[Unproven]:
        reading = self.reading
        name = reading.says(seen.call.callee)
        if not member.is_function:
            yield from self._given_on(member, name)
            return
        scope = scope_at(reading.opened.unit.module, member.start, member.end)
        if scope is None or depth >= _DEPTH:
            yield Unproven(f"`{name}` is code in view that is not followed")
            return
        if self._holds_mark(member) or scope in self.stack:
            return
        self.stack.append(scope)
        yield from self._simulated(scope, member, seen, depth)
        self.stack.pop()

    def _simulated(
        self, scope: ir.Scope, member: Member, seen: Seen, depth: int
    ) -> Iterator[Unproven]:
        """A method in view, called as it is called here."""
        reading = self.reading
        yield from self._nested(scope)
        if reading.family.compared is not None:
            yield from self._run(member.start, member.end)
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
            yield from self._called(inner, depth + 1)

    def _applied(self, scope: ir.Scope, seen: Seen) -> Seen:
        """A function in view, called with what the call is given."""
        machine = self.reading.machine
        outer, machine.trail = machine.trail, []
        missed = machine.missed
        frame = Frame(machine.unit.module, settled=True, counted=False)
        state = seen.state.copy()
        machine.apply((Routine(scope),), seen.given, state, frame, seen.call)
        machine.take_never()
        inside, machine.trail = tuple(machine.trail), outer
        followed = machine.missed == missed
        return Seen(seen.call, (Routine(scope),), seen.given, seen.state, inside, followed)

    def _made(self, scope: ir.Scope, depth: int) -> Iterator[Unproven]:
        """A class whose constructor is not followed: it, and those that it derives from."""
        if depth >= _DEPTH:
            yield Unproven(f"`{scope.name}` derives from many classes in view")
            return
        if not (depth or scope.bases or scope.decorators):
            return
        for maker in self._makers(scope):
            yield from self._run(maker.start, maker.end)
        for base in scope.bases:
            named = base.value.name if isinstance(base.value, ir.Name) else ""
            for atom in standing(self.reading, scope.parent, named):
                if isinstance(atom, Class) and atom.scope is not scope:
                    yield from self._made(atom.scope, depth + 1)

    def _settled(self, name: str) -> Value:
        """What a name of the module stands for."""
        module = self.reading.opened.unit.module
        return self.reading.machine.settled(module, name) if module.binds(name) else ()

    def _alias(self, word: str, shown: str) -> Iterator[Unproven]:
        """A property that is given something that this name makes."""
        named = word in callees.names(self.reading.family)
        value = self._settled(word)
        for atom in value:
            if isinstance(atom, Symbol):
                named = named or atom.path.rpartition(".")[2] in callees.names(self.reading.family)
            elif isinstance(atom, Routine):
                yield from self._run(atom.scope.start, atom.scope.end)
        if named:
            yield Unproven(f"`{shown}` may be `{word}` by another name")

    # Functions that are handed on

    def _handed(self, node: ir.Name | ir.Attribute) -> Iterator[Unproven]:
        for atom in self.reading.value(node):
            if isinstance(atom, Routine):
                yield from self._run(atom.scope.start, atom.scope.end)
            elif isinstance(atom, Unknown) and isinstance(node, ir.Attribute):
                if atom.cause.source and not atom.cause.made:
                    continue
                for member in list(self.reading.opened.unit.members(node.name)):
                    yield from self._given_on(member, self.reading.says(node))

    def _given_on(self, member: Member, shown: str) -> Iterator[Unproven]:
        """A property in view that is handed on, or waited for."""
        if not member.is_function:
            for word in member.names:
                yield from self._alias(word, shown)
            # Functions in what it is made by: ``limited(() => run(line))``.
            yield from self._run(member.start, member.end)
        elif not self._holds_mark(member):
            yield from self._run(member.start, member.end)

    def _further(self, places: list[Place]) -> Iterator[Unproven]:
        """What else the statements of a body run."""
        return iter(())

    def _nested(self, scope: ir.Scope) -> Iterator[Unproven]:
        """Functions inside one: they run when whoever is given them likes."""
        yield from self._run(scope.start, scope.end, beneath=scope)

    def _nested_in_makers(self, scope: ir.Scope) -> Iterator[Unproven]:
        """Functions inside what runs where an object of a class is made."""
        for maker in self._makers(scope):
            yield from self._nested(maker)

    def _makers(self, scope: ir.Scope) -> Iterator[ir.Scope]:
        _ = scope.body
        for name in self.reading.opened.unit.makers:
            for binding in scope.bindings.get(name, ()):
                if binding.scope is not None:
                    yield binding.scope

    # Code that runs without being called

    def _unasked(self) -> Iterator[Unproven]:
        unit = self.reading.opened.unit
        spelt = b"\n".join(
            unit.source[place.statement.start : place.statement.end] for place in self.places
        )
        anything = any(self._may_read_anything(place) for place in self.places)
        for name, member in list(unit.unasked()):
            if self._holds_mark(member):
                continue
            if self.reading.family.assigned is not None and name and name.encode() in spelt:
                yield Unproven(f"`{name}` may be set or read by code in view")
            if anything or name == ANY or (name and name.encode() in spelt):
                yield from self._given_on(member, name or "an object out of view")

    def _may_read_anything(self, place: Place) -> bool:
        """Whether the place does more than call its sinks with what is written there."""
        return any(
            isinstance(
                node,
                (ir.Spread, ir.Interpolated, ir.Binary, ir.Cast, ir.Opaque, ir.Compare),
            )
            or (isinstance(node, ir.Subscript) and not isinstance(node.key, ir.Constant))
            or (isinstance(node, ir.Call) and id(node) not in self.sinks)
            for node in place.inside()
        )

    # Bodies

    def _holds_mark(self, member: Member) -> bool:
        return any(
            member.start <= place.statement.start and place.statement.end <= member.end
            for place in self.places
        )

    def _run(self, start: int, end: int, beneath: ir.Scope | None = None) -> Iterator[Unproven]:
        """Whether a body is harmless, whoever runs it with whatever."""
        if (start, end if beneath is None else -end) in self.done:
            return
        self.done.add((start, end if beneath is None else -end))
        reading = self.reading
        places = [
            place
            for place in located(reading.opened.unit.module, start + 1, end)
            if not place.around
            and place.statement.start > start
            and place.statement.end <= end
            and place.runs_in is not beneath
        ]
        if not places:
            return
        reading.run(places)
        places = [place for place in places if not reading.is_unreachable(place)]
        sinks, unclear = sinks_in(reading, places)
        for node, why in unclear:
            if why != UNKNOWN_CALLEE:
                yield Unproven(f"{why} (`{reading.says(node)}`)")
        for call in sinks:
            answer = reached.judged(reading, call)
            if isinstance(answer, Unproven):
                yield answer
        yield from beside.harm(reading, places, sinks)
        for found in statements.beside(places, reading.family, reading.machine):
            if isinstance(found, Unproven):
                yield found
        yield from self._further(places)
