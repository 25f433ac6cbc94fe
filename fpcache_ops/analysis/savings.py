"""What did it save?"""

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
from fpcache_ops.analysis.wording import counted, listed, money, part_of, share, span
from fpcache_ops.errors import UnusableInput


def calls_avoided(log: Log) -> Answer:
    """How many validator calls did the cache avoid?

    Without a cache each distinct question of a request would have been one call; a repeat of it in
    the same request would not, nor a finding that could not be placed. Avoided: such questions that
    a hit answered / all such questions. What decisions of people saved is shown, and not counted.
    """
    *found, all_ = log.ask("calls_avoided", _Answered)
    rows = pd.DataFrame(
        [(_WHO[one.answered_by][0], *one[1:]) for one in found] + [("all", *all_[1:])],
        columns=["answered_by", "findings", "calls_without_cache", "calls_made"],
    )
    rows.insert(2, "share", [share(number, all_.findings) for number in rows["findings"]])
    subject = "Validator calls avoided"
    if not all_.findings:
        return nothing(subject, "the log holds no finding", rows)
    if not all_.calls_without_cache:
        return nothing(subject, "no finding wanted a validator", rows)
    by = {one.answered_by: one.findings for one in found}
    claim = (
        f"The cache avoided {share(by['cache'], all_.calls_without_cache)} of "
        f"{counted(all_.calls_without_cache, 'validator call')}"
    )
    says = (
        f"Without a cache there would have been {counted(all_.calls_without_cache, 'call')}: hits "
        f"avoided {by['cache']:,}, decisions of people {by['person']:,}, and {all_.calls_made:,} "
        "were made."
    )
    drawn = figure(claim, x="findings", y="answered by", height=tall(len(found)))
    bars(
        drawn,
        [_WHO[one.answered_by][0] for one in found],
        [one.findings for one in found],
        colours=[OUTCOME_COLOURS[_WHO[one.answered_by][1]] for one in found],
        texts=[f"{one.findings:,}" for one in found],
        hovers=[f"{part_of(one.findings, all_.findings)} findings" for one in found],
    )
    drawn.update_xaxes(counts(max(one.findings for one in found), room=1.15))
    return Answer(claim, says, rows, drawn)


def time_and_money_saved(
    log: Log,
    *,
    most: int = 12,
    seconds_per_call: float | None = None,
    cost_per_call: float | None = None,
    currency: str | None = None,
) -> Answer:
    """What are the avoided calls worth, in time and in money?

    An avoided call would have taken and cost what the calls that were made for its type did on
    average (of all types if there was none); what the cached answers took is taken off. Without
    calls in the log there is nothing to reckon with, and the worth is ``-``.

    Args:
        log: the log.
        most: types with a row of their own.
        seconds_per_call: what a call takes, if you know better than the log (that of a replay holds
            no times).
        cost_per_call: what a call costs, if the log does not say or you know better.
        currency: of ``cost_per_call``; without one, only costs in this currency count, by default
            the one in which most calls were paid.
    """
    if cost_per_call is not None and not 0 <= cost_per_call < 1e9:
        raise UnusableInput(f"cost_per_call = {cost_per_call}: an amount of money is needed")
    if seconds_per_call is not None and not 0 <= seconds_per_call < 1e9:
        raise UnusableInput(f"seconds_per_call = {seconds_per_call}: a number of seconds is needed")
    paid = log.ask("currencies", _Paid)
    unit = currency or (paid[0].currency if paid and cost_per_call is None else "")
    price = None if cost_per_call is None else round(cost_per_call * 1_000_000)
    *found, all_ = log.ask(
        "time_and_money_saved",
        _Worth,
        most=most,
        call_us=None if seconds_per_call is None else round(seconds_per_call * 1_000_000),
        cost_micro=price,
        currency=unit,
    )
    types = [one._replace(name=one.name or "other types") for one in found]
    rows = pd.DataFrame(
        [
            (one.name, one.avoided, one.made, span(one.saved_us), money(one.saved_micro, unit))
            for one in [*types, all_._replace(name="all types")]
        ],
        columns=["vulnerability_type", "calls_avoided", "calls_made", "time", "money"],
    )
    subject = "Time and money saved"
    if not all_.avoided:
        return nothing(subject, "no call was avoided", rows)
    worth = span(all_.saved_us)
    if all_.saved_micro is not None:
        worth += f" and {money(all_.saved_micro, unit)}"
    claim = f"{counted(all_.avoided, 'call')} avoided, worth {worth}"
    if all_.saved_us is None:
        claim = f"{counted(all_.avoided, 'call')} avoided; no call was made that tells their worth"
    says = f"{claim}, reckoned by {counted(all_.made, 'call')} that {_WERE[all_.made != 1]} made."
    if all_.saved_micro is None:
        says += " No cost is known: give cost_per_call."
    elif cost_per_call is None and len(paid) > 1:
        says += f" Calls paid in {listed([one.currency for one in paid[1:]])} are not in the money."
    drawn = figure(claim, x="validator time saved (h)", y="type", height=tall(len(types)))
    hours = [(one.saved_us or 0) / 3.6e9 for one in types]
    bars(
        drawn,
        labels([one.name or "" for one in types]),
        [round(one, 3) for one in hours],
        colours=[OUTCOME_COLOURS["hit"]] * len(types),
        texts=[
            span(one.saved_us)
            + (f", {money(one.saved_micro, unit)}" if one.saved_micro is not None else "")
            for one in types
        ],
        hovers=[f"{part_of(one.avoided, one.avoided + one.made)} calls avoided" for one in types],
    )
    drawn.update_xaxes(range=[min(0.0, *hours), 1.35 * max(*hours, 1e-3)])
    return Answer(claim, says, rows, drawn)


_WERE = ("was", "were")


class _Paid(NamedTuple):
    currency: str
    calls: int


class _Worth(NamedTuple):
    """What the calls avoided for a type are worth; ``None`` if nobody can tell."""

    name: str | None
    avoided: int
    made: int
    saved_us: int | None
    saved_micro: int | None


class _Answered(NamedTuple):
    """Findings by who answered them; all if ``answered_by`` is empty."""

    answered_by: str
    findings: int
    calls_without_cache: int
    calls_made: int


_WHO = {
    "cache": ("the cache", "hit"),
    "person": ("a person's decision", "overridden"),
    "validator": ("a validator", "miss"),
    "repeat": ("its like in the request", "bypass"),
    "nobody": ("nobody: not placed", "bypass"),
}
