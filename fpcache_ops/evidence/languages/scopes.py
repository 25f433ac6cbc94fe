"""What the ``scope`` policy has to know of a language, as data.

Nothing here is an algorithm: kinds and fields of a grammar, and vocabularies. Where a kind is in
none of the tables, the algorithm takes the reading that keeps more.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, IntEnum, auto

NOTHING: frozenset[str] = frozenset()


class Flow(IntEnum):
    """What becomes of the value of an expression, as its parent decides.

    ``READ``: it is looked at, and nothing can be reached through the result. ``ELEMENT``: what it
    holds may get out. ``ESCAPE``: it may itself get out, and so be changed elsewhere. ``ALIAS``: it
    is given another name. ``DECORATE``: it is applied to a definition. ``INHERIT``: as the parent
    itself.
    """

    READ = 0
    ELEMENT = 1
    ESCAPE = 2
    ALIAS = 3
    DECORATE = 4
    INHERIT = -1


class Doubt(Enum):
    """What a well-known callable, or a kind of node, makes doubtful."""

    EVALUATES = auto()
    """Runs text as code: it can rebind anything."""

    NAMESPACE = auto()
    """Hands out the module's names as a dictionary, or rewrites such a dictionary."""

    READS_BY_NAME = auto()
    """Reads an attribute whose name is an argument."""

    WRITES_BY_NAME = auto()
    """Writes an attribute whose name is an argument."""

    CALLS_BY_NAME = auto()
    """Calls, or imports, what an argument names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Binder:
    """A kind that binds names.

    ``targets``: fields whose patterns are bound (empty: every named child is). ``value`` is the
    field of what they are bound to, ``flow`` what becomes of it. ``hides``: whether the name is
    thereby local to the function, so that the module's binding of the same name is another one.
    ``also_reads``: whether the old value is used.
    """

    targets: tuple[str, ...] = ()
    value: str = ""
    flow: Flow = Flow.ALIAS
    hides: bool = True
    also_reads: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Callee:
    """A kind that calls ``function`` with ``arguments``: fields."""

    function: str
    arguments: str = "arguments"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reflection:
    """A well-known callable, the doubt that it brings, and which argument holds the name."""

    doubt: Doubt
    argument: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Spelling:
    """How decoded evidence is laid out: for people, and so that Python reads it the same way.

    ``blocks`` set each child on a line of its own, one level in; ``lines`` are kinds that begin a
    line wherever they stand. ``brackets`` are kinds whose brackets stand close to what is before
    them. ``close`` maps a parent's kind to tokens that stand close to both sides, ``close_after``
    to those that stand close to what follows.
    """

    blocks: frozenset[str]
    lines: frozenset[str]
    brackets: frozenset[str]
    close: Mapping[str, frozenset[str]]
    close_after: Mapping[str, frozenset[str]]
    no_space_before: frozenset[str] = frozenset({",", ";", ":", ")", "]", "}", "."})
    no_space_after: frozenset[str] = frozenset({"(", "[", "{", ".", "@"})


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ScopeTable:
    """One language, for the ``scope`` policy.

    Outline (what can be kept or left out on its own):
        ``functions``, ``classes`` (kind to the field of the body), ``wrappers`` (kind to the field
        of the definition inside), ``branches`` (kinds of a conditional that is kept by its
        branches), ``branch_bodies``, ``imports``, ``separators``. ``import_lists`` are imports that
        mean the same as several, of one name each. ``always`` are statements that
        hold for the whole file; after ``jumps`` the rest of it may not be reached.
    Names:
        ``identifiers`` are references; ``binders``, ``patterns`` (kinds that pass being a target
        on to their children), ``mixed_patterns`` (kinds in which a name may be bound or looked up:
        both are assumed), ``annotations`` (strings in them name things). ``scopes`` maps kinds of
        functions to the fields that belong to the inside. ``parameters`` maps kinds of a parameter
        to the field of its target. ``globals`` declare names of the module. ``typevars`` bind
        names that no statement binds. ``not_names`` maps kinds to a field that is only a word.
    Values:
        ``members`` (kind to the fields of object and name), ``subscripts`` (kind to the field of
        the object), ``calls``, ``transparent`` (kinds that are worth their only child). ``flows``
        are what becomes of children. ``immutables`` cannot be changed, nor can ``composites`` of
        them; ``containers`` can. ``constructors`` are builtin calls that make containers; ``inert``
        are calls whose result nobody reconfigures.
    Vocabulary:
        ``reads`` are methods that change nothing in what they are called on; ``mutators`` and
        names that begin with ``mutator_prefixes`` do; the others may. ``registrations`` are
        decorators that only make a definition known. ``harmless_calls`` and
        ``harmless_methods`` say what becomes of their arguments. ``builtins_change``: attributes of
        builtins can be written. ``declaring_words``: a function without any of them binds no name
        of the module (empty: any may). ``hidden_names`` are signs that a name may be spelt
        otherwise than it reads.
    Modules:
        ``namespaces`` are names of what holds modules, ``dictionaries`` are calls that
        return a namespace. ``wildcards`` are attributes through which all others can be written,
        ``poisons`` those through which the module's names can. ``unknowable`` maps modules to
        attributes whose value comes from outside the program, ``foreign_modules`` are certainly
        not the module at hand.
    """

    # Outline
    functions: frozenset[str]
    classes: Mapping[str, str]
    wrappers: Mapping[str, str]
    branches: frozenset[str]
    branch_bodies: frozenset[str]
    imports: frozenset[str]
    always: frozenset[str]
    jumps: frozenset[str]
    separators: frozenset[str] = frozenset({";"})
    # Names
    identifiers: frozenset[str]
    binders: Mapping[str, Binder]
    patterns: frozenset[str]
    mixed_patterns: frozenset[str]
    annotations: frozenset[str]
    scopes: Mapping[str, tuple[str, ...]]
    parameters: Mapping[str, str]
    parameter_lists: frozenset[str]
    globals: frozenset[str]
    typevars: frozenset[str]
    decorators: frozenset[str]
    import_names: frozenset[str]
    import_aliases: Mapping[str, str]
    import_sources: frozenset[str]
    star_imports: frozenset[str]
    module_imports: frozenset[str]
    import_lists: frozenset[str]
    not_names: Mapping[str, str]
    nfkc: bool
    mangles: bool = False
    # Values
    members: Mapping[str, tuple[str, str]]
    subscripts: Mapping[str, str]
    calls: Mapping[str, Callee]
    argument_lists: frozenset[str]
    transparent: frozenset[str]
    flows: Mapping[str, Flow]
    literals: frozenset[str]
    strings: frozenset[str]
    interpolations: frozenset[str]
    immutables: frozenset[str]
    composites: frozenset[str]
    containers: frozenset[str]
    lambdas: frozenset[str]
    constructors: frozenset[str]
    inert: frozenset[str]
    # Vocabulary
    reads: frozenset[str]
    registrations: frozenset[str]
    mutators: frozenset[str]
    mutator_prefixes: tuple[str, ...]
    harmless_calls: Mapping[str, Flow]
    harmless_methods: Mapping[str, Flow]
    reflection: Mapping[str, Reflection]
    reflective_methods: Mapping[str, Reflection]
    doubtful_kinds: Mapping[str, Doubt]
    exits: frozenset[str]
    builtins: frozenset[str]
    builtins_change: bool
    declaring_words: frozenset[str]
    hidden_names: tuple[bytes, ...] = ()
    builtin_modules: frozenset[str]
    dictionaries: frozenset[str]
    namespaces: frozenset[str]
    unknowable: Mapping[str, frozenset[str]]
    foreign_modules: frozenset[str]
    wildcards: frozenset[str]
    poisons: frozenset[str]
    # Classes
    first_parameter_is_self: bool
    self_names: frozenset[str]
    static_decorators: frozenset[str]
    implicit_members: frozenset[str]
    operator_members: re.Pattern[str]
    # Where values are compared, what decides whether they are equal, and classes whose objects pass
    # for plain values.
    comparisons: frozenset[str] = NOTHING
    equality_words: frozenset[str] = NOTHING
    value_class: re.Pattern[bytes] | None = None
    # Canonical form
    verbatim: frozenset[str]
    comments: frozenset[str]
    kept_comments: re.Pattern[bytes]
    spelling: Spelling
    extras: frozenset[str] = NOTHING
    continuation: frozenset[str] = NOTHING
    white: bytes = b" \t\n\r\f"
    joints: tuple[bytes, ...] = ()
