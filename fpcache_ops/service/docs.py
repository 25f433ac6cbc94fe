"""``/docs``: the API's description for people, in one page that needs nothing else."""

from collections.abc import Awaitable, Callable, Mapping
from html import escape
from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from fpcache_ops.service.openapi import describe
from fpcache_ops.wire import addresses

_JSON = "application/json"
_STYLE = """
body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 60rem; padding: 0 1rem;
  color: #1c2530; background: #fff; }
h1 { font-size: 1.5rem } h2 { font-size: 1.1rem; margin: 2rem 0 .2rem }
code, pre { font: 13px/1.45 ui-monospace, monospace }
pre { background: #f3f5f8; padding: .8rem; overflow: auto; max-height: 24rem }
.method { display: inline-block; min-width: 4.5em; font-weight: 700; color: #0b5cad }
table { border-collapse: collapse } td { padding: .1rem 1rem .1rem 0; vertical-align: top }
@media (prefers-color-scheme: dark) {
  body { color: #dbe2ea; background: #14181d } pre { background: #1f262e }
  .method { color: #7db8f5 }
}
"""
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"


def page(document: Mapping[str, Any]) -> str:
    """The document for people, in one page that needs nothing else."""
    parts = [
        "<!doctype html><html lang='en'><meta charset='utf-8'>",
        "<meta name='viewport' content='width=device-width'><title>fpcache API</title>",
        f"<style>{_STYLE}</style><h1>fpcache {escape(document['info']['version'])}</h1>",
        f"<p>{escape(document['info']['summary'])} ",
        f"For programs: <a href='{addresses.OPENAPI}'>openapi.json</a>. A key is sent as ",
        "<code>x-api-key: KEY</code> or <code>Authorization: Bearer KEY</code>.</p>",
    ]
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            parts.append(_section(path, method, operation))
    parts.append("<h2>Types</h2>")
    for name, schema in document["components"]["schemas"].items():
        parts.append(f"<details id='{escape(name)}'><summary><code>{escape(name)}</code></summary>")
        parts.append(f"{_code(schema)}</details>")
    return "".join(parts)


def _section(path: str, method: str, operation: Mapping[str, Any]) -> str:
    parts = [
        f"<h2 id='{escape(operation['operationId'])}'><span class='method'>{method.upper()}</span>",
        f"<code>{escape(path)}</code></h2><p>{escape(operation['summary'])}. ",
        f"{escape(operation.get('description', 'Wants no key.'))}</p><table>",
    ]
    for one in operation.get("parameters", ()):
        needed = "needed" if one["required"] else ""
        parts.append(
            f"<tr><td><code>{escape(one['name'])}</code><td>{one['in']}<td>{needed}"
            f"<td>{escape(one['description'])}"
        )
    parts.append("</table>")
    if "requestBody" in operation:
        schema = operation["requestBody"]["content"][_JSON]["schema"]
        parts.append(f"<details><summary>Request</summary>{_code(schema)}</details>")
    schema = operation["responses"]["200"]["content"][_JSON]["schema"]
    parts.append(f"<details><summary>Answer</summary>{_code(schema)}</details><table>")
    for status, response in operation["responses"].items():
        parts.append(f"<tr><td>{status}<td>{escape(response['description'])}")
    return "".join([*parts, "</table>"])


def _code(value: Any) -> str:
    text = msgspec.json.format(msgspec.json.encode(value), indent=2).decode()
    return f"<pre>{escape(text)}</pre>"


def docs_handler() -> Callable[[Request], Awaitable[Response]]:
    """``/docs``."""
    body = page(describe())

    async def docs(_request: Request) -> Response:
        headers = {"content-security-policy": _POLICY, "x-content-type-options": "nosniff"}
        return Response(body, media_type="text/html", headers=headers)

    return docs
