"""Code to be judged, as much of it as is wanted: equal numbers give equal bytes.

Each file has one finding, in line 8. The safe one of a type is a false positive; the unsafe one is
a real vulnerability, and differs from it by what a careless edit changes.
"""

from dataclasses import dataclass

LINE = 8


@dataclass(frozen=True)
class _Code:
    imports: str
    signature: str
    before: str
    marked: str


def _edited(safe: _Code, parameter: str, before: str, marked: str = "") -> tuple[_Code, _Code]:
    return safe, _Code(safe.imports, f"{parameter}: str", before, marked or safe.marked)


_CODE = {
    "sql-injection": _edited(
        _Code(
            "import sqlite3",
            "",
            'query = "SELECT id FROM product"',
            'sqlite3.connect("shop.db").execute(query)',
        ),
        "name",
        'query = "SELECT id FROM product WHERE name = \'" + name + "\'"',
    ),
    "command-injection": _edited(
        _Code(
            "import subprocess", "", 'folder = "/var/tmp"', 'subprocess.run(["ls", "-l", folder])'
        ),
        "folder",
        'command = "ls -l " + folder',
        "subprocess.run(command, shell=True)",
    ),
    "path-traversal": _edited(
        _Code("import os", "", 'path = "/etc/motd"', "open(path).read()"),
        "name",
        'path = "/srv/" + name',
    ),
    "code-injection": _edited(
        _Code("import math", "", 'text = "1 + 1"', "eval(text)"), "text", 'text = text + " + 1"'
    ),
    "xss": _edited(
        _Code(
            "from markupsafe import Markup", "", 'text = "none"', 'Markup("<b>" + text + "</b>")'
        ),
        "text",
        'text = text + "!"',
    ),
    "open-redirect": _edited(
        _Code("from flask import redirect", "", 'place = "/home"', "redirect(place)"),
        "place",
        'place = place + "?again"',
    ),
    "ssrf": _edited(
        _Code("import requests", "", 'address = "https://example.org/"', "requests.get(address)"),
        "host",
        'address = "https://" + host',
    ),
}
TYPES = tuple(_CODE)


def safe(kind: str, number: int, size: int = 0) -> str:
    """A false positive of a type, in a file of at least about so many bytes."""
    return _written(_CODE[kind][0], number, size)


def unsafe(kind: str, number: int, size: int = 0) -> str:
    """A real vulnerability of a type."""
    return _written(_CODE[kind][1], number, size)


def _written(code: _Code, number: int, size: int) -> str:
    text = (
        f"{code.imports}\n\n\ndef the_{number}th({code.signature}) -> object:\n"
        f'    """Number {number}."""\n    {code.before}\n\n    return {code.marked}\n'
    )
    line = "\n\ndef unrelated_{0}() -> int:\n    return {0}\n"
    while len(text) < size:
        text += line.format(len(text))
    return text
