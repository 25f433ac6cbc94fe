"""Encoders: ESAPI, OWASP Java Encoder, Spring, Apache Commons; and Base64 in both directions.

Each family says for itself which of them are made for its place. What holds everywhere: an encoder
makes a constant of a constant, and Base64 is letters, digits and three signs, whatever is in it.
"""

import base64
import binascii
import string
from collections.abc import Mapping

from fpcache_ops.validators.safe_patterns.engine.machine import Calling, MethodModel, Model
from fpcache_ops.validators.safe_patterns.engine.values import (
    CHOSEN,
    Atom,
    Hole,
    Instance,
    Text,
    Value,
    hole,
    joined,
    text,
    unknown,
)
from fpcache_ops.validators.safe_patterns.knowledge.java.settings import sets_properties
from fpcache_ops.validators.safe_patterns.knowledge.model import Returns, made
from fpcache_ops.validators.safe_patterns.languages.java import texts

ESAPI = "org.owasp.esapi.Encoder"


def _encoder(call: Calling) -> Value | None:
    """ESAPI's encoder; the program can say that another one is taken."""
    unit = call.machine.unit
    if sets_properties(unit) or any(unit.mentions(word) for word in ("override", "initialize")):
        return None
    return made(ESAPI)(call)


ENCODER: Mapping[str, Model] = {
    "org.owasp.esapi.ESAPI.encoder": _encoder,
    "org.owasp.esapi.reference.DefaultEncoder.getInstance": made(ESAPI),
}
_BASE64_ENCODER = "java.util.Base64.Encoder"
_BASE64_DECODER = "java.util.Base64.Decoder"
_COMMONS_BASE64 = "org.apache.commons.codec.binary.Base64"
_BASE64 = frozenset(string.ascii_letters + string.digits + "=")
_URL: tuple[Value, ...] = (text("for addresses"),)
_SIGNS = {_URL: "-_"}
"""The two letters that encoders for addresses take instead of ``+`` and ``/``."""
_HEX_ENCODER = "java.util.HexFormat"
_CODEC = "org.apache.commons.codec"
_COMMONS = (
    "org.apache.commons.lang",
    "org.apache.commons.lang3",
    "org.apache.commons.text",
)


def encoder_methods(known: Mapping[str, Returns]) -> MethodModel:
    """What methods of ESAPI's encoder give, by name."""

    def methods(call: Calling, receiver: Atom, name: str) -> Value | None:
        if not isinstance(receiver, Instance) or receiver.kind != ESAPI or name not in known:
            return None
        return known[name](call)

    methods.__doc__ = f"ESAPI's encoder: {', '.join(f'``{name}``' for name in known)}."
    return methods


def of_constant(value: Value) -> Value | None:
    """What an encoder makes of constants: letters and digits stay as they are."""
    result: list[Value] = []
    for atom in value:
        constant = atom.constant if isinstance(atom, Text) else None
        if constant is None and not (isinstance(atom, Text) and atom.pieces == (Hole(CHOSEN),)):
            return None
        plain = constant is not None and constant.isascii() and (constant.isalnum() or not constant)
        result.append((atom,) if plain else hole(CHOSEN))
    return joined(result) if result else None


def _of_constant(call: Calling) -> Value | None:
    return of_constant(call.given.positional[0]) if len(call.given.positional) == 1 else None


def methods(call: Calling, receiver: Atom, name: str) -> Value | None:
    """What methods of encoders and decoders give, where no family knows more."""
    if not isinstance(receiver, Instance):
        return None
    given = call.given.positional
    if receiver.kind == ESAPI and name.startswith("encodeFor") and given:
        # A codec may come first.
        return of_constant(given[-1])
    if receiver.kind == _BASE64_ENCODER:
        if name == "withoutPadding":
            return (receiver,)
        signs = _SIGNS.get(receiver.details, "+/")
        if name == "encodeToString":
            return _packed(call, signs)
        packed = name == "encode" and len(given) == 1
        return _as_bytes(call, _packed(call, signs)) if packed else None
    if receiver.kind == _HEX_ENCODER and name == "formatHex" and len(given) in (1, 3):
        # Of two or four, the first is what it is written to, behind what that holds.
        return _hex(call)
    if receiver.kind == _BASE64_DECODER and name == "decode" and len(given) == 1:
        return _as_bytes(call, _unpacked(call))
    return None


def _shown(call: Calling) -> Value | None:
    """The text, or the text in the bytes, that a call is given."""
    if len(call.given.positional) != 1:
        return None
    found: list[Value] = []
    for atom in call.given.positional[0]:
        if isinstance(atom, Instance) and atom.kind == texts.BYTES:
            found.append(texts.held(call.state, atom) or unknown("bytes that may be changed"))
        else:
            found.append((atom,))
    return joined(found) or None


def _hex(call: Calling) -> Value | None:
    """Bytes by their numbers, whatever they are; a checksum of anything, too."""
    call.state.escape(*call.given.all())
    return hole("matched", frozenset("0123456789abcdef"))


def _packed(call: Calling, signs: str = "+/") -> Value | None:
    shown = _shown(call)
    if shown is None:
        return None
    result: list[Value] = []
    for atom in shown:
        constant = atom.constant if isinstance(atom, Text) else None
        if constant is not None and constant.isascii():
            result.append(text(base64.b64encode(constant.encode(), signs.encode()).decode()))
        elif isinstance(atom, Text) and atom.pieces == (Hole(CHOSEN),):
            result.append(hole(CHOSEN))
        else:
            result.append(hole("matched", _BASE64 | frozenset(signs)))
    return joined(result)


def _unpacked(call: Calling) -> Value | None:
    shown = _shown(call)
    if shown is None:
        return None
    result: list[Value] = []
    for atom in shown:
        constant = atom.constant if isinstance(atom, Text) else None
        if constant is not None:
            result.append(_decoded(constant))
        elif isinstance(atom, Text) and atom.pieces == (Hole(CHOSEN),):
            result.append(hole(CHOSEN))
        else:
            return texts.lost(shown) or unknown("what Base64 holds")
    return joined(result)


def _decoded(constant: str) -> Value:
    try:
        plain = base64.b64decode(constant, validate=True).decode("ascii")
    except (binascii.Error, ValueError):
        return hole(CHOSEN)
    return text(plain)


def _as_bytes(call: Calling, value: Value | None) -> Value | None:
    return texts.letters_in(call.state, call.site, texts.BYTES, value) if value else None


CALLS: Mapping[str, Model] = {
    **ENCODER,
    "java.util.Base64.getEncoder": made(_BASE64_ENCODER),
    "java.util.Base64.getUrlEncoder": lambda _: (Instance(_BASE64_ENCODER, _URL),),
    "java.util.Base64.getDecoder": made(_BASE64_DECODER),
    "java.util.HexFormat.of": made(_HEX_ENCODER),
    f"{_CODEC}.binary.Hex.encodeHexString": _hex,
    **{
        f"{_CODEC}.digest.DigestUtils.{name}Hex": _hex
        for name in ("md5", "sha1", "sha256", "sha384", "sha512", "sha3_256")
    },
    "org.springframework.util.DigestUtils.md5DigestAsHex": _hex,
    f"{_COMMONS_BASE64}.encodeBase64String": _packed,
    f"{_COMMONS_BASE64}.encodeBase64": lambda call: _as_bytes(call, _packed(call)),
    f"{_COMMONS_BASE64}.decodeBase64": lambda call: _as_bytes(call, _unpacked(call)),
    **{
        f"org.owasp.encoder.Encode.for{place}": _of_constant
        for place in (
            "Html",
            "HtmlAttribute",
            "HtmlContent",
            "Xml",
            "XmlAttribute",
            "UriComponent",
            "JavaScript",
            "CssString",
        )
    },
    **{
        f"org.springframework.web.util.HtmlUtils.{name}": _of_constant
        for name in ("htmlEscape", "htmlEscapeDecimal", "htmlEscapeHex")
    },
    **{
        f"{package}.StringEscapeUtils.{name}": _of_constant
        for package in _COMMONS
        for name in ("escapeHtml", "escapeHtml3", "escapeHtml4", "escapeJava", "escapeXml")
    },
}
