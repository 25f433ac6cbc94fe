"""What upstream validators of tests say: the truth, unless the code asks for a fault.

It looks for the word ``unsafe``. Imported by tests, and by a program that runs outside of them, so
it imports nothing but the standard library.
"""

import json
import re
from collections.abc import Callable

FAULT = re.compile(r"fault_(\w+)")


def fault_in(question: dict) -> str:
    """The fault that the code asks for, if any."""
    found = [FAULT.search(one["text"]) for one in question["evidence"]["slices"]]
    return next((match[1] for match in found if match), "")


def honest(question: dict) -> dict:
    """The answer of a validator that looks for a word."""
    real = any("unsafe" in one["text"] for one in question["evidence"]["slices"])
    return {
        "id": question["id"],
        "version": question["validator"]["version"],
        "verdict": "true_positive" if real else "false_positive",
        "confidence": 0.9,
        "reason": "the word was found" if real else "the word was not found",
        "justification": None if real else "vulnerable_code_not_present",
        "relies_on_unseen": [],
    }


def _without(answer: dict, key: str) -> dict:
    return {name: value for name, value in answer.items() if name != key}


# What is said instead of the truth, and a word of the reason that people are given.
LIES: dict[str, tuple[Callable[[dict], object], str]] = {
    "other_id": (lambda a: a | {"id": "0" * 64}, "its id is not what was asked"),
    "no_id": (lambda a: _without(a, "id"), "missing required field"),
    "other_version": (lambda a: a | {"version": "newer"}, "another version"),
    "nan": (lambda a: a | {"confidence": float("nan")}, "NaN is no JSON number"),
    "infinity": (lambda a: a | {"confidence": float("inf")}, "Infinity is no JSON number"),
    "too_confident": (lambda a: a | {"confidence": 1.5}, "between 0 and 1"),
    "negative": (lambda a: a | {"confidence": -0.1}, "between 0 and 1"),
    "a_yes": (lambda a: a | {"confidence": True}, "Expected `float`"),
    "other_verdict": (lambda a: a | {"verdict": "safe"}, "Invalid enum value"),
    "other_case": (lambda a: a | {"verdict": "FALSE_POSITIVE"}, "Invalid enum value"),
    "more": (lambda a: a | {"valid": True}, "unknown field"),
    "no_unseen": (lambda a: _without(a, "relies_on_unseen"), "missing required field"),
    "null_unseen": (lambda a: a | {"relies_on_unseen": None}, "Expected `array`"),
    "unseen": (lambda a: a | {"relies_on_unseen": ["shop.db.run"]}, "shop.db.run"),
    "no_reason": (lambda a: a | {"reason": " "}, "a reason has"),
    "long_reason": (lambda a: a | {"reason": "x" * 2001}, "a reason has"),
    "escape": (lambda a: a | {"reason": "fine \x1b[2J"}, "printable"),
    "unjustified": (lambda a: a | {"justification": None}, "a justification goes with"),
    "odd_justification": (lambda a: a | {"justification": "it is"}, "Invalid enum value"),
    "undetermined": (
        lambda a: a | {"verdict": "undetermined", "justification": None, "reason": "I wonder"},
        "I wonder",
    ),
    "unsure": (lambda a: a | {"confidence": 0.3}, "a confidence of 0.3 only"),
    "list": (lambda a: [a], "must be a JSON object"),
    "twice": (
        lambda a: json.dumps(a)[:-1] + ', "verdict": "false_positive"}',
        "occurs twice",
    ),
    "two_answers": (lambda a: json.dumps(a) * 2, "Extra data"),
    "prose": (lambda a: "Sure! Here is the JSON.", "is not JSON"),
    "nothing": (lambda a: "", "is not JSON"),
    "not_text": (lambda a: b"\xff\xfe", "not UTF-8"),
    "deep": (lambda a: "[" * 30_000, "nested deeper"),
    "flood": (lambda a: b" " * 10_000_000, "exceeds"),
}


def said(question: dict, fault: str) -> bytes:
    """The answer, with the fault in it."""
    answer = honest(question)
    value = LIES[fault][0](answer) if fault in LIES else answer
    if isinstance(value, bytes):
        return value
    return (value if isinstance(value, str) else json.dumps(value)).encode()
