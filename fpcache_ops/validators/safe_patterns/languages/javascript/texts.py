"""What JavaScript's texts do, and which texts other values turn into."""

import re

from fpcache_ops.validators.safe_patterns.engine.frames import Actuals
from fpcache_ops.validators.safe_patterns.engine.machine import Machine
from fpcache_ops.validators.safe_patterns.engine.patterns import (
    DOUBLE_STAR,
    class_of,
    firsts_of,
    is_named,
    letters_of,
    may_be_empty,
)
from fpcache_ops.validators.safe_patterns.engine.state import State
from fpcache_ops.validators.safe_patterns.engine.texts import built, split, too_many
from fpcache_ops.validators.safe_patterns.engine.values import (
    BOOLEANS,
    CHOSEN,
    NONE,
    NUMBER,
    NUMBERS,
    REST,
    Atom,
    Hole,
    Instance,
    Literal,
    Number,
    Piece,
    Pieces,
    Reference,
    Repeat,
    Routine,
    Series,
    Symbol,
    Text,
    Unknown,
    Value,
    hole,
    join,
    normal,
    text,
)

PATTERN = "pattern"
WITHOUT = "without"
"""A text that lacks the characters that its hole names."""

NORMAL = "normal path"
"""A path without ``..`` inside: what joining and resolving gives."""

SEPARATOR = "path separator"
"""``path.sep``: which one, the system decides."""

BELOW = "below a folder"
"""What is left of a normal path behind the folder that it begins with, slash included."""

PERHAPS_WITHOUT = "lacks letters if it is a text"
"""The same of what may be a list: ``includes`` then asks for an item. None is joined to a path."""

LACKING = "asks: lacking"
"""A family whose table holds this call is told what texts do not hold, ``..`` among it."""

RELATIVE, DOWNWARDS = "relative path", "relative path that leads down"
"""What ``path.relative`` gives, before and after it was asked whether it leads elsewhere."""

CLIMBS, LEAVES = "may climb", "may be absolute"
"""What is not ruled out yet of a relative path."""

WORDS = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_")
_TESTS = frozenset({"includes", "startsWith", "endsWith", "isWellFormed"})
_COUNTS = frozenset(
    {"indexOf", "lastIndexOf", "search", "charCodeAt", "codePointAt", "localeCompare"}
)
_PARTS = frozenset({"slice", "substring", "substr", "charAt", "trim", "trimStart", "trimEnd", "at"})
_BLANKS = frozenset(" \t\n\v\f\r\xa0\u2028\u2029\ufeff")
_LIMIT = 400


def text_of(atom: Atom) -> Pieces | None:
    """What ``String()`` gives; ``None`` if that is not modelled."""
    match atom:
        case Text() if may_be_list(atom):
            # A list turns into all of its items.
            return (Hole(ANYTHING),)
        case Text(pieces=pieces):
            return pieces
        case Literal(kind="NoneType"):
            return ("undefined",)
        case Literal(kind="null"):
            return ("null",)
        case Literal(kind="bool", value=value):
            return ("true",) if value else ("false",)
        case Literal(kind="int" | "bigint", value=value):
            return (str(value),)
        case Literal() | Number() | Symbol(path="builtins.NaN" | "builtins.Infinity"):
            return (Hole(NUMBER),)
        case Instance(kind="inherited") | Symbol(path="builtins.__dirname" | "builtins.__filename"):
            return (Hole(CHOSEN),)
        case Instance(kind="parameters"):
            return (Hole("address component"),)
        case Instance(kind="uuid"):
            return (Hole("matched", frozenset("0123456789abcdef-")),)
        case _:
            return None


ANY_TEXT = "any text"
"""A family whose table holds this call is told of texts that are not known, too: kind anything."""

ANYTHING = "anything"


TEXTS_MATTER = "texts matter"
"""A family whose table holds this call is told when what matched a pattern may be no text."""

NO_TEXT = "no text"
"""Stands among the letters of what may be ``null`` or ``undefined``, whose names match as well."""


def tested(machine: Machine, value: Value, letters: frozenset[str]) -> frozenset[str]:
    """The letters of what a pattern was tested with, which is made a text for the test only."""
    known = _pattern(value)
    if known is None or TEXTS_MATTER not in machine.calls:
        return letters
    body, flags = known
    case = re.IGNORECASE if "i" in flags else 0
    for name in ("null", "undefined", "true", "false"):
        full = body.startswith("^")
        if (full and re.fullmatch(body, name, case)) or (not full and letters >= set(name)):
            return letters | {NO_TEXT}
    return letters


def shown(machine: Machine, atom: Atom) -> Pieces | None:
    """The text that a value turns into where texts are put together."""
    pieces = text_of(atom)
    if pieces is None and ANY_TEXT in machine.calls:
        return (Hole(ANYTHING),)
    return pieces


def constant(value: Value | None) -> str | None:
    """The one constant text that a value is."""
    if value is not None and len(value) == 1 and isinstance(value[0], Text):
        return value[0].constant
    return None


def forms(value: Value) -> list[Pieces] | None:
    """The texts of all alternatives."""
    found = [text_of(atom) for atom in value]
    if not found or any(pieces is None for pieces in found):
        return None
    return [pieces for pieces in found if pieces is not None]


def lost(value: Value) -> Value | None:
    """What is not known of a value, to be handed on."""
    return next(((atom,) for atom in value if isinstance(atom, Unknown)), None)


# Patterns


def _pattern(value: Value) -> tuple[str, str] | None:
    if len(value) != 1 or not isinstance(value[0], Instance) or value[0].kind != PATTERN:
        return None
    body, flags = (constant(part) for part in value[0].details)
    return (body, flags) if body is not None and flags is not None else None


def _cases(letters: frozenset[str], flags: str) -> frozenset[str] | None:
    if "i" not in flags:
        return letters
    if "u" in flags or "v" in flags or any(not letter.isascii() for letter in letters):
        return None
    return frozenset(case for letter in letters for case in (letter.lower(), letter.upper()))


def full_letters(value: Value) -> frozenset[str] | None:
    """The only characters of a text that a pattern matches from its beginning to its end."""
    known = _pattern(value)
    if known is None:
        return None
    body, flags = known
    if not body.startswith("^") or not body.endswith("$") or body.endswith("\\$"):
        return None
    if not set(flags) <= set("igyu") or _has_alternatives(body[1:-1]):
        return None
    letters = letters_of(body[1:-1], words=WORDS)
    return _cases(letters, flags) if letters is not None else None


def is_filled(value: Value) -> bool:
    """Whether a text that such a pattern matches as a whole holds a character at least."""
    known = _pattern(value)
    return known is not None and not may_be_empty(known[0][1:-1], words=WORDS)


def whole_match(value: Value, letters: frozenset[str]) -> Value:
    """A text of these letters that such a pattern matches as a whole."""
    known = _pattern(value)
    body, flags = known if known is not None else ("", "")
    firsts = firsts_of(body[1:-1], words=WORDS)
    return hole(
        "matched",
        letters,
        filled=is_filled(value),
        named=is_named(body[1:-1], words=WORDS),
        firsts=_cases(firsts, flags) if firsts is not None else None,
    )


_SLASHED = re.compile(
    r"\\?/(\[(?:[^\]\\]|\\.)+\]|\\[wd]|[A-Za-z0-9])(\+|\{[1-9]\d{0,3}(?:,\d*)?\})?(?![*?+{])"
)


def matched(value: Value) -> Value | None:
    """A text that a pattern matches from its beginning to its end.

    Behind a slash in front, the first letter is known by itself.
    """
    letters = full_letters(value)
    known = _pattern(value)
    if letters is None or known is None:
        return None
    whole = whole_match(value, letters)
    body, flags = known
    slashed = _SLASHED.match(body, 1)
    if slashed is None:
        return whole
    first = letters_of(slashed[1], words=WORDS)
    rest = letters_of(body[slashed.end() : -1], words=WORDS)
    if first is None or rest is None:
        return whole
    first, rest = _cases(first, flags), _cases(rest, flags)
    if first is None or rest is None:
        return whole
    behind = rest | first if slashed[2] else rest
    begin = Hole("matched", first, filled=True)
    return (Text(("/", begin, *((Hole("matched", behind),) if behind else ()))),)


def _has_alternatives(body: str) -> bool:
    """Whether a ``|`` stands outside all groups, so that the anchors hold for one side only."""
    depth, inside, index = 0, False, 0
    while index < len(body):
        letter = body[index]
        if letter == "\\":
            index += 1
        elif inside:
            inside = letter != "]"
        elif letter == "[":
            inside = True
        elif letter in "()":
            depth += 1 if letter == "(" else -1
        elif letter == "|" and depth == 0:
            return True
        index += 1
    return False


def only_letters(value: Value, flags_allowed: str) -> frozenset[str] | None:
    """The characters that a text holds in which ``/[^...]/`` finds nothing."""
    known = _pattern(value)
    if known is None:
        return None
    body, flags = known
    body = body.removesuffix("+")
    if not body.startswith("[^") or not body.endswith("]") or not set(flags) <= set(flags_allowed):
        return None
    if body.endswith("\\]"):
        return None
    letters = class_of(body[2:-1], words=WORDS)
    return _cases(letters, flags) if letters is not None else None


def _removed(value: Value) -> frozenset[str] | None:
    """The single characters that a pattern finds, all of them."""
    known = _pattern(value)
    if known is None:
        return None
    body, flags = known
    if "g" not in flags or not set(flags) <= set("g"):
        return None
    if body.startswith("[") and not body.startswith("[^") and body.endswith("]"):
        return class_of(body[1:-1], words=WORDS)
    if len(body) == 1 and body not in "^$.|?*+()[]{}\\":
        return frozenset(body)
    return (
        frozenset(body[1]) if len(body) == 2 and body[0] == "\\" and body[1] in "\"'/&<>" else None
    )


def stripped(machine: Machine, state: State, receiver: Text | None, given: Actuals) -> Value | None:
    """``x.replace(/[^a-z]/g, "")`` and the escaping of single characters."""
    if not given.closed or len(given.positional) != 2:
        return None
    pattern, new = given.positional
    texts = _replacements(machine, state, new)
    if texts is None:
        return None
    kept = only_letters(pattern, "gi")
    known = _pattern(pattern)
    if kept is not None and known is not None and "g" in known[1]:
        added = [piece for form in texts for piece in form]
        # `$&` puts back what was found.
        if not all(isinstance(piece, str) and "$" not in piece for piece in added):
            return None
        letters = kept.union(*(piece for piece in added if isinstance(piece, str)))
        machine.measures.add("sanitizer")
        return hole("matched", letters)
    gone = _removed(pattern)
    single = constant(pattern)
    if gone is None and single is not None and len(single) == 1 and receiver is None:
        return None
    if gone is None:
        return None
    before: frozenset[str] = frozenset()
    if receiver is not None and len(receiver.pieces) == 1:
        only = receiver.pieces[0]
        if isinstance(only, Hole) and only.kind == WITHOUT:
            before = only.letters or before
    back: set[str] = set()
    for form in texts:
        for piece in form:
            if isinstance(piece, str):
                if "$" in piece:
                    return None
                back |= set(piece)
            else:
                return None
    if "." in back or not all(map(any, texts)):
        # What stood apart may meet: `.x.` is `..` when the letter is gone.
        before = frozenset(one for one in before if len(one) == 1)
    machine.measures.add("sanitizer")
    return hole(WITHOUT, (before - back) | (gone - back))


def _replacements(machine: Machine, state: State, new: Value) -> list[Pieces] | None:
    """The texts that are put in the place of what is found."""
    if len(new) == 1 and isinstance(new[0], Routine):
        from fpcache_ops.validators.safe_patterns.languages.javascript.containers import called

        value = called(machine, state, new, (lost_text(),) * 3)
        found = forms(value)
        if found is None:
            return None
        return [("",) if _is_chosen(form) else form for form in found]
    found = forms(new)
    if found is None or not all(isinstance(atom, Text) for atom in new):
        return None
    return found


def lacking(owner: Value, asked: str) -> Value | None:
    """What is left of a value where ``includes`` has not found a letter, or ``..``, in it."""
    if asked != ".." and len(asked) != 1:
        return None
    result: Value = ()
    for atom in owner:
        match atom:
            case Text(pieces=(Hole(kind=kind, letters=letters),)) if kind in _LACKING:
                lacks = (letters or frozenset()) | {asked}
                result = join(result, hole(kind if kind != ANYTHING else WITHOUT, lacks))
            case Text() if atom.constant is not None:
                result = join(result, (atom,) if asked not in atom.constant else ())
            case Symbol():
                result = join(result, hole(PERHAPS_WITHOUT, frozenset({asked})))
            case Unknown() if not atom.cause.made:
                result = join(result, hole(PERHAPS_WITHOUT, frozenset({asked})))
            case _:
                return None
    return result or None


def turned(value: Value, ruled_out: str) -> Value | None:
    """A relative path of which one thing more is ruled out."""
    result: Value = ()
    for atom in value:
        match atom:
            case Text(pieces=(Hole(kind=kind, letters=letters),)) if kind == RELATIVE:
                left = (letters or frozenset()) - {ruled_out}
                result = join(result, hole(RELATIVE, left) if left else hole(DOWNWARDS))
            case Text(pieces=(Hole(kind=kind),)) if kind == DOWNWARDS:
                result = join(result, (atom,))
            case _:
                return None
    return result or None


def inside(target: Value, folder: Value) -> Value | None:
    """A path of normal form that was found to be in a folder, or to be the folder itself."""
    found = below(target, tuple(map(_ended, folder))) or ()
    # It may be the folder itself.
    return (
        tuple(Text((*atom.pieces[:-1], Hole(BELOW))) for atom in found if isinstance(atom, Text))
        or None
    )


def _ended(atom: Atom) -> Atom:
    if not isinstance(atom, Text) or not atom.pieces:
        return atom
    last = atom.pieces[-1]
    ends = isinstance(last, str) and last.endswith("/")
    return atom if ends else Text(normal((*atom.pieces, "/")), atom.flavour)


def surely(atom: Atom) -> Atom:
    """What was looked at as a text lacks the same when it is put into one."""
    match atom:
        case Text(pieces=(Hole(kind=kind, letters=letters),)) if kind == PERHAPS_WITHOUT:
            return Text((Hole(WITHOUT, letters),))
        case _:
            return atom


def may_be_list(atom: Atom) -> bool:
    """Whether something that was asked like a text may be a list all the same."""
    match atom:
        case Text(pieces=(Hole(kind=kind),)):
            return kind == PERHAPS_WITHOUT
        case _:
            return False


_LACKING = (ANYTHING, WITHOUT, PERHAPS_WITHOUT)


def missing(pattern: Value) -> frozenset[str] | None:
    """The letters that a text lacks in which ``/[/\\\\]/`` finds nothing; or ``..``."""
    known = _pattern(pattern)
    if known is None or not set(known[1]) <= set("iu"):
        return None
    if known[0] == r"\.\.":
        return frozenset({".."})
    return _removed((Instance(PATTERN, (text(known[0]), text("g"))),))


def lost_text() -> Value:
    """What a replacing function is given."""
    from fpcache_ops.validators.safe_patterns.engine.values import unknown

    return unknown("what a pattern has found")


def _is_chosen(form: Pieces) -> bool:
    # What every object has turns into text without a single character of markup.
    return form == (Hole(CHOSEN),)


def below(owner: Value, beginning: Value) -> Value | None:
    """A normal path that was found to begin with a folder, its slash included."""
    if not owner or not all(_is_normal(atom) for atom in owner):
        return None
    filled = all(atom == Text((Hole(NORMAL, filled=True),)) for atom in owner)
    shown = forms(beginning)
    if shown is None:
        return None
    for pieces in shown:
        last = pieces[-1] if pieces else ""
        if last == Hole(SEPARATOR):
            last = "/"
        if not isinstance(last, str) or not last.endswith("/") or ".." in last:
            return None
        if len(pieces) == 1 and not last.strip("/. "):
            return None
    return tuple(Text((*pieces, Hole(BELOW, filled=filled))) for pieces in shown)


def _is_normal(atom: Atom) -> bool:
    """A path that was joined or resolved; what was resolved ends with no slash."""
    only = atom.pieces[0] if isinstance(atom, Text) and len(atom.pieces) == 1 else None
    return isinstance(only, Hole) and only.kind == NORMAL


def begun(value: Value) -> Value | None:
    """What a pattern that only asks for a beginning finds: that beginning, and anything.

    ``/^https?:\\/\\//`` gives two of them. Case is left open for a scheme alone.
    """
    known = _pattern(value)
    if known is None:
        return None
    body, flags = known
    if not body.startswith("^") or not set(flags) <= set("iu"):
        return None
    found = _beginnings(body[1:])
    if not found or not all(found):
        return None
    if "i" in flags and not all(one in ("http://", "https://") for one in found):
        return None
    return tuple(Text((one, Hole(REST))) for one in found)


def _beginnings(body: str) -> list[str] | None:
    """The constants that a pattern of plain letters, each perhaps with a ``?``, may stand for."""
    found = [""]
    index = 0
    while index < len(body):
        letter = body[index]
        if letter == "\\" and index + 1 < len(body) and body[index + 1] in "/.-":
            letter, index = body[index + 1], index + 1
        elif not (letter.isascii() and (letter.isalnum() or letter in "/:-_@=&#")):
            return None
        index += 1
        follows = body[index] if index < len(body) else ""
        if follows == "?":
            index += 1
            found = [*found, *(one + letter for one in found)]
        else:
            found = [one + letter for one in found]
        if len(found) > _BEGINNINGS or follows in ("*", "+", "{"):
            return None
    return found


_BEGINNINGS = 8


# Methods


def method(
    machine: Machine, state: State, site: int, whole: Text, name: str, given: Actuals
) -> Value | None:
    """What a method of a text gives; some text, for families that read such ones."""
    known = _known(machine, state, site, whole, name, given)
    if known is None and name in TEXTUAL and ANY_TEXT in machine.calls:
        state.escape(*given.all())
        return hole(ANYTHING)
    return known


TEXTUAL = frozenset(
    {"toLowerCase", "toUpperCase", "toLocaleLowerCase", "toLocaleUpperCase", "trim", "trimStart"}
    | {"trimEnd", "substring", "substr", "charAt", "padStart", "padEnd", "repeat", "normalize"}
)
"""Methods that only texts have, and that give a text."""


def _known(
    machine: Machine, state: State, site: int, whole: Text, name: str, given: Actuals
) -> Value | None:
    if name in _TESTS:
        return BOOLEANS if whole.constant is None else _tested(whole.constant, name, given)
    if name in _COUNTS:
        return NUMBERS
    if name in ("toString", "concat") and may_be_list(whole):
        return hole(ANYTHING) if name == "toString" else None
    if name in ("toString", "valueOf", "normalize") and not given.all():
        if name == "normalize" and not _is_ascii(whole):
            return None
        return (whole,)
    if name == "concat":
        return _concatenated(whole, given)
    if name in ("replace", "replaceAll"):
        return _replaced(machine, state, whole, name, given)
    if name in ("split", "match") and whole.constant is not None:
        return _split(state, site, whole.constant, name, given)
    if name == "repeat":
        return _repeated(whole, given)
    if name in ("toLowerCase", "toUpperCase", "toLocaleLowerCase", "toLocaleUpperCase"):
        return _cased(whole, "Lower" in name)
    if name in _PARTS:
        return _part(whole, name, given)
    if name in ("padStart", "padEnd"):
        filler = constant(given.get(1, None)) if len(given.positional) > 1 else " "
        if filler is not None and filler.isalnum() and whole.pieces == (Hole(NUMBER),):
            return hole("matched", frozenset("0123456789.-+eInfityNa" + filler))
    return None


def _tested(whole: str, name: str, given: Actuals) -> Value:
    other = constant(given.get(0, None))
    if other is None or len(given.all()) != 1:
        return BOOLEANS
    match name:
        case "includes":
            known = other in whole
        case "startsWith":
            known = whole.startswith(other)
        case "endsWith":
            known = whole.endswith(other)
        case _:
            return BOOLEANS
    return (Literal("bool", known),)


def _is_ascii(whole: Text) -> bool:
    return all(isinstance(piece, str) and piece.isascii() for piece in whole.pieces)


def _concatenated(whole: Text, given: Actuals) -> Value | None:
    if not given.closed:
        return None
    parts: list[list[Pieces]] = [[whole.pieces]]
    for value in given.positional:
        shown = forms(value)
        if shown is None:
            return lost(value)
        parts.append(shown)
    result = built(parts)
    return result if result is not None else too_many()


def _replaced(
    machine: Machine, state: State, whole: Text, name: str, given: Actuals
) -> Value | None:
    if not given.closed or len(given.positional) != 2:
        return None
    old, new = given.positional
    template, wanted = whole.constant, constant(old)
    if template is None:
        return stripped(machine, state, whole, given)
    shown = forms(new)
    if wanted is None and (left := stripped(machine, state, whole, given)) is not None:
        return left
    if wanted is None or not wanted or shown is None:
        return lost(new)
    if any(map(_may_put_back, (piece for pieces in shown for piece in pieces))):
        return None
    results: list[Text] = []
    for pieces in shown:
        if name == "replace":
            before, found, after = template.partition(wanted)
            form = built([[(before,)], [pieces if found else ()], [(after,)]])
            if form is None:
                return None
            results += [atom for atom in form if isinstance(atom, Text)]
        else:
            results.append(Text(split((template,), wanted, pieces)))
    if any(len(form.pieces) > 80 for form in results):
        return None
    return tuple(dict.fromkeys(results))


def _may_put_back(piece: Piece) -> bool:
    """Whether what is put in may hold ``$&`` and its like: parts of the text around it."""
    match piece:
        case str():
            return "$" in piece
        case Hole(kind="matched", letters=letters):
            return letters is None or "$" in letters
        case Hole(kind=kind, letters=letters) if kind == WITHOUT:
            return letters is None or "$" not in letters
        case Hole(kind=kind):
            return kind not in (NUMBER, CHOSEN, SEPARATOR, "address component")
        case Repeat(choices=choices):
            return any(_may_put_back(inner) for choice in choices for inner in choice)


def _split(state: State, site: int, whole: str, name: str, given: Actuals) -> Value | None:
    separator = constant(given.get(0, None))
    if name != "split" or separator is None or len(given.all()) != 1 or len(whole) > _LIMIT:
        return None
    parts = whole.split(separator) if separator else list(whole)
    state.allocate(site, Series("list", tuple(text(part) for part in parts)))
    return (Reference(site),)


def _repeated(whole: Text, given: Actuals) -> Value | None:
    from fpcache_ops.validators.safe_patterns.engine.texts import repeated

    count = given.get(0, None)
    if whole.constant is None or count is None or len(given.all()) != 1:
        return None
    if len(count) == 1 and isinstance(count[0], Literal) and type(count[0].value) is int:
        number = count[0].value
        if number >= 0 and len(whole.constant) * number <= _LIMIT:
            return text(whole.constant * number)
    return (Text(repeated([(whole.constant,)] if whole.constant else [], "")),)


def _cased(whole: Text, lower: bool) -> Value | None:
    if whole.constant is not None:
        if not whole.constant.isascii():
            return None
        return text(whole.constant.lower() if lower else whole.constant.upper())
    pieces = whole.pieces
    if len(pieces) != 1 or not isinstance(pieces[0], Hole):
        return None
    if pieces[0].kind == NUMBER:
        return hole("matched", frozenset("0123456789.-+eEINFINITYNAinfinityna"))
    letters = pieces[0].letters
    if pieces[0].kind == "matched" and letters is not None and DOUBLE_STAR not in letters:
        if not all(letter.isascii() for letter in letters):
            return None
        return hole("matched", frozenset(x.lower() if lower else x.upper() for x in letters))
    return None


def _part(whole: Text, name: str, given: Actuals) -> Value | None:
    """A part of a text has no other characters than the whole."""
    template = whole.constant
    if template is not None:
        bounds: list[int] = []
        for value in given.positional:
            atom = value[0] if len(value) == 1 else None
            if not isinstance(atom, Literal) or atom.kind != "int" or atom.value is None:
                bounds = []
                break
            bounds.append(int(atom.value))
        exact = given.closed and len(bounds) == len(given.positional)
        if name.startswith("trim") and not given.all():
            plain = template.isascii()
            cut = {"trim": template.strip, "trimStart": template.lstrip, "trimEnd": template.rstrip}
            return text(cut[name]()) if plain else None
        if exact and template.isascii():
            return _cut(template, name, bounds)
        return None
    if len(whole.pieces) == 1 and isinstance(whole.pieces[0], Hole):
        only = whole.pieces[0]
        if only.kind in ("matched", WITHOUT):
            part = hole(only.kind, only.letters)
            if name.startswith("trim") and not (only.letters or frozenset()) & _BLANKS:
                part = (whole,)
            return join(part, NONE) if name == "at" else part
        if only.kind == NUMBER:
            return hole("matched", frozenset("0123456789.-+eInfityNa"))
    return None


def _cut(template: str, name: str, bounds: list[int]) -> Value | None:
    size = len(template)
    match name, bounds:
        case "slice", [low]:
            return text(template[low:])
        case "slice", [low, high]:
            return text(template[low:high])
        case "substring", [low]:
            return text(template[min(max(low, 0), size) :])
        case "substring", [low, high]:
            low, high = (min(max(bound, 0), size) for bound in (low, high))
            return text(template[min(low, high) : max(low, high)])
        case "substr", [low] if low >= 0:
            return text(template[low:])
        case "substr", [low, length] if low >= 0 and length >= 0:
            return text(template[low : low + length])
        case "charAt", [index]:
            return text(template[index] if 0 <= index < size else "")
        case "charAt", []:
            return text(template[:1])
        case _:
            return None
