"""Types that are decided by one argument or option of a library call."""

import re

from fpcache_ops.core.verdict import Justification
from fpcache_ops.validators.safe_patterns.engine import ir
from fpcache_ops.validators.safe_patterns.engine.language import Unit
from fpcache_ops.validators.safe_patterns.engine.machine import Calling, Model
from fpcache_ops.validators.safe_patterns.engine.values import (
    CHOSEN,
    NUMBER,
    Atom,
    Hole,
    Instance,
    Literal,
    Number,
    Reference,
    Routine,
    Symbol,
    Table,
    Text,
    Value,
    joined,
)
from fpcache_ops.validators.safe_patterns.knowledge.javascript.common import (
    SPARED,
    no_evaluation,
    text,
)
from fpcache_ops.validators.safe_patterns.knowledge.model import (
    Family,
    Form,
    Look,
    Need,
    Sink,
    anything,
    blame,
    constant,
    instance_is,
    made,
    symbol_is,
    text_is,
)
from fpcache_ops.validators.safe_patterns.languages.javascript.literals import words
from fpcache_ops.validators.safe_patterns.languages.javascript.texts import PATTERN

_STRONG = ("sha224", "sha256", "sha384", "sha512", "sha3-256", "sha3-512", "SHA256", "SHA512")

_HASH = "strong hash"


def _hash(call: Calling) -> Value | None:
    """``createHash("sha256")``."""
    first = call.given.get(0, None)
    if first is None or text_is(*_STRONG)(Look(first, call)) is not None:
        return None
    call.state.escape(*call.given.all())
    return (Instance(_HASH),)


def _of_hash(call: Calling, receiver: Atom, name: str) -> Value | None:
    if not isinstance(receiver, Instance) or receiver.kind != _HASH:
        return None
    if name in ("update", "copy", "setEncoding"):
        call.state.escape(*call.given.all())
        return (Instance(_HASH),)
    return None


def _is_strong(look: Look) -> str | None:
    strong = look.value and all(isinstance(a, Instance) and a.kind == _HASH for a in look.value)
    return None if strong else "the hash that is read is not known to be a strong one"


_CREATED = frozenset({"crypto.createHash", "crypto.createHmac"})
WEAK_HASH = Family(
    type="weak-hash",
    module=__name__,
    about=(
        "Proven: the algorithm is a strong one by its constant name, or a digest is read from a "
        "hash that was made with one."
    ),
    beyond="Cache keys, entity tags, file names: what a digest is for is not read.",
    apart="Salts, iterations and keys.",
    sinks=(
        Sink(
            (
                Form(
                    "a strong hash",
                    (Need(text_is(*_STRONG), 0),),
                    proves="weak-hash/strong_by_name",
                    free_positions=frozenset({1, 2}),
                    justification=Justification.CODE_NOT_PRESENT,
                ),
            ),
            calls=_CREATED,
            names=frozenset({"createHash", "createHmac"}),
        ),
        Sink(
            (
                Form(
                    "a digest of a strong hash",
                    (Need(_is_strong, receiver=True),),
                    proves="weak-hash/strong_by_name, digest_read_later",
                    any_other=True,
                    justification=Justification.CODE_NOT_PRESENT,
                ),
                Form(
                    "a strong hash",
                    (Need(text_is("SHA-256", "SHA-384", "SHA-512"), 0), Need(anything, 1)),
                    proves="weak-hash/subtle_digest",
                    justification=Justification.CODE_NOT_PRESENT,
                ),
            ),
            names=frozenset({"digest", "update"}),
        ),
        Sink((), names=words("md5 sha1 MD5 SHA1 md4 MD4 ripemd160 pbkdf2 pbkdf2Sync getHashes")),
    ),
    beside=(
        Sink(
            (
                Form(
                    "a strong hash",
                    (Need(text_is(*_STRONG), 0),),
                    proves="weak-hash/hash_beside",
                    any_position=True,
                ),
            ),
            calls=frozenset({"crypto.hash"}),
        ),
        Sink(
            (),
            calls=words("blueimp-md5 js-md5 js-sha1 md5.js object-hash spark-md5.hash ts-md5.Md5"),
            names=words(
                """
                HmacMD5 HmacSHA1 RIPEMD160 HmacRIPEMD160 objectHash hex_md5 hex_sha1 hashStr
                crc32 crc16 crc adler32 murmurhash murmurHash3 xxhash farmhash fnv1a cyrb53
                createSign createVerify md5Hex sha1Hex
                """
            ),
        ),
    ),
    calls=dict.fromkeys(_CREATED, _hash),
    methods=_of_hash,
    pattern="a strong hash",
    replaced=True,
    refuses=no_evaluation,
)

WEAK_RANDOM = Family(
    type="weak-random",
    module=__name__,
    about=(
        "Proven: the numbers come from the operating system, or the marked statement only waits "
        "for that long."
    ),
    beyond="Shuffling, identifiers of elements, test data: what a number is for is not read.",
    apart="How many random bits are drawn.",
    sinks=(
        Sink(
            (
                Form(
                    "random numbers of the operating system",
                    (),
                    proves="weak-random/system_random",
                    any_other=True,
                    justification=Justification.CODE_NOT_PRESENT,
                ),
            ),
            calls=frozenset(
                {
                    "crypto.randomBytes",
                    "crypto.randomInt",
                    "crypto.randomUUID",
                    "crypto.randomFillSync",
                    "builtins.crypto.getRandomValues",
                    "builtins.crypto.randomUUID",
                }
            ),
        ),
        Sink(
            (
                Form(
                    "random numbers of the operating system",
                    (),
                    proves="weak-random/own_bytes",
                    justification=Justification.CODE_NOT_PRESENT,
                ),
            ),
            calls=frozenset({"uuid.v4"}),
        ),
        Sink(
            (),
            calls=frozenset({"builtins.Math.random"}),
            names=words("random pseudoRandomBytes rand shuffle sample uniqueId"),
        ),
    ),
    beside=(
        Sink(
            (),
            calls=words("nanoid/non-secure.nanoid nanoid/non-secure.customAlphabet shortid hat"),
            names=words("nonSecure generateWeak"),
        ),
    ),
    worse=words(
        """
        builtins.Date.now builtins.performance.now builtins.process.hrtime uuid.v1 uuid.v3 uuid.v5
        uuid.v6 builtins.process.hrtime.bigint builtins.process.uptime builtins.Date
        """
    )
    | {"builtins.new Date"},
    replaced=True,
    pattern="operating system randomness",
    waits=frozenset({"builtins.setTimeout", "builtins.setInterval"}),
    refuses=no_evaluation,
)


# Cookies


_EDITED = re.compile(rb";\s*(?:secure|httponly)", re.IGNORECASE)
_SESSION_COOKIE = re.compile(
    rb"session\s*(?:\?\.|\.)\s*cookie\b|[{,]\s*cookie\s*(?:[,}=]|:\s*[\w$]+\s*[,}])"
    rb"|\[\s*['\"`]cookie['\"`]\s*\]"
)
_REPLACED = re.compile(rb"\[\s*['\"`]cookie['\"`]\s*\]\s*=(?!=)")
_IN_PAGES = frozenset({"$", "jQuery"})


def _other_header(look: Look) -> str | None:
    """A header beside a cookie is another one, or a cookie that is written with its flags."""
    given = look.call.arguments if look.call is not None else ()
    for atom in look.value:
        if not isinstance(atom, Text) or atom.constant is None:
            return "the name of a header is not constant"
        if atom.constant.lower() != "set-cookie":
            continue
        second = given[1].value if len(given) == 2 else None
        callee = second.callee if isinstance(second, ir.Call) else None
        if not isinstance(callee, (ir.Name, ir.Attribute)) or callee.name != "serialize":
            return "a cookie is set by hand beside it"
    return None


def _kept_flags(look: Look) -> str | None:
    """Flags of a cookie that a server sets with what is in view."""
    callee = look.call.callee if look.call is not None else None
    owner = callee.value if isinstance(callee, ir.Attribute) else None
    if isinstance(owner, ir.Name) and owner.name in _IN_PAGES:
        return "a cookie that a page sets can be read by its scripts"
    unit = look.calling.machine.unit
    if unit.attribute_written("cookie") or _REPLACED.search(unit.code):
        return "`cookie` is replaced somewhere"
    if look.callee != "cookie" and _EDITED.search(unit.code):
        return "the flags may be taken out of the text"
    return _flags(look)


def _flags(look: Look) -> str | None:
    """``{httpOnly: true, secure: true}``, and nothing that takes it back."""
    for atom in look.value:
        content = look.content(atom)
        if not isinstance(content, Table) or content.rest:
            return blame(look.value, "the options of the cookie are not known")
        known = {str(key): value for key, value in content.items}
        for flag in ("httpOnly", "secure"):
            value = known.get(flag, ())
            on = value and all(isinstance(a, Literal) and a.value is True for a in value)
            if not on:
                return f"`{flag}` is not certainly set"
    return None if look.value else "nothing is known of the options"


def _session(look: Look) -> str | None:
    unit = look.calling.machine.unit
    if not unit.whole:
        return "what is not in view may change the cookie of a session"
    if _SESSION_COOKIE.search(unit.code):
        return "the cookie of a session may be changed"
    if any(unit.attribute_written(flag) for flag in ("secure", "httpOnly")):
        return "a flag of a cookie is set somewhere"
    for atom in look.value:
        content = look.content(atom)
        if not isinstance(content, Table) or content.rest:
            return blame(look.value, "the options of the session are not known")
        known = {str(key): value for key, value in content.items}
        if "cookie" not in known:
            return "the options say nothing about the cookie"
        if (reason := _flags(look.at(known["cookie"]))) is not None:
            return reason
    return None if look.value else "nothing is known of the options"


_COOKIE = (
    Form(
        "a cookie with its flags",
        (Need(anything, 0), Need(anything, 1), Need(_kept_flags, 2)),
        proves="insecure-cookie/flags_set",
        justification=Justification.INLINE_MITIGATIONS,
    ),
)
_CLEARED = (
    Form(
        "a cookie that is taken away",
        (),
        proves="insecure-cookie/cleared",
        any_other=True,
        justification=Justification.CODE_NOT_PRESENT,
    ),
)
_SESSION = (
    Form(
        "a session cookie with its flags",
        (Need(_session, 0),),
        proves="insecure-cookie/session_flags",
        justification=Justification.INLINE_MITIGATIONS,
    ),
)

INSECURE_COOKIE = Family(
    type="insecure-cookie",
    module=__name__,
    about="Proven: the options in view set ``secure`` and ``httpOnly``.",
    beyond=(
        "Options that a helper builds, flags that a proxy or a framework adds, headers that are "
        "set by hand."
    ),
    apart="``sameSite``, the domain, the path, and what the cookie holds.",
    sinks=(
        Sink(
            _SESSION,
            calls=frozenset({"express-session"}),
            names=frozenset({"session", "expressSession"}),
        ),
        Sink(_COOKIE, calls=frozenset({"cookie.serialize"}), names=frozenset({"cookie"})),
        Sink(_CLEARED, names=frozenset({"clearCookie"})),
        Sink(
            (), names=frozenset({"cookie=", "cookieSession", "setCookie", "serialize", "setHeader"})
        ),
    ),
    beside=(
        Sink(
            (
                Form(
                    "another header",
                    (Need(_other_header, 0),),
                    proves="insecure-cookie/header_beside",
                    any_position=True,
                ),
            ),
            names=words("append set header writeHead"),
        ),
    ),
    neighbours=True,
    spared=SPARED,
    pattern="cookie flags",
    refuses=no_evaluation,
)


# XML


def _no_entities(look: Look) -> str | None:
    for atom in look.value:
        content = look.content(atom)
        if isinstance(atom, Literal) and atom.kind in ("NoneType", "null"):
            continue
        if not isinstance(content, Table) or content.rest:
            return blame(look.value, "the options of the parser are not known")
        for key, value in content.items:
            if str(key) not in ("noent", "dtdload", "dtdvalid", "dtdattr", "nonet", "noblanks"):
                return "an option of the parser that is not modelled"
            wanted = str(key) in ("nonet", "noblanks")
            for one in value:
                plain = isinstance(one, Literal) and isinstance(one.value, bool)
                if not plain or (isinstance(one, Literal) and one.value is True and not wanted):
                    return f"`{key}` is not certainly off"
    return None


_NO_LOADER = "parser that loads nothing"
_LOADLESS = (
    "fast-xml-parser.XMLParser",
    "builtins.DOMParser",
    "xmldom.DOMParser",
    "@xmldom/xmldom.DOMParser",
)
"""Parsers that know no external entities, whatever they are told."""

_LOADS_NOTHING = (
    Form(
        "a parser that knows no external entities",
        (Need(instance_is(_NO_LOADER), receiver=True),),
        proves="xxe/document_parser",
        any_other=True,
        justification=Justification.CODE_NOT_PRESENT,
    ),
)
_XML = frozenset({"parseXml", "parseXmlString", "parseXmlAsync", "parseHtml"})
XXE = Family(
    type="xxe",
    module=__name__,
    about="Proven: the options in view replace no entities, or the parser knows none.",
    beyond="Parsers that are made elsewhere, and what a wrapper passes on to libxmljs.",
    apart="Entities that only expand inside the document.",
    sinks=(
        Sink(
            (
                Form(
                    "a parser that does not replace entities",
                    (Need(anything, 0), Need(_no_entities, 1, optional=True)),
                    proves="xxe/entities_off, no_options",
                    justification=Justification.INLINE_MITIGATIONS,
                ),
            ),
            names=_XML,
        ),
        Sink(
            (
                Form(
                    "a parser that knows no external entities",
                    (),
                    proves="xxe/xml2js",
                    any_other=True,
                    justification=Justification.CODE_NOT_PRESENT,
                ),
            ),
            calls=frozenset(
                {
                    "xml2js.parseString",
                    "xml2js.parseStringPromise",
                    "xml-js.xml2js",
                    "xml-js.xml2json",
                }
            ),
        ),
        Sink(_LOADS_NOTHING, names=frozenset({"parse", "parseFromString"})),
        Sink((), names=words("parseString XmlParser SaxParser SaxPushParser")),
    ),
    harmless=words(
        """
        builtins.JSON.parse builtins.Date.parse path.parse url.parse querystring.parse qs.parse
        """
    ),
    calls=dict.fromkeys(_LOADLESS, made(_NO_LOADER)),
    neighbours=True,
    spared=SPARED,
    pattern="no entities",
    refuses=no_evaluation,
)


# Deserialization

_SAFE_SCHEMAS = (
    "js-yaml.JSON_SCHEMA",
    "js-yaml.CORE_SCHEMA",
    "js-yaml.FAILSAFE_SCHEMA",
    "js-yaml.DEFAULT_SAFE_SCHEMA",
)


def _safe_schema(look: Look) -> str | None:
    if (reason := _schema_is_kept(look)) is not None:
        return reason
    for atom in look.value:
        content = look.content(atom)
        if not isinstance(content, Table) or content.rest:
            return blame(look.value, "the options are not known")
        known = {str(key): value for key, value in content.items}
        if "schema" not in known:
            return "the version may make objects of anything"
        if (reason := symbol_is(*_SAFE_SCHEMAS)(look.at(known["schema"]))) is not None:
            return reason
    return None if look.value else "nothing is known of the options"


def _untuned(look: Look) -> str | None:
    """Nothing is set for all calls that makes more than data: tags of an own kind."""
    unit = look.calling.machine.unit
    tuned = any(word in unit.code for word in (b"defaultOptions", b"scalarOptions", b"customTags"))
    return "what goes for all calls is changed somewhere" if tuned else None


def _absent(look: Look) -> str | None:
    """Nothing is given that runs on what was read: no reviver, no tags."""
    nothing = look.value and all(
        isinstance(atom, Literal) and atom.kind in ("NoneType", "null") for atom in look.value
    )
    return None if nothing else "what is read is handed to code or given other types"


def _schema_is_kept(look: Look) -> str | None:
    """No type is added to a schema that all calls go by."""
    unit = look.calling.machine.unit
    added = any(word in unit.code for word in (b"explicit", b"implicit", b"compiledTypeMap"))
    return "types may be added to a schema" if added else None


def _no_other_schema(look: Look) -> str | None:
    """Options name the file at most, or a schema of plain data: it goes before the safe one."""
    for atom in look.value:
        content = look.content(atom)
        if not isinstance(content, Table) or content.rest:
            return blame(look.value, "the options are not known")
        known = {str(key): value for key, value in content.items}
        if "schema" in known and (reason := _safe_schema(look)) is not None:
            return reason
    return None if look.value else "nothing is known of the options"


_DATA_ONLY = (
    Form(
        "data only",
        (Need(_untuned, 0), Need(_absent, 1, optional=True)),
        proves="insecure-deserialization/json_parse, json_reviver, yaml_tags",
        justification=Justification.CODE_NOT_PRESENT,
    ),
)
_SAFE_LOAD = (
    Form(
        "data only",
        (Need(_schema_is_kept, 0), Need(_no_other_schema, 1, optional=True)),
        proves="insecure-deserialization/safe_load, safe_load_schema",
        justification=Justification.CODE_NOT_PRESENT,
    ),
)
_CONSTANT_DATA = Form(
    "constant data",
    (Need(constant, 0),),
    proves="insecure-deserialization/constant_data",
    justification=Justification.NOT_CONTROLLABLE,
)
DESERIALIZATION = Family(
    type="insecure-deserialization",
    module=__name__,
    about=(
        "Proven: the format holds data only, the schema is one of plain data, or the text is "
        "constant."
    ),
    beyond="Libraries that revive classes or functions, whatever was checked before.",
    sinks=(
        Sink(
            _DATA_ONLY,
            calls=frozenset({"builtins.JSON.parse", "yaml.parse"}),
        ),
        Sink(_SAFE_LOAD, calls=frozenset({"js-yaml.safeLoad", "js-yaml.safeLoadAll"})),
        Sink(
            (
                Form(
                    "a schema of plain data",
                    (Need(anything, 0), Need(_safe_schema, 1)),
                    proves="insecure-deserialization/plain_schema",
                    justification=Justification.INLINE_MITIGATIONS,
                ),
                _CONSTANT_DATA,
            ),
            calls=frozenset({"js-yaml.load", "js-yaml.loadAll"}),
            names=frozenset({"load", "loadAll"}),
        ),
        Sink(
            (_CONSTANT_DATA,),
            names=words("unserialize deserialize deepDeserialize parse revive fromJSON"),
        ),
    ),
    beside=(
        Sink(
            (),
            calls=words("safer-eval safe-eval notevil static-eval"),
            names=words("runInThisContext runInNewContext runInContext compileFunction"),
        ),
    ),
    neighbours=True,
    spared=SPARED,
    pattern="data only",
    refuses=no_evaluation,
)


# Templates, LDAP, XPath: constant texts

_TAGS = re.compile(r"<%(.*?)%>|\{%(.*?)%\}|\{\{(.*?)\}\}|[#!$]\{(.*?)\}", re.DOTALL)
_RUNS = re.compile(
    r"\b(?:eval|Function|constructor|require|renderString|compile)\b"
    r"|\b(?:include|extends|import|render)\b(?!\s*\(?\s*['\"])|>\s*\("
)
"""In the code of a template: what is run or read by a name that may come in as a variable."""


_EVALUATES = re.compile(r"\b(?:eval|Function|require)\s*\(")


def _template(found: Text) -> str | None:
    if found.constant is None:
        return "it is not constant"
    if _EVALUATES.search(found.constant) or any(
        _RUNS.search("".join(tag)) for tag in _TAGS.findall(found.constant)
    ):
        return "the template itself runs or reads what it is given"
    return None


_constant_text = text(_template, "the text")


_OPTIONS = words(
    """
    outputFunctionName localsName destructuredLocals escape escapeFunction include includer client
    delimiter openDelimiter closeDelimiter variable imports sourceURL interpolate evaluate pretty
    self globals filename basedir root views layout partials doctype filters plugins varname varName
    functionHeader useWith templateName modelName helpersName
    """
)
"""What engines put into the code that they make, or read files by."""


def _known_locals(look: Look) -> str | None:
    """An object of known keys, or a function: an object from outside may hold settings."""
    for atom in look.value:
        if isinstance(atom, (Literal, Routine)):
            continue
        content = look.content(atom)
        if not isinstance(content, Table) or content.rest:
            return blame(look.value, "what the template is given is not known")
        if {"settings", "_locals", "cache"} & {str(key) for key, _ in content.items}:
            return "what the template is given holds settings"
        for key, value in content.items:
            if str(key) in _OPTIONS and constant(look.at(value)) is not None:
                return f"the option `{key}` of the template is not constant"
    return None if look.value else "nothing is known of what the template is given"


def _fixed(look: Look) -> str | None:
    """Settings of a template, and further templates: all of the program."""
    for atom in look.value:
        content = look.content(atom)
        if isinstance(atom, Routine):
            continue
        if isinstance(content, Table) and not content.rest:
            values = joined(value for _, value in content.items)
            own = tuple(one for one in values if not isinstance(one, Routine))
            if not own or constant(look.at(own)) is None:
                continue
        if (reason := constant(look.at((atom,)))) is not None:
            return reason
    return None if look.value else "nothing is known of the settings"


def _words_only(found: Text) -> str | None:
    letters = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_- @.")
    for piece in found.pieces:
        if isinstance(piece, str):
            continue
        if not isinstance(piece, Hole):
            return "a part of it is repeated"
        if piece.kind in (NUMBER, CHOSEN):
            continue
        if piece.letters is None or not piece.letters <= letters or piece.kind != "matched":
            return f"a part of it ({piece.kind}) is not made for an expression"
    return None


def _quoted_words(found: Text) -> str | None:
    """Values of letters and digits where a quoted text or a number stands."""
    if (reason := _words_only(found)) is not None:
        return reason
    quote = ""
    for piece in found.pieces:
        if isinstance(piece, str):
            for letter in piece:
                if quote:
                    quote = "" if letter == quote else quote
                elif letter in "'\"":
                    quote = letter
        elif isinstance(piece, Hole) and piece.kind == "matched" and not quote:
            return "a value stands outside quotes"
    return None


_VIEWS = re.compile(
    rb"\blocals\s*=(?![=>])(?!\s*\{[^.{}]*\})"
    rb"|\b(?:assign|merge|mergeWith|extend|defaults|defaultsDeep|set)\s*\(\s*[\w.]*\blocals\b"
    rb"|\blocals\s*\[\s*(?!['\"][^'\"]*['\"]\s*\])"
    rb"|\blocals\s*(?:\?\.|\.)\s*(?:settings|_locals|cache)\b"
    # Settings of an application, of which some are those of its views.
    rb"|\bapp\s*\.\s*(?:set\(\s*(?!['\"`\s])|settings\b)"
    rb"|\bset\(\s*['\"]view(?:s|\s\w+)['\"]\s*,[^;]*\b(?:req|request|ctx|query|body)\b"
)
"""What goes with every template: Express hands it on, and engines read settings in it."""


def _views(unit: Unit, start: int, end: int) -> str | None:
    if _VIEWS.search(unit.code):
        return "what goes with every template may hold settings from outside"
    return no_evaluation(unit, start, end)


TEMPLATES = Family(
    type="template-injection",
    module=__name__,
    about="Proven: the template is constant; values come in as its variables only.",
    beyond="Templates that are read from files or a database, and sandboxes of template engines.",
    sinks=(
        Sink(
            (
                Form(
                    "a constant template",
                    (
                        Need(_constant_text, 0),
                        Need(_known_locals, 1, optional=True),
                        Need(_fixed, 2, optional=True),
                    ),
                    proves=(
                        "template-injection/constant_template, options_from_outside, "
                        "layout_from_outside, partial_from_outside"
                    ),
                    justification=Justification.NOT_CONTROLLABLE,
                ),
            ),
            names=words("renderString render"),
        ),
        Sink(
            (
                Form(
                    "a constant template",
                    (
                        Need(_constant_text, 0),
                        Need(_fixed, 1, optional=True),
                        Need(_fixed, 2, optional=True),
                    ),
                    proves="template-injection/name_from_outside",
                    justification=Justification.NOT_CONTROLLABLE,
                ),
            ),
            names=words("compile template precompile compileClient"),
        ),
    ),
    neighbours=True,
    spared=SPARED,
    pattern="constant template",
    refuses=_views,
)

XPATH = Family(
    type="xpath-injection",
    module=__name__,
    about=(
        "Proven: the expression is constant, or holds numbers, or words in quotes that a "
        "pattern has matched."
    ),
    beyond="Variables of the xpath library, and values that are quoted by hand.",
    sinks=(
        Sink(
            (
                Form(
                    "a constant expression, with words in quotes or numbers",
                    (Need(text(_quoted_words, "the expression"), 0),),
                    proves="xpath-injection/constant_expression, matched_word",
                    any_position=True,
                    justification=Justification.NOT_CONTROLLABLE,
                ),
            ),
            names=words("select select1 evaluate parse selectWithResolver find get"),
        ),
    ),
    neighbours=True,
    spared=SPARED,
    pattern="constant expression",
    refuses=no_evaluation,
)

EQUALITY = "filter made of its parts"


def _search(look: Look) -> str | None:
    """Options of a search: the filter is constant, or made of its parts."""
    for atom in look.value:
        content = look.content(atom)
        if not isinstance(content, Table) or content.rest:
            return blame(look.value, "the options of the search are not known")
        known = {str(key): value for key, value in content.items}
        for key, value in known.items():
            # Which fields are read, and how far down, the program says.
            if key != "filter" and constant(look.at(value)) is not None:
                return f"the option `{key}` of the search is not constant"
        for one in known.get("filter", ()):
            if isinstance(one, Instance) and one.kind == EQUALITY:
                if look.content(one.details[0][0]) != Table(()):
                    return "the filter may have been changed since it was made"
                continue
            if (reason := text(_words_only, "the filter")(look.at((one,)))) is not None:
                return reason
    return None if look.value else "nothing is known of the options"


def _filter(call: Calling) -> Value | None:
    """``new EqualityFilter({attribute, value})`` escapes its value."""
    if not call.given.get(0, None):
        return None
    for atom in call.given.get(0, None) or ():
        content = Look((), call).content(atom)
        if not isinstance(content, Table) or content.rest:
            return None
        if constant(Look(dict(content.items).get("attribute", ()), call)) is not None:
            return None
    call.state.escape(*call.given.all())
    # What is set in it later shows in the empty table.
    call.state.allocate(call.site, Table(()))
    return (Instance(EQUALITY, ((Reference(call.site),),)),)


_LDAP: dict[str, Model] = {
    "ldapjs.EqualityFilter": _filter,
    "ldapjs.filters.EqualityFilter": _filter,
}

LDAP = Family(
    type="ldap-injection",
    module=__name__,
    about="Proven: a constant filter, or a filter object of ldapjs whose attribute is constant.",
    beyond=(
        "Filters that are built as texts, however their values are escaped; distinguished names "
        "with values in them."
    ),
    sinks=(
        Sink(
            (
                Form(
                    "a constant filter, or one made of its parts",
                    (
                        Need(text(_words_only, "the base"), 0),
                        Need(_search, 1),
                        Need(anything, 2, optional=True),
                    ),
                    proves="ldap-injection/constant_filter, equality_filter",
                    justification=Justification.INLINE_MITIGATIONS,
                ),
            ),
            names=frozenset({"search"}),
        ),
        Sink((), names=words("bind modify modifyDN compare parseFilter")),
    ),
    calls=_LDAP,
    neighbours=True,
    spared=SPARED,
    pattern="constant filter",
    refuses=no_evaluation,
)


# Secrets and session attributes


_SETS_ENVIRONMENT = re.compile(
    rb"process\s*\.\s*env\s*(?:\[[^\]]*\]\s*)?(?:\?\?|\|\||&&)?=(?!=)"
    rb"|(?:assign|defineProperty|defineProperties|set|populate)\s*\(\s*process\s*\.\s*env\b"
)


def _no_literal(look: Look) -> str | None:
    """Empty, undefined, or read from the environment, which the file leaves alone."""
    if _SETS_ENVIRONMENT.search(look.calling.machine.unit.code):
        return "the program sets its environment itself"
    for atom in look.value:
        match atom:
            case Literal(kind="NoneType" | "null"):
                continue
            case Text() if atom.constant == "":
                continue
            case Symbol(path=path) if path.startswith("builtins.process.env."):
                continue
            case _:
                return blame(look.value, "the value holds something that is not read from outside")
    return None if look.value else "nothing is known of the value"


SECRETS = Family(
    type="hardcoded-secret",
    module=__name__,
    about=(
        "A literal is never cleared by what it is called or where it stands. Proven only that "
        "there is no literal: the value is empty, or read from ``process.env``."
    ),
    beyond=(
        "Placeholders, names of fields, public keys: whether a literal is a secret is not known."
    ),
    assigned=_no_literal,
    literals_forbidden=True,
    quotes_code=False,
    pattern="no literal secret",
    refuses=no_evaluation,
)


def _own_value(look: Look) -> str | None:
    """One constant: of several, somebody chooses; and a number may say who somebody is."""
    if len(look.value) != 1:
        return blame(look.value, "the value is one of several, or not known")
    (atom,) = look.value
    if isinstance(atom, Literal) or (isinstance(atom, Text) and atom.constant is not None):
        return None
    return blame(look.value, "the value is no constant")


TRUST_BOUNDARY = Family(
    type="trust-boundary",
    module=__name__,
    about="Proven: what is assigned is one constant.",
    beyond=(
        "Values that were checked or converted before: that it is one of a few, or a number, does "
        "not make it one's own."
    ),
    beside=(
        Sink((), names=words("assign merge mergeWith extend defaults defaultsDeep set setIn")),
    ),
    assigned=_own_value,
    pattern="a constant crosses the boundary",
    refuses=no_evaluation,
)


# Comparisons


def _tells_nothing(look: Look) -> str | None:
    """Nothing, an empty text, a number, a boolean."""
    for atom in look.value:
        match atom:
            case Literal() | Number():
                continue
            case Text() if atom.constant == "":
                continue
            case Symbol(path="builtins.undefined"):
                continue
            case _:
                return "two values are compared that may be secret"
    return None if look.value else "nothing is known of it"


def _constant_or_pattern(look: Look) -> str | None:
    """A constant, or a regular expression that is made of constants."""
    parts: list[Value] = []
    for atom in look.value:
        if isinstance(atom, Instance) and atom.kind == PATTERN:
            parts += atom.details
        else:
            parts.append((atom,))
    for part in parts:
        if (reason := constant(look.at(part))) is not None:
            return reason
    return None if look.value else "nothing is known of it"


_FOR_CONSTANT = Form(
    "looks for a constant",
    (Need(_constant_or_pattern, 0),),
    proves="timing-attack/split_by_secret",
    any_position=True,
    justification=Justification.CODE_NOT_PRESENT,
)

TIMING = Family(
    type="timing-attack",
    module=__name__,
    about=(
        "Proven: ``timingSafeEqual``, and comparisons with nothing, a number, a boolean or an "
        "empty text."
    ),
    beyond="A comparison of two values that are not constant: whether one is secret is not known.",
    apart="What else takes longer for one value than for another.",
    sinks=(
        Sink(
            (
                Form(
                    "comparison in constant time",
                    (Need(anything, 0), Need(anything, 1)),
                    proves="timing-attack/timing_safe",
                    justification=Justification.CODE_NOT_PRESENT,
                ),
            ),
            calls=frozenset({"crypto.timingSafeEqual", "builtins.crypto.timingSafeEqual"}),
        ),
        Sink((), calls=frozenset({"builtins.Object.is"})),
        Sink(
            (),
            names=words(
                """
                timingSafeEqual equals compare localeCompare includes indexOf lastIndexOf startsWith
                endsWith test exec match search isEqual eq equal deepEqual strictEqual
                deepStrictEqual
                """
            ),
        ),
        Sink((_FOR_CONSTANT,), names=words("split replace replaceAll matchAll has")),
    ),
    compared=_tells_nothing,
    neighbours=True,
    spared=SPARED,
    pattern="compared with nothing secret",
    refuses=no_evaluation,
)

FAMILIES = (
    WEAK_HASH,
    WEAK_RANDOM,
    INSECURE_COOKIE,
    XXE,
    DESERIALIZATION,
    TEMPLATES,
    XPATH,
    LDAP,
    SECRETS,
    TRUST_BOUNDARY,
    TIMING,
)
