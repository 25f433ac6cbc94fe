"""What did it save?"""

from typing import NamedTuple

import pandas as pd

from fpcache_ops.analysis.answer import Answer
from fpcache_ops.analysis.figures import OUTCOME_COLOURS, bars, counts, figure, nothing, tall
from fpcache_ops.analysis.log import Log
from fpcache_ops.analysis.wording import counted, part_of, share


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
