"""Programs of the little language as Python: views of Flask and of Django."""

from collections.abc import Iterator, Mapping

from tests.generated.language import (
    Block,
    Break,
    CallOf,
    Count,
    Do,
    Each,
    Expr,
    Function,
    If,
    Let,
    Lit,
    Op,
    Program,
    Return,
    Set,
    Sink,
    Stmt,
    Switch,
    Try,
    Var,
)

MARK = "# <-- finding"

_SPELLED: Mapping[str, str] = {
    "concat": "{0} + {1}",
    "equals": "{0} == {1}",
    "same letters": "{0}.lower() == {1}.lower()",
    "starts": "{0}.startswith({1})",
    "ends": "{0}.endswith({1})",
    "holds": "{1} in {0}",
    "empty": "not {0}",
    "length": "len({0})",
    "find": "{0}.find({1})",
    "letter": "{0}[{1}]",
    "letter is": "{0}[{1}] == {2}",
    "cut": "{0}[{1}:{2}]",
    "swap": "{0}.replace({1}, {2})",
    "trim": "{0}.strip()",
    "not": "not ({0})",
    "and": "({0}) and ({1})",
    "or": "({0}) or ({1})",
    "choose": "{1} if {0} else {2}",
    "number": "int({0})",
    "digits": "str({0})",
    "no items": "[]",
    "get": "{0}[{1}]",
    "cell": "{0}[{1}]",
    "put": "{0}[{1}] = {2}",
    "put cell": "{0}[{1}] = {2}",
    "add": "{0}.append({1})",
    "add first": "{0}.insert(0, {1})",
    "drop": "del {0}[{1}]",
    "size": "len({0})",
    "in": "{1} in {0}",
    "map": "{{}}",
    "value": "{0}[{1}]",
    "value or": "{0}.get({1}, {2})",
    "forget": "del {0}[{1}]",
    "builder": "[{0}]",
    "append": "{0}.append({1})",
    "restart": "{0}[:] = [{1}]",
    "insert": "{0}.insert(0, {1})",
    "turn": '{0}[:] = ["".join({0})[::-1]]',
    "built": '"".join({0})',
    "url decoded": "urllib.parse.unquote({0})",
    "packed": "base64.b64encode({0}.encode()).decode()",
    "unpacked": "base64.b64decode({0}).decode()",
    "html encoded": "html.escape({0})",
    "ldap encoded": "ldap.filter.escape_filter_chars({0})",
    "url encoded": 'urllib.parse.quote({0}, safe="")',
    "shell encoded": "shlex.quote({0})",
    "setting": 'configuration.get("shop", {0}, fallback={1})',
    "environment": 'os.environ.get({0}, "set")',
    "/": "{0} // {1}",
}
_FLASK: Mapping[str, str] = {
    "maybe": '"go" in request.args',
    "risky": 'int(request.args["n"])',
}
_DJANGO: Mapping[str, str] = {
    "maybe": '"go" in request.GET',
    "risky": 'int(request.GET["n"])',
}
_FORMATS = {
    "format": ('f"{{{0}}}-{{{1}}}"', '"%s-%s" % ({0}, {1})', '"{{}}-{{}}".format({0}, {1})'),
    "format second": ('f"<{{{1}}}>"', '"<{{1}}>".format({0}, {1})', '"<" + {1} + ">"'),
}

_FLASK_SOURCES: Mapping[str, str] = {
    "parameter": 'param = request.args.get("q", "")',
    "header": 'param = request.headers.get("X-Q", "")',
    "cookie": """param = "none"
    for name, held in request.cookies.items():
        if name == "q":
            param = urllib.parse.unquote_plus(held)
            break""",
    "headers": """param = ""
    for name in request.headers.keys():
        if name.startswith("X-"):
            param = name""",
    "query": 'param = request.query_string.decode().partition("q=")[2]',
    "values": """several = request.form.getlist("q")
    param = several[0] if several else \"\"""",
    "names": """param = ""
    for name in request.form.keys():
        if "q" in request.form.getlist(name):
            param = name
            break""",
    "map": 'param = request.values.to_dict()["q"]',
    "body": "param = request.get_data(as_text=True)",
}
_DJANGO_SOURCES: Mapping[str, str] = {
    "parameter": 'param = request.GET.get("q", "")',
    "header": 'param = request.META["HTTP_X_Q"]',
    "cookie": 'param = request.COOKIES.get("q", "none")',
    "headers": """param = ""
    for name in request.headers:
        if name.startswith("X-"):
            param = request.headers[name]""",
    "query": 'param = request.META["QUERY_STRING"].partition("q=")[2]',
    "values": """several = request.POST.getlist("q")
    param = several[0] if several else \"\"""",
    "names": """param = ""
    for name in request.POST:
        param = name""",
    "map": 'param = request.POST.dict()["q"]',
    "body": "param = request.body.decode()",
}

_SINKS: Mapping[str, str] = {
    "sql": "cursor.execute({0})",
    "sql prepared of it": 'cursor.execute({0}, ("x",))',
    "sql bound": 'cursor.execute("SELECT a FROM t WHERE b = ?", ({0},))',
    "command": "os.system({0})",
    "command words": "subprocess.run({0}, shell=True)",
    "path": "open({0})",
    "page": "answer = make_response({0})",
    "page written": "answer = Markup({0})",
    "ldap": 'directory.search_s("ou=people", ldap.SCOPE_SUBTREE, {0})',
    "xpath": "document.xpath({0})",
    "session": 'session["chosen"] = {0}',
    "session name": 'session[{0}] = "10340"',
    "redirect": "answer = redirect({0})",
    "request": "requests.get({0}, timeout=5)",
    "script": "eval({0})",
    "objects": "pickle.loads({0}.encode())",
    "hash": "hashlib.new({0})",
    "random": "answer = str(random.random())",
    "cookie": 'sent.set_cookie("kept", {0}, secure={1}, httponly={2})',
}
_DJANGO_SINKS: Mapping[str, str] = {
    "page": "answer = HttpResponse({0})",
    "page written": "answer = mark_safe({0})",
    "session": 'request.session["chosen"] = {0}',
    "session name": 'request.session[{0}] = "10340"',
}

_IMPORTS = """import base64
import configparser
import hashlib
import html
import os
import pickle
import random
import shlex
import subprocess
import urllib.parse

import ldap
import ldap.filter
import requests
"""
_FLASK_HEAD = """from flask import Flask, Markup, make_response, redirect, request, session

from shop.stores import cursor, directory, document

app = Flask(__name__)
"""
_DJANGO_HEAD = """from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.safestring import mark_safe

from shop.stores import cursor, directory, document
"""


class _Spelling:
    """One program as a module of one framework."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.flask = len(program.body) % 2 == 0
        self.own = _FLASK if self.flask else _DJANGO
        self.turn = 0

    def source(self) -> str:
        sources = _FLASK_SOURCES if self.flask else _DJANGO_SOURCES
        body = sources[self.program.source].replace("\n    ", "\n").split("\n")
        if _uses(self.program, "setting"):
            body = [
                "configuration = configparser.ConfigParser()",
                'configuration.read("shop.ini")',
                *body,
            ]
        if self.program.sink.kind == "cookie":
            made = 'make_response("kept")' if self.flask else 'HttpResponse("kept")'
            body = [f"sent = {made}", *body]
        outside: list[str] = []
        for function in self.program.functions:
            lines = list(self.function(function))
            if function.how == "nested":
                body = [*lines, *body]
            else:
                outside += ["", "", *lines]
        body += list(self.block(self.program.body))
        head = _FLASK_HEAD if self.flask else _DJANGO_HEAD
        route = ['@app.route("/shop", methods=["GET", "POST"])'] if self.flask else []
        name = "def handle():" if self.flask else "def handle(request):"
        end = '    return "done"' if self.flask else '    return HttpResponse("done")'
        return "\n".join(
            [
                _IMPORTS + head,
                *outside,
                "",
                "",
                *route,
                name,
                *(f"    {line}" if line else "" for line in body),
                end,
                "",
            ]
        )

    def text(self, node: Expr) -> str:
        """An expression that stands for itself anywhere."""
        spelled = self.expr(node)
        return f"({spelled})" if isinstance(node, Op) and " " in spelled else spelled

    def expr(self, node: Expr) -> str:
        match node:
            case Lit(value=str(value)):
                return f'"{value}"'
            case Lit(value=value):
                return str(value)
            case Var(name=name):
                return name
            case CallOf(function=function, args=args):
                return self.called(function, [self.expr(arg) for arg in args])
            case Op(name="list" | "array", args=args):
                return f"[{', '.join(self.expr(arg) for arg in args)}]"
            case Op(name="put", args=(Var(kind="settings") as where, key, value)):
                return f'{where.name}.set("shop", {self.expr(key)}, {self.expr(value)})'
            case Op(name="value or", args=(Var(kind="settings") as where, key, other)):
                other_ = self.expr(other)
                return f'{where.name}.get("shop", {self.expr(key)}, fallback={other_})'
            case Op(name=name, args=args) if name in _FORMATS:
                self.turn += 1
                shown = [self.text(arg) for arg in args]
                options = _FORMATS[name]
                # Quotes inside of an f-string need a newer Python.
                plain = not any('"' in each for each in shown)
                return options[self.turn % 3 if plain else 1].format(*shown)
            case Op(name=name, args=args) if name in self.own:
                return self.own[name]
            case Op(name=name, args=args) if name in _SPELLED:
                return _SPELLED[name].format(*(self.text(arg) for arg in args))
            case Op(name=name, args=(one, other)):
                return f"{self.text(one)} {name} {self.text(other)}"
            case _:
                raise AssertionError(node)

    def block(self, block: Block) -> Iterator[str]:
        for statement in block:
            yield from self.statement(statement)

    def inner(self, block: Block) -> Iterator[str]:
        for line in self.block(block):
            yield f"    {line}"
        if not block:
            yield "    pass"

    def statement(self, statement: Stmt) -> Iterator[str]:
        match statement:
            case Let(target=Var(kind="settings", name=name)):
                yield f"{name} = configparser.ConfigParser()"
                yield f'{name}.add_section("shop")'
            case Let(target=target, value=value) | Set(target=target, value=value):
                yield f"{target.name} = {self.expr(value)}"
            case Do(effect=effect):
                yield self.expr(effect)
            case If(test=test, then=then, orelse=orelse):
                yield f"if {self.expr(test)}:"
                yield from self.inner(then)
                if orelse:
                    yield "else:"
                    yield from self.inner(orelse)
            case Switch():
                yield from self.switch(statement)
            case Each(target=target, items=items, body=body):
                yield f"for {target.name} in {self.expr(items)}:"
                yield from self.inner(body)
            case Count(target=target, rounds=rounds, body=body):
                yield f"for {target.name} in range({self.expr(rounds)}):"
                yield from self.inner(body)
            case Try(body=body, handler=handler, final=final):
                yield "try:"
                yield from self.inner(body)
                yield "except (ValueError, KeyError):"
                yield from self.inner(handler)
                if final:
                    yield "finally:"
                    yield from self.inner(final)
            case Return(value=value):
                yield f"return {self.expr(value)}"
            case Break():
                yield "break"
            case Sink(kind=kind, value=value, flags=flags):
                shown = [self.text(value)] if value is not None else []
                table = _SINKS if self.flask else {**_SINKS, **_DJANGO_SINKS}
                spelled = table[kind].format(*shown, *(self.expr(flag) for flag in flags))
                yield f"{spelled}  {MARK}"

    def switch(self, statement: Switch) -> Iterator[str]:
        self.turn += 1
        subject = self.text(statement.subject)
        if self.turn % 2:
            yield f"match {subject}:"
            for arm in statement.arms:
                labels = " | ".join(f'"{label}"' for label in arm.labels)
                yield f"    case {labels or '_'}:"
                for line in self.inner(arm.body):
                    yield f"    {line}"
            return
        for number, arm in enumerate(statement.arms):
            tests = " or ".join(f'{subject} == "{label}"' for label in arm.labels)
            word = "elif" if number else "if"
            yield f"{word} {tests}:" if tests else "else:"
            yield from self.inner(arm.body)

    def function(self, function: Function) -> Iterator[str]:
        name = function.name
        given = ", ".join([*(p.name for p in function.parameters), *self.passed(function)])
        body = list(self.inner(function.body))
        match function.how:
            case "static" | "nested":
                yield from (f"def {name}({given}):", *body)
            case "method" | "holder":
                yield f"class Of{name}:"
                yield f"    def {name}(self, {given}):"
                yield from (f"    {line}" for line in body)
                if function.how == "holder":
                    yield from ("", "", f"HELD{name} = Of{name}()")
            case "inner":
                yield from (f"class Of{name}:", "    @staticmethod", f"    def {name}({given}):")
                yield from (f"    {line}" for line in body)
            case "interface":
                yield f"class Some{name}:"
                yield f"    def {name}(self, {given}):"
                yield from ("        raise NotImplementedError", "", "")
                yield f"class Of{name}(Some{name}):"
                yield f"    def {name}(self, {given}):"
                yield from (f"    {line}" for line in body)
            case _:
                yield f"{name} = lambda {given}: {self.expr(_result(function))}"

    def passed(self, function: Function) -> list[str]:
        """What a function is given besides: the request of Django, the configuration."""
        said = repr(function.body)
        wanted = ["request"] if not self.flask and ("'maybe'" in said or "'risky'" in said) else []
        return wanted + (["configuration"] if "'setting'" in said else [])

    def called(self, function: Function, given: list[str]) -> str:
        arguments = ", ".join([*given, *self.passed(function)])
        name = function.name
        match function.how:
            case "static" | "nested" | "lambda":
                return f"{name}({arguments})"
            case "holder":
                return f"HELD{name}.{name}({arguments})"
            case "inner":
                return f"Of{name}.{name}({arguments})"
            case _:
                return f"Of{name}().{name}({arguments})"


def _result(function: Function) -> Expr:
    made = function.body[-1]
    assert isinstance(made, Return)
    return made.value


def _uses(program: Program, name: str) -> bool:
    return f"'{name}'" in repr((program.body, [f.body for f in program.functions]))


def source(program: Program) -> str:
    """The program as a module; the line of the sink is marked."""
    return _Spelling(program).source()
