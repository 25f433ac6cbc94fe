"""Why was the answer not at hand?"""

from functools import reduce
from operator import add
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
from fpcache_ops.analysis.rates import Rate, bar_figure, table
from fpcache_ops.analysis.wording import counted, cut, part_of, share, span

_UNKNOWN = "unknown"
_WORTH_TELLING = 1_000_000
"""Microseconds of judging in all; a replay has ticks of its own clock, and no times."""


class Cause(NamedTuple):
    """Misses with a cause, and what validators took for them."""

    cause: str | None
    outcome: str | None
    misses: int
    judging_us: int


def causes(log: Log, *, most: int = 1000) -> tuple[list[Cause], Cause]:
    """The causes of misses, and all of them together; see :func:`causes_of_misses`."""
    *found, all_ = log.ask("causes_of_misses", Cause, most=most)
    named = [
        one if one.cause is not None else one._replace(outcome="several", cause="other causes")
        for one in found
    ]
    if not any(one.cause == _UNKNOWN for one in named):
        named.append(Cause(_UNKNOWN, "miss", 0, 0))
    return named, all_._replace(cause="all causes", outcome="all but hit")


def causes_of_misses(log: Log, *, most: int = 12) -> Answer:
    """Why was the answer not at hand, and what did that cost?

    A miss is a finding that had to do without the cache: looked up and no hit, or not looked up
    because the cache was off. Each has one cause, of the closed list of the lookup log; any other
    is ``unknown``, which has a row even if it is 0. Share: misses with this cause / all misses.
    Judging: what validators took for them; the dearest cause stands first. The ``most`` dearest
    have a row each, the others one together.
    """
    found, all_ = causes(log, most=most)
    rows = pd.DataFrame(
        [
            (
                one.cause,
                one.outcome,
                one.misses,
                share(one.misses, all_.misses),
                span(one.judging_us),
            )
            for one in [*found, all_]
        ],
        columns=["cause", "outcome", "misses", "share", "judging"],
    )
    if not all_.misses:
        why = f"no misses among {counted(log.looked_up, 'finding')} looked up"
        return nothing("Causes of misses", why, rows)
    top = found[0]
    name = cut(top.cause or "")
    claim = (
        f"{name} is the cause of {share(top.misses, all_.misses)} of "
        f"{counted(all_.misses, 'miss', 'misses')}"
    )
    is_timed = all_.judging_us >= _WORTH_TELLING
    if is_timed:
        claim += f" and of {span(top.judging_us)} of {span(all_.judging_us)} of judging"
    off = sum(one.misses for one in found if one.cause == "bypass")
    unknown = part_of(found[-1].misses, all_.misses)
    says = (
        f"{part_of(all_.misses - off, log.looked_up)} findings looked up were no hits, and "
        f"{off:,} were not looked up because the cache was off. The dearest cause is {name}: "
        f"{top.misses:,} of them. The cause of {unknown} is unknown."
    )
    shown = [one for one in found if one.misses]
    drawn = figure(claim, x="findings", y="cause", height=tall(len(shown)))
    bars(
        drawn,
        labels([one.cause or "" for one in shown]),
        [one.misses for one in shown],
        colours=[
            OUTCOME_COLOURS.get(one.outcome or "", OUTCOME_COLOURS["bypass"]) for one in shown
        ],
        texts=[
            f"{one.misses:,} ({share(one.misses, all_.misses)})"
            + (f", {span(one.judging_us)}" if is_timed and one.judging_us else "")
            for one in shown
        ],
        hovers=[
            f"{part_of(one.misses, all_.misses)} misses, {span(one.judging_us)}: {one.cause}"
            for one in shown
        ],
    )
    drawn.update_xaxes(counts(max(one.misses for one in shown), room=1.35))
    return Answer(claim, says, rows, drawn)


def churn(log: Log, *, most: int = 12) -> Answer:
    """Which files cause the most misses?

    Versions: different contents of the file that were looked up and missed; a file with many misses
    and few versions is not edited often, its verdicts are not kept. The ``most`` missed files have
    a row each, the others one together.
    """
    *found, all_ = log.ask("churn", _Churned, most=most)
    files = [one._replace(file=one.file or counted(one.files, "other file")) for one in found]
    rows = pd.DataFrame(
        [
            (
                one.file,
                one.misses,
                share(one.misses, all_.misses),
                str(one.versions),
                span(one.judging_us),
            )
            for one in [*files, all_._replace(file=f"all {counted(all_.files, 'file')}")]
        ],
        columns=["file", "misses", "share", "versions", "judging"],
    )
    if not files:
        return nothing("Churn", f"no misses among {counted(log.looked_up, 'finding')}", rows)
    top = files[:most]
    many = sum(one.misses for one in top)
    claim = (
        f"{counted(len(top), 'file')} of {all_.files:,} "
        f"{'causes' if len(top) == 1 else 'cause'} {share(many, all_.misses)} of "
        f"{counted(all_.misses, 'miss', 'misses')}"
    )
    first = top[0]
    says = (
        f"{cut(first.file or '', 80)} was missed most: {part_of(first.misses, all_.misses)} misses "
        f"in {counted(first.versions, 'version')} of it, {span(first.judging_us)} of judging."
    )
    drawn = figure(claim, x="misses", y="file", height=tall(len(top)))
    bars(
        drawn,
        labels([one.file or "" for one in top]),
        [one.misses for one in top],
        colours=[OUTCOME_COLOURS["miss"]] * len(top),
        texts=[f"{one.misses:,} in {counted(one.versions, 'version')}" for one in top],
        hovers=[
            f"{part_of(one.misses, all_.misses)} misses, {span(one.judging_us)} of judging"
            for one in top
        ],
    )
    drawn.update_xaxes(counts(max(one.misses for one in top), room=1.3))
    return Answer(claim, says, rows, drawn)


def invalidations(log: Log, *, most: int = 12) -> Answer:
    """What was withdrawn, and what did it cost to judge it again?

    Withdrawn are verdicts that an operator invalidated, by the reason given, and those of another
    version of the validator. Share: such misses / all of these. The ``most`` dearest reasons have
    a row each, the others one together.
    """
    *found, all_ = log.ask("invalidations", _Withdrawn, most=most)
    reasons = [one._replace(reason=one.reason or "other reasons") for one in found]
    rows = pd.DataFrame(
        [
            (one.reason, one.misses, share(one.misses, all_.misses), span(one.judging_us))
            for one in [*reasons, all_._replace(reason="all reasons")]
        ],
        columns=["reason", "misses", "share", "judging"],
    )
    if not reasons:
        why = f"nothing withdrawn was met by {counted(log.looked_up, 'finding')} looked up"
        return nothing("Invalidations", why, rows)
    claim = (
        f"{counted(all_.misses, 'finding')} met something withdrawn: "
        f"{span(all_.judging_us)} to judge again"
    )
    top = reasons[0]
    says = (
        f"Of {part_of(all_.misses, log.looked_up)} findings looked up the verdict had been "
        f"withdrawn. The dearest reason is {cut(top.reason or '')}: "
        f"{counted(top.misses, 'miss', 'misses')}, {span(top.judging_us)} of judging."
    )
    drawn = figure(claim, x="misses", y="reason", height=tall(len(reasons)))
    bars(
        drawn,
        labels([one.reason or "" for one in reasons]),
        [one.misses for one in reasons],
        colours=[
            OUTCOME_COLOURS["outdated" if one.is_version else "invalidated"] for one in reasons
        ],
        texts=[f"{one.misses:,}, {span(one.judging_us)}" for one in reasons],
        hovers=[f"{part_of(one.misses, all_.misses)} misses: {one.reason}" for one in reasons],
    )
    drawn.update_xaxes(counts(max(one.misses for one in reasons), room=1.25))
    return Answer(claim, says, rows, drawn)


def fallbacks(log: Log) -> Answer:
    """How often could code not be read as its language, and what does that cost in hits?

    A fallback is the reason why the evidence is whole files, from which nothing can be proven.
    Share: findings with this reason / findings looked up for which there was evidence. Hit rate:
    hits / findings looked up, of those with this reason.
    """
    *reasons, all_ = log.ask("fallbacks", Rate)
    rows = table("fallback", [*reasons, all_._replace(name="all")])
    rows.insert(2, "share", [share(number, all_.looked_up) for number in rows["looked_up"]])
    if not reasons:
        return nothing("Fallbacks", "no finding with evidence was looked up", rows)
    fell = reduce(add, [one for one in reasons if one.name != "none"], Rate(None, 0, 0))
    read = reduce(add, [one for one in reasons if one.name == "none"], Rate(None, 0, 0))
    if fell.looked_up:
        claim = (
            f"{share(fell.looked_up, all_.looked_up)} of the findings fell back: "
            f"{fell.rate} hits; of the others {read.rate}"
        )
    else:
        claim = f"None of {counted(all_.looked_up, 'finding')} fell back"
    says = (
        f"{part_of(fell.looked_up, all_.looked_up)} findings were in code that could not be read "
        f"as its language. Of these {fell.counts} were hits, of the others {read.counts}."
    )
    return Answer(claim, says, rows, bar_figure(claim, reasons, y="fallback"))


class _Churned(NamedTuple):
    """``files`` is how many; ``file`` is ``None`` if they are several."""

    file: str | None
    files: int
    versions: int
    misses: int
    judging_us: int


class _Withdrawn(NamedTuple):
    reason: str | None
    is_version: bool
    misses: int
    judging_us: int
