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
from fpcache_ops.analysis.wording import counted, cut, part_of, share


def causes_of_misses(log: Log, *, most: int = 12) -> Answer:
    """Why were findings judged that had been looked up?

    Share of a cause: findings with this cause / all findings that were looked up and no hit. The
    ``most`` frequent causes have a row each, the others one together.
    """
    *found, all_ = log.ask("causes_of_misses", _Cause, most=most)
    causes = [
        one if one.cause is not None else one._replace(outcome="several", cause="other causes")
        for one in found
    ]
    rows = pd.DataFrame(
        [
            (one.cause, one.outcome, one.misses, share(one.misses, all_.misses))
            for one in [*causes, _Cause("all but hit", "all causes", all_.misses)]
        ],
        columns=["cause", "outcome", "misses", "share"],
    )
    if not causes:
        why = f"no misses among {counted(log.looked_up, 'finding')} looked up"
        return nothing("Causes of misses", why, rows)
    top = causes[0]
    name = cut(top.cause or "")
    claim = (
        f"{name} is the cause of {share(top.misses, all_.misses)} of "
        f"{counted(all_.misses, 'miss', 'misses')}"
    )
    says = (
        f"{part_of(all_.misses, log.looked_up)} findings looked up were no hits "
        f"({share(all_.misses, log.looked_up)}). The most frequent cause is {name}: "
        f"{top.misses:,} of them."
    )
    drawn = figure(claim, x="findings", y="cause", height=tall(len(causes)))
    bars(
        drawn,
        labels([one.cause or "" for one in causes]),
        [one.misses for one in causes],
        colours=[
            OUTCOME_COLOURS.get(one.outcome or "", OUTCOME_COLOURS["bypass"]) for one in causes
        ],
        texts=[f"{one.misses:,} ({share(one.misses, all_.misses)})" for one in causes],
        hovers=[f"{part_of(one.misses, all_.misses)} misses: {one.cause}" for one in causes],
    )
    drawn.update_xaxes(counts(max(one.misses for one in causes), room=1.25))
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


class _Cause(NamedTuple):
    outcome: str | None
    cause: str | None
    misses: int
