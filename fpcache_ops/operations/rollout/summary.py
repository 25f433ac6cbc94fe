"""The deployment summary: one page for the people who decide, made from what was recorded.

Nothing on it is written by hand: each figure is from a conclusion, each evidence names its run.
What was not measured says so.
"""

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

from fpcache_ops.operations import criteria as criteria_file
from fpcache_ops.operations.conclusion import Conclusion
from fpcache_ops.operations.criteria import Check, Criterion
from fpcache_ops.operations.rollout.record import CHECKS, PHASES, Standing, State
from fpcache_ops.operations.runner import load_conclusion
from fpcache_ops.operations.wording import moment, percent, seconds

NOT_YET = "not yet"
_TO_COME = {"after 1 h": "check-1h", "after 24 h": "check-24h"}
_TONES = {
    State.COMPLETE: "pass",
    State.PROVISIONAL: "inconclusive",
    State.UNFINISHED: "inconclusive",
    State.STOPPED: "fail",
    State.ROLLED_BACK: "fail",
    State.FAILED_LATER: "fail",
}


@dataclass(frozen=True, slots=True)
class Cell:
    """A text, perhaps with where it is to be read, perhaps with a tone."""

    text: str
    where: str = ""
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, a sentence, a table."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Summary:
    """The page."""

    standing: Standing
    sections: tuple[Section, ...]


def summarise(
    standing: Standing, runs: Path, criteria: Mapping[str, Criterion] | None = None
) -> Summary:
    """The page of a roll-out, from its standing and the conclusions of its pages."""
    known = criteria if criteria is not None else criteria_file.load()
    pages = {
        one.page: found
        for one in (*standing.phases, *standing.checks)
        if one.run and (found := load_conclusion(runs / one.run)) is not None
    }
    return Summary(
        standing,
        (
            _achieved(pages),
            _criteria(pages, known, standing.is_rehearsal),
            _process(standing),
            _readiness(pages),
            _infrastructure(standing, pages),
            _risks(standing, pages),
            _next_steps(standing),
            _documents(),
        ),
    )


# --- the sections ------------------------------------------------------------------------


def _achieved(pages: Mapping[str, Conclusion]) -> Section:
    later = next((pages[name] for name in reversed(CHECKS) if name in pages), None)
    evidence = _evidence(later, "count")
    hidden = _check(pages.get("phase-3-validate"), "real_hidden")
    hit = _check(pages.get("phase-3-validate"), "unchanged_hit_rate")
    latency = _check(pages.get("phase-3-validate"), "hit_latency_p95")
    hits = str(evidence.get("hits", ""))
    rows = [
        (
            "Real vulnerabilities hidden",
            _value(hidden),
            "phase 3, known cases asked past the proxy",
        ),
        ("Unchanged findings answered from the cache", _value(hit), "phase 3"),
        ("Cached answer, 95th percentile", _value(latency), "phase 3, as its client saw it"),
        ("Hits since the cut-over", hits or NOT_YET, later.runbook if later else "-"),
        (
            "Validator calls avoided",
            hits.split(" of ", maxsplit=1)[0] if hits else NOT_YET,
            "each hit is a validation of 30 to 60 s that was not made",
        ),
        (
            "Requests failed since the cut-over",
            str(evidence.get("failed", NOT_YET)),
            later.runbook if later else "-",
        ),
    ]
    return Section("What was achieved", ("", "figure", "measured"), _plain(rows))


def _criteria(
    pages: Mapping[str, Conclusion], known: Mapping[str, Criterion], rehearsed: bool
) -> Section:
    made = {check.name: check for page in pages.values() for check in page.checks}
    rows = []
    for criterion in known.values():
        if not criterion.phase:
            continue
        check = made.get(criterion.name)
        due = _TO_COME.get(criterion.phase)
        state = str(check.result) if check is not None else f"to come: {due}" if due else NOT_YET
        if check is not None and due and rehearsed:
            state += ", rehearsed"
        rows.append(
            (
                Cell(criterion.title),
                Cell(criterion.limit_text),
                Cell(check.value_text if check is not None else NOT_YET),
                Cell(str(check.sample) if check is not None else "0"),
                Cell(state, tone=check.result if check is not None else "inconclusive"),
            )
        )
    return Section(
        "Success criteria, as they stand",
        ("criterion", "wanted", "measured", "sample", "state"),
        tuple(rows),
        "From the criteria file that runbooks, load tests and alerts read."
        + (" Rehearsed: seconds stood for the hour and the day." if rehearsed else ""),
    )


def _process(standing: Standing) -> Section:
    done = {one.page: one for one in (*standing.phases, *standing.checks)}
    rows = []
    for page in (*PHASES, *CHECKS):
        one = done.get(page)
        budget = f"{PHASES[page]} min" if page in PHASES else "-"
        if one is None:
            rows.append((Cell(page), Cell(budget), Cell("-"), Cell(NOT_YET), Cell("-")))
            continue
        word = one.conclusion or "no conclusion"
        where = Cell(one.run or "-", one.report)
        rows.append((Cell(page), Cell(budget), Cell(one.took), Cell(word, tone=word), where))
    if standing.rolled_back is not None:
        back = standing.rolled_back
        told = f"failed meanwhile: {back['failed']}"
        sure = "pass" if back["sure"] else "fail"
        rows.append(
            (
                Cell("rolled back"),
                Cell("5 s"),
                Cell(seconds(back["seconds"])),
                Cell("all requests to blue" if back["sure"] else "NOT SURE", tone=sure),
                Cell(told),
            )
        )
    started = f"Begun {moment(standing.started_at)} by {standing.who or 'somebody'}."
    return Section("Process", ("phase", "budget", "took", "came to", "run"), tuple(rows), started)


def _readiness(pages: Mapping[str, Conclusion]) -> Section:
    page = pages.get("phase-1-prepare")
    table = _table(page, "Readiness")
    rows = [
        (Cell(str(box)), Cell(str(state), tone=_box_tone(str(state))), _at(told, where))
        for box, state, told, where in (table["rows"] if table else [])
    ]
    return Section(
        "Readiness checklist",
        ("box", "state", "evidence"),
        tuple(rows) or ((Cell("phase 1 has not been run"), Cell(NOT_YET), Cell("-")),),
        "What is not shown is not checked; only a rehearsal may waive a box.",
    )


def _infrastructure(standing: Standing, pages: Mapping[str, Conclusion]) -> Section:
    last = next((pages[name] for name in reversed(PHASES) if name in pages), None)
    connected = _evidence(last, "connect")
    instances: Any = connected.get("instances") or {}
    rows = [
        ("Environment", standing.environment),
        ("Blue", standing.blue),
        ("Green", standing.green),
        ("Entry", str(connected.get("entry", "-"))),
        (
            "Instances",
            ", ".join(f"{side}: {label}" for side, label in instances.items()) or "-",
        ),
        ("Code", last.revision if last is not None else "-"),
    ]
    return Section("Infrastructure", ("", ""), _plain(rows))


def _risks(standing: Standing, pages: Mapping[str, Conclusion]) -> Section:
    four = pages.get("phase-4-traffic")
    measured = _evidence(four, "measure")
    back = standing.rolled_back
    rows = [
        (
            "A drop of the hit rate that the time of phase 4 does not show",
            _unseen(_table(four, "What")),
            "check-1h and check-24h; the alerts",
        ),
        (
            "A false alarm stops a healthy roll-out",
            _at_most(measured.get("chance_of_a_false_alarm")),
            "begin again: blue had the requests all the time",
        ),
        (
            "A verdict is wrong",
            _value(_check(pages.get("phase-3-validate"), "real_hidden")),
            "switch the cache off first: fpcache off; then the runbook cache-corruption",
        ),
        (
            "Green fails later",
            f"rolled back once, in {seconds(back['seconds'])}" if back else "blue is kept warm",
            "fpcache runbook run rollback",
        ),
    ]
    return Section("Risks", ("risk", "how large", "what is done about it"), _plain(rows))


def _next_steps(standing: Standing) -> Section:
    return Section("Next steps", ("",), _plain([(step,) for step in standing.next_steps]))


def _documents() -> Section:
    rows = [
        ("The plan in words", "docs/rollout-plan.md"),
        ("The pages", "runbooks/rollout/"),
        ("The criteria", "fpcache_ops/operations/criteria.toml"),
        (
            "Why the judge may look every minute",
            "docs/decisions/ADR-180-the-judge-of-a-roll-out.md",
        ),
    ]
    return Section("Documents", ("", ""), _plain(rows))


def _at_most(chance: object) -> str:
    return f"at most {percent(chance)}" if isinstance(chance, float) else NOT_YET


def _unseen(power: Mapping[str, Any] | None) -> str:
    if power is None:
        return NOT_YET
    unseen = [str(row[0]) for row in power["rows"] if str(row[1]).startswith("not")]
    return f"a drop of {' or of '.join(unseen)}" if unseen else "a drop of less than 1 point"


def _table(page: Conclusion | None, beginning: str) -> dict[str, Any] | None:
    tables = page.tables if page is not None else []
    return next((one for one in tables if one["title"].startswith(beginning)), None)


def _plain(rows: Sequence[Sequence[str]]) -> tuple[tuple[Cell, ...], ...]:
    return tuple(tuple(Cell(text) for text in row) for row in rows)


def _at(told: object, where: object) -> Cell:
    return Cell(str(told), "" if where in ("-", None) else str(where))


def _box_tone(state: str) -> str:
    return {"shown": "pass", "waived": "inconclusive"}.get(state, "fail")


def _check(page: Conclusion | None, name: str) -> Check | None:
    return next((one for one in page.checks if one.name == name), None) if page else None


def _value(check: Check | None) -> str:
    return check.value_text if check is not None else NOT_YET


def _evidence(page: Conclusion | None, step: str) -> dict[str, object]:
    found = next((s.evidence for s in page.steps if s.key == step), {}) if page else {}
    return dict(found)


# --- as a page ---------------------------------------------------------------------------


def markdown(summary: Summary) -> str:
    """For a merge request, a wiki, a mail."""
    standing = summary.standing
    lines = [
        f"# {_title(standing)}: {standing.state}",
        "",
        f"{_md(standing.reason)}",
    ]
    for section in summary.sections:
        lines += ["", f"## {section.title}", ""]
        if section.note:
            lines += [section.note, ""]
        lines.append("| " + " | ".join(section.columns) + " |")
        lines.append("|" + "---|" * len(section.columns))
        lines += ["| " + " | ".join(_md(cell.text) for cell in row) + " |" for row in section.rows]
    return "\n".join(lines) + "\n"


def _title(standing: Standing) -> str:
    rehearsed = "Rehearsal of a roll-out" if standing.is_rehearsal else "Roll-out"
    return f"{rehearsed}, {standing.blue} to {standing.green}"


def _md(text: str) -> str:
    return " ".join(text.replace("|", "\\|").split()).replace("<", "&lt;")


def html(summary: Summary, beside: Path | None = None) -> str:
    """One self-contained page; no script, nothing is fetched.

    ``beside`` is the folder that it will be in, for links to the evidence; without, there are none.
    """
    return "".join(_html(summary, beside))


def _html(summary: Summary, beside: Path | None) -> Iterator[str]:
    standing = summary.standing
    title = _title(standing)
    tone = _TONES[standing.state]
    if standing.is_rehearsal and tone == "pass":
        tone = "rehearsed"
    yield (
        '<!doctype html><html lang="en"><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{escape(title)}: {standing.state}</title><style>{_CSS}</style>"
        f'<header class="{tone}"><p>{escape(title)}</p>'
        f"<h1>{escape(standing.state.capitalize())}</h1><p>{escape(standing.reason)}</p></header><main>"
    )
    for section in summary.sections:
        yield f"<section><h2>{escape(section.title)}</h2>"
        if section.note:
            yield f"<p>{escape(section.note)}</p>"
        yield "<div><table>"
        if any(section.columns):
            heads = "".join(f"<th>{escape(name)}</th>" for name in section.columns)
            yield f"<thead><tr>{heads}</tr></thead>"
        for row in section.rows:
            cells = (
                f'<td data-label="{escape(name)}">{_cell(cell, beside)}</td>'
                for name, cell in zip(section.columns, row, strict=True)
            )
            yield "<tr>" + "".join(cells) + "</tr>"
        yield "</table></div></section>"
    yield "</main></html>\n"


def _cell(cell: Cell, beside: Path | None) -> str:
    text = escape(cell.text)
    if cell.tone:
        text = f'<b class="{escape(cell.tone)}">{text}</b>'
    if cell.where and beside is not None and Path(cell.where).exists():
        target = os.path.relpath(cell.where, beside)
        text = f'<a href="{escape(target)}">{text}</a>'
    return text


_CSS = """
:root{color-scheme:light dark;--page:#fff;--ink:#1c2024;--soft:#5b636d;--line:#d9dde3;
--pass:#1a7f37;--fail:#b3261e;--inconclusive:#8a5a00}
@media(prefers-color-scheme:dark){:root{--page:#14171a;--ink:#e6e9ec;--soft:#a2abb5;--line:#343a41;
--pass:#4cc26b;--fail:#ff7b72;--inconclusive:#d8a23a}}
*{box-sizing:border-box}
body{margin:0;background:var(--page);color:var(--ink);
font:15px/1.45 system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",sans-serif}
header{padding:1.3rem max(1.25rem,calc(50% - 34rem));color:#fff}
header.pass{background:#1a7f37}header.fail{background:#b3261e}header.inconclusive{background:#8a5a00}
header.rehearsed{background:#2a5b8c}
header p{margin:0;max-width:60rem;overflow-wrap:anywhere}
h1{margin:.1rem 0 .3rem;font-size:2.6rem;line-height:1.1}
main{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,31rem),1fr));gap:0 2.5rem;
max-width:70.5rem;margin:0 auto;padding:.3rem 1.25rem 2rem}
section{min-width:0}h2{font-size:1.12rem;margin:1.2rem 0 .3rem}
section p{margin:.1rem 0 .3rem;color:var(--soft);font-size:.87rem}
section div{overflow-x:auto}table{border-collapse:collapse;width:100%;font-size:.87rem;
font-variant-numeric:tabular-nums}
th,td{padding:.26rem .8rem .26rem 0;border-bottom:1px solid var(--line);text-align:left;
vertical-align:top;overflow-wrap:break-word}
th{color:var(--soft);font-weight:600}td:first-child{min-width:9rem}a{color:inherit}
.pass{color:var(--pass)}.fail,.error,.aborted,.refused{color:var(--fail)}.inconclusive{color:var(--inconclusive)}
header.pass,header.fail,header.inconclusive{color:#fff}
@media(max-width:42rem){thead{display:none}
tr{display:block;padding:.4rem 0;border-bottom:1px solid var(--line)}
td{display:block;border:0;padding:.05rem 0;overflow-wrap:anywhere}td:first-child{font-weight:600}
td+td[data-label]:not([data-label=""])::before{content:attr(data-label) ": ";color:var(--soft)}}
@media print{header{color:#000!important;background:none!important;border-bottom:3px solid}}
"""
