"""What the engine asks of a language, and of one source written in it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, ClassVar, Protocol

from fpcache_ops.evidence.tree import SyntaxNode
from fpcache_ops.validators.safe_patterns.engine import ir
from fpcache_ops.validators.safe_patterns.engine.state import State
from fpcache_ops.validators.safe_patterns.engine.values import Atom, Pieces, Table, Value

if TYPE_CHECKING:
    from fpcache_ops.validators.safe_patterns.engine.frames import Actuals, Frame
    from fpcache_ops.validators.safe_patterns.engine.machine import Machine


@dataclass(frozen=True, slots=True)
class Construction:
    """An object as it is before anything runs, and the functions that are run on it in order.

    ``fields`` are ``None`` if it never has any: then one is as good as another.
    """

    fields: Table | None
    steps: "tuple[tuple[ir.Scope, Actuals], ...]"


ANY = "\0"
"""In place of a property: what runs may run wherever one is read or set."""


@dataclass(frozen=True, slots=True)
class Member:
    """What a property is given: a function at these bytes, or something that these names make.

    ``handed_in``: whoever makes the object says what it is.
    """

    start: int
    end: int
    is_function: bool
    names: tuple[str, ...] = ()
    handed_in: bool = False


class Unit(Protocol):
    """One source, and the questions about all of it that one scope's flow cannot answer.

    ``whole``: it is all of a file, not a slice of one. ``makers`` is what the functions of a class
    are bound to that run where an object of it is made. ``objects_run``: an object may run code of
    its class wherever it is touched at all: compared, added, gone through. ``cutters`` are methods
    of texts that give others; what they are given is none that is built.
    """

    whole: bool
    makers: ClassVar[tuple[str, ...]]
    objects_run: ClassVar[bool]
    cutters: ClassVar[frozenset[str]]

    @property
    def source(self) -> bytes:
        """The text that positions are in."""

    @property
    def code(self) -> bytes:
        """The same without comments and lines that end in the middle: for patterns."""

    @property
    def root(self) -> SyntaxNode:
        """The syntax tree of the text."""

    @property
    def module(self) -> ir.Scope:
        """The outermost scope."""

    def refusal(self) -> str | None:
        """Why nothing may be proven from this source at all."""

    def unsettled(self) -> str | None:
        """Why names of the module may be bound by code that does not show it."""

    def custom_equality(self) -> bool:
        """Whether a class in view decides what it is equal to, or derives from a value."""

    def written_elsewhere(self, name: str) -> bool:
        """Whether an inner scope may bind a variable of this name of an outer one."""

    def attribute_written(self, name: str) -> bool:
        """Whether an attribute of this name is set or deleted anywhere, on whatever object."""

    def reshaped(self, name: str) -> bool:
        """Whether an attribute is set or deleted on something of this name."""

    def only_read(self, name: str) -> bool:
        """Whether every mention of the name leaves what it holds as it is, and to itself."""

    def inside_only_read(self, name: str) -> bool:
        """The same of the containers inside of it."""

    def callers(self, scope: ir.Scope) -> "tuple[tuple[ir.Call, ir.Scope], ...] | None":
        """All calls of a function, with where they stand; ``None`` if there may be others."""

    def within_reach(self, name: str) -> bool:
        """Whether other files can get hold of what a name of the module holds."""

    def shared(self, name: str) -> bool:
        """Whether code that is not seen sets variables of the module by their names."""

    def defines(self, name: str) -> bool:
        """Whether a function or class of this name is in view, where that is asked for."""

    def mentioned_inside(self, name: str, scope: ir.Scope) -> bool:
        """Whether a function, lambda or class inside the scope mentions the name."""

    def mentioned_beside(self, name: str) -> bool:
        """Whether a function is mentioned anywhere but where it is defined, once."""

    def mentions(self, word: str) -> bool:
        """Whether the code (not its comments or strings) holds the word anywhere."""

    def may_be_own(self, start: int, end: int, names: frozenset[str]) -> bool:
        """Whether a call there of an object's method may be of one in view; ``names`` are like it.

        Of the object nothing is known but where the call stands.
        """

    def may_be_program(self, path: str) -> bool:
        """Whether what is imported may be of the program itself, and so do anything."""

    def derives(self, name: str) -> bool:
        """Whether a class in view derives from one of this name."""

    @property
    def runs_on_its_own(self) -> bool:
        """Whether ``members`` and ``unasked`` are answered for names alone, without classes."""

    def members(self, name: str) -> Iterator[Member]:
        """What something in view has as a property of this name."""

    def is_whole_body(self, start: int, end: int) -> bool:
        """Whether a comment there is all that a function holds, which reads itself as a text."""

    def listeners(self, name: str) -> Iterator[Member]:
        """What in view waits for something that a method of this name makes happen."""

    def only_called(self, name: str, start: int, end: int) -> bool:
        """Whether a function is mentioned between two places only to be called."""

    def unasked(self) -> Iterator[tuple[str, Member]]:
        """Functions in view that run without being called.

        With each is the property that is read or set then, or the class; empty for any, ``ANY``
        for those that run whatever is read.
        """

    # Asked where library functions are told by their class

    def functions(self) -> tuple[Member, ...]:
        """Functions without a name: whoever is given one calls it."""

    def called_back(self, scope: ir.Scope | None) -> Iterator[Member]:
        """What others may call of an object of a class, or of any that is handed to them."""

    def overriding(self, start: int, end: int) -> Iterator[Member]:
        """Methods in view that one out of view, which is called there, may call of its object."""

    def may_hold_ours(self, path: str) -> bool:
        """Whether a path is that of a method of what a class keeps: an object of any class."""

    def may_be_in_view(self, declared: str) -> bool:
        """Whether what is declared with a type may be an object, or a function, in view."""

    def may_be_function(self, declared: str) -> bool:
        """Whether what is declared with a type may be a function: an interface out of view."""

    def is_made_up(self) -> bool:
        """Whether objects may be made whose methods are all one function."""

    def is_told(self, name: str) -> bool:
        """Whether what is kept under a name is given something in view that it may call."""

    def receiver_of(self, start: int, end: int) -> str:
        """The type that the object is declared with whose method is called there."""

    def type_of(self, node: ir.Expression, scope: ir.Scope) -> str:
        """The type that a variable or field is declared with, if that is seen."""

    def stands_apart(self, names: frozenset[str], spans: list[tuple[int, int]]) -> bool:
        """Whether the code outside of these ranges mentions one of the names."""

    def says(self, start: int, end: int) -> str:
        """The source text of a range, shortened for people."""


class Plain:
    """What most languages answer to the questions that only some of them have."""

    freezers: ClassVar[frozenset[str]] = frozenset()
    collects: ClassVar[str] = ""
    falls_back: ClassVar[bool] = False
    finds_first: ClassVar[bool] = True
    lends_owner: ClassVar[bool] = False
    opposites: ClassVar[Mapping[str, str]] = MappingProxyType({})

    def constructor(self, callee: Value) -> Value:
        """What ``new`` calls."""
        return callee

    def stands_for(self, receiver: Atom) -> Value:
        """The object that a method of a receiver is run on."""
        return (receiver,)

    def looks_around(
        self, machine: "Machine", state: State, frame: "Frame", name: str, given: "Actuals"
    ) -> Value | None:
        """What a builtin gives that looks at where it is called."""
        return None

    def item(self, machine: "Machine", state: State, atom: Atom, key: Value) -> Value | None:
        """What ``value[key]`` gives, where that is not what most languages do."""
        return None

    def handed_in(
        self, machine: "Machine", state: State, scope: ir.Scope, parameter: ir.Parameter
    ) -> Value | None:
        """All that a parameter can be, whoever calls: by its type, or by what a framework makes."""
        return None

    def visited(
        self, machine: "Machine", state: State, container: Value, method: str
    ) -> tuple[Value, ...]:
        """What a method of a container calls a function with, each time, as far as it is known."""
        return ()

    def keeps(self, unit: Unit, name: str) -> bool:
        """Whether a property of this name of a plain object is the same until it is set."""
        return False

    def only_looks(self, path: str) -> bool:
        """Whether a function leaves the objects that it is given as they are."""
        return False

    def fills(self, unit: Unit, start: int, end: int) -> bool:
        """Whether another function than that at these bytes sets what it does not name."""
        return False

    def property_of(
        self, machine: "Machine", state: State, frame: "Frame", node: ir.Attribute
    ) -> Value | None:
        """What a property is by how it is written; ``None``: what its owner says."""
        return None

    def is_set(self, atom: Atom) -> bool | None:
        """Whether ``??`` takes a value."""
        return None

    def is_standard(self, path: str) -> bool:
        """Whether a function is one of the language's own library, which makes no odd objects."""
        return True

    def hands_back(self, call: ir.Call) -> bool:
        """Whether a call only hands plain values on to whoever waits for them."""
        return False

    def foreign(
        self,
        machine: "Machine",
        state: State,
        site: int,
        name: str,
        given: "Actuals",
        *,
        made: bool,
    ) -> Value | None:
        """What a method gives, whatever object has a method of this name."""
        return None

    def library(
        self, machine: "Machine", state: State, site: int, path: str, given: "Actuals"
    ) -> Value | None:
        """What a call of a library gives that no table names in full."""
        return None

    def refuted(
        self, machine: "Machine", state: State, frame: "Frame", call: ir.Call
    ) -> tuple[ir.Expression, Value] | None:
        """What an expression is known to be where a call gave a false value."""
        return None

    def unnamed(self, scope: ir.Scope, lost: Value) -> Value:
        """An object of a class without a name, or whatever its making gives."""
        return lost

    def compared(
        self,
        machine: "Machine",
        state: State,
        frame: "Frame",
        left: ir.Expression,
        op: str,
        right: ir.Expression,
    ) -> tuple[ir.Expression, Value] | None:
        """What an expression is known to be where a comparison came out true."""
        return None

    def returned(
        self, machine: "Machine", state: State, frame: "Frame", call: ir.Call
    ) -> tuple[ir.Expression, Value] | None:
        """What an expression is known to be where a call has come back."""
        return None

    def finds(self, call: ir.Call) -> bool:
        """Whether a call gives something where it finds it, and nothing (``None``) elsewhere."""
        return False

    def implied(
        self, machine: "Machine", state: State, frame: "Frame", name: ir.Name, value: Value
    ) -> tuple[ir.Name, Value] | None:
        """What another variable is known to be where one is known to have this value."""
        return None

    def instance(self, machine: "Machine", scope: ir.Scope, given: "Actuals") -> Value | None:
        """What a call of a class in view gives, where that is one of a few objects there are."""
        return None

    def captures(self, unit: "Unit", scope: ir.Scope) -> bool:
        """Whether variables of a function that are bound once keep their value for good."""
        return False


class Language(Protocol):
    """What values do by themselves in a language; ``None`` means: not modelled.

    ``freezers`` are functions after which nobody can change the list or mapping they are given.
    ``collects`` is what further arguments are collected in, where nobody can change it.
    ``falls_back``: a name of the module that is not bound yet is the builtin of that name.
    ``opposites``: what holds of an order where another does not, if any two things are in one.
    ``lends_owner``: a function that is found in an object, and called there, is given the object.
    ``finds_first``: the place that something is put into is found before what is put there.
    """

    freezers: ClassVar[frozenset[str]]
    collects: ClassVar[str]
    falls_back: ClassVar[bool]
    lends_owner: ClassVar[bool]
    opposites: ClassVar[Mapping[str, str]]
    finds_first: ClassVar[bool]

    def is_builtin(self, name: str) -> bool:
        """Whether a name that is bound nowhere is one of the language."""

    def text_of(self, atom: Atom) -> Pieces | None:
        """The text that a value turns into."""

    def truth(self, atom: Atom) -> bool | None:
        """Whether a value counts as true."""

    def attribute(self, machine: "Machine", state: State, atom: Atom, name: str) -> Value | None:
        """An attribute of a value that is no method."""

    def store(
        self, machine: "Machine", state: State, owner: Value, name: str, value: Value
    ) -> None:
        """An attribute is set."""

    def member(
        self, machine: "Machine", receiver: Atom, name: str, given: "Actuals"
    ) -> ir.Scope | None:
        """The method in view that a call on a value runs, if it certainly runs that one."""

    def receiver(self, scope: ir.Scope) -> Value:
        """The object that a method is called on, when anyone may call it."""

    def handed_in(
        self, machine: "Machine", state: State, scope: ir.Scope, parameter: ir.Parameter
    ) -> Value | None:
        """All that a parameter can be, whoever calls: by its type, or by what a framework makes."""

    def construct(
        self, machine: "Machine", scope: ir.Scope, given: "Actuals"
    ) -> "Construction | None":
        """How an object of a class in view is made."""

    def elements(self, machine: "Machine", state: State, atom: Atom) -> Value | None:
        """What an iteration over a value of the language's own yields."""

    def visited(
        self, machine: "Machine", state: State, container: Value, method: str
    ) -> tuple[Value, ...]:
        """What a method of a container calls a function with, each time, as far as it is known."""

    def keeps(self, unit: Unit, name: str) -> bool:
        """Whether a property of this name of a plain object is the same until it is set."""

    def only_looks(self, path: str) -> bool:
        """Whether a function leaves the objects that it is given as they are."""

    def fills(self, unit: Unit, start: int, end: int) -> bool:
        """Whether another function than that at these bytes sets what it does not name."""

    def property_of(
        self, machine: "Machine", state: State, frame: "Frame", node: ir.Attribute
    ) -> Value | None:
        """What a property is by how it is written; ``None``: what its owner says."""

    def cast(self, declared: str, value: Value) -> Value:
        """What a value is if it is of a declared type."""

    def method(
        self,
        machine: "Machine",
        state: State,
        site: int,
        receiver: Atom,
        name: str,
        given: "Actuals",
    ) -> Value | None:
        """What a method call on a value gives, with its effect on containers."""

    def builtin(
        self, machine: "Machine", state: State, site: int, name: str, given: "Actuals"
    ) -> Value | None:
        """What a call of a builtin gives."""

    def binary(
        self, machine: "Machine", state: State, site: int, op: str, left: Value, right: Value
    ) -> Value | None:
        """What an operator gives."""

    def unary(self, op: str, operand: Value) -> Value | None:
        """What an operator with one operand gives; ``not`` is none of them."""

    def compare(self, op: str, left: Atom, right: Atom) -> bool | None:
        """How a comparison of two values comes out, if that is known."""

    def equal_numbers(self) -> Value | None:
        """What something is that is equal to a number; ``None`` if that says nothing."""

    def interpolated(
        self, machine: "Machine", parts: tuple[str | tuple[Value, str, Value | None], ...]
    ) -> Value:
        """What an interpolated string gives; a part is text or (value, conversion, format)."""

    def constructor(self, callee: Value) -> Value:
        """What ``new`` calls."""

    def stands_for(self, receiver: Atom) -> Value:
        """The object that a method of a receiver is run on."""

    def looks_around(
        self, machine: "Machine", state: State, frame: "Frame", name: str, given: "Actuals"
    ) -> Value | None:
        """What a builtin gives that looks at where it is called."""

    def item(self, machine: "Machine", state: State, atom: Atom, key: Value) -> Value | None:
        """What ``value[key]`` gives, where that is not what most languages do."""

    def is_set(self, atom: Atom) -> bool | None:
        """Whether ``??`` takes a value."""

    def is_standard(self, path: str) -> bool:
        """Whether a function is one of the language's own library, which makes no odd objects."""

    def hands_back(self, call: ir.Call) -> bool:
        """Whether a call only hands plain values on to whoever waits for them."""

    def foreign(
        self,
        machine: "Machine",
        state: State,
        site: int,
        name: str,
        given: "Actuals",
        *,
        made: bool,
    ) -> Value | None:
        """What a method gives, whatever object has a method of this name."""

    def library(
        self, machine: "Machine", state: State, site: int, path: str, given: "Actuals"
    ) -> Value | None:
        """What a call of a library gives that no table names in full."""

    def refuted(
        self, machine: "Machine", state: State, frame: "Frame", call: ir.Call
    ) -> tuple[ir.Expression, Value] | None:
        """What an expression is known to be where a call gave a false value."""

    def compared(
        self,
        machine: "Machine",
        state: State,
        frame: "Frame",
        left: ir.Expression,
        op: str,
        right: ir.Expression,
    ) -> tuple[ir.Expression, Value] | None:
        """What an expression is known to be where a comparison came out true."""

    def returned(
        self, machine: "Machine", state: State, frame: "Frame", call: ir.Call
    ) -> tuple[ir.Expression, Value] | None:
        """What an expression is known to be where a call has come back."""

    def finds(self, call: ir.Call) -> bool:
        """Whether a call gives something where it finds it, and nothing (``None``) elsewhere."""

    def implied(
        self, machine: "Machine", state: State, frame: "Frame", name: ir.Name, value: Value
    ) -> tuple[ir.Name, Value] | None:
        """What another variable is known to be where one is known to have this value."""

    def instance(self, machine: "Machine", scope: ir.Scope, given: "Actuals") -> Value | None:
        """What a call of a class in view gives, where that is one of a few objects there are."""

    def captures(self, unit: "Unit", scope: ir.Scope) -> bool:
        """Whether variables of a function that are bound once keep their value for good."""

    def unnamed(self, scope: ir.Scope, lost: Value) -> Value:
        """An object of a class without a name, or whatever its making gives."""

    def consumes(self, callee: Value) -> bool:
        """Whether a call takes all items of a lazy argument before it returns."""

    def narrowed(
        self, machine: "Machine", state: State, frame: "Frame", call: ir.Call
    ) -> tuple[ir.Expression, Value] | None:
        """What an expression is known to be where a call gave a true value."""
