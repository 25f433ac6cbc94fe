"""What every family knows of Java's libraries: sources, conversions, texts, containers."""

import re
from collections.abc import Mapping

from fpcache_ops.validators.safe_patterns.engine.machine import Calling, Model
from fpcache_ops.validators.safe_patterns.engine.values import (
    BOOLEANS,
    NONE,
    NUMBERS,
    WITHOUT,
    Atom,
    Instance,
    Literal,
    Number,
    Text,
    Value,
    hole,
    join,
    literal,
    text,
    unknown,
)
from fpcache_ops.validators.safe_patterns.knowledge.contexts import url
from fpcache_ops.validators.safe_patterns.knowledge.java import dates, encoders, responses
from fpcache_ops.validators.safe_patterns.knowledge.model import ANSWER, gives
from fpcache_ops.validators.safe_patterns.languages.java import containers, texts

_WEB = ("javax.servlet.http", "jakarta.servlet.http")
_SERVLET = ("javax.servlet", "jakarta.servlet")
REQUESTS = frozenset(
    [f"{package}.HttpServletRequest" for package in _WEB]
    + [f"{package}.ServletRequest" for package in _SERVLET]
)
RESPONSES = frozenset(
    [f"{package}.HttpServletResponse" for package in _WEB]
    + [f"{package}.ServletResponse" for package in _SERVLET]
)
SESSIONS = frozenset(f"{package}.HttpSession" for package in _WEB)
WRITER = "java.io.PrintWriter"
STREAM = "javax.servlet.ServletOutputStream"
STREAMS = frozenset({STREAM, "jakarta.servlet.ServletOutputStream"})
RANDOM = "java.security.SecureRandom"

TYPES = (
    REQUESTS
    | RESPONSES
    | SESSIONS
    | STREAMS
    | {
        WRITER,
        "java.sql.Connection",
        "java.sql.Statement",
        "java.sql.PreparedStatement",
        "java.sql.CallableStatement",
        "java.sql.ResultSet",
        "java.io.FileOutputStream",
        "java.io.ByteArrayOutputStream",
        "java.io.FileWriter",
        "java.io.BufferedReader",
        "java.io.InputStream",
        "java.lang.Process",
        "java.lang.Runtime",
        "java.util.Properties",
        "java.util.zip.ZipInputStream",
    }
)
"""Types whose values are objects of the library's own, whatever made them."""

FACTORIES = frozenset(
    f"{path}.getInstance"
    for path in (
        "java.security.MessageDigest",
        "java.security.KeyFactory",
        "java.security.KeyPairGenerator",
        "java.security.KeyStore",
        RANDOM,
        "java.security.Signature",
        "java.text.DateFormat",
        "java.text.NumberFormat",
        "java.util.Calendar",
        "java.util.Currency",
        "javax.crypto.Cipher",
        "javax.crypto.KeyGenerator",
        "javax.crypto.Mac",
        "javax.crypto.SecretKeyFactory",
        "javax.net.ssl.SSLContext",
    )
)
"""Factories that have one name, and are told apart by their class."""

_USER_INPUT = frozenset(
    {
        "getParameter",
        "getParameterValues",
        "getParameterMap",
        "getParameterNames",
        "getHeader",
        "getHeaders",
        "getHeaderNames",
        "getCookies",
        "getQueryString",
        "getRequestURI",
        "getRequestURL",
        "getPathInfo",
        "getPathTranslated",
        "getServletPath",
        "getInputStream",
        "getReader",
        "getPart",
        "getParts",
        "getRequestedSessionId",
    }
)
_NUMBER_METHODS = frozenset(
    {
        "getIntHeader",
        "getDateHeader",
        "getContentLength",
        "getContentLengthLong",
        "getServerPort",
        "getRemotePort",
        "getLocalPort",
        "getStatus",
        "getBufferSize",
        "getCreationTime",
        "getInt",
        "getLong",
        "getShort",
        "getDouble",
        "getFloat",
        "getUpdateCount",
        "getRow",
        "waitFor",
        "exitValue",
    }
)


def is_source(path: str) -> bool:
    """Whether a dotted path is known user input."""
    return path in ("java.lang.System.in", "java.lang.System.console")


NEVER_RETURN = frozenset({"java.lang.System.exit"})


def methods(call: Calling, receiver: Atom, name: str) -> Value | None:
    """What methods of library objects give."""
    if not isinstance(receiver, Instance):
        return None
    if (date := dates.methods(call, receiver, name)) is not None:
        return date
    if receiver.kind in (ANSWER, responses.BUILDER):
        return responses.methods(call, receiver, name)
    if receiver.kind == _TOKENS:
        if name in ("nextToken", "nextElement"):
            return receiver.details[0]
        return BOOLEANS if name.startswith("hasMore") else NUMBERS
    if "." not in receiver.kind:
        return None
    kind = receiver.kind
    if (encoded := encoders.methods(call, receiver, name)) is not None:
        return encoded
    call.state.escape(*call.given.all())
    if name in _NUMBER_METHODS:
        return NUMBERS
    if kind in REQUESTS:
        if name in _USER_INPUT:
            return unknown(f"`{name}` gives user input", source=True)
        if name == "getSession":
            package = kind.rpartition(".")[0]
            return (Instance(f"{package}.HttpSession"),)
        return None
    if kind in RESPONSES:
        if name == "getWriter":
            return (Instance(WRITER, receiver.details),)
        return (Instance(STREAM, receiver.details),) if name == "getOutputStream" else None
    if kind == WRITER and name in ("append", "format", "printf"):
        return (receiver,)
    return None


def _text(call: Calling) -> Value | None:
    """``String.valueOf(x)``, ``new String(x)``, ``Objects.toString(x)``."""
    given = call.given.positional
    if not given:
        return text("")
    inner: list[Atom] = []
    for atom in given[0]:
        if isinstance(atom, Instance) and atom.kind in (texts.BYTES, texts.CHARS):
            inner.extend(texts.held(call.state, atom) or unknown("letters that may be changed"))
        else:
            inner.append(atom)
    shown = texts.text_of(call.state, tuple(inner))
    return texts.as_read(shown, given[1:]) if shown is not None else None


def _text_or(call: Calling) -> Value | None:
    """``Objects.toString(x)``, or ``(x, default)``: that is given for ``null``."""
    given = call.given.positional
    if len(given) != 2:
        return _text(call) if len(given) == 1 else None
    there = tuple(atom for atom in given[0] if atom != NONE[0])
    shown = texts.text_of(call.state, there) if there else ()
    if shown is None:
        return None
    return join(shown, given[1]) if there != given[0] else shown


def _number_text(call: Calling) -> Value | None:
    """``Integer.toString(n)``."""
    given = call.given.positional
    if len(given) != 1 or not all(isinstance(a, (Number, Literal)) for a in given[0]):
        return None
    return texts.text_of(call.state, given[0])


def _format(call: Calling) -> Value | None:
    """``String.format(template, values...)``, perhaps with a locale before."""
    given = call.given.positional
    if given and texts.is_locale(given[0]):
        given = given[1:]
    if not given or len(given[0]) != 1 or not isinstance(given[0][0], Text):
        return texts.lost(*given)
    return texts.formatted(call.state, given[0][0], given[1:])


def _join(call: Calling) -> Value | None:
    """``String.join(separator, items)``."""
    given = call.given.positional
    if len(given) < 2:
        return None
    if len(given) == 2:
        content = containers.content_of(given[1][0], call.state) if len(given[1]) == 1 else None
        if content is not None:
            items = call.machine.elements(given[1], call.state)
            return texts.repeat_of(call.state, given[0], items)
    parts: list[Value] = []
    for value in given[1:]:
        if not all(isinstance(atom, (Text, Literal)) for atom in value):
            return texts.lost(*given)
        parts += [given[0], value] if parts else [value]
    return texts.joined_texts(call.state, *parts)


def _first(call: Calling) -> Value | None:
    """``Objects.requireNonNull(x)``."""
    return call.given.positional[0] if call.given.positional else None


def _conversion(call: Calling) -> Value | None:
    call.machine.measures.add("conversion")
    return NUMBERS


def _decoded(call: Calling) -> Value | None:
    """``URLDecoder.decode(text, encoding)`` of a constant in which nothing is encoded."""
    given = call.given.positional
    constants = [a.constant if isinstance(a, Text) else None for a in given[0]] if given else [None]
    if all(each is not None and "%" not in each and "+" not in each for each in constants):
        return given[0]
    return texts.lost(*given[:1])


def _encoded(call: Calling) -> Value | None:
    """``URLEncoder.encode(text, encoding)``: letters, digits and ``. - * _ + %``."""
    given = call.given.positional
    if given and (constant := encoders.of_constant(given[0])) is not None:
        return constant
    call.state.escape(*call.given.all())
    call.machine.measures.add("sanitizer")
    return hole(url.COMPONENT)


def _uuid(_: Calling) -> Value | None:
    """A new one, or one that was read: its text is built anew from 128 bits."""
    return (Instance(texts.UUID),)


def _builder(call: Calling) -> Value | None:
    return texts.new_builder(call.state, call.site, call.given)


def _pattern(call: Calling) -> Value | None:
    """``Pattern.compile(pattern)`` without flags."""
    given = call.given.positional
    return (Instance(texts.PATTERN, (given[0],)),) if len(given) == 1 else None


def _first_or(call: Calling) -> Value | None:
    """``Objects.requireNonNullElse(x, default)``: the default is given for ``null``."""
    given = call.given.positional
    if len(given) != 2:
        return None
    there = tuple(atom for atom in given[0] if atom != NONE[0])
    return join(there, given[1])


def _tokens(call: Calling) -> Value | None:
    """``new StringTokenizer(text, "/.")``: the delimiters are in none of the parts."""
    given = call.given.positional
    delimiters = given[1] if len(given) == 2 else text(" \t\n\r\f")
    constant = delimiters[0].constant if isinstance(delimiters[0], Text) else None
    if not 1 <= len(given) <= 2 or len(delimiters) != 1 or constant is None:
        return None
    if _OTHER_DELIMITERS.search(call.machine.unit.code):
        return None
    return (Instance(_TOKENS, (hole(WITHOUT, frozenset(constant)),)),)


_TOKENS = "parts of a text"
_OTHER_DELIMITERS = re.compile(rb"\bnextToken\s*\(\s*[^)\s]")


def _hex(_: Calling) -> Value | None:
    return hole("matched", frozenset("0123456789abcdef"))


_BOXES = ("Integer", "Long", "Short", "Byte", "Double", "Float")
_PARSERS = ("parseInt", "parseLong", "parseShort", "parseByte", "parseDouble", "parseFloat")
_MATH = tuple(
    """
    abs addExact ceil cbrt exp floor floorMod hypot log log10 max min multiplyExact negateExact pow
    random rint round signum sqrt subtractExact toIntExact sin cos tan
    """.split()  # noqa: SIM905
)

CALLS: Mapping[str, Model] = {
    **{
        f"java.lang.{box}.{name}": _conversion
        for box in _BOXES
        for name in (*_PARSERS, "valueOf", "decode", "sum", "max", "min", "bitCount", "compare")
    },
    **{f"java.lang.{box}": _conversion for box in _BOXES},
    **{f"java.lang.{box}.toString": _number_text for box in _BOXES},
    "java.lang.Integer.toHexString": _hex,
    "java.lang.Long.toHexString": _hex,
    "java.math.BigInteger": _conversion,
    "java.math.BigDecimal": _conversion,
    **{f"java.lang.Math.{name}": gives(NUMBERS) for name in _MATH},
    "java.lang.Boolean.parseBoolean": gives(BOOLEANS),
    "java.lang.Boolean.valueOf": gives(BOOLEANS),
    **{
        f"java.lang.Character.{name}": gives(BOOLEANS)
        for name in ("isDigit", "isLetter", "isLetterOrDigit", "isWhitespace", "isUpperCase")
    },
    "java.lang.Character.getNumericValue": gives(NUMBERS),
    "java.lang.System.currentTimeMillis": gives(NUMBERS),
    "java.lang.System.nanoTime": gives(NUMBERS),
    "java.lang.System.identityHashCode": gives(NUMBERS),
    "java.lang.String": _text,
    "java.lang.String.valueOf": _text,
    "java.lang.String.copyValueOf": _text,
    "java.util.Objects.toString": _text_or,
    "java.util.StringTokenizer": _tokens,
    "java.lang.String.format": _format,
    "java.lang.String.join": _join,
    "java.util.Objects.requireNonNull": _first,
    "java.util.Objects.requireNonNullElse": _first_or,
    "java.util.regex.Pattern.compile": _pattern,
    "java.util.Objects.equals": gives(BOOLEANS),
    "java.util.Objects.isNull": gives(BOOLEANS),
    "java.util.Objects.nonNull": gives(BOOLEANS),
    "java.util.Objects.hash": gives(NUMBERS),
    "java.util.UUID.randomUUID": _uuid,
    "java.util.UUID.fromString": _uuid,
    "java.lang.StringBuilder": _builder,
    "java.lang.StringBuffer": _builder,
    "java.net.URLDecoder.decode": _decoded,
    "java.net.URLEncoder.encode": _encoded,
    **encoders.CALLS,
    **responses.CALLS,
    **dates.CALLS,
    **{
        f"java.util.{name}": containers.new_list
        for name in ("ArrayList", "LinkedList", "Vector", "Stack")
    },
    "java.util.ArrayDeque": containers.new_deque,
    "java.util.concurrent.CopyOnWriteArrayList": containers.new_list,
    **{f"java.util.{name}": containers.new_set for name in ("HashSet", "LinkedHashSet", "TreeSet")},
    **{
        f"java.util.{name}": containers.new_map
        for name in ("HashMap", "LinkedHashMap", "TreeMap", "Hashtable")
    },
    "java.util.Properties": containers.new_properties,
    "java.util.concurrent.ConcurrentHashMap": containers.new_map,
    "java.util.List.of": containers.list_of,
    "java.util.Set.of": containers.set_of,
    "java.util.Map.of": containers.map_of,
    "java.util.Arrays.asList": containers.as_list,
    "java.util.Collections.emptyList": containers.empty_list,
    "java.util.Collections.nCopies": containers.copies,
    "java.util.Collections.singletonList": containers.list_of,
    "java.util.Collections.singleton": containers.set_of,
    **{
        f"java.util.Collections.{name}": containers.same
        for name in (
            "unmodifiableList",
            "unmodifiableSet",
            "unmodifiableMap",
            "unmodifiableCollection",
            "synchronizedList",
            "synchronizedMap",
        )
    },
}

CONSTANTS: Mapping[str, Value] = {
    "java.io.File.separator": text("/"),
    "java.lang.Integer.MAX_VALUE": literal((1 << 31) - 1),
    "java.lang.Integer.MIN_VALUE": literal(-(1 << 31)),
    **{
        f"{path}.{name}{end}": text(kind)
        for path, end in (
            ("org.springframework.http.MediaType", "_VALUE"),
            ("javax.ws.rs.core.MediaType", ""),
            ("jakarta.ws.rs.core.MediaType", ""),
        )
        for name, kind in (
            ("APPLICATION_JSON", "application/json"),
            ("APPLICATION_OCTET_STREAM", "application/octet-stream"),
            ("TEXT_PLAIN", "text/plain"),
            ("TEXT_HTML", "text/html"),
        )
    },
    "java.lang.Boolean.TRUE": literal(True),
    "java.lang.Boolean.FALSE": literal(False),
}

__all__ = ["CALLS", "CONSTANTS", "NEVER_RETURN", "NONE", "TYPES", "is_source", "methods"]
