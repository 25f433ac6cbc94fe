"""Numbers and times in words, for people."""

import math
from datetime import datetime


def percent(share: float) -> str:
    """A share for people: never rounded up to 100 % nor down to 0 %."""
    digits = 0 if share in (0, 1) else 1
    text = f"{share * 100:.{digits}f}"
    if share < 1 and float(text) == 100:
        text = "99.9"
    if share > 0 and float(text) == 0:
        text = "0.1"
    return f"{text.removesuffix('.0')} %"


def significant(value: float) -> str:
    """Three significant digits at most, without an exponent."""
    if value == 0:
        return "0"
    decimals = max(0, 2 - math.floor(math.log10(abs(value))))
    text = f"{value:.{min(decimals, 6)}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def seconds(value: float | None) -> str:
    """A duration for people."""
    if value is None:
        return "-"
    if value < 1:
        return f"{max(1, round(value * 1000))} ms"
    if value < 60:
        return f"{significant(value)} s"
    minutes, rest = divmod(round(value), 60)
    return (
        f"{minutes} min {rest:02} s" if minutes < 60 else f"{minutes // 60} h {minutes % 60:02} min"
    )


def fact(name: str, value: object) -> str:
    """What was noted under a name of the program's; one that ends in ``_s`` is of seconds."""
    if name.endswith("_s") and isinstance(value, int | float):
        name, value = name.removesuffix("_s"), seconds(value)
    return f"{name.replace('_', ' ')} {value}"


def moment(text: str) -> str:
    """A time of the journal for people."""
    return datetime.fromisoformat(text).strftime("%Y-%m-%d %H:%M:%S UTC")
