"""Answers handed on: a page that needs nothing else, and tables that a spreadsheet cannot run."""

import base64
import csv
import hashlib
import io
import os
import re
import shutil
from typing import Literal

import nbformat
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from fpcache_ops.analysis import OVERVIEW, Answer, open_log, page
from fpcache_ops.cli import app
from tests.notebooks.test_notebooks import NOTEBOOKS, SAMPLE
from tests.unit.analysis.logs import a_log
from tests.unit.analysis.test_figures import HOSTILE
from tests.unit.lookuplog.rows import a_row, judged


def run(*arguments):
    return CliRunner().invoke(app, ["report", "hit-rate", *map(str, arguments)])


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    folder = tmp_path_factory.mktemp("report")
    done = run("--log", SAMPLE, "--html", folder / "page.html", "--csv", folder / "csv")
    assert done.exit_code == 0, done.output
    return folder


def scripts(text):
    return re.findall(r"<script>(.*?)</script>", text, re.DOTALL)


def test_the_page_says_what_the_notebook_says(written):
    """Every claim, every sentence and every question of 01-hit-rate, in its order."""
    text = (written / "page.html").read_text()
    outputs = [o for cell in nbformat.read(NOTEBOOKS[0], 4).cells for o in cell.get("outputs", [])]
    titles = [
        o.data["application/vnd.plotly.v1+json"]["layout"]["title"]["text"]
        for o in outputs
        if "application/vnd.plotly.v1+json" in o.get("data", {})
    ]
    sentences = [
        re.findall(r"<p>(.*?)</p>", o.data["text/html"])[0]
        for o in outputs
        if o.get("data", {}).get("text/html", "").startswith("<p>")
    ]

    assert len(titles) == len(sentences) == len(OVERVIEW)
    places = [text.index(sentence) for sentence in sentences]
    assert places == sorted(places)
    for title in titles:
        assert f'aria-label="{re.sub("<br>", " ", title)[3:-4]}"' in text
    assert text.count("<h2>") == len(OVERVIEW)
    assert len(re.findall(r"<h2>[^<]*\?</h2>", text)) == len(OVERVIEW)


def test_the_only_scripts_are_plotly_and_the_lines_that_call_it(written):
    """By their digests, which the policy of the page names; it allows no request at all."""
    text = (written / "page.html").read_text()
    (policy,) = re.findall(r'Content-Security-Policy" content="([^"]*)"', text)
    found = scripts(text)

    assert len(found) == 2
    assert found[1].count("Plotly.newPlot(") == 1
    digests = [base64.b64encode(hashlib.sha256(one.encode()).digest()).decode() for one in found]
    assert re.findall(r"'sha256-([^']*)'", policy) == digests
    assert policy.startswith("default-src 'none'; script-src 'sha256-")
    assert not re.search(r"""(src|href)=["']?(https?:)?//""", text.replace(found[0], ""))
    assert not re.search(r"\son\w+=", text.replace(found[0], "").replace(found[1], ""))


def test_what_a_client_sent_stays_text_in_the_page(tmp_path):
    """Nothing of it ends the element it stands in."""
    evil = "</script><script>alert(1)</script>" + HOSTILE
    rows = [judged(vulnerability_type=evil, cause=f"changed:{evil}", fallback=evil)]
    text = page("x </title><script>alert(2)</script>", a_log(tmp_path, [*rows, a_row()]))

    assert len(scripts(text)) == 2
    assert "alert(1)</script>" not in text
    assert "<img" not in text.replace(scripts(text)[0], "")


@pytest.mark.browser
def test_the_page_draws_without_a_network(written):
    """In a browser, in light and in dark: every figure is drawn, its title can be read, nothing is
    asked for, nothing complains, and a narrow page does not scroll sideways.
    """
    chromium = shutil.which("chromium")
    if chromium is None:
        assert "CI" not in os.environ, "chromium is missing"
        pytest.skip("chromium is not installed (apt-get install chromium)")
    from playwright.sync_api import sync_playwright

    requests, complaints = [], []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page_ = browser.new_page(viewport={"width": 1100, "height": 800})
        page_.set_default_timeout(240_000)
        page_.on("request", lambda request: requests.append(request.url))
        page_.on("console", lambda message: complaints.append(message.text))
        page_.on("pageerror", lambda error: complaints.append(str(error)))
        page_.goto((written / "page.html").as_uri(), wait_until="commit")
        # Not by a function: the page allows no evaluation.
        titles = page_.locator(".figure .gtitle")
        titles.nth(len(OVERVIEW) - 1).wait_for(state="attached")
        assert titles.count() == len(OVERVIEW)
        assert page_.locator(".figure .bars .point, .figure .scatterlayer .point").count() > 60
        ink = page_.evaluate(
            "getComputedStyle(document.querySelector('.figure .gtitle')).fill.match(/\\d+/g)"
        )
        views: list[tuple[Literal["light", "dark"], int]] = [("light", 1100), ("dark", 390)]
        for scheme, width in views:
            page_.emulate_media(color_scheme=scheme)
            page_.set_viewport_size({"width": width, "height": 800})
            text, paper = page_.evaluate(
                "[getComputedStyle(document.body).color, "
                "getComputedStyle(document.body).backgroundColor].map(c => c.match(/\\d+/g))"
            )
            assert contrast(text, paper) >= 7, scheme
            assert contrast(ink, paper) >= 4, scheme
            assert page_.evaluate("document.documentElement.scrollWidth") <= width, scheme
        browser.close()
    assert complaints == []
    assert [url for url in requests if not url.startswith(("file:", "data:", "blob:"))] == []
    assert len([url for url in requests if url.startswith("file:")]) == 1


def contrast(one, other):
    """WCAG 2.2."""

    def luminance(colour):
        parts = [int(part) / 255 for part in colour[:3]]
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return sum(w * p for w, p in zip((0.2126, 0.7152, 0.0722), linear, strict=True))

    dark, light = sorted([luminance(one), luminance(other)])
    return (light + 0.05) / (dark + 0.05)


# --- CSV ---------------------------------------------------------------------------------


def cells(answer_csv):
    return list(csv.reader(io.StringIO(answer_csv, newline="")))


def test_tables_are_written_as_they_are(written):
    """One file for each question, with its table."""
    assert sorted(one.stem for one in (written / "csv").iterdir()) == sorted(
        question.__name__ for question in OVERVIEW
    )
    with open_log(SAMPLE) as log:
        for question in OVERVIEW:
            table = question(log).table
            told = cells((written / "csv" / f"{question.__name__}.csv").read_text())
            assert told[0] == list(table.columns)
            assert told[1:] == [
                [str(cell) for cell in row] for row in table.itertuples(index=False)
            ]


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_no_cell_begins_like_a_formula(text):
    """Whatever a log holds: what a spreadsheet would run has a quote before it."""
    answer = Answer("c", "s", pd.DataFrame([(text, 7)], columns=["name", "n"]), None)
    name, number = cells(answer.csv())[1]

    assert number == "7"
    assert name in (text, f"'{text}")
    number_like = re.fullmatch(r"[+-]?[0-9][0-9,]*(\.[0-9]+)?( [%a-zµ]{1,3})?|-", name)
    assert not name.lstrip(" \ufeff").startswith(("=", "+", "-", "@", "\t", "\r")) or number_like


@pytest.mark.parametrize(
    ("cell", "written_"),
    [
        ("=1+1", "'=1+1"),
        ("=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("+1 and more", "'+1 and more"),
        ("-2+3+cmd|x", "'-2+3+cmd|x"),
        ("\t=1", "'\t=1"),
        ("  =1", "'  =1"),
        ("+1.5", "+1.5"),
        ("-0.3", "-0.3"),
        ("39.5 %", "39.5 %"),
        ("-", "-"),
        ("a=b", "a=b"),
    ],
)
def test_a_formula_is_text_and_a_number_is_a_number(cell, written_):
    """The ways in which spreadsheets start to reckon."""
    answer = Answer("c", "s", pd.DataFrame([(cell,)], columns=["name"]), None)

    assert cells(answer.csv())[1] == [written_]


# --- the command -------------------------------------------------------------------------


def test_without_a_file_it_is_printed_and_harmless(tmp_path):
    """Sentences and tables for a terminal; an empty log is no pass; no folder, no file."""
    a_log(tmp_path, [judged(vulnerability_type="\x1b[31mxss"), a_row()]).close()
    done = run("--log", tmp_path)

    assert done.exit_code == 0
    assert "\x1b" not in done.stdout
    assert "first_seen is the cause of" in done.stdout
    assert run("--log", tmp_path, "--tenant", "nobody").exit_code == 3
    assert run("--log", tmp_path / "nowhere").exit_code == 2
    (tmp_path / "file").write_text("")
    refused = run("--log", tmp_path, "--html", tmp_path / "file" / "page.html")
    assert (refused.exit_code, "cannot be written" in refused.output) == (2, True)
