"""The report: the conclusion first, everything escaped, and nothing that is fetched."""

import base64
import hashlib
import json
import re
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from fpcache_ops.operations.conclusion import (
    Conclusion,
    Ending,
    How,
    Mode,
    Step,
    StepStatus,
    Word,
)
from fpcache_ops.operations.criteria import evaluate, load
from fpcache_ops.operations.report import render, structure_only, write_report
from fpcache_ops.operations.terminal import print_summary
from fpcache_ops.operations.wording import fact, seconds

EVIL = "<script>alert(1)</script><img src=http://evil.example/x onerror=alert(1)>&\"'"
FIGURE = {
    "data": [{"type": "bar", "x": [1], "y": ["</script foo><script>alert(2)</script>"]}],
    "layout": {"title": {"text": "A <b>claim</b>"}, "height": 300},
}


def conclusion(word=Word.FAIL, **changes):
    told = {
        "schema": 1,
        "conclusion": word,
        "reason": "Because.",
        "runbook": "tiny",
        "title": "A tiny runbook",
        "run": "20261123T000000Z-tiny",
        "mode": Mode.CHECK,
        "environment": "rehearsal",
        "target": "rehearsal",
        "plan": None,
        "ended": Ending(How.FINISHED),
        "started_at": "2026-11-23T00:00:00.000000+00:00",
        "ended_at": "2026-11-23T00:01:05.000000+00:00",
        "seconds": 65.0,
        "who": "me@here",
        "revision": "0.1.0",
        "parameters": {"server": ""},
        "steps": [Step(key="one", title="The first", status=StepStatus.FINISHED, seconds=1.5)],
        "checks": [evaluate(load()["real_hidden"], 0, 24)],
        "checks_never_made": {"accuracy": "Verdicts confirmed"},
        "tables": [{"title": "Passes", "columns": ["Pass", "Hits"], "rows": [["first", 0]]}],
        "digests": {"journal": "ab" * 32},
        "files": {"folder": "/runs/x"},
    }
    return Conclusion(**{**told, **changes})


def markdown(source):
    return {"cell_type": "markdown", "metadata": {}, "source": source}


def code(*outputs, source="x", **metadata):
    return {
        "cell_type": "code",
        "metadata": metadata,
        "source": source,
        "execution_count": 1,
        "outputs": list(outputs),
    }


def shown(**data):
    return {"output_type": "display_data", "metadata": {}, "data": data}


def page(*cells, **changes):
    return render(conclusion(**changes), {"cells": list(cells)})


def without_scripts(html):
    return re.sub(r"<script.*?</script>", "", html, flags=re.DOTALL)


@pytest.mark.parametrize("word", Word)
def test_the_conclusion_is_first(word):
    """The word, and the sentence why, before anything else; also in the page's title."""
    html = page(word=word)
    body = re.sub(r"<[^>]+>", " ", html[html.index("<body>") :]).split()
    assert body[:5] == ["A", "tiny", "runbook", word.upper(), "Because."]
    assert f"<title>{word.upper()} · A tiny runbook" in html


def test_checks_steps_tables_and_files_are_told():
    """What was measured against which limit on what sample; what never happened too."""
    text = " ".join(re.sub(r"<[^>]+>", " ", page()).split())
    assert "pass Real vulnerabilities hidden real_hidden" in text
    assert "0 of 24 none 24" in text
    assert "never made Verdicts confirmed" in text
    assert "finished The first one 1.5 s" in text
    assert "Passes Pass Hits first 0" in text
    assert "server (nothing)" in text
    assert "/runs/x" in text
    assert "1 min 05 s" in text


def test_what_failed_is_told_before_what_passed():
    """On a telephone ten checks are three screens."""
    known = load()
    checks = [
        evaluate(known["real_hidden"], 0, 24),
        evaluate(known["hit_latency_p95"], None, 0),
        evaluate(known["edit_misjudged"], 1, 24),
    ]
    text = re.sub(r"<[^>]+>", " ", page(checks=checks))
    places = [text.index(name) for name in ("edit_misjudged", "hit_latency_p95", "real_hidden")]
    assert places == sorted(places)


def test_everything_from_outside_is_escaped():
    """Whatever a name, a fact, a cell or an output holds: no element of it arises in the page."""
    html = page(
        markdown(f"# Title {EVIL}\n\n{EVIL}\n\n[x](javascript:alert(1)) ![x](http://evil.example)"),
        code(
            {"output_type": "stream", "name": "stdout", "text": EVIL},
            {
                "output_type": "error",
                "ename": "E",
                "evalue": EVIL,
                "traceback": ["\x1b[31m" + EVIL],
            },
            shown(**{"text/html": f"<table onclick=x><tr><td>{EVIL}</td></tr></table>"}),
            shown(**{"text/plain": EVIL}),
            shown(**{"text/markdown": EVIL}),
            shown(**{"image/png": 'x" onerror="alert(1)'}),
            shown(**{"image/svg+xml": EVIL, "text/plain": "a drawing"}),
            shown(**{"application/javascript": "alert(1)", "text/plain": "a script"}),
            source=EVIL,
        ),
        reason=EVIL,
        title=EVIL,
        run=EVIL,
        who=EVIL,
        parameters={EVIL: EVIL},
        steps=[
            Step(key=EVIL, title=EVIL, status=StepStatus.FAILED, detail=EVIL, evidence={EVIL: EVIL})
        ],
        tables=[{"title": EVIL, "columns": [EVIL], "rows": [[EVIL]]}],
        files={EVIL: EVIL},
    )
    assert "<script" not in html
    assert "<img" not in html
    assert "onclick" not in html
    assert "\x1b" not in html
    # What stands within the quotes of an attribute is text; it ends at the first quote.
    unquoted = re.sub(r'="[^"]*"', '=""', html)
    assert not re.search(r"""<[^>]*\s(on\w+|src|srcset)=""", unquoted)
    assert not re.search(r'href="(?!#|https?:|data:image/svg)', html)


def test_nothing_is_fetched_and_only_our_scripts_run():
    """No address in a src, and a policy that names the scripts by digest and forbids requests."""
    html = page(code(shown(**{"application/vnd.plotly.v1+json": FIGURE})))
    assert 'src="http' not in html
    assert not re.search(r"<(link|iframe|object|embed|base)\b(?! rel=.icon)", html)
    assert "@import" not in html
    policy = html.partition('Content-Security-Policy" content="')[2].partition('"')[0]
    policy = policy.replace("&#39;", "'")
    assert policy.startswith("default-src 'none'; ")
    scripts = re.findall(r"<script>(.*?)</script>", html, flags=re.DOTALL)
    assert len(scripts) == 2
    named = policy.partition("script-src ")[2].partition(";")[0].split()
    digests = [base64.b64encode(hashlib.sha256(s.encode()).digest()).decode() for s in scripts]
    assert named == [f"'sha256-{digest}'" for digest in digests]
    assert len(html) < 8_000_000


def test_a_figure_stays_data():
    """Its text cannot end the element it stands in; plotly.js is there once, for all figures."""
    output = shown(**{"application/vnd.plotly.v1+json": FIGURE})
    html = page(code(output), code(output))
    assert html.count("plotly.js v") == 1
    assert html.count('<script type="application/json"') == 2
    figures = re.findall(r'<script type="application/json".*?</script>', html, flags=re.DOTALL)
    assert [json.loads(f[f.index(">") + 1 : -len("</script>")]) for f in figures] == [FIGURE] * 2
    assert "</script foo" not in html
    assert 'aria-label="A claim"' in html


def test_without_a_figure_there_is_no_script():
    """And the page is small."""
    html = page(markdown("Prose."))
    assert "<script" not in html
    assert "script-src &#39;none&#39;" in html or "script-src 'none'" in html
    assert len(html) < 40_000


def test_large_outputs_are_left_to_the_notebook():
    """However much a cell prints, the report stays below 8 MB and says what is missing."""
    big = {"output_type": "stream", "name": "stdout", "text": "x" * 500_000}
    huge = shown(**{"text/html": "<p>" + "QZ" * 2_500_000})
    figure = shown(**{"application/vnd.plotly.v1+json": FIGURE})
    many = [shown(**{"text/html": "<p>" + "z" * 500_000})] * 20
    html = page(code(*[big] * 4, *many, huge, figure))
    assert "too large for the report" in html
    assert "the executed notebook has the rest" in html
    assert "QZQZ" not in html
    assert len(html) < 8_000_000


def test_a_notebook_that_cannot_be_shown_does_not_hide_the_conclusion(tmp_path):
    """Whatever is wrong with it, the report is there and says so."""
    for number, content in enumerate(['{"cells": [{"cell_type": "code", "outputs": 5}]}', "{", ""]):
        notebook, target = tmp_path / f"{number}.ipynb", tmp_path / f"{number}.html"
        notebook.write_text(content)
        write_report(conclusion(), notebook, target)
        html = target.read_text(encoding="utf-8")
        assert "<h1>FAIL</h1>" in html
        assert "The executed notebook cannot be shown here" in html


def test_prose_keeps_its_structure():
    """Headings go below the report's own, tables are named for narrow pages."""
    html = page(
        markdown("# Title\n\n## If it went wrong\n\n| A | B |\n|---|---|\n| `c` | d |"),
        code(source="server = ''", tags=["parameters"]),
    )
    assert '<h3 id="n-title">Title</h3>' in html
    assert '<td data-label="A"><code>c</code></td>' in html
    assert '<a href="#n-if-it-went-wrong">What to do</a>' in html
    assert "server = " not in html
    assert "What to do" not in page(markdown("## If it went wrong"), word=Word.PASS)


@pytest.mark.parametrize(
    ("html", "kept"),
    [
        (
            "<table border=1 class='dataframe'><tr><td colspan=2>a</td></tr></table>",
            '<table><tr><td colspan="2">a</td></tr></table>',
        ),
        ("<td class=number>1</td>", '<td class="number">1</td>'),
        ("<style>b{}</style><b style='x'>a</b>", "<b>a</b>"),
        ("<b><i>a</b>c", "<b><i>a</i></b>c"),
        ("a</table></p>b", "ab"),
        ("<svg><p>x</p></svg>y", "y"),
        ("<scr<script>ipt>alert(1)</script>", "ipt&gt;alert(1)"),
        ("<!-- <b>x</b> -->a&lt;b", "a&lt;b"),
    ],
)
def test_foreign_html_keeps_its_structure_only(html, kept):
    """Known elements without their attributes; everything else is text or gone."""
    assert structure_only(html) == kept


@given(st.text(alphabet=st.sampled_from("<>/\"'=! -&;abpscriptonx\n"), max_size=80))
def test_no_foreign_html_gets_through(html):
    """Whatever is fed, only known elements with known attributes come out."""
    rest = re.sub(
        r"</?(table|caption|thead|tbody|tfoot|tr|th|td|p|br|hr|b|strong|i|em|code|pre|small|ul|ol|li"
        r'|dl|dt|dd|span|div|sub|sup)( (colspan|rowspan)="\d{1,3}"| class="\w+")*>',
        "",
        structure_only(html),
    )
    assert "<" not in rest
    assert ">" not in rest


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "-"),
        (0.0, "1 ms"),
        (0.0456, "46 ms"),
        (1, "1 s"),
        (9.009, "9.01 s"),
        (65, "1 min 05 s"),
    ],
)
def test_durations_are_told_for_people(value, text):
    """Milliseconds, seconds, minutes."""
    assert seconds(value) == text
    assert seconds(7265) == "2 h 01 min"


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"mode": Mode.APPLY, "environment": "production"}, True),
        ({"mode": Mode.APPLY, "environment": "rehearsal"}, False),
        ({"mode": Mode.CHECK, "environment": "production"}, False),
    ],
)
def test_a_run_that_broke_off_says_how_it_is_taken_up(changes, told):
    """Where something was being changed on a service that is still there."""
    console = Console(file=StringIO(), width=200)
    print_summary(console, conclusion(word=Word.ABORTED, **changes))
    assert isinstance(console.file, StringIO)
    said = "fpcache runbook resume 20261123T000000Z-tiny" in console.file.getvalue()
    assert said is told


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("switched_in_s", 0.201, "switched in 201 ms"),
        ("entries", 12, "entries 12"),
        ("before_s", "unknown", "before s unknown"),
    ],
)
def test_what_was_noted_is_told_in_words(name, value, told):
    assert fact(name, value) == told
