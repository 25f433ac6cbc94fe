"""The report of a run: one HTML file that needs nothing else, for whoever has to decide by it.

It is made from the conclusion and the executed notebook. What comes from the notebook is data:
markdown without HTML, tables with their structure only, text escaped. The only scripts are
plotly.js (once, and only if there is a figure) and the few lines that draw the figures; a content
security policy names them by digest and forbids every request.
"""

import base64
import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser
from importlib.resources import files
from pathlib import Path
from typing import Any

from jinja2 import Environment, StrictUndefined
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

from fpcache_ops.operations.conclusion import Conclusion, Word
from fpcache_ops.operations.criteria import Result
from fpcache_ops.operations.files import write_atomically
from fpcache_ops.operations.wording import moment, seconds

PLOTLY_TYPE = "application/vnd.plotly.v1+json"

_OUTPUT_LIMIT = 600_000
_OUTPUTS_LIMIT = 2_400_000
"""With plotly.js (4.8 MB) the report stays below 8 MB."""
_TEXT_LIMIT = 40_000
_HIDDEN_TAGS = frozenset({"parameters", "injected-parameters", "papermill-error-cell-tag"})
_ANSI = re.compile(r"\x1b\[[0-9;?]*[ -/]*[@-~]")


def write_report(conclusion: Conclusion, notebook: Path, target: Path) -> None:
    """Write the report of a run, whole or not at all."""
    try:
        page = render(conclusion, json.loads(notebook.read_text(encoding="utf-8")))
    except Exception as error:  # noqa: BLE001
        # Whatever an output holds: the conclusion has to be readable.
        page = render(conclusion, _without_outputs(error))
    write_atomically(target, page.encode("utf-8", "backslashreplace"))


_WORST_FIRST = (Result.FAIL, Result.INCONCLUSIVE, Result.PASS)


def render(conclusion: Conclusion, notebook: Mapping[str, Any]) -> str:
    """The report as HTML."""
    page = _Page()
    blocks = [block for cell in notebook["cells"] if (block := page.block(cell)) is not None]
    return standalone(
        "report.html.j2",
        conclusion.conclusion,
        page.figures,
        c=conclusion,
        checks=sorted(conclusion.checks, key=lambda check: _WORST_FIRST.index(check.result)),
        blocks=blocks,
        headings=page.headings,
        remedy=next((i for i, title in page.headings if "wrong" in title.lower()), None),
        longest=max((step.seconds or 0 for step in conclusion.steps), default=0) or 1,
    )


def standalone(
    template: str, tone: Word, figures: Sequence[Mapping[str, Any]], **values: object
) -> str:
    """A page of this package that needs nothing else: style, scripts and figures are in it.

    Args:
        template: the name of the page's template, beside this module.
        tone: whose colour the page has.
        figures: Plotly figures; the template gives each its place.
        values: what the template shows; it is escaped there.
    """
    scripts = [_resource("report.js")] if figures else []
    if figures:
        from plotly.offline import get_plotlyjs

        scripts.insert(0, get_plotlyjs())
    return (
        _environment()
        .from_string(_resource(template))
        .render(
            style=_written(_resource("report.css")),
            figures=[_written(_json_for_html(figure)) for figure in figures],
            scripts=[_script(script) for script in scripts],
            policy=_policy(scripts),
            icon=_icon(tone),
            **values,
        )
    )


def _without_outputs(error: Exception) -> Mapping[str, Any]:
    told = f"The executed notebook cannot be shown here ({type(error).__name__}); look at the file."
    return {"cells": [{"cell_type": "markdown", "source": told}]}


@dataclass
class _Block:
    """A part of the notebook as it is shown."""

    kind: str
    html: Markup = field(default_factory=Markup)
    number: int | None = None
    source: str = ""
    outputs: list["_Output"] = field(default_factory=list)


@dataclass(frozen=True)
class _Output:
    kind: str
    html: Markup = field(default_factory=Markup)
    text: str = ""
    figure: int = 0
    title: str = ""


class _Page:
    """Collects what several parts of the page need."""

    def __init__(self) -> None:
        self.figures: list[Mapping[str, Any]] = []
        self.headings: list[tuple[str, str]] = []
        self._left = _OUTPUTS_LIMIT
        self._markdown = MarkdownIt("commonmark", {"html": False}).enable(["table"])
        self._markdown.add_render_rule("image", _image)

    def block(self, cell: Mapping[str, Any]) -> _Block | None:
        source = "".join(cell.get("source", ""))
        if _HIDDEN_TAGS & set(cell.get("metadata", {}).get("tags", ())):
            return None
        if cell["cell_type"] == "markdown":
            return _Block("prose", self._prose(source))
        if cell["cell_type"] != "code":
            return None
        outputs = [out for raw in cell.get("outputs", ()) for out in self._outputs(raw)]
        return _Block("code", number=cell.get("execution_count"), source=source, outputs=outputs)

    def _prose(self, source: str) -> Markup:
        """Markdown without HTML; headings go below the report's own."""
        tokens = self._markdown.parse(source)
        columns: list[str] = []
        column = 0
        for index, token in enumerate(tokens):
            if token.type in ("heading_open", "heading_close"):
                token.tag = f"h{min(int(token.tag[1]) + 2, 6)}"
            if token.type == "heading_open":
                title = tokens[index + 1].content
                name = self._anchor(title)
                token.attrSet("id", name)
                self.headings.append((name, title))
            # On a narrow page a table's cells stand below each other, named by their columns.
            if token.type == "table_open":
                token.attrSet("class", "prose")
                columns = []
            elif token.type == "th_open":
                columns.append(tokens[index + 1].content)
            elif token.type == "tr_open":
                column = 0
            elif token.type == "td_open":
                token.attrSet("data-label", columns[column] if column < len(columns) else "")
                column += 1
        return _written(self._markdown.renderer.render(tokens, self._markdown.options, {}))

    def _anchor(self, title: str) -> str:
        name = "n-" + (re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-") or "part")
        taken = {known for known, _ in self.headings}
        number = 2
        unique = name
        while unique in taken:
            unique = f"{name}-{number}"
            number += 1
        return unique

    def _outputs(self, raw: Mapping[str, Any]) -> Iterator[_Output]:
        size = len(json.dumps(raw))
        if size > min(_OUTPUT_LIMIT, self._left):
            yield _Output(
                "note",
                text="This output is too large for the report; the executed notebook has it.",
            )
            return
        self._left -= size
        kind = raw.get("output_type")
        if kind == "stream":
            yield _Output(f"text {raw.get('name', 'stdout')}", text=_text(raw.get("text", "")))
        elif kind == "error":
            trace = "\n".join(raw.get("traceback", ()))
            yield _Output(
                "text error", text=_text(trace or f"{raw.get('ename')}: {raw.get('evalue')}")
            )
        elif kind in ("display_data", "execute_result"):
            yield self._shown(raw.get("data", {}))

    def _shown(self, data: Mapping[str, Any]) -> _Output:
        if PLOTLY_TYPE in data:
            self.figures.append(data[PLOTLY_TYPE])
            return _Output(
                "figure", figure=len(self.figures), title=_figure_title(data[PLOTLY_TYPE])
            )
        if "text/html" in data:
            return _Output("html", html=structure_only("".join(data["text/html"])))
        if "image/png" in data:
            raw = "".join("".join(data["image/png"]).split())
            if re.fullmatch(r"[A-Za-z0-9+/]+=*", raw):
                return _Output(
                    "html", html=_written(f'<img alt="" src="data:image/png;base64,{raw}">')
                )
        if "text/markdown" in data:
            return _Output("html", html=self._prose("".join(data["text/markdown"])))
        return _Output("text", text=_text(data.get("text/plain", "")))


_KEPT = frozenset(
    (
        *("table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td", "p", "br", "hr"),
        *("b", "strong", "i", "em", "code", "pre", "small", "sub", "sup", "div", "span"),
        *("ul", "ol", "li", "dl", "dt", "dd"),
    )
)
_VOID = frozenset({"br", "hr"})
_DROPPED = frozenset(
    (
        *("script", "style", "template", "noscript", "iframe", "object", "embed", "svg", "math"),
        *("textarea", "title", "head", "select"),
    )
)
_CLASSES = frozenset({"number", "pass", "fail", "inconclusive"})


class _StructureOnly(HTMLParser):
    """Writes known elements anew, without their attributes, and escapes everything else."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.out: list[str] = []
        self._open: list[str] = []
        self._dropping = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _DROPPED:
            self._dropping += 1
        if self._dropping or tag not in _KEPT:
            return
        kept = "".join(
            f' {name}="{value}"'
            for name, value in attrs
            if (name in ("colspan", "rowspan") and value and re.fullmatch(r"[0-9]{1,3}", value))
            or (name == "class" and value in _CLASSES)
        )
        self.out.append(f"<{tag}{kept}>")
        if tag not in _VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in _DROPPED:
            self._dropping = max(0, self._dropping - 1)
        elif not self._dropping and tag in self._open:
            while self._open:
                closed = self._open.pop()
                self.out.append(f"</{closed}>")
                if closed == tag:
                    break

    def handle_data(self, data: str) -> None:
        if not self._dropping:
            self.out.append(escape(data))

    def finish(self) -> str:
        self.close()
        return "".join(self.out) + "".join(f"</{tag}>" for tag in reversed(self._open))


def structure_only(html: str) -> Markup:
    """Foreign HTML reduced to tables, lists and text: no attribute, style, link or script stays."""
    parser = _StructureOnly()
    parser.feed(html)
    return _written(parser.finish())


def _environment() -> Environment:
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters.update(seconds=seconds, moment=moment, plain=_plain)
    return environment


def _plain(value: object) -> str:
    """A fact or parameter in one line."""
    if isinstance(value, str):
        return value or "(nothing)"
    return json.dumps(value, ensure_ascii=False)


def _resource(name: str) -> str:
    return files("fpcache_ops.operations").joinpath(name).read_text(encoding="utf-8")


def _text(raw: Any) -> str:
    text = _ANSI.sub("", "".join(raw))
    if len(text) > _TEXT_LIMIT:
        text = text[:_TEXT_LIMIT] + "\n... (the executed notebook has the rest)"
    return text.rstrip("\n")


def _json_for_html(value: object) -> str:
    """JSON that cannot end the element it stands in."""
    text = json.dumps(value, ensure_ascii=True, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _script(text: str) -> Markup:
    if "</script" in text or "\r" in text:
        raise ValueError("this script cannot stand in a page as it is")
    return _written(text)


def _written(markup: str) -> Markup:
    """Markup that this module wrote itself, from parts that it escaped or checked."""
    return Markup(markup)  # noqa: S704


def _figure_title(figure: Mapping[str, Any]) -> str:
    title = figure.get("layout", {}).get("title", {})
    text = title.get("text", "") if isinstance(title, dict) else str(title)
    return " ".join(re.sub(r"<[^>]*>", " ", text).split()) or "Figure"


def _policy(scripts: list[str]) -> str:
    digests = [
        "'sha256-" + base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() + "'"
        for script in scripts
    ]
    return (
        f"default-src 'none'; script-src {' '.join(digests) or chr(39) + 'none' + chr(39)}; "
        "style-src 'unsafe-inline'; img-src data: blob:; base-uri 'none'; form-action 'none'"
    )


_COLOURS = {
    Word.PASS: "#1a7f37",
    Word.FAIL: "#b3261e",
    Word.INCONCLUSIVE: "#8a5a00",
    Word.ABORTED: "#4b5563",
    Word.ERROR: "#8e2463",
    Word.REFUSED: "#5b3fa0",
}


def _icon(word: Word) -> str:
    """The page's icon: the conclusion's colour."""
    svg = (
        "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'>"
        f"<rect width='16' height='16' rx='4' fill='{_COLOURS[word]}'/></svg>"
    )
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode()


def _image(_renderer: object, tokens: list[Token], index: int, *_: object) -> str:
    """An image from elsewhere would be a request: its description has to do."""
    return f"[{escape(tokens[index].content)}]"
