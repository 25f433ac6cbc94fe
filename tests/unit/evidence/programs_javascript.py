"""Random JavaScript programs that mostly change each other's data, and a place in them.

Each program draws a few ways of changing things and uses only these, so that slices are small.
"""

import json
from dataclasses import dataclass
from random import Random

VARIABLES = ("A", "B", "C", "D", "E", "G", "H", "I")
FUNCTIONS = ("f0", "f1", "f2", "f3")
OBJECTS = {"k": "K", "l": "L", "p": "P"}

_GROWTHS = (
    "this.items.push(5);",
    "const mine = this.items; mine.push(6);",
    "this.look().push(7);",
    "push(this.items, 8);",
    "const me = this; me.items = [9];",
    'this["items"] = [4];',
    "Object.assign(this, {items: [2]});",
    "(() => { this.items = [1]; })();",
    "[1].forEach(() => this.items.push(3));",
    "",
)
_STORES = ("this.items = given;", "this.items.push(given);", "this.other = given;", "")


@dataclass(frozen=True)
class Program:
    """A program; the place is on its last line."""

    text: str

    @property
    def line(self) -> int:
        """The 1-based line of the place."""
        return self.text.count("\n")


class _Writer:
    """Writes one program."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._changes = random.sample(range(60), random.randint(2, 9))
        self._lists = [0, *random.sample(range(14), random.randint(1, 5))]

    def program(self) -> Program:
        one = self._random.choice
        pieces = [
            "var glob = [];",
            "var setter;",
            "function push(given, n) { given.push(n); }",
            (
                "function change(thing, value) "
                "{ thing.a = value; if (thing.items) thing.items = value; }"
            ),
            *(f"{one(('let', 'var'))} {name} = {self._display()};" for name in VARIABLES),
            f"let box = {{a: {self._display()}, b: {self._either()}}};",
            "var m = {};",
            f"m.a = {self._display()};",
            f"m.b = {self._display()};",
            self._class("K", ""),
            self._class("L", one(("", "K"))),
            f"function P() {{ this.items = {self._display()}; }}",
            "P.prototype.look = function () { return this.items; };",
            f"P.prototype.store = function (given) {{ {one(_STORES)} }};",
            f"P.prototype.grow = function () {{ {one(_GROWTHS[:5])} }};",
            *(f"const {name} = new {of}();" for name, of in OBJECTS.items()),
        ]
        for count, name in enumerate(FUNCTIONS):
            pieces.append(self._function(name, FUNCTIONS[:count]))
        pieces += [self._change(()) for _ in range(self._random.randint(0, 3))]
        values = [self._list() for _ in range(self._random.randint(1, 2))]
        values += [f"{name}()" for name in FUNCTIONS if self._random.random() < 0.12]
        pieces.append(f"function target() {{ return JSON.stringify([{', '.join(values)}]); }}")
        return Program("\n".join(pieces) + "\n")

    def _either(self) -> str:
        return self._list() if self._random.random() < 0.4 else self._display()

    def _display(self, depth: int = 1) -> str:
        random = self._random
        if depth and random.random() < 0.4:
            inner = [self._display(depth - 1) for _ in range(random.randint(1, 2))]
            return f"[{', '.join(inner)}]"
        if depth and random.random() < 0.15:
            return f"{{x: {self._display(0)}}}"
        return json.dumps([random.randint(0, 9) for _ in range(random.randint(0, 2))])

    def _list(self) -> str:
        """An expression that is a list, whatever has happened before."""
        name, of, key = (self._random.choice(one) for one in (VARIABLES, tuple(OBJECTS), "ab"))
        forms = (
            name,
            self._display(),
            f"Array.from({name})",
            f"{name}.slice()",
            f"{of}.items",
            f"{of}.look()",
            f"({name} || [])",
            f"({of}.items ? {name} : [])",
            f"box.{key}",
            f'box["{key}"]',
            f"m.{key}",
            f"[...{name}]",
            "glob",
            name,
        )
        return forms[self._random.choice(self._lists)]

    def _change(self, earlier: tuple[str, ...]) -> str:
        """A statement that changes data that is at hand under some name."""
        one = self._random.choice
        a, b, n = self._list(), self._list(), self._random.randint(10, 99)
        name, other, of, key = one(VARIABLES), one(VARIABLES), one(tuple(OBJECTS)), one("ab")
        forms = [
            f"{a}.push({n});",
            f"{a}.splice(0, 0, {n});",
            f"{a}[0] = {n};",
            f"{{ const v = {a}; v.push({n}); }}",
            f"{{ const add = {a}.push.bind({a}); add({n}); }}",
            f"push({a}, {n});",
            f"Array.prototype.push.call({a}, {n});",
            f"for (const v of {a}) if (Array.isArray(v)) v.push({n});",
            f"{a}.forEach((v) => Array.isArray(v) && v.push({n}));",
            f"((v) => v.push({n}))({a});",
            f"{{ const o = {{x: {a}}}; o.x.push({n}); }}",
            f"{{ const [v] = [{a}]; v.push({n}); }}",
            f"{{ const {{x = {a}}} = {{}}; x.push({n}); }}",
            f"({a}, {b}).push({n});",
            f"{of}.items = {a};",
            f"{one('KL')}.prototype.look = function () {{ return [{n}]; }};",
            f'{of}["it" + "ems"] = {a};',
            f"{of}.store({a});",
            f"{of}.alias = {of}; {of}.alias.items.push({n});",
            f"box.{key} = {a};",
            f'box["{key}"] = {a};',
            f'box["{key}".trim()] = {a};',
            f"Object.assign(box, {{{key}: {a}}});",
            f'Object.defineProperty(box, "{key}", {{value: {a}, configurable: true}});',
            f"box.{key}?.push?.({n});",
            f"delete box.{key};",
            f"m.{key} = {a};",
            f"change(box, {a});",
            f"change(m, {a});",
            f"globalThis.glob = {a};",
            f"glob = {a};",
            f"setter = {a};",
            f'eval("{name} = [{n}]");',
            f"if ({a}.length > 1) {{ {name} = {b}; }}",
            f"{{ let {name} = {a}; {name}.push({n}); {name} = []; }}",
            f"{{ let {name} = 1; {name} += 1; }}",
            f"{name} = {a};",
            f"({{ y: {name} }} = {{ y: {a} }});",
            f"[{name}] = [{a}];",
            f"{name} = {other} = {a};",
            f"for ({name} of [{a}]) ;",
            f"for (const {name} of [{a}]) ;",
            f"try {{ {name} = {a}; }} catch (e) {{ }}",
            f"(function () {{ {name} = {a}; }})();",
            f"{{ const g = () => {{ {name} = {a}; }}; g(); }}",
        ]
        if earlier:
            function = one(earlier)
            forms += [
                f"{function}().push({n});",
                f"{{ const v = {function}(); v.push({n}); }}",
                f"({function})().push({n});",
            ]
        drawn = [at for at in self._changes if at < len(forms)] or [0]
        return forms[one(drawn)]

    def _function(self, name: str, earlier: tuple[str, ...]) -> str:
        one = self._random.choice
        local, hidden = one(("", "", "parameter", "let", "var", "inner")), one(VARIABLES)
        lines = []
        if local == "let":
            lines.append(f"let {hidden} = {self._display()};")
        if local == "var":
            lines.append(f"if (true) {{ var {hidden} = {self._display()}; }}")
        lines += [self._change(earlier) for _ in range(one((1, 1, 2)))]
        if local == "inner":
            inner = one(VARIABLES)
            lines += [f"function inner({inner} = []) {{ {inner}.push(1); }}", "inner();"]
        lines.append(f"return {self._list()};")
        body = "\n".join(f"  {line}" for line in lines)
        given = f"{hidden} = []" if local == "parameter" else ""
        match one(("declared", "declared", "arrow", "expression")):
            case "declared":
                return f"function {name}({given}) {{\n{body}\n}}"
            case "arrow":
                return f"const {name} = ({given}) => {{\n{body}\n}};"
            case _:
                return f"var {name} = function ({given}) {{\n{body}\n}};"

    def _class(self, name: str, base: str) -> str:
        one = self._random.choice
        made = f"items = {self._either()};"
        if one((True, False)):
            above = "super(); " if base else ""
            made = f"constructor() {{ {above}this.items = {self._either()}; }}"
        lines = [
            made,
            "look() { return this.items; }",
            f"store(given) {{ {one((*_STORES, 'change(this, given);'))} }}",
            f"grow() {{ {one(_GROWTHS)} }}",
        ]
        if self._random.random() < 0.3:
            lines.append("get size() { this.items.push(1); return 1; }")
        body = "\n".join(f"  {line}" for line in lines)
        return f"class {name}{f' extends {base}' if base else ''} {{\n{body}\n}}"


def program(seed: int) -> Program:
    """The program of a number."""
    return _Writer(Random(seed)).program()
