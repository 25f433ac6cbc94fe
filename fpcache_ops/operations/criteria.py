"""Criteria: what is measured, what is good enough, how much must be seen, what no data means.

They are data (``criteria.toml`` beside this file, or ``--criteria FILE``), read by runbooks, load
tests and alert rules alike. :func:`evaluate` is pure. No data is never a pass.
"""

import math
import tomllib
from enum import StrEnum
from pathlib import Path

import msgspec

from fpcache_ops.errors import UnusableInput
from fpcache_ops.operations.wording import percent, significant

DEFAULT_FILE = Path(__file__).with_name("criteria.toml")

_MOST = 10**12
_COUNTED = ("count", "share")

UNBOUNDED = 1e300
"""The end of an interval that has none: so it can be written down as a number."""

Z_95 = 1.959964
"""The standard normal quantile of a two-sided 95 % interval."""


class Result(StrEnum):
    """What a check showed."""

    PASS = "pass"  # noqa: S105
    FAIL = "fail"
    INCONCLUSIVE = "inconclusive"


class Measure(StrEnum):
    """What the number of a check is."""

    COUNT = "count"
    """How many of the sample; always said as "n of m"."""
    SHARE = "share"
    """The same, judged as a part of the sample; limits are between 0 and 1."""
    MILLISECONDS = "milliseconds"
    SECONDS = "seconds"
    BYTES = "bytes"
    """The last three: a figure over ``sample`` observations."""


class Direction(StrEnum):
    """Which side of the limit is good."""

    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    ABOVE = "above"
    BELOW = "below"


class NoData(StrEnum):
    """What it means when nothing was observed. It cannot mean that all is well."""

    INCONCLUSIVE = "inconclusive"
    FAIL = "fail"


class Criterion(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One criterion. ``name`` is its table in the file.

    ``decided_by = "interval"`` wants the whole 95 % interval (of a share: Wilson's) on the good
    side: for what is estimated from traffic. ``"point"`` compares what was seen: for promises
    about every single finding. ``held_for`` is how long an alert waits, ``severity`` whom it wakes.
    """

    name: str
    title: str
    metric: str
    measure: Measure
    direction: Direction
    limit: float
    minimum_sample: int = 1
    no_data: NoData = NoData.INCONCLUSIVE
    decided_by: str = "point"
    phase: str = ""
    severity: str = ""
    held_for: str = ""

    def __post_init__(self) -> None:
        if self.minimum_sample < 1:
            raise ValueError("minimum_sample is at least 1: nothing seen is nothing shown")
        if not math.isfinite(self.limit):
            raise ValueError("the limit is a number")
        if self.measure is Measure.SHARE and not 0 <= self.limit <= 1:
            raise ValueError("the limit of a share is between 0 and 1")
        if self.decided_by not in ("point", "interval") or (
            self.decided_by == "interval" and self.measure in (Measure.COUNT, Measure.BYTES)
        ):
            raise ValueError("decided_by is point, or for a share or a time interval")

    @property
    def limit_text(self) -> str:
        """The limit in words."""
        words = self.direction.replace("_", " ")
        match self.measure:
            case Measure.COUNT:
                none = self.direction is Direction.AT_MOST and self.limit == 0
                return "none" if none else f"{words} {self.limit:g}"
            case Measure.SHARE:
                return f"{words} {percent(self.limit)}"
            case _:
                return f"{words} {_with_unit(self.limit, self.measure)}"


class Check(msgspec.Struct, frozen=True, kw_only=True):
    """A criterion applied to what was measured. ``because`` says in a sentence why this result."""

    name: str
    title: str
    value: float | None
    limit: float
    sample: int
    result: Result
    value_text: str
    limit_text: str
    because: str
    interval: tuple[float, float] | None = None


def evaluate(
    criterion: Criterion,
    value: float | None,
    sample: int,
    interval: tuple[float, float] | None = None,
) -> Check:
    """Apply a criterion.

    Args:
        criterion: the criterion.
        value: for counts and shares how many of the sample; else a figure over the sample.
        sample: how many observations the value rests on.
        interval: of a figure, where it lies with 95 % confidence; of a share it is computed.
    """
    counted = criterion.measure in _COUNTED
    usable = value is not None and math.isfinite(value) and value >= 0
    if counted and usable and value is not None:
        usable = value == int(value) < _MOST
    if counted and usable and value is not None and value > sample:
        # More than all: only what must not happen can be told from it, and it did happen.
        usable = criterion.measure is Measure.COUNT and _must_not(criterion, value)
        sample = max(sample, int(value)) if usable else sample
    if not usable or value is None or sample <= 0:
        why = "nothing was observed" if sample <= 0 else "the figure is not usable"
        return Check(
            name=criterion.name,
            title=criterion.title,
            value=None,
            limit=criterion.limit,
            sample=max(sample, 0),
            result=Result(criterion.no_data) if sample <= 0 else Result.INCONCLUSIVE,
            value_text="no data",
            limit_text=criterion.limit_text,
            because=f"{why}, which shows nothing",
        )
    figure = value / sample if criterion.measure is Measure.SHARE else value
    if counted:
        interval = wilson(value, sample)
    result, because = _judge(criterion, figure, sample, interval)
    return Check(
        name=criterion.name,
        title=criterion.title,
        value=figure,
        limit=criterion.limit,
        sample=sample,
        result=result,
        value_text=_value_text(criterion.measure, value, sample),
        limit_text=criterion.limit_text,
        because=because,
        interval=interval,
    )


def wilson(count: float, sample: int) -> tuple[float, float]:
    """The 95 % Wilson score interval of a share."""
    share, z2 = count / sample, Z_95 * Z_95
    middle = (share + z2 / (2 * sample)) / (1 + z2 / sample)
    half = Z_95 / (1 + z2 / sample) * math.sqrt(share * (1 - share) / sample + z2 / (4 * sample**2))
    return max(0.0, middle - half), min(1.0, middle + half)


def load(path: Path = DEFAULT_FILE) -> dict[str, Criterion]:
    """Read criteria by name.

    Raises:
        UnusableInput: when the file cannot be read or a criterion is not usable.
    """
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise UnusableInput(f"the criteria {path} cannot be read ({error.strerror})") from None
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UnusableInput(f"the criteria {path} are not TOML: {error}") from None
    criteria = {}
    for name, table in tables.items():
        try:
            criteria[name] = msgspec.convert({**table, "name": name}, Criterion)
        except (msgspec.ValidationError, TypeError) as error:
            raise UnusableInput(f"the criterion {name} in {path}: {error}") from None
    return criteria


def _judge(
    criterion: Criterion, figure: float, sample: int, interval: tuple[float, float] | None
) -> tuple[Result, str]:
    few = sample < criterion.minimum_sample
    enough = f"{sample} of the {criterion.minimum_sample} observations it takes were made"
    good = _good(criterion, figure)
    # However little was seen.
    if criterion.measure is Measure.COUNT and _must_not(criterion, figure):
        return Result.FAIL, f"{figure:g} of {sample}, allowed: {criterion.limit_text}"
    if few:
        return Result.INCONCLUSIVE, f"only {enough}"
    if criterion.decided_by == "interval" and interval is not None:
        low, high = interval
        if criterion.measure is Measure.SHARE:
            bounds = f"{percent(low)} and {percent(high)}"
        else:
            bounds = " and ".join(_with_unit(bound, criterion.measure) for bound in interval)
        between = f"between {bounds} with 95 % confidence"
        if _good(criterion, low) != _good(criterion, high):
            return Result.INCONCLUSIVE, f"{between}, on both sides of the limit"
        verdict = Result.PASS if _good(criterion, low) else Result.FAIL
        return verdict, f"{between}, wanted: {criterion.limit_text}"
    if good and interval is not None and figure == 0 and criterion.measure in _COUNTED:
        return Result.PASS, f"none seen; with 95 % confidence under {percent(interval[1])} of all"
    if good:
        return Result.PASS, "within the limit"
    return Result.FAIL, f"outside the limit, wanted: {criterion.limit_text}"


def _must_not(criterion: Criterion, figure: float) -> bool:
    """Whether this is more than is allowed of something unwanted."""
    return criterion.direction in (Direction.AT_MOST, Direction.BELOW) and not _good(
        criterion, figure
    )


def _good(criterion: Criterion, figure: float) -> bool:
    match criterion.direction:
        case Direction.AT_LEAST:
            return figure >= criterion.limit
        case Direction.AT_MOST:
            return figure <= criterion.limit
        case Direction.ABOVE:
            return figure > criterion.limit
        case Direction.BELOW:
            return figure < criterion.limit


def _value_text(measure: Measure, value: float, sample: int) -> str:
    match measure:
        case Measure.COUNT:
            return f"{value:g} of {sample}"
        case Measure.SHARE:
            return f"{percent(value / sample)} ({value:g} of {sample})"
        case _:
            return _with_unit(value, measure)


def _with_unit(value: float, measure: Measure) -> str:
    if value >= UNBOUNDED:
        return "no bound"
    match measure:
        case Measure.MILLISECONDS:
            return f"{significant(value)} ms"
        case Measure.SECONDS:
            return f"{significant(value)} s"
        case _:
            return f"{significant(value / 1e6)} MB"
