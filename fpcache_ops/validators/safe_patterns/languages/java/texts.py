"""What Java's strings do: methods of texts, builders, formats."""

import re
import string
from collections.abc import Mapping

from fpcache_ops.validators.safe_patterns.engine.calls import OWN_OBJECT
from fpcache_ops.validators.safe_patterns.engine.frames import Actuals
from fpcache_ops.validators.safe_patterns.engine.machine import Machine
from fpcache_ops.validators.safe_patterns.engine.patterns import class_of
from fpcache_ops.validators.safe_patterns.engine.state import State
from fpcache_ops.validators.safe_patterns.engine.texts import built, repeated, too_many
from fpcache_ops.validators.safe_patterns.engine.values import (
    ALTERNATIVES,
    BOOLEANS,
    CHOSEN,
    NUMBER,
    NUMBERS,
    WITHOUT,
    Atom,
    Class,
    Hole,
    Instance,
    Literal,
    Number,
    Pieces,
    Reference,
    Series,
    Symbol,
    Table,
    Text,
    Unknown,
    Value,
    hole,
    joined,
    literal,
    text,
    unknown,
)

BUILDER = "string builder"
BYTES = "bytes of a text"
CHARS = "letters of a text"
LETTER = "a letter"
UUID = "uuid"
PATTERN = "pattern"
REPLACE_ALL = "replace all[]"
DELETE_ALL = "delete all[]"
"""``builder.replace(0, builder.length(), text)``: nothing is left of what it held."""
TEXT_REPLACE = "replace[]"
TEXT_REPLACE_ALL = "replaceAll[]"
"""``text.replace(old, new)`` of a variable that is declared as a text."""
_MARK = re.compile(
    r"%(?:(?P<place>[1-9][0-9]?)\$)?(?:(?P<width>0?[1-9][0-9]?)(?=[dxX]))?"
    r"(?:\.[0-9](?=f))?(?P<kind>.|\Z)",
    re.DOTALL,
)
_SHOWN: Mapping[str, frozenset[str]] = {
    "x": frozenset("-0123456789abcdef"),
    "X": frozenset("-0123456789ABCDEF"),
    "f": frozenset("0123456789.,-NaInfity"),
}
"""The letters of numbers that are shown in other ways: of anything else, that is an exception."""
_DIGITS = frozenset("-0123456789")
_COUNTING = frozenset({"int", "char", "short", "byte"})
"""Kinds that are taken where an ``int`` is asked for."""
_SIMPLE_SPLIT = frozenset(",;:/ -_=#&@\t")


def shown(atom: Atom) -> Pieces | None:
    """What ``String.valueOf`` gives."""
    match atom:
        case Text(pieces=pieces, flavour="str"):
            return pieces
        case Literal(kind="bool", value=value):
            return ("true" if value else "false",)
        case Literal(kind="NoneType"):
            return ("null",)
        case Literal(kind="char", value=value) if isinstance(value, int):
            return (chr(value),) if not 0xD800 <= value <= 0xDFFF else None
        case Literal(kind="int" | "long" | "short" | "byte", value=value):
            return (str(value),)
        case Number():
            return (Hole(NUMBER),)
        case Instance(kind="day or time", details=((Text(pieces=pieces),),)):
            return pieces
        case Instance(kind="uuid"):
            return (Hole("matched", frozenset("0123456789abcdef-")),)
        case Instance(kind="address", details=((Text(pieces=pieces, flavour="str"),), kind)):
            # A text of which a URL was made may hold what browsers read in another way.
            return pieces if kind == text("URI") else None
        case _:
            return None


def forms(state: State, value: Value) -> list[Pieces] | None:
    """The texts that a value turns into, if all its alternatives are modelled."""
    found: list[Pieces] = []
    for atom in value:
        if isinstance(atom, Instance) and atom.kind == BUILDER:
            inner = held(state, atom)
            more = forms(state, inner) if inner is not None else None
            if more is None:
                return None
            found.extend(more)
            continue
        constant = enum_text(state, atom) if isinstance(atom, Instance) else None
        pieces = shown(constant[0] if constant else atom)
        if pieces is None:
            return None
        found.append(pieces)
    unique = list(dict.fromkeys(found))
    return unique if 0 < len(unique) <= ALTERNATIVES else None


ENUM_NAME = "\x00name"
"""Among the fields of a constant of an enum: what ``name()`` gives."""


def enum_name(state: State, atom: Instance) -> Value | None:
    """What ``name()`` of a constant of an enum gives."""
    if atom.kind != OWN_OBJECT or len(atom.details) < 2:
        return None
    (place,) = atom.details[1]
    content = state.content(place.site) if isinstance(place, Reference) else None
    return dict(content.items).get(ENUM_NAME) if isinstance(content, Table) else None


def enum_text(state: State, atom: Instance) -> Value | None:
    """The text of a constant of an enum, if its class does not say otherwise."""
    first = atom.details[0][0] if atom.details and atom.details[0] else None
    if not isinstance(first, Class) or any(one.name == "toString" for one in first.scope.inner):
        return None
    return enum_name(state, atom)


def lost(*values: Value) -> Value | None:
    """What is unknown among values, if anything is: user input first."""
    found: Unknown | None = None
    for value in values:
        for atom in value:
            if isinstance(atom, Unknown) and (found is None or atom.cause.source):
                found = atom
    return (found,) if found is not None else None


def text_of(state: State, value: Value) -> Value | None:
    """``String.valueOf(value)``."""
    found = forms(state, value)
    if found is None:
        return lost(value)
    return tuple(Text(pieces) for pieces in found)


def joined_texts(state: State, *values: Value) -> Value | None:
    """Texts end to end."""
    parts = [forms(state, value) for value in values]
    if any(part is None for part in parts):
        return lost(*values)
    whole = built([part for part in parts if part is not None])
    return whole if whole is not None else too_many()


# Builders


def letters_in(state: State, site: int, kind: str, value: Value) -> Value:
    """A new array of a text's bytes or letters: each may be changed later on."""
    state.allocate(site, Table((("text", value),)))
    return (Instance(kind, ((Reference(site),),)),)


def as_read(value: Value, encoding: tuple[Value, ...]) -> Value:
    """A text behind an encoding: the same if that is one that has ASCII in it, and it is ASCII."""
    atoms = [atom for given in encoding for atom in given]
    plain = len(encoding) < 2 and all(
        (isinstance(atom, Symbol) and atom.path in _CHARSETS)
        or (isinstance(atom, Text) and (atom.constant or "").upper() in _CHARSET_NAMES)
        for atom in atoms
    )
    result: list[Value] = []
    for atom in value:
        constant = atom.constant if isinstance(atom, Text) else None
        if plain and (constant is None or constant.isascii()):
            result.append((atom,))
        elif constant is not None or (isinstance(atom, Text) and atom.pieces == (Hole(CHOSEN),)):
            result.append(hole(CHOSEN))
        else:
            result.append(lost((atom,)) or unknown("a part of a text, or one in another encoding"))
    return joined(result)


_CHARSETS = frozenset(
    f"java.nio.charset.StandardCharsets.{name}" for name in ("UTF_8", "US_ASCII", "ISO_8859_1")
)
_CHARSET_NAMES = frozenset({"UTF-8", "UTF8", "US-ASCII", "ASCII", "ISO-8859-1"})


def held(state: State, builder: Instance) -> Value | None:
    """What a builder or an array of letters holds; ``None`` if somebody else may change it."""
    (inner,) = builder.details[0]
    content = state.content(inner.site) if isinstance(inner, Reference) else None
    if isinstance(content, Table):
        return dict(content.items).get("text")
    return None


def new_builder(state: State, site: int, given: Actuals) -> Value | None:
    """``new StringBuilder(text)``; a number is its capacity."""
    value = text("")
    if given.positional:
        first = given.positional[0]
        if not all(isinstance(atom, Text) for atom in first):
            capacity = all(_is_number(atom) for atom in first)
            found = text("") if capacity else text_of(state, first)
            if found is None:
                state.escape(first)
                found = unknown("a text that is not known")
            value = found
        else:
            value = first
    state.allocate(site, Table((("text", value),)))
    return (Instance(BUILDER, ((Reference(site),),)),)


def _is_number(atom: Atom) -> bool:
    """Whether a value is of a type that is taken for a capacity: a letter is, too."""
    if isinstance(atom, Instance):
        return atom.kind == LETTER
    return isinstance(atom, Number) or (isinstance(atom, Literal) and atom.kind in _COUNTING)


def builder_method(
    machine: Machine, state: State, builder: Instance, name: str, given: Actuals
) -> Value | None:
    """What a method of a builder gives, and what it holds then."""
    inside = held(state, builder)
    if inside is None:
        return None
    match name:
        case "toString":
            return inside
        case "length" | "indexOf" | "lastIndexOf" | "capacity" | "compareTo":
            return _method_of_all(state, inside, name, given) or NUMBERS
        case "charAt" | "substring" | "subSequence" | "isEmpty":
            return _method_of_all(state, inside, name, given)
        case "equals":
            return BOOLEANS
        case "trimToSize" | "ensureCapacity":
            return literal(None)
        case _:
            pass
    changed = _changed(state, inside, name, given.positional)
    if changed is None:
        changed = lost(inside, *given.positional) or unknown(f"a text changed by `{name}`")
        if name not in _CHANGE:
            return None
        state.escape(*given.positional)
    (inner,) = builder.details[0]
    assert isinstance(inner, Reference)
    machine.note(state)
    state.replace(inner.site, Table((("text", changed),)))
    return (builder,)


def _method_of_all(state: State, value: Value, name: str, given: Actuals) -> Value | None:
    results: list[Value] = []
    for atom in value:
        found = text_method(state, 0, atom, name, given) if isinstance(atom, Text) else None
        if found is None:
            return lost(value)
        results.append(found)
    return joined(results)


def _changed(state: State, inside: Value, name: str, given: tuple[Value, ...]) -> Value | None:
    constant = _constant(inside)
    numbers = [_integer(value) for value in given]
    match name:
        case "append" if len(given) == 1:
            return joined_texts(state, inside, given[0])
        case "setLength" if len(given) == 1 and numbers == [0]:
            return text("")
        case "insert" if len(given) == 2 and numbers[0] == 0:
            return joined_texts(state, given[1], inside)
        case "insert" if len(given) == 2 and constant is not None and numbers[0] is not None:
            at = numbers[0]
            if 0 <= at <= len(constant):
                return joined_texts(state, text(constant[:at]), given[1], text(constant[at:]))
        case "delete all[]":
            return text("")
        case "replace all[]" if len(given) == 3:
            return joined_texts(state, given[2])
        case "reverse" if constant is not None and not given:
            return text(constant[::-1])
        case "deleteCharAt" if constant is not None and len(given) == 1:
            at_ = numbers[0]
            if at_ is not None and 0 <= at_ < len(constant):
                return text(constant[:at_] + constant[at_ + 1 :])
        case "delete" if constant is not None and len(given) == 2:
            low, high = numbers
            if low is not None and high is not None and 0 <= low <= min(high, len(constant)):
                return text(constant[:low] + constant[high:])
        case "replace" if constant is not None and len(given) == 3:
            low, high, _ = numbers
            if low is not None and high is not None and 0 <= low <= min(high, len(constant)):
                return joined_texts(state, text(constant[:low]), given[2], text(constant[high:]))
        case _:
            pass
    return None


_CHANGE = frozenset(
    {
        *("append", "insert", "replace", "reverse", "deleteCharAt", "delete"),
        *(REPLACE_ALL, DELETE_ALL),
    }
)


# Methods of texts


def _constant(value: Value) -> str | None:
    if len(value) == 1 and isinstance(value[0], Text) and value[0].flavour == "str":
        return value[0].constant
    return None


def _integer(value: Value) -> int | None:
    if len(value) == 1 and isinstance(value[0], Literal) and value[0].kind in _COUNTING:
        return int(value[0].value or 0)
    return None


def _letters(value: Value) -> str | None:
    """A constant text, or a constant letter as one."""
    if len(value) == 1 and isinstance(value[0], Literal) and value[0].kind == "char":
        return chr(int(value[0].value or 0))
    return _constant(value)


def replaced(whole: Text | None, given: Actuals) -> Value | None:
    """``text.replace("<", "&lt;")``: what is replaced is not there any more."""
    if len(given.positional) != 2:
        return None
    old, new = (_letters(value) for value in given.positional)
    if old is None or new is None or len(old) != 1:
        return None
    before: frozenset[str] = frozenset()
    if whole is not None:
        only = whole.pieces[0] if len(whole.pieces) == 1 else ""
        if not isinstance(only, Hole) or only.kind != WITHOUT:
            return None
        before = only.letters or before
    lacks = frozenset(word for word in before | {old} if len(word) == 1)
    return hole(WITHOUT, lacks - frozenset(new))


def cleaned(given: Actuals) -> Value | None:
    """``text.replaceAll("[^a-z]", "")``: nothing is left but these letters, or none of those."""
    if len(given.positional) != 2:
        return None
    pattern, new = (_constant(value) for value in given.positional)
    if pattern is None or new is None or not new.isascii() or "$" in new or "\\" in new:
        return None
    whole = _CLASS.fullmatch(pattern)
    letters = class_of(whole[2], words=_WORD_LETTERS) if whole is not None else None
    if whole is None or letters is None:
        return None
    if whole[1]:
        return hole("matched", letters | frozenset(new))
    return hole(WITHOUT, letters - frozenset(new))


_CLASS = re.compile(r"\[(\^?)((?:[^\[\]\\&^]|\\.)+)\]\+?", re.DOTALL)
"""A class of letters, and nothing else."""
_WORD_LETTERS = frozenset(string.ascii_letters + string.digits + "_")


def is_locale(value: Value) -> bool:
    """Whether a value is one of the library's locales."""
    return all(isinstance(a, Symbol) and a.path.startswith("java.util.Locale.") for a in value)


def text_method(state: State, site: int, whole: Text, name: str, given: Actuals) -> Value | None:
    """What a method of a text gives."""
    if whole.flavour != "str":
        return None
    arguments = given.positional
    name = {TEXT_REPLACE: "replace", TEXT_REPLACE_ALL: "replaceAll"}.get(name, name)
    if name in ("toLowerCase", "toUpperCase") and len(arguments) == 1 and is_locale(arguments[0]):
        arguments = ()
    if name == "replaceAll" and whole.constant is None and whole.pieces != (Hole(CHOSEN),):
        return cleaned(given)
    match name:
        case "replace" if whole.constant is None:
            return replaced(whole, given)
        case "toString" | "intern" if not arguments:
            return (whole,)
        case "concat" if len(arguments) == 1:
            return joined_texts(state, (whole,), arguments[0])
        case "trim" | "strip" if whole.constant is None and len(whole.pieces) == 1:
            return (whole,)
        case "getBytes":
            return letters_in(state, site, BYTES, as_read((whole,), arguments))
        case "toCharArray":
            return letters_in(state, site, CHARS, (whole,))
        case "format" | "formatted":
            return formatted(state, whole, arguments) if name == "formatted" else None
        case "hashCode" | "codePointAt":
            return NUMBERS
        case _:
            pass
    constant = whole.constant
    if constant is not None:
        found = _folded(state, site, constant, name, arguments)
        if found is not None:
            return found
    if name in _TESTS:
        return BOOLEANS
    if name in _COUNTS:
        return NUMBERS
    if name == "charAt":
        return (Instance(LETTER),) if constant is None else None
    fixed = all(_letters(v) is not None or _integer(v) is not None for v in arguments)
    if constant is not None and name in _STAYS_CONSTANT and fixed:
        return hole(CHOSEN)
    return lost(*arguments)


_TESTS = frozenset(
    {
        "equals",
        "equalsIgnoreCase",
        "startsWith",
        "endsWith",
        "contains",
        "isEmpty",
        "isBlank",
        "matches",
        "contentEquals",
        "regionMatches",
    }
)
_COUNTS = frozenset({"length", "indexOf", "lastIndexOf", "compareTo", "compareToIgnoreCase"})
_STAYS_CONSTANT = frozenset(
    {
        "toLowerCase",
        "toUpperCase",
        "replaceAll",
        "replaceFirst",
        "substring",
        "subSequence",
        "strip",
        "stripLeading",
        "stripTrailing",
        "stripIndent",
    }
)


def _folded(
    state: State, site: int, constant: str, name: str, given: tuple[Value, ...]
) -> Value | None:
    """The result for constants alone."""
    texts = [_letters(value) for value in given]
    numbers = [_integer(value) for value in given]
    first = texts[0] if texts else None
    low = numbers[0] if numbers else None
    match name, len(given):
        case "length", 0:
            return literal(len(constant))
        case "isEmpty", 0:
            return literal(not constant)
        case "isBlank", 0:
            return literal(not constant.strip()) if constant.isascii() else None
        case "trim", 0:
            return text(constant.strip("".join(map(chr, range(33)))))
        case "charAt", 1 if low is not None and 0 <= low < len(constant):
            return (Literal("char", ord(constant[low])),)
        case (("substring" | "subSequence"), (1 | 2)) if None not in numbers:
            high = numbers[1] if len(numbers) > 1 else len(constant)
            if low is not None and high is not None and 0 <= low <= high <= len(constant):
                return text(constant[low:high])
            return None
        case "equals", 1 if first is not None and isinstance(given[0][0], Text):
            return literal(constant == first)
        case "equals" | "equalsIgnoreCase", 1 if given[0] == literal(None):
            return literal(False)
        case "equalsIgnoreCase", 1 if first is not None:
            if constant.isascii() and first.isascii():
                return literal(constant.lower() == first.lower())
            return None
        case "startsWith", 1 if first is not None:
            return literal(constant.startswith(first))
        case "endsWith", 1 if first is not None:
            return literal(constant.endswith(first))
        case "contains", 1 if first is not None:
            return literal(first in constant)
        case "indexOf", 1 if first is not None:
            return literal(constant.find(first))
        case "lastIndexOf", 1 if first is not None:
            return literal(constant.rfind(first))
        case (("toLowerCase" | "toUpperCase"), 0):
            # The letter i has other cases in some languages.
            if constant.isascii() and "i" not in constant.lower():
                return text(constant.lower() if name == "toLowerCase" else constant.upper())
            return None
        case "replace", 2 if first:
            parts = constant.split(first)
            between = [given[1]] * (len(parts) - 1)
            return joined_texts(state, *_woven([text(part) for part in parts], between))
        case "repeat", 1 if low is not None and 0 <= low * len(constant) <= 200:
            return text(constant * low) if low >= 0 else None
        case "split", 1 if first in _SIMPLE_SPLIT and constant:
            words = constant.split(first)
            while words and not words[-1]:
                words.pop()
            state.allocate(site, Series("list", tuple(text(word) for word in words)))
            return (Reference(site),)
        case _:
            return None


def _woven(parts: list[Value], between: list[Value]) -> list[Value]:
    return [parts[0], *(v for pair in zip(between, parts[1:], strict=True) for v in pair)]


# Formats


def formatted(state: State, template: Text, given: tuple[Value, ...]) -> Value | None:
    """``String.format(template, values...)`` with plain ``%s`` and ``%d``."""
    constant = template.constant
    if constant is None:
        return lost(*given)
    parts: list[Value] = []
    number = at = 0
    for mark in _MARK.finditer(constant):
        parts.append(text(constant[at : mark.start()]))
        at = mark.end()
        kind = mark["kind"]
        if not kind:
            return lost(*given)
        if kind in "%n":
            parts.append(text("%" if kind == "%" else "\n"))
            continue
        place = int(mark["place"]) - 1 if mark["place"] else number
        number += 0 if mark["place"] else 1
        if not 0 <= place < len(given):
            return lost(*given)
        value = _as_marked(kind, mark["width"] or "", given[place])
        if value is None:
            return lost(*given)
        parts.append(value)
    rest = constant[at:]
    return joined_texts(state, *parts, text(rest))


def _as_marked(kind: str, width: str, value: Value) -> Value | None:
    """What a mark shows of a value; what is narrower than ``width`` has blanks before it."""
    match kind:
        case "s":
            return value
        case "b":
            return BOOLEANS
        case "d" if not width:
            # Anything but an integer raises.
            return value if all(isinstance(a, (Number, Literal)) for a in value) else NUMBERS
        case "d" if width.startswith("0"):
            return NUMBERS
        case "d" | "x" | "X" | "f":
            blank = frozenset(" ") if width and not width.startswith("0") else frozenset()
            return hole("matched", _SHOWN.get(kind, _DIGITS) | blank, filled=True)
        case _:
            return None


def repeat_of(state: State, separator: Value, items: Value) -> Value | None:
    """``String.join`` of any number of items."""
    constant = _constant(separator)
    choices = forms(state, items)
    if constant is None or choices is None:
        return lost(items, separator)
    return (Text(repeated(choices, constant)),)
