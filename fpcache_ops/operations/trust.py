"""Can the cache be trusted? What was tried against it, each zero with what it can show at most."""

import json
from collections import Counter
from pathlib import Path
from typing import Final

import pandas as pd

from fpcache_ops.analysis import OUTCOME_COLOURS, Answer
from fpcache_ops.analysis.figures import bars, counts, figure, labels, tall
from fpcache_ops.analysis.wording import counted, part_of, share
from fpcache_ops.errors import UnusableInput
from fpcache_ops.operations.staleness import read_pairs

_CHECKOUT: Final = Path(__file__).resolve().parents[2]

_ZEROS: Final = {
    "answered_differently": ("answered differently with and without the cache", "findings"),
    "real_answered_as_false_positive": ("real, and answered as false positive", "real"),
}
"""What a file of evidence counts that must be 0, and of how many."""


def at_most(number: int, whole: int) -> str:
    """``0 of 788, so below 0.38 %``: the rule of three bounds what was never seen, at 95 %."""
    if number or not whole:
        return f"{part_of(number, whole)} ({share(number, whole)})"
    return f"0 of {whole:,}, so below {min(100.0, 300 / whole):.2g} %"


def staleness(
    folder: str = "data/cases/staleness", *, policy: str = "scope", language: str | None = None
) -> Answer:
    """Does an edit that makes code vulnerable ever leave a verdict in place?

    Each case is a program and an edit of it. A verdict is stale if the evidence after an edit that
    makes the code vulnerable is equal to that before, and the built-in validator calls it a false
    positive. Equal evidence that it does not excuse lies where this policy cannot see, and is no
    harm. After a harmless edit the evidence should be equal, or it is judged again for nothing.
    All is built and judged now, as a lookup does it; the cases of one ``language``, or of all.
    """
    from fpcache_ops.bootstrap import built_in_validator, policies
    from fpcache_ops.core.evidence import Built, Evidence
    from fpcache_ops.core.verdict import Judgement
    from fpcache_ops.evidence.sources import GivenCheckout

    validator = built_in_validator()
    (builder,) = policies([policy]).values()
    tally: dict[str, Counter[str]] = {}
    for pair in read_pairs(_found(folder), language):
        before, after = (
            builder.build(pair_.finding(pair.type), GivenCheckout(pair_.files))
            for pair_ in (pair.before, pair.after)
        )
        count = tally.setdefault(pair.name.split("/")[0], Counter())
        count[pair.edit] += 1
        # Without evidence nothing is looked up, so nothing stale is served.
        if isinstance(before, Built) and isinstance(after, Built) and before.digest == after.digest:
            judged = validator.judge(Evidence.decode(after.canonical)).judgement
            count[f"{pair.edit} equal"] += 1
            count[f"{pair.edit} excused"] += judged is Judgement.FALSE_POSITIVE
    whole: Counter[str] = sum(tally.values(), Counter())
    rows = pd.DataFrame(
        [
            (
                name,
                one["vulnerable"],
                one["vulnerable equal"],
                one["vulnerable excused"],
                one["harmless"],
                part_of(one["harmless equal"], one["harmless"]),
            )
            for name, one in [*sorted(tally.items()), ("all", whole)]
        ],
        columns=["language", "edits_that_matter", "unseen", "stale", "harmless_edits", "kept"],
    )
    stale = at_most(whole["vulnerable excused"], whole["vulnerable"])
    claim = f"Stale after an edit that makes code vulnerable: {stale}"
    says = (
        f"{claim}, if these edits are like those to come (95 % confidence). Of the harmless edits "
        f"{part_of(whole['harmless equal'], whole['harmless'])} kept their verdict."
    )
    names = sorted(tally)
    drawn = figure(claim, x="edits tried", y="language", height=tall(len(names)), legend=1)
    for name, key, outcome in (
        ("vulnerable, judged again", "vulnerable", "changed"),
        ("harmless, verdict kept", "harmless equal", "hit"),
    ):
        numbers = [
            tally[one][key] - (tally[one]["vulnerable excused"] if key == "vulnerable" else 0)
            for one in names
        ]
        of = "harmless" if key != "vulnerable" else key
        bars(
            drawn,
            labels(names),
            numbers,
            colours=[OUTCOME_COLOURS[outcome]] * len(names),
            texts=[f"{number:,}" for number in numbers],
            hovers=[
                f"{part_of(number, tally[one][of])} edits: {name}"
                for one, number in zip(names, numbers, strict=True)
            ],
        )
        drawn.data[-1].name = name
    most = max((one["vulnerable"] + one["harmless"] for one in tally.values()), default=1)
    drawn.update_layout(barmode="group", height=drawn.layout.height + 18 * len(names))
    drawn.update_xaxes(counts(most, room=0.75))
    return Answer(claim, says, rows, drawn)


def differential(folder: str = "docs/evidence") -> Answer:
    """Are answers with the cache ever others than without it?

    What ``make prove`` found in its full counts, the last time it ran: every finding of the demo
    and of the labelled cases, asked with the cache off, cold and warm.
    """
    found = []
    for path in sorted(_found(folder).glob("*.json")):
        proof = json.loads(path.read_text(encoding="utf-8"))
        for key, (what, of) in _ZEROS.items():
            if isinstance(proof.get(key), int) and isinstance(proof.get(of), int):
                found.append((path.stem, what, proof[key], proof[of]))
    if not found:
        raise UnusableInput(f"there is no evidence in {folder}: make prove writes it")
    rows = pd.DataFrame(
        [(*one, at_most(*one[2:])) for one in found],
        columns=["proof", "what", "number", "of", "with_95_%_confidence"],
    )
    bad = sum(one[2] for one in found)
    claim = "; ".join(f"{what}: {number} of {of:,}" for _, what, number, of in found)
    claim = claim[0].upper() + claim[1:]
    word = "something" if bad else "nothing"
    says = f"{counted(bad, 'finding')} in all: {word} speaks against the cache."
    drawn = figure(claim, x="at most, with 95 % confidence (%)", y="what", height=tall(len(found)))
    bounds = [300 / of if not number else 100 * number / of for _, _, number, of in found]
    bars(
        drawn,
        labels([one[1] for one in found], 60),
        [round(one, 3) for one in bounds],
        colours=[OUTCOME_COLOURS["miss"]] * len(found),
        texts=[f"{one:.2g} %" for one in bounds],
        hovers=[f"{part_of(*one[2:])} findings" for one in found],
    )
    drawn.update_xaxes(range=[0, 1.3 * max(bounds)])
    return Answer(claim, says, rows, drawn)


def _found(folder: str) -> Path:
    """A folder of the checkout, from wherever a notebook runs."""
    here = Path.cwd()
    for base in (here, *here.parents, _CHECKOUT):
        if (base / folder).is_dir():
            return base / folder
    raise UnusableInput(f"there is no folder {folder!r}: run this in a checkout of the project")
