"""Whether everything that a mark points at is proven harmless, and in what words."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from fpcache_ops.core.evidence import Mark
from fpcache_ops.core.verdict import Justification
from fpcache_ops.validators.safe_patterns import statements
from fpcache_ops.validators.safe_patterns.answers import (
    Answer,
    Proven,
    Unproven,
    justified,
    spelled,
    together,
)
from fpcache_ops.validators.safe_patterns.engine import ir
from fpcache_ops.validators.safe_patterns.engine.calls import OWN_OBJECT
from fpcache_ops.validators.safe_patterns.engine.flow import Flow
from fpcache_ops.validators.safe_patterns.engine.frames import Actuals, Seen
from fpcache_ops.validators.safe_patterns.engine.machine import Calling
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
from fpcache_ops.validators.safe_patterns.knowledge.model import (
    Family,
    Look,
    Sink,
    blame,
    user_input,
)
from fpcache_ops.validators.safe_patterns.places import Place, located
from fpcache_ops.validators.safe_patterns.source import Opened

_DEPTH = 6
_RUN_BY_TYPES = ("__class_getitem__", "__getitem__", "__or__", "__getattr__")
_CALLING = frozenset({"call", "apply", "bind"})
"""Methods of functions that call them, or make others that do."""

_RUNNING = frozenset(
    f"builtins.{name}" for name in ("open", "eval", "exec", "compile", "__import__", "getattr")
)
_BUILDERS = frozenset(
    {"format", "format_map", "join", "replace", "substitute", "safe_substitute", "concat"}
)


@dataclass(slots=True)
class Prover:
    """Proves marks of one opened source for one family."""

    opened: Opened
    family: Family
    machine: Flow

    def prove(self, mark: Mark) -> Answer:
        """Whether everything that the mark points at is harmless."""
        unit = self.opened.unit
        start, end = self._range(mark)
        if self.opened.is_comment(start, end):
            return self._comment()
        if self.family.refuses is not None:
            why = self.family.refuses(unit, mark.start, mark.end)
            if why is not None:
                return Unproven(why)
        for name in sorted(self.family.untouched):
            if unit.reshaped(name):
                return Unproven(f"an attribute of `{name}` is set somewhere")
        places = located(unit.module, start, end)
        wide = (start, end) != (mark.start, mark.end) or self._is_header(places)
        if wide:
            places = self._everything(places)
        self._run(places)
        places = [place for place in places if not place.around]
        if not places:
            return Unproven("nothing that could be judged is found at the place")
        # A secret is known to whoever reads it, whether its line runs or not.
        read = not self.family.quotes_code
        gone = [
            place
            for place in places
            if self._is_unreachable(place) and not (read and _holds_literal(place))
        ]
        if len(gone) == len(places):
            return Proven("unreachable code", Justification.NOT_IN_EXECUTE_PATH)
        left = [place for place in places if place not in gone]
        sinks, others = self._sinks(left)
        narrowed = _singled_out(sinks, mark.focus)
        if narrowed is not None:
            return together([self._sink(narrowed), *self._beside(left, [narrowed])])
        others += [
            (place.statement, "a statement is not modelled") for place in left if _odd(place)
        ]
        if wide:
            others += self._handed_out(left)
        for node, reason in others:
            return Unproven(f"{reason} (`{self._says(node)}`)")
        if not sinks and wide:
            return Unproven("nothing that could be judged is found in the code")
        if not sinks:
            return self._without_sink(left)
        if self.family.others_forbidden and not self._only_sinks(left, sinks):
            return Unproven("the statement does more than call what is known to be safe")
        answers = [self._sink(call) for call in sinks]
        answers += self._beside(left, sinks)
        answers += self._results(left)
        answers += statements.sent(left, self.family, self.machine)
        answers += statements.beside(left, self.family, self.machine)
        answers += self._neighbours(left, sinks)
        return together(answers)

    def judge_step(self, mark: Mark) -> Answer | None:
        """A step on the way to a sink: only a sink in it is judged; ``None`` if there is none."""
        places = located(self.opened.unit.module, mark.start, mark.end)
        self._run(places)
        reached = [place for place in places if not self._is_unreachable(place)]
        sinks, _ = self._sinks(reached, direct=True)
        return together([self._sink(call) for call in sinks]) if sinks else None

    # Marks that stand for more than a statement

    def _range(self, mark: Mark) -> tuple[int, int]:
        """What is marked: all of the source, if the report points at its very beginning only."""
        source = self.opened.unit.source
        whole = (0, len(source))
        blank = len(source) - len(source.lstrip())
        if not self.opened.headers:
            return mark.start, mark.end
        if mark.start <= blank and mark.end >= len(source.rstrip()):
            return whole
        if mark.start <= blank and not located(self.opened.unit.module, mark.start, mark.end):
            return whole
        return mark.start, mark.end

    def _is_header(self, places: list[Place]) -> bool:
        return self.opened.headers and all(
            isinstance(place.statement, (ir.Define, ir.DefineClass)) for place in places
        )

    def _everything(self, places: list[Place]) -> list[Place]:
        """The statements inside the functions and classes whose headers are marked."""
        found: dict[int, Place] = {}
        for place in places:
            if isinstance(place.statement, (ir.Define, ir.DefineClass)):
                at = place.statement
                for inner in located(self.opened.unit.module, at.start, at.end):
                    found.setdefault(id(inner.statement), inner)
            else:
                found.setdefault(id(place.statement), place)
        return [
            place
            for place in found.values()
            if not isinstance(place.statement, (ir.Define, ir.DefineClass))
        ]

    def _handed_out(self, places: list[Place]) -> Iterator[tuple[ir.Node, str]]:
        """Calls of code out of sight that are given what is not known: the sink may be there."""
        for place in places:
            for call in place.calls():
                for seen in self._seen(call):
                    if self._match(seen) is None and self._may_hide_a_sink(seen):
                        yield call, "code out of sight is given what is not known"

    def _may_hide_a_sink(self, seen: Seen) -> bool:
        """Unseen code gets what is not known, or a library that is not modelled gets user input."""
        values = [atom for value in seen.given.all() for atom in value]
        lost = [atom for atom in values if isinstance(atom, Unknown)]
        for atom in seen.callee:
            match atom:
                case Symbol(path=path) if path.startswith("?."):
                    if lost:
                        return True
                case Symbol(path=path):
                    known = path in self.machine.calls or path in self.family.harmless
                    if not known and any(one.cause.source for one in lost):
                        return True
                case Unknown(cause=cause):
                    if not cause.source and any(one.cause.source for one in lost):
                        return True
                case _:
                    pass
        return False

    def _says(self, node: ir.Node) -> str:
        return self.opened.unit.says(node.start, node.end)

    def _run(self, places: Iterable[Place]) -> None:
        """Run the scopes that the places are in, with everything in them watched."""
        machine = self.machine
        scopes: list[ir.Scope] = []
        for place in places:
            if id(place.statement) not in machine.watched:
                machine.watched.add(id(place.statement))
                machine.watched.update(id(node) for node in place.inside())
            if place.runs_in not in scopes:
                scopes.append(place.runs_in)
        for scope in scopes:
            if self.family.fragment is not None or self.family.watches_all:
                for statement in ir.statements(scope.body):
                    for expression in ir.expressions(statement):
                        for node in ir.inside(expression):
                            if isinstance(node, ir.Call):
                                machine.watched.add(id(node))
            self.machine.run_scope(scope)

    def _is_unreachable(self, place: Place) -> bool:
        key = id(place.statement)
        return key in self.machine.dead and key not in self.machine.live

    def _comment(self) -> Answer:
        if not self.family.quotes_code:
            return Unproven("a comment does not clear a secret that stands in it")
        return Proven("comment", Justification.CODE_NOT_PRESENT)

    # Calls that can interpret

    def _sinks(
        self, places: list[Place], *, direct: bool = False
    ) -> tuple[list[ir.Call], list[tuple[ir.Node, str]]]:
        """The marked calls that are sinks, and what may be one by another name.

        What runs a sink in view is one, too, unless only ``direct`` ones are asked for.
        """
        sinks: list[ir.Call] = []
        unclear: list[tuple[ir.Node, str]] = []
        for place in places:
            unclear += [(node, "a sink is handed on") for node in self._handed_on(place)]
            unclear += [(node, "a class is derived from it") for node in self._derived(place)]
            for call in place.calls():
                seen = self._seen(call)
                hit = any(self._match(one) is not None for one in seen)
                led = not direct and any(self._leads_to_sink(one) for one in seen)
                if hit or led or (not seen and self._looks_like_sink(call)):
                    sinks.append(call)
                elif not seen:
                    if id(call) not in self.machine.dead:
                        unclear.append((call, "a call is not reached by this reading"))
                elif any(self._is_unclear(one) for one in seen):
                    unclear.append((call, "what is called is not known"))
        return sinks, unclear

    def _derived(self, place: Place) -> Iterator[ir.Expression]:
        """Sinks that make objects, where a class without a name changes what these do."""
        for node in place.inside() if self.opened.resolved else ():
            for made in node.arguments if isinstance(node, ir.Anonymous) else ():
                if isinstance(made, ir.Call) and (
                    self._looks_like_sink(made)
                    or any(self._match(seen) is not None for seen in self._seen(made))
                ):
                    yield made

    def _handed_on(self, place: Place) -> Iterator[ir.Expression]:
        """Sinks that are given to somebody who may call them: ``map(os.system, lines)``."""
        for call in place.calls():
            for number, argument in enumerate(call.arguments):
                handed = argument.value
                first = number == 0 and argument.name is None
                if not isinstance(handed, (ir.Name, ir.Attribute)):
                    continue
                value = self.machine.values.get(id(handed), ())
                paths = {atom.path for atom in value if isinstance(atom, Symbol)}
                exact = any(paths & sink.calls for sink in self.family.sinks)
                named = argument.name in ("target", "func", "function", "callback")
                if not (first or named or (exact and not self._asks_class(call))):
                    continue
                known = exact or any(
                    path.rpartition(".")[2] in self._names() and not self.machine.is_source(path)
                    for path in paths
                )
                if not known and self._takes_data(call, value):
                    continue
                if known or (isinstance(handed, ir.Attribute) and handed.name in self._names()):
                    yield handed

    def _asks_class(self, call: ir.Call) -> bool:
        """Whether a call only asks of which class something is."""
        callees = [atom for seen in self._seen(call) for atom in seen.callee]
        asked = ("builtins.isinstance", "builtins.issubclass")
        return all(isinstance(atom, Symbol) and atom.path in asked for atom in callees)

    def _takes_data(self, call: ir.Call, value: Value) -> bool:
        """Whether what is handed on is user input, or the call is one whose result is known."""
        if any(isinstance(atom, Unknown) and atom.cause.source for atom in value):
            return True
        callees = [atom for seen in self._seen(call) for atom in seen.callee]
        return bool(callees) and all(
            isinstance(atom, Symbol) and atom.path in self.machine.calls for atom in callees
        )

    def _seen(self, call: ir.Call) -> list[Seen]:
        return self.machine.seen.get(id(call), [])

    def _names(self) -> frozenset[str]:
        named: set[str] = set()
        for sink in self.family.sinks:
            named |= sink.names
            named |= {path.rpartition(".")[2] for path in sink.calls}
        return frozenset(named)

    def _looks_like_sink(self, call: ir.Call) -> bool:
        """By its name alone: for calls that no way through the code reaches."""
        if self.family.flag and any(a.name == self.family.flag for a in call.arguments):
            return True
        match call.callee:
            case ir.Name(name=name) | ir.Attribute(name=name):
                return name in self._names()
            case ir.Library(path=path):
                return path.rpartition(".")[2] in self._names()
            case ir.ClassName(scope=scope):
                return scope.name in self._names()
            case callee:
                return not isinstance(callee, ir.Constant)

    def _match(self, seen: Seen) -> tuple[Sink, ...] | None:
        """The sinks that a reached call may be; ``None`` if it is none."""
        matched: list[Sink] = []
        hit = False
        for atom in seen.callee:
            found = self._match_atom(atom, seen)
            if found is not None:
                hit = True
                matched.extend(found)
        if self.family.flag and seen.given.get(None, self.family.flag) is not None and not hit:
            value = seen.given.get(None, self.family.flag) or ()
            if not all(isinstance(atom, Literal) and atom.value is False for atom in value):
                return ()
        return tuple(dict.fromkeys(matched)) if hit else None

    def _match_atom(self, atom: object, seen: Seen) -> tuple[Sink, ...] | None:
        if isinstance(atom, Symbol):
            exact = tuple(sink for sink in self.family.sinks if atom.path in sink.calls)
            if exact:
                return exact
            if atom.path in self.family.harmless or atom.path in self.family.calls:
                return None
            owner, _, last = atom.path.rpartition(".")
            if last in _CALLING and owner.rpartition(".")[2] in self._names():
                return ()
            return self._by_name(last, atom.path)
        if isinstance(atom, Bound):
            if self.opened.resolved and isinstance(atom.receiver, Class):
                return self._by_name(atom.name, f"?.{atom.receiver.scope.name}.{atom.name}")
            values = (Text, Literal, Number, Series, Table, Reference)
            if isinstance(atom.receiver, values) and not atom.name.endswith("="):
                return None
            if isinstance(atom.receiver, Instance):
                own = {f"{atom.receiver.kind}.{atom.name}", f"{atom.receiver.kind}.*"}
                if own & self.family.harmless:
                    return None
                if atom.receiver.kind != OWN_OBJECT:
                    return self._by_name(atom.name)
            return self._of_anyone(atom.name)
        callee = seen.call.callee
        if isinstance(atom, (Routine, Class)):
            return self._by_name(atom.scope.name)
        if isinstance(callee, (ir.Name, ir.Attribute)):
            method = isinstance(callee, ir.Attribute)
            found = self._of_anyone(callee.name) if method else self._by_name(callee.name)
            return () if found and self._is_made_here(callee) else found
        return None

    def _is_another(self, atom: Atom, seen: Seen) -> bool:
        """Whether one of several things that may be called is none of the sinks."""
        if len(seen.callee) == 1 or self._match_atom(atom, seen) is not None:
            return False
        named = isinstance(seen.call.callee, ir.Name)
        return isinstance(atom, (Symbol, Routine, Class)) or (isinstance(atom, Unknown) and named)

    def _is_made_here(self, callee: ir.Name | ir.Attribute) -> bool:
        """Whether the source itself gives something a name of a sink: it may be another."""
        if isinstance(callee, ir.Attribute):
            return self.opened.unit.attribute_written(callee.name)
        pending = [self.opened.unit.module]
        while pending:
            scope = pending.pop()
            if scope.binds(callee.name):
                return any(one.kind != "import" for one in scope.bindings[callee.name])
            pending += scope.inner
        return False

    def _of_anyone(self, name: str) -> tuple[Sink, ...] | None:
        """Sinks of this name, of an object that is not known: it may be of a class in view."""
        found = self._by_name(name)
        own = self.family.own_methods and self.opened.unit.defines(name)
        return () if found and own else found

    def _by_name(self, name: str, path: str = "") -> tuple[Sink, ...] | None:
        named = tuple(sink for sink in self.family.sinks if name in sink.names)
        if named:
            return named
        if self.opened.resolved:
            return () if self._is_namesake(path) else None
        return () if name in self._names() else None

    def _is_namesake(self, path: str) -> bool:
        """Whether something that is declared out of sight has the class and name of a sink."""
        if not path.startswith("?."):
            return False
        known = {call for sink in self.family.sinks for call in sink.calls}
        last = path.rpartition(".")[2]
        if last[:1].isupper():
            return any(call.rpartition(".")[2] == last for call in known)
        return any(call.split(".")[-2:] == path.split(".")[-2:] for call in known)

    def _is_unclear(self, seen: Seen) -> bool:
        """Something computed or handed in is called: it may be a sink under another name."""
        if isinstance(seen.call.callee, ir.Attribute):
            return False
        if self.machine.language.hands_back(seen.call):
            return False
        if self.family.constants_harmless and seen.given.closed:
            values = seen.given.all()
            if values and all(_is_constant(value) for value in values):
                return False
        return any(isinstance(atom, Unknown) for atom in seen.callee)

    def _sink(self, call: ir.Call) -> Answer:
        """Whether a sink is harmless every time it is reached."""
        reached = self._seen(call)
        if not reached:
            if id(call) in self.machine.dead:
                return Proven("unreachable code", Justification.NOT_IN_EXECUTE_PATH)
            return Unproven(f"`{self._says(call)}` is not reached by this reading")
        answers = [self._reached(seen) for seen in reached]
        bad = [answer for answer in answers if isinstance(answer, Unproven)]
        if bad and self._only_waits(call):
            return Proven("the value is only waited for", Justification.NOT_CONTROLLABLE)
        if bad:
            return next((answer for answer in bad if answer.source), bad[0])
        return together(answers)

    def _reached(self, seen: Seen, depth: int = 0) -> Answer:
        sinks = self._match(seen)
        if self._is_in_view(seen):
            return self._helper(seen)
        if sinks is None and self._leads_to_sink(seen):
            return together(
                [self._reached(inner) for inner in seen.inside if self._is_inner_sink(inner)]
            )
        name = self._says(seen.call.callee)
        if self._is_perhaps_own(seen, sinks or ()):
            why = f"`{name}` may be a method of a class in view"
            return Unproven(why, self._from_user(seen))
        if any(self._is_another(atom, seen) for atom in seen.callee):
            return Unproven(f"`{name}` may be another function", self._from_user(seen))
        if not sinks or len(sinks) > 1:
            return Unproven(f"no harmless way to call `{name}` is known", self._from_user(seen))
        best: tuple[int, str] = (-1, f"no harmless way to call `{name}` is known")
        for form in sinks[0].forms:
            failed = form.why_not(seen, self.machine, strange=self._is_strange(sinks[0], seen))
            if failed is None:
                values = tuple(
                    value for need in form.needs if (value := need.value(seen)) is not None
                )
                return Proven(
                    f"{form.pattern}{spelled(values)}",
                    form.justification or justified(values),
                )
            best = max(best, failed, key=lambda pair: pair[0])
        return Unproven(f"what reaches `{name}` is not proven: {best[1]}", self._from_user(seen))

    def _beside(self, places: list[Place], sinks: list[ir.Call]) -> Iterator[Unproven]:
        """Other calls of the statement that do what the family is about in another way."""
        for place in places if self.family.beside else ():
            for call in place.calls():
                reached = self._seen(call) if call not in sinks else []
                for seen in (one for each in reached for one in (each, *each.inside)):
                    for sink in self.family.beside:
                        if _is_called(sink, seen) and all(
                            form.why_not(seen, self.machine) is not None for form in sink.forms
                        ):
                            name = self._says(seen.call.callee)
                            why = f"what reaches `{name}` beside it is not proven"
                            yield Unproven(why, self._from_user(seen))

    def _leads_to_sink(self, seen: Seen) -> bool:
        """Whether code in view that a call runs reaches a sink, or may: it is not followed."""
        if any(self._is_inner_sink(inner) for inner in seen.inside):
            return True
        lost = any(isinstance(atom, Unknown) for value in seen.given.all() for atom in value)
        return lost and not seen.followed and self._is_in_view(seen)

    def _is_inner_sink(self, seen: Seen) -> bool:
        return self._match(seen) is not None and not self._is_in_view(seen)

    def _is_strange(self, sink: Sink, seen: Seen) -> bool:
        """Whether only the name of an imported function is known to be that of a sink."""
        if not self.family.strange or (
            self.family.strange == "functions" and not isinstance(seen.call.callee, ir.Name)
        ):
            return False
        return any(isinstance(atom, Symbol) and atom.path not in sink.calls for atom in seen.callee)

    def _is_in_view(self, seen: Seen) -> bool:
        """Whether what is called is code in view, and nothing else."""
        return bool(seen.callee) and all(
            isinstance(atom, Routine)
            or (isinstance(atom, Bound) and self._is_own_object(atom.receiver))
            for atom in seen.callee
        )

    def _is_perhaps_own(self, seen: Seen, sinks: tuple[Sink, ...]) -> bool:
        """Whether code in view may be called that has the name of a sink."""
        if not self.opened.resolved:
            return False
        receivers = [atom.receiver for atom in seen.callee if isinstance(atom, Bound)]
        if any(isinstance(one, Routine) or self._is_own_object(one) for one in receivers):
            return True
        names = frozenset(name for sink in sinks for name in sink.names)
        lost = any(
            isinstance(atom, Unknown) or (isinstance(atom, Symbol) and atom.path.startswith("?."))
            for atom in seen.callee
        )
        return lost and self.opened.unit.may_be_own(seen.call.start, seen.call.end, names)

    def _is_own_object(self, atom: Atom) -> bool:
        """A class in view, or an object of one: its methods are judged by what they do."""
        if not self.opened.resolved:
            return False
        if isinstance(atom, Class):
            return True
        return isinstance(atom, Instance) and any(
            isinstance(inner, Class) for value in atom.details[:1] for inner in value
        )

    def _from_user(self, seen: Seen) -> bool:
        return user_input(seen.given.all(), self.machine)

    def _helper(self, seen: Seen) -> Answer:
        """A function in view: every sink that this call of it reaches is harmless."""
        name = self._says(seen.call.callee)
        if not seen.followed:
            return Unproven(f"`{name}` is not followed", self._from_user(seen))
        answers: list[Answer] = []
        for inner in seen.inside:
            if self._match(inner) is not None and not self._is_in_view(inner):
                answers.append(self._reached(inner))
            elif self._is_unclear(inner):
                answers.append(Unproven(f"`{name}` calls something that is not known"))
        if not answers:
            return Unproven(f"nothing that could be judged is found in `{name}`")
        return together(answers)

    def _only_waits(self, call: ir.Call) -> bool:
        """Whether the value only goes, by way of arithmetic, into a call that waits."""
        if not self.family.waits:
            return False
        for seen in (one for several in self.machine.seen.values() for one in several):
            paths = [atom.path for atom in seen.callee if isinstance(atom, Symbol)]
            if len(paths) != len(seen.callee) or not self.family.waits.issuperset(paths):
                continue
            # What a timer runs comes first, how long it waits last; what a sleep gives back is
            # no time.
            given = seen.call.arguments
            timer = all(path.startswith("builtins.") for path in paths)
            if len(given) in (1, 2 if timer else 1) and _arithmetic(given[-1].value, call):
                return True
        return False

    def _only_sinks(self, places: list[Place], sinks: list[ir.Call]) -> bool:
        """Whether a statement holds no call and no text but those of its sinks."""
        for place in places:
            covered = {id(inner) for sink in sinks for inner in ir.inside(sink)}
            for node in place.inside():
                literal = isinstance(node, ir.Constant) and isinstance(node.value, (str, bytes))
                built = isinstance(node, (ir.Call, ir.Interpolated))
                if (literal or built) and id(node) not in covered:
                    return False
        return True

    def _results(self, places: list[Place]) -> list[Answer]:
        """What the marked expressions give, where that is read as code itself."""
        check = self.family.result
        if check is None:
            return []
        answers: list[Answer] = []
        for place in places:
            for node in place.inside():
                for atom in self.machine.values.get(id(node), ()):
                    if isinstance(atom, Text) and atom.flavour == self.family.result_flavour:
                        reason = check(atom)
                        if reason is not None:
                            answers.append(Unproven(reason))
        return answers

    # What stands beside the sinks

    def _neighbours(self, places: list[Place], sinks: list[ir.Call]) -> Iterator[Answer]:
        """Calls and texts that are no part of a sink: they may come to one by another name."""
        if not self.family.neighbours:
            return
        inside = {id(node) for sink in sinks for node in ir.inside(sink)}
        for place in places:
            drawn = _drawn_from(place, sinks)
            for call in place.calls():
                if id(call) in inside:
                    continue
                if any(self._may_take_input(seen) for seen in self._seen(call)) and any(
                    self._brings_input(argument.value, inside, drawn) for argument in call.arguments
                ):
                    why = f"`{self._says(call.callee)}` is given user input beside what is proven"
                    yield Unproven(why, source=True)
            if self.family.fragment is not None:
                for node in _built(place.expressions):
                    if not any(id(inner) in inside for inner in ir.inside(node)):
                        yield self._harmless(self.machine.values.get(id(node), ()))

    def _may_take_input(self, seen: Seen) -> bool:
        """Whether a call may do with its arguments what a sink does."""
        for atom in seen.callee:
            match atom:
                case Symbol(path=path):
                    plain = path.startswith("builtins.") and path not in _RUNNING
                    known = path in self.machine.calls or path in self.family.harmless
                    if not (plain or known or self.machine.is_source(path)):
                        return True
                case Unknown(cause=cause):
                    if not cause.source:
                        return True
                case Routine():
                    if not seen.followed or any(map(self._may_take_input, seen.inside)):
                        return True
                case Bound(receiver=Instance(kind=kind), name=name):
                    if f"{kind}.{name}" in self.family.takes:
                        return True
                case _:
                    pass
        return False

    def _brings_input(self, node: ir.Expression, inside: set[int], drawn: set[str]) -> bool:
        """Whether user input is in an expression, other than by way of a sink."""
        if id(node) in inside or (isinstance(node, ir.Name) and node.name in drawn):
            return False
        value = self.machine.values.get(id(node), ())
        if any(id(inner) in inside for inner in ir.inside(node)):
            value = ()
        elif user_input((value,), self.machine):
            return True
        elif value and all(isinstance(atom, (Text, Number, Literal)) for atom in value):
            return False
        return any(self._brings_input(child, inside, drawn) for child in ir.children(node))

    # Statements without a sink

    def _without_sink(self, places: list[Place]) -> Answer:
        if self.family.compared is not None:
            # What compares nothing and calls nothing: `return false` behind `if (a === undefined)`.
            places = [place for place in places if _compares_or_calls(place)] or places
        return together([self._bare(place) for place in places])

    def _bare(self, place: Place) -> Answer:
        statement = place.statement
        if isinstance(statement, ir.Declare):
            if statement.literals and self.family.literals_forbidden:
                return Unproven("a declaration with literals in it")
            if any(self.opened.unit.mentions(word) for word in _RUN_BY_TYPES):
                return Unproven("a class in view runs code where a type is written")
            return Proven("type declaration", Justification.CODE_NOT_PRESENT)
        if self.family.quotes_code and self._is_docstring(statement):
            if self.opened.unit.mentions("__doc__") or self.opened.unit.mentions("getdoc"):
                return Unproven("the code reads its own documentation")
            return Proven("string literal", Justification.CODE_NOT_PRESENT)
        if self.family.assigned is not None:
            return self._assigned(place)
        if self.family.fragment is not None:
            return self._fragment(place)
        return statements.judged(place, self.family, self.machine)

    @staticmethod
    def _is_docstring(statement: ir.Statement) -> bool:
        return (
            isinstance(statement, ir.Evaluate)
            and isinstance(statement.value, ir.Constant)
            and isinstance(statement.value.value, str)
        )

    def _assigned(self, place: Place) -> Answer:
        assert self.family.assigned is not None
        if self.family.literals_forbidden and (word := self._literal(place)) is not None:
            return Unproven(f"a literal that is not empty stands in the statement ({word})")
        statement = place.statement
        if self.family.literals_forbidden and _compares_with_empty(place):
            return Proven("compared with the empty string", Justification.CODE_NOT_PRESENT)
        value = self.machine.assigned.get(id(statement))
        if not isinstance(statement, ir.Assign) or value is None:
            return Unproven("nothing that could be judged is found at the place")
        calling = Calling(self.machine, State(), 0, Actuals())
        reason = self.family.assigned(Look(value, calling))
        if reason is not None:
            return Unproven(f"the value is not proven: {reason}")
        return Proven(self.family.pattern, Justification.CODE_NOT_PRESENT)

    def _literal(self, place: Place) -> str | None:
        """A text in the statement that is neither empty nor the name of a variable outside."""
        spared: set[int] = set()
        for node in place.inside():
            if isinstance(node, ir.Call):
                for seen in self._seen(node):
                    read = self.family.reads
                    if all(isinstance(a, Symbol) and a.path in read for a in seen.callee):
                        spared.update(id(a.value) for a in node.arguments[:1])
            elif isinstance(node, ir.Subscript):
                owner = self.machine.values.get(id(node.value), ())
                if owner and all(isinstance(a, Symbol) and a.path == "os.environ" for a in owner):
                    spared.add(id(node.key))
        for node in place.inside():
            if isinstance(node, ir.Interpolated):
                return self._says(node)[:2] + "..."
            text = isinstance(node, ir.Constant) and isinstance(node.value, (str, bytes))
            if text and id(node) not in spared and getattr(node, "value", "") not in ("", b""):
                return "its text is not repeated here"
            if isinstance(node, (ir.Opaque, ir.Lambda, ir.Comprehension)):
                return "an unusual expression"
        return None

    def _fragment(self, place: Place) -> Answer:
        """Texts that are built here must be harmless wherever they go from here."""
        assert self.family.fragment is not None
        given_away = self._given_away(place)
        if given_away is not None:
            return given_away
        built = list(_built(place.expressions))
        answers: list[Answer] = []
        for node in built:
            value = self.machine.values.get(id(node))
            if value is None:
                answers.append(Unproven(f"`{self._says(node)}` is not reached by this reading"))
            elif not all(isinstance(atom, (Number, Literal)) for atom in value):
                answers.append(self._harmless(value))
        if id(place.statement) in self.machine.assigned:
            value = self.machine.assigned[id(place.statement)]
            if any(isinstance(atom, (Text, Unknown)) for atom in value):
                answers.append(self._harmless(value))
        if not answers:
            return Unproven("nothing that could be judged is found at the place")
        return together([*answers, *self._uses(place)])

    def _given_away(self, place: Place) -> Unproven | None:
        """A call that may do anything, and is given more than is known: the sink may be there."""
        for call in place.calls():
            known = not any(isinstance(a, Unknown) for a in self.machine.values.get(id(call), ()))
            if known and not self._grows(call):
                # What it gives is known, and so is what it does.
                continue
            for seen in self._seen(call):
                if any(self._is_lost(value, seen, _DEPTH) for value in seen.given.all()):
                    why = f"`{self._says(call.callee)}` is given what is not known"
                    return Unproven(why, self._from_user(seen))
        return None

    def _grows(self, call: ir.Call) -> bool:
        """Whether a text grows by what a call is given, where it stands by itself."""
        grows = isinstance(call.callee, ir.Attribute) and call.callee.name in ("append", "insert")
        return self.opened.resolved and grows

    def _is_lost(self, value: Value, seen: Seen, depth: int) -> bool:
        """Whether a value, or what it holds, is more than constants and numbers."""
        if depth == 0:
            return True
        for atom in value:
            match atom:
                case Unknown():
                    return True
                case Text() if self.family.fragment is not None:
                    if self.family.fragment(atom) is not None:
                        return True
                case Series() | Table() | Reference():
                    content = seen.state.content(atom.site) if isinstance(atom, Reference) else atom
                    if not isinstance(content, (Series, Table)):
                        return True
                    items = [content.rest]
                    if isinstance(content, Series):
                        items += content.items
                    else:
                        items += [item for _, item in content.items]
                    if any(self._is_lost(item, seen, depth - 1) for item in items):
                        return True
                case _:
                    pass
        return False

    def _harmless(self, value: Value) -> Answer:
        assert self.family.fragment is not None
        for atom in value:
            if not isinstance(atom, Text):
                lost = any(isinstance(a, Unknown) and a.cause.source for a in value)
                return Unproven(f"the text is not proven: {blame(value, 'it is not known')}", lost)
            reason = self.family.fragment(atom)
            if reason is not None:
                return Unproven(f"the text is not proven: {reason}")
        return Proven(f"{self.family.pattern}{spelled((value,))}", justified((value,)))

    def _uses(self, place: Place) -> Iterator[Answer]:
        """Every sink of the scope that the bound names come to is harmless, too."""
        names = _bound_names(place.statement)
        if not names:
            return
        scope = place.scope
        body = list(ir.statements(place.runs_in.body))
        grown = True
        while grown:
            grown = False
            for statement in body:
                targets = _bound_names(statement)
                if targets - names and _mentions(statement, names):
                    names |= targets
                    grown = True
        if scope.kind != "module" and any(
            self.opened.unit.mentioned_inside(name, scope.runs_inside) for name in sorted(names)
        ):
            yield Unproven("a function inside uses the text, too")
        for statement in body:
            for expression in ir.expressions(statement):
                for call in ir.inside(expression):
                    if not isinstance(call, ir.Call) or not _mentions_in((call,), names):
                        continue
                    if any(self._match(seen) is not None for seen in self._seen(call)):
                        answer = self._sink(call)
                        if isinstance(answer, Unproven):
                            yield answer
                    elif self.family.neighbours and _fills(call, names):
                        yield self._harmless(self.machine.values.get(id(call), ()))


def _drawn_from(place: Place, sinks: list[ir.Call]) -> set[str]:
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


def _holds_literal(place: Place) -> bool:
    """Whether a text or a number is written out in the place."""
    return any(
        isinstance(node, ir.Interpolated)
        or (
            isinstance(node, ir.Constant)
            and not isinstance(node.value, bool)
            and node.value not in (None, "", b"")
        )
        for node in place.inside()
    )


def _is_called(sink: Sink, seen: Seen) -> bool:
    paths = {atom.path for atom in seen.callee if isinstance(atom, Symbol)}
    names = {path.rpartition(".")[2] for path in paths}
    if isinstance(seen.call.callee, (ir.Name, ir.Attribute)):
        names.add(seen.call.callee.name)
    return bool(paths & sink.calls or names & sink.names)


def _fills(call: ir.Call, names: set[str]) -> bool:
    """Whether a method makes another text of one of these: ``query.format(value)``."""
    return (
        isinstance(call.callee, ir.Attribute)
        and call.callee.name in _BUILDERS
        and isinstance(call.callee.value, ir.Name)
        and call.callee.value.name in names
    )


def _odd(place: Place) -> bool:
    """Whether the place holds code that is not modelled, so that calls in it are not seen."""
    if isinstance(place.statement, ir.Unmodelled):
        return True
    return any(isinstance(node, ir.Opaque) and not node.children for node in place.inside())


def _singled_out(sinks: list[ir.Call], focus: tuple[int, int] | None) -> ir.Call | None:
    """The one sink that the report's columns point at, if they point at one alone."""
    if focus is None:
        return None
    start, end = focus
    near = [
        call
        for call in sinks
        if (start <= call.start and call.end <= end) or (call.start <= start and end <= call.end)
    ]
    return near[0] if len(near) == 1 else None


def _is_constant(value: Value) -> bool:
    return bool(value) and all(
        isinstance(atom, (Literal, Number))
        or (isinstance(atom, Text) and atom.constant is not None)
        for atom in value
    )


def _arithmetic(node: ir.Expression, call: ir.Call) -> bool:
    """Whether an expression is arithmetic around a call that stands in it once."""
    if node is call:
        return True
    if isinstance(node, ir.Binary) and node.op in ("+", "-", "*", "/"):
        return _arithmetic(node.left, call) or _arithmetic(node.right, call)
    return False


def _compares_or_calls(place: Place) -> bool:
    return any(isinstance(node, (ir.Compare, ir.Call, ir.Opaque)) for node in place.inside())


def _compares_with_empty(place: Place) -> bool:
    if len(place.expressions) != 1:
        return False
    test = place.expressions[0]
    if not isinstance(test, ir.Compare) or len(test.links) != 1:
        return False
    op, right = test.links[0]
    sides = (test.left, right)
    return op in ("==", "!=") and any(
        isinstance(side, ir.Constant) and side.value in ("", b"") for side in sides
    )


def _built(expressions: Iterable[ir.Expression]) -> Iterator[ir.Expression]:
    """The outermost expressions that build texts."""
    pending = list(expressions)
    while pending:
        node = pending.pop()
        if _builds(node):
            yield node
            continue
        pending.extend(ir.children(node))


def _builds(node: ir.Expression) -> bool:
    match node:
        case ir.Constant(value=str()) | ir.Interpolated():
            return True
        case ir.Choice(then=then, orelse=orelse):
            # One of them is a text: so is the other.
            return _builds(then) or _builds(orelse)
        case ir.Logical(items=items):
            return any(_builds(item) for item in items)
        case ir.Binary(op="+" | "%" | "*"):
            return True
        case ir.Call(callee=ir.Attribute(name=name)):
            return name in _BUILDERS
        case _:
            return False


def _bound_names(statement: ir.Statement) -> set[str]:
    targets: list[ir.Expression] = []
    match statement:
        case ir.Assign(targets=several):
            targets.extend(several)
        case ir.Augment(target=target):
            targets.append(target)
        case ir.For(target=target):
            targets.append(target)
        case ir.With(items=items):
            targets.extend(target for _, target in items if target is not None)
        case _:
            pass
    found: set[str] = set()
    for target in targets:
        found |= {node.name for node in ir.inside(target) if isinstance(node, ir.Name)}
    for expression in ir.expressions(statement):
        for node in ir.inside(expression):
            if isinstance(node, ir.Bind):
                found.add(node.target.name)
    return found


def _mentions(statement: ir.Statement, names: set[str]) -> bool:
    return _mentions_in(ir.expressions(statement), names)


def _mentions_in(expressions: Iterable[ir.Expression], names: set[str]) -> bool:
    return any(
        isinstance(node, ir.Name) and node.name in names
        for expression in expressions
        for node in ir.inside(expression)
    )
