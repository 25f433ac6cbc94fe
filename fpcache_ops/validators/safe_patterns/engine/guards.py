"""What is known of values where a test has come out one way."""

from abc import ABC
from collections import Counter

from fpcache_ops.validators.safe_patterns.engine import ir
from fpcache_ops.validators.safe_patterns.engine.calls import Calls
from fpcache_ops.validators.safe_patterns.engine.frames import Frame
from fpcache_ops.validators.safe_patterns.engine.members import member_of, others_of
from fpcache_ops.validators.safe_patterns.engine.state import State, join_state
from fpcache_ops.validators.safe_patterns.engine.values import (
    ADDRESS,
    CHOSEN,
    Bound,
    Hole,
    Instance,
    Literal,
    Reference,
    Series,
    Symbol,
    Table,
    Text,
    Unknown,
    Value,
    join,
    joined,
    literal,
    text,
)

_NEGATED = {"==": "!=", "!=": "==", "in": "not in", "not in": "in", "is": "is not", "is not": "is"}


class Guards(Calls, ABC):
    """Refines states by tests."""

    def refine(
        self, test: ir.Expression, state: State, frame: Frame, positive: bool
    ) -> State | None:
        """What is known where a test came out true (or false); ``None`` where it never does.

        ``state`` is used up. The test itself has been evaluated before.
        """
        outer = self._rebound
        self._rebound = Counter(
            inner.target.name for inner in ir.inside(test) if isinstance(inner, ir.Bind)
        )
        result = self._refined(test, state, frame, positive)
        self._rebound = outer
        return result

    def _refined(
        self, test: ir.Expression, state: State, frame: Frame, positive: bool
    ) -> State | None:
        self.budget.step()
        self.budget.enter()
        result = self._refine(test, state, frame, positive)
        self.budget.leave()
        return result

    def _is_stale(self, node: ir.Expression) -> bool:
        """Whether the test itself may bind anew, later on, a name that it looks at here."""
        if not self._rebound:
            return False
        return any(isinstance(n, ir.Name) and n.name in self._rebound for n in ir.inside(node))

    def _refine(
        self, test: ir.Expression, state: State, frame: Frame, positive: bool
    ) -> State | None:
        match test:
            case ir.Unary(op="not", operand=operand):
                return self._refined(operand, state, frame, not positive)
            case ir.Logical(op=op, items=items) if op != "??":
                if (op == "and") is positive:
                    current: State | None = state
                    for item in items:
                        if current is None:
                            return None
                        current = self._refined(item, current, frame, positive)
                    return current
                return self._any(items, state, frame, positive)
            case ir.Compare(left=left, links=((op, right),)):
                if not positive:
                    op = _NEGATED.get(op) or self.language.opposites.get(op, "")
                if op == "==" and self._target_of(left) is None:
                    left, right = right, left
                return self._compared(left, op, right, state, frame)
            case ir.Call() | ir.Cast(value=ir.Call(), type="boolean"):
                call = test.value if isinstance(test, ir.Cast) else test
                assert isinstance(call, ir.Call)
                return self._called(call, state, frame, positive)
            case ir.Constant() | ir.Name() | ir.Attribute() if not self._is_stale(test):
                return self._truth(test, state, frame, positive)
            case _:
                return state

    def _any(
        self, items: tuple[ir.Expression, ...], state: State, frame: Frame, positive: bool
    ) -> State | None:
        """One of the items came out this way, those before it the other way."""
        result: State | None = None
        current: State | None = state
        for item in items:
            if current is None:
                break
            result = join_state(result, self._refined(item, current.copy(), frame, positive))
            current = self._refined(item, current, frame, not positive)
        return result

    def _truth(
        self, test: ir.Expression, state: State, frame: Frame, positive: bool
    ) -> State | None:
        value = self.evaluate(test, state.copy(), frame)
        kept = tuple(atom for atom in value if self.language.truth(atom) is not (not positive))
        if not kept:
            return None
        if isinstance(test, ir.Name) and len(kept) < len(value):
            self._narrow(test, kept, state, frame)
        return state

    def _compared(
        self, left: ir.Expression, op: str, right: ir.Expression, state: State, frame: Frame
    ) -> State | None:
        if isinstance(left, ir.Call) and isinstance(right, ir.Constant) and right.value is None:
            # re.fullmatch(...) is not None: another call may give something that is no yes.
            finds = op in ("is not", "!=") and self.language.finds(left)
            return self._called(left, state, frame, True) if finds else state
        if not self._is_stale(left) and not self._is_stale(right):
            known = self.language.compared(self, state.copy(), frame, left, op, right)
            if known is not None:
                self._know(known, state, frame)
                return state
        name = self._target_of(left)
        if self._is_stale(right):
            return state
        if name is None:
            if op == "==":
                self._equal_members(left, right, state, frame)
            return self._constant_test(left, op, right, state, frame)
        if op == "==" and member_of(right) is not None:
            self._equal_members(left, right, state, frame)
        allowed: Value | None = None
        if op == "in":
            allowed = self._members(self.evaluate(right, state.copy(), frame), state)
        elif op == "==":
            allowed = self.evaluate(right, state.copy(), frame)
        elif op in ("is not", "!=") and isinstance(right, ir.Constant) and right.value is None:
            value = self.lookup(name.name, state, frame)
            kept = tuple(a for a in value if not (isinstance(a, Literal) and a.kind == "NoneType"))
            if kept and len(kept) < len(value):
                self._narrow(name, kept, state, frame)
            return state
        if allowed is not None:
            equal = self._equal_to(allowed)
            if equal is not None and not self.unit.custom_equality():
                current = self.lookup(name.name, state, frame)
                kept = tuple(atom for atom in current if atom in equal)
                already = kept and not any(
                    _may_equal(atom) for atom in current if atom not in equal
                )
                self._narrow(name, kept if already else equal, state, frame)
                self.measures.add("guard")
        return self._constant_test(left, op, right, state, frame)

    def _equal_members(
        self, left: ir.Expression, right: ir.Expression, state: State, frame: Frame
    ) -> None:
        """A property that was found to be equal to constants."""
        for one, other in ((left, right), (right, left)):
            if member_of(one) is None or self.unit.custom_equality():
                continue
            equal = self._equal_to(self.evaluate(other, state.copy(), frame))
            if equal is not None:
                self._remember(one, equal, state, frame)

    def _constant_test(
        self, left: ir.Expression, op: str, right: ir.Expression, state: State, frame: Frame
    ) -> State | None:
        """A comparison of constants never comes out the other way."""
        if self._is_stale(left) or self._is_stale(right):
            return state
        if not (
            isinstance(left, (ir.Constant, ir.Name)) and isinstance(right, (ir.Constant, ir.Name))
        ):
            return state
        at = ir.Compare(left.start, right.end, left, ((op, right),))
        value = self.evaluate(at, state.copy(), frame)
        return None if value == literal(False) else state

    def _target_of(self, node: ir.Expression) -> ir.Name | None:
        """The variable that a test is about, if nothing else in the test binds it."""
        if isinstance(node, ir.Bind):
            return node.target if self._rebound[node.target.name] == 1 else None
        if isinstance(node, ir.Name) and node.name not in self._rebound:
            return node
        return None

    def _members(self, collection: Value, state: State) -> Value | None:
        """The members of a constant collection; ``None`` for anything else, texts included."""
        members: Value = ()
        for atom in collection:
            content = state.content(atom.site) if isinstance(atom, Reference) else atom
            if isinstance(content, Series) and content.kind in (
                "list",
                "tuple",
                "set",
                "frozenset",
            ):
                members = join(members, joined((*content.items, content.rest)))
            elif isinstance(content, Table) and not content.rest:
                keys = (text(k) if isinstance(k, str) else literal(k) for k, _ in content.items)
                members = join(members, joined(keys))
            else:
                return None
        return members or None

    def _equal_to(self, members: Value) -> Value | None:
        """Everything that is equal to one of these constants."""
        result: Value = ()
        for atom in members:
            match atom:
                case Text(flavour="str") if atom.constant is not None or atom.pieces == (
                    Hole(CHOSEN),
                ):
                    result = join(result, (atom,))
                case Literal(kind="NoneType"):
                    result = join(result, (atom,))
                case Literal():
                    numbers = self.language.equal_numbers()
                    if numbers is None:
                        return None
                    result = join(result, numbers)
                case _:
                    return None
        return result or None

    def _called(self, test: ir.Call, state: State, frame: Frame, positive: bool) -> State | None:
        ask = self.language.narrowed if positive else self.language.refuted
        found = ask(self, state.copy(), frame, test)
        if found is not None:
            self._know(found, state, frame)
            return state
        if self._is_stale(test):
            return state
        self._told(test, state, frame, positive)
        return state

    def _know(self, found: tuple[ir.Expression, Value], state: State, frame: Frame) -> None:
        target, value = found
        name = self._target_of(target)
        if name is not None:
            self._narrow(name, value, state, frame)
            self.measures.add("guard")
        elif not self._is_stale(target):
            self._remember(target, value, state, frame)

    def _remember(self, node: ir.Expression, value: Value, state: State, frame: Frame) -> None:
        """A property is one of these, if nothing in view may change it unseen."""
        path = member_of(node)
        if path is None:
            return
        root, *names = path.split(".")
        if not all(self.language.keeps(self.unit, name) for name in names):
            return
        if not self._is_followed(root, state, frame):
            return
        if others_of(path, frame.scope) is None:
            return
        if not self._is_user_input(self.evaluate(node, state.copy(), frame)):
            return
        state.facts[path] = value
        self.measures.add("guard")

    def _is_followed(self, name: str, state: State, frame: Frame) -> bool:
        """Whether a variable certainly is the same until this flow, in view, sets it."""
        if self.unit.written_elsewhere(name):
            return False
        if frame.owns(name):
            steady = name in frame.hidden or name not in frame.scope.unsteady
            return steady and name not in ("this", "super")
        owner = frame.scope.parent
        while owner is not None and not owner.binds(name):
            owner = owner.parent
        if owner is None:
            # A script is started with these, and nobody else sets them.
            return self.lookup(name, state, frame) == (Symbol("builtins.process"),)
        only = len(owner.bindings[name]) == 1 and owner.bindings[name][0].kind == "parameter"
        return only and name not in owner.unsteady

    def _is_user_input(self, value: Value) -> bool:
        """Whether a value is part of a request: no object that code in view makes."""
        there = [a for a in value if not (isinstance(a, Literal) and a.kind == "NoneType")]
        return bool(there) and all(
            (isinstance(atom, Unknown) and atom.cause.source and not atom.cause.made)
            or (isinstance(atom, Symbol) and self.is_source(atom.path))
            or (isinstance(atom, Bound) and atom.receiver == Instance(ADDRESS))
            for atom in there
        )

    def _narrow(self, name: ir.Name, value: Value, state: State, frame: Frame) -> None:
        """A variable is one of these, if it is one that only this flow can set."""
        implied = self.language.implied(self, state.copy(), frame, name, value)
        self._set_known(name, value, state, frame)
        if implied is not None:
            self._set_known(implied[0], implied[1], state, frame)

    def _set_known(self, name: ir.Name, value: Value, state: State, frame: Frame) -> None:
        text_name = name.name
        if not frame.owns(text_name):
            return
        if text_name not in frame.hidden and (
            self.unit.written_elsewhere(text_name) or text_name in frame.scope.unsteady
        ):
            return
        if frame.scope.kind != "module" or not self.unit.attribute_written(text_name):
            state.variables[text_name] = value


def _may_equal(atom: object) -> bool:
    """Whether a value might be equal to a constant that it is not written like."""
    if isinstance(atom, Unknown):
        return True
    return not (isinstance(atom, Literal) or (isinstance(atom, Text) and atom.constant is not None))
