"""How are verdicts reused: how soon, how old, how often, and for what?"""

from typing import NamedTuple

import pandas as pd

from fpcache_ops.analysis.answer import Answer
from fpcache_ops.analysis.figures import (
    OUTCOME_COLOURS,
    bars,
    counts,
    figure,
    labels,
    nothing,
    tall,
)
from fpcache_ops.analysis.log import Log
from fpcache_ops.analysis.rates import PERCENT_TICKS, Rate, table
from fpcache_ops.analysis.wording import counted, cut, part_of, percent, share, span


def cold_start(log: Log, *, last: int = 14) -> Answer:
    """How long does the cache take to get warm?

    Day ``n`` of a repository is the n-th 24 hours from its first lookup in this log on; a log that
    begins in the middle shows no cold start. Hit rate: hits / findings looked up on such days. The
    days after ``last`` are one row.
    """
    *found, all_ = log.ask("cold_start", Rate, last=last)
    days = [one._replace(name=one.name or f"{last + 1} and later") for one in found]
    rows = table("day", [*days, all_._replace(name="all days")])
    if not days:
        return nothing("Cold start", "no finding was looked up", rows)
    first, settled = days[0], sum(days[1:], Rate("later", 0, 0))
    claim = f"On the first day of a repository {first.rate} are hits; later {settled.rate}"
    warm = next(
        (one for one in days[1:] if one.hits * settled.looked_up >= settled.hits * one.looked_up),
        None,
    )
    says = (
        f"{first.counts} findings looked up on the first day of their repository were hits, "
        f"{settled.counts} later."
    )
    if warm is not None and settled.looked_up:
        says += f" Day {warm.name} is the first that reaches the rate of the later days."
    drawn = figure(claim, x="day since the first lookup of the repository", y="hit rate (%)")
    drawn.add_scatter(
        x=[one.name for one in days],
        y=[one.percent for one in days],
        mode="lines+markers",
        line_color=OUTCOME_COLOURS["hit"],
        customdata=[f"{one.rate}: {one.counts}" for one in days],
        hovertemplate="day %{x}<br>%{customdata} findings looked up were hits<extra></extra>",
    )
    drawn.update_xaxes(type="category")
    drawn.update_yaxes(range=[0, 104], tickvals=PERCENT_TICKS)
    return Answer(claim, says, rows, drawn)


def ages_at_hit(log: Log) -> Answer:
    """How old are the verdicts that answer?

    Age of the entry at each hit that was looked up. Share: hits of this age / all hits. What a
    shorter lifetime would take away is what is older than it.
    """
    *found, all_ = log.ask("ages_at_hit", _Age)
    ages = [(_AGES[one.place or 0], one) for one in found if one.hits or one.place != _NOT_TOLD]
    rows = pd.DataFrame(
        [(name, one.hits, share(one.hits, all_.hits)) for name, one in [*ages, ("all ages", all_)]],
        columns=["age", "hits", "share"],
    )
    if not all_.hits:
        return nothing("Ages at hit", "no finding looked up was a hit", rows)
    median = "-" if all_.median_s is None else span(round(all_.median_s * 1e6))
    if all_.median_s is not None and all_.median_s >= 2 * 86400:
        median = f"{all_.median_s / 86400:.1f} days"
    claim = f"Half of {counted(all_.hits, 'hit')} use a verdict of up to {median}"
    old = sum(one.hits for one in found if (one.place or 0) in (6, 7, 8))
    says = f"{claim}; {part_of(old, all_.hits)} one of 14 days or more."
    drawn = figure(claim, x="age of the verdict", y="hits (%)")
    drawn.add_bar(
        x=[name.replace(" days", " d").replace(" or more", " +") for name, _ in ages],
        y=[percent(one.hits, all_.hits) for _, one in ages],
        marker_color=OUTCOME_COLOURS["hit"],
        text=[share(one.hits, all_.hits) for _, one in ages],
        textposition="outside",
        customdata=[part_of(one.hits, all_.hits) for _, one in ages],
        hovertemplate="%{x}<br>%{customdata} hits<extra></extra>",
    )
    drawn.update_yaxes(range=[0, 112], tickvals=PERCENT_TICKS)
    return Answer(claim, says, rows, drawn)


def duplicates(log: Log, *, most: int = 12) -> Answer:
    """How many findings are asked twice in one request?

    A repeat is equal to an earlier finding of its request and answered like it, without a lookup.
    Share: repeats / findings. The repositories with the ``most`` repeats have a row each.
    """
    *found, all_ = log.ask("duplicates", _Repeats, most=most)
    repositories = [one._replace(name=one.name or "other repositories") for one in found]
    rows = pd.DataFrame(
        [
            (one.name, one.findings, one.repeats, share(one.repeats, one.findings))
            for one in [*repositories, all_._replace(name="all repositories")]
        ],
        columns=["repository", "findings", "repeats", "share"],
    )
    if not all_.findings:
        return nothing("Duplicates", "the log holds no finding", rows)
    claim = f"{part_of(all_.repeats, all_.findings)} findings repeat one of their request"
    top = repositories[0]
    says = f"{claim} ({share(all_.repeats, all_.findings)})."
    if top.repeats:
        says += f" Most are in {cut(top.name or '')}: {part_of(top.repeats, top.findings)}."
    drawn = figure(claim, x="repeats", y="repository", height=tall(len(repositories)))
    bars(
        drawn,
        labels([one.name or "" for one in repositories]),
        [one.repeats for one in repositories],
        colours=[OUTCOME_COLOURS["bypass"]] * len(repositories),
        texts=[f"{one.repeats:,} ({share(one.repeats, one.findings)})" for one in repositories],
        hovers=[f"{part_of(one.repeats, one.findings)} findings" for one in repositories],
    )
    drawn.update_xaxes(counts(max(1, *(one.repeats for one in repositories)), room=1.25))
    return Answer(claim, says, rows, drawn)


def top_patterns(log: Log, *, most: int = 10) -> Answer:
    """What do scanners report most, and how often must it be judged?

    A pattern is a type of vulnerability by a rule of a scanner. Share: its findings / all that were
    looked up. Calls: findings for which a validator was called. The ``most`` frequent patterns have
    a row each, the others one together.
    """
    *found, all_ = log.ask("top_patterns", _Pattern, most=most)
    patterns = [one._replace(name=one.name or "other patterns") for one in found]
    rows = pd.DataFrame(
        [
            (
                one.name,
                one.looked_up,
                share(one.looked_up, all_.looked_up),
                one.hits,
                share(one.hits, one.looked_up),
                one.calls,
            )
            for one in [*patterns, all_._replace(name="all patterns")]
        ],
        columns=["pattern", "looked_up", "share", "hits", "hit_rate", "calls"],
    )
    if not patterns:
        return nothing("Top patterns", "no finding was looked up", rows)
    top = patterns[0]
    claim = (
        f"{cut(top.name or '')} is {share(top.looked_up, all_.looked_up)} of "
        f"{counted(all_.looked_up, 'finding')} looked up"
    )
    dear = max(patterns[:most], key=lambda one: one.calls)
    says = f"{claim}. Most calls go to {cut(dear.name or '')}: {part_of(dear.calls, all_.calls)}."
    shown = patterns[:most]
    drawn = figure(claim, x="findings looked up", y="pattern", height=tall(len(shown)), legend=1)
    for name, outcome, numbers in (
        ("hits", "hit", [one.hits for one in shown]),
        ("no hits", "miss", [one.looked_up - one.hits for one in shown]),
    ):
        bars(
            drawn,
            labels([one.name or "" for one in shown], 42),
            numbers,
            colours=[OUTCOME_COLOURS[outcome]] * len(shown),
            texts=[""] * len(shown)
            if outcome == "hit"
            else [f"{one.looked_up:,}" for one in shown],
            hovers=[
                f"{part_of(number, one.looked_up)} findings looked up were {name}"
                for number, one in zip(numbers, shown, strict=True)
            ],
        )
        drawn.data[-1].name = name
    drawn.update_layout(barmode="stack")
    drawn.update_xaxes(counts(max(one.looked_up for one in shown), room=1.15))
    return Answer(claim, says, rows, drawn)


class _Age(NamedTuple):
    """Hits on entries of an age; of any if ``place`` is ``None``."""

    place: int | None
    hits: int
    median_s: float | None


class _Repeats(NamedTuple):
    name: str | None
    findings: int
    repeats: int


class _Pattern(NamedTuple):
    name: str | None
    looked_up: int
    hits: int
    calls: int


_AGES = (
    "all ages",
    "under 1 h",
    "1 to 24 h",
    "1 to 3 days",
    "3 to 7 days",
    "7 to 14 days",
    "14 to 30 days",
    "30 to 90 days",
    "90 days or more",
    "not told",
)
_NOT_TOLD = 9
