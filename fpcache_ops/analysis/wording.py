"""Numbers as people read them; each share with its whole, and never more precise than true."""

from collections.abc import Sequence

NOTHING = "0 of 0"


def percent(part: int, whole: int) -> float | None:
    """The share in per cent, to one decimal; 0 and 100 only if it is none and all."""
    if whole == 0:
        return None
    if part in (0, whole):
        return 100.0 * (part == whole)
    return min(max(round(100 * part / whole, 1), 0.1), 99.9)


def share(part: int, whole: int) -> str:
    """The share in words: ``93.4 %``, ``none``-less: ``0 %``, ``100 %`` or ``0 of 0``."""
    value = percent(part, whole)
    if value is None:
        return NOTHING
    return f"{value:.0f} %" if value in (0, 100) else f"{value:.1f} %"


def part_of(part: int, whole: int) -> str:
    """Both numbers: ``1,204 of 1,289``."""
    return f"{part:,} of {whole:,}"


def signed(points: float) -> str:
    """A difference in points, to one decimal: ``+1.5``, ``-0.3``, ``+0.0``."""
    return f"{round(points, 1) + 0.0:+.1f}"


def counted(number: int, noun: str, plural: str = "") -> str:
    """A number of things: ``1 finding``, ``1,204 findings``."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def duration(microseconds: int) -> str:
    """A time to three digits, in the unit that suits it: ``3.12 ms``, ``38.2 s``."""
    for unit, size in (("s", 1_000_000), ("ms", 1000)):
        if microseconds >= size:
            value = microseconds / size
            digits = max(0, 3 - len(str(int(value))))
            return f"{value:,.{digits}f} {unit}"
    return f"{microseconds} µs"


def span(microseconds: int | None) -> str:
    """A sum of times, in the unit that suits it: ``38.2 s``, ``14 min``, ``7.3 h``."""
    if microseconds is None:
        return "-"
    minutes = microseconds / 60_000_000
    if minutes < 2:
        return duration(microseconds) if microseconds >= 0 else f"-{span(-microseconds)}"
    return f"{minutes:,.0f} min" if minutes < 120 else f"{minutes / 60:,.1f} h"


def money(micro: int | None, currency: str) -> str:
    """An amount with its currency: ``12.40 EUR``."""
    return "-" if micro is None else f"{micro / 1_000_000:,.2f} {currency}"


def cut(text: str, longest: int = 48) -> str:
    """A name from the data in a sentence: as much of it as fits."""
    return text if len(text) <= longest else text[: longest - 1] + "…"


def listed(words: Sequence[str]) -> str:
    """``a``, ``a and b``, ``a, b and c``."""
    return " and ".join([*filter(None, [", ".join(words[:-1])]), *words[-1:]])
