"""The words that knowledge is written in: sinks, what harmless means for them, what calls give.

A table is data. ``Sink`` says which calls can interpret what they are given; each ``Form`` is one
harmless way to call it, and all its needs must hold. A call is proven by any one form; whatever no
form covers (an argument not named here, a spread one, a receiver) is not proven.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from fpcache_ops.core.verdict import Justification
from fpcache_ops.validators.safe_patterns.engine import ir
from fpcache_ops.validators.safe_patterns.engine.expressions import site_of
from fpcache_ops.validators.safe_patterns.engine.frames import Actuals, Seen
from fpcache_ops.validators.safe_patterns.engine.language import Unit
from fpcache_ops.validators.safe_patterns.engine.machine import (
    Calling,
    Machine,
    MethodModel,
    Model,
    OperatorModel,
)
from fpcache_ops.validators.safe_patterns.engine.state import State
from fpcache_ops.validators.safe_patterns.engine.values import (
    NONE,
    Atom,
    Bound,
    Class,
    Hole,
    Instance,
    Literal,
    Number,
    Reference,
    Repeat,
    Series,
    Symbol,
    Table,
    Text,
    Unknown,
    Value,
    hole,
    is_unknown,
    unknown,
)


@dataclass(frozen=True, slots=True)
class Look:
    """What a test is shown: a value, and the call that it is for.

    ``callee`` is the name of the method, ``call`` how the call is written, where it is, and
    ``called`` what is called.
    """

    value: Value
    calling: Calling
    callee: str = ""
    call: ir.Call | None = None
    called: Value = ()

    @property
    def state(self) -> State:
        """What is known at the call."""
        return self.calling.state

    def at(self, value: Value) -> "Look":
        """The same for another value."""
        return Look(value, self.calling, self.callee, self.call, self.called)

    def content(self, atom: Atom) -> Atom | None:
        """What a container holds (``None`` if that is not known), or the value itself."""
        return self.state.content(atom.site) if isinstance(atom, Reference) else atom


ANSWER = "an answer with a body"
"""An object that a request is answered with; of its ``details`` the first is the body, if any."""

NO_PAGE = "an answer that is no page"
"""What no browser takes for HTML, whatever is in it."""

Test = Callable[[Look], str | None]
"""Why a value is not harmless here; ``None`` if it is."""

TextCheck = Callable[[Text], str | None]


@dataclass(frozen=True, slots=True)
class Need:
    """An argument that must pass a test; ``receiver`` is the object whose method is called."""

    test: Test
    position: int | None = None
    keyword: str | None = None
    optional: bool = False
    receiver: bool = False

    def is_given_twice(self, given: Actuals) -> bool:
        """Whether something stands at the position, and something else has the name."""
        if self.position is None or self.keyword is None or self.receiver:
            return False
        return self.position < len(given.positional) and self.keyword in dict(given.named)

    def value(self, seen: Seen) -> Value | None:
        """The value that the test is about."""
        if not self.receiver:
            return seen.given.get(self.position, self.keyword)
        atoms = [atom.receiver for atom in seen.callee if isinstance(atom, Bound)]
        if len(atoms) != len(seen.callee):
            return unknown("the object whose method is called is not known")
        return tuple(atoms)


@dataclass(frozen=True, slots=True)
class Always(Need):
    """What is asked whatever the arguments are: the test looks at the source."""

    def value(self, seen: Seen) -> Value | None:
        """Nothing that is given."""
        return NONE


@dataclass(frozen=True, slots=True)
class Form:
    """One harmless way to call a sink. ``proves`` names the samples that show it.

    ``free`` keywords and ``free_positions`` carry nothing that is interpreted; with ``any_other``
    nothing else does, with ``any_position`` no further argument that is given by position.
    """

    pattern: str
    needs: tuple[Need, ...]
    proves: str
    free: frozenset[str] = frozenset()
    free_positions: frozenset[int] = frozenset()
    any_other: bool = False
    any_position: bool = False
    spreads: bool = False
    justification: Justification | None = None

    def why_not(
        self, seen: Seen, machine: Machine, *, strange: bool = False
    ) -> tuple[int, str] | None:
        """How far the call got in this form and what it failed; ``None`` if it is proven.

        Of a ``strange`` function, only the name is the sink's: whatever no need looks at must be
        constant.
        """
        given = seen.given
        positions = {need.position for need in self.needs if need.position is not None}
        keywords = {need.keyword for need in self.needs if need.keyword is not None}
        if not self.spreads and (given.more_named or (given.more and not self.any_position)):
            return 0, "arguments are spread that are not known"
        name = seen.call.callee.name if isinstance(seen.call.callee, ir.Attribute) else ""
        calling = Calling(machine, seen.state, site_of(seen.call), given)
        for number, need in enumerate(self.needs):
            if need.is_given_twice(given):
                # The positions of this method are others than those of the form.
                return 1 + number, f"`{need.keyword}` is given by name beside another argument"
            value = need.value(seen)
            if value is None:
                if need.optional and not (given.more_named and need.keyword):
                    continue
                return 1 + number, "an argument is not seen"
            look = Look(value, calling, name, seen.call, seen.callee)
            if (reason := need.test(look)) is not None:
                return 1 + number, reason
            if strange and need.test is anything and _constant_or_named(look) is not None:
                return 1 + number, "a function that is not known is given more than constants"
        last = 1 + len(self.needs)
        for position, value in enumerate(given.positional):
            if position in positions:
                continue
            known = self.any_other or self.any_position or position in self.free_positions
            if not known:
                return last, "an argument in an unusual place"
            if strange and _constant_or_named(Look(value, calling, name)) is not None:
                return last, "a function that is not known is given more than constants"
        for keyword, value in given.named:
            if keyword in keywords:
                continue
            if not self.any_other and keyword not in self.free:
                return last, f"the argument `{keyword}` is not modelled"
            if strange and _constant_or_named(Look(value, calling, name)) is not None:
                return last, "a function that is not known is given more than constants"
        return None


@dataclass(frozen=True, slots=True)
class Sink:
    """Calls that can interpret data.

    ``calls`` are resolved paths; ``names`` match the last part of any other callee, as nobody knows
    what it is.
    """

    forms: tuple[Form, ...]
    calls: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Returns:
    """What a library call gives, when it is called in a way that is modelled.

    ``kind`` is the kind of the text it gives; ``needs`` are (position, keyword, test) of arguments
    that decide it, ``limit`` how many arguments it may have. ``measure`` names what that is.
    """

    kind: str
    proves: str
    flavour: str = "str"
    needs: tuple[tuple[int | None, str, Test | None], ...] = ()
    limit: int = 1
    measure: str = "sanitizer"

    def __call__(self, call: Calling) -> Value | None:
        """The model that the engine calls."""
        given = call.given
        if not given.closed or len(given.all()) > self.limit + len(self.needs):
            return None
        for position, keyword, test in self.needs:
            value = given.get(position, keyword)
            if test is None:
                if value is not None:
                    return None
            elif value is None or test(Look(value, call)) is not None:
                return None
        call.state.escape(*given.all())
        call.machine.measures.add(self.measure)
        return hole(self.kind, flavour=self.flavour)


@dataclass(frozen=True, slots=True)
class Family:
    """All that is known of one vulnerability type in one language.

    ``fragment`` is the check of a text that the scanner marked where it is built, ``assigned`` the
    test of a value that a marked statement assigns, ``results`` the check of what a marked
    expression of flavour ``result_flavour`` gives. ``literals_forbidden``: a literal that is not
    empty is the fault itself. ``quotes_code``: the same words in a comment or string do nothing.
    ``flag`` is a keyword that makes any call a sink where it is true. ``waits``: calls that may be
    given what a sink gives. ``others_forbidden``: a statement with any other call is not proven.
    ``stored`` is the test of the key and value of ``container[key] = value``, ``compared`` that of
    one side of each comparison, ``shown`` the check of a text that is sent to a browser, or, with
    ``answered``, of what is given by functions whose answers are so used (``ir.Scope.answers``).
    ``beside`` are calls that do harm, too, where they stand in one statement with a sink: alone
    they are none.
    ``modules`` have sinks that go by their names: whoever is given one may call them.
    ``untouched``: library classes on which no attribute may be set anywhere. ``watches_all``: other
    calls of the same function are looked at, too. ``reads`` are calls whose first argument names
    what they read from outside. ``constants_harmless``: whatever is called with constants alone, it
    does no harm. ``neighbours``: a marked call that is no sink, and is given user input, may be one
    by another name, and so may be what ``takes`` names of objects that are known; ``spared`` are
    methods of objects that are not known that do no such thing. ``spelt`` is what a text spells
    that is a piece of what sinks run: what is given one inside of a sink may run it. ``strange``:
    which imported things that only have a sink's name may be others: "functions", or "methods" of
    what is imported, too; with ``own_methods`` so may be methods of classes in view. ``refuses``
    says why nothing is proven of a source for a mark at these bytes. ``worse`` are calls that
    do no harm beside a sink, but where they stand for it; ``replaced``: so may do what the program
    itself has out of sight. ``module`` is where this is written.
    ``about`` says to people what is proven (beside or instead of the module's docstring),
    ``beyond`` what is not though it may be safe, ``apart`` what a proof says nothing of: the
    family's page under docs/patterns shows them.
    """

    type: str
    module: str
    beyond: str
    about: str = ""
    apart: str = ""
    sinks: tuple[Sink, ...] = ()
    beside: tuple[Sink, ...] = ()
    harmless: frozenset[str] = frozenset()
    modules: frozenset[str] = frozenset()
    calls: Mapping[str, Model] = field(default_factory=dict)
    methods: MethodModel | None = None
    operators: OperatorModel | None = None
    fragment: TextCheck | None = None
    result_flavour: str = ""
    result: TextCheck | None = None
    assigned: Test | None = None
    stored: Test | None = None
    compared: Test | None = None
    shown: TextCheck | None = None
    answered: str = ""
    literals_forbidden: bool = False
    quotes_code: bool = True
    pattern: str = "constant"
    flag: str = ""
    waits: frozenset[str] = frozenset()
    others_forbidden: bool = False
    untouched: frozenset[str] = frozenset()
    watches_all: bool = False
    reads: frozenset[str] = frozenset()
    constants_harmless: bool = False
    neighbours: bool = False
    spared: frozenset[str] = frozenset()
    takes: frozenset[str] = frozenset()
    spelt: re.Pattern[str] | None = None
    strange: str = ""
    own_methods: bool = True
    worse: frozenset[str] = frozenset()
    replaced: bool = False
    refuses: Callable[[Unit, int, int], str | None] | None = None


# Tests that tables share


def blame(value: Value, fallback: str) -> str:
    """Why a value is not known, in its own words if it has any."""
    lost = is_unknown(value)
    return lost.cause.text if lost is not None else fallback


def text_passes(check: TextCheck, what: str = "a value") -> Test:
    """Every alternative is a text that passes a check."""

    def test(look: Look) -> str | None:
        lost = is_unknown(look.value)
        if lost is not None:
            return lost.cause.text
        for atom in look.value:
            if not isinstance(atom, Text):
                return f"{what} is no text that is known"
            reason = check(atom)
            if reason is not None:
                return reason
        return None

    return test


def constant(look: Look) -> str | None:
    """Nothing but constants of the program, however deep."""
    lost = is_unknown(look.value)
    if lost is not None:
        return lost.cause.text
    for atom in look.value:
        match atom:
            case Text():
                if any(isinstance(piece, Hole) and piece.kind != "chosen" for piece in atom.pieces):
                    return "a text with values in it"
                if any(isinstance(piece, Repeat) for piece in atom.pieces):
                    return "a text that is put together of pieces"
            case Literal():
                pass
            case Series() | Table() | Reference():
                content = look.content(atom)
                if not isinstance(content, (Series, Table)):
                    return "a container that may be changed"
                if isinstance(content, Table) and content.rest:
                    return "a mapping with keys that are not known"
                inner = [content.rest]
                if isinstance(content, Series):
                    inner += content.items
                else:
                    inner += [item for _, item in content.items]
                for item in inner:
                    if item and (reason := constant(look.at(item))) is not None:
                        return reason
            case _:
                return "a value that is not constant"
    return None


def _constant_or_named(look: Look) -> str | None:
    """Constants of the program, or of a library: ``ldap.SCOPE_SUBTREE``."""
    others = tuple(atom for atom in look.value if not _is_named_constant(atom))
    return constant(look.at(others)) if others or not look.value else None


def _is_named_constant(atom: Atom) -> bool:
    if not isinstance(atom, Symbol) or atom.path.startswith("?."):
        return False
    root, _, name = atom.path.rpartition(".")
    return bool(root) and name.isupper()


def anything(_: Look) -> str | None:
    """Whatever it is, it is not interpreted."""
    return None


def nothing(reason: str) -> Test:
    """Whatever it is, it must not be given."""
    return lambda _: reason


def literal_is(*allowed: bool | None) -> Test:
    """Exactly one of these constants."""

    def test(look: Look) -> str | None:
        for atom in look.value:
            if not (isinstance(atom, Literal) and any(atom.value is one for one in allowed)):
                return blame(look.value, f"it is not the constant {' or '.join(map(str, allowed))}")
        return None if look.value else "nothing is known of it"

    return test


true = literal_is(True)
false = literal_is(False)


def text_is(*allowed: str) -> Test:
    """Exactly one of these texts."""

    def test(look: Look) -> str | None:
        for atom in look.value:
            if not (isinstance(atom, Text) and atom.constant in allowed):
                return blame(look.value, f"it is not {' or '.join(map(repr, allowed))}")
        return None if look.value else "nothing is known of it"

    return test


def symbol_is(*allowed: str) -> Test:
    """Exactly one of these library names."""

    def test(look: Look) -> str | None:
        for atom in look.value:
            if not (isinstance(atom, Symbol) and atom.path in allowed):
                shown = f"`{atom.path}`" if isinstance(atom, Symbol) else "it"
                return blame(look.value, f"{shown} is not one of the safe choices")
        return None if look.value else "nothing is known of it"

    return test


def instance_is(*kinds: str) -> Test:
    """Something that a known call made."""

    def test(look: Look) -> str | None:
        for atom in look.value:
            if not (isinstance(atom, Instance) and atom.kind in kinds):
                return blame(look.value, "the object is not one that is known")
        return None if look.value else "nothing is known of it"

    return test


def one_of(*tests: Test) -> Test:
    """Any of several tests, for all alternatives together."""

    def test(look: Look) -> str | None:
        reason: str | None = "nothing is known of it"
        for each in tests:
            reason = each(look)
            if reason is None:
                return None
        return reason

    return test


def number(look: Look) -> str | None:
    """A positive number, or a number of the program."""
    for atom in look.value:
        if isinstance(atom, Number):
            continue
        if not isinstance(atom, Literal) or atom.value is None or isinstance(atom.value, bool):
            return blame(look.value, "it is no number")
        if atom.value <= 0:
            return "it is not positive"
    return None if look.value else "nothing is known of it"


def made(kind: str, *, limit: int | None = None) -> Model:
    """A call that makes an object of a kind of ours."""

    def model(call: Calling) -> Value | None:
        if limit is not None and (not call.given.closed or len(call.given.all()) > limit):
            return None
        call.state.escape(*call.given.all())
        return (Instance(kind),)

    return model


def gives(value: Value) -> Model:
    """A call that gives this, whatever it is given."""

    def model(call: Calling) -> Value | None:
        call.state.escape(*call.given.all())
        return value

    return model


def holes_of(value: Value) -> frozenset[str]:
    """The kinds of what is not constant in the texts of a value."""
    kinds: set[str] = set()
    for atom in value:
        if isinstance(atom, Text):
            for piece in atom.pieces:
                if isinstance(piece, Hole):
                    kinds.add(piece.kind)
                elif isinstance(piece, Repeat):
                    for choice in piece.choices:
                        kinds |= holes_of((Text(choice),))
        elif isinstance(atom, Number):
            kinds.add("number")
    return frozenset(kinds)


def may_be_own(call: Calling, receiver: Atom, name: str) -> bool:
    """Whether a method of an object that is not known may be one in view."""
    known = isinstance(receiver, Instance) and not any(
        isinstance(inner, Class) for value in receiver.details for inner in value
    )
    start, end = call.site >> 32, call.site & 0xFFFF_FFFF
    return not known and call.machine.unit.may_be_own(start, end, frozenset({name}))


def user_input(values: tuple[Value, ...], machine: Machine) -> bool:
    """Whether known user input is among what reaches a place."""
    for value in values:
        for atom in value:
            if isinstance(atom, Unknown) and (atom.cause.source or atom.cause.asked):
                return True
            if isinstance(atom, Symbol) and machine.is_source(atom.path):
                return True
    return False
