"""Views that a framework calls with what it has converted: Flask's converters, FastAPI's types.

The view is one that only its route names: nobody in view calls it with anything else.
"""

import re

from fpcache_ops.validators.safe_patterns.engine import ir
from fpcache_ops.validators.safe_patterns.engine.frames import Frame
from fpcache_ops.validators.safe_patterns.engine.machine import Machine
from fpcache_ops.validators.safe_patterns.engine.state import State
from fpcache_ops.validators.safe_patterns.engine.values import (
    BOOLEANS,
    NONE,
    NUMBERS,
    Class,
    Instance,
    Literal,
    Symbol,
    Text,
    Value,
    join,
    joined,
    literal,
    text,
)
from fpcache_ops.validators.safe_patterns.languages.python import enums, shapes

_VERBS = frozenset({"get", "post", "put", "patch", "delete", "head", "options"})
_FLASK = frozenset(
    f"{package}.{name}"
    for package in ("flask", "quart")
    for name in ("Flask", "Quart", "Blueprint")
)
_FASTAPI = frozenset({"fastapi.FastAPI", "fastapi.APIRouter"})
_PASSED_ON = frozenset(
    {
        "flask_login.login_required",
        "flask_login.fresh_login_required",
        "flask_jwt_extended.jwt_required",
        "flask_cors.cross_origin",
    }
)
"""Decorators that call the view with what they are called with."""

_FLASK_WORDS = frozenset({"methods", "endpoint", "strict_slashes"})
_CONVERTED = re.compile(r"<(int|float|uuid)(?:\([^()<>]*\))?:(\w+)>")
_CONVERTERS = (
    *("converters", "DEFAULT_CONVERTERS", "default_converters", "BaseConverter", "to_python"),
    *("NumberConverter", "IntegerConverter", "FloatConverter", "UUIDConverter", "num_convert"),
    # Other rules may lead to a view by its name.
    *("url_map", "Rule", "RuleFactory"),
    # What calls views.
    *("url_value_preprocessors", "ensure_sync", "dispatch_request"),
    "url_map_class",
    "url_rule_class",
    "url_value_preprocessor",
    "view_functions",
    "view_args",
)
_RULE = re.compile(rb"\badd_url_rule\b")
_RULE_WITH_VIEW = re.compile(rb"\badd_url_rule\s*\((?:[^()]|\([^()]*\))*\bview_func\s*=\s*[^\s,)]")
"""A rule that is given no function leads to one that another rule has named."""

_CONVERTS: dict[str, Value] = {"int": NUMBERS, "float": NUMBERS, "uuid": (Instance("uuid"),)}
_TYPES: dict[str, Value] = {
    "builtins.int": NUMBERS,
    "builtins.float": NUMBERS,
    "builtins.bool": BOOLEANS,
    "uuid.UUID": (Instance("uuid"),),
    "datetime.date": (Instance(shapes.DATE),),
    "datetime.datetime": (Instance(shapes.MOMENT),),
    "ipaddress.IPv4Address": (Instance(shapes.IPV4),),
}
_FIELDS = frozenset(f"fastapi.{name}" for name in ("Query", "Path", "Header", "Cookie", "Form"))
_FIELD_WORDS = frozenset(
    {"default", "alias", "title", "description", "ge", "gt", "le", "lt", "example", "examples"}
    | {"min_length", "max_length", "include_in_schema", "deprecated"}
)
_UNTYPED = (
    "route_class",
    # What calls views.
    *("endpoint", "dependant", "get_request_handler", "run_endpoint_function"),
    "get_dependant",
    "dependency_overrides",
    "validate_arguments",
    # Types that are postponed may be texts where the framework looks.
    "annotations",
)


def given(machine: Machine, scope: ir.Scope, parameter: ir.Parameter) -> Value | None:
    """What a view is given for a parameter, if its route says so."""
    outer = scope.parent
    if not scope.decorators or outer is None or outer.kind != "module":
        return None
    # Of a slice it is not certain that it holds whoever else calls a view.
    if not machine.unit.whole or machine.unit.unsettled():
        return None
    if machine.unit.mentioned_beside(scope.name):
        return None
    result: Value = ()
    for decorator in scope.decorators:
        if _resolved(machine, outer, _called(decorator)) in _PASSED_ON:
            continue
        value = _of_route(machine, outer, decorator, parameter)
        if value is None:
            return None
        result = join(result, value)
    return result or None


def _called(node: ir.Expression) -> ir.Expression:
    return node.callee if isinstance(node, ir.Call) else node


def _of_route(
    machine: Machine, outer: ir.Scope, node: ir.Expression, parameter: ir.Parameter
) -> Value | None:
    if not isinstance(node, ir.Call) or not isinstance(node.callee, ir.Attribute):
        return None
    if any(argument.spread for argument in node.arguments):
        return None
    verb, owner = node.callee.name, node.callee.value
    made_by = _maker(machine, outer, owner)
    if made_by in _FLASK and verb in _VERBS | {"route"}:
        return _by_converter(machine, node, parameter)
    if made_by in _FASTAPI and verb in _VERBS:
        return _by_type(machine, outer, parameter)
    return None


def _maker(machine: Machine, outer: ir.Scope, owner: ir.Expression) -> str:
    """The class of which a variable of the module is an object."""
    value = _bound(machine, outer, owner) if isinstance(owner, ir.Name) else None
    return _resolved(machine, outer, value.callee) if isinstance(value, ir.Call) else ""


def _bound(machine: Machine, outer: ir.Scope, name: ir.Name) -> ir.Expression | None:
    """The expression that a name of the module always stands for."""
    unit = machine.unit
    bindings = outer.bindings.get(name.name, []) if outer.binds(name.name) else []
    if len(bindings) != 1 or bindings[0].kind != "assign" or outer.binds_anything:
        return None
    if unit.written_elsewhere(name.name) or unit.attribute_written(name.name):
        return None
    return bindings[0].value


def _resolved(machine: Machine, outer: ir.Scope, node: ir.Expression) -> str:
    """The path of something of a library; empty for anything else."""
    value = _value(machine, outer, node)
    return value[0].path if len(value) == 1 and isinstance(value[0], Symbol) else ""


def _value(machine: Machine, outer: ir.Scope, node: ir.Expression) -> Value:
    state = State(exact=False)
    return machine.evaluate(node, state, Frame(outer, settled=True, counted=False))


def _by_converter(machine: Machine, node: ir.Call, parameter: ir.Parameter) -> Value | None:
    """``@app.route("/orders/<int:number>")``."""
    if any(map(machine.unit.mentions, _CONVERTERS)) or parameter.default is not None:
        return None
    code = machine.unit.code
    if len(_RULE.findall(code)) != len(_RULE_WITH_VIEW.findall(code)):
        return None
    first, *others = node.arguments
    rule = first.value.value if isinstance(first.value, ir.Constant) else None
    if first.name or not isinstance(rule, str):
        return None
    if any(argument.name not in _FLASK_WORDS for argument in others):
        return None
    kinds = [kind for kind, name in _CONVERTED.findall(rule) if name == parameter.name]
    return _CONVERTS[kinds[0]] if len(kinds) == 1 else None


def _by_type(machine: Machine, outer: ir.Scope, parameter: ir.Parameter) -> Value | None:
    """``def view(number: int, sort: Sort = Sort.NAME)``."""
    if any(map(machine.unit.mentions, _UNTYPED)) or parameter.annotation is None:
        return None
    value = _of_type(machine, outer, parameter.annotation)
    default = parameter.default
    if value is None or default is None:
        return value
    if isinstance(default, ir.Call):
        if not _is_field(machine, outer, default):
            return None
        words = {argument.name or "default": argument.value for argument in default.arguments}
        default = words.get("default")
        if default is None:
            return value
    # A default is not converted.
    if isinstance(default, ir.Constant) and default.value is Ellipsis:
        return value
    own = _value(machine, outer, default)
    plain = all(
        isinstance(atom, Literal)
        or (isinstance(atom, Text) and atom.constant is not None)
        or (isinstance(atom, Instance) and atom.kind == enums.MEMBER)
        for atom in own
    )
    return join(value, own) if own and plain else None


def _is_field(machine: Machine, outer: ir.Scope, call: ir.Call) -> bool:
    """``Query(1, ge=0)``: no more than the kind of a parameter, and its bounds."""
    names = [argument.name or "default" for argument in call.arguments]
    spread = any(argument.spread for argument in call.arguments)
    known = _FIELD_WORDS.issuperset(names) and len(set(names)) == len(names)
    return known and not spread and _resolved(machine, outer, call.callee) in _FIELDS


def _of_type(
    machine: Machine, outer: ir.Scope, node: ir.Expression, *, alias: bool = True
) -> Value | None:
    """What is converted to a type, or refused."""
    match node:
        case ir.Constant(value=None):
            return NONE
        case ir.Binary(op="|", left=left, right=right):
            one, other = (_of_type(machine, outer, part) for part in (left, right))
            return join(one, other) if one is not None and other is not None else None
        case ir.Subscript(value=generic, key=key):
            return _of_generic(machine, outer, _resolved(machine, outer, generic), key)
        case ir.Name() | ir.Attribute():
            known = _TYPES.get(_resolved(machine, outer, node))
            if known is not None:
                return known
            value = _value(machine, outer, node)
            if len(value) == 1 and isinstance(value[0], Class):
                return enums.one_of(machine, value[0].scope)
            meant = _bound(machine, outer, node) if isinstance(node, ir.Name) and alias else None
            return _of_type(machine, outer, meant, alias=False) if meant is not None else None
        case _:
            return None


def _of_generic(
    machine: Machine, outer: ir.Scope, generic: str, key: ir.Expression
) -> Value | None:
    items = key.items if isinstance(key, ir.Sequence) and key.kind == "tuple" else (key,)
    package, _, name = generic.rpartition(".")
    match name if package in ("typing", "typing_extensions") else "":
        case "Optional" if len(items) == 1:
            inner = _of_type(machine, outer, items[0])
            return join(inner, NONE) if inner is not None else None
        case "Literal":
            constants = [item.value for item in items if isinstance(item, ir.Constant)]
            if len(constants) != len(items) or not constants:
                return None
            if not all(isinstance(each, (str, int)) for each in constants):
                return None
            return joined(
                text(each) if isinstance(each, str) else literal(each)
                for each in constants
                if isinstance(each, (str, int))
            )
        case _:
            return None
