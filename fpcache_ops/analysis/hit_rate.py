"""How often was the answer at hand?"""

from functools import reduce
from operator import add

from fpcache_ops.analysis.answer import Answer
from fpcache_ops.analysis.figures import OUTCOME_COLOURS, figure, nothing
from fpcache_ops.analysis.log import Log
from fpcache_ops.analysis.rates import PERCENT_TICKS, Rate, bar_figure, table
from fpcache_ops.analysis.wording import counted, cut

_NO_LOOKUP = "no finding was looked up"


def hit_rate_by_pass(log: Log, *, last: int = 8) -> Answer:
    """Does asking again pay: what is the hit rate the first, second, ... time?

    Pass ``n`` of a rule in a file is the n-th request in which the cache was asked about it, within
    the log at hand; so it does not matter how a client cuts its scans into requests. Hit rate: hits
    / findings looked up in that pass. The passes after ``last`` are one row.
    """
    *found, all_ = log.ask("hit_rate_by_pass", Rate, last=last)
    passes = [one._replace(name=one.name or f"{last + 1} and later") for one in found]
    rows = table("pass", [*passes, all_._replace(name="all")])
    if not passes:
        return nothing("Hit rate by pass", _NO_LOOKUP, rows)
    first = passes[0]
    again = reduce(add, passes[1:], Rate("again", 0, 0))
    claim = f"Asked for the first time, {first.rate} are hits; asked again, {again.rate}"
    says = (
        f"Of {counted(first.looked_up, 'finding')} asked about for the first time, {first.hits:,} "
        f"were hits; of {again.looked_up:,} asked about again, {again.hits:,}. "
        f"The hit rate over all passes is {all_.rate}."
    )
    drawn = figure(claim, x="how many times the rule was asked about in the file", y="hit rate (%)")
    drawn.add_bar(
        x=[one.name for one in passes],
        y=[one.percent for one in passes],
        marker_color=OUTCOME_COLOURS["hit"],
        text=[one.rate for one in passes],
        textposition="outside",
        customdata=[one.counts for one in passes],
        hovertemplate="pass %{x}<br>%{customdata} findings looked up were hits<extra></extra>",
    )
    drawn.update_xaxes(type="category")
    drawn.update_yaxes(range=[0, 108], tickvals=PERCENT_TICKS)
    return Answer(claim, says, rows, drawn)


def hit_rate_by_type(log: Log, *, most: int = 12) -> Answer:
    """Which types of vulnerability profit, and which do not?

    Hit rate of a type: hits / findings of this type that were looked up. The ``most`` frequent
    types have a row each, the others one together.
    """
    *found, all_ = log.ask("hit_rate_by_type", Rate, most=most)
    types = [one._replace(name=one.name or "other types") for one in found]
    rows = table("vulnerability_type", [*types, all_._replace(name="all types")])
    if not types:
        return nothing("Hit rate by type", _NO_LOOKUP, rows)
    ranked = sorted(types[:most], key=lambda one: one.hits / one.looked_up)
    worst, best, top = ranked[0], ranked[-1], types[0]
    if worst.rate == best.rate:
        claim = f"{top.rate} hits for {'every type' if types[1:] else cut(top.name or '')}"
    else:
        named = [cut(one.name or "") for one in (worst, best)]
        claim = f"From {worst.rate} hits for {named[0]} to {best.rate} for {named[1]}"
    says = (
        f"{all_.counts} findings looked up were hits ({all_.rate}). "
        f"The most frequent type is {cut(top.name or '')}, with {top.counts} hits."
    )
    return Answer(claim, says, rows, bar_figure(claim, types, y="type"))
