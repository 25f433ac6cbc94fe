"""What the ``scope`` policy has to know of a language, as data.

Nothing here is an algorithm: kinds and fields of a grammar, and vocabularies. Where a kind is in
none of the tables, the algorithm takes the reading that keeps more.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum, IntEnum, auto
from typing import Protocol

from tree_sitter import Node

NOTHING: frozenset[str] = frozenset()


def words(text: str) -> frozenset[str]:
    """The words of a text, as the tables hold them."""
    return frozenset(text.split())


class Flow(IntEnum):
    """What becomes of the value of an expression, as its parent decides.

    ``READ``: it is looked at, and nothing can be reached through the result. ``ELEMENT``: what it
    holds may get out. ``ESCAPE``: it may itself get out, and so be changed elsewhere. ``ALIAS``: it
    is given another name. ``DECORATE``: it is applied to a definition. ``LATER``: it may get out,
    and if it is a function it is not called here. ``PUBLISH``: other files may get it by name.
    ``INHERIT``: as the parent itself.
    """

    READ = 0
    ELEMENT = 1
    ESCAPE = 2
    ALIAS = 3
    DECORATE = 4
    LATER = 5
    PUBLISH = 6
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

    COMPUTED_NAMES = auto()
    """Binds or reads variables whose names are computed."""

    INCLUDES = auto()
    """Runs another file as if it stood here."""


class Reach(Enum):
    """Where a name is bound."""

    FUNCTION = auto()
    """In the function around, wherever in it the binding stands."""

    BLOCK = auto()
    """In the innermost block."""

    OUTWARD = auto()
    """It is no declaration: in whatever block or function around declares it, or the module."""

    OPEN = auto()
    """In the function around, if the name is not that of a method: both are assumed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Binder:
    """A kind that binds names.

    ``targets``: fields whose patterns are bound (empty: every named child is). ``value`` is the
    field of what they are bound to, ``flow`` what becomes of it. ``hides``: whether the name is
    thereby local to the function, so that the module's binding of the same name is another one;
    ``reach``: to what; ``reaches`` says otherwise for some kinds around it, and for some words in
    its field ``kind``. ``also_reads``: whether the old value is used, unless its ``operator`` is
    a plain ``=``.
    """

    targets: tuple[str, ...] = ()
    value: str = ""
    flow: Flow = Flow.ALIAS
    hides: bool = True
    also_reads: bool = False
    reach: Reach = Reach.FUNCTION
    reaches: Mapping[str, Reach] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Callee:
    """A kind that calls ``function`` with ``arguments``: fields.

    Or it calls the method ``name`` of ``object``; without an object, the function of this name.
    A field that is a number stands for the named child at this place.
    """

    function: str = ""
    object: str = ""
    name: str = ""
    arguments: str = "arguments"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reflection:
    """A well-known callable, the doubt that it brings, and which argument holds the name."""

    doubt: Doubt
    argument: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Spelling:
    """How decoded evidence is laid out: for people, and so that Python reads it the same way.

    ``blocks`` set each child on a line of its own, one level in, ``rows`` on the same level;
    ``lines`` are kinds that begin a line wherever they stand, ``closers`` tokens that do.
    ``brackets`` are kinds whose brackets stand close to what is before them. ``close`` maps a
    parent's kind to tokens that stand close to both sides, ``close_after`` to those that stand
    close to what follows.
    """

    blocks: frozenset[str]
    lines: frozenset[str]
    rows: frozenset[str] = NOTHING
    closers: frozenset[str] = NOTHING
    brackets: frozenset[str]
    close: Mapping[str, frozenset[str]]
    close_after: Mapping[str, frozenset[str]]
    no_space_before: frozenset[str] = frozenset({",", ";", ":", ")", "]", "}", "."})
    no_space_after: frozenset[str] = frozenset({"(", "[", "{", ".", "@"})


class Fits(Protocol):
    """What is looked for at a place of a text: a pattern, or what knows more of it."""

    def match(self, text: str, at: int, /) -> object | None:
        """Something if this fits there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Acting:
    """What may run in objects that are not known.

    ``hooks`` are names of methods that run where no call is written, ``of_module`` those of
    functions that do so for a module, ``makers`` those of what makes an object: in a class of
    classes (``metaclass``, a name that it derives from) they are hooks, too. ``local`` finds hooks
    in a class inside a function. ``called_back`` are beginnings of methods that a method of a
    library calls, ``listening`` the words by which something waits for one of ``announcing``.
    ``acts`` tells whether running a method may do anything,
    ``hands_on`` whether a statement of a class gives it a function, ``gives`` the value beside a
    name, ``named_in`` the names in a value. ``called`` finds what is called, ``given`` what stands
    behind a name that is given something. ``unasked`` finds where functions begin that run without
    being called, wherever they stand. ``imports_act``: what is imported may be a function.
    ``values_matter``: so does what a method gives that is called, though it does nothing else.
    ``written`` finds, by the name of a call, what may write what that looks for.
    """

    called: re.Pattern[bytes] = re.compile(rb"\b(\w++)\s*+\(")
    given: re.Pattern[bytes] = re.compile(rb"\s*=(?!=)|[\"']")
    unasked: Callable[[bytes, Node, Callable[[str], bool]], Iterator[int]] | None = None
    imports_act: bool = False
    values_matter: bool = False
    hooks: re.Pattern[str] = re.compile(r"(?!)")
    of_module: frozenset[str] = NOTHING
    makers: frozenset[str] = NOTHING
    metaclass: re.Pattern[str] = re.compile(r"(?!)")
    local: re.Pattern[bytes] = re.compile(rb"(?!)")
    called_back: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    written: Mapping[str, re.Pattern[bytes]] = field(default_factory=dict)
    announcing: frozenset[str]
    listening: re.Pattern[bytes]
    acts: Callable[[Node, Callable[[str], bool]], bool]
    hands_on: Callable[[Node, Callable[[str], bool]], bool]
    gives: Callable[[Node], Node | None]
    named_in: Callable[[Node], Iterator[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Changeable:
    """Constants that whoever is given one may change: patterns.

    ``holds`` tells whether a value is one, ``given_away`` whether a mention of its name gives it to
    more than a reader, ``other_name`` what it is called there, too.
    """

    holds: Callable[[Node], bool]
    given_away: Callable[[Node], bool]
    other_name: Callable[[Node], str]


ANY_NUMBER = -1
"""Of arguments, where a method is referred to and called elsewhere."""


@dataclass(frozen=True, slots=True)
class Called:
    """What an item calls by a name, with how many arguments, and the texts in it.

    ``own`` are the names of methods of its own object that may call others of its methods.
    """

    names: Mapping[str, Collection[int]]
    own: frozenset[str]
    texts: frozenset[str]


@dataclass(frozen=True, slots=True)
class Held:
    """What classes inside an item derive from, and the names of their methods."""

    types: frozenset[str]
    methods: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ByClass:
    """What may run in objects that are not known, in a language whose objects have classes.

    ``hooks`` are names of methods that run where no call is written. Whoever has an object of one
    of the types ``given_on`` calls what it has. ``listening`` finds annotations of what waits to be
    told something (``is_annotation``), ``function`` signs of a function without a name
    (``function_at``), ``inner`` what may begin a class that the outline does not hold (``holds``).
    ``acts`` tells whether running something may do anything, ``calls`` what it calls. A method that
    ``is_open`` others may call of an object, with as many arguments as it ``takes``; what is
    called of a class that is imported (``imports_type``) is none of the file's. A program that
    something ``starts`` may be, or may read, whatever ``writes`` a file.
    """

    hooks: re.Pattern[str]
    given_on: re.Pattern[str]
    listening: re.Pattern[bytes]
    function: re.Pattern[bytes]
    inner: re.Pattern[bytes]
    acts: Callable[[Node, Callable[[str], bool]], bool]
    is_open: Callable[[Node], bool]
    takes: Callable[[Node, Collection[int]], bool]
    imports_type: Callable[[Node], bool]
    calls: Callable[[Node], Called]
    holds: Callable[[Node], Held | None]
    function_at: Callable[[Node], Node | None]
    is_annotation: Callable[[Node], bool]
    starts: re.Pattern[bytes]
    writes: re.Pattern[bytes]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ScopeTable:
    """One language, for the ``scope`` policy.

    Outline (what can be kept or left out on its own):
        ``functions``, ``classes`` (kind to the field of the body), ``wrappers`` (kind to the field
        of the definition inside), ``branches`` (kinds of a conditional that is kept by its
        branches), ``branch_bodies``, ``imports``, ``separators``. ``import_lists`` are imports that
        mean the same as several, of one name each. ``always`` are statements that
        hold for the whole file; after ``jumps`` the rest of it may not be reached; ``returns`` are
        those that hand out what a wrapped module exports.
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
        are calls whose result nobody reconfigures; of the modules of ``plain`` these functions
        return what cannot be changed.
    Vocabulary:
        ``reads`` are methods that change nothing in what they are called on, ``iterators`` hand
        out what it holds, and ``visitors`` call a function with it behind so many other arguments;
        ``mutators`` and
        names that begin with ``mutator_prefixes`` do; the others may. ``registrations`` are
        decorators that only make a definition known. ``harmless_calls`` and
        ``harmless_methods`` say what becomes of their arguments. ``builtins_change``: attributes of
        builtins can be written. ``declaring_words``: a function without any of them binds no name
        of the module (empty: any may). ``hidden_names`` are signs that a name may be spelt
        otherwise than it reads.
    Of other languages than Python:
        ``always_text`` matches statements that hold for the whole file. ``bodies`` maps kinds that
        only hold others (a namespace, a list of imports) to the kind of their body. A statement
        that calls a function on the spot, or hands one to one of ``wrapping_calls``, wraps a
        module: ``wrappings`` are kinds that may stand around the call. So does a function that
        defines others, if it is assigned to one of the names that ``factories`` has for the kind of
        the assignment. ``trailers`` belong to what is before them (a heredoc), ``leaders`` to what
        follows. ``class_effects``: statements of a class body that bind nothing apply to all of it.
        ``reopened``: a class may be one of a library, opened again; ``universal`` are those that
        every object inherits from. ``loose_methods`` are methods outside of their class. ``bases``
        name what a class inherits from. ``blocks`` have names of their own, ``class_bodies`` those
        of a class without a name. ``partial_patterns`` maps patterns to the field of their target.
        ``parameter_fields`` hold a lone parameter. ``member_names`` are kinds of the names of
        members. ``global_kinds`` are names of the program wherever they stand. ``promotions`` are
        parameters that are fields, too, if they have a child of these kinds. ``self_word`` and
        ``self_kinds`` are the object itself, ``parameters_word`` all that a function is given,
        ``own_kinds`` its fields, ``implicit_self``: and so
        may be bare names; ``inner_classes_share``: also those of the classes around.
        ``open_objects``: any attribute may be one of any object; ``keys_are_members``: so may a
        constant in brackets. ``accessors_call``: naming an attribute calls a method.
        ``by_reference``: a call may rebind its arguments. ``mutating_operators`` maps kinds to the
        field that these operators change, ``references`` to the one that they let others change;
        ``captures`` do so with all they hold. ``computed_members`` are kinds of names of a member
        that stand for another name. ``argument_wrappers`` stand around arguments.
        ``defining_calls`` bind the name that an argument holds, ``library_calls`` whatever a file
        defines: of ``libraries`` it is known. ``freezing`` methods return what cannot be changed.
        ``symbols`` are names as values. ``initializers`` are functions that run when the module is
        loaded. ``unbound_elsewhere``: what no statement binds is bound in another file, as if
        imported. ``path_imports`` maps kinds of imports to the field of a path that tells the name;
        ``last_import_names``: of a dotted name the last part is bound, not the first.
        ``import_calls`` return modules, ``export_roots`` hold what others may import,
        ``global_objects`` the names of the program. ``wholes`` are attributes of which the others
        come. ``records`` are containers whose methods are attributes of their own. ``views`` are
        kinds that are worth what is in this field. ``deferred`` are functions that are not called
        where they stand. ``sigils`` are no part of a name, ``word_signs`` are. ``casefold``: names
        are compared without regard to case. ``escaped_names``: they may hold escapes. In a file
        that ``comments_matter`` finds something in, all comments are code.
    Modules:
        ``namespaces`` are names of what holds modules, ``dictionaries`` are calls that
        return a namespace. ``wildcards`` are attributes through which all others can be written,
        ``poisons`` those through which the module's names can; ``rewriting`` are words that can
        where the file holds a sign of it. ``unknowable`` maps modules to
        attributes whose value comes from outside the program, ``foreign_modules`` are certainly
        not the module at hand.
    Whole files (what a validator may ask of all of one):
        ``comparisons`` ask whether values are equal, ``asking_calls`` what else they do by
        themselves; ``equality_words`` decide it, and so do
        classes that derive from ``values``: these begin with ``class_word`` and have their bases in
        a field (``value_bases``). ``telling_words`` matter wherever they stand,
        those of ``telling_unless`` unless each time the pattern fits there, and so does whoever
        sets an attribute of what is ``patched``, or does so as ``patched_otherwise`` finds: by a
        text, or by a name that is a group of its own. ``heirs_pass``: an object of a type may be
        one of a class that derives from it, wherever that is declared. ``acting``: a method of an
        object that is not known is any of its name in the file that may do something; so is
        one that runs without being called. ``by_class``: the same where objects have classes.
        ``changeable``: constants that others may change. ``behind`` tells, of the function around
        a place, where more is made of what it gives, and where what it runs is written: in the
        source, under a root.
    """

    # Outline
    functions: frozenset[str]
    classes: Mapping[str, str]
    wrappers: Mapping[str, str] = field(default_factory=dict)
    branches: frozenset[str] = NOTHING
    branch_bodies: frozenset[str] = NOTHING
    imports: frozenset[str]
    always: frozenset[str]
    jumps: frozenset[str] = NOTHING
    returns: frozenset[str] = NOTHING
    separators: frozenset[str] = frozenset({";"})
    # Names
    identifiers: frozenset[str]
    binders: Mapping[str, Binder]
    patterns: frozenset[str]
    mixed_patterns: frozenset[str] = NOTHING
    annotations: frozenset[str] = NOTHING
    scopes: Mapping[str, tuple[str, ...]]
    parameters: Mapping[str, str]
    parameter_lists: frozenset[str]
    globals: frozenset[str] = NOTHING
    typevars: frozenset[str] = NOTHING
    decorators: frozenset[str] = NOTHING
    import_names: frozenset[str] = NOTHING
    import_aliases: Mapping[str, str] = field(default_factory=dict)
    import_sources: frozenset[str] = NOTHING
    star_imports: frozenset[str] = NOTHING
    module_imports: frozenset[str] = NOTHING
    import_lists: frozenset[str] = NOTHING
    not_names: Mapping[str, str] = field(default_factory=dict)
    nfkc: bool = False
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
    interpolations: frozenset[str] = NOTHING
    immutables: frozenset[str]
    composites: frozenset[str]
    containers: frozenset[str]
    lambdas: frozenset[str]
    constructors: frozenset[str]
    inert: frozenset[str]
    plain: Mapping[str, frozenset[str]] = field(default_factory=dict)
    # Vocabulary
    reads: frozenset[str]
    registrations: frozenset[str] = NOTHING
    iterators: frozenset[str] = NOTHING
    visitors: Mapping[str, int] = field(default_factory=dict)
    mutators: frozenset[str]
    mutator_prefixes: tuple[str, ...]
    harmless_calls: Mapping[str, Flow]
    harmless_methods: Mapping[str, Flow] = field(default_factory=dict)
    reflection: Mapping[str, Reflection] = field(default_factory=dict)
    reflective_methods: Mapping[str, Reflection] = field(default_factory=dict)
    doubtful_kinds: Mapping[str, Doubt] = field(default_factory=dict)
    exits: frozenset[str] = NOTHING
    builtins: frozenset[str]
    builtins_change: bool = False
    declaring_words: frozenset[str] = NOTHING
    hidden_names: tuple[bytes, ...] = ()
    builtin_modules: frozenset[str] = NOTHING
    dictionaries: frozenset[str] = NOTHING
    namespaces: frozenset[str] = NOTHING
    unknowable: Mapping[str, frozenset[str]] = field(default_factory=dict)
    foreign_modules: frozenset[str] = NOTHING
    wildcards: frozenset[str] = NOTHING
    poisons: frozenset[str] = NOTHING
    rewriting: Mapping[str, bytes] = field(default_factory=dict)
    # Classes
    first_parameter_is_self: bool = False
    self_names: frozenset[str] = NOTHING
    static_decorators: frozenset[str] = NOTHING
    implicit_members: frozenset[str]
    operator_members: re.Pattern[str]
    # Where values are compared, what decides whether they are equal, and classes whose objects pass
    # for plain values.
    comparisons: frozenset[str] = NOTHING
    asking_calls: frozenset[str] = NOTHING
    equality_words: frozenset[str] = NOTHING
    telling_words: frozenset[str] = NOTHING
    telling_unless: Mapping[str, Fits] = field(default_factory=dict)
    patched: frozenset[str] = NOTHING
    patched_otherwise: re.Pattern[bytes] | None = None
    heirs_pass: bool = False
    acting: "Acting | None" = None
    changeable: "Changeable | None" = None
    by_class: "ByClass | None" = None
    behind: Callable[[bytes, Node, Node], Iterable[int]] | None = None
    class_word: bytes = b""
    value_bases: Mapping[str, str] = field(default_factory=dict)
    values: frozenset[str] = NOTHING
    # Canonical form
    verbatim: frozenset[str]
    comments: frozenset[str]
    kept_comments: re.Pattern[bytes]
    spelling: Spelling
    extras: frozenset[str] = NOTHING
    continuation: frozenset[str] = NOTHING
    white: bytes = b" \t\n\r\f"
    joints: tuple[bytes, ...] = ()
    # Other languages than Python
    always_text: re.Pattern[bytes] | None = None
    bodies: Mapping[str, str] = field(default_factory=dict)
    wrappings: frozenset[str] = NOTHING
    wrapping_calls: frozenset[str] = NOTHING
    factories: Mapping[str, frozenset[str]] = field(default_factory=dict)
    records: frozenset[str] = NOTHING
    trailers: frozenset[str] = NOTHING
    leaders: frozenset[str] = NOTHING
    class_effects: bool = False
    reopened: bool = False
    universal: frozenset[str] = NOTHING
    loose_methods: frozenset[str] = NOTHING
    bases: frozenset[str] = NOTHING
    blocks: frozenset[str] = NOTHING
    class_bodies: frozenset[str] = NOTHING
    partial_patterns: Mapping[str, str] = field(default_factory=dict)
    parameter_fields: frozenset[str] = NOTHING
    member_names: frozenset[str] = NOTHING
    global_kinds: frozenset[str] = NOTHING
    promotions: Mapping[str, frozenset[str]] = field(default_factory=dict)
    self_word: str = ""
    parameters_word: str = ""
    self_kinds: frozenset[str] = NOTHING
    own_kinds: frozenset[str] = NOTHING
    implicit_self: bool = False
    inner_classes_share: bool = False
    open_objects: bool = False
    keys_are_members: bool = False
    accessors_call: bool = False
    by_reference: bool = False
    mutating_operators: Mapping[str, tuple[str, frozenset[str]]] = field(default_factory=dict)
    references: Mapping[str, tuple[str, frozenset[str]]] = field(default_factory=dict)
    captures: frozenset[str] = NOTHING
    computed_members: Mapping[str, frozenset[str]] = field(default_factory=dict)
    argument_wrappers: frozenset[str] = NOTHING
    defining_calls: Mapping[str, int] = field(default_factory=dict)
    library_calls: frozenset[str] = NOTHING
    libraries: Mapping[str, frozenset[str]] = field(default_factory=dict)
    freezing: frozenset[str] = NOTHING
    symbols: frozenset[str] = NOTHING
    initializers: frozenset[str] = NOTHING
    unbound_elsewhere: bool = False
    path_imports: Mapping[str, str] = field(default_factory=dict)
    last_import_names: bool = False
    import_calls: frozenset[str] = NOTHING
    export_roots: frozenset[str] = NOTHING
    global_objects: frozenset[str] = NOTHING
    wholes: frozenset[str] = NOTHING
    views: Mapping[str, str] = field(default_factory=dict)
    deferred: frozenset[str] = NOTHING
    sigils: str = ""
    word_signs: str = ""
    casefold: bool = False
    escaped_names: bool = False
    comments_matter: re.Pattern[bytes] | None = None
