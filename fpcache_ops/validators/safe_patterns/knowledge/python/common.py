"""What every family knows of Python's libraries: sources, conversions, calls that never return."""

import string
from collections.abc import Mapping

from fpcache_ops.validators.safe_patterns.engine.machine import Calling, Model
from fpcache_ops.validators.safe_patterns.engine.values import (
    NONE,
    NUMBERS,
    Instance,
    Reference,
    Series,
    Symbol,
    Table,
    Text,
    Value,
    hole,
    join,
    text,
)
from fpcache_ops.validators.safe_patterns.knowledge.model import gives, made
from fpcache_ops.validators.safe_patterns.languages.python import shapes
from fpcache_ops.validators.safe_patterns.languages.python.flags import is_ascii

ENVIRONMENT = "environment"
"""The value of an environment variable: no constant of the program, and nobody vouches for it."""

PROGRAM = "program of the system"
"""The program that runs this code, or one that was found by a constant name."""

# Values that come from whoever uses the program. They only say how sure a report is: what is not
# in this table is no safer.
_SOURCES = (
    "flask.request",
    "bottle.request",
    "quart.request",
    "sanic.request",
    "builtins.input",
    "sys.argv",
    "sys.stdin",
    "fileinput",
    "getpass.getpass",
    "cgi.FieldStorage",
)
# An attribute of a variable called request, by any import.
_REQUEST_NAMES = frozenset({"request", "req", "self"})
_REQUEST_PARTS = frozenset(
    {
        "args",
        "form",
        "values",
        "cookies",
        "headers",
        "files",
        "data",
        "json",
        "GET",
        "POST",
        "FILES",
        "COOKIES",
        "META",
        "body",
        "query_params",
        "path_params",
        "query_string",
        "match_info",
    }
)


def is_source(path: str) -> bool:
    """Whether a dotted path is known user input; ``?name.part`` asks about a plain variable."""
    if path.startswith("?"):
        name, _, part = path[1:].partition(".")
        return name in _REQUEST_NAMES - {"self"} and part in _REQUEST_PARTS
    return any(path == source or path.startswith(source + ".") for source in _SOURCES)


NEVER_RETURN = frozenset(
    {
        "flask.abort",
        "quart.abort",
        "bottle.abort",
        "werkzeug.exceptions.abort",
        "sys.exit",
        "os._exit",
        "os.abort",
        "builtins.exit",
        "builtins.quit",
        "pytest.fail",
        "pytest.skip",
        "typing.assert_never",
    }
)
"""Calls that always raise or end the program (sample: sql-injection/guard_abort)."""


def _environment(call: Calling) -> Value | None:
    """``os.environ.get(name)``, ``os.getenv(name, default)``."""
    if not call.given.closed:
        return None
    default = call.given.get(1, "default")
    return join(hole(ENVIRONMENT), default if default is not None else NONE)


def _compiled(call: Calling) -> Value | None:
    """``re.compile(pattern)`` without flags that match more."""
    flags = call.given.get(1, "flags")
    if not call.given.closed or not call.given.positional:
        return None
    if len(call.given.all()) != (1 if flags is None else 2):
        return None
    if flags is not None and not is_ascii(flags):
        return None
    return (Instance("pattern", (call.given.positional[0],)),)


def _found(call: Calling) -> Value | None:
    """``shutil.which("git")``."""
    given = call.given
    if not given.closed or given.named or len(given.positional) != 1:
        return None
    if not all(isinstance(atom, Text) and atom.constant for atom in given.positional[0]):
        return None
    return join(hole(PROGRAM), NONE)


def _copied(call: Calling) -> Value | None:
    """``os.environ.copy()``."""
    if call.given.all() or not call.given.closed:
        return None
    call.state.allocate(call.site, Table((), hole(ENVIRONMENT)))
    return (Reference(call.site),)


def _decimal(call: Calling) -> Value | None:
    """``Decimal(text)``: digits, or one of their words."""
    if not call.given.closed or len(call.given.all()) != 1:
        return None
    call.state.escape(*call.given.all())
    call.machine.measures.add("conversion")
    return NUMBERS


def _is_number(kind: Value | None) -> bool:
    return bool(kind) and all(
        isinstance(atom, Symbol) and atom.path in ("builtins.int", "builtins.float")
        for atom in kind or ()
    )


def _are_kept_otherwise(call: Calling) -> bool:
    """Whether the program says in what a request's parameters are kept."""
    words = ("request_class", "parameter_storage_class", "dict_storage_class")
    return any(map(call.machine.unit.mentions, words))


def _converted(call: Calling) -> Value | None:
    """``request.args.get("page", 1, type=int)``."""
    given = call.given
    if not given.closed or not _is_number(given.get(None, "type")) or _are_kept_otherwise(call):
        return None
    default = given.get(1, "default")
    return join(NUMBERS, default if default is not None else NONE)


def _all_converted(call: Calling) -> Value | None:
    """``request.args.getlist("id", type=int)``."""
    if not call.given.closed or not _is_number(call.given.get(None, "type")):
        return None
    if _are_kept_otherwise(call):
        return None
    call.state.allocate(call.site, Series("list", (), NUMBERS))
    return (Reference(call.site),)


_PARAMETERS = tuple(
    f"{package}.request.{part}"
    for package in ("flask", "quart")
    for part in ("args", "form", "values", "cookies", "headers")
)
_DIGESTS = (
    *("md5", "sha1", "sha224", "sha256", "sha384", "sha512", "blake2b", "blake2s"),
    *("sha3_224", "sha3_256", "sha3_384", "sha3_512"),
)

CALLS: Mapping[str, Model] = {
    **dict.fromkeys(
        (
            "time.time",
            "time.monotonic",
            "time.perf_counter",
            "time.time_ns",
            "os.getpid",
            "os.getppid",
            "os.getuid",
            "os.cpu_count",
            "math.sqrt",
            "random.randint",
            "random.randrange",
            "random.random",
            "secrets.randbelow",
            "zlib.crc32",
        ),
        gives(NUMBERS),
    ),
    **dict.fromkeys(("uuid.uuid4", "uuid.uuid1"), made("uuid", limit=0)),
    "uuid.UUID": made("uuid", limit=1),
    **dict.fromkeys(("datetime.datetime.strptime", "datetime.datetime"), made(shapes.MOMENT)),
    **dict.fromkeys(
        (
            "datetime.datetime.fromisoformat",
            "datetime.datetime.fromtimestamp",
            "datetime.datetime.now",
            "datetime.datetime.today",
            "datetime.datetime.utcnow",
        ),
        made(shapes.MOMENT, limit=1),
    ),
    **dict.fromkeys(("datetime.date.fromisoformat", "datetime.date.today"), made(shapes.DATE)),
    "datetime.date": made(shapes.DATE),
    **dict.fromkeys((f"{part}.get" for part in _PARAMETERS), _converted),
    **dict.fromkeys((f"bottle.request.{part}.get" for part in ("query", "forms")), _converted),
    **dict.fromkeys((f"{part}.getlist" for part in _PARAMETERS), _all_converted),
    "decimal.Decimal": _decimal,
    **dict.fromkeys((f"hashlib.{name}" for name in _DIGESTS), made(shapes.DIGEST)),
    "ipaddress.IPv4Address": made(shapes.IPV4, limit=1),
    "ipaddress.IPv4Network": made(shapes.IPV4_NETWORK, limit=2),
    "os.environ.get": _environment,
    "os.getenv": _environment,
    "os.environ.copy": _copied,
    "shutil.which": _found,
    "re.compile": _compiled,
}

ANSWERING = frozenset(
    {
        "flask.jsonify",
        "flask.render_template",
        "quart.jsonify",
        "json.dumps",
        "django.http.JsonResponse",
        "django.shortcuts.render",
    }
)
"""Functions that show values, or encode them, and do nothing else with them."""

CONSTANTS: Mapping[str, Value] = {
    **dict.fromkeys(("os.sep", "os.path.sep"), text("/")),
    "os.environ[]": hole(ENVIRONMENT),
    "sys.executable": hole(PROGRAM),
    "string.ascii_letters": text(string.ascii_letters),
    "string.ascii_lowercase": text(string.ascii_lowercase),
    "string.ascii_uppercase": text(string.ascii_uppercase),
    "string.digits": text(string.digits),
    "string.hexdigits": text(string.hexdigits),
}
