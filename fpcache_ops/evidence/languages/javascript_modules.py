"""How files of JavaScript and TypeScript name each other: modules, ``require`` and ``exports``."""

import re
from collections.abc import Iterator, Sequence

from tree_sitter import Node

from fpcache_ops.evidence.languages.modules import (
    EVERYTHING,
    Export,
    Import,
    Listing,
    Target,
    folder_of,
    joined,
    text_of,
)

_TAILS = tuple(
    tail + extension
    for tail in ("", "/index")
    for extension in (".ts", ".tsx", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs", ".d.ts")
)
_EXPORTED = re.compile(r"(?:module\.)?exports(?:\.([\w$]+))?")


def imports(node: Node) -> Iterator[Import]:
    """What a declaration imports, or a call of ``require`` or ``import``."""
    if node.type == "call_expression":
        yield from _required(node)
        return
    clause = node.named_children[0] if node.named_children else None
    if clause is not None and clause.type == "import_require_clause":
        names, source = clause.named_children[:1], clause.child_by_field_name("source")
        if names and source is not None:
            yield Import(
                _literal(source), "", text_of(names[0]), clause.start_byte, clause.end_byte
            )
        return
    source = node.child_by_field_name("source")
    if source is None:
        return
    module = _literal(source)
    exported = node.type == "export_statement"
    found = False
    pending = [child for child in reversed(node.named_children) if child != source]
    while pending:
        at = pending.pop()
        span = (at.start_byte, at.end_byte)
        name, alias = (at.child_by_field_name(field) for field in ("name", "alias"))
        if name is not None:  # A specifier.
            local = text_of(alias if alias is not None else name)
            yield Import(module, _name(name), local, *span)
        elif at.type in ("namespace_import", "namespace_export"):
            yield Import(module, "", text_of(at.named_children[-1]), *span)
        elif at.type == "identifier":
            yield Import(module, "default", text_of(at), *span)
        else:
            pending += reversed(at.named_children)
            continue
        found = True
    if not found:
        span = (node.start_byte, node.end_byte)
        yield Import(module, EVERYTHING if exported else "", "", *span)


def _required(call: Node) -> Iterator[Import]:
    function, arguments = (call.child_by_field_name(name) for name in ("function", "arguments"))
    first = arguments.named_children[0] if arguments and arguments.named_children else None
    if function is None or first is None or first.type != "string":
        return
    if text_of(function) not in ("require", "import"):
        return
    module, at, name = _literal(first), call, ""
    while at.parent is not None and at.parent.type in (
        "await_expression",
        "parenthesized_expression",
    ):
        at = at.parent
    around = at.parent
    if around is not None and around.type == "member_expression":
        taken = around.child_by_field_name("property")
        name, at = (text_of(taken) if taken is not None else ""), around
        around = at.parent
    span = (call.start_byte, call.end_byte)
    if around is None or around.type != "variable_declarator":
        yield Import(module, name, "", *span)
        return
    statement = (around.start_byte, around.end_byte)
    target = around.child_by_field_name("name")
    taken_apart = target is not None and target.type == "object_pattern" and not name
    for one in target.named_children if target is not None and taken_apart else [target]:
        local = ""
        if one is not None and one.type in ("identifier", "shorthand_property_identifier_pattern"):
            local = text_of(one)
            key = local if taken_apart else name
        else:
            named, value = (
                one.child_by_field_name(field) if one is not None else None
                for field in ("key", "value")
            )
            key = name
            if named is not None and value is not None and value.type == "identifier":
                key, local = text_of(named), text_of(value)
        yield Import(module, key, local, *span, statement=statement)


def exports(node: Node) -> Iterator[Export]:
    """What a declaration offers, or an assignment to ``exports``."""
    span = (node.start_byte, node.end_byte)
    if node.type == "assignment_expression":
        left, value = (node.child_by_field_name(field) for field in ("left", "right"))
        matched = _EXPORTED.fullmatch(text_of(left)) if left is not None else None
        if matched is None or value is None:
            return
        if matched[1]:
            yield _export(matched[1], value, span)
        elif value.type == "object":
            yield from _of_object(value)
        else:
            yield _export("", value, span)
        return
    declared, value = (node.child_by_field_name(field) for field in ("declaration", "value"))
    default = any(child.type == "default" for child in node.children)
    if value is not None:
        yield _export("default", value, span)
    elif declared is not None:
        named = declared.child_by_field_name("name")
        names = [named] if named is not None else []
        for one in declared.named_children:
            bound = one.child_by_field_name("name") if one.type == "variable_declarator" else None
            names += [bound] if bound is not None and bound.type == "identifier" else []
        for one in names:
            yield Export("default" if default else text_of(one), text_of(one), *span)
        if default and not names:
            yield Export("default", "", *span)
    if any(child.type == "=" for child in node.children) and node.named_children:
        yield _export("", node.named_children[-1], span)
    for clause in node.named_children:
        for one in clause.named_children if clause.type == "export_clause" else ():
            name, alias = (one.child_by_field_name(field) for field in ("name", "alias"))
            if name is not None:
                shown = _name(alias if alias is not None else name)
                from_here = node.child_by_field_name("source") is None
                yield Export(shown, text_of(name) if from_here else "", *span)
        if clause.type == "namespace_export":
            yield Export(text_of(clause.named_children[-1]), "", *span)


def _of_object(value: Node) -> Iterator[Export]:
    for one in value.named_children:
        span = (one.start_byte, one.end_byte)
        key, inside = (one.child_by_field_name(field) for field in ("key", "value"))
        name = one.child_by_field_name("name")
        if one.type == "shorthand_property_identifier":
            yield Export(text_of(one), text_of(one), *span)
        elif key is not None and inside is not None:
            yield _export(_name(key), inside, span)
        elif name is not None:
            yield Export(_name(name), "", *span)


def _export(name: str, value: Node, span: tuple[int, int]) -> Export:
    return Export(name, text_of(value) if value.type == "identifier" else "", *span)


def _name(node: Node) -> str:
    return _literal(node) if node.type == "string" else text_of(node)


def _literal(node: Node) -> str:
    return (node.text or b"").decode("utf-8", "replace")[1:-1]


def find(files: Listing, at: str, module: str, name: str) -> Sequence[Target]:
    """The file of a relative path, with or without what a bundler adds; or below any folder."""
    tails = ("", *_TAILS)
    relative = module.startswith((".", "/"))
    if relative:
        stem = joined("" if module.startswith("/") else folder_of(at), module)
    else:
        stem = module.removeprefix("@/").removeprefix("~/")
    if stem is None or (stem == module and "/" not in module):
        return ()
    compiled = [one for one in (_source(stem), f"{_source(stem)}x") if _source(stem) != stem]
    paths = [f"{stem}{tail}".strip("/") for tail in tails] + compiled
    found = paths if relative else [one for path in paths for one in files.ending(path)]
    meant = (path for path in found if path.endswith(_SUFFIXES))
    return [Target(path, name) for path in meant if path in files]


def _source(path: str) -> str:
    """What ``./x.js`` is compiled from."""
    return re.sub(r"\.([cm]?)js$", r".\1ts", path)


_SUFFIXES = (".ts", ".tsx", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs")
