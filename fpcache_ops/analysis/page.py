"""Answers as one HTML page that needs nothing else: no server, no network, no notebook.

The only scripts are plotly.js and the two lines that hand it the figures; a content security policy
names both by digest and forbids every request. What comes from a log is text in it.
"""

import base64
import hashlib
import inspect
import json
from collections.abc import Callable, Sequence
from html import escape

from fpcache_ops.analysis.answer import Answer
from fpcache_ops.analysis.hit_rate import hit_rate_by_pass, hit_rate_by_type
from fpcache_ops.analysis.latency import latency_percentiles
from fpcache_ops.analysis.log import Log
from fpcache_ops.analysis.misses import causes_of_misses, fallbacks
from fpcache_ops.analysis.over_time import hit_rate_over_time, outcomes_over_time
from fpcache_ops.analysis.savings import calls_avoided

Question = Callable[[Log], Answer]

OVERVIEW: Sequence[Question] = (
    hit_rate_by_pass,
    hit_rate_over_time,
    outcomes_over_time,
    hit_rate_by_type,
    causes_of_misses,
    fallbacks,
    latency_percentiles,
    calls_avoided,
)
"""What ``notebooks/01-hit-rate.ipynb`` asks, in its order."""

_DRAW = """\
for (const data of document.querySelectorAll("script[type='application/json']")) {
  const figure = JSON.parse(data.textContent);
  Plotly.newPlot(data.previousElementSibling, figure.data, figure.layout,
    {responsive: true, displaylogo: false});
}
"""

_STYLE = """\
:root { color-scheme: light dark; --ink: #1f2328; --paper: #ffffff; --line: #d5d9de; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e6e6e6; --paper: #111111; --line: #3a3a3a; }
}
body { margin: 2rem auto; max-width: 60rem; padding: 0 1rem; color: var(--ink);
  background: var(--paper); font: 16px/1.5 system-ui, -apple-system, 'Segoe UI', sans-serif; }
h1 { margin-bottom: 0; }
h2 { margin: 3rem 0 .5rem; font-size: 1.25rem; }
pre { white-space: pre-wrap; font: inherit; opacity: .8; }
.table, .figure { overflow-x: auto; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; font-size: .9rem; }
th, td { padding: .25rem .75rem .25rem 0; text-align: right; border-bottom: 1px solid var(--line);
  overflow-wrap: anywhere; }
tbody tr:last-child { font-weight: 600; }
details { margin: .5rem 0; opacity: .8; }
"""


def page(title: str, log: Log, questions: Sequence[Question] = OVERVIEW) -> str:
    """The answers to some questions to a log, as a page in their order."""
    from plotly.offline import get_plotlyjs

    parts = [_part(question, question(log)) for question in questions]
    scripts = [get_plotlyjs(), _DRAW]
    digests = " ".join(
        f"'sha256-{base64.b64encode(hashlib.sha256(one.encode()).digest()).decode()}'"
        for one in scripts
    )
    policy = (
        f"default-src 'none'; script-src {digests}; style-src 'unsafe-inline'; "
        "img-src data: blob:; base-uri 'none'; form-action 'none'"
    )
    return "\n".join(
        [
            "<!doctype html>",
            '<html lang="en">',
            "<head>",
            '<meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            '<link rel="icon" href="data:,">',
            f"<title>{escape(title)}</title>",
            f"<style>{_STYLE}</style>",
            "</head>",
            "<body>",
            f"<h1>{escape(title)}</h1>",
            f"<pre>{escape(repr(log))}</pre>",
            *parts,
            *(f"<script>{_script(one)}</script>" for one in scripts),
            "</body>",
            "</html>",
            "",
        ]
    )


def _part(question: Question, answer: Answer) -> str:
    """A question, its figure, sentence and table, and how it is counted."""
    asked, _, counted = (inspect.getdoc(question) or "").partition("\n")
    figure = answer.figure.to_json()
    counted = counted.partition("\nArgs:")[0].strip()
    return "\n".join(
        [
            "<section>",
            f"<h2>{escape(asked)}</h2>",
            f'<div class="figure" role="img" aria-label="{escape(answer.claim)}"></div>',
            f'<script type="application/json">{_data(json.loads(figure))}</script>',
            f'<div class="table">{answer.html()}</div>',
            f"<details><summary>How this is counted</summary><p>{escape(counted)}</p></details>",
            "</section>",
        ]
    )


def _data(value: object) -> str:
    """JSON that cannot end the element it stands in."""
    text = json.dumps(value, ensure_ascii=True, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _script(text: str) -> str:
    assert "</script" not in text
    return text
