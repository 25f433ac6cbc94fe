"""How often was the answer at hand?"""

from functools import reduce
from operator import add

from fpcache_ops.analysis.answer import Answer
from fpcache_ops.analysis.figures import OUTCOME_COLOURS, figure, nothing
from fpcache_ops.analysis.log import Log
from fpcache_ops.analysis.rates import PERCENT_TICKS, Rate, bar_figure, rates_by, table
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
    return _by(log, "type", most, column="vulnerability_type")


def hit_rate_by_repository(log: Log, *, most: int = 12) -> Answer:
    """Which repositories profit, and which do not?

    Hit rate of a repository: hits / its findings that were looked up. The ``most`` frequent
    repositories have a row each, the others one together; of two tenants' repositories of one name,
    each says whose it is.
    """
    return _by(log, "repository", most, plural="repositories")


def hit_rate_by_language(log: Log, *, most: int = 12) -> Answer:
    """Which languages profit, and which do not?

    Hit rate of a language: hits / findings in it that were looked up. ``unknown`` is code that no
    parser was asked about, or that was not at hand. The ``most`` frequent ones have a row each.
    """
    return _by(log, "language", most)


def hit_rate_by_validator(log: Log, *, most: int = 12) -> Answer:
    """Which versions of the validators find verdicts, and which have to judge anew?

    Hit rate of a version: hits / findings that were looked up while it was the one in force. The
    ``most`` frequent versions have a row each, the others one together.
    """
    return _by(log, "validator", most)


def _by(log: Log, by: str, most: int, *, plural: str = "", column: str = "") -> Answer:
    """Hit rates by a kind of thing, from the most frequent on."""
    *found, all_ = rates_by(log, by, most)
    plural = plural or f"{by}s"
    named = [one._replace(name=one.name or f"other {plural}") for one in found]
    rows = table(column or by, [*named, all_._replace(name=f"all {plural}")])
    if not named:
        return nothing(f"Hit rate by {by}", _NO_LOOKUP, rows)
    ranked = sorted(named[:most], key=lambda one: one.hits / one.looked_up)
    worst, best, top = ranked[0], ranked[-1], named[0]
    if worst.rate == best.rate:
        claim = f"{top.rate} hits for {f'every {by}' if named[1:] else cut(top.name or '')}"
    else:
        names = [cut(one.name or "") for one in (worst, best)]
        claim = f"From {worst.rate} hits for {names[0]} to {best.rate} for {names[1]}"
    says = (
        f"{all_.counts} findings looked up were hits ({all_.rate}). "
        f"The most frequent {by} is {cut(top.name or '')}, with {top.counts} hits."
    )
    return Answer(claim, says, rows, bar_figure(claim, named, y=by))
