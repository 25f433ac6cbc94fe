"""What of a Java file may run where no call names its class, and whether it does anything."""

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator

from tree_sitter import Node

from fpcache_ops.evidence.languages.modules import text_of
from fpcache_ops.evidence.languages.scopes import ANY_NUMBER, ByClass, Called, Held, words

_LOOKS = words(
    """
    length size isEmpty hashCode charAt substring startsWith endsWith contains containsKey trim
    strip toLowerCase toUpperCase intValue longValue doubleValue ordinal name values keySet entrySet
    parseInt parseLong parseDouble valueOf requireNonNull requireNonNullElse hash toString
    """
)
"""Methods that only look at something, whatever they are given."""

_GETTER = re.compile(r"(?:get|is|has)[A-Z]\w*")
_OPENS = words(
    """
    getContent getInputStream getOutputStream getWriter getReader getConnection getResponseCode
    """
)
"""Methods that have the name of a getter, and do more."""

_PLAIN = words(
    """
    Object String StringBuilder ArrayList LinkedList HashMap LinkedHashMap TreeMap HashSet
    LinkedHashSet TreeSet ArrayDeque BigDecimal BigInteger Date
    """
)
_QUIET = words("log debug info warn error trace close toString")
"""Methods of an object that call none of its others."""

_FUNCTIONS = frozenset({"lambda_expression", "method_reference"})
_HEADERS = frozenset({"superclass", "super_interfaces", "extends_interfaces"})


def acts(node: Node, is_method: Callable[[str], bool]) -> bool:
    """Whether running this may do more than make a value: it calls, or makes, something.

    ``is_method`` tells the names of methods of the file, which may do anything.
    """
    pending = [node]
    while pending:
        part = pending.pop()
        match part.type:
            case "method_invocation":
                if not _only_looks(part, is_method):
                    return True
            case "object_creation_expression":
                if not _is_plain(part):
                    return True
            case "method_reference":
                name = _referred(part)
                if is_method(name) or not (name in _LOOKS or _GETTER.fullmatch(name)):
                    return True
            case _:
                pass
        pending.extend(part.named_children)
    return False


def _only_looks(call: Node, is_method: Callable[[str], bool]) -> bool:
    name = _named(call)
    owner = call.child_by_field_name("object")
    if owner is not None and owner.type == "identifier" and text_of(owner) == "String":
        return True
    if is_method(name):
        return False
    asked = _GETTER.fullmatch(name) is not None and name not in _OPENS
    return name in _LOOKS or (asked and not _given(call))


def _is_plain(made: Node) -> bool:
    """Whether an object of the language is made, or something that is thrown."""
    if _body_of(made) is not None:
        return False
    name = _last(made.child_by_field_name("type"))
    return name in _PLAIN or name.endswith(("Exception", "Error"))


def calls(node: Node) -> Called:
    """What is called in it by a name, and what it spells."""
    names: dict[str, set[int]] = defaultdict(set)
    own: set[str] = set()
    texts: set[str] = set()
    pending = [node]
    while pending:
        part = pending.pop()
        match part.type:
            case "method_invocation":
                name = _named(part)
                names[name].add(_given(part))
                owner = part.child_by_field_name("object")
                itself = owner is None or owner.type in ("this", "super")
                if itself and not _GETTER.fullmatch(name) and name not in _QUIET:
                    own.add(name)
            case "method_reference":
                names[_referred(part)].add(ANY_NUMBER)
            case "string_literal":
                texts.add(text_of(part).strip('"'))
            case _:
                pass
        pending.extend(part.named_children)
    return Called(names, frozenset(own), frozenset(texts))


def holds(node: Node) -> Held | None:
    """The classes in an item: what they derive from and the names of their methods, if any."""
    types: set[str] = set()
    methods: set[str] = set()
    held = False
    pending = [node]
    while pending:
        part = pending.pop()
        body = _body_of(part)
        if body is not None:
            held = True
            types.add(_last(part.child_by_field_name("type")))
            for header in part.named_children:
                if header.type in _HEADERS:
                    types.update(_types(header))
        if part.type == "method_declaration" and part != node:
            methods.add(_named(part))
        pending.extend(part.named_children)
    return Held(frozenset(types), frozenset(methods)) if held else None


def is_open(node: Node) -> bool:
    """Whether it is a method that others may call of an object that they are given."""
    if node.type != "method_declaration":
        return False
    signs = (
        one.type for each in node.children if each.type == "modifiers" for one in each.children
    )
    return not {"private", "static"}.intersection(signs)


def takes(node: Node, numbers: Collection[int]) -> bool:
    """Whether a method may be called with one of these numbers of arguments."""
    listed = node.child_by_field_name("parameters")
    if listed is None or ANY_NUMBER in numbers:
        return True
    kinds = [one.type for one in listed.named_children]
    own = sum(kind == "formal_parameter" for kind in kinds)
    return "spread_parameter" in kinds or own in numbers


def imports_type(node: Node) -> bool:
    """Whether what is imported is a class: it has no objects but those that it says."""
    return all(child.type != "static" for child in node.children)


def function_at(sign: Node) -> Node | None:
    """The function without a name that a sign belongs to."""
    around = sign.parent
    return around if around is not None and around.type in _FUNCTIONS else None


def is_annotation(sign: Node) -> bool:
    """Whether a sign begins an annotation."""
    around = sign.parent
    return around is not None and around.type in ("annotation", "marker_annotation")


def _body_of(node: Node) -> Node | None:
    return next(
        (one for one in node.named_children if one.type in ("class_body", "enum_body")), None
    )


def _types(node: Node) -> Iterator[str]:
    pending = [node]
    while pending:
        part = pending.pop()
        if part.type == "type_identifier":
            yield text_of(part)
        pending.extend(part.named_children)


def _named(node: Node) -> str:
    named = node.child_by_field_name("name")
    return text_of(named) if named is not None else ""


def _referred(reference: Node) -> str:
    last = reference.named_children[-1:]
    return text_of(last[0]) if last else ""


def _last(kind: Node | None) -> str:
    """The last name of a type, without what it is filled with."""
    text = text_of(kind) if kind is not None else ""
    return text.partition("<")[0].rpartition(".")[2].strip()


def _given(call: Node) -> int:
    """How many arguments a call has."""
    given = call.child_by_field_name("arguments")
    listed = given.named_children if given is not None else []
    return sum(not one.type.endswith("comment") for one in listed)


TABLE = ByClass(
    hooks=re.compile(
        r"toString|equals|hashCode|compareTo|compare|iterator|hasNext|next|close|subSequence"
        r"|readObject|readResolve|readExternal|readObjectNoData|writeObject|writeReplace"
        r"|writeExternal|finalize|uncaughtException"
    ),
    listening=re.compile(
        rb"@(?=\s*(?:\w+\s*\.\s*)*(?:EventListener|TransactionalEventListener|Subscribe"
        rb"|ObservesAsync|Observes|Handler|KafkaListener|JmsListener|RabbitListener|SqsListener"
        rb"|ConsumeEvent|Incoming|ServiceActivator|StreamListener)\b)"
    ),
    given_on=re.compile(
        r"Runnable|Callable|Thread|Comparator|Comparable|Iterable|Iterator|AutoCloseable|Closeable"
        r"|Externalizable|Observer|\w*(?:Function|Supplier|Consumer|Predicate|Operator|Listener"
        r"|Handler|Callback|Subscriber|Task|Action|Job|Visitor|InvocationHandler)"
    ),
    function=re.compile(rb"->|::"),
    inner=re.compile(rb"\bnew\b[^;{]{0,300}\)\s{0,80}\{|\b(?:enum|class|interface|record)\b"),
    acts=acts,
    is_open=is_open,
    takes=takes,
    imports_type=imports_type,
    calls=calls,
    holds=holds,
    function_at=function_at,
    is_annotation=is_annotation,
    starts=re.compile(rb"\bProcessBuilder\b|\.\s*exec\s*\("),
    writes=re.compile(
        rb"\bFiles\s*\.\s*(?:write|copy|move|new(?:Buf|Out|Byte)|as(?:Char|Byte)Sink|append|create)"
        rb"|\b\w*Channel\s*\.\s*open|\b(?:File\w*|Stream|IO)Utils\s*\.\s*(?:write|copy|move|open)"
        rb"|\bnew\s+(?:[\w.]+\.)?(?:FileWriter|FileOutputStream|PrintWriter|PrintStream"
        rb"|RandomAccessFile|Formatter)\b|\.\s*(?:write|transferTo|renameTo|copy\w*ToFile)\w*\s*\("
    ),
)
