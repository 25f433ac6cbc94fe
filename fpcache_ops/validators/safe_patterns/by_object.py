"""Code in view that marked statements run, in a language whose objects may run it at any time.

A method of an object that is not known may be any of its name in view, and an attribute that is
read may be a property. What is compared, added, shown, entered or gone through is asked by methods
of its class. A function that is handed on, or is inside one that is followed, may run at any time.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from fpcache_ops.validators.safe_patterns import callees
from fpcache_ops.validators.safe_patterns.answers import Unproven
from fpcache_ops.validators.safe_patterns.engine import ir
from fpcache_ops.validators.safe_patterns.engine.frames import Actuals, Seen
from fpcache_ops.validators.safe_patterns.engine.language import Member
from fpcache_ops.validators.safe_patterns.engine.state import State, held
from fpcache_ops.validators.safe_patterns.engine.values import (
    Atom,
    Bound,
    Class,
    Instance,
    Routine,
    Symbol,
    Text,
    Unknown,
    Value,
)
from fpcache_ops.validators.safe_patterns.places import Place
from fpcache_ops.validators.safe_patterns.reading import Reading
from fpcache_ops.validators.safe_patterns.running import Running
from fpcache_ops.validators.safe_patterns.standing import standing

_DEPTH = 4
"""Classes deriving from classes are looked at this far."""

_FURTHER = 5
"""How deep a body is that nothing calls: methods called there are looked at with whatever."""

_PLAIN_DECORATORS = frozenset({"staticmethod", "classmethod"})


def harm(reading: Reading, places: list[Place], sinks: list[ir.Call]) -> Iterator[Unproven]:
    """What code in view may do that the marked statements run, and is not proven."""
    machine = reading.machine
    watched, seen = set(machine.watched), {key: list(each) for key, each in machine.seen.items()}
    yield from ByObject(reading, places, frozenset(id(sink) for sink in sinks)).harm()
    machine.watched, machine.seen = watched, seen


@dataclass(slots=True)
class ByObject(Running):
    """One look at marked places. ``ran`` is where the code stands that they run."""

    ran: set[tuple[int, int]] = field(default_factory=set)

    def harm(self) -> Iterator[Unproven]:
        """What they run beside what is followed."""
        yield from self._runs(self.places, 0)
        before = -1
        while before != len(self.ran):
            before = len(self.ran)
            yield from self._unasked()

    def _further(self, places: list[Place]) -> Iterator[Unproven]:
        return self._runs(places, _FURTHER)

    def _runs(self, places: list[Place], depth: int) -> Iterator[Unproven]:
        """What code in view does that is called in places, or handed on there."""
        for place in places:
            called = {id(call.callee) for call in place.calls()}
            asked = {id(owner) for call in place.calls() for owner in _owner(call)}
            states = self._states(place)
            for node in place.inside():
                if isinstance(node, ir.Call):
                    for seen in self.reading.seen(node):
                        yield from self._called(seen, depth)
                elif isinstance(node, (ir.Name, ir.Attribute)) and id(node) not in called:
                    yield from self._named(node, states)
                    if isinstance(node, ir.Name):
                        given = id(node) not in asked
                        yield from self._kept(node.name, place.runs_in, set(), given=given)
            if depth:
                yield from self._unclear(place)

    def _announced(self, seen: Seen) -> Iterator[Unproven]:
        """What waits for a call, or is called back by a library: ``closing(tools)``."""
        callee = seen.call.callee
        if not isinstance(callee, (ir.Name, ir.Attribute)):
            return
        for member in list(self.reading.opened.unit.listeners(callee.name)):
            yield from self._given_on(member, self.reading.says(callee))

    def _unclear(self, place: Place) -> Iterator[Unproven]:
        """Calls of a body of what is handed to it: a function in view, or a sink."""
        for call in place.calls():
            for seen in self.reading.seen(call):
                yield from self._unclear_call(seen)

    def _unclear_call(self, seen: Seen) -> Iterator[Unproven]:
        if not callees.is_unclear(self.reading, seen):
            return
        callee = seen.call.callee
        module = self.reading.opened.unit.module
        bound = module.bindings.get(callee.name, ()) if isinstance(callee, ir.Name) else ()
        if bound and all(one.scope is not None and one.scope.decorators for one in bound):
            assert isinstance(callee, ir.Name)
            yield from self._decorated(callee.name)
            return
        yield Unproven(f"`{self.reading.says(callee)}` is called, and not known")

    def _states(self, place: Place) -> list[State]:
        return [seen.state for call in place.calls() for seen in self.reading.seen(call)]

    # Calls

    def _called(self, seen: Seen, depth: int) -> Iterator[Unproven]:
        yield from self._announced(seen)
        for atom in seen.callee:
            match atom:
                case Routine(scope=scope) if not seen.followed:
                    yield from self._run(scope.start, scope.end)
                case Class(scope=scope) if not seen.followed:
                    yield from self._made(scope, 0)
                case Symbol(path="builtins.getattr"):
                    yield from self._read_by_name(seen)
                case Unknown(cause=cause) if not cause.source or cause.made:
                    yield from self._method(seen, depth)
                case Bound() if _is_own(atom) and not seen.followed:
                    yield from self._method(seen, depth)
                case _:
                    pass
        yield from self._given_out(seen)
        yield from self._followed(seen)
        for inner in seen.inside if depth == 0 else ():
            yield from self._followed(inner)
            if not inner.followed:
                yield from self._called(inner, 1)

    def _given_out(self, seen: Seen) -> Iterator[Unproven]:
        """Objects and classes in view that others are given, who may call what they have."""
        if all(_is_plain(atom) for atom in seen.callee):
            return
        for value in seen.given.all():
            for atom in held(value, [seen.state]):
                for kind in _classes(atom):
                    yield from self._called_back(kind, all_of_it=True)

    def _read_by_name(self, seen: Seen) -> Iterator[Unproven]:
        """``getattr(tools, "note")``: a method, and whoever has it may call it."""
        name = seen.given.get(1, None) or ()
        words = [atom.constant for atom in name if isinstance(atom, Text)]
        if name and len(words) == len(name) and None not in words:
            for word in words:
                yield from self._members(word or "")
            return
        for scope in _inner(self.reading.opened.unit.module):
            if scope.is_method:
                yield from self._run_unmarked(scope)

    def _run_unmarked(self, scope: ir.Scope) -> Iterator[Unproven]:
        if not self._holds_mark(Member(scope.start, scope.end, True)):
            yield from self._run(scope.start, scope.end)

    def _nested(self, scope: ir.Scope) -> Iterator[Unproven]:
        """Functions inside one; those that are only called there are followed."""
        _ = scope.body
        for inner in scope.inner:
            called = inner.kind == "function" and not inner.decorators
            unit = self.reading.opened.unit
            if not (called and unit.only_called(inner.name, scope.start, scope.end)):
                yield from self._run(inner.start, inner.end)

    def _followed(self, seen: Seen) -> Iterator[Unproven]:
        """Functions inside of those that a call runs."""
        machine = self.reading.machine
        for atom in seen.callee:
            scope: ir.Scope | None = None
            match atom:
                case Routine(scope=scope):
                    pass
                case Class(scope=scope):
                    self.ran.add((scope.start, scope.end))
                    yield from self._nested_in_makers(scope)
                    continue
                case Bound(receiver=receiver, name=name) if _is_own(atom):
                    scope = machine.language.member(machine, receiver, name, seen.given)
                case _:
                    pass
            if scope is not None:
                self.ran.add((scope.start, scope.end))
                yield from self._nested(scope)

    def _member(self, member: Member, seen: Seen, depth: int) -> Iterator[Unproven]:
        if not member.is_function:
            if member.handed_in:
                shown = self.reading.says(seen.call.callee)
                yield Unproven(f"`{shown}` may be a function that is handed in")
            yield from Running._member(self, member, seen, depth)
        elif depth >= _DEPTH:
            if not self._holds_mark(member):
                yield from self._run(member.start, member.end)
        else:
            yield from Running._member(self, member, seen, depth)

    def _simulated(
        self, scope: ir.Scope, member: Member, seen: Seen, depth: int
    ) -> Iterator[Unproven]:
        self.ran.add((member.start, member.end))
        given = self._given(scope, seen)
        if given is None:
            yield from self._run(member.start, member.end)
        else:
            own = replace(seen, given=given)
            yield from Running._simulated(self, scope, member, own, depth)

    def _applied(self, scope: ir.Scope, seen: Seen) -> Seen:
        run = Running._applied(self, scope, seen)
        lost = any(callees.is_unclear(self.reading, inner) for inner in run.inside)
        return replace(run, followed=run.followed and not lost)

    def _given(self, scope: ir.Scope, seen: Seen) -> Actuals | None:
        """What a method in view is given by a call; ``None`` if that is not known."""
        words = {one.name if isinstance(one, ir.Name) else "" for one in scope.decorators}
        if not scope.is_method or not words <= _PLAIN_DECORATORS:
            return None
        if "staticmethod" in words:
            return seen.given
        own = self.reading.machine.language.receiver(scope)
        return replace(seen.given, positional=(own, *seen.given.positional))

    def _made(self, scope: ir.Scope, depth: int) -> Iterator[Unproven]:
        """A class whose making is not followed: it, and those that it derives from."""
        if depth >= _DEPTH:
            yield Unproven(f"`{scope.name}` derives from many classes in view")
            return
        _ = scope.body
        yield from self._called_back(scope, all_of_it=bool(scope.bases) and not depth)
        for maker in self._makers(scope):
            yield from self._run(maker.start, maker.end)
        for base in scope.bases:
            named = base.value.name if isinstance(base.value, ir.Name) else ""
            for atom in standing(self.reading, scope.parent, named):
                if isinstance(atom, Class) and atom.scope is not scope:
                    yield from self._made(atom.scope, depth + 1)

    def _called_back(self, scope: ir.Scope, *, all_of_it: bool) -> Iterator[Unproven]:
        """Methods that code out of view may call: where a base of the class is there, any."""
        for inner in scope.inner:
            words = {one.name if isinstance(one, ir.Name) else "" for one in inner.decorators}
            if inner.kind == "function" and (all_of_it or not words <= _PLAIN_DECORATORS):
                yield from self._run_unmarked(inner)

    # What is handed on

    def _kept(
        self, name: str, scope: ir.Scope, seen: set[tuple[int, str]], *, given: bool
    ) -> Iterator[Unproven]:
        """What a variable was made of: ``job = partial(work, line)``, ``job = Job(line)``.

        ``given``: it is given to others, and not only asked for what it has. ``seen``: variables
        that were looked at.
        """
        owner: ir.Scope | None = scope
        while owner is not None and not owner.binds(name):
            owner = owner.parent
        if owner is None or (id(owner), name) in seen:
            return
        seen.add((id(owner), name))
        for binding in owner.bindings.get(name, ()):
            if binding.kind != "assign" or binding.value is None:
                continue
            nodes = list(ir.inside(binding.value))
            called = {id(node.callee) for node in nodes if isinstance(node, ir.Call)}
            for node in nodes:
                match node:
                    case ir.Lambda(scope=inner):
                        yield from self._run_unmarked(inner)
                    case ir.Name(name=word):
                        value = standing(self.reading, owner, word)
                        yield from self._kept_of(value, made=id(node) in called, given=given)
                        if id(node) not in called:
                            yield from self._kept(word, owner, seen, given=given)
                    case ir.Attribute(name=word) if id(node) not in called:
                        yield from self._members(word)
                    case _:
                        pass

    def _kept_of(self, value: Value, *, made: bool, given: bool) -> Iterator[Unproven]:
        """What a name stands for, where something is made of it."""
        for atom in value:
            match atom:
                case Routine(scope=scope):
                    if made:
                        yield from self._nested(scope)
                    else:
                        yield from self._run_unmarked(scope)
                case Class(scope=scope) if scope.bases and made and given:
                    yield from self._called_back(scope, all_of_it=True)
                case _:
                    pass

    def _named(self, node: ir.Name | ir.Attribute, states: list[State]) -> Iterator[Unproven]:
        """What a name or an attribute stands for that is not called where it stands."""
        for atom in self.reading.value(node):
            match atom:
                case Unknown(cause=cause) if cause.source and not cause.made:
                    pass
                case Unknown() if isinstance(node, ir.Attribute):
                    for member in list(self.reading.opened.unit.members(node.name)):
                        yield from self._given_on(member, self.reading.says(node))
                case Unknown():
                    yield from self._decorated(node.name)
                case _:
                    for inner in held([atom], states):
                        yield from self._held(inner)

    def _members(self, name: str) -> Iterator[Unproven]:
        for member in list(self.reading.opened.unit.members(name)):
            if member.is_function and not self._holds_mark(member):
                yield from self._run(member.start, member.end)

    def _decorated(self, name: str) -> Iterator[Unproven]:
        """A function of the module that is decorated: it may be what it was, or run that."""
        module = self.reading.opened.unit.module
        for binding in module.bindings.get(name, ()):
            if binding.scope is None or not binding.scope.decorators:
                continue
            yield from self._run_unmarked(binding.scope)
            for inner in module.inner:
                # ``@note.register``
                nodes = (node for one in inner.decorators for node in ir.inside(one))
                if any(isinstance(node, ir.Name) and node.name == name for node in nodes):
                    yield from self._run_unmarked(inner)

    def _held(self, atom: Atom) -> Iterator[Unproven]:
        """A function, or a method of an object, that is handed on."""
        match atom:
            case Routine(scope=scope):
                yield from self._run_unmarked(scope)
            case Class(scope=scope):
                for maker in self._makers(scope):
                    yield from self._run_unmarked(maker)
                yield from self._called_back(scope, all_of_it=bool(scope.bases))
            case Bound(name=name) if _is_own(atom):
                yield from self._members(name)
            case _:
                pass

    # Code that runs without being called

    def _unasked(self) -> Iterator[Unproven]:
        """Methods that an object is asked by, and properties that are named in what runs."""
        unit = self.reading.opened.unit
        spans = [(place.statement.start, place.statement.end) for place in self.places]
        spelt = b"\n".join(unit.source[start:end] for start, end in (*spans, *self.ran))
        touched = bool(self.ran) or any(map(self._touches_objects, self.places))
        for name, member in list(unit.unasked()):
            runs = name.encode() in spelt if name else touched
            if not runs or self._holds_mark(member):
                continue
            if name and self.reading.family.assigned is not None:
                yield Unproven(f"`{name}` may be set or read by code in view")
            yield from self._run(member.start, member.end)

    def _touches_objects(self, place: Place) -> bool:
        """Whether something in a place may be an object of a class in view, or hold one."""
        states = self._states(place)
        return any(
            _is_object(atom)
            for node in place.inside()
            for atom in held(self.reading.value(node), states)
        )

    def _run(self, start: int, end: int, beneath: ir.Scope | None = None) -> Iterator[Unproven]:
        if beneath is None:
            self.ran.add((start, end))
        yield from Running._run(self, start, end, beneath)


def _owner(call: ir.Call) -> Iterator[ir.Expression]:
    """The object whose method is called."""
    if isinstance(call.callee, ir.Attribute):
        yield call.callee.value


def _inner(scope: ir.Scope) -> Iterator[ir.Scope]:
    """All functions and classes inside of a scope."""
    pending = [scope]
    while pending:
        inner = pending.pop()
        _ = inner.body
        pending += inner.inner
        yield from inner.inner


def _is_plain(atom: Atom) -> bool:
    """Whether what is called is in view, or built in: that calls nothing of what it is given."""
    if isinstance(atom, Symbol):
        return atom.path.startswith("builtins.")
    return isinstance(atom, (Routine, Class)) or _is_own(atom)


def _classes(atom: Atom) -> Iterator[ir.Scope]:
    """The class in view that an object is of, or that this is."""
    match atom:
        case Class(scope=scope) | Instance(details=((Class(scope=scope),), *_)):
            yield scope
        case _:
            pass


def _is_own(atom: Atom) -> bool:
    """An object of a class in view, or a method of one."""
    match atom:
        case Bound(receiver=receiver):
            return _is_own(receiver)
        case Instance(details=details):
            return any(isinstance(inner, Class) for value in details[:1] for inner in value)
        case _:
            return False


def _is_object(atom: Atom) -> bool:
    """Whether something may be an object of a class in view, or such a class."""
    match atom:
        case Unknown(cause=cause):
            return cause.made or not cause.source
        case Class():
            return True
        case _:
            return _is_own(atom)
