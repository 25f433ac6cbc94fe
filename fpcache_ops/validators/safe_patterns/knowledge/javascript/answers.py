"""Answers that no browser reads as a page: what their type says, and who says it last.

A type counts where it is set in a statement that comes before the answer on every way, on the same
object, and nothing else in the file says what type an answer is of.
"""

import re

from fpcache_ops.evidence.tree import SyntaxNode
from fpcache_ops.validators.safe_patterns.engine import ir
from fpcache_ops.validators.safe_patterns.engine.values import Literal, Number, Text
from fpcache_ops.validators.safe_patterns.knowledge.model import Look
from fpcache_ops.validators.safe_patterns.languages.javascript.unit import ScriptUnit

_TYPES = (
    rb"(?:text/plain|text/csv|application/json|application/octet-stream)"
    rb"(?:\s*;\s*charset=[\w-]+)?"
)
_SHORT = rb"(?:text|txt|json|csv)"
_NAME = rb"['\"][Cc]ontent-[Tt]ype['\"]"
_SETS = (
    rb"\.\s*(?:type|contentType)\(\s*(?P<q>['\"])(?:%b|%b)(?P=q)\s*\)" % (_TYPES, _SHORT),
    rb"\.\s*(?:set|header|setHeader)\(\s*%b\s*,\s*(?P<q>['\"])%b(?P=q)\s*\)" % (_NAME, _TYPES),
    rb"\.\s*(?:set|header)\(\s*\{\s*%b\s*:\s*(?P<q>['\"])%b(?P=q)\s*,?\s*\}\s*\)" % (_NAME, _TYPES),
    rb"\.\s*writeHead\(\s*\d+\s*,\s*\{\s*%b\s*:\s*(?P<q>['\"])%b(?P=q)\s*,?\s*\}\s*\)"
    % (_NAME, _TYPES),
)
_SETTERS = tuple(re.compile(each) for each in _SETS)
_LINKS = rb"(?:\s*\.\s*(?:status|code)\(\s*\d+\s*\))*\s*"
_TYPED = tuple(re.compile(rb"([A-Za-z_$][\w$]*)" + _LINKS + each + _LINKS) for each in _SETS)
_OTHER_TYPE = re.compile(
    rb"content[-_]?type|text/html|\bwriteHead\b|\.\s*(?:response\s*\.\s*)?type\s*=(?!=)"
    rb"|\.\s*(?:type|contentType|format)\s*(?:\(|\?\.|\.\s*(?:call|apply|bind)\b)"
    rb"|\.\s*(?:set|header|headers|setHeader|append|attachment)\s*\(\s*(?:[^'\"\s]|['\"][^'\"]*\$\{)"
    rb"|\b(?:res|resp|response|reply|ctx)\s*\["
    # Handed on without being called, as to ``apply``.
    rb"|\.\s*(?:set|setHeader|append|contentType)\b(?!\s*[(\w$=])"
    rb"|\b(?:res|resp|response|reply|ctx)\s*\.\s*(?:header|headers|type|attachment)\b(?!\s*[(\w$])"
    # Taken away, or copied from a list of them.
    rb"|\bremoveHeader\b|\bsetHeaders\b"
    # What the short names of types stand for.
    rb"|\bmime\w*\s*\.\s*(?:define|types|extensions|load)\b",
    re.IGNORECASE,
)
"""Whatever may say what type an answer is of; names of headers that are no constants among it."""


def is_plain(look: Look) -> bool:
    """Whether the answer that a call sends was said to be no page, and nothing says otherwise."""
    unit = look.calling.machine.unit
    callee = look.call.callee if look.call is not None else None
    if not isinstance(unit, ScriptUnit) or not isinstance(callee, ir.Attribute):
        return False
    own = any(map(unit.defines_method, ("type", "set", "header", "setHeader", "send", "end")))
    rest = _NO_SNIFFING.sub(b"''", unit.code)
    for each in _SETTERS:
        rest = each.sub(b"", rest)
    if own or _OTHER_TYPE.search(rest) or _is_fetched(look, unit):
        return False
    chain = unit.code[callee.value.start : callee.value.end]
    begins = re.match(rb"[A-Za-z_$][\w$]*", chain)
    if begins is None or unit.hands_out(_ANSWERS | {begins[0].decode()}):
        return False
    if any(each.fullmatch(chain) for each in _TYPED):
        return True
    named = re.fullmatch(rb"([A-Za-z_$][\w$]*)" + _LINKS, chain)
    return named is not None and _is_typed_before(unit, callee.value, named[1])


_ANSWERS = frozenset({"res", "reply", "response"})
"""What an answer is called: whoever has it may say what type it is of."""


def _is_fetched(look: Look, unit: ScriptUnit) -> bool:
    """Whether what is sent may have headers of its own."""
    if not _FASTIFY.search(unit.code) or not _FETCHED.search(unit.code):
        return False
    return not all(isinstance(atom, (Text, Literal, Number)) for atom in look.value)


def _is_typed_before(unit: ScriptUnit, at: ir.Expression, name: bytes) -> bool:
    """Whether a statement before this, on every way to it, sets the type of what has the name."""
    node = unit.root.descendant_for_byte_range(at.start, at.end)
    if unit.binds_again(name.decode()):
        return False
    while node is not None and node.parent is not None:
        if _binds(node, name) or node.type in _LIFTED:
            return False
        parent = node.parent
        if parent.type in ("statement_block", "program"):
            before = [child for child in parent.children if child.end_byte <= node.start_byte]
            if any(_sets(child, name) for child in before):
                return True
        node = parent
    return False


_LIFTED = ("function_declaration", "generator_function_declaration")
"""What may be called before the statements that stand in front of it."""


def _sets(node: SyntaxNode, name: bytes) -> bool:
    if node.type != "expression_statement":
        return False
    shown = (node.text or b"").rstrip(b"; \n")
    found = [match for each in _TYPED if (match := each.fullmatch(shown)) is not None]
    return any(match[1] == name for match in found)


def _binds(node: SyntaxNode, name: bytes) -> bool:
    """Whether a function or block gives the name a meaning of its own."""
    given = node.child_by_field_name("parameters") or node.child_by_field_name("parameter")
    if given is not None and re.search(
        rb"(?<![\w$])%b(?![\w$])" % re.escape(name), given.text or b""
    ):
        return True
    if node.type != "statement_block":
        return False
    declared = rb"\b(?:const|let|var|function|class)\b[^=;]*(?<![\w$])%b(?![\w$])"
    return re.search(declared % re.escape(name), node.text or b"") is not None


_NO_SNIFFING = re.compile(rb"['\"]x-content-type-options['\"]", re.IGNORECASE)
_FASTIFY = re.compile(rb"(?:require\(\s*['\"]fastify['\"]\s*\)|\bfrom\s*['\"]fastify['\"])")
_MADE = re.compile(rb"\b[Ff]astify\s*\(|require\(\s*['\"]fastify['\"]\s*\)\s*\(")
_ELSEWHERE = re.compile(
    rb"\bexpress\b|\.\s*register\("
    # A hook that another file has; one in view shows what it sets.
    rb"|\baddHook\s*\(\s*[^,()]*,(?!\s*(?:async\s*)?(?:function\b|\(|[\w$]+\s*=>))"
    rb"|\b(?:onRequest|onSend|preParsing|preValidation|preHandler|preSerialization)\b(?!['\"])"
    rb"(?!\s*:\s*(?:async\s*)?(?:function\b|\())"
)
"""Where headers may come from that the file does not show."""

_FETCHED = re.compile(rb"\bfetch\b|\bResponse\b")
"""Fastify sends what is fetched with the headers that it came with."""


def is_text_by_default(look: Look) -> bool:
    """``reply.send(text)`` of Fastify, which sends texts as ``text/plain`` if nobody says more."""
    unit = look.calling.machine.unit
    callee = look.call.callee if look.call is not None else None
    if not isinstance(unit, ScriptUnit) or not isinstance(callee, ir.Attribute):
        return False
    chain = unit.code[callee.value.start : callee.value.end]
    # What a server of node's own answers by ``end`` has no type at all.
    if callee.name != "send" or re.fullmatch(rb"reply" + _LINKS, chain) is None:
        return False
    if unit.defines_method("send"):
        return False
    made = _FASTIFY.search(unit.code) and _MADE.search(unit.code)
    rest = _NO_SNIFFING.sub(b"''", unit.code)
    other = _OTHER_TYPE.search(rest) or _ELSEWHERE.search(unit.code)
    if other is not None or unit.hands_out(_ANSWERS) or _is_fetched(look, unit):
        return False
    return bool(made)
