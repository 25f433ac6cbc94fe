"""A program as nested tuples, from our reader and from Python's own: they must be the same."""

import ast
from typing import Any

from fpcache_ops.validators.safe_patterns.engine import ir

Shape = Any

_OPERATORS = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.Div: "/",
    ast.FloorDiv: "//",
    ast.Mod: "%",
    ast.Pow: "**",
    ast.LShift: "<<",
    ast.RShift: ">>",
    ast.BitOr: "|",
    ast.BitAnd: "&",
    ast.BitXor: "^",
    ast.MatMult: "@",
    ast.UAdd: "+",
    ast.USub: "-",
    ast.Invert: "~",
    ast.Not: "not",
    ast.And: "and",
    ast.Or: "or",
    ast.Eq: "==",
    ast.NotEq: "!=",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
    ast.In: "in",
    ast.NotIn: "not in",
    ast.Is: "is",
    ast.IsNot: "is not",
}


def _op(node: ast.AST) -> str:
    return _OPERATORS[type(node)]


# Ours


def ours(module: ir.Scope) -> Shape:
    """The shape of a program as our reader sees it."""
    return _our_block(module.body)


def _our_block(block: ir.Block) -> Shape:
    return tuple(_our_statement(statement) for statement in block)


def _our_statement(node: ir.Statement) -> Shape:
    match node:
        case ir.Evaluate(value=value):
            return ("expr", our(value))
        case ir.Assign(targets=targets, value=value):
            return ("assign", *(our(target) for target in targets), our(value))
        case ir.Augment(op=op, target=target, value=value):
            return ("augment", op, our(target), our(value))
        case ir.Declare():
            return ("declare",)
        case ir.Return(value=value):
            return ("return", our(value) if value is not None else None)
        case ir.Raise(values=values):
            return ("raise", *map(our, values))
        case ir.Assert(values=values):
            return ("assert", *map(our, values))
        case ir.Delete(targets=targets):
            flat = [t.items if isinstance(t, ir.Sequence) else (t,) for t in targets]
            return ("delete", *(our(target) for several in flat for target in several))
        case ir.Break() | ir.Continue() | ir.Pass():
            return (type(node).__name__.lower(),)
        case ir.If(branches=branches, orelse=orelse):
            shape = _our_block(orelse)
            for test, body in reversed(branches):
                shape = (("if", our(test), _our_block(body), shape),)
            return shape[0]
        case ir.While(test=test, body=body, orelse=orelse):
            return ("while", our(test), _our_block(body), _our_block(orelse))
        case ir.For(target=target, iterable=iterable, body=body, orelse=orelse, modelled=plain):
            return ("for", plain, our(target), our(iterable), _our_block(body), _our_block(orelse))
        case ir.Try(body=body, handlers=handlers, orelse=orelse, final=final):
            caught = tuple(
                (our(h.types) if h.types is not None else None, h.name, _our_block(h.body))
                for h in handlers
            )
            return ("try", _our_block(body), caught, _our_block(orelse), _our_block(final))
        case ir.With(items=items, body=body, modelled=plain):
            managers = tuple((our(m), our(t) if t is not None else None) for m, t in items)
            return ("with", plain, managers, _our_block(body))
        case ir.Match(subject=subject, cases=cases):
            parts = tuple(
                (our(c.guard) if c.guard is not None else None, _our_block(c.body)) for c in cases
            )
            return ("match", our(subject), parts)
        case ir.Import(names=names):
            return ("import", names)
        case ir.Define(scope=scope):
            return (
                "def",
                scope.is_async,
                scope.name,
                tuple(map(our, scope.decorators)),
                _our_parameters(scope),
                _our_block(scope.body),
            )
        case ir.DefineClass(scope=scope):
            decorators = tuple(map(our, scope.decorators))
            return (
                "class",
                scope.name,
                decorators,
                _our_arguments(scope.bases),
                _our_block(scope.body),
            )
        case _:
            return ("?", type(node).__name__)


def _our_parameters(scope: ir.Scope) -> Shape:
    return tuple(
        (p.name, p.kind, our(p.default) if p.default is not None else None)
        for p in scope.parameters
    )


def _our_arguments(arguments: tuple[ir.Argument, ...]) -> Shape:
    positional = tuple(
        (a.spread, our(a.value)) for a in arguments if a.name is None and a.spread < 2
    )
    named = tuple((a.name, our(a.value)) for a in arguments if a.name is not None or a.spread == 2)
    return positional, named


def our(node: ir.Expression) -> Shape:
    """The shape of an expression."""
    match node:
        case ir.Constant(value=value):
            return ("constant", type(value).__name__, repr(value))
        case ir.Name(name=name):
            return ("name", name)
        case ir.Attribute(value=value, name=name):
            return ("attribute", our(value), name)
        case ir.Subscript(value=value, key=key):
            return ("subscript", our(value), our(key))
        case ir.Slice(low=low, high=high, step=step):
            return ("slice", *(our(b) if b is not None else None for b in (low, high, step)))
        case ir.Spread(value=value):
            return ("spread", our(value))
        case ir.Call(callee=callee, arguments=arguments):
            return ("call", our(callee), _our_arguments(arguments))
        case ir.Binary(op=op, left=left, right=right):
            return ("binary", op, our(left), our(right))
        case ir.Unary(op=op, operand=operand):
            return ("unary", op, our(operand))
        case ir.Logical(op=op, items=items):
            return ("logical", op, *map(our, items))
        case ir.Compare(left=left, links=links):
            return ("compare", our(left), *((op, our(right)) for op, right in links))
        case ir.Choice(test=test, then=then, orelse=orelse):
            return ("choice", our(test), our(then), our(orelse))
        case ir.Interpolated(parts=parts):
            return ("interpolated", *_merged([_our_part(part) for part in parts]))
        case ir.Sequence(kind=kind, items=items):
            return (kind, *map(our, items))
        case ir.Mapping(items=items):
            return ("dict", *((our(k) if k is not None else None, our(v)) for k, v in items))
        case ir.Comprehension(kind=kind, key=key, element=element, clauses=clauses):
            rounds = tuple(
                (c.modelled, our(c.target), our(c.iterable), *map(our, c.conditions))
                for c in clauses
            )
            return ("comp", kind, our(key) if key is not None else None, our(element), rounds)
        case ir.Lambda(scope=scope):
            (body,) = scope.body
            assert isinstance(body, ir.Return)
            assert body.value is not None
            return ("lambda", _our_parameters(scope), our(body.value))
        case ir.Bind(target=target, value=value):
            return ("bind", our(target), our(value))
        case ir.Opaque(children=children, why=why):
            return (why, *map(our, children))
        case _:
            return ("?", type(node).__name__)


def _our_part(part: str | ir.Formatted) -> Shape:
    if isinstance(part, str):
        return part
    spec = None
    if part.spec is not None:
        # Inside a format nested values have no conversion or format of their own for us.
        parts = [p if isinstance(p, str) else ("value", our(p.value)) for p in part.spec.parts]
        spec = tuple(_merged(parts))
    return (our(part.value), part.conversion, spec)


def _merged(parts: list[Shape]) -> list[Shape]:
    out: list[Shape] = []
    for part in parts:
        if isinstance(part, str):
            if out and isinstance(out[-1], str):
                out[-1] += part
                continue
            if not part:
                continue
        out.append(part)
    return out


# Python's


def theirs(source: bytes) -> Shape:
    """The shape of a program as Python's reader sees it."""
    return _block(ast.parse(source).body)


def _block(block: list[ast.stmt]) -> Shape:
    return tuple(_statement(statement) for statement in block)


def _maybe(node: ast.expr | None) -> Shape:
    return their(node) if node is not None else None


def _statement(node: ast.stmt) -> Shape:
    match node:
        case ast.Expr(value=value):
            return ("expr", their(value))
        case ast.Assign(targets=targets, value=value):
            return ("assign", *map(their, targets), their(value))
        case ast.AnnAssign(target=target, value=None):
            return ("declare",) if isinstance(target, ast.Name) else ("?", "Unmodelled")
        case ast.AnnAssign(target=target, value=value):
            assert value is not None
            return ("assign", their(target), their(value))
        case ast.AugAssign(op=op, target=target, value=value):
            return ("augment", _op(op), their(target), their(value))
        case ast.Return(value=value):
            return ("return", _maybe(value))
        case ast.Raise(exc=exc, cause=cause):
            return ("raise", *(their(part) for part in (exc, cause) if part is not None))
        case ast.Assert(test=test, msg=msg):
            return ("assert", *(their(part) for part in (test, msg) if part is not None))
        case ast.Delete(targets=targets):
            flat = [t.elts if isinstance(t, (ast.Tuple, ast.List)) else [t] for t in targets]
            return ("delete", *(their(target) for several in flat for target in several))
        case ast.Break() | ast.Continue() | ast.Pass():
            return (type(node).__name__.lower(),)
        case ast.Global() | ast.Nonlocal():
            return ("pass",)
        case ast.If(test=test, body=body, orelse=orelse):
            return ("if", their(test), _block(body), _block(orelse))
        case ast.While(test=test, body=body, orelse=orelse):
            return ("while", their(test), _block(body), _block(orelse))
        case ast.For() | ast.AsyncFor():
            plain = isinstance(node, ast.For)
            parts = _block(node.body), _block(node.orelse)
            return ("for", plain, their(node.target), their(node.iter), *parts)
        case ast.With() | ast.AsyncWith():
            managers = tuple((their(i.context_expr), _maybe(i.optional_vars)) for i in node.items)
            return ("with", isinstance(node, ast.With), managers, _block(node.body))
        case ast.Match(subject=subject, cases=cases):
            return (
                "match",
                their(subject),
                tuple((_maybe(c.guard), _block(c.body)) for c in cases),
            )
        case ast.Import(names=names):
            return ("import", tuple(_imported(alias) for alias in names))
        case ast.ImportFrom(module=module, names=names, level=level):
            base = "." * level + (module or "")
            base += "."
            if names[0].name == "*":
                return ("import", ())
            return ("import", tuple((a.asname or a.name, base + a.name) for a in names))
        case ast.FunctionDef() | ast.AsyncFunctionDef():
            return (
                "def",
                isinstance(node, ast.AsyncFunctionDef),
                node.name,
                tuple(map(their, node.decorator_list)),
                _parameters(node.args),
                _block(node.body),
            )
        case ast.ClassDef():
            bases = _arguments(node.bases, node.keywords)
            return (
                "class",
                node.name,
                tuple(map(their, node.decorator_list)),
                bases,
                _block(node.body),
            )
        case ast.Try():
            caught = tuple(
                (("tuple", their(h.type)) if h.type is not None else None, h.name, _block(h.body))
                for h in node.handlers
            )
            return ("try", _block(node.body), caught, _block(node.orelse), _block(node.finalbody))
        case _:
            return ("?", type(node).__name__)


def _imported(alias: ast.alias) -> tuple[str, str]:
    if alias.asname:
        return alias.asname, alias.name
    return alias.name.split(".")[0], alias.name.split(".")[0]


def _parameters(node: ast.arguments) -> Shape:
    found: list[Shape] = []
    before = [*node.posonlyargs, *node.args]
    defaults: list[ast.expr | None] = [None] * (len(before) - len(node.defaults)) + [*node.defaults]
    for number, (argument, default) in enumerate(zip(before, defaults, strict=True)):
        kind = "positional" if number < len(node.posonlyargs) else "either"
        found.append((argument.arg, kind, _maybe(default)))
    if node.vararg:
        found.append((node.vararg.arg, "rest", None))
    for argument, default in zip(node.kwonlyargs, node.kw_defaults, strict=True):
        found.append((argument.arg, "named", _maybe(default)))
    if node.kwarg:
        found.append((node.kwarg.arg, "named-rest", None))
    return tuple(found)


def _arguments(positional: list[ast.expr], keywords: list[ast.keyword]) -> Shape:
    given = tuple(
        (1, their(a.value)) if isinstance(a, ast.Starred) else (0, their(a)) for a in positional
    )
    return given, tuple((k.arg, their(k.value)) for k in keywords)


def their(node: ast.expr) -> Shape:
    """The shape of an expression."""
    match node:
        case ast.Constant(value=complex()):
            return ("a number of an unusual form",)
        case ast.Constant(value=value):
            return ("constant", type(value).__name__, repr(value))
        case ast.Name(id=name):
            return ("name", name)
        case ast.Attribute(value=value, attr=name):
            return ("attribute", their(value), name)
        case ast.Subscript(value=value, slice=key):
            return ("subscript", their(value), their(key))
        case ast.Slice(lower=low, upper=high, step=step):
            return ("slice", _maybe(low), _maybe(high), _maybe(step))
        case ast.Starred(value=value):
            return ("spread", their(value))
        case ast.Call(func=func, args=args, keywords=keywords):
            return ("call", their(func), _arguments(args, keywords))
        case ast.BinOp(op=op, left=left, right=right):
            return ("binary", _op(op), their(left), their(right))
        case ast.UnaryOp(op=op, operand=operand):
            return ("unary", _op(op), their(operand))
        case ast.BoolOp(op=op, values=values):
            return ("logical", _op(op), *map(their, values))
        case ast.Compare(left=left, ops=ops, comparators=rights):
            pairs = zip(ops, rights, strict=True)
            return ("compare", their(left), *((_op(op), their(right)) for op, right in pairs))
        case ast.IfExp(test=test, body=then, orelse=orelse):
            return ("choice", their(test), their(then), their(orelse))
        case ast.JoinedStr(values=values):
            return _joined(values)
        case ast.Tuple(elts=items):
            return ("tuple", *map(their, items))
        case ast.List(elts=items, ctx=ctx):
            return ("tuple" if isinstance(ctx, ast.Store) else "list", *map(their, items))
        case ast.Set(elts=items):
            return ("set", *map(their, items))
        case ast.Dict(keys=keys, values=values):
            return ("dict", *((_maybe(k), their(v)) for k, v in zip(keys, values, strict=True)))
        case ast.ListComp() | ast.SetComp() | ast.GeneratorExp():
            kinds: dict[type, str] = {ast.ListComp: "list", ast.SetComp: "set"}
            kind = kinds.get(type(node), "lazy")
            return ("comp", kind, None, their(node.elt), _clauses(node.generators))
        case ast.DictComp(key=key, value=value, generators=generators):
            return ("comp", "dict", their(key), their(value), _clauses(generators))
        case ast.Lambda(args=args, body=body):
            return ("lambda", _parameters(args), their(body))
        case ast.NamedExpr(target=target, value=value):
            return ("bind", their(target), their(value))
        case ast.Await(value=value):
            return ("awaited", their(value))
        case ast.Yield(value=value):
            return ("yielded", *([their(value)] if value is not None else []))
        case ast.YieldFrom(value=value):
            return ("yielded", their(value))
        case _:
            return ("?", type(node).__name__)


def _joined(values: list[ast.expr]) -> Shape:
    parts: list[Shape] = []
    for value in values:
        if isinstance(value, ast.FormattedValue):
            shown = chr(value.conversion) if value.conversion != -1 else ""
            spec = None
            if isinstance(value.format_spec, ast.JoinedStr):
                inner = [
                    ("value", their(v.value)) if isinstance(v, ast.FormattedValue) else v.value  # type: ignore[attr-defined]
                    for v in value.format_spec.values
                ]
                spec = tuple(_merged(inner))
            parts.append((their(value.value), shown, spec))
        else:
            assert isinstance(value, ast.Constant)
            parts.append(value.value)
    merged = _merged(parts)
    if all(isinstance(part, str) for part in merged):
        # An f-string without values is a constant.
        return ("constant", "str", repr("".join(merged)))
    return ("interpolated", *merged)


def _clauses(generators: list[ast.comprehension]) -> Shape:
    return tuple(
        (not g.is_async, their(g.target), their(g.iter), *map(their, g.ifs)) for g in generators
    )
