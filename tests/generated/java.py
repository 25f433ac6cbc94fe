"""Programs of the little language as Java servlets."""

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

MARK = "// <-- finding"
TYPES = {
    "str": "String",
    "int": "int",
    "list": "List<String>",
    "array": "String[]",
    "map": "Map<String, String>",
    "settings": "Properties",
    "builder": "StringBuilder",
}

_SPELLED: Mapping[str, str] = {
    "concat": "{0} + {1}",
    "equals": "{0}.equals({1})",
    "same letters": "{0}.equalsIgnoreCase({1})",
    "starts": "{0}.startsWith({1})",
    "ends": "{0}.endsWith({1})",
    "holds": "{0}.contains({1})",
    "empty": "{0}.isEmpty()",
    "length": "{0}.length()",
    "find": "{0}.indexOf({1})",
    "letter": "{0}.charAt({1})",
    "cut": "{0}.substring({1}, {2})",
    "swap": "{0}.replace({1}, {2})",
    "trim": "{0}.trim()",
    "not": "!({0})",
    "and": "({0}) && ({1})",
    "or": "({0}) || ({1})",
    "choose": "{0} ? {1} : {2}",
    "number": "Integer.parseInt({0})",
    "digits": "String.valueOf({0})",
    "format": 'String.format("%s-%s", {0}, {1})',
    "format second": 'String.format("<%2$s>", {0}, {1})',
    "no items": "new ArrayList<String>()",
    "get": "{0}.get({1})",
    "cell": "{0}[{1}]",
    "put cell": "{0}[{1}] = {2}",
    "add": "{0}.add({1})",
    "add first": "{0}.add(0, {1})",
    "drop": "{0}.remove({1})",
    "size": "{0}.size()",
    "in": "{0}.contains({1})",
    "map": "new HashMap<String, String>()",
    "value": "{0}.get({1})",
    "forget": "{0}.remove({1})",
    "builder": "new StringBuilder({0})",
    "append": "{0}.append({1})",
    "restart": "{0}.setLength(0); {0}.append({1})",
    "insert": "{0}.insert(0, {1})",
    "turn": "{0}.reverse()",
    "built": "{0}.toString()",
    "maybe": 'request.getParameter("go") != null',
    "risky": 'Integer.parseInt(request.getParameter("n"))',
    "url decoded": "URLDecoder.decode({0}, StandardCharsets.UTF_8)",
    "packed": "Base64.getEncoder().encodeToString({0}.getBytes(StandardCharsets.UTF_8))",
    "unpacked": "new String(Base64.getDecoder().decode({0}), StandardCharsets.UTF_8)",
    "html encoded": "ESAPI.encoder().encodeForHTML({0})",
    "ldap encoded": "ESAPI.encoder().encodeForLDAP({0})",
    "xpath encoded": "ESAPI.encoder().encodeForXPath({0})",
    "url encoded": "URLEncoder.encode({0}, StandardCharsets.UTF_8)",
    "setting": "configuration.getProperty({0}, {1})",
    "environment": "System.getenv({0})",
}
_LOOSE = frozenset({"concat", "choose", "maybe"})

_SOURCES: Mapping[str, str] = {
    "parameter": 'String param = request.getParameter("q");',
    "header": 'String param = request.getHeader("X-Q");',
    "cookie": """String param = "none";
        Cookie[] cookies = request.getCookies();
        if (cookies != null) {
            for (Cookie one : cookies) {
                if (one.getName().equals("q")) {
                    param = URLDecoder.decode(one.getValue(), StandardCharsets.UTF_8);
                    break;
                }
            }
        }""",
    "headers": """String param = "";
        Enumeration<String> headers = request.getHeaders("X-Q");
        if (headers != null && headers.hasMoreElements()) {
            param = headers.nextElement();
        }
        param = URLDecoder.decode(param, StandardCharsets.UTF_8);""",
    "query": """String query = request.getQueryString();
        int start = query.indexOf("q=");
        if (start == -1) {
            throw new ServletException("no q");
        }
        String param = query.substring(start + 2);
        int end = query.indexOf("&", start);
        if (end != -1) {
            param = query.substring(start + 2, end);
        }""",
    "values": """String[] several = request.getParameterValues("q");
        String param = several != null && several.length > 0 ? several[0] : "";""",
    "names": """String param = "";
        Enumeration<String> names = request.getParameterNames();
        while (names.hasMoreElements()) {
            String name = names.nextElement();
            for (String each : request.getParameterValues(name)) {
                if (each.equals("q")) {
                    param = name;
                    break;
                }
            }
        }""",
    "map": """Map<String, String[]> given = request.getParameterMap();
        String param = "";
        if (!given.isEmpty()) {
            String[] several = given.get("q");
            if (several != null) {
                param = several[0];
            }
        }""",
    "body": "String param = request.getReader().readLine();",
}

_SINKS: Mapping[str, str] = {
    "sql": "connection.createStatement().executeQuery({0});",
    "sql prepared of it": "connection.prepareStatement({0}).execute();",
    "sql bound": """PreparedStatement statement =
                connection.prepareStatement("SELECT a FROM t WHERE b = ?");
            statement.setString(1, {0});
            statement.executeQuery();""",
    "command": "Runtime.getRuntime().exec({0});",
    "command words": 'Runtime.getRuntime().exec(new String[] {{"/bin/ls", {0}}});',
    "path": "new FileInputStream(new File({0})).close();",
    "page": "response.getWriter().println({0});",
    "page written": "response.getWriter().write({0});",
    "ldap": 'directory.search("ou=people", {0}, new SearchControls());',
    "xpath": "XPathFactory.newInstance().newXPath().evaluate({0}, document);",
    "session": 'request.getSession().setAttribute("chosen", {0});',
    "session name": 'request.getSession().setAttribute({0}, "10340");',
    "redirect": "response.sendRedirect({0});",
    "request": "new URL({0}).openStream().close();",
    "script": 'new ScriptEngineManager().getEngineByName("js").eval({0});',
    "objects": "new ObjectInputStream(new ByteArrayInputStream({0}.getBytes())).readObject();",
    "hash": "MessageDigest.getInstance({0});",
    "random": 'response.setHeader("X-Token", "" + new Random().nextLong());',
    "cookie": """Cookie sent = new Cookie("kept", {0});
            sent.setSecure({1});
            sent.setHttpOnly({2});
            response.addCookie(sent);""",
}

_HEAD = """package shop.web;

import java.io.*;
import java.net.*;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.util.*;
import java.util.function.Function;
import javax.naming.directory.DirContext;
import javax.naming.directory.SearchControls;
import javax.script.ScriptEngineManager;
import javax.servlet.ServletException;
import javax.servlet.http.Cookie;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import javax.xml.xpath.XPathFactory;
import org.owasp.esapi.ESAPI;
import org.w3c.dom.Document;

public class {name} extends HttpServlet {{
    private static final long serialVersionUID = 1L;
    private Connection connection;
    private DirContext directory;
    private Document document;
{fields}
    @Override
    public void doPost(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {{
        response.setContentType("text/html;charset=UTF-8");
{body}
    }}
{members}}}
"""


def source(program: Program, name: str = "Handler") -> str:
    """The program as a servlet; the line of the sink is marked."""
    lines = _SOURCES[program.source].replace("\n        ", "\n").split("\n")
    if _uses(program, "setting"):
        lines += [
            "Properties configuration = new Properties();",
            'configuration.load(getClass().getResourceAsStream("/shop.properties"));',
        ]
    lines += list(_block(program.body))
    members: list[str] = []
    fields: list[str] = []
    for function in program.functions:
        own, held = _function(function)
        members += ["", *own]
        fields += held
    return _HEAD.format(
        name=name,
        fields="".join(f"    {line}\n" for line in fields),
        body="\n".join(f"        {line}" if line else "" for line in lines),
        members="".join(f"    {line}\n" if line else "\n" for line in members),
    )


def _uses(program: Program, name: str) -> bool:
    return f"'{name}'" in repr((program.body, [f.body for f in program.functions]))


def _text(node: Expr) -> str:
    """An expression that stands for itself anywhere."""
    spelled = _expr(node)
    loose = isinstance(node, Op) and (node.name in _LOOSE or not node.name[0].isalpha())
    return f"({spelled})" if loose else spelled


def _expr(node: Expr) -> str:
    match node:
        case Lit(value=bool(value)):
            return "true" if value else "false"
        case Lit(value=int(value)):
            return str(value)
        case Lit(value=value):
            return f'"{value}"'
        case Var(name=name):
            return name
        case CallOf(function=function, args=args):
            return _called(function, [_expr(arg) for arg in args])
        case Op(name="letter is", args=(subject, at, letter)) if isinstance(letter, Lit):
            return f"{_text(subject)}.charAt({_expr(at)}) == '{letter.value}'"
        case Op(name="list" | "array" as name, args=args):
            items = ", ".join(_expr(arg) for arg in args)
            if name == "array":
                return f"new String[] {{{items}}}"
            return f"new ArrayList<>(Arrays.asList({items}))"
        case Op(name="put", args=(Var(kind=kind) as where, key, value)):
            method = {"list": "set", "map": "put"}.get(kind, "setProperty")
            return f"{where.name}.{method}({_expr(key)}, {_expr(value)})"
        case Op(name="value or", args=(Var(kind=kind) as where, key, other)):
            method = "getOrDefault" if kind == "map" else "getProperty"
            return f"{where.name}.{method}({_expr(key)}, {_expr(other)})"
        case Op(name=name, args=args) if name in _SPELLED:
            return _SPELLED[name].format(*(_text(arg) for arg in args))
        case Op(name=name, args=(one, other)):
            return f"{_text(one)} {name} {_text(other)}"
        case _:
            raise AssertionError(node)


def _block(block: Block) -> Iterator[str]:
    for statement in block:
        yield from _statement(statement)


def _inner(block: Block) -> Iterator[str]:
    for line in _block(block):
        yield f"    {line}"


def _statement(statement: Stmt) -> Iterator[str]:
    match statement:
        case Let(target=target, value=value):
            made = _expr(value)
            if target.kind == "settings":
                made = "new Properties()"
            yield f"{TYPES[target.kind]} {target.name} = {made};"
        case Set(target=target, value=value):
            yield f"{target.name} = {_expr(value)};"
        case Do(effect=effect):
            yield f"{_expr(effect)};"
        case If(test=test, then=then, orelse=orelse):
            yield f"if ({_expr(test)}) {{"
            yield from _inner(then)
            if orelse:
                yield "} else {"
                yield from _inner(orelse)
            yield "}"
        case Switch(subject=subject, arms=arms, letters=letters):
            quote = "'" if letters else '"'
            yield f"switch ({_expr(subject)}) {{"
            for arm in arms:
                for label in arm.labels:
                    yield f"    case {quote}{label}{quote}:"
                if not arm.labels:
                    yield "    default:"
                for line in _inner(arm.body):
                    yield f"    {line}"
                if not arm.falls:
                    yield "        break;"
            yield "}"
        case Each(target=target, items=items, body=body):
            yield f"for (String {target.name} : {_expr(items)}) {{"
            yield from _inner(body)
            yield "}"
        case Count(target=target, rounds=rounds, body=body):
            name = target.name
            yield f"for (int {name} = 0; {name} < {_expr(rounds)}; {name}++) {{"
            yield from _inner(body)
            yield "}"
        case Try(body=body, handler=handler, final=final):
            yield "try {"
            yield from _inner(body)
            yield "} catch (RuntimeException failed) {"
            yield from _inner(handler)
            if final:
                yield "} finally {"
                yield from _inner(final)
            yield "}"
        case Return(value=value):
            yield f"return {_expr(value)};"
        case Break():
            yield "break;"
        case Sink(kind=kind, value=value, flags=flags):
            shown = [_text(value)] if value is not None else []
            spelled = _SINKS[kind].format(*shown, *(_expr(flag) for flag in flags))
            yield "try {"
            *before, last = spelled.replace("\n        ", "\n").split("\n")
            yield from (f"    {line}" for line in before)
            yield f"    {last}  {MARK}"
            yield "} catch (Exception failed) {"
            yield "    throw new ServletException(failed);"
            yield "}"


def _function(function: Function) -> tuple[list[str], list[str]]:
    """The members that a function is written as, and fields that hold its object."""
    name = function.name
    passed = [f"{kind} {own}" for kind, own in _passed(function)]
    given = ", ".join([*(f"{TYPES[p.kind]} {p.name}" for p in function.parameters), *passed])
    body = list(_inner(function.body))
    plain = [f"String {name}({given}) {{", *body, "}"]
    inside = [f"    {line}" for line in plain]
    match function.how:
        case "method":
            return [f"private {plain[0]}", *plain[1:]], []
        case "static":
            return [f"private static {plain[0]}", *plain[1:]], []
        case "nested":
            return [f"private static class Of{name} {{", *inside, "}"], []
        case "inner":
            return [f"private class Of{name} {{", *inside, "}"], []
        case "holder":
            held = f"private final Of{name} held{name} = new Of{name}();"
            return [f"private static final class Of{name} {{", *inside, "}"], [held]
        case "interface":
            return [
                f"private interface Some{name} {{",
                f"    String {name}({given});",
                "}",
                "",
                f"private static class Of{name} implements Some{name} {{",
                "    @Override",
                f"    public {plain[0]}",
                *inside[1:],
                "}",
            ], []
        case _:
            return [], []


def _passed(function: Function) -> list[tuple[str, str]]:
    """What a function is given besides: the request, the configuration."""
    said = repr(function.body)
    wanted = [("HttpServletRequest", "request")] if "'maybe'" in said or "'risky'" in said else []
    return wanted + ([("Properties", "configuration")] if "'setting'" in said else [])


def _called(function: Function, given: list[str]) -> str:
    arguments = ", ".join([*given, *(own for _, own in _passed(function))])
    name = function.name
    match function.how:
        case "method" | "static":
            return f"{name}({arguments})"
        case "holder":
            return f"held{name}.{name}({arguments})"
        case "lambda":
            made = function.body[-1]
            assert isinstance(made, Return)
            (first, *rest) = function.parameters
            assert not rest
            lambda_ = f"{first.name} -> {_expr(made.value)}"
            return f"((Function<String, String>) {lambda_}).apply({given[0]})"
        case _:
            return f"new Of{name}().{name}({arguments})"
