"""A SARIF file as a JSON document: decoded without loss, with tolerant access to what it holds.

Numbers keep their digits and objects their order, so what is written back differs only by what was
added. A wrong type anywhere inside is the business of the one result that needs the value.
"""

import codecs
import re
from decimal import Decimal
from typing import Any, TypeGuard

import msgspec

from fpcache_ops.errors import UnusableInput

VERSION = "2.1.0"
SIZE_LIMIT = 64 * 1024 * 1024
DEPTH_LIMIT = 200
RESULT_LIMIT = 1_000_000

_ASK = "ask the scanner for SARIF 2.1.0 (bandit: -f sarif, semgrep: --sarif)"
_UTF16_OR_32 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, b"\x00\x00\xfe\xff")
_BYTE = re.compile(r"\(byte (\d+)\)")

_decoder = msgspec.json.Decoder(float_hook=Decimal)
_encoder = msgspec.json.Encoder(decimal_format="number")


def parse(data: bytes) -> dict[str, Any]:
    """The document in a SARIF 2.1.0 file.

    Raises:
        UnusableInput: for anything else, with one line that says what to do.
    """
    if len(data) > SIZE_LIMIT:
        raise UnusableInput(
            f"the SARIF file has {len(data):,} bytes, the limit is 64 MB: "
            "scan parts of the tree and pass the files one by one"
        )
    if data.startswith(_UTF16_OR_32) or b"\x00" in data[:2]:
        raise UnusableInput("the SARIF file is UTF-16 or UTF-32: save it as UTF-8")
    text = data.removeprefix(codecs.BOM_UTF8)
    if not text.strip():
        raise UnusableInput("the SARIF file is empty: look whether the scanner ran to its end")
    document = _decoded(text, len(data) - len(text))
    if not isinstance(document, dict):
        raise UnusableInput(f"the file is JSON but not SARIF, it is no object at its top: {_ASK}")
    _check_depth(document)
    _check_shape(document)
    return document


def encode(document: dict[str, Any]) -> bytes:
    """The document as text: two spaces of indent, a final newline, always the same bytes."""
    return msgspec.json.format(_encoder.encode(document), indent=2) + b"\n"


def _decoded(text: bytes, skipped: int) -> object:
    try:
        decoded: object = _decoder.decode(text)
    except RecursionError:
        raise UnusableInput(_TOO_DEEP) from None
    except UnicodeDecodeError:
        raise UnusableInput("the file is not valid UTF-8: save it as UTF-8") from None
    except ArithmeticError:
        raise UnusableInput(f"the file holds a number that nothing can keep: {_ASK}") from None
    except msgspec.MsgspecError as error:
        raise UnusableInput(_malformed(str(error), text, skipped)) from None
    return decoded


def _malformed(error: str, text: bytes, skipped: int) -> str:
    if "truncated" in error:
        line = text.count(b"\n") + 1
        return (
            f"the file is cut off: its JSON is not complete at its end (byte "
            f"{len(text) + skipped}, line {line}); look whether the scanner ran to its end"
        )
    at = _BYTE.search(error)
    what = _BYTE.sub("", error).removeprefix("JSON is malformed:").strip()
    if at is None:
        return f"the file is not JSON that can be read ({what}): {_ASK}"
    byte = int(at[1])
    line = text.count(b"\n", 0, byte) + 1
    return f"the file is not JSON: {what} at byte {byte + skipped}, line {line}; {_ASK}"


_TOO_DEEP = f"the file nests more than {DEPTH_LIMIT} levels deep: no scanner writes that; {_ASK}"


def _check_depth(document: dict[str, Any]) -> None:
    level: list[Any] = [document]
    depth = 0
    while level:
        depth += 1
        if depth > DEPTH_LIMIT:
            raise UnusableInput(_TOO_DEEP)
        level = [
            inner
            for outer in level
            for inner in (outer.values() if isinstance(outer, dict) else outer)
            if isinstance(inner, dict | list)
        ]


def _check_shape(document: dict[str, Any]) -> None:
    version = document.get("version")
    if "runs" not in document or not isinstance(version, str):
        missing = [name for name in ("version", "runs") if name not in document] or ["version"]
        raise UnusableInput(
            f"the file is JSON but not SARIF, it has no usable {' and no '.join(missing)}: {_ASK}"
        )
    if version != VERSION:
        raise UnusableInput(f"the file is SARIF {version[:40]!a}, and 2.1.0 is needed: {_ASK}")
    runs = document["runs"]
    if not isinstance(runs, list) or not runs:
        raise UnusableInput(
            "the SARIF file has no runs, so nothing was scanned: look whether the scanner ran"
        )
    if len(runs) + sum(len(as_list(as_object(run).get("results"))) for run in runs) > RESULT_LIMIT:
        raise UnusableInput(
            f"the SARIF file has more than {RESULT_LIMIT:,} results: "
            "scan parts of the tree and pass the files one by one"
        )


def as_object(value: object) -> dict[str, Any]:
    """The value if it is an object, else an empty one."""
    return value if isinstance(value, dict) else {}


def as_list(value: object) -> list[Any]:
    """The value if it is an array, else an empty one."""
    return value if isinstance(value, list) else []


def as_text(value: object) -> str:
    """The value if it is a string, else an empty one."""
    return value if isinstance(value, str) else ""


def is_integer(value: object) -> TypeGuard[int]:
    """Whether the value is an integer; ``true`` is none."""
    return isinstance(value, int) and not isinstance(value, bool)


def element(items: object, index: object) -> dict[str, Any] | None:
    """The object at an array index (SARIF 3.7.4), ``None`` when there is none."""
    if isinstance(items, list) and is_integer(index) and 0 <= index < len(items):
        found = items[index]
        return found if isinstance(found, dict) else None
    return None
