"""A small program of each language, in pieces, for the properties of the ``scope`` policy."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Sample:
    """``head`` opens the file; ``target`` holds the place on its line ``line`` (from 0).

    ``others`` are definitions that have nothing to do with it, ``comments`` ordinary ones; ``tail``
    ends the file. ``nested`` opens and closes brackets in a statement.
    """

    path: str
    head: str
    target: str
    line: int
    others: tuple[str, ...]
    comments: tuple[str, ...]
    nested: tuple[str, str, str]
    tail: str = ""

    def source(self, before: list[str], after: list[str]) -> tuple[str, int]:
        """The program with pieces around its target, and the 1-based line of the place."""
        above = "".join(piece + "\n" for piece in (self.head, *before))
        text = above + self.target + "\n" + "".join(piece + "\n" for piece in after) + self.tail
        return text, above.count("\n") + self.line + 1


_C_COMMENTS = (
    "// a remark",
    "/* two\n   lines */",
    "/** documentation\n * @param x of it\n */",
    "",
)

SAMPLES = {
    "python": Sample(
        "a.py",
        "import os\nLIMIT = 5",
        "def run(name):\n    if len(name) < LIMIT:\n        os.system('ls ' + name)",
        2,
        (
            "def other(x):\n    y = [x]\n    y.append(1)\n    return y",
            "class Basket:\n    size = 3\n    def add(self, x):\n        self.size = x",
            "COLOUR = 'red'",
            "import json",
        ),
        ("# a remark", ""),
        ("x = ", "(", ")"),
    ),
    "javascript": Sample(
        "a.js",
        "const { exec } = require('child_process');\nconst LIMIT = 5;",
        "function run(name) {\n  if (name.length < LIMIT) {\n    exec(`ls ${name}`);\n  }\n}",
        2,
        (
            "function other(x) { const y = [x]; y.push(1); return y; }",
            "class Basket { #size = 3; add(x) { this.#size = x; } }",
            "const colour = 'red', size = { a: [1, 2] };",
            "exports.list = async (req, res) => { res.send('x'); };",
            "import path from 'path';",
        ),
        _C_COMMENTS,
        ("x = ", "(", ")"),
    ),
    "typescript": Sample(
        "a.ts",
        "import { exec } from 'child_process';\nconst LIMIT: number = 5;",
        "export function run(name: string): void {\n  if (name.length < LIMIT) {\n"
        "    exec('ls ' + name);\n  }\n}",
        2,
        (
            "export const other = (x: number): number[] => { const y = [x]; return y; };",
            "abstract class Basket<T> { private size: number = 3; abstract add(x: T): void; }",
            "interface Item { name: string; price?: number }",
            "type Items = Record<string, Item[]> | null;",
            "enum Colour { Red = 'red' }",
        ),
        _C_COMMENTS,
        ("x = ", "(", ")"),
    ),
    "java": Sample(
        "A.java",
        "package a;\nimport java.util.List;\nclass A {\nstatic final int LIMIT = 5;",
        "void run(String name) throws Exception {\nif (name.length() < LIMIT) {\n"
        'Runtime.getRuntime().exec("ls " + name);\n}\n}',
        2,
        (
            "int other(int x) { int y = x; y++; return y; }",
            "static class Basket { int size = 3; void add(int x) { size = x; } }",
            'private final String colour = "red";',
            "enum Shade { DARK, LIGHT }",
        ),
        _C_COMMENTS,
        ("int x = ", "(", ")"),
        "}\n",
    ),
    "php": Sample(
        "a.php",
        "<?php\nnamespace A;\nuse B\\C;\nconst LIMIT = 5;",
        'function run($name) {\n  if (strlen($name) < LIMIT) {\n    system("ls $name");\n  }\n}',
        2,
        (
            "function other($x) { $y = [$x]; $y[] = 1; return $y; }",
            "class Basket { private $size = 3; function add($x) { $this->size = $x; } }",
            "interface Item { function price(); }",
            "const COLOUR = 'red';",
            "use D\\E;",
        ),
        (*_C_COMMENTS, "# a remark"),
        ("$x = ", "(", ")"),
    ),
    "go": Sample(
        "a.go",
        'package a\nimport "os/exec"\nconst limit = 5',
        "func Run(name string) {\n\tif len(name) < limit {\n"
        '\t\texec.Command("sh", "-c", name).Run()\n\t}\n}',
        2,
        (
            "func other(x int) []int {\n\ty := []int{x}\n\ty = append(y, 1)\n\treturn y\n}",
            "type Basket struct{ size int }",
            "func (b *Basket) Add(x int) { b.size = x }",
            'var colour = "red"',
            'import "fmt"',
        ),
        _C_COMMENTS[:2],
        ("var x = ", "(", ")"),
    ),
    "ruby": Sample(
        "a.rb",
        "class A\nLIMIT = 5",
        'def run(name)\n  if name.size < LIMIT\n    system("ls #{name}")\n  end\nend',
        2,
        (
            "def other(x)\n  y = [x]\n  y << 1\n  y\nend",
            "class Basket\n  def add(x)\n    @basket = x\n  end\nend",
            "COLOUR = 'red'",
            "def text = <<~TEXT\n  some text\nTEXT",
        ),
        ("# a remark", "=begin\ntwo lines\n=end", ""),
        ("x = ", "(", ")"),
        "end\n",
    ),
}
