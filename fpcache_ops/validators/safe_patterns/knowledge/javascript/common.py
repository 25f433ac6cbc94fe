"""What every family knows of JavaScript's libraries and hosts: sources, harmless conversions."""

import re
from collections.abc import Mapping

from fpcache_ops.validators.safe_patterns.engine.language import Unit
from fpcache_ops.validators.safe_patterns.engine.machine import Calling, Model
from fpcache_ops.validators.safe_patterns.engine.values import (
    BOOLEANS,
    NUMBER,
    NUMBERS,
    Atom,
    Instance,
    Literal,
    Routine,
    Text,
    Unknown,
    Value,
    hole,
)
from fpcache_ops.validators.safe_patterns.engine.values import text as one_text
from fpcache_ops.validators.safe_patterns.knowledge.javascript import pipes, schemas
from fpcache_ops.validators.safe_patterns.knowledge.model import (
    Look,
    Test,
    TextCheck,
    blame,
    gives,
    made,
)
from fpcache_ops.validators.safe_patterns.languages.javascript import builtins, containers, texts
from fpcache_ops.validators.safe_patterns.languages.javascript.literals import words
from fpcache_ops.validators.safe_patterns.languages.javascript.semantics import ASKS, NUMERIC
from fpcache_ops.validators.safe_patterns.languages.javascript.unit import ScriptUnit

# Values that come from whoever uses the program. They only say how sure a report is: what is not
# in this table is no safer.
_SOURCES = (
    "builtins.process.argv",
    "builtins.process.stdin",
    "builtins.location",
    "builtins.window.location",
    "builtins.document.location",
    "builtins.document.cookie",
    "builtins.document.referrer",
    "builtins.document.URL",
    "builtins.window.name",
    "builtins.prompt",
    "builtins.localStorage",
    "builtins.sessionStorage",
    "builtins.URLSearchParams",
)
# A property of a variable called request, by any framework.
_REQUEST_NAMES = frozenset({"request", "req", "ctx", "context", "event", "e"})
_REQUEST_PARTS = words(
    """
    query params body headers cookies files file url originalUrl hostname path ip
    queryStringParameters pathParameters searchParams request data
    """
)


def is_source(path: str) -> bool:
    """Whether a dotted path is known user input; ``?name.part`` asks about a plain variable."""
    if path.startswith("?"):
        name, _, part = path[1:].partition(".")
        return name in _REQUEST_NAMES and part in _REQUEST_PARTS
    return any(path == source or path.startswith(source + ".") for source in _SOURCES)


NEVER_RETURN = frozenset({"builtins.process.exit", "builtins.process.abort"})
"""Calls that end the program."""


def _memo(call: Calling) -> Value | None:
    """``useMemo(() => value, [...])``: what the function gives, now or before."""
    given = call.given.positional
    if not call.given.closed or len(given) != 2 or len(call.given.all()) != 2:
        return None
    if not given[0] or not all(isinstance(atom, Routine) for atom in given[0]):
        return None
    return containers.called(call.machine, call.state, given[0], ())


_DIGITS, _HEX = "0123456789", "0123456789abcdefABCDEF"
_LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
_CHECKED = {
    "isUUID": (f"{_HEX}-", 2),
    "isMongoId": (_HEX, 1),
    "isHexadecimal": (f"{_HEX}xh", 1),
    "isInt": ("", 2),
    "isNumeric": ("", 1),
    "isAlpha": (_LETTERS, 1),
    "isAlphanumeric": (f"{_LETTERS}{_DIGITS}", 1),
}
"""Questions of validator.js: the letters of what it says yes to, none for a number, and how many
arguments it may have.

It throws for anything but a text; further arguments name other alphabets.
"""


def _checked(letters: str, limit: int) -> Model:
    def model(call: Calling) -> Value | None:
        if not call.given.closed or len(call.given.all()) > limit:
            return None
        return hole("matched", frozenset(letters)) if letters else hole(NUMBER)

    return model


_VALIDATORS: dict[str, Model] = {
    "uuid.validate": _checked(f"{_HEX}-", 1),
    **{
        f"{place}{name}": _checked(letters, limit)
        for name, (letters, limit) in _CHECKED.items()
        for place in ("validator.", "validator/lib/", "validator/es/lib/")
    },
}

DIGESTING, BYTES, PERHAPS_BYTES = "hash that is fed", "random bytes", "random bytes, or none"
_MADE = (Instance(DIGESTING), Instance(BYTES), Instance(PERHAPS_BYTES))


def _hash_of(arguments: int) -> Model:
    """A hash; of more arguments, some say how long its digest is, which may be nothing."""

    def model(call: Calling) -> Value | None:
        if not call.given.closed or len(call.given.all()) != arguments:
            return None
        return (Instance(DIGESTING),)

    return model


def _random_bytes(call: Calling) -> Value | None:
    count = call.given.get(0, None) or ()
    some = bool(count) and all(
        isinstance(atom, Literal) and type(atom.value) is int and atom.value > 0 for atom in count
    )
    return (Instance(BYTES if some else PERHAPS_BYTES),)


_ADDRESSES: dict[str, Model] = {
    "net.isIPv4": _checked(f"{_DIGITS}.", 1),
    # A zone may stand behind it.
    **dict.fromkeys(("net.isIP", "net.isIPv6"), _checked(f"{_LETTERS}{_DIGITS}.:%-", 1)),
}
"""Questions of node's own module: the letters of the addresses that it says yes to."""

_BLANK = " \t\n\v\f\r\xa0\u1680\u2028\u2029\u202f\u205f\u3000\ufeff" + "".join(
    map(chr, range(0x2000, 0x200B))
)
_OF_NUMBERS = frozenset(f"{_HEX}xXoOInfityulstr.+-{_BLANK}")
"""What ``isNaN`` says no to: besides numbers and blanks ``null``, ``true``, and lists of one."""


def _turns_into_a_number(call: Calling) -> Value | None:
    matters = texts.TEXTS_MATTER in call.machine.calls
    return hole("matched", _OF_NUMBERS | {texts.NO_TEXT} if matters else _OF_NUMBERS)


CALLS: Mapping[str, Model] = {
    **schemas.CALLS,
    **pipes.CALLS,
    "crypto.createHash": _hash_of(1),
    "crypto.createHmac": _hash_of(2),
    "crypto.randomBytes": _random_bytes,
    **dict.fromkeys(_ADDRESSES, gives(BOOLEANS)),
    **{f"{ASKS}{path}": model for path, model in _ADDRESSES.items()},
    NUMERIC: _turns_into_a_number,
    **dict.fromkeys(_VALIDATORS, gives(BOOLEANS)),
    **{f"{ASKS}{path}": model for path, model in _VALIDATORS.items()},
    "react.useMemo": _memo,
    **dict.fromkeys(("crypto.randomInt", "builtins.crypto.randomInt"), gives(NUMBERS)),
    **dict.fromkeys(
        (
            "uuid.v1",
            "uuid.v4",
            "uuid.v7",
            "crypto.randomUUID",
            "builtins.crypto.randomUUID",
        ),
        made("uuid"),
    ),
}

CONSTANTS: Mapping[str, Value] = {
    "builtins.process.pid": NUMBERS,
    "builtins.Number.MAX_SAFE_INTEGER": NUMBERS,
    "builtins.Math.PI": NUMBERS,
    "path.sep": hole(texts.SEPARATOR),
    "path.posix.sep": one_text("/"),
    "os.EOL": hole("chosen"),
    "builtins.process.platform": hole("chosen"),
}


_ENCODED = {
    "hex": f"{_DIGITS}abcdef",
    "base64url": f"{_LETTERS}{_DIGITS}_-",
    "base64": f"{_LETTERS}{_DIGITS}+/=",
}
"""The letters that bytes are written with."""


def methods(call: Calling, receiver: Atom, name: str) -> Value | None:
    """Methods of library objects that all families meet."""
    if receiver in _MADE:
        return _written(call, receiver, name)
    return schemas.methods(call, receiver, name)


def _written(call: Calling, receiver: Atom, name: str) -> Value | None:
    """``createHash(...).update(x).digest("hex")``, ``randomBytes(8).toString("hex")``."""
    given = call.given.positional
    ends = name == ("digest" if receiver == Instance(DIGESTING) else "toString")
    if name == "update" and receiver == Instance(DIGESTING):
        call.state.escape(*call.given.all())
        return (receiver,)
    encoding = texts.constant(given[0]) if len(given) == 1 and call.given.closed else None
    letters = _ENCODED.get(encoding or "") if ends else None
    filled = receiver != Instance(PERHAPS_BYTES)
    return hole("matched", frozenset(letters), filled=filled) if letters else None


def made_text(call: Calling) -> Value | None:
    """``String(x)`` is a text, whatever ``x`` is."""
    if not call.given.closed or not call.given.positional:
        return None
    known = builtins.call(call.machine, call.state, call.site, "String", call.given)
    if known is not None and not any(isinstance(atom, Unknown) for atom in known):
        return known
    call.machine.measures.add("conversion")
    return hole(texts.ANYTHING)


def some_text(_: Calling) -> Value | None:
    """What is left of something unknown whose type is found to be ``string``."""
    return hole(texts.ANYTHING)


SPARED = words(
    """
    json jsonp send sendStatus status end write render set header setHeader type vary links
    log info warn error debug trace verbose notice assert
    push unshift pop shift add has delete get map filter forEach find findIndex some every reduce
    flatMap includes indexOf join concat slice splice sort reverse keys values entries at fill
    split trim trimStart trimEnd toLowerCase toUpperCase padStart padEnd replace replaceAll match
    matchAll test startsWith endsWith substring substr charAt charCodeAt repeat normalize
    toString toFixed valueOf toISOString getTime localeCompare hasOwnProperty
    then catch finally
    """
)
"""Methods of answers, logs, lists, texts and promises: they run, open and reach nothing."""

TEXTS: Mapping[str, Model] = {"builtins.String": made_text, "typeof string": some_text}
"""For families that must know what is a text for certain."""


def no_evaluation(unit: Unit, _: int, __: int) -> str | None:
    """``eval`` of what is not plain may change any variable around it."""
    if isinstance(unit, ScriptUnit) and any(True for _ in unit.evaluations()):
        return "`eval` may change any variable of this file"
    return None


_FOLDER_CHOSEN = re.compile(
    rb"\b(?:chdir|cd|pushd)\s*\((?!\s*(?:'[^'\n]*'|\"[^\"\n]*\"|__dirname|path\.join\(__dirname,[^()$]*\))\s*\))"
    # By another name.
    rb"|(?:\.\s*|\[\s*['\"`])chdir\b(?!\s*\()|\bchdir\s*:"
)


def folder_chosen(unit: Unit) -> str | None:
    """Whether something says where the program runs that is not constant."""
    if _FOLDER_CHOSEN.search(unit.code):
        return "the folder that programs are run in is not constant"
    return None


def text(check: TextCheck, what: str = "a value") -> Test:
    """Every alternative is a text that passes a check, or turns into one that says nothing."""

    def test(look: Look) -> str | None:
        for atom in look.value:
            pieces = texts.text_of(atom)
            if pieces is None:
                return blame(look.value, f"{what} is no text that is known")
            if isinstance(atom, (Literal, Instance)):
                continue
            reason = check(atom if isinstance(atom, Text) else Text(pieces))
            if reason is not None:
                return reason
        return None if look.value else "nothing is known of it"

    return test
